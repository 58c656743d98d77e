/* apply.c: one window takes the application: the form, the receipt (main job 2). */
#include "base/text.h"
#include "pages/case_lanes.h"
#include "pages/case_view.h"
#include "pages/applicant.h"
#include "pages/handin.h"
#include "pages/item_view.h"
#include <string.h>

typedef struct Application {
    const Item *item;
    Value *typed, *errors;            /* applicant.h; error texts by field */
    HandIn *handin;
    const char *key;
    char *code;
} Application;

/* ---- showing the form ---- */

static void show_form(Request *request, int status, Application *app, Refusal refusal, const char *detail)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "items");
    value_set(a, view, "item", item_guide(request, app->item));
    applicant_show(request, view, APPLICANT_ONLINE, app->typed, app->errors);
    if (app->item->commitment) {
        case_commitment(request, value_set_object(a, view, "commitment"), app->item);
        value_set_bool(a, view, "commitment_chosen", request_form(request, "commitment") != NULL);
    }
    Value *rows = handin_show(request, view, app->handin);
    for (int i = 0; i < app->item->material_count; i++) {
        const Material *m = &app->item->materials[i];
        Value *row = handin_show_one(request, rows, m->no, m->name, m->required, app->handin);
        value_set_int(a, row, "original", m->originals);
        value_set_int(a, row, "copies", m->copies);
        value_set_str(a, row, "note", text_blank(m->requirement) ? NULL : m->requirement);
        value_set_str(a, row, "blank_url", item_is_form(m) ? arena_printf(a, "/items/%s/blank.pdf", app->item->code) : NULL);
    }
    value_set_str(a, view, "idempotency", page_form_key(request));
    value_set_str(a, view, "csrf", visitor_csrf(request));
    if (refusal) page_set_refusal(request, view, refusal, detail);
    page_show(request, status, "apply", view);
}

static bool current_item(Request *request, Application *app)
{
    Visitor *v = visitor_of(request);
    const char *code = request_param(request, "code");
    app->item = catalog_item_at(v->hall->scene->catalog, code, v->today);
    if (app->item) return true;
    page_refusal(request, catalog_item_newest(v->hall->scene->catalog, code) ? REFUSED_ITEM_NOT_IN_FORCE : REFUSED_NO_SUCH_ITEM, NULL);
    return false;
}

static void form(Request *request)
{
    Application app = {0};
    if (!current_item(request, &app)) return;
    app.typed = applicant_known(request);
    show_form(request, 200, &app, REFUSED_NOTHING, NULL);
}

/* ---- taking it ---- */

static Value *input_of(Request *request, const Application *app)
{
    Arena *a = request->arena;
    Value *input = value_copy(a, app->typed);
    value_set_bool(a, input, "commitment", request_form(request, "commitment") != NULL);
    value_set(a, input, "materials", value_copy(a, app->handin->materials));
    return input;
}

static void taken(Request *request, WindowTurn *turn)
{
    Application *app = turn->context;
    app->item = catalog_item_at(hall_of(request)->scene->catalog, app->code, visitor_of(request)->today);      /* the snapshot may have been swapped */
    if (turn->refusal && app->item) { show_form(request, refusal_text(turn->refusal)->status, app, turn->refusal, turn->detail); return; }
    if (turn->refusal) { page_refusal(request, turn->refusal, turn->detail); return; }
    const CaseFile *file = case_load(hall_of(request)->scene->store, request->arena, turn->case_id);
    visitor_grant_case(request, turn->case_id);
    reply_redirect(request, 303, arena_printf(request->arena, "/case/%s/receipt?fresh=1", file->number));
}

static void submit(Request *request, void *context)
{
    Application *app = context;
    CaseAct act = {.act = ACT_RECEIVE, .item = app->code, .input = input_of(request, app), .files = app->handin->files, .file_count = app->handin->count,
                   .idempotency_key = text_blank(app->key) ? NULL : app->key, .idempotency_scope = "form"};
    WindowTurn *turn = page_new_turn(request, case_act, arena_memdup(request->arena, &act, sizeof act));
    turn->context = app;
    page_turn(request, turn, taken);
}

static void hash(void *context) { handin_hash(((Application *)context)->handin); }

static void apply(Request *request)
{
    Visitor *v = visitor_of(request);
    Application *app = ARENA_NEW(request->arena, Application);
    if (!current_item(request, app)) return;
    app->code = arena_strdup(request->arena, app->item->code);
    app->typed = applicant_typed(request, APPLICANT_ONLINE);
    app->key = request_form(request, "idempotency");
    app->handin = handin_read(request, app->item, NULL, false);
    app->errors = applicant_errors(request, APPLICANT_ONLINE, app->typed);
    char key[64];
    throttle_address(request->remote, key, sizeof key);
    if (app->errors->count || app->handin->error) { show_form(request, 422, app, REFUSED_NOTHING, NULL); return; }
    if (!v->signed_in && !throttle_take(v->hall->applications, key, v->now, NULL)) { show_form(request, 429, app, REFUSED_TOO_MANY, NULL); return; }
    if (app->handin->count) page_offload(request, hash, app, submit);
    else submit(request, app);
}

/* ---- the receipt ---- */

static void receipt_log(Request *request, Value *view, const Event *event)
{
    Arena *a = request->arena;
    Checkpoint head;
    const char *note = ledger_head(hall_of(request)->scene->store, a, &head);
    if (!note) return;
    Buf root = buf_new(a);
    buf_hex(&root, head.root.b, sizeof head.root.b);
    Value *log = value_set_object(a, view, "log");
    value_set_int(a, log, "index", event->seq - 1);
    value_set_int(a, log, "size", head.size);
    value_set_str(a, log, "root", root.text);
    value_set_str(a, log, "root_short", arena_strndup(a, root.text, 12));
}

static void receipt_materials(Request *request, Value *view, const Event *event, const Item *item)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "materials");
    const Value *rows = value_get(event->body, "materials");
    for (const Value *m = rows ? rows->first : NULL; m; m = m->next) {
        const Material *material = item ? item_material(item, (int)value_int(m, "no", 0)) : NULL;
        if (!material) continue;
        Value *row = value_push_object(a, list);
        bool upload = !strcmp(value_str_or(m, "way", ""), "upload"), counter = value_bool(m, "ok");
        value_set_str(a, row, "name", material->name);
        value_set_str(a, row, "how_text", page_message(request, upload ? "receipt.uploaded" : counter ? "receipt.at_window" : "receipt.paper"));
    }
}

static void receipt(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Scene *scene = v->hall->scene;
    const CaseFile *file = case_find(scene->store, a, request_param(request, "number"));
    bool holder = file && visitor_is_holder(request, file);
    if (!file || (!holder && !(v->actor.kind == ACTOR_OFFICER && visitor_may(request, RIGHT_SEE_CASE, file)))) { reply_redirect(request, 303, "/track"); return; }
    const Item *item = case_item(scene, file);
    Query *q = ledger_read_case(scene->store, file->id);
    const Event *event = ledger_next(q, a);
    store_done(q);
    const IssuedDocument *paper = document_latest(scene->store, a, file->id, "F03");
    DeadlineTerms terms;
    standing_clock(&file->standing, CLOCK_SUPPLEMENT, &terms);
    Deadline notice = deadline_compute(scene->calendar, &terms);
    Value *view = page_view(request, "track"), *head = case_head(request, file, item, "/case");
    value_set_str(a, head, "received", instant_text_short(a, event->at));
    value_set(a, view, "case", head);
    value_set_bool(a, view, "fresh", holder && request_query(request, "fresh"));
    if (holder) value_set_str(a, view, "query_code", case_query_code(a, scene->secret, file->id, file->number));
    value_set_str(a, view, "supplement_due", day_text(a, notice.due));
    value_set_bool(a, view, "supplement_due_provisional", notice.provisional);
    value_set_str(a, view, "promise_text", item ? item_limit(request, item->promised_limit, item->promised_unit) : "");
    value_set_str(a, view, "pdf_url", paper ? arena_printf(a, "/documents/%lld.pdf", (long long)paper->id) : NULL);
    value_set_str(a, view, "proof_url", arena_printf(a, "/receipts/%s/receipt.json", file->number));
    value_set_str(a, view, "case_url", arena_printf(a, "/case/%s", file->number));
    value_set_str(a, view, "deadline_url", arena_printf(a, "/case/%s/deadline?clock=T1", file->number));
    receipt_log(request, view, event);
    receipt_materials(request, view, event, item);
    page_show(request, 200, "receipt", view);
}

const Route apply_routes[] = {
    {HTTP_GET, "/items/:code/apply", form, ROUTE_OPEN, "网上申办 apply online"},
    {HTTP_POST, "/items/:code/apply", apply, ROUTE_OPEN, "网上申办 apply online"},
    {HTTP_GET, "/case/:number/receipt", receipt, ROUTE_OPEN, "收件回执 receipt"},
    {0}};
