/* form.c: URL-encoded forms, query strings, paths, cookies, file names. See form.h; multipart is multipart.c. */
#include "http/form.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

const char FORM_TOO_LARGE[] = "the form passes a limit of size or number";

enum { FILENAME_CHARACTERS = 120, FILENAME_TAIL = 12 };

/* --- percent-encoding ---------------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

char *percent_decode(Arena *arena, const char *text, size_t bytes, bool plus)
{
    char *out = arena_alloc(arena, bytes + 1);
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < bytes ? hex_digit(text[i + 1]) : -1, low = i + 2 < bytes ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return NULL;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) c = ' ';
        out[n++] = c;
    }
    return text_is_utf8(out, n) ? out : NULL;   /* which also refuses NUL */
}

/* --- forms ---------------------------------------------------------------------------------------------------------------------- */

static void one_kind_of_newline(char *text)
{
    char *out = text;
    for (const char *p = text; *p; p++)
        if (*p != '\r') *out++ = *p;
        else if (p[1] != '\n') *out++ = '\n';
    *out = 0;
}

const char *form_add(Arena *arena, Form *form, const char *name, char *value)
{
    if (++form->fields > LIMIT_FORM_FIELDS || strlen(value) > LIMIT_FIELD_BYTES) return FORM_TOO_LARGE;
    one_kind_of_newline(value);
    Field *field = ARENA_NEW(arena, Field);
    field->name = name;
    field->value = value;
    if (form->last) form->last->next = field; else form->first = field;
    form->last = field;
    return NULL;
}

static const char *add_pair(Arena *arena, const char *pair, size_t bytes, Form *form)
{
    const char *equals = memchr(pair, '=', bytes);
    size_t name_bytes = equals ? (size_t)(equals - pair) : bytes;
    if (bytes - name_bytes > 3 * LIMIT_FIELD_BYTES + 1) return FORM_TOO_LARGE;
    char *name = percent_decode(arena, pair, name_bytes, true);
    char *value = equals ? percent_decode(arena, equals + 1, bytes - name_bytes - 1, true) : arena_strdup(arena, "");
    if (!name || !value) return "malformed percent-encoding or text that is not UTF-8";
    if (!*name) return "a form field without name";
    return form_add(arena, form, name, value);
}

const char *form_parse(Arena *arena, const char *data, size_t bytes, Form *form)
{
    const char *end = data + bytes;
    while (data < end) {
        const char *stop = memchr(data, '&', (size_t)(end - data));
        if (!stop) stop = end;
        const char *reason = stop > data ? add_pair(arena, data, (size_t)(stop - data), form) : NULL;   /* a=1&&b=2 is common and harmless */
        if (reason) return reason;
        data = stop + 1;
    }
    return NULL;
}

const Field *form_next(const Form *form, const char *name, const Field *after)
{
    for (const Field *f = after ? after->next : form->first; f; f = f->next)
        if (!strcmp(f->name, name)) return f;
    return NULL;
}

const char *form_value(const Form *form, const char *name)
{
    const Field *field = form_next(form, name, NULL);
    return field ? field->value : NULL;
}

const Upload *form_file(const Form *form, const char *name, int index)
{
    for (const Upload *u = form->uploads; u; u = u->next)
        if (!strcmp(u->name, name) && index-- == 0) return u;
    return NULL;
}

/* --- targets ---------------------------------------------------------------------------------------------------------------------- */

static const char *path_fault(const char *path)
{
    if (path[0] != '/') return "the path does not begin with /";
    for (const char *p = path; *p; p++) {
        if (*p == '\\' || (unsigned char)*p < 0x20) return "a byte that no path here has";
        if (*p != '/') continue;
        if (p[1] == '/') return "an empty path segment";
        if (p[1] == '.' && (p[2] == 0 || p[2] == '/' || (p[2] == '.' && (p[3] == 0 || p[3] == '/')))) return "a dot segment in the path";
    }
    return NULL;
}

static bool has_encoded_slash(const char *text, size_t bytes)
{
    for (size_t i = 0; i + 2 < bytes; i++)
        if (text[i] == '%' && ((text[i + 1] == '2' && (text[i + 2] | 32) == 'f') || (text[i + 1] == '5' && (text[i + 2] | 32) == 'c'))) return true;
    return false;
}

char *target_path(Arena *arena, const char *target, const char **query, const char **reason)
{
    const char *mark = strchr(target, '?');
    size_t bytes = mark ? (size_t)(mark - target) : strlen(target);
    *query = mark ? mark + 1 : "";
    *reason = NULL;
    if (memchr(target, '#', bytes)) *reason = "a fragment in the request target";
    else if (has_encoded_slash(target, bytes)) *reason = "an encoded slash in the path";
    if (*reason) return NULL;
    char *path = percent_decode(arena, target, bytes, false);
    *reason = path ? path_fault(path) : "malformed percent-encoding or text that is not UTF-8";
    return *reason ? NULL : path;
}

/* --- cookies ---------------------------------------------------------------------------------------------------------------------- */

static bool cookie_clean(const char *value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)value[i];
        if (c <= 0x20 || c >= 0x7F || c == '"' || c == ',' || c == '\\') return false;
    }
    return true;
}

char *cookie_value(Arena *arena, const char *header, const char *name)
{
    size_t name_bytes = strlen(name), found_bytes = 0;
    const char *found = NULL;
    while (header && *header) {
        while (*header == ' ' || *header == '\t') header++;
        size_t bytes = strcspn(header, ";");
        const char *equals = memchr(header, '=', bytes);
        if (equals && (size_t)(equals - header) == name_bytes && !memcmp(header, name, name_bytes)) {
            if (found) return NULL;
            found = equals + 1;
            found_bytes = bytes - name_bytes - 1;
        }
        header += bytes;
        if (*header == ';') header++;
    }
    while (found_bytes && (found[found_bytes - 1] == ' ' || found[found_bytes - 1] == '\t')) found_bytes--;
    return found && cookie_clean(found, found_bytes) ? arena_strndup(arena, found, found_bytes) : NULL;
}

/* --- file names ------------------------------------------------------------------------------------------------------------------ */

/* Marks that turn the direction of writing or take no room: "cod\u202Etxt.exe" is not to look like "codexe.txt". */
static bool hidden_mark(uint32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0x80 && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

static const char *skip_characters(const char *text, size_t characters)
{
    while (characters-- && *text) text_next(&text);
    return text;
}

/* Without dots and spaces at either end: hidden files, and names that look empty. */
static char *without_edges(Arena *arena, const char *text)
{
    char *name = arena_strdup(arena, text);
    for (size_t before = SIZE_MAX, n; (n = strlen(name)) && n != before; before = n) {
        name = text_trim(arena, name);
        while (*name == '.') name++;
        for (size_t end = strlen(name); end && name[end - 1] == '.'; end--) name[end - 1] = 0;
    }
    return name;
}

char *filename_clean(Arena *arena, const char *raw)
{
    Buf out = buf_new(arena);
    for (const char *p = raw; *p; p++) if (*p == '/' || *p == '\\') raw = p + 1;
    for (const char *p = raw, *before = raw; *p; before = p) {
        uint32_t c = text_next(&p);
        if (c < 0x20 || c == 0x7F || hidden_mark(c)) continue;
        if (c < 0x80 && strchr("<>:\"|?*", (int)c)) buf_char(&out, '_');
        else buf_add(&out, before, (size_t)(p - before));
    }
    char *name = without_edges(arena, out.text);
    size_t characters = text_characters(name);
    if (characters > FILENAME_CHARACTERS) {     /* the end tells the kind of file: keep it */
        const char *middle = skip_characters(name, FILENAME_CHARACTERS - FILENAME_TAIL), *tail = skip_characters(name, characters - FILENAME_TAIL);
        name = arena_printf(arena, "%.*s%s", (int)(middle - name), name, tail);
    }
    return *name ? name : arena_strdup(arena, "file");
}
