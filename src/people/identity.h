/* identity.h: identity numbers, credit codes, phones and names, by their check digits. Pure. */
#ifndef PEOPLE_IDENTITY_H
#define PEOPLE_IDENTITY_H
#include "base/arena.h"
#include "base/day.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum { IDENTITY_NONE, IDENTITY_CITIZEN, IDENTITY_CREDIT } IdentityKind;   /* 公民身份号码 GB 11643 | 统一社会信用代码 GB 32100 */

typedef enum {
    IDENTITY_OK,
    IDENTITY_WARN_REGION,     /* good, but the region code is not a province we know: only a warning */
    IDENTITY_BAD_LENGTH, IDENTITY_BAD_CHARACTER, IDENTITY_BAD_DATE, IDENTITY_BAD_CHECK
} IdentityVerdict;

/* A full-width character as its half-width twin; others unchanged. */
static inline uint32_t identity_half(uint32_t c) { return c == 0x3000 ? ' ' : c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }
/* Half-width, upper case, without spaces and dashes: what is kept and compared. Never NULL. */
char *identity_normal(Arena *arena, const char *typed);
IdentityKind identity_kind(const char *normal);            /* by shape only */
IdentityVerdict identity_check(const char *normal, IdentityKind kind, Day today);
static inline bool identity_good(IdentityVerdict verdict) { return verdict == IDENTITY_OK || verdict == IDENTITY_WARN_REGION; }
const char *identity_text_zh(IdentityVerdict verdict);
const char *identity_text_en(IdentityVerdict verdict);

bool identity_birth(const char *normal, Day *birth);       /* citizen numbers */
bool identity_phone(const char *normal);                   /* mainland mobile: 11 digits, 1[3-9] */
bool identity_landline(const char *normal);                /* area code and 7 or 8 digits, no spaces or dashes */
bool identity_email(const char *text);                     /* local@domain in plain ASCII, a dot in the domain, nothing a mail server could read as a command */
bool identity_name(const char *name);                      /* 1..200 characters, no controls, digits or markup signs; · and spaces inside allowed */
bool identity_organisation(const char *name);              /* 2..200 characters, no controls or markup signs */

char *identity_mask(Arena *arena, const char *normal);     /* 4201**********1234; 9142**********1234; short text all stars */
char *identity_mask_name(Arena *arena, const char *name);  /* 张*, 欧阳** becomes 欧***: the first character only */
char *identity_mask_phone(Arena *arena, const char *phone);/* 138****5678 */
char *identity_mask_email(Arena *arena, const char *email);/* z***@example.cn */
char *identity_tail(Arena *arena, const char *normal);     /* last 4, upper case; "" when shorter than 4 */
char identity_check_citizen(const char *first17);          /* GB 11643 mod 11-2 */
char identity_check_credit(const char *first17);           /* GB 32100 mod 31; 0 when a character is not allowed */
#endif
