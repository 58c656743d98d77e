/* outbox_store.c: rows of the outbox: which delivery stands where; see notices.h. */
#include "notices/notices.h"
#include "store/store.h"

bool delivery_due(Store *store, NoticeChannel channel, Instant now, int64_t *notice)
{
    *notice = store_number(store, 0, "SELECT notice FROM notice_delivery WHERE channel = ?1 AND state = 0 AND due <= ?2 ORDER BY due LIMIT 1", "ii", (int64_t)channel, now.ms);
    return *notice != 0;
}

static Delivery read_row(Query *q, Arena *arena)
{
    return (Delivery){store_int(q, 0), (NoticeChannel)store_int(q, 1), (DeliveryState)store_int(q, 2), (int)store_int(q, 3), store_instant(q, 4), store_instant(q, 5), store_text(q, 6, arena)};
}

bool delivery_load(Store *store, Arena *arena, int64_t notice, NoticeChannel channel, Delivery *out)
{
    Query *q = store_query(store, "SELECT notice, channel, state, tries, due, changed, reason FROM notice_delivery WHERE notice = ?1 AND channel = ?2", "ii", notice, (int64_t)channel);
    bool found = store_row(q);
    if (found) *out = read_row(q, arena);
    store_done(q);
    return found;
}

bool delivery_move(Store *store, int64_t notice, NoticeChannel channel, DeliveryState from, DeliveryState to, int tries, Instant due, const char *reason, Instant now)
{
    return store_exec(store, "UPDATE notice_delivery SET state = ?4, tries = ?5, due = ?6, reason = ?7, changed = ?8 WHERE notice = ?1 AND channel = ?2 AND state = ?3", "iiiiiisi",
                      notice, (int64_t)channel, (int64_t)from, (int64_t)to, (int64_t)tries, due.ms, reason, now.ms) > 0;
}

/* A webhook under way is repeated under its id. An e-mail is repeated only when its last byte cannot have left. */
int delivery_recover(Store *store, Instant now)
{
    int again = store_exec(store, "UPDATE notice_delivery SET state = 0, due = ?1, changed = ?1 WHERE state = 1 OR (state = 2 AND channel = ?2)", "ii", now.ms, (int64_t)CHANNEL_SMS);
    return again + store_exec(store, "UPDATE notice_delivery SET state = 4, changed = ?1, reason = ?2 WHERE state = 2", "is", now.ms, DELIVERY_IN_DOUBT);
}

Delivery *delivery_dead(Store *store, Arena *arena, int limit, int *count)
{
    Delivery *list = ARENA_ARRAY(arena, Delivery, limit + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT notice, channel, state, tries, due, changed, reason FROM notice_delivery WHERE state = 4 ORDER BY changed DESC, notice DESC LIMIT ?1", "i", (int64_t)limit);
    while (*count < limit && store_row(q)) list[(*count)++] = read_row(q, arena);
    store_done(q);
    return list;
}

int delivery_retry(Store *store, int64_t notice, NoticeChannel channel, Instant now)
{
    if (!notice) return store_exec(store, "UPDATE notice_delivery SET state = 0, tries = 0, due = ?1, changed = ?1 WHERE state = 4", "i", now.ms);
    return store_exec(store, "UPDATE notice_delivery SET state = 0, tries = 0, due = ?3, changed = ?3 WHERE notice = ?1 AND channel = ?2 AND state = 4", "iii", notice, (int64_t)channel, now.ms);
}

DeliveryCounts delivery_counts(Store *store, NoticeChannel channel)
{
    DeliveryCounts counts = {0};
    Query *q = store_query(store, "SELECT state, count(*) FROM notice_delivery WHERE channel = ?1 GROUP BY state", "i", (int64_t)channel);
    while (store_row(q)) {
        int64_t n = store_int(q, 1);
        switch ((DeliveryState)store_int(q, 0)) {
        case DELIVERY_WAITING: counts.waiting = n; break;
        case DELIVERY_SENDING: case DELIVERY_HANDING: counts.under_way += n; break;
        case DELIVERY_SENT: counts.sent = n; break;
        case DELIVERY_DEAD: counts.dead = n; break;
        case DELIVERY_DROPPED: counts.dropped = n; break;
        }
    }
    store_done(q);
    return counts;
}

bool delivery_waiting(Store *store, NoticeChannel channel, int many)
{
    return store_number(store, 0, "SELECT count(*) FROM (SELECT 1 FROM notice_delivery WHERE channel = ?1 AND state = 0 LIMIT ?2)", "ii", (int64_t)channel, (int64_t)many) >= many;
}
