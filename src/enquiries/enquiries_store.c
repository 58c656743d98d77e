/* enquiries_store.c: the log of enquiries, folded from events; see enquiries.h. */
#include "enquiries/enquiries.h"
#include "store/store.h"
#include <string.h>

static const char *officer_of(const Event *e) { return strncmp(e->actor, "officer:", 8) ? e->actor : e->actor + 8; }

static void end(Store *store, const Event *e, EnquiryState state)
{
    store_exec(store, "UPDATE enquiry SET state = ?2, ended = ?3, ended_by = ?4 WHERE id = ?1", "iiis", value_int(e->body, "enquiry", 0), (int64_t)state, e->at.ms, officer_of(e));
}

void enquiries_apply(Store *store, Arena *arena, const Event *e)
{
    (void)arena;
    const Value *b = e->body;
    if (!strcmp(e->kind, "enquiry.asked"))
        store_exec(store, "INSERT INTO enquiry (id, at, first_asked, channel, item, state, department, officer, referrals) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?3, 0)", "iissss",
                   e->seq, e->at.ms, value_str_or(b, "officer", ""), value_str_or(b, "channel", ""), value_str_or(b, "item", ""), value_str_or(b, "department", ""));
    else if (!strcmp(e->kind, "enquiry.referred"))
        store_exec(store, "UPDATE enquiry SET state = 1, department = ?2, officer = ?3, referrals = referrals + 1 WHERE id = ?1", "iss",
                   value_int(b, "enquiry", 0), value_str_or(b, "department", ""), value_str_or(b, "officer", ""));
    else if (!strcmp(e->kind, "enquiry.answered")) end(store, e, ENQUIRY_ANSWERED);
    else if (!strcmp(e->kind, "enquiry.redirected")) end(store, e, ENQUIRY_REDIRECTED);
    store_exec(store, "INSERT INTO enquiry_event (enquiry, seq) VALUES (?1, ?2)", "ii", strcmp(e->kind, "enquiry.asked") ? value_int(b, "enquiry", 0) : e->seq, e->seq);
}

int64_t *enquiry_events(Store *store, Arena *arena, int64_t id, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM enquiry_event WHERE enquiry = ?1", "i", id);
    int64_t *seqs = ARENA_ARRAY(arena, int64_t, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT seq FROM enquiry_event WHERE enquiry = ?1 ORDER BY seq", "i", id);
    while (*count < room && store_row(q)) seqs[(*count)++] = store_int(q, 0);
    store_done(q);
    return seqs;
}

#define COLUMNS "id, at, first_asked, channel, item, state, department, officer, referrals, ended, ended_by"

static Enquiry read_row(Query *q, Arena *arena)
{
    Enquiry e = {.id = store_int(q, 0), .at = {store_int(q, 1)}, .first_asked = store_text(q, 2, arena), .channel = store_text(q, 3, arena), .item = store_text(q, 4, arena),
                 .state = (EnquiryState)store_int(q, 5), .department = store_text(q, 6, arena), .officer = store_text(q, 7, arena), .referrals = (int)store_int(q, 8),
                 .ended = {store_int(q, 9)}, .ended_by = store_text(q, 10, arena)};
    return e;
}

const Enquiry *enquiry_load(Store *store, Arena *arena, int64_t id)
{
    Enquiry *e = NULL;
    Query *q = store_query(store, "SELECT " COLUMNS " FROM enquiry WHERE id = ?1", "i", id);
    if (store_row(q)) { e = ARENA_NEW(arena, Enquiry); *e = read_row(q, arena); }
    store_done(q);
    return e;
}

#define MATCHES " (?1 = 0 OR state < 2) AND (?2 IS NULL OR first_asked = ?2 OR officer = ?2) AND (?3 IS NULL OR department = ?3)"

Enquiry *enquiries_list(Store *store, Arena *arena, const EnquiryFilter *f, int *count)
{
    Enquiry *rows = ARENA_ARRAY(arena, Enquiry, f->limit + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " COLUMNS " FROM enquiry WHERE" MATCHES " ORDER BY id DESC LIMIT ?4 OFFSET ?5", "issii",
                           (int64_t)f->open_only, f->mine, f->department, (int64_t)f->limit, (int64_t)f->offset);
    while (*count < f->limit && store_row(q)) rows[(*count)++] = read_row(q, arena);
    store_done(q);
    return rows;
}

int64_t enquiries_count(Store *store, const EnquiryFilter *f)
{
    return store_number(store, 0, "SELECT count(*) FROM enquiry WHERE" MATCHES, "iss", (int64_t)f->open_only, f->mine, f->department);
}
