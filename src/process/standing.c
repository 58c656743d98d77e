/* standing.c: the fold of events into where a case stands, its clocks and its holder; see process.h. */
#include "process/joint.h"
#include "process/standing_inside.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

static void keep(char *to, const char *from) { snprintf(to, STANDING_ID, "%s", from ? from : ""); }

const char *officer_of(const Event *event)
{
    return strncmp(event->actor, "officer:", 8) ? "" : event->actor + 8;
}

Day day_in(const Value *body, const char *key, Day otherwise)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day : otherwise;
}

static void take_materials(Standing *s, const Value *list, bool anew)
{
    if (!list) return;
    for (const Value *row = list->first; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no < 1 || no > s->material_count) continue;
        s->handed[no] = true;
        s->asked[no] = false;
        s->renewed[no] = anew;
        s->material[no] = value_bool(row, "ok") ? MATERIAL_OK : MATERIAL_UNSEEN;
    }
}

static void on_received(Standing *s, const Event *e, Day today)
{
    const Value *b = e->body;
    keep(s->item, value_str(b, "item"));
    keep(s->department, value_str(b, "department"));
    keep(s->window, value_str(b, "window"));
    s->item_version = (int)value_int(b, "item_version", 0);
    s->instant = value_bool(b, "instant");
    s->joint = value_bool(b, "joint");
    s->two_person = value_bool(b, "two_person");
    s->has_agent = value_bool(b, "agent");
    s->not_permit = value_get(b, "permit") && !value_bool(b, "permit");
    s->account = value_int(b, "account", 0);
    snprintf(s->result_way, sizeof s->result_way, "%s", value_str_or(b, "result_way", ""));
    s->statutory_limit = (int)value_int(b, "statutory_limit", 0);
    s->promised_limit = (int)value_int(b, "promised_limit", 0);
    unit_parse(value_str_or(b, "statutory_unit", "workday"), &s->statutory_unit);
    unit_parse(value_str_or(b, "promised_unit", "workday"), &s->promised_unit);
    s->material_count = (int)value_int(b, "material_count", 0);
    s->received = day_in(b, "received", today);
    s->supplied = s->noticed = s->supply_by = s->accepted = s->decided = s->certified = s->delivered = s->concluded = s->extension.decided = DAY_NONE;
    s->verify_by = s->verified = s->owed_by = s->owed_final = s->reexamination_by = s->reexamination_asked = DAY_NONE;
    s->committed = value_bool(b, "commitment");
    s->verify_months = (int)value_int(b, "verify_months", 0);
    s->quota = (int)value_int(b, "quota", 0);
    joint_begin(s);
    take_materials(s, value_get(b, "materials"), false);
    chapters_received(s, b);
}

static void on_checked(Standing *s, const Value *b)
{
    const Value *list = value_get(b, "checks");
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        const char *result = value_str_or(row, "result", "");
        if (no < 1 || no > s->material_count) continue;
        s->material[no] = !strcmp(result, "ok") ? MATERIAL_OK : !strcmp(result, "missing") ? MATERIAL_MISSING : MATERIAL_NONCONFORMING;
        if (s->material[no] == MATERIAL_OK) s->handed[no] = true;
    }
}

static void on_supplement(Standing *s, const Value *b, Day today)
{
    const Value *list = value_get(b, "missing");
    s->notices++;
    s->noticed = today;
    s->supply_by = day_in(b, "supply_by", DAY_NONE);
    memset(s->renewed, 0, sizeof s->renewed);
    memset(s->asked, 0, sizeof s->asked);
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no < 1 || no > s->material_count) continue;
        s->asked[no] = true;
        s->material[no] = s->handed[no] ? MATERIAL_NONCONFORMING : MATERIAL_MISSING;
    }
}

static void on_supplied(Standing *s, const Value *b, Day today)
{
    take_materials(s, value_get(b, "materials"), true);
    for (int no = 1; no <= s->material_count; no++)
        if (s->asked[no]) return;                 /* something is still owed: the case goes on waiting */
    s->supplied = day_before(today, s->received) ? s->received : today;      /* DC-7 may have put the receipt on the next working day */
    s->stage = STAGE_RECEIVED;
}

static void on_paused(Standing *s, const Value *b, Day today)
{
    assert(s->pause_count < STANDING_PAUSES);
    Pause *pause = &s->pauses[s->pause_count++];
    pause->from = today;
    pause->to = DAY_NONE;
    pause_parse(value_str_or(b, "ground", "other"), &pause->kind);
    pause->document = NULL;                       /* the number of F18 is in the event; explanations look it up there */
    s->pause_days = (int)value_int(b, "days", 0);
    s->resumes_to = s->stage;
    s->stage = STAGE_PAUSED;
}

static void decided(Standing *s, const Event *e, Outcome outcome, Day today)
{
    s->outcome = outcome;
    s->decided = today;
    keep(s->decider, officer_of(e));
    if (outcome == OUTCOME_GRANTED) s->verify_by = day_in(e->body, "verify_by", DAY_NONE);
}

/* ---- lanes ---- */

static void on_accepted_deferred(Standing *s, const Value *b)
{
    const Value *list = value_get(b, "owed");
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no >= 1 && no <= s->material_count) s->owed[no] = true;
    }
    s->owed_by = day_in(b, "until", DAY_NONE);
}

/* Seen and in order: no longer owed. With the last of them the days go too. */
static void settle_owed(Standing *s)
{
    for (int no = 1; no <= s->material_count; no++) if (s->owed[no] && s->material[no] == MATERIAL_OK) s->owed[no] = false;
    if (!standing_owed(s)) s->owed_by = s->owed_final = DAY_NONE;
}

/* The conditional acceptance is over: what is owed becomes the one-time notice, and the case waits as if never accepted. */
static void on_owed_lapsed(Standing *s, const Value *b, Day today)
{
    s->notices++;
    s->noticed = today;
    s->supply_by = day_in(b, "supply_by", DAY_NONE);
    memset(s->renewed, 0, sizeof s->renewed);
    memcpy(s->asked, s->owed, sizeof s->asked);
    memset(s->owed, 0, sizeof s->owed);
    s->owed_by = s->owed_final = s->accepted = DAY_NONE;
    s->deemed = s->review_rejects = false;
    s->reviewer[0] = 0;
    s->extension = (Extension){.decided = DAY_NONE};
    s->extension_statutory = false;
    for (int no = 1; no <= s->material_count; no++) if (s->asked[no]) s->material[no] = s->handed[no] ? MATERIAL_NONCONFORMING : MATERIAL_MISSING;
}

static void on_reexamined(Standing *s, const Value *b)
{
    bool overturned = !strcmp(value_str_or(b, "ruling", ""), "accept");
    s->reexamination = overturned ? REEXAMINATION_OVERTURNED : REEXAMINATION_UPHELD;
    if (!overturned) return;
    s->stage = STAGE_RECEIVED;                    /* the return never was: the day of receipt stays what it is */
    s->concluded = DAY_NONE;
}

static void on_special_lane(Standing *s, const Value *b)
{
    s->special = true;
    s->promised_limit = (int)value_int(b, "days", s->promised_limit);
    s->promised_unit = UNIT_WORKDAY;
}

/* ---- front and back ---- */

static void on_asked(Standing *s, const Event *e)
{
    if (s->open_count == STANDING_QUESTIONS) return;
    OpenQuestion *q = &s->open[s->open_count++];
    *q = (OpenQuestion){.no = (int)value_int(e->body, "no", 0), .to_window = !strcmp(value_str_or(e->body, "to", ""), "window"),
                        .due = day_in(e->body, "due", DAY_NONE), .asked_ms = e->at.ms};
    keep(q->by, officer_of(e));
    s->questions = q->no;
}

static void on_answered(Standing *s, const Value *b)
{
    int kept = 0;
    for (int i = 0; i < s->open_count; i++) if (s->open[i].no != value_int(b, "no", 0)) s->open[kept++] = s->open[i];
    memset(&s->open[kept], 0, sizeof *s->open * (size_t)(STANDING_QUESTIONS - kept));
    s->open_count = kept;
}

/* Desks a case can lie on: while the applicant supplements, the window keeps it. */
static Holder desk_of(const Standing *s)
{
    Holder holder = standing_holder(s);
    return holder == HOLDER_APPLICANT ? HOLDER_WINDOW : holder;
}

static Act act_of(const char *kind)
{
    for (int act = 0; act < ACT_COUNT; act++)
        if (!strcmp(process_row((Act)act)->event, kind)) return (Act)act;
    return ACT_COUNT;
}

/* Words about a case, and orders given from above, are not work on it: they make nobody its first handler. */
static bool is_work(Act act)
{
    return act != ACT_NOTE && act != ACT_ASK && act != ACT_ANSWER && act != ACT_REASSIGN && act != ACT_REEXAMINE && act != ACT_SPECIAL_LANE;
}

void standing_fold(Standing *s, const Event *e)
{
    Act act = strncmp(e->kind, "case.", 5) ? ACT_COUNT : act_of(e->kind);
    if (act == ACT_COUNT) return;
    const ProcessRow *row = process_row(act);
    const Value *b = e->body;
    Day today = instant_day(e->at);
    Holder desk = desk_of(s);
    switch (act) {
    case ACT_RECEIVE: on_received(s, e, today); break;
    case ACT_CHECK: on_checked(s, b); break;
    case ACT_SUPPLEMENT: on_supplement(s, b, today); break;
    case ACT_SUPPLY: on_supplied(s, b, today); break;
    case ACT_ACCEPT:
    case ACT_ACCEPT_DEFERRED:
    case ACT_DEEM_ACCEPTED:
        s->accepted = day_in(b, "accepted", today);
        s->deemed = act == ACT_DEEM_ACCEPTED;
        if (act == ACT_ACCEPT_DEFERRED) on_accepted_deferred(s, b);
        break;
    case ACT_NOT_NEEDED:
    case ACT_NOT_COMPETENT: s->reexamination_by = day_in(b, "reexamination_by", DAY_NONE); break;
    case ACT_REVIEW:
        keep(s->reviewer, officer_of(e));
        s->review_rejects = !strcmp(value_str_or(b, "conclusion", ""), "reject");
        s->examined = today;
        break;
    case ACT_GRANT: decided(s, e, OUTCOME_GRANTED, today); break;
    case ACT_REFUSE: decided(s, e, OUTCOME_REFUSED, today); break;
    case ACT_SETTLE:
        s->delivered = s->certified = today;
        s->accepted = day_before(today, s->received) ? s->received : today;
        decided(s, e, OUTCOME_GRANTED, today);
        break;
    case ACT_PAUSE: on_paused(s, b, today); break;
    case ACT_RESUME:
        s->pauses[s->pause_count - 1].to = today;
        s->stage = s->resumes_to;
        break;
    case ACT_EXTEND:                              /* DC-6 was judged when it was decided; a calendar that changes later does not undo it */
        s->extension = (Extension){.amount = (int)value_int(b, "days", 0), .decided = DAY_NONE};
        s->extension_statutory = value_bool(b, "statutory_only");
        break;
    case ACT_CERTIFY: s->certified = today; break;
    case ACT_DELIVER: s->delivered = today; break;
    case ACT_WITHDRAW:
        if (s->stage == STAGE_PAUSED) s->pauses[s->pause_count - 1].to = today;
        break;
    case ACT_COMMIT: s->committed = true; break;
    case ACT_VERIFY_COMMITMENT:
        s->verified = today;
        s->commitment_false = !strcmp(value_str_or(b, "result", ""), "false");
        break;
    case ACT_SUPPLY_OWED:
        take_materials(s, value_get(b, "materials"), true);
        settle_owed(s);
        break;
    case ACT_CHECK_OWED:
        on_checked(s, b);
        settle_owed(s);
        break;
    case ACT_REMIND_OWED: s->owed_final = day_in(b, "final", DAY_NONE); break;
    case ACT_LAPSE_OWED: on_owed_lapsed(s, b, today); break;
    case ACT_ASK_REEXAMINATION:
        s->reexamination = REEXAMINATION_ASKED;
        s->reexamination_asked = today;
        break;
    case ACT_REEXAMINE: on_reexamined(s, b); break;
    case ACT_SPECIAL_LANE: on_special_lane(s, b); break;
    case ACT_ASK: on_asked(s, e); break;
    case ACT_ANSWER: on_answered(s, b); break;
    case ACT_CLAIM: keep(s->claimant, officer_of(e)); break;
    case ACT_RELEASE: s->claimant[0] = 0; break;
    case ACT_REASSIGN: keep(s->claimant, value_str(b, "to")); break;
    case ACT_CHANGE_FIRST_HANDLER: keep(s->first_handler, value_str(b, "to")); break;
    case ACT_TERMINATE:
        if (s->stage == STAGE_PAUSED) s->pauses[s->pause_count - 1].to = today;
        break;
    default: chapters_apply(s, act, e, today); break;
    }
    joint_apply(s, act, b, today);
    if (row->to != STAGE_NONE && act != ACT_PAUSE) s->stage = row->to;
    if (!s->first_handler[0] && is_work(act)) keep(s->first_handler, officer_of(e));
    if (desk_of(s) != desk) s->claimant[0] = 0;              /* it lies on another desk now: whoever claims it there holds it */
    if (stage_concluded(s->stage) && day_is_none(s->concluded)) s->concluded = today;
    s->events++;
}

void standing_apply(Standing *s, const Event *e)
{
    standing_fold(s, e);
    if (!strncmp(e->kind, "case.", 5) && act_of(e->kind) != ACT_COUNT) standing_check(s);
}

void standing_check(const Standing *s)
{
    bool open_pause = s->pause_count > 0 && day_is_none(s->pauses[s->pause_count - 1].to);
    assert(open_pause == (s->stage == STAGE_PAUSED));
    bool examined = s->stage == STAGE_ACCEPTED || s->stage == STAGE_REVIEWED || s->stage == STAGE_PAUSED || s->stage == STAGE_GRANTED ||
                    s->stage == STAGE_CERTIFIED || s->stage == STAGE_REFUSED || s->stage == STAGE_DELIVERED || s->stage == STAGE_FORWARDED;
    if (examined) assert(!day_is_none(s->accepted) && !day_before(s->accepted, s->received));
    assert((s->outcome != OUTCOME_NONE) == !day_is_none(s->decided));
    if (s->stage == STAGE_DELIVERED) assert(s->outcome != OUTCOME_NONE && !day_is_none(s->delivered));
    if (s->stage == STAGE_SUPPLEMENT) assert(s->notices > 0);
    if (s->stage == STAGE_REVOKED) assert(s->outcome == OUTCOME_GRANTED && s->commitment_false);
    for (int no = 1; no <= s->material_count; no++) if (s->owed[no]) assert(!s->asked[no] && !day_is_none(s->accepted) && !day_is_none(s->owed_by));
    assert(stage_concluded(s->stage) == !day_is_none(s->concluded));
    chapters_check(s);
}

bool standing_clock(const Standing *s, ClockKind clock, DeadlineTerms *terms)
{
    *terms = (DeadlineTerms){.clock = clock, .pauses = s->pauses, .pause_count = s->pause_count};
    switch (clock) {
    case CLOCK_SUPPLEMENT:
        if (day_is_none(s->received)) return false;
        terms->event = day_is_none(s->supplied) ? s->received : s->supplied;
        terms->limit = clock_facts(clock)->limit;
        terms->unit = clock_facts(clock)->unit;
        terms->pause_count = 0;
        return true;
    case CLOCK_STATUTORY:
    case CLOCK_PROMISE:
        if (day_is_none(s->accepted)) return false;
        terms->event = s->accepted;
        terms->limit = clock == CLOCK_STATUTORY ? s->statutory_limit : s->promised_limit;
        terms->unit = clock == CLOCK_STATUTORY ? s->statutory_unit : s->promised_unit;
        terms->extensions = &s->extension;
        terms->extension_count = s->extension.amount > 0 && !(clock == CLOCK_PROMISE && s->extension_statutory);
        return true;
    case CLOCK_DELIVERY:
        if (s->outcome != OUTCOME_GRANTED || (s->stage == STAGE_REVOKED && day_is_none(s->delivered))) return false;      /* nothing is left to deliver */
        terms->event = s->decided;
        terms->limit = clock_facts(clock)->limit;
        terms->unit = clock_facts(clock)->unit;
        terms->pause_count = 0;                   /* after the decision nothing is stopped */
        return true;
    default: return chapters_clock(s, clock, terms);
    }
}

ClockKind standing_main_clock(const Standing *s)
{
    if (!day_is_none(s->defaulted) && day_is_none(s->decided) && !stage_concluded(s->stage)) return CLOCK_ISSUE;
    switch (s->stage) {
    case STAGE_RECEIVED:
    case STAGE_NOT_NEEDED:
    case STAGE_NOT_COMPETENT: return CLOCK_SUPPLEMENT;
    case STAGE_ACCEPTED:
    case STAGE_REVIEWED:
    case STAGE_PAUSED:
    case STAGE_FORWARDED:
    case STAGE_REFUSED: return CLOCK_PROMISE;
    case STAGE_GRANTED:
    case STAGE_CERTIFIED: return CLOCK_DELIVERY;
    case STAGE_DELIVERED: return CLOCK_PROMISE;
    default: return CLOCK_OTHER;
    }
}

Holder standing_holder(const Standing *s)
{
    if ((s->stage == STAGE_ACCEPTED || s->stage == STAGE_REVIEWED) && joint_waiting(s)) return HOLDER_CO;
    switch (s->stage) {
    case STAGE_RECEIVED:
    case STAGE_GRANTED:
    case STAGE_CERTIFIED:
    case STAGE_REFUSED: return HOLDER_WINDOW;
    case STAGE_SUPPLEMENT: return HOLDER_APPLICANT;
    case STAGE_ACCEPTED: return s->two_person ? HOLDER_REVIEWER : HOLDER_DECIDER;
    case STAGE_REVIEWED: return HOLDER_DECIDER;
    case STAGE_PAUSED: return HOLDER_OUTSIDE;
    case STAGE_FORWARDED: return HOLDER_UPPER;
    default: return HOLDER_NOBODY;
    }
}

int standing_owed(const Standing *s)
{
    int count = 0;
    for (int no = 1; no <= s->material_count; no++) count += s->owed[no];
    return count;
}

bool standing_materials_complete(const Standing *s, const Item *item)
{
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        uint8_t state = s->material[m->no];
        if (s->committed && m->committable) continue;       /* the commitment stands in its place (YH-40) */
        if (joint_claims(s, m->no)) return false;                                      /* a co-department misses it (DOMAIN 3.3-4) */
        if (m->required && state != MATERIAL_OK) return false;
        if (!m->required && state != MATERIAL_OK && s->handed[m->no]) return false;   /* handed in and not yet judged, or faulted */
    }
    return true;
}

/* The day the clock told, or the working day it rolled to: it may have become a day off since (DC-12, DC-3). */
static Day told_day(const Calendar *calendar, Day day) { return day_is_none(day) ? DAY_NONE : calendar_next_workday(calendar, day); }

/* The last day for what was accepted as owed (容缺); then that of the reminder. */
static Day owed_day(const Standing *s, const Calendar *calendar) { return told_day(calendar, day_is_none(s->owed_final) ? s->owed_by : s->owed_final); }

Day process_duty_day(const Standing *s, const Calendar *calendar)
{
    DeadlineTerms terms;
    switch (s->stage) {
    case STAGE_RECEIVED: return !s->not_permit && standing_clock(s, CLOCK_SUPPLEMENT, &terms) ? deadline_compute(calendar, &terms).due : DAY_NONE;      /* XK-03 */
    case STAGE_SUPPLEMENT: return told_day(calendar, s->supply_by);
    case STAGE_ACCEPTED:
    case STAGE_REVIEWED: {
        Day silent = joint_default_after(s, calendar, NULL), own = owed_day(s, calendar);
        if (standing_defaults(s)) own = standing_clock(s, CLOCK_PROMISE, &terms) ? deadline_compute(calendar, &terms).due : DAY_NONE;      /* F34 */
        return day_is_none(own) || (!day_is_none(silent) && !day_after(silent, own)) ? silent : own;
    }
    default: return DAY_NONE;
    }
}

Act process_clock_duty(const Standing *s, const Calendar *calendar, Day today)
{
    Day day = process_duty_day(s, calendar);
    if (day_is_none(day) || !day_after(today, day)) return ACT_COUNT;
    switch (s->stage) {
    case STAGE_RECEIVED: return ACT_DEEM_ACCEPTED;
    case STAGE_SUPPLEMENT: return ACT_LAPSE;
    default: break;
    }
    if (day_equal(day, joint_default_after(s, calendar, NULL))) return ACT_DEFAULT_OPINION;
    return standing_defaults(s) ? ACT_OVERDUE_DEFAULT : day_is_none(s->owed_final) ? ACT_REMIND_OWED : ACT_LAPSE_OWED;
}
