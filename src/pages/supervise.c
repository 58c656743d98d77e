/* supervise.c: the supervisor's first page: every open case by its clock, the counts behind it per department and window, and the same list as CSV. */
#include "base/text.h"
#include "cases/tally.h"
#include "pages/case_view.h"
#include "pages/office.h"
#include "pages/words.h"
#include <string.h>

enum { ROWS = 30, CSV_ROWS = 5000 };

/* What is asked for. department and window "" for any; a leader of a department sees her own department and no other. */
typedef struct Asked { const char *view, *department, *window; Day today, tomorrow; } Asked;

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

static Asked asked(Request *request)
{
    Visitor *v = visitor_of(request);
    Asked a = {office_query(request, "view"), office_query(request, "department"), office_query(request, "window"), v->today, DAY_NONE};
    a.tomorrow = calendar_workday_after(v->hall->scene->calendar, v->today, 1);
    if (!office_over_all(request, RIGHT_SUPERVISE)) a.department = v->actor.department;
    return a;
}

typedef struct ViewRow { const char *name, *tone, *title_key, *about_key; } ViewRow;
static const ViewRow views[] = {
    {"overdue", "red", "supervise.overdue", "supervise.about_overdue"},
    {"due_today", "amber", "supervise.today", "supervise.about_today"},
    {"due_tomorrow", "blue", "supervise.tomorrow", "supervise.about_tomorrow"},
    {"paused", "paused", "supervise.paused", "supervise.about_paused"},
    {"waiting", "paused", "supervise.waiting", "supervise.about_waiting"},
    {"deemed", "plain", "supervise.deemed", "supervise.about_deemed"},
    {"open", "green", "supervise.open", "supervise.about_open"},
};
enum { VIEWS = sizeof views / sizeof *views };

static int64_t tally_number(const WatchTally *t, const char *view)
{
    const int64_t numbers[VIEWS] = {t->overdue, t->due_today, t->due_tomorrow, t->paused, t->waiting, t->deemed, t->open};
    for (int i = 0; i < VIEWS; i++) if (!strcmp(views[i].name, view)) return numbers[i];
    return t->open;
}

static WatchFilter filter_of(const Asked *a)
{
    WatchFilter f = {.window = *a->window ? a->window : NULL, .department = *a->department ? a->department : NULL, .due_from = DAY_NONE, .due_to = DAY_NONE};
    if (!strcmp(a->view, "overdue")) f.due_to = day_plus(a->today, -1);
    else if (!strcmp(a->view, "due_today")) f.due_from = f.due_to = a->today;
    else if (!strcmp(a->view, "due_tomorrow")) { f.due_from = day_plus(a->today, 1); f.due_to = a->tomorrow; }
    else if (!strcmp(a->view, "paused")) f.stage = STAGE_PAUSED;
    else if (!strcmp(a->view, "waiting")) f.stage = STAGE_SUPPLEMENT;
    else if (!strcmp(a->view, "deemed")) f.deemed = true;
    return f;
}

static const char *here(Request *request, const char *path, const Asked *a, const char *view, const char *department, const char *window)
{
    /* a leader's own department is not a filter she may change */
    const OfficePair pairs[] = {{"view", view}, {"department", office_over_all(request, RIGHT_SUPERVISE) ? department : ""}, {"window", window}};
    (void)a;
    return office_url(request, path, pairs, 3);
}

/* ---- counts ---- */

static void add(WatchTally *sum, const WatchTally *t)
{
    sum->open += t->open, sum->overdue += t->overdue, sum->due_today += t->due_today, sum->due_tomorrow += t->due_tomorrow;
    sum->paused += t->paused, sum->waiting += t->waiting, sum->deemed += t->deemed;
}

static void set_tiles(Request *request, Value *view, const Asked *asked_for, const WatchTally *sum)
{
    Arena *a = request->arena;
    Value *tiles = value_set_list(a, view, "tiles");
    for (int i = 0; i < VIEWS; i++) {
        Value *row = value_push_object(a, tiles);
        value_set_str(a, row, "tone", views[i].tone);
        value_set_str(a, row, "name", page_message(request, views[i].title_key));
        value_set_str(a, row, "count", arena_printf(a, "%lld", (long long)tally_number(sum, views[i].name)));
        value_set_str(a, row, "about", page_message(request, views[i].about_key));
        value_set_str(a, row, "url", here(request, "/supervise", asked_for, views[i].name, asked_for->department, asked_for->window));
        value_set_bool(a, row, "current", !strcmp(asked_for->view, views[i].name));
    }
}

static void set_table(Request *request, Value *tables, const Asked *asked_for, WatchBy by, const WatchTally *tally, int count)
{
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Value *table = value_push_object(a, tables), *rows;
    value_set_str(a, table, "title", page_message(request, by == WATCH_BY_WINDOW ? "supervise.by_window" : "supervise.by_department"));
    value_set_str(a, table, "head", page_message(request, by == WATCH_BY_WINDOW ? "items.filter_window" : "items.filter_department"));
    rows = value_set_list(a, table, "rows");
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, rows);
        const char *code = tally[i].code;
        const Window *window = by == WATCH_BY_WINDOW ? catalog_window(catalog, code) : NULL;
        const Department *department = by == WATCH_BY_DEPARTMENT ? catalog_department(catalog, code) : NULL;
        value_set_str(a, row, "name", window ? words_window(request, window) : department ? words_shown(request, department->name) : code);
        value_set_str(a, row, "url", by == WATCH_BY_WINDOW ? here(request, "/supervise", asked_for, asked_for->view, asked_for->department, code)
                                                           : here(request, "/supervise", asked_for, asked_for->view, code, asked_for->window));
        for (int k = 0; k < VIEWS; k++) value_set_int(a, row, views[k].name, tally_number(&tally[i], views[k].name));
    }
}

/* ---- the list ---- */

static const char *holder_text(Request *request, const CaseFile *file)
{
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Holder holder = standing_holder(&file->standing);
    const char *role = english(request) ? holder_en(holder) : holder_zh(holder);
    const Window *window = holder == HOLDER_WINDOW ? catalog_window(catalog, file->standing.window) : NULL;
    const Department *department = holder == HOLDER_REVIEWER || holder == HOLDER_DECIDER ? catalog_department(catalog, file->standing.department) : NULL;
    return window ? arena_printf(request->arena, "%s %s", window->id, role) : department ? arena_printf(request->arena, "%s · %s", words_shown(request, department->name), role) : role;
}

static const char *handler_name(Request *request, const CaseFile *file)
{
    const Officer *officer = people_officer(hall_of(request)->scene->people, file->standing.first_handler);
    return officer ? officer->name : *file->standing.first_handler ? file->standing.first_handler : "—";
}

static const char *item_name(Request *request, const CaseFile *file)
{
    const Item *item = case_item(hall_of(request)->scene, file);
    return item ? item->name : file->standing.item;
}

static Value *list_row(Request *request, const CaseFile *file)
{
    Arena *a = request->arena;
    ClockView clock = clock_view(request, &file->standing, file->dates.clock);
    bool due = !day_is_none(file->dates.due);
    Value *row = value_object(a);
    value_set_str(a, row, "number", file->number);
    value_set_str(a, row, "url", arena_printf(a, "/desk/cases/%s", file->number));
    value_set_str(a, row, "item_name", item_name(request, file));
    value_set_str(a, row, "clock_tone", clock.tone);
    value_set_str(a, row, "clock_text", clock.words);
    value_set_str(a, row, "clock_words", clock.text);
    value_set_str(a, row, "state_text", stage_text(request, file->standing.stage));
    value_set_str(a, row, "tone", stage_tone(file->standing.stage, file->standing.outcome));
    value_set_str(a, row, "holder", holder_text(request, file));
    value_set_str(a, row, "first_handler", handler_name(request, file));
    value_set_str(a, row, "due", due ? day_text(a, file->dates.due) : "—");
    value_set_str(a, row, "due_sort", due ? arena_printf(a, "%d", file->dates.due.n) : "999999");
    value_set_bool(a, row, "provisional", due && file->dates.provisional);
    return row;
}

void supervise_page(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Store *store = v->hall->scene->store;
    Asked asked_for = asked(request);
    if (!*asked_for.view) asked_for.view = "open";
    bool all = office_over_all(request, RIGHT_SUPERVISE);
    int windows, departments, count, page = office_page(request);
    const char *only = *asked_for.department ? asked_for.department : NULL;
    WatchTally sum = {0}, *by_window = watch_tally(store, a, WATCH_BY_WINDOW, only, asked_for.today, asked_for.tomorrow, &windows),
               *by_department = watch_tally(store, a, WATCH_BY_DEPARTMENT, all ? NULL : only, asked_for.today, asked_for.tomorrow, &departments);
    for (int i = 0; i < windows; i++) if (!*asked_for.window || !strcmp(asked_for.window, by_window[i].code)) add(&sum, &by_window[i]);
    Value *view = page_view(request, "supervise");
    value_set_str(a, view, "as_of", instant_text_short(a, v->now));
    set_tiles(request, view, &asked_for, &sum);
    Value *filters = value_set_list(a, view, "filters");
    if (all) office_filter_departments(request, filters, asked_for.department);
    office_filter_windows(request, filters, asked_for.window);
    value_set_str(a, view, "view", asked_for.view);
    value_set_str(a, view, "csv_url", here(request, "/supervise.csv", &asked_for, asked_for.view, asked_for.department, asked_for.window));
    for (int i = 0; i < VIEWS; i++) if (!strcmp(views[i].name, asked_for.view)) value_set_str(a, view, "list_title", page_message(request, views[i].title_key));
    WatchFilter f = filter_of(&asked_for);
    f.offset = (page - 1) * ROWS;
    f.limit = ROWS;
    int64_t *ids = watch_list(store, a, &f, &count);
    Value *rows = value_set_list(a, view, "rows");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = case_load(store, a, ids[i]);
        if (file) value_push(rows, list_row(request, file));
    }
    const OfficePair pairs[] = {{"view", asked_for.view}, {"department", all ? asked_for.department : ""}, {"window", asked_for.window}};
    office_set_pages(request, view, "/supervise", pairs, 3, page, tally_number(&sum, asked_for.view), ROWS);
    Value *tables = value_set_list(a, view, "tables");
    set_table(request, tables, &asked_for, WATCH_BY_DEPARTMENT, by_department, departments);
    set_table(request, tables, &asked_for, WATCH_BY_WINDOW, by_window, windows);
    page_show(request, 200, "supervise", view);
}

/* ---- the same as a file, for the monthly report: no applicant in it ---- */

void supervise_csv(Request *request)
{
    Arena *a = request->arena;
    Asked asked_for = asked(request);
    Store *store = hall_of(request)->scene->store;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    WatchFilter f = filter_of(&asked_for);
    f.limit = CSV_ROWS;
    int count;
    int64_t *ids = watch_list(store, a, &f, &count);
    Buf out = buf_new(a);
    buf_str(&out, "\xEF\xBB\xBF""办件编号,事项编码,事项,部门,窗口,状态,时钟,到期日,收件日,视为受理,现由谁办,首办责任人\r\n");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = case_load(store, a, ids[i]);
        if (!file) continue;
        const Standing *s = &file->standing;
        const Department *department = catalog_department(catalog, s->department);
        ClockView clock = clock_view(request, s, file->dates.clock);
        const char *const cells[] = {file->number, s->item, item_name(request, file), department ? department->name : s->department, s->window, stage_text(request, s->stage),
                                     clock.words, day_text(a, file->dates.due), day_text(a, s->received), s->deemed ? "1" : "0", holder_text(request, file), handler_name(request, file)};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) buf_printf(&out, "%s%s", k ? "," : "", office_csv_cell(a, cells[k]));
        buf_str(&out, "\r\n");
    }
    reply_download(request, arena_printf(a, "yichuang-open-cases-%s.csv", day_text(a, asked_for.today)), "text/csv; charset=utf-8", out.text, out.length);
}
