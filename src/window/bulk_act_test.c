/* bulk_act_test.c: one act on many cases: each is decided for itself, each is told, and too many are refused whole. */
#include "window/test_hall.h"
#include "window/bulk_act.h"

static OneWindow *window;
static Arena *arena;

static int opened(void **state) { (void)state; window = hall_new(); arena = arena_new(); return 0; }
static int closed(void **state) { (void)state; hall_verify(window); window_close(window); arena_free(arena); hall_remove(); return 0; }

static Actor clerk(void)
{
    const Scene *scene = window_scene(window);
    const Item *item = catalog_item_at(scene->catalog, hall_item, instant_day(hall_time));
    for (int i = 0; i < scene->people->officer_count; i++) {
        const Officer *o = &scene->people->officers[i];
        if (o->roles & ROLE_CLERK && !strcmp(o->window, item->window)) {
            Officer *kept = arena_memdup(arena, o, sizeof *o);
            kept->id = arena_strdup(arena, o->id), kept->name = arena_strdup(arena, o->name), kept->department = arena_strdup(arena, o->department), kept->window = arena_strdup(arena, o->window);
            return actor_officer(kept);
        }
    }
    fail_msg("no clerk");
    return actor_clock();
}

static WindowTurn turn_of(Actor actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = arena, .actor = actor, .now = hall_time, .work = work, .input = input};
    window_do(window, &turn);
    assert_int_equal(turn.fault, FAULT_NONE);
    return turn;
}

static int64_t receive(void)
{
    WindowTurn turn = turn_of(actor_citizen(0, ""), case_act, hall_receive(arena, true));
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    return turn.case_id;
}

static const char *claimant(int64_t id) { return case_load(window_scene(window)->store, arena, id)->standing.claimant; }

static const Value *row(const WindowTurn *turn, int at)
{
    const Value *v = value_get(turn->result, "rows")->first;
    while (at-- && v) v = v->next;
    return v;
}

static void one_refused_and_the_others_done(void **state)
{
    (void)state;
    Actor wang = clerk();
    int64_t ids[] = {receive(), receive(), 999999, receive(), 0};
    ids[4] = ids[0];                                                                              /* the same once more */
    CaseAct withdraw = {.act = ACT_WITHDRAW, .case_id = ids[1], .input = value_object(arena), .holder = true};
    value_set_str(arena, (Value *)withdraw.input, "reason", "不办了");
    assert_int_equal(turn_of(actor_citizen(0, ""), case_act, &withdraw).refusal, REFUSED_NOTHING);
    BulkAct bulk = {ACT_CLAIM, ids, 5, value_object(arena)};
    WindowTurn turn = turn_of(wang, bulk_act, &bulk);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(value_int(turn.result, "done", -1), 2);
    assert_int_equal(value_get(turn.result, "rows")->count, 5);
    static const bool good[] = {true, false, false, true, false};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(value_int(row(&turn, i), "id", 0), ids[i]);
        if (good[i]) assert_string_equal(value_str(row(&turn, i), "code"), "");
        else assert_true(strlen(value_str(row(&turn, i), "code")) > 0);
    }
    assert_string_equal(value_str(row(&turn, 2), "code"), "REFUSED_NO_SUCH_CASE");
    assert_string_equal(claimant(ids[0]), wang.id);
    assert_string_equal(claimant(ids[3]), wang.id);
    assert_string_equal(claimant(ids[1]), "");
    assert_ptr_equal(turn.input, &bulk);                                                          /* a turn may run once more */
}

/* Who has no right to any of them is told of each; nothing is recorded. */
static void none_of_hers(void **state)
{
    (void)state;
    int64_t ids[] = {receive(), receive()}, before = ledger_size(window_scene(window)->ledger);
    BulkAct bulk = {ACT_CLAIM, ids, 2, value_object(arena)};
    WindowTurn turn = turn_of(people_actor(window_scene(window)->people, "admin", instant_day(hall_time)), bulk_act, &bulk);
    assert_int_equal(value_int(turn.result, "done", -1), 0);
    for (int i = 0; i < 2; i++) assert_true(strlen(value_str(row(&turn, i), "code")) > 0);
    assert_int_equal(ledger_size(window_scene(window)->ledger), before);
    WindowTurn nobody = turn_of((Actor){.kind = ACTOR_NOBODY, .id = "", .name = "", .department = "", .window = ""}, bulk_act, &bulk);
    assert_int_equal(value_int(nobody.result, "done", -1), 0);
}

static void too_many_are_refused_whole(void **state)
{
    (void)state;
    int64_t ids[LIMIT_PAGE_ROWS + 1], one = receive(), before = ledger_size(window_scene(window)->ledger);
    for (int i = 0; i <= LIMIT_PAGE_ROWS; i++) ids[i] = one;
    BulkAct bulk = {ACT_CLAIM, ids, LIMIT_PAGE_ROWS + 1, value_object(arena)};
    WindowTurn turn = turn_of(clerk(), bulk_act, &bulk);
    assert_int_equal(turn.refusal, REFUSED_FIELD_INVALID);
    assert_non_null(strstr(turn.detail, "100"));
    assert_int_equal(ledger_size(window_scene(window)->ledger), before);
    bulk.count = LIMIT_PAGE_ROWS;
    turn = turn_of(clerk(), bulk_act, &bulk);
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(value_int(turn.result, "done", -1), 1);
    bulk.count = 0;
    turn = turn_of(clerk(), bulk_act, &bulk);
    assert_int_equal(value_int(turn.result, "done", -1), 0);
}

int main(void)
{
#define HALL(test) cmocka_unit_test_setup_teardown(test, opened, closed)
    const struct CMUnitTest tests[] = {HALL(one_refused_and_the_others_done), HALL(none_of_hers), HALL(too_many_are_refused_whole)};
    return cmocka_run_group_tests_name("many cases at once", tests, NULL, NULL);
}
