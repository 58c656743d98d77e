/* seals_store.c: seals and delegations, folded from events; see seals.h. */
#include "seals/seals.h"
#include "store/store.h"
#include <string.h>

static int64_t day_in(const Value *body, const char *key, int64_t otherwise)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day.n : otherwise;
}

void seals_apply(Store *store, Arena *arena, const Event *e)
{
    (void)arena;
    const Value *b = e->body;
    const char *what = e->kind + 5, *document = value_str_or(b, "document", "");
    int64_t seal = value_int(b, "seal", 0), today = instant_day(e->at).n;
    if (!strcmp(what, "lodged"))
        store_exec(store, "INSERT INTO seal (id, body, kind, \"window\", keeper, document, from_day, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '')", "isssssi",
                   e->seq, value_str_or(b, "body", ""), value_str_or(b, "kind", ""), value_str_or(b, "window", ""), value_str_or(b, "keeper", ""), document, today);
    else if (!strcmp(what, "handed_on")) store_exec(store, "UPDATE seal SET keeper = ?2 WHERE id = ?1", "is", seal, value_str_or(b, "keeper", ""));
    else if (!strcmp(what, "retired")) store_exec(store, "UPDATE seal SET to_day = ?2, why = ?3 WHERE id = ?1", "iis", seal, today, value_str_or(b, "reason", ""));
    else if (!strcmp(what, "delegated"))
        store_exec(store, "INSERT INTO delegation (id, organ, department, power, item, document, from_day, to_day, ended_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), '')", "isssssii",
                   e->seq, value_str_or(b, "organ", ""), value_str_or(b, "department", ""), value_str_or(b, "power", ""), value_str_or(b, "item", ""), document, day_in(b, "from", today), day_in(b, "to", 0));
    else if (!strcmp(what, "taken_back"))
        store_exec(store, "UPDATE delegation SET to_day = ?2, ended_by = ?3 WHERE id = ?1", "iis", value_int(b, "delegation", 0), today, document);
}

static Day day_or_none(Query *q, int column) { return store_null(q, column) ? DAY_NONE : store_day(q, column); }

#define SEAL "id, body, kind, \"window\", keeper, document, from_day, to_day, why"
static Seal read_seal(Query *q, Arena *a)
{
    return (Seal){.id = store_int(q, 0), .body = store_text(q, 1, a), .kind = store_text(q, 2, a), .window = store_text(q, 3, a), .keeper = store_text(q, 4, a), .document = store_text(q, 5, a),
                  .from = store_day(q, 6), .to = day_or_none(q, 7), .why = store_text(q, 8, a)};
}

Seal *seals_list(Store *store, Arena *arena, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM seal", "");
    Seal *rows = ARENA_ARRAY(arena, Seal, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " SEAL " FROM seal ORDER BY body, kind, id DESC", "");
    while (*count < room && store_row(q)) rows[(*count)++] = read_seal(q, arena);
    store_done(q);
    return rows;
}

static const Seal *one_seal(Query *q, Arena *arena)
{
    Seal *one = NULL;
    if (store_row(q)) { one = ARENA_NEW(arena, Seal); *one = read_seal(q, arena); }
    store_done(q);
    return one;
}

const Seal *seal_load(Store *store, Arena *arena, int64_t id) { return one_seal(store_query(store, "SELECT " SEAL " FROM seal WHERE id = ?1", "i", id), arena); }

const Seal *seal_in_use(Store *store, Arena *arena, const char *body, const char *kind, const char *window)
{
    return one_seal(store_query(store, "SELECT " SEAL " FROM seal WHERE body = ?1 AND kind = ?2 AND \"window\" = ?3 AND to_day IS NULL LIMIT 1", "sss", body, kind, window), arena);
}

bool seal_ready(Store *store, const char *body, const char *kind)
{
    return store_number(store, 1, "SELECT CASE WHEN count(*) = 0 OR count(*) > count(to_day) THEN 1 ELSE 0 END FROM seal WHERE body = ?1 AND kind = ?2", "ss", body, kind) != 0;
}

#define DELEGATION "id, organ, department, power, item, document, from_day, to_day, ended_by"
static Delegation read_delegation(Query *q, Arena *a)
{
    return (Delegation){.id = store_int(q, 0), .organ = store_text(q, 1, a), .department = store_text(q, 2, a), .power = store_text(q, 3, a), .item = store_text(q, 4, a), .document = store_text(q, 5, a),
                        .from = store_day(q, 6), .to = day_or_none(q, 7), .ended_by = store_text(q, 8, a)};
}

Delegation *delegations_list(Store *store, Arena *arena, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM delegation", "");
    Delegation *rows = ARENA_ARRAY(arena, Delegation, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " DELEGATION " FROM delegation ORDER BY id DESC", "");
    while (*count < room && store_row(q)) rows[(*count)++] = read_delegation(q, arena);
    store_done(q);
    return rows;
}

const Delegation *delegation_load(Store *store, Arena *arena, int64_t id)
{
    Delegation *one = NULL;
    Query *q = store_query(store, "SELECT " DELEGATION " FROM delegation WHERE id = ?1", "i", id);
    if (store_row(q)) { one = ARENA_NEW(arena, Delegation); *one = read_delegation(q, arena); }
    store_done(q);
    return one;
}
