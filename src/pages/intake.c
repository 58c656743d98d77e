/* intake.c: a case taken at the counter in under a minute: find the item, tick the materials, type the applicant, receive. One page, no script needed. */
#include "base/text.h"
#include "pages/case_lanes.h"
#include "pages/desk_inside.h"
#include "pages/field.h"
#include "pages/item_view.h"
#include "people/identity.h"
#include "pages/words.h"
#include <string.h>

enum { RESULTS = 12, FREQUENT = 9 };

/* ---- fields ---- */

static const FieldOption kinds[] = {{"person", "个人", "a person"}, {"firm", "企业或其他组织", "an organisation"}, {0}};
static const FieldRow applicant_rows[] = {
    {"applicant_kind", FIELD_RADIOS, "申请人类型", "The applicant is", NULL, NULL, NULL, true, NULL, kinds},
    {"applicant_name", FIELD_TEXT, "姓名或者名称", "Name", NULL, NULL, "20", true, "off"},
    {"identity", FIELD_TEXT, "公民身份号码或者统一社会信用代码", "Identity number or credit code", NULL, NULL, "20", true, "off"},
    {"phone", FIELD_TEXT, "联系电话", "Telephone", NULL, NULL, "20", true, "off"},
    {"email", FIELD_TEXT, "电子邮箱", "E-mail", NULL, NULL, "20", false, "off"}, {0}};
static const FieldRow agent_rows[] = {
    {"agent_name", FIELD_TEXT, "代理人姓名", "Agent's name", NULL, NULL, "20", false, "off"},
    {"agent_identity", FIELD_TEXT, "代理人公民身份号码", "Agent's identity number", NULL, NULL, "20", false, "off"},
    {"agent_phone", FIELD_TEXT, "代理人手机", "Agent's mobile", NULL, NULL, "20", false, "off"},
    {"agent_email", FIELD_TEXT, "代理人电子邮箱", "Agent's e-mail", NULL, NULL, "20", false, "off"},
    {"entrusted", FIELD_CHECK, "已收授权委托书", "Letter of authority seen"}, {0}};
static const FieldRow matter_rows[] = {
    {"address", FIELD_TEXT, "联系地址", "Address", NULL, NULL, "", false, "off"}, {"project", FIELD_TEXT, "项目名称", "Project", NULL, NULL, "", false, "off"}, {0}};
static const FieldRow truth_rows[] = {{"truth", FIELD_CHECK, "申请人已签署真实性声明（行政许可法第三十一条）", "The applicant has signed the statement of truth (art. 31)", NULL, NULL, NULL, true}, {0}};
static const struct { const char *key; const FieldRow *rows; } forms[] = {
    {"fields_applicant", applicant_rows}, {"fields_agent", agent_rows}, {"fields_matter", matter_rows}, {"fields_truth", truth_rows}};
enum { FORMS = sizeof forms / sizeof *forms };

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

/* A fresh key per form: the same form sent twice is one case. */
static const char *idempotency(Request *request)
{
    const char *given = request_form(request, "idempotency");
    if (given && strlen(given) >= 16 && strlen(given) <= 80) return given;
    char *fresh = arena_alloc(request->arena, SESSION_TOKEN_CHARS + 1);
    session_token_new(fresh);
    return fresh;
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
    for (int i = 0; i < FORMS; i++)
        value_set(a, value_set_object(a, view, forms[i].key), "fields", field_list(request, forms[i].rows, "", values, errors));
    value_set_bool(a, view, "may_instant", may_settle(v, item));
    value_set_bool(a, view, "may_accept", may_accept(v, item) && !may_settle(v, item));
    value_set_bool(a, view, "agent_open", value_str(values, "agent_name") || value_str(values, "agent_identity") || value_str(errors, "agent_name"));
    value_set_str(a, view, "idempotency", idempotency(request));
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
    page_show(request, 200, "intake", view);
}

/* ---- taking it ---- */

static void wrong(Request *request, Value *view, Value *errors, const char *field, const char *message)
{
    value_set_str(request->arena, errors, field, message);
    page_set_error(request, view, field, message);
}

/* Everything that is wrong with what was typed, at once; the window checks again and has the last word. */
static Value *check_typed(Request *request, Value *view, const Value *typed)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *errors = value_object(a);
    bool firm = text_equal(value_str(typed, "applicant_kind"), "firm"), en = visitor_english(v);
    const char *name = value_str_or(typed, "applicant_name", ""), *agent = value_str_or(typed, "agent_name", "");
    const char *identity = identity_normal(a, value_str_or(typed, "identity", "")), *phone = identity_normal(a, value_str_or(typed, "phone", ""));
    const char *agent_id = identity_normal(a, value_str_or(typed, "agent_identity", ""));
    if (!(firm ? identity_organisation(name) : identity_name(name))) wrong(request, view, errors, "applicant_name", page_message(request, "intake.bad_name"));
    IdentityVerdict verdict = identity_check(identity, firm ? IDENTITY_CREDIT : IDENTITY_CITIZEN, v->today);
    if (!identity_good(verdict)) wrong(request, view, errors, "identity", en ? identity_text_en(verdict) : identity_text_zh(verdict));
    if (!identity_phone(phone) && !identity_landline(phone)) wrong(request, view, errors, "phone", page_message(request, "intake.bad_phone"));
    const char *email = value_str_or(typed, "email", ""), *agent_email = value_str_or(typed, "agent_email", ""), *agent_phone = identity_normal(a, value_str_or(typed, "agent_phone", ""));
    if (*email && !identity_email(email)) wrong(request, view, errors, "email", page_message(request, "messages.bad_email"));
    if (*agent_email && !identity_email(agent_email)) wrong(request, view, errors, "agent_email", page_message(request, "messages.bad_email"));
    if (*agent_phone && !identity_phone(agent_phone)) wrong(request, view, errors, "agent_phone", page_message(request, "messages.bad_phone"));
    if (*agent || *agent_id) {
        if (!identity_name(agent)) wrong(request, view, errors, "agent_name", page_message(request, "intake.bad_agent"));
        verdict = identity_check(agent_id, IDENTITY_CITIZEN, v->today);
        if (!identity_good(verdict)) wrong(request, view, errors, "agent_identity", en ? identity_text_en(verdict) : identity_text_zh(verdict));
        if (!value_bool(typed, "entrusted")) wrong(request, view, errors, "entrusted", page_message(request, "intake.bad_entrusted"));
    }
    if (!value_bool(typed, "truth")) wrong(request, view, errors, "truth", page_message(request, "intake.bad_truth"));
    return errors;
}

static Value *typed_values(Request *request)
{
    Value *all = value_object(request->arena);
    for (int i = 0; i < FORMS; i++) {
        Value *some = field_values(request, forms[i].rows);
        for (const Value *v = some->first; v; v = v->next) value_set(request->arena, all, v->key, value_copy(request->arena, v));
    }
    return all;
}

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
        if (item) show_form(request, refusal_text(turn->refusal)->status, item, view, typed_values(request), NULL);
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
    Value *view = page_view(request, "intake"), *typed = typed_values(request), *errors = check_typed(request, view, typed);
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
