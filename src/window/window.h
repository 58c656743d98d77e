/* window.h: the one window. Everything that changes the centre passes here, one turn after another, in the order of arrival.
 *
 * A turn is a piece of work with an actor. The window thread takes the waiting turns together, runs them in one transaction, signs the log head
 * once, commits once, and only when that commit is durable calls each turn's `done`. One bad turn spoils nothing of the others: when one fails, the
 * group is undone and run again with each turn in a savepoint of its own. So work may run twice; it must remember nothing but in its turn and the store.
 * Reads go on beside it on their own connections. Without a thread (subcommands, stories, tests) window_do does one turn at once.
 *
 *   submit ──▶ queue ──▶ [ work → refusal | events ]* ──▶ seal head ──▶ COMMIT (durable) ──▶ done, done, done
 */
#ifndef WINDOW_WINDOW_H
#define WINDOW_WINDOW_H
#include "base/fault.h"
#include "process/refusal.h"
#include "window/scene.h"

typedef struct OneWindow OneWindow;
typedef struct WindowTurn WindowTurn;

struct WindowTurn {
    Arena *arena;                        /* the submitter's; results live here. Not touched by anyone else until done */
    Actor actor;
    const Actor *post;                   /* work sets it: who holds several posts, under which of them she does this; NULL: nothing to say */
    Instant now;                         /* ms 0: the window's clock when the turn is taken */
    void (*work)(Scene *scene, WindowTurn *turn);    /* at the window, inside the transaction; may raise, may run twice */
    const void *input;
    void (*done)(WindowTurn *turn);      /* on the window thread, after the commit is durable (or has failed) */
    void *owner, *context;               /* the submitter's own */

    /* results */
    Refusal refusal;                     /* REFUSED_NOTHING: done */
    const char *detail;
    FaultKind fault;                     /* FAULT_NONE, or nothing was changed because the world failed */
    int64_t case_id, event_seq;          /* of the last event recorded */
    bool repeated;                       /* idempotency: this was done before, case_id is that case */
    Value *result;                       /* what the work wants to say besides */

    WindowTurn *next;                    /* the window's */
};

typedef struct WindowOptions {
    const char *directory;               /* data directory: yichuang.db, ledger.key, secret.key */
    bool create;                         /* make directory, keys and store when absent */
    Instant (*clock)(void);              /* NULL: instant_now */
    bool memory;                         /* stories and tests: store in memory, keys in a temporary place */
} WindowOptions;

/* Faults when the directory holds no data and create is false, or another process has it open. */
OneWindow *window_open(const WindowOptions *options);
void window_close(OneWindow *window);                       /* stops the thread first; NULL is allowed */
void window_start(OneWindow *window);                       /* starts the window thread and the checkpoint thread */
/* From any thread, after window_start. False: too many wait (503); the turn was not taken. */
bool window_submit(OneWindow *window, WindowTurn *turn);
void window_do(OneWindow *window, WindowTurn *turn);        /* before window_start only: one turn, one commit, at once. `done` is not called */
int64_t window_generation(const OneWindow *window);         /* grows whenever something other than a case changed */
Scene *window_scene(OneWindow *window);                     /* before window_start, or inside work */
const Secret *window_secret(const OneWindow *window);
const char *window_key_text(const OneWindow *window);       /* public key of the log */
const char *window_database(const OneWindow *window);       /* path of the store */

typedef struct WindowCounts { int64_t turns, groups, refusals, faults, largest_group; } WindowCounts;
WindowCounts window_counts(const OneWindow *window);

/* Inside work: records an event: ledger first, then every projection. Fills turn->event_seq (and case_id). */
void window_record(Scene *scene, WindowTurn *turn, Event *event);
void window_refuse(WindowTurn *turn, Refusal refusal, const char *detail);
#endif
