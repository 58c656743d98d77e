/* hall.h: the running hall as pages and API see it: who the visitor is, the snapshots to read, and how to hand work to the window.
 *
 * A page handler runs in the loop thread. To read it uses hall->scene (never across a suspension). To change anything it fills a WindowTurn
 * and calls page_turn; the request sleeps until the commit is durable and `then` replies. Slow work without the store (argon2id, PDF) goes
 * to page_offload. There are no rules here: refusals come from the window and are shown by page_refusal.
 */
#ifndef PAGES_HALL_H
#define PAGES_HALL_H
#include "documents/renderer.h"
#include "http/http.h"
#include "http/messages.h"
#include "http/route.h"
#include "http/template.h"
#include "people/account.h"
#include "people/rights.h"
#include "people/session.h"
#include "people/throttle.h"
#include "window/case_act.h"
#include "window/office_act.h"
#include "window/window.h"

typedef struct Workers Workers;            /* hall.c: a small bounded pool */

typedef struct Hall {
    OneWindow *window;
    Scene *scene;                          /* reading; refreshed between requests when the window changed something */
    int64_t generation;
    Arena *arena;                          /* templates, messages, router: for the life of the process */
    Messages *messages;
    Templates *templates;
    SessionTable *sessions;                /* loop thread only */
    Throttle *logins, *queries, *applications, *papers, *accounts;
    Renderer *renderer;
    Workers *workers, *painters;           /* PDFs have a pool of their own: whoever asks for many makes nobody wait at the login */
    Server *server;
    Router *router;
    bool from_tree;                        /* development: templates as they are on disk now, so no page is kept */
    struct DeskLive *live;                 /* desk_live.c: work lists kept up to date; loop thread only */
    struct PageCache *pages;               /* made once for everybody, see page_cached; loop thread only */
    int64_t page_generation;               /* of those pages */
    Day page_day;
} Hall;

/* window is started by the caller. Faults when templates or messages have problems. */
Hall *hall_new(OneWindow *window, const Route *const *tables);      /* tables: the site map, ended by NULL */
void hall_free(Hall *hall);
void hall_tick(void *hall);                /* every second in the loop thread: sessions to disk, snapshots, the clock's duties each minute */
void hall_handle(Request *request);        /* ServerOptions.handle: visitor, then the router */
void hall_problem(Request *request, int status, const char *reason);    /* ServerOptions.problem */

typedef struct Visitor {
    Hall *hall;
    Actor actor;
    bool signed_in, must_change;
    SessionHash session;
    const char *cookie;                    /* session token, or the pre-session cookie that anchors the CSRF token; NULL until visitor_csrf */
    Language language;
    bool large;
    int64_t case_access;                   /* case opened by query code and identity tail; 0 none */
    int64_t party_case;                    /* case opened by the code of an interested party's notice and her name; 0 none */
    int party;                             /* which of its parties she is */
    Instant now;
    Day today;
} Visitor;
Visitor *visitor_of(Request *request);
static inline Hall *hall_of(Request *request) { return visitor_of(request)->hall; }
static inline bool visitor_by_code(const Visitor *v) { return v->case_access || v->party_case; }
static inline bool visitor_english(const Visitor *v) { return v->language == LANGUAGE_EN; }
const char *visitor_csrf(Request *request);          /* token for forms; gives the visitor a pre-session cookie when she has none */
void visitor_grant_case(Request *request, int64_t case_id);   /* cookie: this browser may see this case for a while */
void visitor_grant_party(Request *request, int64_t case_id, int party);      /* the same for an interested party: her own page, nothing else */
void visitor_drop_grants(Request *request);          /* whoever sits down at this screen next sees none of it: at every signing in and out */
/* The rights of this visitor on a case: officer by scope, citizen by account or query code. */
bool visitor_may(Request *request, Right right, const CaseFile *file);
bool visitor_is_holder(Request *request, const CaseFile *file);   /* the applicant: by account or by query code */

/* ---- showing ---- */
Value *page_view(Request *request, const char *nav);          /* the shell keys of web/templates/layout.html; nav may be NULL */
void page_show(Request *request, int status, const char *template, Value *view);
/* One-time message shown on the next page of this browser. tone "" "warning" "error". key is a message key. */
void page_flash(Request *request, const char *key, const char *tone);
/* The key of a form that must not be taken twice: the one it came with, or a fresh one. */
const char *page_form_key(Request *request);
/* A whole page that says no: problem.html with code, article, remedy. */
void page_refusal(Request *request, Refusal refusal, const char *detail);
/* Into a view: what partials/errors shows at the top. field: id of the input, NULL for none; may be called several times. */
void page_set_refusal(Request *request, Value *view, Refusal refusal, const char *detail);
void page_set_error(Request *request, Value *view, const char *field, const char *message);
const char *page_message(Request *request, const char *key);
/* The same page for everybody who is not signed in, made once per path, language, type size, day and catalogue, whatever the query says. NULL: not cached yet.
 * Only for pages of open routes. */
StaticReply *page_cached(Request *request);
void page_show_cached(Request *request, const char *template, Value *view);    /* shows, and keeps for visitors without session or flash */

/* ---- acting ---- */
/* Fills actor, arena, owner; submits; suspends. `then` runs in the loop thread when the outcome is durable; it must reply.
 * A fault or a full queue is answered with the 503 page and `then` is not called. */
void page_turn(Request *request, WindowTurn *turn, void (*then)(Request *request, WindowTurn *turn));
WindowTurn *page_new_turn(Request *request, void (*work)(Scene *, WindowTurn *), const void *input);
/* A case act in one call: input and files must live in request->arena. */
void page_case_act(Request *request, const CaseAct *act, void (*then)(Request *request, WindowTurn *turn));
/* work(context) on a worker thread (it may use request->arena, nobody else does meanwhile; a fault gives 503), then `then` in the loop thread. */
void page_offload(Request *request, void (*work)(void *context), void *context, void (*then)(Request *request, void *context));
/* The same for PDFs, in their own line. */
void page_paint(Request *request, void (*work)(void *context), void *context, void (*then)(Request *request, void *context));
/* Work of a turn that is only rows (sessions, access records): fn(store, context) inside the window's transaction; turn->context is context. */
void page_rows(Request *request, void (*fn)(Store *store, void *context, Instant now), void *context, void (*then)(Request *request, WindowTurn *turn));

/* ---- rights of routes: Route.right ---- */
enum { ROUTE_OPEN = -1, ROUTE_SIGNED_IN = -2, ROUTE_STAFF = -3, ROUTE_API = -4 /* token or open; checks itself, no CSRF */ };
/* A Right value otherwise: the visitor must have it somewhere. */

/* The site map in parts; yichuang/routes.c joins them (with the API's). */
extern const Route account_routes[], party_routes[], guide_routes[], apply_routes[], case_routes[], proof_routes[], login_routes[], desk_routes[], office_routes[], desk_form_routes[], enquiry_routes[], certificate_routes[], hearing_routes[], meeting_routes[], agency_routes[], seal_routes[], reform_routes[], package_routes[], exchange_routes[], above_routes[];
#endif
