/* packages_store.c: themes and package applications, folded from events; see packages.h. */
#include "packages/packages.h"
#include "base/limits.h"
#include "ledger/ledger.h"
#include "store/store.h"
#include <string.h>

static void define(Store *store, const Event *e)
{
    const Value *b = e->body, *steps = value_get(b, "steps");
    const char *code = value_str_or(b, "code", "");
    int64_t place = 0;
    store_exec(store, "INSERT INTO package_theme (code, place, name, name_en, defined, retired) VALUES (?1, (SELECT count(*) FROM package_theme), ?2, ?3, ?4, 0)"
                      " ON CONFLICT (code) DO UPDATE SET name = ?2, name_en = ?3, defined = ?4, retired = 0", "sssi", code, value_str_or(b, "name", ""), value_str_or(b, "name_en", ""), e->seq);
    store_exec(store, "DELETE FROM package_step WHERE code = ?1", "s", code);
    for (const Value *s = steps ? steps->first : NULL; s; s = s->next)
        store_exec(store, "INSERT INTO package_step (code, place, step, item, after) VALUES (?1, ?2, ?3, ?4, ?5)", "sissi", code, place++, value_str_or(s, "step", ""), value_str_or(s, "item", ""), value_int(s, "after", 0));
}

static void open(Store *store, const Event *e)
{
    const Value *steps = value_get(e->body, "steps");
    int64_t place = 0;
    store_exec(store, "INSERT INTO package (id, code, state, opened, account, touched) VALUES (?1, ?2, 0, ?3, ?4, 0)", "isii", e->seq, value_str_or(e->body, "code", ""), (int64_t)instant_day(e->at).n, value_int(e->body, "account", 0));
    for (const Value *s = steps ? steps->first : NULL; s; s = s->next)
        store_exec(store, "INSERT INTO package_child (package, place, step, item, after, case_id) VALUES (?1, ?2, ?3, ?4, ?5, 0)", "iissi", e->seq, place++, value_str_or(s, "step", ""), value_str_or(s, "item", ""), value_int(s, "after", 0));
}

static void end(Store *store, const Event *e, PackageState state)
{
    store_exec(store, "UPDATE package SET state = ?2, ended = ?3, touched = 0 WHERE id = ?1", "iii", value_int(e->body, "package", 0), (int64_t)state, (int64_t)instant_day(e->at).n);
}

/* A case of an open package was decided or concluded: there may be something to open, or nothing left. */
static void touch(Store *store, const Event *e)
{
    static const char *const kinds[] = {"case.granted", "case.settled", "case.refused", "case.delivered", "case.not_needed", "case.not_competent", "case.withdrawn", "case.lapsed", "case.terminated"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], e->kind)) continue;
        store_exec(store, "UPDATE package SET touched = 1 WHERE state = 0 AND id = (SELECT package FROM package_child WHERE case_id = ?1)", "i", e->case_id);
        return;
    }
}

void packages_apply(Store *store, Arena *arena, const Event *e)
{
    (void)arena;
    if (!strncmp(e->kind, "case.", 5)) { touch(store, e); return; }
    const char *what = e->kind + 8;
    if (!strcmp(what, "defined")) define(store, e);
    else if (!strcmp(what, "retired")) store_exec(store, "UPDATE package_theme SET retired = 1 WHERE code = ?1", "s", value_str_or(e->body, "code", ""));
    else if (!strcmp(what, "opened")) open(store, e);
    else if (!strcmp(what, "case_opened")) {
        store_exec(store, "UPDATE package_child SET case_id = ?3 WHERE package = ?1 AND place = ?2", "iii", value_int(e->body, "package", 0), value_int(e->body, "place", 0), e->case_id);
        store_exec(store, "UPDATE package SET touched = 0 WHERE id = ?1", "i", value_int(e->body, "package", 0));
    } else if (!strcmp(what, "finished")) end(store, e, PACKAGE_FINISHED);
    else if (!strcmp(what, "blocked")) end(store, e, PACKAGE_BLOCKED);
}

void package_file_keep(Store *store, int64_t package, const PackageFile *f)
{
    store_exec(store, "INSERT INTO package_upload (package, place, name, type, sha256, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iisssb", package, (int64_t)f->place, f->name, f->type, f->sha256, f->data, f->bytes);
}

PackageFile *package_files(Store *store, Arena *arena, int64_t package, int *count)
{
    PackageFile *files = ARENA_ARRAY(arena, PackageFile, LIMIT_UPLOADS_PER_REQUEST);
    *count = 0;
    Query *q = store_query(store, "SELECT place, name, type, sha256, content FROM package_upload WHERE package = ?1 ORDER BY place", "i", package);
    while (*count < LIMIT_UPLOADS_PER_REQUEST && store_row(q)) {
        PackageFile *f = &files[(*count)++];
        *f = (PackageFile){.place = (int)store_int(q, 0), .name = store_text(q, 1, arena), .type = store_text(q, 2, arena), .sha256 = store_text(q, 3, arena)};
        f->data = store_blob(q, 4, arena, &f->bytes);
    }
    store_done(q);
    return files;
}

/* Identity papers do not stay in free pages of the file. */
int package_files_drop(Store *store, int64_t package)
{
    store_script(store, "PRAGMA secure_delete=ON");
    int count = store_exec(store, "DELETE FROM package_upload WHERE package = ?1", "i", package);
    store_script(store, "PRAGMA secure_delete=FAST");
    return count;
}

#define THEME "code, name, name_en, defined, retired"
static PackageTheme read_theme(Query *q, Arena *a)
{
    return (PackageTheme){.code = store_text(q, 0, a), .name = store_text(q, 1, a), .name_en = store_text(q, 2, a), .defined = store_int(q, 3), .retired = store_int(q, 4) != 0};
}

PackageTheme *package_themes(Store *store, Arena *arena, int *count)
{
    int room = (int)store_number(store, 0, "SELECT count(*) FROM package_theme WHERE retired = 0", "");
    PackageTheme *rows = ARENA_ARRAY(arena, PackageTheme, room + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " THEME " FROM package_theme WHERE retired = 0 ORDER BY place", "");
    while (*count < room && store_row(q)) rows[(*count)++] = read_theme(q, arena);
    store_done(q);
    return rows;
}

const PackageTheme *package_theme(Store *store, Arena *arena, const char *code)
{
    PackageTheme *one = NULL;
    Query *q = store_query(store, "SELECT " THEME " FROM package_theme WHERE code = ?1", "s", code);
    if (store_row(q)) { one = ARENA_NEW(arena, PackageTheme); *one = read_theme(q, arena); }
    store_done(q);
    return one;
}

static PackageStep read_step(Query *q, Arena *a)
{
    return (PackageStep){.place = (int)store_int(q, 0), .step = store_text(q, 1, a), .item = store_text(q, 2, a), .after = (uint32_t)store_int(q, 3), .case_id = store_int(q, 4)};
}

static PackageStep *steps_of(Query *q, Arena *arena, int *count)
{
    PackageStep *rows = ARENA_ARRAY(arena, PackageStep, PACKAGE_STEPS + 1);
    *count = 0;
    while (*count < PACKAGE_STEPS && store_row(q)) rows[(*count)++] = read_step(q, arena);
    store_done(q);
    return rows;
}

PackageStep *package_theme_steps(Store *store, Arena *arena, const char *code, int *count)
{
    return steps_of(store_query(store, "SELECT place, step, item, after, 0 FROM package_step WHERE code = ?1 ORDER BY place", "s", code), arena, count);
}

PackageStep *package_children(Store *store, Arena *arena, int64_t id, int *count)
{
    return steps_of(store_query(store, "SELECT place, step, item, after, case_id FROM package_child WHERE package = ?1 ORDER BY place", "i", id), arena, count);
}

#define PACKAGE "id, code, state, opened, ended, account"
static Package read_package(Query *q, Arena *a)
{
    return (Package){.id = store_int(q, 0), .code = store_text(q, 1, a), .state = (PackageState)store_int(q, 2), .opened = store_day(q, 3), .ended = store_null(q, 4) ? DAY_NONE : store_day(q, 4), .account = store_int(q, 5)};
}

static const Package *one_package(Query *q, Arena *a)
{
    Package *one = NULL;
    if (store_row(q)) { one = ARENA_NEW(a, Package); *one = read_package(q, a); }
    store_done(q);
    return one;
}

Package *packages_list(Store *store, Arena *arena, bool open_only, int limit, int offset, int *count)
{
    Package *rows = ARENA_ARRAY(arena, Package, limit + 1);
    *count = 0;
    Query *q = store_query(store, "SELECT " PACKAGE " FROM package WHERE ?1 = 0 OR state = 0 ORDER BY id DESC LIMIT ?2 OFFSET ?3", "iii", (int64_t)open_only, (int64_t)limit, (int64_t)offset);
    while (*count < limit && store_row(q)) rows[(*count)++] = read_package(q, arena);
    store_done(q);
    return rows;
}

int64_t packages_count(Store *store, bool open_only) { return store_number(store, 0, "SELECT count(*) FROM package WHERE ?1 = 0 OR state = 0", "i", (int64_t)open_only); }

const Package *package_load(Store *store, Arena *arena, int64_t id) { return one_package(store_query(store, "SELECT " PACKAGE " FROM package WHERE id = ?1", "i", id), arena); }

const Package *package_of_case(Store *store, Arena *arena, int64_t case_id)
{
    return one_package(store_query(store, "SELECT " PACKAGE " FROM package WHERE id = (SELECT package FROM package_child WHERE case_id = ?1 AND case_id > 0)", "i", case_id), arena);
}

int64_t package_touched(Store *store, int64_t after) { return store_number(store, 0, "SELECT id FROM package WHERE touched = 1 AND id > ?1 ORDER BY id LIMIT 1", "i", after); }
const Event *package_opening(Store *store, Arena *arena, int64_t id) { return ledger_event(store, arena, id); }
