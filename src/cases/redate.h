/* redate.h: open cases dated anew after the calendar changed, and the list of what moved (DC-11, DC-12).
 *
 * A case moves only when a changed day lies in the stretch its clocks looked at. Every new day comes from case_dates; nothing here adds days.
 * The same change again moves nothing and leaves no row.
 */
#ifndef CASES_REDATE_H
#define CASES_REDATE_H
#include "cases/cases.h"

/* One change of the calendar that changed the meaning of some day. */
typedef struct Redating {
    int64_t event_seq;
    Instant at;
    int64_t version;               /* of the calendar, from then on */
    const char *kind;              /* "imported", "overridden", "withdrawn", "configured" */
    const char *source;            /* the notice or document */
    const Value *days;             /* {days: [{date, work, name}], more: how many beyond those, years: [newly covered or uncovered]} */
    int64_t looked, moved;
} Redating;

/* What it did to one case. Days are DAY_NONE where the clock was stopped or does not run. */
typedef struct CaseRedated {
    int64_t event_seq, case_id;
    const char *number, *item, *department;
    ClockKind clock;               /* CLOCK_OTHER: the applicant's day to supply what is missing */
    Day old_due, new_due, old_statutory, new_statutory, old_promised, new_promised;
    bool old_provisional, new_provisional;
    const char *first_handler;     /* as the case stands now, like account and open */
    int64_t account;
    bool open;
} CaseRedated;

/* Folds the effect of cause into case_file, redating and case_redated. Count of cases moved. */
int64_t cases_redate(Store *store, const Event *cause, const Calendar *before, const Calendar *after);

Redating *redating_list(Store *store, Arena *arena, int offset, int limit, int *count);       /* newest first */
int64_t redating_count(Store *store);
Redating *redating_of(Store *store, Arena *arena, int64_t event_seq);                         /* NULL: that event changed no day */
Redating *redating_of_version(Store *store, Arena *arena, int64_t version);                   /* of the event that made this calendar version */
/* In order of cases, after after_id; department NULL: all. limit: at most REDATED_ROWS_MOST, else a page. */
enum { REDATED_ROWS_MOST = 500 };
CaseRedated *case_redated_list(Store *store, Arena *arena, int64_t event_seq, const char *department, int64_t after_id, int limit, int *count);
int64_t case_redated_count(Store *store, int64_t event_seq, const char *department);
CaseRedated *case_redated_of(Store *store, Arena *arena, int64_t case_id, int *count);         /* oldest first; redating_of tells the cause */
#endif
