/* post_store.c: what the courier works with: which parcel is due, bytes under way, tokens, when a centre last answered; see exchange.h. None of it is a fact. */
#include "exchange/exchange.h"
#include "store/store.h"
#include <string.h>

/* ---- what is due ---- */

/* In the order of the log for each case: a recall never overtakes what it recalls. A centre that does not answer is left in peace as a whole. */
#define DUE " FROM exchange_out o JOIN exchange_peer p ON p.id = o.peer AND p.open = 1 LEFT JOIN exchange_try t ON t.seq = o.seq LEFT JOIN exchange_contact c ON c.peer = o.peer" \
            " WHERE o.acknowledged IS NULL AND o.dropped IS NULL AND coalesce(t.due, 0) <= ?1 AND coalesce(c.due, 0) <= ?1" \
            " AND NOT EXISTS (SELECT 1 FROM exchange_out e WHERE e.case_id = o.case_id AND e.seq < o.seq AND e.peer = o.peer AND e.acknowledged IS NULL AND e.dropped IS NULL)"

int64_t parcel_due(Store *store, Instant now) { return store_number(store, 0, "SELECT o.seq" DUE " ORDER BY coalesce(t.due, 0), o.seq LIMIT 1", "i", now.ms); }

int64_t parcel_due_at(Store *store, const char *peer, Instant now)
{
    return store_number(store, 0, "SELECT o.seq" DUE " AND o.peer = ?2 ORDER BY coalesce(t.due, 0), o.seq LIMIT 1", "is", now.ms, peer);
}

const char **peers_due(Store *store, Arena *arena, Instant now, int *count)
{
    const char **peers = ARENA_ARRAY(arena, const char *, LIMIT_EXCHANGE_PEERS + 1);
    Query *q = store_query(store, "SELECT o.peer" DUE " GROUP BY o.peer ORDER BY min(coalesce(t.due, 0)), min(o.seq) LIMIT ?2", "ii", now.ms, (int64_t)LIMIT_EXCHANGE_PEERS);
    *count = 0;
    while (*count < LIMIT_EXCHANGE_PEERS && store_row(q)) peers[(*count)++] = store_text(q, 0, arena);
    store_done(q);
    return peers;
}

void parcel_try(Store *store, Arena *arena, int64_t seq, ParcelTry *out)
{
    *out = (ParcelTry){.reason = ""};
    Query *q = store_query(store, "SELECT tries, due, changed, reason FROM exchange_try WHERE seq = ?1", "i", seq);
    if (store_row(q)) *out = (ParcelTry){(int)store_int(q, 0), store_instant(q, 1), store_instant(q, 2), store_text(q, 3, arena)};
    store_done(q);
}

void parcel_try_set(Store *store, int64_t seq, int tries, Instant due, const char *reason, Instant now)
{
    store_exec(store, "INSERT INTO exchange_try (seq, tries, due, reason, changed) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (seq) DO UPDATE SET tries = ?2, due = ?3, reason = ?4, changed = ?5", "iiisi",
               seq, (int64_t)tries, due.ms, reason, now.ms);
}

void parcel_try_now(Store *store, int64_t seq, Instant now)
{
    store_exec(store, "UPDATE exchange_try SET due = ?2 WHERE due > ?2 AND (?1 = 0 OR seq = ?1)", "ii", seq, now.ms);
    store_exec(store, "UPDATE exchange_contact SET due = ?2 WHERE due > ?2 AND (?1 = 0 OR peer = (SELECT peer FROM exchange_out WHERE seq = ?1))", "ii", seq, now.ms);
}

bool parcel_sealed(Store *store, Arena *arena, int64_t seq, Sealed *out)
{
    Query *q = store_query(store, "SELECT envelope, note, sha256 FROM exchange_sealed WHERE seq = ?1", "i", seq);
    bool found = store_row(q);
    if (found) *out = (Sealed){store_text(q, 0, arena), store_text(q, 1, arena), store_text(q, 2, arena)};
    store_done(q);
    return found;
}

void parcel_seal(Store *store, int64_t seq, int64_t case_id, const Sealed *sealed)
{
    store_exec(store, "INSERT INTO exchange_sealed (seq, case_id, envelope, note, sha256) VALUES (?1, ?2, ?3, ?4, ?5)", "iisss", seq, case_id, sealed->envelope, sealed->note, sealed->sha256);
}

void parcel_settled(Store *store, int64_t seq)
{
    store_exec(store, "DELETE FROM exchange_sealed WHERE seq = ?1", "i", seq);
    store_exec(store, "DELETE FROM exchange_try WHERE seq = ?1", "i", seq);
    store_exec(store, "DELETE FROM exchange_file WHERE owner = 0 AND ref = ?1", "i", seq);
}

void exchange_erase(Store *store, int64_t case_id)
{
    store_exec(store, "DELETE FROM exchange_sealed WHERE case_id = ?1", "i", case_id);
    store_exec(store, "DELETE FROM exchange_file WHERE case_id = ?1 AND case_id > 0", "i", case_id);
}

/* ---- files ---- */

void exchange_file_add(Store *store, FileOwner owner, const char *peer, const ExchangeFile *f, Instant now)
{
    store_exec(store, "INSERT INTO exchange_file (owner, peer, ref, case_id, sha256, name, type, bytes, at, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", "isiisssiib",
               (int64_t)owner, peer, f->ref, f->case_id, f->sha256, f->name, f->type, (int64_t)f->bytes, now.ms, f->content, f->bytes);
}

#define FILE_COLUMNS "id, ref, case_id, sha256, name, type, bytes"

static ExchangeFile file_row(Query *q, Arena *arena)
{
    return (ExchangeFile){.id = store_int(q, 0), .ref = store_int(q, 1), .case_id = store_int(q, 2), .sha256 = store_text(q, 3, arena), .name = store_text(q, 4, arena), .type = store_text(q, 5, arena),
                          .bytes = (size_t)store_int(q, 6)};
}

static bool file_one(Query *q, Arena *arena, ExchangeFile *out)
{
    size_t bytes;
    bool found = store_row(q);
    if (found) {
        *out = file_row(q, arena);
        out->content = store_blob(q, 7, arena, &bytes);
    }
    store_done(q);
    return found;
}

bool exchange_file_find(Store *store, Arena *arena, FileOwner owner, const char *peer, int64_t ref, const char *sha256, ExchangeFile *out)
{
    return file_one(store_query(store, "SELECT " FILE_COLUMNS ", content FROM exchange_file WHERE owner = ?1 AND (?2 IS NULL OR peer = ?2) AND ref = ?3 AND (?4 IS NULL OR sha256 = ?4) LIMIT 1", "isis",
                                (int64_t)owner, peer, ref, sha256), arena, out);
}

bool exchange_file_load(Store *store, Arena *arena, int64_t id, ExchangeFile *out)
{
    return file_one(store_query(store, "SELECT " FILE_COLUMNS ", content FROM exchange_file WHERE id = ?1 AND owner = 2", "i", id), arena, out);
}

ExchangeFile *exchange_files(Store *store, Arena *arena, int64_t ref, int *count)
{
    ExchangeFile *list = ARENA_ARRAY(arena, ExchangeFile, LIMIT_PARCEL_FILES + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " FILE_COLUMNS " FROM exchange_file WHERE owner = 2 AND ref = ?1 ORDER BY id", "i", ref);
    while (*count < LIMIT_PARCEL_FILES && store_row(q)) list[(*count)++] = file_row(q, arena);
    store_done(q);
    return list;
}

bool exchange_file_staged(Store *store, const char *peer, const char *sha256)
{
    return store_number(store, 0, "SELECT id FROM exchange_file WHERE owner = 1 AND peer = ?1 AND sha256 = ?2", "ss", peer, sha256) != 0;
}

int64_t exchange_staged_bytes(Store *store, const char *peer) { return store_number(store, 0, "SELECT sum(bytes) FROM exchange_file WHERE owner = 1 AND peer = ?1", "s", peer); }

void exchange_staged_drop(Store *store, const char *peer, const char *sha256)
{
    store_exec(store, "DELETE FROM exchange_file WHERE owner = 1 AND peer = ?1 AND sha256 = ?2", "ss", peer, sha256);
}

void exchange_staged_expire(Store *store, Instant before) { store_exec(store, "DELETE FROM exchange_file WHERE owner = 1 AND at < ?1", "i", before.ms); }

/* ---- centres ---- */

void peer_contact(Store *store, Arena *arena, const char *peer, PeerContact *out)
{
    *out = (PeerContact){.reason = ""};
    Query *q = store_query(store, "SELECT answered, failed, due, heard, failures, reason FROM exchange_contact WHERE peer = ?1", "s", peer);
    if (store_row(q)) *out = (PeerContact){store_instant(q, 0), store_instant(q, 1), store_instant(q, 2), store_instant(q, 3), (int)store_int(q, 4), store_text(q, 5, arena)};
    store_done(q);
}

void peer_answered(Store *store, const char *peer, Instant now)
{
    store_exec(store, "INSERT INTO exchange_contact (peer, answered, failed, failures, due, heard, reason) VALUES (?1, ?2, 0, 0, 0, 0, '')"
                      " ON CONFLICT (peer) DO UPDATE SET answered = ?2, failures = 0, due = 0, reason = ''", "si", peer, now.ms);
}

void peer_failed(Store *store, const char *peer, const char *reason, Instant due, Instant now)
{
    store_exec(store, "INSERT INTO exchange_contact (peer, answered, failed, failures, due, heard, reason) VALUES (?1, 0, ?2, 1, ?3, 0, ?4)"
                      " ON CONFLICT (peer) DO UPDATE SET failed = ?2, failures = failures + 1, due = ?3, reason = ?4", "siis", peer, now.ms, due.ms, reason);
}

void peer_heard(Store *store, const char *peer, Instant now)
{
    store_exec(store, "INSERT INTO exchange_contact (peer, answered, failed, failures, due, heard, reason) VALUES (?1, 0, 0, 0, 0, ?2, '') ON CONFLICT (peer) DO UPDATE SET heard = ?2", "si", peer, now.ms);
}

int64_t peer_waiting(Store *store, const char *peer)
{
    return store_number(store, 0, "SELECT count(*) FROM exchange_out WHERE peer = ?1 AND acknowledged IS NULL AND dropped IS NULL", "s", peer);
}

void peer_token_set(Store *store, const char *peer, const char *token)
{
    if (!token) store_exec(store, "DELETE FROM exchange_token WHERE peer = ?1", "s", peer);
    else store_exec(store, "INSERT INTO exchange_token (peer, token) VALUES (?1, ?2) ON CONFLICT (peer) DO UPDATE SET token = ?2", "ss", peer, token);
}

bool peer_token(Store *store, Arena *arena, const char *peer, const char **token)
{
    Query *q = store_query(store, "SELECT token FROM exchange_token WHERE peer = ?1", "s", peer);
    bool found = store_row(q);
    if (found) *token = store_text(q, 0, arena);
    store_done(q);
    return found;
}
