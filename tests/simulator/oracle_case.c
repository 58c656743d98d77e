/* oracle_case.c: the transitions of DOMAIN 2.7 as one table, the fold of events, and what must be true of each; see oracle.h.
 *
 * A new act of the house needs a row here: its event, the stages it may come from, the stage it leads to ("" stays, "?" the fold says), who may do it
 * ("" anybody: then nothing is judged), the right a letter of authority must give, its papers (NULL: not looked at) and, when it moves clocks or facts, a fold. */
#include "oracle_inside.h"
#include <stdio.h>

typedef struct Row {
    const char *event, *from, *to, *who;
    unsigned right;
    const char *papers;
    void (*fold)(Fold *f);
} Row;

/* ---- small things ---- */

static void keep(char to[16], const char *from) { snprintf(to, 16, "%s", from); }

bool among(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n]) && n) return true;
    return false;
}

Matter *oracle_matter(Oracle *o, int64_t id) { return id >= 1 && id <= o->matter_count ? &o->matters[id - 1] : NULL; }

const Thing *oracle_thing(const Oracle *o, const char *code, Day day)
{
    for (int i = 0; i < o->thing_count; i++) {
        const Thing *t = &o->things[i];
        if (is(t->code, code) && t->from.n <= day.n && (day_is_none(t->to) || day.n <= t->to.n)) return t;
    }
    return NULL;
}

bool thing_certificate(const Thing *t) { return among("licence qualification registration label", t->result); }
bool matter_open(const Matter *m) { return !among("delivered not_needed not_competent withdrawn lapsed terminated revoked", m->stage); }

/* XK-32-5: all that is always required was found good, and nothing handed in besides waits or was faulted. */
bool matter_complete(const Matter *m)
{
    if (co_missed(m)) return false;                                       /* 3.3-4 */
    for (int no = 1; no <= m->thing->material_count; no++)
        if (!m->good[no] && !(m->committed && m->thing->committable[no]) && (m->thing->required[no] || m->handed[no])) return false;
    return true;
}

const char *matter_holder(const Matter *m)
{
    if (is(m->stage, "supplement")) return "applicant";
    if (among("accepted reviewed", m->stage) && !day_is_none(m->copied) && co_outstanding(m)) return "co";
    if (is(m->stage, "accepted")) return m->thing->two_person ? "reviewer" : "decider";
    if (is(m->stage, "reviewed")) return "decider";
    if (is(m->stage, "paused")) return "outside";
    if (is(m->stage, "forwarded")) return "upper";
    return among("received granted certified refused", m->stage) ? "window" : "nobody";
}

/* ---- the clocks (DOMAIN 2.7) ---- */

static Day t1_from(const Matter *m) { return day_is_none(m->supplied) ? m->received : m->supplied; }

/* T1: five working days from receipt, or from the supplement; XK-45 does not stop it (DC-5). */
Ends matter_t1(const Oracle *o, const Matter *m) { return days_end(&o->days, t1_from(m), 5, true, NULL, 0); }

/* T2 (0) and T3 (1): from acceptance, paused days not counted, lengthened once unless it had run out (DC-6). */
Ends matter_limit(const Oracle *o, const Matter *m, int which)
{
    const Thing *t = m->thing;
    bool special = which && m->special_days;
    int limit = special ? m->special_days : t->limit[which];
    bool workdays = special || t->workdays[which];
    Ends plain = days_end(&o->days, m->accepted, limit, workdays, m->gaps, m->gap_count);
    if (!m->extension || (which && m->extended_statutory)) return plain;
    return days_end(&o->days, m->accepted, limit + m->extension, workdays, m->gaps, m->gap_count);
}

/* T4: ten working days from the grant. */
static Ends t4(const Oracle *o, const Matter *m) { return days_end(&o->days, m->decided, 10, true, NULL, 0); }

void matter_redate(const Oracle *o, Matter *m)
{
    Ends watched = {DAY_NONE, false};
    m->statutory = m->promised = DAY_NONE;
    if (!day_is_none(m->accepted)) {
        m->statutory = matter_limit(o, m, 0).due;
        watched = matter_limit(o, m, 1);
        m->promised = watched.due;
    }
    if (among("received not_needed not_competent", m->stage)) watched = matter_t1(o, m);
    else if (among("granted certified", m->stage)) watched = t4(o, m);
    else if (among("supplement withdrawn lapsed terminated revoked", m->stage)) watched = (Ends){DAY_NONE, false};
    if (!day_is_none(m->defaulted) && day_is_none(m->decided) && matter_open(m)) watched = days_end(&o->days, m->defaulted, 1, true, NULL, 0);      /* the decision owed */
    m->due = watched.due;
    m->provisional = watched.provisional;
}

/* Silence: deemed acceptance of a permit (XK-32-4, XK-03); the end of the time to supplement. */
const char *matter_duty(const Oracle *o, const Matter *m, Day today)
{
    if (is(m->stage, "received") && m->thing->permit && today.n > matter_t1(o, m).due.n) return "case.deemed_accepted";
    if (is(m->stage, "supplement") && today.n > days_next_worked(&o->days, m->supply_by).n) return "case.lapsed";
    int whose = co_silent(o, m, today);
    bool silent = whose >= 0, reminded = !day_is_none(m->owed_final);
    Day own = silent ? co_own_end(o, m, whose) : DAY_NONE;                                                          /* what fell due first is done first */
    if (matter_defaults(o, m, today)) return silent && own.n <= matter_limit(o, m, 1).due.n ? "case.opinion_defaulted" : "case.defaulted";
    if (!among("accepted reviewed", m->stage)) return NULL;
    Day owed = matter_owes(m) ? days_next_worked(&o->days, reminded ? m->owed_final : m->owed_by) : DAY_NONE;
    bool late = !day_is_none(owed) && today.n > owed.n;
    if (silent && (!late || own.n <= owed.n)) return "case.opinion_defaulted";
    if (!late) return NULL;
    return reminded ? "case.owed_lapsed" : "case.owed_reminded";
}

int matter_owes(const Matter *m)
{
    int count = 0;
    for (int no = 1; no <= m->thing->material_count; no++) count += m->owed[no];
    return count;
}

/* ---- XK-57, XK-78, XK-79 ---- */

/* Accepted, and neither decided nor withdrawn nor found unqualified. */
static bool waits(const Matter *m) { return m->thing->quota && !day_is_none(m->accepted) && day_is_none(m->decided) && !is(m->stage, "withdrawn") && !m->rejected; }

static bool earlier(const Matter *a, const Matter *b)
{
    if (day_is_none(b->accepted)) return true;
    if (a->accepted.n != b->accepted.n) return a->accepted.n < b->accepted.n;
    return a->order_ms != b->order_ms ? a->order_ms < b->order_ms : a->order_seq < b->order_seq;
}

bool matter_next_in_queue(const Oracle *o, const Matter *m)
{
    int granted = 0;
    if (!m->thing->quota) return true;
    for (int i = 0; i < o->matter_count; i++) {
        const Matter *other = &o->matters[i];
        if (other == m || !other->thing || !other->thing->quota || !is(other->thing->code, m->thing->code)) continue;
        granted += other->granted;
        if (waits(other) && earlier(other, m)) return false;
    }
    return granted < m->thing->quota;
}

bool oracle_barred(const Oracle *o, const char *identity, const char *item, Day today, bool *bans)
{
    bool barred = false;
    *bans = false;
    for (int i = 0; i < o->matter_count; i++) {
        const Matter *m = &o->matters[i];
        if (m->erased || day_is_none(m->bar_until) || today.n > m->bar_until.n || !is(m->identity, identity)) continue;
        barred = true;
        *bans |= m->bar_bans && is(m->thing->code, item);
    }
    return barred;
}

/* 特办件: the last day must come earlier, and not lie in the past; while the clock stands, the days must be fewer. */
bool matter_shorter(const Oracle *o, const Matter *m, int days, Day today)
{
    Matter then = *m;
    bool accepted = !day_is_none(m->accepted);
    then.special_days = days;
    if (!accepted) {                                                         /* as if accepted today, without what may have been before */
        Matter now = *m;
        now.accepted = then.accepted = today;
        now.gap_count = then.gap_count = 0;
        now.extension = then.extension = 0;
        return matter_limit(o, &then, 1).due.n < matter_limit(o, &now, 1).due.n;
    }
    Day before = matter_limit(o, m, 1).due, after = matter_limit(o, &then, 1).due;
    if (day_is_none(before) || day_is_none(after)) {
        if (!day_is_none(after) && after.n < today.n) return false;
        return m->special_days ? days < m->special_days : m->thing->workdays[1] && days < m->thing->limit[1];
    }
    return after.n < before.n && after.n >= today.n;
}

/* DC-7: a filing on a day off or after closing counts as filed on the next working day, where the centre says so. */
Day oracle_receipt_day(const Oracle *o, Instant at)
{
    Day day = instant_day(at);
    if (!o->next_workday_receipt) return day;
    int minute = (int)((at.ms - instant_at(day, 0, 0, 0).ms) / 60000);
    if (days_worked(&o->days, day) && minute < o->closing_minute) return day;
    return days_next_worked(&o->days, day_plus(day, 1));
}

/* ---- what an event must say ---- */

void says(const Fold *f, const char *key, Day expected)
{
    char text[16] = "";
    int y, m, d;
    if (!day_is_none(expected)) { day_split(expected, &y, &m, &d); snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, d); }
    const char *said = value_str_or(f->b, key, "");
    SIM_CHECK(is(said, text), "%s of case %lld says %s=%s, counted by hand it is %s", f->e->kind, (long long)f->m->id, key, said, text);
}

int64_t number(const Fold *f, const Value *row)
{
    int64_t no = value_int(row, "no", 0);
    SIM_CHECK(no >= 1 && no <= f->m->thing->material_count, "%s of case %lld takes material %lld, which is not published (XK-31)", f->e->kind, (long long)f->m->id, (long long)no);
    return no;
}

static bool said(const Fold *f, const char *key) { const char *text = value_str(f->b, key); return text && *text; }

void must_say(const Fold *f, const char *key, const char *rule) { SIM_CHECK(said(f, key), "%s of case %lld without %s (%s)", f->e->kind, (long long)f->m->id, key, rule); }

/* ---- the folds ---- */

static void hand_in(Fold *f, bool anew)
{
    const Value *list = value_get(f->b, "materials");
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = number(f, row);
        if (anew) SIM_CHECK(f->m->asked[no], "case %lld was supplied material %lld, which nobody asked for", (long long)f->m->id, (long long)no);
        SIM_CHECK(!value_bool(row, "ok") || *f->officer, "case %lld: a material found good by nobody of the window", (long long)f->m->id);
        f->m->handed[no] = true;
        f->m->asked[no] = false;
        f->m->anew[no] = anew;
        f->m->good[no] = value_bool(row, "ok");
        f->m->faulted[no] = false;
    }
}

static void committed(Fold *f);

static void received(Fold *f)
{
    Matter *m = f->m;
    const Value *b = f->b;
    const Thing *t = m->thing = oracle_thing(f->o, value_str_or(b, "item", ""), f->today);
    SIM_CHECK(t, "case %lld received for %s, which is not in force (XK-30)", (long long)m->id, value_str_or(b, "item", "?"));
    static const char *const limits[] = {"statutory_limit", "promised_limit"}, *const units[] = {"statutory_unit", "promised_unit"};
    SIM_CHECK(value_int(b, "item_version", 0) == t->version, "case %lld received under version %lld, in force is %d", (long long)m->id, (long long)value_int(b, "item_version", 0), t->version);
    SIM_CHECK(is(value_str_or(b, "department", ""), t->department) && is(value_str_or(b, "window", ""), t->window), "case %lld: other department or window (XK-26a)", (long long)m->id);
    SIM_CHECK(value_bool(b, "permit") == t->permit && value_bool(b, "instant") == t->instant && value_bool(b, "joint") == t->joint && value_bool(b, "two_person") == t->two_person,
              "case %lld: the kind of item %s is told wrongly", (long long)m->id, t->code);
    for (int i = 0; i < 2; i++) {
        SIM_CHECK(value_int(b, limits[i], -1) == t->limit[i], "case %lld: %s", (long long)m->id, limits[i]);
        SIM_CHECK(is(value_str_or(b, units[i], ""), t->workdays[i] ? "workday" : "calendar_day"), "case %lld: %s", (long long)m->id, units[i]);
    }
    m->has_agent = value_bool(b, "agent");
    SIM_CHECK(!m->has_agent || t->agent_allowed, "case %lld: an agent where none is allowed (XK-29)", (long long)m->id);
    m->account = value_int(b, "account", 0);
    m->received = oracle_receipt_day(f->o, f->e->at);
    says(f, "received", m->received);
    says(f, "notice_by", matter_t1(f->o, m).due);
    hand_in(f, false);
    snprintf(m->name, sizeof m->name, "%s", value_str_or(f->e->person, "applicant_name", ""));
    snprintf(m->identity, sizeof m->identity, "%s", value_str_or(f->e->person, "identity", ""));
    snprintf(m->phone, sizeof m->phone, "%s", value_str_or(f->e->person, "phone", ""));
    SIM_CHECK(m->name[0] && m->identity[0] && m->phone[0], "case %lld has no applicant", (long long)m->id);
    bool bans;
    oracle_barred(f->o, m->identity, t->code, f->today, &bans);
    SIM_CHECK(!bans, "case %lld received from somebody barred from it (XK-78)", (long long)m->id);
    if (value_bool(b, "commitment")) committed(f);
}

static void checked(Fold *f)
{
    const Value *list = value_get(f->b, "checks");
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = number(f, row);
        bool good = is(value_str_or(row, "result", ""), "ok");
        SIM_CHECK(good || !f->m->notices || !f->m->good[no] || f->m->anew[no], "case %lld: material %lld, found good before the notice, is faulted after it (XK-72)", (long long)f->m->id, (long long)no);
        SIM_CHECK(!good || !co_missing(f->m, (int)no), "case %lld: the window finds good what the co-department misses (3.3-4)", (long long)f->m->id);
        f->m->good[no] = good;
        f->m->faulted[no] = !good;
        if (good) f->m->handed[no] = true;
    }
}

/* One notice, with everything; another only for what was handed in anew (XK-32-4, E06). */
static void supplement_asked(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "missing");
    SIM_CHECK(list && list->count > 0, "case %lld: an empty notice", (long long)m->id);
    SIM_CHECK(!matter_complete(m), "case %lld: a notice although everything is there (XK-32-5)", (long long)m->id);
    SIM_CHECK(f->today.n <= matter_t1(f->o, m).due.n || !m->thing->permit, "case %lld: a notice after the five days (XK-32-4)", (long long)m->id);
    memset(m->asked, 0, sizeof m->asked);
    for (const Value *row = list->first; row; row = row->next) {
        int64_t no = number(f, row);
        SIM_CHECK(!m->good[no], "case %lld: asked for material %lld, which was found good", (long long)m->id, (long long)no);
        SIM_CHECK(!(m->committed && m->thing->committable[no]), "case %lld: asked for material %lld, in whose place the commitment stands (YH-40)", (long long)m->id, (long long)no);
        SIM_CHECK(!m->notices || m->anew[no], "case %lld: a second notice about material %lld, which nobody had renewed (E06)", (long long)m->id, (long long)no);
        m->asked[no] = true;
    }
    fold_co_heard(f);
    for (int no = 1; no <= m->thing->material_count; no++) if (m->asked[no]) m->faulted[no] = true;
    memset(m->anew, 0, sizeof m->anew);
    SIM_CHECK(value_int(f->b, "notice", 0) == ++m->notices, "case %lld: notice number %lld, it is the %d.", (long long)m->id, (long long)value_int(f->b, "notice", 0), m->notices);
    m->supply_by = days_end(&f->o->days, f->today, f->days ? (int)f->days : 30, false, NULL, 0).due;
    says(f, "supply_by", m->supply_by);
}

static void supplied(Fold *f)
{
    Matter *m = f->m;
    hand_in(f, true);
    fold_co_supplied(f);
    m->stage = "supplement";
    for (int no = 1; no <= m->thing->material_count; no++) if (m->asked[no]) return;
    m->stage = "received";
    m->supplied = f->today.n < m->received.n ? m->received : f->today;       /* DC-8, DC-7 */
}

/* Its place among those accepted: silence accepts from receipt, so there the moment of receipt counts. */
static void in_order(Fold *f)
{
    f->m->order_ms = f->m->deemed ? f->m->opened_ms : f->e->at.ms;
    f->m->order_seq = f->e->seq;
}

static void barred(Fold *f)
{
    const Value *bar = value_get(f->b, "bar");
    if (!bar) return;
    SIM_CHECK(day_parse(value_str(bar, "until"), &f->m->bar_until) && f->m->bar_until.n > f->today.n, "case %lld: a bar without end", (long long)f->m->id);
    f->m->bar_bans = value_bool(bar, "bans_item");
    int months = is(f->e->kind, "case.refused") || !f->m->bar_bans ? 12 : 36;
    SIM_CHECK(f->m->bar_until.n == days_months_later(f->today, months).n, "case %lld: a bar of other than %d months", (long long)f->m->id, months);
}

static void dues(Fold *f)
{
    says(f, "accepted", f->m->accepted);
    says(f, "statutory_due", matter_limit(f->o, f->m, 0).due);
    says(f, "promised_due", matter_limit(f->o, f->m, 1).due);
}

/* Of the day it is done, or of the day the last supplement came; never before the legal day of receipt. */
static void accepted(Fold *f)
{
    Matter *m = f->m;
    SIM_CHECK(matter_complete(m), "case %lld accepted with materials missing (XK-32-5)", (long long)m->id);
    Day day = day_is_none(m->supplied) ? f->today : m->supplied;
    m->accepted = day.n < m->received.n ? m->received : day;
    in_order(f);
    dues(f);
}

static void deemed(Fold *f)
{
    says(f, "silent_until", matter_t1(f->o, f->m).due);
    f->m->accepted = t1_from(f->m);                                          /* V05: from receipt, not from day five */
    f->m->deemed = true;
    in_order(f);
    dues(f);
}

/* Returned: until when the centre may be asked; not again once the centre has ordered acceptance. */
static void returned(Fold *f)
{
    SIM_CHECK(f->m->reexamination != 3, "case %lld returned again against the ruling", (long long)f->m->id);
    f->m->reexamination_by = days_end(&f->o->days, f->today, 10, true, NULL, 0).due;
    says(f, "reexamination_by", f->m->reexamination_by);
}

static void not_competent(Fold *f)
{
    returned(f);
    must_say(f, "organ", "XK-32-2");
    must_say(f, "basis", "XK-32-2");
    must_say(f, "reason", "XK-38");
}

static void certificate(Fold *f, Day from_least)
{
    Day from, to;
    SIM_CHECK(day_parse(value_str(f->b, "valid_from"), &from) && from.n >= from_least.n, "case %lld: a certificate from %s", (long long)f->m->id, value_str_or(f->b, "valid_from", "nothing"));
    bool ends = day_parse(value_str(f->b, "valid_to"), &to);
    SIM_CHECK(!ends || to.n > from.n, "case %lld: a certificate that ends before it begins", (long long)f->m->id);
    SIM_CHECK(ends || !f->m->thing->months, "case %lld: a certificate without end, published are %d months", (long long)f->m->id, f->m->thing->months);
    f->m->certified = f->today;
}

static void decided(Fold *f, bool granted)
{
    SIM_CHECK(day_is_none(f->m->decided), "case %lld decided twice", (long long)f->m->id);
    if (f->m->thing->two_person && !is(f->e->kind, "case.settled"))
        SIM_CHECK(f->m->reviewer[0] && !is(f->m->reviewer, f->officer), "case %lld decided by %s, reviewed by '%s': two persons (XK-34b)", (long long)f->m->id, f->officer, f->m->reviewer);
    fold_co_decided(f, granted);
    f->m->decided = f->today;
    f->m->granted = granted;
    if (granted && f->m->committed) {                                        /* the day may be off: then the next working day (DC-3) */
        f->m->verify_by = days_next_worked(&f->o->days, days_months_later(f->today, 2));
        says(f, "verify_by", f->m->verify_by);
    }
    keep(f->m->decider, f->officer);
}

static void settled(Fold *f)
{
    Matter *m = f->m;
    SIM_CHECK(matter_next_in_queue(f->o, m), "case %lld settled out of its turn (XK-57)", (long long)m->id);
    SIM_CHECK(m->thing->instant || m->committed, "case %lld settled on the spot, but it is no such item (XK-34a)", (long long)m->id);
    SIM_CHECK(matter_complete(m), "case %lld settled with materials missing", (long long)m->id);
    must_say(f, "content", "F23");
    heard_before_decision(f, true);
    m->accepted = f->today.n < m->received.n ? m->received : f->today;
    in_order(f);
    decided(f, true);
    if (thing_certificate(m->thing)) certificate(f, f->today);
}

static void reviewed(Fold *f)
{
    must_say(f, "opinion", "XK-34");
    f->m->rejected = is(value_str_or(f->b, "conclusion", ""), "reject");
    SIM_CHECK(!is(f->m->chair, f->officer), "case %lld: who presided reviews (XK-48)", (long long)f->m->id);
    keep(f->m->reviewer, f->officer);
    f->m->examined = f->today;
}

static void granted(Fold *f)
{
    must_say(f, "content", "F21");
    heard_before_decision(f, true);
    SIM_CHECK(!matter_owes(f->m), "case %lld granted while materials are owed", (long long)f->m->id);
    SIM_CHECK(matter_next_in_queue(f->o, f->m), "case %lld granted out of its turn (XK-57)", (long long)f->m->id);
    decided(f, true);
    says(f, "deliver_by", t4(f->o, f->m).due);
}

static void refused(Fold *f)
{
    must_say(f, "facts", "XK-38");
    must_say(f, "reason", "XK-38");
    must_say(f, "basis", "XK-38");
    heard_before_decision(f, false);
    barred(f);
    decided(f, false);
}

static void paused(Fold *f)
{
    Matter *m = f->m;
    int64_t days = value_int(f->b, "days", 0);
    SIM_CHECK(among("hearing tender auction inspection test quarantine appraisal expert_review", value_str_or(f->b, "ground", "?")), "case %lld paused for %s (XK-45)", (long long)m->id, value_str_or(f->b, "ground", "?"));
    SIM_CHECK(days >= 1, "case %lld paused for no days", (long long)m->id);
    must_say(f, "body", "XK-45");
    must_say(f, "matter", "XK-45");
    SIM_CHECK(m->gap_count < GAPS_MOST, "case %lld: pauses without end", (long long)m->id);
    says(f, "from", f->today);
    says(f, "expected_to", days_end(&f->o->days, day_plus(f->today, -1), (int)days, true, NULL, 0).due);
    m->gaps[m->gap_count++] = (Gap){f->today, DAY_NONE};
    m->paused_in = m->stage;
}

static void resumed(Fold *f)
{
    says(f, "to", f->today);
    f->m->gaps[f->m->gap_count - 1].to = f->today;
    f->m->stage = f->m->paused_in;
}

/* XK-42, DC-6: once, at most ten (joint: fifteen), before the limit has run out. Where only the promise is broken, the statutory limit is named. */
static void extended(Fold *f)
{
    Matter *m = f->m;
    int64_t days = value_int(f->b, "days", 0);
    SIM_CHECK(!m->extension, "case %lld extended twice (XK-42)", (long long)m->id);
    SIM_CHECK(days >= 1 && days <= (m->thing->joint ? 15 : 10), "case %lld extended by %lld days", (long long)m->id, (long long)days);
    must_say(f, "reason", "XK-42");
    Day promised = matter_limit(f->o, m, 1).due, statutory = matter_limit(f->o, m, 0).due;
    int which = f->today.n > promised.n ? 0 : 1;
    SIM_CHECK(f->today.n <= statutory.n || f->today.n <= promised.n, "case %lld extended after its limit (DC-6)", (long long)m->id);
    m->extension = (int)days;
    m->extended_statutory = !which;                                          /* judged now, by the calendar of today */
    says(f, "old_due", which ? promised : statutory);
    Day now = matter_limit(f->o, m, which).due;
    says(f, "new_due", now);
    SIM_CHECK(now.n > (which ? promised : statutory).n, "case %lld: an extension that moves nothing", (long long)m->id);
}

static void fee_noticed(Fold *f)
{
    const Value *list = value_get(f->b, "rows");
    int64_t total = 0;
    SIM_CHECK(list && list->count, "case %lld: a fee notice about nothing", (long long)f->m->id);
    SIM_CHECK(!f->m->billed, "case %lld is billed twice (3.3-7)", (long long)f->m->id);
    f->m->billed = !day_is_none(f->m->copied);
    for (const Value *row = list->first; row; row = row->next) {
        int64_t no = value_int(row, "no", 0), quantity = value_int(row, "quantity", 0), amount = value_int(row, "amount_fen", -1);
        SIM_CHECK(no >= 1 && no <= f->m->thing->fee_count, "case %lld is charged row %lld, which is not published (XK-58)", (long long)f->m->id, (long long)no);
        int64_t each = f->m->thing->fee_fen[no];
        SIM_CHECK(amount >= 0 && quantity >= 1 && (!each || amount == each * quantity), "case %lld is charged %lld fen for %lld times %lld (XK-59)", (long long)f->m->id, (long long)amount, (long long)quantity, (long long)each);
        total += amount;
    }
    SIM_CHECK(total == value_int(f->b, "total_fen", -1), "case %lld: the bill does not add up", (long long)f->m->id);
    f->m->unpaid += total;
    f->m->told_fee = f->today;
    says(f, "due", days_end(&f->o->days, f->today, f->days ? (int)f->days : 15, false, NULL, 0).due);
}

/* XK-59: on the treasury's receipt stands what the notices said, no more. */
static void fee_paid(Fold *f)
{
    Day on;
    SIM_CHECK(f->m->unpaid > 0 && value_int(f->b, "total_fen", -1) == f->m->unpaid, "case %lld: paid %lld fen, owed %lld (XK-59)", (long long)f->m->id, (long long)value_int(f->b, "total_fen", -1), (long long)f->m->unpaid);
    SIM_CHECK(day_parse(value_str(f->b, "paid_on"), &on) && f->m->told_fee.n <= on.n && on.n <= f->today.n, "case %lld: paid before it was told, or tomorrow", (long long)f->m->id);
    must_say(f, "ticket_no", "XK-59");
    must_say(f, "check_code", "XK-59");
    must_say(f, "issuer", "XK-59");
    f->m->unpaid = 0;
}

static void certified(Fold *f)
{
    SIM_CHECK(thing_certificate(f->m->thing), "case %lld: a certificate that is not published (XK-39)", (long long)f->m->id);
    certificate(f, f->m->decided);
}

static void delivered(Fold *f)
{
    SIM_CHECK(among("direct left entrusted post notice electronic", value_str_or(f->b, "way", "?")), "case %lld delivered by %s", (long long)f->m->id, value_str_or(f->b, "way", "?"));
    SIM_CHECK(!is(f->m->stage, "granted") || !thing_certificate(f->m->thing), "case %lld: delivered without its certificate", (long long)f->m->id);
}

static void withdrawn(Fold *f)
{
    must_say(f, "reason", "F33");
    if (is(f->m->stage, "paused")) f->m->gaps[f->m->gap_count - 1].to = f->today;
}

/* ---- lanes ---- */

static void committed(Fold *f)
{
    bool bans;
    SIM_CHECK(f->m->thing->commitment, "case %lld: a commitment that the item does not offer", (long long)f->m->id);
    SIM_CHECK(!oracle_barred(f->o, f->m->identity, f->m->thing->code, f->today, &bans), "case %lld: a commitment by somebody barred", (long long)f->m->id);
    SIM_CHECK(!f->m->committed || is(f->e->kind, "case.received"), "case %lld committed twice", (long long)f->m->id);
    f->m->committed = true;
}

static void commitment_verified(Fold *f)
{
    SIM_CHECK(f->m->committed && f->m->granted && day_is_none(f->m->verified), "case %lld: nothing to verify", (long long)f->m->id);
    must_say(f, "findings", "YH-40");
    bool untrue = is(value_str_or(f->b, "result", ""), "false");
    SIM_CHECK(untrue == value_bool(f->b, "propose_revocation") && untrue == (value_get(f->b, "bar") != NULL), "case %lld: an untrue commitment without its consequences", (long long)f->m->id);
    f->m->verified = f->today;
    f->m->untrue = untrue;
    barred(f);
}

/* XK-69, XK-79: only what a verification found untrue, only where no certificate stands in the register, after she was heard, on the facts of that verification. */
static void decision_revoked(Fold *f)
{
    SIM_CHECK(f->m->granted && f->m->untrue, "case %lld: a decision revoked that nobody found untrue (YH-40)", (long long)f->m->id);
    for (int i = 0; i < f->o->licence_count; i++) SIM_CHECK(f->o->licences[i].matter != f->m->id, "case %lld: the decision is revoked, but its certificate %lld stands", (long long)f->m->id, (long long)f->o->licences[i].id);
    must_say(f, "heard", "XK-69");
    must_say(f, "facts", "XK-69");
    must_say(f, "original_number", "XK-69");
    SIM_CHECK(!value_get(f->b, "bar"), "case %lld: barred twice for one falsehood", (long long)f->m->id);
}

static void accepted_deferred(Fold *f)
{
    Matter *m = f->m;
    const Value *list = value_get(f->b, "owed");
    SIM_CHECK(!matter_complete(m), "case %lld: materials owed although everything is there", (long long)m->id);
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = number(f, row);
        SIM_CHECK(m->thing->deferrable[no] && !m->good[no], "case %lld owes material %lld, which may not be owed", (long long)m->id, (long long)no);
        m->owed[no] = true;
    }
    SIM_CHECK(matter_owes(m), "case %lld accepted with nothing owed", (long long)m->id);
    for (int no = 1; no <= m->thing->material_count; no++)
        SIM_CHECK(m->owed[no] || m->good[no] || (m->committed && m->thing->committable[no]) || (!m->thing->required[no] && !m->handed[no]), "case %lld accepted without material %d", (long long)m->id, no);
    Day day = day_is_none(m->supplied) ? f->today : m->supplied;
    m->accepted = day.n < m->received.n ? m->received : day;
    in_order(f);
    dues(f);
    SIM_CHECK(day_parse(value_str(f->b, "until"), &m->owed_by) && m->owed_by.n > f->today.n && m->owed_by.n <= matter_limit(f->o, m, 1).due.n, "case %lld owes until %s", (long long)m->id, value_str_or(f->b, "until", "ever"));
}

static void nothing_owed(Matter *m) { if (!matter_owes(m)) m->owed_by = m->owed_final = DAY_NONE; }

static void owed_supplied(Fold *f)
{
    Matter *m = f->m;
    for (const Value *row = value_get(f->b, "materials")->first; row; row = row->next) {
        int64_t no = number(f, row);
        SIM_CHECK(m->owed[no], "case %lld was brought material %lld, which it does not owe", (long long)m->id, (long long)no);
        SIM_CHECK(!value_bool(row, "ok") || *f->officer, "case %lld: a material found good by nobody of the window", (long long)m->id);
        m->handed[no] = m->anew[no] = true;
        m->good[no] = value_bool(row, "ok");
        m->faulted[no] = false;
        if (m->good[no]) m->owed[no] = false;
    }
    fold_co_supplied(f);
    nothing_owed(m);
}

static void owed_checked(Fold *f)
{
    Matter *m = f->m;
    for (const Value *row = value_get(f->b, "checks")->first; row; row = row->next) {
        int64_t no = number(f, row);
        SIM_CHECK(m->handed[no], "case %lld: material %lld judged before it came", (long long)m->id, (long long)no);
        SIM_CHECK(!co_missing(m, (int)no) || !is(value_str_or(row, "result", ""), "ok"), "case %lld: the window finds good what the co-department misses (3.3-4)", (long long)m->id);
        m->good[no] = is(value_str_or(row, "result", ""), "ok");
        m->faulted[no] = !m->good[no];
        if (m->good[no]) m->owed[no] = false;
    }
    nothing_owed(m);
}

static void owed_reminded(Fold *f)
{
    f->m->owed_final = days_end(&f->o->days, f->today, 5, true, NULL, 0).due;
    says(f, "final", f->m->owed_final);
}

/* Back to the one-time notice: no longer accepted, and what was owed is asked for. */
static void owed_lapsed(Fold *f)
{
    Matter *m = f->m;
    memset(m->anew, 0, sizeof m->anew);
    for (int no = 1; no <= m->thing->material_count; no++) {
        m->asked[no] = m->owed[no];
        if (m->owed[no]) { m->good[no] = false; m->faulted[no] = true; }
        m->owed[no] = false;
    }
    m->owed_by = m->owed_final = m->accepted = DAY_NONE;
    m->extended_statutory = false;
    m->extension = 0;
    m->deemed = m->rejected = false;
    m->reviewer[0] = 0;
    m->notices++;
    m->supply_by = days_end(&f->o->days, f->today, 30, false, NULL, 0).due;
    says(f, "supply_by", m->supply_by);
}

static void reexamination_asked(Fold *f)
{
    SIM_CHECK(!f->m->reexamination && f->today.n <= f->m->reexamination_by.n, "case %lld: re-examination asked for twice or too late", (long long)f->m->id);
    must_say(f, "reason", "RETURN");
    f->m->reexamination = 1;
    f->m->reexamination_asked = f->today;
}

static void reexamined(Fold *f)
{
    SIM_CHECK(f->m->reexamination == 1, "case %lld: a ruling nobody asked for", (long long)f->m->id);
    must_say(f, "reason", "XK-38");
    must_say(f, "basis", "XK-38");
    bool accept = is(value_str_or(f->b, "ruling", ""), "accept");
    f->m->reexamination = accept ? 3 : 2;
    if (!accept) return;
    f->m->stage = "received";
    f->m->concluded = DAY_NONE;
}

static void special_lane(Fold *f)
{
    int days = (int)value_int(f->b, "days", 0);
    must_say(f, "reason", "SPECIAL");
    SIM_CHECK(days > 0 && matter_shorter(f->o, f->m, days, f->today), "case %lld: a special lane of %d days that shortens nothing", (long long)f->m->id, days);
    f->m->special_days = days;
    const Value *papers = value_get(f->b, "documents");
    Day due = day_is_none(f->m->accepted) ? DAY_NONE : matter_limit(f->o, f->m, 1).due;
    SIM_CHECK(!day_is_none(due) == (papers && papers->count == 1 && is(value_str_or(papers->first, "kind", ""), "F10")), "case %lld: the new promise is not in writing", (long long)f->m->id);
}

/* ---- front and back (D3, B1) ---- */

bool oracle_of_side(const Oracle *o, const Matter *m, const char *officer, bool window)
{
    const Person *p = staff_person(&o->staff, officer);
    const char *have = !p ? "" : window ? p->window : p->department;
    return *have && is(have, window ? m->thing->window : m->thing->department);
}

static void asked(Fold *f)
{
    Matter *m = f->m;
    bool window = is(value_str_or(f->b, "to", ""), "window");
    SIM_CHECK(m->open_count < ASKED_MOST, "case %lld: a ninth open question", (long long)m->id);
    SIM_CHECK(oracle_of_side(f->o, m, f->officer, !window), "case %lld: %s asks from a side that is not hers", (long long)m->id, f->officer);
    SIM_CHECK(value_int(f->b, "no", 0) == ++m->questions, "case %lld: questions are not numbered", (long long)m->id);
    says(f, "due", days_end(&f->o->days, f->today, 1, true, NULL, 0).due);
    Asked *q = &m->open[m->open_count++];
    *q = (Asked){.no = m->questions, .to_window = window};
    keep(q->by, f->officer);
}

static void answered(Fold *f)
{
    Matter *m = f->m;
    for (int i = 0; i < m->open_count; i++) {
        if (m->open[i].no != value_int(f->b, "no", 0)) continue;
        SIM_CHECK(!is(m->open[i].by, f->officer) && oracle_of_side(f->o, m, f->officer, m->open[i].to_window), "case %lld: %s answers what was not put to her", (long long)m->id, f->officer);
        memmove(&m->open[i], &m->open[i + 1], sizeof *m->open * (size_t)(m->open_count-- - i - 1));
        return;
    }
    sim_fail("case %lld: an answer to no question", (long long)m->id);
}

static void claimed(Fold *f)
{
    SIM_CHECK(!*f->m->claimant && oracle_can_hold(f->o, f->m, f->officer, f->today), "case %lld claimed by %s, who cannot hold it", (long long)f->m->id, f->officer);
    keep(f->m->claimant, f->officer);
}

static void released(Fold *f)
{
    SIM_CHECK(is(f->m->claimant, f->officer), "case %lld released by %s, held by %s", (long long)f->m->id, f->officer, f->m->claimant);
    f->m->claimant[0] = 0;
}

static void reassigned(Fold *f)
{
    const char *to = value_str_or(f->b, "to", "");
    must_say(f, "reason", "D3");
    SIM_CHECK(staff_in_post(&f->o->staff, to, f->today) && oracle_can_hold(f->o, f->m, to, f->today), "case %lld given to %s, who cannot hold it", (long long)f->m->id, to);
    keep(f->m->claimant, to);
}

static void first_handler_changed(Fold *f)
{
    const char *to = value_str_or(f->b, "to", ""), *first = f->m->first_handler;
    must_say(f, "document", "B1");
    bool stays = staff_in_post(&f->o->staff, first, f->today) && (oracle_of_side(f->o, f->m, first, true) || oracle_of_side(f->o, f->m, first, false));
    SIM_CHECK(!stays, "case %lld: %s is no longer first handler, though still in post", (long long)f->m->id, first);
    keep(f->m->first_handler, to);
}

static void lapsed(Fold *f) { says(f, "supply_by", f->m->supply_by); }
static void erased(Fold *f) { f->m->erased = true; }

/* ---- the table ---- */

#define WINDOW_DESK "clerk:window chief:department"
#define DECIDERS "clerk:department chief:department back:department leader:department"
#define EXAMINED "accepted reviewed"
#define HEARD "accepted reviewed paused"
#define DEPARTMENT "chief:department back:department leader:department"
#define CONCERNED "party applicant clerk:window chief:desk"
#define ANY_OPEN "received supplement accepted reviewed paused granted certified refused forwarded"
#define CO_OFFICERS "clerk:co_desk chief:co_desk back:co_department leader:co_department"
#define SEES "clerk:desk chief:desk back:department supervisor:all leader:led " CO_OFFICERS
static const Row rows[] = {
    {"case.received", "", "received", "citizen machine clerk:window chief:desk", 0, "F03 X04?commitment", received},
    {"case.checked", "received", "", WINDOW_DESK, 0, "", checked},
    {"case.corrected", "received", "", WINDOW_DESK, 0, "F04", NULL},
    {"case.supplement_asked", "received", "supplement", WINDOW_DESK, 0, "F05", supplement_asked},
    {"case.supplied", "supplement", "?", "applicant machine " WINDOW_DESK, 0, "", supplied},
    {"case.accepted", "received", "accepted", WINDOW_DESK, 0, "F06 F10?promised", accepted},
    {"case.deemed_accepted", "received", "accepted", "clock", 0, "F09", deemed},
    {"case.not_needed", "received", "not_needed", WINDOW_DESK, 0, "F07 X01", returned},
    {"case.not_competent", "received", "not_competent", WINDOW_DESK, 0, "F08 X01", not_competent},
    {"case.settled", "received", "delivered", DECIDERS, MAY_DECIDE, "F23 F26?certificate", settled},
    {"case.reviewed", "accepted", "reviewed", DECIDERS, MAY_REVIEW, "", reviewed},
    {"case.granted", EXAMINED, "granted", DECIDERS, MAY_DECIDE, "F21", granted},
    {"case.refused", EXAMINED, "refused", DECIDERS, MAY_REFUSE, "F22", refused},
    {"case.paused", EXAMINED, "paused", "chief:department back:department leader:department", 0, "F18", paused},
    {"case.resumed", "paused", "?", "chief:department back:department leader:department", 0, "", resumed},
    {"case.extended", EXAMINED, "", "leader:head", 0, "F19", extended},
    {"case.fee_noticed", "received accepted reviewed granted", "", WINDOW_DESK, 0, "F24", fee_noticed},
    {"case.fee_paid", ANY_OPEN, "", WINDOW_DESK, 0, "F25", fee_paid},
    {"case.certified", "granted", "certified", "clerk:window chief:desk", 0, "F26", certified},
    {"case.delivered", "granted certified refused", "delivered", "clerk:window chief:desk", 0, "F27", delivered},
    {"case.withdrawn", "received supplement accepted reviewed paused forwarded", "withdrawn", "applicant clerk:window chief:desk", 0, "F33 X09", withdrawn},
    {"case.lapsed", "supplement", "lapsed", "clock", 0, "F33", lapsed},
    {"case.noted", ANY_OPEN, "", SEES, 0, "", NULL},
    {"case.party_told", HEARD, "", DEPARTMENT, 0, "F14", party_told},
    {"case.stated", HEARD, "", CONCERNED, 0, "", stated},
    {"case.statement_answered", HEARD, "", DECIDERS, 0, "", statement_answered},
    {"case.hearing_told", HEARD, "", DEPARTMENT, 0, "F15", hearing_told},
    {"case.hearing_announced", HEARD, "", DEPARTMENT, 0, "F15", hearing_announced},
    {"case.hearing_asked", HEARD, "", CONCERNED, 0, "", hearing_asked},
    {"case.hearing_noticed", HEARD, "", DEPARTMENT, 0, "F16", hearing_noticed},
    {"case.recusal_asked", HEARD, "", CONCERNED, 0, "", recusal_asked},
    {"case.recusal_decided", HEARD, "", "leader:department", 0, "", recusal_decided},
    {"case.hearing_held", HEARD, "", DEPARTMENT, 0, "F17", hearing_held},
    {"case.hearing_reported", HEARD, "", SEES, 0, "X08", hearing_reported},
    {"case.visit_assigned", HEARD, "", DEPARTMENT, 0, "X07", visit_assigned},
    {"case.visited", HEARD, "", DECIDERS, 0, "F13", visited},
    {"case.forwarded", EXAMINED, "forwarded", DECIDERS, MAY_DECIDE, "F20", forwarded},
    {"case.asked_from_above", "forwarded", "", DECIDERS, 0, "", asked_from_above},
    {"case.supplied_above", "forwarded", "", "applicant machine " WINDOW_DESK, 0, "", supplied_above},
    {"case.replied_from_above", "forwarded", "reviewed", DECIDERS, 0, "", replied_from_above},
    {"case.reply_told", "accepted reviewed granted certified refused", "", SEES, 0, "", reply_told},
    {"case.defaulted", EXAMINED, "", "clock", 0, "F34", defaulted},
    {"case.terminated", "received supplement accepted reviewed paused forwarded", "terminated", DEPARTMENT, 0, "F33", terminated},
    {"case.committed", "received", "", "applicant machine " WINDOW_DESK, 0, "X04", committed},
    {"case.commitment_verified", "granted certified delivered", "", DECIDERS, 0, "", commitment_verified},
    {"case.decision_revoked", "granted delivered", "revoked", DECIDERS, MAY_DECIDE, "F31", decision_revoked},
    {"case.accepted_deferred", "received", "accepted", WINDOW_DESK, 0, "F06 X03 X06 F10?promised", accepted_deferred},
    {"case.owed_supplied", EXAMINED " paused", "", "applicant machine " WINDOW_DESK, 0, "", owed_supplied},
    {"case.owed_checked", EXAMINED " paused", "", WINDOW_DESK, 0, "", owed_checked},
    {"case.owed_reminded", EXAMINED, "", "clock", 0, "X06", owed_reminded},
    {"case.owed_lapsed", EXAMINED, "supplement", "clock", 0, "F05", owed_lapsed},
    {"case.reexamination_asked", "not_needed not_competent", "", "applicant machine clerk:window chief:desk", 0, "", reexamination_asked},
    {"case.reexamined", "not_needed not_competent", "?", "supervisor:all", 0, "X02", reexamined},
    {"case.special_lane", "received supplement accepted reviewed paused forwarded", "", "leader:government", 0, NULL, special_lane},
    {"case.asked", ANY_OPEN, "", SEES, 0, "", asked},
    {"case.answered", ANY_OPEN, "", SEES, 0, "", answered},
    {"case.claimed", ANY_OPEN, "", SEES, 0, "", claimed},
    {"case.released", ANY_OPEN, "", SEES, 0, "", released},
    {"case.reassigned", ANY_OPEN, "", "chief:department leader:led", 0, "", reassigned},
    {"case.first_handler_changed", ANY_OPEN, "", "leader:led", 0, "", first_handler_changed},
    {"case.copied_out", "received supplement accepted reviewed paused", "", WINDOW_DESK, 0, "F11", fold_co_copied},
    {"case.copy_signed", "received supplement accepted reviewed paused forwarded", "", "clerk:co_desk chief:co_desk back:co_department leader:co_department", 0, "", fold_co_signed},
    {"case.completeness_given", "received", "", "clerk:co_desk chief:co_desk back:co_department leader:co_department", 0, "", fold_co_completeness},
    {"case.opinion_given", EXAMINED " paused", "", "clerk:co_desk chief:co_desk back:co_department leader:co_department", MAY_REVIEW, "", fold_co_spoke},
    {"case.opinion_defaulted", EXAMINED, "", "clock", 0, "", fold_co_defaulted},
    {"case.joint_visited", EXAMINED, "", DECIDERS, 0, "F13", fold_co_visited},
    {"case.joint_met", EXAMINED, "", DECIDERS, 0, "F12", fold_co_met},
    {"case.person_erased", "delivered not_needed not_competent withdrawn lapsed terminated revoked", "", "operator admin:all", 0, "", erased},
};

static const Row *row_of(const char *event)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) if (is(rows[i].event, event)) return &rows[i];
    return NULL;
}

bool oracle_knows(const char *event) { return row_of(event) != NULL; }
bool oracle_from(const char *event, const char *stage) { const Row *row = row_of(event); return row && (*stage ? among(row->from, stage) : !*row->from); }

/* ---- who ---- */

/* copied: the case was copied to its co-department. */
static bool reaches(const char *reach, const Person *p, const Thing *thing, bool copied)
{
    const char *department = thing->department, *window = thing->window;
    bool of_co = false, at_co = false;
    for (int i = 0; i < thing->co_count; i++) {
        of_co = of_co || (*p->department && is(p->department, thing->co[i].department));
        at_co = at_co || (*p->window && is(p->window, thing->co[i].window));
    }
    if (is(reach, "co_department")) return copied && of_co;
    if (is(reach, "co_desk")) return copied && (of_co || at_co);
    bool same_department = *p->department && is(p->department, department), same_window = *p->window && is(p->window, window);
    if (is(reach, "window")) return same_window;
    if (is(reach, "department")) return same_department;
    if (is(reach, "desk")) return same_window || same_department;
    if (is(reach, "government")) return !*p->department;
    if (is(reach, "led")) return !*p->department || same_department;
    if (is(reach, "head")) return thing->joint ? !*p->department : same_department;         /* XK-42a, XK-42b */
    return is(reach, "all");
}

static bool by_post(const char *who, const Person *p, const Thing *thing, bool copied)
{
    static const struct { const char *name; unsigned role; } roles[] = {{"clerk", IS_CLERK}, {"chief", IS_CHIEF}, {"back", IS_BACK}, {"supervisor", IS_SUPERVISOR}, {"leader", IS_LEADER}, {"admin", IS_ADMIN}};
    char words[400], *rest = words, *word;
    snprintf(words, sizeof words, "%s", who);
    while ((word = strsep(&rest, " "))) {
        char *reach = strchr(word, ':');
        if (!reach) continue;
        *reach++ = 0;
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
            if (is(roles[i].name, word) && (p->roles & roles[i].role) && reaches(reach, p, thing, copied)) return true;
    }
    return false;
}

/* The opinion: by a letter of the department that speaks; before it is named, of any that she may speak for. */
static bool authorised(const Oracle *o, const Row *row, const Matter *m, const Thing *thing, const char *officer, Day today)
{
    if (!is(row->event, "case.opinion_given")) return staff_authorised(&o->staff, officer, thing->department, thing->code, row->right, today, NULL, NULL);
    for (int i = 0; m && i < thing->co_count; i++) if (oracle_of_co(o, m, i, officer, true, today)) return true;
    return false;
}

static bool may(const Oracle *o, const Row *row, const Matter *m, const Thing *thing, const Doer *doer, Day today)
{
    if (!*row->who) return true;
    switch (doer->kind) {
    case DOER_NOBODY: return false;
    case DOER_CLOCK: return among(row->who, "clock");
    case DOER_MACHINE: return among(row->who, "machine");
    case DOER_OPERATOR: return among(row->who, "operator");
    case DOER_CITIZEN:
        if (doer->party) return among(row->who, "party") && m && doer->party <= m->stake_count;
        return among(row->who, "citizen") || (among(row->who, "applicant") && m && (doer->holder || (doer->account > 0 && doer->account == m->account)));
    case DOER_OFFICER: break;
    }
    const Person *p = staff_person(&o->staff, doer->id);
    if (!p || !staff_in_post(&o->staff, doer->id, today) || !by_post(row->who, p, thing, m && !day_is_none(m->copied))) return false;
    return !row->right || authorised(o, row, m, thing, doer->id, today);
}

bool oracle_may(const Oracle *o, const char *event, const Matter *m, const Thing *thing, const Doer *doer, Day today)
{
    const Row *row = row_of(event);
    return row && oracle_from(event, m ? m->stage : "") && may(o, row, m, m ? m->thing : thing, doer, today);
}

/* Who can have a case on her desk: by the desk on which it lies, and for review and decision with a letter besides. */
bool oracle_can_hold(const Oracle *o, const Matter *m, const char *officer, Day today)
{
    static const struct { const char *holder, *who; unsigned right; } desks[] = {
        {"window", WINDOW_DESK, 0}, {"applicant", WINDOW_DESK, 0}, {"reviewer", DECIDERS, MAY_REVIEW}, {"decider", DECIDERS, MAY_DECIDE},
        {"outside", "chief:department back:department leader:department", 0}, {"upper", DECIDERS, 0}};
    const Person *p = staff_person(&o->staff, officer);
    if (!p || !staff_in_post(&o->staff, officer, today)) return false;
    if (is(matter_holder(m), "co")) {                                        /* one of those that have not spoken yet */
        for (int i = 0; i < m->thing->co_count; i++) if (!m->co[i].opinion[0] && oracle_of_co(o, m, i, officer, false, today)) return true;
        return false;
    }
    for (size_t i = 0; i < sizeof desks / sizeof *desks; i++)
        if (is(desks[i].holder, matter_holder(m)))
            return by_post(desks[i].who, p, m->thing, !day_is_none(m->copied)) && (!desks[i].right || staff_authorised(&o->staff, officer, m->thing->department, m->thing->code, desks[i].right, today, NULL, NULL));
    return false;
}

/* Where the case lies: while the applicant supplements, the window keeps it. */
static const char *desk_of(const Matter *m) { return is(m->stage, "supplement") ? "window" : *m->stage ? matter_holder(m) : "nobody"; }

/* Words about a case and orders from above make nobody its first handler (B1). */
static bool works_on(const char *event) { return !among("case.noted case.asked case.answered case.reassigned case.reexamined case.special_lane", event); }

/* ---- judgement ---- */

static void judge_papers(const Fold *f, const Row *row)
{
    const Value *list = value_get(f->b, "documents"), *at = list ? list->first : NULL;
    char words[80], *rest = words, *word;
    snprintf(words, sizeof words, "%s", row->papers);
    while ((word = strsep(&rest, " ")) && *word) {
        char *when = strchr(word, '?');
        if (when) *when++ = 0;
        if (when && is(when, "promised") && f->m->thing->instant) continue;
        if (when && is(when, "commitment") && !f->m->committed) continue;
        if (when && is(when, "certificate") && !thing_certificate(f->m->thing)) continue;
        SIM_CHECK(at && is(value_str_or(at, "kind", "?"), word), "%s of case %lld without its paper %s (XK-32v)", f->e->kind, (long long)f->m->id, word);
        at = at->next;
    }
    SIM_CHECK(!at, "%s of case %lld with a paper %s nobody asked for", f->e->kind, (long long)f->m->id, value_str_or(at, "kind", "?"));
}

static void judge_authority(const Fold *f, const Row *row)
{
    const char *letter = value_str(f->b, "authority"), *absent = value_str(f->b, "substitute_for");
    const Thing *t = f->m->thing;
    const char *power = is(row->event, "case.opinion_given") ? value_str_or(f->b, "department", "?") : t->department;
    SIM_CHECK(letter && staff_authorised(&f->o->staff, f->officer, power, t->code, row->right, f->today, letter, absent),
              "%s of case %lld by %s rests on letter %s (for %s), which does not hold (C1)", f->e->kind, (long long)f->m->id, f->officer, letter ? letter : "none", absent ? absent : "himself");
}

/* Personal data stands beside the log, never in it. */
static void judge_privacy(const Fold *f)
{
    Arena *arena = arena_new();
    const char *body = value_json(arena, f->b);
    bool known = strlen(f->m->name) >= 9;                                    /* a spoilt name of one character may stand anywhere */
    SIM_CHECK(!(known && strstr(body, f->m->name)) && !strstr(body, f->m->identity) && !strstr(body, f->m->phone), "%s of case %lld holds personal data in its body", f->e->kind, (long long)f->m->id);
    arena_free(arena);
}

static Matter *matter_of(Oracle *o, const Event *e)
{
    Matter *m = oracle_matter(o, e->case_id);
    if (m) return m;
    SIM_CHECK(e->case_id == o->matter_count + 1 && o->matter_count < o->matter_room, "case number %lld out of order", (long long)e->case_id);
    m = &o->matters[o->matter_count++];
    Day none = DAY_NONE;
    *m = (Matter){.id = e->case_id, .stage = "", .received = none, .supplied = none, .supply_by = none, .accepted = none, .decided = none, .certified = none, .concluded = none,
                  .due = none, .statutory = none, .promised = none, .verify_by = none, .verified = none, .owed_by = none, .owed_final = none,
                  .reexamination_by = none, .reexamination_asked = none, .bar_until = none, .copied = none, .co_visited = none, .meeting = none, .opened_ms = e->at.ms,
                  .hearing_asked = none, .noticed = none, .hearing_on = none, .hearing_held = none, .reported = none, .told_fee = none, .assigned = none, .visited = none, .examined = none, .sent = none,
                  .replied = none, .reply_told = none, .defaulted = none};
    for (int i = 0; i < CO_MOST; i++) m->co[i].signed_on = m->co[i].checked = m->co[i].spoken = none;
    m->stakes[0] = (Stake){.told = none, .right = none};
    snprintf(m->number, sizeof m->number, "%s", e->case_number ? e->case_number : "");
    return m;
}

void oracle_event(Oracle *o, const Event *e, const Doer *doer)
{
    const Row *row = row_of(e->kind);
    SIM_CHECK(row, "event %s has no row in the oracle (tests/simulator/oracle_case.c)", e->kind);
    Fold fold = {o, matter_of(o, e), e, e->body, instant_day(e->at), strncmp(e->actor, "officer:", 8) ? "" : e->actor + 8, doer->party, doer->days}, *f = &fold;
    Matter *m = f->m;
    SIM_CHECK(oracle_from(e->kind, m->stage), "%s of case %lld from stage '%s' is not in the table", e->kind, (long long)m->id, m->stage);
    SIM_CHECK(e->case_number && is(e->case_number, m->number), "case %lld changed its number", (long long)m->id);
    if (*m->stage) {
        const char *duty = matter_duty(o, m, f->today);
        bool silence = among("case.deemed_accepted case.lapsed case.owed_reminded case.owed_lapsed case.defaulted case.opinion_defaulted", e->kind);
        if (silence) SIM_CHECK(duty && is(duty, e->kind), "%s of case %lld, but the clock owes %s", e->kind, (long long)m->id, duty ? duty : "nothing");
        else SIM_CHECK(!duty, "%s of case %lld while the clock still owes %s", e->kind, (long long)m->id, duty);
    }
    const Thing *thing = m->thing ? m->thing : oracle_thing(o, value_str_or(e->body, "item", ""), f->today);
    static const Doer clock = {.kind = DOER_CLOCK};
    if (is(e->actor, "clock")) doer = &clock;
    SIM_CHECK(doer->kind != DOER_OFFICER || is(doer->id, f->officer), "%s of case %lld is laid at the door of %s, done by %s", e->kind, (long long)m->id, e->actor, doer->id);
    SIM_CHECK(thing && may(o, row, m, thing, doer, f->today), "%s of case %lld by %s, who may not (C1)", e->kind, (long long)m->id, e->actor);
    const char *desk = desk_of(m);
    if (row->fold) row->fold(f);
    if (row->right) judge_authority(f, row);
    if (row->papers) judge_papers(f, row);
    judge_privacy(f);
    if (*row->to && !is(row->to, "?")) m->stage = row->to;
    if (!m->first_handler[0] && works_on(e->kind)) keep(m->first_handler, f->officer);
    if (!is(desk_of(m), desk)) m->claimant[0] = 0;
    if (!matter_open(m) && day_is_none(m->concluded)) m->concluded = f->today;
    m->event_count++;
    if (!is(e->kind, "case.person_erased")) matter_redate(o, m);
}
