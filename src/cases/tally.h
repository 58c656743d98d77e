/* tally.h: what a supervisor counts (E1, first cut): open cases by clock, per window or department, and the lists behind the numbers. Reading only. */
#ifndef CASES_TALLY_H
#define CASES_TALLY_H
#include "cases/cases.h"

typedef struct WatchFilter {
    const char *window, *department;      /* NULL: any */
    Stage stage;                          /* STAGE_NONE: any */
    bool deemed;                          /* only those accepted by silence */
    Day due_from, due_to;                 /* DAY_NONE: unbounded; stopped clocks are left out when bounded */
    int offset, limit;
} WatchFilter;
/* Open cases, most urgent first, stopped clocks last: ids. */
int64_t *watch_list(Store *store, Arena *arena, const WatchFilter *filter, int *count);

/* One row per window (or department): code, and how many of its open cases. department NULL: the whole centre. tomorrow: the next working day. */
typedef struct WatchTally { const char *code; int64_t open, overdue, due_today, due_tomorrow, paused, waiting, deemed; } WatchTally;
typedef enum { WATCH_BY_WINDOW, WATCH_BY_DEPARTMENT } WatchBy;
WatchTally *watch_tally(Store *store, Arena *arena, WatchBy by, const char *department, Day today, Day tomorrow, int *count);
#endif
