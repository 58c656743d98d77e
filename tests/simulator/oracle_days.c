/* oracle_days.c: days one after another; see oracle.h. */
#include "oracle.h"
#include <string.h>

static int slot(Day day)
{
    static int first;
    if (!first) first = day_of(DAYS_FIRST_YEAR, 1, 1).n;
    int n = day.n - first;
    SIM_CHECK(n >= 0 && n < (int)sizeof(((Days *)0)->national), "the oracle's calendar does not reach day %d", day.n);
    return n;
}

static Mark national(const Days *days, Day day) { return (Mark)days->national[slot(day)]; }

/* DC-11: the State Council's notice of a year is there when it names 1 October. */
static bool no_notice(const Days *days, int year) { return national(days, day_of(year, 10, 1)) != MARK_HOLIDAY; }

/* A file that names 1 October of a year is the year's whole notice; provisional days give way to it, and to a newer provisional list. */
void days_notice(Days *days, const DayMark *rows, int count)
{
    for (int year = DAYS_FIRST_YEAR; year <= DAYS_LAST_YEAR; year++) {
        bool whole = false, provisional = false;
        for (int i = 0; i < count; i++) {
            if (day_year(rows[i].day) != year) continue;
            whole |= day_equal(rows[i].day, day_of(year, 10, 1)) && rows[i].mark == MARK_HOLIDAY;
            provisional |= rows[i].mark == MARK_PROVISIONAL;
        }
        for (Day d = day_of(year, 1, 1); d.n <= day_of(year, 12, 31).n; d = day_plus(d, 1))
            if (whole || (provisional && national(days, d) == MARK_PROVISIONAL)) {
                bool kept = false;          /* a firm day of the year is not replaced by a provisional row for the same day */
                for (int i = 0; i < count; i++) kept |= day_equal(rows[i].day, d) && rows[i].mark == MARK_PROVISIONAL && (national(days, d) == MARK_HOLIDAY || national(days, d) == MARK_WORKDAY);
                if (!kept) days->national[slot(d)] = MARK_NONE;
            }
    }
    for (int i = 0; i < count; i++) {
        Mark was = national(days, rows[i].day);
        if (rows[i].mark == MARK_PROVISIONAL && (was == MARK_HOLIDAY || was == MARK_WORKDAY)) continue;
        days->national[slot(rows[i].day)] = (unsigned char)rows[i].mark;
    }
    days_settle(days);
}

void days_local(Days *days, int area, Day day, Mark mark)
{
    days->local[area][slot(day)] = (unsigned char)mark;
    days_settle(days);
}

/* The statutory days that need no lunar table, for years without a notice. Qingming of 2024 to 2045: 4 April; the second and third year after a leap
 * year 5 April, from 2042 on only the third. */
static bool fixed(int y, int m, int d)
{
    if (m == 1) return d == 1;
    if (m == 4) return d == (y % 4 == 3 || (y % 4 == 2 && y < 2042) ? 5 : 4);
    if (m == 5) return d == 1 || d == 2;
    return m == 10 && d <= 3;
}

static bool worked(const Days *days, Day day, bool uncovered)
{
    int y, m, d;
    day_split(day, &y, &m, &d);
    for (int area = DAYS_AREAS - 1; area >= 0; area--)                       /* DC-12: the narrowest area has the last word */
        if (days->local[area][slot(day)]) return days->local[area][slot(day)] == MARK_WORKDAY;
    Mark mark = national(days, day);
    if (mark == MARK_PROVISIONAL && !uncovered) mark = MARK_NONE;
    if (mark) return mark == MARK_WORKDAY;
    return !(uncovered && fixed(y, m, d)) && day_weekday(day) <= 5;          /* DC-2 */
}

/* Every day looked at anew after every change. */
void days_settle(Days *days)
{
    for (int year = DAYS_FIRST_YEAR; year <= DAYS_LAST_YEAR; year++) {
        bool uncovered = no_notice(days, year);
        for (Day d = day_of(year, 1, 1); d.n <= day_of(year, 12, 31).n; d = day_plus(d, 1)) {
            days->uncovered[slot(d)] = uncovered;
            days->worked[slot(d)] = worked(days, d, uncovered);
        }
    }
}

bool days_uncovered(const Days *days, Day day) { return days->uncovered[slot(day)]; }
bool days_worked(const Days *days, Day day) { return days->worked[slot(day)]; }

Day days_next_worked(const Days *days, Day day)
{
    while (!days_worked(days, day)) day = day_plus(day, 1);
    return day;
}

static bool in_gap(const Gap *gaps, int count, Day day, bool *open)
{
    bool found = false;
    for (int i = 0; i < count; i++) {
        if (day.n < gaps[i].from.n) continue;
        if (day_is_none(gaps[i].to)) { *open = true; return true; }
        found |= day.n <= gaps[i].to.n;
    }
    return found;
}

/* DC-1: the event day is not counted. DC-5: paused days are not. DC-3: a last day off gives way to the next working day. */
Ends days_end(const Days *days, Day event, int limit, bool workdays, const Gap *gaps, int gap_count)
{
    bool open = false, uncovered = false;
    Day day = event;
    for (int counted = 0; counted < limit;) {
        day = day_plus(day, 1);
        bool paused = in_gap(gaps, gap_count, day, &open);
        if (open) return (Ends){DAY_NONE, false};
        uncovered |= workdays && days_uncovered(days, day);
        if (!paused && (!workdays || days_worked(days, day))) counted++;
    }
    for (;; day = day_plus(day, 1)) {
        bool paused = in_gap(gaps, gap_count, day, &open);
        if (open) return (Ends){DAY_NONE, false};
        uncovered |= days_uncovered(days, day);
        if (!paused && days_worked(days, day)) return (Ends){day, uncovered};
    }
}

/* MFD-202: the corresponding day; where there is none, the last of the month. */
Day days_months_later(Day day, int months)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y, m, d;
    day_split(day, &y, &m, &d);
    for (; months > 0; months--) if (++m > 12) { m = 1; y++; }
    int last = lengths[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0));
    return day_of(y, m, d < last ? d : last);
}
