/* notice_act.h: messages at the window: made with the event that causes them, warnings given by the clock, and what people and the courier do with them. */
#ifndef WINDOW_NOTICE_ACT_H
#define WINDOW_NOTICE_ACT_H
#include "cases/redate.h"
#include "window/window.h"

/* window_record calls this after the fold of each event: same transaction, so a message stands exactly when its event does. */
void notices_after(Scene *scene, WindowTurn *turn, const Event *event);

/* The minute's duty: warnings that are due (event notice.warned, once each), and old rows go. result {"acted": n, "more": bool}. Actor: the clock. */
enum { NOTICE_TICK_GROUP = 200, NOTICE_SUPPLY_DAYS = 3 };
void notice_tick(Scene *scene, WindowTurn *turn);

/* DC-11: one slice of those whose days the calendar has moved is told (applicants in order of cases; then each first handler once, how many of hers).
 * Survives restarts; nobody is told twice of one change. result {"acted": cases, "more": bool}. Actor: the clock. */
enum { NOTICE_MOVES_GROUP = REDATED_ROWS_MOST };
void notice_moves_tick(Scene *scene, WindowTurn *turn);

/* Right ADMIN_TOKENS. settings: names of notice_setting_names, texts; those absent stay. Event notice.configured when one changes.
 * Passwords and keys go to their own table, never into an event; new_key makes a webhook key: result {"webhook_key": shown this once}. */
typedef struct NoticeConfigure { const Value *settings; const char *smtp_password; bool new_key; } NoticeConfigure;
void notice_configure(Scene *scene, WindowTurn *turn);
typedef struct DeliveryKey { int64_t notice; NoticeChannel channel; } DeliveryKey;
void notice_retry(Scene *scene, WindowTurn *turn);               /* right ADMIN_TOKENS; notice 0: all that failed. result {"again": n} */

/* The actor's own inbox and wishes. */
void notice_mark_read(Scene *scene, WindowTurn *turn);           /* input const int64_t *: id, 0 all */
void notice_wish(Scene *scene, WindowTurn *turn);                /* input const NoticeContact *; refused when not well formed */

/* The courier's: a delivery taken (result: the letter and how to send it; NULL: nothing to send), its last byte about to leave, its outcome. */
void notice_recover(Scene *scene, WindowTurn *turn);
void notice_claim(Scene *scene, WindowTurn *turn);               /* DeliveryKey */
void notice_handing(Scene *scene, WindowTurn *turn);             /* DeliveryKey; refused when it does not stand in SENDING */
typedef enum { OUTCOME_SENT, OUTCOME_AGAIN, OUTCOME_DEAD } CourierOutcome;
typedef struct DeliverySettle { DeliveryKey key; CourierOutcome outcome; const char *reason; } DeliverySettle;
void notice_settle(Scene *scene, WindowTurn *turn);
#endif
