/* cmd_deadline_test.c: the deadline command as typed: answers, exit codes and complaints. */
#include "yichuang/cmd_deadline.h"
#include "base/value.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char out[65536], err[65536];

static void slurp(FILE *file, char *into)
{
    rewind(file);
    into[fread(into, 1, 65535, file)] = 0;
    fclose(file);
}

/* Runs the command as a shell would cut the line at spaces, with what it prints in out and err. */
static int run(const char *line)
{
    char copy[4096], *argv[256] = {"deadline"};
    int argc = 1;
    strcpy(copy, line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) argv[argc++] = word;
    fflush(stdout);
    fflush(stderr);
    FILE *files[2] = {tmpfile(), tmpfile()};
    int saved[2] = {dup(1), dup(2)};
    dup2(fileno(files[0]), 1);
    dup2(fileno(files[1]), 2);
    int code = cmd_deadline(argc, argv);
    fflush(stdout);
    fflush(stderr);
    dup2(saved[0], 1);
    dup2(saved[1], 2);
    close(saved[0]);
    close(saved[1]);
    slurp(files[0], out);
    slurp(files[1], err);
    return code;
}

static void expect_due(const char *line, const char *due)
{
    int code = run(line);
    if (code || strncmp(out, due, 10)) fail_msg("%s\nexit %d\n%s%s", line, code, out, err);
    assert_string_equal(err, "");
}

static void expect_complaint(const char *line, int code, const char *part)
{
    int got = run(line);
    if (got != code || !strstr(err, part)) fail_msg("%s\nexit %d, expected %d\n%s%s", line, got, code, out, err);
    assert_string_equal(out, "");
}

static void test_due_dates(void **state)
{
    (void)state;
    expect_due("--from 2026-02-12 --limit 20 --unit workday", "2026-03-18");
    expect_due("--from=2026-08-03 --limit=60 --unit=calendar_day", "2026-10-08");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --pause 2026-03-09..2026-03-20", "2026-04-14");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --pause 2026-03-09..2026-03-20:test", "2026-04-14");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --pause 2026-03-09..2026-03-13 --pause 2026-03-12..2026-03-20", "2026-04-14");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --extend 10", "2026-04-14");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --extend 5 --extend 5", "2026-04-14");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --extend 10@2026-03-30", "2026-04-14");
    expect_due("--from 2026-03-02 --limit 20 --unit workday --extend 10@2026-03-31", "2026-03-30");
    assert_non_null(strstr(out, "无效（DC-6）"));
    expect_due("--from 2026-03-02 --limit 5 --unit workday --clock T1 --pause 2026-03-03..2026-03-20", "2026-03-09");
    assert_non_null(strstr(out, "DC-5"));
    expect_due("--from 2026-01-31 --limit 1 --unit month", "2026-02-28");
    expect_due("--from 2026-03-02 --limit 0 --unit workday", "2026-03-02");
    expect_due("--from 2020-01-20 --limit 5 --unit workday --override 2020-02-03:holiday:鄂政办发电〔2020〕6号", "2020-02-05");
    expect_due("--from 2026-12-10 --limit 20 --unit workday", "2027-01-08");
    assert_non_null(strstr(out, "暂定"));
    expect_due("--from 2026-12-10 --limit 20 --unit workday --holidays data/holidays/national.csv", "2027-01-08");
    assert_int_equal(run("--from 2026-03-02 --limit 20 --unit workday --pause 2026-03-09.."), 0);
    assert_int_equal(strncmp(out, "停止计算", strlen("停止计算")), 0);
}

static void test_today_and_explain(void **state)
{
    (void)state;
    assert_int_equal(run("--from 2026-03-02 --limit 4 --unit workday --today 2026-03-05"), 0);
    assert_non_null(strstr(out, "为第3日，共4日，尚余1日"));
    assert_int_equal(run("--from 2026-03-02 --limit 4 --unit workday --today 2026-03-10"), 0);
    assert_non_null(strstr(out, "已逾期2日"));
    assert_int_equal(run("--from 2026-02-12 --limit 20 --unit workday --explain"), 0);
    assert_non_null(strstr(out, "2026-02-14 星期六    2"));
    assert_non_null(strstr(out, "←末日"));
    int lines = 0;
    for (const char *c = out; *c; c++) lines += *c == '\n';
    assert_int_equal(lines, 35 + 3);
}

static void test_json(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *error;
    assert_int_equal(run("--from 2026-02-12 --limit 20 --unit workday --json --explain --today 2026-02-24"), 0);
    Value *answer = value_parse(arena, out, strlen(out), &error);
    assert_non_null(answer);
    assert_string_equal(value_str(answer, "due"), "2026-03-18");
    assert_int_equal(value_int(answer, "day_number", 0), 3);
    assert_int_equal(value_get(answer, "explain")->count, 35);
    assert_int_equal(strlen(value_str(answer, "calendar_hash")), 64);
    assert_int_equal(run("--from 2026-02-12 --limit 20 --unit workday --json --pause 2026-02-24.."), 0);
    answer = value_parse(arena, out, strlen(out), &error);
    assert_true(value_bool(answer, "stopped"));
    assert_int_equal(value_get(answer, "due")->kind, VALUE_NULL);
    arena_free(arena);
}

static void test_help(void **state)
{
    (void)state;
    assert_int_equal(run("--help"), 0);
    assert_non_null(strstr(out, "用法"));
    assert_int_equal(run("-h --nonsense"), 0);
}

static void test_complaints(void **state)
{
    (void)state;
    static const char full[] = "--from 2026-03-02 --limit 20 --unit workday ";
    static const struct { const char *more; int code; const char *part; } rows[] = {
        {"--pause 2026-03-09", 2, "起日..止日"}, {"--pause 2026-03-09..2026-03-01", 2, "止日早于起日"}, {"--pause 2026-3-9..2026-03-10", 2, "真实日期"},
        {"--pause 2026-03-09..x", 2, "真实日期"}, {"--pause 2026-03-09..2026-03-10:waiting", 2, "XK-45"}, {"--pause :2026-03-09..2026-03-10", 2, "起日..止日"},
        {"--pause ..2026-03-10", 2, "真实日期"}, {"--pause ..", 2, "真实日期"}, {"--pause", 2, "缺少取值"},
        {"--extend 0", 2, "1至3660"}, {"--extend -5", 2, "1至3660"}, {"--extend ten", 2, "1至3660"}, {"--extend 10@", 2, "真实日期"},
        {"--extend 10@2026-02-30", 2, "真实日期"}, {"--extend", 2, "缺少取值"}, {"--extend 3660 --extend 1", 1, "延长过长"},
        {"--clock T9", 2, "T1 至 T7"}, {"--today tomorrow", 2, "真实日期"}, {"--unit week", 2, "workday"}, {"--limit 3661", 2, "0至3660"},
        {"--limit -1", 2, "0至3660"}, {"--limit 1.5", 2, "0至3660"}, {"--limit 99999999999999999999", 2, "0至3660"}, {"--limit", 2, "缺少取值"},
        {"--from 2026-02-29", 2, "真实日期"}, {"--from 1899-12-31", 2, "真实日期"}, {"--from 20260302", 2, "真实日期"},
        {"--override 2026-03-03", 2, "日期:holiday"}, {"--override 2026-03-03:feast:x", 2, "holiday 或 workday"}, {"--override 2026-03-xx:holiday:x", 2, "真实日期"},
        {"--override 2026-03-03:holiday:", 2, "DC-12"}, {"--override 2026-03-03:holiday_provisional:x", 2, "局部调整"},
        {"--override 2026-03-03:holiday:a --override 2026-03-03:workday:b", 2, "写了两次"}, {"--override 2026-03-03:holiday:\xff", 2, "UTF-8"},
        {"--holidays /nonexistent/file.csv", 1, "读不出文件"}, {"--holidays schema/0003_calendar.sql", 1, "首行"},
        {"--nonsense", 2, "不认识的参数"}, {"extra", 2, "不认识的参数"}, {"--json=1", 2, "不认识的参数"}, {"--unit month --limit 601", 1, "期限过长"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char line[512];
        snprintf(line, sizeof line, "%s%s", full, rows[i].more);
        expect_complaint(line, rows[i].code, rows[i].part);
    }
    expect_complaint("", 2, "缺少起算日");
    expect_complaint("--from 2026-03-02", 2, "缺少期限");
    expect_complaint("--from 2026-03-02 --limit 20", 2, "缺少期限单位");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_due_dates), cmocka_unit_test(test_today_and_explain), cmocka_unit_test(test_json), cmocka_unit_test(test_help),
        cmocka_unit_test(test_complaints),
    };
    return cmocka_run_group_tests_name("cmd_deadline", tests, NULL, NULL);
}
