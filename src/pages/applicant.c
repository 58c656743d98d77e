/* applicant.c: see applicant.h. */
#include "pages/applicant.h"
#include "base/text.h"
#include "notices/notices.h"
#include "people/account.h"
#include "people/identity.h"
#include <string.h>

static const FieldOption kinds[] = {{"person", "个人", "a person"}, {"firm", "企业或组织", "a firm or organisation"}, {0}};
static const FieldRow applicant_rows[] = {
    {"applicant_kind", FIELD_RADIOS, "申请人类型", "Applicant", NULL, NULL, "", true, NULL, kinds},
    {"applicant_name", FIELD_TEXT, "姓名或单位名称", "Name", "与证件一致", "as on the identity document", "20", true, "name", NULL},
    {"identity", FIELD_TEXT, "证件号码", "Identity number or credit code", "个人填公民身份号码，单位填统一社会信用代码；系统按校验位核对", "citizen identity number, or unified social credit code; its check digit is verified", "20", true, "off", NULL},
    {"phone", FIELD_TEL, "联系电话", "Phone", "手机号码，或带区号的固定电话", "mobile, or landline with area code", "20", true, "tel", NULL},
    {"email", FIELD_TEXT, "电子邮箱", "E-mail", "用于接收办理进度通知", "news of your case go there", "20", false, "email", NULL},
    {"address", FIELD_TEXT, "联系地址", "Address", NULL, NULL, "", false, "street-address", NULL}, {0}};
static const FieldRow agent_rows[] = {
    {"agent_name", FIELD_TEXT, "代理人姓名", "Agent's name", NULL, NULL, "20", false, "off", NULL},
    {"agent_identity", FIELD_TEXT, "代理人身份号码", "Agent's identity number", NULL, NULL, "20", false, "off", NULL},
    {"agent_phone", FIELD_TEL, "代理人手机", "Agent's mobile", "用于接收通知", "for messages", "20", false, "off", NULL},
    {"agent_email", FIELD_TEXT, "代理人电子邮箱", "Agent's e-mail", "用于接收通知", "for messages", "20", false, "off", NULL},
    {"entrusted", FIELD_CHECK, "我持有申请人签署的授权委托书（F02），办理时交验", "I hold the applicant's signed power of attorney (F02) and will show it", NULL, NULL, "", false, NULL, NULL}, {0}};
static const FieldRow matter_rows[] = {{"project", FIELD_TEXT, "项目或事由", "Project or matter", "没有项目的可不填", "leave empty when there is none", "", false, "off", NULL}, {0}};
static const FieldOption result_ways[] = {{"window", "窗口领取", "fetch it at the window"}, {"post", "邮寄送达", "by post"}, {"electronic", "电子送达", "electronically"}, {0}};
static const FieldRow result_rows[] = {
    {"result_way", FIELD_RADIOS, "结果怎样领取", "How would you like to have the result?", "邮寄的寄往联系地址；选择电子送达即为同意电子送达",
     "by post it goes to your address; choosing electronic delivery is your consent to it", "", true, NULL, result_ways}, {0}};
static const FieldRow truth_rows[] = {{"truth", FIELD_CHECK, "我已知悉，并对申请材料实质内容的真实性负责", "I understand, and I answer for the truth of what I hand in", NULL, NULL, "", true, NULL, NULL}, {0}};
static const FieldRow entrusted_seen = {"entrusted", FIELD_CHECK, "已收授权委托书（F02）", "Power of attorney (F02) seen", NULL, NULL, "", false, NULL, NULL};
static const FieldRow truth_seen = {"truth", FIELD_CHECK, "申请人已签署真实性声明（行政许可法第三十一条）", "The applicant has signed the statement of truth (art. 31)", NULL, NULL, "", true, NULL, NULL};
static const struct { const char *key; const FieldRow *rows; } parts[] = {
    {"fields_applicant", applicant_rows}, {"fields_agent", agent_rows}, {"fields_matter", matter_rows}, {"fields_result", result_rows}, {"fields_truth", truth_rows}};
enum { PARTS = sizeof parts / sizeof *parts };

/* The rows of one part as they are asked at this place. */
static const FieldRow *rows_at(Request *request, const FieldRow *rows, ApplicantPlace place)
{
    int count = 0;
    while (rows[count].name) count++;
    if (place == APPLICANT_ONLINE) return rows;
    FieldRow *here = arena_memdup(request->arena, rows, (size_t)(count + 1) * sizeof *rows);
    for (int i = 0; i < count; i++) {
        if (here[i].autocomplete) here[i].autocomplete = "off";
        if (here[i].type == FIELD_TEL) here[i].type = FIELD_TEXT;                /* a telephone field always offers the browser's own number */
        if (!strcmp(here[i].name, "entrusted")) here[i] = entrusted_seen;
        if (!strcmp(here[i].name, "truth")) here[i] = truth_seen;
    }
    return here;
}

Value *applicant_typed(Request *request, ApplicantPlace place)
{
    Value *all = value_object(request->arena);
    for (int i = 0; i < PARTS; i++) {
        Value *some = field_values(request, parts[i].rows);
        for (const Value *v = some->first; v; v = v->next) value_set(request->arena, all, v->key, value_copy(request->arena, v));
    }
    if (!value_str(all, "applicant_kind")) value_set_str(request->arena, all, "applicant_kind", "person");
    value_set_str(request->arena, all, "channel", place == APPLICANT_COUNTER ? "window" : "online");
    return all;
}

Value *applicant_known(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Citizen citizen;
    if (!v->actor.account || !citizen_find(v->hall->scene->store, a, v->actor.account, &citizen)) return NULL;
    Value *known = value_object(a);
    value_set_str(a, known, "applicant_kind", identity_kind(citizen.identity) == IDENTITY_CREDIT ? "firm" : "person");
    value_set_str(a, known, "applicant_name", citizen.name);
    value_set_str(a, known, "identity", citizen.identity);
    value_set_str(a, known, "phone", citizen.phone);
    value_set_str(a, known, "email", notice_contact(v->hall->scene->store, a, account_subject_citizen(a, v->actor.account)).email);
    return known;
}

/* ---- what can be told beside the field itself ---- */

typedef struct Checking { Request *request; const Value *typed; Value *errors; bool english; } Checking;

static const char *typed(const Checking *c, const char *field) { return value_str_or(c->typed, field, ""); }
static const char *number(const Checking *c, const char *field) { return identity_normal(c->request->arena, typed(c, field)); }
static void wrong(Checking *c, const char *field, const char *key) { value_set_str(c->request->arena, c->errors, field, page_message(c->request, key)); }

static void check_identity(Checking *c, const char *field, IdentityKind kind)
{
    const char *id = number(c, field);
    IdentityVerdict verdict = identity_check(id, kind, visitor_of(c->request)->today);
    if (!*id) wrong(c, field, "apply.id_missing");
    else if (!identity_good(verdict)) value_set_str(c->request->arena, c->errors, field, c->english ? identity_text_en(verdict) : identity_text_zh(verdict));
}

static void check_agent(Checking *c, ApplicantPlace place)
{
    if (!*typed(c, "agent_name") && !*typed(c, "agent_identity")) return;
    if (!identity_name(typed(c, "agent_name"))) wrong(c, "agent_name", "apply.agent_bad");
    check_identity(c, "agent_identity", IDENTITY_CITIZEN);
    if (!value_bool(c->typed, "entrusted")) wrong(c, "entrusted", place == APPLICANT_COUNTER ? "intake.bad_entrusted" : "apply.entrusted_missing");
}

Value *applicant_errors(Request *request, ApplicantPlace place, const Value *given)
{
    Checking c = {.request = request, .typed = given, .errors = value_object(request->arena), .english = visitor_english(visitor_of(request))};
    bool firm = !strcmp(typed(&c, "applicant_kind"), "firm");
    if (text_blank(typed(&c, "applicant_name"))) wrong(&c, "applicant_name", "apply.name_missing");
    else if (!(firm ? identity_organisation(typed(&c, "applicant_name")) : identity_name(typed(&c, "applicant_name")))) wrong(&c, "applicant_name", "apply.name_bad");
    check_identity(&c, "identity", firm ? IDENTITY_CREDIT : IDENTITY_CITIZEN);
    if (!identity_phone(number(&c, "phone")) && !identity_landline(number(&c, "phone"))) wrong(&c, "phone", "apply.phone_bad");
    if (*typed(&c, "email") && !identity_email(typed(&c, "email"))) wrong(&c, "email", "messages.bad_email");
    check_agent(&c, place);
    if (*typed(&c, "agent_email") && !identity_email(typed(&c, "agent_email"))) wrong(&c, "agent_email", "messages.bad_email");
    if (*typed(&c, "agent_phone") && !identity_phone(number(&c, "agent_phone"))) wrong(&c, "agent_phone", "messages.bad_phone");
    if (!strcmp(typed(&c, "result_way"), "post") && text_blank(typed(&c, "address"))) wrong(&c, "address", "apply.address_missing");
    if (!value_bool(given, "truth")) wrong(&c, "truth", place == APPLICANT_COUNTER ? "intake.bad_truth" : "apply.truth_missing");
    return c.errors;
}

void applicant_show(Request *request, Value *view, ApplicantPlace place, const Value *given, const Value *errors)
{
    Arena *a = request->arena;
    Value *values = given ? value_copy(a, given) : value_object(a);
    if (!value_str(values, "result_way")) value_set_str(a, values, "result_way", result_ways[0].value);
    if (!value_str(values, "applicant_kind")) value_set_str(a, values, "applicant_kind", kinds[0].value);      /* most are persons; no finding hangs on it */
    for (int i = 0; i < PARTS; i++)
        value_set(a, value_set_object(a, view, parts[i].key), "fields", field_list(request, rows_at(request, parts[i].rows, place), "", values, errors));
    value_set_bool(a, view, "agent_open", value_str(given, "agent_name") || value_str(given, "agent_identity") || value_str(errors, "agent_name"));
    for (const Value *e = errors ? errors->first : NULL; e; e = e->next) page_set_error(request, view, e->key, e->string);
}
