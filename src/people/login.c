/* login.c: see login.h. */
#include "people/login.h"
#include "base/limits.h"

static const int64_t lock_ms = (int64_t)LIMIT_LOGIN_LOCK_SECONDS * 1000;

bool login_locked(const LoginCount *count, Instant now)
{
    /* A lock that lies further ahead than any lock lasts comes from a clock that was set back; it must not shut a person out for years. */
    int64_t left = count->locked_until.ms - now.ms;
    return left > 0 && left <= lock_ms;
}

LoginVerdict login_decide(LoginCount *count, bool verified, Instant now)
{
    if (login_locked(count, now)) return LOGIN_LOCKED;
    if (verified) {
        *count = (LoginCount){0};
        return LOGIN_OK;
    }
    if (now.ms - count->last.ms >= lock_ms || count->locked_until.ms) count->failures = 0;
    *count = (LoginCount){.failures = count->failures + 1, .last = now};
    if (count->failures < LIMIT_LOGIN_FAILURES) return LOGIN_WRONG;
    count->locked_until = (Instant){now.ms + lock_ms};
    return LOGIN_LOCKED;
}
