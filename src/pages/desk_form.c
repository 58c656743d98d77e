/* desk_form.c: the forms of the desks beside the case; see desk_form.h. The field tables stand with the desks, here is only how they look. */
#include "pages/desk_form.h"
#include "base/text.h"
#include "pages/item_view.h"
#include "pages/office.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

/* ---- fields as form rows ---- */

static FieldType type_of(const DeskField *f)
{
    switch (f->type) {
    case DESK_AREA:
    case DESK_LIST: return FIELD_AREA;
    case DESK_DATE: return FIELD_DATE;
    case DESK_COUNT: return FIELD_NUMBER;
    case DESK_TRUTH: return FIELD_CHECK;
    case DESK_CHOICE:
    case DESK_OFFICER:
    case DESK_DEPARTMENT:
    case DESK_WINDOW: return FIELD_SELECT;
    case DESK_TEXT:
    case DESK_ITEM:
    case DESK_CASE: break;
    }
    return FIELD_TEXT;
}

typedef struct Options { FieldOption *list; int count; } Options;
static void option(Options *o, const char *value, const char *zh, const char *en) { o->list[o->count++] = (FieldOption){value, zh, en ? en : zh}; }

static const FieldOption *options_of(Request *request, const DeskField *f)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Scene *scene = v->hall->scene;
    int choices = 0, departments = catalog_department_count(scene->catalog), windows = catalog_window_count(scene->catalog);
    for (const DeskChoice *c = f->choices; c && c->value; c++) choices++;
    Options o = {ARENA_ARRAY(a, FieldOption, choices + departments + windows + scene->people->officer_count + 2), 0};
    option(&o, "", "请选择", "choose");
    for (const DeskChoice *c = f->choices; c && c->value; c++) option(&o, c->value, c->zh, c->en);
    for (int i = 0; f->type == DESK_DEPARTMENT && i < departments; i++) { const Department *d = catalog_department_number(scene->catalog, i); option(&o, d->code, d->name, NULL); }
    for (int i = 0; f->type == DESK_WINDOW && i < windows; i++) { const Window *w = catalog_window_number(scene->catalog, i); option(&o, w->id, arena_printf(a, "%s %s", w->id, w->name), NULL); }
    for (int i = 0; f->type == DESK_OFFICER && i < scene->people->officer_count; i++) {
        const Officer *officer = &scene->people->officers[i];
        bool near = text_blank(v->actor.department) || text_equal(v->actor.department, officer->department) || text_blank(officer->department);
        if (near && officer_active(officer, v->today)) option(&o, officer->id, arena_printf(a, "%s（%s）", officer->name, officer->post), NULL);
    }
    o.list[o.count] = (FieldOption){0};
    return o.list;
}

const FieldRow *desk_form_rows(Request *request, const DeskAct *act)
{
    int count = 0;
    for (const DeskField *f = act->fields; f && f->key; f++) count++;
    FieldRow *rows = ARENA_ARRAY(request->arena, FieldRow, count + 1);
    for (int i = 0; i < count; i++) {
        const DeskField *f = &act->fields[i];
        FieldType type = type_of(f);
        const char *hint_zh = f->hint_zh ? f->hint_zh : f->type == DESK_LIST ? "每行一项" : NULL, *hint_en = f->hint_en ? f->hint_en : f->type == DESK_LIST ? "one per line" : NULL;
        rows[i] = (FieldRow){.name = f->key, .type = type, .zh = f->zh, .en = f->en, .hint_zh = hint_zh, .hint_en = hint_en, .width = type == FIELD_TEXT ? "" : NULL,
                             .required = (f->flags & DESK_REQUIRED) != 0, .options = type == FIELD_SELECT ? options_of(request, f) : NULL};
    }
    rows[count] = (FieldRow){0};
    return rows;
}

const char *desk_form_url(Arena *arena, const char *desk, const char *act, const char *key, const char *value)
{
    if (!key || !value) return arena_printf(arena, "/desks/%s/%s", desk, act);
    Buf url = buf_new(arena);
    buf_printf(&url, "/desks/%s/%s?%s=", desk, act, key);
    page_percent(&url, value);
    return url.text;
}

bool desk_form_may(Request *request, const DeskAct *act)
{
    const Actor *actor = &visitor_of(request)->actor;
    RightScope centre = {.department = ""};
    switch (act->by) {
    case DESK_BY_CENTRE: return right_has(actor, act->right, &centre);
    case DESK_BY_DEPARTMENT:
    case DESK_BY_CASE:
    case DESK_BY_SOMEWHERE: return right_has(actor, act->right, NULL);
    case DESK_BY_ANYBODY: return true;
    case DESK_BY_CLOCK: break;
    }
    return false;
}

void desk_form_acts(Request *request, Value *view, const Desk *desk, const char *const *names, const char *key, const char *value, const char *back)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "acts");
    for (const DeskAct *act = desk->acts; act->name; act++) {
        bool wanted = !names;
        for (int i = 0; names && names[i]; i++) wanted |= !strcmp(names[i], act->name);
        if (!wanted || !desk_form_may(request, act)) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "title", english(request) ? act->en : act->zh);
        const char *url = desk_form_url(a, desk->name, act->name, key, value);
        value_set_str(a, row, "url", back ? arena_printf(a, "%s%cback=%s", url, strchr(url, '?') ? '&' : '?', back) : url);
        value_set_bool(a, row, "warning", act->warning);
    }
}

/* ---- showing and taking the form ---- */

typedef struct Filled { const Desk *desk; const DeskAct *act; const Value *typed; const char *back; } Filled;

/* Only an address of this hall: a page to come back to must not lead elsewhere. */
static const char *back_of(Request *request, const Desk *desk)
{
    const char *back = request_query(request, "back");
    if (!back) back = request_form(request, "back");
    return back && back[0] == '/' && back[1] != '/' && url_is_safe(back) && strlen(back) < 300 ? back : desk->page;
}

static void show(Request *request, int status, const Filled *f, Refusal refusal, const char *detail, const Value *errors)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "desk");
    bool en = english(request);
    const FieldRow *rows = desk_form_rows(request, f->act);
    value_set_str(a, view, "desk_name", en ? f->desk->en : f->desk->zh);
    value_set_str(a, view, "desk_page", f->desk->page);
    value_set_str(a, view, "title", en ? f->act->en : f->act->zh);
    value_set_str(a, view, "rule", f->act->rule);
    value_set_str(a, view, "article", en ? f->act->article_en : f->act->article_zh);
    value_set_str(a, view, "document", f->act->document);
    value_set_bool(a, view, "warning", f->act->warning);
    value_set_str(a, view, "action", desk_form_url(a, f->desk->name, f->act->name, NULL, NULL));
    value_set_str(a, view, "back", f->back);
    value_set(a, view, "fields", field_list(request, rows, "f-", f->typed, errors));
    if (errors) office_set_errors(request, view, "f-", rows, errors);
    if (refusal != REFUSED_NOTHING) page_set_refusal(request, view, refusal, detail);
    page_show(request, status, "desk_form", view);
}

/* The desk and act of the address; false: answered. */
static bool find(Request *request, Filled *f)
{
    f->desk = desk_named(request_param(request, "desk"));
    f->act = f->desk ? desk_act_named(f->desk, request_param(request, "act")) : NULL;
    if (!f->act || f->act->by == DESK_BY_CLOCK || f->desk->own_pages) { reply_problem(request, 404, "no such act"); return false; }
    if (!desk_form_may(request, f->act)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(f->act->right)); return false; }
    f->back = back_of(request, f->desk);
    return true;
}

static void form_page(Request *request)
{
    Filled f = {0};
    if (!find(request, &f)) return;
    Value *typed = value_object(request->arena);
    for (const DeskField *field = f.act->fields; field && field->key; field++) {
        const char *given = request_query(request, field->key);
        if (given) value_set_str(request->arena, typed, field->key, given);
    }
    f.typed = typed;
    show(request, 200, &f, REFUSED_NOTHING, NULL, NULL);
}

static void settled(Request *request, WindowTurn *turn)
{
    const Filled *f = turn->context;
    if (turn->refusal != REFUSED_NOTHING) { show(request, refusal_text(turn->refusal)->status, f, turn->refusal, turn->detail, NULL); return; }
    page_flash(request, "desk_form.done", "");
    reply_redirect(request, 303, f->back);
}

static void form_take(Request *request)
{
    Filled *f = ARENA_NEW(request->arena, Filled);
    if (!find(request, f)) return;
    const FieldRow *rows = desk_form_rows(request, f->act);
    Value *errors = value_object(request->arena);
    f->typed = field_values(request, rows);
    for (const FieldRow *row = rows; row->name; row++) {
        const Value *given = value_get(f->typed, row->name);
        bool empty = !given || given->kind == VALUE_NULL || (given->kind == VALUE_STRING && text_blank(given->string)) || (given->kind == VALUE_BOOL && !given->boolean);
        if (row->required && empty) value_set_str(request->arena, errors, row->name, page_message(request, "office.missing"));
    }
    if (errors->count) { show(request, 422, f, REFUSED_NOTHING, NULL, errors); return; }
    DeskInput input = {.desk = f->desk, .act = f->act, .input = f->typed};
    WindowTurn *turn = page_new_turn(request, desk_act, arena_memdup(request->arena, &input, sizeof input));
    turn->context = f;
    page_turn(request, turn, settled);
}

const Route desk_form_routes[] = {
    {HTTP_GET, "/desks/:desk/:act", form_page, ROUTE_STAFF, "one act of a desk beside the case"},
    {HTTP_POST, "/desks/:desk/:act", form_take, ROUTE_STAFF, "do it"},
    {0},
};
