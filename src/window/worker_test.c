/* worker_test.c: a worker's rounds: until there is no more, until its owner says stop, after a fault, and once more from the start. */
#include "window/test_hall.h"
#include "window/worker.h"

typedef struct Owner { Worker worker; atomic_bool stopping; int rounds, more, failures; bool raises, read; } Owner;

static OneWindow *window;

static bool round_of(Worker *w)
{
    Owner *o = w->owner;
    o->rounds++;
    o->read = w->store && w->curl && arena_used(w->arena) == 0;      /* what the last round took is forgotten */
    arena_alloc(w->arena, 1000);
    if (o->raises) fault_raise(FAULT_PEER, "the peer is gone");
    return o->rounds < o->more;
}

static void failed(Worker *w)
{
    Owner *o = w->owner;
    o->failures++;
    atomic_store(&o->stopping, true);                                /* so that it does not rest */
}

static void start(Owner *o)
{
    o->worker = (Worker){.owner = o, .name = "test", .window = window, .stopping = &o->stopping, .round = round_of, .failed = failed, .poll_ms = o->worker.poll_ms};
    assert_true(worker_start(&o->worker));
}

static void ends_when_there_is_no_more(void **state)
{
    (void)state;
    Owner o = {.more = 3};
    start(&o);
    worker_join(&o.worker);
    assert_int_equal(o.rounds, 3);
    assert_true(o.read);
    assert_true(atomic_load(&o.worker.ended));
    worker_join(&o.worker);                                          /* nothing to join: nothing happens */
    o.rounds = 0;
    start(&o);
    worker_join(&o.worker);
    assert_int_equal(o.rounds, 3);
    assert_null(o.worker.store);
    assert_null(o.worker.arena);
}

static void ends_when_told(void **state)
{
    (void)state;
    Owner o = {.worker.poll_ms = 60 * 1000};
    start(&o);
    atomic_store(&o.stopping, true);
    worker_join(&o.worker);                                          /* in no more than the step of its rest */
    assert_in_range(o.rounds, 0, 1);
    assert_int_equal(o.failures, 0);
}

static void a_fault_is_told_and_survived(void **state)
{
    (void)state;
    Owner o = {.raises = true, .worker.poll_ms = 1};
    start(&o);
    worker_join(&o.worker);
    assert_int_equal(o.rounds, 1);
    assert_int_equal(o.failures, 1);
}

static void lines_follow_one_another(void **state)
{
    (void)state;
    struct curl_slist *list = worker_line(worker_line(NULL, "one"), "two");
    assert_string_equal(list->data, "one");
    assert_string_equal(list->next->data, "two");
    assert_null(list->next->next);
    curl_slist_free_all(list);
}

static int setup(void **state) { (void)state; window = hall_new(); return 0; }
static int teardown(void **state) { (void)state; window_close(window); hall_remove(); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_when_there_is_no_more), cmocka_unit_test(ends_when_told), cmocka_unit_test(a_fault_is_told_and_survived), cmocka_unit_test(lines_follow_one_another)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
