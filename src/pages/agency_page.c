/* agency_page.c: handling on behalf of the applicant: the agents' list, one entrustment with its stages and papers. */
#include "agency/agency.h"
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/desk_form.h"
#include "pages/office.h"
#include "pages/words.h"
#include "people/identity.h"
#include <string.h>

enum { ROWS = 30 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }

static const char *principal(Request *request, int64_t id)
{
    const Event *opened = agency_opening(store_of(request), request->arena, id);
    const char *name = opened ? value_str(opened->person, "applicant_name") : NULL;
    return name ? identity_mask_name(request->arena, name) : page_message(request, "case.erased");
}

static void set_row(Request *request, Value *row, const Agency *one)
{
    Arena *a = request->arena;
    const Department *d = catalog_department(hall_of(request)->scene->catalog, one->department);
    value_set_int(a, row, "id", one->id);
    value_set_str(a, row, "url", arena_printf(a, "/agency/%lld", (long long)one->id));
    value_set_str(a, row, "matter", one->matter);
    value_set_str(a, row, "principal", principal(request, one->id));
    value_set_str(a, row, "agent", words_officer(request, one->agent));
    value_set_str(a, row, "department", d ? words_shown(request, d->name) : one->department);
    value_set_str(a, row, "opened", day_text(a, one->opened));
    value_set_str(a, row, "valid_to", day_text(a, one->valid_to));
    value_set_str(a, row, "ended", day_is_none(one->ended) ? NULL : day_text(a, one->ended));
    value_set_str(a, row, "progress", arena_printf(a, "%d / %d", one->finished, one->stages));
    value_set_str(a, row, "state_text", english(request) ? agency_state_en(one->state) : agency_state_zh(one->state));
    value_set_str(a, row, "tone", one->state == AGENCY_CLOSED ? "green" : one->state == AGENCY_STOPPED ? "seal" : "amber");
}

static void list_page(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *view = page_view(request, "agency"), *list = value_set_list(a, view, "agencies");
    const char *shown = office_query(request, "show");
    bool all = !strcmp(shown, "all");
    int count, page = office_page(request);
    const char *agent = !strcmp(shown, "mine") ? v->actor.id : NULL;
    const Agency *rows = agency_list(store_of(request), a, agent, !all, ROWS, (page - 1) * ROWS, &count);
    for (int i = 0; i < count; i++) set_row(request, value_push_object(a, list), &rows[i]);
    value_set_bool(a, view, "show_all", all);
    value_set_bool(a, view, "show_mine", agent != NULL);
    value_set_bool(a, view, "show_open", !all && !agent);
    static const char *const names[] = {"entrust", NULL};
    desk_form_acts(request, view, &agency_desk, names, NULL, NULL, NULL);
    const OfficePair pairs[] = {{"show", shown}};
    office_set_pages(request, view, "/agency", pairs, 1, page, agency_count(store_of(request), agent, !all), ROWS);
    page_show(request, 200, "agencies", view);
}

static const char *place_text(Request *request, const char *place)
{
    for (const DeskChoice *c = agency_places; c->value; c++) if (!strcmp(c->value, place)) return english(request) ? c->en : c->zh;
    return place;
}

static void set_stages(Request *request, Value *view, const Agency *one)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int count;
    const AgencyStage *rows = agency_stages(store_of(request), a, one->id, &count);
    Value *list = value_set_list(a, view, "stages");
    for (int i = 0; i < count; i++) {
        const AgencyStage *s = &rows[i];
        const CaseFile *file = s->case_id ? case_load(store_of(request), a, s->case_id) : NULL;
        bool done = !day_is_none(s->finished), late = !done && day_after(v->today, s->due);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", s->name);
        value_set_str(a, row, "place", *s->organ ? s->organ : place_text(request, s->place));
        value_set_str(a, row, "began", day_text(a, s->began));
        value_set_str(a, row, "due", day_text(a, s->due));
        value_set_str(a, row, "finished", done ? day_text(a, s->finished) : NULL);
        value_set_str(a, row, "result", s->result);
        value_set_str(a, row, "case_number", file ? file->number : NULL);
        value_set_str(a, row, "case_url", file && visitor_may(request, RIGHT_SEE_CASE, file) ? arena_printf(a, "/desk/cases/%s", file->number) : NULL);
        value_set_str(a, row, "state_text", page_message(request, done ? "meeting.task_done" : late ? "meeting.task_late" : "meeting.task_open"));
        value_set_str(a, row, "tone", done ? "green" : late ? "seal" : "amber");
        value_set_str(a, row, "done_url", !done && one->state == AGENCY_OPEN && text_equal(v->actor.id, one->agent)
            ? arena_printf(a, "/desks/agency/finish_stage?stage=%lld&back=/agency/%lld", (long long)s->id, (long long)one->id) : NULL);
    }
}

static void one_page(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int64_t id;
    const Agency *one = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) ? agency_load(store_of(request), a, id) : NULL;
    if (!one) { page_refusal(request, REFUSED_NO_SUCH_AGENCY, NULL); return; }
    Value *view = page_view(request, "agency"), *out = value_set_object(a, view, "agency");
    set_row(request, out, one);
    const Event *opened = agency_opening(store_of(request), a, id);
    value_set_str(a, out, "scope", value_str_or(opened->body, "scope", ""));
    set_stages(request, view, one);
    Value *papers = value_set_list(a, view, "papers");
    const int64_t seqs[] = {one->id, one->report};
    for (int i = 0; i < 2; i++) {
        const IssuedDocument *d = seqs[i] ? document_of_event(store_of(request), a, seqs[i]) : NULL;
        if (!d) continue;
        Value *row = value_push_object(a, papers);
        value_set_str(a, row, "title", document_title(a, document_kind(d->kind), d->record, english(request)));
        value_set_str(a, row, "number", d->number ? d->number : "");
        value_set_str(a, row, "url", arena_printf(a, "/documents/%lld.pdf", (long long)d->id));
    }
    static const char *const own[] = {"begin_stage", "tell", "close", "stop", "hand_over", NULL}, *const others[] = {"hand_over", NULL}, *const none[] = {NULL};
    bool mine = text_equal(v->actor.id, one->agent);
    desk_form_acts(request, view, &agency_desk, one->state != AGENCY_OPEN ? none : mine ? own : others, "agency", arena_printf(a, "%lld", (long long)id), arena_printf(a, "/agency/%lld", (long long)id));
    page_show(request, 200, "agency", view);
}

const Route agency_routes[] = {
    {HTTP_GET, "/agency", list_page, ROUTE_STAFF, "申报代办 handling on behalf of the applicant"},
    {HTTP_GET, "/agency/:id", one_page, ROUTE_STAFF, "one entrustment and its stages"},
    {0},
};
