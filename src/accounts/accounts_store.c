/* accounts_store.c: applicants' accounts, folded from events; see accounts.h. */
#include "accounts/accounts.h"
#include "people/account.h"
#include "store/store.h"
#include <string.h>

static void opened(Store *store, const Event *e)
{
    store_exec(store, "INSERT INTO account (id, document, opened, opened_by) VALUES (?1, ?2, ?3, ?4)", "isis", e->seq, value_str_or(e->body, "document", ""), e->at.ms, e->actor);
    if (!e->person) return;                                            /* erased since: folded again, nobody signs in with it */
    Citizen she = {.account = e->seq, .identity = value_str_or(e->person, "identity", ""), .name = value_str_or(e->person, "name", ""), .phone = value_str_or(e->person, "phone", "")};
    citizen_create(store, &she, e->at);
}

void accounts_apply(Store *store, Arena *arena, const Event *e)
{
    (void)arena;
    const char *what = e->kind + strlen("account.");
    int64_t account = value_int(e->body, "account", 0);
    if (!strcmp(what, "opened")) opened(store, e);
    else if (!strcmp(what, "password_reset")) store_exec(store, "UPDATE account SET resets = resets + 1, reset = ?2, reset_by = ?3 WHERE id = ?1", "iis", account, e->at.ms, e->actor);
    else if (!strcmp(what, "phone_changed")) {
        store_exec(store, "UPDATE account SET phone_changed = ?2 WHERE id = ?1", "ii", account, e->at.ms);
        if (e->person) citizen_change_phone(store, account, value_str_or(e->person, "phone", ""));
    } else if (!strcmp(what, "erased")) store_exec(store, "UPDATE account SET erased = ?2 WHERE id = ?1", "ii", account, e->at.ms);
}

static Instant instant_or_never(Query *q, int column) { return store_null(q, column) ? (Instant){0} : store_instant(q, column); }

const AccountFile *account_file_load(Store *store, Arena *arena, int64_t id)
{
    AccountFile *file = NULL;
    Query *q = store_query(store, "SELECT id, document, opened, opened_by, resets, reset, reset_by, phone_changed, erased FROM account WHERE id = ?1", "i", id);
    if (store_row(q)) {
        file = ARENA_NEW(arena, AccountFile);
        *file = (AccountFile){.id = store_int(q, 0), .document = store_text(q, 1, arena), .opened = store_instant(q, 2), .opened_by = store_text(q, 3, arena), .resets = (int)store_int(q, 4),
                              .reset = instant_or_never(q, 5), .reset_by = store_null(q, 6) ? "" : store_text(q, 6, arena), .phone_changed = instant_or_never(q, 7), .erased = instant_or_never(q, 8)};
    }
    store_done(q);
    return file;
}
