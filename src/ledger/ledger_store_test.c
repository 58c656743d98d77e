/* ledger_store_test.c: appending, sealing, undoing, reopening, proofs, tiles, erasure. */
#include "ledger/ledger.h"
#include "base/embed.h"
#include "base/fault.h"
#include "base/text.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const char *const ORIGIN = "yichuang.local/420115";
static char directory[] = "/tmp/ledger-test-XXXXXX", key_path[64];

typedef struct World { Arena *arena; Store *store; Ledger *ledger; } World;

static World open_world(void)
{
    World w = {.arena = arena_new(), .store = store_open(":memory:", STORE_WRITE)};
    size_t bytes;
    store_script(w.store, (const char *)embed_find(w.arena, "schema/0002_ledger.sql", &bytes));
    w.ledger = ledger_open(w.store, key_path, ORIGIN);
    return w;
}

static void close_world(World *w)
{
    ledger_close(w->ledger);
    store_close(w->store);
    arena_free(w->arena);
}

static Event *append(World *w, int n)
{
    Event *event = ARENA_NEW(w->arena, Event);
    Value *body = value_object(w->arena);
    value_set_int(w->arena, body, "n", n);
    value_set_str(w->arena, body, "item", "卫生许可");
    *event = (Event){.at = {1774000000000 + n * 1000LL}, .kind = "case.received", .actor = "officer:wang", .body = body};
    if (n % 2) {
        event->case_id = n;
        event->case_number = arena_printf(w->arena, "420115-20261123-%05d", n);
        Value *person = value_object(w->arena);
        value_set_str(w->arena, person, "name", "张三");
        event->person = person;
    }
    ledger_append(w->ledger, w->arena, event);
    return event;
}

static Hash *oracle_leaves(World *w, uint64_t *count)
{
    Hash *leaves = ARENA_ARRAY(w->arena, Hash, 100000);
    *count = 0;
    Query *q = ledger_read(w->store, 1);
    for (Event *event; (event = ledger_next(q, w->arena));) memcpy(&leaves[(*count)++], event->leaf, 32);
    return leaves;
}

static void oracle_root(const Hash *d, uint64_t n, Hash *out)
{
    MerkleFrontier f = {0};
    Hash gained[MERKLE_TILE_LEVELS];
    for (uint64_t i = 0; i < n; i++) merkle_push(&f, &d[i], gained);
    merkle_root(&f, out);
}

static void test_append_fills_the_event(void **state)
{
    (void)state;
    World w = open_world();
    store_begin(w.store);
    Event *first = append(&w, 0), *second = append(&w, 1);
    assert_int_equal(first->seq, 1);
    assert_int_equal(second->seq, 2);
    assert_false(ledger_has_person_hash(first));
    assert_true(ledger_has_person_hash(second));
    assert_memory_not_equal(first->salt, second->salt, 16);
    Event *read = ledger_event(w.store, w.arena, 2);
    assert_string_equal(read->case_number, "420115-20261123-00001");
    assert_true(value_equal(read->body, second->body));
    assert_true(value_equal(read->person, second->person));
    assert_memory_equal(read->leaf, second->leaf, 32);
    assert_memory_equal(read->person_hash, second->person_hash, 32);
    assert_null(ledger_event(w.store, w.arena, 3));
    Buf statement = buf_new(w.arena);
    ledger_statement(&statement, first, value_json(w.arena, first->body));
    assert_string_equal(statement.text, "{\"seq\":1,\"at\":\"2026-03-20T17:46:40.000+08:00\",\"kind\":\"case.received\",\"actor\":\"officer:wang\",\"body\":{\"n\":0,\"item\":\"卫生许可\"}}");
    store_commit(w.store);
    close_world(&w);
}

/* What could never be read back must not enter: a single such event would stop every later replay. */
static void test_unreadable_events_are_faults(void **state)
{
    (void)state;
    World w = open_world();
    for (int i = 0; i < 4; i++) {
        Value *body = value_object(w.arena), *inner = body;
        if (i == 0) value_set_str(w.arena, body, "name", "broken \xE4\xBD");
        for (int depth = 0; i == 1 && depth < 33; depth++) inner = value_set_object(w.arena, inner, "in");
        Event event = {.at = {1}, .kind = i == 2 ? "case.\xff" : "case.noted", .actor = "clock", .body = body};
        if (i == 3) { event.person = value_object(w.arena); value_set_str(w.arena, (Value *)event.person, "\xff", "x"); }
        FaultGuard guard;
        volatile bool raised = false;
        if (FAULT_GUARD(&guard)) { ledger_append(w.ledger, w.arena, &event); fault_unguard(&guard); }
        else raised = true;
        assert_true(raised);
    }
    Value *body = value_object(w.arena), *inner = body;
    for (int depth = 0; depth < 32; depth++) inner = value_set_object(w.arena, inner, "in");
    value_set_str(w.arena, body, "odd", "\x7F \x01 \xF0\x9F\x90\x89");
    Event event = {.at = {1}, .kind = "case.noted", .actor = "clock", .body = body};
    ledger_append(w.ledger, w.arena, &event);
    assert_int_equal(event.seq, 1);
    assert_true(value_equal(ledger_event(w.store, w.arena, 1)->body, body));
    close_world(&w);
}

static void test_time_never_goes_back(void **state)
{
    (void)state;
    World w = open_world();
    Event *late = append(&w, 50), *early = append(&w, 10);
    assert_int_equal(late->at.ms, early->at.ms);
    close_world(&w);
}

static void test_proofs_and_heads_at_many_sizes(void **state)
{
    (void)state;
    World w = open_world();
    Hash proof[MERKLE_PROOF_MAX], root, old_root, leaf;
    NoteVerifier verifier;
    assert_true(note_verifier_parse(ledger_key_text(w.ledger), &verifier));
    store_begin(w.store);
    for (int n = 0; n < 1100; n++) {
        append(&w, n);
        if (n > 20 && n % 97 && n != 255 && n != 256 && n != 511) continue;
        ledger_seal(w.ledger, (Instant){1774000000000 + n * 1000LL + 5});
        Checkpoint head;
        size_t text_bytes;
        char *note = ledger_head(w.store, w.arena, &head);
        assert_true(note_verify(&verifier, note, &text_bytes));
        assert_int_equal(head.size, n + 1);
        assert_int_equal(head.at.ms, 1774000000000 + n * 1000LL + 5);
        uint64_t count;
        Hash *leaves = oracle_leaves(&w, &count);
        oracle_root(leaves, count, &root);
        assert_true(hash_equal(&root, &head.root));
        for (int64_t index = 0; index <= n; index += 1 + n / 11) {
            int length = ledger_prove_inclusion(w.store, w.arena, index, n + 1, proof);
            assert_true(length >= 0);
            assert_true(merkle_verify_inclusion((uint64_t)index, count, &leaves[index], proof, length, &root));
            length = ledger_prove_consistency(w.store, w.arena, index, n + 1, proof);
            assert_true(length >= 0);
            oracle_root(leaves, (uint64_t)index, &old_root);
            assert_true(merkle_verify_consistency((uint64_t)index, count, &old_root, &root, proof, length));
        }
        assert_int_equal(ledger_prove_inclusion(w.store, w.arena, 0, n + 2, proof), -1);
        assert_int_equal(ledger_prove_inclusion(w.store, w.arena, -1, n + 1, proof), -1);
        assert_true(ledger_range_root(w.store, w.arena, (MerkleRange){(uint64_t)n, (uint64_t)n + 1}, &leaf));
        assert_memory_equal(leaf.b, leaves[n].b, 32);
    }
    store_commit(w.store);
    close_world(&w);
}

static void check_root(World *w)
{
    uint64_t count;
    Hash root;
    Checkpoint head;
    Hash *leaves = oracle_leaves(w, &count);
    oracle_root(leaves, count, &root);
    ledger_seal(w->ledger, (Instant){0});
    assert_non_null(ledger_head(w->store, w->arena, &head));
    assert_int_equal(head.size, count);
    assert_true(hash_equal(&root, &head.root));
}

/* Random turns, each kept or undone, some of them crossing tile ends; the tree must follow the rows. */
static void test_undo_and_reload_follow_the_store(void **state)
{
    (void)state;
    World w = open_world();
    srand(420115);
    int n = 0;
    store_begin(w.store);
    for (int turn = 0; turn < 160; turn++) {
        if (turn % 40 == 39) {
            store_rollback(w.store);
            ledger_reload(w.ledger);
            store_begin(w.store);
        }
        LedgerMark mark = ledger_mark(w.ledger);
        store_savepoint(w.store);
        for (int i = rand() % 60; i >= 0; i--) append(&w, n++);
        if (rand() % 3 == 0) { store_undo(w.store); ledger_undo(w.ledger, &mark); }
        else store_release(w.store);
        if (turn % 7 == 0) check_root(&w);
        if (turn % 40 == 20) { store_commit(w.store); store_begin(w.store); }
    }
    append(&w, n);
    check_root(&w);
    store_commit(w.store);
    assert_true(ledger_size(w.ledger) > 600);
    close_world(&w);
}

static void test_fault_inside_append_heals(void **state)
{
    (void)state;
    World w = open_world();
    for (int n = 0; n < 255; n++) append(&w, n);
    for (long nth = 1; nth < 30; nth++) {
        FaultGuard guard;
        store_begin(w.store);
        LedgerMark mark = ledger_mark(w.ledger);
        store_savepoint(w.store);
        fault_arm(nth);
        if (FAULT_GUARD(&guard)) {
            append(&w, 300);
            ledger_seal(w.ledger, (Instant){0});
            fault_unguard(&guard);
            fault_arm(0);
            store_undo(w.store);
            ledger_undo(w.ledger, &mark);
        } else {
            fault_arm(0);
            store_undo(w.store);
            ledger_undo(w.ledger, &mark);
        }
        store_commit(w.store);
    }
    append(&w, 400);
    append(&w, 401);
    check_root(&w);
    close_world(&w);
}

static void test_reopening_gives_the_same_tree(void **state)
{
    (void)state;
    World w = open_world();
    int n = 0;
    for (int round = 0; round < 12; round++) {
        for (int i = 0; i < 100 + round * 3; i++) append(&w, n++);
        ledger_close(w.ledger);
        w.ledger = ledger_open(w.store, key_path, ORIGIN);
        check_root(&w);
        ledger_close(w.ledger);
        w.ledger = ledger_open(w.store, key_path, ORIGIN);
    }
    close_world(&w);
}

static void test_opening_a_changed_log_faults(void **state)
{
    (void)state;
    World w = open_world();
    for (int n = 0; n < 10; n++) append(&w, n);
    ledger_seal(w.ledger, (Instant){0});
    ledger_close(w.ledger);
    w.ledger = NULL;
    store_exec(w.store, "UPDATE event SET leaf = zeroblob(32) WHERE seq = 4", "");
    FaultGuard guard;
    volatile bool raised = false;
    if (FAULT_GUARD(&guard)) { w.ledger = ledger_open(w.store, key_path, ORIGIN); fault_unguard(&guard); }
    else raised = true;
    assert_true(raised);
    close_world(&w);
}

static void test_erasure_keeps_the_log_whole(void **state)
{
    (void)state;
    World w = open_world();
    for (int n = 0; n < 9; n++) append(&w, n);
    Event *before = ledger_event(w.store, w.arena, 2);
    assert_true(ledger_erase_person(w.store, 2));
    assert_false(ledger_erase_person(w.store, 2));
    assert_false(ledger_erase_person(w.store, 1));
    Event *after = ledger_event(w.store, w.arena, 2);
    assert_null(after->person);
    assert_memory_equal(before->leaf, after->leaf, 32);
    assert_memory_equal(before->person_hash, after->person_hash, 32);
    assert_int_equal(store_number(w.store, -1, "SELECT count(*) FROM event WHERE person_salt IS NULL AND seq = 2", ""), 1);
    close_world(&w);
}

static void test_reading_a_case(void **state)
{
    (void)state;
    World w = open_world();
    for (int n = 0; n < 20; n++) append(&w, n);
    Query *q = ledger_read_case(w.store, 7);
    Event *event = ledger_next(q, w.arena);
    assert_int_equal(event->seq, 8);
    assert_null(ledger_next(q, w.arena));
    close_world(&w);
}

static void test_tile_paths(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    static const char *const good[] = {"tile/0/000", "tile/0/x001/234", "tile/1/005.p/17", "tile/entries/000", "tile/entries/x001/x234/067.p/255", "tile/5/999.p/1"};
    static const char *const bad[] = {"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/1", "tile/0/0001", "tile/0/x001", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256",
        "tile/0/001.p/01", "tile/0/001.p/", "tile/0/001.p/1x", "tile/0/001/002", "tile/-1/000", "tile/00/000", "tile/10/000", "tile/0/000 ", "tile/entries/", "tile/entries/x12/345",
        "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/001.p/+5", "tile/x/000", "tile/0/000.p/-1"};
    TilePath tile;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(tile_path_parse(good[i], &tile));
        assert_string_equal(good[i], tile_path_text(arena, &tile));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(tile_path_parse(bad[i], &tile));
    assert_true(tile_path_parse("tile/0/x001/x234/067", &tile));
    assert_int_equal(tile.number, 1234067);
    arena_free(arena);
}

/* An outsider with nothing but the served files rebuilds the signed root from tiles and from entry bundles. */
static void test_served_tiles_rebuild_the_head(void **state)
{
    (void)state;
    World w = open_world();
    for (int n = 0; n < 1300; n++) append(&w, n);
    ledger_seal(w.ledger, (Instant){0});
    append(&w, 2000);                       /* not under the head yet: must not be served */
    Checkpoint head;
    assert_non_null(ledger_head(w.store, w.arena, &head));
    MerkleFrontier tree = {0}, entries = {0};
    Hash gained[MERKLE_TILE_LEVELS], leaf, root;
    size_t bytes;
    const char *type;
    bool settled;
    for (int64_t at = 0; at < head.size; at += 256) {
        int width = head.size - at < 256 ? (int)(head.size - at) : 256;
        TilePath tile = {.number = at / 256, .width = width}, bundle = {.entries = true, .number = at / 256, .width = width};
        const uint8_t *data = ledger_serve(w.store, w.arena, tile_path_text(w.arena, &tile), &bytes, &type, &settled);
        assert_non_null(data);
        assert_int_equal(bytes, width * 32);
        assert_true(settled);
        for (int i = 0; i < width; i++) merkle_push(&tree, (const Hash *)data + i, gained);
        data = ledger_serve(w.store, w.arena, tile_path_text(w.arena, &bundle), &bytes, &type, &settled);
        assert_non_null(data);
        assert_int_equal(bytes, width * 34);
        for (int i = 0; i < width; i++) {
            assert_memory_equal(data + i * 34, "\0\x20", 2);
            merkle_leaf(&leaf, (const Hash *)(data + i * 34 + 2));
            merkle_push(&entries, &leaf, gained);
        }
    }
    merkle_root(&tree, &root);
    assert_true(hash_equal(&root, &head.root));
    merkle_root(&entries, &root);
    assert_true(hash_equal(&root, &head.root));
    const Hash *upper = (const Hash *)ledger_serve(w.store, w.arena, "tile/1/000.p/5", &bytes, &type, &settled);
    assert_non_null(upper);
    merkle_full_root(upper, 4, &root);
    assert_true(hash_equal(&root, &tree.roots[10]));        /* 1024 of the 1300 leaves */
    assert_null(ledger_serve(w.store, w.arena, "tile/1/000.p/6", &bytes, &type, &settled));
    assert_null(ledger_serve(w.store, w.arena, "tile/0/005.p/21", &bytes, &type, &settled));
    assert_non_null(ledger_serve(w.store, w.arena, "tile/0/005.p/20", &bytes, &type, &settled));
    assert_null(ledger_serve(w.store, w.arena, "tile/0/006.p/1", &bytes, &type, &settled));
    assert_null(ledger_serve(w.store, w.arena, "tile/9/000.p/1", &bytes, &type, &settled));
    assert_null(ledger_serve(w.store, w.arena, "tile/entries/x999/x999/x999/x999/x999/999", &bytes, &type, &settled));
    assert_non_null(ledger_serve(w.store, w.arena, "checkpoint", &bytes, &type, &settled));
    assert_false(settled);
    close_world(&w);
}

static void test_notes(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    NoteKey *key = note_key_open(key_path, ORIGIN);
    NoteVerifier verifier;
    size_t bytes;
    assert_true(note_verifier_parse(note_key_text(key), &verifier));
    assert_true(text_starts(note_key_text(key), "yichuang.local/420115+"));
    char *note = note_sign(arena, key, "yichuang.local/420115\n5\nhello\n");
    assert_true(note_verify(&verifier, note, &bytes));
    assert_int_equal(bytes, strlen("yichuang.local/420115\n5\nhello\n"));
    for (size_t i = 0; i < strlen(note); i++)
        for (int bit = 0; bit < 8; bit++) {
            char *changed = arena_strdup(arena, note);
            changed[i] = (char)(changed[i] ^ 1 << bit);
            assert_false(note_verify(&verifier, changed, &bytes));
        }
    for (size_t i = 0; i < strlen(note); i++) assert_false(note_verify(&verifier, arena_strndup(arena, note, i), &bytes));
    const char *text = note_key_text(key);
    for (size_t i = 0; i < strlen(text); i++)
        for (int bit = 0; bit < 8; bit++) {
            char *changed = arena_strdup(arena, text);
            changed[i] = (char)(changed[i] ^ 1 << bit);
            assert_false(note_verifier_parse(changed, &verifier));
        }
    note_key_free(key);
    arena_free(arena);
}

static void test_base64_has_one_writing(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    uint8_t out[3];
    assert_string_equal(base64_text(arena, "fo", 2), "Zm8=");
    assert_string_equal(base64_text(arena, "f", 1), "Zg==");
    assert_string_equal(base64_text(arena, "foo", 3), "Zm9v");
    assert_true(base64_parse("Zm8=", 4, out, 2));
    assert_false(base64_parse("Zm9=", 4, out, 2));
    assert_false(base64_parse("Zm8", 3, out, 2));
    assert_false(base64_parse("Zm8A", 4, out, 2));
    assert_false(base64_parse("Z=8=", 4, out, 2));
    assert_true(base64_parse("Zg==", 4, out, 1));
    assert_false(base64_parse("Zh==", 4, out, 1));
    assert_false(base64_parse("Z\xC3g=", 4, out, 2));
    arena_free(arena);
}

static void test_key_file(void **state)
{
    (void)state;
    FaultGuard guard;
    volatile int raised = 0;
    if (FAULT_GUARD(&guard)) { ledger_key_create(key_path); fault_unguard(&guard); } else raised++;
    if (FAULT_GUARD(&guard)) { note_key_open("/nonexistent/key", ORIGIN); fault_unguard(&guard); } else raised++;
    if (FAULT_GUARD(&guard)) { note_key_open(key_path, "with space"); fault_unguard(&guard); } else raised++;
    if (FAULT_GUARD(&guard)) { note_key_open("/etc/passwd", ORIGIN); fault_unguard(&guard); } else raised++;
    assert_int_equal(raised, 4);
}

static int setup(void **state)
{
    (void)state;
    if (!mkdtemp(directory)) return 1;
    snprintf(key_path, sizeof key_path, "%s/ledger.key", directory);
    ledger_key_create(key_path);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(key_path);
    return rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_append_fills_the_event),
        cmocka_unit_test(test_unreadable_events_are_faults),
        cmocka_unit_test(test_time_never_goes_back),
        cmocka_unit_test(test_proofs_and_heads_at_many_sizes),
        cmocka_unit_test(test_undo_and_reload_follow_the_store),
        cmocka_unit_test(test_fault_inside_append_heals),
        cmocka_unit_test(test_reopening_gives_the_same_tree),
        cmocka_unit_test(test_opening_a_changed_log_faults),
        cmocka_unit_test(test_erasure_keeps_the_log_whole),
        cmocka_unit_test(test_reading_a_case),
        cmocka_unit_test(test_tile_paths),
        cmocka_unit_test(test_served_tiles_rebuild_the_head),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_base64_has_one_writing),
        cmocka_unit_test(test_key_file),
    };
    return cmocka_run_group_tests_name("ledger_store", tests, setup, teardown);
}
