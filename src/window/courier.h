/* courier.h: carries the outbox out of the house: one thread for e-mail (SMTP) and one for the webhook (SMS and others), beside the window thread.
 *
 * A courier reads which delivery is due, takes it at the window, carries it with libcurl and settles it at the window: between the two commits
 * nothing of it stands in memory alone. It follows no redirect, uses no proxy, waits no longer than CARRY_SECONDS and logs no address.
 */
#ifndef WINDOW_COURIER_H
#define WINDOW_COURIER_H
#include "window/window.h"

typedef struct Courier Courier;
typedef struct CourierOptions {
    OneWindow *window;                   /* started */
    /* The text of a message key in a language with its values, from whoever knows the messages; called from the courier's threads. */
    const char *(*words)(void *context, Arena *arena, bool english, const char *key, const char *const *args, int count);
    void *context;
    const char *ca_file;                 /* certificates to trust instead of the system's; NULL: the system's */
} CourierOptions;

enum { CARRY_SECONDS = 30, CARRY_CONNECT_SECONDS = 10, NOTICE_ARGS = 5 };
Courier *courier_start(const CourierOptions *options);       /* first puts in order what the last process left under way */
void courier_stop(Courier *courier);                         /* waits for a letter whose last byte has left; NULL is allowed */
#endif
