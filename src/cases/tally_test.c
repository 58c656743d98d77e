/* tally_test.c: the supervisor's counts and lists agree with each other, against rows counted by hand and at random. */
#include "cases/tally.h"
#include "base/embed.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static Arena *arena;
static Store *store;
static int64_t next_id;

static int fresh(void **state)
{
    (void)state;
    size_t bytes;
    arena = arena_new();
    store = store_open(":memory:", STORE_WRITE);
    store_script(store, (const char *)embed_find(arena, "schema/0007_cases.sql", &bytes));
    store_script(store, (const char *)embed_find(arena, "schema/0014_lanes.sql", &bytes));
    store_script(store, (const char *)embed_find(arena, "schema/0016_joint.sql", &bytes));
    store_script(store, (const char *)embed_find(arena, "schema/0020_joint_due.sql", &bytes));
    store_script(store, (const char *)embed_find(arena, "schema/0028_case_standing.sql", &bytes));
    cases_functions(store);
    store_script(store, (const char *)embed_find(arena, "schema/0033_case_pattern.sql", &bytes));
    next_id = 1;
    return 0;
}

static int gone(void **state)
{
    (void)state;
    store_close(store);
    arena_free(arena);
    return 0;
}

enum { TODAY = 20780, TOMORROW = 20781, MONDAY = 20783 };
static Day day(int n) { return (Day){n}; }

/* due 0: the clock is stopped. */
static int64_t row(const char *window, const char *department, Stage stage, bool open, int due, bool deemed)
{
    int64_t id = next_id++;
    store_exec(store, "INSERT INTO case_file (id, number, item, department, \"window\", stage, open, account, first_handler, received, deemed, clock, due, provisional, calendar_version, opened, changed)"
        " VALUES (?1, ?2, '1', ?3, ?4, ?5, ?6, 0, '', 20700, ?7, 1, nullif(?8, 0), 0, 1, 0, 0)", "isssiiii",
        id, arena_printf(arena, "n-%lld", (long long)id), department, window, (int64_t)stage, (int64_t)open, (int64_t)deemed, (int64_t)due);
    return id;
}

static void counts_by_window_and_department(void **state)
{
    (void)state;
    row("W01", "001", STAGE_ACCEPTED, true, TODAY - 1, true);
    row("W01", "002", STAGE_ACCEPTED, true, TODAY, false);
    row("W01", "001", STAGE_RECEIVED, true, TOMORROW, false);
    row("W02", "003", STAGE_PAUSED, true, 0, false);
    row("W02", "003", STAGE_SUPPLEMENT, true, TODAY + 30, false);
    row("W02", "003", STAGE_DELIVERED, false, TODAY - 9, true);           /* concluded: nobody's worry */
    int count;
    WatchTally *t = watch_tally(store, arena, WATCH_BY_WINDOW, NULL, day(TODAY), day(TOMORROW), &count);
    assert_int_equal(count, 2);
    assert_string_equal(t[0].code, "W01");
    assert_int_equal(t[0].open, 3);
    assert_int_equal(t[0].overdue, 1);
    assert_int_equal(t[0].due_today, 1);
    assert_int_equal(t[0].due_tomorrow, 1);
    assert_int_equal(t[0].deemed, 1);
    assert_int_equal(t[1].open, 2);
    assert_int_equal(t[1].paused, 1);
    assert_int_equal(t[1].waiting, 1);
    assert_int_equal(t[1].overdue + t[1].due_today + t[1].due_tomorrow + t[1].deemed, 0);
    t = watch_tally(store, arena, WATCH_BY_DEPARTMENT, NULL, day(TODAY), day(TOMORROW), &count);
    assert_int_equal(count, 3);
    assert_string_equal(t[0].code, "001");
    assert_int_equal(t[0].open, 2);
    t = watch_tally(store, arena, WATCH_BY_WINDOW, "001", day(TODAY), day(TOMORROW), &count);      /* a leader sees her own department */
    assert_int_equal(count, 1);
    assert_int_equal(t[0].open, 2);
}

static void over_a_weekend_tomorrow_is_the_next_working_day(void **state)
{
    (void)state;
    row("W01", "001", STAGE_ACCEPTED, true, TODAY + 1, false);
    row("W01", "001", STAGE_ACCEPTED, true, MONDAY, false);
    row("W01", "001", STAGE_ACCEPTED, true, MONDAY + 1, false);
    int count;
    WatchTally *t = watch_tally(store, arena, WATCH_BY_WINDOW, NULL, day(TODAY), day(MONDAY), &count);
    assert_int_equal(t[0].due_tomorrow, 2);
}

static void the_most_urgent_first_and_stopped_clocks_last(void **state)
{
    (void)state;
    int64_t stopped = row("W01", "001", STAGE_PAUSED, true, 0, false), late = row("W01", "001", STAGE_ACCEPTED, true, TODAY + 5, false), early = row("W02", "001", STAGE_ACCEPTED, true, TODAY - 5, false);
    int count;
    WatchFilter all = {.due_from = DAY_NONE, .due_to = DAY_NONE};
    int64_t *ids = watch_list(store, arena, &all, &count);
    assert_int_equal(count, 3);
    assert_int_equal(ids[0], early);
    assert_int_equal(ids[1], late);
    assert_int_equal(ids[2], stopped);
    all.limit = 1;
    all.offset = 1;
    ids = watch_list(store, arena, &all, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], late);
    WatchFilter one = {.window = "W02", .department = "001", .due_from = DAY_NONE, .due_to = day(TODAY)};
    ids = watch_list(store, arena, &one, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], early);
}

static int listed(WatchFilter filter)
{
    int count;
    filter.limit = 10000;
    watch_list(store, arena, &filter, &count);
    return count;
}

/* Every number on the page is the length of the list behind it. */
static void numbers_are_lengths_of_lists(void **state)
{
    (void)state;
    static const char *const windows[] = {"W01", "W02", "W03"};
    srand(7);
    for (int i = 0; i < 600; i++) {
        Stage stage = (Stage)(1 + rand() % (STAGE_COUNT - 1));
        row(windows[rand() % 3], "001", stage, rand() % 4 != 0, rand() % 5 ? TODAY - 3 + rand() % 8 : 0, rand() % 6 == 0);
    }
    int count;
    WatchTally *t = watch_tally(store, arena, WATCH_BY_WINDOW, NULL, day(TODAY), day(TODAY + 2), &count);
    assert_int_equal(count, 3);
    for (int i = 0; i < 3; i++) {
        WatchFilter f = {.window = t[i].code, .due_from = DAY_NONE, .due_to = DAY_NONE};
        assert_int_equal(listed(f), t[i].open);
        WatchFilter deemed = f, paused = f, waiting = f, overdue = f, today = f, soon = f;
        deemed.deemed = true;
        paused.stage = STAGE_PAUSED;
        waiting.stage = STAGE_SUPPLEMENT;
        overdue.due_to = day(TODAY - 1);
        today.due_from = today.due_to = day(TODAY);
        soon.due_from = day(TODAY + 1), soon.due_to = day(TODAY + 2);
        assert_int_equal(listed(deemed), t[i].deemed);
        assert_int_equal(listed(paused), t[i].paused);
        assert_int_equal(listed(waiting), t[i].waiting);
        assert_int_equal(listed(overdue), t[i].overdue);
        assert_int_equal(listed(today), t[i].due_today);
        assert_int_equal(listed(soon), t[i].due_tomorrow);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counts_by_window_and_department, fresh, gone),
        cmocka_unit_test_setup_teardown(over_a_weekend_tomorrow_is_the_next_working_day, fresh, gone),
        cmocka_unit_test_setup_teardown(the_most_urgent_first_and_stopped_clocks_last, fresh, gone),
        cmocka_unit_test_setup_teardown(numbers_are_lengths_of_lists, fresh, gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
