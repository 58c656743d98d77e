/* joint_store.c: every SQL statement on the departments that handle a joint case together; see cases.h. */
#include "cases/cases.h"
#include "cases/cases_inside.h"
#include "process/joint.h"
#include "store/store.h"

static void put(Store *store, int64_t id, const char *department, const char *window, bool open, bool todo, JointState state, Day due, Day act_by)
{
    store_exec(store, "INSERT INTO case_co (case_id, department, \"window\", open, todo, state, due, act_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, -2147483648), nullif(?8, -2147483648)) "
        "ON CONFLICT (case_id, department) DO UPDATE SET \"window\" = ?3, open = ?4, todo = ?5, state = ?6, due = nullif(?7, -2147483648), act_by = nullif(?8, -2147483648)",
        "issiiiii", id, department, window, (int64_t)open, (int64_t)todo, (int64_t)state, (int64_t)due.n, (int64_t)(todo ? act_by.n : DAY_NONE_N));
}

/* Until the copies are out the case waits for the competent department alone, which is never one of its own co-departments (lint L13). */
void case_co_write(Store *store, int64_t id, const Standing *s, const Calendar *calendar)
{
    JointDay days[LIMIT_CO_DEPARTMENTS];
    bool open = !stage_concluded(s->stage), undecided = open && s->outcome == OUTCOME_NONE;
    if (!s->together.count) {
        if (!s->instant) put(store, id, s->department, s->window, open, undecided, JOINT_UNSENT, DAY_NONE, joint_copy_by(s, calendar));
        return;
    }
    store_exec(store, "DELETE FROM case_co WHERE case_id = ?1 AND department = ?2 AND state = ?3", "isi", id, s->department, (int64_t)JOINT_UNSENT);
    joint_days(s, calendar, DAY_NONE, days);
    for (int i = 0; i < s->together.count; i++) {
        JointState state = days[i].state;
        bool todo = undecided && (state == JOINT_COPY || state == JOINT_CHECK || state == JOINT_NOW);
        put(store, id, s->together.co[i].department, s->together.co[i].window, open, todo, state, days[i].due, days[i].act_by);
    }
}

/* Either of the two may be NULL: then only the other counts. */
#define MINE "open = 1 AND (department = ?1 OR \"window\" = ?2) AND (?3 = 0 OR todo = 1)"

CaseRow *cases_co_list(Store *store, Arena *arena, const char *department, const char *window, bool todo, int offset, int limit, int *count)
{
    if (limit <= 0 || limit > LIMIT_PAGE_ROWS) limit = LIMIT_PAGE_ROWS;
    CaseRow *rows = ARENA_ARRAY(arena, CaseRow, limit);
    Query *q = store_query(store, "SELECT " CASE_ROW_COLUMNS "JOIN (SELECT case_id, min(act_by) AS child FROM case_co WHERE " MINE " GROUP BY case_id) k ON k.case_id = c.id "
        "ORDER BY k.child IS NULL, k.child, c.due IS NULL, c.due, c.id LIMIT ?4 OFFSET ?5", "ssiii", department, window, (int64_t)todo, (int64_t)limit, (int64_t)offset);
    *count = 0;
    while (*count < limit && store_row(q)) case_row_of(q, arena, &rows[(*count)++]);
    store_done(q);
    return rows;
}

int64_t cases_co_count(Store *store, const char *department, const char *window, bool todo)
{
    return store_number(store, 0, "SELECT count(DISTINCT case_id) FROM case_co WHERE " MINE, "ssi", department, window, (int64_t)todo);
}
