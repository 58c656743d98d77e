/* catalogue_page.c: the office's side of the catalogue: versions and drafts, what the lint says, spreadsheets in and out, publish and withdraw (A2, A3). */
#include "base/text.h"
#include "catalog/item_sheet.h"
#include "catalog/lint.h"
#include "pages/office.h"
#include <string.h>

enum { ROWS = 40, FINDINGS = 40, LINES_SHOWN = 300 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static const Catalog *catalog_of(Request *request) { return hall_of(request)->scene->catalog; }

/* ---- what the lint finds over the whole catalogue: a few milliseconds, so counted once per catalogue and day ---- */

typedef struct Totals { int64_t generation; Day day; int items, published, drafts, errors, warnings; } Totals;

static const Totals *totals_of(Request *request)
{
    static Totals kept = {.generation = -1};       /* loop thread only */
    Visitor *v = visitor_of(request);
    if (kept.generation == v->hall->generation && day_equal(kept.day, v->today)) return &kept;
    const Catalog *catalog = v->hall->scene->catalog;
    Value *report = lint_report(request->arena, catalog, v->today);
    kept = (Totals){.generation = v->hall->generation, .day = v->today, .published = catalog_item_count(catalog, v->today),
                    .errors = (int)value_int(report, "errors", 0), .warnings = (int)value_int(report, "warnings", 0)};
    const char *before = "";
    for (int i = 0; i < catalog_version_count(catalog); i++) {
        const Item *item = catalog_version_number(catalog, i);
        kept.items += strcmp(before, item->code) != 0;
        kept.drafts += item->state == ITEM_DRAFT;
        before = item->code;
    }
    return &kept;
}

/* ---- the list ---- */

static const char *state_key(Request *request, const Item *item)
{
    Visitor *v = visitor_of(request);
    if (item->state == ITEM_DRAFT) return "draft";
    if (!day_is_none(item->to) && day_before(item->to, item->from)) return "superseded";       /* replaced before its first day */
    if (item_in_force(item, v->today)) return "published";
    if (item->state == ITEM_WITHDRAWN) return "withdrawn";
    return day_after(item->from, v->today) ? "coming" : "superseded";
}

static const char *state_tone(const char *state)
{
    return !strcmp(state, "draft") ? "amber" : !strcmp(state, "published") ? "green" : !strcmp(state, "coming") ? "teal" : "plain";
}

static bool found_in(const Item *item, const char *find)
{
    if (!*find || strstr(item->name, find) || strstr(item->code, find)) return true;
    for (int i = 0; i < item->alias_count; i++) if (strstr(item->aliases[i], find)) return true;
    return false;
}

static void set_version(Request *request, Value *row, const Item *item)
{
    Arena *a = request->arena;
    int count;
    LintFinding *findings = lint_item(a, catalog_of(request), item, &count);
    int errors = lint_errors(findings, count);
    const char *state = state_key(request, item);
    value_set_str(a, row, "version", arena_printf(a, english(request) ? "version %d" : "第 %d 版", item->version));
    value_set_str(a, row, "url", arena_printf(a, "/items/%s?version=%d", item->code, item->version));
    value_set_str(a, row, "state_text", page_message(request, arena_printf(a, "catalogue.state_%s", state)));
    value_set_str(a, row, "tone", state_tone(state));
    value_set_str(a, row, "effective", day_is_none(item->from) ? "—" : day_text(a, item->from));
    value_set_str(a, row, "until", day_is_none(item->to) ? NULL : day_text(a, item->to));
    value_set_int(a, row, "errors", errors);
    value_set_int(a, row, "warnings", count - errors);
    value_set_str(a, row, "lint_url", arena_printf(a, "/catalogue/lint?item=%s", item->code));
    value_set_str(a, row, "hash_short", item->hash12);
}

static Value *item_row(Request *request, const Item *item)
{
    Arena *a = request->arena;
    const Department *department = catalog_department(catalog_of(request), item->department);
    Value *row = value_object(a);
    value_set_str(a, row, "code", item->code);
    value_set_str(a, row, "name", item->name);
    value_set_str(a, row, "department", department ? department->name : item->department);
    value_set_str(a, row, "kind", item->kind_name);
    value_set_str(a, row, "mode", item->mode);
    set_version(request, row, item);
    value_set_str(a, row, "one_url", arena_printf(a, "/catalogue?item=%s", item->code));
    return row;
}

static void set_rows(Request *request, Value *view)
{
    Arena *a = request->arena;
    const Catalog *catalog = catalog_of(request);
    const char *find = office_query(request, "find"), *department = office_query(request, "department"), *state = office_query(request, "state");
    int page = office_page(request), total = 0;
    Value *rows = value_set_list(a, view, "rows"), *filters = value_set_list(a, view, "filters");
    for (int i = 0; i < catalog_version_count(catalog); i++) {
        const Item *item = catalog_version_number(catalog, i);
        const char *is = state_key(request, item);
        /* old versions stand in the item's own history */
        if (*state ? strcmp(is, state) : !strcmp(is, "superseded") || (!strcmp(is, "withdrawn") && item != catalog_item_newest(catalog, item->code))) continue;
        if ((*department && strcmp(item->department, department)) || !found_in(item, find)) continue;
        if (total / ROWS == page - 1) value_push(rows, item_row(request, item));
        total++;
    }
    office_filter_departments(request, filters, department);
    Value *options = office_filter(request, filters, "state", "catalogue.filter_state");
    static const char *const states[] = {"published", "draft", "coming", "withdrawn", "superseded"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) office_option(request, options, states[i], page_message(request, arena_printf(a, "catalogue.state_%s", states[i])), state);
    const OfficePair pairs[] = {{"find", find}, {"department", department}, {"state", state}};
    office_set_pages(request, view, "/catalogue", pairs, 3, page, total, ROWS);
    value_set_str(a, view, "find", find);
}

/* ---- forms ---- */

static const FieldRow publish_fields[] = {
    {"from", FIELD_DATE, "自何日起施行", "in force from", NULL, NULL, "10", true, NULL, NULL}, {0}};
static const FieldRow withdraw_fields[] = {
    {"last", FIELD_DATE, "最后办理日", "last day it is offered", "在此日之后不再收件；已收的办件按原版本办完。", "No cases are taken after this day; cases already taken go on.", "10", true, NULL, NULL},
    {"reason", FIELD_AREA, "停止办理的理由", "reason", "写明依据，将公开。", "With its basis; this is made public.", NULL, true, NULL, NULL}, {0}};
static const FieldRow items_fields[] = {
    {"file", FIELD_FILE, "事项表格", "spreadsheet of items", "CSV（UTF-8 或者 GB18030）或者 XLSX，完整格式或者十三列格式。", "CSV (UTF-8 or GB18030) or XLSX; the full or the 13-column form.", NULL, true, NULL, NULL},
    {"from", FIELD_DATE, "自何日起施行", "in force from", "通过检查的事项自此日发布，其余作为草稿。", "What passes the checks is published from this day, the rest comes in as drafts.", "10", true, NULL, NULL},
    {"withdraw", FIELD_CHECK, "表格中没有的现行事项停止办理", "withdraw items that the file no longer holds", NULL, NULL, NULL, false, NULL, NULL}, {0}};
static const FieldRow department_fields[] = {
    {"departments", FIELD_FILE, "部门表", "departments", NULL, NULL, NULL, true, NULL, NULL},
    {"windows", FIELD_FILE, "窗口表", "windows", NULL, NULL, NULL, true, NULL, NULL},
    {"bodies", FIELD_FILE, "行政机关表", "legal bodies", "三张表须一起导入。", "The three tables travel together.", NULL, true, NULL, NULL}, {0}};

/* What a refused form leaves on the page. */
typedef struct Shown { const char *item; const Value *typed, *errors, *imported; bool departments; Refusal refusal; const char *detail; } Shown;

static Value *with_today(Request *request, const char *name)
{
    Value *values = value_object(request->arena);
    value_set_str(request->arena, values, name, day_text(request->arena, visitor_of(request)->today));
    return values;
}

static void set_form(Request *request, Value *view, const char *name, const FieldRow *rows, const Value *typed, const Value *errors)
{
    Value *form = value_set_object(request->arena, view, name);
    value_set(request->arena, form, "fields", field_list(request, rows, arena_printf(request->arena, "%s-", name), typed, errors));
}

static void set_one(Request *request, Value *view, const char *code, const Shown *shown)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Catalog *catalog = catalog_of(request);
    int count;
    const Item **versions = catalog_versions(catalog, a, code, &count);
    if (!count) return;
    Value *one = value_set_object(a, view, "one"), *list = value_set_list(a, one, "versions");
    const Item *newest = versions[count - 1];
    value_set_str(a, one, "code", code);
    value_set_str(a, one, "name", newest->name);
    for (int i = count - 1; i >= 0; i--) set_version(request, value_push_object(a, list), versions[i]);
    value_set_str(a, one, "publish", NULL);
    if (!office_over_all(request, RIGHT_PUBLISH)) return;
    const Value *typed = shown && shown->typed ? shown->typed : NULL, *errors = shown ? shown->errors : NULL;
    if (newest->state == ITEM_DRAFT) set_form(request, one, "publish", publish_fields, typed ? typed : with_today(request, "from"), errors);
    if (catalog_item_at(catalog, code, v->today)) set_form(request, one, "withdraw", withdraw_fields, typed ? typed : with_today(request, "last"), errors);
}

static void set_errors(Request *request, Value *view, const Shown *shown)
{
    bool withdraw = value_get(shown->errors, "last") || value_get(shown->errors, "reason");
    if (shown->departments) office_set_errors(request, view, "departments-", department_fields, shown->errors);
    else if (!shown->item) office_set_errors(request, view, "items-", items_fields, shown->errors);
    else office_set_errors(request, view, withdraw ? "withdraw-" : "publish-", withdraw ? withdraw_fields : publish_fields, shown->errors);
}

static void show(Request *request, int status, const Shown *shown)
{
    Arena *a = request->arena;
    const Totals *totals = totals_of(request);
    Value *view = page_view(request, "catalogue"), *counts = value_set_object(a, view, "counts");
    const char *item = shown && shown->item ? shown->item : office_query(request, "item");
    value_set_str(a, counts, "items", arena_printf(a, "%d", totals->items));
    value_set_str(a, counts, "published", arena_printf(a, "%d", totals->published));
    value_set_str(a, counts, "draft", arena_printf(a, "%d", totals->drafts));
    value_set_str(a, counts, "errors", arena_printf(a, "%d", totals->errors));
    value_set_str(a, counts, "warnings", arena_printf(a, "%d", totals->warnings));
    if (*item) set_one(request, view, item, shown);
    if (office_over_all(request, RIGHT_EDIT_CATALOGUE)) {
        bool departments = shown && shown->departments, items = shown && !shown->item && !departments;
        Value *import = value_set_object(a, view, "may_import");
        set_form(request, import, "items", items_fields, items && shown->typed ? shown->typed : with_today(request, "from"), items ? shown->errors : NULL);
        set_form(request, import, "departments", department_fields, NULL, departments ? shown->errors : NULL);
        value_set_bool(a, import, "items_open", items);
        value_set_bool(a, import, "departments_open", departments);
    }
    if (shown) {
        set_errors(request, view, shown);
        if (shown->refusal) page_set_refusal(request, view, shown->refusal, shown->detail);
        if (shown->imported) value_set(a, view, "imported", (Value *)(uintptr_t)shown->imported);
    }
    set_rows(request, view);
    page_show(request, status, "catalogue", view);
}

void catalogue_page(Request *request) { show(request, 200, NULL); }

/* ---- lint ---- */

static void set_rules(Request *request, Value *view, const Value *report, const char *rule, const char *item)
{
    Arena *a = request->arena;
    Value *rules = value_set_list(a, view, "rules");
    const OfficePair none[] = {{"item", item}};
    Value *row = value_push_object(a, rules);
    value_set_str(a, row, "rule", "L");
    value_set_str(a, row, "title", page_message(request, "catalogue.all_rules"));
    value_set_str(a, row, "count", arena_printf(a, "%lld", (long long)(value_int(report, "errors", 0) + value_int(report, "warnings", 0))));
    value_set_str(a, row, "url", office_url(request, "/catalogue/lint", none, 1));
    value_set_bool(a, row, "current", !*rule);
    value_set_str(a, row, "tone", "plain");
    const Value *all = value_get(report, "rules");
    for (const Value *r = all ? all->first : NULL; r; r = r->next) {
        int64_t hits = value_int(r, "hits", 0);
        const char *id = value_str_or(r, "id", "");
        const OfficePair pairs[] = {{"rule", id}, {"item", item}};
        row = value_push_object(a, rules);
        value_set_str(a, row, "rule", id);
        value_set_str(a, row, "title", value_str_or(r, english(request) ? "en" : "zh", ""));
        value_set_str(a, row, "count", arena_printf(a, "%lld", (long long)hits));
        value_set_str(a, row, "url", office_url(request, "/catalogue/lint", pairs, 2));
        value_set_bool(a, row, "current", !strcmp(rule, id));
        value_set_str(a, row, "tone", !hits ? "green" : !strcmp(value_str_or(r, "severity", ""), "error") ? "seal" : "amber");
    }
}

static void push_finding(Request *request, Value *list, const Value *item, const Value *finding)
{
    Arena *a = request->arena;
    const char *code = value_str_or(item, "code", "");
    const Item *known = catalog_item_version(catalog_of(request), code, (int)value_int(item, "version", 0));
    const Department *department = known ? catalog_department(catalog_of(request), known->department) : NULL;
    const char *detail = value_str_or(finding, "detail", "");
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "rule", value_str_or(finding, "rule", ""));
    value_set_bool(a, row, "error", !strcmp(value_str_or(finding, "severity", ""), "error"));
    value_set_str(a, row, "item_name", value_str_or(item, "name", ""));
    value_set_str(a, row, "item_url", arena_printf(a, "/catalogue?item=%s", code));
    value_set_str(a, row, "code", code);
    value_set_str(a, row, "department", department ? department->name : "");
    value_set_str(a, row, "text", arena_printf(a, "%s%s%s", value_str_or(finding, english(request) ? "en" : "zh", ""), *detail ? english(request) ? ": " : "：" : "", detail));
    value_set_str(a, row, "remedy", value_str(finding, "article"));
}

void catalogue_lint(Request *request)
{
    Arena *a = request->arena;
    const char *rule = office_query(request, "rule"), *only = office_query(request, "item");
    int page = office_page(request), total = 0;
    Value *view = page_view(request, "catalogue"), *report = lint_report(a, catalog_of(request), visitor_of(request)->today), *list = value_set_list(a, view, "findings");
    set_rules(request, view, report, rule, only);
    value_set_str(a, view, "total_errors", arena_printf(a, "%lld", (long long)value_int(report, "errors", 0)));
    value_set_str(a, view, "total_warnings", arena_printf(a, "%lld", (long long)value_int(report, "warnings", 0)));
    const Value *items = value_get(report, "items_found");
    for (const Value *item = items ? items->first : NULL; item; item = item->next) {
        const Value *findings = value_get(item, "findings");
        if (*only && strcmp(only, value_str_or(item, "code", ""))) continue;
        for (const Value *f = findings ? findings->first : NULL; f; f = f->next) {
            if (*rule && strcmp(rule, value_str_or(f, "rule", ""))) continue;
            if (total++ / FINDINGS == page - 1) push_finding(request, list, item, f);
        }
    }
    const Item *item = *only ? catalog_item_newest(catalog_of(request), only) : NULL;
    const OfficePair one[] = {{"rule", rule}}, pairs[] = {{"rule", rule}, {"item", only}};
    value_set_str(a, view, "only", item ? item->name : NULL);
    value_set_str(a, view, "all_url", office_url(request, "/catalogue/lint", one, 1));
    office_set_pages(request, view, "/catalogue/lint", pairs, 2, page, total, FINDINGS);
    page_show(request, 200, "lint", view);
}

/* ---- spreadsheets out: a tenth of a second of work, so kept until the catalogue or the day changes ---- */

typedef struct Kept { int64_t generation; Day day; StaticReply *reply; } Kept;

static bool kept_still(Request *request, Kept *kept)
{
    Visitor *v = visitor_of(request);
    if (kept->reply && kept->generation == v->hall->generation && day_equal(kept->day, v->today)) return true;
    static_reply_free(kept->reply);
    *kept = (Kept){v->hall->generation, v->today, NULL};
    return false;
}

static void keep(Request *request, Kept *kept, const char *ending, const char *type, const void *data, size_t bytes)
{
    kept->reply = static_reply_new(type, "private, no-cache", data, bytes);
    static_reply_header(kept->reply, "Content-Disposition", arena_printf(request->arena, "attachment; filename=\"yichuang-items-%s.%s\"", day_text(request->arena, kept->day), ending));
}

void catalogue_csv(Request *request)
{
    static Kept kept;                  /* loop thread only */
    if (!kept_still(request, &kept)) {
        const char *csv = item_export_csv(request->arena, catalog_of(request), kept.day);
        keep(request, &kept, "csv", "text/csv; charset=utf-8", csv, strlen(csv));
    }
    reply_static(request, kept.reply);
}

void catalogue_xlsx(Request *request)
{
    static Kept kept;                  /* loop thread only */
    if (!kept_still(request, &kept)) {
        size_t bytes;
        const uint8_t *xlsx = item_export_xlsx(request->arena, catalog_of(request), kept.day, &bytes);
        keep(request, &kept, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx, bytes);
    }
    reply_static(request, kept.reply);
}

/* ---- spreadsheets in: first looked at, then imported, by the same code ---- */

static void set_lines(Request *request, Value *out, const Value *result, bool withdraws)
{
    Arena *a = request->arena;
    const Value *lines = value_get(result, "lines");
    Value *list = value_set_list(a, out, "lines");
    int hidden = 0;
    for (const Value *line = lines ? lines->first : NULL; line; line = line->next) {
        if (list->count >= LINES_SHOWN) { hidden++; continue; }
        const char *change = value_str_or(line, "change", "");
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "change_text", page_message(request, arena_printf(a, "catalogue.change_%s", change)));
        value_set_str(a, row, "tone", !strcmp(change, "new") ? "teal" : !strcmp(change, "changed") ? "amber" : !strcmp(change, "removed") ? "seal" : "plain");
        value_set_str(a, row, "code", value_str_or(line, "code", ""));
        value_set_str(a, row, "name", value_str_or(line, "name", ""));
        value_set_str(a, row, "what", value_str(line, "fields"));
        const char *becomes = !strcmp(change, "removed") ? withdraws ? "catalogue.becomes_withdrawn" : "catalogue.becomes_kept" : value_bool(line, "publishes") ? "catalogue.becomes_published" : "catalogue.becomes_draft";
        value_set_str(a, row, "becomes", page_message(request, becomes));
        value_set_int(a, row, "errors", value_int(line, "errors", 0));
        value_set_int(a, row, "warnings", value_int(line, "warnings", 0));
    }
    value_set_str(a, out, "hidden", hidden ? arena_printf(a, "%d", hidden) : NULL);
}

static Value *imported_value(Request *request, const Value *result, const Value *typed, bool dry, bool refused)
{
    Arena *a = request->arena;
    Value *out = value_object(a);
    static const char *const numbers[][2] = {{"added", "added"}, {"changed", "changed"}, {"same", "unchanged"}, {"removed", "removed"}, {"publishing", "publishing"}, {"drafting", "drafting"},
                                             {"departments", "departments"}, {"windows", "windows"}, {"bodies", "bodies"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) value_set_str(a, out, numbers[i][0], arena_printf(a, "%lld", (long long)value_int(result, numbers[i][1], 0)));
    value_set_bool(a, out, "dry", dry && !refused);
    value_set_bool(a, out, "done", !dry && !refused);
    value_set_bool(a, out, "of_items", value_get(result, "added") != NULL);
    const Value *errors = value_get(result, "errors");
    Value *list = value_set_list(a, out, "refused");
    for (const Value *e = errors ? errors->first : NULL; e; e = e->next) {
        Value *row = value_push_object(a, list);
        int64_t line = value_int(e, "row", 0);
        value_set_str(a, row, "line", line ? arena_printf(a, "%lld", (long long)line) : "—");
        value_set_str(a, row, "heading", value_str_or(e, "heading", ""));
        value_set_str(a, row, "text", value_str_or(e, english(request) ? "en" : "zh", ""));
    }
    if (!refused) set_lines(request, out, result, value_bool(typed, "withdraw"));
    return out;
}

static bool checking(Request *request) { return !text_blank(request_form(request, "check")); }

static void import_done(Request *request, WindowTurn *turn, const Value *typed, bool departments)
{
    bool refused = turn->refusal != REFUSED_NOTHING;
    Shown shown = {.typed = typed, .departments = departments, .refusal = turn->refusal, .detail = turn->detail,
                   .imported = turn->result ? imported_value(request, turn->result, typed, checking(request), refused) : NULL};
    show(request, refused ? refusal_text(turn->refusal)->status : 200, &shown);
}

static void items_done(Request *request, WindowTurn *turn) { import_done(request, turn, turn->context, false); }
static void departments_done(Request *request, WindowTurn *turn) { import_done(request, turn, NULL, true); }

static Day typed_day(const Value *values, const char *name)
{
    Day day = DAY_NONE;
    const char *text = value_str(values, name);
    if (!text || !day_parse(text, &day)) return DAY_NONE;
    return day;
}

void catalogue_import_items(Request *request)
{
    Arena *a = request->arena;
    Value *typed = field_values(request, items_fields), *errors = value_object(a);
    const Upload *file = request_file(request, "file", 0);
    ItemsImport import = {.from = typed_day(typed, "from"), .withdraw_removed = value_bool(typed, "withdraw"), .dry_run = checking(request)};
    if (!file || !file->size) value_set_str(a, errors, "file", page_message(request, "office.no_file"));
    if (day_is_none(import.from)) value_set_str(a, errors, "from", page_message(request, "office.bad_day"));
    if (errors->count) {
        show(request, 422, &(Shown){.typed = typed, .errors = errors});
        return;
    }
    import.bytes = file->data;
    import.size = file->size;
    WindowTurn *turn = page_new_turn(request, office_import_items, arena_memdup(a, &import, sizeof import));
    turn->context = typed;
    page_turn(request, turn, items_done);
}

void catalogue_import_departments(Request *request)
{
    Arena *a = request->arena;
    Value *errors = value_object(a);
    const Upload *departments = request_file(request, "departments", 0), *windows = request_file(request, "windows", 0), *bodies = request_file(request, "bodies", 0);
    if (!departments || !departments->size) value_set_str(a, errors, "departments", page_message(request, "office.no_file"));
    if (!windows || !windows->size) value_set_str(a, errors, "windows", page_message(request, "office.no_file"));
    if (!bodies || !bodies->size) value_set_str(a, errors, "bodies", page_message(request, "office.no_file"));
    if (errors->count) {
        show(request, 422, &(Shown){.errors = errors, .departments = true});
        return;
    }
    DepartmentsImport import = {departments->data, windows->data, bodies->data, departments->size, windows->size, bodies->size, checking(request)};
    page_turn(request, page_new_turn(request, office_import_departments, arena_memdup(a, &import, sizeof import)), departments_done);
}

/* ---- one item ---- */

static void item_done(Request *request, WindowTurn *turn)
{
    const char *code = arena_strdup(request->arena, request_param(request, "code"));
    if (turn->refusal) {
        show(request, refusal_text(turn->refusal)->status, &(Shown){.item = code, .typed = turn->context, .refusal = turn->refusal, .detail = turn->detail});
        return;
    }
    page_flash(request, turn->result ? "flash.item_withdrawn" : "flash.item_published", "");
    const OfficePair pairs[] = {{"item", code}};
    reply_redirect(request, 303, office_url(request, "/catalogue", pairs, 1));
}

void catalogue_publish(Request *request)
{
    Arena *a = request->arena;
    const char *code = arena_strdup(a, request_param(request, "code"));
    Value *typed = field_values(request, publish_fields), *errors = value_object(a);
    ItemPublish publish = {code, typed_day(typed, "from")};
    if (day_is_none(publish.from)) {
        value_set_str(a, errors, "from", page_message(request, "office.bad_day"));
        show(request, 422, &(Shown){.item = code, .typed = typed, .errors = errors});
        return;
    }
    WindowTurn *turn = page_new_turn(request, office_publish_item, arena_memdup(a, &publish, sizeof publish));
    turn->context = typed;
    page_turn(request, turn, item_done);
}

static void withdraw_work(Scene *scene, WindowTurn *turn)
{
    office_withdraw_item(scene, turn);
    if (!turn->refusal) turn->result = value_object(turn->arena);
}

void catalogue_withdraw(Request *request)
{
    Arena *a = request->arena;
    const char *code = arena_strdup(a, request_param(request, "code"));
    Value *typed = field_values(request, withdraw_fields), *errors = value_object(a);
    ItemWithdraw withdraw = {code, typed_day(typed, "last"), value_str(typed, "reason")};
    if (day_is_none(withdraw.last)) value_set_str(a, errors, "last", page_message(request, "office.bad_day"));
    if (text_blank(withdraw.reason)) value_set_str(a, errors, "reason", page_message(request, "office.no_reason"));
    if (errors->count) {
        show(request, 422, &(Shown){.item = code, .typed = typed, .errors = errors});
        return;
    }
    WindowTurn *turn = page_new_turn(request, withdraw_work, arena_memdup(a, &withdraw, sizeof withdraw));
    turn->context = typed;
    page_turn(request, turn, item_done);
}
