/* hall.c: the visitor, the checks before every page, work handed to the window and to the workers; see hall.h. Showing is page.c. */
#include "pages/hall.h"
#include "window/desk_act.h"
#include "window/package_act.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "pages/desk_inside.h"
#include "pages/page_inside.h"
#include "pages/workers.h"
#include "window/notice_act.h"
#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASE_ACCESS_SECONDS = 2 * 3600, TICK_GROUPS = 50 };

Visitor *visitor_of(Request *request) { return request->user; }

/* ---- who comes in ---- */

static const char *case_access_mac(Request *request, const Secret *secret, int64_t id, int64_t until)
{
    uint8_t mac[SECRET_MAC_BYTES];
    secret_mac(secret, "case access", arena_printf(request->arena, "%lld.%lld", (long long)id, (long long)until), mac);
    Buf hex = buf_new(request->arena);
    buf_hex(&hex, mac, 16);
    return hex.text;
}

static void read_case_access(Request *request, Visitor *v)
{
    char **parts;
    int64_t id, until;
    const char *cookie = request_cookie(request, "yc_case");
    if (!cookie || text_split(request->arena, cookie, '.', &parts) != 3) return;
    if (!text_parse_int(parts[0], 1, INT64_MAX, &id) || !text_parse_int(parts[1], 1, INT64_MAX, &until) || until < v->now.ms) return;
    if (text_equal_secret(case_access_mac(request, window_secret(v->hall->window), id, until), parts[2])) v->case_access = id;
}

void visitor_grant_case(Request *request, int64_t case_id)
{
    Visitor *v = visitor_of(request);
    int64_t until = v->now.ms + CASE_ACCESS_SECONDS * 1000LL;
    v->case_access = case_id;
    reply_cookie(request, "yc_case", arena_printf(request->arena, "%lld.%lld.%s", (long long)case_id, (long long)until,
        case_access_mac(request, window_secret(v->hall->window), case_id, until)), CASE_ACCESS_SECONDS);
}

static const char *party_access_mac(Request *request, const Secret *secret, int64_t id, int64_t party, int64_t until)
{
    uint8_t mac[SECRET_MAC_BYTES];
    secret_mac(secret, "party access", arena_printf(request->arena, "%lld.%lld.%lld", (long long)id, (long long)party, (long long)until), mac);
    Buf hex = buf_new(request->arena);
    buf_hex(&hex, mac, 16);
    return hex.text;
}

static void read_party_access(Request *request, Visitor *v)
{
    char **parts;
    int64_t id, party, until;
    const char *cookie = request_cookie(request, "yc_party");
    if (!cookie || text_split(request->arena, cookie, '.', &parts) != 4) return;
    if (!text_parse_int(parts[0], 1, INT64_MAX, &id) || !text_parse_int(parts[1], 1, STANDING_PARTIES, &party) || !text_parse_int(parts[2], 1, INT64_MAX, &until) || until < v->now.ms) return;
    if (!text_equal_secret(party_access_mac(request, window_secret(v->hall->window), id, party, until), parts[3])) return;
    v->party_case = id;
    v->party = (int)party;
}

void visitor_grant_party(Request *request, int64_t case_id, int party)
{
    Visitor *v = visitor_of(request);
    int64_t until = v->now.ms + CASE_ACCESS_SECONDS * 1000LL;
    v->party_case = case_id;
    v->party = party;
    reply_cookie(request, "yc_party", arena_printf(request->arena, "%lld.%d.%lld.%s", (long long)case_id, party, (long long)until,
        party_access_mac(request, window_secret(v->hall->window), case_id, party, until)), CASE_ACCESS_SECONDS);
}

void visitor_drop_grants(Request *request)
{
    Visitor *v = visitor_of(request);
    v->case_access = v->party_case = 0;
    reply_cookie(request, "yc_case", "", -1);
    reply_cookie(request, "yc_party", "", -1);
}

static void read_session(Request *request, Visitor *v)
{
    Hall *hall = v->hall;
    const char *token = request_cookie(request, "yc"), *officer = NULL;
    int64_t account = 0;
    Session fresh, *session;
    if (!token || !session_token_hash(token, &v->session)) return;
    session = session_table_get(hall->sessions, &v->session, v->now);
    if (!session && session_find(hall->scene->store, request->arena, &v->session, v->now, &fresh)) {
        session_table_put(hall->sessions, &fresh);
        session = &fresh;
    }
    if (!session || !session_subject(session->subject, &officer, &account)) return;
    v->cookie = token;
    v->must_change = session->must_change;
    if (officer) {
        Actor actor = people_actor(hall->scene->people, officer, v->today);
        v->actor = actor_keep(request->arena, &actor);       /* its texts live in a snapshot that may be swapped while the request or its turn waits */
        int64_t post;
        if (text_parse_int(request_cookie(request, "yc_post"), 1, INT64_MAX, &post)) v->actor = actor_under(&v->actor, post);      /* of several posts the one she sits at; it gives no right she has not */
        v->signed_in = v->actor.kind == ACTOR_OFFICER;
    } else {
        Citizen citizen;
        if (!citizen_find(hall->scene->store, request->arena, account, &citizen)) return;
        v->actor = actor_citizen(account, citizen.name);
        v->signed_in = true;
    }
}

static void refresh(Hall *hall)
{
    int64_t generation = window_generation(hall->window);
    if (generation == hall->generation) return;
    scene_load(hall->scene);
    hall->generation = generation;
}

/* One page, one moment: whatever a handler reads, it reads from one snapshot, while the window writes on beside it. */
static void on_snapshot(Request *request, void (*go)(Request *request))
{
    Store *store = hall_of(request)->scene->store;
    FaultGuard guard;
    store_snapshot(store);
    if (FAULT_GUARD(&guard)) {
        go(request);
        fault_unguard(&guard);
        store_snapshot_end(store);
        return;
    }
    store_snapshot_end(store);
    fault_raise(guard.kind, "%s", guard.text);
}

static void route(Request *request)
{
    Visitor *v = visitor_of(request);
    read_session(request, v);
    read_case_access(request, v);
    read_party_access(request, v);
    router_handle(v->hall->router, request);
}

void hall_handle(Request *request)
{
    Hall *hall = server_context(request->server);
    Visitor *v = ARENA_NEW(request->arena, Visitor);
    request->user = v;
    v->hall = hall;
    v->now = instant_now();
    v->today = instant_day(v->now);
    v->actor = actor_citizen(0, "");
    const char *language = request_cookie(request, "lang"), *large = request_cookie(request, "large"), *asked = request_query(request, "lang");
    if (asked && (!strcmp(asked, "en") || !strcmp(asked, "zh"))) language = asked;
    v->language = language && !strcmp(language, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
    v->large = large && !strcmp(large, "1");
    refresh(hall);
    /* A reader without any cookie who asks for a page kept for everybody: no session, route or snapshot is needed to give it. */
    bool stranger = (request->method == HTTP_GET || request->method == HTTP_HEAD) && !strchr(request->target, '?') && !request_header(request, "Cookie");
    StaticReply *kept = stranger ? page_cached(request) : NULL;
    if (kept) reply_static(request, kept);
    else on_snapshot(request, route);
}

const char *visitor_csrf(Request *request)
{
    Visitor *v = visitor_of(request);
    if (!v->cookie) {
        const char *pre = request_cookie(request, "yc_pre");
        SessionHash ignored;
        if (!pre || !session_token_hash(pre, &ignored)) {
            char *fresh = arena_alloc(request->arena, SESSION_TOKEN_CHARS + 1);
            session_token_new(fresh);
            reply_cookie(request, "yc_pre", fresh, 0);
            pre = fresh;
        }
        v->cookie = pre;
    }
    char *token = arena_alloc(request->arena, SESSION_CSRF_CHARS + 1);
    session_csrf(window_secret(v->hall->window), v->cookie, token);
    return token;
}

/* ---- checks before the handler, in this order ---- */

static bool check_csrf(Request *request, const Route *route)
{
    if (route->right == ROUTE_API || route->method == HTTP_GET) return true;
    Visitor *v = visitor_of(request);
    const char *cookie = v->cookie ? v->cookie : request_cookie(request, "yc_pre"), *given = request_form(request, "_csrf");
    if (cookie && given && session_csrf_good(window_secret(v->hall->window), cookie, given)) return true;
    log_line(LOG_WARN, "csrf", "form refused: %s", route->pattern);
    reply_problem(request, 403, "the form has expired or did not come from this site");
    return false;
}

static void to_login(Request *request)
{
    if (request->method == HTTP_GET || request->method == HTTP_HEAD) {
        Buf path = buf_new(request->arena);
        buf_str(&path, "/login?back=");
        for (const char *c = request->target; *c && path.length < 800; c++)
            if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("/-_.", *c)) buf_char(&path, *c);
            else buf_printf(&path, "%%%02X", (unsigned char)*c);
        reply_redirect(request, 303, path.text);
    } else page_refusal(request, REFUSED_NOT_SIGNED_IN, NULL);
}

static bool check_right(Request *request, const Route *route)
{
    Visitor *v = visitor_of(request);
    if (route->right == ROUTE_OPEN || route->right == ROUTE_API) return true;
    if (!v->signed_in) { to_login(request); return false; }
    if (v->must_change && strcmp(route->pattern, "/password") && strcmp(route->pattern, "/logout")) { reply_redirect(request, 303, "/password"); return false; }
    if (route->right == ROUTE_SIGNED_IN) return true;
    bool good = route->right == ROUTE_STAFF ? v->actor.kind == ACTOR_OFFICER : right_has(&v->actor, (Right)route->right, NULL);
    if (!good) page_refusal(request, REFUSED_NO_RIGHT, route->right >= 0 ? right_zh((Right)route->right) : NULL);
    return good;
}

bool visitor_is_holder(Request *request, const CaseFile *file)
{
    Visitor *v = visitor_of(request);
    if (v->actor.kind != ACTOR_CITIZEN) return false;
    return v->case_access == file->id || (v->actor.account && v->actor.account == file->standing.account);
}

bool visitor_may(Request *request, Right right, const CaseFile *file)
{
    Visitor *v = visitor_of(request);
    return standing_right(&v->actor, right, &file->standing, v->actor.kind == ACTOR_CITIZEN && v->case_access == file->id);
}

/* ---- handing work over ---- */

typedef struct Waiting {
    void (*then_turn)(Request *, WindowTurn *);
    void (*then_work)(Request *, void *);
    void (*work)(void *);
    WindowTurn *turn;
    void *context;
    Request *request;
    bool failed;
} Waiting;

static void then_turn(Request *request)
{
    Waiting *w = request->state;
    w->then_turn(request, w->turn);
}

static void resumed_from_window(Request *request)
{
    Waiting *w = request->state;
    Hall *hall = hall_of(request);
    refresh(hall);
    if (w->turn->fault != FAULT_NONE) {
        reply_header(request, "Retry-After", "5");
        reply_problem(request, 503, w->turn->fault == FAULT_STORE_FULL ? "the disk is full; nothing was lost and nothing was changed" : "the change could not be stored; nothing was changed");
        return;
    }
    on_snapshot(request, then_turn);
}

static void turn_done(WindowTurn *turn) { request_resume(turn->owner); }

void page_turn(Request *request, WindowTurn *turn, void (*then)(Request *, WindowTurn *))
{
    Waiting *w = ARENA_NEW(request->arena, Waiting);
    *w = (Waiting){.then_turn = then, .turn = turn, .request = request};
    turn->arena = request->arena;
    turn->owner = request;
    turn->done = turn_done;
    request->state = w;
    request->resume = resumed_from_window;
    request_suspend(request);
    if (window_submit(hall_of(request)->window, turn)) return;
    turn->fault = FAULT_PEER;
    turn_done(turn);
}

WindowTurn *page_new_turn(Request *request, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn *turn = ARENA_NEW(request->arena, WindowTurn);
    turn->actor = visitor_of(request)->actor;
    turn->work = work;
    turn->input = input;
    return turn;
}

void page_case_act(Request *request, const CaseAct *act, void (*then)(Request *, WindowTurn *))
{
    page_turn(request, page_new_turn(request, case_act, arena_memdup(request->arena, act, sizeof *act)), then);
}

static void then_work(Request *request)
{
    Waiting *w = request->state;
    w->then_work(request, w->context);
}

static void resumed_from_worker(Request *request)
{
    Waiting *w = request->state;
    refresh(hall_of(request));
    if (w->failed) reply_problem(request, 503, "the work could not be done now");
    else on_snapshot(request, then_work);
}

static void worker_work(void *context) { Waiting *w = context; w->work(w->context); }
static void worker_done(void *context, bool failed)
{
    Waiting *w = context;
    w->failed = failed;
    request_resume(w->request);
}

static void offload(Request *request, Workers *workers, void (*work)(void *), void *context, void (*then)(Request *, void *))
{
    Waiting *w = ARENA_NEW(request->arena, Waiting);
    *w = (Waiting){.then_work = then, .work = work, .context = context, .request = request};
    request->state = w;
    request->resume = resumed_from_worker;
    request_suspend(request);
    if (!workers_submit(workers, worker_work, worker_done, w)) worker_done(w, true);
}

void page_offload(Request *request, void (*work)(void *), void *context, void (*then)(Request *, void *))
{
    offload(request, hall_of(request)->workers, work, context, then);
}

void page_paint(Request *request, void (*work)(void *), void *context, void (*then)(Request *, void *))
{
    offload(request, hall_of(request)->painters, work, context, then);
}

typedef struct Rows { void (*fn)(Store *, void *, Instant); void *context; } Rows;
static void rows_work(Scene *scene, WindowTurn *turn)
{
    const Rows *rows = turn->input;
    rows->fn(scene->store, rows->context, turn->now);
}

void page_rows(Request *request, void (*fn)(Store *, void *, Instant), void *context, void (*then)(Request *, WindowTurn *))
{
    Rows rows = {fn, context};
    WindowTurn *turn = page_new_turn(request, rows_work, arena_memdup(request->arena, &rows, sizeof rows));
    turn->context = context;
    page_turn(request, turn, then);
}

/* ---- the clock ---- */

typedef struct Tick { WindowTurn turn; Session sessions[64]; int count; } Tick;

static void tick_work(Scene *scene, WindowTurn *turn)
{
    Tick *tick = (Tick *)turn;
    for (int i = 0; i < tick->count; i++) session_touch(scene->store, &tick->sessions[i].hash, tick->sessions[i].seen);
    case_tick(scene, turn);
    desk_tick(scene, turn);
    package_tick(scene, turn);
    notice_tick(scene, turn);
}

static void tick_done(WindowTurn *turn)
{
    arena_free(turn->arena);
    free(turn);
}

/* A million cases moved by the calendar are told in slices, one behind another while there are more: others' turns go between them. */
typedef struct Telling { WindowTurn turn; OneWindow *window; } Telling;
static atomic_bool telling;

static void telling_done(WindowTurn *turn)
{
    Telling *t = (Telling *)turn;
    bool more = !turn->fault && value_bool(turn->result, "more");
    turn->result = NULL;
    turn->now = (Instant){0};
    arena_reset(turn->arena);
    if (more && window_submit(t->window, turn)) return;
    arena_free(turn->arena);
    free(t);
    telling = false;
}

static void tell_moves(Hall *hall)
{
    Telling *t = telling ? NULL : calloc(1, sizeof *t);
    if (!t) return;
    telling = true;
    *t = (Telling){.turn = {.arena = arena_new(), .actor = actor_clock(), .work = notice_moves_tick, .done = telling_done}, .window = hall->window};
    if (window_submit(hall->window, &t->turn)) return;
    arena_free(t->turn.arena);
    free(t);
    telling = false;
}

void hall_tick(void *context)
{
    Hall *hall = context;
    static int seconds;
    refresh(hall);
    desk_live_tick(hall);
    if (seconds % 5 == 1) tell_moves(hall);
    if (seconds++ % 60) return;
    Tick *tick = calloc(1, sizeof *tick);
    if (!tick) return;
    tick->turn = (WindowTurn){.arena = arena_new(), .actor = actor_clock(), .work = tick_work, .done = tick_done};
    tick->count = session_table_due(hall->sessions, instant_now(), tick->sessions, 64);
    if (!window_submit(hall->window, &tick->turn)) tick_done(&tick->turn);
}

/* ---- opening and closing the hall ---- */

Hall *hall_new(OneWindow *window, const Route *const *tables)
{
    Hall *hall = calloc(1, sizeof *hall);
    if (!hall) fault_raise(FAULT_MEMORY, "out of memory: hall");
    hall->window = window;
    hall->arena = arena_new();
    hall->from_tree = getenv("YICHUANG_FILES") != NULL;
    hall->messages = messages_load(hall->arena);
    hall->templates = templates_load(hall->arena, hall->messages);
    const char *problems = messages_problems(hall->messages);
    if (*problems) log_line(LOG_WARN, "messages", "%.900s", problems);
    problems = templates_problems(hall->templates);
    if (*problems) log_line(LOG_WARN, "templates", "%.900s", problems);
    hall->scene = scene_open(store_open(window_database(window), STORE_READ), window_secret(window));
    hall->generation = window_generation(window);
    hall->sessions = session_table_new(LIMIT_SESSIONS);
    hall->logins = throttle_new(LIMIT_THROTTLE_KEYS, LIMIT_LOGINS_PER_MINUTE, LIMIT_LOGINS_PER_MINUTE);
    hall->queries = throttle_new(LIMIT_THROTTLE_KEYS, LIMIT_QUERY_FAILURES_PER_MINUTE, LIMIT_QUERY_FAILURES_PER_MINUTE);
    hall->applications = throttle_new(LIMIT_THROTTLE_KEYS, LIMIT_ANONYMOUS_AT_ONCE, LIMIT_ANONYMOUS_PER_MINUTE);
    hall->renderer = renderer_new(NULL);
    hall->accounts = throttle_new(LIMIT_THROTTLE_KEYS, LIMIT_ACCOUNT_ACTS_PER_MINUTE, LIMIT_ACCOUNT_ACTS_PER_MINUTE);
    hall->papers = throttle_new(LIMIT_THROTTLE_KEYS, LIMIT_PAPERS_PER_MINUTE, LIMIT_PAPERS_PER_MINUTE);
    hall->workers = workers_new();
    hall->painters = workers_new();
    const char *error;
    hall->router = router_new(hall->arena, tables, &error);
    if (!hall->router) fault_raise(FAULT_FILE, "routes: %s", error);
    router_check(hall->router, check_right);
    router_check(hall->router, check_csrf);
    return hall;
}

void hall_free(Hall *hall)
{
    if (!hall) return;
    workers_free(hall->workers);
    workers_free(hall->painters);
    renderer_free(hall->renderer);
    page_cache_drop(hall);
    desk_live_free(hall);
    scene_close(hall->scene);
    session_table_free(hall->sessions);
    throttle_free(hall->logins);
    throttle_free(hall->queries);
    throttle_free(hall->applications);
    throttle_free(hall->accounts);
    throttle_free(hall->papers);
    arena_free(hall->arena);
    free(hall);
}
