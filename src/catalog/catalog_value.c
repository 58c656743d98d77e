/* catalog_value.c: the catalogue for templates and JSON: names beside ids, limits in words, publications. See catalog.h. */
#include "base/text.h"
#include "catalog/catalog.h"
#include <string.h>

static void set_names(const Catalog *catalog, Arena *arena, Value *out, const Item *item)
{
    const Department *department = catalog_department(catalog, item->department);
    const Window *window = catalog_window(catalog, item->window);
    const LegalBody *body = catalog_body(catalog, item->legal_body);
    value_set_str(arena, out, "kind_name", item->kind_name);
    value_set_str(arena, out, "department_name", department ? department->name : item->department);
    value_set_str(arena, out, "window_name", window ? window->name : item->window);
    value_set_str(arena, out, "window_zone", window ? window->zone : "");
    value_set_str(arena, out, "legal_body_name", body ? body->name : "");
    value_set_str(arena, out, "statutory_text", limit_text_zh(arena, item->statutory_limit, item->statutory_unit));
    value_set_str(arena, out, "statutory_text_en", limit_text_en(arena, item->statutory_limit, item->statutory_unit));
    value_set_str(arena, out, "promised_text", limit_text_zh(arena, item->promised_limit, item->promised_unit));
    value_set_str(arena, out, "promised_text_en", limit_text_en(arena, item->promised_limit, item->promised_unit));
    value_set_bool(arena, out, "free", item->fee_count == 0);
    value_set_bool(arena, out, "instant", item_is_instant(item));
    value_set_int(arena, out, "version", item->version);
    value_set_str(arena, out, "state", item_state_name(item->state));
    value_set_str(arena, out, "hash", item->hash);
    value_set_str(arena, out, "hash12", item->hash12);
    value_set_str(arena, out, "effective_from", day_text(arena, item->from));
    value_set_str(arena, out, "effective_to", day_text(arena, item->to));
}

Value *catalog_item_brief(const Catalog *catalog, Arena *arena, const Item *item)
{
    Value *out = value_object(arena);
    value_set_str(arena, out, "code", item->code);
    value_set_str(arena, out, "name", item->name);
    value_set_str(arena, out, "name_en", item->name_en);
    value_set_str(arena, out, "kind", item->kind);
    value_set_str(arena, out, "mode", item->mode);
    value_set_str(arena, out, "department", item->department);
    value_set_str(arena, out, "window", item->window);
    value_set_int(arena, out, "statutory_limit", item->statutory_limit);
    value_set_str(arena, out, "statutory_unit", item->statutory_unit);
    value_set_int(arena, out, "promised_limit", item->promised_limit);
    value_set_str(arena, out, "promised_unit", item->promised_unit);
    value_set_int(arena, out, "material_count", item->material_count);
    value_set_str(arena, out, "result_name", item->result_name);
    set_names(catalog, arena, out, item);
    return out;
}

static Value *member(Value *object, const char *key)
{
    for (Value *m = object->first; m; m = m->next) if (!strcmp(m->key, key)) return m;
    return NULL;
}

static void word_forms(Arena *arena, Value *materials)
{
    for (Value *row = materials ? materials->first : NULL; row; row = row->next) {
        const char *form = value_str_or(row, "form", "");
        bool paper = !strcmp(form, "paper"), electronic = !strcmp(form, "electronic");
        value_set_str(arena, row, "form_zh", paper ? "纸质" : electronic ? "电子" : "纸质或电子");
        value_set_str(arena, row, "form_en", paper ? "paper" : electronic ? "electronic" : "paper or electronic");
    }
}

static void word_objects(Arena *arena, Value *out)
{
    static const char *const names[][2] = {{"自然人", "natural person"}, {"企业法人", "company"}, {"事业法人", "public institution"},
        {"社会组织法人", "social organisation"}, {"行政机关", "government body"}, {"其他", "other"}};     /* GB/T 39046 A.4 */
    const Value *codes = value_get(out, "service_objects");
    Value *zh = value_list(arena), *en = value_list(arena);
    for (const Value *v = codes ? codes->first : NULL; v; v = v->next) {
        int code = v->string && v->string[0] >= '1' && v->string[0] <= '6' && !v->string[1] ? v->string[0] - '1' : 5;
        value_push_str(arena, zh, names[code][0]);
        value_push_str(arena, en, names[code][1]);
    }
    value_set(arena, out, "service_object_names", zh);
    value_set(arena, out, "service_object_names_en", en);
}

Value *catalog_item_value(const Catalog *catalog, Arena *arena, const Item *item)
{
    Value *out = value_copy(arena, item->body);
    Publication blocks[BLOCK_COUNT];
    set_names(catalog, arena, out, item);
    word_forms(arena, member(out, "materials"));
    word_objects(arena, out);
    for (Value *row = member(out, "fees") ? member(out, "fees")->first : NULL; row; row = row->next)
        value_set_str(arena, row, "amount_text", money_text(arena, (Money){value_int(row, "amount_fen", 0)}));
    Value *co = value_set_list(arena, out, "co_department_names");
    const Value *codes = value_get(item->body, "co_departments");
    for (const Value *v = codes ? codes->first : NULL; v; v = v->next) {
        const Department *department = catalog_department(catalog, v->string);
        value_push_str(arena, co, department ? department->name : v->string);
    }
    Value *list = value_set_list(arena, out, "publications");
    item_publications(item, blocks);
    for (int i = 0; i < BLOCK_COUNT; i++) {
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "key", blocks[i].key);
        value_set_str(arena, row, "zh", blocks[i].zh);
        value_set_str(arena, row, "en", blocks[i].en);
        value_set_bool(arena, row, "present", blocks[i].present);
    }
    return out;
}

Value *catalog_department_value(const Catalog *catalog, Arena *arena, const Department *d)
{
    Value *out = value_object(arena);
    const Window *window = catalog_window(catalog, d->window);
    value_set_str(arena, out, "code", d->code);
    value_set_str(arena, out, "name", d->name);
    value_set_str(arena, out, "old_name", d->old_name);
    value_set_str(arena, out, "window", d->window);
    value_set_str(arena, out, "window_name", window ? window->name : "");
    value_set_str(arena, out, "legal_body", d->legal_body);
    value_set_str(arena, out, "consult_phone", d->consult_phone);
    value_set_str(arena, out, "supervise_phone", d->supervise_phone);
    value_set_str(arena, out, "valid_from", day_text(arena, d->valid_from));
    value_set_str(arena, out, "valid_to", day_text(arena, d->valid_to));
    value_set_str(arena, out, "successor", d->successor);
    return out;
}

Value *catalog_window_value(const Catalog *catalog, Arena *arena, const Window *w)
{
    Value *out = value_object(arena);
    value_set_str(arena, out, "id", w->id);
    value_set_str(arena, out, "name", w->name);
    value_set_str(arena, out, "zone", w->zone);
    value_set_int(arena, out, "counters", w->counters);
    value_set_str(arena, out, "phone", w->phone);
    value_set_str(arena, out, "hours", w->hours);
    Value *list = value_set_list(arena, out, "departments");
    for (int i = 0; i < catalog_department_count(catalog); i++) {
        const Department *d = catalog_department_number(catalog, i);
        if (strcmp(d->window, w->id)) continue;
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "code", d->code);
        value_set_str(arena, row, "name", d->name);
    }
    return out;
}

Value *catalog_body_value(Arena *arena, const LegalBody *b)
{
    Value *out = value_object(arena);
    value_set_str(arena, out, "id", b->id);
    value_set_str(arena, out, "name", b->name);
    value_set_str(arena, out, "word", b->word);
    value_set_str(arena, out, "seal", b->seal);
    value_set_str(arena, out, "reconsideration", b->reconsideration);
    value_set_str(arena, out, "court", b->court);
    return out;
}
