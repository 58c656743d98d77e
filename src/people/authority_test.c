/* authority_test.c: letters of authority and substitutes (C1, C2, C7), compared with a plain reading of the rule on random books. */
#include "people/authority.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static Arena *arena;
static Day day(int n) { return (Day){20000 + n}; }

static Authority row(int64_t id, const char *officer, const char *item, unsigned rights, int from, int to)
{
    return (Authority){id, officer, "011", item, rights, day(from), to < 0 ? DAY_NONE : day(to), "江政务授〔2025〕011-1号"};
}

static void c1_no_row_no_decision(void **state)
{
    (void)state;
    assert_null(authority_find(NULL, 0, "wang", "A1", "011", AUTHORITY_DECIDE, day(0)));
    Authority rows[] = {row(1, "wang", "*", AUTHORITY_ACCEPT, 0, 10)};
    assert_null(authority_find(rows, 1, "wang", "A1", "011", AUTHORITY_DECIDE, day(5)));
    assert_null(authority_find(rows, 1, "li", "A1", "011", AUTHORITY_ACCEPT, day(5)));
    assert_null(authority_find(rows, 1, "wang", "A1", "012", AUTHORITY_ACCEPT, day(5)));
    assert_null(authority_find(rows, 1, NULL, "A1", "011", AUTHORITY_ACCEPT, day(5)));
    assert_ptr_equal(rows, authority_find(rows, 1, "wang", "A1", "011", AUTHORITY_ACCEPT, day(5)));
}

static void c1_first_and_last_day_count(void **state)
{
    (void)state;
    Authority rows[] = {row(1, "wang", "A1", AUTHORITY_DECIDE, 3, 7)};
    for (int n = 0; n < 12; n++)
        assert_int_equal(n >= 3 && n <= 7, authority_find(rows, 1, "wang", "A1", "011", AUTHORITY_DECIDE, day(n)) != NULL);
    Authority open[] = {row(1, "wang", "A1", AUTHORITY_DECIDE, 3, -1)};
    assert_non_null(authority_find(open, 1, "wang", "A1", "011", AUTHORITY_DECIDE, day(100000)));
    assert_null(authority_find(open, 1, "wang", "A1", "011", AUTHORITY_DECIDE, day(2)));
}

static void most_particular_row_is_named(void **state)
{
    (void)state;
    Authority rows[] = {row(1, "wang", "*", AUTHORITY_ALL, 0, -1), row(2, "wang", "A1", AUTHORITY_ALL, 0, -1), row(3, "wang", "A1", AUTHORITY_ALL, 2, -1),
                        row(4, "wang", "A1", AUTHORITY_ALL, 2, -1)};
    assert_int_equal(4, authority_find(rows, 4, "wang", "A1", "011", AUTHORITY_SEAL, day(3))->id);
    assert_int_equal(2, authority_find(rows, 4, "wang", "A1", "011", AUTHORITY_SEAL, day(1))->id);
    assert_int_equal(1, authority_find(rows, 4, "wang", "A2", "011", AUTHORITY_SEAL, day(3))->id);
}

static void c7_b_acts_on_recorded_absence_only(void **state)
{
    (void)state;
    Authority rows[] = {row(1, "wang", "*", AUTHORITY_DECIDE, 0, -1)};
    Substitute pairs[] = {{2, "wang", "li", day(0), DAY_NONE, "江政务人〔2025〕011号"}, {3, "li", "zhao", day(0), DAY_NONE, "x"}};
    Absence absences[] = {{4, "wang", day(5), day(6), "公出"}, {5, "li", day(5), day(6), "公出"}};
    AuthorityBook book = {rows, 1, pairs, 2, absences, 2};
    for (int n = 3; n < 9; n++) {
        AuthorityBasis basis = authority_valid(&book, "li", "A1", "011", AUTHORITY_DECIDE, day(n));
        assert_int_equal(n == 5 || n == 6, basis.row != NULL);
        if (basis.row) assert_int_equal(2, basis.substitute->id), assert_int_equal(4, basis.absence->id);
        /* It does not pass on to B's own B, though she is absent too. */
        assert_null(authority_valid(&book, "zhao", "A1", "011", AUTHORITY_DECIDE, day(n)).row);
    }
    assert_null(authority_valid(&book, "li", "A1", "011", AUTHORITY_SEAL, day(5)).row);
    AuthorityBasis own = authority_valid(&book, "wang", "A1", "011", AUTHORITY_DECIDE, day(1));
    assert_non_null(own.row);
    assert_null(own.substitute);
    assert_string_equal("依据授权书江政务授〔2025〕011-1号", authority_text_zh(arena, &own));
    AuthorityBasis by_b = authority_valid(&book, "li", "A1", "011", AUTHORITY_DECIDE, day(5));
    assert_string_equal("依据授权书江政务授〔2025〕011-1号,由B角代行(AB角文件江政务人〔2025〕011号)", authority_text_zh(arena, &by_b));
    assert_non_null(strstr(authority_text_en(arena, &by_b), "substitute"));
    AuthorityBasis none = {0};
    assert_string_equal("", authority_text_zh(arena, &none));
    assert_string_equal("", authority_text_en(arena, &none));
}

/* ---- brute force on random books ---- */

static uint32_t seed = 7;
static int below(int n) { seed = seed * 1664525 + 1013904223; return (int)((seed >> 9) % (uint32_t)n); }
static const char *const people[] = {"an", "bo", "cai", "deng"};
static const char *const items[] = {"*", "A1", "A2", "B1"};
static const char *const departments[] = {"011", "012"};
enum { MOST = 12 };

static bool in(Day from, Day to, Day d) { return d.n >= from.n && (to.n == DAY_NONE_N || d.n <= to.n); }

static bool plainly_has(const AuthorityBook *b, const char *who, const char *item, const char *dept, unsigned right, Day d)
{
    bool has = false;
    for (int i = 0; i < b->row_count; i++) {
        const Authority *r = &b->rows[i];
        has |= !strcmp(r->officer, who) && !strcmp(r->department, dept) && (!strcmp(r->item, "*") || !strcmp(r->item, item)) && (r->rights & right) && in(r->from, r->to, d);
    }
    return has;
}

static bool plainly_valid(const AuthorityBook *b, const char *who, const char *item, const char *dept, unsigned right, Day d)
{
    bool has = plainly_has(b, who, item, dept, right, d);
    for (int i = 0; i < b->substitute_count; i++) {
        const Substitute *s = &b->substitutes[i];
        if (strcmp(s->b, who) || !in(s->from, s->to, d)) continue;
        for (int k = 0; k < b->absence_count; k++)
            if (!strcmp(b->absences[k].officer, s->a) && in(b->absences[k].from, b->absences[k].to, d)) has |= plainly_has(b, s->a, item, dept, right, d);
    }
    return has;
}

static void agrees_with_the_plain_reading(void **state)
{
    (void)state;
    int yes = 0, by_substitute = 0;
    for (int round = 0; round < 3000; round++) {
        Authority rows[MOST];
        Substitute pairs[MOST];
        Absence absences[MOST];
        AuthorityBook b = {rows, below(6), pairs, below(5), absences, below(5)};
        for (int i = 0; i < b.row_count; i++) {
            rows[i] = row(i + 1, people[below(4)], items[below(4)], (unsigned)(1 + below(31)), below(8), below(3) ? 8 + below(8) : -1);
            rows[i].department = departments[below(2)];
        }
        for (int i = 0; i < b.substitute_count; i++) {
            int a = below(4);
            pairs[i] = (Substitute){100 + i, people[a], people[(a + 1 + below(3)) % 4], day(below(6)), below(2) ? DAY_NONE : day(6 + below(8)), "d"};
        }
        for (int i = 0; i < b.absence_count; i++) { int from = below(12); absences[i] = (Absence){200 + i, people[below(4)], day(from), day(from + below(5)), "公出"}; }
        for (int q = 0; q < 40; q++) {
            const char *who = people[below(4)], *item = items[1 + below(3)], *dept = departments[below(2)];
            AuthorityRight right = (AuthorityRight)(1 << below(5));
            Day d = day(below(18));
            AuthorityBasis basis = authority_valid(&b, who, item, dept, right, d);
            assert_int_equal(plainly_valid(&b, who, item, dept, right, d), basis.row != NULL);
            if (!basis.row) { assert_null(basis.substitute); continue; }
            yes++;
            assert_true(basis.row->rights & (unsigned)right && in(basis.row->from, basis.row->to, d));
            if (!basis.substitute) { assert_string_equal(who, basis.row->officer); continue; }
            by_substitute++;
            assert_string_equal(basis.substitute->a, basis.row->officer);
            assert_string_equal(basis.substitute->a, basis.absence->officer);
            assert_false(plainly_has(&b, who, item, dept, right, d));      /* her own row always comes first */
        }
    }
    assert_true(yes > 2000 && by_substitute > 100);
}

static void rights_written_and_read(void **state)
{
    (void)state;
    for (unsigned mask = 1; mask <= AUTHORITY_ALL; mask++) assert_int_equal(mask, authority_rights_of(authority_rights_value(arena, mask)));
    unsigned out;
    assert_true(authority_rights_parse("all", &out) && out == AUTHORITY_ALL);
    assert_true(authority_rights_parse("accept|decide", &out) && out == (AUTHORITY_ACCEPT | AUTHORITY_DECIDE));
    static const char *const bad[] = {"", "|", "accept|", "|accept", "accept|accept", "Accept", "accept,decide", "all|accept", "acceptdecide"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(authority_rights_parse(bad[i], &out));
    assert_false(authority_rights_parse(NULL, &out));
    assert_int_equal(0, authority_rights_of(NULL));
    Value *list = value_list(arena);
    value_push_str(arena, list, "decide");
    value_push_str(arena, list, "reign");
    assert_int_equal(0, authority_rights_of(list));
    assert_string_equal("签章", authority_right_zh(AUTHORITY_SEAL));
    assert_string_equal("refuse", authority_right_name(AUTHORITY_REFUSE));
}

int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c1_no_row_no_decision), cmocka_unit_test(c1_first_and_last_day_count), cmocka_unit_test(most_particular_row_is_named),
        cmocka_unit_test(c7_b_acts_on_recorded_absence_only), cmocka_unit_test(agrees_with_the_plain_reading), cmocka_unit_test(rights_written_and_read),
    };
    int failed = cmocka_run_group_tests_name("authority", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
