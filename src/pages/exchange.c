/* exchange.c: the exchange with other centres: who they are, what waits, what went and came; and where a case has been between centres. */
#include "exchange/exchange.h"
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/desk_form.h"
#include "pages/exchange_view.h"
#include "pages/office.h"
#include "pages/words.h"
#include "window/exchange_act.h"
#include <string.h>

enum { ROWS = 30, WAITING_ROWS = 100 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }

static const char *kind_text(Request *request, ParcelKind kind) { return english(request) ? parcel_kind_en(kind) : parcel_kind_zh(kind); }
static const char *time_text(Request *request, Instant at) { return at.ms ? instant_text_short(request->arena, at) : NULL; }
static const char *peer_name(Request *request, const char *id)
{
    const Peer *peer = peer_load(store_of(request), request->arena, id);
    return peer ? peer->name : id;
}

/* What stands in the way, in the reader's words. */
static const char *reason_text(Request *request, const char *reason)
{
    static const char *const keys[][2] = {{REASON_LINE, "exchange.reason_line"}, {REASON_TOKEN, "exchange.reason_token"}, {REASON_ANSWER, "exchange.reason_answer"}, {REASON_SEAL, "exchange.reason_seal"}};
    Refusal refusal = refusal_named(reason);
    if (refusal != REFUSAL_COUNT) {
        const RefusalText *text = refusal_text(refusal);
        return arena_printf(request->arena, "%s %s", english(request) ? text->en : text->zh, english(request) ? text->remedy_en : text->remedy_zh);
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) if (text_starts(reason, keys[i][0])) return page_message(request, keys[i][1]);
    return reason;
}

/* The code stays with it, because both centres' staff speak of it by that. */
static void set_reason(Request *request, Value *into, const char *reason)
{
    bool any = reason && *reason;
    value_set_str(request->arena, into, "reason", any ? reason_text(request, reason) : NULL);
    value_set_str(request->arena, into, "code", any ? reason : NULL);
}

static bool may_see(Request *request) { return office_over_all(request, RIGHT_ADMIN_TOKENS) || office_over_all(request, RIGHT_SUPERVISE); }

/* ---- the list of centres ---- */

static void set_peer(Request *request, Value *row, const Peer *peer)
{
    Arena *a = request->arena;
    PeerContact contact;
    const char *ignored;
    int count;
    Buf organs = buf_new(a);
    peer_contact(store_of(request), a, peer->id, &contact);
    value_set_str(a, row, "id", peer->id);
    value_set_str(a, row, "name", peer->name);
    for (const DeskChoice *c = exchange_levels; c->value; c++) if (!strcmp(c->value, peer->level)) value_set_str(a, row, "level", english(request) ? c->en : c->zh);
    value_set_str(a, row, "url", peer->url);
    value_set_str(a, row, "document", peer->document);
    value_set_str(a, row, "fingerprint", key_fingerprint(a, peer->key));
    value_set_bool(a, row, "open", peer->open);
    for (const Value *o = peer->organs->first; o; o = o->next) buf_printf(&organs, "%s%s", organs.length ? "、" : "", o->string);
    value_set_str(a, row, "organs", organs.length ? organs.text : NULL);
    value_set_int(a, row, "waiting", peer_waiting(store_of(request), peer->id));
    value_set_str(a, row, "answered", time_text(request, contact.answered));
    value_set_str(a, row, "heard", time_text(request, contact.heard));
    value_set_str(a, row, "failing", contact.failures ? reason_text(request, contact.reason) : NULL);
    value_set_str(a, row, "failing_code", contact.failures ? contact.reason : NULL);
    value_set_str(a, row, "next", contact.failures ? time_text(request, contact.due) : NULL);
    value_set_bool(a, row, "token", peer_token(store_of(request), a, peer->id, &ignored));
    const PeerItem *items = peer_items(store_of(request), a, peer->id, &count);
    Value *list = value_set_list(a, row, "items");
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_newest(hall_of(request)->scene->catalog, items[i].ours);
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "theirs", items[i].theirs);
        value_set_str(a, one, "ours", items[i].ours);
        value_set_str(a, one, "name", item ? words_item(request, item) : "");
    }
    value_set_bool(a, row, "any_items", count > 0);
    bool may = peer->open && office_over_all(request, RIGHT_ADMIN_TOKENS);
    value_set_bool(a, row, "may", may);
    static const char *const acts[] = {"map", "change", "rekey", "close"};
    Value *links = value_set_list(a, row, "acts");
    for (size_t i = 0; may && i < sizeof acts / sizeof *acts; i++) {
        const DeskAct *act = desk_act_named(&exchange_desk, acts[i]);
        Value *one = value_push_object(a, links);
        value_set_str(a, one, "title", english(request) ? act->en : act->zh);
        value_set_str(a, one, "url", desk_form_url(a, "exchange", acts[i], "peer", peer->id));
    }
}

/* ---- parcels ---- */

static void set_case(Request *request, Value *row, int64_t case_id)
{
    Arena *a = request->arena;
    const CaseFile *file = case_id ? case_load(store_of(request), a, case_id) : NULL;
    value_set_str(a, row, "case", file ? file->number : NULL);
    value_set_str(a, row, "case_url", file && visitor_may(request, RIGHT_SEE_CASE, file) ? arena_printf(a, "/desk/cases/%s", file->number) : NULL);
}

static void set_out(Request *request, Value *row, const ParcelOut *out)
{
    Arena *a = request->arena;
    ParcelTry tried;
    parcel_try(store_of(request), a, out->seq, &tried);
    value_set_int(a, row, "seq", out->seq);
    value_set_str(a, row, "kind", kind_text(request, out->kind));
    value_set_str(a, row, "peer", peer_name(request, out->peer));
    value_set_str(a, row, "time", instant_text_short(a, out->at));
    value_set_int(a, row, "tries", tried.tries);
    value_set_str(a, row, "next", time_text(request, tried.due));
    set_reason(request, row, out->acknowledged ? out->outcome : tried.reason);
    value_set_str(a, row, "number", *out->number ? out->number : NULL);
    value_set_str(a, row, "acknowledged", time_text(request, out->acknowledged_at));
    value_set_str(a, row, "receipt_url", out->acknowledged ? arena_printf(a, "/exchange/receipts/%lld", (long long)out->acknowledged) : NULL);
    value_set_bool(a, row, "dropped", out->dropped && !out->acknowledged);
    set_case(request, row, out->case_id);
}

static void set_in(Request *request, Value *row, const ParcelIn *in)
{
    Arena *a = request->arena;
    value_set_str(a, row, "kind", kind_text(request, in->kind));
    value_set_str(a, row, "peer", peer_name(request, in->peer));
    value_set_str(a, row, "time", instant_text_short(a, in->at));
    value_set_str(a, row, "number", *in->number ? in->number : NULL);
    value_set_str(a, row, "receipt_url", arena_printf(a, "/exchange/receipts/%lld", (long long)in->seq));
    set_reason(request, row, in->outcome);
    set_case(request, row, in->case_id);
}

/* What is to be done about a parcel that only the other centre still has: by who had sent it, and what it was. */
static const char *lost_advice(Request *request, const Value *lost, ParcelKind kind, bool ended)
{
    static const char *const ours[] = {[PARCEL_FORWARD] = "exchange.lost_our_forward", [PARCEL_RESULT] = "exchange.lost_our_result", [PARCEL_QUERY] = "exchange.lost_our_query",
                                       [PARCEL_SUPPLY] = "exchange.lost_our_supply", [PARCEL_RECALL] = "exchange.lost_our_recall", [PARCEL_KINDS] = NULL};
    static const char *const theirs[] = {[PARCEL_FORWARD] = "exchange.lost_their_forward", [PARCEL_RESULT] = "exchange.lost_their_result", [PARCEL_QUERY] = "exchange.lost_their_query",
                                         [PARCEL_SUPPLY] = "exchange.lost_their_supply", [PARCEL_RECALL] = "exchange.lost_their_recall", [PARCEL_KINDS] = NULL};
    const char *sent = parcel_id(request->arena, window_key_text(hall_of(request)->window), value_int(lost, "event", 0));
    bool by_us = text_equal(sent, value_str(lost, "parcel"));
    const char *key = kind == PARCEL_FORWARD && !by_us && ended ? "exchange.lost_ended" : (by_us ? ours : theirs)[kind];
    return key ? page_message(request, key) : "";
}

/* Its result, or its recall, is among what was lost: the case came to its end, and nobody need send it up again. */
static bool ended_since(const Value *lost, const Value *all)
{
    for (const Value *one = all->first; one; one = one->next) {
        const char *kind = value_str_or(one, "kind", "");
        if ((!strcmp(kind, "result") || !strcmp(kind, "recall")) && text_equal(value_str(one, "number"), value_str(lost, "number")) && value_int(one, "event", 0) > value_int(lost, "event", 0)) return true;
    }
    return false;
}

/* The next in the order of the old log; NULL: no more. */
static const Value *lost_after(const Value *all, const Value *before)
{
    const Value *next = NULL;
    for (const Value *one = all->first; one; one = one->next) {
        int64_t event = value_int(one, "event", 0);
        if ((!before || event > value_int(before, "event", 0)) && (!next || event < value_int(next, "event", 0))) next = one;
    }
    return next;
}

static void set_lost_parcel(Request *request, Value *into, const Value *lost, const Value *all)
{
    Arena *a = request->arena;
    const char *number = value_str_or(lost, "number", ""), *theirs = value_str_or(lost, "theirs", "");
    int kind = PARCEL_FORWARD;
    while (kind < PARCEL_KINDS && strcmp(parcel_kind_name((ParcelKind)kind), value_str_or(lost, "kind", ""))) kind++;
    const CaseFile *now = *number ? case_find(store_of(request), a, number) : NULL;
    value_set_str(a, into, "kind", kind < PARCEL_KINDS ? kind_text(request, (ParcelKind)kind) : "");
    value_set_str(a, into, "number", *number ? number : NULL);
    value_set_str(a, into, "case_url", now && visitor_may(request, RIGHT_SEE_CASE, now) ? arena_printf(a, "/desk/cases/%s", number) : NULL);
    value_set_bool(a, into, "gone", *number && !now);
    value_set_str(a, into, "theirs", *theirs ? theirs : NULL);
    value_set_int(a, into, "event", value_int(lost, "event", 0));
    value_set_str(a, into, "advice", lost_advice(request, lost, (ParcelKind)kind, ended_since(lost, all)));
}

/* Our log was set back: which centre holds what of it, and the parcels we no longer know. */
static void set_findings(Request *request, Value *view)
{
    Arena *a = request->arena;
    int count;
    const BehindFinding *found = findings_list(store_of(request), a, ROWS, &count);
    Value *list = value_set_list(a, view, "behind");
    for (int i = 0; i < count && !found[i].settled; i++) {
        Value *row = value_push_object(a, list), *parcels = value_set_list(a, row, "lost");
        value_set_str(a, row, "peer", peer_name(request, found[i].peer));
        value_set_int(a, row, "size", found[i].size);
        value_set_int(a, row, "here", found[i].here);
        value_set_str(a, row, "time", instant_text_short(a, found[i].at));
        value_set_str(a, row, "url", office_over_all(request, RIGHT_ADMIN_TOKENS) ? desk_form_url(a, "exchange", "take_up", "peer", found[i].peer) : NULL);
        value_set_bool(a, row, "any_lost", found[i].lost->count > 0);
        for (const Value *l = lost_after(found[i].lost, NULL); l; l = lost_after(found[i].lost, l)) set_lost_parcel(request, value_push_object(a, parcels), l, found[i].lost);
    }
}

static void exchange_page(Request *request)
{
    Arena *a = request->arena;
    if (!may_see(request)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_SUPERVISE)); return; }
    Value *view = page_view(request, "admin"), *peers = value_set_list(a, view, "peers"), *waiting = value_set_list(a, view, "waiting"), *sent = value_set_list(a, view, "sent"), *came = value_set_list(a, view, "came");
    int count;
    const char *key = window_key_text(hall_of(request)->window);
    value_set_str(a, view, "key", key);
    value_set_str(a, view, "fingerprint", key_fingerprint(a, key));
    const Peer *list = peers_list(store_of(request), a, &count);
    for (int i = 0; i < count; i++) set_peer(request, value_push_object(a, peers), &list[i]);
    set_findings(request, view);
    const ParcelOut *out = parcels_out(store_of(request), a, true, WAITING_ROWS, &count);
    for (int i = 0; i < count; i++) set_out(request, value_push_object(a, waiting), &out[i]);
    value_set_int(a, view, "waiting_count", count);
    value_set_bool(a, view, "any_waiting", count > 0);
    out = parcels_out(store_of(request), a, false, ROWS, &count);
    for (int i = 0; i < count; i++) set_out(request, value_push_object(a, sent), &out[i]);
    value_set_bool(a, view, "any_sent", count > 0);
    const ParcelIn *in = parcels_in(store_of(request), a, ROWS, &count);
    for (int i = 0; i < count; i++) set_in(request, value_push_object(a, came), &in[i]);
    value_set_bool(a, view, "any_came", count > 0);
    value_set_bool(a, view, "may", office_over_all(request, RIGHT_ADMIN_TOKENS));
    value_set_str(a, view, "csrf", visitor_csrf(request));
    static const char *const names[] = {"register", NULL};
    desk_form_acts(request, view, &exchange_desk, names, NULL, NULL, NULL);
    reply_header(request, "Cache-Control", "no-store");
    page_show(request, 200, "exchange", view);
}

/* ---- acts that are no forms of the desk: secrets, and trying again ---- */

static void done(Request *request, WindowTurn *turn)
{
    if (turn->refusal) { page_refusal(request, turn->refusal, turn->detail); return; }
    page_flash(request, "flash.done", "");
    reply_redirect(request, 303, "/exchange");
}

static void token(Request *request)
{
    ExchangeToken *given = ARENA_NEW(request->arena, ExchangeToken);
    *given = (ExchangeToken){request_form(request, "peer"), request_form(request, "token")};
    page_turn(request, page_new_turn(request, exchange_token_set, given), done);
}

static void try_now(Request *request)
{
    int64_t *seq = ARENA_NEW(request->arena, int64_t);
    const char *parcel = request_form(request, "parcel");
    if (!parcel || !text_parse_int(parcel, 0, INT64_MAX, seq)) { reply_problem(request, 404, "no such parcel"); return; }
    page_turn(request, page_new_turn(request, exchange_try_now, seq), done);
}

/* The other centre's receipt, as a file anybody can check without us (tools/verify_receipt). */
static void receipt(Request *request)
{
    Arena *a = request->arena;
    int64_t seq;
    const Event *event = text_parse_int(request_param(request, "seq"), 1, INT64_MAX, &seq) ? ledger_event(store_of(request), a, seq) : NULL;
    const Value *held = event && !strncmp(event->kind, "exchange.", 9) ? value_get(event->body, "receipt") : NULL;
    if (!may_see(request)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_SUPERVISE)); return; }
    if (!held) { reply_problem(request, 404, "no such receipt"); return; }
    const char *json = value_json(a, held);
    reply_download(request, arena_printf(a, "receipt-%s-%lld.json", value_str_or(event->body, "peer", ""), (long long)seq), "application/json", json, strlen(json));
}

/* ---- files that came with a parcel; each look is on record ---- */

static bool asked_file(Request *request, ExchangeFile *out)
{
    int64_t id;
    return text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) && exchange_file_load(store_of(request), request->arena, id, out);
}

static void send_file(Request *request, WindowTurn *turn)
{
    (void)turn;
    ExchangeFile file;
    if (!asked_file(request, &file)) { reply_problem(request, 404, "no such file"); return; }
    reply_download(request, file.name, upload_kind(file.content, file.bytes) ? file.type : "application/octet-stream", file.content, file.bytes);
    reply_header(request, "Cache-Control", "no-store");
}

static void file(Request *request)
{
    ExchangeFile found;
    const CaseFile *of = asked_file(request, &found) && found.case_id ? case_load(store_of(request), request->arena, found.case_id) : NULL;
    if (!of || !visitor_may(request, RIGHT_SEE_CASE, of)) { reply_problem(request, 404, "no such file"); return; }
    if (!visitor_may(request, RIGHT_SEE_PERSONAL, of)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_SEE_PERSONAL)); return; }
    case_look(request, of, arena_printf(request->arena, "exchange %lld", (long long)found.id), send_file);
}

/* ---- on the page of a case ---- */

static void set_files(Request *request, Value *into, int64_t seq)
{
    Arena *a = request->arena;
    int count;
    const ExchangeFile *files = exchange_files(store_of(request), a, seq, &count);
    Value *list = value_set_list(a, into, "files");
    for (int i = 0; i < count; i++) {
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "name", files[i].name);
        value_set_str(a, one, "url", arena_printf(a, "/exchange/files/%lld", (long long)files[i].id));
    }
}

static const char *result_text(Request *request, const char *result)
{
    return page_message(request, !strcmp(result, "granted") ? "exchange.granted" : !strcmp(result, "refused") ? "exchange.refused" : "exchange.returned");
}

/* What came from above for the parcel that went up; NULL: nothing yet. */
static void set_result(Request *request, Value *up, const ParcelOut *out, bool staff)
{
    Arena *a = request->arena;
    const ParcelIn *in = parcel_in_of_case(store_of(request), a, out->case_id, PARCEL_RESULT);
    const Event *event = in && in->about == out->seq ? ledger_event(store_of(request), a, in->seq) : NULL;
    if (!event) return;
    Value *result = value_set_object(a, up, "result");
    value_set_str(a, result, "text", result_text(request, value_str_or(event->body, "result", "")));
    value_set_str(a, result, "document", value_str_or(event->body, "document", ""));
    value_set_str(a, result, "content", value_str_or(event->body, "content", ""));
    value_set_str(a, result, "decided", value_str_or(event->body, "decided", ""));
    value_set_str(a, result, "back", instant_text_short(a, in->at));
    if (!staff) return;
    set_reason(request, result, in->outcome);
    set_files(request, result, in->seq);
}

/* What she handed in was not taken above: by name and article, and what happens now, until the case is back here. supply NULL: nothing was sent. */
static void set_lost(Request *request, Value *asked, const ParcelOut *out, const ParcelOut *supply)
{
    Refusal refusal = supply && *supply->outcome ? refusal_named(supply->outcome) : REFUSAL_COUNT;
    if (refusal == REFUSAL_COUNT) { value_set_str(request->arena, asked, "lost", NULL); return; }
    const RefusalText *text = refusal_text(refusal);
    const ParcelIn *result = parcel_in_of_case(store_of(request), request->arena, out->case_id, PARCEL_RESULT);
    Value *lost = value_set_object(request->arena, asked, "lost");
    value_set_str(request->arena, lost, "text", english(request) ? text->en : text->zh);
    value_set_str(request->arena, lost, "article", *text->article_zh ? (english(request) ? text->article_en : text->article_zh) : NULL);
    value_set_str(request->arena, lost, "name", supply->outcome);
    value_set_bool(request->arena, lost, "still", !result || result->about != out->seq);
}

/* What was asked for above, the newest time; it is told there too, but she reads it here. */
static void set_asked(Request *request, Value *up, const ParcelOut *out, bool staff)
{
    Arena *a = request->arena;
    const ParcelIn *in = parcel_in_of_case(store_of(request), a, out->case_id, PARCEL_QUERY);
    const Event *event = in && in->about == out->seq ? ledger_event(store_of(request), a, in->seq) : NULL;
    if (!event) return;
    Value *asked = value_set_object(a, up, "asked"), *list = value_set_list(a, asked, "list");
    value_set_str(a, asked, "until", value_str_or(event->body, "until", ""));
    const Value *materials = value_get(event->body, "asked");
    for (const Value *m = materials ? materials->first : NULL; m; m = m->next) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", value_str_or(m, "name", ""));
        value_set_str(a, row, "requirement", value_str_or(m, "requirement", ""));
    }
    const ParcelOut *supply = parcel_out_of_case(store_of(request), a, out->case_id, PARCEL_SUPPLY);
    bool sent = supply && !strcmp(supply->about, in->parcel);
    value_set_str(a, asked, "sent", sent ? instant_text_short(a, supply->at) : NULL);
    value_set_str(a, asked, "received", sent ? time_text(request, supply->received_at) : NULL);
    value_set_bool(a, asked, "under_way", sent && !supply->acknowledged);
    set_lost(request, asked, out, sent ? supply : NULL);
    value_set_bool(a, asked, "staff", staff);
    set_reason(request, asked, staff ? in->outcome : NULL);
}

static void set_up(Request *request, Value *view, const ParcelOut *out, bool staff)
{
    Arena *a = request->arena;
    const Event *event = ledger_event(store_of(request), a, out->seq);
    Value *up = value_set_object(a, view, "up");
    value_set_str(a, up, "organ", event ? value_str_or(event->body, "upper_organ", "") : "");
    value_set_str(a, up, "peer", peer_name(request, out->peer));
    value_set_str(a, up, "sent", instant_text_short(a, out->at));
    value_set_str(a, up, "received", time_text(request, out->received_at));
    value_set_str(a, up, "number", *out->number ? out->number : NULL);
    value_set_bool(a, up, "dropped", out->dropped && !out->acknowledged);
    value_set_bool(a, up, "waiting", !out->dropped && !out->acknowledged);
    set_asked(request, up, out, staff);
    set_result(request, up, out, staff);
    if (!staff || out->acknowledged) return;
    ParcelTry tried;
    parcel_try(store_of(request), a, out->seq, &tried);
    set_reason(request, up, tried.reason);
}

static void set_down(Request *request, Value *view, const ParcelIn *in, bool staff)
{
    Arena *a = request->arena;
    const Event *event = ledger_event(store_of(request), a, in->seq);
    const ParcelIn *recall = parcel_in_of_case(store_of(request), a, in->case_id, PARCEL_RECALL);
    const ParcelOut *result = parcel_out_of_case(store_of(request), a, in->case_id, PARCEL_RESULT);
    Value *down = value_set_object(a, view, "down");
    value_set_str(a, down, "peer", peer_name(request, in->peer));
    value_set_str(a, down, "number", in->number);
    value_set_str(a, down, "came", instant_text_short(a, in->at));
    value_set_str(a, down, "recalled", recall ? instant_text_short(a, recall->at) : NULL);
    value_set_str(a, down, "told", result ? time_text(request, result->acknowledged_at) : NULL);
    value_set_bool(a, down, "telling", result && !result->acknowledged && !result->dropped);
    if (!staff || !event) return;
    value_set_str(a, down, "opinion", value_str_or(event->body, "opinion", ""));
    value_set_str(a, down, "recommendation", page_message(request, !strcmp(value_str_or(event->body, "recommendation", ""), "grant") ? "exchange.view_grant" : "exchange.view_refuse"));
    if (recall) value_set_str(a, down, "why", value_str_or(ledger_event(store_of(request), a, recall->seq)->body, "reason", ""));
    set_files(request, down, in->seq);
}

void exchange_view(Request *request, Value *view, const CaseFile *of, bool staff)
{
    const ParcelOut *out = parcel_out_of_case(store_of(request), request->arena, of->id, PARCEL_FORWARD);
    const ParcelIn *in = parcel_in_of_case(store_of(request), request->arena, of->id, PARCEL_FORWARD);
    if (!out && !in) return;
    Value *exchange = value_set_object(request->arena, view, "exchange");
    if (in) set_down(request, exchange, in, staff);
    if (out) set_up(request, exchange, out, staff);
}

const Route exchange_routes[] = {
    {HTTP_GET, "/exchange", exchange_page, ROUTE_STAFF, "数据交换 centres we exchange with, parcels both ways"},
    {HTTP_POST, "/exchange/token", token, RIGHT_ADMIN_TOKENS, "the token another centre gave us"},
    {HTTP_POST, "/exchange/try", try_now, RIGHT_ADMIN_TOKENS, "send what waits now"},
    {HTTP_GET, "/exchange/receipts/:seq", receipt, ROUTE_STAFF, "对方回执 another centre's receipt, as a file"},
    {HTTP_GET, "/exchange/files/:id", file, ROUTE_STAFF, "随件文件 a file that came with a parcel, on record"},
    {0},
};
