/* lanes.h: the queue of items with a limited number (XK-57) and bars on applicants (XK-78, XK-79): projections beside the case file. */
#ifndef CASES_LANES_H
#define CASES_LANES_H
#include "cases/cases.h"

/* Writes case_order and applicant_bar from a "case." event; standing: of the case after it. */
void lanes_apply(Store *store, const Event *event, const Standing *standing);

/* The queue as seen from one case (accepted or not). limit: of the item's version. since: grants decided from that day on count (item_quota_since); DAY_NONE: all.
 * Who was accepted first stands first, whatever the period: waiting goes over from one period to the next. */
QuotaFacts quota_facts(Store *store, Arena *arena, const char *item, int64_t case_id, int limit, Day since);
typedef struct QuotaRow { int64_t case_id; const char *number; Day day; int state; } QuotaRow;      /* state: 1 waiting, 2 found unqualified, 3 granted */
/* All that wait, in the order of acceptance, and those found unqualified; granted: how many were, since that day. At most LIMIT_PAGE_ROWS. */
QuotaRow *quota_queue(Store *store, Arena *arena, const char *item, Day since, int *count, int *granted);

/* The bar on this identity number in force on the day: the one that ends last, one that bans this item before others. NULL: none. */
const ApplicantBar *bar_on(Store *store, Arena *arena, const char *identity, const char *item, Day today);
/* Does a bar that rests on this case still hold? Then its personal facts are still needed. */
bool bar_rests_on(Store *store, int64_t case_id, Day today);

/* ---- for lists that keep themselves up to date ---- */
int64_t cases_last_event(Store *store);                       /* number of the log's newest entry */
/* The windows and departments of the cases that entries after..upto are about, each pair once. */
typedef struct CaseDesk { const char *window, *department; } CaseDesk;
CaseDesk *cases_touched(Store *store, Arena *arena, int64_t after, int64_t upto, int *count);
#endif
