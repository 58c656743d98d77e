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

/* ---- functions asked by the engine ---- */

typedef struct Rule { int64_t wanted, asked; FaultKind fails; Store *store; } Rule;

/* Yes for rows of this size; looks a second table up while the engine stands in the first. */
static int64_t of_size(void *context, StoreCall *call)
{
    Rule *rule = context;
    rule->asked++;
    if (rule->fails) fault_raise(rule->fails, "the rule failed");
    if (store_number(rule->store, 0, "SELECT count(*) FROM u WHERE n = ?1", "i", store_argument_int(call, 0))) return STORE_NULL;
    return store_argument_int(call, 0) == rule->wanted && day_is_none(store_argument_day(call, 1));
}

static void test_the_engine_asks_a_function_for_each_row(void **state)
{
    (void)state;
    Store *store = fresh();
    Rule rule = {.wanted = 2, .store = store};
    store_script(store, "CREATE TABLE u (n INTEGER, d INTEGER) STRICT; CREATE TABLE v (n INTEGER, d INTEGER) STRICT; INSERT INTO v VALUES (1, NULL), (2, NULL), (2, 7), (3, NULL);");
    store_function(store, "of_size", of_size, &rule);
    assert_int_equal(store_exec(store, "UPDATE v SET d = 9 WHERE of_size(n, d)", ""), 1);                 /* the row of this size without a day */
    assert_int_equal(rule.asked, 4);
    Rule other = {.wanted = 3, .store = store};
    store_function(store, "of_size", of_size, &other);                                                    /* the same name, another rule: the last one holds */
    assert_int_equal(store_exec(store, "UPDATE v SET d = 9 WHERE of_size(n, d)", ""), 1);
    assert_int_equal(rule.asked, 4);
    store_exec(store, "INSERT INTO u VALUES (1, 0)", "");
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM v WHERE of_size(n, NULL) IS NULL", ""), 1);
    store_close(store);
}

static void test_a_fault_in_a_function_comes_out_and_changes_nothing(void **state)
{
    (void)state;
    Store *store = fresh();
    Rule rule = {.wanted = 1, .store = store, .fails = FAULT_STORE_FULL};
    store_script(store, "CREATE TABLE u (n INTEGER) STRICT; CREATE TABLE v (n INTEGER, d INTEGER) STRICT; INSERT INTO v VALUES (1, NULL), (1, NULL);");
    store_function(store, "of_size", of_size, &rule);
    FaultGuard guard;
    volatile bool came_through = false;
    if (FAULT_GUARD(&guard)) {
        store_exec(store, "UPDATE v SET d = 9 WHERE of_size(n, d)", "");
        came_through = true;
        fault_unguard(&guard);
    }
    assert_false(came_through);
    assert_int_equal(guard.kind, FAULT_STORE_FULL);                                                       /* the rule's own kind, not the engine's */
    assert_string_equal(guard.text, "the rule failed");
    assert_int_equal(store_number(store, -1, "SELECT count(*) FROM v WHERE d IS NOT NULL", ""), 0);
    rule.fails = FAULT_NONE;
    assert_int_equal(store_exec(store, "UPDATE v SET d = 9 WHERE of_size(n, d)", ""), 2);                 /* and the store works on */
    store_close(store);
}

/* ---- read ahead ---- */

static void test_reading_ahead_disturbs_nothing(void **state)
{
    (void)state;
    enum { ROUNDS = 30 };
    static const char *const whole[] = {"SELECT sum(n) FROM t", "SELECT count(*) FROM t AS a, t AS b, t AS c"}, *const wrong[] = {"SELECT sum(n) FROM t", "SELECT sum(n) FROM no_such_table"};
    char path[64];
    snprintf(path, sizeof path, "/tmp/yc-store-ahead-%d.db", (int)getpid());
    Store *store = store_open(path, STORE_WRITE);
    store_script(store, "CREATE TABLE t (n INTEGER) STRICT; WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) INSERT INTO t SELECT n FROM c;");
    for (int i = 0; i < ROUNDS; i++) {                  /* the second of them would run for hours: it is stopped, early or late, and the writer goes on beside it */
        store_begin(store);
        StoreAhead *ahead = store_ahead(store, whole, 2);
        assert_non_null(ahead);
        store_exec(store, "UPDATE t SET n = n + 1", "");
        if (i % 3 == 0) usleep(1000);
        store_ahead_end(ahead);
        store_commit(store);
    }
    assert_int_equal(store_number(store, 0, "SELECT sum(n) FROM t", ""), 3000 * 3001 / 2 + 3000 * ROUNDS);
    FaultGuard guard;
    volatile bool came_through = false;
    if (FAULT_GUARD(&guard)) {
        store_ahead(store, wrong, 2);
        came_through = true;
        fault_unguard(&guard);
    }
    assert_false(came_through);
    store_checkpoint(store, true);                      /* nobody reads any more */
    store_close(store);
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) { char part[80]; snprintf(part, sizeof part, "%s%s", path, endings[i]); unlink(part); }
    Store *memory = fresh();
    assert_null(store_ahead(memory, whole, 2));
    store_ahead_end(NULL);
    store_close(memory);
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
        cmocka_unit_test(test_the_engine_asks_a_function_for_each_row),
        cmocka_unit_test(test_a_fault_in_a_function_comes_out_and_changes_nothing),
        cmocka_unit_test(test_reading_ahead_disturbs_nothing),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
