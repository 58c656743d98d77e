/* exchange_act.c: parcels of ours: sealed, sent, acknowledged; and what the administrator does; see exchange_act.h. Receiving is exchange_receive.c. */
#include "window/exchange_act.h"
#include "base/text.h"
#include "ledger/receipt.h"
#include "people/account.h"
#include "window/case_act.h"
#include "window/office_act.h"
#include <string.h>

int exchange_wait(int failures, int most)
{
    int seconds = 1;
    for (int i = 1; i < failures && seconds < most; i++) seconds *= 2;
    return seconds < most ? seconds : most;
}

/* ---- sealing ---- */

static void set_text(Arena *arena, Value *into, const char *key, const char *text)
{
    if (text && !text_blank(text)) value_set_str(arena, into, key, text);
}

/* Only what the organ above needs to examine and decide; the account here and the like stay here. */
static void set_applicant(Arena *arena, Value *all, const CaseFile *file, const Event *opening)
{
    static const char *const keys[] = {"applicant_name", "identity", "phone", "email", "address", "project", "agent_name", "agent_identity", "agent_phone", "agent_email"};
    Value *applicant = value_set_object(arena, all, "applicant");
    value_set_str(arena, applicant, "applicant_kind", value_str_or(opening->body, "applicant_kind", "person"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) set_text(arena, applicant, keys[i], value_str(file->person, keys[i]));
}

static const CaseUpload *upload_of(const CaseUpload *uploads, int count, const char *sha256)
{
    for (int i = count - 1; sha256 && i >= 0; i--) if (!strcmp(uploads[i].sha256, sha256)) return &uploads[i];
    return NULL;
}

/* Of the event, with what is known of the files. item NULL: the rows name themselves. */
static void set_materials(Scene *scene, Arena *arena, Value *all, const Event *event, const CaseFile *file, const Item *item)
{
    int count;
    const CaseUpload *uploads = case_uploads(scene->store, arena, file->id, &count);
    const Value *stated = value_get(event->body, "materials");
    Value *list = value_set_list(arena, all, "materials");
    for (const Value *m = stated ? stated->first : NULL; m; m = m->next) {
        const Material *material = item ? item_material(item, (int)value_int(m, "no", 0)) : NULL;
        const char *name = material ? material->name : value_str_or(m, "name", "材料");
        const CaseUpload *upload = upload_of(uploads, count, value_str(m, "sha256"));
        Value *row = value_push_object(arena, list);
        value_set_int(arena, row, "no", value_int(m, "no", 0));
        value_set_str(arena, row, "name", name);
        value_set_str(arena, row, "way", value_str_or(m, "way", "paper"));
        if (value_int(m, "originals", 0)) value_set_int(arena, row, "originals", value_int(m, "originals", 0));
        if (value_int(m, "copies", 0)) value_set_int(arena, row, "copies", value_int(m, "copies", 0));
        set_text(arena, row, "sha256", value_str(m, "sha256"));
        if (!upload) continue;                     /* its bytes are not here; the hash says which paper it is */
        value_set_str(arena, row, "file", upload->name);
        value_set_str(arena, row, "type", upload->type);
        value_set_int(arena, row, "bytes", (int64_t)upload->bytes);
    }
}

static Event *opening_of(Store *store, Arena *arena, int64_t case_id)
{
    Query *q = ledger_read_case(store, case_id);
    Event *first = ledger_next(q, arena);
    store_done(q);
    return first;
}

static const char *fill_forward(Scene *scene, Arena *arena, Value *all, const Event *event)
{
    const CaseFile *file = case_load(scene->store, arena, event->case_id);
    const Item *item = file ? case_item(scene, file) : NULL;
    if (!item || !file->person) return "personal data erased";
    Value *one = value_set_object(arena, all, "item");
    value_set_str(arena, one, "code", item->code);
    value_set_str(arena, one, "name", item->name);
    value_set_int(arena, one, "version", item->version);
    value_set_str(arena, one, "hash", item->hash12);
    value_set_str(arena, all, "upper_organ", value_str(event->body, "upper_organ"));
    value_set_str(arena, all, "recommendation", value_str(event->body, "recommendation"));
    value_set_str(arena, all, "opinion", value_str(event->body, "opinion"));
    set_applicant(arena, all, file, opening_of(scene->store, arena, event->case_id));
    set_materials(scene, arena, all, event, file, item);
    return NULL;
}

static const char *fill_supply(Scene *scene, Arena *arena, Value *all, const Event *event)
{
    const CaseFile *file = case_load(scene->store, arena, event->case_id);
    if (!file || !file->person) return "personal data erased";
    set_materials(scene, arena, all, event, file, NULL);
    return NULL;
}

/* The words of the decision that the centre below puts into its own record. */
static const char *content_of(const Event *event)
{
    static const char *const keys[] = {"content", "reason", "facts", "organ", NULL};
    for (int i = 0; keys[i]; i++) if (!text_blank(value_str(event->body, keys[i]))) return value_str(event->body, keys[i]);
    for (int act = 0; act < ACT_COUNT; act++) if (!strcmp(process_row((Act)act)->event, event->kind)) return process_row((Act)act)->zh;
    return event->kind;
}

static void fill_result(Arena *arena, Value *all, const Event *event, const IssuedDocument *document, const ExchangeSeal *seal)
{
    bool granted = !strcmp(event->kind, "case.granted") || !strcmp(event->kind, "case.settled");
    value_set_str(arena, all, "result", granted ? "granted" : !strcmp(event->kind, "case.refused") ? "refused" : "returned");
    value_set_str(arena, all, "document", document && document->number ? document->number : event->case_number);
    value_set_str(arena, all, "content", content_of(event));
    value_set_str(arena, all, "decided", day_text(arena, instant_day(event->at)));
    if (!seal->pdf) return;
    char sha256[PARCEL_HASH_CHARS + 1];
    Value *pdf = value_set_object(arena, all, "pdf");
    sha256_hex(seal->pdf, seal->pdf_bytes, sha256);
    value_set_str(arena, pdf, "sha256", sha256);
    value_set_str(arena, pdf, "file", arena_printf(arena, "%s.pdf", document ? document->kind : "result"));
    value_set_int(arena, pdf, "bytes", (int64_t)seal->pdf_bytes);
}

static void fill_query(Arena *arena, Value *all, const Event *event, const IssuedDocument *notice)
{
    const Value *missing = value_get(event->body, "missing");
    const char *until = value_str(event->body, missing ? "supply_by" : "until");
    if (!missing) missing = value_get(event->body, "materials");          /* asked further up still, passed on */
    else if (notice) set_text(arena, all, "document", notice->number);
    Value *list = value_set_list(arena, all, "materials");
    for (const Value *m = missing ? missing->first : NULL; m; m = m->next) {
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "name", value_str_or(m, "name", ""));
        value_set_str(arena, row, "requirement", value_str_or(m, "requirement", value_str_or(event->body, "reason", "")));
        set_text(arena, row, "how", value_str(m, "how"));
    }
    set_text(arena, all, "until", until);
}

static void fill_recall(Arena *arena, Value *all, const Event *event)
{
    value_set_str(arena, all, "act", !strcmp(event->kind, "case.withdrawn") ? "withdrawn" : !strcmp(event->kind, "case.terminated") ? "terminated" : "answered");
    set_text(arena, all, "reason", value_str(event->body, "reason"));
}

/* The id under which the centre above knows what is recalled: the one it acknowledged, else the one it would have come under. */
static const char *about_of(Scene *scene, Arena *arena, const ParcelOut *out)
{
    int64_t seq;
    if (out->kind != PARCEL_RECALL || !text_parse_int(out->about, 1, INT64_MAX, &seq)) return out->about;
    const ParcelOut *recalled = parcel_out(scene->store, arena, seq);
    return recalled && *recalled->parcel ? recalled->parcel : parcel_id(arena, ledger_key_text(scene->ledger), seq);
}

const IssuedDocument *exchange_paper(Store *store, Arena *arena, int64_t seq)
{
    const ParcelOut *out = parcel_out(store, arena, seq);
    Sealed sealed;
    return out && out->kind == PARCEL_RESULT && !parcel_sealed(store, arena, seq, &sealed) ? document_of_event(store, arena, seq) : NULL;
}

/* Envelope and signature for the first time. False: it cannot be made, and staff are told why. */
static bool seal_now(Scene *scene, WindowTurn *turn, const ParcelOut *out, const Peer *peer, const ExchangeSeal *seal, Sealed *sealed)
{
    Arena *a = turn->arena;
    const char *key = ledger_key_text(scene->ledger), *problem = NULL;
    const Event *event = ledger_event(scene->store, a, out->seq);
    const Value *receipt = event ? ledger_receipt_first(scene->store, a, key, out->seq, false) : NULL;
    if (!receipt) problem = "the event is not under a signed head yet";
    Value *all = receipt ? parcel_open(a, out->kind, key, peer->key, out->seq, event->at, event->case_number, about_of(scene, a, out)) : NULL;
    if (all && out->kind == PARCEL_FORWARD) problem = fill_forward(scene, a, all, event);
    else if (all && out->kind == PARCEL_RESULT) fill_result(a, all, event, document_of_event(scene->store, a, out->seq), seal);
    else if (all && out->kind == PARCEL_QUERY) fill_query(a, all, event, document_of_event(scene->store, a, out->seq));
    else if (all && out->kind == PARCEL_SUPPLY) problem = fill_supply(scene, a, all, event);
    else if (all) fill_recall(a, all, event);
    sealed->envelope = all && !problem ? parcel_close(a, all, receipt, &problem) : NULL;
    if (!sealed->envelope) {
        ParcelTry before;
        parcel_try(scene->store, a, out->seq, &before);
        parcel_try_set(scene->store, out->seq, before.tries + 1, (Instant){turn->now.ms + exchange_wait(before.tries + 1, EXCHANGE_WAIT_PARCEL) * 1000LL}, arena_printf(a, REASON_SEAL " %s", problem), turn->now);
        return false;
    }
    const Parcel *parcel = parcel_parse(a, sealed->envelope, strlen(sealed->envelope), &problem);
    sealed->note = ledger_sign(scene->ledger, a, parcel_note_text(a, parcel));
    sealed->sha256 = arena_strdup(a, parcel->sha256);
    parcel_seal(scene->store, out->seq, out->case_id, sealed);
    if (seal->pdf && parcel->file_count) {
        ExchangeFile file = {.ref = out->seq, .case_id = out->case_id, .sha256 = parcel->files[0].sha256, .name = parcel->files[0].file, .type = "application/pdf", .bytes = seal->pdf_bytes, .content = seal->pdf};
        exchange_file_add(scene->store, FILE_OURS, peer->id, &file, turn->now);
    }
    return true;
}

void exchange_seal(Scene *scene, WindowTurn *turn)
{
    const ExchangeSeal *seal = turn->input;
    Arena *a = turn->arena;
    Sealed sealed = {0};
    turn->result = NULL;
    const ParcelOut *out = parcel_out(scene->store, a, seal->seq);
    const Peer *peer = out ? peer_load(scene->store, a, out->peer) : NULL;
    if (!out || out->acknowledged || out->dropped || !peer || !peer->open) return;
    if (!parcel_sealed(scene->store, a, seal->seq, &sealed) && !seal_now(scene, turn, out, peer, seal, &sealed)) return;
    const char *token = "";
    peer_token(scene->store, a, peer->id, &token);
    Value *result = turn->result = value_object(a);
    value_set_str(a, result, "envelope", sealed.envelope);
    value_set_str(a, result, "note", sealed.note);
    value_set_str(a, result, "peer", peer->id);
    value_set_str(a, result, "url", peer->url);
    value_set_str(a, result, "token", token);
}

bool exchange_content(Store *store, Arena *arena, int64_t seq, const char *sha256, const uint8_t **content, size_t *bytes)
{
    int count;
    ExchangeFile ours;
    if (exchange_file_find(store, arena, FILE_OURS, NULL, seq, sha256, &ours)) { *content = ours.content; *bytes = ours.bytes; return true; }
    const ParcelOut *out = parcel_out(store, arena, seq);
    const CaseUpload *uploads = out ? case_uploads(store, arena, out->case_id, &count) : NULL, *upload = uploads ? upload_of(uploads, count, sha256) : NULL;
    CaseUpload found;
    if (!upload || (out->kind != PARCEL_FORWARD && out->kind != PARCEL_SUPPLY)) return false;
    *content = case_upload_bytes(store, arena, upload->id, &found);
    *bytes = *content ? found.bytes : 0;
    return *content != NULL;
}

/* ---- settling ---- */

/* Everything an acknowledgement must be: theirs, for us, about these very bytes, proven by their log. NULL: *problem. */
static const Parcel *acknowledgement(Scene *scene, Arena *a, const ExchangeSettle *settle, const ParcelOut *out, const Peer *peer, const char **problem)
{
    Sealed sealed;
    const Parcel *ack = parcel_parse(a, settle->envelope, settle->bytes, problem);
    if (!ack) return NULL;
    *problem = "the acknowledgement is of another kind or centre";
    if (ack->kind != PARCEL_ACKNOWLEDGEMENT || strcmp(ack->from, peer->key) || strcmp(ack->to, ledger_key_text(scene->ledger))) return NULL;
    *problem = "the signature on the acknowledgement does not hold";
    if (!parcel_signed(a, ack, settle->note)) return NULL;
    *problem = "the acknowledgement is about another parcel";
    if (!parcel_sealed(scene->store, a, out->seq, &sealed) || strcmp(value_str(ack->all, "sha256"), sealed.sha256) || strcmp(ack->about, parcel_id(a, ack->to, out->seq))) return NULL;
    return parcel_proven(a, ack, problem) ? ack : NULL;
}

/* What she handed in was not taken above: the event says so in words of its own, so that she and the clerks are told by name (notices.c), not only on the page. */
static void set_lost(Scene *scene, Arena *a, Value *body, const ParcelOut *out)
{
    const ParcelOut *up = out->kind == PARCEL_SUPPLY && value_str(body, "outcome") ? parcel_out_of_case(scene->store, a, out->case_id, PARCEL_FORWARD) : NULL;
    const Event *sent = up ? ledger_event(scene->store, a, up->seq) : NULL;
    if (!sent) return;
    value_set_str(a, body, "lost", "supply");
    set_text(a, body, "upper_organ", value_str(sent->body, "upper_organ"));
}

static void record_acknowledged(Scene *scene, WindowTurn *turn, const ParcelOut *out, const Parcel *ack)
{
    Arena *a = turn->arena;
    const CaseFile *file = case_load(scene->store, a, out->case_id);
    Value *body = value_object(a);
    value_set_str(a, body, "peer", out->peer);
    value_set_int(a, body, "out", out->seq);
    value_set_str(a, body, "parcel", ack->about);
    value_set_str(a, body, "sha256", value_str(ack->all, "sha256"));
    value_set_str(a, body, "received", instant_text(a, ack->at));
    set_text(a, body, "number", ack->number);
    set_text(a, body, "outcome", value_str(ack->all, "outcome"));
    set_lost(scene, a, body, out);
    value_set(a, body, "receipt", value_copy(a, ack->receipt));
    Event event = {.kind = "exchange.acknowledged", .actor = arena_printf(a, "machine:%s", out->peer), .body = body, .case_id = out->case_id, .case_number = file ? file->number : NULL};
    window_record(scene, turn, &event);
    parcel_settled(scene->store, out->seq);
    peer_answered(scene->store, out->peer, turn->now);
}

static void again(Scene *scene, WindowTurn *turn, const ParcelOut *out, const char *reason)
{
    ParcelTry before;
    parcel_try(scene->store, turn->arena, out->seq, &before);
    int tries = before.tries + 1;
    parcel_try_set(scene->store, out->seq, tries, (Instant){turn->now.ms + exchange_wait(tries, EXCHANGE_WAIT_PARCEL) * 1000LL}, reason, turn->now);
}

static void unreached(Scene *scene, WindowTurn *turn, const ParcelOut *out, const char *reason)
{
    PeerContact contact;
    ParcelTry before;
    peer_contact(scene->store, turn->arena, out->peer, &contact);
    parcel_try(scene->store, turn->arena, out->seq, &before);
    Instant due = {turn->now.ms + exchange_wait(contact.failures + 1, EXCHANGE_WAIT_CENTRE) * 1000LL};
    peer_failed(scene->store, out->peer, reason, due, turn->now);
    parcel_try_set(scene->store, out->seq, before.tries + 1, due, reason, turn->now);
}

void exchange_settle(Scene *scene, WindowTurn *turn)
{
    const ExchangeSettle *settle = turn->input;
    Arena *a = turn->arena;
    const char *problem = settle->reason;
    turn->result = value_object(a);
    const ParcelOut *out = parcel_out(scene->store, a, settle->seq);
    const Peer *peer = out ? peer_load(scene->store, a, out->peer) : NULL;
    if (!out || out->acknowledged || !peer) return;
    if (settle->outcome == POST_FAILED) { again(scene, turn, out, problem); return; }
    if (settle->outcome == POST_UNREACHED) { unreached(scene, turn, out, problem); return; }
    const Parcel *ack = settle->outcome == POST_ACKNOWLEDGED ? acknowledgement(scene, a, settle, out, peer, &problem) : NULL;
    value_set_bool(a, turn->result, "acknowledged", ack != NULL);
    if (ack) { record_acknowledged(scene, turn, out, ack); return; }
    peer_answered(scene->store, out->peer, turn->now);
    if (settle->outcome == POST_ACKNOWLEDGED) problem = arena_printf(a, REASON_ANSWER " %s", problem);
    again(scene, turn, out, problem);
    value_set_str(a, turn->result, "reason", problem);
}

/* ---- the administrator ---- */

void exchange_token_set(Scene *scene, WindowTurn *turn)
{
    const ExchangeToken *given = turn->input;
    if (!office_may(turn, RIGHT_ADMIN_TOKENS)) return;
    const Peer *peer = peer_load(scene->store, turn->arena, given->peer ? given->peer : "");
    if (!peer || !peer->open) { window_refuse(turn, REFUSED_NO_SUCH_PEER, given->peer); return; }
    const char *token = text_trim(turn->arena, given->token ? given->token : "");
    bool good = strlen(token) == MACHINE_TOKEN_CHARS && text_starts(token, "yc_") && strspn(token + 3, "0123456789abcdef") == MACHINE_TOKEN_CHARS - 3;
    if (*token && !good) { window_refuse(turn, REFUSED_FIELD_INVALID, "令牌：应为 yc_ 和64位十六进制数字"); return; }
    peer_token_set(scene->store, peer->id, *token ? token : NULL);
    parcel_try_now(scene->store, 0, turn->now);
    Value *body = value_object(turn->arena);
    value_set_str(turn->arena, body, "peer", peer->id);
    value_set_bool(turn->arena, body, "present", *token != 0);
    Event event = {.kind = "exchange.token_set", .body = body};
    window_record(scene, turn, &event);
}

void exchange_try_now(Scene *scene, WindowTurn *turn)
{
    if (!office_may(turn, RIGHT_ADMIN_TOKENS)) return;
    parcel_try_now(scene->store, *(const int64_t *)turn->input, turn->now);
}

void exchange_tick(Scene *scene, WindowTurn *turn)
{
    exchange_staged_expire(scene->store, (Instant){turn->now.ms - LIMIT_EXCHANGE_STAGED_DAYS * 86400000LL});
}

/* ---- verify ---- */

static const char *receipt_problem(Arena *arena, const Event *event, const char *key)
{
    const Value *receipt = value_get(event->body, "receipt");
    const char *text = receipt ? value_json(arena, receipt) : "";
    if (!receipt || !key) return "the event holds no receipt, or names no centre";
    ReceiptReport report = ledger_receipt_verify(arena, text, strlen(text), key);
    if (!report.proven) return "the receipt does not hold under that centre's key";
    if (strcmp(event->kind, "exchange.acknowledged")) return NULL;
    const Value *body = value_get(report.receipt->facts, "body");
    bool same = text_equal(value_str(body, "parcel"), value_str(event->body, "parcel")) && text_equal(value_str(body, "sha256"), value_str(event->body, "sha256"));
    return same ? NULL : "the receipt is that of another parcel";
}

ExchangeFinding exchange_check(Store *store, Arena *arena)
{
    ExchangeFinding finding = {.ok = true, .why = ""};
    Value *keys = value_object(arena);
    int64_t *seqs;
    int count = exchange_events(store, arena, &seqs);
    FaultOwned owned;
    Arena *turn = arena_owned(&owned);
    for (int i = 0; i < count && finding.ok; i++, arena_reset(turn)) {
        const Event *event = ledger_event(store, turn, seqs[i]);
        const char *peer = event ? value_str_or(event->body, "peer", "") : "";
        if (!event) continue;
        if (!strcmp(event->kind, "exchange.registered") || !strcmp(event->kind, "exchange.rekeyed")) { value_set_str(arena, keys, arena_strdup(arena, peer), value_str(event->body, "key")); continue; }
        if (strcmp(event->kind, "exchange.received") && strcmp(event->kind, "exchange.acknowledged")) continue;
        const char *problem = receipt_problem(turn, event, value_str(keys, peer));
        finding.receipts++;
        if (problem) finding = (ExchangeFinding){false, finding.receipts, event->seq, problem};
    }
    int64_t behind = finding.ok ? finding_open(store, NULL) : 0;
    if (behind) finding = (ExchangeFinding){false, finding.receipts, behind, "a centre holds a head that this log signed and does not contain: it was set back by an older backup; compare, then take_up"};
    fault_release(&owned);
    return finding;
}
