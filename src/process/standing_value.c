/* standing_value.c: a Standing as a Value and back, for the projection. standing_read(standing_write(s)) equals s; tested. */
#include "process/standing_value.h"
#include "process/standing_inside.h"
#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char *const DAYS[] = {"received", "supplied", "noticed", "supply_by", "accepted", "decided", "certified", "delivered", "concluded",
    "verify_by", "verified", "owed_by", "owed_final", "reexamination_by", "reexamination_asked",
    "hearing_asked", "hearing_noticed", "hearing_on", "hearing_held", "hearing_reported", "billed", "visit_assigned", "visited", "examined", "sent", "replied", "reply_told", "defaulted", "above_by"};

static Day *day_field(Standing *s, int i)
{
    Day *const fields[] = {&s->received, &s->supplied, &s->noticed, &s->supply_by, &s->accepted, &s->decided, &s->certified, &s->delivered, &s->concluded,
        &s->verify_by, &s->verified, &s->owed_by, &s->owed_final, &s->reexamination_by, &s->reexamination_asked,
        &s->hearing_asked, &s->hearing_noticed, &s->hearing_on, &s->hearing_held, &s->hearing_reported, &s->billed, &s->visit_assigned, &s->visited, &s->examined, &s->sent, &s->replied, &s->reply_told, &s->defaulted, &s->above_by};
    return fields[i];
}

static const struct { const char *name; size_t size; } TEXTS[] = {
    {"item", STANDING_ID}, {"department", STANDING_ID}, {"window", STANDING_ID}, {"first_handler", STANDING_ID}, {"reviewer", STANDING_ID}, {"decider", STANDING_ID}, {"claimant", STANDING_ID},
    {"chair", STANDING_ID}, {"transcript", STANDING_NUMBER}, {"visitors", STANDING_VISITORS}, {"above_waits", LIMIT_PARCEL_FILES + 1}, {"result_way", STANDING_WAY},
};

static char *text_field(Standing *s, int i)
{
    char *const fields[] = {s->item, s->department, s->window, s->first_handler, s->reviewer, s->decider, s->claimant, s->chair, s->transcript, s->visitors, s->above_waits, s->result_way};
    return fields[i];
}

static const char *const TRUTHS[] = {"instant", "joint", "two_person", "agent", "deemed", "not_permit", "committed", "commitment_false", "special", "review_rejects",
                                     "hearing_by_law", "decided_above", "may_default", "hearing_announced", "extension_statutory", "above_exchange"};

static bool *truth_field(Standing *s, int i)
{
    bool *const fields[] = {&s->instant, &s->joint, &s->two_person, &s->has_agent, &s->deemed, &s->not_permit, &s->committed, &s->commitment_false, &s->special, &s->review_rejects,
                            &s->hearing_by_law, &s->decided_above, &s->may_default, &s->hearing_announced, &s->extension_statutory, &s->above_exchange};
    return fields[i];
}

static const char *const NUMBERS[] = {"item_version", "statutory_limit", "promised_limit", "notices", "material_count", "pause_days", "events", "quota", "questions", "verify_months", "statements"};

static int *number_field(Standing *s, int i)
{
    int *const fields[] = {&s->item_version, &s->statutory_limit, &s->promised_limit, &s->notices, &s->material_count, &s->pause_days, &s->events, &s->quota, &s->questions, &s->verify_months, &s->statements};
    return fields[i];
}

#define COUNT(array) ((int)(sizeof array / sizeof *array))

/* One letter per published material: its state 0-3, plus 4 handed in, 8 asked, 16 handed in anew, 32 owed, as 'A' + number. Asked and owed are never
 * both so, and so it stays a letter of ASCII. */
static void materials_write(Standing *s, char out[LIMIT_MATERIALS_PER_ITEM + 1])
{
    for (int i = 1; i <= s->material_count; i++)
        out[i - 1] = (char)('A' + (s->material[i] | (s->handed[i] ? 4 : 0) | (s->asked[i] ? 8 : 0) | (s->renewed[i] ? 16 : 0) | (s->owed[i] ? 32 : 0)));
    out[s->material_count] = 0;
}

static void materials_read(Standing *s, const char *letters)
{
    for (int i = 1; i <= s->material_count && letters[i - 1]; i++) {
        int bits = letters[i - 1] - 'A';
        s->material[i] = bits & 3;
        s->handed[i] = bits & 4;
        s->asked[i] = bits & 8;
        s->renewed[i] = bits & 16;
        s->owed[i] = bits & 32;
    }
}

static void questions_write(Arena *arena, Value *list, const Standing *s)
{
    for (int i = 0; i < s->open_count; i++) {
        const OpenQuestion *q = &s->open[i];
        Value *one = value_push_object(arena, list);
        value_set_int(arena, one, "no", q->no);
        value_set_bool(arena, one, "to_window", q->to_window);
        if (!day_is_none(q->due)) value_set_int(arena, one, "due", q->due.n);
        value_set_int(arena, one, "asked", q->asked_ms);
        value_set_str(arena, one, "by", q->by);
    }
}

/* Parties by number, the applicant first; left out while nobody was told of anything and nobody said anything. */
static bool party_blank(const Party *p) { return day_is_none(p->told) && day_is_none(p->hearing_told) && !p->stated && !p->answered && !p->asked; }
static bool parties_blank(const Standing *s) { return !s->party_count && party_blank(&s->parties[0]); }
static int party_bits(const Party *p) { return p->stated | p->answered << 1 | p->asked << 2; }

static void parties_write(Arena *arena, Value *v, const Standing *s)
{
    Value *list = value_set_list(arena, v, "parties");
    for (int i = 0; i <= s->party_count; i++) {
        const Party *p = &s->parties[i];
        Value *one = value_push_object(arena, list);
        value_set_int(arena, one, "told", p->told.n);
        value_set_int(arena, one, "days", p->days);
        value_set_int(arena, one, "hearing", p->hearing_told.n);
        value_set_int(arena, one, "did", party_bits(p));
    }
}

static void nobody_told(Standing *s)
{
    for (int i = 0; i <= STANDING_PARTIES; i++) s->parties[i].told = s->parties[i].hearing_told = DAY_NONE;
}

static void parties_read(const Value *list, Standing *s)
{
    nobody_told(s);
    if (!list) return;
    int at = 0;
    for (const Value *one = list->first; one; one = one->next) {
        assert(at <= STANDING_PARTIES);
        int did = (int)value_int(one, "did", 0);
        s->parties[at++] = (Party){{(int32_t)value_int(one, "told", DAY_NONE_N)}, (int)value_int(one, "days", 0), {(int32_t)value_int(one, "hearing", DAY_NONE_N)},
                                   did & 1, did & 2, did & 4};
    }
    s->party_count = at - 1;
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
    if (s->unpaid_fen) value_set_int(arena, v, "unpaid", s->unpaid_fen);
    for (int i = 0; i < COUNT(TEXTS); i++) if (text_field(s, i)[0]) value_set_str(arena, v, TEXTS[i].name, text_field(s, i));
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
    if (s->extension.amount) value_set_int(arena, v, "extension", s->extension.amount);
    if (s->verification) value_set_int(arena, v, "verification", s->verification);
    if (s->recusal) value_set_int(arena, v, "recusal", s->recusal);
    if (s->reply) value_set_int(arena, v, "reply", s->reply);
    if (!parties_blank(s)) parties_write(arena, v, s);
    if (s->reexamination) value_set_int(arena, v, "reexamination", s->reexamination);
    if (s->open_count) questions_write(arena, value_set_list(arena, v, "open"), s);
    Value *joint = joint_write(arena, s);
    if (joint) value_set(arena, v, "together", joint);
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

static void put_questions(Buf *out, const Standing *s)
{
    put_key(out, "open");
    buf_char(out, '[');
    for (int i = 0; i < s->open_count; i++) {
        const OpenQuestion *q = &s->open[i];
        buf_printf(out, "%s{\"no\":%d,\"to_window\":%s", i ? "," : "", q->no, q->to_window ? "true" : "false");
        if (!day_is_none(q->due)) buf_printf(out, ",\"due\":%d", q->due.n);
        buf_printf(out, ",\"asked\":%lld,\"by\":", (long long)q->asked_ms);
        buf_json(out, q->by);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void put_parties(Buf *out, const Standing *s)
{
    put_key(out, "parties");
    buf_char(out, '[');
    for (int i = 0; i <= s->party_count; i++) {
        const Party *p = &s->parties[i];
        buf_printf(out, "%s{\"told\":%d,\"days\":%d,\"hearing\":%d,\"did\":%d}", i ? "," : "", p->told.n, p->days, p->hearing_told.n, party_bits(p));
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
    if (s->unpaid_fen) put_int(out, "unpaid", s->unpaid_fen);
    for (int i = 0; i < COUNT(TEXTS); i++) if (text_field(s, i)[0]) { put_key(out, TEXTS[i].name); buf_json(out, text_field(s, i)); }
    for (int i = 0; i < COUNT(NUMBERS); i++) if (*number_field(s, i)) put_int(out, NUMBERS[i], *number_field(s, i));
    for (int i = 0; i < COUNT(TRUTHS); i++) if (*truth_field(s, i)) { put_key(out, TRUTHS[i]); buf_str(out, "true"); }
    for (int i = 0; i < COUNT(DAYS); i++) if (!day_is_none(*day_field(s, i))) put_int(out, DAYS[i], day_field(s, i)->n);
    put_int(out, "statutory_unit", s->statutory_unit);
    put_int(out, "promised_unit", s->promised_unit);
    materials_write(s, letters);
    put_key(out, "materials");
    buf_json(out, letters);
    if (s->pause_count) put_pauses(out, s);
    if (s->extension.amount) put_int(out, "extension", s->extension.amount);
    if (s->verification) put_int(out, "verification", s->verification);
    if (s->recusal) put_int(out, "recusal", s->recusal);
    if (s->reply) put_int(out, "reply", s->reply);
    if (!parties_blank(s)) put_parties(out, s);
    if (s->reexamination) put_int(out, "reexamination", s->reexamination);
    if (s->open_count) put_questions(out, s);
    const Value *joint = joint_write(arena, s);
    if (joint) { put_key(out, "together"); buf_str(out, value_json(arena, joint)); }
    buf_char(out, '}');
    return buf.text;
}

/* Within a text of JSON a quotation mark is escaped: so `"account":` is a key wherever it stands. */
int64_t standing_pattern(const char *json)
{
    static const char account[] = "\"account\":";
    if (strstr(json, "\"joint\":true")) return 0;
    const char *from = strstr(json, account), *to = from ? from + strlen(account) : json;
    if (from) while (*to == ',' || *to == '-' || (*to >= '0' && *to <= '9')) to++;
    unsigned char hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    if (from) crypto_generichash_update(&state, (const unsigned char *)json, (size_t)(from - json));
    crypto_generichash_update(&state, (const unsigned char *)to, strlen(to));
    crypto_generichash_final(&state, hash, sizeof hash);
    int64_t pattern = 0;
    for (int i = 0; i < 8; i++) pattern = (int64_t)((uint64_t)pattern << 8 | hash[i]);
    return pattern ? pattern : 1;
}

void standing_read(const Value *v, Standing *s)
{
    memset(s, 0, sizeof *s);
    s->stage = (Stage)value_int(v, "stage", 0);
    s->resumes_to = (Stage)value_int(v, "resumes_to", 0);
    s->outcome = (Outcome)value_int(v, "outcome", 0);
    s->account = value_int(v, "account", 0);
    s->unpaid_fen = value_int(v, "unpaid", 0);
    for (int i = 0; i < COUNT(TEXTS); i++) snprintf(text_field(s, i), TEXTS[i].size, "%s", value_str_or(v, TEXTS[i].name, ""));
    for (int i = 0; i < COUNT(NUMBERS); i++) *number_field(s, i) = (int)value_int(v, NUMBERS[i], 0);
    for (int i = 0; i < COUNT(TRUTHS); i++) *truth_field(s, i) = value_bool(v, TRUTHS[i]);
    for (int i = 0; i < COUNT(DAYS); i++) day_field(s, i)->n = (int32_t)value_int(v, DAYS[i], DAY_NONE_N);
    s->statutory_unit = (LimitUnit)value_int(v, "statutory_unit", 0);
    s->promised_unit = (LimitUnit)value_int(v, "promised_unit", 0);
    materials_read(s, value_str_or(v, "materials", ""));
    const Value *pauses = value_get(v, "pauses");
    for (const Value *p = pauses ? pauses->first : NULL; p; p = p->next) {
        assert(s->pause_count < STANDING_PAUSES);
        s->pauses[s->pause_count++] = (Pause){{(int32_t)value_int(p, "from", 0)}, {(int32_t)value_int(p, "to", DAY_NONE_N)}, (PauseKind)value_int(p, "kind", 0), NULL};
    }
    s->extension = (Extension){.amount = (int)value_int(v, "extension", 0), .decided = DAY_NONE};
    s->verification = (Verification)value_int(v, "verification", 0);
    s->recusal = (Recusal)value_int(v, "recusal", 0);
    s->reply = (Outcome)value_int(v, "reply", 0);
    parties_read(value_get(v, "parties"), s);
    s->reexamination = (Reexamination)value_int(v, "reexamination", 0);
    const Value *open = value_get(v, "open");
    for (const Value *q = open ? open->first : NULL; q && s->open_count < STANDING_QUESTIONS; q = q->next) {
        OpenQuestion *one = &s->open[s->open_count++];
        *one = (OpenQuestion){.no = (int)value_int(q, "no", 0), .to_window = value_bool(q, "to_window"), .due = {(int32_t)value_int(q, "due", DAY_NONE_N)}, .asked_ms = value_int(q, "asked", 0)};
        snprintf(one->by, sizeof one->by, "%s", value_str_or(q, "by", ""));
    }
    joint_read(value_get(v, "together"), s);
}

/* ---- the same bytes read without a tree between: a change of the calendar reads those of every open case ---- */

typedef struct Scan { const char *at; Standing *s; bool good; const char *together; } Scan;      /* together: where the joint part begins, NULL none */

static bool take(Scan *scan, const char *text)
{
    size_t bytes = strlen(text);
    if (strncmp(scan->at, text, bytes)) return false;
    scan->at += bytes;
    return true;
}

static void need(Scan *scan, const char *text) { if (!take(scan, text)) scan->good = false; }

static int64_t scan_int(Scan *scan)
{
    bool minus = take(scan, "-");
    int64_t number = 0;
    const char *start = scan->at;
    for (; *scan->at >= '0' && *scan->at <= '9' && scan->at - start < 18; scan->at++) number = number * 10 + (*scan->at - '0');
    if (scan->at == start) scan->good = false;
    return minus ? -number : number;
}

/* Plain text only: a backslash is left to the general reader. */
static void scan_text(Scan *scan, char *out, size_t room)
{
    need(scan, "\"");
    size_t bytes = strcspn(scan->at, "\"\\");
    if (scan->at[bytes] != '"' || bytes >= room) { scan->good = false; return; }
    memcpy(out, scan->at, bytes);
    out[bytes] = 0;
    scan->at += bytes + 1;
}

static void scan_pauses(Scan *scan)
{
    Standing *s = scan->s;
    need(scan, "[");
    do {
        if (s->pause_count == STANDING_PAUSES) { scan->good = false; return; }
        Pause *pause = &s->pauses[s->pause_count++];
        pause->to = DAY_NONE;
        need(scan, "{\"from\":");
        pause->from.n = (int32_t)scan_int(scan);
        if (take(scan, ",\"to\":")) pause->to.n = (int32_t)scan_int(scan);
        need(scan, ",\"kind\":");
        pause->kind = (PauseKind)scan_int(scan);
        need(scan, "}");
    } while (scan->good && take(scan, ","));
    need(scan, "]");
}

static void scan_questions(Scan *scan)
{
    Standing *s = scan->s;
    need(scan, "[");
    do {
        if (s->open_count == STANDING_QUESTIONS) { scan->good = false; return; }
        OpenQuestion *q = &s->open[s->open_count++];
        q->due = DAY_NONE;
        need(scan, "{\"no\":");
        q->no = (int)scan_int(scan);
        need(scan, ",\"to_window\":");
        q->to_window = take(scan, "true");
        if (!q->to_window) need(scan, "false");
        if (take(scan, ",\"due\":")) q->due.n = (int32_t)scan_int(scan);
        need(scan, ",\"asked\":");
        q->asked_ms = scan_int(scan);
        need(scan, ",\"by\":");
        scan_text(scan, q->by, sizeof q->by);
        need(scan, "}");
    } while (scan->good && take(scan, ","));
    need(scan, "]");
}

static void scan_parties(Scan *scan)
{
    Standing *s = scan->s;
    int at = 0;
    need(scan, "[");
    do {
        if (at > STANDING_PARTIES) { scan->good = false; return; }
        Party *p = &s->parties[at++];
        need(scan, "{\"told\":");
        p->told.n = (int32_t)scan_int(scan);
        need(scan, ",\"days\":");
        p->days = (int)scan_int(scan);
        need(scan, ",\"hearing\":");
        p->hearing_told.n = (int32_t)scan_int(scan);
        need(scan, ",\"did\":");
        int did = (int)scan_int(scan);
        p->stated = did & 1;
        p->answered = did & 2;
        p->asked = did & 4;
        need(scan, "}");
    } while (scan->good && take(scan, ","));
    need(scan, "]");
    s->party_count = at - 1;
}

/* The next key, when it is this one; then the place stands on its value. */
static bool scan_key(Scan *scan, const char *key)
{
    size_t bytes = strlen(key);
    const char *p = scan->at;
    if (*p == ',') p++;
    if (*p != '"' || strncmp(p + 1, key, bytes) || p[bytes + 1] != '"' || p[bytes + 2] != ':') return false;
    scan->at = p + bytes + 3;
    return true;
}

static bool scan_standing(Scan *scan)
{
    Standing *s = scan->s;
    char letters[LIMIT_MATERIALS_PER_ITEM + 1] = "";
    memset(s, 0, sizeof *s);
    for (int i = 0; i < COUNT(DAYS); i++) *day_field(s, i) = DAY_NONE;
    need(scan, "{");
    if (scan_key(scan, "stage")) s->stage = (Stage)scan_int(scan);
    if (scan_key(scan, "resumes_to")) s->resumes_to = (Stage)scan_int(scan);
    if (scan_key(scan, "outcome")) s->outcome = (Outcome)scan_int(scan);
    if (scan_key(scan, "account")) s->account = scan_int(scan);
    if (scan_key(scan, "unpaid")) s->unpaid_fen = scan_int(scan);
    for (int i = 0; i < COUNT(TEXTS); i++) if (scan_key(scan, TEXTS[i].name)) scan_text(scan, text_field(s, i), TEXTS[i].size);
    for (int i = 0; i < COUNT(NUMBERS); i++) if (scan_key(scan, NUMBERS[i])) *number_field(s, i) = (int)scan_int(scan);
    for (int i = 0; i < COUNT(TRUTHS); i++) if (scan_key(scan, TRUTHS[i])) { need(scan, "true"); *truth_field(s, i) = true; }
    for (int i = 0; i < COUNT(DAYS); i++) if (scan_key(scan, DAYS[i])) day_field(s, i)->n = (int32_t)scan_int(scan);
    if (scan_key(scan, "statutory_unit")) s->statutory_unit = (LimitUnit)scan_int(scan);
    if (scan_key(scan, "promised_unit")) s->promised_unit = (LimitUnit)scan_int(scan);
    if (scan_key(scan, "materials")) scan_text(scan, letters, sizeof letters);
    if (s->material_count <= LIMIT_MATERIALS_PER_ITEM) materials_read(s, letters);
    if (scan_key(scan, "pauses")) scan_pauses(scan);
    s->extension.decided = DAY_NONE;
    if (scan_key(scan, "extension")) s->extension.amount = (int)scan_int(scan);
    if (scan_key(scan, "verification")) s->verification = (Verification)scan_int(scan);
    if (scan_key(scan, "recusal")) s->recusal = (Recusal)scan_int(scan);
    if (scan_key(scan, "reply")) s->reply = (Outcome)scan_int(scan);
    nobody_told(s);
    if (scan_key(scan, "parties")) scan_parties(scan);
    if (scan_key(scan, "reexamination")) s->reexamination = (Reexamination)scan_int(scan);
    if (scan_key(scan, "open")) scan_questions(scan);
    joint_read(NULL, s);
    if (scan_key(scan, "together")) {                    /* the last key, and few have it: its end is the end but one */
        size_t bytes = strlen(scan->at);
        scan->together = scan->at;
        return scan->good && bytes > 2 && scan->at[bytes - 1] == '}';
    }
    need(scan, "}");
    return scan->good && !*scan->at;
}

bool standing_parse(Arena *arena, const char *json, Standing *standing)
{
    Scan scan = {json, standing, true, NULL};
    if (scan_standing(&scan)) {
        if (scan.together) joint_read(value_parse(arena, scan.together, strlen(scan.together) - 1, NULL), standing);
        return true;
    }
    standing_read(value_parse(arena, json, strlen(json), NULL), standing);
    return false;
}
