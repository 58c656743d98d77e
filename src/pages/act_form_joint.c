/* act_form_joint.c: forms of joint handling: what the lead sends out, what a co-department says, the visit and the meeting; see act_form_joint.h. */
#include "pages/act_form_joint.h"
#include "base/text.h"
#include "pages/words.h"
#include "process/joint.h"
#include <string.h>

enum { VISITORS = 4, LEADS = 2 };             /* rows of people in the forms; both acts take as many as come by the API */

typedef struct Rows { Arena *arena; FieldRow *list; int count; } Rows;

static Rows rows_new(Arena *a, int most) { return (Rows){a, ARENA_ARRAY(a, FieldRow, most + 1), 0}; }
static void add(Rows *rows, FieldRow row) { rows->list[rows->count++] = row; }
static const char *key(Arena *a, const char *name, int no) { return arena_printf(a, "%s%d", name, no); }
static const Catalog *catalog_of(Request *request) { return hall_of(request)->scene->catalog; }

/* "公安分局：办理时限", in both languages at once: the row shows the reader's. */
static FieldRow about(Request *request, const char *name, FieldType type, const char *department, const char *zh, const char *en)
{
    const char *whose = joint_name(catalog_of(request), department);
    return (FieldRow){.name = name, .type = type, .zh = arena_printf(request->arena, "%s：%s", whose, zh), .en = arena_printf(request->arena, "%s: %s", words_shown(request, whose), en)};
}

static void add_moment(Rows *rows, const char *zh, const char *en, bool required)
{
    add(rows, (FieldRow){"at_date", FIELD_DATE, zh, en, NULL, NULL, "10", required});
    add(rows, (FieldRow){"at_time", FIELD_TEXT, "时间（如 09:30）", "Time (09:30)", NULL, NULL, "4", required});
}

static const FieldOption opinions[] = {{"agree", "同意", "agrees"}, {"conditions", "附条件同意", "agrees with conditions"}, {"disagree", "不同意", "disagrees"}, {0}};
static const FieldOption opinions_or_none[] = {{"", "请选择", "choose"}, {"agree", "同意", "agrees"}, {"conditions", "附条件同意", "agrees with conditions"}, {"disagree", "不同意", "disagrees"}, {0}};
static const FieldOption checks[] = {{"complete", "材料齐全，符合法定形式", "complete and in due form"}, {"missing", "有缺少或者不符合要求的", "something is missing or not in form"}, {0}};

/* ---- people ---- */

/* Those in post of one department, or of all that take part (department NULL); reviewers: only who may speak for it (C1). */
static const FieldOption *people_of(Request *request, const CaseFile *file, const Item *item, const char *department, bool reviewers, const char *none_zh, const char *none_en)
{
    Arena *a = request->arena;
    const People *people = hall_of(request)->scene->people;
    Day today = visitor_of(request)->today;
    FieldOption *list = ARENA_ARRAY(a, FieldOption, people->officer_count + 2);
    int count = 0;
    list[count++] = (FieldOption){"", none_zh, none_en};
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        if (!officer_active(o, today) || (department ? !text_equal(o->department, department) : !joint_takes_part(&file->standing, o->department))) continue;
        if (reviewers && !people_authorises(people, o->id, item->code, o->department, AUTHORITY_REVIEW, today).row) continue;
        const char *shown = arena_printf(a, "%s（%s）", o->name, o->post);
        list[count++] = (FieldOption){o->id, shown, shown};
    }
    return list;
}

/* ---- copy out ---- */

static const FieldOption *project_types(Request *request, const CaseFile *file)
{
    Arena *a = request->arena;
    const Value *leads = hall_of(request)->scene->centre->leads;
    if (!leads || !leads->count) return NULL;
    FieldOption *list = ARENA_ARRAY(a, FieldOption, leads->count + 2);
    int count = 0;
    const char *own = joint_name(catalog_of(request), file->standing.department);
    list[count++] = (FieldOption){"", arena_printf(a, "不按项目类型（%s牵头）", own), arena_printf(a, "none (lead: %s)", words_shown(request, own))};
    for (const Value *m = leads->first; m; m = m->next) {
        const char *lead = joint_name(catalog_of(request), m->string);
        list[count++] = (FieldOption){m->key, arena_printf(a, "%s（%s牵头）", m->key, lead), arena_printf(a, "%s (lead: %s)", m->key, words_shown(request, lead))};
    }
    return list;
}

/* "a2_1": the second department begins after the first. */
static const char *after_key(Arena *a, int which, int other) { return arena_printf(a, "a%d_%d", which + 1, other + 1); }

enum { MANY = 3 };                             /* more departments than this: the order is chosen as a whole, and tick by tick only on wish */
static bool many(const Item *item) { return item->co_count > MANY; }

/* The order as a whole: nobody need tick 132 times. */
static const FieldOption orders[] = {
    {"ticked", "按各部门下面勾选的次序（已按公布的次序勾好）", "as ticked below each department (ticked as published)"}, {"together", "全部同时办理，互不等待", "all at once, nobody waits"},
    {"line", "从上到下，一个办完再办下一个", "one after the other, from top to bottom"}, {0}};

static bool after_published(Arena *a, const Item *item, int which, int other)
{
    char **codes;
    int count = item_code_list(a, item->co[which].after, &codes);
    for (int k = 0; k < count; k++) if (text_equal(codes[k], item->co[other].department)) return true;
    return false;
}

/* "自然资源和规划局之后" or what is said of nobody: whom the published order lets it wait for. */
static const char *published_order(Request *request, const Item *item, int which, bool english)
{
    Buf out = buf_new(request->arena);
    for (int i = 0; i < item->co_count && i < LIMIT_CO_DEPARTMENTS; i++) {
        if (i == which || !after_published(request->arena, item, which, i)) continue;
        const char *name = joint_name(catalog_of(request), item->co[i].department);
        buf_printf(&out, "%s%s", out.length ? english ? ", " : "、" : "", english ? words_shown(request, name) : name);
    }
    if (!out.length) return english ? "waits for nobody" : "不等待";
    return english ? arena_printf(request->arena, "after %s", out.text) : arena_printf(request->arena, "在%s之后", out.text);
}

/* One tick for each department it can wait for: it may wait for several (DOMAIN 3.3). What is published is ticked before. With many departments
 * the ticks stand folded, each department's under its own heading, which says what is published. */
static void add_order(Request *request, Rows *rows, const Item *item, int which)
{
    Arena *a = request->arena;
    bool fold = many(item);
    if (fold) {
        FieldRow head = about(request, key(a, "f", which + 1), FIELD_FOLD, item->co[which].department, arena_printf(a, "等谁办完（公布：%s）", published_order(request, item, which, false)),
                              arena_printf(a, "after whom (published: %s)", published_order(request, item, which, true)));
        add(rows, head);
    }
    for (int i = 0, n = 0; i < item->co_count && i < LIMIT_CO_DEPARTMENTS; i++) {
        if (i == which) continue;
        const char *name = joint_name(catalog_of(request), item->co[i].department), *zh = arena_printf(a, "在%s之后", name), *en = arena_printf(a, "after %s", words_shown(request, name));
        FieldRow tick = about(request, after_key(a, which, i), FIELD_CHECK, item->co[which].department, zh, en);
        if (fold) { tick.zh = zh; tick.en = en; }
        if (!n++ && !fold) { tick.hint_zh = "都不勾选的，不等待，同时办理"; tick.hint_en = "none ticked: waits for nobody"; }
        add(rows, tick);
    }
    if (fold) add(rows, (FieldRow){.name = "fold", .type = FIELD_FOLD_END});
}

static const FieldRow *copy_fields(Request *request, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Rows rows = rows_new(a, item->co_count * (item->co_count + 2) + 4);
    const FieldOption *types = project_types(request, file);
    if (types) add(&rows, (FieldRow){"project_type", FIELD_SELECT, "项目类型", "Type of project", "决定由哪个部门牵头", "decides who leads", NULL, false, NULL, types});
    if (many(item)) add(&rows, (FieldRow){"order", FIELD_RADIOS, "办理次序", "Order", NULL, NULL, NULL, true, NULL, orders});
    for (int i = 0; i < item->co_count && i < LIMIT_CO_DEPARTMENTS; i++) {
        const CoRule *rule = &item->co[i];
        FieldRow days = about(request, key(a, "d", i + 1), FIELD_NUMBER, rule->department, "办理时限（工作日）", "limit (working days)");
        days.hint_zh = rule->safety ? "涉及安全，逾期不视为同意" : NULL;
        days.hint_en = rule->safety ? "a safety matter: silence is never agreement" : NULL;
        add(&rows, days);
        add_order(request, &rows, item, i);
    }
    add_moment(&rows, "联审会日期（召开联审会的填写）", "Day of the joint meeting (when one is called)", false);
    return rows.list;
}

static void copy_filled(Arena *a, const CaseFile *file, const Item *item, Value *out)
{
    int whole = file->standing.promised_unit == UNIT_WORKDAY ? file->standing.promised_limit : 0;
    if (many(item)) value_set_str(a, out, "order", "ticked");
    for (int i = 0; i < item->co_count && i < LIMIT_CO_DEPARTMENTS; i++) {
        value_set_int(a, out, key(a, "d", i + 1), item->co[i].days < 0 ? whole : item->co[i].days);
        for (int j = 0; j < item->co_count && j < LIMIT_CO_DEPARTMENTS; j++) if (j != i && after_published(a, item, i, j)) value_set_bool(a, out, after_key(a, i, j), true);
    }
}

static void copy_input(Arena *a, const Value *typed, const Item *item, Value *input)
{
    Value *list = value_set_list(a, input, "children");
    const char *order = value_str_or(typed, "order", "ticked");
    for (int i = 0; i < item->co_count && i < LIMIT_CO_DEPARTMENTS; i++) {
        const Value *days = value_get(typed, key(a, "d", i + 1));
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "department", item->co[i].department);
        if (days) value_set_int(a, row, "days", days->kind == VALUE_INT ? days->integer : -1);
        if (item->co_count < 2) continue;
        Value *after = value_set_list(a, row, "after");
        for (int j = 0; j < item->co_count && j < LIMIT_CO_DEPARTMENTS; j++) if (j != i && (!strcmp(order, "line") ? j == i - 1 : strcmp(order, "together") && value_bool(typed, after_key(a, i, j)))) value_push_str(a, after, item->co[j].department);
    }
}

/* ---- the co-department's own part ---- */

/* Which of several parts, where an officer may act for more than one: a window shared by departments. */
static void add_part(Request *request, Rows *rows, const CaseFile *file)
{
    const JointStanding *j = &file->standing.together;
    FieldOption *list = ARENA_ARRAY(request->arena, FieldOption, LIMIT_CO_DEPARTMENTS + 1);
    int count = 0;
    for (int i = 0; i < j->count; i++) {
        const char *name = joint_name(catalog_of(request), j->co[i].department);
        if (joint_own(&j->co[i], &visitor_of(request)->actor)) list[count++] = (FieldOption){arena_strdup(request->arena, j->co[i].department), name, words_shown(request, name)};
    }
    if (count > 1) add(rows, (FieldRow){"department", FIELD_SELECT, "代表哪个部门", "For which department", NULL, NULL, NULL, true, NULL, list});
}

static const FieldRow *sign_fields(Request *request, const CaseFile *file)
{
    Rows rows = rows_new(request->arena, 1);
    add_part(request, &rows, file);
    return rows.list;
}

/* After a first notice only what came anew may be faulted (XK-32-4); what a commitment stands in place of, never (YH-40). */
static bool may_fault(const Standing *s, const Material *m) { return (!s->notices || s->renewed[m->no]) && !(s->committed && m->committable); }

static const FieldRow *completeness_fields(Request *request, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Rows rows = rows_new(a, item->material_count + 2);
    add_part(request, &rows, file);
    bool first = true;
    add(&rows, (FieldRow){"result", FIELD_RADIOS, "材料意见", "Materials", NULL, NULL, NULL, true, NULL, checks});
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (!may_fault(&file->standing, m)) continue;
        const char *name = arena_printf(a, "%d. %s", m->no, m->name);
        add(&rows, (FieldRow){key(a, "s", m->no), FIELD_AREA, name, name, first ? "缺什么、怎么补，写给申请人看；不缺的留空" : NULL, first ? "what is missing, in words for the applicant; blank: nothing" : NULL});
        first = false;
    }
    return rows.list;
}

static void completeness_input(Arena *a, const Value *typed, const Item *item, Value *input)
{
    Value *list = value_set_list(a, input, "missing");
    for (int i = 0; i < item->material_count; i++) {
        const char *text = value_str(typed, key(a, "s", item->materials[i].no));
        if (text_blank(text)) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", item->materials[i].no);
        value_set_str(a, row, "requirement", text);
    }
}

/* Each department's last word counts, and of it what has not come anew since. */
const char **joint_claimed(Request *request, const CaseFile *file)
{
    Arena *a = request->arena;
    const char **claims = ARENA_ARRAY(a, const char *, LIMIT_MATERIALS_PER_ITEM + 1);
    const Value *said[LIMIT_CO_DEPARTMENTS] = {0};
    const JointStanding *j = &file->standing.together;
    if (!j->count) return claims;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a));) {
        int i = strcmp(e->kind, "case.completeness_given") ? -1 : joint_find(&file->standing, value_str(e->body, "department"));
        if (i >= 0) said[i] = value_get(e->body, "missing");
    }
    store_done(q);
    for (int i = 0; i < j->count; i++)
        for (const Value *row = said[i] ? said[i]->first : NULL; row; row = row->next) {
            int64_t no = value_int(row, "no", 0);
            if (no < 1 || no > LIMIT_MATERIALS_PER_ITEM || !(j->co[i].missing >> (no - 1) & 1u)) continue;
            const char *text = value_str_or(row, "requirement", "");
            claims[no] = claims[no] ? arena_printf(a, "%s；%s", claims[no], text) : text;
        }
    return claims;
}

static const FieldRow *opinion_fields(Request *request, const CaseFile *file)
{
    Rows rows = rows_new(request->arena, 4);
    add_part(request, &rows, file);
    add(&rows, (FieldRow){"conclusion", FIELD_RADIOS, "本部门意见", "Our opinion", NULL, NULL, NULL, true, NULL, opinions});
    add(&rows, (FieldRow){"opinion", FIELD_AREA, "意见内容", "In words", "同意或者不同意的事实和依据", "facts and basis", NULL, true});
    add(&rows, (FieldRow){"conditions", FIELD_AREA, "条件（附条件同意的填写）", "Conditions (when it agrees with conditions)", NULL, NULL, NULL});
    return rows.list;
}

/* ---- visit and meeting ---- */

static const FieldRow *visit_fields(Request *request, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Rows rows = rows_new(a, VISITORS * 2 + 7);
    add_moment(&rows, "踏勘日期", "Day of the visit", true);
    add(&rows, (FieldRow){"place", FIELD_TEXT, "地点", "Place", NULL, NULL, "", true});
    const FieldOption *choice = people_of(request, file, item, NULL, false, "请选择", "choose");
    for (int i = 1; i <= VISITORS; i++) {
        add(&rows, (FieldRow){key(a, "officer", i), FIELD_SELECT, arena_printf(a, "踏勘人员%d", i), arena_printf(a, "Officer %d", i), NULL, NULL, NULL, i < 3, NULL, choice});
        add(&rows, (FieldRow){key(a, "certificate", i), FIELD_TEXT, arena_printf(a, "踏勘人员%d的执法证号", i), arena_printf(a, "Certificate of officer %d", i), NULL, NULL, "20", i < 3});
    }
    add(&rows, (FieldRow){"findings", FIELD_AREA, "踏勘情况", "Findings", NULL, NULL, NULL, true});
    add(&rows, (FieldRow){"present", FIELD_TEXT, "申请人一方在场人", "Present for the applicant", NULL, NULL, "20"});
    add(&rows, (FieldRow){"remark", FIELD_TEXT, "在场人意见", "What they remarked", NULL, NULL, ""});
    add(&rows, (FieldRow){"recorder", FIELD_TEXT, "记录人", "Recorder", NULL, NULL, "20"});
    return rows.list;
}

static const FieldRow *meeting_fields(Request *request, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    const JointStanding *j = &file->standing.together;
    Rows rows = rows_new(a, j->count * 3 + LEADS + 6);
    add_moment(&rows, "会议日期", "Day of the meeting", true);
    add(&rows, (FieldRow){"place", FIELD_TEXT, "会议地点", "Place", NULL, NULL, "", true});
    for (int i = 0; i < j->count; i++) {
        const char *department = j->co[i].department;
        FieldRow who = about(request, key(a, "p", i + 1), FIELD_SELECT, department, "出席人（须有全权）", "present (with full power)");
        who.options = people_of(request, file, item, department, true, "未出席", "nobody came");
        FieldRow view = about(request, key(a, "v", i + 1), FIELD_SELECT, department, "意见", "opinion"), words = about(request, key(a, "o", i + 1), FIELD_AREA, department, "意见内容和依据", "in words");
        view.options = opinions_or_none;
        add(&rows, who);
        add(&rows, view);
        add(&rows, words);
    }
    for (int i = 1; i <= LEADS; i++)
        add(&rows, (FieldRow){key(a, "l", i), FIELD_SELECT, arena_printf(a, "主办和牵头部门出席人%d", i), arena_printf(a, "Present for the lead %d", i), NULL, NULL, NULL, false, NULL,
                              people_of(request, file, item, i == 1 || !strcmp(j->lead, file->standing.department) ? j->lead : file->standing.department, false, "无", "nobody")});
    add(&rows, (FieldRow){"conclusion", FIELD_RADIOS, "会议结论", "Conclusion", NULL, NULL, NULL, true, NULL, opinions});
    add(&rows, (FieldRow){"text", FIELD_AREA, "结论内容", "In words", "印在联审会议纪要上", "printed in the minutes", NULL, true});
    add(&rows, (FieldRow){"recorder", FIELD_TEXT, "记录人", "Recorder", NULL, NULL, "20"});
    return rows.list;
}

static void put_person(Arena *a, Value *list, const char *officer, const char *field, const char *text, const char *opinion)
{
    if (text_blank(officer)) return;
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "officer", officer);
    if (text) value_set_str(a, row, field, text);
    if (opinion) value_set_str(a, row, "opinion", opinion);
}

static void meeting_input(Arena *a, const Value *typed, const CaseFile *file, Value *input)
{
    Value *list = value_set_list(a, input, "attendees");
    for (int i = 1; i <= LEADS; i++) put_person(a, list, value_str(typed, key(a, "l", i)), "", NULL, NULL);
    for (int i = 1; i <= file->standing.together.count; i++) put_person(a, list, value_str(typed, key(a, "p", i)), "conclusion", value_str(typed, key(a, "v", i)), value_str(typed, key(a, "o", i)));
}

/* ---- what act_form.c asks ---- */

const FieldRow *joint_fields(Request *request, Act act, const CaseFile *file, const Item *item)
{
    switch (act) {
    case ACT_COPY_OUT: return copy_fields(request, file, item);
    case ACT_SIGN_COPY: return sign_fields(request, file);
    case ACT_COMPLETENESS: return completeness_fields(request, file, item);
    case ACT_CO_OPINION: return opinion_fields(request, file);
    case ACT_JOINT_VISIT: return visit_fields(request, file, item);
    case ACT_JOINT_MEETING: return meeting_fields(request, file, item);
    default: return NULL;
    }
}

/* No opinion and no finding is the house's: nothing is picked before somebody picks it. */
void joint_filled(Request *request, Act act, const CaseFile *file, const Item *item, Value *out)
{
    Arena *a = request->arena;
    const Visitor *v = visitor_of(request);
    if (act == ACT_COPY_OUT) copy_filled(a, file, item, out);
    if (act == ACT_JOINT_VISIT || act == ACT_JOINT_MEETING) value_set_str(a, out, "at_date", day_text(a, v->today));
    if (act == ACT_JOINT_MEETING) value_set_str(a, out, actor_in_department(&v->actor, file->standing.together.lead) ? "l1" : "l2", v->actor.id);
}

void joint_input(Request *request, Act act, const Value *typed, const CaseFile *file, const Item *item, Value *input)
{
    Arena *a = request->arena;
    const char *date = value_str(typed, "at_date"), *time = value_str(typed, "at_time");
    bool moment = act == ACT_COPY_OUT || act == ACT_JOINT_VISIT || act == ACT_JOINT_MEETING;
    if (moment && (date || time))
        value_set_str(a, input, act == ACT_COPY_OUT ? "meeting_at" : "at", arena_printf(a, "%s %s%s", date ? date : "", time && strlen(time) == 4 ? "0" : "", time ? time : ""));
    if (act == ACT_COPY_OUT) copy_input(a, typed, item, input);
    if (act == ACT_COMPLETENESS) completeness_input(a, typed, item, input);
    if (act == ACT_JOINT_MEETING) meeting_input(a, typed, file, input);
    if (act != ACT_JOINT_VISIT) return;
    Value *list = value_set_list(a, input, "officers");
    for (int i = 1; i <= VISITORS; i++) put_person(a, list, value_str(typed, key(a, "officer", i)), "certificate", value_str(typed, key(a, "certificate", i)), NULL);
}

/* ---- what stands against an act before it is filled in ---- */

Refusal joint_would_be(Arena *arena, Act act, const Facts *facts)
{
    const char *detail;
    if (act == ACT_SUPPLEMENT) return joint_unheard(arena, facts, &detail);
    if (act == ACT_GRANT || act == ACT_REFUSE) return joint_undecided(arena, facts->standing, facts->item, facts->catalog, act == ACT_GRANT, &detail);
    return REFUSED_NOTHING;
}

const char *joint_waits_for(Arena *arena, Act act, Refusal refusal, const Facts *facts)
{
    const char *detail = NULL;
    const JointStanding *j = &facts->standing->together;
    if (refusal == REFUSED_CO_NOT_HEARD) joint_unheard(arena, facts, &detail);
    else if (refusal == REFUSED_CO_OUTSTANDING || refusal == REFUSED_CO_DISAGREES) joint_undecided(arena, facts->standing, facts->item, facts->catalog, act == ACT_GRANT, &detail);
    if (detail && *detail) return detail;
    if (refusal != REFUSED_CO_WAITS) return NULL;
    Buf out = buf_new(arena);
    for (int i = 0; i < j->count; i++)
        for (int k = 0; joint_own(&j->co[i], facts->actor) && k < j->count; k++)
            if (j->co[i].after >> k & 1u && j->co[k].opinion == CO_SILENT) buf_printf(&out, "%s%s", out.length ? "、" : "", joint_name(facts->catalog, j->co[k].department));
    return out.length ? out.text : NULL;
}

/* Her department's turn, and only the letter of authority is missing. */
static bool our_turn(const Facts *facts)
{
    JointDay days[LIMIT_CO_DEPARTMENTS];
    joint_days(facts->standing, facts->calendar, facts->today, days);
    for (int i = 0; i < facts->standing->together.count; i++) if (days[i].state == JOINT_NOW && joint_own(&facts->standing->together.co[i], facts->actor)) return true;
    return false;
}

bool joint_worth_telling(Act act, Refusal refusal, const Facts *facts)
{
    bool decider = actor_roles(facts->actor) & (ROLE_CHIEF | ROLE_BACKOFFICE);
    switch (refusal) {
    case REFUSED_CO_NOT_HEARD: return act == ACT_SUPPLEMENT;
    case REFUSED_CO_WAITS: return act == ACT_CO_OPINION;
    case REFUSED_NO_AUTHORITY: return act == ACT_CO_OPINION && our_turn(facts);
    case REFUSED_CO_OUTSTANDING:
    case REFUSED_CO_DISAGREES: return act == ACT_GRANT && decider;
    case REFUSED_NOT_COPIED: return act == ACT_GRANT && decider;
    default: return false;
    }
}

Act joint_next(Arena *arena, const Facts *facts)
{
    static const Act order[] = {ACT_SIGN_COPY, ACT_COMPLETENESS, ACT_CO_OPINION, ACT_COPY_OUT};
    JointDay days[LIMIT_CO_DEPARTMENTS];
    const Standing *s = facts->standing;
    unsigned waits = 0;
    if (!s->joint) return ACT_COUNT;
    joint_days(s, facts->calendar, facts->today, days);
    for (int i = 0; i < s->together.count; i++) if (joint_own(&s->together.co[i], facts->actor)) waits |= 1u << days[i].state;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (process_may(arena, order[i], facts) != REFUSED_NOTHING) continue;
        if (order[i] == ACT_COMPLETENESS && !(waits & 1u << JOINT_CHECK)) continue;      /* given already: it can be mended, but need not */
        if (order[i] == ACT_CO_OPINION && !(waits & 1u << JOINT_NOW)) continue;
        return order[i];
    }
    return ACT_COUNT;
}
