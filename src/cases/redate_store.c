/* redate_store.c: open cases dated anew after the calendar changed, and what moved; see redate.h. */
#include "cases/cases_inside.h"
#include "cases/redate.h"
#include "base/fault.h"
#include "base/text.h"
#include "process/standing_value.h"
#include "store/store.h"
#include <stdlib.h>
#include <string.h>

enum { DAYS_TOLD = 60, CASES_A_TURN = 1000, MOST_CAUSES = 1000 };

/* ---- which days changed ---- */

/* The first and last day on which the two calendars differ, as working day or in being provisional. */
typedef struct Span { Day first, last; } Span;

static void tell_day(Arena *arena, Value *days, const Calendar *after, Day day)
{
    Value *one = value_push_object(arena, days);
    const CalendarOverride *local = calendar_day_override(after, day);
    const char *name = local ? local->document : calendar_day_name(after, day);
    value_set_str(arena, one, "date", day_text(arena, day));
    value_set_bool(arena, one, "work", calendar_is_workday(after, day));
    value_set_str(arena, one, "name", name ? name : "");
}

static Value *changed_days(Arena *arena, const Calendar *before, const Calendar *after, Span *span)
{
    static const Day first = {-25567}, last = {84005};             /* 1900-01-01 to 2199-12-31, as day_parse */
    Value *told = value_object(arena), *days = value_set_list(arena, told, "days"), *years = value_set_list(arena, told, "years");
    int more = 0;
    *span = (Span){DAY_NONE, DAY_NONE};
    for (Day day = first; day.n <= last.n; day.n++) {
        bool moved = calendar_is_workday(before, day) != calendar_is_workday(after, day);
        if (!moved && calendar_is_provisional(before, day) == calendar_is_provisional(after, day)) continue;
        if (day_is_none(span->first)) span->first = day;
        span->last = day;
        if (moved && days->count < DAYS_TOLD) tell_day(arena, days, after, day);
        else if (moved) more++;
    }
    for (int year = 1900; year < 2200 && !day_is_none(span->first); year++)
        if (calendar_covers(before, year) != calendar_covers(after, year)) value_push(years, value_integer(arena, year));
    value_set_int(arena, told, "more", more);
    return told;
}

/* ---- dating anew ---- */

/* One case whose days move: what the table says, and what it shall say. */
typedef struct Move { int64_t id; CaseDates old, fresh; Day old_duty, duty; } Move;

static bool same_dates(const CaseDates *a, const CaseDates *b)
{
    return day_equal(a->due, b->due) && day_equal(a->statutory_due, b->statutory_due) && day_equal(a->promised_due, b->promised_due) && a->provisional == b->provisional;
}

/* Cases that stand alike have the same days, and very many do: same item, same day of receipt, same stage. So what one pattern gives is kept, and reading
 * the standing and computing are done once for each. The old days must be the same too: they follow from the pattern, and should two patterns of 64 bits
 * ever meet by chance, that tells them apart. */
enum { KEPT = 16384 };
typedef struct Kept { int64_t pattern; Move move; } Kept;

/* What one pass over a stretch of cases works with. The engine asks redate_moves for each open case a changed day may touch, and for those that move
 * redate_day for each column: so a row is found, looked at and written in one go. */
typedef struct Pass {
    Store *store;
    Arena *arena;                  /* of this stretch */
    const Calendar *after;
    Kept *kept;
    Move *moves;                   /* in order of id */
    int found, joint_count;
    struct { int64_t id; const Standing *standing; } joint[CASES_A_TURN];      /* their co-departments' days are written afterwards */
    int64_t looked;
} Pass;

static void compute(Pass *p, Move *m)
{
    Query *q = store_query(p->store, "SELECT standing FROM case_standing WHERE case_id = ?1", "i", m->id);
    if (!store_row(q)) fault_raise(FAULT_STORE, "case %lld has no standing", (long long)m->id);
    Standing *standing = arena_room(p->arena, sizeof *standing);
    standing_parse(p->arena, store_text(q, 0, p->arena), standing);
    store_done(q);
    m->fresh = case_dates(standing, p->after);
    m->duty = case_duty(standing, &m->fresh, p->after);
    if (!standing->joint) return;
    p->joint[p->joint_count].id = m->id;
    p->joint[p->joint_count++].standing = standing;
}

/* redate_moves(id, clock, due, statutory_due, promised_due, provisional, duty, pattern): 1, it moves. */
static int64_t redate_moves(void *context, StoreCall *call)
{
    Pass *p = context;
    Move *m = &p->moves[p->found];
    p->looked++;
    m->id = store_argument_int(call, 0);
    m->old = (CaseDates){(ClockKind)store_argument_int(call, 1), store_argument_day(call, 2), store_argument_day(call, 3), store_argument_day(call, 4), store_argument_int(call, 5) != 0, 0};
    m->old_duty = store_argument_day(call, 6);
    int64_t pattern = store_argument_int(call, 7);
    Kept *kept = &p->kept[(uint64_t)pattern % KEPT];
    if (pattern && kept->pattern == pattern && same_dates(&kept->move.old, &m->old) && day_equal(kept->move.old_duty, m->old_duty)) {
        m->fresh = kept->move.fresh;
        m->duty = kept->move.duty;
    } else {
        compute(p, m);
        if (pattern) *kept = (Kept){pattern, *m};
    }
    if (same_dates(&m->old, &m->fresh) && day_equal(m->old_duty, m->duty)) return 0;
    p->found++;
    return 1;
}

static int by_move(const void *id, const void *move)
{
    int64_t x = *(const int64_t *)id, y = ((const Move *)move)->id;
    return (x > y) - (x < y);
}

/* redate_day(id, which). The engine asks right after redate_moves said yes, or, should it choose to find all rows first, later: so by id. */
static int64_t redate_day(void *context, StoreCall *call)
{
    const Pass *p = context;
    int64_t id = store_argument_int(call, 0);
    const Move *m = &p->moves[p->found - 1];
    if (m->id != id) m = bsearch(&id, p->moves, (size_t)p->found, sizeof *m, by_move);
    const Day days[] = {m->fresh.due, m->fresh.statutory_due, m->fresh.promised_due, m->duty};
    int64_t which = store_argument_int(call, 1);
    if (which == 4) return m->fresh.provisional;
    return day_is_none(days[which]) ? STORE_NULL : days[which].n;
}

static void write_row(Store *store, int64_t cause, const Move *m)
{
    CaseDates old = m->old, fresh = m->fresh;
    if (fresh.clock == CLOCK_OTHER || same_dates(&old, &fresh)) {   /* waiting for the applicant, or she owes something (容缺): her own last day is what moved */
        fresh.clock = CLOCK_OTHER;
        old.due = m->old_duty;
        fresh.due = m->duty;
    }
    bool whole = !day_is_none(old.due) && !day_is_none(fresh.due) && !day_is_none(old.statutory_due) && !day_is_none(fresh.statutory_due) && !day_is_none(old.promised_due) &&
                 !day_is_none(fresh.promised_due);
    store_exec(store, whole ? "INSERT INTO case_redated (event_seq, case_id, clock, old_due, new_due, old_statutory, new_statutory, old_promised, new_promised, old_provisional, new_provisional) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)" :
        "INSERT INTO case_redated (event_seq, case_id, clock, old_due, new_due, old_statutory, new_statutory, old_promised, new_promised, old_provisional, new_provisional) "
        "VALUES (?1, ?2, ?3, nullif(?4, -2147483648), nullif(?5, -2147483648), nullif(?6, -2147483648), nullif(?7, -2147483648), nullif(?8, -2147483648), nullif(?9, -2147483648), ?10, ?11)",
        "iiiiiiiiiii", cause, m->id, (int64_t)fresh.clock, (int64_t)old.due.n, (int64_t)fresh.due.n, (int64_t)old.statutory_due.n, (int64_t)fresh.statutory_due.n,
        (int64_t)old.promised_due.n, (int64_t)fresh.promised_due.n, (int64_t)old.provisional, (int64_t)fresh.provisional);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* From an index alone, then in order of the table: each of its pages is read and written once. */
static int64_t *open_cases(Store *store, Arena *arena, int64_t *count)
{
    int64_t all = store_number(store, 0, "SELECT count(*) FROM case_file WHERE open = 1", ""), *ids = ARENA_ARRAY(arena, int64_t, all + 1);
    Query *q = store_query(store, "SELECT id FROM case_file WHERE open = 1", "");
    *count = 0;
    while (store_row(q) && *count < all) ids[(*count)++] = store_int(q, 0);
    store_done(q);
    qsort(ids, (size_t)*count, sizeof *ids, by_id);
    return ids;
}

/* A clock looks at no day before its case was received and at none after its last day; a stopped one may have looked anywhere up to its pause. */
#define REDATE "UPDATE case_file NOT INDEXED SET due = redate_day(id, 0), statutory_due = redate_day(id, 1), promised_due = redate_day(id, 2), provisional = redate_day(id, 4), " \
    "duty = redate_day(id, 3), calendar_version = ?6 WHERE open = 1 AND received <= ?3 AND (stage = ?4 OR due >= ?2 OR statutory_due >= ?2 OR promised_due >= ?2 OR duty >= ?2) " \
    "AND id BETWEEN ?1 AND ?5 AND redate_moves(id, clock, due, statutory_due, promised_due, provisional, duty, pattern)"

static void redate_stretch(Store *store, Pass *p, Span span, int64_t first, int64_t last)
{
    store_exec(store, REDATE, "iiiiii", first, (int64_t)span.first.n, (int64_t)span.last.n, (int64_t)STAGE_PAUSED, last, calendar_version(p->after));
}

/* These cases dated anew; p says what moved. Where most ids of a stretch are open cases the table is read through. */
static void redate_cases(Store *store, Pass *p, const int64_t *ids, int count, Span span)
{
    p->found = p->joint_count = 0;
    if (ids[count - 1] - ids[0] < 4 * (int64_t)count) redate_stretch(store, p, span, ids[0], ids[count - 1]);
    else for (int i = 0; i < count; i++) redate_stretch(store, p, span, ids[i], ids[i]);
    for (int i = 0; i < p->joint_count; i++) case_co_write(store, p->joint[i].id, p->joint[i].standing, p->after);      /* a child may move where its master stands */
}

/* What the pass comes to: the rows, and the indexes with days in them, where every move is a page here and a page there. Read ahead of it the pass waits half
 * as long on a machine that has none of it in memory. Not worth threads for a single stretch. */
static const char *const AHEAD[] = {
    "SELECT sum(pattern) FROM case_file NOT INDEXED",
    "SELECT sum(due) FROM case_file INDEXED BY case_file_department WHERE open = 1",
    "SELECT sum(duty) FROM case_file INDEXED BY case_file_duty WHERE duty IS NOT NULL",
    "SELECT sum(due) FROM case_file INDEXED BY case_file_open WHERE open = 1",
};

static void end_ahead(void *ahead) { store_ahead_end(ahead); }

static const char *kind_of(const Event *cause)
{
    if (!strcmp(cause->kind, "calendar.imported")) return "imported";
    if (strcmp(cause->kind, "calendar.overridden")) return "configured";
    return text_equal(value_str(cause->body, "kind"), "withdrawn") ? "withdrawn" : "overridden";
}

int64_t cases_redate(Store *store, const Event *cause, const Calendar *before, const Calendar *after)
{
    FaultOwned whole, part, reading;
    Arena *arena = arena_owned(&whole), *stretch = arena_owned(&part);
    Span span;
    int64_t count, moved = 0;
    const Value *days = changed_days(arena, before, after, &span);
    if (!day_is_none(span.first)) {
        int64_t *ids = open_cases(store, arena, &count);
        fault_own(&reading, count <= CASES_A_TURN ? NULL : store_ahead(store, AHEAD, STORE_AHEAD), end_ahead);
        Pass *p = ARENA_NEW(arena, Pass);
        *p = (Pass){.store = store, .arena = stretch, .after = after, .kept = ARENA_ARRAY(arena, Kept, KEPT), .moves = ARENA_ARRAY(arena, Move, CASES_A_TURN + 1)};
        store_function(store, "redate_moves", redate_moves, p);
        store_function(store, "redate_day", redate_day, p);
        for (int64_t i = 0; i < count; i += CASES_A_TURN, arena_reset(stretch)) {
            redate_cases(store, p, ids + i, count - i < CASES_A_TURN ? (int)(count - i) : CASES_A_TURN, span);
            for (int k = 0; k < p->found; k++) write_row(store, cause->seq, &p->moves[k]);
            moved += p->found;
        }
        fault_release(&reading);
        const char *source = value_str(cause->body, !strcmp(cause->kind, "calendar.imported") ? "source" : "document");
        store_exec(store, "INSERT INTO redating (event_seq, at, version, kind, source, days, looked, moved) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", "iiisssii",
            cause->seq, cause->at.ms, calendar_version(after), kind_of(cause), source ? source : "", value_json(arena, days), p->looked, moved);
    }
    fault_release(&part);
    fault_release(&whole);
    return moved;
}

/* ---- reading ---- */

static Redating row_of(Query *q, Arena *arena)
{
    const char *days = store_text(q, 5, arena);
    return (Redating){store_int(q, 0), store_instant(q, 1), store_int(q, 2), store_text(q, 3, arena), store_text(q, 4, arena), value_parse(arena, days, strlen(days), NULL),
                      store_int(q, 6), store_int(q, 7)};
}

Redating *redating_list(Store *store, Arena *arena, int offset, int limit, int *count)
{
    if (limit < 1 || limit > LIMIT_PAGE_ROWS) limit = LIMIT_PAGE_ROWS;
    Redating *rows = ARENA_ARRAY(arena, Redating, limit);
    Query *q = store_query(store, "SELECT event_seq, at, version, kind, source, days, looked, moved FROM redating ORDER BY event_seq DESC LIMIT ?1 OFFSET ?2", "ii", (int64_t)limit, (int64_t)offset);
    *count = 0;
    while (*count < limit && store_row(q)) rows[(*count)++] = row_of(q, arena);
    store_done(q);
    return rows;
}

int64_t redating_count(Store *store) { return store_number(store, 0, "SELECT count(*) FROM redating", ""); }

Redating *redating_of(Store *store, Arena *arena, int64_t event_seq)
{
    Query *q = store_query(store, "SELECT event_seq, at, version, kind, source, days, looked, moved FROM redating WHERE event_seq = ?1", "i", event_seq);
    Redating *found = NULL;
    if (store_row(q)) {
        found = ARENA_NEW(arena, Redating);
        *found = row_of(q, arena);
    }
    store_done(q);
    return found;
}

Redating *redating_of_version(Store *store, Arena *arena, int64_t version)
{
    return redating_of(store, arena, store_number(store, 0, "SELECT event_seq FROM calendar_version WHERE version = ?1", "i", version));
}

static CaseRedated moved_of(Query *q, Arena *arena)
{
    return (CaseRedated){store_int(q, 0), store_int(q, 1), store_text(q, 2, arena), store_text(q, 3, arena), store_text(q, 4, arena), (ClockKind)store_int(q, 5), store_day(q, 6), store_day(q, 7),
                         store_day(q, 8), store_day(q, 9), store_day(q, 10), store_day(q, 11), store_int(q, 12) != 0, store_int(q, 13) != 0,
                         store_text(q, 14, arena), store_int(q, 15), store_int(q, 16) != 0};
}

#define MOVED_COLUMNS "r.event_seq, r.case_id, c.number, c.item, c.department, r.clock, r.old_due, r.new_due, r.old_statutory, r.new_statutory, r.old_promised, r.new_promised, r.old_provisional, r.new_provisional, c.first_handler, c.account, c.open "

CaseRedated *case_redated_list(Store *store, Arena *arena, int64_t event_seq, const char *department, int64_t after_id, int limit, int *count)
{
    if (limit < 1 || limit > REDATED_ROWS_MOST) limit = LIMIT_PAGE_ROWS;
    CaseRedated *rows = ARENA_ARRAY(arena, CaseRedated, limit);
    Query *q = store_query(store, "SELECT " MOVED_COLUMNS "FROM case_redated r JOIN case_file c ON c.id = r.case_id WHERE r.event_seq = ?1 AND r.case_id > ?2 AND (?3 IS NULL OR c.department = ?3) "
        "ORDER BY r.case_id LIMIT ?4", "iisi", event_seq, after_id, department, (int64_t)limit);
    *count = 0;
    while (*count < limit && store_row(q)) rows[(*count)++] = moved_of(q, arena);
    store_done(q);
    return rows;
}

int64_t case_redated_count(Store *store, int64_t event_seq, const char *department)
{
    if (!department) return store_number(store, 0, "SELECT moved FROM redating WHERE event_seq = ?1", "i", event_seq);
    return store_number(store, 0, "SELECT count(*) FROM case_redated r JOIN case_file c ON c.id = r.case_id WHERE r.event_seq = ?1 AND c.department = ?2", "is", event_seq, department);
}

CaseRedated *case_redated_of(Store *store, Arena *arena, int64_t case_id, int *count)
{
    CaseRedated *rows = ARENA_ARRAY(arena, CaseRedated, MOST_CAUSES);
    Query *q = store_query(store, "SELECT " MOVED_COLUMNS "FROM redating d CROSS JOIN case_redated r ON r.event_seq = d.event_seq AND r.case_id = ?1 JOIN case_file c ON c.id = r.case_id "
        "WHERE d.moved > 0 ORDER BY d.event_seq LIMIT ?2", "ii", case_id, (int64_t)MOST_CAUSES);
    *count = 0;
    while (*count < MOST_CAUSES && store_row(q)) rows[(*count)++] = moved_of(q, arena);
    store_done(q);
    return rows;
}
