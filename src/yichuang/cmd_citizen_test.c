/* cmd_citizen_test.c: yichuang citizen on a real data directory: what stands on the document by standard input, first passwords, exit codes, refusals. */
#include "people/account.h"
#include "people/identity.h"
#include "people/password.h"
#include "yichuang/test_command.h"

static const char hers[] = "11010519491231002x\n李光明\n13800138000\n";

/* Runs `yichuang citizen ...` with text as standard input. */
static int citizen(const char *typed, ...)
{
    va_list words;
    va_start(words, typed);
    int code = run_command(cmd_citizen, "citizen", typed, words);
    va_end(words);
    return code;
}

/* The password printed, against what is kept. */
static bool signs_in(const char *identity, const char *password)
{
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Store *store = window_scene(window)->store;
    Citizen she;
    Credential c;
    bool good = citizen_find_identity(store, arena, identity, &she) && credential_find(store, arena, account_subject_citizen(arena, she.account), &c) && c.must_change && password_verify(c.hash, password);
    window_close(window);
    return good;
}

static const char *password_printed(void)
{
    static const char label[] = "first password: ";
    const char *at = strstr(printed(), label);
    assert_non_null(at);
    return arena_strndup(arena, at + strlen(label), PASSWORD_FIRST_CHARS);
}

static void wrong_usage(void **state)
{
    (void)state;
    assert_int_equal(2, citizen("", NULL));
    assert_int_equal(2, citizen(hers, "crown", "--document", "id_card", "--seen", NULL));
    assert_int_equal(2, citizen(hers, "open", "--seen", NULL));
    assert_int_equal(2, citizen("11010519491231002X\n李光明\n", "open", "--document", "id_card", "--seen", NULL));             /* no mobile */
    assert_int_equal(2, citizen("\xff\xfe\n李光明\n13800138000\n", "open", "--document", "id_card", "--seen", NULL));
    assert_int_equal(2, citizen(hers, "open", "--document", "id_card", "--name", "李光明", NULL));                              /* there is no such option */
    assert_int_equal(0, citizen("", "--help", NULL));
    assert_int_equal(1, citizen(hers, "open", "--document", "id_card", NULL));                                                  /* nobody looked at it */
    assert_non_null(strstr(printed(), "核对"));
    assert_int_equal(1, citizen(hers, "open", "--document", "passport", "--seen", NULL));
}

static void opened_reset_changed(void **state)
{
    (void)state;
    assert_int_equal(0, citizen(hers, "open", "--document", "id_card", "--seen", NULL));
    const char *first = password_printed();
    assert_true(signs_in("11010519491231002X", first));
    assert_int_equal(1, citizen(hers, "open", "--document", "id_card", "--seen", NULL));
    assert_null(strstr(printed(), "password"));
    assert_int_equal(0, citizen("11010519491231002X\n李光明\n", "password", "--document", "household", "--seen", NULL));
    assert_true(signs_in("11010519491231002X", password_printed()));
    assert_false(signs_in("11010519491231002X", first));
    assert_int_equal(1, citizen("11010519491231002X\n李光名\n", "password", "--document", "household", "--seen", NULL));
    assert_int_equal(0, citizen("11010519491231002X\n李光明\n13900139000\n", "phone", "--document", "id_card", "--seen", NULL));
    assert_null(strstr(printed(), "password"));
    assert_int_equal(0, citizen("91350100M000100Y43\n江夏建设有限公司\n13700137000\n李光明\n11010519491231002X\n", "open", "--document", "licence", "--seen", NULL));
    assert_true(signs_in("91350100M000100Y43", password_printed()));
}

int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(wrong_usage, fresh, gone), cmocka_unit_test_setup_teardown(opened_reset_changed, fresh, gone)};
    int failed = cmocka_run_group_tests_name("yichuang citizen", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
