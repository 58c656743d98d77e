/* file.c: see file.h. */
#include "base/file.h"
#include "base/fault.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const uint8_t *file_read(Arena *arena, const char *path, size_t limit, size_t *bytes)
{
    struct stat info;
    if (fault_injected()) fault_raise(FAULT_FILE, "file call failed on demand: %s", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    if (fstat(fd, &info) || !S_ISREG(info.st_mode) || (uint64_t)info.st_size > limit) {
        if (!S_ISREG(info.st_mode)) errno = EINVAL; else errno = EFBIG;
        int keep = errno;
        close(fd);
        errno = keep;
        return NULL;
    }
    size_t size = (size_t)info.st_size, got = 0;
    uint8_t *data = arena_alloc(arena, size + 1);
    while (got < size) {
        ssize_t n = read(fd, data + got, size - got);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        got += (size_t)n;
    }
    close(fd);
    *bytes = got;
    return data;
}

void file_write(const char *path, const void *data, size_t bytes, int mode)
{
    char beside[4096];
    if (fault_injected()) fault_raise(FAULT_FILE, "file call failed on demand: %s", path);
    if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside) fault_raise(FAULT_FILE, "path too long: %.100s", path);
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0) fault_raise(FAULT_FILE, "cannot write %s: %s", beside, strerror(errno));
    const char *at = data;
    size_t left = bytes;
    while (left) {
        ssize_t n = write(fd, at, left);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) { int why = errno; close(fd); unlink(beside); fault_raise(FAULT_FILE, "cannot write %s: %s", beside, strerror(why)); }
        at += n;
        left -= (size_t)n;
    }
    if (fsync(fd) || close(fd)) fault_raise(FAULT_FILE, "cannot sync %s: %s", beside, strerror(errno));
    if (rename(beside, path)) fault_raise(FAULT_FILE, "cannot rename to %s: %s", path, strerror(errno));
}

bool file_exists(const char *path) { return access(path, F_OK) == 0; }
