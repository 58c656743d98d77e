/* intake.c: taking requests in: connections and their deadlines, heads, bodies within limits, handlers under a guard.
 *
 * A request's life:  intake_start (request line seen) -> PHASE_START: gate, limits -> PHASE_BODY: bytes, then handler
 *                    -> reply, or PHASE_SUSPENDED -> request_resume -> resume -> reply -> PHASE_ANSWERED -> intake_end (reply has left).
 */
#include "base/fault.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "http/inside.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum {
    FIRST_BODY_BLOCK = 16 * 1024,
    DISCARD_BYTES = 64 * 1024 * 1024,           /* of a body too large: read on so far, so that the browser gets to see the answer */
    SLOWEST_BODY_BYTES_PER_SECOND = 16 * 1024,  /* each so many bytes buy an uploader one more second */
    REPLY_SECONDS = 300                         /* for a reader to take the whole reply */
};

/* --- connections: who, and until when ------------------------------------------------------------------------------------- */

static void name_remote(Connection *connection, const struct sockaddr *address)
{
    const void *bytes = NULL;
    if (address && address->sa_family == AF_INET) bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    if (address && address->sa_family == AF_INET6) bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (!bytes || !inet_ntop(address->sa_family, bytes, connection->remote, sizeof connection->remote)) strcpy(connection->remote, "unix");
}

static void open_connection(Server *server, struct MHD_Connection *wire, void **slot)
{
    Connection *connection = calloc(1, sizeof *connection);
    if (!connection) return;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(wire, MHD_CONNECTION_INFO_CONNECTION_FD);
    connection->fd = info ? info->connect_fd : -1;
    info = MHD_get_connection_info(wire, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    name_remote(connection, info ? info->client_addr : NULL);
    connection->cut_at = server->now + 1000LL * server->options.request_seconds;
    connection->next = server->connections;
    if (connection->next) connection->next->previous = connection;
    server->connections = connection;
    server->counts.connections++;
    *slot = connection;
}

static void close_connection(Server *server, Connection *connection)
{
    if (!connection) return;
    if (connection->next) connection->next->previous = connection->previous;
    if (connection->previous) connection->previous->next = connection->next;
    else server->connections = connection->next;
    server->counts.connections--;
    free(connection);
}

void intake_connection(void *context, struct MHD_Connection *wire, void **slot, enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) open_connection(context, wire, slot);
    else close_connection(context, *slot);
}

/* The library's own timeout ends with the first byte; somebody who sends one byte every 20 seconds is ended here. */
void intake_cut_slow(Server *server)
{
    if (server->now - server->swept_at < 250) return;
    server->swept_at = server->now;
    stream_sweep(server, false);
    for (Connection *c = server->connections; c; c = c->next)
        if (server->now > c->cut_at && c->fd >= 0) { shutdown(c->fd, SHUT_RDWR); c->cut_at = INT64_MAX; }
}

static void allow_seconds(RequestInside *in, int64_t seconds)
{
    if (in->connection) in->connection->cut_at = seconds < 0 ? INT64_MAX : in->request.server->now + 1000 * seconds;
}

/* --- requests: beginning and end -------------------------------------------------------------------------------------------- */

static Arena *take_arena(Server *server)
{
    if (server->pooled) return server->pool[--server->pooled];
    Arena *volatile arena = NULL;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) { arena = arena_new(); fault_unguard(&guard); }
    return arena;
}

static void give_arena(Server *server, Arena *arena)
{
    if (server->pooled == POOLED_ARENAS) { arena_free(arena); return; }
    arena_reset(arena);
    server->pool[server->pooled++] = arena;
}

/* First sight of a request: the raw target, before the library cuts it up. NULL (no memory) is answered 503 in intake_access. */
void *intake_start(void *context, const char *target, struct MHD_Connection *wire)
{
    Server *server = context;
    Arena *arena = take_arena(server);
    if (!arena) return NULL;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(wire, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    RequestInside *in = NULL;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        in = ARENA_NEW(arena, RequestInside);
        in->raw_target = target;
        in->raw_length = strlen(target);
        in->request.target = arena_strndup(arena, target, in->raw_length);
        fault_unguard(&guard);
    } else {
        give_arena(server, arena);
        return NULL;
    }
    in->request.arena = arena;
    in->request.server = server;
    in->request.inside = in;
    in->request.path = "/";
    in->wire = wire;
    in->connection = info ? info->socket_context : NULL;
    in->request.remote = in->connection ? in->connection->remote : "";
    allow_seconds(in, server->options.request_seconds);
    server->counts.in_flight++;
    return in;
}

void intake_end(void *context, struct MHD_Connection *wire, void **slot, enum MHD_RequestTerminationCode code)
{
    Server *server = context;
    RequestInside *in = *slot;
    (void)wire; (void)code;
    *slot = NULL;
    if (!in) return;
    if (in->stream) stream_gone(in->stream);
    allow_seconds(in, 2LL * server->options.request_seconds);
    server->counts.body_bytes -= in->body_capacity;
    server->counts.in_flight--;
    free(in->body);
    give_arena(server, in->request.arena);
}

/* --- the body ---------------------------------------------------------------------------------------------------------------- */

static void refuse(RequestInside *in, int status, const char *reason)
{
    if (in->refusal_status) return;
    in->refusal_status = status;
    in->refusal = reason;
}

static bool grow_body(RequestInside *in, size_t need)
{
    Server *server = in->request.server;
    size_t capacity = in->body_capacity ? in->body_capacity * 2 : FIRST_BODY_BLOCK;
    if (in->content_length >= 0 && capacity > (size_t)in->content_length) capacity = (size_t)in->content_length;
    if (capacity < need) capacity = need;
    if (server->counts.body_bytes + (capacity - in->body_capacity) > server->options.bodies_in_memory) return false;
    uint8_t *larger = realloc(in->body, capacity);
    if (!larger) return false;
    server->counts.body_bytes += capacity - in->body_capacity;
    in->body = larger;
    in->body_capacity = capacity;
    return true;
}

static void drop_body(RequestInside *in)
{
    in->request.server->counts.body_bytes -= in->body_capacity;
    free(in->body);
    in->body = NULL;
    in->body_length = in->body_capacity = 0;
}

/* false: give up on the connection. */
static bool take_body(RequestInside *in, const char *data, size_t bytes)
{
    if (in->connection) in->connection->cut_at += (int64_t)(bytes * 1000 / SLOWEST_BODY_BYTES_PER_SECOND);
    if (!in->refusal_status && in->body_length + bytes > in->body_limit) refuse(in, 413, "request body too large");
    if (!in->refusal_status && in->body_length + bytes > in->body_capacity && !grow_body(in, in->body_length + bytes))
        refuse(in, 503, "too many uploads at once");
    if (in->refusal_status) {
        drop_body(in);
        in->body_discarded += bytes;
        return in->body_discarded <= DISCARD_BYTES;
    }
    memcpy(in->body + in->body_length, data, bytes);
    in->body_length += bytes;
    return true;
}

static bool type_is(const char *content_type, const char *wanted)
{
    size_t n = strlen(wanted);
    return content_type && !strncasecmp(content_type, wanted, n) && (!content_type[n] || strchr("; \t", content_type[n]));
}

bool request_is_json(Request *request) { return type_is(request->inside->content_type, "application/json"); }

static void read_form(RequestInside *in)
{
    const char *reason = NULL;
    if (type_is(in->content_type, "application/x-www-form-urlencoded"))
        reason = form_parse(in->request.arena, (const char *)in->body, in->body_length, &in->form);
    else if (type_is(in->content_type, "multipart/form-data"))
        reason = multipart_parse(in->request.arena, in->content_type, in->body, in->body_length, &in->form);
    if (reason) refuse(in, reason == FORM_TOO_LARGE ? 413 : 400, reason);
}

/* --- running the handler --------------------------------------------------------------------------------------------------- */

void reply_problem(Request *request, int status, const char *reason)
{
    RequestInside *in = request->inside;
    Server *server = request->server;
    FaultGuard guard;
    if (server->options.problem) {
        if (FAULT_GUARD(&guard)) { server->options.problem(request, status, reason); fault_unguard(&guard); }
        else {
            log_line(LOG_ERROR, "http", "problem page failed: %s: %s", fault_name(guard.kind), guard.text);
            in->status = 0;
        }
    }
    if (in->status) return;
    in->status = status;
    in->reply_type = "text/plain; charset=utf-8";
    in->reply_data = reason;
    in->reply_bytes = strlen(reason);
}

static void work(RequestInside *in, bool resumed)
{
    Request *request = &in->request;
    if (resumed) { request->resume(request); return; }
    if (!in->refusal_status && in->body_length) read_form(in);
    if (in->refusal_status) reply_problem(request, in->refusal_status, in->refusal);
    else request->server->options.handle(request);
}

static enum MHD_Result run_handler(RequestInside *in, bool resumed)
{
    Server *server = in->request.server;
    FaultGuard guard;
    in->suspend_asked = false;
    in->running = true;
    if (FAULT_GUARD(&guard)) { work(in, resumed); fault_unguard(&guard); }
    else {
        server->counts.faults++;
        in->suspend_asked = false;
        log_line(LOG_ERROR, "http", "%s %s: fault %s: %s", http_method_name(in->request.method), in->request.path, fault_name(guard.kind), guard.text);
        reply_forget(in);
        reply_problem(&in->request, guard.kind == FAULT_FILE ? 500 : 503, "the service has a fault; nothing was changed");
    }
    if (in->suspend_asked) {
        in->phase = PHASE_SUSPENDED;
        server->counts.suspended++;
        allow_seconds(in, -1);
        MHD_suspend_connection(in->wire);
        return MHD_YES;
    }
    in->running = false;
    if (!in->status) {
        log_line(LOG_ERROR, "http", "%s %s: handler neither replied nor suspended", http_method_name(in->request.method), in->request.path);
        reply_problem(&in->request, 500, "the service has a fault");
    }
    in->phase = PHASE_ANSWERED;
    if (!in->stream) allow_seconds(in, REPLY_SECONDS);
    return reply_send(in);
}

/* --- the library's callbacks -------------------------------------------------------------------------------------------------- */

static HttpMethod parse_method(const char *text)
{
    static const HttpMethod all[] = {HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_PATCH, HTTP_OPTIONS};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(http_method_name(all[i]), text)) return all[i];
    return 0;
}

const char *http_method_name(HttpMethod method)
{
    switch (method) {
    case HTTP_GET: return "GET";
    case HTTP_HEAD: return "HEAD";
    case HTTP_POST: return "POST";
    case HTTP_PUT: return "PUT";
    case HTTP_DELETE: return "DELETE";
    case HTTP_PATCH: return "PATCH";
    case HTTP_OPTIONS: return "OPTIONS";
    }
    return "?";
}

static void believe_proxy(RequestInside *in)
{
    unsigned char bytes[16];
    const char *last = in->forwarded_for ? strrchr(in->forwarded_for, ',') : NULL;
    last = last ? last + 1 : in->forwarded_for;
    if (!last) return;
    char *address = text_trim(in->request.arena, last);
    if (inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1) in->request.remote = address;
}

static void set_body_limit(RequestInside *in)
{
    bool small = type_is(in->content_type, "application/json") || type_is(in->content_type, "application/x-www-form-urlencoded");
    in->body_limit = small ? LIMIT_JSON_BODY_BYTES : LIMIT_REQUEST_BODY_BYTES;
    if (in->content_length > (int64_t)in->body_limit) refuse(in, 413, "request body too large");
}

/* The first callback: head complete, nothing of the body believed yet. A reply queued here closes the connection. */
static enum MHD_Result begin(RequestInside *in, const char *method, const char *version)
{
    Server *server = in->request.server;
    const char *reason;
    server->counts.requests++;
    in->request.method = parse_method(method);
    const char *refusal = gate_check(in, in->request.method, version);
    if (refusal) {
        server->counts.refused_framing++;
        in->phase = PHASE_ANSWERED;
        return reply_plain_close(in->wire, 400, refusal);
    }
    if (!in->request.method) { in->phase = PHASE_ANSWERED; return reply_plain_close(in->wire, 501, "method not known here"); }
    in->phase = PHASE_BODY;
    char *path = target_path(in->request.arena, in->request.target, &in->query_text, &reason);
    if (path) in->request.path = path;
    else { in->query_text = ""; refuse(in, 400, reason); }
    if (server->options.behind_proxy) believe_proxy(in);
    set_body_limit(in);
    if (in->refusal_status && (in->expects_continue || in->content_length > DISCARD_BYTES)) return run_handler(in, false);
    return MHD_YES;
}

static enum MHD_Result step(RequestInside *in, const char *method, const char *version, const char *data, size_t *bytes)
{
    switch (in->phase) {
    case PHASE_START: return begin(in, method, version);
    case PHASE_BODY:
        if (!*bytes) return run_handler(in, false);
        if (!take_body(in, data, *bytes)) return MHD_NO;
        *bytes = 0;
        return MHD_YES;
    case PHASE_SUSPENDED: return run_handler(in, true);
    case PHASE_ANSWERED: *bytes = 0; return MHD_YES;
    }
    return MHD_NO;
}

enum MHD_Result intake_access(void *context, struct MHD_Connection *wire, const char *url, const char *method, const char *version,
                               const char *data, size_t *bytes, void **slot)
{
    RequestInside *in = *slot;
    (void)context; (void)url;
    if (!in) return reply_plain_close(wire, 503, "no memory for this request");
    volatile enum MHD_Result result = MHD_NO;
    FaultGuard guard;       /* reading a head or a cookie may run out of memory too */
    if (FAULT_GUARD(&guard)) { result = step(in, method, version, data, bytes); fault_unguard(&guard); }
    else log_line(LOG_ERROR, "http", "connection given up: %s: %s", fault_name(guard.kind), guard.text);
    return result;
}
