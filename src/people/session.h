/* session.h: signed-in sessions, CSRF tokens.
 *
 * A token is 256 random bits, shown once in a cookie (HttpOnly, SameSite=Lax, Secure behind TLS); only its SHA-256 is kept. A session ends
 * after LIMIT_SESSION_IDLE_SECONDS without use, LIMIT_SESSION_SECONDS after login whatever happens, at logout, and when the password changes.
 * Hot path: SessionTable, in memory, bounded, belongs to the loop thread; behind it the rows (session_find).
 * Visitors who are not signed in cost nothing: their pre-session cookie (session_token_new) is kept nowhere, it only anchors their CSRF token.
 */
#ifndef PEOPLE_SESSION_H
#define PEOPLE_SESSION_H
#include "base/arena.h"
#include "base/day.h"
#include "people/secret.h"
#include <stdbool.h>

typedef struct Store Store;
enum { SESSION_TOKEN_CHARS = 64, SESSION_CSRF_CHARS = 64, SESSION_SUBJECT_BYTES = 64, SESSION_HASH_BYTES = 32 };

typedef struct SessionHash { uint8_t bytes[SESSION_HASH_BYTES]; } SessionHash;
typedef struct Session {
    SessionHash hash;
    char subject[SESSION_SUBJECT_BYTES];   /* "officer:wang", "citizen:17" */
    Instant created, seen;
    bool must_change;                      /* only the change-password page is open */
} Session;

void session_token_new(char token[SESSION_TOKEN_CHARS + 1]);
bool session_token_hash(const char *token, SessionHash *out);      /* false: not 64 lower-case hex digits; NULL allowed */
bool session_alive(const Session *session, Instant now);           /* within both limits */
/* "officer" + *id "wang", or "citizen" + *account. False when neither. */
bool session_subject(const char *subject, const char **officer, int64_t *account);

/* CSRF: HMAC(secret, cookie). The cookie is the session token, or the pre-session cookie of somebody not signed in. */
void session_csrf(const Secret *secret, const char *cookie, char out[SESSION_CSRF_CHARS + 1]);
bool session_csrf_good(const Secret *secret, const char *cookie, const char *given);

/* ---- the table in memory: one thread only; at most `limit` sessions, the longest unused leaves first (its row stays) ---- */
typedef struct SessionTable SessionTable;
SessionTable *session_table_new(int limit);                        /* LIMIT_SESSIONS; allocated whole at once */
void session_table_free(SessionTable *table);
/* The live session, touched; NULL: not here (ask session_find) . A dead one is dropped. Valid until the next put. */
Session *session_table_get(SessionTable *table, const SessionHash *hash, Instant now);
bool session_table_lives(const SessionTable *table, const SessionHash *hash, Instant now);     /* looked at, not touched: an open page is no use of it */
void session_table_put(SessionTable *table, const Session *session);
void session_table_drop(SessionTable *table, const SessionHash *hash);
void session_table_drop_subject(SessionTable *table, const char *subject);
int session_table_count(const SessionTable *table);
/* Sessions whose row is more than SESSION_WRITE_SECONDS behind; for the window to store with session_touch. At most `most`. Marks them written. */
enum { SESSION_WRITE_SECONDS = 300 };
int session_table_due(SessionTable *table, Instant now, Session *out, int most);

/* ---- rows. Writing ones run in the window's transaction. ---- */
bool session_find(Store *store, Arena *arena, const SessionHash *hash, Instant now, Session *out);     /* live ones only */
/* Stores it; first removes dead rows, then the oldest beyond LIMIT_SESSIONS_PER_PERSON of this subject and beyond LIMIT_SESSIONS of all. */
void session_create(Store *store, const Session *session, Instant now);
void session_touch(Store *store, const SessionHash *hash, Instant seen);
void session_end(Store *store, const SessionHash *hash);
void session_end_subject(Store *store, const char *subject);
#endif
