/* item_sheet_test.c: imports and exports: the source's own numbers, errors with their place, round trips, previews. */
#include "catalog/district_test.h"
#include "base/buf.h"
#include "base/file.h"
#include "catalog/table.h"
#include <stdlib.h>

static Arena *arena;
static Catalog *catalog;
static Day opening, later;
static int start(void **state)
{
    (void)state;
    arena = arena_new();
    opening = day_of(2026, 1, 1);
    later = day_of(2026, 7, 1);
    catalog = district_catalog(arena, NULL, opening);
    return 0;
}
static int stop(void **state) { (void)state; arena_free(arena); return 0; }

static ItemImport *import_text(const Catalog *into, const char *text) { return item_import(arena, into, (const uint8_t *)text, strlen(text), later); }

/* A2, DOMAIN 6.2: 25 windows, 229 items, 33 departments; construction 38; culture 15 with two seals. */
static void the_seed_facts(void **state)
{
    (void)state;
    int count, press = 0;
    assert_int_equal(catalog_item_count(catalog, opening), 229);
    assert_int_equal(catalog_department_count(catalog), 33);
    assert_int_equal(catalog_window_count(catalog), 25);
    assert_int_equal(catalog_body_count(catalog), 34);
    catalog_items(catalog, arena, opening, "011", NULL, &count);
    assert_int_equal(count, 38);
    assert_int_equal(catalog_window(catalog, "W05")->counters, 4);
    const Item **culture = catalog_items(catalog, arena, opening, "018", NULL, &count);
    assert_int_equal(count, 15);
    for (int i = 0; i < 15; i++) {
        const LegalBody *body = catalog_body(catalog, culture[i]->legal_body);
        assert_non_null(body);
        int number = atoi(arena_strndup(arena, culture[i]->code + 11, 3));        /* items 1-12 and 13-15 */
        assert_non_null(strstr(body->seal, number <= 12 ? "文化体育" : "新闻出版"));
        press += number > 12;
    }
    assert_int_equal(press, 3);
    assert_string_not_equal(catalog_body(catalog, "B018")->seal, catalog_body(catalog, "B018P")->seal);
    assert_string_equal(catalog_department_named(catalog, "建设局")->code, "011");
    assert_string_equal(catalog_department_named(catalog, "住房和城乡建设局")->code, "011");
    assert_null(catalog_department_named(catalog, ""));
}

/* B3, L1: the promise never exceeds the statutory limit; every window has items; every item says it is a demonstration. */
static void every_row_of_the_district(void **state)
{
    (void)state;
    int count, fees = 0, of_window;
    const Item **items = catalog_items(catalog, arena, opening, NULL, NULL, &count);
    for (int i = 0; i < count; i++) {
        const Item *item = items[i];
        assert_true(item->promised_limit <= item->statutory_limit);
        assert_string_equal(item->promised_unit, item->statutory_unit);
        assert_non_null(strstr(value_str(item->body, "notes"), "演示数据"));
        assert_int_equal(strncmp(value_str(item->body, "consult_phone"), "027-8100", 8), 0);
        assert_true(item->alias_count > 0);
        assert_non_null(catalog_window(catalog, item->window));
        assert_non_null(catalog_body(catalog, item->legal_body));
        assert_int_equal(item->two_person, !item_is_instant(item));
        assert_false(item->deemed_approval);
        fees += item->fee_count > 0;
    }
    assert_int_equal(fees, 21);
    for (int i = 0; i < catalog_window_count(catalog); i++) {
        catalog_items(catalog, arena, opening, NULL, catalog_window_number(catalog, i)->id, &of_window);
        assert_true(of_window > 0);
    }
    for (int i = 0; i < catalog_body_count(catalog); i++) {
        const LegalBody *body = catalog_body_number(catalog, i);
        assert_true(*body->word && *body->seal && *body->reconsideration && *body->court);
    }
}

/* The file and the short file of the source tell the same kinds, limits, modes, windows. */
static void the_short_file_agrees_and_comes_in_as_drafts(void **state)
{
    (void)state;
    size_t size;
    const uint8_t *bytes = file_read(arena, "tests/golden/items_short.csv", 1 << 20, &size);
    if (!bytes) { print_message("run from the top of the tree\n"); skip(); }
    Catalog *empty = district_empty(arena, NULL);
    catalog_ready(empty);
    ItemImport *import = item_import(arena, empty, bytes, size, later);
    for (int i = 0; i < import->error_count; i++) print_error("%d %s\n", import->errors[i].row, import->errors[i].zh);
    assert_int_equal(import->error_count, 0);
    assert_int_equal(import->added, 229);
    assert_int_equal(import->drafting, 229);                 /* six publications are missing */
    assert_int_equal(import->publishing, 0);
    for (int i = 0; i < import->line_count; i++) {
        const Item *brief = import->lines[i].item, *full = catalog_item_newest(catalog, brief->code);
        assert_string_equal(brief->name, full->name);
        assert_string_equal(brief->kind, full->kind);
        assert_string_equal(brief->mode, full->mode);
        assert_string_equal(brief->window, full->window);
        assert_string_equal(brief->department, full->department);
        assert_int_equal(brief->statutory_limit, full->statutory_limit);
        assert_int_equal(brief->promised_limit, full->promised_limit);
        assert_int_equal(brief->material_count, full->material_count);
        assert_int_equal(brief->fee_count > 0, full->fee_count > 0);
        assert_true(import->lines[i].errors > 0);
    }
    const Item *first = import->lines[0].item;
    assert_string_equal(first->basis[0].law, "企业投资项目核准和备案管理条例");
    assert_string_equal(first->basis[0].article, "第十条");
    assert_string_equal(first->materials[1].name, "选址意见书");
    assert_string_equal(first->materials[1].when, "仅划拨用地");
    assert_false(first->materials[1].required);
}

static void a_round_trip_changes_nothing(void **state)
{
    (void)state;
    size_t size;
    const char *csv = item_export_csv(arena, catalog, opening);
    assert_int_equal(strncmp(csv, "\xEF\xBB\xBF", 3), 0);
    uint8_t *xlsx = item_export_xlsx(arena, catalog, opening, &size);
    ItemImport *imports[] = {import_text(catalog, csv), item_import(arena, catalog, xlsx, size, later)};
    for (int i = 0; i < 2; i++) {
        int events;
        assert_int_equal(imports[i]->error_count, 0);
        assert_int_equal(imports[i]->unchanged, 229);
        assert_int_equal(imports[i]->changed + imports[i]->added + imports[i]->removed + imports[i]->publishing + imports[i]->drafting, 0);
        catalog_import_events(arena, catalog, imports[i], later, true, &events);
        assert_int_equal(events, 0);
    }
    assert_string_equal(imports[1]->encoding, "XLSX");
}

/* A name that would be a formula in an office program goes out guarded and comes back as it was. */
static void formulas_survive_the_round_trip(void **state)
{
    (void)state;
    Catalog *one = district_empty(arena, NULL);
    Value *body = good_body(arena, catalog);
    value_set_str(arena, body, "notes", "=HYPERLINK(\"http://x\")");
    value_set_str(arena, body, "quantity_limit", "'-1");
    Item *item = item_of_body(arena, item_body_canonical(arena, body));
    item->state = ITEM_PUBLISHED;
    item->from = opening;
    catalog_add(one, item);
    catalog_ready(one);
    const char *csv = item_export_csv(arena, one, opening);
    assert_null(strstr(csv, ",=HYPER"));
    assert_null(strstr(csv, ",\"=HYPER"));
    assert_non_null(strstr(csv, "\"'=HYPER"));
    assert_int_equal(import_text(one, csv)->unchanged, 1);
}

static const char *line_of(const char *code, const char *name, const char *more) { return arena_printf(arena, "%s,%s%s\n", code, name, more); }

static void errors_name_row_column_and_reason(void **state)
{
    (void)state;
    const char *head = "实施编码,事项名称,承诺办结时限,主管部门\n";
    Buf text = buf_new(arena);
    buf_str(&text, head);
    buf_str(&text, line_of("4201150192001100", "健康证", ",1,019"));
    buf_str(&text, line_of("42011501920011", "短", ",1,019"));
    buf_str(&text, line_of("4201150192001300", "数", ",一,019"));
    buf_str(&text, line_of("4201150192001400", "", ",1,无此局"));
    ItemImport *import = import_text(catalog, text.text);
    assert_int_equal(import->error_count, 4);
    assert_int_equal(import->errors[0].row, 3);
    assert_int_equal(import->errors[0].column, 1);
    assert_string_equal(import->errors[0].heading, "实施编码");
    assert_int_equal(import->errors[1].row, 4);
    assert_int_equal(import->errors[1].column, 3);
    assert_string_equal(import->errors[1].heading, "承诺办结时限");
    assert_int_equal(import->errors[2].row, 5);
    assert_int_equal(import->errors[2].column, 2);
    assert_int_equal(import->errors[3].column, 4);
    assert_int_equal(import->line_count, 0);                /* all or nothing */
    int events;
    catalog_import_events(arena, catalog, import, later, true, &events);
    assert_int_equal(events, 0);
    assert_string_equal(value_str(value_get(item_import_value(arena, import), "errors")->first, "column_name"), "A");
}

static void files_that_are_not_items(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "x\n", "实施编码\n", "实施编码,事项名称\n", "实施编码,事项名称,神秘列\n4201150192001100,a,b\n",
        "实施编码,事项名称,事项名称\n4201150192001100,a,b\n", "实施编码,事项名称\n4201150192001100,a\n4201150192001100,b\n", "\"open", "PK\3\4nonsense",
        "code,department,item_name,kind,legal_basis,statutory_working_days,promised_working_days,handling_mode,materials,fee_basis,limit_unit,window\n1,教育局,a,坏,b,x,-1,d,e,f,年,W1\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ItemImport *import = import_text(catalog, texts[i]);
        assert_true(import->error_count > 0);
        assert_true(*import->errors[0].zh && *import->errors[0].en);
    }
}

static void a_preview_tells_what_would_change(void **state)
{
    (void)state;
    /* one changed (its promise shortened, steps too), one new, the rest of the catalogue absent */
    const Item *health = catalog_item_newest(catalog, "4201150192001100");
    Catalog *one = district_empty(arena, NULL), *two = district_empty(arena, NULL);
    Value *body = value_copy(arena, health->body), *fresh = value_copy(arena, health->body);
    value_set_str(arena, body, "hours", "周一至周六 8:30—17:30");
    value_set_str(arena, body, "notes", "演示数据。第二版");
    value_set_str(arena, fresh, "code", "4201150192009900");
    value_set_str(arena, fresh, "name", "新的公共服务");
    value_set_str(arena, fresh, "scope", "");                    /* not fit to publish: draft */
    Item *items[] = {item_of_body(arena, item_body_canonical(arena, body)), item_of_body(arena, item_body_canonical(arena, fresh))};
    for (int i = 0; i < 2; i++) { items[i]->state = ITEM_PUBLISHED; items[i]->from = opening; catalog_add(one, items[i]); }
    catalog_ready(one);
    catalog_ready(two);
    ItemImport *import = import_text(catalog, item_export_csv(arena, one, opening));
    assert_int_equal(import->error_count, 0);
    assert_int_equal(import->added, 1);
    assert_int_equal(import->changed, 1);
    assert_int_equal(import->unchanged, 0);
    assert_int_equal(import->removed, 228);
    assert_int_equal(import->publishing, 1);
    assert_int_equal(import->drafting, 1);
    const ImportLine *changed = &import->lines[0];
    assert_int_equal(changed->change, IMPORT_CHANGED);
    assert_string_equal(changed->fields, "办理时间、备注");
    assert_int_equal(changed->item->version, 2);
    int events;
    CatalogEvent *list = catalog_import_events(arena, catalog, import, later, false, &events);
    assert_int_equal(events, 3);
    assert_string_equal(list[0].kind, "item.drafted");
    assert_string_equal(list[1].kind, "item.published");
    assert_string_equal(value_str(list[1].body, "effective_from"), "2026-07-01");
    assert_string_equal(value_str(list[1].body, "hash"), changed->item->hash);
    assert_string_equal(list[2].kind, "item.drafted");
    catalog_import_events(arena, catalog, import, later, true, &events);
    assert_int_equal(events, 3 + 228);
    Value *preview = item_import_value(arena, import);
    assert_int_equal(value_int(preview, "removed", 0), 228);
    assert_int_equal(value_get(preview, "lines")->count, 230);
}

static void headings_in_english_and_other_order(void **state)
{
    (void)state;
    ItemImport *import = import_text(catalog, "name,code,kind,promised_unit,steps\n新事项,4201150192009900,公共服务,工作日,受理|岗|1\n");
    assert_int_equal(import->error_count, 0);
    assert_string_equal(import->lines[0].item->kind, "20");
    assert_string_equal(import->lines[0].item->promised_unit, "workday");
    assert_int_equal(import->lines[0].item->steps[0].days, 1);
}

static DepartmentImport *departments(const char *d, const char *w, const char *b)
{
    return department_import(arena, (SheetBytes){(const uint8_t *)d, strlen(d)}, (SheetBytes){(const uint8_t *)w, strlen(w)}, (SheetBytes){(const uint8_t *)b, strlen(b)});
}

static void departments_are_checked(void **state)
{
    (void)state;
    const char *d = "code,name,window,legal_body\n001,发改局,W01,B001\n", *w = "id,name,zone\nW01,一号,一楼\n",
               *b = "id,name,word,seal,reconsideration,court\nB001,发改局,发改,章,区政府,法院\n";
    DepartmentImport *import = departments(d, w, b);
    assert_int_equal(import->error_count, 0);
    assert_int_equal(import->departments, 1);
    assert_non_null(import->body);
    assert_true(departments("code,name,window,legal_body\n001,发改局,W09,B001\n", w, b)->error_count > 0);
    assert_true(departments("code,name,window,legal_body\n001,发改局,W01,B009\n", w, b)->error_count > 0);
    assert_true(departments("code,name,window,legal_body\n001,发改局,W01,B001\n001,二,W01,B001\n", w, b)->error_count > 0);
    assert_true(departments("code,window,legal_body\n001,W01,B001\n", w, b)->error_count > 0);
    assert_true(departments("code,name,window,legal_body\n,发改局,W01,B001\n", w, b)->error_count > 0);
    assert_true(departments("code,name,window,legal_body,valid_from\n001,发改局,W01,B001,2026-02-30\n", w, b)->error_count > 0);
    assert_true(departments(d, "id,name,zone,counters\nW01,一号,一楼,许多\n", b)->error_count > 0);
    assert_true(departments("code,name,window,legal_body\n", w, b)->error_count > 0);
    assert_null(departments(d, "\"", b)->body);
    assert_true(departments("部门编码,部门名称,窗口编号,主体编号\n001,发改局,W01,B001\n", w, b)->error_count == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seed_facts), cmocka_unit_test(every_row_of_the_district), cmocka_unit_test(the_short_file_agrees_and_comes_in_as_drafts),
        cmocka_unit_test(a_round_trip_changes_nothing), cmocka_unit_test(formulas_survive_the_round_trip), cmocka_unit_test(errors_name_row_column_and_reason),
        cmocka_unit_test(files_that_are_not_items), cmocka_unit_test(a_preview_tells_what_would_change), cmocka_unit_test(headings_in_english_and_other_order),
        cmocka_unit_test(departments_are_checked),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
