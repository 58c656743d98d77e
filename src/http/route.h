/* route.h: the site map as a table, and finding a row of it.
 *
 * A pattern is a path whose segments are literal or :name (one whole segment, never empty); a last segment *name takes the rest.
 * A literal segment beats a :name, a :name beats *name; rows of equal rank are a bug found by router_new.
 * HEAD is answered by the GET row. A known path with another method is 405 with Allow, anything else 404.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H
#include "http/http.h"

typedef struct Route {
    HttpMethod method;          /* one of them */
    const char *pattern;        /* "/items/:code/card" */
    void (*handle)(Request *request);
    int right;                  /* what the caller must be allowed; given meaning by RouterOptions.allowed */
    const char *help;           /* one line for people: yichuang serve --routes, API description */
} Route;

enum { ROUTE_PARAMS = 6 };
typedef struct Router Router;

/* tables: arrays ended by a row without pattern; tables itself ends with NULL. On a bad or clashing pattern gives NULL and *error. */
Router *router_new(Arena *arena, const Route *const *tables, const char **error);
/* Checks run before the row's handler, in order, e.g. session, CSRF, rights. One that returns false has replied. */
void router_check(Router *router, bool (*check)(Request *request, const Route *route));
void router_handle(Router *router, Request *request);     /* finds, sets request->route and params, checks, handles; 404/405 by reply_problem */

/* Pure: fills params (ROUTE_PARAMS pointers into arena) and gives the row; NULL when none, then *allowed has the methods the path knows. */
const Route *router_find(const Router *router, Arena *arena, HttpMethod method, const char *path, const char **params, unsigned *allowed);
int router_count(const Router *router);
const Route *router_at(const Router *router, int index);
/* Index of :name in a pattern, or -1. */
int route_param_index(const char *pattern, const char *name);
#endif
