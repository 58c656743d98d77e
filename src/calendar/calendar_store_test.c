/* calendar_store_test.c: calendar events become versions, and any version can be loaded again. */
#include "calendar/calendar.h"
#include "base/embed.h"
#include "base/fault.h"
#include "ledger/event.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static Arena *arena;
static Store *store;
static char path[64];
static int64_t next_seq;

static int setup(void **state)
{
    (void)state;
    size_t size;
    arena = arena_new();
    strcpy(path, "/tmp/calendar-test-XXXXXX");
    close(mkstemp(path));
    store = store_open(path, STORE_WRITE);
    store_script(store, (const char *)embed_find(arena, "schema/0003_calendar.sql", &size));
    next_seq = 1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    store_close(store);
    arena_free(arena);
    for (const char *const *end = (const char *const[]){"", "-wal", "-shm", NULL}; *end; end++) {
        char name[80];
        strcat(strcpy(name, path), *end);
        unlink(name);
    }
    return 0;
}

static Day d(const char *text)
{
    Day day;
    assert_true(day_parse(text, &day));
    return day;
}

static void apply(const char *kind, Value *body)
{
    Event event = {.seq = next_seq++, .at = instant_at(d("2026-11-23"), 9, 0, 0), .kind = kind, .actor = "operator", .body = body};
    store_begin(store);
    calendar_apply(store, arena, &event);
    store_commit(store);
}

static void import(const char *source, const CalendarDay *days, int count) { apply("calendar.imported", calendar_import_body(arena, source, days, count)); }

static void import_file(const char *file)
{
    size_t size;
    const uint8_t *bytes = embed_find(arena, file, &size);
    CalendarTable table = calendar_parse_text(arena, bytes, size);
    assert_int_equal(table.problem_count, 0);
    import(file, table.days, table.count);
}

static void test_the_builtin_files_imported_are_the_builtin_calendar(void **state)
{
    (void)state;
    assert_int_equal(calendar_current_version(store), 0);
    Calendar *empty = calendar_load(store, arena, NULL);
    assert_int_equal(calendar_first_covered(empty), 0);
    import_file("data/holidays/national.csv");
    import_file("data/holidays/provisional_2027.csv");
    Calendar *loaded = calendar_load(store, arena, "420115");
    assert_int_equal(calendar_version(loaded), 2);
    assert_string_equal(calendar_hash(loaded), calendar_hash(calendar_builtin(arena, NULL, NULL, 0)));
    assert_int_equal(calendar_workdays_in_year(loaded, 2026), 248);
    assert_int_equal(store_number(store, -1, "SELECT count(*) FROM calendar_day", ""), 767 + 13);
    import_file("data/holidays/national.csv");                 /* once more: a version, no new rows */
    assert_int_equal(calendar_current_version(store), 3);
    assert_int_equal(store_number(store, -1, "SELECT count(*) FROM calendar_day", ""), 767 + 13);
    assert_string_equal(calendar_hash(calendar_load(store, arena, NULL)), calendar_hash(loaded));
}

static void test_a_new_notice_moves_deadlines_and_old_versions_stay(void **state)
{
    (void)state;
    import_file("data/holidays/national.csv");
    import_file("data/holidays/provisional_2027.csv");
    CalendarDay notice[] = {
        {d("2027-01-01"), CALENDAR_HOLIDAY, "元旦"}, {d("2027-01-02"), CALENDAR_HOLIDAY, "元旦"}, {d("2027-01-03"), CALENDAR_HOLIDAY, "元旦"},
        {d("2027-01-04"), CALENDAR_HOLIDAY, "元旦"}, {d("2026-12-27"), CALENDAR_WORKDAY, "元旦"}, {d("2027-10-01"), CALENDAR_HOLIDAY, "国庆节"},
    };
    import("2027年通知", notice, 6);
    Calendar *old = calendar_load_version(store, arena, NULL, 2), *fresh = calendar_load(store, arena, NULL);
    DeadlineTerms terms = {.event = d("2026-12-28"), .limit = 6, .unit = UNIT_WORKDAY};
    Deadline before = deadline_compute(old, &terms), after = deadline_compute(fresh, &terms);
    assert_string_equal(day_text(arena, before.due), "2027-01-06");
    assert_true(before.provisional);
    assert_int_equal(before.calendar_version, 2);
    assert_string_equal(day_text(arena, after.due), "2027-01-07");
    assert_false(after.provisional);
    assert_int_equal(after.calendar_version, 3);
    assert_true(calendar_covers(fresh, 2027) && calendar_covers(fresh, 2026));
    assert_true(calendar_is_workday(fresh, d("2026-12-27")));           /* a day of the year before is set alone */
    assert_false(calendar_is_workday(fresh, d("2026-10-01")));          /* and the rest of that year stays */
    assert_true(calendar_is_workday(fresh, d("2027-02-05")));           /* provisional Spring Festival has gone with the notice */
    import_file("data/holidays/provisional_2027.csv");                  /* provisional rows never undo a notice */
    assert_true(calendar_covers(calendar_load(store, arena, NULL), 2027));
    assert_false(calendar_is_workday(calendar_load(store, arena, NULL), d("2027-10-01")));
    assert_false(calendar_is_workday(calendar_load(store, arena, NULL), d("2027-01-04")));
    assert_true(calendar_is_workday(calendar_load(store, arena, NULL), d("2027-02-05")));
}

static void test_a_notice_anew_replaces_its_year(void **state)
{
    (void)state;
    CalendarDay first[] = {{d("2027-05-01"), CALENDAR_HOLIDAY, "劳动节"}, {d("2027-05-03"), CALENDAR_HOLIDAY, "劳动节"}, {d("2027-10-01"), CALENDAR_HOLIDAY, "国庆节"}};
    CalendarDay again[] = {{d("2027-05-04"), CALENDAR_HOLIDAY, "劳动节"}, {d("2027-10-01"), CALENDAR_HOLIDAY, "国庆节"}};
    CalendarDay one[] = {{d("2027-06-09"), CALENDAR_HOLIDAY, "端午节"}};
    import("a", first, 3);
    import("b", again, 2);
    Calendar *c = calendar_load(store, arena, NULL);
    assert_true(calendar_is_workday(c, d("2027-05-03")));
    assert_false(calendar_is_workday(c, d("2027-05-04")));
    import("c", one, 1);                                                /* a single correction leaves the year */
    c = calendar_load(store, arena, NULL);
    assert_false(calendar_is_workday(c, d("2027-05-04")));
    assert_false(calendar_is_workday(c, d("2027-06-09")));
    one[0].kind = CALENDAR_WORKDAY;
    import("d", one, 1);
    assert_true(calendar_is_workday(calendar_load(store, arena, NULL), d("2027-06-09")));
    assert_false(calendar_is_workday(calendar_load_version(store, arena, NULL, 3), d("2027-06-09")));
    assert_false(calendar_is_workday(calendar_load_version(store, arena, NULL, 1), d("2027-05-03")));
}

static void test_dc12_overrides_come_and_go_by_document(void **state)
{
    (void)state;
    import_file("data/holidays/national.csv");
    CalendarOverride off = {"420000", d("2020-02-03"), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"};
    apply("calendar.overridden", calendar_override_body(arena, &off, false));
    assert_false(calendar_is_workday(calendar_load(store, arena, "420115"), d("2020-02-03")));
    assert_true(calendar_is_workday(calendar_load(store, arena, "110101"), d("2020-02-03")));
    assert_true(calendar_is_workday(calendar_load(store, arena, NULL), d("2020-02-03")));
    off.document = "鄂政办发电〔2020〕7号";
    apply("calendar.overridden", calendar_override_body(arena, &off, false));
    assert_string_equal(calendar_day_override(calendar_load(store, arena, "420115"), d("2020-02-03"))->document, "鄂政办发电〔2020〕7号");
    apply("calendar.overridden", calendar_override_body(arena, &off, true));
    assert_true(calendar_is_workday(calendar_load(store, arena, "420115"), d("2020-02-03")));
    assert_false(calendar_is_workday(calendar_load_version(store, arena, "420115", 2), d("2020-02-03")));
    assert_int_equal(calendar_current_version(store), 4);
}

static void test_other_events_are_ignored(void **state)
{
    (void)state;
    apply("case.accepted", value_object(arena));
    assert_int_equal(calendar_current_version(store), 0);
}

static void expect_fault(const char *kind, Value *body)
{
    FaultGuard guard;
    volatile bool raised = false;
    if (FAULT_GUARD(&guard)) {
        apply(kind, body);
        fault_unguard(&guard);
    } else {
        raised = true;
        store_rollback(store);
    }
    assert_true(raised);
    assert_int_equal(calendar_current_version(store), 0);
}

static void test_a_body_that_is_not_understood_is_a_fault(void **state)
{
    (void)state;
    static const char *const rows[] = {"2026-10-01", "2026-13-01 holiday a", "2026-10-01 feast a", "2026-10-01 holiday ", "2026-10-01 holiday", "", "x"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Value *body = value_object(arena);
        value_push_str(arena, value_set_list(arena, body, "days"), rows[i]);
        expect_fault("calendar.imported", body);
    }
    Value *twice = value_object(arena), *list = value_set_list(arena, twice, "days");
    value_push_str(arena, list, "2026-10-01 holiday a");
    value_push_str(arena, list, "2026-10-01 workday a");
    expect_fault("calendar.imported", twice);
    Value *number = value_object(arena);
    value_push(value_set_list(arena, number, "days"), value_integer(arena, 5));
    expect_fault("calendar.imported", number);
    Value *body = value_object(arena);
    expect_fault("calendar.overridden", body);
    value_set_str(arena, body, "area", "420000");
    value_set_str(arena, body, "date", "2020-02-03");
    value_set_str(arena, body, "kind", "holiday_provisional");
    expect_fault("calendar.overridden", body);
    value_set_str(arena, body, "kind", NULL);
    expect_fault("calendar.overridden", body);
}

static void test_replaying_the_events_gives_the_same_tables(void **state)
{
    (void)state;
    char first[65];
    for (int round = 0; round < 2; round++) {
        store_exec(store, "DELETE FROM calendar_day", "");
        store_exec(store, "DELETE FROM calendar_override", "");
        store_exec(store, "DELETE FROM calendar_version", "");
        next_seq = 1;
        import_file("data/holidays/provisional_2027.csv");
        import_file("data/holidays/national.csv");
        CalendarOverride off = {"420115", d("2026-07-01"), CALENDAR_HOLIDAY, "汛情停办"};
        apply("calendar.overridden", calendar_override_body(arena, &off, false));
        const char *hash = calendar_hash(calendar_load(store, arena, "420115"));
        if (round) assert_string_equal(hash, first);
        else strcpy(first, hash);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_builtin_files_imported_are_the_builtin_calendar), TEST(test_a_new_notice_moves_deadlines_and_old_versions_stay),
        TEST(test_a_notice_anew_replaces_its_year), TEST(test_dc12_overrides_come_and_go_by_document), TEST(test_other_events_are_ignored),
        TEST(test_a_body_that_is_not_understood_is_a_fault), TEST(test_replaying_the_events_gives_the_same_tables),
    };
    return cmocka_run_group_tests_name("calendar_store", tests, NULL, NULL);
}
