/* stream.c: replies that stay open and carry server-sent events; see http.h.
 *
 * A stream holds one message and nothing more: what its reader has not taken yet is never followed by a second one, so a slow reader costs
 * no memory. Between messages the connection is suspended; a reader who does not take a message within LIMIT_STREAM_STALL_SECONDS is cut off.
 */
#include "http/inside.h"
#include "base/limits.h"
#include <stdio.h>
#include <string.h>

static ssize_t read_stream(void *context, uint64_t at, char *out, size_t room)
{
    Stream *stream = context;
    (void)at;
    size_t left = stream->length - stream->taken;
    if (left) {
        size_t n = left < room ? left : room;
        memcpy(out, stream->message + stream->taken, n);
        stream->taken += n;
        return (ssize_t)n;
    }
    if (stream->closing) return MHD_CONTENT_READER_END_OF_STREAM;
    stream->asleep = true;
    MHD_suspend_connection(stream->inside->wire);
    return 0;
}

static void wake(Stream *stream)
{
    if (!stream->asleep) return;
    stream->asleep = false;
    MHD_resume_connection(stream->inside->wire);
}

Stream *reply_stream(Request *request, void (*closed)(void *context), void *context)
{
    Server *server = request->server;
    RequestInside *in = request->inside;
    if (server->quiet || server->counts.streams >= LIMIT_STREAMS) return NULL;
    Stream *stream = ARENA_NEW(request->arena, Stream);
    *stream = (Stream){.inside = in, .closed = closed, .context = context, .next = server->streams};
    if (stream->next) stream->next->previous = stream;
    server->streams = stream;
    server->counts.streams++;
    stream->length = (size_t)snprintf(stream->message, sizeof stream->message, "retry: 5000\n\n");
    stream->sent_at = server->now;
    in->status = 200;
    in->reply_type = "text/event-stream";
    in->stream = stream;
    reply_header(request, "X-Accel-Buffering", "no");
    return stream;
}

struct MHD_Response *stream_response(RequestInside *in)
{
    if (in->connection) in->connection->cut_at = INT64_MAX;           /* stalls are looked for by stream_sweep */
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_MESSAGE_BYTES, read_stream, in->stream, NULL);
}

bool stream_send(Stream *stream, const char *message)
{
    size_t n = strlen(message);
    if (stream->closing || stream->taken < stream->length || n > sizeof stream->message) return false;
    memcpy(stream->message, message, n);
    stream->length = n;
    stream->taken = 0;
    stream->sent_at = stream->inside->request.server->now;
    wake(stream);
    return true;
}

void stream_close(Stream *stream)
{
    stream->closing = true;
    wake(stream);
}

void stream_gone(Stream *stream)
{
    Server *server = stream->inside->request.server;
    if (stream->next) stream->next->previous = stream->previous;
    if (stream->previous) stream->previous->next = stream->next;
    else server->streams = stream->next;
    server->counts.streams--;
    if (stream->closed) stream->closed(stream->context);
}

void stream_sweep(Server *server, bool all)
{
    for (Stream *stream = server->streams; stream; stream = stream->next) {
        if (all) stream_close(stream);
        bool stalled = (stream->taken < stream->length || stream->closing) && server->now - stream->sent_at > server->stall_ms;
        if (stalled && stream->inside->connection) stream->inside->connection->cut_at = 0;
    }
}
