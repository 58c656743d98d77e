/* cases_test.c: the case file as a projection: what is loaded is what was folded; lists, tallies, duties, dates moved, codes, uploads, keys. */
#include "process/test_world.h"
#include "base/embed.h"
#include "base/fault.h"
#include "cases/cases.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

typedef struct Hall { Arena *arena; Store *store; World *world; int64_t seq; } Hall;

static Hall hall_new(void)
{
    size_t bytes;
    Hall h = {.arena = arena_new(), .store = store_open(":memory:", STORE_WRITE)};
    h.world = world_new(h.arena);
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0007_cases.sql", &bytes));
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0014_lanes.sql", &bytes));
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0016_joint.sql", &bytes));
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0020_joint_due.sql", &bytes));
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0028_case_standing.sql", &bytes));
    cases_functions(h.store);
    store_script(h.store, (const char *)embed_find(h.arena, "schema/0033_case_pattern.sql", &bytes));
    return h;
}

static void hall_free(Hall *h)
{
    store_close(h->store);
    arena_free(h->arena);
}

/* A case of this item brought to a stage, its events folded into the tables one by one. */
static int64_t hall_case(Hall *h, int item, Stage stage)
{
    int64_t id = case_next_id(h->store);
    world_reach(h->world, item, stage);
    for (int i = 0; i < h->world->event_count; i++) {
        Event event = h->world->events[i];
        event.case_id = id;
        event.case_number = case_next_number(h->store, h->arena, "420115", instant_day(event.at));
        event.seq = ++h->seq;
        cases_apply(h->store, h->arena, &event, h->world->calendar);
    }
    return id;
}

static void test_loaded_is_folded(void **state)
{
    (void)state;
    Hall h = hall_new();
    for (int item = 0; item < WORLD_ITEMS; item++)
        for (int stage = STAGE_RECEIVED; stage < STAGE_COUNT; stage++) {
            int64_t id = hall_case(&h, item, (Stage)stage);
            CaseFile *file = case_load(h.store, h.arena, id);
            assert_non_null(file);
            assert_string_equal(value_json(h.arena, standing_write(h.arena, &file->standing)), value_json(h.arena, standing_write(h.arena, &h.world->standing)));
            CaseDates dates = case_dates(&h.world->standing, h.world->calendar);
            assert_int_equal(file->dates.due.n, dates.due.n);
            assert_int_equal(file->dates.clock, dates.clock);
            assert_int_equal(file->dates.statutory_due.n, dates.statutory_due.n);
            assert_int_equal(file->dates.promised_due.n, dates.promised_due.n);
            assert_string_equal(value_str(file->person, "applicant_name"), "张晓三");
            assert_int_equal(case_find(h.store, h.arena, file->number)->id, id);
        }
    assert_int_equal(cases_total(h.store), WORLD_ITEMS * (STAGE_COUNT - 1));
    assert_null(case_load(h.store, h.arena, 999));
    assert_null(case_find(h.store, h.arena, "420115-20260302-99999"));
    hall_free(&h);
}

/* One more event of a case, on this day. */
static void then(Hall *h, int64_t id, const char *kind, const char *json, Day day)
{
    Event event = {.kind = kind, .case_id = id, .case_number = "420115-20260302-00001", .seq = ++h->seq, .at = instant_at(day, 10, 0, 0), .body = value_parse(h->arena, json, strlen(json), NULL)};
    assert_non_null(event.body);
    cases_apply(h->store, h->arena, &event, h->world->calendar);
}

/* "department todo due" of every part, in the order of departments. */
static const char *parts(Hall *h)
{
    Buf out = buf_new(h->arena);
    Query *q = store_query(h->store, "SELECT department, todo, act_by FROM case_co ORDER BY department", "");
    while (store_row(q)) buf_printf(&out, "%s%s %d %s", out.length ? ", " : "", store_text(q, 0, h->arena), (int)store_int(q, 1), day_is_none(store_day(q, 2)) ? "-" : day_text(h->arena, store_day(q, 2)));
    store_done(q);
    return out.text;
}

/* 3.3-3: until the copies are out the case waits for the competent department; then for each co-department, by the day of what it owes (E12). */
static void test_a_joint_case_waits_in_the_lists_of_its_departments(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t id = case_next_id(h.store);
    int count;
    world_reach(h.world, 0, STAGE_RECEIVED);
    Event received = h.world->events[0];
    Value *body = value_copy(h.arena, received.body);
    value_set_bool(h.arena, body, "joint", true);
    value_set_bool(h.arena, body, "instant", false);
    received.case_id = id;
    received.case_number = "420115-20260302-00001";
    received.seq = ++h.seq;
    received.body = body;
    cases_apply(h.store, h.arena, &received, h.world->calendar);
    Day day = instant_day(received.at), next = calendar_workday_after(h.world->calendar, day, 1);
    const char *own = h.world->standing.department;
    assert_string_equal(parts(&h), arena_printf(h.arena, "%s 1 %s", own, day_text(h.arena, next)));
    assert_int_equal(cases_co_count(h.store, own, NULL, true), 1);
    then(&h, id, "case.copied_out", "{\"lead\":\"901\",\"children\":[{\"department\":\"902\",\"window\":\"W2\",\"days\":3},{\"department\":\"903\",\"window\":\"W3\",\"days\":3}]}", day);
    assert_string_equal(parts(&h), arena_printf(h.arena, "902 1 %s, 903 1 %s", day_text(h.arena, next), day_text(h.arena, next)));
    assert_int_equal(cases_co_count(h.store, own, NULL, true), 0);
    then(&h, id, "case.copy_signed", "{\"department\":\"902\"}", day);
    assert_string_equal(parts(&h), arena_printf(h.arena, "902 1 %s, 903 1 %s", day_text(h.arena, calendar_workday_after(h.world->calendar, day, 2)), day_text(h.arena, next)));
    then(&h, id, "case.completeness_given", "{\"department\":\"902\",\"result\":\"complete\"}", day);
    assert_int_equal(cases_co_count(h.store, "902", NULL, true), 0);
    assert_int_equal(cases_co_count(h.store, "902", NULL, false), 1);
    assert_int_equal(cases_co_list(h.store, h.arena, NULL, "W3", true, 0, 10, &count)[0].id, id);
    assert_int_equal(count, 1);
    then(&h, id, "case.withdrawn", "{\"reason\":\"x\"}", day);
    assert_int_equal(cases_co_count(h.store, "903", "W3", false), 0);
    hall_free(&h);
}

static void test_numbers_count_by_day(void **state)
{
    (void)state;
    Hall h = hall_new();
    hall_case(&h, 0, STAGE_RECEIVED);
    assert_string_equal(case_next_number(h.store, h.arena, "420115", day_of(2026, 3, 2)), "420115-20260302-00002");
    assert_string_equal(case_next_number(h.store, h.arena, "420115", day_of(2026, 3, 3)), "420115-20260303-00001");
    assert_int_equal(case_next_id(h.store), 2);
    hall_free(&h);
}

static void test_erased_person_leaves_the_case(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t id = hall_case(&h, 0, STAGE_DELIVERED);
    Event event = {.seq = ++h.seq, .at = instant_at(day_of(2026, 4, 1), 9, 0, 0), .kind = "case.person_erased", .actor = "operator", .case_id = id, .body = value_object(h.arena)};
    cases_apply(h.store, h.arena, &event, h.world->calendar);
    CaseFile *file = case_load(h.store, h.arena, id);
    assert_null(file->person);
    assert_int_equal(file->standing.stage, STAGE_DELIVERED);
    assert_false(case_identity_tail(file, "002X"));
    hall_free(&h);
}

static void test_foreign_events_do_nothing(void **state)
{
    (void)state;
    Hall h = hall_new();
    Event item = {.seq = 1, .kind = "item.published", .actor = "operator", .case_id = 1, .body = value_object(h.arena)};
    Event unknown = {.seq = 2, .kind = "case.accepted", .actor = "officer:wang", .case_id = 77, .body = value_object(h.arena)};
    cases_apply(h.store, h.arena, &item, h.world->calendar);
    cases_apply(h.store, h.arena, &unknown, h.world->calendar);
    assert_int_equal(cases_total(h.store), 0);
    hall_free(&h);
}

/* Brute force: every filter against a walk over all rows. */
static void test_lists_and_counts(void **state)
{
    (void)state;
    Hall h = hall_new();
    for (int item = 0; item < WORLD_ITEMS; item++)
        for (int stage = STAGE_RECEIVED; stage < STAGE_COUNT; stage++) hall_case(&h, item, (Stage)stage);
    for (int concluded = 0; concluded < 2; concluded++)
        for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++)
            for (int item = -1; item < WORLD_ITEMS; item++)
                for (int window = 0; window < 3; window++) {
                    CaseFilter f = {.concluded = concluded, .stage = (Stage)stage, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = 100};
                    f.item = item < 0 ? NULL : h.world->items[item]->code;
                    f.window = window == 1 ? "W05" : window == 2 ? "W99" : NULL;
                    int expected = 0, count;
                    for (int64_t id = 1; id <= cases_total(h.store); id++) {
                        const Standing *s = &case_load(h.store, h.arena, id)->standing;
                        expected += stage_concluded(s->stage) == (concluded == 1) && (!stage || s->stage == (Stage)stage) && (!f.item || !strcmp(s->item, f.item)) && window != 2;
                    }
                    CaseRow *rows = cases_list(h.store, h.arena, &f, &count);
                    assert_int_equal(count, expected);
                    assert_int_equal(cases_count(h.store, &f), expected);
                    for (int i = 1; i < count; i++) {
                        if (concluded) assert_true(rows[i - 1].id > rows[i].id);
                        else if (!day_is_none(rows[i].dates.due)) assert_true(!day_is_none(rows[i - 1].dates.due) && rows[i - 1].dates.due.n <= rows[i].dates.due.n);   /* most urgent first */
                    }
                    if (count) assert_string_equal(rows[0].applicant, "张**");
                }
    hall_free(&h);
}

static void test_lists_bounded_by_due_day_and_handler(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t received = hall_case(&h, 0, STAGE_RECEIVED);              /* T1: 2026-03-09 */
    int64_t accepted = hall_case(&h, 0, STAGE_ACCEPTED);              /* promise of 15: 2026-03-23 */
    hall_case(&h, 0, STAGE_PAUSED);
    int count;
    CaseFilter f = {.due_from = DAY_NONE, .due_to = day_of(2026, 3, 9), .limit = 10};
    assert_int_equal(cases_list(h.store, h.arena, &f, &count)[0].id, received);
    assert_int_equal(count, 1);
    f = (CaseFilter){.due_from = day_of(2026, 3, 10), .due_to = DAY_NONE, .limit = 10, .department = "011"};
    assert_int_equal(cases_list(h.store, h.arena, &f, &count)[0].id, accepted);
    assert_int_equal(count, 1);                                        /* stopped clocks are left out when bounded */
    f = (CaseFilter){.due_from = DAY_NONE, .due_to = DAY_NONE, .handler = "wang", .limit = 2, .offset = 1};
    cases_list(h.store, h.arena, &f, &count);
    assert_int_equal(count, 2);
    f.handler = "li";
    assert_int_equal(cases_count(h.store, &f), 0);
    f = (CaseFilter){.due_from = DAY_NONE, .due_to = DAY_NONE, .account = 5, .limit = 10};
    cases_list(h.store, h.arena, &f, &count);
    assert_int_equal(count, 0);
    hall_free(&h);
}

static void test_tally(void **state)
{
    (void)state;
    Hall h = hall_new();
    hall_case(&h, 0, STAGE_RECEIVED);                                  /* due 03-09 */
    hall_case(&h, 0, STAGE_ACCEPTED);                                  /* due 03-23 */
    hall_case(&h, 0, STAGE_PAUSED);
    hall_case(&h, 0, STAGE_SUPPLEMENT);
    hall_case(&h, 0, STAGE_DELIVERED);
    int count;
    CaseTally *t = cases_tally(h.store, h.arena, day_of(2026, 3, 9), day_of(2026, 3, 10), &count);
    assert_int_equal(count, 1);
    assert_string_equal(t->window, "W05");
    assert_true(t->open == 4 && t->due_today == 1 && t->overdue == 0 && t->paused == 1 && t->waiting == 1 && t->deemed == 0);
    t = cases_tally(h.store, h.arena, day_of(2026, 3, 24), day_of(2026, 3, 25), &count);
    assert_true(t->overdue == 2 && t->due_today == 0);
    t = cases_tally(h.store, h.arena, day_of(2026, 3, 20), day_of(2026, 3, 23), &count);
    assert_true(t->due_tomorrow == 1);
    hall_free(&h);
}

static void test_duties_of_the_clock(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t received = hall_case(&h, 0, STAGE_RECEIVED), waiting = hall_case(&h, 0, STAGE_SUPPLEMENT);
    hall_case(&h, 3, STAGE_RECEIVED);                                  /* no permit: silence does nothing (XK-03), and never fills the clock's list */
    hall_case(&h, 0, STAGE_ACCEPTED);
    int count;
    cases_clock_due(h.store, h.arena, day_of(2026, 3, 9), 10, &count);
    Day by = case_load(h.store, h.arena, waiting)->standing.supply_by;
    assert_int_equal(count, day_before(by, day_of(2026, 3, 9)));
    int64_t *ids = cases_clock_due(h.store, h.arena, day_of(2026, 4, 1), 10, &count);
    assert_int_equal(count, 2);
    assert_true((ids[0] == received && ids[1] == waiting) || (ids[0] == waiting && ids[1] == received));
    cases_clock_due(h.store, h.arena, day_of(2026, 4, 1), 1, &count);
    assert_int_equal(count, 1);
    hall_free(&h);
}

static void test_query_codes(void **state)
{
    (void)state;
    Hall h = hall_new();
    Secret secret = {{7}}, other = {{8}};
    int64_t id = hall_case(&h, 0, STAGE_ACCEPTED), second = hall_case(&h, 0, STAGE_ACCEPTED);
    const char *number = case_load(h.store, h.arena, id)->number;
    char *code = case_query_code(h.arena, &secret, id, number);
    assert_int_equal(case_by_query_code(h.store, h.arena, &secret, code)->id, id);
    assert_null(case_by_query_code(h.store, h.arena, &other, code));
    char *lower = arena_strdup(h.arena, code), *plain = arena_alloc(h.arena, 64), *to = plain;
    for (char *c = lower; *c; c++) if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    for (const char *c = code; *c; c++) if (*c != '-') *to++ = *c;
    assert_int_equal(case_by_query_code(h.store, h.arena, &secret, lower)->id, id);
    assert_int_equal(case_by_query_code(h.store, h.arena, &secret, plain)->id, id);
    for (size_t i = 0; i < strlen(plain); i++) {                       /* any one character changed opens nothing, or nothing else */
        char *bad = arena_strdup(h.arena, plain);
        bad[i] = bad[i] == '7' ? '8' : '7';
        assert_null(case_by_query_code(h.store, h.arena, &secret, bad));
    }
    assert_string_not_equal(code, case_query_code(h.arena, &secret, second, case_load(h.store, h.arena, second)->number));
    static const char *const nonsense[] = {"", "-", "0", "U", "!!!!", "0000000000", "00000000000000000000000000000000000000000000000000000000000000000000000000", "张三"};
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) assert_null(case_by_query_code(h.store, h.arena, &secret, nonsense[i]));
    assert_null(case_by_query_code(h.store, h.arena, &secret, NULL));
    hall_free(&h);
}

static void test_identity_tail(void **state)
{
    (void)state;
    Hall h = hall_new();
    CaseFile *file = case_load(h.store, h.arena, hall_case(&h, 0, STAGE_RECEIVED));
    assert_true(case_identity_tail(file, "002X") && case_identity_tail(file, "002x") && case_identity_tail(file, " 002X "));
    assert_false(case_identity_tail(file, "0021") || case_identity_tail(file, "") || case_identity_tail(file, NULL) || case_identity_tail(file, "1002X") || case_identity_tail(file, "02X"));
    hall_free(&h);
}

static void test_uploads(void **state)
{
    (void)state;
    Hall h = hall_new();
    int64_t id = hall_case(&h, 0, STAGE_RECEIVED);
    static const uint8_t bytes[] = {0, 1, 2, 0, 255};
    int64_t upload = case_upload_add(h.store, id, 2, "证明.pdf", "application/pdf", "abc", bytes, sizeof bytes, (Instant){5});
    int count;
    CaseUpload *list = case_uploads(h.store, h.arena, id, &count), one;
    assert_int_equal(count, 1);
    assert_true(list[0].id == upload && list[0].material == 2 && list[0].bytes == sizeof bytes && !strcmp(list[0].name, "证明.pdf"));
    assert_memory_equal(case_upload_bytes(h.store, h.arena, upload, &one), bytes, sizeof bytes);
    assert_int_equal(one.case_id, id);
    assert_null(case_upload_bytes(h.store, h.arena, 99, &one));
    case_uploads(h.store, h.arena, 99, &count);
    assert_int_equal(count, 0);
    hall_free(&h);
}

static void test_idempotency_keys(void **state)
{
    (void)state;
    Hall h = hall_new();
    bool same = true;
    Day day = day_of(2026, 3, 2);
    assert_int_equal(case_idempotent(h.store, 11, 22, day, &same), 0);
    case_idempotent_keep(h.store, 11, 22, day, 5);
    assert_int_equal(case_idempotent(h.store, 11, 22, day, &same), 5);
    assert_true(same);
    assert_int_equal(case_idempotent(h.store, 11, 23, day, &same), 5);
    assert_false(same);
    assert_int_equal(case_idempotent(h.store, 12, 22, day, &same), 0);
    hall_free(&h);
}

/* A hall that has worked for years: the case stands in its row as it was written then. */
static void test_a_case_of_an_older_hall_is_kept(void **state)
{
    (void)state;
    Hall h = hall_new(), older = {.arena = h.arena, .store = store_open(":memory:", STORE_WRITE), .world = h.world, .seq = 1000};
    static const char *const schemas[] = {"schema/0007_cases.sql", "schema/0014_lanes.sql", "schema/0016_joint.sql", "schema/0020_joint_due.sql"};
    size_t bytes;
    int64_t id = hall_case(&h, 0, STAGE_ACCEPTED);
    const CaseFile *file = case_load(h.store, h.arena, id);
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) store_script(older.store, (const char *)embed_find(h.arena, schemas[i], &bytes));
    store_exec(older.store, "INSERT INTO case_file (id, number, item, department, \"window\", stage, open, account, first_handler, received, deemed, clock, due, provisional, calendar_version, opened, changed, "
        "standing) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 0, ?7, ?8, 0, ?9, ?10, 0, 1, 5, 6, ?11)", "issssisiiis", id, "420115-20200302-00001", file->standing.item, file->standing.department, file->standing.window,
        (int64_t)file->standing.stage, file->standing.first_handler, (int64_t)file->standing.received.n, (int64_t)file->dates.clock, (int64_t)file->dates.due.n,
        value_json(h.arena, standing_write(h.arena, &file->standing)));
    store_script(older.store, (const char *)embed_find(h.arena, "schema/0028_case_standing.sql", &bytes));
    cases_functions(older.store);
    store_script(older.store, (const char *)embed_find(h.arena, "schema/0033_case_pattern.sql", &bytes));
    const CaseFile *kept = case_load(older.store, h.arena, id);
    assert_non_null(kept);
    assert_string_equal(kept->number, "420115-20200302-00001");
    assert_int_equal(kept->dates.due.n, file->dates.due.n);
    assert_string_equal(value_json(h.arena, standing_write(h.arena, &kept->standing)), value_json(h.arena, standing_write(h.arena, &file->standing)));
    assert_int_equal(case_load(older.store, h.arena, hall_case(&older, 1, STAGE_ACCEPTED))->standing.stage, STAGE_ACCEPTED);        /* and it works on */
    store_close(older.store);
    hall_free(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loaded_is_folded), cmocka_unit_test(test_numbers_count_by_day), cmocka_unit_test(test_erased_person_leaves_the_case), cmocka_unit_test(test_foreign_events_do_nothing),
        cmocka_unit_test(test_a_joint_case_waits_in_the_lists_of_its_departments),
        cmocka_unit_test(test_lists_and_counts), cmocka_unit_test(test_lists_bounded_by_due_day_and_handler), cmocka_unit_test(test_tally), cmocka_unit_test(test_duties_of_the_clock),
        cmocka_unit_test(test_query_codes), cmocka_unit_test(test_identity_tail), cmocka_unit_test(test_uploads), cmocka_unit_test(test_a_case_of_an_older_hall_is_kept), cmocka_unit_test(test_idempotency_keys),
    };
    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
