/* item_cells.h: one field of an item body as the text of one spreadsheet cell, both ways. Internal to the module. */
#ifndef CATALOG_ITEM_CELLS_H
#define CATALOG_ITEM_CELLS_H
#include "base/value.h"
#include "catalog/item_fields.h"

/* Texts: one per line. Rows: one per line, attributes separated by |. Within them \n \| \\ stand for themselves. Codes appear in words. */
char *cell_of_field(Arena *arena, const ItemField *field, const Value *value);
/* Sets field->key in body. NULL when good, else what is wrong (Chinese; *en English). */
const char *cell_to_field(Arena *arena, const ItemField *field, const char *cell, Value *body, const char **en);
#endif
