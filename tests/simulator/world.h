/* world.h: one simulated hall: the window in memory, the oracle beside it, its random numbers and what has been seen so far.
 *     world_hall.c    opens the hall: departments, windows, items, officers, calendar
 *     world_office.c  acts of the office: staff, letters, leave, calendar, items, erasure
 *     world_act.c     acts on cases: who, which, with what; world_input.c: one generator for each act of the table
 *     world_desk.c    acts of the desks beside the case, made from their typed fields
 *     world_check.c   what is compared with the oracle, and the digest
 */
#ifndef SIMULATOR_WORLD_H
#define SIMULATOR_WORLD_H
#include "oracle.h"
#include "process/process.h"
#include "window/case_act.h"
#include "window/office_act.h"

enum { THINGS_MOST = 120, COVER_DESKS = 24, COVER_DESK_ACTS = 48, IDS_KEPT = 100 };
typedef struct Cover {                       /* shared with the parent: what a run has seen */
    int64_t acts, office, desk_acts, ticks, faults, redated, compared;
    int64_t desk_done[COVER_DESKS][COVER_DESK_ACTS], desk_refused[COVER_DESKS][COVER_DESK_ACTS];
    int64_t done[ACT_COUNT], refused[ACT_COUNT], sure[ACT_COUNT];
    int64_t stages[STAGE_COUNT], refusals[REFUSAL_COUNT];
    char digest[65];
    int checks;                              /* things verified at the end: log, replay, numbers */
    bool whole;                              /* came to its end; else: */
    int failed_act;
    char failure[400];
} Cover;

/* Something opened at a desk: its number, by which act, whom and what it was last about. */
typedef struct Opened { int64_t id; int act; char officer[16], department[4], number[40]; } Opened;

typedef struct World {
    uint64_t seed, random;
    OneWindow *window;
    Oracle oracle;
    Arena *lasting, *turn;                   /* turn: emptied before each act */
    Instant now;
    Day last_tick;
    int act, open_wanted, officer_serial, fault_percent, joint_percent;
    int64_t override_serial;
    Opened opened[COVER_DESKS][IDS_KEPT];    /* at each desk, the newest */
    int opened_count[COVER_DESKS];
    uint64_t learned[COVER_DESKS][COVER_DESK_ACTS];      /* by act: bits of the acts whose openings it could go on from */
    const Opened *chosen;                    /* what the input under way speaks of; NULL nothing */
    char secret[40];                         /* the personal field of the act under way; "" none */
    Cover *cover;
    WindowTurn last;                         /* the turn just done */
} World;

uint64_t any(World *w);
int below(World *w, int n);                  /* 0 ... n - 1 */
int between(World *w, int low, int high);    /* both included */
bool chance(World *w, int percent);
#define PICK(w, list) ((list)[below((w), (int)(sizeof(list) / sizeof *(list)))])

void tell(World *w, int64_t case_id, const char *format, ...) __attribute__((format(printf, 3, 4)));     /* into the memory of the last acts */
Day world_today(const World *w);

/* One turn at the window, perhaps with a fault in the middle; then every new event goes to the oracle and every case touched is compared.
 * True: done. A refused turn has recorded nothing but what the clock itself owed; a failed one nothing at all. */
bool world_turn(World *w, const Actor *actor, const Doer *doer, void (*work)(Scene *, WindowTurn *), const void *input, int64_t case_id);
Actor world_actor(World *w, const Doer *doer);
Doer doer_officer(const World *w, const char *id);      /* nobody when she is not in post */
extern const Doer doer_operator, doer_clock;

void world_open(World *w);
void world_add_thing(World *w, Thing *thing);           /* publishes a version from today */
Thing world_random_thing(World *w, int number);
void world_co_departments(World *w, Thing *thing);  /* of a joint item, by its lead */
void world_office(World *w);
void world_hire(World *w, const char *department, const char *window, unsigned roles);
void world_notice(World *w, int year, bool provisional);
void world_act(World *w);
void world_receive(World *w);
void world_tick(World *w);
void world_desk(World *w);
void world_desk_tick(World *w);
void desk_seen(World *w, const Event *event);
void desk_report(const Cover *all);
void world_redate(World *w);                            /* the calendar has changed */

/* ---- inputs ---- */
typedef struct Try {
    World *w;
    Matter *m;                               /* NULL: a case is to be opened */
    const Thing *thing;
    Doer *doer;
    Value *input;
} Try;
/* Writes the input of an act. True: sound, and nothing in the case itself stands against it (stage, post and authority apart). */
typedef struct Generator { const char *act; bool (*make)(Try *t); int weight; bool joint; } Generator;      /* joint: of joint cases only */
const Generator *generator_of(const char *act);         /* NULL: none */
void spoil(World *w, Value *input, const char *fields); /* makes an input hostile */

/* ---- checks ---- */
void check_tables(void);                                /* every act has a generator, every event a row in the oracle */
void check_case(World *w, Matter *m);
void check_duties(World *w);                            /* the clock's list */
void check_all(World *w);
void check_end(World *w);                               /* log, replay, numbers; digest */
#endif
