/* desk_act.h: acts of the desks beside the case at the window: gather facts, let the desk decide, number its document, record the event. */
#ifndef WINDOW_DESK_ACT_H
#define WINDOW_DESK_ACT_H
#include "desk/desk.h"
#include "window/window.h"

/* All desks, ended by NULL: scene_apply folds by this list, and pages, API and stories find acts by it. */
extern const Desk *const desks[];
const Desk *desk_named(const char *name);                         /* "certificate"; NULL: none */
const Desk *desk_of_event(const char *kind);                      /* by the part before the point */

typedef struct DeskInput {
    const Desk *desk;
    const DeskAct *act;
    const Value *input;
    bool holder;                         /* a citizen who proved that the case this act is about is hers: the page checks that, by query code or account */
} DeskInput;
/* work of a WindowTurn whose input is a DeskInput. result: {id: number of the event, document: its number or absent}. */
void desk_act(Scene *scene, WindowTurn *turn);

/* The clock's duties at all desks, at most DESK_TICK_GROUP acts. result {"acted": n, "more": bool}. Actor: the clock. */
enum { DESK_TICK_GROUP = 100 };
void desk_tick(Scene *scene, WindowTurn *turn);
#endif
