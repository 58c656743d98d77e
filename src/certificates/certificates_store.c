/* certificates_store.c: the register of certificates, folded from events; see certificates.h. */
#include "certificates/certificates.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "store/store.h"
#include <string.h>

static Day day_in(const Value *body, const char *key)
{
    Day day;
    return day_parse(value_str(body, key), &day) ? day : DAY_NONE;
}

/* Number of the F26 among the papers of an event; NULL: it issued none. */
static const char *issued_number(const Value *body)
{
    const Value *list = value_get(body, "documents");
    for (const Value *d = list ? list->first : NULL; d; d = d->next)
        if (text_equal(value_str(d, "kind"), "F26")) return value_str(d, "number");
    return NULL;
}

static void issue(Store *store, Arena *arena, const Event *e)
{
    const char *number = issued_number(e->body);
    const CaseFile *file = number ? case_load(store, arena, e->case_id) : NULL;
    if (!file) return;
    Day from = day_in(e->body, "valid_from"), to = day_in(e->body, "valid_to"), today = instant_day(e->at);
    const Standing *s = &file->standing;
    store_exec(store, "INSERT INTO certificate (id, number, case_id, item, department, \"window\", state, valid_from, valid_to, since, reminded, renewal, change, last_event)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, CASE WHEN ?8 = 0 THEN NULL ELSE ?9 END, ?10, 0, 0, 0, ?1)", "isisssiiii",
               e->seq, number, e->case_id, s->item, s->department, s->window, (int64_t)(day_is_none(from) ? today : from).n, (int64_t)!day_is_none(to), (int64_t)to.n, (int64_t)today.n);
}

static void set_state(Store *store, const Event *e, int64_t id, CertificateState state)
{
    store_exec(store, "UPDATE certificate SET state = ?2, since = ?3, renewal = 0, change = 0 WHERE id = ?1", "iii", id, (int64_t)state, (int64_t)instant_day(e->at).n);
}

static void lengthen(Store *store, int64_t id, Day to)
{
    store_exec(store, "UPDATE certificate SET term_from = valid_to + 1, valid_to = ?2, renewal = 0, reminded = 0 WHERE id = ?1", "ii", id, (int64_t)to.n);
}

void certificates_apply(Store *store, Arena *arena, const Event *e)
{
    const Value *b = e->body;
    if (!strcmp(e->kind, "case.certified") || !strcmp(e->kind, "case.settled")) { issue(store, arena, e); return; }
    if (strncmp(e->kind, "certificate.", 12)) return;
    const char *what = e->kind + 12;
    int64_t id = value_int(b, "certificate", 0), today = instant_day(e->at).n;
    Day to = day_in(b, "valid_to");
    if (!strcmp(what, "reminded")) store_exec(store, "UPDATE certificate SET reminded = ?2 WHERE id = ?1", "ii", id, today);
    else if (!strcmp(what, "renewal_applied")) store_exec(store, "UPDATE certificate SET renewal = ?2 WHERE id = ?1", "ii", id, today);
    else if (!strcmp(what, "change_applied")) store_exec(store, "UPDATE certificate SET change = ?2 WHERE id = ?1", "ii", id, today);
    else if (!strcmp(what, "renewed") || !strcmp(what, "deemed_renewed")) lengthen(store, id, to);
    else if (!strcmp(what, "renewal_refused")) store_exec(store, "UPDATE certificate SET renewal = 0 WHERE id = ?1", "i", id);
    else if (!strcmp(what, "changed") || !strcmp(what, "change_refused")) store_exec(store, "UPDATE certificate SET change = 0 WHERE id = ?1", "i", id);
    else if (!strcmp(what, "withdrawn")) set_state(store, e, id, CERTIFICATE_WITHDRAWN);
    else if (!strcmp(what, "revoked")) set_state(store, e, id, CERTIFICATE_REVOKED);
    else if (!strcmp(what, "expired")) set_state(store, e, id, CERTIFICATE_EXPIRED);
    else if (!strcmp(what, "cancelled")) set_state(store, e, id, CERTIFICATE_CANCELLED);
    store_exec(store, "UPDATE certificate SET last_event = ?2 WHERE id = ?1", "ii", id, e->seq);
}

#define COLUMNS "id, number, case_id, item, department, \"window\", state, valid_from, valid_to, since, reminded, renewal, change, last_event, term_from"

static Day day_at(Query *q, int column) { return (Day){(int32_t)store_int(q, column)}; }
static Day day_or_none(Query *q, int column) { return store_int(q, column) ? day_at(q, column) : DAY_NONE; }

static Certificate read_row(Query *q, Arena *a)
{
    return (Certificate){.id = store_int(q, 0), .number = store_text(q, 1, a), .case_id = store_int(q, 2), .item = store_text(q, 3, a), .department = store_text(q, 4, a),
                         .window = store_text(q, 5, a), .state = (CertificateState)store_int(q, 6), .valid_from = day_at(q, 7), .valid_to = store_null(q, 8) ? DAY_NONE : day_at(q, 8),
                         .since = day_at(q, 9), .reminded = day_or_none(q, 10), .renewal = day_or_none(q, 11), .change = day_or_none(q, 12), .last_event = store_int(q, 13), .term_from = day_or_none(q, 14)};
}

static const Certificate *one(Query *q, Arena *arena)
{
    Certificate *c = NULL;
    if (store_row(q)) { c = ARENA_NEW(arena, Certificate); *c = read_row(q, arena); }
    store_done(q);
    return c;
}

const Certificate *certificate_load(Store *store, Arena *arena, int64_t id)
{
    return one(store_query(store, "SELECT " COLUMNS " FROM certificate WHERE id = ?1", "i", id), arena);
}

const Certificate *certificate_by_number(Store *store, Arena *arena, const char *number)
{
    return one(store_query(store, "SELECT " COLUMNS " FROM certificate WHERE number = ?1", "s", number), arena);
}

const Certificate *certificate_of_case(Store *store, Arena *arena, int64_t case_id)
{
    return one(store_query(store, "SELECT " COLUMNS " FROM certificate WHERE case_id = ?1 ORDER BY id DESC LIMIT 1", "i", case_id), arena);
}

#define MATCHES " WHERE (?1 IS NULL OR department = ?1) AND (?2 < 0 OR state = ?2) AND (?3 = 0 OR (state = 0 AND valid_to IS NOT NULL AND valid_to <= ?4))" \
                " AND (?5 = 0 OR renewal > 0 OR change > 0)"

static int64_t wanted_state(const CertificateFilter *f) { return f->state == CERTIFICATE_STATES ? -1 : (int64_t)f->state; }

Certificate *certificates_list(Store *store, Arena *arena, const CertificateFilter *f, int *count)
{
    Certificate *rows = ARENA_ARRAY(arena, Certificate, f->limit + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " COLUMNS " FROM certificate" MATCHES " ORDER BY CASE WHEN ?3 = 0 THEN -id ELSE valid_to END, id LIMIT ?6 OFFSET ?7", "siiiiii",
                           f->department, wanted_state(f), (int64_t)!day_is_none(f->expiring_by), (int64_t)f->expiring_by.n, (int64_t)f->waiting, (int64_t)f->limit, (int64_t)f->offset);
    while (*count < f->limit && store_row(q)) rows[(*count)++] = read_row(q, arena);
    store_done(q);
    return rows;
}

int64_t certificates_count(Store *store, const CertificateFilter *f)
{
    return store_number(store, 0, "SELECT count(*) FROM certificate" MATCHES, "siiii", f->department, wanted_state(f), (int64_t)!day_is_none(f->expiring_by), (int64_t)f->expiring_by.n, (int64_t)f->waiting);
}

const Certificate *certificate_due(Store *store, Arena *arena, Day today, Day until)
{
    return one(store_query(store, "SELECT " COLUMNS " FROM certificate WHERE state = 0 AND valid_to IS NOT NULL AND (valid_to < ?1 OR (reminded = 0 AND valid_to <= ?2)) ORDER BY valid_to, id LIMIT 1",
                           "ii", (int64_t)today.n, (int64_t)until.n), arena);
}

const Event *certificate_untrue(Store *store, Arena *arena, int64_t case_id)
{
    const Event *found = NULL;
    Query *q = ledger_read_case(store, case_id);
    for (const Event *e; (e = ledger_next(q, arena));)
        if (!strcmp(e->kind, "case.commitment_verified") && !strcmp(value_str_or(e->body, "result", ""), "false")) found = e;
    store_done(q);
    return found;
}
