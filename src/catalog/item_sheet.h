/* item_sheet.h: items and departments as spreadsheets: import with a preview of what would change, export that imports back unchanged.
 *
 * docs/ITEMS.md describes the columns. An import is all or nothing: with one error nothing is offered. Items whose text has lint errors
 * come in as drafts; the others are published from the chosen day.
 */
#ifndef CATALOG_ITEM_SHEET_H
#define CATALOG_ITEM_SHEET_H
#include "catalog/catalog.h"
#include <stdint.h>

typedef struct { int row, column; const char *heading, *zh, *en; } ImportError;       /* from 1; 0: the file as a whole */
typedef enum { IMPORT_NEW, IMPORT_CHANGED, IMPORT_UNCHANGED, IMPORT_REMOVED } ImportChange;
const char *import_change_name(ImportChange change);                                   /* new changed unchanged removed */

typedef struct {
    ImportChange change;
    Item *item;                     /* the draft as it would be; for REMOVED the version in force */
    bool drafts, publishes;         /* events it gives: item.drafted, item.published */
    int errors, warnings;           /* of the lint */
    const char *fields;             /* CHANGED: headings of the columns that differ, joined by 、 */
} ImportLine;

typedef struct {
    ImportError *errors; int error_count;
    ImportLine *lines; int line_count;
    int added, changed, unchanged, removed, publishing, drafting;
    const char *encoding;
} ItemImport;

/* Reads bytes (CSV or XLSX, full or 13-column form), compares with the catalogue. Removed: in force that day, absent from the file. */
ItemImport *item_import(Arena *arena, const Catalog *catalog, const uint8_t *bytes, size_t size, Day from);
Value *item_import_value(Arena *arena, const ItemImport *import);       /* the preview, for a page or the terminal */

typedef struct { const char *kind; Value *body; } CatalogEvent;
/* The event bodies of an import without errors, in order. withdraw_removed: also withdraws what the file no longer holds. */
CatalogEvent *catalog_import_events(Arena *arena, const Catalog *catalog, const ItemImport *import, Day from, bool withdraw_removed, int *count);

/* Departments: three tables. body is the body of "catalog.departments_imported"; NULL with errors (heading names the file). */
typedef struct { ImportError *errors; int error_count; Value *body; int departments, windows, bodies; } DepartmentImport;
typedef struct { const uint8_t *bytes; size_t size; } SheetBytes;
DepartmentImport *department_import(Arena *arena, SheetBytes departments, SheetBytes windows, SheetBytes bodies);

/* Items in force on the day. CSV: UTF-8 with BOM, formulas made harmless. XLSX: one sheet, all cells text. */
char *item_export_csv(Arena *arena, const Catalog *catalog, Day day);
uint8_t *item_export_xlsx(Arena *arena, const Catalog *catalog, Day day, size_t *bytes);
#endif
