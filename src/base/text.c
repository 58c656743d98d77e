/* text.c: see text.h. */
#include "base/text.h"
#include <string.h>

uint32_t text_next(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    if (!*p) return 0;
    int more = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
    uint32_t c = more == 0 ? *p : *p & (0x3Fu >> more);
    p++;
    while (more-- && *p) c = c << 6 | (*p++ & 0x3F);
    *at = (const char *)p;
    return c;
}

bool text_blank(const char *text)
{
    if (!text) return true;
    for (uint32_t c; (c = text_next(&text));)
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x3000 && c != 0xA0) return false;
    return true;
}

/* Eight bytes that are all printable ASCII. */
static bool plain_eight(const unsigned char *p)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    uint64_t x, del;
    memcpy(&x, p, sizeof x);
    del = x ^ ones * 0x7F;
    return !((x | (x - ones * 0x20) | (del - ones)) & tops);
}

bool text_is_utf8(const char *text, size_t bytes)
{
    const unsigned char *p = (const unsigned char *)text, *end = p + bytes;
    while (p < end) {
        if (end - p >= 8 && plain_eight(p)) { p += 8; continue; }
        if (end - p >= 3 && (*p & 0xF0) == 0xE0 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80 && *p != 0xE0 && *p != 0xED) { p += 3; continue; }   /* Han */
        unsigned char c = *p++;
        if (c < 0x80) { if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false; if (c == 0x7F) return false; continue; }
        int more = c >= 0xC2 && c <= 0xDF ? 1 : (c & 0xF0) == 0xE0 ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : -1;
        if (more < 0 || end - p < more) return false;
        uint32_t code = c & (0x3Fu >> more);
        for (int i = 0; i < more; i++) {
            if ((*p & 0xC0) != 0x80) return false;
            code = code << 6 | (*p++ & 0x3F);
        }
        if ((more == 2 && code < 0x800) || (more == 3 && code < 0x10000) || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    }
    return true;
}

size_t text_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++) if (((unsigned char)*text & 0xC0) != 0x80) count++;
    return count;
}

static bool space_at(const char *p, size_t *width)
{
    if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') { *width = 1; return true; }
    if (!strncmp(p, "\xE3\x80\x80", 3)) { *width = 3; return true; }
    return false;
}

char *text_trim(Arena *arena, const char *text)
{
    size_t width;
    while (*text && space_at(text, &width)) text += width;
    size_t n = strlen(text);
    for (;;) {
        if (n >= 1 && strchr(" \t\n\r", text[n - 1])) n--;
        else if (n >= 3 && !strncmp(text + n - 3, "\xE3\x80\x80", 3)) n -= 3;
        else break;
    }
    return arena_strndup(arena, text, n);
}

bool text_equal(const char *a, const char *b) { return a && b ? !strcmp(a, b) : a == b; }
bool text_starts(const char *text, const char *prefix) { return text && !strncmp(text, prefix, strlen(prefix)); }

bool text_parse_int(const char *text, int64_t low, int64_t high, int64_t *out)
{
    bool minus = text && *text == '-';
    if (!text || !text[minus]) return false;
    int64_t value = 0;
    for (const char *p = text + minus; *p; p++) {
        if (*p < '0' || *p > '9') return false;
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, *p - '0', &value)) return false;
    }
    if (minus) value = -value;
    if (value < low || value > high) return false;
    *out = value;
    return true;
}

int text_split(Arena *arena, const char *text, char separator, char ***parts)
{
    int count = 1;
    for (const char *p = text; *p; p++) count += *p == separator;
    *parts = ARENA_ARRAY(arena, char *, count);
    for (int i = 0; i < count; i++) {
        const char *end = strchr(text, separator);
        size_t n = end ? (size_t)(end - text) : strlen(text);
        (*parts)[i] = arena_strndup(arena, text, n);
        text += n + (end != NULL);
    }
    return count;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool text_hex_parse(const char *hex, uint8_t *out, size_t bytes)
{
    if (!hex || strlen(hex) != 2 * bytes) return false;
    for (size_t i = 0; i < bytes; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool text_equal_secret(const char *a, const char *b)
{
    size_t n = strlen(a);
    if (n != strlen(b)) return false;
    unsigned char difference = 0;
    for (size_t i = 0; i < n; i++) difference |= (unsigned char)(a[i] ^ b[i]);
    return !difference;
}
