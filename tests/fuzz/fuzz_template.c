/* fuzz_template.c: templates and message files from arbitrary bytes, rendered with hostile data.
 *
 * Whatever the template, text from the data must never reach the page unescaped, and an address never be javascript:.
 */
#include "base/fault.h"
#include "http/template.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char hostile[] = "\"'<mark onx=1>&";
static const char address[] = "javascript:hostile";

static const Value *view(Arena *arena)
{
    Value *root = value_object(arena), *list = value_set_list(arena, root, "l");
    value_set_str(arena, root, "a", hostile);
    value_set_str(arena, root, "u", address);
    value_set_int(arena, root, "n", -7);
    value_set_bool(arena, root, "b", true);
    value_set_str(arena, value_set_object(arena, root, "o"), "a", hostile);
    for (int i = 0; i < 3; i++) value_set_str(arena, value_push_object(arena, list), "x", hostile);
    return root;
}

static void try_render(Arena *arena, const Templates *set)
{
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        Buf page = template_render(set, arena, "x", view(arena), LANGUAGE_EN);
        if (strstr(page.text, hostile) || strstr(page.text, "<mark")) abort();
        fault_unguard(&guard);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 20000) return 0;
    Arena *arena = arena_new();
    char *text = arena_strndup(arena, (const char *)data, size);
    if (strstr(text, "<mark")) { arena_free(arena); return 0; }    /* the template itself may say so */
    Messages *messages = messages_new(arena);
    messages_add(messages, "fuzz.txt", size % 2 ? text : "k | {0} | {0}\nm | <i> | <i>\n");
    Templates *set = templates_new(arena, messages);
    templates_add(set, "x", text);
    templates_add(set, "p", "({{a}})");
    templates_add(set, "q", "[{{$t}}{{a}}{{/t}}]");
    templates_finish(set);
    try_render(arena, set);
    arena_free(arena);
    return 0;
}
