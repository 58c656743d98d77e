/* page.c: showing: the shell of every page, refusals and problems as pages, pages made once for everybody; see hall.h. */
#include "pages/hall.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/static.h"
#include "pages/messages.h"
#include "pages/page_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *page_message(Request *request, const char *key)
{
    Visitor *v = visitor_of(request);
    return message_or_key(v->hall->messages, v->language, key);
}

static void set_user(Request *request, Value *view)
{
    Visitor *v = visitor_of(request);
    if (!v->signed_in) return;
    Arena *a = request->arena;
    Value *user = value_set_object(a, view, "user");
    bool staff = v->actor.kind == ACTOR_OFFICER;
    value_set_str(a, user, "name", v->actor.name);
    value_set_str(a, user, "role_text", staff ? visitor_english(v) ? role_en((Role)(v->actor.roles & -v->actor.roles)) : role_list_zh(a, v->actor.roles) : "");
    value_set_bool(a, user, "staff", staff);
    value_set_bool(a, user, "citizen", !staff);
    value_set_bool(a, user, "clerk", staff && right_has(&v->actor, RIGHT_RECEIVE, NULL));
    value_set_bool(a, user, "supervisor", staff && right_has(&v->actor, RIGHT_SUPERVISE, NULL));
    value_set_bool(a, user, "admin", staff && (right_has(&v->actor, RIGHT_SEE_STAFF, NULL)));
    messages_set_unread(request, user);
}

static void set_flash(Request *request, Value *view)
{
    const char *cookie = request_cookie(request, "yc_flash");
    char **parts;
    if (!cookie || text_split(request->arena, cookie, '.', &parts) < 2) return;
    /* "tone.key": only known messages are shown, so the cookie can say nothing of its own */
    const char *key = cookie + strlen(parts[0]) + 1;
    const char *text = message(hall_of(request)->messages, visitor_of(request)->language, key);
    reply_cookie(request, "yc_flash", "", -1);
    if (!text) return;
    Value *flash = value_set_object(request->arena, view, "flash");
    value_set_str(request->arena, flash, "text", text);
    value_set_str(request->arena, flash, "tone", !strcmp(parts[0], "warning") || !strcmp(parts[0], "error") ? parts[0] : "");
}

const char *page_form_key(Request *request)
{
    const char *given = request_form(request, "idempotency");
    if (given && strlen(given) >= 16 && strlen(given) <= 80) return given;
    char *fresh = arena_alloc(request->arena, SESSION_TOKEN_CHARS + 1);
    session_token_new(fresh);
    return fresh;
}

void page_flash(Request *request, const char *key, const char *tone)
{
    reply_cookie(request, "yc_flash", arena_printf(request->arena, "%s.%s", tone, key), 60);
}

static const char *today_text(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    const Calendar *calendar = v->hall->scene->calendar;
    const char *name = calendar_day_name(calendar, v->today);
    bool work = calendar_is_workday(calendar, v->today);
    if (visitor_english(v)) {
        static const char *const days[] = {"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
        return arena_printf(a, "%s %s · %s", day_text(a, v->today), days[day_weekday(v->today)], work ? "working day" : name ? calendar_holiday_name_en(name) : "not a working day");
    }
    return arena_printf(a, "%s %s · %s", day_text_zh(a, v->today), day_weekday_zh(v->today), work ? "工作日" : name ? name : "休息日");
}

Value *page_view(Request *request, const char *nav)
{
    Visitor *v = visitor_of(request);
    const Scene *scene = v->hall->scene;
    Arena *a = request->arena;
    Value *view = value_object(a);
    value_set_str(a, view, "hall", visitor_english(v) ? scene->centre->name_en : scene->centre->name);
    value_set_str(a, view, "hall_phone", "027-81000000");
    value_set_str(a, view, "hall_address", page_message(request, "shell.hall_address"));
    value_set_str(a, view, "hall_hours", page_message(request, "shell.hall_hours"));
    value_set_str(a, view, "here", request->target);
    value_set_str(a, view, "today_text", today_text(request));
    value_set_bool(a, view, "large", v->large);
    const char *hash = scene->catalogue_hash;
    value_set_str(a, view, "catalogue_hash", hash);
    value_set_str(a, view, "catalogue_hash_short", arena_strndup(a, hash, 12));
    if (nav) value_set_bool(a, value_set_object(a, view, "nav"), nav, true);
    set_user(request, view);
    set_flash(request, view);
    value_set_bool(a, view, "by_code", !v->signed_in && visitor_by_code(v));
    if (v->signed_in || visitor_by_code(v)) value_set_str(a, view, "csrf", visitor_csrf(request));
    return view;
}

void page_show(Request *request, int status, const char *template, Value *view)
{
    Visitor *v = visitor_of(request);
    reply_html(request, status, template_render(v->hall->templates, request->arena, template, view, v->language));
}

void page_set_refusal(Request *request, Value *view, Refusal refusal, const char *detail)
{
    Value *value = refusal_value(request->arena, refusal, detail, visitor_english(visitor_of(request)) ? "en" : "zh");
    value_set_str(request->arena, value, "text", detail ? detail : "");
    value_set(request->arena, view, "refusal", value);
}

void page_set_error(Request *request, Value *view, const char *field, const char *message)
{
    Value *summary = (Value *)value_get(view, "error_summary");
    if (!summary) summary = value_set_object(request->arena, view, "error_summary");
    Value *items = (Value *)value_get(summary, "items");
    if (!items) items = value_set_list(request->arena, summary, "items");
    Value *row = value_push_object(request->arena, items);
    value_set_str(request->arena, row, "field", field);
    value_set_str(request->arena, row, "message", message);
}

void page_refusal(Request *request, Refusal refusal, const char *detail)
{
    Value *view = page_view(request, NULL);
    page_set_refusal(request, view, refusal, detail);
    const char *from = request_header(request, "Referer"), *path = from ? strstr(from, "://") : NULL;
    path = path ? strchr(path + 3, '/') : NULL;
    if (path && path[1] != '/') value_set_str(request->arena, view, "back_url", path);
    page_show(request, refusal_text(refusal)->status, "refusal", view);
}

/* ---- problems: what went wrong before or in a handler ---- */

static bool wants_json(Request *request)
{
    const char *path = request->path ? request->path : "";
    return text_starts(path, "/api/");
}

/* The same problem for machines (RFC 9457), in the shape of the API's own; the visitor may not be known yet. */
static void problem_json(Request *request, int status, int shown, const char *reason)
{
    Arena *a = request->arena;
    const Hall *hall = server_context(request->server);
    const char *accepted = request_header(request, "Accept-Language");
    Language language = accepted && text_starts(accepted, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
    const char *code = arena_printf(a, "HTTP_%d", status);
    Value *problem = value_object(a);
    value_set_str(a, problem, "type", arena_printf(a, "/problems/%s", code));
    value_set_str(a, problem, "title", message_or_key(hall->messages, language, arena_printf(a, "problem.%d_title", shown)));
    value_set_int(a, problem, "status", status);
    if (reason && status != 500) value_set_str(a, problem, "detail", reason);
    value_set_str(a, problem, "code", code);
    value_set_str(a, problem, "remedy", message_or_key(hall->messages, language, arena_printf(a, "problem.%d_remedy", shown)));
    reply_json(request, status, problem);
}

/* Every problem has a page of its own; what has none is shown as 500. */
static int status_with_page(int status)
{
    static const int known[] = {400, 403, 404, 405, 413, 415, 429, 500, 503};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) if (known[i] == status) return status;
    return 500;
}

void hall_problem(Request *request, int status, const char *reason)
{
    int shown = status_with_page(status);
    if (wants_json(request)) { problem_json(request, status, shown, reason); return; }
    if (!request->user) { reply_text(request, status, reason ? reason : "problem"); return; }      /* refused before we know who it is */
    Value *view = page_view(request, NULL);
    char key[64];
    static const char *const parts[] = {"title", "text", "remedy"};
    value_set_int(request->arena, view, "status", status);
    for (int i = 0; i < 3; i++) {
        snprintf(key, sizeof key, "problem.%d_%s", shown, parts[i]);
        value_set_str(request->arena, view, parts[i], page_message(request, key));
    }
    page_show(request, status, "problem", view);
}

/* ---- pages made once for everybody who is not signed in ---- */

void page_cache_drop(Hall *hall)
{
    page_cache_free(hall->pages);
    hall->pages = NULL;
}

static bool cacheable(Request *request)
{
    return !visitor_of(request)->signed_in && !visitor_by_code(visitor_of(request)) && !request_cookie(request, "yc_flash") && !visitor_of(request)->hall->from_tree;
}

/* One page per path, language and type size; all are forgotten when the catalogue changes or the day does. */
static const char *cache_key(Request *request)
{
    Visitor *v = visitor_of(request);
    Hall *hall = v->hall;
    if (!hall->pages) hall->pages = page_cache_new(LIMIT_PAGE_CACHE_BYTES);
    if (hall->page_generation != hall->generation || !day_equal(hall->page_day, v->today)) {
        page_cache_clear(hall->pages);
        hall->page_generation = hall->generation;
        hall->page_day = v->today;
    }
    size_t bytes = strlen(request->path) + 1;
    char *full = arena_alloc(request->arena, bytes + 2);
    full[0] = v->language == LANGUAGE_EN ? 'e' : 'z';
    full[1] = v->large ? 'l' : 'n';
    memcpy(full + 2, request->path, bytes);
    return full;
}

StaticReply *page_cached(Request *request)
{
    if (!cacheable(request)) return NULL;
    const char *key = cache_key(request);
    return page_cache_find(hall_of(request)->pages, key);
}

void page_show_cached(Request *request, const char *template, Value *view)
{
    Visitor *v = visitor_of(request);
    if (!cacheable(request)) { page_show(request, 200, template, view); return; }
    value_set_str(request->arena, view, "here", request->path);       /* the query is this visitor's; the page is everybody's */
    Buf page = template_render(v->hall->templates, request->arena, template, view, v->language);
    StaticReply *reply = static_reply_new("text/html; charset=utf-8", NULL, page.text, page.length);
    static_reply_header(reply, "Vary", "Cookie");
    static_reply_compress(reply, page.text, page.length);             /* once; safe, for it holds nobody's secrets (docs/SECURITY.md) */
    const char *key = cache_key(request);
    page_cache_put(v->hall->pages, key, reply, static_reply_bytes(reply));
    reply_static(request, reply);
}
