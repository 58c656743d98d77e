/* worker.h: a thread beside the window that carries something out of the house, round after round, until its owner says stop (courier, postman).
 *
 * A worker stands in its owner's structure. worker_start makes its arena, libcurl handle and thread; the thread opens a store of its own for reading at its
 * first round and closes it at its end; worker_join waits for that end and frees the rest, so that a worker may be started again. The arena is of one round.
 * A round may raise: it is told to the log, then `failed` (NULL: nothing to put in order) may speak to the window, and the worker rests WORKER_REST_MS.
 */
#ifndef WINDOW_WORKER_H
#define WINDOW_WORKER_H
#include "window/window.h"
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>

enum { WORKER_REST_MS = 5000 };

typedef struct Worker {
    /* set by the owner before worker_start */
    void *owner;
    const char *name;                    /* in the log */
    const char *detail;                  /* in the log, which of several; NULL allowed */
    OneWindow *window;
    const atomic_bool *stopping;
    bool (*round)(struct Worker *w);     /* true: there is more, go on at once */
    void (*failed)(struct Worker *w);
    int poll_ms;                         /* until the next round when there was no more; 0: the thread ends then */
    /* the worker's own */
    Store *store;
    Arena *arena;
    CURL *curl;
    pthread_t thread;
    bool started;                        /* there is a thread to be joined */
    atomic_bool ended;                   /* joining it will not wait */
} Worker;

bool worker_start(Worker *w);                       /* false: no thread, nothing held */
void worker_join(Worker *w);                        /* does nothing for one not started */
bool worker_stopping(const Worker *w);
void worker_rest(const Worker *w, int ms);          /* shorter when the owner says stop */

/* The handle as every request begins: no signals, no proxy, no redirect, TLS 1.2 or later, no connection kept; ca_file NULL: the system's certificates.
 * go_on is libcurl's progress callback, and with the answer's take it gets context. */
typedef struct WorkerRequest {
    int connect_seconds, seconds;
    const char *ca_file;
    curl_write_callback take;
    curl_xferinfo_callback go_on;
    void *context;
} WorkerRequest;
CURL *worker_request(Worker *w, const WorkerRequest *request);

/* One line more; without memory the list as it was. Whoever made the first frees the list. */
struct curl_slist *worker_line(struct curl_slist *list, const char *line);
#endif
