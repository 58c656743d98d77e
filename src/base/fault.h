/* fault.h: what to do when the world fails (disk, memory, peer), as opposed to when the law refuses.
 *
 * Three kinds of error, kept apart everywhere:
 *   refusal  a value, shown to people, with article and remedy (process/process.h). Never raised.
 *   fault    the world failed. Raised here, unwinds to the one guard of the turn, which rolls back, logs and answers 503/500.
 *   bug      assert(), kept in production.
 *
 * Use, at the top of a turn only (window, reading request, subcommand):
 *     FaultGuard guard;
 *     if (FAULT_GUARD(&guard)) { ...work that may raise...; fault_unguard(&guard); }
 *     else { ...guard.kind and guard.text say what failed; roll back... }
 * Guards nest, per thread. Locals changed inside the guarded block and read in the else branch must be volatile.
 * Never raise while holding a mutex or inside a callback of a library.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H
#include <setjmp.h>
#include <stdbool.h>

typedef enum { FAULT_NONE, FAULT_MEMORY, FAULT_STORE, FAULT_STORE_FULL, FAULT_FILE, FAULT_PEER } FaultKind;

/* What a fault must not lose: memory of a library, an arena of one's own. Owned, it is ended by fault_release or by a fault on its way out.
 *     FaultOwned tree;
 *     fault_own(&tree, json, free_json);
 *     ...work that may raise...
 *     fault_release(&tree);
 * Per thread, the last one owned is released first, within the guard it was owned in. `end` must not raise; NULL is a thing without need of an end. */
typedef struct FaultOwned {
    struct FaultOwned *before;
    void *thing;
    void (*end)(void *thing);
} FaultOwned;

void fault_own(FaultOwned *owned, void *thing, void (*end)(void *thing));
void fault_release(FaultOwned *owned);
void *fault_keep(FaultOwned *owned);     /* the thing, owned no longer: somebody who survives has it now */

typedef struct FaultGuard {
    jmp_buf jump;
    struct FaultGuard *outer;
    FaultOwned *owned;             /* the last thing owned outside of this guard */
    FaultKind kind;
    char text[256];
} FaultGuard;

void fault_guard_enter(FaultGuard *guard);
void fault_unguard(FaultGuard *guard);   /* must be called when the guarded block ends without a fault */
#define FAULT_GUARD(guard) (fault_guard_enter(guard), setjmp((guard)->jump) == 0)

/* Unwinds to the innermost guard of this thread; without one, prints and exits 1. */
_Noreturn void fault_raise(FaultKind kind, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *fault_name(FaultKind kind);

/* Fault loops: the Nth store, memory or file call made from now on by THIS thread fails once (0: never).
 * fault_injected() counts a call and says whether this is the one. */
void fault_arm(long nth);
long fault_calls(void);        /* calls counted since fault_arm */
bool fault_injected(void);
#endif
