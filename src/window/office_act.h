/* office_act.h: acts of the office at the window: catalogue, calendar, staff, the centre's own settings. Each is a work of a WindowTurn.
 *
 * Each takes its own input struct (below) as turn->input, checks the actor's right, refuses or records events. All or nothing: a refused
 * import changes nothing, and turn->result says row, column and reason of every error. */
#ifndef WINDOW_OFFICE_ACT_H
#define WINDOW_OFFICE_ACT_H
#include "people/rights.h"
#include "window/window.h"

/* May the turn's actor use this right over the whole centre? If not, the turn is refused. */
bool office_may(WindowTurn *turn, Right right);

/* "centre.configured": input is a Value object of settings (centre.h names); unknown names are refused. */
void office_configure(Scene *scene, WindowTurn *turn);

/* Rights EDIT_CATALOGUE and PUBLISH. result: the preview of item_import_value; refused with errors [{row, column, heading, zh, en}] */
typedef struct ItemsImport {
    const uint8_t *bytes; size_t size;       /* CSV or XLSX */
    Day from;                                /* what passes the lint is published from this day; the rest comes in as drafts */
    bool withdraw_removed;                   /* items in force that the file no longer holds are withdrawn */
    bool dry_run;                            /* decide and report, record nothing */
} ItemsImport;
void office_import_items(Scene *scene, WindowTurn *turn);

/* Departments, windows and legal bodies travel together: three tables. */
typedef struct DepartmentsImport { const uint8_t *departments, *windows, *bodies; size_t departments_size, windows_size, bodies_size; bool dry_run; } DepartmentsImport;
void office_import_departments(Scene *scene, WindowTurn *turn);

typedef struct FileImport { const uint8_t *bytes; size_t size; const char *source; bool dry_run; } FileImport;
void office_import_holidays(Scene *scene, WindowTurn *turn);        /* FileImport: right EDIT_CALENDAR */

typedef struct ItemPublish { const char *code; Day from; } ItemPublish;
void office_publish_item(Scene *scene, WindowTurn *turn);           /* the open draft of the code */
typedef struct ItemWithdraw { const char *code; Day last; const char *reason; } ItemWithdraw;
void office_withdraw_item(Scene *scene, WindowTurn *turn);
typedef struct CalendarChange { CalendarOverride change; bool withdrawn; } CalendarChange;
void office_override_calendar(Scene *scene, WindowTurn *turn);

void office_appoint(Scene *scene, WindowTurn *turn);                /* const Officer * ; right ADMIN_USERS; changes one who is in post */
typedef struct PostEnd { int64_t appointment; Day last; const char *document; } PostEnd;
void office_end_post(Scene *scene, WindowTurn *turn);               /* of a post held beside another (Officer.beside of office_appoint); right ADMIN_USERS */
typedef struct OfficerDismiss { const char *id; Day last; const char *reason; } OfficerDismiss;
void office_dismiss(Scene *scene, WindowTurn *turn);
void office_grant(Scene *scene, WindowTurn *turn);                  /* const Authority *; right GRANT_AUTHORITY */
typedef struct AuthorityRevoke { int64_t id; Day last; const char *document; } AuthorityRevoke;
void office_revoke(Scene *scene, WindowTurn *turn);
void office_substitute(Scene *scene, WindowTurn *turn);             /* const Substitute * */
void office_absence(Scene *scene, WindowTurn *turn);                /* const Absence *; right RECORD_ABSENCE */
typedef struct AbsenceEnd { int64_t id; Day last; } AbsenceEnd;
void office_end_absence(Scene *scene, WindowTurn *turn);            /* A is back: B's power ends with the last day away (C7) */

/* Erases personal data and files handed in from projection, store and log for ever (the log stays provable; erase_act.c). Right ADMIN_USERS.
 * desk NULL: of a concluded case whose certificate is no longer valid. Else of the row `id` of desk "enquiry", "agency", "meeting" or "package" when it is over;
 * a package with all its cases. Desk "account": the applicant's account `id` with password, sessions and messages, when nothing of hers is under way. */
typedef struct PersonErase { int64_t case_id; const char *reason; const char *desk; int64_t id; } PersonErase;
bool office_erases(const char *desk);
void office_erase_person(Scene *scene, WindowTurn *turn);
#endif
