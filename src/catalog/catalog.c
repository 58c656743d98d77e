/* catalog.c: the catalogue in memory: lookups by code, day, department and window; what may be published. See catalog.h. */
#include "catalog/catalog.h"
#include "base/text.h"
#include "catalog/lint.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct Catalog {
    Arena *arena;
    const SearchWords *words;
    Department *departments; int department_count;
    Window *windows; int window_count;
    LegalBody *bodies; int body_count;
    Item **items; int item_count, item_room;      /* every version, by code then version */
    SearchText **texts;                           /* beside items; NULL for drafts */
    bool ready;
};

Catalog *catalog_new(Arena *arena, const SearchWords *words)
{
    Catalog *catalog = ARENA_NEW(arena, Catalog);
    catalog->arena = arena;
    catalog->words = words;
    return catalog;
}

static Day day_of_text(const Value *object, const char *key)
{
    Day day;
    return day_parse(value_str_or(object, key, ""), &day) ? day : DAY_NONE;
}

static int by_department(const void *a, const void *b) { return strcmp(((const Department *)a)->code, ((const Department *)b)->code); }
static int by_window(const void *a, const void *b) { return strcmp(((const Window *)a)->id, ((const Window *)b)->id); }
static int by_body(const void *a, const void *b) { return strcmp(((const LegalBody *)a)->id, ((const LegalBody *)b)->id); }

static const Value *rows_of(const Value *setup, const char *key, int *count)
{
    const Value *list = value_get(setup, key);
    *count = list ? list->count : 0;
    return list ? list->first : NULL;
}

static const char *copied(Catalog *catalog, const Value *row, const char *key)
{
    return arena_strdup(catalog->arena, value_str_or(row, key, ""));
}

void catalog_set_departments(Catalog *c, const Value *setup)
{
    int count;
    const Value *row = rows_of(setup, "bodies", &count);
    c->bodies = ARENA_ARRAY(c->arena, LegalBody, count + 1);
    for (c->body_count = 0; row; row = row->next)
        c->bodies[c->body_count++] = (LegalBody){copied(c, row, "id"), copied(c, row, "name"), copied(c, row, "word"), copied(c, row, "seal"),
                                                 copied(c, row, "reconsideration"), copied(c, row, "court")};
    row = rows_of(setup, "departments", &count);
    c->departments = ARENA_ARRAY(c->arena, Department, count + 1);
    for (c->department_count = 0; row; row = row->next)
        c->departments[c->department_count++] = (Department){
            copied(c, row, "code"), copied(c, row, "name"), copied(c, row, "old_name"), copied(c, row, "window"), copied(c, row, "legal_body"),
            copied(c, row, "consult_phone"), copied(c, row, "supervise_phone"), day_of_text(row, "valid_from"), day_of_text(row, "valid_to"),
            copied(c, row, "successor")};
    row = rows_of(setup, "windows", &count);
    c->windows = ARENA_ARRAY(c->arena, Window, count + 1);
    for (c->window_count = 0; row; row = row->next)
        c->windows[c->window_count++] = (Window){copied(c, row, "id"), copied(c, row, "name"), copied(c, row, "zone"),
                                                 (int)value_int(row, "counters", 1), copied(c, row, "phone"), copied(c, row, "hours")};
    qsort(c->bodies, (size_t)c->body_count, sizeof *c->bodies, by_body);
    qsort(c->departments, (size_t)c->department_count, sizeof *c->departments, by_department);
    qsort(c->windows, (size_t)c->window_count, sizeof *c->windows, by_window);
}

void catalog_add(Catalog *catalog, Item *item)
{
    assert(!catalog->ready);
    if (catalog->item_count == catalog->item_room) {
        int room = catalog->item_room ? 2 * catalog->item_room : 256;
        Item **grown = ARENA_ARRAY(catalog->arena, Item *, room);
        if (catalog->item_count) memcpy(grown, catalog->items, sizeof *grown * (size_t)catalog->item_count);
        catalog->items = grown;
        catalog->item_room = room;
    }
    catalog->items[catalog->item_count++] = item;
}

static int by_code_version(const void *a, const void *b)
{
    const Item *x = *(Item *const *)a, *y = *(Item *const *)b;
    int order = strcmp(x->code, y->code);
    return order ? order : x->version - y->version;
}

void catalog_ready(Catalog *catalog)
{
    if (catalog->item_count) qsort(catalog->items, (size_t)catalog->item_count, sizeof *catalog->items, by_code_version);
    catalog->texts = ARENA_ARRAY(catalog->arena, SearchText *, catalog->item_count + 1);
    if (catalog->words)
        for (int i = 0; i < catalog->item_count; i++)
            if (catalog->items[i]->state != ITEM_DRAFT) catalog->texts[i] = search_prepare(catalog->words, catalog->arena, catalog->items[i]);
    catalog->ready = true;
}

/* ---- lookups ---- */

int catalog_department_count(const Catalog *c) { return c->department_count; }
int catalog_window_count(const Catalog *c) { return c->window_count; }
int catalog_body_count(const Catalog *c) { return c->body_count; }
const Department *catalog_department_number(const Catalog *c, int i) { return i >= 0 && i < c->department_count ? &c->departments[i] : NULL; }
const Window *catalog_window_number(const Catalog *c, int i) { return i >= 0 && i < c->window_count ? &c->windows[i] : NULL; }
const LegalBody *catalog_body_number(const Catalog *c, int i) { return i >= 0 && i < c->body_count ? &c->bodies[i] : NULL; }

const Department *catalog_department(const Catalog *c, const char *code)
{
    for (int i = 0; i < c->department_count; i++) if (text_equal(c->departments[i].code, code)) return &c->departments[i];
    return NULL;
}

const Department *catalog_department_named(const Catalog *c, const char *name)
{
    for (int i = 0; i < c->department_count; i++) if (text_equal(c->departments[i].name, name)) return &c->departments[i];
    for (int i = 0; i < c->department_count; i++) if (!text_blank(name) && text_equal(c->departments[i].old_name, name)) return &c->departments[i];
    return NULL;
}

const Window *catalog_window(const Catalog *c, const char *id)
{
    for (int i = 0; i < c->window_count; i++) if (text_equal(c->windows[i].id, id)) return &c->windows[i];
    return NULL;
}

const LegalBody *catalog_body(const Catalog *c, const char *id)
{
    for (int i = 0; i < c->body_count; i++) if (text_equal(c->bodies[i].id, id)) return &c->bodies[i];
    return NULL;
}

/* Index of the first version of the code, or where it would stand. */
static int lower_bound(const Catalog *c, const char *code)
{
    int low = 0, high = c->item_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(c->items[middle]->code, code) < 0) low = middle + 1; else high = middle;
    }
    return low;
}

static bool same_code(const Catalog *c, int i, const char *code) { return i < c->item_count && !strcmp(c->items[i]->code, code); }

const Item *catalog_item_at(const Catalog *c, const char *code, Day day)
{
    const Item *found = NULL;
    if (!code) return NULL;
    for (int i = lower_bound(c, code); same_code(c, i, code); i++) if (item_in_force(c->items[i], day)) found = c->items[i];
    return found;
}

const Item *catalog_item_version(const Catalog *c, const char *code, int version)
{
    if (!code) return NULL;
    for (int i = lower_bound(c, code); same_code(c, i, code); i++) if (c->items[i]->version == version) return c->items[i];
    return NULL;
}

const Item *catalog_item_newest(const Catalog *c, const char *code)
{
    const Item *found = NULL;
    if (!code) return NULL;
    for (int i = lower_bound(c, code); same_code(c, i, code); i++) found = c->items[i];
    return found;
}

/* The version in force among those of one code that start at i; *next is where the following code starts. */
static const Item *in_force_from(const Catalog *c, int i, Day day, int *next, int *index)
{
    const Item *found = NULL;
    const char *code = c->items[i]->code;
    for (; same_code(c, i, code); i++) if (item_in_force(c->items[i], day)) { found = c->items[i]; *index = i; }
    *next = i;
    return found;
}

int catalog_item_count(const Catalog *c, Day day)
{
    int count = 0, index;
    for (int i = 0; i < c->item_count;) count += in_force_from(c, i, day, &i, &index) != NULL;
    return count;
}

const Item **catalog_items(const Catalog *c, Arena *arena, Day day, const char *department, const char *window, int *count)
{
    const Item **out = ARENA_ARRAY(arena, const Item *, c->item_count + 1);
    *count = 0;
    for (int i = 0, index; i < c->item_count;) {
        const Item *item = in_force_from(c, i, day, &i, &index);
        if (item && (!department || !strcmp(item->department, department)) && (!window || !strcmp(item->window, window))) out[(*count)++] = item;
    }
    return out;
}

const Item **catalog_versions(const Catalog *c, Arena *arena, const char *code, int *count)
{
    int start = lower_bound(c, code), end = start;
    while (same_code(c, end, code)) end++;
    const Item **out = ARENA_ARRAY(arena, const Item *, end - start + 1);
    for (*count = 0; start < end; start++) out[(*count)++] = c->items[start];
    return out;
}

int catalog_version_count(const Catalog *c) { return c->item_count; }
const Item *catalog_version_number(const Catalog *c, int i) { return i >= 0 && i < c->item_count ? c->items[i] : NULL; }

SearchHit *catalog_search(const Catalog *c, Arena *arena, Day day, const char *query, int limit, int *count)
{
    SearchText **texts = ARENA_ARRAY(arena, SearchText *, c->item_count + 1);
    int n = 0, index;
    *count = 0;
    if (!c->words) return ARENA_NEW(arena, SearchHit);
    for (int i = 0; i < c->item_count;)
        if (in_force_from(c, i, day, &i, &index) && c->texts[index]) texts[n++] = c->texts[index];
    return search_rank(c->words, arena, texts, n, query, limit, count);
}

/* ---- decisions ---- */

int catalog_draft_version(const Catalog *catalog, const char *code)
{
    const Item *newest = catalog_item_newest(catalog, code);
    if (!newest) return 1;
    return newest->state == ITEM_DRAFT ? newest->version : newest->version + 1;
}

/* DOMAIN 3.2, 限时承诺: a promise is shortened freely, lengthened only with the centre's approval. Between units, five working days take seven days at least. */
static bool promises_more(const Item *draft, const Item *before)
{
    int now = draft->promised_limit, then = before->promised_limit;
    bool days_now = !strcmp(draft->promised_unit, "calendar_day"), days_then = !strcmp(before->promised_unit, "calendar_day");
    if (days_now && !days_then) then += 2 * (then / 5);
    if (!days_now && days_then) now += 2 * (now / 5);
    return now > then;
}

CatalogRefusal catalog_may_publish(const Catalog *catalog, Arena *arena, const Item *draft, Day from)
{
    int count;
    if (draft->state != ITEM_DRAFT)
        return (CatalogRefusal){"NOT_A_DRAFT", "A2", "只有草稿可以发布", "Only a draft can be published", "请先起草新版本", "Make a new draft first"};
    for (int i = lower_bound(catalog, draft->code); same_code(catalog, i, draft->code); i++) {
        const Item *other = catalog->items[i];
        if (other->state == ITEM_PUBLISHED && !day_is_none(other->from) && day_before(from, other->from))
            return (CatalogRefusal){"STARTS_TOO_EARLY", "A2",
                arena_printf(arena, "新版本的生效日期不得早于现行版本的生效日期 %s", day_text(arena, other->from)),
                arena_printf(arena, "The new version cannot start before %s, the start of the version it replaces", day_text(arena, other->from)),
                "请选择更晚的生效日期", "Choose a later day"};
        if (other->state == ITEM_PUBLISHED && promises_more(draft, other) && text_blank(draft->promise_document))
            return (CatalogRefusal){"PROMISE_LONGER", "3.2-3",
                arena_printf(arena, "承诺时限由 %d 延长为 %d，须经中心批准（3.2-3 限时承诺办理制）", other->promised_limit, draft->promised_limit),
                arena_printf(arena, "The promise grows from %d to %d: the centre must have approved it", other->promised_limit, draft->promised_limit),
                "请填写承诺延长批准文件的名称和文号，或者不延长承诺", "Name the document of approval, or do not lengthen the promise"};
    }
    LintFinding *findings = lint_item(arena, catalog, draft, &count);
    if (!lint_errors(findings, count)) return (CatalogRefusal){0};
    const LintFinding *first = &findings[0];      /* errors come first */
    return (CatalogRefusal){"LINT_ERRORS", first->article,
        arena_printf(arena, "事项有 %d 处错误，不得公布。%s：%s", lint_errors(findings, count), first->rule, first->detail),
        arena_printf(arena, "The item has %d errors and cannot be published. %s: %s", lint_errors(findings, count), first->rule, first->en),
        "请按检查报告逐条改正后再发布", "Correct every error in the report, then publish"};
}

CatalogRefusal catalog_may_withdraw(const Catalog *catalog, Arena *arena, const char *code, Day last_day)
{
    const Item *item = NULL;
    for (int i = lower_bound(catalog, code); same_code(catalog, i, code); i++) if (catalog->items[i]->state == ITEM_PUBLISHED) item = catalog->items[i];
    if (!item) return (CatalogRefusal){"NOT_PUBLISHED", "A2", "该事项没有已发布的版本", "The item has no published version", "请核对事项编码", "Check the code"};
    if (day_before(last_day, item->from))
        return (CatalogRefusal){"ENDS_BEFORE_START", "A2",
            arena_printf(arena, "停用日期不得早于生效日期 %s", day_text(arena, item->from)),
            arena_printf(arena, "The last day cannot be before the first, %s", day_text(arena, item->from)), "请选择更晚的日期", "Choose a later day"};
    return (CatalogRefusal){0};
}

Value *catalog_event_drafted(Arena *arena, int version, const Value *canonical_body)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "code", value_str_or(canonical_body, "code", ""));
    value_set_int(arena, body, "version", version);
    value_set_str(arena, body, "hash", item_hash(arena, canonical_body));
    value_set(arena, body, "item", value_copy(arena, canonical_body));
    return body;
}

Value *catalog_event_published(Arena *arena, const Item *draft, Day from)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "code", draft->code);
    value_set_int(arena, body, "version", draft->version);
    value_set_str(arena, body, "hash", draft->hash);
    value_set_str(arena, body, "effective_from", day_text(arena, from));
    return body;
}

Value *catalog_event_withdrawn(Arena *arena, const Item *item, Day last_day, const char *reason)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "code", item->code);
    value_set_int(arena, body, "version", item->version);
    value_set_str(arena, body, "effective_to", day_text(arena, last_day));
    value_set_str(arena, body, "reason", reason ? reason : "");
    return body;
}
