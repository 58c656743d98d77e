/* guide.c: what the centre offers: home, search, service guide, departments, windows, cards, hall screen, notice board (A3-A5). */
#include "base/text.h"
#include "http/static.h"
#include "pages/hall.h"
#include "pages/item_view.h"
#include "pages/process_view.h"
#include "pages/words.h"
#include <stdlib.h>
#include <string.h>

/* ---- lists of items ---- */

typedef struct { const char *name, *zh, *en; } Mode;
static const Mode modes[] = {{"instant", "即办件", "on the spot"}, {"promised", "承诺件", "promised"}, {"joint", "联办件", "joint"}, {"forwarded", "上报件", "forwarded"}};

static bool mode_is(const Item *item, const char *name)
{
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (!strcmp(modes[i].name, name)) return !strcmp(item->mode, modes[i].zh);
    return true;
}

static bool serves(const Item *item, const char *audience)
{
    const Value *codes = value_get(item->body, "service_objects");
    for (const Value *v = codes ? codes->first : NULL; v; v = v->next) {
        bool person = v->string && !strcmp(v->string, "1");
        if (person == !strcmp(audience, "person")) return true;
    }
    return false;
}

static Value *item_row(Request *request, const Item *item, const char *why)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    const Department *department = catalog_department(catalog, item->department);
    Value *row = value_object(a);
    value_set_str(a, row, "code", item->code);
    value_set_str(a, row, "name", words_item(request, item));
    value_set_str(a, row, "url", arena_printf(a, "/items/%s", item->code));
    value_set_str(a, row, "department", words_shown(request, department ? department->name : ""));
    value_set_str(a, row, "kind", words_shown(request, item->kind_name));
    value_set_str(a, row, "mode", words_shown(request, item->mode));
    value_set_bool(a, row, "instant", item_is_instant(item));
    value_set_str(a, row, "promise_text", item_limit(request, item->promised_limit, item->promised_unit));
    value_set_str(a, row, "statutory_text", item_limit(request, item->statutory_limit, item->statutory_unit));
    value_set_bool(a, row, "free", item->fee_count == 0);
    value_set_str(a, row, "window_code", item->window);
    value_set_str(a, row, "audience", item_audience(request, item));
    value_set_str(a, row, "why", why);
    return row;
}

typedef struct Filters { const char *q, *department, *window, *mode, *audience; } Filters;

static const char *query_or_empty(Request *request, const char *name)
{
    const char *text = request_query(request, name);
    return text ? text : "";
}

static bool wanted(const Filters *f, const Item *item)
{
    return (!*f->department || !strcmp(item->department, f->department)) && (!*f->window || !strcmp(item->window, f->window)) &&
           (!*f->mode || mode_is(item, f->mode)) && (!*f->audience || serves(item, f->audience));
}

static void option(Arena *a, Value *list, const char *value, const char *text, const char *picked)
{
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "value", value);
    value_set_str(a, row, "text", text);
    value_set_bool(a, row, "picked", !strcmp(value, picked));
}

static Value *filter(Arena *a, Value *filters, const char *name)
{
    Value *row = value_push_object(a, filters);
    value_set_str(a, row, "name", name);
    value_set_str(a, row, "label_key", arena_printf(a, "items.filter_%s", name));
    return value_set_list(a, row, "options");
}

static void set_filters(Request *request, Value *view, const Filters *f)
{
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    bool english = visitor_english(visitor_of(request));
    const char *all = page_message(request, "items.any");
    Value *filters = value_set_list(a, view, "filters"), *options = filter(a, filters, "department");
    option(a, options, "", all, f->department);
    for (int i = 0; i < catalog_department_count(catalog); i++) {
        const Department *d = catalog_department_number(catalog, i);
        option(a, options, d->code, words_shown(request, d->name), f->department);
    }
    options = filter(a, filters, "window");
    option(a, options, "", all, f->window);
    for (int i = 0; i < catalog_window_count(catalog); i++) {
        const Window *w = catalog_window_number(catalog, i);
        option(a, options, w->id, words_window(request, w), f->window);
    }
    options = filter(a, filters, "mode");
    option(a, options, "", all, f->mode);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) option(a, options, modes[i].name, english ? modes[i].en : modes[i].zh, f->mode);
    options = filter(a, filters, "audience");
    option(a, options, "", all, f->audience);
    option(a, options, "person", english ? "persons" : "个人", f->audience);
    option(a, options, "firm", english ? "firms" : "企业和组织", f->audience);
    value_set_bool(a, view, "filtered", *f->department || *f->window || *f->mode || *f->audience);
}

static const char *page_url(Request *request, const Filters *f, int page)
{
    Buf url = buf_new(request->arena);
    const char *const pairs[][2] = {{"q", f->q}, {"department", f->department}, {"window", f->window}, {"mode", f->mode}, {"audience", f->audience}};
    buf_printf(&url, "/items?page=%d", page);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!*pairs[i][1]) continue;
        buf_printf(&url, "&%s=", pairs[i][0]);
        page_percent(&url, pairs[i][1]);
    }
    return url.text;
}

enum { ROWS = 20 };

static void set_pages(Request *request, Value *view, const Filters *f, int page, int total)
{
    Arena *a = request->arena;
    int last = (total + ROWS - 1) / ROWS;
    if (last <= 1) return;
    Value *pages = value_set_object(a, view, "pages");
    if (page > 1) value_set_str(a, pages, "previous", page_url(request, f, page - 1));
    if (page < last) value_set_str(a, pages, "next", page_url(request, f, page + 1));
    Value *list = value_set_list(a, pages, "list");
    for (int i = 1; i <= last; i++) {
        if (i != 1 && i != last && abs(i - page) > 2) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "number", i);
        value_set_str(a, row, "url", page_url(request, f, i));
        value_set_bool(a, row, "current", i == page);
    }
}

static void suggestions(Request *request, Value *view)
{
    static const char *const words[] = {"健康证", "营业执照", "身份证", "不动产登记", "施工许可"};
    Value *list = value_set_list(request->arena, view, "suggestions");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Value *row = value_push_object(request->arena, list);
        Buf url = buf_new(request->arena);
        buf_str(&url, "/items?q=");
        page_percent(&url, words[i]);
        value_set_str(request->arena, row, "name", words[i]);
        value_set_str(request->arena, row, "url", url.text);
    }
}

static void items(Request *request)
{
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    Filters f = {query_or_empty(request, "q"), query_or_empty(request, "department"), query_or_empty(request, "window"), query_or_empty(request, "mode"), query_or_empty(request, "audience")};
    Arena *a = request->arena;
    Value *view = page_view(request, "items"), *rows = value_set_list(a, view, "items");
    int64_t page = 1;
    if (!text_parse_int(query_or_empty(request, "page"), 1, 10000, &page)) page = 1;
    bool search = !text_blank(f.q);
    int count = 0, total = 0;
    SearchHit *hits = search ? catalog_search(catalog, a, v->today, f.q, LIMIT_PAGE_ROWS, &count) : NULL;
    const Item **list = search ? NULL : catalog_items(catalog, a, v->today, NULL, NULL, &count);
    for (int i = 0; i < count; i++) {
        const Item *item = search ? hits[i].item : list[i];
        if (!wanted(&f, item)) continue;
        if (total >= (page - 1) * ROWS && total < page * ROWS) value_push(rows, item_row(request, item, search ? item_why(request, &hits[i]) : NULL));
        total++;
    }
    value_set_str(a, view, "q", f.q);
    value_set_int(a, view, "total", total);
    const Department *department = *f.department ? catalog_department(catalog, f.department) : NULL;
    const Window *window = *f.window ? catalog_window(catalog, f.window) : NULL;
    if (!search && (department || window)) value_set_str(a, view, "heading", department ? words_shown(request, department->name) : words_window(request, window));
    set_filters(request, view, &f);
    set_pages(request, view, &f, (int)page, total);
    if (!total) suggestions(request, view);
    page_show(request, 200, "items", view);
}

/* ---- home ---- */

static void link_row(Arena *a, Value *list, const char *code, const char *name, const char *url, int count)
{
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "code", code);
    value_set_str(a, row, "name", name);
    value_set_str(a, row, "url", url);
    value_set_int(a, row, "count", count);
}

static void popular(Request *request, Value *view)
{
    static const char *const words[] = {"健康证", "营业执照", "身份证", "不动产转移登记", "施工许可", "食品经营许可", "婚姻登记", "网吧"};
    Visitor *v = visitor_of(request);
    Value *list = value_set_list(request->arena, view, "popular");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        int count;
        SearchHit *hits = catalog_search(v->hall->scene->catalog, request->arena, v->today, words[i], 1, &count);
        if (count) link_row(request->arena, list, NULL, words_item(request, hits[0].item), arena_printf(request->arena, "/items/%s", hits[0].item->code), 0);
    }
}

/* Topics as they stand in the items, for persons or firms, most items first; at most eight. */
static void themes(Request *request, Value *view, const char *key)
{
    Visitor *v = visitor_of(request);
    int count, topics = 0;
    const Item **all = catalog_items(v->hall->scene->catalog, request->arena, v->today, NULL, NULL, &count);
    struct { const char *name; int count; } topic[200];
    for (int i = 0; i < count; i++) {
        const char *name = value_str_or(all[i]->body, "topic", "");
        if (!*name || !serves(all[i], key)) continue;
        int at = 0;
        while (at < topics && strcmp(topic[at].name, name)) at++;
        if (at == topics) { if (topics == 200) continue; topic[topics].name = name; topic[topics++].count = 0; }
        topic[at].count++;
    }
    Value *list = value_set_list(request->arena, view, key);
    for (int shown = 0; shown < 8; shown++) {
        int best = -1;
        for (int i = 0; i < topics; i++) if (topic[i].count && (best < 0 || topic[i].count > topic[best].count)) best = i;
        if (best < 0) break;
        Buf url = buf_new(request->arena);
        buf_str(&url, "/items?q=");
        page_percent(&url, topic[best].name);
        buf_printf(&url, "&audience=%s", key);
        link_row(request->arena, list, NULL, words_shown(request, topic[best].name), url.text, topic[best].count);
        topic[best].count = 0;
    }
}

static void home(Request *request)
{
    StaticReply *ready = page_cached(request);
    if (ready) { reply_static(request, ready); return; }
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    Arena *a = request->arena;
    int count, instant = 0, statutory = 0, promised = 0;
    const Item **all = catalog_items(catalog, a, v->today, NULL, NULL, &count);
    for (int i = 0; i < count; i++) {
        instant += item_is_instant(all[i]);
        if (strcmp(all[i]->statutory_unit, all[i]->promised_unit)) continue;
        statutory += all[i]->statutory_limit;
        promised += all[i]->promised_limit;
    }
    Value *view = page_view(request, "home"), *counts = value_set_object(a, view, "counts");
    value_set_bool(a, view, "no_search", true);
    value_set_int(a, counts, "items", count);
    value_set_int(a, counts, "departments", catalog_department_count(catalog));
    value_set_int(a, counts, "windows", catalog_window_count(catalog));
    value_set_int(a, counts, "instant", instant);
    value_set_str(a, view, "reduction", arena_printf(a, "%d%%", statutory ? (int)((1.0 - (double)promised / statutory) * 100 + 0.5) : 0));
    popular(request, view);
    themes(request, view, "person");
    themes(request, view, "firm");
    Value *departments = value_set_list(a, view, "departments"), *windows = value_set_list(a, view, "windows");
    for (int i = 0; i < catalog_department_count(catalog); i++) {
        const Department *d = catalog_department_number(catalog, i);
        catalog_items(catalog, a, v->today, d->code, NULL, &count);
        link_row(a, departments, d->code, words_shown(request, d->name), arena_printf(a, "/items?department=%s", d->code), count);
    }
    for (int i = 0; i < catalog_window_count(catalog); i++) {
        const Window *w = catalog_window_number(catalog, i);
        catalog_items(catalog, a, v->today, NULL, w->id, &count);
        link_row(a, windows, w->id, words_shown(request, w->name), arena_printf(a, "/windows/%s", w->id), count);
    }
    page_show_cached(request, "home", view);
}

/* ---- one item ---- */

static const Item *asked_item(Request *request)
{
    Visitor *v = visitor_of(request);
    int64_t version;
    const char *code = request_param(request, "code"), *asked = request_query(request, "version");
    const Item *item = asked && text_parse_int(asked, 1, 1000000, &version) ? catalog_item_version(v->hall->scene->catalog, code, (int)version) : catalog_item_at(v->hall->scene->catalog, code, v->today);
    if (item && item->state == ITEM_DRAFT && v->actor.kind != ACTOR_OFFICER) item = NULL;      /* drafts are not published; staff read them before */
    if (!item) page_refusal(request, catalog_item_newest(v->hall->scene->catalog, code) ? REFUSED_ITEM_NOT_IN_FORCE : REFUSED_NO_SUCH_ITEM, NULL);
    return item;
}

static void guide(Request *request)
{
    const char *code = request_param(request, "code");
    StaticReply *ready = request_query(request, "version") ? NULL : page_cached(request);
    if (ready) { reply_static(request, ready); return; }
    const Item *item = asked_item(request);
    if (!item) return;
    Visitor *v = visitor_of(request);
    Value *view = page_view(request, "items");
    value_set(request->arena, view, "item", item_guide(request, item));
    value_set(request->arena, view, "process", process_view(request, item, NULL, arena_printf(request->arena, "/items/%s", item->code)));
    bool current = item == catalog_item_at(v->hall->scene->catalog, code, v->today);
    value_set_bool(request->arena, view, "online", current && item_online(item));
    value_set_bool(request->arena, view, "old", !current);
    const Item *newest = catalog_item_newest(v->hall->scene->catalog, code);
    if (newest != item && newest->state == ITEM_PUBLISHED && day_after(newest->from, v->today)) value_set_str(request->arena, view, "stale", day_text(request->arena, newest->from));
    if (request_query(request, "version")) page_show(request, 200, "guide", view);
    else page_show_cached(request, "guide", view);
}

static void guide_bpmn(Request *request)
{
    const Item *item = asked_item(request);
    if (item) process_bpmn_reply(request, item, NULL);
}

/* ---- papers of an item: drawn by the renderer on a worker ---- */

typedef struct Drawing { Request *request; const Value *sheet; const uint8_t *pdf; size_t bytes; const char *filename; } Drawing;

static void draw(void *context)
{
    Drawing *d = context;
    d->pdf = renderer_pdf(hall_of(d->request)->renderer, d->request->arena, d->sheet, &d->bytes);
}

static void drawn(Request *request, void *context)
{
    Drawing *d = context;
    reply_bytes(request, 200, "application/pdf", d->pdf, d->bytes);
    reply_header(request, "Content-Disposition", arena_printf(request->arena, "inline; filename=\"%s\"", d->filename));
}

void page_pdf(Request *request, const Value *sheet, const char *filename)
{
    Visitor *v = visitor_of(request);
    char key[64];
    int wait = 0;
    throttle_address(request->remote, key, sizeof key);
    if (!v->signed_in && !throttle_take(v->hall->papers, key, v->now, &wait)) {
        reply_header(request, "Retry-After", arena_printf(request->arena, "%d", wait));
        page_refusal(request, REFUSED_TOO_MANY, NULL);
        return;
    }
    Drawing *d = ARENA_NEW(request->arena, Drawing);
    *d = (Drawing){.request = request, .sheet = sheet, .filename = filename};
    page_paint(request, draw, d, drawn);
}

static void item_paper(Request *request, const char *kind, bool blank, const char *suffix)
{
    const Item *item = asked_item(request);
    if (!item) return;
    Visitor *v = visitor_of(request);
    Value *facts = catalog_item_value(v->hall->scene->catalog, request->arena, item);
    const LegalBody *body = catalog_body(v->hall->scene->catalog, item->legal_body);
    value_set_str(request->arena, facts, "centre", v->hall->scene->centre->name);
    value_set_str(request->arena, facts, "public_url", v->hall->scene->centre->public_url);
    value_set_str(request->arena, facts, "organ", body ? body->name : "");
    value_set_str(request->arena, facts, "date", day_text(request->arena, item->from));
    value_set_bool(request->arena, facts, "demo", v->hall->scene->centre->demo);
    if (blank) value_set_bool(request->arena, facts, "blank", true);
    page_pdf(request, document_sheet(request->arena, kind, facts, visitor_english(v) ? "en" : "zh"), arena_printf(request->arena, "%s-%s.pdf", item->code, suffix));
}

static void sheet_pdf(Request *request) { item_paper(request, "SHEET", false, "guide"); }
static void blank_pdf(Request *request) { item_paper(request, "F01", true, "blank-form"); }
static void card_pdf(Request *request) { item_paper(request, "CARD", false, "card"); }

/* ---- departments, windows, cards ---- */

static void departments(Request *request)
{
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    Arena *a = request->arena;
    Value *view = page_view(request, NULL), *list = value_set_list(a, view, "departments");
    for (int i = 0; i < catalog_department_count(catalog); i++) {
        const Department *d = catalog_department_number(catalog, i);
        int count, kinds[100] = {0};
        const Item **of = catalog_items(catalog, a, v->today, d->code, NULL, &count);
        Buf text = buf_new(a);
        for (int k = 0; k < count; k++) { int code = atoi(of[k]->kind); if (code > 0 && code < 100) kinds[code]++; }
        for (int k = 0; k < 100; k++)
            if (kinds[k]) buf_printf(&text, "%s%s %d", text.length ? " · " : "", item_kind_name(arena_printf(a, "%02d", k)), kinds[k]);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "code", d->code);
        value_set_str(a, row, "name", words_shown(request, d->name));
        value_set_str(a, row, "url", arena_printf(a, "/items?department=%s", d->code));
        value_set_int(a, row, "count", count);
        value_set_str(a, row, "window_code", d->window);
        value_set_str(a, row, "window_url", arena_printf(a, "/windows/%s", d->window));
        value_set_str(a, row, "kinds", text.text);
        value_set_str(a, row, "phone", d->consult_phone);
        value_set_str(a, row, "former", strcmp(d->old_name, d->name) && *d->old_name ? d->old_name : NULL);
    }
    page_show(request, 200, "departments", view);
}

static const char *departments_of(Arena *a, const Catalog *catalog, const char *window)
{
    Buf text = buf_new(a);
    for (int i = 0; i < catalog_department_count(catalog); i++) {
        const Department *d = catalog_department_number(catalog, i);
        if (!strcmp(d->window, window)) buf_printf(&text, "%s%s", text.length ? "、" : "", d->name);
    }
    return text.text;
}

static void windows(Request *request)
{
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    Arena *a = request->arena;
    Value *view = page_view(request, NULL), *list = value_set_list(a, view, "windows");
    for (int i = 0; i < catalog_window_count(catalog); i++) {
        const Window *w = catalog_window_number(catalog, i);
        int count;
        catalog_items(catalog, a, v->today, NULL, w->id, &count);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "code", w->id);
        value_set_str(a, row, "name", words_shown(request, w->name));
        value_set_str(a, row, "url", arena_printf(a, "/windows/%s", w->id));
        value_set_int(a, row, "count", count);
        value_set_str(a, row, "departments", departments_of(a, catalog, w->id));
    }
    page_show(request, 200, "windows", view);
}

/* C1: who decides at this window, since when, and by which document of appointment. */
static void set_chiefs(Request *request, Value *view, const char *window)
{
    Visitor *v = visitor_of(request);
    const People *people = v->hall->scene->people;
    Arena *a = request->arena;
    const Officer **chiefs;
    int count = people_with_role(people, a, ROLE_CHIEF, NULL, v->today, &chiefs);
    Value *list = value_set_list(a, view, "chiefs");
    for (int i = 0; i < count; i++) {
        const Appointment *own, *post = NULL;
        for (int k = people_appointments(people, chiefs[i]->id, &own) - 1; k >= 0; k--)          /* of several posts the one at this window */
            if (own[k].roles & ROLE_CHIEF && !strcmp(own[k].window, window) && !day_after(own[k].from, v->today) && (day_is_none(own[k].to) || !day_before(own[k].to, v->today))) post = &own[k];
        if (!post || !*window) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", words_shown(request, chiefs[i]->name));
        value_set_str(a, row, "post", words_shown(request, post->post));
        value_set_str(a, row, "document", *post->document ? post->document : "—");
        value_set_str(a, row, "since", day_text(a, post->from));
    }
    value_set_bool(a, view, "has_chiefs", list->count > 0);
}

static void show_card(Request *request, const Window *window, const Item **list, int count, bool one)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Value *view = page_view(request, NULL), *w = value_set_object(a, view, "window"), *rows = value_set_list(a, view, "items");
    value_set_str(a, w, "code", window->id);
    value_set_str(a, w, "name", words_shown(request, window->name));
    value_set_str(a, w, "departments", departments_of(a, v->hall->scene->catalog, window->id));
    value_set_str(a, w, "hours", window->hours);
    value_set_str(a, w, "phone", window->phone);
    set_chiefs(request, view, window->id);
    for (int i = 0; i < count; i++) value_push(rows, item_card(request, list[i]));
    value_set_bool(a, view, "one", one);
    value_set_str(a, view, "pdf_url", one ? arena_printf(a, "/items/%s/card.pdf", list[0]->code) : NULL);
    page_show(request, 200, "card", view);
}

static void window_card(Request *request)
{
    Visitor *v = visitor_of(request);
    const Window *window = catalog_window(v->hall->scene->catalog, request_param(request, "code"));
    if (!window) { reply_problem(request, 404, "no such window"); return; }
    int count;
    const Item **list = catalog_items(v->hall->scene->catalog, request->arena, v->today, NULL, window->id, &count);
    show_card(request, window, list, count, false);
}

static void item_card_page(Request *request)
{
    const Item *item = asked_item(request);
    if (!item) return;
    const Window *window = catalog_window(hall_of(request)->scene->catalog, item->window);
    static const Window none = {"", "", "", 0, "", ""};
    show_card(request, window ? window : &none, &item, 1, true);
}

/* ---- the hall screen: one window's items at a time; no names of applicants ---- */

enum { SCREEN_ROWS = 8, SCREEN_SECONDS = 15 };

static const char *stage_text(Request *request, Stage stage) { return visitor_english(visitor_of(request)) ? stage_en(stage) : stage_zh(stage); }

static void screen_cases(Request *request, Value *view)
{
    Visitor *v = visitor_of(request);
    Scene *scene = v->hall->scene;
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "cases");
    static const Stage shown[] = {STAGE_CERTIFIED, STAGE_GRANTED, STAGE_RECEIVED};
    int64_t counted[3] = {0};
    for (int s = 0; s < 3; s++) {
        CaseFilter f = {.stage = shown[s], .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = SCREEN_ROWS};
        int count;
        CaseRow *rows = cases_list(scene->store, a, &f, &count);
        counted[s] = cases_count(scene->store, &f);
        for (int i = 0; i < count && list->count < SCREEN_ROWS; i++) {
            const Item *item = catalog_item_newest(scene->catalog, rows[i].item);
            Value *row = value_push_object(a, list);
            value_set_str(a, row, "number", rows[i].number);
            value_set_str(a, row, "item_name", item ? words_item(request, item) : rows[i].item);
            value_set_str(a, row, "window_code", rows[i].window);
            value_set_str(a, row, "state_text", stage_text(request, rows[i].stage));
            value_set_str(a, row, "tone", shown[s] == STAGE_CERTIFIED ? "green" : "teal");
        }
    }
    Value *counts = value_set_object(a, view, "counts");
    value_set_int(a, counts, "ready", counted[0]);
    value_set_int(a, counts, "decided", counted[1]);
    value_set_int(a, counts, "received", counted[2]);
}

static void hall_screen(Request *request)
{
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    Arena *a = request->arena;
    int64_t page = 1, pages = 0;
    text_parse_int(query_or_empty(request, "page"), 1, 100000, &page);
    Value *view = page_view(request, NULL), *rows = value_set_list(a, view, "items");
    for (int i = 0; i < catalog_window_count(catalog); i++) {
        const Window *w = catalog_window_number(catalog, i);
        int count;
        const Item **list = catalog_items(catalog, a, v->today, NULL, w->id, &count);
        for (int at = 0; at < count; at += SCREEN_ROWS) {
            if (++pages != page) continue;
            value_set_str(a, view, "heading", words_window(request, w));
            for (int k = at; k < count && k < at + SCREEN_ROWS; k++) value_push(rows, item_card(request, list[k]));
        }
    }
    value_set_int(a, view, "page", page);
    value_set_int(a, view, "pages", pages);
    value_set_int(a, view, "next_page", page < pages ? page + 1 : 1);
    value_set_int(a, view, "seconds", SCREEN_SECONDS);
    screen_cases(request, view);
    page_show(request, 200, "hall", view);
}

/* ---- notice board ---- */

static void board_fees(Request *request, Value *view)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    int count, without = 0;
    const Item **all = catalog_items(v->hall->scene->catalog, a, v->today, NULL, NULL, &count);
    Value *fees = value_set_list(a, view, "fees");
    for (int i = 0; i < count; i++) {
        without += all[i]->fee_count == 0;
        for (int k = 0; k < all[i]->fee_count; k++) {
            Value *row = value_push_object(a, fees);
            value_set_str(a, row, "item_name", words_item(request, all[i]));
            value_set_str(a, row, "url", arena_printf(a, "/items/%s", all[i]->code));
            value_set_str(a, row, "name", all[i]->fees[k].name);
            value_set_str(a, row, "standard", all[i]->fees[k].standard);
            value_set_str(a, row, "basis", all[i]->fees[k].basis);
        }
    }
    value_set_int(a, view, "free_items", without);
}

/* A decision is published under its own number, which anybody may check (XK-40). */
static void board_document(Request *request, Value *row, int64_t case_id, const char *case_number)
{
    Arena *a = request->arena;
    const IssuedDocument *decision = NULL;
    static const char *const kinds[] = {"F21", "F22", "F23"};
    for (int i = 0; i < 3 && !decision; i++) decision = document_latest(hall_of(request)->scene->store, a, case_id, kinds[i]);
    Buf url = buf_new(a);
    if (decision) {
        buf_str(&url, "/certificates?number=");
        page_percent(&url, decision->number);
    }
    value_set_str(a, row, "number", decision ? decision->number : case_number);
    value_set_str(a, row, "url", decision ? url.text : NULL);
}

static void board(Request *request)
{
    Visitor *v = visitor_of(request);
    Scene *scene = v->hall->scene;
    Arena *a = request->arena;
    Value *view = page_view(request, "board"), *decisions = value_set_list(a, view, "decisions"), *counts = value_set_object(a, view, "counts");
    CaseFilter f = {.concluded = true, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = 50};
    CaseFilter open = {.due_from = DAY_NONE, .due_to = DAY_NONE};
    int count, month = 0, in_time = 0, deemed = 0;
    CaseRow *rows = cases_list(scene->store, a, &f, &count);
    for (int i = 0; i < count; i++) {
        if (rows[i].stage != STAGE_DELIVERED) continue;
        const CaseFile *file = case_load(scene->store, a, rows[i].id);
        const Item *item = catalog_item_newest(scene->catalog, rows[i].item), *decided = case_item(scene, file);
        if (!decided || decided->secret) continue;                  /* XK-05 */
        bool granted = file->standing.outcome == OUTCOME_GRANTED;
        Value *row = value_push_object(a, decisions);
        value_set_str(a, row, "date", day_text(a, file->standing.decided));
        board_document(request, row, rows[i].id, rows[i].number);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : rows[i].item);
        value_set_str(a, row, "holder", rows[i].applicant);
        value_set_str(a, row, "result_text", page_message(request, granted ? "board.granted" : "board.refused"));
        value_set_str(a, row, "tone", granted ? "green" : "seal");
        month += day_difference(file->standing.decided, v->today) < 31;
        in_time += day_is_none(file->dates.promised_due) || !day_after(file->standing.decided, file->dates.promised_due);
        deemed += file->standing.deemed;
    }
    value_set_int(a, counts, "open", cases_count(scene->store, &open));
    value_set_int(a, counts, "decided_month", month);
    value_set_str(a, counts, "on_time", decisions->count ? arena_printf(a, "%d%%", in_time * 100 / decisions->count) : "—");
    value_set_int(a, counts, "deemed", deemed);
    board_fees(request, view);
    Value *news = value_set_list(a, view, "news"), *row = value_push_object(a, news);
    value_set_str(a, row, "date", day_text(a, v->today));
    value_set_str(a, row, "text", arena_printf(a, "%s %.12s", page_message(request, "shell.catalogue_hash"), scene->catalogue_hash));
    value_set_str(a, row, "url", "/ledger");
    page_show(request, 200, "board", view);
}

/* ---- language and type size ---- */

static void preferences(Request *request)
{
    const char *language = request_query(request, "lang"), *large = request_query(request, "large"), *back = request_query(request, "back");
    enum { A_YEAR = 365 * 24 * 3600 };
    if (language && (!strcmp(language, "en") || !strcmp(language, "zh"))) reply_cookie(request, "lang", language, A_YEAR);
    if (large && (!strcmp(large, "1") || !strcmp(large, "0"))) reply_cookie(request, "large", large, A_YEAR);
    reply_redirect(request, 303, page_back(request, back, "/"));
}

static void asset(Request *request) { asset_handle(request, request_param(request, "path")); }

const Route guide_routes[] = {
    {HTTP_GET, "/assets/*path", asset, ROUTE_OPEN, "样式和脚本 styles and scripts"},
    {HTTP_GET, "/", home, ROUTE_OPEN, "首页 home"},
    {HTTP_GET, "/items", items, ROUTE_OPEN, "查找事项 search and browse items"},
    {HTTP_GET, "/items/:code", guide, ROUTE_OPEN, "服务指南 service guide of an item"},
    {HTTP_GET, "/items/:code/process.bpmn", guide_bpmn, ROUTE_OPEN, "办理流程图文件 process of an item, BPMN 2.0"},
    {HTTP_GET, "/items/:code/sheet.pdf", sheet_pdf, ROUTE_OPEN, "一张纸 the one A4 sheet"},
    {HTTP_GET, "/items/:code/blank.pdf", blank_pdf, ROUTE_OPEN, "空白申请书 blank application form"},
    {HTTP_GET, "/items/:code/card", item_card_page, ROUTE_OPEN, "窗口办事须知 card of an item"},
    {HTTP_GET, "/items/:code/card.pdf", card_pdf, ROUTE_OPEN, "窗口办事须知 card of an item, PDF"},
    {HTTP_GET, "/departments", departments, ROUTE_OPEN, "进驻部门 departments"},
    {HTTP_GET, "/windows", windows, ROUTE_OPEN, "窗口 windows"},
    {HTTP_GET, "/windows/:code", window_card, ROUTE_OPEN, "窗口办事须知 card of a window"},
    {HTTP_GET, "/hall", hall_screen, ROUTE_OPEN, "大厅屏 hall screen"},
    {HTTP_GET, "/board", board, ROUTE_OPEN, "政务公开栏 notice board"},
    {HTTP_GET, "/preferences", preferences, ROUTE_OPEN, "语言和字号 language and type size"},
    {0}};
