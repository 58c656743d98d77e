/* oracle_heard.c: the oracle's reading of those who must be heard, of officers sent to look, of the organ above and of silence (XK-34 to XK-36, XK-46 to XK-48, XK-55, DOMAIN 3.1, 3.4). */
#include "oracle_inside.h"
#include <stdio.h>
#include <string.h>

static bool none(Day day) { return day_is_none(day); }
static Day after(const Oracle *o, Day event, int days) { return none(event) ? DAY_NONE : days_end(&o->days, event, days, true, NULL, 0).due; }

bool matter_hearing_owed(const Matter *m) { return (m->thing->hearing || m->announced || !none(m->hearing_asked)) && none(m->hearing_held); }

/* DC-9: seven worked days from the day of the notice up to, and not with, the day of the hearing. */
bool notice_in_time(const Oracle *o, Day notice, Day hearing)
{
    int worked = 0;
    for (Day day = notice; day.n < hearing.n; day = day_plus(day, 1)) worked += days_worked(&o->days, day);
    return worked >= 7;
}

/* XK-36: to the end of the time to state. XK-47: to the end of the five days. */
static bool may_state(const Oracle *o, const Stake *s, Day today) { return !none(s->told) && !s->stated && today.n <= after(o, s->told, s->days).n; }
bool stake_may_ask(const Oracle *o, const Stake *s, Day today) { return !none(s->right) && !s->asked && today.n <= after(o, s->right, 5).n; }

/* Why nothing may be decided today; NULL: it may. */
const char *matter_not_ready(const Oracle *o, const Matter *m, bool grant, bool here, Day today)
{
    for (int i = 0; i <= m->stake_count; i++) {
        const Stake *s = &m->stakes[i];
        if (s->stated && !s->answered) return "a statement is not answered (XK-36)";
        if (grant && may_state(o, s, today)) return "somebody may still state (XK-36)";
        if (none(m->hearing_held) && stake_may_ask(o, s, today)) return "somebody may still ask for a hearing (XK-47)";
    }
    if (matter_hearing_owed(m)) return "a hearing is owed (XK-46, XK-47)";
    if (grant && m->thing->verify && none(m->visited)) return "nobody has verified (XK-34b, XK-55)";
    if (here && m->thing->above && (none(m->replied) || m->reply != (grant ? 1 : 2))) return "the organ above has not said so (XK-35)";
    if (here && !grant && !none(m->defaulted)) return "the case is in default (3.4)";
    return NULL;
}

void heard_before_decision(Fold *f, bool grant)
{
    const char *why = matter_not_ready(f->o, f->m, grant, strcmp(f->e->kind, "case.forwarded") != 0, f->today);
    SIM_CHECK(!why, "%s of case %lld although %s", f->e->kind, (long long)f->m->id, why);
    if (!none(f->m->hearing_held))
        SIM_CHECK(!strcmp(value_str_or(f->b, "transcript", ""), f->m->record), "%s of case %lld rests on record '%s', held was '%s' (XK-48)", f->e->kind, (long long)f->m->id, value_str_or(f->b, "transcript", ""), f->m->record);
}

/* ---- those with a stake ---- */

static Stake *stake(Fold *f)
{
    int64_t no = value_int(f->b, "party", 0);
    SIM_CHECK(no >= 0 && no <= f->m->stake_count, "%s of case %lld about party %lld, whom nobody told", f->e->kind, (long long)f->m->id, (long long)no);
    SIM_CHECK(strncmp(f->e->actor, "citizen", 7) || no == f->party, "%s of case %lld: somebody else speaks for party %lld", f->e->kind, (long long)f->m->id, (long long)no);
    return &f->m->stakes[no];
}

void party_told(Fold *f)
{
    Matter *m = f->m;
    SIM_CHECK(m->stake_count < 16, "case %lld: too many parties", (long long)m->id);
    Stake *s = &m->stakes[++m->stake_count];
    *s = (Stake){.told = f->today, .days = f->days ? (int)f->days : 5, .right = DAY_NONE};
    must_say(f, "matter", "XK-36");
    says(f, "state_by", after(f->o, f->today, s->days));
}

void stated(Fold *f)
{
    Stake *s = stake(f);
    s->stated = true;
    s->answered = false;
    SIM_CHECK(++f->m->statements <= 20, "case %lld: statements without end", (long long)f->m->id);
}

void statement_answered(Fold *f)
{
    Stake *s = stake(f);
    SIM_CHECK(s->stated && !s->answered, "case %lld: an answer to nothing", (long long)f->m->id);
    must_say(f, "reason", "XK-36");
    s->answered = true;
}

/* ---- hearings ---- */

void hearing_told(Fold *f)
{
    Stake *s = stake(f);
    SIM_CHECK(none(s->right) && none(f->m->hearing_held), "case %lld: told of a hearing twice", (long long)f->m->id);
    s->right = f->today;
    says(f, "ask_by", after(f->o, f->today, 5));
}

void hearing_announced(Fold *f)
{
    SIM_CHECK(!f->m->announced && none(f->m->hearing_held), "case %lld: announced twice", (long long)f->m->id);
    f->m->announced = true;
}

void hearing_asked(Fold *f)
{
    Stake *s = stake(f);
    SIM_CHECK(none(f->m->hearing_held) && stake_may_ask(f->o, s, f->today), "case %lld: a hearing asked for out of time (XK-47)", (long long)f->m->id);
    s->asked = true;
    if (none(f->m->hearing_asked)) f->m->hearing_asked = f->today;
    says(f, "hold_by", after(f->o, f->m->hearing_asked, 20));
}

static bool looked(const Matter *m, const char *id)
{
    for (int i = 0; i < m->visitor_count; i++) if (!strcmp(m->visitors[i], id)) return true;
    return false;
}

/* XK-48: of this organ, in post, and nobody who examines the case. */
bool matter_chair_fit(const Oracle *o, const Matter *m, const char *id, Day today)
{
    const Person *p = staff_person(&o->staff, id);
    return p && staff_in_post(&o->staff, id, today) && !strcmp(p->department, m->thing->department) && strcmp(id, m->reviewer) && !looked(m, id);
}

static void take_chair(Fold *f)
{
    const char *chair = value_str_or(f->b, "chair", "");
    SIM_CHECK(matter_chair_fit(f->o, f->m, chair, f->today), "case %lld: %s may not preside (XK-48)", (long long)f->m->id, chair);
    snprintf(f->m->chair, sizeof f->m->chair, "%s", chair);
}

void hearing_noticed(Fold *f)
{
    Matter *m = f->m;
    Day on;
    SIM_CHECK(matter_hearing_owed(m), "case %lld: notice of a hearing nobody owes", (long long)m->id);
    SIM_CHECK(day_parse(value_str(f->b, "on"), &on) && notice_in_time(f->o, f->today, on), "case %lld: notice of a hearing on %s comes too late (DC-9)", (long long)m->id, value_str_or(f->b, "on", "?"));
    bool late = !none(m->hearing_asked) && on.n > after(f->o, m->hearing_asked, 20).n;
    SIM_CHECK(late == value_bool(f->b, "late"), "case %lld: a hearing on %s, within the twenty days or not, is told wrongly (XK-47)", (long long)m->id, value_str_or(f->b, "on", "?"));
    if (late)                                                                 /* only when it could not be kept any more */
        for (Day day = f->today; day.n <= after(f->o, m->hearing_asked, 20).n; day = day_plus(day, 1))
            SIM_CHECK(!notice_in_time(f->o, f->today, day), "case %lld: a hearing set late that could be in time (XK-47)", (long long)m->id);
    must_say(f, "place", "XK-48");
    if (!value_bool(f->b, "public")) must_say(f, "private_reason", "XK-48");
    if (strcmp(m->chair, value_str_or(f->b, "chair", ""))) m->recusal = 0;
    take_chair(f);
    m->noticed = f->today;
    m->hearing_on = on;
}

void recusal_asked(Fold *f)
{
    stake(f);
    SIM_CHECK(!none(f->m->noticed) && none(f->m->hearing_held) && !f->m->recusal, "case %lld: recusal asked out of order (XK-48)", (long long)f->m->id);
    f->m->recusal = 1;
}

void recusal_decided(Fold *f)
{
    SIM_CHECK(f->m->recusal == 1, "case %lld: a recusal decided that nobody asked for", (long long)f->m->id);
    must_say(f, "reason", "XK-48");
    bool granted = value_bool(f->b, "granted");
    if (granted) {
        SIM_CHECK(strcmp(f->m->chair, value_str_or(f->b, "chair", "")), "case %lld: the chair stands aside for herself", (long long)f->m->id);
        take_chair(f);
    }
    f->m->recusal = granted ? 0 : 2;
}

void hearing_held(Fold *f)
{
    Matter *m = f->m;
    SIM_CHECK(!none(m->noticed) && none(m->hearing_held) && m->recusal != 1 && f->today.n >= m->hearing_on.n, "case %lld: a hearing out of order (XK-48)", (long long)m->id);
    must_say(f, "evidence", "XK-48");
    SIM_CHECK(value_int(f->b, "participants", 0) > 0 && value_int(f->b, "statements", 0) > 0, "case %lld: an empty record (XK-48)", (long long)m->id);
    if (!value_bool(f->b, "signed")) must_say(f, "refusal_note", "XK-48");
    m->hearing_held = f->today;
    const Value *list = value_get(f->b, "documents");
    snprintf(m->record, sizeof m->record, "%s", list && list->first ? value_str_or(list->first, "number", "") : "");
}

/* XK-48: once, after the record, by nobody but the chair; the decision still rests on the record. */
void hearing_reported(Fold *f)
{
    Matter *m = f->m;
    SIM_CHECK(!none(m->hearing_held) && none(m->reported), "case %lld: a report without a hearing, or a second one (XK-48)", (long long)m->id);
    SIM_CHECK(!strncmp(f->e->actor, "officer:", 8) && !strcmp(f->e->actor + 8, m->chair), "case %lld: %s reports, %s presided (XK-48)", (long long)m->id, f->e->actor, m->chair);
    SIM_CHECK(!strcmp(value_str_or(f->b, "transcript", ""), m->record) && value_int(f->b, "views", 0) > 0, "case %lld: the report is not on the record (XK-48)", (long long)m->id);
    must_say(f, "facts", "XK-48");
    must_say(f, "conclusion", "XK-48");
    m->reported = f->today;
}

/* ---- officers sent to look ---- */

/* D7: two at least, different, in post, each with a certificate. */
static void officers(Fold *f, bool sent)
{
    const Value *list = value_get(f->b, "officers");
    SIM_CHECK(list && list->count >= 2 && list->count <= 4, "%s of case %lld by %d officers (D7)", f->e->kind, (long long)f->m->id, list ? list->count : 0);
    int at = 0;
    for (const Value *row = list->first; row; row = row->next) {
        const char *id = value_str_or(row, "id", ""), *certificate = value_str_or(row, "certificate", "");
        SIM_CHECK(staff_in_post(&f->o->staff, id, f->today) && *certificate && strcmp(id, f->m->chair), "%s of case %lld by %s (D7)", f->e->kind, (long long)f->m->id, id);
        SIM_CHECK(sent || looked(f->m, id), "case %lld: %s was not sent (XK-55)", (long long)f->m->id, id);
        for (const Value *other = list->first; other != row; other = other->next)
            SIM_CHECK(strcmp(value_str_or(other, "id", ""), id) && strcmp(value_str_or(other, "certificate", ""), certificate), "case %lld: %s twice (D7)", (long long)f->m->id, id);
    }
    if (!sent) return;
    for (const Value *row = list->first; row; row = row->next) snprintf(f->m->visitors[at++], 16, "%s", value_str_or(row, "id", ""));
    f->m->visitor_count = at;
}

void visit_assigned(Fold *f)
{
    Matter *m = f->m;
    bool late = m->thing->verify == 2 && none(m->assigned) && f->today.n > after(f->o, m->accepted, 5).n;
    SIM_CHECK(late == value_bool(f->b, "late"), "case %lld: officers sent late or not, told wrongly (XK-55)", (long long)m->id);
    officers(f, true);
    m->assigned = f->today;
}

void visited(Fold *f)
{
    SIM_CHECK(!none(f->m->assigned) && looked(f->m, f->officer), "case %lld: recorded by %s, who was not there (E16)", (long long)f->m->id, f->officer);
    officers(f, false);
    must_say(f, "findings", "XK-34b");
    if (!value_bool(f->b, "signed")) must_say(f, "refusal_note", "XK-34b");
    f->m->visited = strcmp(value_str_or(f->b, "conclusion", ""), "pass") ? DAY_NONE : f->today;
}

/* ---- the organ above ---- */

static Day examine_until(const Fold *f) { return days_end(&f->o->days, f->m->accepted, 20, true, f->m->gaps, f->m->gap_count).due; }

void forwarded(Fold *f)
{
    Matter *m = f->m;
    const char *way = value_str_or(f->b, "recommendation", "");
    SIM_CHECK(m->thing->above, "case %lld sent up, though decided here", (long long)m->id);
    SIM_CHECK(!m->thing->two_person || (!strcmp(m->stage, "reviewed") && strcmp(m->reviewer, f->officer)), "case %lld sent up by its reviewer %s (XK-34b)", (long long)m->id, f->officer);
    SIM_CHECK(!strcmp(way, "grant") || !strcmp(way, "refuse"), "case %lld sent up without a view", (long long)m->id);
    heard_before_decision(f, !strcmp(way, "grant"));
    must_say(f, "opinion", "XK-35");
    must_say(f, "upper_organ", "XK-35");
    const Value *list = value_get(f->b, "materials");
    int handed = 0, rows = 0;
    for (int no = 1; no <= m->thing->material_count; no++) handed += m->handed[no];
    for (const Value *row = list ? list->first : NULL; row; row = row->next, rows++) SIM_CHECK(m->handed[value_int(row, "no", 0)], "case %lld: a material sent up that nobody has", (long long)m->id);
    SIM_CHECK(rows == handed, "case %lld: %d of %d materials sent up (XK-35: all of them)", (long long)m->id, rows, handed);
    Day from = !none(m->examined) ? m->examined : m->thing->two_person ? DAY_NONE : m->accepted;
    bool late = f->today.n > examine_until(f).n || (!none(from) && f->today.n > after(f->o, from, 3).n);
    SIM_CHECK(late == value_bool(f->b, "late"), "case %lld sent up in time or not, told wrongly (E12)", (long long)m->id);
    says(f, "sent", f->today);
    m->sent = f->today;
    m->above_rows = 0;
    m->replied = m->reply_told = DAY_NONE;
}

void asked_from_above(Fold *f)
{
    const Value *list = value_get(f->b, "materials");
    SIM_CHECK(list && list->count, "case %lld: asked from above for nothing", (long long)f->m->id);
    f->m->above_rows = 0;
    for (const Value *row = list->first; row; row = row->next) {
        SIM_CHECK(!f->m->handed[value_int(row, "no", 0)], "case %lld: asked from above for what was sent up (XK-35)", (long long)f->m->id);
        if (f->m->above_rows < 64) f->m->above_no[f->m->above_rows++] = (int)value_int(row, "no", 0);
    }
}

/* By its place in what was asked last, once; and it is handed in here as well. */
void supplied_above(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "materials");
    SIM_CHECK(list && list->count, "case %lld: handed in for above: nothing", (long long)m->id);
    for (const Value *row = list->first; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        SIM_CHECK(no >= 1 && no <= m->above_rows && m->above_no[no - 1], "case %lld: handed in for above what was not asked (XK-35)", (long long)m->id);
        SIM_CHECK(value_int(row, "material", 0) == m->above_no[no - 1], "case %lld: handed in for above under another number", (long long)m->id);
        m->handed[m->above_no[no - 1]] = true;
        m->above_no[no - 1] = 0;
    }
}

void replied_from_above(Fold *f)
{
    Matter *m = f->m;
    const char *result = value_str_or(f->b, "result", "");
    SIM_CHECK(among("granted refused returned", result), "case %lld: from above came '%s'", (long long)m->id, result);
    must_say(f, "document", "XK-35");
    must_say(f, "content", "XK-35");
    says(f, "tell_by", after(f->o, f->today, 2));
    m->replied = f->today;
    m->above_rows = 0;
    m->reply_told = DAY_NONE;
    m->reply = !strcmp(result, "granted") ? 1 : !strcmp(result, "refused") ? 2 : 0;
    if (!m->reply) { m->sent = DAY_NONE; m->examined = f->today; }
}

void reply_told(Fold *f)
{
    SIM_CHECK(!none(f->m->replied) && none(f->m->reply_told), "case %lld: told of nothing from above", (long long)f->m->id);
    SIM_CHECK((f->today.n > after(f->o, f->m->replied, 2).n) == value_bool(f->b, "late"), "case %lld: told late or not, told wrongly", (long long)f->m->id);
    f->m->reply_told = f->today;
}

/* ---- silence and endings ---- */

/* 3.4: the promise is exceeded, the item's switch is on, and nobody else loses by it. */
bool matter_defaults(const Oracle *o, const Matter *m, Day today)
{
    if (!m->thing->may_default || !none(m->defaulted) || !among("accepted reviewed", m->stage)) return false;
    if (m->thing->above || m->stake_count || matter_hearing_owed(m) || !none(m->owed_by)) return false;
    Day promised = matter_limit(o, m, 1).due;
    return !none(promised) && today.n > promised.n;
}

void defaulted(Fold *f)
{
    says(f, "promised_due", matter_limit(f->o, f->m, 1).due);
    says(f, "issue_by", after(f->o, f->today, 1));
    f->m->defaulted = f->today;
}

void terminated(Fold *f)
{
    SIM_CHECK(among("died ended object_gone", value_str_or(f->b, "cause", "?")), "case %lld ended for '%s'", (long long)f->m->id, value_str_or(f->b, "cause", "?"));
    must_say(f, "reason", "F33");
    if (!strcmp(f->m->stage, "paused")) f->m->gaps[f->m->gap_count - 1].to = f->today;
}
