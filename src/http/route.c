/* route.c: matching paths against the site map. See route.h. */
#include "http/route.h"
#include "base/buf.h"
#include <string.h>

enum { CHECKS = 8 };

typedef struct Row {
    const Route *route;
    size_t literal;             /* bytes before the first : or *: most rows are dismissed by one memcmp */
    bool exact;                 /* no parameter at all */
    char initial;               /* of the first segment, 0 when that is a parameter: without a call for most rows */
} Row;

struct Router {
    Row *rows;                  /* sorted: the better match first */
    int count, checks;
    bool (*check[CHECKS])(Request *, const Route *);
};

/* --- patterns ------------------------------------------------------------------------------------------------------------------ */

static size_t segment_bytes(const char *at) { return strcspn(at, "/"); }

int route_param_index(const char *pattern, const char *name)
{
    int index = 0;
    size_t wanted = strlen(name);
    for (const char *p = pattern; (p = strpbrk(p, ":*")); index++) {
        size_t bytes = segment_bytes(++p);
        if (bytes == wanted && !memcmp(p, name, bytes)) return index;
    }
    return -1;
}

static const char *pattern_fault(const char *pattern)
{
    int params = 0;
    if (pattern[0] != '/') return "does not begin with /";
    for (const char *p = pattern; *p; p++) {
        if (*p == '/' && p[1] == '/') return "has an empty segment";
        if (*p != ':' && *p != '*') continue;
        if (p[-1] != '/') return "has a parameter inside a segment";
        if (!segment_bytes(p + 1)) return "has a parameter without name";
        if (*p == '*' && strchr(p, '/')) return "goes on after *";
        if (++params > ROUTE_PARAMS) return "has too many parameters";
    }
    return NULL;
}

/* 0 literal, 1 :name, 2 *name, 3 no more segments */
static int segment_rank(const char *at) { return *at == ':' ? 1 : *at == '*' ? 2 : *at ? 0 : 3; }

/* Order in which rows are tried: segment by segment, literal before :name before *name. 0: they match the same paths. */
static int compare_patterns(const char *a, const char *b)
{
    while (*a == '/' && *b == '/') {
        int rank_a = segment_rank(++a), rank_b = segment_rank(++b);
        if (rank_a != rank_b) return rank_a - rank_b;
        size_t bytes_a = segment_bytes(a), bytes_b = segment_bytes(b);
        if (rank_a == 0) {
            int order = strncmp(a, b, bytes_a < bytes_b ? bytes_a : bytes_b);
            if (order) return order;
            if (bytes_a != bytes_b) return bytes_a < bytes_b ? -1 : 1;
        }
        a += bytes_a;
        b += bytes_b;
    }
    return (*a == '/') - (*b == '/');
}

/* --- building -------------------------------------------------------------------------------------------------------------------- */

static const char *insert(Arena *arena, Router *router, const Route *route)
{
    const char *fault = pattern_fault(route->pattern);
    if (fault) return arena_printf(arena, "route %s %s", route->pattern, fault);
    if (!route->handle || !route->method || (route->method & (route->method - 1))) return arena_printf(arena, "route %s needs one method and a handler", route->pattern);
    int at = 0;
    for (; at < router->count; at++) {
        const Route *other = router->rows[at].route;
        int order = compare_patterns(route->pattern, other->pattern);
        if (!order && other->method == route->method) return arena_printf(arena, "routes %s and %s clash", route->pattern, other->pattern);
        if (order < 0) break;
    }
    memmove(router->rows + at + 1, router->rows + at, sizeof *router->rows * (size_t)(router->count - at));
    size_t literal = strcspn(route->pattern, ":*");
    router->rows[at] = (Row){route, literal, !route->pattern[literal], literal > 1 ? route->pattern[1] : 0};
    router->count++;
    return NULL;
}

Router *router_new(Arena *arena, const Route *const *tables, const char **error)
{
    int total = 0;
    for (int t = 0; tables[t]; t++) for (const Route *r = tables[t]; r->pattern; r++) total++;
    Router *router = ARENA_NEW(arena, Router);
    router->rows = ARENA_ARRAY(arena, Row, total + 1);
    *error = NULL;
    for (int t = 0; tables[t]; t++)
        for (const Route *r = tables[t]; r->pattern; r++)
            if ((*error = insert(arena, router, r))) return NULL;
    return router;
}

int router_count(const Router *router) { return router->count; }
const Route *router_at(const Router *router, int index) { return router->rows[index].route; }

/* --- finding --------------------------------------------------------------------------------------------------------------------- */

typedef struct { const char *at; size_t bytes; } Piece;

static int match(const char *pattern, const char *path, Piece *pieces)
{
    int count = 0;
    while (*pattern) {
        if (*pattern == '*') {
            if (!*path) return -1;
            pieces[count++] = (Piece){path, strlen(path)};
            return count;
        }
        if (*pattern == ':') {
            size_t bytes = segment_bytes(path);
            if (!bytes) return -1;
            pieces[count++] = (Piece){path, bytes};
            path += bytes;
            pattern += segment_bytes(pattern);
            continue;
        }
        if (*pattern++ != *path++) return -1;
    }
    return *path ? -1 : count;
}

const Route *router_find(const Router *router, Arena *arena, HttpMethod method, const char *path, const char **params, unsigned *allowed)
{
    size_t bytes = strlen(path);
    unsigned methods = 0;
    HttpMethod wanted = method == HTTP_HEAD ? HTTP_GET : method;
    Piece pieces[ROUTE_PARAMS];
    for (int i = 0; i < router->count; i++) {
        const Row *row = &router->rows[i];
        if (row->initial && row->initial != path[1]) continue;
        if (bytes < row->literal || (row->exact && bytes != row->literal) || memcmp(path, row->route->pattern, row->literal)) continue;
        int count = row->exact ? 0 : match(row->route->pattern, path, pieces);
        if (count < 0) continue;
        methods |= row->route->method;
        if (row->route->method != wanted) continue;
        for (int p = 0; p < count; p++) params[p] = arena_strndup(arena, pieces[p].at, pieces[p].bytes);
        *allowed = methods;
        return row->route;
    }
    *allowed = methods;
    return NULL;
}

/* --- serving --------------------------------------------------------------------------------------------------------------------- */

void router_check(Router *router, bool (*check)(Request *, const Route *))
{
    if (router->checks < CHECKS) router->check[router->checks++] = check;
    else __builtin_trap();      /* a bug of the site map, found at the first start */
}

static const char *allow_text(Arena *arena, unsigned methods)
{
    Buf out = buf_new(arena);
    if (methods & HTTP_GET) methods |= HTTP_HEAD;
    for (unsigned m = 1; m <= HTTP_OPTIONS; m <<= 1) {
        if (!(methods & m)) continue;
        if (out.length) buf_str(&out, ", ");
        buf_str(&out, http_method_name((HttpMethod)m));
    }
    return out.text;
}

void router_handle(Router *router, Request *request)
{
    unsigned allowed = 0;
    const char **params = ARENA_ARRAY(request->arena, const char *, ROUTE_PARAMS);
    const Route *route = router_find(router, request->arena, request->method, request->path, params, &allowed);
    if (!route && !allowed) { reply_problem(request, 404, "no such page"); return; }
    if (!route) {
        reply_header(request, "Allow", allow_text(request->arena, allowed));
        reply_problem(request, 405, "this page does not take that method");
        return;
    }
    request->route = route;
    request->params = params;
    for (int i = 0; i < router->checks; i++)
        if (!router->check[i](request, route)) return;
    route->handle(request);
}
