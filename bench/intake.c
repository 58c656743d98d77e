/* bench/intake.c: how many applications a second become durable cases, beside what this machine can do at all.
 *
 *   intake [--rounds 5] [--seconds 1.5] [--http-seconds 4] [--directory DIR] [--only plain|http|slow] [--group N]
 *
 * In one run, in turn, so that what disturbs one disturbs all:
 *   plain       a program that only inserts the rows one application becomes: same tables, indexes, columns and sizes, same pragmas, same group sizes
 *   window      the product without HTTP: window_submit, and everything the law wants done at the window
 *   over HTTP   the server and 64 keep-alive clients (bench/load), all on this machine
 *   slow disk   the same with every fsync made 8 ms slower (tests/faults/disk.c, preloaded)
 * Equal durability: WAL, synchronous=FULL, nothing counts before its COMMIT has returned. Medians of the rounds, lowest and highest in brackets.
 * Exit 1 when a bar is missed.
 */
#include "child.h"
#include "window/case_act.h"
#include "window/district.h"
#include "people/account.h"
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/utsname.h>

enum { ROUNDS_MOST = 50, GROUPS = 4, GROUP_MOST = 256, TILE = 256 };
static const int groups[GROUPS] = {1, 16, 64, 256};
static const char item_code[] = "4201150192001100";
static struct { int rounds, group; double seconds, http_seconds; const char *directory, *only; } opt = {5, 0, 1.5, 4, "/var/tmp", NULL};
static char place[PATH_MAX], base[PATH_MAX], work[PATH_MAX], token[MACHINE_TOKEN_CHARS + 1];

typedef struct Figures { double rate[ROUNDS_MOST], cpu[ROUNDS_MOST], p50[ROUNDS_MOST], p99[ROUNDS_MOST]; int count; } Figures;

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int count, double *lowest, double *highest)
{
    double sorted[ROUNDS_MOST] = {0};
    if (!count) return 0;
    memcpy(sorted, values, (size_t)count * sizeof *values);
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    if (lowest) *lowest = sorted[0];
    if (highest) *highest = sorted[count - 1];
    return sorted[count / 2];
}

static double thread_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- the machine ---- */

static void machine_facts(void)
{
    char line[300], path[PATH_MAX + 20], block[4096] = {0};
    struct utsname os;
    uname(&os);
    FILE *info = fopen("/proc/cpuinfo", "r");
    while (info && fgets(line, sizeof line, info)) if (!strncmp(line, "model name", 10)) { printf("cpu        %s", strchr(line, ':') + 2); break; }
    if (info) fclose(info);
    printf("processors %ld\nkernel     %s %s\nsqlite     %s\n", sysconf(_SC_NPROCESSORS_ONLN), os.sysname, os.release, sqlite3_libversion());
    FILE *load = fopen("/proc/loadavg", "r");
    if (load && fgets(line, sizeof line, load)) printf("load       %s", line);
    if (load) fclose(load);
    snprintf(path, sizeof path, "%s/sync", place);
    int fd = open(path, O_RDWR | O_CREAT, 0600), count = 0;
    double start = child_seconds(), took = 0;
    do {
        if (write(fd, block, sizeof block) != sizeof block || fdatasync(fd)) break;
        count++;
    } while ((took = child_seconds() - start) < 1);
    printf("disk       %.0f appends of 4 KiB with fdatasync a second, %.2f ms each (%s)\n\n", count / took, took / count * 1e3, place);
    close(fd);
    unlink(path);
}

/* ---- an application ---- */

static int64_t applications;

static Value *application(Arena *arena)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    unsigned n = (unsigned)++applications, sum = 0;
    char identity[40];
    snprintf(identity, sizeof identity, "420115%04u%02u%02u%03u", 1950 + n % 50, 1 + n % 12, 1 + n % 28, n % 1000);
    for (int i = 0; i < 17; i++) sum += (unsigned)((identity[i] - '0') * weights[i]);
    identity[17] = "10X98765432"[sum % 11];
    identity[18] = 0;
    const char *json = arena_printf(arena, "{\"applicant_kind\":\"person\",\"applicant_name\":\"欧阳建国\",\"identity\":\"%s\",\"phone\":\"138%08u\","
        "\"address\":\"武汉市江夏区纸坊街道文化大道%u号\",\"project\":\"第%u号申请\",\"truth\":true,"
        "\"materials\":[{\"no\":1,\"way\":\"upload\",\"copies\":1},{\"no\":2,\"way\":\"upload\",\"copies\":1}],\"channel\":\"api\"}", identity, n % 100000000, n % 400, n);
    return value_parse(arena, json, strlen(json), NULL);
}

static void make_turn(WindowTurn *turn, void (*done)(WindowTurn *))
{
    Arena *arena = arena_new();
    CaseAct *act = ARENA_NEW(arena, CaseAct);
    *act = (CaseAct){.act = ACT_RECEIVE, .item = item_code, .input = application(arena), .idempotency_scope = "machine:bench"};
    act->idempotency_key = arena_printf(arena, "bench-%lld", (long long)applications);
    *turn = (WindowTurn){.arena = arena, .actor = actor_machine("bench", MACHINE_SUBMIT), .work = case_act, .input = act, .done = done};
}

static void make_token(Scene *scene, WindowTurn *turn) { machine_create(scene->store, token, "bench", MACHINE_SUBMIT | MACHINE_QUERY, (Instant){0}, turn->now); }

/* The demonstration district with one case in it, whose rows the plain program copies. */
static void make_base(void)
{
    OneWindow *window = window_open(&(WindowOptions){.directory = base, .create = true});
    district_load(window, instant_now(), false, NULL);
    machine_token_new(token);
    WindowTurn turn = {.arena = arena_new(), .actor = actor_operator(), .work = make_token};
    window_do(window, &turn);
    arena_free(turn.arena);
    make_turn(&turn, NULL);
    window_do(window, &turn);
    if (turn.fault || turn.refusal || !turn.case_id) { fprintf(stderr, "the first application was refused: %d %s\n", turn.refusal, turn.detail ? turn.detail : ""); exit(2); }
    arena_free(turn.arena);
    window_close(window);
}

/* ---- the plain program ---- */

typedef struct Row { const char *pick, *insert; int columns; sqlite3_value **values; sqlite3_stmt *statement; } Row;
enum { ROW_EVENT, ROW_CASE, ROW_STANDING, ROW_PERSON, ROW_COUNTER, ROW_DOCUMENT, ROW_SEQUENCE, ROW_KEY, ROW_HEAD, ROW_TILE, ROWS };
static const Row pattern[ROWS] = {
    [ROW_EVENT] = {"SELECT * FROM event ORDER BY seq DESC LIMIT 1", "INSERT INTO event VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)", 12, NULL, NULL},
    [ROW_CASE] = {"SELECT * FROM case_file", "INSERT INTO case_file VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25)", 25, NULL, NULL},
    [ROW_STANDING] = {"SELECT * FROM case_standing", "INSERT INTO case_standing VALUES (?1,?2)", 2, NULL, NULL},
    [ROW_PERSON] = {"SELECT * FROM case_person", "INSERT INTO case_person VALUES (?1,?2)", 2, NULL, NULL},
    [ROW_COUNTER] = {"SELECT * FROM case_counter", "INSERT INTO case_counter (day, last) VALUES (?1, ?2) ON CONFLICT (day) DO UPDATE SET last = last + 1", 2, NULL, NULL},
    [ROW_DOCUMENT] = {"SELECT * FROM issued_document ORDER BY id DESC LIMIT 1", "INSERT INTO issued_document VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)", 11, NULL, NULL},
    [ROW_SEQUENCE] = {"SELECT * FROM document_sequence", "INSERT INTO document_sequence VALUES (?1,?2,?3,?4) ON CONFLICT (body, word, year) DO UPDATE SET last = excluded.last", 4, NULL, NULL},
    [ROW_KEY] = {"SELECT * FROM case_idempotency", "INSERT INTO case_idempotency VALUES (?1,?2,?3,?4)", 4, NULL, NULL},
    [ROW_HEAD] = {"SELECT * FROM ledger_checkpoint ORDER BY size DESC LIMIT 1", "INSERT INTO ledger_checkpoint VALUES (?1,?2,?3,?4)", 4, NULL, NULL},
    [ROW_TILE] = {"SELECT 0, 0, zeroblob(8192)", "INSERT INTO ledger_tile VALUES (0,?1 + ?2,?3) ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes", 3, NULL, NULL},
};

static void must(int code, sqlite3 *db, const char *doing)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "%s: %s\n", doing, sqlite3_errmsg(db));
    exit(2);
}

static sqlite3 *plain_open(const char *path)
{
    sqlite3 *db = NULL;
    must(sqlite3_open(path, &db), db, path);
    sqlite3_busy_timeout(db, 10000);
    must(sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=FAST; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;", NULL, NULL, NULL), db, "setup");
    return db;
}

static void read_rows(sqlite3 *db, Row rows[ROWS])
{
    memcpy(rows, pattern, sizeof pattern);
    for (int r = 0; r < ROWS; r++) {
        sqlite3_stmt *pick;
        must(sqlite3_prepare_v2(db, rows[r].pick, -1, &pick, NULL), db, rows[r].pick);
        if (sqlite3_step(pick) != SQLITE_ROW || sqlite3_column_count(pick) != rows[r].columns) { fprintf(stderr, "the schema has changed: %s\n", rows[r].pick); exit(2); }
        rows[r].values = calloc((size_t)rows[r].columns, sizeof *rows[r].values);
        for (int c = 0; c < rows[r].columns; c++) rows[r].values[c] = sqlite3_value_dup(sqlite3_column_value(pick, c));
        sqlite3_finalize(pick);
        must(sqlite3_prepare_v3(db, rows[r].insert, -1, SQLITE_PREPARE_PERSISTENT, &rows[r].statement, NULL), db, rows[r].insert);
        for (int c = 0; c < rows[r].columns; c++) sqlite3_bind_value(rows[r].statement, c + 1, rows[r].values[c]);
    }
}

static void insert(sqlite3 *db, Row *row)
{
    must(sqlite3_step(row->statement), db, row->insert);
    sqlite3_reset(row->statement);
}

static void bind_text(Row *row, int column, const char *text) { sqlite3_bind_text(row->statement, column, text, -1, SQLITE_STATIC); }

/* The rows of one case: sequence, numbers and key are its own, all else is like the case the product wrote. */
static void plain_case(sqlite3 *db, Row rows[ROWS], int64_t seq, int64_t id)
{
    char number[60], paper[100];
    uint64_t key = (uint64_t)id * 0x9E3779B97F4A7C15u;
    snprintf(number, sizeof number, "420115-20261123-%05lld", (long long)id);
    snprintf(paper, sizeof paper, "江夏卫健服收〔2026〕%lld号", (long long)id);
    sqlite3_bind_int64(rows[ROW_EVENT].statement, 1, seq);
    sqlite3_bind_int64(rows[ROW_EVENT].statement, 5, id);
    bind_text(&rows[ROW_EVENT], 6, number);
    sqlite3_bind_int64(rows[ROW_CASE].statement, 1, id);
    bind_text(&rows[ROW_CASE], 2, number);
    sqlite3_bind_int64(rows[ROW_STANDING].statement, 1, id);
    sqlite3_bind_int64(rows[ROW_PERSON].statement, 1, id);
    sqlite3_bind_int64(rows[ROW_DOCUMENT].statement, 1, seq * 32);
    bind_text(&rows[ROW_DOCUMENT], 3, paper);
    sqlite3_bind_int64(rows[ROW_DOCUMENT].statement, 7, id);
    sqlite3_bind_int64(rows[ROW_DOCUMENT].statement, 8, id);
    sqlite3_bind_int64(rows[ROW_SEQUENCE].statement, 4, id);
    sqlite3_bind_int64(rows[ROW_KEY].statement, 2, (int64_t)(key >> 1));
    sqlite3_bind_int64(rows[ROW_KEY].statement, 4, id);
    for (int r = ROW_EVENT; r <= ROW_KEY; r++) insert(db, &rows[r]);
    if (seq % TILE) return;
    sqlite3_bind_int64(rows[ROW_TILE].statement, 1, seq / TILE - 1);
    insert(db, &rows[ROW_TILE]);
}

static atomic_bool plain_over;
static void *plain_checkpoints(void *path)
{
    sqlite3 *db = plain_open(path);
    for (; !plain_over; usleep(100000)) sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    sqlite3_close(db);
    return NULL;
}

static void plain_round(int group, Figures *out)
{
    char path[PATH_MAX + 20];
    pthread_t checkpoints;
    Row rows[ROWS];
    child_copy(base, work);
    snprintf(path, sizeof path, "%s/yichuang.db", work);
    sqlite3 *db = plain_open(path);
    read_rows(db, rows);
    plain_over = false;
    pthread_create(&checkpoints, NULL, plain_checkpoints, path);
    int64_t seq = sqlite3_value_int64(rows[ROW_EVENT].values[0]), first = seq, id = sqlite3_value_int64(rows[ROW_CASE].values[0]);
    double start = child_seconds(), cpu = thread_seconds(), took;
    do {
        must(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), db, "begin");
        for (int i = 0; i < group; i++) plain_case(db, rows, ++seq, ++id);
        sqlite3_bind_int64(rows[ROW_HEAD].statement, 1, seq);
        insert(db, &rows[ROW_HEAD]);
        must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), db, "commit");
    } while ((took = child_seconds() - start) < opt.seconds);
    out->cpu[out->count] = (thread_seconds() - cpu) / (double)(seq - first);
    out->rate[out->count++] = (double)(seq - first) / took;
    plain_over = true;
    pthread_join(checkpoints, NULL);
    for (int r = 0; r < ROWS; r++) {
        sqlite3_finalize(rows[r].statement);
        for (int c = 0; c < rows[r].columns; c++) sqlite3_value_free(rows[r].values[c]);
        free(rows[r].values);
    }
    sqlite3_close(db);
}

/* ---- the window ----
 * A gate keeps groups exact: the window enters it alone, a whole group is submitted behind it, the gate opens, and the next group is that one. */

static sem_t entered, opened, finished;
static atomic_int outstanding, failed;
static double window_cpu;

static void gate(Scene *scene, WindowTurn *turn)
{
    (void)scene; (void)turn;
    window_cpu = thread_seconds();
    sem_post(&entered);
    sem_wait(&opened);
}

static void turn_done(WindowTurn *turn)
{
    if (turn->work == case_act && (turn->fault || turn->refusal || turn->repeated)) failed++;
    if (atomic_fetch_sub(&outstanding, 1) == 1) sem_post(&finished);
}

static void make_group(WindowTurn *turns, int group) { for (int i = 0; i < group; i++) make_turn(&turns[i], turn_done); }

static double window_group(OneWindow *window, WindowTurn *turns, int group, WindowTurn *following, bool used)
{
    WindowTurn first = {.arena = arena_new(), .actor = actor_operator(), .work = gate, .done = turn_done};
    outstanding = group + 1;
    window_submit(window, &first);
    sem_wait(&entered);
    double cpu = window_cpu;
    for (int i = 0; i < group; i++) window_submit(window, &turns[i]);
    sem_post(&opened);
    for (int i = 0; used && i < group; i++) arena_free(following[i].arena);
    make_group(following, group);                       /* as the loop thread does: while the window works */
    sem_wait(&finished);
    arena_free(first.arena);
    return cpu;
}

static void window_round(int group, Figures *out)
{
    static WindowTurn turns[2][GROUP_MOST];
    child_copy(base, work);
    OneWindow *window = window_open(&(WindowOptions){.directory = work});
    window_start(window);
    failed = 0;
    make_group(turns[0], group);
    int64_t done = 0;
    int now = 0;
    double start = child_seconds(), first_cpu = -1, cpu = 0, took;
    do {
        cpu = window_group(window, turns[now], group, turns[!now], done > 0);
        if (first_cpu < 0) first_cpu = cpu;
        now = !now;
        done += group;
    } while ((took = child_seconds() - start) < opt.seconds);
    out->cpu[out->count] = done > group ? (cpu - first_cpu) / (double)(done - group) : 0;
    out->rate[out->count++] = (double)done / took;
    for (int i = 0; i < 2 * group; i++) arena_free(turns[i / group][i % group].arena);
    window_close(window);
    if (failed) { fprintf(stderr, "%d turns failed\n", (int)failed); exit(2); }
}

static bool plain_and_window(void)
{
    static Figures plain[GROUPS], window[GROUPS];
    bool kept = true;
    for (int round = 0; round < opt.rounds; round++)
        for (int g = 0; g < GROUPS; g++) {
            if (opt.group && groups[g] != opt.group) continue;
            plain_round(groups[g], &plain[g]);
            window_round(groups[g], &window[g]);
        }
    printf("%-8s %-34s %-34s %-7s %s\n", "group", "plain program, cases/s", "window, cases/s", "ratio", "CPU of the writing thread, us a case");
    for (int g = 0; g < GROUPS; g++) {
        if (!plain[g].count) continue;
        double low[2], high[2], a = median(plain[g].rate, plain[g].count, &low[0], &high[0]), b = median(window[g].rate, window[g].count, &low[1], &high[1]);
        printf("%-8d %8.0f (%7.0f - %7.0f)      %8.0f (%7.0f - %7.0f)      %-7.2f %.1f / %.1f\n", groups[g], a, low[0], high[0], b, low[1], high[1], b / a,
            median(plain[g].cpu, plain[g].count, NULL, NULL) * 1e6, median(window[g].cpu, window[g].count, NULL, NULL) * 1e6);
        kept &= b / a >= 0.5;
    }
    printf("bar: at least 0.5 of the plain program at every group size: %s\n\n", kept ? "kept" : "MISSED");
    return kept;
}

/* ---- over HTTP ---- */

static void http_round(const char *slow, Figures *out)
{
    const char *environment[] = {"LD_PRELOAD", child_beside("slowdisk.so"), "SLOW_SYNC_MS", slow, NULL};
    char port[16], seconds[16], text[400] = "";
    struct rusage usage;
    long good = 0, refused = 0, busy = 0, lost = 0;
    double took, rate = 0, p50 = 0, p99 = 0, most;
    child_copy(base, work);
    Child server = child_serve(work, slow ? environment : NULL, 20);
    if (server.pid < 0) { fprintf(stderr, "the server did not open\n"); exit(2); }
    snprintf(port, sizeof port, "%d", server.port);
    snprintf(seconds, sizeof seconds, "%.2f", opt.http_seconds);
    const char *argv[] = {child_beside("load"), "--port", port, "--token", token, "--clients", "64", "--seconds", seconds, NULL};
    child_run(argv, text, sizeof text);
    child_stop(&server, SIGTERM, &usage);
    if (sscanf(text, "acknowledged %ld refused %ld busy %ld lost %ld seconds %lf rate %lf p50 %lf p99 %lf max %lf", &good, &refused, &busy, &lost, &took, &rate, &p50, &p99, &most) != 9 || refused || busy || lost) {
        fprintf(stderr, "not every application was taken: %s\n", text);
        exit(2);
    }
    double cpu = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 + (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6;
    int i = out->count++;
    out->rate[i] = rate;
    out->p50[i] = p50;
    out->p99[i] = p99;
    out->cpu[i] = cpu / (double)good;
}

static bool http(const char *title, const char *slow, double bar, double p99_bar)
{
    Figures f = {0};
    double low, high, p99_low, p99_high;
    for (int round = 0; round < opt.rounds; round++) http_round(slow, &f);
    double rate = median(f.rate, f.count, &low, &high), p99 = median(f.p99, f.count, &p99_low, &p99_high);
    bool kept = rate >= bar && (!p99_bar || p99 < p99_bar);
    printf("%s\n  %.0f durable intakes/s (%.0f - %.0f), p50 %.1f ms, p99 %.1f ms (%.1f - %.1f), CPU of the server %.0f us an intake\n  bar: %.0f/s", title, rate, low, high,
        median(f.p50, f.count, NULL, NULL), p99, p99_low, p99_high, median(f.cpu, f.count, NULL, NULL) * 1e6, bar);
    if (p99_bar) printf(", p99 under %.0f ms", p99_bar);
    printf(": %s\n\n", kept ? "kept" : "MISSED");
    return kept;
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--rounds")) opt.rounds = atoi(argv[i + 1]) > 0 && atoi(argv[i + 1]) <= ROUNDS_MOST ? atoi(argv[i + 1]) : 5;
        else if (!strcmp(argv[i], "--seconds")) opt.seconds = atof(argv[i + 1]);
        else if (!strcmp(argv[i], "--http-seconds")) opt.http_seconds = atof(argv[i + 1]);
        else if (!strcmp(argv[i], "--directory")) opt.directory = argv[i + 1];
        else if (!strcmp(argv[i], "--group")) opt.group = atoi(argv[i + 1]);      /* one group size only */
        else if (!strcmp(argv[i], "--only")) opt.only = argv[i + 1];
        else { fprintf(stderr, "intake: unknown option %s\n", argv[i]); return 2; }
    }
    bool kept = true, all = !opt.only;
    sem_init(&entered, 0, 0);
    sem_init(&opened, 0, 0);
    sem_init(&finished, 0, 0);
    snprintf(place, sizeof place - 20, "%s/yichuang-bench-XXXXXX", opt.directory);
    if (!mkdtemp(place)) { perror(place); return 2; }
    snprintf(base, sizeof base, "%.3000s/base", place);
    snprintf(work, sizeof work, "%.3000s/work", place);
    machine_facts();
    make_base();
    if (all || !strcmp(opt.only, "plain")) kept &= plain_and_window();
    if (all || !strcmp(opt.only, "http")) kept &= http("over HTTP, 64 keep-alive clients, server and load generator on this machine", NULL, 6000, 50);
    if ((all || !strcmp(opt.only, "slow")) && !access(child_beside("slowdisk.so"), R_OK)) kept &= http("the same, every fsync 8 ms slower", "8", 1500, 0);
    child_remove(place);
    return !kept;
}
