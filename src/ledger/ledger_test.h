/* ledger_test.h: a small log to test with; included by the tests of this module only. */
#ifndef LEDGER_LEDGER_TEST_H
#define LEDGER_LEDGER_TEST_H
#include "base/embed.h"
#include "base/fault.h"
#include "ledger/verify.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char test_directory[] = "/tmp/ledger-test-XXXXXX", test_key_path[64], test_other_key_path[64];

typedef struct TestLog { Arena *arena; Store *store; Ledger *ledger; } TestLog;

static TestLog test_log_open(void)
{
    TestLog log = {.arena = arena_new(), .store = store_open(":memory:", STORE_WRITE)};
    size_t bytes;
    store_script(log.store, (const char *)embed_find(log.arena, "schema/0002_ledger.sql", &bytes));
    log.ledger = ledger_open(log.store, test_key_path, "yichuang.local/420115");
    return log;
}

static void test_log_close(TestLog *log)
{
    ledger_close(log->ledger);
    store_close(log->store);
    arena_free(log->arena);
}

/* Events first..last; every third about a case and a person; sealed after every seventh and at the end. note tells one log from another. */
static void test_log_fill(TestLog *log, int first, int last, const char *note)
{
    for (int n = first; n <= last; n++) {
        Arena *a = log->arena;
        Event event = {.at = {1774000000000 + n * 1000LL}, .kind = "case.received", .actor = "officer:wang", .body = value_object(a)};
        value_set_str(a, (Value *)event.body, "item", "公共场所卫生许可");
        value_set_str(a, (Value *)event.body, "note", note);
        if (n % 3 == 0) {
            event.case_id = n;
            event.case_number = arena_printf(a, "420115-20261123-%05d", n);
            event.person = value_object(a);
            value_set_str(a, (Value *)event.person, "name", "张三");
        }
        ledger_append(log->ledger, a, &event);
        if (n % 7 == 0 || n == last) ledger_seal(log->ledger, (Instant){event.at.ms + 3});
    }
}

static int test_log_setup(void **state)
{
    (void)state;
    if (!mkdtemp(test_directory)) return 1;
    snprintf(test_key_path, sizeof test_key_path, "%s/ledger.key", test_directory);
    snprintf(test_other_key_path, sizeof test_other_key_path, "%s/other.key", test_directory);
    ledger_key_create(test_key_path);
    ledger_key_create(test_other_key_path);
    return 0;
}

static int test_log_teardown(void **state)
{
    (void)state;
    unlink(test_key_path);
    unlink(test_other_key_path);
    return rmdir(test_directory);
}
#endif
