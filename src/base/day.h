/* day.h: legal days, instants and money, as types the compiler refuses to mix.
 *
 * A Day is a calendar date in the hall's own time (Asia/Shanghai, UTC+8, no summer time since 1991). A legal day is never a timestamp.
 * An Instant is milliseconds since 1970-01-01T00:00:00Z. Time enters a turn once, as its `now`; nothing else asks the clock.
 * Money is whole fen (0.01 yuan).
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct { int32_t n; } Day;        /* days since 1970-01-01 */
typedef struct { int64_t ms; } Instant;
typedef struct { int64_t fen; } Money;

enum { DAY_NONE_N = INT32_MIN };
#define DAY_NONE ((Day){DAY_NONE_N})
static inline bool day_is_none(Day d) { return d.n == DAY_NONE_N; }
static inline bool day_before(Day a, Day b) { return a.n < b.n; }
static inline bool day_after(Day a, Day b) { return a.n > b.n; }
static inline bool day_equal(Day a, Day b) { return a.n == b.n; }
static inline Day day_plus(Day d, int days) { return (Day){d.n + days}; }
static inline int day_difference(Day from, Day to) { return to.n - from.n; }   /* days from -> to */

Day day_of(int year, int month, int day);           /* proleptic Gregorian; arguments must form a real date */
void day_split(Day d, int *year, int *month, int *day);
int day_year(Day d);
int day_weekday(Day d);                             /* 1 Monday ... 7 Sunday */
bool day_parse(const char *text, Day *out);         /* exactly YYYY-MM-DD, a real date, years 1900..2199 */
char *day_text(Arena *arena, Day d);                /* YYYY-MM-DD; "" for DAY_NONE */
char *day_text_zh(Arena *arena, Day d);             /* 2026年3月18日 */
const char *day_weekday_zh(Day d);                  /* 星期一 */

Instant instant_now(void);                          /* the system clock; only main loops call it */
Day instant_day(Instant at);                        /* the hall's date at that instant */
Instant instant_at(Day day, int hour, int minute, int second);  /* hall time */
char *instant_text(Arena *arena, Instant at);       /* 2026-03-18T09:30:00.123+08:00 */
char *instant_text_short(Arena *arena, Instant at); /* 2026-03-18 09:30 in hall time */
bool instant_parse(const char *text, Instant *out); /* what instant_text writes */

char *money_text(Arena *arena, Money m);            /* 1234.50 */
char *money_text_zh(Arena *arena, Money m);         /* 壹仟贰佰叁拾肆元伍角整 */
bool money_parse(const char *text, Money *out);     /* digits, optional . and one or two digits; no sign */
#endif
