/* account_store.c: rows of credentials, failed logins, citizens' accounts, machine tokens and looks at personal data. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "people/account.h"
#include "people/identity.h"
#include "people/login.h"
#include "people/session.h"
#include "store/store.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* ---- credentials ---- */

bool credential_find(Store *store, Arena *arena, const char *subject, Credential *out)
{
    Query *q = store_query(store, "SELECT hash, changed, must_change, blocked FROM credential WHERE subject = ?1", "s", subject);
    bool found = store_row(q);
    if (found) *out = (Credential){store_text(q, 0, arena), store_instant(q, 1), store_int(q, 2) != 0, store_int(q, 3) != 0};
    store_done(q);
    return found;
}

void credential_set(Store *store, const char *subject, const char *hash, bool must_change, Instant now)
{
    store_exec(store,
        "INSERT INTO credential (subject, hash, changed, must_change, blocked) VALUES (?1, ?2, ?3, ?4, 0)"
        " ON CONFLICT (subject) DO UPDATE SET hash = excluded.hash, changed = excluded.changed, must_change = excluded.must_change",
        "ssii", subject, hash, now.ms, (int64_t)must_change);
    session_end_subject(store, subject);
}

void credential_rehash(Store *store, const char *subject, const char *hash)
{
    store_exec(store, "UPDATE credential SET hash = ?2 WHERE subject = ?1", "ss", subject, hash);
}

bool credential_block(Store *store, const char *subject, bool blocked)
{
    bool known = store_exec(store, "UPDATE credential SET blocked = ?2 WHERE subject = ?1", "si", subject, (int64_t)blocked) > 0;
    if (known && blocked) session_end_subject(store, subject);
    return known;
}

/* ---- logins ---- */

static LoginCount login_count(Store *store, const char *key)
{
    LoginCount count = {0};
    Query *q = store_query(store, "SELECT failures, last, locked_until FROM login_failure WHERE key = ?1", "s", key);
    if (store_row(q)) count = (LoginCount){(int)store_int(q, 0), store_instant(q, 1), store_instant(q, 2)};
    store_done(q);
    return count;
}

/* The user name as typed, folded: half-width, lower case, no spaces around. */
static char *user_name(Arena *arena, const char *typed)
{
    Buf out = buf_new(arena);
    const char *at = text_trim(arena, typed);
    for (uint32_t c; (c = text_next(&at));) {
        c = identity_half(c);
        if (c >= 'A' && c <= 'Z') c += 32;
        buf_char(&out, c > 0x20 && c < 0x7F ? (char)c : '?');
    }
    return out.text;
}

static const char *login_subject(Store *store, Arena *arena, const char *typed)
{
    char *number = identity_normal(arena, typed), *subject = account_subject_officer(arena, user_name(arena, typed));
    int64_t account = store_number(store, 0, "SELECT account FROM citizen WHERE identity = ?1", "s", number);
    if (!account && identity_phone(number) && store_number(store, 0, "SELECT count(*) FROM citizen WHERE phone = ?1", "s", number) == 1)
        account = store_number(store, 0, "SELECT account FROM citizen WHERE phone = ?1", "s", number);
    return account ? account_subject_citizen(arena, account) : subject;
}

LoginFacts login_facts(Store *store, Arena *arena, const Secret *secret, const char *typed)
{
    LoginFacts facts = {0};
    if (!typed || strlen(typed) > 200) typed = "";
    const char *subject = login_subject(store, arena, typed);
    Credential credential;
    if (credential_find(store, arena, subject, &credential)) {
        facts.key = facts.subject = subject;
        facts.hash = credential.blocked ? NULL : credential.hash;
        facts.must_change = credential.must_change;
    } else {
        uint8_t mac[SECRET_MAC_BYTES];
        secret_mac(secret, "login", identity_normal(arena, typed), mac);
        Buf key = buf_new(arena);
        buf_char(&key, '?');
        buf_hex(&key, mac, 16);
        facts.key = key.text;
    }
    facts.count = login_count(store, facts.key);
    return facts;
}

static void keep_count(Store *store, const char *key, const LoginCount *count)
{
    if (!count->failures) {
        store_exec(store, "DELETE FROM login_failure WHERE key = ?1", "s", key);
        return;
    }
    store_exec(store,
        "INSERT INTO login_failure (key, known, failures, last, locked_until) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last = excluded.last, locked_until = excluded.locked_until",
        "siiii", key, (int64_t)(*key != '?'), (int64_t)count->failures, count->last.ms, count->locked_until.ms);
    int64_t rows = store_number(store, 0, "SELECT count(*) FROM login_failure", "");
    if (rows > LIMIT_LOGIN_NAMES)
        store_exec(store, "DELETE FROM login_failure WHERE key IN (SELECT key FROM login_failure WHERE key <> ?1 ORDER BY known, last LIMIT ?2)", "si", key,
                   rows - LIMIT_LOGIN_NAMES);
}

LoginVerdict login_settle(Store *store, const char *key, bool verified, Instant now)
{
    LoginCount count = login_count(store, key);
    bool nothing = !count.failures;
    /* Blocked or erased while the worker was hashing: the right password comes too late. */
    if (verified) verified = store_number(store, 1, "SELECT blocked FROM credential WHERE subject = ?1", "s", key) == 0;
    LoginVerdict verdict = login_decide(&count, verified, now);
    if (!(verdict == LOGIN_OK && nothing)) keep_count(store, key, &count);
    return verdict;
}

bool login_unlock(Store *store, const char *key)
{
    return store_exec(store, "DELETE FROM login_failure WHERE key = ?1", "s", key) > 0;
}

/* ---- citizens ---- */

static bool read_citizen(Query *q, Arena *arena, Citizen *out)
{
    bool found = store_row(q);
    if (found) *out = (Citizen){store_int(q, 0), store_text(q, 1, arena), store_text(q, 2, arena), store_text(q, 3, arena), store_instant(q, 4)};
    store_done(q);
    return found;
}

bool citizen_find(Store *store, Arena *arena, int64_t account, Citizen *out)
{
    return read_citizen(store_query(store, "SELECT account, identity, name, phone, created FROM citizen WHERE account = ?1", "i", account), arena, out);
}

bool citizen_find_identity(Store *store, Arena *arena, const char *identity, Citizen *out)
{
    return read_citizen(store_query(store, "SELECT account, identity, name, phone, created FROM citizen WHERE identity = ?1", "s", identity), arena, out);
}

int64_t citizen_create(Store *store, const Citizen *citizen, Instant now)
{
    int rows = store_exec(store, "INSERT INTO citizen (identity, name, phone, created, account) VALUES (?1, ?2, ?3, ?4, nullif(?5, 0)) ON CONFLICT (identity) DO NOTHING", "sssii",
                          citizen->identity, citizen->name, citizen->phone, now.ms, citizen->account);
    return rows ? store_last_id(store) : 0;
}

bool citizen_change_phone(Store *store, int64_t account, const char *phone)
{
    return store_exec(store, "UPDATE citizen SET phone = ?2 WHERE account = ?1", "is", account, phone) > 0;
}

bool citizen_erase(Store *store, int64_t account)
{
    char subject[SESSION_SUBJECT_BYTES];
    snprintf(subject, sizeof subject, "citizen:%lld", (long long)account);
    store_script(store, "PRAGMA secure_delete=ON");        /* pages that fall empty are overwritten too */
    bool known = store_exec(store, "DELETE FROM citizen WHERE account = ?1", "i", account) > 0;
    store_exec(store, "DELETE FROM credential WHERE subject = ?1", "s", subject);
    store_exec(store, "DELETE FROM login_failure WHERE key = ?1", "s", subject);
    session_end_subject(store, subject);
    store_script(store, "PRAGMA secure_delete=FAST");
    return known;
}

/* ---- machine tokens ---- */

static bool machine_hash(const char *token, uint8_t out[32])
{
    if (!token || strncmp(token, "yc_", 3) || strspn(token + 3, "0123456789abcdef") != MACHINE_TOKEN_CHARS - 3 || strlen(token) != MACHINE_TOKEN_CHARS) return false;
    crypto_hash_sha256(out, (const uint8_t *)token, MACHINE_TOKEN_CHARS);
    return true;
}

static Machine read_machine(Query *q, Arena *arena)
{
    return (Machine){.id = store_int(q, 0), .name = store_text(q, 1, arena), .scopes = (unsigned)store_int(q, 2), .created = store_instant(q, 3),
                     .expires = store_instant(q, 4), .revoked = store_instant(q, 5)};
}

int64_t machine_create(Store *store, const char *token, const char *name, unsigned scopes, Instant expires, Instant now)
{
    uint8_t hash[32];
    if (!machine_hash(token, hash) || !machine_name_good(name) || !scopes) return 0;
    if (store_number(store, 0, "SELECT count(*) FROM machine_token WHERE name = ?1 AND revoked = 0 AND (expires = 0 OR expires > ?2)", "si", name, now.ms)) return 0;
    store_exec(store, "INSERT INTO machine_token (hash, name, scopes, created, expires) VALUES (?1, ?2, ?3, ?4, ?5)", "bsiii", hash, sizeof hash, name, (int64_t)scopes,
               now.ms, expires.ms);
    return store_last_id(store);
}

bool machine_find(Store *store, Arena *arena, const char *token, Instant now, Machine *out)
{
    uint8_t hash[32];
    if (!machine_hash(token, hash)) return false;
    Query *q = store_query(store, "SELECT id, name, scopes, created, expires, revoked FROM machine_token WHERE hash = ?1", "b", hash, sizeof hash);
    bool found = store_row(q);
    if (found) *out = read_machine(q, arena);
    store_done(q);
    return found && !out->revoked.ms && (!out->expires.ms || now.ms < out->expires.ms);
}

bool machine_revoke(Store *store, int64_t id, Instant now)
{
    return store_exec(store, "UPDATE machine_token SET revoked = ?2 WHERE id = ?1 AND revoked = 0", "ii", id, now.ms) > 0;
}

int machine_list(Store *store, Arena *arena, Machine **out)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM machine_token", ""), n = 0;
    *out = ARENA_ARRAY(arena, Machine, room + 1);
    Query *q = store_query(store, "SELECT id, name, scopes, created, expires, revoked FROM machine_token ORDER BY id", "");
    while (n < room && store_row(q)) (*out)[n++] = read_machine(q, arena);
    store_done(q);
    return n;
}

/* ---- looks at personal data ---- */

void access_record_add(Store *store, Instant at, const char *officer, int64_t case_id, const char *what)
{
    store_exec(store, "INSERT INTO access_record (at, officer, case_id, what) VALUES (?1, ?2, ?3, ?4)", "isis", at.ms, officer, case_id, what);
}

static int read_access(Query *q, Arena *arena, int most, AccessRecord *out)
{
    int n = 0;
    while (n < most && store_row(q))
        out[n++] = (AccessRecord){store_int(q, 0), store_instant(q, 1), store_text(q, 2, arena), store_int(q, 3), store_text(q, 4, arena)};
    store_done(q);
    return n;
}

int access_record_list(Store *store, Arena *arena, int64_t case_id, int64_t before_id, int most, AccessRecord **out)
{
    if (before_id <= 0) before_id = INT64_MAX;
    *out = ARENA_ARRAY(arena, AccessRecord, most + 1);
    return case_id
        ? read_access(store_query(store, "SELECT id, at, officer, case_id, what FROM access_record WHERE case_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3", "iii", case_id, before_id, (int64_t)most), arena, most, *out)
        : read_access(store_query(store, "SELECT id, at, officer, case_id, what FROM access_record WHERE id < ?1 ORDER BY id DESC LIMIT ?2", "ii", before_id, (int64_t)most), arena, most, *out);
}
