/* cases.h: the case file (办件): where a case stands, who applied, when it is due; lists and counts for the desks.
 *
 * The tables here are projections: cases_apply writes them from events and the calendar in force, and from nothing else.
 * Personal facts stand apart (case_person), so that they can be erased while the case remains.
 */
#ifndef CASES_CASES_H
#define CASES_CASES_H
#include "calendar/calendar.h"
#include "ledger/event.h"
#include "people/querycode.h"
#include "process/process.h"

typedef struct Store Store;

/* The dates by which a case is watched, computed from its standing by one calendar version. */
typedef struct CaseDates {
    ClockKind clock;           /* the clock that matters now */
    Day due;                   /* its last lawful day; DAY_NONE: stopped or none */
    Day statutory_due, promised_due;
    bool provisional;          /* DC-11 */
    int64_t calendar_version;
} CaseDates;
CaseDates case_dates(const Standing *standing, const Calendar *calendar);
/* The day after which the clock itself must act on this standing (deemed acceptance, lapse); DAY_NONE when it has no duty. */
Day case_duty(const Standing *standing, const CaseDates *dates, const Calendar *calendar);

typedef struct CaseFile {
    int64_t id;
    const char *number;        /* 420115-20261123-00001 */
    Standing standing;
    CaseDates dates;
    const Value *person;       /* applicant_name, identity, phone, address, project, agent_name ...; NULL once erased */
    Instant opened, changed;
} CaseFile;

CaseFile *case_load(Store *store, Arena *arena, int64_t id);                    /* NULL: none */
CaseFile *case_find(Store *store, Arena *arena, const char *number);            /* by 办件编号 */
int64_t case_next_id(Store *store);
/* area-YYYYMMDD-NNNNN; the counter is per day of opening. */
char *case_next_number(Store *store, Arena *arena, const char *area, Day today);

/* Writes case_file, case_person and case_counter from a "case." event; ignores other kinds. */
void cases_apply(Store *store, Arena *arena, const Event *event, const Calendar *calendar);

/* What a schema file of this room asks of the store: standing_pattern(text), for 0033_case_pattern.sql. Before the schema is brought up to date. */
void cases_functions(Store *store);

/* ---- lists: open cases by urgency, or concluded ones newest first ---- */
typedef struct CaseFilter {
    const char *window, *department;      /* NULL: any */
    const char *handler;                  /* first handler; NULL: any */
    const char *claimant;                 /* who holds it on its desk; NULL: any; "": nobody yet */
    const char *item;
    int64_t account;                      /* applicant's account; 0: any */
    Stage stage;                          /* STAGE_NONE: any */
    unsigned stages;                      /* instead of stage: mask of 1 << Stage; 0: as stage says */
    bool concluded;                       /* false: open cases */
    Day due_from, due_to;                 /* DAY_NONE: unbounded; stopped clocks are left out when bounded */
    int64_t after_id;                     /* paging by id for concluded, by offset for open */
    int offset, limit;
} CaseFilter;
typedef struct CaseRow {
    int64_t id;
    const char *number, *item, *department, *window, *first_handler, *claimant, *applicant;   /* applicant: masked, 张* */
    Stage stage;
    CaseDates dates;
    Day received, concluded;
    bool deemed;
} CaseRow;
CaseRow *cases_list(Store *store, Arena *arena, const CaseFilter *filter, int *count);
int64_t cases_count(Store *store, const CaseFilter *filter);

/* What waits to be done on a case beside its stage. */
typedef enum CaseTask { TASK_OWED = 1, TASK_VERIFY = 2, TASK_REEXAMINE = 4, TASK_QUESTION_WINDOW = 8, TASK_QUESTION_OFFICE = 16 } CaseTask;
unsigned case_tasks(const Standing *standing, Day *due);       /* mask of CaseTask; due: the earliest day, DAY_NONE without one */
/* Cases with any of these tasks, open or concluded, by the day they are due; at most LIMIT_PAGE_ROWS. NULL window or department: any. */
CaseRow *cases_with_task(Store *store, Arena *arena, unsigned task, const char *window, const char *department, int *count);
int64_t cases_task_count(Store *store, unsigned task, const char *window, const char *department);
/* Open joint cases copied to this department or to this window (either may be NULL), or waiting for it to send the copies, by the last day of what waits for it;
 * todo: only where something does. */
CaseRow *cases_co_list(Store *store, Arena *arena, const char *department, const char *window, bool todo, int offset, int limit, int *count);
int64_t cases_co_count(Store *store, const char *department, const char *window, bool todo);

/* The supervisor's table (E1 first cut): one row per window. */
typedef struct CaseTally { const char *window; int64_t open, due_today, due_tomorrow, overdue, paused, waiting, deemed; } CaseTally;
CaseTally *cases_tally(Store *store, Arena *arena, Day today, Day tomorrow, int *count);
int64_t cases_total(Store *store);

/* Cases on which the clock may have a duty today (deemed acceptance, lapse): ids, at most limit. */
int64_t *cases_clock_due(Store *store, Arena *arena, Day today, int limit, int *count);

/* ---- query codes: the case id and a MAC of its number, nothing stored. "000C-ABCDE-FGHJK" ---- */
char *case_query_code(Arena *arena, const Secret *secret, int64_t id, const char *number);
/* The case a typed code opens; NULL when it opens none. */
CaseFile *case_by_query_code(Store *store, Arena *arena, const Secret *secret, const char *typed);
bool case_identity_tail(const CaseFile *file, const char *typed);         /* last four of the applicant's or agent's number */

/* An interested party's own code, printed on her notice (F14): of the same form, another MAC. party: 1 ... */
char *case_party_code(Arena *arena, const Secret *secret, int64_t id, const char *number, int party);
CaseFile *case_by_party_code(Store *store, Arena *arena, const Secret *secret, const char *typed, int *party);      /* NULL: it opens none */
bool case_party_name(const CaseFile *file, int party, const char *typed);  /* is this her name? blanks do not matter; false once erased */
/* Whose words or data the event's personal facts are: 0 the applicant's, else the interested party's number. */
int case_event_party(const Event *event);

/* ---- uploads: bytes are kept beside the events, which hold their SHA-256 ---- */
typedef struct CaseUpload { int64_t id, case_id; int material; const char *name, *type, *sha256; size_t bytes; } CaseUpload;
int64_t case_upload_add(Store *store, int64_t case_id, int material, const char *name, const char *type, const char *sha256, const void *data, size_t bytes, Instant at);
CaseUpload *case_uploads(Store *store, Arena *arena, int64_t case_id, int *count);
const uint8_t *case_upload_bytes(Store *store, Arena *arena, int64_t id, CaseUpload *out);   /* NULL: none */
const char *upload_kind(const void *data, size_t bytes);     /* by its first bytes: application/pdf, image/jpeg, image/png; NULL: we do not take it */
int case_uploads_erase(Store *store, int64_t case_id);       /* erase_store.c; how many there were */

/* ---- idempotency: one key, one case ---- */
/* The case opened under this key (hash of scope and key); 0 when unknown. *same: with the same contents. */
int64_t case_idempotent(Store *store, int64_t key_hash, int64_t content_hash, Day today, bool *same);
void case_idempotent_keep(Store *store, int64_t key_hash, int64_t content_hash, Day today, int64_t case_id);

/* ---- between officers ---- */

/* Opinions, checks and notes between officers are not the applicant's to carry away, nor a platform's; the case's other events are. */
bool case_event_internal(const char *kind);
bool case_event_answers_party(const Event *event);      /* the answer to an interested party: it repeats her words, and is hers and the staff's alone */
#endif
