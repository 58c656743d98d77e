/* ledger_store.c: the rows of the log: appending, sealing, reading back, proofs and tiles; see ledger.h.
 *
 * The tree in memory is the frontier (one hash for each bit of the size) and the unfinished tile of each level. The invariant, at rest:
 *     unfinished tile L holds (size >> 8L) mod 256 hashes; the rows of ledger_tile hold every hash of levels >= 1 and full tiles of level 0. */
#include "ledger/ledger.h"
#include "store/store.h"
#include "base/fault.h"
#include "base/log.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <errno.h>

enum { RANDOM_BYTES = 4096, HASH = sizeof(Hash) };

struct Ledger {
    Store *store;
    NoteKey *key;
    char origin[NOTE_NAME_MAX + 1];
    MerkleFrontier frontier;
    Hash tile[MERKLE_TILE_LEVELS][MERKLE_TILE];
    Instant last;               /* at of the newest event */
    bool stale;                 /* memory may differ from the store: reload before use */
    uint8_t random[RANDOM_BYTES];
    size_t random_left;
};

static unsigned unfinished(uint64_t size, int level) { return (unsigned)(size >> (level * MERKLE_TILE_BITS)) % MERKLE_TILE; }

static void take_random(Ledger *ledger, uint8_t *out, size_t bytes)
{
    if (ledger->random_left < bytes) {
        for (size_t have = 0; have < RANDOM_BYTES;) {
            ssize_t n = getrandom(ledger->random + have, RANDOM_BYTES - have, 0);
            if (n < 0 && errno != EINTR) fault_raise(FAULT_PEER, "no random numbers from the kernel");
            if (n > 0) have += (size_t)n;
        }
        ledger->random_left = RANDOM_BYTES;
    }
    ledger->random_left -= bytes;
    memcpy(out, ledger->random + ledger->random_left, bytes);
    memset(ledger->random + ledger->random_left, 0, bytes);
}

/* ---- loading ---- */

static void load_unfinished(Ledger *ledger, Arena *arena, uint64_t size)
{
    unsigned want = unfinished(size, 0), have = 0;
    size_t bytes;
    Query *q = store_query(ledger->store, "SELECT leaf FROM event WHERE seq > ?1 ORDER BY seq", "i", (int64_t)(size - want));
    while (store_row(q)) {
        const uint8_t *leaf = store_blob(q, 0, arena, &bytes);
        if (have >= want || bytes != HASH) break;
        memcpy(&ledger->tile[0][have++], leaf, HASH);
    }
    store_done(q);
    if (have != want) fault_raise(FAULT_STORE, "the log has gaps near its end: run verify");
    for (int level = 1; level < MERKLE_TILE_LEVELS; level++) {
        want = unfinished(size, level);
        if (!want) continue;
        int64_t number = (int64_t)(size >> (level * MERKLE_TILE_BITS)) / MERKLE_TILE;
        q = store_query(ledger->store, "SELECT hashes FROM ledger_tile WHERE level = ?1 AND number = ?2", "ii", (int64_t)level, number);
        const uint8_t *hashes = store_row(q) ? store_blob(q, 0, arena, &bytes) : NULL;
        store_done(q);
        if (!hashes || bytes != want * HASH) fault_raise(FAULT_STORE, "the log's tile %d/%lld is damaged: run verify", level, (long long)number);
        memcpy(ledger->tile[level], hashes, bytes);
    }
}

/* Bit i of the size is a full subtree of 2^i leaves: 2^(i mod 8) hashes of the unfinished tile of level i / 8, larger subtrees first. */
static void build_frontier(Ledger *ledger, uint64_t size)
{
    ledger->frontier.size = size;
    for (int level = 0; level < MERKLE_TILE_LEVELS; level++) {
        unsigned count = unfinished(size, level), used = 0;
        for (int bit = MERKLE_TILE_BITS - 1; bit >= 0; bit--) {
            if (!(count >> bit & 1)) continue;
            merkle_full_root(&ledger->tile[level][used], 1u << bit, &ledger->frontier.roots[level * MERKLE_TILE_BITS + bit]);
            used += 1u << bit;
        }
    }
}

void ledger_reload(Ledger *ledger)
{
    ledger->stale = true;
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    uint64_t size = (uint64_t)store_number(ledger->store, 0, "SELECT max(seq) FROM event", "");
    ledger->last = (Instant){store_number(ledger->store, INT64_MIN, "SELECT at FROM event WHERE seq = ?1", "i", (int64_t)size)};
    load_unfinished(ledger, arena, size);
    build_frontier(ledger, size);
    fault_release(&owned);
    ledger->stale = false;
}

static void ready(Ledger *ledger) { if (ledger->stale) ledger_reload(ledger); }

static void check_head(Ledger *ledger, Arena *arena)
{
    Checkpoint head;
    Hash root;
    NoteVerifier verifier;
    size_t text_bytes;
    const char *note = ledger_head(ledger->store, arena, &head);
    if (!note) return;
    if (!note_verifier_parse(note_key_text(ledger->key), &verifier) || !note_verify(&verifier, note, &text_bytes))
        fault_raise(FAULT_STORE, "the last log head was not signed by this key: run verify");
    merkle_root(&ledger->frontier, &root);
    if (head.size > (int64_t)ledger->frontier.size || (head.size == (int64_t)ledger->frontier.size && !hash_equal(&root, &head.root)))
        fault_raise(FAULT_STORE, "the log does not give its last signed head: run verify");
    if (head.size < (int64_t)ledger->frontier.size) log_line(LOG_WARN, "ledger.unsealed", "entries after the last signed head");
}

static void close_owned(void *ledger) { ledger_close(ledger); }

Ledger *ledger_open(Store *store, const char *key_path, const char *origin)
{
    FaultOwned owned, scratch;
    Ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) fault_raise(FAULT_MEMORY, "out of memory: ledger");
    ledger->store = store;
    fault_own(&owned, ledger, close_owned);
    Arena *arena = arena_owned(&scratch);
    ledger->key = note_key_open(key_path, origin);
    memcpy(ledger->origin, origin, strlen(origin) + 1);
    ledger_reload(ledger);
    check_head(ledger, arena);
    fault_release(&scratch);
    return fault_keep(&owned);
}

void ledger_close(Ledger *ledger)
{
    if (!ledger) return;
    note_key_free(ledger->key);
    free(ledger);
}

void ledger_key_create(const char *path) { note_key_create(path); }
const char *ledger_key_text(const Ledger *ledger) { return note_key_text(ledger->key); }

char *ledger_sign(const Ledger *ledger, Arena *arena, const char *text)
{
    size_t origin = strlen(ledger->origin);
    assert(strncmp(text, ledger->origin, origin) || text[origin] != '\n');
    return note_sign(arena, ledger->key, text);
}
int64_t ledger_size(const Ledger *ledger) { return (int64_t)ledger->frontier.size; }

/* ---- growing ---- */

/* Puts the hashes a new leaf brought into the unfinished tiles, and writes the tiles that are due. */
static void grow_tiles(Ledger *ledger, const Hash *gained, int gains)
{
    uint64_t before = ledger->frontier.size - 1;
    for (int level = 0; level < gains; level++) {
        unsigned at = unfinished(before, level);
        int64_t number = (int64_t)(before >> (level * MERKLE_TILE_BITS)) / MERKLE_TILE;
        ledger->tile[level][at] = gained[level];
        if (level == 0 && at + 1 < MERKLE_TILE) continue;    /* unfinished leaves stand in event */
        store_exec(ledger->store, "INSERT INTO ledger_tile (level, number, hashes) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes",
            "iib", (int64_t)level, number, (const void *)ledger->tile[level], (size_t)(at + 1) * HASH);
    }
}

void ledger_append(Ledger *ledger, Arena *arena, Event *event)
{
    Hash commitment, leaf, gained[MERKLE_TILE_LEVELS];
    assert(event->kind && event->actor);
    ready(ledger);
    ledger->stale = true;                    /* until this is through */
    event->seq = (int64_t)ledger->frontier.size + 1;
    if (event->at.ms < ledger->last.ms) event->at = ledger->last;
    take_random(ledger, event->salt, sizeof event->salt);
    memset(event->person_salt, 0, sizeof event->person_salt);
    memset(event->person_hash, 0, sizeof event->person_hash);
    const char *person = event->person ? value_json(arena, event->person) : NULL;
    if (person) {
        take_random(ledger, event->person_salt, sizeof event->person_salt);
        merkle_sha256((Hash *)event->person_hash, event->person_salt, sizeof event->person_salt, person, strlen(person));
    }
    const char *body = event->body ? value_json(arena, event->body) : "{}";
    if (!ledger_readable(event, body, person)) fault_raise(FAULT_PEER, "event %s holds text or nesting that cannot be read back", event->kind);
    Buf statement = buf_sized(arena, strlen(body) + 300);
    ledger_statement(&statement, event, body);
    ledger_commitment(event, statement.text, statement.length, &commitment);
    merkle_leaf(&leaf, &commitment);
    memcpy(event->leaf, leaf.b, sizeof event->leaf);
    store_exec(ledger->store,
        "INSERT INTO event (seq, at, kind, actor, case_id, case_number, body, person, salt, person_salt, person_hash, leaf) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        "iississsbbbb", event->seq, event->at.ms, event->kind, event->actor, event->case_id, event->case_number, body, person,
        (const void *)event->salt, sizeof event->salt, person ? (const void *)event->person_salt : NULL, sizeof event->person_salt,
        person ? (const void *)event->person_hash : NULL, sizeof event->person_hash, (const void *)event->leaf, sizeof event->leaf);
    grow_tiles(ledger, gained, merkle_push(&ledger->frontier, &leaf, gained));
    ledger->last = event->at;
    ledger->stale = false;
}

void ledger_seal(Ledger *ledger, Instant now)
{
    ready(ledger);
    int64_t size = (int64_t)ledger->frontier.size;
    Query *q = store_query(ledger->store, "SELECT size, at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1", "");
    bool headed = store_row(q);
    int64_t covered = headed ? store_int(q, 0) : 0, earliest = headed ? store_int(q, 1) : INT64_MIN;
    store_done(q);
    if (covered >= size) return;
    if (earliest < ledger->last.ms) earliest = ledger->last.ms;      /* a clock set back moves no head before another */
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    Checkpoint head = {.size = size, .timed = true, .at = {now.ms < earliest ? earliest : now.ms}};
    memcpy(head.origin, ledger->origin, sizeof head.origin);
    merkle_root(&ledger->frontier, &head.root);
    const char *note = note_sign(arena, ledger->key, checkpoint_text(arena, &head));
    store_exec(ledger->store, "INSERT INTO ledger_checkpoint (size, root, note, at) VALUES (?1, ?2, ?3, ?4)",
        "ibsi", size, (const void *)head.root.b, sizeof head.root.b, note, head.at.ms);
    fault_release(&owned);
}

LedgerMark ledger_mark(Ledger *ledger)
{
    ready(ledger);
    return (LedgerMark){ledger->frontier, ledger->last};
}

void ledger_undo(Ledger *ledger, const LedgerMark *mark)
{
    if (ledger->stale) return;          /* it will reload */
    /* A tile finished since the mark has been written over in memory: only the store knows it now. */
    if (ledger->frontier.size / MERKLE_TILE != mark->frontier.size / MERKLE_TILE) { ledger->stale = true; return; }
    ledger->frontier = mark->frontier;
    ledger->last = mark->last;
}

bool ledger_erase_person(Store *store, int64_t seq)
{
    return store_exec(store, "UPDATE event SET person = NULL, person_salt = NULL WHERE seq = ?1 AND person IS NOT NULL", "i", seq) == 1;
}

/* ---- reading events ---- */

#define EVENT_COLUMNS "seq, at, kind, actor, case_id, case_number, body, person, salt, person_salt, person_hash, leaf"

static void copy_blob(Query *q, int column, Arena *arena, uint8_t *out, size_t bytes)
{
    size_t have;
    const uint8_t *data = store_blob(q, column, arena, &have);
    if (data && have == bytes) memcpy(out, data, bytes);
}

static const Value *parse_column(Query *q, int column, Arena *arena, int64_t seq)
{
    const char *text = store_text(q, column, arena), *error;
    if (!text) return NULL;
    const Value *value = value_parse(arena, text, strlen(text), &error);
    if (!value) fault_raise(FAULT_STORE, "event %lld is damaged: run verify", (long long)seq);
    return value;
}

/* All but the two trees, which stay text. */
static Event *read_plain(Query *q, Arena *arena)
{
    Event *event = ARENA_NEW(arena, Event);
    event->seq = store_int(q, 0);
    event->at = store_instant(q, 1);
    event->kind = store_text(q, 2, arena);
    event->actor = store_text(q, 3, arena);
    event->case_id = store_int(q, 4);
    event->case_number = store_text(q, 5, arena);
    copy_blob(q, 8, arena, event->salt, sizeof event->salt);
    copy_blob(q, 9, arena, event->person_salt, sizeof event->person_salt);
    copy_blob(q, 10, arena, event->person_hash, sizeof event->person_hash);
    copy_blob(q, 11, arena, event->leaf, sizeof event->leaf);
    return event;
}

static Event *read_event(Query *q, Arena *arena)
{
    Event *event = read_plain(q, arena);
    event->body = parse_column(q, 6, arena, event->seq);
    event->person = parse_column(q, 7, arena, event->seq);
    return event;
}

static const char ONE_EVENT[] = "SELECT " EVENT_COLUMNS " FROM event WHERE seq = ?1";

Event *ledger_event(Store *store, Arena *arena, int64_t seq)
{
    Query *q = store_query(store, ONE_EVENT, "i", seq);
    Event *event = store_row(q) ? read_event(q, arena) : NULL;
    store_done(q);
    return event;
}

Event *ledger_event_text(Store *store, Arena *arena, int64_t seq, const char **body, const char **person)
{
    Query *q = store_query(store, ONE_EVENT, "i", seq);
    Event *event = store_row(q) ? read_plain(q, arena) : NULL;
    if (event) {
        *body = store_text(q, 6, arena);
        *person = store_text(q, 7, arena);
    }
    store_done(q);
    return event;
}

Query *ledger_read(Store *store, int64_t first_seq)
{
    return store_query(store, "SELECT " EVENT_COLUMNS " FROM event WHERE seq >= ?1 ORDER BY seq", "i", first_seq);
}

Query *ledger_read_case(Store *store, int64_t case_id)
{
    return store_query(store, "SELECT " EVENT_COLUMNS " FROM event WHERE case_id = ?1 AND case_id > 0 ORDER BY seq", "i", case_id);
}

Event *ledger_next(Query *query, Arena *arena) { return store_row(query) ? read_event(query, arena) : NULL; }

/* ---- heads, proofs, tiles ---- */

char *ledger_head(Store *store, Arena *arena, Checkpoint *out)
{
    Query *q = store_query(store, "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1", "");
    char *note = store_row(q) ? store_text(q, 0, arena) : NULL;
    store_done(q);
    if (note && !checkpoint_parse(note, out)) fault_raise(FAULT_STORE, "the last log head is damaged: run verify");
    return note;
}

char *ledger_head_covering(Store *store, Arena *arena, int64_t seq)
{
    Query *q = store_query(store, "SELECT note FROM ledger_checkpoint WHERE size >= ?1 ORDER BY size LIMIT 1", "i", seq);
    char *note = store_row(q) ? store_text(q, 0, arena) : NULL;
    store_done(q);
    return note;
}

int ledger_heads(Store *store, Arena *arena, Checkpoint *out, int most)
{
    int count = 0;
    Query *q = store_query(store, "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT ?1", "i", (int64_t)most);
    while (count < most && store_row(q)) count += checkpoint_parse(store_text(q, 0, arena), &out[count]);
    store_done(q);
    return count;
}

/* Up to width hashes of a tile, from the row or, for unfinished leaves, from the events. The count really there. */
static unsigned read_tile(Store *store, Arena *arena, int level, int64_t number, const Hash **out)
{
    size_t bytes;
    Query *q = store_query(store, "SELECT hashes FROM ledger_tile WHERE level = ?1 AND number = ?2", "ii", (int64_t)level, number);
    const uint8_t *hashes = store_row(q) ? store_blob(q, 0, arena, &bytes) : NULL;
    store_done(q);
    if (hashes) {
        if (bytes % HASH || bytes > MERKLE_TILE * HASH) return 0;
        *out = (const Hash *)hashes;
        return (unsigned)(bytes / HASH);
    }
    if (level) return 0;
    Hash *leaves = ARENA_ARRAY(arena, Hash, MERKLE_TILE);
    unsigned count = 0;
    int64_t first = number * MERKLE_TILE + 1;
    q = store_query(store, "SELECT seq, leaf FROM event WHERE seq >= ?1 AND seq < ?2 ORDER BY seq", "ii", first, first + MERKLE_TILE);
    while (store_row(q)) {
        const uint8_t *leaf = store_blob(q, 1, arena, &bytes);
        if (store_int(q, 0) != first + count || bytes != HASH) break;
        memcpy(&leaves[count++], leaf, HASH);
    }
    store_done(q);
    *out = leaves;
    return count;
}

enum { KEPT_TILES = 8 };
typedef struct TileReader {
    Store *store;
    Arena *arena;
    struct { int level; int64_t number; const Hash *hashes; unsigned count; } kept[KEPT_TILES];
    int used;
} TileReader;

static bool read_node(void *context, int level, uint64_t index, Hash *out)
{
    TileReader *reader = context;
    int tile_level = level / MERKLE_TILE_BITS, i = 0;
    unsigned width = 1u << (level % MERKLE_TILE_BITS);
    uint64_t first = index * width;
    int64_t number = (int64_t)(first / MERKLE_TILE);
    while (i < reader->used && (reader->kept[i].level != tile_level || reader->kept[i].number != number)) i++;
    if (i == reader->used) {
        if (reader->used == KEPT_TILES) reader->used = i = 0;
        reader->kept[i].level = tile_level;
        reader->kept[i].number = number;
        reader->kept[i].count = read_tile(reader->store, reader->arena, tile_level, number, &reader->kept[i].hashes);
        reader->used++;
    }
    unsigned at = (unsigned)(first % MERKLE_TILE);
    if (at + width > reader->kept[i].count) return false;
    merkle_full_root(reader->kept[i].hashes + at, width, out);
    return true;
}

static int prove(Store *store, Arena *arena, const MerkleRange *ranges, int count, Hash *proof)
{
    TileReader reader = {.store = store, .arena = arena};
    for (int i = 0; i < count; i++)
        if (!merkle_range_root(ranges[i], read_node, &reader, &proof[i])) return -1;
    return count;
}

static bool log_reaches(Store *store, int64_t size)
{
    return size >= 0 && store_number(store, 0, "SELECT max(seq) FROM event", "") >= size;
}

int ledger_prove_inclusion(Store *store, Arena *arena, int64_t index, int64_t size, Hash proof[MERKLE_PROOF_MAX])
{
    MerkleRange ranges[MERKLE_PROOF_MAX];
    if (index < 0 || index >= size || !log_reaches(store, size)) return -1;
    return prove(store, arena, ranges, merkle_inclusion_ranges((uint64_t)index, (uint64_t)size, ranges), proof);
}

int ledger_prove_consistency(Store *store, Arena *arena, int64_t old_size, int64_t size, Hash proof[MERKLE_PROOF_MAX])
{
    MerkleRange ranges[MERKLE_PROOF_MAX];
    if (old_size < 0 || old_size > size || !log_reaches(store, size)) return -1;
    return prove(store, arena, ranges, merkle_consistency_ranges((uint64_t)old_size, (uint64_t)size, ranges), proof);
}

bool ledger_range_root(Store *store, Arena *arena, MerkleRange range, Hash *out)
{
    TileReader reader = {.store = store, .arena = arena};
    return range.end > range.start && log_reaches(store, (int64_t)range.end) && merkle_range_root(range, read_node, &reader, out);
}

/* An entry is the 32-byte commitment: the statement itself is for those who hold the receipt. */
static const uint8_t *entry_bundle(Store *store, Arena *arena, const TilePath *tile, size_t *bytes)
{
    Buf bundle = buf_sized(arena, MERKLE_TILE * (2 + HASH));
    int64_t first = tile->number * MERKLE_TILE + 1, end = first + tile->width;
    Query *q = store_query(store, "SELECT " EVENT_COLUMNS " FROM event WHERE seq >= ?1 AND seq < ?2 ORDER BY seq", "ii", first, end);
    while (store_row(q)) {
        Hash commitment;
        const Event *event = read_plain(q, arena);
        Buf statement = buf_new(arena);
        ledger_statement(&statement, event, store_text(q, 6, arena));
        ledger_commitment(event, statement.text, statement.length, &commitment);
        buf_add(&bundle, "\0\x20", 2);
        buf_add(&bundle, commitment.b, HASH);
    }
    *bytes = bundle.length;
    return bundle.length == (size_t)tile->width * (2 + HASH) ? (const uint8_t *)bundle.text : NULL;
}

const uint8_t *ledger_serve(Store *store, Arena *arena, const char *path, size_t *bytes, const char **content_type, bool *settled)
{
    Checkpoint head;
    TilePath tile;
    const Hash *hashes;
    const char *note = ledger_head(store, arena, &head);
    *content_type = "text/plain; charset=utf-8";
    *settled = false;
    if (!note) return NULL;
    if (!strcmp(path, "checkpoint")) { *bytes = strlen(note); return (const uint8_t *)note; }
    if (!tile_path_parse(path, &tile) || tile.level >= MERKLE_TILE_LEVELS) return NULL;
    int64_t there = head.size >> (tile.level * MERKLE_TILE_BITS);       /* hashes of this level that the signed head covers */
    if (tile.number > there / MERKLE_TILE || tile.number * MERKLE_TILE + tile.width > there) return NULL;
    *content_type = "application/octet-stream";
    *settled = true;
    if (tile.entries) return entry_bundle(store, arena, &tile, bytes);
    if (read_tile(store, arena, tile.level, tile.number, &hashes) < (unsigned)tile.width) return NULL;
    *bytes = (size_t)tile.width * HASH;
    return (const uint8_t *)hashes;
}
