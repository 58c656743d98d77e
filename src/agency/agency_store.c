/* agency_store.c: entrustments and their stages, folded from events; see agency.h. */
#include "agency/agency.h"
#include "ledger/ledger.h"
#include "store/store.h"
#include <string.h>

static int64_t day_in(const Value *body, const char *key)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day.n : 0;
}

static void end(Store *store, const Event *e, AgencyState state)
{
    store_exec(store, "UPDATE agency SET state = ?2, ended = ?3, report = ?4 WHERE id = ?1", "iiii", value_int(e->body, "agency", 0), (int64_t)state, (int64_t)instant_day(e->at).n, e->seq);
}

void agency_apply(Store *store, Arena *arena, const Event *e)
{
    (void)arena;
    const Value *b = e->body;
    const char *what = e->kind + 7;
    int64_t agency = value_int(b, "agency", 0), today = instant_day(e->at).n;
    if (!strcmp(what, "entrusted"))
        store_exec(store, "INSERT INTO agency (id, agent, department, matter, state, opened, valid_to, stages, finished) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, 0, 0)", "isssii",
                   e->seq, value_str_or(b, "officer", ""), value_str_or(b, "department", ""), value_str_or(b, "matter", ""), today, day_in(b, "valid_to"));
    else if (!strcmp(what, "stage_begun")) {
        store_exec(store, "INSERT INTO agency_stage (id, agency, name, place, organ, began, due, result, case_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', ?8)", "iisssiii",
                   e->seq, agency, value_str_or(b, "name", ""), value_str_or(b, "place", ""), value_str_or(b, "organ", ""), today, day_in(b, "due"), e->case_id);
        store_exec(store, "UPDATE agency SET stages = stages + 1 WHERE id = ?1", "i", agency);
    } else if (!strcmp(what, "stage_finished")) {
        store_exec(store, "UPDATE agency_stage SET finished = ?2, result = ?3 WHERE id = ?1", "iis", value_int(b, "stage", 0), today, value_str_or(b, "result", ""));
        store_exec(store, "UPDATE agency SET finished = finished + 1 WHERE id = ?1", "i", agency);
    } else if (!strcmp(what, "handed_over")) store_exec(store, "UPDATE agency SET agent = ?2 WHERE id = ?1", "is", agency, value_str_or(b, "officer", ""));
    else if (!strcmp(what, "closed")) end(store, e, AGENCY_CLOSED);
    else if (!strcmp(what, "stopped")) end(store, e, AGENCY_STOPPED);
}

static Day day_or_none(Query *q, int column) { return store_null(q, column) ? DAY_NONE : store_day(q, column); }

#define COLUMNS "id, agent, department, matter, state, opened, valid_to, ended, stages, finished, report"
static Agency read_row(Query *q, Arena *a)
{
    return (Agency){.id = store_int(q, 0), .agent = store_text(q, 1, a), .department = store_text(q, 2, a), .matter = store_text(q, 3, a), .state = (AgencyState)store_int(q, 4),
                    .opened = store_day(q, 5), .valid_to = store_day(q, 6), .ended = day_or_none(q, 7), .stages = (int)store_int(q, 8), .finished = (int)store_int(q, 9), .report = store_int(q, 10)};
}

const Agency *agency_load(Store *store, Arena *arena, int64_t id)
{
    Agency *one = NULL;
    Query *q = store_query(store, "SELECT " COLUMNS " FROM agency WHERE id = ?1", "i", id);
    if (store_row(q)) { one = ARENA_NEW(arena, Agency); *one = read_row(q, arena); }
    store_done(q);
    return one;
}

const Event *agency_opening(Store *store, Arena *arena, int64_t id) { return ledger_event(store, arena, id); }

#define MATCHES " WHERE (?1 IS NULL OR agent = ?1) AND (?2 = 0 OR state = 0)"
Agency *agency_list(Store *store, Arena *arena, const char *agent, bool open_only, int limit, int offset, int *count)
{
    Agency *rows = ARENA_ARRAY(arena, Agency, limit + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " COLUMNS " FROM agency" MATCHES " ORDER BY id DESC LIMIT ?3 OFFSET ?4", "siii", agent, (int64_t)open_only, (int64_t)limit, (int64_t)offset);
    while (*count < limit && store_row(q)) rows[(*count)++] = read_row(q, arena);
    store_done(q);
    return rows;
}

int64_t agency_count(Store *store, const char *agent, bool open_only) { return store_number(store, 0, "SELECT count(*) FROM agency" MATCHES, "si", agent, (int64_t)open_only); }

#define STAGE_COLUMNS "id, agency, name, place, organ, began, due, finished, result, case_id"
static AgencyStage read_stage(Query *q, Arena *a)
{
    return (AgencyStage){.id = store_int(q, 0), .agency = store_int(q, 1), .name = store_text(q, 2, a), .place = store_text(q, 3, a), .organ = store_text(q, 4, a), .began = store_day(q, 5),
                         .due = store_day(q, 6), .finished = day_or_none(q, 7), .result = store_text(q, 8, a), .case_id = store_int(q, 9)};
}

AgencyStage *agency_stages(Store *store, Arena *arena, int64_t agency, int *count)
{
    AgencyStage *rows = ARENA_ARRAY(arena, AgencyStage, LIMIT_AGENCY_STAGES + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " STAGE_COLUMNS " FROM agency_stage WHERE agency = ?1 ORDER BY id", "i", agency);
    while (*count < LIMIT_AGENCY_STAGES && store_row(q)) rows[(*count)++] = read_stage(q, arena);
    store_done(q);
    return rows;
}

const AgencyStage *agency_stage(Store *store, Arena *arena, int64_t id)
{
    AgencyStage *one = NULL;
    Query *q = store_query(store, "SELECT " STAGE_COLUMNS " FROM agency_stage WHERE id = ?1", "i", id);
    if (store_row(q)) { one = ARENA_NEW(arena, AgencyStage); *one = read_stage(q, arena); }
    store_done(q);
    return one;
}
