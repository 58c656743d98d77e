/* documents_golden_test.c: what each document says, line by line, against tests/golden/documents/ (UPDATE_GOLDEN=1 writes it); docs/DOCUMENTS.md
 * names every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "documents/documents_sample.h"

static Arena *arena;
static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

/* ---- a sheet as plain text: Chinese, and where there is English, " // " and the English ---- */

static void say_cell(Buf *out, const Value *c, bool english) {
    buf_str(out, c->kind == VALUE_STRING ? c->string : value_str_or(c, "text", ""));
    if (english && value_str(c, "en")) buf_printf(out, " // %s", value_str(c, "en"));
}

static void say_cells(Buf *out, const char *mark, const Value *list, bool english) {
    buf_str(out, mark);
    for (const Value *c = list ? list->first : NULL; c; c = c->next) {
        if (c != list->first) buf_str(out, " | ");
        say_cell(out, c, english);
    }
    buf_char(out, '\n');
}

static void say_block(Buf *out, const Value *b, bool english) {
    const char *t = value_str_or(b, "t", "");
    if (!strcmp(t, "table")) {
        const Value *rows = value_get(b, "rows");
        if (value_get(b, "head")) say_cells(out, "  # ", value_get(b, "head"), english);
        for (const Value *r = rows ? rows->first : NULL; r; r = r->next) say_cells(out, "  | ", r, english);
    } else if (!strcmp(t, "sign")) {
        buf_printf(out, "[sign] %s / %s", value_str_or(b, "organ", ""), value_str_or(b, "date", ""));
        if (value_str(b, "ring")) buf_printf(out, " (seal: %s %s)", value_str(b, "ring"), value_str_or(b, "seal", ""));
        buf_char(out, '\n');
    } else if (!strcmp(t, "receipt")) say_cells(out, "[lines] ", value_get(b, "fields"), english);
    else if (!strcmp(t, "qr")) say_cells(out, "[qr] ", value_get(b, "lines"), english);
    else if (!strcmp(t, "number") && value_str(b, "left")) buf_printf(out, "[number] %s <> %s\n", value_str(b, "left"), value_str_or(b, "text", ""));
    else if (value_str(b, "text")) {
        bool plain = !strcmp(t, "para");
        buf_printf(out, plain ? "" : "[%s] ", t);
        say_cell(out, b, english);
        buf_char(out, '\n');
    } else buf_printf(out, "[%s]\n", t);
}

static const char *sheet_text(const Value *sheet, bool english) {
    Buf out = buf_new(arena);
    const Value *blocks = value_get(sheet, "blocks");
    for (const Value *b = blocks->first; b; b = b->next) {
        const char *text = value_str(b, "text");
        if (!english && text && strstr(text, "the Chinese text prevails")) continue;
        say_block(&out, b, english);
    }
    if (value_get(sheet, "page_signs")) say_cells(&out, "[every page] ", value_get(sheet, "page_signs"), english);
    if (value_str(sheet, "running")) buf_printf(&out, "[later pages] %s\n", value_str(sheet, "running"));
    buf_printf(&out, "[foot] %s\n", value_str_or(sheet, "foot", ""));
    return out.text;
}

static void compare(const char *name, const char *code, const Value *facts) {
    const Value *both = document_sheet(arena, code, facts, "en"), *chinese = document_sheet(arena, code, facts, "zh");
    const char *text = sheet_text(both, true), *path = arena_printf(arena, "tests/golden/documents/%s.txt", name);
    /* the Chinese paper is the same paper without the English */
    Buf zh = buf_new(arena);
    for (const char *line = sheet_text(chinese, true); *line; line += strcspn(line, "\n") + 1) assert_null(strstr(arena_strndup(arena, line, strcspn(line, "\n")), " // "));
    buf_str(&zh, sheet_text(both, false));
    if (!strstr(zh.text, "[qr]")) assert_string_equal(zh.text, sheet_text(chinese, false));
    if (getenv("UPDATE_GOLDEN")) {
        mkdir("tests/golden/documents", 0777);
        file_write(path, text, strlen(text), 0644);
        return;
    }
    size_t size;
    const char *golden = (const char *)file_read(arena, path, 1 << 20, &size);
    if (strlen(text) != size || memcmp(text, golden, size)) print_error("%s differs; it says now:\n%s\n", path, text);
    assert_int_equal(strlen(text), size);
    assert_memory_equal(text, golden, size);
}

static void every_kind_says_what_it_said(void **state) {
    (void)state;
    for (int i = 0; i < document_kind_count(); i++) {
        const char *code = document_kind_number(i)->code;
        compare(code, code, sample_facts(arena, code));
    }
}

/* The other face of kinds that have two. */
static void variants_too(void **state) {
    (void)state;
    static const struct { const char *name, *code, *flag; bool truth; } FLAGS[] = {
        {"F15-announcement", "F15", "announcement", true}, {"F16-private", "F16", "public", false}, {"F28-granted", "F28", "granted", true}, {"F29-granted", "F29", "granted", true},
        {"F32-announcement", "F32", "announcement", true}, {"X02-upheld", "X02", "granted", true}, {"X05-stopped", "X05", "stopped", true}, {"F19-joint", "F19", "joint", true}};
    for (size_t i = 0; i < sizeof FLAGS / sizeof *FLAGS; i++) {
        Value *facts = sample_facts(arena, FLAGS[i].code);
        value_set_bool(arena, facts, FLAGS[i].flag, FLAGS[i].truth);
        if (!strcmp(FLAGS[i].name, "F16-private")) value_set_str(arena, facts, "private_reason", "涉及商业秘密");
        if (!strcmp(FLAGS[i].name, "F19-joint")) value_set_str(arena, facts, "approver_role", "本级人民政府负责人");
        DocumentFailures f;
        assert_true(document_check(arena, FLAGS[i].code, facts, &f));
        compare(FLAGS[i].name, FLAGS[i].code, facts);
    }
    Value *facts = sample_facts(arena, "F29");                                /* XK-50: silence until the last day */
    value_set_bool(arena, facts, "granted", true);
    value_set_bool(arena, facts, "deemed", true);
    compare("F29-deemed", "F29", facts);
    facts = sample_facts(arena, "F11");                                       /* 抄告制: no meeting */
    value_set_str(arena, facts, "meeting_at", "");
    value_set_str(arena, facts, "mode", "抄告");
    compare("F11-copies", "F11", facts);
    value_set_str(arena, facts, "mode", JOINT_IN_ORDER);                      /* one after the other, and not accepted yet: the days run from acceptance */
    value_set_str(arena, facts, "total_due", "");
    value_set_str(arena, facts, "sign_by", "2026-11-24");
    for (Value *row = ((Value *)value_get(facts, "windows"))->first; row; row = row->next) value_set_str(arena, row, "due", "");
    compare("F11-in-order", "F11", facts);
    Value *opinions = value_set_list(arena, facts, "opinions");               /* signed for and answered, as the departments see it */
    for (Value *row = ((Value *)value_get(facts, "windows"))->first; row; row = row->next) {
        value_set_str(arena, row, "receiver", "何文（首席代表）");
        value_set_str(arena, row, "received_at", "2026-11-24 10:05");
        Value *said = value_push_object(arena, opinions);
        value_set_str(arena, said, "name", value_str(row, "name"));
        value_set_str(arena, said, "opinion", "（书面）同意。符合规定。");
        value_set_str(arena, said, "by", "何文（首席代表）");
        value_set_str(arena, said, "on", "2026-11-26");
    }
    compare("F11-signed", "F11", facts);
    facts = sample_facts(arena, "F33");                                       /* not her wish: the way out is told */
    value_set_str(arena, facts, "cause", "补正期限（2026-12-07）届满未补正，终止办理");
    value_set_str(arena, facts, "reconsideration", "武汉市江夏区人民政府");
    compare("F33-lapsed", "F33", facts);
    facts = sample_facts(arena, "F13");                                       /* a joint visit: three officers of two departments */
    Value *third = value_push_object(arena, (Value *)value_get(facts, "officers"));
    value_set_str(arena, third, "name", "钱七");
    value_set_str(arena, third, "certificate", "鄂A0007");
    value_set_str(arena, third, "department", "消防救援大队");
    compare("F13-joint", "F13", facts);
    facts = sample_facts(arena, "F06");                                       /* XK-03: an item that is no permit */
    value_set_str(arena, facts, "item_kind", "20");
    value_set_str(arena, facts, "item_en", "Issue of an employment record");
    compare("F06-service", "F06", facts);
}

/* No layout may forget a fact that had to be given. */
static void every_required_fact_is_on_the_paper(void **state) {
    (void)state;
    static const char *const TOLD_OTHERWISE[] = {"granted", "public", "ask_days", "lead", NULL};
    for (int i = 0; i < document_kind_count(); i++) {
        const DocumentKind *k = document_kind_number(i);
        Value *facts = sample_facts(arena, k->code);
        for (const DocumentField *f = k->fields; f->key; f++) {
            const Value *v = value_get(facts, f->key);
            bool other = false;
            for (const char *const *o = TOLD_OTHERWISE; *o; o++) other |= !strcmp(*o, f->key);
            if (!v || other || f->type != FACT_TEXT || !(f->flags & (FACT_REQUIRED | FACT_ADVERSE))) continue;
            value_set_str(arena, facts, f->key, arena_printf(arena, "记号%s", f->key));
        }
        const char *text = sheet_text(document_sheet(arena, k->code, facts, "zh"), true);
        for (const DocumentField *f = k->fields; f->key; f++) {
            const char *said = value_str_or(facts, f->key, "");
            if (!text_starts(said, "记号")) continue;
            bool masked = !strcmp(k->code, "F18") && !strcmp(f->key, "matter");
            if (!masked && !strstr(text, said)) print_error("%s does not say %s\n", k->code, f->key);
            assert_true(masked || strstr(text, said) != NULL);
        }
    }
}

static void the_manual_names_every_kind(void **state) {
    (void)state;
    size_t size;
    const char *bytes = (const char *)file_read(arena, "docs/DOCUMENTS.md", 1 << 20, &size), *manual = arena_strndup(arena, bytes, size);
    for (int i = 0; i < document_kind_count(); i++) {
        const DocumentKind *k = document_kind_number(i);
        const char *row = strstr(manual, arena_printf(arena, "\n| %s | %s |", k->code, k->zh));
        if (!row) print_error("docs/DOCUMENTS.md has no row for %s %s\n", k->code, k->zh);
        assert_non_null(row);
        const char *line = arena_strndup(arena, row + 1, strcspn(row + 1, "\n"));
        assert_non_null(strstr(line, k->word ? arena_printf(arena, "| %s |", k->word) : "| — |"));
        for (const DocumentField *f = k->fields; f->key; f++)
            if (f->flags & FACT_REQUIRED && !strstr(line, arena_printf(arena, "`%s`", f->key))) {
                print_error("docs/DOCUMENTS.md: %s does not name %s\n", k->code, f->key);
                assert_true(false);
            }
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {TEST(every_kind_says_what_it_said), TEST(variants_too), TEST(every_required_fact_is_on_the_paper), TEST(the_manual_names_every_kind)};
    return cmocka_run_group_tests_name("documents_golden", tests, NULL, NULL);
}
