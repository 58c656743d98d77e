/* reply.c: building replies: standard headers, cookies, redirects, downloads, ready-made ones. See http.h. */
#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "http/inside.h"
#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct StaticReply {
    struct MHD_Response *full, *gzip, *not_modified;
    const char *cache_control;
    char etag[40];              /* with its quotes */
};

/* Nothing from elsewhere, no inline script or style, no framing; leaks of address only to ourselves. */
static const struct { const char *name, *value; } standard[] = {
    {"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                                "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};
enum { STANDARD = sizeof standard / sizeof *standard };

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

bool request_replied(const Request *request) { return request->inside->status != 0; }

void reply_forget(RequestInside *in)
{
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

static void count(Server *server, int status)
{
    ServerCounts *c = &server->counts;
    if (status < 300) c->replies_2xx++;
    else if (status < 400) c->replies_3xx++;
    else if (status < 500) c->replies_4xx++;
    else c->replies_5xx++;
}

static enum MHD_Result send_fixed(RequestInside *in)
{
    StaticReply *fixed = in->fixed;
    if (in->if_none_match && (strstr(in->if_none_match, fixed->etag) || !strcmp(in->if_none_match, "*"))) {
        count(in->request.server, 304);
        return MHD_queue_response(in->wire, 304, fixed->not_modified);
    }
    count(in->request.server, 200);
    bool gzip = fixed->gzip && in->accept_encoding && strstr(in->accept_encoding, "gzip") && !strstr(in->accept_encoding, "gzip;q=0");
    return MHD_queue_response(in->wire, 200, gzip ? fixed->gzip : fixed->full);
}

enum MHD_Result reply_send(RequestInside *in)
{
    Server *server = in->request.server;
    if (in->fixed) return send_fixed(in);
    /* The library never writes to a persistent buffer, it only lacks the const. */
    struct MHD_Response *response = MHD_create_response_from_buffer(in->reply_bytes, (void *)(uintptr_t)in->reply_data, MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    if (in->reply_type) add_default(response, in, "Content-Type", in->reply_type);
    add_default(response, in, "Cache-Control", "no-store");
    for (int i = 0; i < STANDARD; i++) add_default(response, in, standard[i].name, standard[i].value);
    if (server->options.behind_tls) add_default(response, in, "Strict-Transport-Security", "max-age=31536000");
    for (const ReplyHeader *h = in->headers; h; h = h->next)
        if (h->value && MHD_add_response_header(response, h->name, h->value) == MHD_NO) log_line(LOG_ERROR, "http", "reply header %s lost", h->name);
    if (server->quiet) MHD_add_response_header(response, "Connection", "close");
    count(server, in->status);
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

/* --- ready-made replies ------------------------------------------------------------------------------------------------------- */

static void set_etag(StaticReply *reply, const void *data, size_t bytes)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned size;
    if (!EVP_Digest(data, bytes, hash, &size, EVP_sha256(), NULL)) fault_raise(FAULT_MEMORY, "SHA-256 failed");
    reply->etag[0] = '"';
    for (int i = 0; i < 16; i++) snprintf(reply->etag + 1 + 2 * i, 3, "%02x", hash[i]);
    strcat(reply->etag, "\"");
}

static struct MHD_Response *make(const StaticReply *reply, const char *type, const void *data, size_t bytes, bool copy)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(bytes, (void *)(uintptr_t)data, copy ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
    if (!response) fault_raise(FAULT_MEMORY, "out of memory: ready-made reply");
    if (type) MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "ETag", reply->etag);
    MHD_add_response_header(response, "Cache-Control", reply->cache_control);
    for (int i = 0; type && i < STANDARD; i++) MHD_add_response_header(response, standard[i].name, standard[i].value);
    return response;
}

static StaticReply *make_static(const char *type, const char *cache_control, const void *data, size_t bytes, bool copy)
{
    StaticReply *reply = calloc(1, sizeof *reply);
    if (!reply) fault_raise(FAULT_MEMORY, "out of memory: ready-made reply");
    reply->cache_control = cache_control ? cache_control : "no-cache";
    set_etag(reply, data, bytes);
    reply->full = make(reply, type, data, bytes, copy);
    reply->not_modified = make(reply, NULL, "", 0, false);
    return reply;
}

StaticReply *static_reply_new(const char *type, const char *cache_control, const void *data, size_t bytes)
{
    return make_static(type, cache_control, data, bytes, true);
}

StaticReply *static_reply_borrow(const char *type, const char *cache_control, const void *data, size_t bytes)
{
    return make_static(type, cache_control, data, bytes, false);
}

void static_reply_header(StaticReply *reply, const char *name, const char *value)
{
    assert(one_line(name) && one_line(value));
    struct MHD_Response *all[] = {reply->full, reply->gzip};
    for (int i = 0; i < 2; i++) {
        if (!all[i]) continue;
        const char *old = MHD_get_response_header(all[i], name);
        if (old) MHD_del_response_header(all[i], name, old);
        MHD_add_response_header(all[i], name, value);
    }
}

void static_reply_gzip(StaticReply *reply, const void *data, size_t bytes)
{
    const char *type = MHD_get_response_header(reply->full, "Content-Type");
    reply->gzip = make(reply, type, data, bytes, false);
    MHD_add_response_header(reply->gzip, "Content-Encoding", "gzip");
    static_reply_header(reply, "Vary", "Accept-Encoding");
}

const char *static_reply_etag(const StaticReply *reply) { return reply->etag; }

void static_reply_free(StaticReply *reply)
{
    if (!reply) return;
    MHD_destroy_response(reply->full);
    MHD_destroy_response(reply->not_modified);
    if (reply->gzip) MHD_destroy_response(reply->gzip);
    free(reply);
}
