/* process_view.h: process pictures on pages: of an item, and of a case with where it stands. */
#ifndef PAGES_PROCESS_VIEW_H
#define PAGES_PROCESS_VIEW_H
#include "pages/hall.h"
#include "pictures/pictures.h"

/* partials/process.html's `process`. file NULL: the item alone. base: address of the item or case, for the file beside the picture. */
Value *process_view(Request *request, const Item *item, const CaseFile *file, const char *base);
/* The same as BPMN 2.0. The caller has checked who asks. */
char *process_bpmn(Request *request, const Item *item, const CaseFile *file);
void process_bpmn_reply(Request *request, const Item *item, const CaseFile *file);      /* as a file to keep */
#define BPMN_TYPE "application/bpmn+xml; charset=utf-8"
#endif
