/* form_test.c: URL-encoded forms, paths, cookies, file names: what is taken, and what is refused. */
#include "http/form.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static Arena *arena;
static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

static Form parse(const char *text)
{
    Form form = {0};
    assert_null(form_parse(arena, text, strlen(text), &form));
    return form;
}

static const char *refusal(const char *text)
{
    Form form = {0};
    return form_parse(arena, text, strlen(text), &form);
}

static void test_fields_come_decoded_and_in_order(void **state)
{
    (void)state;
    Form f = parse("name=%E5%BC%A0+%E4%B8%89&a=1&a=2&&empty=&bare&plus=%2B");
    assert_string_equal(form_value(&f, "name"), "张 三");
    assert_string_equal(form_value(&f, "a"), "1");
    const Field *second = form_next(&f, "a", form_next(&f, "a", NULL));
    assert_string_equal(second->value, "2");
    assert_null(form_next(&f, "a", second));
    assert_string_equal(form_value(&f, "empty"), "");
    assert_string_equal(form_value(&f, "bare"), "");
    assert_string_equal(form_value(&f, "plus"), "+");
    assert_null(form_value(&f, "absent"));
    assert_int_equal(f.fields, 6);
    Form nothing = parse("");
    assert_int_equal(nothing.fields, 0);
}

static void test_newlines_become_one_kind(void **state)
{
    (void)state;
    Form f = parse("t=a%0D%0Ab%0Dc%0Ad");
    assert_string_equal(form_value(&f, "t"), "a\nb\nc\nd");
}

static void test_malformed_fields_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%0", "a=%00", "a=%01", "a=%7F", "a=%C0%80", "a=%ED%A0%80", "a=%F4%90%80%80", "a=%FF",
                                      "a=\xFF", "=1", "%00=1", "a%=1", "a=%E5%BC", "a=%%20"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!refusal(bad[i])) fail_msg("taken: %s", bad[i]);
}

static void test_limits_of_number_and_size(void **state)
{
    (void)state;
    Buf many = buf_new(arena), large = buf_new(arena);
    for (int i = 0; i < LIMIT_FORM_FIELDS; i++) buf_str(&many, "a=1&");
    assert_null(refusal(many.text));
    buf_str(&many, "a=1");
    assert_ptr_equal(refusal(many.text), FORM_TOO_LARGE);
    buf_str(&large, "a=");
    for (int i = 0; i < LIMIT_FIELD_BYTES; i++) buf_str(&large, i % 2 ? "x" : "%78");
    assert_null(refusal(large.text));
    buf_char(&large, 'x');
    assert_ptr_equal(refusal(large.text), FORM_TOO_LARGE);
}

static void test_percent_decoding_is_exact_for_every_byte(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        char *text = arena_printf(arena, "%%%02x", c), *upper = arena_printf(arena, "%%%02X", c);
        char *got = percent_decode(arena, text, 3, false), *same = percent_decode(arena, upper, 3, true);
        bool clean = (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r';
        assert_int_equal(got != NULL, clean);
        assert_int_equal(same != NULL, clean);
        if (got) assert_int_equal(got[0], c);
    }
    assert_string_equal(percent_decode(arena, "a+b", 3, false), "a+b");
    assert_string_equal(percent_decode(arena, "a+b", 3, true), "a b");
    assert_string_equal(percent_decode(arena, "%41%42c", 3, false), "A");     /* no byte past the end is read */
    assert_null(percent_decode(arena, "%41", 2, false));
    assert_string_equal(percent_decode(arena, "", 0, false), "");
}

static void test_paths_are_taken_only_in_normal_form(void **state)
{
    (void)state;
    const char *query, *reason;
    assert_string_equal(target_path(arena, "/items/%E5%81%A5?q=1?2", &query, &reason), "/items/健");
    assert_string_equal(query, "q=1?2");
    assert_string_equal(target_path(arena, "/", &query, &reason), "/");
    assert_string_equal(query, "");
    assert_string_equal(target_path(arena, "/a/.b/c../..d/...", &query, &reason), "/a/.b/c../..d/...");
    assert_string_equal(target_path(arena, "/a+b/", &query, &reason), "/a+b/");
    static const char *const bad[] = {"", "a", "*", "//a", "/a//b", "/.", "/..", "/a/.", "/a/..", "/a/../b", "/./a", "/%2e/a", "/%2e%2E", "/a/%2e./b", "/a%2fb", "/a%2Fb",
                                      "/a%5cb", "/a\\b", "/a%00", "/a%0a", "/%", "/%4", "/%zz", "/%C0%AF", "/\xFF", "/a#b", "http://x/"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        reason = NULL;
        if (target_path(arena, bad[i], &query, &reason)) fail_msg("taken: %s", bad[i]);
        assert_non_null(reason);
    }
}

static void test_cookies(void **state)
{
    (void)state;
    const char *header = "a=1; session=abc.DEF-123; b=; ab=2";
    assert_string_equal(cookie_value(arena, header, "session"), "abc.DEF-123");
    assert_string_equal(cookie_value(arena, header, "a"), "1");
    assert_string_equal(cookie_value(arena, header, "b"), "");
    assert_string_equal(cookie_value(arena, header, "ab"), "2");
    assert_string_equal(cookie_value(arena, "x=1;y=2  ", "y"), "2");
    assert_string_equal(cookie_value(arena, "x=a=b", "x"), "a=b");
    assert_null(cookie_value(arena, header, "c"));
    assert_null(cookie_value(arena, NULL, "c"));
    assert_null(cookie_value(arena, "", ""));
    assert_null(cookie_value(arena, "s=1; s=2", "s"));          /* a neighbour site may have put the second */
    assert_null(cookie_value(arena, "s=1; s=1", "s"));
    assert_null(cookie_value(arena, "s=\"1\"", "s"));
    assert_null(cookie_value(arena, "s=a b", "s"));
    assert_null(cookie_value(arena, "s=a,b", "s"));
    assert_null(cookie_value(arena, "s=\xE5\xBC\xA0", "s"));
    assert_null(cookie_value(arena, "s", "s"));
    assert_null(cookie_value(arena, ";;;=;", "s"));
    assert_null(cookie_value(arena, "S=1", "s"));
}

static void test_file_names_lose_what_is_dangerous(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"身份证.jpg", "身份证.jpg"}, {"C:\\fakepath\\a.pdf", "a.pdf"}, {"../../etc/passwd", "passwd"}, {"/etc/", "file"}, {"", "file"}, {"...", "file"},
        {".bashrc", "bashrc"}, {"a\x01" "b\x7f.txt", "ab.txt"}, {"a<b>:\"|?*.txt", "a_b______.txt"}, {"cod\u202Etxt.exe", "codtxt.exe"}, {"a\u200Bb", "ab"},
        {"  a.txt . ", "a.txt"}, {"\u3000a\u3000", "a"}, {"a\r\nb", "ab"}, {"a\\", "file"}, {"\u3000. .\u3000", "file"}, {". a.b .\u3000.", "a.b"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) assert_string_equal(filename_clean(arena, pairs[i][0]), pairs[i][1]);
    Buf lengthy = buf_new(arena);
    for (int i = 0; i < 500; i++) buf_str(&lengthy, "长");
    buf_str(&lengthy, ".pdf");
    char *cut = filename_clean(arena, lengthy.text);
    assert_int_equal(text_characters(cut), 120);
    assert_string_equal(cut + strlen(cut) - 4, ".pdf");
    assert_true(text_is_utf8(cut, strlen(cut)));
}

static void test_random_bytes_never_break_a_parser(void **state)
{
    (void)state;
    static const char letters[] = "a=&%+;/.?\\ 2fF0\"\xE5\xBC\xA0\xFF";
    srand(7);
    for (int round = 0; round < 20000; round++) {
        char text[40] = "";
        const char *query, *reason;
        size_t n = (size_t)(rand() % 39);
        for (size_t i = 0; i < n; i++) text[i] = letters[(size_t)rand() % (sizeof letters - 1)];
        Form form = {0};
        if (!form_parse(arena, text, n, &form))
            for (const Field *f = form.first; f; f = f->next) assert_true(*f->name && text_is_utf8(f->name, strlen(f->name)) && text_is_utf8(f->value, strlen(f->value)));
        char *path = target_path(arena, text, &query, &reason);
        if (path) { assert_true(path[0] == '/' && !strstr(path, "//") && !strstr(path, "/../") && !strchr(path, '\\')); }
        cookie_value(arena, text, "a");
        if (text_is_utf8(text, n)) assert_true(*filename_clean(arena, text));
        if (round % 1000 == 0) arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_come_decoded_and_in_order), cmocka_unit_test(test_newlines_become_one_kind),
        cmocka_unit_test(test_malformed_fields_are_refused), cmocka_unit_test(test_limits_of_number_and_size),
        cmocka_unit_test(test_percent_decoding_is_exact_for_every_byte), cmocka_unit_test(test_paths_are_taken_only_in_normal_form),
        cmocka_unit_test(test_cookies), cmocka_unit_test(test_file_names_lose_what_is_dangerous), cmocka_unit_test(test_random_bytes_never_break_a_parser),
    };
    return cmocka_run_group_tests_name("http form", tests, setup, teardown);
}
