/* account_act.h: an act on an applicant's account at the window, with the first password that is no part of the log. */
#ifndef WINDOW_ACCOUNT_ACT_H
#define WINDOW_ACCOUNT_ACT_H
#include "accounts/accounts.h"
#include "window/desk_act.h"

typedef struct AccountAct {
    const char *act;                     /* of accounts_desk: "open", "reset_password", "change_phone" */
    const Value *input;
    const char *hash;                    /* of the first password, for those that give one; made before, where time does not matter */
    bool final;                          /* it need not be changed at the first sign-in (demonstration) */
} AccountAct;
/* work of a WindowTurn whose input is an AccountAct. A new password ends every session and frees the account from its lock; one that the administration
 * blocked stays blocked. result {account}; whoever keeps sessions in memory drops them (session_table_drop_subject). */
void account_act(Scene *scene, WindowTurn *turn);
#endif
