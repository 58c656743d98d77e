/* template_test.c: templates and messages: what is printed, what is escaped, what is refused at load. */
#define _GNU_SOURCE
#include "http/template.h"
#include "base/fault.h"
#include "base/file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static Arena *arena;
static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

static const char catalogue[] = "# texts\n\n guide.title | 办事指南 | Service guide \r\nstate.accepted|已受理|Accepted\nleft | 还剩{0}天，共{1}天 | {0} of {1} days left\n"
                                "sharp | <b>&\"' | <b>&\"'\npipe | 甲\\|乙 | a\\|b\n";

static Messages *texts(void)
{
    Messages *m = messages_new(arena);
    messages_add(m, "test.txt", catalogue);
    return m;
}

static const Value *json(const char *text)
{
    const char *error;
    const Value *value = value_parse(arena, text, strlen(text), &error);
    if (!value) fail_msg("%s", error);
    return value;
}

static const char *show(const char *template, const char *view)
{
    Templates *t = templates_new(arena, texts());
    templates_add(t, "x", template);
    templates_add(t, "partials/row", "<i>{{name}}</i>");
    templates_add(t, "partials/tree", "{{name}}{{#children}}({{>partials/tree}}){{/children}}");
    templates_add(t, "layout", "[{{$title}}none{{/title}}|{{$body}}{{/body}}|{{site}}]");
    templates_add(t, "middle", "{{<layout}}{{$body}}<{{! in a tag no more }}>{{$inner}}empty{{/inner}}{{/body}}{{/layout}}");
    templates_add(t, "card", "c:{{$title}}card{{/title}}:{{$inner}}{{/inner}}");
    templates_finish(t);
    if (*templates_problems(t)) fail_msg("%s", templates_problems(t));
    return template_render(t, arena, "x", json(view), LANGUAGE_ZH).text;
}

static void test_values(void **state)
{
    (void)state;
    assert_string_equal(show("{{a}} {{ b }} {{c.d}} {{n}} {{t}} {{f}} {{absent}} {{c.x.y}} {{null}}", "{\"a\":\"x\",\"b\":\"张\",\"c\":{\"d\":\"e\"},\"n\":-5,\"t\":true,\"f\":false,\"null\":null}"),
                        "x 张 e -5 true false   ");
    assert_string_equal(show("{{a}}", "{\"a\":\"<script>alert('1')&\\\"</script>\"}"), "&lt;script&gt;alert(&#39;1&#39;)&amp;&quot;&lt;/script&gt;");
}

static void test_there_is_no_raw_output(void **state)
{
    (void)state;
    static const char *const tries[] = {"{{{a}}}", "{{&a}}", "{{=<% %>=}}", "{{a|safe}}", "{{raw:a}}"};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        Templates *t = templates_new(arena, texts());
        templates_add(t, "x", tries[i]);
        templates_finish(t);
        if (!*templates_problems(t)) fail_msg("taken: %s", tries[i]);
    }
}

static void test_sections(void **state)
{
    (void)state;
    assert_string_equal(show("{{#l}}{{.}},{{/l}}", "{\"l\":[1,\"b\",3]}"), "1,b,3,");
    assert_string_equal(show("{{#l}}{{@number}}{{#@first}}F{{/@first}}{{#@last}}L{{/@last}}{{#@odd}}o{{/@odd}}{{^@last}};{{/@last}}{{/l}}", "{\"l\":[7,7,7]}"), "1Fo;2;3Lo");
    assert_string_equal(show("{{#o}}{{a}}{{out}}{{/o}}", "{\"o\":{\"a\":1},\"out\":2}"), "12");
    assert_string_equal(show("{{#l}}{{#m}}{{x}}{{y}}{{z}} {{/m}}{{/l}}", "{\"z\":\"Z\",\"l\":[{\"y\":\"Y\",\"m\":[{\"x\":1},{\"x\":2,\"z\":3}]}]}"), "1YZ 2Y3 ");
    assert_string_equal(show("{{#s}}[{{.}}]{{/s}}", "{\"s\":\"t\"}"), "[t]");
    assert_string_equal(show("{{#a}}1{{/a}}{{^a}}0{{/a}}{{#b}}1{{/b}}{{^b}}0{{/b}}{{#c}}1{{/c}}{{^c}}0{{/c}}{{#d}}1{{/d}}{{^d}}0{{/d}}{{#e}}1{{/e}}{{^e}}0{{/e}}{{#f}}1{{/f}}{{^f}}0{{/f}}{{#g}}1{{/g}}{{^g}}0{{/g}}",
                             "{\"a\":0,\"b\":\"\",\"c\":[],\"d\":null,\"e\":false,\"g\":{}}"), "0000001");
    assert_string_equal(show("{{#t}}{{v}}{{/t}}", "{\"t\":true,\"v\":5}"), "5");
    assert_string_equal(show("{{#a.b}}{{.}}{{/a.b}}", "{\"a\":{\"b\":[1,2]}}"), "12");
}

static void test_messages_in_templates(void **state)
{
    (void)state;
    assert_string_equal(show("{{t:guide.title}} {{t:left a b.c}} {{t:*key}} {{t:nowhere}} {{t:pipe}}", "{\"a\":3,\"b\":{\"c\":\"<20>\"},\"key\":\"state.accepted\"}"),
                        "办事指南 还剩3天，共&lt;20&gt;天 已受理 nowhere 甲|乙");
    assert_string_equal(show("{{t:sharp}}", "{}"), "&lt;b&gt;&amp;&quot;&#39;");
    assert_string_equal(show("{{@lang}}{{#@zh}}中{{/@zh}}{{#@en}}e{{/@en}}", "{}"), "zh-CN中");
    Templates *t = templates_new(arena, texts());
    templates_add(t, "x", "{{t:guide.title}} {{t:left n n}} {{@lang}}");
    templates_finish(t);
    assert_string_equal(template_render(t, arena, "x", json("{\"n\":2}"), LANGUAGE_EN).text, "Service guide 2 of 2 days left en");
}

static void test_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"/a", "/a?x=1:2", "a/b", "#x", "?q=1", "http://a", "HTTPS://a/", "mailto:a@b", "tel:+86", "./a:b", "data:image/png;base64,AA+/="};
    static const char *const bad[] = {"", "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "java\nscript:x", "\x01javascript:x", "vbscript:x", "data:text/html,x", "//evil",
                                      "/\\evil", "\\\\evil", "a b", "data:image/png;base64,\"x", "data:image/svg+xml;base64,AA", "blob:x", "file:///x", ":x"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) if (!url_is_safe(good[i])) fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) if (url_is_safe(bad[i])) fail_msg("taken: %s", bad[i]);
    assert_string_equal(show("<a href=\"{{url:u}}\">", "{\"u\":\"javascript:alert(1)\"}"), "<a href=\"#\">");
    assert_string_equal(show("<a href=\"{{url:u}}\">", "{\"u\":\"/a?b=1&c='\"}"), "<a href=\"/a?b=1&amp;c=&#39;\">");
    assert_string_equal(show("<a href=\"/x/{{part:u}}\">", "{\"u\":\"张/..?&\\\"\"}"), "<a href=\"/x/%E5%BC%A0%2F..%3F%26%22\">");
}

static void test_partials_and_layouts(void **state)
{
    (void)state;
    assert_string_equal(show("{{#l}}{{>partials/row}}{{/l}}", "{\"l\":[{\"name\":\"<\"},{\"name\":\"b\"}]}"), "<i>&lt;</i><i>b</i>");
    assert_string_equal(show("{{>partials/tree}}", "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]},{\"name\":\"c\",\"children\":[{\"name\":\"d\",\"children\":0}]}]}"), "a(b)(c(d))");
    assert_string_equal(show("{{<layout}}{{$title}}T{{x}}{{/title}} {{$body}}B{{/body}}{{/layout}}", "{\"x\":1,\"site\":\"S\"}"), "[T1|B|S]");
    assert_string_equal(show("{{<layout}}{{/layout}}", "{}"), "[none||]");
    assert_string_equal(show("{{<middle}}{{$title}}T{{/title}}{{$inner}}I{{/inner}}{{/middle}}", "{}"), "[T|<>I|]");
    assert_string_equal(show("{{<middle}}{{$body}}whole{{/body}}{{/middle}}", "{}"), "[none|whole|]");
    /* A component used in a page's content does not see the page's blocks of the same name. */
    assert_string_equal(show("{{<layout}}{{$title}}page{{/title}}{{$body}}{{<card}}{{$inner}}i{{/inner}}{{/card}}{{/body}}{{/layout}}", "{}"), "[page|c:card:i|]");
}

static void test_tags_alone_on_a_line_leave_none(void **state)
{
    (void)state;
    assert_string_equal(show("<ul>\n  {{#l}}\n  <li>{{.}}</li>\n  {{/l}}\n</ul>\n", "{\"l\":[1,2]}"), "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n");
    assert_string_equal(show("a\n{{! note }}\nb{{! in line }} c\r\n  {{#t}}  \r\nd\n{{/t}}", "{\"t\":1}"), "a\nb c\r\nd\n");
    assert_string_equal(show("{{a}}\n{{a}}\n", "{\"a\":1}"), "1\n1\n");
}

static const char *problem(const char *template)
{
    Templates *t = templates_new(arena, texts());
    templates_add(t, "dir/x", template);
    templates_finish(t);
    return templates_problems(t);
}

static void test_faults_name_file_and_line(void **state)
{
    (void)state;
    static const struct { const char *template, *says; } bad[] = {
        {"a\n{{#x}}\n", "x.html:2: never closed: x"}, {"{{/x}}", "x.html:1: closes nothing: x"}, {"{{#x}}\n\n{{/y}}", "x.html:3: does not close what is open: y"},
        {"\n{{x", "x.html:2: a tag without }}"}, {"{{}}", "bad name"}, {"{{a..b}}", "bad name"}, {"{{a b}}", "bad name"}, {"{{@no}}", "no such built-in"}, {"\n\n{{>none}}", "x.html:3: no template none"},
        {"{{<none}}{{/none}}", "no template none"}, {"{{<dir/x}}text{{/dir/x}}", "other than blocks"}, {"{{t:}}", "bad message key"}, {"{{t:a b c d e f g h i j k l}}", "too many arguments"},
        {"<p class={{x}}>", "without quotes"}, {"<p class= {{x}}>", "without quotes"}, {"<p class=a{{x}}>", "without quotes"}, {"<p {{x}}>", "attribute name"}, {"<{{x}}>", "attribute name"},
        {"<script>var a = '{{x}}';</script>", "inside <script>"}, {"<SCRIPT type=\"m\">{{t:left}}</SCRIPT>", "inside <script>"}, {"<script/>{{x}}", "inside <script>"}, {"<style>{{x}}</style>", "inside <script> or <style>"},
        {"<p onclick=\"{{x}}\">", "is code"}, {"<p style='{{x}}'>", "is code"}, {"<a href=\"{{x}}\">", "begins an address"}, {"<a href='{{part:x}}'>", "begins an address"}, {"<a href = \"{{t:*x}}\">", "begins an address"},
        {"<form action=\"{{x}}\">", "begins an address"}, {"<a href=\"{{#a}}/x/{{/a}}{{x}}\">", "begins an address"}, {"<!-- {{x}} -->", "HTML comment"}, {"<script>{{>dir/x}}</script>", "where no value may stand"}, {"\xFF", "not UTF-8"}, {"<iframe srcdoc=\"{{x}}\">", "is code"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!strstr(problem(bad[i].template), bad[i].says)) fail_msg("%s: says '%s'", bad[i].template, problem(bad[i].template));
    static const char *const good[] = {"<p class=\"{{x}} b\">{{x}}</p>", "<a href=\"{{url:x}}\">", "<a href=\"/i/{{x}}\">", "<a href=\"{{#a}}/x/{{x}}{{/a}}{{^a}}/{{/a}}/{{x}}\">", "<script src=\"{{asset:a.js}}\"></script>{{x}}", "1 < 2 {{x}}", "<br/>{{x}}",
                                       "<input {{#x}}checked{{/x}}>", "<!-- a --> {{x}}", "<!doctype html>{{x}}", "<style>p{}</style>{{x}}", "<option value='{{x}}'{{#y}} selected{{/y}}>", "<p title=\"{{t:left x y}}\">"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) if (*problem(good[i])) fail_msg("%s: %s", good[i], problem(good[i]));
}

static bool faults(const Templates *t, const char *name)
{
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) { template_render(t, arena, name, json("{\"a\":1}"), LANGUAGE_ZH); fault_unguard(&guard); return false; }
    return true;
}

static void test_rendering_what_is_not_there_is_a_fault(void **state)
{
    (void)state;
    Templates *t = templates_new(arena, texts());
    templates_add(t, "broken", "{{#x}}");
    templates_add(t, "self", "{{>self}}");
    templates_add(t, "own", "{{<own}}{{/own}}");
    templates_add(t, "fine", "{{a}}");
    templates_finish(t);
    assert_true(faults(t, "absent"));
    assert_true(faults(t, "broken"));
    assert_true(faults(t, "self"));
    assert_true(faults(t, "own"));
    assert_false(faults(t, "fine"));
    assert_true(template_exists(t, "fine"));
    assert_false(template_exists(t, "absent"));
}

/* Found by the fuzzer: three elements, nested thirty deep, are 3^30 nodes; and a small template can print the same long text for ever. */
static void test_lists_within_lists_end(void **state)
{
    (void)state;
    Buf deep = buf_new(arena), long_text = buf_new(arena);
    for (int i = 0; i < 30; i++) buf_str(&deep, "{{#l}}");
    for (int i = 0; i < 30; i++) buf_str(&deep, "{{/l}}");
    buf_str(&long_text, "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}");
    for (int i = 0; i < 1000; i++) buf_str(&long_text, "no end of it ");
    buf_str(&long_text, "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}");
    for (int i = 0; i < 2; i++) {
        Templates *t = templates_new(arena, texts());
        FaultGuard guard;
        volatile bool ended = false;
        templates_add(t, "x", i ? long_text.text : deep.text);
        templates_finish(t);
        if (FAULT_GUARD(&guard)) { template_render(t, arena, "x", json("{\"l\":[1,2,3]}"), LANGUAGE_ZH); fault_unguard(&guard); }
        else ended = strstr(guard.text, "nodes") != NULL;
        assert_true(ended);
    }
}

static void test_keys_and_names_for_the_tidy_test(void **state)
{
    (void)state;
    int count;
    Templates *t = templates_new(arena, texts());
    templates_add(t, "b", "{{t:z}}{{#x}}{{t:a x}}{{t:z}}{{/x}}{{t:*x}}");
    templates_add(t, "a", "{{t:m}}");
    templates_finish(t);
    const char **keys = templates_message_keys(t, arena, &count);
    assert_int_equal(count, 3);
    assert_string_equal(keys[0], "a");
    assert_string_equal(keys[1], "m");
    assert_string_equal(keys[2], "z");
    const char **names = templates_names(t, arena, &count);
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "b");
}

static void test_messages(void **state)
{
    (void)state;
    Messages *m = texts();
    assert_string_equal(messages_problems(m), "");
    assert_int_equal(messages_count(m), 5);
    assert_string_equal(message(m, LANGUAGE_ZH, "guide.title"), "办事指南");
    assert_string_equal(message(m, LANGUAGE_EN, "guide.title"), "Service guide");
    assert_null(message(m, LANGUAGE_EN, "x"));
    assert_null(message(m, LANGUAGE_EN, NULL));
    assert_string_equal(message_or_key(m, LANGUAGE_EN, "x"), "x");
    const char *args[] = {"3", "5"};
    assert_string_equal(message_format(m, arena, LANGUAGE_EN, "left", args, 2), "3 of 5 days left");
    assert_string_equal(message_format(m, arena, LANGUAGE_EN, "left", args, 1), "3 of {1} days left");
    messages_add(m, "bad.txt", "only.two | x\nguide.title | a | b\nBad Key | a | b\nno.english | 中 |\nno.chinese | | e\nplaces | {0} | {1}\na|b|c|d\n");
    static const char *const says[] = {"bad.txt:1: not", "bad.txt:2: key guide.title twice", "bad.txt:3: bad key", "bad.txt:4: no.english has no English", "bad.txt:5: no.chinese has no Chinese",
                                       "bad.txt:6: places has other places", "bad.txt:7: not"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) if (!strstr(messages_problems(m), says[i])) fail_msg("%s not in %s", says[i], messages_problems(m));
    assert_string_equal(message(m, LANGUAGE_EN, "no.english"), "中");
    messages_add(m, "bytes.txt", "a | \xFF | b");
    assert_non_null(strstr(messages_problems(m), "bytes.txt: not UTF-8"));
}

static void test_the_product_s_own_templates_and_messages(void **state)
{
    (void)state;
    Messages *m = messages_load(arena);
    Templates *t = templates_load(arena, m);
    int count;
    if (*messages_problems(m)) fail_msg("%s", messages_problems(m));
    if (*templates_problems(t)) fail_msg("%s", templates_problems(t));
    Buf missing = buf_new(arena);
    const char **keys = templates_message_keys(t, arena, &count);
    for (int i = 0; i < count; i++) if (!message(m, LANGUAGE_ZH, keys[i])) buf_printf(&missing, "%s ", keys[i]);
    if (missing.length) fail_msg("no messages: %s", missing.text);
    const char **names = templates_names(t, arena, &count);
    for (int i = 0; i < count; i++)     /* none faults without data */
        for (int language = 0; language < 2; language++) template_render(t, arena, names[i], value_object(arena), (Language)language);
}

/* Development: an edited file shows at the next rendering, and a broken one is a fault that names it. */
static void test_templates_are_read_anew_in_development(void **state)
{
    (void)state;
    int count;
    char tree[] = P_tmpdir "/yichuang-templates-XXXXXX";
    const char **names = templates_names(templates_load(arena, messages_load(arena)), arena, &count);
    if (!count) skip();
    assert_non_null(mkdtemp(tree));
    const char *web = arena_printf(arena, "%s/web", tree), *folder = arena_printf(arena, "%s/templates", web), *name = NULL;
    for (int i = 0; i < count && !name; i++) if (!strchr(names[i], '/')) name = names[i];
    const char *file = arena_printf(arena, "%s/%s.html", folder, name);
    mkdir(web, 0700);
    mkdir(folder, 0700);
    setenv("YICHUANG_FILES", tree, 1);
    file_write(file, "one {{a}}", 9, 0600);
    Templates *t = templates_load(arena, messages_load(arena));
    assert_string_equal(template_render(t, arena, name, json("{\"a\":1}"), LANGUAGE_ZH).text, "one 1");
    file_write(file, "two {{a}}", 9, 0600);
    assert_string_equal(template_render(t, arena, name, json("{\"a\":1}"), LANGUAGE_ZH).text, "two 1");
    file_write(file, "{{#a}}", 6, 0600);
    assert_true(faults(t, name));
    unsetenv("YICHUANG_FILES");
    unlink(file);
    rmdir(folder);
    rmdir(web);
    rmdir(tree);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void test_a_table_of_fifty_rows_is_fast(void **state)
{
    (void)state;
    Templates *t = templates_new(arena, texts());
    templates_add(t, "x", "<table>\n{{#rows}}\n<tr class=\"{{#@odd}}odd{{/@odd}}\"><td><a href=\"/cases/{{id}}\">{{number}}</a></td><td>{{item}}</td><td>{{name}}</td><td>{{t:state.accepted}}</td>"
                          "<td>{{due}}</td><td>{{t:left left limit}}</td></tr>\n{{/rows}}\n</table>\n");
    templates_finish(t);
    Value *view = value_object(arena), *rows = value_set_list(arena, view, "rows");
    for (int i = 0; i < 50; i++) {
        Value *row = value_push_object(arena, rows);
        value_set_int(arena, row, "id", i);
        value_set_str(arena, row, "number", "420115-20261123-00001");
        value_set_str(arena, row, "item", "食品经营许可（新办）");
        value_set_str(arena, row, "name", "张三 & 李四");
        value_set_str(arena, row, "due", "2026-03-18");
        value_set_int(arena, row, "left", 3);
        value_set_int(arena, row, "limit", 20);
    }
    Arena *page = arena_new();
    double best = 1;
    for (int round = 0; round < 200; round++) {
        double start = seconds();
        template_render(t, page, "x", view, LANGUAGE_ZH);
        double took = seconds() - start;
        if (took < best) best = took;
        arena_reset(page);
    }
    arena_free(page);
    print_message("50 rows: %.1f us\n", best * 1e6);
    assert_true(best < 0.003);      /* generous: sanitizers and busy machines; the figure above is what counts */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values), cmocka_unit_test(test_there_is_no_raw_output), cmocka_unit_test(test_sections), cmocka_unit_test(test_messages_in_templates), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_partials_and_layouts), cmocka_unit_test(test_tags_alone_on_a_line_leave_none), cmocka_unit_test(test_faults_name_file_and_line),
        cmocka_unit_test(test_rendering_what_is_not_there_is_a_fault), cmocka_unit_test(test_lists_within_lists_end), cmocka_unit_test(test_keys_and_names_for_the_tidy_test), cmocka_unit_test(test_messages),
        cmocka_unit_test(test_the_product_s_own_templates_and_messages), cmocka_unit_test(test_templates_are_read_anew_in_development), cmocka_unit_test(test_a_table_of_fifty_rows_is_fast),
    };
    return cmocka_run_group_tests_name("http template", tests, setup, teardown);
}
