/* fault.c: guards, raising, and failing on demand; see fault.h. */
#include "base/fault.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static _Thread_local FaultGuard *innermost;
static _Thread_local long armed, counted;

void fault_guard_enter(FaultGuard *guard)
{
    guard->outer = innermost;
    guard->kind = FAULT_NONE;
    guard->text[0] = 0;
    innermost = guard;
}

void fault_unguard(FaultGuard *guard) { innermost = guard->outer; }

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
