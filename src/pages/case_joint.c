/* case_joint.c: see case_joint.h. Days come from joint_days alone; opinions between officers are for staff (case_event_internal). */
#include "pages/case_joint.h"
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/words.h"
#include "process/joint.h"
#include <string.h>

enum { BAR = 1000 };                          /* width of a bar in its own units */

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static const char *shown(Request *request, const char *department) { return words_shown(request, joint_name(hall_of(request)->scene->catalog, department)); }

static const char *either(Request *request, const char *zh, const char *en, int n, int m) { return arena_printf(request->arena, english(request) ? en : zh, n, m); }

/* ---- what one department does ---- */

static const char *const keys[] = {[JOINT_COPY] = "joint.copy", [JOINT_CHECK] = "joint.check", [JOINT_READY] = "joint.ready", [JOINT_WAITS] = "joint.waits", [JOINT_NOW] = "joint.works", [JOINT_SPOKEN] = "joint.spoken",
                                    [JOINT_UNSENT] = "joint.unsent"};
static const char *const tones[] = {[JOINT_COPY] = "amber", [JOINT_CHECK] = "teal", [JOINT_READY] = "plain", [JOINT_WAITS] = "plain", [JOINT_NOW] = "teal", [JOINT_SPOKEN] = "green", [JOINT_UNSENT] = "amber"};

static bool undecided(const Standing *s) { return !stage_concluded(s->stage) && s->outcome == OUTCOME_NONE; }
/* Does it stand still because of this department? */
static bool has_it(const Standing *s, const JointDay *d) { return undecided(s) && (d->state == JOINT_NOW || ((d->state == JOINT_COPY || d->state == JOINT_CHECK) && s->stage != STAGE_SUPPLEMENT)); }

static const char *day_words(Request *request, const JointDay *d)
{
    if (d->state == JOINT_SPOKEN && d->day > 0) return either(request, "第 %d 天提出，共 %d 天", "on day %d of %d", d->day, d->days);
    if (d->state == JOINT_SPOKEN) return arena_printf(request->arena, english(request) ? "the same day, of %d" : "当天提出，共 %d 天", d->days);
    if (d->state == JOINT_NOW && !d->day) return d->days ? arena_printf(request->arena, english(request) ? "%d days from tomorrow" : "明日起算，共 %d 天", d->days) : page_message(request, "joint.same_day");
    if (d->state == JOINT_NOW) return either(request, "第 %d 天，共 %d 天", "day %d of %d", d->day, d->days);
    return d->days ? arena_printf(request->arena, english(request) ? "%d days" : "共 %d 天", d->days) : page_message(request, "joint.same_day");
}

/* "在公安分局之后" */
static const char *after_words(Request *request, const Standing *s, const CoStanding *co)
{
    Buf out = buf_new(request->arena);
    for (int i = 0; i < s->together.count; i++) if (co->after >> i & 1u) buf_printf(&out, "%s%s", out.length ? english(request) ? ", " : "、" : "", shown(request, s->together.co[i].department));
    return out.length ? arena_printf(request->arena, english(request) ? "after %s" : "在%s之后", out.text) : NULL;
}

static const char *opinion_words(Request *request, const CoStanding *co)
{
    if (co->opinion == CO_SILENT) return NULL;
    const char *text = english(request) ? co_opinion_en(co->opinion) : co_opinion_zh(co->opinion), *how = co->defaulted ? "joint.by_default" : co->at_meeting ? "joint.at_meeting" : NULL;
    return how ? arena_printf(request->arena, english(request) ? "%s (%s)" : "%s（%s）", text, page_message(request, how)) : text;
}

const char *case_joint_holders(Request *request, const Standing *s)
{
    JointDay days[LIMIT_CO_DEPARTMENTS];
    Buf out = buf_new(request->arena);
    joint_days(s, hall_of(request)->scene->calendar, visitor_of(request)->today, days);
    for (int i = 0; i < s->together.count; i++)
        if (undecided(s) && day_is_none(s->together.co[i].spoken_on) && (days[i].state == JOINT_NOW || days[i].state == JOINT_COPY)) buf_printf(&out, "%s%s", out.length ? english(request) ? ", " : "、" : "", shown(request, s->together.co[i].department));
    return out.length ? out.text : NULL;
}

/* ---- the picture: bars from acceptance to the master's last day ---- */

typedef struct Scale { Day from, to; } Scale;

static int at(const Scale *scale, Day day)
{
    int whole = scale->to.n - scale->from.n, part = day.n - scale->from.n;
    return part <= 0 ? 0 : part >= whole ? BAR : part * BAR / whole;
}

static void set_bar(Arena *a, Value *row, const Scale *scale, const JointDay *d, const CoStanding *co, Day today)
{
    bool drawn = !day_is_none(scale->to) && !day_is_none(d->begin) && !day_is_none(d->due);
    value_set_bool(a, row, "bar", drawn);
    if (!drawn) return;
    int from = at(scale, d->begin), to = at(scale, d->due), until = d->state == JOINT_SPOKEN ? at(scale, co->spoken_on) : d->state == JOINT_NOW ? at(scale, today) : from;
    if (to - from < BAR / 50) to = from + BAR / 50;
    if (until > to) to = until;
    value_set_int(a, row, "x", from);
    value_set_int(a, row, "w", to - from);
    value_set_int(a, row, "done", until > from ? until - from : d->state == JOINT_SPOKEN ? BAR / 50 : 0);
}

/* The one clock: T3 from acceptance, and where it ends. False: it does not run yet, or stands still. */
static bool scale_of(const Standing *s, const Calendar *calendar, Scale *scale)
{
    DeadlineTerms master;
    *scale = (Scale){DAY_NONE, DAY_NONE};
    if (!standing_clock(s, CLOCK_PROMISE, &master)) return false;
    Deadline whole = deadline_compute(calendar, &master);
    if (day_is_none(whole.due) || whole.due.n <= master.event.n) return false;
    *scale = (Scale){master.event, whole.due};
    return true;
}

/* ---- the panel ---- */

static void set_row(Request *request, Value *list, const Standing *s, int i, const JointDay *d, const Scale *scale, bool staff)
{
    Arena *a = request->arena;
    const CoStanding *co = &s->together.co[i];
    Day today = visitor_of(request)->today, last = day_is_none(d->act_by) ? d->due : d->act_by;
    bool late = d->late || (has_it(s, d) && !day_is_none(d->act_by) && day_after(today, d->act_by));
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "name", shown(request, co->department));
    value_set_str(a, row, "state", page_message(request, keys[d->state]));
    value_set_str(a, row, "tone", late && d->state != JOINT_SPOKEN ? "seal" : tones[d->state]);
    value_set_bool(a, row, "now", has_it(s, d));
    value_set_bool(a, row, "late", late);
    value_set_str(a, row, "days", day_words(request, d));
    value_set_str(a, row, "after", after_words(request, s, co));
    value_set_str(a, row, "due", day_is_none(last) ? NULL : day_text(a, last));
    value_set_str(a, row, "opinion", staff ? opinion_words(request, co) : NULL);
    set_bar(a, row, scale, d, co, today);
}

/* "现在由 公安分局 办理：第 2 天，共 3 天" for each that has it. */
static void set_now(Request *request, Value *list, const Standing *s, int i, const JointDay *d)
{
    Arena *a = request->arena;
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "name", shown(request, s->together.co[i].department));
    value_set_str(a, row, "what", d->state == JOINT_NOW ? day_words(request, d) : page_message(request, keys[d->state]));
    value_set_str(a, row, "until", day_is_none(d->act_by) ? NULL : day_text(a, d->act_by));
}

/* Before the copies are sent: who will be asked, and for how long. */
static void set_planned(Request *request, Value *out, const Standing *s, const Item *item)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, out, "rows");
    for (int i = 0; i < item->co_count; i++) {
        Value *row = value_push_object(a, list);
        JointDay day = {.state = JOINT_READY, .days = item->co[i].days < 0 ? s->promised_limit : item->co[i].days};
        value_set_str(a, row, "name", shown(request, item->co[i].department));
        value_set_str(a, row, "state", page_message(request, "joint.planned"));
        value_set_str(a, row, "tone", "plain");
        value_set_bool(a, row, "now", false);
        value_set_bool(a, row, "late", false);
        value_set_str(a, row, "days", day_words(request, &day));
        value_set_str(a, row, "after", NULL);
        value_set_str(a, row, "due", NULL);
        value_set_str(a, row, "opinion", NULL);
        value_set_bool(a, row, "bar", false);
    }
}

/* What is said where nobody of them has it: before the copies, while she supplies, when all have spoken, when it is decided. */
static const char *quiet_key(const Standing *s)
{
    if (!undecided(s)) return "joint.quiet_decided";
    if (!s->together.count) return "joint.quiet_planned";
    if (s->stage == STAGE_SUPPLEMENT) return "joint.quiet_supplement";
    if (s->stage == STAGE_PAUSED) return "joint.quiet_paused";
    return joint_waiting(s) ? "joint.quiet_ready" : "joint.quiet_spoken";
}

Value *case_joint(Request *request, const CaseFile *file, const Item *item, bool staff)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    const Calendar *calendar = hall_of(request)->scene->calendar;
    Day today = visitor_of(request)->today;
    if (!s->joint || !item || !item->co_count || (!s->together.count && !undecided(s))) return NULL;
    Value *out = value_object(a), *now = value_set_list(a, out, "now");
    JointDay days[LIMIT_CO_DEPARTMENTS];
    Scale scale;
    bool running = scale_of(s, calendar, &scale) && s->together.count;
    ClockView clock = clock_view(request, s, CLOCK_PROMISE);
    const char *lead = s->together.count ? s->together.lead : s->department;
    value_set_bool(a, out, "staff", staff);
    value_set_str(a, out, "lead", shown(request, lead));
    value_set_str(a, out, "decides", strcmp(lead, s->department) ? shown(request, s->department) : NULL);
    value_set_str(a, out, "clock", *clock.text && undecided(s) ? clock.text : page_message(request, "joint.over"));
    value_set_str(a, out, "from", running ? day_text(a, scale.from) : NULL);
    value_set_str(a, out, "to", running ? day_text(a, scale.to) : NULL);
    value_set_int(a, out, "today", running && undecided(s) ? at(&scale, today) : -1);
    value_set_bool(a, out, "marked", running && undecided(s));
    value_set_str(a, out, "copied", s->together.count ? day_text(a, s->together.copied) : NULL);
    value_set_str(a, out, "copy_by", staff && !s->together.count ? day_text(a, joint_copy_by(s, calendar)) : NULL);
    value_set_str(a, out, "meeting", s->together.count && !day_is_none(s->together.meeting) ? day_text(a, s->together.meeting) : NULL);
    value_set_str(a, out, "quiet", page_message(request, quiet_key(s)));
    if (!s->together.count) { set_planned(request, out, s, item); return out; }
    joint_days(s, calendar, today, days);
    Value *rows = value_set_list(a, out, "rows");
    for (int i = 0; i < s->together.count; i++) {
        if (has_it(s, &days[i])) set_now(request, now, s, i, &days[i]);
        set_row(request, rows, s, i, &days[i], &scale, staff);
    }
    return out;
}

/* ---- work lists ---- */

static const char *dated(Request *request, const char *key, Day day)
{
    const char *text = page_message(request, key);
    return day_is_none(day) ? text : arena_printf(request->arena, english(request) ? "%s by %s" : "%s（%s前）", text, day_text(request->arena, day));
}

const char *case_joint_next(Request *request, const Standing *s, const Item *item)
{
    const Calendar *calendar = hall_of(request)->scene->calendar;
    if (!s->joint || !item || !item->co_count || !undecided(s)) return NULL;
    if (!s->together.count) return dated(request, "desk.next_copy", joint_copy_by(s, calendar));
    const char *holders = case_joint_holders(request, s);
    bool reviewed = s->stage == STAGE_ACCEPTED || s->stage == STAGE_REVIEWED;
    return reviewed && joint_waiting(s) && holders ? arena_printf(request->arena, english(request) ? "%s: %s" : "%s：%s", page_message(request, "desk.next_co"), holders) : NULL;
}

/* Of her parts the one with something to do, else the first. -1: none is hers. */
static int part_of(const Standing *s, const Actor *actor, const JointDay *days)
{
    int found = -1;
    for (int i = 0; i < s->together.count; i++) {
        if (!joint_own(&s->together.co[i], actor)) continue;
        if (has_it(s, &days[i])) return i;
        if (found < 0) found = i;
    }
    return found;
}

void case_joint_row(Request *request, Value *row, const Standing *s)
{
    Arena *a = request->arena;
    const Visitor *v = visitor_of(request);
    const Calendar *calendar = v->hall->scene->calendar;
    JointDay days[LIMIT_CO_DEPARTMENTS] = {{.state = JOINT_UNSENT, .due = DAY_NONE, .act_by = joint_copy_by(s, calendar)}};
    joint_days(s, calendar, v->today, days);
    int i = s->together.count ? part_of(s, &v->actor, days) : 0;
    if (i < 0) return;
    const JointDay *d = &days[i];
    Day last = day_is_none(d->act_by) ? d->due : d->act_by;
    bool waits = has_it(s, d) || (d->state == JOINT_UNSENT && undecided(s));
    const char *tone = !waits ? "done" : s->stage == STAGE_PAUSED || day_is_none(last) ? "paused" : day_before(last, v->today) ? "red" : day_equal(last, v->today) ? "amber"
                     : calendar_workdays_between(calendar, v->today, last) <= 1 ? "blue" : "green";
    value_set_str(a, row, "clock_tone", tone);
    value_set_str(a, row, "clock_text", d->state == JOINT_NOW && d->days ? arena_printf(a, "%d/%d", d->day, d->days) : waits ? clock_words(request, tone) : page_message(request, keys[d->state]));
    value_set_str(a, row, "clock_words", d->state == JOINT_NOW && d->days ? clock_words(request, tone) : NULL);
    value_set_str(a, row, "state_text", page_message(request, keys[d->state]));
    value_set_str(a, row, "tone", tones[d->state]);
    value_set_str(a, row, "due", day_is_none(last) ? "—" : day_text(a, last));
    value_set_bool(a, row, "provisional", false);
    value_set_int(a, row, "due_sort", day_is_none(last) ? INT32_MAX : last.n);
    static const char *const todo[] = {[JOINT_COPY] = "desk.next_sign", [JOINT_CHECK] = "desk.next_completeness", [JOINT_NOW] = "desk.next_opinion", [JOINT_UNSENT] = "desk.next_copy"};
    value_set_str(a, row, "next_text", waits ? page_message(request, todo[d->state]) : NULL);
    value_set_str(a, row, "task_text", NULL);
}
