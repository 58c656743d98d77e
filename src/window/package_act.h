/* package_act.h: applications for a package (一件事) at the window: one turn opens the package and its first cases; the clock opens the next. */
#ifndef WINDOW_PACKAGE_ACT_H
#define WINDOW_PACKAGE_ACT_H
#include "packages/packages.h"
#include "window/case_act.h"

typedef struct PackageOpen {
    const char *code;
    const Value *input;                  /* as for ACT_RECEIVE, but materials [{name, way, sha256?}] by name, shared by all cases */
    const PackageFile *files;            /* bytes of the uploads among them */
    int file_count;
    const char *key;                     /* NULL, or the form's: the same form sent twice is one package */
} PackageOpen;
/* work of a WindowTurn whose input is a PackageOpen. All first cases can be received, or nothing happens. result {id, cases: [{step, case_id, number}]}.
 * At the counter (B8, 综合窗口): an officer may take the whole when one of its steps belongs to her window; what she saw counts as seen for her own window's
 * cases only, the others are received as the applicant's and judged at their own windows. */
void package_open(Scene *scene, WindowTurn *turn);
/* The clock: opens what can be opened, ends what has ended; at most PACKAGE_TICK_GROUP packages. result {"acted": n, "more": bool}. */
enum { PACKAGE_TICK_GROUP = 50 };
void package_tick(Scene *scene, WindowTurn *turn);
#endif
