/* tally_store.c: see tally.h. The counts are one pass over the partial indexes of open cases. */
#include "cases/tally.h"
#include "store/store.h"

static const char *bound(Arena *arena, Day day) { return day_is_none(day) ? NULL : arena_printf(arena, "%d", day.n); }

int64_t *watch_list(Store *store, Arena *arena, const WatchFilter *f, int *count)
{
    int limit = f->limit > 0 ? f->limit : LIMIT_PAGE_ROWS;
    int64_t *ids = ARENA_ARRAY(arena, int64_t, limit);
    Query *q = store_query(store, "SELECT id FROM case_file WHERE open = 1 AND (?1 IS NULL OR \"window\" = ?1) AND (?2 IS NULL OR department = ?2) AND (?3 = 0 OR stage = ?3) "
        "AND (?4 = 0 OR deemed = 1) AND (?5 IS NULL OR due >= CAST(?5 AS INTEGER)) AND (?6 IS NULL OR due <= CAST(?6 AS INTEGER)) ORDER BY due NULLS LAST, id LIMIT ?7 OFFSET ?8",
        "ssiissii", f->window, f->department, (int64_t)f->stage, (int64_t)f->deemed, bound(arena, f->due_from), bound(arena, f->due_to), (int64_t)limit, (int64_t)f->offset);
    *count = 0;
    while (*count < limit && store_row(q)) ids[(*count)++] = store_int(q, 0);
    store_done(q);
    return ids;
}

#define COUNTS "count(*), sum(due < ?1), sum(due = ?1), sum(due > ?1 AND due <= ?2), sum(stage = ?3), sum(stage = ?4), sum(deemed) FROM case_file WHERE open = 1 AND (?5 IS NULL OR department = ?5)"

WatchTally *watch_tally(Store *store, Arena *arena, WatchBy by, const char *department, Day today, Day tomorrow, int *count)
{
    enum { MOST = 1000 };
    WatchTally *rows = ARENA_ARRAY(arena, WatchTally, MOST);
    const char *sql = by == WATCH_BY_WINDOW ? "SELECT \"window\", " COUNTS " GROUP BY \"window\" ORDER BY \"window\"" : "SELECT department, " COUNTS " GROUP BY department ORDER BY department";
    Query *q = store_query(store, sql, "iiiis", (int64_t)today.n, (int64_t)tomorrow.n, (int64_t)STAGE_PAUSED, (int64_t)STAGE_SUPPLEMENT, department);
    *count = 0;
    while (*count < MOST && store_row(q))
        rows[(*count)++] = (WatchTally){store_text(q, 0, arena), store_int(q, 1), store_int(q, 2), store_int(q, 3), store_int(q, 4), store_int(q, 5), store_int(q, 6), store_int(q, 7)};
    store_done(q);
    return rows;
}
