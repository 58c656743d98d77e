/* base_test.c: days against the C library over four centuries, money in capitals, values round trip, text, arenas that fail on demand. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/text.h"
#include "base/value.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

static Arena *arena;
static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

static void test_days_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int32_t n = -25567; n < 84000; n++) {               /* 1900-01-01 .. 2199 */
        time_t t = (time_t)n * 86400;
        struct tm utc;
        gmtime_r(&t, &utc);
        int y, m, d;
        day_split((Day){n}, &y, &m, &d);
        assert_int_equal(utc.tm_year + 1900, y);
        assert_int_equal(utc.tm_mon + 1, m);
        assert_int_equal(utc.tm_mday, d);
        assert_int_equal(n, day_of(y, m, d).n);
        assert_int_equal(utc.tm_wday == 0 ? 7 : utc.tm_wday, day_weekday((Day){n}));
    }
}

static void test_day_text_round_trip_and_bad_dates(void **state)
{
    (void)state;
    Day day;
    assert_true(day_parse("2024-02-29", &day));
    assert_string_equal("2024-02-29", day_text(arena, day));
    assert_string_equal("2024年2月29日", day_text_zh(arena, day));
    assert_string_equal("星期四", day_weekday_zh(day));
    static const char *const bad[] = {"", "2023-02-29", "2024-2-9", "2024-13-01", "2024-00-01", "2024-01-32", "2024-01-01 ", " 2024-01-01", "20240101", "2024/01/01", "1899-12-31", "2200-01-01", "2024-01-0x", "²024-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(day_parse(bad[i], &day));
    assert_false(day_parse(NULL, &day));
    assert_string_equal("", day_text(arena, DAY_NONE));
}

static void test_the_hall_is_eight_hours_east(void **state)
{
    (void)state;
    Day day = day_of(2026, 11, 23);
    Instant midnight = instant_at(day, 0, 0, 0);
    assert_int_equal(day.n, instant_day(midnight).n);
    assert_int_equal(day.n - 1, instant_day((Instant){midnight.ms - 1}).n);
    assert_int_equal(day.n, instant_day((Instant){midnight.ms + 86399999}).n);
    assert_string_equal("2026-11-23T00:00:00.000+08:00", instant_text(arena, midnight));
    Instant again;
    Instant some = {midnight.ms + 12345678};
    assert_true(instant_parse(instant_text(arena, some), &again));
    assert_int_equal(some.ms, again.ms);
    assert_false(instant_parse("2026-11-23T00:00:00.000Z", &again));
    assert_false(instant_parse("2026-11-23T24:00:00.000+08:00", &again));
    assert_string_equal("2026-11-23 03:25", instant_text_short(arena, some));
    assert_string_equal("1969-12-31T23:00:00.000+08:00", instant_text(arena, (Instant){-9 * 3600 * 1000}));
}

static void test_money(void **state)
{
    (void)state;
    static const struct { int64_t fen; const char *digits, *words; } cases[] = {
        {0, "0.00", "零元整"}, {1, "0.01", "壹分"}, {10, "0.10", "壹角整"}, {105, "1.05", "壹元零伍分"}, {8000, "80.00", "捌拾元整"}, {10000, "100.00", "壹佰元整"},
        {123450, "1234.50", "壹仟贰佰叁拾肆元伍角整"}, {100001, "1000.01", "壹仟元零壹分"}, {1000000, "10000.00", "壹万元整"}, {1000100, "10001.00", "壹万零壹元整"},
        {10100000, "101000.00", "壹拾万零壹仟元整"}, {100000000, "1000000.00", "壹佰万元整"}, {10000000000, "100000000.00", "壹亿元整"}, {55000, "550.00", "伍佰伍拾元整"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(cases[i].digits, money_text(arena, (Money){cases[i].fen}));
        assert_string_equal(cases[i].words, money_text_zh(arena, (Money){cases[i].fen}));
        Money money;
        assert_true(money_parse(cases[i].digits, &money));
        assert_int_equal(cases[i].fen, money.fen);
    }
    Money money;
    static const char *const bad[] = {"", "-1", "1.", ".5", "1.234", "1,000", "1e3", "9999999999999", "１"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(money_parse(bad[i], &money));
    assert_true(money_parse("7.5", &money));
    assert_int_equal(750, money.fen);
}

static Value *random_value(int depth)
{
    switch (rand() % (depth > 3 ? 4 : 6)) {
    case 0: return value_string(arena, NULL);
    case 1: return value_integer(arena, (int64_t)rand() * rand() - rand());
    case 2: {
        char text[12];
        for (int i = 0; i < 11; i++) text[i] = (char)(rand() % 127 + 1);
        text[11] = 0;
        return value_string(arena, text);
    }
    case 3: return value_string(arena, "窗口\n\"引号\" \\ 一窗");
    case 4: {
        Value *list = value_list(arena);
        for (int i = rand() % 4; i > 0; i--) value_push(list, random_value(depth + 1));
        return list;
    }
    default: {
        Value *object = value_object(arena);
        for (int i = rand() % 5; i > 0; i--) {
            value_set(arena, object, arena_printf(arena, "k%d", rand() % 6), random_value(depth + 1));
        }
        value_set_bool(arena, object, "b", rand() & 1);
        return object;
    }
    }
}

static void test_values_round_trip_to_the_same_bytes(void **state)
{
    (void)state;
    srand(7);
    for (int i = 0; i < 3000; i++) {
        Value *value = random_value(0);
        char *json = value_json(arena, value);
        const char *error;
        Value *again = value_parse(arena, json, strlen(json), &error);
        if (!again) fail_msg("%s: %s", json, error);
        assert_true(value_equal(value, again));
        assert_string_equal(json, value_json(arena, again));
        assert_true(value_equal(value, value_copy(arena, value)));
        if (i % 100 == 0) arena_reset(arena);
    }
}

static void test_hostile_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "{", "{\"a\":1,\"a\":2}", "[1,]", "{'a':1}", "[1] x", "NaN", "01", "1e999", "9223372036854775808", "\"\\u0000\"", "\"\\ud800\"", "\"\x01\"", "\"\xff\"", "// x\n1", "1.5", "[1.0]", "tru"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *error = NULL;
        assert_null(value_parse(arena, bad[i], strlen(bad[i]), &error));
        assert_non_null(error);
    }
    Buf deep = buf_new(arena);
    for (int i = 0; i < 40; i++) buf_char(&deep, '[');
    for (int i = 0; i < 40; i++) buf_char(&deep, ']');
    assert_null(value_parse(arena, deep.text, deep.length, NULL));
}

static void test_setting_twice_replaces_in_place(void **state)
{
    (void)state;
    Value *o = value_object(arena);
    value_set_int(arena, o, "a", 1);
    value_set_int(arena, o, "b", 2);
    value_set_int(arena, o, "c", 3);
    value_set_str(arena, o, "b", "zwei");
    value_set_int(arena, o, "c", 4);
    value_set_int(arena, o, "d", 5);
    assert_string_equal("{\"a\":1,\"b\":\"zwei\",\"c\":4,\"d\":5}", value_json(arena, o));
    assert_int_equal(4, o->count);
    assert_null(value_str(o, "a"));
    assert_int_equal(-1, value_int(o, "b", -1));
    assert_null(value_get(NULL, "x"));
}

/* Keys that share their first letters, keys of one and two letters, the empty key: what is found through the marks is what a plain search finds. */
static void test_marks_find_what_a_plain_search_finds(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "a", "b", "ab", "ba", "abc", "abd", "abcd", "abce", "applicant", "applicant_name", "applicant_kind", "no", "not", "note", "窗", "窗口", "事项"};
    enum { KEYS = sizeof keys / sizeof *keys };
    for (unsigned mask = 1; mask < 1u << KEYS; mask = mask * 3 + 1) {
        Value *o = value_object(arena);
        for (int i = 0; i < KEYS; i++) if (mask >> i & 1) { if (i % 2) value_set_int(arena, o, keys[i], i); else value_lend_str(arena, o, keys[i], keys[i]); }
        char *json = value_json(arena, o);
        Value *trees[] = {o, value_copy(arena, o), value_shallow(arena, o), value_parse(arena, json, strlen(json), NULL)};
        for (int t = 0; t < 4; t++) {
            assert_true(value_equal(o, trees[t]));
            assert_string_equal(json, value_json(arena, trees[t]));
            for (int i = 0; i < KEYS; i++) {
                const Value *found = value_get(trees[t], keys[i]);
                assert_int_equal(found != NULL, mask >> i & 1);
                if (found) assert_string_equal(found->key, keys[i]);
            }
        }
    }
}

static void test_joined_text_and_digits(void **state)
{
    (void)state;
    assert_string_equal("", arena_join(arena, "", NULL));
    assert_string_equal("officer:王芳！", arena_join(arena, "officer:", "王芳", "！", NULL));
    static const struct { int64_t number; int width; const char *text; } cases[] = {{0, 1, "0"}, {0, 2, "00"}, {7, 2, "07"}, {42, 2, "42"}, {123, 2, "123"}, {99999, 5, "99999"}, {100000, 5, "100000"}, {1, 5, "00001"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf out = buf_new(arena);
        buf_digits(&out, cases[i].number, cases[i].width);
        assert_string_equal(cases[i].text, out.text);
    }
}

/* Every byte in every place of the eight that are looked at together, against one written letter by letter. */
static void test_json_text_in_every_place(void **state)
{
    (void)state;
    for (int length = 1; length < 20; length++)
        for (int at = 0; at < length; at++)
            for (int c = 1; c < 256; c++) {
                char text[24], plain[160] = "\"";
                memset(text, 'x', (size_t)length);
                text[length] = 0;
                text[at] = (char)c;
                for (const char *t = text; *t; t++) {
                    size_t n = strlen(plain);
                    if (*t == '"' || *t == '\\') snprintf(plain + n, 8, "\\%c", *t);
                    else if (*t == '\n' || *t == '\t' || *t == '\r') snprintf(plain + n, 8, "\\%c", *t == '\n' ? 'n' : *t == '\t' ? 't' : 'r');
                    else if ((unsigned char)*t < 0x20) snprintf(plain + n, 8, "\\u%04x", (unsigned)*t);
                    else plain[n] = *t, plain[n + 1] = 0;
                }
                strcat(plain, "\"");
                Buf out = buf_sized(arena, (size_t)(c % 30));
                buf_json(&out, text);
                assert_string_equal(plain, out.text);
                assert_int_equal(strlen(plain), out.length);
            }
}

static void test_text(void **state)
{
    (void)state;
    assert_true(text_blank(NULL));
    assert_true(text_blank(" \t　\n"));
    assert_false(text_blank(" 窗 "));
    assert_string_equal("窗 口", text_trim(arena, "　 窗 口 　\n"));
    assert_int_equal(2, text_characters("窗口"));
    assert_true(text_is_utf8("窗口\n", 7));
    assert_false(text_is_utf8("\xC0\xAF", 2));               /* overlong */
    assert_false(text_is_utf8("\xED\xA0\x80", 3));           /* surrogate */
    assert_false(text_is_utf8("\xF4\x90\x80\x80", 4));       /* above U+10FFFF */
    assert_false(text_is_utf8("a\0b", 3));
    assert_false(text_is_utf8("\xE7\xAA", 2));               /* cut short */
    int64_t n;
    assert_true(text_parse_int("-12", -20, 20, &n));
    assert_int_equal(-12, n);
    assert_false(text_parse_int("21", -20, 20, &n));
    assert_false(text_parse_int("99999999999999999999", INT64_MIN, INT64_MAX, &n));
    assert_false(text_parse_int("", 0, 9, &n));
    assert_false(text_parse_int("-", -9, 9, &n));
    assert_false(text_parse_int("1 ", 0, 9, &n));
    char **parts;
    assert_int_equal(3, text_split(arena, "a,,c", ',', &parts));
    assert_string_equal("", parts[1]);
    uint8_t bytes[2];
    assert_true(text_hex_parse("0aFf", bytes, 2));
    assert_int_equal(255, bytes[1]);
    assert_false(text_hex_parse("0aF", bytes, 2));
    assert_false(text_hex_parse("0aFg", bytes, 2));
    assert_true(text_equal_secret("abc", "abc"));
    assert_false(text_equal_secret("abc", "abd"));
    assert_false(text_equal_secret("abc", "abcd"));
}

static void test_html_and_json_escapes(void **state)
{
    (void)state;
    Buf out = buf_new(arena);
    buf_html(&out, "<a href='x'>&\"窗\"</a>");
    assert_string_equal("&lt;a href=&#39;x&#39;&gt;&amp;&quot;窗&quot;&lt;/a&gt;", out.text);
    out = buf_new(arena);
    buf_json(&out, "a\"\\\n\x01窗");
    assert_string_equal("\"a\\\"\\\\\\n\\u0001窗\"", out.text);
    out = buf_sized(arena, 1);
    for (int i = 0; i < 1000; i++) buf_int(&out, i % 10);
    assert_int_equal(1000, out.length);
}

static void test_every_failing_memory_call_unwinds(void **state)
{
    (void)state;
    volatile int unwound = 0;
    for (volatile long nth = 1;; nth++) {
        FaultGuard guard;
        Arena *volatile mine = NULL;
        fault_arm(nth);
        if (FAULT_GUARD(&guard)) {
            mine = arena_new();
            for (int i = 0; i < 5; i++) arena_alloc(mine, 100000);
            fault_unguard(&guard);
            fault_arm(0);
            arena_free(mine);
            break;
        }
        fault_arm(0);
        assert_int_equal(FAULT_MEMORY, guard.kind);
        unwound++;
        arena_free(mine);
    }
    assert_int_equal(4, unwound);
}

static void test_guards_nest_and_name_the_fault(void **state)
{
    (void)state;
    FaultGuard outer, inner;
    volatile int reached = 0;
    if (FAULT_GUARD(&outer)) {
        if (FAULT_GUARD(&inner)) fault_raise(FAULT_PEER, "peer %d", 7);
        reached = 1;
        assert_string_equal("peer 7", inner.text);
        fault_raise(FAULT_STORE_FULL, "%s", inner.text);
    }
    assert_int_equal(1, reached);
    assert_int_equal(FAULT_STORE_FULL, outer.kind);
    assert_string_equal("store full", fault_name(outer.kind));
}

static char released[8];
static void note_release(void *thing) { strncat(released, thing, sizeof released - 1 - strlen(released)); }

static void test_a_fault_releases_what_is_owned(void **state)
{
    (void)state;
    FaultGuard outer, inner;
    FaultOwned a, b, c, nothing;
    *released = 0;
    if (FAULT_GUARD(&outer)) {
        fault_own(&a, "a", note_release);
        if (FAULT_GUARD(&inner)) {
            fault_own(&b, "b", note_release);
            fault_own(&nothing, NULL, note_release);
            fault_own(&c, "c", note_release);
            fault_release(&c);
            assert_string_equal("c", released);
            fault_own(&c, "C", note_release);
            fault_raise(FAULT_PEER, "peer");
        }
        assert_string_equal("cCb", released);      /* last first, and none of the outer guard's */
        fault_raise(inner.kind, "%s", inner.text);
    }
    assert_int_equal(FAULT_PEER, outer.kind);
    assert_string_equal("cCba", released);
    if (FAULT_GUARD(&outer)) {                     /* nothing hangs over into the next guard */
        fault_own(&a, "+", note_release);
        fault_release(&a);
        fault_unguard(&outer);
    }
    assert_string_equal("cCba+", released);
}

static long json_blocks;
static void *json_take(size_t bytes) { json_blocks++; return malloc(bytes); }
static void json_give(void *memory) { if (memory) { json_blocks--; free(memory); } }

/* Wherever memory fails inside value_parse, the tree of the JSON library is given back. */
static void test_parsing_without_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    Buf json = buf_new(arena);
    buf_str(&json, "{\"list\":[");
    for (int i = 0; i < 3000; i++) buf_printf(&json, "%s{\"number\":%d,\"name\":\"窗口\"}", i ? "," : "", i);
    buf_str(&json, "]}");
    json_malloc_t usual_take;
    json_free_t usual_give;
    json_get_alloc_funcs(&usual_take, &usual_give);
    json_set_alloc_funcs(json_take, json_give);
    volatile int unwound = 0;
    volatile bool whole = false;
    for (volatile long nth = 1; !whole; nth++) {
        Arena *own = arena_new();
        FaultGuard guard;
        fault_arm(nth);
        if (FAULT_GUARD(&guard)) {
            assert_non_null(value_parse(own, json.text, json.length, NULL));
            fault_unguard(&guard);
            whole = true;
        } else unwound++;
        fault_arm(0);
        assert_int_equal(0, json_blocks);
        arena_free(own);
    }
    json_set_alloc_funcs(usual_take, usual_give);
    assert_true(unwound > 2);
}

static void test_an_owned_arena_goes_with_a_fault(void **state)
{
    (void)state;
    FaultGuard guard;
    FaultOwned owned;
    if (FAULT_GUARD(&guard)) {
        arena_alloc(arena_owned(&owned), 100000);
        fault_raise(FAULT_PEER, "peer");           /* the leak checker at the end says whether it went */
    }
    if (FAULT_GUARD(&guard)) {
        arena_alloc(arena_owned(&owned), 100000);
        fault_release(&owned);
        fault_unguard(&guard);
    }
    assert_int_equal(FAULT_NONE, guard.kind);
}

static void test_arena_memory_is_zeroed_and_reset_forgets(void **state)
{
    (void)state;
    Arena *mine = arena_new();
    for (int round = 0; round < 3; round++) {
        for (int i = 1; i < 2000; i += 37) {
            unsigned char *p = arena_alloc(mine, (size_t)i);
            assert_int_equal(0, (uintptr_t)p % 16);
            for (int k = 0; k < i; k++) assert_int_equal(0, p[k]);
            memset(p, 0xAA, (size_t)i);
        }
        assert_true(arena_used(mine) > 50000);
        arena_reset(mine);
        assert_int_equal(0, arena_used(mine));
    }
    arena_free(mine);
    arena_free(NULL);
}

static void test_files(void **state)
{
    (void)state;
    char path[64];
    size_t bytes;
    snprintf(path, sizeof path, "/tmp/yc-base-test-%d", (int)getpid());
    file_write(path, "窗口", 6, 0600);
    assert_string_equal("窗口", (const char *)file_read(arena, path, 100, &bytes));
    assert_int_equal(6, bytes);
    assert_null(file_read(arena, path, 5, &bytes));
    assert_null(file_read(arena, "/tmp", 5000, &bytes));
    assert_true(file_exists(path));
    unlink(path);
    assert_null(file_read(arena, path, 100, &bytes));
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        file_write("/nonexistent/x", "", 0, 0600);
        fault_unguard(&guard);
        fail();
    }
    assert_int_equal(FAULT_FILE, guard.kind);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_agree_with_the_c_library), cmocka_unit_test(test_day_text_round_trip_and_bad_dates), cmocka_unit_test(test_the_hall_is_eight_hours_east),
        cmocka_unit_test(test_money), cmocka_unit_test(test_values_round_trip_to_the_same_bytes), cmocka_unit_test(test_hostile_json_is_refused),
        cmocka_unit_test(test_setting_twice_replaces_in_place), cmocka_unit_test(test_marks_find_what_a_plain_search_finds),
        cmocka_unit_test(test_joined_text_and_digits), cmocka_unit_test(test_json_text_in_every_place), cmocka_unit_test(test_text), cmocka_unit_test(test_html_and_json_escapes),
        cmocka_unit_test(test_every_failing_memory_call_unwinds), cmocka_unit_test(test_guards_nest_and_name_the_fault),
        cmocka_unit_test(test_a_fault_releases_what_is_owned), cmocka_unit_test(test_parsing_without_memory_leaves_nothing_behind),
        cmocka_unit_test(test_an_owned_arena_goes_with_a_fault),
        cmocka_unit_test(test_arena_memory_is_zeroed_and_reset_forgets), cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests_name("base", tests, setup, teardown);
}
