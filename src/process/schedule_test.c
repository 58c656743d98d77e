/* schedule_test.c: child limits of joint cases: random graphs against every path there is, and on real days never past the master. */
#include "process/schedule.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static uint64_t state_of_chance = 88172645463325252u;
static unsigned below(unsigned n)
{
    state_of_chance ^= state_of_chance << 13;
    state_of_chance ^= state_of_chance >> 7;
    state_of_chance ^= state_of_chance << 17;
    return (unsigned)(state_of_chance >> 11) % n;
}

/* A random graph without circles: each may wait only for those before it in a random order. */
static int random_graph(ScheduleChild children[LIMIT_CO_DEPARTMENTS], int most_days)
{
    int count = 1 + (int)below(LIMIT_CO_DEPARTMENTS), order[LIMIT_CO_DEPARTMENTS];
    unsigned thick = 1 + below(5);
    for (int i = 0; i < count; i++) order[i] = i;
    for (int i = count - 1; i > 0; i--) { int k = (int)below((unsigned)i + 1), t = order[i]; order[i] = order[k]; order[k] = t; }
    for (int k = 0; k < count; k++) {
        children[order[k]] = (ScheduleChild){(int)below((unsigned)most_days + 1), 0};
        for (int j = 0; j < k; j++) if (!below(thick + 1)) children[order[k]].after |= 1u << order[j];
    }
    return count;
}

/* By brute force: every path back from i. */
static int longest_to(const ScheduleChild *children, int count, int i)
{
    int best = 0;
    for (int j = 0; j < count; j++) if (children[i].after >> j & 1u) { int before = longest_to(children, count, j); if (before > best) best = before; }
    return best + children[i].days;
}

static int longest_after(const ScheduleChild *children, int count, int i)
{
    int best = 0;
    for (int j = 0; j < count; j++) if (children[j].after >> i & 1u) { int after = children[j].days + longest_after(children, count, j); if (after > best) best = after; }
    return best;
}

static void test_longest_path_against_every_path(void **state)
{
    (void)state;
    for (int n = 0; n < 5000; n++) {
        ScheduleChild children[LIMIT_CO_DEPARTMENTS] = {{0}};
        int count = random_graph(children, 20), whole = 0, sum = 0;
        Schedule schedule;
        assert_true(schedule_compute(children, count, &schedule));
        for (int i = 0; i < count; i++) {
            int to = longest_to(children, count, i);
            if (to > whole) whole = to;
            assert_int_equal(schedule.finish[i], to);
            assert_int_equal(schedule.tail[i], longest_after(children, count, i));
            assert_true(schedule.finish[i] + schedule.tail[i] <= schedule.critical);
        }
        assert_int_equal(schedule.critical, whole);
        for (int k = 0; k < schedule.path_count; k++) {                        /* the path named is a path, and as long as it says */
            sum += children[schedule.path[k]].days;
            if (k) assert_true(children[schedule.path[k]].after >> schedule.path[k - 1] & 1u);
        }
        assert_int_equal(sum, whole);
        unsigned seen = 0;
        for (int k = 0; k < count; k++) { assert_false(children[schedule.order[k]].after & ~seen); seen |= 1u << schedule.order[k]; }
        assert_int_equal(seen, (1u << count) - 1u);
    }
}

static void test_a_circle_is_named(void **state)
{
    (void)state;
    for (int n = 0; n < 5000; n++) {
        ScheduleChild children[LIMIT_CO_DEPARTMENTS] = {{0}};
        int count = random_graph(children, 20), length = 1 + (int)below((unsigned)count), ring[LIMIT_CO_DEPARTMENTS];
        Schedule schedule;
        for (int i = 0; i < count; i++) ring[i] = i;
        for (int i = 0; i < length; i++) { int k = i + (int)below((unsigned)(count - i)), t = ring[i]; ring[i] = ring[k]; ring[k] = t; }
        for (int i = 0; i < length; i++) children[ring[i]].after |= 1u << ring[(i + 1) % length];
        assert_false(schedule_compute(children, count, &schedule));
        assert_true(schedule.path_count >= 1);
        for (int k = 0; k < schedule.path_count; k++)
            assert_true(children[schedule.path[(k + 1) % schedule.path_count]].after >> schedule.path[k] & 1u);
    }
}

static const ScheduleChild ONE_AFTER_ANOTHER[] = {{10, 0}, {5, 1}, {3, 2}};

static void test_ends_and_bounds(void **state)
{
    (void)state;
    Schedule schedule;
    assert_true(schedule_compute(NULL, 0, &schedule));
    assert_int_equal(schedule.critical, 0);
    assert_int_equal(schedule.path_count, 0);
    assert_true(schedule_compute(ONE_AFTER_ANOTHER, 3, &schedule));
    assert_int_equal(schedule.critical, 18);
    assert_int_equal(schedule.tail[0], 8);
    ScheduleChild alone = {4, ~1u};                                            /* bits of children that are not there */
    assert_true(schedule_compute(&alone, 1, &schedule));
    ScheduleChild itself = {4, 1u};
    assert_false(schedule_compute(&itself, 1, &schedule));
    assert_int_equal(schedule.path_count, 1);
}

/* A random life of a case: promise, pauses, extension, and each child speaks early, late or not at all. */
typedef struct Life { DeadlineTerms master; Pause pauses[3]; Extension extension; Day done[LIMIT_CO_DEPARTMENTS]; } Life;

static void random_life(Life *life, int limit, LimitUnit unit, int count)
{
    memset(life, 0, sizeof *life);
    Day from = day_plus(day_of(2024, 1, 1), (int)below(1000));
    life->master = (DeadlineTerms){.event = from, .limit = limit, .unit = unit, .clock = CLOCK_PROMISE, .pauses = life->pauses, .extensions = &life->extension};
    Day at = from;
    for (unsigned i = below(4); i > 0; i--) {
        Pause *pause = &life->pauses[life->master.pause_count++];
        pause->from = day_plus(at, 1 + (int)below(15));
        pause->to = i == 1 && !below(3) ? DAY_NONE : day_plus(pause->from, (int)below(12));
        if (!day_is_none(pause->to)) at = day_plus(pause->to, 1);
    }
    if (below(2)) { life->extension = (Extension){1 + (int)below(15), below(2) ? DAY_NONE : day_plus(from, (int)below(70)), NULL}; life->master.extension_count = 1; }
    for (int i = 0; i < count; i++) life->done[i] = below(2) ? day_plus(from, (int)below(90)) : DAY_NONE;
}

/* The property of the whole: whatever happens, no child's last day is after the master's. */
static void test_no_child_outlives_the_master(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Calendar *calendar = calendar_builtin(arena, "420115", NULL, 0);
    int stopped = 0, compared = 0;
    for (int n = 0; n < 6000; n++) {
        ScheduleChild children[LIMIT_CO_DEPARTMENTS] = {{0}};
        int count = random_graph(children, 1 + (int)below(20));
        Schedule schedule;
        ScheduleDay days[LIMIT_CO_DEPARTMENTS];
        Life life;
        LimitUnit unit = below(4) ? UNIT_WORKDAY : UNIT_CALENDAR_DAY;
        assert_true(schedule_compute(children, count, &schedule));
        random_life(&life, schedule.critical + (int)below(8), unit, count);
        schedule_dates(calendar, children, count, &schedule, &life.master, below(3) ? DAY_NONE : day_plus(life.master.event, (int)below(60)), life.done, days);
        Deadline master = deadline_compute(calendar, &life.master);
        for (int i = 0; i < count; i++) {
            if (day_is_none(days[i].due)) { stopped++; continue; }
            if (!master.stopped) assert_false(day_after(days[i].due, master.due));
            assert_true(calendar_is_workday(calendar, days[i].due) || day_equal(days[i].due, master.due));
            compared++;
        }
    }
    assert_true(compared > 20000 && stopped > 100);
    arena_free(arena);
}

/* While everybody keeps to the plan, nobody has fewer days than the graph gives: the last day is the one the longest path asks for. */
static void test_a_plan_that_fits_is_a_plan_that_holds(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Calendar *calendar = calendar_builtin(arena, "420115", NULL, 0);
    for (int n = 0; n < 3000; n++) {
        ScheduleChild children[LIMIT_CO_DEPARTMENTS] = {{0}};
        int count = random_graph(children, 1 + (int)below(15));
        Schedule schedule;
        ScheduleDay days[LIMIT_CO_DEPARTMENTS];
        Day done[LIMIT_CO_DEPARTMENTS];
        for (int i = 0; i < count; i++) done[i] = DAY_NONE;
        assert_true(schedule_compute(children, count, &schedule));
        Day from = calendar_next_workday(calendar, day_plus(day_of(2024, 1, 1), (int)below(700)));
        DeadlineTerms master = {.event = from, .limit = schedule.critical, .unit = UNIT_WORKDAY, .clock = CLOCK_PROMISE};
        assert_true(schedule_fits(calendar, schedule.critical, &master));
        assert_false(schedule_fits(calendar, schedule.critical + 1, &master));
        schedule_dates(calendar, children, count, &schedule, &master, DAY_NONE, done, days);
        for (int i = 0; i < count; i++) {
            DeadlineTerms own = {.event = from, .limit = schedule.finish[i], .unit = UNIT_WORKDAY};
            assert_true(day_equal(days[i].due, deadline_compute(calendar, &own).due));
        }
    }
    arena_free(arena);
}

/* Ten days, then five, then three, in twenty; from 2 March 2026. */
static void test_worked_by_hand(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Calendar *calendar = calendar_builtin(arena, "420115", NULL, 0);
    Schedule schedule;
    ScheduleDay days[3];
    DeadlineTerms master = {.event = day_of(2026, 3, 2), .limit = 20, .unit = UNIT_WORKDAY, .clock = CLOCK_PROMISE};
    Day done[3] = {DAY_NONE, DAY_NONE, DAY_NONE};
    schedule_compute(ONE_AFTER_ANOTHER, 3, &schedule);
    schedule_dates(calendar, ONE_AFTER_ANOTHER, 3, &schedule, &master, DAY_NONE, done, days);
    assert_true(day_equal(days[0].due, day_of(2026, 3, 16)) && day_equal(days[1].due, day_of(2026, 3, 23)) && day_equal(days[2].due, day_of(2026, 3, 26)));
    assert_true(day_equal(days[1].begin, day_of(2026, 3, 16)));
    done[0] = day_of(2026, 3, 4);                                              /* early: the next one begins, and must end, earlier */
    schedule_dates(calendar, ONE_AFTER_ANOTHER, 3, &schedule, &master, DAY_NONE, done, days);
    assert_true(day_equal(days[1].begin, day_of(2026, 3, 4)) && day_equal(days[1].due, day_of(2026, 3, 11)));
    done[0] = day_of(2026, 3, 24);                                             /* late: what must follow keeps its days, and the master stands */
    schedule_dates(calendar, ONE_AFTER_ANOTHER, 3, &schedule, &master, DAY_NONE, done, days);
    assert_true(day_equal(days[1].due, day_of(2026, 3, 25)) && day_equal(days[2].due, day_of(2026, 3, 30)));
    done[0] = day_of(2026, 3, 27);                                             /* later still: only the master is left */
    schedule_dates(calendar, ONE_AFTER_ANOTHER, 3, &schedule, &master, DAY_NONE, done, days);
    assert_true(day_equal(days[1].due, day_of(2026, 3, 30)) && day_equal(days[2].due, day_of(2026, 3, 30)));
    Pause open = {day_of(2026, 3, 10), DAY_NONE, PAUSE_TEST, NULL};
    master.pauses = &open;
    master.pause_count = 1;
    done[0] = DAY_NONE;
    schedule_dates(calendar, ONE_AFTER_ANOTHER, 3, &schedule, &master, DAY_NONE, done, days);
    assert_true(day_is_none(days[0].due) && day_is_none(days[1].begin) && day_is_none(days[2].due));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_longest_path_against_every_path), cmocka_unit_test(test_a_circle_is_named), cmocka_unit_test(test_ends_and_bounds),
        cmocka_unit_test(test_no_child_outlives_the_master), cmocka_unit_test(test_a_plan_that_fits_is_a_plan_that_holds), cmocka_unit_test(test_worked_by_hand),
    };
    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
