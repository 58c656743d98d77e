/* calendar_import_test.c: holiday files good and bad, and the bodies of calendar events. */
#include "calendar/calendar.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static Arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static CalendarTable parse(const char *text) { return calendar_parse_text(arena, (const uint8_t *)text, strlen(text)); }

static Day d(const char *text)
{
    Day day;
    assert_true(day_parse(text, &day));
    return day;
}

static void expect_rows(const char *text, int count)
{
    CalendarTable table = parse(text);
    if (table.problem_count) fail_msg("row %d %s: %s", table.problems[0].row, table.problems[0].column, table.problems[0].zh);
    assert_int_equal(table.count, count);
    for (int i = 1; i < count; i++) assert_true(table.days[i - 1].day.n < table.days[i].day.n);
}

static void test_good_files(void **state)
{
    (void)state;
    expect_rows("date,kind,name\n2026-10-01,holiday,国庆节\n", 1);
    expect_rows("\xEF\xBB\xBF" "date,kind,name\r\n2026-10-01,holiday,国庆节\r\n2026-02-28,workday,春节\r\n", 2);
    expect_rows("date,kind,name\n2026-10-01,holiday,国庆节", 1);
    expect_rows("# 说明\n\n日期,类型,名称\n# 2026\n 2026-10-01 , holiday ,\"国庆节、中秋节\"\n\n2026-10-10,workday,国庆节\n   \n", 2);
    expect_rows("date,kind,name\n2027-01-01,holiday_provisional,元旦\n", 1);
    CalendarTable table = parse("date,kind,name\n2026-10-02,workday,甲\n2026-10-01,holiday,\"乙\"\n");
    assert_int_equal(table.days[0].kind, CALENDAR_HOLIDAY);
    assert_string_equal(table.days[0].name, "乙");
    assert_int_equal(table.days[1].kind, CALENDAR_WORKDAY);
}

static void expect_problem(const char *text, int row, const char *column, const char *zh_part)
{
    CalendarTable table = parse(text);
    assert_true(table.problem_count >= 1);
    assert_null(table.days);
    assert_int_equal(table.count, 0);
    const CalendarProblem *p = &table.problems[0];
    if (p->row != row || strcmp(p->column, column) || !strstr(p->zh, zh_part)) fail_msg("row %d column %s: %s", p->row, p->column, p->zh);
    assert_true(p->en && *p->en);
}

static void test_bad_files_name_row_column_and_reason(void **state)
{
    (void)state;
    expect_problem("", 1, "", "首行");
    expect_problem("2026-10-01,holiday,国庆节\n", 1, "", "首行");
    expect_problem("date,kind\n", 1, "", "首行");
    expect_problem("date,kind,name\n", 0, "", "没有数据行");
    expect_problem("date,kind,name\n2026-10-01,holiday,a\n2026-13-01,holiday,国庆节\n", 3, "date", "真实日期");
    expect_problem("date,kind,name\n2026-02-29,holiday,国庆节\n", 2, "date", "2026-02-29");
    expect_problem("date,kind,name\n2026/10/01,holiday,国庆节\n", 2, "date", "真实日期");
    expect_problem("date,kind,name\n,holiday,国庆节\n", 2, "date", "（空）");
    expect_problem("date,kind,name\n1949-10-01,holiday,国庆节\n", 2, "date", "1950");
    expect_problem("# x\ndate,kind,name\n\n2026-10-01,feast,国庆节\n", 4, "kind", "feast");
    expect_problem("date,kind,name\n2026-10-01,Holiday,国庆节\n", 2, "kind", "Holiday");
    expect_problem("date,kind,name\n2026-10-01,holiday,\n", 2, "name", "缺少");
    expect_problem("date,kind,name\n2026-10-01,holiday\n", 2, "name", "缺少");
    expect_problem("date,kind,name\n2026-10-01\n", 2, "kind", "类型");
    expect_problem("date,kind,name\n2026-10-01,holiday,a,b\n", 2, "", "三列");
    expect_problem("date,kind,name\n2026-10-01,holiday,a\n2026-10-02,holiday,b\n2026-10-01,workday,c\n", 4, "date", "第2行已出现");
    expect_problem("date,kind,name\n2026-10-01,holiday,\xB9\xFA\xC7\xEC\n", 0, "", "UTF-8");
    expect_problem("date,kind,name\n2026-10-01,holiday,a\x01" "b\n", 0, "", "UTF-8");
    expect_problem("date,kind,name\n2026-10-01,holiday,a\tb\n", 2, "name", "字符");
    char name[1000] = "date,kind,name\n2026-10-01,holiday,";
    for (int i = 0; i < 201; i++) strcat(name, "节");
    expect_problem(name, 2, "name", "过长");
    CalendarTable nul = calendar_parse_text(arena, (const uint8_t *)"date,kind,name\0\n", 16);
    assert_int_equal(nul.problem_count, 1);
}

static void test_all_problems_are_told_up_to_a_number(void **state)
{
    (void)state;
    CalendarTable table = parse("date,kind,name\nx,y,\n2026-10-01,holiday,a\n");
    assert_int_equal(table.problem_count, 3);
    assert_string_equal(table.problems[0].column, "date");
    assert_string_equal(table.problems[1].column, "kind");
    assert_string_equal(table.problems[2].column, "name");
    CalendarCells *cells = ARENA_ARRAY(arena, CalendarCells, 200);
    for (int i = 0; i < 200; i++) cells[i] = (CalendarCells){i + 2, NULL, NULL, NULL};
    table = calendar_parse(arena, cells, 200);
    assert_int_equal(table.problem_count, LIMIT_CALENDAR_PROBLEMS);
    table = calendar_parse(arena, cells, LIMIT_CALENDAR_ROWS + 1);
    assert_int_equal(table.problem_count, 1);
    table = calendar_parse(arena, NULL, 0);
    assert_int_equal(table.problem_count, 1);
}

static void test_long_bad_values_are_shown_short_and_whole(void **state)
{
    (void)state;
    char text[400] = "date,kind,name\n";
    for (int i = 0; i < 60; i++) strcat(text, "节");
    strcat(text, ",holiday,a\n");
    CalendarTable table = parse(text);
    assert_int_equal(table.problem_count, 1);
    assert_true(text_is_utf8(table.problems[0].zh, strlen(table.problems[0].zh)));
    assert_true(strlen(table.problems[0].zh) < 120);
}

/* Any cut or flipped byte of a good file is either read or refused, never half read. */
static void test_damaged_files(void **state)
{
    (void)state;
    static const char good[] = "\xEF\xBB\xBF" "date,kind,name\r\n2026-10-01,holiday,国庆节\r\n2026-10-10,workday,\"国庆节\"\r\n2027-01-01,holiday_provisional,元旦\r\n";
    size_t size = sizeof good - 1;
    Arena *turn = arena_new();
    for (size_t cut = 0; cut <= size; cut++) {
        CalendarTable table = calendar_parse_text(turn, (const uint8_t *)good, cut);
        assert_true((table.problem_count == 0) == (table.days != NULL));
    }
    for (size_t at = 0; at < size; at++)
        for (int bit = 0; bit < 8; bit++) {
            char *bytes = arena_memdup(turn, good, size);
            bytes[at] = (char)(bytes[at] ^ (1 << bit));
            CalendarTable table = calendar_parse_text(turn, (const uint8_t *)bytes, size);
            assert_true((table.problem_count == 0) == (table.days != NULL));
            assert_true(table.count <= 3);
            arena_reset(turn);
        }
    arena_free(turn);
}

static void test_event_bodies(void **state)
{
    (void)state;
    CalendarDay days[] = {{d("2026-10-01"), CALENDAR_HOLIDAY, "国庆节"}, {d("2026-10-10"), CALENDAR_WORKDAY, "国庆节"}};
    assert_string_equal(value_json(arena, calendar_import_body(arena, "2026.csv", days, 2)),
                        "{\"source\":\"2026.csv\",\"days\":[\"2026-10-01 holiday 国庆节\",\"2026-10-10 workday 国庆节\"]}");
    CalendarOverride override = {"420115", d("2020-02-03"), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"};
    assert_string_equal(value_json(arena, calendar_override_body(arena, &override, false)),
                        "{\"area\":\"420115\",\"date\":\"2020-02-03\",\"kind\":\"holiday\",\"document\":\"鄂政办发电〔2020〕6号\"}");
    assert_string_equal(value_str(calendar_override_body(arena, &override, true), "kind"), "withdrawn");
}

static void test_override_faults(void **state)
{
    (void)state;
    const char *en;
    CalendarOverride good = {"420115", d("2020-02-03"), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"}, o = good;
    assert_null(calendar_override_fault(&o, &en));
    assert_null(en);
    o.area = "4201";
    assert_non_null(calendar_override_fault(&o, &en));
    assert_non_null(en);
    o.area = NULL;
    assert_non_null(calendar_override_fault(&o, NULL));
    o.area = "42011x";
    assert_non_null(calendar_override_fault(&o, NULL));
    o.area = "000000";                      /* would cover the country: that is an import */
    assert_non_null(calendar_override_fault(&o, NULL));
    o = good, o.day = DAY_NONE;
    assert_non_null(calendar_override_fault(&o, NULL));
    o = good, o.day = d("1949-01-01");
    assert_non_null(calendar_override_fault(&o, NULL));
    o = good, o.kind = CALENDAR_HOLIDAY_PROVISIONAL;
    assert_non_null(calendar_override_fault(&o, NULL));
    o = good, o.document = " ";
    assert_non_null(calendar_override_fault(&o, NULL));
    char long_name[700] = "";
    for (int i = 0; i < 201; i++) strcat(long_name, "文");
    o.document = long_name;
    assert_non_null(calendar_override_fault(&o, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_files), cmocka_unit_test(test_bad_files_name_row_column_and_reason), cmocka_unit_test(test_all_problems_are_told_up_to_a_number),
        cmocka_unit_test(test_long_bad_values_are_shown_short_and_whole), cmocka_unit_test(test_damaged_files), cmocka_unit_test(test_event_bodies),
        cmocka_unit_test(test_override_faults),
    };
    return cmocka_run_group_tests_name("calendar_import", tests, setup, teardown);
}
