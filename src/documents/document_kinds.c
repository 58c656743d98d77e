/* document_kinds.c: the table of the 34 standard documents and of nine more: name, 文种代字, basis, seal, what each must say (DOMAIN 4.2).
 * A list's columns ending in ? may be absent. */
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
        {"lead", "牵头部门", "lead department", T, R}, {"windows", "协办部门", "co-handling departments", L, R, "name limit due? window? receiver? received_at?"},
        {"materials", "抄送材料", "materials", L, R, "name form? originals? copies? pages?"}, {"mode", "联办方式", "mode", T, 0}, {"sign_by", "签收期限", "sign by", D, 0}, {"complete_by", "齐全性意见期限", "completeness opinion by", D, 0},
        {"total_due", "联办总期限", "joint last day", D, 0}, {"meeting_at", "联审时间", "joint review at", FACT_INSTANT, 0}, {"meeting_place", "联审地点", "joint review in", T, 0},
        {"handler", "经办人", "handled by", T, 0}}},
    {"F12", "联合审查会议纪要", "Minutes of Joint Review", "纪", "《行政许可法》第二十六条", "Administrative Permission Law, art. 26", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"at", "会议时间", "time", FACT_INSTANT, R}, {"place", "会议地点", "place", T, R}, {"chair", "主持人", "chair", T, R}, {"recorder", "记录人", "recorder", T, 0},
        {"attendees", "出席", "present", L, R, "name role? department?"}, {"absents", "缺席", "absent", T, 0}, {"topic", "议题", "topic", T, 0},
        {"opinions", "各方意见", "opinions", L, R, "name opinion basis? by?"}, {"conclusion", "结论", "conclusion", T, R}}},
    {"F13", "现场核查笔录", "Record of On-site Verification", "核", "《行政许可法》第三十四条第三款、第五十五条", "Administrative Permission Law, arts 34(3), 55", ADVERSE_NEVER, SEAL_NONE, true, {
        {"at", "核查时间", "time", FACT_INSTANT, R}, {"ended_at", "结束时间", "ended at", FACT_INSTANT, 0}, {"place", "核查地点", "place", T, R},
        {"officers", "核查人员", "officers", L, R, "name certificate id? department?"}, {"recorder", "记录人", "recorder", T, 0},
        {"present", "被核查方在场人", "present for the applicant", T, P}, {"present_role", "在场人身份", "capacity", T, P},
        {"checks", "核查项目", "points verified", L, 0, "item finding result?"}, {"answers", "询问记录", "questions and answers", L, P, "question answer"},
        {"findings", "核查情况", "findings", T, R}, {"conclusion", "核查结论", "conclusion", T, 0}, {"remark", "在场人意见", "remarks of those present", T, P},
        {"refusal_note", "拒绝签字事由", "why not signed", T, 0}}},
    {"F14", "利害关系人陈述申辩告知书", "Notice of the Right to State and Defend", "陈", "《行政许可法》第三十六条", "Administrative Permission Law, art. 36", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"party", "利害关系人", "interested party", T, R | P}, {"matter", "利害关系事项", "matter", T, R}, {"state_by", "陈述申辩期限", "state by", D, R},
        {"how", "提出方式", "how to state", T, 0}, {"content", "申请许可的内容", "what is applied for", T, 0}, {"handler", "经办人", "handled by", T, 0}}},
    {"F15", "听证告知书", "Notice of the Right to a Hearing", "听告", "《行政许可法》第四十六条、第四十七条", "Administrative Permission Law, arts 46, 47", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"matter", "听证事项", "matter", T, R}, {"ask_days", "申请期限（工作日）", "working days to ask", N, R}, {"how", "申请方式", "how to ask", T, R},
        {"party", "利害关系人", "interested party", T, P}, {"ask_by", "申请截止日", "ask by", D, 0}, {"proposed", "拟作出的决定及理由", "decision intended, with reasons", T, 0},
        {"announcement", "听证公告", "public announcement", FACT_FLAG, 0}, {"handler", "经办人", "handled by", T, 0}}},
    {"F16", "听证通知书", "Notice of Hearing", "听通", "《行政许可法》第四十八条", "Administrative Permission Law, art. 48", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"hearing_at", "听证时间", "time", FACT_INSTANT, R}, {"place", "听证地点", "place", T, R}, {"chair", "主持人", "chair", T, R},
        {"public", "是否公开", "public", FACT_FLAG, R}, {"private_reason", "不公开的理由", "why not public", T, 0}, {"matter", "听证事项", "matter", T, 0},
        {"recorder", "记录人", "recorder", T, 0}, {"examiner", "审查人员", "examiner", T, 0}, {"party", "利害关系人", "interested party", T, P}, {"handler", "经办人", "handled by", T, 0}}},
    {"F17", "听证笔录", "Record of Hearing", "听录", "《行政许可法》第四十八条", "Administrative Permission Law, art. 48", ADVERSE_NEVER, SEAL_NONE, true, {
        {"at", "听证时间", "time", FACT_INSTANT, R}, {"ended_at", "结束时间", "ended at", FACT_INSTANT, 0}, {"place", "听证地点", "place", T, R}, {"chair", "主持人", "chair", T, R},
        {"recorder", "记录人", "recorder", T, 0}, {"examiner", "审查人员", "examiner", T, 0}, {"public", "是否公开", "public", FACT_FLAG, 0}, {"matter", "听证事项", "matter", T, 0},
        {"participants", "参加人", "participants", L, R | P, "name role?"}, {"statements", "陈述、申辩和质证", "statements", L, R | P, "name text"},
        {"evidence", "证据", "evidence", T, R}, {"refusal_note", "拒绝签字事由", "why not signed", T, 0}}},
    {"F18", "特别程序告知书", "Notice of Special Procedure", "特", "《行政许可法》第四十五条", "Administrative Permission Law, art. 45", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"ground", "特别程序种类", "kind of procedure", T, R}, {"performer", "实施机构", "carried out by", T, R}, {"days", "所需期限", "days needed", N, R},
        {"days_unit", "期限单位", "unit", T, 0}, {"matter", "事由", "matter", T, 0},
        {"from", "起始日", "from", D, R}, {"to", "截止日", "to", D, R}}},
    {"F19", "延长办理期限通知书", "Notice of Extension", "延", "《行政许可法》第四十二条", "Administrative Permission Law, art. 42", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"original_due", "原办结期限", "original last day", D, R}, {"new_due", "延长后办结期限", "new last day", D, R},
        {"extension_days", "延长工作日数", "working days added", N, R}, {"reason", "延长理由", "reasons", T, R},
        {"approver", "批准人", "approved by", T, R}, {"approver_role", "批准人职务", "approver's office", T, R}, {"approval_document", "批准文书", "approval document", T, R}, {"joint", "联合办理", "joint case", FACT_FLAG, 0}}},
    {"F20", "逐级上报件送审单", "Submission to the Upper Organ", "报", "《行政许可法》第三十五条、第四十三条", "Administrative Permission Law, arts 35, 43", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"opinion", "初审意见", "opinion", T, R}, {"materials", "报送材料", "materials", L, R, "name form? originals? copies? pages?"}, {"sent_on", "报送日期", "sent on", D, R},
        {"upper_organ", "上级机关", "upper organ", T, R}, {"accepted_on", "受理日期", "accepted on", D, 0}, {"examined_by", "初审期限", "examine by", D, 0},
        {"handler", "经办人", "handled by", T, 0}, {"approver", "签发人", "signed by", T, 0}}},
    {"F21", "准予行政许可决定书", "Decision to Grant", "准", "《行政许可法》第三十八条第一款、第三十九条", "Administrative Permission Law, arts 38(1), 39", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"accepted_on", "受理日期", "accepted on", D, R}, {"content", "准予内容", "content", T, R}, {"scope", "适用范围", "scope", T, 0}, {"conditions", "附带条件", "conditions", T, 0},
        {"validity", "有效期", "validity", T, R}, {"certificate_kind", "证件种类", "certificate", T, R},
        {"transcript", "听证笔录文号", "record of the hearing", T, 0}}},
    {"F22", "不予行政许可决定书", "Decision to Refuse", "不准", "《行政许可法》第三十八条第二款", "Administrative Permission Law, art. 38(2)", ADVERSE_ALWAYS, SEAL_APPROVAL, true, {
        {"accepted_on", "受理日期", "accepted on", D, R}, {"facts", "查明的事实", "facts found", T, R},
        {"transcript", "听证笔录文号", "record of the hearing", T, 0}, {"false_materials", "隐瞒情况或者提供虚假材料", "facts hidden or materials false", FACT_FLAG, 0},
        {"barred_until", "不得再次申请至", "no new application until", D, 0}, REMEDIES}},
    {"F23", "当场办结单", "On-the-spot Completion", "即", "《行政许可法》第三十四条第二款、第五十六条", "Administrative Permission Law, arts 34(2), 56", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"content", "决定内容", "decision", T, R}, {"result", "交付的结果", "result delivered", T, R}, {"handler", "经办人", "handled by", T, R}}},
    {"F24", "缴费通知书", "Payment Notice", "缴", "《行政许可法》第五十八条、第五十九条", "Administrative Permission Law, arts 58, 59", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"lines", "收费明细", "lines", L, R, "name basis standard quantity"}, {"amount", "应缴金额", "amount", FACT_MONEY, R},
        {"payee", "收款单位", "payee", T, R}, {"payee_account", "收款账户", "account", T, R}, {"due_on", "缴费截止日", "pay by", D, R}, {"reductions", "减免", "reductions", T, 0}}},
    {"F25", "财政票据", "Fiscal Receipt", NULL, "《行政许可法》第五十九条", "Administrative Permission Law, art. 59", ADVERSE_NEVER, SEAL_NONE, true, {
        {"payer", "缴款人", "payer", T, R | P}, {"fee_code", "收费项目编码", "fee code", T, R}, {"amount", "金额", "amount", FACT_MONEY, R},
        {"ticket_no", "票据号码", "ticket no.", T, R}, {"check_code", "校验码", "check code", T, R}, {"issuer", "开票人", "issued by", T, R},
        {"lines", "收费明细", "lines", L, 0, "name standard quantity"}, {"paid_on", "缴款日期", "paid on", D, 0}, {"bill_number", "缴费通知书", "payment notice", T, 0},
        {"payee", "收款单位", "payee", T, 0}, {"way", "缴款方式", "way of payment", T, 0}}},
    {"F26", "行政许可证", "Certificate", "证", "《行政许可法》第三十九条、第四十四条", "Administrative Permission Law, arts 39, 44", ADVERSE_NEVER, SEAL_ORGAN, true, {
        {"certificate_kind", "证件名称", "certificate", T, R}, {"holder", "持证人", "holder", T, R | P}, {"content", "许可内容", "content", T, R},
        {"valid_from", "有效期自", "valid from", D, R}, {"valid_to", "有效期至（长期有效则空）", "valid to (empty: no expiry)", D, 0}}},
    {"F27", "送达回证", "Proof of Service", "送", "《行政许可法》第四十四条；参照《民事诉讼法》第八十七条", "Administrative Permission Law, art. 44; Civil Procedure Law, art. 87 by analogy", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"documents", "送达文书", "documents served", L, R, "name number"}, {"addressee", "受送达人", "addressee", T, R | P},
        {"way", "送达方式", "way of service", T, R}, {"place", "送达地点", "place", T, R}, {"delivered_on", "送达日期", "served on", D, R},
        {"recipient", "收件人", "received by", T, P}, {"witness", "见证人", "witness", T, P}, {"refusal_note", "拒收事由", "why refused", T, 0},
        {"handler", "送达人", "served by", T, R}}},
    {"F28", "变更行政许可决定书", "Decision on a Change", "变", "《行政许可法》第四十九条", "Administrative Permission Law, art. 49", ADVERSE_WHEN_REFUSED, SEAL_APPROVAL, true, {
        {"granted", "是否准予", "granted", FACT_FLAG, R}, {"original_number", "原证（文）号", "original no.", T, R}, {"content", "变更内容", "change", T, R},
        {"before", "原许可内容", "as it was", T, 0}, {"certificate_kind", "证件名称", "certificate", T, 0}, {"accepted_on", "受理日期", "accepted on", D, 0}, REMEDIES}},
    {"F29", "延续行政许可决定书", "Decision on a Renewal", "续", "《行政许可法》第五十条", "Administrative Permission Law, art. 50", ADVERSE_WHEN_REFUSED, SEAL_APPROVAL, true, {
        {"granted", "是否准予", "granted", FACT_FLAG, R}, {"original_number", "原证（文）号", "original no.", T, R}, {"expires_on", "原有效期至", "expires on", D, R},
        {"valid_to", "延续后有效期至", "valid to", D, 0}, {"deemed", "视为准予延续", "deemed renewed", FACT_FLAG, 0}, {"applied_on", "申请日期", "applied on", D, 0},
        {"certificate_kind", "证件名称", "certificate", T, 0}, {"accepted_on", "受理日期", "accepted on", D, 0}, REMEDIES}},
    {"F30", "撤回行政许可决定书", "Decision to Withdraw", "撤回", "《行政许可法》第八条第二款", "Administrative Permission Law, art. 8(2)", ADVERSE_ALWAYS, SEAL_ORGAN, false, {
        {"original_number", "原证（文）号", "original no.", T, R}, {"cause", "撤回原因", "cause", T, R}, {"public_interest", "公共利益需要", "public interest", T, R},
        {"compensation", "补偿", "compensation", T, R}, {"certificate_kind", "证件名称", "certificate", T, 0}, {"heard", "陈述申辩及采纳情况", "statements heard", T, 0},
        {"effective_on", "生效日期", "effective on", D, 0}, REMEDIES}},
    {"F31", "撤销行政许可决定书", "Decision to Revoke", "撤销", "《行政许可法》第六十九条", "Administrative Permission Law, art. 69", ADVERSE_ALWAYS, SEAL_ORGAN, false, {
        {"original_number", "原证（文）号", "original no.", T, R}, {"facts", "查明的事实", "facts found", T, R}, {"ground", "撤销情形", "ground", T, R},
        {"compensation", "赔偿", "compensation", T, R}, {"certificate_kind", "证件名称", "certificate", T, 0}, {"heard", "陈述申辩及采纳情况", "statements heard", T, 0}, REMEDIES}},
    {"F32", "注销行政许可决定书", "Decision to Cancel", "注", "《行政许可法》第七十条", "Administrative Permission Law, art. 70", ADVERSE_NEVER, SEAL_ORGAN, false, {
        {"original_number", "原证（文）号", "original no.", T, R}, {"ground", "注销情形", "ground", T, R}, {"certificate_kind", "证件名称", "certificate", T, 0},
        {"facts", "事实", "facts", T, 0}, {"effective_on", "注销日期", "effective on", D, 0}, {"announcement", "注销公告", "public announcement", FACT_FLAG, 0}}},
    {"F33", "终止办理通知书", "Notice of Termination", "终", "申请人撤回申请或者办理条件不再存在", "The applicant withdrew, or the case has lost its object", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"cause", "终止原因", "cause", T, R}, {"returned", "退还材料", "materials returned", L, 0, "name"}, {"handler", "经办人", "handled by", T, R}}},
    {"F34", "超时默认通知书", "Notice of Default by Lapse of Time", "默", "超时默认制", "Default system of the centre", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"promised_due", "承诺办结日期", "promised last day", D, R}, {"overdue_since", "超时起始日", "overdue since", D, R}, {"effect", "默认效力", "effect", T, R},
        {"issue_on", "补办决定期限", "decision to be made by", D, R}, {"approval_document", "超时默认批准文件", "document that allows it", T, R},
        {"responsible", "责任人", "person responsible", T, 0}}},
    /* Further papers of DOMAIN 3.1, 3.3, 3.4 and 4.2 (“Further families”): codes of our own, X01-X09. */
    {"X01", "退回件通知书", "Notice of Return", "退", "六件制（退回件）", "Case kinds of the centre: returned case", ADVERSE_ALWAYS, SEAL_ACCEPTANCE, true, {
        {"ground", "退回情形", "ground", T, R}, {"where_to_go", "建议办理途径", "where to go instead", T, 0}, {"re_examine_at", "复核受理科室", "asked for re-examination at", T, R},
        {"re_examine_by", "申请复核期限", "ask for re-examination by", D, 0}, {"returned", "退还材料", "materials returned", L, 0, "name form? originals? copies?"},
        {"handler", "经办人", "handled by", T, R}, REMEDIES}},
    {"X02", "退回件复核裁定书", "Ruling on a Returned Case", "复", "六件制（退回件复核）", "Case kinds of the centre: re-examination of a returned case", ADVERSE_WHEN_REFUSED, SEAL_ORGAN, true, {
        {"granted", "是否支持复核申请", "upheld", FACT_FLAG, R}, {"original_number", "退回件通知书文号", "no. of the notice of return", T, R}, {"requested_on", "申请复核日期", "requested on", D, R},
        {"facts", "查明的事实", "facts found", T, R}, {"ruling", "裁定内容", "ruling", T, R}, {"handler", "经办人", "handled by", T, 0}, REMEDIES}},
    {"X03", "容缺受理承诺书", "Undertaking to Supply Secondary Materials", NULL, "六件制（补办件）、容缺受理", "Case kinds of the centre: accepted with secondary material missing", ADVERSE_NEVER, SEAL_NONE, true, {
        {"missing", "暂缺材料", "materials to come", L, R, "name requirement? due?"}, {"due_on", "补交期限", "to be supplied by", D, R}, {"consequence", "逾期后果", "if not supplied", T, R},
        {"agent", "代理人", "agent", T, P}}},
    {"X04", "告知承诺书", "Commitment in Place of Proof", "诺", "《优化营商环境条例》第十九条；国办发〔2020〕42号", "Regulation on Optimising the Business Environment, art. 19; State Council Office 2020 no. 42", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"basis", "办理依据", "legal basis", T, R}, {"conditions", "许可条件", "conditions", L, R, "name"}, {"materials", "需提交的材料", "materials", L, 0, "name due? form?"},
        {"verify_by", "事后核查期限", "verified by", D, 0}, {"supervision", "监督和核查", "supervision", T, R}, {"liability", "不实承诺的法律责任", "liability", T, R},
        {"handler", "经办人", "handled by", T, 0}, {"agent", "代理人", "agent", T, P}}},
    {"X05", "代办办结报告", "Closure Report of the Agency Service", "代", "申报代办制", "Agency service of the centre", ADVERSE_NEVER, SEAL_ORGAN, true, {
        {"entrusted_on", "委托日期", "entrusted on", D, R}, {"deputy", "代办员", "agent of the centre", T, R}, {"stages", "代办过程", "stages", L, R, "name place? from? to? result?"},
        {"outcome", "办结情况", "outcome", T, R}, {"finished_on", "办结日期", "finished on", D, R}, {"stopped", "终止代办", "stopped", FACT_FLAG, 0}}},
    {"X06", "容缺受理补办通知书", "Notice of Secondary Materials Still Due", "容", "六件制（补办件）、容缺受理", "Case kinds of the centre: accepted with secondary material missing", ADVERSE_NEVER, SEAL_ACCEPTANCE, true, {
        {"accepted_on", "受理日期", "accepted on", D, R}, {"missing", "暂缺材料", "materials to come", L, R, "name requirement? due?"}, {"due_on", "补交期限", "to be supplied by", D, R},
        {"handler", "经办人", "handled by", T, R}, {"contact_phone", "咨询电话", "telephone", T, R}}},
    {"X07", "现场核查通知书", "Notice of On-site Verification", "核通", "《行政许可法》第三十四条第三款、第五十五条", "Administrative Permission Law, arts 34(3), 55", ADVERSE_NEVER, SEAL_APPROVAL, true, {
        {"at", "核查时间", "time", FACT_INSTANT, R}, {"place", "核查地点", "place", T, R}, {"officers", "核查人员", "officers", L, R, "name certificate id? department?"},
        {"matter", "核查内容", "what is verified", T, R}, {"handler", "经办人", "handled by", T, 0}, {"contact_phone", "咨询电话", "telephone", T, 0}}},
    {"X08", "听证报告", "Report of the Hearing", "听报", "《行政许可法》第四十八条", "Administrative Permission Law, art. 48", ADVERSE_NEVER, SEAL_NONE, true, {
        {"at", "听证时间", "time", FACT_INSTANT, R}, {"place", "听证地点", "place", T, R}, {"chair", "主持人", "chair", T, R}, {"matter", "听证事项", "matter", T, R},
        {"transcript", "听证笔录文号", "no. of the record", T, R}, {"facts", "听证查明的情况", "what the hearing found", T, R}, {"views", "各方主要意见", "main views", L, R | P, "name text"},
        {"conclusion", "处理意见", "conclusion", T, R}}},
    {"X09", "撤回申请书", "Request to Withdraw an Application", NULL, "申请人撤回申请", "The applicant's own withdrawal", ADVERSE_NEVER, SEAL_NONE, true, {
        {"reason", "撤回理由", "reason", T, R}, {"agent", "代理人", "agent", T, P}, {"phone", "联系电话", "telephone", T, P}}},
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
    if (!code || (code[0] != 'F' && code[0] != 'X') || strlen(code) != 3) return NULL;
    int n = (code[1] - '0') * 10 + (code[2] - '0') - 1;      /* the table stands in order of the codes, F then X; checked by the test */
    if (code[0] == 'X') n += DOCUMENT_STANDARD_KINDS;
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
    if (!strcmp(kind->code, "F25")) return arena_strdup(arena, english ? "Fiscal Receipt (information copy)" : "财政票据信息联");      /* the receipt itself is the treasury's */
    bool announced = value_bool(facts, "announcement"), renewed = !strcmp(kind->code, "F29") && value_bool(facts, "deemed");
    if (english) {
        if (renewed) return arena_strdup(arena, "Confirmation of Deemed Renewal");
        if (announced && !strcmp(kind->code, "F15")) return arena_strdup(arena, "Announcement of a Hearing");
        if (announced && !strcmp(kind->code, "F32")) return arena_strdup(arena, "Announcement of Cancellation");
        if (!strcmp(kind->code, "X02")) return arena_strdup(arena, kind->en);
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
    if (announced && !strcmp(kind->code, "F15")) return arena_strdup(arena, "听证公告");
    if (announced && !strcmp(kind->code, "F32")) return arena_printf(arena, "注销%s公告", subject);
    if (renewed) return arena_printf(arena, "视为准予延续%s确认书", subject);
    if (!strcmp(kind->code, "X02")) return title;
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
    Buf out = buf_sized(arena, 96);                           /* of every receipt: without printf */
    buf_str(&out, series);
    buf_str(&out, word);
    buf_str(&out, "〔");
    buf_int(&out, year);
    buf_str(&out, "〕");
    buf_int(&out, seq);
    buf_str(&out, "号");
    return out.text;
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
