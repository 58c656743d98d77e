/* login_test.c: passwords, lock-out, sessions, CSRF, and the operational rows behind them. */
#include "people/login.h"
#include "base/embed.h"
#include "base/fault.h"
#include "base/limits.h"
#include "people/account.h"
#include "people/password.h"
#include "people/session.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static Arena *arena;
static Store *store;
static Secret secret;
static const int64_t LOCK = (int64_t)LIMIT_LOGIN_LOCK_SECONDS * 1000, IDLE = (int64_t)LIMIT_SESSION_IDLE_SECONDS * 1000, WHOLE = (int64_t)LIMIT_SESSION_SECONDS * 1000;
static Instant at(int64_t ms) { return (Instant){1800000000000 + ms}; }

static int fresh(void **state)
{
    (void)state;
    store = store_open(":memory:", STORE_WRITE);
    size_t bytes;
    store_script(store, (const char *)embed_find(arena, "schema/0004_people.sql", &bytes));
    return 0;
}
static int gone(void **state) { (void)state; store_close(store); return 0; }

/* ---- passwords ---- */

static void password_policy(void **state)
{
    (void)state;
    assert_null(password_problem("correct horse", "wang", false));
    assert_null(password_problem("江夏区政务服务中心欢迎您", "wang", false));
    static const char *const bad[] = {"", "short", "123456789", "江夏区政务服务中心", "aaaaaaaaaaaa", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "line\x01line-line"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_non_null(password_problem(bad[i], "wang", false));
        assert_non_null(password_problem(bad[i], "wang", true));
    }
    assert_non_null(password_problem(NULL, "wang", false));
    assert_non_null(password_problem("WangXiulan1", "wangxiulan1", false));
    char longest[PASSWORD_MOST_BYTES + 2];
    for (int i = 0; i <= PASSWORD_MOST_BYTES; i++) longest[i] = (char)('a' + i % 26);
    longest[PASSWORD_MOST_BYTES] = 0;
    assert_null(password_problem(longest, NULL, false));
    longest[PASSWORD_MOST_BYTES] = 'z', longest[PASSWORD_MOST_BYTES + 1] = 0;
    assert_non_null(password_problem(longest, NULL, false));
}

static void password_round_trip(void **state)
{
    (void)state;
    char *hash = password_hash(arena, "correct horse"), *again = password_hash(arena, "correct horse");
    assert_string_not_equal(hash, again);                     /* salted */
    assert_non_null(strstr(hash, "$argon2id$"));
    assert_non_null(strstr(hash, "m=19456,t=2"));
    assert_true(password_verify(hash, "correct horse"));
    assert_false(password_verify(hash, "correct Horse"));
    assert_false(password_verify(hash, ""));
    assert_false(password_verify("not a hash", "correct horse"));
    assert_false(password_verify("", "correct horse"));
    assert_false(password_needs_rehash(hash));
    assert_true(password_needs_rehash("$argon2id$v=19$m=8192,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    char *much = arena_alloc(arena, 2000);
    memset(much, 'a', 1999);
    assert_false(password_verify(hash, much));
}

static double seconds_of(const char *hash)
{
    struct timespec a, b;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
    password_verify(hash, "correct horse");
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

/* An unknown name costs what a known one costs. */
static void unknown_name_does_the_same_work(void **state)
{
    (void)state;
    char *hash = password_hash(arena, "something else");
    double known = 1, unknown = 1;
    for (int i = 0; i < 5; i++) {
        double k = seconds_of(hash), u = seconds_of(NULL);
        if (k < known) known = k;
        if (u < unknown) unknown = u;
    }
    assert_false(password_verify(NULL, ""));
    assert_true(unknown > known / 2 && unknown < known * 2);
}

/* ---- lock-out ---- */

static void five_failures_lock(void **state)
{
    (void)state;
    LoginCount c = {0};
    for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++) assert_int_equal(LOGIN_WRONG, login_decide(&c, false, at(i)));
    assert_int_equal(LOGIN_LOCKED, login_decide(&c, false, at(10)));
    assert_int_equal(LOGIN_LOCKED, login_decide(&c, true, at(11)));                     /* the right password does not help now */
    assert_int_equal(LOGIN_LOCKED, login_decide(&c, true, at(10 + LOCK - 1)));          /* the last locked millisecond */
    LoginCount copy = c;
    assert_int_equal(LOGIN_OK, login_decide(&copy, true, at(10 + LOCK)));
    assert_int_equal(0, copy.failures);
    assert_int_equal(LOGIN_WRONG, login_decide(&c, false, at(10 + LOCK)));              /* and counting starts anew */
    assert_int_equal(1, c.failures);
    assert_false(login_locked(&c, at(10 + LOCK)));
}

static void success_forgives(void **state)
{
    (void)state;
    LoginCount c = {0};
    for (int round = 0; round < 20; round++) {
        for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++) assert_int_equal(LOGIN_WRONG, login_decide(&c, false, at(round)));
        assert_int_equal(LOGIN_OK, login_decide(&c, true, at(round)));
    }
}

static void old_failures_are_forgotten(void **state)
{
    (void)state;
    LoginCount c = {0};
    for (int i = 0; i < 50; i++) assert_int_equal(LOGIN_WRONG, login_decide(&c, false, at(i * LOCK)));
    assert_int_equal(1, c.failures);
    for (int i = 1; i < LIMIT_LOGIN_FAILURES - 1; i++) assert_int_equal(LOGIN_WRONG, login_decide(&c, false, at(50 * LOCK - 1)));
    assert_int_equal(LOGIN_LOCKED, login_decide(&c, false, at(50 * LOCK)));
}

static void clock_set_back_does_not_lock_for_years(void **state)
{
    (void)state;
    LoginCount c = {.failures = 5, .last = at(LOCK * 100000), .locked_until = at(LOCK * 100001)};
    assert_false(login_locked(&c, at(0)));
    assert_int_equal(LOGIN_OK, login_decide(&c, true, at(0)));
}

static void known_and_unknown_names_lock_alike(void **state)
{
    (void)state;
    credential_set(store, "officer:wang", "h", false, at(0));
    static const char *const names[] = {"wang", "nobody"};
    for (int n = 0; n < 2; n++) {
        LoginFacts facts = login_facts(store, arena, &secret, names[n]);
        assert_int_equal(n == 0, facts.subject != NULL);
        assert_int_equal(n == 0, facts.hash != NULL);
        for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++) assert_int_equal(LOGIN_WRONG, login_settle(store, facts.key, false, at(i)));
        assert_int_equal(LOGIN_LOCKED, login_settle(store, facts.key, false, at(9)));
        facts = login_facts(store, arena, &secret, names[n]);
        assert_true(login_locked(&facts.count, at(10)));
        assert_true(login_unlock(store, facts.key));
        assert_false(login_unlock(store, facts.key));
        facts = login_facts(store, arena, &secret, names[n]);
        assert_false(login_locked(&facts.count, at(10)));
    }
}

/* A hundred guesses hashed side by side are still counted one by one, and the right one among them comes too late. */
static void parallel_guesses_are_counted(void **state)
{
    (void)state;
    credential_set(store, "officer:wang", "h", false, at(0));
    LoginFacts facts = login_facts(store, arena, &secret, "wang");
    int wrong = 0, locked = 0;
    for (int i = 0; i < 100; i++) {
        LoginVerdict v = login_settle(store, facts.key, i == 99, at(5));
        wrong += v == LOGIN_WRONG, locked += v == LOGIN_LOCKED;
    }
    assert_int_equal(LIMIT_LOGIN_FAILURES - 1, wrong);
    assert_int_equal(100 - LIMIT_LOGIN_FAILURES + 1, locked);
}

static void failures_table_is_bounded(void **state)
{
    (void)state;
    credential_set(store, "officer:wang", "h", false, at(0));
    store_begin(store);
    for (int i = 0; i < 4; i++) login_settle(store, "officer:wang", false, at(0));
    for (int i = 0; i < LIMIT_LOGIN_NAMES + 300; i++) {
        char key[40];
        snprintf(key, sizeof key, "?%032x", i);
        login_settle(store, key, false, at(100 + i));
    }
    store_commit(store);
    assert_int_equal(LIMIT_LOGIN_NAMES, store_number(store, 0, "SELECT count(*) FROM login_failure", ""));
    /* The flood of names nobody has did not wash away what is counted against a real account. */
    assert_int_equal(LOGIN_LOCKED, login_settle(store, "officer:wang", false, at(200)));
}

static void login_names(void **state)
{
    (void)state;
    Citizen she = {.identity = "11010519491231002X", .name = "张三", .phone = "13812345678"};
    Citizen he = {.identity = "420115199001011234", .name = "李四", .phone = "13900000000"};
    int64_t a = citizen_create(store, &she, at(0)), b = citizen_create(store, &he, at(0));
    assert_true(a > 0 && b > a);
    assert_int_equal(0, citizen_create(store, &she, at(1)));
    char *subject_a = account_subject_citizen(arena, a);
    credential_set(store, subject_a, "ha", false, at(0));
    credential_set(store, account_subject_citizen(arena, b), "hb", true, at(0));
    credential_set(store, "officer:wang", "hw", false, at(0));
    static const char *const ways[] = {"11010519491231002x", " 110105 19491231 002X", "１１０１０５１９４９１２３１００２ｘ", "138 1234 5678", "13812345678"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        LoginFacts f = login_facts(store, arena, &secret, ways[i]);
        assert_string_equal(subject_a, f.subject);
        assert_string_equal(subject_a, f.key);               /* phone and number count as one */
        assert_string_equal("ha", f.hash);
        assert_false(f.must_change);
    }
    assert_true(login_facts(store, arena, &secret, "13900000000").must_change);
    assert_string_equal("officer:wang", login_facts(store, arena, &secret, " WANG ").subject);
    assert_null(login_facts(store, arena, &secret, "").subject);
    assert_null(login_facts(store, arena, &secret, NULL).subject);
    assert_null(login_facts(store, arena, &secret, "officer:wang").subject);
    assert_null(login_facts(store, arena, &secret, "' OR 1=1 --").subject);
    LoginFacts nobody = login_facts(store, arena, &secret, "420115199001011250");
    assert_null(strstr(nobody.key, "420115"));              /* the table of failures tells no identity number */
    /* A phone two accounts have is nobody's login. */
    assert_true(citizen_change_phone(store, b, "13812345678"));
    assert_null(login_facts(store, arena, &secret, "13812345678").subject);
}

static void blocked_account(void **state)
{
    (void)state;
    credential_set(store, "officer:wang", "h", false, at(0));
    Session s = {.subject = "officer:wang", .created = at(0), .seen = at(0)};
    session_create(store, &s, at(0));
    assert_true(credential_block(store, "officer:wang", true));
    assert_false(credential_block(store, "officer:li", true));
    LoginFacts f = login_facts(store, arena, &secret, "wang");
    assert_non_null(f.subject);
    assert_null(f.hash);
    Session out;
    assert_false(session_find(store, arena, &s.hash, at(1), &out));
    assert_int_equal(LOGIN_WRONG, login_settle(store, "officer:wang", true, at(2)));      /* blocked while the worker was hashing */
    assert_int_equal(LOGIN_WRONG, login_settle(store, "officer:li", true, at(2)));        /* no such credential */
    assert_true(credential_block(store, "officer:wang", false));
    assert_int_equal(LOGIN_OK, login_settle(store, "officer:wang", true, at(3)));
    assert_string_equal("h", login_facts(store, arena, &secret, "wang").hash);
}

/* ---- sessions ---- */

static Session session_of(const char *token, const char *subject, Instant now)
{
    Session s = {.created = now, .seen = now};
    assert_true(session_token_hash(token, &s.hash));
    snprintf(s.subject, sizeof s.subject, "%s", subject);
    return s;
}

static void tokens(void **state)
{
    (void)state;
    char a[SESSION_TOKEN_CHARS + 1], b[SESSION_TOKEN_CHARS + 1];
    session_token_new(a), session_token_new(b);
    assert_string_not_equal(a, b);
    assert_int_equal(64, strlen(a));
    SessionHash h;
    assert_true(session_token_hash(a, &h));
    a[0] = 'G';
    assert_false(session_token_hash(a, &h));
    a[63] = 0;
    assert_false(session_token_hash(a, &h));
    assert_false(session_token_hash(NULL, &h));
    assert_false(session_token_hash("", &h));
    const char *officer;
    int64_t account;
    assert_true(session_subject("officer:wang", &officer, &account));
    assert_string_equal("wang", officer);
    assert_true(session_subject("citizen:17", &officer, &account));
    assert_null(officer);
    assert_int_equal(17, account);
    assert_false(session_subject("citizen:0", &officer, &account));
    assert_false(session_subject("citizen:x", &officer, &account));
    assert_false(session_subject("officer:", &officer, &account));
    assert_false(session_subject("", &officer, &account));
}

static void csrf(void **state)
{
    (void)state;
    char token[SESSION_TOKEN_CHARS + 1], other[SESSION_TOKEN_CHARS + 1], made[SESSION_CSRF_CHARS + 1], foreign[SESSION_CSRF_CHARS + 1];
    session_token_new(token), session_token_new(other);
    session_csrf(&secret, token, made), session_csrf(&secret, other, foreign);
    assert_true(session_csrf_good(&secret, token, made));
    assert_false(session_csrf_good(&secret, token, foreign));          /* another session's */
    assert_false(session_csrf_good(&secret, token, token));
    assert_false(session_csrf_good(&secret, token, ""));
    assert_false(session_csrf_good(&secret, token, NULL));
    assert_false(session_csrf_good(&secret, NULL, made));
    for (int i = 0; i < SESSION_CSRF_CHARS; i++) {
        char c = made[i];
        made[i] = c == 'a' ? 'b' : 'a';
        assert_false(session_csrf_good(&secret, token, made));
        made[i] = c;
    }
    session_csrf(&secret, "", made);                                   /* no cookie at all: never good, though it could be reckoned */
    assert_false(session_csrf_good(&secret, "", made));
    Secret another;
    secret_random(&another, sizeof another);
    session_csrf(&secret, token, made);
    assert_false(session_csrf_good(&another, token, made));
}

static void session_limits(void **state)
{
    (void)state;
    Session s = {.created = at(0), .seen = at(0)};
    assert_true(session_alive(&s, at(0)));
    assert_true(session_alive(&s, at(IDLE - 1)));
    assert_false(session_alive(&s, at(IDLE)));
    s.seen = at(WHOLE - 1000);
    assert_true(session_alive(&s, at(WHOLE - 1)));
    assert_false(session_alive(&s, at(WHOLE)));             /* however busy */
}

static void table_keeps_and_forgets(void **state)
{
    (void)state;
    SessionTable *t = session_table_new(100);
    char token[SESSION_TOKEN_CHARS + 1];
    session_token_new(token);
    Session s = session_of(token, "officer:wang", at(0));
    assert_null(session_table_get(t, &s.hash, at(0)));
    session_table_put(t, &s);
    session_table_put(t, &s);
    assert_int_equal(1, session_table_count(t));
    assert_string_equal("officer:wang", session_table_get(t, &s.hash, at(IDLE - 1))->subject);
    assert_non_null(session_table_get(t, &s.hash, at(2 * IDLE - 2)));      /* use keeps it alive */
    Session due[4];
    assert_int_equal(1, session_table_due(t, at(2 * IDLE - 2), due, 4));
    assert_int_equal(at(2 * IDLE - 2).ms, due[0].seen.ms);
    assert_int_equal(0, session_table_due(t, at(2 * IDLE - 2), due, 4));   /* written once */
    assert_null(session_table_get(t, &s.hash, at(3 * IDLE - 2)));
    assert_int_equal(0, session_table_count(t));
    session_table_put(t, &s);
    session_table_drop(t, &s.hash);
    session_table_drop(t, &s.hash);
    assert_null(session_table_get(t, &s.hash, at(0)));
    session_table_free(t);
    session_table_free(NULL);
}

static void table_drops_a_person(void **state)
{
    (void)state;
    SessionTable *t = session_table_new(50);
    for (int i = 0; i < 40; i++) {
        char token[SESSION_TOKEN_CHARS + 1];
        session_token_new(token);
        Session s = session_of(token, i % 4 ? "citizen:1" : "officer:wang", at(0));
        session_table_put(t, &s);
    }
    session_table_drop_subject(t, "officer:wang");
    assert_int_equal(30, session_table_count(t));
    session_table_drop_subject(t, "citizen:1");
    assert_int_equal(0, session_table_count(t));
    session_table_free(t);
}

/* A flood of sessions never makes it larger, and those in use stay. */
static void table_is_bounded_under_flood(void **state)
{
    (void)state;
    enum { SIZE = 500 };
    SessionTable *t = session_table_new(SIZE);
    char busy_token[SESSION_TOKEN_CHARS + 1];
    session_token_new(busy_token);
    Session busy = session_of(busy_token, "officer:wang", at(0));
    session_table_put(t, &busy);
    for (int i = 0; i < 20000; i++) {
        char token[SESSION_TOKEN_CHARS + 1];
        session_token_new(token);
        Session s = session_of(token, "citizen:7", at(i));
        session_table_put(t, &s);
        assert_true(session_table_count(t) <= SIZE);
        if (i % 100 == 0) assert_non_null(session_table_get(t, &busy.hash, at(i)));
    }
    assert_int_equal(SIZE, session_table_count(t));
    session_table_free(t);
}

/* The table against a plain list: random put, get, drop. */
static void table_agrees_with_a_list(void **state)
{
    (void)state;
    enum { KEYS = 60, SIZE = 16 };
    SessionTable *t = session_table_new(SIZE);
    Session all[KEYS];
    int64_t used[KEYS] = {0};          /* 0: not in; else order of last use */
    int64_t order = 0;
    uint32_t seed = 5;
    for (int i = 0; i < KEYS; i++) {
        char token[SESSION_TOKEN_CHARS + 1];
        session_token_new(token);
        all[i] = session_of(token, "officer:wang", at(0));
    }
    for (int step = 0; step < 40000; step++) {
        seed = seed * 1664525 + 1013904223;
        int k = (int)((seed >> 8) % KEYS), what = (int)((seed >> 20) % 8), held = 0, oldest = -1;
        for (int i = 0; i < KEYS; i++) if (used[i]) { held++; if (oldest < 0 || used[i] < used[oldest]) oldest = i; }
        assert_int_equal(held, session_table_count(t));
        if (what < 4) {
            if (!used[k] && held == SIZE) used[oldest] = 0;
            session_table_put(t, &all[k]);
            used[k] = ++order;
        } else if (what < 7) {
            Session *found = session_table_get(t, &all[k].hash, at(0));
            assert_int_equal(used[k] != 0, found != NULL);
            if (found) used[k] = ++order;
        } else {
            session_table_drop(t, &all[k].hash);
            used[k] = 0;
        }
    }
    session_table_free(t);
}

static void session_rows(void **state)
{
    (void)state;
    char token[SESSION_TOKEN_CHARS + 1];
    session_token_new(token);
    Session s = session_of(token, "officer:wang", at(0)), out;
    s.must_change = true;
    session_create(store, &s, at(0));
    assert_true(session_find(store, arena, &s.hash, at(IDLE - 1), &out));
    assert_string_equal("officer:wang", out.subject);
    assert_true(out.must_change);
    assert_false(session_find(store, arena, &s.hash, at(IDLE), &out));
    session_touch(store, &s.hash, at(1000));
    session_touch(store, &s.hash, at(500));                 /* never backwards */
    assert_true(session_find(store, arena, &s.hash, at(IDLE + 999), &out));
    assert_int_equal(at(1000).ms, out.seen.ms);
    assert_int_equal(0, store_number(store, 0, "SELECT count(*) FROM session WHERE hex(hash) = upper(?1)", "s", token));   /* the token itself is nowhere */
    session_end(store, &s.hash);
    assert_false(session_find(store, arena, &s.hash, at(1), &out));
}

static void session_rows_are_bounded(void **state)
{
    (void)state;
    char first[SESSION_TOKEN_CHARS + 1], token[SESSION_TOKEN_CHARS + 1];
    Session out, one = {0};
    session_token_new(first);
    for (int i = 0; i < LIMIT_SESSIONS_PER_PERSON + 5; i++) {
        if (i) session_token_new(token);
        Session s = session_of(i ? token : first, "officer:wang", at(i));
        if (!i) one = s;
        session_create(store, &s, at(i));
    }
    assert_int_equal(LIMIT_SESSIONS_PER_PERSON, store_number(store, 0, "SELECT count(*) FROM session", ""));
    assert_false(session_find(store, arena, &one.hash, at(20), &out));      /* the oldest gave way */
    session_token_new(token);
    Session last = session_of(token, "citizen:1", at(2 * IDLE));
    session_create(store, &last, at(2 * IDLE));                              /* dead rows go at the next login */
    assert_int_equal(1, store_number(store, 0, "SELECT count(*) FROM session", ""));
    credential_set(store, "citizen:1", "h", false, at(2 * IDLE));            /* a new password ends every session */
    assert_false(session_find(store, arena, &last.hash, at(2 * IDLE), &out));
}

/* ---- other operational rows ---- */

static void citizens(void **state)
{
    (void)state;
    Day today = day_of(2026, 11, 23);
    Citizen c = {.identity = " 110105-19491231-002x", .name = " 张三 ", .phone = "138 1234 5678"};
    assert_null(citizen_problem(arena, &c, today, false));
    assert_string_equal("11010519491231002X", c.identity);
    assert_string_equal("张三", c.name);
    assert_string_equal("13812345678", c.phone);
    Citizen firm = {.identity = "91350100m000100y43", .name = "A&B贸易有限公司2店", .phone = "13812345678"};
    assert_null(citizen_problem(arena, &firm, today, false));
    Citizen bad[] = {{.identity = "1", .name = "张三", .phone = "13812345678"}, {.identity = "11010519491231002X", .name = "", .phone = "13812345678"},
                     {.identity = "11010519491231002X", .name = "张三", .phone = "1"}, {0}};
    for (int i = 0; i < 4; i++) {
        assert_non_null(citizen_problem(arena, &bad[i], today, false));
        assert_non_null(citizen_problem(arena, &bad[i], today, true));
    }
    int64_t account = citizen_create(store, &c, at(5));
    Citizen found;
    assert_true(citizen_find(store, arena, account, &found));
    assert_string_equal("张三", found.name);
    assert_true(citizen_find_identity(store, arena, "11010519491231002X", &found));
    assert_int_equal(account, found.account);
    credential_set(store, account_subject_citizen(arena, account), "h", false, at(5));
    assert_true(citizen_erase(store, account));
    assert_false(citizen_erase(store, account));
    assert_false(citizen_find(store, arena, account, &found));
    assert_int_equal(0, store_number(store, 0, "SELECT count(*) FROM credential", ""));
    assert_true(citizen_create(store, &c, at(6)) > account);                 /* the number of the erased is not used again */
}

static void machines(void **state)
{
    (void)state;
    char token[MACHINE_TOKEN_CHARS + 1], other[MACHINE_TOKEN_CHARS + 1];
    machine_token_new(token), machine_token_new(other);
    assert_int_equal(67, strlen(token));
    assert_memory_equal("yc_", token, 3);
    int64_t id = machine_create(store, token, "city", MACHINE_QUERY | MACHINE_EXCHANGE, (Instant){0}, at(0));
    assert_true(id > 0);
    assert_int_equal(0, machine_create(store, other, "city", MACHINE_QUERY, (Instant){0}, at(0)));      /* one live token a name */
    Machine m;
    assert_true(machine_find(store, arena, token, at(1), &m));
    assert_string_equal("city", m.name);
    assert_string_equal("query|exchange", machine_scopes_text(arena, m.scopes));
    assert_false(machine_find(store, arena, other, at(1), &m));
    assert_false(machine_find(store, arena, token + 3, at(1), &m));
    assert_false(machine_find(store, arena, NULL, at(1), &m));
    assert_true(machine_revoke(store, id, at(2)));
    assert_false(machine_revoke(store, id, at(3)));
    assert_false(machine_find(store, arena, token, at(3), &m));
    assert_true(machine_create(store, other, "city", MACHINE_QUERY, at(100), at(4)) > 0);
    assert_true(machine_find(store, arena, other, at(99), &m));
    assert_false(machine_find(store, arena, other, at(100), &m));           /* expired */
    Machine *all;
    assert_int_equal(2, machine_list(store, arena, &all));
    assert_int_equal(at(2).ms, all[0].revoked.ms);
    unsigned scopes;
    assert_true(machine_scopes_parse("submit|query", &scopes) && scopes == (MACHINE_SUBMIT | MACHINE_QUERY));
    static const char *const bad[] = {"", "|", "submit|", "submit|submit", "everything"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(machine_scopes_parse(bad[i], &scopes));
    assert_true(machine_name_good("city-2"));
    assert_false(machine_name_good("City") || machine_name_good("x") || machine_name_good("2city") || machine_name_good(NULL) || machine_name_good("a:b"));
}

static void access_records(void **state)
{
    (void)state;
    for (int i = 0; i < 25; i++) access_record_add(store, at(i), i % 2 ? "wang" : "li", i % 5, "applicant");
    AccessRecord *rows;
    assert_int_equal(10, access_record_list(store, arena, 0, 0, 10, &rows));
    assert_int_equal(25, rows[0].id);
    assert_int_equal(10, access_record_list(store, arena, 0, rows[9].id, 10, &rows));
    assert_int_equal(15, rows[0].id);
    assert_int_equal(5, access_record_list(store, arena, 3, 0, 10, &rows));
    for (int i = 0; i < 5; i++) assert_int_equal(3, rows[i].case_id);
    assert_string_equal("applicant", rows[0].what);
    assert_int_equal(0, access_record_list(store, arena, 99, 0, 10, &rows));
}

static void rehash_keeps_sessions(void **state)
{
    (void)state;
    credential_set(store, "officer:wang", "old", true, at(0));
    char token[SESSION_TOKEN_CHARS + 1];
    session_token_new(token);
    Session s = session_of(token, "officer:wang", at(1)), out;
    session_create(store, &s, at(1));
    credential_rehash(store, "officer:wang", "new");
    Credential c;
    assert_true(credential_find(store, arena, "officer:wang", &c));
    assert_string_equal("new", c.hash);
    assert_true(c.must_change && !c.blocked && c.changed.ms == at(0).ms);
    assert_true(session_find(store, arena, &s.hash, at(2), &out));
    assert_false(credential_find(store, arena, "officer:li", &c));
}

#define ROWS(test) cmocka_unit_test_setup_teardown(test, fresh, gone)
int main(void)
{
    arena = arena_new();
    secret_random(&secret, sizeof secret);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(password_policy), cmocka_unit_test(password_round_trip), cmocka_unit_test(unknown_name_does_the_same_work), cmocka_unit_test(five_failures_lock),
        cmocka_unit_test(success_forgives), cmocka_unit_test(old_failures_are_forgotten), cmocka_unit_test(clock_set_back_does_not_lock_for_years),
        ROWS(known_and_unknown_names_lock_alike), ROWS(parallel_guesses_are_counted), ROWS(failures_table_is_bounded), ROWS(login_names), ROWS(blocked_account),
        cmocka_unit_test(tokens), cmocka_unit_test(csrf), cmocka_unit_test(session_limits), cmocka_unit_test(table_keeps_and_forgets), cmocka_unit_test(table_drops_a_person),
        cmocka_unit_test(table_is_bounded_under_flood), cmocka_unit_test(table_agrees_with_a_list), ROWS(session_rows), ROWS(session_rows_are_bounded), ROWS(citizens),
        ROWS(machines), ROWS(access_records), ROWS(rehash_keeps_sessions),
    };
    int failed = cmocka_run_group_tests_name("login and sessions", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
