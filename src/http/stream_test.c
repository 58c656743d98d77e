/* stream_test.c: replies that stay open: what a reader hears, a slow reader, one who has gone, one too many, and the end of the hall. */
#include "base/limits.h"
#include "base/log.h"
#include "http/inside.h"
#include "http/route.h"
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static Server *server;
static pthread_t loop;
static Router *router;
static Arena *lasting;
static char socket_path[64];
static atomic_int open_streams, gone, refused, sent, not_taken, speaking, closing, wide;

/* The streams as the loop thread knows them. */
enum { MOST = LIMIT_STREAMS + 8 };
static Stream *streams[MOST];

static void left(void *context)
{
    Stream **at = context;
    *at = NULL;
    open_streams--;
    gone++;
}

static void page_live(Request *r)
{
    int at = 0;
    while (at < MOST && streams[at]) at++;
    streams[at] = reply_stream(r, left, &streams[at]);
    if (!streams[at]) { refused++; reply_text(r, 503, "too many"); return; }
    open_streams++;
}

static void page_hello(Request *r) { reply_text(r, 200, "hello"); }

/* Each millisecond while `speaking`: to everybody who has taken the last one. */
static void speak(void *context)
{
    (void)context;
    char large[STREAM_MESSAGE_BYTES];
    memset(large, 'x', sizeof large);
    memcpy(large, "data: ", 6);
    memcpy(large + sizeof large - 3, "\n\n", 3);
    for (int i = 0; i < MOST; i++) {
        if (!streams[i]) continue;
        if (closing) { stream_close(streams[i]); continue; }
        if (!speaking) continue;
        if (stream_send(streams[i], wide ? large : "event: list\ndata: {\"open\":1}\n\n")) sent++;
        else not_taken++;
    }
}

static const Route site[] = {{HTTP_GET, "/live", page_live, 0, ""}, {HTTP_GET, "/hello", page_hello, 0, ""}, {0}};
static const Route *const tables[] = {site, NULL};
static void handle(Request *r) { router_handle(router, r); }
static void *run(void *unused) { server_run(server); return unused; }

static int setup(void **state)
{
    const char *error;
    (void)state;
    lasting = arena_new();
    router = router_new(lasting, tables, &error);
    snprintf(socket_path, sizeof socket_path, "/tmp/yc-stream-%d.sock", (int)getpid());
    server = server_new(&(ServerOptions){.unix_path = socket_path, .request_seconds = 2, .grace_seconds = 1, .handle = handle});
    server_every(server, 1, speak, NULL);
    open_streams = gone = refused = sent = not_taken = speaking = closing = wide = 0;
    memset(streams, 0, sizeof streams);
    return pthread_create(&loop, NULL, run, NULL);
}

static int teardown(void **state)
{
    (void)state;
    server_stop(server);
    pthread_join(loop, NULL);
    assert_int_equal(open_streams, 0);                   /* the end of the hall ends them all, and each owner is told */
    server_free(server);
    arena_free(lasting);
    return 0;
}

/* ---- a raw reader ---- */

static int dial(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    struct timeval limit = {.tv_sec = 5};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(to.sun_path, sizeof to.sun_path, "%s", socket_path);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    char ask[128];
    int n = snprintf(ask, sizeof ask, "GET %s HTTP/1.1\r\nHost: hall\r\n\r\n", path);
    assert_int_equal(write(fd, ask, (size_t)n), n);
    return fd;
}

/* Reads until the text was seen; false: the end came before. */
static bool hear(int fd, const char *wanted)
{
    char text[16384];
    size_t got = 0;
    for (ssize_t n; got < sizeof text - 1 && (n = recv(fd, text + got, sizeof text - 1 - got, 0)) > 0;) {
        text[got += (size_t)n] = 0;
        if (strstr(text, wanted)) return true;
    }
    return false;
}

static bool until(atomic_int *what, int wanted)
{
    for (int i = 0; i < 3000 && *what < wanted; i++) usleep(1000);
    return *what >= wanted;
}

static bool ended(int fd)
{
    char rest[65536];
    ssize_t n;
    while ((n = recv(fd, rest, sizeof rest, 0)) > 0) { }
    close(fd);
    return n == 0 || n < 0;
}

/* ---- */

static void test_a_reader_hears_and_is_let_go(void **state)
{
    (void)state;
    int fd = dial("/live");
    assert_true(hear(fd, "retry: 5000"));
    speaking = 1;
    assert_true(hear(fd, "event: list"));
    assert_true(hear(fd, "event: list"));
    speaking = 0;
    closing = 1;
    assert_true(ended(fd));
    assert_true(until(&gone, 1));
    closing = 0;
    int other = dial("/hello");
    assert_true(hear(other, "hello"));
    close(other);
}

/* A browser that was closed is noticed when something is sent to it; others hear on. */
static void test_who_has_gone_is_noticed(void **state)
{
    (void)state;
    int stays = dial("/live"), goes = dial("/live");
    assert_true(hear(stays, "retry") && hear(goes, "retry"));
    assert_int_equal(open_streams, 2);
    close(goes);
    speaking = 1;
    assert_true(until(&gone, 1));
    assert_int_equal(open_streams, 1);
    assert_true(hear(stays, "event: list"));
    speaking = 0;
    close(stays);
    speaking = 1;
    assert_true(until(&gone, 2));
}

/* Who reads nothing gets nothing kept for her: one message, then no more is taken for her, and in the end she is cut off; the hall goes on. */
static void test_a_slow_reader_costs_one_message_and_is_cut(void **state)
{
    (void)state;
    server->stall_ms = 300;
    int slow = dial("/live"), quick = dial("/live");
    assert_true(until(&open_streams, 2));
    assert_true(hear(quick, "retry"));
    wide = 1;
    speaking = 1;
    for (int i = 0; i < 4000 && !gone; i++) {             /* the quick one keeps reading */
        char rest[65536];
        struct pollfd more = {.fd = quick, .events = POLLIN};
        if (poll(&more, 1, 1) == 1) assert_true(recv(quick, rest, sizeof rest, 0) > 0);
    }
    assert_int_equal(gone, 1);
    assert_true(not_taken > 0);
    assert_int_equal(open_streams, 1);
    assert_true(hear(quick, "data: xx"));
    speaking = 0;
    assert_true(ended(slow));
    close(quick);
}

/* A message that does not fit is not sent in part. */
static void too_long(void *context)
{
    static char text[STREAM_MESSAGE_BYTES + 2];
    memset(text, 'y', sizeof text - 1);
    for (int i = 0; i < MOST; i++) if (streams[i]) *(int *)context = stream_send(streams[i], text);
}

static void test_a_message_too_long_is_refused(void **state)
{
    (void)state;
    int fd = dial("/live"), taken = -1;
    assert_true(hear(fd, "retry"));
    server_post(server, too_long, &taken);
    for (int i = 0; i < 1000 && taken < 0; i++) usleep(1000);
    assert_int_equal(taken, 0);
    speaking = 1;
    assert_true(hear(fd, "event: list"));
    close(fd);
}

/* One more than may be: refused at once, the others unhurt; when one leaves there is room again. */
static void test_one_too_many_is_refused(void **state)
{
    (void)state;
    static int fds[LIMIT_STREAMS];
    for (int i = 0; i < LIMIT_STREAMS; i++) fds[i] = dial("/live");
    assert_true(until(&open_streams, LIMIT_STREAMS));
    int more = dial("/live");
    assert_true(hear(more, "503"));
    close(more);
    assert_int_equal(refused, 1);
    assert_int_equal(open_streams, LIMIT_STREAMS);
    int page = dial("/hello");
    assert_true(hear(page, "hello"));                     /* pages are served meanwhile */
    close(page);
    close(fds[0]);
    speaking = 1;
    assert_true(until(&gone, 1));
    speaking = 0;
    more = dial("/live");
    assert_true(hear(more, "retry"));
    close(more);
    for (int i = 1; i < LIMIT_STREAMS; i++) close(fds[i]);
}

/* The hall closes while lists are open: every reader is let go, within the grace time. */
static void test_the_hall_closes(void **state)
{
    int fd = dial("/live");
    assert_true(hear(fd, "retry"));
    teardown(state);
    assert_true(ended(fd));
    assert_int_equal(gone, 1);
    setup(state);
}

int main(void)
{
    log_level = (LogLevel)(LOG_ERROR + 1);
#define SERVED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {SERVED(test_a_reader_hears_and_is_let_go), SERVED(test_who_has_gone_is_noticed), SERVED(test_a_slow_reader_costs_one_message_and_is_cut),
                                       SERVED(test_a_message_too_long_is_refused), SERVED(test_one_too_many_is_refused), SERVED(test_the_hall_closes)};
    return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}
