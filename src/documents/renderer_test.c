/* renderer_test.c: PDFs of every kind: they exist, are the same when made again, and a failing child is replaced. With DOCUMENTS_OUT=DIR the files are kept. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "documents/render.h"
#include "documents/renderer.h"
#include "documents/sheet.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/log.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "documents/documents_sample.h"

static Renderer *renderer;
static Arena *arena;

static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); arena = NULL; return 0; }

static void keep(const char *name, const uint8_t *pdf, size_t n) {
    const char *dir = getenv("DOCUMENTS_OUT");
    if (dir) file_write(arena_printf(arena, "%s/%s.pdf", dir, name), pdf, n, 0644);
}

static const uint8_t *make(const Value *sheet, size_t *n) {
    const uint8_t *pdf = renderer_pdf(renderer, arena, sheet, n);
    assert_true(*n > 800);
    assert_memory_equal(pdf, "%PDF-1.", 7);
    return pdf;
}

static int page_count(const uint8_t *pdf, size_t n) {
    const char *at = memmem(pdf, n, "/Count ", 7);
    return at ? atoi(at + 7) : 0;
}

/* The file itself, with its fonts, takes a third of a second under the sanitizers: each paper's in Chinese always, of the rest every fourth, and all in the
 * full run. That they fit, nothing_leaves_the_paper looks at for all, always. */
static bool this_time(int i) {
    const char *full = getenv("TEST_FULL");
    return i % 4 == 0 || (full && *full);
}

static void every_kind(void **state) {
    (void)state;
    for (int i = 0; i < document_kind_count(); i++) {
        const DocumentKind *kind = document_kind_number(i);
        for (int en = 0; en < (this_time(i) ? 2 : 1); en++) {
            size_t n;
            const uint8_t *pdf = make(document_sheet(arena, kind->code, sample_facts(arena, kind->code), en ? "en" : "zh"), &n);
            assert_in_range(page_count(pdf, n), 1, en ? 2 : 1);         /* the signature beside what is signed */
            keep(arena_printf(arena, "%s%s", kind->code, en ? "-en" : ""), pdf, n);
            arena_reset(arena);
        }
    }
}

static Value *item_facts(void) { return sample_parse(arena, SAMPLE_ITEM); }

static void item_papers(void **state) {
    (void)state;
    size_t n;
    const uint8_t *pdf = make(document_sheet(arena, "SHEET", item_facts(), "zh"), &n);
    assert_int_equal(page_count(pdf, n), 1);
    keep("SHEET", pdf, n);
    pdf = make(document_sheet(arena, "CARD", item_facts(), "zh"), &n);
    assert_int_equal(page_count(pdf, n), 1);
    keep("CARD", pdf, n);
    Value *blank = item_facts();
    value_set_bool(arena, blank, "blank", true);
    pdf = make(document_sheet(arena, "F01", blank, "zh"), &n);
    keep("F01-blank", pdf, n);
    /* as many materials and conditions as the limits allow still take one page */
    Value *big = item_facts(), *materials = value_set_list(arena, big, "materials");
    for (int i = 1; i <= 40; i++) {
        Value *m = value_push_object(arena, materials);
        value_set_int(arena, m, "no", i);
        value_set_str(arena, m, "name", "建设单位与施工单位签订的施工合同及中标通知书或者直接发包批准手续");
        value_set_int(arena, m, "originals", 1);
        value_set_str(arena, m, "requirement", "加盖公章，注明与原件一致");
    }
    pdf = make(document_sheet(arena, "SHEET", big, "zh"), &n);
    assert_int_equal(page_count(pdf, n), 1);
    keep("SHEET-big", pdf, n);
}

static void same_bytes(void **state) {
    (void)state;
    const char *const codes[] = {"F03", "F22", "F26"};
    Renderer *other = renderer_new(NULL);
    for (int i = 0; i < 3; i++) {
        const Value *sheet = document_sheet(arena, codes[i], sample_facts(arena, codes[i]), "zh");
        size_t a, b, c;
        const uint8_t *first = make(sheet, &a), *again = make(sheet, &b), *elsewhere = renderer_pdf(other, arena, sheet, &c);
        assert_int_equal(a, b);
        assert_memory_equal(first, again, a);
        assert_int_equal(a, c);
        assert_memory_equal(first, elsewhere, a);
    }
    renderer_free(other);
}

static char *repeated(const char *text, int times) {
    Buf b = buf_new(arena);
    for (int i = 0; i < times; i++) buf_str(&b, text);
    return b.text;
}

static void long_texts_run_over_pages(void **state) {
    (void)state;
    Value *facts = sample_facts(arena, "F22");
    value_set_str(arena, facts, "applicant_name", repeated("湖北江夏春和置业有限公司", 8));
    value_set_str(arena, facts, "item", repeated("建筑工程施工许可证核发（变更）", 13));
    value_set_str(arena, facts, "organ", "武汉市江夏区水务和湖泊局农业农村局文化和旅游局联合审批办公室");
    value_set_str(arena, facts, "facts", repeated("申请人提交的施工图设计文件未经审查；", 220));
    value_set_str(arena, facts, "reason", repeated("理由很长，一页放不下。\n", 60));
    size_t n;
    const uint8_t *pdf = make(document_sheet(arena, "F22", facts, "zh"), &n);
    assert_in_range(page_count(pdf, n), 5, 12);
    keep("long-F22", pdf, n);
    facts = sample_facts(arena, "F03");
    Value *list = value_set_list(arena, facts, "materials");
    for (int i = 0; i < 60; i++) {
        Value *m = value_push_object(arena, list);
        value_set_str(arena, m, "name", i == 7 ? repeated("一份名称极长的材料", 150) : "建设工程规划许可证（正本及附图）");
        value_set_str(arena, m, "form", "纸质");
        value_set_int(arena, m, "originals", 1);
    }
    pdf = make(document_sheet(arena, "F03", facts, "zh"), &n);
    assert_in_range(page_count(pdf, n), 3, 8);
    keep("long-F03", pdf, n);
    facts = sample_facts(arena, "F26");
    value_set_str(arena, facts, "content", repeated("许可内容很长。", 60));
    pdf = make(document_sheet(arena, "F26", facts, "zh"), &n);
    assert_in_range(page_count(pdf, n), 1, 3);
    keep("long-F26", pdf, n);
}

/* ---- nothing beyond the paper, no character without a picture ---- */

/* Opened once and held, as the painter does. */
static PangoContext *fonts(void) {
    static PangoContext *held;
    if (!held) held = render_fonts();
    assert_non_null(held);
    return held;
}

typedef struct { double x0, y0, x1, y1; int pages; } Ink;

/* All pages laid over one another: where there is ink at all. */
static Ink ink_of(PangoContext *pango, const Value *sheet, Painter *p) {
    *p = (Painter){.arena = arena, .pango = pango, .sheet = sheet};
    render_measure(p);
    p->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
    p->cr = cairo_create(p->surface);
    render_pages(p);
    Ink ink = {.pages = p->pages};
    cairo_recording_surface_ink_extents(p->surface, &ink.x0, &ink.y0, &ink.x1, &ink.y1);
    ink.x1 += ink.x0;
    ink.y1 += ink.y0;
    cairo_destroy(p->cr);
    cairo_surface_destroy(p->surface);
    return ink;
}

static void stays_on_paper(PangoContext *pango, const char *code, const Value *sheet, int most) {
    Painter p;
    Ink ink = ink_of(pango, sheet, &p);
    bool frame = value_bool(sheet, "frame");
    double left = frame ? 0 : p.left - 3, right = frame ? p.width : p.right + 3, top = frame ? 0 : p.top - 20, bottom = p.height - 4 * MM;
    if (ink.x0 < left || ink.x1 > right || ink.y0 < top || ink.y1 > bottom)
        print_error("%s: ink %.1f %.1f %.1f %.1f beyond %.1f %.1f %.1f %.1f\n", code, ink.x0, ink.y0, ink.x1, ink.y1, left, top, right, bottom);
    assert_true(ink.x0 >= left && ink.x1 <= right && ink.y0 >= top && ink.y1 <= bottom);
    assert_in_range(ink.pages, 1, most);
}

/* Every text as long as it may be, every list full. */
static Value *stretched(const char *code) {
    static const char LONG[] = "申请人提交的施工图设计文件未经审查，现场核查时工程已经开工；";
    Value *facts = sample_facts(arena, code);
    const DocumentKind *kind = document_kind(code);
    value_set_str(arena, facts, "item", repeated("建筑工程施工许可证核发（变更）", 13));
    value_set_str(arena, facts, "applicant_name", repeated("湖北江夏春和置业有限公司", 8));
    value_set_str(arena, facts, "organ", "武汉市江夏区水务和湖泊局农业农村局文化和旅游局联合审批办公室");
    for (const DocumentField *f = kind->fields; f->key; f++) {
        if (f->type == FACT_TEXT && strcmp(f->key, "certificate_kind") && strcmp(f->key, "query_code")) value_set_str(arena, facts, f->key, repeated(LONG, 4000 / 30));
        if (f->type != FACT_LIST) continue;
        Value *list = (Value *)value_get(facts, f->key);
        for (int i = 0; list && list->first && i < 30; i++) value_push(list, value_copy(arena, list->first));
        for (Value *m = list && list->first ? list->first->first : NULL; m; m = m->next) if (m->kind == VALUE_STRING) m->string = repeated(LONG, 4);
    }
    return facts;
}

static void nothing_leaves_the_paper(void **state) {
    (void)state;
    PangoContext *pango = fonts();
    for (int i = 0; i < document_kind_count(); i++) {
        const char *code = document_kind_number(i)->code;
        bool certificate = !strcmp(code, "F26");
        for (int en = 0; en < 2; en++) {
            stays_on_paper(pango, code, document_sheet(arena, code, sample_facts(arena, code), en ? "en" : "zh"), certificate || !en ? 2 : 3);
            if (!certificate) stays_on_paper(pango, code, document_sheet(arena, code, stretched(code), en ? "en" : "zh"), 80);
        }
        arena_reset(arena);
    }
    stays_on_paper(pango, "SHEET", document_sheet(arena, "SHEET", item_facts(), "zh"), 1);
    stays_on_paper(pango, "CARD", document_sheet(arena, "CARD", item_facts(), "zh"), 1);
}

/* Where the painter stands after the last block, and how many pages that took. */
static double foot_of(PangoContext *pango, const char *json, int *pages) {
    Painter p = {.arena = arena, .pango = pango, .sheet = sample_parse(arena, json)};
    render_measure(&p);
    *pages = p.page;
    return p.y - p.top;
}

/* The lines to sign stand below the code and its words, also where no seal makes the signature tall (F04). */
static void nothing_is_printed_over_the_code(void **state) {
    (void)state;
    int pages;
    double alone = foot_of(fonts(), "{\"paper\":\"A4\",\"blocks\":[{\"t\":\"sign\",\"organ\":\"局\",\"date\":\"日\"}]}", &pages);
    double beside = foot_of(fonts(), "{\"paper\":\"A4\",\"blocks\":[{\"t\":\"qr\",\"beside\":true,\"data\":\"https://hall.example/\",\"lines\":[\"一\",\"二\"]},{\"t\":\"sign\",\"organ\":\"局\",\"date\":\"日\"}]}", &pages);
    assert_true(alone < 26 * MM);
    assert_true(beside > 26 * MM);
}

/* No line of a paragraph alone at the head of a page: whatever the length, the last page holds two lines or the whole. */
static void no_line_stands_alone(void **state) {
    (void)state;
    for (int lines = 36; lines < 80; lines++) {
        int pages;
        const char *text = repeated("申请人提交的材料", lines * 5);
        double foot = foot_of(fonts(), arena_printf(arena, "{\"paper\":\"A4\",\"size\":126,\"blocks\":[{\"t\":\"para\",\"text\":\"%s\"}]}", text), &pages);
        if (pages > 1) assert_true(foot > 2 * 12.6 * 0.87 * 1.75);
    }
}

static int without_picture(PangoContext *pango, const char *text) {
    int unknown = 0;
    for (int bold = 0; bold < 2; bold++) {
        Painter p = {.arena = arena, .pango = pango};
        Style style = {bold ? SANS : SERIF, 12, bold, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.5};
        PangoLayout *layout = render_text_layout(&p, text, &style, 400);
        unknown += pango_layout_get_unknown_glyphs_count(layout);
        g_object_unref(layout);
    }
    return unknown;
}

static int tofu_in(PangoContext *pango, const Value *v) {
    int unknown = v->kind == VALUE_STRING ? without_picture(pango, v->string) : 0;
    for (const Value *m = v->kind == VALUE_LIST || v->kind == VALUE_OBJECT ? v->first : NULL; m; m = m->next) unknown += tofu_in(pango, m);
    return unknown;
}

static void every_character_has_a_picture(void **state) {
    (void)state;
    PangoContext *pango = fonts();
    for (int i = 0; i < document_kind_count(); i++) {
        const char *code = document_kind_number(i)->code;
        int unknown = tofu_in(pango, document_sheet(arena, code, sample_facts(arena, code), "en"));
        if (unknown) print_error("%s: %d characters without a picture\n", code, unknown);
        assert_int_equal(unknown, 0);
        arena_reset(arena);
    }
    /* rare characters of names, among them those beyond the basic plane */
    assert_int_equal(without_picture(pango, "䶮㛃㐱犇骉羴猋镕堃喆叕祎翀赟弢頔禤"), 0);
    assert_int_equal(without_picture(pango, "𬭚𬬭𫖯𬍛𫟦𬸪"), 0);
    assert_true(without_picture(pango, "\xf3\xb0\x80\x80") > 0);          /* a private character has none: the test can tell */
}

static void hostile_strings(void **state) {
    (void)state;
    static const char *const BAD[] = {"<b>&amp;</span><span size=\"900000\">", "&#0;&<", "\xe2\x80\xaegnp.exe", "\xe2\x81\xa6\xe2\x80\x8f", "\x01\x02\x1b[31m", "%s%n%p",
        "😀👩‍👩‍👧‍👧", "שלום עולם العربية", "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85", "\t\t\n\n\n", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "'; DROP TABLE issued_document;--"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        Value *facts = sample_facts(arena, "F05");
        for (Value *f = facts->first; f; f = f->next)
            if (f->kind == VALUE_STRING && strcmp(f->key, "date")) f->string = BAD[i];
        size_t n;
        make(document_sheet(arena, "F05", facts, "zh"), &n);
        make(document_sheet(arena, "SHEET", facts, "en"), &n);
    }
    /* a word without a place to break, a QR text beyond capacity, nothing at all */
    Value *facts = sample_facts(arena, "F21");
    value_set_str(arena, facts, "content", repeated("x", 4000));
    value_set_str(arena, facts, "query_url", repeated("u", 5000));
    size_t n;
    make(document_sheet(arena, "F21", facts, "zh"), &n);
    for (int i = 0; i < document_kind_count(); i++) {
        const Value *empty = document_sheet(arena, document_kind_number(i)->code, value_object(arena), "en");
        stays_on_paper(fonts(), document_kind_number(i)->code, empty, 3);
        if (this_time(i + 1)) make(empty, &n);
    }
    make(document_sheet(arena, "SHEET", value_object(arena), "zh"), &n);
    make(document_sheet(arena, "CARD", NULL, "zh"), &n);
    make(document_sheet(arena, "F99", NULL, NULL), &n);
}

static void malformed_sheets(void **state) {
    (void)state;
    static const char *const BAD[] = {"{}", "{\"blocks\":7}", "{\"blocks\":[1,[],{},{\"t\":5},{\"t\":\"table\"},{\"t\":\"table\",\"widths\":[0,-5,99999999],\"head\":[],\"rows\":[3,[],[[],[]],[{}]]}]}",
        "{\"blocks\":[{\"t\":\"table\",\"widths\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1],\"rows\":[[{\"text\":\"a\",\"span\":999},\"b\"],[{\"span\":-4,\"text\":7}]]}]}",
        "{\"blocks\":[{\"t\":\"qr\",\"data\":\"\"},{\"t\":\"qr\",\"lines\":[4]},{\"t\":\"sign\",\"ring\":\"\"},{\"t\":\"receipt\",\"fields\":[]},{\"t\":\"receipt\",\"fields\":[1]},{\"t\":\"space\",\"mm\":-40}]}",
        "{\"paper\":\"A9\",\"size\":-1,\"created\":\"yesterday\",\"blocks\":[]}"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        size_t n;
        make(sample_parse(arena, BAD[i]), &n);
    }
}

static bool faults(const Value *sheet) {
    FaultGuard guard;
    volatile bool failed = false;
    if (FAULT_GUARD(&guard)) {
        size_t n;
        renderer_pdf(renderer, arena, sheet, &n);
        fault_unguard(&guard);
    } else {
        assert_int_equal(guard.kind, FAULT_PEER);
        failed = true;
    }
    return failed;
}

static void refuses_what_is_no_sheet(void **state) {
    (void)state;
    int before = renderer_restarts(renderer);
    assert_true(faults(value_list(arena)));
    assert_true(faults(NULL));
    Value *huge = value_object(arena);
    value_set_str(arena, huge, "title", repeated("很", SHEET_REQUEST_BYTES / 3 + 10));
    assert_true(faults(huge));
    /* more pages than any document has */
    Value *pages = value_object(arena), *blocks = value_set_list(arena, pages, "blocks");
    for (int i = 0; i < 30; i++) {
        Value *b = value_push_object(arena, blocks);
        value_set_str(arena, b, "t", "para");
        value_set_str(arena, b, "text", repeated("行\n", 500));
    }
    assert_true(faults(pages));
    assert_int_equal(renderer_restarts(renderer), before);      /* the child answered each time; it was not lost */
    size_t n;
    make(sample_parse(arena, "{}"), &n);
}

/* The child is the newest process whose parent we are. */
static pid_t child_of_ours(void) {
    FILE *f = fopen("/proc/thread-self/children", "r");
    int pid = 0, last = 0;
    while (f && fscanf(f, "%d", &pid) == 1) last = pid;
    if (f) fclose(f);
    return last;
}

static void killed_child_is_replaced(void **state) {
    (void)state;
    size_t n;
    const Value *sheet = document_sheet(arena, "F06", sample_facts(arena, "F06"), "zh");
    make(sheet, &n);
    int before = renderer_restarts(renderer);
    pid_t child = child_of_ours();
    if (child <= 0) skip();
    kill(child, SIGKILL);
    usleep(20000);
    make(sheet, &n);
    assert_int_equal(renderer_restarts(renderer), before + 1);
}

static void *killer(void *pid) {
    usleep(8000);
    kill((pid_t)(intptr_t)pid, SIGKILL);
    return NULL;
}

static void child_killed_mid_way(void **state) {
    (void)state;
    const Value *sheet = document_sheet(arena, "F03", sample_facts(arena, "F03"), "zh");
    for (int i = 0; i < 3; i++) {
        size_t n;
        make(sheet, &n);
        pid_t child = child_of_ours();
        if (child <= 0) skip();
        pthread_t thread;
        pthread_create(&thread, NULL, killer, (void *)(intptr_t)child);
        make(sheet, &n);
        pthread_join(thread, NULL);
    }
}

static void child_that_cannot_start(void **state) {
    (void)state;
    static const char *const commands[][3] = {{"/bin/sleep", "100", NULL}, {"/nonexistent/program", NULL}, {"/bin/false", NULL}, {"/bin/echo", "hello, this is not a PDF at all", NULL}};
    log_level = LOG_ERROR + 1;
    for (int i = 0; i < 4; i++) {
        Renderer *bad = renderer_new(commands[i]), *good = renderer;
        renderer_patience(bad, 1);                             /* one that hangs is ended too */
        renderer = bad;
        assert_true(faults(sample_parse(arena, "{}")));
        renderer = good;
        assert_int_equal(renderer_restarts(bad), 2);
        renderer_free(bad);
    }
    log_level = LOG_INFO;
    renderer_free(NULL);
}

static void *many(void *out) {
    Arena *mine = arena_new();
    for (int i = 0; i < 4; i++) {
        size_t n;
        const uint8_t *pdf = renderer_pdf(renderer, mine, document_sheet(mine, "F10", sample_facts(mine, "F10"), "zh"), &n);
        if (!memcmp(pdf, "%PDF", 4)) ++*(int *)out;
    }
    arena_free(mine);
    return NULL;
}

static void several_threads(void **state) {
    (void)state;
    pthread_t threads[4];
    int good[4] = {0};
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, many, &good[i]);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(good[i], 4);
    }
}

int main(int argc, char **argv) {
    if (argc > 1 && !strcmp(argv[1], "render")) return render_child_main(0, 1);
    renderer = renderer_new(NULL);
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {TEST(every_kind), TEST(item_papers), TEST(same_bytes), TEST(long_texts_run_over_pages), TEST(nothing_is_printed_over_the_code), TEST(no_line_stands_alone), TEST(nothing_leaves_the_paper), TEST(every_character_has_a_picture), TEST(hostile_strings), TEST(malformed_sheets),
                                       TEST(refuses_what_is_no_sheet), TEST(killed_child_is_replaced), TEST(child_killed_mid_way), TEST(child_that_cannot_start), TEST(several_threads)};
    int failed = cmocka_run_group_tests_name("renderer", tests, NULL, NULL);
    renderer_free(renderer);
    return failed;
}
