/* document_layout_joint.c: papers between several people: joint handling, verification, interested parties, hearings, forwarding: F11-F17, F20, X07, X08. */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

enum { EN_CLOSE = 102 };                /* with English beneath each line: so that the seal stays with the text it is for */

static bool has(const Paper *p, const char *key) { const Value *v = value_get(p->facts, key); return v && v->kind == VALUE_LIST && v->count; }
static const Value *first(const Paper *p, const char *key) { return has(p, key) ? value_get(p->facts, key)->first : NULL; }

/* "甲、乙、丙" of a list's column. */
static const char *names(const Paper *p, const char *key, const char *column) {
    Buf out = buf_new(p->arena);
    for (const Value *e = first(p, key); e; e = e->next) {
        const char *name = e->kind == VALUE_STRING ? e->string : value_str_or(e, column, "");
        if (*name) buf_printf(&out, "%s%s", out.length ? "、" : "", name);
    }
    return out.text;
}

static const char *either(const char *a, const char *b) { return *a ? a : b; }

static const char *day_of_cell(const Paper *p, const Value *e, const char *key) {
    Day day;
    const Value *v = value_get(e, key);
    if (v && v->kind == VALUE_INT && v->integer > -100000 && v->integer < 100000) return day_text_zh(p->arena, (Day){(int32_t)v->integer});
    const char *text = value_str_or(e, key, "");
    return day_parse(text, &day) ? day_text_zh(p->arena, day) : text;
}

/* "甲（W07）" */
static const char *window_name(const Paper *p, const Value *e) {
    const char *window = value_str_or(e, "window", "");
    return *window ? F("%s（%s）", value_str_or(e, "name", ""), window) : value_str_or(e, "name", "");
}

static void joint_notice(Paper *p) {                               /* F11: the copy each co-window signs for */
    bool meeting = *say(p, "meeting_at") != 0;
    int n = 0;
    value_set_int(p->arena, p->sheet, "size", p->en ? EN_CLOSE : 115);
    put_plain(p, F("%s：", names(p, "windows", "name")), NULL);
    put_para(p, F("%s申请的“%s”（办件编号：%s）实行联合办理，由%s牵头。申请人的全部申请材料已由牵头窗口一次收齐，现抄送你单位。根据%s，请按下列分工和期限办理：",
              say(p, "applicant_name"), say(p, "item"), say(p, "case_no"), say(p, "lead"), say_law(p)),
         F("“%s” (case %s) is handled jointly; lead: %s. The materials below are copied to you. Please act within these limits (%s):", say_item_en(p), say(p, "case_no"), say(p, "lead"), say_law_en(p)));
    Value *rows = put_table(p, "7 24 15 20 18 16", "序号|协办部门（窗口）|办理期限|最后一日|签收人|签收时间", "No.|Department (window)|Limit|Last day|Signed by|Signed at", false);
    for (const Value *e = first(p, "windows"); e; e = e->next) {
        Value *r = put_row(p, rows);
        put_cell_center(p, r, F("%d", ++n));
        put_cell(p, r, window_name(p, e));
        put_cell_center(p, r, value_str_or(e, "limit", ""));
        put_cell_center(p, r, either(day_of_cell(p, e, "due"), *say_day(p, "total_due") ? "" : "自受理起算"));
        put_cell_center(p, r, either(value_str_or(e, "receiver", ""), "\n"));
        put_cell_center(p, r, value_str_or(e, "received_at", ""));
    }
    n = 0;
    static const char *const NUMBER[] = {"一", "二", "三", "四", "五"};
    if (*say_day(p, "sign_by")) put_para(p, F("%s、请于%s前在上表签收。", NUMBER[n++], say_day(p, "sign_by")), F("Sign for it in the table above by %s.", say_day_en(p, "sign_by")));
    if (*say_day(p, "complete_by"))
        put_para(p, F("%s、请于%s前提出申请材料是否齐全、是否符合法定形式的意见，由牵头部门汇总后一次告知申请人；各部门不再分别要求补正。", NUMBER[n++], say_day(p, "complete_by")),
             F("Say by %s whether the materials are complete; the lead tells the applicant everything at once.", say_day_en(p, "complete_by")));
    if (meeting)
        put_para(p, F("%s、本件召开联合审查会。时间：%s；地点：%s。请派有决定权的首席代表参加，会上提出本部门的明确意见。", NUMBER[n++], say_instant(p, "meeting_at"), either(say(p, "meeting_place"), "另行通知")),
             F("Joint review meeting: %s, %s. Send a chief representative with power to decide.", say_instant_en(p, "meeting_at"), say(p, "meeting_place")));
    else if (!strcmp(say(p, "mode"), JOINT_IN_ORDER))
        put_para(p, F("%s、本件采用抄告方式，按上列先后次序办理。轮到本部门时，请在上列期限内出具书面意见；不同意的，写明理由和依据。", NUMBER[n++]), "Give your opinion in writing in the order and within the limit above; a disagreement states reasons and legal basis.");
    else
        put_para(p, F("%s、本件采用抄告方式并联办理。请在上列期限内出具书面意见；不同意的，写明理由和依据。", NUMBER[n++]), "Give your opinion in writing within the limit above; a disagreement states reasons and legal basis.");
    put_para(p, F("%s、逾期不出具意见或者缺席的，按联合办理规定处理；涉及安全的事项不适用缺席默认。", NUMBER[n++]), "Silence or absence is treated by the rules of joint handling; never as consent where safety is concerned.");
    if (*say_day(p, "total_due")) put_para(p, F("%s、本件的联办总期限至%s，各部门期限包含在内，不得超过。", NUMBER[n++], say_day(p, "total_due")), F("The whole ends on %s; every limit lies within it.", say_day_en(p, "total_due")));
    put_para(p, "抄送的申请材料：", "Materials copied:");
    put_list_table(p, "materials", "name form originals copies pages", "8 48 11 11 11 11", "序号|材料名称|形式|原件|复印件|页数", "No.|Material|Form|Originals|Copies|Pages");
}

/* F11, after the seal and younger than it: what came back, on the copy of the departments only. */
void put_joint_answers(Paper *p) {
    if (!has(p, "opinions")) return;
    put_block(p, "rule");
    put_heading(p, "各部门书面意见（制发后记入）", "Opinions given in writing (added after issue)");
    put_list_table(p, "opinions", "name opinion by on", "7 22 35 18 18", "序号|部门|意见|签署人|日期", "No.|Department|Opinion|Signed by|On");
}

static void minutes(Paper *p) {                                    /* F12 */
    if (p->en) value_set_int(p->arena, p->sheet, "size", EN_CLOSE);
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "会议时间", "Time", say_instant(p, "at"), "会议地点", "Place", say(p, "place"));
    put_pairs(p, rows, "主持人", "Chair", say(p, "chair"), "记录人", "Recorder", say(p, "recorder"));
    put_pair(p, rows, "议题", "Topic", either(say(p, "topic"), F("“%s”联合审查", say(p, "item"))));
    put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "办件编号", "Case no.", say(p, "case_no"));
    put_heading(p, "一、出席情况", "Attendance");
    rows = put_table(p, "8 30 20 22 20", "序号|部门|姓名|职务|签名", "No.|Department|Name|Post|Signature", false);
    int n = 0;
    for (const Value *e = first(p, "attendees"); e; e = e->next) {
        Value *r = put_row(p, rows);
        put_cell_center(p, r, F("%d", ++n));
        put_cell(p, r, value_str_or(e, "department", ""));
        put_cell_center(p, r, e->kind == VALUE_STRING ? e->string : value_str_or(e, "name", ""));
        put_cell_center(p, r, value_str_or(e, "role", ""));
        put_cell(p, r, "\n");                                      /* room to sign */
    }
    if (*say(p, "absents")) put_para(p, F("缺席：%s。", say_clause(p, "absents")), F("Absent: %s.", say_clause(p, "absents")));
    put_heading(p, "二、各部门意见", "Opinions");
    put_list_table(p, "opinions", "name opinion basis by on", "7 20 30 17 17 19", "序号|部门|意见|依据|发表人|日期", "No.|Department|Opinion|Legal basis|By|On");
    put_heading(p, "三、会议结论", "Conclusion");
    put_para(p, F("%s。", say_clause(p, "conclusion")), NULL);
    put_para(p, F("本纪要根据%s制作，分送各参会部门执行，并存入办件档案。", say_law(p)), F("Made under the %s; sent to all departments concerned and filed with the case.", say_law_en(p)));
}

static void officers_table(Paper *p) {
    put_list_table(p, "officers", "name certificate department", "8 24 30 38", "序号|核查人员|执法（工作）证件号|单位", "No.|Officer|Certificate no.|Organ");
}

/* 问 and 答 in turn, as records are written. */
static void questions(Paper *p) {
    for (const Value *e = first(p, "answers"); e; e = e->next) {
        put_para(p, F("问：%s", value_str_or(e, "question", "")), NULL);
        put_para(p, F("答：%s", value_str_or(e, "answer", "")), NULL);
    }
}

static const char *until(const Paper *p) {
    const char *from = say_instant(p, "at"), *to = say_instant(p, "ended_at");
    size_t day = strcspn(from, " ");
    if (!*to) return from;
    return !strncmp(from, to, day + 1) ? F("%s至%s", from, to + day + 1) : F("%s至%s", from, to);
}

/* A joint visit: officers of more than one department. */
static bool of_several(const Paper *p) {
    const Value *one = first(p, "officers");
    for (const Value *e = one; e; e = e->next) if (strcmp(value_str_or(e, "department", ""), value_str_or(one, "department", ""))) return true;
    return false;
}

static void site_record(Paper *p) {                                /* F13 */
    value_set_int(p->arena, p->sheet, "size", p->en ? 108 : 118);
    bool together = of_several(p);
    put_page_signs(p, together && first(p, "officers")->next->next ? "在场人|核查人员|核查人员|核查人员|记录人" : "在场人|核查人员|核查人员|记录人", together && first(p, "officers")->next->next ? "Present|Officer|Officer|Officer|Recorder" : "Present|Officer|Officer|Recorder");
    Value *rows = put_facts_table(p);
    put_pair(p, rows, "核查时间", "Time", until(p));
    put_pair(p, rows, "核查地点", "Place", say(p, "place"));
    put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "办件编号", "Case no.", say(p, "case_no"));
    put_pair(p, rows, "申请事项", "Item", say(p, "item"));
    if (*say(p, "present") || *say(p, "recorder")) put_pairs(p, rows, "在场人", "Present", F("%s%s", say(p, "present"), *say(p, "present_role") ? F("（%s）", say(p, "present_role")) : ""), "记录人", "Recorder", say(p, "recorder"));
    officers_table(p);
    put_para(p, F("根据%s，%s上列工作人员对申请材料的实质内容进行核查。核查人员已出示证件，并告知在场人有申请回避、如实陈述和核对笔录的权利义务。", say_law(p), together ? "有关部门联合踏勘，各自指派" : "本机关指派"),
         F("Under the %s the officers above verified the substance of the application. They showed their certificates and told those present of their rights.", say_law_en(p)));
    if (has(p, "answers")) {
        put_heading(p, "询问记录", "Questions and answers");
        questions(p);
    }
    if (has(p, "checks")) {
        put_heading(p, "核查项目", "Points verified");
        put_list_table(p, "checks", "item finding result", "8 26 50 16", "序号|项目|核查情况|结果", "No.|Point|Finding|Result");
    }
    put_heading(p, "核查情况", "Findings");
    put_para(p, say(p, "findings"), NULL);
    if (*say(p, "conclusion")) put_para(p, F("核查结论：%s", say(p, "conclusion")), NULL);
    if (*say(p, "remark")) put_para(p, F("在场人意见：%s", say(p, "remark")), NULL);
    if (*say(p, "refusal_note")) put_para(p, F("在场人拒绝签名，事由：%s", say(p, "refusal_note")), F("Not signed by those present, because: %s", say(p, "refusal_note")));
    put_para(p, "以上笔录已经在场人阅读（或者向其宣读），与现场情况一致的，由在场人和核查人员逐页签名。", "Read by (or to) those present; every page is signed by them and by the officers.");
}

static void site_notice(Paper *p) {                                /* X07 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”，需要对申请材料的实质内容进行核实。根据%s，本机关指派两名以上工作人员进行现场核查，现通知如下：", say(p, "item"), say_law(p)),
         F("The substance of your application for “%s” will be verified on the spot by two or more officers (%s):", say_item_en(p), say_law_en(p)));
    Value *rows = put_facts_table(p);
    put_pair(p, rows, "核查时间", "Time", say_instant(p, "at"));
    put_pair(p, rows, "核查地点", "Place", say(p, "place"));
    put_pair(p, rows, "核查内容", "What is verified", say(p, "matter"));
    officers_table(p);
    put_para(p, "请届时派人到场配合，并备好有关资料。核查人员应当出示证件；你（单位）认为核查人员与本申请有利害关系的，有权申请回避。核查不收取任何费用。",
             "Please be present with the papers concerned. The officers show their certificates; you may object to an officer with an interest in the matter. There is no charge.");
}

static void party_notice(Paper *p) {                               /* F14 */
    put_plain(p, F("%s：", say(p, "party")), NULL);
    put_para(p, F("%s向本机关申请“%s”%s。经审查，该申请事项直接关系你（单位）的重大利益：", say(p, "applicant_name"), say(p, "item"), *say(p, "content") ? F("，申请内容为：%s", say_clause(p, "content")) : ""),
         F("%s has applied for “%s”. The matter directly concerns major interests of yours:", say(p, "applicant_name"), say_item_en(p)));
    put_para(p, say(p, "matter"), NULL);
    put_para(p, F("根据%s，你（单位）有权进行陈述和申辩。请于%s前提出意见，方式：%s。逾期不提出的，不影响本机关依法作出决定。", say_law(p), say_day(p, "state_by"), either(say_clause(p, "how"), "书面或者口头向本机关提出")),
         F("Under the %s you have the right to make a statement and to defend your interests. Please do so by %s.", say_law_en(p), say_day_en(p, "state_by")));
    put_para(p, "本机关将听取你（单位）的意见，提出的事实、理由和证据成立的，予以采纳。", "Your statement will be heard; facts, reasons and evidence that hold will be accepted.");
    if (!*say(p, "party_code")) return;
    Value *rows = put_facts_table(p);
    put_pair(p, rows, "查询码", "Code", say(p, "party_code"));
    put_pair(p, rows, "网上陈述、申请听证", "Online", F("%s（填写查询码和本通知的收件人姓名或者名称；查询码只看与你（单位）有关的内容，请妥善保管）", say(p, "party_url")));
}

static void hearing_right(Paper *p) {                              /* F15 */
    const char *party = say(p, "party");
    if (value_bool(p->facts, "announcement")) {
        put_para(p, F("“%s”（申请人：%s）一案，涉及公共利益，需要听证。根据《行政许可法》第四十六条，现就听证事项公告如下：", say(p, "item"), say(p, "applicant_name")),
             F("A hearing will be held on “%s”, because major public interests are concerned (Administrative Permission Law, art. 46):", say_item_en(p)));
        put_para(p, F("一、听证事项：%s", say(p, "matter")), NULL);
        put_para(p, F("二、参加办法：自本公告之日起%s个工作日内%s，%s。听证公开举行，公众可以旁听。", say(p, "ask_days"), *say_day(p, "ask_by") ? F("（至%s）", say_day(p, "ask_by")) : "", say_clause(p, "how")),
             F("Ask to take part within %s working days of this announcement. The hearing is public.", say(p, "ask_days")));
        put_para(p, "三、听证的时间、地点和主持人另行公告；参加听证不收取任何费用。", "Time, place and chair will be announced. Taking part is free.");
        return;
    }
    put_plain(p, F("%s：", either(party, say(p, "applicant_name"))), NULL);
    put_para(p, F("%s“%s”一案，本机关正在审查。听证事项：%s", *party ? F("%s申请的", say(p, "applicant_name")) : "你（单位）申请的", say(p, "item"), say(p, "matter")),
         F("“%s” is being examined. What a hearing would be about is said above.", say_item_en(p)));
    if (*say(p, "proposed")) put_para(p, F("拟作出的决定及理由：%s", say(p, "proposed")), NULL);
    put_para(p, F("该行政许可直接涉及申请人与他人之间的重大利益关系。根据《行政许可法》第四十七条第一款，你（单位）有要求举行听证的权利。要求听证的，应当自收到本告知书之日起%s个工作日内%s提出，办法：%s。逾期不提出的，视为放弃听证权利。", say(p, "ask_days"),
              *say_day(p, "ask_by") ? F("（至%s）", say_day(p, "ask_by")) : "", say_clause(p, "how")),
         F("Under the Administrative Permission Law, art. 47(1), you may ask for a hearing within %s working days of receiving this notice%s.", say(p, "ask_days"), *say_day_en(p, "ask_by") ? F(" (by %s)", say_day_en(p, "ask_by")) : ""));
    put_para(p, "提出听证申请的，本机关自收到申请之日起二十个工作日内组织听证。申请人、利害关系人不承担组织听证的费用。", "The hearing is then held within 20 working days. It costs you nothing.");
}

static const char *open_text(const Paper *p) {
    if (!value_get(p->facts, "public")) return "";
    return value_bool(p->facts, "public") ? "公开举行" : *say(p, "private_reason") ? F("不公开举行（%s）", say(p, "private_reason")) : "不公开举行";
}

static void hearing_notice(Paper *p) {                             /* F16 */
    if (p->en) value_set_int(p->arena, p->sheet, "size", EN_CLOSE);
    put_plain(p, F("%s：", either(say(p, "party"), say(p, "applicant_name"))), NULL);
    put_para(p, F("根据%s，本机关决定就“%s”举行听证，现将有关事项通知如下：", say_law(p), say(p, "item")), F("A hearing on “%s” will be held (%s):", say_item_en(p), say_law_en(p)));
    Value *rows = put_facts_table(p);
    if (*say(p, "applicant_name")) put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "办件编号", "Case no.", say(p, "case_no"));
    if (*say(p, "matter")) put_pair(p, rows, "听证事项", "Matter", say(p, "matter"));
    put_pairs(p, rows, "听证时间", "Time", say_instant(p, "hearing_at"), "听证方式", "Public?", open_text(p));
    put_pair(p, rows, "听证地点", "Place", say(p, "place"));
    put_pairs(p, rows, "主持人", "Chair", say(p, "chair"), "记录人", "Recorder", say(p, "recorder"));
    if (*say(p, "examiner")) put_pair(p, rows, "审查人员", "Examiner", say(p, "examiner"));
    put_para(p, "一、你（单位）可以亲自参加听证，也可以委托代理人参加；委托代理人的，提交授权委托书。请携带身份证明和有关证据材料。", "You may come yourself or send an agent with a power of attorney. Bring proof of identity and your evidence.");
    put_para(p, "二、你（单位）认为主持人与本行政许可事项有直接利害关系的，有权申请回避。主持人不是本申请的审查人员。", "You may object to a chair who has a direct interest in the matter. The chair is not the examiner of the application.");
    put_para(p, "三、听证时，审查人员应当提供审查意见的证据、理由；你（单位）可以提出证据，进行申辩和质证。听证制作笔录，本机关根据听证笔录作出决定。", "The examiner gives evidence and reasons; you may give evidence, defend yourself and question. The decision is based on the record of the hearing.");
    put_para(p, "四、听证不收取任何费用。", "There is no charge.");
}

static void people_table(Paper *p, const char *key) {
    Value *rows = put_table(p, "8 28 40 24", "序号|姓名（名称）|身份|签名", "No.|Name|Capacity|Signature", false);
    int n = 0;
    for (const Value *e = first(p, key); e; e = e->next) {
        Value *r = put_row(p, rows);
        put_cell_center(p, r, F("%d", ++n));
        put_cell(p, r, e->kind == VALUE_STRING ? e->string : value_str_or(e, "name", ""));
        put_cell(p, r, value_str_or(e, "role", ""));
        put_cell(p, r, "\n");
    }
}

static void hearing_facts(Paper *p) {
    Value *rows = put_facts_table(p);
    put_pair(p, rows, "听证事项", "Matter", either(say(p, "matter"), say(p, "item")));
    put_pair(p, rows, "申请事项", "Item", say(p, "item"));
    put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "办件编号", "Case no.", say(p, "case_no"));
    put_pair(p, rows, "听证时间", "Time", until(p));
    put_pair(p, rows, "听证地点", "Place", say(p, "place"));
    if (*say(p, "recorder")) put_pairs(p, rows, "主持人", "Chair", say(p, "chair"), "记录人", "Recorder", say(p, "recorder"));
    else put_pair(p, rows, "主持人", "Chair", say(p, "chair"));
    if (*say(p, "examiner")) put_pairs(p, rows, "审查人员", "Examiner", say(p, "examiner"), "听证方式", "Public?", open_text(p));
}

/* Each speaker's words as they were said, one after the other. */
static void spoken(Paper *p, const char *key) {
    for (const Value *e = first(p, key); e; e = e->next) put_para(p, F("%s：%s", value_str_or(e, "name", ""), value_str_or(e, "text", "")), NULL);
}

static void hearing_record(Paper *p) {                             /* F17 */
    put_page_signs(p, "听证参加人|听证参加人|主持人|记录人", "Participant|Participant|Chair|Recorder");
    hearing_facts(p);
    put_heading(p, "听证参加人", "Participants");
    people_table(p, "participants");
    put_heading(p, "陈述、申辩和质证", "Statements, defence, questions");
    spoken(p, "statements");
    put_heading(p, "证据", "Evidence");
    put_para(p, say(p, "evidence"), NULL);
    if (*say(p, "refusal_note")) put_para(p, F("参加人拒绝签名，事由：%s", say(p, "refusal_note")), F("Not signed, because: %s", say(p, "refusal_note")));
    put_para(p, F("根据%s，本笔录交听证参加人确认无误后逐页签字或者盖章；本机关根据本笔录作出行政许可决定。", say_law(p)),
         F("Under the %s the participants confirm and sign every page; the decision is based on this record.", say_law_en(p)));
}

static void hearing_report(Paper *p) {                             /* X08 */
    put_page_signs(p, "听证主持人|日期", "Chair|Date");
    hearing_facts(p);
    put_para(p, F("听证笔录：%s", say(p, "transcript")), F("Record of the hearing: %s", say(p, "transcript")));
    put_heading(p, "一、各方主要意见", "Main views");
    spoken(p, "views");
    put_heading(p, "二、听证查明的情况", "What the hearing found");
    put_para(p, say(p, "facts"), NULL);
    put_heading(p, "三、处理意见", "Conclusion");
    put_para(p, say(p, "conclusion"), NULL);
}

static void forwarded(Paper *p) {                                  /* F20 */
    if (p->en) value_set_int(p->arena, p->sheet, "size", EN_CLOSE);
    put_plain(p, F("%s：", say(p, "upper_organ")), NULL);
    put_para(p, F("%s申请的“%s”（办件编号：%s），我机关%s。经初步审查，现将审查意见和全部申请材料报送你机关，请依法审查决定。", say(p, "applicant_name"), say(p, "item"), say(p, "case_no"),
              *say_day(p, "accepted_on") ? F("已于%s受理", say_day(p, "accepted_on")) : "已经受理"),
         F("“%s” (case %s) has been examined here first. Our opinion and all application materials are submitted for your decision.", say_item_en(p), say(p, "case_no")));
    put_para(p, F("审查意见：%s", say(p, "opinion")), NULL);
    put_para(p, "报送的全部申请材料：", "All materials submitted:");
    put_list_table(p, "materials", "name form originals copies pages", "8 48 11 11 11 11", "序号|材料名称|形式|原件|复印件|页数", "No.|Material|Form|Originals|Copies|Pages");
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "报送日期", "Sent on", say_day(p, "sent_on"), "经办人", "Handled by", say(p, "handler"));
    if (*say(p, "approver") && *say_day(p, "examined_by")) put_pairs(p, rows, "签发人", "Signed by", say(p, "approver"), "初审期限", "Examine by", say_day(p, "examined_by"));
    else if (*say(p, "approver")) put_pair(p, rows, "签发人", "Signed by", say(p, "approver"));
    else if (*say_day(p, "examined_by")) put_pair(p, rows, "初审期限", "Examine by", say_day(p, "examined_by"));
    put_para(p, F("根据%s，上级行政机关不得要求申请人重复提供申请材料。", say_law(p)), F("Under the %s the upper organ may not ask the applicant for the same materials again.", say_law_en(p)));
}

/* The upper organ's receipt: filled in by hand or by the exchange, below the seal of the sender. */
void put_upper_receipt(Paper *p) {
    put_block(p, "rule");
    put_heading(p, "上级机关签收", "Receipt of the upper organ");
    Value *rows = put_table(p, "16 34 16 34", NULL, NULL, false);
    put_pairs(p, rows, "收件人", "Received by", "\n", "收件日期", "Received on", "");
    put_pairs(p, rows, "材料份数", "Materials", "\n", "收件机关", "Organ, seal", "");
}

bool layout_joint(Paper *p) {
    static const Layout LAYOUTS[] = {{"F11", joint_notice}, {"F12", minutes}, {"F13", site_record}, {"F14", party_notice}, {"F15", hearing_right}, {"F16", hearing_notice},
        {"F17", hearing_record}, {"F20", forwarded}, {"X07", site_notice}, {"X08", hearing_report}};
    return layout_of(p, LAYOUTS, sizeof LAYOUTS / sizeof *LAYOUTS);
}
