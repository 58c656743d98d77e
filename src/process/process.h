/* process.h: the law of a case as one pure table: from-stage, act, to-stage, who, article, effect on the clocks.
 *
 * Nothing here reads a store, a clock or a file. process_decide(act, facts, input) gives a refusal or the event that happened;
 * standing_apply folds an event into the Standing of a case; every Standing is the fold of its events and of nothing else.
 *
 *                    ┌── correct (F04) ──┐
 *                    ▼                   │
 *  receive (F03) ─▶ RECEIVED ────────────┘── not_needed (F07) ─▶ NOT_NEEDED
 *                    │  │  │ └────────────── not_competent (F08) ─▶ NOT_COMPETENT
 *     supplement(F05)│  │  └── settle (F23, on-the-spot items) ─────────────────────────────────▶ DELIVERED
 *                    ▼  │
 *              SUPPLEMENT ── supply (all asked) ─▶ RECEIVED     SUPPLEMENT ── lapse (clock) ─▶ LAPSED
 *                       │ accept (F06) / five days of silence: deem_accepted (F09)
 *                       ▼
 *                   ACCEPTED ── review ─▶ REVIEWED ── grant (F21) ─▶ GRANTED ── certify (F26) ─▶ CERTIFIED ── deliver (F27) ─▶ DELIVERED
 *                     │  ▲                  │  ▲  └─── refuse (F22) ─▶ REFUSED ──────────────────────────────── deliver (F27) ─▶ DELIVERED
 *               pause │  │ resume     pause │  │ resume      GRANTED without certificate ── deliver (F27) ─▶ DELIVERED
 *               (F18) ▼  │                  ▼  │
 *                     PAUSED              PAUSED            extend (F19), notice_fee (F24), record_payment (F25), note: stage unchanged
 *  withdraw (F33): from any stage before the decision ─▶ WITHDRAWN      terminate (F33): the same ─▶ TERMINATED
 *  上报件: ACCEPTED/REVIEWED ── forward (F20) ─▶ FORWARDED ── reply_from_above ─▶ REVIEWED; the decision then says what the upper organ said
 *    while FORWARDED: ask_from_above (what it wants added), supply_above (handed in here, carried up); no clock of ours stands or starts by either
 *  Beside the stages, while ACCEPTED, REVIEWED or PAUSED: tell_party (F14) state answer_statement; tell_hearing or announce_hearing (F15) ask_hearing notice_hearing
 *  (F16) ask_recusal decide_recusal record_hearing (F17) report_hearing (X08); assign_visit record_visit (F13). What they owe stands between the case and its decision.
 *  joint cases (XK-26b, DOMAIN 3.3) beside these stages: copy_out (F11) ─▶ sign_copy ─▶ completeness (before the notice) ─▶ co_opinion, each in its turn,
 *  or joint_meeting (F12), joint_visit (F13, once); decided when every co-department has spoken. decide_joint.c, standing_joint.c, schedule.h
 *
 *  Lanes (decide_lanes.c)  commit (X04): the applicant's commitment stands in place of committable materials; then settle or grant, later verify_commitment
 *    revoke_decision (F31): GRANTED or DELIVERED without a certificate, verified untrue ─▶ REVOKED; where there is one the register revokes it (certificates.h)
 *    accept_deferred (F06, X03, X06): ACCEPTED with materials owed, grant only when nothing is owed; remind_owed, lapse_owed (clock, F05) ─▶ SUPPLEMENT
 *    NOT_NEEDED, NOT_COMPETENT (X01): ask_reexamination, reexamine (X02): upheld, or ─▶ RECEIVED with the original day of receipt
 *    special_lane: a shorter promise.   Front and back (decide_front_back.c): ask, answer, claim, release, reassign, change_first_handler: stage unchanged
 *
 * Clocks (DOMAIN 2.7): T1 from receipt (or from the last supply), 5 working days, never paused; T2 statutory and T3 promised from acceptance,
 * stopped by XK-45 pauses, lengthened once by XK-42; T4 from the grant, 10 working days. T5 inspectors sent, T6 asking for a hearing, T7 holding it,
 * T11 prior examination, T12 sending up, T13 telling what came from above, T14 the decision owed after a default: each from its own event, shown beside.
 *
 * Invariants (standing_check asserts them): nothing is owed and asked for at once; what is owed is owed after acceptance and by a day; a pause is open exactly in PAUSED; accepted is known from ACCEPTED on; an outcome is set exactly when
 * decided; DELIVERED has an outcome; at most one extension; a case is first notified at most once per submission.
 */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H
#include "base/limits.h"
#include "calendar/calendar.h"
#include "catalog/catalog.h"
#include "ledger/event.h"
#include "people/people.h"
#include "people/rights.h"
#include "process/refusal.h"

typedef enum Stage {
    STAGE_NONE, STAGE_RECEIVED, STAGE_SUPPLEMENT, STAGE_ACCEPTED, STAGE_REVIEWED, STAGE_PAUSED, STAGE_GRANTED, STAGE_CERTIFIED,
    STAGE_REFUSED, STAGE_DELIVERED, STAGE_NOT_NEEDED, STAGE_NOT_COMPETENT, STAGE_WITHDRAWN, STAGE_LAPSED,
    STAGE_FORWARDED, STAGE_TERMINATED, STAGE_REVOKED, STAGE_COUNT
} Stage;

typedef enum Act {
    ACT_RECEIVE, ACT_CHECK, ACT_CORRECT, ACT_SUPPLEMENT, ACT_SUPPLY, ACT_ACCEPT, ACT_DEEM_ACCEPTED, ACT_NOT_NEEDED, ACT_NOT_COMPETENT,
    ACT_SETTLE, ACT_REVIEW, ACT_GRANT, ACT_REFUSE, ACT_PAUSE, ACT_RESUME, ACT_EXTEND, ACT_NOTICE_FEE, ACT_RECORD_PAYMENT, ACT_CERTIFY, ACT_DELIVER,
    ACT_WITHDRAW, ACT_LAPSE, ACT_NOTE,
    ACT_TELL_PARTY, ACT_STATE, ACT_ANSWER_STATEMENT, ACT_TELL_HEARING, ACT_ANNOUNCE_HEARING, ACT_ASK_HEARING, ACT_NOTICE_HEARING, ACT_ASK_RECUSAL,
    ACT_DECIDE_RECUSAL, ACT_RECORD_HEARING, ACT_REPORT_HEARING, ACT_ASSIGN_VISIT, ACT_RECORD_VISIT, ACT_FORWARD, ACT_ASK_FROM_ABOVE, ACT_REPLY_FROM_ABOVE, ACT_TELL_REPLY,
    ACT_OVERDUE_DEFAULT, ACT_TERMINATE,
    ACT_COMMIT, ACT_VERIFY_COMMITMENT, ACT_ACCEPT_DEFERRED, ACT_SUPPLY_OWED, ACT_CHECK_OWED, ACT_REMIND_OWED, ACT_LAPSE_OWED,
    ACT_ASK_REEXAMINATION, ACT_REEXAMINE, ACT_SPECIAL_LANE,                              /* decide_lanes.c */
    ACT_ASK, ACT_ANSWER, ACT_CLAIM, ACT_RELEASE, ACT_REASSIGN, ACT_CHANGE_FIRST_HANDLER, /* decide_front_back.c */
    ACT_COPY_OUT, ACT_SIGN_COPY, ACT_COMPLETENESS, ACT_CO_OPINION, ACT_DEFAULT_OPINION, ACT_JOINT_VISIT, ACT_JOINT_MEETING,      /* DOMAIN 3.3 */
    ACT_SUPPLY_ABOVE,                                                                    /* what the organ above asked for: decide_forward.c */
    ACT_REVOKE_DECISION,                                                                 /* the commitment was untrue and there is no certificate: decide_lanes.c */
    ACT_COUNT
} Act;

typedef enum Outcome { OUTCOME_NONE, OUTCOME_GRANTED, OUTCOME_REFUSED } Outcome;
typedef enum MaterialState { MATERIAL_UNSEEN, MATERIAL_OK, MATERIAL_MISSING, MATERIAL_NONCONFORMING } MaterialState;
typedef enum Holder { HOLDER_NOBODY, HOLDER_WINDOW, HOLDER_APPLICANT, HOLDER_REVIEWER, HOLDER_DECIDER, HOLDER_OUTSIDE, HOLDER_UPPER, HOLDER_CO } Holder;

typedef enum Reexamination { REEXAMINATION_NONE, REEXAMINATION_ASKED, REEXAMINATION_UPHELD, REEXAMINATION_OVERTURNED } Reexamination;

enum { STANDING_QUESTIONS = 8, QUESTIONS_MOST = 200, STANDING_PAUSES = 16, STANDING_ID = 40, SUPPLEMENT_DAYS_DEFAULT = 30, EXTENSION_MOST = 10, EXTENSION_MOST_JOINT = 15, PAUSE_DAYS_MOST = 365 };

/* A question between window and back office that has no answer yet (D3). */
typedef struct OpenQuestion { int no; bool to_window; Day due; int64_t asked_ms; char by[STANDING_ID]; } OpenQuestion;
enum { STANDING_CO_ID = 16, COMPLETENESS_DAYS = 2 };      /* working days a co-window has to say what is missing, within T1 */

/* One department that handles the case together with the lead (DOMAIN 3.3). */
typedef enum CoOpinion { CO_SILENT, CO_AGREES, CO_CONDITIONS, CO_DISAGREES } CoOpinion;
typedef struct CoStanding {
    char department[STANDING_CO_ID], window[STANDING_CO_ID];
    int days;                                /* child limit, working days */
    unsigned after;                          /* mask of those it waits for */
    bool default_on;                         /* its silence counts as agreement (3.3-6); never for safety */
    Day signed_on, checked_on, spoken_on;
    uint64_t missing;                        /* bit no-1: the material it says is missing or not in form */
    CoOpinion opinion;
    bool defaulted, at_meeting;
} CoStanding;
typedef struct JointStanding {
    char lead[STANDING_CO_ID], lead_window[STANDING_CO_ID];
    Day copied, meeting, met, visited, billed;           /* meeting: the day told in F11; met: the day it was held */
    CoOpinion conclusion;                    /* of the meeting; CO_SILENT: none was held */
    int count;                               /* 0: not copied out */
    CoStanding co[LIMIT_CO_DEPARTMENTS];
} JointStanding;

enum { STANDING_PARTIES = 16, STANDING_NUMBER = 96, STANDING_VISITORS = 200, STANDING_WAY = 12, STATE_DAYS_DEFAULT = 5, STATE_DAYS_MOST = 30, STATEMENTS_MOST = 20,
       HEARING_NOTICE_DAYS = 7, VISITORS_FEWEST = 2, VISITORS_MOST = 4 };

/* What an item asks beyond examining papers: XK-34b to verify on the spot, XK-55 to inspect or test by a technical standard. */
typedef enum Verification { VERIFICATION_NONE, VERIFICATION_SUBSTANCE, VERIFICATION_INSPECTION } Verification;
typedef enum Recusal { RECUSAL_NONE, RECUSAL_ASKED, RECUSAL_DENIED } Recusal;

/* Somebody with a stake: 0 the applicant, 1 ... told interested parties (XK-36). Who a party is stands among personal facts only. */
typedef struct Party {
    Day told;                                /* F14; DAY_NONE: not told */
    int days;                                /* working days to state */
    Day hearing_told;                        /* F15: told of the right to a hearing (XK-47) */
    bool stated, answered, asked;            /* made a statement; it was answered; asked for a hearing */
} Party;

/* Where a case stands: the fold of its events. Plain data, no pointers: it can be copied and compared. */
typedef struct Standing {
    Stage stage, resumes_to;                 /* resumes_to: the stage a pause goes back to */
    Outcome outcome;
    int64_t account;                         /* applicant's account, 0 none */
    int64_t unpaid_fen;                      /* told in F24 and not yet paid (F25) */
    Day billed;                              /* the newest F24 */
    char item[STANDING_ID], department[STANDING_ID], window[STANDING_ID];
    char first_handler[STANDING_ID];         /* 首办: officer who received or first worked on it, for life (B1); "" until then */
    char reviewer[STANDING_ID], decider[STANDING_ID];
    int item_version;
    bool instant, joint, two_person, has_agent;
    bool not_permit;                         /* XK-03: another kind than 行政许可, to which silence gives no acceptance */
    int statutory_limit, promised_limit;
    LimitUnit statutory_unit, promised_unit;
    Day received, supplied, noticed, supply_by, accepted, decided, certified, delivered, concluded;
    bool deemed;                             /* accepted by silence (XK-32-4) */
    int notices;                             /* supplement notices given */
    int material_count;
    uint8_t material[LIMIT_MATERIALS_PER_ITEM + 1];      /* MaterialState by published number */
    bool handed[LIMIT_MATERIALS_PER_ITEM + 1];           /* handed in at all */
    bool asked[LIMIT_MATERIALS_PER_ITEM + 1];            /* asked for in the last notice, not yet supplied */
    bool renewed[LIMIT_MATERIALS_PER_ITEM + 1];          /* handed in anew since the last notice: may be faulted again */
    Pause pauses[STANDING_PAUSES];
    int pause_count, pause_days;             /* pause_days: expected days told in the last F18 */
    Extension extension;                     /* amount 0: none; in time when it was decided, and in effect ever since (DC-6) */
    bool extension_statutory;                /* the promise was broken by then and stays so: only the statutory limit is longer */
    /* lanes */
    bool committed;                          /* 告知承诺 */
    bool commitment_false;                   /* verified untrue: the permit is proposed for revocation */
    Day verify_by, verified;                 /* later verification of the commitment: due from the decision on */
    int verify_months;
    bool owed[LIMIT_MATERIALS_PER_ITEM + 1]; /* 容缺: promised for owed_by */
    Day owed_by, owed_final;                 /* owed_final: after the reminder */
    bool special;                            /* 特办件 */
    int quota;                               /* XK-57: of the item's version; 0 none */
    bool review_rejects;                     /* the reviewer found the conditions not met */
    Reexamination reexamination;
    Day reexamination_by, reexamination_asked;
    /* front and back */
    char claimant[STANDING_ID];              /* who of the desk that holds it has taken it; "" nobody yet */
    int questions;                           /* asked so far */
    OpenQuestion open[STANDING_QUESTIONS];
    int open_count;
    Verification verification;
    bool hearing_by_law;                     /* XK-46: a hearing is required for this item */
    bool decided_above;                      /* 上报件: examined here, decided by the upper organ (XK-35) */
    bool may_default;                        /* 超时默认: switched on for the item (DOMAIN 3.4) */
    Party parties[STANDING_PARTIES + 1];
    int party_count, statements;
    bool hearing_announced;                  /* XK-46 */
    Recusal recusal;
    Day hearing_asked, hearing_noticed, hearing_on, hearing_held, hearing_reported;
    char chair[STANDING_ID], transcript[STANDING_NUMBER];       /* transcript: number of F17, which the decision must name */
    Day visit_assigned, visited;
    char visitors[STANDING_VISITORS];        /* officers sent, separated by commas */
    Day examined, sent, replied, reply_told; /* 上报件: prior examination done, F20 sent up, answer from above, applicant told of it */
    Outcome reply;
    char result_way[STANDING_WAY];           /* how the applicant asked to have the result: "post", "electronic" (which is her consent); "" at the window */
    char above_waits[LIMIT_PARCEL_FILES + 1];      /* what the organ above asked for last, row by row: 1 waits, 0 handed in; "" nothing was asked */
    Day above_by;                            /* until when; DAY_NONE: it did not say */
    bool above_exchange;                     /* it asked through the exchange, so what is handed in goes the same way */
    Day defaulted;                           /* F34 */
    JointStanding together;                  /* joint cases */
    int events;
} Standing;

/* What a centre may set for itself (centre.configured); the law's own numbers stand in the calendar. */
typedef struct ProcessRules {
    int reexamination_days;                  /* 复核: working days to ask, from the return */
    int commitment_months;                   /* 承诺核查: calendar months from the decision, when the item says nothing */
    int commitment_bar_months;               /* no further commitment after an untrue one */
    int question_days;                       /* D3: working days for an answer */
    int owed_grace_days;                     /* 容缺: working days after the reminder */
} ProcessRules;
extern const ProcessRules process_rules_default;

/* XK-57: the queue of a limited item as seen from one case. ahead: accepted earlier, undecided, not found unqualified. */
typedef struct QuotaFacts { int limit, granted, ahead, position;      /* granted: in the item's period, or in all */
    const char *first_ahead; } QuotaFacts;

/* A bar on this applicant in force today: XK-78, XK-79, or an untrue commitment. */
typedef struct ApplicantBar { const char *rule, *item; Day until; bool bans_item; } ApplicantBar;

/* What an act is decided on. item: the version the case was received under; for ACT_RECEIVE the version in force today. */
typedef struct Facts {
    const Standing *standing;                /* NULL for ACT_RECEIVE */
    const Item *item;
    const char *department_name;             /* of the item, for XK-32-2 */
    const Calendar *calendar;
    const Catalog *catalog;                  /* names and windows of co-departments, fees of their items; NULL: only codes are known */
    const Value *leads;                      /* {"基本建设": "001"}: lead by project type (DOMAIN 3.3-2) */
    const People *people;
    const Actor *actor;
    int64_t account;                         /* ACT_RECEIVE at the counter: the account opened for this identity number and name; 0 none */
    bool holder;                             /* a citizen who proved the case is hers */
    int party;                               /* a citizen who proved to be this interested party (told in F14): she may speak, nothing else; 0 none */
    Day today;
    const ProcessRules *rules;               /* NULL: process_rules_default */
    const QuotaFacts *quota;                 /* NULL: the item has no limit, or the act does not need it */
    const ApplicantBar *bar;                 /* NULL: none */
    const Value *asked_above;                /* ACT_SUPPLY_ABOVE: the rows the organ above asked for, as its act has them; NULL: numbers only */
    const Value *untrue;                     /* ACT_REVOKE_DECISION: {decision, verification, method, findings} of what the log says; NULL: nothing */
    const Value *handed;                     /* ACT_FORWARD: every material handed in, with its hash where it is a file; NULL: numbers only */
} Facts;

typedef struct Verdict {
    Refusal refusal;                         /* REFUSED_NOTHING: it happened */
    const char *detail;                      /* refusal: what exactly, may be NULL */
    const char *event;                       /* "case.accepted" */
    Value *body, *person;                    /* of the event; person NULL when none */
    const char *documents[4];                /* "F06", "F10", NULL: to be issued in the same transaction */
    const AuthorityBasis *authority;         /* what authorised a decision; NULL when none was needed */
} Verdict;

/* input: one object per act, keys as listed in the table row's `fields`. Unknown keys are ignored. Never raises on bad input. */
Verdict process_decide(Arena *arena, Act act, const Facts *facts, const Value *input);
void standing_apply(Standing *standing, const Event *event);           /* ignores kinds that are not "case." */
void standing_fold(Standing *standing, const Event *event);            /* the same without the check: for pictures, which try acts nobody has filled in */
void standing_check(const Standing *standing);                         /* asserts the invariants */
/* May this actor do this act on this case now, as far as can be told before the input is known? REFUSED_NOTHING: yes. */
Refusal process_may(Arena *arena, Act act, const Facts *facts);

/* The clock's own duty today on this case: ACT_DEEM_ACCEPTED, ACT_LAPSE, ACT_OVERDUE_DEFAULT, ACT_DEFAULT_OPINION, or ACT_COUNT for none. */
Act process_clock_duty(const Standing *standing, const Calendar *calendar, Day today);

/* Terms of a clock; false when it does not run in this standing. Pointers lead into *standing. */
bool standing_clock(const Standing *standing, ClockKind clock, DeadlineTerms *terms);
/* The clock that matters most now: T1 before acceptance, the promise (or statutory when they are the same) until the decision, T4 until delivery. */
ClockKind standing_main_clock(const Standing *standing);
Day standing_clock_stopped(const Standing *standing, ClockKind clock);          /* the day on which what it waits for was done; DAY_NONE: it runs or never began */
/* A hearing is owed: required by law or announced (XK-46) or asked for (XK-47), and not held yet. */
bool standing_hearing_due(const Standing *standing);
Day standing_ask_by(const Calendar *calendar, const Party *party);              /* XK-47: last day to ask for a hearing; DAY_NONE: not told */
Day standing_state_by(const Calendar *calendar, const Party *party);            /* XK-36 */
bool standing_defaults(const Standing *standing);                                 /* would fall into default when the promise is exceeded (F34) */
bool standing_visitor(const Standing *standing, const char *officer);
bool stage_concluded(Stage stage);
Holder standing_holder(const Standing *standing);
bool standing_materials_complete(const Standing *standing, const Item *item);   /* every required one is MATERIAL_OK, or the commitment stands in its place */
int standing_asked_above(const Standing *standing);                    /* how many rows of what the organ above asked for are still to come */
int standing_owed(const Standing *standing);                           /* 容缺: how many materials are owed */
/* May this officer hold the case on the desk where it is now (claim, reassignment)? REFUSED_NOTHING: yes. */
Refusal process_can_hold(const Facts *facts, const Actor *officer);
/* On which day the clock's next duty falls: it acts on the day after. DAY_NONE: none. */
Day process_duty_day(const Standing *standing, const Calendar *calendar);

/* Does the right reach this case? The one place where a case's scope is made: its own window and department, and for seeing and for their own part
 * (RIGHT_CO_HANDLE) the departments and windows it was copied to. */
bool standing_right(const Actor *actor, Right right, const Standing *standing, bool holder);

/* Who may do an act: the right of the post on this case, and what the law asks besides. */
typedef enum ByKind {
    BY_RIGHT,                                /* the right, and nothing more */
    BY_RECEIVER,                             /* applicants and machines by RIGHT_APPLY, officers by the right */
    BY_SUPPLIER,                             /* the applicant of this very case, machines by RIGHT_APPLY, officers by the right */
    BY_OFFICER,                              /* officers only, by the right */
    BY_AUTHORITY,                            /* an officer with the right and an authority row valid today (C1) */
    BY_DECIDER,                              /* the same, and not the reviewer where two persons are required */
    BY_HEAD,                                 /* head of the organ; of the government for joint cases (XK-42) */
    BY_CLOCK,                                /* the clock alone */
    BY_CO,                                   /* an officer of a co-department or its window, for that department's own part */
    BY_CO_AUTHORITY,                         /* the same, with an authority row of her own department for this item */
    BY_LEAD,                                 /* an officer of the lead department */
    BY_ABOVE,                                /* officers by the right; the centre above through the exchange, by RIGHT_EXCHANGE (G3) */
    BY_WITHDRAWER                            /* the applicant, the clerk on her written request; the centre below, which carries what she withdrew there (G3) */
} ByKind;
typedef struct By { ByKind kind; Right right; AuthorityRight authority; } By;

typedef struct ProcessRow {
    Act act;
    const char *name;                        /* "accept", as stories and the API write it */
    const char *zh, *en;
    const char *rule, *article_zh, *article_en;
    const char *event;                       /* "case.accepted" */
    unsigned from;                           /* mask of 1 << Stage; bit STAGE_NONE: opens a case */
    Stage to;                                /* STAGE_NONE: the stage stays (or resumes) */
    const char *who_zh, *who_en;
    const char *clocks;                      /* effect: "T1 starts", "T1 stops, T2 T3 start" */
    const char *documents[4];
    const char *fields;                      /* input keys, for the API document and the stories */
    By by;
} ProcessRow;
const ProcessRow *process_row(Act act);
bool act_parse(const char *name, Act *out);
const char *stage_name(Stage stage);         /* "received" */
const char *stage_zh(Stage stage);
const char *stage_en(Stage stage);
const char *holder_zh(Holder holder);
const char *holder_en(Holder holder);
const char *outcome_name(Outcome outcome);   /* "", "granted", "refused" */
/* How an applicant may ask to have the result: window, post, electronic, as the guide's 送达方式 names them. */
typedef struct ResultWay { const char *name, *published, *zh, *en, *service; } ResultWay;      /* service: the way of delivery (F27) it stands for */
const ResultWay *result_way(const char *name);                     /* "" is "window"; NULL: not one of them */
bool result_way_offered(const Item *item, const ResultWay *way);   /* the window always is */
const char *delivery_way_zh(const char *way);/* direct left entrusted post notice electronic; NULL when not one of them (F27) */
#endif
