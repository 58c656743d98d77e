/* catalog_store.c: every SQL statement on departments, windows, legal bodies and item versions. */
#include "base/text.h"
#include "catalog/catalog.h"
#include "store/store.h"
#include <string.h>

static const char *str(const Value *row, const char *key) { return value_str_or(row, key, ""); }

static const Value *first_of(const Value *body, const char *key)
{
    const Value *list = value_get(body, key);
    return list && list->kind == VALUE_LIST ? list->first : NULL;
}

/* Replaces all: the file of departments is the whole truth of the day it was imported; the order of rows is kept for lists. */
static void apply_departments(Store *store, const Value *body)
{
    int64_t place = 0;
    store_exec(store, "DELETE FROM legal_body", "");
    store_exec(store, "DELETE FROM department", "");
    store_exec(store, "DELETE FROM service_window", "");
    for (const Value *r = first_of(body, "bodies"); r; r = r->next)
        store_exec(store, "INSERT INTO legal_body(id, name, word, seal, reconsideration, court) VALUES(?1,?2,?3,?4,?5,?6)", "ssssss",
                   str(r, "id"), str(r, "name"), str(r, "word"), str(r, "seal"), str(r, "reconsideration"), str(r, "court"));
    for (const Value *r = first_of(body, "windows"); r; r = r->next)
        store_exec(store, "INSERT INTO service_window(id, name, zone, counters, phone, hours) VALUES(?1,?2,?3,?4,?5,?6)", "sssiss",
                   str(r, "id"), str(r, "name"), str(r, "zone"), value_int(r, "counters", 1), str(r, "phone"), str(r, "hours"));
    for (const Value *r = first_of(body, "departments"); r; r = r->next)
        store_exec(store, "INSERT INTO department(code, place, name, old_name, window_id, legal_body, consult_phone, supervise_phone,"
                          " valid_from, valid_to, successor) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)", "sisssssssss",
                   str(r, "code"), ++place, str(r, "name"), str(r, "old_name"), str(r, "window"), str(r, "legal_body"),
                   str(r, "consult_phone"), str(r, "supervise_phone"), str(r, "valid_from"), str(r, "valid_to"), str(r, "successor"));
}

static void apply_drafted(Store *store, Arena *arena, const Event *event)
{
    const Value *item = value_get(event->body, "item");
    store_exec(store, "INSERT INTO item_version(code, version, name, department, window_id, state, body, hash, drafted_at)"
                      " VALUES(?1,?2,?3,?4,?5,'draft',?6,?7,?8)"
                      " ON CONFLICT(code, version) DO UPDATE SET name = excluded.name, department = excluded.department,"
                      " window_id = excluded.window_id, body = excluded.body, hash = excluded.hash, drafted_at = excluded.drafted_at"
                      " WHERE state = 'draft'", "sisssssi",
               str(event->body, "code"), value_int(event->body, "version", 0), str(item, "name"), str(item, "department"), str(item, "window"),
               value_json(arena, item), str(event->body, "hash"), event->at.ms);
}

static void apply_published(Store *store, const Event *event)
{
    Day from;
    const char *code = str(event->body, "code");
    int64_t version = value_int(event->body, "version", 0);
    if (!day_parse(str(event->body, "effective_from"), &from)) return;
    store_exec(store, "UPDATE item_version SET state = 'superseded', effective_to = ?3 WHERE code = ?1 AND version <> ?2 AND state = 'published'",
               "sii", code, version, (int64_t)from.n - 1);
    store_exec(store, "UPDATE item_version SET state = 'published', effective_from = ?3, effective_to = NULL, published_at = ?4"
                      " WHERE code = ?1 AND version = ?2 AND state = 'draft'", "siii", code, version, (int64_t)from.n, event->at.ms);
}

static void apply_withdrawn(Store *store, const Event *event)
{
    Day last;
    if (!day_parse(str(event->body, "effective_to"), &last)) return;
    store_exec(store, "UPDATE item_version SET state = 'withdrawn', effective_to = ?3, reason = ?4 WHERE code = ?1 AND version = ?2 AND state = 'published'",
               "siis", str(event->body, "code"), value_int(event->body, "version", 0), (int64_t)last.n, str(event->body, "reason"));
}

void catalog_apply(Store *store, Arena *arena, const Event *event)
{
    if (!strcmp(event->kind, "catalog.departments_imported")) apply_departments(store, event->body);
    else if (!strcmp(event->kind, "item.drafted")) apply_drafted(store, arena, event);
    else if (!strcmp(event->kind, "item.published")) apply_published(store, event);
    else if (!strcmp(event->kind, "item.withdrawn")) apply_withdrawn(store, event);
}

/* ---- load ---- */

static void set_column(Arena *arena, Value *row, const char *key, Query *q, int column)
{
    const char *text = store_text(q, column, arena);
    value_set_str(arena, row, key, text ? text : "");
}

static Value *load_setup(Store *store, Arena *arena)
{
    Value *setup = value_object(arena), *list = value_set_list(arena, setup, "bodies");
    Query *q = store_query(store, "SELECT id, name, word, seal, reconsideration, court FROM legal_body ORDER BY id", "");
    while (store_row(q)) {
        static const char *const keys[] = {"id", "name", "word", "seal", "reconsideration", "court"};
        Value *row = value_push_object(arena, list);
        for (int i = 0; i < 6; i++) set_column(arena, row, keys[i], q, i);
    }
    list = value_set_list(arena, setup, "windows");
    q = store_query(store, "SELECT id, name, zone, phone, hours, counters FROM service_window ORDER BY id", "");
    while (store_row(q)) {
        static const char *const keys[] = {"id", "name", "zone", "phone", "hours"};
        Value *row = value_push_object(arena, list);
        for (int i = 0; i < 5; i++) set_column(arena, row, keys[i], q, i);
        value_set_int(arena, row, "counters", store_int(q, 5));
    }
    list = value_set_list(arena, setup, "departments");
    q = store_query(store, "SELECT code, name, old_name, window_id, legal_body, consult_phone, supervise_phone, valid_from, valid_to, successor"
                           " FROM department ORDER BY place", "");
    while (store_row(q)) {
        static const char *const keys[] = {"code", "name", "old_name", "window", "legal_body", "consult_phone", "supervise_phone", "valid_from", "valid_to", "successor"};
        Value *row = value_push_object(arena, list);
        for (int i = 0; i < 10; i++) set_column(arena, row, keys[i], q, i);
    }
    return setup;
}

Catalog *catalog_load(Store *store, Arena *arena)
{
    Catalog *catalog = catalog_new(arena, search_words_embedded(arena));
    catalog_set_departments(catalog, load_setup(store, arena));
    Query *q = store_query(store, "SELECT version, state, effective_from, effective_to, body FROM item_version ORDER BY code, version", "");
    while (store_row(q)) {
        const char *json = store_text(q, 4, arena);
        const Value *body = value_parse(arena, json, strlen(json), NULL);
        if (!body) continue;                    /* cannot happen: written by value_json; verify compares the bytes */
        Item *item = item_of_body(arena, body);
        item->version = (int)store_int(q, 0);
        item_state_parse(store_text(q, 1, arena), &item->state);
        item->from = store_day(q, 2);
        item->to = store_day(q, 3);
        catalog_add(catalog, item);
    }
    catalog_ready(catalog);
    return catalog;
}
