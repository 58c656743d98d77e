/* redated.c: what changes of the calendar did to open cases: for supervisors by change, for everybody on the case itself (DC-11, DC-12). */
#include "base/text.h"
#include "cases/redate.h"
#include "pages/case_view.h"
#include "pages/office.h"
#include "pages/words.h"
#include <string.h>

enum { ROWS = 30, CASE_ROWS = 50 };
#define PATH "/supervise/calendar"

/* The cause in one phrase: 放假安排（国办发明电〔2026〕9号） */
static const char *cause_text(Request *request, const Redating *r)
{
    Visitor *v = visitor_of(request);
    const char *const args[] = {*r->source ? r->source : page_message(request, "redated.no_source")};
    return message_format(v->hall->messages, request->arena, v->language, arena_printf(request->arena, "redated.cause_%s", r->kind), args, 1);
}

static const char *shown_day(Request *request, Day day) { return day_is_none(day) ? page_message(request, "deadline.stopped") : day_text(request->arena, day); }

/* ---- one case ---- */

static void set_pair(Request *request, Value *row, const char *name, Day old, Day fresh, bool always)
{
    if (!always && (day_equal(old, fresh) || (day_is_none(old) && day_is_none(fresh)))) return;
    Value *pair = value_set_object(request->arena, row, name);
    value_set_str(request->arena, pair, "old", shown_day(request, old));
    value_set_str(request->arena, pair, "new", shown_day(request, fresh));
    value_set_bool(request->arena, pair, "same", day_equal(old, fresh));
}

/* Keys of a moved case: clock, due, statutory (absent when it is the same story), was_provisional, certain. */
static Value *moved_row(Request *request, const CaseRedated *m)
{
    Arena *a = request->arena;
    Value *row = value_object(a);
    value_set_str(a, row, "clock", m->clock == CLOCK_OTHER ? page_message(request, "redated.supply_day") : clock_name(request, m->clock));
    set_pair(request, row, "due", m->old_due, m->new_due, true);
    if (m->clock != CLOCK_DELIVERY && m->clock != CLOCK_SUPPLEMENT) set_pair(request, row, "statutory", m->old_statutory, m->new_statutory, false);
    value_set_bool(a, row, "was_provisional", m->old_provisional && m->new_provisional);
    value_set_bool(a, row, "certain", m->old_provisional && !m->new_provisional);
    return row;
}

Value *case_redated_view(Request *request, const CaseFile *file)
{
    int count;
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    const CaseRedated *moved = case_redated_of(store, a, file->id, &count);
    if (!count) return NULL;
    Value *view = value_object(a), *rows = value_set_list(a, view, "rows");
    for (int i = count - 1; i >= 0; i--) {
        const Redating *cause = redating_of(store, a, moved[i].event_seq);
        Value *row = moved_row(request, &moved[i]);
        value_set_str(a, row, "cause", cause_text(request, cause));
        value_set_str(a, row, "on", day_text(a, instant_day(cause->at)));
        value_push(rows, row);
    }
    return view;
}

/* ---- the changes ---- */

static void set_cause(Request *request, Value *out, const Redating *r)
{
    Arena *a = request->arena;
    value_set_str(a, out, "cause", cause_text(request, r));
    value_set_str(a, out, "at", instant_text_short(a, r->at));
    value_set_int(a, out, "version", r->version);
    value_set_int(a, out, "seq", r->event_seq);
    value_set_int(a, out, "looked", r->looked);
    Value *days = value_set_list(a, out, "days"), *years = value_set_list(a, out, "years");
    const Value *from = value_get(r->days, "days");
    for (const Value *d = from ? from->first : NULL; d; d = d->next) {
        Value *one = value_push_object(a, days);
        value_set_str(a, one, "date", value_str_or(d, "date", ""));
        value_set_bool(a, one, "work", value_bool(d, "work"));
        value_set_str(a, one, "name", value_str_or(d, "name", ""));
    }
    from = value_get(r->days, "years");
    for (const Value *y = from ? from->first : NULL; y; y = y->next) value_set_int(a, value_push_object(a, years), "year", y->integer);
    if (value_int(r->days, "more", 0)) value_set_int(a, out, "more", value_int(r->days, "more", 0));
}

/* A leader sees what moved in her own department, and no other. */
static const char *only_department(Request *request) { return office_over_all(request, RIGHT_SUPERVISE) ? NULL : visitor_of(request)->actor.department; }

void redated_list_page(Request *request)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    int count, page = office_page(request);
    const Redating *list = redating_list(store, a, (page - 1) * ROWS, ROWS, &count);
    Value *view = page_view(request, "supervise"), *rows = value_set_list(a, view, "rows");
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, rows);
        set_cause(request, row, &list[i]);
        value_set_int(a, row, "moved", case_redated_count(store, list[i].event_seq, only_department(request)));
        value_set_str(a, row, "url", arena_printf(a, PATH "/%lld", (long long)list[i].event_seq));
    }
    office_set_pages(request, view, PATH, NULL, 0, page, redating_count(store), ROWS);
    page_show(request, 200, "redatings", view);
}

void redated_page(Request *request)
{
    Arena *a = request->arena;
    const Scene *scene = hall_of(request)->scene;
    int64_t seq, after = 0;
    const char *asked = office_query(request, "after"), *department = only_department(request);
    const Redating *r = text_parse_int(request_param(request, "seq"), 1, INT64_MAX, &seq) ? redating_of(scene->store, a, seq) : NULL;
    if (!r || (*asked && !text_parse_int(asked, 0, INT64_MAX, &after))) { reply_problem(request, 404, "no such change of the calendar"); return; }
    int count;
    const CaseRedated *moved = case_redated_list(scene->store, a, seq, department, after, CASE_ROWS, &count);
    Value *view = page_view(request, "supervise"), *head = value_set_object(a, view, "change"), *rows = value_set_list(a, view, "rows");
    set_cause(request, head, r);
    value_set_int(a, head, "moved", case_redated_count(scene->store, seq, department));
    for (int i = 0; i < count; i++) {
        Value *row = moved_row(request, &moved[i]);
        const Item *item = catalog_item_newest(scene->catalog, moved[i].item);
        const Department *of = catalog_department(scene->catalog, moved[i].department);
        value_set_str(a, row, "number", moved[i].number);
        value_set_str(a, row, "url", arena_printf(a, "/desk/cases/%s/deadline", moved[i].number));
        value_set_str(a, row, "item_name", item ? words_item(request, item) : moved[i].item);
        value_set_str(a, row, "department", of ? words_shown(request, of->name) : moved[i].department);
        value_push(rows, row);
    }
    value_set_bool(a, view, "later", after > 0);
    value_set_str(a, view, "first_url", arena_printf(a, PATH "/%lld", (long long)seq));
    if (count == CASE_ROWS) value_set_str(a, view, "next_url", arena_printf(a, PATH "/%lld?after=%lld", (long long)seq, (long long)moved[count - 1].case_id));
    page_show(request, 200, "redating", view);
}
