/* full.c: the disk is full, and then it is not: 503 with a problem document meanwhile, reading goes on, nothing acknowledged is lost, and
 * work goes on by itself when there is room.
 *
 *   full DATA        as for kill. The disk is tests/faults/disk.c, preloaded: first nothing can grow, then nothing can be written at all.
 */
#define _GNU_SOURCE
#include "told.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static char control[PATH_MAX];
static long applications;

static void set_full(const char *how)
{
    FILE *file = how ? fopen(control, "w") : NULL;
    if (!how) unlink(control);
    if (file && (fputs(how, file) < 0 || fclose(file))) { perror(control); exit(2); }
}

/* One request on a connection of its own; the whole reply. */
static const char *ask(int port, const char *request)
{
    static char reply[65536];
    size_t have = 0;
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (!connect(s, (struct sockaddr *)&where, sizeof where) && send(s, request, strlen(request), MSG_NOSIGNAL) > 0)
        for (ssize_t got; have < sizeof reply - 1 && (got = recv(s, reply + have, sizeof reply - 1 - have, 0)) > 0;) have += (size_t)got;
    close(s);
    reply[have] = 0;
    return reply;
}

static const char *hand_in(int port, const char *key)
{
    char request[2000], body[1000];
    int bytes = snprintf(body, sizeof body, "{\"item\":\"4201150192001100\",\"applicant_kind\":\"person\",\"applicant_name\":\"欧阳建国\",\"identity\":\"11010519491231002X\",\"phone\":\"13800000000\","
        "\"project\":\"%s\",\"truth\":true,\"materials\":[{\"no\":1,\"way\":\"upload\",\"copies\":1}]}", key);
    snprintf(request, sizeof request, "POST /api/v1/cases HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nIdempotency-Key: %s\r\n"
        "Content-Length: %d\r\n\r\n%s", token, key, bytes, body);
    return ask(port, request);
}

/* A second of load; what was acknowledged must be there, now and at the end. */
static long hand_in_many(int port, const char *run, long *busy, Told **told, long *count)
{
    char text[400] = "";
    long good = 0, refused = 0, lost = 0;
    Child clients;
    load(port, run, "1", NULL, record, &clients);
    child_finish(&clients, text, sizeof text, NULL);
    sscanf(text, "acknowledged %ld refused %ld busy %ld lost %ld", &good, &refused, busy, &lost);
    *told = read_record(record, count);
    check(refused == 0 && lost == 0, "an application was refused or got no answer at all", 0);
    return good;
}

static void one_full_disk(Child *server, const char *how, long round)
{
    char run[30], key[40];
    long busy, count[3], acknowledged;
    Told *told[3];
    snprintf(run, sizeof run, "before%ld", round);
    check(hand_in_many(server->port, run, &busy, &told[0], &count[0]) > 0 && busy == 0, "nothing is taken though there is room", round);
    applications += count[0];
    set_full(how);
    snprintf(run, sizeof run, "full%ld", round);
    hand_in_many(server->port, run, &busy, &told[1], &count[1]);
    applications += count[1];
    check(busy > 0, "the full disk was not noticed", round);
    snprintf(key, sizeof key, "single%ld", round);
    const char *reply = hand_in(server->port, key);
    check(!strncmp(reply, "HTTP/1.1 503", 12), "a full disk is not answered by 503", round);
    check(strcasestr(reply, "application/problem+json") && strstr(reply, "\"status\":503") && strcasestr(reply, "\nRetry-After:"), "503 without a problem document that says when to come again", round);
    check(!strncmp(ask(server->port, "GET /api/v1/items?limit=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "HTTP/1.1 200", 12), "a full disk keeps readers out", round);
    set_full(NULL);
    reply = hand_in(server->port, key);
    applications++;
    check(!strncmp(reply, "HTTP/1.1 201", 12), "with room again the same application is not taken", round);
    long unanswered = 0;
    for (long i = 0; i < count[1]; i++) unanswered += !strcmp(told[1][i].number, "-");
    hand_in_again(server->port, unanswered, round);
    snprintf(run, sizeof run, "after%ld", round);
    check(hand_in_many(server->port, run, &busy, &told[2], &count[2]) > 0 && busy == 0, "work does not go on when there is room again", round);
    applications += count[2];
    sqlite3 *db = open_store();
    for (int i = 0; i < 3; i++) {
        check(kept(db, told[i], count[i], &acknowledged) == acknowledged, "an acknowledged case is lost", round);
        free(told[i]);
    }
    check(number_of(db, "SELECT count(*) FROM case_file") == applications, "there are more or fewer cases than applications", round);
    sqlite3_close(db);
    printf("  disk that %s: %ld applications were told 503 and taken later\n", !strcmp(how, "all") ? "takes no byte" : "cannot grow", unanswered);
}

int main(int argc, char **argv)
{
    if (argc != 2) { fprintf(stderr, "usage: full DATA\n"); return 2; }
    take_places(argv[1]);
    snprintf(control, sizeof control, "%.4000s.full", base);
    const char *environment[] = {"LD_PRELOAD", child_beside("disk.so"), "FULL_DISK", control, NULL};
    set_full(NULL);
    child_copy(base, work);
    Child server = child_serve(work, environment, 20);
    if (!check(server.pid > 0, "the server does not open", 0)) return 1;
    one_full_disk(&server, "-", 1);
    one_full_disk(&server, "all", 2);
    set_full("-");                                      /* and a crash on top */
    usleep(200000);
    child_stop(&server, SIGKILL, NULL);
    set_full(NULL);
    server = child_serve(work, environment, 20);
    check(server.pid > 0, "the server does not open after a crash on a full disk", 3);
    check(!strncmp(ask(server.port, "GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "HTTP/1.1 200", 12), "the server is not well after a crash on a full disk", 3);
    check(child_stop(&server, SIGTERM, NULL) == 0, "the server does not stop in good order", 3);
    sqlite3 *db = open_store();
    check(number_of(db, "SELECT count(*) FROM case_file") == applications, "cases were lost in the crash", 3);
    sqlite3_close(db);
    check(verify(true) == 0, "verify finds something", 3);
    leave_places();
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
