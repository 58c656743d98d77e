/* decide_forward.c: cases the organ above decides (XK-35, XK-43), default by lapse of time (DOMAIN 3.4), and cases that end without a decision. */
#include "process/decide_inside.h"
#include "base/text.h"
#include <string.h>

/* ---- the organ above ---- */

static const char *form_of(const Value *handed)
{
    return value_str_or(handed, "way", "paper");
}

/* Everything that was handed in goes up, with the hash of what is a file: nobody picks. This is what a signed envelope to the organ above carries. */
static void all_materials(Turn *t, Value *body)
{
    Value *kept = value_set_list(t->arena, body, "materials");
    const Value *handed = t->facts->handed;
    if (handed) {
        for (const Value *m = handed->first; m; m = m->next) {
            Value *one = value_push_object(t->arena, kept);
            value_set_int(t->arena, one, "no", value_int(m, "no", 0));
            value_set_str(t->arena, one, "way", form_of(m));
            if (value_int(m, "originals", 0)) value_set_int(t->arena, one, "originals", value_int(m, "originals", 0));
            if (value_int(m, "copies", 0)) value_set_int(t->arena, one, "copies", value_int(m, "copies", 0));
            if (value_str(m, "sha256")) value_set_str(t->arena, one, "sha256", value_str(m, "sha256"));
        }
        return;
    }
    for (int no = 1; no <= t->s->material_count; no++)
        if (t->s->handed[no]) value_set_int(t->arena, value_push_object(t->arena, kept), "no", no);
}

static bool clock_broken(const Turn *t, ClockKind clock)
{
    DeadlineTerms terms;
    if (!standing_clock(t->s, clock, &terms)) return false;
    Deadline deadline = deadline_compute(t->facts->calendar, &terms);
    return deadline_overdue(&deadline, t->facts->today);
}

bool forward(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    const char *recommendation = value_str_or(t->input, "recommendation", "");
    char *upper = turn_field(t, "upper_organ");
    bool grant = !strcmp(recommendation, "grant");
    if (!grant && strcmp(recommendation, "refuse")) return turn_refuse(t, REFUSED_OPINION_MISSING, "recommendation");
    if (!turn_heard(t, grant ? OUTCOME_GRANTED : OUTCOME_REFUSED) || (grant && !turn_verified(t))) return false;
    if (!*upper) upper = arena_strdup(t->arena, t->facts->item->upper_organ);
    if (text_blank(upper) || text_characters(upper) > LIMIT_NAME_CHARACTERS) return turn_refuse(t, REFUSED_REDIRECT_MISSING, "upper_organ");
    if (text_equal(upper, t->facts->department_name)) return turn_refuse(t, REFUSED_REDIRECT_SELF, NULL);
    value_set_str(t->arena, body, "item", t->s->item);
    value_set_int(t->arena, body, "item_version", t->s->item_version);
    value_set_str(t->arena, body, "item_hash", t->facts->item->hash12);
    value_set_str(t->arena, body, "upper_organ", upper);
    value_set_str(t->arena, body, "recommendation", recommendation);
    if (!turn_needs_text(t, body, "opinion", REFUSED_OPINION_MISSING)) return false;
    all_materials(t, body);
    turn_set_day(t, "sent", t->facts->today);
    DeadlineTerms terms;
    if (standing_clock(t->s, CLOCK_EXAMINE, &terms)) turn_set_day(t, "examine_by", deadline_compute(t->facts->calendar, &terms).due);
    if (clock_broken(t, CLOCK_SEND_UP) || clock_broken(t, CLOCK_EXAMINE)) value_set_bool(t->arena, body, "late", true);      /* E12 */
    turn_event(t, ACT_FORWARD);
    turn_authorised(t);
    return true;
}

/* XK-35 forbids to ask again for what was sent up. A defect of form that the organ above names in its one-time notice is another thing (XK-32-4): the row then
 * says which standard the material must meet, and comes from there through the exchange. What only the organ above publishes has no number of ours (no 0). */
static bool asked_row(Turn *t, const Value *row, Value *kept)
{
    int64_t no = value_int(row, "no", 0);
    Turn one = *t;
    one.input = row;
    bool named = t->facts->actor->kind == ACTOR_MACHINE && !text_blank(value_str(row, "requirement"));
    if ((no || !named) && !turn_known_material(t, no)) return false;
    const char *name = no ? item_material(t->facts->item, (int)no)->name : turn_field(&one, "name");
    if (!named && t->s->handed[no]) return turn_refuse(t, REFUSED_DUPLICATE_ASKED, name);
    if (text_blank(name) || text_characters(name) > LIMIT_NAME_CHARACTERS) return turn_refuse(t, REFUSED_FIELD_INVALID, "name");
    if (kept->count == LIMIT_PARCEL_FILES) return turn_refuse(t, REFUSED_FIELD_INVALID, "materials");
    Value *entry = value_push_object(t->arena, kept);
    value_set_int(t->arena, entry, "no", no);
    value_set_str(t->arena, entry, "name", name);
    return !named || (turn_takes_text(&one, entry, "requirement") && turn_takes_text(&one, entry, "how"));
}

bool ask_from_above(Turn *t)
{
    const Value *list = value_get(t->input, "materials");
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "materials");
    Day until;
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) if (!asked_row(t, row, kept)) return false;
    if (!kept->count) return turn_refuse(t, REFUSED_FIELD_INVALID, "materials");
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    if (!text_blank(value_str(t->input, "until")) && !day_parse(value_str(t->input, "until"), &until)) return turn_refuse(t, REFUSED_FIELD_INVALID, "until");
    if (!text_blank(value_str(t->input, "until"))) turn_set_day(t, "until", until);
    if (t->facts->actor->kind == ACTOR_MACHINE) value_set_bool(t->arena, body, "exchange", true);
    turn_event(t, ACT_ASK_FROM_ABOVE);
    return true;
}

int standing_asked_above(const Standing *s)
{
    int waiting = 0;
    for (const char *row = s->above_waits; *row; row++) waiting += *row == '1';
    return waiting;
}

static const Value *asked_above_row(const Turn *t, int64_t no)
{
    const Value *row = t->facts->asked_above ? t->facts->asked_above->first : NULL;
    while (row && --no > 0) row = row->next;
    return row;
}

/* Row by row of what was asked for, by its place there: what only the organ above publishes has no number here. */
bool supply_above(Turn *t)
{
    const Value *list = value_get(t->input, "materials");
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "materials");
    bool seen[LIMIT_PARCEL_FILES + 1] = {false};
    int64_t most = (int64_t)strlen(t->s->above_waits);
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no < 1 || no > most || t->s->above_waits[no - 1] != '1') return turn_refuse(t, REFUSED_SUPPLY_NOT_ASKED, arena_printf(t->arena, "%lld", (long long)no));
        if (seen[no]) continue;
        seen[no] = true;
        const Value *asked = asked_above_row(t, no);
        Value *one = value_push_object(t->arena, kept);
        value_set_int(t->arena, one, "no", no);
        if (asked) value_set_str(t->arena, one, "name", value_str(asked, "name"));
        if (asked && value_int(asked, "no", 0)) value_set_int(t->arena, one, "material", value_int(asked, "no", 0));
        value_set_str(t->arena, one, "way", form_of(row));
        if (value_int(row, "originals", 0) > 0) value_set_int(t->arena, one, "originals", value_int(row, "originals", 0));
        if (value_int(row, "copies", 0) > 0) value_set_int(t->arena, one, "copies", value_int(row, "copies", 0));
        if (value_str(row, "sha256")) value_set_str(t->arena, one, "sha256", value_str(row, "sha256"));
    }
    if (!kept->count) return turn_refuse(t, REFUSED_FIELD_INVALID, "materials");
    if (t->s->above_exchange) value_set_bool(t->arena, body, "exchange", true);
    turn_event(t, ACT_SUPPLY_ABOVE);
    return true;
}

bool reply_from_above(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    const char *result = value_str_or(t->input, "result", "");
    if (strcmp(result, "granted") && strcmp(result, "refused") && strcmp(result, "returned")) return turn_refuse(t, REFUSED_REPLY_INVALID, "result");
    value_set_str(t->arena, body, "result", result);
    if (!turn_needs_text(t, body, "document", REFUSED_REPLY_INVALID) || !turn_needs_text(t, body, "content", REFUSED_REPLY_INVALID)) return false;
    turn_set_day(t, "sent", t->s->sent);
    value_set_int(t->arena, body, "days_above", calendar_workdays_between(t->facts->calendar, t->s->sent, t->facts->today));
    turn_set_day(t, "tell_by", turn_due(t, t->facts->today, clock_facts(CLOCK_TELL_REPLY)->limit, UNIT_WORKDAY));
    turn_event(t, ACT_REPLY_FROM_ABOVE);
    return true;
}

bool tell_reply(Turn *t)
{
    static const char *const ways[] = {"phone", "message", "window", "post"};
    Value *body = t->verdict->body = value_object(t->arena);
    const char *way = value_str_or(t->input, "way", "");
    bool known = false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) known |= !strcmp(way, ways[i]);
    if (!known) return turn_refuse(t, REFUSED_DELIVERY_WAY, way);
    value_set_str(t->arena, body, "way", way);
    if (!turn_takes_text(t, body, "note")) return false;
    if (clock_broken(t, CLOCK_TELL_REPLY)) value_set_bool(t->arena, body, "late", true);
    turn_event(t, ACT_TELL_REPLY);
    return true;
}

bool turn_answered_above(Turn *t, Outcome outcome)
{
    if (!t->s->decided_above) return true;
    if (day_is_none(t->s->replied) || t->s->reply == OUTCOME_NONE) return turn_refuse(t, REFUSED_NOT_FORWARDED, NULL);
    return t->s->reply == outcome || turn_refuse(t, REFUSED_REPLY_OTHERWISE, NULL);
}

/* ---- default by lapse of time: status, notice and a decision owed; never a permit by itself ---- */

bool overdue_default(Turn *t)
{
    DeadlineTerms terms;
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) != ACT_OVERDUE_DEFAULT) return turn_refuse(t, REFUSED_DEFAULT_EARLY, NULL);
    turn_event(t, ACT_OVERDUE_DEFAULT);
    standing_clock(t->s, CLOCK_PROMISE, &terms);
    Day promised = deadline_compute(t->facts->calendar, &terms).due;
    turn_set_day(t, "promised_due", promised);
    turn_set_day(t, "overdue_since", day_plus(promised, 1));
    turn_set_day(t, "issue_by", turn_due(t, t->facts->today, clock_facts(CLOCK_ISSUE)->limit, UNIT_WORKDAY));
    value_set_str(t->arena, t->verdict->body, "approval", t->facts->item->deemed_document);
    return true;
}

/* ---- ending ---- */

bool terminate_case(Turn *t)
{
    static const char *const causes[] = {"died", "ended", "object_gone"};
    Value *body = t->verdict->body = value_object(t->arena);
    const char *cause = value_str_or(t->input, "cause", "");
    bool known = false;
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) known |= !strcmp(cause, causes[i]);
    if (!known) return turn_refuse(t, REFUSED_TERMINATE_CAUSE, cause);
    value_set_str(t->arena, body, "cause", cause);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    turn_event(t, ACT_TERMINATE);
    return true;
}
