/* desk_inside.h: what the files of the staff's desk share: the work list (desk.c), the counter (intake.c), the case desk (case_desk.c). */
#ifndef PAGES_DESK_INSIDE_H
#define PAGES_DESK_INSIDE_H
#include "pages/hall.h"
#include "pages/words.h"

void intake_page(Request *request);            /* GET /desk/intake */
void intake_take(Request *request);            /* POST /desk/intake */
void case_desk_page(Request *request);         /* GET /desk/cases/:number */
void case_desk_materials(Request *request);    /* POST .../materials */
void case_desk_act(Request *request);          /* POST .../acts/:act */
void case_desk_reveal(Request *request);       /* POST .../show */
void case_desk_file(Request *request);         /* GET .../files/:id */
void case_desk_deadline(Request *request);     /* GET .../deadline */
void case_desk_bpmn(Request *request);

/* ---- desk_bulk.c: claim, release or reassign the ticked rows of a list ---- */
void desk_bulk(Request *request);              /* POST /desk/bulk */
/* The fields of the list's own form: whom it can be reassigned to, what is ticked after a refusal. */
void desk_bulk_view(Request *request, Value *view);

/* ---- desk_live.c: lists told of changes by server-sent events ---- */
void desk_live(Request *request);              /* GET /desk/live */
void desk_live_tick(Hall *hall);               /* each second */
void desk_live_free(Hall *hall);
void package_tiles(Request *request, Value *view);      /* packages and has_packages: those this officer may take at the counter (package_page.c) */
#endif
