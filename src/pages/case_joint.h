/* case_joint.h: a joint case as its readers want it: who has it now and on which day of how many, the departments one by one, one clock for all of it. */
#ifndef PAGES_CASE_JOINT_H
#define PAGES_CASE_JOINT_H
#include "cases/cases.h"
#include "pages/hall.h"

/* partials/joint; NULL: not a joint case. staff: what each department said, too. */
Value *case_joint(Request *request, const CaseFile *file, const Item *item, bool staff);
/* "公安分局、交通运输局": the departments that have the case now; NULL: none has. */
const char *case_joint_holders(Request *request, const Standing *standing);

/* ---- work lists ---- */
/* What a joint case waits for, for officers of its own window and department: copies to send, opinions to come. NULL: nothing of this kind. */
const char *case_joint_next(Request *request, const Standing *standing, const Item *item);
/* The row of a list as the co-department sees it: its own part, its own last day. */
void case_joint_row(Request *request, Value *row, const Standing *standing);
#endif
