/* window.c: the queue, the group commit and the two threads; see window.h. */
#include "window/window.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/log.h"
#include "window/notice_act.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RESTART_WAL_PAGES = 64000, CHECKPOINT_MS = 100 };

struct OneWindow {
    Scene *scene;
    Secret *secret;
    Arena *arena;
    char directory[3800], database[4096];
    Instant (*clock)(void);
    int lock;                               /* file descriptor that keeps a second process out */
    pthread_t thread, checkpointer;
    bool started;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    WindowTurn *first, *last;
    int waiting;
    bool stopping;
    LedgerMark mark;                        /* of the turn under way, in the heap so that it survives a fault's unwinding */
    bool marked;
    _Atomic int64_t generation;
    WindowTurn as_they_came[LIMIT_WINDOW_BATCH];    /* of the group under way, should it have to run again */
    WindowCounts counts;                    /* the window thread's; read for metrics only */
};

/* ---- one group ---- */

/* apart: in a savepoint of its own, so that a failure undoes this turn alone. */
static void run_turn(OneWindow *window, WindowTurn *turn, Instant now, bool apart)
{
    Scene *scene = window->scene;
    FaultGuard guard;
    window->marked = false;
    if (!turn->now.ms) turn->now = now;
    turn->refusal = REFUSED_NOTHING;
    turn->fault = FAULT_NONE;
    turn->post = NULL;
    if (FAULT_GUARD(&guard)) {
        if (scene->stale) scene_load(scene);
        if (apart) {
            window->mark = ledger_mark(scene->ledger);
            window->marked = true;
            store_savepoint(scene->store);
        }
        turn->work(scene, turn);
        if (apart) store_release(scene->store);
        fault_unguard(&guard);
        return;
    }
    log_line(LOG_ERROR, "window", "turn undone: %s: %s", fault_name(guard.kind), guard.text);
    turn->fault = guard.kind;
    turn->refusal = REFUSED_NOTHING;
    scene->stale = true;
    if (!window->marked) return;
    store_undo(scene->store);
    if (store_in_transaction(scene->store)) ledger_undo(scene->ledger, &window->mark);
}

/* Nothing of the transaction under way stays, neither in the store nor in memory. */
static void forget(OneWindow *window)
{
    store_rollback(window->scene->store);
    window->scene->stale = true;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        ledger_reload(window->scene->ledger);
        fault_unguard(&guard);
    }
}

static void undo_group(OneWindow *window, WindowTurn *first, FaultKind kind, const char *text)
{
    log_line(LOG_ERROR, "window", "group undone: %s: %s", fault_name(kind), text);
    for (WindowTurn *turn = first; turn; turn = turn->next)
        if (!turn->fault) turn->fault = kind;
    forget(window);
}

/* False: a turn failed and was not apart. */
static bool run_turns(OneWindow *window, WindowTurn *first, Instant now, bool apart, bool *changed)
{
    for (WindowTurn *turn = first; turn; turn = turn->next) {
        run_turn(window, turn, now, apart);
        if (turn->fault && !apart) return false;
        if (!store_in_transaction(window->scene->store)) fault_raise(turn->fault ? turn->fault : FAULT_STORE, "the engine rolled the group back");
        *changed |= turn->event_seq != 0;
    }
    return true;
}

/* All turns of the list in one transaction; afterwards every turn's result is durable or its fault is set.
 * Not apart: when a turn fails nothing at all is kept and the answer is false; others in the group must then be run again, apart. */
static bool run_together(OneWindow *window, WindowTurn *volatile first, Instant now, bool apart)
{
    Scene *scene = window->scene;
    volatile int64_t changes = scene->changes;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        bool changed = false;
        store_begin(scene->store);
        bool whole = run_turns(window, first, now, apart, &changed);
        if (whole && changed) ledger_seal(scene->ledger, now);
        if (whole) store_commit(scene->store);
        fault_unguard(&guard);
        if (!whole) { forget(window); return false; }
        if (scene->changes != changes) atomic_fetch_add(&window->generation, 1);
    } else {
        undo_group(window, first, guard.kind, guard.text);
    }
    return true;
}

static void count_group(WindowCounts *counts, const WindowTurn *first)
{
    for (const WindowTurn *turn = first; turn; turn = turn->next) {
        counts->turns++;
        counts->refusals += turn->refusal != REFUSED_NOTHING;
        counts->faults += turn->fault != FAULT_NONE;
    }
    counts->groups++;
}

/* A savepoint for each turn costs a third of an intake (the engine copies every page the turn touches) and is needed almost never. So a group
 * runs without; when a turn fails, the turns are put back as they came and run once more, each in a savepoint. A turn alone needs none: what it
 * wrote goes with its transaction. */
static void run_group(OneWindow *window, WindowTurn *first)
{
    Instant now = window->clock();
    int count = 0;
    for (const WindowTurn *turn = first; turn; turn = turn->next) window->as_they_came[count++] = *turn;
    if (!run_together(window, first, now, false) && first->next) {
        count = 0;
        for (WindowTurn *turn = first; turn; turn = turn->next) *turn = window->as_they_came[count++];
        run_together(window, first, now, true);
    }
    count_group(&window->counts, first);
}

/* Nobody waits for this: it comes after the group's answers. */
static void restart_wal(OneWindow *window)
{
    if (store_wal_pages(window->scene->store) > RESTART_WAL_PAGES) store_checkpoint(window->scene->store, true);
}

void window_record(Scene *scene, WindowTurn *turn, Event *event)
{
    event->at = turn->now;
    if (turn->post && !event->actor && !value_get(event->body, "acted_as")) {
        Value *body = value_shallow(turn->arena, event->body);
        actor_set_post(turn->arena, body, turn->post);
        event->body = body;
    }
    if (!event->actor) event->actor = actor_text(turn->arena, &turn->actor);
    ledger_append(scene->ledger, turn->arena, event);
    scene_apply(scene, turn->arena, event);
    notices_after(scene, turn, event);
    turn->event_seq = event->seq;
    if (event->case_id) turn->case_id = event->case_id;
}

void window_refuse(WindowTurn *turn, Refusal refusal, const char *detail)
{
    turn->refusal = refusal;
    turn->detail = detail;
}

/* ---- threads ---- */

static void *window_thread(void *context)
{
    OneWindow *window = context;
    for (;;) {
        pthread_mutex_lock(&window->mutex);
        while (!window->first && !window->stopping) pthread_cond_wait(&window->wake, &window->mutex);
        WindowTurn *first = window->first, *cut = first;
        int taken = 1;
        for (; cut && cut->next && taken < LIMIT_WINDOW_BATCH; taken++) cut = cut->next;
        if (first) {
            window->first = cut->next;
            if (!window->first) window->last = NULL;
            cut->next = NULL;
            window->waiting -= taken;
            if (taken > window->counts.largest_group) window->counts.largest_group = taken;
        }
        bool stop = window->stopping && !first;
        pthread_mutex_unlock(&window->mutex);
        if (stop) return NULL;
        run_group(window, first);
        for (WindowTurn *turn = first, *next; turn; turn = next) {
            next = turn->next;              /* after done the turn is not ours */
            turn->done(turn);
        }
        restart_wal(window);
    }
}

/* Moves the WAL into the file beside the writer, so that it never stops in mid-group for it (measured: p99 40 ms to 8 ms). */
static void *checkpoint_thread(void *context)
{
    OneWindow *window = context;
    Store *volatile store = NULL;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        store = store_open(window->database, STORE_WRITE);
        fault_unguard(&guard);
    } else {
        log_line(LOG_WARN, "window", "no checkpoint thread: %s", guard.text);
        return NULL;
    }
    for (;;) {
        pthread_mutex_lock(&window->mutex);
        bool stop = window->stopping;
        pthread_mutex_unlock(&window->mutex);
        if (stop) break;
        store_checkpoint(store, false);
        usleep(CHECKPOINT_MS * 1000);
    }
    store_close(store);
    return NULL;
}

void window_start(OneWindow *window)
{
    assert(!window->started);
    window->started = true;
    pthread_create(&window->thread, NULL, window_thread, window);
    pthread_create(&window->checkpointer, NULL, checkpoint_thread, window);
}

bool window_submit(OneWindow *window, WindowTurn *turn)
{
    turn->next = NULL;
    pthread_mutex_lock(&window->mutex);
    bool taken = !window->stopping && window->waiting < LIMIT_WINDOW_QUEUE;
    if (taken) {
        if (window->last) window->last->next = turn; else window->first = turn;
        window->last = turn;
        window->waiting++;
        pthread_cond_signal(&window->wake);
    }
    pthread_mutex_unlock(&window->mutex);
    return taken;
}

void window_do(OneWindow *window, WindowTurn *turn)
{
    assert(!window->started);
    turn->next = NULL;
    run_group(window, turn);
    restart_wal(window);
}

/* ---- opening ---- */

static void make_directory(const char *path)
{
    if (mkdir(path, 0700) && errno != EEXIST) fault_raise(FAULT_FILE, "cannot make the data directory %s: %s", path, strerror(errno));
}

static int lock_directory(const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/lock", directory);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) fault_raise(FAULT_FILE, "cannot open %s: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        close(fd);
        fault_raise(FAULT_FILE, "another yichuang has %s open", directory);
    }
    return fd;
}

/* All cases stand in these files: they are the owner's alone, whatever the directory and the umask allow. The engine gives the two beside it
 * the mode of the database; those of an older run are narrowed here. */
static void keep_private(const char *database)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[4200];
    int fd = open(database, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);      /* never an open of an existing one: its close would drop the engine's locks */
    if (fd >= 0) close(fd);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct stat info;
        snprintf(path, sizeof path, "%s%s", database, endings[i]);
        if (!stat(path, &info) && info.st_mode & 077 && chmod(path, 0600)) log_line(LOG_WARN, "window", "others may read %s: %s", path, strerror(errno));
    }
}

static void end_store(void *store) { store_close(store); }

/* The window's data: schema up to date, keys present, ledger open. */
static void open_scene(OneWindow *window, const WindowOptions *options)
{
    char key[4096], secret[4096];
    snprintf(key, sizeof key, "%s/ledger.key", window->directory);
    snprintf(secret, sizeof secret, "%s/secret.key", window->directory);
    bool fresh = options->memory || !file_exists(window->database);
    if (fresh && !options->create && !options->memory) fault_raise(FAULT_FILE, "no data in %s: run `yichuang init --data %s` first", window->directory, window->directory);
    if (!options->memory) keep_private(window->database);
    FaultOwned owned;
    Store *store = store_open(window->database, STORE_WRITE);
    fault_own(&owned, store, end_store);
    schema_upgrade(store, window->clock());
    window->secret = secret_open(window->arena, secret);
    if (!file_exists(key)) ledger_key_create(key);
    window->scene = scene_open(fault_keep(&owned), window->secret);
    char origin[64];
    Centre *centre = window->scene->centre;
    snprintf(origin, sizeof origin, "yichuang.local/%s", centre->configured ? centre->area : "420115");
    window->scene->ledger = ledger_open(store, key, origin);
    snprintf(key, sizeof key, "%s/ledger.pub", window->directory);
    if (file_exists(key)) return;
    const char *text = ledger_key_text(window->scene->ledger);
    file_write(key, arena_printf(window->arena, "%s\n", text), strlen(text) + 1, 0644);
}

OneWindow *window_open(const WindowOptions *options)
{
    OneWindow *window = calloc(1, sizeof *window);
    if (!window) fault_raise(FAULT_MEMORY, "out of memory: window");
    pthread_mutex_init(&window->mutex, NULL);
    pthread_cond_init(&window->wake, NULL);
    window->lock = -1;
    window->clock = options->clock ? options->clock : instant_now;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        window->arena = arena_new();
        if (options->memory) {
            char place[] = "/tmp/yichuang-XXXXXX";
            if (!mkdtemp(place)) fault_raise(FAULT_FILE, "cannot make a temporary directory: %s", strerror(errno));
            snprintf(window->directory, sizeof window->directory, "%s", place);
            snprintf(window->database, sizeof window->database, ":memory:");
        } else {
            snprintf(window->directory, sizeof window->directory, "%s", options->directory);
            snprintf(window->database, sizeof window->database, "%s/yichuang.db", options->directory);
            if (options->create) make_directory(options->directory);
            window->lock = lock_directory(options->directory);
        }
        open_scene(window, options);
        fault_unguard(&guard);
        return window;
    }
    window_close(window);
    fault_raise(guard.kind, "%s", guard.text);
}

static void remove_temporary(const OneWindow *window)
{
    static const char *const names[] = {"ledger.key", "ledger.pub", "secret.key"};
    char path[4096];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", window->directory, names[i]);
        unlink(path);
    }
    rmdir(window->directory);
}

void window_close(OneWindow *window)
{
    if (!window) return;
    if (window->started) {
        pthread_mutex_lock(&window->mutex);
        window->stopping = true;
        pthread_cond_signal(&window->wake);
        pthread_mutex_unlock(&window->mutex);
        pthread_join(window->thread, NULL);
        pthread_join(window->checkpointer, NULL);
    }
    if (window->scene && strcmp(window->database, ":memory:")) store_checkpoint(window->scene->store, true);
    scene_close(window->scene);
    arena_free(window->arena);
    if (!strcmp(window->database, ":memory:")) remove_temporary(window);
    if (window->lock >= 0) close(window->lock);
    pthread_mutex_destroy(&window->mutex);
    pthread_cond_destroy(&window->wake);
    free(window);
}

int64_t window_generation(const OneWindow *window) { return atomic_load(&window->generation); }
Scene *window_scene(OneWindow *window) { return window->scene; }
const Secret *window_secret(const OneWindow *window) { return window->secret; }
const char *window_key_text(const OneWindow *window) { return ledger_key_text(window->scene->ledger); }
const char *window_database(const OneWindow *window) { return window->database; }
WindowCounts window_counts(const OneWindow *window) { return window->counts; }
