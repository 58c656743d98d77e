/* calendar_oracle_test.c: deadline_compute against a second reading of the law, written apart and day by day, and against laws of its own.
 *
 * The oracle shares nothing with the module but Day: it reads the holiday files with its own few lines, keeps one character per day, and walks.
 */
#include "calendar/calendar.h"
#include "base/embed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
enum { RANDOM_CASES = 60000 };
#else
enum { RANDOM_CASES = 600000 };
#endif

/* ---- The oracle ---- */

enum { ORACLE_DAYS = 40000 };                 /* 1970 to 2079 */
static char oracle_kind[ORACLE_DAYS];         /* 'w' by the week, 'x' weekend, 'h' named off, 'a' named for work */
static bool oracle_year_known[200];           /* from 1970 */

static void oracle_read(const char *text)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
        int y, m, d;
        char kind[32];
        if (sscanf(line, "%4d-%2d-%2d,%31[a-z_]", &y, &m, &d, kind) != 4) continue;
        oracle_kind[day_of(y, m, d).n] = kind[0] == 'w' ? 'a' : 'h';
        if (!strcmp(kind, "holiday") && m == 10) oracle_year_known[y - 1970] = true;
    }
}

static void oracle_setup(Arena *arena)
{
    size_t size;
    int weekday = 4;                          /* 1970-01-01 was a Thursday */
    for (int n = 0; n < ORACLE_DAYS; n++) {
        oracle_kind[n] = weekday >= 6 ? 'x' : 'w';
        weekday = weekday == 7 ? 1 : weekday + 1;
    }
    static const int fixed[][3] = {          /* what is known of the years after 2027 */
        {2028, 1, 1}, {2028, 4, 4}, {2028, 5, 1}, {2028, 5, 2}, {2028, 10, 1}, {2028, 10, 2}, {2028, 10, 3},
        {2029, 1, 1}, {2029, 4, 4}, {2029, 5, 1}, {2029, 5, 2}, {2029, 10, 1}, {2029, 10, 2}, {2029, 10, 3},
    };
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) oracle_kind[day_of(fixed[i][0], fixed[i][1], fixed[i][2]).n] = 'h';
    oracle_read((const char *)embed_find(arena, "data/holidays/national.csv", &size));
    oracle_read((const char *)embed_find(arena, "data/holidays/provisional_2027.csv", &size));
}

static bool oracle_works(int n) { return oracle_kind[n] == 'w' || oracle_kind[n] == 'a'; }

static int oracle_paused(const Pause *pauses, int count, int n)      /* 0 no, 1 yes, 2 without end */
{
    int answer = 0;
    for (int i = 0; i < count; i++) {
        bool open = pauses[i].to.n == DAY_NONE_N;
        if (n >= pauses[i].from.n && open) answer = 2;
        if (n >= pauses[i].from.n && n <= pauses[i].to.n && answer == 0) answer = 1;
    }
    return answer;
}

typedef struct { bool stopped; int due, counted; bool provisional; } Verdict;

static Verdict oracle(const DeadlineTerms *t)
{
    Verdict v = {0};
    int limit = t->limit, n = t->event.n, raw;
    int pause_count = t->clock == CLOCK_SUPPLEMENT ? 0 : t->pause_count;
    for (int i = 0; i < t->extension_count; i++) limit += t->extensions[i].amount;
    while (v.counted < limit) {
        n++;
        int paused = oracle_paused(t->pauses, pause_count, n);
        if (paused == 2) { v.stopped = true; return v; }
        if (paused) continue;
        if (t->unit == UNIT_CALENDAR_DAY || oracle_works(n)) v.counted++;
    }
    raw = n;
    for (;;) {
        int paused = oracle_paused(t->pauses, pause_count, n);
        if (paused == 2) { v.stopped = true; return v; }
        if (!paused && oracle_works(n)) break;
        n++;
    }
    v.due = n;
    int from = t->unit == UNIT_WORKDAY && limit > 0 ? t->event.n + 1 : raw;
    for (int k = from; k <= n; k++) v.provisional |= !oracle_year_known[day_year((Day){k}) - 1970];
    return v;
}

/* ---- Cases ---- */

static Arena *arena;
static const Calendar *calendar;
static uint64_t seed;

static int below(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)((seed >> 11) % (uint64_t)n);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    oracle_setup(arena);
    calendar = calendar_builtin(arena, NULL, NULL, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void describe(const DeadlineTerms *t)
{
    print_error("event %s, limit %d %s, clock %d\n", day_text(arena, t->event), t->limit, unit_code(t->unit), t->clock);
    for (int i = 0; i < t->pause_count; i++)
        print_error("  pause %s .. %s\n", day_text(arena, t->pauses[i].from), day_text(arena, t->pauses[i].to));
    for (int i = 0; i < t->extension_count; i++) print_error("  extension %d\n", t->extensions[i].amount);
}

static void compare(const DeadlineTerms *t)
{
    Deadline deadline = deadline_compute(calendar, t);
    Verdict v = oracle(t);
    if (deadline.stopped == v.stopped && deadline.consumed == v.counted
        && (v.stopped || (deadline.due.n == v.due && deadline.provisional == v.provisional))) return;
    describe(t);
    fail_msg("due %s stopped %d counted %d provisional %d; the oracle: %s %d %d %d", day_text(arena, deadline.due), deadline.stopped, deadline.consumed,
             deadline.provisional, day_text(arena, v.stopped ? DAY_NONE : (Day){v.due}), v.stopped, v.counted, v.provisional);
}

/* Terms with up to four pauses (now and then open, empty, overlapping, before the event) and up to two extensions. */
typedef struct { DeadlineTerms terms; Pause pauses[4]; Extension extensions[2]; } Case;

static void random_case(Case *c)
{
    static const Day first = {12418};        /* 2004-01-01 */
    c->terms = (DeadlineTerms){.event = day_plus(first, below(8401)), .limit = below(61), .unit = below(2) ? UNIT_WORKDAY : UNIT_CALENDAR_DAY,
                               .clock = (ClockKind)below(5), .pauses = c->pauses, .extensions = c->extensions,
                               .pause_count = below(5), .extension_count = below(4) ? 0 : 1 + below(2)};
    for (int i = 0; i < c->terms.pause_count; i++) {
        c->pauses[i] = (Pause){.from = day_plus(c->terms.event, below(100) - 8), .kind = (PauseKind)below(PAUSE_KINDS)};
        c->pauses[i].to = below(12) ? day_plus(c->pauses[i].from, below(45) - 2) : DAY_NONE;
    }
    for (int i = 0; i < c->terms.extension_count; i++) c->extensions[i] = (Extension){1 + below(15), DAY_NONE, NULL};
}

static void test_every_start_day_every_limit_both_units(void **state)
{
    (void)state;
    long compared = 0;
    for (Day event = day_of(2004, 1, 1); event.n <= day_of(2026, 12, 31).n; event.n++)
        for (int unit = UNIT_WORKDAY; unit <= UNIT_CALENDAR_DAY; unit++)
            for (int limit = 0; limit <= 60; limit++) {
                DeadlineTerms terms = {.event = event, .limit = limit, .unit = (LimitUnit)unit};
                compare(&terms);
                compared++;
            }
    assert_int_equal(compared, 8401L * 61 * 2);
}

static void test_random_pauses_and_extensions(void **state)
{
    (void)state;
    seed = 0x59c0a11ULL;
    Case c;
    for (int i = 0; i < RANDOM_CASES; i++) {
        random_case(&c);
        compare(&c.terms);
    }
}

static void test_every_pause_position_and_length_around_a_long_holiday(void **state)
{
    (void)state;
    Pause pause = {.kind = PAUSE_TEST};
    DeadlineTerms terms = {.pauses = &pause, .pause_count = 1};
    for (int event = 0; event < 20; event++)
        for (int from = -2; from < 30; from++)
            for (int length = 0; length < 25; length++)
                for (int limit = 0; limit <= 12; limit += 4)
                    for (int unit = 0; unit < 2; unit++) {
                        terms.event = day_plus(day_of(2026, 9, 20), event);
                        terms.limit = limit;
                        terms.unit = unit ? UNIT_WORKDAY : UNIT_CALENDAR_DAY;
                        pause.from = day_plus(terms.event, from);
                        pause.to = day_plus(pause.from, length - 1);
                        compare(&terms);
                    }
}

/* ---- Laws that need no oracle ---- */

static int32_t due_or_never(const DeadlineTerms *t)
{
    Deadline deadline = deadline_compute(calendar, t);
    return deadline.stopped ? INT32_MAX : deadline.due.n;
}

static void test_a_pause_never_makes_the_deadline_earlier(void **state)
{
    (void)state;
    seed = 0xA11CE5ULL;
    Case c;
    for (int i = 0; i < RANDOM_CASES / 6; i++) {
        random_case(&c);
        int32_t with = due_or_never(&c.terms);
        while (c.terms.pause_count > 0) {
            c.terms.pause_count--;
            int32_t without = due_or_never(&c.terms);
            assert_true(without <= with);
            with = without;
        }
    }
}

static void test_more_days_or_a_later_event_never_end_earlier(void **state)
{
    (void)state;
    seed = 0xB0B0ULL;
    Case c;
    for (int i = 0; i < RANDOM_CASES / 6; i++) {
        random_case(&c);
        int32_t due = due_or_never(&c.terms);
        c.terms.limit++;
        assert_true(due_or_never(&c.terms) >= due);
        c.terms.limit--;
        c.terms.event.n++;
        assert_true(due_or_never(&c.terms) >= due);
    }
}

static void test_order_splitting_and_repeating_of_pauses_change_nothing(void **state)
{
    (void)state;
    seed = 0xC0FFEEULL;
    Case c;
    for (int i = 0; i < RANDOM_CASES / 6; i++) {
        random_case(&c);
        if (c.terms.pause_count == 0) continue;
        int32_t due = due_or_never(&c.terms);
        Pause more[6];
        int count = c.terms.pause_count;
        for (int k = 0; k < count; k++) more[k] = c.pauses[count - 1 - k];
        more[count] = more[0];                                       /* repeated */
        if (more[0].to.n > more[0].from.n) {                         /* split in two that touch */
            Day cut = day_plus(more[0].from, below(more[0].to.n - more[0].from.n));
            more[count] = more[0];
            more[count].from = day_plus(cut, 1);
            more[0].to = cut;
        }
        c.terms.pauses = more;
        c.terms.pause_count = count + 1;
        assert_int_equal(due_or_never(&c.terms), due);
    }
}

static void test_an_extension_is_the_longer_limit(void **state)
{
    (void)state;
    seed = 0xD00DULL;
    Case c;
    for (int i = 0; i < RANDOM_CASES / 6; i++) {
        random_case(&c);
        int32_t due = due_or_never(&c.terms);
        for (int k = 0; k < c.terms.extension_count; k++) c.terms.limit += c.extensions[k].amount;
        c.terms.extension_count = 0;
        assert_int_equal(due_or_never(&c.terms), due);
    }
}

static void test_the_due_day_is_a_working_day_and_the_numbers_agree(void **state)
{
    (void)state;
    seed = 0xE66ULL;
    Case c;
    for (int i = 0; i < RANDOM_CASES / 6; i++) {
        random_case(&c);
        Deadline deadline = deadline_compute(calendar, &c.terms);
        if (deadline.stopped) {
            assert_true(day_is_none(deadline.due));
            assert_true(deadline.consumed <= deadline.days);
            continue;
        }
        assert_true(oracle_works(deadline.due.n));
        assert_null(deadline_pause_on(&c.terms, deadline.due));
        assert_int_equal(deadline_day_number(calendar, &c.terms, &deadline, deadline.due), deadline.days);
        assert_int_equal(deadline_remaining(calendar, &c.terms, &deadline, deadline.due), 0);
        assert_true(deadline_remaining(calendar, &c.terms, &deadline, day_plus(deadline.due, 1)) < 0);
        for (int k = 0; k < 4; k++) {
            Day today = day_plus(c.terms.event, below(deadline.due.n - c.terms.event.n + 1));
            int number = deadline_day_number(calendar, &c.terms, &deadline, today), left = deadline_remaining(calendar, &c.terms, &deadline, today);
            if (!deadline.rolled) assert_int_equal(number + left, deadline.days);
            else assert_true(number + left >= deadline.days && left >= 0);
        }
    }
}

static void test_one_more_day_off_never_makes_a_working_day_limit_earlier(void **state)
{
    (void)state;
    seed = 0xF00DULL;
    Arena *turn = arena_new();
    Case c;
    for (int k = 0; k < 20; k++) {
        CalendarOverride off = {"420000", day_plus(day_of(2020, 1, 1), below(2000)), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"};
        const Calendar *local = calendar_builtin(turn, "420115", &off, 1);
        for (int i = 0; i < 2000; i++) {
            random_case(&c);
            c.terms.event = day_plus(off.day, below(60) - 50);
            Deadline before = deadline_compute(calendar, &c.terms), after = deadline_compute(local, &c.terms);
            if (before.stopped) assert_true(after.stopped);
            if (!before.stopped && !after.stopped) assert_true(after.due.n >= before.due.n);
        }
        arena_reset(turn);
    }
    arena_free(turn);
}

/* ---- The explanation tells the same story ---- */

static void check_explanation(Arena *turn, const DeadlineTerms *terms)
{
    int count, sum = 0, boundaries = 0, dues = 0;
    Deadline deadline = deadline_compute(calendar, terms);
    ExplainedDay *days = deadline_explain(turn, calendar, terms, &count);
    assert_true(count >= 1);
    assert_int_equal(days[0].day.n, terms->event.n);
    assert_false(days[0].counted);
    for (int i = 0; i < count; i++) {
        assert_int_equal(days[i].day.n, terms->event.n + i);
        sum += days[i].counted;
        assert_int_equal(days[i].count, sum);
        assert_true(days[i].text_zh && *days[i].text_zh && days[i].text_en && *days[i].text_en && days[i].article && days[i].reason_code);
        if (days[i].counted) assert_null(deadline_pause_on(terms, days[i].day));
        if (days[i].counted && terms->unit == UNIT_WORKDAY) assert_true(oracle_works(days[i].day.n));
        boundaries += days[i].extension;
        dues += days[i].due;
    }
    assert_int_equal(sum, deadline.consumed);
    assert_int_equal(dues, !deadline.stopped);
    if (!deadline.stopped) {
        assert_int_equal(sum, deadline.days);
        assert_int_equal(days[count - 1].day.n, deadline.due.n);
        assert_true(days[count - 1].due);
        assert_int_equal(boundaries, deadline.limit > terms->limit);
    } else {
        bool open = days[count - 1].reason == REASON_PAUSE_OPEN || count == 1;
        assert_true(open);
    }
}

static void test_the_explanation_counts_to_the_limit_and_ends_on_the_due_day(void **state)
{
    (void)state;
    seed = 0x1234567ULL;
    Arena *turn = arena_new();
    Case c;
    for (int i = 0; i < RANDOM_CASES / 60; i++) {
        random_case(&c);
        check_explanation(turn, &c.terms);
        arena_reset(turn);
    }
    static const LimitUnit units[] = {UNIT_MONTH, UNIT_YEAR};
    for (int i = 0; i < 300; i++) {
        random_case(&c);
        c.terms.unit = units[i % 2];
        c.terms.limit %= 3;
        c.extensions[0].amount = c.extensions[1].amount = 1;
        check_explanation(turn, &c.terms);
        arena_reset(turn);
    }
    arena_free(turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_start_day_every_limit_both_units), cmocka_unit_test(test_random_pauses_and_extensions),
        cmocka_unit_test(test_every_pause_position_and_length_around_a_long_holiday), cmocka_unit_test(test_a_pause_never_makes_the_deadline_earlier),
        cmocka_unit_test(test_more_days_or_a_later_event_never_end_earlier), cmocka_unit_test(test_order_splitting_and_repeating_of_pauses_change_nothing),
        cmocka_unit_test(test_an_extension_is_the_longer_limit), cmocka_unit_test(test_the_due_day_is_a_working_day_and_the_numbers_agree),
        cmocka_unit_test(test_one_more_day_off_never_makes_a_working_day_limit_earlier),
        cmocka_unit_test(test_the_explanation_counts_to_the_limit_and_ends_on_the_due_day),
    };
    return cmocka_run_group_tests_name("calendar_oracle", tests, setup, teardown);
}
