/* gate.c: the framing gate. Where one request ends must be beyond doubt, or a proxy and we may disagree and a second request be smuggled.
 *
 * libmicrohttpd is lenient: it takes two Content-Length headers, length and chunking together, NUL in values, bare line feeds, folded lines
 * and spaces in names. All headers are visible in the first callback, before anything of the body is believed; what is refused here
 * is answered with 400 and the connection is closed.
 */
#include "base/arena.h"
#include "base/text.h"
#include "http/inside.h"
#include <string.h>
#include <strings.h>

enum { MAX_HEADERS = 100 };

typedef struct Gate {
    RequestInside *inside;
    const char *refusal, *expected;     /* where the next header must begin, see layout() */
    bool exact_layout;
    int headers, hosts, lengths, codings;
} Gate;

/* libmicrohttpd 0.9.75 leaves the head of a request where it was received and puts one NUL for each CR, LF and colon. So the next
 * line begins exactly two bytes after the end of a value; if not, there was a bare LF, a NUL inside, or a folded line,
 * none of which the library tells. With another version (another layout) this check is left to the proxy in front. */
bool gate_knows_layout(const char *library_version) { return text_starts(library_version, "0.9.75"); }

static bool layout(Gate *gate, const char *name, const char *value, size_t value_size)
{
    if (!gate->exact_layout) return true;
    bool right = name == gate->expected && value[value_size + 1] == 0;
    gate->expected = value + value_size + 2;
    return right;
}

static bool is_token(const char *name, size_t size)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    if (!size) return false;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)name[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (!c || !strchr(marks, c))) return false;
    }
    return true;
}

static bool is_clean(const char *value, size_t size)
{
    bool plain = true;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)value[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) return false;
        if (c >= 0x80) plain = false;
    }
    return plain || text_is_utf8(value, size);
}

static const char *take_length(RequestInside *inside, const char *value)
{
    const char *end = value + strlen(value);
    while (end > value && (end[-1] == ' ' || end[-1] == '\t')) end--;
    if (end == value || end - value > 18) return "bad Content-Length";
    int64_t length = 0;
    for (const char *p = value; p < end; p++) {
        if (*p < '0' || *p > '9') return "bad Content-Length";
        length = length * 10 + (*p - '0');
    }
    inside->content_length = length;
    return NULL;
}

/* The few headers the server itself needs; compared by length first, as this runs for every header of every request. */
static const char *notice(Gate *gate, const char *name, size_t size, const char *value)
{
    RequestInside *in = gate->inside;
    switch (size) {
    case 4: if (!strcasecmp(name, "host") && gate->hosts++) return "two Host headers"; break;
    case 6:
        if (!strcasecmp(name, "cookie")) { if (in->cookie) return "two Cookie headers"; in->cookie = value; }
        else if (!strcasecmp(name, "expect")) in->expects_continue = true;
        break;
    case 12: if (!strcasecmp(name, "content-type")) { if (in->content_type) return "two Content-Type headers"; in->content_type = value; } break;
    case 13: if (!strcasecmp(name, "if-none-match")) in->if_none_match = value; break;
    case 14:
        if (!strcasecmp(name, "content-length")) return gate->lengths++ ? "two Content-Length headers" : take_length(in, value);
        break;
    case 15:
        if (!strcasecmp(name, "x-forwarded-for")) in->forwarded_for = value;
        else if (!strcasecmp(name, "accept-encoding"))      /* a list over several lines is one list (RFC 9110, 5.3) */
            in->accept_encoding = in->accept_encoding ? arena_printf(in->request.arena, "%s,%s", in->accept_encoding, value) : value;
        break;
    case 17:
        if (strcasecmp(name, "transfer-encoding")) break;
        if (gate->codings++) return "two Transfer-Encoding headers";
        if (strcasecmp(value, "chunked")) return "Transfer-Encoding other than chunked";
        in->chunked = true;
        break;
    }
    return NULL;
}

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value, size_t value_size)
{
    Gate *gate = context;
    (void)kind;
    if (!value) { gate->refusal = "header without value"; return MHD_NO; }
    if (++gate->headers > MAX_HEADERS) gate->refusal = "too many headers";
    else if (!is_token(name, name_size)) gate->refusal = "bad header name";
    else if (!is_clean(value, value_size)) gate->refusal = "bad byte in a header";
    else if (!layout(gate, name, value, value_size)) gate->refusal = "header line not ended by CR LF, folded, or holding NUL";
    else gate->refusal = notice(gate, name, name_size, value);
    return gate->refusal ? MHD_NO : MHD_YES;
}

static const char *check_target(const RequestInside *inside)
{
    const char *target = inside->request.target;    /* the copy: by now the library has cut its own at the ? */
    if (target[0] != '/') return "request target is not a path";
    for (; *target; target++)
        if ((unsigned char)*target < 0x21 || (unsigned char)*target > 0x7E) return "bad byte in request target";
    return NULL;
}

const char *gate_check(RequestInside *inside, HttpMethod method, const char *version)
{
    bool old = !strcmp(version, "HTTP/1.0");
    const char *refusal = check_target(inside);
    if (refusal) return refusal;
    if (!old && strcmp(version, "HTTP/1.1")) return "unknown HTTP version";
    Gate gate = {.inside = inside, .expected = version + strlen(version) + 2, .exact_layout = inside->request.server->exact_layout};
    if (gate.exact_layout && version != inside->raw_target + inside->raw_length + 1) return "malformed request line";
    if (gate.exact_layout && version[strlen(version) + 1] != 0) return "request line not ended by CR LF";
    inside->content_length = -1;
    inside->old_protocol = old;
    MHD_get_connection_values_n(inside->wire, MHD_HEADER_KIND, on_header, &gate);
    if (gate.refusal) return gate.refusal;
    if (gate.exact_layout && (gate.expected[0] || gate.expected[1])) return "a header line was dropped, or the head is not ended by CR LF CR LF";
    if (!gate.hosts && !old) return "no Host header";
    if (gate.lengths && gate.codings) return "Content-Length and Transfer-Encoding together";
    if (gate.codings && old) return "Transfer-Encoding in HTTP/1.0";
    if ((method == HTTP_GET || method == HTTP_HEAD) && (gate.codings || inside->content_length > 0)) return "body on GET or HEAD";
    return NULL;
}
