/* buf.c: see buf.h. */
#include "base/buf.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

Buf buf_sized(Arena *arena, size_t capacity)
{
    Buf buf = {.arena = arena, .capacity = capacity + 1};
    buf.text = arena_room(arena, buf.capacity);
    *buf.text = 0;
    return buf;
}

Buf buf_new(Arena *arena) { return buf_sized(arena, 255); }

static void grow(Buf *buf, size_t bytes)
{
    size_t capacity = buf->capacity * 2;
    if (capacity < buf->length + bytes + 1) capacity = buf->length + bytes + 1;
    char *larger = arena_room(buf->arena, capacity);
    memcpy(larger, buf->text, buf->length + 1);
    buf->text = larger;
    buf->capacity = capacity;
}

void buf_add(Buf *buf, const void *data, size_t bytes)
{
    if (buf->length + bytes + 1 > buf->capacity) grow(buf, bytes);
    memcpy(buf->text + buf->length, data, bytes);
    buf->length += bytes;
    buf->text[buf->length] = 0;
}

void buf_str(Buf *buf, const char *text) { if (text) buf_add(buf, text, strlen(text)); }

void buf_int(Buf *buf, int64_t number)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do *--at = (char)('0' + left % 10); while (left /= 10);
    if (number < 0) *--at = '-';
    buf_add(buf, at, (size_t)(digits + sizeof digits - at));
}

void buf_digits(Buf *buf, int64_t number, int width)
{
    int64_t least = 1;
    for (int i = 1; i < width; i++) least *= 10;
    for (; number < least && least > 1; least /= 10) buf_char(buf, '0');
    buf_int(buf, number);
}

void buf_printf(Buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_str(buf, arena_vprintf(buf->arena, format, args));
    va_end(args);
}

void buf_hex(Buf *buf, const uint8_t *data, size_t bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes; i++) {
        char pair[2] = {digits[data[i] >> 4], digits[data[i] & 15]};
        buf_add(buf, pair, 2);
    }
}

void buf_html(Buf *buf, const char *text)
{
    if (!text) return;
    for (;;) {
        size_t plain = strcspn(text, "&<>\"'");
        buf_add(buf, text, plain);
        text += plain;
        switch (*text++) {
        case '&': buf_str(buf, "&amp;"); break;
        case '<': buf_str(buf, "&lt;"); break;
        case '>': buf_str(buf, "&gt;"); break;
        case '"': buf_str(buf, "&quot;"); break;
        case '\'': buf_str(buf, "&#39;"); break;
        default: return;
        }
    }
}

/* Eight bytes at once without a control, a quotation mark or a backslash among them. A byte is below n exactly when taking n from it borrows and its
 * own top bit is clear; what a borrow does to the byte above can only make us look closer. */
static inline bool plain_eight(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
    return !((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & tops);
}

/* Most texts hold nothing to escape, so room for all of it is made once and bytes are copied as they are looked at. */
void buf_json(Buf *buf, const char *text)
{
    size_t left = strlen(text);
    if (buf->length + left + 3 > buf->capacity) grow(buf, left + 2);
    char *out = buf->text + buf->length;
    *out++ = '"';
    for (unsigned char c;; text++, left--) {
        for (uint64_t eight; left >= sizeof eight; text += sizeof eight, out += sizeof eight, left -= sizeof eight) {
            memcpy(&eight, text, sizeof eight);
            if (!plain_eight(eight)) break;
            memcpy(out, &eight, sizeof eight);
        }
        if (!(c = (unsigned char)*text)) break;
        if (c >= 0x20 && c != '"' && c != '\\') { *out++ = (char)c; continue; }
        static const char letters[] = "btn?fr";
        char escape[8];
        if (c == '"' || c == '\\') snprintf(escape, sizeof escape, "\\%c", c);
        else if (c == '\n' || c == '\t' || c == '\r') snprintf(escape, sizeof escape, "\\%c", letters[c - 8]);
        else snprintf(escape, sizeof escape, "\\u%04x", c);
        buf->length = (size_t)(out - buf->text);
        buf_str(buf, escape);
        if (buf->length + left + 2 > buf->capacity) grow(buf, left + 1);
        out = buf->text + buf->length;
    }
    *out++ = '"';
    buf->length = (size_t)(out - buf->text);
    *out = 0;
}
