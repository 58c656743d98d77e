/* session_store.c: rows of signed-in sessions. */
#include "base/limits.h"
#include "people/session.h"
#include "store/store.h"
#include <stdio.h>

bool session_find(Store *store, Arena *arena, const SessionHash *hash, Instant now, Session *out)
{
    bool found = false;
    Query *q = store_query(store, "SELECT subject, created, seen, must_change FROM session WHERE hash = ?1", "b", hash->bytes, sizeof hash->bytes);
    if (store_row(q)) {
        *out = (Session){.hash = *hash, .created = store_instant(q, 1), .seen = store_instant(q, 2), .must_change = store_int(q, 3) != 0};
        snprintf(out->subject, sizeof out->subject, "%s", store_text(q, 0, arena));
        found = session_alive(out, now);
    }
    store_done(q);
    return found;
}

void session_create(Store *store, const Session *session, Instant now)
{
    store_exec(store, "DELETE FROM session WHERE seen <= ?1", "i", now.ms - (int64_t)LIMIT_SESSION_IDLE_SECONDS * 1000);
    store_exec(store, "INSERT INTO session (hash, subject, created, seen, must_change) VALUES (?1, ?2, ?3, ?4, ?5)", "bsiii", session->hash.bytes,
               sizeof session->hash.bytes, session->subject, session->created.ms, session->seen.ms, (int64_t)session->must_change);
    store_exec(store, "DELETE FROM session WHERE subject = ?1 AND hash NOT IN (SELECT hash FROM session WHERE subject = ?1 ORDER BY seen DESC, created DESC LIMIT ?2)", "si",
               session->subject, (int64_t)LIMIT_SESSIONS_PER_PERSON);
    int64_t count = store_number(store, 0, "SELECT count(*) FROM session", "");
    if (count > LIMIT_SESSIONS)
        store_exec(store, "DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE hash <> ?1 ORDER BY seen LIMIT ?2)", "bi", session->hash.bytes,
                   sizeof session->hash.bytes, count - LIMIT_SESSIONS);
}

void session_touch(Store *store, const SessionHash *hash, Instant seen)
{
    store_exec(store, "UPDATE session SET seen = ?2 WHERE hash = ?1 AND seen < ?2", "bi", hash->bytes, sizeof hash->bytes, seen.ms);
}

void session_end(Store *store, const SessionHash *hash)
{
    store_exec(store, "DELETE FROM session WHERE hash = ?1", "b", hash->bytes, sizeof hash->bytes);
}

void session_end_subject(Store *store, const char *subject)
{
    store_exec(store, "DELETE FROM session WHERE subject = ?1", "s", subject);
}
