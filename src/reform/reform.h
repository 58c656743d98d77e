/* reform.h: the desk of reform: clearance rounds (A6), what must be in the hall (D1 应进必进), re-engineering records (A7).
 *
 *   round: opened ──▶ entered, merged, delegated, cancelled (each with document and reason) ... ──▶ closed
 *   entry: listed ──▶ explained (why still outside, until when) ... ──▶ removed        inside: in force in the catalogue and received at a window
 *   record: places, steps, days, materials before and after; what the source does not say stays unknown and counts nowhere
 *
 * What the desk says is bound to the catalogue: nothing is entered that is not in force, nothing merged or cancelled that still is.
 */
#ifndef REFORM_REFORM_H
#define REFORM_REFORM_H
#include "desk/desk.h"

extern const Desk reform_desk;
void reform_apply(Store *store, Arena *arena, const Event *event);

/* ---- rounds ---- */
typedef struct ReformRound { int64_t id; const char *name, *document; Day day, closed; int entered, merged, delegated, cancelled; } ReformRound;
typedef struct ReformClearance { int64_t id, round; const char *kind, *department, *item, *matter, *target, *document, *reason; Day day; } ReformClearance;
ReformRound *reform_rounds(Store *store, Arena *arena, int *count);                      /* oldest first */
const ReformRound *reform_round(Store *store, Arena *arena, int64_t id);                 /* NULL: none */
/* Of a round (item NULL), or of an item through all rounds (round 0). */
ReformClearance *reform_clearances(Store *store, Arena *arena, int64_t round, const char *item, int *count);
bool reform_cleared(Store *store, int64_t round, const char *kind, const char *item, const char *matter);

/* ---- the list of what must be in the hall ---- */
typedef struct ReformEntry { int64_t id; const char *department, *item, *matter, *document, *reason; Day day, plan, removed; } ReformEntry;
ReformEntry *reform_entries(Store *store, Arena *arena, const char *department, int *count);     /* NULL: all; without the removed ones */
const ReformEntry *reform_entry(Store *store, Arena *arena, int64_t id);
bool reform_listed(Store *store, const char *department, const char *item, const char *matter);
/* Does the hall really receive it today: in force, at a window of ours? */
bool reform_inside(const Catalog *catalog, const char *item, Day today);
typedef struct ReformEntryTally { const char *department; int listed, inside; } ReformEntryTally;
ReformEntryTally *reform_entry_tally(Arena *arena, const ReformEntry *entries, int count, const Catalog *catalog, Day today, int *departments);   /* by department code */

/* ---- before and after ---- */
typedef enum { REFORM_PLACES, REFORM_STEPS, REFORM_DAYS, REFORM_MATERIALS, REFORM_MEASURES } ReformMeasure;
enum { REFORM_UNKNOWN = -1 };
typedef struct ReformRecord { int64_t id; const char *department, *item, *matter, *document, *note; Day day; int before[REFORM_MEASURES], after[REFORM_MEASURES]; } ReformRecord;
ReformRecord *reform_records(Store *store, Arena *arena, int *count);                    /* in the order of the log */
/* One row per matter: what was known first before, what was known last after. */
ReformRecord *reform_matters(Arena *arena, const ReformRecord *records, int count, int *matters);

typedef struct ReformRate { int matters, before, after; } ReformRate;                    /* over matters of which both are known */
/* department NULL: the centre. */
ReformRate reform_rate(const ReformRecord *matters, int count, const char *department, ReformMeasure measure);
/* Reduction in tenths of a percent, rounded half up; negative when it grew; false when nothing can be said. */
bool reform_reduction(ReformRate rate, int *tenths);
const char *reform_measure_key(ReformMeasure measure);       /* "places" */
const char *reform_measure_zh(ReformMeasure measure);        /* 跑动地点 */
const char *reform_measure_en(ReformMeasure measure);
#endif
