/* case_public.c: the applicant follows her case: who holds it, which day of how many and why, what she must do now, her papers (main job 5). */
#include "agency/agency.h"
#include "certificates/certificates.h"
#include "packages/packages.h"
#include "window/desk_act.h"
#include "base/text.h"
#include "pages/case_joint.h"
#include "pages/case_heard.h"
#include "pages/case_lanes.h"
#include "pages/case_view.h"
#include "pages/exchange_view.h"
#include "pages/handin.h"
#include "pages/item_view.h"
#include "pages/process_view.h"
#include "pages/messages.h"
#include "window/paper.h"
#include "pages/words.h"
#include <string.h>

/* ---- the way in: query code and identity tail ---- */

void page_way_in(Request *request, int status, const char *page, const char *second, const char *code_error, const char *second_error, int wait)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "track"), *form = value_set_object(a, view, "form"), *error = value_set_object(a, view, "error");
    const char *code = request->method == HTTP_POST ? request_form(request, "code") : request_query(request, "code"), *typed = request_form(request, second);
    value_set_str(a, form, "code", code ? code : "");
    value_set_str(a, form, second, typed ? typed : "");
    value_set_str(a, error, "code", code_error ? page_message(request, code_error) : NULL);
    value_set_str(a, error, second, second_error ? page_message(request, second_error) : NULL);
    value_set_str(a, view, "csrf", visitor_csrf(request));
    if (code_error) page_set_error(request, view, "code", page_message(request, code_error));
    if (second_error) page_set_error(request, view, second, page_message(request, second_error));
    if (wait) {
        reply_header(request, "Retry-After", arena_printf(a, "%d", wait));
        page_set_refusal(request, view, REFUSED_TOO_MANY, arena_printf(a, "%d s", wait));
    }
    page_show(request, status, page, view);
}

static void show_track(Request *request, int status, const char *code_error, const char *tail_error, int wait)
{
    page_way_in(request, status, "track", "tail", code_error, tail_error, wait);
}

static void track_page(Request *request) { show_track(request, 200, NULL, NULL, 0); }

static void track(Request *request)
{
    Visitor *v = visitor_of(request);
    const char *code = request_form(request, "code"), *tail = request_form(request, "tail");
    char key[64];
    int wait;
    throttle_address(request->remote, key, sizeof key);
    if (!throttle_would(v->hall->queries, key, v->now, &wait)) { show_track(request, 429, NULL, NULL, wait); return; }
    if (text_blank(code)) { show_track(request, 422, "track.code_missing", NULL, 0); return; }
    if (text_blank(tail)) { show_track(request, 422, NULL, "track.tail_missing", 0); return; }
    const CaseFile *file = case_by_query_code(v->hall->scene->store, request->arena, window_secret(v->hall->window), code);
    if (!file || !case_identity_tail(file, tail)) {          /* one answer for both: a guess learns nothing */
        throttle_take(v->hall->queries, key, v->now, NULL);
        show_track(request, 422, "track.wrong", NULL, 0);
        return;
    }
    visitor_grant_case(request, file->id);
    reply_redirect(request, 303, arena_printf(request->arena, "/case/%s", file->number));
}

/* The case of the address, when it is this visitor's. NULL: she has been sent to the way in. */
static CaseFile *own_case(Request *request)
{
    CaseFile *file = case_find(hall_of(request)->scene->store, request->arena, request_param(request, "number"));
    if (file && visitor_is_holder(request, file)) return file;
    Visitor *v = visitor_of(request);
    if (file && v->actor.kind == ACTOR_OFFICER && visitor_may(request, RIGHT_SEE_CASE, file)) reply_redirect(request, 303, arena_printf(request->arena, "/desk/cases/%s", file->number));
    else reply_redirect(request, 303, "/track");
    return NULL;
}

/* ---- what is asked of her ---- */

static const char *document_url(Request *request, const CaseFile *file, const char *kind)
{
    const IssuedDocument *d = document_latest(hall_of(request)->scene->store, request->arena, file->id, kind);
    return d ? arena_printf(request->arena, "/documents/%lld.pdf", (long long)d->id) : NULL;
}

static void todo_supplement(Request *request, Value *todo, const CaseFile *file)
{
    Arena *a = request->arena;
    const Event *asked = case_last_event(request, file, "case.supplement_asked"), *lapsed = case_last_event(request, file, "case.owed_lapsed");
    if (lapsed && (!asked || lapsed->seq > asked->seq)) asked = lapsed;
    const Value *missing = asked ? value_get(asked->body, "missing") : NULL;
    Value *out = value_set_object(a, todo, "supplement"), *list = value_set_list(a, out, "list");
    value_set_str(a, out, "until", day_text(a, file->standing.supply_by));
    value_set_str(a, out, "issued", day_text(a, file->standing.noticed));
    value_set_str(a, out, "document_url", document_url(request, file, "F05"));
    for (const Value *m = missing ? missing->first : NULL; m; m = m->next) {
        int64_t no = value_int(m, "no", 0);
        if (no < 1 || no > file->standing.material_count || !file->standing.asked[no]) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", no);
        value_set_str(a, row, "name", value_str_or(m, "name", ""));
        value_set_str(a, row, "problem", value_str_or(m, "requirement", ""));
        value_set_str(a, row, "how", value_str(m, "how"));
    }
}

static void todo_fee(Request *request, Value *todo, const Event *fee, const CaseFile *file)
{
    Arena *a = request->arena;
    Money amount = {file->standing.unpaid_fen};
    Value *out = value_set_object(a, todo, "fee");
    value_set_str(a, out, "amount", arena_printf(a, "¥%s", money_text(a, amount)));
    value_set_str(a, out, "capital", money_text_zh(a, amount));
    value_set_str(a, out, "until", value_str_or(fee->body, "due", ""));
    value_set_str(a, out, "account", hall_of(request)->scene->centre->payee);
    value_set_str(a, out, "document_url", document_url(request, file, "F24"));
}

static void set_todo(Request *request, Value *view, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Stage stage = file->standing.stage;
    const Event *fee = stage_concluded(stage) || !file->standing.unpaid_fen ? NULL : case_last_event(request, file, "case.fee_noticed");
    bool lanes = case_lanes_wait(request, file, item);
    const Certificate *made = stage == STAGE_CERTIFIED ? certificate_of_case(hall_of(request)->scene->store, a, file->id) : NULL;
    bool collect = stage == STAGE_CERTIFIED && (!made || made->state == CERTIFICATE_VALID);      /* nobody is sent for what was taken back before she came */
    if (stage != STAGE_SUPPLEMENT && !collect && !fee && !lanes) return;
    Value *todo = value_set_object(a, view, "todo");
    if (lanes) case_lanes_todo(request, todo, file, item);
    if (stage == STAGE_SUPPLEMENT) todo_supplement(request, todo, file);
    if (fee) todo_fee(request, todo, fee, file);
    if (collect) {
        const Window *window = catalog_window(hall_of(request)->scene->catalog, file->standing.window);
        Value *out = value_set_object(a, todo, "collect");
        value_set_str(a, out, "what", item ? item->result_name : "");
        value_set_bool(a, out, "post", !strcmp(file->standing.result_way, "post"));
        value_set_bool(a, out, "electronic", !strcmp(file->standing.result_way, "electronic"));
        value_set_str(a, out, "where", window ? words_window(request, window) : file->standing.window);
    }
}

static void set_paused(Request *request, Value *view, const CaseFile *file)
{
    const Event *pause = file->standing.stage == STAGE_PAUSED ? case_last_event(request, file, "case.paused") : NULL;
    PauseKind kind = PAUSE_OTHER;
    if (!pause) return;
    Arena *a = request->arena;
    Value *out = value_set_object(a, view, "paused");
    pause_parse(value_str(pause->body, "ground"), &kind);
    value_set_str(a, out, "kind", visitor_english(visitor_of(request)) ? pause_name_en(kind) : pause_name_zh(kind));
    value_set_str(a, out, "body", value_str_or(pause->body, "body", ""));
    value_set_str(a, out, "from", value_str_or(pause->body, "from", ""));
    value_set_str(a, out, "until", value_str_or(pause->body, "expected_to", ""));
    value_set_str(a, out, "document_url", document_url(request, file, "F18"));
}

static void set_refused(Request *request, Value *view, const CaseFile *file, const Item *item)
{
    bool no_power = file->standing.stage == STAGE_NOT_COMPETENT;
    if (file->standing.outcome != OUTCOME_REFUSED && !no_power) return;
    Arena *a = request->arena;
    const Event *event = case_last_event(request, file, no_power ? "case.not_competent" : "case.refused");
    const LegalBody *body = item ? catalog_body(hall_of(request)->scene->catalog, item->legal_body) : NULL;
    if (!event) return;
    Value *out = value_set_object(a, view, "refused");
    const char *facts = value_str(event->body, "facts");
    value_set_str(a, out, "reasons", facts ? arena_printf(a, "%s %s", facts, value_str_or(event->body, "reason", "")) : value_str_or(event->body, "reason", ""));
    value_set_str(a, out, "basis", value_str_or(event->body, "basis", ""));
    const char *remedies = !body ? "" : visitor_english(visitor_of(request)) ? document_remedies_en(a, body->reconsideration, body->court) : document_remedies(a, body->reconsideration, body->court);
    value_set_str(a, out, "remedies", no_power ? arena_printf(a, "%s %s", value_str_or(event->body, "organ", ""), remedies) : remedies);
    value_set_str(a, out, "document_url", document_url(request, file, no_power ? "F08" : "F22"));
}

static void set_certificate(Request *request, Value *view, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    const IssuedDocument *d = document_latest(hall_of(request)->scene->store, a, file->id, "F26");
    const Event *event = d ? ledger_event(hall_of(request)->scene->store, a, d->event_seq) : NULL;
    if (!event) return;
    const Certificate *c = certificate_by_number(hall_of(request)->scene->store, a, d->number);
    const char *to = c && !day_is_none(c->valid_to) ? day_text(a, c->valid_to) : "";
    bool valid = c && !strcmp(certificate_state_name(c, visitor_of(request)->today), "valid");
    Value *out = value_set_object(a, view, "certificate");
    bool renewable = valid && !day_is_none(c->valid_to) && day_is_none(c->renewal);
    value_set_str(a, out, "state_text", !c || valid ? NULL : visitor_english(visitor_of(request)) ? certificate_state_en(c->state) : certificate_state_zh(c->state));
    value_set_bool(a, out, "may_renew", renewable);
    value_set_bool(a, out, "may_change", valid && day_is_none(c->change));
    value_set_str(a, out, "renew_by", renewable ? day_text(a, certificate_in_time(c->valid_to)) : NULL);
    value_set_str(a, out, "renewal", c && !day_is_none(c->renewal) ? day_text(a, c->renewal) : NULL);
    value_set_str(a, out, "change", c && !day_is_none(c->change) ? day_text(a, c->change) : NULL);
    value_set_str(a, out, "number", d->number);
    value_set_str(a, out, "name", item ? item->result_name : "");
    value_set_str(a, out, "valid_from", value_str_or(event->body, "valid_from", day_text(a, d->day)));
    value_set_str(a, out, "valid_to", *to ? to : page_message(request, "case.no_expiry"));
    value_set_str(a, out, "url", arena_printf(a, "/documents/%lld.pdf", (long long)d->id));
    Buf url = buf_new(a);
    buf_str(&url, "/certificates?number=");
    page_percent(&url, d->number);
    value_set_str(a, out, "check_url", url.text);
}

static void show_case(Request *request, int status, const CaseFile *file, const char *error, Refusal refusal, const char *detail)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Item *item = case_item(v->hall->scene, file);
    Facts facts = case_facts(v->hall->scene, file, item, &v->actor, v->case_access == file->id, v->today);
    Value *view = page_view(request, v->signed_in ? "my" : "track");
    value_set(a, view, "case", case_head(request, file, item, "/case"));
    value_set(a, view, "steps", case_steps(request, file));
    value_set(a, view, "process", item ? process_view(request, item, file, arena_printf(a, "/case/%s", file->number)) : NULL);
    value_set(a, view, "documents", case_documents(request, file));
    value_set(a, view, "events", case_events(request, file, false));
    set_todo(request, view, file, item);
    case_heard_view(request, view, file, &facts);
    set_paused(request, view, file);
    set_refused(request, view, file, item);
    set_certificate(request, view, file, item);
    case_lanes_view(request, view, file, item);
    Value *joint = case_joint(request, file, item, false);
    if (joint) value_set(a, view, "joint", joint);
    exchange_view(request, view, file, false);
    case_above_view(request, view, file, false);
    Value *messages = value_set(a, view, "messages", messages_of_case(request, file));
    value_set_bool(a, view, "any_messages", messages->count > 0);
    value_set_bool(a, view, "may_withdraw", item && process_may(a, ACT_WITHDRAW, &facts) == REFUSED_NOTHING);
    const Package *package = package_of_case(v->hall->scene->store, a, file->id);
    value_set_str(a, view, "package_url", package ? arena_printf(a, "/my-package/%lld", (long long)package->id) : NULL);
    value_set_str(a, view, "withdraw_article", "");
    value_set_str(a, view, "acts_url", arena_printf(a, "/case/%s", file->number));
    value_set_str(a, view, "receipt_url", arena_printf(a, "/case/%s/receipt", file->number));
    value_set_str(a, view, "deadline_url", arena_printf(a, "/case/%s/deadline", file->number));
    value_set_str(a, view, "proof_url", arena_printf(a, "/receipts/%s/receipt.json", file->number));
    value_set_str(a, view, "csrf", visitor_csrf(request));
    if (error) page_set_error(request, view, NULL, page_message(request, error));
    if (refusal) page_set_refusal(request, view, refusal, detail);
    page_show(request, status, "case_public", view);
}

static void case_page(Request *request)
{
    const CaseFile *file = own_case(request);
    if (file) show_case(request, 200, file, NULL, REFUSED_NOTHING, NULL);
}

static void deadline_page(Request *request)
{
    const CaseFile *file = own_case(request);
    if (file) case_deadline_page(request, file, "/case");
}

static void bpmn(Request *request)
{
    const CaseFile *file = own_case(request);
    const Item *item = file ? case_item(hall_of(request)->scene, file) : NULL;
    if (file && item) process_bpmn_reply(request, item, file);
    else if (file) page_refusal(request, REFUSED_NO_SUCH_ITEM, NULL);
}

/* ---- what she does ---- */

typedef struct Doing { int64_t case_id; HandIn *handin; Act act; } Doing;

static void acted(Request *request, WindowTurn *turn)
{
    Doing *doing = turn->context;
    const CaseFile *file = case_load(hall_of(request)->scene->store, request->arena, doing->case_id);
    if (turn->refusal) { show_case(request, refusal_text(turn->refusal)->status, file, NULL, turn->refusal, turn->detail); return; }
    page_flash(request, "flash.done", "");
    reply_redirect(request, 303, arena_printf(request->arena, "/case/%s", file->number));
}

static void act(Request *request, Doing *doing, Act which, Value *input)
{
    Visitor *v = visitor_of(request);
    CaseAct one = {.act = which, .case_id = doing->case_id, .input = input, .holder = v->case_access == doing->case_id};
    if (doing->handin) { one.files = doing->handin->files; one.file_count = doing->handin->count; }
    WindowTurn *turn = page_new_turn(request, case_act, arena_memdup(request->arena, &one, sizeof one));
    turn->context = doing;
    page_turn(request, turn, acted);
}

static void supply(Request *request, void *context)
{
    Doing *doing = context;
    Value *input = value_object(request->arena);
    value_set(request->arena, input, "materials", value_copy(request->arena, doing->handin->materials));
    act(request, doing, doing->act, input);
}

static void hash(void *context) { handin_hash(((Doing *)context)->handin); }

/* Files for what was asked for, or for what is owed. */
static void hand_in(Request *request, Act which)
{
    const CaseFile *file = own_case(request);
    const Item *item = file ? case_item(hall_of(request)->scene, file) : NULL;
    if (!file) return;
    if (!item) { page_refusal(request, REFUSED_NO_SUCH_ITEM, NULL); return; }
    Doing *doing = ARENA_NEW(request->arena, Doing);
    doing->case_id = file->id;
    doing->act = which;
    doing->handin = handin_read(request, item, which == ACT_SUPPLY ? file->standing.asked : file->standing.owed, true);
    if (doing->handin->error) { show_case(request, 422, file, doing->handin->error, REFUSED_NOTHING, NULL); return; }
    if (!doing->handin->count) { show_case(request, 422, file, "apply.file_missing", REFUSED_NOTHING, NULL); return; }
    page_offload(request, hash, doing, supply);
}

static void supplement(Request *request) { hand_in(request, ACT_SUPPLY); }
static void owed(Request *request) { hand_in(request, ACT_SUPPLY_OWED); }

static void simple_act(Request *request, Act which, Value *input)
{
    const CaseFile *file = own_case(request);
    if (!file) return;
    Doing *doing = ARENA_NEW(request->arena, Doing);
    doing->case_id = file->id;
    act(request, doing, which, input);
}

static void reexamination(Request *request)
{
    Value *input = value_object(request->arena);
    value_set_str(request->arena, input, "reason", request_form(request, "reason"));
    simple_act(request, ACT_ASK_REEXAMINATION, input);
}

static void commitment(Request *request)
{
    Value *input = value_object(request->arena);
    value_set_bool(request->arena, input, "signed", request_form(request, "signed") != NULL);
    simple_act(request, ACT_COMMIT, input);
}

static void withdraw(Request *request)
{
    const CaseFile *file = own_case(request);
    if (!file) return;
    const char *reason = request_form(request, "reason");
    Doing *doing = ARENA_NEW(request->arena, Doing);
    doing->case_id = file->id;
    Value *input = value_object(request->arena);
    value_set_str(request->arena, input, "reason", text_blank(reason) ? page_message(request, "case.withdrawn_by_applicant") : reason);
    act(request, doing, ACT_WITHDRAW, input);
}

/* ---- her certificate: XK-49, XK-50 ---- */

static void ask_for(Request *request, const char *name, Value *input)
{
    const CaseFile *file = own_case(request);
    const Certificate *c = file ? certificate_of_case(hall_of(request)->scene->store, request->arena, file->id) : NULL;
    if (!file) return;
    if (!c) { page_refusal(request, REFUSED_NO_SUCH_CERTIFICATE, NULL); return; }
    Doing *doing = ARENA_NEW(request->arena, Doing);
    doing->case_id = file->id;
    value_set_int(request->arena, input, "certificate", c->id);
    DeskInput asked = {.desk = &certificates_desk, .act = desk_act_named(&certificates_desk, name), .input = input, .holder = visitor_is_holder(request, file)};
    WindowTurn *turn = page_new_turn(request, desk_act, arena_memdup(request->arena, &asked, sizeof asked));
    turn->context = doing;
    page_turn(request, turn, acted);
}

static void renew(Request *request) { ask_for(request, "apply_renewal", value_object(request->arena)); }

static void change(Request *request)
{
    Value *input = value_object(request->arena);
    value_set_str(request->arena, input, "content", request_form(request, "content"));
    value_set_str(request->arena, input, "why", request_form(request, "why"));
    ask_for(request, "apply_change", input);
}

/* A statement, the request for a hearing, the request that the chair stand aside: one text each, for herself. */
static void say(Request *request, Act which, const char *key)
{
    const CaseFile *file = own_case(request);
    if (!file) return;
    Doing *doing = ARENA_NEW(request->arena, Doing);
    doing->case_id = file->id;
    Value *input = value_object(request->arena);
    value_set_int(request->arena, input, "party", 0);
    value_set_str(request->arena, input, key, request_form(request, key));
    act(request, doing, which, input);
}
static void make_statement(Request *request) { say(request, ACT_STATE, "text"); }
static void ask_hearing(Request *request) { say(request, ACT_ASK_HEARING, "reason"); }
static void ask_recusal(Request *request) { say(request, ACT_ASK_RECUSAL, "reason"); }

/* ---- her papers ---- */

/* The paper of the address and the case it belongs to; NULL: there is none. */
static const IssuedDocument *asked_document(Request *request, const CaseFile **file)
{
    Store *store = hall_of(request)->scene->store;
    const char *name = request_param(request, "id");
    size_t n = strlen(name);
    int64_t id;
    if (n < 5 || strcmp(name + n - 4, ".pdf") || !text_parse_int(arena_strndup(request->arena, name, n - 4), 1, INT64_MAX, &id)) return NULL;
    const IssuedDocument *document = document_load(store, request->arena, id);
    *file = document && document->case_id ? case_load(store, request->arena, document->case_id) : NULL;
    return *file || (document && !document->case_id) ? document : NULL;
}

/* With the query code only for those who hand the paper over: whoever has code and identity can act as the applicant. */
static void document_on_record(Request *request, WindowTurn *turn)
{
    (void)turn;
    const CaseFile *file = NULL;
    const IssuedDocument *document = asked_document(request, &file);
    if (document) case_document_pdf(request, file, document, file && visitor_may(request, strcmp(document->kind, "F14") ? RIGHT_RECEIVE : RIGHT_PAUSE, file));
    else reply_problem(request, 404, "no such document");
}

/* A paper of a desk beside the case: for those who see every paper, for the department in whose name it stands, for whoever made it or handles it now. */
static bool may_open_desk_paper(Request *request, const IssuedDocument *document)
{
    Visitor *v = visitor_of(request);
    Scene *scene = v->hall->scene;
    if (v->actor.kind != ACTOR_OFFICER || !right_has(&v->actor, RIGHT_SEE_PERSONAL, NULL)) return false;
    if (right_has(&v->actor, RIGHT_SEE_PERSONAL, &(RightScope){.department = ""})) return true;
    const Department *mine = text_blank(v->actor.department) ? NULL : catalog_department(scene->catalog, v->actor.department);
    if (mine && text_equal(mine->legal_body, document->body)) return true;
    const Event *event = ledger_event(scene->store, request->arena, document->event_seq);
    const Agency *agency = agency_load(scene->store, request->arena, document->event_seq);
    return (event && text_equal(event->actor, actor_text(request->arena, &v->actor))) || (agency && text_equal(agency->agent, v->actor.id));
}

/* Papers name the applicant, so for staff each is a look at personal data: by right, and on record. */
static void document_pdf(Request *request)
{
    Visitor *v = visitor_of(request);
    const CaseFile *file = NULL;
    const IssuedDocument *document = asked_document(request, &file);
    if (document && file && party_may_open(request, file, document)) { party_document(request, file, document); return; }
    bool holder = document && file && visitor_is_holder(request, file) && !paper_party(v->hall->scene, request->arena, document);
    if (document && !file) {                 /* of a desk beside the case: for the staff, on record all the same */
        if (!may_open_desk_paper(request, document)) reply_problem(request, 404, "no such document");
        else case_look(request, NULL, arena_printf(request->arena, "%s %s", document->kind, document->number ? document->number : ""), document_on_record);
        return;
    }
    if (!document || (!holder && !(v->actor.kind == ACTOR_OFFICER && visitor_may(request, RIGHT_SEE_CASE, file)))) reply_problem(request, 404, "no such document");
    else if (holder) case_document_pdf(request, file, document, true);
    else if (!visitor_may(request, RIGHT_SEE_PERSONAL, file)) page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_SEE_PERSONAL));
    else case_look(request, file, arena_printf(request->arena, "%s %s", document->kind, document->number ? document->number : ""), document_on_record);
}

/* ---- the calculator: anybody, any days ---- */

static bool parse_pause(Arena *a, const char *text, Pause *pause)
{
    const char *dots = strstr(text, "..");
    if (!dots) return false;
    *pause = (Pause){.kind = PAUSE_OTHER};
    return day_parse(arena_strndup(a, text, (size_t)(dots - text)), &pause->from) && day_parse(dots + 2, &pause->to);
}

static void calculator(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    const char *from = request_query(request, "from"), *limit = request_query(request, "limit"), *unit = request_query(request, "unit");
    const char *pause_text = request_query(request, "pause"), *extend_text = request_query(request, "extend");
    Value *view = page_view(request, NULL), *form = value_set_object(a, view, "calculator");
    value_set_str(a, form, "from", from ? from : day_text(a, v->today));
    value_set_str(a, form, "limit", limit ? limit : "20");
    value_set_bool(a, form, "calendar_day", unit && !strcmp(unit, "calendar_day"));
    value_set_bool(a, form, "workday", !unit || strcmp(unit, "calendar_day"));
    value_set_str(a, form, "pause", pause_text ? pause_text : "");
    value_set_str(a, form, "extend", extend_text ? extend_text : "");
    if (from || limit) {
        DeadlineTerms terms = {.unit = unit && !strcmp(unit, "calendar_day") ? UNIT_CALENDAR_DAY : UNIT_WORKDAY};
        Pause pause;
        Extension extension = {.decided = DAY_NONE};
        int64_t number = 0, more = 0;
        const char *problem = NULL, *en = NULL;
        if (!from || !day_parse(from, &terms.event)) problem = "deadline.bad_from";
        else if (!limit || !text_parse_int(limit, 0, LIMIT_DEADLINE_DAYS, &number)) problem = "deadline.bad_limit";
        else if (!text_blank(pause_text) && !parse_pause(a, text_trim(a, pause_text), &pause)) problem = "deadline.bad_pause";
        else if (!text_blank(extend_text) && !text_parse_int(extend_text, 0, LIMIT_DEADLINE_DAYS, &more)) problem = "deadline.bad_extend";
        terms.limit = (int)number;
        if (!text_blank(pause_text)) { terms.pauses = &pause; terms.pause_count = 1; }
        if (more) { extension.amount = (int)more; terms.extensions = &extension; terms.extension_count = 1; }
        const char *fault = problem ? NULL : deadline_terms_fault(&terms, &en);
        if (!problem && !fault && deadline_days_to_explain(v->hall->scene->calendar, &terms) > LIMIT_EXPLAINED_DAYS) problem = "deadline.too_long";
        if (problem || fault) page_set_error(request, view, "from", problem ? page_message(request, problem) : visitor_english(v) ? en : fault);
        else value_set(a, view, "result", deadline_result(request, &terms, page_message(request, "deadline.event"), page_message(request, "deadline.own_basis"), DAY_NONE));
    }
    page_show(request, value_get(view, "error_summary") ? 422 : 200, "deadline", view);
}

const Route case_routes[] = {
    {HTTP_GET, "/track", track_page, ROUTE_OPEN, "查询进度 follow a case by its query code"},
    {HTTP_POST, "/track", track, ROUTE_OPEN, "查询进度 follow a case by its query code"},
    {HTTP_GET, "/case/:number", case_page, ROUTE_OPEN, "我的办件 the applicant's case"},
    {HTTP_GET, "/case/:number/deadline", deadline_page, ROUTE_OPEN, "期限逐日说明 the deadline, day by day"},
    {HTTP_GET, "/case/:number/process.bpmn", bpmn, ROUTE_OPEN, "流程图文件 the case's way through the process, BPMN 2.0"},
    {HTTP_POST, "/case/:number/supplement", supplement, ROUTE_OPEN, "补正材料 supply what was asked"},
    {HTTP_POST, "/case/:number/owed", owed, ROUTE_OPEN, "补交容缺材料 hand in what is owed"},
    {HTTP_POST, "/case/:number/reexamination", reexamination, ROUTE_OPEN, "申请复核 ask the centre for re-examination"},
    {HTTP_POST, "/case/:number/commitment", commitment, ROUTE_OPEN, "作出告知承诺 make the commitment"},
    {HTTP_POST, "/case/:number/withdraw", withdraw, ROUTE_OPEN, "撤回申请 withdraw"},
    {HTTP_POST, "/case/:number/statement", make_statement, ROUTE_OPEN, "陈述申辩 make a statement"},
    {HTTP_POST, "/case/:number/hearing", ask_hearing, ROUTE_OPEN, "申请听证 ask for a hearing"},
    {HTTP_POST, "/case/:number/recusal", ask_recusal, ROUTE_OPEN, "申请主持人回避 ask that the chair stand aside"},
    {HTTP_POST, "/case/:number/renewal", renew, ROUTE_OPEN, "申请延续 apply for renewal of the certificate"},
    {HTTP_POST, "/case/:number/change", change, ROUTE_OPEN, "申请变更 apply for a change of the certificate"},
    {HTTP_GET, "/items/:code/queue", queue_page, ROUTE_OPEN, "受理先后次序 the queue of an item with a limited number"},
    {HTTP_GET, "/documents/:id", document_pdf, ROUTE_OPEN, "文书 PDF a document of the case"},
    {HTTP_GET, "/deadline", calculator, ROUTE_OPEN, "期限计算器 deadline calculator"},
    {0}};
