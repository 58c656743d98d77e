/* agency.c: entrustment, stages with limits, what the principal is told, closing and stopping; see agency.h. */
#include "agency/agency.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

const DeskChoice agency_places[] = {{"centre", "本中心", "this centre"}, {"city", "市级部门", "at the city"}, {"province", "省级部门", "at the province"}, {"outside", "其他机构", "another body"}, {0}};
static const DeskChoice causes[] = {{"false_materials", "申请人提供虚假材料", "false materials"}, {"fees_unpaid", "申请人不缴纳法定费用", "lawful fees not paid"},
                                    {"conditions_unmet", "申请人不具备法定条件", "the conditions cannot be met"}, {"other", "其他原因", "another cause"}, {0}};
static const char *const states[][2] = {[AGENCY_OPEN] = {"代办中", "under way"}, [AGENCY_CLOSED] = {"已办结", "closed"}, [AGENCY_STOPPED] = {"已终止", "stopped"}};
const char *agency_state_zh(AgencyState state) { return states[state][0]; }
const char *agency_state_en(AgencyState state) { return states[state][1]; }

static const char *zh_of(const DeskChoice *choices, const char *value)
{
    for (; choices->value; choices++) if (!strcmp(choices->value, value)) return choices->zh;
    return value;
}

static bool with_body(DeskTurn *t, const char *department)
{
    const Department *d = catalog_department(t->catalog, department);
    if (!d) return desk_refuse(t, REFUSED_FIELD_INVALID, "主办部门：没有这个代码");
    t->legal_body = d->legal_body;
    return true;
}

/* ---- entrusting ---- */

static bool entrust(DeskTurn *t)
{
    const char *identity = identity_normal(t->arena, desk_text(t, "applicant_id"));
    bool firm = identity_good(identity_check(identity, IDENTITY_CREDIT, t->today));
    if (!firm && !identity_good(identity_check(identity, IDENTITY_CITIZEN, t->today))) return desk_refuse(t, REFUSED_IDENTITY_INVALID, "证件号码");
    Day from = t->today, to = desk_day(t, "valid_to");
    const char *agent = desk_text(t, "agent");
    value_set_str(t->arena, t->person, "applicant_id", identity);
    value_set_str(t->arena, t->body, "officer", agent);
    value_set_str(t->arena, t->body, "valid_from", day_text(t->arena, from));
    if (!with_body(t, desk_text(t, "department"))) return false;
    t->document_fields = value_object(t->arena);
    value_set_str(t->arena, t->document_fields, "item", desk_text(t, "matter"));
    value_set_str(t->arena, t->document_fields, "case_no", arena_printf(t->arena, "代办第%lld号", (long long)t->seq));
    value_set_str(t->arena, t->document_fields, "scope", desk_text(t, "scope"));
    value_set_str(t->arena, t->document_fields, "valid_from", day_text(t->arena, from));
    value_set_str(t->arena, t->document_fields, "valid_to", day_text(t->arena, to));
    value_set_str(t->arena, t->person, "agent", desk_officer_name(t, agent));            /* as printed on the power of attorney */
    value_set_str(t->arena, t->person, "agent_id", arena_printf(t->arena, "工号 %s", agent));
    return true;
}

/* ---- an entrustment under way ---- */

static const Agency *open_agency(DeskTurn *t)
{
    const Agency *a = agency_load(t->store, t->arena, desk_count(t, "agency"));
    if (!a) { desk_refuse(t, REFUSED_NO_SUCH_AGENCY, NULL); return NULL; }
    if (a->state != AGENCY_OPEN) { desk_refuse(t, REFUSED_AGENCY_ENDED, agency_state_zh(a->state)); return NULL; }
    return a;
}

/* The agent herself; whoever leads the centre's agents may hand over. */
static const Agency *own_agency(DeskTurn *t)
{
    const Agency *a = open_agency(t);
    if (a && !text_equal(a->agent, t->actor->id)) { desk_refuse(t, REFUSED_NOT_THE_AGENT, desk_officer_name(t, a->agent)); return NULL; }
    if (a && day_after(t->today, a->valid_to)) { desk_refuse(t, REFUSED_ENTRUSTMENT_OVER, day_text(t->arena, a->valid_to)); return NULL; }
    return a;
}

static bool begin_stage(DeskTurn *t)
{
    const Agency *a = own_agency(t);
    if (!a) return false;
    if (a->stages >= LIMIT_AGENCY_STAGES) return desk_refuse(t, REFUSED_FIELD_INVALID, "环节过多");
    DeadlineTerms terms = {.event = t->today, .limit = (int)desk_count(t, "days"), .unit = UNIT_WORKDAY, .clock = CLOCK_OTHER};
    value_set_str(t->arena, t->body, "due", day_text(t->arena, deadline_compute(t->calendar, &terms).due));
    return true;
}

static bool finish_stage(DeskTurn *t)
{
    const AgencyStage *stage = agency_stage(t->store, t->arena, desk_count(t, "stage"));
    if (!stage) return desk_refuse(t, REFUSED_NO_SUCH_AGENCY, NULL);
    value_set_int(t->arena, t->body, "agency", stage->agency);
    if (!own_agency(t)) return false;
    if (!day_is_none(stage->finished)) return desk_refuse(t, REFUSED_NO_CHANGE, stage->name);
    value_set_str(t->arena, t->body, "name", stage->name);
    value_set_bool(t->arena, t->body, "late", day_after(t->today, stage->due));
    return true;
}

static bool tell(DeskTurn *t) { return own_agency(t) != NULL; }

static bool hand_over(DeskTurn *t)
{
    const Agency *a = open_agency(t);
    RightScope scope = {.department = a ? a->department : ""};
    if (!a) return false;
    if (text_equal(a->agent, desk_text(t, "officer"))) return desk_refuse(t, REFUSED_NO_CHANGE, desk_officer_name(t, a->agent));
    return desk_may(t, RIGHT_MEETINGS, &scope);
}

/* The report: every stage with place, days and result. */
static bool report(DeskTurn *t, const Agency *a, const char *outcome, bool stopped)
{
    int count;
    const AgencyStage *stages = agency_stages(t->store, t->arena, a->id, &count);
    if (!with_body(t, a->department)) return false;
    t->document_fields = value_object(t->arena);
    Value *list = value_set_list(t->arena, t->document_fields, "stages");
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(t->arena, list);
        value_set_str(t->arena, row, "name", stages[i].name);
        value_set_str(t->arena, row, "place", *stages[i].organ ? stages[i].organ : zh_of(agency_places, stages[i].place));
        value_set_str(t->arena, row, "from", day_text(t->arena, stages[i].began));
        value_set_str(t->arena, row, "to", day_text(t->arena, stages[i].finished));
        value_set_str(t->arena, row, "result", day_is_none(stages[i].finished) ? "未完成" : stages[i].result);
    }
    if (!count) value_set_str(t->arena, value_push_object(t->arena, list), "name", "尚未开始");
    value_set_str(t->arena, t->document_fields, "item", a->matter);
    value_set_str(t->arena, t->document_fields, "case_no", arena_printf(t->arena, "代办第%lld号", (long long)a->id));
    value_set_str(t->arena, t->document_fields, "entrusted_on", day_text(t->arena, a->opened));
    value_set_str(t->arena, t->document_fields, "deputy", desk_officer_name(t, a->agent));
    value_set_str(t->arena, t->document_fields, "outcome", outcome);
    value_set_str(t->arena, t->document_fields, "finished_on", day_text(t->arena, t->today));
    value_set_bool(t->arena, t->document_fields, "stopped", stopped);
    const Event *opened = agency_opening(t->store, t->arena, a->id);
    const char *name = opened ? value_str(opened->person, "applicant_name") : NULL;
    if (name) value_set_str(t->arena, t->person, "applicant_name", name);
    value_set_int(t->arena, t->body, "workdays", calendar_workdays_between(t->calendar, a->opened, t->today));
    return name || desk_refuse(t, REFUSED_APPLICANT_MISSING, NULL);
}

static bool close_agency(DeskTurn *t)
{
    const Agency *a = own_agency(t);
    if (!a) return false;
    if (!a->stages || a->finished < a->stages) return desk_refuse(t, REFUSED_STAGES_OPEN, arena_printf(t->arena, "已完成%d个，共%d个", a->finished, a->stages));
    return report(t, a, desk_text(t, "outcome"), false);
}

static bool stop(DeskTurn *t)
{
    const Agency *a = own_agency(t);
    return a && report(t, a, arena_printf(t->arena, "终止代办：%s。%s", zh_of(causes, desk_text(t, "cause")), desk_text(t, "note")), true);
}

/* ---- the table ---- */

#define AGENCY {"agency", DESK_COUNT, "代办编号", "Agency number", DESK_REQUIRED, .low = 1, .high = INT32_MAX}
static const DeskField entrust_fields[] = {
    {"applicant_name", DESK_TEXT, "委托人", "Principal", DESK_REQUIRED | DESK_PERSONAL}, {"applicant_id", DESK_TEXT, "证件号码或统一社会信用代码", "Identity number or credit code", DESK_REQUIRED | DESK_PERSONAL},
    {"phone", DESK_TEXT, "联系电话", "Phone", DESK_REQUIRED | DESK_PERSONAL}, {"matter", DESK_TEXT, "代办事项", "Matter", DESK_REQUIRED}, {"scope", DESK_AREA, "委托权限", "Scope", DESK_REQUIRED},
    {"department", DESK_DEPARTMENT, "主办部门", "Leading department", DESK_REQUIRED}, {"agent", DESK_OFFICER, "代办员", "Agent", DESK_REQUIRED},
    {"valid_to", DESK_DATE, "委托期限至", "Entrusted until", DESK_REQUIRED | DESK_FUTURE}, {0}};
static const DeskField begin_fields[] = {
    AGENCY, {"name", DESK_TEXT, "环节", "Stage", DESK_REQUIRED}, {"place", DESK_CHOICE, "办理地", "Where", DESK_REQUIRED, agency_places}, {"organ", DESK_TEXT, "办理机关", "Organ"},
    {"days", DESK_COUNT, "时限（工作日）", "Limit (working days)", DESK_REQUIRED, .low = 0, .high = 365}, {"case", DESK_CASE, "办件编号", "Case", 0, .hint_zh = "本中心办理的环节填写", .hint_en = "for a stage handled here"}, {0}};
static const DeskField finish_fields[] = {{"stage", DESK_COUNT, "环节编号", "Stage", DESK_REQUIRED, .low = 1, .high = INT32_MAX}, {"result", DESK_AREA, "办理结果", "Result", DESK_REQUIRED}, {0}};
static const DeskField tell_fields[] = {AGENCY, {"text", DESK_AREA, "告知内容", "What was told", DESK_REQUIRED | DESK_PERSONAL, .hint_zh = "缺什么、怎么补，一次告知", .hint_en = "everything that is missing, at once"}, {0}};
static const DeskField over_fields[] = {AGENCY, {"officer", DESK_OFFICER, "接办代办员", "New agent", DESK_REQUIRED}, {"reason", DESK_TEXT, "移交原因", "Why", DESK_REQUIRED}, {0}};
static const DeskField close_fields[] = {AGENCY, {"outcome", DESK_AREA, "办结情况", "Outcome", DESK_REQUIRED}, {0}};
static const DeskField stop_fields[] = {AGENCY, {"cause", DESK_CHOICE, "终止原因", "Cause", DESK_REQUIRED, causes}, {"note", DESK_AREA, "说明", "Note", DESK_REQUIRED}, {0}};

#define RULE "申报代办制；《行政许可法》第二十九条第二款", "agency service; Administrative Permit Law art. 29(2)"
static const DeskAct acts[] = {
    {"entrust", "登记委托代办", "Record an entrustment", "B5", RULE, "agency.entrusted", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, entrust_fields, entrust, "F02"},
    {"begin_stage", "开始一个环节", "Begin a stage", "B5", RULE, "agency.stage_begun", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, begin_fields, begin_stage},
    {"finish_stage", "环节办结", "Finish a stage", "B5", RULE, "agency.stage_finished", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, finish_fields, finish_stage},
    {"tell", "一次告知委托人", "Tell the principal", "B5", RULE, "agency.told", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, tell_fields, tell},
    {"hand_over", "移交代办", "Hand over", "B5", RULE, "agency.handed_over", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, over_fields, hand_over},
    {"close", "代办办结", "Close", "B5", RULE, "agency.closed", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, close_fields, close_agency, "X05"},
    {"stop", "终止代办", "Stop", "B5", RULE, "agency.stopped", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, stop_fields, stop, "X05", true},
    {0}};

const Desk agency_desk = {.name = "agency", .zh = "代办", .en = "Agency", .acts = acts, .apply = agency_apply, .page = "/agency"};
