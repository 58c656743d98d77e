/* seals.h: seals and powers at the window (C3 两枚"办证专用章"放到窗口, C6 制证权下放): which legal body's seal is kept where, by whom, since which document;
 * and what an organ above has delegated to a department here.
 *
 * A seal belongs to a legal body, not to a window: a department with two bodies has two. Each use is a numbered document (DOMAIN 3.4), so the use log
 * is the list of documents that bear it. A body whose seals of a kind are all retired can seal nothing more of that kind.
 */
#ifndef SEALS_SEALS_H
#define SEALS_SEALS_H
#include "desk/desk.h"

typedef struct Seal { int64_t id; const char *body, *kind, *window, *keeper, *document, *why; Day from, to; } Seal;                 /* kind: approval, organ */
typedef struct Delegation { int64_t id; const char *organ, *department, *power, *item, *document, *ended_by; Day from, to; } Delegation;

extern const Desk seals_desk;
extern const DeskChoice seal_kinds[];
void seals_apply(Store *store, Arena *arena, const Event *event);
Seal *seals_list(Store *store, Arena *arena, int *count);                                        /* by body, newest first */
const Seal *seal_load(Store *store, Arena *arena, int64_t id);
const Seal *seal_in_use(Store *store, Arena *arena, const char *body, const char *kind, const char *window);
/* False: this body had seals of this kind, and all are retired. True also when none was ever registered. */
bool seal_ready(Store *store, const char *body, const char *kind);
Delegation *delegations_list(Store *store, Arena *arena, int *count);
const Delegation *delegation_load(Store *store, Arena *arena, int64_t id);
#endif
