/* walk_test.c: a long random walk through the law: no input and no order of acts breaks a standing, its writing or its replay. */
#include "process/test_world.h"
#include "process/test_random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void same_standing(Arena *arena, const Standing *a, const Standing *b)
{
    const char *x = value_json(arena, standing_write(arena, a)), *y = value_json(arena, standing_write(arena, b));
    assert_string_equal(x, y);
    assert_int_equal(a->stage, b->stage);
    assert_int_equal(a->resumes_to, b->resumes_to);
    assert_int_equal(a->outcome, b->outcome);
    assert_true(a->deemed == b->deemed && a->instant == b->instant && a->joint == b->joint && a->two_person == b->two_person && a->has_agent == b->has_agent && a->not_permit == b->not_permit);
    assert_string_equal(a->item, b->item);
    assert_string_equal(a->first_handler, b->first_handler);
    assert_string_equal(a->reviewer, b->reviewer);
    assert_string_equal(a->decider, b->decider);
    assert_memory_equal(&a->received, &b->received, sizeof(Day) * 9);      /* received ... concluded stand together */
    assert_memory_equal(a->material, b->material, sizeof a->material);
    assert_memory_equal(a->handed, b->handed, sizeof a->handed);
    assert_memory_equal(a->asked, b->asked, sizeof a->asked);
    assert_memory_equal(a->renewed, b->renewed, sizeof a->renewed);
    assert_int_equal(a->pause_count, b->pause_count);
    for (int i = 0; i < a->pause_count; i++)
        assert_true(day_equal(a->pauses[i].from, b->pauses[i].from) && day_equal(a->pauses[i].to, b->pauses[i].to) && a->pauses[i].kind == b->pauses[i].kind);
    assert_int_equal(a->extension.amount, b->extension.amount);
    assert_int_equal(a->extension_statutory, b->extension_statutory);
    assert_int_equal(a->events, b->events);
    assert_true(a->committed == b->committed && a->commitment_false == b->commitment_false && a->special == b->special && a->review_rejects == b->review_rejects);
    assert_true(day_equal(a->verify_by, b->verify_by) && day_equal(a->verified, b->verified) && day_equal(a->owed_by, b->owed_by) && day_equal(a->owed_final, b->owed_final));
    assert_true(day_equal(a->reexamination_by, b->reexamination_by) && day_equal(a->reexamination_asked, b->reexamination_asked) && a->reexamination == b->reexamination);
    assert_true(a->quota == b->quota && a->questions == b->questions && a->verify_months == b->verify_months && a->open_count == b->open_count);
    assert_memory_equal(a->owed, b->owed, sizeof a->owed);
    assert_string_equal(a->claimant, b->claimant);
    for (int i = 0; i < a->open_count; i++) {
        const OpenQuestion *p = &a->open[i], *q = &b->open[i];
        assert_true(p->no == q->no && p->to_window == q->to_window && day_equal(p->due, q->due) && p->asked_ms == q->asked_ms && !strcmp(p->by, q->by));
    }
}

static void round_trip(Arena *arena, const Standing *s)
{
    Standing back;
    const char *error = NULL, *json = value_json(arena, standing_write(arena, s));
    assert_string_equal(json, standing_json(arena, s));
    standing_read(value_parse(arena, json, strlen(json), &error), &back);
    assert_null(error);
    same_standing(arena, s, &back);
    assert_true(standing_parse(arena, json, &back));               /* the short way reads the same */
    same_standing(arena, s, &back);
    assert_false(standing_parse(arena, arena_printf(arena, "%s ", json), &back));     /* other bytes: the long way */
    same_standing(arena, s, &back);
}

static void replay(Arena *arena, const World *w)
{
    Standing again = {0};
    for (int i = 0; i < w->event_count; i++) standing_apply(&again, &w->events[i]);
    same_standing(arena, &w->standing, &again);
}

/* What the law promises about any standing, beyond standing_check. */
static void check_law(const World *w)
{
    const Standing *s = &w->standing;
    DeadlineTerms t2, t3;
    if (s->first_handler[0]) assert_false(strchr(s->first_handler, ':') != NULL);
    if (s->two_person && s->outcome != OUTCOME_NONE) assert_string_not_equal(s->reviewer, s->decider);      /* XK-34b */
    if (s->deemed) assert_false(s->not_permit);                                                              /* XK-03 */
    if (s->outcome != OUTCOME_NONE && !s->instant) {
        assert_false(standing_hearing_due(s));                                                               /* XK-46, XK-47: no decision over a hearing owed */
        if (s->verification != VERIFICATION_NONE && s->outcome == OUTCOME_GRANTED) assert_false(day_is_none(s->visited));      /* XK-34b */
        if (s->decided_above) assert_int_equal(s->reply, s->outcome);                                        /* XK-35 */
        for (int i = 0; i <= s->party_count; i++) assert_true(!s->parties[i].stated || s->parties[i].answered);                /* XK-36 */
        if (!day_is_none(s->defaulted)) assert_int_equal(s->outcome, OUTCOME_GRANTED);                       /* 3.4 */
    }
    if (s->stage == STAGE_FORWARDED) assert_true(s->decided_above && !day_is_none(s->sent));
    if (s->recusal != RECUSAL_NONE || !day_is_none(s->hearing_held)) assert_false(day_is_none(s->hearing_noticed));
    if (!day_is_none(s->visited)) assert_false(day_is_none(s->visit_assigned));
    if (!day_is_none(s->defaulted)) assert_true(s->may_default);
    if (s->chair[0] && s->reviewer[0] && !day_is_none(s->hearing_held)) assert_string_not_equal(s->chair, s->reviewer);        /* XK-48 */
    if (!day_is_none(s->hearing_noticed)) assert_false(day_after(s->hearing_noticed, calendar_days_before(w->calendar, s->hearing_on, HEARING_NOTICE_DAYS, UNIT_WORKDAY)));   /* DC-9 */
    if (s->extension.amount) assert_true(s->extension.amount <= (s->joint ? EXTENSION_MOST_JOINT : EXTENSION_MOST));
    if (standing_clock(s, CLOCK_STATUTORY, &t2) && standing_clock(s, CLOCK_PROMISE, &t3)) {
        Deadline statutory = deadline_compute(w->calendar, &t2), promise = deadline_compute(w->calendar, &t3);
        if (statutory.stopped || promise.stopped) assert_int_equal(s->stage, STAGE_PAUSED);                 /* not the other way: a pause after the last day stops nothing */
        if (!statutory.stopped) assert_true(calendar_is_workday(w->calendar, statutory.due));
    }
}

/* Does a letter in this world's book give her the right on this item that day? Read without people/. */
static bool lettered(const World *w, const char *officer, unsigned right)
{
    const AuthorityBook *book = &w->people.book;
    for (int i = 0; i < book->row_count; i++) {
        const Authority *r = &book->rows[i];
        if (!strcmp(r->officer, officer) && r->rights & right && !strcmp(r->department, w->item->department) && (!strcmp(r->item, "*") || !strcmp(r->item, w->item->code)) &&
            !day_after(r->from, w->today) && (day_is_none(r->to) || !day_before(r->to, w->today))) return true;
    }
    return false;
}

/* E16: whatever was tried, no decision stands without a letter of the day, none by the clock, a citizen or a machine, none by the reviewer herself, no verification by
 * fewer than two. E17: none over a hearing that is owed, no hearing on shorter notice. If either could come about, a walk of 150000 steps would come upon it. */
static void cannot_come_about(const World *w, const Standing *before, Act act, const Actor *actor, const Verdict *verdict)
{
    static const struct { Act act; unsigned right; } decisions[] = {{ACT_REVIEW, AUTHORITY_REVIEW}, {ACT_GRANT, AUTHORITY_DECIDE}, {ACT_REFUSE, AUTHORITY_REFUSE}, {ACT_SETTLE, AUTHORITY_DECIDE}};
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        if (decisions[i].act != act) continue;
        assert_int_equal(actor->kind, ACTOR_OFFICER);
        const char *a = value_str_or(verdict->body, "substitute_for", actor->id);
        if (!lettered(w, a, decisions[i].right)) fail_msg("E16: %s by %s without a letter", process_row(act)->name, actor->id);
        assert_true(*value_str_or(verdict->body, "authority", "") != 0);
        if (act != ACT_REVIEW && act != ACT_SETTLE && before->two_person) assert_string_not_equal(before->reviewer, actor->id);
        if (act != ACT_REVIEW) assert_false(standing_hearing_due(before));
    }
    if (act == ACT_ASSIGN_VISIT || act == ACT_RECORD_VISIT) {
        const char *visitors = w->standing.visitors, *comma = strchr(visitors, ',');
        if (!comma || comma == visitors || !comma[1] || !strncmp(visitors, comma + 1, (size_t)(comma - visitors) + 1)) fail_msg("E16: verified by fewer than two: %s", visitors);
    }
    if (act == ACT_NOTICE_HEARING) assert_false(day_after(w->today, calendar_days_before(w->calendar, w->standing.hearing_on, HEARING_NOTICE_DAYS, UNIT_WORKDAY)));
}

static void start_again(World *w)
{
    memset(&w->standing, 0, sizeof w->standing);
    w->event_count = 0;
    w->item = w->items[random_below(WORLD_ITEMS)];
    w->today = day_plus(day_of(2025, 1, 1), (int)random_below(700));
    unsigned dice = random_below(7);
    if (dice == 0) world_reach(w, 3, STAGE_ACCEPTED);                        /* joint handling begins where most of it happens */
    if (dice == 1) world_reach(w, 4, STAGE_RECEIVED);                        /* and so does what may be owed */
    if (dice == 2) world_reach(w, 5, STAGE_FORWARDED);                       /* few walks go up by themselves */
}

/* Somebody who may do it, most of the time, so that walks get far. */
static Who likely(const World *w, Arena *arena, Act act)
{
    if (!random_below(5)) return (Who)random_below(WHO_COUNT);
    for (int tries = 0; tries < 30; tries++) {
        Who who = (Who)random_below(WHO_COUNT);
        Actor actor = world_actor(w, who);
        Facts facts = world_facts(w, &actor, who);
        if (process_may(arena, act, &facts) == REFUSED_NOTHING) return who;
    }
    return WHO_CLERK;
}

/* Mostly something the table allows here; withdrawing seldom, for it ends the walk. */
static Act likely_act(const Standing *s)
{
    Stage stage = s->stage;
    static const Act joint[] = {ACT_SIGN_COPY, ACT_COMPLETENESS, ACT_CO_OPINION, ACT_CO_OPINION, ACT_JOINT_VISIT, ACT_JOINT_MEETING};
    if (s->commitment_false && (stage == STAGE_GRANTED || stage == STAGE_DELIVERED) && random_below(4)) return ACT_REVOKE_DECISION;
    if (s->committed && s->outcome == OUTCOME_GRANTED && day_is_none(s->verified) && random_below(4)) return ACT_VERIFY_COMMITMENT;
    if (standing_owed(s) && !random_below(4)) return random_below(2) ? ACT_SUPPLY_OWED : ACT_CHECK_OWED;
    for (int i = 0; i <= STANDING_PARTIES; i++) if (s->parties[i].stated && !s->parties[i].answered && !random_below(6)) return ACT_ANSWER_STATEMENT;
    if (s->joint && !s->together.count && !random_below(3)) return ACT_COPY_OUT;
    if (s->together.count && !random_below(s->stage == STAGE_RECEIVED ? 6 : 2)) return PICK(joint);
    if (stage == STAGE_FORWARDED && !random_below(3)) return standing_asked_above(s) ? ACT_SUPPLY_ABOVE : ACT_ASK_FROM_ABOVE;
    for (int tries = 0; tries < 60; tries++) {
        Act act = (Act)random_below(ACT_COUNT);
        if (act >= ACT_ASK && random_below(4)) continue;      /* talk there is enough */
        if ((act == ACT_TELL_PARTY || act == ACT_STATE || act == ACT_TELL_HEARING || act == ACT_ANNOUNCE_HEARING) && random_below(4)) continue;      /* or nothing is ever decided */
        bool ends = act == ACT_WITHDRAW || act == ACT_NOT_NEEDED || act == ACT_NOT_COMPETENT || act == ACT_TERMINATE;
        if (!random_below(8) || ((process_row(act)->from & 1u << stage) && (!ends || !random_below(6)))) return act;
    }
    return ACT_NOTE;
}

static void test_random_walk(void **state)
{
    (void)state;
    Arena *lasting = arena_new(), *arena = arena_new();
    World *w = world_new(lasting);
    int done = 0, delivered = 0, reached[STAGE_COUNT] = {0}, acts[ACT_COUNT] = {0};
    start_again(w);
    for (int step = 0; step < 150000; step++) {
        Act act = likely_act(&w->standing);
        Act duty = w->standing.stage == STAGE_NONE ? ACT_COUNT : process_clock_duty(&w->standing, w->calendar, w->today);
        Who who = likely(w, arena, act);
        if (duty != ACT_COUNT && random_below(2)) { act = duty; who = WHO_CLOCK; }
        Standing before = w->standing;
        random_today = w->today;
        Verdict verdict = world_act(w, arena, who, act, random_input(arena, act));
        if (verdict.refusal == REFUSED_NOTHING) {
            done++;
            acts[act]++;
            reached[w->standing.stage]++;
            assert_true(process_row(act)->from & 1u << before.stage);
            round_trip(arena, &w->standing);
            check_law(w);
            Actor actor = world_actor(w, who);
            cannot_come_about(w, &before, act, &actor, &verdict);
            assert_true(!before.first_handler[0] || act == ACT_CHANGE_FIRST_HANDLER || !strcmp(before.first_handler, w->standing.first_handler));      /* B1: for life */
            if (act == ACT_GRANT || act == ACT_SETTLE) assert_int_equal(standing_owed(&before), 0);
        } else {
            assert_true(verdict.event == NULL && verdict.body == NULL);
        }
        w->today = day_plus(w->today, random_below(40) ? (int)random_below(3) / 2 : (int)random_below(25));
        if ((stage_concluded(w->standing.stage) && !random_below(4)) || w->event_count > 60) {
            delivered += w->standing.stage == STAGE_DELIVERED;
            replay(arena, w);
            start_again(w);
            arena_reset(arena);
        }
    }
    for (int stage = STAGE_RECEIVED; stage < STAGE_COUNT; stage++) assert_true(reached[stage] > 0);      /* the walk saw all of the law */
    for (int act = 0; act < ACT_COUNT; act++) if (act != ACT_CHANGE_FIRST_HANDLER) { if (!acts[act]) fail_msg("never: %s", process_row((Act)act)->name); }      /* nobody changes post here: lanes_test.c */
    assert_true(done > 3000 && delivered > 5);
    arena_free(arena);
    arena_free(lasting);
}

/* Any value at all as input, at every stage, by everybody: an answer, never a crash; what is granted folds. */
static void test_nonsense_everywhere(void **state)
{
    (void)state;
    Arena *lasting = arena_new(), *arena = arena_new();
    World *w = world_new(lasting);
    for (int item = 0; item < WORLD_ITEMS; item++)
        for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
            world_reach(w, item, (Stage)stage);
            Standing at = w->standing;
            int events = w->event_count;
            for (int n = 0; n < 300; n++) {
                Value *input = random_below(4) ? random_input(arena, (Act)random_below(ACT_COUNT)) : random_value(arena, 0);
                if (input->kind == VALUE_OBJECT && random_below(2)) value_set(arena, input, "documents", random_value(arena, 0));
                world_act(w, arena, (Who)random_below(WHO_COUNT), (Act)random_below(ACT_COUNT), input);
                w->standing = at;
                w->event_count = events;
            }
            arena_reset(arena);
        }
    arena_free(arena);
    arena_free(lasting);
}

static void test_sixteen_pauses_and_no_more(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    world_reach(w, 0, STAGE_ACCEPTED);
    for (int i = 0; i < STANDING_PAUSES; i++) {
        assert_int_equal(world_do(w, WHO_BACK, ACT_PAUSE, "{\"ground\":\"test\",\"days\":1,\"body\":\"检测中心\",\"matter\":\"检测\"}").refusal, REFUSED_NOTHING);
        assert_int_equal(world_do(w, WHO_BACK, ACT_RESUME, "{\"result\":\"合格\"}").refusal, REFUSED_NOTHING);
        w->today = day_plus(w->today, 1);
    }
    assert_int_equal(world_do(w, WHO_BACK, ACT_PAUSE, "{\"ground\":\"test\",\"days\":1,\"body\":\"检测中心\",\"matter\":\"检测\"}").refusal, REFUSED_FIELD_INVALID);
    round_trip(arena, &w->standing);
    arena_free(arena);
}

/* Events of other modules, and of kinds not known, leave a standing as it is. */
static void test_foreign_events_are_ignored(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    world_reach(w, 0, STAGE_ACCEPTED);
    Standing before = w->standing;
    static const char *const kinds[] = {"item.published", "officer.appointed", "case.person_erased", "case.unheard_of", "case."};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Event event = {.seq = 99, .at = instant_at(w->today, 11, 0, 0), .kind = kinds[i], .actor = "clock", .body = value_object(arena)};
        standing_apply(&w->standing, &event);
    }
    same_standing(arena, &before, &w->standing);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_walk), cmocka_unit_test(test_nonsense_everywhere), cmocka_unit_test(test_sixteen_pauses_and_no_more),
                                       cmocka_unit_test(test_foreign_events_are_ignored)};
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
