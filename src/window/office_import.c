/* office_import.c: items and departments brought in as spreadsheets; see office_act.h. All or nothing. */
#include "window/office_act.h"
#include "catalog/item_sheet.h"
#include "people/rights.h"

static void refuse_errors(WindowTurn *turn, const ImportError *errors, int count)
{
    enum { SHOWN = 50 };
    if (!turn->result) turn->result = value_object(turn->arena);
    Value *list = value_set_list(turn->arena, turn->result, "errors");
    for (int i = 0; i < count && i < SHOWN; i++) {
        Value *one = value_push_object(turn->arena, list);
        value_set_int(turn->arena, one, "row", errors[i].row);
        value_set_int(turn->arena, one, "column", errors[i].column);
        value_set_str(turn->arena, one, "heading", errors[i].heading ? errors[i].heading : "");
        value_set_str(turn->arena, one, "zh", errors[i].zh);
        value_set_str(turn->arena, one, "en", errors[i].en);
    }
    window_refuse(turn, REFUSED_IMPORT_INVALID, arena_printf(turn->arena, "第%d行 %s：%s", errors[0].row, errors[0].heading ? errors[0].heading : "", errors[0].zh));
}

void office_import_items(Scene *scene, WindowTurn *turn)
{
    const ItemsImport *wanted = turn->input;
    if (!office_may(turn, RIGHT_EDIT_CATALOGUE) || !office_may(turn, RIGHT_PUBLISH)) return;
    Day from = day_is_none(wanted->from) ? instant_day(turn->now) : wanted->from;
    ItemImport *import = item_import(turn->arena, scene->catalog, wanted->bytes, wanted->size, from);
    turn->result = item_import_value(turn->arena, import);
    if (import->error_count) { refuse_errors(turn, import->errors, import->error_count); return; }
    if (wanted->dry_run) return;
    int count;
    CatalogEvent *events = catalog_import_events(turn->arena, scene->catalog, import, from, wanted->withdraw_removed, &count);
    for (int i = 0; i < count; i++) {
        Event event = {.kind = events[i].kind, .body = events[i].body};
        window_record(scene, turn, &event);
    }
}

void office_import_departments(Scene *scene, WindowTurn *turn)
{
    const DepartmentsImport *wanted = turn->input;
    if (!office_may(turn, RIGHT_EDIT_CATALOGUE)) return;
    DepartmentImport *import = department_import(turn->arena, (SheetBytes){wanted->departments, wanted->departments_size},
        (SheetBytes){wanted->windows, wanted->windows_size}, (SheetBytes){wanted->bodies, wanted->bodies_size});
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "departments", import->departments);
    value_set_int(turn->arena, turn->result, "windows", import->windows);
    value_set_int(turn->arena, turn->result, "bodies", import->bodies);
    if (import->error_count) { refuse_errors(turn, import->errors, import->error_count); return; }
    if (wanted->dry_run) return;
    Event event = {.kind = "catalog.departments_imported", .body = import->body};
    window_record(scene, turn, &event);
}
