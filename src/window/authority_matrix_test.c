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
typedef struct Post { char officer[40], department[8], window[8]; int roles, from, to, beside; } Post;
typedef struct Away { char officer[40]; int from, to; } Away;
enum { MOST = 2000 };
static Letter letters[MOST];
static Pair pairs[MOST];
static Away away[MOST];
static Post posts[MOST];
static int post_count;
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
    post_count = 0;
    q = store_query(store, "SELECT officer, department, roles, from_day, coalesce(to_day, 9999999), window, beside FROM appointment", "");
    while (store_row(q)) {
        Post *p = &posts[post_count++];
        copy(p->officer, sizeof p->officer, store_text(q, 0, arena)); copy(p->department, sizeof p->department, store_text(q, 1, arena));
        p->roles = (int)store_int(q, 2); p->from = (int)store_int(q, 3); p->to = (int)store_int(q, 4);
        copy(p->window, sizeof p->window, store_text(q, 5, arena)); p->beside = (int)store_int(q, 6);
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

/* Is she in post on the day: not yet to begin, not expired? A post held beside another does not put her there. */
static bool post_on(const char *officer, int day)
{
    for (int i = 0; i < post_count; i++)
        if (!posts[i].beside && !strcmp(posts[i].officer, officer) && posts[i].from <= day && day <= posts[i].to) return true;
    return false;
}

/* Does any post of hers that day hold one of these roles at this department, or at this window? NULL: that does not count. */
static bool holds(const char *officer, int day, int roles, const char *department, const char *window)
{
    bool in_post = post_on(officer, day);
    for (int i = 0; in_post && i < post_count; i++) {
        const Post *p = &posts[i];
        if (strcmp(p->officer, officer) || p->from > day || day > p->to || !(p->roles & roles)) continue;
        if ((department && *p->department && !strcmp(p->department, department)) || (window && *p->window && !strcmp(p->window, window))) return true;
    }
    return false;
}

/* Her own letter; or that of an A whose B she is, while A is recorded as away. */
static bool may_by_letter(const char *officer, const Item *item, int right, int day)
{
    if (has_letter(officer, item, right, day)) return true;
    for (int i = 0; i < pair_count; i++) {
        const Pair *p = &pairs[i];
        if (!strcmp(p->b, officer) && p->from <= day && day <= p->to && is_away(p->a, day) && post_on(p->a, day) && has_letter(p->a, item, right, day)) return true;
    }
    return false;
}

/* Posts that handle cases of their own department: clerk, chief, back office, and the department's own leader; inside the days of the appointment. */
static bool may_by_post(const char *officer, const Item *item, int day)
{
    return holds(officer, day, ROLE_CLERK | ROLE_CHIEF | ROLE_BACKOFFICE | ROLE_LEADER, item->department, NULL);
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
    bool expected = lane && !self && may_by_post(officer->id, item, day.n) && may_by_letter(officer->id, item, right, day.n);
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
    const Officer **chiefs;
    int chief_count = people_with_role(scene->people, arena, ROLE_CHIEF, NULL, day_of(2026, 3, 2), &chiefs);
    assert_true(chief_count > 9);
    Officer kept[10];                                 /* the snapshot goes with the first turn */
    for (int i = 0; i < 10; i++)
        kept[i] = (Officer){arena_strdup(arena, chiefs[i]->id), arena_strdup(arena, chiefs[i]->name), arena_strdup(arena, chiefs[i]->department), arena_strdup(arena, chiefs[i]->window),
                            chiefs[i]->roles, arena_strdup(arena, chiefs[i]->post), chiefs[i]->from, chiefs[i]->to, NULL, false};
    for (int i = 0; i < 9; i++) {                     /* every third: expired on the 3rd; a post without power until the 5th; another department from the 5th */
        Officer moved = kept[i];
        if (i % 3 == 0) moved.from = day_of(2026, 3, 2), moved.to = day_of(2026, 3, 3);
        if (i % 3 == 1) moved.from = day_of(2026, 3, 5), moved.roles = ROLE_SUPERVISOR;
        if (i % 3 == 2) moved.from = day_of(2026, 3, 5), moved.department = kept[(i + 1) % 9].department;
        moved.document = "江政务任〔2026〕9号";
        do_turn(window, arena, office_appoint, &moved);
    }
    Officer begins = kept[9];
    begins.id = "begins-later", begins.from = day_of(2026, 3, 5), begins.document = "江政务任〔2026〕10号";
    do_turn(window, arena, office_appoint, &begins);
    Authority early = {.officer = begins.id, .department = begins.department, .item = "*", .rights = AUTHORITY_ALL, .from = day_of(2026, 3, 1), .to = DAY_NONE, .document = "江政务授〔2026〕99号"};
    do_turn(window, arena, office_grant, &early);
    /* Posts side by side: a clerk who is also chief of the next department, for two days; one who is back office elsewhere from the 5th; one without a letter there; one whose
     * own post ends on the 3rd while the other would go on. The letters: of the first two, for the other department. */
    const Officer **clerks;
    int clerk_count = people_with_role(scene->people, arena, ROLE_CLERK, NULL, day_of(2026, 3, 2), &clerks);
    assert_true(clerk_count > 8);
    Officer beside[8];
    for (int i = 0; i < 8; i++) {
        const Officer *other = clerks[clerk_count - 1 - i];
        beside[i] = (Officer){.id = arena_strdup(arena, clerks[i]->id), .name = arena_strdup(arena, clerks[i]->name), .department = arena_strdup(arena, other->department),
                              .window = arena_strdup(arena, other->window), .roles = i % 4 == 1 ? ROLE_BACKOFFICE : i % 4 == 2 ? ROLE_CHIEF | ROLE_CLERK : ROLE_CHIEF, .post = "兼任",
                              .from = i % 4 == 1 ? day_of(2026, 3, 5) : day_of(2026, 3, 2), .to = i % 4 == 0 ? day_of(2026, 3, 4) : DAY_NONE, .document = "江政务任〔2026〕11号", .beside = true};
    }
    for (int i = 0; i < 8; i++) {
        do_turn(window, arena, office_appoint, &beside[i]);
        Authority there = {.officer = beside[i].id, .department = beside[i].department, .item = "*", .rights = AUTHORITY_ALL, .from = day_of(2026, 3, 1), .to = DAY_NONE, .document = "江政务授〔2026〕98号"};
        if (i % 4 != 2) do_turn(window, arena, office_grant, &there);
        if (i % 4 != 3) continue;
        Officer ends = *people_officer(window_scene(window)->people, beside[i].id);
        ends = (Officer){.id = beside[i].id, .name = beside[i].name, .department = arena_strdup(arena, ends.department), .window = arena_strdup(arena, ends.window), .roles = ends.roles,
                         .post = arena_strdup(arena, ends.post), .from = day_of(2026, 3, 2), .to = day_of(2026, 3, 3), .document = "江政务任〔2026〕12号"};
        do_turn(window, arena, office_appoint, &ends);
    }
    AuthorityRevoke revoke = {.id = window_scene(window)->people->book.rows[5].id, .last = day_of(2026, 3, 3), .document = "夏政务授撤〔2026〕9号"};
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

/* The rights of posts that no letter stands behind: for every officer, item and right of the table, what right_has says is what some post of hers gives by the table in
 * tests/golden/rights.txt, inside that post's window and department. The second reading walks the rows of the store; the union is not made by the code under test. */
static bool reaches_by(Reach reach, const Post *p, const Item *item)
{
    bool window = *p->window && !strcmp(p->window, item->window), department = *p->department && !strcmp(p->department, item->department), government = !*p->department;
    switch (reach) {
    case REACH_WINDOW: return window;
    case REACH_DEPARTMENT: return department;
    case REACH_DESK: return window || department;
    case REACH_LED: return government || department;
    case REACH_GOVERNMENT: return government;
    case REACH_ALL: return true;
    case REACH_OWN: case REACH_NONE: break;
    }
    return false;
}

static bool given_by_a_post(const Post *const *own, int count, Right right, const Item *item)
{
    for (int i = 0; i < count; i++) {
        const Post *p = own[i];
        for (int role = ROLE_CLERK; role <= ROLE_ADMIN; role <<= 1)
            if (p->roles & role && reaches_by(right_reach_of_role((Role)role, right), p, item)) return true;
    }
    return false;
}

static void every_role_item_and_right_of_posts(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    OneWindow *window = window_open(&(WindowOptions){.memory = true, .clock = then});
    district_load(window, then(), false, NULL);
    disturb(window, arena);
    Scene *scene = window_scene(window);
    read_letters(scene->store, arena);
    int items, asked = 0, allowed = 0, several = 0;
    const Day days[] = {day_of(2026, 3, 3), day_of(2026, 3, 5)};
    const Item **all = catalog_items(scene->catalog, arena, days[0], NULL, NULL, &items);
    for (size_t d = 0; d < sizeof days / sizeof *days; d++)
        for (int o = 0; o < scene->people->officer_count; o++) {
            const char *id = scene->people->officers[o].id;
            Actor actor = people_actor(scene->people, id, days[d]);
            several += actor_has_posts(&actor);
            const Post *own[8];
            int own_count = 0;
            bool in_post = post_on(id, days[d].n);
            for (int i = 0; in_post && i < post_count; i++)
                if (!strcmp(posts[i].officer, id) && posts[i].from <= days[d].n && days[d].n <= posts[i].to) own[own_count++] = &posts[i];
            if (own_count < 2 && o % 8 != 0) continue;              /* who holds one post: every eighth; who holds several: all */
            for (int i = 0; i < items; i++) {
                RightScope scope = {.department = all[i]->department, .window = all[i]->window};
                for (int right = 0; right < RIGHT_COUNT; right++, asked++) {
                    bool has = right_has(&actor, (Right)right, &scope), given = given_by_a_post(own, own_count, (Right)right, all[i]);
                    if (has != given) fail_msg("%s %s on %s, day %d: %d, by her posts %d", id, right_name((Right)right), all[i]->name, days[d].n, has, given);
                    allowed += has;
                }
            }
        }
    print_message("%d questions, %d allowed, %d with several posts\n", asked, allowed, several);
    assert_true(asked > 200000 && allowed > 2000 && several >= 10);
    window_close(window);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_officer_item_and_right), cmocka_unit_test(every_role_item_and_right_of_posts),
        cmocka_unit_test(two_seals_in_one_department)};
    return cmocka_run_group_tests_name("authority matrix", tests, NULL, NULL);
}
