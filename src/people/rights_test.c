/* rights_test.c: the whole table of rights against tests/golden/rights.txt (UPDATE_GOLDEN=1 writes it), and how far each reach goes. */
#include "people/rights.h"
#include "base/buf.h"
#include "base/file.h"
#include "people/account.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static Arena *arena;
static const Role roles[] = {ROLE_CLERK, ROLE_CHIEF, ROLE_BACKOFFICE, ROLE_SUPERVISOR, ROLE_LEADER, ROLE_ADMIN};
static const ActorKind kinds[] = {ACTOR_CITIZEN, ACTOR_CLOCK, ACTOR_MACHINE, ACTOR_OPERATOR};

static char *table_text(void)
{
    Buf out = buf_new(arena);
    buf_str(&out, "# 权利表:谁能做什么,范围到哪里。-  无;own 本人;window 本窗口;department 本部门;desk 本窗口或本部门;led 所领导部门;government 本级政府领导;all 全部\n"
                  "# Who may do what, and how far it reaches. Written by rights_test with UPDATE_GOLDEN=1; machines need the scope of their token besides.\n");
    buf_printf(&out, "%-16s", "right");
    for (int i = 0; i < 6; i++) buf_printf(&out, " %-11s", role_name(roles[i]));
    buf_str(&out, " citizen     clock       machine     operator    名称\n");
    for (int r = 0; r < RIGHT_COUNT; r++) {
        buf_printf(&out, "%-16s", right_name((Right)r));
        for (int i = 0; i < 6; i++) buf_printf(&out, " %-11s", reach_name(right_reach_of_role(roles[i], (Right)r)));
        for (int i = 0; i < 4; i++) buf_printf(&out, " %-11s", reach_name(right_reach_of_kind(kinds[i], (Right)r)));
        buf_printf(&out, " %s\n", right_zh((Right)r));
    }
    return out.text;
}

static void the_table_is_the_reviewed_one(void **state)
{
    (void)state;
    static const char path[] = "tests/golden/rights.txt";
    char *now = table_text();
    if (getenv("UPDATE_GOLDEN")) file_write(path, now, strlen(now), 0644);
    size_t bytes;
    const uint8_t *golden = file_read(arena, path, 1 << 20, &bytes);
    assert_non_null(golden);
    assert_string_equal((const char *)golden, now);
}

static void every_right_has_its_words(void **state)
{
    (void)state;
    for (int r = 0; r < RIGHT_COUNT; r++) {
        assert_true(right_name((Right)r) && *right_name((Right)r) && *right_zh((Right)r) && *right_en((Right)r));
        bool anybody = false;
        for (int i = 0; i < 6; i++) anybody |= right_reach_of_role(roles[i], (Right)r) != REACH_NONE;
        for (int i = 0; i < 4; i++) anybody |= right_reach_of_kind(kinds[i], (Right)r) != REACH_NONE;
        assert_true(anybody);
        for (int other = 0; other < r; other++) assert_string_not_equal(right_name((Right)r), right_name((Right)other));
    }
}

static Actor officer(unsigned mask, const char *department, const char *window)
{
    return (Actor){.kind = ACTOR_OFFICER, .id = "wang", .name = "王秀兰", .department = department, .window = window, .roles = mask};
}

/* Every role x right x place: right_has says what the reach says. */
static void reach_decides(void **state)
{
    (void)state;
    static const char *const places[] = {"", "011", "012"}, *const windows[] = {"", "W05", "W06"};
    for (int i = 0; i < 6; i++) for (int r = 0; r < RIGHT_COUNT; r++) for (int d = 0; d < 3; d++) for (int w = 0; w < 3; w++)
        for (int sd = 0; sd < 3; sd++) for (int sw = 0; sw < 3; sw++) {
            Actor a = officer((unsigned)roles[i], places[d], windows[w]);
            RightScope scope = {.department = places[sd], .window = windows[sw]};
            bool dep = d && d == sd, win = w && w == sw, expected = false;
            switch (right_reach_of_role(roles[i], (Right)r)) {
            case REACH_NONE: case REACH_OWN: break;
            case REACH_WINDOW: expected = win; break;
            case REACH_DEPARTMENT: expected = dep; break;
            case REACH_DESK: expected = dep || win; break;
            case REACH_LED: expected = dep || !d; break;
            case REACH_GOVERNMENT: expected = !d; break;
            case REACH_ALL: expected = true; break;
            }
            assert_int_equal(expected, right_has(&a, (Right)r, &scope));
            if (expected) assert_true(right_has(&a, (Right)r, NULL));
        }
}

static void several_roles_add_up(void **state)
{
    (void)state;
    RightScope scope = {.department = "011", .window = "W05"};
    for (unsigned mask = 0; mask <= ROLE_ALL; mask++)
        for (int r = 0; r < RIGHT_COUNT; r++) {
            Actor all = officer(mask, "011", "W05");
            bool any = false;
            for (int i = 0; i < 6; i++) {
                Actor one = officer(mask & (unsigned)roles[i], "011", "W05");
                any |= right_has(&one, (Right)r, &scope);
            }
            assert_int_equal(any, right_has(&all, (Right)r, &scope));
        }
}

static void nobody_has_nothing(void **state)
{
    (void)state;
    Actor nobody = {.kind = ACTOR_NOBODY, .roles = ROLE_ALL, .department = "011", .window = "W05", .scopes = 31, .account = 1};
    RightScope scope = {.department = "011", .window = "W05", .account = 1, .holder = true};
    for (int r = 0; r < RIGHT_COUNT; r++) {
        assert_false(right_has(&nobody, (Right)r, &scope));
        assert_false(right_has(&nobody, (Right)r, NULL));
        assert_false(right_has(NULL, (Right)r, &scope));
    }
}

static void a_citizen_sees_her_own_case_only(void **state)
{
    (void)state;
    Actor she = actor_citizen(17, "张三"), stranger = actor_citizen(0, NULL);
    RightScope hers = {.account = 17}, others = {.account = 18}, counter = {.account = 0}, by_code = {.account = 18, .holder = true};
    assert_true(right_has(&she, RIGHT_SEE_CASE, &hers));
    assert_false(right_has(&she, RIGHT_SEE_CASE, &others));
    assert_false(right_has(&she, RIGHT_SEE_CASE, &counter));
    assert_false(right_has(&stranger, RIGHT_SEE_CASE, &counter));      /* 0 is nobody's account, not everybody's */
    assert_true(right_has(&stranger, RIGHT_SEE_CASE, &by_code));
    assert_true(right_has(&stranger, RIGHT_APPLY, &counter));
    for (int r = RIGHT_RECEIVE; r <= RIGHT_DELIVER; r++) assert_false(right_has(&she, (Right)r, &hers));
}

/* The empty scope asks for the right over the whole centre: a head's or a chief's right in one department is not that. */
static void empty_scope_means_everywhere(void **state)
{
    (void)state;
    RightScope everywhere = {0};
    Actor chief = officer(ROLE_CHIEF, "011", "W05"), head = officer(ROLE_LEADER, "011", ""), government = officer(ROLE_LEADER, "", ""), admin = officer(ROLE_ADMIN, "", "");
    assert_true(right_has(&chief, RIGHT_EDIT_CATALOGUE, NULL));
    assert_false(right_has(&chief, RIGHT_EDIT_CATALOGUE, &everywhere));
    assert_false(right_has(&head, RIGHT_GRANT_AUTHORITY, &everywhere));
    assert_true(right_has(&government, RIGHT_GRANT_AUTHORITY, &everywhere));
    assert_true(right_has(&admin, RIGHT_GRANT_AUTHORITY, &everywhere));
    for (int r = 0; r < RIGHT_COUNT; r++)
        for (int i = 0; i < 6; i++) {
            Actor one = officer((unsigned)roles[i], "011", "W05");
            assert_int_equal(right_reach_of_role(roles[i], (Right)r) == REACH_ALL, right_has(&one, (Right)r, &everywhere));
        }
}

static void separation_of_powers(void **state)
{
    (void)state;
    Actor admin = officer(ROLE_ADMIN, "", ""), supervisor = officer(ROLE_SUPERVISOR, "", "");
    RightScope scope = {.department = "011", .window = "W05"};
    static const Right powers[] = {RIGHT_RECEIVE, RIGHT_ACCEPT, RIGHT_REVIEW, RIGHT_DECIDE, RIGHT_PAUSE, RIGHT_EXTEND, RIGHT_EXTEND_JOINT, RIGHT_DELIVER, RIGHT_WITHDRAW};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        assert_false(right_has(&admin, powers[i], &scope));
        assert_false(right_has(&supervisor, powers[i], &scope));
    }
    assert_false(right_has(&admin, RIGHT_SEE_PERSONAL, &scope));
    assert_false(right_has(&admin, RIGHT_SEE_CASE, &scope));
    assert_false(right_has(&supervisor, RIGHT_ADMIN_USERS, &scope));
}

static void xk42_heads_extend(void **state)
{
    (void)state;
    Actor head = officer(ROLE_LEADER, "011", ""), government = officer(ROLE_LEADER, "", ""), chief = officer(ROLE_CHIEF, "011", "W05");
    RightScope scope = {.department = "011", .window = "W05"}, other = {.department = "012", .window = "W06"};
    assert_true(right_has(&head, RIGHT_EXTEND, &scope));
    assert_false(right_has(&head, RIGHT_EXTEND, &other));
    assert_false(right_has(&chief, RIGHT_EXTEND, &scope));
    assert_false(right_has(&head, RIGHT_EXTEND_JOINT, &scope));
    assert_true(right_has(&government, RIGHT_EXTEND_JOINT, &scope));
    assert_false(right_has(&government, RIGHT_EXTEND, &scope));            /* nor is she the head of every organ */
    assert_false(right_has(&head, RIGHT_EXTEND_JOINT, NULL));
}

static void machines_need_the_scope_of_their_token(void **state)
{
    (void)state;
    RightScope scope = {.department = "011"};
    Actor none = actor_machine("city", 0), query = actor_machine("city", MACHINE_QUERY), all = actor_machine("city", 31);
    assert_false(right_has(&none, RIGHT_SEE_CASE, &scope));
    assert_true(right_has(&query, RIGHT_SEE_CASE, &scope));
    assert_false(right_has(&query, RIGHT_APPLY, &scope));
    assert_true(right_has(&all, RIGHT_APPLY, &scope));
    assert_false(right_has(&all, RIGHT_SEE_PERSONAL, &scope));
    assert_false(right_has(&all, RIGHT_DECIDE, &scope));
}

int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_reviewed_one), cmocka_unit_test(every_right_has_its_words), cmocka_unit_test(reach_decides), cmocka_unit_test(several_roles_add_up),
        cmocka_unit_test(nobody_has_nothing), cmocka_unit_test(a_citizen_sees_her_own_case_only), cmocka_unit_test(separation_of_powers), cmocka_unit_test(empty_scope_means_everywhere), cmocka_unit_test(xk42_heads_extend),
        cmocka_unit_test(machines_need_the_scope_of_their_token),
    };
    int failed = cmocka_run_group_tests_name("rights", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
