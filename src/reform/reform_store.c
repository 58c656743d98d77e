/* reform_store.c: rounds, entries and records, folded from events; see reform.h. */
#include "reform/reform.h"
#include "store/store.h"
#include <string.h>

/* ---- the fold ---- */

static Day day_in(const Value *body, const char *key)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day : DAY_NONE;
}

static void clearance(Store *store, const Event *e, const char *kind)
{
    const Value *b = e->body;
    const char *target = !strcmp(kind, "merged") ? value_str_or(b, "into", "") : value_str_or(b, "organ", "");
    store_exec(store, "INSERT INTO reform_clearance (id, round, kind, department, item, matter, target, document, reason, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", "iisssssssi",
               e->seq, value_int(b, "round", 0), kind, value_str_or(b, "department", ""), value_str_or(b, "item", ""), value_str_or(b, "matter", ""), target,
               value_str_or(b, "document", ""), value_str_or(b, "reason", ""), (int64_t)instant_day(e->at).n);
}

/* A parameter letter cannot be chosen while running, so absence is told by -1 and made NULL by the statement. */
static int64_t figure(const Value *body, Arena *arena, ReformMeasure m, const char *when)
{
    return value_int(body, arena_printf(arena, "%s_%s", reform_measure_key(m), when), REFORM_UNKNOWN);
}

static void record(Store *store, Arena *arena, const Event *e)
{
    const Value *b = e->body;
    store_exec(store, "INSERT INTO reform_record (id, department, item, matter, day, document, note, places_before, places_after, steps_before, steps_after, days_before, days_after, materials_before, materials_after)"
               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, -1), nullif(?9, -1), nullif(?10, -1), nullif(?11, -1), nullif(?12, -1), nullif(?13, -1), nullif(?14, -1), nullif(?15, -1))", "isssissiiiiiiii",
               e->seq, value_str_or(b, "department", ""), value_str_or(b, "item", ""), value_str_or(b, "matter", ""), (int64_t)day_in(b, "date").n, value_str_or(b, "document", ""), value_str_or(b, "note", ""),
               figure(b, arena, REFORM_PLACES, "before"), figure(b, arena, REFORM_PLACES, "after"), figure(b, arena, REFORM_STEPS, "before"), figure(b, arena, REFORM_STEPS, "after"),
               figure(b, arena, REFORM_DAYS, "before"), figure(b, arena, REFORM_DAYS, "after"), figure(b, arena, REFORM_MATERIALS, "before"), figure(b, arena, REFORM_MATERIALS, "after"));
}

static void entry(Store *store, const Event *e, const char *kind)
{
    const Value *b = e->body;
    Day plan = day_in(b, "plan");
    int64_t id = value_int(b, "entry", 0), day = instant_day(e->at).n, none = DAY_NONE_N;
    if (!strcmp(kind, "entry_listed"))
        store_exec(store, "INSERT INTO reform_entry (id, department, item, matter, document, day, reason, plan) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, ?9))", "issssisii", e->seq,
                   value_str_or(b, "department", ""), value_str_or(b, "item", ""), value_str_or(b, "matter", ""), value_str_or(b, "document", ""), day, value_str_or(b, "reason", ""), (int64_t)plan.n, none);
    else if (!strcmp(kind, "entry_explained"))
        store_exec(store, "UPDATE reform_entry SET reason = ?2, plan = nullif(?3, ?4) WHERE id = ?1", "isii", id, value_str_or(b, "reason", ""), (int64_t)plan.n, none);
    else store_exec(store, "UPDATE reform_entry SET removed = ?2 WHERE id = ?1", "ii", id, day);
}

void reform_apply(Store *store, Arena *arena, const Event *e)
{
    const char *kind = e->kind + strlen("reform.");
    if (!strcmp(kind, "round_opened"))
        store_exec(store, "INSERT INTO reform_round (id, name, day, document) VALUES (?1, ?2, ?3, ?4)", "isis", e->seq, value_str_or(e->body, "name", ""), (int64_t)day_in(e->body, "date").n, value_str_or(e->body, "document", ""));
    else if (!strcmp(kind, "round_closed")) store_exec(store, "UPDATE reform_round SET closed = ?2 WHERE id = ?1", "ii", value_int(e->body, "round", 0), (int64_t)instant_day(e->at).n);
    else if (!strncmp(kind, "item_", 5)) clearance(store, e, kind + 5);
    else if (!strncmp(kind, "entry_", 6)) entry(store, e, kind);
    else if (!strcmp(kind, "reengineered")) record(store, arena, e);
}

/* ---- rounds ---- */

#define ROUND "SELECT r.id, r.name, r.day, r.document, r.closed, (SELECT count(*) FROM reform_clearance c WHERE c.round = r.id AND c.kind = 'entered')," \
    " (SELECT count(*) FROM reform_clearance c WHERE c.round = r.id AND c.kind = 'merged'), (SELECT count(*) FROM reform_clearance c WHERE c.round = r.id AND c.kind = 'delegated')," \
    " (SELECT count(*) FROM reform_clearance c WHERE c.round = r.id AND c.kind = 'cancelled') FROM reform_round r"

static ReformRound round_row(Query *q, Arena *arena)
{
    return (ReformRound){.id = store_int(q, 0), .name = store_text(q, 1, arena), .day = store_day(q, 2), .document = store_text(q, 3, arena), .closed = store_day(q, 4),
                         .entered = (int)store_int(q, 5), .merged = (int)store_int(q, 6), .delegated = (int)store_int(q, 7), .cancelled = (int)store_int(q, 8)};
}

ReformRound *reform_rounds(Store *store, Arena *arena, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM reform_round", "");
    ReformRound *rows = ARENA_ARRAY(arena, ReformRound, room + 1);
    *count = 0;
    Query *q = store_query(store, ROUND " ORDER BY r.id", "");
    while (*count < room && store_row(q)) rows[(*count)++] = round_row(q, arena);
    store_done(q);
    return rows;
}

const ReformRound *reform_round(Store *store, Arena *arena, int64_t id)
{
    ReformRound *found = NULL;
    Query *q = store_query(store, ROUND " WHERE r.id = ?1", "i", id);
    if (store_row(q)) { found = ARENA_NEW(arena, ReformRound); *found = round_row(q, arena); }
    store_done(q);
    return found;
}

ReformClearance *reform_clearances(Store *store, Arena *arena, int64_t round, const char *item, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM reform_clearance WHERE (?1 = 0 OR round = ?1) AND (?2 IS NULL OR item = ?2 OR (kind = 'merged' AND target = ?2))", "is", round, item);
    ReformClearance *rows = ARENA_ARRAY(arena, ReformClearance, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT id, round, kind, department, item, matter, target, document, reason, day FROM reform_clearance"
                           " WHERE (?1 = 0 OR round = ?1) AND (?2 IS NULL OR item = ?2 OR (kind = 'merged' AND target = ?2)) ORDER BY id", "is", round, item);
    while (*count < room && store_row(q))
        rows[(*count)++] = (ReformClearance){.id = store_int(q, 0), .round = store_int(q, 1), .kind = store_text(q, 2, arena), .department = store_text(q, 3, arena), .item = store_text(q, 4, arena),
            .matter = store_text(q, 5, arena), .target = store_text(q, 6, arena), .document = store_text(q, 7, arena), .reason = store_text(q, 8, arena), .day = store_day(q, 9)};
    store_done(q);
    return rows;
}

bool reform_cleared(Store *store, int64_t round, const char *kind, const char *item, const char *matter)
{
    return store_number(store, 0, "SELECT count(*) FROM reform_clearance WHERE round = ?1 AND kind = ?2 AND item = ?3 AND (item <> '' OR matter = ?4)", "isss", round, kind, item, matter) > 0;
}

/* ---- entries ---- */

static ReformEntry entry_row(Query *q, Arena *arena)
{
    return (ReformEntry){.id = store_int(q, 0), .department = store_text(q, 1, arena), .item = store_text(q, 2, arena), .matter = store_text(q, 3, arena), .document = store_text(q, 4, arena),
                         .day = store_day(q, 5), .reason = store_text(q, 6, arena), .plan = store_day(q, 7), .removed = store_day(q, 8)};
}

ReformEntry *reform_entries(Store *store, Arena *arena, const char *department, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM reform_entry WHERE removed IS NULL AND (?1 IS NULL OR department = ?1)", "s", department);
    ReformEntry *rows = ARENA_ARRAY(arena, ReformEntry, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT id, department, item, matter, document, day, reason, plan, removed FROM reform_entry WHERE removed IS NULL AND (?1 IS NULL OR department = ?1) ORDER BY department, id", "s", department);
    while (*count < room && store_row(q)) rows[(*count)++] = entry_row(q, arena);
    store_done(q);
    return rows;
}

const ReformEntry *reform_entry(Store *store, Arena *arena, int64_t id)
{
    ReformEntry *found = NULL;
    Query *q = store_query(store, "SELECT id, department, item, matter, document, day, reason, plan, removed FROM reform_entry WHERE id = ?1", "i", id);
    if (store_row(q)) { found = ARENA_NEW(arena, ReformEntry); *found = entry_row(q, arena); }
    store_done(q);
    return found;
}

bool reform_listed(Store *store, const char *department, const char *item, const char *matter)
{
    return store_number(store, 0, "SELECT count(*) FROM reform_entry WHERE removed IS NULL AND department = ?1 AND item = ?2 AND (item <> '' OR matter = ?3)", "sss", department, item, matter) > 0;
}

/* ---- records ---- */

ReformRecord *reform_records(Store *store, Arena *arena, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM reform_record", "");
    ReformRecord *rows = ARENA_ARRAY(arena, ReformRecord, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT id, department, item, matter, day, document, note, places_before, places_after, steps_before, steps_after, days_before, days_after, materials_before, materials_after FROM reform_record ORDER BY id", "");
    for (; *count < room && store_row(q); (*count)++) {
        ReformRecord *r = &rows[*count];
        *r = (ReformRecord){.id = store_int(q, 0), .department = store_text(q, 1, arena), .item = store_text(q, 2, arena), .matter = store_text(q, 3, arena), .day = store_day(q, 4), .document = store_text(q, 5, arena), .note = store_text(q, 6, arena)};
        for (int m = 0; m < REFORM_MEASURES; m++) {
            r->before[m] = store_null(q, 7 + 2 * m) ? REFORM_UNKNOWN : (int)store_int(q, 7 + 2 * m);
            r->after[m] = store_null(q, 8 + 2 * m) ? REFORM_UNKNOWN : (int)store_int(q, 8 + 2 * m);
        }
    }
    store_done(q);
    return rows;
}
