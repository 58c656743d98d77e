/* desk_import.h: one act of a desk many times, from a spreadsheet: a column for each field under its Chinese label. All or nothing, errors by row, column, reason. */
#ifndef WINDOW_DESK_IMPORT_H
#define WINDOW_DESK_IMPORT_H
#include "window/desk_act.h"

typedef struct DeskImport {
    const Desk *desk;
    const DeskAct *act;                  /* one without a document */
    const uint8_t *bytes; size_t size;   /* CSV or XLSX */
    const char *const *unique;           /* keys that no two rows of the file may share together; ended by NULL */
    bool dry_run;                        /* decide and report, record nothing */
} DeskImport;
/* work of a WindowTurn. result: {rows: count, errors: [{row, column, heading, zh, en}]}; REFUSED_IMPORT_INVALID when any row is refused. */
void desk_import(Scene *scene, WindowTurn *turn);
/* The same file going out: heading row of the act's fields. */
void desk_import_heading(Buf *out, const DeskAct *act);
#endif
