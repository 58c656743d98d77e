/* querycode.h: 查询码: ten Crockford base32 characters made from the case number; nothing is stored. */
#ifndef PEOPLE_QUERYCODE_H
#define PEOPLE_QUERYCODE_H
#include "people/secret.h"
#include <stdbool.h>

enum { QUERYCODE_CHARS = 10, QUERYCODE_SHOWN = 11 };       /* 50 bits; shown as ABCDE-FGHJK */
void querycode_make(const Secret *secret, const char *case_number, char out[QUERYCODE_SHOWN + 1]);
/* O is read as 0, I and L as 1; case, width, spaces and dashes do not matter. */
bool querycode_check(const Secret *secret, const char *case_number, const char *typed);
bool querycode_normal(const char *typed, char out[QUERYCODE_CHARS + 1]);   /* false: not ten characters of the alphabet */
#endif
