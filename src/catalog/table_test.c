/* table_test.c: spreadsheets good and hostile. */
#include "base/buf.h"
#include "base/day.h"
#include "base/fault.h"
#include "catalog/table.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zip.h>

static Arena *arena;
static int start(void **state) { (void)state; arena = arena_new(); return 0; }
static int stop(void **state) { (void)state; arena_free(arena); return 0; }

static Table *csv(const char *text) { return table_read(arena, (const uint8_t *)text, strlen(text)); }

static void plain_csv(void **state)
{
    (void)state;
    Table *t = csv("a,b,c\r\n1,\"x,\"\"y\"\"\",3\n\n4,,\n");
    assert_false(t->failed);
    assert_int_equal(t->count, 4);
    assert_string_equal(table_cell(t, 1, 1), "x,\"y\"");
    assert_string_equal(table_cell(t, 3, 0), "4");
    assert_string_equal(table_cell(t, 3, 2), "");
    assert_string_equal(table_cell(t, 99, 2), "");
    assert_string_equal(table_cell(t, 1, 99), "");
    assert_int_equal(t->rows[3].line, 4);
    assert_int_equal(table_column(t, 0, "c"), 2);
    assert_int_equal(table_column(t, 0, "z"), -1);
    assert_string_equal(t->encoding, "UTF-8");
}

static void endings(void **state)
{
    (void)state;
    assert_int_equal(csv("a,b")->rows[0].count, 2);
    assert_int_equal(csv("a,")->rows[0].count, 2);
    assert_int_equal(csv("a,\n")->rows[0].count, 2);
    assert_int_equal(csv("a\rb\r")->count, 2);
    assert_int_equal(csv("\"a\"")->rows[0].count, 1);
    assert_string_equal(table_cell(csv("\"\""), 0, 0), "");
    assert_int_equal(csv("a\n,,\n\n")->count, 1);           /* blank rows at the end go */
    assert_string_equal(table_cell(csv("\"two\r\nlines\""), 0, 0), "two\nlines");
    assert_string_equal(table_cell(csv("\xEF\xBB\xBFname"), 0, 0), "name");
}

static void broken_csv_names_the_place(void **state)
{
    (void)state;
    Table *t = csv("a,b\nc,\"open");
    assert_true(t->failed);
    assert_int_equal(t->error_row, 2);
    assert_int_equal(t->error_column, 2);
    t = csv("a,b\nc,d\ne,\"f\"g\n");
    assert_true(t->failed);
    assert_int_equal(t->error_row, 3);
    t = csv("a,b\"c\n");
    assert_true(t->failed);
    assert_int_equal(t->error_column, 2);
    assert_int_equal(t->count, 0);
    assert_true(csv("")->failed);
    assert_true(table_read(arena, (const uint8_t *)"a\0b", 3)->failed);
    assert_true(table_read(arena, (const uint8_t *)"\xFF\xFE" "a\0", 4)->failed);
    assert_true(table_read(arena, (const uint8_t *)"\xD0\xCF\x11\xE0....", 8)->failed);
    assert_true(csv("a\x01" "b")->failed);
}

static void gb18030(void **state)
{
    (void)state;
    Table *t = csv("\xCA\xC2\xCF\xEE,\xBD\xA1\xBF\xB5\xD6\xA4\n");      /* 事项,健康证 */
    assert_false(t->failed);
    assert_string_equal(t->encoding, "GB18030");
    assert_string_equal(table_cell(t, 0, 0), "事项");
    assert_string_equal(table_cell(t, 0, 1), "健康证");
    t = csv("\x81\x39\xEF\x30\n");                                       /* a four-byte character */
    assert_false(t->failed);
    assert_string_equal(table_cell(csv("\x84\x31\x95\x33\xCA\xC2\xCF\xEE"), 0, 0), "事项");     /* a converted byte order mark */
    assert_true(csv("\xFF\xFF\xFF")->failed);
}

static void limits(void **state)
{
    (void)state;
    Buf wide = buf_new(arena), tall = buf_new(arena), fat = buf_new(arena);
    for (int i = 0; i < TABLE_MAX_COLUMNS; i++) buf_str(&wide, i ? ",x" : "x");
    assert_false(csv(wide.text)->failed);
    buf_str(&wide, ",x");
    assert_true(csv(wide.text)->failed);
    for (int i = 0; i <= TABLE_MAX_ROWS; i++) buf_str(&tall, "x\n");
    Table *t = csv(tall.text);
    assert_true(t->failed);
    assert_int_equal(t->error_row, TABLE_MAX_ROWS + 1);
    for (int i = 0; i <= TABLE_MAX_CELL_BYTES; i++) buf_char(&fat, 'x');
    t = csv(fat.text);
    assert_true(t->failed);
    assert_int_equal(t->error_column, 1);
}

static void column_names(void **state)
{
    (void)state;
    assert_string_equal(table_column_name(0), "A");
    assert_string_equal(table_column_name(25), "Z");
    assert_string_equal(table_column_name(26), "AA");
    assert_string_equal(table_column_name(255), "IV");
    assert_string_equal(table_column_name(-1), "");
}

/* What is written comes back, and no cell starts a formula. */
static void writing_guards_formulas(void **state)
{
    (void)state;
    static const char *const cells[] = {"=1+1", "+86", "-5", "@SUM(A1)", "\tx", "'=quoted", "''=twice", "'plain", "a,b", "q\"q", "two\nlines", "", "健康证"};
    Buf out = buf_new(arena);
    int n = sizeof cells / sizeof *cells;
    for (int i = 0; i < n; i++) table_write_csv_cell(&out, cells[i], i == n - 1);
    Table *t = csv(out.text);
    assert_false(t->failed);
    assert_int_equal(t->rows[0].count, n);
    for (int i = 0; i < n; i++) {
        const char *raw = table_cell(t, 0, i);
        assert_null(*raw ? strchr("=+-@\t", *raw) : NULL);
        assert_string_equal(table_unguard(raw), cells[i]);
    }
}

/* ---- XLSX made by hand ---- */

typedef struct { const char *name, *xml; } Part;

static Table *xlsx(const Part *parts, int count)
{
    char path[] = "/tmp/table-test-XXXXXX";
    int fd = mkstemp(path), error;
    assert_true(fd >= 0);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (int i = 0; i < count; i++)
        assert_true(zip_file_add(zip, parts[i].name, zip_source_buffer(zip, parts[i].xml, strlen(parts[i].xml), 0), ZIP_FL_OVERWRITE) >= 0);
    assert_int_equal(zip_close(zip), 0);
    FILE *file = fopen(path, "rb");
    static uint8_t bytes[1 << 20];
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    remove(path);
    return table_read(arena, arena_memdup(arena, bytes, size), size);
}

static Table *sheet(const char *rows, const char *strings, const char *styles)
{
    const char *xml = arena_printf(arena, "<?xml version=\"1.0\"?><worksheet xmlns=\"m\"><sheetData>%s</sheetData></worksheet>", rows);
    Part parts[3] = {{"xl/worksheets/sheet1.xml", xml}};
    int n = 1;
    if (strings) parts[n++] = (Part){"xl/sharedStrings.xml", strings};
    if (styles) parts[n++] = (Part){"xl/styles.xml", styles};
    return xlsx(parts, n);
}

static void xlsx_cells(void **state)
{
    (void)state;
    Table *t = sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
                     "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>行</t><r><t>内</t></r></is></c><c r=\"B3\"><v>4.2011500101001E+15</v></c><c r=\"C3\" t=\"b\"><v>1</v></c>"
                     "<c r=\"D3\" s=\"1\"><v>46023</v></c><c r=\"E3\" t=\"str\"><v>x</v></c><c r=\"F3\"><v>0.5</v></c><c r=\"G3\" s=\"2\"><v>46023.75</v></c></row>",
                     "<sst><si><t>名称</t></si><si><r><t>健康</t></r><r><t xml:space=\"preserve\">证 </t></r><rPh><t>jkz</t></rPh></si></sst>",
                     "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"0.00&quot;day&quot;\"/></numFmts>"
                     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
    assert_false(t->failed);
    assert_string_equal(t->encoding, "XLSX");
    assert_int_equal(t->count, 3);
    assert_string_equal(table_cell(t, 0, 0), "名称");
    assert_string_equal(table_cell(t, 0, 1), "");
    assert_string_equal(table_cell(t, 0, 2), "健康证 ");
    assert_string_equal(table_cell(t, 1, 0), "");
    assert_string_equal(table_cell(t, 2, 0), "行内");
    assert_string_equal(table_cell(t, 2, 1), "4201150010100100");
    assert_string_equal(table_cell(t, 2, 2), "是");
    assert_string_equal(table_cell(t, 2, 3), "2026-01-01");
    assert_string_equal(table_cell(t, 2, 5), "0.5");
    assert_string_equal(table_cell(t, 2, 6), "2026-01-01");
}

static void xlsx_hostile(void **state)
{
    (void)state;
    assert_true(sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>", "<sst><si><t>a</t></si></sst>", NULL)->failed);      /* no such string */
    assert_true(sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>", "<sst><si><t>a</t></si></sst>", NULL)->failed);
    assert_true(sheet("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>", NULL, NULL)->failed);
    assert_true(sheet("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>", NULL, NULL)->failed);
    assert_true(sheet("<row r=\"2\"/><row r=\"1\"/>", NULL, NULL)->failed);
    assert_true(sheet("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>", NULL, NULL)->failed);
    assert_true(sheet("<c r=\"A1\"><v>1</v></c>", NULL, NULL)->failed);
    assert_true(sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c>", NULL, NULL)->failed);                                               /* not closed */
    Part none[] = {{"xl/other.xml", "<a/>"}};
    assert_true(xlsx(none, 1)->failed);
    Table *t = table_read(arena, (const uint8_t *)"PK\3\4 truncated archive", 23);
    assert_true(t->failed);
    assert_non_null(t->error_zh);
}

static void xlsx_doctype_refused(void **state)
{
    (void)state;
    Part parts[] = {{"xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"}};
    Table *t = xlsx(parts, 1);
    assert_true(t->failed);
    assert_non_null(strstr(t->error_en, "document type"));
}

static void xlsx_bomb_refused(void **state)
{
    (void)state;
    size_t size = 8u << 20;
    char *big = arena_alloc(arena, size + 1);
    memset(big, ' ', size);
    memcpy(big, "<worksheet>", 11);
    Part parts[] = {{"xl/worksheets/sheet1.xml", big}};
    Table *t = xlsx(parts, 1);
    assert_true(t->failed);
    assert_non_null(strstr(t->error_en, "bomb"));
}

static void xlsx_second_sheet_is_not_the_first(void **state)
{
    (void)state;
    Part parts[] = {
        {"xl/workbook.xml", "<workbook xmlns:r=\"x\"><sheets><sheet name=\"one\" sheetId=\"2\" r:id=\"rId9\"/><sheet name=\"two\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId9\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>wrong</v></c></row></sheetData></worksheet>"},
        {"xl/worksheets/sheet2.xml", "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"str\"><x:v>right</x:v></x:c></x:row></x:sheetData></x:worksheet>"},
    };
    assert_string_equal(table_cell(xlsx(parts, 4), 0, 0), "right");
}

/* Any damage to a good file gives a table or an error, never a crash. */
static void damaged_bytes_never_crash(void **state)
{
    (void)state;
    uint32_t seed = 2026;
    const char *good = "\xEF\xBB\xBF" "a,\"b\"\"c\"\r\n健康证,\"x\ny\"\r\n1,2\r\n";
    size_t n = strlen(good);
    for (int round = 0; round < 3000; round++) {
        uint8_t bytes[64];
        memcpy(bytes, good, n);
        for (int k = 0; k < 3; k++) { seed = seed * 1664525 + 1013904223; bytes[(seed >> 8) % n] = (uint8_t)(seed >> 24); }
        Table *t = table_read(arena, bytes, n - (seed >> 16) % 3);
        assert_true(t->failed ? t->error_zh != NULL : t->count >= 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plain_csv, start, stop), cmocka_unit_test_setup_teardown(endings, start, stop),
        cmocka_unit_test_setup_teardown(broken_csv_names_the_place, start, stop), cmocka_unit_test_setup_teardown(gb18030, start, stop),
        cmocka_unit_test_setup_teardown(limits, start, stop), cmocka_unit_test_setup_teardown(column_names, start, stop),
        cmocka_unit_test_setup_teardown(writing_guards_formulas, start, stop), cmocka_unit_test_setup_teardown(xlsx_cells, start, stop),
        cmocka_unit_test_setup_teardown(xlsx_hostile, start, stop), cmocka_unit_test_setup_teardown(xlsx_doctype_refused, start, stop),
        cmocka_unit_test_setup_teardown(xlsx_bomb_refused, start, stop), cmocka_unit_test_setup_teardown(xlsx_second_sheet_is_not_the_first, start, stop),
        cmocka_unit_test_setup_teardown(damaged_bytes_never_crash, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
