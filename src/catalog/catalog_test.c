/* catalog_test.c: versions in force at a day, publishing and withdrawing, the store's tables from events alone. */
#include "catalog/district_test.h"
#include "store/store.h"

static Arena *arena;
static int start(void **state) { (void)state; arena = arena_new(); return 0; }
static int stop(void **state) { (void)state; arena_free(arena); return 0; }

static const char code[] = "4201150192001100";

static Store *new_store(void)
{
    size_t bytes;
    Store *store = store_open(":memory:", STORE_WRITE);
    const uint8_t *sql = embed_find(arena, "schema/0005_catalog.sql", &bytes);
    assert_non_null(sql);
    store_script(store, (const char *)sql);
    return store;
}

static int64_t sequence;
static void apply(Store *store, const char *kind, const Value *body)
{
    sequence++;
    Event event = {.seq = sequence, .at = {1767225600000 + sequence}, .kind = kind, .actor = "operator", .body = body};
    store_begin(store);
    catalog_apply(store, arena, &event);
    store_commit(store);
}

static Item *version_of(const Catalog *catalog, const char *notes)
{
    Value *body = good_body(arena, catalog);
    value_set_str(arena, body, "notes", notes);
    return item_of_body(arena, item_body_canonical(arena, body));
}

/* draft, publish, second version, withdraw: read back after each step. */
static void a_life_of_versions_in_the_store(void **state)
{
    (void)state;
    Catalog *district = district_catalog(arena, NULL, day_of(2026, 1, 1));
    Store *store = new_store();
    apply(store, "catalog.departments_imported", district_setup(arena));
    Catalog *c = catalog_load(store, arena);
    assert_int_equal(catalog_department_count(c), 33);
    assert_int_equal(catalog_window_count(c), 25);
    assert_string_equal(catalog_body(c, "B018P")->word, "新出");
    assert_int_equal(catalog_window(c, "W05")->counters, 4);
    assert_int_equal(catalog_draft_version(c, code), 1);

    Item *one = version_of(district, "演示数据。一");
    apply(store, "item.drafted", catalog_event_drafted(arena, 1, one->body));
    c = catalog_load(store, arena);
    assert_null(catalog_item_at(c, code, day_of(2026, 3, 1)));
    assert_int_equal(catalog_item_newest(c, code)->state, ITEM_DRAFT);
    assert_string_equal(catalog_item_newest(c, code)->hash, one->hash);
    assert_int_equal(catalog_draft_version(c, code), 1);            /* the open draft is written over */

    one = version_of(district, "演示数据。一改");
    apply(store, "item.drafted", catalog_event_drafted(arena, 1, one->body));
    c = catalog_load(store, arena);
    assert_int_equal(catalog_version_count(c), 1);
    assert_null(catalog_may_publish(c, arena, catalog_item_newest(c, code), day_of(2026, 2, 1)).code);
    apply(store, "item.published", catalog_event_published(arena, catalog_item_newest(c, code), day_of(2026, 2, 1)));
    c = catalog_load(store, arena);
    assert_null(catalog_item_at(c, code, day_of(2026, 1, 31)));
    assert_string_equal(catalog_item_at(c, code, day_of(2026, 2, 1))->hash, one->hash);
    assert_int_equal(catalog_item_count(c, day_of(2026, 2, 1)), 1);
    assert_int_equal(catalog_draft_version(c, code), 2);

    /* a published version cannot be written over by a late draft event */
    apply(store, "item.drafted", catalog_event_drafted(arena, 1, version_of(district, "演示数据。坏")->body));
    assert_string_equal(catalog_item_at(catalog_load(store, arena), code, day_of(2026, 2, 1))->hash, one->hash);

    Item *two = version_of(district, "演示数据。二");
    apply(store, "item.drafted", catalog_event_drafted(arena, 2, two->body));
    c = catalog_load(store, arena);
    assert_string_equal(catalog_may_publish(c, arena, catalog_item_newest(c, code), day_of(2026, 1, 31)).code, "STARTS_TOO_EARLY");
    apply(store, "item.published", catalog_event_published(arena, catalog_item_newest(c, code), day_of(2026, 6, 1)));
    c = catalog_load(store, arena);
    assert_int_equal(catalog_item_at(c, code, day_of(2026, 5, 31))->version, 1);
    assert_int_equal(catalog_item_at(c, code, day_of(2026, 5, 31))->state, ITEM_SUPERSEDED);
    assert_int_equal(catalog_item_at(c, code, day_of(2026, 6, 1))->version, 2);
    assert_int_equal(catalog_item_count(c, day_of(2026, 6, 1)), 1);
    assert_string_equal(catalog_item_version(c, code, 1)->hash, one->hash);     /* old cases keep their version */

    assert_null(catalog_may_withdraw(c, arena, code, day_of(2026, 12, 31)).code);
    assert_string_equal(catalog_may_withdraw(c, arena, code, day_of(2026, 5, 1)).code, "ENDS_BEFORE_START");
    assert_string_equal(catalog_may_withdraw(c, arena, "4201150192009900", day_of(2026, 12, 31)).code, "NOT_PUBLISHED");
    apply(store, "item.withdrawn", catalog_event_withdrawn(arena, catalog_item_at(c, code, day_of(2026, 6, 1)), day_of(2026, 12, 31), "合并"));
    c = catalog_load(store, arena);
    assert_int_equal(catalog_item_at(c, code, day_of(2026, 12, 31))->version, 2);
    assert_null(catalog_item_at(c, code, day_of(2027, 1, 1)));
    int count;
    const Item **versions = catalog_versions(c, arena, code, &count);
    assert_int_equal(count, 2);
    assert_int_equal(versions[0]->version, 1);
    store_close(store);
}

/* The whole district through events: what comes out of the store is what went in, byte for byte; twice gives the same tables. */
static void the_district_through_events(void **state)
{
    (void)state;
    Catalog *empty = district_empty(arena, NULL);
    catalog_ready(empty);
    SheetBytes sheet = sheet_of(arena, "data/district/items.csv");
    ItemImport *import = item_import(arena, empty, sheet.bytes, sheet.size, day_of(2026, 1, 1));
    int count;
    CatalogEvent *events = catalog_import_events(arena, empty, import, day_of(2026, 1, 1), false, &count);
    assert_int_equal(count, 458);
    Store *store = new_store();
    Event setup = {.kind = "catalog.departments_imported", .body = district_setup(arena)};
    store_begin(store);
    catalog_apply(store, arena, &setup);
    for (int i = 0; i < count; i++) {
        Event event = {.seq = i + 2, .at = {1767225600000}, .kind = events[i].kind, .body = events[i].body};
        catalog_apply(store, arena, &event);
    }
    Event other = {.kind = "case.accepted", .body = value_object(arena)};
    catalog_apply(store, arena, &other);                       /* not ours: ignored */
    store_commit(store);
    Catalog *loaded = catalog_load(store, arena);
    assert_int_equal(catalog_item_count(loaded, day_of(2026, 1, 1)), 229);
    for (int i = 0; i < import->line_count; i++) {
        const Item *item = catalog_item_at(loaded, import->lines[i].item->code, day_of(2026, 1, 1));
        assert_non_null(item);
        assert_string_equal(item->hash, import->lines[i].item->hash);
        assert_int_equal(item->version, 1);
    }
    SearchHit *hits = catalog_search(loaded, arena, day_of(2026, 1, 1), "健康证", 3, &count);
    assert_string_equal(hits[0].item->code, code);
    store_close(store);
}

static void lint_stands_before_the_door(void **state)
{
    (void)state;
    Catalog *district = district_catalog(arena, NULL, day_of(2026, 1, 1));
    Value *body = good_body(arena, district);
    value_set_list(arena, body, "conditions");
    Item *draft = item_of_body(arena, item_body_canonical(arena, body));
    CatalogRefusal refusal = catalog_may_publish(district, arena, draft, day_of(2026, 6, 1));
    assert_string_equal(refusal.code, "LINT_ERRORS");
    assert_non_null(strstr(refusal.article, "XK-30"));
    assert_true(*refusal.zh && *refusal.en && *refusal.remedy_zh && *refusal.remedy_en);
    assert_string_equal(catalog_may_publish(district, arena, catalog_item_newest(district, code), day_of(2026, 6, 1)).code, "NOT_A_DRAFT");
}

static void lookups_that_find_nothing(void **state)
{
    (void)state;
    Catalog *c = district_catalog(arena, NULL, day_of(2026, 1, 1)), *nothing = catalog_new(arena, NULL);
    int count;
    catalog_ready(nothing);
    assert_null(catalog_item_at(nothing, code, day_of(2026, 1, 1)));
    assert_int_equal(catalog_item_count(nothing, day_of(2026, 1, 1)), 0);
    catalog_search(nothing, arena, day_of(2026, 1, 1), "x", 3, &count);
    assert_int_equal(count, 0);
    assert_null(catalog_item_at(c, NULL, day_of(2026, 1, 1)));
    assert_null(catalog_item_at(c, "", day_of(2026, 1, 1)));
    assert_null(catalog_item_at(c, "9999999999999999", day_of(2026, 1, 1)));
    assert_null(catalog_item_version(c, code, 7));
    assert_null(catalog_department(c, NULL));
    assert_null(catalog_window(c, "W99"));
    assert_null(catalog_body_number(c, 99));
    assert_null(catalog_version_number(c, -1));
    catalog_items(c, arena, day_of(2026, 1, 1), "999", NULL, &count);
    assert_int_equal(count, 0);
}

static void values_for_pages(void **state)
{
    (void)state;
    Catalog *c = district_catalog(arena, NULL, day_of(2026, 1, 1));
    const Item *item = catalog_item_at(c, code, day_of(2026, 3, 1));
    Value *v = catalog_item_value(c, arena, item);
    assert_string_equal(value_str(v, "department_name"), "卫生健康局");
    assert_string_equal(value_str(v, "promised_text"), "1个工作日");
    assert_string_equal(value_str(v, "statutory_text_en"), "20 working days");
    assert_string_equal(value_str(v, "hash12"), item->hash12);
    assert_true(value_bool(v, "free"));
    assert_int_equal(value_get(v, "publications")->count, 6);
    assert_non_null(value_str(value_get(v, "materials")->first, "form_zh"));
    assert_string_equal(value_get(v, "service_object_names")->first->string, "自然人");
    assert_string_equal(value_str(catalog_item_brief(c, arena, item), "window_name"), "卫生健康局窗口");
    assert_int_equal(value_get(catalog_window_value(c, arena, catalog_window(c, "W25")), "departments")->count, 7);
    assert_string_equal(value_str(catalog_department_value(c, arena, catalog_department(c, "011")), "old_name"), "建设局");
    assert_string_equal(value_str(catalog_body_value(arena, catalog_body(c, "B011")), "word"), "住建");
    assert_string_equal(item_hash(arena, item->body), item->hash);           /* the value was a copy */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_life_of_versions_in_the_store, start, stop), cmocka_unit_test_setup_teardown(the_district_through_events, start, stop),
        cmocka_unit_test_setup_teardown(lint_stands_before_the_door, start, stop), cmocka_unit_test_setup_teardown(lookups_that_find_nothing, start, stop),
        cmocka_unit_test_setup_teardown(values_for_pages, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
