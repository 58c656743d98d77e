/* department_sheet.c: the tables of departments, windows and legal bodies to the body of one event. See item_sheet.h. */
#include "base/text.h"
#include "catalog/item_sheet.h"
#include "catalog/table.h"
#include <string.h>

enum { MAX_ERRORS = 50 };

typedef struct { const char *key, *zh; bool required, number; } Column;

static const Column body_columns[] = {
    {"id", "主体编号", true}, {"name", "主体名称", true}, {"word", "机关代字", true}, {"seal", "印章文字", true}, {"reconsideration", "复议机关", true},
    {"court", "诉讼法院", true}, {0},
};
static const Column window_columns[] = {
    {"id", "窗口编号", true}, {"name", "窗口名称", true}, {"zone", "位置", true}, {"counters", "柜台数", false, true}, {"phone", "电话"}, {"hours", "办公时间"}, {0},
};
static const Column department_columns[] = {
    {"code", "部门编码", true}, {"name", "部门名称", true}, {"old_name", "原名称"}, {"window", "窗口编号", true}, {"legal_body", "主体编号", true},
    {"consult_phone", "咨询电话"}, {"supervise_phone", "监督电话"}, {"valid_from", "启用日期"}, {"valid_to", "停用日期"}, {"successor", "继任部门"}, {0},
};

static void wrong(DepartmentImport *out, int row, int column, const char *heading, const char *zh, const char *en)
{
    if (out->error_count < MAX_ERRORS) out->errors[out->error_count++] = (ImportError){row, column, heading, zh, en};
}

static bool seen_before(const Value *list, const char *key, const char *id)
{
    for (const Value *row = list->first; row; row = row->next) if (!strcmp(value_str_or(row, key, ""), id)) return true;
    return false;
}

static void read_cell(Arena *arena, DepartmentImport *out, Value *made, const Column *c, const char *text, int row, int column)
{
    int64_t number = 1;
    Day day;
    if (c->required && !*text) wrong(out, row + 1, column + 1, c->zh, "不能为空", "must not be empty");
    if (!c->number) {
        if ((!strcmp(c->key, "valid_from") || !strcmp(c->key, "valid_to")) && *text && !day_parse(text, &day)) wrong(out, row + 1, column + 1, c->zh, "日期应写作 2026-01-01", "a date is written 2026-01-01");
        value_set_str(arena, made, c->key, text);
        return;
    }
    if (*text && !text_parse_int(text, 0, 1000, &number)) wrong(out, row + 1, column + 1, c->zh, "不是 0 到 1000 的整数", "not a whole number 0 to 1000");
    value_set_int(arena, made, c->key, number);
}

static Value *read_table(Arena *arena, DepartmentImport *out, SheetBytes sheet, const Column *columns, const char *what)
{
    const Table *table = table_read(arena, sheet.bytes, sheet.size);
    Value *list = value_list(arena);
    if (table->failed) { wrong(out, table->error_row, table->error_column, what, table->error_zh, table->error_en); return list; }
    for (const Column *c = columns; c->key; c++)
        if (c->required && table_column(table, 0, c->key) < 0 && table_column(table, 0, c->zh) < 0)
            wrong(out, 1, 0, what, arena_printf(arena, "缺少“%s”列（%s）", c->zh, c->key), arena_printf(arena, "the column %s is missing", c->key));
    if (out->error_count) return list;
    for (int row = 1; row < table->count; row++) {
        Value *made = value_object(arena);
        for (const Column *c = columns; c->key; c++) {
            int column = table_column(table, 0, c->key);
            if (column < 0) column = table_column(table, 0, c->zh);
            read_cell(arena, out, made, c, text_trim(arena, table_unguard(table_cell(table, row, column))), row, column);
        }
        const char *id = value_str_or(made, columns[0].key, "");
        if (seen_before(list, columns[0].key, id)) wrong(out, row + 1, 1, columns[0].zh, arena_printf(arena, "“%s”出现两次", id), arena_printf(arena, "%s appears twice", id));
        value_push(list, made);
    }
    return list;
}

DepartmentImport *department_import(Arena *arena, SheetBytes departments, SheetBytes windows, SheetBytes bodies)
{
    DepartmentImport *out = ARENA_NEW(arena, DepartmentImport);
    out->errors = ARENA_ARRAY(arena, ImportError, MAX_ERRORS);
    Value *body_list = read_table(arena, out, bodies, body_columns, "bodies");
    Value *window_list = read_table(arena, out, windows, window_columns, "windows");
    Value *list = read_table(arena, out, departments, department_columns, "departments");
    int number = 2;
    for (const Value *d = list->first; d; d = d->next, number++) {
        const char *window = value_str_or(d, "window", ""), *body = value_str_or(d, "legal_body", "");
        if (*window && !seen_before(window_list, "id", window)) wrong(out, number, 0, "窗口编号", arena_printf(arena, "没有窗口 %s", window), arena_printf(arena, "no window %s", window));
        if (*body && !seen_before(body_list, "id", body)) wrong(out, number, 0, "主体编号", arena_printf(arena, "没有实施主体 %s", body), arena_printf(arena, "no legal body %s", body));
    }
    if (!out->error_count && !list->count) wrong(out, 0, 0, "departments", "文件中没有部门", "the file holds no department");
    out->departments = list->count;
    out->windows = window_list->count;
    out->bodies = body_list->count;
    if (out->error_count) return out;
    out->body = value_object(arena);
    value_set(arena, out->body, "bodies", body_list);
    value_set(arena, out->body, "departments", list);
    value_set(arena, out->body, "windows", window_list);
    return out;
}
