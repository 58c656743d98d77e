/* told.h: what the fault tests share: what applicants were told (bench/load's record), what the store holds, whether verify is content. */
#ifndef FAULTS_TOLD_H
#define FAULTS_TOLD_H
#include "../../bench/child.h"
#include <sqlite3.h>

enum { KEY_MOST = 60, NUMBER_MOST = 40 };

typedef struct Told { char key[KEY_MOST], number[NUMBER_MOST]; } Told;
static char base[PATH_MAX], work[PATH_MAX], record[PATH_MAX], again[PATH_MAX], token[100];
static long passed, failed;

static bool check(bool good, const char *what, long round)
{
    if (good) passed++;
    else { failed++; printf("round %ld: %s\n", round, what); }
    return good;
}

static Told *read_record(const char *path, long *count)
{
    char line[300];
    long room = 1024;
    Told *told = malloc((size_t)room * sizeof *told);
    FILE *file = fopen(path, "r");
    *count = 0;
    while (file && fgets(line, sizeof line, file)) {
        if (*count == room) told = realloc(told, (size_t)(room *= 2) * sizeof *told);
        if (sscanf(line, "%59s %*d %39s", told[*count].key, told[*count].number) == 2) (*count)++;
    }
    if (file) fclose(file);
    return told;
}

static long number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    long answer = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) answer = (long)sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return answer;
}

static sqlite3 *open_store(void)
{
    char path[PATH_MAX + 20];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/yichuang.db", work);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) { fprintf(stderr, "cannot open %s\n", path); exit(2); }
    sqlite3_busy_timeout(db, 5000);
    return db;
}

/* How many of those who were told a number have exactly that case. */
static long kept(sqlite3 *db, const Told *told, long count, long *acknowledged)
{
    sqlite3_stmt *find;
    long found = 0;
    *acknowledged = 0;
    if (sqlite3_prepare_v2(db, "SELECT p.facts FROM case_file c JOIN case_person p ON p.case_id = c.id WHERE c.number = ?1", -1, &find, NULL) != SQLITE_OK) return -1;
    for (long i = 0; i < count; i++) {
        char project[KEY_MOST + 30];
        if (!strcmp(told[i].number, "-")) continue;
        ++*acknowledged;
        snprintf(project, sizeof project, "\"project\":\"%s\"", told[i].key);
        sqlite3_bind_text(find, 1, told[i].number, -1, SQLITE_STATIC);
        if (sqlite3_step(find) == SQLITE_ROW && strstr((const char *)sqlite3_column_text(find, 0), project) && sqlite3_step(find) == SQLITE_DONE) found++;
        else printf("  lost or another's: %s was told %s\n", told[i].key, told[i].number);
        sqlite3_reset(find);
    }
    sqlite3_finalize(find);
    return found;
}

static int verify(bool whole)
{
    char text[4000] = "";
    const char *argv[] = {child_beside("yichuang"), "verify", "--data", work, whole ? NULL : "--log-only", NULL};
    int code = child_run(argv, text, sizeof text);
    if (code) printf("%s", text);
    return code;
}

static void load(int port, const char *run, const char *seconds, const char *unanswered, const char *out, Child *child)
{
    static char number[16];
    const char *fresh[] = {child_beside("load"), "--port", number, "--token", token, "--clients", "32", "--seconds", seconds, "--run", run, "--record", out, NULL};
    const char *repeat[] = {child_beside("load"), "--port", number, "--token", token, "--clients", "32", "--again", unanswered, "--record", out, NULL};
    snprintf(number, sizeof number, "%d", port);
    *child = child_start(unanswered ? repeat : fresh, NULL);
}

/* Those left without an answer try again; each gets exactly one case. */
static void hand_in_again(int port, long unanswered, long round)
{
    Child clients;
    long repeated, answered = 0;
    load(port, NULL, NULL, record, again, &clients);
    child_finish(&clients, NULL, 0, NULL);
    Told *second = read_record(again, &repeated);
    for (long i = 0; i < repeated; i++) answered += strcmp(second[i].number, "-") != 0;
    check(repeated == unanswered && answered == repeated, "not every unanswered application was taken the second time", round);
    free(second);
}

/* DATA and what stands beside it. */
static void take_places(const char *data)
{
    char path[PATH_MAX + 20];
    snprintf(base, sizeof base, "%s", data);
    snprintf(work, sizeof work, "%.4000s.work", base);
    snprintf(record, sizeof record, "%.4000s.record", base);
    snprintf(again, sizeof again, "%.4000s.again", base);
    snprintf(path, sizeof path, "%s/token", base);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%99s", token) != 1) { fprintf(stderr, "no token in %s\n", path); exit(2); }
    fclose(file);
}

static void leave_places(void)
{
    child_remove(work);
    unlink(record);
    unlink(again);
}
#endif
