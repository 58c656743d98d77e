/* people_store.c: rows of officers, appointments, letters of authority, substitutes and absences: written from events only, read into the snapshot. */
#include "base/fault.h"
#include "base/text.h"
#include "people/people.h"
#include "store/store.h"
#include <string.h>

/* ---- from events ---- */

static Day body_day(const Value *body, const char *key)
{
    Day day;
    return day_parse(value_str_or(body, key, ""), &day) ? day : DAY_NONE;
}

/* An event whose body does not hold what it must is a damaged ledger; replaying half of it would hide that. */
static const char *need(const Event *event, const char *key)
{
    const char *text = value_str(event->body, key);
    if (!text) fault_raise(FAULT_STORE, "event %lld (%s) has no %s", (long long)event->seq, event->kind, key);
    return text;
}

static Day need_day(const Event *event, const char *key)
{
    Day day = body_day(event->body, key);
    if (day_is_none(day)) fault_raise(FAULT_STORE, "event %lld (%s) has no day %s", (long long)event->seq, event->kind, key);
    return day;
}

/* An open end is SQL NULL in the row; the parameter list has no "integer or NULL", so a day no calendar reaches stands for it in the call. */
enum { OPEN = -1000000 };
static int64_t end_of(Day to) { return day_is_none(to) ? OPEN : to.n; }

static void add_appointment(Store *store, const Event *event, bool beside)
{
    store_exec(store, "INSERT INTO appointment (id, officer, department, window, roles, post, document, from_day, to_day, beside) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULLIF(?9, -1000000), ?10)",
               "isssissiii", event->seq, need(event, "id"), need(event, "department"), need(event, "window"), (int64_t)roles_of(value_get(event->body, "roles")), need(event, "post"),
               value_str_or(event->body, "document", ""), (int64_t)need_day(event, "from").n, end_of(body_day(event->body, "to")), (int64_t)beside);
}

static void apply_post_added(Store *store, const Event *event) { add_appointment(store, event, true); }

static void apply_post_ended(Store *store, const Event *event)
{
    store_exec(store, "UPDATE appointment SET to_day = ?2 WHERE id = ?1 AND beside = 1", "ii", value_int(event->body, "appointment", 0), (int64_t)need_day(event, "last").n);
}

static void apply_officer(Store *store, const Event *event)
{
    unsigned roles = roles_of(value_get(event->body, "roles"));
    if (!roles) fault_raise(FAULT_STORE, "event %lld (%s) has no roles", (long long)event->seq, event->kind);
    store_exec(store,
        "INSERT INTO officer (id, name, department, window, roles, post, from_day, to_day, left_why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULLIF(?8, -1000000), NULL)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, department = excluded.department, window = excluded.window, roles = excluded.roles,"
        " post = excluded.post, from_day = excluded.from_day, to_day = excluded.to_day, left_why = NULL",
        "ssssisii", need(event, "id"), need(event, "name"), need(event, "department"), need(event, "window"), (int64_t)roles, need(event, "post"),
        (int64_t)need_day(event, "from").n, end_of(body_day(event->body, "to")));
    int64_t from = need_day(event, "from").n;
    store_exec(store, "UPDATE appointment SET to_day = ?2 - 1 WHERE officer = ?1 AND beside = 0 AND (to_day IS NULL OR to_day >= ?2)", "si", need(event, "id"), from);
    add_appointment(store, event, false);
}

static void apply_dismissed(Store *store, const Event *event)
{
    store_exec(store, "UPDATE appointment SET to_day = ?2 WHERE officer = ?1 AND (to_day IS NULL OR to_day > ?2)", "si", need(event, "id"), (int64_t)need_day(event, "last").n);
    store_exec(store, "UPDATE officer SET to_day = ?2, left_why = ?3 WHERE id = ?1", "sis", need(event, "id"), (int64_t)need_day(event, "last").n, need(event, "reason"));
}

static void apply_granted(Store *store, const Event *event)
{
    unsigned rights = authority_rights_of(value_get(event->body, "rights"));
    if (!rights) fault_raise(FAULT_STORE, "event %lld (%s) has no rights", (long long)event->seq, event->kind);
    store_exec(store,
        "INSERT INTO authority (id, officer, department, item, rights, from_day, to_day, document, revoked_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULLIF(?7, -1000000), ?8, NULL)",
        "isssiiis", event->seq, need(event, "officer"), need(event, "department"), need(event, "item"), (int64_t)rights, (int64_t)need_day(event, "from").n,
        end_of(body_day(event->body, "to")), need(event, "document"));
}

static void apply_revoked(Store *store, const Event *event)
{
    store_exec(store, "UPDATE authority SET to_day = ?2, revoked_by = ?3 WHERE id = ?1", "iis", value_int(event->body, "authority", 0),
               (int64_t)need_day(event, "last").n, need(event, "document"));
}

static void apply_substitute(Store *store, const Event *event)
{
    store_exec(store, "INSERT INTO substitute (id, a, b, from_day, to_day, document) VALUES (?1, ?2, ?3, ?4, NULLIF(?5, -1000000), ?6)", "issiis", event->seq,
               need(event, "a"), need(event, "b"), (int64_t)need_day(event, "from").n, end_of(body_day(event->body, "to")), need(event, "document"));
}

static void apply_absence(Store *store, const Event *event)
{
    store_exec(store, "INSERT INTO absence (id, officer, from_day, to_day, reason) VALUES (?1, ?2, ?3, ?4, ?5)", "isiis", event->seq, need(event, "officer"),
               (int64_t)need_day(event, "from").n, (int64_t)need_day(event, "to").n, need(event, "reason"));
}

/* Whoever came back before noon was never away: then the last day lies before the first, and the row covers no day. */
static void apply_absence_ended(Store *store, const Event *event)
{
    store_exec(store, "UPDATE absence SET to_day = ?2 WHERE id = ?1", "ii", value_int(event->body, "absence", 0), (int64_t)need_day(event, "last").n);
}

static const struct { const char *kind; void (*apply)(Store *store, const Event *event); } applied[] = {
    {"officer.appointed", apply_officer},   {"officer.changed", apply_officer},     {"officer.dismissed", apply_dismissed}, {"authority.granted", apply_granted},
    {"officer.post_added", apply_post_added}, {"officer.post_ended", apply_post_ended},
    {"authority.revoked", apply_revoked},   {"substitute.named", apply_substitute}, {"absence.recorded", apply_absence},
    {"absence.ended", apply_absence_ended},
};
enum { APPLIED = sizeof applied / sizeof *applied };

bool people_owns(const char *kind)
{
    for (int i = 0; i < APPLIED; i++) if (!strcmp(applied[i].kind, kind)) return true;
    return false;
}

void people_apply(Store *store, Arena *arena, const Event *event)
{
    (void)arena;
    for (int i = 0; i < APPLIED; i++)
        if (!strcmp(applied[i].kind, event->kind)) applied[i].apply(store, event);
}

/* ---- the snapshot ---- */

static Officer *load_officers(Store *store, Arena *arena, People *people)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM officer", ""), n = 0;
    Officer *all = ARENA_ARRAY(arena, Officer, room + 1);
    Query *q = store_query(store, "SELECT id, name, department, window, roles, post, from_day, to_day FROM officer ORDER BY id", "");
    while (n < room && store_row(q))
        all[n++] = (Officer){store_text(q, 0, arena), store_text(q, 1, arena), store_text(q, 2, arena), store_text(q, 3, arena), (unsigned)store_int(q, 4),
                             store_text(q, 5, arena), store_day(q, 6), store_day(q, 7), "", false};
    store_done(q);
    people->officers = all, people->officer_count = n;
    return all;
}

static void load_appointments(Store *store, Arena *arena, People *people)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM appointment", ""), n = 0;
    Appointment *all = ARENA_ARRAY(arena, Appointment, room + 1);
    Query *q = store_query(store, "SELECT id, officer, department, window, roles, post, document, from_day, to_day, beside FROM appointment ORDER BY officer, id", "");
    while (n < room && store_row(q))
        all[n++] = (Appointment){.id = store_int(q, 0), .officer = store_text(q, 1, arena), .department = store_text(q, 2, arena), .window = store_text(q, 3, arena),
                                 .roles = (unsigned)store_int(q, 4), .post = store_text(q, 5, arena), .document = store_text(q, 6, arena), .from = store_day(q, 7), .to = store_day(q, 8), .beside = store_int(q, 9) != 0};
    store_done(q);
    people->appointments = all, people->appointment_count = n;
}

/* One who was moved has been in post since before the move: her days are those of the appointments that follow on one another without a gap. */
static void join_days(Officer *officer, const Appointment *own, int count)
{
    bool newest = true;
    for (int i = count - 1; i >= 0; i--) {
        bool took_effect = day_is_none(own[i].to) || !day_before(own[i].to, own[i].from);
        if (own[i].beside) continue;
        if (newest) officer->document = own[i].document, newest = false;
        else if (took_effect && day_before(own[i].from, officer->from) && !day_before(own[i].to, day_plus(officer->from, -1))) officer->from = own[i].from;
    }
}

static void load_authorities(Store *store, Arena *arena, AuthorityBook *book)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM authority", ""), n = 0;
    Authority *all = ARENA_ARRAY(arena, Authority, room + 1);
    Query *q = store_query(store, "SELECT id, officer, department, item, rights, from_day, to_day, document FROM authority ORDER BY officer, id", "");
    while (n < room && store_row(q))
        all[n++] = (Authority){store_int(q, 0), store_text(q, 1, arena), store_text(q, 2, arena), store_text(q, 3, arena), (unsigned)store_int(q, 4),
                               store_day(q, 5), store_day(q, 6), store_text(q, 7, arena)};
    store_done(q);
    book->rows = all, book->row_count = n;
}

static void load_pairs(Store *store, Arena *arena, AuthorityBook *book)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM substitute", ""), n = 0;
    Substitute *pairs = ARENA_ARRAY(arena, Substitute, room + 1);
    Query *q = store_query(store, "SELECT id, a, b, from_day, to_day, document FROM substitute ORDER BY id", "");
    while (n < room && store_row(q))
        pairs[n++] = (Substitute){store_int(q, 0), store_text(q, 1, arena), store_text(q, 2, arena), store_day(q, 3), store_day(q, 4), store_text(q, 5, arena)};
    store_done(q);
    book->substitutes = pairs, book->substitute_count = n;

    room = (int)store_number(store, 0, "SELECT count(*) FROM absence", ""), n = 0;
    Absence *absences = ARENA_ARRAY(arena, Absence, room + 1);
    q = store_query(store, "SELECT id, officer, from_day, to_day, reason FROM absence ORDER BY id", "");
    while (n < room && store_row(q))
        absences[n++] = (Absence){store_int(q, 0), store_text(q, 1, arena), store_day(q, 2), store_day(q, 3), store_text(q, 4, arena)};
    store_done(q);
    book->absences = absences, book->absence_count = n;
}

People *people_load(Store *store, Arena *arena)
{
    People *people = ARENA_NEW(arena, People);
    Officer *officers = load_officers(store, arena, people);
    load_appointments(store, arena, people);
    for (int i = 0; i < people->officer_count; i++) {
        const Appointment *own;
        int count = people_appointments(people, officers[i].id, &own);
        join_days(&officers[i], own, count);
    }
    load_authorities(store, arena, &people->book);
    load_pairs(store, arena, &people->book);
    return people;
}
