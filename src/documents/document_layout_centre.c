/* document_layout_centre.c: the centre's own papers: returned cases, undertakings, commitments, agency: X01-X06; an applicant's withdrawal: X09. */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

static bool has(const Paper *p, const char *key) { const Value *v = value_get(p->facts, key); return v && v->kind == VALUE_LIST && v->count; }

static void returned(Paper *p) {                                   /* X01 */
    put_addressee(p);
    put_para(p, F("你（单位）提出的“%s”申请（办件编号：%s）收悉。经审查，该申请属于应当退回的情形：%s。", say(p, "item"), say(p, "case_no"), say_clause(p, "ground")),
         F("Your application for “%s” (case %s) is returned, on the ground above.", say_item_en(p), say(p, "case_no")));
    put_para(p, F("理由：%s", say(p, "reason")), NULL);
    put_para(p, F("根据%s，现将申请材料退回。", say_law(p)), "The materials are returned.");
    if (*say(p, "where_to_go")) put_para(p, F("你（单位）可以：%s", say(p, "where_to_go")), "What you can do instead is said above.");
    if (has(p, "returned")) put_list_table(p, "returned", "name form originals copies", "8 56 12 12 12", "序号|退还材料|形式|原件|复印件", "No.|Material returned|Form|Originals|Copies");
    put_para(p, F("对退回有异议的，可以%s向%s申请复核裁定。", *say_day(p, "re_examine_by") ? F("于%s前", say_day(p, "re_examine_by")) : "", say(p, "re_examine_at")),
         F("If you disagree, ask for re-examination%s at: %s.", *say_day(p, "re_examine_by") ? F(" by %s", say_day_en(p, "re_examine_by")) : "", say(p, "re_examine_at")));
}

static void ruling(Paper *p) {                                     /* X02 */
    bool upheld = value_bool(p->facts, "granted");
    put_addressee(p);
    put_para(p, F("你（单位）于%s对《退回件通知书》（%s）申请复核。经复核，查明：%s", say_day(p, "requested_on"), say(p, "original_number"), say(p, "facts")),
         F("On %s you asked for re-examination of notice %s concerning “%s”. It was re-examined.", say_day_en(p, "requested_on"), say(p, "original_number"), say_item_en(p)));
    if (!upheld) put_para(p, F("理由：%s", say(p, "reason")), NULL);
    put_para(p, F("根据%s，裁定如下：", upheld ? "中心办件管理规定" : say_law(p)), upheld ? "Your request is upheld; the ruling:" : "Your request is not upheld; the ruling:");
    put_para(p, say(p, "ruling"), NULL);
    if (upheld) put_para(p, "原办理窗口应当自收到本裁定书之日起重新收件，并按规定期限办理。", "The window takes the case up again from receipt of this ruling.");
}

/* The applicant's own papers have no head that names them. */
static void own_rows(Paper *p) {
    Value *rows = put_facts_table(p);
    put_case_rows(p, rows);
    if (*say(p, "agent") && *say(p, "phone")) put_pairs(p, rows, "委托代理人", "Agent", say(p, "agent"), "联系电话", "Telephone", say(p, "phone"));
    else if (*say(p, "agent")) put_pair(p, rows, "委托代理人", "Agent", say(p, "agent"));
    else if (*say(p, "phone")) put_pair(p, rows, "联系电话", "Telephone", say(p, "phone"));
}

static void undertaking(Paper *p) {                                /* X03: the applicant's own */
    put_plain(p, F("%s：", say(p, "organ")), NULL);
    own_rows(p);
    put_para(p, F("本人（单位）申请办理“%s”%s，主要材料齐全，暂缺下列次要材料：", say(p, "item"), *say(p, "case_no") ? F("（办件编号：%s）", say(p, "case_no")) : ""),
         F("My (our) application for “%s” lacks only these secondary materials:", say_item_en(p)));
    put_list_table(p, "missing", "name requirement due", "9 43 28 20", "序号|暂缺材料|要求|补交期限", "No.|Material to come|Requirement|By");
    put_para(p, F("本人（单位）已知悉容缺受理的有关规定，自愿承诺：一、于%s前补交上列全部材料；二、补交的材料真实、合法、有效；三、%s", say_day(p, "due_on"), say(p, "consequence")),
         F("I (we) undertake to supply all of them by %s, true and valid, and know what follows if not.", say_day_en(p, "due_on")));
    put_para(p, "本人（单位）对上述承诺的真实性负责。", "I (we) answer for this undertaking.");
}

/* "1. 有经营场所；2. 有从业人员。": a line or two, where a table would take the signature to a second page. */
static const char *conditions(const Paper *p) {
    Buf out = buf_new(p->arena);
    int n = 0;
    for (const Value *e = has(p, "conditions") ? value_get(p->facts, "conditions")->first : NULL; e; e = e->next) {
        const char *name = e->kind == VALUE_STRING ? e->string : value_str_or(e, "name", "");
        size_t length = strlen(name), stop = strlen("。");
        if (length > stop && (!strcmp(name + length - stop, "。") || !strcmp(name + length - stop, "；"))) length -= stop;
        if (length) buf_printf(&out, "%s%d. %.*s", n ? "；" : "", n + 1, (int)length, name), n++;
    }
    if (n) buf_str(&out, "。");
    return out.text ? out.text : "";
}

static void commitment(Paper *p) {                                 /* X04: told by the organ, committed by the applicant */
    value_set_int(p->arena, p->sheet, "size", p->en ? 100 : 108);
    Value *rows = put_facts_table(p);
    put_case_rows(p, rows);
    put_heading(p, "一、行政机关告知", "What the organ tells");
    put_para(p, F("（一）办理依据：%s", say(p, "basis")), NULL);
    put_para(p, F("（二）许可条件：%s", conditions(p)), "Conditions of the permission: the numbered list above.");
    if (has(p, "materials")) {
        put_para(p, "（三）应当提交的材料：", "Materials:");
        put_list_table(p, "materials", "name form due", "10 50 20 20", "序号|材料名称|形式|提交期限", "No.|Material|Form|By");
    }
    put_para(p, F("（%s）监督和核查：%s%s", has(p, "materials") ? "四" : "三", say(p, "supervision"), *say_day(p, "verify_by") ? F("核查于%s前完成。", say_day(p, "verify_by")) : ""),
         *say_day(p, "verify_by") ? F("What is committed is verified by %s.", say_day_en(p, "verify_by")) : "What is committed is verified afterwards.");
    put_para(p, F("（%s）不实承诺的责任：%s", has(p, "materials") ? "五" : "四", say(p, "liability")), "Liability for an untrue commitment is stated above.");
    put_heading(p, "二、申请人承诺", "What the applicant commits");
    put_para(p, "（一）已经知悉行政机关告知的全部内容；（二）所填写的基本信息真实、准确；（三）已经符合行政机关告知的条件，能够提交要求的材料；（四）愿意接受行政机关的监督和核查；"
                "（五）愿意承担不实承诺的法律责任；（六）以上承诺是申请人真实的意思表示。",
         "(1) I know all that was told; (2) what I stated is true; (3) I meet the conditions and can supply the materials; (4) I accept supervision and verification; (5) I accept liability for an untrue commitment; (6) this is my true intention.");
    put_para(p, "本承诺书一式两份，行政机关和申请人各执一份。", "Made in two copies, one for each side.");
}

static void agency_report(Paper *p) {                              /* X05 */
    bool stopped = value_bool(p->facts, "stopped");
    put_addressee(p);
    put_para(p, F("你（单位）于%s委托本中心代办“%s”（办件编号：%s），由代办员%s全程无偿代办。现将代办%s情况报告如下：", say_day(p, "entrusted_on"), say(p, "item"), say(p, "case_no"), say(p, "deputy"), stopped ? "终止" : "办结"),
         F("On %s you entrusted the centre with “%s” (case %s). Agent of the centre: %s, free of charge. This is the closure report:", say_day_en(p, "entrusted_on"), say_item_en(p), say(p, "case_no"), say(p, "deputy")));
    Value *rows = put_table(p, "8 25 25 14 14 14", "序号|环节|办理地点|开始|完成|结果", "No.|Stage|Place|From|To|Result", false);
    const Value *list = has(p, "stages") ? value_get(p->facts, "stages") : NULL;
    int n = 0;
    for (const Value *e = list ? list->first : NULL; e; e = e->next) {
        static const char *const KEYS[] = {"name", "place", "from", "to", "result"};
        Value *r = put_row(p, rows);
        put_cell_center(p, r, F("%d", ++n));
        for (int i = 0; i < 5; i++) {
            const char *text = value_str_or(e, KEYS[i], "");
            Day day;
            if ((i == 2 || i == 3) && day_parse(text, &day)) text = strstr(day_text_zh(p->arena, day), "年") + strlen("年");
            if (i < 2) put_cell(p, r, text);
            else put_cell_center(p, r, text);
        }
    }
    put_para(p, F("%s：%s", stopped ? "终止原因" : "办结情况", say(p, "outcome")), NULL);
    put_para(p, F("本次代办于%s%s，未收取任何费用。代办档案随办件归档。", say_day(p, "finished_on"), stopped ? "终止" : "办结"), F("%s on %s. Nothing was charged.", stopped ? "Stopped" : "Finished", say_day_en(p, "finished_on")));
}

static void still_due(Paper *p) {                                  /* X06 */
    put_addressee(p);
    put_para(p, F("你（单位）申请的“%s”（办件编号：%s），主要材料齐全，次要材料有欠缺。根据你（单位）的承诺，本机关已于%s容缺受理。请补交下列材料：", say(p, "item"), say(p, "case_no"), say_day(p, "accepted_on")),
         F("“%s” (case %s) was accepted on %s with secondary materials missing, on your undertaking. Still to be supplied:", say_item_en(p), say(p, "case_no"), say_day_en(p, "accepted_on")));
    put_list_table(p, "missing", "name requirement due", "9 43 28 20", "序号|应当补交的材料|要求|补交期限", "No.|Material|Requirement|By");
    put_para(p, F("请于%s前补交齐全。容缺受理不停止计算办理期限；补交齐全后，本机关作出决定并送达结果。逾期未补交的，按承诺书的约定处理。", say_day(p, "due_on")),
         F("Please supply them all by %s. The time limit keeps running; the result is delivered when they are complete.", say_day_en(p, "due_on")));
}

static void own_withdrawal(Paper *p) {                             /* X09: the applicant's own */
    put_plain(p, F("%s：", say(p, "organ")), NULL);
    own_rows(p);
    put_para(p, F("本人（单位）申请办理的“%s”（办件编号：%s），因下列理由申请撤回：", say(p, "item"), say(p, "case_no")), F("I (we) withdraw the application for “%s” (case %s), for this reason:", say_item_en(p), say(p, "case_no")));
    put_para(p, say(p, "reason"), NULL);
    put_para(p, "请依法终止办理，并退还已经提交的材料原件。本人（单位）知悉撤回后可以再次提出申请。", "Please end the case and return the originals. I know that I may apply again.");
}

bool layout_centre(Paper *p) {
    static const Layout LAYOUTS[] = {{"X01", returned}, {"X02", ruling}, {"X03", undertaking}, {"X04", commitment}, {"X05", agency_report}, {"X06", still_due}, {"X09", own_withdrawal}};
    return layout_of(p, LAYOUTS, sizeof LAYOUTS / sizeof *LAYOUTS);
}
