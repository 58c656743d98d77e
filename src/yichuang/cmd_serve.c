/* cmd_serve.c: yichuang serve and init: the doors open. */
#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "pages/hall.h"
#include "window/courier.h"
#include "window/district.h"
#include "window/postman.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include "yichuang/routes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void progress(const char *zh, const char *en)
{
    printf("  … %s  %s\n", zh, en);
    fflush(stdout);
}

static void print_accounts(void)
{
    int count;
    const DemoAccount *accounts = district_accounts(&count);
    printf("演示账号 demo accounts（仅供演示，正式启用前请停用 for demonstration only）:\n");
    for (int i = 0; i < count; i++)
        printf("  %-24s %-20s 账号 login %-20s 密码 password %s\n", accounts[i].role_zh, accounts[i].role_en, accounts[i].login, accounts[i].password);
}

int cmd_init(int argc, char **argv)
{
    const char *directory = default_directory(), *at = NULL;
    bool demo = false, cases = false;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"demo", NULL, "载入演示区（229 个事项、33 个部门、25 个窗口）", "load the demonstration district", NULL, &demo},
        {"cases", NULL, "演示区里放入办理中的示例办件", "put example cases under way into it", NULL, &cases},
        {"from", "DATE", "演示区事项生效日（默认今天）", "day the demonstration items come into force (today)", &at, NULL},
        {0}};
    int code = options_read(argc, argv, "init [--data DIR] [--demo] [--cases] [--from DATE]", options, NULL, 0, NULL);
    if (code >= 0) return code;
    Instant now = instant_now();
    Day from;
    if (at) {
        if (!day_parse(at, &from) || day_after(from, instant_day(now))) { fprintf(stderr, "日期不正确或在将来 not a date, or in the future: %s\n", at); return 2; }
        now = instant_at(from, 8, 0, 0);
    }
    OneWindow *window = window_open(&(WindowOptions){.directory = directory, .create = true});
    if (demo) {
        district_load(window, now, true, progress);
        if (cases) district_cases(window, now);
        print_accounts();
    }
    printf("数据目录 data directory: %s\n日志公钥 public key of the log: %s\n", directory, window_key_text(window));
    window_close(window);
    return 0;
}

static int print_routes(OneWindow *window)
{
    Hall *hall = hall_new(window, site_map);
    for (int i = 0; i < router_count(hall->router); i++) {
        const Route *route = router_at(hall->router, i);
        printf("%-5s %-44s %s\n", http_method_name(route->method), route->pattern, route->help);
    }
    hall_free(hall);
    window_close(window);
    return 0;
}

static void announce(Server *server, const char *address, const char *unix_path, bool demo, Instant started)
{
    if (unix_path) printf("一窗已开门 open at unix:%s", unix_path);
    else printf("一窗已开门 open at http://%s:%d", strchr(address, ':') ? "[::1]" : address, server_port(server));
    printf("  （启动用时 started in %lld ms）\n", (long long)(instant_now().ms - started.ms));
    if (demo) print_accounts();
    printf("按 Ctrl-C 关门 press Ctrl-C to stop\n");
    fflush(stdout);
}

/* The courier's words are the pages' own. */
static const char *words(void *messages, Arena *arena, bool english, const char *key, const char *const *args, int count)
{
    return message_format(messages, arena, english ? LANGUAGE_EN : LANGUAGE_ZH, key, args, count);
}

int cmd_serve(int argc, char **argv)
{
    const char *directory = default_directory(), *port = "8080", *address = "127.0.0.1", *unix_path = NULL, *ca_file = NULL;
    bool demo = false, cases = false, tls = false, proxy = false, routes = false;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"port", "N", "端口（0：任选空闲端口）", "port (0: any free one)", &port, NULL},
        {"address", "IP", "监听地址", "address to listen on", &address, NULL},
        {"unix", "PATH", "改用 unix 套接字", "listen on a unix socket instead", &unix_path, NULL},
        {"demo", NULL, "首次启动时载入演示区", "load the demonstration district at the first start", NULL, &demo},
        {"cases", NULL, "与 --demo 同用：放入办理中的示例办件", "with --demo: put example cases under way into it", NULL, &cases},
        {"behind-tls", NULL, "前有 TLS 代理：Cookie 加 Secure", "a TLS proxy stands in front", NULL, &tls},
        {"behind-proxy", NULL, "信任 X-Forwarded-For", "believe X-Forwarded-For", NULL, &proxy},
        {"ca-file", "FILE", "发通知时信任的证书（默认系统证书）", "certificates trusted when sending messages (the system's)", &ca_file, NULL},
        {"routes", NULL, "列出全部地址后退出", "list all addresses and exit", NULL, &routes},
        {0}};
    int code = options_read(argc, argv, "serve [--data DIR] [--port N] [--demo [--cases]] ...", options, NULL, 0, NULL);
    if (code >= 0) return code;
    int64_t number;
    if (!text_parse_int(port, 0, 65535, &number)) { fprintf(stderr, "端口不正确 not a port: %s\n", port); return 2; }
    Instant started = instant_now();
    OneWindow *window = window_open(&(WindowOptions){.directory = directory, .create = demo});
    if (routes) return print_routes(window);
    if (demo) district_load(window, started, true, progress);
    if (demo && cases) district_cases(window, started);
    Hall *hall = hall_new(window, site_map);
    ServerOptions server = {.address = address, .port = (int)number, .unix_path = unix_path, .behind_tls = tls, .behind_proxy = proxy, .stop_on_signals = true,
                            .handle = hall_handle, .problem = hall_problem, .context = hall};
    hall->server = server_new(&server);
    window_start(window);
    server_every(hall->server, 1000, hall_tick, hall);
    Courier *courier = courier_start(&(CourierOptions){.window = window, .words = words, .context = hall->messages, .ca_file = ca_file});
    Postman *postman = postman_start(&(PostmanOptions){.window = window, .renderer = hall->renderer, .ca_file = ca_file});
    announce(hall->server, address, unix_path, demo, started);
    server_run(hall->server);
    postman_stop(postman);
    courier_stop(courier);
    Server *closing = hall->server;
    hall_free(hall);
    window_close(window);
    server_free(closing);
    return 0;
}
