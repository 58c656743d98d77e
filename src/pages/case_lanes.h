/* case_lanes.h: what the lanes show and ask on the applicant's page: owed materials, commitment, re-examination, the queue of a limited item. */
#ifndef PAGES_CASE_LANES_H
#define PAGES_CASE_LANES_H
#include "pages/hall.h"

bool case_lanes_wait(Request *request, const CaseFile *file, const Item *item);               /* is anything of this asked of her now? */
void case_lanes_todo(Request *request, Value *todo, const CaseFile *file, const Item *item);  /* todo: owed, reexamination, commitment */
void case_lanes_view(Request *request, Value *view, const CaseFile *file, const Item *item);  /* queue, ruling */
void case_commitment(Request *request, Value *out, const Item *item);                         /* what is told before a commitment: partials/commitment */
void queue_page(Request *request);                                                            /* GET /items/:code/queue */
#endif
