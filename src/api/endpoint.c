/* endpoint.c: the endpoints, written once: routes, checks and description all come from here. */
#include "api/api.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>
#include <openssl/evp.h>

#define V "/api/v1"
#define PAGE "limit? int:1..100, offset? int:0..1000000"
/* method, path after /api/v1, answer, tag, zh, en, access, query, body, reply */
#define ENDPOINTS(X) \
    X(HTTP_GET, V "/openapi.json", api_openapi_show, "meta", "本接口的 OpenAPI 3.1 文档", "This description", ACCESS_OPEN, "", "", "any") \
    X(HTTP_GET, V "/items", api_items, "catalogue", "事项列表与搜索", "List and search items in force", ACCESS_OPEN, "q? text, department? text, window? text, " PAGE, "", "@ItemList") \
    X(HTTP_GET, V "/items/:code", api_item, "catalogue", "一个事项的现行版本或指定版本", "One item: the version in force, or ?version", ACCESS_OPEN, "version? int:1..1000000", "", "@Item") \
    X(HTTP_GET, V "/items/:code/versions", api_item_versions, "catalogue", "一个事项已公开的全部版本", "All published versions of an item", ACCESS_OPEN, "", "", "@VersionList") \
    X(HTTP_GET, V "/items/:code/process", api_item_process, "catalogue", "事项办理流程图（BPMN 2.0）", "The process of an item as BPMN 2.0", ACCESS_OPEN, "", "", "application/bpmn+xml") \
    X(HTTP_GET, V "/departments", api_departments, "catalogue", "部门", "Departments", ACCESS_OPEN, "", "", "@DepartmentList") \
    X(HTTP_GET, V "/windows", api_windows, "catalogue", "窗口", "Windows", ACCESS_OPEN, "", "", "@WindowList") \
    X(HTTP_GET, V "/calendar", api_calendar, "calendar", "一年的工作日历", "The working calendar of one year", ACCESS_OPEN, "year? int:1990..2199", "", "@CalendarYear") \
    X(HTTP_GET, V "/calendar/versions/:version/redated", api_redated, "calendar", "日历的这一版使哪些办件改期：原日期、新日期和原因", "Which open cases this calendar version moved: day before, day after, cause", ACCESS_QUERY, \
      "after? int:0..9007199254740991, limit? int:1..100", "", "@CalendarRedated") \
    X(HTTP_GET, V "/deadline", api_deadline, "calendar", "计算期限并逐日说明理由", "Compute a due date and say why, day by day", ACCESS_OPEN, \
      "from date, limit int:0..3660, unit workday|calendar_day|month|year, clock? T1|T2|T3|T4|T5|T6|T7|T11|T12|T13|T14, pause? [text], extend? [text], today? date, explain? bool", "", "@Deadline") \
    X(HTTP_POST, V "/cases", api_case_open, "cases", "提交申请（收件）；带 Idempotency-Key 重试只成一件", "Open a case; a retry with the same Idempotency-Key gives the same case", ACCESS_SUBMIT, "", "@CaseApplication", "@CaseReceived") \
    X(HTTP_GET, V "/cases", api_cases, "cases", "办件列表", "List cases", ACCESS_QUERY, \
      "window? text, department? text, item? text, stage? " STAGES ", concluded? bool, due_from? date, due_to? date, " PAGE, "", "@CaseList") \
    X(HTTP_GET, V "/cases/:number", api_case, "cases", "一个办件：在谁手里、第几天", "One case: who holds it, which day of how many", ACCESS_CASE, CODE, "", "@Case") \
    X(HTTP_GET, V "/cases/:number/events", api_case_events, "cases", "办件经过", "What happened to a case", ACCESS_CASE, CODE, "", "@EventList") \
    X(HTTP_GET, V "/cases/:number/deadline", api_case_deadline, "cases", "办件的全部期限及逐日理由", "All clocks of a case, explained", ACCESS_CASE, CODE, "", "@CaseDeadlines") \
    X(HTTP_GET, V "/cases/:number/document", api_case_document, "cases", "办件的一份文书（PDF）；lang=en 附英文", "A document of the case as PDF; lang=en: with English", ACCESS_CASE, CODE ", of text, lang? zh|en", "", "application/pdf") \
    X(HTTP_GET, V "/cases/:number/process", api_case_process, "cases", "办件在流程图中的位置（BPMN 2.0）", "Where a case stands in its process, as BPMN 2.0", ACCESS_CASE, CODE, "", "application/bpmn+xml") \
    X(HTTP_POST, V "/cases/:number/acts", api_case_act, "cases", "对办件作出动作（权限由岗位和法律决定）", "Do an act on a case; rights and law decide", ACCESS_CASE, CODE, "@CaseAct", "@ActDone") \
    X(HTTP_GET, V "/receipts/:number", api_receipt, "receipts", "可验证回执（yichuang-receipt/1）", "The receipt that proves", ACCESS_CASE, CODE ", seq? int:1..281474976710656", "", "@Receipt") \
    X(HTTP_GET, V "/receipts/:number/proof", api_receipt_proof, "receipts", "对指定日志长度的包含证明", "Inclusion proof against a log of ?size entries", ACCESS_CASE, CODE ", size? int:1..281474976710656", "", "@InclusionProof") \
    X(HTTP_POST, V "/receipts/verify", api_receipt_verify, "receipts", "核验一份回执", "Check a receipt against this centre's key", ACCESS_OPEN, "", "@Receipt", "@ReceiptReport") \
    X(HTTP_POST, V "/certificates/check", api_certificates_check, "certificates", "批量核验证照（仅状态和有效期）", "Check many certificates at once: state and dates", ACCESS_QUERY, "", "@CertificateNumbers", "@CertificateStates") \
    X(HTTP_GET, V "/certificates/:number", api_certificate, "certificates", "凭编号核验决定书或证照", "Check a decision or certificate by its number", ACCESS_OPEN, "", "", "@Certificate") \
    X(HTTP_POST, V "/exchange/parcels", api_exchange_parcel, "exchange", "其他中心送来交换包；同一包重送得同一签收", "A parcel from another centre; the same parcel gets the same acknowledgement", ACCESS_EXCHANGE, "", "@ExchangeParcel", "@ExchangeAnswer") \
    X(HTTP_POST, V "/exchange/heads", api_exchange_heads, "exchange", "互相出示所持对方账本的签名和近期交换包，发现由旧备份恢复的账本", "Each shows what it holds of the other's log: a log set back by an older backup is found out", ACCESS_EXCHANGE, "", "@ExchangeHeads", "@ExchangeHeads") \
    X(HTTP_POST, V "/exchange/files", api_exchange_file, "exchange", "随交换包的文件，先行送达（application/octet-stream）", "A file ahead of its parcel (application/octet-stream)", ACCESS_EXCHANGE, "sha256 sha256", "application/octet-stream", "@ExchangeFile") \
    X(HTTP_GET, V "/packages", api_packages, "desks", "一件事：主题、环节、共用材料", "Packages: themes, steps, shared materials", ACCESS_OPEN, "", "", "@PackageList") \
    X(HTTP_GET, V "/package-applications", api_package_applications, "desks", "一件事的申请及其办件", "Applications for packages and their cases", ACCESS_QUERY, "open? bool, " PAGE, "", "@PackageApplicationList") \
    X(HTTP_GET, V "/enquiries", api_enquiries, "desks", "首问登记（不含询问和答复内容）", "The log of the first asked, without the words", ACCESS_QUERY, "open? bool, department? text, " PAGE, "", "@EnquiryList") \
    X(HTTP_GET, V "/agencies", api_agencies, "desks", "申报代办（委托人脱敏）", "Entrustments; the principal is masked", ACCESS_QUERY, "open? bool, " PAGE, "", "@AgencyList") \
    X(HTTP_GET, V "/agencies/:id", api_agency, "desks", "一项代办及其各个环节", "One entrustment and its stages", ACCESS_QUERY, "", "", "@Agency") \
    X(HTTP_GET, V "/meetings", api_meetings, "desks", "会议及结论（不含记录）", "Meetings and what they concluded, without the record", ACCESS_QUERY, PAGE, "", "@MeetingList") \
    X(HTTP_GET, V "/duty", api_duty, "desks", "局长窗口值班表", "Which head is on duty at the window", ACCESS_OPEN, "week? date", "", "@DutyWeek") \
    X(HTTP_GET, V "/reform/rates", api_reform_rates, "desks", "流程再造的压减率（全中心或一个部门）", "Reduction by re-engineering, of the centre or one department", ACCESS_OPEN, "department? text", "", "@ReformRates") \
    X(HTTP_GET, V "/log/key", api_log_key, "log", "日志公钥", "Public key of the log", ACCESS_OPEN, "", "", "@LogKey") \
    X(HTTP_GET, V "/log/consistency", api_log_consistency, "log", "两个日志长度之间的一致性证明", "Consistency proof between two sizes of the log", ACCESS_OPEN, \
      "from int:1..281474976710656, to? int:1..281474976710656", "", "@ConsistencyProof") \
    X(HTTP_GET, V "/log/*path", api_log_file, "log", "checkpoint 与 tile（C2SP tlog-tiles）", "checkpoint and tiles (C2SP tlog-tiles)", ACCESS_OPEN, "", "", "application/octet-stream") \
    X(HTTP_GET, V "/problems", api_problem_list, "meta", "全部问题代码及其法条和补救办法", "Every problem code with article and remedy", ACCESS_OPEN, "", "", "@ProblemList") \
    X(HTTP_GET, "/problems/:code", api_problem_page, "meta", "一个问题代码", "One problem code", ACCESS_OPEN, "", "", "@ProblemText") \
    X(HTTP_GET, V "/health", api_health, "meta", "服务是否正常", "Is the service well", ACCESS_OPEN, "", "", "@Health") \
    X(HTTP_GET, V "/metrics", api_metrics, "meta", "运行指标（仅本机或统计令牌）", "Prometheus metrics, for this machine or a statistics token", ACCESS_INSIDE, "", "", "text/plain")
#define STAGES "received|supplement|accepted|reviewed|paused|granted|certified|refused|delivered|not_needed|not_competent|withdrawn|lapsed"
#define CODE "code? text, tail? text"

#define AS_ROUTE(method, pattern, answer, tag, zh, en, access, query, body, reply) {method, pattern, api_handle, ROUTE_API, en},
#define AS_ENDPOINT(method, pattern, answer, tag, zh, en, access, query, body, reply) {method, pattern, answer, #answer, tag, zh, en, access, query, body, reply},
const Route api_routes[] = {ENDPOINTS(AS_ROUTE) {0}};
static const Endpoint endpoints[] = {ENDPOINTS(AS_ENDPOINT)};
enum { ENDPOINT_COUNT = sizeof endpoints / sizeof *endpoints };

int api_endpoint_count(void) { return ENDPOINT_COUNT; }
const Endpoint *api_endpoint(int index) { return &endpoints[index]; }

/* ---- before every answer ---- */

/* A query string is a promise too: a name nobody knows is refused, so that a misspelt filter never gives the unfiltered list. */
static bool take_query(Request *request, ApiCall *call)
{
    const char *mark = strchr(request->target, '?'), *line = call->endpoint->query;
    if (!mark || !mark[1]) mark = NULL;
    if (!mark && !*line) return true;
    SchemaFault fault;
    const Schema *schema = schema_parse(request->arena, line, NULL);
    if (mark && form_parse(request->arena, mark + 1, strlen(mark + 1), &call->query)) {
        api_problem(request, API_BAD_QUERY, NULL, "查询串格式不正确", "the query string is malformed");
        return false;
    }
    for (const Field *f = call->query.first; f; f = f->next) {
        const Schema *member = schema_member(schema, f->name);
        bool again = form_value(&call->query, f->name) != f->value;
        if (!member || (again && member->kind != SCHEMA_LIST)) {
            api_problem(request, API_BAD_QUERY, NULL, arena_printf(request->arena, "%.80s：%s", f->name, member ? "重复" : "没有这个参数"),
                        arena_printf(request->arena, "%.80s: %s", f->name, member ? "given twice" : "there is no such parameter"));
            return false;
        }
        if (!schema_check_text(request->arena, member, f->value, &fault)) {
            api_problem(request, API_BAD_QUERY, NULL, arena_printf(request->arena, "%s：%s", f->name, fault.zh), arena_printf(request->arena, "%s: %s", f->name, fault.en));
            return false;
        }
    }
    for (const Schema *m = schema->first; m; m = m->next) {
        if (m->optional || form_value(&call->query, m->name)) continue;
        api_problem(request, API_BAD_QUERY, NULL, arena_printf(request->arena, "缺少参数 %s", m->name), arena_printf(request->arena, "the parameter %s is missing", m->name));
        return false;
    }
    return true;
}

void api_handle(Request *request)
{
    ApiCall *call = ARENA_NEW(request->arena, ApiCall);
    call->endpoint = &endpoints[request->route - api_routes];
    call->actor = (Actor){.kind = ACTOR_NOBODY, .id = "", .name = "", .department = "", .window = ""};
    call->english = language_wants_english(request_header(request, "Accept-Language"));
    if (!take_query(request, call) || !api_admit(request, call)) return;
    call->endpoint->answer(request, call);
}

/* ---- what answers use ---- */

const char *api_query(const ApiCall *call, const char *name) { return form_value(&call->query, name); }

int api_query_int(const ApiCall *call, const char *name, int otherwise)
{
    int64_t number;
    const char *text = api_query(call, name);
    return text && text_parse_int(text, INT32_MIN, INT32_MAX, &number) ? (int)number : otherwise;
}

const Value *api_json(Request *request, const char **error)
{
    const char *part = api_json_part(request);
    return part ? value_parse(request->arena, part, strlen(part), error) : request_json(request, error);
}

const Value *api_body(Request *request, const char *component)
{
    const char *error;
    SchemaFault fault;
    if (!request_is_json(request) && !api_json_part(request)) {
        api_problem(request, API_MEDIA_TYPE, NULL, "Content-Type 应为 application/json，或含 json 部分的 multipart/form-data", "Content-Type must be application/json, or multipart/form-data with a part json");
        return NULL;
    }
    const Value *body = api_json(request, &error);
    if (!body) {
        api_problem(request, API_BAD_JSON, NULL, error, error);
        return NULL;
    }
    if (schema_check(request->arena, api_component(component), body, &fault)) return body;
    api_fault(request, &fault);
    return NULL;
}

void api_reply(Request *request, int status, const Value *value) { reply_json(request, status, value); }

void api_reply_tagged(Request *request, const Value *value)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned size;
    char tag[40] = "\"";
    Buf out = buf_sized(request->arena, 4000);
    value_write(&out, value);
    if (!EVP_Digest(out.text, out.length, hash, &size, EVP_sha256(), NULL)) fault_raise(FAULT_MEMORY, "SHA-256 failed");
    for (int i = 0; i < 16; i++) {
        static const char digits[] = "0123456789abcdef";
        tag[1 + 2 * i] = digits[hash[i] >> 4];
        tag[2 + 2 * i] = digits[hash[i] & 15];
    }
    strcat(tag, "\"");
    const char *had = request_header(request, "If-None-Match");
    if (had && (!strcmp(had, "*") || strstr(had, tag))) reply_bytes(request, 304, "application/json", "", 0);
    else reply_bytes(request, 200, "application/json", out.text, out.length);
    reply_header(request, "ETag", arena_strdup(request->arena, tag));
    reply_header(request, "Cache-Control", "no-cache");
}

/* The address of the next page, so that a client need not compute it: the same query with another offset. */
static const char *next_address(Request *request, int offset)
{
    Buf out = buf_new(request->arena);
    const char *mark = strchr(request->target, '?');
    buf_add(&out, request->target, mark ? (size_t)(mark - request->target) : strlen(request->target));
    buf_char(&out, '?');
    while (mark && mark[1]) {
        const char *end = strchr(mark + 1, '&');
        size_t bytes = end ? (size_t)(end - mark - 1) : strlen(mark + 1);
        if (!text_starts(mark + 1, "offset=") && bytes) { buf_add(&out, mark + 1, bytes); buf_char(&out, '&'); }
        mark = end;
    }
    buf_printf(&out, "offset=%d", offset);
    return out.text;
}

void api_page(Request *request, Value *reply, int total, int limit, int offset)
{
    value_set_int(request->arena, reply, "total", total);
    value_set_int(request->arena, reply, "limit", limit);
    value_set_int(request->arena, reply, "offset", offset);
    if (offset + limit < total) value_set_str(request->arena, reply, "next", next_address(request, offset + limit));
}
