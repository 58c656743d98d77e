/* refusal_test.c: the table of refusals says everything it must: reason, remedy, article and rule in both languages, under stable codes. */
#include "process/refusal.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* House rules that rest on no article of a law. */
static const Refusal without_article[] = {
    REFUSED_NO_SUCH_CASE, REFUSED_NO_SUCH_ITEM, REFUSED_NOT_IN_THIS_STAGE, REFUSED_ALREADY_CONCLUDED, REFUSED_NOT_SIGNED_IN, REFUSED_NO_RIGHT, REFUSED_NOT_THE_APPLICANT,
    REFUSED_ONLY_THE_CLOCK, REFUSED_CONTACT_MISSING, REFUSED_LAPSE_EARLY, REFUSED_FIELD_INVALID, REFUSED_IDEMPOTENCY_CONFLICT, REFUSED_TOO_MANY, REFUSED_ALREADY_EXISTS,
    REFUSED_NO_SUCH_OFFICER, REFUSED_LAST_ADMINISTRATOR, REFUSED_IMPORT_INVALID, REFUSED_NO_CHANGE, REFUSED_QUESTIONS_OPEN,
    REFUSED_NO_SUCH_QUESTION, REFUSED_SELF_ANSWER, REFUSED_CLAIMED_BY_ANOTHER, REFUSED_NOT_CLAIMED, REFUSED_NOT_OF_THIS_DESK,
};

static bool needs_article(Refusal refusal)
{
    for (size_t i = 0; i < sizeof without_article / sizeof *without_article; i++) if (without_article[i] == refusal) return false;
    return true;
}

static void test_every_refusal_is_complete(void **state)
{
    (void)state;
    for (int i = 1; i < REFUSAL_COUNT; i++) {
        const RefusalText *t = refusal_text((Refusal)i);
        assert_int_equal(strncmp(t->code, "REFUSED_", 8), 0);
        assert_int_equal(refusal_named(t->code), i);                   /* unique: the first of that name is this one */
        assert_false(text_blank(t->zh) || text_blank(t->en) || text_blank(t->remedy_zh) || text_blank(t->remedy_en) || text_blank(t->rule));
        assert_int_equal(!text_blank(t->article_zh), needs_article((Refusal)i));
        assert_int_equal(text_blank(t->article_zh), text_blank(t->article_en));
        assert_true(t->status == 401 || t->status == 403 || t->status == 404 || t->status == 409 || t->status == 413 || t->status == 422 || t->status == 429);
        for (const char *c = t->en; *c; c++) assert_true((unsigned char)*c < 0x80);          /* English is English */
        for (const char *c = t->remedy_en; *c; c++) assert_true((unsigned char)*c < 0x80);
        assert_true((unsigned char)*t->zh >= 0x80 || strstr(t->zh, "A"));
    }
    assert_int_equal(refusal_text(REFUSED_NOTHING)->status, 200);
}

static void test_names(void **state)
{
    (void)state;
    assert_int_equal(refusal_named("REFUSED_SUPPLEMENT_TWICE"), REFUSED_SUPPLEMENT_TWICE);
    assert_int_equal(refusal_named("NONE"), REFUSAL_COUNT);
    assert_int_equal(refusal_named(""), REFUSAL_COUNT);
    assert_int_equal(refusal_named("refused_supplement_twice"), REFUSAL_COUNT);
}

static void test_value_in_two_languages(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const RefusalText *t = refusal_text(REFUSED_EXTENSION_LATE);
    const Value *zh = refusal_value(arena, REFUSED_EXTENSION_LATE, "2026-03-30", "zh"), *en = refusal_value(arena, REFUSED_EXTENSION_LATE, NULL, "en");
    assert_string_equal(value_str(zh, "code"), "REFUSED_EXTENSION_LATE");
    assert_string_equal(value_str(zh, "rule"), "DC-6");
    assert_string_equal(value_str(zh, "title"), t->zh);
    assert_string_equal(value_str(zh, "detail"), "2026-03-30");
    assert_string_equal(value_str(en, "title"), t->en);
    assert_string_equal(value_str(en, "article"), t->article_en);
    assert_string_equal(value_str(en, "remedy"), t->remedy_en);
    assert_string_equal(value_str(en, "detail"), "");
    assert_string_equal(value_str(refusal_value(arena, REFUSED_NO_RIGHT, NULL, NULL), "title"), refusal_text(REFUSED_NO_RIGHT)->zh);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_refusal_is_complete), cmocka_unit_test(test_names), cmocka_unit_test(test_value_in_two_languages)};
    return cmocka_run_group_tests_name("refusal", tests, NULL, NULL);
}
