/* ahead.c: pages read before they are wanted; see store_ahead in store.h. */
#include "store/store.h"
#include "base/fault.h"
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STEPS_BETWEEN_LOOKS = 1000 };        /* of the engine's machine: some tens of microseconds */

typedef struct Reader { pthread_t thread; sqlite3 *db; sqlite3_stmt *statement; bool started; atomic_bool stopping; } Reader;
struct StoreAhead { Reader readers[STORE_AHEAD]; };

/* Not sqlite3_interrupt: one that comes before the thread's first step is forgotten. */
static int stopping(void *context) { return atomic_load(&((Reader *)context)->stopping); }

static void *reader_thread(void *context)
{
    const Reader *r = context;
    while (sqlite3_step(r->statement) == SQLITE_ROW) {}
    return NULL;
}

/* The connection keeps next to nothing itself: the pages are to be in the machine's memory, where the other connection finds them.
 * SQLITE_ERROR is a statement that this schema does not know. */
static int begin(Reader *r, const char *path, const char *sql)
{
    int code = sqlite3_open_v2(path, &r->db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(r->db, "PRAGMA query_only=ON; PRAGMA cache_size=-200;", NULL, NULL, NULL);
    if (code == SQLITE_OK) code = sqlite3_prepare_v2(r->db, sql, -1, &r->statement, NULL);
    sqlite3_progress_handler(r->db, STEPS_BETWEEN_LOOKS, stopping, r);
    if (code == SQLITE_OK) r->started = pthread_create(&r->thread, NULL, reader_thread, r) == 0;
    return code;
}

/* The WAL is written over from its beginning, and a block that is not in memory is read before a part of it is: so all of it is asked for in one go. */
static void log_wanted(const char *path)
{
    char log[4096 + 8];
    snprintf(log, sizeof log, "%s-wal", path);
    int file = open(log, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    posix_fadvise(file, 0, 0, POSIX_FADV_WILLNEED);
    close(file);
}

StoreAhead *store_ahead(const Store *store, const char *const sql[], int count)
{
    StoreAhead *ahead = store_path(store)[0] == ':' ? NULL : calloc(1, sizeof *ahead);
    if (ahead) log_wanted(store_path(store));
    for (int i = 0; ahead && i < count && i < STORE_AHEAD; i++) {
        if (begin(&ahead->readers[i], store_path(store), sql[i]) != SQLITE_ERROR) continue;
        store_ahead_end(ahead);
        fault_raise(FAULT_STORE, "not to be read ahead: %.150s", sql[i]);
    }
    return ahead;
}

void store_ahead_end(StoreAhead *ahead)
{
    if (!ahead) return;
    for (int i = 0; i < STORE_AHEAD; i++) {
        Reader *r = &ahead->readers[i];
        if (r->started) {
            atomic_store(&r->stopping, true);
            pthread_join(r->thread, NULL);
        }
        sqlite3_finalize(r->statement);
        sqlite3_close(r->db);
    }
    free(ahead);
}
