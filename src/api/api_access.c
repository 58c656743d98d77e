/* api_access.c: who calls: machine tokens, query codes, languages; see api.h. */
#include "api/api.h"
#include "base/text.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- languages ---- */

bool language_wants_english(const char *header)
{
    double best_zh = -1, best_en = -1;
    int place = 0, place_zh = 99, place_en = 99;
    for (const char *p = header; p && *p && place < 20; place++) {
        while (*p == ' ' || *p == ',') p++;
        const char *end = p + strcspn(p, ","), *q = strstr(p, "q=");
        double weight = q && q < end ? atof(q + 2) : 1;
        if (!strncasecmp(p, "en", 2) && weight > best_en) { best_en = weight; place_en = place; }
        if ((!strncasecmp(p, "zh", 2) || *p == '*') && weight > best_zh) { best_zh = weight; place_zh = place; }
        p = end;
    }
    return best_en > 0 && (best_en > best_zh || (best_en >= best_zh && place_en < place_zh));
}

/* ---- tokens ---- */

const char *bearer_token(const char *header)
{
    if (!header || strncasecmp(header, "Bearer ", 7)) return NULL;
    header += 7;
    while (*header == ' ') header++;
    return *header ? header : NULL;
}

/* Looked-up tokens are believed for two seconds: the hot path asks the store twice a second at most, and a revoked token dies as soon.
 * Only hashes are kept, and only of good tokens, so strangers cannot push friends out. Loop thread only. */
enum { KNOWN = 256, KNOWN_MS = 2000 };
typedef struct Known { uint8_t hash[32]; char name[40]; unsigned scopes; int64_t at; } Known;
static Known known[KNOWN];

static bool find_machine(Request *request, const char *token, Actor *actor)
{
    Visitor *v = visitor_of(request);
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned size;
    Machine machine;
    if (strlen(token) != MACHINE_TOKEN_CHARS || !EVP_Digest(token, MACHINE_TOKEN_CHARS, hash, &size, EVP_sha256(), NULL)) return false;
    Known *k = &known[hash[0]];
    bool fresh = k->at && v->now.ms >= k->at && v->now.ms - k->at < KNOWN_MS && !CRYPTO_memcmp(k->hash, hash, 32);
    if (!fresh) {
        if (!machine_find(v->hall->scene->store, request->arena, token, v->now, &machine)) return false;
        memcpy(k->hash, hash, 32);
        snprintf(k->name, sizeof k->name, "%s", machine.name);
        k->scopes = machine.scopes;
        k->at = v->now.ms;
    }
    *actor = actor_machine(arena_strdup(request->arena, k->name), k->scopes);
    return true;
}

/* ---- the applicant ---- */

void api_too_many(Request *request, int wait)
{
    api_refusal(request, REFUSED_TOO_MANY, NULL);
    reply_header(request, "Retry-After", arena_printf(request->arena, "%d", wait > 0 ? wait : 1));
}

/* Wrong number, code and tail are all answered alike: nobody learns from here which cases exist. */
static bool admit_holder(Request *request, ApiCall *call)
{
    Visitor *v = visitor_of(request);
    char address[64];
    int wait = 0;
    throttle_address(request->remote, address, sizeof address);
    if (!throttle_would(v->hall->queries, address, v->now, &wait)) { api_too_many(request, wait); return false; }
    CaseFile *file = case_by_query_code(v->hall->scene->store, request->arena, v->hall->scene->secret, api_query(call, "code"));
    const char *tail = api_query(call, "tail");
    if (file && !strcmp(file->number, request_param(request, "number")) && tail && case_identity_tail(file, tail)) {
        call->file = file;
        call->holder = true;
        call->actor = actor_citizen(0, "");
        return true;
    }
    throttle_take(v->hall->queries, address, v->now, NULL);
    api_problem(request, API_CODE_WRONG, NULL, NULL, NULL);
    return false;
}

/* A platform may follow and supplement what it brought in itself, and nothing else. */
static bool opened_by(Request *request, const CaseFile *file, const Actor *actor)
{
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    const Event *event = ledger_next(q, request->arena);
    bool same = event && !strcmp(event->actor, actor_text(request->arena, actor));
    while (event) event = ledger_next(q, request->arena);
    return same;
}

static bool admit_case_machine(Request *request, ApiCall *call)
{
    bool acting = request->method == HTTP_POST;
    unsigned scopes = call->actor.scopes &= ~(unsigned)MACHINE_EXCHANGE;      /* what the organ above decides comes in signed parcels only */
    if (!(scopes & MACHINE_SUBMIT) && (acting || !(scopes & MACHINE_QUERY))) { api_problem(request, API_SCOPE, NULL, NULL, NULL); return false; }
    call->file = case_find(hall_of(request)->scene->store, request->arena, request_param(request, "number"));
    bool any = !acting && scopes & MACHINE_QUERY;
    if (call->file && (any || opened_by(request, call->file, &call->actor))) return true;
    if (call->file && acting && scopes & MACHINE_QUERY) api_refusal(request, REFUSED_NOT_THE_APPLICANT, NULL);
    else api_refusal(request, REFUSED_NO_SUCH_CASE, NULL);
    return false;
}

/* ---- this machine itself ---- */

static bool from_inside(Request *request)
{
    static const char *const forwarding[] = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"};
    for (size_t i = 0; i < sizeof forwarding / sizeof *forwarding; i++) if (request_header(request, forwarding[i])) return false;
    return !strcmp(request->remote, "127.0.0.1") || !strcmp(request->remote, "::1") || !strcmp(request->remote, "::ffff:127.0.0.1") || !strcmp(request->remote, "unix");
}

static bool needs_scope(Request *request, const ApiCall *call, unsigned scope)
{
    if (call->actor.kind == ACTOR_MACHINE && call->actor.scopes & scope) return true;
    api_problem(request, call->actor.kind == ACTOR_MACHINE ? API_SCOPE : API_NO_TOKEN, NULL, NULL, NULL);
    return false;
}

bool api_admit(Request *request, ApiCall *call)
{
    ApiAccess access = call->endpoint->access;
    if (access == ACCESS_OPEN) return true;
    const char *header = request_header(request, "Authorization"), *token = bearer_token(header);
    if (header && (!token || !find_machine(request, token, &call->actor))) {
        api_problem(request, API_BAD_TOKEN, NULL, NULL, NULL);
        return false;
    }
    switch (access) {
    case ACCESS_SUBMIT: return needs_scope(request, call, MACHINE_SUBMIT);
    case ACCESS_QUERY: return needs_scope(request, call, MACHINE_QUERY);
    case ACCESS_EXCHANGE: return needs_scope(request, call, MACHINE_EXCHANGE);
    case ACCESS_CASE:
        if (call->actor.kind == ACTOR_MACHINE) return admit_case_machine(request, call);
        if (api_query(call, "code")) return admit_holder(request, call);
        return needs_scope(request, call, MACHINE_QUERY);
    case ACCESS_INSIDE:
        if (call->actor.kind == ACTOR_MACHINE ? call->actor.scopes & MACHINE_STATISTICS : from_inside(request)) return true;
        api_problem(request, API_INSIDE_ONLY, NULL, NULL, NULL);
        return false;
    case ACCESS_OPEN: break;
    }
    return true;
}
