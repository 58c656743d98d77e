/* cases_inside.h: what the store files of this module share. Private to src/cases. */
#ifndef CASES_CASES_INSIDE_H
#define CASES_CASES_INSIDE_H
#include "cases/cases.h"
typedef struct Query Query;            /* store.h */

#define CASE_ROW_COLUMNS "c.id, c.number, c.item, c.department, c.\"window\", c.stage, c.first_handler, c.received, c.concluded, c.deemed, c.clock, c.due, c.statutory_due, c.promised_due, c.provisional, p.facts, c.claimant " \
    "FROM case_file c LEFT JOIN case_person p ON p.case_id = c.id "
void case_row_of(Query *q, Arena *arena, CaseRow *row);
/* joint_store.c: the rows of a joint case anew, whenever its standing or the calendar changed. */
void case_co_write(Store *store, int64_t id, const Standing *s, const Calendar *calendar);
#endif
