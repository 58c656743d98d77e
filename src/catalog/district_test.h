/* district_test.h: the demonstration district as the module's tests need it: loaded by the very import the operator uses. */
#ifndef CATALOG_DISTRICT_TEST_H
#define CATALOG_DISTRICT_TEST_H
#include "base/embed.h"
#include "base/text.h"
#include "catalog/item_sheet.h"
#include "catalog/lint.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static inline SheetBytes sheet_of(Arena *arena, const char *path)
{
    SheetBytes sheet = {0};
    sheet.bytes = embed_find(arena, path, &sheet.size);
    assert_non_null(sheet.bytes);
    return sheet;
}

static inline Value *district_setup(Arena *arena)
{
    DepartmentImport *import = department_import(arena, sheet_of(arena, "data/district/departments.csv"), sheet_of(arena, "data/district/windows.csv"),
                                                 sheet_of(arena, "data/district/bodies.csv"));
    assert_int_equal(import->error_count, 0);
    return import->body;
}

/* Departments only. */
static inline Catalog *district_empty(Arena *arena, const SearchWords *words)
{
    Catalog *catalog = catalog_new(arena, words);
    catalog_set_departments(catalog, district_setup(arena));
    return catalog;
}

/* Everything published from that day. */
static inline Catalog *district_catalog(Arena *arena, const SearchWords *words, Day from)
{
    Catalog *empty = district_empty(arena, NULL), *catalog = district_empty(arena, words);
    catalog_ready(empty);
    SheetBytes sheet = sheet_of(arena, "data/district/items.csv");
    ItemImport *import = item_import(arena, empty, sheet.bytes, sheet.size, from);
    assert_int_equal(import->error_count, 0);
    for (int i = 0; i < import->line_count; i++) {
        Item *item = import->lines[i].item;
        item->state = ITEM_PUBLISHED;
        item->from = from;
        catalog_add(catalog, item);
    }
    catalog_ready(catalog);
    return catalog;
}

/* A body that passes every rule: the health certificate of the district, as a fresh copy to spoil. */
static inline Value *good_body(Arena *arena, const Catalog *catalog)
{
    const Item *item = catalog_item_newest(catalog, "4201150192001100");
    assert_non_null(item);
    return value_copy(arena, item->body);
}
#endif
