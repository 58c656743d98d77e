/* packages.h: one thing, one application (一件事, DOMAIN 3.3): a theme is an ordered list of items, some waiting for others; one application with one
 * set of materials opens the first cases at once and each later one when what it waits for has been granted.
 *
 *   define ─▶ theme ─ open ─▶ OPEN ─ (the clock opens the next cases as the earlier ones are granted) ─▶ all concluded: FINISHED
 *                                └── a step that others wait for is not granted: BLOCKED, and the applicant is told which and why
 *
 * The cases themselves are ordinary: each has its own window, clocks, papers and proof. This desk only knows their order.
 */
#ifndef PACKAGES_PACKAGES_H
#define PACKAGES_PACKAGES_H
#include "desk/desk.h"

enum { PACKAGE_STEPS = 12 };
typedef enum { PACKAGE_OPEN, PACKAGE_FINISHED, PACKAGE_BLOCKED } PackageState;
typedef struct PackageTheme { const char *code, *name, *name_en; int64_t defined; bool retired; } PackageTheme;
typedef struct PackageStep { int place; const char *step, *item; uint32_t after; int64_t case_id; } PackageStep;
typedef struct Package { int64_t id, account; const char *code; PackageState state; Day opened, ended; } Package;

extern const Desk packages_desk;
void packages_apply(Store *store, Arena *arena, const Event *event);

PackageTheme *package_themes(Store *store, Arena *arena, int *count);                               /* offered ones, in order */
const PackageTheme *package_theme(Store *store, Arena *arena, const char *code);                   /* NULL: none */
PackageStep *package_theme_steps(Store *store, Arena *arena, const char *code, int *count);        /* at most PACKAGE_STEPS */
const Package *package_load(Store *store, Arena *arena, int64_t id);
Package *packages_list(Store *store, Arena *arena, bool open_only, int limit, int offset, int *count);  /* newest first */
int64_t packages_count(Store *store, bool open_only);
const Package *package_of_case(Store *store, Arena *arena, int64_t case_id);                       /* NULL: it belongs to none */
PackageStep *package_children(Store *store, Arena *arena, int64_t id, int *count);
int64_t package_touched(Store *store, int64_t after);                                               /* the next one after this id; 0 none */
const Event *package_opening(Store *store, Arena *arena, int64_t id);
const char *package_state_zh(PackageState state);
const char *package_state_en(PackageState state);

/* "step=item" or "step=item<earlier+earlier": the lines of a definition. NULL and *why (Chinese) when one is wrong; steps name earlier ones only, so
 * there is no circle. */
PackageStep *package_steps_parse(Arena *arena, const Value *lines, int *count, const char **why);
/* The materials of all steps, each name once, in order of first need: [{name, steps, required, originals, copies}], of each the most that one item asks for. */
Value *package_materials(Arena *arena, const Catalog *catalog, const PackageStep *steps, int count, Day today);
/* From what was handed in by name, [{name, way, sha256?}], to this item's own numbers: [{no, way, sha256?, place}]; place: which of those handed in, from 1. */
Value *package_materials_for(Arena *arena, const Item *item, const Value *handed);

/* Files of an application, while cases that need them are still to come (operational rows). */
typedef struct PackageFile { int place; const char *name, *type, *sha256; const void *data; size_t bytes; } PackageFile;
void package_file_keep(Store *store, int64_t package, const PackageFile *file);
PackageFile *package_files(Store *store, Arena *arena, int64_t package, int *count);               /* with their bytes */
int package_files_drop(Store *store, int64_t package);                                              /* overwritten; how many */
#endif
