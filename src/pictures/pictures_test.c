/* pictures_test.c: every act of the table is in some item's picture and none where the law has none; drawings of all items without a line through a node. */
#include "catalog/district_test.h"
#include "pictures/pictures.h"
#include <stdio.h>

static Arena *arena;
static Catalog *catalog;
static const Calendar *calendar;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    catalog = district_catalog(arena, NULL, day_of(2026, 1, 1));
    calendar = calendar_builtin(arena, "420115", NULL, 0);
    return 0;
}
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

static bool has_move(const PictureLaw *law, Stage from, Act act, Stage to)
{
    for (int i = 0; i < law->move_count; i++)
        if (law->moves[i].from == from && law->moves[i].act == act && law->moves[i].to == to) return true;
    return false;
}
static const PictureMove *first_of(const PictureLaw *law, Act act)
{
    for (int i = 0; i < law->move_count; i++) if (law->moves[i].act == act) return &law->moves[i];
    return NULL;
}
static const PictureNode *node(const Picture *p, const char *id)
{
    for (int i = 0; i < p->node_count; i++) if (!strcmp(p->nodes[i].id, id)) return &p->nodes[i];
    return NULL;
}
static const Item *of_mode(const char *mode, bool permit)
{
    int count;
    const Item **items = catalog_items(catalog, arena, day_of(2026, 3, 2), NULL, NULL, &count);
    for (int i = 0; i < count; i++) if (!strcmp(items[i]->mode, mode) && item_is_permit(items[i]) == permit) return items[i];
    return NULL;
}

static bool drawn(const Picture *p, Act act)
{
    for (int i = 0; i < p->anytime_count; i++) if (p->anytime[i] == act) return true;
    for (int i = 0; i < p->node_count; i++) {
        if (p->nodes[i].kind == NODE_ACT && p->nodes[i].act == act) return true;
        for (int k = 0; k < p->nodes[i].side_count; k++) if (p->nodes[i].side[k] == act) return true;
    }
    return false;
}

static const Item *offers_all(Arena *a)
{
    const char *error, *json = "{\"code\":\"1\",\"name\":\"甲\",\"department\":\"001\",\"window\":\"W01\",\"kind\":\"01\",\"mode\":\"上报件\",\"form\":\"告知承诺\",\"co_departments\":[\"002\"],\"two_person\":true,"
        "\"result_type\":\"licence\",\"statutory_limit\":20,\"statutory_unit\":\"workday\",\"promised_limit\":10,\"promised_unit\":\"workday\",\"fees\":[{\"name\":\"费\",\"amount_fen\":100}],\"materials\":[{\"name\":\"甲\",\"deferrable\":true}]}";
    return item_of_body(a, item_body_canonical(a, value_parse(a, json, strlen(json), &error)));
}

/* Whatever stands in the table stands in a picture, from the stages the table names and no others; whoever adds a row need not come here. */
static void test_every_act_of_the_table(void **state)
{
    (void)state;
    bool seen[ACT_COUNT] = {false}, reached[STAGE_COUNT] = {false};
    int count;
    const Item **items = catalog_items(catalog, arena, day_of(2026, 3, 2), NULL, NULL, &count);
    assert_int_equal(count, 229);
    for (int i = 0; i <= count; i++) {                /* and one that offers what none of the district's does */
        Arena *a = arena_new();
        const Picture *p = picture_of(a, i < count ? items[i] : offers_all(a), calendar, PICTURE_DOWN, false);
        for (int k = 0; k < p->law->move_count; k++) {
            const PictureMove *m = &p->law->moves[k];
            assert_true(process_row(m->act)->from & 1u << m->from);
            assert_true(process_row(m->act)->to == STAGE_NONE || process_row(m->act)->to == m->to);
            assert_true(drawn(p, m->act));
            seen[m->act] = reached[m->to] = true;
        }
        arena_free(a);
    }
    for (int act = 0; act < ACT_COUNT; act++) if (!seen[act]) fail_msg("no picture shows the act %s", process_row((Act)act)->name);
    for (int stage = 1; stage < STAGE_COUNT; stage++) if (!reached[stage]) fail_msg("no picture reaches the stage %s", stage_name((Stage)stage));
}

static void test_what_kinds_of_items_differ_in(void **state)
{
    (void)state;
    const PictureLaw *permit = picture_law(arena, of_mode("承诺件", true), calendar), *other = picture_law(arena, of_mode("承诺件", false), calendar), *spot = picture_law(arena, of_mode("即办件", true), calendar);
    assert_true(has_move(permit, STAGE_RECEIVED, ACT_DEEM_ACCEPTED, STAGE_ACCEPTED));         /* XK-32-4, and XK-03: */
    assert_null(first_of(other, ACT_DEEM_ACCEPTED));
    assert_null(first_of(permit, ACT_SETTLE));                                                /* XK-34a */
    assert_true(has_move(spot, STAGE_RECEIVED, ACT_SETTLE, STAGE_DELIVERED));
    assert_false(has_move(permit, STAGE_ACCEPTED, ACT_GRANT, STAGE_GRANTED));                 /* XK-34b: review comes first where two must see it */
    assert_true(has_move(spot, STAGE_ACCEPTED, ACT_GRANT, STAGE_GRANTED));
    assert_true(has_move(permit, STAGE_SUPPLEMENT, ACT_SUPPLY, STAGE_RECEIVED));
    assert_true(has_move(permit, STAGE_PAUSED, ACT_RESUME, STAGE_ACCEPTED));                  /* goes back where it came from */
    assert_true(has_move(permit, STAGE_PAUSED, ACT_RESUME, STAGE_REVIEWED));
    assert_null(first_of(permit, ACT_VERIFY_COMMITMENT));                                     /* no item of the district takes commitments or owed materials */
    assert_null(first_of(permit, ACT_SUPPLY_OWED));
    const PictureLaw *all = picture_law(arena, offers_all(arena), calendar);
    assert_non_null(first_of(all, ACT_VERIFY_COMMITMENT));
    assert_true(has_move(all, STAGE_GRANTED, ACT_REVOKE_DECISION, STAGE_REVOKED));            /* what was found untrue has its end */
    assert_null(first_of(permit, ACT_REVOKE_DECISION));
    assert_non_null(first_of(all, ACT_CHECK_OWED));
    assert_true(has_move(permit, STAGE_NOT_COMPETENT, ACT_REEXAMINE, STAGE_RECEIVED));        /* a ruling may overturn the return */
    assert_int_equal(first_of(permit, ACT_REEXAMINE)->lane, LANE_CENTRE);
    int count, fees = 0, licences = 0;
    const Item **items = catalog_items(catalog, arena, day_of(2026, 3, 2), NULL, NULL, &count);
    for (int i = 0; i < count; i += 3) {
        const PictureLaw *law = picture_law(arena, items[i], calendar);
        assert_int_equal(first_of(law, ACT_NOTICE_FEE) != NULL, items[i]->fee_count > 0 || items[i]->co_count > 0);     /* XK-58; one bill for all departments of a joint case (3.3-7) */
        bool licence = !strcmp(items[i]->result_type, "licence");
        if (licence) assert_non_null(first_of(law, ACT_CERTIFY));                             /* XK-39 */
        if (licence) assert_false(has_move(law, STAGE_GRANTED, ACT_DELIVER, STAGE_DELIVERED));
        if (!strcmp(items[i]->result_type, "approval")) assert_null(first_of(law, ACT_CERTIFY));
        fees += items[i]->fee_count > 0;
        licences += licence;
    }
    assert_true(fees > 0 && licences > 0);
}

static void test_who_stands_in_which_lane(void **state)
{
    (void)state;
    const Item *item = of_mode("承诺件", true);
    const PictureLaw *law = picture_law(arena, item, calendar);
    assert_int_equal(first_of(law, ACT_RECEIVE)->lane, LANE_WINDOW);
    assert_int_equal(first_of(law, ACT_SUPPLY)->lane, LANE_APPLICANT);
    assert_int_equal(first_of(law, ACT_ACCEPT)->lane, LANE_WINDOW);
    assert_int_equal(first_of(law, ACT_REVIEW)->lane, LANE_REVIEWER);
    assert_int_equal(first_of(law, ACT_GRANT)->lane, LANE_DECIDER);
    assert_int_equal(first_of(law, ACT_EXTEND)->lane, LANE_HEAD);
    assert_int_equal(first_of(law, ACT_DELIVER)->lane, LANE_WINDOW);
    assert_int_equal(law->stages[STAGE_PAUSED].lane, LANE_HOLDER + HOLDER_OUTSIDE);
    assert_int_equal(law->stages[STAGE_SUPPLEMENT].lane, LANE_APPLICANT);
    assert_true(law->stages[STAGE_PAUSED].stopped);
    assert_int_equal(law->stages[STAGE_RECEIVED].clock, CLOCK_SUPPLEMENT);
    assert_int_equal(law->stages[STAGE_ACCEPTED].clock, CLOCK_PROMISE);
    assert_int_equal(law->stages[STAGE_GRANTED].clock, CLOCK_DELIVERY);
    assert_int_equal(law->stages[STAGE_REFUSED].clock, CLOCK_OTHER);
    const Picture *p = picture_of(arena, item, calendar, PICTURE_DOWN, false);
    assert_string_equal(node(p, "timer_received_deem_accepted")->name, "5个工作日");
    assert_string_equal(node(p, "stage_paused")->note, "期限停止计算");
    assert_string_equal(picture_lane_name(arena, item, LANE_WINDOW, true), arena_printf(arena, "Window %s", item->window));
}

/* ---- drawings ---- */

typedef struct Box { int x0, y0, x1, y1; } Box;
static Box box_of(const PictureNode *n) { return (Box){n->x, n->y, n->x + n->w, n->y + n->h}; }
static bool overlap(Box a, Box b) { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1; }
static Box line_of(PicturePoint a, PicturePoint b) { return (Box){a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, a.x > b.x ? a.x : b.x, a.y > b.y ? a.y : b.y}; }
static bool hidden(const Picture *p, const PictureNode *n) { return p->way == PICTURE_DOWN && n->warns; }

static void check_nodes(const Picture *p)
{
    for (int i = 0; i < p->node_count; i++) {
        const PictureNode *n = &p->nodes[i];
        if (hidden(p, n)) continue;
        assert_true(n->x >= 0 && n->y >= 0 && n->x + n->w <= p->width && n->y + n->h <= p->height);
        const PictureLane *lane = &p->lanes[n->lane];
        int at = p->way == PICTURE_DOWN ? n->x + n->w / 2 : n->y + n->h / 2;
        assert_true(at >= lane->at && at <= lane->at + lane->size);
        for (int k = 0; k < i; k++) {
            const PictureNode *m = &p->nodes[k];
            bool sits = n->host == k || m->host == i || m->kind == NODE_TIMER || n->kind == NODE_TIMER;
            if (!sits && !hidden(p, m) && overlap(box_of(n), box_of(m))) fail_msg("%s: %s lies on %s", p->item->code, n->id, m->id);
        }
    }
}

static void check_flow(const Picture *p, const PictureFlow *f)
{
    if (f->warns && p->way == PICTURE_DOWN) return;
    assert_true(f->point_count >= 2);
    for (int i = 0; i + 1 < f->point_count; i++) {
        Box line = line_of(f->points[i], f->points[i + 1]);
        assert_true(line.x0 == line.x1 || line.y0 == line.y1);              /* straight corners only */
        Box thick = {line.x0, line.y0, line.x1 + (line.x0 == line.x1), line.y1 + (line.y0 == line.y1)};
        for (int k = 0; k < p->node_count; k++) {
            const PictureNode *n = &p->nodes[k];
            if (k == f->from || k == f->to || k == p->nodes[f->from].host || n->kind == NODE_TIMER || hidden(p, n)) continue;
            if (overlap(thick, box_of(n))) fail_msg("%s: the line %s to %s runs through %s", p->item->code, p->nodes[f->from].id, p->nodes[f->to].id, n->id);
        }
    }
}

/* Two lines that share neither beginning nor end lie nowhere on each other. */
static void check_apart(const Picture *p, const PictureFlow *f, const PictureFlow *g)
{
    if (f->from == g->from || f->to == g->to || f->warns || g->warns) return;
    for (int i = 0; i + 1 < f->point_count; i++)
        for (int k = 0; k + 1 < g->point_count; k++) {
            Box a = line_of(f->points[i], f->points[i + 1]), b = line_of(g->points[k], g->points[k + 1]);
            bool upright = a.x0 == a.x1 && b.x0 == b.x1 && a.x0 == b.x0 && a.y0 < b.y1 && b.y0 < a.y1;
            bool level = a.y0 == a.y1 && b.y0 == b.y1 && a.y0 == b.y0 && a.x0 < b.x1 && b.x0 < a.x1;
            if (upright || level) fail_msg("%s: %s to %s lies on %s to %s", p->item->code, p->nodes[f->from].id, p->nodes[f->to].id, p->nodes[g->from].id, p->nodes[g->to].id);
        }
}

static void test_drawings_of_all_items(void **state)
{
    (void)state;
    int count;
    const Item **items = catalog_items(catalog, arena, day_of(2026, 3, 2), NULL, NULL, &count);
    for (int i = 0; i < count * 4; i++) {
        Arena *a = arena_new();
        const Picture *p = picture_of(a, items[i / 4], calendar, i & 1 ? PICTURE_ACROSS : PICTURE_DOWN, i & 2);
        check_nodes(p);
        for (int f = 0; f < p->flow_count; f++) {
            check_flow(p, &p->flows[f]);
            for (int g = 0; g < f; g++) check_apart(p, &p->flows[f], &p->flows[g]);
        }
        int loose = 0;
        for (int n = 0; n < p->node_count; n++) {
            bool in = p->nodes[n].kind == NODE_START || p->nodes[n].kind == NODE_TIMER, out = p->nodes[n].kind == NODE_END;
            for (int f = 0; f < p->flow_count; f++) { in = in || p->flows[f].to == n; out = out || p->flows[f].from == n; }
            loose += !in || !out;
        }
        assert_int_equal(loose, 0);
        arena_free(a);
    }
}

static void test_the_same_again(void **state)
{
    (void)state;
    const Item *item = of_mode("联办件", true);
    const char *one = picture_bpmn(arena, picture_of(arena, item, calendar, PICTURE_ACROSS, false), item->name);
    const char *two = picture_bpmn(arena, picture_of(arena, item, calendar, PICTURE_ACROSS, false), item->name);
    assert_string_equal(one, two);
    assert_non_null(strstr(one, "《行政许可法》第三十二条"));
    assert_non_null(strstr(one, "文书：F06 受理通知书"));
}

static void test_texts_cannot_break_the_file(void **state)
{
    (void)state;
    const char *error, *json = "{\"code\":\"1\",\"name\":\"<甲> & \\\"乙\\\"\",\"department\":\"001\",\"window\":\"W'1\",\"kind\":\"01\",\"mode\":\"承诺件\"}";
    const Item *item = item_of_body(arena, item_body_canonical(arena, value_parse(arena, json, strlen(json), &error)));
    const char *xml = picture_bpmn(arena, picture_of(arena, item, calendar, PICTURE_ACROSS, false), item->name);
    assert_null(strstr(xml, "<甲>"));
    assert_non_null(strstr(xml, "&lt;甲&gt; &amp; &quot;乙&quot;"));
}

/* ---- a case ---- */

static PictureStep step(Act act, Stage before, Stage after, int day) { return (PictureStep){act, before, after, day_of(2026, 3, day)}; }

static void test_a_case_in_its_picture(void **state)
{
    (void)state;
    Picture *p = picture_of(arena, of_mode("承诺件", true), calendar, PICTURE_DOWN, false);
    const PictureStep steps[] = {step(ACT_RECEIVE, STAGE_NONE, STAGE_RECEIVED, 2), step(ACT_SUPPLEMENT, STAGE_RECEIVED, STAGE_SUPPLEMENT, 3), step(ACT_SUPPLY, STAGE_SUPPLEMENT, STAGE_RECEIVED, 4),
                                 step(ACT_DEEM_ACCEPTED, STAGE_RECEIVED, STAGE_ACCEPTED, 12), step(ACT_NOTE, STAGE_ACCEPTED, STAGE_ACCEPTED, 13)};
    picture_mark(p, steps, 5);
    assert_true(node(p, "stage_accepted")->now);
    assert_false(node(p, "stage_received")->now);
    assert_true(node(p, "act_supply")->walked && node(p, "timer_received_deem_accepted")->walked && node(p, "choice_received")->walked);
    assert_false(node(p, "act_accept")->walked || node(p, "act_grant")->walked || node(p, "timer_supplement_lapse")->walked);
    assert_int_equal(node(p, "act_supply")->on.n, day_of(2026, 3, 4).n);
    assert_true(p->anytime_walked[ACT_NOTE] && !p->anytime_walked[ACT_WITHDRAW]);
    int walked = 0;
    for (int i = 0; i < p->flow_count; i++) walked += p->flows[i].walked;
    assert_int_equal(walked, 9);      /* start, received, choice, supplement, asked, supply, back; clock, deemed */
    const Value *view = picture_value(arena, p), *stages = value_get(view, "stages");
    int now = 0;
    for (const Value *s = stages->first; s; s = s->next) now += value_bool(s, "now");
    assert_int_equal(now, 1);
    assert_non_null(strstr(picture_bpmn(arena, p, "x"), "本办件现在此处 2026-03-12"));
}

static void test_a_case_that_was_withdrawn(void **state)
{
    (void)state;
    Picture *p = picture_of(arena, of_mode("承诺件", true), calendar, PICTURE_DOWN, false);
    const PictureStep steps[] = {step(ACT_RECEIVE, STAGE_NONE, STAGE_RECEIVED, 2), step(ACT_WITHDRAW, STAGE_RECEIVED, STAGE_WITHDRAWN, 3)};
    picture_mark(p, steps, 2);
    assert_true(p->anytime_walked[ACT_WITHDRAW]);
    for (int i = 0; i < p->node_count; i++) assert_false(p->nodes[i].now);
}

static void test_steps_from_events(void **state)
{
    (void)state;
    Standing standing = {0};
    PictureStep one;
    Event event = {.seq = 1, .at = instant_at(day_of(2026, 3, 2), 9, 0, 0), .kind = "case.received", .actor = "citizen", .body = value_object(arena)};
    assert_true(picture_step(&standing, &event, &one));
    assert_int_equal(one.before, STAGE_NONE);
    assert_int_equal(one.after, STAGE_RECEIVED);
    event.kind = "case.unheard_of";
    assert_false(picture_step(&standing, &event, &one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_act_of_the_table), cmocka_unit_test(test_what_kinds_of_items_differ_in), cmocka_unit_test(test_who_stands_in_which_lane),
        cmocka_unit_test(test_drawings_of_all_items), cmocka_unit_test(test_the_same_again), cmocka_unit_test(test_texts_cannot_break_the_file),
        cmocka_unit_test(test_a_case_in_its_picture), cmocka_unit_test(test_a_case_that_was_withdrawn), cmocka_unit_test(test_steps_from_events),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
