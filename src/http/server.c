/* server.c: the loop thread: listening, waking, timers, stopping. See http.h; what happens to a request is in intake.c.
 *
 * libmicrohttpd is driven by MHD_run from our own epoll loop, never by its own thread: that one can sleep on unread requests when
 * exactly 128 (256, ...) connections are ready at once. It also gives us wake-ups and timers in the same loop.
 */
#include "base/fault.h"
#include "base/limits.h"
#include "base/log.h"
#include "http/inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Per connection: head of the request, a piece of body, head of the reply. The library clears it after every request: 32 KiB cost 9 % of a guide page, 16 KiB 4 %. */
enum { WIRE_MEMORY = 12 * 1024 };

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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
    intake_cut_slow(server);
}

static void stop_listening(Server *server)
{
    server->quiet = true;
    server->cut_off_at = monotonic_ms() + 1000LL * server->options.grace_seconds;
    MHD_socket fd = MHD_quiesce_daemon(server->daemon);
    if (fd != MHD_INVALID_SOCKET) close(fd);
    if (server->options.unix_path) unlink(server->options.unix_path);
    stream_sweep(server, true);
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
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, intake_access, server,
        MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->request_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WIRE_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 0,    /* the gate is stricter, and the library's own refusals send their head twice */
        MHD_OPTION_UNESCAPE_CALLBACK, do_not_unescape, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, intake_start, server,
        MHD_OPTION_NOTIFY_COMPLETED, intake_end, server,
        MHD_OPTION_NOTIFY_CONNECTION, intake_connection, server,
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
    server->stall_ms = 1000LL * LIMIT_STREAM_STALL_SECONDS;
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
