/* meetings.h: the desk of regular duty and meetings (DOMAIN 3.4): heads at the window week by week (C4), the weekly approval meeting (C5),
 * on-site meetings led by the centre (B7), and the other regular meetings (G2).
 *
 *   duty:     roster ─▶ sign_in ─▶ sign_out          a past week without a head at the window: week_empty, by the clock
 *   meeting:  call ─▶ CALLED ─ add_case* ─ decide_case* ─ minute (F12) ─▶ HELD          cancel ─▶ CANCELLED          tasks follow
 *
 * A meeting's decision on a case is advice with names under it: the grant or refusal itself stays an act of who holds the authority (C1).
 */
#ifndef MEETINGS_MEETINGS_H
#define MEETINGS_MEETINGS_H
#include "desk/desk.h"

typedef enum { MEETING_CALLED, MEETING_HELD, MEETING_CANCELLED } MeetingState;
typedef struct Meeting {
    int64_t id, minutes;                     /* minutes: number of the event; 0 none */
    const char *kind, *title, *department, *chair;
    Day day;
    MeetingState state;
    int cases;
} Meeting;
typedef struct MeetingCase { int64_t case_id, added, decided; const char *decision; } MeetingCase;
typedef struct MeetingTask { int64_t id; const char *officer; Day due, done; } MeetingTask;
typedef struct DutyWeek {
    const char *department, *officer;        /* officer "": nobody */
    Day week;                                /* Monday */
    Instant in, out;                         /* ms 0: not */
    int decisions, answered;
    bool warned;
} DutyWeek;

extern const Desk meetings_desk;
extern const DeskChoice meeting_kinds[];
void meetings_apply(Store *store, Arena *arena, const Event *event);

const Meeting *meeting_load(Store *store, Arena *arena, int64_t id);                       /* NULL: none */
Meeting *meetings_list(Store *store, Arena *arena, int limit, int offset, int *count);     /* newest day first */
int64_t meetings_count(Store *store);
MeetingCase *meeting_cases(Store *store, Arena *arena, int64_t meeting, int *count);
MeetingTask *meeting_tasks(Store *store, Arena *arena, int64_t meeting, int *count);
const MeetingTask *meeting_task(Store *store, Arena *arena, int64_t id, int64_t *meeting);
bool meeting_has_case(Store *store, int64_t meeting, int64_t case_id);

Day week_of(Day day);                                                                       /* its Monday */
const DutyWeek *duty_week(Store *store, Arena *arena, const char *department, Day week);   /* NULL: no row */
const DutyWeek *duty_of(Store *store, Arena *arena, const char *officer, Day week);
DutyWeek *duty_list(Store *store, Arena *arena, Day week, int *count);                      /* all departments of that week */
/* A department that keeps a roster and whose week stayed empty (nobody rostered, or nobody signed in) and was not yet told of. NULL: none. */
const char *duty_missing(Store *store, Arena *arena, Day week);
const char *meeting_state_zh(MeetingState state);
const char *meeting_state_en(MeetingState state);
#endif
