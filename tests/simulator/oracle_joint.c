/* oracle_joint.c: joint handling as DOMAIN 3.3 says it, for items with one or two co-departments; see oracle_inside.h and oracle.h. */
#include "oracle_inside.h"
#include <stdio.h>

static Day working(const Oracle *o, Day from, int days) { return days_end(&o->days, from, days, true, NULL, 0).due; }
static Day earlier(Day a, Day b) { return a.n < b.n ? a : b; }
static Day later(Day a, Day b) { return a.n > b.n ? a : b; }

int co_named(const Thing *t, const char *department)
{
    for (int i = 0; i < t->co_count; i++) if (is(t->co[i].department, department)) return i;
    return -1;
}

bool co_turn(const Matter *m, int i) { return !m->thing->co[i].after || m->co[0].opinion[0]; }
bool co_followed(const Matter *m, int i) { return !i && m->thing->co_count > 1 && m->thing->co[1].after; }

/* It has its own days from acceptance, or from being told, or from the day the one before it spoke, whichever came last; stopped and lengthened with the
 * promise, of which they are a part. A promise broken before the extension stays broken (DC-6): then the child is not lengthened either. DAY_NONE: it stands still. */
Day co_own_end(const Oracle *o, const Matter *m, int i)
{
    if (day_is_none(m->accepted) || day_is_none(m->copied) || !co_turn(m, i)) return DAY_NONE;
    Day from = later(m->copied, m->accepted);
    if (m->thing->co[i].after) from = later(from, m->co[0].spoken);
    Day plain = days_end(&o->days, from, m->co[i].days, true, m->gaps, m->gap_count).due;
    if (!m->extension || m->extended_statutory) return plain;
    return days_end(&o->days, from, m->co[i].days + m->extension, true, m->gaps, m->gap_count).due;
}

/* And never later than the master (3.3-9). */
Day co_due(const Oracle *o, const Matter *m, int i)
{
    Day own = co_own_end(o, m, i), master = day_is_none(m->accepted) ? DAY_NONE : matter_limit(o, m, 1).due;
    return day_is_none(own) || day_is_none(master) ? own : earlier(own, master);
}

/* 3.3-6: only where it is on, never about safety, only in its turn and after all its own days. What fell due first is taken first. */
int co_silent(const Oracle *o, const Matter *m, Day today)
{
    int found = -1;
    Day first = DAY_NONE;
    if (!m->thing->silence || day_is_none(m->copied) || !among("accepted reviewed", m->stage)) return -1;
    for (int i = 0; i < m->thing->co_count; i++) {
        Day own = m->thing->co[i].safety || m->co[i].opinion[0] ? DAY_NONE : co_own_end(o, m, i);
        if (day_is_none(own) || today.n <= own.n || (found >= 0 && first.n <= own.n)) continue;
        first = own;
        found = i;
    }
    return found;
}

bool co_outstanding(const Matter *m)
{
    for (int i = 0; i < m->thing->co_count; i++) if (!m->co[i].opinion[0]) return true;
    return false;
}

bool co_unheard(const Matter *m)
{
    for (int i = 0; i < m->thing->co_count; i++) if (day_is_none(m->co[i].checked)) return true;
    return false;
}

bool co_missing(const Matter *m, int no)
{
    for (int i = 0; i < m->thing->co_count; i++) if (m->co[i].missing[no]) return true;
    return false;
}

/* YH-40: where the applicant's commitment stands in a material's place, nobody may ask for it. */
static bool misses(const Matter *m, int no) { return co_missing(m, no) && !(m->committed && m->thing->committable[no]); }

bool co_missed(const Matter *m)
{
    for (int no = 1; no <= m->thing->material_count; no++) if (misses(m, no)) return true;
    return false;
}

int co_promise_days(const Matter *m)
{
    if (m->special_days) return m->special_days + (m->extended_statutory ? 0 : m->extension);
    return m->thing->workdays[1] ? m->thing->limit[1] + (m->extended_statutory ? 0 : m->extension) : -1;
}

/* Two working days, and never after the last of the five. */
Day co_check_by(const Oracle *o, const Matter *m)
{
    Day from = !day_is_none(m->supplied) && m->supplied.n > m->copied.n ? m->supplied : m->copied;
    return earlier(working(o, from, 2), matter_t1(o, m).due);
}

/* Her own department's part: clerks and chiefs of the department or its window, others of the department; to speak for it, with its letter. */
bool oracle_of_co(const Oracle *o, const Matter *m, int i, const char *officer, bool letter, Day today)
{
    const Person *p = staff_person(&o->staff, officer);
    const CoOf *co = &m->thing->co[i];
    if (!p || !staff_in_post(&o->staff, officer, today) || day_is_none(m->copied)) return false;
    bool of = *p->department && is(p->department, co->department), at = *p->window && is(p->window, co->window);
    if (!((p->roles & (IS_CLERK | IS_CHIEF)) && (of || at)) && !((p->roles & (IS_BACK | IS_LEADER)) && of)) return false;
    return !letter || staff_authorised(&o->staff, officer, co->department, m->thing->code, MAY_REVIEW, today, NULL, NULL);
}

/* ---- the folds ---- */

static void noted(const Fold *f, Day by)
{
    bool told = value_bool(f->b, "late") && is(value_str_or(f->b, "card", ""), "E12");
    SIM_CHECK(told == (f->today.n > by.n), "%s of case %lld: E12 is %s", f->e->kind, (long long)f->m->id, told ? "noted for what was in time" : "not noted");
}

static void late(const Fold *f, Day by)
{
    says(f, "by", by);
    noted(f, by);
}

/* Which part it is about; done by somebody whose part it is. */
static int about(const Fold *f)
{
    int i = co_named(f->m->thing, value_str_or(f->b, "department", ""));
    SIM_CHECK(!day_is_none(f->m->copied) && i >= 0, "%s of case %lld about department %s", f->e->kind, (long long)f->m->id, value_str_or(f->b, "department", "?"));
    SIM_CHECK(!*f->officer || oracle_of_co(f->o, f->m, i, f->officer, false, f->today), "%s of case %lld by %s, whose part it is not", f->e->kind, (long long)f->m->id, f->officer);
    return i;
}

void fold_co_copied(Fold *f)
{
    Matter *m = f->m;
    const Thing *t = m->thing;
    const Value *list = value_get(f->b, "children");
    int whole = co_promise_days(m), longest = 0, sum = 0, i = 0;
    SIM_CHECK(t->joint && t->co_count, "case %lld is copied out, but is no joint case", (long long)m->id);
    SIM_CHECK(day_is_none(m->copied), "case %lld is copied out twice", (long long)m->id);
    SIM_CHECK(list && list->count == t->co_count, "case %lld is copied to others than published (XK-26b)", (long long)m->id);
    SIM_CHECK(is(value_str_or(f->b, "lead", ""), t->department), "case %lld is led by %s", (long long)m->id, value_str_or(f->b, "lead", "?"));
    for (const Value *child = list->first; child; child = child->next, i++) {
        const Value *after = value_get(child, "after");
        const char *before = after && after->first ? after->first->string : "";
        SIM_CHECK(is(value_str_or(child, "department", ""), t->co[i].department), "case %lld is copied to others than published (XK-26b)", (long long)m->id);
        SIM_CHECK(is(before, t->co[i].after ? t->co[0].department : ""), "case %lld: department %s waits for '%s'", (long long)m->id, t->co[i].department, before);
        SIM_CHECK(value_bool(child, "default") == (t->silence && !t->co[i].safety), "case %lld: whether the silence of %s counts as agreement (3.3-6)", (long long)m->id, t->co[i].department);
        m->co[i].days = (int)value_int(child, "days", -1);
        SIM_CHECK(m->co[i].days >= 0, "case %lld: a child without days", (long long)m->id);
        longest = m->co[i].days > longest ? m->co[i].days : longest;
        sum += m->co[i].days;
    }
    int path = t->co_count > 1 && t->co[1].after ? sum : longest;
    SIM_CHECK(whole < 0 || path <= whole, "case %lld: children of %d days in a promise of %d (3.3-9)", (long long)m->id, path, whole);
    Day meeting;
    m->copied = f->today;
    m->meeting = day_parse(value_str(f->b, "meeting_on"), &meeting) ? meeting : DAY_NONE;
    late(f, working(f->o, m->received, 1));
    says(f, "sign_by", working(f->o, f->today, 1));
}

void fold_co_signed(Fold *f)
{
    CoPart *part = &f->m->co[about(f)];
    SIM_CHECK(day_is_none(part->signed_on), "case %lld is signed for twice", (long long)f->m->id);
    part->signed_on = f->today;
    late(f, working(f->o, f->m->copied, 1));
}

void fold_co_completeness(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "missing");
    CoPart *part = &m->co[about(f)];
    SIM_CHECK(!day_is_none(part->signed_on), "case %lld: an answer to a copy nobody signed for", (long long)m->id);
    bool complete = is(value_str_or(f->b, "result", ""), "complete");
    SIM_CHECK(complete == !(list && list->count), "case %lld: complete, and yet something is missing", (long long)m->id);
    late(f, co_check_by(f->o, m));
    part->checked = f->today;
    memset(part->missing, 0, sizeof part->missing);
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = number(f, row);
        SIM_CHECK(!(m->committed && m->thing->committable[no]), "case %lld: a co-department asks for material %lld, in whose place the commitment stands (YH-40)", (long long)m->id, (long long)no);
        SIM_CHECK(!m->notices || m->anew[no], "case %lld: a co-department faults material %lld after the notice (E06)", (long long)m->id, (long long)no);
        part->missing[no] = m->faulted[no] = true;
        m->good[no] = false;
    }
}

/* 3.3-4: all who are in time have been heard, and nothing they miss is left out of m->asked. */
void fold_co_heard(const Fold *f)
{
    const Matter *m = f->m;
    if (day_is_none(m->copied)) return;
    bool over = f->today.n > co_check_by(f->o, m).n || f->today.n >= matter_t1(f->o, m).due.n;
    SIM_CHECK(over || !co_unheard(m), "case %lld: a notice before the co-departments were heard (3.3-4)", (long long)m->id);
    for (int no = 1; no <= m->thing->material_count; no++) SIM_CHECK(!misses(m, no) || m->asked[no], "case %lld: the notice leaves out material %d (3.3-4)", (long long)m->id, no);
}

/* What was brought now, and nothing else, is looked at anew by whoever missed it. */
void fold_co_supplied(Fold *f)
{
    const Value *list = value_get(f->b, "materials");
    for (int i = 0; i < f->m->thing->co_count; i++) {
        CoPart *part = &f->m->co[i];
        bool missed = false, left = false;
        for (int no = 1; no <= f->m->thing->material_count; no++) missed = missed || part->missing[no];
        for (const Value *row = list ? list->first : NULL; row; row = row->next) part->missing[number(f, row)] = false;
        for (int no = 1; no <= f->m->thing->material_count; no++) left = left || part->missing[no];
        if (missed && !left) part->checked = DAY_NONE;
    }
}

static void speaks(CoPart *part, const char *opinion, Day today)
{
    snprintf(part->opinion, sizeof part->opinion, "%s", opinion);
    part->spoken = today;
}

void fold_co_spoke(Fold *f)
{
    Matter *m = f->m;
    const char *conclusion = value_str_or(f->b, "conclusion", "");
    int i = about(f);
    CoPart *part = &m->co[i];
    SIM_CHECK(!day_is_none(part->signed_on), "case %lld: an opinion on a copy nobody signed for", (long long)m->id);
    SIM_CHECK(co_turn(m, i), "case %lld: an opinion before its turn (3.3-9)", (long long)m->id);
    SIM_CHECK(among("agree conditions disagree", conclusion), "case %lld: opinion %s", (long long)m->id, conclusion);
    SIM_CHECK(!part->opinion[0] || (is(part->opinion, "disagree") && !part->defaulted), "case %lld: a co-department speaks twice", (long long)m->id);
    must_say(f, "opinion", "3.3-5");
    if (is(conclusion, "conditions")) must_say(f, "conditions", "3.3-5");
    Day due = co_due(f->o, m, i), by;
    if (!day_is_none(due) && co_followed(m, i)) {                            /* its last day leaves room for whoever follows */
        SIM_CHECK(day_parse(value_str(f->b, "by"), &by) && by.n <= due.n, "case %lld: an opinion due after its own days", (long long)m->id);
        noted(f, by);
    } else if (!day_is_none(due)) late(f, due);
    speaks(part, conclusion, f->today);
}

void fold_co_defaulted(Fold *f)
{
    int i = about(f);
    SIM_CHECK(co_silent(f->o, f->m, f->today) == i, "case %lld: the silence of %s is taken for agreement too soon, or where it may not (3.3-6)", (long long)f->m->id, f->m->thing->co[i].department);
    says(f, "by", co_own_end(f->o, f->m, i));
    must_say(f, "default_document", "3.3-6");
    speaks(&f->m->co[i], "agree", f->today);
    f->m->co[i].defaulted = true;
}

void fold_co_visited(Fold *f)
{
    const Value *list = value_get(f->b, "officers");
    SIM_CHECK(!day_is_none(f->m->copied) && day_is_none(f->m->co_visited), "case %lld: a second visit, or one before the copies (3.3-5)", (long long)f->m->id);
    SIM_CHECK(list && list->count >= 2, "case %lld: a visit by less than two (XK-34b)", (long long)f->m->id);
    for (const Value *a = list->first; a; a = a->next)
        for (const Value *b = a->next; b; b = b->next) SIM_CHECK(!is(value_str_or(a, "officer", ""), value_str_or(b, "officer", "")), "case %lld: one person counts as two (D7)", (long long)f->m->id);
    must_say(f, "findings", "F13");
    must_say(f, "place", "F13");
    f->m->co_visited = f->today;
}

/* What a department says at the meeting; NULL: it was not there. */
static const char *said_at(const Fold *f, int i)
{
    const Value *list = value_get(f->b, "attendees");
    const char *department = f->m->thing->co[i].department, *said = NULL;
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        const char *officer = value_str_or(row, "officer", "?");
        if (!is(value_str_or(row, "department", ""), department)) continue;
        SIM_CHECK(!said, "case %lld: a department speaks with two voices", (long long)f->m->id);
        said = value_str_or(row, "conclusion", "");
        SIM_CHECK(among("agree conditions disagree", said), "case %lld: opinion %s", (long long)f->m->id, said);
        SIM_CHECK(staff_authorised(&f->o->staff, officer, department, f->m->thing->code, MAY_REVIEW, f->today, NULL, NULL), "case %lld: %s speaks for %s without letter (3.4)", (long long)f->m->id, officer, department);
    }
    return said;
}

static bool listed(const Value *list, const char *word)
{
    for (const Value *v = list ? list->first : NULL; v; v = v->next) if (v->string && is(v->string, word)) return true;
    return false;
}

/* Who stayed away from a meeting he was told of has agreed, where that is on, and never about safety (3.3-6). */
void fold_co_met(Fold *f)
{
    Matter *m = f->m;
    const char *conclusion = value_str_or(f->b, "conclusion", "");
    bool told = !day_is_none(m->meeting) && m->meeting.n <= f->today.n, anybody = false;
    SIM_CHECK(!day_is_none(m->copied), "case %lld: a meeting before the copies", (long long)m->id);
    for (int i = 0; i < m->thing->co_count; i++) {
        CoPart *part = &m->co[i];
        const char *said = said_at(f, i);
        bool gone = !said && told && m->thing->silence && !m->thing->co[i].safety && !part->opinion[0];
        SIM_CHECK(gone == listed(value_get(f->b, "defaulted"), m->thing->co[i].department), "case %lld: the absence of %s %s (3.3-6)", (long long)m->id, m->thing->co[i].department, gone ? "is agreement" : "is no agreement");
        anybody = anybody || said;
        if (said || gone) speaks(part, said ? said : "agree", f->today);
        if (said || gone) part->defaulted = gone;
    }
    SIM_CHECK(anybody, "case %lld: a meeting without any co-department", (long long)m->id);
    SIM_CHECK(among("agree conditions disagree", conclusion), "case %lld: conclusion %s", (long long)m->id, conclusion);
    must_say(f, "text", "F12");
    snprintf(m->concluded_by_meeting, sizeof m->concluded_by_meeting, "%s", conclusion);
}

/* XK-26b: everybody has spoken; nobody against, unless the meeting came to another end. */
bool co_may_decide(const Matter *m, bool granted)
{
    bool against = false;
    if (!m->thing->joint) return true;
    if (day_is_none(m->copied) || co_outstanding(m)) return false;
    if (!granted) return true;
    for (int i = 0; i < m->thing->co_count; i++) against = against || is(m->co[i].opinion, "disagree");
    if (is(m->concluded_by_meeting, "disagree")) return false;
    return !against || m->concluded_by_meeting[0];
}

/* An on-the-spot item need not be copied out; once it was, all must have spoken. */
void fold_co_decided(const Fold *f, bool granted)
{
    if (is(f->e->kind, "case.settled") && f->m->thing->instant && day_is_none(f->m->copied)) return;
    SIM_CHECK(co_may_decide(f->m, granted), "case %lld decided although a co-department has not agreed (XK-26b)", (long long)f->m->id);
}
