/* scene.c: snapshots, and the one list of who folds what; see scene.h. */
#include "window/scene.h"
#include "cases/redate.h"
#include "window/desk_act.h"
#include "base/embed.h"
#include "base/fault.h"
#include "base/text.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const char *setting(const Value *settings, const char *name, const char *otherwise)
{
    const char *text = value_str(settings, name);
    return text && *text ? text : otherwise;
}

static ProcessRules rules_of(const Value *settings)
{
    ProcessRules rules = process_rules_default;
    const struct { const char *name; int *into; } known[] = {
        {"reexamination_days", &rules.reexamination_days}, {"commitment_months", &rules.commitment_months}, {"commitment_bar_months", &rules.commitment_bar_months},
        {"question_days", &rules.question_days}, {"owed_grace_days", &rules.owed_grace_days}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int64_t number;
        if (text_parse_int(setting(settings, known[i].name, ""), 1, 365, &number)) *known[i].into = (int)number;
    }
    return rules;
}

static Centre *centre_of(Arena *arena, const Value *settings)
{
    Centre *c = ARENA_NEW(arena, Centre);
    int64_t closing;
    c->configured = settings->count > 0;
    c->name = setting(settings, "name", "政务服务中心");
    c->name_en = setting(settings, "name_en", "Government Service Centre");
    c->area = setting(settings, "area", "000000");
    c->district = setting(settings, "district", "");
    c->public_url = setting(settings, "public_url", "http://127.0.0.1:8080");
    c->payee = setting(settings, "payee", "区财政局非税收入专户");
    c->payee_account = setting(settings, "payee_account", "见缴费二维码");
    c->offhours = !strcmp(setting(settings, "offhours_receipt", "same_day"), "next_workday") ? RECEIPT_NEXT_WORKDAY : RECEIPT_SAME_DAY;
    c->closing_minute = text_parse_int(setting(settings, "closing_minute", "1020"), 1, 1440, &closing) ? (int)closing : 1020;
    c->rules = rules_of(settings);
    c->demo = !strcmp(setting(settings, "demo", "0"), "1");
    Value *leads = value_object(arena);
    for (const Value *m = settings->first; m; m = m->next)
        if (text_starts(m->key, "lead.") && m->kind == VALUE_STRING && *m->string) value_set_str(arena, leads, m->key + 5, m->string);
    c->leads = leads;
    return c;
}

Centre *centre_load(Store *store, Arena *arena)
{
    Value *settings = value_object(arena);
    Query *q = store_query(store, "SELECT name, value FROM centre_setting ORDER BY name", "");
    while (store_row(q)) value_set_str(arena, settings, store_text(q, 0, arena), store_text(q, 1, arena));
    return centre_of(arena, settings);
}

void centre_apply(Store *store, Arena *arena, const Event *event)
{
    (void)arena;
    if (strcmp(event->kind, "centre.configured")) return;
    for (const Value *m = event->body->first; m; m = m->next)
        if (m->kind == VALUE_STRING && !text_starts(m->key, "acted_"))      /* under which post it was set is no setting */
            store_exec(store, "INSERT INTO centre_setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", "ss", m->key, m->string);
}

static const char *catalogue_hash(Arena *arena, const Catalog *catalog)
{
    crypto_hash_sha256_state state;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_init(&state);
    for (int i = 0; i < catalog_version_count(catalog); i++) {
        const Item *item = catalog_version_number(catalog, i);
        if (item->state != ITEM_PUBLISHED) continue;
        const char *line = arena_printf(arena, "%s:%d:%s\n", item->code, item->version, item->hash);
        crypto_hash_sha256_update(&state, (const unsigned char *)line, strlen(line));
    }
    crypto_hash_sha256_final(&state, digest);
    Buf hex = buf_new(arena);
    buf_hex(&hex, digest, sizeof digest);
    return hex.text;
}

static void close_owned(void *scene) { scene_close(scene); }

Scene *scene_open(Store *store, const Secret *secret)
{
    FaultOwned owned;
    Scene *scene = calloc(1, sizeof *scene);
    if (!scene) {
        store_close(store);
        fault_raise(FAULT_MEMORY, "out of memory: scene");
    }
    scene->store = store;
    scene->secret = secret;
    fault_own(&owned, scene, close_owned);
    scene_load(scene);
    return fault_keep(&owned);
}

void scene_close(Scene *scene)
{
    if (!scene) return;
    ledger_close(scene->ledger);
    store_close(scene->store);
    arena_free(scene->arena);
    free(scene);
}

void scene_load(Scene *scene)
{
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    Centre *centre = centre_load(scene->store, arena);
    Catalog *catalog = catalog_load(scene->store, arena);
    People *people = people_load(scene->store, arena);
    Calendar *calendar = calendar_load(scene->store, arena, centre->area);
    const char *hash = catalogue_hash(arena, catalog);
    NoticeSettings *notices = notice_settings_load(scene->store, arena);
    arena_free(scene->arena);            /* from here on nothing raises */
    scene->arena = fault_keep(&owned);
    scene->centre = centre;
    scene->catalog = catalog;
    scene->people = people;
    scene->notices = notices;
    scene->calendar = calendar;
    scene->catalogue_hash = hash;
    scene->stale = false;
}

void scene_apply(Scene *scene, Arena *arena, const Event *event)
{
    if (!strncmp(event->kind, "notice.", 7)) {
        notices_apply(scene->store, arena, event);
        if (strcmp(event->kind, "notice.configured")) return;
        scene->stale = true;
        scene->changes++;
        return;
    }
    if (!strncmp(event->kind, "case.", 5)) {
        cases_apply(scene->store, arena, event, scene->calendar);
        documents_apply(scene->store, arena, event);
        for (int i = 0; desks[i]; i++) if (desks[i]->follows_cases) desks[i]->apply(scene->store, arena, event);
        return;
    }
    const Desk *desk = desk_of_event(event->kind);
    if (desk) {
        desk->apply(scene->store, arena, event);
        documents_apply(scene->store, arena, event);
        if (!desk->refreshes) return;
        scene->stale = true;
        scene->changes++;
        return;
    }
    const char *area = arena_strdup(arena, scene->centre->area);
    int64_t version = calendar_version(scene->calendar);
    centre_apply(scene->store, arena, event);
    calendar_apply(scene->store, arena, event);
    people_apply(scene->store, arena, event);
    catalog_apply(scene->store, arena, event);
    documents_apply(scene->store, arena, event);
    scene->stale = true;
    scene->changes++;
    if (!strncmp(event->kind, "calendar.", 9) || !strcmp(event->kind, "centre.configured")) {
        scene_load(scene);
        cases_redate(scene->store, event, calendar_load_version(scene->store, arena, area, version), scene->calendar);
    }
}

int schema_upgrade(Store *store, Instant now)
{
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    int count, applied = 0;
    const char **files = embed_list(arena, "schema/0", &count);
    bool fresh = store_number(store, 0, "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'", "") == 0;
    cases_functions(store);
    store_begin(store);
    for (int i = 0; i < count; i++) {
        size_t bytes;
        if (!fresh && store_number(store, 0, "SELECT count(*) FROM schema_version WHERE file = ?1", "s", files[i])) continue;
        store_script(store, (const char *)embed_find(arena, files[i], &bytes));
        fresh = false;
        store_exec(store, "INSERT INTO schema_version (file, applied_at) VALUES (?1, ?2)", "si", files[i], now.ms);
        applied++;
    }
    store_commit(store);
    fault_release(&owned);
    return applied;
}
