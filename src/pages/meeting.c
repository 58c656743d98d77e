/* meeting.c: duty of the heads week by week, for everybody; meetings with agenda, cases, minutes and tasks, for the staff. */
#include "meetings/meetings.h"
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/desk_form.h"
#include "pages/office.h"
#include "pages/words.h"
#include <string.h>

enum { ROWS = 30, WEEKS_BACK = 8 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }

static const char *department_name(Request *request, const char *code)
{
    const Department *d = catalog_department(hall_of(request)->scene->catalog, code);
    return d ? words_shown(request, d->name) : *code ? code : page_message(request, "meeting.centre");
}

static const char *choice(Request *request, const DeskChoice *choices, const char *value)
{
    for (; choices->value; choices++) if (!strcmp(choices->value, value)) return english(request) ? choices->en : choices->zh;
    return value;
}

/* ---- duty ---- */

static void set_duty(Request *request, Value *row, const DutyWeek *d)
{
    Arena *a = request->arena;
    Day today = visitor_of(request)->today;
    bool past = day_before(d->week, week_of(today)), current = day_equal(d->week, week_of(today));
    value_set_str(a, row, "department", department_name(request, d->department));
    value_set_str(a, row, "officer", *d->officer ? words_officer(request, d->officer) : "");
    const char *state = d->in.ms ? "meeting.duty_in" : past ? "meeting.duty_empty" : current ? "meeting.duty_today" : "meeting.duty_planned";
    value_set_str(a, row, "state_text", page_message(request, state));
    value_set_str(a, row, "tone", d->in.ms ? "green" : past ? "seal" : current ? "amber" : "plain");
    value_set_str(a, row, "signed_in", d->in.ms ? instant_text_short(a, d->in) : "");
    value_set_int(a, row, "decisions", d->decisions);
    value_set_int(a, row, "answered", d->answered);
}

/* ?week=YYYY-MM-DD: any day of the week; today's without. */
static void duty_page(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *view = page_view(request, "duty");
    Day day, week = week_of(v->today);
    if (day_parse(office_query(request, "week"), &day)) week = week_of(day);
    int count;
    const DutyWeek *rows = duty_list(store_of(request), a, week, &count);
    Value *list = value_set_list(a, view, "duties");
    for (int i = 0; i < count; i++) set_duty(request, value_push_object(a, list), &rows[i]);
    value_set_str(a, view, "week", day_text(a, week));
    value_set_str(a, view, "week_end", day_text(a, day_plus(week, 6)));
    value_set_str(a, view, "previous", arena_printf(a, "/duty?week=%s", day_text(a, day_plus(week, -7))));
    value_set_str(a, view, "following", arena_printf(a, "/duty?week=%s", day_text(a, day_plus(week, 7))));
    static const char *const names[] = {"roster", "sign_in", "sign_out", NULL}, *const none[] = {NULL};
    desk_form_acts(request, view, &meetings_desk, v->actor.kind == ACTOR_OFFICER ? names : none, NULL, NULL, "/duty");
    page_show(request, 200, "duty", view);
}

/* ---- meetings ---- */

static void set_meeting(Request *request, Value *row, const Meeting *m)
{
    Arena *a = request->arena;
    value_set_int(a, row, "id", m->id);
    value_set_str(a, row, "url", arena_printf(a, "/meetings/%lld", (long long)m->id));
    value_set_str(a, row, "title", m->title);
    value_set_str(a, row, "kind_text", choice(request, meeting_kinds, m->kind));
    value_set_str(a, row, "day", day_text(a, m->day));
    value_set_str(a, row, "department", department_name(request, m->department));
    value_set_str(a, row, "chair", words_officer(request, m->chair));
    value_set_str(a, row, "state_text", english(request) ? meeting_state_en(m->state) : meeting_state_zh(m->state));
    value_set_str(a, row, "tone", m->state == MEETING_HELD ? "green" : m->state == MEETING_CANCELLED ? "plain" : "amber");
    value_set_int(a, row, "cases", m->cases);
}

static void meetings_page(Request *request)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "meetings"), *list = value_set_list(a, view, "meetings");
    int count, page = office_page(request);
    const Meeting *rows = meetings_list(store_of(request), a, ROWS, (page - 1) * ROWS, &count);
    for (int i = 0; i < count; i++) set_meeting(request, value_push_object(a, list), &rows[i]);
    static const char *const names[] = {"call", NULL};
    desk_form_acts(request, view, &meetings_desk, names, NULL, NULL, NULL);
    office_set_pages(request, view, "/meetings", NULL, 0, page, meetings_count(store_of(request)), ROWS);
    page_show(request, 200, "meetings", view);
}

static void set_lines(Request *request, Value *out, const char *key, const Value *list)
{
    Value *lines = value_set_list(request->arena, out, key);
    for (const Value *v = list ? list->first : NULL; v; v = v->next) value_push_str(request->arena, lines, v->string);
}

static void set_cases(Request *request, Value *view, const Meeting *m)
{
    Arena *a = request->arena;
    int count;
    const MeetingCase *rows = meeting_cases(store_of(request), a, m->id, &count);
    Value *list = value_set_list(a, view, "cases");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = case_load(store_of(request), a, rows[i].case_id);
        const Item *item = file ? case_item(hall_of(request)->scene, file) : NULL;
        const Event *added = ledger_event(store_of(request), a, rows[i].added), *decided = rows[i].decided ? ledger_event(store_of(request), a, rows[i].decided) : NULL;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "number", file ? file->number : "");
        value_set_str(a, row, "url", file && visitor_may(request, RIGHT_SEE_CASE, file) ? arena_printf(a, "/desk/cases/%s", file->number) : NULL);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : "");
        value_set_str(a, row, "question", added ? value_str_or(added->body, "question", "") : "");
        const DeskField *field = desk_act_named(&meetings_desk, "decide_case")->fields;
        while (strcmp(field->key, "decision")) field++;
        value_set_str(a, row, "decision", decided ? choice(request, field->choices, rows[i].decision) : NULL);
        value_set_str(a, row, "opinion", decided ? value_str_or(decided->body, "opinion", "") : NULL);
        value_set_str(a, row, "decide_url", decided || m->state != MEETING_CALLED || !file ? NULL
            : arena_printf(a, "/desks/meeting/decide_case?meeting=%lld&case=%s&back=/meetings/%lld", (long long)m->id, file->number, (long long)m->id));
    }
}

static void set_tasks(Request *request, Value *view, const Meeting *m)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int count;
    const MeetingTask *rows = meeting_tasks(store_of(request), a, m->id, &count);
    Value *list = value_set_list(a, view, "tasks");
    for (int i = 0; i < count; i++) {
        const Event *set = ledger_event(store_of(request), a, rows[i].id);
        bool done = !day_is_none(rows[i].done), late = !done && day_after(v->today, rows[i].due);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "task", set ? value_str_or(set->body, "task", "") : "");
        value_set_str(a, row, "officer", words_officer(request, rows[i].officer));
        value_set_str(a, row, "due", day_text(a, rows[i].due));
        value_set_str(a, row, "state_text", page_message(request, done ? "meeting.task_done" : late ? "meeting.task_late" : "meeting.task_open"));
        value_set_str(a, row, "tone", done ? "green" : late ? "seal" : "amber");
        value_set_str(a, row, "done_url", !done && text_equal(v->actor.id, rows[i].officer) ? arena_printf(a, "/desks/meeting/finish_task?task=%lld&back=/meetings/%lld", (long long)rows[i].id, (long long)m->id) : NULL);
    }
}

static void meeting_page(Request *request)
{
    Arena *a = request->arena;
    int64_t id;
    const Meeting *m = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) ? meeting_load(store_of(request), a, id) : NULL;
    if (!m) { page_refusal(request, REFUSED_NO_SUCH_MEETING, NULL); return; }
    Value *view = page_view(request, "meetings"), *out = value_set_object(a, view, "meeting");
    const Event *called = ledger_event(store_of(request), a, m->id), *minuted = m->minutes ? ledger_event(store_of(request), a, m->minutes) : NULL;
    set_meeting(request, out, m);
    value_set_str(a, out, "place", value_str_or(called->body, "place", ""));
    value_set_str(a, out, "time", value_str_or(called->body, "time", ""));
    set_lines(request, out, "invited", value_get(called->body, "invited"));
    set_lines(request, out, "agenda", value_get(called->body, "agenda"));
    if (minuted) {
        Value *minutes = value_set_object(a, view, "minutes");
        set_lines(request, minutes, "present", value_get(minuted->body, "present"));
        set_lines(request, minutes, "absent", value_get(minuted->body, "absent"));
        const char *text = value_str(minuted->person, "text");          /* what was said may name citizens: it can be erased; older minutes have it in the body */
        value_set_str(a, minutes, "text", text ? text : value_str_or(minuted->body, "text", page_message(request, "case.erased")));
        set_lines(request, minutes, "guests", value_get(minuted->person, "guests"));
        value_set_str(a, minutes, "conclusion", value_str_or(minuted->body, "conclusion", ""));
    }
    set_cases(request, view, m);
    set_tasks(request, view, m);
    static const char *const open[] = {"add_case", "minute", "set_task", "cancel", NULL}, *const held[] = {"set_task", NULL}, *const none[] = {NULL};
    desk_form_acts(request, view, &meetings_desk, m->state == MEETING_CALLED ? open : m->state == MEETING_HELD ? held : none, "meeting", arena_printf(a, "%lld", (long long)id),
                   arena_printf(a, "/meetings/%lld", (long long)id));
    page_show(request, 200, "meeting", view);
}

const Route meeting_routes[] = {
    {HTTP_GET, "/duty", duty_page, ROUTE_OPEN, "局长窗口值班表 which head is on duty this week"},
    {HTTP_GET, "/meetings", meetings_page, ROUTE_STAFF, "会议 meetings"},
    {HTTP_GET, "/meetings/:id", meeting_page, ROUTE_STAFF, "one meeting: agenda, cases, minutes, tasks"},
    {0},
};
