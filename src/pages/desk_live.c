/* desk_live.c: GET /desk/live: tells an open work list that it changed, so that the page can fetch itself anew; comfort only.
 *
 * Each second, when there are streams and the log has grown, the new events are looked at once: which windows and departments do they touch?
 * Streams of those are told (number of the last event, counts); the others hear a heartbeat now and then. Nothing is asked while nothing happens.
 */
#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "cases/lanes.h"
#include "pages/desk_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEARTBEAT_SECONDS = 15, EVENTS_LOOKED_AT = 500 };

typedef struct Listener {
    struct Listener *next;
    struct DeskLive *live;
    Stream *stream;
    SessionHash session;
    char officer[40], window[STANDING_ID], department[STANDING_ID];
    bool centre, dirty, closing;
    int64_t until_ms, spoke_ms;
} Listener;

typedef struct DeskLive { Listener *first; int count; int64_t seen; } DeskLive;

static DeskLive *live_of(Hall *hall)
{
    if (!hall->live) hall->live = calloc(1, sizeof *hall->live);
    return hall->live;
}

static int64_t last_event(Hall *hall) { return cases_last_event(hall->scene->store); }

/* ---- joining and leaving ---- */

static void left(void *context)
{
    Listener *listener = context;
    for (Listener **at = &listener->live->first; *at; at = &(*at)->next)
        if (*at == listener) { *at = listener->next; break; }
    listener->live->count--;
    free(listener);
}

/* A page that was left is noticed only when something is sent to it; so the oldest of a session gives way to the newest. */
static void make_room(DeskLive *live, const SessionHash *session)
{
    int count = 0;
    Listener *oldest = NULL;
    for (Listener *l = live->first; l; l = l->next) {
        if (l->closing || memcmp(&l->session, session, sizeof *session)) continue;
        count++;
        oldest = l;                                                 /* the newest stands first */
    }
    if (count < LIMIT_STREAMS_PER_SESSION) return;
    oldest->closing = true;
    stream_close(oldest->stream);
}

static void refuse(Request *request, const char *why)
{
    reply_header(request, "Retry-After", "60");
    reply_text(request, 503, why);
}

void desk_live(Request *request)
{
    Visitor *v = visitor_of(request);
    DeskLive *live = live_of(v->hall);
    if (!right_has(&v->actor, RIGHT_SEE_CASE, NULL)) { page_refusal(request, REFUSED_NO_RIGHT, NULL); return; }
    if (live) make_room(live, &v->session);
    Listener *listener = live ? calloc(1, sizeof *listener) : NULL;
    if (!listener) { refuse(request, "no memory"); return; }
    listener->live = live;
    listener->session = v->session;
    listener->centre = right_has(&v->actor, RIGHT_SEE_CASE, &(RightScope){0});
    listener->until_ms = v->now.ms + LIMIT_STREAM_SECONDS * 1000LL;
    listener->spoke_ms = v->now.ms;
    snprintf(listener->officer, sizeof listener->officer, "%s", v->actor.id);
    snprintf(listener->window, sizeof listener->window, "%s", v->actor.window);
    snprintf(listener->department, sizeof listener->department, "%s", v->actor.department);
    listener->stream = reply_stream(request, left, listener);
    if (!listener->stream) { free(listener); refuse(request, "too many open lists"); return; }
    if (!live->first) live->seen = last_event(v->hall);
    listener->next = live->first;
    live->first = listener;
    live->count++;
}

void desk_live_free(Hall *hall)
{
    while (hall->live && hall->live->first) left(hall->live->first);       /* the server has run out before: nobody listens any more */
    free(hall->live);
    hall->live = NULL;
}

/* ---- telling ---- */

static bool concerns(const Listener *l, const char *window, const char *department)
{
    return l->centre || (*l->window && !strcmp(l->window, window)) || (*l->department && !strcmp(l->department, department));
}

/* Windows and departments of the cases that the new events are about. Too many at once: everybody looks. */
static void mark(Hall *hall, DeskLive *live, Arena *arena, int64_t now)
{
    int count = 0;
    bool all = now - live->seen > EVENTS_LOOKED_AT;
    const CaseDesk *desks = all ? NULL : cases_touched(hall->scene->store, arena, live->seen, now, &count);
    for (int i = 0; i < count; i++)
        for (Listener *l = live->first; l; l = l->next) l->dirty |= concerns(l, desks[i].window, desks[i].department);
    for (Listener *l = live->first; all && l; l = l->next) l->dirty = true;
    live->seen = now;
}

/* Counted once a turn for each desk, however many look at it. */
typedef struct Counted { struct Counted *next; const Listener *of; int64_t open, unclaimed; } Counted;

static const Counted *counts(Hall *hall, Arena *arena, Counted **all, const Listener *l)
{
    for (const Counted *c = *all; c; c = c->next)
        if (c->of->centre == l->centre && (l->centre || (!strcmp(c->of->window, l->window) && (*l->window || !strcmp(c->of->department, l->department))))) return c;
    CaseFilter f = {.due_from = DAY_NONE, .due_to = DAY_NONE, .window = l->centre || !*l->window ? NULL : l->window, .department = l->centre || *l->window ? NULL : l->department};
    Counted *c = ARENA_NEW(arena, Counted);
    *c = (Counted){.next = *all, .of = l, .open = cases_count(hall->scene->store, &f)};
    f.claimant = "";
    c->unclaimed = cases_count(hall->scene->store, &f);
    return *all = c;
}

/* Sign-out, dismissal, change of post and the end of the hour close it; the browser may ask anew. */
static bool may_stay(Hall *hall, const Listener *l, Instant now)
{
    if (now.ms > l->until_ms || !session_table_lives(hall->sessions, &l->session, now)) return false;
    Actor actor = people_actor(hall->scene->people, l->officer, instant_day(now));
    Actor one;
    for (int at = 0; actor.kind == ACTOR_OFFICER && actor_post(&actor, &at, &one);)            /* the post she sat at, which may be one of several */
        if (!strcmp(one.window, l->window) && !strcmp(one.department, l->department)) return true;
    return false;
}

static void speak(Hall *hall, Listener *l, Arena *arena, Counted **all, Instant now)
{
    const char *message = ": beat\n\n";
    if (l->dirty) {
        const Counted *c = counts(hall, arena, all, l);
        message = arena_printf(arena, "id: %lld\nevent: list\ndata: {\"generation\":%lld,\"open\":%lld,\"unclaimed\":%lld}\n\n", (long long)hall->live->seen, (long long)hall->live->seen,
                               (long long)c->open, (long long)c->unclaimed);
    }
    if (!stream_send(l->stream, message)) return;                           /* it has not taken the last one: later */
    l->dirty = false;
    l->spoke_ms = now.ms;
}

static void tell_all(Hall *hall, Arena *arena)
{
    DeskLive *live = hall->live;
    Instant now = instant_now();
    Counted *all = NULL;
    int64_t last = last_event(hall);
    if (last > live->seen) mark(hall, live, arena, last);
    for (Listener *l = live->first; l; l = l->next) {
        if (!may_stay(hall, l, now)) stream_close(l->stream);
        else if (l->dirty || now.ms - l->spoke_ms >= HEARTBEAT_SECONDS * 1000) speak(hall, l, arena, &all, now);
    }
}

void desk_live_tick(Hall *hall)
{
    if (!hall->live || !hall->live->first) return;
    Arena *arena = arena_new();
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) { tell_all(hall, arena); fault_unguard(&guard); }
    else log_line(LOG_WARN, "live", "lists were not told: %s", guard.text);      /* comfort only: the next second will do */
    arena_free(arena);
}
