/* table.c: CSV in and out, and the common part of reading a spreadsheet. XLSX is table_xlsx.c. See table.h. */
#include "catalog/table.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "catalog/table_inside.h"
#include <iconv.h>
#include <string.h>

Table *table_fail(Table *table, int row, int column, const char *zh, const char *en)
{
    if (table->failed) return table;       /* the first error is the cause */
    table->failed = true;
    table->rows = NULL;
    table->count = 0;
    table->error_row = row;
    table->error_column = column;
    table->error_zh = zh;
    table->error_en = en;
    return table;
}

const char *table_cell(const Table *table, int row, int column)
{
    if (row < 0 || row >= table->count || column < 0 || column >= table->rows[row].count) return "";
    return table->rows[row].cells[column];
}

int table_column(const Table *table, int header_row, const char *name)
{
    if (header_row < 0 || header_row >= table->count) return -1;
    for (int i = 0; i < table->rows[header_row].count; i++) if (!strcmp(table->rows[header_row].cells[i], name)) return i;
    return -1;
}

const char *table_column_name(int column)
{
    static _Thread_local char name[8];
    char reversed[8];
    int n = 0, at = 0;
    if (column < 0) return "";
    for (long c = column + 1L; c > 0 && n < 7; c = (c - 1) / 26) reversed[n++] = (char)('A' + (c - 1) % 26);
    while (n) name[at++] = reversed[--n];
    name[at] = 0;
    return name;
}

static bool row_blank(const TableRow *row)
{
    for (int i = 0; i < row->count; i++) if (!text_blank(row->cells[i])) return false;
    return true;
}

Table *table_finish(Table *table)
{
    while (table->count && row_blank(&table->rows[table->count - 1])) table->count--;
    for (int i = 0; i < table->count && !table->failed; i++)
        for (int k = 0; k < table->rows[i].count; k++)
            if (!text_is_utf8(table->rows[i].cells[k], strlen(table->rows[i].cells[k])))
                return table_fail(table, i + 1, k + 1, "单元格含有控制字符", "the cell holds control characters");
    return table;
}

/* ---- CSV ---- */

typedef struct {
    Arena *arena;
    Table *table;
    char *at;                      /* reading, in our own copy of the text */
    char *cells[TABLE_MAX_COLUMNS];
    int column;
    long total;
    int room;
} Csv;

static bool cell_add(Csv *csv, char *text, size_t length)
{
    int row = csv->table->count + 1;
    if (csv->column == TABLE_MAX_COLUMNS) return table_fail(csv->table, row, csv->column + 1, "列数超过上限 256", "more than 256 columns"), false;
    if (length > TABLE_MAX_CELL_BYTES) return table_fail(csv->table, row, csv->column + 1, "单元格超过 64 KiB", "the cell is larger than 64 KiB"), false;
    if (++csv->total > TABLE_MAX_CELLS) return table_fail(csv->table, row, 0, "单元格总数超过上限", "too many cells"), false;
    text[length] = 0;
    csv->cells[csv->column++] = text;
    return true;
}

static bool row_add(Csv *csv)
{
    Table *table = csv->table;
    if (table->count == TABLE_MAX_ROWS) return table_fail(table, table->count + 1, 0, "行数超过上限 50000", "more than 50000 rows"), false;
    if (table->count == csv->room) {
        csv->room = csv->room ? 2 * csv->room : 256;
        TableRow *grown = ARENA_ARRAY(csv->arena, TableRow, csv->room);
        if (table->count) memcpy(grown, table->rows, sizeof *grown * (size_t)table->count);
        table->rows = grown;
    }
    table->rows[table->count] = (TableRow){arena_memdup(csv->arena, csv->cells, sizeof(char *) * (size_t)csv->column), csv->column, table->count + 1};
    table->count++;
    csv->column = 0;
    return true;
}

/* A quoted cell: csv->at stands after the opening quote; afterwards on the separator. The text shrinks in place. */
static bool quoted_cell(Csv *csv)
{
    char *start = csv->at, *out = start;
    for (char *p = start;; p++) {
        if (!*p) return table_fail(csv->table, csv->table->count + 1, csv->column + 1, "引号没有闭合", "a quote is not closed"), false;
        if (*p == '\r' && p[1] == '\n') continue;            /* line ends within a cell are LF */
        if (*p != '"') { *out++ = *p; continue; }
        if (p[1] == '"') { *out++ = '"'; p++; continue; }
        csv->at = p + 1;
        if (*csv->at && *csv->at != ',' && *csv->at != '\n' && *csv->at != '\r')
            return table_fail(csv->table, csv->table->count + 1, csv->column + 1, "闭合引号后还有文字", "text follows a closing quote"), false;
        break;
    }
    return cell_add(csv, start, (size_t)(out - start));      /* its NUL falls on the closing quote or before it */
}

static bool plain_cell(Csv *csv)
{
    char *start = csv->at, *p = start;
    while (*p && *p != ',' && *p != '\n' && *p != '\r') {
        if (*p == '"') return table_fail(csv->table, csv->table->count + 1, csv->column + 1, "未加引号的单元格中出现引号", "a quote inside an unquoted cell"), false;
        p++;
    }
    char end = *p;
    csv->at = p;
    if (!cell_add(csv, start, (size_t)(p - start))) return false;
    csv->cells[csv->column - 1] = arena_strndup(csv->arena, start, (size_t)(p - start));
    *p = end;
    return true;
}

static Table *read_csv(Arena *arena, Table *table, char *text)
{
    Csv csv = {.arena = arena, .table = table, .at = text};
    while (*csv.at) {
        bool quoted = *csv.at == '"';
        if (quoted) csv.at++;
        if (quoted ? !quoted_cell(&csv) : !plain_cell(&csv)) return table;
        if (*csv.at == ',') {
            csv.at++;
            if (!*csv.at && !cell_add(&csv, arena_strdup(arena, ""), 0)) return table;
            if (*csv.at) continue;
        }
        if (*csv.at == '\r') csv.at++;
        if (*csv.at == '\n') csv.at++;
        if (!row_add(&csv)) return table;
    }
    if (csv.column && !row_add(&csv)) return table;
    return table_finish(table);
}

/* GB18030 to UTF-8; NULL when the bytes are not GB18030. Every GB18030 text has a UTF-8 form of at most twice its size. */
static char *from_gb18030(Arena *arena, const uint8_t *bytes, size_t size)
{
    iconv_t convert = iconv_open("UTF-8", "GB18030");
    if (convert == (iconv_t)-1) return NULL;
    char *out = NULL;
    size_t room = 2 * size + 16, left = room, in_left = size;
    char *buffer = arena_alloc(arena, room + 1), *to = buffer, *from = (char *)(uintptr_t)bytes;
    if (iconv(convert, &from, &in_left, &to, &left) != (size_t)-1 && !in_left) { *to = 0; out = buffer; }
    iconv_close(convert);
    return out;
}

static Table *read_text(Arena *arena, Table *table, const uint8_t *bytes, size_t size)
{
    if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) { bytes += 3; size -= 3; }
    if (size >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2)))
        return table_fail(table, 0, 0, "文件是 UTF-16 编码，请另存为 UTF-8 CSV 或 XLSX", "the file is UTF-16; save it as UTF-8 CSV or XLSX");
    if (memchr(bytes, 0, size)) return table_fail(table, 0, 0, "文件含有空字节，不是文本", "the file holds NUL bytes: it is not text");
    if (text_is_utf8((const char *)bytes, size)) {
        table->encoding = "UTF-8";
        return read_csv(arena, table, arena_strndup(arena, (const char *)bytes, size));
    }
    char *text = from_gb18030(arena, bytes, size);
    if (!text || !text_is_utf8(text, strlen(text)))
        return table_fail(table, 0, 0, "文件既不是 UTF-8 也不是 GB18030 文本，或含有控制字符", "the file is neither UTF-8 nor GB18030 text, or holds control characters");
    table->encoding = "GB18030";
    if (!strncmp(text, "\xEF\xBB\xBF", 3)) text += 3;      /* a byte order mark that was converted with the rest */
    return read_csv(arena, table, text);
}

Table *table_read(Arena *arena, const uint8_t *bytes, size_t size)
{
    Table *table = ARENA_NEW(arena, Table);
    table->encoding = "";
    if (size > LIMIT_IMPORT_BYTES) return table_fail(table, 0, 0, "文件超过 32 MiB", "the file is larger than 32 MiB");
    if (!size) return table_fail(table, 0, 0, "文件是空的", "the file is empty");
    if (size >= 4 && !memcmp(bytes, "PK\3\4", 4)) {
        table->encoding = "XLSX";
        return table_read_xlsx(arena, table, bytes, size);
    }
    if (size >= 4 && !memcmp(bytes, "\xD0\xCF\x11\xE0", 4))
        return table_fail(table, 0, 0, "文件是旧版 XLS 或加了密码，请另存为 XLSX", "the file is an old XLS or has a password; save it as XLSX");
    return read_text(arena, table, bytes, size);
}

/* ---- out ---- */

static bool triggers(const char *text)
{
    while (*text == '\'') text++;                 /* a text that already looks guarded is guarded once more, so reading back is exact */
    return *text && strchr("=+-@\t\r", *text);
}

void table_write_csv_cell(Buf *out, const char *text, bool last)
{
    bool guard = triggers(text);
    if (guard || strpbrk(text, ",\"\r\n")) {
        buf_char(out, '"');
        if (guard) buf_char(out, '\'');
        for (; *text; text++) {
            if (*text == '"') buf_char(out, '"');
            buf_char(out, *text);
        }
        buf_char(out, '"');
    } else {
        buf_str(out, text);
    }
    buf_str(out, last ? "\r\n" : ",");
}

const char *table_unguard(const char *cell) { return *cell == '\'' && triggers(cell) ? cell + 1 : cell; }
