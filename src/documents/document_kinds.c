/* document_kinds.c: the table of the 34 standard documents: name, 文种代字, basis, seal, what each must say (DOMAIN 4.2). */
#include "documents/documents.h"
#include "base/text.h"
#include <string.h>

#define R FACT_REQUIRED
#define P FACT_PERSONAL
#define A FACT_ADVERSE
#define T FACT_TEXT
#define D FACT_DAY
#define N FACT_COUNT
#define L FACT_LIST
#define REMEDIES {"reason", "理由", "reasons", T, A}, {"basis", "依据", "legal basis", T, A}, \
    {"reconsideration", "复议机关", "reconsideration organ", T, A}, {"court", "人民法院", "court", T, A}

static const DocumentKind KINDS[] = {
    {"F01", "行政许可申请书", "Application for Administrative Permission", NULL, "《行政许可法》第二十九条、第三十一条", "Administrative Permission Law, arts 29, 31", ADVERSE_NEVER, SEAL_NONE, true, {
        {"request", "申请事项内容", "request", T, R}, {"materials", "申请材料", "materials", L, R, "name"},
        {"legal_representative", "法定代表人", "legal representative", T, P}, {"agent", "代理人", "agent", T, P},
        {"contact", "联系人", "contact", T, P}, {"phone", "联系电话", "telephone", T, P}}},
    {"F02", "授权委托书", "Power of Attorney", NULL, "《行政许可法》第二十九条第二款", "Administrative Permission Law, art. 29(2)", ADVERSE_NEVER, SEAL_NONE, true, {
        {"agent", "受托人", "agent", T, R | P}, {"agent_id", "受托人证件号码", "agent's ID no.", T, R | P},
        {"scope", "委托权限", "scope", T, R}, {"valid_from", "委托起始日", "valid from", D, R}, {"valid_to", "委托终止日", "valid to", D, R}}},
    {"F03", "申请材料接收凭证", "Receipt for Application Materials", "收", "《行政许可法》第三十二条", "Administrative Permission Law, art. 32", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"materials", "收到材料", "materials received", L, R, "name"}, {"receiver", "收件人", "received by", T, R},
        {"received_at", "收件时间", "received at", FACT_INSTANT, R}, {"query_code", "查询码", "query code", T, R}}},
    {"F04", "申请材料当场更正记录", "Record of Correction on the Spot", NULL, "《行政许可法》第三十二条第一款第三项", "Administrative Permission Law, art. 32(1)(3)", ADVERSE_NEVER, SEAL_NONE, true, {
        {"corrections", "更正内容", "corrections", L, R | P, "place before after"}, {"handler", "经办人", "handled by", T, R}}},
    {"F05", "申请材料补正一次性告知书", "One-time Notice of Materials to Supplement", "补", "《行政许可法》第三十二条第一款第四项", "Administrative Permission Law, art. 32(1)(4)", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"supplements", "需补正内容", "what to supplement", L, R, "name requirement how"}, {"received_on", "收到材料日期", "received on", D, R},
        {"supplement_by", "补正期限", "time to supplement", T, R}, {"handler", "经办人", "handled by", T, R}, {"contact_phone", "咨询电话", "telephone", T, R}}},
    {"F06", "受理通知书", "Notice of Acceptance", "受", "《行政许可法》第三十二条第一款第五项、第二款", "Administrative Permission Law, art. 32(1)(5), (2)", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"applied_on", "申请日期", "applied on", D, R}, {"accepted_on", "受理日期", "accepted on", D, R}, {"basis", "受理依据", "legal basis", T, R},
        {"statutory_due", "法定办结期限", "statutory last day", D, R}, {"promised_due", "承诺办结期限", "promised last day", D, R},
        {"handler", "经办人", "handled by", T, R}, {"contact_phone", "咨询电话", "telephone", T, R}, {"supplemented", "经过补正", "after supplement", FACT_FLAG, 0}}},
    {"F07", "不需要行政许可告知书", "Notice that No Permit Is Needed", "不需", "《行政许可法》第三十二条第一款第一项", "Administrative Permission Law, art. 32(1)(1)", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"reason", "理由", "reasons", T, R}, {"where_to_go", "建议办理途径", "where to go instead", T, R}}},
    {"F08", "不予受理决定书", "Decision Not to Accept", "不受", "《行政许可法》第三十二条第一款第二项", "Administrative Permission Law, art. 32(1)(2)", ADVERSE_ALWAYS, SEAL_ACCEPTANCE, true, {
        {"competent_organ", "有权办理机关", "competent organ", T, R}, REMEDIES}},
    {"F09", "视为受理确认单", "Confirmation of Deemed Acceptance", "视受", "《行政许可法》第三十二条第一款第四项", "Administrative Permission Law, art. 32(1)(4)", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"received_on", "收到材料日期", "received on", D, R}, {"due_on", "应当告知的最后一日", "last day to tell", D, R},
        {"cause", "视为受理的原因", "cause", T, R}, {"responsible", "责任人", "person responsible", T, R}}},
    {"F10", "服务承诺单", "Service Promise", "承", "限时承诺制", "Promise system of the centre", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"promised_days", "承诺期限", "promised limit", T, R}, {"promised_due", "承诺办结日期", "promised last day", D, R},
        {"window", "办理窗口", "window", T, R}, {"contact_phone", "咨询电话", "telephone", T, R}}},
    {"F11", "联合办理通知书", "Notice of Joint Handling", "联", "《行政许可法》第二十六条", "Administrative Permission Law, art. 26", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"lead", "牵头部门", "lead department", T, R}, {"windows", "协办部门", "co-handling departments", L, R, "name limit"},
        {"materials", "抄送材料", "materials", L, R, "name"}, {"meeting_at", "联审时间", "joint review at", FACT_INSTANT, 0}}},
    {"F12", "联合审查会议纪要", "Minutes of Joint Review", "纪", "《行政许可法》第二十六条", "Administrative Permission Law, art. 26", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"attendees", "出席", "present", L, R, "name"}, {"absents", "缺席", "absent", T, 0}, {"opinions", "各方意见", "opinions", L, R, "name opinion"},
        {"conclusion", "结论", "conclusion", T, R}}},
    {"F13", "现场核查笔录", "Record of On-site Verification", "核", "《行政许可法》第三十四条第三款、第五十五条", "Administrative Permission Law, arts 34(3), 55", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"at", "核查时间", "time", FACT_INSTANT, R}, {"place", "核查地点", "place", T, R},
        {"officers", "核查人员", "officers", L, R, "name certificate"}, {"findings", "核查情况", "findings", T, R}}},
    {"F14", "利害关系人陈述申辩告知书", "Notice of the Right to State and Defend", "陈", "《行政许可法》第三十六条", "Administrative Permission Law, art. 36", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"party", "利害关系人", "interested party", T, R | P}, {"matter", "利害关系事项", "matter", T, R}, {"state_by", "陈述申辩期限", "state by", D, R}}},
    {"F15", "听证告知书", "Notice of the Right to a Hearing", "听告", "《行政许可法》第四十六条、第四十七条", "Administrative Permission Law, arts 46, 47", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"matter", "听证事项", "matter", T, R}, {"ask_days", "申请期限（工作日）", "working days to ask", N, R}, {"how", "申请方式", "how to ask", T, R}}},
    {"F16", "听证通知书", "Notice of Hearing", "听通", "《行政许可法》第四十八条", "Administrative Permission Law, art. 48", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"hearing_at", "听证时间", "time", FACT_INSTANT, R}, {"place", "听证地点", "place", T, R}, {"chair", "主持人", "chair", T, R},
        {"public", "是否公开", "public", FACT_FLAG, R}}},
    {"F17", "听证笔录", "Record of Hearing", "听录", "《行政许可法》第四十八条", "Administrative Permission Law, art. 48", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"at", "听证时间", "time", FACT_INSTANT, R}, {"place", "听证地点", "place", T, R}, {"chair", "主持人", "chair", T, R},
        {"participants", "参加人", "participants", L, R, "name"}, {"statements", "陈述、申辩和质证", "statements", L, R, "name text"},
        {"evidence", "证据", "evidence", T, R}}},
    {"F18", "特别程序告知书", "Notice of Special Procedure", "特", "《行政许可法》第四十五条", "Administrative Permission Law, art. 45", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"ground", "特别程序种类", "kind of procedure", T, R}, {"performer", "实施机构", "carried out by", T, R}, {"days", "所需期限", "days needed", N, R},
        {"days_unit", "期限单位", "unit", T, 0}, {"matter", "事由", "matter", T, 0},
        {"from", "起始日", "from", D, R}, {"to", "截止日", "to", D, R}}},
    {"F19", "延长办理期限通知书", "Notice of Extension", "延", "《行政许可法》第四十二条", "Administrative Permission Law, art. 42", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"original_due", "原办结期限", "original last day", D, R}, {"new_due", "延长后办结期限", "new last day", D, R},
        {"extension_days", "延长工作日数", "working days added", N, R}, {"reason", "延长理由", "reasons", T, R},
        {"approver", "批准人", "approved by", T, R}, {"approver_role", "批准人职务", "approver's office", T, R}, {"approval_document", "批准文书", "approval document", T, R}, {"joint", "联合办理", "joint case", FACT_FLAG, 0}}},
    {"F20", "逐级上报件送审单", "Submission to the Upper Organ", "报", "《行政许可法》第三十五条、第四十三条", "Administrative Permission Law, arts 35, 43", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"opinion", "初审意见", "opinion", T, R}, {"materials", "报送材料", "materials", L, R, "name"}, {"sent_on", "报送日期", "sent on", D, R},
        {"upper_organ", "上级机关", "upper organ", T, R}}},
    {"F21", "准予行政许可决定书", "Decision to Grant", "准", "《行政许可法》第三十八条第一款、第三十九条", "Administrative Permission Law, arts 38(1), 39", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"accepted_on", "受理日期", "accepted on", D, R}, {"content", "准予内容", "content", T, R}, {"scope", "适用范围", "scope", T, 0}, {"conditions", "附带条件", "conditions", T, 0},
        {"validity", "有效期", "validity", T, R}, {"certificate_kind", "证件种类", "certificate", T, R}}},
    {"F22", "不予行政许可决定书", "Decision to Refuse", "不准", "《行政许可法》第三十八条第二款", "Administrative Permission Law, art. 38(2)", ADVERSE_ALWAYS, SEAL_APPROVAL, true, {
        {"accepted_on", "受理日期", "accepted on", D, R}, {"facts", "查明的事实", "facts found", T, R}, REMEDIES}},
    {"F23", "当场办结单", "On-the-spot Completion", "即", "《行政许可法》第三十四条第二款、第五十六条", "Administrative Permission Law, arts 34(2), 56", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"content", "决定内容", "decision", T, R}, {"result", "交付的结果", "result delivered", T, R}, {"handler", "经办人", "handled by", T, R}}},
    {"F24", "缴费通知书", "Payment Notice", "缴", "《行政许可法》第五十八条、第五十九条", "Administrative Permission Law, arts 58, 59", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"lines", "收费明细", "lines", L, R, "name basis standard quantity"}, {"amount", "应缴金额", "amount", FACT_MONEY, R},
        {"payee", "收款单位", "payee", T, R}, {"payee_account", "收款账户", "account", T, R}, {"due_on", "缴费截止日", "pay by", D, R}, {"reductions", "减免", "reductions", T, 0}}},
    {"F25", "财政票据", "Fiscal Receipt", NULL, "《行政许可法》第五十九条", "Administrative Permission Law, art. 59", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"payer", "缴款人", "payer", T, R | P}, {"fee_code", "收费项目编码", "fee code", T, R}, {"amount", "金额", "amount", FACT_MONEY, R},
        {"ticket_no", "票据号码", "ticket no.", T, R}, {"check_code", "校验码", "check code", T, R}, {"issuer", "开票人", "issued by", T, R}}},
    {"F26", "行政许可证", "Certificate", "证", "《行政许可法》第三十九条、第四十四条", "Administrative Permission Law, arts 39, 44", ADVERSE_NEVER, SEAL_ORGAN, true, {
        {"certificate_kind", "证件名称", "certificate", T, R}, {"holder", "持证人", "holder", T, R | P}, {"content", "许可内容", "content", T, R},
        {"valid_from", "有效期自", "valid from", D, R}, {"valid_to", "有效期至（长期有效则空）", "valid to (empty: no expiry)", D, 0}}},
    {"F27", "送达回证", "Proof of Service", "送", "《行政许可法》第四十四条；参照《民事诉讼法》第八十七条", "Administrative Permission Law, art. 44; Civil Procedure Law, art. 87 by analogy", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"documents", "送达文书", "documents served", L, R, "name number"}, {"addressee", "受送达人", "addressee", T, R | P},
        {"way", "送达方式", "way of service", T, R}, {"place", "送达地点", "place", T, R}, {"delivered_on", "送达日期", "served on", D, R},
        {"recipient", "收件人", "received by", T, P}, {"witness", "见证人", "witness", T, P}, {"refusal_note", "拒收事由", "why refused", T, 0},
        {"handler", "送达人", "served by", T, R}}},
    {"F28", "变更行政许可决定书", "Decision on a Change", "变", "《行政许可法》第四十九条", "Administrative Permission Law, art. 49", ADVERSE_WHEN_REFUSED, SEAL_APPROVAL, true, {
        {"granted", "是否准予", "granted", FACT_FLAG, R}, {"original_number", "原证（文）号", "original no.", T, R}, {"content", "变更内容", "change", T, R}, REMEDIES}},
    {"F29", "延续行政许可决定书", "Decision on a Renewal", "续", "《行政许可法》第五十条", "Administrative Permission Law, art. 50", ADVERSE_WHEN_REFUSED, SEAL_APPROVAL, true, {
        {"granted", "是否准予", "granted", FACT_FLAG, R}, {"original_number", "原证（文）号", "original no.", T, R}, {"expires_on", "原有效期至", "expires on", D, R},
        {"valid_to", "延续后有效期至", "valid to", D, 0}, REMEDIES}},
    {"F30", "撤回行政许可决定书", "Decision to Withdraw", "撤回", "《行政许可法》第八条第二款", "Administrative Permission Law, art. 8(2)", ADVERSE_ALWAYS, SEAL_ORGAN, true, {
        {"original_number", "原证（文）号", "original no.", T, R}, {"cause", "撤回原因", "cause", T, R}, {"public_interest", "公共利益需要", "public interest", T, R},
        {"compensation", "补偿", "compensation", T, R}, REMEDIES}},
    {"F31", "撤销行政许可决定书", "Decision to Revoke", "撤销", "《行政许可法》第六十九条", "Administrative Permission Law, art. 69", ADVERSE_ALWAYS, SEAL_ORGAN, true, {
        {"original_number", "原证（文）号", "original no.", T, R}, {"facts", "查明的事实", "facts found", T, R}, {"ground", "撤销情形", "ground", T, R},
        {"compensation", "赔偿", "compensation", T, R}, REMEDIES}},
    {"F32", "注销行政许可决定书", "Decision to Cancel", "注", "《行政许可法》第七十条", "Administrative Permission Law, art. 70", ADVERSE_NEVER, SEAL_ORGAN, true, {
        {"original_number", "原证（文）号", "original no.", T, R}, {"ground", "注销情形", "ground", T, R}}},
    {"F33", "终止办理通知书", "Notice of Termination", "终", "申请人撤回申请或者办理条件不再存在", "The applicant withdrew, or the case has lost its object", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"cause", "终止原因", "cause", T, R}, {"returned", "退还材料", "materials returned", L, 0, "name"}, {"handler", "经办人", "handled by", T, R}}},
    {"F34", "超时默认通知书", "Notice of Default by Lapse of Time", "默", "超时默认制", "Default system of the centre", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"promised_due", "承诺办结日期", "promised last day", D, R}, {"overdue_since", "超时起始日", "overdue since", D, R}, {"effect", "默认效力", "effect", T, R},
        {"issue_on", "制发日期", "issue on", D, R}}},
};
#undef R
#undef P
#undef A
#undef T
#undef D
#undef N
#undef L

int document_kind_count(void) { return (int)(sizeof KINDS / sizeof *KINDS); }
const DocumentKind *document_kind_number(int index) { return index >= 0 && index < document_kind_count() ? &KINDS[index] : NULL; }

const DocumentKind *document_kind(const char *code) {
    if (!code || code[0] != 'F' || strlen(code) != 3) return NULL;
    int n = (code[1] - '0') * 10 + (code[2] - '0') - 1;      /* the table stands in order of the codes; checked by the test */
    return n >= 0 && n < document_kind_count() && !strcmp(KINDS[n].code, code) ? &KINDS[n] : NULL;
}

/* What stands for 行政许可 in a title when the item is of another kind (XK-03: not every item is a permit). */
static const char *subject_zh(const char *item_kind) {
    if (!item_kind || text_equal(item_kind, "01")) return "行政许可";
    if (text_equal(item_kind, "05")) return "行政给付";
    if (text_equal(item_kind, "07")) return "行政确认";
    if (text_equal(item_kind, "09")) return "行政裁决";
    return "办理";
}

char *document_title(Arena *arena, const DocumentKind *kind, const Value *facts, bool english) {
    if (english) {
        if (kind->adverse == ADVERSE_WHEN_REFUSED) return arena_printf(arena, "%s (%s)", kind->en, value_bool(facts, "granted") ? "granted" : "refused");
        return arena_strdup(arena, kind->en);
    }
    const char *subject = subject_zh(value_str(facts, "item_kind"));
    char *title = arena_strdup(arena, kind->zh);
    if (!strcmp(kind->code, "F07") && strcmp(subject, "行政许可")) title = arena_strdup(arena, "不需要办理告知书");
    const char *at = strstr(title, "行政许可");
    if (at && strcmp(subject, "行政许可") && strcmp(kind->code, "F26"))
        title = arena_printf(arena, "%.*s%s%s", (int)(at - title), title, subject, at + strlen("行政许可"));
    if (!strcmp(kind->code, "F01") && !strcmp(subject, "办理")) title = arena_strdup(arena, "申请书");
    if (kind->adverse == ADVERSE_WHEN_REFUSED) title = arena_printf(arena, "%s%s", value_bool(facts, "granted") ? "准予" : "不予", title);
    return title;
}

const char *document_category(const char *item_kind) {
    static const struct { const char *kind, *word; } CATEGORY[] = {{"01", "许"}, {"05", "给"}, {"07", "确"}, {"09", "裁"}, {"20", "服"}};
    for (size_t i = 0; i < sizeof CATEGORY / sizeof *CATEGORY; i++)
        if (text_equal(item_kind, CATEGORY[i].kind)) return CATEGORY[i].word;
    return "其";
}

char *document_number_text(Arena *arena, const char *series, const char *word, int year, int64_t seq) {
    return arena_printf(arena, "%s%s〔%d〕%lld号", series, word, year, (long long)seq);
}

bool document_number_valid(const char *number) {
    if (!number) return false;
    const char *open = strstr(number, "〔");
    if (!open || open == number) return false;
    const char *at = open + strlen("〔");
    for (int i = 0; i < 4; i++) if (at[i] < '0' || at[i] > '9') return false;
    if (strncmp(at + 4, "〕", 3)) return false;
    at += 7;
    if (*at < '1' || *at > '9') return false;                /* no leading zero */
    while (*at >= '0' && *at <= '9') at++;
    return !strcmp(at, "号");
}
