/* case_act_test.c: acts on cases with the whole demonstration district: every item from receipt to delivery, its papers, files, keys and the clock. */
#include "window/paper_joint.h"
#include "window/test_hall.h"
#include "window/office_act.h"
#include "window/paper.h"

static OneWindow *memory_hall(void)
{
    WindowOptions options = {.memory = true, .create = true, .clock = hall_clock};
    hall_time = instant_at(day_of(2026, 3, 2), 9, 0, 0);
    OneWindow *window = window_open(&options);
    district_load(window, hall_time, false, NULL);
    if (window_scene(window)->stale) scene_load(window_scene(window));
    log_level = LOG_ERROR + 1;
    return window;
}

/* The first officer of the district who may do this now; a stop when nobody may: then the demonstration could not be worked. */
static Actor somebody(OneWindow *window, Arena *arena, Act act, const CaseFile *file, const Item *item)
{
    const Scene *scene = window_scene(window);
    Day today = instant_day(hall_time);
    for (int i = 0; i < scene->people->officer_count; i++) {
        Actor actor = people_actor(scene->people, scene->people->officers[i].id, today);
        Facts facts = case_facts(scene, file, item, &actor, false, today);
        if (process_may(arena, act, &facts) == REFUSED_NOTHING) return actor;
    }
    fail_msg("nobody may %s %s %s", process_row(act)->name, item->code, item->name);
    return actor_clock();
}

static Value *parse(Arena *arena, const char *json)
{
    const char *error;
    Value *value = value_parse(arena, json, strlen(json), &error);
    if (!value) fail_msg("%s: %s", json, error);
    return value;
}

static CaseFile *act_on(OneWindow *window, Arena *arena, Act act, int64_t id, const char *json)
{
    Scene *scene = window_scene(window);
    CaseFile *file = case_load(scene->store, arena, id);
    CaseAct input = {.act = act, .case_id = id, .input = parse(arena, json)};
    WindowTurn turn = {.arena = arena, .actor = somebody(window, arena, act, file, case_item(scene, file)), .work = case_act, .input = &input};
    window_do(window, &turn);
    if (turn.refusal || turn.fault) fail_msg("%s %s: %s %s", file->standing.item, process_row(act)->name, refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
    return case_load(scene->store, arena, id);
}

static int64_t receive(OneWindow *window, Arena *arena, const Item *item, bool checked)
{
    Value *input = hall_application(arena, true), *materials = value_set_list(arena, input, "materials");
    for (int i = 0; i < item->material_count; i++) {
        if (!item->materials[i].required) continue;
        Value *row = value_push_object(arena, materials);
        value_set_int(arena, row, "no", item->materials[i].no);
        value_set_bool(arena, row, "ok", checked);
    }
    CaseAct act = {.act = ACT_RECEIVE, .item = item->code, .input = input};
    WindowTurn turn = {.arena = arena, .actor = somebody(window, arena, ACT_RECEIVE, NULL, item), .work = case_act, .input = &act};
    window_do(window, &turn);
    if (turn.refusal || turn.fault) fail_msg("%s %s: %s %s", item->code, item->name, refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
    return turn.case_id;
}

/* Every paper of the case can be drawn, twice alike, and says nothing personal once the person is erased. */
static void check_papers(OneWindow *window, Arena *arena, const CaseFile *file, int expected)
{
    int count;
    const IssuedDocument **papers = documents_of_case(window_scene(window)->store, arena, file->id, &count);
    assert_true(count >= expected);
    for (int i = 0; i < count; i++) {
        const Value *facts = paper_drawing(window_scene(window), arena, papers[i], file, true), *again = paper_drawing(window_scene(window), arena, papers[i], file, true);
        if (!facts) fail_msg("%s cannot be drawn", papers[i]->kind);
        assert_true(value_equal(facts, again));
        assert_string_equal(value_str(facts, "case_no"), file->number);
        assert_non_null(document_sheet(arena, papers[i]->kind, facts, "zh"));
        const char *url = value_str(facts, "query_url");
        for (const char *c = url; *c; c++) if ((unsigned char)*c >= 0x80) fail_msg("%s: an address no scanner reads: %s", papers[i]->kind, url);
        assert_int_equal(*url != 0, papers[i]->number != NULL);               /* nothing to look up without a number */
        DocumentFailures failures;
        if (!document_check(arena, papers[i]->kind, facts, &failures)) fail_msg("%s drawn anew lacks %s", papers[i]->kind, failures.list[0].en);
    }
}

/* Every real joint item with its real co-departments (DOMAIN 3.3): each signs, each speaks, whoever is waited for first. */
static void joint_handling(OneWindow *window, Arena *arena, int64_t id, const Item *item)
{
    CaseFile *file = act_on(window, arena, ACT_COPY_OUT, id, "{}");
    assert_int_equal(file->standing.together.count, item->co_count);
    for (int i = 0; i < item->co_count; i++) act_on(window, arena, ACT_SIGN_COPY, id, "{}");
    for (int i = 0; i < item->co_count; i++) {
        assert_int_equal(standing_holder(&file->standing), HOLDER_CO);
        file = act_on(window, arena, ACT_CO_OPINION, id, "{\"conclusion\":\"agree\",\"opinion\":\"同意\"}");
    }
    assert_int_not_equal(standing_holder(&file->standing), HOLDER_CO);
    /* F11 bears who signed for each copy, when, and in which post; what they said comes with their names */
    Scene *scene = window_scene(window);
    const Value *facts = paper_drawing(scene, arena, document_latest(scene->store, arena, id, "F11"), file, false), *rows = value_get(facts, "windows");
    assert_int_equal(rows->count, item->co_count);
    for (const Value *row = rows->first; row; row = row->next) {
        assert_non_null(strstr(value_str_or(row, "receiver", ""), "（"));
        assert_int_equal(strlen(value_str_or(row, "received_at", "")), 16);
    }
    Value *said = value_list(arena);
    paper_joint_written(scene, arena, id, 0, said);
    assert_int_equal(said->count, item->co_count);
    for (const Value *row = said->first; row; row = row->next) {
        assert_string_equal(value_str(row, "opinion"), "（书面）同意。同意");
        assert_true(*value_str(row, "by") && *value_str(row, "on"));
    }
    assert_null(value_get(facts, "opinions"));                                  /* not for the applicant's eyes: the caller adds them for an officer */
}

/* What the first visitor finds: copies for 卫生健康局 to sign, an opinion 自然资源和规划局 has to give; once, and whole in the ledger. */
static void test_the_demonstration_has_joint_cases_under_way(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    district_cases(window, hall_time);
    district_cases(window, hall_time);
    Store *store = window_scene(window)->store;
    assert_int_equal(cases_total(store), 2);
    assert_int_equal(cases_co_count(store, "019", NULL, true), 1);
    assert_int_equal(cases_co_count(store, "009", NULL, true), 1);
    assert_int_equal(cases_co_count(store, "018", NULL, true), 0);          /* waits for planning */
    assert_int_equal(cases_co_count(store, "018", NULL, false), 1);
    hall_verify(window);
    window_close(window);
    hall_remove();
}

static void test_every_item_from_receipt_to_delivery(void **state)
{
    (void)state;
    OneWindow *window = memory_hall();
    Arena *lasting = arena_new(), *arena = arena_new();
    int count;
    const Item **items = catalog_items(window_scene(window)->catalog, lasting, instant_day(hall_time), NULL, NULL, &count);
    assert_int_equal(count, 229);
    for (int i = 0; i < count; i++) {
        const Item *item = items[i];
        int64_t id = receive(window, arena, item, true);
        CaseFile *file;
        if (item_is_instant(item)) {
            file = act_on(window, arena, ACT_SETTLE, id, "{\"content\":\"准予\",\"recipient\":\"张晓三\"}");
        } else {
            file = act_on(window, arena, ACT_ACCEPT, id, "{}");
            assert_false(day_after(file->dates.promised_due, file->dates.statutory_due));          /* B3 */
            if (item->co_count) joint_handling(window, arena, id, item);
            if (item->two_person) act_on(window, arena, ACT_REVIEW, id, "{\"conclusion\":\"approve\",\"opinion\":\"符合条件\"}");
            bool refused = i % 5 == 4;
            if (item_is_forwarded(item)) {                                                          /* XK-35 */
                act_on(window, arena, ACT_FORWARD, id, refused ? "{\"opinion\":\"初审\",\"recommendation\":\"refuse\",\"upper_organ\":\"某市某局\"}" : "{\"opinion\":\"初审\",\"recommendation\":\"grant\",\"upper_organ\":\"某市某局\"}");
                act_on(window, arena, ACT_REPLY_FROM_ABOVE, id, refused ? "{\"result\":\"refused\",\"document\":\"市批〔2026〕1号\",\"content\":\"不同意\"}" : "{\"result\":\"granted\",\"document\":\"市批〔2026〕1号\",\"content\":\"同意\"}");
            }
            file = refused ? act_on(window, arena, ACT_REFUSE, id, "{\"facts\":\"甲\",\"reason\":\"乙\",\"basis\":\"《某法》第一条\"}") : act_on(window, arena, ACT_GRANT, id, "{\"content\":\"准予\"}");
            bool certificate = !refused && strcmp(item->result_type, "approval") && strcmp(item->result_type, "payment") && strcmp(item->result_type, "ruling") && strcmp(item->result_type, "service");
            if (certificate) file = act_on(window, arena, ACT_CERTIFY, id, "{}");
            file = act_on(window, arena, ACT_DELIVER, id, "{\"way\":\"direct\",\"recipient\":\"张晓三\"}");
        }
        assert_int_equal(file->standing.stage, STAGE_DELIVERED);
        check_papers(window, arena, file, item_is_instant(item) ? 2 : item->co_count ? 6 : 5);
        arena_reset(arena);
    }
    hall_verify(window);
    window_close(window);
    arena_free(arena);
    arena_free(lasting);
}

/* A look at what stands once the personal data is gone: case, papers and proof remain. */
static void test_erased_person(void **state)
{
    (void)state;
    OneWindow *window = memory_hall();
    Arena *arena = arena_new();
    Scene *scene = window_scene(window);
    const Item *item = catalog_item_at(scene->catalog, hall_item, instant_day(hall_time));
    int64_t id = receive(window, arena, item, true);
    act_on(window, arena, ACT_NOT_NEEDED, id, "{\"reason\":\"依法不需许可\"}");
    PersonErase erase = {.case_id = id, .reason = "申请人要求"};
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = office_erase_person, .input = &erase};
    window_do(window, &turn);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    CaseFile *file = case_load(scene->store, arena, id);
    int count;
    const IssuedDocument **papers = documents_of_case(scene->store, arena, id, &count);
    for (int i = 0; i < count; i++) {
        const Value *facts = paper_drawing(scene, arena, papers[i], file, false);
        assert_non_null(facts);
        assert_null(strstr(value_json(arena, facts), "张晓三"));
        assert_null(strstr(value_json(arena, facts), "11010519491231002X"));
    }
    Query *q = ledger_read_case(scene->store, id);
    for (Event *event; (event = ledger_next(q, arena));) assert_null(event->person);
    hall_verify(window);
    window_close(window);
    arena_free(arena);
}

/* Seven hundred cases nobody looked at: the clock takes them in groups until none is left. */
static void test_clock_takes_groups(void **state)
{
    (void)state;
    enum { CASES = 3 * CASE_TICK_GROUP + 100 };
    OneWindow *window = memory_hall();
    Arena *lasting = arena_new(), *arena = arena_new();
    const Item *item = catalog_item_at(window_scene(window)->catalog, hall_item, instant_day(hall_time));
    assert_true(item_is_permit(item));
    for (int i = 0; i < CASES; i++) {
        receive(window, arena, item, false);
        arena_reset(arena);
    }
    hall_time = instant_at(day_of(2026, 3, 10), 0, 5, 0);
    int groups = 0, acted = 0;
    bool more = true;
    for (; more; groups++) {
        WindowTurn turn = {.arena = lasting, .actor = actor_clock(), .work = case_tick};
        window_do(window, &turn);
        assert_int_equal(turn.fault, FAULT_NONE);
        acted += (int)value_int(turn.result, "acted", 0);
        more = value_bool(turn.result, "more");
        assert_true(groups < 20);
    }
    assert_int_equal(acted, CASES);
    CaseFilter accepted = {.stage = STAGE_ACCEPTED, .due_from = DAY_NONE, .due_to = DAY_NONE};
    assert_int_equal(cases_count(window_scene(window)->store, &accepted), CASES);
    hall_verify(window);
    window_close(window);
    arena_free(arena);
    arena_free(lasting);
}

static void test_files_and_keys(void **state)
{
    (void)state;
    OneWindow *window = memory_hall();
    Arena *arena = arena_new();
    Store *store = window_scene(window)->store;
    CaseActFile file = {.material = 1, .name = "图纸.pdf", .type = "application/pdf", .sha256 = "abc", .data = "bytes", .bytes = 5};
    CaseAct act = *hall_receive(arena, true);
    act.files = &file;
    act.file_count = 1;
    act.idempotency_key = "k";
    act.idempotency_scope = "city";
    for (int i = 0; i < 3; i++) {
        WindowTurn turn = {.arena = arena, .actor = actor_machine("city", 3), .work = case_act, .input = &act};
        if (i == 2) act.idempotency_scope = "province";                  /* the same key from somebody else is another case */
        window_do(window, &turn);
        assert_int_equal(turn.refusal, REFUSED_NOTHING);
        assert_int_equal(turn.repeated, i == 1);
        assert_int_equal(turn.case_id, i == 2 ? 2 : 1);
    }
    int count;
    case_uploads(store, arena, 1, &count);
    assert_int_equal(count, 1);                                          /* a repeated submission keeps no second copy */
    const CaseFile *opened = case_load(store, arena, 1);
    const char *code = case_query_code(arena, window_secret(window), 1, opened->number);
    assert_int_equal(case_by_query_code(store, arena, window_secret(window), code)->id, 1);
    window_close(window);
    arena_free(arena);
}

/* Inputs that lack everything, and cases and items that are not there. */
static void test_nothing_given(void **state)
{
    (void)state;
    OneWindow *window = memory_hall();
    Arena *arena = arena_new();
    for (int act = 0; act < ACT_COUNT; act++)
        for (int64_t id = -1; id < 2; id++) {
            CaseAct input = {.act = (Act)act, .case_id = id, .item = NULL, .input = NULL};
            WindowTurn turn = {.arena = arena, .actor = actor_citizen(0, ""), .work = case_act, .input = &input};
            window_do(window, &turn);
            assert_int_equal(turn.fault, FAULT_NONE);
            assert_int_equal(turn.refusal, act == ACT_RECEIVE ? REFUSED_NO_SUCH_ITEM : REFUSED_NO_SUCH_CASE);
            assert_int_equal(turn.event_seq, 0);
        }
    window_close(window);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_demonstration_has_joint_cases_under_way), cmocka_unit_test(test_every_item_from_receipt_to_delivery), cmocka_unit_test(test_erased_person), cmocka_unit_test(test_clock_takes_groups), cmocka_unit_test(test_files_and_keys),
        cmocka_unit_test(test_nothing_given),
    };
    return cmocka_run_group_tests_name("case_act", tests, NULL, NULL);
}
