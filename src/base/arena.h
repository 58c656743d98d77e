/* arena.h: memory by lifetime. One arena per turn, freed whole; one per process for catalogue and routes.
 *
 * Everything allocated here is zeroed (but for arena_room) and lives until arena_free or arena_reset. There is no single free.
 * Running out of memory is a fault (see fault.h), never a NULL return.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/fault.h"
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* at and end: the room left in the block under way. All of it is arena.c's, and here only so that the common case needs no call. */
typedef struct Arena {
    unsigned char *at, *end;
    struct ArenaBlock *first, *current;
    size_t before;                  /* bytes handed out of the blocks that are full */
} Arena;

Arena *arena_new(void);
Arena *arena_owned(FaultOwned *owned);          /* one of a function's own: fault_release(owned) frees it, and so does a fault */
void arena_reset(Arena *arena);                 /* forgets all, keeps the first block */
void arena_free(Arena *arena);                  /* NULL is allowed */
size_t arena_used(const Arena *arena);          /* bytes handed out since the last reset */

void *arena_more(Arena *arena, size_t bytes);   /* from a new block; arena_room's own */

/* Aligned to 16, not zeroed: for who writes all of it at once. */
static inline void *arena_room(Arena *arena, size_t bytes)
{
    unsigned char *memory = arena->at;
    if (bytes > (size_t)(arena->end - memory)) return arena_more(arena, bytes);
    arena->at = memory + ((bytes + 15) & ~(size_t)15);
    return memory;
}

/* The same, zeroed. */
static inline void *arena_alloc(Arena *arena, size_t bytes) { return memset(arena_room(arena, bytes), 0, bytes); }

char *arena_strdup(Arena *arena, const char *text);              /* NULL gives NULL */
char *arena_strndup(Arena *arena, const char *text, size_t bytes);
void *arena_memdup(Arena *arena, const void *data, size_t bytes);
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The texts one after another, without a format to read; the list ends with NULL. */
char *arena_join(Arena *arena, const char *first, ...) __attribute__((sentinel));
char *arena_vprintf(Arena *arena, const char *format, va_list args);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))
#endif
