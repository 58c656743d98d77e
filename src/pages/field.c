/* field.c: see field.h. */
#include "pages/field.h"
#include "base/text.h"
#include <string.h>

static const char *type_key(FieldType type)
{
    static const char *const keys[] = {"is_text", "is_number", "is_date", "is_tel", "is_area", "is_select", "is_radios", "is_check", "is_file", "is_hidden", "is_password", "is_fold", "is_fold_end"};
    return keys[type];
}

static const char *shown_value(Arena *a, const Value *values, const char *name)
{
    const Value *value = value_get(values, name);
    if (!value) return NULL;
    if (value->kind == VALUE_INT) return arena_printf(a, "%lld", (long long)value->integer);
    if (value->kind == VALUE_BOOL) return value->boolean ? "1" : NULL;
    return value->kind == VALUE_STRING ? value->string : NULL;
}

static void set_options(Request *request, Value *out, const FieldRow *row, const char *id, const char *picked)
{
    Arena *a = request->arena;
    bool english = visitor_english(visitor_of(request));
    Value *list = value_set_list(a, out, "options");
    for (const FieldOption *o = row->options; o && o->value; o++) {
        Value *option = value_push_object(a, list);
        value_set_str(a, option, "id", o == row->options ? id : arena_printf(a, "%s-%s", id, o->value));
        value_set_str(a, option, "value", o->value);
        value_set_str(a, option, "text", english ? o->en : o->zh);
        value_set_bool(a, option, "picked", picked && !strcmp(picked, o->value));
        value_set_str(a, option, "about", NULL);
    }
}

Value *field_list(Request *request, const FieldRow *rows, const char *prefix, const Value *values, const Value *errors)
{
    Arena *a = request->arena;
    bool english = visitor_english(visitor_of(request));
    Value *list = value_list(a);
    for (const FieldRow *row = rows; row->name; row++) {
        Value *out = value_push_object(a, list);
        const char *id = arena_printf(a, "%s%s", prefix, row->name), *value = shown_value(a, values, row->name);
        for (int type = 0; type <= FIELD_FOLD_END; type++) value_set_bool(a, out, type_key((FieldType)type), type == (int)row->type);
        value_set_bool(a, out, "is_checks", false);
        value_set_str(a, out, "id", id);
        value_set_str(a, out, "name", row->name);
        value_set_str(a, out, "label_key", NULL);
        value_set_str(a, out, "label", english ? row->en : row->zh);
        value_set_str(a, out, "hint_key", NULL);
        value_set_str(a, out, "hint", english ? row->hint_en : row->hint_zh);
        value_set_str(a, out, "error", value_str(errors, row->name));
        value_set_str(a, out, "value", row->type == FIELD_PASSWORD ? NULL : value);
        value_set_str(a, out, "width", row->width ? row->width : row->type == FIELD_NUMBER ? NULL : "20");
        value_set_bool(a, out, "required", row->required);
        value_set_str(a, out, "autocomplete", row->autocomplete);
        set_options(request, out, row, id, value);
    }
    return list;
}

Value *field_values(Request *request, const FieldRow *rows)
{
    Arena *a = request->arena;
    Value *values = value_object(a);
    for (const FieldRow *row = rows; row->name; row++) {
        if (row->type == FIELD_FOLD || row->type == FIELD_FOLD_END) continue;
        const char *typed = request_form(request, row->name);
        int64_t number;
        char *text = text_trim(a, typed ? typed : "");
        if (row->type == FIELD_CHECK) value_set_bool(a, values, row->name, typed && *typed);
        else if (row->type == FIELD_NUMBER && text_parse_int(text, INT32_MIN, INT32_MAX, &number)) value_set_int(a, values, row->name, number);
        else if (*text) value_set_str(a, values, row->name, text);
    }
    return values;
}
