/* api_calendar.c: the working calendar, and any deadline computed and explained for anybody. */
#include "api/api.h"
#include "base/text.h"
#include "cases/redate.h"
#include <string.h>

enum { PAUSES = 50, EXTENSIONS = 20 };
typedef struct Asked { DeadlineTerms terms; Pause pauses[PAUSES]; Extension extensions[EXTENSIONS]; } Asked;

static bool wrong(Request *request, const char *name, const char *zh, const char *en)
{
    api_problem(request, API_BAD_QUERY, NULL, arena_printf(request->arena, "%s：%s", name, zh), arena_printf(request->arena, "%s: %s", name, en));
    return false;
}

/* A..B, A.. (not ended) or A..B:ground */
static bool take_pause(Request *request, Asked *asked, const char *text)
{
    if (asked->terms.pause_count == PAUSES) return wrong(request, "pause", "中止期间过多", "too many pauses");
    Pause *pause = &asked->pauses[asked->terms.pause_count];
    const char *dots = strstr(text, ".."), *colon = strchr(text, ':');
    if (!dots || (colon && colon < dots)) return wrong(request, "pause", "应写作 起日..止日", "must be written FROM..TO");
    const char *from = arena_strndup(request->arena, text, (size_t)(dots - text));
    const char *to = colon ? arena_strndup(request->arena, dots + 2, (size_t)(colon - dots - 2)) : dots + 2;
    pause->to = DAY_NONE;
    pause->kind = PAUSE_OTHER;
    if (!day_parse(from, &pause->from) || (*to && !day_parse(to, &pause->to))) return wrong(request, "pause", "日期不正确", "not a real date YYYY-MM-DD");
    if (*to && day_before(pause->to, pause->from)) return wrong(request, "pause", "止日早于起日", "it ends before it begins");
    if (colon && !pause_parse(colon + 1, &pause->kind)) return wrong(request, "pause", "事由不在《行政许可法》第四十五条所列八种之内（XK-45）", "the ground is not one of the eight of article 45 (XK-45)");
    asked->terms.pause_count++;
    return true;
}

/* N or N@DATE (the day of the decision, DC-6) */
static bool take_extension(Request *request, Asked *asked, const char *text)
{
    if (asked->terms.extension_count == EXTENSIONS) return wrong(request, "extend", "延长次数过多", "too many extensions");
    Extension *extension = &asked->extensions[asked->terms.extension_count];
    const char *at = strchr(text, '@');
    int64_t amount;
    extension->decided = DAY_NONE;
    if (!text_parse_int(at ? arena_strndup(request->arena, text, (size_t)(at - text)) : text, 1, LIMIT_DEADLINE_DAYS, &amount))
        return wrong(request, "extend", "应为1至3660的整数", "must be a whole number from 1 to 3660");
    if (at && !day_parse(at + 1, &extension->decided)) return wrong(request, "extend", "日期不正确", "not a real date YYYY-MM-DD");
    extension->amount = (int)amount;
    asked->terms.extension_count++;
    return true;
}

void api_deadline(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    Asked *asked = ARENA_NEW(a, Asked);
    const Calendar *calendar = hall_of(request)->scene->calendar;
    const char *clock = api_query(call, "clock"), *explain = api_query(call, "explain"), *english;
    Day today = DAY_NONE;
    asked->terms = (DeadlineTerms){.limit = api_query_int(call, "limit", 0), .pauses = asked->pauses, .extensions = asked->extensions};
    day_parse(api_query(call, "from"), &asked->terms.event);
    unit_parse(api_query(call, "unit"), &asked->terms.unit);
    if (clock && !clock_parse(clock, &asked->terms.clock)) { wrong(request, "clock", "应为 T1 至 T7、T11 至 T14 之一", "must be one of T1 to T7, T11 to T14"); return; }
    if (api_query(call, "today")) day_parse(api_query(call, "today"), &today);
    for (const Field *f = NULL; (f = form_next(&call->query, "pause", f));) if (!take_pause(request, asked, f->value)) return;
    for (const Field *f = NULL; (f = form_next(&call->query, "extend", f));) if (!take_extension(request, asked, f->value)) return;
    const char *fault = deadline_terms_fault(&asked->terms, &english);
    if (fault) { api_problem(request, API_BAD_QUERY, NULL, fault, english); return; }
    Value *reply = deadline_value(a, calendar, &asked->terms, today);
    value_set_str(a, reply, "calendar_hash", calendar_hash(calendar));
    bool brief = deadline_days_to_explain(calendar, &asked->terms) <= LIMIT_EXPLAINED_DAYS;
    if (explain && !strcmp(explain, "true") && !brief) { wrong(request, "explain", "期限过长，不能逐日说明（上限1100日）", "too long to be explained day by day (1100 days at most)"); return; }
    value_set_bool(a, reply, "explained", brief && (!explain || !strcmp(explain, "true")));
    if (value_bool(reply, "explained")) {
        int count;
        const ExplainedDay *days = deadline_explain(a, calendar, &asked->terms, &count);
        value_set(a, reply, "explanation", deadline_explain_value(a, days, count));
    }
    api_reply_tagged(request, reply);
}

void api_calendar(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    const Calendar *calendar = hall_of(request)->scene->calendar;
    int year = api_query_int(call, "year", day_year(visitor_of(request)->today));
    Value *reply = value_object(a), *list;
    value_set_int(a, reply, "year", year);
    value_set_int(a, reply, "version", calendar_version(calendar));
    value_set_str(a, reply, "hash", calendar_hash(calendar));
    value_set_bool(a, reply, "provisional", !calendar_covers(calendar, year));
    value_set_int(a, reply, "workdays", calendar_workdays_in_year(calendar, year));
    list = value_set_list(a, reply, "days");
    for (Day day = day_of(year, 1, 1); day_year(day) == year; day = day_plus(day, 1)) {
        bool workday = calendar_is_workday(calendar, day), weekend = day_weekday(day) > 5;
        const char *name = calendar_day_name(calendar, day);
        const CalendarOverride *local = calendar_day_override(calendar, day);
        if (workday == !weekend && !local && !name && !calendar_day_row(calendar, day)) continue;      /* an ordinary day */
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "date", day_text(a, day));
        value_set_bool(a, one, "workday", workday);
        value_set_str(a, one, "name_zh", name ? name : "");
        value_set_str(a, one, "name_en", name ? calendar_holiday_name_en(name) : "");
        if (local) value_set_str(a, one, "document", local->document);
    }
    api_reply_tagged(request, reply);
}

/* ---- what a version of the calendar moved ---- */

static void set_day(Arena *a, Value *out, const char *key, Day day) { value_set_str(a, out, key, day_is_none(day) ? NULL : day_text(a, day)); }

static void moved_case(Arena *a, Value *list, const CaseRedated *m)
{
    Value *one = value_push_object(a, list);
    value_set_str(a, one, "number", m->number);
    value_set_str(a, one, "item", m->item);
    value_set_str(a, one, "department", m->department);
    value_set_str(a, one, "clock", m->clock == CLOCK_OTHER ? "supply" : clock_facts(m->clock)->code);
    set_day(a, one, "old_due", m->old_due);
    set_day(a, one, "new_due", m->new_due);
    set_day(a, one, "old_statutory", m->old_statutory);
    set_day(a, one, "new_statutory", m->new_statutory);
    set_day(a, one, "old_promised", m->old_promised);
    set_day(a, one, "new_promised", m->new_promised);
    value_set_bool(a, one, "old_provisional", m->old_provisional);
    value_set_bool(a, one, "new_provisional", m->new_provisional);
}

/* A version that changed no day moved nothing, and says so: kind "none". */
void api_redated(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    const Scene *scene = hall_of(request)->scene;
    int64_t version, after = 0;
    if (!text_parse_int(request_param(request, "version"), 1, calendar_version(scene->calendar), &version)) {
        api_problem(request, API_NOT_FOUND, NULL, "没有这一版日历", "there is no such calendar version");
        return;
    }
    if (api_query(call, "after")) text_parse_int(api_query(call, "after"), 0, INT64_MAX, &after);
    int limit = api_query_int(call, "limit", 20), count = 0;
    const Redating *r = redating_of_version(scene->store, a, version);
    Value *reply = value_object(a), *empty = value_list(a);
    value_set_int(a, reply, "version", version);
    value_set_str(a, reply, "kind", r ? r->kind : "none");
    value_set_str(a, reply, "source", r ? r->source : "");
    value_set(a, reply, "event", r ? value_integer(a, r->event_seq) : value_string(a, NULL));
    value_set_str(a, reply, "at", r ? instant_text(a, r->at) : NULL);
    value_set(a, reply, "days", r ? value_copy(a, value_get(r->days, "days")) : empty);
    value_set_int(a, reply, "more_days", r ? value_int(r->days, "more", 0) : 0);
    value_set(a, reply, "years", r ? value_copy(a, value_get(r->days, "years")) : value_list(a));
    value_set_int(a, reply, "looked", r ? r->looked : 0);
    value_set_int(a, reply, "moved", r ? r->moved : 0);
    Value *cases = value_set_list(a, reply, "cases");
    const CaseRedated *moved = r ? case_redated_list(scene->store, a, r->event_seq, NULL, after, limit, &count) : NULL;
    for (int i = 0; i < count; i++) moved_case(a, cases, &moved[i]);
    if (count == limit) value_set_str(a, reply, "next", arena_printf(a, "/api/v1/calendar/versions/%lld/redated?after=%lld&limit=%d", (long long)version, (long long)moved[count - 1].case_id, limit));
    api_reply_tagged(request, reply);
}
