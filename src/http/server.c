/* server.c: the loop thread: listening, reading requests whole, running handlers under a guard, waking, stopping. See http.h.
 *
 * libmicrohttpd is driven by MHD_run from our own epoll loop, never by its own thread: that one can sleep on unread requests when
 * exactly 128 (256, ...) connections are ready at once. It also gives us wake-ups and timers in the same loop.
 *
 * A request's life:  start_request (request line seen) -> PHASE_START: gate, limits -> PHASE_BODY: bytes, then handler
 *                    -> reply, or PHASE_SUSPENDED -> request_resume -> resume -> reply -> PHASE_ANSWERED -> end_request (reply has left).
 */
#include "base/fault.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "http/inside.h"
#include "http/route.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    WIRE_MEMORY = 32 * 1024,                    /* per connection: head of the request, a piece of body, head of the reply */
    FIRST_BODY_BLOCK = 16 * 1024,
    DISCARD_BYTES = 64 * 1024 * 1024,           /* of a body too large: read on so far, so that the browser gets to see the answer */
    SLOWEST_BODY_BYTES_PER_SECOND = 16 * 1024,  /* each so many bytes buy an uploader one more second */
    REPLY_SECONDS = 300                         /* for a reader to take the whole reply */
};

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

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

static void on_connection(void *context, struct MHD_Connection *wire, void **slot, enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) open_connection(context, wire, slot);
    else close_connection(context, *slot);
}

/* The library's own timeout ends with the first byte; somebody who sends one byte every 20 seconds is ended here. */
static void cut_slow_connections(Server *server)
{
    if (server->now - server->swept_at < 250) return;
    server->swept_at = server->now;
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

/* First sight of a request: the raw target, before the library cuts it up. NULL (no memory) is answered 503 in on_access. */
static void *start_request(void *context, const char *target, struct MHD_Connection *wire)
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

static void end_request(void *context, struct MHD_Connection *wire, void **slot, enum MHD_RequestTerminationCode code)
{
    Server *server = context;
    RequestInside *in = *slot;
    (void)wire; (void)code;
    *slot = NULL;
    if (!in) return;
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
    allow_seconds(in, REPLY_SECONDS);
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

static enum MHD_Result on_access(void *context, struct MHD_Connection *wire, const char *url, const char *method, const char *version,
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

static void on_library_log(void *context, const char *format, va_list args)
{
    char text[400];
    (void)context;
    vsnprintf(text, sizeof text, format, args);
    log_line(LOG_DEBUG, "microhttpd", "%s", text);
}

/* The target stays raw: target_path decodes strictly. */
static size_t do_not_unescape(void *context, struct MHD_Connection *wire, char *text)
{
    (void)context; (void)wire;
    return strlen(text);
}

/* --- work from other threads -------------------------------------------------------------------------------------------------- */

static void wake(Server *server)
{
    uint64_t one = 1;
    ssize_t ignored = write(server->wake, &one, sizeof one);   /* async-signal-safe; a full counter wakes all the same */
    (void)ignored;
}

static void push(Server *server, Post *post)
{
    Post *head = atomic_load_explicit(&server->posts, memory_order_relaxed);
    do post->next = head;
    while (!atomic_compare_exchange_weak_explicit(&server->posts, &head, post, memory_order_release, memory_order_relaxed));
    if (!head) wake(server);    /* whoever found it empty wakes; the loop takes all */
}

static void take_posts(Server *server)
{
    Post *post = atomic_exchange_explicit(&server->posts, NULL, memory_order_acquire), *in_order = NULL;
    while (post) { Post *next = post->next; post->next = in_order; in_order = post; post = next; }
    while (in_order) {
        Post *next = in_order->next;
        in_order->call(in_order->context);
        if (in_order->owned) free(in_order);
        in_order = next;
    }
}

void server_post(Server *server, void (*call)(void *), void *context)
{
    Post *post = calloc(1, sizeof *post);
    if (!post) fault_raise(FAULT_MEMORY, "out of memory: post");
    *post = (Post){.call = call, .context = context, .owned = true};
    push(server, post);
}

static void resume_now(void *context)
{
    RequestInside *in = context;
    in->request.server->counts.suspended--;
    MHD_resume_connection(in->wire);
}

void request_suspend(Request *request)
{
    RequestInside *in = request->inside;
    if (!in->running || in->suspend_asked || in->status || !request->resume) {
        log_line(LOG_ERROR, "http", "request_suspend out of place");
        abort();
    }
    in->suspend_asked = true;
}

void request_resume(Request *request)
{
    RequestInside *in = request->inside;
    in->post = (Post){.call = resume_now, .context = in};
    push(request->server, &in->post);
}

/* --- the loop ----------------------------------------------------------------------------------------------------------------- */

void server_every(Server *server, int milliseconds, void (*call)(void *), void *context)
{
    if (server->timer_count == TIMERS) fault_raise(FAULT_PEER, "too many timers");
    int i = server->timer_count++;
    server->timers[i].period = milliseconds;
    server->timers[i].next = monotonic_ms() + milliseconds;
    server->timers[i].call = call;
    server->timers[i].context = context;
}

static void run_timers(Server *server)
{
    for (int i = 0; i < server->timer_count; i++) {
        if (server->now < server->timers[i].next) continue;
        server->timers[i].next = server->now + server->timers[i].period;
        server->timers[i].call(server->timers[i].context);
    }
}

static int wait_ms(Server *server)
{
    MHD_UNSIGNED_LONG_LONG library;
    int64_t wait = server->connections || server->quiet ? 250 : 60000;
    if (MHD_get_timeout(server->daemon, &library) == MHD_YES && (int64_t)library < wait) wait = (int64_t)library;
    for (int i = 0; i < server->timer_count; i++) {
        int64_t left = server->timers[i].next - monotonic_ms();
        if (left < wait) wait = left < 0 ? 0 : left;
    }
    return (int)wait;
}

static void turn(Server *server)
{
    struct epoll_event events[2];
    int wait = wait_ms(server);
    int ready = wait ? epoll_wait(server->epoll, events, 2, wait) : 0;
    for (int i = 0; i < ready; i++) {
        uint64_t count;
        if (events[i].data.fd == server->wake && read(server->wake, &count, sizeof count) < 0 && errno != EAGAIN && errno != EINTR)
            log_line(LOG_WARN, "http", "eventfd: %s", strerror(errno));
    }
    server->now = monotonic_ms();
    take_posts(server);
    MHD_run(server->daemon);
    run_timers(server);
    cut_slow_connections(server);
}

static void stop_listening(Server *server)
{
    server->quiet = true;
    server->cut_off_at = monotonic_ms() + 1000LL * server->options.grace_seconds;
    MHD_socket fd = MHD_quiesce_daemon(server->daemon);
    if (fd != MHD_INVALID_SOCKET) close(fd);
    if (server->options.unix_path) unlink(server->options.unix_path);
    log_line(LOG_INFO, "http", "stopping: %d requests under way", server->counts.in_flight);
}

/* Suspended requests are always waited for: another thread holds them, and what they asked may already be durable. */
static bool finished(const Server *server)
{
    if (!server->quiet || server->counts.suspended) return false;
    return !server->counts.in_flight || monotonic_ms() > server->cut_off_at;
}

static Server *stopped_by_signals;
static void on_signal(int number) { (void)number; if (stopped_by_signals) server_stop(stopped_by_signals); }

void server_run(Server *server)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, old_term, old_int;
    if (server->options.stop_on_signals) {
        stopped_by_signals = server;
        sigaction(SIGTERM, &action, &old_term);
        sigaction(SIGINT, &action, &old_int);
    }
    while (!finished(server)) {
        turn(server);
        if (atomic_load(&server->stop) && !server->quiet) stop_listening(server);
    }
    if (server->options.stop_on_signals) {
        sigaction(SIGTERM, &old_term, NULL);
        sigaction(SIGINT, &old_int, NULL);
        stopped_by_signals = NULL;
    }
}

void server_stop(Server *server)
{
    atomic_store(&server->stop, true);
    wake(server);
}

bool server_stopping(const Server *server) { return atomic_load(&server->stop); }
int server_port(const Server *server) { return server->port; }
void *server_context(const Server *server) { return server->options.context; }
ServerCounts server_counts(const Server *server) { return server->counts; }

/* --- beginning and end of a server ----------------------------------------------------------------------------------------- */

static int listen_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat info;
    if (strlen(path) >= sizeof address.sun_path) fault_raise(FAULT_PEER, "socket path too long: %.80s", path);
    strcpy(address.sun_path, path);
    if (!lstat(path, &info) && S_ISSOCK(info.st_mode)) unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 1024)) {
        int why = errno;
        if (fd >= 0) close(fd);
        fault_raise(FAULT_PEER, "cannot listen on %.80s: %s", path, strerror(why));
    }
    return fd;
}

static int listen_tcp(const ServerOptions *options, int *bound_port)
{
    const char *text = options->address ? options->address : "127.0.0.1";
    union { struct sockaddr any; struct sockaddr_in four; struct sockaddr_in6 six; } address = {0};
    socklen_t size = sizeof address.four;
    uint16_t port = htons((uint16_t)options->port);
    if (inet_pton(AF_INET, text, &address.four.sin_addr) == 1) { address.any.sa_family = AF_INET; address.four.sin_port = port; }
    else if (inet_pton(AF_INET6, text, &address.six.sin6_addr) == 1) { address.any.sa_family = AF_INET6; address.six.sin6_port = port; size = sizeof address.six; }
    else fault_raise(FAULT_PEER, "not an IP address: %.80s", text);
    int one = 1, fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd < 0 || bind(fd, &address.any, size) || listen(fd, 1024)) {
        int why = errno;
        if (fd >= 0) close(fd);
        fault_raise(FAULT_PEER, "cannot listen on %.80s port %d: %s", text, options->port, strerror(why));
    }
    size = sizeof address;
    getsockname(fd, &address.any, &size);
    *bound_port = ntohs(address.any.sa_family == AF_INET ? address.four.sin_port : address.six.sin6_port);
    return fd;
}

static void set_defaults(ServerOptions *options)
{
    if (!options->request_seconds) options->request_seconds = LIMIT_REQUEST_SECONDS;
    if (!options->connections) options->connections = LIMIT_CONNECTIONS;
    if (!options->bodies_in_memory) options->bodies_in_memory = LIMIT_BODIES_IN_MEMORY_BYTES;
    if (!options->grace_seconds) options->grace_seconds = 5;
}

static struct MHD_Daemon *start_daemon(Server *server, int listener)
{
    const ServerOptions *o = &server->options;
    unsigned per_address = o->behind_proxy || o->unix_path ? 0 : LIMIT_CONNECTIONS_PER_ADDRESS;
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_access, server,
        MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->request_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WIRE_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 0,    /* the gate is stricter, and the library's own refusals send their head twice */
        MHD_OPTION_UNESCAPE_CALLBACK, do_not_unescape, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, start_request, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_request, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_END);
}

/* Each connection is a descriptor, and the usual soft limit (1024) would end accepting before our own limit does. */
static void allow_descriptors(int connections)
{
    struct rlimit limit;
    rlim_t need = (rlim_t)connections + 200;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= need) return;
    limit.rlim_cur = need < limit.rlim_max ? need : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit)) log_line(LOG_WARN, "http", "cannot raise the limit of open files: %s", strerror(errno));
}

static void watch(Server *server, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event)) fault_raise(FAULT_PEER, "epoll: %s", strerror(errno));
}

Server *server_new(const ServerOptions *options)
{
    int port = 0, listener = options->unix_path ? listen_unix(options->unix_path) : listen_tcp(options, &port);
    Server *server = calloc(1, sizeof *server);
    if (!server) fault_raise(FAULT_MEMORY, "out of memory: server");
    server->options = *options;
    server->port = port;
    set_defaults(&server->options);
    server->now = monotonic_ms();
    allow_descriptors(server->options.connections);
    server->exact_layout = gate_knows_layout(MHD_get_version());
    if (!server->exact_layout) log_line(LOG_WARN, "http", "libmicrohttpd %s: bare line feeds are left to the proxy in front", MHD_get_version());
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    server->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    server->daemon = start_daemon(server, listener);
    if (server->epoll < 0 || server->wake < 0 || !server->daemon) fault_raise(FAULT_PEER, "cannot start the HTTP server");
    watch(server, server->wake);
    watch(server, MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd);
    return server;
}

void server_free(Server *server)
{
    if (!server) return;
    MHD_stop_daemon(server->daemon);
    for (Post *post = atomic_load(&server->posts), *next; post; post = next) {
        next = post->next;
        if (post->owned) free(post);
    }
    while (server->pooled) arena_free(server->pool[--server->pooled]);
    close(server->epoll);
    close(server->wake);
    free(server);
}
