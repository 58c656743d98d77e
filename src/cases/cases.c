/* cases.c: dates of a case and its query code; pure. See cases.h. */
#include "cases/cases.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

CaseDates case_dates(const Standing *standing, const Calendar *calendar)
{
    CaseDates dates = {.clock = standing_main_clock(standing), .due = DAY_NONE, .statutory_due = DAY_NONE, .promised_due = DAY_NONE,
                       .calendar_version = calendar_version(calendar)};
    static const ClockKind watched[] = {CLOCK_SUPPLEMENT, CLOCK_STATUTORY, CLOCK_PROMISE, CLOCK_DELIVERY, CLOCK_ISSUE};
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
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
    return process_duty_day(s, calendar);
}

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";       /* Crockford base 32 */

static char *code_of(Arena *arena, const Secret *secret, int64_t id, const char *sealed)
{
    char digits[16], shown[QUERYCODE_SHOWN + 1];
    int at = 15;
    digits[at] = 0;
    do { digits[--at] = ALPHABET[id & 31]; id >>= 5; } while (id);
    while (at > 11) digits[--at] = '0';
    querycode_make(secret, sealed, shown);
    return arena_printf(arena, "%s-%s", digits + at, shown);
}

char *case_query_code(Arena *arena, const Secret *secret, int64_t id, const char *number) { return code_of(arena, secret, id, number); }

/* A case number never has a #, so no code of a party is ever the code of a case. */
static char *sealed_party(Arena *arena, const char *number, int party) { return arena_printf(arena, "%s#%d", number, party); }

char *case_party_code(Arena *arena, const Secret *secret, int64_t id, const char *number, int party)
{
    return code_of(arena, secret, id, sealed_party(arena, number, party));
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

CaseFile *case_by_party_code(Store *store, Arena *arena, const Secret *secret, const char *typed, int *party)
{
    int64_t id;
    char mac[QUERYCODE_CHARS + 1];
    if (!split(typed, &id, mac)) return NULL;
    CaseFile *file = case_load(store, arena, id);
    for (int no = 1; file && no <= file->standing.party_count; no++)
        if (querycode_check(secret, sealed_party(arena, file->number, no), mac)) { *party = no; return file; }
    return NULL;
}

static char *without_blanks(Arena *arena, const char *text)
{
    Buf out = buf_new(arena);
    for (const char *at = text; *at; at++)
        if (!strncmp(at, "\u3000", 3)) at += 2;
        else if (*at != ' ' && *at != '\t') buf_char(&out, *at);
    return out.text ? out.text : arena_strdup(arena, "");
}

bool case_party_name(const CaseFile *file, int party, const char *typed)
{
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    const char *name = value_str(file->person, arena_printf(arena, "party%d", party));
    bool match = name && typed && text_equal_secret(without_blanks(arena, name), without_blanks(arena, typed));
    fault_release(&owned);
    return match;
}

int case_event_party(const Event *event)
{
    static const char *const kinds[] = {"case.party_told", "case.stated", "case.hearing_told", "case.hearing_asked", "case.recusal_asked"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) if (!strcmp(event->kind, kinds[i])) return (int)value_int(event->body, "party", 0);
    return 0;
}

bool case_event_answers_party(const Event *event) { return !strcmp(event->kind, "case.statement_answered") && value_int(event->body, "party", 0) > 0; }

bool case_identity_tail(const CaseFile *file, const char *typed)
{
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    bool match = false;
    static const char *const keys[] = {"identity", "agent_identity"};
    const char *tail = identity_normal(arena, typed ? typed : "");
    for (int i = 0; i < 2 && strlen(tail) == 4; i++) {
        const char *number = value_str(file->person, keys[i]);
        match |= number && text_equal_secret(identity_tail(arena, number), tail);
    }
    fault_release(&owned);
    return match;
}

const char *upload_kind(const void *data, size_t bytes)
{
    const unsigned char *d = data;
    if (bytes >= 5 && !memcmp(d, "%PDF-", 5)) return "application/pdf";
    if (bytes >= 3 && d[0] == 0xFF && d[1] == 0xD8 && d[2] == 0xFF) return "image/jpeg";
    if (bytes >= 8 && !memcmp(d, "\x89PNG\r\n\x1a\n", 8)) return "image/png";
    return NULL;
}

bool case_event_internal(const char *kind)
{
    static const char *const kinds[] = {"case.reviewed", "case.noted", "case.checked", "case.asked", "case.answered", "case.claimed", "case.released", "case.reassigned", "notice.warned",
                                        "case.completeness_given", "case.opinion_given", "exchange.received", "exchange.acknowledged"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) if (!strcmp(kinds[i], kind)) return true;
    return false;
}

static void earlier(Day *due, Day day) { if (!day_is_none(day) && (day_is_none(*due) || day_before(day, *due))) *due = day; }

unsigned case_tasks(const Standing *s, Day *due)
{
    unsigned tasks = 0;
    *due = DAY_NONE;
    bool open = !stage_concluded(s->stage);
    if (open && standing_owed(s)) { tasks |= TASK_OWED; earlier(due, day_is_none(s->owed_final) ? s->owed_by : s->owed_final); }
    if (s->committed && s->outcome == OUTCOME_GRANTED && day_is_none(s->verified)) { tasks |= TASK_VERIFY; earlier(due, s->verify_by); }
    if (s->reexamination == REEXAMINATION_ASKED) tasks |= TASK_REEXAMINE;
    for (int i = 0; open && i < s->open_count; i++) {
        tasks |= s->open[i].to_window ? TASK_QUESTION_WINDOW : TASK_QUESTION_OFFICE;
        earlier(due, s->open[i].due);
    }
    return tasks;
}
