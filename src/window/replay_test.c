/* replay_test.c: no projection is forgotten, and a changed cell of any of them is found by replaying the events. */
#include "window/replay.h"
#include "base/embed.h"
#include "window/district.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *const NOT_FOLDED[] = {"schema_version", "event", "ledger_tile", "ledger_checkpoint", "credential", "login_failure", "session", "machine_token", "citizen",
    "access_record", "case_upload", "case_idempotency", "package_upload", "notice", "notice_delivery", "notice_contact", "notice_secret", "notice_moves", "notice_moves_of",
    "exchange_try", "exchange_sealed", "exchange_file", "exchange_contact", "exchange_token"};

static bool operational(const char *table)
{
    for (size_t i = 0; i < sizeof NOT_FOLDED / sizeof *NOT_FOLDED; i++) if (!strcmp(NOT_FOLDED[i], table)) return true;
    return false;
}

static void test_every_table_of_the_schema_is_compared_or_operational(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    int count, tables = 0;
    const char **files = embed_list(arena, "schema/0", &count);
    for (int i = 0; i < count; i++) {
        size_t bytes;
        const char *sql = (const char *)embed_find(arena, files[i], &bytes);
        for (const char *at = sql; (at = strstr(at, "CREATE TABLE ")); ) {
            at += strlen("CREATE TABLE ");
            char *name = arena_strndup(arena, at, strcspn(at, " ("));
            tables++;
            if (replay_compares(name) == operational(name)) fail_msg("table %s must be either compared by replay_store.c or operational", name);
        }
    }
    assert_true(tables > 20);
    arena_free(arena);
}

static Instant then(void) { return instant_at(day_of(2026, 3, 2), 9, 0, 0); }

static void test_a_changed_cell_is_found(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE officer SET name = '冒名' WHERE id = 'wang'", "UPDATE authority SET document = document || 'x'", "UPDATE item_version SET hash = 'x' WHERE version = 1",
        "DELETE FROM department WHERE code = '011'", "UPDATE legal_body SET seal = 'x'", "UPDATE calendar_day SET name = 'x' WHERE name = '元旦'", "UPDATE centre_setting SET value = '999999' WHERE name = 'area'",
        "INSERT INTO case_counter (day, last) VALUES (1, 1)", "UPDATE redating SET moved = moved + 1", "INSERT INTO case_redated (event_seq, case_id, clock, old_provisional, new_provisional) VALUES (1, 1, 1, 0, 0)", "UPDATE service_window SET name = 'x'",
    };
    Arena *arena = arena_new();
    OneWindow *window = window_open(&(WindowOptions){.memory = true, .clock = then});
    district_load(window, then(), false, NULL);
    Store *store = window_scene(window)->store;
    assert_true(replay_check(store, arena, NULL).ok);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        store_begin(store);
        assert_true(store_exec(store, changes[i], "") > 0);
        ReplayFinding finding = replay_check(store, arena, NULL);
        if (finding.ok) fail_msg("not found: %s", changes[i]);
        assert_non_null(strstr(finding.zh, "不一致"));
        store_rollback(store);
    }
    assert_true(replay_check(store, arena, NULL).ok);
    window_close(window);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_table_of_the_schema_is_compared_or_operational),
        cmocka_unit_test(test_a_changed_cell_is_found),
    };
    return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
