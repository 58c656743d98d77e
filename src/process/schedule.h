/* schedule.h: the child limits of a joint case as a graph: who waits for whom, how long all of it takes, and the days that come of it.
 *
 * DOMAIN 3.3-9: the promise of a joint case is the critical path of its children; no child's last day is ever later than the master's. Pure.
 *
 *   schedule_compute   working days only: earliest finish, what still follows, the critical path; or the circle that makes it impossible
 *   schedule_dates     days of the calendar: each child begins when the last of those it waits for has spoken; its last day is found by
 *                      deadline_compute with the master's own pauses and extension, and then held inside the master:
 *
 *                        due = earliest of { begin + own days,  master less what must still follow,  master }
 */
#ifndef PROCESS_SCHEDULE_H
#define PROCESS_SCHEDULE_H
#include "base/limits.h"
#include "calendar/calendar.h"

typedef struct ScheduleChild {
    int days;                              /* working days; 0: the same day */
    unsigned after;                        /* mask of 1 << index of the children it waits for */
} ScheduleChild;

typedef struct Schedule {
    int order[LIMIT_CO_DEPARTMENTS];       /* indexes, each after all it waits for */
    int finish[LIMIT_CO_DEPARTMENTS];      /* earliest finish, in working days from the beginning */
    int tail[LIMIT_CO_DEPARTMENTS];        /* longest chain of days that follows the child */
    int critical;                          /* longest chain of all */
    int path[LIMIT_CO_DEPARTMENTS], path_count;      /* the critical path in order; when there is a circle, the circle */
} Schedule;

/* False: some children wait for one another in a circle, and path names it. Bits of `after` beyond count are ignored; count at most LIMIT_CO_DEPARTMENTS. */
bool schedule_compute(const ScheduleChild *children, int count, Schedule *out);

/* begin: DAY_NONE while it is not known (the clock stands still before it). due: DAY_NONE while a pause holds it. */
typedef struct ScheduleDay { Day begin, due, whole; DeadlineTerms own; } ScheduleDay;      /* whole: the end of its own days, whatever the master says */
/* from: the day the children were told, when that is later than the master's event; DAY_NONE: the event. done[i]: the day child i spoke, DAY_NONE while it has not. master: the terms of the master's clock; the results point into its pauses and extensions. */
void schedule_dates(const Calendar *calendar, const ScheduleChild *children, int count, const Schedule *schedule, const DeadlineTerms *master, Day from, const Day *done, ScheduleDay *out);
/* Do so many working days from the master's event day end within the master? */
bool schedule_fits(const Calendar *calendar, int working_days, const DeadlineTerms *master);
#endif
