/* renderer.c: keeps one painter child alive and asks it, with a time limit, under a lock. */
#include "documents/renderer.h"
#include "documents/sheet.h"
#include "base/fault.h"
#include "base/log.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_SECONDS = 20, DOCUMENTS_PER_CHILD = 2000 };

struct Renderer {
    pthread_mutex_t lock;
    const char *const *command;
    pid_t child;               /* 0: none */
    int socket;
    int served;
    int restarts;
    int patience;              /* seconds one document may take */
};

Renderer *renderer_new(const char *const *command) {
    static const char *const SELF[] = {"/proc/self/exe", "render", NULL};
    Renderer *r = calloc(1, sizeof *r);
    if (!r) fault_raise(FAULT_MEMORY, "renderer");
    pthread_mutex_init(&r->lock, NULL);
    r->command = command ? command : SELF;
    r->socket = -1;
    r->patience = ANSWER_SECONDS;
    return r;
}

void renderer_patience(Renderer *r, int seconds) { r->patience = seconds; }

static void end_child(Renderer *r) {
    if (r->socket >= 0) close(r->socket);
    r->socket = -1;
    if (r->child > 0) {
        kill(r->child, SIGKILL);
        while (waitpid(r->child, NULL, 0) < 0 && errno == EINTR) {}
    }
    r->child = 0;
    r->served = 0;
}

void renderer_free(Renderer *r) {
    if (!r) return;
    end_child(r);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

int renderer_restarts(Renderer *r) {
    pthread_mutex_lock(&r->lock);
    int n = r->restarts;
    pthread_mutex_unlock(&r->lock);
    return n;
}

/* The child gets the socket as its descriptors 0 and 1, and none of the server's environment (it may hold secrets). */
static bool start_child(Renderer *r) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
    char lang[] = "LANG=C.UTF-8", *const environment[] = {lang, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigfillset(&usual);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pair[1], 0);
    posix_spawn_file_actions_adddup2(&actions, pair[1], 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawn(&r->child, r->command[0], &actions, &attributes, (char *const *)r->command, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(pair[1]);
    if (failed) {
        close(pair[0]);
        r->child = 0;
        return false;
    }
    r->socket = pair[0];
    return true;
}

static int64_t monotonic_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits until the socket is ready for `event`; false when the time is over or the child is gone. */
static bool ready(Renderer *r, short event, int64_t until) {
    for (;;) {
        int64_t left = until - monotonic_ms();
        struct pollfd p = {r->socket, event, 0};
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n < 0 && errno == EINTR) continue;
        return n > 0;
    }
}

static bool send_whole(Renderer *r, const void *data, size_t bytes, int64_t until) {
    const char *at = data;
    while (bytes) {
        if (!ready(r, POLLOUT, until)) return false;
        ssize_t n = send(r->socket, at, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) return false;
        at += n;
        bytes -= (size_t)n;
    }
    return true;
}

static bool receive_whole(Renderer *r, void *data, size_t bytes, int64_t until) {
    char *at = data;
    while (bytes) {
        if (!ready(r, POLLIN, until)) return false;
        ssize_t n = recv(r->socket, at, bytes, MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) return false;
        at += n;
        bytes -= (size_t)n;
    }
    return true;
}

/* One question, one answer, in malloc memory (a fault must not be raised under the lock). NULL: the child failed. */
static unsigned char *ask(Renderer *r, const char *json, size_t length, size_t *bytes) {
    if (!r->child && !start_child(r)) return NULL;
    int64_t until = monotonic_ms() + (int64_t)r->patience * 1000;
    unsigned char head[4] = {(unsigned char)(length >> 24), (unsigned char)(length >> 16), (unsigned char)(length >> 8), (unsigned char)length};
    if (!send_whole(r, head, 4, until) || !send_whole(r, json, length, until) || !receive_whole(r, head, 4, until)) return NULL;
    size_t n = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    if (n < 1 || n > SHEET_PDF_BYTES + 1) return NULL;
    unsigned char *data = malloc(n + 1);
    if (!data) return NULL;
    data[n] = 0;
    if (!receive_whole(r, data, n, until)) {
        free(data);
        return NULL;
    }
    *bytes = n;
    return data;
}

const uint8_t *renderer_pdf(Renderer *r, Arena *arena, const Value *sheet, size_t *bytes) {
    Buf json = buf_new(arena);
    value_write(&json, sheet);
    if (json.length > SHEET_REQUEST_BYTES) fault_raise(FAULT_PEER, "render: the sheet is too large");
    size_t n = 0;
    pthread_mutex_lock(&r->lock);
    if (r->served >= DOCUMENTS_PER_CHILD) end_child(r);        /* what libraries cache for ever stays bounded */
    unsigned char *data = ask(r, json.text, json.length, &n);
    if (!data) {
        end_child(r);
        r->restarts++;
        data = ask(r, json.text, json.length, &n);             /* once more, with a fresh child */
        if (!data) {
            end_child(r);
            r->restarts++;
        }
    }
    r->served++;
    pthread_mutex_unlock(&r->lock);
    if (!data) {
        log_line(LOG_ERROR, "render", "the renderer failed twice on one sheet");
        fault_raise(FAULT_PEER, "render: no answer");
    }
    FaultOwned owned;
    fault_own(&owned, data, free);
    const uint8_t *copy = arena_memdup(arena, data + 1, n);    /* n counts the kind byte; its place takes the final NUL */
    char kind = (char)data[0];
    fault_release(&owned);
    if (kind != 'P') fault_raise(FAULT_PEER, "render: %.200s", (const char *)copy);
    *bytes = n - 1;
    return copy;
}
