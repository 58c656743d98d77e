/* absence_test.c: C7: B's power ends with the last day A was away; a return is recorded, not edited into the absence. */
#include "people/people.h"
#include "base/embed.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static Arena *arena;
static Store *store;
static int64_t seq;
static const char *problem;

static Day d(const char *text) { Day day; assert_true(day_parse(text, &day)); return day; }

static int64_t happens(const char *kind, Value *body)
{
    assert_non_null(body);
    Event event = {.seq = ++seq, .kind = kind, .actor = "operator", .body = body};
    assert_true(people_owns(kind));
    people_apply(store, arena, &event);
    return seq;
}

static int fresh(void **state)
{
    (void)state;
    size_t bytes;
    arena = arena_new();
    store = store_open(":memory:", STORE_WRITE);
    static const char *const files[] = {"schema/0002_ledger.sql", "schema/0004_people.sql", "schema/0026_appointment.sql", "schema/0029_posts_beside.sql"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) store_script(store, (const char *)embed_find(arena, files[i], &bytes));
    seq = 0;
    Officer a = {"wang", "王秀兰", "019", "W04", ROLE_CHIEF, "首席代表", d("2025-01-01"), DAY_NONE, "夏组任〔2025〕1号"}, b = {"chen", "陈志强", "019", "W04", ROLE_CHIEF, "副首席代表", d("2025-01-01"), DAY_NONE, "夏组任〔2025〕1号"};
    happens("officer.appointed", people_event_appointed(arena, NULL, &a, &problem));
    happens("officer.appointed", people_event_appointed(arena, NULL, &b, &problem));
    Authority row = {.officer = "wang", .department = "019", .item = "*", .rights = AUTHORITY_DECIDE, .from = d("2026-01-01"), .to = DAY_NONE, .document = "授1号"};
    happens("authority.granted", people_event_granted(arena, NULL, &row, &problem));
    Substitute pair = {.a = "wang", .b = "chen", .from = d("2026-01-01"), .to = DAY_NONE, .document = "AB1号"};
    happens("substitute.named", people_event_substitute(arena, NULL, &pair, &problem));
    return 0;
}

static int gone(void **state)
{
    (void)state;
    store_close(store);
    arena_free(arena);
    return 0;
}

static bool b_may(const char *day)
{
    People *people = people_load(store, arena);
    return people_authorises(people, "chen", "4201150190100100", "019", AUTHORITY_DECIDE, d(day)).row != NULL;
}

static int64_t away(void)
{
    Absence absence = {.officer = "wang", .from = d("2026-11-23"), .to = d("2026-11-27"), .reason = "休假"};
    return happens("absence.recorded", people_event_absence(arena, NULL, &absence, &problem));
}

static void the_return_ends_bs_power(void **state)
{
    (void)state;
    int64_t id = away();
    assert_true(b_may("2026-11-25"));
    happens("absence.ended", people_event_absence_ended(arena, people_load(store, arena), id, d("2026-11-24"), &problem));
    assert_true(b_may("2026-11-24"));
    assert_false(b_may("2026-11-25"));
    assert_false(b_may("2026-11-27"));
}

static void back_before_it_began_covers_no_day(void **state)
{
    (void)state;
    int64_t id = away();
    happens("absence.ended", people_event_absence_ended(arena, people_load(store, arena), id, d("2026-11-22"), &problem));
    assert_false(b_may("2026-11-22"));
    assert_false(b_may("2026-11-23"));
}

static void refused_returns(void **state)
{
    (void)state;
    int64_t id = away();
    const People *people = people_load(store, arena);
    assert_null(people_event_absence_ended(arena, people, id, d("2026-11-28"), &problem));       /* an absence is not made longer this way */
    assert_non_null(problem);
    assert_null(people_event_absence_ended(arena, people, id, d("2026-11-21"), &problem));
    assert_null(people_event_absence_ended(arena, people, id, DAY_NONE, &problem));
    assert_null(people_event_absence_ended(arena, people, id + 1, d("2026-11-24"), &problem));
    assert_null(people_event_absence_ended(arena, people, 0, d("2026-11-24"), &problem));
    assert_non_null(people_event_absence_ended(arena, people, id, d("2026-11-27"), &problem));
    assert_null(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_return_ends_bs_power, fresh, gone),
        cmocka_unit_test_setup_teardown(back_before_it_began_covers_no_day, fresh, gone),
        cmocka_unit_test_setup_teardown(refused_returns, fresh, gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
