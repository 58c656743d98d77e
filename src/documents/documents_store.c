/* documents_store.c: numbers and rows of issued documents (DOMAIN 4.1). */
#include "documents/documents.h"
#include "base/fault.h"
#include "base/text.h"
#include "store/store.h"
#include <assert.h>
#include <string.h>

enum { DOCUMENTS_PER_EVENT = 32 };

/* ---- issuing ---- */

int64_t document_number_next(Store *store, const char *body, const char *word, int year) {
    return 1 + store_number(store, 0, "SELECT last FROM document_sequence WHERE body = ?1 AND word = ?2 AND year = ?3", "ssi", body, word, (int64_t)year);
}

static bool is_personal(const DocumentKind *kind, const char *key) {
    static const char *const ALWAYS[] = {"applicant_name", "applicant_id", "phone", "recipient", "address", "addressee", "holder", "payer",
                                         "legal_representative", "agent", "agent_id", "contact", "witness"};
    for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++) if (!strcmp(key, ALWAYS[i])) return true;
    for (const DocumentField *f = kind->fields; f->key; f++) if ((f->flags & FACT_PERSONAL) && !strcmp(f->key, key)) return true;
    return false;
}

/* The number this document takes, counting those the same event has already taken. */
static int64_t number_in_event(Store *store, const Value *event_body, const char *body, const char *word, int year) {
    int64_t next = document_number_next(store, body, word, year);
    const Value *list = value_get(event_body, "documents");
    for (const Value *d = list ? list->first : NULL; d; d = d->next)
        if (text_equal(value_str(d, "body"), body) && text_equal(value_str(d, "word"), word) && value_int(d, "year", 0) == year && value_int(d, "seq", 0) >= next)
            next = value_int(d, "seq", 0) + 1;
    return next;
}

static bool number_stands(Store *store, const Value *event_body, const char *number) {
    const Value *list = value_get(event_body, "documents");
    for (const Value *d = list ? list->first : NULL; d; d = d->next)
        if (text_equal(value_str(d, "number"), number)) return true;
    return store_number(store, 0, "SELECT 1 FROM issued_document WHERE number = ?1 AND void_reason IS NULL", "s", number) == 1;
}

static bool kind_stands(Store *store, const Value *event_body, int64_t case_id, const char *kind) {
    const Value *list = value_get(event_body, "documents");
    for (const Value *d = list ? list->first : NULL; d; d = d->next)
        if (text_equal(value_str(d, "kind"), kind)) return true;
    return case_id && store_number(store, 0, "SELECT 1 FROM issued_document WHERE case_id = ?1 AND kind = ?2 AND void_reason IS NULL LIMIT 1", "is", case_id, kind) == 1;
}

/* What only the store knows: D9, D10, D13. */
static void add_store_facts(Store *store, Arena *arena, Value *facts, const Value *event_body, const DocumentDraft *draft) {
    if (!strcmp(draft->kind, "F27")) {
        const Value *list = value_get(facts, "documents");
        for (const Value *d = list && list->kind == VALUE_LIST ? list->first : NULL; d; d = d->next) {
            const char *number = value_str(d, "number");
            if (number && !number_stands(store, event_body, number)) value_set_str(arena, facts, "document_unknown", number);
        }
    }
    if (!strcmp(draft->kind, "F21") || !strcmp(draft->kind, "F22"))
        if (kind_stands(store, event_body, draft->case_id, !strcmp(draft->kind, "F21") ? "F22" : "F21")) value_set_bool(arena, facts, "opposite_issued", true);
    const char *number = value_str(facts, "number");
    if (number && store_number(store, 0, "SELECT 1 FROM issued_document WHERE number = ?1", "s", number) == 1) value_set_bool(arena, facts, "number_taken", true);
}

static Value *kept_fields(Arena *arena, const DocumentKind *kind, const DocumentDraft *draft) {
    Value *fields = value_object(arena);
    value_set_str(arena, fields, "organ", draft->body->name);
    if (draft->item_kind && strcmp(draft->item_kind, "01")) value_set_str(arena, fields, "item_kind", draft->item_kind);
    for (const Value *f = draft->fields ? draft->fields->first : NULL; f; f = f->next)
        if (!is_personal(kind, f->key)) value_set(arena, fields, f->key, value_copy(arena, f));
    if (kind->adverse == ADVERSE_ALWAYS || (kind->adverse == ADVERSE_WHEN_REFUSED && !value_bool(fields, "granted"))) {
        if (!value_get(fields, "reconsideration")) value_set_str(arena, fields, "reconsideration", draft->body->reconsideration);
        if (!value_get(fields, "court")) value_set_str(arena, fields, "court", draft->body->court);
    }
    return fields;
}

static void add_absent(Arena *arena, Value *facts, const Value *from) {
    for (const Value *m = from ? from->first : NULL; m; m = m->next)
        if (!value_get(facts, m->key)) value_put(facts, m->key, arena_memdup(arena, m, sizeof *m));
}

const Value *document_issue(Store *store, Arena *arena, Value *event_body, const DocumentDraft *draft, DocumentFailures *failures) {
    const DocumentKind *kind = document_kind(draft->kind);
    assert(kind && draft->body);
    Value *record = value_object(arena);
    value_set_str(arena, record, "kind", kind->code);
    value_set_str(arena, record, "body", draft->body->id);
    if (kind->word) {
        int year = day_year(draft->day);
        const char *word = arena_join(arena, document_category(draft->item_kind ? draft->item_kind : "01"), kind->word, NULL);
        int64_t seq = number_in_event(store, event_body, draft->body->id, word, year);
        const char *series = arena_join(arena, draft->district ? draft->district : "", draft->body->word ? draft->body->word : "", NULL);
        value_set_str(arena, record, "number", document_number_text(arena, series, word, year, seq));
        value_set_str(arena, record, "word", word);
        value_set_int(arena, record, "year", year);
        value_set_int(arena, record, "seq", seq);
    }
    value_set_int(arena, record, "day", draft->day.n);
    Value *fields = kept_fields(arena, kind, draft);
    Value *facts = draft->context ? draft->context : value_object(arena);        /* what document_facts would merge, without another copy of it all */
    add_absent(arena, facts, draft->fields);
    add_absent(arena, facts, fields);
    value_set_str(arena, facts, "number", value_str(record, "number"));
    value_set_int(arena, facts, "date", draft->day.n);
    add_store_facts(store, arena, facts, event_body, draft);
    if (!document_check(arena, kind->code, facts, failures)) return NULL;
    value_set(arena, record, "fields", fields);
    Value *list = (Value *)value_get(event_body, "documents");
    if (!list) list = value_set_list(arena, event_body, "documents");
    assert(list->count < DOCUMENTS_PER_EVENT);
    return value_push(list, record);
}

/* ---- the projection ---- */

static void apply_one(Store *store, Arena *arena, const Event *event, const Value *d, int place) {
    const char *kind = value_str(d, "kind"), *body = value_str(d, "body"), *word = value_str_or(d, "word", "");
    const Value *fields = value_get(d, "fields");
    int64_t year = value_int(d, "year", 0), seq = value_int(d, "seq", 0);
    if (!kind || !body) return;
    store_exec(store, "INSERT INTO issued_document (id, kind, number, body, word, year, seq, case_id, day, void_reason, fields)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL, ?10)", "issssiiiis",
               event->seq * DOCUMENTS_PER_EVENT + place, kind, value_str(d, "number"), body, word, year, seq, event->case_id,
               value_int(d, "day", 0), fields ? value_json(arena, fields) : "{}");
    if (seq > 0)
        store_exec(store, "INSERT INTO document_sequence (body, word, year, last) VALUES (?1, ?2, ?3, ?4)"
                          " ON CONFLICT (body, word, year) DO UPDATE SET last = excluded.last", "ssii", body, word, year, seq);
}

void documents_apply(Store *store, Arena *arena, const Event *event) {
    const Value *list = value_get(event->body, "documents");
    int place = 0;
    if (list && list->kind == VALUE_LIST)
        for (const Value *d = list->first; d && place < DOCUMENTS_PER_EVENT; d = d->next) apply_one(store, arena, event, d, place++);
    if (!strcmp(event->kind, "document.voided"))
        store_exec(store, "UPDATE issued_document SET void_reason = ?2 WHERE number = ?1", "ss", value_str(event->body, "number"), value_str_or(event->body, "reason", ""));
}

/* ---- reading ---- */

#define COLUMNS "id, kind, number, body, word, year, seq, case_id, day, void_reason, fields"

static IssuedDocument *read_row(Query *q, Arena *arena) {
    IssuedDocument *d = ARENA_NEW(arena, IssuedDocument);
    d->id = store_int(q, 0);
    d->kind = store_text(q, 1, arena);
    d->number = store_text(q, 2, arena);
    d->body = store_text(q, 3, arena);
    d->word = store_text(q, 4, arena);
    d->year = (int)store_int(q, 5);
    d->seq = store_int(q, 6);
    d->case_id = store_int(q, 7);
    d->event_seq = d->id / DOCUMENTS_PER_EVENT;
    d->day = store_day(q, 8);
    d->void_reason = store_text(q, 9, arena);
    const char *json = store_text(q, 10, arena), *error = NULL;
    Value *record = value_object(arena);
    value_set_str(arena, record, "kind", d->kind);
    if (d->number) value_set_str(arena, record, "number", d->number);
    value_set_str(arena, record, "date", day_text(arena, d->day));
    if (d->void_reason) value_set_str(arena, record, "void_reason", d->void_reason);
    const Value *fields = value_parse(arena, json, strlen(json), &error);
    if (!fields) fault_raise(FAULT_STORE, "document %lld: fields: %s", (long long)d->id, error);
    d->record = document_facts(arena, record, fields, NULL);
    return d;
}

static const IssuedDocument *one(Query *q, Arena *arena) {
    const IssuedDocument *d = store_row(q) ? read_row(q, arena) : NULL;
    store_done(q);
    return d;
}

static const IssuedDocument **some(Query *q, Arena *arena, int limit, int *count) {
    const IssuedDocument **all = ARENA_ARRAY(arena, const IssuedDocument *, limit + 1);
    *count = 0;
    while (*count < limit && store_row(q)) all[(*count)++] = read_row(q, arena);
    store_done(q);
    return all;
}

const IssuedDocument *document_load(Store *store, Arena *arena, int64_t id) {
    return one(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE id = ?1", "i", id), arena);
}

const IssuedDocument *document_by_number(Store *store, Arena *arena, const char *number) {
    return one(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE number = ?1", "s", number), arena);
}

const IssuedDocument *document_latest(Store *store, Arena *arena, int64_t case_id, const char *kind) {
    return one(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE case_id = ?1 AND case_id <> 0 AND (?2 IS NULL OR kind = ?2) ORDER BY id DESC LIMIT 1", "is", case_id, kind), arena);
}

const IssuedDocument *document_of_event(Store *store, Arena *arena, int64_t seq) {
    return one(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE id >= ?1 AND id < ?1 + ?2 ORDER BY id LIMIT 1", "ii", seq * DOCUMENTS_PER_EVENT, (int64_t)DOCUMENTS_PER_EVENT), arena);
}

const IssuedDocument *document_latest_of_kind(Store *store, Arena *arena, const char *kind) {
    return one(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE kind = ?1 ORDER BY id DESC LIMIT 1", "s", kind), arena);
}

const IssuedDocument **documents_of_hearings(Store *store, Arena *arena, int limit, int *count) {
    return some(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE kind IN ('F15', 'F16') AND void_reason IS NULL ORDER BY id DESC LIMIT ?1", "i", (int64_t)limit), arena, limit, count);
}

const IssuedDocument **documents_of_body(Store *store, Arena *arena, const char *body, int limit, int *count) {
    return some(store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE body = ?1 ORDER BY id DESC LIMIT ?2", "si", body, (int64_t)limit), arena, limit, count);
}

bool document_withheld(const IssuedDocument *document) { return value_bool(document->record, "withheld"); }

#define PUBLIC " FROM issued_document WHERE kind IN ('F21', 'F23', 'F28', 'F29', 'F30', 'F31', 'F32') AND number IS NOT NULL AND void_reason IS NULL AND fields NOT LIKE '%\"granted\":false%' AND fields NOT LIKE '%\"withheld\":true%'"

const IssuedDocument **documents_public(Store *store, Arena *arena, int limit, int offset, int *count) {
    return some(store_query(store, "SELECT " COLUMNS PUBLIC " ORDER BY id DESC LIMIT ?1 OFFSET ?2", "ii", (int64_t)limit, (int64_t)offset), arena, limit, count);
}

int64_t documents_public_count(Store *store) { return store_number(store, 0, "SELECT count(*)" PUBLIC, ""); }

const IssuedDocument **documents_of_case(Store *store, Arena *arena, int64_t case_id, int *count) {
    int n = 0, room = 8;
    const IssuedDocument **all = ARENA_ARRAY(arena, const IssuedDocument *, room);
    Query *q = store_query(store, "SELECT " COLUMNS " FROM issued_document WHERE case_id = ?1 AND case_id <> 0 ORDER BY id", "i", case_id);
    while (store_row(q)) {
        if (n == room) {
            const IssuedDocument **more = ARENA_ARRAY(arena, const IssuedDocument *, room * 2);
            memcpy(more, all, sizeof *all * (size_t)n);
            all = more;
            room *= 2;
        }
        all[n++] = read_row(q, arena);
    }
    *count = n;
    return all;
}

bool documents_gapless(Store *store, Arena *arena, const char **what) {
    bool good = true;
    Query *q = store_query(store, "SELECT s.body, s.word, s.year, s.last, count(d.id), coalesce(min(d.seq), 0), coalesce(max(d.seq), 0), count(DISTINCT d.seq)"
                                  " FROM document_sequence s LEFT JOIN issued_document d ON d.body = s.body AND d.word = s.word AND d.year = s.year"
                                  " GROUP BY s.body, s.word, s.year", "");
    while (store_row(q)) {
        int64_t last = store_int(q, 3);
        if (good && (store_int(q, 4) != last || store_int(q, 5) != 1 || store_int(q, 6) != last || store_int(q, 7) != last)) {
            good = false;
            if (what) *what = arena_printf(arena, "%s %s〔%lld〕: last %lld, rows %lld", store_text(q, 0, arena), store_text(q, 1, arena), (long long)store_int(q, 2), (long long)last, (long long)store_int(q, 4));
        }
    }
    return good;
}
