/* scene.h: what a turn sees: a store and the snapshots loaded from it. The window has one to write with, the reading thread one of its own.
 *
 * scene_apply is the one list of who folds what: every event is applied through it, at the window and again when `verify` replays the log.
 */
#ifndef WINDOW_SCENE_H
#define WINDOW_SCENE_H
#include "base/day.h"
#include "calendar/calendar.h"
#include "cases/cases.h"
#include "catalog/catalog.h"
#include "documents/documents.h"
#include "ledger/ledger.h"
#include "notices/notices.h"
#include "people/people.h"
#include "people/secret.h"
#include "store/store.h"

/* The centre's own facts: event centre.configured, table centre_setting. */
typedef struct Centre {
    const char *name, *name_en;         /* 江夏区政务服务中心 */
    const char *area;                   /* "420115" */
    const char *district;               /* 江夏: opens every document number */
    const char *public_url;             /* for QR codes: "http://127.0.0.1:8080" */
    const char *payee, *payee_account;  /* treasury account printed on F24 */
    OffhoursReceipt offhours;           /* DC-7 */
    int closing_minute;                 /* after midnight; 1020 is 17:00 */
    ProcessRules rules;                 /* reexamination_days, commitment_months, commitment_bar_months, question_days, owed_grace_days */
    const Value *leads;                 /* lead department by project type (DOMAIN 3.3-2): settings "lead.基本建设" = "001" */
    bool demo;                          /* pages and papers say so */
    bool configured;                    /* false: nothing was loaded yet */
} Centre;
Centre *centre_load(Store *store, Arena *arena);
void centre_apply(Store *store, Arena *arena, const Event *event);

typedef struct Scene {
    Store *store;
    Ledger *ledger;                     /* NULL in a reading scene */
    const Secret *secret;
    Arena *arena;                       /* of the snapshots below; a refresh makes a new one */
    Centre *centre;
    Catalog *catalog;
    const char *catalogue_hash;         /* SHA-256 over code, version and hash of every published version: the catalogue in force as one number */
    Calendar *calendar;
    People *people;
    NoticeSettings *notices;
    unsigned outbox_full;               /* channels whose outbox has reached its limit at the last minute (mask of NoticeChannel) */
    int64_t changes;                    /* events applied that touch the snapshots */
    bool stale;                         /* something other than a case changed since they were loaded */
} Scene;

/* Opens on an existing, created store; secret may be NULL (verify). Loads the snapshots. The store is the scene's from here on: a fault closes it too. */
Scene *scene_open(Store *store, const Secret *secret);
void scene_close(Scene *scene);         /* closes the store too */
void scene_load(Scene *scene);          /* snapshots anew */
/* Folds one event into every projection. Calendar changes re-date open cases. Marks the scene stale when snapshots are touched. */
void scene_apply(Scene *scene, Arena *arena, const Event *event);

/* Applies the schema files that the store has not seen yet, in order. Returns how many. Own transaction. */
int schema_upgrade(Store *store, Instant now);
#endif
