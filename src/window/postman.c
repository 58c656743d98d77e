/* postman.c: the threads that carry parcels to other centres, one for each centre that has something to come; see postman.h. */
#include "window/postman.h"
#include "base/log.h"
#include "base/text.h"
#include "window/exchange_act.h"
#include "window/paper.h"
#include "window/wait.h"
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POLL_MS = 300, REST_MS = 5000, TICK_MS = 3600 * 1000, LANE_PEER = 64 };

/* One centre's parcels under way, by a thread of their own: a centre that hangs holds up nobody else's. */
typedef struct Lane {
    Postman *postman;
    pthread_t thread;
    bool taken;                          /* the postman's own: a thread is there, or has to be joined */
    atomic_bool ended;
    char peer[LANE_PEER];
    Store *store;
    Arena *arena;                        /* of the parcel under way */
    CURL *curl;
    int64_t making;                      /* the parcel being drawn and sealed; 0 none. Should that fail, it waits, and the others go */
} Lane;

struct Postman {
    PostmanOptions options;
    pthread_t thread;
    Store *store;
    Arena *arena;
    int64_t ticked;                      /* ms */
    Lane lanes[POST_LANES];
    atomic_bool stopping;
};

static bool stopping(const Postman *p) { return atomic_load(&p->stopping); }

static void rest(const Postman *p, int ms)
{
    for (; ms > 0 && !stopping(p); ms -= 50) nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
}

/* ---- one request ---- */

typedef struct Answer { char *text; size_t bytes; bool too_long; } Answer;      /* malloc: a library's callback must not raise */

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
    return stopping(((const Lane *)context)->postman);
}

static struct curl_slist *add(struct curl_slist *list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(list, line);
    return longer ? longer : list;
}

/* POST; gives the HTTP status, 0 when there was none, and the answer in the arena. */
static long post(Lane *p, const char *url, const char *token, const char *type, const void *body, size_t bytes, const char **answer, CURLcode *failure)
{
    CURL *curl = p->curl;
    Answer got = {0};
    long code = 0;
    const char *content = arena_printf(p->arena, "Content-Type: %s", type), *bearer = *token ? arena_printf(p->arena, "Authorization: Bearer %s", token) : NULL;
    struct curl_slist *headers = add(add(add(add(NULL, content), "Expect:"), "User-Agent: yichuang"), "Accept-Language: zh-CN");      /* until it is freed nothing raises */
    if (bearer) headers = add(headers, bearer);
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)POST_CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)POST_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)POST_SILENT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, p);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &got);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)bytes);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    if (p->postman->options.ca_file) curl_easy_setopt(curl, CURLOPT_CAINFO, p->postman->options.ca_file);
    *failure = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(headers);
    FaultOwned owned;
    fault_own(&owned, got.text, free);
    *answer = arena_strdup(p->arena, got.text ? got.text : "");
    fault_release(&owned);
    return *failure == CURLE_OK || (*failure == CURLE_WRITE_ERROR && got.too_long) ? code : 0;
}

/* ---- one parcel ---- */

/* What the other centre says no with: its own code, which names rule and remedy; never its free text. */
static const char *said(Lane *p, long code, const char *answer)
{
    const char *error, *named = NULL;
    const Value *problem = value_parse(p->arena, answer, strlen(answer), &error);
    if (problem && problem->kind == VALUE_OBJECT) named = value_str(problem, "code");
    if (named && refusal_named(named) != REFUSAL_COUNT) return arena_strdup(p->arena, named);
    bool word = named && strlen(named) < 40 && strspn(named, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(named);
    return arena_printf(p->arena, "%s HTTP %ld%s%s", code == 401 || code == 403 ? REASON_TOKEN : REASON_ANSWER, code, word ? " " : "", word ? named : "");
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
    return (ExchangeSettle){.seq = seq, .outcome = POST_UNREACHED, .reason = arena_printf(p->arena, REASON_LINE " %s", failure_kind(failure))};
}

/* A file the receiver asked for. False: *settle says why not. */
static bool send_file(Lane *p, int64_t seq, const Value *sealed, const char *sha256, ExchangeSettle *settle)
{
    const uint8_t *content;
    size_t bytes;
    CURLcode failure;
    const char *answer, *url = arena_printf(p->arena, "%s/api/v1/exchange/files?sha256=%.64s", value_str(sealed, "url"), sha256);
    *settle = (ExchangeSettle){.seq = seq, .outcome = POST_AGAIN, .reason = REASON_SEAL " a file of the parcel is gone"};
    if (strspn(sha256, "0123456789abcdef") != PARCEL_HASH_CHARS || !exchange_content(p->store, p->arena, seq, sha256, &content, &bytes)) return false;
    long code = post(p, url, value_str_or(sealed, "token", ""), "application/octet-stream", content, bytes, &answer, &failure);
    if (!code) *settle = unreached(p, seq, failure);
    else settle->reason = said(p, code, answer);
    return code >= 200 && code < 300;
}

/* The parcel, then the files it lacks, then the parcel: until the receiver acknowledges it. */
static ExchangeSettle send_parcel(Lane *p, int64_t seq, const Value *sealed)
{
    ExchangeSettle settle = {.seq = seq, .outcome = POST_AGAIN, .reason = REASON_ANSWER " files are asked for again and again"};
    Value *body = value_object(p->arena);
    value_set_str(p->arena, body, "envelope", value_str(sealed, "envelope"));
    value_set_str(p->arena, body, "note", value_str(sealed, "note"));
    const char *json = value_json(p->arena, body), *url = arena_printf(p->arena, "%s/api/v1/exchange/parcels", value_str(sealed, "url")), *answer, *error;
    for (int round = 0; round < POST_ROUNDS; round++) {
        CURLcode failure;
        long code = post(p, url, value_str_or(sealed, "token", ""), "application/json", json, strlen(json), &answer, &failure);
        if (!code) return unreached(p, seq, failure);
        const Value *reply = code == 200 || code == 202 ? value_parse(p->arena, answer, strlen(answer), &error) : NULL;
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
    const IssuedDocument *document = exchange_paper(p->store, p->arena, seal->seq);
    const ParcelOut *out = document ? parcel_out(p->store, p->arena, seal->seq) : NULL;
    if (!out) return;
    FaultOwned owned;
    Scene *scene = scene_open(store_open(window_database(p->postman->options.window), STORE_READ), NULL);
    fault_own(&owned, scene, end_scene);
    const CaseFile *file = case_load(scene->store, p->arena, out->case_id);
    const Value *facts = file ? paper_drawing(scene, p->arena, document, file, false) : NULL, *sheet = facts ? document_sheet(p->arena, document->kind, facts, "zh") : NULL;
    if (sheet) seal->pdf = renderer_pdf(p->postman->options.renderer, p->arena, sheet, &seal->pdf_bytes);
    fault_release(&owned);
    if (seal->pdf_bytes > LIMIT_UPLOAD_BYTES) seal->pdf = NULL;
}

/* An outcome must not be lost while the process lives; lost with it, the parcel is sent again and answered as before. */
static void settle(Lane *p, const ExchangeSettle *settled)
{
    Value *result = NULL;
    while (!window_wait(p->postman->options.window, p->arena, exchange_settle, settled, &result)) {
        log_line(LOG_WARN, "postman", "the outcome of a parcel could not be stored yet");
        if (stopping(p->postman)) return;
        rest(p->postman, 1000);
    }
    const char *reason = settled->outcome == POST_ACKNOWLEDGED ? value_str(result, "reason") : settled->reason;
    if (!value_bool(result, "acknowledged")) log_line(LOG_WARN, "postman", "parcel %lld not acknowledged: %s", (long long)settled->seq, reason ? reason : "");
}

/* The centre's next parcel, if one is due. */
static bool carry_one(Lane *p)
{
    OneWindow *window = p->postman->options.window;
    Value *sealed = NULL;
    ExchangeSeal seal = {.seq = parcel_due_at(p->store, p->peer, instant_now())};
    if (!seal.seq) return false;
    p->making = seal.seq;
    draw(p, &seal);
    p->making = 0;
    if (!window_wait(window, p->arena, exchange_seal, &seal, &sealed)) { rest(p->postman, 1000); return false; }
    if (!sealed) return false;
    ExchangeSettle settled = send_parcel(p, seal.seq, sealed);
    if (stopping(p->postman) && settled.outcome == POST_UNREACHED) return false;        /* broken off by us */
    settle(p, &settled);
    return settled.outcome == POST_ACKNOWLEDGED;
}

static void lane_failed(Lane *p, const FaultGuard *guard)
{
    log_line(LOG_ERROR, "postman", "%s: %s", fault_name(guard->kind), guard->text);
    ExchangeSettle failed = {.seq = p->making, .outcome = POST_FAILED, .reason = REASON_SEAL " its paper could not be drawn"};
    if (failed.seq) window_wait(p->postman->options.window, p->arena, exchange_settle, &failed, NULL);
    p->making = 0;
    rest(p->postman, REST_MS);
}

/* Ends when nothing of its centre is due any more; what comes due later gets a lane again. */
static void *lane_thread(void *context)
{
    Lane *p = context;
    volatile bool more = true;
    while (more && !stopping(p->postman)) {
        FaultGuard guard;
        more = false;
        if (FAULT_GUARD(&guard)) {
            if (!p->store) p->store = store_open(window_database(p->postman->options.window), STORE_READ);
            more = carry_one(p);
            fault_unguard(&guard);
        } else lane_failed(p, &guard);
        arena_reset(p->arena);
    }
    if (p->store) store_close(p->store);
    p->store = NULL;
    atomic_store(&p->ended, true);
    return NULL;
}

/* ---- the lanes ---- */

static void lane_open(Postman *p, Lane *lane, const char *peer)
{
    lane->postman = p;
    lane->making = 0;
    if (!lane->arena) lane->arena = arena_new();
    if (!lane->curl) lane->curl = curl_easy_init();
    snprintf(lane->peer, sizeof lane->peer, "%s", peer);
    atomic_store(&lane->ended, false);
    lane->taken = lane->curl && pthread_create(&lane->thread, NULL, lane_thread, lane) == 0;
    if (!lane->taken) log_line(LOG_WARN, "postman", "no thread for centre %s yet", peer);
}

/* What ended is cleared away; every centre with something due gets a lane, as far as there are lanes. */
static void look_round(Postman *p)
{
    int count;
    const char **peers = peers_due(p->store, p->arena, instant_now(), &count);
    for (int i = 0; i < POST_LANES; i++) {
        Lane *lane = &p->lanes[i];
        if (lane->taken && atomic_load(&lane->ended)) { pthread_join(lane->thread, NULL); lane->taken = false; }
    }
    for (int n = 0; n < count; n++) {
        Lane *idle = NULL, *busy = NULL;
        for (int i = 0; i < POST_LANES; i++) {
            if (!p->lanes[i].taken) idle = &p->lanes[i];
            else if (!strcmp(p->lanes[i].peer, peers[n])) busy = &p->lanes[i];
        }
        if (idle && !busy) lane_open(p, idle, peers[n]);
    }
}

static void *postman_thread(void *context)
{
    Postman *p = context;
    while (!stopping(p)) {
        FaultGuard guard;
        if (FAULT_GUARD(&guard)) {
            Instant now = instant_now();
            if (!p->store) p->store = store_open(window_database(p->options.window), STORE_READ);
            if (now.ms - p->ticked > TICK_MS && window_wait(p->options.window, p->arena, exchange_tick, NULL, NULL)) p->ticked = now.ms;
            look_round(p);
            fault_unguard(&guard);
        } else {
            log_line(LOG_ERROR, "postman", "%s: %s", fault_name(guard.kind), guard.text);
            rest(p, REST_MS);
        }
        arena_reset(p->arena);
        rest(p, POLL_MS);
    }
    for (int i = 0; i < POST_LANES; i++) if (p->lanes[i].taken) pthread_join(p->lanes[i].thread, NULL);
    return NULL;
}

Postman *postman_start(const PostmanOptions *options)
{
    Postman *p = calloc(1, sizeof *p);
    if (!p || curl_global_init(CURL_GLOBAL_DEFAULT)) { free(p); fault_raise(FAULT_MEMORY, "out of memory: postman"); }
    p->options = *options;
    p->arena = arena_new();
    pthread_create(&p->thread, NULL, postman_thread, p);
    return p;
}

void postman_stop(Postman *p)
{
    if (!p) return;
    atomic_store(&p->stopping, true);
    pthread_join(p->thread, NULL);
    if (p->store) store_close(p->store);
    for (int i = 0; i < POST_LANES; i++) {
        if (p->lanes[i].curl) curl_easy_cleanup(p->lanes[i].curl);
        if (p->lanes[i].arena) arena_free(p->lanes[i].arena);
    }
    curl_global_cleanup();
    arena_free(p->arena);
    free(p);
}
