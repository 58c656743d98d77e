/* multipart.c: multipart/form-data (RFC 7578) over the complete body, strictly. See form.h.
 *
 * What browsers, curl and common libraries send is taken; whatever two readers could read differently is refused: text before the first
 * boundary or after the last, folded or repeated part headers, transfer encodings, filename*, bare line feeds.
 */
#define _GNU_SOURCE     /* memmem */
#include "base/limits.h"
#include "base/text.h"
#include "http/form.h"
#include <string.h>
#include <strings.h>

enum { BOUNDARY_BYTES = 70, PART_HEADER_BYTES = 4096, PART_HEADERS = 8 };

typedef struct Part {
    char *name, *filename, *content_type;
    bool has_disposition, has_type;
} Part;

typedef struct Cursor {
    Arena *arena;
    const char *at, *end;
    const char *delimiter;      /* CR LF -- boundary */
    size_t delimiter_bytes;
} Cursor;

static bool boundary_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("'()+_,-./:=? ", c));
}

/* The boundary out of `multipart/form-data; boundary=...`; NULL when there is none or it is malformed. */
static char *find_boundary(Arena *arena, const char *content_type)
{
    const char *p = content_type + strcspn(content_type, ";");
    char *boundary = NULL;
    while (*p == ';') {
        p++;
        p += strspn(p, " \t");
        bool ours = !strncasecmp(p, "boundary=", 9);
        const char *value = p + strcspn(p, "=;");
        if (*value != '=') return NULL;
        value++;
        bool quoted = *value == '"';
        value += quoted;
        size_t n = strcspn(value, quoted ? "\"" : "; \t");
        p = value + n;
        if (quoted && *p++ != '"') return NULL;
        p += strspn(p, " \t");
        if (ours && boundary) return NULL;
        if (ours) boundary = arena_strndup(arena, value, n);
    }
    size_t n = boundary ? strlen(boundary) : 0;
    if (*p || n == 0 || n > BOUNDARY_BYTES || boundary[n - 1] == ' ') return NULL;
    for (size_t i = 0; i < n; i++) if (!boundary_byte(boundary[i])) return NULL;
    return boundary;
}

/* A quoted string as browsers write it in part headers: \" and %22 are a quote; %0D and %0A a newline; any other backslash is itself. */
static char *quoted_string(Arena *arena, const char **at)
{
    const char *p = *at;
    if (*p != '"') return NULL;
    char *out = arena_alloc(arena, strlen(p) + 1), *o = out;
    for (p++; *p && *p != '"'; p++) {
        if (p[0] == '\\' && p[1] == '"') { *o++ = '"'; p++; }
        else if (!strncmp(p, "%22", 3)) { *o++ = '"'; p += 2; }
        else if (!strncasecmp(p, "%0d", 3) || !strncasecmp(p, "%0a", 3)) { *o++ = p[2] == 'd' || p[2] == 'D' ? '\r' : '\n'; p += 2; }
        else *o++ = *p;
    }
    if (*p != '"') return NULL;
    *at = p + 1;
    return out;
}

static const char *read_disposition(Arena *arena, const char *value, Part *part)
{
    if (part->has_disposition) return "a part with two Content-Disposition headers";
    part->has_disposition = true;
    if (strncasecmp(value, "form-data", 9)) return "a part that is not form-data";
    const char *p = value + 9;
    for (p += strspn(p, " \t"); *p == ';'; p += strspn(p, " \t")) {
        p++;
        p += strspn(p, " \t");
        size_t n = strcspn(p, "=; \t");
        char **into = n == 4 && !strncasecmp(p, "name", 4) ? &part->name : n == 8 && !strncasecmp(p, "filename", 8) ? &part->filename : NULL;
        if (!into || p[n] != '=') return "a parameter of Content-Disposition other than name and filename";
        if (*into) return "a parameter of Content-Disposition twice";
        p += n + 1;
        if (!(*into = quoted_string(arena, &p))) return "a parameter of Content-Disposition that is not a quoted string";
    }
    if (*p) return "malformed Content-Disposition";
    return part->name && *part->name ? NULL : "a part without name";
}

static const char *read_type(Arena *arena, const char *value, Part *part)
{
    if (part->has_type) return "a part with two Content-Type headers";
    part->has_type = true;
    size_t n = strcspn(value, "; \t");
    const char *rest = value + n + strspn(value + n, " \t");
    if (n == 0 || n > 100 || (*rest && *rest != ';')) return "malformed Content-Type of a part";
    part->content_type = arena_strndup(arena, value, n);
    for (char *c = part->content_type; *c; c++) {
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
        bool fine = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || strchr("/.+-_", *c);
        if (!fine) return "malformed Content-Type of a part";
    }
    return NULL;
}

static const char *read_header(Arena *arena, const char *line, Part *part)
{
    const char *colon = strchr(line, ':');
    if (!colon || colon == line) return "malformed part header";
    for (const char *p = line; p < colon; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '-' || *p == '_')) return "malformed part header name";
    size_t n = (size_t)(colon - line);
    const char *value = colon + 1 + strspn(colon + 1, " \t");
    if (n == 19 && !strncasecmp(line, "content-disposition", n)) return read_disposition(arena, value, part);
    if (n == 12 && !strncasecmp(line, "content-type", n)) return read_type(arena, value, part);
    if (n == 25 && !strncasecmp(line, "content-transfer-encoding", n))
        return strcasecmp(value, "binary") && strcasecmp(value, "8bit") && strcasecmp(value, "7bit") ? "an encoded part" : NULL;
    return NULL;
}

/* The headers of a part, up to and over the empty line. */
static const char *read_headers(Cursor *c, Part *part)
{
    for (int headers = 0; headers <= PART_HEADERS; headers++) {
        const char *stop = memmem(c->at, (size_t)(c->end - c->at), "\r\n", 2);
        if (!stop) return "a part header without end";
        size_t bytes = (size_t)(stop - c->at);
        if (bytes > PART_HEADER_BYTES) return "a part header too long";
        if (!text_is_utf8(c->at, bytes) || memchr(c->at, '\n', bytes) || memchr(c->at, '\r', bytes)) return "a bad byte in a part header";
        char *line = arena_strndup(c->arena, c->at, bytes);
        c->at = stop + 2;
        if (!bytes) return part->has_disposition ? NULL : "a part without Content-Disposition";
        const char *reason = read_header(c->arena, line, part);
        if (reason) return reason;
    }
    return "too many part headers";
}

static const char *add_upload(Arena *arena, Form *form, const Part *part, const char *data, size_t bytes)
{
    if (!*part->filename && !bytes) return NULL;    /* a file input left empty */
    if (bytes > LIMIT_UPLOAD_BYTES || ++form->files > LIMIT_UPLOADS_PER_REQUEST) return FORM_TOO_LARGE;
    Upload *upload = ARENA_NEW(arena, Upload);
    upload->name = part->name;
    upload->filename = filename_clean(arena, part->filename);
    upload->content_type = part->content_type ? part->content_type : "application/octet-stream";
    upload->data = (const uint8_t *)data;
    upload->size = bytes;
    if (form->last_upload) form->last_upload->next = upload; else form->uploads = upload;
    form->last_upload = upload;
    return NULL;
}

static const char *read_part(Cursor *c, Form *form)
{
    Part part = {0};
    const char *reason = read_headers(c, &part);
    if (reason) return reason;
    /* An empty content has its delimiter's CR LF right after the empty line, which has been read: it is found from here. */
    const char *data = c->at, *stop = memmem(data, (size_t)(c->end - data), c->delimiter, c->delimiter_bytes);
    if (!stop) return "a part without end";
    size_t bytes = (size_t)(stop - data);
    c->at = stop + c->delimiter_bytes;
    if (part.filename) return add_upload(c->arena, form, &part, data, bytes);
    if (bytes > LIMIT_FIELD_BYTES) return FORM_TOO_LARGE;
    if (!text_is_utf8(data, bytes)) return "a field that is not UTF-8 text";
    return form_add(c->arena, form, part.name, arena_strndup(c->arena, data, bytes));
}

/* After a boundary: 1 another part follows, 0 the end, -1 neither. */
static int after_boundary(Cursor *c)
{
    size_t left = (size_t)(c->end - c->at);
    if (left >= 2 && !memcmp(c->at, "\r\n", 2)) { c->at += 2; return 1; }
    if (left < 2 || memcmp(c->at, "--", 2)) return -1;
    c->at += 2;
    if (left == 2) return 0;
    return left == 4 && !memcmp(c->at, "\r\n", 2) ? 0 : -1;
}

const char *multipart_parse(Arena *arena, const char *content_type, const uint8_t *data, size_t bytes, Form *form)
{
    const char *boundary = find_boundary(arena, content_type);
    if (!boundary) return "multipart form without a proper boundary";
    char *delimiter = arena_printf(arena, "\r\n--%s", boundary);
    Cursor c = {arena, (const char *)data, (const char *)data + bytes, delimiter, strlen(delimiter)};
    size_t opening = c.delimiter_bytes - 2;
    if (bytes < opening || memcmp(c.at, delimiter + 2, opening)) return "multipart form does not begin with its boundary";
    c.at += opening;
    int parts = 0;
    for (;;) {
        int next = after_boundary(&c);
        if (next < 0) return "malformed multipart boundary";
        if (!next) return NULL;
        if (++parts > LIMIT_FORM_FIELDS + LIMIT_UPLOADS_PER_REQUEST) return FORM_TOO_LARGE;
        const char *reason = read_part(&c, form);
        if (reason) return reason;
    }
}
