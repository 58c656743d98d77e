/* bulk_act.h: one act on many cases in one turn: each is decided for itself, and the refusal of one hinders no other. */
#ifndef WINDOW_BULK_ACT_H
#define WINDOW_BULK_ACT_H
#include "window/case_act.h"

typedef struct BulkAct { Act act; const int64_t *ids; int count; const Value *input; } BulkAct;      /* more than LIMIT_PAGE_ROWS: refused, and nothing is done */

/* work of a WindowTurn whose input is a BulkAct. result {done, rows [{id, code, detail}]}: code "" when it was done. */
void bulk_act(Scene *scene, WindowTurn *turn);
#endif
