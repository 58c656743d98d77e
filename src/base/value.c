/* value.c: building, reading and writing trees; see value.h. Parsing is value_parse.c. */
#include "base/value.h"
#include <assert.h>
#include <string.h>

/* A turn at the window makes a thousand comparisons of keys. So each member bears a mark of its key's first three characters, and each object a bit for
 * every mark in it: most keys that are absent are known to be so without looking, and most others are found without reading a key. */
static inline uint16_t mark_of(const char *key)
{
    unsigned mark = (unsigned char)key[0] << 10;
    if (!key[0] || !key[1]) return (uint16_t)mark;
    return (uint16_t)(mark ^ (unsigned char)key[1] << 5 ^ (unsigned char)key[2]);
}

static inline int64_t bit_of(uint16_t mark) { return (int64_t)(UINT64_C(1) << (mark * 0x9E3779B1u >> 26)); }

static inline bool same_key(const Value *m, uint16_t mark, const char *key)
{
    if (m->mark != mark) return false;
    const char *a = m->key;
    while (*a && *a == *key) a++, key++;
    return *a == *key;
}

Value *value_object(Arena *arena) { Value *v = ARENA_NEW(arena, Value); v->kind = VALUE_OBJECT; return v; }
Value *value_list(Arena *arena) { Value *v = ARENA_NEW(arena, Value); v->kind = VALUE_LIST; return v; }

Value *value_string(Arena *arena, const char *text)
{
    Value *v = ARENA_NEW(arena, Value);
    if (!text) return v;
    v->kind = VALUE_STRING;
    v->string = arena_strdup(arena, text);
    return v;
}

Value *value_integer(Arena *arena, int64_t number)
{
    Value *v = ARENA_NEW(arena, Value);
    v->kind = VALUE_INT;
    v->integer = number;
    return v;
}

static inline Value *append(Value *list, Value *value)
{
    value->next = NULL;
    if (list->last) list->last->next = value; else list->first = value;
    list->last = value;
    list->count++;
    return value;
}

/* A member pushed like an element would bear no mark and not be found again. */
Value *value_push(Value *list, Value *value)
{
    assert(list->kind == VALUE_LIST);
    return append(list, value);
}

Value *value_put(Value *object, const char *key, Value *member)
{
    member->key = key;
    member->mark = mark_of(key);
    object->integer |= bit_of(member->mark);
    return append(object, member);
}

Value *value_set(Arena *arena, Value *object, const char *key, Value *value)
{
    uint16_t mark = mark_of(key);
    for (Value *m = object->integer & bit_of(mark) ? object->first : NULL, *before = NULL; m; before = m, m = m->next) {
        if (!same_key(m, mark, key)) continue;
        value->key = m->key;
        value->mark = mark;
        value->next = m->next;
        if (before) before->next = value; else object->first = value;
        if (object->last == m) object->last = value;
        return value;
    }
    return value_put(object, arena_strdup(arena, key), value);
}

void value_lend_str(Arena *arena, Value *object, const char *key, const char *text)
{
    Value *v = ARENA_NEW(arena, Value);
    v->kind = text ? VALUE_STRING : VALUE_NULL;
    v->string = text;
    value_put(object, key, v);
}

Value *value_set_str(Arena *arena, Value *object, const char *key, const char *text)
{
    return value_set(arena, object, key, value_string(arena, text));
}

Value *value_set_int(Arena *arena, Value *object, const char *key, int64_t number)
{
    return value_set(arena, object, key, value_integer(arena, number));
}

Value *value_set_bool(Arena *arena, Value *object, const char *key, bool truth)
{
    Value *v = ARENA_NEW(arena, Value);
    v->kind = VALUE_BOOL;
    v->boolean = truth;
    return value_set(arena, object, key, v);
}

Value *value_set_object(Arena *arena, Value *object, const char *key) { return value_set(arena, object, key, value_object(arena)); }
Value *value_set_list(Arena *arena, Value *object, const char *key) { return value_set(arena, object, key, value_list(arena)); }
Value *value_push_str(Arena *arena, Value *list, const char *text) { return value_push(list, value_string(arena, text)); }
Value *value_push_object(Arena *arena, Value *list) { return value_push(list, value_object(arena)); }

Value *value_copy(Arena *arena, const Value *value)
{
    Value *copy = ARENA_NEW(arena, Value);
    copy->kind = value->kind;
    copy->boolean = value->boolean;
    copy->integer = value->integer;
    copy->string = arena_strdup(arena, value->string);
    for (const Value *m = value->first; m; m = m->next) {
        if (m->key) value_put(copy, arena_strdup(arena, m->key), value_copy(arena, m));
        else value_push(copy, value_copy(arena, m));
    }
    return copy;
}

Value *value_shallow(Arena *arena, const Value *object)
{
    Value *copy = value_object(arena);
    for (const Value *m = object->first; m; m = m->next) value_put(copy, m->key, arena_memdup(arena, m, sizeof *m));
    return copy;
}

const Value *value_get(const Value *object, const char *key)
{
    if (!object || object->kind != VALUE_OBJECT) return NULL;
    uint16_t mark = mark_of(key);
    if (!(object->integer & bit_of(mark))) return NULL;
    for (const Value *m = object->first; m; m = m->next)
        if (same_key(m, mark, key)) return m;
    return NULL;
}

const char *value_str(const Value *object, const char *key)
{
    const Value *v = value_get(object, key);
    return v && v->kind == VALUE_STRING ? v->string : NULL;
}

const char *value_str_or(const Value *object, const char *key, const char *otherwise)
{
    const char *text = value_str(object, key);
    return text ? text : otherwise;
}

int64_t value_int(const Value *object, const char *key, int64_t otherwise)
{
    const Value *v = value_get(object, key);
    return v && v->kind == VALUE_INT ? v->integer : otherwise;
}

bool value_bool(const Value *object, const char *key)
{
    const Value *v = value_get(object, key);
    return v && v->kind == VALUE_BOOL && v->boolean;
}

bool value_equal(const Value *a, const Value *b)
{
    if (a->kind != b->kind || a->boolean != b->boolean || a->integer != b->integer || a->count != b->count) return false;
    if (a->kind == VALUE_STRING && strcmp(a->string, b->string)) return false;
    for (const Value *x = a->first, *y = b->first; x; x = x->next, y = y->next)
        if ((x->key && strcmp(x->key, y->key)) || !value_equal(x, y)) return false;
    return true;
}

void value_write(Buf *out, const Value *value)
{
    if (!value) { buf_str(out, "null"); return; }
    switch (value->kind) {
    case VALUE_NULL: buf_str(out, "null"); break;
    case VALUE_BOOL: buf_str(out, value->boolean ? "true" : "false"); break;
    case VALUE_INT: buf_int(out, value->integer); break;
    case VALUE_STRING: buf_json(out, value->string); break;
    case VALUE_LIST:
    case VALUE_OBJECT:
        buf_char(out, value->kind == VALUE_LIST ? '[' : '{');
        for (const Value *m = value->first; m; m = m->next) {
            if (m != value->first) buf_char(out, ',');
            if (value->kind == VALUE_OBJECT) { buf_json(out, m->key); buf_char(out, ':'); }
            value_write(out, m);
        }
        buf_char(out, value->kind == VALUE_LIST ? ']' : '}');
        break;
    }
}

char *value_json(Arena *arena, const Value *value)
{
    Buf out = buf_sized(arena, 64 + 48 * (size_t)(value ? value->count : 0));
    value_write(&out, value);
    return out.text;
}
