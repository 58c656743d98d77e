/* reform.c: what reform did, for everybody (A7), what must be in the hall and is not (D1), and the rounds of clearance for the office (A6). */
#include "reform/reform.h"
#include "base/text.h"
#include "catalog/table.h"
#include "pages/desk_form.h"
#include "pages/office.h"
#include "pages/words.h"
#include "window/desk_import.h"
#include <string.h>

enum { ROWS_SHOWN = 200, BAR = 300 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }
static const Catalog *catalog_of(Request *request) { return hall_of(request)->scene->catalog; }

static const char *department_name(Request *request, const char *code)
{
    const Department *d = catalog_department(catalog_of(request), code);
    return d ? words_shown(request, d->name) : code;
}

/* The name of an item as it is now, else the name it was recorded under. */
static const char *matter_name(Request *request, const char *item, const char *matter)
{
    const Item *now = *item ? catalog_item_newest(catalog_of(request), item) : NULL;
    return now ? words_item(request, now) : matter;
}

static const char *item_url(Request *request, const char *item)
{
    return *item && catalog_item_at(catalog_of(request), item, visitor_of(request)->today) ? arena_printf(request->arena, "/items/%s", item) : NULL;
}

/* ---- words of figures ---- */

static const char *tenths_text(Arena *a, int tenths)
{
    int n = tenths < 0 ? -tenths : tenths;
    return n % 10 ? arena_printf(a, "%s%d.%d%%", tenths < 0 ? "-" : "", n / 10, n % 10) : arena_printf(a, "%s%d%%", tenths < 0 ? "-" : "", n / 10);
}

static const char *figure_text(Request *request, ReformMeasure m, int figure)
{
    if (figure == REFORM_UNKNOWN) return page_message(request, "reform.unknown");
    if (m == REFORM_DAYS && !figure) return page_message(request, "reform.on_the_spot");
    static const char *const zh[] = {"%d个地点", "%d个环节", "%d天", "%d份材料"}, *const en[] = {"%d place(s)", "%d step(s)", "%d day(s)", "%d material(s)"};
    Buf text = buf_new(request->arena);
    buf_printf(&text, english(request) ? en[m] : zh[m], figure);
    return text.text;
}

static const char *rate_text(Request *request, ReformRate rate)
{
    int tenths;
    return reform_reduction(rate, &tenths) ? tenths_text(request->arena, tenths) : NULL;
}

static const char *measure_name(Request *request, ReformMeasure m) { return english(request) ? reform_measure_en(m) : reform_measure_zh(m); }

/* ---- the public page: before and after ---- */

static void set_tiles(Request *request, Value *view, const ReformRecord *matters, int count)
{
    Arena *a = request->arena;
    Value *tiles = value_set_list(a, view, "tiles");
    for (ReformMeasure m = 0; m < REFORM_MEASURES; m++) {
        ReformRate rate = reform_rate(matters, count, NULL, m);
        if (!rate.matters) continue;
        Value *tile = value_push_object(a, tiles);
        value_set_str(a, tile, "name", measure_name(request, m));
        value_set_str(a, tile, "rate", rate_text(request, rate));
        value_set_int(a, tile, "before", rate.before);
        value_set_int(a, tile, "after", rate.after);
        value_set_int(a, tile, "matters", rate.matters);
    }
}

static int bar(int figure, int most) { return figure <= 0 || most <= 0 ? 0 : (int)((int64_t)figure * BAR / most); }

static void set_measure(Request *request, Value *list, const ReformRecord *r, ReformMeasure m)
{
    Arena *a = request->arena;
    int before = r->before[m], after = r->after[m], most = before > after ? before : after;
    if (before == REFORM_UNKNOWN && after == REFORM_UNKNOWN) return;
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "name", measure_name(request, m));
    value_set_str(a, row, "before", figure_text(request, m, before));
    value_set_str(a, row, "after", figure_text(request, m, after));
    bool both = before != REFORM_UNKNOWN && after != REFORM_UNKNOWN;
    value_set_str(a, row, "rate", both ? rate_text(request, (ReformRate){1, before, after}) : NULL);
    value_set_int(a, row, "before_width", before == REFORM_UNKNOWN ? 0 : bar(before, most));
    value_set_int(a, row, "after_width", after == REFORM_UNKNOWN ? 0 : after ? bar(after, most) : 3);
    value_set_bool(a, row, "before_unknown", before == REFORM_UNKNOWN);
    value_set_bool(a, row, "after_unknown", after == REFORM_UNKNOWN);
}

static void set_matters(Request *request, Value *view, const ReformRecord *matters, int count)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "matters");
    for (int i = 0; i < count && i < ROWS_SHOWN; i++) {
        const ReformRecord *r = &matters[i];
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", matter_name(request, r->item, r->matter));
        value_set_str(a, row, "url", item_url(request, r->item));
        value_set_str(a, row, "department", department_name(request, r->department));
        value_set_str(a, row, "document", r->document);
        value_set_str(a, row, "date", day_text(a, r->day));
        value_set_str(a, row, "note", *r->note ? r->note : NULL);
        Value *measures = value_set_list(a, row, "measures");
        for (ReformMeasure m = 0; m < REFORM_MEASURES; m++) set_measure(request, measures, r, m);
    }
    value_set_str(a, view, "hidden", count > ROWS_SHOWN ? arena_printf(a, "%d", count - ROWS_SHOWN) : NULL);
}

/* The promise against the law, over items whose two limits have one unit. */
static ReformRate promise_rate(Request *request, const char *department)
{
    int count;
    ReformRate rate = {0};
    const Item **items = catalog_items(catalog_of(request), request->arena, visitor_of(request)->today, department, NULL, &count);
    for (int i = 0; i < count; i++) {
        if (strcmp(items[i]->statutory_unit, items[i]->promised_unit)) continue;
        rate.matters++;
        rate.before += items[i]->statutory_limit;
        rate.after += items[i]->promised_limit;
    }
    return rate;
}

static void set_departments(Request *request, Value *view, const ReformRecord *matters, int count)
{
    Arena *a = request->arena;
    Value *heads = value_set_list(a, view, "heads"), *list = value_set_list(a, view, "departments");
    for (ReformMeasure m = 0; m < REFORM_MEASURES; m++) value_push_str(a, heads, measure_name(request, m));
    for (int i = -1; i < catalog_department_count(catalog_of(request)); i++) {
        const Department *d = i < 0 ? NULL : catalog_department_number(catalog_of(request), i);
        ReformRate promise = promise_rate(request, d ? d->code : NULL);
        Value *row = value_object(a), *cells = value_set_list(a, row, "cells");
        bool any = promise.matters > 0;
        for (ReformMeasure m = 0; m < REFORM_MEASURES; m++) {
            ReformRate rate = reform_rate(matters, count, d ? d->code : NULL, m);
            const char *text = rate_text(request, rate);
            Value *cell = value_push_object(a, cells);
            value_set_str(a, cell, "head", measure_name(request, m));
            value_set_str(a, cell, "text", text ? text : "—");
            any = any || text;
        }
        if (!any) continue;
        value_set_str(a, row, "name", d ? words_shown(request, d->name) : page_message(request, "reform.centre"));
        value_set_bool(a, row, "centre", !d);
        value_set_int(a, row, "statutory", promise.before);
        value_set_int(a, row, "promised", promise.after);
        const char *text = rate_text(request, promise);
        value_set_str(a, row, "rate", text ? text : "—");
        value_push(list, row);
    }
}

static void reform_page(Request *request)
{
    Arena *a = request->arena;
    int records, count;
    const ReformRecord *all = reform_records(store_of(request), a, &records), *matters = reform_matters(a, all, records, &count);
    Value *view = page_view(request, NULL);
    value_set_int(a, view, "count", count);
    set_tiles(request, view, matters, count);
    set_matters(request, view, matters, count);
    set_departments(request, view, matters, count);
    static const char *const names[] = {"reengineer", NULL};
    desk_form_acts(request, view, &reform_desk, names, NULL, NULL, "/reform");
    page_show(request, 200, "reform", view);
}

/* ---- what must be in the hall ---- */

static void set_entry_tally(Request *request, Value *view, const ReformEntry *entries, int count)
{
    Arena *a = request->arena;
    int departments;
    ReformEntryTally *tally = reform_entry_tally(a, entries, count, catalog_of(request), visitor_of(request)->today, &departments), sum = {0};
    Value *list = value_set_list(a, view, "departments");
    for (int i = 0; i < departments; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", department_name(request, tally[i].department));
        value_set_str(a, row, "url", arena_printf(a, "/reform/entries?department=%s", tally[i].department));
        value_set_int(a, row, "listed", tally[i].listed);
        value_set_int(a, row, "inside", tally[i].inside);
        value_set_int(a, row, "outside", tally[i].listed - tally[i].inside);
        value_set_str(a, row, "rate", tenths_text(a, (tally[i].inside * 2000 + tally[i].listed) / (2 * tally[i].listed)));
        sum.listed += tally[i].listed;
        sum.inside += tally[i].inside;
    }
    value_set_int(a, view, "listed", sum.listed);
    value_set_int(a, view, "inside", sum.inside);
    value_set_int(a, view, "outside", sum.listed - sum.inside);
    value_set_str(a, view, "rate", sum.listed ? tenths_text(a, (sum.inside * 2000 + sum.listed) / (2 * sum.listed)) : "—");
}

static void set_outside(Request *request, Value *view, const ReformEntry *entries, int count)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *list = value_set_list(a, view, "rows");
    const DeskAct *explain = desk_act_named(&reform_desk, "explain"), *take_off = desk_act_named(&reform_desk, "remove");
    for (int i = 0; i < count; i++) {
        const ReformEntry *e = &entries[i];
        if (reform_inside(catalog_of(request), e->item, v->today)) continue;
        const char *id = arena_printf(a, "%lld", (long long)e->id);
        RightScope scope = {.department = e->department};
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", matter_name(request, e->item, e->matter));
        value_set_str(a, row, "department", department_name(request, e->department));
        value_set_str(a, row, "reason", *e->reason ? e->reason : page_message(request, "reform.no_reason"));
        value_set_str(a, row, "plan", day_is_none(e->plan) ? NULL : day_text(a, e->plan));
        value_set_bool(a, row, "late", !day_is_none(e->plan) && day_before(e->plan, v->today));
        value_set_str(a, row, "document", e->document);
        value_set_str(a, row, "explain_url", right_has(&v->actor, explain->right, &scope) ? desk_form_url(a, "reform", "explain", "entry", id) : NULL);
        value_set_str(a, row, "remove_url", v->signed_in && desk_form_may(request, take_off) ? desk_form_url(a, "reform", "remove", "entry", id) : NULL);
    }
}

/* Offered at a window although the list does not name them: the list is out of date. */
static void set_unlisted(Request *request, Value *view, const ReformEntry *entries, int count, const char *department)
{
    Arena *a = request->arena;
    int items, found = 0;
    const Item **all = catalog_items(catalog_of(request), a, visitor_of(request)->today, department, NULL, &items);
    Value *list = value_set_list(a, view, "unlisted");
    for (int i = 0; i < items; i++) {
        int at = 0;
        while (at < count && strcmp(entries[at].item, all[i]->code)) at++;
        if (at < count || ++found > ROWS_SHOWN) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", words_item(request, all[i]));
        value_set_str(a, row, "url", arena_printf(a, "/items/%s", all[i]->code));
        value_set_str(a, row, "department", department_name(request, all[i]->department));
    }
    value_set_int(a, view, "unlisted_count", found);
}

static void entries_page(Request *request)
{
    Arena *a = request->arena;
    const char *department = office_query(request, "department");
    if (!catalog_department(catalog_of(request), department)) department = "";
    int count;
    const ReformEntry *entries = reform_entries(store_of(request), a, *department ? department : NULL, &count);
    Value *view = page_view(request, NULL), *filters = value_set_list(a, view, "filters");
    office_filter_departments(request, filters, department);
    value_set_str(a, view, "department", *department ? department_name(request, department) : NULL);
    set_entry_tally(request, view, entries, count);
    set_outside(request, view, entries, count);
    set_unlisted(request, view, entries, count, *department ? department : NULL);
    static const char *const names[] = {"list", NULL};
    desk_form_acts(request, view, &reform_desk, names, *department ? "department" : NULL, department, "/reform/entries");
    page_show(request, 200, "reform_entries", view);
}

/* ---- rounds ---- */

static const char *kind_text(Request *request, const char *kind) { return page_message(request, arena_printf(request->arena, "reform.kind_%s", kind)); }

static void set_clearances(Request *request, Value *view, const ReformClearance *rows, int count)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "rows");
    for (int i = 0; i < count && i < ROWS_SHOWN * 5; i++) {
        const ReformClearance *c = &rows[i];
        const ReformRound *round = reform_round(store_of(request), a, c->round);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "kind", kind_text(request, c->kind));
        value_set_str(a, row, "tone", !strcmp(c->kind, "cancelled") ? "seal" : !strcmp(c->kind, "merged") ? "amber" : !strcmp(c->kind, "delegated") ? "teal" : "green");
        value_set_str(a, row, "name", matter_name(request, c->item, c->matter));
        value_set_str(a, row, "url", *c->item ? arena_printf(a, "/reform/rounds?item=%s", c->item) : NULL);
        value_set_str(a, row, "department", department_name(request, c->department));
        value_set_str(a, row, "target", !*c->target ? NULL : !strcmp(c->kind, "merged") ? matter_name(request, c->target, c->target) : c->target);
        value_set_str(a, row, "document", c->document);
        value_set_str(a, row, "reason", c->reason);
        value_set_str(a, row, "date", day_text(a, c->day));
        value_set_str(a, row, "round", round ? round->name : "");
    }
}

static void set_rounds(Request *request, Value *view, int64_t shown)
{
    Arena *a = request->arena;
    int count;
    const ReformRound *rounds = reform_rounds(store_of(request), a, &count);
    Value *list = value_set_list(a, view, "rounds");
    for (int i = 0; i < count; i++) {
        const ReformRound *r = &rounds[i];
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", r->name);
        value_set_str(a, row, "url", arena_printf(a, "/reform/rounds?round=%lld", (long long)r->id));
        value_set_str(a, row, "date", day_text(a, r->day));
        value_set_str(a, row, "document", r->document);
        value_set_str(a, row, "closed", day_is_none(r->closed) ? NULL : day_text(a, r->closed));
        value_set_int(a, row, "entered", r->entered);
        value_set_int(a, row, "merged", r->merged);
        value_set_int(a, row, "delegated", r->delegated);
        value_set_int(a, row, "cancelled", r->cancelled);
        value_set_bool(a, row, "current", r->id == shown);
    }
}

typedef struct Imported { const Value *result; bool refused, dry; Refusal refusal; const char *detail; } Imported;

static void set_imported(Request *request, Value *view, const Imported *imported)
{
    Arena *a = request->arena;
    Value *out = value_set_object(a, view, "imported"), *list = value_set_list(a, out, "refused");
    value_set_str(a, out, "heading", page_message(request, imported->refused ? "catalogue.not_imported" : imported->dry ? "catalogue.looked" : "catalogue.done"));
    value_set_int(a, out, "count", value_int(imported->result, "rows", 0));
    const Value *errors = value_get(imported->result, "errors");
    for (const Value *e = errors ? errors->first : NULL; e; e = e->next) {
        Value *row = value_push_object(a, list);
        int64_t column = value_int(e, "column", 0);
        value_set_int(a, row, "line", value_int(e, "row", 0));
        value_set_str(a, row, "column", column > 0 ? table_column_name((int)column - 1) : "");
        value_set_str(a, row, "heading", value_str_or(e, "heading", ""));
        value_set_str(a, row, "text", value_str_or(e, english(request) ? "en" : "zh", ""));
    }
}

static void show_rounds(Request *request, int status, const Imported *imported)
{
    Arena *a = request->arena;
    int64_t round = 0;
    int count = 0;
    const char *item = office_query(request, "item");
    if (!text_parse_int(office_query(request, "round"), 1, INT64_MAX, &round)) round = 0;
    const ReformRound *one = round ? reform_round(store_of(request), a, round) : NULL;
    if (round && !one) { page_refusal(request, REFUSED_NO_SUCH_ROUND, NULL); return; }
    Value *view = page_view(request, "reform");
    set_rounds(request, view, round);
    const ReformClearance *rows = one || *item ? reform_clearances(store_of(request), a, round, *item ? item : NULL, &count) : NULL;
    if (rows) set_clearances(request, view, rows, count);
    value_set_str(a, view, "list_title", one ? one->name : *item ? arena_printf(a, "%s %s", item, matter_name(request, item, "")) : NULL);
    static const char *const anew[] = {"open_round", NULL}, *const in_round[] = {"enter", "merge", "delegate", "cancel", "close_round", NULL};
    bool open = one && day_is_none(one->closed);
    if (!one || open) desk_form_acts(request, view, &reform_desk, one ? in_round : anew, one ? "round" : NULL, one ? arena_printf(a, "%lld", (long long)round) : NULL,
                                     one ? arena_printf(a, "/reform/rounds?round=%lld", (long long)round) : NULL);
    value_set_bool(a, view, "may_import", office_over_all(request, RIGHT_PUBLISH));
    value_set_str(a, view, "csrf", visitor_csrf(request));
    if (imported) {
        if (imported->result) set_imported(request, view, imported);
        if (imported->refused) page_set_refusal(request, view, imported->refusal, imported->detail);
    }
    page_show(request, status, "reform_rounds", view);
}

static void rounds_page(Request *request) { show_rounds(request, 200, NULL); }

/* ---- files in and out ---- */

typedef struct Sheet { const char *name, *act; const char *const unique[5]; } Sheet;
static const Sheet sheets[] = {{"records", "reengineer", {"department", "item", "matter", "date", NULL}}, {"entries", "list", {"department", "item", "matter", NULL}}};

static void imported(Request *request, WindowTurn *turn)
{
    bool refused = turn->refusal != REFUSED_NOTHING, dry = !text_blank(request_form(request, "check"));
    show_rounds(request, refused ? refusal_text(turn->refusal)->status : 200, &(Imported){turn->result, refused, dry, turn->refusal, turn->detail});
}

static void import_file(Request *request)
{
    const Upload *file = request_file(request, "file", 0);
    const char *kind = request_form(request, "kind");
    const Sheet *sheet = NULL;
    for (size_t i = 0; kind && i < sizeof sheets / sizeof *sheets; i++) if (!strcmp(sheets[i].name, kind)) sheet = &sheets[i];
    if (!office_over_all(request, RIGHT_PUBLISH)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_PUBLISH)); return; }
    if (!sheet || !file || !file->size) { show_rounds(request, 422, &(Imported){NULL, true, false, REFUSED_FIELD_INVALID, page_message(request, "office.no_file")}); return; }
    DeskImport import = {.desk = &reform_desk, .act = desk_act_named(&reform_desk, sheet->act), .bytes = file->data, .size = file->size, .unique = sheet->unique, .dry_run = !text_blank(request_form(request, "check"))};
    page_turn(request, page_new_turn(request, desk_import, arena_memdup(request->arena, &import, sizeof import)), imported);
}

static void figure_cell(Buf *out, Arena *a, int figure) { table_write_csv_cell(out, figure == REFORM_UNKNOWN ? "" : arena_printf(a, "%d", figure), false); }

/* The same columns as the import takes: what was exported comes in again. */
static void records_csv(Request *request)
{
    Arena *a = request->arena;
    int count;
    const ReformRecord *records = reform_records(store_of(request), a, &count);
    Buf out = buf_new(a);
    desk_import_heading(&out, desk_act_named(&reform_desk, "reengineer"));
    for (int i = 0; i < count; i++) {
        const ReformRecord *r = &records[i];
        const char *const first[] = {r->department, r->item, *r->item ? "" : r->matter, day_text(a, r->day), r->document};
        for (size_t k = 0; k < sizeof first / sizeof *first; k++) table_write_csv_cell(&out, first[k], false);
        for (int m = 0; m < REFORM_MEASURES; m++) { figure_cell(&out, a, r->before[m]); figure_cell(&out, a, r->after[m]); }
        table_write_csv_cell(&out, r->note, true);
    }
    reply_download(request, "yichuang-reform.csv", "text/csv; charset=utf-8", out.text, out.length);
}

static void entries_csv(Request *request)
{
    Arena *a = request->arena;
    int count;
    const ReformEntry *entries = reform_entries(store_of(request), a, NULL, &count);
    Buf out = buf_new(a);
    desk_import_heading(&out, desk_act_named(&reform_desk, "list"));
    for (int i = 0; i < count; i++) {
        const ReformEntry *e = &entries[i];
        const char *const cells[] = {e->department, e->item, *e->item ? "" : e->matter, e->document, e->reason, day_is_none(e->plan) ? "" : day_text(a, e->plan)};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) table_write_csv_cell(&out, cells[k], k + 1 == sizeof cells / sizeof *cells);
    }
    reply_download(request, "yichuang-entries.csv", "text/csv; charset=utf-8", out.text, out.length);
}

static void rounds_csv(Request *request)
{
    Arena *a = request->arena;
    int count;
    const ReformClearance *rows = reform_clearances(store_of(request), a, 0, NULL, &count);
    Buf out = buf_new(a);
    buf_str(&out, "\xEF\xBB\xBF""批次,办法,日期,部门,事项编码,事项名称,去向,文件,理由\r\n");
    for (int i = 0; i < count; i++) {
        const ReformClearance *c = &rows[i];
        const ReformRound *round = reform_round(store_of(request), a, c->round);
        const char *const cells[] = {round ? round->name : "", kind_text(request, c->kind), day_text(a, c->day), c->department, c->item, c->matter, c->target, c->document, c->reason};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) table_write_csv_cell(&out, cells[k], k + 1 == sizeof cells / sizeof *cells);
    }
    reply_download(request, "yichuang-clearance.csv", "text/csv; charset=utf-8", out.text, out.length);
}

const Route reform_routes[] = {
    {HTTP_GET, "/reform", reform_page, ROUTE_OPEN, "改革成效 before and after"},
    {HTTP_GET, "/reform/records.csv", records_csv, ROUTE_OPEN, "前后对比表格 the records as a spreadsheet"},
    {HTTP_GET, "/reform/entries", entries_page, ROUTE_OPEN, "应进必进 what must be in the hall"},
    {HTTP_GET, "/reform/entries.csv", entries_csv, ROUTE_OPEN, "应进必进清单 the entry list as a spreadsheet"},
    {HTTP_GET, "/reform/rounds", rounds_page, ROUTE_STAFF, "清理台账 rounds of clearance"},
    {HTTP_GET, "/reform/rounds.csv", rounds_csv, ROUTE_STAFF, "清理台账 the rounds as a spreadsheet"},
    {HTTP_POST, "/reform/import", import_file, ROUTE_STAFF, "导入 records or entries from a spreadsheet"},
    {0},
};
