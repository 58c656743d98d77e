/* document_layout_certificate.c: a certificate and what becomes of it: F26, F28-F32; default by lapse of time: F34. */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

static const char *subject(const Paper *p) { return paper_is_permit(p) ? "行政许可" : "办理结果"; }
static const char *either(const char *a, const char *b) { return *a ? a : b; }

/* 《建筑工程施工许可证》（江夏住建许证〔2025〕7号）, or the item when the certificate has no name. */
static const char *certificate(const Paper *p) {
    const char *kind = say(p, "certificate_kind");
    return *kind ? F("《%s》（%s）", kind, say(p, "original_number")) : F("“%s”%s（%s）", say(p, "item"), subject(p), say(p, "original_number"));
}

static const char *certificate_en(const Paper *p) { return F("“%s” (no. %s)", say_item_en(p), say(p, "original_number")); }

/* F26: landscape, framed; holder and content large enough to read on a wall. */
void layout_certificate(Paper *p) {
    value_set_str(p->arena, p->sheet, "paper", "A4L");
    value_set_bool(p->arena, p->sheet, "frame", true);
    value_set_int(p->arena, p->sheet, "size", p->en ? 138 : 170);
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


static const char *accepted(const Paper *p) { return *say_day(p, "accepted_on") ? F("，本机关已于%s受理", say_day(p, "accepted_on")) : ""; }

static void holder_row(Paper *p, Value *rows) {
    if (*say(p, "applicant_id")) put_pairs(p, rows, "被许可人", "Holder", say(p, "holder"), "证件号码", "ID no.", document_masked_id(p->arena, say(p, "applicant_id")));
    else put_pair(p, rows, "被许可人", "Holder", say(p, "holder"));
}

static void changed(Paper *p) {                                    /* F28 */
    bool granted = value_bool(p->facts, "granted");
    put_addressee(p);
    put_para(p, F("你（单位）申请变更%s%s。", certificate(p), accepted(p)), F("You applied for a change of %s.", certificate_en(p)));
    Value *rows = put_facts_table(p);
    holder_row(p, rows);
    put_pair(p, rows, "原证（文）号", "Original no.", say(p, "original_number"));
    if (*say(p, "before")) put_pair(p, rows, "原许可内容", "As it was", say(p, "before"));
    put_pair(p, rows, granted ? "变更内容" : "申请变更内容", granted ? "Change" : "Change applied for", say(p, "content"));
    if (granted) {
        put_para(p, F("经审查，变更申请符合法定条件、标准。根据%s，本机关决定准予变更，依法办理变更手续。原许可的其他内容不变。", say_law(p)), F("The change meets the conditions set by law and is granted (%s). All else stays as it was.", say_law_en(p)));
        return;
    }
    put_para(p, F("经审查，变更申请不符合法定条件、标准。理由：%s", say(p, "reason")), "The change does not meet the conditions set by law, for the reason given above.");
    put_para(p, F("根据%s，本机关决定不予变更。原许可在有效期内继续有效。", say_law(p)), F("The change is refused (%s). The permit stays valid as it was.", say_law_en(p)));
}

static void renewed(Paper *p) {                                    /* F29: granted, refused, or renewed by silence */
    bool granted = value_bool(p->facts, "granted"), silent = value_bool(p->facts, "deemed");
    const char *applied = *say_day(p, "applied_on") ? F("于%s", say_day(p, "applied_on")) : "";
    put_addressee(p);
    put_para(p, F("你（单位）%s申请延续%s%s。该%s的有效期至%s。", applied, certificate(p), accepted(p), paper_is_permit(p) ? "行政许可" : "结果", say_day(p, "expires_on")),
             F("You applied for the renewal of %s, valid to %s.", certificate_en(p), say_day_en(p, "expires_on")));
    if (granted) {
        put_para(p, silent ? F("至有效期届满，本机关没有作出是否准予延续的决定。根据%s，视为准予延续，现予确认。", say_law(p))
                           : F("经审查，延续申请符合法定条件。根据%s，本机关决定准予延续。", say_law(p)),
                 silent ? F("No decision was made before it expired: it counts as renewed (%s). This is confirmed.", say_law_en(p)) : F("The renewal is granted (%s).", say_law_en(p)));
        Value *rows = put_facts_table(p);
        holder_row(p, rows);
        put_pair(p, rows, "原证（文）号", "Original no.", say(p, "original_number"));
        put_pairs(p, rows, "原有效期至", "Was valid to", say_day(p, "expires_on"), "延续后有效期至", "Valid to", say_day(p, "valid_to"));
        return;
    }
    put_para(p, F("经审查，延续申请不符合法定条件。理由：%s", say(p, "reason")), "The renewal does not meet the conditions set by law, for the reason given above.");
    put_para(p, F("根据%s，本机关决定不予延续。原许可有效期届满后，依法办理注销手续。", say_law(p)), F("The renewal is refused (%s). When the validity ends the permit is cancelled.", say_law_en(p)));
}

static void heard(Paper *p) {
    if (*say(p, "heard")) put_para(p, F("陈述、申辩：%s", say(p, "heard")), "Your statement was heard, as said above.");
}

static void withdrawn(Paper *p) {                                  /* F30 */
    put_addressee(p);
    put_para(p, F("本机关颁发给你（单位）的%s，因下列原因需要依法撤回：%s。", certificate(p), say_clause(p, "cause")), F("%s, granted to you, has to be withdrawn for the cause above.", certificate_en(p)));
    put_para(p, F("公共利益需要：%s。", say_clause(p, "public_interest")), "The public interest is stated above.");
    put_para(p, F("理由：%s", say(p, "reason")), NULL);
    heard(p);
    put_para(p, F("根据%s，本机关决定%s撤回上述%s。因撤回给你（单位）造成的财产损失，依法给予补偿：%s。", say_law(p), *say_day(p, "effective_on") ? F("自%s起", say_day(p, "effective_on")) : "", subject(p), say_clause(p, "compensation")),
             F("It is withdrawn%s (%s). Losses of property are compensated as said above.", *say_day(p, "effective_on") ? F(" from %s", say_day_en(p, "effective_on")) : "", say_law_en(p)));
    put_para(p, "请于收到本决定书之日起十日内将原证件交回本机关。", "Please return the certificate within ten days.");
}

static void revoked(Paper *p) {                                    /* F31 */
    put_addressee(p);
    bool paper = *say(p, "certificate_kind");                       /* else it is the decision itself: no certificate was issued */
    if (paper) put_para(p, F("经查，本机关颁发给你（单位）的%s存在应当撤销的情形：%s。查明的事实如下：", certificate(p), say_clause(p, "ground")), F("%s was found to be open to revocation on the ground above. The facts found:", certificate_en(p)));
    else put_para(p, F("经查，本机关就“%s”向你（单位）作出的决定（%s）存在应当撤销的情形：%s。查明的事实如下：", say(p, "item"), say(p, "original_number"), say_clause(p, "ground")),
                  F("Our decision %s was found to be open to revocation on the ground above. The facts found:", say(p, "original_number")));
    put_para(p, say(p, "facts"), NULL);
    put_para(p, F("理由：%s", say(p, "reason")), NULL);
    heard(p);
    put_para(p, F("根据%s，本机关决定撤销上述%s。赔偿：%s。", say_law(p), paper ? subject(p) : "决定", say_clause(p, "compensation")), F("It is revoked (%s). Compensation is stated above.", say_law_en(p)));
    if (!paper) put_para(p, "该决定自撤销之日起失效，不得再据此从事有关活动。", "The decision is void from today and nothing may be done on it any more.");
    else put_para(p, "该证件自撤销之日起失效，请于收到本决定书之日起十日内将原证件交回本机关。", "The certificate is void from today. Please return it within ten days.");
}

static void cancelled(Paper *p) {                                  /* F32: to the holder, or to the public */
    bool public = value_bool(p->facts, "announcement");
    const char *from = *say_day(p, "effective_on") ? F("自%s起", say_day(p, "effective_on")) : "";
    if (!public) put_plain(p, F("%s：", say(p, "holder")), NULL);
    put_para(p, F("%s%s，因%s，依法应当办理注销手续。", public ? "下列行政许可" : "颁发给你（单位）的", public ? "" : certificate(p), say_clause(p, "ground")),
             F("%s has to be cancelled on the ground above.", public ? "The permit below" : certificate_en(p)));
    if (*say(p, "facts")) put_para(p, F("事实：%s", say(p, "facts")), NULL);
    Value *rows = put_facts_table(p);
    holder_row(p, rows);
    put_pair(p, rows, "证件名称", "Certificate", either(say(p, "certificate_kind"), say(p, "item")));
    put_pairs(p, rows, "原证（文）号", "Original no.", say(p, "original_number"), "注销日期", "Cancelled on", either(say_day(p, "effective_on"), say_day(p, "date")));
    put_para(p, F("根据%s，本机关决定%s注销上述%s，证件同时失效，并予公告。", say_law(p), from, subject(p)), F("It is cancelled (%s); the certificate is void. The cancellation is announced.", say_law_en(p)));
}

static void by_lapse(Paper *p) {                                   /* F34 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”（办件编号：%s），承诺办结日期为%s。至%s该事项没有作出决定，也没有依法不计算期限的情形，已经超时。", say(p, "item"), say(p, "case_no"), say_day(p, "promised_due"), say_day(p, "overdue_since")),
             F("“%s” (case %s) was promised for %s. On %s it was not decided and nothing had stopped the clock: it is overdue.", say_item_en(p), say(p, "case_no"), say_day_en(p, "promised_due"), say_day_en(p, "overdue_since")));
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "承诺办结日期", "Promised last day", say_day(p, "promised_due"), "超时起始日", "Overdue since", say_day(p, "overdue_since"));
    put_pair(p, rows, "默认效力", "Effect", say(p, "effect"));
    put_pair(p, rows, "批准文件", "Allowed by", say(p, "approval_document"));
    put_pairs(p, rows, "补办决定期限", "Decision due by", say_day(p, "issue_on"), "责任人", "Responsible", either(say(p, "responsible"), say(p, "handler")));
    put_para(p, F("根据超时默认制和上列批准文件，自本通知制发之日起按默认效力执行。责任部门应当于%s前补办决定并依法送达。本通知不代替行政许可证件，不免除责任部门的超时责任。", say_day(p, "issue_on")),
             F("By the default system of the centre the effect above holds from today. The department must make and deliver its decision by %s. This notice is no certificate.", say_day_en(p, "issue_on")));
}

bool layout_life(Paper *p) {
    static const Layout LAYOUTS[] = {{"F28", changed}, {"F29", renewed}, {"F30", withdrawn}, {"F31", revoked}, {"F32", cancelled}, {"F34", by_lapse}};
    return layout_of(p, LAYOUTS, sizeof LAYOUTS / sizeof *LAYOUTS);
}
