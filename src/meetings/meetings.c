/* meetings.c: rosters of duty, sign-in, meetings with agenda, minutes, tasks: who may, and what must be said; see meetings.h. */
#include "meetings/meetings.h"
#include "base/text.h"
#include <string.h>

const DeskChoice meeting_kinds[] = {{"approval", "审批办公会", "approval meeting"}, {"onsite", "现场办公会", "on-site meeting"}, {"chiefs", "首席代表例会", "chief representatives' meeting"},
                                    {"window", "窗口例会", "window meeting"}, {"leaders", "领导小组例会", "leaders' meeting"}, {0}};
static const DeskChoice outcomes[] = {{"approve", "同意办理", "go ahead"}, {"refuse", "不予办理", "refuse"}, {"return", "退回补充", "return for completion"}, {"defer", "下次再议", "put off"}, {0}};

static const char *const states[][2] = {[MEETING_CALLED] = {"待召开", "called"}, [MEETING_HELD] = {"已召开", "held"}, [MEETING_CANCELLED] = {"已取消", "cancelled"}};
const char *meeting_state_zh(MeetingState state) { return states[state][0]; }
const char *meeting_state_en(MeetingState state) { return states[state][1]; }

Day week_of(Day day) { return day_plus(day, 1 - day_weekday(day)); }

/* ---- duty ---- */

static bool roster(DeskTurn *t)
{
    Day week = desk_day(t, "week");
    const Officer *officer = people_officer(t->people, desk_text(t, "officer"));
    if (day_weekday(week) != 1) return desk_refuse(t, REFUSED_FIELD_INVALID, "值班周：应为星期一");
    if (day_before(week, week_of(t->today))) return desk_refuse(t, REFUSED_DUTY_PAST, day_text(t->arena, week));
    const Officer **heads;
    bool head = false;
    for (int i = people_with_role(t->people, t->arena, ROLE_LEADER, desk_text(t, "department"), t->today, &heads); i > 0; i--) head = head || heads[i - 1] == officer;
    if (!head) return desk_refuse(t, REFUSED_NOT_A_HEAD, officer->name);
    const DutyWeek *already = duty_week(t->store, t->arena, desk_text(t, "department"), week);
    if (already && already->in.ms) return desk_refuse(t, REFUSED_DUTY_SIGNED, desk_officer_name(t, already->officer));
    return true;
}

static const DutyWeek *own_duty(DeskTurn *t)
{
    const DutyWeek *duty = duty_of(t->store, t->arena, t->actor->id, week_of(t->today));
    if (!duty) desk_refuse(t, REFUSED_NO_DUTY, day_text(t->arena, week_of(t->today)));
    else {
        value_set_str(t->arena, t->body, "department", duty->department);
        value_set_str(t->arena, t->body, "week", day_text(t->arena, duty->week));
    }
    return duty;
}

static bool sign_in(DeskTurn *t) { return own_duty(t) != NULL; }

static bool sign_out(DeskTurn *t)
{
    const DutyWeek *duty = own_duty(t);
    if (!duty) return false;
    return duty->in.ms || desk_refuse(t, REFUSED_NO_DUTY, "尚未签到");
}

static bool week_empty(DeskTurn *t)
{
    const DutyWeek *duty = duty_week(t->store, t->arena, desk_text(t, "department"), desk_day(t, "week"));
    if (!day_before(desk_day(t, "week"), week_of(t->today)) || (duty && (duty->in.ms || duty->warned))) return desk_refuse(t, REFUSED_NO_CHANGE, NULL);
    value_set_str(t->arena, t->body, "officer", duty ? duty->officer : "");
    return true;
}

/* ---- meetings ---- */

static const Meeting *meeting_of(DeskTurn *t, bool open)
{
    const Meeting *m = meeting_load(t->store, t->arena, desk_count(t, "meeting"));
    if (!m) { desk_refuse(t, REFUSED_NO_SUCH_MEETING, NULL); return NULL; }
    RightScope scope = {.department = m->department};
    if (!desk_may(t, RIGHT_MEETINGS, &scope)) return NULL;
    if (open && m->state != MEETING_CALLED) { desk_refuse(t, REFUSED_MEETING_CLOSED, meeting_state_zh(m->state)); return NULL; }
    return m;
}

static bool add_case(DeskTurn *t)
{
    const Meeting *m = meeting_of(t, true);
    if (!m) return false;
    if (stage_concluded(t->file->standing.stage)) return desk_refuse(t, REFUSED_ALREADY_CONCLUDED, t->file->number);
    if (meeting_has_case(t->store, m->id, t->file->id)) return desk_refuse(t, REFUSED_NO_CHANGE, t->file->number);
    return true;
}

static bool decide_case(DeskTurn *t)
{
    const Meeting *m = meeting_of(t, true);
    if (!m) return false;
    if (day_before(t->today, m->day)) return desk_refuse(t, REFUSED_MEETING_NOT_YET, day_text(t->arena, m->day));
    if (!meeting_has_case(t->store, m->id, t->file->id)) return desk_refuse(t, REFUSED_NOT_ON_THE_AGENDA, t->file->number);
    return true;
}

static bool one_of(const Value *list, const char *name)
{
    for (const Value *v = list ? list->first : NULL; v; v = v->next) if (text_equal(v->string, name)) return true;
    return false;
}

/* Who was there, who was not, what was said: nobody in both lists, and the chair among those present. */
static bool minute(DeskTurn *t)
{
    const Meeting *m = meeting_of(t, true);
    const Value *present = value_get(t->body, "present"), *absent = value_get(t->body, "absent");
    if (!m) return false;
    if (day_before(t->today, m->day)) return desk_refuse(t, REFUSED_MEETING_NOT_YET, day_text(t->arena, m->day));
    if (!one_of(present, desk_officer_name(t, m->chair))) return desk_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "出席人员：没有主持人%s", desk_officer_name(t, m->chair)));
    for (const Value *v = present->first; v; v = v->next)
        if (one_of(absent, v->string)) return desk_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s 既出席又缺席", v->string));
    int count;
    const MeetingCase *cases = meeting_cases(t->store, t->arena, m->id, &count);
    for (int i = 0; i < count; i++) if (!*cases[i].decision) return desk_refuse(t, REFUSED_AGENDA_OPEN, arena_printf(t->arena, "还有%d件未议", count - i));
    return true;
}

static bool open_meeting(DeskTurn *t) { return meeting_of(t, true) != NULL; }
static bool any_meeting(DeskTurn *t) { return meeting_of(t, false) != NULL; }

static bool task_done(DeskTurn *t)
{
    int64_t meeting = 0;
    const MeetingTask *task = meeting_task(t->store, t->arena, desk_count(t, "task"), &meeting);
    if (!task) return desk_refuse(t, REFUSED_NO_SUCH_MEETING, NULL);
    if (!day_is_none(task->done)) return desk_refuse(t, REFUSED_NO_CHANGE, NULL);
    if (!text_equal(task->officer, t->actor->id)) return desk_refuse(t, REFUSED_NOT_YOUR_TASK, desk_officer_name(t, task->officer));
    value_set_int(t->arena, t->body, "meeting", meeting);
    return true;
}

/* ---- the table ---- */

#define MEETING {"meeting", DESK_COUNT, "会议编号", "Meeting", DESK_REQUIRED, .low = 1, .high = INT32_MAX}
static const DeskField roster_fields[] = {{"department", DESK_DEPARTMENT, "部门", "Department", DESK_REQUIRED}, {"officer", DESK_OFFICER, "值班领导", "Head on duty", DESK_REQUIRED},
                                          {"week", DESK_DATE, "值班周（星期一）", "Week (its Monday)", DESK_REQUIRED}, {0}};
static const DeskField in_fields[] = {{0}};
static const DeskField out_fields[] = {{"answered", DESK_COUNT, "解答问题（件）", "Questions answered"}, {"note", DESK_AREA, "值班记事", "Notes"}, {0}};
static const DeskField empty_fields[] = {{"department", DESK_DEPARTMENT, "部门", "Department", DESK_REQUIRED}, {"week", DESK_DATE, "值班周", "Week", DESK_REQUIRED}, {0}};
static const DeskField call_fields[] = {
    {"kind", DESK_CHOICE, "会议种类", "Kind", DESK_REQUIRED, meeting_kinds}, {"title", DESK_TEXT, "会议名称", "Title", DESK_REQUIRED}, {"day", DESK_DATE, "日期", "Day", DESK_REQUIRED | DESK_FUTURE},
    {"time", DESK_TEXT, "时间", "Time"}, {"place", DESK_TEXT, "地点", "Place", DESK_REQUIRED}, {"department", DESK_DEPARTMENT, "牵头部门", "Led by", 0, .hint_zh = "不填即由中心牵头", .hint_en = "blank: the centre"},
    {"chair", DESK_OFFICER, "主持人", "Chair", DESK_REQUIRED}, {"invited", DESK_LIST, "参加部门、人员", "Invited", DESK_REQUIRED}, {"agenda", DESK_LIST, "议题", "Agenda", DESK_REQUIRED}, {0}};
static const DeskField case_fields[] = {MEETING, {"case", DESK_CASE, "办件编号", "Case", DESK_REQUIRED}, {"question", DESK_AREA, "提请研究的问题", "Question", DESK_REQUIRED}, {0}};
static const DeskField decision_fields[] = {MEETING, {"case", DESK_CASE, "办件编号", "Case", DESK_REQUIRED}, {"decision", DESK_CHOICE, "会议意见", "Decision", DESK_REQUIRED, outcomes},
                                            {"opinion", DESK_AREA, "理由", "Reasons", DESK_REQUIRED}, {0}};
static const DeskField minute_fields[] = {MEETING, {"present", DESK_LIST, "出席人员", "Present", DESK_REQUIRED}, {"absent", DESK_LIST, "缺席人员及原因", "Absent"},
                                          {"guests", DESK_LIST, "企业、群众到会人员", "Guests", DESK_PERSONAL},
                                          {"text", DESK_AREA, "会议记录", "Minutes", DESK_REQUIRED | DESK_PERSONAL}, {"conclusion", DESK_AREA, "结论", "Conclusion", DESK_REQUIRED}, {0}};
static const DeskField cancel_fields[] = {MEETING, {"reason", DESK_TEXT, "取消原因", "Why", DESK_REQUIRED}, {0}};
static const DeskField task_fields[] = {MEETING, {"officer", DESK_OFFICER, "责任人", "Who", DESK_REQUIRED}, {"task", DESK_AREA, "办理事项", "What", DESK_REQUIRED}, {"due", DESK_DATE, "完成日期", "By", DESK_REQUIRED | DESK_FUTURE}, {0}};
static const DeskField done_fields[] = {{"task", DESK_COUNT, "任务编号", "Task", DESK_REQUIRED, .low = 1, .high = INT32_MAX}, {"result", DESK_AREA, "办理结果", "Result", DESK_REQUIRED}, {0}};

#define DUTY "局长窗口值班制", "heads on duty at the window"
#define RULE "例会制度", "regular meetings"
static const DeskAct acts[] = {
    {"roster", "排定值班", "Roster a head", "C4", DUTY, "meeting.rostered", DESK_BY_DEPARTMENT, RIGHT_MEETINGS, roster_fields, roster},
    {"sign_in", "值班签到", "Sign in", "C4", DUTY, "meeting.signed_in", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, in_fields, sign_in},
    {"sign_out", "值班签退", "Sign out", "C4", DUTY, "meeting.signed_out", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, out_fields, sign_out},
    {"week_empty", "值班空缺", "A week without a head", "C4", DUTY, "meeting.week_empty", DESK_BY_CLOCK, RIGHT_RUN_CLOCK, empty_fields, week_empty},
    {"call", "召集会议", "Call a meeting", "C5", RULE, "meeting.called", DESK_BY_DEPARTMENT, RIGHT_MEETINGS, call_fields, NULL},
    {"add_case", "办件列入议程", "Put a case on the agenda", "C5", RULE, "meeting.case_added", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, case_fields, add_case},
    {"decide_case", "登记会议意见", "Record the decision on a case", "C5", RULE, "meeting.case_decided", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, decision_fields, decide_case},
    {"minute", "登记会议纪要", "Record the minutes", "G2", RULE, "meeting.minuted", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, minute_fields, minute},
    {"cancel", "取消会议", "Cancel the meeting", "G2", RULE, "meeting.cancelled", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, cancel_fields, open_meeting, .warning = true},
    {"set_task", "交办任务", "Give a task", "B7", RULE, "meeting.task_set", DESK_BY_SOMEWHERE, RIGHT_MEETINGS, task_fields, any_meeting},
    {"finish_task", "任务办结", "A task is done", "B7", RULE, "meeting.task_done", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, done_fields, task_done},
    {0}};

/* One empty week back is told of; older ones were told of in their time, or the hall was not running. */
static const DeskAct *duty(DeskTurn *t)
{
    Day last = day_plus(week_of(t->today), -7);
    const char *department = duty_missing(t->store, t->arena, last);
    if (!department) return NULL;
    Value *input = value_object(t->arena);
    value_set_str(t->arena, input, "department", department);
    value_set_str(t->arena, input, "week", day_text(t->arena, last));
    t->input = input;
    return desk_act_named(&meetings_desk, "week_empty");
}

const Desk meetings_desk = {.name = "meeting", .zh = "值班与例会", .en = "Duty and meetings", .acts = acts, .apply = meetings_apply, .duty = duty, .page = "/meetings", .follows_cases = true};
