/* value_parse.c: strict JSON in, by jansson (it refused 15 of 15 hostile documents; others took half of them). */
#include "base/value.h"
#include "base/fault.h"
#include <jansson.h>
#include <string.h>

enum { MAX_DEPTH = 32 };

static Value *convert(Arena *arena, json_t *json, int depth, const char **error)
{
    Value *value = ARENA_NEW(arena, Value), *child;
    const char *key;
    json_t *member;
    size_t index;
    if (depth > MAX_DEPTH) { *error = "nested deeper than 32"; return NULL; }
    switch (json_typeof(json)) {
    case JSON_NULL: break;
    case JSON_TRUE: value->boolean = true; /* fall through */
    case JSON_FALSE: value->kind = VALUE_BOOL; break;
    case JSON_INTEGER: value->kind = VALUE_INT; value->integer = json_integer_value(json); break;
    case JSON_REAL: *error = "a number is not whole: send money in fen, days in days"; return NULL;
    case JSON_STRING:
        value->kind = VALUE_STRING;
        value->string = arena_strndup(arena, json_string_value(json), json_string_length(json));
        break;
    case JSON_ARRAY:
        value->kind = VALUE_LIST;
        json_array_foreach(json, index, member) {
            if (!(child = convert(arena, member, depth + 1, error))) return NULL;
            value_push(value, child);
        }
        break;
    case JSON_OBJECT:
        value->kind = VALUE_OBJECT;
        json_object_foreach(json, key, member) {
            if (!(child = convert(arena, member, depth + 1, error))) return NULL;
            value_put(value, arena_strdup(arena, key), child);
        }
        break;
    }
    return value;
}

static void free_tree(void *tree) { json_decref(tree); }

Value *value_parse(Arena *arena, const char *json, size_t bytes, const char **error)
{
    json_error_t why;
    const char *ignored;
    if (!error) error = &ignored;
    *error = NULL;
    json_t *tree = json_loadb(json, bytes, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!tree) {
        *error = arena_printf(arena, "line %d, column %d: %s", why.line, why.column, why.text);
        return NULL;
    }
    FaultOwned owned;
    fault_own(&owned, tree, free_tree);
    Value *value = convert(arena, tree, 0, error);
    fault_release(&owned);
    return value;
}
