/* workers.c: a small pool for work that is slow and needs no store: argon2id, PDF. Bounded: beyond WORKERS_WAITING the caller is told no. */
#include "pages/workers.h"
#include "base/fault.h"
#include "base/log.h"
#include <pthread.h>
#include <stdlib.h>

enum { WORKERS = 2, WORKERS_WAITING = 256 };

typedef struct Job {
    struct Job *next;
    void (*work)(void *context);
    void (*done)(void *context, bool failed);
    void *context;
} Job;

struct Workers {
    pthread_t threads[WORKERS];
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    Job *first, *last;
    int waiting;
    bool stopping;
};

static bool run(Job *job)
{
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        job->work(job->context);
        fault_unguard(&guard);
        return true;
    }
    log_line(LOG_ERROR, "worker", "%s: %s", fault_name(guard.kind), guard.text);
    return false;
}

static void *worker(void *context)
{
    Workers *workers = context;
    for (;;) {
        pthread_mutex_lock(&workers->mutex);
        while (!workers->first && !workers->stopping) pthread_cond_wait(&workers->wake, &workers->mutex);
        Job *job = workers->first;
        if (job) {
            workers->first = job->next;
            if (!workers->first) workers->last = NULL;
            workers->waiting--;
        }
        pthread_mutex_unlock(&workers->mutex);
        if (!job) return NULL;
        bool good = run(job);
        job->done(job->context, !good);
        free(job);
    }
}

Workers *workers_new(void)
{
    Workers *workers = calloc(1, sizeof *workers);
    if (!workers) fault_raise(FAULT_MEMORY, "out of memory: workers");
    pthread_mutex_init(&workers->mutex, NULL);
    pthread_cond_init(&workers->wake, NULL);
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers->threads[i], NULL, worker, workers);
    return workers;
}

bool workers_submit(Workers *workers, void (*work)(void *context), void (*done)(void *context, bool failed), void *context)
{
    Job *job = calloc(1, sizeof *job);
    if (!job) return false;
    *job = (Job){NULL, work, done, context};
    pthread_mutex_lock(&workers->mutex);
    bool taken = !workers->stopping && workers->waiting < WORKERS_WAITING;
    if (taken) {
        if (workers->last) workers->last->next = job; else workers->first = job;
        workers->last = job;
        workers->waiting++;
        pthread_cond_signal(&workers->wake);
    }
    pthread_mutex_unlock(&workers->mutex);
    if (!taken) free(job);
    return taken;
}

void workers_free(Workers *workers)
{
    if (!workers) return;
    pthread_mutex_lock(&workers->mutex);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->mutex);
    for (int i = 0; i < WORKERS; i++) pthread_join(workers->threads[i], NULL);
    pthread_mutex_destroy(&workers->mutex);
    pthread_cond_destroy(&workers->wake);
    free(workers);
}
