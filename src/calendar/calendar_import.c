/* calendar_import.c: holiday files: rows checked one by one, every problem named with row and column, all taken or none. */
#include "calendar/calendar.h"
#include "base/limits.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_IMPORT_YEAR = 1950, LAST_IMPORT_YEAR = 2199 };

static void problem(Arena *arena, CalendarTable *table, int row, const char *column, const char *zh, const char *en)
{
    if (!table->problems) table->problems = ARENA_ARRAY(arena, CalendarProblem, LIMIT_CALENDAR_PROBLEMS);
    if (table->problem_count < LIMIT_CALENDAR_PROBLEMS) table->problems[table->problem_count++] = (CalendarProblem){row, column, zh, en};
}

/* What a person typed, made safe to show: short and without line ends. */
static const char *shown(Arena *arena, const char *text)
{
    if (text_blank(text)) return "（空）";
    size_t bytes = strlen(text), kept = bytes > 40 ? 40 : bytes;
    while (kept < bytes && kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80) kept--;
    char *copy = arena_strndup(arena, text, kept);
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ') *c = ' ';
    return copy;
}

static bool parse_date(Arena *arena, CalendarTable *table, const CalendarCells *cells, Day *out)
{
    char *date = cells->date ? text_trim(arena, cells->date) : NULL;
    if (!date || !day_parse(date, out)) {
        problem(arena, table, cells->row, "date", arena_printf(arena, "日期“%s”不是 2026-10-01 这样的真实日期", shown(arena, cells->date)),
                arena_printf(arena, "\"%s\" is not a real date like 2026-10-01", shown(arena, cells->date)));
        return false;
    }
    int year = day_year(*out);
    if (year >= FIRST_IMPORT_YEAR && year <= LAST_IMPORT_YEAR) return true;
    problem(arena, table, cells->row, "date", "年份须在1950年至2199年之间", "the year must lie in 1950 to 2199");
    return false;
}

static bool parse_kind(Arena *arena, CalendarTable *table, const CalendarCells *cells, CalendarKind *out)
{
    char *kind = cells->kind ? text_trim(arena, cells->kind) : NULL;
    if (calendar_kind_parse(kind, out)) return true;
    problem(arena, table, cells->row, "kind",
            arena_printf(arena, "类型“%s”不认识，应为 holiday（放假）、workday（调休上班）或 holiday_provisional（暂定放假）", shown(arena, cells->kind)),
            arena_printf(arena, "unknown kind \"%s\": holiday, workday or holiday_provisional", shown(arena, cells->kind)));
    return false;
}

static bool parse_name(Arena *arena, CalendarTable *table, const CalendarCells *cells, const char **out)
{
    const char *zh = NULL, *en = NULL;
    char *name = cells->name ? text_trim(arena, cells->name) : NULL;
    if (text_blank(name)) zh = "缺少节日名称", en = "the holiday's name is missing";
    else if (!text_is_utf8(name, strlen(name)) || strpbrk(name, "\t\r\n")) zh = "节日名称含有不可用的字符", en = "the name holds characters that cannot be used";
    else if (text_characters(name) > LIMIT_NAME_CHARACTERS) zh = "节日名称过长（上限200字）", en = "the name is longer than 200 characters";
    if (zh) problem(arena, table, cells->row, "name", zh, en);
    *out = name;
    return !zh;
}

typedef struct { CalendarDay day; int row; } Numbered;

static int by_day_then_row(const void *a, const void *b)
{
    const Numbered *x = a, *y = b;
    if (x->day.day.n != y->day.day.n) return x->day.day.n < y->day.day.n ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void refuse_repeats(Arena *arena, CalendarTable *table, const Numbered *days, int count)
{
    for (int i = 1; i < count; i++)
        if (days[i].day.day.n == days[i - 1].day.day.n)
            problem(arena, table, days[i].row, "date", arena_printf(arena, "%s 在第%d行已出现", day_text(arena, days[i].day.day), days[i - 1].row),
                    arena_printf(arena, "%s stands in row %d already", day_text(arena, days[i].day.day), days[i - 1].row));
}

CalendarTable calendar_parse(Arena *arena, const CalendarCells *cells, int count)
{
    CalendarTable table = {0};
    if (count < 1) problem(arena, &table, 0, "", "文件里没有数据行", "the file holds no rows");
    if (count > LIMIT_CALENDAR_ROWS) {
        problem(arena, &table, 0, "", "行数过多（上限20000行）", "too many rows (20000 at most)");
        return table;
    }
    Numbered *days = ARENA_ARRAY(arena, Numbered, count + 1);
    int taken = 0;
    for (int i = 0; i < count; i++) {
        Numbered *next = &days[taken];
        next->row = cells[i].row;
        bool date = parse_date(arena, &table, &cells[i], &next->day.day);
        bool kind = parse_kind(arena, &table, &cells[i], &next->day.kind);
        bool name = parse_name(arena, &table, &cells[i], &next->day.name);
        if (date && kind && name) taken++;
    }
    qsort(days, (size_t)taken, sizeof *days, by_day_then_row);
    refuse_repeats(arena, &table, days, taken);
    if (table.problem_count) return table;
    table.days = ARENA_ARRAY(arena, CalendarDay, taken);
    table.count = taken;
    for (int i = 0; i < taken; i++) table.days[i] = days[i].day;
    return table;
}

/* One line into at most three cells, trimmed (of a carriage return too); more than three is told by the count. A cell may stand in double quotes, without quotes inside. */
static int split_cells(Arena *arena, char *line, char **out)
{
    char **parts;
    int count = text_split(arena, line, ',', &parts);
    for (int i = 0; i < count && i < 3; i++) {
        char *cell = text_trim(arena, parts[i]);
        size_t length = strlen(cell);
        if (length >= 2 && cell[0] == '"' && cell[length - 1] == '"') cell = arena_strndup(arena, cell + 1, length - 2);
        out[i] = cell;
    }
    return count;
}

static bool header_right(char **cells, int count)
{
    return count == 3 && ((!strcmp(cells[0], "date") && !strcmp(cells[1], "kind") && !strcmp(cells[2], "name"))
                          || (!strcmp(cells[0], "日期") && !strcmp(cells[1], "类型") && !strcmp(cells[2], "名称")));
}

static CalendarTable refused(Arena *arena, int row, const char *zh, const char *en)
{
    CalendarTable table = {0};
    problem(arena, &table, row, "", zh, en);
    return table;
}

CalendarTable calendar_parse_text(Arena *arena, const uint8_t *bytes, size_t size)
{
    if (size > LIMIT_IMPORT_BYTES) return refused(arena, 0, "文件过大", "the file is too large");
    if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) bytes += 3, size -= 3;
    if (!text_is_utf8((const char *)bytes, size)) return refused(arena, 0, "文件不是 UTF-8 文本", "the file is not UTF-8 text");
    char **lines;
    int line_count = text_split(arena, arena_strndup(arena, (const char *)bytes, size), '\n', &lines), count = 0;
    if (line_count > 2 * LIMIT_CALENDAR_ROWS) return refused(arena, 0, "行数过多（上限20000行）", "too many rows (20000 at most)");
    CalendarCells *rows = ARENA_ARRAY(arena, CalendarCells, line_count + 1);
    bool header = false;
    for (int i = 0; i < line_count; i++) {
        if (lines[i][0] == '#' || text_blank(lines[i])) continue;
        char *cells[3] = {NULL, NULL, NULL};
        int cell_count = split_cells(arena, lines[i], cells);
        if (!header) {
            if (!header_right(cells, cell_count)) return refused(arena, i + 1, "首行应为 date,kind,name", "the first row must be date,kind,name");
            header = true;
            continue;
        }
        if (cell_count > 3) return refused(arena, i + 1, "每行应有三列：date,kind,name", "each row has three columns: date,kind,name");
        rows[count++] = (CalendarCells){i + 1, cells[0], cells[1], cells[2]};
    }
    if (!header) return refused(arena, 1, "首行应为 date,kind,name", "the first row must be date,kind,name");
    return calendar_parse(arena, rows, count);
}

Value *calendar_import_body(Arena *arena, const char *source, const CalendarDay *days, int count)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "source", source);
    Value *rows = value_set_list(arena, body, "days");
    for (int i = 0; i < count; i++)
        value_push_str(arena, rows, arena_printf(arena, "%s %s %s", day_text(arena, days[i].day), calendar_kind_code(days[i].kind), days[i].name));
    return body;
}

Value *calendar_override_body(Arena *arena, const CalendarOverride *override, bool withdrawn)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "area", override->area);
    value_set_str(arena, body, "date", day_text(arena, override->day));
    value_set_str(arena, body, "kind", withdrawn ? "withdrawn" : calendar_kind_code(override->kind));
    value_set_str(arena, body, "document", override->document);
    return body;
}

const char *calendar_override_fault(const CalendarOverride *override, const char **english)
{
    const char *ignored;
    if (!english) english = &ignored;
    bool area = override->area && strlen(override->area) == 6 && strspn(override->area, "0123456789") == 6 && strncmp(override->area, "00", 2);
    if (!area) return *english = "the area must be a six-digit division code", "地区须为六位行政区划代码";
    if (day_is_none(override->day)) return *english = "the date is missing", "缺少日期";
    int year = day_year(override->day);
    if (year < FIRST_IMPORT_YEAR || year > LAST_IMPORT_YEAR) return *english = "the year must lie in 1950 to 2199", "年份须在1950年至2199年之间";
    if (override->kind == CALENDAR_HOLIDAY_PROVISIONAL) return *english = "an override is holiday or workday", "局部调整只能是停止办公或正常办公";
    if (text_blank(override->document)) return *english = "the document that orders it is missing (DC-12)", "须写明依据的文件（DC-12）";
    if (text_characters(override->document) > LIMIT_NAME_CHARACTERS) return *english = "the document's name is too long", "文件名称过长";
    *english = NULL;
    return NULL;
}
