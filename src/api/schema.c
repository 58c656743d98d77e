/* schema.c: reading shapes, checking values against them, describing them; see schema.h. */
#include "api/schema.h"
#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

typedef struct Reader { Arena *arena; const char *at; const char *error; int depth; } Reader;

static void spaces(Reader *r) { while (*r->at == ' ' || *r->at == '\n') r->at++; }
static bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

static const char *word(Reader *r)
{
    const char *from = r->at;
    while (word_char(*r->at)) r->at++;
    return arena_strndup(r->arena, from, (size_t)(r->at - from));
}

static void fail(Reader *r, const char *what)
{
    if (!r->error) r->error = arena_printf(r->arena, "%s at \"%.30s\"", what, r->at);
}

static bool take(Reader *r, char c)
{
    spaces(r);
    if (*r->at != c) return false;
    r->at++;
    return true;
}

static Schema *members(Reader *r);
static Schema *type(Reader *r);

static Schema *new_schema(Reader *r, SchemaKind kind)
{
    Schema *s = ARENA_NEW(r->arena, Schema);
    s->kind = kind;
    s->low = INT64_MIN;
    s->high = INT64_MAX;
    return s;
}

static void bounds(Reader *r, Schema *s)
{
    char *end;
    if (*r->at != ':') return;
    s->low = strtoll(r->at + 1, &end, 10);
    if (strncmp(end, "..", 2)) { fail(r, "LOW..HIGH expected"); return; }
    s->high = strtoll(end + 2, &end, 10);
    r->at = end;
}

static Schema *choices(Reader *r, const char *first)
{
    enum { MOST = 32 };
    Schema *s = new_schema(r, SCHEMA_ENUM);
    s->choices = ARENA_ARRAY(r->arena, const char *, MOST);
    s->choices[s->choice_count++] = first;
    while (*r->at == '|' && s->choice_count < MOST) {
        r->at++;
        s->choices[s->choice_count++] = word(r);
    }
    return s;
}

static Schema *named_type(Reader *r)
{
    static const struct { const char *name; SchemaKind kind; } names[] = {{"text", SCHEMA_TEXT}, {"int", SCHEMA_INT}, {"bool", SCHEMA_BOOL}, {"date", SCHEMA_DATE},
        {"instant", SCHEMA_INSTANT}, {"sha256", SCHEMA_SHA256}, {"any", SCHEMA_ANY}};
    const char *name = word(r);
    if (*r->at == '|') return choices(r, name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].name, name)) continue;
        Schema *s = new_schema(r, names[i].kind);
        if (s->kind == SCHEMA_INT || (s->kind == SCHEMA_TEXT && *r->at == ':')) bounds(r, s);
        return s;
    }
    fail(r, "unknown type");
    return new_schema(r, SCHEMA_ANY);
}

static Schema *type(Reader *r)
{
    Schema *s;
    spaces(r);
    if (r->depth > 8) { fail(r, "too deep"); return new_schema(r, SCHEMA_ANY); }
    r->depth++;
    if (take(r, '[')) {
        s = new_schema(r, SCHEMA_LIST);
        s->first = type(r);
        if (!take(r, ']')) fail(r, "] expected");
    } else if (take(r, '{')) {
        s = members(r);
        if (!take(r, '}')) fail(r, "} expected");
    } else if (take(r, '@')) {
        s = new_schema(r, SCHEMA_REF);
        s->ref = word(r);
    } else s = named_type(r);
    r->depth--;
    if (*r->at == '?') { s->nullable = true; r->at++; }
    return s;
}

/* What a name means where the table gives no type. */
static Schema *type_by_name(Reader *r, const char *name)
{
    static const char *const numbers[] = {"no", "originals", "copies", "days", "due_days", "quantity", "amount_fen"};
    static const char *const truths[] = {"truth", "entrusted", "consent", "ok", "file"};
    static const char *const dates[] = {"valid_from", "valid_to"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(name, numbers[i])) continue;
        Schema *s = new_schema(r, SCHEMA_INT);
        s->low = 0;
        s->high = strcmp(name, "amount_fen") ? INT32_MAX : 1000000000000000;
        return s;
    }
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) if (!strcmp(name, truths[i])) return new_schema(r, SCHEMA_BOOL);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) if (!strcmp(name, dates[i])) return new_schema(r, SCHEMA_DATE);
    return new_schema(r, strcmp(name, "sha256") ? SCHEMA_TEXT : SCHEMA_SHA256);
}

static Schema *members(Reader *r)
{
    Schema *object = new_schema(r, SCHEMA_OBJECT), **place = &object->first;
    do {
        spaces(r);
        if (!*r->at || *r->at == '}') break;
        const char *name = word(r);
        if (!*name) { fail(r, "a name expected"); break; }
        bool optional = *r->at == '?';
        if (optional) r->at++;
        spaces(r);
        Schema *s = !*r->at || *r->at == ',' || *r->at == '}' ? type_by_name(r, name) : type(r);
        s->name = name;
        s->optional = optional;
        *place = s;
        place = &s->next;
    } while (!r->error && take(r, ','));
    return object;
}

Schema *schema_parse(Arena *arena, const char *text, const char **error)
{
    Reader r = {.arena = arena, .at = text};
    Schema *object = members(&r);
    spaces(&r);
    if (*r.at) fail(&r, "comma expected");
    if (error) *error = r.error;
    return r.error ? NULL : object;
}

Schema *schema_type(Arena *arena, const char *text, const char **error)
{
    Reader r = {.arena = arena, .at = text};
    Schema *s = type(&r);
    spaces(&r);
    if (*r.at) fail(&r, "end expected");
    if (error) *error = r.error;
    return r.error ? NULL : s;
}

const Schema *schema_member(const Schema *object, const char *name)
{
    for (const Schema *m = object ? object->first : NULL; m; m = m->next)
        if (!strcmp(m->name, name)) return m;
    return NULL;
}

/* ---- checking ---- */

static bool bad(SchemaFault *fault, SchemaVerdict verdict, const char *pointer, const char *zh, const char *en)
{
    *fault = (SchemaFault){verdict, pointer, zh, en};
    return false;
}

/* ~ and / are written ~0 and ~1; a name out of a stranger's document is cut. */
static const char *below(Arena *arena, const char *pointer, const char *name)
{
    Buf out = buf_new(arena);
    buf_str(&out, pointer);
    buf_char(&out, '/');
    for (int i = 0; name[i] && i < 80; i++) {
        if (name[i] == '~') buf_str(&out, "~0");
        else if (name[i] == '/') buf_str(&out, "~1");
        else buf_char(&out, name[i]);
    }
    if (!text_is_utf8(out.text, out.length)) return pointer;
    return out.text;
}

static const struct { const char *zh, *en; } kinds[] = {
    [SCHEMA_TEXT] = {"文本", "a text"}, [SCHEMA_INT] = {"整数", "a whole number"}, [SCHEMA_BOOL] = {"true 或 false", "true or false"},
    [SCHEMA_DATE] = {"日期 YYYY-MM-DD", "a date YYYY-MM-DD"}, [SCHEMA_INSTANT] = {"时刻", "an instant"},
    [SCHEMA_SHA256] = {"64位小写十六进制 SHA-256", "a SHA-256 of 64 lower-case hex digits"}, [SCHEMA_ENUM] = {"所列取值之一", "one of the listed values"},
    [SCHEMA_LIST] = {"列表", "a list"}, [SCHEMA_OBJECT] = {"对象", "an object"}, [SCHEMA_REF] = {"对象", "an object"}, [SCHEMA_ANY] = {"", ""},
};

static bool wrong_type(Arena *arena, const Schema *s, const char *pointer, SchemaFault *fault)
{
    return bad(fault, SCHEMA_WRONG_TYPE, pointer, arena_printf(arena, "应为%s", kinds[s->kind].zh), arena_printf(arena, "must be %s", kinds[s->kind].en));
}

static bool is_sha256(const char *text) { return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64; }

static bool chosen(const Schema *s, const char *text)
{
    for (int i = 0; i < s->choice_count; i++) if (!strcmp(s->choices[i], text)) return true;
    return false;
}

/* Of a text: what its type says (text:0..N), else as everywhere. */
static int longest(const Schema *s) { return s->high > 0 && s->high < INT64_MAX ? (int)s->high : LIMIT_TEXT_CHARACTERS; }

static bool check_string(Arena *arena, const Schema *s, const char *text, const char *pointer, SchemaFault *fault)
{
    Day day;
    Instant at;
    bool good = s->kind == SCHEMA_DATE ? day_parse(text, &day) : s->kind == SCHEMA_INSTANT ? instant_parse(text, &at)
              : s->kind == SCHEMA_SHA256 ? is_sha256(text) : s->kind == SCHEMA_ENUM ? chosen(s, text) : true;
    if (!good && s->kind == SCHEMA_ENUM) {
        Buf list = buf_new(arena);
        for (int i = 0; i < s->choice_count; i++) buf_printf(&list, "%s%s", i ? ", " : "", s->choices[i]);
        return bad(fault, SCHEMA_BAD_VALUE, pointer, arena_printf(arena, "应为以下取值之一：%s", list.text), arena_printf(arena, "must be one of: %s", list.text));
    }
    if (!good) return bad(fault, SCHEMA_BAD_VALUE, pointer, arena_printf(arena, "应为%s", kinds[s->kind].zh), arena_printf(arena, "must be %s", kinds[s->kind].en));
    if (!text_is_utf8(text, strlen(text))) return bad(fault, SCHEMA_BAD_VALUE, pointer, "含有控制字符", "holds control characters");
    int most = longest(s);
    if (text_characters(text) > (size_t)most)
        return bad(fault, SCHEMA_BAD_VALUE, pointer, arena_printf(arena, "不得超过%d字", most), arena_printf(arena, "must not be longer than %d characters", most));
    return true;
}

static bool check_number(Arena *arena, const Schema *s, int64_t number, const char *pointer, SchemaFault *fault)
{
    if (number >= s->low && number <= s->high) return true;
    return bad(fault, SCHEMA_BAD_VALUE, pointer, arena_printf(arena, "应在%lld至%lld之间", (long long)s->low, (long long)s->high),
               arena_printf(arena, "must be from %lld to %lld", (long long)s->low, (long long)s->high));
}

static bool check_at(Arena *arena, const Schema *s, const Value *v, const char *pointer, SchemaFault *fault)
{
    if (s->kind == SCHEMA_ANY || (v->kind == VALUE_NULL && s->nullable)) return true;
    switch (s->kind) {
    case SCHEMA_INT: return v->kind == VALUE_INT ? check_number(arena, s, v->integer, pointer, fault) : wrong_type(arena, s, pointer, fault);
    case SCHEMA_BOOL: return v->kind == VALUE_BOOL || wrong_type(arena, s, pointer, fault);
    case SCHEMA_LIST:
        if (v->kind != VALUE_LIST) return wrong_type(arena, s, pointer, fault);
        if (v->count > LIMIT_FORM_FIELDS) return bad(fault, SCHEMA_BAD_VALUE, pointer, arena_printf(arena, "至多%d项", LIMIT_FORM_FIELDS), arena_printf(arena, "at most %d elements", LIMIT_FORM_FIELDS));
        int index = 0;
        for (const Value *e = v->first; e; e = e->next, index++)
            if (!check_at(arena, s->first, e, arena_printf(arena, "%s/%d", pointer, index), fault)) return false;
        return true;
    case SCHEMA_OBJECT:
        if (v->kind != VALUE_OBJECT) return wrong_type(arena, s, pointer, fault);
        for (const Value *e = v->first; e; e = e->next) {
            const Schema *m = schema_member(s, e->key);
            if (!m) return bad(fault, SCHEMA_UNKNOWN_MEMBER, below(arena, pointer, e->key), "没有这个字段", "there is no such member");
            if (!check_at(arena, m, e, below(arena, pointer, e->key), fault)) return false;
        }
        return true;
    case SCHEMA_REF: return v->kind == VALUE_OBJECT || wrong_type(arena, s, pointer, fault);
    default: return v->kind == VALUE_STRING ? check_string(arena, s, v->string, pointer, fault) : wrong_type(arena, s, pointer, fault);
    }
}

bool schema_check(Arena *arena, const Schema *schema, const Value *value, SchemaFault *fault)
{
    *fault = (SchemaFault){.verdict = SCHEMA_GOOD, .pointer = ""};
    return check_at(arena, schema, value, "", fault);
}

bool schema_check_text(Arena *arena, const Schema *member, const char *text, SchemaFault *fault)
{
    const Schema *s = member->kind == SCHEMA_LIST ? member->first : member;
    int64_t number;
    *fault = (SchemaFault){.verdict = SCHEMA_GOOD, .pointer = ""};
    if (s->kind == SCHEMA_INT) return text_parse_int(text, INT64_MIN, INT64_MAX, &number) ? check_number(arena, s, number, "", fault) : wrong_type(arena, s, "", fault);
    if (s->kind == SCHEMA_BOOL) return !strcmp(text, "true") || !strcmp(text, "false") || wrong_type(arena, s, "", fault);
    return check_string(arena, s, text, "", fault);
}

/* ---- describing ---- */

/* In the words of the law; the English is in the act's own title. */
static const char *describe(const char *name)
{
    static const struct { const char *name, *text; } texts[] = {
        {"applicant_kind", "申请人类型：person 自然人，firm 法人或其他组织"}, {"applicant_name", "申请人姓名或名称 name of the applicant"},
        {"identity", "公民身份号码（GB 11643）或统一社会信用代码（GB 32100），校验位须正确 identity number or credit code, check digit verified"},
        {"phone", "联系电话 phone"}, {"email", "电子邮箱（选填，用于通知）e-mail for messages, optional"}, {"agent_phone", "代理人手机 agent's mobile"}, {"agent_email", "代理人邮箱 agent's e-mail"}, {"agent_name", "代理人姓名（须有委托书，XK-29）agent"}, {"agent_identity", "代理人公民身份号码 agent's identity number"},
        {"entrusted", "已提交委托书 power of attorney handed in"}, {"project", "项目名称 project"}, {"result_way", "领取结果的方式：window 窗口（默认）、post 邮寄（须有 address）、electronic 电子送达（选择即同意，XK-44）how the result is handed over; post needs address, electronic is consent"}, {"truth", "承诺材料真实（XK-31）applicant declares the materials true"},
        {"no", "事项公开的材料序号 number of the material as published"}, {"originals", "原件份数 originals"}, {"copies", "复印件份数 copies"},
        {"sha256", "电子材料的 SHA-256 hash of the electronic material"}, {"amount_fen", "金额（分）money in fen"}, {"days", "天数 days"},
        {"reason", "理由 reason"}, {"basis", "依据 legal basis"}, {"item", "事项编码（16位）item code"},
        {"due", "法定最后一日 last lawful day"}, {"applicant", "申请人（已脱敏）applicant, masked"}, {"hash12", "事项版本哈希前12位 hash of the published version"},
    };
    for (size_t i = 0; name && i < sizeof texts / sizeof *texts; i++) if (!strcmp(texts[i].name, name)) return texts[i].text;
    return NULL;
}

static Value *object_value(Arena *arena, const Schema *schema, bool closed)
{
    Value *out = value_object(arena), *required = value_list(arena);
    value_set_str(arena, out, "type", "object");
    Value *properties = value_set_object(arena, out, "properties");
    for (const Schema *m = schema->first; m; m = m->next) {
        Value *one = schema_value(arena, m, closed);
        const char *text = describe(m->name);
        if (text && m->kind != SCHEMA_REF) value_set_str(arena, one, "description", text);
        value_set(arena, properties, m->name, one);
        if (!m->optional) value_push_str(arena, required, m->name);
    }
    if (required->count) value_set(arena, out, "required", required);
    if (closed) value_set_bool(arena, out, "additionalProperties", false);
    return out;
}

static void set_type(Arena *arena, Value *out, const Schema *s, const char *name)
{
    if (!s->nullable) { value_set_str(arena, out, "type", name); return; }
    Value *both = value_set_list(arena, out, "type");
    value_push_str(arena, both, name);
    value_push_str(arena, both, "null");
}

Value *schema_value(Arena *arena, const Schema *s, bool closed)
{
    Value *out = value_object(arena);
    switch (s->kind) {
    case SCHEMA_ANY: return out;
    case SCHEMA_OBJECT: {
        Value *object = object_value(arena, s, closed);
        if (s->nullable) set_type(arena, object, s, "object");
        return object;
    }
    case SCHEMA_REF:
        value_set_str(arena, out, "$ref", arena_printf(arena, "#/components/schemas/%s", s->ref));
        return out;
    case SCHEMA_LIST:
        set_type(arena, out, s, "array");
        value_set(arena, out, "items", schema_value(arena, s->first, closed));
        return out;
    case SCHEMA_INT:
        set_type(arena, out, s, "integer");
        if (s->low != INT64_MIN) value_set_int(arena, out, "minimum", s->low);
        if (s->high != INT64_MAX) value_set_int(arena, out, "maximum", s->high);
        return out;
    case SCHEMA_BOOL: set_type(arena, out, s, "boolean"); return out;
    default: break;
    }
    set_type(arena, out, s, "string");
    if (s->kind == SCHEMA_DATE) value_set_str(arena, out, "format", "date");
    if (s->kind == SCHEMA_INSTANT) value_set_str(arena, out, "format", "date-time");
    if (s->kind == SCHEMA_SHA256) value_set_str(arena, out, "pattern", "^[0-9a-f]{64}$");
    if (s->kind == SCHEMA_TEXT && closed) value_set_int(arena, out, "maxLength", longest(s));
    if (s->kind == SCHEMA_ENUM) {
        Value *list = value_set_list(arena, out, "enum");
        for (int i = 0; i < s->choice_count; i++) value_push_str(arena, list, s->choices[i]);
        if (s->nullable) value_push(list, value_string(arena, NULL));
    }
    return out;
}
