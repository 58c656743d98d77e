/* calendar_store.c: the calendar's tables: projection of its two events, and calendars loaded from them at any version. */
#include "calendar/calendar.h"
#include "base/fault.h"
#include "base/text.h"
#include "ledger/event.h"
#include "store/store.h"
#include <stdlib.h>
#include <string.h>

int64_t calendar_current_version(Store *store)
{
    return store_number(store, 0, "SELECT max(version) FROM calendar_version", "");
}

static void add_version(Store *store, const Event *event, int64_t version, const char *kind, const char *source, int days)
{
    store_exec(store, "INSERT INTO calendar_version (version, event_seq, at, kind, source, days) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iiissi",
               version, event->seq, event->at.ms, kind, source, (int64_t)days);
}

static void close_day(Store *store, Day day, int64_t version)
{
    store_exec(store, "UPDATE calendar_day SET version_to = ?2 WHERE day = ?1 AND version_to IS NULL", "ii", (int64_t)day.n, version);
}

static void add_day(Store *store, const CalendarDay *row, int64_t version)
{
    store_exec(store, "INSERT INTO calendar_day (day, version_from, version_to, kind, name) VALUES (?1, ?2, NULL, ?3, ?4)", "iiss",
               (int64_t)row->day.n, version, calendar_kind_code(row->kind), row->name);
}

static CalendarDay *days_at(Store *store, Arena *arena, int64_t version, int *count)
{
    int64_t rows = store_number(store, 0, "SELECT count(*) FROM calendar_day WHERE version_from <= ?1 AND (version_to IS NULL OR version_to > ?1)", "i", version);
    CalendarDay *days = ARENA_ARRAY(arena, CalendarDay, rows + 1);
    Query *q = store_query(store, "SELECT day, kind, name FROM calendar_day WHERE version_from <= ?1 AND (version_to IS NULL OR version_to > ?1) ORDER BY day", "i", version);
    *count = 0;
    while (store_row(q) && *count < rows) {
        CalendarDay *row = &days[(*count)++];
        row->day = store_day(q, 0);
        if (!calendar_kind_parse(store_text(q, 1, arena), &row->kind)) row->kind = CALENDAR_HOLIDAY;
        row->name = store_text(q, 2, arena);
    }
    store_done(q);
    return days;
}

static CalendarOverride *overrides_at(Store *store, Arena *arena, int64_t version, int *count)
{
    int64_t rows = store_number(store, 0, "SELECT count(*) FROM calendar_override WHERE version_from <= ?1 AND (version_to IS NULL OR version_to > ?1)", "i", version);
    CalendarOverride *all = ARENA_ARRAY(arena, CalendarOverride, rows + 1);
    Query *q = store_query(store, "SELECT area, day, kind, document FROM calendar_override WHERE version_from <= ?1 AND (version_to IS NULL OR version_to > ?1) ORDER BY area, day", "i", version);
    *count = 0;
    while (store_row(q) && *count < rows) {
        CalendarOverride *row = &all[(*count)++];
        row->area = store_text(q, 0, arena);
        row->day = store_day(q, 1);
        if (!calendar_kind_parse(store_text(q, 2, arena), &row->kind)) row->kind = CALENDAR_HOLIDAY;
        row->document = store_text(q, 3, arena);
    }
    store_done(q);
    return all;
}

/* "2026-10-01 holiday 国庆节" */
static bool parse_body_day(Arena *arena, const char *text, CalendarDay *out)
{
    if (!text || strlen(text) < 12 || text[10] != ' ' || !day_parse(arena_strndup(arena, text, 10), &out->day)) return false;
    const char *kind = text + 11, *end = strchr(kind, ' ');
    if (!end || !calendar_kind_parse(arena_strndup(arena, kind, (size_t)(end - kind)), &out->kind)) return false;
    out->name = end + 1;
    return *out->name;
}

static const CalendarDay *find_day(const CalendarDay *days, int count, Day day)
{
    for (int low = 0, high = count; low < high;) {
        int middle = (low + high) / 2;
        if (days[middle].day.n == day.n) return &days[middle];
        if (days[middle].day.n < day.n) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

static int by_day(const void *a, const void *b)
{
    int32_t x = ((const CalendarDay *)a)->day.n, y = ((const CalendarDay *)b)->day.n;
    return (x > y) - (x < y);
}

static CalendarDay *body_days(Arena *arena, const Event *event, int *count)
{
    const Value *list = value_get(event->body, "days");
    CalendarDay *days = ARENA_ARRAY(arena, CalendarDay, (list ? list->count : 0) + 1);
    *count = 0;
    for (const Value *row = list ? list->first : NULL; row; row = row->next)
        if (row->kind != VALUE_STRING || !parse_body_day(arena, row->string, &days[(*count)++]))
            fault_raise(FAULT_STORE, "event %lld: calendar day %d is not understood", (long long)event->seq, *count);
    qsort(days, (size_t)*count, sizeof *days, by_day);
    for (int i = 1; i < *count; i++)
        if (days[i].day.n == days[i - 1].day.n) fault_raise(FAULT_STORE, "event %lld: a calendar day stands twice", (long long)event->seq);
    return days;
}

/* A file that names 1 October of a year is that year's whole notice and replaces the year; a row of a neighbouring year is set alone.
 * Provisional rows replace only the year's provisional rows. */
static bool replaced_by(const CalendarDay *old, const CalendarDay *fresh, int fresh_count)
{
    int year = day_year(old->day);
    const CalendarDay *october = find_day(fresh, fresh_count, day_of(year, 10, 1));
    if (october && october->kind == CALENDAR_HOLIDAY) return true;
    if (old->kind != CALENDAR_HOLIDAY_PROVISIONAL) return false;
    for (int i = 0; i < fresh_count; i++)
        if (fresh[i].kind == CALENDAR_HOLIDAY_PROVISIONAL && day_year(fresh[i].day) == year) return true;
    return false;
}

static bool same_row(const CalendarDay *a, const CalendarDay *b) { return a && b && a->kind == b->kind && !strcmp(a->name, b->name); }

static void apply_imported(Store *store, Arena *arena, const Event *event)
{
    int64_t version = calendar_current_version(store) + 1;
    int old_count, fresh_count;
    CalendarDay *old = days_at(store, arena, version - 1, &old_count), *fresh = body_days(arena, event, &fresh_count);
    add_version(store, event, version, "imported", value_str_or(event->body, "source", ""), fresh_count);
    for (int i = 0; i < old_count; i++)
        if (!find_day(fresh, fresh_count, old[i].day) && replaced_by(&old[i], fresh, fresh_count)) close_day(store, old[i].day, version);
    for (int i = 0; i < fresh_count; i++) {
        const CalendarDay *was = find_day(old, old_count, fresh[i].day);
        if (same_row(was, &fresh[i])) continue;
        if (was && was->kind != CALENDAR_HOLIDAY_PROVISIONAL && fresh[i].kind == CALENDAR_HOLIDAY_PROVISIONAL) continue;
        if (was) close_day(store, fresh[i].day, version);
        add_day(store, &fresh[i], version);
    }
}

static void apply_overridden(Store *store, const Event *event)
{
    const char *area = value_str(event->body, "area"), *kind = value_str(event->body, "kind"), *document = value_str_or(event->body, "document", "");
    Day day;
    CalendarKind parsed;
    bool withdrawn = text_equal(kind, "withdrawn");
    if (!area || !day_parse(value_str(event->body, "date"), &day) || (!withdrawn && (!calendar_kind_parse(kind, &parsed) || parsed == CALENDAR_HOLIDAY_PROVISIONAL)))
        fault_raise(FAULT_STORE, "event %lld: calendar override is not understood", (long long)event->seq);
    int64_t version = calendar_current_version(store) + 1;
    add_version(store, event, version, "overridden", document, 1);
    store_exec(store, "UPDATE calendar_override SET version_to = ?3 WHERE area = ?1 AND day = ?2 AND version_to IS NULL", "sii", area, (int64_t)day.n, version);
    if (!withdrawn)
        store_exec(store, "INSERT INTO calendar_override (area, day, version_from, version_to, kind, document) VALUES (?1, ?2, ?3, NULL, ?4, ?5)", "siiss",
                   area, (int64_t)day.n, version, kind, document);
}

void calendar_apply(Store *store, Arena *arena, const Event *event)
{
    if (text_equal(event->kind, "calendar.imported")) apply_imported(store, arena, event);
    else if (text_equal(event->kind, "calendar.overridden")) apply_overridden(store, event);
}

Calendar *calendar_load_version(Store *store, Arena *arena, const char *area, int64_t version)
{
    int day_count, override_count;
    CalendarDay *days = days_at(store, arena, version, &day_count);
    CalendarOverride *overrides = overrides_at(store, arena, version, &override_count);
    return calendar_new(arena, version, area, days, day_count, overrides, override_count);
}

Calendar *calendar_load(Store *store, Arena *arena, const char *area)
{
    return calendar_load_version(store, arena, area, calendar_current_version(store));
}

CalendarVersion *calendar_history(Store *store, Arena *arena, int most, int *count)
{
    CalendarVersion *rows = ARENA_ARRAY(arena, CalendarVersion, most + 1);
    Query *q = store_query(store, "SELECT version, at, kind, source, days FROM calendar_version ORDER BY version DESC LIMIT ?1", "i", (int64_t)most);
    *count = 0;
    while (store_row(q) && *count < most)
        rows[(*count)++] = (CalendarVersion){store_int(q, 0), store_instant(q, 1), !strcmp(store_text(q, 2, arena), "imported"), store_text(q, 3, arena), (int)store_int(q, 4)};
    store_done(q);
    return rows;
}

CalendarOverride *calendar_overrides(Store *store, Arena *arena, int *count)
{
    return overrides_at(store, arena, calendar_current_version(store), count);
}
