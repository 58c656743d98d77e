/* lanes_store.c: SQL of the queue and of the bars; see lanes.h. */
#include "cases/lanes.h"
#include "store/store.h"
#include <string.h>

enum { ORDER_WAITING = 1, ORDER_UNQUALIFIED = 2, ORDER_GRANTED = 3, ORDER_GONE = 4 };

static int order_state(const Standing *s)
{
    if (s->outcome == OUTCOME_GRANTED) return ORDER_GRANTED;
    if (s->outcome == OUTCOME_REFUSED || s->stage == STAGE_WITHDRAWN) return ORDER_GONE;
    return s->review_rejects ? ORDER_UNQUALIFIED : ORDER_WAITING;
}

static void order_apply(Store *store, const Event *event, const Standing *s)
{
    if (s->quota <= 0) return;
    if (day_is_none(s->accepted)) { store_exec(store, "DELETE FROM case_order WHERE case_id = ?1", "i", event->case_id); return; }
    /* accepted by silence is accepted from receipt: the moment of receipt counts, not the clock's */
    int64_t at = s->deemed ? store_number(store, event->at.ms, "SELECT opened FROM case_file WHERE id = ?1", "i", event->case_id) : event->at.ms;
    store_exec(store, "INSERT INTO case_order (case_id, item, day, at, seq, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (case_id) DO UPDATE SET state = ?6",
        "isiiii", event->case_id, s->item, (int64_t)s->accepted.n, at, event->seq, (int64_t)order_state(s));
}

static void bar_apply(Store *store, const Event *event, const Standing *s)
{
    const Value *bar = value_get(event->body, "bar");
    Day until;
    if (!bar || !day_parse(value_str(bar, "until"), &until)) return;
    store_exec(store, "INSERT INTO applicant_bar (case_id, seq, rule, item, from_day, until_day, bans_item) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "iissiii", event->case_id, event->seq,
        value_str_or(bar, "rule", ""), s->item, (int64_t)instant_day(event->at).n, (int64_t)until.n, (int64_t)value_bool(bar, "bans_item"));
}

void lanes_apply(Store *store, const Event *event, const Standing *standing)
{
    order_apply(store, event, standing);
    bar_apply(store, event, standing);
}

static int granted_since(Store *store, const char *item, Day since)
{
    if (day_is_none(since)) return (int)store_number(store, 0, "SELECT count(*) FROM case_order WHERE item = ?1 AND state = 3", "s", item);
    return (int)store_number(store, 0, "SELECT count(*) FROM case_order o JOIN case_standing s ON s.case_id = o.case_id WHERE o.item = ?1 AND o.state = 3 AND json_extract(s.standing, '$.decided') >= ?2", "si", item, (int64_t)since.n);
}

QuotaFacts quota_facts(Store *store, Arena *arena, const char *item, int64_t case_id, int limit, Day since)
{
    QuotaFacts facts = {.limit = limit};
    facts.granted = granted_since(store, item, since);
    Query *q = store_query(store, "SELECT c.number FROM case_order o JOIN case_file c ON c.id = o.case_id WHERE o.item = ?1 AND o.state = 1 AND o.case_id <> ?2 "
        "AND NOT EXISTS (SELECT 1 FROM case_order m WHERE m.case_id = ?2 AND (m.day, m.at, m.seq) < (o.day, o.at, o.seq)) ORDER BY o.day, o.at, o.seq", "si", item, case_id);
    for (; store_row(q); facts.ahead++) if (!facts.ahead) facts.first_ahead = store_text(q, 0, arena);
    store_done(q);
    facts.position = facts.ahead + 1;
    return facts;
}

QuotaRow *quota_queue(Store *store, Arena *arena, const char *item, Day since, int *count, int *granted)
{
    QuotaRow *rows = ARENA_ARRAY(arena, QuotaRow, LIMIT_PAGE_ROWS);
    *granted = granted_since(store, item, since);
    Query *q = store_query(store, "SELECT o.case_id, c.number, o.day, o.state FROM case_order o JOIN case_file c ON c.id = o.case_id WHERE o.item = ?1 AND o.state IN (1, 2) "
        "ORDER BY o.day, o.at, o.seq LIMIT ?2", "si", item, (int64_t)LIMIT_PAGE_ROWS);
    *count = 0;
    while (*count < LIMIT_PAGE_ROWS && store_row(q)) rows[(*count)++] = (QuotaRow){store_int(q, 0), store_text(q, 1, arena), store_day(q, 2), (int)store_int(q, 3)};
    store_done(q);
    return rows;
}

const ApplicantBar *bar_on(Store *store, Arena *arena, const char *identity, const char *item, Day today)
{
    if (!identity || !*identity) return NULL;
    /* No ORDER BY: the engine would open a sorter for every application handed in, and almost nobody is barred. */
    Query *q = store_query(store, "SELECT b.bans_item AND b.item = ?2, b.until_day, b.seq, b.rule, b.item, b.bans_item FROM applicant_bar b JOIN case_person p ON p.case_id = b.case_id "
        "WHERE b.from_day <= ?3 AND b.until_day >= ?3 AND json_extract(p.facts, '$.identity') = ?1", "ssi", identity, item, (int64_t)today.n);
    ApplicantBar *bar = NULL;
    int64_t best[3] = {0};
    while (store_row(q)) {
        int64_t rank[3] = {store_int(q, 0), store_int(q, 1), store_int(q, 2)};      /* one that bans this item, then the one that ends last, then the newest */
        int order = 0;
        for (int i = 0; i < 3 && !order; i++) order = (rank[i] > best[i]) - (rank[i] < best[i]);
        if (bar && order <= 0) continue;
        if (!bar) bar = ARENA_NEW(arena, ApplicantBar);
        *bar = (ApplicantBar){store_text(q, 3, arena), store_text(q, 4, arena), store_day(q, 1), store_int(q, 5) != 0};
        memcpy(best, rank, sizeof best);
    }
    return bar;
}

bool bar_rests_on(Store *store, int64_t case_id, Day today)
{
    return store_number(store, 0, "SELECT count(*) FROM applicant_bar WHERE case_id = ?1 AND until_day >= ?2", "ii", case_id, (int64_t)today.n) > 0;
}

/* ---- for lists that keep themselves up to date ---- */

int64_t cases_last_event(Store *store) { return store_number(store, 0, "SELECT max(seq) FROM event", ""); }

CaseDesk *cases_touched(Store *store, Arena *arena, int64_t after, int64_t upto, int *count)
{
    enum { MOST = 500 };
    CaseDesk *desks = ARENA_ARRAY(arena, CaseDesk, MOST);
    Query *q = store_query(store, "SELECT c.\"window\", c.department FROM event e JOIN case_file c ON c.id = e.case_id WHERE e.seq > ?1 AND e.seq <= ?2 AND e.case_id > 0 "
        "UNION SELECT k.\"window\", k.department FROM event e JOIN case_co k ON k.case_id = e.case_id WHERE e.seq > ?1 AND e.seq <= ?2 AND e.case_id > 0", "ii", after, upto);
    *count = 0;
    while (*count < MOST && store_row(q)) desks[(*count)++] = (CaseDesk){store_text(q, 0, arena), store_text(q, 1, arena)};
    store_done(q);
    return desks;
}
