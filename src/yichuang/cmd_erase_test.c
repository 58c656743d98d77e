/* cmd_erase_test.c: erasing from the command line: only concluded cases, only with a reason, and the log and the replay still hold. */
#include "ledger/verify.h"
#include "window/case_act.h"
#include "enquiries/enquiries.h"
#include "window/desk_act.h"
#include "window/district.h"
#include "window/replay.h"
#include "yichuang/commands.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static Instant then(void) { return instant_at(day_of(2026, 3, 2), 9, 0, 0); }

static int64_t act(OneWindow *window, Arena *arena, Act which, int64_t id, const char *json)
{
    const char *error;
    CaseAct one = {.act = which, .case_id = id, .item = "4201150192001100", .input = value_parse(arena, json, strlen(json), &error), .holder = true};
    WindowTurn turn = {.arena = arena, .actor = actor_citizen(0, ""), .work = case_act, .input = &one};
    assert_non_null(one.input);
    if (which == ACT_WITHDRAW) turn.actor = people_actor(window_scene(window)->people, "wang", instant_day(then()));
    window_do(window, &turn);
    if (turn.refusal) fail_msg("%s %s", refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
    return turn.case_id;
}

static int run(int argc, const char **argv)
{
    char *copy[8];
    for (int i = 0; i < argc; i++) copy[i] = (char *)argv[i];
    return cmd_erase(argc, copy);
}

static void test_only_concluded_cases_and_the_log_still_proves(void **state)
{
    (void)state;
    char directory[] = "/tmp/yc-erase-XXXXXX";
    assert_non_null(mkdtemp(directory));
    Arena *arena = arena_new();
    WindowOptions options = {.directory = directory, .create = true, .clock = then};
    OneWindow *window = window_open(&options);
    district_load(window, then(), false, NULL);
    int64_t id = act(window, arena, ACT_RECEIVE, 0, "{\"applicant_name\":\"张三\",\"identity\":\"420115199003077847\",\"phone\":\"13800138000\",\"truth\":true,\"materials\":[{\"no\":1}]}");
    const char *number = arena_strdup(arena, case_load(window_scene(window)->store, arena, id)->number);
    window_close(window);

    const char *open_case[] = {"erase", number, "--reason", "本人申请", "--data", directory};
    assert_int_equal(1, run(6, open_case));                       /* still open: the data is needed */
    assert_int_equal(2, run(4, (const char *[]){"erase", number, "--data", directory}));
    assert_int_equal(1, run(6, (const char *[]){"erase", "420115-20260302-99999", "--reason", "x", "--data", directory}));

    window = window_open(&options);
    act(window, arena, ACT_WITHDRAW, id, "{\"reason\":\"不办了\"}");
    window_close(window);
    assert_int_equal(0, run(6, open_case));
    assert_int_equal(1, run(6, open_case));                       /* nothing left to erase */

    window = window_open(&options);
    Store *store = window_scene(window)->store;
    assert_null(case_load(store, arena, id)->person);
    assert_true(ledger_verify(store, arena, window_key_text(window), NULL, 0).ok);
    assert_true(replay_check(store, arena, NULL).ok);
    window_close(window);
    arena_free(arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    assert_int_equal(0, system(command));
}

static int64_t enquiry_act(OneWindow *window, Arena *arena, const char *name, const char *json)
{
    const char *error;
    DeskInput input = {.desk = &enquiries_desk, .act = desk_act_named(&enquiries_desk, name), .input = value_parse(arena, json, strlen(json), &error)};
    WindowTurn turn = {.arena = arena, .actor = people_actor(window_scene(window)->people, "wang", instant_day(then())), .work = desk_act, .input = &input};
    window_do(window, &turn);
    if (turn.refusal) fail_msg("%s %s", refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
    return turn.event_seq;
}

/* Of a desk: by its name and number; the words are gone from the file, the salted hash stays, and log and replay still hold. */
static void test_an_enquiry_is_erased_and_the_log_still_proves(void **state)
{
    (void)state;
    char directory[] = "/tmp/yc-erase-XXXXXX", command[160];
    assert_non_null(mkdtemp(directory));
    Arena *arena = arena_new();
    WindowOptions options = {.directory = directory, .create = true, .clock = then};
    OneWindow *window = window_open(&options);
    district_load(window, then(), false, NULL);
    int64_t id = enquiry_act(window, arena, "ask", "{\"question\":\"ZQXJQUESTION\",\"channel\":\"phone\",\"asker\":\"周小红\",\"phone\":\"13800138001\"}");
    const char *what = arena_printf(arena, "enquiry:%lld", (long long)id);
    window_close(window);
    const char *words[] = {"erase", what, "--reason", "本人申请", "--data", directory};
    assert_int_equal(1, run(6, words));                           /* not answered */
    window = window_open(&options);
    enquiry_act(window, arena, "answer", arena_printf(arena, "{\"enquiry\":%lld,\"answer\":\"ZQXJANSWER\"}", (long long)id));
    window_close(window);
    assert_int_equal(0, run(6, words));
    assert_int_equal(1, run(6, words));
    static const char *const bad[] = {"enquiry:", "enquiry:x", "enquiry:-1", "case:1", ":1", "seal:1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(2, run(6, (const char *[]){"erase", bad[i], "--reason", "x", "--data", directory}));
    assert_int_equal(1, run(6, (const char *[]){"erase", "agency:999999", "--reason", "x", "--data", directory}));
    window = window_open(&options);
    Store *store = window_scene(window)->store;
    assert_null(ledger_event(store, arena, id)->person);
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM event WHERE person IS NULL AND person_hash IS NOT NULL AND kind LIKE 'enquiry.%'", ""), 2);
    assert_true(ledger_verify(store, arena, window_key_text(window), NULL, 0).ok);
    assert_true(replay_check(store, arena, NULL).ok);
    window_close(window);
    snprintf(command, sizeof command, "grep -aq 'ZQXJQUESTION\\|ZQXJANSWER' %s/yichuang.db", directory);
    assert_int_not_equal(0, system(command));
    snprintf(command, sizeof command, "rm -rf %s", directory);
    assert_int_equal(0, system(command));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_only_concluded_cases_and_the_log_still_proves), cmocka_unit_test(test_an_enquiry_is_erased_and_the_log_still_proves)};
    return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
