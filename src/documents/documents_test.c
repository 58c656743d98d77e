/* documents_test.c: the table of kinds, rules D1-D13, numbers without gaps, the projection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/embed.h"
#include "base/text.h"
#include "store/store.h"
#include <stdio.h>
#include <stdlib.h>
#include "documents/documents_sample.h"

static Arena *arena;
static Store *store;
static int64_t next_seq;
static const LegalBody HOUSING = {"B011", "武汉市江夏区住房和城乡建设局", "住建", "武汉市江夏区住房和城乡建设局 行政审批专用章", "武汉市江夏区人民政府", "武汉市江夏区人民法院"};
static const LegalBody CULTURE = {"B017", "武汉市江夏区文化和旅游局", "文旅", "武汉市江夏区文化和旅游局 行政审批专用章", "武汉市江夏区人民政府", "武汉市江夏区人民法院"};

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    store = store_open(":memory:", STORE_WRITE);
    size_t n;
    const uint8_t *schema = embed_find(arena, "schema/0006_documents.sql", &n);
    assert_non_null(schema);
    store_script(store, (const char *)schema);
    next_seq = 1;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    store_close(store);
    arena_free(arena);
    return 0;
}

static bool names(const DocumentFailures *f, const char *rule, const char *field) {
    for (int i = 0; i < f->count; i++)
        if (!strcmp(f->list[i].rule, rule) && (!field || !strcmp(f->list[i].field, field))) return true;
    return false;
}

/* ---- the table ---- */

static void all_kinds_stand_in_the_table(void **state) {
    (void)state;
    assert_int_equal(document_kind_count(), DOCUMENT_STANDARD_KINDS + 9);
    for (int i = 0; i < document_kind_count(); i++) {
        const DocumentKind *k = document_kind_number(i);
        assert_string_equal(k->code, i < 34 ? arena_printf(arena, "F%02d", i + 1) : arena_printf(arena, "X%02d", i - 33));
        assert_ptr_equal(document_kind(k->code), k);
        assert_true(k->zh && *k->zh && k->en && *k->en && k->basis && k->basis_en);
        assert_true(k->fields[0].key != NULL);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(k->zh, document_kind_number(j)->zh);
            if (k->word && document_kind_number(j)->word) assert_string_not_equal(k->word, document_kind_number(j)->word);
        }
        int n = 0;
        for (const DocumentField *f = k->fields; f->key; f++, n++) {
            for (int j = 0; j < n; j++) assert_string_not_equal(f->key, k->fields[j].key);
            assert_true(n < DOCUMENT_FIELDS_MAX - 1);          /* the end mark has its place */
            assert_true(f->zh && f->en);
            assert_true(f->type != FACT_LIST || f->columns);
        }
        if (k->adverse != ADVERSE_NEVER) {                     /* D4: every adverse kind asks for reasons, basis, remedies */
            const char *const need[] = {"reason", "basis", "reconsideration", "court"};
            for (int r = 0; r < 4; r++) {
                bool found = false;
                for (const DocumentField *f = k->fields; f->key; f++) found |= !strcmp(f->key, need[r]) && (f->flags & FACT_ADVERSE);
                assert_true(found);
            }
        }
    }
    assert_null(document_kind("F00"));
    assert_null(document_kind("F35"));
    assert_null(document_kind("F99"));
    assert_null(document_kind("F43"));                         /* X09 is no F43 */
    assert_null(document_kind("X00"));
    assert_null(document_kind("X10"));
    assert_null(document_kind("Y01"));
    assert_null(document_kind("f03"));
    assert_null(document_kind("F3"));
    assert_null(document_kind("F030"));
    assert_null(document_kind(""));
    assert_null(document_kind("F\xff\xff"));
    assert_null(document_kind(NULL));
    assert_null(document_kind_number(-1));
    assert_null(document_kind_number(document_kind_count()));
}

static void titles_follow_the_kind_of_item(void **state) {                    /* XK-03 */
    (void)state;
    Value *facts = value_object(arena);
    assert_string_equal(document_title(arena, document_kind("F21"), facts, false), "准予行政许可决定书");
    value_set_str(arena, facts, "item_kind", "07");
    assert_string_equal(document_title(arena, document_kind("F21"), facts, false), "准予行政确认决定书");
    value_set_str(arena, facts, "item_kind", "05");
    assert_string_equal(document_title(arena, document_kind("F22"), facts, false), "不予行政给付决定书");
    value_set_str(arena, facts, "item_kind", "10");
    assert_string_equal(document_title(arena, document_kind("F21"), facts, false), "准予办理决定书");
    assert_string_equal(document_title(arena, document_kind("F07"), facts, false), "不需要办理告知书");
    assert_string_equal(document_title(arena, document_kind("F01"), facts, false), "申请书");
    assert_string_equal(document_title(arena, document_kind("F06"), facts, false), "受理通知书");
    value_set_str(arena, facts, "item_kind", "01");
    value_set_bool(arena, facts, "granted", false);
    assert_string_equal(document_title(arena, document_kind("F29"), facts, false), "不予延续行政许可决定书");
    value_set_bool(arena, facts, "granted", true);
    assert_string_equal(document_title(arena, document_kind("F28"), facts, false), "准予变更行政许可决定书");
    assert_string_equal(document_title(arena, document_kind("F28"), facts, true), "Decision on a Change (granted)");
    value_set_bool(arena, facts, "deemed", true);                             /* XK-50: silence until the last day */
    assert_string_equal(document_title(arena, document_kind("F29"), facts, false), "视为准予延续行政许可确认书");
    assert_string_equal(document_title(arena, document_kind("F15"), facts, false), "听证告知书");
    value_set_bool(arena, facts, "announcement", true);
    assert_string_equal(document_title(arena, document_kind("F15"), facts, false), "听证公告");                        /* XK-46 */
    assert_string_equal(document_title(arena, document_kind("F32"), facts, false), "注销行政许可公告");
    assert_string_equal(document_title(arena, document_kind("F32"), facts, true), "Announcement of Cancellation");
    assert_string_equal(document_title(arena, document_kind("X02"), facts, false), "退回件复核裁定书");
}

/* ---- D1-D13 ---- */

static void complete_documents_pass(void **state) {
    (void)state;
    DocumentFailures f;
    for (int i = 0; i < document_kind_count(); i++) {
        const char *code = document_kind_number(i)->code;
        bool good = document_check(arena, code, sample_facts(arena, code), &f);
        for (int j = 0; j < f.count; j++) print_message("%s: %s %s %s\n", code, f.list[j].rule, f.list[j].field, f.list[j].zh);
        assert_true(good);
        assert_int_equal(f.count, 0);
    }
}

static Value *without(const Value *facts, const char *key, int how) {
    Value *out = value_object(arena);
    for (const Value *v = facts->first; v; v = v->next) {
        if (strcmp(v->key, key)) value_set(arena, out, v->key, value_copy(arena, v));
        else if (how == 1) value_set_str(arena, out, key, "");
        else if (how == 2) value_set_str(arena, out, key, " \t　");
        else if (how == 3) value_set(arena, out, key, value_list(arena));
        else if (how == 4) value_set_str(arena, out, key, NULL);
        else if (how == 5) value_set_object(arena, out, key);
    }
    return out;
}

/* Every required fact of every kind, missing, empty, blank, of the wrong sort: refused, and the refusal names the fact. */
static void every_missing_field_is_refused(void **state) {
    (void)state;
    DocumentFailures f;
    int tried = 0;
    for (int i = 0; i < document_kind_count(); i++) {
        const DocumentKind *k = document_kind_number(i);
        const Value *facts = sample_facts(arena, k->code);
        for (const DocumentField *field = k->fields; field->key; field++) {
            bool adverse = k->adverse != ADVERSE_NEVER && (field->flags & FACT_ADVERSE);       /* the samples of F28 and F29 are refusals */
            bool falls_back = !strcmp(field->key, "holder") || !strcmp(field->key, "addressee") || !strcmp(field->key, "payer");
            if (!(field->flags & FACT_REQUIRED) && !adverse) continue;
            for (int how = falls_back ? 1 : 0; how < 6; how++) {
                assert_false(document_check(arena, k->code, without(facts, field->key, how), &f));
                assert_true(names(&f, adverse ? "D4" : "D1", field->key));
                for (int j = 0; j < f.count; j++) assert_true(*f.list[j].zh && *f.list[j].en);
                tried++;
            }
        }
        arena_reset(arena);
    }
    assert_true(tried > 600);
}

static void common_facts_are_never_blank(void **state) {                      /* D1 */
    (void)state;
    DocumentFailures f;
    const char *const keys[] = {"organ", "date", "item", "case_no", "applicant_name", "number"};
    for (int i = 2; i < document_kind_count(); i++) {
        const DocumentKind *k = document_kind_number(i);
        for (int j = 0; j < 6; j++) {
            if (j == 5 && !k->word) continue;
            if (j == 3 && !k->of_case) {                                      /* a certificate may be older than any case */
                assert_true(document_check(arena, k->code, without(sample_facts(arena, k->code), keys[j], 0), &f));
                continue;
            }
            assert_false(document_check(arena, k->code, without(sample_facts(arena, k->code), keys[j], 0), &f));
            assert_true(names(&f, "D1", keys[j]));
        }
        arena_reset(arena);
    }
    assert_false(document_check(arena, "F77", value_object(arena), &f));
    assert_true(names(&f, "D1", "kind"));
    for (int i = 0; i < document_kind_count(); i++) assert_false(document_check(arena, document_kind_number(i)->code, NULL, &f));
    assert_true(f.count <= 24);
}

static void list_elements_say_their_columns(void **state) {
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F05");
    value_set_str(arena, (Value *)value_get(facts, "supplements")->first, "how", "");
    assert_false(document_check(arena, "F05", facts, &f));
    assert_true(names(&f, "D1", "supplements"));
}

static void d2_d3_supplement_once_and_in_time(void **state) {                 /* XK-32-4 */
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F05");
    value_set_int(arena, facts, "notices_before", 0);
    value_set_str(arena, facts, "t1_due", "2026-11-23");
    assert_true(document_check(arena, "F05", facts, &f));
    value_set_int(arena, facts, "notices_before", 1);
    assert_false(document_check(arena, "F05", facts, &f));
    assert_true(names(&f, "D2", NULL) && f.count == 1);
    value_set_int(arena, facts, "notices_before", 0);
    value_set_str(arena, facts, "t1_due", "2026-11-22");
    assert_false(document_check(arena, "F05", facts, &f));
    assert_true(names(&f, "D3", "date") && f.count == 1);
}

static void d4_remedies(void **state) {                                       /* XK-07 */
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F29");
    value_set_bool(arena, facts, "granted", true);
    assert_true(document_check(arena, "F29", without(facts, "court", 0), &f));     /* a renewal granted needs no remedies */
    value_set_bool(arena, facts, "granted", false);
    assert_false(document_check(arena, "F29", without(facts, "court", 0), &f));
    assert_true(names(&f, "D4", "court"));
    assert_string_equal(document_remedies(arena, "武汉市江夏区人民政府", "武汉市江夏区人民法院"),
                        "如不服本决定，可以自收到之日起六十日内向武汉市江夏区人民政府申请行政复议，或者六个月内向武汉市江夏区人民法院提起行政诉讼。");
    const char *const adverse[] = {"F08", "F22", "F28", "F29", "F30", "F31"};
    for (int i = 0; i < 6; i++) {
        const char *json = value_json(arena, document_sheet(arena, adverse[i], sample_facts(arena, adverse[i]), "zh"));
        assert_non_null(strstr(json, "六十日内向武汉市江夏区人民政府申请行政复议，或者六个月内向武汉市江夏区人民法院提起行政诉讼"));
    }
    assert_null(strstr(value_json(arena, document_sheet(arena, "F21", sample_facts(arena, "F21"), "zh")), "行政复议"));
}

static void d5_special_procedure(void **state) {                              /* XK-45 */
    (void)state;
    DocumentFailures f;
    const char *const grounds[] = {"听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"};
    Value *facts = sample_facts(arena, "F18");
    for (int i = 0; i < 8; i++) {
        value_set_str(arena, facts, "ground", grounds[i]);
        assert_true(document_check(arena, "F18", facts, &f));
    }
    value_set_str(arena, facts, "ground", "领导出差");
    assert_false(document_check(arena, "F18", facts, &f));
    assert_true(names(&f, "D5", "ground"));
    facts = sample_facts(arena, "F18");
    value_set_int(arena, facts, "days", 0);
    assert_false(document_check(arena, "F18", facts, &f));
    assert_true(names(&f, "D5", "days"));
    facts = sample_facts(arena, "F18");
    value_set_str(arena, facts, "to", "2026-11-24");
    assert_false(document_check(arena, "F18", facts, &f));
    assert_true(names(&f, "D5", "to"));
}

static void d6_extension(void **state) {                                      /* XK-42a, XK-42b */
    (void)state;
    DocumentFailures f;
    for (int days = -1; days <= 17; days++)
        for (int joint = 0; joint < 2; joint++) {
            Value *facts = sample_facts(arena, "F19");
            value_set_int(arena, facts, "extension_days", days);
            value_set_bool(arena, facts, "joint", joint);
            value_set_str(arena, facts, "approver_role", joint ? "本级人民政府负责人" : "本行政机关负责人");
            assert_int_equal(document_check(arena, "F19", facts, &f), days >= 1 && days <= (joint ? 15 : 10));
            if (days < 0 || days > 15) assert_true(names(&f, days < 0 ? "D1" : "D6", "extension_days"));
        }
    Value *facts = sample_facts(arena, "F19");
    value_set_str(arena, facts, "approver_role", "本级人民政府负责人");
    assert_false(document_check(arena, "F19", facts, &f));
    assert_true(names(&f, "D6", "approver_role"));
    facts = sample_facts(arena, "F19");
    value_set_str(arena, facts, "date", "2026-12-23");                        /* the day after the limit */
    assert_false(document_check(arena, "F19", facts, &f));
    assert_true(names(&f, "D6", "date"));
    value_set_str(arena, facts, "date", "2026-12-22");                        /* on its last day: yes */
    assert_true(document_check(arena, "F19", facts, &f));
    value_set_str(arena, facts, "new_due", "2026-12-22");
    assert_false(document_check(arena, "F19", facts, &f));
    assert_true(names(&f, "D6", "new_due"));
}

static void d7_two_officers(void **state) {                                   /* XK-34b */
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F13"), *officers = (Value *)value_get(facts, "officers");
    value_set_str(arena, officers->last, "certificate", "鄂A0001");
    assert_false(document_check(arena, "F13", facts, &f));
    assert_true(names(&f, "D7", "officers"));
}

static void d8_bill_adds_up(void **state) {                                   /* XK-58 */
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F24");
    value_set_int(arena, facts, "amount", 116151);
    assert_false(document_check(arena, "F24", facts, &f));
    assert_true(names(&f, "D8", "amount"));
    facts = sample_facts(arena, "F24");
    Value *line = (Value *)value_get(facts, "lines")->first;
    value_set_bool(arena, line, "in_catalogue", false);
    assert_false(document_check(arena, "F24", facts, &f));
    assert_true(names(&f, "D8", "lines"));
    value_set_bool(arena, line, "in_catalogue", true);
    assert_true(document_check(arena, "F24", facts, &f));
    value_set_int(arena, line, "standard", INT64_MAX / 2);                    /* no sum by overflow */
    assert_false(document_check(arena, "F24", facts, &f));
    value_set_int(arena, line, "standard", -36050);
    assert_false(document_check(arena, "F24", facts, &f));
    assert_non_null(strstr(value_json(arena, document_sheet(arena, "F24", sample_facts(arena, "F24"), "zh")), "壹仟壹佰陆拾壹元伍角整"));
}

static void d9_d12_service(void **state) {                                    /* XK-44 */
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F27");
    value_set_str(arena, (Value *)value_get(facts, "documents")->first, "number", "第12号");
    assert_false(document_check(arena, "F27", facts, &f));
    assert_true(names(&f, "D9", "documents"));
    facts = sample_facts(arena, "F27");
    value_set_int(arena, facts, "workdays_since_decision", 10);
    assert_true(document_check(arena, "F27", facts, &f));
    value_set_int(arena, facts, "workdays_since_decision", 11);
    assert_false(document_check(arena, "F27", facts, &f));
    assert_true(names(&f, "D12", "delivered_on"));
    facts = sample_facts(arena, "F27");
    value_set_str(arena, facts, "way", "飞鸽送达");
    assert_false(document_check(arena, "F27", facts, &f));
    value_set_str(arena, facts, "way", "留置送达");
    assert_false(document_check(arena, "F27", facts, &f));
    assert_true(names(&f, "D1", "witness"));
    value_set_str(arena, facts, "witness", "冯七");
    value_set_str(arena, facts, "refusal_note", "拒绝签收");
    assert_true(document_check(arena, "F27", facts, &f));
    value_set_str(arena, facts, "way", "直接送达");
    assert_false(document_check(arena, "F27", without(facts, "recipient", 0), &f));
    assert_true(names(&f, "D1", "recipient"));
    value_set_str(arena, facts, "way", "电子送达");
    assert_true(document_check(arena, "F27", without(facts, "recipient", 0), &f));
}

static void d10_d11_d13(void **state) {
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F21");
    value_set_bool(arena, facts, "opposite_issued", true);
    assert_false(document_check(arena, "F21", facts, &f));
    assert_true(names(&f, "D10", NULL));
    facts = sample_facts(arena, "F16");
    for (int gap = 0; gap < 12; gap++) {                                      /* XK-48 */
        value_set_int(arena, facts, "gap_workdays", gap);
        assert_int_equal(document_check(arena, "F16", facts, &f), gap >= 7);
    }
    facts = sample_facts(arena, "F15");
    value_set_int(arena, facts, "ask_days", 4);                               /* XK-47 */
    assert_false(document_check(arena, "F15", facts, &f));
    assert_true(names(&f, "D11", "ask_days"));
    facts = sample_facts(arena, "F06");
    value_set_bool(arena, facts, "number_taken", true);
    assert_false(document_check(arena, "F06", facts, &f));
    assert_true(names(&f, "D13", "number"));
}

/* A fact of the sample changed: refused with that rule and field. */
static void spoilt(const char *code, const char *key, const char *text, const char *rule, const char *field) {
    DocumentFailures f;
    Value *facts = sample_facts(arena, code);
    value_set_str(arena, facts, key, text);
    assert_false(document_check(arena, code, facts, &f));
    if (!names(&f, rule, field)) for (int j = 0; j < f.count; j++) print_message("%s: %s %s %s\n", code, f.list[j].rule, f.list[j].field, f.list[j].zh);
    assert_true(names(&f, rule, field));
    assert_int_equal(f.count, 1);
}

static void holds(const char *code, const char *key, const char *text) {
    DocumentFailures f;
    Value *facts = sample_facts(arena, code);
    value_set_str(arena, facts, key, text);
    assert_true(document_check(arena, code, facts, &f));
}

static void hearings_are_public_and_fair(void **state) {                      /* XK-48 */
    (void)state;
    DocumentFailures f;
    spoilt("F16", "chair", "孙三", "XK-48", "chair");                          /* who examines the application cannot preside */
    spoilt("F17", "chair", "孙三", "XK-48", "chair");
    Value *facts = sample_facts(arena, "F16");
    value_set_bool(arena, facts, "public", false);
    assert_false(document_check(arena, "F16", facts, &f));
    assert_true(names(&f, "XK-48", "private_reason"));
    value_set_str(arena, facts, "private_reason", "涉及商业秘密");
    assert_true(document_check(arena, "F16", facts, &f));
    spoilt("F14", "state_by", "2026-11-22", "XK-36", "state_by");
    holds("F14", "state_by", "2026-11-23");
}

static void the_life_of_a_certificate(void **state) {                         /* XK-08, XK-50, XK-69, XK-70 */
    (void)state;
    DocumentFailures f;
    Value *facts = sample_facts(arena, "F29");
    value_set_bool(arena, facts, "granted", true);
    assert_true(document_check(arena, "F29", facts, &f));                     /* 2026-12-31 to 2027-11-22 */
    assert_false(document_check(arena, "F29", without(facts, "valid_to", 0), &f));
    assert_true(names(&f, "XK-50", "valid_to"));
    value_set_str(arena, facts, "valid_to", "2026-12-31");
    assert_false(document_check(arena, "F29", facts, &f));
    facts = sample_facts(arena, "F29");
    value_set_bool(arena, facts, "deemed", true);
    assert_false(document_check(arena, "F29", facts, &f));
    assert_true(names(&f, "XK-50", "deemed"));
    spoilt("F30", "cause", "领导决定收回", "XK-08", "cause");
    holds("F30", "cause", "准予行政许可所依据的《湖北省某条例》已经废止");
    spoilt("F31", "ground", "被许可人态度不好", "XK-69", "ground");
    static const char *const REVOKED[] = {"行政机关工作人员滥用职权、玩忽职守作出准予行政许可决定", "超越法定职权作出准予行政许可决定", "违反法定程序作出准予行政许可决定",
        "对不具备申请资格或者不符合法定条件的申请人准予行政许可", "依法可以撤销行政许可的其他情形", "以欺骗、贿赂等不正当手段取得行政许可"};
    for (size_t i = 0; i < sizeof REVOKED / sizeof *REVOKED; i++) holds("F31", "ground", REVOKED[i]);
    spoilt("F32", "ground", "系统清理", "XK-70", "ground");
    static const char *const CANCELLED[] = {"行政许可有效期届满未延续", "赋予公民特定资格的行政许可，该公民死亡或者丧失行为能力", "法人或者其他组织依法终止", "行政许可依法被撤销、撤回，或者行政许可证件依法被吊销",
        "因不可抗力导致行政许可事项无法实施", "法律、法规规定的应当注销的其他情形"};
    for (size_t i = 0; i < sizeof CANCELLED / sizeof *CANCELLED; i++) holds("F32", "ground", CANCELLED[i]);
}

static void default_by_lapse_of_time(void **state) {                          /* DOMAIN 0.2, 3.4: a local rule, per item, with its document */
    (void)state;
    DocumentFailures f;
    static const char *const NEVER[] = {"safety", "secret", "quota"};
    for (int i = 0; i < 3; i++) {
        Value *facts = sample_facts(arena, "F34");
        value_set_bool(arena, facts, NEVER[i], true);
        assert_false(document_check(arena, "F34", facts, &f));
        assert_true(names(&f, "F34", NEVER[i]) && f.count == 1);
    }
    assert_false(document_check(arena, "F34", without(sample_facts(arena, "F34"), "approval_document", 0), &f));
    assert_true(names(&f, "D1", "approval_document"));
    spoilt("F34", "overdue_since", "2026-12-03", "F34", "overdue_since");     /* the promised day itself is in time */
    spoilt("F34", "date", "2026-12-03", "F34", "date");
    spoilt("F34", "issue_on", "2026-12-03", "F34", "issue_on");
    holds("F34", "issue_on", "2026-12-04");
}

static void dates_and_sums_of_other_papers(void **state) {
    (void)state;
    DocumentFailures f;
    spoilt("F02", "valid_to", "2026-11-22", "D1", "valid_to");
    spoilt("F26", "valid_to", "2026-11-22", "D1", "valid_to");
    spoilt("F11", "total_due", "2026-11-30", "XK-26b", "windows");            /* no child limit after the whole */
    spoilt("X03", "due_on", "2026-11-22", "D1", "due_on");
    spoilt("X06", "due_on", "2026-11-22", "D1", "due_on");
    spoilt("X05", "finished_on", "2026-11-15", "D1", "finished_on");
    Value *facts = sample_facts(arena, "F25");
    value_set_int(arena, facts, "amount", 116100);
    assert_false(document_check(arena, "F25", facts, &f));
    assert_true(names(&f, "D8", "amount"));
    assert_true(document_check(arena, "F25", without(facts, "lines", 0), &f));
    facts = sample_facts(arena, "X07");
    value_set_str(arena, (Value *)value_get(facts, "officers")->last, "certificate", "鄂A0001");
    assert_false(document_check(arena, "X07", facts, &f));                    /* D7 holds for the notice too */
    assert_true(names(&f, "D7", "officers"));
    facts = sample_facts(arena, "F12");                                       /* optional columns: absent or plain, never a list */
    value_set_list(arena, (Value *)value_get(facts, "opinions")->first, "basis");
    assert_false(document_check(arena, "F12", facts, &f));
    assert_true(names(&f, "D1", "opinions"));
}

/* ---- numbers ---- */

static void number_text(void **state) {
    (void)state;
    assert_string_equal(document_number_text(arena, "江夏住建", "许受", 2026, 12), "江夏住建许受〔2026〕12号");
    assert_true(document_number_valid("江夏住建许受〔2026〕12号"));
    const char *const bad[] = {"", "〔2026〕12号", "江夏住建许受〔2026〕012号", "江夏住建许受〔2026〕0号", "江夏住建许受〔2026〕号", "江夏住建许受〔26〕12号", "江夏住建许受[2026]12号",
                               "江夏住建许受〔2026〕12", "江夏住建许受〔2026〕第12号", "江夏住建许受〔2026〕12号 ", "江夏住建许受（2026）12号", "江夏住建许受〔2026", "江夏住建许受〔202", "〔"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(document_number_valid(bad[i]));
    assert_false(document_number_valid(NULL));
    const char *const words[][2] = {{"01", "许"}, {"05", "给"}, {"07", "确"}, {"09", "裁"}, {"10", "其"}, {"20", "服"}, {"", "其"}, {"77", "其"}};
    for (int i = 0; i < 8; i++) assert_string_equal(document_category(words[i][0]), words[i][1]);
    assert_string_equal(document_category(NULL), "其");
    assert_string_equal(document_masked_id(arena, "420115199003078515"), "420115********8515");
    assert_string_equal(document_masked_id(arena, "E12345678"), "E1*****78");
    assert_string_equal(document_masked_id(arena, "1234"), "******");
    assert_string_equal(document_masked_id(arena, "张三的证件号码不是号码"), "******");
    assert_string_equal(document_masked_id(arena, NULL), "");
}

/* A draft may be tried again here: each try gets a context of its own, as document_issue takes it over. */
static const Value *issue_draft(Value *event_body, const DocumentDraft *draft, DocumentFailures *f) {
    DocumentDraft own = *draft;
    own.context = draft->context ? value_copy(arena, draft->context) : NULL;
    return document_issue(store, arena, event_body, &own, f);
}

static DocumentDraft draft_of(const char *kind, const LegalBody *body, int64_t case_id, Day day) {
    Value *facts = sample_facts(arena, kind);
    return (DocumentDraft){.kind = kind, .body = body, .district = "江夏", .item_kind = "01", .case_id = case_id, .day = day, .fields = facts, .context = facts};
}

static const Value *issue(Value *body, const char *kind, const LegalBody *legal, int64_t case_id, Day day) {
    DocumentDraft d = draft_of(kind, legal, case_id, day);
    DocumentFailures f;
    const Value *record = issue_draft(body, &d, &f);
    if (!record) for (int i = 0; i < f.count; i++) print_message("%s %s %s\n", f.list[i].rule, f.list[i].field, f.list[i].zh);
    return record;
}

static void apply(Value *body, const char *kind, int64_t case_id) {
    Event e = {.seq = next_seq++, .kind = kind, .actor = "test", .case_id = case_id, .body = body};
    documents_apply(store, arena, &e);
}

static void a_document_is_issued_kept_and_found(void **state) {
    (void)state;
    Day day = day_of(2026, 11, 23);
    Value *body = value_object(arena);
    const Value *record = issue(body, "F06", &HOUSING, 7, day);
    assert_non_null(record);
    assert_string_equal(value_str(record, "number"), "江夏住建许受〔2026〕1号");
    assert_int_equal(value_int(record, "seq", 0), 1);
    const char *json = value_json(arena, body);
    assert_null(strstr(json, "春和置业"));                                    /* nothing personal in the event */
    assert_null(strstr(json, "91420115MA4K2N5X7P"));
    next_seq = 41;
    apply(body, "case.accepted", 7);
    int count;
    const IssuedDocument **all = documents_of_case(store, arena, 7, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0]->kind, "F06");
    assert_int_equal(all[0]->event_seq, 41);
    assert_int_equal(all[0]->case_id, 7);
    assert_true(day_equal(all[0]->day, day));
    assert_string_equal(value_str(all[0]->record, "organ"), HOUSING.name);
    assert_string_equal(value_str(all[0]->record, "date"), "2026-11-23");
    assert_string_equal(value_str(all[0]->record, "handler"), "张敏");
    assert_null(value_get(all[0]->record, "applicant_name"));
    assert_ptr_not_equal(document_load(store, arena, all[0]->id), NULL);
    assert_string_equal(document_by_number(store, arena, "江夏住建许受〔2026〕1号")->kind, "F06");
    assert_string_equal(document_latest(store, arena, 7, NULL)->number, "江夏住建许受〔2026〕1号");
    assert_null(document_latest(store, arena, 7, "F22"));
    assert_null(document_latest(store, arena, 0, NULL));
    assert_null(document_by_number(store, arena, "江夏住建许受〔2026〕2号"));
    assert_null(document_load(store, arena, 1));
    /* the record and the case's facts together pass the check again */
    DocumentFailures f;
    assert_true(document_check(arena, "F06", document_facts(arena, all[0]->record, sample_facts(arena, "F06"), NULL), &f));
}

static void personal_facts_are_never_kept(void **state) {
    (void)state;
    for (int i = 0; i < document_kind_count(); i++) {
        Value *body = value_object(arena);
        const DocumentKind *k = document_kind_number(i);
        if (!strcmp(k->code, "F22") || !strcmp(k->code, "F27")) continue;
        Day day = day_of(2026, 11, 23);
        day_parse(value_str(sample_facts(arena, k->code), "date"), &day);
        const Value *record = issue(body, k->code, &HOUSING, 100 + i, day);
        assert_non_null(record);
        const Value *fields = value_get(record, "fields");
        assert_null(value_get(fields, "applicant_name"));
        assert_null(value_get(fields, "applicant_id"));
        for (const DocumentField *f = k->fields; f->key; f++)
            if (f->flags & FACT_PERSONAL) assert_null(value_get(fields, f->key));
        assert_int_equal(k->word != NULL, value_str(record, "number") != NULL);
    }
}

static void a_refused_draft_leaves_no_trace(void **state) {
    (void)state;
    Value *body = value_object(arena);
    DocumentDraft d = draft_of("F08", &HOUSING, 3, day_of(2026, 11, 23));
    Value *fields = without(d.fields, "reason", 0);
    d.fields = fields;
    d.context = fields;
    DocumentFailures f;
    assert_null(issue_draft(body, &d, &f));
    assert_true(names(&f, "D4", "reason"));
    assert_null(value_get(body, "documents"));
    assert_int_equal(document_number_next(store, "B011", "许不受", 2026), 1);
    /* remedies come from the legal body when nobody gives them */
    fields = without(without(sample_facts(arena, "F08"), "court", 0), "reconsideration", 0);
    d.fields = fields;
    d.context = NULL;
    const Value *record = issue_draft(body, &d, &f);
    assert_non_null(record);
    assert_string_equal(value_str(value_get(record, "fields"), "court"), HOUSING.court);
}

static void series_are_apart(void **state) {
    (void)state;
    struct { const char *kind; const LegalBody *body; const char *item_kind; int year; const char *number; } steps[] = {
        {"F06", &HOUSING, "01", 2026, "江夏住建许受〔2026〕1号"}, {"F06", &HOUSING, "01", 2026, "江夏住建许受〔2026〕2号"}, {"F06", &CULTURE, "01", 2026, "江夏文旅许受〔2026〕1号"},
        {"F05", &HOUSING, "01", 2026, "江夏住建许补〔2026〕1号"}, {"F06", &HOUSING, "20", 2026, "江夏住建服受〔2026〕1号"}, {"F06", &HOUSING, "01", 2027, "江夏住建许受〔2027〕1号"},
        {"F06", &HOUSING, "01", 2026, "江夏住建许受〔2026〕3号"}, {"F06", &HOUSING, "10", 2027, "江夏住建其受〔2027〕1号"}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        Value *body = value_object(arena);
        DocumentDraft d = draft_of(steps[i].kind, steps[i].body, (int64_t)i + 1, day_of(steps[i].year, 12, 31));
        d.item_kind = steps[i].item_kind;
        if (!strcmp(steps[i].kind, "F05")) d.day = day_of(2026, 11, 23);
        DocumentFailures f;
        const Value *record = issue_draft(body, &d, &f);
        assert_non_null(record);
        assert_string_equal(value_str(record, "number"), steps[i].number);
        apply(body, "case.accepted", (int64_t)i + 1);
    }
    assert_true(documents_gapless(store, arena, NULL));
}

static void several_documents_in_one_event(void **state) {
    (void)state;
    Value *body = value_object(arena);
    Day day = day_of(2026, 11, 23);
    const char *const numbers[] = {"江夏住建许收〔2026〕1号", "江夏住建许收〔2026〕2号", "江夏住建许收〔2026〕3号"};
    for (int i = 0; i < 3; i++) assert_string_equal(value_str(issue(body, "F03", &HOUSING, 9, day), "number"), numbers[i]);
    assert_non_null(issue(body, "F04", &HOUSING, 9, day));                    /* one without a number between them */
    assert_string_equal(value_str(issue(body, "F21", &HOUSING, 9, day), "number"), "江夏住建许准〔2026〕1号");
    /* D10 within the same event */
    DocumentFailures f;
    DocumentDraft d = draft_of("F22", &HOUSING, 9, day);
    assert_null(issue_draft(body, &d, &f));
    assert_true(names(&f, "D10", NULL));
    apply(body, "case.received", 9);
    int count;
    documents_of_case(store, arena, 9, &count);
    assert_int_equal(count, 5);
    assert_int_equal(document_number_next(store, "B011", "许收", 2026), 4);
    assert_true(documents_gapless(store, arena, NULL));
    assert_null(issue_draft(value_object(arena), &d, &f));   /* D10 against the store */
    assert_true(names(&f, "D10", NULL));
}

static void numbers_have_no_gap_when_turns_are_undone(void **state) {         /* D13, DOMAIN 4.1 */
    (void)state;
    Day day = day_of(2026, 11, 23);
    int kept = 0;
    srand(7);
    store_begin(store);
    for (int i = 0; i < 300; i++) {
        store_savepoint(store);
        Value *body = value_object(arena);
        int many = 1 + rand() % 3;
        for (int j = 0; j < many; j++)
            assert_string_equal(value_str(issue(body, "F03", &HOUSING, i + 1, day), "number"), document_number_text(arena, "江夏住建", "许收", 2026, kept + j + 1));
        bool keep = rand() % 3;
        int64_t seq = next_seq;
        apply(body, "case.received", i + 1);
        if (keep) {
            store_release(store);
            kept += many;
        } else {
            store_undo(store);
            next_seq = seq;
        }
        arena_reset(arena);
    }
    store_commit(store);
    assert_true(kept > 100);
    assert_int_equal(document_number_next(store, "B011", "许收", 2026), kept + 1);
    const char *what = NULL;
    assert_true(documents_gapless(store, arena, &what));
    store_exec(store, "DELETE FROM issued_document WHERE seq = 50", "");
    assert_false(documents_gapless(store, arena, &what));
    assert_non_null(strstr(what, "B011"));
}

static void voided_numbers_stay(void **state) {
    (void)state;
    Day day = day_of(2026, 11, 23);
    Value *body = value_object(arena);
    issue(body, "F21", &HOUSING, 4, day);
    apply(body, "case.granted", 4);
    Value *voided = value_object(arena);
    value_set_str(arena, voided, "number", "江夏住建许准〔2026〕1号");
    value_set_str(arena, voided, "reason", "申请人名称写错");
    apply(voided, "document.voided", 4);
    const IssuedDocument *d = document_by_number(store, arena, "江夏住建许准〔2026〕1号");
    assert_string_equal(d->void_reason, "申请人名称写错");
    assert_non_null(strstr(value_json(arena, document_sheet(arena, "F21", d->record, "zh")), "已作废"));
    assert_true(documents_gapless(store, arena, NULL));
    assert_int_equal(document_number_next(store, "B011", "许准", 2026), 2);
    Value *again = value_object(arena);
    assert_string_equal(value_str(issue(again, "F22", &HOUSING, 4, day), "number"), "江夏住建许不准〔2026〕1号");    /* a void grant does not stand in the way */
}

static void service_names_documents_that_stand(void **state) {                /* D9 */
    (void)state;
    Day day = day_of(2026, 11, 23);
    Value *body = value_object(arena), *facts = sample_facts(arena, "F27"), *list = value_set_list(arena, facts, "documents"), *one = value_push_object(arena, list);
    value_set_str(arena, one, "name", "准予行政许可决定书");
    value_set_str(arena, one, "number", "江夏住建许准〔2026〕1号");
    DocumentDraft d = draft_of("F27", &HOUSING, 4, day);
    d.fields = d.context = facts;
    DocumentFailures f;
    assert_null(issue_draft(body, &d, &f));
    assert_true(names(&f, "D9", NULL));
    assert_non_null(issue(body, "F21", &HOUSING, 4, day));
    assert_non_null(issue_draft(body, &d, &f));              /* decided and served in one act */
    apply(body, "case.granted", 4);
    body = value_object(arena);
    assert_non_null(issue_draft(body, &d, &f));
    Value *voided = value_object(arena);
    value_set_str(arena, voided, "number", "江夏住建许准〔2026〕1号");
    apply(voided, "document.voided", 4);
    assert_null(issue_draft(value_object(arena), &d, &f));
}

static void replay_gives_the_same_rows(void **state) {
    (void)state;
    Buf before = buf_new(arena), after = buf_new(arena);
    Value *bodies[40];
    for (int i = 0; i < 40; i++) {
        bodies[i] = value_object(arena);
        assert_non_null(issue(bodies[i], i % 3 ? "F03" : "F06", i % 2 ? &HOUSING : &CULTURE, i + 1, day_of(2026, 11, 23)));
        apply(bodies[i], "case.received", i + 1);
    }
    for (int pass = 0; pass < 2; pass++) {
        Query *q = store_query(store, "SELECT id, kind, number, body, word, year, seq, case_id, day, fields FROM issued_document ORDER BY id", "");
        while (store_row(q)) buf_printf(pass ? &after : &before, "%lld %s %s %s\n", (long long)store_int(q, 0), store_text(q, 1, arena), store_text(q, 2, arena), store_text(q, 9, arena));
        if (pass) break;
        store_exec(store, "DELETE FROM issued_document", "");
        store_exec(store, "DELETE FROM document_sequence", "");
        next_seq = 1;
        for (int i = 0; i < 40; i++) {
            const char *json = value_json(arena, bodies[i]), *error;
            apply(value_parse(arena, json, strlen(json), &error), "case.received", i + 1);
        }
    }
    assert_string_equal(before.text, after.text);
}

static void odd_events_do_no_harm(void **state) {
    (void)state;
    const char *const bodies[] = {"{}", "{\"documents\":7}", "{\"documents\":[]}", "{\"documents\":[1,null,{},{\"kind\":\"F03\"},[]]}", "{\"documents\":{\"kind\":\"F03\"}}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) apply(sample_parse(arena, bodies[i]), "case.received", 1);
    apply(value_object(arena), "document.voided", 0);
    Event e = {.seq = 99, .kind = "case.received"};
    documents_apply(store, arena, &e);
    int count;
    documents_of_case(store, arena, 1, &count);
    assert_int_equal(count, 0);
}

/* ---- sheets as data ---- */

static void sheets_say_what_the_law_asks(void **state) {
    (void)state;
    const char *json = value_json(arena, document_sheet(arena, "F03", sample_facts(arena, "F03"), "zh"));
    const char *const receipt[] = {"申请材料接收凭证", "7KQ4M-N2XWA", "5个工作日", "10482", "建设工程规划许可证", "2026年11月23日 09:30", "行政许可受理专用章", "YC1:420115"};
    for (size_t i = 0; i < sizeof receipt / sizeof *receipt; i++) assert_non_null(strstr(json, receipt[i]));
    json = value_json(arena, document_sheet(arena, "F08", sample_facts(arena, "F08"), "zh"));
    assert_non_null(strstr(json, "请向武汉东湖新技术开发区建设管理局申请办理"));                                    /* XK-32-2 */
    json = value_json(arena, document_sheet(arena, "F09", sample_facts(arena, "F09"), "zh"));
    assert_non_null(strstr(json, "2026年11月23日起即为受理"));                /* XK-32-4: from the day of receipt */
    json = value_json(arena, document_sheet(arena, "F18", sample_facts(arena, "F18"), "zh"));
    assert_non_null(strstr(json, "不计算在办理期限内"));
    Value *service = sample_facts(arena, "F06");
    value_set_str(arena, service, "item_kind", "20");
    json = value_json(arena, document_sheet(arena, "F06", service, "zh"));
    assert_null(strstr(json, "行政许可受理专用章"));
    assert_non_null(strstr(json, "政务服务受理专用章"));
    /* instants and days as numbers say the same as text */
    Value *facts = sample_facts(arena, "F03");
    value_set_int(arena, facts, "received_at", instant_at(day_of(2026, 11, 23), 9, 30, 0).ms);
    value_set_int(arena, facts, "date", day_of(2026, 11, 23).n);
    value_set_int(arena, facts, "t1_due", day_of(2026, 11, 30).n);
    assert_string_equal(value_json(arena, document_sheet(arena, "F03", facts, "zh")), value_json(arena, document_sheet(arena, "F03", sample_facts(arena, "F03"), "zh")));
}

static void english_is_beside_chinese(void **state) {
    (void)state;
    for (int i = 0; i < document_kind_count(); i++) {
        const DocumentKind *k = document_kind_number(i);
        const char *zh = value_json(arena, document_sheet(arena, k->code, sample_facts(arena, k->code), "zh"));
        const char *en = value_json(arena, document_sheet(arena, k->code, sample_facts(arena, k->code), "en"));
        assert_null(strstr(zh, "\"en\":"));
        assert_non_null(strstr(en, "\"en\":"));
        assert_true(strlen(en) > strlen(zh));
        arena_reset(arena);
    }
}

static void the_guide_sheet_bears_its_version(void **state) {                 /* A4, A5 */
    (void)state;
    const char *const kinds[] = {"SHEET", "CARD"};
    for (int i = 0; i < 2; i++) {
        const char *json = value_json(arena, document_sheet(arena, kinds[i], sample_parse(arena, SAMPLE_ITEM), "zh"));
        assert_non_null(strstr(json, "9f3c51a7be02"));
        assert_non_null(strstr(json, "建设工程规划许可证"));
        assert_non_null(strstr(json, "\"fit\":true"));
        assert_non_null(strstr(json, "3个工作日"));
    }
    Value *blank = sample_parse(arena, SAMPLE_ITEM);
    value_set_bool(arena, blank, "blank", true);
    const char *json = value_json(arena, document_sheet(arena, "F01", blank, "zh"));
    assert_non_null(strstr(json, "真实性负责"));
    assert_non_null(strstr(json, "免费"));
    assert_non_null(strstr(json, "9f3c51a7be02"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(all_kinds_stand_in_the_table), TEST(titles_follow_the_kind_of_item), TEST(complete_documents_pass), TEST(every_missing_field_is_refused), TEST(common_facts_are_never_blank),
        TEST(list_elements_say_their_columns), TEST(d2_d3_supplement_once_and_in_time), TEST(d4_remedies), TEST(d5_special_procedure), TEST(d6_extension), TEST(d7_two_officers), TEST(d8_bill_adds_up),
        TEST(d9_d12_service), TEST(d10_d11_d13), TEST(hearings_are_public_and_fair), TEST(the_life_of_a_certificate), TEST(default_by_lapse_of_time),
        TEST(dates_and_sums_of_other_papers), TEST(number_text), TEST(a_document_is_issued_kept_and_found), TEST(personal_facts_are_never_kept), TEST(a_refused_draft_leaves_no_trace),
        TEST(series_are_apart), TEST(several_documents_in_one_event), TEST(numbers_have_no_gap_when_turns_are_undone), TEST(voided_numbers_stay), TEST(service_names_documents_that_stand),
        TEST(replay_gives_the_same_rows), TEST(odd_events_do_no_harm), TEST(sheets_say_what_the_law_asks), TEST(english_is_beside_chinese), TEST(the_guide_sheet_bears_its_version)};
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
