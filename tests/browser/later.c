/* later.c: a wall clock that a walk can put forward: preloaded into the hall of that walk only, so that a hearing announced today can be held
 * seven working days on. YC_LATER names a file of one int64: seconds to add. Mapped once at start, so the sandboxed painter may read it too. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *later;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("YC_LATER");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *seen = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *later, PROT_READ, MAP_SHARED, file, 0);
    if (file >= 0) close(file);
    if (seen != MAP_FAILED) later = seen;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    int result = (int)syscall(SYS_clock_gettime, clock, out);
    if (!result && later && clock == CLOCK_REALTIME) out->tv_sec += *later;
    return result;
}
