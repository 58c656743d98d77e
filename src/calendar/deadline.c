/* deadline.c: when a lawful period ends. The one function that writes due dates is deadline_compute; see calendar.h.
 *
 * A period is walked in stretches between pauses. Within a stretch the count is a subtraction of prefix sums, so the cost depends on the number
 * of pauses only. Pauses may come in any order and overlap: each step takes, of those not yet passed, the one that begins first.
 */
#include "calendar/calendar.h"
#include "base/limits.h"
#include <assert.h>
#include <limits.h>

typedef struct { const Pause *pauses; int count; } Pauses;
typedef struct { Day end; int counted; bool stopped; } Walk;

/* DC-5: XK-45 stops only the limits of its own section (articles 42 to 44). */
static Pauses effective_pauses(const DeadlineTerms *terms)
{
    return clock_facts(terms->clock)->pausable ? (Pauses){terms->pauses, terms->pause_count} : (Pauses){NULL, 0};
}

static bool pause_open(const Pause *pause) { return day_is_none(pause->to); }

static const Pause *next_pause(Pauses pauses, Day at)
{
    const Pause *next = NULL;
    for (int i = 0; i < pauses.count; i++) {
        const Pause *p = &pauses.pauses[i];
        if (!pause_open(p) && (p->to.n < p->from.n || p->to.n < at.n)) continue;
        if (!next || p->from.n < next->from.n) next = p;
    }
    return next;
}

/* Of several, the open one: it is what holds the clock. */
static const Pause *pause_on(Pauses pauses, Day day)
{
    const Pause *found = NULL;
    for (int i = 0; i < pauses.count; i++) {
        const Pause *p = &pauses.pauses[i];
        if (p->from.n > day.n) continue;
        if (pause_open(p)) return p;
        if (p->to.n >= day.n && !found) found = p;
    }
    return found;
}

const Pause *deadline_pause_on(const DeadlineTerms *terms, Day day) { return pause_on(effective_pauses(terms), day); }

/* Counted days in (after, until], pauses not looked at. */
static int stretch(const Calendar *calendar, bool workdays, Day after, Day until)
{
    if (until.n <= after.n) return 0;
    return workdays ? calendar_workdays_between(calendar, after, until) : until.n - after.n;
}

static Walk walk(const Calendar *calendar, bool workdays, Day event, int need, Pauses pauses)
{
    Day last = event;          /* all up to and with this day is behind us */
    int counted = 0;
    if (need == 0) return (Walk){event, 0, false};
    for (;;) {
        const Pause *pause = pauses.count ? next_pause(pauses, day_plus(last, 1)) : NULL;
        int available = pause ? stretch(calendar, workdays, last, day_plus(pause->from, -1)) : INT_MAX;
        if (need - counted <= available) {
            int rest = need - counted;
            return (Walk){workdays ? calendar_workday_after(calendar, last, rest) : day_plus(last, rest), need, false};
        }
        counted += available;
        if (pause_open(pause)) return (Walk){DAY_NONE, counted, true};
        last = pause->to;
    }
}

/* DC-3, MFD-203: a last day that is no working day gives way to the next one; a paused day cannot be the last either. */
static Day roll(const Calendar *calendar, Day raw, Pauses pauses)
{
    for (;;) {
        const Pause *pause = pauses.count ? pause_on(pauses, raw) : NULL;
        if (pause && pause_open(pause)) return DAY_NONE;
        if (pause) raw = day_plus(pause->to, 1);
        else if (!calendar_is_workday(calendar, raw)) raw = calendar_next_workday(calendar, raw);
        else return raw;
    }
}

/* MFD-202: the corresponding day of the month; when there is none, the last day of that month. */
static Day months_later(Day day, int months)
{
    int year, month, in_month;
    day_split(day, &year, &month, &in_month);
    int index = year * 12 + month - 1 + months;
    year = index / 12;
    month = index % 12 + 1;
    Day last = day_plus(month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1), -1);
    Day same = day_plus(day_of(year, month, 1), in_month - 1);
    return same.n < last.n ? same : last;
}

static int days_of(Day event, int limit, LimitUnit unit)
{
    if (unit == UNIT_MONTH) return day_difference(event, months_later(event, limit));
    if (unit == UNIT_YEAR) return day_difference(event, months_later(event, limit * 12));
    return limit;
}

static Deadline compute_limit(const Calendar *calendar, const DeadlineTerms *terms, int limit)
{
    bool workdays = terms->unit == UNIT_WORKDAY;
    Pauses pauses = effective_pauses(terms);
    int days = days_of(terms->event, limit, terms->unit);
    Walk counted = walk(calendar, workdays, terms->event, days, pauses);
    Deadline deadline = {.due = DAY_NONE, .raw = counted.end, .stopped = counted.stopped, .limit = limit, .days = days, .consumed = counted.counted,
                         .calendar_version = calendar_version(calendar)};
    if (!counted.stopped) {
        deadline.due = roll(calendar, counted.end, pauses);
        deadline.stopped = day_is_none(deadline.due);
        deadline.rolled = !deadline.stopped && deadline.due.n != deadline.raw.n;
        /* Working days depend on every year they pass; calendar days only on where they end. */
        Day from = workdays && days > 0 ? day_plus(terms->event, 1) : deadline.raw;
        deadline.provisional = !deadline.stopped && calendar_provisional_between(calendar, from, deadline.due);
    }
    return deadline;
}

Deadline deadline_compute(const Calendar *calendar, const DeadlineTerms *terms)
{
    assert(!deadline_terms_fault(terms, NULL));
    Deadline deadline = compute_limit(calendar, terms, terms->limit);
    int without_effect = 0;
    for (int i = 0; i < terms->extension_count; i++) {
        const Extension *extension = &terms->extensions[i];
        /* DC-6: what has run out cannot be lengthened. */
        bool late = !day_is_none(extension->decided) && !deadline.stopped && extension->decided.n > deadline.due.n;
        if (late) without_effect++;
        else deadline = compute_limit(calendar, terms, deadline.limit + extension->amount);
    }
    deadline.extensions_without_effect = without_effect;
    return deadline;
}

/* The numbers that keep every reachable day inside the calendar's table: for the limit, and for all extensions together. */
static const int extension_bound[] = {[UNIT_WORKDAY] = LIMIT_DEADLINE_DAYS, [UNIT_CALENDAR_DAY] = LIMIT_DEADLINE_DAYS, [UNIT_MONTH] = 120, [UNIT_YEAR] = 10};
static const int unit_bound[] = {[UNIT_WORKDAY] = LIMIT_DEADLINE_DAYS, [UNIT_CALENDAR_DAY] = LIMIT_DEADLINE_DAYS, [UNIT_MONTH] = 600, [UNIT_YEAR] = 50};

static bool day_in_range(Day day)
{
    static const Day first = {-25567}, last = {84005};       /* 1900-01-01 and 2199-12-31, as day_parse */
    return day.n >= first.n && day.n <= last.n;
}

const char *deadline_terms_fault(const DeadlineTerms *terms, const char **english)
{
    const char *ignored;
    if (!english) english = &ignored;
    if (!day_in_range(terms->event)) return *english = "the start day must lie in 1900 to 2199", "起算日须在1900年至2199年之间";
    if (terms->limit < 0) return *english = "the limit must not be negative", "期限不得为负数";
    int64_t total = 0;
    for (int i = 0; i < terms->extension_count; i++) {
        if (terms->extensions[i].amount < 1) return *english = "an extension must be at least 1", "延长的期限至少为1";
        total += terms->extensions[i].amount;
    }
    if (total > extension_bound[terms->unit]) return *english = "the extensions are too long (3660 days, 120 months, 10 years)", "延长过长（上限3660日、120个月、10年）";
    if (terms->limit > unit_bound[terms->unit]) return *english = "the limit is too long (3660 days, 600 months, 50 years)", "期限过长（上限3660日、600个月、50年）";
    for (int i = 0; i < terms->pause_count; i++) {
        const Pause *pause = &terms->pauses[i];
        if (!day_in_range(pause->from) || (!pause_open(pause) && !day_in_range(pause->to)))
            return *english = "a pause must lie in 1900 to 2199", "中止期间须在1900年至2199年之间";
    }
    *english = NULL;
    return NULL;
}

/* Counted days in (after, until], pauses left out. */
static int counted_between(const Calendar *calendar, bool workdays, Day after, Day until, Pauses pauses)
{
    int counted = 0;
    while (after.n < until.n) {
        const Pause *pause = next_pause(pauses, day_plus(after, 1));
        if (!pause || pause->from.n > until.n) return counted + stretch(calendar, workdays, after, until);
        counted += stretch(calendar, workdays, after, day_plus(pause->from, -1));
        if (pause_open(pause)) return counted;
        after = pause->to;
    }
    return counted;
}

int deadline_counted(const Calendar *calendar, const DeadlineTerms *terms, Day until)
{
    return counted_between(calendar, terms->unit == UNIT_WORKDAY, terms->event, until, effective_pauses(terms));
}

int deadline_day_number(const Calendar *calendar, const DeadlineTerms *terms, const Deadline *deadline, Day today)
{
    int counted = deadline_counted(calendar, terms, today);
    return counted < deadline->days ? counted : deadline->days;
}

int deadline_remaining(const Calendar *calendar, const DeadlineTerms *terms, const Deadline *deadline, Day today)
{
    bool workdays = terms->unit == UNIT_WORKDAY;
    if (deadline->stopped) return deadline->days - deadline_day_number(calendar, terms, deadline, today);
    if (deadline_overdue(deadline, today)) {
        int late = stretch(calendar, workdays, deadline->due, today);
        return late > 1 ? -late : -1;            /* a day off after the due day is overdue already */
    }
    Day from = today.n > terms->event.n ? today : terms->event;
    return counted_between(calendar, workdays, from, deadline->due, effective_pauses(terms));
}

bool deadline_overdue(const Deadline *deadline, Day today) { return !deadline->stopped && today.n > deadline->due.n; }

DeadlineState deadline_state(const DeadlineTerms *terms, const Deadline *deadline, Day today)
{
    if (deadline_overdue(deadline, today)) return DEADLINE_OVERDUE;
    if (deadline_pause_on(terms, today)) return DEADLINE_PAUSED;
    return !deadline->stopped && today.n == deadline->due.n ? DEADLINE_DUE_TODAY : DEADLINE_RUNNING;
}

const char *deadline_state_code(DeadlineState state)
{
    static const char *const codes[] = {"running", "paused", "due_today", "overdue"};
    return codes[state];
}

Day calendar_days_before(const Calendar *calendar, Day event, int n, LimitUnit unit)
{
    if (unit == UNIT_WORKDAY) return calendar_workday_after(calendar, day_plus(event, -1), 1 - n);
    Day raw = unit == UNIT_CALENDAR_DAY ? day_plus(event, -n) : months_later(event, unit == UNIT_YEAR ? -12 * n : -n);
    return calendar_previous_workday(calendar, raw);
}

RenewalDates calendar_renewal(const Calendar *calendar, Day expiry, int n)
{
    RenewalDates dates;
    dates.remind = calendar_days_before(calendar, expiry, n, UNIT_WORKDAY);
    /* The applicant's duty: a last day on a day off moves in his favour (MFD-203), never past the expiry itself. */
    dates.accept_until = calendar_next_workday(calendar, day_plus(expiry, -n));
    if (dates.accept_until.n > expiry.n) dates.accept_until = expiry;
    dates.provisional = calendar_provisional_between(calendar, dates.remind, expiry);
    return dates;
}

int deadline_days_to_explain(const Calendar *calendar, const DeadlineTerms *terms)
{
    Deadline deadline = deadline_compute(calendar, terms);
    Day end = deadline.due;
    for (int i = 0; deadline.stopped && i < terms->pause_count; i++)
        if (day_is_none(terms->pauses[i].to) && (day_is_none(end) || day_before(terms->pauses[i].from, end))) end = terms->pauses[i].from;
    return day_difference(terms->event, end);
}
