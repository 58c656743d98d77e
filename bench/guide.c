/* bench/guide.c: guide pages a second, beside nginx serving the same bytes from a file: same machine, same run, same client (wrk), in turn.
 *
 *   guide [--rounds 9] [--seconds 1] [--clients 64] [--item CODE] [--directory DIR]
 *
 * Twice: as every browser asks (Accept-Encoding: gzip; nginx has our compressed bytes in a file), and uncompressed. Before measuring, all servers' answers are
 * fetched and compared byte by byte, and the compressed one is unpacked: it must be the page.
 * nginx runs twice, as it is quicker now one way, now the other: with sendfile, gzip_static and tcp_nopush, and reading the file in one piece without sendfile. One
 * worker, open file cache, keep-alive, no access log, free ports of loopback. We are measured against each. Needs nginx and wrk.
 * Besides pages a second, the processor time each server spends on a page, which other work on the machine disturbs less.
 * Exit 1 when the product, compressed, is below either nginx.
 */
#include "child.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <zlib.h>

enum { ROUNDS_MOST = 50, CONTENDERS = 3 };
static struct { int rounds; const char *seconds, *clients, *item, *directory; } opt = {9, "1", "64", "4201150192001100", "/var/tmp"};
#define ASK_GZIP "Accept-Encoding: gzip, deflate, br"
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

typedef struct Body { unsigned char data[1 << 20]; size_t bytes; } Body;

/* The body of one answer; false when it is not what was asked for. */
static bool fetch(int port, const char *path, bool gzip, Body *body)
{
    static char reply[sizeof body->data + 4000];
    char request[400];
    size_t have = 0;
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0), bytes = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sConnection: close\r\n\r\n", path, gzip ? ASK_GZIP "\r\n" : "");
    if (connect(s, (struct sockaddr *)&where, sizeof where) || send(s, request, (size_t)bytes, 0) != bytes) { close(s); return false; }
    for (ssize_t got; have < sizeof reply - 1 && (got = recv(s, reply + have, sizeof reply - 1 - have, 0)) > 0;) have += (size_t)got;
    close(s);
    reply[have] = 0;
    char *end = strstr(reply, "\r\n\r\n"), *coded = strstr(reply, "Content-Encoding: gzip");
    if (strncmp(reply, "HTTP/1.1 200", 12) || !end || gzip != (coded && coded < end)) { fprintf(stderr, "port %d: not the page asked for: %.200s\n", port, reply); return false; }
    body->bytes = (size_t)(reply + have - end - 4);
    memcpy(body->data, end + 4, body->bytes);
    return body->bytes > 0 && body->bytes < sizeof body->data;
}

static bool unpack(const Body *packed, Body *out)
{
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)packed->data, .avail_in = (unsigned)packed->bytes, .next_out = out->data, .avail_out = sizeof out->data};
    bool good = inflateInit2(&z, 15 + 16) == Z_OK && inflate(&z, Z_FINISH) == Z_STREAM_END;
    out->bytes = z.total_out;
    inflateEnd(&z);
    return good;
}

static bool same(const Body *a, const Body *b) { return a->bytes == b->bytes && !memcmp(a->data, b->data, a->bytes); }

static bool keep(const char *file, const Body *body)
{
    FILE *out = fopen(file, "w");
    return out && fwrite(body->data, 1, body->bytes, out) == body->bytes && !fclose(out);
}

typedef struct Contender { const char *name, *path, *packed_path; int port; pid_t pid; double rate[ROUNDS_MOST], cpu[ROUNDS_MOST], ratio, cpu_ratio; } Contender;

static const char *const ways[] = {
    "sendfile on;\n  tcp_nopush on;\n  gzip_static on;",
    "sendfile off;\n  output_buffers 2 64k;",      /* the compressed bytes then are a file of their own, with the header */
};

static Child start_nginx(int port, int way)
{
    char path[PATH_MAX + 40];
    snprintf(path, sizeof path, "%s/nginx%d.conf", place, way);
    FILE *file = fopen(path, "w");
    fprintf(file, "worker_processes 1;\ndaemon off;\nmaster_process off;\npid %s/nginx%d.pid;\nerror_log %s/error.log;\nevents { worker_connections 1024; }\n"
        "http {\n  access_log off;\n  %s\n  keepalive_requests 100000000;\n  open_file_cache max=100;\n  open_file_cache_valid 3600s;\n  default_type text/html;\n"
        "  client_body_temp_path %s/a;\n  proxy_temp_path %s/b;\n  fastcgi_temp_path %s/c;\n  uwsgi_temp_path %s/d;\n  scgi_temp_path %s/e;\n"
        "  server {\n    listen 127.0.0.1:%d;\n    root %s;\n    location / { }\n    location = /packed { add_header Content-Encoding gzip; }\n  }\n}\n",
        place, way, place, ways[way], place, place, place, place, place, port, place);
    fclose(file);
    const char *argv[] = {"/usr/sbin/nginx", "-c", path, "-p", place, NULL};
    return child_start(argv, NULL);
}

/* Processor seconds of a process so far, user and kernel. */
static double processor(pid_t pid)
{
    char path[60], text[1000] = "";
    unsigned long user = 0, kernel = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file) { (void)!fread(text, 1, sizeof text - 1, file); fclose(file); }
    char *after = strrchr(text, ')');
    if (after) sscanf(after + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

static void measure(Contender *c, int round, bool gzip)
{
    char text[4000] = "", url[300], clients[20];
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", c->port, gzip ? c->packed_path : c->path);
    snprintf(clients, sizeof clients, "-c%s", opt.clients);
    const char *argv[] = {"/usr/bin/wrk", "-t1", clients, "-d", opt.seconds, "-H", gzip ? ASK_GZIP : "Accept: text/html", url, NULL};
    double before = processor(c->pid);
    child_run(argv, text, sizeof text);
    const char *rate = strstr(text, "Requests/sec:"), *in = strstr(text, " requests in "), *count = in;
    while (count && count > text && count[-1] >= '0' && count[-1] <= '9') count--;
    if (!rate || !in || strstr(text, "Non-2xx") || strstr(text, "Socket errors")) { fprintf(stderr, "wrk: %s\n", text); exit(2); }
    c->rate[round] = atof(rate + 13);
    c->cpu[round] = (processor(c->pid) - before) / atof(count) * 1e6;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *rates)
{
    qsort(rates, (size_t)opt.rounds, sizeof *rates, ascending);
    return rates[opt.rounds / 2];
}

/* Rounds in turn, each beginning with another one. The ratio is the median over the rounds of ours to theirs, taken against each nginx by itself: other
 * work on the machine then weighs on both sides. Returns the worse of the two. */
static double compare(const char *title, Contender *c, int count, bool gzip)
{
    double worst = 1e9;
    for (int round = 0; round < opt.rounds; round++) for (int i = 0; i < count; i++) measure(&c[(i + round) % count], round, gzip);
    for (int i = 1; i < count; i++) {
        double rate[ROUNDS_MOST], cpu[ROUNDS_MOST];
        for (int round = 0; round < opt.rounds; round++) { rate[round] = c[0].rate[round] / c[i].rate[round]; cpu[round] = c[0].cpu[round] / c[i].cpu[round]; }
        c[i].ratio = median(rate);
        c[i].cpu_ratio = median(cpu);
        if (c[i].ratio < worst) worst = c[i].ratio;
    }
    for (int i = 0; i < count; i++) {
        double rate = median(c[i].rate), cpu = median(c[i].cpu);
        printf("%-13s %-24s %7.0f pages/s (%6.0f - %6.0f) %6.2f us of processor a page", title, c[i].name, rate, c[i].rate[0], c[i].rate[opt.rounds - 1], cpu);
        if (i) printf("   yichuang to it: %.2f, processor time %.2f", c[i].ratio, c[i].cpu_ratio);
        printf("\n");
    }
    fflush(stdout);
    return worst;
}

/* Fetches the page both ways, gives nginx its files, and checks that all servers say the same. */
static bool prepare(Contender *c, int count, Child *nginx)
{
    static Body plain, packed, unpacked, other;
    static const char *const names[] = {"guide.html", "guide.html.gz", "packed"};
    if (!fetch(c[0].port, c[0].path, false, &plain) || !fetch(c[0].port, c[0].path, true, &packed)) return false;
    for (int i = 0; i < 3; i++) {
        char file[PATH_MAX + 20];
        snprintf(file, sizeof file, "%s/%s", place, names[i]);
        if (!keep(file, i ? &packed : &plain)) return false;
    }
    chmod(place, 0755);
    if (!unpack(&packed, &unpacked) || !same(&unpacked, &plain)) { fprintf(stderr, "guide: the compressed page is not the page\n"); return false; }
    for (int i = 1; i < count; i++) {
        nginx[i] = start_nginx(c[i].port = free_port(), i - 1);
        c[i].pid = nginx[i].pid;
        usleep(500000);
        if (!fetch(c[i].port, c[i].path, false, &other) || !same(&other, &plain) || !fetch(c[i].port, c[i].packed_path, true, &other) || !same(&other, &packed)) {
            fprintf(stderr, "guide: nginx does not serve the same bytes\n");
            return false;
        }
    }
    printf("guide page of %zu bytes, %zu compressed; %s keep-alive clients (wrk, one thread), %d rounds of %s s in turn; all answers compared\n",
           plain.bytes, packed.bytes, opt.clients, opt.rounds, opt.seconds);
    fflush(stdout);
    return true;
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--rounds")) opt.rounds = atoi(argv[i + 1]) > 0 && atoi(argv[i + 1]) <= ROUNDS_MOST ? atoi(argv[i + 1]) : 9;
        else if (!strcmp(argv[i], "--seconds")) opt.seconds = argv[i + 1];
        else if (!strcmp(argv[i], "--clients")) opt.clients = argv[i + 1];
        else if (!strcmp(argv[i], "--item")) opt.item = argv[i + 1];
        else if (!strcmp(argv[i], "--directory")) opt.directory = argv[i + 1];
        else { fprintf(stderr, "guide: unknown option %s\n", argv[i]); return 2; }
    }
    if (access("/usr/sbin/nginx", X_OK) || access("/usr/bin/wrk", X_OK)) { fprintf(stderr, "guide: nginx and wrk are needed\n"); return 2; }
    char data[PATH_MAX + 20], path[200];
    snprintf(place, sizeof place - 20, "%s/yichuang-guide-XXXXXX", opt.directory);
    if (!mkdtemp(place)) { perror(place); return 2; }
    snprintf(data, sizeof data, "%s/data", place);
    snprintf(path, sizeof path, "/items/%s", opt.item);
    const char *init[] = {child_beside("yichuang"), "init", "--demo", "--data", data, NULL};
    if (child_run(init, NULL, 0)) { fprintf(stderr, "guide: init failed\n"); return 2; }
    Child server = child_serve(data, NULL, 20), nginx[CONTENDERS] = {0};
    static Contender all[CONTENDERS] = {{.name = "yichuang"}, {.name = "nginx, sendfile", .path = "/guide.html", .packed_path = "/guide.html"},
                                        {.name = "nginx, without sendfile", .path = "/guide.html", .packed_path = "/packed"}};
    all[0].path = all[0].packed_path = path;
    all[0].port = server.port;
    all[0].pid = server.pid;
    int code = 2;
    if (server.pid > 0 && prepare(all, CONTENDERS, nginx)) {
        double ratio = compare("gzip", all, CONTENDERS, true);
        compare("uncompressed", all, CONTENDERS, false);
        printf("ratio %.2f; bar, as browsers ask: at least 1: %s\n", ratio, ratio >= 1 ? "kept" : "MISSED");
        code = ratio < 1;
    }
    for (int i = 1; i < CONTENDERS; i++) if (nginx[i].pid > 0) child_stop(&nginx[i], SIGTERM, NULL);
    if (server.pid > 0) child_stop(&server, SIGTERM, NULL);
    child_remove(place);
    return code;
}
