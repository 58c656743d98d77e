/* bench/load.c: applications over HTTP from many keep-alive clients in one thread, for the benchmark and for the fault tests.
 *
 *   load --port N --token T [--clients 64] [--seconds 5] [--run NAME] [--item CODE] [--record FILE]
 *   load --port N --token T --again FILE [--record FILE]
 *
 * The nth application of a run is a function of the run's name and n alone: its key is NAME-n and its project says so. So an application that was
 * sent and never acknowledged can be sent again to the letter (--again), and whoever looks at the store can tell which case belongs to which key.
 * The record has a line for each application sent: key, status, number of the case ("-" when there was no answer). A broken connection ends the
 * run: the server is gone. One line on standard output sums it up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MOST = 1024, REPLY_MOST = 16384, REQUEST_MOST = 4096, NUMBER_MOST = 40 };

typedef struct Sent { long n; int status; char number[NUMBER_MOST]; } Sent;
typedef struct Client { int fd; long at; double since; char reply[REPLY_MOST]; size_t have; } Client;

static struct { int port, clients; double seconds; const char *token, *run, *item, *record, *again; } opt =
    {0, 64, 5, "", "run", "4201150192001100", NULL, NULL};
static Sent *sent;
static long sent_count, sent_room, todo_count, todo_next, *todo;
static double *latency;
static long latency_count;
static Client clients[CLIENTS_MOST];
static bool over;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* GB 11643: a lawful number, born 1950-1999. */
static void identity(long n, char out[19])
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    unsigned u = (unsigned)n;
    char body[40];
    snprintf(body, sizeof body, "420115%04u%02u%02u%03u", 1950 + u % 50, 1 + u % 12, 1 + u % 28, u % 1000);
    memcpy(out, body, 17);
    for (int i = 0; i < 17; i++) sum += (out[i] - '0') * weights[i];
    out[17] = "10X98765432"[sum % 11];
    out[18] = 0;
}

static int build(long n, char *out)
{
    static const char *const names[] = {"王建国", "李秀英", "张伟", "刘洋", "陈晓芸", "杨帆", "赵敏", "黄丽华", "周涛", "吴芳"};
    char id[19], body[1500];
    identity(n, id);
    int bytes = snprintf(body, sizeof body, "{\"item\":\"%s\",\"applicant_kind\":\"person\",\"applicant_name\":\"%s\",\"identity\":\"%s\",\"phone\":\"138%08ld\","
        "\"address\":\"武汉市江夏区纸坊街道文化大道%ld号\",\"project\":\"%s-%ld\",\"truth\":true,"
        "\"materials\":[{\"no\":1,\"way\":\"upload\",\"copies\":1},{\"no\":2,\"way\":\"upload\",\"copies\":1}]}",
        opt.item, names[n % 10], id, n % 100000000, n % 400, opt.run, n);
    return snprintf(out, REQUEST_MOST, "POST /api/v1/cases HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
        "Idempotency-Key: %s-%ld\r\nContent-Length: %d\r\n\r\n%s", opt.token, opt.run, n, bytes, body);
}

static bool next_application(long *n)
{
    if (over || (todo && todo_next == todo_count)) return false;
    *n = todo ? todo[todo_next++] : sent_count;
    if (sent_count == sent_room) {
        sent_room = sent_room ? sent_room * 2 : 1 << 16;
        sent = realloc(sent, (size_t)sent_room * sizeof *sent);
        latency = realloc(latency, (size_t)sent_room * sizeof *latency);
        if (!sent || !latency) die("memory");
    }
    return true;
}

/* False: nothing more to send, or the server is gone. */
static bool send_next(Client *client)
{
    char request[REQUEST_MOST];
    long n;
    if (!next_application(&n)) return false;
    int bytes = build(n, request);
    client->at = sent_count++;
    sent[client->at] = (Sent){.n = n};
    client->since = seconds();
    client->have = 0;
    if (send(client->fd, request, (size_t)bytes, MSG_NOSIGNAL) == bytes) return true;
    over = true;
    return false;
}

/* The whole reply is there: its status and the number of the case. 0: not yet. */
static bool reply_complete(Client *client)
{
    client->reply[client->have] = 0;
    char *end = strstr(client->reply, "\r\n\r\n"), *length = end ? strcasestr(client->reply, "\r\nContent-Length:") : NULL;
    if (!length || length > end) return false;
    return client->have >= (size_t)(end + 4 - client->reply) + strtoul(length + 17, NULL, 10);
}

static void take_reply(Client *client)
{
    Sent *s = &sent[client->at];
    s->status = atoi(client->reply + 9);
    const char *number = strstr(client->reply, "\"number\":\"");
    if (number && (s->status == 201 || s->status == 200)) {
        size_t bytes = strcspn(number + 10, "\"");
        if (bytes < NUMBER_MOST) memcpy(s->number, number + 10, bytes);
        latency[latency_count++] = seconds() - client->since;
    }
}

static bool readable(Client *client)
{
    ssize_t got = recv(client->fd, client->reply + client->have, REPLY_MOST - 1 - client->have, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (got <= 0) return false;
    client->have += (size_t)got;
    if (!reply_complete(client)) return client->have < REPLY_MOST - 1;
    take_reply(client);
    client->at = -1;
    return true;
}

static void connect_client(Client *client)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)opt.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    client->at = -1;
    if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&where, sizeof where)) die("connect");
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(client->fd, F_SETFL, O_NONBLOCK);
}

static void run(void)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC), waiting = 0;
    double end = seconds() + opt.seconds;
    for (int i = 0; i < opt.clients; i++) {
        connect_client(&clients[i]);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event);
        waiting += send_next(&clients[i]);
    }
    while (waiting > 0) {
        struct epoll_event events[64];
        int count = epoll_wait(epoll, events, 64, 10000);
        if (count == 0) break;                          /* ten seconds of silence: whatever waits is lost */
        if (!todo && seconds() > end) over = true;
        for (int i = 0; i < count; i++) {
            Client *client = &clients[events[i].data.u32];
            if (client->fd < 0) continue;
            if (!readable(client)) {
                over = true;
                waiting -= client->at >= 0;
                close(client->fd);
                client->fd = -1;
            } else if (client->at < 0 && !send_next(client)) waiting--;
        }
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(double took)
{
    long good = 0, refused = 0, busy = 0, lost = 0;
    FILE *file = opt.record ? fopen(opt.record, "w") : NULL;
    if (opt.record && !file) die(opt.record);
    for (long i = 0; i < sent_count; i++) {
        const Sent *s = &sent[i];
        good += *s->number != 0;
        busy += s->status == 503;
        lost += s->status == 0;
        refused += s->status >= 300 && s->status != 503;
        if (file) fprintf(file, "%s-%ld\t%d\t%s\n", opt.run, s->n, s->status, *s->number ? s->number : "-");
    }
    if (file && fclose(file)) die(opt.record);
    qsort(latency, (size_t)latency_count, sizeof *latency, ascending);
    double p50 = latency_count ? latency[latency_count / 2] : 0, p99 = latency_count ? latency[latency_count * 99 / 100] : 0, most = latency_count ? latency[latency_count - 1] : 0;
    printf("acknowledged %ld refused %ld busy %ld lost %ld seconds %.3f rate %.1f p50 %.2f p99 %.2f max %.2f\n",
        good, refused, busy, lost, took, (double)good / took, p50 * 1e3, p99 * 1e3, most * 1e3);
}

/* All lines of a record that were not acknowledged. The run's name is theirs. */
static void read_again(void)
{
    char line[300], *name = NULL;
    FILE *file = fopen(opt.again, "r");
    if (!file) die(opt.again);
    todo = malloc(sizeof *todo);
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t'), *dash;
        if (!tab || !strstr(tab, "\t-\n")) continue;
        *tab = 0;
        if (!(dash = strrchr(line, '-'))) continue;
        *dash = 0;
        if (!name) name = strdup(line);
        todo = realloc(todo, (size_t)(todo_count + 1) * sizeof *todo);
        if (!todo) die("memory");
        todo[todo_count++] = atol(dash + 1);
    }
    fclose(file);
    if (name) opt.run = name;
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        if (!strcmp(name, "--port")) opt.port = atoi(value);
        else if (!strcmp(name, "--token")) opt.token = value;
        else if (!strcmp(name, "--clients")) opt.clients = atoi(value);
        else if (!strcmp(name, "--seconds")) opt.seconds = atof(value);
        else if (!strcmp(name, "--run")) opt.run = value;
        else if (!strcmp(name, "--item")) opt.item = value;
        else if (!strcmp(name, "--record")) opt.record = value;
        else if (!strcmp(name, "--again")) opt.again = value;
        else { fprintf(stderr, "load: unknown option %s\n", name); return 2; }
    }
    if (!opt.port || opt.clients < 1 || opt.clients > CLIENTS_MOST) { fprintf(stderr, "usage: load --port N --token T [--clients N] [--seconds S] [--run NAME] [--record FILE] [--again FILE]\n"); return 2; }
    if (opt.again) read_again();
    double start = seconds();
    run();
    report(seconds() - start);
    return 0;
}
