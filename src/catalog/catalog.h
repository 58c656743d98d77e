/* catalog.h: what the centre offers: departments, windows, legal bodies, items and their versions (A2-A5).
 *
 * A Catalog is loaded whole from the store into one arena, is immutable, and is swapped for a new one after a change; readers of the
 * old one keep it until their turn ends. All lookups are in memory.
 */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H
#include "catalog/item.h"
#include "catalog/search.h"
#include "ledger/event.h"

typedef struct Store Store;

typedef struct {
    const char *id;                /* "B011" */
    const char *name;              /* 武汉市江夏区住房和城乡建设局 */
    const char *word;              /* 机关代字: 住建 (DOMAIN 4.1) */
    const char *seal;              /* round text of the organ's approval seal: 武汉市江夏区住房和城乡建设局 行政审批专用章 */
    const char *reconsideration;   /* 复议机关 */
    const char *court;             /* 法院 */
} LegalBody;

typedef struct {
    const char *code, *name, *old_name;     /* "011", 住房和城乡建设局, 建设局 */
    const char *window;                     /* "W05" */
    const char *legal_body;                 /* its first legal body; items name their own */
    const char *consult_phone, *supervise_phone;
    Day valid_from, valid_to;
    const char *successor;                  /* department code or "" (DOMAIN 6.4) */
} Department;

typedef struct { const char *id, *name, *zone; int counters; const char *phone, *hours; } Window;

typedef struct Catalog Catalog;

/* ---- reading ---- */
int catalog_department_count(const Catalog *catalog);
const Department *catalog_department_number(const Catalog *catalog, int index);      /* by code order */
const Department *catalog_department(const Catalog *catalog, const char *code);      /* NULL when unknown */
const Department *catalog_department_named(const Catalog *catalog, const char *name);/* present or seed-era name */
int catalog_window_count(const Catalog *catalog);
const Window *catalog_window_number(const Catalog *catalog, int index);
const Window *catalog_window(const Catalog *catalog, const char *id);
int catalog_body_count(const Catalog *catalog);
const LegalBody *catalog_body_number(const Catalog *catalog, int index);
const LegalBody *catalog_body(const Catalog *catalog, const char *id);

int catalog_item_count(const Catalog *catalog, Day day);                             /* items in force that day */
const Item *catalog_item_at(const Catalog *catalog, const char *code, Day day);      /* the version in force that day; NULL: none */
const Item *catalog_item_version(const Catalog *catalog, const char *code, int version);
const Item *catalog_item_newest(const Catalog *catalog, const char *code);           /* newest version in any state */
/* Items in force on the day, by code; department and window may be NULL (any). *count of them. */
const Item **catalog_items(const Catalog *catalog, Arena *arena, Day day, const char *department, const char *window, int *count);
/* All versions of a code, oldest first. */
const Item **catalog_versions(const Catalog *catalog, Arena *arena, const char *code, int *count);
/* Every version of every item, by code then version (for the office pages and the lint of drafts). */
int catalog_version_count(const Catalog *catalog);
const Item *catalog_version_number(const Catalog *catalog, int index);

/* What the citizen typed -> items in force, best first. At most limit. Never raises on odd input. */
SearchHit *catalog_search(const Catalog *catalog, Arena *arena, Day day, const char *query, int limit, int *count);

/* The item for templates and JSON: the body's keys plus version, state, hash, hash12, effective_from, effective_to, kind_name,
 * department_name, window_name, window_zone, legal_body_name, statutory_text, promised_text, statutory_text_en, promised_text_en,
 * free (bool), instant (bool), publications[{key,zh,en,present}], and in rows: source and form in words (form_zh, form_en). */
Value *catalog_item_value(const Catalog *catalog, Arena *arena, const Item *item);
Value *catalog_item_brief(const Catalog *catalog, Arena *arena, const Item *item);   /* code name department_name window promised_text hash12 ... */
Value *catalog_department_value(const Catalog *catalog, Arena *arena, const Department *department);
Value *catalog_window_value(const Catalog *catalog, Arena *arena, const Window *window);
Value *catalog_body_value(Arena *arena, const LegalBody *body);

/* ---- building (load, import preview, tests) ---- */
/* setup: {bodies:[..], departments:[..], windows:[..]} as in event "catalog.departments_imported". words may be NULL. */
Catalog *catalog_new(Arena *arena, const SearchWords *words);
void catalog_set_departments(Catalog *catalog, const Value *setup);
void catalog_add(Catalog *catalog, Item *item);       /* then */
void catalog_ready(Catalog *catalog);                 /* sorts and indexes; the catalogue is immutable from here */

/* ---- changes: decisions as pure functions ---- */
typedef struct { const char *code, *article, *zh, *en, *remedy_zh, *remedy_en; } CatalogRefusal;   /* code NULL: allowed */
/* May this draft be published from that day? Lint errors, a missing block (XK-30), an earlier start than the version in force: no. */
CatalogRefusal catalog_may_publish(const Catalog *catalog, Arena *arena, const Item *draft, Day from);
CatalogRefusal catalog_may_withdraw(const Catalog *catalog, Arena *arena, const char *code, Day last_day);
int catalog_draft_version(const Catalog *catalog, const char *code);      /* number a draft takes: the open draft's, else newest + 1 */

/* Event bodies. kinds: "item.drafted" "item.published" "item.withdrawn" "catalog.departments_imported" */
Value *catalog_event_drafted(Arena *arena, int version, const Value *canonical_body);
Value *catalog_event_published(Arena *arena, const Item *draft, Day from);
Value *catalog_event_withdrawn(Arena *arena, const Item *item, Day last_day, const char *reason);

/* ---- the store (catalog_store.c) ---- */
void catalog_apply(Store *store, Arena *arena, const Event *event);       /* ignores kinds that are not ours */
Catalog *catalog_load(Store *store, Arena *arena);    /* words from the embedded data/synonyms and data/pinyin */
#endif
