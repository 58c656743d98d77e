/* desk_import_test.c: acts of a desk from a spreadsheet, all or nothing: the eight examples of the source as loaded, faults by row and column, nothing changed. */
#include "window/test_hall.h"
#include "reform/reform.h"
#include "window/desk_import.h"

static const char *const keys[] = {"department", "item", "matter", "date", NULL};

static OneWindow *memory_hall(void)
{
    WindowOptions options = {.memory = true, .create = true, .clock = hall_clock};
    hall_time = instant_at(day_of(2026, 3, 2), 9, 0, 0);
    OneWindow *window = window_open(&options);
    district_load(window, hall_time, false, NULL);
    if (window_scene(window)->stale) scene_load(window_scene(window));
    log_level = LOG_ERROR + 1;
    return window;
}

static WindowTurn import(OneWindow *window, Arena *arena, const char *csv, bool dry, Actor actor)
{
    DeskImport wanted = {.desk = &reform_desk, .act = desk_act_named(&reform_desk, "reengineer"), .bytes = (const uint8_t *)csv, .size = strlen(csv), .unique = keys, .dry_run = dry};
    WindowTurn turn = {.arena = arena, .actor = actor, .work = desk_import, .input = &wanted};
    window_do(window, &turn);
    assert_int_equal(turn.fault, FAULT_NONE);
    return turn;
}

static void test_the_eight_examples(void **state)
{
    (void)state;
    Arena *a = arena_new();
    OneWindow *window = memory_hall();
    int records, count, entries, tenths;
    ReformRecord *all = reform_records(window_scene(window)->store, a, &records), *matters = reform_matters(a, all, records, &count);
    assert_int_equal(records, 8);
    assert_int_equal(count, 8);
    assert_string_equal(matters[1].item, "4201150192001100");                /* 健康证: 4 places, 5 steps, 2 days to one window and one day */
    assert_int_equal(matters[1].before[REFORM_PLACES], 4);
    assert_int_equal(matters[1].before[REFORM_STEPS], 5);
    assert_int_equal(matters[1].before[REFORM_DAYS], 2);
    assert_int_equal(matters[1].after[REFORM_DAYS], 1);
    assert_int_equal(matters[1].after[REFORM_STEPS], REFORM_UNKNOWN);        /* the source does not say */
    assert_int_equal(matters[2].after[REFORM_STEPS], 3);                     /* 七道环节减为三个 */
    assert_int_equal(matters[3].before[REFORM_PLACES], 6);
    assert_int_equal(matters[4].before[REFORM_DAYS], 60);
    assert_int_equal(matters[5].after[REFORM_DAYS], 0);
    assert_int_equal(matters[0].after[REFORM_DAYS], 7);
    ReformRate days = reform_rate(matters, count, NULL, REFORM_DAYS);
    assert_int_equal(days.before, 30 + 2 + 60 + 15);
    assert_int_equal(days.after, 7 + 1 + 10 + 0);
    assert_true(reform_reduction(days, &tenths));
    assert_int_equal(tenths, 832);
    reform_entries(window_scene(window)->store, a, NULL, &entries);
    assert_int_equal(entries, 229);
    window_close(window);
    arena_free(a);
}

static void expect(const WindowTurn *turn, int row, int column, const char *heading, const char *part)
{
    assert_int_equal(turn->refusal, REFUSED_IMPORT_INVALID);
    for (const Value *e = value_get(turn->result, "errors")->first; e; e = e->next)
        if (value_int(e, "row", -1) == row && value_int(e, "column", -1) == column && !strcmp(value_str_or(e, "heading", ""), heading) && strstr(value_str_or(e, "zh", ""), part)) return;
    fail_msg("no fault at row %d column %d %s (%s) in %s", row, column, heading, part, value_json(turn->arena, turn->result));
}

#define HEAD "部门,事项编码,事项名称,日期,文件,原办理天数,现办理天数\r\n"

static void test_faults_by_row_and_column(void **state)
{
    (void)state;
    Arena *a = arena_new();
    OneWindow *window = memory_hall();
    int64_t before = ledger_size(window_scene(window)->ledger);
    WindowTurn turn = import(window, a, HEAD "019,,甲,2026-02-01,文1号,9,3\r\n099,,乙,2026-02-01,文1号,9,3\r\n019,,丙,2026-13-01,文1号,9,3\r\n019,,丁,2026-02-01,,9,3\r\n019,,戊,2026-02-01,文1号,九,3\r\n"
                                           "019,,己,2026-02-01,文1号,9,\r\n019,,甲,2026-02-01,文2号,9,2\r\n019,4201150042000100,,2026-02-01,文1号,60,10\r\n", false, actor_operator());
    expect(&turn, 3, 1, "部门", "没有这个代码");
    expect(&turn, 4, 4, "日期", "应为日期");
    expect(&turn, 5, 5, "文件", "必须填写");
    expect(&turn, 6, 6, "原办理天数", "整数");
    expect(&turn, 7, 0, "", "至少要写明一项");
    expect(&turn, 8, 0, "", "与第2行重复");
    expect(&turn, 9, 1, "部门", "不是该事项的主管部门");
    assert_int_equal(ledger_size(window_scene(window)->ledger), before);
    turn = import(window, a, "部门,什么\r\n019,1\r\n", false, actor_operator());
    expect(&turn, 1, 2, "什么", "不认识的列");
    expect(&turn, 1, 0, "日期", "缺少这一列");
    static const char *const bad[] = {"", "\r\n", HEAD, "\xFF\xFE\x00", "\"", "a,b,c\r\n1,2,3\r\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        turn = import(window, a, bad[i], false, actor_operator());
        assert_int_equal(turn.refusal, REFUSED_IMPORT_INVALID);
    }
    Actor citizen = actor_citizen(0, "");
    turn = import(window, a, HEAD "019,,甲,2026-02-01,文1号,9,3\r\n", false, citizen);
    assert_int_equal(turn.refusal, REFUSED_IMPORT_INVALID);
    assert_int_equal(ledger_size(window_scene(window)->ledger), before);
    window_close(window);
    arena_free(a);
}

static void test_looking_changes_nothing_and_importing_all(void **state)
{
    (void)state;
    Arena *a = arena_new();
    OneWindow *window = memory_hall();
    int64_t before = ledger_size(window_scene(window)->ledger);
    const char *csv = HEAD "019,,甲,2026-02-01,文1号,9,3\r\n019,,乙,2026-02-01,文1号,,0\r\n";
    WindowTurn turn = import(window, a, csv, true, actor_operator());
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(value_int(turn.result, "rows", 0), 2);
    assert_int_equal(ledger_size(window_scene(window)->ledger), before);
    turn = import(window, a, csv, false, actor_operator());
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(ledger_size(window_scene(window)->ledger), before + 2);
    int records;
    ReformRecord *all = reform_records(window_scene(window)->store, a, &records);
    assert_int_equal(records, 10);
    assert_int_equal(all[9].before[REFORM_DAYS], REFORM_UNKNOWN);
    assert_int_equal(all[9].after[REFORM_DAYS], 0);
    window_close(window);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_eight_examples), cmocka_unit_test(test_faults_by_row_and_column), cmocka_unit_test(test_looking_changes_nothing_and_importing_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
