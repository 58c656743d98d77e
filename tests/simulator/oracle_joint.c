/* oracle_joint.c: joint handling as DOMAIN 3.3 says it, for items with one co-department; see oracle_inside.h and oracle.h. */
#include "oracle_inside.h"
#include <stdio.h>

static Day working(const Oracle *o, Day from, int days) { return days_end(&o->days, from, days, true, NULL, 0).due; }
static Day earlier(Day a, Day b) { return a.n < b.n ? a : b; }

/* It has its own days from acceptance, or from being told when that came later; stopped and lengthened with the promise, of which they are a part.
 * A promise broken before the extension stays broken (DC-6): then the child is not lengthened either. DAY_NONE: it stands still. */
Day co_own_end(const Oracle *o, const Matter *m)
{
    if (day_is_none(m->accepted) || day_is_none(m->copied)) return DAY_NONE;
    Day from = m->copied.n > m->accepted.n ? m->copied : m->accepted;
    Day plain = days_end(&o->days, from, m->co_days, true, m->gaps, m->gap_count).due;
    if (!m->extension || m->extended_statutory) return plain;
    return days_end(&o->days, from, m->co_days + m->extension, true, m->gaps, m->gap_count).due;
}

/* And never later than the master (3.3-9). */
Day co_due(const Oracle *o, const Matter *m)
{
    Day own = co_own_end(o, m), master = day_is_none(m->accepted) ? DAY_NONE : matter_limit(o, m, 1).due;
    return day_is_none(own) || day_is_none(master) ? own : earlier(own, master);
}

/* 3.3-6: only where it is on, and only after all its own days. */
bool co_silent(const Oracle *o, const Matter *m, Day today)
{
    if (!m->thing->silence || day_is_none(m->copied) || m->opinion[0] || !among("accepted reviewed", m->stage)) return false;
    Day own = co_own_end(o, m);
    return !day_is_none(own) && today.n > own.n;
}

bool co_outstanding(const Matter *m) { return m->thing->joint && !m->opinion[0]; }

/* YH-40: where the applicant's commitment stands in a material's place, nobody may ask for it. */
static bool misses(const Matter *m, int no) { return m->co_missing[no] && !(m->committed && m->thing->committable[no]); }

bool co_missed(const Matter *m)
{
    for (int no = 1; no <= m->thing->material_count; no++) if (misses(m, no)) return true;
    return false;
}

/* How many days its promise has in all, when that is counted in working days; -1: it is not. */
static int promise_days(const Matter *m)
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

static void late(const Fold *f, Day by)
{
    says(f, "by", by);
    bool told = value_bool(f->b, "late") && is(value_str_or(f->b, "card", ""), "E12");
    SIM_CHECK(told == (f->today.n > by.n), "%s of case %lld: E12 is %s", f->e->kind, (long long)f->m->id, told ? "noted for what was in time" : "not noted");
}

static void about(const Fold *f)
{
    SIM_CHECK(!day_is_none(f->m->copied) && is(value_str_or(f->b, "department", ""), f->m->thing->co), "%s of case %lld about department %s", f->e->kind, (long long)f->m->id, value_str_or(f->b, "department", "?"));
}

void fold_co_copied(Fold *f)
{
    Matter *m = f->m;
    const Thing *t = m->thing;
    const Value *list = value_get(f->b, "children"), *child = list ? list->first : NULL;
    SIM_CHECK(t->joint && *t->co, "case %lld is copied out, but is no joint case", (long long)m->id);
    SIM_CHECK(day_is_none(m->copied), "case %lld is copied out twice", (long long)m->id);
    SIM_CHECK(child && !child->next && is(value_str_or(child, "department", ""), t->co), "case %lld is copied to others than published (XK-26b)", (long long)m->id);
    SIM_CHECK(is(value_str_or(f->b, "lead", ""), t->department), "case %lld is led by %s", (long long)m->id, value_str_or(f->b, "lead", "?"));
    m->co_days = (int)value_int(child, "days", -1);
    SIM_CHECK(m->co_days >= 0 && (promise_days(m) < 0 || m->co_days <= promise_days(m)), "case %lld: a child of %d days in a promise of %d (3.3-9)", (long long)m->id, m->co_days, promise_days(m));
    SIM_CHECK(value_bool(child, "default") == t->silence, "case %lld: silence counts as agreement: %s (3.3-6)", (long long)m->id, t->silence ? "it should" : "it should not");
    Day meeting;
    m->copied = f->today;
    m->meeting = day_parse(value_str(f->b, "meeting_on"), &meeting) ? meeting : DAY_NONE;
    late(f, working(f->o, m->received, 1));
    says(f, "sign_by", working(f->o, f->today, 1));
}

void fold_co_signed(Fold *f)
{
    about(f);
    SIM_CHECK(day_is_none(f->m->co_signed), "case %lld is signed for twice", (long long)f->m->id);
    f->m->co_signed = f->today;
    late(f, working(f->o, f->m->copied, 1));
}

void fold_co_completeness(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "missing");
    about(f);
    SIM_CHECK(!day_is_none(m->co_signed), "case %lld: an answer to a copy nobody signed for", (long long)m->id);
    bool complete = is(value_str_or(f->b, "result", ""), "complete");
    SIM_CHECK(complete == !(list && list->count), "case %lld: complete, and yet something is missing", (long long)m->id);
    late(f, co_check_by(f->o, m));
    m->co_checked = f->today;
    memset(m->co_missing, 0, sizeof m->co_missing);
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = number(f, row);
        SIM_CHECK(!(m->committed && m->thing->committable[no]), "case %lld: a co-department asks for material %lld, in whose place the commitment stands (YH-40)", (long long)m->id, (long long)no);
        SIM_CHECK(!m->notices || m->anew[no], "case %lld: a co-department faults material %lld after the notice (E06)", (long long)m->id, (long long)no);
        m->co_missing[no] = m->faulted[no] = true;
        m->good[no] = false;
    }
}

/* 3.3-4: all who are in time have been heard, and nothing they miss is left out of m->asked. */
void fold_co_heard(const Fold *f)
{
    const Matter *m = f->m;
    if (day_is_none(m->copied)) return;
    bool over = f->today.n > co_check_by(f->o, m).n || f->today.n >= matter_t1(f->o, m).due.n;
    SIM_CHECK(over || !day_is_none(m->co_checked), "case %lld: a notice before the co-department was heard (3.3-4)", (long long)m->id);
    for (int no = 1; no <= m->thing->material_count; no++) SIM_CHECK(!misses(m, no) || m->asked[no], "case %lld: the notice leaves out material %d (3.3-4)", (long long)m->id, no);
}

void fold_co_supplied(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "materials");
    bool missed = false, left = false;
    for (int no = 1; no <= m->thing->material_count; no++) missed = missed || m->co_missing[no];
    for (const Value *row = list ? list->first : NULL; row; row = row->next) m->co_missing[number(f, row)] = false;      /* what was brought now, and nothing else */
    for (int no = 1; no <= m->thing->material_count; no++) left = left || m->co_missing[no];
    if (missed && !left) m->co_checked = DAY_NONE;
}

void fold_co_spoke(Fold *f)
{
    Matter *m = f->m;
    const char *conclusion = value_str_or(f->b, "conclusion", "");
    about(f);
    SIM_CHECK(!day_is_none(m->co_signed), "case %lld: an opinion on a copy nobody signed for", (long long)m->id);
    SIM_CHECK(among("agree conditions disagree", conclusion), "case %lld: opinion %s", (long long)m->id, conclusion);
    SIM_CHECK(!m->opinion[0] || (is(m->opinion, "disagree") && !m->co_defaulted), "case %lld: the co-department speaks twice", (long long)m->id);
    must_say(f, "opinion", "3.3-5");
    if (is(conclusion, "conditions")) must_say(f, "conditions", "3.3-5");
    Day due = co_due(f->o, m);
    if (!day_is_none(due)) late(f, due);
    snprintf(m->opinion, sizeof m->opinion, "%s", conclusion);
}

void fold_co_defaulted(Fold *f)
{
    about(f);
    SIM_CHECK(co_silent(f->o, f->m, f->today), "case %lld: silence is taken for agreement too soon, or where it may not (3.3-6)", (long long)f->m->id);
    says(f, "by", co_own_end(f->o, f->m));
    must_say(f, "default_document", "3.3-6");
    snprintf(f->m->opinion, sizeof f->m->opinion, "agree");
    f->m->co_defaulted = true;
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

void fold_co_met(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "attendees"), *gone = value_get(f->b, "defaulted");
    const char *conclusion = value_str_or(f->b, "conclusion", ""), *said = NULL;
    SIM_CHECK(!day_is_none(m->copied), "case %lld: a meeting before the copies", (long long)m->id);
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        if (!is(value_str_or(row, "department", ""), m->thing->co)) continue;
        SIM_CHECK(!said, "case %lld: a department speaks with two voices", (long long)m->id);
        said = value_str_or(row, "conclusion", "");
        SIM_CHECK(among("agree conditions disagree", said), "case %lld: opinion %s", (long long)m->id, said);
        SIM_CHECK(staff_authorised(&f->o->staff, value_str_or(row, "officer", ""), m->thing->co, m->thing->code, MAY_REVIEW, f->today, NULL, NULL), "case %lld: %s speaks for %s without letter (3.4)", (long long)m->id, value_str_or(row, "officer", "?"), m->thing->co);
    }
    SIM_CHECK(said && !gone, "case %lld: a meeting without the co-department", (long long)m->id);
    SIM_CHECK(among("agree conditions disagree", conclusion), "case %lld: conclusion %s", (long long)m->id, conclusion);
    must_say(f, "text", "F12");
    snprintf(m->opinion, sizeof m->opinion, "%s", said);
    snprintf(m->concluded_by_meeting, sizeof m->concluded_by_meeting, "%s", conclusion);
    m->co_defaulted = false;
}

/* XK-26b: everybody has spoken; nobody against, unless the meeting came to another end. */
bool co_may_decide(const Matter *m, bool granted)
{
    if (!m->thing->joint) return true;
    if (day_is_none(m->copied) || !m->opinion[0]) return false;
    if (!granted) return true;
    if (is(m->concluded_by_meeting, "disagree")) return false;
    return !is(m->opinion, "disagree") || m->concluded_by_meeting[0];
}

/* An on-the-spot item need not be copied out; once it was, all must have spoken. */
void fold_co_decided(const Fold *f, bool granted)
{
    if (is(f->e->kind, "case.settled") && f->m->thing->instant && day_is_none(f->m->copied)) return;
    SIM_CHECK(co_may_decide(f->m, granted), "case %lld decided although its co-department says '%s' (XK-26b)", (long long)f->m->id, f->m->opinion);
}
