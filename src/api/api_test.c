/* api_test.c: shapes, problem documents, languages, and the OpenAPI document made from the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "api/api.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Arena *a;
static int setup(void **state) { (void)state; a = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(a); return 0; }

static const Schema *shape(const char *members)
{
    const char *error = NULL;
    const Schema *s = schema_parse(a, members, &error);
    if (!s) fail_msg("%s: %s", members, error);
    return s;
}

static const Value *json(const char *text)
{
    const char *error;
    const Value *v = value_parse(a, text, strlen(text), &error);
    if (!v) fail_msg("%s: %s", text, error);
    return v;
}

/* ---- shapes ---- */

static void reads_members(void **state)
{
    (void)state;
    const Schema *s = shape("applicant_kind person|firm, phone, address?, materials [{no, way, copies?}], due date?, n int:1..9, ref @Item, deep {x {y bool}}");
    const Schema *m = s->first;
    assert_int_equal(m->kind, SCHEMA_ENUM);
    assert_int_equal(m->choice_count, 2);
    assert_string_equal(m->choices[1], "firm");
    m = schema_member(s, "address");
    assert_true(m->optional);
    assert_int_equal(m->kind, SCHEMA_TEXT);
    m = schema_member(s, "materials");
    assert_int_equal(m->kind, SCHEMA_LIST);
    assert_int_equal(schema_member(m->first, "no")->kind, SCHEMA_INT);
    assert_true(schema_member(m->first, "copies")->optional);
    m = schema_member(s, "due");
    assert_int_equal(m->kind, SCHEMA_DATE);
    assert_true(m->nullable);
    assert_false(m->optional);
    m = schema_member(s, "n");
    assert_int_equal(m->low, 1);
    assert_int_equal(m->high, 9);
    assert_string_equal(schema_member(s, "ref")->ref, "Item");
    assert_int_equal(schema_member(schema_member(s, "deep")->first, "y")->kind, SCHEMA_BOOL);
    assert_null(schema_member(s, "nothing"));
}

static void refuses_bad_shapes(void **state)
{
    (void)state;
    static const char *const bad[] = {"a b c d!", "a nosuchtype", "a [text", "a {b text", "a int:1", "a text b text", ", a", "a [[[[[[[[[[[text]]]]]]]]]]]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *error = NULL;
        if (schema_parse(a, bad[i], &error)) fail_msg("taken: %s", bad[i]);
        assert_non_null(error);
    }
    assert_non_null(schema_parse(a, "", NULL));
    assert_null(schema_type(a, "text text", NULL));
    assert_non_null(schema_type(a, "[@Item]", NULL));
}

static void expect(const char *members, const char *text, SchemaVerdict verdict, const char *pointer)
{
    SchemaFault fault;
    bool good = schema_check(a, shape(members), json(text), &fault);
    if (good != (verdict == SCHEMA_GOOD) || fault.verdict != verdict || strcmp(fault.pointer, pointer))
        fail_msg("%s: verdict %d at %s, wanted %d at %s", text, fault.verdict, fault.pointer, verdict, pointer);
    if (!good) { assert_false(text_blank(fault.zh)); assert_false(text_blank(fault.en)); }
}

static void names_what_is_wrong(void **state)
{
    (void)state;
    const char *s = "name, kind person|firm, truth, when? date, sha256?, materials? [{no, way paper|upload}], n? int:1..9, maybe? text?";
    expect(s, "{}", SCHEMA_GOOD, "");                                       /* what is missing is the law's to say */
    expect(s, "{\"name\":\"x\",\"kind\":\"firm\",\"truth\":true,\"when\":\"2026-02-28\",\"materials\":[{\"no\":1,\"way\":\"paper\"}],\"n\":9,\"maybe\":null}", SCHEMA_GOOD, "");
    expect(s, "[]", SCHEMA_WRONG_TYPE, "");
    expect(s, "\"x\"", SCHEMA_WRONG_TYPE, "");
    expect(s, "null", SCHEMA_WRONG_TYPE, "");
    expect(s, "{\"name\":1}", SCHEMA_WRONG_TYPE, "/name");
    expect(s, "{\"name\":null}", SCHEMA_WRONG_TYPE, "/name");
    expect(s, "{\"truth\":\"true\"}", SCHEMA_WRONG_TYPE, "/truth");
    expect(s, "{\"kind\":\"dog\"}", SCHEMA_BAD_VALUE, "/kind");
    expect(s, "{\"kind\":\"\"}", SCHEMA_BAD_VALUE, "/kind");
    expect(s, "{\"when\":\"2026-02-29\"}", SCHEMA_BAD_VALUE, "/when");
    expect(s, "{\"sha256\":\"ABC\"}", SCHEMA_BAD_VALUE, "/sha256");
    expect(s, "{\"n\":0}", SCHEMA_BAD_VALUE, "/n");
    expect(s, "{\"n\":10}", SCHEMA_BAD_VALUE, "/n");
    expect(s, "{\"n\":\"3\"}", SCHEMA_WRONG_TYPE, "/n");
    expect(s, "{\"naam\":\"x\"}", SCHEMA_UNKNOWN_MEMBER, "/naam");
    expect(s, "{\"a/b~c\":1}", SCHEMA_UNKNOWN_MEMBER, "/a~1b~0c");
    expect(s, "{\"materials\":{}}", SCHEMA_WRONG_TYPE, "/materials");
    expect(s, "{\"materials\":[{\"no\":1},{\"no\":\"2\"}]}", SCHEMA_WRONG_TYPE, "/materials/1/no");
    expect(s, "{\"materials\":[{\"no\":1},{\"size\":2}]}", SCHEMA_UNKNOWN_MEMBER, "/materials/1/size");
    expect(s, "{\"materials\":[1]}", SCHEMA_WRONG_TYPE, "/materials/0");
    expect(s, "{\"name\":\"a\\u0007b\"}", SCHEMA_BAD_VALUE, "/name");
}

static void bounds_lengths(void **state)
{
    (void)state;
    SchemaFault fault;
    Buf text = buf_new(a), list = buf_new(a);
    for (int i = 0; i < LIMIT_TEXT_CHARACTERS; i++) buf_str(&text, "字");
    Value *v = value_object(a);
    value_set_str(a, v, "name", text.text);
    assert_true(schema_check(a, shape("name"), v, &fault));
    buf_str(&text, "字");
    value_set_str(a, v, "name", text.text);
    assert_false(schema_check(a, shape("name"), v, &fault));
    assert_int_equal(fault.verdict, SCHEMA_BAD_VALUE);
    for (int i = 0; i <= LIMIT_FORM_FIELDS; i++) buf_str(&list, i ? ",1" : "[1");
    buf_char(&list, ']');
    v = value_object(a);
    value_set(a, v, "n", (Value *)json(list.text));
    assert_false(schema_check(a, shape("n [int]"), v, &fault));
    assert_string_equal(fault.pointer, "/n");
}

static void checks_query_texts(void **state)
{
    (void)state;
    SchemaFault fault;
    const Schema *s = shape("limit int:1..100, from date, unit a|b, all bool, tags [text]");
    static const struct { const char *name, *text; bool good; } rows[] = {{"limit", "1", true}, {"limit", "100", true}, {"limit", "0", false}, {"limit", "101", false}, {"limit", "1x", false},
        {"limit", "", false}, {"limit", "99999999999999999999", false}, {"from", "2026-03-02", true}, {"from", "2026-3-2", false}, {"unit", "a", true}, {"unit", "c", false}, {"all", "true", true},
        {"all", "1", false}, {"tags", "anything", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (schema_check_text(a, schema_member(s, rows[i].name), rows[i].text, &fault) != rows[i].good) fail_msg("%s=%s", rows[i].name, rows[i].text);
}

/* ---- languages and tokens ---- */

static void reads_languages(void **state)
{
    (void)state;
    static const struct { const char *header; bool english; } rows[] = {{NULL, false}, {"", false}, {"en", true}, {"en-GB,en;q=0.9", true}, {"zh-CN,zh;q=0.9,en;q=0.8", false}, {"en;q=0.8, zh;q=0.9", false},
        {"en;q=0.9,zh;q=0.8", true}, {"fr, en;q=0.5", true}, {"fr", false}, {"*", false}, {"en;q=0", false}, {"en,zh", true}, {"zh,en", false}, {",,,,", false}, {"EN-us", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (language_wants_english(rows[i].header) != rows[i].english) fail_msg("%s", rows[i].header ? rows[i].header : "(none)");
}

static void reads_bearers(void **state)
{
    (void)state;
    assert_string_equal(bearer_token("Bearer yc_1"), "yc_1");
    assert_string_equal(bearer_token("bearer   yc_1"), "yc_1");
    assert_null(bearer_token(NULL));
    assert_null(bearer_token("Basic yc_1"));
    assert_null(bearer_token("Bearer "));
    assert_null(bearer_token("Bearer"));
}

/* ---- problems ---- */

static void every_problem_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < API_PROBLEMS; i++) {
        const ApiProblemText *t = api_problem_text((ApiProblem)i);
        assert_true(t->status >= 400 && t->status < 500);
        assert_false(text_blank(t->zh) || text_blank(t->en) || text_blank(t->remedy_zh) || text_blank(t->remedy_en));
        assert_int_equal(refusal_named(t->code), REFUSAL_COUNT);            /* one code, one meaning */
        for (int j = 0; j < i; j++) assert_string_not_equal(t->code, api_problem_text((ApiProblem)j)->code);
    }
}

static void refusals_carry_law_and_remedy(void **state)
{
    (void)state;
    SchemaFault fault;
    const Schema *problem = api_component("Problem");
    for (int i = 1; i < REFUSAL_COUNT; i++)
        for (int english = 0; english < 2; english++) {
            const Value *v = api_refusal_value(a, (Refusal)i, i % 2 ? "detail" : NULL, english);
            if (!schema_check(a, problem, v, &fault)) fail_msg("%s: %s", refusal_text((Refusal)i)->code, fault.pointer);
            assert_int_equal(value_int(v, "status", 0), refusal_text((Refusal)i)->status);
            assert_false(text_blank(value_str(v, "title")) || text_blank(value_str(v, "remedy")));
            assert_true(text_starts(value_str(v, "type"), "/problems/REFUSED_"));
            for (const Value *m = v->first; m; m = m->next) if (m->kind == VALUE_STRING) assert_false(text_blank(m->string));
        }
    const Value *v = api_refusal_value(a, REFUSED_SUPPLEMENT_TWICE, NULL, false);
    assert_non_null(strstr(value_str(v, "article"), "行政许可法"));
    assert_string_equal(value_str(v, "rule"), refusal_text(REFUSED_SUPPLEMENT_TWICE)->rule);
}

/* ---- components and acts ---- */

static void applications_are_what_the_law_names(void **state)
{
    (void)state;
    const Schema *s = api_component("CaseApplication");
    static const char *const there[] = {"item", "applicant_kind", "applicant_name", "identity", "phone", "truth", "materials"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) assert_non_null(schema_member(s, there[i]));
    assert_null(schema_member(s, "channel"));
    const Schema *material = schema_member(s, "materials")->first;
    assert_non_null(schema_member(material, "no"));
    assert_null(schema_member(material, "ok"));                             /* nobody judges her own materials */
    assert_null(schema_member(material, "file"));
    assert_int_equal(schema_member(material, "way")->kind, SCHEMA_ENUM);
    assert_ptr_equal(s, api_component("CaseApplication"));                  /* kept */
    assert_null(api_component("NoSuch"));
    assert_null(api_component("Act.fly"));
}

static void every_act_has_a_shape(void **state)
{
    (void)state;
    SchemaFault fault;
    for (int i = 0; i < ACT_COUNT; i++) {
        if (i == ACT_RECEIVE) continue;
        const char *name = process_row((Act)i)->name;
        const Schema *s = api_component(arena_printf(a, "Act.%s", name));
        if (!s) fail_msg("%s", name);
        assert_true(schema_check(a, s, json(arena_printf(a, "{\"act\":\"%s\"}", name)), &fault));
        assert_false(schema_check(a, s, json("{\"act\":\"other\"}"), &fault));
        assert_false(schema_check(a, s, json("{\"surprise\":1}"), &fault));
        assert_int_equal(fault.verdict, SCHEMA_UNKNOWN_MEMBER);
    }
    const Schema *pause = api_component("Act.pause");
    assert_int_equal(schema_member(pause, "ground")->choice_count, 8);      /* XK-45: eight and no more */
}

/* ---- the document ---- */

static Value *document;

static void no_dangling_references(const Value *v)
{
    for (const Value *m = v->first; m; m = m->next) {
        if (m->key && !strcmp(m->key, "$ref") && m->kind == VALUE_STRING) {
            char **parts;
            const Value *at = document;
            int n = text_split(a, m->string, '/', &parts);
            assert_string_equal(parts[0], "#");
            for (int i = 1; i < n && at; i++) at = value_get(at, parts[i]);
            if (!at) fail_msg("%s", m->string);
        } else no_dangling_references(m);
    }
}

static void describes_every_route(void **state)
{
    (void)state;
    document = api_openapi(a, "/");
    assert_string_equal(value_str(document, "openapi"), "3.1.0");
    const Value *paths = value_get(document, "paths");
    int rows = 0, operations = 0;
    for (const Route *r = api_routes; r->pattern; r++, rows++) {
        const Endpoint *e = api_endpoint(rows);
        assert_string_equal(r->pattern, e->pattern);
        assert_int_equal(r->method, e->method);
        assert_int_equal(r->right, ROUTE_API);
        assert_true(schema_parse(a, e->query, NULL) != NULL);
    }
    assert_int_equal(rows, api_endpoint_count());
    for (const Value *path = paths->first; path; path = path->next)
        for (const Value *op = path->first; op; op = op->next, operations++) {
            assert_non_null(value_str(op, "operationId"));
            assert_non_null(value_get(op, "responses"));
            /* every {name} of the path is a path parameter and the other way round */
            int named = 0, given = 0;
            for (const char *c = path->key; *c; c++) named += *c == '{';
            for (const Value *p = value_get(op, "parameters")->first; p; p = p->next) given += text_equal(value_str(p, "in"), "path");
            assert_int_equal(named, given);
        }
    assert_int_equal(operations, rows);
    no_dangling_references(document);
    assert_non_null(value_get(value_get(paths, "/api/v1/log/{path}"), "get"));
    assert_non_null(value_get(value_get(value_get(paths, "/api/v1/cases"), "post"), "requestBody"));
}

static void describes_acts_from_the_table(void **state)
{
    (void)state;
    document = api_openapi(a, "/");
    const Value *schemas = value_get(value_get(document, "components"), "schemas");
    const Value *extend = value_get(schemas, "Act.extend"), *either = value_get(schemas, "CaseAct");
    assert_non_null(strstr(value_str(extend, "description"), "第四十二条"));
    assert_non_null(value_get(value_get(extend, "properties"), "approval"));
    assert_false(value_bool(extend, "additionalProperties"));
    assert_int_equal(value_get(either, "oneOf")->count, ACT_COUNT - 3);
    assert_null(value_get(schemas, "Act.lapse"));                           /* only the clock does this */
    assert_null(value_get(schemas, "Act.deem_accepted"));
    const Value *codes = value_get(value_get(value_get(value_get(schemas, "Problem"), "properties"), "code"), "examples");
    assert_int_equal(codes->count, REFUSAL_COUNT - 1 + API_PROBLEMS);
}

static void same_document_twice(void **state)
{
    (void)state;
    assert_string_equal(value_json(a, api_openapi(a, "/")), value_json(a, api_openapi(a, "/")));
}

/* Random bytes, random shapes of JSON: the checker never crashes and always says where. */
static void survives_anything(void **state)
{
    (void)state;
    static const char *const pieces[] = {"{", "}", "[", "]", ",", ":", "\"item\"", "\"materials\"", "\"no\"", "1", "-5", "true", "null", "\"\"", "\"字\"", "\"act\"", "\"truth\""};
    srand(7);
    int taken = 0;
    for (int i = 0; i < 20000; i++) {
        Buf text = buf_new(a);
        int n = rand() % 12;
        for (int k = 0; k < n; k++) buf_str(&text, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
        const Value *v = value_parse(a, text.text, text.length, NULL);
        SchemaFault fault;
        if (!v) continue;
        if (schema_check(a, api_component("CaseApplication"), v, &fault)) taken++;
        else assert_true(fault.pointer && (!*fault.pointer || *fault.pointer == '/'));
        if (i % 1000 == 0) { arena_reset(a); }
    }
    assert_true(taken > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_members, setup, teardown), cmocka_unit_test_setup_teardown(refuses_bad_shapes, setup, teardown),
        cmocka_unit_test_setup_teardown(names_what_is_wrong, setup, teardown), cmocka_unit_test_setup_teardown(bounds_lengths, setup, teardown),
        cmocka_unit_test_setup_teardown(checks_query_texts, setup, teardown), cmocka_unit_test_setup_teardown(reads_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_bearers, setup, teardown), cmocka_unit_test_setup_teardown(every_problem_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(refusals_carry_law_and_remedy, setup, teardown), cmocka_unit_test_setup_teardown(applications_are_what_the_law_names, setup, teardown),
        cmocka_unit_test_setup_teardown(every_act_has_a_shape, setup, teardown), cmocka_unit_test_setup_teardown(describes_every_route, setup, teardown),
        cmocka_unit_test_setup_teardown(describes_acts_from_the_table, setup, teardown), cmocka_unit_test_setup_teardown(same_document_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(survives_anything, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
