/* meetings_store.c: duty weeks, meetings, their cases and tasks, folded from events; see meetings.h. */
#include "meetings/meetings.h"
#include "base/text.h"
#include "store/store.h"
#include <string.h>

static int64_t day_in(const Value *body, const char *key)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day.n : 0;
}

static const char *officer_of(const Event *e) { return strncmp(e->actor, "officer:", 8) ? "" : e->actor + 8; }

static void on_duty(Store *store, const Event *e, const char *what)
{
    const Value *b = e->body;
    const char *department = value_str_or(b, "department", "");
    int64_t week = day_in(b, "week");
    if (!strcmp(what, "rostered"))
        store_exec(store, "INSERT INTO duty_week (department, week, officer, decisions, answered, warned) VALUES (?1, ?2, ?3, 0, 0, 0) ON CONFLICT (department, week) DO UPDATE SET officer = ?3",
                   "sis", department, week, value_str_or(b, "officer", ""));
    else if (!strcmp(what, "signed_in"))
        store_exec(store, "UPDATE duty_week SET signed_in = coalesce(signed_in, ?3) WHERE department = ?1 AND week = ?2", "sii", department, week, e->at.ms);
    else if (!strcmp(what, "signed_out"))
        store_exec(store, "UPDATE duty_week SET signed_out = ?3, answered = answered + ?4 WHERE department = ?1 AND week = ?2", "siii", department, week, e->at.ms, value_int(b, "answered", 0));
    else if (!strcmp(what, "week_empty"))
        store_exec(store, "INSERT INTO duty_week (department, week, officer, decisions, answered, warned) VALUES (?1, ?2, '', 0, 0, 1) ON CONFLICT (department, week) DO UPDATE SET warned = 1", "si", department, week);
}

static void on_meeting(Store *store, const Event *e, const char *what)
{
    const Value *b = e->body;
    int64_t meeting = value_int(b, "meeting", 0);
    if (!strcmp(what, "called"))
        store_exec(store, "INSERT INTO meeting (id, kind, title, day, department, chair, state, cases) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0)", "ississ",
                   e->seq, value_str_or(b, "kind", ""), value_str_or(b, "title", ""), day_in(b, "day"), value_str_or(b, "department", ""), value_str_or(b, "chair", ""));
    else if (!strcmp(what, "case_added")) {
        store_exec(store, "INSERT INTO meeting_case (meeting, case_id, added, decision) VALUES (?1, ?2, ?3, '')", "iii", meeting, e->case_id, e->seq);
        store_exec(store, "UPDATE meeting SET cases = cases + 1 WHERE id = ?1", "i", meeting);
    } else if (!strcmp(what, "case_decided"))
        store_exec(store, "UPDATE meeting_case SET decision = ?3, decided = ?4 WHERE meeting = ?1 AND case_id = ?2", "iisi", meeting, e->case_id, value_str_or(b, "decision", ""), e->seq);
    else if (!strcmp(what, "minuted")) store_exec(store, "UPDATE meeting SET state = 1, minutes = ?2 WHERE id = ?1", "ii", meeting, e->seq);
    else if (!strcmp(what, "cancelled")) store_exec(store, "UPDATE meeting SET state = 2 WHERE id = ?1", "i", meeting);
    else if (!strcmp(what, "task_set"))
        store_exec(store, "INSERT INTO meeting_task (id, meeting, officer, due) VALUES (?1, ?2, ?3, ?4)", "iisi", e->seq, meeting, value_str_or(b, "officer", ""), day_in(b, "due"));
    else if (!strcmp(what, "task_done")) store_exec(store, "UPDATE meeting_task SET done = ?2 WHERE id = ?1", "ii", value_int(b, "task", 0), (int64_t)instant_day(e->at).n);
}

void meetings_apply(Store *store, Arena *arena, const Event *e)
{
    (void)arena;
    static const char *const decisions[] = {"case.granted", "case.refused", "case.settled", "case.extended"};
    if (!strncmp(e->kind, "meeting.", 8)) {
        on_duty(store, e, e->kind + 8);
        on_meeting(store, e, e->kind + 8);
        return;
    }
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
        if (!strcmp(e->kind, decisions[i]) && *officer_of(e))
            store_exec(store, "UPDATE duty_week SET decisions = decisions + 1 WHERE week = ?1 AND officer = ?2 AND signed_in IS NOT NULL", "is", (int64_t)week_of(instant_day(e->at)).n, officer_of(e));
}

/* ---- meetings ---- */

#define MEETING_COLUMNS "id, kind, title, day, department, chair, state, cases, minutes"
static Meeting read_meeting(Query *q, Arena *a)
{
    return (Meeting){.id = store_int(q, 0), .kind = store_text(q, 1, a), .title = store_text(q, 2, a), .day = store_day(q, 3), .department = store_text(q, 4, a),
                     .chair = store_text(q, 5, a), .state = (MeetingState)store_int(q, 6), .cases = (int)store_int(q, 7), .minutes = store_int(q, 8)};
}

const Meeting *meeting_load(Store *store, Arena *arena, int64_t id)
{
    Meeting *m = NULL;
    Query *q = store_query(store, "SELECT " MEETING_COLUMNS " FROM meeting WHERE id = ?1", "i", id);
    if (store_row(q)) { m = ARENA_NEW(arena, Meeting); *m = read_meeting(q, arena); }
    store_done(q);
    return m;
}

Meeting *meetings_list(Store *store, Arena *arena, int limit, int offset, int *count)
{
    Meeting *rows = ARENA_ARRAY(arena, Meeting, limit + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " MEETING_COLUMNS " FROM meeting ORDER BY day DESC, id DESC LIMIT ?1 OFFSET ?2", "ii", (int64_t)limit, (int64_t)offset);
    while (*count < limit && store_row(q)) rows[(*count)++] = read_meeting(q, arena);
    store_done(q);
    return rows;
}

int64_t meetings_count(Store *store) { return store_number(store, 0, "SELECT count(*) FROM meeting", ""); }

MeetingCase *meeting_cases(Store *store, Arena *arena, int64_t meeting, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM meeting_case WHERE meeting = ?1", "i", meeting);
    MeetingCase *rows = ARENA_ARRAY(arena, MeetingCase, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT case_id, added, decided, decision FROM meeting_case WHERE meeting = ?1 ORDER BY added", "i", meeting);
    while (*count < room && store_row(q))
        rows[(*count)++] = (MeetingCase){.case_id = store_int(q, 0), .added = store_int(q, 1), .decided = store_int(q, 2), .decision = store_text(q, 3, arena)};
    store_done(q);
    return rows;
}

bool meeting_has_case(Store *store, int64_t meeting, int64_t case_id)
{
    return store_number(store, 0, "SELECT count(*) FROM meeting_case WHERE meeting = ?1 AND case_id = ?2", "ii", meeting, case_id) > 0;
}

static Day done_day(Query *q, int column) { return store_null(q, column) ? DAY_NONE : store_day(q, column); }

MeetingTask *meeting_tasks(Store *store, Arena *arena, int64_t meeting, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM meeting_task WHERE meeting = ?1", "i", meeting);
    MeetingTask *rows = ARENA_ARRAY(arena, MeetingTask, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT id, officer, due, done FROM meeting_task WHERE meeting = ?1 ORDER BY id", "i", meeting);
    while (*count < room && store_row(q)) rows[(*count)++] = (MeetingTask){.id = store_int(q, 0), .officer = store_text(q, 1, arena), .due = store_day(q, 2), .done = done_day(q, 3)};
    store_done(q);
    return rows;
}

const MeetingTask *meeting_task(Store *store, Arena *arena, int64_t id, int64_t *meeting)
{
    MeetingTask *task = NULL;
    Query *q = store_query(store, "SELECT id, officer, due, done, meeting FROM meeting_task WHERE id = ?1", "i", id);
    if (store_row(q)) {
        task = ARENA_NEW(arena, MeetingTask);
        *task = (MeetingTask){.id = store_int(q, 0), .officer = store_text(q, 1, arena), .due = store_day(q, 2), .done = done_day(q, 3)};
        *meeting = store_int(q, 4);
    }
    store_done(q);
    return task;
}

/* ---- duty ---- */

#define DUTY_COLUMNS "department, officer, week, signed_in, signed_out, decisions, answered, warned"
static DutyWeek read_duty(Query *q, Arena *a)
{
    return (DutyWeek){.department = store_text(q, 0, a), .officer = store_text(q, 1, a), .week = store_day(q, 2), .in = {store_int(q, 3)}, .out = {store_int(q, 4)},
                      .decisions = (int)store_int(q, 5), .answered = (int)store_int(q, 6), .warned = store_int(q, 7) != 0};
}

static const DutyWeek *one_duty(Query *q, Arena *arena)
{
    DutyWeek *d = NULL;
    if (store_row(q)) { d = ARENA_NEW(arena, DutyWeek); *d = read_duty(q, arena); }
    store_done(q);
    return d;
}

const DutyWeek *duty_week(Store *store, Arena *arena, const char *department, Day week)
{
    return one_duty(store_query(store, "SELECT " DUTY_COLUMNS " FROM duty_week WHERE department = ?1 AND week = ?2", "si", department, (int64_t)week.n), arena);
}

const DutyWeek *duty_of(Store *store, Arena *arena, const char *officer, Day week)
{
    return one_duty(store_query(store, "SELECT " DUTY_COLUMNS " FROM duty_week WHERE week = ?1 AND officer = ?2 AND officer <> ''", "is", (int64_t)week.n, officer), arena);
}

DutyWeek *duty_list(Store *store, Arena *arena, Day week, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM duty_week WHERE week = ?1", "i", (int64_t)week.n);
    DutyWeek *rows = ARENA_ARRAY(arena, DutyWeek, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " DUTY_COLUMNS " FROM duty_week WHERE week = ?1 ORDER BY department", "i", (int64_t)week.n);
    while (*count < room && store_row(q)) rows[(*count)++] = read_duty(q, arena);
    store_done(q);
    return rows;
}

const char *duty_missing(Store *store, Arena *arena, Day week)
{
    const char *department = NULL;
    Query *q = store_query(store, "SELECT DISTINCT department FROM duty_week d WHERE week <= ?1 AND NOT EXISTS (SELECT 1 FROM duty_week w WHERE w.department = d.department AND w.week = ?1"
                                  " AND (w.signed_in IS NOT NULL OR w.warned = 1)) ORDER BY department LIMIT 1", "i", (int64_t)week.n);
    if (store_row(q)) department = store_text(q, 0, arena);
    store_done(q);
    return department;
}
