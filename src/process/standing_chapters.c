/* standing_chapters.c: the fold and the clocks of parties, hearings, verification on the spot, the organ above and default; see process.h. */
#include "process/standing_inside.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

void chapters_received(Standing *s, const Value *b)
{
    const char *verification = value_str_or(b, "verification", "");
    s->verification = !strcmp(verification, "inspection") ? VERIFICATION_INSPECTION : *verification ? VERIFICATION_SUBSTANCE : VERIFICATION_NONE;
    s->hearing_by_law = value_bool(b, "hearing_by_law");
    s->decided_above = value_bool(b, "decided_above");
    s->may_default = value_bool(b, "may_default");
    for (int i = 0; i <= STANDING_PARTIES; i++) s->parties[i] = (Party){.told = DAY_NONE, .hearing_told = DAY_NONE};
    s->hearing_asked = s->hearing_noticed = s->hearing_on = s->hearing_held = s->hearing_reported = s->billed = s->visit_assigned = s->visited = DAY_NONE;
    s->examined = s->sent = s->replied = s->reply_told = s->defaulted = s->above_by = DAY_NONE;
}

static Party *party_of(Standing *s, const Value *b)
{
    int64_t no = value_int(b, "party", 0);
    assert(no >= 0 && no <= s->party_count);
    return &s->parties[no];
}

/* The number of a paper that the event issued. Without a store (unit tests of the law) there are none. */
static const char *number_of(const Value *b, const char *kind)
{
    const Value *list = value_get(b, "documents");
    for (const Value *d = list && list->kind == VALUE_LIST ? list->first : NULL; d; d = d->next) {
        const char *given = value_str(d, "kind");
        if (given && !strcmp(given, kind)) return value_str_or(d, "number", "");
    }
    return "";
}

static void on_sent_officers(Standing *s, const Value *b)
{
    const Value *list = value_get(b, "officers");
    size_t at = 0;
    s->visitors[0] = 0;
    for (const Value *o = list ? list->first : NULL; o; o = o->next) {
        int n = snprintf(s->visitors + at, sizeof s->visitors - at, "%s%s", at ? "," : "", value_str_or(o, "id", ""));
        assert(n >= 0 && (size_t)n < sizeof s->visitors - at);
        at += (size_t)n;
    }
}

static void nothing_asked_above(Standing *s)
{
    memset(s->above_waits, 0, sizeof s->above_waits);
    s->above_by = DAY_NONE;
    s->above_exchange = false;
}

static void on_reply(Standing *s, const Value *b, Day today)
{
    const char *result = value_str_or(b, "result", "");
    nothing_asked_above(s);
    s->replied = today;
    s->reply_told = DAY_NONE;
    s->reply = !strcmp(result, "granted") ? OUTCOME_GRANTED : !strcmp(result, "refused") ? OUTCOME_REFUSED : OUTCOME_NONE;
    if (s->reply == OUTCOME_NONE) {                   /* sent back: examined anew, and sent up again */
        s->sent = DAY_NONE;
        s->examined = today;
    }
}

static void on_hearing(Standing *s, Act act, const Value *b, Day today)
{
    switch (act) {
    case ACT_ANNOUNCE_HEARING: s->hearing_announced = true; break;
    case ACT_ASK_HEARING:
        party_of(s, b)->asked = true;
        if (day_is_none(s->hearing_asked)) s->hearing_asked = today;
        break;
    case ACT_NOTICE_HEARING:
        s->hearing_noticed = today;
        s->hearing_on = day_in(b, "on", today);
        if (strcmp(s->chair, value_str_or(b, "chair", ""))) s->recusal = RECUSAL_NONE;
        snprintf(s->chair, sizeof s->chair, "%s", value_str_or(b, "chair", ""));
        break;
    case ACT_ASK_RECUSAL: s->recusal = RECUSAL_ASKED; break;
    case ACT_DECIDE_RECUSAL:
        s->recusal = value_bool(b, "granted") ? RECUSAL_NONE : RECUSAL_DENIED;
        if (value_bool(b, "granted")) snprintf(s->chair, sizeof s->chair, "%s", value_str_or(b, "chair", ""));
        break;
    default:
        s->hearing_held = today;
        snprintf(s->transcript, sizeof s->transcript, "%s", number_of(b, "F17"));
        break;
    }
}

static void on_asked_above(Standing *s, const Value *b)
{
    const Value *list = value_get(b, "materials");
    int rows = list && list->count < LIMIT_PARCEL_FILES ? list->count : LIMIT_PARCEL_FILES;
    nothing_asked_above(s);
    if (list) memset(s->above_waits, '1', (size_t)rows);
    s->above_by = day_in(b, "until", DAY_NONE);
    s->above_exchange = value_bool(b, "exchange");
}

static void on_supplied_above(Standing *s, const Value *b)
{
    const Value *list = value_get(b, "materials");
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0), material = value_int(row, "material", 0);
        if (no >= 1 && no <= LIMIT_PARCEL_FILES && s->above_waits[no - 1]) s->above_waits[no - 1] = '0';
        if (material >= 1 && material <= s->material_count) s->handed[material] = true;
    }
}

void chapters_apply(Standing *s, Act act, const Event *e, Day today)
{
    const Value *b = e->body;
    Party *party;
    switch (act) {
    case ACT_TELL_PARTY:
        if (s->party_count == STANDING_PARTIES) break;
        party = &s->parties[++s->party_count];
        party->told = today;
        party->days = (int)value_int(b, "days", STATE_DAYS_DEFAULT);
        break;
    case ACT_STATE:
        party = party_of(s, b);
        party->stated = true;
        party->answered = false;
        s->statements++;
        break;
    case ACT_ANSWER_STATEMENT: party_of(s, b)->answered = true; break;
    case ACT_TELL_HEARING: party_of(s, b)->hearing_told = today; break;
    case ACT_ANNOUNCE_HEARING:
    case ACT_ASK_HEARING:
    case ACT_NOTICE_HEARING:
    case ACT_ASK_RECUSAL:
    case ACT_DECIDE_RECUSAL:
    case ACT_RECORD_HEARING: on_hearing(s, act, b, today); break;
    case ACT_REPORT_HEARING: s->hearing_reported = today; break;
    case ACT_NOTICE_FEE:
        s->unpaid_fen += value_int(b, "total_fen", 0);
        s->billed = today;
        break;
    case ACT_RECORD_PAYMENT: s->unpaid_fen = 0; break;
    case ACT_ASSIGN_VISIT:
        s->visit_assigned = today;
        on_sent_officers(s, b);
        break;
    case ACT_RECORD_VISIT: s->visited = strcmp(value_str_or(b, "conclusion", ""), "pass") ? DAY_NONE : today; break;
    case ACT_ASK_FROM_ABOVE: on_asked_above(s, b); break;
    case ACT_SUPPLY_ABOVE: on_supplied_above(s, b); break;
    case ACT_FORWARD:
        nothing_asked_above(s);
        s->sent = today;
        s->replied = s->reply_told = DAY_NONE;
        break;
    case ACT_REPLY_FROM_ABOVE: on_reply(s, b, today); break;
    case ACT_TELL_REPLY: s->reply_told = today; break;
    case ACT_OVERDUE_DEFAULT: s->defaulted = today; break;
    default: break;
    }
}

/* Only what no fold may break; that a record follows its notice is the deciders' business (walk_test.c), for pictures fold acts out of their order. */
void chapters_check(const Standing *s)
{
    assert(s->party_count >= 0 && s->party_count <= STANDING_PARTIES);
}

bool standing_hearing_due(const Standing *s)
{
    return (s->hearing_by_law || s->hearing_announced || !day_is_none(s->hearing_asked)) && day_is_none(s->hearing_held);
}

static Day due_of(const Calendar *calendar, Day from, int days, ClockKind clock)
{
    if (day_is_none(from)) return DAY_NONE;
    DeadlineTerms terms = {.event = from, .limit = days, .unit = UNIT_WORKDAY, .clock = clock};
    return deadline_compute(calendar, &terms).due;
}

Day standing_ask_by(const Calendar *calendar, const Party *p) { return due_of(calendar, p->hearing_told, clock_facts(CLOCK_HEARING_ASK)->limit, CLOCK_HEARING_ASK); }
Day standing_state_by(const Calendar *calendar, const Party *p) { return due_of(calendar, p->told, p->days, CLOCK_OTHER); }

bool standing_visitor(const Standing *s, const char *officer)
{
    size_t n = strlen(officer);
    for (const char *at = s->visitors; n && *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
        if (strcspn(at, ",") == n && !strncmp(at, officer, n)) return true;
    return false;
}

/* The event day of a clock of these chapters; DAY_NONE: it has not begun. */
static Day begun(const Standing *s, ClockKind clock)
{
    Day latest = DAY_NONE;
    switch (clock) {
    case CLOCK_VISIT: return s->verification == VERIFICATION_INSPECTION ? s->accepted : DAY_NONE;
    case CLOCK_HEARING_ASK:
        for (int i = 0; i <= s->party_count; i++)
            if (!day_is_none(s->parties[i].hearing_told) && (day_is_none(latest) || day_after(s->parties[i].hearing_told, latest))) latest = s->parties[i].hearing_told;
        return latest;
    case CLOCK_HEARING: return s->hearing_asked;
    case CLOCK_EXAMINE: return s->decided_above ? s->accepted : DAY_NONE;
    case CLOCK_SEND_UP: return !s->decided_above ? DAY_NONE : s->two_person || !day_is_none(s->examined) ? s->examined : s->accepted;
    case CLOCK_TELL_REPLY: return s->replied;
    case CLOCK_ISSUE: return s->defaulted;
    default: return DAY_NONE;
    }
}

bool chapters_clock(const Standing *s, ClockKind clock, DeadlineTerms *terms)
{
    terms->event = begun(s, clock);
    terms->limit = clock_facts(clock)->limit;
    terms->unit = clock_facts(clock)->unit;
    return !day_is_none(terms->event);
}

Day standing_clock_stopped(const Standing *s, ClockKind clock)
{
    Day ended = !day_is_none(s->decided) ? s->decided : s->concluded;
    Day done = ended;
    switch (clock) {
    case CLOCK_SUPPLEMENT: return !day_is_none(s->accepted) ? s->accepted : s->concluded;
    case CLOCK_DELIVERY: return s->delivered;
    case CLOCK_VISIT: done = s->visit_assigned; break;
    case CLOCK_HEARING_ASK: done = s->hearing_asked; break;
    case CLOCK_HEARING: done = s->hearing_held; break;
    case CLOCK_EXAMINE:
    case CLOCK_SEND_UP: done = s->sent; break;
    case CLOCK_TELL_REPLY: return day_is_none(s->reply_told) ? s->concluded : s->reply_told;
    default: break;
    }
    return day_is_none(done) ? ended : done;
}

/* Never where others have a stake, where a hearing is owed, or where the organ above decides: nobody loses a right by silence (DOMAIN 3.4). */
bool standing_defaults(const Standing *s)
{
    if (!s->may_default || !day_is_none(s->defaulted) || (s->stage != STAGE_ACCEPTED && s->stage != STAGE_REVIEWED)) return false;
    return !s->decided_above && !s->party_count && !standing_hearing_due(s) && day_is_none(s->owed_by);      /* whoever owes materials cannot plead the delay */
}
