/* api_log.c: what can be proven: receipts, the log and its tiles, certificates. */
#include "certificates/certificates.h"
#include "api/api.h"
#include "base/text.h"
#include "ledger/receipt.h"
#include "people/identity.h"
#include <string.h>

static Value *hashes(Arena *a, Value *object, const char *key, const Hash *proof, int count)
{
    Value *list = value_set_list(a, object, key);
    for (int i = 0; i < count; i++) {
        Buf hex = buf_sized(a, 72);
        buf_hex(&hex, proof[i].b, sizeof proof[i].b);
        value_push_str(a, list, hex.text);
    }
    return list;
}

/* ---- receipts ---- */

/* The event the receipt is for: the receiving one, or another of the same case by its seq. 0: it is not of this case. */
static int64_t receipt_event(Request *request, const ApiCall *call, bool *hers)
{
    const char *asked = api_query(call, "seq");
    int64_t wanted = 0, found = 0, first = 0;
    if (asked) text_parse_int(asked, 1, INT64_MAX, &wanted);
    Query *q = ledger_read_case(hall_of(request)->scene->store, call->file->id);
    for (Event *event; (event = ledger_next(q, request->arena));) {
        if (!first) first = event->seq;
        if (event->seq != wanted || case_event_internal(event->kind) || case_event_answers_party(event)) continue;          /* a receipt shows the body whole */
        found = wanted;
        *hers = !case_event_party(event);                                                /* an interested party's words and name are hers */
    }
    return asked ? found : first;
}

void api_receipt(Request *request, ApiCall *call)
{
    Hall *hall = hall_of(request);
    bool hers = true;
    int64_t seq = receipt_event(request, call, &hers);
    /* only the applicant herself gets her personal data back in the receipt */
    Value *receipt = seq ? ledger_receipt(hall->scene->store, request->arena, window_key_text(hall->window), seq, call->holder && hers) : NULL;
    if (!receipt) { api_problem(request, API_NOT_FOUND, NULL, "没有这条记录的回执", "there is no receipt for that entry"); return; }
    api_reply(request, 200, receipt);
    reply_header(request, "Content-Disposition", arena_printf(request->arena, "inline; filename=\"receipt-%s.json\"", call->file->number));
}

void api_receipt_proof(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    Checkpoint head;
    Hash proof[MERKLE_PROOF_MAX];
    int64_t seq = receipt_event(request, call, &(bool){true}), size;
    const char *note = ledger_head(store, a, &head), *asked = api_query(call, "size");
    size = head.size;
    if (note && asked) text_parse_int(asked, 1, INT64_MAX, &size);
    int count = note && seq && size >= seq && size <= head.size ? ledger_prove_inclusion(store, a, seq - 1, size, proof) : -1;
    const Event *event = count >= 0 ? ledger_event(store, a, seq) : NULL;
    if (!event) { api_problem(request, API_NOT_FOUND, NULL, "日志没有这个长度，或不含该条目", "the log has no such size, or does not hold the entry at that size"); return; }
    Value *reply = value_object(a);
    value_set_str(a, reply, "number", call->file->number);
    value_set_int(a, reply, "index", seq - 1);
    value_set_int(a, reply, "size", size);
    Buf leaf = buf_new(a);
    buf_hex(&leaf, event->leaf, sizeof event->leaf);
    value_set_str(a, reply, "leaf", leaf.text);
    hashes(a, reply, "proof", proof, count);
    api_reply(request, 200, reply);
}

void api_receipt_verify(Request *request, ApiCall *call)
{
    (void)call;
    Arena *a = request->arena;
    size_t bytes;
    const uint8_t *body = request_body(request, &bytes);
    if (!request_is_json(request)) { api_problem(request, API_MEDIA_TYPE, NULL, "Content-Type 应为 application/json", "Content-Type must be application/json"); return; }
    const ReceiptReport report = ledger_receipt_verify(a, (const char *)body, bytes, window_key_text(hall_of(request)->window));
    Value *reply = value_object(a), *list;
    value_set_bool(a, reply, "proven", report.proven);
    value_set_bool(a, reply, "intact", report.intact);
    list = value_set_list(a, reply, "findings");
    for (int i = 0; i < report.count; i++) {
        static const char *const kinds[] = {[FINDING_GOOD] = "good", [FINDING_BAD] = "bad", [FINDING_OPEN] = "open"};
        const ReceiptFinding *f = &report.findings[i];
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "kind", kinds[f->kind]);
        value_set_str(a, one, "code", f->code);
        value_set_str(a, one, "zh", f->zh);
        value_set_str(a, one, "en", f->en);
    }
    api_reply(request, 200, reply);
}

/* ---- the log ---- */

void api_log_key(Request *request, ApiCall *call)
{
    (void)call;
    const char *key = window_key_text(hall_of(request)->window);
    const char *plus = strchr(key, '+');
    Value *reply = value_object(request->arena);
    value_set_str(request->arena, reply, "key", key);
    value_set_str(request->arena, reply, "origin", arena_strndup(request->arena, key, plus ? (size_t)(plus - key) : strlen(key)));
    api_reply_tagged(request, reply);
}

void api_log_consistency(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    Checkpoint head;
    Hash proof[MERKLE_PROOF_MAX];
    int64_t from, to;
    const char *note = ledger_head(store, a, &head);
    text_parse_int(api_query(call, "from"), 1, INT64_MAX, &from);
    if (!api_query(call, "to") || !text_parse_int(api_query(call, "to"), 1, INT64_MAX, &to)) to = note ? head.size : 0;
    int count = note && from <= to && to <= head.size ? ledger_prove_consistency(store, a, from, to, proof) : -1;
    if (count < 0) { api_problem(request, API_NOT_FOUND, NULL, "日志没有这两个长度", "the log does not have these two sizes"); return; }
    Value *reply = value_object(a);
    value_set_int(a, reply, "from", from);
    value_set_int(a, reply, "to", to);
    hashes(a, reply, "proof", proof, count);
    api_reply(request, 200, reply);
}

void api_log_file(Request *request, ApiCall *call)
{
    (void)call;
    size_t bytes;
    const char *type;
    bool settled;
    const uint8_t *data = ledger_serve(hall_of(request)->scene->store, request->arena, request_param(request, "path"), &bytes, &type, &settled);
    if (!data) { api_problem(request, API_NOT_FOUND, NULL, "日志没有这个文件", "the log has no such file"); return; }
    reply_bytes(request, 200, type, data, bytes);
    reply_header(request, "Cache-Control", settled ? "public, max-age=31536000, immutable" : "no-cache");
}

/* ---- certificates ---- */

/* The register says it; decisions without a certificate (F21) are not in it and speak for themselves. */
static const char *certificate_status(const IssuedDocument *document, const Event *event, const Certificate *registered, Day today)
{
    Day day;
    if (document->void_reason) return "void";
    if (registered) return certificate_state_name(registered, today);
    if (day_parse(value_str(event->body, "valid_from"), &day) && day_before(today, day)) return "not_yet";
    if (day_parse(value_str(event->body, "valid_to"), &day) && day_after(today, day)) return "expired";
    return "valid";
}

void api_certificate(Request *request, ApiCall *call)
{
    (void)call;
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    char address[64];
    int wait = 0;
    throttle_address(request->remote, address, sizeof address);
    /* Numbers follow one another, so reading them all is made slow; the page of the same check draws on the same purse. */
    if (!throttle_take(hall_of(request)->queries, arena_printf(a, "check %s", address), visitor_of(request)->now, &wait)) { api_too_many(request, wait); return; }
    const IssuedDocument *document = document_by_number(scene->store, a, request_param(request, "number"));
    bool public = document && (!strcmp(document->kind, "F21") || !strcmp(document->kind, "F26"));
    const Event *event = public ? ledger_event(scene->store, a, document->event_seq) : NULL;
    const CaseFile *file = event ? case_load(scene->store, a, document->case_id) : NULL;
    if (!file) { api_problem(request, API_NOT_FOUND, NULL, "没有这个编号的决定书或证照", "there is no decision or certificate with this number"); return; }
    const Item *item = case_item(scene, file);
    const Certificate *registered = certificate_by_number(scene->store, a, document->number);
    const char *status = certificate_status(document, event, registered, visitor_of(request)->today), *name = value_str(file->person, "applicant_name");
    Value *reply = value_object(a);
    value_set_str(a, reply, "number", document->number);
    value_set_str(a, reply, "kind", document->kind);
    value_set_str(a, reply, "title", document_title(a, document_kind(document->kind), document->record, false));
    value_set_bool(a, reply, "valid", !strcmp(status, "valid"));
    value_set_str(a, reply, "status", status);
    if (document->void_reason) value_set_str(a, reply, "void_reason", document->void_reason);
    value_set_str(a, reply, "organ", value_str_or(document->record, "organ", ""));
    value_set_str(a, reply, "item", file->standing.item);
    value_set_str(a, reply, "item_name", item ? item->name : file->standing.item);
    value_set_str(a, reply, "issued", day_text(a, document->day));
    value_set_str(a, reply, "valid_from", value_str(event->body, "valid_from"));
    value_set_str(a, reply, "valid_to", !registered ? value_str(event->body, "valid_to") : day_is_none(registered->valid_to) ? NULL : day_text(a, registered->valid_to));
    value_set_str(a, reply, "holder", name && !document_withheld(document) ? identity_mask_name(a, name) : "");
    value_set_int(a, value_set_object(a, reply, "log"), "index", event->seq - 1);
    api_reply(request, 200, reply);
}

/* Many at once, for the platforms and bodies that rely on them: state and dates only, no names. */
void api_certificates_check(Request *request, ApiCall *call)
{
    (void)call;
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Value *body = api_body(request, "CertificateNumbers"), *numbers = value_get(body, "numbers");
    if (!body) return;
    if (numbers->count > LIMIT_CERTIFICATES_AT_ONCE) {
        api_problem(request, API_BAD_VALUE, "/numbers", arena_printf(a, "/numbers：一次不超过%d个", LIMIT_CERTIFICATES_AT_ONCE), arena_printf(a, "/numbers: at most %d at once", LIMIT_CERTIFICATES_AT_ONCE));
        return;
    }
    Value *reply = value_object(a), *list = value_set_list(a, reply, "certificates");
    for (const Value *n = numbers->first; n; n = n->next) {
        const Certificate *c = certificate_by_number(hall_of(request)->scene->store, a, n->string);
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "number", n->string);
        value_set_str(a, one, "status", c ? certificate_state_name(c, v->today) : "unknown");
        value_set_bool(a, one, "valid", c && !strcmp(certificate_state_name(c, v->today), "valid"));
        value_set_str(a, one, "item", c ? c->item : NULL);
        value_set_str(a, one, "valid_from", c ? day_text(a, c->valid_from) : NULL);
        value_set_str(a, one, "valid_to", c && !day_is_none(c->valid_to) ? day_text(a, c->valid_to) : NULL);
        value_set_str(a, one, "since", c ? day_text(a, c->since) : NULL);
    }
    value_set_str(a, reply, "as_of", day_text(a, v->today));
    api_reply(request, 200, reply);
}
