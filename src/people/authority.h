/* authority.h: who may decide what, by which document (C1 首席代表制, C2 充分授权, C7 AB角). Pure.
 *
 * An Authority row is one line of a 授权书: an officer, an item (or "*": every item of the department), the rights granted, the days it holds and
 * the number of the document. A Substitute row pairs a post's A with its B. B holds A's rights only on days for which A's absence stands recorded
 * (DOMAIN 3.4: "Absence must be recorded before B can act"). It does not pass on: B's own B does not get A's rights.
 */
#ifndef PEOPLE_AUTHORITY_H
#define PEOPLE_AUTHORITY_H
#include "base/day.h"
#include "base/value.h"
#include <stdbool.h>

typedef enum {
    AUTHORITY_ACCEPT = 1,     /* 受理 accept */
    AUTHORITY_REVIEW = 2,     /* 审核 review */
    AUTHORITY_DECIDE = 4,     /* 决定 decide */
    AUTHORITY_SEAL = 8,       /* 签章 seal */
    AUTHORITY_REFUSE = 16,    /* 不予 refuse */
    AUTHORITY_ALL = 31
} AuthorityRight;

typedef struct Authority {
    int64_t id;               /* number of the event that granted it */
    const char *officer;      /* "wang" */
    const char *department;   /* "011": the department whose power it is */
    const char *item;         /* item code, or "*": all items of the department */
    unsigned rights;          /* mask of AuthorityRight */
    Day from, to;             /* both inclusive; to DAY_NONE: open. A revocation shortens `to` */
    const char *document;     /* 授权书 number; never blank */
} Authority;

typedef struct Substitute {
    int64_t id;
    const char *a, *b;        /* officer ids, different */
    Day from, to;             /* inclusive; to DAY_NONE: open */
    const char *document;
} Substitute;

typedef struct Absence {
    int64_t id;
    const char *officer;
    Day from, to;             /* inclusive, both real days */
    const char *reason;       /* one of absence_reason_good (people.h) */
} Absence;

typedef struct AuthorityBook {
    const Authority *rows;      int row_count;
    const Substitute *substitutes; int substitute_count;
    const Absence *absences;    int absence_count;
} AuthorityBook;

/* What authorises an act: `row` NULL means nothing does. substitute and absence are set when it is B acting for A. */
typedef struct AuthorityBasis {
    const Authority *row;
    const Substitute *substitute;
    const Absence *absence;
} AuthorityBasis;

/* The officer's own row for this right on this day. Of several: the item's own before "*", then the one that began last, then the highest id.
 * department is that of the item. NULL: none. */
const Authority *authority_find(const Authority *rows, int count, const char *officer, const char *item, const char *department,
                                AuthorityRight right, Day day);
/* The officer's own row, or failing that the row of somebody she stands in for that day. */
AuthorityBasis authority_valid(const AuthorityBook *book, const char *officer, const char *item, const char *department,
                               AuthorityRight right, Day day);
/* The absence that covers the day; NULL when the officer is present. */
const Absence *authority_absent(const AuthorityBook *book, const char *officer, Day day);

/* 依据授权书夏政务授〔2026〕11号 / under letter of authority ...; with the pairing document for a substitute. "" when there is no row. */
char *authority_text_zh(Arena *arena, const AuthorityBasis *basis);
char *authority_text_en(Arena *arena, const AuthorityBasis *basis);
const char *authority_right_name(AuthorityRight right);        /* "decide" */
const char *authority_right_zh(AuthorityRight right);          /* 决定 */
Value *authority_rights_value(Arena *arena, unsigned rights);  /* ["accept","decide"] */
bool authority_rights_parse(const char *text, unsigned *out);  /* "accept|review|decide" or "all"; at least one */
unsigned authority_rights_of(const Value *list);               /* from what authority_rights_value wrote; 0 when bad */
#endif
