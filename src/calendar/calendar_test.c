/* calendar_test.c: the table of days, and every DC rule at its boundaries. */
#include "calendar/calendar.h"
#include "base/file.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static Arena *arena;
static const Calendar *national;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    national = calendar_builtin(arena, NULL, NULL, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Day d(const char *text)
{
    Day day;
    assert_true(day_parse(text, &day));
    return day;
}

#define assert_day(actual, expected) assert_string_equal(day_text(arena, (actual)), (expected))

static DeadlineTerms terms_of(const char *event, int limit, LimitUnit unit)
{
    return (DeadlineTerms){.event = d(event), .limit = limit, .unit = unit};
}

static Day due(const char *event, int limit, LimitUnit unit)
{
    DeadlineTerms terms = terms_of(event, limit, unit);
    return deadline_compute(national, &terms).due;
}

static void test_working_days_of_every_year(void **state)
{
    (void)state;
    static const int expected[] = {252, 251, 251, 249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248};
    for (int y = 2004; y <= 2026; y++) assert_int_equal(calendar_workdays_in_year(national, y), expected[y - 2004]);
}

static void test_coverage(void **state)
{
    (void)state;
    assert_int_equal(calendar_first_covered(national), 2004);
    assert_int_equal(calendar_last_covered(national), 2026);
    for (int y = 2004; y <= 2026; y++) assert_true(calendar_covers(national, y));
    assert_false(calendar_covers(national, 2003));
    assert_false(calendar_covers(national, 2027));
    assert_false(calendar_covers(national, 0));
    assert_false(calendar_covers(national, 99999));
    assert_int_equal(calendar_version(national), 0);
    assert_int_equal(strlen(calendar_hash(national)), 64);
}

static void test_days_that_collections_disagreed_on(void **state)
{
    (void)state;
    assert_true(calendar_is_workday(national, d("2005-12-31")));
    assert_true(calendar_is_workday(national, d("2013-04-07")));
    assert_true(calendar_is_workday(national, d("2013-10-12")));
    assert_true(calendar_is_workday(national, d("2020-02-03")));
    assert_false(calendar_is_workday(national, d("2020-01-31")));
}

static void test_golden_vectors(void **state)
{
    (void)state;
    size_t size;
    const uint8_t *bytes = file_read(arena, "tests/golden/deadline_vectors.csv", 1 << 20, &size);
    assert_non_null(bytes);
    char **lines, **cells;
    int count = text_split(arena, (const char *)bytes, '\n', &lines), checked = 0;
    for (int i = 1; i < count; i++) {
        if (text_blank(lines[i])) continue;
        int n = text_split(arena, lines[i], ',', &cells);      /* the second column may hold commas: count from the end */
        assert_true(n >= 6);
        int64_t limit;
        LimitUnit unit;
        assert_true(text_parse_int(cells[n - 3], 0, 1000, &limit));
        assert_true(unit_parse(cells[n - 2], &unit));
        Day got = due(cells[n - 4], (int)limit, unit);
        if (strcmp(day_text(arena, got), cells[n - 1])) fail_msg("%s: %s, expected %s", cells[0], day_text(arena, got), cells[n - 1]);
        checked++;
    }
    assert_int_equal(checked, 24);
}

static void test_vector_p1_pause_for_testing(void **state)
{
    (void)state;
    Pause pause = {d("2026-03-09"), d("2026-03-20"), PAUSE_TEST, "江夏住建特〔2026〕3号"};
    DeadlineTerms terms = terms_of("2026-03-02", 20, UNIT_WORKDAY);
    terms.pauses = &pause;
    terms.pause_count = 1;
    terms.clock = CLOCK_STATUTORY;
    Deadline deadline = deadline_compute(national, &terms);
    assert_day(deadline.due, "2026-04-14");
    assert_false(deadline.provisional);
    assert_false(deadline.stopped);
    assert_int_equal(deadline.consumed, 20);
}

static void test_dc1_event_day_is_not_counted(void **state)
{
    (void)state;
    assert_day(due("2026-03-02", 1, UNIT_WORKDAY), "2026-03-03");
    assert_day(due("2026-03-06", 1, UNIT_WORKDAY), "2026-03-09");
    assert_day(due("2026-03-02", 1, UNIT_CALENDAR_DAY), "2026-03-03");
}

static void test_dc2_overdue_begins_the_day_after(void **state)
{
    (void)state;
    DeadlineTerms terms = terms_of("2026-03-02", 4, UNIT_WORKDAY);       /* due Friday 2026-03-06 */
    Deadline deadline = deadline_compute(national, &terms);
    assert_day(deadline.due, "2026-03-06");
    assert_false(deadline_overdue(&deadline, d("2026-03-06")));
    assert_true(deadline_overdue(&deadline, d("2026-03-07")));
    assert_int_equal(deadline_state(&terms, &deadline, d("2026-03-05")), DEADLINE_RUNNING);
    assert_int_equal(deadline_state(&terms, &deadline, d("2026-03-06")), DEADLINE_DUE_TODAY);
    assert_int_equal(deadline_state(&terms, &deadline, d("2026-03-07")), DEADLINE_OVERDUE);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-02")), 4);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-01")), 4);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-05")), 1);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-06")), 0);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-07")), -1);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-09")), -1);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-10")), -2);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-03-01")), 0);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-03-02")), 0);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-03-03")), 1);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-03-06")), 4);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-04-06")), 4);
}

static void test_dc3_calendar_days_roll_to_the_next_working_day(void **state)
{
    (void)state;
    assert_day(due("2026-03-02", 5, UNIT_CALENDAR_DAY), "2026-03-09");      /* Saturday */
    assert_day(due("2026-03-02", 4, UNIT_CALENDAR_DAY), "2026-03-06");
    assert_day(due("2026-09-27", 4, UNIT_CALENDAR_DAY), "2026-10-08");      /* 1 October */
    assert_day(due("2026-02-07", 7, UNIT_CALENDAR_DAY), "2026-02-14");      /* a Saturday that is worked: no roll */
    DeadlineTerms terms = terms_of("2026-03-02", 5, UNIT_CALENDAR_DAY);
    Deadline deadline = deadline_compute(national, &terms);
    assert_true(deadline.rolled);
    assert_day(deadline.raw, "2026-03-07");
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-07")), 2);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-03-08")), 5);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-12")), -3);
}

static void test_dc3_months_and_years(void **state)
{
    (void)state;
    assert_day(due("2026-01-31", 1, UNIT_MONTH), "2026-02-28");      /* no 31 February; the Saturday is worked */
    assert_day(due("2024-01-31", 1, UNIT_MONTH), "2024-02-29");
    assert_day(due("2026-03-10", 2, UNIT_MONTH), "2026-05-11");      /* 10 May is a Sunday */
    assert_day(due("2025-12-15", 1, UNIT_MONTH), "2026-01-15");
    assert_day(due("2024-02-29", 1, UNIT_YEAR), "2025-02-28");
    assert_day(due("2024-03-04", 2, UNIT_YEAR), "2026-03-04");
    assert_day(due("2026-03-04", 0, UNIT_MONTH), "2026-03-04");
    assert_day(due("2025-11-28", 3, UNIT_MONTH), "2026-02-28");
    DeadlineTerms terms = terms_of("2026-03-10", 1, UNIT_MONTH);
    Pause pause = {d("2026-03-16"), d("2026-03-18"), PAUSE_TEST, NULL};
    terms.pauses = &pause;
    terms.pause_count = 1;
    assert_day(deadline_compute(national, &terms).due, "2026-04-13");
    Extension extension = {1, DAY_NONE, NULL};
    terms.extensions = &extension;
    terms.extension_count = 1;
    assert_day(deadline_compute(national, &terms).due, "2026-05-13");
}

static void test_dc5_supplement_clock_cannot_be_paused(void **state)
{
    (void)state;
    Pause pause = {d("2026-03-03"), d("2026-03-20"), PAUSE_HEARING, "x"};
    DeadlineTerms terms = terms_of("2026-03-02", 5, UNIT_WORKDAY);
    terms.pauses = &pause;
    terms.pause_count = 1;
    terms.clock = CLOCK_SUPPLEMENT;
    assert_day(deadline_compute(national, &terms).due, "2026-03-09");
    assert_null(deadline_pause_on(&terms, d("2026-03-05")));
    for (int clock = CLOCK_STATUTORY; clock <= CLOCK_DELIVERY; clock++) {
        terms.clock = (ClockKind)clock;
        assert_day(deadline_compute(national, &terms).due, "2026-03-27");
        assert_ptr_equal(deadline_pause_on(&terms, d("2026-03-05")), &pause);
        assert_ptr_equal(deadline_pause_on(&terms, d("2026-03-20")), &pause);
        assert_null(deadline_pause_on(&terms, d("2026-03-21")));
        assert_null(deadline_pause_on(&terms, d("2026-03-02")));
    }
}

static void test_dc5_both_ends_of_a_pause_are_inclusive(void **state)
{
    (void)state;
    DeadlineTerms terms = terms_of("2026-03-02", 3, UNIT_WORKDAY);       /* unpaused: Thursday 2026-03-05 */
    Pause pause = {.kind = PAUSE_TEST};
    terms.pauses = &pause;
    terms.pause_count = 1;
    static const struct { const char *from, *to, *due; } rows[] = {
        {"2026-03-04", "2026-03-04", "2026-03-06"},      /* one day */
        {"2026-03-02", "2026-03-02", "2026-03-05"},      /* the event day is not counted anyway */
        {"2026-03-02", "2026-03-03", "2026-03-06"},
        {"2026-03-05", "2026-03-05", "2026-03-06"},      /* on the due day itself */
        {"2026-03-06", "2026-03-30", "2026-03-05"},      /* after the due day: no effect */
        {"2026-02-01", "2026-03-01", "2026-03-05"},      /* before the event */
        {"2026-03-07", "2026-03-08", "2026-03-05"},      /* a weekend */
        {"2026-03-05", "2026-03-04", "2026-03-05"},      /* empty */
        {"2026-03-03", "2026-03-06", "2026-03-11"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pause.from = d(rows[i].from);
        pause.to = d(rows[i].to);
        assert_day(deadline_compute(national, &terms).due, rows[i].due);
    }
}

static void test_dc5_overlapping_pauses_count_once_in_any_order(void **state)
{
    (void)state;
    Pause pauses[] = {
        {d("2026-03-18"), d("2026-03-20"), PAUSE_TEST, "c"}, {d("2026-03-09"), d("2026-03-13"), PAUSE_HEARING, "a"},
        {d("2026-03-11"), d("2026-03-17"), PAUSE_EXPERT_REVIEW, "b"}, {d("2026-03-12"), d("2026-03-12"), PAUSE_AUCTION, "d"},
    };
    DeadlineTerms terms = terms_of("2026-03-02", 20, UNIT_WORKDAY);
    terms.pauses = pauses;
    terms.pause_count = 4;
    assert_day(deadline_compute(national, &terms).due, "2026-04-14");      /* as one pause 03-09..03-20 */
}

static void test_dc5_open_pause_stops_the_clock(void **state)
{
    (void)state;
    Pause pause = {d("2026-03-09"), DAY_NONE, PAUSE_TEST, "特3号"};
    DeadlineTerms terms = terms_of("2026-03-02", 20, UNIT_WORKDAY);
    terms.pauses = &pause;
    terms.pause_count = 1;
    Deadline deadline = deadline_compute(national, &terms);
    assert_true(deadline.stopped);
    assert_true(day_is_none(deadline.due));
    assert_int_equal(deadline.consumed, 4);
    assert_false(deadline_overdue(&deadline, d("2030-01-01")));
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-06-01")), 16);
    assert_int_equal(deadline_remaining(national, &terms, &deadline, d("2026-03-03")), 19);
    assert_int_equal(deadline_day_number(national, &terms, &deadline, d("2026-06-01")), 4);
    assert_int_equal(deadline_state(&terms, &deadline, d("2026-06-01")), DEADLINE_PAUSED);
    assert_int_equal(deadline_state(&terms, &deadline, d("2026-03-06")), DEADLINE_RUNNING);
    pause.from = d("2026-03-31");                                          /* begins the day after the due day: too late to stop it */
    deadline = deadline_compute(national, &terms);
    assert_day(deadline.due, "2026-03-30");
    pause.from = d("2026-03-30");
    assert_true(deadline_compute(national, &terms).stopped);
}

static void test_dc5_calendar_days_with_pause(void **state)
{
    (void)state;
    Pause pause = {d("2026-03-04"), d("2026-03-05"), PAUSE_OTHER, NULL};
    DeadlineTerms terms = terms_of("2026-03-02", 3, UNIT_CALENDAR_DAY);
    terms.pauses = &pause;
    terms.pause_count = 1;
    assert_day(deadline_compute(national, &terms).due, "2026-03-09");      /* raw 03-07, Saturday */
    pause = (Pause){d("2026-03-09"), d("2026-03-10"), PAUSE_OTHER, NULL};
    terms.limit = 5;                                                       /* raw Saturday 03-07; Monday and Tuesday are paused */
    assert_day(deadline_compute(national, &terms).due, "2026-03-11");
    pause.to = DAY_NONE;
    assert_true(deadline_compute(national, &terms).stopped);
    assert_int_equal(deadline_compute(national, &terms).consumed, 5);
}

static void test_dc6_extensions_add_and_late_ones_have_no_effect(void **state)
{
    (void)state;
    Extension extension = {10, d("2026-03-30"), "延3号"};
    DeadlineTerms terms = terms_of("2026-03-02", 20, UNIT_WORKDAY);        /* due 2026-03-30 */
    terms.extensions = &extension;
    terms.extension_count = 1;
    Deadline deadline = deadline_compute(national, &terms);
    assert_day(deadline.due, "2026-04-14");                                /* decided on the last day: in time */
    assert_int_equal(deadline.limit, 30);
    assert_int_equal(deadline.extensions_without_effect, 0);
    extension.decided = d("2026-03-31");
    deadline = deadline_compute(national, &terms);
    assert_day(deadline.due, "2026-03-30");
    assert_int_equal(deadline.limit, 20);
    assert_int_equal(deadline.extensions_without_effect, 1);
    Pause pause = {d("2026-03-09"), DAY_NONE, PAUSE_TEST, NULL};           /* a stopped clock has not run out */
    terms.pauses = &pause;
    terms.pause_count = 1;
    assert_int_equal(deadline_compute(national, &terms).limit, 30);
    Extension two[] = {{5, d("2026-03-20"), NULL}, {5, d("2026-04-05"), NULL}};      /* the second within the time of the first (due 2026-04-07) */
    terms.pause_count = 0;
    terms.extensions = two;
    terms.extension_count = 2;
    assert_int_equal(deadline_compute(national, &terms).limit, 30);
    two[1].decided = d("2026-04-08");
    assert_int_equal(deadline_compute(national, &terms).limit, 25);
}

static void test_dc7_receipt_outside_office_hours(void **state)
{
    (void)state;
    static const struct { const char *day; int hour, minute; const char *same, *next; } rows[] = {
        {"2026-03-01", 10, 0, "2026-03-01", "2026-03-02"},       /* Sunday */
        {"2026-03-02", 3, 0, "2026-03-02", "2026-03-02"},        /* before opening: the same working day */
        {"2026-03-02", 17, 29, "2026-03-02", "2026-03-02"},
        {"2026-03-02", 17, 30, "2026-03-02", "2026-03-03"},
        {"2026-03-06", 23, 59, "2026-03-06", "2026-03-09"},
        {"2026-09-30", 18, 0, "2026-09-30", "2026-10-08"},
        {"2026-05-09", 9, 0, "2026-05-09", "2026-05-09"},        /* adjusted working Saturday */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Instant at = instant_at(d(rows[i].day), rows[i].hour, rows[i].minute, 0);
        assert_day(calendar_receipt_day(national, at, RECEIPT_SAME_DAY, 17 * 60 + 30), rows[i].same);
        assert_day(calendar_receipt_day(national, at, RECEIPT_NEXT_WORKDAY, 17 * 60 + 30), rows[i].next);
    }
    /* Sunday event: Monday is day 1. Monday event: Tuesday is day 1. */
    assert_day(due("2026-03-01", 1, UNIT_WORKDAY), "2026-03-02");
    assert_day(due("2026-03-02", 1, UNIT_WORKDAY), "2026-03-03");
}

static void test_dc8_decision_clock_runs_from_the_supplement(void **state)
{
    (void)state;
    assert_day(due("2026-03-20", 20, UNIT_WORKDAY), "2026-04-20");       /* accepted the day the supplement came, not from receipt */
}

static void test_dc9_counting_back(void **state)
{
    (void)state;
    assert_day(calendar_days_before(national, d("2026-07-10"), 7, UNIT_WORKDAY), "2026-07-01");
    assert_day(calendar_days_before(national, d("2026-10-08"), 1, UNIT_WORKDAY), "2026-09-30");
    assert_day(calendar_days_before(national, d("2026-03-09"), 1, UNIT_CALENDAR_DAY), "2026-03-06");      /* Sunday goes back to Friday */
    assert_day(calendar_days_before(national, d("2026-03-31"), 1, UNIT_MONTH), "2026-02-28");
    assert_day(calendar_days_before(national, d("2026-03-04"), 1, UNIT_YEAR), "2025-03-04");
    for (Day e = d("2025-06-01"); e.n < d("2026-06-01").n; e.n++)
        for (int n = 1; n < 20; n++) {
            Day back = calendar_days_before(national, e, n, UNIT_WORKDAY);
            assert_true(calendar_is_workday(national, back));
            assert_int_equal(calendar_workdays_between(national, back, day_plus(e, -1)), n - 1);
        }
}

static void test_dc10_renewal(void **state)
{
    (void)state;
    RenewalDates dates = calendar_renewal(national, d("2026-12-31"), 30);
    assert_day(dates.accept_until, "2026-12-01");
    assert_day(dates.remind, "2026-11-19");
    assert_false(dates.provisional);
    assert_day(calendar_renewal(national, d("2026-11-30"), 30).accept_until, "2026-11-02");      /* 31 October is a Saturday */
    assert_day(calendar_renewal(national, d("2026-10-03"), 1).accept_until, "2026-10-03");       /* never past the expiry */
    assert_true(calendar_renewal(national, d("2027-06-01"), 30).provisional);
}

static const Calendar *only(const CalendarDay *days, int count) { return calendar_new(arena, 7, NULL, days, count, NULL, 0); }

static void test_dc11_uncovered_years_are_provisional(void **state)
{
    (void)state;
    assert_day(due("2026-12-10", 20, UNIT_WORKDAY), "2027-01-08");
    DeadlineTerms terms = terms_of("2026-12-10", 20, UNIT_WORKDAY);
    assert_true(deadline_compute(national, &terms).provisional);
    terms.limit = 15;                                                   /* 2026-12-31 */
    assert_day(deadline_compute(national, &terms).due, "2026-12-31");
    assert_false(deadline_compute(national, &terms).provisional);
    terms = terms_of("2026-12-31", 0, UNIT_WORKDAY);
    assert_false(deadline_compute(national, &terms).provisional);
    terms = terms_of("2026-12-31", 1, UNIT_WORKDAY);
    assert_true(deadline_compute(national, &terms).provisional);
    terms = terms_of("2026-12-22", 10, UNIT_CALENDAR_DAY);              /* raw end 2027-01-01 */
    assert_true(deadline_compute(national, &terms).provisional);
    assert_day(deadline_compute(national, &terms).due, "2027-01-04");
    terms = terms_of("2026-12-22", 9, UNIT_CALENDAR_DAY);
    assert_false(deadline_compute(national, &terms).provisional);
    terms = terms_of("2028-03-01", 5, UNIT_WORKDAY);
    assert_true(deadline_compute(national, &terms).provisional);
    terms = terms_of("2003-12-30", 5, UNIT_WORKDAY);                    /* before the table begins, too */
    assert_true(deadline_compute(national, &terms).provisional);
    terms = terms_of("2003-12-31", 1, UNIT_WORKDAY);                    /* the event day itself is not counted, so its year does not matter */
    assert_false(deadline_compute(national, &terms).provisional);
    terms = terms_of("2003-12-01", 40, UNIT_CALENDAR_DAY);              /* calendar days: only where the count ends matters */
    assert_false(deadline_compute(national, &terms).provisional);
    assert_false(calendar_is_workday(national, d("2028-05-02")));
    assert_true(calendar_is_workday(national, d("2028-05-03")));
    assert_false(calendar_is_workday(national, d("2027-02-05")));       /* provisional Spring Festival */
    assert_true(calendar_is_provisional(national, d("2027-02-05")));
    assert_false(calendar_is_workday(national, d("2028-10-02")));       /* fixed statutory day without any row */
    assert_string_equal(calendar_day_name(national, d("2028-10-02")), "国庆节");
    assert_null(calendar_day_row(national, d("2028-10-02")));
    assert_false(calendar_is_workday(national, d("2028-04-04")));       /* Qingming 2028 */
}

static void test_dc11_qingming_formula_against_the_notices(void **state)
{
    (void)state;
    const Calendar *bare = only(NULL, 0);
    for (int y = 2008; y <= 2026; y++) {
        int found = 0;
        for (int k = 4; k <= 5; k++)
            if (text_equal(calendar_day_name(bare, day_of(y, 4, k)), "清明节")) {
                found++;
                const CalendarDay *row = calendar_day_row(national, day_of(y, 4, k));
                bool sunday_without_row = day_weekday(day_of(y, 4, k)) > 5;
                assert_true(sunday_without_row || (row && row->kind == CALENDAR_HOLIDAY));
            }
        assert_int_equal(found, 1);
    }
    static const int fifth[] = {2027, 2030, 2031, 2034, 2035};           /* 5 April; between them 4 April */
    for (int y = 2027; y <= 2035; y++) {
        bool expected = false;
        for (size_t i = 0; i < sizeof fifth / sizeof *fifth; i++) expected |= fifth[i] == y;
        assert_int_equal(text_equal(calendar_day_name(bare, day_of(y, 4, 5)), "清明节"), expected);
    }
    assert_null(calendar_day_name(bare, day_of(2007, 4, 5)));            /* no holiday before 2008 */
}

static void test_dc11_a_notice_replaces_provisional_rows(void **state)
{
    (void)state;
    CalendarDay days[] = {
        {d("2027-02-05"), CALENDAR_HOLIDAY_PROVISIONAL, "春节"}, {d("2027-02-09"), CALENDAR_HOLIDAY, "春节"},
        {d("2027-10-01"), CALENDAR_HOLIDAY, "国庆节"}, {d("2027-02-06"), CALENDAR_WORKDAY, "春节"},
    };
    const Calendar *c = only(days, 4);
    assert_true(calendar_covers(c, 2027));
    assert_true(calendar_is_workday(c, d("2027-02-05")));      /* the provisional row has gone */
    assert_true(calendar_is_workday(c, d("2027-02-06")));
    assert_false(calendar_is_workday(c, d("2027-02-09")));
    assert_true(calendar_is_workday(c, d("2027-05-03")));
    days[2].kind = CALENDAR_HOLIDAY_PROVISIONAL;               /* 1 October known provisionally covers nothing */
    assert_false(calendar_covers(only(days, 4), 2027));
    assert_false(calendar_is_workday(only(days, 1), d("2027-05-01")) || calendar_is_workday(only(days, 1), d("2027-10-01")));   /* fixed days stand beside provisional rows */
    days[2].kind = CALENDAR_HOLIDAY;
    days[2].day = d("2027-09-30");                             /* without 1 October the year is not covered */
    assert_false(calendar_covers(only(days, 4), 2027));
    assert_false(calendar_is_workday(only(days, 4), d("2027-02-05")));
    assert_int_equal(calendar_version(c), 7);
}

static void test_dc12_overrides_by_area(void **state)
{
    (void)state;
    CalendarOverride overrides[] = {
        {"420000", d("2020-02-03"), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"},
        {"420000", d("2020-02-04"), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"},
        {"420115", d("2020-02-04"), CALENDAR_WORKDAY, "江夏政办〔2020〕1号"},
        {"430000", d("2020-02-05"), CALENDAR_HOLIDAY, "湘"},
    };
    const Calendar *jiangxia = calendar_builtin(arena, "420115", overrides, 4);
    const Calendar *huangshi = calendar_builtin(arena, "420200", overrides, 4);
    assert_false(calendar_is_workday(jiangxia, d("2020-02-03")));
    assert_true(calendar_is_workday(jiangxia, d("2020-02-04")));          /* the narrower area prevails */
    assert_string_equal(calendar_day_override(jiangxia, d("2020-02-04"))->document, "江夏政办〔2020〕1号");
    assert_false(calendar_is_workday(huangshi, d("2020-02-04")));
    assert_true(calendar_is_workday(jiangxia, d("2020-02-05")));          /* another province */
    assert_true(calendar_is_workday(national, d("2020-02-03")));
    assert_null(calendar_day_override(jiangxia, d("2020-02-05")));
    assert_null(calendar_day_override(jiangxia, d("2019-02-05")));
    assert_null(calendar_day_override(national, d("2020-02-03")));
    assert_string_not_equal(calendar_hash(jiangxia), calendar_hash(national));
    DeadlineTerms terms = terms_of("2020-01-20", 5, UNIT_WORKDAY);        /* 01-21, 22, 23, 02-03, 02-04 */
    assert_day(deadline_compute(national, &terms).due, "2020-02-04");
    assert_day(deadline_compute(jiangxia, &terms).due, "2020-02-05");
    assert_day(deadline_compute(huangshi, &terms).due, "2020-02-06");
}

static void test_area_nesting(void **state)
{
    (void)state;
    assert_true(calendar_area_within("420115", "420115"));
    assert_true(calendar_area_within("420115", "420100"));
    assert_true(calendar_area_within("420115", "420000"));
    assert_false(calendar_area_within("420115", "420116"));
    assert_false(calendar_area_within("420100", "420115"));
    assert_false(calendar_area_within("420115", "410000"));
    assert_false(calendar_area_within(NULL, "420000"));
    assert_false(calendar_area_within("420115", "42"));
}

static void test_limit_zero(void **state)
{
    (void)state;
    assert_day(due("2026-03-02", 0, UNIT_WORKDAY), "2026-03-02");
    assert_day(due("2026-05-09", 0, UNIT_WORKDAY), "2026-05-09");      /* adjusted working Saturday */
    assert_day(due("2026-03-01", 0, UNIT_WORKDAY), "2026-03-02");      /* on a day off the next working day (MFD-203) */
    assert_day(due("2026-03-01", 0, UNIT_CALENDAR_DAY), "2026-03-02");
    assert_day(due("2026-10-01", 0, UNIT_WORKDAY), "2026-10-08");
    Pause pause = {d("2026-03-02"), d("2026-03-06"), PAUSE_TEST, NULL};
    DeadlineTerms terms = terms_of("2026-03-02", 0, UNIT_WORKDAY);
    terms.pauses = &pause;
    terms.pause_count = 1;
    assert_day(deadline_compute(national, &terms).due, "2026-03-09");
    pause.to = DAY_NONE;
    assert_true(deadline_compute(national, &terms).stopped);
}

static void test_workday_steps(void **state)
{
    (void)state;
    for (Day day = d("2004-01-01"); day.n <= d("2027-12-31").n; day.n++) {
        Day next = calendar_next_workday(national, day), previous = calendar_previous_workday(national, day);
        assert_true(calendar_is_workday(national, next) && next.n >= day.n);
        assert_true(calendar_is_workday(national, previous) && previous.n <= day.n);
        if (calendar_is_workday(national, day)) assert_true(next.n == day.n && previous.n == day.n);
        assert_int_equal(calendar_workdays_between(national, day, next), next.n != day.n);
    }
    assert_int_equal(calendar_workdays_between(national, d("2026-03-06"), d("2026-03-02")), 0);
    assert_true(calendar_is_workday(national, (Day){200000}) == (day_weekday((Day){200000}) <= 5));
    assert_true(calendar_is_provisional(national, (Day){200000}));
    assert_true(calendar_provisional_between(national, (Day){-200000}, d("2026-01-01")));
    assert_false(calendar_provisional_between(national, d("2026-01-02"), d("2026-01-01")));
}

static void test_terms_that_cannot_be_computed(void **state)
{
    (void)state;
    const char *en;
    DeadlineTerms terms = terms_of("2026-03-02", 20, UNIT_WORKDAY);
    assert_null(deadline_terms_fault(&terms, &en));
    assert_null(en);
    terms.limit = -1;
    assert_non_null(deadline_terms_fault(&terms, &en));
    assert_non_null(en);
    terms.limit = 3660;
    assert_null(deadline_terms_fault(&terms, NULL));
    terms.limit = 3661;
    assert_non_null(deadline_terms_fault(&terms, NULL));
    terms = terms_of("2026-03-02", 601, UNIT_MONTH);
    assert_non_null(deadline_terms_fault(&terms, NULL));
    terms = terms_of("2026-03-02", 51, UNIT_YEAR);
    assert_non_null(deadline_terms_fault(&terms, NULL));
    terms = terms_of("2026-03-02", 20, UNIT_WORKDAY);
    terms.event = DAY_NONE;
    assert_non_null(deadline_terms_fault(&terms, NULL));
    terms.event = (Day){84006};
    assert_non_null(deadline_terms_fault(&terms, NULL));
    terms.event = d("2026-03-02");
    Extension extension = {0, DAY_NONE, NULL};
    terms.extensions = &extension;
    terms.extension_count = 1;
    assert_non_null(deadline_terms_fault(&terms, NULL));
    extension.amount = INT32_MAX;
    assert_non_null(deadline_terms_fault(&terms, NULL));
    terms.extension_count = 0;
    Pause pause = {DAY_NONE, DAY_NONE, PAUSE_TEST, NULL};
    terms.pauses = &pause;
    terms.pause_count = 1;
    assert_non_null(deadline_terms_fault(&terms, NULL));
    pause = (Pause){d("2026-03-02"), {84006}, PAUSE_TEST, NULL};
    assert_non_null(deadline_terms_fault(&terms, NULL));
}

static void test_the_farthest_terms_stay_in_the_table(void **state)
{
    (void)state;
    Pause pause = {d("1900-01-01"), d("2199-12-31"), PAUSE_TEST, NULL};
    DeadlineTerms terms = terms_of("2199-12-31", 3660, UNIT_WORKDAY);
    terms.pauses = &pause;
    terms.pause_count = 1;
    Deadline deadline = deadline_compute(national, &terms);
    assert_true(deadline.due.n > d("2199-12-31").n && day_year(deadline.due) < 2265);
    assert_true(deadline.provisional);
    terms.limit = 50;
    terms.unit = UNIT_YEAR;
    Extension extension = {10, DAY_NONE, NULL};
    terms.extensions = &extension;
    terms.extension_count = 1;
    assert_true(day_year(deadline_compute(national, &terms).due) < 2265);
    terms.extension_count = 0;
    terms.limit = 3660;
    terms.unit = UNIT_WORKDAY;
    terms.event = d("1900-01-01");
    deadline = deadline_compute(national, &terms);
    assert_true(day_year(deadline.due) < 2265);
    terms = terms_of("1900-01-01", 1, UNIT_WORKDAY);
    assert_day(deadline_compute(national, &terms).due, "1900-01-02");
}

static void test_names_and_codes(void **state)
{
    (void)state;
    for (int i = 0; i < PAUSE_KINDS; i++) {
        PauseKind kind;
        assert_true(pause_parse(pause_code((PauseKind)i), &kind));
        assert_int_equal(kind, i);
        assert_non_null(pause_name_zh(kind));
        assert_non_null(pause_name_en(kind));
    }
    for (int i = 0; i <= UNIT_YEAR; i++) {
        LimitUnit unit;
        assert_true(unit_parse(unit_code((LimitUnit)i), &unit));
        assert_int_equal(unit, i);
    }
    static const ClockKind running_on[] = {CLOCK_SUPPLEMENT, CLOCK_VISIT, CLOCK_HEARING_ASK, CLOCK_HEARING, CLOCK_SEND_UP, CLOCK_TELL_REPLY, CLOCK_ISSUE};      /* DC-5: arts 42-44 alone stop */
    for (int i = 0; i < CLOCK_COUNT; i++) {
        ClockKind clock;
        assert_true(clock_parse(clock_facts((ClockKind)i)->code, &clock));
        assert_int_equal(clock, i);
        if (i) assert_true(clock_parse(clock_facts((ClockKind)i)->id, &clock));
        assert_int_equal(clock, i);
        bool pausable = true;
        for (size_t k = 0; k < sizeof running_on / sizeof *running_on; k++) pausable &= running_on[k] != clock;
        assert_int_equal(clock_facts(clock)->pausable, pausable);
    }
    PauseKind kind;
    LimitUnit unit;
    ClockKind clock;
    CalendarKind day_kind;
    assert_false(pause_parse("waiting", &kind));
    assert_false(pause_parse(NULL, &kind));
    assert_false(unit_parse("week", &unit));
    assert_false(unit_parse(NULL, &unit));
    assert_false(clock_parse("", &clock));
    assert_false(clock_parse("T9", &clock));
    assert_false(calendar_kind_parse("feast", &day_kind));
    assert_int_equal(clock_facts(CLOCK_SUPPLEMENT)->limit, 5);
    assert_int_equal(clock_facts(CLOCK_DELIVERY)->limit, 10);
    assert_int_equal(clock_facts(CLOCK_HEARING_ASK)->limit, 5);
    assert_int_equal(clock_facts(CLOCK_HEARING)->limit, 20);
    assert_int_equal(clock_facts(CLOCK_VISIT)->limit, 5);
    assert_int_equal(clock_facts(CLOCK_EXAMINE)->limit, 20);
    assert_string_equal(calendar_holiday_name_en("春节"), "Spring Festival");
    assert_string_equal(calendar_holiday_name_en("未知"), "未知");
    assert_null(calendar_holiday_name_en(NULL));
}

static void test_every_name_in_the_table_has_an_english_name(void **state)
{
    (void)state;
    for (Day day = d("2004-01-01"); day.n <= d("2028-12-31").n; day.n++) {
        const char *name = calendar_day_name(national, day);
        if (name) assert_string_not_equal(calendar_holiday_name_en(name), name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_working_days_of_every_year), cmocka_unit_test(test_coverage), cmocka_unit_test(test_days_that_collections_disagreed_on),
        cmocka_unit_test(test_golden_vectors), cmocka_unit_test(test_vector_p1_pause_for_testing), cmocka_unit_test(test_dc1_event_day_is_not_counted),
        cmocka_unit_test(test_dc2_overdue_begins_the_day_after), cmocka_unit_test(test_dc3_calendar_days_roll_to_the_next_working_day),
        cmocka_unit_test(test_dc3_months_and_years), cmocka_unit_test(test_dc5_supplement_clock_cannot_be_paused),
        cmocka_unit_test(test_dc5_both_ends_of_a_pause_are_inclusive), cmocka_unit_test(test_dc5_overlapping_pauses_count_once_in_any_order),
        cmocka_unit_test(test_dc5_open_pause_stops_the_clock), cmocka_unit_test(test_dc5_calendar_days_with_pause),
        cmocka_unit_test(test_dc6_extensions_add_and_late_ones_have_no_effect), cmocka_unit_test(test_dc7_receipt_outside_office_hours),
        cmocka_unit_test(test_dc8_decision_clock_runs_from_the_supplement), cmocka_unit_test(test_dc9_counting_back),
        cmocka_unit_test(test_dc10_renewal), cmocka_unit_test(test_dc11_uncovered_years_are_provisional),
        cmocka_unit_test(test_dc11_qingming_formula_against_the_notices), cmocka_unit_test(test_dc11_a_notice_replaces_provisional_rows),
        cmocka_unit_test(test_dc12_overrides_by_area), cmocka_unit_test(test_area_nesting), cmocka_unit_test(test_limit_zero),
        cmocka_unit_test(test_workday_steps), cmocka_unit_test(test_terms_that_cannot_be_computed),
        cmocka_unit_test(test_the_farthest_terms_stay_in_the_table), cmocka_unit_test(test_names_and_codes),
        cmocka_unit_test(test_every_name_in_the_table_has_an_english_name),
    };
    return cmocka_run_group_tests_name("calendar", tests, setup, teardown);
}
