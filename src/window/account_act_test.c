/* account_act_test.c: applicants' accounts at the window: the first password, ended sessions, the counter's cases tied, erasure and replay. */
#include "window/account_act.h"
#include "people/account.h"
#include "people/login.h"
#include "people/password.h"
#include "people/session.h"
#include "window/office_act.h"
#include "window/test_hall.h"

static const char her_number[] = "11010519491231002X", her_name[] = "张晓三";
static OneWindow *window;
static Arena *arena;
static Actor clerk;                      /* who receives hall_item */

static Store *store(void) { return window_scene(window)->store; }

static int opened(void **state)
{
    (void)state;
    arena = arena_new();
    window = hall_new();
    const Scene *scene = window_scene(window);
    const Item *item = catalog_item_at(scene->catalog, hall_item, instant_day(hall_time));
    clerk = (Actor){0};
    for (int i = 0; i < scene->people->officer_count && clerk.kind != ACTOR_OFFICER; i++) {
        Actor one = people_actor(scene->people, scene->people->officers[i].id, instant_day(hall_time));
        if (one.roles & ROLE_CLERK && right_has(&one, RIGHT_RECEIVE, &(RightScope){.department = item->department, .window = item->window})) clerk = one;
    }
    assert_int_equal(clerk.kind, ACTOR_OFFICER);
    return 0;
}

static int closed(void **state)
{
    (void)state;
    hall_verify(window);                 /* whatever was done, the log folds to the tables */
    window_close(window);
    hall_remove();
    arena_free(arena);
    return 0;
}

static WindowTurn act(const char *name, const char *who, const char *phone, const char *hash)
{
    Value *input = value_object(arena);
    value_set_str(arena, input, "document", "id_card");
    value_set_str(arena, input, "identity", her_number);
    value_set_str(arena, input, "name", who);
    if (phone) value_set_str(arena, input, "phone", phone);
    value_set_bool(arena, input, "seen", true);
    AccountAct asked = {.act = name, .input = input, .hash = hash};
    WindowTurn turn = {.arena = arena, .actor = clerk, .now = hall_time, .work = account_act, .input = &asked};
    window_do(window, &turn);
    assert_int_equal(turn.fault, FAULT_NONE);
    return turn;
}

static int64_t open_hers(void)
{
    WindowTurn turn = act("open", her_name, "13800138000", "$first$");
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    return value_int(turn.result, "account", 0);
}

/* No name, number or phone in the open part of the log, and the password nowhere at all. */
static void personal_data_stands_apart(void **state)
{
    (void)state;
    int64_t account = open_hers();
    Event *event = ledger_event(store(), arena, account);                /* its number is the event's */
    assert_string_equal(event->kind, "account.opened");
    const char *body = value_json(arena, event->body);
    assert_null(strstr(body, her_name));
    assert_null(strstr(body, her_number));
    assert_null(strstr(body, "13800138000"));
    assert_string_equal(value_str(event->body, "document"), "id_card");
    assert_string_equal(value_str(event->person, "identity"), her_number);
    assert_null(strstr(value_json(arena, event->person), "$first$"));
    Citizen she;
    assert_true(citizen_find(store(), arena, account, &she));
    assert_string_equal(she.name, her_name);
    Credential credential;
    assert_true(credential_find(store(), arena, account_subject_citizen(arena, account), &credential));
    assert_true(credential.must_change && !credential.blocked);
    AccessRecord *looks;
    assert_int_equal(access_record_list(store(), arena, 0, 0, 10, &looks), 1);
    assert_string_equal(looks[0].officer, clerk.id);
    assert_int_equal(act("open", her_name, "13800138000", "$other$").refusal, REFUSED_ACCOUNT_EXISTS);
    credential_find(store(), arena, account_subject_citizen(arena, account), &credential);
    assert_string_equal(credential.hash, "$first$");                      /* a refused act gives no password */
    assert_int_equal(account_file_load(store(), arena, account)->resets, 0);
}

typedef struct SignIn { int64_t account; SessionHash hash; bool block; } SignIn;
static void sign_in(Scene *scene, WindowTurn *turn)
{
    SignIn *in = (SignIn *)turn->input;
    Session session = {.created = turn->now, .seen = turn->now};
    char token[SESSION_TOKEN_CHARS + 1];
    session_token_new(token);
    session_token_hash(token, &session.hash);
    snprintf(session.subject, sizeof session.subject, "citizen:%lld", (long long)in->account);
    session_create(scene->store, &session, turn->now);
    in->hash = session.hash;
    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++) login_settle(scene->store, session.subject, false, turn->now);
    if (in->block) credential_block(scene->store, session.subject, true);
}

static void a_new_password_ends_every_session(void **state)
{
    (void)state;
    SignIn in = {.account = open_hers()};
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .now = hall_time, .work = sign_in, .input = &in};
    window_do(window, &turn);
    Session session;
    assert_true(session_find(store(), arena, &in.hash, hall_time, &session));
    LoginFacts before = login_facts(store(), arena, window_secret(window), her_number);
    assert_true(login_locked(&before.count, hall_time));
    assert_int_equal(act("reset_password", "张晓四", NULL, "$second$").refusal, REFUSED_DOCUMENT_DIFFERS);
    assert_true(session_find(store(), arena, &in.hash, hall_time, &session));
    assert_int_equal(act("reset_password", her_name, NULL, "$second$").refusal, REFUSED_NOTHING);
    assert_false(session_find(store(), arena, &in.hash, hall_time, &session));
    LoginFacts facts = login_facts(store(), arena, window_secret(window), her_number);
    assert_string_equal(facts.hash, "$second$");
    assert_true(facts.must_change && !login_locked(&facts.count, hall_time));
    const AccountFile *file = account_file_load(store(), arena, in.account);
    assert_int_equal(file->resets, 1);
    assert_int_equal(file->reset.ms, hall_time.ms);
    in.block = true;                                                      /* what the administration blocked, no counter opens */
    window_do(window, &turn);
    assert_int_equal(act("reset_password", her_name, NULL, "$third$").refusal, REFUSED_NOTHING);
    assert_null(login_facts(store(), arena, window_secret(window), her_number).hash);
}

static void a_changed_phone_signs_in(void **state)
{
    (void)state;
    int64_t account = open_hers();
    assert_int_equal(act("change_phone", her_name, "13900139000", NULL).refusal, REFUSED_NOTHING);
    assert_null(login_facts(store(), arena, window_secret(window), "13800138000").subject);
    assert_string_equal(login_facts(store(), arena, window_secret(window), "13900139000").subject, account_subject_citizen(arena, account));
    assert_true(account_file_load(store(), arena, account)->phone_changed.ms == hall_time.ms);
}

static int64_t account_of_case(Actor actor, const char *name)
{
    CaseAct *receive = hall_receive(arena, true);
    value_set_str(arena, (Value *)receive->input, "applicant_name", name);
    WindowTurn turn = {.arena = arena, .actor = actor, .now = hall_time, .work = case_act, .input = receive};
    window_do(window, &turn);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    return case_load(store(), arena, turn.case_id)->standing.account;
}

/* What the clerk takes from her with the document on the counter is hers; what a stranger types into a form is nobody's. */
static void a_case_at_the_counter_is_in_her_account(void **state)
{
    (void)state;
    assert_int_equal(account_of_case(clerk, her_name), 0);
    int64_t account = open_hers();
    assert_int_equal(account_of_case(clerk, her_name), account);
    assert_int_equal(account_of_case(clerk, "张晓四"), 0);
    assert_int_equal(account_of_case(actor_citizen(0, ""), her_name), 0);
}

static void erased_with_every_entry(void **state)
{
    (void)state;
    int64_t account = open_hers();
    act("change_phone", her_name, "13900139000", NULL);
    act("reset_password", her_name, NULL, "$second$");
    PersonErase erase = {.desk = "account", .id = account, .reason = "本人要求"};
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .now = hall_time, .work = office_erase_person, .input = &erase};
    window_do(window, &turn);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM event WHERE kind GLOB 'account.*' AND person IS NOT NULL", ""), 0);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM event WHERE kind = 'account.person_erased'", ""), 3);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM citizen", ""), 0);
    assert_int_equal(account_file_load(store(), arena, account)->erased.ms, hall_time.ms);
    assert_true(open_hers() > account);                                   /* another number, another account */
}

static void a_first_password_is_good(void **state)
{
    (void)state;
    char one[PASSWORD_FIRST_CHARS + 1], two[PASSWORD_FIRST_CHARS + 1];
    password_first(one), password_first(two);
    assert_string_not_equal(one, two);
    assert_int_equal(strlen(one), PASSWORD_FIRST_CHARS);
    assert_null(password_problem(one, her_number, false));
    assert_int_equal(strspn(one, "23456789abcdefghjkmnpqrstuvwxyz-"), PASSWORD_FIRST_CHARS);
    assert_true(one[4] == '-' && one[9] == '-' && one[14] == '-');
}

int main(void)
{
#define HALL(test) cmocka_unit_test_setup_teardown(test, opened, closed)
    const struct CMUnitTest tests[] = {HALL(personal_data_stands_apart), HALL(a_new_password_ends_every_session), HALL(a_changed_phone_signs_in),
                                       HALL(a_case_at_the_counter_is_in_her_account), HALL(erased_with_every_entry), cmocka_unit_test(a_first_password_is_good)};
    return cmocka_run_group_tests_name("applicants' accounts at the window", tests, NULL, NULL);
}
