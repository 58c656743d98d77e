/* receipt_store_test.c: receipts made from a log verify; anything else does not. */
#include "ledger/ledger_test.h"
#include "base/file.h"
#include "base/text.h"

static ReceiptReport verify(TestLog *log, const char *json, const char *key)
{
    return ledger_receipt_verify(log->arena, json, strlen(json), key);
}

static void test_every_receipt_proves(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    const char *key = ledger_key_text(log.ledger);
    assert_null(ledger_receipt(log.store, log.arena, key, 1, true));
    test_log_fill(&log, 1, 530, "a");
    for (int64_t seq = 1; seq <= 530; seq += 11) {
        Value *receipt = ledger_receipt(log.store, log.arena, key, seq, seq % 2);
        ReceiptReport report = verify(&log, value_json(log.arena, receipt), key);
        assert_true(report.proven);
        assert_true(report.intact);
        assert_int_equal(value_int(report.receipt->facts, "seq", 0), seq);
        report = verify(&log, value_json(log.arena, receipt), NULL);
        assert_true(report.intact);
        assert_false(report.proven);
    }
    assert_null(ledger_receipt(log.store, log.arena, key, 531, true));
    assert_null(ledger_receipt(log.store, log.arena, key, 0, true));
    assert_null(ledger_receipt(log.store, log.arena, key, -1, true));
    test_log_close(&log);
}

static void test_unsealed_events_have_no_receipt(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    test_log_fill(&log, 1, 7, "a");
    Event event = {.at = {0}, .kind = "x.happened", .actor = "clock"};
    ledger_append(log.ledger, log.arena, &event);
    assert_null(ledger_receipt(log.store, log.arena, ledger_key_text(log.ledger), 8, true));
    test_log_close(&log);
}

static void test_person_in_and_out(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    const char *key = ledger_key_text(log.ledger);
    test_log_fill(&log, 1, 9, "a");
    char *with = value_json(log.arena, ledger_receipt(log.store, log.arena, key, 3, true));
    char *without = value_json(log.arena, ledger_receipt(log.store, log.arena, key, 3, false));
    assert_non_null(strstr(with, "张三"));
    assert_null(strstr(without, "张三"));
    assert_true(verify(&log, with, key).proven);
    assert_true(verify(&log, without, key).proven);
    assert_true(ledger_erase_person(log.store, 3));
    assert_string_equal(without, value_json(log.arena, ledger_receipt(log.store, log.arena, key, 3, true)));
    assert_true(verify(&log, with, key).proven);        /* what she was given stays hers */
    test_log_close(&log);
}

/* Flips every bit of whole receipts: none verifies, unless JSON says it means the same. */
static void test_no_changed_receipt_verifies(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    const char *key = ledger_key_text(log.ledger);
    test_log_fill(&log, 1, 40, "第一行\n\"二\"\t\x01");
    const char *json = value_json(log.arena, ledger_receipt(log.store, log.arena, key, 3, true)), *error;
    size_t bytes = strlen(json);
    Arena *arena = arena_new();
    const Value *original = value_parse(log.arena, json, bytes, &error);
    int same = 0;
    for (size_t i = 0; i < bytes; i++)
        for (int bit = 0; bit < 8; bit++) {
            arena_reset(arena);
            char *changed = arena_strndup(arena, json, bytes);
            changed[i] = (char)(changed[i] ^ 1 << bit);
            if (!ledger_receipt_verify(arena, changed, bytes, key).proven) continue;
            const Value *value = value_parse(arena, changed, bytes, &error);
            assert_true(value_equal(original, value));
            same++;
        }
    assert_true(same < 10);
    for (size_t i = 0; i < bytes; i++) assert_false(ledger_receipt_verify(arena, json, i, key).proven);
    arena_free(arena);
    test_log_close(&log);
}

static const char *changed(TestLog *log, const char *json, const char *field, Value *value)
{
    Value *receipt = value_parse(log->arena, json, strlen(json), NULL);
    value_set(log->arena, receipt, field, value);
    return value_json(log->arena, receipt);
}

static void test_forgeries(void **state)
{
    (void)state;
    TestLog log = test_log_open();
    Arena *a = log.arena;
    const char *key = arena_strdup(a, ledger_key_text(log.ledger)), *json, *other;   /* outlives the Ledger it came from */
    test_log_fill(&log, 1, 20, "a");
    json = value_json(a, ledger_receipt(log.store, a, key, 6, true));
    other = value_json(a, ledger_receipt(log.store, a, key, 9, true));
    const Value *theirs = value_parse(a, other, strlen(other), NULL);
    static const char *const fields[] = {"statement", "salt", "person_salt", "proof"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_false(verify(&log, changed(&log, json, fields[i], value_copy(a, value_get(theirs, fields[i]))), key).intact);
    assert_false(verify(&log, changed(&log, json, "index", value_integer(a, 6)), key).intact);
    assert_false(verify(&log, changed(&log, json, "size", value_integer(a, 19)), key).intact);
    assert_false(verify(&log, changed(&log, json, "size", value_integer(a, 1ll << 60)), key).intact);
    assert_false(verify(&log, changed(&log, json, "format", value_string(a, "yichuang-receipt/2")), key).intact);
    assert_false(verify(&log, changed(&log, json, "extra", value_string(a, "")), key).intact);
    assert_false(verify(&log, changed(&log, json, "person", value_string(a, "{\"name\":\"李四\"}")), key).intact);
    assert_false(verify(&log, changed(&log, json, "person", value_string(a, NULL)), key).intact);
    static const char *const hostile[] = {"", "null", "[]", "{}", "1", "\"\"", "{\"format\":\"yichuang-receipt/1\"}", "\xff\xfe"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) assert_false(verify(&log, hostile[i], key).intact);
    /* a log of somebody's own, in every way like ours but for the key */
    NoteKey *own = note_key_open(test_other_key_path, "yichuang.local/420115");
    ledger_close(log.ledger);
    store_exec(log.store, "DELETE FROM ledger_checkpoint", "");
    log.ledger = ledger_open(log.store, test_other_key_path, "yichuang.local/420115");
    ledger_seal(log.ledger, (Instant){0});
    json = value_json(a, ledger_receipt(log.store, a, note_key_text(own), 6, true));
    assert_true(verify(&log, json, NULL).intact);
    assert_false(verify(&log, json, key).proven);
    assert_false(verify(&log, changed(&log, json, "key", value_string(a, key)), key).proven);
    note_key_free(own);
    test_log_close(&log);
}

/* A receipt handed out once must verify for ever: this one was made by the first version of the format. */
static void test_golden_receipt(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t bytes, key_bytes;
    const char *json = (const char *)file_read(arena, "tests/golden/receipt.json", RECEIPT_LIMIT_BYTES, &bytes);
    const char *key = (const char *)file_read(arena, "tests/golden/receipt.key", 1000, &key_bytes);
    assert_non_null(json);
    assert_non_null(key);
    ReceiptReport report = ledger_receipt_verify(arena, json, bytes, key);
    assert_true(report.proven);
    assert_string_equal(value_str(report.receipt->facts, "case"), "420115-20261123-00001");
    assert_string_equal(report.receipt->person, "{\"name\":\"张三\"}");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_receipt_proves),
        cmocka_unit_test(test_unsealed_events_have_no_receipt),
        cmocka_unit_test(test_person_in_and_out),
        cmocka_unit_test(test_no_changed_receipt_verifies),
        cmocka_unit_test(test_forgeries),
        cmocka_unit_test(test_golden_receipt),
    };
    return cmocka_run_group_tests_name("receipt_store", tests, test_log_setup, test_log_teardown);
}
