/* act_form_heard.c: forms of those who must be heard: parties, hearings, visits, the organ above; see act_form.h. */
#include "pages/act_form.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

static const FieldOption yes_no[] = {{"yes", "是", "yes"}, {"no", "否", "no"}, {0}};
static const FieldOption hearing_grounds[] = {{"law", "法律、法规、规章规定应当听证", "required by law"}, {"public_interest", "涉及公共利益的重大事项", "major public interest"}, {0}};
static const FieldOption results[] = {{"pass", "合格", "passed"}, {"fail", "不合格", "failed"}, {0}};
static const FieldOption views[] = {{"grant", "建议准予", "grant"}, {"refuse", "建议不予", "refuse"}, {0}};
static const FieldOption replies[] = {{"granted", "同意", "granted"}, {"refused", "不同意", "refused"}, {"returned", "退回重新审查", "sent back"}, {0}};
static const FieldOption tells[] = {{"phone", "电话", "by telephone"}, {"message", "短信或者消息", "by message"}, {"window", "窗口当面", "at the window"}, {"post", "邮寄", "by post"}, {0}};
static const FieldOption causes[] = {{"died", "申请人死亡", "the applicant died"}, {"ended", "法人或者其他组织终止", "the firm ended"}, {"object_gone", "办理的对象灭失", "the object is gone"}, {0}};

static const FieldRow tell_party_rows[] = {
    {"party", FIELD_TEXT, "利害关系人姓名或者名称", "Name of the interested party", NULL, NULL, "20", true}, {"phone", FIELD_TEL, "联系电话", "Telephone", NULL, NULL, "20"},
    {"matter", FIELD_AREA, "直接关系其重大利益的事项", "Interest concerned", NULL, NULL, NULL, true}, {"days", FIELD_NUMBER, "陈述申辩期限（工作日）", "Working days to state", NULL, NULL, "4", true}, {0}};
static const FieldRow announce_rows[] = {
    {"ground", FIELD_SELECT, "听证事由", "Ground", NULL, NULL, NULL, true, NULL, hearing_grounds}, {"matter", FIELD_AREA, "听证事项", "Matter", "公告内容，不写个人信息", "announced: no personal data", NULL, true},
    {"how", FIELD_AREA, "报名参加的方式", "How to take part", NULL, NULL, NULL}, {0}};
static const FieldRow record_rows[] = {
    {"participants", FIELD_AREA, "参加人（每行一人：姓名：身份）", "Participants (a line each: name: role)", NULL, NULL, NULL, true},
    {"statements", FIELD_AREA, "陈述、申辩和质证（每行一条：姓名：内容）", "Statements (a line each: name: what was said)", NULL, NULL, NULL, true},
    {"evidence", FIELD_AREA, "证据", "Evidence", NULL, NULL, NULL, true}, {"signed", FIELD_CHECK, "参加人已确认无误并签字或者盖章", "Confirmed and signed by those present"},
    {"refusal_note", FIELD_TEXT, "拒绝签字的情况（有的填写）", "Who refused to sign, and why", NULL, NULL, ""}, {0}};
static const FieldRow report_rows[] = {
    {"views", FIELD_AREA, "各方主要意见（每行一条：姓名：意见）", "Main views (a line each: name: view)", NULL, NULL, NULL, true},
    {"facts", FIELD_AREA, "听证查明的情况", "What the hearing found", "不写个人信息", "no personal data", NULL, true}, {"conclusion", FIELD_AREA, "处理意见", "Conclusion", NULL, NULL, NULL, true}, {0}};
static const FieldRow reply_rows[] = {
    {"result", FIELD_RADIOS, "批复结果", "Result", NULL, NULL, NULL, true, NULL, replies}, {"document", FIELD_TEXT, "批复文号", "Number of the document", NULL, NULL, "20", true},
    {"content", FIELD_AREA, "批复内容", "Content", NULL, NULL, NULL, true}, {0}};
static const FieldRow tell_reply_rows[] = {{"way", FIELD_SELECT, "告知方式", "Way", NULL, NULL, NULL, true, NULL, tells}, {"note", FIELD_TEXT, "备注", "Note", NULL, NULL, ""}, {0}};
static const FieldRow terminate_rows[] = {
    {"cause", FIELD_SELECT, "终止原因", "Cause", NULL, NULL, NULL, true, NULL, causes}, {"reason", FIELD_AREA, "事实和凭据", "Facts and proof", NULL, NULL, NULL, true}, {0}};
static const FieldRow forward_rows[] = {
    {"recommendation", FIELD_RADIOS, "初审结论", "View", NULL, NULL, NULL, true, NULL, views}, {"opinion", FIELD_AREA, "初步审查意见", "Opinion", NULL, NULL, NULL, true},
    {"upper_organ", FIELD_TEXT, "上级机关", "Upper organ", NULL, NULL, "", true}, {"transcript", FIELD_TEXT, "听证笔录文号（举行过听证的）", "Record of the hearing (when held)", NULL, NULL, "20"}, {0}};

/* ---- who: parties by number, officers by id ---- */

static const FieldOption *parties(Request *request, const CaseFile *file)
{
    Arena *a = request->arena;
    FieldOption *list = ARENA_ARRAY(a, FieldOption, STANDING_PARTIES + 2);
    list[0] = (FieldOption){"0", "申请人", "the applicant"};
    for (int i = 1; i <= file->standing.party_count; i++) {
        const char *name = value_str(file->person, arena_printf(a, "party%d", i)), *masked = name ? identity_mask_name(a, name) : "";
        list[i] = (FieldOption){arena_printf(a, "%d", i), arena_printf(a, "利害关系人%d %s", i, masked), arena_printf(a, "interested party %d %s", i, masked)};
    }
    return list;
}

static const FieldOption *officers(Request *request, const CaseFile *file, bool chair)
{
    const People *people = hall_of(request)->scene->people;
    FieldOption *list = ARENA_ARRAY(request->arena, FieldOption, people->officer_count + 2);
    int at = 0;
    list[at++] = (FieldOption){"", "请选择", "choose"};
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        if (strcmp(o->department, file->standing.department) || !officer_active(o, visitor_of(request)->today)) continue;
        if (chair && (!strcmp(o->id, file->standing.reviewer) || standing_visitor(&file->standing, o->id))) continue;
        if (!chair && !strcmp(o->id, file->standing.chair)) continue;
        list[at++] = (FieldOption){o->id, arena_printf(request->arena, "%s（%s）", o->name, o->post), o->name};
    }
    return list;
}

typedef struct Rows { FieldRow *list; int count; } Rows;
static void add(Rows *rows, FieldRow row) { rows->list[rows->count++] = row; }

static void add_moment(Rows *rows, const char *date_zh, const char *date_en)
{
    add(rows, (FieldRow){"at_date", FIELD_DATE, date_zh, date_en, NULL, NULL, "10", true});
    add(rows, (FieldRow){"at_time", FIELD_TEXT, "时间（如 09:30）", "Time (09:30)", NULL, NULL, "4", true});
}

static void add_officers(Request *request, Rows *rows, const CaseFile *file)
{
    const FieldOption *choice = officers(request, file, false);
    for (int i = 1; i <= 3; i++) {
        Arena *a = request->arena;
        add(rows, (FieldRow){arena_printf(a, "officer%d", i), FIELD_SELECT, arena_printf(a, "核查人员%d", i), arena_printf(a, "Officer %d", i), NULL, NULL, NULL, i < 3, NULL, choice});
        add(rows, (FieldRow){arena_printf(a, "certificate%d", i), FIELD_TEXT, arena_printf(a, "核查人员%d的执法证号", i), arena_printf(a, "Certificate of officer %d", i), NULL, NULL, "20", i < 3});
    }
}

const FieldRow *act_heard_fields(Request *request, Act act, const CaseFile *file, const Item *item)
{
    Rows rows = {ARENA_ARRAY(request->arena, FieldRow, 24), 0}, *r = &rows;
    FieldRow party = {"party", FIELD_SELECT, "何人", "Who", NULL, NULL, NULL, true, NULL, parties(request, file)};
    switch (act) {
    case ACT_TELL_PARTY: return tell_party_rows;
    case ACT_ANNOUNCE_HEARING: return announce_rows;
    case ACT_RECORD_HEARING: return record_rows;
    case ACT_REPORT_HEARING: return report_rows;
    case ACT_REPLY_FROM_ABOVE: return reply_rows;
    case ACT_TELL_REPLY: return tell_reply_rows;
    case ACT_TERMINATE: return terminate_rows;
    case ACT_FORWARD: return forward_rows;
    case ACT_STATE:
        add(r, party);
        add(r, (FieldRow){"text", FIELD_AREA, "陈述申辩的内容", "What was said", NULL, NULL, NULL, true});
        break;
    case ACT_ANSWER_STATEMENT:
        add(r, party);
        add(r, (FieldRow){"adopted", FIELD_RADIOS, "是否采纳", "Adopted", NULL, NULL, NULL, true, NULL, yes_no});
        add(r, (FieldRow){"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true});
        break;
    case ACT_TELL_HEARING:
        add(r, party);
        add(r, (FieldRow){"matter", FIELD_AREA, "听证事项", "Matter", NULL, NULL, NULL, true});
        add(r, (FieldRow){"proposed", FIELD_AREA, "拟作出的决定及理由", "Decision intended", NULL, NULL, NULL});
        break;
    case ACT_ASK_HEARING:
    case ACT_ASK_RECUSAL:
        add(r, party);
        add(r, (FieldRow){"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, act == ACT_ASK_RECUSAL});
        break;
    case ACT_NOTICE_HEARING:
        add_moment(r, "听证日期", "Day of the hearing");
        add(r, (FieldRow){"place", FIELD_TEXT, "地点", "Place", NULL, NULL, "", true});
        add(r, (FieldRow){"chair", FIELD_SELECT, "主持人", "Chair", NULL, NULL, NULL, true, NULL, officers(request, file, true)});
        add(r, (FieldRow){"recorder", FIELD_TEXT, "记录人", "Recorder", NULL, NULL, "20"});
        add(r, (FieldRow){"public", FIELD_RADIOS, "公开举行", "Public", NULL, NULL, NULL, true, NULL, yes_no});
        add(r, (FieldRow){"private_reason", FIELD_TEXT, "不公开的理由", "Why not public", NULL, NULL, ""});
        break;
    case ACT_DECIDE_RECUSAL:
        add(r, (FieldRow){"granted", FIELD_RADIOS, "准予回避", "The chair stands aside", NULL, NULL, NULL, true, NULL, yes_no});
        add(r, (FieldRow){"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true});
        add(r, (FieldRow){"chair", FIELD_SELECT, "另定的主持人（准予时）", "New chair (when granted)", NULL, NULL, NULL, false, NULL, officers(request, file, true)});
        break;
    case ACT_ASSIGN_VISIT:
        add_officers(request, r, file);
        add_moment(r, "核查日期", "Day of the visit");
        add(r, (FieldRow){"place", FIELD_TEXT, "地点", "Place", NULL, NULL, "", true});
        add(r, (FieldRow){"matter", FIELD_AREA, "核查内容", "What is verified", NULL, NULL, NULL, true});
        break;
    case ACT_RECORD_VISIT:
        add_officers(request, r, file);
        add_moment(r, "核查日期", "Day of the visit");
        add(r, (FieldRow){"place", FIELD_TEXT, "地点", "Place", NULL, NULL, "", true});
        add(r, (FieldRow){"findings", FIELD_AREA, "核查情况", "Findings", NULL, NULL, NULL, true});
        add(r, (FieldRow){"conclusion", FIELD_RADIOS, "结论", "Conclusion", NULL, NULL, NULL, true, NULL, results});
        add(r, (FieldRow){"present", FIELD_TEXT, "被核查方在场人", "Present for the applicant", NULL, NULL, "20"});
        add(r, (FieldRow){"signed", FIELD_CHECK, "在场人已签字", "Signed by them"});
        add(r, (FieldRow){"refusal_note", FIELD_TEXT, "拒绝签字的情况（有的填写）", "Who refused to sign, and why", NULL, NULL, ""});
        break;
    case ACT_ASK_FROM_ABOVE:
        for (int i = 0; item && i < item->material_count && rows.count < 20; i++) {
            const Material *m = &item->materials[i];
            if (!file->standing.handed[m->no]) add(r, (FieldRow){arena_printf(request->arena, "s%d", m->no), FIELD_CHECK, m->name, m->name});
        }
        add(r, (FieldRow){"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true});
        break;
    default: return NULL;
    }
    return rows.list;
}

bool act_left_behind(const Facts *facts)
{
    for (int i = 0; i < facts->item->material_count; i++) if (!facts->standing->handed[facts->item->materials[i].no]) return true;
    return false;
}

/* The officers sent, as the newest assignment has them: whoever records need not type the certificates again. */
static void fill_visit(Request *request, const CaseFile *file, Value *out)
{
    Arena *a = request->arena;
    const Value *sent = NULL;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a));) if (!strcmp(e->kind, "case.visit_assigned")) sent = e->body;
    int at = 0;
    const Value *list = sent ? value_get(sent, "officers") : NULL;
    for (const Value *o = list ? list->first : NULL; o && at < 3; o = o->next) {
        at++;
        value_set_str(a, out, arena_printf(a, "officer%d", at), value_str(o, "id"));
        value_set_str(a, out, arena_printf(a, "certificate%d", at), value_str(o, "certificate"));
    }
    value_set_str(a, out, "place", sent ? value_str(sent, "place") : NULL);
}

void act_heard_filled(Request *request, Act act, const CaseFile *file, const Item *item, Value *out)
{
    Arena *a = request->arena;
    if (act == ACT_TELL_PARTY) value_set_int(a, out, "days", STATE_DAYS_DEFAULT);
    if (act == ACT_FORWARD) { value_set_str(a, out, "upper_organ", item->upper_organ); value_set_str(a, out, "transcript", file->standing.transcript); }
    if (act == ACT_NOTICE_HEARING) value_set_str(a, out, "public", "yes");
    if (act == ACT_RECORD_VISIT) fill_visit(request, file, out);
    if (act == ACT_ANSWER_STATEMENT)
        for (int i = 0; i <= file->standing.party_count; i++) if (file->standing.parties[i].stated && !file->standing.parties[i].answered) value_set_str(a, out, "party", arena_printf(a, "%d", i));
}

/* "name: rest" on each line. */
static void lines(Arena *a, const char *text, Value *input, const char *key, const char *second)
{
    Value *list = value_set_list(a, input, key);
    char **parts;
    int count = text_blank(text) ? 0 : text_split(a, text, '\n', &parts);
    for (int i = 0; i < count; i++) {
        char *line = text_trim(a, parts[i]), *wide = strstr(line, "："), *narrow = strchr(line, ':');
        if (text_blank(line)) continue;
        char *cut = wide && (!narrow || wide < narrow) ? wide : narrow;
        size_t skip = cut && cut == wide ? strlen("：") : 1;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", cut ? text_trim(a, arena_strndup(a, line, (size_t)(cut - line))) : line);
        if (cut) value_set_str(a, row, second, text_trim(a, cut + skip));
    }
}

static void truth(Arena *a, Value *input, const char *key)
{
    const char *said = value_str(input, key);
    bool yes = said && !strcmp(said, "yes");
    if (yes || (said && !strcmp(said, "no"))) value_set_bool(a, input, key, yes);
}

void act_heard_input(Request *request, Act act, const Value *typed, Value *input)
{
    Arena *a = request->arena;
    int64_t no;
    const char *party = value_str(typed, "party"), *date = value_str(typed, "at_date"), *time = value_str(typed, "at_time");
    if (act < ACT_TELL_PARTY || act > ACT_TERMINATE) return;
    if (act != ACT_TELL_PARTY && party) value_set_int(a, input, "party", text_parse_int(party, 0, STANDING_PARTIES, &no) ? no : -1);
    if (date) value_set_str(a, input, "at", arena_printf(a, "%s %s%s", date, time && strlen(time) == 4 ? "0" : "", time ? time : ""));
    truth(a, input, "adopted");
    truth(a, input, "granted");
    truth(a, input, "public");
    if (act == ACT_RECORD_HEARING) {
        lines(a, value_str(typed, "participants"), input, "participants", "role");
        lines(a, value_str(typed, "statements"), input, "statements", "text");
    }
    if (act == ACT_REPORT_HEARING) lines(a, value_str(typed, "views"), input, "views", "text");
    if (act == ACT_ASSIGN_VISIT || act == ACT_RECORD_VISIT) {
        Value *list = value_set_list(a, input, "officers");
        for (int i = 1; i <= 3; i++) {
            const char *id = value_str(typed, arena_printf(a, "officer%d", i));
            if (text_blank(id)) continue;
            Value *row = value_push_object(a, list);
            value_set_str(a, row, "id", id);
            value_set_str(a, row, "certificate", value_str(typed, arena_printf(a, "certificate%d", i)));
        }
    }
    if (act == ACT_ASK_FROM_ABOVE) {
        Value *list = value_set_list(a, input, "materials");
        for (int i = 1; i <= LIMIT_MATERIALS_PER_ITEM; i++) if (value_bool(typed, arena_printf(a, "s%d", i))) value_set_int(a, value_push_object(a, list), "no", i);
    }
}
