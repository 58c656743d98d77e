/* people_import.c: staff lists and letters of authority from CSV: strict reading, every error with row, column and reason, then events in order. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "people/people.h"
#include <string.h>

enum { ERRORS_MOST = 200, ROWS_MOST = 20000, CELLS_MOST = 32 };

/* ---- CSV ---- */

typedef struct Reader { Arena *arena; const char *at; int line; const char *problem; } Reader;

static const char *quoted_cell(Reader *r)
{
    Buf cell = buf_new(r->arena);
    int began = r->line;
    for (r->at++;; r->at++) {
        if (!*r->at) { r->problem = arena_printf(r->arena, "第%d行:引号没有结束", began); return ""; }
        if (*r->at == '"' && r->at[1] != '"') break;
        if (*r->at == '"') r->at++;
        if (*r->at == '\n') r->line++;
        buf_char(&cell, *r->at);
    }
    r->at++;
    if (*r->at && !strchr(",\r\n", *r->at)) r->problem = arena_printf(r->arena, "第%d行:引号之后应为逗号或行尾", r->line);
    return cell.text;
}

static const char *bare_cell(Reader *r)
{
    size_t n = strcspn(r->at, ",\"\r\n");
    if (r->at[n] == '"') r->problem = arena_printf(r->arena, "第%d行:引号只能在单元格开头", r->line);
    const char *cell = text_trim(r->arena, arena_strndup(r->arena, r->at, n));
    r->at += n;
    return cell;
}

static PeopleRow read_row(Reader *r)
{
    PeopleRow row = {.cells = ARENA_ARRAY(r->arena, const char *, CELLS_MOST), .line = r->line};
    for (;;) {
        if (row.count == CELLS_MOST) { r->problem = arena_printf(r->arena, "第%d行:列数过多", r->line); return row; }
        row.cells[row.count++] = *r->at == '"' ? quoted_cell(r) : bare_cell(r);
        if (r->problem) return row;
        if (*r->at != ',') break;
        r->at++;
    }
    if (*r->at == '\r') r->at++;
    if (*r->at == '\n') r->at++, r->line++;
    else if (*r->at) r->problem = arena_printf(r->arena, "第%d行:孤立的回车符", r->line);
    return row;
}

int people_csv(Arena *arena, const char *text, PeopleRow **rows, const char **problem)
{
    Reader r = {.arena = arena, .at = text, .line = 1};
    int room = 64, n = 0;
    *rows = ARENA_ARRAY(arena, PeopleRow, room);
    *problem = NULL;
    if (!text_is_utf8(text, strlen(text))) { *problem = "文件不是有效的UTF-8文本"; return -1; }
    if (!strncmp(text, "\xEF\xBB\xBF", 3)) r.at += 3;
    while (*r.at) {
        PeopleRow row = read_row(&r);
        if (!r.problem && n >= ROWS_MOST) r.problem = "行数过多";
        if (r.problem) { *problem = r.problem; return -1; }
        if (row.count == 1 && !*row.cells[0]) continue;        /* blank line */
        if (n == room) {
            PeopleRow *more = ARENA_ARRAY(arena, PeopleRow, room * 2);
            memcpy(more, *rows, sizeof *more * (size_t)n);
            *rows = more, room *= 2;
        }
        (*rows)[n++] = row;
    }
    return n;
}

/* ---- rows to officers and letters ---- */

typedef struct Import { Arena *arena; PeopleImport *out; const char *file; const char *const *columns; } Import;

static void wrong(Import *in, int line, const char *column, const char *why)
{
    if (in->out->error_count >= ERRORS_MOST) return;
    in->out->errors[in->out->error_count++] = column ? arena_printf(in->arena, "%s 第%d行 %s列:%s", in->file, line, column, why)
                                                     : arena_printf(in->arena, "%s 第%d行:%s", in->file, line, why);
}

static bool heading_good(Import *in, const PeopleRow *rows, int count, int columns)
{
    if (count < 1) { wrong(in, 1, NULL, "缺少标题行"); return false; }
    bool good = rows[0].count == columns;
    for (int i = 0; good && i < columns; i++) good = !strcmp(rows[0].cells[i], in->columns[i]);
    if (good) return true;
    Buf expected = buf_new(in->arena);
    for (int i = 0; i < columns; i++) { if (i) buf_char(&expected, ','); buf_str(&expected, in->columns[i]); }
    wrong(in, rows[0].line, NULL, arena_printf(in->arena, "标题行应为 %s", expected.text));
    return false;
}

static Day cell_day(Import *in, const PeopleRow *row, int column, bool may_be_open)
{
    Day day = DAY_NONE;
    if (!*row->cells[column] && may_be_open) return DAY_NONE;
    if (!day_parse(row->cells[column], &day)) wrong(in, row->line, in->columns[column], "日期应写作 YYYY-MM-DD");
    return day;
}

static bool width_good(Import *in, const PeopleRow *row, int columns)
{
    if (row->count == columns) return true;
    wrong(in, row->line, NULL, arena_printf(in->arena, "应有%d列,实有%d列", columns, row->count));
    return false;
}

static const Officer *listed(const PeopleImport *import, const char *id)
{
    for (int i = 0; i < import->officer_count; i++) if (!strcmp(import->officers[i].id, id)) return &import->officers[i];
    return NULL;
}

/* A further row of one who is listed is a post she holds beside (兼任): of the same person, inside her own post's days, and not one she holds already. */
static bool beside_good(Import *in, const PeopleRow *row, Officer *o)
{
    const Officer *first = listed(in->out, o->id);
    const char *problem;
    int count = 0;
    if (!first) return true;
    if (strcmp(first->name, o->name)) { wrong(in, row->line, "name", arena_printf(in->arena, "用户名“%s”在前为%s：同一用户名的各行须为同一人的各个岗位", o->id, first->name)); return false; }
    Appointment *own = ARENA_ARRAY(in->arena, Appointment, in->out->officer_count);
    for (const Officer *e = first; e < in->out->officers + in->out->officer_count; e++)
        if (!strcmp(e->id, o->id)) own[count++] = (Appointment){.officer = e->id, .department = e->department, .window = e->window, .document = e->document, .roles = e->roles, .from = e->from, .to = e->to, .beside = e->beside};
    People so_far = {.appointments = own, .appointment_count = count};
    o->beside = true;
    if (people_event_post_added(in->arena, &so_far, o, &problem)) return true;
    wrong(in, row->line, NULL, problem);
    return false;
}

static void read_officer(Import *in, const PeopleRow *row)
{
    int before = in->out->error_count;
    if (!width_good(in, row, 9)) return;
    const char **c = row->cells;
    Officer o = {.id = c[0], .name = c[1], .department = c[2], .window = c[3], .post = c[5], .document = c[8]};
    if (!roles_parse(c[4], &o.roles)) wrong(in, row->line, "roles", arena_printf(in->arena, "“%s”中有未知、重复或缺少的角色", c[4]));
    o.from = cell_day(in, row, 6, false);
    o.to = cell_day(in, row, 7, true);
    if (in->out->error_count > before) return;
    const char *problem = officer_problem(in->arena, &o);
    if (problem) { wrong(in, row->line, NULL, problem); return; }
    if (text_blank(o.document)) { wrong(in, row->line, "document", "缺少任职文件文号"); return; }
    if (!beside_good(in, row, &o)) return;
    in->out->officers[in->out->officer_count++] = o;
}

/* In the department of one of her posts; who has a post of the centre itself, in any. */
static bool posted_in(const PeopleImport *import, const char *id, const char *department)
{
    for (int i = 0; i < import->officer_count; i++)
        if (!strcmp(import->officers[i].id, id) && (!*import->officers[i].department || !strcmp(import->officers[i].department, department))) return true;
    return false;
}

static void read_authority(Import *in, const PeopleRow *row)
{
    int before = in->out->error_count;
    if (!width_good(in, row, 8)) return;
    const char **c = row->cells, *problem = NULL;
    const Officer *officer = listed(in->out, c[0]);
    if (!officer) wrong(in, row->line, "officer", arena_printf(in->arena, "人员表中没有“%s”", c[0]));
    Day from = cell_day(in, row, 4, false), to = cell_day(in, row, 5, true);
    if (*c[7]) {
        Substitute pair = {.a = c[7], .b = c[0], .from = from, .to = to, .document = c[6]};
        if (!listed(in->out, c[7])) wrong(in, row->line, "substitute_of", arena_printf(in->arena, "人员表中没有“%s”", c[7]));
        if (*c[1] || *c[2] || *c[3]) wrong(in, row->line, NULL, "AB角行的department、item、rights列应为空");
        if (in->out->error_count > before) return;
        if (people_event_substitute(in->arena, NULL, &pair, &problem)) in->out->substitutes[in->out->substitute_count++] = pair;
        else wrong(in, row->line, NULL, problem);
        return;
    }
    Authority a = {.officer = c[0], .department = c[1], .item = c[2], .from = from, .to = to, .document = c[6]};
    if (!authority_rights_parse(c[3], &a.rights)) wrong(in, row->line, "rights", arena_printf(in->arena, "“%s”中有未知、重复或缺少的权限", c[3]));
    if (officer && !posted_in(in->out, c[0], a.department)) wrong(in, row->line, "department", "与该人员所属部门不同");
    if (in->out->error_count > before) return;
    if (people_event_granted(in->arena, NULL, &a, &problem)) in->out->authorities[in->out->authority_count++] = a;
    else wrong(in, row->line, NULL, problem);
}

PeopleImport *people_import(Arena *arena, const PeopleRow *officers, int officer_rows, const PeopleRow *authority, int authority_rows)
{
    static const char *const officer_columns[] = {"id", "name", "department", "window", "roles", "post", "from", "to", "document"};
    static const char *const authority_columns[] = {"officer", "department", "item", "rights", "from", "to", "document", "substitute_of"};
    PeopleImport *out = ARENA_NEW(arena, PeopleImport);
    out->officers = ARENA_ARRAY(arena, Officer, officer_rows + 1);
    out->authorities = ARENA_ARRAY(arena, Authority, authority_rows + 1);
    out->substitutes = ARENA_ARRAY(arena, Substitute, authority_rows + 1);
    out->errors = ARENA_ARRAY(arena, char *, ERRORS_MOST + 1);
    Import in = {arena, out, "officers.csv", officer_columns};
    if (heading_good(&in, officers, officer_rows, 9))
        for (int i = 1; i < officer_rows; i++) read_officer(&in, &officers[i]);
    in.file = "authority.csv", in.columns = authority_columns;
    if (authority_rows && heading_good(&in, authority, authority_rows, 8))
        for (int i = 1; i < authority_rows; i++) read_authority(&in, &authority[i]);
    return out;
}

int people_import_events(Arena *arena, const PeopleImport *import, const char ***kinds, Value ***bodies)
{
    int most = import->officer_count + import->authority_count + import->substitute_count, n = 0;
    const char *problem;
    *kinds = ARENA_ARRAY(arena, const char *, most + 1);
    *bodies = ARENA_ARRAY(arena, Value *, most + 1);
    if (import->error_count) return 0;
    for (int i = 0; i < import->officer_count; i++) {
        const Officer *o = &import->officers[i];
        (*kinds)[n] = o->beside ? "officer.post_added" : "officer.appointed";
        (*bodies)[n++] = o->beside ? people_event_post_added(arena, NULL, o, &problem) : people_event_appointed(arena, NULL, o, &problem);
    }
    for (int i = 0; i < import->authority_count; i++) (*kinds)[n] = "authority.granted", (*bodies)[n++] = people_event_granted(arena, NULL, &import->authorities[i], &problem);
    for (int i = 0; i < import->substitute_count; i++) (*kinds)[n] = "substitute.named", (*bodies)[n++] = people_event_substitute(arena, NULL, &import->substitutes[i], &problem);
    return n;
}
