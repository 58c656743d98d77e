/* cases_store.c: every SQL statement on cases; see cases.h. */
#include "cases/cases.h"
#include "cases/cases_inside.h"
#include "cases/lanes.h"
#include "people/identity.h"
#include "process/joint.h"
#include "process/standing_value.h"
#include "store/store.h"
#include <string.h>

static CaseFile *file_of_row(Query *q, Arena *arena)
{
    CaseFile *file = ARENA_NEW(arena, CaseFile);
    file->id = store_int(q, 0);
    file->number = store_text(q, 1, arena);
    const char *standing = store_text(q, 2, arena), *person = store_text(q, 10, arena);
    standing_parse(arena, standing, &file->standing);
    file->dates = (CaseDates){(ClockKind)store_int(q, 3), store_day(q, 4), store_day(q, 5), store_day(q, 6), store_int(q, 7) != 0, store_int(q, 8)};
    file->opened = store_instant(q, 9);
    file->person = person ? value_parse(arena, person, strlen(person), NULL) : NULL;
    file->changed = store_instant(q, 11);
    return file;
}

CaseFile *case_load(Store *store, Arena *arena, int64_t id)
{
    Query *q = store_query(store, "SELECT c.id, c.number, s.standing, c.clock, c.due, c.statutory_due, c.promised_due, c.provisional, c.calendar_version, c.opened, p.facts, c.changed "
        "FROM case_file c JOIN case_standing s ON s.case_id = c.id LEFT JOIN case_person p ON p.case_id = c.id WHERE c.id = ?1", "i", id);
    CaseFile *file = store_row(q) ? file_of_row(q, arena) : NULL;
    store_done(q);
    return file;
}

CaseFile *case_find(Store *store, Arena *arena, const char *number)
{
    Query *q = store_query(store, "SELECT c.id, c.number, s.standing, c.clock, c.due, c.statutory_due, c.promised_due, c.provisional, c.calendar_version, c.opened, p.facts, c.changed "
        "FROM case_file c JOIN case_standing s ON s.case_id = c.id LEFT JOIN case_person p ON p.case_id = c.id WHERE c.number = ?1", "s", number);
    CaseFile *file = store_row(q) ? file_of_row(q, arena) : NULL;
    store_done(q);
    return file;
}

int64_t case_next_id(Store *store) { return store_number(store, 0, "SELECT max(id) FROM case_file", "") + 1; }

char *case_next_number(Store *store, Arena *arena, const char *area, Day today)
{
    int64_t last = store_number(store, 0, "SELECT last FROM case_counter WHERE day = ?1", "i", (int64_t)today.n);
    int y, m, d;
    day_split(today, &y, &m, &d);
    Buf out = buf_sized(arena, 63);
    buf_str(&out, area);
    buf_char(&out, '-');
    buf_digits(&out, y, 4);
    buf_digits(&out, m, 2);
    buf_digits(&out, d, 2);
    buf_char(&out, '-');
    buf_digits(&out, last + 1, 5);
    return out.text;
}

static void write_new(Store *store, Arena *arena, int64_t id, const char *number, const Standing *s, const CaseDates *dates, const Calendar *calendar, Instant at)
{
    Day duty = case_duty(s, dates, calendar);
    const char *json = standing_json(arena, s);
    store_exec(store, "INSERT INTO case_file (id, number, item, department, \"window\", stage, open, account, first_handler, received, concluded, deemed, clock, due, duty, "
        "statutory_due, promised_due, provisional, calendar_version, opened, changed, pattern) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?9, NULL, 0, ?10, ?11, nullif(?12, -2147483648), NULL, NULL, ?13, ?14, ?15, ?15, ?16)",
        "issssiisiiiiiiii", id, number, s->item, s->department, s->window, (int64_t)s->stage, s->account, s->first_handler, (int64_t)s->received.n,
        (int64_t)dates->clock, (int64_t)dates->due.n, (int64_t)duty.n, (int64_t)dates->provisional, dates->calendar_version, at.ms, standing_pattern(json));
    store_exec(store, "INSERT INTO case_standing (case_id, standing) VALUES (?1, ?2)", "is", id, json);
    if (s->joint) case_co_write(store, id, s, calendar);
}

/* NULL-able days travel as the sentinel; nullif turns it into NULL in one place. */
static void write_again(Store *store, Arena *arena, int64_t id, const Standing *s, const CaseDates *dates, const Calendar *calendar, Instant at)
{
    Day duty = case_duty(s, dates, calendar), task_due = DAY_NONE;
    unsigned tasks = case_tasks(s, &task_due);
    const char *json = standing_json(arena, s);
    store_exec(store, "UPDATE case_file SET stage = ?2, open = ?3, first_handler = ?4, concluded = nullif(?5, -2147483648), deemed = ?6, clock = ?7, due = nullif(?8, -2147483648), "
        "duty = nullif(?9, -2147483648), statutory_due = nullif(?10, -2147483648), promised_due = nullif(?11, -2147483648), provisional = ?12, calendar_version = ?13, changed = ?14, claimant = ?15, tasks = ?16, task_due = nullif(?17, -2147483648), pattern = ?18 WHERE id = ?1",
        "iiisiiiiiiiiiisiii", id, (int64_t)s->stage, (int64_t)!stage_concluded(s->stage), s->first_handler, (int64_t)s->concluded.n, (int64_t)s->deemed, (int64_t)dates->clock,
        (int64_t)dates->due.n, (int64_t)duty.n, (int64_t)dates->statutory_due.n, (int64_t)dates->promised_due.n, (int64_t)dates->provisional, dates->calendar_version, at.ms,
        s->claimant, (int64_t)tasks, (int64_t)task_due.n, standing_pattern(json));
    store_exec(store, "UPDATE case_standing SET standing = ?2 WHERE case_id = ?1", "is", id, json);
    if (s->joint) case_co_write(store, id, s, calendar);
}

/* Later facts join the earlier ones; the same key is replaced (a recipient, a corrected record). */
static void keep_person(Store *store, Arena *arena, int64_t id, const Value *person, bool opening)
{
    if (!person) return;
    Query *q = opening ? NULL : store_query(store, "SELECT facts FROM case_person WHERE case_id = ?1", "i", id);
    const char *text = q && store_row(q) ? store_text(q, 0, arena) : NULL;
    if (q) store_done(q);
    const Value *facts = person;
    if (text) {
        Value *joined = value_parse(arena, text, strlen(text), NULL);
        for (const Value *m = person->first; m; m = m->next) value_set(arena, joined, m->key, value_copy(arena, m));
        facts = joined;
    }
    store_exec(store, "INSERT INTO case_person (case_id, facts) VALUES (?1, ?2) ON CONFLICT (case_id) DO UPDATE SET facts = ?2", "is", id, value_json(arena, facts));
}

static int64_t sql_standing_pattern(void *context, StoreCall *call)
{
    (void)context;
    return standing_pattern(store_argument_text(call, 0));
}

void cases_functions(Store *store) { store_function(store, "standing_pattern", sql_standing_pattern, NULL); }

void cases_apply(Store *store, Arena *arena, const Event *event, const Calendar *calendar)
{
    if (strncmp(event->kind, "case.", 5) || !event->case_id) return;
    if (!strcmp(event->kind, "case.person_erased")) {
        store_exec(store, "DELETE FROM case_person WHERE case_id = ?1", "i", event->case_id);
        return;
    }
    Standing standing = {0};
    bool opening = !strcmp(event->kind, "case.received");
    if (!opening) {
        Query *q = store_query(store, "SELECT standing FROM case_standing WHERE case_id = ?1", "i", event->case_id);
        const char *text = store_row(q) ? store_text(q, 0, arena) : NULL;
        store_done(q);
        if (!text) return;
        standing_parse(arena, text, &standing);
    }
    standing_apply(&standing, event);
    CaseDates dates = case_dates(&standing, calendar);
    if (opening) {
        write_new(store, arena, event->case_id, event->case_number, &standing, &dates, calendar, event->at);
        store_exec(store, "INSERT INTO case_counter (day, last) VALUES (?1, 1) ON CONFLICT (day) DO UPDATE SET last = last + 1", "i", (int64_t)instant_day(event->at).n);
    } else {
        write_again(store, arena, event->case_id, &standing, &dates, calendar, event->at);
    }
    keep_person(store, arena, event->case_id, event->person, opening);
    lanes_apply(store, event, &standing);
}

/* ---- lists ---- */

void case_row_of(Query *q, Arena *arena, CaseRow *row)
{
    row->id = store_int(q, 0);
    row->number = store_text(q, 1, arena);
    row->item = store_text(q, 2, arena);
    row->department = store_text(q, 3, arena);
    row->window = store_text(q, 4, arena);
    row->stage = (Stage)store_int(q, 5);
    row->first_handler = store_text(q, 6, arena);
    row->received = store_day(q, 7);
    row->concluded = store_day(q, 8);
    row->deemed = store_int(q, 9) != 0;
    row->dates = (CaseDates){(ClockKind)store_int(q, 10), store_day(q, 11), store_day(q, 12), store_day(q, 13), store_int(q, 14) != 0, 0};
    row->claimant = store_text(q, 16, arena);
    const char *facts = store_text(q, 15, arena);
    const Value *person = facts ? value_parse(arena, facts, strlen(facts), NULL) : NULL;
    const char *name = value_str(person, "applicant_name");
    row->applicant = name ? identity_mask_name(arena, name) : "";
}

/* NULLS LAST, not `due IS NULL, due`: then the index gives the order, and the first page of a window with 300,000 open cases reads fifty rows, not all.
 * Unused filters are NULL and drop out; the planner still uses the partial index because `open` is a literal. */
#define ROW_FILTER " AND (?4 IS NULL OR c.first_handler = ?4) AND (?5 IS NULL OR c.item = ?5) AND (?6 = 0 OR (?6 >> c.stage) & 1) AND (?7 IS NULL OR c.due >= ?7) AND (?8 IS NULL OR c.due <= ?8) AND (?11 IS NULL OR c.claimant = ?11) "

typedef struct { const char *sql_window, *sql_department, *sql_account, *sql_all; } ListSql;
static const ListSql OPEN_LIST = {
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 1 AND c.\"window\" = ?1 AND (?2 IS NULL OR c.department = ?2) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER "ORDER BY c.due NULLS LAST, c.id LIMIT ?9 OFFSET ?10",
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 1 AND c.department = ?2 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER "ORDER BY c.due NULLS LAST, c.id LIMIT ?9 OFFSET ?10",
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 1 AND c.account = ?3 AND c.account > 0 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?2 IS NULL OR c.department = ?2)" ROW_FILTER "ORDER BY c.id DESC LIMIT ?9 OFFSET ?10",
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 1 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?2 IS NULL OR c.department = ?2) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER "ORDER BY c.due NULLS LAST, c.id LIMIT ?9 OFFSET ?10",
};
static const ListSql CONCLUDED_LIST = {
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 0 AND c.\"window\" = ?1 AND (?2 IS NULL OR c.department = ?2) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER "ORDER BY c.id DESC LIMIT ?9 OFFSET ?10",
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 0 AND c.department = ?2 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER "ORDER BY c.id DESC LIMIT ?9 OFFSET ?10",
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 0 AND c.account = ?3 AND c.account > 0 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?2 IS NULL OR c.department = ?2)" ROW_FILTER "ORDER BY c.id DESC LIMIT ?9 OFFSET ?10",
    "SELECT " CASE_ROW_COLUMNS "WHERE c.open = 0 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?2 IS NULL OR c.department = ?2) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER "ORDER BY c.id DESC LIMIT ?9 OFFSET ?10",
};

static int64_t stage_mask(const CaseFilter *f) { return f->stages ? f->stages : f->stage != STAGE_NONE ? 1u << f->stage : 0; }

/* A day bound as text digits so that NULL can stand for "unbounded"; SQLite compares it as INTEGER through the column's affinity. */
static const char *bound(Arena *arena, Day day) { return day_is_none(day) ? NULL : arena_printf(arena, "%d", day.n); }

CaseRow *cases_list(Store *store, Arena *arena, const CaseFilter *f, int *count)
{
    int limit = f->limit > 0 && f->limit <= LIMIT_PAGE_ROWS ? f->limit : LIMIT_PAGE_ROWS;
    const ListSql *list = f->concluded ? &CONCLUDED_LIST : &OPEN_LIST;
    const char *sql = f->account ? list->sql_account : f->window ? list->sql_window : f->department ? list->sql_department : list->sql_all;
    CaseRow *rows = ARENA_ARRAY(arena, CaseRow, limit);
    Query *q = store_query(store, sql, "ssississiis", f->window, f->department, f->account, f->handler, f->item, stage_mask(f),
                           bound(arena, f->due_from), bound(arena, f->due_to), (int64_t)limit, (int64_t)f->offset, f->claimant);
    *count = 0;
    while (*count < limit && store_row(q)) case_row_of(q, arena, &rows[(*count)++]);
    store_done(q);
    return rows;
}

CaseRow *cases_with_task(Store *store, Arena *arena, unsigned task, const char *window, const char *department, int *count)
{
    CaseRow *rows = ARENA_ARRAY(arena, CaseRow, LIMIT_PAGE_ROWS);
    Query *q = store_query(store, "SELECT " CASE_ROW_COLUMNS "WHERE c.tasks > 0 AND (c.tasks & ?1) AND (?2 IS NULL OR c.\"window\" = ?2) AND (?3 IS NULL OR c.department = ?3) "
        "ORDER BY c.task_due NULLS LAST, c.id LIMIT ?4", "issi", (int64_t)task, window, department, (int64_t)LIMIT_PAGE_ROWS);
    *count = 0;
    while (*count < LIMIT_PAGE_ROWS && store_row(q)) case_row_of(q, arena, &rows[(*count)++]);
    store_done(q);
    return rows;
}

int64_t cases_task_count(Store *store, unsigned task, const char *window, const char *department)
{
    return store_number(store, 0, "SELECT count(*) FROM case_file WHERE tasks > 0 AND (tasks & ?1) AND (?2 IS NULL OR \"window\" = ?2) AND (?3 IS NULL OR department = ?3)",
        "iss", (int64_t)task, window, department);
}

int64_t cases_count(Store *store, const CaseFilter *f)
{
    Arena *arena = arena_new();
    int64_t n = store_number(store, 0, "SELECT count(*) FROM case_file c WHERE c.open = ?9 AND (?1 IS NULL OR c.\"window\" = ?1) AND (?2 IS NULL OR c.department = ?2) AND (?3 = 0 OR c.account = ?3)" ROW_FILTER,
        "ssississiis", f->window, f->department, f->account, f->handler, f->item, stage_mask(f), bound(arena, f->due_from), bound(arena, f->due_to), (int64_t)!f->concluded, (int64_t)0, f->claimant);
    arena_free(arena);
    return n;
}

CaseTally *cases_tally(Store *store, Arena *arena, Day today, Day tomorrow, int *count)
{
    enum { MOST = 1000 };
    CaseTally *rows = ARENA_ARRAY(arena, CaseTally, MOST);
    Query *q = store_query(store, "SELECT \"window\", count(*), sum(due = ?1), sum(due > ?1 AND due <= ?2), sum(due < ?1), sum(stage = ?3), sum(stage = ?4), sum(deemed) "
        "FROM case_file WHERE open = 1 GROUP BY \"window\" ORDER BY \"window\"", "iiii", (int64_t)today.n, (int64_t)tomorrow.n, (int64_t)STAGE_PAUSED, (int64_t)STAGE_SUPPLEMENT);
    *count = 0;
    while (*count < MOST && store_row(q))
        rows[(*count)++] = (CaseTally){store_text(q, 0, arena), store_int(q, 1), store_int(q, 2), store_int(q, 3), store_int(q, 4), store_int(q, 5), store_int(q, 6), store_int(q, 7)};
    store_done(q);
    return rows;
}

int64_t cases_total(Store *store) { return store_number(store, 0, "SELECT count(*) FROM case_file", ""); }

int64_t *cases_clock_due(Store *store, Arena *arena, Day today, int limit, int *count)
{
    int64_t *ids = ARENA_ARRAY(arena, int64_t, limit + 1);
    Query *q = store_query(store, "SELECT id FROM case_file WHERE duty < ?1 ORDER BY duty, id LIMIT ?2", "ii", (int64_t)today.n, (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q)) ids[(*count)++] = store_int(q, 0);
    store_done(q);
    return ids;
}

/* ---- uploads and idempotency keys ---- */

int64_t case_upload_add(Store *store, int64_t case_id, int material, const char *name, const char *type, const char *sha256, const void *data, size_t bytes, Instant at)
{
    store_exec(store, "INSERT INTO case_upload (case_id, material, name, type, sha256, bytes, at, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "iisssiib", case_id, (int64_t)material, name, type, sha256, (int64_t)bytes, at.ms, data, bytes);
    return store_last_id(store);
}

CaseUpload *case_uploads(Store *store, Arena *arena, int64_t case_id, int *count)
{
    enum { MOST = 500 };
    CaseUpload *list = ARENA_ARRAY(arena, CaseUpload, MOST);
    Query *q = store_query(store, "SELECT id, case_id, material, name, type, sha256, bytes FROM case_upload WHERE case_id = ?1 ORDER BY id", "i", case_id);
    *count = 0;
    while (*count < MOST && store_row(q))
        list[(*count)++] = (CaseUpload){store_int(q, 0), store_int(q, 1), (int)store_int(q, 2), store_text(q, 3, arena), store_text(q, 4, arena), store_text(q, 5, arena), (size_t)store_int(q, 6)};
    store_done(q);
    return list;
}

const uint8_t *case_upload_bytes(Store *store, Arena *arena, int64_t id, CaseUpload *out)
{
    const uint8_t *content = NULL;
    Query *q = store_query(store, "SELECT id, case_id, material, name, type, sha256, bytes, content FROM case_upload WHERE id = ?1", "i", id);
    if (store_row(q)) {
        *out = (CaseUpload){store_int(q, 0), store_int(q, 1), (int)store_int(q, 2), store_text(q, 3, arena), store_text(q, 4, arena), store_text(q, 5, arena), (size_t)store_int(q, 6)};
        content = store_blob(q, 7, arena, &out->bytes);
        if (!content) content = (const uint8_t *)"";
    }
    store_done(q);
    return content;
}

int64_t case_idempotent(Store *store, int64_t key_hash, int64_t content_hash, Day today, bool *same)
{
    int64_t case_id = 0;                                        /* a retry may cross midnight */
    Query *q = store_query(store, "SELECT case_id, content_hash FROM case_idempotency WHERE day = ?1 AND key_hash = ?2 "
        "UNION ALL SELECT case_id, content_hash FROM case_idempotency WHERE day = ?1 - 1 AND key_hash = ?2 LIMIT 1", "ii", (int64_t)today.n, key_hash);
    if (store_row(q)) {
        case_id = store_int(q, 0);
        *same = store_int(q, 1) == content_hash;
    }
    store_done(q);
    return case_id;
}

void case_idempotent_keep(Store *store, int64_t key_hash, int64_t content_hash, Day today, int64_t case_id)
{
    store_exec(store, "INSERT INTO case_idempotency (day, key_hash, content_hash, case_id) VALUES (?1, ?2, ?3, ?4)", "iiii", (int64_t)today.n, key_hash, content_hash, case_id);
}
