/* item_fields.h: the one table of an item body's keys: canonical order, kind, default, and the column heading of the spreadsheet.
 * item.c makes bodies canonical with it, item_sheet.c reads and writes spreadsheets with it. Internal to the module. */
#ifndef CATALOG_ITEM_FIELDS_H
#define CATALOG_ITEM_FIELDS_H
#include <stdbool.h>
#include <stdint.h>

typedef enum { FIELD_TEXT, FIELD_NUMBER, FIELD_TRUTH, FIELD_MONEY, FIELD_TEXTS, FIELD_ROWS } FieldKind;

typedef struct ItemField {
    const char *key, *zh;           /* key in the body; heading of the column, or name of the attribute within a row */
    FieldKind kind;
    int64_t otherwise;              /* default of a number or truth */
    const char *otherwise_text;     /* default of a text; NULL: "" */
    const struct ItemField *row;    /* FIELD_ROWS: attributes in order, ended by a NULL key */
    bool sparse;                    /* left out of the body while it says nothing: younger than published bodies, whose bytes and hashes must stay */
} ItemField;

extern const ItemField item_fields[];      /* ended by a NULL key */
#endif
