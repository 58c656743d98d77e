/* reform_test.c: rates that count only what is known, records of one matter taken together, the entry rate; what everybody may send, never crashes. */
#include "catalog/district_test.h"
#include "reform/reform.h"

static ReformRecord record(const char *department, const char *item, const char *matter, ReformMeasure m, int before, int after)
{
    ReformRecord r = {.department = department, .item = item, .matter = matter, .document = "", .note = "", .day = day_of(2026, 3, 2)};
    for (int i = 0; i < REFORM_MEASURES; i++) r.before[i] = r.after[i] = REFORM_UNKNOWN;
    r.before[m] = before;
    r.after[m] = after;
    return r;
}

static void test_rates_count_only_what_is_known(void **state)
{
    (void)state;
    const ReformRecord rows[] = {record("019", "", "健康证", REFORM_DAYS, 2, 1), record("004", "", "身份证", REFORM_DAYS, 60, 10), record("018", "", "网吧", REFORM_DAYS, REFORM_UNKNOWN, 0),
                                 record("011", "", "建设", REFORM_DAYS, 9, REFORM_UNKNOWN)};
    ReformRate rate = reform_rate(rows, 4, NULL, REFORM_DAYS);
    int tenths;
    assert_int_equal(rate.matters, 2);
    assert_int_equal(rate.before, 62);
    assert_int_equal(rate.after, 11);
    assert_true(reform_reduction(rate, &tenths));
    assert_int_equal(tenths, 823);                       /* 51 of 62: 82.26 % */
    rate = reform_rate(rows, 4, "004", REFORM_DAYS);
    assert_true(reform_reduction(rate, &tenths));
    assert_int_equal(tenths, 833);
    assert_false(reform_reduction(reform_rate(rows, 4, "018", REFORM_DAYS), &tenths));
    assert_false(reform_reduction(reform_rate(rows, 4, NULL, REFORM_PLACES), &tenths));
    assert_false(reform_reduction((ReformRate){1, 0, 3}, &tenths));          /* from nothing there is no rate */
    assert_true(reform_reduction((ReformRate){1, 4, 5}, &tenths));
    assert_int_equal(tenths, -250);                      /* grown, and says so */
    assert_true(reform_reduction((ReformRate){1, 100000, 0}, &tenths));
    assert_int_equal(tenths, 1000);
}

static void test_records_of_one_matter(void **state)
{
    (void)state;
    Arena *a = arena_new();
    ReformRecord rows[] = {record("011", "4201", "施工许可", REFORM_STEPS, 9, 4), record("012", "", "同名", REFORM_STEPS, 3, 2), record("011", "", "同名", REFORM_STEPS, 5, 1),
                           record("011", "4201", "施工许可（改名）", REFORM_STEPS, 4, 3), record("011", "4201", "施工许可（改名）", REFORM_DAYS, 20, 7)};
    int count;
    ReformRecord *all = reform_matters(a, rows, 5, &count);
    assert_int_equal(count, 3);                          /* same name in two departments: two matters */
    assert_int_equal(all[0].before[REFORM_STEPS], 9);    /* the first before, the last after */
    assert_int_equal(all[0].after[REFORM_STEPS], 3);
    assert_int_equal(all[0].before[REFORM_DAYS], 20);
    assert_string_equal(all[0].matter, "施工许可（改名）");
    assert_int_equal(rows[0].after[REFORM_STEPS], 4);    /* what was given stays as it was */
    reform_matters(a, NULL, 0, &count);
    assert_int_equal(count, 0);
    arena_free(a);
}

/* Where only the outcome is known at first, a later "before" is not the old state: it is what the last change left. */
static void test_a_later_before_does_not_fill_in_the_first(void **state)
{
    (void)state;
    Arena *a = arena_new();
    const ReformRecord rows[] = {record("011", "1", "x", REFORM_DAYS, REFORM_UNKNOWN, 10), record("011", "1", "x", REFORM_DAYS, 10, 5)};
    int count;
    ReformRecord *all = reform_matters(a, rows, 2, &count);
    assert_int_equal(all[0].before[REFORM_DAYS], REFORM_UNKNOWN);
    assert_int_equal(all[0].after[REFORM_DAYS], 5);
    arena_free(a);
}

static void test_entry_rate(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Day today = day_of(2026, 3, 2);
    Catalog *catalog = district_catalog(a, NULL, day_of(2026, 1, 1));
    const Item *item = catalog_item_newest(catalog, "4201150192001100");
    const ReformEntry entries[] = {{.department = "011", .item = "", .matter = "散装水泥"}, {.department = "019", .item = item->code, .matter = ""}, {.department = "019", .item = "gone", .matter = "旧"}};
    int departments;
    ReformEntryTally *tally = reform_entry_tally(a, entries, 3, catalog, today, &departments);
    assert_int_equal(departments, 2);
    assert_int_equal(tally[0].inside, 0);
    assert_int_equal(tally[1].listed, 2);
    assert_int_equal(tally[1].inside, 1);
    assert_false(reform_inside(catalog, item->code, day_of(2025, 12, 31)));      /* not in force yet: not in */
    assert_false(reform_inside(catalog, "", today));
    arena_free(a);
}

static void test_the_table(void **state)
{
    (void)state;
    for (const DeskAct *act = reform_desk.acts; act->name; act++) {
        assert_true(!strncmp(act->event, "reform.", 7));
        assert_non_null(act->fields);
        assert_true(!strcmp(act->rule, "A6") || !strcmp(act->rule, "A7") || !strcmp(act->rule, "D1"));
        bool papered = false;
        for (const DeskField *f = act->fields; f->key; f++) papered = papered || !strcmp(f->key, "document");
        assert_true(papered || !strcmp(act->name, "close_round") || !strcmp(act->name, "explain"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rates_count_only_what_is_known), cmocka_unit_test(test_records_of_one_matter), cmocka_unit_test(test_a_later_before_does_not_fill_in_the_first),
                                       cmocka_unit_test(test_entry_rate), cmocka_unit_test(test_the_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
