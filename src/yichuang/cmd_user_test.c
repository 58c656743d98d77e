/* cmd_user_test.c: yichuang user on a real data directory: passwords by standard input, exit codes, and what it refuses. */
#include "people/account.h"
#include "people/login.h"
#include "people/password.h"
#include "yichuang/test_command.h"
#include <sys/stat.h>

/* Runs `yichuang user ...` with text as standard input. */
static int user(const char *typed, ...)
{
    va_list words;
    va_start(words, typed);
    int code = run_command(cmd_user, "user", typed, words);
    va_end(words);
    return code;
}

static int add(const char *password, char *id, char *roles)
{
    return user(password, "add", id, "--name", "林静怡", "--roles", roles, "--post", "管理员", "--document", "江组任〔2025〕3号", "--from", "2025-01-01", NULL);
}

static Credential credential(const char *subject)
{
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Credential c = {0};
    credential_find(window_scene(window)->store, arena, subject, &c);
    window_close(window);
    return c;
}

static void wrong_usage(void **state)
{
    (void)state;
    assert_int_equal(2, user("", NULL));
    assert_int_equal(2, user("", "crown", "lin", NULL));
    assert_int_equal(2, user("", "add", NULL));
    assert_int_equal(2, user("", "list", "lin", NULL));
    assert_int_equal(2, user("", "add", "lin", "--password", "on the command line", NULL));      /* there is no such option */
    assert_int_equal(2, user("good enough 1\n", "add", "lin", "--name", "林", "--roles", "king", "--post", "x", "--document", "任1号", NULL));
    assert_int_equal(2, user("good enough 1\n", "add", "Lin", "--name", "林", "--roles", "admin", "--post", "x", "--document", "任1号", NULL));
    assert_int_equal(2, user("good enough 1\n", "add", "lin", "--name", "林", "--roles", "admin", NULL));
    assert_int_equal(2, user("good enough 1\n", "add", "lin", "--name", "林", "--roles", "admin", "--post", "x", NULL));         /* no document of appointment */
    assert_int_equal(2, user("", "dismiss", "lin", NULL));
    assert_int_equal(2, user("", "token", "City", "--scopes", "query", NULL));
    assert_int_equal(2, user("", "token", "city", "--scopes", "all", NULL));
    assert_int_equal(2, user("", "revoke", "x", NULL));
    assert_int_equal(0, user("", "--help", NULL));
    assert_non_null(strstr(printed(), "user password ID"));
}

static void add_list_password(void **state)
{
    (void)state;
    assert_int_equal(2, add("", "lin", "admin"));                     /* no password at all */
    assert_int_equal(1, add("short\n", "lin", "admin"));
    char endless[3000];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = 0;
    assert_int_equal(2, add(endless, "lin", "admin"));
    assert_int_equal(0, add("good enough 1\n", "lin", "admin"));
    assert_int_equal(1, add("good enough 1\n", "lin", "admin"));      /* taken */
    Credential c = credential("officer:lin");
    assert_true(password_verify(c.hash, "good enough 1"));
    assert_true(c.must_change);
    assert_int_equal(0, user("", "list", NULL));
    assert_non_null(strstr(printed(), "林静怡"));
    assert_null(strstr(printed(), "argon2"));                         /* a list shows no hash */
    assert_int_equal(0, user("quite another 2\r\n", "password", "lin", "--final", NULL));
    c = credential("officer:lin");
    assert_true(password_verify(c.hash, "quite another 2"));
    assert_false(c.must_change);
    assert_int_equal(1, user("quite another 2\n", "password", "nobody", NULL));
}

static void locks_and_roles(void **state)
{
    (void)state;
    assert_int_equal(0, add("good enough 1\n", "lin", "admin"));
    assert_int_equal(1, user("", "lock", "lin", NULL));               /* the last administrator */
    assert_int_equal(1, user("", "role", "lin", "--roles", "supervisor", "--document", "任5号", NULL));
    assert_int_equal(1, user("", "dismiss", "lin", "--reason", "调离", NULL));
    assert_int_equal(0, add("good enough 2\n", "zhou", "supervisor|admin"));
    assert_int_equal(0, user("", "lock", "lin", NULL));
    assert_true(credential("officer:lin").blocked);
    assert_int_equal(1, user("", "lock", "zhou", NULL));              /* the other one is blocked: nobody could sign in */
    assert_int_equal(0, user("", "unlock", "lin", NULL));
    assert_false(credential("officer:lin").blocked);
    assert_int_equal(2, user("", "role", "zhou", "--roles", "supervisor", NULL));                /* no document, no appointment (C1) */
    assert_int_equal(0, user("", "role", "zhou", "--roles", "supervisor", "--document", "任5号", NULL));
    assert_int_equal(0, user("", "list", NULL));
    assert_non_null(strstr(printed(), "督查"));
    assert_int_equal(1, user("", "lock", "nobody", NULL));
    assert_int_equal(0, user("", "dismiss", "zhou", "--reason", "退休", "--last", "2026-01-31", NULL));
    assert_true(credential("officer:zhou").blocked);
    assert_int_equal(1, user("", "role", "zhou", "--roles", "admin", "--document", "任6号", NULL));
    assert_int_equal(0, user("good enough 3\n", "add", "zhou", "--name", "周正明", "--roles", "supervisor", "--post", "督查科", "--document", "江组任〔2026〕4号", "--from", "2026-02-01", NULL));
    assert_false(credential("officer:zhou").blocked);
}

/* 兼任 by command: a further post with its document, listed with its number, ended by another document; her own post stays. */
static void posts_beside(void **state)
{
    (void)state;
    assert_int_equal(0, add("good enough 1\n", "lin", "admin"));
    assert_int_equal(2, user("", "post", "lin", "--roles", "supervisor", "--post", "督查专员", NULL));                        /* no document (C1) */
    assert_int_equal(1, user("", "post", "nobody", "--roles", "supervisor", "--post", "督查专员", "--document", "任7号", NULL));
    assert_int_equal(1, user("", "post", "lin", "--roles", "clerk", "--post", "窗口人员", "--document", "任7号", NULL));      /* a clerk without a window */
    assert_int_equal(1, user("", "post", "lin", "--roles", "supervisor", "--post", "督查专员", "--document", "任7号", "--from", "2024-01-01", NULL));   /* not in post then */
    assert_int_equal(0, user("", "post", "lin", "--roles", "supervisor", "--post", "督查专员", "--document", "任7号", "--from", "2025-02-01", NULL));
    assert_int_equal(1, user("", "post", "lin", "--roles", "supervisor", "--post", "督查专员", "--document", "任8号", NULL));                          /* that very post */
    assert_int_equal(0, user("", "list", NULL));
    char *at = strstr(printed(), "兼任 beside "), number[12] = "";
    assert_non_null(at);
    assert_non_null(strstr(at, "任7号"));
    snprintf(number, sizeof number, "%d", atoi(at + strlen("兼任 beside ")));
    assert_int_equal(2, user("", "endpost", "lin", "--document", "免1号", NULL));
    assert_int_equal(2, user("", "endpost", "lin", "--appointment", number, NULL));
    assert_int_equal(1, user("", "endpost", "lin", "--appointment", "1", "--document", "免1号", NULL));                       /* her own post is not one beside */
    assert_int_equal(0, user("", "endpost", "lin", "--appointment", number, "--document", "免1号", "--last", "2025-12-31", NULL));
    assert_int_equal(1, user("", "endpost", "lin", "--appointment", number, "--document", "免2号", NULL));                    /* over already */
    assert_int_equal(0, user("", "list", NULL));
    assert_null(strstr(printed(), "兼任"));
    assert_non_null(strstr(printed(), "管理员"));
}

static void tokens(void **state)
{
    (void)state;
    assert_int_equal(0, user("", "token", "city", "--scopes", "submit|query", NULL));
    char *token = printed();
    assert_int_equal(MACHINE_TOKEN_CHARS, strcspn(token, "\n"));
    token[MACHINE_TOKEN_CHARS] = 0;
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Machine machine;
    assert_true(machine_find(window_scene(window)->store, arena, token, instant_now(), &machine));
    assert_int_equal(MACHINE_SUBMIT | MACHINE_QUERY, machine.scopes);
    window_close(window);
    assert_int_equal(1, user("", "token", "city", "--scopes", "query", NULL));
    assert_int_equal(0, user("", "tokens", NULL));
    assert_non_null(strstr(printed(), "submit|query"));
    assert_null(strstr(printed(), token + 3));
    assert_int_equal(0, user("", "revoke", "1", NULL));
    assert_int_equal(1, user("", "revoke", "1", NULL));
}

static void no_data(void **state)
{
    (void)state;
    char kept[64];
    strcpy(kept, directory);
    strcat(directory, "/nowhere");
    mkdir(directory, 0700);
    assert_int_equal(1, user("", "list", NULL));
    strcpy(directory, kept);
}

#define ROWS(test) cmocka_unit_test_setup_teardown(test, fresh, gone)
int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {ROWS(wrong_usage), ROWS(add_list_password), ROWS(locks_and_roles), ROWS(posts_beside), ROWS(tokens), ROWS(no_data)};
    int failed = cmocka_run_group_tests_name("yichuang user", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
