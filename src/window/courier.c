/* courier.c: the two threads, SMTP and webhook by libcurl; see courier.h. */
#include "window/courier.h"
#include "base/log.h"
#include "notices/letter.h"
#include "window/notice_act.h"
#include "window/wait.h"
#include "window/worker.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_MS = 500, ANSWER_BYTES = 64 * 1024 };

typedef struct Carrier {
    Worker worker;
    Courier *courier;
    NoticeChannel channel;
} Carrier;

struct Courier {
    CourierOptions options;
    Carrier carriers[2];
    atomic_bool stopping;
};

/* ---- one letter under way ---- */

typedef struct Carrying {
    Carrier *carrier;
    DeliveryKey key;
    const char *text;
    size_t length, at, answered;
    bool handed;                         /* the last byte may have left */
} Carrying;

/* Before the end of the mail is told to the server, the row says so: until then a dead process has delivered nothing. */
static size_t give(char *buffer, size_t size, size_t n, void *context)
{
    Carrying *c = context;
    size_t room = size * n, left = c->length - c->at;
    if (left) {
        size_t now = left < room ? left : room;
        memcpy(buffer, c->text + c->at, now);
        c->at += now;
        return now;
    }
    if (!c->handed && !window_wait(c->carrier->courier->options.window, c->carrier->worker.arena, notice_handing, &c->key, NULL)) return CURL_READFUNC_ABORT;
    c->handed = true;
    return 0;
}

static size_t swallow(char *data, size_t size, size_t n, void *context)
{
    Carrying *c = context;
    (void)data;
    c->answered += size * n;
    return c->answered > ANSWER_BYTES ? 0 : size * n;
}

/* A closing hall waits for a letter that has been handed over, and for nothing else. */
static int go_on(void *context, curl_off_t a, curl_off_t b, curl_off_t d, curl_off_t e)
{
    const Carrying *c = context;
    (void)a, (void)b, (void)d, (void)e;
    return worker_stopping(&c->carrier->worker) && !c->handed;
}

static CURL *prepare(Carrier *c, Carrying *carrying)
{
    return worker_request(&c->worker, &(WorkerRequest){CARRY_CONNECT_SECONDS, CARRY_SECONDS, c->courier->options.ca_file, swallow, go_on, carrying});
}

/* What the peer said, without what it said it about: a server's own words may hold the address. */
static DeliverySettle outcome(const Carrying *c, CourierOutcome what, const char *kind, long code, CURLcode failure)
{
    const char *reason = what == OUTCOME_SENT ? "" : code ? arena_printf(c->carrier->worker.arena, "%s %ld", kind, code) : arena_printf(c->carrier->worker.arena, "%s: %s", kind, curl_easy_strerror(failure));
    return (DeliverySettle){.key = c->key, .outcome = what, .reason = reason};
}

static DeliverySettle judge_mail(const Carrying *c, CURLcode result, long code)
{
    bool never = code >= 500 && code < 600 && (c->handed || result == CURLE_SEND_ERROR), later = code >= 400 && code < 500;
    if (result == CURLE_OK) return outcome(c, OUTCOME_SENT, "SMTP", code, result);
    if (never) return outcome(c, OUTCOME_DEAD, "SMTP", code, result);
    if (c->handed && !later) return (DeliverySettle){.key = c->key, .outcome = OUTCOME_DEAD, .reason = DELIVERY_IN_DOUBT};
    return outcome(c, OUTCOME_AGAIN, "SMTP", code >= 400 ? code : 0, result);
}

static void free_list(void *list) { curl_slist_free_all(list); }

static DeliverySettle carry_mail(Carrier *c, Carrying *carrying, const Value *way, const Letter *letter)
{
    static const long security[] = {[MAIL_PLAIN] = CURLUSESSL_NONE, [MAIL_STARTTLS] = CURLUSESSL_ALL, [MAIL_TLS] = CURLUSESSL_ALL};
    CURL *curl = prepare(c, carrying);
    MailTls tls = (MailTls)value_int(way, "tls", MAIL_STARTTLS);
    const char *user = value_str_or(way, "user", ""), *domain = strchr(letter->from, '@');
    FaultOwned owned;
    struct curl_slist *to = curl_slist_append(NULL, arena_printf(c->worker.arena, "<%s>", letter->to));
    fault_own(&owned, to, free_list);
    carrying->text = letter_mail(c->worker.arena, letter);
    carrying->length = strlen(carrying->text);
    curl_easy_setopt(curl, CURLOPT_URL, arena_printf(c->worker.arena, "%s://%s:%d/%s", tls == MAIL_TLS ? "smtps" : "smtp", value_str_or(way, "host", ""), (int)value_int(way, "port", 587), domain ? domain + 1 : ""));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, security[tls]);
    if (*user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, value_str_or(way, "secret", ""));
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_printf(c->worker.arena, "<%s>", letter->from));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, carrying);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    long code = 0;
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    fault_release(&owned);
    return judge_mail(carrying, result, code);
}

static DeliverySettle judge_hook(const Carrying *c, CURLcode result, long code)
{
    bool again = code == 401 || code == 403 || code == 408 || code == 425 || code == 429 || code >= 500;      /* a wrong key is mended by the operator, not by giving up */
    if ((code >= 200 && code < 300) || code == 409) return outcome(c, OUTCOME_SENT, "HTTP", code, result);      /* 409: it has this id already */
    if (!code || again || (result != CURLE_OK && result != CURLE_WRITE_ERROR)) return outcome(c, OUTCOME_AGAIN, "HTTP", code, result);
    return outcome(c, OUTCOME_DEAD, "HTTP", code, result);
}

static DeliverySettle carry_hook(Carrier *c, Carrying *carrying, const Value *way, const Letter *letter)
{
    CURL *curl = prepare(c, carrying);
    const char *body = letter_json(c->worker.arena, letter);
    int64_t now = instant_now().ms / 1000;
    struct curl_slist *headers = NULL;
    const char *const lines[] = {"Content-Type: application/json; charset=utf-8", "Expect:", "User-Agent: yichuang", arena_printf(c->worker.arena, "Idempotency-Key: %s", letter->id),
                                 arena_printf(c->worker.arena, "X-Yichuang-Timestamp: %lld", (long long)now),
                                 arena_printf(c->worker.arena, "X-Yichuang-Signature: %s", letter_signature(c->worker.arena, value_str_or(way, "secret", ""), now, body))};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) headers = worker_line(headers, lines[i]);
    curl_easy_setopt(curl, CURLOPT_URL, value_str_or(way, "url", ""));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    long code = 0;
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(headers);
    return judge_hook(carrying, result, code);
}

/* ---- from row to letter ---- */

static const char *words(Carrier *c, const Value *v, bool english, const char *part)
{
    const CourierOptions *o = &c->courier->options;
    const char *const args[NOTICE_ARGS] = {value_str_or(v, "number", ""), value_str_or(v, english ? "item_en" : "item_zh", ""), value_str_or(v, "day", ""),
                                           value_str_or(v, english ? "place_en" : "place_zh", ""), value_str_or(v, "extra", "")};
    return o->words(o->context, c->worker.arena, english, arena_printf(c->worker.arena, "notice.%s.%s", value_str_or(v, "name", ""), part), args, NOTICE_ARGS);
}

static Letter letter_of(Carrier *c, const Value *v)
{
    return (Letter){.id = value_str(v, "id"), .to = value_str(v, "to"), .language = value_str_or(v, "language", ""), .kind = value_str(v, "name"), .case_number = value_str_or(v, "number", ""),
                    .link = value_str_or(v, "link", ""), .from = value_str_or(v, "from", ""), .hall_zh = value_str_or(v, "hall_zh", ""), .hall_en = value_str_or(v, "hall_en", ""),
                    .at = {value_int(v, "at", 0)}, .title_zh = words(c, v, false, "title"), .title_en = words(c, v, true, "title"), .text_zh = words(c, v, false, "text"),
                    .text_en = words(c, v, true, "text")};
}

/* An outcome must not be lost while the process lives: asked again until the window has written it. */
static void settle(Carrier *c, const DeliverySettle *settled)
{
    while (!window_wait(c->courier->options.window, c->worker.arena, notice_settle, settled, NULL)) {
        log_line(LOG_WARN, "courier", "the outcome of a delivery could not be stored yet");
        if (worker_stopping(&c->worker)) return;
        worker_rest(&c->worker, 1000);
    }
}

/* One delivery, if one is due. False: none was, or the peer does not answer at all. */
static bool carry_one(Carrier *c)
{
    Carrying carrying = {.carrier = c, .key = {.channel = c->channel}};
    Value *claimed = NULL;
    if (!delivery_due(c->worker.store, c->channel, instant_now(), &carrying.key.notice)) return false;
    if (!window_wait(c->courier->options.window, c->worker.arena, notice_claim, &carrying.key, &claimed)) { worker_rest(&c->worker, 1000); return false; }
    if (!claimed) return true;
    Letter letter = letter_of(c, claimed);
    DeliverySettle settled = c->channel == CHANNEL_EMAIL ? carry_mail(c, &carrying, claimed, &letter) : carry_hook(c, &carrying, claimed, &letter);
    if (worker_stopping(&c->worker) && settled.outcome == OUTCOME_AGAIN) return false;        /* broken off by us: the next start takes it up */
    settle(c, &settled);
    if (settled.outcome != OUTCOME_SENT) log_line(LOG_WARN, "courier", "%s not delivered: %s", channel_name(c->channel), settled.reason);
    if (settled.outcome == OUTCOME_AGAIN) worker_rest(&c->worker, POLL_MS);
    return true;
}

static bool carrier_round(Worker *w) { return carry_one(w->owner); }

/* ---- opening and closing ---- */

static void recover(Courier *courier)
{
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    Value *result = NULL;
    if (!window_wait(courier->options.window, arena, notice_recover, NULL, &result)) log_line(LOG_WARN, "courier", "deliveries of the last run could not be put in order");
    else if (value_int(result, "recovered", 0)) log_line(LOG_INFO, "courier", "%lld deliveries were under way when the last run ended", (long long)value_int(result, "recovered", 0));
    fault_release(&owned);
}

Courier *courier_start(const CourierOptions *options)
{
    static const NoticeChannel channels[] = {CHANNEL_EMAIL, CHANNEL_SMS};
    Courier *courier = calloc(1, sizeof *courier);
    if (!courier || curl_global_init(CURL_GLOBAL_DEFAULT)) { free(courier); fault_raise(FAULT_MEMORY, "out of memory: courier"); }
    courier->options = *options;
    recover(courier);
    for (int i = 0; i < 2; i++) {
        Carrier *c = &courier->carriers[i];
        *c = (Carrier){.courier = courier, .channel = channels[i], .worker = {.owner = c, .name = "courier", .detail = channel_name(channels[i]), .window = options->window,
                       .stopping = &courier->stopping, .round = carrier_round, .poll_ms = POLL_MS}};
        if (!worker_start(&c->worker)) { courier_stop(courier); fault_raise(FAULT_MEMORY, "no thread: courier"); }
    }
    return courier;
}

void courier_stop(Courier *courier)
{
    if (!courier) return;
    atomic_store(&courier->stopping, true);
    for (int i = 0; i < 2; i++) worker_join(&courier->carriers[i].worker);
    curl_global_cleanup();
    free(courier);
}
