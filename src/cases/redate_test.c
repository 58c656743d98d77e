/* redate_test.c: what a change of the calendar does to open cases: every case whose days move has its row, no other has; the second time nothing moves. */
#include "process/test_world.h"
#include "base/embed.h"
#include "cases/redate.h"
#include "process/standing_value.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

static uint64_t random_state = 88172645463325252u;
static unsigned random_below(unsigned n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 11) % n;
}

typedef struct Hall { Arena *arena; Store *store; World *world; int64_t seq; } Hall;

static Hall hall_at(const char *path)
{
    static const char *const schemas[] = {"schema/0003_calendar.sql", "schema/0007_cases.sql", "schema/0008_redated.sql", "schema/0014_lanes.sql", "schema/0016_joint.sql", "schema/0020_joint_due.sql", "schema/0028_case_standing.sql", "schema/0033_case_pattern.sql"};
    size_t bytes;
    Hall h = {.arena = arena_new(), .store = store_open(path, STORE_WRITE)};
    cases_functions(h.store);
    h.world = world_new(h.arena);
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) store_script(h.store, (const char *)embed_find(h.arena, schemas[i], &bytes));
    return h;
}

static Hall hall_new(void) { return hall_at(":memory:"); }

static void hall_free(Hall *h)
{
    store_close(h->store);
    arena_free(h->arena);
}

static int64_t fold(Hall *h)
{
    int64_t id = case_next_id(h->store);
    for (int i = 0; i < h->world->event_count; i++) {
        Event event = h->world->events[i];
        event.case_id = id;
        event.case_number = case_next_number(h->store, h->arena, "420115", instant_day(event.at));
        event.seq = ++h->seq;
        cases_apply(h->store, h->arena, &event, h->world->calendar);
    }
    return id;
}

static int64_t hall_case(Hall *h, int item, Stage stage)
{
    world_reach(h->world, item, stage);
    return fold(h);
}

/* Accepted on 2 March, then stopped, resumed and lengthened now and then. */
static void random_case(Hall *h)
{
    World *w = h->world;
    world_reach(w, (int)random_below(2), STAGE_ACCEPTED);
    for (int i = 0; i < 3; i++) {
        w->today = day_plus(w->today, 1 + (int)random_below(6));
        bool paused = w->standing.stage == STAGE_PAUSED;
        if (paused) { if (random_below(3)) world_do(w, WHO_BACK, ACT_RESUME, "{\"result\":\"合格\"}"); }
        else if (random_below(2)) world_do(w, WHO_BACK, ACT_PAUSE, "{\"ground\":\"test\",\"days\":5,\"body\":\"检测中心\",\"matter\":\"检测\"}");
        else if (!w->standing.extension.amount && w->item == w->items[0]) world_do(w, WHO_HEAD, ACT_EXTEND, "{\"days\":5,\"reason\":\"案情复杂\",\"approval\":\"批示1号\"}");
    }
    fold(h);
}

static Event cause(Hall *h, const char *kind, const char *document)
{
    Value *body = value_object(h->arena);
    value_set_str(h->arena, body, !strcmp(kind, "calendar.imported") ? "source" : "document", document);
    return (Event){.seq = ++h->seq, .at = instant_at(day_of(2026, 3, 4), 9, 0, 0), .kind = kind, .actor = "officer:admin", .body = body};
}

static int64_t redate(Hall *h, const char *kind, const char *document, const Calendar *after)
{
    Event event = cause(h, kind, document);
    int64_t moved = cases_redate(h->store, &event, h->world->calendar, after);
    h->world->calendar = (Calendar *)(uintptr_t)after;
    return moved;
}

static const Calendar *closed_on(Hall *h, Day day)
{
    CalendarOverride *closed = ARENA_NEW(h->arena, CalendarOverride);
    *closed = (CalendarOverride){"420115", day, CALENDAR_HOLIDAY, "防汛令第1号"};
    return calendar_builtin(h->arena, "420115", closed, 1);
}

static void test_a_closed_day_moves_what_runs_across_it(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t open = hall_case(&h, 0, STAGE_ACCEPTED), waiting = hall_case(&h, 0, STAGE_RECEIVED), done = hall_case(&h, 0, STAGE_DELIVERED);
    CaseDates before = case_load(h.store, h.arena, open)->dates;
    Day delivered = case_load(h.store, h.arena, done)->dates.due;
    const Calendar *closed = closed_on(&h, day_of(2026, 3, 5));
    assert_int_equal(redate(&h, "calendar.overridden", "防汛令第1号", closed), 2);
    int64_t first = h.seq;
    assert_int_equal(redate(&h, "calendar.overridden", "防汛令第1号", closed), 0);       /* nothing moves twice, and nothing is listed */
    assert_null(redating_of(h.store, h.arena, h.seq));
    CaseDates after = case_load(h.store, h.arena, open)->dates;
    assert_int_equal(after.due.n, before.due.n + 1);
    assert_int_equal(case_load(h.store, h.arena, waiting)->dates.due.n, day_of(2026, 3, 10).n);
    assert_int_equal(case_load(h.store, h.arena, done)->dates.due.n, delivered.n);      /* concluded cases stay as they were */
    int count;
    cases_clock_due(h.store, h.arena, day_of(2026, 3, 10), 10, &count);
    assert_int_equal(count, 0);                                        /* the duty moved with the date */
    const Redating *r = redating_of(h.store, h.arena, first);
    assert_non_null(r);
    assert_string_equal(r->kind, "overridden");
    assert_string_equal(r->source, "防汛令第1号");
    assert_int_equal(r->moved, 2);
    const Value *day = value_get(r->days, "days")->first;
    assert_string_equal(value_str(day, "date"), "2026-03-05");
    assert_false(value_bool(day, "work"));
    assert_string_equal(value_str(day, "name"), "防汛令第1号");
    CaseRedated *rows = case_redated_list(h.store, h.arena, first, NULL, 0, 100, &count);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].case_id, open);
    assert_true(day_equal(rows[0].old_due, before.due) && day_equal(rows[0].new_due, after.due));
    assert_true(day_equal(rows[0].old_statutory, before.statutory_due) && day_equal(rows[0].new_statutory, after.statutory_due));
    assert_int_equal(rows[1].clock, CLOCK_SUPPLEMENT);
    assert_int_equal(case_redated_count(h.store, first, "011"), 2);
    assert_int_equal(case_redated_count(h.store, first, "099"), 0);
    case_redated_list(h.store, h.arena, first, NULL, open, 100, &count);
    assert_int_equal(count, 1);
    assert_int_equal(case_redated_of(h.store, h.arena, open, &count)[0].event_seq, first);
    assert_int_equal(count, 1);
    case_redated_of(h.store, h.arena, done, &count);
    assert_int_equal(count, 0);
    hall_free(&h);
}

static void test_the_applicant_s_own_day_moves(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t id = hall_case(&h, 0, STAGE_SUPPLEMENT);
    Day told = case_load(h.store, h.arena, id)->standing.supply_by;
    assert_int_equal(redate(&h, "calendar.overridden", "防汛令第1号", closed_on(&h, told)), 1);
    int count;
    CaseRedated *row = case_redated_of(h.store, h.arena, id, &count);
    assert_int_equal(count, 1);
    assert_int_equal(row->clock, CLOCK_OTHER);
    assert_true(day_equal(row->old_due, told) && day_after(row->new_due, told));
    hall_free(&h);
}

/* The year's notice arrives: what was provisional is certain, and the list says so even of a case whose days stay. */
static void test_no_longer_provisional(void **state)
{
    (void)state;
    Hall h = hall_new();
    size_t bytes;
    const uint8_t *file = embed_find(h.arena, "data/holidays/national.csv", &bytes);
    CalendarTable all = calendar_parse_text(h.arena, file, bytes);
    int until = 0;
    while (until < all.count && day_before(all.days[until].day, day_of(2026, 1, 1))) until++;
    h.world->calendar = calendar_new(h.arena, 1, "420115", all.days, until, NULL, 0);
    int64_t id = hall_case(&h, 0, STAGE_RECEIVED);
    CaseDates before = case_load(h.store, h.arena, id)->dates;
    assert_true(before.provisional);
    assert_int_equal(redate(&h, "calendar.imported", "国办发明电〔2025〕7号", calendar_new(h.arena, 2, "420115", all.days, all.count, NULL, 0)), 1);
    CaseDates after = case_load(h.store, h.arena, id)->dates;
    assert_false(after.provisional);
    assert_int_equal(after.due.n, before.due.n);
    int count;
    CaseRedated *row = case_redated_of(h.store, h.arena, id, &count);
    assert_int_equal(count, 1);
    assert_true(row->old_provisional && !row->new_provisional && day_equal(row->old_due, row->new_due));
    const Value *years = value_get(redating_of(h.store, h.arena, h.seq)->days, "years");
    assert_int_equal(years->count, 1);
    assert_int_equal(years->first->integer, 2026);
    hall_free(&h);
}

/* Any calendar after any other, against dating every open case anew by hand: the same days in the table, and a row exactly where they differ. */
static void test_random_calendars(void **state)
{
    (void)state;
    enum { CASES = 60, ROUNDS = 150, MOST = 6 };
    Hall h = hall_new();
    for (int item = 0; item < WORLD_ITEMS; item++) for (int stage = STAGE_RECEIVED; stage < STAGE_COUNT; stage++) hall_case(&h, item, (Stage)stage);
    for (int i = 0; i < CASES; i++) random_case(&h);
    int64_t last = cases_total(h.store), rows_in_all = 0, quiet = 0;
    for (int round = 0; round < ROUNDS; round++) {
        Arena *arena = arena_new();
        CalendarOverride *changes = ARENA_ARRAY(h.arena, CalendarOverride, MOST);
        int changed = (int)random_below(MOST), expected = 0, count;
        for (int i = 0; i < changed; i++) {
            Day day = day_plus(day_of(2026, 2, 27), (int)random_below(i % 2 ? 120 : 12));
            changes[i] = (CalendarOverride){"420115", day, random_below(2) ? CALENDAR_HOLIDAY : CALENDAR_WORKDAY, "令"};
            for (int k = 0; k < i; k++) if (day_equal(changes[k].day, day)) { changed--; i--; break; }
        }
        const Calendar *after = calendar_builtin(h.arena, "420115", changes, changed);
        CaseFile **before = ARENA_ARRAY(arena, CaseFile *, last + 1);
        for (int64_t id = 1; id <= last; id++) before[id] = case_load(h.store, arena, id);
        int64_t moved = redate(&h, "calendar.overridden", "令", after);
        for (int64_t id = 1; id <= last; id++) {
            const CaseFile *old = before[id], *now = case_load(h.store, arena, id);
            bool open = !stage_concluded(old->standing.stage);
            CaseDates right = open ? case_dates(&old->standing, after) : old->dates;
            assert_true(day_equal(right.due, now->dates.due) && day_equal(right.statutory_due, now->dates.statutory_due) && day_equal(right.promised_due, now->dates.promised_due));
            bool differs = !day_equal(right.due, old->dates.due) || !day_equal(right.statutory_due, old->dates.statutory_due) || !day_equal(right.promised_due, old->dates.promised_due);
            CaseRedated *rows = case_redated_of(h.store, arena, id, &count);
            bool listed = count && rows[count - 1].event_seq == h.seq;
            if (differs && !listed) fail_msg("case %lld moved and is not listed", (long long)id);
            if (listed && old->standing.stage != STAGE_SUPPLEMENT) {
                assert_true(differs);
                assert_true(day_equal(rows[count - 1].old_due, old->dates.due) && day_equal(rows[count - 1].new_due, now->dates.due));
                assert_true(day_equal(rows[count - 1].old_promised, old->dates.promised_due) && day_equal(rows[count - 1].new_promised, now->dates.promised_due));
            }
            if (listed && old->standing.stage == STAGE_SUPPLEMENT) assert_false(day_equal(rows[count - 1].old_due, rows[count - 1].new_due));
            expected += listed;
        }
        assert_int_equal(moved, expected);
        rows_in_all += moved;
        quiet += moved == 0;
        assert_int_equal(redate(&h, "calendar.overridden", "令", after), 0);
        arena_free(arena);
    }
    assert_true(rows_in_all > 1000);
    hall_free(&h);
}

static int64_t pattern_of(Hall *h, int64_t id) { return store_number(h->store, -1, "SELECT pattern FROM case_file WHERE id = ?1", "i", id); }

/* The pattern says which cases stand alike: whoever applied. */
static void test_cases_that_stand_alike_have_one_pattern(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t one = hall_case(&h, 0, STAGE_ACCEPTED), other = hall_case(&h, 0, STAGE_ACCEPTED), later = hall_case(&h, 0, STAGE_DELIVERED), received = hall_case(&h, 0, STAGE_RECEIVED);
    assert_int_equal(pattern_of(&h, one), pattern_of(&h, other));
    assert_int_not_equal(pattern_of(&h, one), pattern_of(&h, later));
    assert_int_not_equal(pattern_of(&h, one), pattern_of(&h, received));
    CaseFile *file = case_load(h.store, h.arena, one);
    Standing standing = file->standing;
    int64_t without = standing_pattern(standing_json(h.arena, &standing));
    for (int64_t account = 1; account < 3000000000; account = account * 7 + 1) {
        standing.account = account;
        assert_int_equal(standing_pattern(standing_json(h.arena, &standing)), without);
    }
    snprintf(standing.claimant, sizeof standing.claimant, "\"account\":7");                 /* escaped in the text, so it is not taken for the key */
    int64_t claimed = standing_pattern(standing_json(h.arena, &standing));
    standing.account = 0;
    assert_int_equal(standing_pattern(standing_json(h.arena, &standing)), claimed);
    assert_int_not_equal(claimed, without);
    standing.joint = true;
    assert_int_equal(standing_pattern(standing_json(h.arena, &standing)), 0);
    hall_free(&h);
}

/* A store of the time before has no patterns: the schema step gives every case the one a new case would have. */
static void test_the_schema_step_gives_older_cases_their_pattern(void **state)
{
    (void)state;
    Hall h = hall_new();
    size_t bytes;
    for (int item = 0; item < WORLD_ITEMS; item++) for (int stage = STAGE_RECEIVED; stage < STAGE_COUNT; stage++) hall_case(&h, item, (Stage)stage);
    store_script(h.store, "CREATE TABLE kept AS SELECT id, pattern FROM case_file; ALTER TABLE case_file DROP COLUMN pattern;");
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0033_case_pattern.sql", &bytes));
    assert_int_equal(store_number(h.store, -1, "SELECT count(*) FROM kept k JOIN case_file c ON c.id = k.id AND c.pattern = k.pattern", ""), cases_total(h.store));
    assert_true(store_number(h.store, 0, "SELECT count(DISTINCT pattern) FROM case_file WHERE pattern <> 0", "") > 10);
    hall_free(&h);
}

/* Should two patterns ever meet by chance, the days of the one are not given to the other. */
static void test_patterns_that_meet_by_chance(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t ids[] = {hall_case(&h, 0, STAGE_ACCEPTED), hall_case(&h, 1, STAGE_ACCEPTED), hall_case(&h, 0, STAGE_RECEIVED), hall_case(&h, 0, STAGE_ACCEPTED)};
    store_exec(h.store, "UPDATE case_file SET pattern = 7", "");
    const Calendar *closed = closed_on(&h, day_of(2026, 3, 5));
    assert_true(redate(&h, "calendar.overridden", "防汛令第1号", closed) > 1);
    for (int i = 0; i < 4; i++) {
        const CaseFile *file = case_load(h.store, h.arena, ids[i]);
        CaseDates right = case_dates(&file->standing, closed);
        assert_true(day_equal(right.due, file->dates.due) && day_equal(right.statutory_due, file->dates.statutory_due) && day_equal(right.promised_due, file->dates.promised_due));
    }
    hall_free(&h);
}

/* In a file and over several stretches, so with what reads ahead. */
static void test_many_cases_in_a_file(void **state)
{
    (void)state;
    enum { CASES = 1100 };
    char path[64];
    snprintf(path, sizeof path, "/tmp/yc-redate-test-%d.db", (int)getpid());
    Hall h = hall_at(path);
    store_begin(h.store);
    world_reach(h.world, 0, STAGE_ACCEPTED);
    for (int i = 0; i < CASES; i++) fold(&h);
    store_commit(h.store);
    store_begin(h.store);
    assert_int_equal(redate(&h, "calendar.overridden", "防汛令第1号", closed_on(&h, day_of(2026, 3, 5))), CASES);
    store_commit(h.store);
    assert_int_equal(store_number(h.store, 0, "SELECT count(*) FROM case_redated", ""), CASES);
    assert_int_equal(store_number(h.store, 0, "SELECT count(DISTINCT due) FROM case_file", ""), 1);
    hall_free(&h);
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) { char part[80]; snprintf(part, sizeof part, "%s%s", path, endings[i]); unlink(part); }
}

/* Whichever call fails in the middle: nothing is left half dated (and nothing leaks: the leak checker looks at the end); the next try does all of it. */
static void test_each_call_failing_leaves_the_days_as_they_were(void **state)
{
    (void)state;
    Hall h = hall_new();
    for (int i = 0; i < 4; i++) hall_case(&h, i % 2, i % 2 ? STAGE_RECEIVED : STAGE_ACCEPTED);
    const Calendar *before = h.world->calendar, *closed = closed_on(&h, day_of(2026, 3, 5));
    Event event = cause(&h, "calendar.overridden", "防汛令第1号");
    int64_t days = store_number(h.store, 0, "SELECT sum(due) FROM case_file", "");
    volatile int unwound = 0;
    volatile int64_t moved = 0;
    for (volatile long nth = 1; !moved; nth++) {
        FaultGuard guard;
        store_savepoint(h.store);
        fault_arm(nth);
        if (FAULT_GUARD(&guard)) {
            moved = cases_redate(h.store, &event, before, closed);
            fault_unguard(&guard);
            fault_arm(0);
            store_release(h.store);
            continue;
        }
        fault_arm(0);
        store_undo(h.store);
        unwound++;
        assert_int_equal(store_number(h.store, 0, "SELECT sum(due) FROM case_file", ""), days);
        assert_int_equal(store_number(h.store, -1, "SELECT count(*) FROM case_redated", ""), 0);
    }
    assert_int_equal(moved, 4);
    assert_int_equal(store_number(h.store, -1, "SELECT count(*) FROM case_redated", ""), 4);
    assert_true(unwound > 10);
    hall_free(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_closed_day_moves_what_runs_across_it), cmocka_unit_test(test_the_applicant_s_own_day_moves), cmocka_unit_test(test_no_longer_provisional),
        cmocka_unit_test(test_random_calendars), cmocka_unit_test(test_each_call_failing_leaves_the_days_as_they_were),
        cmocka_unit_test(test_cases_that_stand_alike_have_one_pattern), cmocka_unit_test(test_the_schema_step_gives_older_cases_their_pattern),
        cmocka_unit_test(test_patterns_that_meet_by_chance), cmocka_unit_test(test_many_cases_in_a_file),
    };
    return cmocka_run_group_tests_name("redate", tests, NULL, NULL);
}
