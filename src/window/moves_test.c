/* moves_test.c: those whose days the calendar has moved are told in slices by the clock: after a death and after a fault nobody is left out and nobody told twice. */
#include "window/test_hall.h"
#include "window/notice_act.h"
#include "window/office_act.h"
#include <signal.h>
#include <sys/wait.h>

enum { CASES = NOTICE_MOVES_GROUP + 7 };

static Arena *arena;
static OneWindow *window;

static Store *store(void) { return window_scene(window)->store; }
static int64_t number(const char *sql) { return store_number(store(), -1, sql, ""); }

static WindowTurn one(Actor actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = arena, .actor = actor, .work = work, .input = input};
    window_do(window, &turn);
    return turn;
}

static WindowTurn holiday(Day day)
{
    CalendarChange change = {.change = {.day = day, .kind = CALENDAR_HOLIDAY, .area = "420115", .document = "江夏政发〔2026〕9号"}};
    WindowTurn turn = one(actor_operator(), office_override_calendar, &change);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(turn.fault, FAULT_NONE);
    return turn;
}

static bool slice(void)
{
    WindowTurn turn = one(actor_clock(), notice_moves_tick, NULL);
    assert_int_equal(turn.fault, FAULT_NONE);
    return value_bool(turn.result, "more");
}

/* Many applications in one turn of many acts: only the number matters here. */
static void receive_many(Scene *scene, WindowTurn *turn)
{
    for (int i = 0; i < CASES; i++) {
        Arena *own = arena_new();
        WindowTurn sub = {.arena = own, .actor = *(const Actor *)turn->input, .now = turn->now, .input = hall_receive(own, true)};
        case_act(scene, &sub);
        assert_int_equal(sub.refusal, REFUSED_NOTHING);
        turn->event_seq = sub.event_seq;
        arena_free(own);
    }
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    window = hall_new();
    if (window_scene(window)->stale) scene_load(window_scene(window));
    const Officer **list;
    assert_true(people_with_role(window_scene(window)->people, arena, ROLE_CLERK, NULL, instant_day(hall_time), &list) > 0);
    const Item *item = catalog_item_at(window_scene(window)->catalog, hall_item, instant_day(hall_time));
    Actor clerk = actor_operator();
    for (int i = 0; i < window_scene(window)->people->officer_count; i++) {
        const Officer *o = &window_scene(window)->people->officers[i];
        if (o->roles & ROLE_CLERK && !strcmp(o->window, item->window)) clerk = people_actor(window_scene(window)->people, o->id, instant_day(hall_time));
    }
    assert_int_equal(one(clerk, receive_many, &clerk).fault, FAULT_NONE);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    hall_verify(window);
    window_close(window);
    hall_remove();
    arena_free(arena);
    return 0;
}

static void everybody_told_once(int64_t cause)
{
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE name = 'moved' AND event_seq = ?1", "i", cause), CASES);
    assert_int_equal(store_number(store(), -1, "SELECT count(DISTINCT case_id) FROM notice WHERE name = 'moved' AND event_seq = ?1", "i", cause), CASES);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE name = 'moved_staff' AND event_seq = ?1", "i", cause), 1);
    assert_int_equal(store_number(store(), -1, "SELECT json_extract(facts, '$.extra') FROM notice WHERE name = 'moved_staff' AND event_seq = ?1", "i", cause), CASES);
    assert_int_equal(number("SELECT count(*) FROM notice_moves") + number("SELECT count(*) FROM notice_moves_of"), 0);
}

static void test_told_in_slices_and_not_in_the_turn(void **state)
{
    (void)state;
    int64_t cause = holiday(day_of(2026, 3, 4)).event_seq;
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name LIKE 'moved%'"), 0);
    assert_true(slice());
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'moved'"), NOTICE_MOVES_GROUP);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'moved_staff'"), 0);        /* at the end, with the whole number */
    assert_false(slice());
    everybody_told_once(cause);
    assert_false(slice());
    everybody_told_once(cause);
    holiday(day_of(2026, 3, 4));                                                                     /* the same again moves nothing and tells nobody */
    assert_int_equal(number("SELECT count(*) FROM notice_moves"), 0);
}

/* A process of its own tells one slice and dies without a word; another begins a slice and dies in the middle of it. */
static void die_after(int slices, bool in_the_middle)
{
    window_close(window);
    pid_t child = fork();
    if (!child) {
        window = hall_open();
        for (int i = 0; i < slices; i++) slice();
        if (in_the_middle) {
            store_begin(store());
            WindowTurn turn = {.arena = arena, .actor = actor_clock(), .work = notice_moves_tick, .now = hall_time};
            notice_moves_tick(window_scene(window), &turn);                 /* done, but never committed */
        }
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    window = hall_open();
}

static void test_a_death_between_slices_leaves_nobody_out(void **state)
{
    (void)state;
    int64_t cause = holiday(day_of(2026, 3, 4)).event_seq;
    die_after(0, true);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'moved'"), 0);
    die_after(1, true);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'moved'"), NOTICE_MOVES_GROUP);
    assert_false(slice());
    everybody_told_once(cause);
}

/* The first calls of a slice fail one after another: nothing stays of a slice that failed. */
static void test_a_slice_that_fails_is_told_later(void **state)
{
    (void)state;
    int64_t cause = holiday(day_of(2026, 3, 4)).event_seq;
    for (long nth = 1; nth <= 40; nth++) {
        fault_arm(nth);
        WindowTurn turn = one(actor_clock(), notice_moves_tick, NULL);
        fault_arm(0);
        assert_int_not_equal(turn.fault, FAULT_NONE);
        assert_int_equal(number("SELECT count(*) FROM notice WHERE name LIKE 'moved%'"), 0);
        assert_int_equal(number("SELECT last_case FROM notice_moves"), 0);
    }
    while (slice()) {}
    everybody_told_once(cause);
}

/* Moved twice before anybody was told: both are told, the last day last. One concluded in between is not told. */
static void test_moved_twice_and_concluded_in_between(void **state)
{
    (void)state;
    int64_t first = holiday(day_of(2026, 3, 4)).event_seq, second = holiday(day_of(2026, 3, 5)).event_seq;
    int64_t id = store_number(store(), 0, "SELECT max(id) FROM case_file", "");
    CaseAct withdraw = {.act = ACT_WITHDRAW, .case_id = id, .input = value_object(arena), .holder = true};
    value_set_str(arena, (Value *)withdraw.input, "reason", "不办了");
    WindowTurn turn = one(actor_citizen(0, ""), case_act, &withdraw);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    while (slice()) {}
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE name = 'moved' AND event_seq = ?1", "i", first), CASES - 1);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE name = 'moved' AND event_seq = ?1", "i", second), CASES - 1);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE name = 'moved' AND case_id = ?1", "i", id), 0);
    int count;
    Notice *list = notice_of_case(store(), arena, 1, 10, &count);
    assert_int_equal(list[0].event_seq, second);
    assert_string_equal(list[0].day, "2026-03-11");
    assert_string_equal(list[1].day, "2026-03-10");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_told_in_slices_and_not_in_the_turn), TEST(test_a_death_between_slices_leaves_nobody_out), TEST(test_a_slice_that_fails_is_told_later),
        TEST(test_moved_twice_and_concluded_in_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
