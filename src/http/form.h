/* form.h: what browsers send: URL-encoded forms, multipart forms with files, query strings, cookies, paths.
 *
 * Pure functions over bytes, bounded by base/limits.h, strict: anything malformed is refused with a reason (English, for logs and
 * problem pages), never repaired. Names and values come out as valid UTF-8 without NUL or control characters (tab and newlines are
 * allowed); CRLF in a value becomes LF, so the same text typed in two browsers is the same text.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H
#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Field {
    const char *name, *value;
    struct Field *next;
} Field;

typedef struct Upload {
    const char *name;           /* of the form field */
    const char *filename;       /* sanitized: no directories, no control or direction marks, at most 120 characters, never empty */
    const char *content_type;   /* as the browser claims, lower case, without parameters; never believe it */
    const uint8_t *data;        /* inside the request's body: lives as long as the request. Not NUL-terminated */
    size_t size;
    struct Upload *next;
} Upload;

typedef struct Form {
    Field *first, *last;
    Upload *uploads, *last_upload;
    int fields, files;
} Form;

/* Each fills *form (zeroed by the caller) and gives NULL, or gives the reason for refusal. FORM_TOO_LARGE is the one
 * reason compared by pointer: the limits of base/limits.h were passed (answer 413, not 400). */
extern const char FORM_TOO_LARGE[];
const char *form_parse(Arena *arena, const char *data, size_t bytes, Form *form);        /* a=1&b=2; also query strings */
const char *multipart_parse(Arena *arena, const char *content_type, const uint8_t *data, size_t bytes, Form *form);

/* Appends a field under the limits; for parsers. value is clean UTF-8 in the arena and may be changed in place. */
const char *form_add(Arena *arena, Form *form, const char *name, char *value);

const char *form_value(const Form *form, const char *name);            /* first of that name, or NULL */
const Field *form_next(const Form *form, const char *name, const Field *after);   /* after NULL: the first */
const Upload *form_file(const Form *form, const char *name, int index);           /* index-th file of that name, or NULL */

/* Decodes %XX (and + as space when plus is true). NULL when a % is malformed or the result is not clean UTF-8. */
char *percent_decode(Arena *arena, const char *text, size_t bytes, bool plus);
/* The decoded path of a request target, in normal form: starts with /, no //, no . or .. segment, no backslash, no encoded slash.
 * NULL and *reason otherwise. *query is the raw text after the first ?, or "". */
char *target_path(Arena *arena, const char *target, const char **query, const char **reason);
/* Value of one cookie of a Cookie header, or NULL: absent, malformed, or named more than once (then nobody knows which is ours). */
char *cookie_value(Arena *arena, const char *header, const char *name);
char *filename_clean(Arena *arena, const char *raw);
#endif
