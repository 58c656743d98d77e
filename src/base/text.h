/* text.h: checks and small changes on UTF-8 text. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

bool text_blank(const char *text);                          /* NULL, empty, or only ASCII/ideographic spaces */
bool text_is_utf8(const char *text, size_t bytes);          /* valid UTF-8, no surrogates, no NUL, no C0 controls but tab and newlines */
size_t text_characters(const char *text);                   /* code points */
char *text_trim(Arena *arena, const char *text);            /* without leading and trailing spaces (ASCII and U+3000) */
uint32_t text_next(const char **at);                        /* the next code point of valid UTF-8, 0 at the end */
bool text_equal(const char *a, const char *b);              /* NULL equals only NULL */
bool text_starts(const char *text, const char *prefix);
bool text_parse_int(const char *text, int64_t low, int64_t high, int64_t *out);   /* decimal digits only, optional minus */
int text_split(Arena *arena, const char *text, char separator, char ***parts);     /* count; "" gives one empty part */
bool text_hex_parse(const char *hex, uint8_t *out, size_t bytes);                  /* exactly 2*bytes lower- or upper-case digits */
bool text_equal_secret(const char *a, const char *b);       /* in constant time for equal lengths */
#endif
