/* openapi.c: the OpenAPI 3.1 document, made from the endpoints, the table of the law and the refusals; nothing is written twice. */
#include "api/api.h"
#include "base/text.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- components ---- */

#define AGENCY_ROW "id int, matter text, department text, agent text, applicant text?, state open|closed|stopped, opened date, valid_to date, ended date?, stages int, finished int"
#define PAGED "total int, limit int, offset int, next? text"
#define STAGED "stage text, stage_zh text, stage_en text"
#define PAPERS "documents [{kind text, number text?}]"
#define POSITION "log {index int}"
#define BRIEF "code text, name text, name_en? text, kind text, kind_name text, mode text, department text, department_name text, window text, window_name text, window_zone text, legal_body_name text, " \
    "statutory_limit int, statutory_unit text, promised_limit int, promised_unit text, statutory_text text, statutory_text_en text, promised_text text, promised_text_en text, " \
    "result_name text, free bool, instant bool, version int, state draft|published|superseded|withdrawn, hash sha256, hash12 text, effective_from text, effective_to text"
#define DEADLINE "clock text, clock_zh text, clock_en text, article text, article_zh text, article_en text, from date, limit int, unit workday|calendar_day|month|year, unit_zh text, unit_en text, " \
    "due date?, due_zh text?, stopped bool, rolled bool, provisional bool, days int, consumed int, extensions_without_effect int, calendar_version int, zh text, en text, " \
    "today? date, day_number? int, remaining? int, state? running|paused|due_today|overdue, overdue? bool"

static const struct { const char *name, *members; } components[] = {
    {"Problem", "type text, title text, status int, detail? text, code text, remedy? text, article? text, rule? text, pointer? text"},
    {"ProblemText", "type text, code text, status int, zh text, en text, remedy_zh text, remedy_en text, rule? text, article_zh? text, article_en? text"},
    {"ProblemList", "problems [@ProblemText]"},
    {"ItemBrief", BRIEF ", material_count int, why? text, href text"},
    {"ItemList", "items [@ItemBrief], catalogue_hash sha256, " PAGED},
    {"Item", BRIEF ", aliases [text], legal_body text, level text, form text, basis [{law text, article text, text text}], service_objects [text], service_object_names [text], service_object_names_en [text], topic text, scope text, conditions [text], "
        "prohibitions [text], quantity_limit text, materials [{no int, name text, source_type text, issuer text, originals int, copies int, required bool, form text, requirement text, basis text, shared bool, when text, form_zh text, form_en text}], "
        "channels [text], steps [{name text, post text, days int}], co_departments [text], co_department_names [text], statutory_note text, promised_note text, special_procedures [text], charges text, "
        "fees [{name text, fee_class text, standard text, amount_fen int, unit text, basis text, basis_level text, reduction text, amount_text text}], pay_online bool, "
        "result_type text, result_sample text, result_validity text, result_months int, delivery [text], delivery_days int, visits int, visits_reason text, agent_allowed bool, agent_reason text, "
        "two_person bool, deemed_approval bool, safety? bool, secret? bool, deemed_document? text, verification? text, hearing_by_law? bool, upper_organ? text, entrusted_organ? text, entrusting_document? text, quota? int, quota_period? text, selection? text, selection_document? text, promise_document? text, rights [text], duties [text], consult_phone text, supervise_phone text, address text, hours text, transport text, progress text, "
        "faq [{q text, a text}], mistakes [text], notes text, publications [{key text, zh text, en text, present bool}]"},
    {"VersionList", "code text, versions [{version int, name text, state text, effective_from text, effective_to text, hash sha256, hash12 text, href text}]"},
    {"DepartmentList", "departments [{code text, name text, old_name text, window text, window_name text, legal_body text, consult_phone text, supervise_phone text, valid_from text, valid_to text, successor text}]"},
    {"WindowList", "windows [{id text, name text, zone text, counters int, phone text, hours text, departments [{code text, name text}]}]"},
    {"CalendarYear", "year int, version int, hash sha256, provisional bool, workdays int, days [{date date, workday bool, name_zh text, name_en text, document? text}]"},
    {"CalendarRedated", "version int, kind imported|overridden|withdrawn|configured|none, source text, event int?, at instant?, days [{date date, work bool, name text}], more_days int, years [int], looked int, moved int, "
        "cases [{number text, item text, department text, clock text, old_due date?, new_due date?, old_statutory date?, new_statutory date?, old_promised date?, new_promised date?, "
        "old_provisional bool, new_provisional bool}], next? text"},
    {"ExplainedDay", "date date, weekday_zh text, counted bool, count int, reason text, article text, article_zh text, article_en text, zh text, en text, due? bool, extension? bool, provisional? bool"},
    {"Deadline", DEADLINE ", calendar_hash sha256, explained bool, explanation? [@ExplainedDay]"},
    {"Clock", DEADLINE ", id T1|T2|T3|T4|T5|T6|T7|T11|T12|T13|T14, stopped_on? date, explanation [@ExplainedDay]"},
    {"CaseDeadlines", "number text, stage text, main_clock text?, calendar_hash sha256, clocks [@Clock]"},
    {"CaseReceived", "number text, query_code text, stage text, received date, notice_by date, receipt {kind text, document text?, href text}, " POSITION ", repeated? bool"},
    {"CaseBrief", "number text, item text, item_name text, department text, window text, applicant text, " STAGED ", received date, concluded? date, clock text, due date?, provisional bool, deemed bool, href text"},
    {"CaseList", "cases [@CaseBrief], " PAGED},
    {"Case", "number text, item {code text, name text, version int, hash12? text}, department text, department_name text, window text, window_name text, " STAGED ", outcome text, deemed bool, "
        "holder {zh text, en text}, applicant {erased bool, name? text, identity? text, phone? text}, result_way window|post|electronic, received date, supply_by? date, accepted? date, decided? date, delivered? date, concluded? date, "
        "statutory_due? date, promised_due? date, clock {id text, clock text, clock_zh text, clock_en text, article text, from date, limit int, unit text, due date?, day_number int, remaining int, state text, stopped bool, provisional bool, zh text, en text}?, "
        "materials [{no int, name text, handed bool, asked bool, state unseen|ok|missing|nonconforming}], documents [{kind text, title text, title_en text, number text?, date date, valid bool}], opened_at instant, changed_at instant"},
    {"EventList", "number text, events [{seq int, at instant, kind text, actor text, act text?, zh text, en text, rule text, facts any, " PAPERS "}]"},
    {"ActDone", "number text, act text, " STAGED ", " PAPERS ", " POSITION},
    {"Receipt", "format text, statement text, salt text, person text?, person_salt text?, index int, size int, proof [text], checkpoint text, key text"},
    {"InclusionProof", "number text, index int, size int, leaf sha256, proof [sha256]"},
    {"ReceiptReport", "proven bool, intact bool, findings [{kind good|bad|open, code text, zh text, en text}]"},
    {"CertificateNumbers", "numbers [text]"},
    {"CertificateStates", "as_of date, certificates [{number text, status valid|expired|not_yet|withdrawn|revoked|cancelled|unknown, valid bool, item text?, valid_from date?, valid_to date?, since date?}]"},
    {"Certificate", "number text, kind F21|F26, title text, valid bool, status valid|void|expired|not_yet|withdrawn|revoked|cancelled, void_reason? text, organ text, item text, item_name text, issued date, valid_from date?, valid_to date?, holder text, " POSITION},
    {"ExchangeParcel", "envelope text:0..250000, note text"},
    {"ExchangeAnswer", "envelope? text, note? text, missing? [sha256]"},
    {"ExchangeHeads", "head text:0..4000, parcels [{event int, parcel text, kind text, number text:0..80, case? text:0..80}]"},
    {"ExchangeFile", "sha256 sha256, bytes int"},
    {"PackageList", "packages [{code text, name text, name_en text, steps [{step text, item text, item_name text, after [text]}], materials [{name text, steps text, required bool, originals int, copies int}]}]"},
    {"PackageApplicationList", "applications [{id int, package text, state open|finished|blocked, opened date, ended date?, cases [{step text, item text, number text?, stage text?}]}], " PAGED},
    {"EnquiryList", "enquiries [{id int, asked instant, channel text, item text, state open|referred|answered|redirected, first_asked text, department text, referrals int, ended instant?}], " PAGED},
    {"AgencyList", "agencies [{" AGENCY_ROW "}], " PAGED},
    {"Agency", AGENCY_ROW ", way [{name text, place text, organ text, began date, due date, finished date?, number text?}]"},
    {"MeetingList", "meetings [{id int, kind text, title text, day date, department text, chair text, state called|held|cancelled, cases int, conclusion text?}], " PAGED},
    {"DutyWeek", "week date, duty [{department text, head text?, signed_in bool, decisions int, answered int}]"},
    {"ReformRates", "department text?, measures [{measure text, name {zh text, en text}, matters int, before int, after int, reduction_tenths? int}]"},
    {"LogKey", "key text, origin text"},
    {"ConsistencyProof", "from int, to int, proof [sha256]"},
    {"Health", "status text, configured bool, centre text, demo bool, catalogue_hash sha256, log_size int, time instant"},
};
enum { COMPONENTS = sizeof components / sizeof *components, BUILT = COMPONENTS + ACT_COUNT + 2 /* CaseApplication, CaseAct */ };

/* Uploads come by form only; a machine does not judge its own materials; the channel of a machine is what it is. */
static void prune(Schema *object)
{
    static const char *const never[] = {"file", "ok", "channel"};
    static const char *ways[] = {"paper", "upload", "shared"};
    for (Schema **place = &object->first; *place;) {
        Schema *m = *place;
        bool out = false;
        for (size_t i = 0; i < sizeof never / sizeof *never; i++) out |= !strcmp(m->name, never[i]);
        if (out) { *place = m->next; continue; }
        if (!strcmp(m->name, "materials") && m->kind == SCHEMA_LIST && m->first->kind == SCHEMA_OBJECT) {
            prune(m->first);
            for (Schema *w = m->first->first; w; w = w->next)
                if (!strcmp(w->name, "way")) { w->kind = SCHEMA_ENUM; w->choices = ways; w->choice_count = 3; }
        }
        place = &m->next;
    }
}

static Schema *act_schema(Arena *arena, Act act)
{
    const char *error;
    const ProcessRow *row = process_row(act);
    Schema *object = schema_parse(arena, row->fields, &error);
    if (!object) fault_raise(FAULT_FILE, "fields of the act %s: %s", row->name, error);
    prune(object);
    Schema *first = ARENA_NEW(arena, Schema);
    if (act == ACT_RECEIVE) *first = (Schema){.kind = SCHEMA_TEXT, .name = "item"};
    else {
        const char **choice = ARENA_ARRAY(arena, const char *, 1);
        *choice = row->name;
        *first = (Schema){.kind = SCHEMA_ENUM, .name = "act", .choices = choice, .choice_count = 1};
    }
    first->next = object->first;
    object->first = first;
    return object;
}

static Schema *build(Arena *arena, const char *name)
{
    Act act;
    const char *error;
    if (!strcmp(name, "CaseApplication")) return act_schema(arena, ACT_RECEIVE);
    if (text_starts(name, "Act.") && act_parse(name + 4, &act)) return act_schema(arena, act);
    if (!strcmp(name, "CaseAct")) return schema_parse(arena, "", NULL);
    for (int i = 0; i < COMPONENTS; i++) {
        if (strcmp(components[i].name, name)) continue;
        Schema *s = schema_parse(arena, components[i].members, &error);
        if (!s) fault_raise(FAULT_FILE, "component %s: %s", name, error);
        return s;
    }
    return NULL;
}

const Schema *api_component(const char *name)
{
    static struct { const char *name; const Schema *schema; } built[BUILT];
    static Arena *arena;
    int i = 0;
    for (; i < BUILT && built[i].name; i++) if (!strcmp(built[i].name, name)) return built[i].schema;
    if (!arena) arena = arena_new();
    const Schema *schema = build(arena, name);
    if (!schema) return NULL;
    assert(i < BUILT);
    built[i].name = arena_strdup(arena, name);
    built[i].schema = schema;
    return schema;
}

/* ---- the document ---- */

static Value *reference(Arena *a, const char *kind, const char *name)
{
    Value *v = value_object(a);
    value_set_str(a, v, "$ref", arena_printf(a, "#/components/%s/%s", kind, name));
    return v;
}

/* "/items/:code" as OpenAPI writes it: "/items/{code}"; a tail "*path" too. */
static const char *path_template(Arena *a, const char *pattern)
{
    Buf out = buf_new(a);
    for (; *pattern; pattern++) {
        if (*pattern != ':' && *pattern != '*') { buf_char(&out, *pattern); continue; }
        buf_char(&out, '{');
        while (pattern[1] && pattern[1] != '/') buf_char(&out, *++pattern);
        buf_char(&out, '}');
    }
    return out.text;
}

static Value *parameter(Arena *a, Value *list, const char *name, const char *in, bool required, Value *schema)
{
    Value *p = value_push_object(a, list);
    value_set_str(a, p, "name", name);
    value_set_str(a, p, "in", in);
    value_set_bool(a, p, "required", required);
    value_set(a, p, "schema", schema);
    return p;
}

static Value *text_schema(Arena *a)
{
    Value *v = value_object(a);
    value_set_str(a, v, "type", "string");
    return v;
}

static void parameters(Arena *a, Value *operation, const Endpoint *e)
{
    Value *list = value_set_list(a, operation, "parameters");
    for (const char *p = e->pattern; *p; p++) {
        if (*p != ':' && *p != '*') continue;
        size_t n = strcspn(p + 1, "/");
        parameter(a, list, arena_strndup(a, p + 1, n), "path", true, text_schema(a));
        p += n;
    }
    const Schema *query = schema_parse(a, e->query, NULL);
    for (const Schema *m = query->first; m; m = m->next) {
        Value *p = parameter(a, list, m->name, "query", !m->optional, schema_value(a, m, false));
        if (m->kind == SCHEMA_LIST) { value_set_str(a, p, "style", "form"); value_set_bool(a, p, "explode", true); }
    }
    if (!strcmp(e->id, "api_case_open"))
        value_set_str(a, parameter(a, list, "Idempotency-Key", "header", false, text_schema(a)), "description",
                      "同一键和同一内容只成一件；同一键不同内容为 409。One key, one case; the same key with other contents is 409.");
    value_push(list, reference(a, "parameters", "AcceptLanguage"));
}

static void answer(Arena *a, Value *responses, int status, const char *text, const char *type, Value *schema)
{
    Value *r = value_set_object(a, responses, arena_printf(a, "%d", status));
    value_set_str(a, r, "description", text);
    if (!type) return;
    value_set(a, value_set_object(a, value_set_object(a, r, "content"), type), "schema", schema);
}

static Value *reply_schema(Arena *a, const char *reply)
{
    if (reply[0] != '@') return value_object(a);
    return reference(a, "schemas", reply + 1);
}

static void refusals(Arena *a, Value *responses, const int *statuses)
{
    for (; *statuses; statuses++) value_set(a, responses, arena_printf(a, "%d", *statuses), reference(a, "responses", "Problem"));
}

static void responses(Arena *a, Value *operation, const Endpoint *e)
{
    Value *all = value_set_object(a, operation, "responses");
    bool json = e->reply[0] == '@' || !strcmp(e->reply, "any");
    const char *type = json ? "application/json" : e->reply;
    if (!strcmp(e->id, "api_case_open")) {
        answer(a, all, 201, "收件，已持久保存。Received and durable.", type, reply_schema(a, e->reply));
        Value *location = value_set_object(a, value_set_object(a, (Value *)value_get(all, "201"), "headers"), "Location");
        value_set(a, location, "schema", text_schema(a));
        answer(a, all, 200, "此键已收件，返回同一办件。This key was used before: the same case.", type, reply_schema(a, e->reply));
    } else answer(a, all, 200, e->zh, type, reply_schema(a, e->reply));
    if (!strcmp(e->id, "api_exchange_parcel")) answer(a, all, 202, "还缺文件：先发所列文件，再重发本包。Files are missing: send those listed, then this parcel again.", type, reply_schema(a, e->reply));
    refusals(a, all, (const int[]){400, 503, 0});
    if (e->access != ACCESS_OPEN) refusals(a, all, (const int[]){401, 403, 0});
    if (strpbrk(e->pattern, ":*") || !strcmp(e->tag, "log")) refusals(a, all, (const int[]){404, 0});
    if (*e->body) refusals(a, all, (const int[]){404, 409, 413, 415, 422, 0});
    if (e->access == ACCESS_CASE || e->access == ACCESS_EXCHANGE) refusals(a, all, (const int[]){429, 0});
}

static Value *scheme(Arena *a, Value *list, const char *name)
{
    Value *one = value_push_object(a, list);
    value_set_list(a, one, name);
    return one;
}

static void security(Arena *a, Value *operation, const Endpoint *e)
{
    Value *list = value_set_list(a, operation, "security");
    if (e->access == ACCESS_OPEN || e->access == ACCESS_INSIDE) value_push_object(a, list);
    if (e->access != ACCESS_OPEN) scheme(a, list, "token");
    if (e->access == ACCESS_CASE) value_set_list(a, scheme(a, list, "queryCode"), "identityTail");
    static const char *const scopes[] = {[ACCESS_SUBMIT] = "submit", [ACCESS_QUERY] = "query", [ACCESS_EXCHANGE] = "exchange", [ACCESS_CASE] = "query（读 read）, submit（本平台提交的办件 own cases）", [ACCESS_INSIDE] = "statistics"};
    if (e->access != ACCESS_OPEN) value_set_str(a, operation, "description", arena_printf(a, "令牌权限 token scope: %s", scopes[e->access]));
}

/* Applications and acts may bring files along: the JSON in one part, each file in another. */
static void request_body_of(Arena *a, Value *op, const Endpoint *e)
{
    Value *body = value_set_object(a, op, "requestBody"), *content;
    value_set_bool(a, body, "required", true);
    content = value_set_object(a, body, "content");
    if (e->body[0] != '@') {
        value_set_object(a, content, e->body);
        return;
    }
    value_set(a, value_set_object(a, content, "application/json"), "schema", reply_schema(a, e->body));
    if (strcmp(e->tag, "cases")) return;
    Value *parts = value_set_object(a, content, "multipart/form-data"), *schema = value_set_object(a, parts, "schema");
    value_set_str(a, schema, "type", "object");
    value_set(a, value_set_object(a, schema, "properties"), "json", reply_schema(a, e->body));
    value_push_str(a, value_set_list(a, schema, "required"), "json");
    Value *file = value_set_object(a, value_set_object(a, schema, "patternProperties"), "^material_[0-9]+$");
    value_set_str(a, file, "type", "string");
    value_set_str(a, file, "contentMediaType", "application/octet-stream");
    value_set_str(a, file, "description", "材料文件（PDF、JPEG、PNG），按公开的材料序号 file of the material with that number");
    value_set_str(a, value_set_object(a, value_set_object(a, parts, "encoding"), "json"), "contentType", "application/json");
}

static void operation(Arena *a, Value *paths, const Endpoint *e)
{
    const char *path = path_template(a, e->pattern);
    Value *item = (Value *)value_get(paths, path);
    if (!item) item = value_set_object(a, paths, path);
    Value *op = value_set_object(a, item, e->method == HTTP_POST ? "post" : "get");
    value_set_str(a, op, "operationId", e->id + strlen("api_"));
    value_set_str(a, op, "summary", arena_printf(a, "%s %s", e->zh, e->en));
    value_push_str(a, value_set_list(a, op, "tags"), e->tag);
    security(a, op, e);
    parameters(a, op, e);
    if (*e->body) request_body_of(a, op, e);
    responses(a, op, e);
}

/* One schema per act that a person or machine may do (the clock's own are not for anybody), and their union. */
static void act_components(Arena *a, Value *schemas)
{
    Value *either = value_set_object(a, schemas, "CaseAct"), *one_of = value_set_list(a, either, "oneOf"), *mapping = NULL;
    Value *discriminator = value_set_object(a, either, "discriminator");
    value_set_str(a, discriminator, "propertyName", "act");
    mapping = value_set_object(a, discriminator, "mapping");
    for (int i = 0; i < ACT_COUNT; i++) {
        const ProcessRow *row = process_row((Act)i);
        if (i == ACT_RECEIVE || i == ACT_DEEM_ACCEPTED || i == ACT_LAPSE) continue;
        const char *name = arena_printf(a, "Act.%s", row->name);
        Value *schema = schema_value(a, api_component(name), true);
        value_set_str(a, schema, "title", arena_printf(a, "%s %s", row->zh, row->en));
        value_set_str(a, schema, "description", arena_printf(a, "%s（%s）。%s。时限：%s。Who: %s. %s", row->article_zh, row->rule, row->who_zh, row->clocks, row->who_en, row->article_en));
        value_set(a, schemas, name, schema);
        value_push(one_of, reference(a, "schemas", name));
        value_set_str(a, mapping, row->name, arena_printf(a, "#/components/schemas/%s", name));
    }
}

static void problem_component(Arena *a, Value *schemas)
{
    Value *problem = schema_value(a, api_component("Problem"), false), *codes = value_list(a);
    for (int i = 0; i < API_PROBLEMS; i++) value_push_str(a, codes, api_problem_text((ApiProblem)i)->code);
    for (int i = 1; i < REFUSAL_COUNT; i++) value_push_str(a, codes, refusal_text((Refusal)i)->code);
    value_set_str(a, problem, "description", "RFC 9457。type 可打开，说明法条和补救办法。type can be opened: it says article and remedy.");
    Value *code = (Value *)value_get(value_get(problem, "properties"), "code");
    value_set(a, code, "examples", codes);
    value_set(a, schemas, "Problem", problem);
}

static void component_set(Arena *a, Value *document)
{
    Value *all = value_set_object(a, document, "components"), *schemas = value_set_object(a, all, "schemas");
    problem_component(a, schemas);
    for (int i = 0; i < COMPONENTS; i++)
        if (strcmp(components[i].name, "Problem")) value_set(a, schemas, components[i].name, schema_value(a, api_component(components[i].name), false));
    value_set(a, schemas, "CaseApplication", schema_value(a, api_component("CaseApplication"), true));
    act_components(a, schemas);
    Value *problem = value_set_object(a, value_set_object(a, all, "responses"), "Problem");
    value_set_str(a, problem, "description", "问题文档 problem document (RFC 9457)");
    value_set(a, value_set_object(a, value_set_object(a, problem, "content"), "application/problem+json"), "schema", reference(a, "schemas", "Problem"));
    Value *language = value_set_object(a, value_set_object(a, all, "parameters"), "AcceptLanguage");
    value_set_str(a, language, "name", "Accept-Language");
    value_set_str(a, language, "in", "header");
    value_set_bool(a, language, "required", false);
    value_set_str(a, language, "description", "zh（默认 default）或 en：问题文档的语言 language of problem documents");
    value_set(a, language, "schema", text_schema(a));
    Value *schemes = value_set_object(a, all, "securitySchemes"), *token = value_set_object(a, schemes, "token");
    value_set_str(a, token, "type", "http");
    value_set_str(a, token, "scheme", "bearer");
    value_set_str(a, token, "description", "yc_ 加64位十六进制 yc_ and 64 hex digits");
    static const char *const keys[][3] = {{"queryCode", "code", "回执上的查询码 query code of the receipt"}, {"identityTail", "tail", "证件号码后四位 last four of the identity number"}};
    for (int i = 0; i < 2; i++) {
        Value *key = value_set_object(a, schemes, keys[i][0]);
        value_set_str(a, key, "type", "apiKey");
        value_set_str(a, key, "in", "query");
        value_set_str(a, key, "name", keys[i][1]);
        value_set_str(a, key, "description", keys[i][2]);
    }
}

Value *api_openapi(Arena *a, const char *server_url)
{
    static const char *const tags[][2] = {{"catalogue", "事项、部门、窗口 items, departments, windows"}, {"calendar", "工作日历与期限 calendar and deadlines"}, {"cases", "办件 cases"},
        {"receipts", "可验证回执 receipts that prove"}, {"certificates", "证照核验 certificates"}, {"log", "透明日志 transparency log"}, {"meta", "接口自身 the API itself"}};
    Value *document = value_object(a), *info;
    value_set_str(a, document, "openapi", "3.1.0");
    info = value_set_object(a, document, "info");
    value_set_str(a, info, "title", "一窗 Yichuang API");
    value_set_str(a, info, "version", "1");
    value_set_str(a, info, "description", "一个窗口：从公开的事项到可证明的结果。拒绝一律附法条和补救办法。One window: from the published item to the proven result. Every refusal names its article and remedy.");
    Value *licence = value_set_object(a, info, "license");
    value_set_str(a, licence, "name", "AGPL-3.0-or-later");
    value_set_str(a, licence, "identifier", "AGPL-3.0-or-later");
    value_set_str(a, value_push_object(a, value_set_list(a, document, "servers")), "url", server_url);
    Value *list = value_set_list(a, document, "tags");
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        Value *tag = value_push_object(a, list);
        value_set_str(a, tag, "name", tags[i][0]);
        value_set_str(a, tag, "description", tags[i][1]);
    }
    Value *paths = value_set_object(a, document, "paths");
    for (int i = 0; i < api_endpoint_count(); i++) operation(a, paths, api_endpoint(i));
    component_set(a, document);
    return document;
}

void api_openapi_show(Request *request, ApiCall *call)
{
    static StaticReply *made;                  /* the same for everybody while the process lives */
    (void)call;
    if (!made) {
        char *json = value_json(request->arena, api_openapi(request->arena, "/"));
        made = static_reply_new("application/json", NULL, json, strlen(json));
        static_reply_compress(made, json, strlen(json));
    }
    reply_static(request, made);
}
