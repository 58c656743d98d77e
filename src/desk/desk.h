/* desk.h: what all desks beside the case have in common: a table of acts with typed fields, each decided into a refusal or an event.
 *
 *   a desk (certificates, meetings, agency ...) = table of acts + decide functions (pure, on loaded facts) + apply (fold into its own tables)
 *
 * The window runs any of them (window/desk_act.h), the pages show any of them as a form (pages/desk_form.c), the API and the stories name them as
 * desk.act. So a new act is one row, one function and its story. Acts on cases are not here: they are the law's table in process/.
 *
 * Events are named "<desk>.<past>": certificate.revoked. An event's number (t->seq) is the id of what it opens. An act with a field "case" is bound
 * to that case: its event stands in the case's own history. Personal data goes where fields marked DESK_PERSONAL go: event->person.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H
#include "calendar/calendar.h"
#include "catalog/catalog.h"
#include "cases/cases.h"
#include "ledger/event.h"
#include "people/people.h"
#include "people/rights.h"
#include "process/refusal.h"

typedef enum DeskFieldType {
    DESK_TEXT,                 /* one line, LIMIT_NAME_CHARACTERS */
    DESK_AREA,                 /* LIMIT_TEXT_CHARACTERS */
    DESK_DATE,                 /* "YYYY-MM-DD" */
    DESK_COUNT,                /* whole number, low..high (0, 0: any not negative) */
    DESK_TRUTH,
    DESK_CHOICE,               /* one of choices */
    DESK_OFFICER,              /* user name of somebody in post today */
    DESK_DEPARTMENT, DESK_WINDOW, DESK_ITEM,     /* codes the catalogue knows */
    DESK_CASE,                 /* 办件编号 of a case that exists */
    DESK_LIST                  /* texts: a JSON list, or one per line; at most LIMIT_DESK_LIST */
} DeskFieldType;

enum { DESK_REQUIRED = 1, DESK_PERSONAL = 2, DESK_PAST = 4 /* a date not after today */, DESK_FUTURE = 8 /* not before today */ };

typedef struct DeskChoice { const char *value, *zh, *en; } DeskChoice;          /* a list ends with value NULL */
typedef struct DeskField {
    const char *key;           /* a list ends with key NULL */
    DeskFieldType type;
    const char *zh, *en;       /* label */
    unsigned flags;
    const DeskChoice *choices;
    int low, high;
    const char *hint_zh, *hint_en;
} DeskField;

/* Whom the right must reach before anything is decided. */
typedef enum DeskBy {
    DESK_BY_CENTRE,            /* the right over the whole centre */
    DESK_BY_DEPARTMENT,        /* over the department of the field "department", else over the actor's own */
    DESK_BY_CASE,              /* over the department and window of the case in the field "case" */
    DESK_BY_SOMEWHERE,         /* the right anywhere; decide says more with desk_may */
    DESK_BY_CLOCK,
    DESK_BY_ANYBODY            /* citizens too; decide says who */
} DeskBy;

struct DeskTurn;
typedef struct DeskAct {
    const char *name;          /* "revoke"; a table ends with name NULL */
    const char *zh, *en;
    const char *rule, *article_zh, *article_en;
    const char *event;         /* "certificate.revoked" */
    DeskBy by;
    Right right;
    const DeskField *fields;
    bool (*decide)(struct DeskTurn *turn);       /* NULL: the fields are the whole act */
    const char *document;      /* standard document it issues, NULL none: see DeskTurn.legal_body */
    bool warning;              /* the button is a warning: it takes something away */
} DeskAct;

typedef struct Desk {
    const char *name;          /* "certificate": also the prefix of its events */
    const char *zh, *en;
    const DeskAct *acts;
    void (*apply)(Store *store, Arena *arena, const Event *event);
    /* What the clock owes today: an act of this desk with turn->input set, or NULL. Called again until NULL; each act must make its own cause go away. */
    const DeskAct *(*duty)(struct DeskTurn *turn);
    bool follows_cases;        /* apply is told of the events of cases too, after the case itself was folded */
    bool refreshes;            /* its events change what a Scene holds loaded (people, catalogue, calendar) */
    const char *page;          /* where staff goes after an act: "/certificates" */
    bool own_pages;            /* its acts have pages of their own, which do more than the act; the common form does not offer them */
} Desk;

/* One act under way. Facts above the line, results below. Everything lives in arena. */
typedef struct DeskTurn {
    Arena *arena;
    Store *store;              /* for the desk's own x_store.c loaders only */
    const Calendar *calendar;
    const People *people;
    const Catalog *catalog;
    const Actor *actor;
    Instant now;
    Day today;
    int64_t seq;               /* the number this event will have: the id of what it opens */
    bool holder;               /* a citizen who proved that the case is hers */
    const Value *input;        /* as given; decide functions read body and person, which are checked */

    Actor post;                /* who holds several posts: the one that gave the right; kind ACTOR_NOBODY: not told yet */
    Refusal refusal;
    const char *detail;
    Value *body, *person;      /* begin as the checked fields; decide may add */
    const CaseFile *file;      /* of the field "case" */
    const char *document;      /* begins as the act's; decide may change it, NULL: none */
    const char *legal_body;    /* whose number and seal; needed when document is set */
    Value *document_fields;    /* facts for the document, kept in the event; never personal */
} DeskTurn;

/* Decides: who, fields, then the act's own function. False: turn->refusal says why. */
bool desk_decide(const DeskAct *act, DeskTurn *turn);
const DeskAct *desk_act_named(const Desk *desk, const char *name);               /* NULL: none */

/* ---- for decide functions ---- */
bool desk_refuse(DeskTurn *turn, Refusal refusal, const char *detail);           /* always false */
bool desk_may(DeskTurn *turn, Right right, const RightScope *scope);             /* refuses when not */
const char *desk_text(const DeskTurn *turn, const char *key);                    /* checked text of body or person, "" when absent */
Day desk_day(const DeskTurn *turn, const char *key);                             /* DAY_NONE when absent */
int64_t desk_count(const DeskTurn *turn, const char *key);                       /* 0 when absent */
bool desk_truth(const DeskTurn *turn, const char *key);
const char *desk_officer_name(const DeskTurn *turn, const char *id);
#endif
