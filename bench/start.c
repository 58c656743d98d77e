/* bench/start.c: how long the hall takes to open with a million cases in it, and how much memory it holds.
 *
 *   start [--cases 1000000] [--directory DIR]
 *
 * Cases are handed in through the window itself, in groups of 256, so the data is what the product writes: events, hashes, papers and all.
 * First a hall with the demonstration district only, then the full one: time from exec to "open" (five starts, median), resident memory after the
 * start and after a thousand guide pages. Exit 1 when a bar is missed: one second, 128 MiB.
 */
#include "child.h"
#include "people/account.h"
#include "window/case_act.h"
#include "window/district.h"
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { GROUP = 256, STARTS = 5 };
static struct { long cases; const char *directory; } opt = {1000000, "/var/tmp"};
static sem_t finished;
static atomic_int outstanding, failed;

static void turn_done(WindowTurn *turn)
{
    if (turn->fault || turn->refusal) failed++;
    if (atomic_fetch_sub(&outstanding, 1) == 1) sem_post(&finished);
}

static void make_turn(WindowTurn *turn, unsigned n)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    unsigned sum = 0;
    char identity[40];
    Arena *arena = arena_new();
    Value *input = value_object(arena), *materials;
    snprintf(identity, sizeof identity, "420115%04u%02u%02u%03u", 1950 + n % 50, 1 + n % 12, 1 + n % 28, n % 1000);
    for (int i = 0; i < 17; i++) sum += (unsigned)((identity[i] - '0') * weights[i]);
    identity[17] = "10X98765432"[sum % 11];
    identity[18] = 0;
    value_set_str(arena, input, "applicant_kind", "person");
    value_set_str(arena, input, "applicant_name", "欧阳建国");
    value_set_str(arena, input, "identity", identity);
    value_set_str(arena, input, "phone", arena_printf(arena, "138%08u", n));
    value_set_str(arena, input, "project", arena_printf(arena, "第%u号申请", n));
    value_set_bool(arena, input, "truth", true);
    materials = value_set_list(arena, input, "materials");
    Value *one = value_push_object(arena, materials);
    value_set_int(arena, one, "no", 1);
    value_set_str(arena, one, "way", "upload");
    value_set_int(arena, one, "copies", 1);
    CaseAct *act = ARENA_NEW(arena, CaseAct);
    *act = (CaseAct){.act = ACT_RECEIVE, .item = "4201150192001100", .input = input};
    *turn = (WindowTurn){.arena = arena, .actor = actor_machine("bench", MACHINE_SUBMIT), .work = case_act, .input = act, .done = turn_done};
}

static void fill(const char *data)
{
    static WindowTurn turns[4 * GROUP];
    OneWindow *window = window_open(&(WindowOptions){.directory = data, .create = true});
    double start = child_seconds();
    district_load(window, instant_now(), false, NULL);
    window_start(window);
    for (long done = 0; done < opt.cases; done += 4 * GROUP) {
        for (unsigned i = 0; i < 4 * GROUP; i++) make_turn(&turns[i], (unsigned)done + i);
        outstanding = 4 * GROUP;
        for (int i = 0; i < 4 * GROUP; i++) window_submit(window, &turns[i]);
        sem_wait(&finished);
        for (int i = 0; i < 4 * GROUP; i++) arena_free(turns[i].arena);
        if (failed) { fprintf(stderr, "start: %d applications were not taken\n", (int)failed); exit(2); }
    }
    window_close(window);
    printf("%ld cases written in %.0f s\n", opt.cases, child_seconds() - start);
}

static double resident(pid_t pid)
{
    char path[60], line[200];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) if (!strncmp(line, "VmRSS:", 6)) kib = atof(line + 6);
    if (file) fclose(file);
    return kib / 1024;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool measure(const char *title, const char *data)
{
    double took[STARTS], first = 0, used = 0;
    char text[4000], url[100], database[PATH_MAX];
    struct stat info = {0};
    for (int i = 0; i < STARTS; i++) {
        Child server = child_serve(data, NULL, 60);
        if (server.pid < 0) { fprintf(stderr, "start: the server does not open\n"); exit(2); }
        took[i] = child_seconds() - server.started;
        if (i == STARTS - 1) {
            usleep(300000);
            first = resident(server.pid);
            snprintf(url, sizeof url, "http://127.0.0.1:%d/items/4201150192001100", server.port);
            const char *wrk[] = {"/usr/bin/wrk", "-t1", "-c64", "-d2", url, NULL};
            if (!access(wrk[0], X_OK)) child_run(wrk, text, sizeof text);
            used = resident(server.pid);
        }
        child_stop(&server, SIGTERM, NULL);
    }
    snprintf(database, sizeof database, "%s/yichuang.db", data);
    stat(database, &info);
    qsort(took, STARTS, sizeof *took, ascending);
    bool kept = took[STARTS / 2] < 1 && used < 128;
    printf("%-34s open after %.0f ms (%.0f - %.0f), resident %.0f MiB, after 64 clients read for two seconds %.0f MiB, store %.0f MiB: %s\n", title, took[STARTS / 2] * 1e3,
        took[0] * 1e3, took[STARTS - 1] * 1e3, first, used, (double)info.st_size / 1048576, kept ? "kept" : "MISSED");
    fflush(stdout);
    return kept;
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--cases")) opt.cases = atol(argv[i + 1]);
        else if (!strcmp(argv[i], "--directory")) opt.directory = argv[i + 1];
        else { fprintf(stderr, "start: unknown option %s\n", argv[i]); return 2; }
    }
    char place[PATH_MAX], data[PATH_MAX + 20], empty[PATH_MAX + 20], title[80];
    sem_init(&finished, 0, 0);
    snprintf(place, sizeof place - 20, "%s/yichuang-start-XXXXXX", opt.directory);
    if (!mkdtemp(place)) { perror(place); return 2; }
    snprintf(data, sizeof data, "%s/data", place);
    snprintf(empty, sizeof empty, "%s/empty", place);
    const char *init[] = {child_beside("yichuang"), "init", "--demo", "--data", empty, NULL};
    if (child_run(init, NULL, 0)) { fprintf(stderr, "start: init failed\n"); return 2; }
    bool kept = measure("demonstration district", empty);
    fill(data);
    snprintf(title, sizeof title, "%ld cases", opt.cases);
    kept &= measure(title, data);
    child_remove(place);
    return !kept;
}
