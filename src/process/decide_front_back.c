/* decide_front_back.c: window and back office on one case: questions and answers, who holds it, reassignment; the first handler stays (D3, B1). */
#include "process/decide_inside.h"
#include "base/text.h"
#include "people/rights.h"
#include <string.h>

static bool at_window(const Facts *facts) { return actor_at_window(facts->actor, facts->standing->window); }
static bool in_office(const Facts *facts) { return actor_in_department(facts->actor, facts->standing->department); }
static bool of_side(const Facts *facts, bool window) { return window ? at_window(facts) : in_office(facts); }

/* ---- who can hold ---- */

Refusal process_can_hold(const Facts *facts, const Actor *officer)
{
    static const struct { Right right; AuthorityRight authority; } needs[] = {
        [HOLDER_WINDOW] = {RIGHT_ACCEPT, 0}, [HOLDER_APPLICANT] = {RIGHT_ACCEPT, 0}, [HOLDER_REVIEWER] = {RIGHT_REVIEW, AUTHORITY_REVIEW},
        [HOLDER_DECIDER] = {RIGHT_DECIDE, AUTHORITY_DECIDE}, [HOLDER_OUTSIDE] = {RIGHT_PAUSE, 0}, [HOLDER_UPPER] = {RIGHT_REVIEW, 0},       /* above: somebody here follows it all the same (3.1) */
    };
    const Standing *s = facts->standing;
    Holder holder = standing_holder(s);
    RightScope scope = {.department = s->department, .window = s->window};
    if (holder == HOLDER_NOBODY) return REFUSED_ALREADY_CONCLUDED;
    if (holder == HOLDER_CO) return officer->kind == ACTOR_OFFICER && joint_part(s, officer) ? REFUSED_NOTHING : REFUSED_NOT_OF_THIS_DESK;
    if (officer->kind != ACTOR_OFFICER || !right_has(officer, needs[holder].right, &scope)) return REFUSED_NOT_OF_THIS_DESK;
    if (!needs[holder].authority) return REFUSED_NOTHING;
    return people_authorises(facts->people, officer->id, facts->item->code, facts->item->department, needs[holder].authority, facts->today).row ? REFUSED_NOTHING : REFUSED_NO_AUTHORITY;
}

Refusal desk_bars(Act act, const Facts *facts)
{
    const Standing *s = facts->standing;
    switch (act) {
    case ACT_ASK:
        if (!at_window(facts) && !in_office(facts)) return REFUSED_OTHER_WINDOW;
        return s->open_count == STANDING_QUESTIONS || s->questions >= QUESTIONS_MOST ? REFUSED_QUESTIONS_OPEN : REFUSED_NOTHING;
    case ACT_ANSWER:
        for (int i = 0; i < s->open_count; i++) if (of_side(facts, s->open[i].to_window) && strcmp(s->open[i].by, facts->actor->id)) return REFUSED_NOTHING;
        return REFUSED_NO_SUCH_QUESTION;
    case ACT_CLAIM:
        if (!strcmp(s->claimant, facts->actor->id)) return REFUSED_NO_CHANGE;
        return s->claimant[0] ? REFUSED_CLAIMED_BY_ANOTHER : process_can_hold(facts, facts->actor);
    case ACT_RELEASE: return !strcmp(s->claimant, facts->actor->id) ? REFUSED_NOTHING : s->claimant[0] ? REFUSED_CLAIMED_BY_ANOTHER : REFUSED_NOT_CLAIMED;
    default: return REFUSED_NOTHING;
    }
}

static const char *officer_name(const Turn *t, const char *id)
{
    const Officer *officer = people_officer(t->facts->people, id);
    return officer ? officer->name : id;
}

static bool barred(Turn *t, Act act)
{
    Refusal refusal = desk_bars(act, t->facts);
    return refusal != REFUSED_NOTHING && !turn_refuse(t, refusal, refusal == REFUSED_CLAIMED_BY_ANOTHER ? officer_name(t, t->s->claimant) : NULL);
}

/* ---- questions and answers ---- */

bool decide_ask(Turn *t)
{
    if (barred(t, ACT_ASK)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    const char *to = value_str_or(t->input, "to", "");
    if (!*to) to = at_window(t->facts) && !(actor_roles(t->facts->actor) & (ROLE_BACKOFFICE | ROLE_LEADER)) ? "office" : "window";
    bool to_window = !strcmp(to, "window");
    if (!to_window && strcmp(to, "office")) return turn_refuse(t, REFUSED_FIELD_INVALID, "to");
    if (!of_side(t->facts, !to_window)) return turn_refuse(t, REFUSED_OTHER_WINDOW, NULL);
    if (!turn_needs_text(t, body, "text", REFUSED_OPINION_MISSING)) return false;
    turn_event(t, ACT_ASK);
    value_set_int(t->arena, body, "no", t->s->questions + 1);
    value_set_str(t->arena, body, "to", to);
    turn_set_day(t, "due", turn_due(t, t->facts->today, turn_rules(t->facts)->question_days, UNIT_WORKDAY));
    return true;
}

/* The question answered: by its number, or the only one that waits for this side. */
static const OpenQuestion *question(const Turn *t)
{
    int64_t no = value_int(t->input, "no", 0);
    const OpenQuestion *found = NULL;
    for (int i = 0; i < t->s->open_count; i++) {
        const OpenQuestion *q = &t->s->open[i];
        if (no ? q->no != no : !of_side(t->facts, q->to_window)) continue;
        if (found) return NULL;
        found = q;
    }
    return found;
}

bool decide_answer(Turn *t)
{
    const OpenQuestion *q = question(t);
    Value *body = t->verdict->body = value_object(t->arena);
    if (!q) return turn_refuse(t, REFUSED_NO_SUCH_QUESTION, NULL);
    if (!of_side(t->facts, q->to_window)) return turn_refuse(t, REFUSED_OTHER_WINDOW, NULL);
    if (!strcmp(q->by, t->facts->actor->id)) return turn_refuse(t, REFUSED_SELF_ANSWER, NULL);
    if (!turn_needs_text(t, body, "text", REFUSED_OPINION_MISSING)) return false;
    turn_event(t, ACT_ANSWER);
    value_set_int(t->arena, body, "no", q->no);
    value_set_int(t->arena, body, "asked_ms", q->asked_ms);
    value_set_bool(t->arena, body, "late", !day_is_none(q->due) && day_after(t->facts->today, q->due));
    return true;
}

/* ---- who holds it ---- */

bool decide_claim(Turn *t)
{
    if (barred(t, ACT_CLAIM)) return false;
    turn_event(t, ACT_CLAIM);
    return true;
}

bool decide_release(Turn *t)
{
    if (barred(t, ACT_RELEASE)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_takes_text(t, body, "reason")) return false;
    turn_event(t, ACT_RELEASE);
    return true;
}

/* The officer named in `to`, in post today; NULL: refused. */
static const Officer *named(Turn *t)
{
    const char *id = turn_field(t, "to");
    const Officer *officer = people_officer(t->facts->people, id);
    if (officer && officer_active(officer, t->facts->today)) return officer;
    turn_refuse(t, REFUSED_NO_SUCH_OFFICER, id);
    return NULL;
}

bool decide_reassign(Turn *t)
{
    const Officer *to = named(t);
    if (!to) return false;
    Actor actor = people_actor(t->facts->people, to->id, t->facts->today);
    Refusal refusal = process_can_hold(t->facts, &actor);
    if (refusal != REFUSED_NOTHING) return turn_refuse(t, refusal, to->name);
    if (!strcmp(t->s->claimant, to->id)) return turn_refuse(t, REFUSED_NO_CHANGE, to->name);
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    turn_event(t, ACT_REASSIGN);
    value_set_str(t->arena, body, "to", to->id);
    if (t->s->claimant[0]) value_set_str(t->arena, body, "from", t->s->claimant);
    return true;
}

/* ---- the first handler, for life (B1) ---- */

/* She still holds the post in which she received it: then responsibility stays where it is. */
static bool in_the_same_post(const Turn *t)
{
    const Officer *first = people_officer(t->facts->people, t->s->first_handler);
    if (!first || !officer_active(first, t->facts->today)) return false;
    Actor actor = people_actor(t->facts->people, first->id, t->facts->today);
    return actor_at_window(&actor, t->s->window) || actor_in_department(&actor, t->s->department);
}

bool decide_change_first_handler(Turn *t)
{
    const Officer *to = named(t);
    if (!to) return false;
    if (!strcmp(t->s->first_handler, to->id)) return turn_refuse(t, REFUSED_NO_CHANGE, to->name);
    if (in_the_same_post(t)) return turn_refuse(t, REFUSED_FIRST_HANDLER_STAYS, officer_name(t, t->s->first_handler));
    Actor actor = people_actor(t->facts->people, to->id, t->facts->today);
    if (!actor_at_window(&actor, t->s->window) && !actor_in_department(&actor, t->s->department)) return turn_refuse(t, REFUSED_NOT_OF_THIS_DESK, to->name);
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "document", REFUSED_FIRST_HANDLER_STAYS) || !turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    turn_event(t, ACT_CHANGE_FIRST_HANDLER);
    value_set_str(t->arena, body, "to", to->id);
    if (t->s->first_handler[0]) value_set_str(t->arena, body, "from", t->s->first_handler);
    return true;
}
