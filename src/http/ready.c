/* ready.c: ready-made replies shared by all readers: plain and compressed, each with its ETag. See http.h. */
#include "base/fault.h"
#include "http/inside.h"
#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

/* What is sent of one reply to one kind of reader. */
typedef struct Variant {
    struct MHD_Response *full, *not_modified;
    char etag[40];              /* with its quotes; strong, so each variant has its own (RFC 9110, 8.8.3.3) */
} Variant;

struct StaticReply {
    Variant plain, gzip;        /* gzip.full NULL: there is none */
    size_t bytes;               /* of memory held by the bodies */
};

/* --- what the reader accepts --------------------------------------------------------------------------------------------------- */

/* "q=0.5" as thousandths; anything else there is not understood and so not believed: 0. */
static int weight(const char *at, size_t bytes)
{
    if (bytes < 3 || (at[0] | 32) != 'q' || at[1] != '=' || (at[2] != '0' && at[2] != '1') || bytes > 7 || (bytes > 3 && at[3] != '.')) return 0;
    int value = (at[2] - '0') * 1000, unit = 100;
    for (size_t i = 4; i < bytes; i++, unit /= 10) {
        if (at[i] < '0' || at[i] > '9') return 0;
        value += (at[i] - '0') * unit;
    }
    return value > 1000 ? 0 : value;
}

static const char *trim(const char *at, size_t *bytes)
{
    while (*bytes && (*at == ' ' || *at == '\t')) { at++; --*bytes; }
    while (*bytes && (at[*bytes - 1] == ' ' || at[*bytes - 1] == '\t')) --*bytes;
    return at;
}

static bool is_word(const char *at, size_t bytes, const char *word) { return bytes == strlen(word) && !strncasecmp(at, word, bytes); }

bool ready_accepts_gzip(const char *header)
{
    int gzip = -1, any = -1, identity = -1;
    while (header && *header) {
        size_t bytes = strcspn(header, ","), name_bytes = strcspn(header, ",;");
        const char *next = header + bytes + (header[bytes] == ',');
        const char *name = trim(header, &name_bytes), *parameter = memchr(header, ';', bytes);
        int q = 1000;
        if (parameter) {
            size_t rest = (size_t)(header + bytes - ++parameter);
            parameter = trim(parameter, &rest);
            q = weight(parameter, rest);
        }
        if (is_word(name, name_bytes, "gzip") || is_word(name, name_bytes, "x-gzip")) gzip = q;
        else if (is_word(name, name_bytes, "identity")) identity = q;
        else if (is_word(name, name_bytes, "*")) any = q;
        header = next;
    }
    if (gzip < 0) gzip = any;
    return gzip > 0 && gzip >= identity;
}

/* --- sending ------------------------------------------------------------------------------------------------------------------- */

static bool has_it(const RequestInside *in, const Variant *variant)
{
    return in->if_none_match && (strstr(in->if_none_match, variant->etag) || !strcmp(in->if_none_match, "*"));
}

enum MHD_Result ready_send(RequestInside *in)
{
    StaticReply *ready = in->fixed;
    const Variant *variant = ready->gzip.full && ready_accepts_gzip(in->accept_encoding) ? &ready->gzip : &ready->plain;
    int status = has_it(in, variant) ? 304 : 200;
    reply_count(in->request.server, status);
    return MHD_queue_response(in->wire, (unsigned)status, status == 304 ? variant->not_modified : variant->full);
}

/* --- making -------------------------------------------------------------------------------------------------------------------- */

static void set_etag(Variant *variant, const void *data, size_t bytes)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned size;
    if (!EVP_Digest(data, bytes, hash, &size, EVP_sha256(), NULL)) fault_raise(FAULT_MEMORY, "SHA-256 failed");
    variant->etag[0] = '"';
    for (int i = 0; i < 16; i++) snprintf(variant->etag + 1 + 2 * i, 3, "%02x", hash[i]);
    strcat(variant->etag, "\"");
}

static struct MHD_Response *make(const char *etag, const void *data, size_t bytes, enum MHD_ResponseMemoryMode mode)
{
    /* The library never writes to the buffer, it only lacks the const. */
    struct MHD_Response *response = MHD_create_response_from_buffer(bytes, (void *)(uintptr_t)data, mode);
    if (!response) fault_raise(FAULT_MEMORY, "out of memory: ready-made reply");
    MHD_add_response_header(response, "ETag", etag);
    return response;
}

static void make_variant(StaticReply *ready, Variant *variant, const void *data, size_t bytes, enum MHD_ResponseMemoryMode mode)
{
    set_etag(variant, data, bytes);
    variant->full = make(variant->etag, data, bytes, mode);
    variant->not_modified = make(variant->etag, "", 0, MHD_RESPMEM_PERSISTENT);
    if (mode != MHD_RESPMEM_PERSISTENT) ready->bytes += bytes;
}

static StaticReply *make_static(const char *type, const char *cache_control, const void *data, size_t bytes, enum MHD_ResponseMemoryMode mode)
{
    StaticReply *ready = calloc(1, sizeof *ready);
    if (!ready) fault_raise(FAULT_MEMORY, "out of memory: ready-made reply");
    make_variant(ready, &ready->plain, data, bytes, mode);
    MHD_add_response_header(ready->plain.full, "Content-Type", type);
    MHD_add_response_header(ready->plain.full, "Cache-Control", cache_control ? cache_control : "no-cache");
    MHD_add_response_header(ready->plain.not_modified, "Cache-Control", cache_control ? cache_control : "no-cache");
    for (int i = 0; i < reply_standard_count; i++) MHD_add_response_header(ready->plain.full, reply_standard[i].name, reply_standard[i].value);
    return ready;
}

StaticReply *static_reply_new(const char *type, const char *cache_control, const void *data, size_t bytes)
{
    return make_static(type, cache_control, data, bytes, MHD_RESPMEM_MUST_COPY);
}

StaticReply *static_reply_borrow(const char *type, const char *cache_control, const void *data, size_t bytes)
{
    return make_static(type, cache_control, data, bytes, MHD_RESPMEM_PERSISTENT);
}

static void put_header(struct MHD_Response *response, const char *name, const char *value)
{
    char both[200];
    const char *old = MHD_get_response_header(response, name);
    if (old && !strcasecmp(name, "Vary")) { snprintf(both, sizeof both, "%s, %s", old, value); value = both; }
    if (old) MHD_del_response_header(response, name, old);
    MHD_add_response_header(response, name, value);
}

void static_reply_header(StaticReply *ready, const char *name, const char *value)
{
    assert(!strpbrk(name, "\r\n") && !strpbrk(value, "\r\n"));
    struct MHD_Response *all[] = {ready->plain.full, ready->gzip.full, ready->plain.not_modified, ready->gzip.not_modified};
    int count = strcasecmp(name, "Vary") ? 2 : 4;       /* "not modified" says on what the choice depends, and nothing of the body */
    for (int i = 0; i < count; i++) if (all[i]) put_header(all[i], name, value);
}

/* The compressed twin has all headers of the plain one but its ETag. */
static enum MHD_Result copy_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct MHD_Response *to = context;
    (void)kind;
    if (!MHD_get_response_header(to, name)) MHD_add_response_header(to, name, value);
    return MHD_YES;
}

static void add_gzip(StaticReply *ready, const void *data, size_t bytes, enum MHD_ResponseMemoryMode mode)
{
    assert(!ready->gzip.full);
    make_variant(ready, &ready->gzip, data, bytes, mode);
    MHD_get_response_headers(ready->plain.full, copy_header, ready->gzip.full);
    MHD_get_response_headers(ready->plain.not_modified, copy_header, ready->gzip.not_modified);
    MHD_add_response_header(ready->gzip.full, "Content-Encoding", "gzip");
    static_reply_header(ready, "Vary", "Accept-Encoding");
}

void static_reply_gzip(StaticReply *ready, const void *data, size_t bytes) { add_gzip(ready, data, bytes, MHD_RESPMEM_PERSISTENT); }

void static_reply_compress(StaticReply *ready, const void *data, size_t bytes)
{
    enum { GZIP = 15 + 16 };        /* the largest window, with the head and tail of gzip (zlib.h, deflateInit2) */
    z_stream z = {0};
    if (bytes > UINT32_MAX || deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP, 9, Z_DEFAULT_STRATEGY) != Z_OK) return;
    size_t room = deflateBound(&z, (uLong)bytes);
    uint8_t *out = malloc(room);
    z.next_in = (z_const Bytef *)(uintptr_t)data;
    z.avail_in = (uInt)bytes;
    z.next_out = out;
    z.avail_out = (uInt)room;
    bool done = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    size_t packed = z.total_out;
    deflateEnd(&z);
    uint8_t *fitted = done && packed < bytes ? realloc(out, packed) : NULL;
    if (fitted) add_gzip(ready, fitted, packed, MHD_RESPMEM_MUST_FREE);     /* the library frees it with the reply */
    else free(out);
}

const char *static_reply_etag(const StaticReply *ready, bool gzip)
{
    const Variant *variant = gzip ? &ready->gzip : &ready->plain;
    return variant->full ? variant->etag : NULL;
}

size_t static_reply_bytes(const StaticReply *ready) { return ready->bytes; }

static void free_variant(Variant *variant)
{
    if (!variant->full) return;
    MHD_destroy_response(variant->full);
    MHD_destroy_response(variant->not_modified);
}

void static_reply_free(StaticReply *ready)
{
    if (!ready) return;
    free_variant(&ready->plain);
    free_variant(&ready->gzip);
    free(ready);
}
