/* cases.c: dates of a case and its query code; pure. See cases.h. */
#include "cases/cases.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

CaseDates case_dates(const Standing *standing, const Calendar *calendar)
{
    CaseDates dates = {.clock = standing_main_clock(standing), .due = DAY_NONE, .statutory_due = DAY_NONE, .promised_due = DAY_NONE,
                       .calendar_version = calendar_version(calendar)};
    static const ClockKind watched[] = {CLOCK_SUPPLEMENT, CLOCK_STATUTORY, CLOCK_PROMISE, CLOCK_DELIVERY};
    for (int i = 0; i < 4; i++) {
        DeadlineTerms terms;
        if (!standing_clock(standing, watched[i], &terms)) continue;
        Deadline deadline = deadline_compute(calendar, &terms);
        if (watched[i] == CLOCK_STATUTORY) dates.statutory_due = deadline.due;
        if (watched[i] == CLOCK_PROMISE) dates.promised_due = deadline.due;
        if (watched[i] == dates.clock) { dates.due = deadline.due; dates.provisional = deadline.provisional; }
    }
    return dates;
}

Day case_duty(const Standing *s, const CaseDates *dates, const Calendar *calendar)
{
    if (s->stage == STAGE_RECEIVED) return s->not_permit ? DAY_NONE : dates->due;      /* XK-03 */
    if (s->stage == STAGE_SUPPLEMENT && !day_is_none(s->supply_by)) return calendar_next_workday(calendar, s->supply_by);
    return DAY_NONE;
}

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";       /* Crockford base 32 */

char *case_query_code(Arena *arena, const Secret *secret, int64_t id, const char *number)
{
    char digits[16], shown[QUERYCODE_SHOWN + 1];
    int at = 15;
    digits[at] = 0;
    do { digits[--at] = ALPHABET[id & 31]; id >>= 5; } while (id);
    while (at > 11) digits[--at] = '0';
    querycode_make(secret, number, shown);
    return arena_printf(arena, "%s-%s", digits + at, shown);
}

/* Splits a typed code into the case id and the ten characters of its MAC; false when it is not of that form. */
static bool split(const char *typed, int64_t *id, char mac[QUERYCODE_CHARS + 1])
{
    char plain[64];
    size_t n = 0;
    for (; typed && *typed; typed++) {
        char c = *typed;
        if (c == '-' || c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (!strchr(ALPHABET, c) || n + 1 >= sizeof plain) return false;
        plain[n++] = c;
    }
    plain[n] = 0;
    if (n < QUERYCODE_CHARS + 1 || n > QUERYCODE_CHARS + 12) return false;
    *id = 0;
    for (size_t i = 0; i < n - QUERYCODE_CHARS; i++) *id = *id * 32 + (strchr(ALPHABET, plain[i]) - ALPHABET);
    memcpy(mac, plain + n - QUERYCODE_CHARS, QUERYCODE_CHARS + 1);
    return true;
}

CaseFile *case_by_query_code(Store *store, Arena *arena, const Secret *secret, const char *typed)
{
    int64_t id;
    char mac[QUERYCODE_CHARS + 1];
    if (!split(typed, &id, mac)) return NULL;
    CaseFile *file = case_load(store, arena, id);
    return file && querycode_check(secret, file->number, mac) ? file : NULL;
}

bool case_identity_tail(const CaseFile *file, const char *typed)
{
    Arena *arena = arena_new();
    bool match = false;
    static const char *const keys[] = {"identity", "agent_identity"};
    const char *tail = identity_normal(arena, typed ? typed : "");
    for (int i = 0; i < 2 && strlen(tail) == 4; i++) {
        const char *number = value_str(file->person, keys[i]);
        match |= number && text_equal_secret(identity_tail(arena, number), tail);
    }
    arena_free(arena);
    return match;
}

bool case_event_internal(const char *kind) { return !strcmp(kind, "case.reviewed") || !strcmp(kind, "case.noted") || !strcmp(kind, "case.checked") || !strcmp(kind, "notice.warned"); }
