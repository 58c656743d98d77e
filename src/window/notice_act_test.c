/* notice_act_test.c: messages stand with their event or not at all, once; warnings once; the outbox from claim to settlement, after a death as well. */
#include "window/test_hall.h"
#include "people/account.h"
#include "window/notice_act.h"
#include "window/office_act.h"

static Arena *arena;
static OneWindow *window;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    hall_time = instant_at(day_of(2026, 3, 2), 9, 0, 0);
    window = window_open(&(WindowOptions){.memory = true, .create = true, .clock = hall_clock});
    district_load(window, hall_time, false, NULL);
    if (window_scene(window)->stale) scene_load(window_scene(window));
    Citizen she = {.identity = "11010519491231002X", .name = "张晓三", .phone = "13900139000"};
    store_begin(window_scene(window)->store);
    assert_int_equal(citizen_create(window_scene(window)->store, &she, hall_time), 1);
    store_commit(window_scene(window)->store);
    log_level = LOG_ERROR + 1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    hall_verify(window);                                    /* whatever was told, verify is not disturbed */
    window_close(window);
    arena_free(arena);
    return 0;
}

static Store *store(void) { return window_scene(window)->store; }
static int64_t number(const char *sql) { return store_number(store(), -1, sql, ""); }

static WindowTurn one(Actor actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = arena, .actor = actor, .work = work, .input = input};
    window_do(window, &turn);
    return turn;
}

static Actor officer(const char *id) { return people_actor(window_scene(window)->people, id, instant_day(hall_time)); }

static const char *first_of(unsigned role, const char *department)
{
    const Officer **list;
    assert_true(people_with_role(window_scene(window)->people, arena, role, department, instant_day(hall_time), &list) > 0);
    return arena_strdup(arena, list[0]->id);
}

static Value *parse(const char *json)
{
    Value *value = value_parse(arena, json, strlen(json), NULL);
    assert_non_null(value);
    return value;
}

static void configure(const char *json)
{
    NoticeConfigure input = {.settings = parse(json)};
    WindowTurn turn = one(actor_operator(), notice_configure, &input);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(turn.fault, FAULT_NONE);
    if (window_scene(window)->stale) scene_load(window_scene(window));
}

static const char everything[] = "{\"email\":\"1\",\"smtp_host\":\"127.0.0.1\",\"smtp_tls\":\"plain\",\"mail_from\":\"hall@gov.cn\",\"sms\":\"1\",\"webhook_url\":\"http://127.0.0.1:9/x\",\"retry_seconds\":\"30\"}";

static int64_t receive(int64_t account, const char *email)
{
    CaseAct *act = hall_receive(arena, true);
    if (email) value_set_str(arena, (Value *)act->input, "email", email);
    WindowTurn turn = one(actor_citizen(account, ""), case_act, act);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    return turn.case_id;
}

/* Somebody who may does it. */
static void act(Act which, int64_t id, const char *json)
{
    Scene *scene = window_scene(window);
    CaseFile *file = case_load(scene->store, arena, id);
    for (int i = 0; i < scene->people->officer_count; i++) {
        Actor actor = officer(scene->people->officers[i].id);
        Facts facts = case_facts(scene, file, case_item(scene, file), &actor, false, instant_day(hall_time));
        if (process_may(arena, which, &facts) != REFUSED_NOTHING) continue;
        CaseAct input = {.act = which, .case_id = id, .input = parse(json)};
        WindowTurn turn = one(actor, case_act, &input);
        if (turn.refusal || turn.fault) fail_msg("%s: %s %s", process_row(which)->name, refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
        return;
    }
    fail_msg("nobody may %s", process_row(which)->name);
}

static void ask_supplements(int64_t id) { act(ACT_SUPPLEMENT, id, "{\"missing\":[{\"no\":2,\"requirement\":\"须提供原件\"}]}"); }

static int64_t delivery_of(int64_t id, NoticeChannel channel, const char *name)
{
    return store_number(store(), 0, "SELECT n.id FROM notice n JOIN notice_delivery d ON d.notice = n.id WHERE n.case_id = ?1 AND d.channel = ?2 AND n.name = ?3", "iis", id, (int64_t)channel, name);
}

static Delivery delivery(int64_t notice, NoticeChannel channel)
{
    Delivery d;
    assert_true(delivery_load(store(), arena, notice, channel, &d));
    return d;
}

/* ---- made ---- */

static void test_off_by_default_only_the_inbox(void **state)
{
    (void)state;
    int64_t id = receive(0, "zhang@example.cn");
    assert_int_equal(number("SELECT count(*) FROM notice WHERE case_id > 0"), 0);      /* no account, no channel: the receipt is in her hand */
    ask_supplements(id);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE officer = ''"), 1);
    assert_int_equal(number("SELECT count(*) FROM notice_delivery"), 0);
    int count;
    Notice *list = notice_of_case(store(), arena, id, 10, &count);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].name, "supplement");
    assert_string_equal(list[0].day, "2026-04-01");
    assert_int_equal(list[0].urgency, NOTICE_ASKS);
    assert_true(list[0].unread);
}

static void test_an_account_has_its_inbox_and_reads_it(void **state)
{
    (void)state;
    int64_t account = 1, id = receive(account, NULL);
    ask_supplements(id);
    assert_int_equal(notice_unread(store(), "", account), 2);
    assert_int_equal(notice_unread(store(), "", account + 1), 0);
    int count;
    Notice *list = notice_inbox(store(), arena, "", account, false, 0, 10, &count);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].name, "supplement");                        /* newest first */
    assert_string_equal(list[1].name, "received");
    int64_t stranger = list[0].id;
    one(actor_citizen(account + 1, ""), notice_mark_read, &stranger);
    assert_int_equal(notice_unread(store(), "", account), 2);               /* another's messages are not hers to read */
    one(actor_citizen(account, ""), notice_mark_read, &list[0].id);
    assert_int_equal(notice_unread(store(), "", account), 1);
    notice_inbox(store(), arena, "", account, true, 0, 10, &count);
    assert_int_equal(count, 1);
    int64_t all = 0;
    one(actor_citizen(account, ""), notice_mark_read, &all);
    assert_int_equal(notice_unread(store(), "", account), 0);
    assert_int_equal(one(actor_citizen(0, ""), notice_mark_read, &all).refusal, REFUSED_NOT_SIGNED_IN);
}

static void test_one_event_one_message_one_delivery(void **state)
{
    (void)state;
    configure(everything);
    int64_t before = number("SELECT count(*) FROM notice"), id = receive(0, "zhang@example.cn");
    assert_int_equal(number("SELECT count(*) FROM notice") - before, 1);
    assert_int_equal(number("SELECT count(*) FROM notice_delivery"), 2);
    /* made again from the same event: nothing more, neither message nor delivery */
    Notice n;
    assert_true(notice_load(store(), arena, number("SELECT max(id) FROM notice"), &n));
    NoticePlan plan = {.row = notice_row(0), .recipient = n.recipient, .officer = "", .day = "", .extra = ""};
    store_begin(store());
    for (int i = 0; i < 3; i++) notice_make(store(), arena, &plan, n.event_seq, 0, id, window_scene(window)->notices, CHANNEL_INBOX | CHANNEL_EMAIL | CHANNEL_SMS, hall_time);
    store_commit(store());
    assert_int_equal(number("SELECT count(*) FROM notice") - before, 1);
    assert_int_equal(number("SELECT count(*) FROM notice_delivery"), 2);
}

/* Fails every store, memory and file call of the act once: either nothing of it stands, or case and message both. */
static void test_message_and_act_stand_or_fall_together(void **state)
{
    (void)state;
    configure(everything);
    bool done = false;
    for (long nth = 1; !done && nth < 5000; nth++) {
        int64_t events = ledger_size(window_scene(window)->ledger), notices = number("SELECT count(*) FROM notice"), deliveries = number("SELECT count(*) FROM notice_delivery");
        CaseAct *input = hall_receive(arena, true);
        WindowTurn turn = {.arena = arena, .actor = actor_citizen(1, ""), .work = case_act, .input = input};
        fault_arm(nth);
        window_do(window, &turn);
        fault_arm(0);
        done = turn.fault == FAULT_NONE && turn.refusal == REFUSED_NOTHING;
        int64_t more = ledger_size(window_scene(window)->ledger) - events;
        assert_int_equal(more, done ? 1 : 0);
        assert_int_equal(number("SELECT count(*) FROM notice") - notices, more);
        assert_int_equal(number("SELECT count(*) FROM notice_delivery") - deliveries, 2 * more);
    }
    assert_true(done);
}

static void test_no_personal_data_in_messages_and_events_of_settings(void **state)
{
    (void)state;
    configure(everything);
    NoticeConfigure secret = {.smtp_password = "geheim-7391", .new_key = true};
    WindowTurn turn = one(actor_operator(), notice_configure, &secret);
    const char *key = value_str(turn.result, "webhook_key");
    assert_non_null(key);
    assert_int_equal(strlen(key), 68);
    int64_t id = receive(1, "zhang.mail@example.cn");
    ask_supplements(id);
    static const char *const never[] = {"张晓三", "13800138000", "zhang.mail", "11010519491231002X", "geheim-7391"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM event WHERE instr(body, ?1) > 0", "s", never[i]), 0);
        assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE instr(facts || recipient || name, ?1) > 0", "s", never[i]), 0);
    }
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM event WHERE instr(body, ?1) > 0", "s", key), 0);
    const char *stored;
    assert_true(notice_secret_find(store(), arena, "webhook_key", &stored));
    assert_string_equal(stored, key);
}

/* ---- warnings ---- */

static int64_t warn(void)
{
    int64_t warned = 0;
    for (bool more = true; more;) {
        WindowTurn turn = one(actor_clock(), notice_tick, NULL);
        assert_int_equal(turn.fault, FAULT_NONE);
        warned += value_int(turn.result, "acted", 0);
        more = value_bool(turn.result, "more");
    }
    return warned;
}

static void test_each_warning_is_given_once(void **state)
{
    (void)state;
    int64_t id = receive(1, NULL);
    assert_int_equal(warn(), 0);                                            /* 2026-03-02: five working days are left */
    hall_time = instant_at(day_of(2026, 3, 6), 9, 0, 0);                    /* Friday; the last day is Monday */
    assert_int_equal(warn(), 2);                                            /* and the copies of this joint case are not out (E12) */
    assert_int_equal(warn(), 0);
    assert_int_equal(number("SELECT count(*) FROM notice_warning WHERE warning = 'co_uncopied' AND clock = '011'"), 1);
    const Event *event = ledger_event(store(), arena, number("SELECT event_seq FROM notice_warning WHERE warning = 'due_soon'"));
    assert_string_equal(event->kind, "notice.warned");
    assert_string_equal(value_str(event->body, "warning"), "due_soon");
    assert_string_equal(value_str(event->body, "clock"), "T1");
    assert_string_equal(value_str(event->body, "due"), "2026-03-09");
    assert_int_equal(event->case_id, id);
    hall_time = instant_at(day_of(2026, 3, 9), 9, 0, 0);
    assert_int_equal(warn(), 0);
    hall_time = instant_at(day_of(2026, 3, 10), 0, 1, 0);                   /* nobody ticked for the case: T1 is over */
    assert_int_equal(warn(), 1);
    assert_int_equal(warn(), 0);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'overdue' AND officer <> ''") > 0, 1);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'overdue_applicant'"), 1);
}

static void test_promise_and_statutory_day_are_warned_of_each(void **state)
{
    (void)state;
    int64_t id = receive(1, NULL);
    const CaseFile *file = case_load(store(), arena, id);
    Buf json = buf_new(arena);
    for (int i = 0; i < case_item(window_scene(window), file)->material_count; i++) buf_printf(&json, "%s{\"no\":%d,\"result\":\"ok\"}", i ? "," : "", case_item(window_scene(window), file)->materials[i].no);
    act(ACT_CHECK, id, arena_printf(arena, "{\"checks\":[%s]}", json.text));
    act(ACT_ACCEPT, id, "{}");
    file = case_load(store(), arena, id);
    Day promised = file->dates.promised_due, statutory = file->dates.statutory_due;
    const char *handler = arena_strdup(arena, file->standing.first_handler);
    assert_true(day_before(promised, statutory) && *handler);
    hall_time = instant_at(day_plus(promised, 1), 9, 0, 0);
    warn();
    hall_time = instant_at(day_plus(statutory, 1), 9, 0, 0);
    warn();
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice_warning WHERE case_id = ?1 AND warning = 'overdue' AND clock = 'T3'", "i", id), 1);
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice_warning WHERE case_id = ?1 AND warning = 'overdue' AND clock = 'T2'", "i", id), 1);
    /* B1: the first handler has them all, although the case has long been with the back office */
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE officer = ?1 AND case_id = ?2 AND name = 'overdue'", "si", handler, id), 2);
    assert_int_equal(number("SELECT count(*) FROM notice_warning"), number("SELECT count(*) FROM event WHERE kind = 'notice.warned'"));
}

static void test_supplements_are_reminded_of(void **state)
{
    (void)state;
    int64_t id = receive(1, NULL);
    ask_supplements(id);
    assert_int_equal(warn(), 0);
    hall_time = instant_at(day_of(2026, 3, 30), 9, 0, 0);
    assert_int_equal(warn(), 2);                                            /* and the copies of this joint case are not out (E12) */
    assert_int_equal(warn(), 0);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'supply_soon' AND recipient LIKE 'applicant:%'"), 1);
}

static void test_a_date_moved_by_the_calendar_is_told(void **state)
{
    (void)state;
    int64_t id = receive(1, NULL), before = number("SELECT count(*) FROM notice WHERE name = 'moved'");
    assert_int_equal(before, 0);
    CalendarChange change = {.change = {.day = day_of(2026, 3, 4), .kind = CALENDAR_HOLIDAY, .area = "420115", .document = "江夏政发〔2026〕9号"}};
    WindowTurn turn = one(actor_operator(), office_override_calendar, &change);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_false(value_bool(one(actor_clock(), notice_moves_tick, NULL).result, "more"));
    assert_int_equal(store_number(store(), -1, "SELECT count(*) FROM notice WHERE name = 'moved' AND case_id = ?1 AND event_seq = ?2", "ii", id, turn.event_seq), 1);
    int count;
    Notice *list = notice_of_case(store(), arena, id, 10, &count);
    assert_string_equal(list[0].name, "moved");
    assert_string_equal(list[0].day, "2026-03-10");
    change.change.day = day_of(2026, 8, 4);                                 /* far away: nothing moves, nobody is told */
    one(actor_operator(), office_override_calendar, &change);
    one(actor_clock(), notice_moves_tick, NULL);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE name = 'moved'"), 1);
}

/* ---- the outbox ---- */

static Value *claim(int64_t notice, NoticeChannel channel)
{
    DeliveryKey key = {notice, channel};
    WindowTurn turn = one(actor_clock(), notice_claim, &key);
    assert_int_equal(turn.fault, FAULT_NONE);
    return turn.result;
}

static void settle(int64_t notice, NoticeChannel channel, CourierOutcome outcome, const char *reason)
{
    DeliverySettle settled = {{notice, channel}, outcome, reason};
    assert_int_equal(one(actor_clock(), notice_settle, &settled).fault, FAULT_NONE);
}

static void test_a_delivery_is_claimed_once_and_settled(void **state)
{
    (void)state;
    configure(everything);
    int64_t id = receive(0, "zhang@example.cn"), notice = delivery_of(id, CHANNEL_EMAIL, "received"), due;
    assert_true(delivery_due(store(), CHANNEL_EMAIL, hall_time, &due) && due == notice);
    const Value *letter = claim(notice, CHANNEL_EMAIL);
    assert_non_null(letter);
    assert_string_equal(value_str(letter, "to"), "zhang@example.cn");
    assert_string_equal(value_str(letter, "name"), "received");
    assert_non_null(strstr(value_str(letter, "link"), "/case/420115-"));
    assert_null(claim(notice, CHANNEL_EMAIL));                              /* under way: nobody takes it again */
    assert_false(delivery_due(store(), CHANNEL_EMAIL, hall_time, &due));
    const Value *sms = claim(delivery_of(id, CHANNEL_SMS, "received"), CHANNEL_SMS);
    assert_string_equal(value_str(sms, "to"), "13800138000");
    assert_string_not_equal(value_str(sms, "id"), value_str(letter, "id"));
    settle(notice, CHANNEL_EMAIL, OUTCOME_SENT, "");
    assert_int_equal(delivery(notice, CHANNEL_EMAIL).state, DELIVERY_SENT);
    assert_null(claim(notice, CHANNEL_EMAIL));
    settle(notice, CHANNEL_EMAIL, OUTCOME_AGAIN, "late");                   /* a settled one stays settled */
    assert_int_equal(delivery(notice, CHANNEL_EMAIL).state, DELIVERY_SENT);
}

static void test_retries_with_growing_rests_then_the_operator(void **state)
{
    (void)state;
    configure(everything);
    int64_t notice = delivery_of(receive(0, "zhang@example.cn"), CHANNEL_EMAIL, "received");
    const char *id = NULL;
    for (int tries = 1; tries <= LIMIT_NOTICE_TRIES; tries++) {
        const Value *letter = claim(notice, CHANNEL_EMAIL);
        assert_non_null(letter);
        if (id) assert_string_equal(value_str(letter, "id"), id);           /* the same letter every time */
        id = value_str(letter, "id");
        settle(notice, CHANNEL_EMAIL, OUTCOME_AGAIN, "SMTP 451");
        Delivery d = delivery(notice, CHANNEL_EMAIL);
        assert_int_equal(d.tries, tries);
        if (tries == LIMIT_NOTICE_TRIES) break;
        assert_int_equal(d.state, DELIVERY_WAITING);
        assert_int_equal(d.due.ms - hall_time.ms, notice_retry_seconds(30, tries) * 1000);
        assert_null(claim(notice, CHANNEL_EMAIL));                          /* not before its time */
        hall_time.ms = d.due.ms;
    }
    Delivery d = delivery(notice, CHANNEL_EMAIL);
    assert_int_equal(d.state, DELIVERY_DEAD);
    assert_string_equal(d.reason, "given up after 12 tries: SMTP 451");
    int count;
    assert_int_equal(delivery_dead(store(), arena, 10, &count)[0].notice, notice);
    DeliveryKey key = {notice, CHANNEL_EMAIL};
    assert_int_equal(one(officer(first_of(ROLE_CLERK, "011")), notice_retry, &key).refusal, REFUSED_NO_RIGHT);
    assert_int_equal(value_int(one(actor_operator(), notice_retry, &key).result, "again", 0), 1);
    assert_int_equal(one(actor_operator(), notice_retry, &key).refusal, REFUSED_NO_CHANGE);
    assert_string_equal(value_str(claim(notice, CHANNEL_EMAIL), "id"), id);
}

static void test_after_a_death_nothing_handed_over_is_mailed_again(void **state)
{
    (void)state;
    configure(everything);
    int64_t a = delivery_of(receive(0, "a@example.cn"), CHANNEL_EMAIL, "received"), b = delivery_of(receive(0, "b@example.cn"), CHANNEL_EMAIL, "received");
    assert_non_null(claim(a, CHANNEL_EMAIL));
    assert_non_null(claim(b, CHANNEL_EMAIL));
    assert_non_null(claim(b, CHANNEL_SMS));
    DeliveryKey key = {b, CHANNEL_EMAIL};
    assert_int_equal(one(actor_clock(), notice_handing, &key).refusal, REFUSED_NOTHING);
    assert_int_equal(one(actor_clock(), notice_handing, &key).refusal, REFUSED_NO_CHANGE);
    WindowTurn turn = one(actor_clock(), notice_recover, NULL);             /* the next process */
    assert_int_equal(value_int(turn.result, "recovered", 0), 3);
    assert_int_equal(delivery(a, CHANNEL_EMAIL).state, DELIVERY_WAITING);   /* its end was never told: it cannot have arrived */
    assert_int_equal(delivery(b, CHANNEL_SMS).state, DELIVERY_WAITING);     /* repeated under its id */
    assert_int_equal(delivery(b, CHANNEL_EMAIL).state, DELIVERY_DEAD);      /* nobody knows: not sent twice */
    assert_string_equal(delivery(b, CHANNEL_EMAIL).reason, DELIVERY_IN_DOUBT);
}

static void test_who_cannot_or_will_not_be_reached_is_not(void **state)
{
    (void)state;
    configure(everything);
    int64_t account = 1;
    int64_t nobody = delivery_of(receive(0, NULL), CHANNEL_EMAIL, "received");
    assert_null(claim(nobody, CHANNEL_EMAIL));
    assert_int_equal(delivery(nobody, CHANNEL_EMAIL).state, DELIVERY_DROPPED);
    assert_string_equal(delivery(nobody, CHANNEL_EMAIL).reason, "no address");
    NoticeContact wish = {"en", "wish@example.cn", "", true, false};
    assert_int_equal(one(actor_citizen(account, ""), notice_wish, &wish).refusal, REFUSED_NOTHING);
    int64_t id = receive(account, NULL);
    const Value *letter = claim(delivery_of(id, CHANNEL_EMAIL, "received"), CHANNEL_EMAIL);
    assert_string_equal(value_str(letter, "to"), "wish@example.cn");
    assert_string_equal(value_str(letter, "language"), "en");
    assert_null(claim(delivery_of(id, CHANNEL_SMS, "received"), CHANNEL_SMS));
    assert_string_equal(delivery(delivery_of(id, CHANNEL_SMS, "received"), CHANNEL_SMS).reason, "not wanted");
    wish.email = "not an address";
    assert_int_equal(one(actor_citizen(account, ""), notice_wish, &wish).refusal, REFUSED_FIELD_INVALID);
    assert_int_equal(one(actor_citizen(0, ""), notice_wish, &wish).refusal, REFUSED_NOT_SIGNED_IN);
    configure("{\"email\":\"0\"}");
    int64_t late = store_number(store(), 0, "SELECT notice FROM notice_delivery WHERE state = 0 AND channel = 2", "");
    assert_int_equal(late, 0);
    receive(0, "x@example.cn");
    assert_int_equal(number("SELECT count(*) FROM notice_delivery WHERE channel = 2 AND state = 0"), 0);
}

static void test_an_erased_person_is_not_written_to(void **state)
{
    (void)state;
    configure(everything);
    int64_t id = receive(0, "zhang@example.cn"), other = receive(0, "li@example.cn");
    CaseAct withdraw = {.act = ACT_WITHDRAW, .case_id = id, .input = parse("{\"reason\":\"不办了\"}"), .holder = true};
    assert_int_equal(one(actor_citizen(0, ""), case_act, &withdraw).refusal, REFUSED_NOTHING);
    int64_t under_way = delivery_of(id, CHANNEL_EMAIL, "withdrawn");
    assert_non_null(claim(under_way, CHANNEL_EMAIL));
    PersonErase erase = {.case_id = id, .reason = "本人要求"};
    assert_int_equal(one(actor_operator(), office_erase_person, &erase).refusal, REFUSED_NOTHING);
    assert_int_equal(delivery_of(id, CHANNEL_EMAIL, "received"), 0);        /* what waited is gone */
    settle(under_way, CHANNEL_EMAIL, OUTCOME_AGAIN, "SMTP 451");
    hall_time.ms += 3600 * 1000;
    assert_null(claim(under_way, CHANNEL_EMAIL));
    assert_string_equal(delivery(under_way, CHANNEL_EMAIL).reason, "personal data erased");
    assert_true(delivery_of(other, CHANNEL_EMAIL, "received") > 0);
}

static void test_an_account_erased_takes_its_messages_along(void **state)
{
    (void)state;
    configure(everything);
    NoticeContact wish = {"", "wish@example.cn", "", true, true};
    one(actor_citizen(1, ""), notice_wish, &wish);
    receive(1, NULL);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE account = 1"), 1);
    store_begin(store());
    assert_true(citizen_erase(store(), 1));
    store_commit(store());
    assert_int_equal(number("SELECT count(*) FROM notice WHERE account = 1"), 0);
    assert_int_equal(number("SELECT count(*) FROM notice_delivery"), 0);
    assert_int_equal(number("SELECT count(*) FROM notice_contact"), 0);
}

static void test_settings_are_the_administrators(void **state)
{
    (void)state;
    NoticeConfigure input = {.settings = parse(everything)};
    assert_int_equal(one(officer(first_of(ROLE_CLERK, "011")), notice_configure, &input).refusal, REFUSED_NO_RIGHT);
    assert_int_equal(one(actor_citizen(1, ""), notice_configure, &input).refusal, REFUSED_NO_RIGHT);
    static const char *const bad[] = {"{\"email\":\"1\"}", "{\"no_such\":\"1\"}", "{\"webhook_url\":\"http://10.0.0.1/\"}", "{\"smtp_port\":25}"};
    int64_t size = ledger_size(window_scene(window)->ledger);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        input.settings = parse(bad[i]);
        assert_int_equal(one(actor_operator(), notice_configure, &input).refusal, REFUSED_FIELD_INVALID);
    }
    assert_int_equal(ledger_size(window_scene(window)->ledger), size);
    assert_false(window_scene(window)->notices->email);
    configure(everything);
    assert_true(window_scene(window)->notices->email && window_scene(window)->notices->sms);
    input.settings = parse(everything);
    assert_int_equal(one(actor_operator(), notice_configure, &input).refusal, REFUSED_NO_CHANGE);
}

static void test_inboxes_and_outbox_do_not_grow_for_ever(void **state)
{
    (void)state;
    NoticePlan plan = {.row = notice_row(0), .recipient = "officer:x", .officer = "x", .day = "", .extra = ""};
    store_begin(store());
    for (int i = 0; i < LIMIT_NOTICE_INBOX + 200; i++) notice_make(store(), arena, &plan, 1000000 + i, 0, 0, window_scene(window)->notices, CHANNEL_INBOX | CHANNEL_EMAIL, hall_time);
    store_commit(store());
    int64_t kept = number("SELECT count(*) FROM notice WHERE officer = 'x'");
    assert_true(kept >= LIMIT_NOTICE_INBOX && kept < LIMIT_NOTICE_INBOX + 64);
    assert_int_equal(number("SELECT count(*) FROM notice_delivery"), kept);
    assert_int_equal(number("SELECT min(event_seq) FROM notice WHERE officer = 'x'"), 1000000 + LIMIT_NOTICE_INBOX + 200 - kept);
    assert_int_equal(notice_unread(store(), "x", 0), NOTICE_UNREAD_SHOWN + 1);
    hall_time.ms += (LIMIT_NOTICE_INBOX_DAYS + 1) * 86400000LL;
    for (int i = 0; i < 10; i++) one(actor_clock(), notice_tick, NULL);
    assert_int_equal(number("SELECT count(*) FROM notice WHERE officer = 'x'"), 0);
    assert_int_equal(number("SELECT count(*) FROM notice_delivery"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_off_by_default_only_the_inbox), TEST(test_an_account_has_its_inbox_and_reads_it), TEST(test_one_event_one_message_one_delivery),
        TEST(test_message_and_act_stand_or_fall_together), TEST(test_no_personal_data_in_messages_and_events_of_settings), TEST(test_each_warning_is_given_once),
        TEST(test_promise_and_statutory_day_are_warned_of_each), TEST(test_supplements_are_reminded_of), TEST(test_a_date_moved_by_the_calendar_is_told),
        TEST(test_a_delivery_is_claimed_once_and_settled), TEST(test_retries_with_growing_rests_then_the_operator), TEST(test_after_a_death_nothing_handed_over_is_mailed_again),
        TEST(test_who_cannot_or_will_not_be_reached_is_not), TEST(test_an_erased_person_is_not_written_to), TEST(test_an_account_erased_takes_its_messages_along),
        TEST(test_settings_are_the_administrators), TEST(test_inboxes_and_outbox_do_not_grow_for_ever),
    };
    return cmocka_run_group_tests_name("notice_act", tests, NULL, NULL);
}
