/* people.h: who acts: officers and their posts, actors, letters of authority, and the snapshot all threads read.
 *
 * The other faces of this module: identity.h (identity numbers), authority.h (who may decide what), rights.h (who may do what), password.h,
 * login.h (lock-out), session.h (sessions, CSRF), throttle.h (rate limits), querycode.h (查询码), account.h (credentials, citizens, machine tokens).
 *
 * Officers and letters of authority are events (projections by people_apply); passwords, sessions, citizens' data are operational rows.
 */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H
#include "base/day.h"
#include "base/value.h"
#include "ledger/event.h"
#include "people/authority.h"
#include <stdbool.h>

typedef struct Store Store;

typedef enum {
    ROLE_CLERK = 1,          /* 窗口人员 */
    ROLE_CHIEF = 2,          /* 首席代表 */
    ROLE_BACKOFFICE = 4,     /* 后台审批 */
    ROLE_SUPERVISOR = 8,     /* 督查 */
    ROLE_LEADER = 16,        /* 领导: of her department; of the government of this level when her department is "" */
    ROLE_ADMIN = 32,         /* 管理员 */
    ROLE_ALL = 63
} Role;

typedef struct Officer {
    const char *id;           /* user name: "wang", lower-case letters, digits, . - _ , 2 to 32, begins with a letter */
    const char *name;         /* 王建国 */
    const char *department;   /* "011", "" for the centre itself and government leaders */
    const char *window;       /* "W05", "" for none */
    unsigned roles;           /* mask of Role */
    const char *post;         /* 窗口首席代表 */
    Day from, to;             /* in post, inclusive; to DAY_NONE: open */
    const char *document;     /* of the appointment last recorded; "" for one recorded before appointments had to name it */
    bool beside;              /* to be appointed to a further post beside those she holds (兼任); never set in the snapshot */
} Officer;

/* 任职 (C1): who holds which post at which department and window, by which document, from when until when. Each officer.appointed and officer.changed opens one
 * and ends the one before; a dismissal ends it. A post's rights hold inside these days only. officer.post_added opens one beside it (兼任), which ends nothing and
 * is ended by officer.post_ended or by the dismissal; it has power only on days on which she is in post at all. What she may do is the union of her posts. */
typedef struct Appointment {
    int64_t id;               /* number of the event that made it */
    const char *officer, *department, *window, *post, *document;
    unsigned roles;
    Day from, to;             /* to before from: replaced before it took effect */
    bool beside;              /* 兼任 */
} Appointment;

typedef enum { ACTOR_NOBODY, ACTOR_CITIZEN, ACTOR_OFFICER, ACTOR_CLOCK, ACTOR_MACHINE, ACTOR_OPERATOR } ActorKind;

/* Who does this turn. A citizen without an account has account 0. */
typedef struct Actor {
    ActorKind kind;
    const char *id;           /* officer id, machine name; "" otherwise */
    const char *name;         /* for pages; never in a log */
    const char *department, *window;   /* "" when none; of officers: of the post she acts under first */
    unsigned roles;           /* officers: of that post */
    int64_t post;             /* officers: number of that appointment; 0: none recorded */
    const char *post_name;    /* officers: 窗口首席代表; NULL: none recorded */
    const Appointment *posts; int post_count; Day day;    /* officers: all her appointments, of which those hold that cover the day; NULL: no other post */
    int64_t account;          /* citizens: account id */
    unsigned scopes;          /* machines: mask of MachineScope (account.h) */
} Actor;

Actor actor_citizen(int64_t account, const char *name);   /* account 0: without an account */
Actor actor_officer(const Officer *officer);
/* Her posts of the day one by one, each as if it were her only one; *at begins as 0. False: no more. Of anybody else: herself once. */
bool actor_post(const Actor *actor, int *at, Actor *one);
bool actor_at_window(const Actor *actor, const char *window);             /* by any of her posts */
bool actor_in_department(const Actor *actor, const char *department);
unsigned actor_roles(const Actor *actor);                                 /* of all her posts */
bool actor_has_posts(const Actor *actor);                                 /* more than one that day */
Actor actor_under(const Actor *actor, int64_t appointment);               /* that post of hers first; unchanged when she holds no such post */
void actor_set_post(Arena *arena, Value *body, const Actor *under);       /* into an event's body: under which post it was done; the appointment is in the log */
Actor actor_keep(Arena *arena, const Actor *actor);                       /* texts and posts copied: outlives the snapshot */
Actor actor_machine(const char *name, unsigned scopes);
Actor actor_clock(void);
Actor actor_operator(void);                               /* whoever runs `yichuang` on the machine itself */
/* As Event.actor wants it: "officer:wang", "citizen", "clock", "machine:city", "operator". Never a citizen's number. */
char *actor_text(Arena *arena, const Actor *actor);

const char *role_name(Role role);                         /* "clerk" */
const char *role_zh(Role role);                           /* 窗口人员 */
const char *role_en(Role role);
char *role_list_zh(Arena *arena, unsigned roles);         /* 窗口人员、首席代表 */
bool roles_parse(const char *text, unsigned *out);        /* "clerk|chief"; at least one, known, none twice */
Value *roles_value(Arena *arena, unsigned roles);         /* ["clerk","chief"] */
unsigned roles_of(const Value *list);                     /* 0 when bad */

/* ---- The snapshot. Immutable; made by people_load after each change and swapped. Everything lives in its arena. ---- */
typedef struct People {
    const Officer *officers;  int officer_count;          /* ordered by id */
    const Appointment *appointments; int appointment_count;   /* ordered by officer, id; a People made by hand without any: each officer's own row is her post */
    AuthorityBook book;                                   /* rows ordered by officer, id */
} People;

People *people_load(Store *store, Arena *arena);
const Officer *people_officer(const People *people, const char *id);                  /* NULL when unknown */
bool officer_active(const Officer *officer, Day day);                                 /* in post that day */
/* Her post that day (not one held beside it); NULL: none. Count of her appointments, oldest first, through *out (NULL: not wanted). */
const Appointment *people_post(const People *people, const char *officer, Day day);
int people_appointments(const People *people, const char *officer, const Appointment **out);
unsigned people_roles(const People *people, const char *officer, Day day);            /* of her posts that day; 0: none */
/* The actor for a signed-in officer today. ACTOR_NOBODY when she is unknown or not in post: a dismissal ends her sessions' power at once. */
Actor people_actor(const People *people, const char *id, Day day);
/* C1, C7: what authorises this officer to use this right on this item that day; both she and, for a substitute, A must be in post. row NULL: nothing. */
AuthorityBasis people_authorises(const People *people, const char *officer, const char *item, const char *department, AuthorityRight right, Day day);
/* Officers in post that day with any of these roles in the department (NULL: any). Count; *out in arena, ordered by id. */
int people_with_role(const People *people, Arena *arena, unsigned roles, const char *department, Day day, const Officer ***out);

/* ---- Event bodies (pure). Each checks first; NULL and *problem (Chinese, for people) when it may not happen. `people` may be NULL: no cross-checks. ---- */
Value *people_event_appointed(Arena *arena, const People *people, const Officer *officer, const char **problem);   /* "officer.appointed": new id, or one who has left; officer->document must be there */
Value *people_event_changed(Arena *arena, const People *people, const Officer *officer, const char **problem);     /* "officer.changed": id stays, the rest as given */
Value *people_event_dismissed(Arena *arena, const People *people, const char *id, Day last, const char *reason, const char **problem);  /* "officer.dismissed" */
Value *people_event_post_added(Arena *arena, const People *people, const Officer *officer, const char **problem);  /* "officer.post_added": who is in post, a further one */
Value *people_event_post_ended(Arena *arena, const People *people, int64_t appointment, Day last, const char *document, const char **problem);   /* "officer.post_ended" */
Value *people_event_granted(Arena *arena, const People *people, const Authority *row, const char **problem);       /* "authority.granted"; row->id is ignored: the event's seq becomes it */
Value *people_event_revoked(Arena *arena, const People *people, int64_t id, Day last, const char *document, const char **problem);       /* "authority.revoked": last day it still holds */
Value *people_event_substitute(Arena *arena, const People *people, const Substitute *pair, const char **problem);  /* "substitute.named" */
Value *people_event_absence(Arena *arena, const People *people, const Absence *absence, const char **problem);     /* "absence.recorded" */
Value *people_event_absence_ended(Arena *arena, const People *people, int64_t id, Day last, const char **problem); /* "absence.ended": A is back; last day away */
bool absence_reason_good(const char *reason);   /* 公出 会议 培训 休假 轮休 其他: a closed list, because events stay for ever and illness is nobody's business */
const char *officer_problem(Arena *arena, const Officer *officer);      /* NULL: well formed */

/* Writes officer, authority, substitute, absence from the event alone; ignores kinds that are not its own. */
void people_apply(Store *store, Arena *arena, const Event *event);
bool people_owns(const char *kind);                                     /* is this event one people_apply acts on? */

/* ---- Staff lists from CSV rows. The caller splits the file; rows[0] is the heading. ---- */
typedef struct PeopleRow { const char **cells; int count; int line; } PeopleRow;
typedef struct PeopleImport {
    Officer *officers;        int officer_count;          /* one per row; beside: a further post of one who stands above */
    Authority *authorities;   int authority_count;        /* id 0 */
    Substitute *substitutes;  int substitute_count;
    char **errors;            int error_count;            /* 第3行 roles列: ...; nothing may be used when > 0 */
} PeopleImport;
/* officers.csv:   id,name,department,window,roles,post,from,to,document   (document: of the appointment; a further row of the same id: a post held beside, 兼任) */
/* authority.csv:  officer,department,item,rights,from,to,document,substitute_of   (substitute_of: then the row pairs officer as B with that A) */
PeopleImport *people_import(Arena *arena, const PeopleRow *officers, int officer_rows, const PeopleRow *authority, int authority_rows);
/* Strict CSV of small lists (quotes as in RFC 4180, LF or CRLF, optional BOM). -1 and *problem when it is not. */
int people_csv(Arena *arena, const char *text, PeopleRow **rows, const char **problem);
/* An imported list as events in the order to append: *kinds[i] with *bodies[i]. Count. */
int people_import_events(Arena *arena, const PeopleImport *import, const char ***kinds, Value ***bodies);
#endif
