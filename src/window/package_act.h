/* package_act.h: applications for a package (一件事) at the window: one turn opens the package and its first cases; the clock opens the next. */
#ifndef WINDOW_PACKAGE_ACT_H
#define WINDOW_PACKAGE_ACT_H
#include "packages/packages.h"
#include "window/case_act.h"

typedef struct PackageOpen {
    const char *code;
    const Value *input;                  /* as for ACT_RECEIVE, but materials [{name, way}] by name, shared by all cases */
} PackageOpen;
/* work of a WindowTurn whose input is a PackageOpen. All first cases can be received, or nothing happens. result {id, cases: [{step, case_id, number}]}. */
void package_open(Scene *scene, WindowTurn *turn);
/* The clock: opens what can be opened, ends what has ended; at most PACKAGE_TICK_GROUP packages. result {"acted": n, "more": bool}. */
enum { PACKAGE_TICK_GROUP = 50 };
void package_tick(Scene *scene, WindowTurn *turn);
#endif
