/* standing_joint.c: the part of a standing that joint handling writes: its fold, its Value and back, and what it says on a day. See joint.h. */
#include "process/standing_inside.h"
#include "process/joint.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

static void keep_id(char to[STANDING_CO_ID], const char *from) { snprintf(to, STANDING_CO_ID, "%s", from ? from : ""); }

static Day told_on(const Value *body, const char *key)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day : DAY_NONE;
}

static const char *const opinions[][3] = {
    [CO_SILENT] = {"", "", ""}, [CO_AGREES] = {"agree", "同意", "agrees"}, [CO_CONDITIONS] = {"conditions", "附条件同意", "agrees with conditions"}, [CO_DISAGREES] = {"disagree", "不同意", "disagrees"},
};
const char *co_opinion_name(CoOpinion opinion) { return opinions[opinion][0]; }
const char *co_opinion_zh(CoOpinion opinion) { return opinions[opinion][1]; }
const char *co_opinion_en(CoOpinion opinion) { return opinions[opinion][2]; }

bool co_opinion_parse(const char *name, CoOpinion *out)
{
    for (int i = CO_AGREES; name && i <= CO_DISAGREES; i++)
        if (!strcmp(name, opinions[i][0])) { *out = (CoOpinion)i; return true; }
    return false;
}

int joint_find(const Standing *s, const char *department)
{
    for (int i = 0; i < s->together.count; i++) if (text_equal(s->together.co[i].department, department)) return i;
    return -1;
}

const char *joint_name(const Catalog *catalog, const char *department)
{
    const Department *found = catalog ? catalog_department(catalog, department) : NULL;
    return found ? found->name : department;
}

/* ---- the fold ---- */

void joint_begin(Standing *s)
{
    JointStanding *j = &s->together;
    j->copied = j->meeting = j->met = j->visited = j->billed = DAY_NONE;
    for (int i = 0; i < LIMIT_CO_DEPARTMENTS; i++) j->co[i].signed_on = j->co[i].checked_on = j->co[i].spoken_on = DAY_NONE;
}

static void on_copied(Standing *s, const Value *b, Day today)
{
    JointStanding *j = &s->together;
    const Value *list = value_get(b, "children");
    j->copied = today;
    j->meeting = told_on(b, "meeting_on");
    keep_id(j->lead, value_str(b, "lead"));
    keep_id(j->lead_window, value_str(b, "lead_window"));
    j->count = 0;
    for (const Value *row = list ? list->first : NULL; row && j->count < LIMIT_CO_DEPARTMENTS; row = row->next) {
        CoStanding *co = &j->co[j->count++];
        keep_id(co->department, value_str(row, "department"));
        keep_id(co->window, value_str(row, "window"));
        co->days = (int)value_int(row, "days", 0);
        co->default_on = value_bool(row, "default");
    }
    int i = 0;
    for (const Value *row = list ? list->first : NULL; row && i < j->count; row = row->next, i++) {
        const Value *after = value_get(row, "after");
        for (const Value *v = after ? after->first : NULL; v; v = v->next) {
            int before = joint_find(s, v->string);
            if (before >= 0) j->co[i].after |= 1u << before;
        }
    }
}

static void on_completeness(Standing *s, CoStanding *co, const Value *b, Day today)
{
    const Value *list = value_get(b, "missing");
    co->checked_on = today;
    co->missing = 0;
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no < 1 || no > s->material_count) continue;
        co->missing |= (uint64_t)1 << (no - 1);
        s->material[no] = s->handed[no] ? MATERIAL_NONCONFORMING : MATERIAL_MISSING;
    }
}

/* What came just now is looked at anew by whoever missed it. */
static void on_brought(Standing *s, const Value *list)
{
    uint64_t brought = 0;
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no >= 1 && no <= s->material_count) brought |= (uint64_t)1 << (no - 1);
    }
    for (int k = 0; k < s->together.count; k++) {
        CoStanding *co = &s->together.co[k];
        if (co->missing && !(co->missing & ~brought)) co->checked_on = DAY_NONE;
        co->missing &= ~brought;
    }
}

static void speaks(CoStanding *co, const char *conclusion, Day today)
{
    co_opinion_parse(conclusion, &co->opinion);
    co->spoken_on = today;
}

static void on_met(Standing *s, const Value *b, Day today)
{
    const Value *present = value_get(b, "attendees"), *absent = value_get(b, "defaulted");
    s->together.met = today;
    co_opinion_parse(value_str(b, "conclusion"), &s->together.conclusion);
    for (const Value *row = present ? present->first : NULL; row; row = row->next) {
        int i = joint_find(s, value_str(row, "department"));
        if (i < 0) continue;
        speaks(&s->together.co[i], value_str(row, "conclusion"), today);
        s->together.co[i].at_meeting = true;
        s->together.co[i].defaulted = false;
    }
    for (const Value *v = absent ? absent->first : NULL; v; v = v->next) {
        int i = joint_find(s, v->string);
        if (i < 0) continue;
        speaks(&s->together.co[i], "agree", today);
        s->together.co[i].defaulted = s->together.co[i].at_meeting = true;
    }
}

void joint_apply(Standing *s, Act act, const Value *b, Day today)
{
    int i = joint_find(s, value_str(b, "department"));
    CoStanding *co = i < 0 ? NULL : &s->together.co[i];
    switch (act) {
    case ACT_COPY_OUT: on_copied(s, b, today); break;
    case ACT_SIGN_COPY: if (co) co->signed_on = today; break;
    case ACT_COMPLETENESS: if (co) on_completeness(s, co, b, today); break;
    case ACT_CO_OPINION: if (co) speaks(co, value_str(b, "conclusion"), today); break;
    case ACT_DEFAULT_OPINION: if (co) { speaks(co, "agree", today); co->defaulted = true; } break;
    case ACT_JOINT_VISIT: s->together.visited = today; break;
    case ACT_JOINT_MEETING: on_met(s, b, today); break;
    case ACT_NOTICE_FEE: if (s->together.count) s->together.billed = today; break;
    case ACT_SUPPLY:
    case ACT_SUPPLY_OWED: on_brought(s, value_get(b, "materials")); break;
    default: break;
    }
}

/* ---- as a Value ---- */

static void put_day(Arena *arena, Value *v, const char *key, Day day) { if (!day_is_none(day)) value_set_int(arena, v, key, day.n); }
static Day get_day(const Value *v, const char *key) { return (Day){(int32_t)value_int(v, key, DAY_NONE_N)}; }

static void co_write(Arena *arena, Value *v, const CoStanding *co)
{
    value_set_str(arena, v, "department", co->department);
    value_set_str(arena, v, "window", co->window);
    value_set_int(arena, v, "days", co->days);
    if (co->after) value_set_int(arena, v, "after", co->after);
    if (co->missing) value_set_int(arena, v, "missing", (int64_t)co->missing);
    if (co->opinion) value_set_int(arena, v, "opinion", co->opinion);
    if (co->default_on) value_set_bool(arena, v, "default", true);
    if (co->defaulted) value_set_bool(arena, v, "defaulted", true);
    if (co->at_meeting) value_set_bool(arena, v, "at_meeting", true);
    put_day(arena, v, "signed", co->signed_on);
    put_day(arena, v, "checked", co->checked_on);
    put_day(arena, v, "spoken", co->spoken_on);
}

Value *joint_write(Arena *arena, const Standing *s)
{
    const JointStanding *j = &s->together;
    if (!j->count) return NULL;
    Value *v = value_object(arena);
    value_set_str(arena, v, "lead", j->lead);
    value_set_str(arena, v, "lead_window", j->lead_window);
    put_day(arena, v, "copied", j->copied);
    put_day(arena, v, "meeting", j->meeting);
    put_day(arena, v, "met", j->met);
    put_day(arena, v, "visited", j->visited);
    put_day(arena, v, "billed", j->billed);
    if (j->conclusion) value_set_int(arena, v, "conclusion", j->conclusion);
    Value *list = value_set_list(arena, v, "co");
    for (int i = 0; i < j->count; i++) co_write(arena, value_push_object(arena, list), &j->co[i]);
    return v;
}

void joint_read(const Value *v, Standing *s)
{
    JointStanding *j = &s->together;
    joint_begin(s);
    if (!v) return;
    keep_id(j->lead, value_str(v, "lead"));
    keep_id(j->lead_window, value_str(v, "lead_window"));
    j->copied = get_day(v, "copied");
    j->meeting = get_day(v, "meeting");
    j->met = get_day(v, "met");
    j->visited = get_day(v, "visited");
    j->billed = get_day(v, "billed");
    j->conclusion = (CoOpinion)value_int(v, "conclusion", 0);
    const Value *list = value_get(v, "co");
    for (const Value *row = list ? list->first : NULL; row && j->count < LIMIT_CO_DEPARTMENTS; row = row->next) {
        CoStanding *co = &j->co[j->count++];
        keep_id(co->department, value_str(row, "department"));
        keep_id(co->window, value_str(row, "window"));
        co->days = (int)value_int(row, "days", 0);
        co->after = (unsigned)value_int(row, "after", 0);
        co->missing = (uint64_t)value_int(row, "missing", 0);
        co->opinion = (CoOpinion)value_int(row, "opinion", 0);
        co->default_on = value_bool(row, "default");
        co->defaulted = value_bool(row, "defaulted");
        co->at_meeting = value_bool(row, "at_meeting");
        co->signed_on = get_day(row, "signed");
        co->checked_on = get_day(row, "checked");
        co->spoken_on = get_day(row, "spoken");
    }
}

/* ---- what it says on a day ---- */

bool joint_waiting(const Standing *s)
{
    for (int i = 0; i < s->together.count; i++) if (s->together.co[i].opinion == CO_SILENT) return true;
    return false;
}

bool joint_claims(const Standing *s, int64_t no)
{
    for (int i = 0; i < s->together.count; i++) if (no >= 1 && s->together.co[i].missing >> (no - 1) & 1u) return true;
    return false;
}

static Day due_on(const Calendar *calendar, Day from, int limit)
{
    DeadlineTerms terms = {.event = from, .limit = limit, .unit = UNIT_WORKDAY};
    return deadline_compute(calendar, &terms).due;
}

Day joint_copy_by(const Standing *s, const Calendar *calendar) { return due_on(calendar, s->received, 1); }

Day joint_check_by(const Standing *s, const Calendar *calendar)
{
    DeadlineTerms terms;
    Day from = !day_is_none(s->supplied) && day_after(s->supplied, s->together.copied) ? s->supplied : s->together.copied;
    Day own = due_on(calendar, from, COMPLETENESS_DAYS);
    if (!standing_clock(s, CLOCK_SUPPLEMENT, &terms)) return own;
    Day last = deadline_compute(calendar, &terms).due;
    return day_before(last, own) ? last : own;
}

/* The days of all; false while the case is not accepted: no child's time runs before the master's. */
static bool dates_of(const Standing *s, const Calendar *calendar, ScheduleDay out[LIMIT_CO_DEPARTMENTS])
{
    ScheduleChild children[LIMIT_CO_DEPARTMENTS];
    Day done[LIMIT_CO_DEPARTMENTS];
    Schedule schedule;
    DeadlineTerms master;
    if (!s->together.count || !standing_clock(s, CLOCK_PROMISE, &master)) return false;
    for (int i = 0; i < s->together.count; i++) {
        children[i] = (ScheduleChild){s->together.co[i].days, s->together.co[i].after};
        done[i] = s->together.co[i].spoken_on;
    }
    if (!schedule_compute(children, s->together.count, &schedule)) return false;
    schedule_dates(calendar, children, s->together.count, &schedule, &master, s->together.copied, done, out);
    return true;
}

/* All it waits for have spoken. */
static bool its_turn(const Standing *s, const CoStanding *co)
{
    for (int j = 0; j < s->together.count; j++) if (co->after >> j & 1u && s->together.co[j].opinion == CO_SILENT) return false;
    return true;
}

static JointState state_of(const Standing *s, const CoStanding *co, bool accepted)
{
    if (co->opinion != CO_SILENT) return JOINT_SPOKEN;
    if (day_is_none(co->signed_on)) return JOINT_COPY;
    if (s->stage == STAGE_RECEIVED && day_is_none(co->checked_on)) return JOINT_CHECK;
    if (!accepted) return JOINT_READY;
    return its_turn(s, co) ? JOINT_NOW : JOINT_WAITS;
}

/* 3.3-3: the same or the next working day to sign; completeness within T1; the opinion within its own limit. */
static Day act_by(const Standing *s, const Calendar *calendar, const JointDay *d)
{
    switch (d->state) {
    case JOINT_COPY: return due_on(calendar, s->together.copied, 1);
    case JOINT_CHECK: return joint_check_by(s, calendar);
    case JOINT_NOW: return d->due;
    case JOINT_READY: case JOINT_WAITS: case JOINT_SPOKEN: case JOINT_UNSENT: break;
    }
    return DAY_NONE;
}

static void run_days(const Standing *s, const Calendar *calendar, Day today, const CoStanding *co, const ScheduleDay *own, JointDay *d)
{
    d->begin = own->begin;
    d->due = own->due;
    d->terms = own->own;
    if (day_is_none(d->begin) || !its_turn(s, co)) return;
    Day until = day_is_none(co->spoken_on) ? today : co->spoken_on;
    if (day_is_none(until)) return;
    Deadline whole = deadline_compute(calendar, &d->terms);
    d->days = whole.days;
    d->day = deadline_day_number(calendar, &d->terms, &whole, until);
    d->late = !day_is_none(d->due) && day_after(until, d->due);
}

void joint_days(const Standing *s, const Calendar *calendar, Day today, JointDay out[LIMIT_CO_DEPARTMENTS])
{
    ScheduleDay days[LIMIT_CO_DEPARTMENTS];
    bool accepted = dates_of(s, calendar, days);
    for (int i = 0; i < s->together.count; i++) {
        const CoStanding *co = &s->together.co[i];
        JointDay *d = &out[i];
        *d = (JointDay){.state = state_of(s, co, accepted), .begin = DAY_NONE, .due = DAY_NONE, .days = co->days};
        if (accepted) run_days(s, calendar, today, co, &days[i], d);
        d->act_by = act_by(s, calendar, d);
    }
}

Day joint_default_after(const Standing *s, const Calendar *calendar, int *which)
{
    ScheduleDay days[LIMIT_CO_DEPARTMENTS];
    Day first = DAY_NONE;
    bool examined = s->stage == STAGE_ACCEPTED || s->stage == STAGE_REVIEWED;
    if (!examined || !joint_waiting(s) || !dates_of(s, calendar, days)) return DAY_NONE;
    for (int i = 0; i < s->together.count; i++) {
        const CoStanding *co = &s->together.co[i];
        if (!co->default_on || co->opinion != CO_SILENT || !its_turn(s, co) || day_is_none(days[i].whole)) continue;     /* its own days whole: who was told late, or was kept waiting, is not silent yet */
        if (!day_is_none(first) && !day_before(days[i].whole, first)) continue;
        first = days[i].whole;
        if (which) *which = i;
    }
    return first;
}

static const char *names_where(Arena *arena, const Standing *s, const Catalog *catalog, CoOpinion opinion)
{
    Buf out = buf_new(arena);
    for (int i = 0; i < s->together.count; i++)
        if (s->together.co[i].opinion == opinion) buf_printf(&out, "%s%s", out.length ? "、" : "", joint_name(catalog, s->together.co[i].department));
    return out.text;
}

Refusal joint_undecided(Arena *arena, const Standing *s, const Item *item, const Catalog *catalog, bool granting, const char **detail)
{
    *detail = NULL;
    if (!s->joint || !item || !item->co_count) return REFUSED_NOTHING;
    if (!s->together.count) return REFUSED_NOT_COPIED;
    if (joint_waiting(s)) { *detail = names_where(arena, s, catalog, CO_SILENT); return REFUSED_CO_OUTSTANDING; }
    bool overcome = s->together.conclusion == CO_AGREES || s->together.conclusion == CO_CONDITIONS;
    bool against = s->together.conclusion == CO_DISAGREES;
    *detail = names_where(arena, s, catalog, CO_DISAGREES);
    if (granting && (against || (**detail && !overcome))) return REFUSED_CO_DISAGREES;
    *detail = NULL;
    return REFUSED_NOTHING;
}
