/* login.c: signing in and out, a citizen's own cases, changing a password. Order of one login: people/login.h. */
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/hall.h"
#include "pages/item_view.h"
#include "people/login.h"
#include "people/password.h"
#include "window/district.h"
#include <string.h>

static void show_login(Request *request, int status, const char *error)
{
    Arena *a = request->arena;
    Value *view = page_view(request, NULL);
    const char *typed = request_form(request, "account"), *back = request_form(request, "back");
    value_set_str(a, view, "csrf", visitor_csrf(request));
    value_set_str(a, value_set_object(a, view, "form"), "account", typed ? typed : "");
    if (!back) back = request_query(request, "back");
    value_set_str(a, view, "back", page_back(request, back, ""));
    if (hall_of(request)->scene->centre->demo) {
        int count;
        const DemoAccount *accounts = district_accounts(&count);
        Value *list = value_set_list(a, view, "demo_accounts");
        for (int i = 0; i < count && accounts[i].login; i++) {
            Value *row = value_push_object(a, list);
            value_set_str(a, row, "role_text", visitor_english(visitor_of(request)) ? accounts[i].role_en : accounts[i].role_zh);
            value_set_str(a, row, "account", accounts[i].login);
            value_set_str(a, row, "password", accounts[i].password);
        }
    }
    if (error) page_set_error(request, view, "account", page_message(request, error));
    page_show(request, status, "login", view);
}

static void login_page(Request *request) { show_login(request, 200, NULL); }

/* ---- one login: facts here, the hash on a worker, the verdict and the session at the window ---- */

typedef struct Login {
    Arena *arena;
    LoginFacts facts;
    const char *password, *fresh_hash;
    bool verified;
    LoginVerdict verdict;
    Session session;
    char token[SESSION_TOKEN_CHARS + 1];
} Login;

static void hash_password(void *context)
{
    Login *l = context;
    l->verified = password_verify(l->facts.hash, l->password);
    if (l->verified && password_needs_rehash(l->facts.hash)) l->fresh_hash = password_hash(l->arena, l->password);
}

static void settle_rows(Store *store, void *context, Instant now)
{
    Login *l = context;
    Credential now_valid;
    /* Changed or reset while the worker was hashing: what was right is right no longer, and must not be written back by a rehash. */
    if (l->verified && (!credential_find(store, l->arena, l->facts.subject, &now_valid) || strcmp(now_valid.hash, l->facts.hash))) l->verified = false;
    l->verdict = login_settle(store, l->facts.key, l->verified, now);
    if (l->verdict != LOGIN_OK) return;
    if (l->fresh_hash) credential_rehash(store, l->facts.subject, l->fresh_hash);
    session_token_new(l->token);
    session_token_hash(l->token, &l->session.hash);
    strncpy(l->session.subject, l->facts.subject, SESSION_SUBJECT_BYTES - 1);
    l->session.created = l->session.seen = now;
    l->session.must_change = l->facts.must_change;
    session_create(store, &l->session, now);
}

/* Where the day begins: those who watch, with the clocks; those who run the centre, with its staff; the rest of the staff at the desk. */
static const char *first_page(Request *request, const char *subject)
{
    if (!text_starts(subject, "officer:")) return "/my";
    const Officer *officer = people_officer(hall_of(request)->scene->people, subject + strlen("officer:"));
    unsigned roles = officer ? officer->roles : 0;
    if (roles & (ROLE_CLERK | ROLE_CHIEF | ROLE_BACKOFFICE)) return "/desk";
    return roles & (ROLE_SUPERVISOR | ROLE_LEADER) ? "/supervise" : roles & ROLE_ADMIN ? "/admin" : "/desk";
}

static void settled(Request *request, WindowTurn *turn)
{
    Login *l = turn->context;
    if (l->verdict != LOGIN_OK) { show_login(request, l->verdict == LOGIN_LOCKED ? 429 : 422, l->verdict == LOGIN_LOCKED ? "login.locked" : "login.wrong"); return; }
    session_table_put(hall_of(request)->sessions, &l->session);
    reply_cookie(request, "yc", l->token, 0);
    reply_cookie(request, "yc_pre", "", -1);
    visitor_drop_grants(request);
    page_flash(request, "flash.signed_in", "");
    reply_redirect(request, 303, page_back(request, request_form(request, "back"), first_page(request, l->facts.subject)));
}

static void verified(Request *request, void *context)
{
    Login *l = context;
    page_rows(request, settle_rows, l, settled);
}

static void login(Request *request)
{
    Visitor *v = visitor_of(request);
    const char *account = request_form(request, "account"), *password = request_form(request, "password");
    char key[64];
    throttle_address(request->remote, key, sizeof key);
    if (text_blank(account) || !password || !*password || strlen(password) > PASSWORD_MOST_BYTES) { show_login(request, 422, "login.wrong"); return; }
    if (!throttle_take(v->hall->logins, key, v->now, NULL)) { reply_header(request, "Retry-After", "60"); show_login(request, 429, "login.slow_down"); return; }
    Login *l = ARENA_NEW(request->arena, Login);
    l->arena = request->arena;
    l->facts = login_facts(v->hall->scene->store, request->arena, window_secret(v->hall->window), account);
    l->password = password;
    const char *officer;
    int64_t citizen;
    /* One who has left keeps her credential; she is answered as for a wrong password. */
    if (l->facts.subject && session_subject(l->facts.subject, &officer, &citizen) && officer &&
        people_actor(v->hall->scene->people, officer, v->today).kind != ACTOR_OFFICER) l->facts.hash = NULL;
    if (login_locked(&l->facts.count, v->now)) { show_login(request, 429, "login.locked"); return; }
    page_offload(request, hash_password, l, verified);
}

/* ---- out ---- */

static void end_session(Store *store, void *context, Instant now)
{
    (void)now;
    session_end(store, context);
}

static void left(Request *request)
{
    visitor_drop_grants(request);
    page_flash(request, "flash.signed_out", "");
    reply_redirect(request, 303, "/");
}

static void signed_out(Request *request, WindowTurn *turn)
{
    /* Again, now that the row is gone: a request in between may have read it back into the table. */
    session_table_drop(hall_of(request)->sessions, turn->context);
    reply_cookie(request, "yc", "", -1);
    left(request);
}

static void logout(Request *request)
{
    Visitor *v = visitor_of(request);
    if (!v->signed_in) { left(request); return; }          /* she came by a code: on a screen of the hall another sits down next */
    session_table_drop(v->hall->sessions, &v->session);
    page_rows(request, end_session, arena_memdup(request->arena, &v->session, sizeof v->session), signed_out);
}

/* ---- changing the password ---- */

typedef struct Change { Arena *arena; const char *subject, *old_hash, *old_password, *new_password, *hash; bool good; } Change;

static void show_password(Request *request, int status, const char *error)
{
    Value *view = page_view(request, NULL);
    if (error) page_set_error(request, view, "new_password", error);
    value_set_bool(request->arena, view, "must_change", visitor_of(request)->must_change);
    page_show(request, status, "password", view);
}

static void password_page(Request *request) { show_password(request, 200, NULL); }

static void check_and_hash(void *context)
{
    Change *c = context;
    c->good = password_verify(c->old_hash, c->old_password);
    if (c->good) c->hash = password_hash(c->arena, c->new_password);
}

static void set_password(Store *store, void *context, Instant now)
{
    Change *c = context;
    credential_set(store, c->subject, c->hash, false, now);
}

static void password_set(Request *request, WindowTurn *turn)
{
    const Change *c = turn->context;
    session_table_drop_subject(hall_of(request)->sessions, c->subject);      /* again, as when signing out */
    reply_cookie(request, "yc", "", -1);
    page_flash(request, "flash.password_changed", "");
    reply_redirect(request, 303, "/login");
}

static void hashed(Request *request, void *context)
{
    Change *c = context;
    if (!c->good) { show_password(request, 422, page_message(request, "login.wrong")); return; }
    session_table_drop_subject(hall_of(request)->sessions, c->subject);
    page_rows(request, set_password, c, password_set);
}

static void change_password(Request *request)
{
    Visitor *v = visitor_of(request);
    const char *old = request_form(request, "old_password"), *fresh = request_form(request, "new_password"), *again = request_form(request, "again");
    Change *c = ARENA_NEW(request->arena, Change);
    Credential credential;
    c->arena = request->arena;
    c->subject = v->actor.kind == ACTOR_OFFICER ? account_subject_officer(request->arena, v->actor.id) : account_subject_citizen(request->arena, v->actor.account);
    const char *problem = !fresh || !again || strcmp(fresh, again) ? page_message(request, "password.differ") : password_problem(fresh, v->actor.id, visitor_english(v));
    if (problem) { show_password(request, 422, problem); return; }
    char key[64];
    throttle_address(request->remote, key, sizeof key);
    /* A session left open is not a place to try passwords: what is tried here counts with the logins of this address. */
    if (!throttle_take(v->hall->logins, key, v->now, NULL)) { reply_header(request, "Retry-After", "60"); show_password(request, 429, page_message(request, "login.slow_down")); return; }
    if (!old || !credential_find(v->hall->scene->store, request->arena, c->subject, &credential)) { show_password(request, 422, page_message(request, "login.wrong")); return; }
    c->old_hash = credential.hash;
    c->old_password = old;
    c->new_password = fresh;
    page_offload(request, check_and_hash, c, hashed);
}

/* ---- a citizen's own cases ---- */

static void my(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    if (v->actor.kind != ACTOR_CITIZEN) { reply_redirect(request, 303, "/desk"); return; }
    Value *view = page_view(request, "my"), *list = value_set_list(a, view, "cases");
    for (int concluded = 0; concluded < 2; concluded++) {
        CaseFilter f = {.account = v->actor.account, .concluded = concluded, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = LIMIT_PAGE_ROWS};
        int count;
        CaseRow *rows = cases_list(v->hall->scene->store, a, &f, &count);
        for (int i = 0; i < count; i++) value_push(list, case_my_row(request, &rows[i]));
    }
    page_show(request, 200, "my", view);
}

const Route login_routes[] = {
    {HTTP_GET, "/login", login_page, ROUTE_OPEN, "登录 sign in"},
    {HTTP_POST, "/login", login, ROUTE_OPEN, "登录 sign in"},
    {HTTP_POST, "/logout", logout, ROUTE_OPEN, "退出 sign out, or leave what a code opened"},
    {HTTP_GET, "/password", password_page, ROUTE_SIGNED_IN, "更改密码 change password"},
    {HTTP_POST, "/password", change_password, ROUTE_SIGNED_IN, "更改密码 change password"},
    {HTTP_GET, "/my", my, ROUTE_SIGNED_IN, "我的办件 my cases"},
    {0}};
