/* documents_check.c: may this document go out? Rules D1-D13 (DOMAIN 4.3) and what single articles ask of a paper (XK-08, 48, 50, 69, 70), as far as
 * its own facts can tell. Pure. */
#include "documents/documents.h"
#include "base/text.h"
#include <string.h>

typedef struct { Arena *arena; const DocumentKind *kind; const Value *facts; DocumentFailures *out; } Check;

static void fail(Check *c, const char *rule, const char *field, const char *zh, const char *en) {
    DocumentFailures *out = c->out;
    if (out->count < (int)(sizeof out->list / sizeof *out->list)) out->list[out->count++] = (DocumentFailure){rule, field, zh, en};
}

/* A fact as a day: INTEGER days or text. */
static bool fact_day(const Value *facts, const char *key, Day *out) {
    const Value *v = value_get(facts, key);
    if (v && v->kind == VALUE_INT) {
        *out = (Day){(int32_t)v->integer};
        return v->integer > -100000 && v->integer < 100000;
    }
    return v && v->kind == VALUE_STRING && day_parse(v->string, out);
}

static bool elements_say(const Value *list, const char *columns) {
    char key[32];
    for (const Value *e = list->first; e; e = e->next)
        for (const char *at = columns; at && *at;) {
            size_t n = strcspn(at, " ");
            if (n >= sizeof key) return false;
            memcpy(key, at, n);
            key[n] = 0;
            bool optional = n && key[n - 1] == '?';
            if (optional) key[n - 1] = 0;
            const Value *v = value_get(e, key);
            if (optional && v && v->kind != VALUE_NULL && v->kind != VALUE_STRING && v->kind != VALUE_INT && v->kind != VALUE_BOOL) return false;
            if (!optional && (!v || v->kind == VALUE_NULL || (v->kind == VALUE_STRING && text_blank(v->string)))) return false;
            at += n;
            while (*at == ' ') at++;
        }
    return true;
}

static bool fact_says(const Value *facts, const DocumentField *f) {
    const Value *v = value_get(facts, f->key);
    if (!v && (!strcmp(f->key, "holder") || !strcmp(f->key, "addressee") || !strcmp(f->key, "payer"))) v = value_get(facts, "applicant_name");
    Day day;
    switch (f->type) {
    case FACT_TEXT: return v && v->kind == VALUE_STRING && !text_blank(v->string);
    case FACT_DAY: return fact_day(facts, f->key, &day);
    case FACT_INSTANT: return v && (v->kind == VALUE_INT || (v->kind == VALUE_STRING && strlen(v->string) >= 16));
    case FACT_COUNT: return v && v->kind == VALUE_INT && v->integer >= 0;
    case FACT_MONEY: return v && v->kind == VALUE_INT && v->integer >= 0;
    case FACT_FLAG: return v && v->kind == VALUE_BOOL;
    case FACT_LIST: return v && v->kind == VALUE_LIST && v->count > 0 && elements_say(v, f->columns);
    }
    return false;
}

static bool is_adverse(const DocumentKind *kind, const Value *facts) {
    return kind->adverse == ADVERSE_ALWAYS || (kind->adverse == ADVERSE_WHEN_REFUSED && !value_bool(facts, "granted"));
}

static void missing(Check *c, const char *rule, const char *field, const char *zh, const char *en) {
    fail(c, rule, field, arena_printf(c->arena, "缺少或格式不对：%s", zh), arena_printf(c->arena, "Missing or malformed: %s", en));
}

/* D1: no blank common field; the kind's own required facts; D4: reasons, basis and remedies of an adverse document. */
static void check_present(Check *c) {
    static const DocumentField COMMON[] = {{"organ", "机关", "organ", FACT_TEXT, 0}, {"date", "日期", "date", FACT_DAY, 0}};
    static const DocumentField CASE[] = {{"applicant_name", "申请人", "applicant", FACT_TEXT, 0}, {"item", "事项", "item", FACT_TEXT, 0},
                                         {"case_no", "办件编号", "case no.", FACT_TEXT, 0}};
    bool application = !strcmp(c->kind->code, "F01") || !strcmp(c->kind->code, "F02");   /* the applicant's own papers, made before a case exists */
    for (int i = 0; i < 2; i++)
        if (!(application && i == 0) && !fact_says(c->facts, &COMMON[i])) missing(c, "D1", COMMON[i].key, COMMON[i].zh, COMMON[i].en);
    for (int i = 0; i < 3; i++)
        if (!((application || !c->kind->of_case) && i == 2) && !fact_says(c->facts, &CASE[i])) missing(c, "D1", CASE[i].key, CASE[i].zh, CASE[i].en);
    if (c->kind->word && !document_number_valid(value_str(c->facts, "number"))) missing(c, "D1", "number", "文书编号", "number");
    bool adverse = is_adverse(c->kind, c->facts);
    for (const DocumentField *f = c->kind->fields; f->key; f++) {
        bool needed = (f->flags & FACT_REQUIRED) || (adverse && (f->flags & FACT_ADVERSE));
        const Value *v = value_get(c->facts, f->key);
        bool given = v && v->kind != VALUE_NULL && !(v->kind == VALUE_STRING && text_blank(v->string)) && !(v->kind == VALUE_LIST && !v->count);
        if (!needed && !given) continue;
        if (!fact_says(c->facts, f)) missing(c, (f->flags & FACT_ADVERSE) ? "D4" : "D1", f->key, f->zh, f->en);
    }
}

static void check_supplement(Check *c) {
    if (value_int(c->facts, "notices_before", 0) > 0)
        fail(c, "D2", "notices_before", "同一次提交只能出具一份补正告知书（《行政许可法》第三十二条第一款第四项）", "One supplement notice per submission only (art. 32(1)(4))");
    Day date, due;
    if (fact_day(c->facts, "date", &date) && fact_day(c->facts, "t1_due", &due) && day_after(date, due))
        fail(c, "D3", "date", "已过五个工作日的告知期限，应当视为受理", "The five working days have passed: the application counts as accepted");
}

static void check_special(Check *c) {
    static const char *const GROUNDS[] = {"听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"};
    const char *ground = value_str(c->facts, "ground");
    bool known = false;
    for (size_t i = 0; i < sizeof GROUNDS / sizeof *GROUNDS; i++) known |= text_equal(ground, GROUNDS[i]);
    if (ground && !known)
        fail(c, "D5", "ground", "特别程序只能是听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审之一", "The ground must be one of the eight of art. 45");
    if (value_int(c->facts, "days", 0) < 1) fail(c, "D5", "days", "须书面告知所需的天数", "The days needed must be told");
    Day from, to;
    if (fact_day(c->facts, "from", &from) && fact_day(c->facts, "to", &to) && day_before(to, from))
        fail(c, "D5", "to", "截止日早于起始日", "The last day is before the first");
}

static void check_extension(Check *c) {
    bool joint = value_bool(c->facts, "joint");
    int64_t days = value_int(c->facts, "extension_days", 0);
    int most = joint ? 15 : 10;
    if (days < 1 || days > most)
        fail(c, "D6", "extension_days", arena_printf(c->arena, "延长期限为1至%d个工作日", most), arena_printf(c->arena, "An extension is 1 to %d working days", most));
    const char *role = value_str(c->facts, "approver_role");
    const char *need = joint ? "本级人民政府负责人" : "本行政机关负责人";
    if (role && strcmp(role, need))
        fail(c, "D6", "approver_role", arena_printf(c->arena, "须由%s批准", need),
             joint ? "Must be approved by the head of the government at that level" : "Must be approved by the head of the organ");
    Day date, due, later;
    if (fact_day(c->facts, "original_due", &due)) {
        if (fact_day(c->facts, "date", &date) && day_after(date, due))
            fail(c, "D6", "date", "原期限已届满，不能再延长", "The original limit has passed: no extension");
        if (fact_day(c->facts, "new_due", &later) && !day_after(later, due))
            fail(c, "D6", "new_due", "延长后的期限应当晚于原期限", "The new last day must be later than the old one");
    }
}

static void check_officers(Check *c) {
    const Value *list = value_get(c->facts, "officers");
    int distinct = 0;
    for (const Value *e = list ? list->first : NULL; e; e = e->next) {
        bool again = false;
        for (const Value *b = list->first; b != e; b = b->next)
            again |= text_equal(value_str(b, "certificate"), value_str(e, "certificate")) || (value_str(e, "id") && text_equal(value_str(b, "id"), value_str(e, "id")));
        if (!again) distinct++;
    }
    if (distinct < 2) fail(c, "D7", "officers", "现场核查应当有两名以上工作人员（《行政许可法》第三十四条第三款）", "Verification needs two different officers (art. 34(3))");
}

/* A day that must not lie before another; both given. */
static void check_order(Check *c, const char *rule, const char *first, const char *later, bool same_day_allowed, const char *zh, const char *en) {
    Day a, b;
    if (fact_day(c->facts, first, &a) && fact_day(c->facts, later, &b) && (day_before(b, a) || (!same_day_allowed && day_equal(a, b)))) fail(c, rule, later, zh, en);
}

/* The fact must speak of one of the cases the law lists. */
static void check_listed(Check *c, const char *rule, const char *field, const char *const *words, const char *zh, const char *en) {
    const char *said = value_str(c->facts, field);
    if (text_blank(said)) return;
    for (; *words; words++) if (strstr(said, *words)) return;
    fail(c, rule, field, zh, en);
}

static void check_joint(Check *c) {
    Day total, due;
    const Value *list = value_get(c->facts, "windows");
    bool bounded = fact_day(c->facts, "total_due", &total);
    for (const Value *e = bounded && list ? list->first : NULL; e; e = e->next)
        if (fact_day(e, "due", &due) && day_after(due, total)) {
            fail(c, "XK-26b", "windows", arena_printf(c->arena, "协办期限晚于联办总期限：%s", value_str_or(e, "name", "")),
                 arena_printf(c->arena, "A department's last day is after that of the whole: %s", value_str_or(e, "name", "")));
            return;
        }
}

static void check_hearing(Check *c) {
    const char *chair = value_str(c->facts, "chair");
    if (!text_blank(chair) && text_equal(chair, value_str(c->facts, "examiner")))
        fail(c, "XK-48", "chair", "主持人应当是审查该申请的工作人员以外的人员（《行政许可法》第四十八条第一款第三项）", "The chair must be another person than the one who examines the application (art. 48)");
    if (!strcmp(c->kind->code, "F16") && value_get(c->facts, "public") && !value_bool(c->facts, "public") && text_blank(value_str(c->facts, "private_reason")))
        fail(c, "XK-48", "private_reason", "听证应当公开举行；不公开的须写明理由", "A hearing is public; say why this one is not");
    if (!strcmp(c->kind->code, "F16") && value_get(c->facts, "gap_workdays") && value_int(c->facts, "gap_workdays", 0) < 7)
        fail(c, "D11", "gap_workdays", "应当于举行听证的七个工作日前通知（《行政许可法》第四十八条）", "Notice is due seven working days before the hearing (art. 48)");
}

static void check_hearing_right(Check *c) {
    if (value_int(c->facts, "ask_days", 0) < 5) fail(c, "D11", "ask_days", "申请听证的期限不少于五个工作日", "At least five working days to ask for a hearing");
}

static void check_renewal(Check *c) {
    bool granted = value_bool(c->facts, "granted");
    Day day;
    if (value_bool(c->facts, "deemed") && !granted)
        fail(c, "XK-50", "deemed", "视为准予延续的不能同时不予延续", "Deemed renewed and refused exclude each other");
    if (granted && !fact_day(c->facts, "valid_to", &day)) fail(c, "XK-50", "valid_to", "准予延续的须写明延续后的有效期", "A renewal must say its new validity");
    if (granted) check_order(c, "XK-50", "expires_on", "valid_to", false, "延续后的有效期应当晚于原有效期", "The new validity must end later than the old one");
}

static void check_withdrawal(Check *c) {
    static const char *const CAUSES[] = {"修改", "废止", "重大变化", NULL};
    check_listed(c, "XK-08", "cause", CAUSES, "撤回只能因所依据的法律、法规、规章修改或者废止，或者客观情况发生重大变化（《行政许可法》第八条第二款）",
                 "A permit is withdrawn only because the law was changed or repealed or circumstances changed materially (art. 8(2))");
}

static void check_revocation(Check *c) {
    static const char *const GROUNDS[] = {"滥用职权", "玩忽职守", "超越法定职权", "违反法定程序", "不具备申请资格", "不符合法定条件", "依法可以撤销", "欺骗", "贿赂", "不正当手段", NULL};
    check_listed(c, "XK-69", "ground", GROUNDS, "撤销情形不在《行政许可法》第六十九条所列之内", "The ground is none of those of art. 69");
}

static void check_cancellation(Check *c) {
    static const char *const GROUNDS[] = {"届满", "死亡", "丧失行为能力", "终止", "撤销", "撤回", "吊销", "不可抗力", "应当注销的其他情形", NULL};
    check_listed(c, "XK-70", "ground", GROUNDS, "注销情形不在《行政许可法》第七十条所列之内", "The ground is none of those of art. 70");
}

/* F34: a local rule, never where safety, secrets or a quota are touched (DOMAIN 0.2). */
static void check_default(Check *c) {
    static const char *const NEVER[] = {"safety", "secret", "quota"};
    for (size_t i = 0; i < sizeof NEVER / sizeof *NEVER; i++)
        if (value_bool(c->facts, NEVER[i])) fail(c, "F34", NEVER[i], "涉及安全、保密或者名额的事项不适用超时默认", "No default by lapse of time where safety, secrets or a quota are touched");
    check_order(c, "F34", "promised_due", "overdue_since", false, "超时起始日应当晚于承诺办结日期", "Overdue begins after the promised day");
    check_order(c, "F34", "overdue_since", "date", true, "尚未超时", "Not yet overdue");
    check_order(c, "F34", "date", "issue_on", true, "补办决定的期限早于本通知", "The decision is due before this notice");
}

static void check_bill(Check *c) {
    const Value *lines = value_get(c->facts, "lines");
    if (!lines && !strcmp(c->kind->code, "F25")) return;       /* a receipt may leave them to the bill */
    int64_t sum = 0;
    bool counted = true;
    for (const Value *e = lines ? lines->first : NULL; e; e = e->next) {
        int64_t standard = value_int(e, "standard", -1), quantity = value_int(e, "quantity", -1), product;
        if (standard < 0 || quantity < 0 || __builtin_mul_overflow(standard, quantity, &product) || __builtin_add_overflow(sum, product, &sum)) counted = false;
        const Value *listed = value_get(e, "in_catalogue");
        if (listed && !value_bool(e, "in_catalogue"))
            fail(c, "D8", "lines", arena_printf(c->arena, "收费项目不在公布的目录内：%s", value_str_or(e, "name", "")),
                 arena_printf(c->arena, "Not in the published tariff: %s", value_str_or(e, "name", "")));
    }
    if (!counted || sum != value_int(c->facts, "amount", -1))
        fail(c, "D8", "amount", "应缴金额不等于各项标准乘数量之和", "The amount is not the sum of standard times quantity");
}

static void check_service(Check *c) {
    const Value *list = value_get(c->facts, "documents");
    for (const Value *e = list ? list->first : NULL; e; e = e->next)
        if (!document_number_valid(value_str(e, "number")))
            fail(c, "D9", "documents", "送达的文书没有有效编号", "A document served has no valid number");
    const char *unknown = value_str(c->facts, "document_unknown");
    if (unknown)
        fail(c, "D9", "documents", arena_printf(c->arena, "没有这份文书或者已作废：%s", unknown), arena_printf(c->arena, "No such document, or void: %s", unknown));
    static const char *const WAYS[] = {"直接送达", "留置送达", "委托送达", "邮寄送达", "公告送达", "电子送达"};
    const char *way = value_str(c->facts, "way");
    bool known = false;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) known |= text_equal(way, WAYS[i]);
    if (way && !known) fail(c, "D1", "way", "送达方式应为直接、留置、委托、邮寄、公告或电子送达", "Unknown way of service");
    if (text_equal(way, "留置送达") && (text_blank(value_str(c->facts, "witness")) || text_blank(value_str(c->facts, "refusal_note"))))
        fail(c, "D1", "witness", "留置送达须有见证人和拒收事由", "Service by leaving needs a witness and the reason of refusal");
    if (text_equal(way, "直接送达") && text_blank(value_str(c->facts, "recipient")))
        fail(c, "D1", "recipient", "直接送达须有收件人签收", "Direct service needs the recipient");
}

static void check_in_time(Check *c) {
    if (value_int(c->facts, "workdays_since_decision", 0) > 10)
        fail(c, "D12", "delivered_on", "应当自作出决定之日起十个工作日内送达（《行政许可法》第四十四条）", "Delivery is due within ten working days of the decision (art. 44)");
}

static void check_opposite(Check *c) {
    if (value_bool(c->facts, "opposite_issued"))
        fail(c, "D10", "kind", "同一办件不能既有准予决定又有不予决定", "A case cannot have both a grant and a refusal");
}

static void check_validity(Check *c) { check_order(c, "D1", "valid_from", "valid_to", true, "截止日早于起始日", "The last day is before the first"); }
static void check_statement(Check *c) { check_order(c, "XK-36", "date", "state_by", true, "陈述申辩的期限早于告知", "The time to state ends before the notice"); }
static void check_secondary(Check *c) { check_order(c, "D1", "date", "due_on", true, "补交期限早于本文书", "The time to supply ends before this paper"); }
static void check_agency(Check *c) { check_order(c, "D1", "entrusted_on", "finished_on", true, "办结日期早于委托日期", "Finished before it was entrusted"); }

static const struct { const char *code; void (*check)(Check *); } RULES[] = {
    {"F02", check_validity}, {"F05", check_supplement}, {"F11", check_joint}, {"F13", check_officers}, {"F14", check_statement}, {"F15", check_hearing_right},
    {"F16", check_hearing}, {"F17", check_hearing}, {"F18", check_special}, {"F19", check_extension}, {"F21", check_opposite}, {"F22", check_opposite},
    {"F24", check_bill}, {"F25", check_bill}, {"F26", check_in_time}, {"F26", check_validity}, {"F27", check_service}, {"F27", check_in_time}, {"F29", check_renewal},
    {"F30", check_withdrawal}, {"F31", check_revocation}, {"F32", check_cancellation}, {"F34", check_default}, {"X03", check_secondary}, {"X05", check_agency},
    {"X06", check_secondary}, {"X07", check_officers}};

bool document_check(Arena *arena, const char *code, const Value *facts, DocumentFailures *out) {
    out->count = 0;
    Check c = {arena, document_kind(code), facts, out};
    if (!c.kind) {
        fail(&c, "D1", "kind", "没有这种文书", "Unknown kind of document");
        return false;
    }
    check_present(&c);
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) if (!strcmp(code, RULES[i].code)) RULES[i].check(&c);
    if (value_bool(facts, "number_taken")) fail(&c, "D13", "number", "文书编号重复", "The number is already in use");
    return out->count == 0;
}

char *document_remedies(Arena *arena, const char *reconsideration, const char *court) {
    return arena_printf(arena, "如不服本决定，可以自收到之日起六十日内向%s申请行政复议，或者六个月内向%s提起行政诉讼。", reconsideration, court);
}

char *document_remedies_en(Arena *arena, const char *reconsideration, const char *court) {
    return arena_printf(arena, "If you disagree you may, from the day you receive this decision, apply to %s for administrative reconsideration within 60 days or sue in %s within 6 months.", reconsideration, court);
}

char *document_masked_id(Arena *arena, const char *id) {
    if (!id) return arena_strdup(arena, "");
    size_t n = strlen(id);
    for (size_t i = 0; i < n; i++) if ((unsigned char)id[i] >= 0x80) return arena_strdup(arena, "******");   /* not an identity number */
    if (n <= 4) return arena_strdup(arena, "******");
    size_t head = n < 12 ? 2 : 6, tail = n < 12 ? 2 : 4;
    char *out = arena_strdup(arena, id);
    memset(out + head, '*', n - head - tail);
    return out;
}
