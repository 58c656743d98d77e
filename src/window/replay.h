/* replay.h: `verify`: the log checked entry by entry, then every event folded anew into an empty store and compared with the tables in use. */
#ifndef WINDOW_REPLAY_H
#define WINDOW_REPLAY_H
#include "store/store.h"
#include "base/value.h"

typedef struct ReplayFinding {
    bool ok;
    int64_t events, cases;
    int64_t first_bad_seq;           /* 0: none named */
    const char *zh, *en;             /* of the first thing that is wrong; "" when ok */
} ReplayFinding;

/* Folds all events of the store into an empty one in memory and compares every projection table row by row. The store is only read. */
ReplayFinding replay_check(Store *store, Arena *arena, void (*progress)(int64_t done, int64_t all));
/* Is this table one that replay_check compares? For the test that no projection is forgotten. */
bool replay_compares(const char *table);
#endif
