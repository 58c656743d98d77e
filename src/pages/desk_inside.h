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
#endif
