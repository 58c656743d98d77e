/* embed.h: files carried inside the binary: schema, templates, messages, styles, the demonstration district.
 * With YICHUANG_FILES=DIR in the environment they are read from that source tree instead (development). */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H
#include "base/arena.h"
#include <stdint.h>

/* path as in the source tree ("web/templates/home.html"). NULL when absent. The bytes are followed by a NUL. */
const uint8_t *embed_find(Arena *arena, const char *path, size_t *bytes);
/* Paths that start with prefix, in order; *count of them. */
const char **embed_list(Arena *arena, const char *prefix, int *count);
#endif
