/* api_meta.c: is the service well, and how much does it do. */
#include "api/api.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

void api_health(Request *request, ApiCall *call)
{
    (void)call;
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    Checkpoint head = {0};
    bool sealed = ledger_head(scene->store, a, &head) != NULL;         /* a read that fails is a fault: 503 */
    Value *reply = value_object(a);
    value_set_str(a, reply, "status", "ok");
    value_set_bool(a, reply, "configured", scene->centre->configured);
    value_set_str(a, reply, "centre", scene->centre->name);
    value_set_bool(a, reply, "demo", scene->centre->demo);
    value_set_str(a, reply, "catalogue_hash", scene->catalogue_hash);
    value_set_int(a, reply, "log_size", sealed ? head.size : 0);
    value_set_str(a, reply, "time", instant_text(a, visitor_of(request)->now));
    api_reply(request, 200, reply);
}

static void metric(Buf *out, const char *name, const char *type, const char *help, int64_t value)
{
    buf_printf(out, "# HELP yichuang_%s %s\n# TYPE yichuang_%s %s\nyichuang_%s %lld\n", name, help, name, type, name, (long long)value);
}

void api_metrics(Request *request, ApiCall *call)
{
    (void)call;
    Hall *hall = hall_of(request);
    ServerCounts s = server_counts(request->server);
    WindowCounts w = window_counts(hall->window);
    Checkpoint head = {0};
    struct rusage usage;
    Buf out = buf_sized(request->arena, 4000);
    if (!ledger_head(hall->scene->store, request->arena, &head)) head.size = 0;
    getrusage(RUSAGE_SELF, &usage);
    metric(&out, "http_requests_total", "counter", "Requests taken.", s.requests);
    metric(&out, "http_refused_framing_total", "counter", "Requests refused for their framing.", s.refused_framing);
    metric(&out, "http_faults_total", "counter", "Requests that met a fault.", s.faults);
    buf_str(&out, "# HELP yichuang_http_replies_total Replies by class.\n# TYPE yichuang_http_replies_total counter\n");
    const int64_t classes[] = {s.replies_2xx, s.replies_3xx, s.replies_4xx, s.replies_5xx};
    for (int i = 0; i < 4; i++) buf_printf(&out, "yichuang_http_replies_total{class=\"%dxx\"} %lld\n", i + 2, (long long)classes[i]);
    metric(&out, "http_connections", "gauge", "Open connections.", s.connections);
    metric(&out, "http_in_flight", "gauge", "Requests under way.", s.in_flight);
    metric(&out, "http_suspended", "gauge", "Requests waiting at the window or for a worker.", s.suspended);
    metric(&out, "http_body_bytes", "gauge", "Bytes of request bodies in memory.", (int64_t)s.body_bytes);
    metric(&out, "window_turns_total", "counter", "Turns taken at the window.", w.turns);
    metric(&out, "window_groups_total", "counter", "Durable commits.", w.groups);
    metric(&out, "window_refusals_total", "counter", "Turns refused.", w.refusals);
    metric(&out, "window_faults_total", "counter", "Turns undone by a fault.", w.faults);
    metric(&out, "window_largest_group", "gauge", "Most turns in one commit.", w.largest_group);
    metric(&out, "log_entries", "gauge", "Entries under the newest signed head.", head.size);
    metric(&out, "catalogue_items", "gauge", "Items in force today.", catalog_item_count(hall->scene->catalog, visitor_of(request)->today));
    metric(&out, "resident_peak_bytes", "gauge", "Largest resident size.", (int64_t)usage.ru_maxrss * 1024);
    reply_bytes(request, 200, "text/plain; version=0.0.4; charset=utf-8", out.text, out.length);
}
