/* postman.c: the threads that carry parcels to other centres, one for each centre that has something to come; see postman.h. */
#include "window/postman.h"
#include "base/log.h"
#include "base/text.h"
#include "window/exchange_act.h"
#include "window/paper.h"
#include "window/wait.h"
#include "window/worker.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_MS = 300, TICK_MS = 3600 * 1000, LANE_PEER = 64, HAIL_MS = 600 * 1000 };

/* One centre's parcels under way, by a thread of their own: a centre that hangs holds up nobody else's. */
typedef struct Lane {
    Worker worker;                       /* ends when nothing of its centre is due any more; what comes due later gets a lane again */
    Postman *postman;
    char peer[LANE_PEER];
    bool hail;                           /* compare heads before anything else */
    int64_t making;                      /* the parcel being drawn and sealed; 0 none. Should that fail, it waits, and the others go */
} Lane;

/* When a centre is asked next what it holds of our log. */
typedef struct Hail { char peer[LANE_PEER]; int64_t due; } Hail;

struct Postman {
    PostmanOptions options;
    Worker worker;                       /* looks who has something to come */
    int64_t ticked;                      /* ms */
    Hail hails[LIMIT_EXCHANGE_PEERS];    /* in its memory alone: after a start everybody is asked, which is when it matters */
    int hail_count;
    Lane lanes[POST_LANES];
    atomic_bool stopping;
};

/* ---- one request ---- */

typedef struct Answer { const Lane *lane; char *text; size_t bytes; bool too_long; } Answer;      /* malloc: a library's callback must not raise */

static size_t keep(char *data, size_t size, size_t n, void *context)
{
    Answer *a = context;
    size_t more = size * n;
    if (a->bytes + more > LIMIT_EXCHANGE_ANSWER_BYTES) { a->too_long = true; return 0; }
    char *longer = realloc(a->text, a->bytes + more + 1);
    if (!longer) return 0;
    a->text = longer;
    memcpy(a->text + a->bytes, data, more);
    a->bytes += more;
    a->text[a->bytes] = 0;
    return more;
}

static int go_on(void *context, curl_off_t a, curl_off_t b, curl_off_t d, curl_off_t e)
{
    (void)a, (void)b, (void)d, (void)e;
    return worker_stopping(&((const Answer *)context)->lane->worker);
}

/* POST; gives the HTTP status, 0 when there was none, and the answer in the arena. */
static long post(Lane *p, const char *url, const char *token, const char *type, const void *body, size_t bytes, const char **answer, CURLcode *failure)
{
    Answer got = {.lane = p};
    long code = 0;
    const char *content = arena_printf(p->worker.arena, "Content-Type: %s", type), *bearer = *token ? arena_printf(p->worker.arena, "Authorization: Bearer %s", token) : NULL;
    struct curl_slist *headers = worker_line(worker_line(worker_line(worker_line(NULL, content), "Expect:"), "User-Agent: yichuang"), "Accept-Language: zh-CN");      /* until it is freed nothing raises */
    if (bearer) headers = worker_line(headers, bearer);
    CURL *curl = worker_request(&p->worker, &(WorkerRequest){POST_CONNECT_SECONDS, POST_SECONDS, p->postman->options.ca_file, keep, go_on, &got});
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)POST_SILENT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)bytes);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    *failure = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(headers);
    FaultOwned owned;
    fault_own(&owned, got.text, free);
    *answer = arena_strdup(p->worker.arena, got.text ? got.text : "");
    fault_release(&owned);
    return *failure == CURLE_OK || (*failure == CURLE_WRITE_ERROR && got.too_long) ? code : 0;
}

/* ---- one parcel ---- */

/* What the other centre says no with: its own code, which names rule and remedy; never its free text. */
static const char *said(Lane *p, long code, const char *answer)
{
    const char *error, *named = NULL;
    const Value *problem = value_parse(p->worker.arena, answer, strlen(answer), &error);
    if (problem && problem->kind == VALUE_OBJECT) named = value_str(problem, "code");
    if (named && refusal_named(named) != REFUSAL_COUNT) return arena_strdup(p->worker.arena, named);
    bool word = named && strlen(named) < 40 && strspn(named, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(named);
    return arena_printf(p->worker.arena, "%s HTTP %ld%s%s", code == 401 || code == 403 ? REASON_TOKEN : REASON_ANSWER, code, word ? " " : "", word ? named : "");
}

static const char *failure_kind(CURLcode failure)
{
    switch (failure) {
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_COULDNT_RESOLVE_HOST: return "name";
    case CURLE_COULDNT_CONNECT: return "connect";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE: return "certificate";
    default: return "cut";
    }
}

static ExchangeSettle unreached(Lane *p, int64_t seq, CURLcode failure)
{
    return (ExchangeSettle){.seq = seq, .outcome = POST_UNREACHED, .reason = arena_printf(p->worker.arena, REASON_LINE " %s", failure_kind(failure))};
}

/* A file the receiver asked for. False: *settle says why not. */
static bool send_file(Lane *p, int64_t seq, const Value *sealed, const char *sha256, ExchangeSettle *settle)
{
    const uint8_t *content;
    size_t bytes;
    CURLcode failure;
    const char *answer, *url = arena_printf(p->worker.arena, "%s/api/v1/exchange/files?sha256=%.64s", value_str(sealed, "url"), sha256);
    *settle = (ExchangeSettle){.seq = seq, .outcome = POST_AGAIN, .reason = REASON_SEAL " a file of the parcel is gone"};
    if (strspn(sha256, "0123456789abcdef") != PARCEL_HASH_CHARS || !exchange_content(p->worker.store, p->worker.arena, seq, sha256, &content, &bytes)) return false;
    long code = post(p, url, value_str_or(sealed, "token", ""), "application/octet-stream", content, bytes, &answer, &failure);
    if (!code) *settle = unreached(p, seq, failure);
    else settle->reason = said(p, code, answer);
    return code >= 200 && code < 300;
}

/* The parcel, then the files it lacks, then the parcel: until the receiver acknowledges it. */
static ExchangeSettle send_parcel(Lane *p, int64_t seq, const Value *sealed)
{
    ExchangeSettle settle = {.seq = seq, .outcome = POST_AGAIN, .reason = REASON_ANSWER " files are asked for again and again"};
    Value *body = value_object(p->worker.arena);
    value_set_str(p->worker.arena, body, "envelope", value_str(sealed, "envelope"));
    value_set_str(p->worker.arena, body, "note", value_str(sealed, "note"));
    const char *json = value_json(p->worker.arena, body), *url = arena_printf(p->worker.arena, "%s/api/v1/exchange/parcels", value_str(sealed, "url")), *answer, *error;
    for (int round = 0; round < POST_ROUNDS; round++) {
        CURLcode failure;
        long code = post(p, url, value_str_or(sealed, "token", ""), "application/json", json, strlen(json), &answer, &failure);
        if (!code) return unreached(p, seq, failure);
        const Value *reply = code == 200 || code == 202 ? value_parse(p->worker.arena, answer, strlen(answer), &error) : NULL;
        if (!reply || reply->kind != VALUE_OBJECT) { settle.reason = said(p, code, answer); return settle; }
        const Value *missing = value_get(reply, "missing");
        if (code == 200) {
            const char *envelope = value_str_or(reply, "envelope", "");
            return (ExchangeSettle){.seq = seq, .outcome = POST_ACKNOWLEDGED, .reason = "", .envelope = envelope, .bytes = strlen(envelope), .note = value_str_or(reply, "note", "")};
        }
        for (const Value *one = missing && missing->kind == VALUE_LIST ? missing->first : NULL; one; one = one->next)
            if (one->kind != VALUE_STRING || !send_file(p, seq, sealed, one->string, &settle)) return settle;
    }
    return settle;
}

static void end_scene(void *scene) { scene_close(scene); }

/* The PDF of what was decided, drawn once, before the parcel is sealed. */
static void draw(Lane *p, ExchangeSeal *seal)
{
    const IssuedDocument *document = exchange_paper(p->worker.store, p->worker.arena, seal->seq);
    const ParcelOut *out = document ? parcel_out(p->worker.store, p->worker.arena, seal->seq) : NULL;
    if (!out) return;
    FaultOwned owned;
    Scene *scene = scene_open(store_open(window_database(p->postman->options.window), STORE_READ), NULL);
    fault_own(&owned, scene, end_scene);
    const CaseFile *file = case_load(scene->store, p->worker.arena, out->case_id);
    const Value *facts = file ? paper_drawing(scene, p->worker.arena, document, file, false) : NULL, *sheet = facts ? document_sheet(p->worker.arena, document->kind, facts, "zh") : NULL;
    if (sheet) seal->pdf = renderer_pdf(p->postman->options.renderer, p->worker.arena, sheet, &seal->pdf_bytes);
    fault_release(&owned);
    if (seal->pdf_bytes > LIMIT_UPLOAD_BYTES) seal->pdf = NULL;
}

/* An outcome must not be lost while the process lives; lost with it, the parcel is sent again and answered as before. */
static void settle(Lane *p, const ExchangeSettle *settled)
{
    Value *result = NULL;
    while (!window_wait(p->postman->options.window, p->worker.arena, exchange_settle, settled, &result)) {
        log_line(LOG_WARN, "postman", "the outcome of a parcel could not be stored yet");
        if (worker_stopping(&p->worker)) return;
        worker_rest(&p->worker, 1000);
    }
    const char *reason = settled->outcome == POST_ACKNOWLEDGED ? value_str(result, "reason") : settled->reason;
    if (!value_bool(result, "acknowledged")) log_line(LOG_WARN, "postman", "parcel %lld not acknowledged: %s", (long long)settled->seq, reason ? reason : "");
}

/* Each shows the other what it holds of its log (exchange_compare): found at the start, before a log set back by an older backup goes on for long. */
static void hail(Lane *p)
{
    OneWindow *window = p->postman->options.window;
    const Peer *peer = peer_load(p->worker.store, p->worker.arena, p->peer);
    const char *token, *answer, *error;
    CURLcode failure;
    if (!peer || !peer->open || !peer_token(p->worker.store, p->worker.arena, p->peer, &token)) return;
    const char *json = value_json(p->worker.arena, exchange_held(p->worker.store, p->worker.arena, p->peer)), *url = arena_printf(p->worker.arena, "%s/api/v1/exchange/heads", peer->url);
    const Value *reply = post(p, url, token, "application/json", json, strlen(json), &answer, &failure) == 200 ? value_parse(p->worker.arena, answer, strlen(answer), &error) : NULL;
    if (!reply || reply->kind != VALUE_OBJECT) return;
    const Value *parcels = value_get(reply, "parcels");
    ExchangeHeads heads = {p->peer, value_str_or(reply, "head", ""), parcels && parcels->kind == VALUE_LIST ? parcels : NULL};
    window_wait(window, p->worker.arena, exchange_compare, &heads, NULL);
}

/* The centre's next parcel, if one is due. */
static bool carry_one(Lane *p)
{
    OneWindow *window = p->postman->options.window;
    Value *sealed = NULL;
    ExchangeSeal seal = {.seq = parcel_due_at(p->worker.store, p->peer, instant_now())};
    if (!seal.seq) return false;
    p->making = seal.seq;
    draw(p, &seal);
    p->making = 0;
    if (!window_wait(window, p->worker.arena, exchange_seal, &seal, &sealed)) { worker_rest(&p->worker, 1000); return false; }
    if (!sealed) return false;
    ExchangeSettle settled = send_parcel(p, seal.seq, sealed);
    if (worker_stopping(&p->worker) && settled.outcome == POST_UNREACHED) return false;        /* broken off by us */
    settle(p, &settled);
    return settled.outcome == POST_ACKNOWLEDGED;
}

static bool lane_round(Worker *w)
{
    Lane *p = w->owner;
    if (!p->hail) return carry_one(p);
    p->hail = false;
    hail(p);
    return true;
}

static void lane_failed(Worker *w)
{
    Lane *p = w->owner;
    ExchangeSettle failed = {.seq = p->making, .outcome = POST_FAILED, .reason = REASON_SEAL " its paper could not be drawn"};
    if (failed.seq) window_wait(w->window, w->arena, exchange_settle, &failed, NULL);
    p->making = 0;
}

/* ---- the lanes ---- */

static void lane_open(Postman *p, Lane *lane, const char *peer, bool hail)
{
    *lane = (Lane){.postman = p, .hail = hail, .worker = {.owner = lane, .name = "postman", .window = p->options.window, .stopping = &p->stopping, .round = lane_round, .failed = lane_failed}};
    snprintf(lane->peer, sizeof lane->peer, "%s", peer);
    if (!worker_start(&lane->worker)) log_line(LOG_WARN, "postman", "no thread for centre %s yet", peer);
}

/* True when it is time to compare heads with this centre; it is not time again soon. */
static bool hail_due(Postman *p, const char *peer, Instant now)
{
    int i = 0;
    while (i < p->hail_count && strcmp(p->hails[i].peer, peer)) i++;
    if (i == LIMIT_EXCHANGE_PEERS) return false;
    if (i == p->hail_count) snprintf(p->hails[p->hail_count++].peer, LANE_PEER, "%s", peer);
    if (p->hails[i].due > now.ms) return false;
    p->hails[i].due = now.ms + HAIL_MS;
    return true;
}

static Lane *lane_for(Postman *p, const char *peer)
{
    Lane *idle = NULL;
    for (int i = 0; i < POST_LANES; i++) {
        if (!p->lanes[i].worker.started) idle = &p->lanes[i];
        else if (!strcmp(p->lanes[i].peer, peer)) return NULL;          /* it has one */
    }
    return idle;
}

/* What ended is cleared away; every centre with something due gets a lane, as far as there are lanes. */
static bool look_round(Worker *w)
{
    Postman *p = w->owner;
    int count;
    Instant now = instant_now();
    if (now.ms - p->ticked > TICK_MS && window_wait(w->window, w->arena, exchange_tick, NULL, NULL)) p->ticked = now.ms;
    const char **peers = peers_due(w->store, w->arena, instant_now(), &count);
    for (int i = 0; i < POST_LANES; i++) if (atomic_load(&p->lanes[i].worker.ended)) worker_join(&p->lanes[i].worker);
    for (int n = 0; n < count; n++) {
        Lane *lane = lane_for(p, peers[n]);
        if (lane) lane_open(p, lane, peers[n], false);
    }
    const Peer *all = peers_list(w->store, w->arena, &count);
    for (int n = 0; n < count; n++) {
        const char *token;
        Lane *lane = all[n].open && peer_token(w->store, w->arena, all[n].id, &token) ? lane_for(p, all[n].id) : NULL;
        if (lane && hail_due(p, all[n].id, now)) lane_open(p, lane, all[n].id, true);
    }
    return false;
}

Postman *postman_start(const PostmanOptions *options)
{
    Postman *p = calloc(1, sizeof *p);
    if (!p || curl_global_init(CURL_GLOBAL_DEFAULT)) { free(p); fault_raise(FAULT_MEMORY, "out of memory: postman"); }
    p->options = *options;
    p->worker = (Worker){.owner = p, .name = "postman", .window = options->window, .stopping = &p->stopping, .round = look_round, .poll_ms = POLL_MS};
    if (!worker_start(&p->worker)) { postman_stop(p); fault_raise(FAULT_MEMORY, "no thread: postman"); }
    return p;
}

void postman_stop(Postman *p)
{
    if (!p) return;
    atomic_store(&p->stopping, true);
    worker_join(&p->worker);
    for (int i = 0; i < POST_LANES; i++) worker_join(&p->lanes[i].worker);
    curl_global_cleanup();
    free(p);
}
