/* arena.c: block-chained bump allocation; see arena.h. */
#include "base/arena.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 * 1024, ALIGNMENT = 16 };

typedef struct ArenaBlock {
    struct ArenaBlock *next;
    size_t size;                            /* a multiple of ALIGNMENT, so that what is left always is one too */
    _Alignas(ALIGNMENT) unsigned char data[];
} Block;

static Block *block_new(size_t size)
{
    if (fault_injected()) fault_raise(FAULT_MEMORY, "memory call failed on demand");
    Block *block = malloc(sizeof *block + size);
    if (!block) fault_raise(FAULT_MEMORY, "out of memory: %zu bytes", size);
    block->next = NULL;
    block->size = size;
    return block;
}

static void enter(Arena *arena, Block *block)
{
    arena->current = block;
    arena->at = block->data;
    arena->end = block->data + block->size;
}

Arena *arena_new(void)
{
    Block *first = block_new(FIRST_BLOCK);
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena) { free(first); fault_raise(FAULT_MEMORY, "out of memory: arena"); }
    arena->first = first;
    enter(arena, first);
    return arena;
}

static void free_blocks(Block *block)
{
    while (block) {
        Block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_reset(Arena *arena)
{
    free_blocks(arena->first->next);
    arena->first->next = NULL;
    arena->before = 0;
    enter(arena, arena->first);
}

void arena_free(Arena *arena)
{
    if (!arena) return;
    free_blocks(arena->first);
    free(arena);
}

static void free_owned(void *arena) { arena_free(arena); }

Arena *arena_owned(FaultOwned *owned)
{
    Arena *arena = arena_new();
    fault_own(owned, arena, free_owned);
    return arena;
}

static size_t used(const Arena *arena) { return (size_t)(arena->at - arena->current->data); }

size_t arena_used(const Arena *arena) { return arena->before + used(arena); }

void *arena_more(Arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX / 4) fault_raise(FAULT_MEMORY, "absurd allocation: %zu bytes", bytes);
    size_t need = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1), size = arena->current->size * 2;
    if (size > 1024 * 1024) size = 1024 * 1024;
    if (size < need) size = need;
    Block *fresh = block_new(size);
    arena->before += used(arena);
    arena->current->next = fresh;
    enter(arena, fresh);
    arena->at += need;
    return fresh->data;
}

void *arena_memdup(Arena *arena, const void *data, size_t bytes)
{
    void *copy = arena_room(arena, bytes ? bytes : 1);
    if (bytes) memcpy(copy, data, bytes);
    return copy;
}

char *arena_strndup(Arena *arena, const char *text, size_t bytes)
{
    char *copy = arena_room(arena, bytes + 1);
    if (bytes) memcpy(copy, text, bytes);
    copy[bytes] = 0;
    return copy;
}

char *arena_strdup(Arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_join(Arena *arena, const char *first, ...)
{
    size_t bytes = 0;
    va_list args, again;
    va_start(args, first);
    va_copy(again, args);
    for (const char *part = first; part; part = va_arg(args, const char *)) bytes += strlen(part);
    va_end(args);
    char *text = arena_room(arena, bytes + 1), *at = text;
    for (const char *part = first; part; part = va_arg(again, const char *)) {
        size_t n = strlen(part);
        memcpy(at, part, n);
        at += n;
    }
    va_end(again);
    *at = 0;
    return text;
}

char *arena_vprintf(Arena *arena, const char *format, va_list args)
{
    char brief[256];                        /* nearly all texts fit, and then once is enough */
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(brief, sizeof brief, format, args);
    if (length < 0) length = 0, *brief = 0;
    char *text = arena_alloc(arena, (size_t)length + 1);
    if ((size_t)length < sizeof brief) memcpy(text, brief, (size_t)length);
    else vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
