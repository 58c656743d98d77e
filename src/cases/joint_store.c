/* joint_store.c: every SQL statement on the departments that handle a joint case together; see cases.h. */
#include "cases/cases.h"
#include "cases/cases_inside.h"
#include "process/joint.h"
#include "store/store.h"

void case_co_write(Store *store, int64_t id, const Standing *s, const Calendar *calendar)
{
    JointDay days[LIMIT_CO_DEPARTMENTS];
    bool open = !stage_concluded(s->stage);
    joint_days(s, calendar, DAY_NONE, days);
    for (int i = 0; i < s->together.count; i++) {
        JointState state = days[i].state;
        bool todo = open && (state == JOINT_COPY || state == JOINT_CHECK || state == JOINT_NOW) && s->outcome == OUTCOME_NONE;
        store_exec(store, "INSERT INTO case_co (case_id, department, \"window\", open, todo, state, due, act_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, -2147483648), nullif(?8, -2147483648)) "
            "ON CONFLICT (case_id, department) DO UPDATE SET \"window\" = ?3, open = ?4, todo = ?5, state = ?6, due = nullif(?7, -2147483648), act_by = nullif(?8, -2147483648)",
            "issiiiii", id, s->together.co[i].department, s->together.co[i].window, (int64_t)open, (int64_t)todo, (int64_t)state, (int64_t)days[i].due.n, (int64_t)(todo ? days[i].act_by.n : DAY_NONE_N));
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
