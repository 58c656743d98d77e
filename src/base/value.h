/* value.h: one tree for what the program says: event bodies, JSON answers and what templates show.
 *
 * Lives in an arena. Objects keep the order in which keys were first set, so the same facts give the same bytes:
 * value_to_json(parse(bytes)) == bytes for everything value_to_json wrote.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H
#include "base/arena.h"
#include "base/buf.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum { VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_STRING, VALUE_LIST, VALUE_OBJECT } ValueKind;

typedef struct Value {
    ValueKind kind;
    bool boolean;
    uint16_t mark;                 /* of the key, as value_put sets it: looking a key up reads no other memory */
    int64_t integer;               /* VALUE_INT; of an object: one bit for each mark among its members, so that a key it lacks is told at once */
    const char *string;            /* VALUE_STRING, NUL-terminated UTF-8 */
    const char *key;               /* when a member of an object */
    struct Value *first, *last;    /* members or elements */
    struct Value *next;
    int count;
} Value;

Value *value_object(Arena *arena);
Value *value_list(Arena *arena);
Value *value_string(Arena *arena, const char *text);       /* copies; NULL gives a null value */
Value *value_integer(Arena *arena, int64_t number);

/* Setting a key twice replaces it in place. Return the value set. A NULL text sets null. */
Value *value_set(Arena *arena, Value *object, const char *key, Value *value);
Value *value_set_str(Arena *arena, Value *object, const char *key, const char *text);
Value *value_set_int(Arena *arena, Value *object, const char *key, int64_t number);
Value *value_set_bool(Arena *arena, Value *object, const char *key, bool truth);
Value *value_set_object(Arena *arena, Value *object, const char *key);   /* a fresh empty one */
Value *value_set_list(Arena *arena, Value *object, const char *key);
Value *value_push(Value *list, Value *value);                            /* value must not be in another tree */
/* The same for a tree that is looked at and dropped: neither key nor text is copied, both must outlive it, and the key must not be in the object yet. */
void value_lend_str(Arena *arena, Value *object, const char *key, const char *text);
/* Appends a member under a key it has not yet; the key is not copied. Nothing else makes members: keys and marks go together. */
Value *value_put(Value *object, const char *key, Value *member);
Value *value_push_str(Arena *arena, Value *list, const char *text);
Value *value_push_object(Arena *arena, Value *list);
Value *value_copy(Arena *arena, const Value *value);
Value *value_shallow(Arena *arena, const Value *object);                 /* a new object whose members share keys and contents with the old one's */

/* Reading: NULL object, absent key and wrong kind all give the neutral answer. */
const Value *value_get(const Value *object, const char *key);
const char *value_str(const Value *object, const char *key);             /* NULL if absent or not a string */
const char *value_str_or(const Value *object, const char *key, const char *otherwise);
int64_t value_int(const Value *object, const char *key, int64_t otherwise);
bool value_bool(const Value *object, const char *key);                   /* absent is false */
bool value_equal(const Value *a, const Value *b);                        /* same kind, same contents, same order */

/* JSON. Strict: no duplicate keys, no trailing text, depth <= 32, valid UTF-8, no NUL, integers only within int64 (reals are refused).
 * On failure gives NULL and *error says what and where (arena text). */
Value *value_parse(Arena *arena, const char *json, size_t bytes, const char **error);
void value_write(Buf *out, const Value *value);                          /* compact canonical JSON */
char *value_json(Arena *arena, const Value *value);
#endif
