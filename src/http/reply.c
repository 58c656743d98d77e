/* reply.c: building replies: standard headers, cookies, redirects, downloads. See http.h. */
#include "base/log.h"
#include "base/text.h"
#include "http/inside.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Nothing from elsewhere, no inline script or style, no framing; leaks of address only to ourselves. */
const StandardHeader reply_standard[] = {
    {"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                                "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};
const int reply_standard_count = sizeof reply_standard / sizeof *reply_standard;

static bool one_line(const char *text) { return !strpbrk(text, "\r\n"); }

/* --- collecting -------------------------------------------------------------------------------------------------------------- */

static RequestInside *begin_reply(Request *request, int status, const char *type, const void *data, size_t bytes)
{
    RequestInside *in = request->inside;
    assert(status >= 200 && status <= 599);
    in->status = status;
    in->reply_type = type;
    in->reply_data = data;
    in->reply_bytes = bytes;
    in->fixed = NULL;
    return in;
}

void reply_html(Request *request, int status, Buf page) { begin_reply(request, status, "text/html; charset=utf-8", page.text, page.length); }
void reply_text(Request *request, int status, const char *text) { begin_reply(request, status, "text/plain; charset=utf-8", text, strlen(text)); }

void reply_json(Request *request, int status, const Value *value)
{
    Buf out = buf_sized(request->arena, 1000);
    value_write(&out, value);
    bool problem = status >= 400;
    begin_reply(request, status, problem ? "application/problem+json" : "application/json", out.text, out.length);
}

void reply_bytes(Request *request, int status, const char *content_type, const void *data, size_t bytes)
{
    assert(one_line(content_type));
    begin_reply(request, status, content_type, data, bytes);
}

void reply_redirect(Request *request, int status, const char *path)
{
    assert(path[0] == '/' && path[1] != '/' && path[1] != '\\' && one_line(path));   /* never to another site */
    begin_reply(request, status, NULL, "", 0);
    reply_header(request, "Location", path);
}

void reply_download(Request *request, const char *filename, const char *content_type, const void *data, size_t bytes)
{
    Buf ascii = buf_new(request->arena), full = buf_new(request->arena);
    for (const char *p = filename; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (c < 0x80) buf_char(&ascii, plain ? (char)c : '_');
        if (plain) buf_char(&full, (char)c);
        else buf_printf(&full, "%%%02X", c);
    }
    reply_bytes(request, 200, content_type, data, bytes);
    reply_header(request, "Content-Disposition",
                 arena_printf(request->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", ascii.length ? ascii.text : "file", full.text));
}

static void add_header(Request *request, const char *name, const char *value)
{
    RequestInside *in = request->inside;
    ReplyHeader *header = ARENA_NEW(request->arena, ReplyHeader);
    header->name = name;
    header->value = value;
    if (in->last_header) in->last_header->next = header; else in->headers = header;
    in->last_header = header;
}

void reply_header(Request *request, const char *name, const char *value)
{
    assert(one_line(name) && (!value || one_line(value)));
    for (ReplyHeader *h = request->inside->headers; h; h = h->next)
        if (!strcasecmp(h->name, name)) { h->value = value; return; }
    add_header(request, name, value);
}

void reply_cookie(Request *request, const char *name, const char *value, long max_age)
{
    assert(!strpbrk(name, "=; ,\"\\\t\r\n") && !strpbrk(value, "; ,\"\\\t\r\n"));
    char age[40] = "";
    if (max_age) snprintf(age, sizeof age, "; Max-Age=%ld", max_age > 0 ? max_age : 0);
    add_header(request, "Set-Cookie", arena_printf(request->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, max_age < 0 ? "" : value, age,
                                                   request->server->options.behind_tls ? "; Secure" : ""));
}

void reply_static(Request *request, StaticReply *reply)
{
    RequestInside *in = request->inside;
    in->fixed = reply;
    in->status = 200;
}

void reply_forget(RequestInside *in)
{
    if (in->stream) stream_gone(in->stream);
    in->stream = NULL;
    in->status = 0;
    in->fixed = NULL;
    in->headers = in->last_header = NULL;
}

/* --- sending ------------------------------------------------------------------------------------------------------------------- */

static bool overridden(const RequestInside *in, const char *name)
{
    for (const ReplyHeader *h = in->headers; h; h = h->next)
        if (!strcasecmp(h->name, name)) return true;
    return false;
}

static void add_default(struct MHD_Response *response, const RequestInside *in, const char *name, const char *value)
{
    if (!in->headers || !overridden(in, name)) MHD_add_response_header(response, name, value);
}

void reply_count(Server *server, int status)
{
    ServerCounts *c = &server->counts;
    if (status < 300) c->replies_2xx++;
    else if (status < 400) c->replies_3xx++;
    else if (status < 500) c->replies_4xx++;
    else c->replies_5xx++;
}

enum MHD_Result reply_send(RequestInside *in)
{
    Server *server = in->request.server;
    if (in->fixed) return ready_send(in);
    /* The library never writes to a persistent buffer, it only lacks the const. */
    struct MHD_Response *response = in->stream ? stream_response(in)
        : MHD_create_response_from_buffer(in->reply_bytes, (void *)(uintptr_t)in->reply_data, MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    if (in->reply_type) add_default(response, in, "Content-Type", in->reply_type);
    add_default(response, in, "Cache-Control", "no-store");
    for (int i = 0; i < reply_standard_count; i++) add_default(response, in, reply_standard[i].name, reply_standard[i].value);
    if (server->options.behind_tls) add_default(response, in, "Strict-Transport-Security", "max-age=31536000");
    for (const ReplyHeader *h = in->headers; h; h = h->next)
        if (h->value && MHD_add_response_header(response, h->name, h->value) == MHD_NO) log_line(LOG_ERROR, "http", "reply header %s lost", h->name);
    if (server->quiet) MHD_add_response_header(response, "Connection", "close");
    reply_count(server, in->status);
    enum MHD_Result result = MHD_queue_response(in->wire, (unsigned)in->status, response);
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result reply_plain_close(struct MHD_Connection *wire, unsigned status, const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(wire, status, response);
    MHD_destroy_response(response);
    return result;
}
