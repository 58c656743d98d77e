/* document_layout_case.c: receipts and notices on the way to a decision: F03-F10, F18, F19, F33. */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

static void received(Paper *p) {                                   /* F03 */
    value_set_int(p->arena, p->sheet, "size", p->en ? 100 : 107);  /* facts, materials and proof on one page for most */
    put_addressee(p);
    put_para(p, F("你（单位）提交的“%s”申请材料已于%s收到，收到的材料如下：", say(p, "item"), say_instant(p, "received_at")),
         F("Your application materials for “%s” were received on %s:", say_item_en(p), say_instant_en(p, "received_at")));
    put_list_table(p, "materials", "name form originals copies pages", "7 46 12 12 13 11", "序号|材料名称|形式|原件|复印件|页数", "No.|Material|Form|Originals|Copies|Pages");
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "收件人", "Received by", say(p, "receiver"), "查询码", "Query code", say(p, "query_code"));
    if (*say(p, "window") || *say(p, "contact_phone")) put_pairs(p, rows, "办理窗口", "Window", say(p, "window"), "咨询电话", "Telephone", say(p, "contact_phone"));
    const char *last = *say_day(p, "t1_due") ? say_day(p, "t1_due") : say_day(p, "notice_by"), *by = *last ? F("（%s前）", last) : "";
    put_para(p, paper_is_permit(p)
         ? F("本凭证证明材料已经收到，不等于已经受理。本机关将在收到材料之日起5个工作日内%s决定是否受理；材料不齐全或者不符合法定形式的，一次告知需要补正的全部内容；"
             "逾期不告知的，自收到申请材料之日起即为受理（《行政许可法》第三十二条）。", by)
         : F("本凭证证明材料已经收到，不等于已经受理。本机关将在收到材料之日起5个工作日内%s决定是否受理；材料不齐全或者不符合规定形式的，一次告知需要补正的全部内容（本事项不属行政许可，逾期未告知的，可向监督电话反映）。", by),
         paper_is_permit(p)
         ? "This receipt is not yet acceptance. Within 5 working days you will be told whether the application is accepted, or once and completely what is missing; otherwise it counts as accepted from the day of receipt."
         : "This receipt is not yet acceptance. Within 5 working days you will be told whether the application is accepted, or once and completely what is missing. This is no administrative permit: silence is a matter for complaint, not acceptance.");
    put_query(p);
    put_sign(p);
    put_receipt(p, "提交人（签字）", "Handed in by", "日期", "Date");
    if (*say(p, "log_head")) {
        put_heading(p, "可核验的收件记录", "Verifiable record");
        put_small(p, F("本次收件已记入本中心的公开日志%s。下面是签名的日志头；凭收据文件可离线核验收件没有被改动、没有被删除。", *say(p, "log_position") ? F("，位置（从0数起）%s", say(p, "log_position")) : ""),
              "This receipt stands in the public log of the centre; the signed log head is below. With the receipt file anybody can check offline that it was neither changed nor removed.");
        value_set_str(p->arena, put_block(p, "mono"), "text", say(p, "log_head"));
    }
}

static void corrected(Paper *p) {                                  /* F04 */
    Value *rows = put_facts_table(p);
    put_case_rows(p, rows);
    put_para(p, "申请材料存在可以当场更正的错误，已由申请人当场更正如下：", "The materials had errors that can be corrected on the spot. The applicant corrected the following:");
    put_list_table(p, "corrections", "place before after", "8 24 34 34", "序号|更正处|更正前|更正后", "No.|Place|Before|After");
    put_para(p, F("根据%s，本机关允许申请人当场更正，更正内容经申请人核对无误。经办人：%s。", say_law(p), say(p, "handler")),
             F("Correction on the spot is allowed by the %s. The applicant has checked the corrections. Handled by: %s.", say_law_en(p), say(p, "handler")));
}

static void supplement(Paper *p) {                                 /* F05 */
    put_addressee(p);
    put_para(p, F("你（单位）于%s提交的“%s”申请材料收悉。经审查，申请材料不齐全或者不符合%s形式。根据%s的规定，现将需要补正的全部内容一次告知如下：",
              say_day(p, "received_on"), say(p, "item"), paper_is_permit(p) ? "法定" : "规定", say_law(p)),
         F("Your application for “%s”, received on %s, is incomplete or not in the required form. Everything you need to supplement is listed here, once and completely (%s):",
           say_item_en(p), say_day_en(p, "received_on"), say_law_en(p)));
    put_list_table(p, "supplements", "name problem requirement how", "9 22 21 25 23", "序号|材料|现有问题|要求或者标准|补正办法", "No.|Material|Problem|Requirement|How to fix");
    put_para(p, F("请于%s补正。按照本告知书的要求提交全部补正申请材料的，本机关予以受理。此次提交时已经能够发现的内容，本机关不再要求补正。", say(p, "supplement_by")),
         "When everything listed is supplemented within the time given above, the application will be accepted. Nothing else that could be seen now will be asked for later.");
    put_para(p, "逾期未补正的，本机关终止办理并退还已经提交的材料，不影响你（单位）再次提出申请。", "If it is not supplemented in time the case is ended and what was handed in is given back; you may apply again.");
}

static void accepted(Paper *p) {                                   /* F06 */
    put_addressee(p);
    put_para(p, F("你（单位）于%s提出的“%s”申请，%s。根据%s，本机关决定自%s起予以受理。", say_day(p, "applied_on"), say(p, "item"),
              value_bool(p->facts, "supplemented") ? "已按要求提交全部补正申请材料" : paper_is_permit(p) ? "申请材料齐全、符合法定形式" : "申请材料齐全、符合规定形式", say_law(p), say_day(p, "accepted_on")),
         F("Your application of %s for “%s” is complete and in the required form. It is accepted from %s.", say_day_en(p, "applied_on"), say_item_en(p), say_day_en(p, "accepted_on")));
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "受理日期", "Accepted on", say_day(p, "accepted_on"), "经办人", "Handled by", say(p, "handler"));
    put_pairs(p, rows, "承诺办结期限", "Promised last day", say_day(p, "promised_due"), "法定办结期限", "Statutory last day", say_day(p, "statutory_due"));
    if (*say(p, "query_code")) put_pairs(p, rows, "咨询电话", "Telephone", say(p, "contact_phone"), "查询码", "Query code", say(p, "query_code"));
    else put_pair(p, rows, "咨询电话", "Telephone", say(p, "contact_phone"));
    put_para(p, paper_is_permit(p) ? "依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在上述期限内，本机关将把所需时间书面告知你（单位）（《行政许可法》第四十五条）。"
                         : "依法需要检验、检测、鉴定、专家评审等特别程序的，所需时间不计算在上述期限内，并书面告知。",
         "Time for hearings, tenders, auctions, inspections, tests, quarantine, appraisals and expert reviews is not counted; you will be told in writing how long they take.");
}

static void not_needed(Paper *p) {                                 /* F07 */
    put_addressee(p);
    put_para(p, F("你（单位）提出的“%s”申请收悉。经审查，该事项%s，理由如下：", say(p, "item"), paper_is_permit(p) ? "依法不需要取得行政许可" : "不需要办理"),
             F("Your application for “%s” was examined. By law no permission is needed, for these reasons:", say_item_en(p)));
    put_para(p, say(p, "reason"), NULL);
    put_para(p, F("你（单位）可以：%s", say(p, "where_to_go")), "What you can do instead is said above.");
    put_para(p, F("根据%s，现即时告知不受理。", say_law(p)), F("You are told at once that it is not accepted (%s).", say_law_en(p)));
}

static void not_accepted(Paper *p) {                               /* F08 */
    put_addressee(p);
    put_para(p, F("你（单位）提出的“%s”申请收悉。经审查，该申请事项依法不属于本机关职权范围。", say(p, "item")),
             F("Your application for “%s” was examined. The matter is not within the power of this organ, for the reason given below.", say_item_en(p)));
    put_para(p, F("理由：%s", say(p, "reason")), NULL);
    put_para(p, F("根据%s，本机关决定不予受理。请向%s申请办理。", say_law(p), say(p, "competent_organ")), F("The application is not accepted. Please apply to: %s.", say(p, "competent_organ")));
}

static void deemed(Paper *p) {                                     /* F09 */
    put_addressee(p);
    put_para(p, F("本机关于%s收到你（单位）提交的“%s”申请材料，至%s届满未告知需要补正的内容，也未作出不予受理决定。根据%s，该申请自%s起即为受理，办理期限自该日起计算。",
              say_day(p, "received_on"), say(p, "item"), say_day(p, "due_on"), say_law(p), say_day(p, "received_on")),
         F("Your application for “%s” was received on %s. By %s nothing was told: it counts as accepted from the day of receipt, and the time limit runs from that day (%s).",
           say_item_en(p), say_day_en(p, "received_on"), say_day_en(p, "due_on"), say_law_en(p)));
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "收到材料日期", "Received on", say_day(p, "received_on"), "告知届满日期", "Last day to tell", say_day(p, "due_on"));
    put_pair(p, rows, "视为受理原因", "Cause", say(p, "cause"));
    put_pair(p, rows, "责任人", "Responsible", say(p, "responsible"));
    put_para(p, "特此确认。", NULL);
}

static void promise(Paper *p) {                                    /* F10 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”已经受理。本中心公开承诺按下列期限办结：", say(p, "item")), F("Your application for “%s” is accepted. The centre promises to finish it within this limit:", say_item_en(p)));
    Value *rows = put_facts_table(p);
    put_case_rows(p, rows);
    put_pairs(p, rows, "承诺期限", "Promised limit", say(p, "promised_days"), "承诺办结日期", "Promised last day", say_day(p, "promised_due"));
    put_pairs(p, rows, "办理窗口", "Window", say(p, "window"), "咨询电话", "Telephone", say(p, "contact_phone"));
    put_para(p, "到期未办结的，你（单位）可以向本中心投诉窗口反映。", "If it is late you may complain at the complaints window of the centre.");
}

static const char *ground_en(const char *zh) {
    static const struct { const char *zh, *en; } GROUNDS[] = {{"听证", "a hearing"}, {"招标", "a tender"}, {"拍卖", "an auction"}, {"检验", "an inspection"}, {"检测", "a test"},
                                                             {"检疫", "quarantine"}, {"鉴定", "an appraisal"}, {"专家评审", "an expert review"}};
    for (size_t i = 0; i < sizeof GROUNDS / sizeof *GROUNDS; i++) if (text_equal(zh, GROUNDS[i].zh)) return GROUNDS[i].en;
    return "a special procedure";
}

static void special(Paper *p) {                                    /* F18 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，依法需要进行%s，由%s实施，所需时间为%s%s（%s至%s）。", say(p, "item"), say(p, "ground"), say(p, "performer"), say(p, "days"),
              *say(p, "days_unit") ? say(p, "days_unit") : "个工作日", say_day(p, "from"), say_day(p, "to")),
         F("“%s” needs %s by law. Carried out by: %s. It takes %s %sdays, from %s to %s.", say_item_en(p), ground_en(say(p, "ground")), say(p, "performer"), say(p, "days"),
           strstr(say(p, "days_unit"), "工作日") || !*say(p, "days_unit") ? "working " : "", say_day_en(p, "from"), say_day_en(p, "to")));
    const char *why = *say(p, "reason") ? say(p, "reason") : say(p, "matter");
    if (*why) put_para(p, F("事由：%s", why), NULL);
    put_para(p, F("根据%s，上述时间不计算在办理期限内。特别程序结束后，办理期限继续计算。", say_law(p)),
             F("This time is not counted in the time limit (%s); it goes on when the procedure is over.", say_law_en(p)));
}

static void extended(Paper *p) {                                   /* F19 */
    bool joint = value_bool(p->facts, "joint");
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，本机关原应于%s前作出决定。因下列理由，不能在规定期限内作出决定：", say(p, "item"), say_day(p, "original_due")),
         F("“%s” was to be decided by %s. It cannot be decided within that limit, for this reason:", say_item_en(p), say_day_en(p, "original_due")));
    put_para(p, say(p, "reason"), NULL);
    put_para(p, F("根据%s，经%s%s批准（批准文书：%s），办理期限延长%s个工作日，延长至%s。", say_law(p), *say(p, "approver_role") ? say(p, "approver_role") : joint ? "本级人民政府负责人" : "本行政机关负责人",
              say(p, "approver"), say(p, "approval_document"), say(p, "extension_days"), say_day(p, "new_due")),
         F("Extended by %s working days to %s, with the approval of the head of the %s (%s).", say(p, "extension_days"), say_day_en(p, "new_due"), joint ? "government at this level" : "organ", say_law_en(p)));
    put_para(p, "特此告知。", NULL);
}

static void ended(Paper *p) {                                      /* F33 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”（办件编号：%s），因下列原因终止办理：", say(p, "item"), say(p, "case_no")), F("The case of “%s” (no. %s) is ended for this reason:", say_item_en(p), say(p, "case_no")));
    put_para(p, say(p, "cause"), NULL);
    const Value *list = value_get(p->facts, "returned");
    if (list && list->kind == VALUE_LIST && list->count) {
        put_para(p, "退还的申请材料：", "Materials returned:");
        put_list_table(p, "returned", "name form originals copies", "8 56 12 12 12", "序号|材料名称|形式|原件|复印件", "No.|Material|Form|Originals|Copies");
    }
    put_para(p, "本次终止不影响你（单位）再次提出申请。", "You may apply again at any time.");
}

bool layout_case(Paper *p) {
    static const Layout LAYOUTS[] = {{"F03", received}, {"F04", corrected}, {"F05", supplement}, {"F06", accepted}, {"F07", not_needed}, {"F08", not_accepted}, {"F09", deemed},
        {"F10", promise}, {"F18", special}, {"F19", extended}, {"F33", ended}};
    return layout_of(p, LAYOUTS, sizeof LAYOUTS / sizeof *LAYOUTS);
}
