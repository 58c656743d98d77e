/* enquiry.c: the log of the first asked: the open questions of an officer and her department, one question with its history. */
#include "enquiries/enquiries.h"
#include "base/text.h"
#include "pages/desk_form.h"
#include "pages/office.h"
#include "pages/words.h"
#include <string.h>

enum { ROWS = 30 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

static const char *department_name(Request *request, const char *code)
{
    const Department *d = catalog_department(hall_of(request)->scene->catalog, code);
    return d ? d->name : code;
}

static void set_row(Request *request, Value *row, const Enquiry *e)
{
    Arena *a = request->arena;
    value_set_int(a, row, "id", e->id);
    value_set_str(a, row, "url", arena_printf(a, "/enquiries/%lld", (long long)e->id));
    value_set_str(a, row, "time", instant_text_short(a, e->at));
    value_set_str(a, row, "first_asked", words_officer(request, e->first_asked));
    value_set_str(a, row, "holder", *e->officer ? words_officer(request, e->officer) : department_name(request, e->department));
    value_set_str(a, row, "state_text", english(request) ? enquiry_state_en(e->state) : enquiry_state_zh(e->state));
    value_set_bool(a, row, "closed", enquiry_closed(e->state));
    value_set_int(a, row, "referrals", e->referrals);
}

static void list_page(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *view = page_view(request, "enquiries");
    const char *shown = office_query(request, "show");
    bool all = !strcmp(shown, "all"), mine = !strcmp(shown, "mine");
    EnquiryFilter filter = {.open_only = !all, .mine = mine ? v->actor.id : NULL, .limit = ROWS, .offset = (office_page(request) - 1) * ROWS};
    int count;
    Enquiry *rows = enquiries_list(v->hall->scene->store, a, &filter, &count);
    Value *list = value_set_list(a, view, "enquiries");
    for (int i = 0; i < count; i++) set_row(request, value_push_object(a, list), &rows[i]);
    value_set_bool(a, view, "show_all", all);
    value_set_bool(a, view, "show_mine", mine);
    value_set_bool(a, view, "show_open", !all && !mine);
    const OfficePair pairs[] = {{"show", shown}};
    office_set_pages(request, view, "/enquiries", pairs, 1, office_page(request), enquiries_count(v->hall->scene->store, &filter), ROWS);
    static const char *const names[] = {"ask", NULL};
    desk_form_acts(request, view, &enquiries_desk, names, NULL, NULL, NULL);
    page_show(request, 200, "enquiries", view);
}

/* The words may name people and what troubles them: they are for whoever was asked, her department, whom it was led to, and those who watch over all. */
static bool may_read(Request *request, const Enquiry *e)
{
    Visitor *v = visitor_of(request);
    const Officer *first = people_officer(v->hall->scene->people, e->first_asked);
    const char *mine = v->actor.department;
    if (text_equal(v->actor.id, e->first_asked) || (*e->officer && text_equal(v->actor.id, e->officer))) return true;
    if (!text_blank(mine) && (text_equal(mine, e->department) || (first && text_equal(mine, first->department)))) return true;
    return office_over_all(request, RIGHT_SEE_PERSONAL);
}

/* What each event says, in the order of the log; the words of question and answer are personal and may have been erased. */
static void set_history(Request *request, Value *view, int64_t id, bool words)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    Value *list = value_set_list(a, view, "events");
    int count;
    const int64_t *seqs = enquiry_events(store, a, id, &count);
    for (int i = 0; i < count; i++) {
        const Event *e = ledger_event(store, a, seqs[i]);
        Value *row = value_push_object(a, list);
        const char *kind = e->kind + 8;
        const char *gone = page_message(request, "case.erased");
        const char *text = !words && (!strcmp(kind, "asked") || !strcmp(kind, "answered")) ? page_message(request, "enquiry.words_kept")
            : !strcmp(kind, "asked") ? value_str_or(e->person, "question", gone) : !strcmp(kind, "answered") ? value_str_or(e->person, "answer", gone)
            : !strcmp(kind, "person_erased") ? value_str_or(e->body, "reason", "")
            : !strcmp(kind, "referred") ? arena_printf(a, "%s：%s", department_name(request, value_str_or(e->body, "department", "")), value_str_or(e->body, "reason", ""))
            : arena_printf(a, "%s %s", value_str_or(e->body, "organ", ""), value_str_or(e->body, "where", ""));
        value_set_str(a, row, "title", page_message(request, arena_printf(a, "enquiry.%s", kind)));
        value_set_str(a, row, "by", words_event_officer(request, e));
        value_set_str(a, row, "time", instant_text_short(a, e->at));
        value_set_str(a, row, "text", text);
        value_set_str(a, row, "tone", "");
        value_set(a, row, "url", value_string(a, NULL));
        value_set(a, row, "url_text", value_string(a, NULL));
    }
}

static void one_page(Request *request)
{
    int64_t id;
    const Enquiry *e = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) ? enquiry_load(hall_of(request)->scene->store, request->arena, id) : NULL;
    if (!e) { page_refusal(request, REFUSED_NO_SUCH_ENQUIRY, NULL); return; }
    Value *view = page_view(request, "enquiries");
    set_row(request, value_set_object(request->arena, view, "enquiry"), e);
    set_history(request, view, id, may_read(request, e));
    static const char *const names[] = {"answer", "refer", "redirect", NULL}, *const none[] = {NULL};
    desk_form_acts(request, view, &enquiries_desk, enquiry_closed(e->state) ? none : names, "enquiry", arena_printf(request->arena, "%lld", (long long)id),
                   arena_printf(request->arena, "/enquiries/%lld", (long long)id));
    page_show(request, 200, "enquiry", view);
}

const Route enquiry_routes[] = {
    {HTTP_GET, "/enquiries", list_page, RIGHT_ENQUIRIES, "questions asked at the centre"},
    {HTTP_GET, "/enquiries/:id", one_page, RIGHT_ENQUIRIES, "one question and what became of it"},
    {0},
};
