/* fault.c: guards, raising, and failing on demand; see fault.h. */
#include "base/fault.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static _Thread_local FaultGuard *innermost;
static _Thread_local FaultOwned *owned_last;
static _Thread_local long armed, counted;

void fault_guard_enter(FaultGuard *guard)
{
    guard->outer = innermost;
    guard->owned = owned_last;
    guard->kind = FAULT_NONE;
    guard->text[0] = 0;
    innermost = guard;
}

void fault_unguard(FaultGuard *guard)
{
    assert(owned_last == guard->owned);
    innermost = guard->outer;
}

void fault_own(FaultOwned *owned, void *thing, void (*end)(void *thing))
{
    *owned = (FaultOwned){owned_last, thing, end};
    owned_last = owned;
}

void *fault_keep(FaultOwned *owned)
{
    assert(owned == owned_last);
    owned_last = owned->before;
    return owned->thing;
}

void fault_release(FaultOwned *owned)
{
    void *thing = fault_keep(owned);
    if (thing) owned->end(thing);
}

void fault_raise(FaultKind kind, const char *format, ...)
{
    FaultGuard *guard = innermost;
    va_list args;
    va_start(args, format);
    if (!guard) {
        fprintf(stderr, "yichuang: ");
        vfprintf(stderr, format, args);
        fputc('\n', stderr);
        exit(1);
    }
    guard->kind = kind;
    vsnprintf(guard->text, sizeof guard->text, format, args);
    va_end(args);
    while (owned_last != guard->owned) fault_release(owned_last);      /* the frames they stand in are still there */
    innermost = guard->outer;
    longjmp(guard->jump, 1);
}

const char *fault_name(FaultKind kind)
{
    static const char *const names[] = {
        [FAULT_NONE] = "none", [FAULT_MEMORY] = "memory", [FAULT_STORE] = "store",
        [FAULT_STORE_FULL] = "store full", [FAULT_FILE] = "file", [FAULT_PEER] = "peer",
    };
    return names[kind];
}

void fault_arm(long nth) { armed = nth; counted = 0; }
long fault_calls(void) { return counted; }
bool fault_injected(void)
{
    counted++;
    return armed && counted == armed;
}
