/* bench/deadline.c: how many due dates deadline_compute writes per second; the bar is 1,000,000 in under one second.
 *
 * Each run makes a million computations from prepared terms: both units, limits 0-60, a third without pauses, a third with one, a third with two
 * to four in any order, one in five with an extension. Prints the median rate of several runs, their spread, and the same without pauses.
 * Exit 1 when the median misses the bar.
 */
#include "base/arena.h"
#include "calendar/calendar.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COMPUTATIONS = 1000000, KINDS = 8192, RUNS = 9 };

static uint64_t seed = 20261123;

static int below(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed % (uint64_t)n);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static DeadlineTerms *make_terms(Arena *arena, bool pauses)
{
    DeadlineTerms *terms = ARENA_ARRAY(arena, DeadlineTerms, KINDS);
    for (int i = 0; i < KINDS; i++) {
        DeadlineTerms *t = &terms[i];
        *t = (DeadlineTerms){.event = day_plus(day_of(2004, 1, 1), below(8400)), .limit = below(61), .unit = below(2) ? UNIT_WORKDAY : UNIT_CALENDAR_DAY};
        t->pause_count = !pauses || i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : 2 + below(3);
        Pause *list = ARENA_ARRAY(arena, Pause, t->pause_count + 1);
        for (int p = 0; p < t->pause_count; p++) {
            list[p].from = day_plus(t->event, below(60));
            list[p].to = day_plus(list[p].from, below(25));
        }
        t->pauses = list;
        if (pauses && i % 5 == 0) {
            Extension *extension = ARENA_NEW(arena, Extension);
            *extension = (Extension){.amount = 10, .decided = DAY_NONE};
            t->extensions = extension;
            t->extension_count = 1;
        }
    }
    return terms;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double measure(const Calendar *calendar, const DeadlineTerms *terms, const char *what)
{
    double rates[RUNS];
    int64_t sum = 0;                       /* printed, so that nothing is computed for nobody */
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        for (int i = 0; i < COMPUTATIONS; i++) sum += deadline_compute(calendar, &terms[i % KINDS]).due.n;
        rates[run] = COMPUTATIONS / (seconds() - start);
    }
    qsort(rates, RUNS, sizeof *rates, ascending);
    printf("%-28s median %.2f M/s, lowest %.2f, highest %.2f (%d runs of %d; check %lld)\n", what, rates[RUNS / 2] / 1e6, rates[0] / 1e6,
           rates[RUNS - 1] / 1e6, RUNS, COMPUTATIONS, (long long)sum);
    return rates[RUNS / 2];
}

int main(void)
{
    Arena *arena = arena_new();
    double start = seconds();
    const Calendar *calendar = calendar_builtin(arena, "420115", NULL, 0);
    printf("calendar built in %.1f ms\n", (seconds() - start) * 1e3);
    measure(calendar, make_terms(arena, false), "deadline, no pauses");
    double rate = measure(calendar, make_terms(arena, true), "deadline, pauses, extensions");
    bool kept = rate >= 1e6;
    printf("bar: 1,000,000 computations in under one second: %s (%.0f ms)\n", kept ? "kept" : "MISSED", COMPUTATIONS / rate * 1e3);
    arena_free(arena);
    return !kept;
}
