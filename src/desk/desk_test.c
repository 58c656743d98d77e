/* desk_test.c: what every act of every desk is asked before its own rules: who, and each kind of field, good and bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "base/text.h"
#include "desk/desk.h"
#include "store/store.h"
#include <stdio.h>
#include <string.h>

static Arena *a;
static Store *store;
static Catalog *catalog;
static Officer officers[] = {{"old", "旧人", "011", "W05", ROLE_CLERK, "窗口", {0}, {10}}, {"wang", "王建国", "011", "W05", ROLE_CLERK, "窗口", {0}, {INT32_MIN}}};
static People people = {.officers = officers, .officer_count = 2};

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    officers[1].to = DAY_NONE;
    officers[0].to = day_of(2020, 1, 1);
    officers[0].from = officers[1].from = day_of(2019, 1, 1);
    store = store_open(":memory:", STORE_WRITE);
    store_script(store, "CREATE TABLE case_file (id INTEGER PRIMARY KEY, number TEXT, opened INTEGER, changed INTEGER, clock INTEGER, due INTEGER, statutory_due INTEGER,"
                        " promised_due INTEGER, provisional INTEGER, calendar_version INTEGER); CREATE TABLE case_standing (case_id INTEGER PRIMARY KEY, standing TEXT); CREATE TABLE case_person (case_id INTEGER PRIMARY KEY, facts TEXT);");
    return 0;
}
static int teardown(void **state) { (void)state; store_close(store); arena_free(a); return 0; }

static const DeskChoice colours[] = {{"red", "红", "red"}, {"blue", "蓝", "blue"}, {0}};
static const DeskField fields[] = {
    {"name", DESK_TEXT, "名称", "Name", DESK_REQUIRED}, {"story", DESK_AREA, "经过", "Story", DESK_PERSONAL}, {"day", DESK_DATE, "日期", "Day"}, {"then", DESK_DATE, "以前", "Then", DESK_PAST},
    {"later", DESK_DATE, "以后", "Later", DESK_FUTURE}, {"n", DESK_COUNT, "数", "N", .low = 2, .high = 9}, {"any", DESK_COUNT, "任意数", "Any"}, {"yes", DESK_TRUTH, "是否", "Yes"},
    {"colour", DESK_CHOICE, "颜色", "Colour", 0, colours}, {"officer", DESK_OFFICER, "人员", "Officer"}, {"lines", DESK_LIST, "名单", "Lines"}, {"case", DESK_CASE, "办件", "Case"}, {0}};
static const DeskAct act = {"do", "办", "do", "X1", "", "", "test.done", DESK_BY_CENTRE, RIGHT_ADMIN_USERS, fields};

static DeskTurn turn;
static Actor actor;

static Value *input(void)
{
    Value *v = value_object(a);
    value_set_str(a, v, "name", "  名 ");
    return v;
}

static bool decide(const Value *given)
{
    actor = actor_operator();
    turn = (DeskTurn){.arena = a, .store = store, .people = &people, .catalog = catalog, .actor = &actor, .today = day_of(2026, 3, 2), .seq = 7, .input = given};
    return desk_decide(&act, &turn);
}

static void with(const char *key, const char *text, bool good)
{
    Value *v = input();
    value_set_str(a, v, key, text);
    if (decide(v) != good) fail_msg("%s=%s: %s %s", key, text, good ? "refused" : "taken", turn.detail ? turn.detail : "");
    if (!good && turn.refusal == REFUSED_NOTHING) fail_msg("%s=%s: no reason", key, text);
}

static void takes_what_is_right(void **state)
{
    (void)state;
    Value *v = input();
    value_set_str(a, v, "story", "张三说了一段话");
    value_set_int(a, v, "n", 9);
    value_set_str(a, v, "lines", "甲\n\n 乙 \n");
    value_set_bool(a, v, "yes", true);
    value_set_str(a, v, "unknown", "ignored");
    assert_true(decide(v));
    assert_string_equal(value_json(a, turn.body), "{\"name\":\"名\",\"n\":9,\"yes\":true,\"lines\":[\"甲\",\"乙\"]}");
    assert_string_equal(value_json(a, turn.person), "{\"story\":\"张三说了一段话\"}");
    assert_string_equal(desk_text(&turn, "story"), "张三说了一段话");
    assert_int_equal(desk_count(&turn, "n"), 9);
    assert_true(desk_truth(&turn, "yes"));
    assert_true(day_is_none(desk_day(&turn, "day")));
    assert_true(decide(input()));
    assert_null(turn.person);
}

static void refuses_what_is_wrong(void **state)
{
    (void)state;
    assert_false(decide(value_object(a)));
    assert_int_equal(turn.refusal, REFUSED_FIELD_INVALID);
    assert_non_null(strstr(turn.detail, "名称"));
    with("name", "   ", false);
    with("day", "2026-02-29", false);
    with("day", "2024-02-29", true);
    with("then", "2026-03-03", false);
    with("then", "2026-03-02", true);
    with("later", "2026-03-01", false);
    with("later", "2026-03-02", true);
    with("n", "1", false);
    with("n", "10", false);
    with("n", "3.5", false);
    with("n", "2", true);
    with("any", "-1", false);
    with("any", "2147483647", true);
    with("any", "2147483648", false);
    with("yes", "maybe", false);
    with("yes", "no", true);
    with("colour", "green", false);
    with("colour", "blue", true);
    with("officer", "wang", true);
    with("officer", "old", false);
    with("officer", "nobody", false);
    with("case", "420115-20260302-00001", false);
    assert_int_equal(turn.refusal, REFUSED_NO_SUCH_CASE);
    Value *v = input();
    value_set_list(a, v, "name");
    assert_false(decide(v));
    v = input();
    value_push_object(a, value_set_list(a, v, "lines"));
    assert_false(decide(v));
}

static void texts_have_an_end(void **state)
{
    (void)state;
    char *text = arena_alloc(a, 3 * (LIMIT_TEXT_CHARACTERS + 1) + 1);
    for (int i = 0; i <= LIMIT_TEXT_CHARACTERS; i++) memcpy(text + 3 * i, "字", 4);
    with("story", text, false);
    text[3 * LIMIT_TEXT_CHARACTERS] = 0;
    with("story", text, true);
    text[3 * (LIMIT_NAME_CHARACTERS + 1)] = 0;
    with("name", text, false);
    with("lines", text, false);
    Buf many = buf_new(a);
    for (int i = 0; i <= LIMIT_DESK_LIST; i++) buf_str(&many, "x\n");
    with("lines", many.text, false);
    with("lines", many.text + 2, true);
}

static void asks_who_first(void **state)
{
    (void)state;
    Actor others[] = {actor_citizen(0, ""), actor_officer(&officers[1]), {.kind = ACTOR_NOBODY, .id = "", .department = "", .window = ""}, actor_clock()};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        DeskTurn t = {.arena = a, .store = store, .people = &people, .actor = &others[i], .today = day_of(2026, 3, 2), .input = value_object(a)};
        assert_false(desk_decide(&act, &t));
        assert_int_equal(t.refusal, others[i].kind == ACTOR_NOBODY ? REFUSED_NOT_SIGNED_IN : REFUSED_NO_RIGHT);
    }
    DeskAct clock = act, anybody = act;
    clock.by = DESK_BY_CLOCK;
    anybody.by = DESK_BY_ANYBODY;
    DeskTurn t = {.arena = a, .store = store, .people = &people, .actor = &others[0], .today = day_of(2026, 3, 2), .input = input()};
    assert_false(desk_decide(&clock, &t));
    assert_int_equal(t.refusal, REFUSED_ONLY_THE_CLOCK);
    assert_true(desk_decide(&anybody, &t));
    t.actor = &others[3];
    assert_true(desk_decide(&clock, &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(takes_what_is_right), cmocka_unit_test(refuses_what_is_wrong), cmocka_unit_test(texts_have_an_end), cmocka_unit_test(asks_who_first)};
    return cmocka_run_group_tests_name("desk", tests, setup, teardown);
}
