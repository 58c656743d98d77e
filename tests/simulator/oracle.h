/* oracle.h: the second, slow reading of the law: a case folded from its events, its clocks counted day by day, authority looked up row by row.
 *
 * Written from DOMAIN 1.1, 1.2, 2.7, 3.2 and 3.4, and sharing no code with src/calendar, src/process and src/people: an error there must not
 * be repeated here. Only the ground (text, days, values, arenas) is common. Everything is brute force on purpose.
 *     oracle_days.c     which days are worked, and the end of a period, one day after another
 *     oracle_people.c   who is in post, who may do what, who has authority
 *     oracle_joint.c    joint handling
 *     oracle_case.c     the table of transitions, the fold, and the judgement of every event
 *     oracle_certificate.c   the life of a certificate
 *     oracle_heard.c    the fold of hearings, visits, the organ above, default
 */
#ifndef SIMULATOR_ORACLE_H
#define SIMULATOR_ORACLE_H
#include "base/arena.h"
#include "base/day.h"
#include "base/value.h"
#include "ledger/event.h"
#include <stdbool.h>

/* Says what is wrong, with everything needed to run it again, and ends the run (simulator.c). */
_Noreturn void sim_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
#define SIM_CHECK(truth, ...) do { if (!(truth)) sim_fail(__VA_ARGS__); } while (0)

/* ---- days ---- */
enum { DAYS_FIRST_YEAR = 2024, DAYS_LAST_YEAR = 2045, DAYS_ALL = (DAYS_LAST_YEAR - DAYS_FIRST_YEAR + 1) * 366, DAYS_AREAS = 3 };
typedef enum { MARK_NONE, MARK_HOLIDAY, MARK_WORKDAY, MARK_PROVISIONAL } Mark;
typedef struct Days {
    unsigned char national[DAYS_ALL], local[DAYS_AREAS][DAYS_ALL];     /* what notices and documents say; areas: province, city, district */
    bool worked[DAYS_ALL], uncovered[DAYS_ALL];                        /* what follows */
} Days;
typedef struct DayMark { Day day; Mark mark; } DayMark;
void days_notice(Days *days, const DayMark *rows, int count);         /* a file of holidays */
void days_local(Days *days, int area, Day day, Mark mark);            /* a document of an area; MARK_NONE: withdrawn */
void days_settle(Days *days);
bool days_worked(const Days *days, Day day);
bool days_uncovered(const Days *days, Day day);                       /* DC-11 */
Day days_next_worked(const Days *days, Day day);                      /* itself when worked */

typedef struct Gap { Day from, to; } Gap;                             /* a pause; to DAY_NONE: open */
typedef struct Ends { Day due; bool provisional; } Ends;
Ends days_end(const Days *days, Day event, int limit, bool workdays, const Gap *gaps, int gap_count);
Day days_months_later(Day day, int months);

/* ---- people ---- */
enum { OFFICERS_MOST = 64, LETTERS_MOST = 600, ROLE_COUNT = 6 };
enum { MAY_ACCEPT = 1, MAY_REVIEW = 2, MAY_DECIDE = 4, MAY_SEAL = 8, MAY_REFUSE = 16 };
enum { IS_CLERK = 1, IS_CHIEF = 2, IS_BACK = 4, IS_SUPERVISOR = 8, IS_LEADER = 16, IS_ADMIN = 32 };
typedef struct Person { char id[16], department[4], window[4]; unsigned roles; Day from, to; } Person;
typedef struct Letter { int64_t id; char officer[16], department[4], item[20], document[40]; unsigned rights; Day from, to; } Letter;
typedef struct Pair { char a[16], b[16]; Day from, to; } Pair;
typedef struct Leave { int64_t id; char officer[16]; Day from, to; } Leave;
typedef struct Staff {
    Person people[OFFICERS_MOST]; int people_count;
    Letter letters[LETTERS_MOST]; int letter_count;
    Pair pairs[LETTERS_MOST]; int pair_count;
    Leave leaves[LETTERS_MOST]; int leave_count;
} Staff;
const Person *staff_person(const Staff *staff, const char *id);
bool staff_in_post(const Staff *staff, const char *id, Day day);
/* C1, C7: a letter of her own, or of somebody recorded as away for whom she stands in. document and absent_officer may be NULL (any). */
bool staff_authorised(const Staff *staff, const char *id, const char *department, const char *item, unsigned right, Day day, const char *document, const char *absent_officer);

/* Who does an act. */
typedef enum { DOER_NOBODY, DOER_CITIZEN, DOER_OFFICER, DOER_CLOCK, DOER_MACHINE, DOER_OPERATOR } DoerKind;
typedef struct Doer { DoerKind kind; char id[16]; int64_t account; bool holder; int64_t days; int party; } Doer;      /* days: told in the input, 0 none */

/* ---- items, as the oracle knows them ---- */
enum { MATERIALS_MOST = 6, FEES_MOST = 3, CO_MOST = 2 };
typedef struct CoOf { char department[4], window[4]; int days; bool after, safety; } CoOf;      /* days: -1 as long as the promise; after: the second waits for the first */
typedef struct Thing {            /* one version of an item */
    char code[20], department[4], window[4], name[64], result[16];
    int version, months;
    bool hearing, above, may_default;
    int verify;                   /* 1: verified on the spot (XK-34b), 2: inspected or tested (XK-55) */
    bool permit, instant, joint, two_person, agent_allowed;
    CoOf co[CO_MOST];             /* joint: the other departments */
    int co_count;
    bool silence;                 /* its silence counts as agreement */
    int limit[2];                 /* statutory, promised */
    bool workdays[2];
    int material_count, fee_count;
    bool required[MATERIALS_MOST + 1], deferrable[MATERIALS_MOST + 1], committable[MATERIALS_MOST + 1];
    bool commitment;              /* 告知承诺 may be chosen */
    int quota;                    /* XK-57; 0 none */
    int64_t fee_fen[FEES_MOST + 1];      /* 0: settled by the words of the standard */
    Day from, to;
} Thing;
bool thing_certificate(const Thing *thing);       /* XK-39: the result is a certificate, not a mere decision */

/* ---- cases ---- */
enum { GAPS_MOST = 20, ASKED_MOST = 8 };
typedef struct Asked { int no; bool to_window; char by[16]; } Asked;      /* a question without an answer (D3) */
typedef struct Stake { Day told; int days; Day right; bool stated, answered, asked; } Stake;      /* 0 the applicant; right: told of a hearing */
typedef struct CoPart {           /* one co-department's part */
    int days;
    Day signed_on, checked, spoken;
    char opinion[12];             /* "" not yet; agree conditions disagree */
    bool missing[MATERIALS_MOST + 1], defaulted;
} CoPart;
typedef struct Matter {           /* a case */
    Stake stakes[17];
    int stake_count, statements, recusal;      /* recusal: 1 asked, 2 denied */
    bool announced;
    int above_rows, above_no[64];            /* what was asked from above last: how many rows, our number of each; 0 handed in */
    Day hearing_asked, noticed, hearing_on, hearing_held, reported, assigned, visited, examined, sent, replied, reply_told, defaulted;
    char chair[16], record[96], visitors[4][16];
    int visitor_count, reply;     /* reply from above: 0 none or sent back, 1 granted, 2 refused */
    int64_t id, account;
    char name[40], identity[20], phone[16];    /* of the applicant: never in the body of an event */
    const char *stage;            /* as stage_name() writes it; "" before receipt */
    char number[40];
    const Thing *thing;
    char first_handler[16], reviewer[16], decider[16];
    Day received, supplied, supply_by, accepted, decided, certified, concluded;
    bool deemed, granted, has_agent;
    Gap gaps[GAPS_MOST];
    int gap_count;
    const char *paused_in;
    int64_t unpaid;               /* fen told in F24 and not paid */
    Day told_fee;                 /* the newest F24 */
    int extension, notices, event_count;
    bool extended_statutory;      /* the promise was broken by then: only the statutory limit is longer */
    bool good[MATERIALS_MOST + 1], handed[MATERIALS_MOST + 1], asked[MATERIALS_MOST + 1], anew[MATERIALS_MOST + 1], faulted[MATERIALS_MOST + 1];
    bool committed, rejected, owed[MATERIALS_MOST + 1];       /* lanes */
    bool untrue;                  /* the verification found the commitment untrue */
    Day verify_by, verified, owed_by, owed_final, reexamination_by, reexamination_asked;
    int reexamination;            /* 0 none, 1 asked, 2 upheld, 3 overturned */
    int special_days;             /* 特办件: working days; 0 none */
    int64_t opened_ms, order_ms, order_seq;                   /* XK-57: when and where in the log it was accepted */
    Day bar_until;                /* a bar on the applicant that rests on this case */
    bool bar_bans;
    char claimant[16];
    Asked open[ASKED_MOST];
    int open_count, questions;
    Day due, statutory, promised; /* as they stand; frozen once the case is concluded */
    bool provisional, erased;
    /* joint handling */
    Day copied, co_visited, meeting;
    CoPart co[CO_MOST];
    char concluded_by_meeting[12];          /* "" not yet; agree conditions disagree */
    bool billed;
} Matter;

typedef struct Licence {          /* a certificate, by the number of the event that issued it */
    int64_t id, matter;
    const Thing *thing;
    const char *state;            /* valid expired withdrawn revoked cancelled */
    Day from, to, renewal, change, reminded;
    int term;                     /* days of the last term */
} Licence;

typedef struct Oracle {
    Days days;
    Staff staff;
    Thing *things; int thing_count;
    Matter *matters; int matter_count, matter_room;       /* by id - 1 */
    Licence *licences; int licence_count, licence_room;
    bool next_workday_receipt;    /* DC-7 */
    int closing_minute;
    int64_t seen;                 /* events folded */
} Oracle;

Matter *oracle_matter(Oracle *oracle, int64_t id);        /* NULL: none */
const Thing *oracle_thing(const Oracle *oracle, const char *code, Day day);
bool matter_open(const Matter *matter);
bool matter_complete(const Matter *matter);               /* XK-32-5 */
const char *matter_holder(const Matter *matter);          /* nobody, window, applicant, reviewer, decider, outside, upper, co */
bool matter_hearing_owed(const Matter *matter);
bool matter_chair_fit(const Oracle *oracle, const Matter *matter, const char *id, Day today);
bool matter_defaults(const Oracle *oracle, const Matter *matter, Day today);
bool stake_may_ask(const Oracle *oracle, const Stake *stake, Day today);
bool notice_in_time(const Oracle *oracle, Day notice, Day hearing);
/* Why it may not be granted (or refused) today; NULL: it may. here: by this organ, not only recommended to the one above. */
const char *matter_not_ready(const Oracle *oracle, const Matter *matter, bool grant, bool here, Day today);
Ends matter_t1(const Oracle *oracle, const Matter *matter);
Ends matter_limit(const Oracle *oracle, const Matter *matter, int which);
int matter_owes(const Matter *matter);                    /* 容缺: how many */
/* XK-57: how many were granted, how many accepted earlier wait; true when this one may be granted. */
bool matter_next_in_queue(const Oracle *oracle, const Matter *matter);
bool oracle_barred(const Oracle *oracle, const char *identity, const char *item, Day today, bool *bans);     /* XK-78, XK-79 */
bool oracle_can_hold(const Oracle *oracle, const Matter *matter, const char *officer, Day today);            /* D3 */
bool oracle_of_side(const Oracle *oracle, const Matter *matter, const char *officer, bool window);
bool matter_shorter(const Oracle *oracle, const Matter *matter, int days, Day today);                        /* 特办件: would it shorten the promise? */
const char *matter_duty(const Oracle *oracle, const Matter *matter, Day today);    /* the event the clock owes; NULL none */
void matter_redate(const Oracle *oracle, Matter *matter); /* due days by the calendar as it is */
Day oracle_receipt_day(const Oracle *oracle, Instant at);
/* Joint handling (oracle_joint.c); i: which of the co-departments. */
int co_named(const Thing *thing, const char *department);                      /* -1: none of them */
bool co_turn(const Matter *matter, int i);                                     /* those it waits for have spoken */
Day co_own_end(const Oracle *oracle, const Matter *matter, int i);             /* of its own days, once its turn has come */
Day co_due(const Oracle *oracle, const Matter *matter, int i);                 /* the same, within the master */
bool co_followed(const Matter *matter, int i);                                 /* somebody waits for it: its last day may lie earlier, to leave the other's days */
Day co_check_by(const Oracle *oracle, const Matter *matter);
int co_silent(const Oracle *oracle, const Matter *matter, Day today);          /* whose silence is now taken for agreement; -1: nobody's */
bool co_outstanding(const Matter *matter);
bool co_unheard(const Matter *matter);                                         /* somebody has not said whether the materials are complete */
bool co_missing(const Matter *matter, int no);
bool co_missed(const Matter *matter);
bool co_may_decide(const Matter *matter, bool granted);
int co_promise_days(const Matter *matter);                                     /* of the whole, in working days; -1: counted otherwise */
bool oracle_of_co(const Oracle *oracle, const Matter *matter, int i, const char *officer, bool letter, Day today);

/* May this doer do the act that gives this event, in this case (thing alone when it is to be opened), today, by stage, post and authority? */
bool oracle_may(const Oracle *oracle, const char *event, const Matter *matter, const Thing *thing, const Doer *doer, Day today);
bool oracle_knows(const char *event);                     /* is there a row for it? */
bool oracle_from(const char *event, const char *stage);
/* Folds one event of a case and judges it by what is true at its instant. */
void oracle_event(Oracle *oracle, const Event *event, const Doer *doer);

/* ---- certificates ---- */
Licence *oracle_licence(Oracle *oracle, int64_t id);
Day licence_remind_day(const Oracle *oracle, const Licence *licence);
const char *licence_duty(const Oracle *oracle, const Licence *licence, Day today);      /* the event the clock owes; NULL none */
void oracle_certificate_event(Oracle *oracle, const Event *event);                      /* any event; after oracle_event */
#endif
