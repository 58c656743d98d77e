/* store.h: rows in and out of one SQLite file (PostgreSQL later, behind the same calls).
 *
 * Only *_store.c files and window/ include this. SQL stands as one literal per statement, never assembled; parameters are ?1 ?2 ...;
 * no date or JSON functions in SQL. A Store is one connection and belongs to one thread at a time. Every failure is a fault
 * (FAULT_STORE, or FAULT_STORE_FULL when the disk or quota is full); nothing returns an error code.
 *
 * Parameter types, one letter each, in order:  i int64_t   s const char * (NULL: SQL NULL)   b const void *, size_t (NULL: SQL NULL)   n nothing (SQL NULL)
 *     Query *q = store_query(store, "SELECT name FROM item WHERE code = ?1", "s", code);
 *     while (store_row(q)) name = store_text(q, 0, arena);      // runs to the end, or: store_done(q)
 * At most one live Query per SQL literal and Store. Integer arguments must be passed as int64_t (cast!).
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/arena.h"
#include "base/day.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Store Store;
typedef struct Query Query;
typedef enum { STORE_READ, STORE_WRITE } StoreMode;

/* Opens the file in WAL mode with synchronous=FULL. STORE_WRITE creates the file when absent. Caller closes. */
Store *store_open(const char *path, StoreMode mode);
void store_close(Store *store);
const char *store_path(const Store *store);

Query *store_query(Store *store, const char *sql, const char *types, ...);
bool store_row(Query *query);              /* false at the end, and then the query is done */
void store_done(Query *query);             /* stop before the end; harmless after it */
int64_t store_int(Query *query, int column);                         /* NULL gives 0 */
bool store_null(Query *query, int column);
char *store_text(Query *query, int column, Arena *arena);            /* NULL gives NULL */
const uint8_t *store_blob(Query *query, int column, Arena *arena, size_t *bytes);
bool store_row_equal(Query *a, Query *b);   /* the current rows of two queries: same columns, types and values */
Day store_day(Query *query, int column);                             /* INTEGER days since 1970-01-01; NULL gives DAY_NONE */
Instant store_instant(Query *query, int column);                     /* INTEGER milliseconds */

/* One statement that returns no row. Gives the number of rows changed. */
int store_exec(Store *store, const char *sql, const char *types, ...);
int64_t store_last_id(Store *store);
/* One integer answer, or otherwise when there is no row or NULL. */
int64_t store_number(Store *store, int64_t otherwise, const char *sql, const char *types, ...);
/* Several statements without parameters (schema files). */
void store_script(Store *store, const char *sql);

/* Transactions. Only window/ (and schema creation, restore) begins one for writing. */
void store_begin(Store *store);            /* BEGIN IMMEDIATE */
void store_commit(Store *store);           /* durable when it returns */
void store_rollback(Store *store);         /* never raises; also finishes live queries */
bool store_in_transaction(Store *store);   /* false after the engine itself rolled everything back (full disk, I/O error) */
void store_savepoint(Store *store);        /* one level: savepoint "turn" */
void store_release(Store *store);
void store_undo(Store *store);             /* roll back to the savepoint and release it; never raises */
void store_snapshot(Store *store);         /* from the first query on, everything read until store_snapshot_end is of one moment */
void store_snapshot_end(Store *store);

/* A function for SQL, asked by the engine once for each row it comes to: so rows can be looked at and changed in one pass by rules that are not SQL.
 * The answer is a whole number; STORE_NULL is NULL. A fault raised in it undoes the statement and comes out of the call that runs it. It may
 * read the store, not write. Registering a name again gives it another function and context; at most STORE_FUNCTIONS names, literals. */
typedef struct StoreCall StoreCall;
typedef int64_t (*StoreFunction)(void *context, StoreCall *call);
#define STORE_NULL INT64_MIN
enum { STORE_FUNCTIONS = 4 };
void store_function(Store *store, const char *name, StoreFunction function, void *context);
int64_t store_argument_int(const StoreCall *call, int argument);              /* otherwise as store_int: NULL is 0 */
Day store_argument_day(const StoreCall *call, int argument);
const char *store_argument_text(const StoreCall *call, int argument);         /* until the function ends; NULL is "" */

/* Runs these statements (literals without parameters), each in a thread and on a connection of its own, and throws away what they give: so the machine has in
 * memory what this connection comes to next. On its own it waits for the disk at every page, one after another. Nothing comes of it but time: what fails is
 * passed over, but for a statement that the schema does not know. NULL where nothing was begun: a store in memory, no memory. */
typedef struct StoreAhead StoreAhead;
enum { STORE_AHEAD = 4 };
StoreAhead *store_ahead(const Store *store, const char *const sql[], int count);
void store_ahead_end(StoreAhead *ahead);   /* stops what still runs and waits for it; NULL: nothing */

/* Copies the whole database to path, consistently, while others work. Returns after fsync of the copy. */
void store_backup(Store *store, const char *path);
/* Moves committed pages from the WAL to the file without waiting (PASSIVE); restart=true waits for readers and starts the WAL anew. */
void store_checkpoint(Store *store, bool restart);
int store_wal_pages(Store *store);         /* frames in the WAL after this connection's last commit */
#endif
