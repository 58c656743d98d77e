/* joint.h: a joint case between lead and co-departments (DOMAIN 3.3, XK-26b): what its standing says on a day. Pure; the acts are in decide_joint.c.
 *
 *   copied (F11) ─▶ each signs (same or next working day, else E12) ─▶ says whether the materials are complete (2 working days, within T1)
 *   ─▶ ONE notice (F05) with all that all of them miss ─▶ accepted ─▶ opinions, each in its turn and within its limit; or at the meeting (F12)
 *   ─▶ decided once all have spoken. Silence is agreement only where the item's published version says so, and never for safety (3.3-6).
 */
#ifndef PROCESS_JOINT_H
#define PROCESS_JOINT_H
#include "process/process.h"
#include "process/schedule.h"

/* JOINT_COPY: must sign. JOINT_CHECK: must say what is missing. JOINT_READY: the case is not accepted yet. JOINT_WAITS: for others. JOINT_NOW: it works on it.
 * JOINT_UNSENT: in work lists only, of the competent department: the copies are not out. */
typedef enum JointState { JOINT_COPY, JOINT_CHECK, JOINT_READY, JOINT_WAITS, JOINT_NOW, JOINT_SPOKEN, JOINT_UNSENT } JointState;
typedef struct JointDay {
    JointState state;
    Day begin, due;                /* of its own limit; DAY_NONE: not begun, or stopped */
    DeadlineTerms terms;           /* behind due, when begin is known; points into the standing */
    int day, days;                 /* 第 day 天，共 days 天; 0: not begun */
    bool late;                     /* spoke, or is silent, after its last day (E12) */
    Day act_by;                    /* last day of what waits for it now: signature, completeness, opinion; DAY_NONE: nothing does, or a pause holds it. After it: E12 */
} JointDay;
/* One for each of s->together.co. */
void joint_days(const Standing *s, const Calendar *calendar, Day today, JointDay out[LIMIT_CO_DEPARTMENTS]);
bool joint_waiting(const Standing *s);                                     /* somebody has not spoken yet */
int joint_find(const Standing *s, const char *department);                 /* -1: not one of them */
bool joint_takes_part(const Standing *s, const char *department);          /* the competent one, the lead, or a co-department */
bool joint_own(const CoStanding *co, const Actor *officer);                /* may this officer act for that co-department? */
/* Before the one notice: who must still say what is missing (3.3-4). REFUSED_NOTHING: nobody is waited for. *detail names them. */
Refusal joint_unheard(Arena *arena, const Facts *facts, const char **detail);
/* The day after which the clock takes a silence for agreement; DAY_NONE: none is due. *which: whose. */
Day joint_default_after(const Standing *s, const Calendar *calendar, int *which);
Day joint_copy_by(const Standing *s, const Calendar *calendar);            /* last day to send the copies: the day of receipt or the next working day */
Day joint_check_by(const Standing *s, const Calendar *calendar);           /* last day to say what is missing */
bool joint_claims(const Standing *s, int64_t no);                          /* a co-department says this material is missing */
const char *co_opinion_name(CoOpinion opinion);                            /* agree conditions disagree; "" */
const char *co_opinion_zh(CoOpinion opinion);
const char *co_opinion_en(CoOpinion opinion);
bool co_opinion_parse(const char *name, CoOpinion *out);
/* Why this case cannot be decided yet as to its co-departments; REFUSED_NOTHING: it can. *detail names them by code or, with a catalogue, by name. */
Refusal joint_undecided(Arena *arena, const Standing *s, const Item *item, const Catalog *catalog, bool granting, const char **detail);
const char *joint_name(const Catalog *catalog, const char *department);    /* its name, or its code */
#endif
