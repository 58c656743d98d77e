/* api_problem.c: saying no to machines: RFC 9457 problem documents, with code, article, remedy and rule; see api.h. */
#include "api/api.h"
#include "base/text.h"
#include <assert.h>
#include <string.h>

static const ApiProblemText texts[API_PROBLEMS] = {
    [API_BAD_QUERY] = {"API_BAD_QUERY", 400, "查询参数不正确。", "A query parameter is wrong.", "请按接口文档修改参数。", "Correct the parameter as the API description says."},
    [API_BAD_JSON] = {"API_BAD_JSON", 400, "请求体不是有效的 JSON。", "The body is not valid JSON.", "请发送 UTF-8 编码、无重复键的 JSON。", "Send JSON in UTF-8 without duplicate keys."},
    [API_UNKNOWN_MEMBER] = {"API_UNKNOWN_MEMBER", 422, "请求含有未知字段，未作任何处理。", "The body holds an unknown member; nothing was done.", "请删除或改正所指字段。", "Remove or correct the member named."},
    [API_WRONG_TYPE] = {"API_WRONG_TYPE", 422, "字段类型不正确。", "A member is of the wrong type.", "请按接口文档改正所指字段。", "Correct the member named as the API description says."},
    [API_BAD_VALUE] = {"API_BAD_VALUE", 422, "字段取值不正确。", "A member has a value that is not allowed.", "请按接口文档改正所指字段。", "Correct the member named as the API description says."},
    [API_MEDIA_TYPE] = {"API_MEDIA_TYPE", 415, "不支持这种请求体类型。", "This kind of body is not taken here.", "请使用 application/json。", "Use application/json."},
    [API_NO_TOKEN] = {"API_NO_TOKEN", 401, "需要令牌，或查询码与证件尾号。", "A token is needed, or query code and identity tail.", "请在 Authorization 中提供 Bearer 令牌；申请人请提供 code 和 tail。", "Send a Bearer token in Authorization; applicants: ?code= and &tail=."},
    [API_BAD_TOKEN] = {"API_BAD_TOKEN", 401, "令牌无效、已撤销或已过期。", "The token is unknown, revoked or expired.", "请向中心管理员申请新的令牌。", "Ask the centre's administrator for a new token."},
    [API_SCOPE] = {"API_SCOPE", 403, "令牌没有这项权限。", "The token does not have this scope.", "请向中心管理员申请相应权限的令牌。", "Ask the centre's administrator for a token with that scope."},
    [API_CODE_WRONG] = {"API_CODE_WRONG", 403, "查询码或证件尾号不符。", "Query code or identity tail do not fit.", "请核对回执上的查询码和证件号码后四位。", "Check the query code on the receipt and the last four of the identity number."},
    [API_NOT_FOUND] = {"API_NOT_FOUND", 404, "没有这个资源。", "There is no such resource.", "请核对地址和编号。", "Check the address and the number."},
    [API_INSIDE_ONLY] = {"API_INSIDE_ONLY", 403, "仅限本机或统计令牌访问。", "For this machine itself or a statistics token only.", "请在本机访问。", "Ask from the machine itself."},
    [API_KEY_INVALID] = {"API_KEY_INVALID", 400, "Idempotency-Key 应为 1 至 200 个可见 ASCII 字符。", "Idempotency-Key must be 1 to 200 visible ASCII characters.", "请使用例如 UUID。", "Use for example a UUID."},
};

const ApiProblemText *api_problem_text(ApiProblem problem) { assert(problem < API_PROBLEMS && texts[problem].code); return &texts[problem]; }

static Value *document(Arena *arena, const char *code, int status, const char *title, const char *detail, const char *remedy)
{
    Value *v = value_object(arena);
    value_set_str(arena, v, "type", arena_printf(arena, "/problems/%s", code));
    value_set_str(arena, v, "title", title);
    value_set_int(arena, v, "status", status);
    if (detail && *detail) value_set_str(arena, v, "detail", detail);
    value_set_str(arena, v, "code", code);
    value_set_str(arena, v, "remedy", remedy);
    return v;
}

Value *api_problem_value(Arena *arena, ApiProblem problem, const char *pointer, const char *detail, bool english)
{
    const ApiProblemText *t = api_problem_text(problem);
    Value *v = document(arena, t->code, t->status, english ? t->en : t->zh, detail, english ? t->remedy_en : t->remedy_zh);
    if (pointer) value_set_str(arena, v, "pointer", pointer);
    return v;
}

Value *api_refusal_value(Arena *arena, Refusal refusal, const char *detail, bool english)
{
    const RefusalText *t = refusal_text(refusal);
    Value *v = document(arena, t->code, t->status, english ? t->en : t->zh, detail, english ? t->remedy_en : t->remedy_zh);
    const char *article = english ? t->article_en : t->article_zh;
    if (*article) value_set_str(arena, v, "article", article);
    if (*t->rule) value_set_str(arena, v, "rule", t->rule);
    return v;
}

static void send(Request *request, const Value *v, bool english)
{
    int status = (int)value_int(v, "status", 500);
    reply_json(request, status, v);
    reply_header(request, "Content-Language", english ? "en" : "zh-CN");
    if (status == 401) reply_header(request, "WWW-Authenticate", "Bearer realm=\"yichuang\"");
}

void api_problem(Request *request, ApiProblem problem, const char *pointer, const char *zh, const char *en)
{
    bool english = language_wants_english(request_header(request, "Accept-Language"));
    send(request, api_problem_value(request->arena, problem, pointer, english ? en : zh, english), english);
}

void api_refusal(Request *request, Refusal refusal, const char *detail)
{
    bool english = language_wants_english(request_header(request, "Accept-Language"));
    send(request, api_refusal_value(request->arena, refusal, detail, english), english);
}

void api_fault(Request *request, const SchemaFault *fault)
{
    static const ApiProblem of[] = {[SCHEMA_GOOD] = API_BAD_VALUE, [SCHEMA_UNKNOWN_MEMBER] = API_UNKNOWN_MEMBER, [SCHEMA_WRONG_TYPE] = API_WRONG_TYPE, [SCHEMA_BAD_VALUE] = API_BAD_VALUE};
    const char *at = *fault->pointer ? fault->pointer : "(root)";
    api_problem(request, of[fault->verdict], fault->pointer, arena_printf(request->arena, "%s：%s", at, fault->zh), arena_printf(request->arena, "%s: %s", at, fault->en));
}

/* ---- the problems themselves, for whoever follows "type" ---- */

static Value *both_languages(Arena *a, const char *code, int status, const char *zh, const char *en, const char *remedy_zh, const char *remedy_en)
{
    Value *v = value_object(a);
    value_set_str(a, v, "type", arena_printf(a, "/problems/%s", code));
    value_set_str(a, v, "code", code);
    value_set_int(a, v, "status", status);
    value_set_str(a, v, "zh", zh);
    value_set_str(a, v, "en", en);
    value_set_str(a, v, "remedy_zh", remedy_zh);
    value_set_str(a, v, "remedy_en", remedy_en);
    return v;
}

static Value *of_refusal(Arena *a, Refusal refusal)
{
    const RefusalText *t = refusal_text(refusal);
    Value *v = both_languages(a, t->code, t->status, t->zh, t->en, t->remedy_zh, t->remedy_en);
    value_set_str(a, v, "rule", t->rule);
    value_set_str(a, v, "article_zh", t->article_zh);
    value_set_str(a, v, "article_en", t->article_en);
    return v;
}

static Value *of_problem(Arena *a, ApiProblem problem)
{
    const ApiProblemText *t = api_problem_text(problem);
    return both_languages(a, t->code, t->status, t->zh, t->en, t->remedy_zh, t->remedy_en);
}

/* HTTP_404 and the like: what the server itself answers; their texts are those of the pages. NULL: no such code. */
static Value *of_status(Request *request, const char *code)
{
    const Messages *messages = hall_of(request)->messages;
    const char *texts_of[2][2], *const part[] = {"title", "remedy"};
    int64_t status;
    if (!text_starts(code, "HTTP_") || !text_parse_int(code + 5, 400, 599, &status)) return NULL;
    for (int p = 0; p < 2; p++)
        for (int l = 0; l < 2; l++)
            if (!(texts_of[p][l] = message(messages, l ? LANGUAGE_EN : LANGUAGE_ZH, arena_printf(request->arena, "problem.%d_%s", (int)status, part[p])))) return NULL;
    return both_languages(request->arena, code, (int)status, texts_of[0][0], texts_of[0][1], texts_of[1][0], texts_of[1][1]);
}

void api_problem_list(Request *request, ApiCall *call)
{
    (void)call;
    Value *reply = value_object(request->arena), *list = value_set_list(request->arena, reply, "problems");
    for (int i = 0; i < API_PROBLEMS; i++) value_push(list, of_problem(request->arena, (ApiProblem)i));
    for (int i = 1; i < REFUSAL_COUNT; i++) value_push(list, of_refusal(request->arena, (Refusal)i));
    api_reply_tagged(request, reply);
}

void api_problem_page(Request *request, ApiCall *call)
{
    (void)call;
    const char *code = request_param(request, "code");
    Refusal refusal = refusal_named(code);
    if (refusal != REFUSAL_COUNT) { api_reply_tagged(request, of_refusal(request->arena, refusal)); return; }
    for (int i = 0; i < API_PROBLEMS; i++)
        if (!strcmp(texts[i].code, code)) { api_reply_tagged(request, of_problem(request->arena, (ApiProblem)i)); return; }
    const Value *general = of_status(request, code);
    if (general) { api_reply_tagged(request, general); return; }
    api_problem(request, API_NOT_FOUND, NULL, "没有这个问题代码", "there is no such problem code");
}
