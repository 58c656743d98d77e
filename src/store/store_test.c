/* store_test.c: statements, savepoints, full disk, failure on demand. */
#include "store/store.h"
#include "base/fault.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>
#include <string.h>

static Store *fresh(void)
{
    Store *store = store_open(":memory:", STORE_WRITE);
    store_script(store, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, data BLOB) STRICT");
    return store;
}

static void test_round_trip(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Store *store = fresh();
    assert_int_equal(1, store_exec(store, "INSERT INTO t (id, name, data) VALUES (?1, ?2, ?3)", "isb", (int64_t)7, "窗口", "a\0b", (size_t)3));
    store_exec(store, "INSERT INTO t (id, name, data) VALUES (?1, ?2, ?3)", "isn", (int64_t)8, NULL);
    Query *q = store_query(store, "SELECT id, name, data FROM t ORDER BY id", "");
    assert_true(store_row(q));
    size_t n;
    assert_int_equal(7, store_int(q, 0));
    assert_string_equal("窗口", store_text(q, 1, arena));
    assert_memory_equal("a\0b", store_blob(q, 2, arena, &n), 3);
    assert_int_equal(3, n);
    assert_true(store_row(q));
    assert_null(store_text(q, 1, arena));
    assert_false(store_row(q));
    assert_false(store_row(q));
    assert_int_equal(-5, store_number(store, -5, "SELECT id FROM t WHERE id = ?1", "i", (int64_t)99));
    store_close(store);
    arena_free(arena);
}

static void test_savepoint_undoes_one_turn_only(void **state)
{
    (void)state;
    Store *store = fresh();
    store_begin(store);
    store_savepoint(store);
    store_exec(store, "INSERT INTO t (id) VALUES (1)", "");
    store_release(store);
    store_savepoint(store);
    store_exec(store, "INSERT INTO t (id) VALUES (2)", "");
    store_undo(store);
    store_commit(store);
    assert_int_equal(1, store_number(store, 0, "SELECT count(*) FROM t", ""));
    store_close(store);
}

static void test_every_failing_call_raises_and_leaves_a_usable_store(void **state)
{
    (void)state;
    Store *store = fresh();
    for (volatile long nth = 1;; nth++) {
        FaultGuard guard;
        fault_arm(nth);
        if (FAULT_GUARD(&guard)) {
            store_begin(store);
            store_exec(store, "INSERT INTO t (name) VALUES (?1)", "s", "x");
            store_exec(store, "INSERT INTO t (name) VALUES (?1)", "s", "y");
            store_commit(store);
            fault_unguard(&guard);
            break;
        }
        fault_arm(0);
        assert_int_equal(FAULT_STORE, guard.kind);
        store_rollback(store);
        assert_int_equal(0, store_number(store, 0, "SELECT count(*) FROM t", ""));
        assert_true(nth < 20);
    }
    fault_arm(0);
    assert_int_equal(2, store_number(store, 0, "SELECT count(*) FROM t", ""));
    store_close(store);
}

static void test_full_store_is_its_own_fault(void **state)
{
    (void)state;
    Store *store = fresh();
    store_script(store, "PRAGMA max_page_count=4");
    static char big[20000];
    memset(big, 'x', sizeof big - 1);
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        store_exec(store, "INSERT INTO t (name) VALUES (?1)", "s", big);
        fault_unguard(&guard);
        fail_msg("a full store accepted a row");
    }
    assert_int_equal(FAULT_STORE_FULL, guard.kind);
    assert_int_equal(0, store_number(store, 0, "SELECT count(*) FROM t", ""));
    store_close(store);
}

static void test_bad_sql_and_missing_file_raise(void **state)
{
    (void)state;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        store_open("/nonexistent/dir/file.db", STORE_WRITE);
        fault_unguard(&guard);
        fail_msg("opened nothing");
    }
    assert_int_equal(FAULT_STORE, guard.kind);
    assert_non_null(strstr(guard.text, "/nonexistent"));
}

static void test_a_snapshot_is_one_moment(void **state)
{
    (void)state;
    char path[64];
    snprintf(path, sizeof path, "/tmp/yc-snapshot-%d.db", (int)getpid());
    unlink(path);
    Store *writer = store_open(path, STORE_WRITE);
    store_script(writer, "CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT");
    Store *reader = store_open(path, STORE_READ);
    store_snapshot(reader);
    store_exec(writer, "INSERT INTO t (id) VALUES (1)", "");
    assert_int_equal(1, store_number(reader, 0, "SELECT count(*) FROM t", ""));      /* begins with the first query */
    store_exec(writer, "INSERT INTO t (id) VALUES (2)", "");
    assert_int_equal(1, store_number(reader, 0, "SELECT count(*) FROM t", ""));
    store_snapshot_end(reader);
    assert_int_equal(2, store_number(reader, 0, "SELECT count(*) FROM t", ""));
    store_snapshot(reader);
    store_snapshot_end(reader);                                                     /* nothing was read: nothing was begun */
    assert_false(store_in_transaction(reader));
    store_close(reader);
    store_close(writer);
    char beside[80];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) { snprintf(beside, sizeof beside, "%s%s", path, ends[i]); unlink(beside); }
}

static void test_backup_is_a_whole_database(void **state)
{
    (void)state;
    char path[64];
    snprintf(path, sizeof path, "/tmp/yc-store-test-%d.db", (int)getpid());
    unlink(path);
    Store *store = fresh();
    store_exec(store, "INSERT INTO t (name) VALUES ('kept')", "");
    store_backup(store, path);
    Store *copy = store_open(path, STORE_READ);
    assert_int_equal(1, store_number(copy, 0, "SELECT count(*) FROM t WHERE name = 'kept'", ""));
    store_close(copy);
    store_close(store);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_savepoint_undoes_one_turn_only),
        cmocka_unit_test(test_every_failing_call_raises_and_leaves_a_usable_store),
        cmocka_unit_test(test_full_store_is_its_own_fault),
        cmocka_unit_test(test_bad_sql_and_missing_file_raise),
        cmocka_unit_test(test_a_snapshot_is_one_moment),
        cmocka_unit_test(test_backup_is_a_whole_database),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
