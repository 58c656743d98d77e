/* calendar.h: which days are legal working days, and when a lawful period ends (DOMAIN 1.2, DC-1 ... DC-12).
 *
 * A Calendar is immutable: the national table of one version seen from one area. Threads may share it.
 * deadline_compute writes every due date of the product; nothing else adds days to days. It is pure and allocates nothing.
 *
 *   event day ──(DC-1: not counted)── day 1 ── day 2 ── ... ── pause: days not counted (DC-5) ── ... ── day n = raw end
 *                                                                    raw end on a day off: next working day (DC-3) = due
 */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H
#include "base/arena.h"
#include "base/day.h"
#include "base/value.h"
#include <stdbool.h>
#include <stdint.h>

/* ---- The table of days ---- */

typedef enum { CALENDAR_HOLIDAY, CALENDAR_WORKDAY, CALENDAR_HOLIDAY_PROVISIONAL } CalendarKind;
const char *calendar_kind_code(CalendarKind kind);               /* "holiday", "workday", "holiday_provisional" */
bool calendar_kind_parse(const char *code, CalendarKind *out);

typedef struct CalendarDay { Day day; CalendarKind kind; const char *name; } CalendarDay;

/* DC-12: a document suspends (CALENDAR_HOLIDAY) or orders work (CALENDAR_WORKDAY) on a day, in an area and those below it. */
typedef struct CalendarOverride { const char *area; Day day; CalendarKind kind; const char *document; } CalendarOverride;

typedef struct Calendar Calendar;

/* Days in any order, one row per day; provisional rows are dropped where their year is covered. Copies everything into arena.
 * area: six-digit code of the centre, or NULL for the national calendar without local overrides. version 0: not from the store. */
Calendar *calendar_new(Arena *arena, int64_t version, const char *area, const CalendarDay *days, int day_count,
                       const CalendarOverride *overrides, int override_count);
/* The calendar carried in the binary: data/holidays (2004-2026 covered, 2027 provisional). */
Calendar *calendar_builtin(Arena *arena, const char *area, const CalendarOverride *overrides, int override_count);

int64_t calendar_version(const Calendar *calendar);
const char *calendar_hash(const Calendar *calendar);             /* SHA-256 of the canonical rows and overrides in force here, 64 hex digits */
int calendar_first_covered(const Calendar *calendar);            /* first and last covered year; 0 when none */
int calendar_last_covered(const Calendar *calendar);
bool calendar_covers(const Calendar *calendar, int year);        /* DC-11: the year's own notice is in the table (it names 1 October) */
bool calendar_area_within(const char *area, const char *wider);  /* 420115 is within 420115, 420100, 420000 */

bool calendar_is_workday(const Calendar *calendar, Day day);     /* DC-2. Days outside 1900-2265 are taken as Monday to Friday */
bool calendar_is_provisional(const Calendar *calendar, Day day); /* DC-11: the day lies in a year that is not covered */
/* The row or override that rules this day; NULL when it is an ordinary day (or a fixed statutory day of an uncovered year: see calendar_day_name). */
const CalendarDay *calendar_day_row(const Calendar *calendar, Day day);
const CalendarOverride *calendar_day_override(const Calendar *calendar, Day day);
const char *calendar_day_name(const Calendar *calendar, Day day);        /* holiday name in Chinese, or NULL */
const char *calendar_holiday_name_en(const char *name_zh);               /* "Spring Festival"; the Chinese itself when unknown */

int calendar_workdays_between(const Calendar *calendar, Day after, Day until);   /* working days in (after, until]; 0 when until <= after */
int calendar_workdays_in_year(const Calendar *calendar, int year);
Day calendar_workday_after(const Calendar *calendar, Day day, int n);     /* n-th working day after day; n <= 0: counted back, 0 = the last one up to day */
bool calendar_provisional_between(const Calendar *calendar, Day from, Day to);   /* DC-11: some day in [from, to] is provisional */
Day calendar_next_workday(const Calendar *calendar, Day day);        /* the day itself when it is a working day */
Day calendar_previous_workday(const Calendar *calendar, Day day);    /* the day itself when it is a working day */

/* DC-7: the legal day of a filing. same_day: the date it arrived. next_workday: a filing on a day off, or at or after closing time, counts as
 * filed on the next working day. closing_minute: minutes after midnight, 1050 for 17:30. */
typedef enum { RECEIPT_SAME_DAY, RECEIPT_NEXT_WORKDAY } OffhoursReceipt;
Day calendar_receipt_day(const Calendar *calendar, Instant arrived, OffhoursReceipt policy, int closing_minute);

/* ---- Periods ---- */

typedef enum { UNIT_WORKDAY, UNIT_CALENDAR_DAY, UNIT_MONTH, UNIT_YEAR } LimitUnit;
const char *unit_code(LimitUnit unit);                          /* "workday", "calendar_day", "month", "year" */
const char *unit_name_zh(LimitUnit unit);                       /* 个工作日 日 个月 年 */
const char *unit_name_en(LimitUnit unit);                       /* working days ... */
bool unit_parse(const char *code, LimitUnit *out);

/* DC-9: the last lawful day for an act that must come n units before event; the event day is not counted. Calendar units that end on a day off
 * go back to the working day before, so that never fewer than n days remain. */
Day calendar_days_before(const Calendar *calendar, Day event, int n, LimitUnit unit);

/* DC-10, XK-50: remind by the working-day date, accept by the calendar date, and never refuse for lateness alone. */
typedef struct { Day remind, accept_until; bool provisional; } RenewalDates;
RenewalDates calendar_renewal(const Calendar *calendar, Day expiry, int n);

/* The clocks of a case (DOMAIN 2.7). CLOCK_OTHER: any other period (petitions, disclosure). */
typedef enum {
    CLOCK_OTHER, CLOCK_SUPPLEMENT, CLOCK_STATUTORY, CLOCK_PROMISE, CLOCK_DELIVERY,
    CLOCK_VISIT, CLOCK_HEARING_ASK, CLOCK_HEARING, CLOCK_EXAMINE, CLOCK_SEND_UP, CLOCK_TELL_REPLY, CLOCK_ISSUE,
    CLOCK_COUNT
} ClockKind;
typedef struct {
    const char *id;                /* "T1" ...; "" for CLOCK_OTHER */
    const char *code;              /* "supplement", "statutory", "promise", "delivery", "visit" ... "other" */
    const char *name_zh, *name_en;
    const char *article;           /* rule id, "XK-32-4" */
    const char *article_zh;        /* 《行政许可法》第三十二条第一款第四项 */
    const char *article_en;
    int limit;                     /* set by the law itself: 5, 10; 0 when the item says */
    LimitUnit unit;
    bool pausable;                 /* DC-5: XK-45 stops only the limits of its own section */
} ClockFacts;
const ClockFacts *clock_facts(ClockKind clock);
bool clock_parse(const char *code, ClockKind *out);

/* The closed list of XK-45. PAUSE_OTHER only for periods outside that law. */
typedef enum {
    PAUSE_OTHER, PAUSE_HEARING, PAUSE_TENDER, PAUSE_AUCTION, PAUSE_INSPECTION, PAUSE_TEST, PAUSE_QUARANTINE, PAUSE_APPRAISAL, PAUSE_EXPERT_REVIEW,
    PAUSE_KINDS
} PauseKind;
const char *pause_code(PauseKind kind);        /* "hearing" ... */
const char *pause_name_zh(PauseKind kind);     /* 听证 ... */
const char *pause_name_en(PauseKind kind);
bool pause_parse(const char *code, PauseKind *out);   /* the eight grounds and "other" */

/* Whole days, both ends within the pause. to = DAY_NONE: not ended yet. Order and overlap do not matter. to before from: an empty pause. */
typedef struct Pause { Day from, to; PauseKind kind; const char *document; } Pause;

/* DC-6: adds days to the same clock in its own unit. Without effect when decided after the due day it would move. decided = DAY_NONE: in time. */
typedef struct Extension { int amount; Day decided; const char *document; } Extension;

typedef struct DeadlineTerms {
    Day event;                     /* receipt, acceptance, decision ...: day 0 (DC-1) */
    int limit;                     /* 0: the same day */
    LimitUnit unit;
    ClockKind clock;               /* CLOCK_SUPPLEMENT ignores pauses (DC-5) */
    const Pause *pauses;
    int pause_count;
    const Extension *extensions;   /* in order of decision */
    int extension_count;
} DeadlineTerms;

typedef struct Deadline {
    Day due;                       /* last lawful day; overdue begins the day after. DAY_NONE while an open pause stops the clock */
    Day raw;                       /* where the count itself ends, before DC-3; DAY_NONE when the count is stopped */
    bool stopped;                  /* an open pause holds the clock */
    bool rolled;                   /* due is later than raw: DC-3 */
    bool provisional;              /* DC-11: rests on a year whose notice is not out */
    int limit;                     /* with the extensions that have effect, in terms.unit */
    int days;                      /* the same as counted days: = limit for days; the days of the months for months */
    int consumed;                  /* days counted before the clock stopped; = days when not stopped */
    int extensions_without_effect; /* decided too late (DC-6) */
    int64_t calendar_version;
} Deadline;

/* NULL when the terms can be computed, or else why not (Chinese; *english the same in English). Check what people typed before computing. */
const char *deadline_terms_fault(const DeadlineTerms *terms, const char **english);
Deadline deadline_compute(const Calendar *calendar, const DeadlineTerms *terms);

/* Days counted in (event, until], pauses left out: "day k". Not limited by n. */
int deadline_counted(const Calendar *calendar, const DeadlineTerms *terms, Day until);
int deadline_day_number(const Calendar *calendar, const DeadlineTerms *terms, const Deadline *deadline, Day today);   /* day k of n, 0 ... days */
/* Counted days left after today; 0 on the due day; negative when overdue: working (or calendar) days since the due day.
 * While stopped: the days that will remain when the pause ends. */
int deadline_remaining(const Calendar *calendar, const DeadlineTerms *terms, const Deadline *deadline, Day today);
bool deadline_overdue(const Deadline *deadline, Day today);
/* The pause that covers the day and has effect on this clock; NULL when none. */
const Pause *deadline_pause_on(const DeadlineTerms *terms, Day day);

typedef enum { DEADLINE_RUNNING, DEADLINE_PAUSED, DEADLINE_DUE_TODAY, DEADLINE_OVERDUE } DeadlineState;
DeadlineState deadline_state(const DeadlineTerms *terms, const Deadline *deadline, Day today);
const char *deadline_state_code(DeadlineState state);            /* "running", "paused", "due_today", "overdue" */
/* Facts for JSON and pages: due, day numbers, state, provisional, texts in both languages. */
Value *deadline_value(Arena *arena, const Calendar *calendar, const DeadlineTerms *terms, Day today /* DAY_NONE: leave today out */);

/* ---- Day by day, and why (calendar_explain.c) ---- */

typedef enum {
    REASON_EVENT_DAY, REASON_WORKDAY, REASON_ADJUSTED_WORKDAY, REASON_LOCAL_WORKDAY, REASON_CALENDAR_DAY,
    REASON_WEEKEND, REASON_HOLIDAY, REASON_PROVISIONAL_HOLIDAY, REASON_LOCAL_SUSPENSION, REASON_PAUSED, REASON_PAUSE_OPEN,
    REASON_ROLLED_OVER, REASON_ROLLED_TO,
    REASONS
} ExplainReason;

typedef struct ExplainedDay {
    Day day;
    bool counted;
    int count;                     /* days counted up to and with this one */
    ExplainReason reason;
    const char *reason_code;       /* "event_day", "workday" ... */
    const char *article;           /* rule id: "DC-1", "XK-45" ... */
    const char *article_zh, *article_en;   /* the same in words: 《行政许可法》第四十五条; the notice or document where that is the source */
    const char *text_zh, *text_en; /* the whole reason with holiday name, notice, pause ground and document */
    bool due;                      /* the last lawful day */
    bool extension;                /* first day counted by an extension (DC-6) */
    bool provisional;              /* the year's notice is not out (DC-11) */
} ExplainedDay;

/* From the event day to the due day; with an open pause, to the first day of it. *count of them. */
ExplainedDay *deadline_explain(Arena *arena, const Calendar *calendar, const DeadlineTerms *terms, int *count);
/* Days from the event to the end of the count, or to the open pause that holds it: so long would the explanation be. */
int deadline_days_to_explain(const Calendar *calendar, const DeadlineTerms *terms);
/* List of {date, weekday_zh, counted, count, reason, article, article_zh, article_en, zh, en, due, extension, provisional}; truths only when true except counted. */
Value *deadline_explain_value(Arena *arena, const ExplainedDay *days, int count);
/* One sentence: 自2026年3月2日的次日起算，第20个工作日为2026年3月30日。 */
char *deadline_sentence_zh(Arena *arena, const DeadlineTerms *terms, const Deadline *deadline);
char *deadline_sentence_en(Arena *arena, const DeadlineTerms *terms, const Deadline *deadline);

/* ---- Holiday files (calendar_import.c) ---- */

typedef struct CalendarCells { int row; const char *date, *kind, *name; } CalendarCells;         /* one row as read, row counted from 1 in the file */
typedef struct CalendarProblem { int row; const char *column; const char *zh, *en; } CalendarProblem;
typedef struct CalendarTable {
    CalendarDay *days;             /* sorted by day; NULL when there are problems: all or nothing */
    int count;
    CalendarProblem *problems;     /* at most LIMIT_CALENDAR_PROBLEMS shown */
    int problem_count;
} CalendarTable;
enum { LIMIT_CALENDAR_ROWS = 20000, LIMIT_CALENDAR_PROBLEMS = 50 };

CalendarTable calendar_parse(Arena *arena, const CalendarCells *cells, int count);   /* rows without the header row */
CalendarTable calendar_parse_text(Arena *arena, const uint8_t *bytes, size_t size);  /* date,kind,name with header; UTF-8, BOM and CRLF allowed; # comments */

/* Bodies of the events "calendar.imported" and "calendar.overridden". */
Value *calendar_import_body(Arena *arena, const char *source, const CalendarDay *days, int count);
Value *calendar_override_body(Arena *arena, const CalendarOverride *override, bool withdrawn);
/* NULL when it may be recorded, or why not. */
const char *calendar_override_fault(const CalendarOverride *override, const char **english);

/* ---- In the store (calendar_store.c) ---- */

struct Store;
struct Event;
/* Projection of "calendar.imported" and "calendar.overridden"; other kinds are ignored. */
void calendar_apply(struct Store *store, Arena *arena, const struct Event *event);
int64_t calendar_current_version(struct Store *store);          /* 0 when nothing was imported */
Calendar *calendar_load(struct Store *store, Arena *arena, const char *area);        /* current version; area NULL: national only */
Calendar *calendar_load_version(struct Store *store, Arena *arena, const char *area, int64_t version);
/* For the office's pages: versions newest first, at most `most`; the overrides that hold now. */
typedef struct CalendarVersion { int64_t version; Instant at; bool imported; const char *source; int days; } CalendarVersion;
CalendarVersion *calendar_history(struct Store *store, Arena *arena, int most, int *count);
CalendarOverride *calendar_overrides(struct Store *store, Arena *arena, int *count);
#endif
