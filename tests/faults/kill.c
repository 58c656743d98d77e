/* kill.c: kill -9 at a random moment under load; nobody who was told a number may have lost her case, and nobody has two.
 *
 *   kill KILLS DATA [SEED]        DATA: fresh from `init --demo`, with a token in the file DATA/token; it is copied, not changed
 *
 * One kill is: serve, 32 clients hand in applications, SIGKILL after 50-430 ms of them, serve again (within two seconds), then
 *   1. every acknowledged number is a case, and it is the case of that application (the project names the key),
 *   2. every application that got no answer is handed in again with its key and then has one case too,
 *   3. there are exactly as many cases as applications: none twice,
 *   4. `yichuang verify` holds: the log after each kill, the whole replay after each tenth.
 * The data grows over ten kills, then starts anew.
 */
#define _GNU_SOURCE
#include "told.h"

enum { KILLS_PER_DATA = 10 };
static double slowest_start;
static long applications, taken_total, unanswered_total;

static bool one_kill(long kill, unsigned *seed)
{
    char run[30];
    long count, acknowledged;
    Child clients, server = child_serve(work, NULL, 20);
    if (!check(server.pid > 0, "the server does not open", kill)) return false;
    snprintf(run, sizeof run, "k%ld", kill);
    load(server.port, run, "30", NULL, record, &clients);
    usleep(50000 + (useconds_t)(rand_r(seed) % 380000));
    child_stop(&server, SIGKILL, NULL);
    child_finish(&clients, NULL, 0, NULL);
    Told *told = read_record(record, &count);

    double start = child_seconds();
    server = child_serve(work, NULL, 20);
    double took = child_seconds() - start;
    if (took > slowest_start) slowest_start = took;
    if (!check(server.pid > 0 && took < 2, "the server does not open again within two seconds", kill)) return false;
    sqlite3 *db = open_store();
    long found = kept(db, told, count, &acknowledged);
    check(found == acknowledged, "an acknowledged case is lost", kill);
    hand_in_again(server.port, count - acknowledged, kill);
    applications += count;
    check(number_of(db, "SELECT count(*) FROM case_file") == applications, "there are more or fewer cases than applications", kill);
    check(number_of(db, "SELECT count(*) FROM case_idempotency") == applications, "keys and cases differ", kill);
    sqlite3_close(db);
    child_stop(&server, SIGTERM, NULL);
    bool whole = kill % KILLS_PER_DATA == 0;
    check(verify(whole) == 0, "verify finds something", kill);
    taken_total += acknowledged;
    unanswered_total += count - acknowledged;
    free(told);
    return true;
}

int main(int argc, char **argv)
{
    long kills = argc > 2 ? atol(argv[1]) : 0;
    unsigned seed = argc > 3 ? (unsigned)atol(argv[3]) : (unsigned)time(NULL);
    if (kills < 1) { fprintf(stderr, "usage: kill KILLS DATA [SEED]\n"); return 2; }
    take_places(argv[2]);
    printf("kill -9 under load, %ld times (seed %u)\n", kills, seed);
    for (long kill = 1; kill <= kills; kill++) {
        if (kill % KILLS_PER_DATA == 1) { child_copy(base, work); applications = 0; }
        if (!one_kill(kill, &seed)) break;
        if (kill % 10 == 0) { printf("  %ld kills, %ld cases acknowledged, %ld applications cut off and repeated, slowest start %.0f ms\n", kill, taken_total, unanswered_total, slowest_start * 1e3); fflush(stdout); }
    }
    check(taken_total > kills * 10, "hardly any load: the test proves little", kills);
    leave_places();
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
