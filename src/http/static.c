/* static.c: files of web/dist, and ready-made pages by key. See static.h. */
#include "http/static.h"
#include "base/embed.h"
#include "base/fault.h"
#include "base/text.h"
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Asset {
    const char *path;           /* below web/dist/ */
    const uint8_t *data;
    size_t bytes;
    StaticReply *reply;
} Asset;

static const char prefix[] = "web/dist/";
static pthread_once_t once = PTHREAD_ONCE_INIT;
static Arena *asset_arena;      /* for the process */
static Asset *assets;
static int asset_count;
static char release[17];        /* hash over all files */

static const char *content_type(const char *path)
{
    static const struct { const char *ending, *type; } types[] = {
        {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
        {".jpg", "image/jpeg"}, {".ico", "image/x-icon"}, {".woff2", "font/woff2"}, {".woff", "font/woff"}, {".json", "application/json"},
        {".webmanifest", "application/manifest+json"}, {".html", "text/html; charset=utf-8"}, {".txt", "text/plain; charset=utf-8"},
        {".map", "application/json"}, {".pdf", "application/pdf"}, {".wasm", "application/wasm"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++) if (!strcmp(types[i].ending, dot)) return types[i].type;
    return "application/octet-stream";
}

static Asset *find_asset(const char *path)
{
    for (int i = 0; i < asset_count; i++) if (!strcmp(assets[i].path, path)) return &assets[i];
    return NULL;
}

static void make_replies(void)
{
    for (int i = 0; i < asset_count; i++) {
        Asset *a = &assets[i], *gzip = find_asset(arena_printf(asset_arena, "%s.gz", a->path));
        a->reply = static_reply_borrow(content_type(a->path), "public, max-age=31536000, immutable", a->data, a->bytes);
        if (gzip) static_reply_gzip(a->reply, gzip->data, gzip->bytes);
    }
}

static void load_assets(void)
{
    int count;
    unsigned char hash[EVP_MAX_MD_SIZE];
    asset_arena = arena_new();
    const char **paths = embed_list(asset_arena, prefix, &count);
    assets = ARENA_ARRAY(asset_arena, Asset, count + 1);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    EVP_DigestInit_ex(digest, EVP_sha256(), NULL);
    for (int i = 0; i < count; i++) {
        Asset *a = &assets[asset_count];
        a->path = paths[i] + sizeof prefix - 1;
        a->data = embed_find(asset_arena, paths[i], &a->bytes);
        if (!a->data) continue;
        EVP_DigestUpdate(digest, a->path, strlen(a->path) + 1);
        EVP_DigestUpdate(digest, a->data, a->bytes);
        asset_count++;
    }
    EVP_DigestFinal_ex(digest, hash, NULL);
    EVP_MD_CTX_free(digest);
    for (int i = 0; i < 8; i++) snprintf(release + 2 * i, 3, "%02x", hash[i]);
    make_replies();
}

const char *asset_url(Arena *arena, const char *path)
{
    pthread_once(&once, load_assets);
    return arena_printf(arena, "/assets/%s/%s", release, path);
}

bool asset_exists(const char *path)
{
    pthread_once(&once, load_assets);
    return find_asset(path) != NULL;
}

/* Development: the file as it is now, never kept. */
static bool reply_from_tree(Request *request, const char *path)
{
    size_t bytes;
    const char *tree = getenv("YICHUANG_FILES");
    if (!tree || !*tree) return false;
    const uint8_t *data = embed_find(request->arena, arena_printf(request->arena, "%s%s", prefix, path), &bytes);
    if (data) reply_bytes(request, 200, content_type(path), data, bytes);
    return data != NULL;
}

void asset_handle(Request *request, const char *path)
{
    pthread_once(&once, load_assets);
    const char *slash = path ? strchr(path, '/') : NULL;
    if (!slash) { reply_problem(request, 404, "no such file"); return; }
    bool current = (size_t)(slash - path) == strlen(release) && !strncmp(path, release, strlen(release));
    if (reply_from_tree(request, slash + 1)) return;
    const Asset *asset = find_asset(slash + 1);
    if (!asset) { reply_problem(request, 404, "no such file"); return; }
    if (current) reply_static(request, asset->reply);
    else reply_bytes(request, 200, content_type(asset->path), asset->data, asset->bytes);   /* a page of an older release asks: never to be kept under that name */
}

/* --- pages by key -------------------------------------------------------------------------------------------------------------------- */

enum { BUCKETS = 1024 };

typedef struct Page {
    char *key;
    StaticReply *reply;
    size_t bytes;
    struct Page *next_in_bucket, *newer;
} Page;

struct PageCache {
    Page *bucket[BUCKETS], *oldest, *newest;
    size_t bytes, limit;
};

static unsigned bucket_of(const char *key)
{
    unsigned h = 2166136261u;
    for (; *key; key++) h = (h ^ (unsigned char)*key) * 16777619u;
    return h % BUCKETS;
}

PageCache *page_cache_new(size_t limit_bytes)
{
    PageCache *cache = calloc(1, sizeof *cache);
    if (!cache) fault_raise(FAULT_MEMORY, "out of memory: page cache");
    cache->limit = limit_bytes;
    return cache;
}

static void drop_oldest(PageCache *cache)
{
    Page *page = cache->oldest, **at = &cache->bucket[bucket_of(page->key)];
    while (*at != page) at = &(*at)->next_in_bucket;
    *at = page->next_in_bucket;
    cache->oldest = page->newer;
    if (!cache->oldest) cache->newest = NULL;
    cache->bytes -= page->bytes;
    static_reply_free(page->reply);
    free(page->key);
    free(page);
}

static Page *find_page(PageCache *cache, const char *key)
{
    for (Page *p = cache->bucket[bucket_of(key)]; p; p = p->next_in_bucket) if (!strcmp(p->key, key)) return p;
    return NULL;
}

StaticReply *page_cache_find(PageCache *cache, const char *key)
{
    Page *page = find_page(cache, key);
    return page ? page->reply : NULL;
}

void page_cache_put(PageCache *cache, const char *key, StaticReply *reply, size_t bytes)
{
    Page *page = find_page(cache, key);
    if (page) {
        static_reply_free(page->reply);
        cache->bytes -= page->bytes;
    } else {
        page = calloc(1, sizeof *page);
        char *copy = strdup(key);
        if (!page || !copy) { free(page); free(copy); static_reply_free(reply); fault_raise(FAULT_MEMORY, "out of memory: page cache"); }
        page->key = copy;
        page->next_in_bucket = cache->bucket[bucket_of(key)];
        cache->bucket[bucket_of(key)] = page;
        if (cache->newest) cache->newest->newer = page; else cache->oldest = page;
        cache->newest = page;
    }
    page->reply = reply;
    page->bytes = bytes;
    cache->bytes += bytes;
    while (cache->bytes > cache->limit && cache->oldest != cache->newest) drop_oldest(cache);
}

void page_cache_clear(PageCache *cache) { while (cache->oldest) drop_oldest(cache); }

void page_cache_free(PageCache *cache)
{
    if (!cache) return;
    page_cache_clear(cache);
    free(cache);
}
