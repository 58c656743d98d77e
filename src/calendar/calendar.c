/* calendar.c: the table of legal days: rows and local overrides become flags, prefix sums and a list of working days; see calendar.h. */
#include "calendar/calendar.h"
#include "base/buf.h"
#include "base/embed.h"
#include <assert.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2265, YEARS = LAST_YEAR - FIRST_YEAR + 1 };
enum { FLAG_WORK = 1, FLAG_UNCOVERED = 2, FLAG_FIXED = 4 };     /* FIXED: a statutory day computed for a year without any rows */

typedef struct { int32_t work, uncovered; } Tally;   /* such days before this one, from FIRST_YEAR on */

struct Calendar {
    int64_t version;
    char hash[2 * SHA256_DIGEST_LENGTH + 1];
    CalendarDay *rows;              /* in force, sorted by day */
    int row_count;
    CalendarOverride *overrides;    /* in force in this area, sorted by day */
    int override_count;
    int32_t first, end;             /* days of the table: first <= n < end */
    uint8_t *flags;
    Tally *before;                  /* one more than the days */
    int32_t *workdays;              /* all working days in order */
    bool covered[YEARS];
};

static const char *const kind_codes[] = {"holiday", "workday", "holiday_provisional"};

const char *calendar_kind_code(CalendarKind kind) { return kind_codes[kind]; }

bool calendar_kind_parse(const char *code, CalendarKind *out)
{
    for (int i = 0; code && i < 3; i++)
        if (!strcmp(code, kind_codes[i])) { *out = (CalendarKind)i; return true; }
    return false;
}

/* Division codes nest by pairs of digits: 42 0000, 4201 00, 420115. */
bool calendar_area_within(const char *area, const char *wider)
{
    if (!area || !wider || strlen(area) != 6 || strlen(wider) != 6) return false;
    int significant = !strcmp(wider + 2, "0000") ? 2 : !strcmp(wider + 4, "00") ? 4 : 6;
    return !strncmp(area, wider, (size_t)significant);
}

static int by_day(const void *a, const void *b)
{
    int32_t x = ((const CalendarDay *)a)->day.n, y = ((const CalendarDay *)b)->day.n;
    return (x > y) - (x < y);
}

/* Within one day the wider area first, so that the narrower one, applied later, prevails. */
static int by_day_then_area(const void *a, const void *b)
{
    const CalendarOverride *x = a, *y = b;
    if (x->day.n != y->day.n) return x->day.n < y->day.n ? -1 : 1;
    if (!strcmp(x->area, y->area)) return 0;
    return calendar_area_within(y->area, x->area) ? -1 : 1;
}

static bool in_table(const Calendar *c, Day day) { return day.n >= c->first && day.n < c->end; }

static void mark_covered_years(Calendar *c)
{
    for (int i = 0; i < c->row_count; i++) {
        int year, month, day;
        day_split(c->rows[i].day, &year, &month, &day);
        if (month == 10 && day == 1 && c->rows[i].kind == CALENDAR_HOLIDAY && year >= FIRST_YEAR && year <= LAST_YEAR) c->covered[year - FIRST_YEAR] = true;
    }
}

static void drop_superseded_rows(Calendar *c)
{
    int kept = 0;
    for (int i = 0; i < c->row_count; i++) {
        CalendarDay row = c->rows[i];
        if (row.kind == CALENDAR_HOLIDAY_PROVISIONAL && calendar_covers(c, day_year(row.day))) continue;
        c->rows[kept++] = row;
    }
    c->row_count = kept;
}

static void set_work(Calendar *c, Day day, bool work)
{
    if (!in_table(c, day)) return;
    uint8_t *flag = &c->flags[day.n - c->first];
    *flag = (uint8_t)(work ? *flag | FLAG_WORK : *flag & ~FLAG_WORK);
}

/* Qingming falls on 4 or 5 April; the usual formula holds for 2000-2099. 0: unknown. */
static int qingming_of_april(int year)
{
    int y = year % 100;
    return year >= 2008 && year <= 2099 ? (y * 2422 + 48100) / 10000 - y / 4 : 0;
}

static const char *fixed_name(int year, int month, int day)
{
    if (month == 1 && day == 1) return "元旦";
    if (month == 4 && day == qingming_of_april(year)) return "清明节";
    if (month == 5 && (day == 1 || day == 2)) return "劳动节";
    if (month == 10 && day <= 3) return "国庆节";
    return NULL;
}

/* DC-11: a year that is not covered gets at least the statutory days that need no lunar table; rows add the others. */
static void mark_fixed_days(Calendar *c)
{
    for (int y = FIRST_YEAR; y <= LAST_YEAR; y++) {
        if (c->covered[y - FIRST_YEAR]) continue;
        static const int candidates[][2] = {{1, 1}, {4, 4}, {4, 5}, {5, 1}, {5, 2}, {10, 1}, {10, 2}, {10, 3}};
        for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
            int month = candidates[i][0], day = candidates[i][1];
            if (!fixed_name(y, month, day)) continue;
            Day fixed = day_of(y, month, day);
            set_work(c, fixed, false);
            c->flags[fixed.n - c->first] |= FLAG_FIXED;
        }
    }
}

static void fill_flags(Arena *arena, Calendar *c)
{
    c->first = day_of(FIRST_YEAR, 1, 1).n;
    c->end = day_of(LAST_YEAR + 1, 1, 1).n;
    c->flags = ARENA_ARRAY(arena, uint8_t, c->end - c->first);
    for (int y = FIRST_YEAR; y <= LAST_YEAR; y++) {
        uint8_t uncovered = c->covered[y - FIRST_YEAR] ? 0 : FLAG_UNCOVERED;
        for (int32_t n = day_of(y, 1, 1).n, stop = day_of(y + 1, 1, 1).n; n < stop; n++)
            c->flags[n - c->first] = (uint8_t)(uncovered | (day_weekday((Day){n}) <= 5 ? FLAG_WORK : 0));
    }
    mark_fixed_days(c);
    for (int i = 0; i < c->row_count; i++) set_work(c, c->rows[i].day, c->rows[i].kind == CALENDAR_WORKDAY);
    for (int i = 0; i < c->override_count; i++) set_work(c, c->overrides[i].day, c->overrides[i].kind == CALENDAR_WORKDAY);
}

static void fill_sums(Arena *arena, Calendar *c)
{
    int32_t days = c->end - c->first, work = 0, uncovered = 0;
    c->before = ARENA_ARRAY(arena, Tally, days + 1);
    for (int32_t i = 0; i < days; i++) {
        c->before[i] = (Tally){work, uncovered};
        work += (c->flags[i] & FLAG_WORK) != 0;
        uncovered += (c->flags[i] & FLAG_UNCOVERED) != 0;
    }
    c->before[days] = (Tally){work, uncovered};
    c->workdays = ARENA_ARRAY(arena, int32_t, work + 1);
    for (int32_t i = 0, k = 0; i < days; i++)
        if (c->flags[i] & FLAG_WORK) c->workdays[k++] = c->first + i;
}

static void fill_hash(Arena *arena, Calendar *c)
{
    Buf text = buf_sized(arena, (size_t)c->row_count * 40 + 64);
    for (int i = 0; i < c->row_count; i++)
        buf_printf(&text, "%s %s %s\n", day_text(arena, c->rows[i].day), calendar_kind_code(c->rows[i].kind), c->rows[i].name);
    for (int i = 0; i < c->override_count; i++) {
        const CalendarOverride *o = &c->overrides[i];
        buf_printf(&text, "%s %s %s %s\n", o->area, day_text(arena, o->day), calendar_kind_code(o->kind), o->document);
    }
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char *)text.text, text.length, digest);
    Buf hex = buf_new(arena);
    buf_hex(&hex, digest, sizeof digest);
    memcpy(c->hash, hex.text, sizeof c->hash);
}

static void copy_rows(Arena *arena, Calendar *c, const CalendarDay *days, int count)
{
    c->rows = ARENA_ARRAY(arena, CalendarDay, count + 1);
    c->row_count = count;
    for (int i = 0; i < count; i++) {
        c->rows[i] = days[i];
        c->rows[i].name = arena_strdup(arena, days[i].name ? days[i].name : "");
    }
    qsort(c->rows, (size_t)count, sizeof *c->rows, by_day);
    for (int i = 1; i < count; i++) assert(c->rows[i - 1].day.n != c->rows[i].day.n);
}

static void copy_overrides(Arena *arena, Calendar *c, const char *area, const CalendarOverride *overrides, int count)
{
    c->overrides = ARENA_ARRAY(arena, CalendarOverride, count + 1);
    for (int i = 0; i < count; i++) {
        if (!calendar_area_within(area, overrides[i].area)) continue;
        CalendarOverride *copy = &c->overrides[c->override_count++];
        *copy = overrides[i];
        copy->area = arena_strdup(arena, overrides[i].area);
        copy->document = arena_strdup(arena, overrides[i].document ? overrides[i].document : "");
    }
    qsort(c->overrides, (size_t)c->override_count, sizeof *c->overrides, by_day_then_area);
}

Calendar *calendar_new(Arena *arena, int64_t version, const char *area, const CalendarDay *days, int day_count,
                       const CalendarOverride *overrides, int override_count)
{
    Calendar *c = ARENA_NEW(arena, Calendar);
    c->version = version;
    copy_rows(arena, c, days, day_count);
    copy_overrides(arena, c, area, overrides, override_count);
    mark_covered_years(c);
    drop_superseded_rows(c);
    fill_flags(arena, c);
    fill_sums(arena, c);
    fill_hash(arena, c);
    return c;
}

Calendar *calendar_builtin(Arena *arena, const char *area, const CalendarOverride *overrides, int override_count)
{
    static const char *const paths[] = {"data/holidays/national.csv", "data/holidays/provisional_2027.csv"};
    CalendarTable tables[2];
    int total = 0;
    for (int i = 0; i < 2; i++) {
        size_t size = 0;
        const uint8_t *bytes = embed_find(arena, paths[i], &size);
        assert(bytes);
        tables[i] = calendar_parse_text(arena, bytes, size);
        assert(!tables[i].problem_count);
        total += tables[i].count;
    }
    CalendarDay *days = ARENA_ARRAY(arena, CalendarDay, total);
    memcpy(days, tables[0].days, (size_t)tables[0].count * sizeof *days);
    memcpy(days + tables[0].count, tables[1].days, (size_t)tables[1].count * sizeof *days);
    return calendar_new(arena, 0, area, days, total, overrides, override_count);
}

int64_t calendar_version(const Calendar *c) { return c->version; }
const char *calendar_hash(const Calendar *c) { return c->hash; }
bool calendar_covers(const Calendar *c, int year) { return year >= FIRST_YEAR && year <= LAST_YEAR && c->covered[year - FIRST_YEAR]; }

int calendar_first_covered(const Calendar *c)
{
    for (int y = FIRST_YEAR; y <= LAST_YEAR; y++)
        if (calendar_covers(c, y)) return y;
    return 0;
}

int calendar_last_covered(const Calendar *c)
{
    for (int y = LAST_YEAR; y >= FIRST_YEAR; y--)
        if (calendar_covers(c, y)) return y;
    return 0;
}

bool calendar_is_workday(const Calendar *c, Day day)
{
    return in_table(c, day) ? c->flags[day.n - c->first] & FLAG_WORK : day_weekday(day) <= 5;
}

bool calendar_is_provisional(const Calendar *c, Day day)
{
    return !in_table(c, day) || c->flags[day.n - c->first] & FLAG_UNCOVERED;
}

const CalendarDay *calendar_day_row(const Calendar *c, Day day)
{
    CalendarDay key = {.day = day};
    return bsearch(&key, c->rows, (size_t)c->row_count, sizeof key, by_day);
}

const CalendarOverride *calendar_day_override(const Calendar *c, Day day)
{
    const CalendarOverride *found = NULL;
    for (int low = 0, high = c->override_count; low < high;) {       /* the last of the day: the narrowest area */
        int middle = (low + high) / 2;
        if (c->overrides[middle].day.n <= day.n) { found = &c->overrides[middle]; low = middle + 1; }
        else high = middle;
    }
    return found && found->day.n == day.n ? found : NULL;
}

const char *calendar_day_name(const Calendar *c, Day day)
{
    const CalendarDay *row = calendar_day_row(c, day);
    if (row) return row->name;
    if (!in_table(c, day) || !(c->flags[day.n - c->first] & FLAG_FIXED)) return NULL;
    int year, month, in_month;
    day_split(day, &year, &month, &in_month);
    return fixed_name(year, month, in_month);
}

const char *calendar_holiday_name_en(const char *name)
{
    static const char *const names[][2] = {
        {"元旦", "New Year's Day"}, {"春节", "Spring Festival"}, {"春节(除夕)", "Spring Festival (eve)"}, {"清明节", "Qingming Festival"},
        {"劳动节", "Labour Day"}, {"端午节", "Dragon Boat Festival"}, {"中秋节", "Mid-Autumn Festival"}, {"国庆节", "National Day"},
        {"国庆节、中秋节", "National Day and Mid-Autumn Festival"},
        {"抗日战争暨世界反法西斯战争胜利70周年纪念日", "70th anniversary of the victory in the War of Resistance"},
    };
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i][0])) return names[i][1];
    return name;
}

/* The table's end is far beyond any day that deadline_terms_fault lets pass; clamping keeps odd questions harmless. */
static int32_t slot(const Calendar *c, int64_t n)
{
    if (n < c->first) return 0;
    return n > c->end ? c->end - c->first : (int32_t)(n - c->first);
}

int calendar_workdays_between(const Calendar *c, Day after, Day until)
{
    if (until.n <= after.n) return 0;
    return c->before[slot(c, (int64_t)until.n + 1)].work - c->before[slot(c, (int64_t)after.n + 1)].work;
}

int calendar_workdays_in_year(const Calendar *c, int year)
{
    return calendar_workdays_between(c, day_of(year - 1, 12, 31), day_of(year, 12, 31));
}

bool calendar_provisional_between(const Calendar *c, Day from, Day to)
{
    if (to.n < from.n) return false;
    if (!in_table(c, from) || !in_table(c, to)) return true;
    return c->before[slot(c, (int64_t)to.n + 1)].uncovered > c->before[slot(c, from.n)].uncovered;
}

Day calendar_workday_after(const Calendar *c, Day day, int n)
{
    int32_t k = c->before[slot(c, (int64_t)day.n + 1)].work + n - 1;
    int32_t all = c->before[c->end - c->first].work;
    return k < 0 || k >= all ? DAY_NONE : (Day){c->workdays[k]};
}

Day calendar_next_workday(const Calendar *c, Day day) { return calendar_workday_after(c, day_plus(day, -1), 1); }
Day calendar_previous_workday(const Calendar *c, Day day) { return calendar_workday_after(c, day, 0); }

Day calendar_receipt_day(const Calendar *c, Instant arrived, OffhoursReceipt policy, int closing_minute)
{
    Day day = instant_day(arrived);
    if (policy == RECEIPT_SAME_DAY) return day;
    bool after_hours = arrived.ms >= instant_at(day, closing_minute / 60, closing_minute % 60, 0).ms;
    return calendar_next_workday(c, after_hours ? day_plus(day, 1) : day);
}
