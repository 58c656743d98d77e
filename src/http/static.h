/* static.h: files of web/dist under /assets/<hash>/<path>, and ready-made pages kept by key.
 *
 * The hash is over all files of web/dist together, so relative addresses inside style sheets stay right, and a reply may be kept
 * by browsers for a year: a new release has a new hash. Beside app.css an app.css.gz is sent to readers who accept it.
 */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H
#include "http/http.h"

const char *asset_url(Arena *arena, const char *path);      /* "/assets/0123456789abcdef/app.css"; any thread */
bool asset_exists(const char *path);
void asset_handle(Request *request, const char *path);      /* path: what follows /assets/, the *path of its route */

/* Pages by key ("guide/420115-0001/zh"). At most limit_bytes of bodies; beyond, the oldest go. Loop thread only. */
typedef struct PageCache PageCache;
PageCache *page_cache_new(size_t limit_bytes);
void page_cache_free(PageCache *cache);
StaticReply *page_cache_find(PageCache *cache, const char *key);
void page_cache_put(PageCache *cache, const char *key, StaticReply *reply, size_t bytes);   /* takes the reply over */
void page_cache_clear(PageCache *cache);                    /* something was published */
#endif
