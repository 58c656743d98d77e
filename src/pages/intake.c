/* intake.c: a case taken at the counter in under a minute: find the item, tick the materials, type the applicant, receive. One page, no script needed. */
#include "base/text.h"
#include "pages/case_lanes.h"
#include "pages/desk_inside.h"
#include "pages/applicant.h"
#include "pages/item_view.h"
#include "pages/words.h"
#include <string.h>

enum { RESULTS = 12, FREQUENT = 9 };

/* ---- may she? ---- */

static bool may_receive(const Visitor *v, const Item *item)
{
    return right_has(&v->actor, RIGHT_RECEIVE, &(RightScope){.department = item->department, .window = item->window});
}

static bool may_accept(const Visitor *v, const Item *item)
{
    return right_has(&v->actor, RIGHT_ACCEPT, &(RightScope){.department = item->department, .window = item->window});
}

/* On the spot: the item is one, and the officer holds the authority to decide it (C1). */
static bool may_settle(const Visitor *v, const Item *item)
{
    RightScope scope = {.department = item->department, .window = item->window};
    return item_is_instant(item) && right_has(&v->actor, RIGHT_DECIDE, &scope) &&
           people_authorises(v->hall->scene->people, v->actor.id, item->code, item->department, AUTHORITY_DECIDE, v->today).row;
}

/* ---- choosing the item ---- */

static void result_row(Request *request, Value *list, const Item *item)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Department *department = catalog_department(v->hall->scene->catalog, item->department);
    Value *row = value_push_object(a, list);
    bool here = may_receive(v, item);
    value_set_str(a, row, "name", words_item(request, item));
    value_set_str(a, row, "url", arena_printf(a, here ? "/desk/intake?item=%s" : "/items/%s", item->code));
    value_set_str(a, row, "code", item->code);
    value_set_str(a, row, "department", words_shown(request, department ? department->name : ""));
    value_set_str(a, row, "mode", words_shown(request, item->mode));
    value_set_str(a, row, "promise_text", item_limit(request, item->promised_limit, item->promised_unit));
    value_set_str(a, row, "elsewhere", here ? NULL : item->window);
}

static void set_results(Request *request, Value *view, const char *find)
{
    Visitor *v = visitor_of(request);
    int count = 0;
    Value *list = value_set_list(request->arena, view, "results");
    if (text_blank(find)) return;
    SearchHit *hits = catalog_search(v->hall->scene->catalog, request->arena, v->today, find, RESULTS, &count);
    for (int here = 1; here >= 0; here--)                /* her own first; others say which window takes them */
        for (int i = 0; i < count; i++) if (may_receive(v, hits[i].item) == here) result_row(request, list, hits[i].item);
}

static void set_frequent(Request *request, Value *view)
{
    Visitor *v = visitor_of(request);
    Scene *scene = v->hall->scene;
    Arena *a = request->arena;
    int count, taken[2];
    const bool by_window = *v->actor.window != 0;
    const Item **items = catalog_items(scene->catalog, a, v->today, by_window ? NULL : v->actor.department, by_window ? v->actor.window : NULL, &count);
    int *times = ARENA_ARRAY(a, int, count + 1);
    for (int done = 0; done < 2; done++) {
        CaseFilter f = {.due_from = DAY_NONE, .due_to = DAY_NONE, .concluded = done, .limit = LIMIT_PAGE_ROWS};
        if (by_window) f.window = v->actor.window;
        else f.department = v->actor.department;
        CaseRow *rows = cases_list(scene->store, a, &f, &taken[done]);
        for (int r = 0; r < taken[done]; r++)
            for (int i = 0; i < count; i++) times[i] += !strcmp(rows[r].item, items[i]->code);
    }
    Value *list = value_set_list(a, view, "frequent");
    for (int shown = 0; shown < FREQUENT; shown++) {
        int best = -1;
        for (int i = 0; i < count; i++) if (times[i] >= 0 && may_receive(v, items[i]) && (best < 0 || times[i] > times[best])) best = i;
        if (best < 0) break;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", words_item(request, items[best]));
        value_set_str(a, row, "url", arena_printf(a, "/desk/intake?item=%s", items[best]->code));
        times[best] = -1;
    }
}

/* ---- the form ---- */

static const char *fee_text(Request *request, const Item *item)
{
    if (!item->fee_count) return page_message(request, "guide.free");
    Buf out = buf_new(request->arena);
    for (int i = 0; i < item->fee_count; i++) buf_printf(&out, "%s%s", i ? "；" : "", item->fees[i].standard);
    return out.text;
}

static void set_item(Request *request, Value *view, const Item *item)
{
    Arena *a = request->arena;
    Value *out = value_set_object(a, view, "item");
    value_set_str(a, out, "name", words_item(request, item));
    value_set_str(a, out, "code", item->code);
    value_set_str(a, out, "promise_text", item_limit(request, item->promised_limit, item->promised_unit));
    value_set_str(a, out, "statutory_text", item_limit(request, item->statutory_limit, item->statutory_unit));
    value_set_str(a, out, "mode", words_shown(request, item->mode));
    value_set_bool(a, out, "instant", item_is_instant(item));
    value_set_str(a, out, "fee_text", fee_text(request, item));
    value_set_str(a, out, "window_code", item->window);
    value_set_int(a, out, "version", item->version);
    value_set_str(a, out, "hash_short", item->hash12);
    value_set_str(a, out, "guide_url", arena_printf(a, "/items/%s", item->code));
}

static int64_t typed_count(Request *request, int no, const char *what, int published)
{
    const char *typed = request_form(request, arena_printf(request->arena, "m%d_%s", no, what));
    int64_t count;
    return typed && text_parse_int(text_trim(request->arena, typed), 0, 999, &count) ? count : published;
}

static void set_checklist(Request *request, Value *view, const Item *item)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "checklist");
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        Value *row = value_push_object(a, list);
        Buf note = buf_new(a);
        if (*m->when) buf_printf(&note, "%s。", m->when);
        buf_str(&note, m->requirement);
        if (m->shared) buf_printf(&note, "%s%s", note.length ? "。" : "", page_message(request, "guide.shared"));
        value_set_int(a, row, "no", m->no);
        value_set_str(a, row, "name", m->name);
        value_set_bool(a, row, "required", m->required);
        value_set_int(a, row, "original", m->originals);
        value_set_int(a, row, "copies", m->copies);
        value_set_str(a, row, "note", note.length ? note.text : NULL);
        value_set_bool(a, row, "ticked", request_form(request, arena_printf(a, "m%d", m->no)) != NULL);
        value_set_str(a, row, "have_original", arena_printf(a, "%d", (int)typed_count(request, m->no, "original", m->originals)));
        value_set_str(a, row, "have_copies", arena_printf(a, "%d", (int)typed_count(request, m->no, "copies", m->copies)));
        value_set_str(a, row, "error", NULL);
    }
}

static void show_form(Request *request, int status, const Item *item, Value *view, const Value *values, const Value *errors)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    value_set_str(a, view, "here", arena_printf(a, "/desk/intake?item=%s", item->code));
    set_item(request, view, item);
    set_checklist(request, view, item);
    if (item->commitment) {
        case_commitment(request, value_set_object(a, view, "commitment"), item);
        value_set_bool(a, view, "commitment_chosen", request_form(request, "commitment") != NULL);
    }
    applicant_show(request, view, APPLICANT_COUNTER, values, errors);
    value_set_bool(a, view, "may_instant", may_settle(v, item));
    value_set_bool(a, view, "may_accept", may_accept(v, item) && !may_settle(v, item));
    value_set_str(a, view, "idempotency", page_form_key(request));
    page_show(request, status, "intake", view);
}

static const Item *chosen(Request *request, const char *code)
{
    Visitor *v = visitor_of(request);
    const Item *item = code ? catalog_item_at(v->hall->scene->catalog, code, v->today) : NULL;
    if (!item) page_refusal(request, code && catalog_item_newest(v->hall->scene->catalog, code) ? REFUSED_ITEM_NOT_IN_FORCE : REFUSED_NO_SUCH_ITEM, NULL);
    else if (!may_receive(v, item)) { page_refusal(request, REFUSED_OTHER_WINDOW, item->window); item = NULL; }
    return item;
}

void intake_page(Request *request)
{
    const char *code = request_query(request, "item"), *find = request_query(request, "find");
    Value *view;
    if (code && *code) {
        const Item *item = chosen(request, code);
        if (!item) return;
        view = page_view(request, "intake");
        show_form(request, 200, item, view, NULL, NULL);
        return;
    }
    view = page_view(request, "intake");
    value_set_str(request->arena, view, "find", find ? find : "");
    set_results(request, view, find);
    set_frequent(request, view);
    package_tiles(request, view);
    page_show(request, 200, "intake", view);
}

/* ---- taking it ---- */

/* A tick says: handed in, seen and in order. */
static void set_handed(Request *request, Value *input, const Item *item)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, input, "materials");
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (!request_form(request, arena_printf(a, "m%d", m->no))) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", m->no);
        value_set_str(a, row, "way", "paper");
        value_set_int(a, row, "originals", typed_count(request, m->no, "original", m->originals));
        value_set_int(a, row, "copies", typed_count(request, m->no, "copies", m->copies));
        value_set_bool(a, row, "ok", true);
    }
}

static void to_case(Request *request, int64_t id, const char *flash, const char *tone)
{
    const CaseFile *file = case_load(hall_of(request)->scene->store, request->arena, id);
    page_flash(request, flash, tone);
    reply_redirect(request, 303, arena_printf(request->arena, "/desk/cases/%s", file->number));
}

static void moved_on(Request *request, WindowTurn *turn)
{
    const CaseAct *act = turn->input;
    const char *settled = act->act == ACT_SETTLE ? "intake.done_settled" : "intake.done_accepted";
    if (turn->refusal == REFUSED_NOTHING) to_case(request, act->case_id, settled, "");
    else to_case(request, act->case_id, turn->refusal == REFUSED_MATERIALS_INCOMPLETE ? "intake.done_incomplete" : "intake.done_received_only", "warning");
}

static void received(Request *request, WindowTurn *turn)
{
    const CaseAct *act = turn->input;
    const Item *item = catalog_item_at(hall_of(request)->scene->catalog, act->item, visitor_of(request)->today);
    if (turn->refusal != REFUSED_NOTHING) {
        Value *view = page_view(request, "intake");
        page_set_refusal(request, view, turn->refusal, turn->detail);
        if (item) show_form(request, refusal_text(turn->refusal)->status, item, view, applicant_typed(request, APPLICANT_COUNTER), NULL);
        else page_refusal(request, turn->refusal, turn->detail);
        return;
    }
    const char *asked = request_form(request, "do");
    bool settle = asked && !strcmp(asked, "instant"), accept = asked && !strcmp(asked, "accept");
    const CaseFile *file = case_load(hall_of(request)->scene->store, request->arena, turn->case_id);
    if ((!settle && !accept) || file->standing.stage != STAGE_RECEIVED) {        /* a form sent twice finds the case further on */
        to_case(request, file->id, turn->repeated ? "intake.done_before" : "intake.done_received", "");
        return;
    }
    Value *input = value_object(request->arena);
    if (settle) value_set_str(request->arena, input, "content", arena_printf(request->arena, "准予办理：%s", item ? item->name : file->standing.item));
    page_case_act(request, &(CaseAct){.act = settle ? ACT_SETTLE : ACT_ACCEPT, .case_id = file->id, .input = input}, moved_on);
}

void intake_take(Request *request)
{
    const Item *item = chosen(request, request_form(request, "item"));
    if (!item) return;
    Arena *a = request->arena;
    Value *view = page_view(request, "intake"), *typed = applicant_typed(request, APPLICANT_COUNTER), *errors = applicant_errors(request, APPLICANT_COUNTER, typed);
    if (errors->count) {
        show_form(request, 422, item, view, typed, errors);
        return;
    }
    Value *input = value_copy(a, typed);
    set_handed(request, input, item);
    if (request_form(request, "commitment")) value_set_bool(a, input, "commitment", true);
    const char *key = request_form(request, "idempotency");
    page_case_act(request, &(CaseAct){.act = ACT_RECEIVE, .item = arena_strdup(a, item->code), .input = input, .idempotency_key = key && *key ? key : NULL,
        .idempotency_scope = arena_printf(a, "officer:%s", visitor_of(request)->actor.id)}, received);
}
