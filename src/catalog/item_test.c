/* item_test.c: canonical bodies, hashes, the plain C view, the six publications. */
#include "catalog/district_test.h"
#include "catalog/item_cells.h"
#include "catalog/item_fields.h"

static Arena *arena;
static Catalog *catalog;
static int start(void **state) { (void)state; arena = arena_new(); catalog = district_catalog(arena, NULL, day_of(2026, 1, 1)); return 0; }
static int stop(void **state) { (void)state; arena_free(arena); return 0; }

static void canonical_form_is_a_fixed_point(void **state)
{
    (void)state;
    int count;
    const Item **items = catalog_items(catalog, arena, day_of(2026, 5, 1), NULL, NULL, &count);
    assert_int_equal(count, 229);
    for (int i = 0; i < count; i++) {
        Value *again = item_body_canonical(arena, items[i]->body);
        assert_string_equal(value_json(arena, again), value_json(arena, items[i]->body));
        assert_string_equal(item_hash(arena, again), items[i]->hash);
        assert_int_equal(strlen(items[i]->hash), 64);
        assert_int_equal(strlen(items[i]->hash12), 12);
    }
}

/* The order in which facts arrive, unknown keys and line ends do not change the hash; any fact does. */
static void the_hash_is_of_the_facts(void **state)
{
    (void)state;
    Value *a = value_object(arena), *b = value_object(arena);
    value_set_str(arena, a, "code", "1");
    value_set_str(arena, a, "name", "两\n行");
    value_set_str(arena, b, "unknown", "x");
    value_set_str(arena, b, "name", " 两\r\n行　");
    value_set_str(arena, b, "code", "1");
    Value *x = item_body_canonical(arena, a), *y = item_body_canonical(arena, b);
    assert_string_equal(item_hash(arena, x), item_hash(arena, y));
    value_set_int(arena, b, "promised_limit", 3);
    assert_string_not_equal(item_hash(arena, x), item_hash(arena, item_body_canonical(arena, b)));
}

static void defaults(void **state)
{
    (void)state;
    Item *item = item_of_body(arena, item_body_canonical(arena, value_object(arena)));
    assert_int_equal(item->promised_limit, -1);
    assert_true(item->two_person);
    assert_true(item->agent_allowed);
    assert_false(item->deemed_approval);
    assert_int_equal(item->material_count, 0);
    assert_string_equal(item->code, "");
    assert_string_equal(item->kind_name, "");
    assert_int_equal(item->state, ITEM_DRAFT);
    for (const ItemField *f = item_fields; f->key; f++) assert_int_equal(value_get(item->body, f->key) == NULL, f->sparse);
}

static void wrong_kinds_of_value_are_ignored(void **state)
{
    (void)state;
    const char *json = "{\"code\":7,\"name\":[\"x\"],\"materials\":\"none\",\"aliases\":[1,null,\"a\",\"\"],\"two_person\":\"no\",\"promised_limit\":\"3\",\"fees\":[7,{\"name\":\"f\"}]}";
    Value *body = item_body_canonical(arena, value_parse(arena, json, strlen(json), NULL));
    Item *item = item_of_body(arena, body);
    assert_string_equal(item->code, "");
    assert_int_equal(item->material_count, 0);
    assert_int_equal(item->alias_count, 1);
    assert_int_equal(item->fee_count, 1);
    assert_true(item->two_person);
}

static void materials_are_numbered(void **state)
{
    (void)state;
    const char *json = "{\"materials\":[{\"name\":\"a\"},{\"name\":\"\"},{\"name\":\"b\"},{\"no\":9,\"name\":\"c\"}]}";
    Item *item = item_of_body(arena, item_body_canonical(arena, value_parse(arena, json, strlen(json), NULL)));
    assert_int_equal(item->material_count, 3);
    assert_int_equal(item->materials[0].no, 1);
    assert_int_equal(item->materials[1].no, 2);
    assert_string_equal(item_material(item, 9)->name, "c");
    assert_null(item_material(item, 3));                      /* XK-31: not in the published list */
    assert_null(item_fee(item, 0));
    assert_null(item_fee(item, -1));
}

static void limits_in_words(void **state)
{
    (void)state;
    assert_string_equal(limit_text_zh(arena, 0, "workday"), "当场办结");
    assert_string_equal(limit_text_zh(arena, 7, "workday"), "7个工作日");
    assert_string_equal(limit_text_zh(arena, 20, "calendar_day"), "20日");
    assert_string_equal(limit_text_zh(arena, -1, ""), "");
    assert_string_equal(limit_text_en(arena, 1, "workday"), "1 working day");
    assert_string_equal(limit_text_en(arena, 15, "calendar_day"), "15 calendar days");
}

static void kinds_and_states(void **state)
{
    (void)state;
    ItemState s;
    assert_string_equal(item_kind_name("01"), "行政许可");
    assert_string_equal(item_kind_code("公共服务"), "20");
    assert_null(item_kind_name("99"));
    assert_null(item_kind_code(NULL));
    for (int i = ITEM_DRAFT; i <= ITEM_WITHDRAWN; i++) { assert_true(item_state_parse(item_state_name((ItemState)i), &s)); assert_int_equal(s, i); }
    assert_false(item_state_parse("gone", &s));
}

/* 六公开: each block disappears with the fact it rests on. */
static void each_publication_block_both_ways(void **state)
{
    (void)state;
    static const struct { const char *key; PublicationBlock block; } facts[] = {
        {"name", BLOCK_CONTENT}, {"scope", BLOCK_CONTENT}, {"service_objects", BLOCK_CONTENT}, {"result_name", BLOCK_CONTENT},
        {"steps", BLOCK_PROCEDURE}, {"channels", BLOCK_PROCEDURE}, {"window", BLOCK_PROCEDURE}, {"address", BLOCK_PROCEDURE},
        {"basis", BLOCK_BASIS}, {"conditions", BLOCK_REQUIREMENTS}, {"materials", BLOCK_REQUIREMENTS},
        {"statutory_limit", BLOCK_TIME}, {"promised_limit", BLOCK_TIME}, {"statutory_unit", BLOCK_TIME}, {"promised_unit", BLOCK_TIME}, {"charges", BLOCK_FEE},
    };
    Publication blocks[BLOCK_COUNT];
    item_publications(item_of_body(arena, item_body_canonical(arena, good_body(arena, catalog))), blocks);
    for (int i = 0; i < BLOCK_COUNT; i++) { assert_true(blocks[i].present); assert_true(*blocks[i].zh && *blocks[i].en && *blocks[i].missing_zh); }
    for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
        Value *body = good_body(arena, catalog);
        value_set(arena, body, facts[k].key, ARENA_NEW(arena, Value));       /* null */
        item_publications(item_of_body(arena, item_body_canonical(arena, body)), blocks);
        for (int i = 0; i < BLOCK_COUNT; i++) assert_int_equal(blocks[i].present, i != (int)facts[k].block);
    }
}

static void in_force_between_its_days(void **state)
{
    (void)state;
    Item item = {.state = ITEM_SUPERSEDED, .from = day_of(2026, 1, 1), .to = day_of(2026, 6, 30)};
    assert_false(item_in_force(&item, day_of(2025, 12, 31)));
    assert_true(item_in_force(&item, day_of(2026, 1, 1)));
    assert_true(item_in_force(&item, day_of(2026, 6, 30)));
    assert_false(item_in_force(&item, day_of(2026, 7, 1)));
    item.state = ITEM_DRAFT;
    assert_false(item_in_force(&item, day_of(2026, 3, 1)));
    item = (Item){.state = ITEM_PUBLISHED, .from = day_of(2026, 1, 1), .to = DAY_NONE};
    assert_true(item_in_force(&item, day_of(2099, 1, 1)));
}

/* cell_to_field(cell_of_field(x)) == x, for every field of every item and for texts with every special character. */
static void cells_go_both_ways(void **state)
{
    (void)state;
    int count;
    const Item **items = catalog_items(catalog, arena, day_of(2026, 5, 1), NULL, NULL, &count);
    const char *en, *odd = "{\"aliases\":[\"a\\\\b\",\"c|d\",\"e\\nf\",\"\\\\n\"],\"materials\":[{\"name\":\"x|y\\\\|\",\"requirement\":\"1\\n2\",\"when\":\"\\\\\",\"originals\":0,\"copies\":2}],"
                           "\"fees\":[{\"name\":\"f\",\"amount_fen\":8005}],\"name\":\"两\\n行|\\\\\"}";
    for (int i = -1; i < count; i++) {
        const Value *body = i < 0 ? item_body_canonical(arena, value_parse(arena, odd, strlen(odd), NULL)) : items[i]->body;
        Value *back = value_object(arena);
        assert_non_null(body);
        for (const ItemField *f = item_fields; f->key; f++) assert_null(cell_to_field(arena, f, cell_of_field(arena, f, value_get(body, f->key)), back, &en));
        assert_string_equal(value_json(arena, item_body_canonical(arena, back)), value_json(arena, body));
    }
}

static void wrong_cells_say_what(void **state)
{
    (void)state;
    static const struct { const char *key, *cell; } cells[] = {
        {"promised_limit", "七"}, {"promised_limit", "-1"}, {"promised_limit", "1.5"}, {"two_person", "也许"}, {"materials", "1|a|b|c|x"},
        {"materials", "1|a|b|c|1|0|是|纸质|||否||多余"}, {"fees", "f|证照工本费|s|二十"}, {"steps", "受理|岗|1\n审核|岗|x"},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        for (const ItemField *f = item_fields; f->key; f++) {
            const char *en = NULL;
            if (strcmp(f->key, cells[i].key)) continue;
            assert_non_null(cell_to_field(arena, f, cells[i].cell, value_object(arena), &en));
            assert_non_null(en);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canonical_form_is_a_fixed_point), cmocka_unit_test(the_hash_is_of_the_facts), cmocka_unit_test(defaults),
        cmocka_unit_test(wrong_kinds_of_value_are_ignored), cmocka_unit_test(materials_are_numbered), cmocka_unit_test(limits_in_words),
        cmocka_unit_test(kinds_and_states), cmocka_unit_test(each_publication_block_both_ways), cmocka_unit_test(in_force_between_its_days),
        cmocka_unit_test(cells_go_both_ways), cmocka_unit_test(wrong_cells_say_what),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
