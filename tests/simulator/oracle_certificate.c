/* oracle_certificate.c: the life of a certificate after it was handed out (XK-08, XK-49, XK-50, XK-69, XK-70, DC-10), read a second time; see oracle.h. */
#include "oracle.h"
#include <stdio.h>
#include <string.h>

static bool is(const char *a, const char *b) { return !strcmp(a, b); }

Licence *oracle_licence(Oracle *o, int64_t id)
{
    for (int i = 0; i < o->licence_count; i++) if (o->licences[i].id == id) return &o->licences[i];
    return NULL;
}

static Day day_in(const Event *e, const char *key)
{
    Day day;
    return day_parse(value_str(e->body, key), &day) ? day : DAY_NONE;
}

static void issue(Oracle *o, const Event *e)
{
    const Value *list = value_get(e->body, "documents");
    const Matter *m = oracle_matter(o, e->case_id);
    bool paper = false;
    for (const Value *d = list ? list->first : NULL; d; d = d->next) paper |= is(value_str_or(d, "kind", ""), "F26");
    if (!paper) return;
    SIM_CHECK(o->licence_count < o->licence_room, "certificates without end");
    o->licences[o->licence_count++] = (Licence){.id = e->seq, .matter = m->id, .thing = m->thing, .state = "valid", .from = day_in(e, "valid_from"), .to = day_in(e, "valid_to"),
                                                .renewal = DAY_NONE, .change = DAY_NONE, .reminded = DAY_NONE};
    Licence *l = &o->licences[o->licence_count - 1];
    if (!day_is_none(l->to)) l->term = l->to.n - l->from.n + 1;
}

/* DC-10: thirty working days before the last day, counted back, that day not counted. */
Day licence_remind_day(const Oracle *o, const Licence *l)
{
    Day day = l->to;
    for (int counted = 0; counted < 30;) {
        day = day_plus(day, -1);
        counted += days_worked(&o->days, day);
    }
    return day;
}

/* The newest version's published months; else as long as the last time. */
static Day renewed_to(const Oracle *o, const Licence *l)
{
    const Thing *newest = l->thing;
    Day first = day_plus(l->to, 1);
    for (int i = 0; i < o->thing_count; i++) if (is(o->things[i].code, l->thing->code) && o->things[i].version > newest->version) newest = &o->things[i];
    if (newest->months) return day_plus(days_months_later(first, newest->months), -1);
    return day_plus(l->to, l->term);
}

/* What the clock owes this certificate today. */
const char *licence_duty(const Oracle *o, const Licence *l, Day today)
{
    if (!is(l->state, "valid") || day_is_none(l->to)) return NULL;
    if (today.n > l->to.n) return day_is_none(l->renewal) ? "certificate.expired" : "certificate.deemed_renewed";
    return day_is_none(l->reminded) && today.n >= licence_remind_day(o, l).n ? "certificate.reminded" : NULL;
}

static void authority(const Oracle *o, const Licence *l, const Event *e, unsigned right)
{
    const char *officer = strncmp(e->actor, "officer:", 8) ? "" : e->actor + 8, *paper = value_str(e->body, "authority");
    SIM_CHECK(paper && staff_authorised(&o->staff, officer, l->thing->department, l->thing->code, right, instant_day(e->at), paper, value_str(e->body, "substitute_for")),
              "%s of certificate %lld by %s without authority (C1)", e->kind, (long long)l->id, e->actor);
}

static void lengthen(Licence *l, Day to)
{
    l->term = to.n - l->to.n;
    l->to = to;
    l->renewal = l->reminded = DAY_NONE;
}

static void fold(Oracle *o, Licence *l, const Event *e, const char *what)
{
    Day today = instant_day(e->at), none = DAY_NONE;
    bool valid = is(l->state, "valid"), over = valid && !day_is_none(l->to) && today.n > l->to.n, begun = l->from.n <= today.n;
    bool clock = is(e->actor, "clock"), silence = is(what, "reminded") || is(what, "expired") || is(what, "deemed_renewed");
    const char *duty = licence_duty(o, l, today);
    SIM_CHECK(silence == clock, "%s by %s", e->kind, e->actor);
    if (silence) SIM_CHECK(duty && is(duty, e->kind), "%s of certificate %lld, but the clock owes %s", e->kind, (long long)l->id, duty ? duty : "nothing");
    if (is(what, "renewal_applied")) {
        SIM_CHECK(valid && begun && !over && !day_is_none(l->to) && day_is_none(l->renewal), "certificate %lld: a renewal asked for when it cannot be (XK-50)", (long long)l->id);
        SIM_CHECK(value_bool(e->body, "in_time") == (today.n <= l->to.n - 30), "certificate %lld: in time or not (DC-10)", (long long)l->id);
        l->renewal = today;
    } else if (is(what, "renewed")) {
        SIM_CHECK(valid && !over && !day_is_none(l->renewal), "certificate %lld renewed in %s (XK-50)", (long long)l->id, l->state);
        SIM_CHECK(day_in(e, "valid_to").n > l->to.n, "certificate %lld renewed to an earlier day", (long long)l->id);
        authority(o, l, e, MAY_DECIDE);
        lengthen(l, day_in(e, "valid_to"));
    } else if (is(what, "renewal_refused")) {
        SIM_CHECK(valid && !over && !day_is_none(l->renewal), "certificate %lld: a renewal refused in %s (XK-50)", (long long)l->id, l->state);
        SIM_CHECK(value_str(e->body, "reason") && value_str(e->body, "basis"), "certificate %lld: a renewal refused without reasons", (long long)l->id);
        authority(o, l, e, MAY_REFUSE);
        l->renewal = none;
    } else if (is(what, "deemed_renewed")) {
        Day to = renewed_to(o, l);
        SIM_CHECK(day_in(e, "valid_to").n == to.n, "certificate %lld deemed renewed until %s, counted by hand another day", (long long)l->id, value_str_or(e->body, "valid_to", "?"));
        lengthen(l, to);
    } else if (is(what, "change_applied")) {
        SIM_CHECK(valid && begun && (!over || !day_is_none(l->renewal)) && day_is_none(l->change), "certificate %lld: a change asked for in %s", (long long)l->id, l->state);
        l->change = today;
    } else if (is(what, "changed") || is(what, "change_refused")) {
        SIM_CHECK(valid && !day_is_none(l->change), "certificate %lld: %s in %s", (long long)l->id, what, l->state);
        authority(o, l, e, is(what, "changed") ? MAY_DECIDE : MAY_REFUSE);
        l->change = none;
    } else if (is(what, "withdrawn") || is(what, "revoked")) {
        SIM_CHECK(valid || (is(what, "revoked") && is(l->state, "expired")), "certificate %lld %s in %s (XK-08, XK-69)", (long long)l->id, what, l->state);
        authority(o, l, e, MAY_DECIDE);
        l->state = is(what, "revoked") ? "revoked" : "withdrawn";
        l->renewal = l->change = none;
    } else if (is(what, "cancelled")) {
        SIM_CHECK(!is(l->state, "cancelled"), "certificate %lld cancelled twice (XK-70)", (long long)l->id);
        authority(o, l, e, MAY_DECIDE);
        l->state = "cancelled";
        l->renewal = l->change = none;
    } else if (is(what, "expired")) {
        l->state = "expired";
        l->renewal = l->change = none;
    } else if (is(what, "reminded")) {
        l->reminded = today;
    } else {
        sim_fail("event %s has no place in the oracle (tests/simulator/oracle_certificate.c)", e->kind);
    }
}

void oracle_certificate_event(Oracle *o, const Event *e)
{
    if (is(e->kind, "case.certified") || is(e->kind, "case.settled")) issue(o, e);
    if (strncmp(e->kind, "certificate.", 12)) return;
    Licence *l = oracle_licence(o, value_int(e->body, "certificate", 0));
    SIM_CHECK(l, "%s of a certificate that was never issued", e->kind);
    SIM_CHECK(e->case_id == l->matter, "%s of certificate %lld stands in the history of case %lld", e->kind, (long long)l->id, (long long)e->case_id);
    fold(o, l, e, e->kind + 12);
}
