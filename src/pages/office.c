/* office.c: see office.h. */
#include "pages/office.h"
#include "base/text.h"
#include "pages/item_view.h"
#include <stdlib.h>
#include <string.h>

const char *office_url(Request *request, const char *path, const OfficePair *pairs, int count)
{
    Buf url = buf_new(request->arena);
    buf_str(&url, path);
    char mark = '?';
    for (int i = 0; i < count; i++) {
        if (!pairs[i].value || !*pairs[i].value) continue;
        buf_printf(&url, "%c%s=", mark, pairs[i].name);
        page_percent(&url, pairs[i].value);
        mark = '&';
    }
    return url.text;
}

const char *office_query(Request *request, const char *name)
{
    const char *text = request_query(request, name);
    return text && strlen(text) <= LIMIT_NAME_CHARACTERS ? text : "";
}

int office_page(Request *request)
{
    int64_t page = 1;
    text_parse_int(office_query(request, "page"), 1, 100000, &page);
    return (int)page;
}

void office_set_pages(Request *request, Value *view, const char *path, const OfficePair *pairs, int count, int page, int64_t total, int rows)
{
    Arena *a = request->arena;
    int last = (int)((total + rows - 1) / rows);
    if (last <= 1) return;
    OfficePair *with = ARENA_ARRAY(a, OfficePair, count + 1);
    if (count) memcpy(with, pairs, (size_t)count * sizeof *with);
    with[count].name = "page";
    Value *pages = value_set_object(a, view, "pages"), *list = value_list(a);
    for (int i = 1; i <= last; i++) {
        if (i != 1 && i != last && abs(i - page) > 2) continue;
        with[count].value = arena_printf(a, "%d", i);
        const char *url = office_url(request, path, with, count + 1);
        if (i == page - 1) value_set_str(a, pages, "previous", url);
        if (i == page + 1) value_set_str(a, pages, "next", url);
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "number", i);
        value_set_str(a, row, "url", url);
        value_set_bool(a, row, "current", i == page);
    }
    value_set(a, pages, "list", list);
}

void office_option(Request *request, Value *options, const char *value, const char *text, const char *picked)
{
    Value *row = value_push_object(request->arena, options);
    value_set_str(request->arena, row, "value", value);
    value_set_str(request->arena, row, "text", text);
    value_set_bool(request->arena, row, "picked", !strcmp(value, picked));
}

Value *office_filter(Request *request, Value *filters, const char *name, const char *label_key)
{
    Value *row = value_push_object(request->arena, filters);
    value_set_str(request->arena, row, "name", name);
    value_set_str(request->arena, row, "label_key", label_key);
    return value_set_list(request->arena, row, "options");
}

void office_filter_departments(Request *request, Value *filters, const char *picked)
{
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Value *options = office_filter(request, filters, "department", "items.filter_department");
    for (int i = 0; i < catalog_department_count(catalog); i++) {
        const Department *d = catalog_department_number(catalog, i);
        office_option(request, options, d->code, d->name, picked);
    }
}

void office_filter_windows(Request *request, Value *filters, const char *picked)
{
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Value *options = office_filter(request, filters, "window", "items.filter_window");
    for (int i = 0; i < catalog_window_count(catalog); i++) {
        const Window *w = catalog_window_number(catalog, i);
        office_option(request, options, w->id, arena_printf(request->arena, "%s %s", w->id, w->name), picked);
    }
}

void office_set_errors(Request *request, Value *view, const char *prefix, const FieldRow *rows, const Value *errors)
{
    bool english = visitor_english(visitor_of(request));
    for (const FieldRow *row = rows; row->name; row++) {
        const char *text = value_str(errors, row->name);
        if (!text) continue;
        page_set_error(request, view, arena_printf(request->arena, "%s%s", prefix, row->name), arena_printf(request->arena, english ? "%s: %s" : "%s：%s", english ? row->en : row->zh, text));
    }
}

bool office_over_all(Request *request, Right right)
{
    static const RightScope whole_centre = {0};
    return right_has(&visitor_of(request)->actor, right, &whole_centre);
}

const char *office_csv_cell(Arena *arena, const char *text)
{
    Buf out = buf_new(arena);
    buf_char(&out, '"');
    if (*text && strchr("=+-@\t\r", *text)) buf_char(&out, '\'');
    for (; *text; text++) {
        if (*text == '"') buf_char(&out, '"');
        buf_char(&out, *text);
    }
    buf_char(&out, '"');
    return out.text;
}
