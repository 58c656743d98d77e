/* party.c: an interested party's own page (XK-36, XK-47, XK-48), by the code printed on her notice and her name: the notice, the hearing, her own words.
 * She sees neither the applicant's name nor the papers of the case; she states, asks for a hearing, asks that the chair stand aside, and nothing else. */
#include "pages/case_heard.h"
#include "base/text.h"
#include "pages/item_view.h"
#include "pages/words.h"
#include "window/paper.h"
#include <string.h>

/* ---- the way in ---- */

static void show_way_in(Request *request, int status, const char *code_error, const char *name_error, int wait)
{
    page_way_in(request, status, "party", "name", code_error, name_error, wait);
}

static void way_in(Request *request) { show_way_in(request, 200, NULL, NULL, 0); }

static void enter(Request *request)
{
    Visitor *v = visitor_of(request);
    const char *code = request_form(request, "code"), *name = request_form(request, "name");
    char key[64];
    int wait, party = 0;
    throttle_address(request->remote, key, sizeof key);
    if (!throttle_would(v->hall->queries, key, v->now, &wait)) { show_way_in(request, 429, NULL, NULL, wait); return; }      /* one bucket with the query codes: no second try elsewhere */
    if (text_blank(code)) { show_way_in(request, 422, "track.code_missing", NULL, 0); return; }
    if (text_blank(name)) { show_way_in(request, 422, NULL, "party.name_missing", 0); return; }
    const CaseFile *file = case_by_party_code(v->hall->scene->store, request->arena, window_secret(v->hall->window), code, &party);
    if (!file || !case_party_name(file, party, name)) {          /* one answer for both: a guess learns nothing */
        throttle_take(v->hall->queries, key, v->now, NULL);
        show_way_in(request, 422, "party.wrong", NULL, 0);
        return;
    }
    visitor_grant_party(request, file->id, party);
    reply_redirect(request, 303, "/party/case");
}

/* The case this visitor is a party of. NULL: she has been sent to the way in. */
static CaseFile *her_case(Request *request)
{
    Visitor *v = visitor_of(request);
    CaseFile *file = v->party_case ? case_load(v->hall->scene->store, request->arena, v->party_case) : NULL;
    if (file && file->person && v->party <= file->standing.party_count) return file;
    reply_redirect(request, 303, "/party");
    return NULL;
}

/* ---- her page ---- */

static Facts her_facts(Request *request, const CaseFile *file, const Item *item, const Actor *her)
{
    Visitor *v = visitor_of(request);
    Facts facts = case_facts(v->hall->scene, file, item, her, false, v->today);
    facts.party = v->party;
    return facts;
}

static const Event *told_event(Request *request, const CaseFile *file, const char *kind)
{
    const Event *found = NULL;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, request->arena));) if (!strcmp(e->kind, kind) && value_int(e->body, "party", 0) == visitor_of(request)->party) found = e;
    return found;
}

static void set_papers(Request *request, Value *view, const CaseFile *file)
{
    Arena *a = request->arena;
    int count;
    const IssuedDocument **documents = documents_of_case(hall_of(request)->scene->store, a, file->id, &count);
    Value *list = value_set_list(a, view, "documents");
    for (int i = 0; i < count; i++) {
        const IssuedDocument *d = documents[i];
        if (!party_may_open(request, file, d)) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "title", document_title(a, document_kind(d->kind), d->record, visitor_english(visitor_of(request))));
        value_set_str(a, row, "number", d->number ? d->number : "");
        value_set_str(a, row, "date", day_text(a, d->day));
        value_set_str(a, row, "url", arena_printf(a, "/documents/%lld.pdf", (long long)d->id));
    }
}

static void show_party(Request *request, int status, const CaseFile *file, Refusal refusal, const char *detail)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Standing *s = &file->standing;
    const Party *p = &s->parties[v->party];
    const Item *item = case_item(v->hall->scene, file);
    const Department *department = catalog_department(v->hall->scene->catalog, s->department);
    const Event *notice = told_event(request, file, "case.party_told"), *right = told_event(request, file, "case.hearing_told");
    Actor her = actor_citizen(0, "");
    Facts facts = her_facts(request, file, item, &her);
    Day ask_by = standing_ask_by(facts.calendar, p), state_by = standing_state_by(facts.calendar, p);
    bool may_ask = item && process_may(a, ACT_ASK_HEARING, &facts) == REFUSED_NOTHING && !day_is_none(ask_by) && !p->asked && !day_after(v->today, ask_by);
    Value *view = page_view(request, "track");
    value_set_str(a, view, "number", file->number);
    value_set_str(a, view, "item_name", item ? words_item(request, item) : s->item);
    value_set_str(a, view, "organ", department ? words_shown(request, department->name) : s->department);
    value_set_str(a, view, "matter", notice ? value_str_or(notice->body, "matter", "") : "");
    value_set_str(a, view, "told", day_is_none(p->told) ? NULL : day_text(a, p->told));
    value_set_str(a, view, "state_by", day_is_none(state_by) ? NULL : day_text(a, state_by));
    value_set_str(a, view, "decided", s->outcome == OUTCOME_NONE ? NULL : day_text(a, s->decided));
    value_set_bool(a, view, "may_state", item && process_may(a, ACT_STATE, &facts) == REFUSED_NOTHING && !(p->stated && !p->answered));
    value_set_str(a, view, "right", right ? value_str_or(right->body, "matter", "") : NULL);
    value_set_str(a, view, "ask", may_ask ? day_text(a, ask_by) : NULL);
    value_set_bool(a, view, "asked", p->asked);
    value_set_bool(a, view, "may_recuse", item && process_may(a, ACT_ASK_RECUSAL, &facts) == REFUSED_NOTHING);
    value_set(a, view, "statements", case_statements(request, file, v->party, true));
    case_hearing(request, view, file);
    set_papers(request, view, file);
    value_set_str(a, view, "acts_url", "/party");
    value_set_str(a, view, "csrf", visitor_csrf(request));
    if (refusal) page_set_refusal(request, view, refusal, detail);
    reply_header(request, "Cache-Control", "no-store");
    page_show(request, status, "party_case", view);
}

static void party_page(Request *request)
{
    const CaseFile *file = her_case(request);
    if (file) show_party(request, 200, file, REFUSED_NOTHING, NULL);
}

/* ---- what she does ---- */

static void acted(Request *request, WindowTurn *turn)
{
    const CaseFile *file = her_case(request);
    if (!file) return;
    if (turn->refusal) { show_party(request, refusal_text(turn->refusal)->status, file, turn->refusal, turn->detail); return; }
    page_flash(request, "flash.done", "");
    reply_redirect(request, 303, "/party/case");
}

static void say(Request *request, Act which, const char *key)
{
    Visitor *v = visitor_of(request);
    const CaseFile *file = her_case(request);
    if (!file) return;
    Value *input = value_object(request->arena);
    value_set_int(request->arena, input, "party", v->party);
    value_set_str(request->arena, input, key, request_form(request, key));
    CaseAct one = {.act = which, .case_id = file->id, .input = input, .party = v->party};
    WindowTurn *turn = page_new_turn(request, case_act, arena_memdup(request->arena, &one, sizeof one));
    turn->actor = actor_citizen(0, "");                          /* whoever is signed in besides: here she is the party */
    page_turn(request, turn, acted);
}
static void make_statement(Request *request) { say(request, ACT_STATE, "text"); }
static void ask_hearing(Request *request) { say(request, ACT_ASK_HEARING, "reason"); }
static void ask_recusal(Request *request) { say(request, ACT_ASK_RECUSAL, "reason"); }

/* ---- her papers ---- */

bool party_may_open(Request *request, const CaseFile *file, const IssuedDocument *document)
{
    const Visitor *v = visitor_of(request);
    if (!v->party_case || v->party_case != file->id || document->case_id != file->id || !file->person || v->actor.kind == ACTOR_OFFICER) return false;
    return !strcmp(document->kind, "F16") || paper_party(v->hall->scene, request->arena, document) == v->party;
}

void party_document(Request *request, const CaseFile *file, const IssuedDocument *document)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *facts = paper_drawing(v->hall->scene, a, document, file, false);
    if (!facts) { reply_problem(request, 404, "no such document"); return; }
    value_set_str(a, facts, "party", value_str_or(file->person, arena_printf(a, "party%d", v->party), ""));      /* the notice of the hearing goes to each of those concerned */
    page_pdf(request, document_sheet(a, document->kind, facts, visitor_english(v) ? "en" : "zh"), arena_printf(a, "%s-%s.pdf", file->number, document->kind));
}

const Route party_routes[] = {
    {HTTP_GET, "/party", way_in, ROUTE_OPEN, "利害关系人 an interested party, by the code on her notice"},
    {HTTP_POST, "/party", enter, ROUTE_OPEN, "利害关系人 an interested party, by the code on her notice"},
    {HTTP_GET, "/party/case", party_page, ROUTE_OPEN, "利害关系人的页面 her notice, the hearing, her own words"},
    {HTTP_POST, "/party/statement", make_statement, ROUTE_OPEN, "利害关系人陈述 her statement"},
    {HTTP_POST, "/party/hearing", ask_hearing, ROUTE_OPEN, "利害关系人申请听证 she asks for a hearing"},
    {HTTP_POST, "/party/recusal", ask_recusal, ROUTE_OPEN, "利害关系人申请回避 she asks that the chair stand aside"},
    {0}};
