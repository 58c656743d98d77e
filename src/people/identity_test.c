/* identity_test.c: GB 11643 and GB 32100 vectors, every change of one digit, masks. */
#include "people/identity.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static Arena *arena;
static Day today;

static IdentityVerdict check(const char *typed)
{
    char *normal = identity_normal(arena, typed);
    return identity_check(normal, identity_kind(normal), today);
}

static uint32_t seed = 20261123;
static int random_below(int n) { seed = seed * 1664525 + 1013904223; return (int)((seed >> 8) % (uint32_t)n); }

static char *make_citizen(char out[19])
{
    static const char *const regions[] = {"420115", "110101", "310104", "440305", "510107", "650102"};
    int year, month, day;
    day_split((Day){today.n - 1 - random_below(30000)}, &year, &month, &day);
    snprintf(out, 19, "%s%04d%02d%02d%03d", regions[random_below(6)], year, month, day, random_below(1000));
    out[17] = identity_check_citizen(out);
    out[18] = 0;
    return out;
}

static void known_numbers(void **state)
{
    (void)state;
    assert_int_equal(IDENTITY_OK, check("11010519491231002X"));       /* the example printed in GB 11643 itself */
    assert_int_equal(IDENTITY_OK, check("11010519491231002x"));
    assert_int_equal(IDENTITY_OK, check("１１０１０５１９４９１２３１００２Ｘ"));     /* full width */
    assert_int_equal(IDENTITY_OK, check(" 110105 19491231 002-x "));
    assert_int_equal(IDENTITY_OK, check("91110000600037341L"));       /* a public company's credit code */
    assert_int_equal(IDENTITY_OK, check("91350100M000100Y43"));       /* the example of GB 32100 */
    assert_int_equal(IDENTITY_OK, check("91350100m000100y43"));
    assert_string_equal("11010519491231002X", identity_normal(arena, "１１０１０５-19491231　002ｘ"));
}

static void bad_numbers(void **state)
{
    (void)state;
    assert_int_equal(IDENTITY_BAD_LENGTH, check(""));
    assert_int_equal(IDENTITY_BAD_LENGTH, check("110105491231002"));              /* fifteen digits: no longer valid */
    assert_int_equal(IDENTITY_BAD_LENGTH, check("11010519491231002X0"));
    assert_int_equal(IDENTITY_BAD_CHECK, check("110105194912310021"));
    assert_int_equal(IDENTITY_BAD_DATE, check("110105194902300024"));             /* 30 February */
    assert_int_equal(IDENTITY_BAD_DATE, check("110105194913310024"));
    assert_int_equal(IDENTITY_BAD_DATE, check("110105210001010024"));             /* not born yet */
    assert_int_equal(IDENTITY_BAD_CHARACTER, identity_check("11010519491231002Y", IDENTITY_CITIZEN, today));
    assert_int_equal(IDENTITY_BAD_CHARACTER, identity_check("91350100I000100Y43", IDENTITY_CREDIT, today));
    assert_int_equal(IDENTITY_BAD_CHARACTER, identity_check("9135A100M000100Y43", IDENTITY_CREDIT, today));
    assert_int_equal(IDENTITY_BAD_CHECK, check("91350100M000100Y44"));
    assert_int_equal(IDENTITY_NONE, identity_kind("91350100I000100Y43"));
    assert_int_equal(IDENTITY_BAD_LENGTH, check("91350100I000100Y4张"));
    assert_false(identity_good(check("'; DROP TABLE--xxx")));
    for (int v = 0; v <= IDENTITY_BAD_CHECK; v++) {
        assert_true(*identity_text_zh((IdentityVerdict)v) && *identity_text_en((IdentityVerdict)v));
    }
}

static void unknown_region_only_warns(void **state)
{
    (void)state;
    char id[19] = "99010119491231002";
    id[17] = identity_check_citizen(id);
    assert_int_equal(IDENTITY_WARN_REGION, check(id));
    assert_true(identity_good(check(id)));
    char firm[19] = "91990100M000100Y4";
    firm[17] = identity_check_credit(firm);
    assert_int_equal(IDENTITY_WARN_REGION, check(firm));
}

static void birth_not_in_future(void **state)
{
    (void)state;
    char id[19];
    for (int ahead = -1; ahead <= 1; ahead++) {
        int y, m, d;
        day_split(day_plus(today, ahead), &y, &m, &d);
        snprintf(id, sizeof id, "420115%04d%02d%02d123", y, m, d);
        id[17] = identity_check_citizen(id), id[18] = 0;
        assert_int_equal(ahead > 0 ? IDENTITY_BAD_DATE : IDENTITY_OK, check(id));
    }
    Day birth;
    assert_true(identity_birth("11010519491231002X", &birth));
    assert_true(day_equal(birth, day_of(1949, 12, 31)));
    assert_false(identity_birth("1101051949123100", &birth));
}

/* DOMAIN 2.5: no single wrong digit passes. */
static void every_single_change_is_found(void **state)
{
    (void)state;
    for (int round = 0; round < 300; round++) {
        char id[19], changed[19];
        make_citizen(id);
        assert_int_equal(IDENTITY_OK, check(id));
        for (int at = 0; at < 18; at++)
            for (const char *c = "0123456789X"; *c; c++) {
                if (*c == id[at] || (*c == 'X' && at < 17)) continue;
                memcpy(changed, id, 19);
                changed[at] = *c;
                assert_false(identity_good(identity_check(changed, IDENTITY_CITIZEN, today)));
            }
    }
}

static void every_single_change_of_credit_code_is_found(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    for (int round = 0; round < 100; round++) {
        char code[19] = "91420115", changed[19];
        for (int i = 8; i < 17; i++) code[i] = alphabet[random_below(31)];
        code[8] = 'M';
        code[17] = identity_check_credit(code), code[18] = 0;
        assert_int_equal(IDENTITY_OK, check(code));
        for (int at = 0; at < 18; at++)
            for (const char *c = alphabet; *c; c++) {
                if (*c == code[at]) continue;
                memcpy(changed, code, 19);
                changed[at] = *c;
                assert_false(identity_good(identity_check(changed, IDENTITY_CREDIT, today)));
            }
    }
    assert_int_equal(0, identity_check_credit("9135O100M000100Y4"));
    assert_int_equal(0, identity_check_credit("91"));
}

/* A credit code may be all digits: then it must not be taken for a person's number with a bad date. */
static void all_digit_credit_code(void **state)
{
    (void)state;
    int found = 0;
    for (int i = 0; i < 200; i++) {
        char code[19];
        snprintf(code, sizeof code, "92420115%09d", 990000000 + random_below(9999999));
        code[17] = identity_check_credit(code), code[18] = 0;
        if (code[17] < '0' || code[17] > '9') continue;
        assert_int_equal(IDENTITY_CREDIT, identity_kind(code));
        assert_int_equal(IDENTITY_OK, check(code));
        found++;
    }
    assert_true(found > 10);
}

static void phones(void **state)
{
    (void)state;
    assert_true(identity_phone("13871234567"));
    assert_true(identity_phone(identity_normal(arena, "１３８ 7123-4567")));
    assert_false(identity_phone("12871234567"));
    assert_false(identity_phone("1387123456"));
    assert_false(identity_phone("138712345678"));
    assert_false(identity_phone("1387123456a"));
    assert_true(identity_landline("02781234567"));
    assert_false(identity_landline("81234567"));
    assert_false(identity_landline("00781234567"));
}

static void names(void **state)
{
    (void)state;
    static const char *const good[] = {"张三", "欧阳娜娜", "迪丽热巴·迪力木拉提", "O'Brien", "Anna Maria", "㐂", "𠮷野"};
    static const char *const bad[] = {"", " ", "张三 ", " 张三", "张3", "<b>张</b>", "a\nb", "张\xE2\x80\xAE三", "\xEF\xBB\xBF张三", "\xFF", "张;三", "张|三"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(identity_name(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(identity_name(bad[i]));
    assert_false(identity_name(NULL));
    char longest[201 * 3 + 1] = "";
    for (int i = 0; i < 200; i++) strcat(longest, "张");
    assert_true(identity_name(longest));
    strcat(longest, "张");
    assert_false(identity_name(longest));
    assert_true(identity_organisation("武汉市江夏区7天连锁(纸坊)酒店有限公司"));
    assert_true(identity_organisation("A&B贸易"));
    assert_false(identity_organisation("张"));
    assert_false(identity_organisation("<script>"));
}

static void masks(void **state)
{
    (void)state;
    assert_string_equal("4201**********1234", identity_mask(arena, "420115199001011234"));
    assert_string_equal("***", identity_mask(arena, "123"));
    assert_string_equal("********", identity_mask(arena, "12345678"));
    assert_string_equal("", identity_mask(arena, ""));
    assert_string_equal("138****5678", identity_mask_phone(arena, "13812345678"));
    assert_string_equal("张*", identity_mask_name(arena, "张三"));
    assert_string_equal("欧***", identity_mask_name(arena, "欧阳娜娜"));
    assert_string_equal("*", identity_mask_name(arena, "张"));
    assert_string_equal("", identity_mask_name(arena, ""));
    assert_string_equal("002X", identity_tail(arena, "11010519491231002X"));
    assert_string_equal("", identity_tail(arena, "02X"));
    char id[19];
    for (int i = 0; i < 200; i++) {
        make_citizen(id);
        char *mask = identity_mask(arena, id);
        assert_int_equal(18, strlen(mask));
        assert_int_equal(10, (int)strspn(mask + 4, "*"));      /* no part of the date of birth stays */
    }
}

/* Whatever bytes are typed, nothing breaks. */
static void any_bytes(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char typed[40];
        int n = random_below(39);
        for (int i = 0; i < n; i++) typed[i] = (char)(1 + random_below(255));
        typed[n] = 0;
        check(typed);
        identity_name(typed);
        char *normal = identity_normal(arena, typed);
        identity_mask(arena, normal), identity_tail(arena, normal), identity_phone(normal);
        if (round % 500 == 0) arena_reset(arena);
    }
}

static void test_email(void **state)
{
    (void)state;
    static const char *const good[] = {"a@b.cn", "zhang.san+x@mail.example.cn", "o'neil@example.com", "x_1@a-b.cn", "1@163.com"};
    static const char *const bad[] = {"", "@", "a@", "@b.cn", "a@b", "a@b.c", "a@b..cn", "a..b@c.cn", ".a@b.cn", "a.@b.cn", "a@-b.cn", "a@b-.cn", "a@.cn", "a@b.cn.", "a b@c.cn", "a@b@c.cn", "a\r\nRCPT TO:<x@y.cn>", "<a@b.cn>",
                                      "a@b.cn\n", "\"a\"@b.cn", "a@b,cn", "张@b.cn", "a@例子.cn", "a;b@c.cn", "a(b)@c.cn", "a@[127.0.0.1]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) if (!identity_email(good[i])) fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) if (identity_email(bad[i])) fail_msg("taken: %s", bad[i]);
    assert_false(identity_email(NULL));
    char local[80], domain[400];
    memset(local, 'a', 65);
    strcpy(local + 65, "@b.cn");
    assert_false(identity_email(local));
    assert_true(identity_email(local + 1));
    memset(domain, 'b', sizeof domain);
    memcpy(domain, "a@", 2);
    strcpy(domain + 66, ".cn");
    assert_false(identity_email(domain));                 /* a label has 63 characters at most */
    Arena *own = arena_new();
    assert_string_equal(identity_mask_email(own, "zhang@example.cn"), "z***@example.cn");
    assert_string_equal(identity_mask_email(own, "broken"), "***");
    arena_free(own);
}

int main(void)
{
    arena = arena_new();
    today = day_of(2026, 11, 23);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_email),
        cmocka_unit_test(known_numbers), cmocka_unit_test(bad_numbers), cmocka_unit_test(unknown_region_only_warns), cmocka_unit_test(birth_not_in_future),
        cmocka_unit_test(every_single_change_is_found), cmocka_unit_test(every_single_change_of_credit_code_is_found), cmocka_unit_test(all_digit_credit_code),
        cmocka_unit_test(phones), cmocka_unit_test(names), cmocka_unit_test(masks), cmocka_unit_test(any_bytes),
    };
    int failed = cmocka_run_group_tests_name("identity", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
