/* session.c: see session.h. Tokens, CSRF, and the table in memory. */
#include "people/session.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/text.h"
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- tokens ---- */

static void hex_of(char *out, const uint8_t *data, size_t bytes)
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes; i++) out[2 * i] = digit[data[i] >> 4], out[2 * i + 1] = digit[data[i] & 15];
    out[2 * bytes] = 0;
}

static bool token_shape(const char *token)
{
    return token && strspn(token, "0123456789abcdef") == SESSION_TOKEN_CHARS && !token[SESSION_TOKEN_CHARS];
}

void session_token_new(char token[SESSION_TOKEN_CHARS + 1])
{
    uint8_t random[32];
    secret_random(random, sizeof random);
    hex_of(token, random, sizeof random);
}

bool session_token_hash(const char *token, SessionHash *out)
{
    if (!token_shape(token)) return false;
    crypto_hash_sha256(out->bytes, (const uint8_t *)token, SESSION_TOKEN_CHARS);
    return true;
}

bool session_alive(const Session *session, Instant now)
{
    return now.ms - session->seen.ms < (int64_t)LIMIT_SESSION_IDLE_SECONDS * 1000 && now.ms - session->created.ms < (int64_t)LIMIT_SESSION_SECONDS * 1000;
}

bool session_subject(const char *subject, const char **officer, int64_t *account)
{
    *officer = NULL, *account = 0;
    if (text_starts(subject, "officer:") && subject[8]) { *officer = subject + 8; return true; }
    return text_starts(subject, "citizen:") && text_parse_int(subject + 8, 1, INT64_MAX, account);
}

void session_csrf(const Secret *secret, const char *cookie, char out[SESSION_CSRF_CHARS + 1])
{
    uint8_t mac[SECRET_MAC_BYTES];
    secret_mac(secret, "csrf", cookie ? cookie : "", mac);
    hex_of(out, mac, sizeof mac);
}

bool session_csrf_good(const Secret *secret, const char *cookie, const char *given)
{
    if (!token_shape(cookie) || !given || strlen(given) != SESSION_CSRF_CHARS) return false;
    char expected[SESSION_CSRF_CHARS + 1];
    session_csrf(secret, cookie, expected);
    return text_equal_secret(expected, given);
}

/* ---- the table: a hash with chains, and a list from the lately used to the long unused; links are places in one array, 0 for none ---- */

typedef struct Place {
    Session session;
    Instant written;
    int chain, newer, older;
} Place;

struct SessionTable {
    int limit, count, used;      /* used: places ever taken; freed ones hang on `spare` by chain */
    int newest, oldest, spare;
    size_t mask;
    int *heads;
    Place *places;               /* 1 .. limit */
};

SessionTable *session_table_new(int limit)
{
    assert(limit > 0);
    size_t heads = 1;
    while (heads < (size_t)limit) heads *= 2;
    SessionTable *t = calloc(1, sizeof *t);
    int *head = calloc(heads, sizeof *head);
    Place *places = calloc((size_t)limit + 1, sizeof *places);
    if (!t || !head || !places) {
        free(t), free(head), free(places);
        fault_raise(FAULT_MEMORY, "out of memory: session table");
    }
    *t = (SessionTable){.limit = limit, .mask = heads - 1, .heads = head, .places = places};
    return t;
}

void session_table_free(SessionTable *table)
{
    if (!table) return;
    free(table->heads);
    free(table->places);
    free(table);
}

int session_table_count(const SessionTable *table) { return table->count; }

/* The hash is of a random token we made, so its first bytes spread well; a stranger's token that is not ours is never put. */
static size_t head_of(const SessionTable *t, const SessionHash *hash)
{
    uint64_t h;
    memcpy(&h, hash->bytes, sizeof h);
    return h & t->mask;
}

static int place_of(const SessionTable *t, const SessionHash *hash)
{
    int i = t->heads[head_of(t, hash)];
    while (i && memcmp(&t->places[i].session.hash, hash, sizeof *hash)) i = t->places[i].chain;
    return i;
}

static void list_out(SessionTable *t, int i)
{
    Place *p = &t->places[i];
    if (p->newer) t->places[p->newer].older = p->older; else t->newest = p->older;
    if (p->older) t->places[p->older].newer = p->newer; else t->oldest = p->newer;
    p->newer = p->older = 0;
}

static void list_in(SessionTable *t, int i)
{
    t->places[i].older = t->newest;
    if (t->newest) t->places[t->newest].newer = i; else t->oldest = i;
    t->newest = i;
}

static void remove_place(SessionTable *t, int i)
{
    int *link = &t->heads[head_of(t, &t->places[i].session.hash)];
    while (*link != i) link = &t->places[*link].chain;
    *link = t->places[i].chain;
    list_out(t, i);
    sodium_memzero(&t->places[i].session, sizeof t->places[i].session);
    t->places[i].chain = t->spare;
    t->spare = i;
    t->count--;
}

static int free_place(SessionTable *t)
{
    if (t->count == t->limit) remove_place(t, t->oldest);
    t->count++;
    if (!t->spare) return ++t->used;
    int i = t->spare;
    t->spare = t->places[i].chain;
    return i;
}

Session *session_table_get(SessionTable *table, const SessionHash *hash, Instant now)
{
    int i = place_of(table, hash);
    if (!i) return NULL;
    Session *s = &table->places[i].session;
    if (!session_alive(s, now)) { remove_place(table, i); return NULL; }
    if (now.ms > s->seen.ms) s->seen = now;
    list_out(table, i);
    list_in(table, i);
    return s;
}

bool session_table_lives(const SessionTable *table, const SessionHash *hash, Instant now)
{
    int i = place_of((SessionTable *)table, hash);
    return i && session_alive(&table->places[i].session, now);
}

void session_table_put(SessionTable *table, const Session *session)
{
    int i = place_of(table, &session->hash);
    if (i) list_out(table, i);
    else {
        i = free_place(table);
        int *head = &table->heads[head_of(table, &session->hash)];
        table->places[i].chain = *head;
        *head = i;
    }
    table->places[i].session = *session;
    table->places[i].written = session->seen;
    list_in(table, i);
}

void session_table_drop(SessionTable *table, const SessionHash *hash)
{
    int i = place_of(table, hash);
    if (i) remove_place(table, i);
}

void session_table_drop_subject(SessionTable *table, const char *subject)
{
    for (int i = table->newest, older; i; i = older) {
        older = table->places[i].older;
        if (!strcmp(table->places[i].session.subject, subject)) remove_place(table, i);
    }
}

int session_table_due(SessionTable *table, Instant now, Session *out, int most)
{
    int count = 0;
    for (int i = table->newest; i && count < most; i = table->places[i].older) {
        Place *p = &table->places[i];
        if (p->session.seen.ms - p->written.ms < SESSION_WRITE_SECONDS * 1000 || !session_alive(&p->session, now)) continue;
        out[count++] = p->session;
        p->written = p->session.seen;
    }
    return count;
}
