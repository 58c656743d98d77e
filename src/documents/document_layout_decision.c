/* document_layout_decision.c: decisions, bills, proofs of service, certificates: F21-F32. */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

static const char *subject(const Paper *p) { return paper_is_permit(p) ? "行政许可" : "办理"; }

static void granted(Paper *p) {                                    /* F21 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，本机关已于%s受理。经审查，申请符合法定条件、标准。根据%s，本机关决定准予%s。",
              say(p, "item"), say_day(p, "accepted_on"), say_law(p), subject(p)), "The application meets the conditions and is granted.");
    Value *rows = put_facts_table(p);
    if (*say(p, "applicant_id")) put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "证件号码", "ID no.", document_masked_id(p->arena, say(p, "applicant_id")));
    put_pair(p, rows, "准予内容", "Content", say(p, "content"));
    if (*say(p, "scope")) put_pair(p, rows, "适用范围", "Scope", say(p, "scope"));
    if (*say(p, "conditions")) put_pair(p, rows, "附带条件", "Conditions", say(p, "conditions"));
    put_pairs(p, rows, "有效期", "Validity", say(p, "validity"), "证件种类", "Certificate", say(p, "certificate_kind"));
    put_para(p, paper_is_permit(p) ? "本机关自作出本决定之日起10个工作日内向你（单位）颁发、送达行政许可证件。本决定予以公开，公众有权查阅。" : "本机关自作出本决定之日起10个工作日内向你（单位）送达办理结果。",
         "The certificate will be delivered within 10 working days.");
}

static void refused(Paper *p) {                                    /* F22 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，本机关已于%s受理。经审查，查明的事实如下：", say(p, "item"), say_day(p, "accepted_on")), "The facts found:");
    put_para(p, say(p, "facts"), NULL);
    put_para(p, F("理由：%s", say(p, "reason")), NULL);
    put_para(p, F("根据%s，本机关决定不予%s。", say_law(p), subject(p)), "The application is refused.");
}

static void on_the_spot(Paper *p) {                                /* F23 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，材料齐全、符合%s形式，能够当场作出决定。根据%s，本机关当场受理、当场办结。", say(p, "item"), paper_is_permit(p) ? "法定" : "规定", paper_is_permit(p) ? say_law(p) : "本事项的办理规定"),
         "Accepted, decided and delivered on the spot.");
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

static void bill(Paper *p) {                                       /* F24 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，依法应当缴纳下列费用：", say(p, "item")), "The following is payable by law:");
    Value *rows = put_table(p, "7 25 32 13 10 13", "序号|收费项目|收费依据|标准（元）|数量|金额（元）", "No.|Item|Legal basis|Standard|Quantity|Amount", false);
    const Value *lines = value_get(p->facts, "lines");
    int n = 0;
    for (const Value *e = lines && lines->kind == VALUE_LIST ? lines->first : NULL; e; e = e->next) {
        Value *r = put_row(p, rows);
        int64_t amount = 0;
        if (__builtin_mul_overflow(value_int(e, "standard", 0), value_int(e, "quantity", 0), &amount)) amount = 0;
        put_cell_center(p, r, F("%d", ++n));
        put_cell(p, r, value_str(e, "name"));
        put_cell(p, r, value_str(e, "basis"));
        put_cell_center(p, r, yuan(p, e, "standard"));
        put_cell_center(p, r, F("%lld", (long long)value_int(e, "quantity", 0)));
        put_cell_center(p, r, money_text(p->arena, (Money){amount}));
    }
    Money sum = {value_int(p->facts, "amount", 0)};
    Value *total = put_row(p, rows);
    put_cell_span(p, total, F("合计（大写）：%s    ￥%s", money_text_zh(p->arena, sum), money_text(p->arena, sum)), 6);
    Value *grid = put_facts_table(p);
    put_pair(p, grid, "收款单位", "Payee", say(p, "payee"));
    put_pair(p, grid, "收款账户", "Account", say(p, "payee_account"));
    put_pairs(p, grid, "缴费截止日", "Pay by", say_day(p, "due_on"), "减免", "Reductions", *say(p, "reductions") ? say(p, "reductions") : "无");
    put_para(p, "收费项目和标准以公布的目录为准，目录以外不收取任何费用；所收费用全部上缴财政，并开具财政票据。", "Nothing beyond the published tariff is charged; all goes to the treasury, against a fiscal receipt.");
}

static void served(Paper *p) {                                     /* F27 */
    Value *rows = put_facts_table(p);
    put_pair(p, rows, "受送达人", "Addressee", say(p, "addressee"));
    put_pair(p, rows, "事项", "Item", say(p, "item"));
    put_pairs(p, rows, "办件编号", "Case no.", say(p, "case_no"), "送达方式", "Way", say(p, "way"));
    put_pairs(p, rows, "送达地点", "Place", say(p, "place"), "送达日期", "Date", say_day(p, "delivered_on"));
    put_list_table(p, "documents", "name number", "10 50 40", "序号|送达文书名称|文书编号", "No.|Document|Number");
    rows = put_facts_table(p);
    put_pair(p, rows, "收件人签名", "Recipient", F("%s\n ", say(p, "recipient")));
    if (*say(p, "witness")) put_pair(p, rows, "见证人", "Witness", say(p, "witness"));
    if (*say(p, "refusal_note")) put_pair(p, rows, "拒收事由", "Refusal", say(p, "refusal_note"));
    put_pair(p, rows, "送达人", "Served by", say(p, "handler"));
    put_para(p, "代收人须注明与受送达人的关系；受送达人拒绝签收的，由见证人签名并记明拒收事由和日期。", "A substitute states the relation to the addressee.");
}

/* F26: landscape, framed; holder and content large enough to read on a wall. */
void layout_certificate(Paper *p) {
    value_set_str(p->arena, p->sheet, "paper", "A4L");
    value_set_bool(p->arena, p->sheet, "frame", true);
    value_set_int(p->arena, p->sheet, "size", 170);
    Value *title = put_block(p, "title");
    value_set_str(p->arena, title, "text", *say(p, "certificate_kind") ? say(p, "certificate_kind") : document_title(p->arena, p->kind, p->facts, false));
    if (p->en) value_set_str(p->arena, title, "en", "Certificate");
    value_set_str(p->arena, put_block(p, "number"), "text", F("编号：%s", say(p, "number")));
    value_set_int(p->arena, put_block(p, "space"), "mm", 5);
    Value *rows = put_table(p, "18 82", NULL, NULL, false);
    value_set_bool(p->arena, p->blocks->last, "bare", true);
    const char *until = *say_day(p, "valid_to") ? F("%s 至 %s", say_day(p, "valid_from"), say_day(p, "valid_to")) : F("%s 起，长期有效", say_day(p, "valid_from"));
    const struct { const char *zh, *en, *text; } LINES[] = {
        {"持  证  人", "Holder", say(p, "holder")},
        {"证件号码", "ID no.", document_masked_id(p->arena, say(p, "applicant_id"))},
        {"许可事项", "Item", say(p, "item")}, {"许可内容", "Content", say(p, "content")}, {"有  效  期", "Validity", until}};
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        if (!*LINES[i].text || (i == 1 && !*say(p, "applicant_id"))) continue;
        Value *r = put_row(p, rows);
        put_label(p, r, i == 2 && !paper_is_permit(p) ? "办理事项" : i == 3 && !paper_is_permit(p) ? "内        容" : LINES[i].zh, LINES[i].en);
        put_cell(p, r, LINES[i].text);
    }
    const char *data = *say(p, "receipt_text") ? say(p, "receipt_text") : say(p, "query_url");
    if (*data) {
        Value *qr = put_block(p, "qr"), *lines = value_set_list(p->arena, qr, "lines");
        value_set_str(p->arena, qr, "data", data);
        value_set_bool(p->arena, qr, "corner", true);
        value_push_str(p->arena, lines, "扫码核验本证真伪和效力");
        if (p->en) value_push_str(p->arena, lines, "Scan to check this certificate");
    }
    put_sign(p);
    value_set_bool(p->arena, p->blocks->last, "bottom", true);
}

void layout_decision(Paper *p) {
    static const struct { const char *code; void (*paint)(Paper *); } LAYOUTS[] = {{"F21", granted}, {"F22", refused}, {"F23", on_the_spot}, {"F24", bill}, {"F27", served}};
    for (size_t i = 0; i < sizeof LAYOUTS / sizeof *LAYOUTS; i++)
        if (!strcmp(p->kind->code, LAYOUTS[i].code)) {
            LAYOUTS[i].paint(p);
            return;
        }
    layout_fields(p);
}
