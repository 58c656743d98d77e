/* bench/guide.c: guide pages a second, beside nginx serving the same bytes from a file: same machine, same run, same client (wrk), in turn.
 *
 *   guide [--rounds 5] [--seconds 3] [--clients 64] [--item CODE] [--directory DIR]
 *
 * nginx runs with its own configuration (one worker, sendfile, keep-alive, no access log) on a free port of loopback. Needs nginx and wrk.
 * Exit 1 when the median of the product is below that of nginx.
 */
#include "child.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { ROUNDS_MOST = 50 };
static struct { int rounds; const char *seconds, *clients, *item, *directory; } opt = {5, "3", "64", "4201150192001100", "/var/tmp"};
static char place[PATH_MAX];

static int free_port(void)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof where;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (struct sockaddr *)&where, size) || getsockname(s, (struct sockaddr *)&where, &size)) { perror("port"); exit(2); }
    close(s);
    return ntohs(where.sin_port);
}

/* The body of the page, kept in a file; its bytes. */
static long fetch(int port, const char *file)
{
    static char reply[4 << 20];
    char request[300];
    size_t have = 0;
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0), bytes = snprintf(request, sizeof request, "GET /items/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", opt.item);
    if (connect(s, (struct sockaddr *)&where, sizeof where) || send(s, request, (size_t)bytes, 0) != bytes) return -1;
    for (ssize_t got; have < sizeof reply - 1 && (got = recv(s, reply + have, sizeof reply - 1 - have, 0)) > 0;) have += (size_t)got;
    close(s);
    char *body = strstr(reply, "\r\n\r\n");
    if (strncmp(reply, "HTTP/1.1 200", 12) || !body) { fprintf(stderr, "no guide page: %.60s\n", reply); return -1; }
    body += 4;
    FILE *out = fopen(file, "w");
    size_t length = (size_t)(reply + have - body);
    if (!out || fwrite(body, 1, length, out) != length || fclose(out)) return -1;
    return (long)length;
}

static Child start_nginx(int port)
{
    char path[PATH_MAX + 40];
    snprintf(path, sizeof path, "%s/nginx.conf", place);
    FILE *file = fopen(path, "w");
    fprintf(file, "worker_processes 1;\ndaemon off;\nmaster_process off;\npid %s/nginx.pid;\nerror_log %s/error.log;\nevents { worker_connections 1024; }\n"
        "http {\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  keepalive_requests 100000000;\n  open_file_cache max=100;\n  default_type text/html;\n"
        "  client_body_temp_path %s/a;\n  proxy_temp_path %s/b;\n  fastcgi_temp_path %s/c;\n  uwsgi_temp_path %s/d;\n  scgi_temp_path %s/e;\n"
        "  server { listen 127.0.0.1:%d; root %s; location / { } }\n}\n", place, place, place, place, place, place, place, port, place);
    fclose(file);
    const char *argv[] = {"/usr/sbin/nginx", "-c", path, "-p", place, NULL};
    Child child = child_start(argv, NULL);
    usleep(500000);
    return child;
}

static double measure(int port, const char *path)
{
    char text[4000] = "", url[300], clients[20];
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
    snprintf(clients, sizeof clients, "-c%s", opt.clients);
    const char *argv[] = {"/usr/bin/wrk", "-t1", clients, "-d", opt.seconds, url, NULL};
    child_run(argv, text, sizeof text);
    const char *rate = strstr(text, "Requests/sec:");
    if (!rate || strstr(text, "Non-2xx")) { fprintf(stderr, "wrk: %s\n", text); exit(2); }
    return atof(rate + 13);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double show(const char *name, double *rates)
{
    qsort(rates, (size_t)opt.rounds, sizeof *rates, ascending);
    printf("%-12s %8.0f pages/s (%.0f - %.0f)\n", name, rates[opt.rounds / 2], rates[0], rates[opt.rounds - 1]);
    return rates[opt.rounds / 2];
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--rounds")) opt.rounds = atoi(argv[i + 1]) > 0 && atoi(argv[i + 1]) <= ROUNDS_MOST ? atoi(argv[i + 1]) : 5;
        else if (!strcmp(argv[i], "--seconds")) opt.seconds = argv[i + 1];
        else if (!strcmp(argv[i], "--clients")) opt.clients = argv[i + 1];
        else if (!strcmp(argv[i], "--item")) opt.item = argv[i + 1];
        else if (!strcmp(argv[i], "--directory")) opt.directory = argv[i + 1];
        else { fprintf(stderr, "guide: unknown option %s\n", argv[i]); return 2; }
    }
    if (access("/usr/sbin/nginx", X_OK) || access("/usr/bin/wrk", X_OK)) { fprintf(stderr, "guide: nginx and wrk are needed\n"); return 2; }
    double ours[ROUNDS_MOST], theirs[ROUNDS_MOST];
    char data[PATH_MAX + 20], file[PATH_MAX + 20], path[200];
    snprintf(place, sizeof place - 20, "%s/yichuang-guide-XXXXXX", opt.directory);
    if (!mkdtemp(place)) { perror(place); return 2; }
    snprintf(data, sizeof data, "%s/data", place);
    snprintf(file, sizeof file, "%s/guide.html", place);
    snprintf(path, sizeof path, "/items/%s", opt.item);
    const char *init[] = {child_beside("yichuang"), "init", "--demo", "--data", data, NULL};
    if (child_run(init, NULL, 0)) { fprintf(stderr, "guide: init failed\n"); return 2; }
    Child server = child_serve(data, NULL, 20);
    long bytes = server.pid > 0 ? fetch(server.port, file) : -1;
    if (bytes < 0) { fprintf(stderr, "guide: cannot fetch the page\n"); if (server.pid > 0) child_stop(&server, SIGTERM, NULL); return 2; }
    chmod(place, 0755);
    int port = free_port();
    Child nginx = start_nginx(port);
    printf("guide page of %ld bytes, uncompressed, %s keep-alive clients (wrk, one thread)\n", bytes, opt.clients);
    for (int round = 0; round < opt.rounds; round++) {
        ours[round] = measure(server.port, path);
        theirs[round] = measure(port, "/guide.html");
    }
    double a = show("yichuang", ours), b = show("nginx", theirs);
    printf("ratio %.2f; bar: at least 1: %s\n", a / b, a >= b ? "kept" : "MISSED");
    child_stop(&nginx, SIGTERM, NULL);
    child_stop(&server, SIGTERM, NULL);
    child_remove(place);
    return a < b;
}
