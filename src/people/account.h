/* account.h: operational rows about people: credentials, citizens' accounts, machine tokens, looks at personal data. None of these are events;
 * citizens' data can be erased. Functions that write run in the window's transaction.
 */
#ifndef PEOPLE_ACCOUNT_H
#define PEOPLE_ACCOUNT_H
#include "base/day.h"
#include "base/value.h"
#include <stdbool.h>

typedef struct Store Store;

/* ---- credentials; subject "officer:wang" or "citizen:17" ---- */
typedef struct Credential { const char *hash; Instant changed; bool must_change, blocked; } Credential;
bool credential_find(Store *store, Arena *arena, const char *subject, Credential *out);
/* Sets the hash and ends every session of the subject. */
void credential_set(Store *store, const char *subject, const char *hash, bool must_change, Instant now);
void credential_rehash(Store *store, const char *subject, const char *hash);            /* same password, new parameters: sessions stay */
bool credential_block(Store *store, const char *subject, bool blocked);                 /* blocking ends the sessions; false: no credential */
char *account_subject_officer(Arena *arena, const char *id);
char *account_subject_citizen(Arena *arena, int64_t account);

/* ---- citizens ---- */
typedef struct Citizen {
    int64_t account;
    const char *identity;     /* normal form (identity.h), a citizen number or a credit code */
    const char *name, *phone;
    Instant created;
} Citizen;
/* NULL: may be created. Else what is wrong, in Chinese (checks by identity.h). Normalises identity and phone in place (arena). */
const char *citizen_problem(Arena *arena, Citizen *citizen, Day today, bool english);
bool citizen_find(Store *store, Arena *arena, int64_t account, Citizen *out);
bool citizen_find_identity(Store *store, Arena *arena, const char *identity, Citizen *out);
/* Under citizen->account, the number of the event that opens it (0: the next free one). Gives the account number; 0 when the identity number already has an account. */
int64_t citizen_create(Store *store, const Citizen *citizen, Instant now);
bool citizen_change_phone(Store *store, int64_t account, const char *phone);
bool citizen_erase(Store *store, int64_t account);         /* personal data, credential, sessions; the number is never used again */

/* ---- machine tokens: yc_ and 64 hex digits; only SHA-256 is kept ---- */
typedef enum { MACHINE_SUBMIT = 1, MACHINE_QUERY = 2, MACHINE_CATALOGUE = 4, MACHINE_STATISTICS = 8, MACHINE_EXCHANGE = 16 } MachineScope;
typedef struct Machine {
    int64_t id;
    const char *name;         /* "city": lower-case letters, digits, - */
    unsigned scopes;
    Instant created, revoked, expires;     /* ms 0: not */
} Machine;
enum { MACHINE_TOKEN_CHARS = 67 };
void machine_token_new(char token[MACHINE_TOKEN_CHARS + 1]);
bool machine_name_good(const char *name);
bool machine_scopes_parse(const char *text, unsigned *out);             /* "submit|query" */
char *machine_scopes_text(Arena *arena, unsigned scopes);
int64_t machine_create(Store *store, const char *token, const char *name, unsigned scopes, Instant expires, Instant now);   /* 0: a live token of that name exists */
/* The live machine behind "Bearer"'s token; false when unknown, revoked or expired. */
bool machine_find(Store *store, Arena *arena, const char *token, Instant now, Machine *out);
bool machine_revoke(Store *store, int64_t id, Instant now);
int machine_list(Store *store, Arena *arena, Machine **out);

/* ---- who looked at personal data unmasked ---- */
typedef struct AccessRecord { int64_t id; Instant at; const char *officer; int64_t case_id; const char *what; } AccessRecord;
void access_record_add(Store *store, Instant at, const char *officer, int64_t case_id, const char *what);   /* what: "applicant", "upload 12", "export" */
int access_record_list(Store *store, Arena *arena, int64_t case_id, int64_t before_id, int most, AccessRecord **out);   /* case_id 0: all; newest first */
#endif
