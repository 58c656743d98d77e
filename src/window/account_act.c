/* account_act.c: see account_act.h. */
#include "window/account_act.h"
#include "people/account.h"
#include "people/identity.h"
#include "people/login.h"
#include <assert.h>

void account_act(Scene *scene, WindowTurn *turn)
{
    const AccountAct *asked = turn->input;
    DeskInput input = {.desk = &accounts_desk, .act = desk_act_named(&accounts_desk, asked->act), .input = asked->input};
    turn->input = &input;
    desk_act(scene, turn);
    turn->input = asked;
    if (turn->refusal) return;
    Citizen she;
    bool stands = citizen_find_identity(scene->store, turn->arena, identity_normal(turn->arena, value_str_or(asked->input, "identity", "")), &she);
    assert(stands);
    const char *subject = account_subject_citizen(turn->arena, she.account);
    if (asked->hash) {
        credential_set(scene->store, subject, asked->hash, !asked->final, turn->now);
        login_unlock(scene->store, subject);
    }
    if (turn->actor.kind == ACTOR_OFFICER) access_record_add(scene->store, turn->now, turn->actor.id, 0, arena_printf(turn->arena, "account %lld", (long long)she.account));
    value_set_int(turn->arena, turn->result, "account", she.account);
}
