/* login.h: lock-out after failures, the same for names that exist and names that do not.
 *
 * One login:  loop     throttle_take (address; LIMIT_LOGINS_PER_MINUTE), login_facts (reads); login_locked: answer now, without hashing
 *             worker   password_verify(facts.hash, password); password_hash again when password_needs_rehash
 *             window   login_settle: decides on the state as it stands then, so that guesses sent in parallel are counted one by one
 * On LOGIN_OK the window makes a new session (session.h): the token always changes at login. An officer who has left still has a credential:
 * people_actor says ACTOR_NOBODY, and the login page answers as for a wrong password.
 */
#ifndef PEOPLE_LOGIN_H
#define PEOPLE_LOGIN_H
#include "base/day.h"
#include "people/secret.h"
#include <stdbool.h>

typedef struct Store Store;
typedef enum { LOGIN_OK, LOGIN_WRONG, LOGIN_LOCKED } LoginVerdict;

typedef struct LoginCount { int failures; Instant last, locked_until; } LoginCount;   /* all zero: none */
typedef struct LoginFacts {
    const char *key;          /* what failures are counted under: the subject, or "?" and an HMAC of a name nobody has */
    const char *subject;      /* "officer:wang", "citizen:17"; NULL: no such login */
    const char *hash;         /* NULL: none, or the account is blocked by an administrator */
    bool must_change;         /* password was set by somebody else */
    LoginCount count;
} LoginFacts;

/* Pure. Failures older than the lock time are forgotten. *count is what to keep afterwards. The failure that locks already answers LOGIN_LOCKED. */
LoginVerdict login_decide(LoginCount *count, bool verified, Instant now);
bool login_locked(const LoginCount *count, Instant now);

/* Reads. Officers by user name; citizens by identity number, or by phone when exactly one account has it. */
LoginFacts login_facts(Store *store, Arena *arena, const Secret *secret, const char *typed);
/* In the window's transaction. verified: what the worker found. Keeps the table bounded (LIMIT_LOGIN_NAMES). */
LoginVerdict login_settle(Store *store, const char *key, bool verified, Instant now);
bool login_unlock(Store *store, const char *key);          /* an administrator's act; key = subject. False: nothing was counted */
#endif
