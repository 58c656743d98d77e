/* fuzz_schema.c: what machines send, against the shapes the table of the law gives; and the reader of shapes itself.
 *
 * The first byte chooses the act; 255 reads the bytes as a shape. A fault must point at something that is really there.
 */
#include "api/schema.h"
#include "base/text.h"
#include "process/process.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) { if (!truth) abort(); }

static const Value *element(const Value *list, const char *step)
{
    int64_t index;
    require(text_parse_int(step, 0, 1000000, &index));
    const Value *v = list->first;
    while (v && index--) v = v->next;
    return v;
}

/* One step of a JSON pointer; a member's name may have been cut at 80 bytes. */
static const Value *member(Arena *arena, const Value *object, const char *step)
{
    Buf name = buf_new(arena);
    for (; *step; step++) {
        if (*step == '~') { step++; require(*step == '0' || *step == '1'); buf_char(&name, *step == '0' ? '~' : '/'); }
        else buf_char(&name, *step);
    }
    for (const Value *v = object->first; v; v = v->next)
        if (!strcmp(v->key, name.text) || (name.length == 80 && text_starts(v->key, name.text))) return v;
    return NULL;
}

static const Value *pointed(Arena *arena, const Value *v, const char *pointer)
{
    char **steps;
    int count = text_split(arena, pointer, '/', &steps);
    require(!*pointer || *pointer == '/');
    for (int i = 1; v && i < count; i++) v = v->kind == VALUE_LIST ? element(v, steps[i]) : member(arena, v, steps[i]);
    return v;
}

static void try_value(Arena *arena, const Schema *schema, const char *text, size_t bytes)
{
    SchemaFault fault;
    const Value *value = value_parse(arena, text, bytes, NULL);
    if (!value) return;
    if (schema_check(arena, schema, value, &fault)) { require(fault.verdict == SCHEMA_GOOD); return; }
    require(fault.verdict != SCHEMA_GOOD && fault.zh && fault.en && text_is_utf8(fault.pointer, strlen(fault.pointer)));
    bool odd = fault.verdict == SCHEMA_UNKNOWN_MEMBER;          /* a name that cannot be written whole is left out of the pointer */
    require(pointed(arena, value, fault.pointer) != NULL || odd);
}

static void try_shape(Arena *arena, const char *text)
{
    const char *error = NULL;
    SchemaFault fault;
    const Schema *schema = schema_parse(arena, text, &error);
    require((schema == NULL) == (error != NULL));
    if (!schema) return;
    value_json(arena, schema_value(arena, schema, true));
    schema_check(arena, schema, value_object(arena), &fault);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 20000) return 0;
    Arena *arena = arena_new();
    const char *text = arena_strndup(arena, (const char *)data + 1, size - 1);
    if (data[0] == 255) try_shape(arena, text);
    else try_value(arena, schema_parse(arena, process_row((Act)(data[0] % ACT_COUNT))->fields, NULL), text, size - 1);
    arena_free(arena);
    return 0;
}
