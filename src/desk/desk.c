/* desk.c: the checks every act of every desk begins with: who, and what was filled in; see desk.h. */
#include "desk/desk.h"
#include "base/text.h"
#include <assert.h>
#include <string.h>

bool desk_refuse(DeskTurn *t, Refusal refusal, const char *detail)
{
    t->refusal = refusal;
    t->detail = detail;
    return false;
}

const DeskAct *desk_act_named(const Desk *desk, const char *name)
{
    for (const DeskAct *act = desk->acts; name && act->name; act++)
        if (!strcmp(act->name, name)) return act;
    return NULL;
}

/* ---- who ---- */

/* The first of her posts that alone has the right where it is asked for; what is asked of a place says more than what is asked of anywhere. */
static void note_post(DeskTurn *t, Right right, const RightScope *scope)
{
    if (scope || t->post.kind != ACTOR_OFFICER) right_post(t->actor, right, scope, &t->post);
}

bool desk_may(DeskTurn *t, Right right, const RightScope *scope)
{
    if (right_has(t->actor, right, scope)) { note_post(t, right, scope); return true; }
    return desk_refuse(t, t->actor->kind == ACTOR_NOBODY ? REFUSED_NOT_SIGNED_IN : REFUSED_NO_RIGHT, right_zh(right));
}

static bool by_allows(DeskTurn *t, const DeskAct *act)
{
    const char *department = value_str(t->input, "department");
    RightScope centre = {.department = ""}, own = {.department = department ? department : t->actor->department};
    switch (act->by) {
    case DESK_BY_CENTRE: return desk_may(t, act->right, &centre);
    case DESK_BY_DEPARTMENT: {
        Actor one;
        for (int at = 0; !department && actor_post(t->actor, &at, &one);) if (right_has(&one, act->right, &(RightScope){.department = one.department})) own.department = one.department;
        return desk_may(t, act->right, &own);
    }
    case DESK_BY_CASE:
    case DESK_BY_SOMEWHERE: return desk_may(t, act->right, NULL);
    case DESK_BY_CLOCK: return t->actor->kind == ACTOR_CLOCK || desk_refuse(t, REFUSED_ONLY_THE_CLOCK, act->zh);
    case DESK_BY_ANYBODY: return true;
    }
    return false;
}

/* ---- fields ---- */

static bool wrong(DeskTurn *t, const DeskField *f, const char *why)
{
    return desk_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：%s", f->zh, why));
}

/* What was given, as trimmed text; NULL when it is neither text nor number nor truth. */
static const char *given_text(DeskTurn *t, const Value *given)
{
    if (!given || given->kind == VALUE_NULL) return "";
    if (given->kind == VALUE_STRING) return text_trim(t->arena, given->string);
    if (given->kind == VALUE_INT) return arena_printf(t->arena, "%lld", (long long)given->integer);
    if (given->kind == VALUE_BOOL) return given->boolean ? "yes" : "no";
    return NULL;
}

static bool take_text(DeskTurn *t, const DeskField *f, Value *into, const char *text, size_t most)
{
    if (text_characters(text) > most) return wrong(t, f, arena_printf(t->arena, "不超过%zu字", most));
    value_set_str(t->arena, into, f->key, text);
    return true;
}

static bool take_date(DeskTurn *t, const DeskField *f, Value *into, const char *text)
{
    Day day;
    if (!day_parse(text, &day)) return wrong(t, f, "应为日期，如 2026-03-02");
    if (f->flags & DESK_PAST && day_after(day, t->today)) return wrong(t, f, "不得晚于今天");
    if (f->flags & DESK_FUTURE && day_before(day, t->today)) return wrong(t, f, "不得早于今天");
    value_set_str(t->arena, into, f->key, day_text(t->arena, day));
    return true;
}

static bool take_count(DeskTurn *t, const DeskField *f, Value *into, const char *text)
{
    int64_t n, low = f->low, high = f->low || f->high ? f->high : INT32_MAX;
    if (!text_parse_int(text, low, high, &n)) return wrong(t, f, arena_printf(t->arena, "应为%lld至%lld的整数", (long long)low, (long long)high));
    value_set_int(t->arena, into, f->key, n);
    return true;
}

static bool take_truth(DeskTurn *t, const DeskField *f, Value *into, const char *text)
{
    static const char *const yes[] = {"yes", "true", "1", "on", NULL}, *const no[] = {"no", "false", "0", NULL};
    for (int i = 0; yes[i]; i++) if (!strcmp(text, yes[i])) { value_set_bool(t->arena, into, f->key, true); return true; }
    for (int i = 0; no[i]; i++) if (!strcmp(text, no[i])) { value_set_bool(t->arena, into, f->key, false); return true; }
    return wrong(t, f, "应为是或否");
}

static bool take_choice(DeskTurn *t, const DeskField *f, Value *into, const char *text)
{
    for (const DeskChoice *c = f->choices; c->value; c++)
        if (!strcmp(c->value, text)) { value_set_str(t->arena, into, f->key, text); return true; }
    return wrong(t, f, "不在可选范围内");
}

static bool take_code(DeskTurn *t, const DeskField *f, Value *into, const char *text)
{
    const Officer *officer = f->type == DESK_OFFICER ? people_officer(t->people, text) : NULL;
    bool known = (officer && officer_active(officer, t->today)) || (f->type == DESK_DEPARTMENT && catalog_department(t->catalog, text)) ||
                 (f->type == DESK_WINDOW && catalog_window(t->catalog, text)) || (f->type == DESK_ITEM && catalog_item_newest(t->catalog, text));
    if (!known) return f->type == DESK_OFFICER ? desk_refuse(t, REFUSED_NO_SUCH_OFFICER, text) : f->type == DESK_ITEM ? desk_refuse(t, REFUSED_NO_SUCH_ITEM, text) : wrong(t, f, "没有这个代码");
    value_set_str(t->arena, into, f->key, text);
    return true;
}

static bool take_case(DeskTurn *t, const DeskField *f, Value *into, const char *text)
{
    const CaseFile *file = case_find(t->store, t->arena, text);
    if (!file) return desk_refuse(t, REFUSED_NO_SUCH_CASE, text);
    if (!strcmp(f->key, "case")) t->file = file;
    value_set_str(t->arena, into, f->key, file->number);
    return true;
}

static bool take_list(DeskTurn *t, const DeskField *f, Value *into, const Value *given)
{
    Value *kept = value_list(t->arena);
    char **lines = NULL;
    bool list = given && given->kind == VALUE_LIST;
    const char *text = list ? "" : given_text(t, given);
    if (!text) return wrong(t, f, "应为若干行文字");
    int count = list ? given->count : *text ? text_split(t->arena, text, '\n', &lines) : 0, i = 0;
    for (const Value *one = list ? given->first : NULL; i < count; i++, one = one ? one->next : NULL) {
        const char *line = list ? given_text(t, one) : text_trim(t->arena, lines[i]);
        if (!line) return wrong(t, f, "应为若干行文字");
        if (!*line) continue;
        if (text_characters(line) > LIMIT_NAME_CHARACTERS) return wrong(t, f, arena_printf(t->arena, "每行不超过%d字", LIMIT_NAME_CHARACTERS));
        value_push_str(t->arena, kept, line);
    }
    if (kept->count > LIMIT_DESK_LIST) return wrong(t, f, arena_printf(t->arena, "不超过%d行", LIMIT_DESK_LIST));
    if (!kept->count && f->flags & DESK_REQUIRED) return wrong(t, f, "必须填写");
    if (kept->count) value_set(t->arena, into, f->key, kept);
    return true;
}

static bool take_field(DeskTurn *t, const DeskField *f)
{
    Value *into = f->flags & DESK_PERSONAL ? t->person : t->body;
    const Value *given = value_get(t->input, f->key);
    if (f->type == DESK_LIST) return take_list(t, f, into, given);
    const char *text = given_text(t, given);
    if (!text) return wrong(t, f, "格式不正确");
    if (!*text) return !(f->flags & DESK_REQUIRED) || wrong(t, f, "必须填写");
    switch (f->type) {
    case DESK_TEXT: return take_text(t, f, into, text, LIMIT_NAME_CHARACTERS);
    case DESK_AREA: return take_text(t, f, into, text, LIMIT_TEXT_CHARACTERS);
    case DESK_DATE: return take_date(t, f, into, text);
    case DESK_COUNT: return take_count(t, f, into, text);
    case DESK_TRUTH: return take_truth(t, f, into, text);
    case DESK_CHOICE: return take_choice(t, f, into, text);
    case DESK_OFFICER:
    case DESK_DEPARTMENT:
    case DESK_WINDOW:
    case DESK_ITEM: return take_code(t, f, into, text);
    case DESK_CASE: return take_case(t, f, into, text);
    case DESK_LIST: break;
    }
    return false;
}

/* ---- the act ---- */

static bool case_allows(DeskTurn *t, const DeskAct *act)
{
    if (act->by != DESK_BY_CASE) return true;
    if (!t->file) return desk_refuse(t, REFUSED_NO_SUCH_CASE, NULL);
    const Standing *s = &t->file->standing;
    RightScope scope = {.department = s->department, .window = s->window, .account = s->account, .holder = t->holder};
    return desk_may(t, act->right, &scope);
}

bool desk_decide(const DeskAct *act, DeskTurn *t)
{
    t->refusal = REFUSED_NOTHING;
    t->body = value_object(t->arena);
    t->person = value_object(t->arena);
    t->document = act->document;
    if (!by_allows(t, act)) return false;
    for (const DeskField *f = act->fields; f && f->key; f++) if (!take_field(t, f)) return false;
    if (!case_allows(t, act)) return false;
    if (act->decide && !act->decide(t)) { assert(t->refusal != REFUSED_NOTHING); return false; }
    if (!t->person->count) t->person = NULL;
    if (t->post.kind == ACTOR_OFFICER) actor_set_post(t->arena, t->body, &t->post);
    return true;
}

/* ---- reading the checked fields ---- */

static const Value *checked(const DeskTurn *t, const char *key)
{
    const Value *found = value_get(t->body, key);
    return found ? found : value_get(t->person, key);
}

const char *desk_text(const DeskTurn *t, const char *key)
{
    const Value *v = checked(t, key);
    return v && v->kind == VALUE_STRING ? v->string : "";
}

Day desk_day(const DeskTurn *t, const char *key)
{
    Day day;
    return day_parse(desk_text(t, key), &day) ? day : DAY_NONE;
}

int64_t desk_count(const DeskTurn *t, const char *key)
{
    const Value *v = checked(t, key);
    return v && v->kind == VALUE_INT ? v->integer : 0;
}

bool desk_truth(const DeskTurn *t, const char *key)
{
    const Value *v = checked(t, key);
    return v && v->kind == VALUE_BOOL && v->boolean;
}

const char *desk_officer_name(const DeskTurn *t, const char *id)
{
    const Officer *officer = people_officer(t->people, id);
    return officer ? officer->name : id;
}
