/* table.h: a spreadsheet as a stranger sends it (CSV or XLSX) turned into rows of text cells. Pure; every limit is named here.
 *
 * CSV: RFC 4180, comma, LF or CRLF, quotes doubled; UTF-8 with or without BOM, otherwise GB18030. XLSX: first sheet; shared and inline
 * strings, numbers, truth values, dates as YYYY-MM-DD. A document type declaration, an encrypted or oversized part, or a compression
 * ratio beyond TABLE_MAX_RATIO is refused.
 */
#ifndef CATALOG_TABLE_H
#define CATALOG_TABLE_H
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    TABLE_MAX_ROWS = 50000,
    TABLE_MAX_COLUMNS = 256,
    TABLE_MAX_CELLS = 2000000,
    TABLE_MAX_CELL_BYTES = 64 * 1024,
    TABLE_MAX_PART_BYTES = 64 * 1024 * 1024,     /* one part of an XLSX, unpacked */
    TABLE_MAX_RATIO = 200                        /* unpacked : packed, for parts over 1 MiB */
};

typedef struct { char **cells; int count; int line; } TableRow;      /* line: row number as the person sees it, from 1 */
typedef struct {
    TableRow *rows;
    int count;
    const char *encoding;                        /* "UTF-8", "GB18030" or "XLSX" */
    /* when reading failed: */
    bool failed;
    int error_row, error_column;                 /* from 1; 0: the file as a whole */
    const char *error_zh, *error_en;
} Table;

/* Never raises on bad bytes; failed tells. Blank rows at the end are dropped, blank cells are "". */
Table *table_read(Arena *arena, const uint8_t *bytes, size_t size);
const char *table_cell(const Table *table, int row, int column);     /* from 0; "" outside */
int table_column(const Table *table, int header_row, const char *name);      /* -1 when absent */
const char *table_column_name(int column);       /* 0 -> "A", 26 -> "AA" (static, per thread) */

/* CSV out: UTF-8 BOM, CRLF, quotes where needed; a cell that starts with = + - @ tab or CR gets a leading ' so that no office program runs it. */
typedef struct Buf Buf;
void table_write_csv_cell(Buf *out, const char *text, bool last);
/* What table_read gives back for a guarded cell: the leading ' removed. */
const char *table_unguard(const char *cell);
#endif
