/* item_cells.c: see item_cells.h. cell_to_field(cell_of_field(x)) == x for every canonical value; the tests hold it to that. */
#include "catalog/item_cells.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/text.h"
#include <string.h>

static const struct { const char *key, *code, *word; } words[] = {
    {"kind", "01", "行政许可"}, {"kind", "02", "行政处罚"}, {"kind", "03", "行政强制"}, {"kind", "04", "行政征收"}, {"kind", "05", "行政给付"},
    {"kind", "06", "行政检查"}, {"kind", "07", "行政确认"}, {"kind", "08", "行政奖励"}, {"kind", "09", "行政裁决"}, {"kind", "10", "其他行政权力"},
    {"kind", "20", "公共服务"},
    {"level", "1", "国家级"}, {"level", "2", "省级"}, {"level", "3", "市级"}, {"level", "4", "县级"}, {"level", "5", "镇（乡、街道）级"}, {"level", "6", "村（社区）级"},
    {"level", "7", "分级"},
    {"service_objects", "1", "自然人"}, {"service_objects", "2", "企业法人"}, {"service_objects", "3", "事业法人"}, {"service_objects", "4", "社会组织法人"},
    {"service_objects", "5", "行政机关"}, {"service_objects", "6", "其他"},
    {"statutory_unit", "workday", "工作日"}, {"statutory_unit", "calendar_day", "自然日"}, {"promised_unit", "workday", "工作日"}, {"promised_unit", "calendar_day", "自然日"},
    {"form", "paper", "纸质"}, {"form", "electronic", "电子"}, {"form", "both", "纸质或电子"},
    {"result_type", "licence", "许可证照"}, {"result_type", "qualification", "资格资质"}, {"result_type", "approval", "批准文件"}, {"result_type", "label", "标签印章"},
    {"result_type", "registration", "登记备案"}, {"result_type", "payment", "给付"}, {"result_type", "ruling", "裁决"}, {"result_type", "service", "服务"},
};
enum { WORDS = sizeof words / sizeof *words };

static const char *to_word(const char *key, const char *code)
{
    for (int i = 0; i < WORDS; i++) if (!strcmp(words[i].key, key) && !strcmp(words[i].code, code)) return words[i].word;
    return code;
}

static const char *to_code(const char *key, const char *word)
{
    for (int i = 0; i < WORDS; i++) if (!strcmp(words[i].key, key) && !strcmp(words[i].word, word)) return words[i].code;
    return word;
}

/* ---- out ---- */

static void escaped(Buf *out, const char *text, bool bars)
{
    for (; *text; text++) {
        if (*text == '\\') buf_str(out, "\\\\");
        else if (*text == '\n') buf_str(out, "\\n");
        else if (*text == '\r') continue;
        else if (bars && *text == '|') buf_str(out, "\\|");
        else buf_char(out, *text);
    }
}

static char *plain_cell(Arena *arena, const ItemField *field, const Value *value)
{
    switch (field->kind) {
    case FIELD_NUMBER: return value->integer == -1 && field->otherwise == -1 ? "" : arena_printf(arena, "%lld", (long long)value->integer);
    case FIELD_MONEY: return money_text(arena, (Money){value->integer});
    case FIELD_TRUTH: return value->boolean ? "是" : "否";
    default: return arena_strdup(arena, to_word(field->key, value->string ? value->string : ""));
    }
}

static void row_cell(Buf *out, Arena *arena, const ItemField *fields, const Value *row)
{
    for (const ItemField *f = fields; f->key; f++) {
        if (f != fields) buf_char(out, '|');
        const Value *v = value_get(row, f->key);
        if (v) escaped(out, plain_cell(arena, f, v), true);
    }
    while (out->length && out->text[out->length - 1] == '|' && !(out->length > 1 && out->text[out->length - 2] == '\\')) out->text[--out->length] = 0;
}

char *cell_of_field(Arena *arena, const ItemField *field, const Value *value)
{
    if (!value) return "";
    if (field->kind != FIELD_TEXTS && field->kind != FIELD_ROWS) return plain_cell(arena, field, value);
    Buf out = buf_new(arena);
    for (const Value *v = value->first; v; v = v->next) {
        if (v != value->first) buf_char(&out, '\n');
        if (field->kind == FIELD_TEXTS) escaped(&out, to_word(field->key, v->string ? v->string : ""), false);
        else row_cell(&out, arena, field->row, v);
    }
    return out.text;
}

/* ---- in ---- */

/* Splits at separator, undoing \\ \n \| within the parts. */
static int split(Arena *arena, const char *text, char separator, char ***parts)
{
    int count = 1;
    for (const char *p = text; *p; p++) { if (*p == '\\' && p[1]) p++; else count += *p == separator; }
    *parts = ARENA_ARRAY(arena, char *, count);
    for (int i = 0; i < count; i++) {
        Buf part = buf_new(arena);
        for (; *text && *text != separator; text++) {
            if (*text == '\\' && text[1]) { buf_char(&part, '\\'); buf_char(&part, *++text); }      /* undone below, after all splitting */
            else buf_char(&part, *text);
        }
        (*parts)[i] = part.text;
        text += *text == separator;
    }
    return count;
}

static char *unescaped(char *text)
{
    char *out = text;
    for (char *p = text; *p; p++) {
        if (*p == '\\' && p[1]) { p++; *out++ = *p == 'n' ? '\n' : *p; }
        else *out++ = *p;
    }
    *out = 0;
    return text;
}

static const char *plain_field(Arena *arena, const ItemField *field, const char *cell, Value *body, const char **en)
{
    int64_t number;
    Money money;
    const char *text = text_trim(arena, cell);
    if (field->kind == FIELD_TEXT) { value_set_str(arena, body, field->key, to_code(field->key, text)); return NULL; }
    if (!*text) return NULL;                    /* the default */
    switch (field->kind) {
    case FIELD_NUMBER:
        if (!text_parse_int(text, 0, 1000000, &number)) { *en = "not a whole number from 0"; return "不是非负整数"; }
        value_set_int(arena, body, field->key, number);
        return NULL;
    case FIELD_MONEY:
        if (!money_parse(text, &money)) { *en = "not an amount in yuan"; return "不是以元为单位的金额"; }
        value_set_int(arena, body, field->key, money.fen);
        return NULL;
    default: {
        static const char *const yes[] = {"是", "1", "TRUE", "true", "Y"}, *const no[] = {"否", "0", "FALSE", "false", "N"};
        for (int i = 0; i < 5; i++) {
            if (!strcmp(text, yes[i])) { value_set_bool(arena, body, field->key, true); return NULL; }
            if (!strcmp(text, no[i])) { value_set_bool(arena, body, field->key, false); return NULL; }
        }
        *en = "neither yes (是) nor no (否)";
        return "应填“是”或“否”";
    }
    }
}

static const char *row_field(Arena *arena, const ItemField *field, const char *line, int number, Value *list, const char **en)
{
    char **parts;
    int count = split(arena, line, '|', &parts), i = 0;
    Value *row = value_push_object(arena, list);
    for (const ItemField *f = field->row; f->key; f++, i++) {
        if (i >= count) break;
        const char *wrong = plain_field(arena, f, unescaped(parts[i]), row, en);
        if (wrong) {
            *en = arena_printf(arena, "line %d, part %d: %s", number, i + 1, *en);
            return arena_printf(arena, "第 %d 行“%s”%s", number, f->zh, wrong);
        }
    }
    for (; i < count; i++)
        if (!text_blank(parts[i])) {
            *en = arena_printf(arena, "line %d has too many parts", number);
            return arena_printf(arena, "第 %d 行的分项过多（竖线 | 须写作 \\|）", number);
        }
    return NULL;
}

const char *cell_to_field(Arena *arena, const ItemField *field, const char *cell, Value *body, const char **en)
{
    char **lines;
    if (field->kind != FIELD_TEXTS && field->kind != FIELD_ROWS) return plain_field(arena, field, cell, body, en);
    Value *list = value_set_list(arena, body, field->key);
    int count = split(arena, cell, '\n', &lines);
    for (int i = 0; i < count; i++) {
        if (text_blank(lines[i])) continue;
        if (field->kind == FIELD_TEXTS) {
            value_push_str(arena, list, to_code(field->key, text_trim(arena, unescaped(lines[i]))));
            continue;
        }
        const char *wrong = row_field(arena, field, lines[i], i + 1, list, en);
        if (wrong) return wrong;
    }
    return NULL;
}
