/* parcel.c: the envelope between two centres; see parcel.h. */
#include "exchange/parcel.h"
#include "base/text.h"
#include "ledger/receipt.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char FORMAT[] = "yichuang-parcel/1";

static const struct { const char *name, *zh, *en; } kinds[] = {
    [PARCEL_FORWARD] = {"forward", "上报件", "case sent up"}, [PARCEL_RESULT] = {"result", "上级处理结果", "what was decided above"},
    [PARCEL_RECALL] = {"recall", "撤回上报", "recall"}, [PARCEL_ACKNOWLEDGEMENT] = {"acknowledgement", "签收回执", "acknowledgement"},
    [PARCEL_QUERY] = {"query", "上级要求补正", "what is asked for above"}, [PARCEL_SUPPLY] = {"supply", "补正材料", "what was handed in for it"},
};
const char *parcel_kind_name(ParcelKind kind) { return kinds[kind].name; }
const char *parcel_kind_zh(ParcelKind kind) { return kinds[kind].zh; }
const char *parcel_kind_en(ParcelKind kind) { return kinds[kind].en; }

/* ---- hashes and names ---- */

static void hex(const Hash *hash, size_t bytes, char *out)
{
    for (size_t i = 0; i < bytes; i++) snprintf(out + 2 * i, 3, "%02x", hash->b[i]);
}

void sha256_hex(const void *data, size_t bytes, char out[PARCEL_HASH_CHARS + 1])
{
    Hash hash;
    merkle_sha256(&hash, data, bytes, "", 0);
    hex(&hash, sizeof hash.b, out);
}

char *parcel_id(Arena *arena, const char *key_text, int64_t seq)
{
    char whole[PARCEL_HASH_CHARS + 1];
    sha256_hex(key_text, strlen(key_text), whole);
    return arena_printf(arena, "%.16s-%lld", whole, (long long)seq);
}

char *key_fingerprint(Arena *arena, const char *key_text)
{
    char whole[PARCEL_HASH_CHARS + 1];
    sha256_hex(key_text, strlen(key_text), whole);
    return arena_printf(arena, "%.4s %.4s %.4s %.4s %.4s %.4s %.4s %.4s", whole, whole + 4, whole + 8, whole + 12, whole + 16, whole + 20, whole + 24, whole + 28);
}

bool key_fingerprint_is(const char *key_text, const char *typed)
{
    enum { DIGITS = 32 };
    char whole[PARCEL_HASH_CHARS + 1];
    int n = 0;
    sha256_hex(key_text, strlen(key_text), whole);
    for (const char *c = typed; *c; c++) {
        if (*c == ' ') continue;
        if (n == DIGITS || tolower((unsigned char)*c) != whole[n]) return false;
        n++;
    }
    return n == DIGITS;
}

/* ---- shapes: the members of an object, all of them and no others ---- */

typedef struct Member {
    const char *key;
    char type;                 /* s text, w one word of ASCII, h SHA-256, i number, d day, t instant, o object, l list */
    size_t most;               /* characters, or the greatest number */
    bool optional;
} Member;

static const Member common[] = {
    {"format", 'w', 20}, {"id", 'w', PARCEL_ID_MOST}, {"kind", 'w', 20}, {"from", 'w', 300}, {"to", 'w', 300}, {"at", 't'},
    {"number", 's', 80, true}, {"about", 'w', PARCEL_ID_MOST, true}, {0}};
static const Member forward_members[] = {
    {"item", 'o'}, {"upper_organ", 's', LIMIT_NAME_CHARACTERS}, {"recommendation", 'w', 10}, {"opinion", 's', LIMIT_TEXT_CHARACTERS},
    {"applicant", 'o'}, {"materials", 'l', LIMIT_PARCEL_FILES}, {"receipt", 'o'}, {0}};
static const Member item_members[] = {{"code", 'w', 40}, {"name", 's', LIMIT_NAME_CHARACTERS}, {"version", 'i', 1000000}, {"hash", 'w', 64}, {0}};
static const Member applicant_members[] = {
    {"applicant_kind", 'w', 10}, {"applicant_name", 's', LIMIT_NAME_CHARACTERS}, {"identity", 's', 40}, {"phone", 's', 40}, {"email", 's', LIMIT_EMAIL_CHARACTERS, true},
    {"address", 's', LIMIT_TEXT_CHARACTERS, true}, {"project", 's', LIMIT_TEXT_CHARACTERS, true}, {"agent_name", 's', LIMIT_NAME_CHARACTERS, true},
    {"agent_identity", 's', 40, true}, {"agent_phone", 's', 40, true}, {"agent_email", 's', LIMIT_EMAIL_CHARACTERS, true}, {0}};
static const Member material_members[] = {
    {"no", 'i', LIMIT_MATERIALS_PER_ITEM}, {"name", 's', LIMIT_NAME_CHARACTERS}, {"way", 'w', 20}, {"originals", 'i', 1000, true}, {"copies", 'i', 1000, true},
    {"sha256", 'h', 0, true}, {"file", 's', 120, true}, {"type", 'w', 40, true}, {"bytes", 'i', LIMIT_UPLOAD_BYTES, true}, {0}};
static const Member result_members[] = {
    {"result", 'w', 10}, {"document", 's', LIMIT_NAME_CHARACTERS}, {"content", 's', LIMIT_TEXT_CHARACTERS}, {"decided", 'd'}, {"pdf", 'o', 0, true}, {"receipt", 'o'}, {0}};
static const Member pdf_members[] = {{"sha256", 'h'}, {"file", 's', 120}, {"bytes", 'i', LIMIT_UPLOAD_BYTES}, {0}};
static const Member recall_members[] = {{"act", 'w', 20}, {"reason", 's', LIMIT_TEXT_CHARACTERS, true}, {"receipt", 'o'}, {0}};
static const Member acknowledgement_members[] = {{"sha256", 'h'}, {"outcome", 'w', 60, true}, {"receipt", 'o'}, {0}};
static const Member query_members[] = {{"document", 's', LIMIT_NAME_CHARACTERS, true}, {"materials", 'l', LIMIT_PARCEL_FILES}, {"until", 'd', 0, true}, {"receipt", 'o'}, {0}};
static const Member asked_members[] = {{"name", 's', LIMIT_NAME_CHARACTERS}, {"requirement", 's', LIMIT_TEXT_CHARACTERS}, {"how", 's', LIMIT_TEXT_CHARACTERS, true}, {0}};
static const Member supply_members[] = {{"materials", 'l', LIMIT_PARCEL_FILES}, {"receipt", 'o'}, {0}};
static const Member *const members_of[] = {
    [PARCEL_FORWARD] = forward_members, [PARCEL_RESULT] = result_members, [PARCEL_RECALL] = recall_members, [PARCEL_ACKNOWLEDGEMENT] = acknowledgement_members,
    [PARCEL_QUERY] = query_members, [PARCEL_SUPPLY] = supply_members};

static bool one_word(const char *text, size_t most)
{
    size_t n = strlen(text);
    for (const char *c = text; *c; c++) if (*c <= 0x20 || *c >= 0x7F) return false;
    return n >= 1 && n <= most;
}

static bool hash_text(const char *text) { return strlen(text) == PARCEL_HASH_CHARS && strspn(text, "0123456789abcdef") == PARCEL_HASH_CHARS; }

static bool fits(const Member *m, const Value *v)
{
    Day day;
    Instant at;
    const char *text = v->kind == VALUE_STRING ? v->string : NULL;
    switch (m->type) {
    case 's': return text && *text && text_characters(text) <= m->most;
    case 'w': return text && one_word(text, m->most);
    case 'h': return text && hash_text(text);
    case 'd': return text && day_parse(text, &day);
    case 't': return text && instant_parse(text, &at);
    case 'i': return v->kind == VALUE_INT && v->integer >= 0 && v->integer <= (int64_t)m->most;
    case 'o': return v->kind == VALUE_OBJECT;
    case 'l': return v->kind == VALUE_LIST && (size_t)v->count <= m->most;
    }
    return false;
}

static const Member *member_named(const Member *list, const char *key)
{
    for (const Member *m = list; m && m->key; m++) if (!strcmp(m->key, key)) return m;
    return NULL;
}

/* Every member known and well formed, every needed one there. more NULL: only the first list. */
static const char *shape(Arena *arena, const Value *object, const Member *list, const Member *more)
{
    for (const Value *v = object->first; v; v = v->next) {
        const Member *m = member_named(list, v->key);
        if (!m && more) m = member_named(more, v->key);
        if (!m) return arena_printf(arena, "unknown member %.40s", v->key);
        if (!fits(m, v)) return arena_printf(arena, "member %s is not well formed", m->key);
    }
    for (int i = 0; i < 2; i++)
        for (const Member *m = i ? more : list; m && m->key; m++)
            if (!m->optional && !value_get(object, m->key)) return arena_printf(arena, "member %s is missing", m->key);
    return NULL;
}

/* ---- reading ---- */

static bool one_of(const char *text, const char *a, const char *b, const char *c) { return !strcmp(text, a) || !strcmp(text, b) || (c && !strcmp(text, c)); }

static bool kind_parse(const char *name, ParcelKind *out)
{
    for (int k = PARCEL_FORWARD; k < PARCEL_KINDS; k++) if (text_equal(name, kinds[k].name)) { *out = (ParcelKind)k; return true; }
    return false;
}

static const char *read_materials(Arena *arena, Parcel *p, const Value *list)
{
    bool seen[LIMIT_MATERIALS_PER_ITEM + 1] = {false};
    for (const Value *row = list->first; row; row = row->next) {
        const char *problem = row->kind == VALUE_OBJECT ? shape(arena, row, material_members, NULL) : "a material is no object";
        if (problem) return problem;
        int64_t no = value_int(row, "no", 0);
        const char *sha256 = value_str(row, "sha256");
        bool file = value_get(row, "file") != NULL;
        if (!no || seen[no]) return "a material has no number of its own";
        seen[no] = true;
        if (file != (value_get(row, "type") != NULL) || file != (value_get(row, "bytes") != NULL) || (file && !sha256)) return "file, type, bytes and sha256 go together";
        if (!file) continue;
        p->files[p->file_count++] = (ParcelFile){no, value_str(row, "name"), value_str(row, "file"), value_str(row, "type"), sha256, (size_t)value_int(row, "bytes", 0)};
    }
    return NULL;
}

static const char *read_forward(Arena *arena, Parcel *p)
{
    const Value *item = value_get(p->all, "item"), *applicant = value_get(p->all, "applicant");
    const char *problem = shape(arena, item, item_members, NULL);
    if (!problem) problem = shape(arena, applicant, applicant_members, NULL);
    if (problem) return problem;
    if (!one_of(value_str(p->all, "recommendation"), "grant", "refuse", NULL)) return "recommendation is neither grant nor refuse";
    if (!one_of(value_str(applicant, "applicant_kind"), "person", "firm", NULL)) return "applicant_kind is neither person nor firm";
    if (!*p->number || *p->about) return "a case sent up has a number and answers nothing";
    return read_materials(arena, p, value_get(p->all, "materials"));
}

static const char *read_result(Arena *arena, Parcel *p)
{
    const Value *pdf = value_get(p->all, "pdf");
    const char *problem = pdf ? shape(arena, pdf, pdf_members, NULL) : NULL;
    if (problem) return problem;
    if (!one_of(value_str(p->all, "result"), "granted", "refused", "returned")) return "result is none of granted, refused, returned";
    if (!*p->number || !*p->about) return "a result has a number and the parcel it answers";
    if (pdf) p->files[p->file_count++] = (ParcelFile){0, "", value_str(pdf, "file"), "application/pdf", value_str(pdf, "sha256"), (size_t)value_int(pdf, "bytes", 0)};
    return NULL;
}

static const char *read_query(Arena *arena, Parcel *p)
{
    const Value *list = value_get(p->all, "materials");
    for (const Value *row = list->first; row; row = row->next) {
        const char *problem = row->kind == VALUE_OBJECT ? shape(arena, row, asked_members, NULL) : "a material is no object";
        if (problem) return problem;
    }
    return list->count && *p->number && *p->about ? NULL : "a query asks for something, has a number and the parcel it is about";
}

static const char *read_supply(Arena *arena, Parcel *p)
{
    const Value *list = value_get(p->all, "materials");
    if (!list->count || !*p->number || !*p->about) return "a supply holds something, has a number and the query it answers";
    return read_materials(arena, p, list);
}

static const char *read_recall(Arena *arena, Parcel *p)
{
    (void)arena;
    if (!one_of(value_str(p->all, "act"), "withdrawn", "terminated", "answered")) return "act is none of withdrawn, terminated, answered";
    return *p->number && *p->about ? NULL : "a recall has a number and the parcel it recalls";
}

static const char *read_acknowledgement(Arena *arena, Parcel *p) { (void)arena; return *p->about ? NULL : "an acknowledgement names a parcel"; }

/* The id is made of the sender's key, so nobody can use another's. */
static bool read_id(Arena *arena, Parcel *p)
{
    const char *dash = strchr(p->id, '-');
    return dash && dash[1] != '0' && text_parse_int(dash + 1, 1, INT64_MAX, &p->seq) && !strcmp(parcel_id(arena, p->from, p->seq), p->id);
}

Parcel *parcel_parse(Arena *arena, const char *envelope, size_t bytes, const char **problem)
{
    static const char *(*const read[])(Arena *, Parcel *) = {
        [PARCEL_FORWARD] = read_forward, [PARCEL_RESULT] = read_result, [PARCEL_RECALL] = read_recall, [PARCEL_ACKNOWLEDGEMENT] = read_acknowledgement,
        [PARCEL_QUERY] = read_query, [PARCEL_SUPPLY] = read_supply};
    NoteVerifier verifier;
    *problem = "longer than a parcel may be";
    if (bytes > LIMIT_PARCEL_BYTES) return NULL;
    const Value *all = value_parse(arena, envelope, bytes, problem);
    if (!all) return NULL;
    Parcel *p = ARENA_NEW(arena, Parcel);
    *problem = "not an object of a known kind";
    if (all->kind != VALUE_OBJECT || !text_equal(value_str(all, "format"), FORMAT) || !kind_parse(value_str(all, "kind"), &p->kind)) return NULL;
    if ((*problem = shape(arena, all, common, members_of[p->kind]))) return NULL;
    const char *again = value_json(arena, all);
    *problem = "not canonical JSON";
    if (strlen(again) != bytes || memcmp(again, envelope, bytes)) return NULL;
    p->all = all;
    p->id = value_str(all, "id");
    p->from = value_str(all, "from");
    p->to = value_str(all, "to");
    p->number = value_str_or(all, "number", "");
    p->about = value_str_or(all, "about", "");
    p->receipt = value_get(all, "receipt");
    p->bytes = bytes;
    instant_parse(value_str(all, "at"), &p->at);
    sha256_hex(envelope, bytes, p->sha256);
    *problem = "from or to is no public key";
    if (!note_verifier_parse(p->from, &verifier) || !note_verifier_parse(p->to, &verifier)) return NULL;
    *problem = "the id is not the sender's";
    if (!read_id(arena, p)) return NULL;
    return (*problem = read[p->kind](arena, p)) ? NULL : p;
}

/* ---- writing ---- */

Value *parcel_open(Arena *arena, ParcelKind kind, const char *from, const char *to, int64_t seq, Instant at, const char *number, const char *about)
{
    Value *all = value_object(arena);
    value_set_str(arena, all, "format", FORMAT);
    value_set_str(arena, all, "id", parcel_id(arena, from, seq));
    value_set_str(arena, all, "kind", parcel_kind_name(kind));
    value_set_str(arena, all, "from", from);
    value_set_str(arena, all, "to", to);
    value_set_str(arena, all, "at", instant_text(arena, at));
    if (number && *number) value_set_str(arena, all, "number", number);
    if (about && *about) value_set_str(arena, all, "about", about);
    return all;
}

char *parcel_close(Arena *arena, Value *envelope, const Value *receipt, const char **problem)
{
    value_set(arena, envelope, "receipt", value_copy(arena, receipt));
    char *text = value_json(arena, envelope);
    return parcel_parse(arena, text, strlen(text), problem) ? text : NULL;
}

/* ---- signed and proven ---- */

char *parcel_note_text(Arena *arena, const Parcel *p)
{
    return arena_printf(arena, "%s\n%s\n%s\n%s %zu\n", FORMAT, p->id, p->to, p->sha256, p->bytes);
}

bool parcel_signed(Arena *arena, const Parcel *p, const char *note)
{
    NoteVerifier verifier;
    size_t bytes;
    const char *text = parcel_note_text(arena, p);
    if (!note || strlen(note) > PARCEL_NOTE_MOST || !note_verifier_parse(p->from, &verifier) || !note_verify(&verifier, note, &bytes)) return false;
    return bytes == strlen(text) && !memcmp(note, text, bytes);
}

/* The event's own list of materials, against the envelope's: same numbers, same hashes, none more and none less. */
static bool same_materials(const Value *body, const Value *all)
{
    const Value *stated = value_get(body, "materials"), *sent = value_get(all, "materials");
    if (!stated || stated->count != sent->count) return false;
    for (const Value *s = stated->first, *e = sent->first; s && e; s = s->next, e = e->next)
        if (value_int(s, "no", 0) != value_int(e, "no", 0) || !text_equal(value_str(s, "sha256"), value_str(e, "sha256"))) return false;
    return true;
}

static bool forward_stated(const Parcel *p, const char *kind, const Value *body)
{
    const Value *item = value_get(p->all, "item");
    return text_equal(kind, "case.forwarded") && text_equal(value_str(body, "opinion"), value_str(p->all, "opinion")) && text_equal(value_str(body, "recommendation"), value_str(p->all, "recommendation")) &&
           text_equal(value_str(body, "upper_organ"), value_str(p->all, "upper_organ")) && text_equal(value_str(body, "item"), value_str(item, "code")) &&
           value_int(body, "item_version", 0) == value_int(item, "version", -1) && text_equal(value_str(body, "item_hash"), value_str(item, "hash")) && same_materials(body, p->all);
}

static bool result_stated(const Parcel *p, const char *kind)
{
    const char *result = value_str(p->all, "result");
    if (!strcmp(result, "granted")) return one_of(kind, "case.granted", "case.settled", NULL);
    if (!strcmp(result, "refused")) return !strcmp(kind, "case.refused");
    return one_of(kind, "case.not_needed", "case.not_competent", "case.withdrawn") || one_of(kind, "case.lapsed", "case.terminated", NULL);
}

/* The number of the notice is one of those that the event issued; none: none is claimed. */
static bool numbered(const Value *body, const char *document)
{
    const Value *list = value_get(body, "documents");
    for (const Value *d = document && list ? list->first : NULL; d; d = d->next) if (text_equal(value_str(d, "number"), document)) return true;
    return !document;
}

/* The same list as the notice there, in its order; or as what was asked further up still and is passed on. */
static bool query_stated(const Parcel *p, const char *kind, const Value *body)
{
    bool own = !strcmp(kind, "case.supplement_asked");
    const Value *missing = value_get(body, own ? "missing" : "materials"), *asked = value_get(p->all, "materials");
    if ((!own && strcmp(kind, "case.asked_from_above")) || !missing || missing->count != asked->count || !numbered(body, value_str(p->all, "document")) ||
        !text_equal(value_str(body, own ? "supply_by" : "until"), value_str(p->all, "until"))) return false;
    for (const Value *m = missing->first, *a = asked->first; m && a; m = m->next, a = a->next)
        if (!text_equal(value_str(m, "name"), value_str(a, "name")) || !text_equal(value_str_or(m, "requirement", value_str(body, "reason")), value_str(a, "requirement")) ||
            !text_equal(value_str(m, "how"), value_str(a, "how"))) return false;
    return true;
}

static bool recall_stated(const Parcel *p, const char *kind)
{
    const char *act = value_str(p->all, "act");
    return !strcmp(kind, !strcmp(act, "withdrawn") ? "case.withdrawn" : !strcmp(act, "terminated") ? "case.terminated" : "case.replied_from_above");
}

static bool stated(const Parcel *p, const Value *facts)
{
    const Value *body = value_get(facts, "body");
    const char *kind = value_str_or(facts, "kind", ""), *number = value_str_or(facts, "case", "");
    if (value_int(facts, "seq", 0) != p->seq || strcmp(number, p->number) || !body) return false;
    switch (p->kind) {
    case PARCEL_FORWARD: return forward_stated(p, kind, body);
    case PARCEL_RESULT: return result_stated(p, kind);
    case PARCEL_RECALL: return recall_stated(p, kind);
    case PARCEL_QUERY: return query_stated(p, kind, body);
    case PARCEL_SUPPLY: return !strcmp(kind, "case.supplied_above") && same_materials(body, p->all);
    case PARCEL_KINDS: break;
    case PARCEL_ACKNOWLEDGEMENT:
        return !strcmp(kind, "exchange.received") && text_equal(value_str(body, "parcel"), p->about) && text_equal(value_str(body, "sha256"), value_str(p->all, "sha256")) &&
               text_equal(value_str_or(body, "outcome", ""), value_str_or(p->all, "outcome", ""));
    }
    return false;
}

bool parcel_proven(Arena *arena, const Parcel *p, const char **problem)
{
    const char *receipt = value_json(arena, p->receipt);
    ReceiptReport report = ledger_receipt_verify(arena, receipt, strlen(receipt), p->from);
    *problem = "the receipt inside does not hold under the sender's key";
    if (!report.proven) return false;
    *problem = "the receipt inside is that of another event";
    return stated(p, report.receipt->facts);
}
