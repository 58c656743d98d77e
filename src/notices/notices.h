/* notices.h: who is told what when something happens: one pure table from event to persons, text and channels; the inbox and the outbox behind it.
 *
 *   event ──notice_plan──▶ messages (inbox, same transaction as the event) ──▶ deliveries (outbox) ──courier──▶ e-mail, webhook (SMS and others)
 *
 * A message is keyed by event and person, a delivery by message and channel: however often a turn runs, one of each is made. Nothing of it is folded
 * from events, so a replay tells nobody anything. A message holds no personal data: name, address and phone are looked up when it is sent,
 * where they can be erased; a person erased is not written to.
 *
 * Never sent twice, and what that costs when the machine dies:
 *   WAITING ──claim──▶ SENDING ──last byte about to leave──▶ HANDING ──answer──▶ SENT
 * Dead in SENDING: nothing was handed over, it is tried again. Dead in HANDING (or no answer after the last byte): nobody can know. A webhook is then
 * repeated under the same id, which its receiver must drop; an e-mail is not repeated but laid before the operator, whose retry carries the same Message-ID.
 */
#ifndef NOTICES_NOTICES_H
#define NOTICES_NOTICES_H
#include "cases/cases.h"
#include "ledger/event.h"
#include "people/people.h"
#include "people/secret.h"

typedef enum { CHANNEL_INBOX = 1, CHANNEL_EMAIL = 2, CHANNEL_SMS = 4 } NoticeChannel;        /* SMS: whatever stands behind the webhook */
typedef enum { NOTICE_PLAIN, NOTICE_ASKS, NOTICE_WARNS } NoticeUrgency;
typedef enum {
    TO_APPLICANT = 1,         /* the applicant, and her agent */
    TO_FIRST = 2,             /* first handler, for life (B1); away: her substitutes too; gone: the chiefs of the department */
    TO_HOLDER = 4,            /* whoever's turn it is now */
    TO_WINDOW = 8,            /* the clerks of the case's window */
    TO_CHIEF = 16,            /* chief representatives of the department */
    TO_SUPERVISOR = 32,
    TO_OFFICE = 64,           /* back office of the department */
    TO_NAMED = 128,           /* the officer the body names, under the row's `person` */
    TO_CO = 256               /* joint handling: chief and window clerks of the co-department the body names; of all of them when it names none */
} NoticeTo;

typedef struct NoticeRow {
    const char *event, *when; /* kind; when: "key=value" of its body, NULL any */
    unsigned to;              /* mask of NoticeTo */
    const char *name;         /* texts: notice.NAME.title and notice.NAME.text. {0} case number {1} item {2} day {3} place {4} extra */
    NoticeUrgency urgency;
    unsigned channels;        /* mask of NoticeChannel; those switched off are left out */
    const char *day, *extra;  /* keys of the event's body; extra in fen is written as money. NULL none */
    const char *person;
} NoticeRow;
const NoticeRow *notice_row(int i);                          /* in the order of the table; NULL after the last */

/* What the plan is made from; pure. standing: after the event; NULL: not about a case. */
typedef struct NoticeFacts {
    const Event *event;
    const Standing *standing;
    const People *people;
    Day today;
} NoticeFacts;
typedef struct NoticePlan {
    const NoticeRow *row;
    const char *recipient, *officer;     /* officer: "" for the applicant's side */
    const char *day, *extra;             /* "" none */
} NoticePlan;
enum { NOTICE_PLANS = 200 };
/* Count; at most NOTICE_PLANS. One person is told once of one event; who did it herself is not told, unless it warns. */
int notice_plan(Arena *arena, const NoticeFacts *facts, NoticePlan **out);
bool notice_wanted(const char *kind);                        /* does any row begin with this event? */
bool notice_needs_standing(const Event *event);
/* Seconds until the next try after this many: first, doubled each time, six hours at most. */
int64_t notice_retry_seconds(int first, int tries);

/* ---- settings: event notice.configured, table notice_setting. Everything is off until an administrator switches it on. ---- */
typedef enum { MAIL_PLAIN, MAIL_STARTTLS, MAIL_TLS } MailTls;
typedef struct NoticeSettings {
    bool email, sms;
    const char *smtp_host, *smtp_user, *mail_from;
    int smtp_port;
    MailTls smtp_tls;
    const char *webhook_url;
    int sms_from, sms_until;  /* hours of the day in which phones may ring: 8 and 21; 0 and 24: always */
    int retry_seconds;        /* before the second try; doubled after each */
} NoticeSettings;
NoticeSettings *notice_settings_of(Arena *arena, const Value *settings);
/* What is wrong with these settings as a whole; NULL: nothing. *field: which one. */
const char *notice_settings_problem(const Value *settings, const char **field, bool english);
/* Nobody's phone rings at night: outside the hours a message by SMS waits for the next morning. */
Instant notice_sms_due(const NoticeSettings *settings, Instant now);
extern const char *const notice_setting_names[];             /* ended by NULL */
static inline unsigned notice_channels(const NoticeSettings *s) { return CHANNEL_INBOX | (s->email ? CHANNEL_EMAIL : 0) | (s->sms ? CHANNEL_SMS : 0); }

NoticeSettings *notice_settings_load(Store *store, Arena *arena);
Value *notice_settings_value(Store *store, Arena *arena);    /* name: value, as set */
void notices_apply(Store *store, Arena *arena, const Event *event);
bool notice_secret_find(Store *store, Arena *arena, const char *name, const char **value);
void notice_secret_set(Store *store, const char *name, const char *value);       /* "" takes it away */

/* ---- warnings that are due: open cases whose last day is near or past, not yet warned of ---- */
/* department, clock: "" for a warning that is not about a co-department's part, or about no clock of the case. */
typedef struct NoticeWarning { int64_t case_id; const char *warning, *clock, *department; Day due; } NoticeWarning;
/* soon: the next working day, the last lawful days up to it are near; supply_until: supplements asked for by then. */
NoticeWarning *notice_warnings_due(Store *store, Arena *arena, Day today, Day soon, Day supply_until, int limit, int *count);

/* ---- days the calendar has moved: what is still to be told (operational, worked off in slices) ---- */
void notice_moves_begin(Store *store, int64_t cause);        /* cause: number of the calendar's event */
bool notice_moves_next(Store *store, int64_t *cause, int64_t *last_case);        /* the oldest; false: everybody has been told */
void notice_moves_upto(Store *store, int64_t cause, int64_t last_case);
void notice_moves_count(Store *store, int64_t cause, const char *officer, int cases);
int64_t notice_moves_counted(Store *store, int64_t cause, const char *officer);
void notice_moves_done(Store *store, int64_t cause);

/* ---- the inbox ---- */
typedef struct Notice {
    int64_t id, event_seq, account, case_id;
    const char *recipient, *officer, *name;
    NoticeUrgency urgency;
    const char *day, *extra;
    Instant at;
    bool unread;
} Notice;
/* Writes the message and, for the channels that are on, its deliveries; nothing when it is there already. */
void notice_make(Store *store, Arena *arena, const NoticePlan *plan, int64_t event_seq, int64_t account, int64_t case_id, const NoticeSettings *settings, unsigned channels, Instant now);
/* officer or account; newest first, from before_id (0: newest). */
Notice *notice_inbox(Store *store, Arena *arena, const char *officer, int64_t account, bool unread_only, int64_t before_id, int limit, int *count);
Notice *notice_of_case(Store *store, Arena *arena, int64_t case_id, int limit, int *count);       /* the applicant's side */
bool notice_load(Store *store, Arena *arena, int64_t id, Notice *out);
enum { NOTICE_UNREAD_SHOWN = 99 };
/* Name of the newest message to this recipient from an event after that one; NULL: none. For stories. */
char *notice_newest(Store *store, Arena *arena, const char *recipient, int64_t after_event);
int notice_unread(Store *store, const char *officer, int64_t account);           /* at most NOTICE_UNREAD_SHOWN + 1 */
int notice_read(Store *store, const char *officer, int64_t account, int64_t id, Instant now);     /* id 0: all; how many were unread */
void notice_forget_case(Store *store, int64_t case_id);      /* personal data of the case is erased: nothing waits to be sent any more */
int notice_retire(Store *store, Instant now);                /* removes what is past its time (limits.h); rows removed */

/* ---- how somebody wants to be told ---- */
typedef struct NoticeContact { const char *language, *email, *phone; bool email_on, sms_on; } NoticeContact;
NoticeContact notice_contact(Store *store, Arena *arena, const char *subject);   /* all on, nothing given, when there is no row */
void notice_contact_set(Store *store, const char *subject, const NoticeContact *contact);

/* ---- the outbox ---- */
typedef enum { DELIVERY_WAITING, DELIVERY_SENDING, DELIVERY_HANDING, DELIVERY_SENT, DELIVERY_DEAD, DELIVERY_DROPPED } DeliveryState;
typedef struct Delivery { int64_t notice; NoticeChannel channel; DeliveryState state; int tries; Instant due, changed; const char *reason; } Delivery;
bool delivery_due(Store *store, NoticeChannel channel, Instant now, int64_t *notice);            /* the one that has waited longest */
bool delivery_waiting(Store *store, NoticeChannel channel, int many);        /* do that many wait? */
bool delivery_load(Store *store, Arena *arena, int64_t notice, NoticeChannel channel, Delivery *out);
/* From one state to another, only if it stands there: false when it does not. */
bool delivery_move(Store *store, int64_t notice, NoticeChannel channel, DeliveryState from, DeliveryState to, int tries, Instant due, const char *reason, Instant now);
int delivery_recover(Store *store, Instant now);             /* at the start: what the last process left under way; see above */
Delivery *delivery_dead(Store *store, Arena *arena, int limit, int *count);      /* newest first */
int delivery_retry(Store *store, int64_t notice, NoticeChannel channel, Instant now);             /* notice 0: all that are dead */
typedef struct DeliveryCounts { int64_t waiting, under_way, sent, dead, dropped; } DeliveryCounts;
#define DELIVERY_IN_DOUBT "in doubt: the last byte had left, no answer came"
DeliveryCounts delivery_counts(Store *store, NoticeChannel channel);
const char *delivery_state_name(DeliveryState state);
const char *channel_name(NoticeChannel channel);             /* "email" */
bool channel_parse(const char *name, NoticeChannel *out);
#endif
