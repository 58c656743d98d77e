/* authority_matrix_test.c: every officer, every item, every right of deciding: who may is compared with a second reading of the letters of authority
 * that shares no code with people/ (C1, C7, E16). A decision outside authority is impossible, and one inside it is possible. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "window/case_act.h"
#include "window/district.h"
#include "window/office_act.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Letter { char officer[40], department[8], item[24]; int rights, from, to; } Letter;
typedef struct Pair { char a[40], b[40]; int from, to; } Pair;
typedef struct Away { char officer[40]; int from, to; } Away;
enum { MOST = 2000 };
static Letter letters[MOST];
static Pair pairs[MOST];
static Away away[MOST];
static int letter_count, pair_count, away_count;

static Instant then(void) { return instant_at(day_of(2026, 3, 2), 9, 0, 0); }

static void copy(char *to, size_t room, const char *from) { snprintf(to, room, "%s", from ? from : ""); }

static void read_letters(Store *store, Arena *arena)
{
    letter_count = pair_count = away_count = 0;
    Query *q = store_query(store, "SELECT officer, department, item, rights, from_day, coalesce(to_day, 9999999) FROM authority", "");
    while (store_row(q)) {
        Letter *l = &letters[letter_count++];
        copy(l->officer, sizeof l->officer, store_text(q, 0, arena)); copy(l->department, sizeof l->department, store_text(q, 1, arena)); copy(l->item, sizeof l->item, store_text(q, 2, arena));
        l->rights = (int)store_int(q, 3); l->from = (int)store_int(q, 4); l->to = (int)store_int(q, 5);
    }
    q = store_query(store, "SELECT a, b, from_day, coalesce(to_day, 9999999) FROM substitute", "");
    while (store_row(q)) {
        Pair *p = &pairs[pair_count++];
        copy(p->a, sizeof p->a, store_text(q, 0, arena)); copy(p->b, sizeof p->b, store_text(q, 1, arena)); p->from = (int)store_int(q, 2); p->to = (int)store_int(q, 3);
    }
    q = store_query(store, "SELECT officer, from_day, to_day FROM absence", "");
    while (store_row(q)) { Away *w = &away[away_count++]; copy(w->officer, sizeof w->officer, store_text(q, 0, arena)); w->from = (int)store_int(q, 1); w->to = (int)store_int(q, 2); }
}

static bool has_letter(const char *officer, const Item *item, int right, int day)
{
    for (int i = 0; i < letter_count; i++) {
        const Letter *l = &letters[i];
        bool covers = !strcmp(l->item, item->code) || (!strcmp(l->item, "*") && !strcmp(l->department, item->department));
        if (!strcmp(l->officer, officer) && covers && l->rights & right && l->from <= day && day <= l->to) return true;
    }
    return false;
}

static bool is_away(const char *officer, int day)
{
    for (int i = 0; i < away_count; i++) if (!strcmp(away[i].officer, officer) && away[i].from <= day && day <= away[i].to) return true;
    return false;
}

/* Her own letter; or that of an A whose B she is, while A is recorded as away. */
static bool may_by_letter(const char *officer, const Item *item, int right, int day)
{
    if (has_letter(officer, item, right, day)) return true;
    for (int i = 0; i < pair_count; i++) {
        const Pair *p = &pairs[i];
        if (!strcmp(p->b, officer) && p->from <= day && day <= p->to && is_away(p->a, day) && has_letter(p->a, item, right, day)) return true;
    }
    return false;
}

/* Posts that handle cases of their own department: clerk, chief, back office, and the department's own leader. */
static bool may_by_post(const Officer *officer, const Item *item)
{
    return officer->roles & (ROLE_CLERK | ROLE_CHIEF | ROLE_BACKOFFICE | ROLE_LEADER) && *officer->department && !strcmp(officer->department, item->department);
}

static Standing standing_before(const Item *item, Act act, const char *reviewer)
{
    Standing s = {.stage = act == ACT_SETTLE ? STAGE_RECEIVED : act == ACT_REVIEW ? STAGE_ACCEPTED : STAGE_REVIEWED, .instant = item_is_instant(item), .two_person = item->two_person};
    snprintf(s.item, sizeof s.item, "%s", item->code);
    snprintf(s.department, sizeof s.department, "%s", item->department);
    snprintf(s.window, sizeof s.window, "%s", item->window);
    snprintf(s.reviewer, sizeof s.reviewer, "%s", reviewer);
    s.received = s.accepted = day_of(2026, 3, 2);
    s.supplied = s.noticed = s.supply_by = s.decided = s.certified = s.delivered = s.concluded = DAY_NONE;
    return s;
}

typedef struct Count { int asked, allowed; } Count;

static void ask(Scene *scene, Arena *arena, const Officer *officer, const Item *item, Act act, int right, Day day, const char *reviewer, Count *count)
{
    Standing s = standing_before(item, act, reviewer);
    Actor actor = people_actor(scene->people, officer->id, day);
    CaseFile file = {.standing = s};
    Facts facts = case_facts(scene, &file, item, &actor, false, day);
    Refusal refusal = process_may(arena, act, &facts);
    bool allowed = refusal == REFUSED_NOTHING, by_who = refusal == REFUSED_NO_RIGHT || refusal == REFUSED_OTHER_WINDOW || refusal == REFUSED_NO_AUTHORITY || refusal == REFUSED_SELF_REVIEW || refusal == REFUSED_NOT_SIGNED_IN;
    bool self = act != ACT_REVIEW && act != ACT_SETTLE && item->two_person && !strcmp(reviewer, officer->id);
    bool lane = act != ACT_SETTLE || item_is_instant(item);
    bool expected = lane && !self && officer_active(officer, day) && may_by_post(officer, item) && may_by_letter(officer->id, item, right, day.n);
    /* What else the law asks first (a visit, a hearing, opinions) may still stand in the way of who holds the letter; never the other way round. */
    if ((allowed && !expected) || (by_who && expected)) fail_msg("%s %s on %s, day %d: allowed %d, by the letters %d", officer->id, process_row(act)->name, item->name, day.n, allowed, expected);
    count->asked++;
    count->allowed += allowed;
}

static void do_turn(OneWindow *window, Arena *arena, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .now = then(), .work = work, .input = input};
    window_do(window, &turn);
    if (turn.refusal) fail_msg("%s %s", refusal_text(turn.refusal)->zh, turn.detail ? turn.detail : "");
}

/* Some A's go away, some letters end, and one is dismissed, so that the matrix has more than the district's usual day in it. */
static void disturb(OneWindow *window, Arena *arena)
{
    Scene *scene = window_scene(window);
    char names[MOST][40];
    int count = 0;
    for (int i = 0; i < scene->people->book.substitute_count && count < 12; i += 3) copy(names[count++], 40, scene->people->book.substitutes[i].a);
    for (int i = 0; i < count; i++) {
        Absence absence = {.officer = names[i], .from = day_of(2026, 3, 2), .to = day_of(2026, 3, 4), .reason = "公出"};
        do_turn(window, arena, office_absence, &absence);
    }
    AuthorityRevoke revoke = {.id = scene->people->book.rows[5].id, .last = day_of(2026, 3, 3), .document = "夏政务授撤〔2026〕9号"};
    do_turn(window, arena, office_revoke, &revoke);
    scene_load(scene);
}

static void every_officer_item_and_right(void **state)
{
    (void)state;
    static const struct { Act act; int right; } acts[] = {{ACT_REVIEW, AUTHORITY_REVIEW}, {ACT_GRANT, AUTHORITY_DECIDE}, {ACT_REFUSE, AUTHORITY_REFUSE}, {ACT_SETTLE, AUTHORITY_DECIDE}};
    Arena *arena = arena_new(), *turn = arena_new();
    OneWindow *window = window_open(&(WindowOptions){.memory = true, .clock = then});
    district_load(window, then(), false, NULL);
    disturb(window, arena);
    Scene *scene = window_scene(window);
    read_letters(scene->store, arena);
    int items;
    const Day days[] = {day_of(2026, 3, 3), day_of(2026, 3, 5), day_of(2020, 1, 2)};
    const Item **all = catalog_items(scene->catalog, arena, days[0], NULL, NULL, &items);
    Count count = {0};
    assert_int_equal(items, 229);
    for (size_t d = 0; d < sizeof days / sizeof *days; d++)
        for (int o = 0; o < scene->people->officer_count; o++)
            for (int i = 0; i < items; i++)
                for (size_t a = 0; a < sizeof acts / sizeof *acts; a++) {
                    const Officer *officer = &scene->people->officers[o];
                    ask(scene, turn, officer, all[i], acts[a].act, acts[a].right, days[d], "nobody", &count);
                    if (!strcmp(officer->department, all[i]->department)) ask(scene, turn, officer, all[i], acts[a].act, acts[a].right, days[d], officer->id, &count);
                    arena_reset(turn);
                }
    print_message("%d questions, %d allowed\n", count.asked, count.allowed);
    assert_true(count.asked > 400000 && count.allowed > 1000);
    window_close(window);
    arena_free(turn);
    arena_free(arena);
}

/* C3: the department with two seals: each item's papers bear the seal of its own legal body. */
static void two_seals_in_one_department(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    OneWindow *window = window_open(&(WindowOptions){.memory = true, .clock = then});
    district_load(window, then(), false, NULL);
    Scene *scene = window_scene(window);
    int items, first = 0, second = 0;
    const Item **all = catalog_items(scene->catalog, arena, day_of(2026, 3, 3), "018", NULL, &items);
    assert_int_equal(items, 15);
    for (int i = 0; i < items; i++) {
        const LegalBody *body = catalog_body(scene->catalog, all[i]->legal_body);
        assert_non_null(body);
        if (strstr(body->name, "文化")) first++;
        else if (strstr(body->name, "新闻出版")) second++;
    }
    assert_int_equal(first, 12);
    assert_int_equal(second, 3);
    window_close(window);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_officer_item_and_right), cmocka_unit_test(two_seals_in_one_department)};
    return cmocka_run_group_tests_name("authority matrix", tests, NULL, NULL);
}
