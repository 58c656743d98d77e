/* fuzz_form.c: URL-encoded forms, request targets, cookies, percent-encoding and file names from arbitrary bytes.
 *
 * The first byte chooses the parser. What is taken must keep the promises of http/form.h.
 */
#include "base/arena.h"
#include "base/text.h"
#include "http/form.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) { if (!truth) abort(); }
static void require_clean(const char *text) { require(text_is_utf8(text, strlen(text))); }

static void try_form(Arena *arena, const char *data, size_t bytes)
{
    Form form = {0};
    if (form_parse(arena, data, bytes, &form)) return;
    for (const Field *f = form.first; f; f = f->next) {
        require_clean(f->name);
        require_clean(f->value);
        require(*f->name && !strchr(f->value, '\r') && form_value(&form, f->name) != NULL);
    }
}

static void try_target(Arena *arena, const char *text)
{
    const char *query, *reason;
    char *path = target_path(arena, text, &query, &reason);
    require((path == NULL) == (reason != NULL));
    if (!path) return;
    require_clean(path);
    require(path[0] == '/' && !strstr(path, "//") && !strstr(path, "/./") && !strstr(path, "/../") && !strchr(path, '\\'));
    try_form(arena, query, strlen(query));
}

static void try_cookie(Arena *arena, const char *text)
{
    char *value = cookie_value(arena, text, "session");
    if (value) require(!strpbrk(value, " \t\r\n;,\"\\"));
}

static void try_filename(Arena *arena, const char *text, size_t bytes)
{
    if (!text_is_utf8(text, bytes)) return;
    char *name = filename_clean(arena, text);
    require_clean(name);
    require(*name && !strpbrk(name, "/\\\r\n\t<>:\"|?*") && *name != '.' && text_characters(name) <= 120);
    require(!strcmp(filename_clean(arena, name), name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    Arena *arena = arena_new();
    char *text = arena_strndup(arena, (const char *)data + 1, size - 1);
    switch (data[0] % 5) {
    case 0: try_form(arena, (const char *)data + 1, size - 1); break;
    case 1: try_target(arena, text); break;
    case 2: try_cookie(arena, text); break;
    case 3: try_filename(arena, text, size - 1); break;
    default: percent_decode(arena, (const char *)data + 1, size - 1, size % 2); break;
    }
    arena_free(arena);
    return 0;
}
