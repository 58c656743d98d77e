/* inside.h: what http keeps about servers, connections and requests. Private to src/http. */
#ifndef HTTP_INSIDE_H
#define HTTP_INSIDE_H
#include "http/http.h"
#include <microhttpd.h>
#include <stdatomic.h>

typedef enum { PHASE_START, PHASE_BODY, PHASE_SUSPENDED, PHASE_ANSWERED } Phase;

/* Work for the loop thread from other threads: a list pushed without locks, taken whole. */
typedef struct Post {
    struct Post *next;
    void (*call)(void *context);
    void *context;
    bool owned;                     /* free it after the call */
} Post;

typedef struct Connection {
    struct Connection *next, *previous;
    int fd;
    int64_t cut_at;                 /* monotonic ms after which the connection is shut down; INT64_MAX: never */
    char remote[48];
} Connection;

typedef struct ReplyHeader {
    const char *name, *value;       /* value NULL: leave the standard one out */
    struct ReplyHeader *next;
} ReplyHeader;

struct Stream {
    struct Stream *next, *previous;
    struct RequestInside *inside;
    char message[STREAM_MESSAGE_BYTES];
    size_t length, taken;
    bool asleep, closing;
    int64_t sent_at;                /* monotonic ms */
    void (*closed)(void *context);
    void *context;
};

typedef struct RequestInside {
    Request request;
    struct MHD_Connection *wire;
    Connection *connection;
    Phase phase;
    bool suspend_asked, running;
    Post post;

    /* what the gate saw */
    const char *raw_target;         /* in libmicrohttpd's buffer: for comparing places, not for reading */
    size_t raw_length;
    const char *content_type, *if_none_match, *cookie, *forwarded_for, *accept_encoding;
    int64_t content_length;         /* -1: none stated */
    bool chunked, expects_continue, old_protocol;

    const char *query_text;
    Form query, form;
    bool query_parsed;

    uint8_t *body;
    size_t body_length, body_capacity, body_limit, body_discarded;
    int refusal_status;             /* decided before the handler; 0: none */
    const char *refusal;

    int status;                     /* of the reply; 0: none yet */
    const char *reply_type;
    const void *reply_data;
    size_t reply_bytes;
    StaticReply *fixed;
    Stream *stream;
    ReplyHeader *headers, *last_header;
    bool close;
} RequestInside;

enum { TIMERS = 16, POOLED_ARENAS = 256 };

struct Server {
    ServerOptions options;
    struct MHD_Daemon *daemon;
    int epoll, wake, port;
    int64_t now;                    /* monotonic ms, once per turn of the loop */
    int64_t swept_at, cut_off_at;
    _Atomic(Post *) posts;
    atomic_bool stop;
    bool quiet;                     /* stopped listening */
    bool exact_layout;              /* the header layout check of gate.c applies to this libmicrohttpd */
    struct { int period; int64_t next; void (*call)(void *); void *context; } timers[TIMERS];
    int timer_count;
    Connection *connections;
    Stream *streams;
    int64_t stall_ms;               /* LIMIT_STREAM_STALL_SECONDS; tests make it shorter */
    Arena *pool[POOLED_ARENAS];
    int pooled;
    ServerCounts counts;
};

/* gate.c: NULL, or why the framing is refused. Fills what the gate saw. */
const char *gate_check(RequestInside *inside, HttpMethod method, const char *version);
bool gate_knows_layout(const char *library_version);

/* intake.c: what libmicrohttpd calls. */
void intake_connection(void *context, struct MHD_Connection *wire, void **slot, enum MHD_ConnectionNotificationCode code);
void *intake_start(void *context, const char *target, struct MHD_Connection *wire);
enum MHD_Result intake_access(void *context, struct MHD_Connection *wire, const char *url, const char *method, const char *version,
                              const char *data, size_t *bytes, void **slot);
void intake_end(void *context, struct MHD_Connection *wire, void **slot, enum MHD_RequestTerminationCode code);
void intake_cut_slow(Server *server);

/* stream.c */
struct MHD_Response *stream_response(RequestInside *in);
void stream_gone(Stream *stream);               /* its request has ended */
void stream_sweep(Server *server, bool all);    /* cuts off readers who take nothing; all: the server stops */

/* reply.c */
typedef struct StandardHeader { const char *name, *value; } StandardHeader;
extern const StandardHeader reply_standard[];
extern const int reply_standard_count;
void reply_count(Server *server, int status);
enum MHD_Result reply_send(RequestInside *inside);
enum MHD_Result reply_plain_close(struct MHD_Connection *wire, unsigned status, const char *text);
void reply_forget(RequestInside *inside);

/* ready.c */
enum MHD_Result ready_send(RequestInside *inside);
bool ready_accepts_gzip(const char *accept_encoding);   /* RFC 9110, 12.5.3; NULL: no such header */
#endif
