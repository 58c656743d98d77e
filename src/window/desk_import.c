/* desk_import.c: see desk_import.h. Every row is decided before any is recorded: a refused file changes nothing. */
#include "window/desk_import.h"
#include "base/text.h"
#include "catalog/table.h"
#include <assert.h>
#include <string.h>

enum { SHOWN = 50 };
typedef struct Import {
    Scene *scene;
    WindowTurn *turn;
    const DeskImport *wanted;
    const Table *table;
    int columns[64], field_count, errors;       /* column of each field, -1 absent */
    Value **bodies, **persons;
} Import;

static void fault(Import *im, int line, int column, const char *heading, const char *zh, const char *en)
{
    Arena *a = im->turn->arena;
    if (im->errors++ == 0) window_refuse(im->turn, REFUSED_IMPORT_INVALID, arena_printf(a, "第%d行 %s：%s", line, heading, zh));
    if (im->errors > SHOWN) return;
    Value *one = value_push_object(a, (Value *)value_get(im->turn->result, "errors"));
    value_set_int(a, one, "row", line);
    value_set_int(a, one, "column", column + 1);
    value_set_str(a, one, "heading", heading);
    value_set_str(a, one, "zh", zh);
    value_set_str(a, one, "en", en);
}

static bool headings(Import *im)
{
    const DeskField *fields = im->wanted->act->fields;
    int known = 0;
    for (int i = 0; fields[i].key; i++) {
        assert(i < (int)(sizeof im->columns / sizeof *im->columns));
        im->columns[im->field_count++] = table_column(im->table, 0, fields[i].zh);
        known += im->columns[i] >= 0;
        if (im->columns[i] < 0 && fields[i].flags & DESK_REQUIRED) fault(im, 1, -1, fields[i].zh, "缺少这一列", "this column is missing");
    }
    for (int c = 0; im->table->count && c < im->table->rows[0].count; c++) {
        const char *heading = table_cell(im->table, 0, c);
        bool used = !*heading;
        for (int i = 0; i < im->field_count; i++) used = used || im->columns[i] == c;
        if (!used) fault(im, 1, c, heading, "不认识的列", "unknown column");
    }
    return known && !im->errors;
}

/* Which column a refusal speaks of: its detail begins with the field's label. */
static int column_of(const Import *im, const char *detail)
{
    const DeskField *fields = im->wanted->act->fields;
    for (int i = 0; detail && i < im->field_count; i++) {
        size_t n = strlen(fields[i].zh);
        if (!strncmp(detail, fields[i].zh, n) && !strncmp(detail + n, "：", 3)) return i;
    }
    return -1;
}

static void row(Import *im, int at)
{
    Arena *a = im->turn->arena;
    const DeskField *fields = im->wanted->act->fields;
    Scene *scene = im->scene;
    Value *input = value_object(a);
    for (int i = 0; i < im->field_count; i++)
        if (im->columns[i] >= 0) value_set_str(a, input, fields[i].key, table_unguard(table_cell(im->table, at, im->columns[i])));
    DeskTurn t = {.arena = a, .store = scene->store, .calendar = scene->calendar, .people = scene->people, .catalog = scene->catalog, .actor = &im->turn->actor,
                  .now = im->turn->now, .today = instant_day(im->turn->now), .seq = 0, .input = input};
    int line = im->table->rows[at].line;
    if (!desk_decide(im->wanted->act, &t)) {
        int field = column_of(im, t.detail);
        const RefusalText *text = refusal_text(t.refusal);
        const char *zh = field >= 0 ? t.detail + strlen(fields[field].zh) + 3 : t.detail ? arena_printf(a, "%s（%s）", text->zh, t.detail) : text->zh;
        fault(im, line, field < 0 ? -1 : im->columns[field], field < 0 ? "" : fields[field].zh, zh, t.detail ? arena_printf(a, "%s (%s)", text->en, t.detail) : text->en);
        return;
    }
    im->bodies[at] = t.body;
    im->persons[at] = t.person;
    for (int before = 1; before < at; before++) {
        bool same = im->bodies[before] && im->wanted->unique[0];
        for (int k = 0; same && im->wanted->unique[k]; k++) same = !strcmp(value_str_or(im->bodies[before], im->wanted->unique[k], ""), value_str_or(t.body, im->wanted->unique[k], ""));
        if (same) { fault(im, line, -1, "", arena_printf(a, "与第%d行重复", im->table->rows[before].line), arena_printf(a, "the same as line %d", im->table->rows[before].line)); return; }
    }
}

void desk_import(Scene *scene, WindowTurn *turn)
{
    const DeskImport *wanted = turn->input;
    assert(!wanted->act->document && wanted->act->by != DESK_BY_CLOCK);
    Import im = {.scene = scene, .turn = turn, .wanted = wanted, .table = table_read(turn->arena, wanted->bytes, wanted->size)};
    turn->result = value_object(turn->arena);
    value_set_list(turn->arena, turn->result, "errors");
    if (im.table->failed) { fault(&im, im.table->error_row, im.table->error_column - 1, "", im.table->error_zh, im.table->error_en); return; }
    if (im.table->count - 1 > LIMIT_DESK_IMPORT_ROWS) { fault(&im, LIMIT_DESK_IMPORT_ROWS + 2, -1, "", "行数过多", "too many rows"); return; }
    if (!headings(&im)) { if (!im.errors) fault(&im, 1, -1, "", "没有可以认识的列", "no known column"); return; }
    if (im.table->count < 2) { fault(&im, 1, -1, "", "没有数据", "no rows"); return; }
    im.bodies = ARENA_ARRAY(turn->arena, Value *, im.table->count);
    im.persons = ARENA_ARRAY(turn->arena, Value *, im.table->count);
    for (int at = 1; at < im.table->count; at++) row(&im, at);
    value_set_int(turn->arena, turn->result, "rows", im.table->count - 1);
    if (im.errors || wanted->dry_run) return;
    for (int at = 1; at < im.table->count; at++) {
        Event event = {.kind = wanted->act->event, .body = im.bodies[at], .person = im.persons[at]};
        window_record(scene, turn, &event);
    }
}

void desk_import_heading(Buf *out, const DeskAct *act)
{
    buf_str(out, "\xEF\xBB\xBF");
    for (const DeskField *f = act->fields; f->key; f++) table_write_csv_cell(out, f->zh, !f[1].key);
}
