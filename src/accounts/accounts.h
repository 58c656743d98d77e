/* accounts.h: applicants' accounts, opened at the window on the identity document shown; a forgotten password and a changed phone likewise.
 *
 * Nobody opens one over the internet: whoever holds an account sees the cases of that identity, so somebody must have looked at the document first.
 * Acts find the account by the identity number, never by its own number: what is typed is what stands on the document. Who shows a licence for a
 * firm says who she is. The fold writes the row `citizen` (people/account.h), which sign-in reads and which can be erased; the table `account` holds
 * what may be kept. The first password is no part of the event: window/account_act.h.
 */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H
#include "desk/desk.h"

/* instants: ms 0: never; reset_by "" likewise. */
typedef struct AccountFile { int64_t id; const char *document, *opened_by, *reset_by; Instant opened, reset, phone_changed, erased; int resets; } AccountFile;

extern const Desk accounts_desk;
extern const DeskChoice account_documents[];
void accounts_apply(Store *store, Arena *arena, const Event *event);
/* NULL: opened before the window kept accounts. */
const AccountFile *account_file_load(Store *store, Arena *arena, int64_t id);
#endif
