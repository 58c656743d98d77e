/* district.h: the demonstration district, loaded through the window like anybody's data: settings, calendar, bodies, departments, windows,
 * 229 items published, officers with letters of authority, demo passwords. */
#ifndef WINDOW_DISTRICT_H
#define WINDOW_DISTRICT_H
#include "window/window.h"

/* Does nothing when the centre is configured already. from: day on which items and authority come into force (and one event day for all).
 * progress (may be NULL) is told each long step. Demo passwords are set only when passwords is true (they cost a second). */
void district_load(OneWindow *window, Instant at, bool passwords, void (*progress)(const char *zh, const char *en));

/* Example cases for the first visitor, joint ones under way: in a demonstration district without any case; else nothing. After district_load. */
void district_cases(OneWindow *window, Instant at);

typedef struct DemoAccount { const char *role_zh, *role_en, *login, *password; } DemoAccount;
const DemoAccount *district_accounts(int *count);
#endif
