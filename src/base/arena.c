/* arena.c: block-chained bump allocation; see arena.h. */
#include "base/arena.h"
#include "base/fault.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 * 1024, ALIGNMENT = 16 };

typedef struct Block {
    struct Block *next;
    size_t size, used;
    _Alignas(16) unsigned char data[];
} Block;

struct Arena {
    Block *first, *current;
    size_t handed_out;
};

static Block *block_new(size_t size)
{
    if (fault_injected()) fault_raise(FAULT_MEMORY, "memory call failed on demand");
    Block *block = malloc(sizeof *block + size);
    if (!block) fault_raise(FAULT_MEMORY, "out of memory: %zu bytes", size);
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

Arena *arena_new(void)
{
    Block *first = block_new(FIRST_BLOCK);
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena) { free(first); fault_raise(FAULT_MEMORY, "out of memory: arena"); }
    arena->first = arena->current = first;
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
    arena->first->used = 0;
    arena->current = arena->first;
    arena->handed_out = 0;
}

void arena_free(Arena *arena)
{
    if (!arena) return;
    free_blocks(arena->first);
    free(arena);
}

size_t arena_used(const Arena *arena) { return arena->handed_out; }

void *arena_room(Arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX / 4) fault_raise(FAULT_MEMORY, "absurd allocation: %zu bytes", bytes);
    size_t need = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    Block *block = arena->current;
    if (block->size - block->used < need) {
        size_t size = block->size * 2;
        if (size > 1024 * 1024) size = 1024 * 1024;
        if (size < need) size = need;
        Block *fresh = block_new(size);
        block->next = fresh;
        arena->current = block = fresh;
    }
    void *memory = block->data + block->used;
    block->used += need;
    arena->handed_out += need;
    return memory;
}

void *arena_alloc(Arena *arena, size_t bytes) { return memset(arena_room(arena, bytes), 0, bytes); }

void *arena_memdup(Arena *arena, const void *data, size_t bytes)
{
    void *copy = arena_alloc(arena, bytes ? bytes : 1);
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
