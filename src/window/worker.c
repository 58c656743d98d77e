/* worker.c: a thread beside the window that carries something out of the house; see worker.h. */
#include "window/worker.h"
#include "base/log.h"
#include <time.h>

bool worker_stopping(const Worker *w) { return atomic_load(w->stopping); }

void worker_rest(const Worker *w, int ms)
{
    for (; ms > 0 && !worker_stopping(w); ms -= 50) nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
}

static bool one_round(Worker *w)
{
    FaultGuard guard;
    volatile bool more = false;
    if (FAULT_GUARD(&guard)) {
        if (!w->store) w->store = store_open(window_database(w->window), STORE_READ);
        more = w->round(w);
        fault_unguard(&guard);
    } else {
        log_line(LOG_ERROR, w->name, "%s%s%s: %s", w->detail ? w->detail : "", w->detail ? ": " : "", fault_name(guard.kind), guard.text);
        if (w->failed) w->failed(w);
        worker_rest(w, WORKER_REST_MS);
    }
    arena_reset(w->arena);
    return more;
}

static void *worker_thread(void *context)
{
    Worker *w = context;
    while (!worker_stopping(w)) {
        if (one_round(w)) continue;
        if (!w->poll_ms) break;
        worker_rest(w, w->poll_ms);
    }
    if (w->store) store_close(w->store);
    w->store = NULL;
    atomic_store(&w->ended, true);
    return NULL;
}

static void let_go(Worker *w)
{
    if (w->curl) curl_easy_cleanup(w->curl);
    arena_free(w->arena);
    w->curl = NULL;
    w->arena = NULL;
    w->started = false;
}

bool worker_start(Worker *w)
{
    w->arena = arena_new();
    w->curl = curl_easy_init();
    atomic_store(&w->ended, false);
    w->started = w->curl && pthread_create(&w->thread, NULL, worker_thread, w) == 0;
    if (!w->started) let_go(w);
    return w->started;
}

void worker_join(Worker *w)
{
    if (!w->started) return;
    pthread_join(w->thread, NULL);
    let_go(w);
}

CURL *worker_request(Worker *w, const WorkerRequest *request)
{
    CURL *curl = w->curl;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)request->connect_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)request->seconds);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, request->go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, request->context);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, request->take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, request->context);
    if (request->ca_file) curl_easy_setopt(curl, CURLOPT_CAINFO, request->ca_file);
    return curl;
}

struct curl_slist *worker_line(struct curl_slist *list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(list, line);
    return longer ? longer : list;
}
