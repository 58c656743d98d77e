/* apply.c: one window takes the application: the form, the receipt (main job 2). */
#include "base/text.h"
#include "pages/case_lanes.h"
#include "pages/case_view.h"
#include "pages/field.h"
#include "pages/handin.h"
#include "notices/notices.h"
#include "pages/item_view.h"
#include "people/identity.h"
#include <string.h>

static const FieldOption kinds[] = {{"person", "个人", "a person"}, {"firm", "企业或组织", "a firm or organisation"}, {0}};
static const FieldOption deliveries[] = {{"window", "窗口领取", "collect at the window"}, {"post", "邮寄送达", "by post"}, {0}};

static const FieldRow applicant_fields[] = {
    {"kind", FIELD_RADIOS, "申请人类型", "Applicant", NULL, NULL, "", true, NULL, kinds},
    {"name", FIELD_TEXT, "姓名或单位名称", "Name", "与证件一致", "as on the identity document", "20", true, "name", NULL},
    {"id_no", FIELD_TEXT, "证件号码", "Identity number or credit code", "个人填公民身份号码，单位填统一社会信用代码；系统按校验位核对", "citizen identity number, or unified social credit code; its check digit is verified", "20", true, "off", NULL},
    {"phone", FIELD_TEL, "联系电话", "Phone", "手机号码，或带区号的固定电话", "mobile, or landline with area code", "20", true, "tel", NULL},
    {"email", FIELD_TEXT, "电子邮箱", "E-mail", "用于接收办理进度通知", "news of your case go there", "20", false, "email", NULL},
    {"address", FIELD_TEXT, "联系地址", "Address", NULL, NULL, "", false, "street-address", NULL},
    {0}};
static const FieldRow agent_fields[] = {
    {"agent_name", FIELD_TEXT, "代理人姓名", "Agent's name", NULL, NULL, "20", false, "off", NULL},
    {"agent_id", FIELD_TEXT, "代理人身份号码", "Agent's identity number", NULL, NULL, "20", false, "off", NULL},
    {"agent_phone", FIELD_TEL, "代理人手机", "Agent's mobile", "用于接收通知", "for messages", "20", false, "off", NULL},
    {"agent_email", FIELD_TEXT, "代理人电子邮箱", "Agent's e-mail", "用于接收通知", "for messages", "20", false, "off", NULL},
    {"entrusted", FIELD_CHECK, "我持有申请人签署的授权委托书（F02），办理时交验", "I hold the applicant's signed power of attorney (F02) and will show it", NULL, NULL, "", false, NULL, NULL},
    {0}};
static const FieldRow matter_fields[] = {
    {"project_name", FIELD_TEXT, "项目或事由", "Project or matter", "没有项目的可不填", "leave empty when there is none", "", false, "off", NULL},
    {"delivery", FIELD_RADIOS, "结果领取方式", "How to receive the result", NULL, NULL, "", false, NULL, deliveries},
    {0}};
static const FieldRow truth_fields[] = {
    {"truth", FIELD_CHECK, "我已知悉，并对申请材料实质内容的真实性负责", "I understand, and I answer for the truth of what I hand in", NULL, NULL, "", true, NULL, NULL},
    {0}};

typedef struct Application {
    const Item *item;
    Value *applicant, *agent, *matter, *truth, *errors;       /* typed values; error texts by field */
    HandIn *handin;
    const char *key;
    char *code;
} Application;

/* ---- showing the form ---- */

static void set_fields(Request *request, Value *view, const char *key, const FieldRow *rows, const Value *values, const Value *errors)
{
    value_set(request->arena, value_set_object(request->arena, view, key), "fields", field_list(request, rows, "", values, errors));
}

static void set_materials(Request *request, Value *view, const Application *app)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "materials");
    for (int i = 0; i < app->item->material_count; i++) {
        const Material *m = &app->item->materials[i];
        const char *how = request_form(request, arena_printf(a, "m%d_how", m->no));
        if (!how) how = m->required ? "paper" : "none";
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", m->no);
        value_set_str(a, row, "name", m->name);
        value_set_bool(a, row, "required", m->required);
        value_set_int(a, row, "original", m->originals);
        value_set_int(a, row, "copies", m->copies);
        value_set_str(a, row, "note", text_blank(m->requirement) ? NULL : m->requirement);
        value_set_str(a, row, "blank_url", item_is_form(m) ? arena_printf(a, "/items/%s/blank.pdf", app->item->code) : NULL);
        value_set_str(a, row, "error", app->handin && app->handin->error && app->handin->error_no == m->no ? page_message(request, app->handin->error) : NULL);
        value_set_bool(a, row, "how_upload", !strcmp(how, "upload"));
        value_set_bool(a, row, "how_paper", !strcmp(how, "paper"));
        value_set_bool(a, row, "how_none", !strcmp(how, "none"));
    }
}

static void show_form(Request *request, int status, Application *app, Refusal refusal, const char *detail)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "items");
    value_set(a, view, "item", item_guide(request, app->item));
    set_fields(request, view, "fields_applicant", applicant_fields, app->applicant, app->errors);
    set_fields(request, view, "fields_agent", agent_fields, app->agent, app->errors);
    set_fields(request, view, "fields_matter", matter_fields, app->matter, app->errors);
    set_fields(request, view, "fields_truth", truth_fields, app->truth, app->errors);
    if (app->item->commitment) {
        case_commitment(request, value_set_object(a, view, "commitment"), app->item);
        value_set_bool(a, view, "commitment_chosen", request_form(request, "commitment") != NULL);
    }
    value_set_bool(a, view, "agent_open", app->agent && app->agent->count > 1);
    set_materials(request, view, app);
    value_set_str(a, view, "accept", ".pdf,.jpg,.jpeg,.png");
    value_set_str(a, view, "accept_text", page_message(request, "apply.accept_text"));
    if (!app->key) {
        char *fresh = arena_alloc(a, SESSION_TOKEN_CHARS + 1);
        session_token_new(fresh);
        app->key = fresh;
    }
    value_set_str(a, view, "idempotency", app->key);
    value_set_str(a, view, "csrf", visitor_csrf(request));
    for (const Value *e = app->errors ? app->errors->first : NULL; e; e = e->next) page_set_error(request, view, e->key, e->string);
    if (app->handin && app->handin->error)
        page_set_error(request, view, arena_printf(a, "m%d", app->handin->error_no), arena_printf(a, "%d. %s", app->handin->error_no, page_message(request, app->handin->error)));
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
    Visitor *v = visitor_of(request);
    if (!current_item(request, &app)) return;
    Citizen citizen;
    if (v->actor.account && citizen_find(v->hall->scene->store, request->arena, v->actor.account, &citizen)) {
        app.applicant = value_object(request->arena);
        value_set_str(request->arena, app.applicant, "kind", identity_kind(citizen.identity) == IDENTITY_CREDIT ? "firm" : "person");
        value_set_str(request->arena, app.applicant, "name", citizen.name);
        value_set_str(request->arena, app.applicant, "id_no", citizen.identity);
        value_set_str(request->arena, app.applicant, "phone", citizen.phone);
        value_set_str(request->arena, app.applicant, "email", notice_contact(v->hall->scene->store, request->arena, account_subject_citizen(request->arena, v->actor.account)).email);
    }
    show_form(request, 200, &app, REFUSED_NOTHING, NULL);
}

/* ---- taking it ---- */

/* What can be told beside the field itself; the law's own refusals come from the window. */
static void check_fields(Request *request, Application *app)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    bool english = visitor_english(v), firm = !strcmp(value_str_or(app->applicant, "kind", "person"), "firm");
    const char *name = value_str_or(app->applicant, "name", ""), *id = identity_normal(a, value_str_or(app->applicant, "id_no", "")), *phone = identity_normal(a, value_str_or(app->applicant, "phone", ""));
    app->errors = value_object(a);
    if (text_blank(name)) value_set_str(a, app->errors, "name", page_message(request, "apply.name_missing"));
    else if (!(firm ? identity_organisation(name) : identity_name(name))) value_set_str(a, app->errors, "name", page_message(request, "apply.name_bad"));
    IdentityVerdict verdict = identity_check(id, firm ? IDENTITY_CREDIT : IDENTITY_CITIZEN, v->today);
    if (!identity_good(verdict)) value_set_str(a, app->errors, "id_no", !*id ? page_message(request, "apply.id_missing") : english ? identity_text_en(verdict) : identity_text_zh(verdict));
    if (!identity_phone(phone) && !identity_landline(phone)) value_set_str(a, app->errors, "phone", page_message(request, "apply.phone_bad"));
    const char *email = value_str_or(app->applicant, "email", ""), *agent_email = value_str_or(app->agent, "agent_email", ""), *agent_phone = identity_normal(a, value_str_or(app->agent, "agent_phone", ""));
    if (*email && !identity_email(email)) value_set_str(a, app->errors, "email", page_message(request, "messages.bad_email"));
    if (*agent_email && !identity_email(agent_email)) value_set_str(a, app->errors, "agent_email", page_message(request, "messages.bad_email"));
    if (*agent_phone && !identity_phone(agent_phone)) value_set_str(a, app->errors, "agent_phone", page_message(request, "messages.bad_phone"));
    if (!value_bool(app->truth, "truth")) value_set_str(a, app->errors, "truth", page_message(request, "apply.truth_missing"));
}

static Value *input_of(Request *request, const Application *app)
{
    Arena *a = request->arena;
    Value *input = value_object(a);
    value_set_str(a, input, "applicant_kind", value_str_or(app->applicant, "kind", "person"));
    value_set_str(a, input, "applicant_name", value_str(app->applicant, "name"));
    value_set_str(a, input, "identity", value_str(app->applicant, "id_no"));
    value_set_str(a, input, "phone", value_str(app->applicant, "phone"));
    value_set_str(a, input, "email", value_str_or(app->applicant, "email", ""));
    value_set_str(a, input, "agent_phone", value_str_or(app->agent, "agent_phone", ""));
    value_set_str(a, input, "agent_email", value_str_or(app->agent, "agent_email", ""));
    value_set_str(a, input, "address", value_str_or(app->applicant, "address", ""));
    value_set_str(a, input, "agent_name", value_str_or(app->agent, "agent_name", ""));
    value_set_str(a, input, "agent_identity", value_str_or(app->agent, "agent_id", ""));
    value_set_bool(a, input, "entrusted", value_bool(app->agent, "entrusted"));
    value_set_str(a, input, "project", value_str_or(app->matter, "project_name", ""));
    value_set_bool(a, input, "truth", value_bool(app->truth, "truth"));
    value_set_bool(a, input, "commitment", request_form(request, "commitment") != NULL);
    value_set_str(a, input, "channel", "online");
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
    app->applicant = field_values(request, applicant_fields);
    app->agent = field_values(request, agent_fields);
    app->matter = field_values(request, matter_fields);
    app->truth = field_values(request, truth_fields);
    app->key = request_form(request, "idempotency");
    app->handin = handin_read(request, app->item, NULL, false);
    check_fields(request, app);
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
