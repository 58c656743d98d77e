/* file.h: whole files in and out. */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* The whole file, NUL-terminated. NULL when it cannot be read or is larger than limit bytes; errno says which (EFBIG). */
const uint8_t *file_read(Arena *arena, const char *path, size_t limit, size_t *bytes);
/* Writes beside, fsyncs, renames: readers see the old or the new file whole. mode as in open(2). Faults on failure. */
void file_write(const char *path, const void *data, size_t bytes, int mode);
bool file_exists(const char *path);
#endif
