/* item_export.c: the items in force as CSV and XLSX that item_import reads back without a change. See item_sheet.h. */
#include "base/buf.h"
#include "base/fault.h"
#include "base/file.h"
#include "catalog/item_cells.h"
#include "catalog/item_sheet.h"
#include "catalog/table.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

static const char *const told[] = {"版本", "状态", "生效日期", "内容摘要"};

static const char *told_cell(Arena *arena, const Item *item, int i)
{
    if (i == 0) return arena_printf(arena, "%d", item->version);
    if (i == 1) return item_state_name(item->state);
    return i == 2 ? day_text(arena, item->from) : item->hash12;
}

char *item_export_csv(Arena *arena, const Catalog *catalog, Day day)
{
    int count;
    const Item **items = catalog_items(catalog, arena, day, NULL, NULL, &count);
    Buf out = buf_sized(arena, 8192 * (size_t)(count + 1));
    buf_str(&out, "\xEF\xBB\xBF");
    for (const ItemField *f = item_fields; f->key; f++) table_write_csv_cell(&out, f->zh, false);
    for (int i = 0; i < 4; i++) table_write_csv_cell(&out, told[i], i == 3);
    for (int k = 0; k < count; k++) {
        for (const ItemField *f = item_fields; f->key; f++) table_write_csv_cell(&out, cell_of_field(arena, f, value_get(items[k]->body, f->key)), false);
        for (int i = 0; i < 4; i++) table_write_csv_cell(&out, told_cell(arena, items[k], i), i == 3);
    }
    return out.text;
}

static void write_sheet(Arena *arena, lxw_workbook *book, const Item **items, int count)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, "事项");
    lxw_format *head = workbook_add_format(book), *body = workbook_add_format(book);
    lxw_col_t column = 0;
    format_set_bold(head);
    format_set_text_wrap(body);
    format_set_align(body, LXW_ALIGN_VERTICAL_TOP);
    worksheet_freeze_panes(sheet, 1, 2);
    worksheet_set_column(sheet, 0, 59, 24, NULL);
    for (const ItemField *f = item_fields; f->key; f++) worksheet_write_string(sheet, 0, column++, f->zh, head);
    for (int i = 0; i < 4; i++) worksheet_write_string(sheet, 0, column++, told[i], head);
    for (int k = 0; k < count; k++) {
        column = 0;
        for (const ItemField *f = item_fields; f->key; f++)
            worksheet_write_string(sheet, (lxw_row_t)k + 1, column++, cell_of_field(arena, f, value_get(items[k]->body, f->key)), body);
        for (int i = 0; i < 4; i++) worksheet_write_string(sheet, (lxw_row_t)k + 1, column++, told_cell(arena, items[k], i), body);
    }
}

static void remove_file(void *path) { unlink(path); }
static void drop_book(void *book) { lxw_workbook_free(book); }

/* Should memory fail in the middle, the book is dropped unwritten. */
static void fill_book(Arena *arena, lxw_workbook *book, const Item **items, int count)
{
    FaultOwned owned;
    fault_own(&owned, book, drop_book);
    write_sheet(arena, book, items, count);
    fault_keep(&owned);
}

/* libxlsxwriter 1.1.4 writes to files only: a private temporary one, read back and removed. */
uint8_t *item_export_xlsx(Arena *arena, const Catalog *catalog, Day day, size_t *bytes)
{
    int count;
    const Item **items = catalog_items(catalog, arena, day, NULL, NULL, &count);
    const char *directory = getenv("TMPDIR");
    char *path = arena_printf(arena, "%s/yichuang-XXXXXX", directory && *directory ? directory : "/tmp");
    int file = mkstemp(path);
    if (file < 0) fault_raise(FAULT_FILE, "no temporary file for the spreadsheet");
    close(file);
    FaultOwned owned;
    fault_own(&owned, path, remove_file);
    lxw_workbook_options options = {.constant_memory = LXW_FALSE};
    lxw_workbook *book = workbook_new_opt(path, &options);
    if (book) fill_book(arena, book, items, count);
    lxw_error error = book ? workbook_close(book) : LXW_ERROR_MEMORY_MALLOC_FAILED;
    const uint8_t *data = error ? NULL : file_read(arena, path, 256u << 20, bytes);
    fault_release(&owned);
    if (!data) fault_raise(FAULT_FILE, "the spreadsheet could not be written");
    return (uint8_t *)(uintptr_t)data;
}
