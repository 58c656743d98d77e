/* table_xlsx.c: the first sheet of an XLSX file as rows of text, by libzip and expat. See table.h.
 *
 * Every part is unpacked whole within limits, then parsed; nothing is trusted: sizes, ratios, row and column numbers, string indexes.
 * Expat's parser is freed on every path but a memory fault, which ends the turn.
 */
#include "base/buf.h"
#include "base/day.h"
#include "base/text.h"
#include "catalog/table_inside.h"
#include <expat.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { MAX_ENTRIES = 2000, MAX_DEPTH = 64, MAX_STYLES = 65536, RATIO_FROM_BYTES = 1 << 20 };

typedef struct {
    Arena *arena;
    Table *table;
    zip_t *zip;
    XML_Parser parser;
    int depth;
    Buf text;                   /* characters of the element being read */
    bool reading;
    /* workbook and its relations */
    char *first_sheet_id, *sheet_path;
    bool date1904;
    /* shared strings */
    char **strings; int string_count, string_room;
    bool in_phonetic;
    /* styles: which cell formats are dates */
    bool *style_is_date; int style_count;
    char date_formats[MAX_STYLES / 8];       /* bit per custom number format id */
    bool in_cell_formats;
    /* the sheet */
    int row, column, row_room;
    char *cells[TABLE_MAX_COLUMNS];
    int cell_count;
    char cell_type[16];
    int cell_style;
    bool has_value;
    long total;
} Xlsx;

static const char *local(const char *name) { const char *colon = strrchr(name, ':'); return colon ? colon + 1 : name; }

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) if (!strcmp(local(attributes[0]), name)) return attributes[1];
    return NULL;
}

static int whole(const char *text, int otherwise)
{
    int64_t n;
    return text_parse_int(text, 0, INT32_MAX, &n) ? (int)n : otherwise;
}

static void stop(Xlsx *x, int row, int column, const char *zh, const char *en)
{
    table_fail(x->table, row, column, zh, en);
    XML_StopParser(x->parser, XML_FALSE);
}

/* ---- workbook, relations ---- */

static void workbook_start(Xlsx *x, const char *name, const char **a)
{
    if (!strcmp(name, "sheet") && !x->first_sheet_id) {
        for (const char **p = a; *p; p += 2) {       /* the relation's id is r:id; sheetId and name are others */
            const char *colon = strrchr(p[0], ':');
            if (colon && !strcmp(colon + 1, "id")) x->first_sheet_id = arena_strdup(x->arena, p[1]);
        }
    }
    if (!strcmp(name, "workbookPr")) {
        const char *v = attribute(a, "date1904");
        x->date1904 = v && (!strcmp(v, "1") || !strcmp(v, "true"));
    }
}

static void relations_start(Xlsx *x, const char *name, const char **a)
{
    const char *id = attribute(a, "Id"), *target = attribute(a, "Target");
    if (strcmp(name, "Relationship") || !id || !target || !text_equal(id, x->first_sheet_id)) return;
    x->sheet_path = *target == '/' ? arena_strdup(x->arena, target + 1) : arena_printf(x->arena, "xl/%s", target);
}

/* ---- shared strings ---- */

static void strings_start(Xlsx *x, const char *name)
{
    if (!strcmp(name, "si")) x->text = buf_new(x->arena);
    else if (!strcmp(name, "rPh")) x->in_phonetic = true;
    else if (!strcmp(name, "t")) x->reading = !x->in_phonetic;
}

static void strings_end(Xlsx *x, const char *name)
{
    if (!strcmp(name, "t")) x->reading = false;
    else if (!strcmp(name, "rPh")) x->in_phonetic = false;
    else if (!strcmp(name, "si") && x->text.text) {
        if (x->string_count == x->string_room) {
            x->string_room = x->string_room ? 2 * x->string_room : 256;
            char **grown = ARENA_ARRAY(x->arena, char *, x->string_room);
            if (x->string_count) memcpy(grown, x->strings, sizeof *grown * (size_t)x->string_count);
            x->strings = grown;
        }
        if (x->string_count >= TABLE_MAX_CELLS) stop(x, 0, 0, "共享字符串过多", "too many shared strings");
        else x->strings[x->string_count++] = x->text.text;
    }
}

/* ---- styles ---- */

/* A number format shows a date when y, m, d or h stands outside quotes and brackets. */
static bool format_is_date(const char *code)
{
    for (bool quoted = false; *code; code++) {
        if (*code == '"') quoted = !quoted;
        else if (quoted) continue;
        else if (*code == '[') { while (code[1] && *code != ']') code++; }
        else if (*code == '\\' && code[1]) code++;
        else if (strchr("yYdD", *code)) return true;
    }
    return false;
}

static void styles_start(Xlsx *x, const char *name, const char **a)
{
    if (!strcmp(name, "numFmt")) {
        int id = whole(attribute(a, "numFmtId"), -1);
        const char *code = attribute(a, "formatCode");
        if (id >= 0 && id < MAX_STYLES && code && format_is_date(code)) x->date_formats[id / 8] |= (char)(1 << id % 8);
    } else if (!strcmp(name, "cellXfs")) {
        x->in_cell_formats = true;
        x->style_is_date = ARENA_ARRAY(x->arena, bool, MAX_STYLES);
    } else if (!strcmp(name, "xf") && x->in_cell_formats && x->style_count < MAX_STYLES) {
        int id = whole(attribute(a, "numFmtId"), 0);
        bool built_in = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
        x->style_is_date[x->style_count++] = built_in || (id < MAX_STYLES && (x->date_formats[id / 8] >> id % 8 & 1));
    }
}

/* ---- the sheet ---- */

/* "AB12" -> column 27; -1 when it is not a reference. */
static int column_of(const char *reference)
{
    int column = 0;
    const char *p = reference;
    for (; *p >= 'A' && *p <= 'Z' && column < 100000; p++) column = column * 26 + (*p - 'A' + 1);
    return p == reference || *p < '1' || *p > '9' ? -1 : column - 1;
}

static void row_begin(Xlsx *x, const char **a)
{
    const char *number = attribute(a, "r");
    int row = number ? whole(number, 0) : x->row + 1;
    if (row <= x->row) { stop(x, x->row, 0, "行号不递增", "row numbers do not increase"); return; }
    if (row > TABLE_MAX_ROWS) { stop(x, TABLE_MAX_ROWS, 0, "行数超过上限 50000", "more than 50000 rows"); return; }
    x->row = row;
    x->column = -1;
    x->cell_count = 0;
    for (int i = 0; i < TABLE_MAX_COLUMNS; i++) x->cells[i] = NULL;
}

static void row_end(Xlsx *x)
{
    Table *table = x->table;
    if (x->row > x->row_room) {
        int room = x->row_room ? x->row_room : 256;
        while (room < x->row) room *= 2;
        TableRow *grown = ARENA_ARRAY(x->arena, TableRow, room);
        if (table->count) memcpy(grown, table->rows, sizeof *grown * (size_t)table->count);
        table->rows = grown;
        x->row_room = room;
    }
    for (int i = table->count; i < x->row; i++) table->rows[i] = (TableRow){.line = i + 1};
    table->count = x->row;
    x->total += x->cell_count;
    if (x->total > TABLE_MAX_CELLS) { stop(x, x->row, 0, "单元格总数超过上限", "too many cells"); return; }
    TableRow *row = &table->rows[x->row - 1];
    row->count = x->cell_count;
    row->cells = ARENA_ARRAY(x->arena, char *, x->cell_count + 1);
    for (int i = 0; i < x->cell_count; i++) row->cells[i] = x->cells[i] ? x->cells[i] : "";
}

static void cell_begin(Xlsx *x, const char **a)
{
    const char *reference = attribute(a, "r"), *type = attribute(a, "t");
    int column = reference ? column_of(reference) : x->column + 1;
    if (x->row < 1) { stop(x, 0, 0, "单元格不在行内", "a cell outside a row"); return; }
    if (column <= x->column) { stop(x, x->row, x->column + 1, "单元格位置不递增", "cell references do not increase"); return; }
    if (column >= TABLE_MAX_COLUMNS) { stop(x, x->row, TABLE_MAX_COLUMNS, "列数超过上限 256", "more than 256 columns"); return; }
    x->column = column;
    x->cell_style = whole(attribute(a, "s"), 0);
    x->has_value = false;
    memset(x->cell_type, 0, sizeof x->cell_type);
    if (type) strncpy(x->cell_type, type, sizeof x->cell_type - 1);
    x->text = buf_new(x->arena);
}

static char *date_text(Xlsx *x, double serial)
{
    /* Day 60 of the 1900 system is a 29 February that never was. */
    int days = (int)floor(serial) + (x->date1904 ? 1462 : 0);
    Day day = day_plus(day_of(1899, 12, 31), days > 60 ? days - 1 : days);
    return day_text(x->arena, day);
}

static char *number_text(Xlsx *x, char *text)
{
    char *end;
    double number = strtod(text, &end);
    if (!*text || *end || !isfinite(number)) return text;
    bool date = x->cell_style < x->style_count && x->style_is_date[x->cell_style];
    if (date && number >= 1 && number < 109575) return date_text(x, number);      /* up to the year 2199 */
    if (!strpbrk(text, ".eE")) return text;
    if (number == floor(number) && fabs(number) < 9e15) return arena_printf(x->arena, "%.0f", number);
    return arena_printf(x->arena, "%.15g", number);
}

static void cell_end(Xlsx *x)
{
    char *text = x->text.text ? x->text.text : arena_strdup(x->arena, "");
    if (!x->has_value) return;
    if (!strcmp(x->cell_type, "s")) {
        int index = whole(text, -1);
        if (index < 0 || index >= x->string_count) { stop(x, x->row, x->column + 1, "引用了不存在的共享字符串", "a shared string that does not exist"); return; }
        text = x->strings[index];
    } else if (!strcmp(x->cell_type, "b")) {
        text = arena_strdup(x->arena, !strcmp(text, "1") ? "是" : "否");
    } else if (!x->cell_type[0] || !strcmp(x->cell_type, "n")) {
        text = number_text(x, text);
    }
    if (strlen(text) > TABLE_MAX_CELL_BYTES) { stop(x, x->row, x->column + 1, "单元格超过 64 KiB", "the cell is larger than 64 KiB"); return; }
    x->cells[x->column] = text;
    x->cell_count = x->column + 1;
}

static void sheet_start(Xlsx *x, const char *name, const char **a)
{
    if (!strcmp(name, "row")) row_begin(x, a);
    else if (!strcmp(name, "c")) cell_begin(x, a);
    else if (!strcmp(name, "rPh")) x->in_phonetic = true;
    else if (!strcmp(name, "v") || (!strcmp(name, "t") && !x->in_phonetic)) {
        if (!x->text.arena) x->text = buf_new(x->arena);
        x->reading = x->has_value = true;
    }
}

static void sheet_end(Xlsx *x, const char *name)
{
    if (!strcmp(name, "v") || !strcmp(name, "t")) x->reading = false;
    else if (!strcmp(name, "rPh")) x->in_phonetic = false;
    else if (!strcmp(name, "c") && x->row > 0 && x->column >= 0) cell_end(x);
    else if (!strcmp(name, "row") && x->row > 0) row_end(x);
}

/* ---- parsing a part ---- */

typedef enum { PART_WORKBOOK, PART_RELATIONS, PART_STRINGS, PART_STYLES, PART_SHEET } PartKind;
typedef struct { Xlsx *x; PartKind kind; } Part;

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
    Part *part = user;
    Xlsx *x = part->x;
    if (x->table->failed) return;
    if (++x->depth > MAX_DEPTH) { stop(x, 0, 0, "XML 嵌套过深", "the XML is nested too deeply"); return; }
    name = local(name);
    switch (part->kind) {
    case PART_WORKBOOK: workbook_start(x, name, attributes); break;
    case PART_RELATIONS: relations_start(x, name, attributes); break;
    case PART_STRINGS: strings_start(x, name); break;
    case PART_STYLES: styles_start(x, name, attributes); break;
    case PART_SHEET: sheet_start(x, name, attributes); break;
    }
}

static void XMLCALL on_end(void *user, const char *name)
{
    Part *part = user;
    Xlsx *x = part->x;
    if (x->table->failed) return;
    x->depth--;
    name = local(name);
    if (part->kind == PART_STRINGS) strings_end(x, name);
    else if (part->kind == PART_SHEET) sheet_end(x, name);
    else if (part->kind == PART_STYLES && !strcmp(name, "cellXfs")) x->in_cell_formats = false;
}

static void XMLCALL on_text(void *user, const char *text, int length)
{
    Xlsx *x = ((Part *)user)->x;
    if (!x->reading || x->table->failed || !x->text.arena) return;
    if (x->text.length + (size_t)length > 2 * TABLE_MAX_CELL_BYTES) { stop(x, x->row, x->column + 1, "单元格超过 64 KiB", "the cell is larger than 64 KiB"); return; }
    buf_add(&x->text, text, (size_t)length);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public_id, int subset)
{
    (void)name; (void)system; (void)public_id; (void)subset;
    stop(((Part *)user)->x, 0, 0, "文件含有文档类型声明，拒绝读取", "the file holds a document type declaration: refused");
}

static void free_parser(void *parser) { XML_ParserFree(parser); }
static void discard_zip(void *zip) { zip_discard(zip); }

static void parse_part(Xlsx *x, PartKind kind, const char *xml, size_t bytes)
{
    Part part = {x, kind};
    FaultOwned owned;
    x->parser = XML_ParserCreate(NULL);
    if (!x->parser) { table_fail(x->table, 0, 0, "内存不足", "out of memory"); return; }
    fault_own(&owned, x->parser, free_parser);
    x->depth = 0;
    x->reading = x->in_phonetic = false;
    XML_SetUserData(x->parser, &part);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    if (XML_Parse(x->parser, xml, (int)bytes, 1) != XML_STATUS_OK && !x->table->failed)
        table_fail(x->table, kind == PART_SHEET ? x->row : 0, 0, "XLSX 内的 XML 不完整或有错误", "the XML inside the XLSX is broken");
    fault_release(&owned);
    x->parser = NULL;
}

/* The part unpacked; NULL when absent or refused (then the table has failed). */
static char *unpack(Xlsx *x, const char *name, size_t *bytes)
{
    zip_stat_t stat;
    const zip_uint64_t need = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (x->table->failed || zip_stat(x->zip, name, 0, &stat) || (stat.valid & need) != need) return NULL;
    if (stat.size > TABLE_MAX_PART_BYTES || (stat.size > RATIO_FROM_BYTES && stat.size / TABLE_MAX_RATIO > stat.comp_size)) {
        table_fail(x->table, 0, 0, "XLSX 解压后过大，疑为压缩炸弹", "the XLSX unpacks to too much: it may be a zip bomb");
        return NULL;
    }
    zip_file_t *file = zip_fopen(x->zip, name, 0);
    if (!file) { table_fail(x->table, 0, 0, "XLSX 已加密或已损坏", "the XLSX is encrypted or damaged"); return NULL; }
    char *data = malloc(stat.size + 1), beyond;
    zip_int64_t got = data ? zip_fread(file, data, stat.size) : -1;
    bool good = got >= 0 && (zip_uint64_t)got == stat.size && zip_fread(file, &beyond, 1) == 0;
    zip_fclose(file);
    if (!good) {
        free(data);
        table_fail(x->table, 0, 0, "XLSX 已损坏", "the XLSX is damaged");
        return NULL;
    }
    *bytes = stat.size;
    return data;
}

static bool read_part(Xlsx *x, PartKind kind, const char *name)
{
    size_t bytes;
    char *xml = unpack(x, name, &bytes);
    if (!xml) return false;
    FaultOwned owned;
    fault_own(&owned, xml, free);
    parse_part(x, kind, xml, bytes);
    fault_release(&owned);
    return true;
}

Table *table_read_xlsx(Arena *arena, Table *table, const uint8_t *bytes, size_t size)
{
    Xlsx *x = ARENA_NEW(arena, Xlsx);
    x->arena = arena;
    x->table = table;
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &why);
    x->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    zip_error_fini(&why);
    if (!x->zip) {
        if (source) zip_source_free(source);
        return table_fail(table, 0, 0, "不是完整的 XLSX 文件", "not a whole XLSX file");
    }
    FaultOwned owned;
    fault_own(&owned, x->zip, discard_zip);
    if (zip_get_num_entries(x->zip, 0) > MAX_ENTRIES) table_fail(table, 0, 0, "XLSX 内文件过多", "too many parts in the XLSX");
    read_part(x, PART_WORKBOOK, "xl/workbook.xml");
    read_part(x, PART_RELATIONS, "xl/_rels/workbook.xml.rels");
    read_part(x, PART_STRINGS, "xl/sharedStrings.xml");
    read_part(x, PART_STYLES, "xl/styles.xml");
    if (!read_part(x, PART_SHEET, x->sheet_path ? x->sheet_path : "xl/worksheets/sheet1.xml"))
        table_fail(table, 0, 0, "XLSX 中没有工作表", "the XLSX holds no sheet");
    fault_release(&owned);
    return table->failed ? table : table_finish(table);
}
