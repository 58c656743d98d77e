/* decide_joint.c: joint handling (DOMAIN 3.3, XK-26b, XK-42b): copy out, sign, completeness, opinion, default, visit, meeting. See joint.h. */
#include "process/decide_inside.h"
#include "base/text.h"
#include "process/joint.h"
#include <string.h>

#define CARD_LATE "E12"                          /* co-handling late: DOMAIN 3.5 */

static const char *name_of(const Turn *t, const char *department) { return joint_name(t->facts->catalog, department); }

static const char *window_of(const Turn *t, const char *department)
{
    const Department *d = t->facts->catalog ? catalog_department(t->facts->catalog, department) : NULL;
    return d ? d->window : "";
}

/* E12 is a note on the act, not a refusal: late work is still to be done. */
static void note_lateness(Turn *t, Day by)
{
    turn_set_day(t, "by", by);
    if (!day_after(t->facts->today, by)) return;
    value_set_bool(t->arena, t->verdict->body, "late", true);
    value_set_str(t->arena, t->verdict->body, "card", CARD_LATE);
}

/* ---- copy out (3.3-2, 3.3-3, F11) ---- */

typedef struct Plan { const char *department[LIMIT_CO_DEPARTMENTS]; ScheduleChild child[LIMIT_CO_DEPARTMENTS]; bool safety[LIMIT_CO_DEPARTMENTS]; int count; } Plan;

static int plan_find(const Plan *plan, const char *department)
{
    for (int i = 0; i < plan->count; i++) if (text_equal(plan->department[i], department)) return i;
    return -1;
}

static bool plan_after(Turn *t, Plan *plan, int i, const char *before)
{
    int j = plan_find(plan, before);
    if (j < 0) return turn_refuse(t, REFUSED_CO_UNKNOWN, name_of(t, before));
    plan->child[i].after |= 1u << j;
    return true;
}

/* As the item's published version says; a department without days of its own has as long as the promise. */
static bool plan_published(Turn *t, Plan *plan, int limit)
{
    const Item *item = t->facts->item;
    if (item->co_count > LIMIT_CO_DEPARTMENTS) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "协办部门：不超过%d个", LIMIT_CO_DEPARTMENTS));
    for (int i = 0; i < item->co_count; i++) {
        if (strlen(item->co[i].department) >= STANDING_CO_ID) return turn_refuse(t, REFUSED_CO_UNKNOWN, item->co[i].department);
        plan->department[i] = item->co[i].department;
        plan->child[i].days = item->co[i].days < 0 ? limit : item->co[i].days;
        plan->safety[i] = item->co[i].safety;
    }
    plan->count = item->co_count;
    for (int i = 0; i < plan->count; i++) {
        char **codes;
        int count = item_code_list(t->arena, item->co[i].after, &codes);
        for (int k = 0; k < count; k++) if (!plan_after(t, plan, i, codes[k])) return false;
    }
    return true;
}

/* What the lead sets otherwise for this case. Nobody may be left out, and nobody added who is not published. */
static bool plan_given(Turn *t, Plan *plan)
{
    const Value *list = value_get(t->input, "children");
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int i = plan_find(plan, value_str_or(row, "department", ""));
        if (i < 0) return turn_refuse(t, REFUSED_CO_UNKNOWN, name_of(t, value_str_or(row, "department", "")));
        int64_t days = value_int(row, "days", plan->child[i].days);
        if (days < 0 || days > PAUSE_DAYS_MOST) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "days：0至%d", PAUSE_DAYS_MOST));
        plan->child[i].days = (int)days;
        const Value *after = value_get(row, "after");
        if (!after || after->kind != VALUE_LIST) continue;
        plan->child[i].after = 0;
        for (const Value *v = after->first; v; v = v->next) if (!plan_after(t, plan, i, v->kind == VALUE_STRING ? v->string : "")) return false;
    }
    return true;
}

static const char *path_text(const Turn *t, const Plan *plan, const Schedule *schedule)
{
    Buf out = buf_new(t->arena);
    for (int i = 0; i < schedule->path_count; i++)
        buf_printf(&out, "%s%s%d日", i ? "→" : "", name_of(t, plan->department[schedule->path[i]]), plan->child[schedule->path[i]].days);
    return out.text;
}

/* The promise (and, where XK-42b lengthened it and not the statutory limit alone, what it added) holds every chain of children. */
static bool plan_fits(Turn *t, const Plan *plan, Schedule *schedule)
{
    const Standing *s = t->s;
    if (!schedule_compute(plan->child, plan->count, schedule)) return turn_refuse(t, REFUSED_CO_CYCLE, path_text(t, plan, schedule));
    DeadlineTerms master = {.event = day_is_none(s->accepted) ? t->facts->today : s->accepted, .limit = s->promised_limit + (s->extension_statutory ? 0 : s->extension.amount), .unit = s->promised_unit, .clock = CLOCK_PROMISE};
    if (schedule_fits(t->facts->calendar, schedule->critical, &master)) return true;
    return turn_refuse(t, REFUSED_CO_PATH_TOO_LONG, arena_printf(t->arena, "%s，共%d个工作日，总期限%d%s", path_text(t, plan, schedule), schedule->critical, master.limit, unit_name_zh(master.unit)));
}

static bool lead_of(Turn *t)
{
    Value *body = t->verdict->body;
    char *type = turn_field(t, "project_type");
    const char *lead = *type ? value_str(t->facts->leads, type) : t->s->department;
    if (!lead || strlen(lead) >= STANDING_CO_ID) return turn_refuse(t, REFUSED_PROJECT_TYPE, type);
    if (*type) value_set_str(t->arena, body, "project_type", type);
    const char *window = strcmp(lead, t->s->department) ? window_of(t, lead) : t->s->window;
    value_set_str(t->arena, body, "lead", lead);
    value_set_str(t->arena, body, "lead_name", name_of(t, lead));
    value_set_str(t->arena, body, "lead_window", strlen(window) < STANDING_CO_ID ? window : "");
    return true;
}

/* "2026-03-10 09:30", or with the T of a browser. */
static bool takes_moment(Turn *t, const char *key, bool needed, Day *day)
{
    char *text = turn_field(t, key);
    *day = DAY_NONE;
    if (!*text && !needed) return true;
    bool shaped = strlen(text) == 16 && (text[10] == ' ' || text[10] == 'T') && text[13] == ':';
    if (!shaped || !day_parse(arena_strndup(t->arena, text, 10), day)) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：应如 2026-03-10 09:30", key));
    if (text[10] == 'T') text[10] = ' ';
    value_set_str(t->arena, t->verdict->body, key, text);
    return true;
}

static void put_children(Turn *t, const Plan *plan)
{
    Value *list = value_set_list(t->arena, t->verdict->body, "children");
    bool silence = *t->facts->item->absence_default && !t->facts->item->safety;
    for (int i = 0; i < plan->count; i++) {
        const char *window = window_of(t, plan->department[i]);
        Value *row = value_push_object(t->arena, list);
        value_set_str(t->arena, row, "department", plan->department[i]);
        value_set_str(t->arena, row, "name", name_of(t, plan->department[i]));
        value_set_str(t->arena, row, "window", strlen(window) < STANDING_CO_ID ? window : "");
        value_set_int(t->arena, row, "days", plan->child[i].days);
        Value *after = value_set_list(t->arena, row, "after");
        for (int j = 0; j < plan->count; j++) if (plan->child[i].after >> j & 1u) value_push_str(t->arena, after, plan->department[j]);
        if (plan->safety[i]) value_set_bool(t->arena, row, "safety", true);
        if (silence && !plan->safety[i]) value_set_bool(t->arena, row, "default", true);
    }
}

/* What was handed in so far, by name: the paper says what was copied, also when more comes later. */
static void put_materials(Turn *t)
{
    Value *list = value_set_list(t->arena, t->verdict->body, "copied");
    for (int no = 1; no <= t->s->material_count; no++) {
        const Material *material = t->s->handed[no] ? item_material(t->facts->item, no) : NULL;
        if (!material) continue;
        Value *row = value_push_object(t->arena, list);
        value_set_int(t->arena, row, "no", no);
        value_set_str(t->arena, row, "name", material->name);
    }
}

/* Last days, where the master already runs; before acceptance only the days are known. */
static void put_dates(Turn *t, const Plan *plan, const Schedule *schedule)
{
    DeadlineTerms master;
    ScheduleDay days[LIMIT_CO_DEPARTMENTS];
    Day none[LIMIT_CO_DEPARTMENTS];
    if (!standing_clock(t->s, CLOCK_PROMISE, &master)) {
        DeadlineTerms first;
        Day own = turn_due(t, t->facts->today, COMPLETENESS_DAYS, UNIT_WORKDAY), last = own;
        if (standing_clock(t->s, CLOCK_SUPPLEMENT, &first)) last = deadline_compute(t->facts->calendar, &first).due;
        if (t->s->stage == STAGE_RECEIVED) turn_set_day(t, "complete_by", day_before(last, own) ? last : own);
        return;
    }
    Deadline whole = deadline_compute(t->facts->calendar, &master);
    if (!day_is_none(whole.due)) turn_set_day(t, "total_due", whole.due);
    for (int i = 0; i < plan->count; i++) none[i] = DAY_NONE;
    schedule_dates(t->facts->calendar, plan->child, plan->count, schedule, &master, t->facts->today, none, days);
    Value *row = ((Value *)value_get(t->verdict->body, "children"))->first;
    for (int i = 0; i < plan->count; i++, row = row->next) if (!day_is_none(days[i].due)) value_set_str(t->arena, row, "due", day_text(t->arena, days[i].due));
}

bool joint_copy_out(Turn *t)
{
    Plan plan = {0};
    Schedule schedule;
    Value *body = t->verdict->body = value_object(t->arena);
    int whole = t->s->promised_unit == UNIT_WORKDAY ? t->s->promised_limit : 0;
    if (!lead_of(t) || !plan_published(t, &plan, whole) || !plan_given(t, &plan) || !plan_fits(t, &plan, &schedule)) return false;
    put_children(t, &plan);
    put_materials(t);
    put_dates(t, &plan, &schedule);
    value_set_int(t->arena, body, "critical", schedule.critical);
    value_set_str(t->arena, body, "path", path_text(t, &plan, &schedule));
    if (*t->facts->item->absence_default) value_set_str(t->arena, body, "default_document", t->facts->item->absence_default);
    Day meeting;
    if (!takes_moment(t, "meeting_at", false, &meeting)) return false;
    if (!day_is_none(meeting) && day_before(meeting, t->facts->today)) return turn_refuse(t, REFUSED_FIELD_INVALID, "meeting_at");
    if (!day_is_none(meeting)) turn_set_day(t, "meeting_on", meeting);
    turn_event(t, ACT_COPY_OUT);
    note_lateness(t, joint_copy_by(t->s, t->facts->calendar));
    turn_set_day(t, "sign_by", turn_due(t, t->facts->today, 1, UNIT_WORKDAY));
    return true;
}

/* ---- the co-department's own part ---- */

bool joint_own(const CoStanding *co, const Actor *officer)
{
    RightScope scope = {.department = co->department, .window = co->window};
    return right_has(officer, RIGHT_CO_HANDLE, &scope);
}

bool joint_part(const Standing *s, const Actor *officer)
{
    for (int i = 0; i < s->together.count; i++) if (s->together.co[i].opinion == CO_SILENT && joint_own(&s->together.co[i], officer)) return true;
    return false;
}

/* C1: a letter of that very department; who sits at a window that serves two may hold one of them. */
static bool speaks_for(const Facts *facts, const CoStanding *co)
{
    return people_authorises(facts->people, facts->actor->id, facts->item->code, co->department, AUTHORITY_REVIEW, facts->today).row != NULL;
}

/* What stands against this act for this entry; REFUSED_NOTHING: it is to be done now. */
static Refusal against(Act act, const Facts *facts, const CoStanding *co)
{
    const Standing *s = facts->standing;
    if (act == ACT_SIGN_COPY) return day_is_none(co->signed_on) ? REFUSED_NOTHING : REFUSED_CO_SIGNED_ALREADY;
    if (day_is_none(co->signed_on)) return REFUSED_CO_NOT_SIGNED;
    if (act == ACT_COMPLETENESS) return REFUSED_NOTHING;
    if (co->opinion != CO_SILENT && (co->opinion != CO_DISAGREES || co->defaulted)) return REFUSED_CO_SPOKEN;       /* who disagreed may come to agree */
    for (int j = 0; j < s->together.count; j++) if (co->after >> j & 1u && s->together.co[j].opinion == CO_SILENT) return REFUSED_CO_WAITS;
    return act != ACT_CO_OPINION || speaks_for(facts, co) ? REFUSED_NOTHING : REFUSED_NO_AUTHORITY;
}

/* The entry this actor acts for: the one named, or of hers the first where the act is to be done. -1: none is hers. */
static int entry_of(Act act, const Facts *facts, const char *department, Refusal *refusal)
{
    const JointStanding *j = &facts->standing->together;
    int found = -1;
    *refusal = REFUSED_OTHER_WINDOW;
    for (int i = 0; i < j->count; i++) {
        if (!joint_own(&j->co[i], facts->actor) || (*department && strcmp(j->co[i].department, department))) continue;
        Refusal no = against(act, facts, &j->co[i]);
        if (found >= 0 && no != REFUSED_NOTHING) continue;
        found = i;
        *refusal = no;
        if (no == REFUSED_NOTHING) break;
    }
    return found;
}

static const CoStanding *entry(Turn *t, Act act)
{
    Refusal refusal;
    int i = entry_of(act, t->facts, turn_field(t, "department"), &refusal);
    const CoStanding *co = i < 0 ? NULL : &t->s->together.co[i];
    if (refusal == REFUSED_NOTHING) {
        t->verdict->body = value_object(t->arena);
        value_set_str(t->arena, t->verdict->body, "department", co->department);
        value_set_str(t->arena, t->verdict->body, "name", name_of(t, co->department));
        return co;
    }
    const char *detail = co ? name_of(t, co->department) : NULL;
    if (refusal == REFUSED_CO_WAITS) {
        Buf out = buf_new(t->arena);
        for (int j = 0; j < t->s->together.count; j++)
            if (co->after >> j & 1u && t->s->together.co[j].opinion == CO_SILENT) buf_printf(&out, "%s%s", out.length ? "、" : "", name_of(t, t->s->together.co[j].department));
        detail = out.text;
    }
    turn_refuse(t, refusal, detail);
    return NULL;
}

/* Who signs, as they were on that day: printed on F11 and F12. */
static void put_signer(Turn *t)
{
    const Officer *officer = people_officer(t->facts->people, t->facts->actor->id);
    if (!officer) return;
    value_set_str(t->arena, t->verdict->body, "signer", officer->name);
    value_set_str(t->arena, t->verdict->body, "signer_post", officer->post);
}

bool joint_sign_copy(Turn *t)
{
    if (!entry(t, ACT_SIGN_COPY)) return false;
    put_signer(t);
    turn_event(t, ACT_SIGN_COPY);
    note_lateness(t, turn_due(t, t->s->together.copied, 1, UNIT_WORKDAY));
    return true;
}

/* 3.3-4: what it misses goes into the one notice. After a first notice only what came anew may be faulted (XK-32-4). */
bool joint_completeness(Turn *t)
{
    const CoStanding *co = entry(t, ACT_COMPLETENESS);
    if (!co) return false;
    const char *result = value_str_or(t->input, "result", "");
    bool complete = !strcmp(result, "complete");
    if (!complete && strcmp(result, "missing")) return turn_refuse(t, REFUSED_FIELD_INVALID, "result：complete 或 missing");
    Value *body = t->verdict->body, *kept = value_set_list(t->arena, body, "missing");
    value_set_str(t->arena, body, "result", result);
    const Value *list = value_get(t->input, "missing");
    for (const Value *row = !complete && list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (!turn_known_material(t, no)) return false;
        const char *name = item_material(t->facts->item, (int)no)->name;
        if (t->s->notices > 0 && !t->s->renewed[no]) return turn_refuse(t, REFUSED_SUPPLEMENT_TWICE, name);
        if (!lane_uncovered(t, no)) return false;
        Turn one = *t;
        one.input = row;
        Value *made = value_push_object(t->arena, kept);
        value_set_int(t->arena, made, "no", no);
        value_set_str(t->arena, made, "name", name);
        if (!turn_needs_text(&one, made, "requirement", REFUSED_SUPPLEMENT_EMPTY)) return false;
    }
    if (!complete && !kept->count) return turn_refuse(t, REFUSED_SUPPLEMENT_EMPTY, NULL);
    turn_event(t, ACT_COMPLETENESS);
    note_lateness(t, joint_check_by(t->s, t->facts->calendar));
    return true;
}

/* Its last day by the one deadline function; DAY_NONE while a pause holds it. */
static void note_opinion_day(Turn *t, const CoStanding *co)
{
    JointDay days[LIMIT_CO_DEPARTMENTS];
    joint_days(t->s, t->facts->calendar, t->facts->today, days);
    const JointDay *d = &days[co - t->s->together.co];
    if (!day_is_none(d->due)) note_lateness(t, d->due);
}

bool joint_opinion(Turn *t)
{
    CoOpinion opinion;
    const CoStanding *co = entry(t, ACT_CO_OPINION);
    if (!co) return false;
    AuthorityBasis basis = people_authorises(t->facts->people, t->facts->actor->id, t->facts->item->code, co->department, AUTHORITY_REVIEW, t->facts->today);
    if (!basis.row) return turn_refuse(t, REFUSED_NO_AUTHORITY, name_of(t, co->department));
    const char *given = value_str_or(t->input, "conclusion", "");
    if (!co_opinion_parse(given, &opinion)) return turn_refuse(t, REFUSED_OPINION_MISSING, "conclusion");
    value_set_str(t->arena, t->verdict->body, "conclusion", given);
    if (!turn_needs_text(t, t->verdict->body, "opinion", REFUSED_OPINION_MISSING)) return false;
    if (opinion == CO_CONDITIONS ? !turn_needs_text(t, t->verdict->body, "conditions", REFUSED_OPINION_MISSING) : !turn_takes_text(t, t->verdict->body, "conditions")) return false;
    put_signer(t);
    turn_event(t, ACT_CO_OPINION);
    note_opinion_day(t, co);
    t->verdict->authority = arena_memdup(t->arena, &basis, sizeof basis);
    turn_authorised(t);
    return true;
}

bool joint_default_opinion(Turn *t)
{
    int which = 0;
    Day after = joint_default_after(t->s, t->facts->calendar, &which);
    if (day_is_none(after) || !day_after(t->facts->today, after)) return turn_refuse(t, REFUSED_CO_NOT_DEFAULTED, NULL);
    const CoStanding *co = &t->s->together.co[which];
    Value *body = t->verdict->body = value_object(t->arena);
    value_set_str(t->arena, body, "department", co->department);
    value_set_str(t->arena, body, "name", name_of(t, co->department));
    turn_set_day(t, "by", after);
    value_set_str(t->arena, body, "card", CARD_LATE);
    value_set_str(t->arena, body, "default_document", t->facts->item->absence_default);
    value_set_str(t->arena, body, "effect", "逾期未提出意见，视为同意；其后续手续应当按结果跟进办理");
    turn_event(t, ACT_DEFAULT_OPINION);
    return true;
}

/* ---- visit and meeting (mode B) ---- */

static const Officer *in_post(Turn *t, const char *id)
{
    const Officer *officer = people_officer(t->facts->people, id);
    return officer && officer_active(officer, t->facts->today) ? officer : NULL;
}

bool joint_takes_part(const Standing *s, const char *department)
{
    return !strcmp(department, s->department) || !strcmp(department, s->together.lead) || joint_find(s, department) >= 0;
}

/* Who is named twice is one person. */
static bool named_before(const Value *list, const char *officer)
{
    for (const Value *row = list->first; row; row = row->next) if (text_equal(value_str(row, "officer"), officer)) return true;
    return false;
}

static Value *person_row(Turn *t, Value *list, const Officer *officer)
{
    Value *row = value_push_object(t->arena, list);
    value_set_str(t->arena, row, "officer", officer->id);
    value_set_str(t->arena, row, "name", officer->name);
    value_set_str(t->arena, row, "post", officer->post);
    value_set_str(t->arena, row, "department", officer->department);
    value_set_str(t->arena, row, "department_name", name_of(t, officer->department));
    return row;
}

bool joint_visit(Turn *t)
{
    const Value *list = value_get(t->input, "officers");
    Value *body = t->verdict->body = value_object(t->arena);
    Day at;
    if (!takes_moment(t, "at", true, &at) || !turn_needs_text(t, body, "place", REFUSED_SURVEY_INCOMPLETE)) return false;
    Value *kept = value_set_list(t->arena, body, "officers");
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        const Officer *officer = in_post(t, value_str_or(row, "officer", ""));
        if (!officer) return turn_refuse(t, REFUSED_NO_SUCH_OFFICER, value_str_or(row, "officer", ""));
        if (!joint_takes_part(t->s, officer->department)) return turn_refuse(t, REFUSED_CO_UNKNOWN, officer->name);
        if (named_before(kept, officer->id)) continue;
        Turn one = *t;
        one.input = row;
        if (!turn_needs_text(&one, person_row(t, kept, officer), "certificate", REFUSED_SURVEY_INCOMPLETE)) return false;
    }
    if (kept->count < 2) return turn_refuse(t, REFUSED_SURVEY_ALONE, NULL);
    if (!turn_needs_text(t, body, "findings", REFUSED_SURVEY_INCOMPLETE) || !turn_takes_text(t, body, "recorder")) return false;
    Value *person = value_object(t->arena);
    if (!turn_takes_text(t, person, "present") || !turn_takes_text(t, person, "remark")) return false;
    if (person->count) t->verdict->person = person;
    turn_event(t, ACT_JOINT_VISIT);
    return true;
}

/* Those who came speak for their departments with full power, so with a letter of authority (DOMAIN 3.4). */
static bool attendees(Turn *t, Value *kept, unsigned *present)
{
    const Value *list = value_get(t->input, "attendees");
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        CoOpinion opinion;
        const Officer *officer = in_post(t, value_str_or(row, "officer", ""));
        if (!officer) return turn_refuse(t, REFUSED_NO_SUCH_OFFICER, value_str_or(row, "officer", ""));
        if (!joint_takes_part(t->s, officer->department)) return turn_refuse(t, REFUSED_CO_UNKNOWN, officer->name);
        if (named_before(kept, officer->id)) continue;
        int i = joint_find(t->s, officer->department);
        if (i >= 0 && *present >> i & 1u) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：一个部门一人发表意见", name_of(t, officer->department)));
        if (i >= 0 && !people_authorises(t->facts->people, officer->id, t->facts->item->code, officer->department, AUTHORITY_REVIEW, t->facts->today).row)
            return turn_refuse(t, REFUSED_NO_AUTHORITY, officer->name);
        Turn one = *t;
        one.input = row;
        Value *made = person_row(t, kept, officer);
        if (i < 0) { if (!turn_takes_text(&one, made, "opinion")) return false; continue; }
        if (!co_opinion_parse(value_str(row, "conclusion"), &opinion)) return turn_refuse(t, REFUSED_OPINION_MISSING, officer->name);
        value_set_str(t->arena, made, "conclusion", value_str(row, "conclusion"));
        if (!turn_needs_text(&one, made, "opinion", REFUSED_OPINION_MISSING)) return false;
        *present |= 1u << i;
    }
    return true;
}

/* Who did not come: recorded by name; taken as agreeing only where that is on, and the meeting was told in F11 (3.3-6). */
static void absents(Turn *t, unsigned present)
{
    const JointStanding *j = &t->s->together;
    /* who was not told of the day, or before it, did not stay away */
    bool told = !day_is_none(j->meeting) && !day_after(j->meeting, t->facts->today);
    Value *absent = value_set_list(t->arena, t->verdict->body, "absent"), *defaulted = value_list(t->arena);
    for (int i = 0; i < j->count; i++) {
        if (present >> i & 1u) continue;
        const char *name = name_of(t, j->co[i].department);
        value_push_str(t->arena, absent, j->co[i].opinion == CO_SILENT ? name : arena_printf(t->arena, "%s（此前已书面提出意见）", name));
        if (told && j->co[i].default_on && j->co[i].opinion == CO_SILENT) value_push_str(t->arena, defaulted, j->co[i].department);
    }
    if (defaulted->count) value_set(t->arena, t->verdict->body, "defaulted", defaulted);
}

bool joint_meeting(Turn *t)
{
    CoOpinion conclusion;
    unsigned present = 0;
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "attendees");
    if (!attendees(t, kept, &present)) return false;
    if (!present) return turn_refuse(t, REFUSED_MEETING_EMPTY, NULL);
    absents(t, present);
    Day at;
    const Officer *chair = people_officer(t->facts->people, t->facts->actor->id);
    if (!takes_moment(t, "at", true, &at) || !turn_needs_text(t, body, "place", REFUSED_MEETING_INCOMPLETE)) return false;
    if (!day_equal(at, t->facts->today) && !day_before(at, t->facts->today)) return turn_refuse(t, REFUSED_FIELD_INVALID, "at");
    value_set_str(t->arena, body, "chair", chair ? chair->name : "");
    const char *given = value_str_or(t->input, "conclusion", "");
    if (!co_opinion_parse(given, &conclusion)) return turn_refuse(t, REFUSED_OPINION_MISSING, "conclusion");
    value_set_str(t->arena, body, "conclusion", given);
    if (!turn_needs_text(t, body, "text", REFUSED_OPINION_MISSING) || !turn_takes_text(t, body, "recorder")) return false;
    turn_event(t, ACT_JOINT_MEETING);
    return true;
}

/* ---- what the other acts of a joint case ask ---- */

/* Before the one notice: everybody in time has been heard (3.3-4); on the last day of T1 nobody is waited for. */
Refusal joint_unheard(Arena *arena, const Facts *facts, const char **detail)
{
    const Standing *s = facts->standing;
    DeadlineTerms terms;
    if (!s->together.count || !standing_clock(s, CLOCK_SUPPLEMENT, &terms)) return REFUSED_NOTHING;
    Day last = deadline_compute(facts->calendar, &terms).due;
    if (day_after(facts->today, joint_check_by(s, facts->calendar)) || !day_before(facts->today, last)) return REFUSED_NOTHING;
    Buf out = buf_new(arena);
    for (int i = 0; i < s->together.count; i++)
        if (day_is_none(s->together.co[i].checked_on)) buf_printf(&out, "%s%s", out.length ? "、" : "", joint_name(facts->catalog, s->together.co[i].department));
    *detail = out.text;
    return out.length ? REFUSED_CO_NOT_HEARD : REFUSED_NOTHING;
}

bool joint_heard(Turn *t)
{
    const char *detail = NULL;
    Refusal refusal = joint_unheard(t->arena, t->facts, &detail);
    return refusal == REFUSED_NOTHING || turn_refuse(t, refusal, detail);
}

bool joint_told(Turn *t, const Value *told)
{
    for (int no = 1; no <= t->s->material_count; no++) {
        bool named = t->s->committed && item_material(t->facts->item, no)->committable;      /* missed before the commitment: nobody asks for it now */
        for (const Value *row = told->first; row; row = row->next) named = named || value_int(row, "no", 0) == no;
        if (joint_claims(t->s, no) && !named) return turn_refuse(t, REFUSED_CO_LEFT_OUT, item_material(t->facts->item, no)->name);
    }
    return true;
}

bool joint_decidable(Turn *t, bool granting)
{
    const char *detail = NULL;
    Refusal refusal = joint_undecided(t->arena, t->s, t->facts->item, t->facts->catalog, granting, &detail);
    return refusal == REFUSED_NOTHING || turn_refuse(t, refusal, detail);
}

/* 3.3-7: all fees told once. A row may be a published fee of an item of the departments that handle the case. */
const FeeRow *joint_fee(const Turn *t, const Value *row, const Item **of)
{
    const char *code = value_str_or(row, "item", "");
    int64_t no = value_int(row, "no", 0);
    *of = t->facts->item;
    if (*code && strcmp(code, t->facts->item->code)) {
        *of = t->s->together.count && t->facts->catalog ? catalog_item_at(t->facts->catalog, code, t->facts->today) : NULL;
        if (*of && !joint_takes_part(t->s, (*of)->department)) *of = NULL;
    }
    return *of && no >= 1 && no <= (*of)->fee_count ? item_fee(*of, (int)no - 1) : NULL;
}

Refusal joint_may(Act act, const Facts *facts)
{
    const Standing *s = facts->standing;
    bool ours = act == ACT_COPY_OUT || act == ACT_SIGN_COPY || act == ACT_COMPLETENESS || act == ACT_CO_OPINION || act == ACT_JOINT_VISIT || act == ACT_JOINT_MEETING;
    if (!ours || facts->actor->kind != ACTOR_OFFICER) return REFUSED_NOTHING;      /* others are turned away by right, and learn nothing of the case */
    if (!s->joint || !facts->item || !facts->item->co_count) return REFUSED_NOT_JOINT;
    if (act == ACT_COPY_OUT) return s->together.count ? REFUSED_COPIED_ALREADY : REFUSED_NOTHING;
    if (!s->together.count) return REFUSED_NOT_COPIED;
    if (act == ACT_JOINT_VISIT && !day_is_none(s->together.visited)) return REFUSED_VISITED_ALREADY;
    return REFUSED_NOTHING;
}

/* Officers of the lead only; citizens and machines have no such right. */
Refusal joint_may_lead(const Facts *facts, Right right)
{
    RightScope lead = {.department = facts->standing->together.lead, .window = facts->standing->together.lead_window};
    if (facts->actor->kind != ACTOR_OFFICER) return facts->actor->kind == ACTOR_NOBODY ? REFUSED_NOT_SIGNED_IN : REFUSED_NO_RIGHT;
    if (right_has(facts->actor, right, &lead)) return REFUSED_NOTHING;
    return right_has(facts->actor, right, NULL) ? REFUSED_NOT_THE_LEAD : REFUSED_NO_RIGHT;
}

/* Of her own department's part; for the opinion with authority too (C1). */
Refusal joint_may_co(Act act, const Facts *facts, bool authority, bool deciding)
{
    Refusal refusal;
    if (facts->actor->kind != ACTOR_OFFICER) return facts->actor->kind == ACTOR_NOBODY ? REFUSED_NOT_SIGNED_IN : REFUSED_NO_RIGHT;
    int i = entry_of(act, facts, "", &refusal);
    if (i < 0) return right_has(facts->actor, RIGHT_CO_HANDLE, NULL) ? REFUSED_OTHER_WINDOW : REFUSED_NO_RIGHT;
    if (refusal != REFUSED_NOTHING && !deciding) return refusal;
    if (!authority) return REFUSED_NOTHING;
    for (int k = 0; k < facts->standing->together.count; k++) {
        const CoStanding *co = &facts->standing->together.co[k];
        if (joint_own(co, facts->actor) && speaks_for(facts, co)) return REFUSED_NOTHING;
    }
    return REFUSED_NO_AUTHORITY;
}
