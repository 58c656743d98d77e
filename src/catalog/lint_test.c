/* lint_test.c: each rule both ways: the good item passes, the spoiled one is found by that rule; and the district is clean. */
#include "catalog/district_test.h"
#include "base/buf.h"
#include <stdio.h>

static Arena *arena;
static Catalog *catalog;
static int start(void **state) { (void)state; arena = arena_new(); catalog = district_catalog(arena, NULL, day_of(2026, 1, 1)); return 0; }
static int stop(void **state) { (void)state; arena_free(arena); return 0; }

/* The rules that speak about the health certificate (or another item) after the JSON object's keys replace its own. */
static const char *rules_after(const char *code, const char *changes)
{
    const char *error = NULL;
    const Item *from = catalog_item_newest(catalog, code);
    Value *body = value_copy(arena, from->body), *change = value_parse(arena, changes, strlen(changes), &error);
    if (error) print_error("%s\n", error);
    assert_non_null(change);
    for (Value *m = change->first, *next; m; m = next) { next = m->next; value_set(arena, body, m->key, value_copy(arena, m)); }
    int count;
    LintFinding *findings = lint_item(arena, catalog, item_of_body(arena, item_body_canonical(arena, body)), &count);
    Buf out = buf_new(arena);
    buf_char(&out, ' ');
    bool warned = false;
    for (int i = 0; i < count; i++) {
        assert_false(warned && findings[i].severity == LINT_ERROR);         /* errors first */
        warned = findings[i].severity == LINT_WARN;
        assert_true(*findings[i].detail && *findings[i].article && *findings[i].zh && *findings[i].en);
        buf_printf(&out, "%s ", findings[i].rule);
    }
    return out.text;
}

static const char health[] = "4201150192001100", permit[] = "4201150220101000", joint[] = "4201150220100100", charged[] = "4201150042000100";

static void spoils(const char *code, const char *changes, const char *rule)
{
    const char *rules = rules_after(code, changes), *wanted = arena_printf(arena, " %s ", rule);
    if (!strstr(rules, wanted)) print_error("%s should break %s, broke:%s\n", changes, rule, rules);
    assert_non_null(strstr(rules, wanted));
}

static void passes(const char *code, const char *changes)
{
    const char *rules = rules_after(code, changes);
    if (strcmp(rules, " ")) print_error("%s broke:%s\n", changes, rules);
    assert_string_equal(rules, " ");
}

static void unspoilt(const char *code, const char *changes, const char *rule) { assert_null(strstr(rules_after(code, changes), arena_printf(arena, " %s ", rule))); }

static void the_good_items_pass(void **state)
{
    (void)state;
    passes(health, "{}"); passes(permit, "{}"); passes(joint, "{}"); passes(charged, "{}");
}

static void code_and_words(void **state)
{
    (void)state;
    spoils(health, "{\"code\":\"123\"}", "CODE");
    spoils(health, "{\"code\":\"4201150112001100\"}", "CODE");
    spoils(health, "{\"code\":\"4201150190101100\"}", "CODE");
    spoils(health, "{\"kind\":\"88\"}", "WORDS");
    spoils(health, "{\"mode\":\"快办件\"}", "WORDS");
    spoils(health, "{\"service_objects\":[\"9\"]}", "WORDS");
}

static void six_publications_xk30(void **state)
{
    (void)state;
    spoils(health, "{\"conditions\":[]}", "SIX");
    spoils(health, "{\"materials\":[]}", "SIX");
    spoils(health, "{\"scope\":\"\"}", "SIX");
    spoils(health, "{\"charges\":\"\"}", "SIX");
}

static void limits_l1_l2_l3(void **state)
{
    (void)state;
    const char *steps = "\"steps\":[{\"name\":\"受理\",\"days\":0},{\"name\":\"审核\",\"days\":%d},{\"name\":\"审批\",\"days\":0},{\"name\":\"办结\",\"days\":0},{\"name\":\"送达\",\"days\":0}]";
    char with[400];
    snprintf(with, sizeof with, "{\"promised_limit\":21,%s}", steps);
    spoils(health, arena_printf(arena, with, 21), "L1");
    snprintf(with, sizeof with, "{\"promised_limit\":20,%s}", steps);
    passes(health, arena_printf(arena, with, 20));                                              /* its note gives a reason: L3 silent */
    snprintf(with, sizeof with, "{\"promised_limit\":20,\"promised_note\":\"\",%s}", steps);
    spoils(health, arena_printf(arena, with, 20), "L3");
    spoils(health, "{\"statutory_unit\":\"\"}", "L1");
    spoils(health, "{\"promised_limit\":-1}", "L1");
    snprintf(with, sizeof with, "{\"promised_limit\":15,\"statutory_unit\":\"calendar_day\",%s}", steps);
    spoils(health, arena_printf(arena, with, 15), "L1");                                        /* 15 working days are 21 calendar days */
    snprintf(with, sizeof with, "{\"promised_limit\":14,\"statutory_unit\":\"calendar_day\",%s}", steps);
    passes(health, arena_printf(arena, with, 14));
    spoils(health, "{\"mode\":\"即办件\"}", "L2");
    snprintf(with, sizeof with, "{\"promised_limit\":0,%s}", steps);
    spoils(health, arena_printf(arena, with, 0), "L2");
    snprintf(with, sizeof with, "{\"promised_limit\":0,\"mode\":\"即办件\",%s}", steps);
    passes(health, arena_printf(arena, with, 0));
}

static void visits_l4(void **state)
{
    (void)state;
    spoils(health, "{\"visits_reason\":\"\"}", "L4");
    spoils(permit, "{\"channels\":[\"窗口\"]}", "L4");
    spoils(permit, "{\"delivery\":[\"窗口领取\"]}", "L4");
    passes(permit, "{\"channels\":[\"邮寄\"]}");
}

static void fees_l5_xk58_xk29(void **state)
{
    (void)state;
    spoils(health, "{\"charges\":\"收费\"}", "L5");
    spoils(health, "{\"charges\":\"看情况\"}", "L5");
    spoils(health, "{\"pay_online\":true}", "L5");
    spoils(charged, "{\"charges\":\"不收费\"}", "L5");
    spoils(charged, "{\"fees\":[{\"name\":\"工本费\",\"fee_class\":\"证照工本费\",\"standard\":\"\",\"basis\":\"法\"}]}", "L5");
    spoils(charged, "{\"fees\":[{\"name\":\"工本费\",\"fee_class\":\"证照工本费\",\"standard\":\"20元\",\"basis\":\"\"}]}", "L5");
    spoils(charged, "{\"fees\":[{\"name\":\"工本费\",\"fee_class\":\"杂费\",\"standard\":\"20元\",\"basis\":\"法\"}]}", "XK-58");
    spoils(permit, "{\"charges\":\"收费\",\"fees\":[{\"name\":\"许可费\",\"fee_class\":\"许可收费\",\"standard\":\"20元\",\"basis\":\"区政府文件\",\"basis_level\":\"规范性文件\"}]}", "XK-58");
    passes(permit, "{\"charges\":\"收费\",\"fees\":[{\"name\":\"许可费\",\"fee_class\":\"许可收费\",\"standard\":\"20元\",\"basis\":\"《某法》第一条\",\"basis_level\":\"法律\"}]}");
    passes(permit, "{\"charges\":\"收费\",\"fees\":[{\"name\":\"登记费\",\"fee_class\":\"登记费\",\"standard\":\"20元\",\"basis\":\"规章\",\"basis_level\":\"规章\"}]}");
    spoils(permit, "{\"charges\":\"收费\",\"fees\":[{\"name\":\"申请表工本费\",\"fee_class\":\"证照工本费\",\"standard\":\"2元\",\"basis\":\"法\",\"basis_level\":\"法律\"}]}", "XK-29");
    spoils(permit, "{\"agent_allowed\":false}", "XK-29");
    passes(permit, "{\"agent_allowed\":false,\"agent_reason\":\"法律规定本人到场\"}");
}

static void phones_l6(void **state)
{
    (void)state;
    spoils(health, "{\"consult_phone\":\"027-81009000\"}", "L6");
    spoils(health, "{\"consult_phone\":\"81002019\"}", "L6");
    spoils(health, "{\"consult_phone\":\"\"}", "L6");
    spoils(health, "{\"supervise_phone\":\"027-8100\"}", "L6");
    passes(health, "{\"consult_phone\":\"027-81002019-801\"}");
}

static void steps_l7(void **state)
{
    (void)state;
    spoils(health, "{\"steps\":[{\"name\":\"受理\",\"days\":1}]}", "L7");
    spoils(health, "{\"promised_limit\":3}", "L7");
    spoils(health, "{\"steps\":[{\"name\":\"审核\",\"days\":1},{\"name\":\"受理\"},{\"name\":\"审批\"},{\"name\":\"办结\"},{\"name\":\"送达\"}]}", "L7");
    passes(health, "{\"steps\":[{\"name\":\"受理\"},{\"name\":\"审核\"},{\"name\":\"现场核查\",\"days\":1},{\"name\":\"审批\"},{\"name\":\"办结\"},{\"name\":\"送达\"}]}");
}

static void conditions_and_materials_l8_l9(void **state)
{
    (void)state;
    spoils(health, "{\"conditions\":[\"提交身份证\"]}", "L8");
    spoils(health, "{\"conditions\":[\"居民身份证\"]}", "L8");
    spoils(health, "{\"conditions\":[\"已经取得《排水许可证》\"]}", "L8b");
    passes(health, "{\"conditions\":[\"持有《居民身份证》\"]}");
    static const char *const elastic[] = {"其他材料", "相关证明", "有关文件", "身份证等", "营业执照等材料"}, *const firm[] = {"普通话水平测试等级证书", "等额保证金凭证", "营业执照"};
    const char *row = "{\"materials\":[{\"name\":\"%s\",\"originals\":1}]}";
    for (size_t i = 0; i < sizeof elastic / sizeof *elastic; i++) {
        char text[200];
        snprintf(text, sizeof text, row, elastic[i]);
        spoils(health, text, "L9");
    }
    for (size_t i = 0; i < sizeof firm / sizeof *firm; i++) {
        char text[200];
        snprintf(text, sizeof text, row, firm[i]);
        passes(health, text);
    }
    spoils(health, "{\"materials\":[{\"name\":\"a\",\"originals\":0,\"copies\":0}]}", "MAT");
    spoils(health, "{\"materials\":[{\"name\":\"a\",\"source_type\":\"邻居\"}]}", "MAT");
    spoils(health, "{\"materials\":[{\"name\":\"a\",\"required\":false}]}", "MAT");
    spoils(health, "{\"materials\":[{\"no\":1,\"name\":\"a\"},{\"no\":1,\"name\":\"b\"}]}", "MAT");
    spoils(health, "{\"materials\":[{\"name\":\"a\",\"form\":\"clay\"}]}", "MAT");
}

static void questions_results_objects_l10_l12(void **state)
{
    (void)state;
    spoils(permit, "{\"faq\":[]}", "L10");
    passes(health, "{\"faq\":[]}");                                       /* not a permit */
    spoils(permit, "{\"result_name\":\"\"}", "L11");
    spoils(permit, "{\"result_sample\":\"\"}", "L11");
    spoils(permit, "{\"result_type\":\"approval\"}", "L11");              /* …证 is a licence */
    spoils(permit, "{\"result_name\":\"关于某事的批复\"}", "L11");
    spoils(permit, "{\"result_type\":\"gift\"}", "L11");
    spoils("4201150220101200", "{\"topic\":\"婚姻登记\"}", "L12");
    spoils(permit, "{\"topic\":\"\"}", "L12");
}

static void joint_and_basis_l13_l14(void **state)
{
    (void)state;
    spoils(joint, "{\"co_departments\":[]}", "L13");
    spoils(joint, "{\"co_departments\":[\"022\"]}", "L13");
    spoils(joint, "{\"co_departments\":[\"999\"]}", "L13");
    spoils(permit, "{\"basis\":[]}", "L14");
    spoils(permit, "{\"basis\":[{\"law\":\"食品安全法\",\"article\":\"\"}]}", "L14");
}

static void one_window_xk26a_and_the_switch(void **state)
{
    (void)state;
    spoils(health, "{\"window\":\"\"}", "XK-26a");
    spoils(health, "{\"window\":\"W04、W05\"}", "XK-26a");
    spoils(health, "{\"legal_body\":\"B999\"}", "XK-26a");
    spoils(health, "{\"department\":\"099\"}", "XK-26a");
    spoils(health, "{\"deemed_approval\":true}", "DEEMED");
    /* F34: off by default; on only with its document, never for safety, secrets or a quota */
    spoils(health, "{\"deemed_approval\":true}", "F34");
    spoils(health, "{\"deemed_document\":\"江夏政务〔2026〕8号\"}", "F34");
    spoils(health, "{\"deemed_approval\":true,\"deemed_document\":\"江夏政务〔2026〕8号\",\"safety\":true}", "F34");
    spoils(health, "{\"deemed_approval\":true,\"deemed_document\":\"江夏政务〔2026〕8号\",\"secret\":true}", "F34");
    spoils(health, "{\"deemed_approval\":true,\"deemed_document\":\"江夏政务〔2026〕8号\",\"quantity_limit\":\"全区不超过20家\"}", "F34");
    unspoilt(health, "{\"deemed_approval\":true,\"deemed_document\":\"江夏政务〔2026〕8号\"}", "F34");
    unspoilt(health, "{\"deemed_approval\":true,\"deemed_document\":\"江夏政务〔2026〕8号\",\"quantity_limit\":\"无数量限制\"}", "F34");
    passes(health, "{\"safety\":true,\"secret\":true}");
}

static void entrusting_xk24_and_selection_xk53(void **state)
{
    (void)state;
    spoils(health, "{\"entrusted_organ\":\"B011\"}", "XK-24");
    spoils(health, "{\"entrusting_document\":\"江夏卫委〔2026〕1号\"}", "XK-24");
    spoils(health, "{\"entrusted_organ\":\"某协会\",\"entrusting_document\":\"江夏卫委〔2026〕1号\"}", "XK-24");
    unspoilt(health, "{\"entrusted_organ\":\"B011\",\"entrusting_document\":\"江夏卫委〔2026〕1号\"}", "XK-24");
    spoils(permit, "{\"quota\":2,\"quantity_limit\":\"本区共2个\",\"quota_period\":\"每月\"}", "XK-57");
    spoils(permit, "{\"quota_period\":\"年度\"}", "XK-57");
    spoils(permit, "{\"selection\":\"招标\"}", "XK-53");
    spoils(permit, "{\"selection\":\"摇号\",\"selection_document\":\"江夏交告〔2026〕1号\"}", "XK-53");
    spoils(permit, "{\"selection_document\":\"江夏交告〔2026〕1号\"}", "XK-53");
    spoils(permit, "{\"selection\":\"考试\",\"selection_document\":\"江夏考〔2026〕1号\",\"materials\":[{\"name\":\"考前培训证明\"}]}", "XK-53");
    unspoilt(permit, "{\"selection\":\"拍卖\",\"selection_document\":\"江夏交告〔2026〕1号\"}", "XK-53");
}

static void the_district_is_clean(void **state)
{
    (void)state;
    Value *report = lint_report(arena, catalog, day_of(2026, 5, 1));
    assert_int_equal(value_int(report, "items", 0), 229);
    const Value *list = value_get(report, "items_found");
    for (const Value *item = list->first; item; item = item->next)
        for (const Value *f = value_get(item, "findings")->first; f; f = f->next)
            print_message("%s %s: %s\n", value_str(item, "name"), value_str(f, "rule"), value_str(f, "detail"));
    assert_int_equal(value_int(report, "errors", -1), 0);
    assert_true(value_int(report, "warnings", -1) < 12);
    assert_int_equal(value_get(report, "rules")->count, lint_rule_count());
}

static void the_table_of_rules(void **state)
{
    (void)state;
    static const char *const needed[] = {"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13", "L14", "SIX", "XK-24", "XK-26a", "XK-29", "XK-53", "XK-58"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        bool there = false;
        for (int k = 0; k < lint_rule_count(); k++) there = there || !strcmp(lint_rule_number(k)->id, needed[i]);
        assert_true(there);
    }
    assert_null(lint_rule_number(-1));
    assert_null(lint_rule_number(lint_rule_count()));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_good_items_pass), cmocka_unit_test(code_and_words), cmocka_unit_test(six_publications_xk30), cmocka_unit_test(limits_l1_l2_l3),
        cmocka_unit_test(visits_l4), cmocka_unit_test(fees_l5_xk58_xk29), cmocka_unit_test(phones_l6), cmocka_unit_test(steps_l7),
        cmocka_unit_test(conditions_and_materials_l8_l9), cmocka_unit_test(questions_results_objects_l10_l12), cmocka_unit_test(joint_and_basis_l13_l14),
        cmocka_unit_test(one_window_xk26a_and_the_switch), cmocka_unit_test(entrusting_xk24_and_selection_xk53), cmocka_unit_test(the_district_is_clean), cmocka_unit_test(the_table_of_rules),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
