/* route_test.c: the site map finds the right row, tells 404 from 405, and refuses a clashing table. */
#include "http/route.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static Arena *arena;
static int setup(void **state) { (void)state; arena = arena_new(); return 0; }
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }
static void page(Request *request) { (void)request; }

static const Route first[] = {
    {HTTP_GET, "/", page, 0, "home"}, {HTTP_GET, "/items", page, 1, "list"}, {HTTP_POST, "/items", page, 2, "make"}, {HTTP_GET, "/items/:code", page, 3, "one"},
    {HTTP_GET, "/items/new", page, 4, "form"}, {HTTP_GET, "/items/:code/card", page, 5, "card"}, {0},
};
static const Route second[] = {
    {HTTP_GET, "/assets/*path", page, 6, "files"}, {HTTP_GET, "/cases/:id/materials/:material", page, 7, "material"}, {HTTP_DELETE, "/items/:code", page, 8, "drop"}, {0},
};
static const Route *const both[] = {first, second, NULL};

static const char *found(const Router *router, HttpMethod method, const char *path, const char **params, unsigned *allowed)
{
    const Route *route = router_find(router, arena, method, path, params, allowed);
    return route ? route->help : NULL;
}

static void test_finding(void **state)
{
    (void)state;
    const char *error, *params[ROUTE_PARAMS] = {0};
    unsigned allowed;
    Router *r = router_new(arena, both, &error);
    assert_null(error);
    assert_int_equal(router_count(r), 9);
    assert_string_equal(found(r, HTTP_GET, "/", params, &allowed), "home");
    assert_string_equal(found(r, HTTP_HEAD, "/items", params, &allowed), "list");
    assert_string_equal(found(r, HTTP_POST, "/items", params, &allowed), "make");
    assert_string_equal(found(r, HTTP_GET, "/items/new", params, &allowed), "form");
    assert_string_equal(found(r, HTTP_GET, "/items/newer", params, &allowed), "one");
    assert_string_equal(params[0], "newer");
    assert_string_equal(found(r, HTTP_DELETE, "/items/new", params, &allowed), "drop");
    assert_string_equal(found(r, HTTP_GET, "/items/new/card", params, &allowed), "card");
    assert_string_equal(params[0], "new");
    assert_string_equal(found(r, HTTP_GET, "/cases/7/materials/营业执照", params, &allowed), "material");
    assert_string_equal(params[0], "7");
    assert_string_equal(params[1], "营业执照");
    assert_string_equal(found(r, HTTP_GET, "/assets/ab/fonts/x.woff2", params, &allowed), "files");
    assert_string_equal(params[0], "ab/fonts/x.woff2");
}

static void test_not_found_and_not_allowed(void **state)
{
    (void)state;
    const char *error, *params[ROUTE_PARAMS];
    unsigned allowed;
    Router *r = router_new(arena, both, &error);
    static const char *const absent[] = {"/items/", "/item", "/itemss", "/items/a/b", "/items//card", "/assets/", "/assets", "/cases/1/materials/", "/cases//materials/2", "/items/a/card/"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        if (found(r, HTTP_GET, absent[i], params, &allowed)) fail_msg("found %s", absent[i]);
        assert_int_equal(allowed, 0);
    }
    assert_null(found(r, HTTP_PUT, "/items", params, &allowed));
    assert_int_equal(allowed, HTTP_GET | HTTP_POST);
    assert_null(found(r, HTTP_POST, "/items/x", params, &allowed));
    assert_int_equal(allowed, HTTP_GET | HTTP_DELETE);
    assert_null(found(r, HTTP_POST, "/items/x/card", params, &allowed));
    assert_int_equal(allowed, HTTP_GET);
}

static void test_bad_tables_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"x", "/a//b", "/a:b", "/:", "/*", "/*a/b", "/a/:/b", "/:a/:b/:c/:d/:e/:f/:g"};
    const char *error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Route rows[] = {{HTTP_GET, bad[i], page}, {0}};
        const Route *const tables[] = {rows, NULL};
        if (router_new(arena, tables, &error)) fail_msg("taken: %s", bad[i]);
        assert_non_null(strstr(error, bad[i]));
    }
    Route clash[] = {{HTTP_GET, "/a/:x", page}, {HTTP_POST, "/a/:y", page}, {HTTP_GET, "/a/:z", page}, {0}};
    const Route *const tables[] = {clash, NULL};
    assert_null(router_new(arena, tables, &error));
    assert_non_null(strstr(error, "clash"));
    Route none[] = {{HTTP_GET, "/a", NULL}, {0}};
    const Route *const without[] = {none, NULL};
    assert_null(router_new(arena, without, &error));
}

static void test_param_names(void **state)
{
    (void)state;
    assert_int_equal(route_param_index("/a/:x/:y", "x"), 0);
    assert_int_equal(route_param_index("/a/:x/:y", "y"), 1);
    assert_int_equal(route_param_index("/a/:xy/*rest", "x"), -1);
    assert_int_equal(route_param_index("/a/:xy/*rest", "rest"), 1);
    assert_int_equal(route_param_index("/a", "a"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finding), cmocka_unit_test(test_not_found_and_not_allowed), cmocka_unit_test(test_bad_tables_are_refused), cmocka_unit_test(test_param_names),
    };
    return cmocka_run_group_tests_name("http route", tests, setup, teardown);
}
