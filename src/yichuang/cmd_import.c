/* cmd_import.c: yichuang import items|departments|holidays FILE: spreadsheets brought in through the window, all or nothing. */
#include "base/buf.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "catalog/table.h"
#include "window/office_act.h"
#include "yichuang/answer.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 2, SHOWN = 20 };

static const char usage[] =
    "import items|departments|holidays FILE [选项 options]\n"
    "  FILE 为 CSV（UTF-8 或 GB18030）或 XLSX；有一处错误则什么也不导入\n"
    "  FILE is CSV (UTF-8 or GB18030) or XLSX; with one error nothing is brought in\n"
    "  departments: 同一目录下的 windows.csv 和 bodies.csv 一并导入 windows.csv and bodies.csv beside FILE come in with it";

typedef struct { const char *directory, *from, *windows, *bodies; bool dry_run, withdraw, all; } Given;

static const uint8_t *read_file(Arena *arena, const char *path, size_t *size)
{
    const uint8_t *bytes = file_read(arena, path, LIMIT_IMPORT_BYTES, size);
    if (!bytes) complain("import", REFUSED, errno == EFBIG ? "文件过大" : "读不到文件", errno == EFBIG ? "the file is too large" : "cannot read", path);
    return bytes;
}

/* windows.csv stands beside departments.csv unless told otherwise. */
static const char *beside(Arena *arena, const char *path, const char *given, const char *name)
{
    if (given) return given;
    const char *slash = strrchr(path, '/');
    return slash ? arena_printf(arena, "%.*s/%s", (int)(slash - path), path, name) : name;
}

/* The calendar reads UTF-8 CSV: other spreadsheets are turned into that, row for row. */
static const uint8_t *as_csv(Arena *arena, const uint8_t *bytes, size_t *size)
{
    Table *table = table_read(arena, bytes, *size);
    if (table->failed || !strcmp(table->encoding, "UTF-8")) return bytes;
    Buf out = buf_new(arena);
    for (int row = 0; row < table->count; row++) {
        for (int i = 0; i < table->rows[row].count; i++) table_write_csv_cell(&out, table->rows[row].cells[i], i == table->rows[row].count - 1);
        if (!table->rows[row].count) buf_str(&out, "\r\n");
    }
    *size = out.length;
    return (const uint8_t *)out.text;
}

/* ---- what came of it ---- */

static void show_errors(const Value *errors)
{
    for (const Value *e = errors ? errors->first : NULL; e; e = e->next) {
        int64_t row = value_int(e, "row", 0), column = value_int(e, "column", 0);
        if (row > 0) fprintf(stderr, "  第%lld行 row %lld", (long long)row, (long long)row);
        else fprintf(stderr, "  文件 file");
        if (column > 0) fprintf(stderr, "，%s列 column %s", table_column_name((int)column - 1), table_column_name((int)column - 1));
        if (!text_blank(value_str(e, "heading"))) fprintf(stderr, "（%s）", value_str(e, "heading"));
        fprintf(stderr, "：%s / %s\n", value_str_or(e, "zh", ""), value_str_or(e, "en", ""));
    }
}

static const char *change_zh(const char *change)
{
    static const struct { const char *name, *zh; } words[] = {{"new", "新增"}, {"changed", "变更"}, {"unchanged", "发布"}, {"removed", "文件中没有"}};
    for (int i = 0; i < 4; i++) if (!strcmp(change, words[i].name)) return words[i].zh;
    return change;
}

static void show_items(const Value *result, bool all)
{
    int shown = 0;
    const Value *lines = value_get(result, "lines");
    printf("编码 encoding %s：新增 new %lld，变更 changed %lld，不变 unchanged %lld，文件中没有 removed %lld；发布 published %lld，草稿 drafts %lld\n",
           value_str_or(result, "encoding", ""), (long long)value_int(result, "added", 0), (long long)value_int(result, "changed", 0),
           (long long)value_int(result, "unchanged", 0), (long long)value_int(result, "removed", 0), (long long)value_int(result, "publishing", 0),
           (long long)value_int(result, "drafting", 0));
    for (const Value *l = lines ? lines->first : NULL; l; l = l->next) {
        if (!all && shown++ == SHOWN) { printf("  …… 共 in all %d（--all 全部列出 lists all）\n", lines->count); break; }
        const char *fields = value_str_or(l, "fields", "");
        printf("  %s %s %s%s%s", change_zh(value_str_or(l, "change", "")), value_str_or(l, "code", ""), value_str_or(l, "name", ""), *fields ? "：" : "", fields);
        if (value_int(l, "errors", 0)) printf("（检查错误 lint errors %lld，留作草稿 stays a draft）", (long long)value_int(l, "errors", 0));
        putchar('\n');
    }
}

static void show(const char *what, const Value *result, bool all)
{
    if (!strcmp(what, "items")) show_items(result, all);
    else if (!strcmp(what, "departments"))
        printf("部门 departments %lld，窗口 windows %lld，实施主体 legal bodies %lld\n", (long long)value_int(result, "departments", 0),
               (long long)value_int(result, "windows", 0), (long long)value_int(result, "bodies", 0));
    else printf("日历 calendar days %lld\n", (long long)value_int(result, "days", 0));
}

/* ---- the turn ---- */

static int at_window(Arena *arena, const Given *given, const char *what, void (*work)(Scene *, WindowTurn *), const void *input)
{
    OneWindow *window = window_open(&(WindowOptions){.directory = given->directory});
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = work, .input = input};
    window_do(window, &turn);
    window_close(window);
    if (turn.fault) return complain_turn("import", &turn);
    if (turn.refusal) {
        complain("import", REFUSED, refusal_text(turn.refusal)->zh, refusal_text(turn.refusal)->en, NULL);
        const Value *errors = value_get(turn.result, "errors");
        show_errors(errors);
        if (!errors && turn.detail) fprintf(stderr, "  %s\n", turn.detail);
        return REFUSED;
    }
    if (turn.result) show(what, turn.result, given->all);
    printf(given->dry_run ? "试运行，没有导入 dry run: nothing was brought in\n" : "已导入 done\n");
    return DONE;
}

static int run(Arena *arena, const Given *given, const char *what, const char *path)
{
    size_t size, windows_size, bodies_size;
    Day from = DAY_NONE;
    if (given->from && !day_parse(given->from, &from)) return complain("import", WRONG_USAGE, "日期应写作 2026-01-01", "a date is written 2026-01-01", given->from);
    const uint8_t *bytes = read_file(arena, path, &size);
    if (!bytes) return REFUSED;
    if (!strcmp(what, "items")) {
        ItemsImport input = {bytes, size, from, given->withdraw, given->dry_run};
        return at_window(arena, given, what, office_import_items, &input);
    }
    if (!strcmp(what, "departments")) {
        const uint8_t *windows = read_file(arena, beside(arena, path, given->windows, "windows.csv"), &windows_size);
        const uint8_t *bodies = windows ? read_file(arena, beside(arena, path, given->bodies, "bodies.csv"), &bodies_size) : NULL;
        if (!bodies) return REFUSED;
        DepartmentsImport input = {bytes, windows, bodies, size, windows_size, bodies_size, given->dry_run};
        return at_window(arena, given, what, office_import_departments, &input);
    }
    const char *slash = strrchr(path, '/');
    bytes = as_csv(arena, bytes, &size);
    FileImport input = {bytes, size, slash ? slash + 1 : path, given->dry_run};
    return at_window(arena, given, what, office_import_holidays, &input);
}

int cmd_import(int argc, char **argv)
{
    Given given = {.directory = default_directory()};
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &given.directory, NULL},
        {"from", "DATE", "事项自该日生效（默认今天）", "items take effect on this day (today)", &given.from, NULL},
        {"withdraw-removed", NULL, "停用文件中没有的事项", "withdraw items the file no longer holds", NULL, &given.withdraw},
        {"windows", "FILE", "窗口表", "table of windows", &given.windows, NULL},
        {"bodies", "FILE", "实施主体表", "table of legal bodies", &given.bodies, NULL},
        {"dry-run", NULL, "只预览，不导入", "show what would change, bring nothing in", NULL, &given.dry_run},
        {"all", NULL, "列出每一项", "list every line", NULL, &given.all},
        {0}};
    const char *words[WORDS];
    int count = 0, code = options_read(argc, argv, usage, options, words, WORDS, &count);
    if (code >= 0) return code;
    if (count != 2) return complain("import", WRONG_USAGE, "请写明导入什么、从哪个文件", "say what to bring in and from which file", NULL);
    if (strcmp(words[0], "items") && strcmp(words[0], "departments") && strcmp(words[0], "holidays"))
        return complain("import", WRONG_USAGE, "只能导入 items、departments、holidays", "only items, departments, holidays can be brought in", words[0]);
    Arena *arena = arena_new();
    code = run(arena, &given, words[0], words[1]);
    arena_free(arena);
    return code;
}
