/* schedule.c: the graph of child limits and its days; see schedule.h. */
#include "process/schedule.h"
#include <assert.h>
#include <string.h>

static bool waits(const ScheduleChild *children, int i, int j) { return children[i].after >> j & 1u; }

/* Children that wait for nobody first, then those all of whose predecessors are in. How many found a place. */
static int order_of(const ScheduleChild *children, int count, int *order, unsigned *placed)
{
    int found = 0;
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < count; i++) {
            unsigned needed = children[i].after & ((1u << count) - 1u);
            if (*placed >> i & 1u || (needed & ~*placed)) continue;
            order[found++] = i;
            *placed |= 1u << i;
            more = true;
        }
    }
    return found;
}

/* From a child without a place one always comes to another without a place by going back; so one must come around. */
static void find_circle(const ScheduleChild *children, int count, unsigned placed, Schedule *out)
{
    int seen[LIMIT_CO_DEPARTMENTS], steps = 0, at = 0, trail[LIMIT_CO_DEPARTMENTS + 1];
    for (int i = 0; i < count; i++) seen[i] = -1;
    while (placed >> at & 1u) at++;
    while (seen[at] < 0) {
        seen[at] = steps;
        trail[steps++] = at;
        int next = 0;
        while (placed >> next & 1u || !waits(children, at, next)) next++;
        at = next;
    }
    out->path_count = 0;
    for (int i = steps - 1; i >= seen[at]; i--) out->path[out->path_count++] = trail[i];
}

static void find_path(const ScheduleChild *children, int count, Schedule *out)
{
    int at = -1;
    for (int i = 0; i < count; i++) if (at < 0 || out->finish[i] > out->finish[at]) at = i;
    int back[LIMIT_CO_DEPARTMENTS], steps = 0;
    while (at >= 0) {
        int before = -1;
        back[steps++] = at;
        for (int j = 0; j < count; j++)
            if (waits(children, at, j) && (before < 0 || out->finish[j] > out->finish[before])) before = j;
        at = before;
    }
    out->path_count = steps;
    for (int i = 0; i < steps; i++) out->path[i] = back[steps - 1 - i];
}

bool schedule_compute(const ScheduleChild *children, int count, Schedule *out)
{
    unsigned placed = 0;
    assert(count >= 0 && count <= LIMIT_CO_DEPARTMENTS);
    memset(out, 0, sizeof *out);
    if (order_of(children, count, out->order, &placed) < count) {
        find_circle(children, count, placed, out);
        return false;
    }
    for (int k = 0; k < count; k++) {
        int i = out->order[k], begin = 0;
        for (int j = 0; j < count; j++) if (waits(children, i, j) && out->finish[j] > begin) begin = out->finish[j];
        out->finish[i] = begin + children[i].days;
        if (out->finish[i] > out->critical) out->critical = out->finish[i];
    }
    for (int k = count - 1; k >= 0; k--) {
        int i = out->order[k];
        for (int j = 0; j < count; j++)
            if (waits(children, i, j) && out->tail[i] + children[i].days > out->tail[j]) out->tail[j] = out->tail[i] + children[i].days;
    }
    find_path(children, count, out);
    return true;
}

static Day due_of(const Calendar *calendar, DeadlineTerms terms, int limit)
{
    terms.limit = limit;
    return deadline_compute(calendar, &terms).due;
}

static Day earlier(Day a, Day b) { return day_is_none(a) ? b : day_is_none(b) || day_before(a, b) ? a : b; }

/* The master's last day less what must still follow this child, so that nobody uses up the others' days. */
static Day reserve(const Calendar *calendar, const DeadlineTerms *master, Day master_due, int tail)
{
    if (!tail || day_is_none(master_due)) return master_due;
    if (master->unit == UNIT_WORKDAY) return due_of(calendar, *master, master->limit > tail ? master->limit - tail : 0);
    return calendar_days_before(calendar, master_due, tail, UNIT_WORKDAY);
}

/* When the last of those it waits for has spoken, or must; never before the master begins. */
static Day begin_of(const ScheduleChild *children, int count, int i, Day event, const Day *done, const ScheduleDay *days)
{
    Day begin = event;
    for (int j = 0; j < count; j++) {
        if (!waits(children, i, j)) continue;
        Day spoken = day_is_none(done[j]) ? days[j].due : done[j];
        if (day_is_none(spoken)) return DAY_NONE;
        if (day_after(spoken, begin)) begin = spoken;
    }
    return begin;
}

void schedule_dates(const Calendar *calendar, const ScheduleChild *children, int count, const Schedule *schedule, const DeadlineTerms *master, Day from, const Day *done, ScheduleDay *out)
{
    Day first = !day_is_none(from) && day_after(from, master->event) ? from : master->event;
    Day master_due = deadline_compute(calendar, master).due;
    for (int k = 0; k < count; k++) {
        int i = schedule->order[k];
        ScheduleDay *d = &out[i];
        d->begin = begin_of(children, count, i, first, done, out);
        d->due = d->whole = DAY_NONE;
        d->own = *master;
        if (day_is_none(d->begin)) continue;
        d->own.event = d->begin;
        d->own.unit = UNIT_WORKDAY;
        d->own.limit = children[i].days;
        Day own = deadline_compute(calendar, &d->own).due, cap = reserve(calendar, master, master_due, schedule->tail[i]);
        d->whole = own;
        if (day_is_none(own)) continue;                                        /* a pause holds it */
        if (!day_is_none(cap) && !day_after(cap, d->begin)) cap = master_due;  /* begun late: only the master itself is left to hold it */
        d->due = earlier(earlier(own, cap), master_due);
    }
}

bool schedule_fits(const Calendar *calendar, int working_days, const DeadlineTerms *master)
{
    if (master->unit == UNIT_WORKDAY) return working_days <= master->limit;
    DeadlineTerms whole = *master;
    whole.pause_count = whole.extension_count = 0;
    Day due = deadline_compute(calendar, &whole).due;
    whole.unit = UNIT_WORKDAY;
    return !day_after(due_of(calendar, whole, working_days), due);
}
