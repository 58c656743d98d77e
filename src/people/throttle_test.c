/* throttle_test.c: token buckets against exact arithmetic, floods, addresses; and query codes and the secret they come from. */
#include "people/throttle.h"
#include "base/fault.h"
#include "base/file.h"
#include "people/querycode.h"
#include "people/secret.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena *arena;
static Instant at(int64_t ms) { return (Instant){1800000000000 + ms}; }
static uint32_t seed = 99;
static int below(int n) { seed = seed * 1664525 + 1013904223; return (int)((seed >> 8) % (uint32_t)n); }

static void burst_then_rate(void **state)
{
    (void)state;
    Throttle *t = throttle_new(64, 3, 10);          /* one per six seconds */
    int wait = -1;
    for (int i = 0; i < 3; i++) { assert_true(throttle_take(t, "a", at(0), &wait)); assert_int_equal(0, wait); }
    assert_false(throttle_take(t, "a", at(0), &wait));
    assert_int_equal(6, wait);
    assert_false(throttle_take(t, "a", at(5999), &wait));
    assert_int_equal(1, wait);
    assert_true(throttle_take(t, "a", at(6000), NULL));
    assert_false(throttle_take(t, "a", at(6000), NULL));
    assert_true(throttle_take(t, "b", at(6000), NULL));      /* others are not touched */
    assert_true(throttle_would(t, "a", at(12000), NULL));
    assert_true(throttle_would(t, "a", at(12000), NULL));    /* asking spends nothing */
    assert_true(throttle_take(t, "a", at(12000), NULL));
    assert_false(throttle_would(t, "a", at(12000), &wait));
    assert_int_equal(6, wait);
    throttle_forget(t, "a");
    for (int i = 0; i < 3; i++) assert_true(throttle_take(t, "a", at(12000), NULL));
    assert_true(throttle_take(t, "a", at(12000 + 86400000LL * 400), NULL));      /* a year later: full, not overflown */
    throttle_free(t);
    throttle_free(NULL);
}

static void clock_set_back_gives_nothing(void **state)
{
    (void)state;
    Throttle *t = throttle_new(8, 2, 60);
    assert_true(throttle_take(t, "a", at(100000), NULL) && throttle_take(t, "a", at(100000), NULL));
    assert_false(throttle_take(t, "a", at(0), NULL));
    assert_false(throttle_take(t, "a", at(100500), NULL));
    assert_true(throttle_take(t, "a", at(101000), NULL));
    throttle_free(t);
}

/* In any stretch of time no more than burst + rate x time are let through, and never fewer than an exact bucket gives. */
static void never_more_than_the_rate(void **state)
{
    (void)state;
    for (int round = 0; round < 60; round++) {
        int burst = 1 + below(10), rate = 1 + below(120), passed = 0;
        Throttle *t = throttle_new(16, burst, rate);
        int64_t now = 0, level = (int64_t)burst * 60000;
        for (int i = 0; i < 1500; i++) {
            int64_t step = below(4) ? below(300) : below(20000);
            now += step;
            level += step * rate;
            if (level > (int64_t)burst * 60000) level = (int64_t)burst * 60000;
            bool expected = level >= 60000;
            assert_int_equal(expected, throttle_would(t, "k", at(now), NULL));
            assert_int_equal(expected, throttle_take(t, "k", at(now), NULL));
            if (expected) level -= 60000, passed++;
            assert_true(passed <= burst + now * rate / 60000 + 1);
        }
        throttle_free(t);
    }
}

/* A flood of fresh keys does not free one who has spent all: fuller buckets give way first. */
static void flood_does_not_free_the_guilty(void **state)
{
    (void)state;
    Throttle *t = throttle_new(1024, 10, 1);
    for (int i = 0; i < 10; i++) assert_true(throttle_take(t, "guilty", at(0), NULL));
    assert_false(throttle_take(t, "guilty", at(0), NULL));
    for (int i = 0; i < 100000; i++) {
        char key[24];
        snprintf(key, sizeof key, "10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
        assert_true(throttle_take(t, key, at(i / 100), NULL));
    }
    assert_false(throttle_take(t, "guilty", at(1000), NULL));
    throttle_free(t);
}

static void addresses(void **state)
{
    (void)state;
    char out[64];
    throttle_address("192.0.2.7", out, sizeof out);
    assert_string_equal("192.0.2.7", out);
    throttle_address("2001:db8:1:2:3:4:5:6", out, sizeof out);
    assert_string_equal("2001:db8:1:2::/64", out);
    char same[64];
    throttle_address("2001:0db8:1:2:ffff::1", same, sizeof same);
    assert_string_equal(out, same);
    throttle_address("::ffff:192.0.2.7", out, sizeof out);
    assert_string_equal("192.0.2.7", out);
    throttle_address(NULL, out, sizeof out);
    assert_string_equal("", out);
    throttle_address("unix:", out, sizeof out);
    assert_string_equal("unix:", out);
}

/* ---- query codes ---- */

static Secret key_a, key_b;

static void code_is_for_its_case(void **state)
{
    (void)state;
    char code[QUERYCODE_SHOWN + 1], again[QUERYCODE_SHOWN + 1], other[QUERYCODE_SHOWN + 1];
    querycode_make(&key_a, "420115-20261123-00001", code);
    querycode_make(&key_a, "420115-20261123-00001", again);
    assert_string_equal(code, again);
    assert_int_equal(11, strlen(code));
    assert_int_equal('-', code[5]);
    assert_true(querycode_check(&key_a, "420115-20261123-00001", code));
    assert_false(querycode_check(&key_a, "420115-20261123-00002", code));
    assert_false(querycode_check(&key_b, "420115-20261123-00001", code));
    querycode_make(&key_a, "420115-20261123-00002", other);
    assert_string_not_equal(code, other);
    assert_false(querycode_check(&key_a, "420115-20261123-00001", ""));
    assert_false(querycode_check(&key_a, "420115-20261123-00001", NULL));
}

static void code_known_answer(void **state)
{
    (void)state;
    /* HMAC-SHA256(00 01 .. 1f, "querycode" 00 "420115-20261123-00001"), its first 50 bits: reckoned outside this program. */
    Secret counted;
    for (int i = 0; i < SECRET_BYTES; i++) counted.bytes[i] = (uint8_t)i;
    char code[QUERYCODE_SHOWN + 1];
    querycode_make(&counted, "420115-20261123-00001", code);
    assert_string_equal("P9QVM-YZ6HT", code);
}

static void code_as_people_type_it(void **state)
{
    (void)state;
    int seen_zero_or_one = 0;
    for (int i = 0; i < 3000; i++) {
        char number[32], code[QUERYCODE_SHOWN + 1], typed[64] = "";
        snprintf(number, sizeof number, "420115-20261123-%05d", i);
        querycode_make(&key_a, number, code);
        for (const char *p = code; *p; p++) {
            char c = *p;
            if (c == '0' && below(2)) c = below(2) ? 'O' : 'o', seen_zero_or_one++;
            else if (c == '1') c = "1ILil"[below(5)], seen_zero_or_one++;
            else if (c >= 'A' && below(2)) c = (char)(c + 32);
            if (c == '-' && below(2)) continue;
            char part[3] = {c, below(5) ? 0 : ' ', 0};
            strcat(typed, part);
        }
        assert_true(querycode_check(&key_a, number, typed));
    }
    assert_true(seen_zero_or_one > 100);
    char normal[QUERYCODE_CHARS + 1];
    assert_true(querycode_normal("ａｂｃｄｅ－ｏｉｌ００", normal));
    assert_string_equal("ABCDE01100", normal);
    static const char *const bad[] = {"", "ABCDE0110", "ABCDE011000", "ABCDE0110U", "ABCDE0110!", "ABCDE0110张", "-----"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(querycode_normal(bad[i], normal));
}

/* Forgery: any one character changed, and 100000 guesses, fail. */
static void code_cannot_be_guessed(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char code[QUERYCODE_SHOWN + 1];
    querycode_make(&key_a, "420115-20261123-00001", code);
    for (int i = 0; i < 11; i++)
        for (const char *c = alphabet; *c; c++) {
            char changed[QUERYCODE_SHOWN + 1];
            memcpy(changed, code, sizeof changed);
            if (i == 5 || changed[i] == *c) continue;
            changed[i] = *c;
            assert_false(querycode_check(&key_a, "420115-20261123-00001", changed));
        }
    for (int i = 0; i < 100000; i++) {
        char guess[QUERYCODE_CHARS + 1] = "";
        for (int k = 0; k < QUERYCODE_CHARS; k++) guess[k] = alphabet[below(32)];
        assert_false(querycode_check(&key_a, "420115-20261123-00001", guess));
    }
}

/* ---- the secret ---- */

static bool opens(const char *path)
{
    FaultGuard guard;
    if (!FAULT_GUARD(&guard)) return false;
    secret_open(arena, path);
    fault_unguard(&guard);
    return true;
}

static void secret_file(void **state)
{
    (void)state;
    char directory[] = "/tmp/people_secret_XXXXXX", path[64];
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/secret.key", directory);
    Secret *first = secret_open(arena, path), *second = secret_open(arena, path);
    assert_memory_equal(first->bytes, second->bytes, SECRET_BYTES);
    struct stat st;
    assert_int_equal(0, stat(path, &st));
    assert_int_equal(0600, st.st_mode & 0777);
    chmod(path, 0644);
    assert_false(opens(path));                     /* open to others: refuse to start */
    chmod(path, 0600);
    assert_true(opens(path));
    assert_int_equal(0, truncate(path, 31));
    assert_false(opens(path));
    assert_int_equal(0, truncate(path, 40));
    assert_false(opens(path));
    unlink(path);
    rmdir(directory);
}

static void purposes_are_apart(void **state)
{
    (void)state;
    uint8_t a[SECRET_MAC_BYTES], b[SECRET_MAC_BYTES];
    secret_mac(&key_a, "csrf", "x", a);
    secret_mac(&key_a, "login", "x", b);
    assert_memory_not_equal(a, b, sizeof a);
    secret_mac(&key_a, "csr", "fx", b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    arena = arena_new();
    secret_random(&key_a, sizeof key_a);
    secret_random(&key_b, sizeof key_b);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(burst_then_rate), cmocka_unit_test(clock_set_back_gives_nothing), cmocka_unit_test(never_more_than_the_rate),
        cmocka_unit_test(flood_does_not_free_the_guilty), cmocka_unit_test(addresses), cmocka_unit_test(code_is_for_its_case), cmocka_unit_test(code_known_answer),
        cmocka_unit_test(code_as_people_type_it), cmocka_unit_test(code_cannot_be_guessed), cmocka_unit_test(secret_file), cmocka_unit_test(purposes_are_apart),
    };
    int failed = cmocka_run_group_tests_name("throttle and query codes", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
