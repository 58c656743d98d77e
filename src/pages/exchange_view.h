/* exchange_view.h: where a case has been between centres (G3), for the pages of a case. */
#ifndef PAGES_EXCHANGE_VIEW_H
#define PAGES_EXCHANGE_VIEW_H
#include "pages/hall.h"

/* Sets view.above (partials/above.html) while the organ above waits for materials of the applicant. staff: for the window that takes them. */
void case_above_view(Request *request, Value *view, const CaseFile *file, bool staff);
/* Sets view.exchange (partials/exchange.html) when the case went to another centre or came from one. staff: with opinion, files and reasons of failure. */
void exchange_view(Request *request, Value *view, const CaseFile *file, bool staff);
#endif
