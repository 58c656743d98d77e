/* disk.c: a worse disk, to be preloaded (LD_PRELOAD) before a program under test.
 *
 *   SLOW_SYNC_MS=8        every fsync and fdatasync takes that much longer, as on a customer's disk
 *   FULL_DISK=FILE        while FILE exists the disk is full: no regular file can grow (ENOSPC), what is there already can be written over.
 *                         When FILE says "all", not even that
 *
 * Only regular files are touched; sockets, pipes and terminals are as ever.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void linger(void)
{
    const char *text = getenv("SLOW_SYNC_MS");
    double ms = text ? atof(text) : 0;
    if (ms <= 0) return;
    struct timespec wait = {(time_t)(ms / 1000), (long)((ms - (double)(long)(ms / 1000) * 1000) * 1e6)};
    while (nanosleep(&wait, &wait) && errno == EINTR) {}
}

int fsync(int fd) { REAL(fsync); linger(); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); linger(); return real(fd); }

/* How the disk refuses a write that would end at this byte. */
static bool full(int fd, off_t end)
{
    struct stat info;
    const char *control = getenv("FULL_DISK");
    if (!control || stat(control, &info)) return false;
    bool all = info.st_size >= 3;
    if (fstat(fd, &info) || !S_ISREG(info.st_mode) || (!all && end <= info.st_size)) return false;
    errno = ENOSPC;
    return true;
}

static off_t place(int fd) { off_t at = lseek(fd, 0, SEEK_CUR); return at < 0 ? 0 : at; }

ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t at) { REAL(pwrite64); return full(fd, at + (off_t)bytes) ? -1 : real(fd, data, bytes, at); }
ssize_t pwrite(int fd, const void *data, size_t bytes, off_t at) { REAL(pwrite); return full(fd, at + (off_t)bytes) ? -1 : real(fd, data, bytes, at); }
ssize_t write(int fd, const void *data, size_t bytes) { REAL(write); return full(fd, place(fd) + (off_t)bytes) ? -1 : real(fd, data, bytes); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); return full(fd, size) ? -1 : real(fd, size); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); return full(fd, size) ? -1 : real(fd, size); }
int posix_fallocate(int fd, off_t at, off_t size) { REAL(posix_fallocate); return full(fd, at + size) ? ENOSPC : real(fd, at, size); }
int fallocate(int fd, int mode, off_t at, off_t size) { REAL(fallocate); return full(fd, at + size) ? -1 : real(fd, mode, at, size); }
