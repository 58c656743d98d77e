/* fuzz_table.c: any bytes as a spreadsheet (CSV or XLSX) and as an import of items: a table or an error with its place, never a crash.
 * Build: clang -fsanitize=fuzzer,address,undefined with base, store and catalog. Corpus: tests/fuzz/corpus/table. */
#include "base/fault.h"
#include "catalog/item_sheet.h"
#include "catalog/table.h"
#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static Arena *arena;
    if (!arena) arena = arena_new();
    arena_reset(arena);
    FaultGuard guard;
    if (!FAULT_GUARD(&guard)) return 0;           /* out of memory only */
    Table *table = table_read(arena, bytes, size);
    assert(table->failed ? table->error_zh && table->error_en && !table->count : table->count <= TABLE_MAX_ROWS);
    for (int i = 0; i < table->count; i++)
        for (int k = 0; k < table->rows[i].count; k++) assert(table->rows[i].cells[k]);
    Catalog *catalog = catalog_new(arena, NULL);
    catalog_ready(catalog);
    ItemImport *import = item_import(arena, catalog, bytes, size, day_of(2026, 1, 1));
    assert(import->error_count ? import->line_count == 0 : import->line_count > 0);
    fault_unguard(&guard);
    return 0;
}
