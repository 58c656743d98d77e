/* verify_store_test.c: every change of a stored log is found and named: single bits, deletions, insertions, rewriting with the key in hand. */
#include "ledger/ledger_test.h"

enum { ENTRIES = 600 };

static LedgerVerdict verify(TestLog *log, const char *receipt)
{
    return ledger_verify(log->store, log->arena, ledger_key_text(log->ledger), receipt, receipt ? strlen(receipt) : 0);
}

static void test_whole_logs(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    assert_true(verify(&log, NULL).ok);
    for (int n = 1; n <= 900; n += 60) {
        test_log_fill(&log, n, n + 59, "a");
        LedgerVerdict verdict = verify(&log, NULL);
        assert_true(verdict.ok);
        assert_int_equal(verdict.entries, n + 59);
    }
    test_log_close(&log);
}

static void record_erasure(TestLog *log, const char *kind, int64_t case_id, int64_t seq)
{
    Event event = {.at = {1775000000000}, .kind = kind, .actor = "officer:li", .case_id = case_id, .body = value_object(log->arena)};
    if (seq) value_set_int(log->arena, (Value *)event.body, "seq", seq);
    ledger_append(log->ledger, log->arena, &event);
    ledger_seal(log->ledger, (Instant){0});
}

/* Erasing is lawful when the log says that it was done; personal data that is just gone was taken away. */
static void test_erasures_are_recorded(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    test_log_fill(&log, 1, 300, "a");
    Event alone = {.at = {0}, .kind = "officer.appointed", .actor = "operator", .person = value_parse(log.arena, "{\"name\":\"王五\"}", 17, NULL)};
    ledger_append(log.ledger, log.arena, &alone);
    ledger_seal(log.ledger, (Instant){0});
    for (int64_t seq = 3; seq <= 300; seq += 3) assert_true(ledger_erase_person(log.store, seq));
    for (int64_t seq = 6; seq <= 300; seq += 3) record_erasure(&log, "case.person_erased", seq, 0);
    LedgerVerdict verdict = verify(&log, NULL);
    assert_string_equal(verdict.code, "erased");
    assert_int_equal(verdict.first_bad, 3);
    record_erasure(&log, "case.received", 3, 0);          /* another kind explains nothing */
    assert_false(verify(&log, NULL).ok);
    record_erasure(&log, "case.person_erased", 3, 0);
    verdict = verify(&log, NULL);
    assert_true(verdict.ok);
    assert_int_equal(verdict.erased, 100);
    assert_true(ledger_erase_person(log.store, 301));
    verdict = verify(&log, NULL);
    assert_string_equal(verdict.code, "erased");
    assert_int_equal(verdict.first_bad, 301);
    record_erasure(&log, "officer.person_erased", 0, 301);
    assert_true(verify(&log, NULL).ok);
    test_log_close(&log);
}

/* One column of one table, as it can be read and written raw. kind: i integer, t text, b blob. */
typedef struct Column { const char *name; char kind; const char *read, *write; bool entry; } Column;
#define EVENT_COLUMN(name, kind) {#name, kind, "SELECT " #name " FROM event WHERE seq = ?1", \
    "UPDATE event SET " #name " = CASE ?3 WHEN 't' THEN CAST(?1 AS TEXT) ELSE ?1 END WHERE seq = ?2", true}
#define HEAD_COLUMN(name, kind) {#name, kind, "SELECT " #name " FROM ledger_checkpoint WHERE size = (SELECT size FROM ledger_checkpoint ORDER BY size LIMIT 1 OFFSET (?1 % 80))", \
    "UPDATE ledger_checkpoint SET " #name " = CASE ?3 WHEN 't' THEN CAST(?1 AS TEXT) ELSE ?1 END WHERE size = (SELECT size FROM ledger_checkpoint ORDER BY size LIMIT 1 OFFSET (?2 % 80))", false}
#define TILE_COLUMN(name, kind) {#name, kind, "SELECT " #name " FROM ledger_tile ORDER BY level, number LIMIT 1 OFFSET (?1 % 3)", \
    "UPDATE ledger_tile SET " #name " = ?1 WHERE ?3 = ?3 AND level * 10 + number = (SELECT level * 10 + number FROM ledger_tile ORDER BY level, number LIMIT 1 OFFSET (?2 % 3))", false}

static const Column COLUMNS[] = {
    EVENT_COLUMN(seq, 'i'), EVENT_COLUMN(at, 'i'), EVENT_COLUMN(kind, 't'), EVENT_COLUMN(actor, 't'), EVENT_COLUMN(case_id, 'i'),
    EVENT_COLUMN(case_number, 't'), EVENT_COLUMN(body, 't'), EVENT_COLUMN(person, 't'), EVENT_COLUMN(salt, 'b'), EVENT_COLUMN(person_salt, 'b'),
    EVENT_COLUMN(person_hash, 'b'), EVENT_COLUMN(leaf, 'b'),
    HEAD_COLUMN(size, 'i'), HEAD_COLUMN(root, 'b'), HEAD_COLUMN(note, 't'), HEAD_COLUMN(at, 'i'),
    TILE_COLUMN(level, 'i'), TILE_COLUMN(number, 'i'), TILE_COLUMN(hashes, 'b'),
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

/* False when there is nothing to flip or the store itself refuses the change (a key taken twice). */
static bool flip(TestLog *log, const Column *column, int64_t row)
{
    static const char *const kinds[] = {"i", "t", "b"};
    const char *kind = kinds[column->kind == 'i' ? 0 : column->kind == 't' ? 1 : 2];
    volatile bool done = false;
    FaultGuard guard;
    if (!FAULT_GUARD(&guard)) return false;
    Query *q = store_query(log->store, column->read, "i", row);
    if (store_row(q) && !store_null(q, 0)) {
        size_t bytes;
        int64_t number = store_int(q, 0);
        uint8_t *data = (uint8_t *)store_blob(q, 0, log->arena, &bytes);
        store_done(q);
        if (column->kind == 'i') done = store_exec(log->store, column->write, "iis", (int64_t)((uint64_t)number ^ 1ull << (rand() % 64)), row, kind) == 1;
        else if (bytes) {
            data[(size_t)rand() % bytes] ^= (uint8_t)(1 << rand() % 8);
            done = store_exec(log->store, column->write, "bis", (const void *)data, bytes, row, kind) == 1;
        }
    }
    store_done(q);
    fault_unguard(&guard);
    return done;
}

static void test_every_flipped_bit_is_found(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    test_log_fill(&log, 1, ENTRIES, "窗口");
    int flipped = 0, of_column[COLUMN_COUNT] = {0};
    srand(20261123);
    while (flipped < 1000) {
        int which = rand() % COLUMN_COUNT;
        int64_t row = 1 + rand() % ENTRIES;
        Arena *keep = log.arena;
        log.arena = arena_new();
        store_begin(log.store);
        if (flip(&log, &COLUMNS[which], row)) {
            LedgerVerdict verdict = verify(&log, NULL);
            if (verdict.ok) print_message("not found: %s of row %d\n", COLUMNS[which].name, (int)row);
            assert_false(verdict.ok);
            assert_non_null(verdict.zh);
            assert_non_null(verdict.en);
            if (COLUMNS[which].entry && strcmp(COLUMNS[which].name, "seq")) {     /* a changed seq is missing here and stray there */
                assert_int_equal(verdict.first_bad, row);
                assert_int_equal(verdict.last_bad, row);
            }
            flipped++;
            of_column[which]++;
        }
        store_rollback(log.store);
        arena_free(log.arena);
        log.arena = keep;
    }
    for (int i = 0; i < COLUMN_COUNT; i++) assert_true(of_column[i] > 5);
    assert_true(verify(&log, NULL).ok);
    test_log_close(&log);
}

static void expect(TestLog *log, const char *sql, const char *code, int64_t first, int64_t last)
{
    store_begin(log->store);
    store_script(log->store, sql);
    LedgerVerdict verdict = verify(log, NULL);
    store_rollback(log->store);
    assert_false(verdict.ok);
    assert_string_equal(verdict.code, code);
    assert_int_equal(verdict.first_bad, first);
    assert_int_equal(verdict.last_bad, last);
}

static void test_changes_by_hand(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    test_log_fill(&log, 1, ENTRIES, "a");
    expect(&log, "DELETE FROM event WHERE seq = 100", "gap", 100, 100);
    expect(&log, "DELETE FROM event WHERE seq >= 100 AND seq < 200", "gap", 100, 199);
    expect(&log, "DELETE FROM event WHERE seq > 590", "missing", 591, 595);
    expect(&log, "DELETE FROM event WHERE seq > 588", "missing", 589, 595);
    expect(&log, "DELETE FROM event WHERE seq = 1", "gap", 1, 1);
    expect(&log, "DELETE FROM event", "missing", 1, 7);
    expect(&log, "UPDATE event SET at = at - 5000 WHERE seq = 300", "time", 300, 300);
    expect(&log, "UPDATE event SET at = at + 1 WHERE seq = 300", "entry", 300, 300);
    expect(&log, "UPDATE event SET case_number = 'x' WHERE seq = 301", "entry", 301, 301);
    expect(&log, "UPDATE event SET case_number = NULL WHERE seq = 300", "entry", 300, 300);
    expect(&log, "UPDATE event SET body = body || char(0) || 'hidden' WHERE seq = 5", "form", 5, 5);
    expect(&log, "UPDATE event SET person = NULL WHERE seq = 6", "form", 6, 6);
    expect(&log, "UPDATE event SET person_hash = NULL, person_salt = NULL, person = NULL WHERE seq = 6", "entry", 6, 6);
    expect(&log, "UPDATE event SET person = '{}', person_salt = zeroblob(16) WHERE seq = 5", "form", 5, 5);
    expect(&log, "UPDATE event SET person = '{}' WHERE seq = 6", "person", 6, 6);
    expect(&log, "UPDATE event SET person_hash = zeroblob(32) WHERE seq = 6", "form", 6, 6);
    expect(&log, "UPDATE event SET salt = zeroblob(15) WHERE seq = 9", "form", 9, 9);
    expect(&log, "INSERT INTO event SELECT 0, at, kind, actor, case_id, case_number, body, person, salt, person_salt, person_hash, leaf FROM event WHERE seq = 1", "gap", 1, 1);
    expect(&log, "INSERT INTO event SELECT 601, 1999999999999, kind, actor, case_id, case_number, body, person, salt, person_salt, person_hash, leaf FROM event WHERE seq = 1", "entry", 601, 601);
    expect(&log, "DELETE FROM ledger_checkpoint WHERE size = 600", "unsealed", 596, 600);
    expect(&log, "DELETE FROM ledger_checkpoint", "unsealed", 1, 600);
    expect(&log, "UPDATE ledger_checkpoint SET note = note || note WHERE size = 70", "head", 64, 70);
    expect(&log, "UPDATE ledger_checkpoint SET note = substr(note, 1, length(note) - 1) WHERE size = 70", "head", 64, 70);
    expect(&log, "UPDATE ledger_checkpoint SET note = (SELECT note FROM ledger_checkpoint WHERE size = 63) WHERE size = 70", "head", 64, 70);
    expect(&log, "INSERT INTO ledger_checkpoint VALUES (-3, zeroblob(32), '', 0)", "head", 0, 0);
    expect(&log, "DELETE FROM ledger_tile WHERE level = 0 AND number = 1", "tile", 257, 257);
    expect(&log, "DELETE FROM ledger_tile WHERE level = 1", "tile", 1, 256);
    expect(&log, "INSERT INTO ledger_tile VALUES (0, 7, zeroblob(32))", "tile", 0, 0);
    expect(&log, "UPDATE ledger_tile SET hashes = CAST(hashes || zeroblob(32) AS BLOB) WHERE level = 1", "tile", 600, 600);
    assert_true(verify(&log, NULL).ok);
    test_log_close(&log);
}

/* Rewrites the body and the leaf of one entry as somebody would who has the file but not the key. */
static void rewrite_entry(TestLog *log, int64_t seq)
{
    Event *event = ledger_event(log->store, log->arena, seq);
    const char *body = "{\"item\":\"改过\"}";
    Buf statement = buf_new(log->arena);
    Hash commitment, leaf;
    ledger_statement(&statement, event, body);
    ledger_commitment(event, statement.text, statement.length, &commitment);
    merkle_leaf(&leaf, &commitment);
    store_exec(log->store, "UPDATE event SET body = ?1, leaf = ?2 WHERE seq = ?3", "sbi", body, (const void *)leaf.b, sizeof leaf.b, seq);
}

static void test_rewriting_without_the_key(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    test_log_fill(&log, 1, ENTRIES, "a");
    rewrite_entry(&log, 40);
    LedgerVerdict verdict = verify(&log, NULL);     /* the tile of 256 hashes tells which entry */
    assert_string_equal(verdict.code, "head");
    assert_int_equal(verdict.first_bad, 40);
    assert_int_equal(verdict.last_bad, 40);
    test_log_close(&log);
    log = test_log_open();
    test_log_fill(&log, 1, ENTRIES, "a");
    rewrite_entry(&log, 590);                       /* under no full tile: the head tells the group */
    verdict = verify(&log, NULL);
    assert_string_equal(verdict.code, "head");
    assert_int_equal(verdict.first_bad, 589);
    assert_int_equal(verdict.last_bad, 595);
    test_log_close(&log);
}

/* A second log, consistent and signed with the same key, that differs from the first from entry `from` on. */
static void rebuild(TestLog *log, int from, int length)
{
    store_exec(log->store, "DELETE FROM event WHERE seq >= ?1", "i", (int64_t)from);
    store_exec(log->store, "DELETE FROM ledger_checkpoint WHERE size >= ?1", "i", (int64_t)from);
    Query *q = ledger_read(log->store, 1);
    TestLog copy = test_log_open();
    for (Event *event; (event = ledger_next(q, log->arena));)       /* same rows, so same leaves */
        store_exec(copy.store, "INSERT INTO event (seq, at, kind, actor, case_id, case_number, body, person, salt, person_salt, person_hash, leaf) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", "iississsbbbb",
            event->seq, event->at.ms, event->kind, event->actor, event->case_id, event->case_number, value_json(log->arena, event->body),
            event->person ? value_json(log->arena, event->person) : NULL, (const void *)event->salt, (size_t)16,
            event->person ? (const void *)event->person_salt : NULL, (size_t)16, event->person ? (const void *)event->person_hash : NULL, (size_t)32,
            (const void *)event->leaf, (size_t)32);
    /* only valid while no tile is full */
    ledger_close(copy.ledger);
    copy.ledger = ledger_open(copy.store, test_key_path, "yichuang.local/420115");
    ledger_seal(copy.ledger, (Instant){0});
    if (length >= from) test_log_fill(&copy, from, length, "rewritten");
    test_log_close(log);
    *log = copy;
}

static void test_rebuilding_with_the_key(void **state)
{
    (void)state;
    static const struct { int total, receipt, from, length; const char *code; int first, last; } cases[] = {
        {200, 50, 50, 200, "rebuilt", 50, 50},        /* the very entry */
        {200, 50, 49, 200, "rebuilt", 49, 49},        /* its neighbour in the proof */
        {200, 50, 120, 200, "rebuilt", 65, 128},      /* the proof's hash over 65..128 */
        {200, 50, 130, 200, "rebuilt", 129, 200},
        {200, 50, 1, 200, "rebuilt", 1, 32},
        {200, 50, 191, 190, "missing", 191, 200},     /* cut short */
        {200, 199, 3, 250, "rebuilt", 1, 128},
        {200, 1, 2, 250, "rebuilt", 2, 2},
        {200, 10, 201, 250, NULL, 0, 0},              /* grew honestly */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TestLog log = test_log_open();
        test_log_fill(&log, 1, cases[i].total, "a");
        Arena *arena = arena_new();
        char *receipt = value_json(arena, ledger_receipt(log.store, arena, ledger_key_text(log.ledger), cases[i].receipt, true));
        assert_true(verify(&log, receipt).ok);
        rebuild(&log, cases[i].from, cases[i].length);
        assert_true(verify(&log, NULL).ok);           /* consistent in itself */
        LedgerVerdict verdict = verify(&log, receipt);
        if (!cases[i].code) assert_true(verdict.ok);
        else {
            assert_false(verdict.ok);
            assert_string_equal(verdict.code, cases[i].code);
            assert_int_equal(verdict.first_bad, cases[i].first);
            assert_int_equal(verdict.last_bad, cases[i].last);
        }
        arena_free(arena);
        test_log_close(&log);
    }
}

static void test_bad_receipts_and_keys(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    test_log_fill(&log, 1, 30, "a");
    char *receipt = value_json(log.arena, ledger_receipt(log.store, log.arena, ledger_key_text(log.ledger), 5, true));
    assert_string_equal(verify(&log, "{}").code, "receipt");
    assert_string_equal(ledger_verify(log.store, log.arena, "nonsense", NULL, 0).code, "head");
    NoteKey *other = note_key_open(test_other_key_path, "yichuang.local/420115");
    LedgerVerdict verdict = ledger_verify(log.store, log.arena, note_key_text(other), NULL, 0);
    assert_string_equal(verdict.code, "head");
    assert_int_equal(verdict.first_bad, 1);
    note_key_free(other);
    ledger_close(log.ledger);          /* the log signed anew with another key: the receipt shows it */
    store_exec(log.store, "DELETE FROM ledger_checkpoint", "");
    log.ledger = ledger_open(log.store, test_other_key_path, "yichuang.local/420115");
    ledger_seal(log.ledger, (Instant){0});
    assert_true(verify(&log, NULL).ok);
    assert_string_equal(verify(&log, receipt).code, "receipt");
    test_log_close(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_logs),
        cmocka_unit_test(test_erasures_are_recorded),
        cmocka_unit_test(test_every_flipped_bit_is_found),
        cmocka_unit_test(test_changes_by_hand),
        cmocka_unit_test(test_rewriting_without_the_key),
        cmocka_unit_test(test_rebuilding_with_the_key),
        cmocka_unit_test(test_bad_receipts_and_keys),
    };
    return cmocka_run_group_tests_name("verify_store", tests, test_log_setup, test_log_teardown);
}
