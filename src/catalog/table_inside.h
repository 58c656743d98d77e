/* table_inside.h: what table.c and table_xlsx.c share. Internal to the module. */
#ifndef CATALOG_TABLE_INSIDE_H
#define CATALOG_TABLE_INSIDE_H
#include "catalog/table.h"

Table *table_fail(Table *table, int row, int column, const char *zh, const char *en);      /* keeps the first error */
Table *table_finish(Table *table);                                                         /* drops blank rows at the end, checks characters */
Table *table_read_xlsx(Arena *arena, Table *table, const uint8_t *bytes, size_t size);
#endif
