/* case_deadline.c: the deadline that explains itself, as a page: day by day, with article, holiday notice and pause document (mission 2). */
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/item_view.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

/* ---- one explained day ---- */

static const char *day_tone(const ExplainedDay *d)
{
    if (d->due) return "due";
    switch (d->reason) {
    case REASON_EVENT_DAY: return "start";
    case REASON_ADJUSTED_WORKDAY:
    case REASON_LOCAL_WORKDAY: return "makeup";
    case REASON_HOLIDAY:
    case REASON_PROVISIONAL_HOLIDAY:
    case REASON_LOCAL_SUSPENSION: return "holiday";
    case REASON_PAUSED:
    case REASON_PAUSE_OPEN: return "pause";
    case REASON_ROLLED_OVER:
    case REASON_ROLLED_TO: return "after";
    default: return d->counted ? "counted" : "rest";
    }
}

static const char *day_mark(const ExplainedDay *d)
{
    if (d->due) return "止";
    switch (d->reason) {
    case REASON_EVENT_DAY: return "起";
    case REASON_ADJUSTED_WORKDAY:
    case REASON_LOCAL_WORKDAY: return "班";
    case REASON_HOLIDAY:
    case REASON_PROVISIONAL_HOLIDAY:
    case REASON_LOCAL_SUSPENSION: return "休";
    case REASON_PAUSED:
    case REASON_PAUSE_OPEN: return "停";
    default: return "";
    }
}

static const char *weekday(Request *request, Day day)
{
    static const char *const keys[] = {"", "deadline.mon", "deadline.tue", "deadline.wed", "deadline.thu", "deadline.fri", "deadline.sat", "deadline.sun"};
    return page_message(request, keys[day_weekday(day)]);
}

static void set_days(Request *request, Value *out, const ExplainedDay *days, int count)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, out, "days");
    for (int i = 0; i < count; i++) {
        const ExplainedDay *d = &days[i];
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "date", day_text(a, d->day));
        value_set_str(a, row, "weekday", weekday(request, d->day));
        value_set_str(a, row, "run", d->counted ? arena_printf(a, "%d", d->count) : "");
        value_set_bool(a, row, "counted", d->counted);
        value_set_str(a, row, "tone", day_tone(d));
        value_set_str(a, row, "reason", english(request) ? d->text_en : d->text_zh);
        value_set_str(a, row, "article", english(request) ? d->article_en : d->article_zh);
        value_set_str(a, row, "notice", NULL);
    }
}

/* ---- months as calendar grids ---- */

static void cell(Request *request, Value *week, Day day, const ExplainedDay *d)
{
    Arena *a = request->arena;
    int y, m, k;
    Value *out = value_push_object(a, week);
    day_split(day, &y, &m, &k);
    value_set_bool(a, out, "blank", false);
    value_set_str(a, out, "day", arena_printf(a, "%d", k));
    value_set_str(a, out, "date", day_text(a, day));
    value_set_str(a, out, "tone", d ? day_tone(d) : "");
    value_set_str(a, out, "mark", d ? day_mark(d) : "");
    value_set_str(a, out, "run", d && d->counted ? arena_printf(a, "%d", d->count) : "");
    value_set_str(a, out, "said", d ? arena_printf(a, "%s %s", day_text(a, day), english(request) ? d->text_en : d->text_zh) : day_text(a, day));
}

static void blanks(Arena *a, Value *week, int count)
{
    for (int i = 0; i < count; i++) value_set_bool(a, value_push_object(a, week), "blank", true);
}

static void month(Request *request, Value *months, int year, int number, const ExplainedDay *days, int count)
{
    Arena *a = request->arena;
    Value *out = value_push_object(a, months), *weeks, *week = NULL;
    static const char *const en[] = {"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
    value_set_str(a, out, "name", english(request) ? arena_printf(a, "%s %d", en[number], year) : arena_printf(a, "%d年%d月", year, number));
    weeks = value_set_list(a, out, "weeks");
    Day first = day_of(year, number, 1), next = number == 12 ? day_of(year + 1, 1, 1) : day_of(year, number + 1, 1);
    for (Day day = first; day_before(day, next); day = day_plus(day, 1)) {
        if (!week || day_weekday(day) == 1) {
            Value *row = value_push_object(a, weeks);
            week = value_set_list(a, row, "days");
            if (day_equal(day, first)) blanks(a, week, day_weekday(day) - 1);
        }
        int at = day_difference(days[0].day, day);
        cell(request, week, day, at >= 0 && at < count ? &days[at] : NULL);
    }
    blanks(a, week, 7 - week->count);
}

static void set_months(Request *request, Value *out, const ExplainedDay *days, int count)
{
    enum { MONTHS_MOST = 24 };
    Value *months = value_set_list(request->arena, out, "months");
    if (!count) return;
    int y, m, d, last_y, last_m;
    day_split(days[0].day, &y, &m, &d);
    day_split(days[count - 1].day, &last_y, &last_m, &d);
    for (int i = 0; i < MONTHS_MOST && (y < last_y || (y == last_y && m <= last_m)); i++) {
        month(request, months, y, m, days, count);
        if (++m > 12) { m = 1; y++; }
    }
}

/* ---- the whole result ---- */

static void set_pauses(Request *request, Value *out, const DeadlineTerms *terms)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, out, "pauses");
    for (int i = 0; i < terms->pause_count; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "from", day_text(a, terms->pauses[i].from));
        value_set_str(a, row, "to", day_is_none(terms->pauses[i].to) ? page_message(request, "deadline.open_pause") : day_text(a, terms->pauses[i].to));
        value_set_str(a, row, "kind", english(request) ? pause_name_en(terms->pauses[i].kind) : pause_name_zh(terms->pauses[i].kind));
        value_set_str(a, row, "document", terms->pauses[i].document ? terms->pauses[i].document : "");
    }
    Value *extensions = value_set_list(a, out, "extensions");
    for (int i = 0; i < terms->extension_count; i++) {
        Value *row = value_push_object(a, extensions);
        value_set_int(a, row, "days", terms->extensions[i].amount);
        value_set_str(a, row, "document", terms->extensions[i].document ? terms->extensions[i].document : "");
        value_set_str(a, row, "article", "XK-42a");
    }
}

Value *deadline_result(Request *request, const DeadlineTerms *terms, const char *start_event, const char *basis, Day stopped_on)
{
    Arena *a = request->arena;
    const Calendar *calendar = hall_of(request)->scene->calendar;
    Deadline deadline = deadline_compute(calendar, terms);
    int count, counted = 0, paused = 0;
    ExplainedDay *days = deadline_explain(a, calendar, terms, &count);
    for (int i = 0; i < count; i++) {
        counted += days[i].counted;
        paused += days[i].reason == REASON_PAUSED || days[i].reason == REASON_PAUSE_OPEN;
    }
    Value *out = value_object(a);
    value_set_str(a, out, "start", day_text(a, terms->event));
    value_set_str(a, out, "start_event", start_event);
    value_set_int(a, out, "limit", deadline.limit);
    value_set_str(a, out, "unit_text", english(request) ? unit_name_en(terms->unit) : unit_name_zh(terms->unit));
    value_set_str(a, out, "due", day_is_none(deadline.due) ? page_message(request, "deadline.stopped") : day_text(a, deadline.due));
    value_set_str(a, out, "due_weekday", day_is_none(deadline.due) ? "" : english(request) ? weekday(request, deadline.due) : day_weekday_zh(deadline.due));
    value_set_bool(a, out, "provisional", deadline.provisional);
    value_set_str(a, out, "done_on", day_is_none(stopped_on) ? NULL : day_text(a, stopped_on));
    value_set_str(a, out, "basis", basis);
    value_set_str(a, out, "summary", english(request) ? deadline_sentence_en(a, terms, &deadline) : deadline_sentence_zh(a, terms, &deadline));
    value_set_int(a, out, "counted", counted);
    value_set_int(a, out, "paused", paused);
    value_set_int(a, out, "skipped", count - 1 - counted - paused > 0 ? count - 1 - counted - paused : 0);
    value_set_str(a, out, "calendar_version", arena_printf(a, "%lld · %.12s", (long long)calendar_version(calendar), calendar_hash(calendar)));
    set_pauses(request, out, terms);
    set_months(request, out, days, count);
    set_days(request, out, days, count);
    return out;
}

void case_name_pauses(Request *request, const CaseFile *file, DeadlineTerms *terms)
{
    int count, at = 0, extended = 0;
    const IssuedDocument **documents = documents_of_case(hall_of(request)->scene->store, request->arena, file->id, &count);
    Pause *pauses = arena_memdup(request->arena, terms->pauses, sizeof *pauses * (size_t)(terms->pause_count ? terms->pause_count : 1));
    Extension *extensions = arena_memdup(request->arena, terms->extension_count ? terms->extensions : &(Extension){0}, sizeof *extensions);
    for (int i = 0; i < count; i++) {
        if (!strcmp(documents[i]->kind, "F18") && at < terms->pause_count) pauses[at++].document = documents[i]->number;
        if (!strcmp(documents[i]->kind, "F19") && extended++ < terms->extension_count) extensions[0].document = documents[i]->number;
    }
    if (terms->pause_count) terms->pauses = pauses;
    if (terms->extension_count) terms->extensions = extensions;
}

static bool stopped(const Standing *s, ClockKind clock, Day *on)
{
    *on = standing_clock_stopped(s, clock);
    return !day_is_none(*on);
}

/* What set the clock going, in words. */
static const char *start_event(Request *request, const Standing *s, ClockKind clock)
{
    static const char *const keys[CLOCK_COUNT] = {
        [CLOCK_DELIVERY] = "step.decided", [CLOCK_HEARING_ASK] = "step.hearing_told", [CLOCK_HEARING] = "step.hearing_asked", [CLOCK_TELL_REPLY] = "step.replied", [CLOCK_ISSUE] = "step.defaulted",
    };
    if (clock == CLOCK_SUPPLEMENT) return page_message(request, day_is_none(s->supplied) ? "step.received" : "step.supplement");
    if (clock == CLOCK_SEND_UP && !day_is_none(s->examined)) return page_message(request, "step.examined");
    return page_message(request, keys[clock] ? keys[clock] : "step.accepted");
}

Value *case_clocks(Request *request, const CaseFile *file, const char *base, ClockKind current)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *list = value_list(a);
    for (ClockKind clock = CLOCK_SUPPLEMENT; clock < CLOCK_COUNT; clock++) {
        DeadlineTerms terms;
        Day on;
        if (!standing_clock(&file->standing, clock, &terms)) continue;
        Deadline deadline = deadline_compute(v->hall->scene->calendar, &terms);
        ClockView view = clock_view(request, &file->standing, clock);
        bool over = stopped(&file->standing, clock, &on), told = !over && clock == CLOCK_SUPPLEMENT && file->standing.stage == STAGE_SUPPLEMENT;
        if (told) on = file->standing.noticed;                            /* she has been told: nothing runs until she supplies */
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "code", clock_facts(clock)->id);
        value_set_str(a, row, "name", english(request) ? clock_facts(clock)->name_en : clock_facts(clock)->name_zh);
        value_set_str(a, row, "state_text", told ? page_message(request, "desk.clock_told") : over ? clock_words(request, "done") : view.words);
        value_set_str(a, row, "tone", over || told ? "done" : view.tone);
        value_set_str(a, row, "start", day_text(a, terms.event));
        value_set_str(a, row, "due", day_is_none(deadline.due) ? page_message(request, "deadline.stopped") : day_text(a, deadline.due));
        value_set_bool(a, row, "provisional", deadline.provisional);
        value_set_str(a, row, "progress", over || told ? day_text(a, on) : arena_printf(a, "%d / %d", view.day, view.limit));
        if (!over && !told && view.limit) { value_set_int(a, row, "day", view.day); value_set_int(a, row, "limit", view.limit); }
        value_set_str(a, row, "url", arena_printf(a, "%s/%s/deadline?clock=%s", base, file->number, clock_facts(clock)->id));
        value_set_bool(a, row, "current", clock == current);
    }
    return list;
}

void case_deadline_page(Request *request, const CaseFile *file, const char *base)
{
    Arena *a = request->arena;
    const char *asked = request_query(request, "clock");
    ClockKind clock = standing_main_clock(&file->standing);
    for (ClockKind c = CLOCK_SUPPLEMENT; c < CLOCK_COUNT; c++) if (asked && !strcmp(asked, clock_facts(c)->id)) clock = c;
    DeadlineTerms terms;
    if (clock == CLOCK_OTHER || !standing_clock(&file->standing, clock, &terms)) { clock = CLOCK_SUPPLEMENT; standing_clock(&file->standing, clock, &terms); }
    case_name_pauses(request, file, &terms);
    Day on;
    stopped(&file->standing, clock, &on);
    const Item *item = case_item(hall_of(request)->scene, file);
    Value *view = page_view(request, "track"), *head = value_set_object(a, view, "case");
    value_set_str(a, head, "number", file->number);
    value_set_str(a, head, "item_name", item ? item->name : "");
    value_set_str(a, head, "url", arena_printf(a, "%s/%s", base, file->number));
    value_set(a, view, "clocks", case_clocks(request, file, base, clock));
    Value *redated = case_redated_view(request, file);
    if (redated) value_set(a, view, "redated", redated);
    const char *basis = english(request) ? clock_facts(clock)->article_en : clock_facts(clock)->article_zh;
    value_set(a, view, "result", deadline_result(request, &terms, start_event(request, &file->standing, clock), basis, on));
    page_show(request, 200, "deadline", view);
}
