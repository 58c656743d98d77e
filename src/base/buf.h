/* buf.h: text that grows, in an arena. Always NUL-terminated. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/arena.h"
#include <stdint.h>

typedef struct Buf {
    Arena *arena;
    char *text;      /* NUL-terminated; never NULL after buf_new */
    size_t length, capacity;
} Buf;

Buf buf_new(Arena *arena);
Buf buf_sized(Arena *arena, size_t capacity);      /* room for about capacity bytes at once */
void buf_add(Buf *buf, const void *data, size_t bytes);
void buf_str(Buf *buf, const char *text);          /* NULL adds nothing */
static inline void buf_char(Buf *buf, char c)
{
    if (buf->length + 2 > buf->capacity) { buf_add(buf, &c, 1); return; }
    buf->text[buf->length++] = c;
    buf->text[buf->length] = 0;
}
void buf_int(Buf *buf, int64_t number);
void buf_digits(Buf *buf, int64_t number, int width);      /* not negative; zeros before it up to that width */
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_hex(Buf *buf, const uint8_t *data, size_t bytes);
void buf_html(Buf *buf, const char *text);         /* escapes & < > " ' */
void buf_json(Buf *buf, const char *text);         /* with the quotes; escapes " \ and controls only */
#endif
