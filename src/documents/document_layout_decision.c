/* document_layout_decision.c: decisions, bills, receipts of money, proofs of service: F21-F25, F27. */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

static const char *subject(const Paper *p) { return paper_is_permit(p) ? "行政许可" : "办理"; }

/* XK-48: the decision rests on the record of the hearing, and names it. */
static void put_transcript(Paper *p) {
    if (*say(p, "transcript")) put_para(p, F("本机关依法举行了听证，本决定根据听证笔录（%s）作出。", say(p, "transcript")), F("This decision rests on the record of the hearing (%s).", say(p, "transcript")));
}

static void granted(Paper *p) {                                    /* F21 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，本机关已于%s受理。经审查，申请符合法定条件、标准。根据%s，本机关决定准予%s。",
              say(p, "item"), say_day(p, "accepted_on"), say_law(p), subject(p)),
         F("Your application for “%s”, accepted on %s, meets the conditions set by law. It is granted (%s).", say_item_en(p), say_day_en(p, "accepted_on"), say_law_en(p)));
    put_transcript(p);
    Value *rows = put_facts_table(p);
    if (*say(p, "applicant_id")) put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "证件号码", "ID no.", document_masked_id(p->arena, say(p, "applicant_id")));
    put_pair(p, rows, "准予内容", "Content", say(p, "content"));
    if (*say(p, "scope")) put_pair(p, rows, "适用范围", "Scope", say(p, "scope"));
    if (*say(p, "conditions")) put_pair(p, rows, "附带条件", "Conditions", say(p, "conditions"));
    put_pairs(p, rows, "有效期", "Validity", say(p, "validity"), "证件种类", "Certificate", say(p, "certificate_kind"));
    put_para(p, paper_is_permit(p) ? "本机关自作出本决定之日起10个工作日内向你（单位）颁发、送达行政许可证件。本决定予以公开，公众有权查阅。" : "本机关自作出本决定之日起10个工作日内向你（单位）送达办理结果。",
         paper_is_permit(p) ? "The certificate will be delivered within 10 working days. This decision is public." : "The result will be delivered within 10 working days.");
}

static void refused(Paper *p) {                                    /* F22 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，本机关已于%s受理。经审查，查明的事实如下：", say(p, "item"), say_day(p, "accepted_on")),
         F("Your application for “%s”, accepted on %s, was examined. These facts were found:", say_item_en(p), say_day_en(p, "accepted_on")));
    put_para(p, say(p, "facts"), NULL);
    put_para(p, F("理由：%s", say(p, "reason")), NULL);
    put_transcript(p);
    if (value_bool(p->facts, "false_materials")) put_para(p, F("申请人隐瞒有关情况或者提供虚假材料，依照《中华人民共和国行政许可法》第七十八条给予警告%s。", *say(p, "barred_until") ?
        F("；本项许可直接关系公共安全、人身健康、生命财产安全，申请人在%s前不得再次申请", say_day(p, "barred_until")) : ""), "Facts were hidden or materials false: warned under art. 78.");
    put_para(p, F("根据%s，本机关决定不予%s。", say_law(p), subject(p)), F("For the reason above the application is refused (%s).", say_law_en(p)));
}

static void on_the_spot(Paper *p) {                                /* F23 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，材料齐全、符合%s形式，能够当场作出决定。根据%s，本机关当场受理、当场办结。", say(p, "item"), paper_is_permit(p) ? "法定" : "规定", paper_is_permit(p) ? say_law(p) : "本事项的办理规定"),
         F("Your application for “%s” is complete and could be decided at once: accepted, decided and delivered on the spot.", say_item_en(p)));
    Value *rows = put_facts_table(p);
    put_case_rows(p, rows);
    put_pair(p, rows, "决定内容", "Decision", say(p, "content"));
    put_pair(p, rows, "交付的结果", "Result delivered", say(p, "result"));
    put_pairs(p, rows, "办结日期", "Finished on", say_day(p, "date"), "经办人", "Handled by", say(p, "handler"));
    put_para(p, "本单同时作为决定和送达凭证，申请人在下方签收。", "This sheet is both the decision and the proof of service.");
}

static const char *yuan(const Paper *p, const Value *e, const char *key) {
    return value_get(e, key) ? money_text(p->arena, (Money){value_int(e, key, 0)}) : "";
}

static void money_table(Paper *p, bool with_basis) {
    Value *rows = with_basis ? put_table(p, "8 23 30 14 11 14", "序号|收费项目|收费依据|标准（元）|数量|金额（元）", "No.|Item|Legal basis|Standard|Quantity|Amount", false)
                             : put_table(p, "8 46 17 12 17", "序号|收费项目|标准（元）|数量|金额（元）", "No.|Item|Standard|Quantity|Amount", false);
    const Value *lines = value_get(p->facts, "lines");
    int n = 0;
    for (const Value *e = lines && lines->kind == VALUE_LIST ? lines->first : NULL; e; e = e->next) {
        Value *r = put_row(p, rows);
        int64_t amount = 0;
        if (__builtin_mul_overflow(value_int(e, "standard", 0), value_int(e, "quantity", 0), &amount)) amount = 0;
        put_cell_center(p, r, F("%d", ++n));
        put_cell(p, r, value_str(e, "name"));
        if (with_basis) put_cell(p, r, value_str(e, "basis"));
        put_cell_center(p, r, yuan(p, e, "standard"));
        put_cell_center(p, r, F("%lld", (long long)value_int(e, "quantity", 0)));
        put_cell_center(p, r, money_text(p->arena, (Money){amount}));
    }
    Money sum = {value_int(p->facts, "amount", 0)};
    put_cell_span(p, put_row(p, rows), F("合计（大写）：%s    ￥%s", money_text_zh(p->arena, sum), money_text(p->arena, sum)), with_basis ? 6 : 5);
}

static void bill(Paper *p) {                                       /* F24 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，依法应当缴纳下列费用：", say(p, "item")), F("For “%s” the following is payable by law:", say_item_en(p)));
    money_table(p, true);
    Value *grid = put_facts_table(p);
    put_pair(p, grid, "收款单位", "Payee", say(p, "payee"));
    put_pair(p, grid, "收款账户", "Account", say(p, "payee_account"));
    put_pairs(p, grid, "缴费截止日", "Pay by", say_day(p, "due_on"), "减免", "Reductions", *say(p, "reductions") ? say(p, "reductions") : "无");
    put_para(p, "收费项目和标准以公布的目录为准，目录以外不收取任何费用；所收费用全部上缴财政，并开具财政票据（《行政许可法》第五十八条、第五十九条）。",
         "Nothing beyond the published tariff is charged; all goes to the treasury, against a fiscal receipt.");
}

static void money_receipt(Paper *p) {                              /* F25: what the fiscal receipt says; the receipt itself is the treasury's */
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "票据号码", "Ticket no.", say(p, "ticket_no"), "校验码", "Check code", say(p, "check_code"));
    put_pairs(p, rows, "缴款人", "Payer", say(p, "payer"), "开票日期", "Issued on", say_day(p, "date"));
    if (*say_day(p, "paid_on") || *say(p, "way")) put_pairs(p, rows, "缴款日期", "Paid on", say_day(p, "paid_on"), "缴款方式", "Paid by", say(p, "way"));
    put_pair(p, rows, "项目编码", "Fee code", say(p, "fee_code"));
    put_pair(p, rows, "办理事项", "Item", say(p, "item"));
    if (*say(p, "bill_number")) put_pair(p, rows, "缴费通知书", "Payment notice", say(p, "bill_number"));
    const Value *lines = value_get(p->facts, "lines");
    if (lines && lines->kind == VALUE_LIST && lines->count) money_table(p, false);
    rows = put_facts_table(p);
    Money sum = {value_int(p->facts, "amount", 0)};
    put_pair(p, rows, "金额", "Amount", F("%s    ￥%s", money_text_zh(p->arena, sum), money_text(p->arena, sum)));
    put_pairs(p, rows, "收款单位", "Payee", say(p, "payee"), "开票人", "Issued by", say(p, "issuer"));
    put_para(p, "本页是财政票据的信息联，供查对使用，不是票据原件，不作报销凭证。票据真伪凭票据号码和校验码在财政部门的票据查验平台核验。所收款项已全额上缴财政（《行政许可法》第五十九条）。",
         "This page repeats what the fiscal receipt says; it is not the receipt itself. Check the receipt by its number and check code at the treasury's service. The whole sum has gone to the treasury.");
}

static void served(Paper *p) {                                     /* F27 */
    Value *rows = put_facts_table(p);
    put_pair(p, rows, "受送达人", "Addressee", say(p, "addressee"));
    put_pair(p, rows, "事项", "Item", say(p, "item"));
    put_pairs(p, rows, "办件编号", "Case no.", say(p, "case_no"), "送达方式", "Way", say(p, "way"));
    put_pairs(p, rows, "送达地点", "Place", say(p, "place"), "送达日期", "Date", say_day(p, "delivered_on"));
    put_list_table(p, "documents", "name number", "10 50 40", "序号|送达文书名称|文书编号", "No.|Document|Number");
    rows = put_facts_table(p);
    put_pair(p, rows, "收件人签名", "Recipient", F("%s\n\n　　　　　　　　　　　　年　　月　　日", say(p, "recipient")));
    put_pair(p, rows, "代收人、关系", "Received on behalf by", "\n");
    if (*say(p, "witness")) put_pairs(p, rows, "见证人签名", "Witness", say(p, "witness"), "拒收事由", "Why refused", say(p, "refusal_note"));
    else if (*say(p, "refusal_note")) put_pair(p, rows, "拒收事由", "Why refused", say(p, "refusal_note"));
    put_pairs(p, rows, "送达人签名", "Served by", F("%s\n", say(p, "handler")), "备注", "Remarks", "");
    put_small(p, "注：受送达人不在时，由其同住成年家属或者单位收发部门签收，代收人注明与受送达人的关系；受送达人拒绝签收的，邀请见证人到场，记明拒收事由和日期，由送达人、见证人签名，把文书留在受送达人的住所。邮寄、公告、电子送达的，附回执、公告或者系统到达记录。",
         "A substitute states the relation to the addressee. When service is refused, a witness and the server sign, state why and when, and leave the documents. Service by post, public notice or electronic means: attach the proof.");
}

bool layout_decision(Paper *p) {
    static const Layout LAYOUTS[] = {{"F21", granted}, {"F22", refused}, {"F23", on_the_spot}, {"F24", bill}, {"F25", money_receipt}, {"F27", served}};
    return layout_of(p, LAYOUTS, sizeof LAYOUTS / sizeof *LAYOUTS);
}
