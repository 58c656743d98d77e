/* test_hall.h: a data directory on disk with the demonstration district in it, for the tests of this module only. */
#ifndef WINDOW_TEST_HALL_H
#define WINDOW_TEST_HALL_H
#include "base/log.h"
#include "ledger/verify.h"
#include "window/case_act.h"
#include "window/district.h"
#include "window/replay.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const char hall_item[] = "4201150110100100";        /* 建筑工程施工许可证核发 */
static char hall_template[] = "/tmp/window-test-XXXXXX", hall_directory[64];
static Instant hall_time;
static Instant hall_clock(void) { return hall_time; }

static OneWindow *hall_open(void)
{
    WindowOptions options = {.directory = hall_directory, .create = true, .clock = hall_clock};
    return window_open(&options);
}

/* A fresh hall. */
__attribute__((unused)) static OneWindow *hall_new(void)
{
    strcpy(hall_directory, hall_template);
    assert_non_null(mkdtemp(hall_directory));
    hall_time = instant_at(day_of(2026, 3, 2), 9, 0, 0);
    OneWindow *window = hall_open();
    district_load(window, hall_time, false, NULL);
    log_level = LOG_ERROR + 1;                              /* faults here are meant */
    return window;
}

__attribute__((unused)) static void hall_remove(void)
{
    static const char *const names[] = {"yichuang.db", "yichuang.db-wal", "yichuang.db-shm", "ledger.key", "ledger.pub", "secret.key", "lock"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", hall_directory, names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(hall_directory), 0);
}

static Value *hall_application(Arena *arena, bool truth)
{
    Value *input = value_object(arena);
    value_set_str(arena, input, "applicant_kind", "person");
    value_set_str(arena, input, "applicant_name", "张晓三");
    value_set_str(arena, input, "identity", "11010519491231002X");
    value_set_str(arena, input, "phone", "13800138000");
    value_set_bool(arena, input, "truth", truth);
    Value *material = value_push_object(arena, value_set_list(arena, input, "materials"));
    value_set_int(arena, material, "no", 1);
    value_set_str(arena, material, "way", "upload");
    return input;
}

__attribute__((unused)) static CaseAct *hall_receive(Arena *arena, bool truth)
{
    CaseAct *act = ARENA_NEW(arena, CaseAct);
    *act = (CaseAct){.act = ACT_RECEIVE, .item = hall_item, .input = hall_application(arena, truth)};
    return act;
}

/* The log is whole, and folded anew it gives the tables. */
__attribute__((unused)) static void hall_verify(OneWindow *window)
{
    Arena *arena = arena_new();
    Store *store = window_scene(window)->store;
    LedgerVerdict log = ledger_verify(store, arena, window_key_text(window), NULL, 0);
    if (!log.ok) fail_msg("log: %s", log.en);
    ReplayFinding replay = replay_check(store, arena, NULL);
    if (!replay.ok) fail_msg("replay: %s", replay.en);
    const char *gap = NULL;
    if (!documents_gapless(store, arena, &gap)) fail_msg("numbers: %s", gap);
    arena_free(arena);
}
#endif
