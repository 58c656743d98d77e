/* verify_store.c: replays the rows of the log and names the first bad entry; see verify.h.
 *
 * Reading order is the order of the log: each entry is first checked in itself (number, time, salted hash, personal part), then joins a
 * tree rebuilt here, which is compared with the stored tiles as they fill and with each signed head as its size is reached. Whoever
 * rewrites rows must therefore rewrite leaves, tiles and heads, and holds the key; against him stands a receipt somebody kept. */
#include "ledger/verify.h"
#include "store/store.h"
#include <string.h>

/* Erased entries that no later entry has explained yet, by case (or, outside cases, by minus their number). */
typedef struct Erasure { int64_t key, seq; } Erasure;      /* seq 0: explained */
typedef struct Erasures { Erasure *slots; size_t room, used; } Erasures;

typedef struct Check {
    Store *store;
    Arena *arena, *scratch;          /* scratch is reset for each entry */
    LedgerVerdict verdict;
    NoteVerifier verifier;
    MerkleFrontier tree;
    Hash tile[MERKLE_TILE_LEVELS][MERKLE_TILE];
    int64_t last_at, last_head, last_head_at;
    Erasures erasures;
    Query *heads;
    int64_t next_head;               /* size of the head at the query's row; 0 when there is none */
    const Receipt *receipt;
    bool receipt_reached;
    Hash receipt_root;               /* ours, at the receipt's size */
} Check;

static bool bad(Check *c, int64_t first, int64_t last, const char *code, const char *zh, const char *en)
{
    const char *where_zh = first == last ? arena_printf(c->arena, "第 %lld 项", (long long)first)
        : arena_printf(c->arena, "第 %lld 至 %lld 项之间", (long long)first, (long long)last);
    const char *where_en = first == last ? arena_printf(c->arena, "entry %lld", (long long)first)
        : arena_printf(c->arena, "entries %lld to %lld", (long long)first, (long long)last);
    c->verdict.ok = false;
    c->verdict.first_bad = first;
    c->verdict.last_bad = last;
    c->verdict.code = code;
    c->verdict.zh = first ? arena_printf(c->arena, "%s：%s", where_zh, zh) : zh;
    c->verdict.en = first ? arena_printf(c->arena, "%s: %s", where_en, en) : en;
    return false;
}

/* ---- erasures must be entries themselves ---- */

static Erasure *erasure_slot(const Erasures *set, int64_t key)
{
    size_t at = (uint64_t)key * 0x9E3779B97F4A7C15u % set->room;
    while (set->slots[at].key && set->slots[at].key != key) at = (at + 1) % set->room;
    return &set->slots[at];
}

static void note_erased(Check *c, int64_t key, int64_t seq)
{
    Erasures *set = &c->erasures;
    if (set->used * 2 >= set->room) {
        Erasures larger = {.room = set->room ? set->room * 4 : 64, .used = set->used};
        larger.slots = ARENA_ARRAY(c->arena, Erasure, larger.room);
        for (size_t i = 0; i < set->room; i++) if (set->slots[i].key) *erasure_slot(&larger, set->slots[i].key) = set->slots[i];
        *set = larger;
    }
    Erasure *slot = erasure_slot(set, key);
    set->used += !slot->key;
    slot->key = key;
    if (!slot->seq) slot->seq = seq;
}

/* "case.person_erased" explains every earlier entry of its case; outside cases "….person_erased" names the entry as body.seq. */
static void explain_erased(Check *c, const Event *event, const char *body)
{
    static const char ending[] = ".person_erased";
    size_t length = strlen(event->kind);
    if (!c->erasures.room || length < sizeof ending || strcmp(event->kind + length - (sizeof ending - 1), ending)) return;
    int64_t key = event->case_id ? event->case_id : -value_int(value_parse(c->scratch, body, strlen(body), NULL), "seq", 0);
    if (key) erasure_slot(&c->erasures, key)->seq = 0;
}

static bool check_erasures(Check *c)
{
    int64_t first = 0;
    for (size_t i = 0; i < c->erasures.room; i++) {
        int64_t seq = c->erasures.slots[i].seq;
        if (seq && (!first || seq < first)) first = seq;
    }
    return !first || bad(c, first, first, "erased", "个人信息已不在，日志中却没有删除的记载", "its personal data is gone and no entry records the erasure");
}

/* ---- one entry in itself ---- */

typedef struct Row {
    Event event;
    const char *body, *person;
    const uint8_t *salt, *person_salt, *person_hash, *leaf;
    size_t salt_bytes, person_salt_bytes, person_hash_bytes, leaf_bytes;
    int64_t text_bytes;              /* of all text columns, by the store's count: finds text hidden behind a NUL */
} Row;

static const char ROWS[] = "SELECT seq, at, kind, actor, case_id, case_number, body, person, salt, person_salt, person_hash, leaf, "
    "length(CAST(kind AS BLOB)) + length(CAST(actor AS BLOB)) + coalesce(length(CAST(case_number AS BLOB)), 0) + length(CAST(body AS BLOB)) "
    "+ coalesce(length(CAST(person AS BLOB)), 0) FROM event ORDER BY seq";

static void read_row(Query *q, Arena *arena, Row *row)
{
    *row = (Row){.event = {.seq = store_int(q, 0), .at = store_instant(q, 1), .kind = store_text(q, 2, arena), .actor = store_text(q, 3, arena),
        .case_id = store_int(q, 4), .case_number = store_text(q, 5, arena)}};
    row->body = store_text(q, 6, arena);
    row->person = store_text(q, 7, arena);
    row->salt = store_blob(q, 8, arena, &row->salt_bytes);
    row->person_salt = store_blob(q, 9, arena, &row->person_salt_bytes);
    row->person_hash = store_blob(q, 10, arena, &row->person_hash_bytes);
    row->leaf = store_blob(q, 11, arena, &row->leaf_bytes);
    row->text_bytes = store_int(q, 12);
}

static bool row_well_formed(const Row *row)
{
    const Event *e = &row->event;
    size_t text = strlen(e->kind) + strlen(e->actor) + strlen(row->body) + (e->case_number ? strlen(e->case_number) : 0) + (row->person ? strlen(row->person) : 0);
    return (int64_t)text == row->text_bytes && row->salt_bytes == LEDGER_SALT_BYTES && row->leaf_bytes == LEDGER_HASH_BYTES
        && (!row->person_hash || row->person_hash_bytes == LEDGER_HASH_BYTES) && (!row->person_salt || row->person_salt_bytes == LEDGER_SALT_BYTES)
        && (row->person != NULL) == (row->person_salt != NULL) && (row->person_hash || !row->person);
}

static bool check_row(Check *c, Row *row, Hash *leaf)
{
    int64_t expected = (int64_t)c->tree.size + 1, seq = row->event.seq;
    Hash hash;
    if (seq < expected) return bad(c, expected, expected, "gap", "序号不连续（出现多余的项）", "the numbering is broken: a stray entry");
    if (seq > expected) return bad(c, expected, seq - 1, "gap", "缺失（被删除）", "missing (deleted)");
    if (row->event.at.ms < c->last_at) return bad(c, seq, seq, "time", "时间早于前一项", "earlier than the entry before it");
    if (!row_well_formed(row)) return bad(c, seq, seq, "form", "字段长度或形式被改动", "a field has a wrong length or form");
    memcpy(row->event.salt, row->salt, LEDGER_SALT_BYTES);
    if (row->person_hash) memcpy(row->event.person_hash, row->person_hash, LEDGER_HASH_BYTES);
    if (row->person_hash && !ledger_has_person_hash(&row->event)) return bad(c, seq, seq, "form", "个人信息摘要为零", "the hash of the personal data is zero");
    Buf statement = buf_sized(c->scratch, strlen(row->body) + 300);
    ledger_statement(&statement, &row->event, row->body);
    ledger_commitment(&row->event, statement.text, statement.length, &hash);
    merkle_leaf(leaf, &hash);
    if (memcmp(leaf->b, row->leaf, LEDGER_HASH_BYTES))
        return bad(c, seq, seq, "entry", "内容、时间、经办人、办件、随机盐或叶子哈希被改动", "its content, time, actor, case, salt or leaf hash was changed");
    if (row->person) {
        merkle_sha256(&hash, row->person_salt, LEDGER_SALT_BYTES, row->person, strlen(row->person));
        if (memcmp(hash.b, row->person_hash, LEDGER_HASH_BYTES)) return bad(c, seq, seq, "person", "个人信息或其随机盐被改动", "its personal data or the salt of it was changed");
    } else if (row->person_hash) {
        c->verdict.erased++;
        note_erased(c, row->event.case_id ? row->event.case_id : -seq, seq);
    }
    explain_erased(c, &row->event, row->body);
    c->last_at = row->event.at.ms;
    return true;
}

/* ---- tiles ---- */

static const Hash *stored_tile(Check *c, int level, int64_t number, size_t *count)
{
    size_t bytes = 0;
    Query *q = store_query(c->store, "SELECT hashes FROM ledger_tile WHERE level = ?1 AND number = ?2", "ii", (int64_t)level, number);
    const uint8_t *hashes = store_row(q) ? store_blob(q, 0, c->scratch, &bytes) : NULL;
    store_done(q);
    *count = bytes / sizeof(Hash);
    return bytes % sizeof(Hash) ? NULL : (const Hash *)hashes;
}

static bool check_tile(Check *c, int level, int64_t number, unsigned width)
{
    size_t count;
    const Hash *stored = stored_tile(c, level, number, &count);
    int64_t first = number * MERKLE_TILE;      /* in hashes of this level */
    for (unsigned i = 0; i < width; i++, first++) {
        if (stored && i < count && hash_equal(&stored[i], &c->tile[level][i])) continue;
        int shift = level * MERKLE_TILE_BITS;
        return bad(c, (first << shift) + 1, (first + 1) << shift, "tile", "与保存的哈希块不符", "differs from the stored tile of hashes");
    }
    if (count != width) return bad(c, (int64_t)c->tree.size, (int64_t)c->tree.size, "tile", "哈希块多出内容", "the stored tile holds too much");
    return true;
}

static bool grow(Check *c, const Hash *leaf)
{
    Hash gained[MERKLE_TILE_LEVELS];
    uint64_t before = c->tree.size;
    int gains = merkle_push(&c->tree, leaf, gained);
    for (int level = 0; level < gains; level++) {
        uint64_t at = before >> (level * MERKLE_TILE_BITS);
        c->tile[level][at % MERKLE_TILE] = gained[level];
        if (at % MERKLE_TILE == MERKLE_TILE - 1 && !check_tile(c, level, (int64_t)(at / MERKLE_TILE), MERKLE_TILE)) return false;
    }
    return true;
}

static bool check_last_tiles(Check *c)
{
    int64_t rows = (int64_t)(c->tree.size / MERKLE_TILE);
    for (int level = 1; level < MERKLE_TILE_LEVELS; level++) {
        uint64_t hashes = c->tree.size >> (level * MERKLE_TILE_BITS);
        unsigned width = (unsigned)(hashes % MERKLE_TILE);
        rows += (int64_t)((hashes + MERKLE_TILE - 1) / MERKLE_TILE);
        if (width && !check_tile(c, level, (int64_t)(hashes / MERKLE_TILE), width)) return false;
    }
    if (store_number(c->store, 0, "SELECT count(*) FROM ledger_tile", "") != rows) return bad(c, 0, 0, "tile", "哈希块表中有多余的行", "there are stray rows among the tiles");
    return true;
}

/* ---- signed heads ---- */

static const char HEADS[] = "SELECT size, root, note, at, length(CAST(note AS BLOB)) FROM ledger_checkpoint ORDER BY size";

static void advance_heads(Check *c) { c->next_head = store_row(c->heads) ? store_int(c->heads, 0) : 0; }

/* Exactly what ledger_seal writes: its text, an empty line, one signature line. */
static bool head_exact(Check *c, const char *note, const Checkpoint *head)
{
    size_t text_bytes;
    const char *text = checkpoint_text(c->scratch, head), *signature = note + strlen(text) + 1;
    if (strncmp(note, text, strlen(text)) || note[strlen(text)] != '\n') return false;
    const char *end = strchr(signature, '\n');
    return end && !end[1] && head->timed && !strcmp(head->origin, c->verifier.name) && note_verify(&c->verifier, note, &text_bytes);
}

/* The head is genuine and the tree is not: the stored tiles may still tell which entry. */
static bool bad_since_last_head(Check *c)
{
    int64_t number = -1, first = c->last_head + 1, last = (int64_t)c->tree.size;
    const Hash *stored = NULL;
    size_t count = 0, bytes;
    Query *q = store_query(c->store, "SELECT seq, leaf FROM event WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq", "ii", first, last);
    while (store_row(q)) {
        int64_t at = store_int(q, 0) - 1;
        if (at / MERKLE_TILE != number) stored = stored_tile(c, 0, number = at / MERKLE_TILE, &count);
        const uint8_t *leaf = store_blob(q, 1, c->scratch, &bytes);
        if (stored && (size_t)(at % MERKLE_TILE) < count && memcmp(stored[at % MERKLE_TILE].b, leaf, sizeof(Hash))) { first = last = at + 1; break; }
    }
    store_done(q);
    return bad(c, first, last, "head", "与签名的日志头不符（内容连同叶子哈希被改动）", "does not give the signed log head: changed together with its leaf hash");
}

static bool check_head(Check *c)
{
    Checkpoint head;
    Hash root;
    size_t bytes;
    int64_t size = c->next_head, at = store_int(c->heads, 3);
    const uint8_t *stored_root = store_blob(c->heads, 1, c->scratch, &bytes);
    const char *note = store_text(c->heads, 2, c->scratch);
    bool whole = (int64_t)strlen(note) == store_int(c->heads, 4) && checkpoint_parse(note, &head) && head_exact(c, note, &head)
        && bytes == sizeof root && !memcmp(stored_root, head.root.b, bytes) && head.size == size && head.at.ms == at
        && at >= c->last_at && at >= c->last_head_at;
    if (!whole) return bad(c, c->last_head + 1, size, "head", "其日志头被改动或签名无效", "their log head was changed or its signature does not hold");
    merkle_root(&c->tree, &root);
    if (!hash_equal(&root, &head.root)) return bad_since_last_head(c);
    c->verdict.heads++;
    c->last_head = size;
    c->last_head_at = at;
    advance_heads(c);
    return true;
}

/* ---- the whole log ---- */

static bool check_log(Check *c)
{
    Row row;
    Hash leaf;
    Query *q = store_query(c->store, ROWS, "");
    c->heads = store_query(c->store, HEADS, "");
    advance_heads(c);
    if (store_number(c->store, 1, "SELECT min(size) FROM ledger_checkpoint", "") < 1) return bad(c, 0, 0, "head", "日志头的长度不是正数", "a log head has no positive size");
    while (store_row(q)) {
        arena_reset(c->scratch);
        read_row(q, c->scratch, &row);
        if (!check_row(c, &row, &leaf) || !grow(c, &leaf)) return false;
        c->verdict.entries++;
        if (c->receipt && (int64_t)c->tree.size == c->receipt->size) {
            merkle_root(&c->tree, &c->receipt_root);
            c->receipt_reached = true;
        }
        if (c->next_head == (int64_t)c->tree.size && !check_head(c)) return false;
    }
    int64_t size = (int64_t)c->tree.size;
    if (c->next_head) return bad(c, size + 1, c->next_head, "missing", "缺失：已有签名的日志头包含它们", "missing: a signed log head covers them");
    if (c->last_head < size) return bad(c, c->last_head + 1, size, "unsealed", "没有签名的日志头包含它们", "no signed log head covers them");
    return check_last_tiles(c) && check_erasures(c);
}

/* ---- against a receipt ---- */

/* Every hash of the receipt's proof stands for a range of entries as it was when the receipt was given. The earliest range that we hash
 * differently holds the first bad entry; nothing kept outside tells more. */
static bool compare_with_receipt(Check *c)
{
    MerkleRange ranges[MERKLE_PROOF_MAX + 1], worst = {0};
    Hash theirs[MERKLE_PROOF_MAX + 1], ours;
    const Receipt *r = c->receipt;
    int count = merkle_inclusion_ranges((uint64_t)r->index, (uint64_t)r->size, ranges);
    uint64_t size = (uint64_t)store_number(c->store, 0, "SELECT max(seq) FROM event", "");
    if (c->receipt_reached) {
        Checkpoint head;
        checkpoint_parse(r->checkpoint, &head);
        if (hash_equal(&head.root, &c->receipt_root)) return true;
    }
    memcpy(theirs, r->proof, sizeof(Hash) * (size_t)count);
    theirs[count] = r->leaf;
    ranges[count++] = (MerkleRange){(uint64_t)r->index, (uint64_t)r->index + 1};
    for (int i = 0; i < count; i++) {
        if (ranges[i].end > size || (worst.end && worst.start < ranges[i].start)) continue;
        if (!ledger_range_root(c->store, c->scratch, ranges[i], &ours) || !hash_equal(&ours, &theirs[i])) worst = ranges[i];
    }
    if (!c->verdict.ok && (!worst.end || c->verdict.first_bad <= (int64_t)worst.end)) return false;     /* the rows themselves told more */
    if (worst.end) return bad(c, (int64_t)worst.start + 1, (int64_t)worst.end, "rebuilt",
        "与回执给出时的日志不同（日志曾被整体改写）", "not what the log held when the receipt was given: the log was rebuilt");
    return bad(c, (int64_t)size + 1, r->size, "missing", "缺失：回执证明它们曾在日志中", "missing: the receipt proves that they were in the log");
}

static bool take_receipt(Check *c, const char *key_text, const char *json, size_t bytes, const char **other_key)
{
    ReceiptReport report = ledger_receipt_verify(c->arena, json, bytes, NULL);
    if (!report.intact) return bad(c, 0, 0, "receipt", "回执本身不成立，不能用来核对日志", "the receipt itself does not hold: nothing can be concluded from it");
    c->receipt = report.receipt;
    *other_key = strcmp(report.receipt->key, key_text) ? report.receipt->key : NULL;
    return true;
}

static void run(Check *c, const char *key_text, const char *receipt, size_t receipt_bytes)
{
    const char *other_key = NULL;
    if (!note_verifier_parse(key_text, &c->verifier)) { bad(c, 0, 0, "head", "公钥格式错误", "the public key is malformed"); return; }
    if (receipt && !take_receipt(c, key_text, receipt, receipt_bytes, &other_key)) return;
    bool whole = check_log(c);
    if (receipt && (whole || c->receipt_reached)) whole = compare_with_receipt(c) && whole;
    if (whole && other_key) bad(c, 0, 0, "receipt", "回执由另一把密钥签发", "the receipt was signed with another key than this log's");
    if (!c->verdict.ok) return;
    c->verdict.zh = arena_printf(c->arena, "日志完整：%lld 项，%lld 个签名日志头，%lld 项个人信息已删除", (long long)c->verdict.entries, (long long)c->verdict.heads, (long long)c->verdict.erased);
    c->verdict.en = arena_printf(c->arena, "the log is whole: %lld entries, %lld signed heads, %lld with personal data erased",
        (long long)c->verdict.entries, (long long)c->verdict.heads, (long long)c->verdict.erased);
}

LedgerVerdict ledger_verify(Store *store, Arena *arena, const char *key_text, const char *receipt, size_t receipt_bytes)
{
    Check *c = ARENA_NEW(arena, Check);
    c->store = store;
    c->arena = arena;
    FaultOwned owned;
    c->scratch = arena_owned(&owned);
    c->verdict.ok = true;
    c->last_at = c->last_head_at = INT64_MIN;
    run(c, key_text, receipt, receipt_bytes);
    store_done(store_query(store, ROWS, ""));      /* an early end leaves these two open */
    store_done(store_query(store, HEADS, ""));
    fault_release(&owned);
    return c->verdict;
}
