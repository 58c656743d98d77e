/* multipart_test.c: multipart forms as browsers and curl send them, and every way of bending one. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/form.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=XX"
#define DISPOSITION "Content-Disposition: form-data; name=\"a\""
#define PART(value) "--XX\r\n" DISPOSITION "\r\n\r\n" value "\r\n"
#define END "--XX--\r\n"

static Arena *arena;
static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

static const char *parse_bytes(const char *type, const void *body, size_t bytes, Form *form)
{
    *form = (Form){0};
    uint8_t *exact = malloc(bytes ? bytes : 1);    /* exact size: a sanitizer sees any byte read beyond */
    memcpy(exact, body, bytes);
    const char *reason = multipart_parse(arena, type, exact, bytes, form);
    for (Upload *u = form->uploads; u; u = u->next) u->data = arena_memdup(arena, u->data, u->size);
    free(exact);
    return reason;
}

static const char *parse(const char *type, const char *body, Form *form) { return parse_bytes(type, body, strlen(body), form); }

static void test_a_browser_form(void **state)
{
    (void)state;
    Form f;
    const char *type = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk";
    assert_null(parse(type,
        "------WebKitFormBoundary7MA4YWxk\r\nContent-Disposition: form-data; name=\"applicant\"\r\n\r\n张三\r\n"
        "------WebKitFormBoundary7MA4YWxk\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na\r\nb\r\n"
        "------WebKitFormBoundary7MA4YWxk\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"身份证.JPG\"\r\nContent-Type: image/JPEG\r\n\r\n\xFF\xD8 -- \r\n--x\r\n"
        "------WebKitFormBoundary7MA4YWxk\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"b.pdf\"\r\nContent-Type: application/pdf; x=1\r\n\r\n\r\n"
        "------WebKitFormBoundary7MA4YWxk\r\nContent-Disposition: form-data; name=\"unused\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n"
        "------WebKitFormBoundary7MA4YWxk--\r\n", &f));
    assert_string_equal(form_value(&f, "applicant"), "张三");
    assert_string_equal(form_value(&f, "note"), "a\nb");
    assert_int_equal(f.files, 2);
    const Upload *u = form_file(&f, "scan", 0);
    assert_string_equal(u->filename, "身份证.JPG");
    assert_string_equal(u->content_type, "image/jpeg");
    assert_int_equal(u->size, 11);
    assert_memory_equal(u->data, "\xFF\xD8 -- \r\n--x", 11);
    assert_string_equal(form_file(&f, "scan", 1)->filename, "b.pdf");
    assert_int_equal(form_file(&f, "scan", 1)->size, 0);
    assert_null(form_file(&f, "scan", 2));
    assert_null(form_file(&f, "unused", 0));
}

static void test_what_other_senders_do(void **state)
{
    (void)state;
    Form f;
    assert_null(parse("multipart/form-data; charset=utf-8; boundary=\"a b:c\"", "--a b:c\r\n" DISPOSITION "\r\n\r\n1\r\n--a b:c--", &f));
    assert_string_equal(form_value(&f, "a"), "1");
    assert_null(parse(TYPE, "--XX\r\ncontent-disposition:form-data;name=\"a\"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 1\r\n\r\n1\r\n" END, &f));
    assert_string_equal(form_value(&f, "a"), "1");
    assert_null(parse(TYPE, "--XX\r\nContent-Disposition: form-data; name=\"a\\\"b%22c%0D%0Ad\"\r\n\r\n1\r\n" END, &f));
    assert_string_equal(f.first->name, "a\"b\"c\r\nd");
    assert_null(parse(TYPE, PART("") END, &f));
    assert_string_equal(form_value(&f, "a"), "");
    assert_null(parse(TYPE, PART("\r\n--X") END, &f));
    assert_null(parse(TYPE, "--XX--", &f));
    assert_int_equal(f.fields, 0);
    assert_null(parse(TYPE, "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"C:\\x\\y.txt\"\r\n\r\n1\r\n" END, &f));
    assert_string_equal(form_file(&f, "a", 0)->filename, "y.txt");
    assert_string_equal(form_file(&f, "a", 0)->content_type, "application/octet-stream");
}

static void test_boundaries_refused(void **state)
{
    (void)state;
    Form f;
    static const char *const bad[] = {"multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"XX", "multipart/form-data; boundary=X\x01X", "multipart/form-data; boundary=XX; boundary=XX", "multipart/form-data; boundary=\"XX \"",
        "multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghh", "multipart/form-data; boundary=X{X", "multipart/form-data; boundary=XX YY",
        "multipart/form-data; boundary=XX, x", "multipart/form-data; x", "multipart/form-data; x=\"; boundary=XX"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!parse(bad[i], PART("1") END, &f)) fail_msg("taken: %s", bad[i]);
}

static void test_bodies_refused(void **state)
{
    (void)state;
    Form f;
    static const char *const bad[] = {
        "", "--", "--XX", "--XX\r", "--XX\r\n", "--XX-", "--XX--x", "--XX--\r\nx", "--XX--\n", "x" PART("1") END, "\r\n" PART("1") END, PART("1"), "--XX\n" DISPOSITION "\n\n1\n--XX--\n",
        "--XX\r\n" DISPOSITION "\r\n\r\n1\r\n--XXY\r\n", "--XX \r\n" DISPOSITION "\r\n\r\n1\r\n" END, "--XX\r\n" DISPOSITION "\r\n1\r\n" END,
        "--XX\r\n\r\n1\r\n" END, "--XX\r\nX: y\r\n\r\n1\r\n" END, "--XX\r\n" DISPOSITION "\r\n folded\r\n\r\n1\r\n" END, "--XX\r\n" DISPOSITION "\r\n" DISPOSITION "\r\n\r\n1\r\n" END,
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END, "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n" END,
        "--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n" END, "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" END,
        "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n" END, "--XX\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n" END,
        "--XX\r\nContent-Disposition: form-data; name=\"a\"x\r\n\r\n1\r\n" END, "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-8''b\r\n\r\n1\r\n" END,
        "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"; filename=\"c\"\r\n\r\n1\r\n" END,
        "--XX\r\n" DISPOSITION "\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n" END, "--XX\r\n" DISPOSITION "\r\nContent-Type: te xt\"\r\n\r\n1\r\n" END,
        "--XX\r\n" DISPOSITION "\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n\r\n1\r\n" END, "--XX\r\n" DISPOSITION "\r\nBad Name: 1\r\n\r\n1\r\n" END,
        "--XX\r\n" DISPOSITION "\r\n: 1\r\n\r\n1\r\n" END, "--XX\r\n" DISPOSITION "\r\nnocolon\r\n\r\n1\r\n" END, PART("\xFF\xFE") END, PART("a\x01") END,
        "--XX\r\nContent-Disposition: form-data; name=\"\xFF\"\r\n\r\n1\r\n" END, "--XX\r\n" DISPOSITION "\r\nX: a\nb\r\n\r\n1\r\n" END,
        "--XX\r\n" DISPOSITION "\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\n\r\n1\r\n" END,
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!parse(TYPE, bad[i], &f)) fail_msg("taken, number %zu: %s", i, bad[i]);
}

static void test_nul_is_refused_in_fields_and_kept_in_files(void **state)
{
    (void)state;
    Form f;
    static const char field[] = "--XX\r\n" DISPOSITION "\r\n\r\na\0b\r\n" END;
    static const char header[] = "--XX\r\n" DISPOSITION "\0\r\n\r\nab\r\n" END;
    static const char file[] = "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\na\0b\r\n" END;
    assert_non_null(parse_bytes(TYPE, field, sizeof field - 1, &f));
    assert_non_null(parse_bytes(TYPE, header, sizeof header - 1, &f));
    assert_null(parse_bytes(TYPE, file, sizeof file - 1, &f));
    assert_int_equal(form_file(&f, "a", 0)->size, 3);
}

static char *repeat(const char *text, int times)
{
    Buf out = buf_sized(arena, strlen(text) * (size_t)times + 100);
    for (int i = 0; i < times; i++) buf_str(&out, text);
    return out.text;
}

static void test_limits(void **state)
{
    (void)state;
    Form f;
    const char *part = "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n1\r\n";
    assert_null(parse(TYPE, arena_printf(arena, "%s" END, repeat(part, LIMIT_UPLOADS_PER_REQUEST)), &f));
    assert_ptr_equal(parse(TYPE, arena_printf(arena, "%s" END, repeat(part, LIMIT_UPLOADS_PER_REQUEST + 1)), &f), FORM_TOO_LARGE);
    assert_null(parse(TYPE, arena_printf(arena, "%s" END, repeat(PART("1"), LIMIT_FORM_FIELDS)), &f));
    assert_ptr_equal(parse(TYPE, arena_printf(arena, "%s" END, repeat(PART("1"), LIMIT_FORM_FIELDS + 1)), &f), FORM_TOO_LARGE);
    const char *head = "--XX\r\n" DISPOSITION "\r\n\r\n", *file = "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n";
    assert_null(parse(TYPE, arena_printf(arena, "%s%s\r\n" END, head, repeat("x", LIMIT_FIELD_BYTES)), &f));
    assert_ptr_equal(parse(TYPE, arena_printf(arena, "%s%sx\r\n" END, head, repeat("x", LIMIT_FIELD_BYTES)), &f), FORM_TOO_LARGE);
    assert_null(parse(TYPE, arena_printf(arena, "%s%s\r\n" END, file, repeat("x", LIMIT_UPLOAD_BYTES)), &f));
    assert_ptr_equal(parse(TYPE, arena_printf(arena, "%s%sx\r\n" END, file, repeat("x", LIMIT_UPLOAD_BYTES)), &f), FORM_TOO_LARGE);
    assert_non_null(parse(TYPE, arena_printf(arena, "--XX\r\n" DISPOSITION "\r\nX: %s\r\n\r\n1\r\n" END, repeat("x", 5000)), &f));
}

/* Every cut and every changed byte of a good form: taken or refused, never a byte read beyond (the sanitizer watches). */
static void test_every_cut_and_every_flip(void **state)
{
    (void)state;
    static const char good[] = PART("one") "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n" END;
    size_t bytes = sizeof good - 1;
    Form f;
    for (size_t cut = 0; cut < bytes - 2; cut++) assert_non_null(parse_bytes(TYPE, good, cut, &f));
    char bent[sizeof good];
    for (size_t at = 0; at < bytes; at++)
        for (int c = 0; c < 256; c += 3) {
            memcpy(bent, good, sizeof good);
            bent[at] = (char)c;
            if (parse_bytes(TYPE, bent, bytes, &f)) continue;
            for (const Field *x = f.first; x; x = x->next) assert_true(text_is_utf8(x->value, strlen(x->value)));
            if (at % 16 == 0) arena_reset(arena);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_browser_form), cmocka_unit_test(test_what_other_senders_do), cmocka_unit_test(test_boundaries_refused), cmocka_unit_test(test_bodies_refused),
        cmocka_unit_test(test_nul_is_refused_in_fields_and_kept_in_files), cmocka_unit_test(test_limits), cmocka_unit_test(test_every_cut_and_every_flip),
    };
    return cmocka_run_group_tests_name("http multipart", tests, setup, teardown);
}
