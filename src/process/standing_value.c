/* standing_value.c: a Standing as a Value and back, for the projection. standing_read(standing_write(s)) equals s; tested. */
#include "process/standing_value.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const DAYS[] = {"received", "supplied", "noticed", "supply_by", "accepted", "decided", "certified", "delivered", "concluded"};

static Day *day_field(Standing *s, int i)
{
    Day *const fields[] = {&s->received, &s->supplied, &s->noticed, &s->supply_by, &s->accepted, &s->decided, &s->certified, &s->delivered, &s->concluded};
    return fields[i];
}

static const char *const TEXTS[] = {"item", "department", "window", "first_handler", "reviewer", "decider"};

static char *text_field(Standing *s, int i)
{
    char *const fields[] = {s->item, s->department, s->window, s->first_handler, s->reviewer, s->decider};
    return fields[i];
}

static const char *const TRUTHS[] = {"instant", "joint", "two_person", "agent", "deemed", "not_permit"};

static bool *truth_field(Standing *s, int i)
{
    bool *const fields[] = {&s->instant, &s->joint, &s->two_person, &s->has_agent, &s->deemed, &s->not_permit};
    return fields[i];
}

static const char *const NUMBERS[] = {"item_version", "statutory_limit", "promised_limit", "notices", "material_count", "pause_days", "events"};

static int *number_field(Standing *s, int i)
{
    int *const fields[] = {&s->item_version, &s->statutory_limit, &s->promised_limit, &s->notices, &s->material_count, &s->pause_days, &s->events};
    return fields[i];
}

#define COUNT(array) ((int)(sizeof array / sizeof *array))

/* One letter per published material: its state 0-3, plus 4 handed in, 8 asked, 16 handed in anew, as 'A' + number. */
static void materials_write(Standing *s, char out[LIMIT_MATERIALS_PER_ITEM + 1])
{
    for (int i = 1; i <= s->material_count; i++)
        out[i - 1] = (char)('A' + (s->material[i] | (s->handed[i] ? 4 : 0) | (s->asked[i] ? 8 : 0) | (s->renewed[i] ? 16 : 0)));
    out[s->material_count] = 0;
}

Value *standing_write(Arena *arena, const Standing *given)
{
    Standing copy = *given, *s = &copy;
    Value *v = value_object(arena);
    char letters[LIMIT_MATERIALS_PER_ITEM + 1];
    value_set_int(arena, v, "stage", s->stage);
    if (s->resumes_to) value_set_int(arena, v, "resumes_to", s->resumes_to);
    if (s->outcome) value_set_int(arena, v, "outcome", s->outcome);
    if (s->account) value_set_int(arena, v, "account", s->account);
    for (int i = 0; i < COUNT(TEXTS); i++) if (text_field(s, i)[0]) value_set_str(arena, v, TEXTS[i], text_field(s, i));
    for (int i = 0; i < COUNT(NUMBERS); i++) if (*number_field(s, i)) value_set_int(arena, v, NUMBERS[i], *number_field(s, i));
    for (int i = 0; i < COUNT(TRUTHS); i++) if (*truth_field(s, i)) value_set_bool(arena, v, TRUTHS[i], true);
    for (int i = 0; i < COUNT(DAYS); i++) if (!day_is_none(*day_field(s, i))) value_set_int(arena, v, DAYS[i], day_field(s, i)->n);
    value_set_int(arena, v, "statutory_unit", s->statutory_unit);
    value_set_int(arena, v, "promised_unit", s->promised_unit);
    materials_write(s, letters);
    value_set_str(arena, v, "materials", letters);
    if (s->pause_count) {
        Value *list = value_set_list(arena, v, "pauses");
        for (int i = 0; i < s->pause_count; i++) {
            Value *one = value_push_object(arena, list);
            value_set_int(arena, one, "from", s->pauses[i].from.n);
            if (!day_is_none(s->pauses[i].to)) value_set_int(arena, one, "to", s->pauses[i].to.n);
            value_set_int(arena, one, "kind", s->pauses[i].kind);
        }
    }
    if (s->extension.amount) {
        value_set_int(arena, v, "extension", s->extension.amount);
        value_set_int(arena, v, "extended", s->extension.decided.n);
    }
    return v;
}

/* The same bytes without the tree between: every act writes one, and intake writes nothing else so often. */
static void put_key(Buf *out, const char *key)
{
    if (out->length > 1) buf_char(out, ',');
    buf_char(out, '"');
    buf_str(out, key);
    buf_add(out, "\":", 2);
}

static void put_int(Buf *out, const char *key, int64_t number) { put_key(out, key); buf_int(out, number); }

static void put_pauses(Buf *out, const Standing *s)
{
    put_key(out, "pauses");
    buf_char(out, '[');
    for (int i = 0; i < s->pause_count; i++) {
        buf_printf(out, "%s{\"from\":%d", i ? "," : "", s->pauses[i].from.n);
        if (!day_is_none(s->pauses[i].to)) buf_printf(out, ",\"to\":%d", s->pauses[i].to.n);
        buf_printf(out, ",\"kind\":%d}", (int)s->pauses[i].kind);
    }
    buf_char(out, ']');
}

char *standing_json(Arena *arena, const Standing *given)
{
    Standing *s = (Standing *)given;              /* the field tables give plain pointers; nothing is written through them */
    char letters[LIMIT_MATERIALS_PER_ITEM + 1];
    Buf buf = buf_sized(arena, 640), *out = &buf;
    buf_char(out, '{');
    put_int(out, "stage", s->stage);
    if (s->resumes_to) put_int(out, "resumes_to", s->resumes_to);
    if (s->outcome) put_int(out, "outcome", s->outcome);
    if (s->account) put_int(out, "account", s->account);
    for (int i = 0; i < COUNT(TEXTS); i++) if (text_field(s, i)[0]) { put_key(out, TEXTS[i]); buf_json(out, text_field(s, i)); }
    for (int i = 0; i < COUNT(NUMBERS); i++) if (*number_field(s, i)) put_int(out, NUMBERS[i], *number_field(s, i));
    for (int i = 0; i < COUNT(TRUTHS); i++) if (*truth_field(s, i)) { put_key(out, TRUTHS[i]); buf_str(out, "true"); }
    for (int i = 0; i < COUNT(DAYS); i++) if (!day_is_none(*day_field(s, i))) put_int(out, DAYS[i], day_field(s, i)->n);
    put_int(out, "statutory_unit", s->statutory_unit);
    put_int(out, "promised_unit", s->promised_unit);
    materials_write(s, letters);
    put_key(out, "materials");
    buf_json(out, letters);
    if (s->pause_count) put_pauses(out, s);
    if (s->extension.amount) { put_int(out, "extension", s->extension.amount); put_int(out, "extended", s->extension.decided.n); }
    buf_char(out, '}');
    return buf.text;
}

void standing_read(const Value *v, Standing *s)
{
    memset(s, 0, sizeof *s);
    s->stage = (Stage)value_int(v, "stage", 0);
    s->resumes_to = (Stage)value_int(v, "resumes_to", 0);
    s->outcome = (Outcome)value_int(v, "outcome", 0);
    s->account = value_int(v, "account", 0);
    for (int i = 0; i < COUNT(TEXTS); i++) snprintf(text_field(s, i), STANDING_ID, "%s", value_str_or(v, TEXTS[i], ""));
    for (int i = 0; i < COUNT(NUMBERS); i++) *number_field(s, i) = (int)value_int(v, NUMBERS[i], 0);
    for (int i = 0; i < COUNT(TRUTHS); i++) *truth_field(s, i) = value_bool(v, TRUTHS[i]);
    for (int i = 0; i < COUNT(DAYS); i++) day_field(s, i)->n = (int32_t)value_int(v, DAYS[i], DAY_NONE_N);
    s->statutory_unit = (LimitUnit)value_int(v, "statutory_unit", 0);
    s->promised_unit = (LimitUnit)value_int(v, "promised_unit", 0);
    const char *letters = value_str_or(v, "materials", "");
    for (int i = 1; i <= s->material_count && letters[i - 1]; i++) {
        int bits = letters[i - 1] - 'A';
        s->material[i] = bits & 3;
        s->handed[i] = bits & 4;
        s->asked[i] = bits & 8;
        s->renewed[i] = bits & 16;
    }
    const Value *pauses = value_get(v, "pauses");
    for (const Value *p = pauses ? pauses->first : NULL; p; p = p->next) {
        assert(s->pause_count < STANDING_PAUSES);
        s->pauses[s->pause_count++] = (Pause){{(int32_t)value_int(p, "from", 0)}, {(int32_t)value_int(p, "to", DAY_NONE_N)}, (PauseKind)value_int(p, "kind", 0), NULL};
    }
    s->extension.amount = (int)value_int(v, "extension", 0);
    s->extension.decided.n = (int32_t)value_int(v, "extended", 0);
}
