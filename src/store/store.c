/* store.c: SQLite behind store.h: cached statements by literal, faults instead of error codes, injected failures for the fault loops.
 *
 * Durability: WAL with synchronous=FULL, so a commit returns only after the WAL is flushed. Automatic checkpoints are off for the
 * writer: they would stop it in mid-group (measured: p99 40 ms); window/ runs a checkpoint thread and restarts the WAL itself. A WAL that one large turn
 * has made long is cut to 64 MB when it begins anew: writing over what is on the disk but no longer in memory reads each block first (a frame is not a
 * block), and then a long old WAL is dearer than none (measured: re-dating a million cases 12.4 s against 7.0). */
#include "store/store.h"
#include "base/fault.h"
#include "base/log.h"
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STATEMENTS = 1024, BUSY_MS = 10000 };

struct Query {
    Store *store;
    sqlite3_stmt *statement;
    const char *sql;
    bool live, used;           /* live: between store_query and its end */
};

typedef struct Function { Store *store; const char *name; StoreFunction answer; void *context; } Function;

struct Store {
    sqlite3 *db;
    Function functions[STORE_FUNCTIONS];
    FaultKind carried;         /* a fault raised in one of them, on its way past the engine */
    char carried_text[200];
    char path[4096];
    int wal_pages;
    bool snapshot_wanted;      /* store_snapshot was asked for, and nothing has been read yet */
    Query queries[STATEMENTS]; /* open addressing by the literal's address */
    int query_count, live_count;
    sqlite3_stmt *rollback;    /* ready from the start: undoing must not fail for want of memory, and every page read ends with it */
};

static _Noreturn void raise_store(Store *store, int code, const char *doing)
{
    char text[200];
    snprintf(text, sizeof text, "%s: %s", doing, store && store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
    fault_raise((code & 0xff) == SQLITE_FULL || (code & 0xfff) == SQLITE_IOERR_WRITE ? FAULT_STORE_FULL : FAULT_STORE, "%.180s", text);
}

static void inject(void)
{
    if (fault_injected()) fault_raise(FAULT_STORE, "store call failed on demand");
}

static int wal_hook(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)db; (void)name;
    ((Store *)context)->wal_pages = pages;
    return SQLITE_OK;
}

/* Counting its memory costs the engine a lock around every allocation, shared by the window and all who read; nobody asks for the count. */
static void configure(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

Store *store_open(const char *path, StoreMode mode)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    inject();
    Store *store = sqlite3_malloc(sizeof *store);
    if (!store) fault_raise(FAULT_MEMORY, "out of memory: store");
    memset(store, 0, sizeof *store);
    snprintf(store->path, sizeof store->path, "%s", path);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path, &store->db, flags, NULL);
    if (code != SQLITE_OK) {
        char text[200];
        snprintf(text, sizeof text, "cannot open %.120s: %s", path, store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
        sqlite3_close(store->db);
        sqlite3_free(store);
        fault_raise(FAULT_STORE, "%s", text);
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    const char *setup = mode == STORE_WRITE
        ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=FAST; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        : "PRAGMA query_only=ON; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;";
    code = sqlite3_exec(store->db, setup, NULL, NULL, NULL);
    if (code != SQLITE_OK) {
        char text[200];
        snprintf(text, sizeof text, "cannot set up %.100s: %s", path, sqlite3_errmsg(store->db));
        sqlite3_close(store->db);
        sqlite3_free(store);
        fault_raise(FAULT_STORE, "%s", text);
    }
    if (mode == STORE_WRITE) sqlite3_wal_hook(store->db, wal_hook, store);
    if (sqlite3_prepare_v3(store->db, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &store->rollback, NULL) != SQLITE_OK) {
        store_close(store);
        fault_raise(FAULT_MEMORY, "out of memory: store");
    }
    return store;
}

void store_close(Store *store)
{
    if (!store) return;
    for (int i = 0; i < STATEMENTS; i++)
        if (store->queries[i].used) sqlite3_finalize(store->queries[i].statement);
    sqlite3_finalize(store->rollback);
    sqlite3_close(store->db);
    sqlite3_free(store);
}

const char *store_path(const Store *store) { return store->path; }

static Query *query_for(Store *store, const char *sql)
{
    size_t slot = ((uintptr_t)sql >> 3) * 0x9E3779B97F4A7C15u >> 54;
    for (;; slot = (slot + 1) % STATEMENTS) {
        Query *query = &store->queries[slot];
        if (query->used && query->sql == sql) return query;
        if (query->used) continue;
        assert(store->query_count < STATEMENTS - 8);
        int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
        if (code != SQLITE_OK) raise_store(store, code, sql);
        query->store = store;
        query->sql = sql;
        query->used = true;
        store->query_count++;
        return query;
    }
}

static void bind(Query *query, const char *types, va_list args)
{
    sqlite3_stmt *s = query->statement;
    int at = 0, code = SQLITE_OK;
    for (const char *t = types; *t && code == SQLITE_OK; t++) {
        at++;
        switch (*t) {
        case 'i': code = sqlite3_bind_int64(s, at, va_arg(args, int64_t)); break;
        case 's': { const char *text = va_arg(args, const char *);
                    code = text ? sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC) : sqlite3_bind_null(s, at); break; }
        case 'b': { const void *data = va_arg(args, const void *); size_t n = va_arg(args, size_t);
                    code = data ? sqlite3_bind_blob64(s, at, data, n, SQLITE_STATIC) : sqlite3_bind_null(s, at); break; }
        case 'n': code = sqlite3_bind_null(s, at); break;
        default: assert(!"unknown parameter type");
        }
    }
    if (code == SQLITE_OK && at != sqlite3_bind_parameter_count(s)) assert(!"parameter count differs from the statement");
    if (code != SQLITE_OK) raise_store(query->store, code, query->sql);
}

/* Arguments are bound without copying (SQLITE_STATIC): they live in the turn's arena, which outlives the statement's run. */
static Query *start(Store *store, const char *sql, const char *types, va_list args)
{
    inject();
    if (store->snapshot_wanted) {                 /* the first query of a snapshot begins it: a page made beforehand asks nothing and pays nothing */
        store->snapshot_wanted = false;
        store_exec(store, "BEGIN DEFERRED", "");
    }
    Query *query = query_for(store, sql);
    if (query->live) sqlite3_reset(query->statement);
    else store->live_count++;
    query->live = true;
    bind(query, types, args);
    return query;
}

Query *store_query(Store *store, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    Query *query = start(store, sql, types, args);
    va_end(args);
    return query;
}

void store_done(Query *query)
{
    if (!query->live) return;
    query->live = false;
    query->store->live_count--;
    sqlite3_reset(query->statement);
}

/* A fault must not unwind through the engine: it is caught here, ends the statement with an error, and store_row raises it again. */
struct StoreCall { int count; sqlite3_value **values; };

static void call_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    Function *function = sqlite3_user_data(context);
    StoreCall call = {count, values};
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        int64_t answer = function->answer(function->context, &call);
        fault_unguard(&guard);
        if (answer == STORE_NULL) sqlite3_result_null(context); else sqlite3_result_int64(context, answer);
        return;
    }
    function->store->carried = guard.kind;
    snprintf(function->store->carried_text, sizeof function->store->carried_text, "%.190s", guard.text);
    sqlite3_result_error(context, "a fault in a function", -1);
}

void store_function(Store *store, const char *name, StoreFunction function, void *context)
{
    inject();
    Function *slot = store->functions;
    while (slot < store->functions + STORE_FUNCTIONS && slot->name && strcmp(slot->name, name)) slot++;
    assert(slot < store->functions + STORE_FUNCTIONS);
    if (!slot->name) {
        int code = sqlite3_create_function_v2(store->db, name, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, slot, call_function, NULL, NULL, NULL);
        if (code != SQLITE_OK) raise_store(store, code, name);
    }
    *slot = (Function){store, name, function, context};
}

int64_t store_argument_int(const StoreCall *call, int argument) { return argument < call->count ? sqlite3_value_int64(call->values[argument]) : 0; }

Day store_argument_day(const StoreCall *call, int argument)
{
    if (argument >= call->count || sqlite3_value_type(call->values[argument]) == SQLITE_NULL) return DAY_NONE;
    return (Day){(int32_t)sqlite3_value_int64(call->values[argument])};
}

const char *store_argument_text(const StoreCall *call, int argument)
{
    const unsigned char *text = argument < call->count ? sqlite3_value_text(call->values[argument]) : NULL;
    return text ? (const char *)text : "";
}

bool store_row(Query *query)
{
    if (!query->live) return false;
    int code = sqlite3_step(query->statement);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        Store *store = query->store;
        char text[200];
        snprintf(text, sizeof text, "%s", sqlite3_errmsg(store->db));
        store_done(query);
        FaultKind carried = store->carried;
        store->carried = FAULT_NONE;
        if (carried) fault_raise(carried, "%s", store->carried_text);
        fault_raise((code & 0xff) == SQLITE_FULL || (code & 0xfff) == SQLITE_IOERR_WRITE ? FAULT_STORE_FULL : FAULT_STORE, "%.120s (%.60s)", text, query->sql);
    }
    store_done(query);
    return false;
}

int64_t store_int(Query *query, int column) { return sqlite3_column_int64(query->statement, column); }
bool store_null(Query *query, int column) { return sqlite3_column_type(query->statement, column) == SQLITE_NULL; }

char *store_text(Query *query, int column, Arena *arena)
{
    const unsigned char *text = sqlite3_column_text(query->statement, column);
    return text ? arena_strndup(arena, (const char *)text, (size_t)sqlite3_column_bytes(query->statement, column)) : NULL;
}

const uint8_t *store_blob(Query *query, int column, Arena *arena, size_t *bytes)
{
    const void *data = sqlite3_column_blob(query->statement, column);
    *bytes = (size_t)sqlite3_column_bytes(query->statement, column);
    if (store_null(query, column)) return NULL;
    return arena_memdup(arena, data, *bytes);
}

bool store_row_equal(Query *a, Query *b)
{
    int columns = sqlite3_column_count(a->statement);
    if (columns != sqlite3_column_count(b->statement)) return false;
    for (int i = 0; i < columns; i++) {
        int type = sqlite3_column_type(a->statement, i);
        if (type != sqlite3_column_type(b->statement, i)) return false;
        if (type == SQLITE_INTEGER && sqlite3_column_int64(a->statement, i) != sqlite3_column_int64(b->statement, i)) return false;
        if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
            const void *x = sqlite3_column_blob(a->statement, i), *y = sqlite3_column_blob(b->statement, i);
            int n = sqlite3_column_bytes(a->statement, i);
            if (n != sqlite3_column_bytes(b->statement, i) || (n && memcmp(x, y, (size_t)n))) return false;
        }
    }
    return true;
}

Day store_day(Query *query, int column)
{
    return store_null(query, column) ? DAY_NONE : (Day){(int32_t)store_int(query, column)};
}

Instant store_instant(Query *query, int column) { return (Instant){store_int(query, column)}; }

int store_exec(Store *store, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    Query *query = start(store, sql, types, args);
    va_end(args);
    while (store_row(query)) {}
    return sqlite3_changes(store->db);
}

int64_t store_last_id(Store *store) { return sqlite3_last_insert_rowid(store->db); }

int64_t store_number(Store *store, int64_t otherwise, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    Query *query = start(store, sql, types, args);
    va_end(args);
    int64_t answer = otherwise;
    if (store_row(query)) {
        if (!store_null(query, 0)) answer = store_int(query, 0);
        store_done(query);
    }
    return answer;
}

void store_script(Store *store, const char *sql)
{
    inject();
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK) raise_store(store, code, "script");
}

void store_begin(Store *store) { store_exec(store, "BEGIN IMMEDIATE", ""); }
void store_commit(Store *store) { store_exec(store, "COMMIT", ""); }
bool store_in_transaction(Store *store) { return !sqlite3_get_autocommit(store->db); }
void store_savepoint(Store *store) { store_exec(store, "SAVEPOINT turn", ""); }
void store_release(Store *store) { store_exec(store, "RELEASE turn", ""); }
void store_snapshot(Store *store)
{
    assert(!store->snapshot_wanted && sqlite3_get_autocommit(store->db));
    store->snapshot_wanted = true;
}

void store_snapshot_end(Store *store)
{
    store->snapshot_wanted = false;
    store_rollback(store);
}

static void finish_live_queries(Store *store)
{
    for (int i = 0; i < STATEMENTS && store->live_count; i++)
        if (store->queries[i].used && store->queries[i].live) store_done(&store->queries[i]);
}

void store_rollback(Store *store)
{
    finish_live_queries(store);
    if (sqlite3_get_autocommit(store->db)) return;
    sqlite3_step(store->rollback);
    sqlite3_reset(store->rollback);
}

void store_undo(Store *store)
{
    finish_live_queries(store);
    if (!sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK TO turn; RELEASE turn", NULL, NULL, NULL);
}

void store_backup(Store *store, const char *path)
{
    sqlite3 *copy = NULL;
    inject();
    int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->db, "main") : NULL;
    if (backup) {
        code = sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
    }
    char why[160];
    snprintf(why, sizeof why, "%s", sqlite3_errmsg(copy));
    if (code == SQLITE_DONE) code = sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    sqlite3_close(copy);
    if (code != SQLITE_OK) fault_raise(FAULT_STORE, "backup to %.80s: %s", path, why);
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fsync(fd)) fault_raise(FAULT_FILE, "cannot sync %.100s", path);
    close(fd);
}

void store_checkpoint(Store *store, bool restart)
{
    sqlite3_wal_checkpoint_v2(store->db, NULL, restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

int store_wal_pages(Store *store) { return store->wal_pages; }
