/* proof.c: what anybody can check: receipts, the head of the log, certificates and documents by their number; the proof file of an event. */
#include "certificates/certificates.h"
#include "base/embed.h"
#include "base/text.h"
#include "ledger/receipt.h"
#include "pages/case_view.h"
#include "people/identity.h"
#include "window/paper.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }
static const char *key_text(Request *request) { return window_key_text(hall_of(request)->window); }

static const char *hex(Arena *a, const uint8_t *bytes, size_t count)
{
    Buf text = buf_new(a);
    buf_hex(&text, bytes, count);
    return text.text;
}

/* The newest signed head into view.checkpoint; the number of entries it covers. */
static int64_t set_checkpoint(Request *request, Value *view)
{
    Arena *a = request->arena;
    Checkpoint head;
    const char *note = ledger_head(store_of(request), a, &head);
    value_set_str(a, view, "key_text", key_text(request));
    if (!note) return 0;
    Value *out = value_set_object(a, view, "checkpoint");
    value_set_int(a, out, "size", head.size);
    value_set_str(a, out, "root", hex(a, head.root.b, sizeof head.root.b));
    value_set_str(a, out, "time", head.timed ? instant_text_short(a, head.at) : "");
    value_set_str(a, out, "note", note);
    return head.size;
}

/* ---- a receipt checked here ---- */

static Value *verify_view(Request *request)
{
    Value *view = page_view(request, "verify");
    value_set_str(request->arena, view, "csrf", visitor_csrf(request));
    value_set_str(request->arena, view, "verifier_url", "/verify/offline.html");
    value_set_str(request->arena, view, "key_url", "/ledger.pub");
    set_checkpoint(request, view);
    return view;
}

static void verify_page(Request *request) { page_show(request, 200, "verify", verify_view(request)); }

static void set_checked(Request *request, Value *view, const ReceiptReport *report)
{
    Arena *a = request->arena;
    Value *checked = value_set_object(a, view, "checked"), *findings = value_set_list(a, checked, "findings");
    const char *key = report->proven ? "verify.proven" : report->intact ? "verify.other_key" : "verify.bad";
    value_set_bool(a, checked, "good", report->proven);
    value_set_str(a, checked, "title", page_message(request, key));
    value_set_str(a, checked, "text", page_message(request, arena_printf(a, "%s_text", key)));
    for (int i = 0; i < report->count; i++) {
        const ReceiptFinding *finding = &report->findings[i];
        Value *row = value_push_object(a, findings);
        value_set_str(a, row, "tone", finding->kind == FINDING_GOOD ? "green" : finding->kind == FINDING_BAD ? "seal" : "amber");
        value_set_str(a, row, "mark", page_message(request, finding->kind == FINDING_GOOD ? "verify.mark_good" : finding->kind == FINDING_BAD ? "verify.mark_bad" : "verify.mark_open"));
        value_set_str(a, row, "text", english(request) ? finding->en : finding->zh);
    }
    if (!report->receipt || !report->intact) return;
    const Value *facts = report->receipt->facts;
    Value *about = value_set_object(a, checked, "about");
    value_set_str(a, about, "number", value_str_or(facts, "case", ""));
    value_set_str(a, about, "time", value_str_or(facts, "at", ""));
    Event event = {.kind = value_str_or(facts, "kind", "")};
    value_set_str(a, about, "what", event_title(request, &event));
    value_set_int(a, about, "index", report->receipt->index);
}

static void verify_receipt(Request *request)
{
    Value *view = verify_view(request);
    const Upload *file = request_file(request, "receipt", 0);
    if (!file || !file->size || file->size > RECEIPT_LIMIT_BYTES) {
        page_set_error(request, view, "receipt", page_message(request, file && file->size ? "verify.too_large" : "verify.no_file"));
        page_show(request, 422, "verify", view);
        return;
    }
    ReceiptReport report = ledger_receipt_verify(request->arena, (const char *)file->data, file->size, key_text(request));
    set_checked(request, view, &report);
    page_show(request, 200, "verify", view);
}

/* ---- the offline verifier: one file with its script and style inside, allowed by their hashes and nothing else ---- */

static const char *inside_hash(Arena *a, const char *html, const char *open, const char *close)
{
    const char *from = strstr(html, open), *to = from ? strstr(from, close) : NULL;
    Hash hash;
    if (!to) return "";
    from += strlen(open);
    merkle_sha256(&hash, from, (size_t)(to - from), "", 0);
    return arena_printf(a, "'sha256-%s'", base64_text(a, hash.b, sizeof hash.b));
}

static void offline_verifier(Request *request)
{
    static StaticReply *reply;             /* loop thread only; made at first use, for the life of the process */
    size_t bytes;
    const char *html = (const char *)embed_find(request->arena, "web/verify.html", &bytes);
    if (!html) { reply_problem(request, 404, "the offline verifier is missing"); return; }
    if (!reply) {
        reply = static_reply_new("text/html; charset=utf-8", NULL, html, bytes);
        static_reply_header(reply, "Content-Security-Policy", arena_printf(request->arena,
            "default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            inside_hash(request->arena, html, "<script>", "</script>"), inside_hash(request->arena, html, "<style>", "</style>")));
        static_reply_compress(reply, html, bytes);
    }
    reply_static(request, reply);
}

/* ---- the log ---- */

enum { LEAVES_SHOWN = 20, HEADS_SHOWN = 10, SHORT_BYTES = 8 };

static void set_leaves(Request *request, Value *view, int64_t size)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "events");
    for (int64_t seq = size; seq > 0 && seq > size - LEAVES_SHOWN; seq--) {
        const char *body, *person;         /* the texts are not shown: no case number, no contents, no personal data */
        const Event *event = ledger_event_text(store_of(request), a, seq, &body, &person);
        if (!event) break;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "index", arena_printf(a, "%lld", (long long)seq - 1));
        value_set_str(a, row, "time", instant_text_short(a, event->at));
        value_set_str(a, row, "kind", event_title(request, event));
        value_set_str(a, row, "hash_short", hex(a, event->leaf, SHORT_BYTES));
    }
}

static void set_heads(Request *request, Value *view)
{
    Arena *a = request->arena;
    Checkpoint heads[HEADS_SHOWN];
    int count = ledger_heads(store_of(request), a, heads, HEADS_SHOWN);
    Value *list = value_set_list(a, view, "checkpoints");
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "size", heads[i].size);
        value_set_str(a, row, "root_short", hex(a, heads[i].root.b, SHORT_BYTES));
        value_set_str(a, row, "time", heads[i].timed ? instant_text_short(a, heads[i].at) : "");
    }
}

static void set_catalogue(Request *request, Value *view)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Scene *scene = v->hall->scene;
    int count;
    const Item **items = catalog_items(scene->catalog, a, v->today, NULL, NULL, &count);
    Day newest = DAY_NONE;
    for (int i = 0; i < count; i++) if (day_is_none(newest) || day_after(items[i]->from, newest)) newest = items[i]->from;
    Value *out = value_set_object(a, view, "catalogue");
    value_set_str(a, out, "items", arena_printf(a, "%d", count));
    value_set_str(a, out, "hash", scene->catalogue_hash);
    value_set_str(a, out, "published", day_text(a, newest));
}

static void set_calendar(Request *request, Value *view)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Calendar *calendar = v->hall->scene->calendar;
    int last = calendar_last_covered(calendar), count;
    CalendarVersion *versions = calendar_history(store_of(request), a, 1, &count);
    Value *out = value_set_object(a, view, "calendar");
    value_set_str(a, out, "version", arena_printf(a, english(request) ? "version %lld" : "第 %lld 版", (long long)calendar_version(calendar)));
    value_set_str(a, out, "years", arena_printf(a, "%d–%d", calendar_first_covered(calendar), last));
    value_set_str(a, out, "provisional_years", arena_printf(a, "%d", last + 1));
    value_set_str(a, out, "imported", count ? instant_text_short(a, versions[0].at) : "");
}

static void ledger_page(Request *request)
{
    Value *view = page_view(request, "verify");
    int64_t size = set_checkpoint(request, view);
    set_leaves(request, view, size);
    set_heads(request, view);
    set_catalogue(request, view);
    set_calendar(request, view);
    page_show(request, 200, "ledger", view);
}

static void ledger_key(Request *request) { reply_text(request, 200, arena_printf(request->arena, "%s\n", key_text(request))); }

/* ---- certificates and documents by number ---- */

/* A later document of the same case that takes this one back or replaces it. */
static const IssuedDocument *superseded_by(Request *request, const IssuedDocument *document)
{
    static const char *const kinds[] = {"F28", "F29", "F30", "F31", "F32"};
    int count;
    const IssuedDocument **all = documents_of_case(store_of(request), request->arena, document->case_id, &count);
    for (int i = count - 1; i >= 0; i--)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (!strcmp(all[i]->kind, kinds[k]) && !all[i]->void_reason && text_equal(value_str(all[i]->record, "original_number"), document->number)) return all[i];
    return NULL;
}

static Day day_fact(const Value *record, const char *key)
{
    const Value *value = value_get(record, key);
    Day day = DAY_NONE;
    if (value && value->kind == VALUE_INT) return (Day){(int32_t)value->integer};
    if (value && value->kind == VALUE_STRING) day_parse(value->string, &day);
    return day;
}

/* valid, void, replaced, not yet, expired: key of the message, and whether it may be relied on today. */
static const char *standing_of(Request *request, const IssuedDocument *document, Value *out)
{
    Day today = visitor_of(request)->today, from = day_fact(document->record, "valid_from"), to = day_fact(document->record, "valid_to");
    const IssuedDocument *later = document->case_id ? superseded_by(request, document) : NULL;
    const Certificate *registered = certificate_by_number(store_of(request), request->arena, document->number);
    if (document->void_reason) { value_set_str(request->arena, out, "why", document->void_reason); return "certificate.void"; }
    if (registered) to = registered->valid_to;
    if (later && (!registered || registered->state != CERTIFICATE_VALID || value_bool(later->record, "granted"))) {
        const char *title = document_title(request->arena, document_kind(later->kind), later->record, english(request));
        value_set_str(request->arena, out, "why", arena_printf(request->arena, "%s %s", title, later->number ? later->number : ""));
        if (!registered || registered->state != CERTIFICATE_VALID) return strcmp(later->kind, "F28") && strcmp(later->kind, "F29") ? "certificate.taken_back" : "certificate.replaced";
    }
    if (registered && registered->state == CERTIFICATE_EXPIRED) return "certificate.expired";
    if (registered && !strcmp(certificate_state_name(registered, today), "valid")) return "certificate.good";      /* also while a renewal waits: XK-50 */
    if (!day_is_none(to) && day_before(to, today)) return "certificate.expired";
    if (!day_is_none(from) && day_after(from, today)) return "certificate.not_yet";
    return "certificate.good";
}

static const char *holder_shown(Request *request, const CaseFile *file)
{
    const char *name = file ? value_str(file->person, "applicant_name") : NULL;
    return !file ? "" : name ? identity_mask_name(request->arena, name) : page_message(request, "case.erased");
}

static void set_found(Request *request, Value *view, const IssuedDocument *document)
{
    Arena *a = request->arena;
    const Scene *scene = hall_of(request)->scene;
    const CaseFile *file = document->case_id ? case_load(scene->store, a, document->case_id) : NULL;
    const Item *item = file ? case_item(scene, file) : NULL;
    const LegalBody *body = catalog_body(scene->catalog, document->body);
    const Event *event = ledger_event(scene->store, a, document->event_seq);
    Value *out = value_set_object(a, view, "found");
    Day from = day_fact(document->record, "valid_from"), to = day_fact(document->record, "valid_to");
    const Certificate *registered = certificate_by_number(store_of(request), a, document->number);
    if (registered) { from = registered->valid_from; to = registered->valid_to; }
    value_set_str(a, out, "why", NULL);
    const char *state = standing_of(request, document, out);
    bool good = !strcmp(state, "certificate.good");
    value_set_bool(a, out, "valid", good);
    value_set_str(a, out, "state_text", page_message(request, state));
    value_set_str(a, out, "tone", good ? "green" : "seal");
    value_set_str(a, out, "name", document_title(a, document_kind(document->kind), document->record, english(request)));
    value_set_str(a, out, "number", document->number);
    bool withheld = document_withheld(document);                    /* XK-05: whether it holds may be asked, by whom and for what it was given may not */
    value_set_str(a, out, "holder", withheld ? page_message(request, "certificate.withheld") : holder_shown(request, file));
    value_set_str(a, out, "item_name", item ? item->name : NULL);
    value_set_str(a, out, "item_url", item ? arena_printf(a, "/items/%s?version=%d", item->code, item->version) : NULL);
    value_set_str(a, out, "body", value_str_or(document->record, "organ", body ? body->name : ""));
    value_set_str(a, out, "seal", NULL);
    value_set_str(a, out, "issued", day_text(a, document->day));
    bool certificate = !strcmp(document->kind, "F26");
    value_set_str(a, out, "content", certificate && !withheld ? value_str(document->record, "content") : NULL);
    value_set_str(a, out, "valid_from", day_text(a, day_is_none(from) ? document->day : from));
    value_set_str(a, out, "valid_to", !day_is_none(to) ? day_text(a, to) : certificate ? page_message(request, "certificate.no_expiry") : NULL);
    value_set_str(a, out, "pdf_url", file && visitor_is_holder(request, file) ? arena_printf(a, "/documents/%lld.pdf", (long long)document->id) : NULL);
    value_set_str(a, out, "log_index", arena_printf(a, "%lld", (long long)document->event_seq - 1));
    value_set_str(a, out, "hash_short", event ? hex(a, event->leaf, SHORT_BYTES) : "");
}

/* People type 〔2026〕 in many ways: brackets of every shape and width, spaces anywhere. */
static const char *number_normal(Arena *a, const char *typed)
{
    Buf out = buf_new(a);
    for (const char *at = typed, *from = at; *at; from = at) {
        uint32_t c = text_next(&at), half = identity_half(c);
        if (half == ' ' || half == '\t') continue;
        if (half == '[' || half == '(' || c == 0x3014 || c == 0x3010 || c == 0x300a) buf_str(&out, "〔");
        else if (half == ']' || half == ')' || c == 0x3015 || c == 0x3011 || c == 0x300b) buf_str(&out, "〕");
        else if (half < 128) buf_char(&out, (char)half);
        else buf_add(&out, from, (size_t)(at - from));
    }
    return out.text;
}

static void check_document(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const char *typed = request_query(request, "number");
    Value *view = page_view(request, "verify"), *form = value_set_object(a, view, "form");
    value_set_str(a, form, "number", typed ? typed : "");
    if (text_blank(typed)) { page_show(request, 200, "certificate_check", view); return; }
    /* Numbers follow one another, so reading them all is made slow; masked names say little even then. */
    char address[64];
    int wait = 0;
    throttle_address(request->remote, address, sizeof address);
    if (!throttle_take(v->hall->queries, arena_printf(a, "check %s", address), v->now, &wait)) {
        reply_header(request, "Retry-After", arena_printf(a, "%d", wait));
        page_set_refusal(request, view, REFUSED_TOO_MANY, NULL);
        page_show(request, 429, "certificate_check", view);
        return;
    }
    const char *number = number_normal(a, typed);
    const IssuedDocument *document = strlen(number) <= LIMIT_NAME_CHARACTERS && document_number_valid(number) ? document_by_number(store_of(request), a, number) : NULL;
    value_set_bool(a, view, "asked", true);
    if (document) set_found(request, view, document);
    page_show(request, document ? 200 : 404, "certificate_check", view);
}

/* ---- the proof file of an event ---- */

/* "receipt.json": the event that opened the case; "17.json": event 17. 0: no such file. */
static int64_t asked_event(Request *request, const CaseFile *file)
{
    const char *name = request_param(request, "file"), *dot = strrchr(name, '.');
    int64_t seq = 0;
    if (!dot || strcmp(dot, ".json")) return 0;
    if (!strcmp(name, "receipt.json")) {
        Query *q = ledger_read_case(store_of(request), file->id);
        const Event *first = ledger_next(q, request->arena);
        store_done(q);
        return first ? first->seq : 0;
    }
    return text_parse_int(arena_strndup(request->arena, name, (size_t)(dot - name)), 1, INT64_MAX, &seq) ? seq : 0;
}

static void receipt_file(Request *request)
{
    Arena *a = request->arena;
    const CaseFile *file = case_find(store_of(request), a, request_param(request, "number"));
    bool holder = file && visitor_is_holder(request, file), staff = file && visitor_of(request)->actor.kind == ACTOR_OFFICER && visitor_may(request, RIGHT_SEE_CASE, file);
    /* Who may not see the case does not learn whether it exists. */
    if (!holder && !staff) { page_refusal(request, REFUSED_NOT_THE_APPLICANT, NULL); return; }
    int64_t seq = asked_event(request, file);
    const Event *event = seq ? ledger_event(store_of(request), a, seq) : NULL;
    if (!event || event->case_id != file->id || (holder && (case_event_internal(event->kind) || case_event_answers_party(event)))) { reply_problem(request, 404, "no such event of this case"); return; }
    Value *receipt = ledger_receipt(store_of(request), a, key_text(request), seq, holder && !case_event_party(event));
    if (!receipt) { reply_problem(request, 404, "the event is not under a signed head yet"); return; }
    const char *json = value_json(a, receipt);
    bool opening = !strcmp(request_param(request, "file"), "receipt.json");
    const char *name = opening ? arena_printf(a, "yichuang-receipt-%s.json", file->number) : arena_printf(a, "yichuang-receipt-%s-%lld.json", file->number, (long long)seq);
    reply_download(request, name, "application/json", json, strlen(json));
}

const Route proof_routes[] = {
    {HTTP_GET, "/verify", verify_page, ROUTE_OPEN, "核验 what a receipt proves"},
    {HTTP_POST, "/verify", verify_receipt, ROUTE_OPEN, "核对存证文件 check a proof file"},
    {HTTP_GET, "/verify/offline.html", offline_verifier, ROUTE_OPEN, "离线核验页 the self-contained verifier"},
    {HTTP_GET, "/ledger", ledger_page, ROUTE_OPEN, "办件账本 head of the log"},
    {HTTP_GET, "/ledger.pub", ledger_key, ROUTE_OPEN, "账本公钥 public key of the log"},
    {HTTP_GET, "/certificates", check_document, ROUTE_OPEN, "证照和文书核验 check a certificate or document"},
    {HTTP_GET, "/check", check_document, ROUTE_OPEN, "文书二维码所指 where the QR codes lead"},
    {HTTP_GET, "/receipts/:number/:file", receipt_file, ROUTE_OPEN, "存证文件 the proof file of an event"},
    {0}};
