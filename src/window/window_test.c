/* window_test.c: one writer: groups in which bad turns spoil nothing, replies only after the commit, full disks, queues and doors. */
#include "window/test_hall.h"
#include <semaphore.h>

typedef struct Waiter { sem_t done; OneWindow *window; int seen; bool visible; } Waiter;
/* Runs on the window's thread: whatever was armed there ends with the group. */
static void tell(WindowTurn *turn) { Waiter *w = turn->owner; fault_arm(0); w->seen++; sem_post(&w->done); }

static void raises_at_once(Scene *scene, WindowTurn *turn) { (void)scene; (void)turn; fault_raise(FAULT_FILE, "meant"); }

/* Opens a case, entries and papers and all, and then the world fails. */
static void raises_after_recording(Scene *scene, WindowTurn *turn)
{
    case_act(scene, turn);
    assert_int_equal(turn->refusal, REFUSED_NOTHING);
    fault_raise(FAULT_MEMORY, "meant");
}

enum { GROUP = 60 };

static void test_bad_turns_spoil_nothing_of_the_group(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Arena *arena = arena_new();
    Waiter waiter = {.window = window};
    WindowTurn turns[GROUP];
    int64_t events = ledger_size(window_scene(window)->ledger), generation = window_generation(window);
    WindowCounts before = window_counts(window);
    sem_init(&waiter.done, 0, 0);
    for (int i = 0; i < GROUP; i++) {                       /* all wait before the window opens: one group */
        turns[i] = (WindowTurn){.arena = arena_new(), .actor = actor_citizen(0, ""), .done = tell, .owner = &waiter};
        turns[i].work = i % 10 == 7 ? raises_at_once : i % 10 == 4 ? raises_after_recording : case_act;
        turns[i].input = hall_receive(turns[i].arena, i % 10 != 2);
        assert_true(window_submit(window, &turns[i]));
    }
    window_start(window);
    for (int i = 0; i < GROUP; i++) sem_wait(&waiter.done);
    WindowCounts after = window_counts(window);
    int64_t expected = 0;
    for (int i = 0; i < GROUP; i++) {
        if (i % 10 == 7) assert_int_equal(turns[i].fault, FAULT_FILE);
        else if (i % 10 == 4) assert_int_equal(turns[i].fault, FAULT_MEMORY);
        else if (i % 10 == 2) assert_int_equal(turns[i].refusal, REFUSED_TRUTH_UNDECLARED);
        else {
            assert_int_equal(turns[i].refusal, REFUSED_NOTHING);
            assert_int_equal(turns[i].fault, FAULT_NONE);
            assert_int_equal(turns[i].case_id, ++expected);              /* no gaps: failed turns used nothing up */
            assert_int_equal(turns[i].event_seq, events + expected);
        }
        arena_free(turns[i].arena);
    }
    assert_int_equal(expected, GROUP * 7 / 10);
    assert_int_equal(after.groups - before.groups, 1);
    assert_int_equal(after.largest_group, GROUP);
    assert_int_equal(after.refusals - before.refusals, GROUP / 10);
    assert_int_equal(after.faults - before.faults, GROUP / 5);
    assert_int_equal(window_generation(window), generation);             /* cases are no reason to load snapshots anew */
    window_close(window);

    window = hall_open();                                                 /* what was said is there after a restart */
    assert_int_equal(cases_total(window_scene(window)->store), expected);
    assert_int_equal(ledger_size(window_scene(window)->ledger), events + expected);
    hall_verify(window);
    window_close(window);
    sem_destroy(&waiter.done);
    arena_free(arena);
    hall_remove();
}

/* A turn that fails only among others: the whole group runs twice, and whoever changed its own turn meets it as it came. */
static int runs;
static void changes_its_turn(Scene *scene, WindowTurn *turn)
{
    runs++;
    assert_ptr_equal(turn->input, &runs);
    turn->input = NULL;
    turn->detail = "said";
    (void)scene;
}

static void test_a_group_runs_again_as_it_came(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Waiter waiter = {.window = window};
    WindowTurn turns[2] = {{.work = changes_its_turn, .input = &runs}, {.work = raises_at_once}};
    sem_init(&waiter.done, 0, 0);
    runs = 0;
    for (int i = 0; i < 2; i++) {
        turns[i].arena = arena_new();
        turns[i].actor = actor_citizen(0, "");
        turns[i].done = tell;
        turns[i].owner = &waiter;
        assert_true(window_submit(window, &turns[i]));
    }
    window_start(window);
    for (int i = 0; i < 2; i++) sem_wait(&waiter.done);
    assert_int_equal(runs, 2);
    assert_string_equal(turns[0].detail, "said");
    assert_int_equal(turns[0].fault, FAULT_NONE);
    assert_int_equal(turns[1].fault, FAULT_FILE);
    for (int i = 0; i < 2; i++) arena_free(turns[i].arena);
    window_close(window);
    sem_destroy(&waiter.done);
    hall_remove();
}

/* The reply comes when another connection already sees the case. */
static void look(WindowTurn *turn)
{
    Waiter *w = turn->owner;
    Arena *arena = arena_new();
    Store *reader = store_open(window_database(w->window), STORE_READ);
    w->visible = case_load(reader, arena, turn->case_id) != NULL;
    store_close(reader);
    arena_free(arena);
    sem_post(&w->done);
}

static void test_reply_after_commit(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Waiter waiter = {.window = window};
    sem_init(&waiter.done, 0, 0);
    window_start(window);
    for (int i = 0; i < 20; i++) {
        WindowTurn turn = {.arena = arena_new(), .actor = actor_citizen(0, ""), .work = case_act, .done = look, .owner = &waiter};
        turn.input = hall_receive(turn.arena, true);
        waiter.visible = false;
        assert_true(window_submit(window, &turn));
        sem_wait(&waiter.done);
        assert_true(waiter.visible);
        arena_free(turn.arena);
    }
    window_close(window);
    sem_destroy(&waiter.done);
    hall_remove();
}

static void test_queue_is_bounded_and_drained(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Arena *arena = arena_new();
    Waiter waiter = {0};
    sem_init(&waiter.done, 0, 0);
    WindowTurn *turns = calloc(LIMIT_WINDOW_QUEUE + 1, sizeof *turns);
    const CaseAct *refused = hall_receive(arena, false);
    for (int i = 0; i <= LIMIT_WINDOW_QUEUE; i++) {
        turns[i] = (WindowTurn){.arena = arena_new(), .actor = actor_citizen(0, ""), .work = case_act, .input = refused, .done = tell, .owner = &waiter};
        assert_int_equal(window_submit(window, &turns[i]), i < LIMIT_WINDOW_QUEUE);
    }
    window_start(window);
    window_close(window);                                                /* closing answers all who wait */
    assert_int_equal(waiter.seen, LIMIT_WINDOW_QUEUE);
    for (int i = 0; i <= LIMIT_WINDOW_QUEUE; i++) arena_free(turns[i].arena);
    free(turns);
    sem_destroy(&waiter.done);
    arena_free(arena);
    hall_remove();
}

static WindowTurn do_receive(OneWindow *window, Arena *arena, const CaseAct *act)
{
    WindowTurn turn = {.arena = arena, .actor = actor_citizen(0, ""), .work = case_act, .input = act ? act : hall_receive(arena, true)};
    window_do(window, &turn);
    return turn;
}

/* A full disk: the turn says so, nothing acknowledged is lost, and when there is room again the window goes on. */
static void test_full_disk(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Arena *arena = arena_new();
    enum { BYTES = 1024 * 1024 };
    CaseActFile file = {.material = 1, .name = "图纸.pdf", .type = "application/pdf", .sha256 = "00", .data = arena_alloc(arena, BYTES), .bytes = BYTES};
    CaseAct heavy = *hall_receive(arena, true);
    heavy.files = &file;
    heavy.file_count = 1;
    assert_int_equal(do_receive(window, arena, &heavy).fault, FAULT_NONE);
    int64_t cases = cases_total(window_scene(window)->store), events = ledger_size(window_scene(window)->ledger);
    store_script(window_scene(window)->store, "PRAGMA max_page_count = 1");          /* no page more than now */
    for (int i = 0; i < 3; i++) {
        WindowTurn turn = do_receive(window, arena, &heavy);
        assert_int_equal(turn.fault, FAULT_STORE_FULL);
        assert_int_equal(cases_total(window_scene(window)->store), cases);
        assert_int_equal(ledger_size(window_scene(window)->ledger), events);
    }
    store_script(window_scene(window)->store, "PRAGMA max_page_count = 1000000");
    WindowTurn turn = do_receive(window, arena, &heavy);
    assert_int_equal(turn.fault, FAULT_NONE);
    assert_int_equal(turn.case_id, cases + 1);
    hall_verify(window);
    window_close(window);
    arena_free(arena);
    hall_remove();
}

/* The Nth call fails, on a real file: nothing is left behind, and then the same application is taken. */
static void test_every_call_fails_once(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Arena *arena = arena_new();
    CaseActFile file = {.material = 1, .name = "图纸.pdf", .type = "application/pdf", .sha256 = "00", .data = "bytes", .bytes = 5};
    CaseAct act = *hall_receive(arena, true);
    act.files = &file;
    act.file_count = 1;
    act.idempotency_key = "once";
    int64_t events = ledger_size(window_scene(window)->ledger);
    long nth = 1;
    for (;; nth++) {
        fault_arm(nth);
        WindowTurn turn = do_receive(window, arena, &act);
        fault_arm(0);
        if (!turn.fault) { assert_int_equal(turn.case_id, 1); break; }
        assert_int_equal(ledger_size(window_scene(window)->ledger), events);
        assert_int_equal(cases_total(window_scene(window)->store), 0);
        assert_true(nth < 1000);
    }
    assert_true(nth > 10);
    WindowTurn again = do_receive(window, arena, &act);                  /* the key was kept with the case */
    assert_true(again.repeated && again.case_id == 1);
    assert_int_equal(ledger_size(window_scene(window)->ledger), events + 1);
    hall_verify(window);
    window_close(window);
    arena_free(arena);
    hall_remove();
}

/* ---- the Nth call fails inside a group of three: the window's own thread is armed by a turn of the group ---- */

typedef struct Gate { sem_t closed, open; } Gate;
static void waits(Scene *scene, WindowTurn *turn)
{
    (void)scene;
    Gate *gate = (Gate *)turn->input;
    sem_post(&gate->closed);
    sem_wait(&gate->open);
}
static void arms(Scene *scene, WindowTurn *turn) { (void)scene; fault_arm(*(const long *)turn->input); }

static void test_every_call_fails_once_in_a_group(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Waiter waiter = {.window = window};
    Gate gate;
    int64_t cases = 0, events = ledger_size(window_scene(window)->ledger);
    int failed = 0;
    enum { CALLS = 100 };                                                /* more than a group of this size makes */
    sem_init(&waiter.done, 0, 0);
    sem_init(&gate.closed, 0, 0);
    sem_init(&gate.open, 0, 0);
    window_start(window);
    for (long nth = 1; nth <= CALLS; nth++) {
        WindowTurn turns[4] = {{.work = waits, .input = &gate}, {.work = arms, .input = &nth}, {.work = case_act}, {.work = case_act}};
        for (int i = 0; i < 4; i++) {
            turns[i].arena = arena_new();
            turns[i].actor = actor_citizen(0, "");
            turns[i].done = tell;
            turns[i].owner = &waiter;
            if (i > 1) turns[i].input = hall_receive(turns[i].arena, true);
            assert_true(window_submit(window, &turns[i]));
            if (i == 0) sem_wait(&gate.closed);                          /* the three that follow become one group */
        }
        sem_post(&gate.open);
        for (int i = 0; i < 4; i++) sem_wait(&waiter.done);
        for (int i = 2; i < 4; i++) {
            assert_int_equal(turns[i].refusal, REFUSED_NOTHING);
            if (turns[i].fault) failed++;
            else assert_int_equal(turns[i].case_id, ++cases);            /* what was acknowledged is there, in order, without gaps */
        }
        for (int i = 0; i < 4; i++) arena_free(turns[i].arena);
        assert_int_equal(cases_total(window_scene(window)->store), cases);
        assert_int_equal(ledger_size(window_scene(window)->ledger), events + cases);
    }
    assert_true(failed > 10 && cases > CALLS);
    window_close(window);
    window = hall_open();
    assert_int_equal(cases_total(window_scene(window)->store), cases);
    hall_verify(window);
    window_close(window);
    sem_destroy(&waiter.done);
    sem_destroy(&gate.closed);
    sem_destroy(&gate.open);
    hall_remove();
}

static bool opens(const WindowOptions *options)
{
    FaultGuard guard;
    OneWindow *volatile window = NULL;
    if (FAULT_GUARD(&guard)) {
        window = window_open(options);
        fault_unguard(&guard);
    }
    window_close(window);
    return window != NULL;
}

static void test_doors(void **state)
{
    (void)state;
    WindowOptions nowhere = {.directory = "/tmp/window-test-nowhere/at/all", .clock = hall_clock};
    OneWindow *window = hall_new();
    WindowOptions same = {.directory = hall_directory, .create = true, .clock = hall_clock};
    assert_false(opens(&nowhere));                                       /* no data, and not asked to make any */
    assert_false(opens(&same));                                          /* one writer: the second is kept out */
    window_close(window);
    assert_true(opens(&same));
    window_close(NULL);
    hall_remove();
}

/* Every opening of an existing directory applies no schema again and gives the same log under the same key. */
static void test_reopening(void **state)
{
    (void)state;
    OneWindow *window = hall_new();
    Arena *arena = arena_new();
    char *key = arena_strdup(arena, window_key_text(window));
    int64_t events = ledger_size(window_scene(window)->ledger);
    district_load(window, hall_time, false, NULL);                       /* does nothing the second time */
    assert_int_equal(ledger_size(window_scene(window)->ledger), events);
    window_close(window);
    window = hall_open();
    assert_string_equal(key, window_key_text(window));
    assert_int_equal(ledger_size(window_scene(window)->ledger), events);
    assert_int_equal(catalog_item_count(window_scene(window)->catalog, day_of(2026, 3, 2)), 229);
    hall_verify(window);
    window_close(window);
    arena_free(arena);
    hall_remove();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_turns_spoil_nothing_of_the_group), cmocka_unit_test(test_a_group_runs_again_as_it_came), cmocka_unit_test(test_reply_after_commit), cmocka_unit_test(test_queue_is_bounded_and_drained),
        cmocka_unit_test(test_full_disk), cmocka_unit_test(test_every_call_fails_once), cmocka_unit_test(test_every_call_fails_once_in_a_group), cmocka_unit_test(test_doors), cmocka_unit_test(test_reopening),
    };
    return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
