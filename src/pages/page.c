/* page.c: showing: the shell of every page, refusals and problems as pages, pages made once for everybody; see hall.h. */
#include "pages/hall.h"
#include "base/text.h"
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
    if (v->signed_in) value_set_str(a, view, "csrf", visitor_csrf(request));
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
    Visitor *v = visitor_of(request);
    (void)v;
    Value *view = page_view(request, NULL);
    page_set_refusal(request, view, refusal, detail);
    const char *from = request_header(request, "Referer"), *path = from ? strstr(from, "://") : NULL;
    path = path ? strchr(path + 3, '/') : NULL;
    if (path && path[1] != '/') value_set_str(request->arena, view, "back_url", path);
    page_show(request, refusal_text(refusal)->status, "problem", view);
}

/* ---- problems: what went wrong before or in a handler ---- */

static bool wants_json(Request *request)
{
    const char *path = request->path ? request->path : "";
    return text_starts(path, "/api/");
}

static void problem_json(Request *request, int status, const char *reason)
{
    Value *problem = value_object(request->arena);
    value_set_str(request->arena, problem, "type", "about:blank");
    value_set_str(request->arena, problem, "title", reason ? reason : "problem");
    value_set_int(request->arena, problem, "status", status);
    char *json = value_json(request->arena, problem);
    reply_bytes(request, status, "application/problem+json", json, strlen(json));
}

void hall_problem(Request *request, int status, const char *reason)
{
    if (wants_json(request)) { problem_json(request, status, reason); return; }
    if (!request->user) { reply_text(request, status, reason ? reason : "problem"); return; }      /* refused before we know who it is */
    Value *view = page_view(request, NULL);
    char key[64];
    static const int known[] = {400, 403, 404, 405, 413, 429, 500, 503};
    static const char *const parts[] = {"title", "text", "remedy"};
    int shown = status == 415 ? 400 : 500;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) if (known[i] == status) shown = status;
    value_set_int(request->arena, view, "status", status);
    for (int i = 0; i < 3; i++) {
        snprintf(key, sizeof key, "error.%d.%s", shown, parts[i]);
        value_set_str(request->arena, view, parts[i], page_message(request, key));
    }
    page_show(request, status, "error", view);
}

/* ---- pages made once for everybody who is not signed in ---- */

enum { CACHE_SLOTS = 8192, CACHE_BYTES_MOST = 48 * 1024 * 1024 };
typedef struct Slot { char key[72]; StaticReply *reply; size_t bytes; } Slot;
static Slot cache[CACHE_SLOTS];            /* loop thread only */
static size_t cache_bytes;

void page_cache_drop(Hall *hall)
{
    (void)hall;
    for (int i = 0; i < CACHE_SLOTS; i++) {
        static_reply_free(cache[i].reply);
        cache[i] = (Slot){0};
    }
    cache_bytes = 0;
}

static bool cacheable(Request *request)
{
    Visitor *v = visitor_of(request);
    return !v->signed_in && !request_cookie(request, "yc_flash") && !getenv("YICHUANG_FILES");
}

static Slot *slot_for(Request *request, const char *key)
{
    Visitor *v = visitor_of(request);
    Hall *hall = v->hall;
    if (hall->page_generation != hall->generation || !day_equal(hall->page_day, v->today)) {
        page_cache_drop(hall);
        hall->page_generation = hall->generation;
        hall->page_day = v->today;
    }
    char full[72];
    if ((size_t)snprintf(full, sizeof full, "%d%d%s", (int)v->language, (int)v->large, key) >= sizeof full) return NULL;
    uint32_t h = 2166136261u;
    for (const char *c = full; *c; c++) h = (h ^ (unsigned char)*c) * 16777619u;
    for (int i = 0; i < 16; i++) {
        Slot *slot = &cache[(h + (uint32_t)i) % CACHE_SLOTS];
        if (!slot->key[0]) { strcpy(slot->key, full); return slot; }
        if (!strcmp(slot->key, full)) return slot;
    }
    return NULL;
}

StaticReply *page_cached(Request *request, const char *key)
{
    if (!cacheable(request)) return NULL;
    Slot *slot = slot_for(request, key);
    return slot ? slot->reply : NULL;
}

void page_show_cached(Request *request, const char *key, const char *template, Value *view)
{
    Visitor *v = visitor_of(request);
    Slot *slot = cacheable(request) ? slot_for(request, key) : NULL;
    if (!slot || cache_bytes > CACHE_BYTES_MOST) { page_show(request, 200, template, view); return; }
    Buf page = template_render(v->hall->templates, request->arena, template, view, v->language);
    if (!slot->reply) {
        slot->reply = static_reply_new("text/html; charset=utf-8", NULL, page.text, page.length);
        static_reply_header(slot->reply, "Vary", "Cookie");
        cache_bytes += slot->bytes = page.length;
    }
    reply_static(request, slot->reply);
}
