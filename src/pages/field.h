/* field.h: form fields declared as a table: the same rows give the form its inputs and the handler its values. See partials/fields.html. */
#ifndef PAGES_FIELD_H
#define PAGES_FIELD_H
#include "pages/hall.h"

typedef enum { FIELD_TEXT, FIELD_NUMBER, FIELD_DATE, FIELD_TEL, FIELD_AREA, FIELD_SELECT, FIELD_RADIOS, FIELD_CHECK, FIELD_FILE, FIELD_HIDDEN, FIELD_PASSWORD, FIELD_FOLD, FIELD_FOLD_END } FieldType;      /* FOLD: the rows up to FOLD_END stand folded under its label */
typedef struct FieldOption { const char *value, *zh, *en; } FieldOption;
typedef struct FieldRow {
    const char *name;                 /* of the input; its id is prefix + name */
    FieldType type;
    const char *zh, *en;              /* label */
    const char *hint_zh, *hint_en;    /* NULL: none */
    const char *width;                /* "4" "10" "20" "" */
    bool required;
    const char *autocomplete;
    const FieldOption *options;       /* ends with value NULL */
} FieldRow;

/* The list "fields" for partials/fields. values: what was typed, by name (NULL: nothing); errors: texts by name (NULL: none). Ends with name NULL.
 * No choice among radios is the house's: only a value picks one. */
Value *field_list(Request *request, const FieldRow *rows, const char *prefix, const Value *values, const Value *errors);
/* The form's values by name, trimmed: texts; truths for FIELD_CHECK; integers for FIELD_NUMBER that are digits (else left as text). */
Value *field_values(Request *request, const FieldRow *rows);
#endif
