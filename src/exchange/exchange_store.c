/* exchange_store.c: centres and parcels, folded from events; see exchange.h. */
#include "exchange/exchange.h"
#include "base/text.h"
#include "store/store.h"
#include <string.h>

static const char *list_json(Arena *arena, const Value *body, const char *key)
{
    const Value *list = value_get(body, key);
    return list && list->kind == VALUE_LIST ? value_json(arena, list) : "[]";
}

/* ---- the fold ---- */

static void peer_write(Store *store, Arena *arena, const Event *e)
{
    const Value *b = e->body;
    store_exec(store, "INSERT INTO exchange_peer (id, name, level, url, key, organs, items, document, since, open) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)"
                      " ON CONFLICT (id) DO UPDATE SET name = ?2, level = ?3, url = ?4, organs = ?6, items = ?7, document = ?8", "ssssssssi",
               value_str_or(b, "peer", ""), value_str_or(b, "name", ""), value_str_or(b, "level", ""), value_str_or(b, "url", ""), value_str_or(b, "key", ""),
               list_json(arena, b, "organs"), list_json(arena, b, "items"), value_str_or(b, "document", ""), e->at.ms);
}

static void out_write(Store *store, const Event *e, const char *peer, ParcelKind kind, const char *about)
{
    store_exec(store, "INSERT INTO exchange_out (seq, peer, kind, case_id, about, at, parcel, sha256, number, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '', '', '')", "isiisi",
               e->seq, peer, (int64_t)kind, e->case_id, about, e->at.ms);
}

static void in_write(Store *store, const Event *e)
{
    const Value *b = e->body;
    store_exec(store, "INSERT INTO exchange_in (seq, peer, parcel, kind, sha256, case_id, number, about, names, at, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", "issisisisis",
               e->seq, value_str_or(b, "peer", ""), value_str_or(b, "parcel", ""), value_int(b, "parcel_kind", 0), value_str_or(b, "sha256", ""), e->case_id, value_str_or(b, "number", ""),
               value_int(b, "about", 0), value_str_or(b, "names", ""), e->at.ms, value_str_or(b, "outcome", ""));
}

static void acknowledge(Store *store, const Event *e)
{
    const Value *b = e->body;
    Instant received = {0};
    instant_parse(value_str_or(b, "received", ""), &received);
    store_exec(store, "UPDATE exchange_out SET acknowledged = ?2, acknowledged_at = ?3, parcel = ?4, sha256 = ?5, number = ?6, received_at = ?7, outcome = ?8 WHERE seq = ?1", "iiisssis",
               value_int(b, "out", 0), e->seq, e->at.ms, value_str_or(b, "parcel", ""), value_str_or(b, "sha256", ""), value_str_or(b, "number", ""), received.ms, value_str_or(b, "outcome", ""));
}

static void forwarded(Store *store, Arena *arena, const Event *e)
{
    const Peer *peer = peer_for(store, arena, value_str_or(e->body, "upper_organ", ""), value_str_or(e->body, "item", ""));
    if (peer) out_write(store, e, peer->id, PARCEL_FORWARD, "");
}

/* What became of a case that a centre below sent up, or what is asked of its applicant. */
static void told_below(Store *store, Arena *arena, const Event *e)
{
    const ParcelIn *in = parcel_in_of_case(store, arena, e->case_id, PARCEL_FORWARD);
    if (in && !strcmp(e->kind, "case.withdrawn") && !strcmp(e->actor, arena_printf(arena, "machine:%s", in->peer))) return;     /* it was told by them */
    bool asks = !strcmp(e->kind, "case.supplement_asked") || !strcmp(e->kind, "case.asked_from_above");
    if (in) out_write(store, e, in->peer, asks ? PARCEL_QUERY : PARCEL_RESULT, in->parcel);
}

/* What she handed in for the organ above goes to the centre that asked, for what it asked last. */
static void supplied_above(Store *store, Arena *arena, const Event *e)
{
    const ParcelIn *query = parcel_in_of_case(store, arena, e->case_id, PARCEL_QUERY);
    if (query && value_bool(e->body, "exchange")) out_write(store, e, query->peer, PARCEL_SUPPLY, query->parcel);
}

/* The case below ended, or was answered by paper: what has not been acknowledged is not sent any more, and the centre above is told. */
static void recall(Store *store, Arena *arena, const Event *e)
{
    const ParcelOut *out = parcel_out_of_case(store, arena, e->case_id, PARCEL_FORWARD);
    const ParcelIn *result = out ? parcel_in_of_case(store, arena, e->case_id, PARCEL_RESULT) : NULL;
    const ParcelOut *before = out ? parcel_out_of_case(store, arena, e->case_id, PARCEL_RECALL) : NULL;
    if (!out || (result && result->about == out->seq) || (before && before->seq > out->seq)) return;
    store_exec(store, "UPDATE exchange_out SET dropped = ?2 WHERE seq = ?1 AND acknowledged IS NULL", "ii", out->seq, e->seq);
    out_write(store, e, out->peer, PARCEL_RECALL, arena_printf(arena, "%lld", (long long)out->seq));
}

static bool one_of(const char *kind, const char *const *list)
{
    for (; *list; list++) if (!strcmp(*list, kind)) return true;
    return false;
}

static void follow_case(Store *store, Arena *arena, const Event *e)
{
    static const char *const tells[] = {"case.granted", "case.settled", "case.refused", "case.not_needed", "case.not_competent", "case.withdrawn", "case.lapsed", "case.terminated", "case.supplement_asked", "case.asked_from_above", NULL};
    static const char *const recalls[] = {"case.withdrawn", "case.terminated", NULL};
    if (!strcmp(e->kind, "case.forwarded")) forwarded(store, arena, e);
    if (one_of(e->kind, recalls) || (!strcmp(e->kind, "case.replied_from_above") && strncmp(e->actor, "machine:", 8))) recall(store, arena, e);
    if (!strcmp(e->kind, "case.supplied_above")) supplied_above(store, arena, e);
    if (one_of(e->kind, tells)) told_below(store, arena, e);
}

void exchange_apply(Store *store, Arena *arena, const Event *e)
{
    const Value *b = e->body;
    if (!strncmp(e->kind, "case.", 5)) { follow_case(store, arena, e); return; }
    const char *what = e->kind + strcspn(e->kind, "."), *peer = value_str_or(b, "peer", "");
    if (!strcmp(what, ".registered") || !strcmp(what, ".changed")) peer_write(store, arena, e);
    else if (!strcmp(what, ".rekeyed")) store_exec(store, "UPDATE exchange_peer SET key = ?2, document = ?3 WHERE id = ?1", "sss", peer, value_str_or(b, "key", ""), value_str_or(b, "document", ""));
    else if (!strcmp(what, ".closed")) store_exec(store, "UPDATE exchange_peer SET open = 0, document = ?2 WHERE id = ?1", "ss", peer, value_str_or(b, "document", ""));
    else if (!strcmp(what, ".mapped"))
        store_exec(store, "INSERT INTO exchange_item (peer, theirs, ours, document) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (peer, theirs) DO UPDATE SET ours = ?3, document = ?4", "ssss",
                   peer, value_str_or(b, "theirs", ""), value_str_or(b, "ours", ""), value_str_or(b, "document", ""));
    else if (!strcmp(what, ".behind"))
        store_exec(store, "INSERT INTO exchange_finding (seq, peer, size, here, why, lost, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "isiissi",
                   e->seq, peer, value_int(b, "size", 0), value_int(b, "here", 0), value_str_or(b, "why", ""), list_json(arena, b, "lost"), e->at.ms);
    else if (!strcmp(what, ".taken_up")) store_exec(store, "UPDATE exchange_finding SET settled = ?2 WHERE peer = ?1 AND settled IS NULL", "si", peer, e->seq);
    else if (!strcmp(what, ".received")) in_write(store, e);
    else if (!strcmp(what, ".acknowledged")) acknowledge(store, e);
}

/* ---- centres ---- */

#define PEER "id, name, level, url, key, organs, items, document, since, open"

static const Value *list_of(Arena *arena, const char *json)
{
    const char *error;
    const Value *list = value_parse(arena, json, strlen(json), &error);
    return list ? list : value_list(arena);
}

static Peer peer_row(Query *q, Arena *arena)
{
    return (Peer){.id = store_text(q, 0, arena), .name = store_text(q, 1, arena), .level = store_text(q, 2, arena), .url = store_text(q, 3, arena), .key = store_text(q, 4, arena),
                  .organs = list_of(arena, store_text(q, 5, arena)), .items = list_of(arena, store_text(q, 6, arena)), .document = store_text(q, 7, arena),
                  .since = store_instant(q, 8), .open = store_int(q, 9) != 0};
}

static const Peer *peer_one(Query *q, Arena *arena)
{
    Peer *peer = NULL;
    if (store_row(q)) { peer = ARENA_NEW(arena, Peer); *peer = peer_row(q, arena); }
    store_done(q);
    return peer;
}

const Peer *peer_load(Store *store, Arena *arena, const char *id) { return peer_one(store_query(store, "SELECT " PEER " FROM exchange_peer WHERE id = ?1", "s", id), arena); }
const Peer *peer_by_key(Store *store, Arena *arena, const char *key) { return peer_one(store_query(store, "SELECT " PEER " FROM exchange_peer WHERE key = ?1 AND open = 1", "s", key), arena); }

Peer *peers_list(Store *store, Arena *arena, int *count)
{
    Peer *list = ARENA_ARRAY(arena, Peer, LIMIT_EXCHANGE_PEERS + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " PEER " FROM exchange_peer ORDER BY open DESC, id LIMIT ?1", "i", (int64_t)LIMIT_EXCHANGE_PEERS);
    while (*count < LIMIT_EXCHANGE_PEERS && store_row(q)) list[(*count)++] = peer_row(q, arena);
    store_done(q);
    return list;
}

static bool listed(const Value *list, const char *text)
{
    for (const Value *v = list->first; v; v = v->next) if (v->kind == VALUE_STRING && !strcmp(v->string, text)) return true;
    return false;
}

const Peer *peer_for(Store *store, Arena *arena, const char *organ, const char *item)
{
    int count;
    const Peer *peers = peers_list(store, arena, &count);
    for (int i = 0; i < count; i++)
        if (peers[i].open && listed(peers[i].organs, organ) && (!peers[i].items->count || listed(peers[i].items, item))) return &peers[i];
    return NULL;
}

PeerItem *peer_items(Store *store, Arena *arena, const char *peer, int *count)
{
    enum { MOST = 2000 };
    int rows = (int)store_number(store, 0, "SELECT count(*) FROM exchange_item WHERE peer = ?1", "s", peer);
    if (rows > MOST) rows = MOST;
    PeerItem *list = ARENA_ARRAY(arena, PeerItem, rows + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT peer, theirs, ours, document FROM exchange_item WHERE peer = ?1 ORDER BY theirs", "s", peer);
    while (*count < rows && store_row(q)) list[(*count)++] = (PeerItem){store_text(q, 0, arena), store_text(q, 1, arena), store_text(q, 2, arena), store_text(q, 3, arena)};
    store_done(q);
    return list;
}

const char *peer_item(Store *store, Arena *arena, const char *peer, const char *theirs)
{
    Query *q = store_query(store, "SELECT ours FROM exchange_item WHERE peer = ?1 AND theirs = ?2", "ss", peer, theirs);
    const char *ours = store_row(q) ? store_text(q, 0, arena) : NULL;
    store_done(q);
    return ours;
}

/* ---- parcels ---- */

#define OUT "seq, peer, kind, case_id, about, at, dropped, acknowledged, acknowledged_at, parcel, sha256, number, received_at, outcome"
#define IN "seq, peer, parcel, kind, sha256, case_id, number, about, at, outcome"

static ParcelOut out_row(Query *q, Arena *arena)
{
    return (ParcelOut){.seq = store_int(q, 0), .peer = store_text(q, 1, arena), .kind = (ParcelKind)store_int(q, 2), .case_id = store_int(q, 3), .about = store_text(q, 4, arena),
                       .at = store_instant(q, 5), .dropped = store_int(q, 6), .acknowledged = store_int(q, 7), .acknowledged_at = store_instant(q, 8), .parcel = store_text(q, 9, arena),
                       .sha256 = store_text(q, 10, arena), .number = store_text(q, 11, arena), .received_at = store_instant(q, 12), .outcome = store_text(q, 13, arena)};
}

static ParcelIn in_row(Query *q, Arena *arena)
{
    return (ParcelIn){.seq = store_int(q, 0), .peer = store_text(q, 1, arena), .parcel = store_text(q, 2, arena), .kind = (ParcelKind)store_int(q, 3), .sha256 = store_text(q, 4, arena),
                      .case_id = store_int(q, 5), .number = store_text(q, 6, arena), .about = store_int(q, 7), .at = store_instant(q, 8), .outcome = store_text(q, 9, arena)};
}

static const ParcelOut *out_one(Query *q, Arena *arena)
{
    ParcelOut *out = NULL;
    if (store_row(q)) { out = ARENA_NEW(arena, ParcelOut); *out = out_row(q, arena); }
    store_done(q);
    return out;
}

static const ParcelIn *in_one(Query *q, Arena *arena)
{
    ParcelIn *in = NULL;
    if (store_row(q)) { in = ARENA_NEW(arena, ParcelIn); *in = in_row(q, arena); }
    store_done(q);
    return in;
}

const ParcelOut *parcel_out(Store *store, Arena *arena, int64_t seq) { return out_one(store_query(store, "SELECT " OUT " FROM exchange_out WHERE seq = ?1", "i", seq), arena); }
const ParcelIn *parcel_in(Store *store, Arena *arena, const char *parcel) { return in_one(store_query(store, "SELECT " IN " FROM exchange_in WHERE parcel = ?1", "s", parcel), arena); }
const ParcelIn *parcel_in_seq(Store *store, Arena *arena, int64_t seq) { return in_one(store_query(store, "SELECT " IN " FROM exchange_in WHERE seq = ?1", "i", seq), arena); }

const ParcelOut *parcel_out_of_case(Store *store, Arena *arena, int64_t case_id, ParcelKind kind)
{
    return out_one(store_query(store, "SELECT " OUT " FROM exchange_out WHERE case_id = ?1 AND kind = ?2 ORDER BY seq DESC LIMIT 1", "ii", case_id, (int64_t)kind), arena);
}

const ParcelIn *parcel_in_of_case(Store *store, Arena *arena, int64_t case_id, ParcelKind kind)
{
    return in_one(store_query(store, "SELECT " IN " FROM exchange_in WHERE case_id = ?1 AND kind = ?2 ORDER BY seq DESC LIMIT 1", "ii", case_id, (int64_t)kind), arena);
}

bool parcel_recalled(Store *store, const char *parcel)
{
    return store_number(store, 0, "SELECT seq FROM exchange_in WHERE names = ?1 AND kind = ?2 LIMIT 1", "si", parcel, (int64_t)PARCEL_RECALL) != 0;
}

ParcelOut *parcels_out(Store *store, Arena *arena, bool waiting, int limit, int *count)
{
    ParcelOut *list = ARENA_ARRAY(arena, ParcelOut, limit + 1);
    Query *q = waiting ? store_query(store, "SELECT " OUT " FROM exchange_out WHERE acknowledged IS NULL AND dropped IS NULL ORDER BY seq LIMIT ?1", "i", (int64_t)limit)
                       : store_query(store, "SELECT " OUT " FROM exchange_out WHERE acknowledged IS NOT NULL OR dropped IS NOT NULL ORDER BY seq DESC LIMIT ?1", "i", (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q)) list[(*count)++] = out_row(q, arena);
    store_done(q);
    return list;
}

ParcelIn *parcels_in(Store *store, Arena *arena, int limit, int *count)
{
    ParcelIn *list = ARENA_ARRAY(arena, ParcelIn, limit + 1);
    Query *q = store_query(store, "SELECT " IN " FROM exchange_in ORDER BY seq DESC LIMIT ?1", "i", (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q)) list[(*count)++] = in_row(q, arena);
    store_done(q);
    return list;
}

ParcelIn *parcels_in_of(Store *store, Arena *arena, const char *peer, int limit, int *count)
{
    ParcelIn *list = ARENA_ARRAY(arena, ParcelIn, limit + 1);
    Query *q = store_query(store, "SELECT " IN " FROM exchange_in WHERE peer = ?1 ORDER BY seq DESC LIMIT ?2", "si", peer, (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q)) list[(*count)++] = in_row(q, arena);
    store_done(q);
    return list;
}

ParcelOut *parcels_acknowledged_by(Store *store, Arena *arena, const char *peer, int limit, int *count)
{
    ParcelOut *list = ARENA_ARRAY(arena, ParcelOut, limit + 1);
    Query *q = store_query(store, "SELECT " OUT " FROM exchange_out WHERE peer = ?1 AND acknowledged IS NOT NULL ORDER BY seq DESC LIMIT ?2", "si", peer, (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q)) list[(*count)++] = out_row(q, arena);
    store_done(q);
    return list;
}

/* ---- a log that is not the one we signed ---- */

BehindFinding *findings_list(Store *store, Arena *arena, int limit, int *count)
{
    BehindFinding *list = ARENA_ARRAY(arena, BehindFinding, limit + 1);
    Query *q = store_query(store, "SELECT seq, peer, size, here, why, lost, at, settled FROM exchange_finding ORDER BY settled IS NOT NULL, seq DESC LIMIT ?1", "i", (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q))
        list[(*count)++] = (BehindFinding){.seq = store_int(q, 0), .peer = store_text(q, 1, arena), .size = store_int(q, 2), .here = store_int(q, 3), .why = store_text(q, 4, arena),
                                           .lost = list_of(arena, store_text(q, 5, arena)), .at = store_instant(q, 6), .settled = store_int(q, 7)};
    store_done(q);
    return list;
}

int64_t finding_open(Store *store, const char *peer) { return store_number(store, 0, "SELECT min(seq) FROM exchange_finding WHERE settled IS NULL AND (?1 IS NULL OR peer = ?1)", "s", peer); }
bool finding_known(Store *store, const char *peer, int64_t size) { return store_number(store, 0, "SELECT seq FROM exchange_finding WHERE peer = ?1 AND size = ?2", "si", peer, size) != 0; }

/* The exchange's own events, in the order of the log; for `verify`, which reads the whole log anyway. */
int exchange_events(Store *store, Arena *arena, int64_t **out)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM event WHERE kind >= 'exchange.' AND kind < 'exchange/'", ""), count = 0;
    int64_t *seqs = *out = ARENA_ARRAY(arena, int64_t, room + 1);
    Query *q = store_query(store, "SELECT seq FROM event WHERE kind >= 'exchange.' AND kind < 'exchange/' ORDER BY seq", "");
    while (count < room && store_row(q)) seqs[count++] = store_int(q, 0);
    store_done(q);
    return count;
}
