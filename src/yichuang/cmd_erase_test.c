/* cmd_erase_test.c: erasing from the command line: only concluded cases, only with a reason, and the log and the replay still hold. */
#include "ledger/verify.h"
#include "people/account.h"
#include "people/session.h"
#include "window/case_act.h"
#include "enquiries/enquiries.h"
#include "window/desk_act.h"
#include "window/district.h"
#include "window/notice_act.h"
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

/* The demonstration district in a directory of its own, opened by these options and to be opened by them again. */
static OneWindow *new_district(char *directory, WindowOptions *options)
{
    assert_non_null(mkdtemp(directory));
    *options = (WindowOptions){.directory = directory, .create = true, .clock = then};
    OneWindow *window = window_open(options);
    district_load(window, then(), false, NULL);
    return window;
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
    Arena *arena = arena_new();
    WindowOptions options;
    OneWindow *window = new_district(directory, &options);
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
    Arena *arena = arena_new();
    WindowOptions options;
    OneWindow *window = new_district(directory, &options);
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

typedef struct Made { int64_t account; const char *subject; } Made;

static void make_account(Scene *scene, WindowTurn *turn)
{
    Made *made = (Made *)turn->input;
    Citizen citizen = {.identity = "420115199003077847", .name = "ZQXJNAME", .phone = "13800138555"};
    made->account = citizen_create(scene->store, &citizen, turn->now);
    made->subject = account_subject_citizen(turn->arena, made->account);
    credential_set(scene->store, made->subject, "ZQXJHASH", false, turn->now);
    Session session = {.hash = {{7}}, .created = turn->now, .seen = turn->now};
    snprintf(session.subject, sizeof session.subject, "%s", made->subject);
    session_create(scene->store, &session, turn->now);
}

static int64_t receive_of(OneWindow *window, Arena *arena, int64_t account)
{
    static const char json[] = "{\"applicant_name\":\"张三\",\"identity\":\"420115199003077847\",\"phone\":\"13800138000\",\"truth\":true,\"materials\":[{\"no\":1}]}";
    const char *error;
    CaseAct one = {.act = ACT_RECEIVE, .item = "4201150192001100", .input = value_parse(arena, json, sizeof json - 1, &error), .holder = true};
    WindowTurn turn = {.arena = arena, .actor = actor_citizen(account, ""), .work = case_act, .input = &one};
    window_do(window, &turn);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    return turn.case_id;
}

static int64_t rows_of(Store *store, const char *subject, int64_t account)
{
    return store_number(store, 0, "SELECT (SELECT count(*) FROM citizen WHERE account = ?2) + (SELECT count(*) FROM credential WHERE subject = ?1)"
        " + (SELECT count(*) FROM session WHERE subject = ?1) + (SELECT count(*) FROM notice_contact WHERE subject = ?1) + (SELECT count(*) FROM notice WHERE account = ?2)", "si", subject, account);
}

/* 个人信息保护法 第四十七条: the account's row with all that hangs on it, only when nothing of hers is under way; by its number or by a case of hers. */
static void test_an_account_is_erased_and_only_its_number_stays(void **state)
{
    (void)state;
    char directory[] = "/tmp/yc-erase-XXXXXX", command[160];
    Arena *arena = arena_new();
    WindowOptions options;
    OneWindow *window = new_district(directory, &options);
    Made made = {0};
    WindowTurn making = {.arena = arena, .actor = actor_operator(), .work = make_account, .input = &made};
    window_do(window, &making);
    assert_true(made.account > 0);
    NoticeContact wish = {"", "zqxjmail@example.cn", "", true, true};
    WindowTurn wishing = {.arena = arena, .actor = actor_citizen(made.account, ""), .work = notice_wish, .input = &wish};
    window_do(window, &wishing);
    assert_int_equal(wishing.refusal, REFUSED_NOTHING);
    int64_t id = receive_of(window, arena, made.account), other = receive_of(window, arena, 0);
    Store *store = window_scene(window)->store;
    const char *by_number = arena_printf(arena, "account:%lld", (long long)made.account);
    const char *by_case = arena_printf(arena, "account:%s", case_load(store, arena, id)->number), *by_nobodys = arena_printf(arena, "account:%s", case_load(store, arena, other)->number);
    int64_t before = rows_of(store, made.subject, made.account), events = store_number(store, 0, "SELECT count(*) FROM event", "");
    assert_true(before >= 5);
    window_close(window);

    const char *words[] = {"erase", by_number, "--reason", "本人要求", "--data", directory}, *case_words[] = {"erase", by_case, "--reason", "本人要求", "--data", directory};
    assert_int_equal(1, run(6, words));                           /* her case is open */
    assert_int_equal(1, run(6, case_words));
    assert_int_equal(2, run(4, (const char *[]){"erase", by_number, "--data", directory}));
    assert_int_equal(1, run(6, (const char *[]){"erase", by_number, "--reason", " ", "--data", directory}));
    assert_int_equal(1, run(6, (const char *[]){"erase", by_nobodys, "--reason", "x", "--data", directory}));      /* a case without account */
    assert_int_equal(1, run(6, (const char *[]){"erase", "account:999999", "--reason", "x", "--data", directory}));
    static const char *const bad[] = {"account:", "account:0", "account:-1", "account:x", "account:420115-20260302-99999", "account:99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(2, run(6, (const char *[]){"erase", bad[i], "--reason", "x", "--data", directory}));
    window = window_open(&options);
    store = window_scene(window)->store;
    assert_int_equal(rows_of(store, made.subject, made.account), before);
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM event", ""), events);
    act(window, arena, ACT_WITHDRAW, id, "{\"reason\":\"不办了\"}");
    window_close(window);

    assert_int_equal(0, run(6, case_words));
    assert_int_equal(1, run(6, case_words));                      /* there is no such account any more */
    assert_int_equal(1, run(6, words));
    window = window_open(&options);
    store = window_scene(window)->store;
    assert_int_equal(rows_of(store, made.subject, made.account), 0);
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM event WHERE kind = 'account.erased' AND person IS NULL AND person_hash IS NULL AND case_id = 0 AND actor = 'operator'"
        " AND json_extract(body, '$.account') = ?1 AND json_extract(body, '$.reason') = '本人要求' AND (SELECT count(*) FROM json_each(body)) = 2", "i", made.account), 1);
    assert_non_null(case_load(store, arena, id)->person);         /* the record of the case has its own time */
    assert_true(ledger_verify(store, arena, window_key_text(window), NULL, 0).ok);
    assert_true(replay_check(store, arena, NULL).ok);
    window_do(window, &making);
    assert_true(made.account > 0 && made.account != case_load(store, arena, id)->standing.account);      /* she may come back; the old number is nobody's again */
    window_close(window);
    assert_int_equal(0, run(6, (const char *[]){"erase", arena_printf(arena, "account:%lld", (long long)made.account), "--reason", "本人要求", "--data", directory}));
    snprintf(command, sizeof command, "grep -aq 'ZQXJNAME\\|ZQXJHASH\\|zqxjmail\\|13800138555' %s/*", directory);
    assert_int_not_equal(0, system(command));
    snprintf(command, sizeof command, "rm -rf %s", directory);
    assert_int_equal(0, system(command));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_only_concluded_cases_and_the_log_still_proves), cmocka_unit_test(test_an_enquiry_is_erased_and_the_log_still_proves),
                                       cmocka_unit_test(test_an_account_is_erased_and_only_its_number_stays)};
    return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
