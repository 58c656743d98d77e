/* notices_store.c: rows of settings, warnings, inbox and contacts; see notices.h. The outbox is outbox_store.c. */
#include "notices/notices.h"
#include "base/text.h"
#include "process/joint.h"
#include "store/store.h"
#include <string.h>

/* ---- settings and secrets ---- */

Value *notice_settings_value(Store *store, Arena *arena)
{
    Value *settings = value_object(arena);
    Query *q = store_query(store, "SELECT name, value FROM notice_setting ORDER BY name", "");
    while (store_row(q)) value_set_str(arena, settings, store_text(q, 0, arena), store_text(q, 1, arena));
    return settings;
}

NoticeSettings *notice_settings_load(Store *store, Arena *arena) { return notice_settings_of(arena, notice_settings_value(store, arena)); }

bool notice_secret_find(Store *store, Arena *arena, const char *name, const char **value)
{
    Query *q = store_query(store, "SELECT value FROM notice_secret WHERE name = ?1", "s", name);
    bool found = store_row(q);
    if (found) *value = store_text(q, 0, arena);
    store_done(q);
    return found;
}

void notice_secret_set(Store *store, const char *name, const char *value)
{
    if (*value) store_exec(store, "INSERT INTO notice_secret (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", "ss", name, value);
    else store_exec(store, "DELETE FROM notice_secret WHERE name = ?1", "s", name);
}

void notices_apply(Store *store, Arena *arena, const Event *event)
{
    (void)arena;
    Day due;
    if (!strcmp(event->kind, "notice.configured"))
        for (const Value *m = event->body->first; m; m = m->next) {
            if (m->kind != VALUE_STRING || text_starts(m->key, "acted_")) continue;      /* under which post it was set is no setting */
            store_exec(store, "INSERT INTO notice_setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", "ss", m->key, m->string);
        }
    else if (!strcmp(event->kind, "notice.warned") && day_parse(value_str(event->body, "due"), &due))
        store_exec(store, "INSERT INTO notice_warning (case_id, warning, clock, due, event_seq) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", "issii", event->case_id,
                   value_str_or(event->body, "warning", ""), value_str_or(event->body, "clock", value_str_or(event->body, "department", "")), (int64_t)due.n, event->seq);
}

/* ---- warnings that are due ---- */

/* Department by department, because that index holds the due days of open cases in order; a refused case's clocks have stopped (XK-38). */
/* clock.c's ids: T1 to T7 stand at their own numbers, the organ's above follow. */
#define CLOCK_ID "CASE c.clock WHEN 8 THEN 'T11' WHEN 9 THEN 'T12' WHEN 10 THEN 'T13' WHEN 11 THEN 'T14' ELSE 'T' || c.clock END"
_Static_assert(CLOCK_HEARING == 7 && CLOCK_EXAMINE == 8 && CLOCK_ISSUE == 11 && CLOCK_COUNT == 12, "CLOCK_ID names every clock");
#define NEAR_CASES "FROM department d CROSS JOIN case_file c ON c.department = d.code AND c.open = 1 AND c.due <= ?1 WHERE c.stage <> ?2 "
#define NOT_WARNED(clock, due) "AND NOT EXISTS (SELECT 1 FROM notice_warning w WHERE w.case_id = c.id AND w.warning = CASE WHEN " due " < ?3 THEN 'overdue' ELSE 'due_soon' END AND w.clock = " clock " AND w.due = " due ") "

static void take_warnings(Query *q, Arena *arena, Day today, NoticeWarning *list, int limit, int *count)
{
    while (*count < limit && store_row(q)) {
        Day due = store_day(q, 2);
        list[(*count)++] = (NoticeWarning){store_int(q, 0), day_before(due, today) ? "overdue" : "due_soon", store_text(q, 1, arena), "", due};
    }
    store_done(q);
}

/* E12: a part of a joint case that is not done by its day: copies not sent, not signed for, materials not looked at, no opinion. Once for each part and day. */
#define CO_WARNING "CASE k.state WHEN 6 THEN 'co_uncopied' WHEN 0 THEN 'co_unsigned' WHEN 1 THEN 'co_unchecked' ELSE 'co_silent' END"
_Static_assert(JOINT_COPY == 0 && JOINT_CHECK == 1 && JOINT_NOW == 4 && JOINT_UNSENT == 6, "CO_WARNING names the states in which something waits");

static void take_joint(Store *store, Arena *arena, Day today, NoticeWarning *list, int limit, int *count)
{
    Query *q = store_query(store, "SELECT k.case_id, " CO_WARNING ", k.department, k.act_by FROM case_co k WHERE k.todo = 1 AND k.act_by < ?1 "
        "AND NOT EXISTS (SELECT 1 FROM notice_warning w WHERE w.case_id = k.case_id AND w.warning = " CO_WARNING " AND w.clock = k.department AND w.due = k.act_by) "
        "ORDER BY k.act_by, k.case_id, k.department LIMIT ?2", "ii", (int64_t)today.n, (int64_t)limit);
    while (*count < limit && store_row(q)) {
        const char *warning = store_text(q, 1, arena), *department = store_text(q, 2, arena);
        list[(*count)++] = (NoticeWarning){store_int(q, 0), warning, "", department, store_day(q, 3)};
    }
    store_done(q);
}

NoticeWarning *notice_warnings_due(Store *store, Arena *arena, Day today, Day soon, Day supply_until, int limit, int *count)
{
    NoticeWarning *list = ARENA_ARRAY(arena, NoticeWarning, limit + 1);
    *count = 0;
    take_warnings(store_query(store, "SELECT c.id, " CLOCK_ID ", c.due " NEAR_CASES NOT_WARNED(CLOCK_ID, "c.due") "LIMIT ?4", "iiii",
        (int64_t)soon.n, (int64_t)STAGE_REFUSED, (int64_t)today.n, (int64_t)limit), arena, today, list, limit, count);
    /* the promise comes first; the statutory day behind it is warned of in its own right */
    take_warnings(store_query(store, "SELECT c.id, 'T2', c.statutory_due " NEAR_CASES "AND c.clock = 3 AND c.statutory_due <= ?1 AND c.statutory_due > c.due "
        NOT_WARNED("'T2'", "c.statutory_due") "LIMIT ?4", "iiii", (int64_t)soon.n, (int64_t)STAGE_REFUSED, (int64_t)today.n, (int64_t)limit), arena, today, list, limit, count);
    Query *q = store_query(store, "SELECT c.id, c.duty FROM case_file c WHERE c.duty <= ?1 AND c.duty >= ?2 AND c.stage = ?3 "
        "AND NOT EXISTS (SELECT 1 FROM notice_warning w WHERE w.case_id = c.id AND w.warning = 'supply_soon' AND w.clock = '' AND w.due = c.duty) ORDER BY c.duty, c.id LIMIT ?4", "iiii",
        (int64_t)supply_until.n, (int64_t)today.n, (int64_t)STAGE_SUPPLEMENT, (int64_t)limit);
    while (*count < limit && store_row(q)) list[(*count)++] = (NoticeWarning){store_int(q, 0), "supply_soon", "", "", store_day(q, 1)};
    store_done(q);
    take_joint(store, arena, today, list, limit, count);
    return list;
}

/* ---- days the calendar has moved ---- */

void notice_moves_begin(Store *store, int64_t cause) { store_exec(store, "INSERT INTO notice_moves (event_seq, last_case) VALUES (?1, 0)", "i", cause); }

bool notice_moves_next(Store *store, int64_t *cause, int64_t *last_case)
{
    Query *q = store_query(store, "SELECT event_seq, last_case FROM notice_moves ORDER BY event_seq LIMIT 1", "");
    bool found = store_row(q);
    if (found) {
        *cause = store_int(q, 0);
        *last_case = store_int(q, 1);
    }
    store_done(q);
    return found;
}

void notice_moves_upto(Store *store, int64_t cause, int64_t last_case)
{
    store_exec(store, "UPDATE notice_moves SET last_case = ?2 WHERE event_seq = ?1", "ii", cause, last_case);
}

void notice_moves_count(Store *store, int64_t cause, const char *officer, int cases)
{
    store_exec(store, "INSERT INTO notice_moves_of (event_seq, officer, cases) VALUES (?1, ?2, ?3) ON CONFLICT (event_seq, officer) DO UPDATE SET cases = cases + ?3",
               "isi", cause, officer, (int64_t)cases);
}

int64_t notice_moves_counted(Store *store, int64_t cause, const char *officer)
{
    return store_number(store, 0, "SELECT cases FROM notice_moves_of WHERE event_seq = ?1 AND officer = ?2", "is", cause, officer);
}

void notice_moves_done(Store *store, int64_t cause)
{
    store_exec(store, "DELETE FROM notice_moves_of WHERE event_seq = ?1", "i", cause);
    store_exec(store, "DELETE FROM notice_moves WHERE event_seq = ?1", "i", cause);
}

/* ---- making ---- */

/* One in many looks whether the inbox has grown beyond its limit, and lets the oldest go. */
static void trim_inbox(Store *store, const NoticePlan *plan, int64_t account, int64_t id)
{
    enum { LOOK = 64 };
    if (id % LOOK) return;
    int64_t last = *plan->officer
        ? store_number(store, 0, "SELECT id FROM notice WHERE officer = ?1 AND officer <> '' ORDER BY id DESC LIMIT 1 OFFSET ?2", "si", plan->officer, (int64_t)LIMIT_NOTICE_INBOX)
        : store_number(store, 0, "SELECT id FROM notice WHERE account = ?1 AND account > 0 ORDER BY id DESC LIMIT 1 OFFSET ?2", "ii", account, (int64_t)LIMIT_NOTICE_INBOX);
    if (!last) return;
    if (*plan->officer) {
        store_exec(store, "DELETE FROM notice_delivery WHERE notice IN (SELECT id FROM notice WHERE officer = ?1 AND officer <> '' AND id <= ?2)", "si", plan->officer, last);
        store_exec(store, "DELETE FROM notice WHERE officer = ?1 AND officer <> '' AND id <= ?2", "si", plan->officer, last);
    } else {
        store_exec(store, "DELETE FROM notice_delivery WHERE notice IN (SELECT id FROM notice WHERE account = ?1 AND account > 0 AND id <= ?2)", "ii", account, last);
        store_exec(store, "DELETE FROM notice WHERE account = ?1 AND account > 0 AND id <= ?2", "ii", account, last);
    }
}

static void make_delivery(Store *store, int64_t notice, NoticeChannel channel, Instant due, Instant now)
{
    store_exec(store, "INSERT INTO notice_delivery (notice, channel, state, tries, due, changed, reason) VALUES (?1, ?2, ?3, 0, ?4, ?5, '')", "iiiii",
               notice, (int64_t)channel, (int64_t)DELIVERY_WAITING, due.ms, now.ms);
}

void notice_make(Store *store, Arena *arena, const NoticePlan *plan, int64_t event_seq, int64_t account, int64_t case_id, const NoticeSettings *settings, unsigned channels, Instant now)
{
    Value *facts = value_object(arena);
    if (*plan->day) value_set_str(arena, facts, "day", plan->day);
    if (*plan->extra) value_set_str(arena, facts, "extra", plan->extra);
    int made = store_exec(store, "INSERT INTO notice (event_seq, recipient, officer, account, case_id, name, urgency, facts, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
        "ON CONFLICT (event_seq, recipient) DO NOTHING", "issiisisi", event_seq, plan->recipient, plan->officer, account, case_id, plan->row->name, (int64_t)plan->row->urgency,
        value_json(arena, facts), now.ms);
    if (!made) return;
    int64_t id = store_last_id(store);
    unsigned on = channels & plan->row->channels;
    if (on & CHANNEL_EMAIL) make_delivery(store, id, CHANNEL_EMAIL, now, now);
    if (on & CHANNEL_SMS) make_delivery(store, id, CHANNEL_SMS, notice_sms_due(settings, now), now);
    if (*plan->officer || account) trim_inbox(store, plan, account, id);
}

/* ---- reading ---- */

#define NOTICE_COLUMNS "SELECT id, event_seq, account, case_id, recipient, officer, name, urgency, facts, at, read_at FROM notice "

static Notice read_row(Query *q, Arena *arena)
{
    const char *json = store_text(q, 8, arena);
    const Value *facts = value_parse(arena, json, strlen(json), NULL);
    return (Notice){.id = store_int(q, 0), .event_seq = store_int(q, 1), .account = store_int(q, 2), .case_id = store_int(q, 3), .recipient = store_text(q, 4, arena),
                    .officer = store_text(q, 5, arena), .name = store_text(q, 6, arena), .urgency = (NoticeUrgency)store_int(q, 7), .day = value_str_or(facts, "day", ""),
                    .extra = value_str_or(facts, "extra", ""), .at = store_instant(q, 9), .unread = store_null(q, 10)};
}

static Notice *read_rows(Query *q, Arena *arena, int limit, int *count)
{
    Notice *list = ARENA_ARRAY(arena, Notice, limit + 1);
    *count = 0;
    while (*count < limit && store_row(q)) list[(*count)++] = read_row(q, arena);
    store_done(q);
    return list;
}

Notice *notice_inbox(Store *store, Arena *arena, const char *officer, int64_t account, bool unread_only, int64_t before_id, int limit, int *count)
{
    int64_t before = before_id > 0 ? before_id : INT64_MAX;
    Query *q = *officer
        ? store_query(store, NOTICE_COLUMNS "WHERE officer = ?1 AND officer <> '' AND id < ?2 AND (?3 = 0 OR read_at IS NULL) ORDER BY id DESC LIMIT ?4", "siii", officer, before, (int64_t)unread_only, (int64_t)limit)
        : store_query(store, NOTICE_COLUMNS "WHERE account = ?1 AND account > 0 AND id < ?2 AND (?3 = 0 OR read_at IS NULL) ORDER BY id DESC LIMIT ?4", "iiii", account, before, (int64_t)unread_only, (int64_t)limit);
    return read_rows(q, arena, limit, count);
}

Notice *notice_of_case(Store *store, Arena *arena, int64_t case_id, int limit, int *count)
{
    return read_rows(store_query(store, NOTICE_COLUMNS "WHERE case_id = ?1 AND officer = '' AND recipient LIKE 'applicant:%' ORDER BY id DESC LIMIT ?2", "ii", case_id, (int64_t)limit), arena, limit, count);
}

char *notice_newest(Store *store, Arena *arena, const char *recipient, int64_t after_event)
{
    Query *q = store_query(store, "SELECT name FROM notice WHERE event_seq > ?1 AND recipient = ?2 ORDER BY event_seq DESC LIMIT 1", "is", after_event, recipient);
    char *name = store_row(q) ? store_text(q, 0, arena) : NULL;
    store_done(q);
    return name;
}

bool notice_load(Store *store, Arena *arena, int64_t id, Notice *out)
{
    Query *q = store_query(store, NOTICE_COLUMNS "WHERE id = ?1", "i", id);
    bool found = store_row(q);
    if (found) *out = read_row(q, arena);
    store_done(q);
    return found;
}

int notice_unread(Store *store, const char *officer, int64_t account)
{
    if (!*officer && account <= 0) return 0;
    if (*officer) return (int)store_number(store, 0, "SELECT count(*) FROM (SELECT 1 FROM notice WHERE officer = ?1 AND officer <> '' AND read_at IS NULL LIMIT ?2)", "si", officer, (int64_t)NOTICE_UNREAD_SHOWN + 1);
    return (int)store_number(store, 0, "SELECT count(*) FROM (SELECT 1 FROM notice WHERE account = ?1 AND account > 0 AND read_at IS NULL LIMIT ?2)", "ii", account, (int64_t)NOTICE_UNREAD_SHOWN + 1);
}

int notice_read(Store *store, const char *officer, int64_t account, int64_t id, Instant now)
{
    if (*officer) return store_exec(store, "UPDATE notice SET read_at = ?3 WHERE officer = ?1 AND officer <> '' AND read_at IS NULL AND (?2 = 0 OR id = ?2)", "sii", officer, id, now.ms);
    return store_exec(store, "UPDATE notice SET read_at = ?3 WHERE account = ?1 AND account > 0 AND read_at IS NULL AND (?2 = 0 OR id = ?2)", "iii", account, id, now.ms);
}

void notice_forget_case(Store *store, int64_t case_id)
{
    store_exec(store, "DELETE FROM notice_delivery WHERE state IN (0, 4) AND notice IN (SELECT id FROM notice WHERE case_id = ?1 AND officer = '')", "i", case_id);
}

/* In slices, so that no minute is long: what is left goes the next minute. */
int notice_retire(Store *store, Instant now)
{
    enum { SLICE = 500 };
    const int64_t day = 86400000LL;
    int gone = store_exec(store, "DELETE FROM notice_delivery WHERE (notice, channel) IN (SELECT notice, channel FROM notice_delivery WHERE state IN (3, 5) AND changed < ?1 LIMIT ?2)", "ii",
                          now.ms - LIMIT_NOTICE_OUTBOX_DAYS * day, (int64_t)SLICE);
    int64_t last = store_number(store, 0, "SELECT max(id) FROM (SELECT id FROM notice WHERE id <= (SELECT min(id) FROM notice) + ?2 AND at < ?1 ORDER BY id LIMIT ?2)", "ii",
                                now.ms - LIMIT_NOTICE_INBOX_DAYS * day, (int64_t)SLICE);
    if (!last) return gone;
    store_exec(store, "DELETE FROM notice_delivery WHERE notice <= ?1", "i", last);
    return gone + store_exec(store, "DELETE FROM notice WHERE id <= ?1", "i", last);
}

/* ---- how somebody wants to be told ---- */

NoticeContact notice_contact(Store *store, Arena *arena, const char *subject)
{
    NoticeContact contact = {"", "", "", true, true};
    Query *q = store_query(store, "SELECT language, email, phone, email_on, sms_on FROM notice_contact WHERE subject = ?1", "s", subject);
    if (store_row(q)) contact = (NoticeContact){store_text(q, 0, arena), store_text(q, 1, arena), store_text(q, 2, arena), store_int(q, 3) != 0, store_int(q, 4) != 0};
    store_done(q);
    return contact;
}

void notice_contact_set(Store *store, const char *subject, const NoticeContact *c)
{
    store_exec(store, "INSERT INTO notice_contact (subject, language, email, phone, email_on, sms_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT (subject) DO UPDATE SET language = ?2, email = ?3, phone = ?4, email_on = ?5, sms_on = ?6", "ssssii",
        subject, c->language, c->email, c->phone, (int64_t)c->email_on, (int64_t)c->sms_on);
}
