/* http.h: requests and replies, on libmicrohttpd driven from our own epoll loop.
 *
 * One loop thread does everything here. A request is read whole, within base/limits.h, before its handler runs; malformed framing,
 * targets and forms never reach a handler. The handler runs in the loop thread under a fault guard and either replies before it
 * returns, or calls request_suspend and returns. A suspended request belongs to whoever holds it; request_resume (any thread)
 * hands it back, and the loop thread then calls request->resume, which must reply.
 *
 * Everything of a request lives in request->arena until the reply has left. Replies are never copied: what reply_* is given
 * must live in request->arena (or for ever).
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/value.h"
#include "http/form.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { HTTP_GET = 1, HTTP_HEAD = 2, HTTP_POST = 4, HTTP_PUT = 8, HTTP_DELETE = 16, HTTP_PATCH = 32, HTTP_OPTIONS = 64 } HttpMethod;
const char *http_method_name(HttpMethod method);

typedef struct Server Server;
typedef struct Request Request;
typedef struct StaticReply StaticReply;
struct Route;

struct Request {
    Arena *arena;
    HttpMethod method;              /* HTTP_HEAD is handled as HTTP_GET: the body is left out on the wire */
    const char *path;               /* decoded, in normal form */
    const char *target;             /* raw, with query */
    const char *remote;             /* address text: "127.0.0.1"; behind a proxy the last X-Forwarded-For entry; "unix" */
    const struct Route *route;      /* set by router_handle */
    const char *const *params;      /* values of the route's :names, in order */
    void *state;                    /* the handler's own, for use in resume */
    void (*resume)(Request *request);   /* set before request_suspend */
    void *user;                     /* session or the like, set by whoever checks rights */
    Server *server;
    struct RequestInside *inside;
};

/* --- reading ---------------------------------------------------------------------------------------------------------- */
const char *request_query(Request *request, const char *name);          /* first ?name=, or NULL */
const char *request_param(Request *request, const char *name);          /* :name of the route, or NULL */
const char *request_header(Request *request, const char *name);
const char *request_cookie(Request *request, const char *name);         /* NULL when absent or named twice */
const char *request_form(Request *request, const char *name);           /* field of a form body, or NULL */
const Field *request_form_next(Request *request, const char *name, const Field *after);
const Form *request_form_all(Request *request);                         /* never NULL; empty without a form body */
const Upload *request_file(Request *request, const char *name, int index);   /* NULL when there is none */
bool request_is_json(Request *request);                                 /* Content-Type: application/json */
const Value *request_json(Request *request, const char **error);        /* NULL and *error when not JSON or malformed */
const uint8_t *request_body(Request *request, size_t *bytes);           /* raw */

/* --- waiting ---------------------------------------------------------------------------------------------------------- */
void request_suspend(Request *request);     /* in the handler (or in resume), before any reply */
void request_resume(Request *request);      /* from any thread, once per suspension; after it the request is not yours */

/* --- replying: the last call of reply_html ... reply_static wins ----------------------------------------------------------- */
void reply_html(Request *request, int status, Buf page);
void reply_text(Request *request, int status, const char *text);        /* text/plain */
void reply_json(Request *request, int status, const Value *value);
void reply_bytes(Request *request, int status, const char *content_type, const void *data, size_t bytes);
void reply_redirect(Request *request, int status, const char *path);    /* 303 after a form; path must start with one / */
void reply_download(Request *request, const char *filename, const char *content_type, const void *data, size_t bytes);
/* Adds a header, or replaces one of the standard ones (Content-Security-Policy, Cache-Control ...). A NULL value leaves the standard one out. */
void reply_header(Request *request, const char *name, const char *value);
/* HttpOnly; SameSite=Lax; Path=/ (and Secure when the server is told it is behind TLS). max_age 0: for this browser session; -1: delete. */
void reply_cookie(Request *request, const char *name, const char *value, long max_age_seconds);
void reply_static(Request *request, StaticReply *reply);                /* 200, or 304 when the reader has it */

/* Server-sent events. The reply stays open until stream_close, the reader leaves, or the server stops; then closed(context) runs in the loop thread and
 * the stream is no more. NULL: too many are open or the server is stopping; nothing was replied. Loop thread only. */
typedef struct Stream Stream;
Stream *reply_stream(Request *request, void (*closed)(void *context), void *context);
enum { STREAM_MESSAGE_BYTES = 1024 };
/* One whole message ("event: x\ndata: y\n\n"), copied. False: the reader has not taken the one before; try again later. */
bool stream_send(Stream *stream, const char *message);
void stream_close(Stream *stream);

/* A ready-made 200 reply shared by any number of requests, without copying: guide pages, assets. Carries an ETag and the standard
 * headers. cache_control NULL: "no-cache" (the browser keeps it and asks with If-None-Match). copies data. Freed at any time in the
 * loop thread: requests under way keep it alive. May be made in any thread. */
StaticReply *static_reply_new(const char *content_type, const char *cache_control, const void *data, size_t bytes);
StaticReply *static_reply_borrow(const char *content_type, const char *cache_control, const void *data, size_t bytes);  /* data outlives it */
void static_reply_header(StaticReply *reply, const char *name, const char *value);      /* before its first use; a second Vary is added to the first */
/* The same for readers who accept gzip, under an ETag of its own: made by the build and borrowed, or compressed here, once, and kept when it is smaller.
 * Only for what is the same for everybody: a page that shows secrets beside words of a stranger must not be compressed (docs/SECURITY.md). */
void static_reply_gzip(StaticReply *reply, const void *data, size_t bytes);
void static_reply_compress(StaticReply *reply, const void *data, size_t bytes);
const char *static_reply_etag(const StaticReply *reply, bool gzip);     /* NULL: there is no such variant */
size_t static_reply_bytes(const StaticReply *reply);                    /* of memory held by its bodies */
void static_reply_free(StaticReply *reply);                             /* NULL is allowed */

/* --- serving ---------------------------------------------------------------------------------------------------------- */
typedef struct ServerOptions {
    const char *address;        /* IPv4 or IPv6 text; NULL: 127.0.0.1 */
    int port;                   /* 0: any free one, see server_port */
    const char *unix_path;      /* instead of address and port; an old socket file there is replaced */
    bool behind_tls;            /* cookies are Secure, HSTS is sent */
    bool behind_proxy;          /* believe X-Forwarded-For; no limit per address */
    int request_seconds;        /* 0: LIMIT_REQUEST_SECONDS */
    int connections;            /* 0: LIMIT_CONNECTIONS */
    size_t bodies_in_memory;    /* 0: LIMIT_BODIES_IN_MEMORY_BYTES */
    int grace_seconds;          /* for unfinished clients when stopping; 0: 5. Suspended requests are waited for without limit */
    bool stop_on_signals;       /* SIGTERM and SIGINT stop the server in good order */
    void (*handle)(Request *request);                                   /* required */
    /* Writes the page for what went wrong before or in the handler: 400 404 405 413 415 500 503. reason is English, for the log
     * or an API's detail; of a 500 it says nothing. NULL, or a fault in it: plain text. */
    void (*problem)(Request *request, int status, const char *reason);
    void *context;              /* server_context */
} ServerOptions;

Server *server_new(const ServerOptions *options);   /* bound and listening; faults (FAULT_PEER) when the port is taken */
int server_port(const Server *server);
void *server_context(const Server *server);
void server_run(Server *server);                    /* until server_stop; the calling thread is the loop thread */
void server_stop(Server *server);                   /* any thread or signal handler: finish what is under way, then return from server_run */
void server_free(Server *server);                   /* after server_run has returned */
/* call(context) in the loop thread, soon. Any thread. */
void server_post(Server *server, void (*call)(void *context), void *context);
/* call(context) in the loop thread every so many milliseconds (first after one period). Before server_run or in the loop thread. */
void server_every(Server *server, int milliseconds, void (*call)(void *context), void *context);

typedef struct ServerCounts {
    int64_t requests, refused_framing, faults, replies_2xx, replies_3xx, replies_4xx, replies_5xx;
    int connections, in_flight, suspended, streams;
    size_t body_bytes;
} ServerCounts;
ServerCounts server_counts(const Server *server);   /* loop thread */

/* Answers with the problem page (options.problem); for handlers and routers. */
void reply_problem(Request *request, int status, const char *reason);
#endif
