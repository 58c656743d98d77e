/* item_sheet.c: rows of a spreadsheet to items, the preview of an import, and its events. See item_sheet.h. */
#include "catalog/item_sheet.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "catalog/item_cells.h"
#include "catalog/lint.h"
#include "catalog/table.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_ERRORS = 100, MAX_FIELDS = 80 };

typedef struct {
    Arena *arena;
    const Catalog *catalog;
    const Table *table;
    ItemImport *out;
    int columns[MAX_FIELDS];        /* of the full form: column of each field, -1 absent */
} Reader;

const char *import_change_name(ImportChange change)
{
    static const char *const names[] = {"new", "changed", "unchanged", "removed"};
    return names[change];
}

static void wrong(Reader *r, int row, int column, const char *zh, const char *en)
{
    if (r->out->error_count == MAX_ERRORS) return;
    const char *heading = column >= 0 ? table_cell(r->table, 0, column) : "";
    r->out->errors[r->out->error_count++] = (ImportError){row + 1, column + 1, heading, zh, en};
}

/* ---- the full form ---- */

static bool read_headings(Reader *r)
{
    static const char *const told[] = {"版本", "状态", "生效日期", "内容摘要"};       /* written by export, for people */
    int known = 0;
    for (int i = 0; item_fields[i].key; i++) {
        r->columns[i] = table_column(r->table, 0, item_fields[i].zh);
        if (r->columns[i] < 0) r->columns[i] = table_column(r->table, 0, item_fields[i].key);
        known += r->columns[i] >= 0;
    }
    if (r->columns[0] < 0 || r->columns[1] < 0) {
        wrong(r, 0, -1, "第一行应是表头，至少有“实施编码”和“事项名称”两列", "the first row must hold headings, with 实施编码 and 事项名称 at least");
        return false;
    }
    for (int c = 0; c < r->table->rows[0].count; c++) {
        const char *heading = table_cell(r->table, 0, c);
        bool good = text_blank(heading);
        for (int i = 0; item_fields[i].key && !good; i++) good = r->columns[i] == c;
        for (size_t i = 0; i < sizeof told / sizeof *told && !good; i++) good = !strcmp(heading, told[i]);
        if (!good) wrong(r, 0, c, "不认识的列，或同名的列出现两次", "an unknown column, or a column given twice");
    }
    return known > 0 && !r->out->error_count;
}

static const char *department_code(const Reader *r, const char *given)
{
    const Department *department = catalog_department(r->catalog, given);
    if (!department) department = catalog_department_named(r->catalog, given);
    return department ? department->code : NULL;
}

static void check_ids(Reader *r, int row, Value *body)
{
    const char *code = value_str_or(body, "code", "");
    if (strlen(code) != 16 || strspn(code, "0123456789") != 16) wrong(r, row, r->columns[0], "实施编码应是 16 位数字", "the code must be 16 digits");
    if (text_blank(value_str(body, "name"))) wrong(r, row, r->columns[1], "没有事项名称", "the item has no name");
    const char *given = value_str_or(body, "department", ""), *department = department_code(r, given);
    if (department) value_set_str(r->arena, body, "department", department);
    else if (*given && catalog_department_count(r->catalog))
        wrong(r, row, table_column(r->table, 0, "主管部门"), "没有这个部门，请先导入部门", "no such department: import departments first");
}

static Value *read_full_row(Reader *r, int row)
{
    Value *body = value_object(r->arena);
    for (int i = 0; item_fields[i].key; i++) {
        if (r->columns[i] < 0) continue;
        const char *en = "";
        const char *zh = cell_to_field(r->arena, &item_fields[i], table_unguard(table_cell(r->table, row, r->columns[i])), body, &en);
        if (zh) wrong(r, row, r->columns[i], zh, en);
    }
    check_ids(r, row, body);
    return body;
}

/* ---- the short form: 13 columns, names of which are in short_columns ---- */

static const char *const short_columns[] = {"code", "department", "item_name", "kind", "legal_basis", "statutory_working_days", "promised_working_days",
    "handling_mode", "materials", "fee_basis", "limit_unit", "window", "basis_verified"};
enum { SHORT = sizeof short_columns / sizeof *short_columns };

static bool is_short(const Table *table)
{
    for (int i = 0; i < SHORT - 1; i++) if (table_column(table, 0, short_columns[i]) < 0) return false;
    return true;
}

static const char *short_cell(const Reader *r, int row, const char *name)
{
    return text_trim(r->arena, table_unguard(table_cell(r->table, row, table_column(r->table, 0, name))));
}

/* "《法》第十条；《例》第三条" -> rows. */
static void short_basis(Arena *arena, Value *body, const char *text)
{
    Value *list = value_set_list(arena, body, "basis");
    for (const char *open; (open = strstr(text, "《"));) {
        const char *close = strstr(open, "》");
        if (!close) return;
        const char *next = strstr(close, "《");
        size_t article = next ? (size_t)(next - close - 3) : strlen(close + 3);
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "law", arena_strndup(arena, open + 3, (size_t)(close - open - 3)));
        char *rest = arena_strndup(arena, close + 3, article);
        for (size_t n = strlen(rest); n >= 3 && (!strcmp(rest + n - 3, "；") || !strcmp(rest + n - 3, "、")); n -= 3) rest[n - 3] = 0;
        value_set_str(arena, row, "article", text_trim(arena, rest));
        text = next ? next : "";
    }
}

/* "选址意见书(仅划拨用地)": what stands in brackets says when it is needed, how it is made, or what it must be. */
static void short_material(Arena *arena, Value *list, const char *text)
{
    Value *row = value_push_object(arena, list);
    const char *open = strchr(text, '('), *close = open ? strchr(open, ')') : NULL;
    if (!close || close[1]) { value_set_str(arena, row, "name", text); return; }
    const char *inside = arena_strndup(arena, open + 1, (size_t)(close - open - 1));
    value_set_str(arena, row, "name", arena_strndup(arena, text, (size_t)(open - text)));
    size_t n = strlen(inside);
    if (text_starts(inside, "仅") || text_starts(inside, "选择") || (n > 3 && !strcmp(inside + n - 3, "的")) || !strcmp(inside, "换领") || !strcmp(inside, "单位") ||
        !strcmp(inside, "竣工验收")) {
        value_set_bool(arena, row, "required", false);
        value_set_str(arena, row, "when", inside);
        return;
    }
    if (!strcmp(inside, "在线填报")) value_set_str(arena, row, "form", "electronic");
    value_set_str(arena, row, "requirement", inside);
}

static void short_fee(Arena *arena, Value *body, const char *fee)
{
    bool free = !strcmp(fee, "不收费");
    value_set_str(arena, body, "charges", text_blank(fee) ? "" : free ? "不收费" : "收费");
    if (free || text_blank(fee)) return;
    Value *row = value_push_object(arena, value_set_list(arena, body, "fees"));
    value_set_str(arena, row, "name", fee);
    value_set_str(arena, row, "standard", fee);
    value_set_str(arena, row, "basis", fee);
}

static void short_number(Reader *r, int row, Value *body, const char *column, const char *key)
{
    int64_t number;
    if (!text_parse_int(short_cell(r, row, column), 0, LIMIT_DEADLINE_DAYS, &number)) wrong(r, row, table_column(r->table, 0, column), "不是非负整数", "not a whole number from 0");
    else value_set_int(r->arena, body, key, number);
}

static Value *read_short_row(Reader *r, int row)
{
    Arena *arena = r->arena;
    Value *body = value_object(arena);
    char **parts;
    const char *kind = item_kind_code(short_cell(r, row, "kind")), *unit = short_cell(r, row, "limit_unit");
    value_set_str(arena, body, "code", short_cell(r, row, "code"));
    value_set_str(arena, body, "name", short_cell(r, row, "item_name"));
    value_set_str(arena, body, "department", short_cell(r, row, "department"));
    value_set_str(arena, body, "kind", kind);
    value_set_str(arena, body, "mode", short_cell(r, row, "handling_mode"));
    value_set_str(arena, body, "window", short_cell(r, row, "window"));
    value_set_str(arena, body, "statutory_unit", unit);
    value_set_str(arena, body, "promised_unit", unit);
    short_basis(arena, body, short_cell(r, row, "legal_basis"));
    short_fee(arena, body, short_cell(r, row, "fee_basis"));
    short_number(r, row, body, "statutory_working_days", "statutory_limit");
    short_number(r, row, body, "promised_working_days", "promised_limit");
    int count = text_split(arena, short_cell(r, row, "materials"), '|', &parts);
    Value *materials = value_set_list(arena, body, "materials");
    for (int i = 0; i < count; i++) if (!text_blank(parts[i])) short_material(arena, materials, text_trim(arena, parts[i]));
    if (!kind) wrong(r, row, table_column(r->table, 0, "kind"), "不认识的事项类型", "unknown kind");
    if (strcmp(unit, "workday") && strcmp(unit, "calendar_day")) wrong(r, row, table_column(r->table, 0, "limit_unit"), "单位应是 workday 或 calendar_day", "the unit must be workday or calendar_day");
    r->columns[0] = table_column(r->table, 0, "code");
    r->columns[1] = table_column(r->table, 0, "item_name");
    check_ids(r, row, body);
    const Department *department = catalog_department(r->catalog, value_str_or(body, "department", ""));
    if (department) value_set_str(arena, body, "legal_body", department->legal_body);
    return body;
}

/* ---- comparing ---- */

static const char *changed_fields(Arena *arena, const Value *before, const Value *after)
{
    Buf out = buf_new(arena);
    for (const ItemField *f = item_fields; f->key; f++) {
        const Value *a = value_get(before, f->key), *b = value_get(after, f->key);
        if ((!a && !b) || (a && b && value_equal(a, b))) continue;
        if (out.length) buf_str(&out, "、");
        buf_str(&out, f->zh);
    }
    return out.text;
}

static void compare(Reader *r, Item *item, Day from)
{
    ItemImport *out = r->out;
    const Item *newest = catalog_item_newest(r->catalog, item->code);
    ImportLine *line = &out->lines[out->line_count++];
    bool same = newest && newest->state != ITEM_WITHDRAWN && !strcmp(newest->hash, item->hash);
    *line = (ImportLine){.item = item, .change = !newest ? IMPORT_NEW : same ? IMPORT_UNCHANGED : IMPORT_CHANGED, .fields = ""};
    item->version = same ? newest->version : catalog_draft_version(r->catalog, item->code);
    int count;
    LintFinding *findings = lint_item(r->arena, r->catalog, item, &count);
    line->errors = lint_errors(findings, count);
    line->warnings = count - line->errors;
    line->drafts = !same;
    line->publishes = (!same || newest->state == ITEM_DRAFT) && !catalog_may_publish(r->catalog, r->arena, item, from).code;
    if (line->change == IMPORT_CHANGED) line->fields = changed_fields(r->arena, newest->body, item->body);
    out->added += line->change == IMPORT_NEW;
    out->changed += line->change == IMPORT_CHANGED;
    out->unchanged += line->change == IMPORT_UNCHANGED;
    out->publishing += line->publishes;
    out->drafting += line->drafts && !line->publishes;
}

static int by_code(const void *a, const void *b) { return strcmp((*(Item *const *)a)->code, (*(Item *const *)b)->code); }

static void find_removed(Reader *r, Item **items, int count, Day day)
{
    int now;
    const Item **in_force = catalog_items(r->catalog, r->arena, day, NULL, NULL, &now);
    for (int i = 0; i < now; i++) {
        Item key = {.code = in_force[i]->code}, *at = &key;
        if (count && bsearch(&at, items, (size_t)count, sizeof *items, by_code)) continue;
        r->out->lines[r->out->line_count++] = (ImportLine){.change = IMPORT_REMOVED, .item = arena_memdup(r->arena, in_force[i], sizeof(Item)), .fields = ""};
        r->out->removed++;
    }
}

static void find_doubles(Reader *r, Item **items, int count)
{
    for (int i = 1; i < count; i++)
        if (!strcmp(items[i - 1]->code, items[i]->code))
            wrong(r, -1, -1, arena_printf(r->arena, "实施编码 %s 出现两次", items[i]->code), arena_printf(r->arena, "the code %s appears twice", items[i]->code));
}

static bool row_used(const Table *table, int row)
{
    for (int i = 0; i < table->rows[row].count; i++) if (!text_blank(table->rows[row].cells[i])) return true;
    return false;
}

ItemImport *item_import(Arena *arena, const Catalog *catalog, const uint8_t *bytes, size_t size, Day from)
{
    ItemImport *out = ARENA_NEW(arena, ItemImport);
    Reader r = {.arena = arena, .catalog = catalog, .table = table_read(arena, bytes, size), .out = out};
    const Table *table = r.table;
    out->errors = ARENA_ARRAY(arena, ImportError, MAX_ERRORS);
    out->encoding = table->encoding;
    if (table->failed) {
        out->errors[out->error_count++] = (ImportError){table->error_row, table->error_column, "", table->error_zh, table->error_en};
        return out;
    }
    bool brief = is_short(table);
    if (!brief && !read_headings(&r)) return out;
    if (table->count - 1 > LIMIT_ITEMS) { wrong(&r, -1, -1, "事项超过 20000 项", "more than 20000 items"); return out; }
    Item **items = ARENA_ARRAY(arena, Item *, table->count + 1);
    int count = 0;
    for (int row = 1; row < table->count; row++)
        if (row_used(table, row)) items[count++] = item_of_body(arena, item_body_canonical(arena, brief ? read_short_row(&r, row) : read_full_row(&r, row)));
    if (!count && !out->error_count) wrong(&r, -1, -1, "文件中没有事项", "the file holds no item");
    if (count) qsort(items, (size_t)count, sizeof *items, by_code);
    find_doubles(&r, items, count);
    if (out->error_count) return out;
    int now;
    catalog_items(catalog, arena, from, NULL, NULL, &now);
    out->lines = ARENA_ARRAY(arena, ImportLine, count + now + 1);
    for (int i = 0; i < count; i++) compare(&r, items[i], from);
    find_removed(&r, items, count, from);
    return out;
}

CatalogEvent *catalog_import_events(Arena *arena, const Catalog *catalog, const ItemImport *import, Day from, bool withdraw_removed, int *count)
{
    CatalogEvent *events = ARENA_ARRAY(arena, CatalogEvent, 2 * import->line_count + 1);
    int n = 0;
    for (int i = 0; i < import->line_count && !import->error_count; i++) {
        const ImportLine *line = &import->lines[i];
        if (line->drafts) events[n++] = (CatalogEvent){"item.drafted", catalog_event_drafted(arena, line->item->version, line->item->body)};
        if (line->publishes) events[n++] = (CatalogEvent){"item.published", catalog_event_published(arena, line->item, from)};
        if (line->change == IMPORT_REMOVED && withdraw_removed && !catalog_may_withdraw(catalog, arena, line->item->code, from).code)
            events[n++] = (CatalogEvent){"item.withdrawn", catalog_event_withdrawn(arena, line->item, from, "导入的目录中不再有此事项")};
    }
    *count = n;
    return events;
}

Value *item_import_value(Arena *arena, const ItemImport *import)
{
    Value *out = value_object(arena), *list;
    value_set_str(arena, out, "encoding", import->encoding);
    value_set_int(arena, out, "added", import->added);
    value_set_int(arena, out, "changed", import->changed);
    value_set_int(arena, out, "unchanged", import->unchanged);
    value_set_int(arena, out, "removed", import->removed);
    value_set_int(arena, out, "publishing", import->publishing);
    value_set_int(arena, out, "drafting", import->drafting);
    list = value_set_list(arena, out, "errors");
    for (int i = 0; i < import->error_count; i++) {
        Value *row = value_push_object(arena, list);
        const ImportError *e = &import->errors[i];
        value_set_int(arena, row, "row", e->row);
        value_set_int(arena, row, "column", e->column);
        value_set_str(arena, row, "column_name", e->column > 0 ? table_column_name(e->column - 1) : "");
        value_set_str(arena, row, "heading", e->heading);
        value_set_str(arena, row, "zh", e->zh);
        value_set_str(arena, row, "en", e->en);
    }
    list = value_set_list(arena, out, "lines");
    for (int i = 0; i < import->line_count; i++) {
        const ImportLine *line = &import->lines[i];
        if (line->change == IMPORT_UNCHANGED && !line->publishes) continue;
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "change", import_change_name(line->change));
        value_set_str(arena, row, "code", line->item->code);
        value_set_str(arena, row, "name", line->item->name);
        value_set_int(arena, row, "version", line->item->version);
        value_set_bool(arena, row, "publishes", line->publishes);
        value_set_int(arena, row, "errors", line->errors);
        value_set_int(arena, row, "warnings", line->warnings);
        value_set_str(arena, row, "fields", line->fields);
    }
    return out;
}
