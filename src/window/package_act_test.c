/* package_act_test.c: the files of a package travel with its cases, now and later; one form is one package; what ends is cleared away (B8). */
#include "window/test_hall.h"
#include "window/office_act.h"
#include "window/package_act.h"
#include "people/account.h"

static OneWindow *window;
static Arena *arena;

static int opened(void **state) { (void)state; window = hall_new(); arena = arena_new(); return 0; }
static int closed(void **state) { (void)state; window_close(window); arena_free(arena); hall_remove(); return 0; }

static Store *store(void) { return window_scene(window)->store; }

static const char bytes[] = "%PDF-1.4 only to be carried";
enum { BYTES = sizeof bytes - 1 };
#define HASH "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* 开餐馆 with every shared material; the one named `uploaded` comes as a file. */
static Value *application(const char *uploaded, int *place)
{
    Value *input = hall_application(arena, true), *handed = value_list(arena);
    int count, at = 0;
    const PackageStep *steps = package_theme_steps(store(), arena, "kcg", &count);
    const Value *all = package_materials(arena, window_scene(window)->catalog, steps, count, instant_day(hall_time));
    for (const Value *m = all->first; m; m = m->next) {
        bool file = uploaded && !strcmp(value_str(m, "name"), uploaded);
        Value *row = value_push_object(arena, handed);
        at++;
        value_set_str(arena, row, "name", value_str(m, "name"));
        value_set_str(arena, row, "way", file ? "upload" : "paper");
        if (file) { value_set_str(arena, row, "sha256", HASH); *place = at; }
    }
    value_set(arena, input, "materials", handed);
    return input;
}

static WindowTurn open_it(const PackageOpen *open, Actor actor)
{
    WindowTurn turn = {.arena = arena, .actor = actor, .now = hall_time, .work = package_open, .input = open};
    window_do(window, &turn);
    return turn;
}

static int64_t files_kept(void) { return store_number(store(), 0, "SELECT count(*) FROM package_upload", ""); }
static int64_t files_of_cases(void) { return store_number(store(), 0, "SELECT count(*) FROM case_upload WHERE sha256 = ?1", "s", HASH); }

/* A material that only a later step asks for: its name. */
static const char *later_material(void)
{
    int count;
    const PackageStep *steps = package_theme_steps(store(), arena, "kcg", &count);
    const Value *first = NULL, *all = package_materials(arena, window_scene(window)->catalog, steps, count, instant_day(hall_time));
    for (int i = 0; i < count; i++) if (steps[i].after) {
        for (const Value *m = all->first; m && !first; m = m->next)
            if (!strcmp(value_str_or(m, "steps", ""), steps[i].step)) first = m;
    }
    assert_non_null(first);
    return value_str(first, "name");
}


static void a_file_waits_for_the_case_that_needs_it(void **state)
{
    (void)state;
    int place = 0;
    PackageFile file = {.name = "附件.pdf", .type = "application/pdf", .sha256 = HASH, .data = bytes, .bytes = BYTES};
    PackageOpen open = {.code = "kcg", .input = application(later_material(), &place), .files = &file, .file_count = 1};
    file.place = place;
    WindowTurn turn = open_it(&open, actor_citizen(0, ""));
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_int_equal(files_kept(), 1);
    assert_int_equal(files_of_cases(), 0);                               /* no case that needs it is there yet */
    int count;
    PackageFile *kept = package_files(store(), arena, value_int(turn.result, "id", 0), &count);
    assert_int_equal(count, 1);
    assert_int_equal(kept[0].bytes, BYTES);
    assert_memory_equal(kept[0].data, bytes, BYTES);
    assert_int_equal(kept[0].place, place);
    assert_string_equal(kept[0].name, "附件.pdf");
    assert_int_equal(package_files_drop(store(), value_int(turn.result, "id", 0)), 1);
    assert_int_equal(files_kept(), 0);
}

/* A material of a first step goes with its case at once, and stays for the others. */
static void a_file_goes_with_the_first_case(void **state)
{
    (void)state;
    int count, place = 0;
    const PackageStep *steps = package_theme_steps(store(), arena, "kcg", &count);
    const Item *item = catalog_item_at(window_scene(window)->catalog, steps[0].item, instant_day(hall_time));
    PackageFile file = {.name = "a.pdf", .type = "application/pdf", .sha256 = HASH, .data = bytes, .bytes = BYTES};
    PackageOpen open = {.code = "kcg", .input = application(item->materials[0].name, &place), .files = &file, .file_count = 1};
    file.place = place;
    WindowTurn turn = open_it(&open, actor_citizen(0, ""));
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    assert_true(files_of_cases() >= 1);
    CaseFile *first = case_load(store(), arena, value_int(value_get(turn.result, "cases")->first, "case_id", 0));
    CaseUpload *uploads = case_uploads(store(), arena, first->id, &count), found;
    assert_int_equal(count, 1);
    assert_int_equal(uploads[0].material, item->materials[0].no);
    assert_memory_equal(case_upload_bytes(store(), arena, uploads[0].id, &found), bytes, BYTES);
    assert_true(first->standing.handed[item->materials[0].no]);
}

static void one_form_is_one_package(void **state)
{
    (void)state;
    int place = 0;
    PackageOpen open = {.code = "kcg", .input = application(NULL, &place), .key = "0123456789abcdef-form"};
    WindowTurn first = open_it(&open, actor_citizen(0, "")), again = open_it(&open, actor_citizen(0, ""));
    assert_int_equal(first.refusal, REFUSED_NOTHING);
    assert_true(again.repeated);
    assert_int_equal(value_int(first.result, "id", 1), value_int(again.result, "id", 2));
    assert_int_equal(store_number(store(), 0, "SELECT count(*) FROM package", ""), 1);
    value_set_str(arena, (Value *)open.input, "phone", "13800138001");
    assert_int_equal(open_it(&open, actor_citizen(0, "")).refusal, REFUSED_IDEMPOTENCY_CONFLICT);
    open.key = NULL;
    assert_false(open_it(&open, actor_citizen(0, "")).repeated);
    assert_int_equal(store_number(store(), 0, "SELECT count(*) FROM package", ""), 2);
}

/* An empty list, names nobody asks for, a file without its material, a place that is none: no case gets what it does not ask for. */
static void what_is_not_asked_for_goes_nowhere(void **state)
{
    (void)state;
    PackageFile files[2] = {{.place = 99, .name = "x", .type = "image/png", .sha256 = HASH, .data = bytes, .bytes = BYTES}, {.place = -1, .name = "y", .type = "image/png", .sha256 = HASH, .data = bytes, .bytes = BYTES}};
    Value *input = hall_application(arena, true), *handed = value_list(arena), *row = value_push_object(arena, handed);
    value_set_str(arena, row, "name", "无此材料");
    value_set_str(arena, row, "way", "upload");
    value_set_str(arena, row, "sha256", HASH);
    value_push_str(arena, handed, "not even an object");
    value_set(arena, input, "materials", handed);
    PackageOpen open = {.code = "kcg", .input = input, .files = files, .file_count = 2};
    assert_int_equal(open_it(&open, actor_citizen(0, "")).refusal, REFUSED_NOTHING);
    assert_int_equal(files_of_cases(), 0);
}

/* The clerk of one of the steps takes the whole; a stranger to all of them does not. */
static void taken_at_the_counter(void **state)
{
    (void)state;
    int count, place = 0;
    const PackageStep *steps = package_theme_steps(store(), arena, "kcg", &count);
    const Scene *scene = window_scene(window);
    const Item *item = catalog_item_at(scene->catalog, steps[1].item, instant_day(hall_time));
    const Officer *clerk = NULL, *other = NULL;
    for (int i = 0; i < scene->people->officer_count; i++) {
        const Officer *o = &scene->people->officers[i];
        if (o->roles != ROLE_CLERK) continue;
        bool of_it = false;
        for (int k = 0; k < count; k++) of_it |= !strcmp(o->window, catalog_item_at(scene->catalog, steps[k].item, instant_day(hall_time))->window);
        if (!of_it) other = o;
        if (!strcmp(o->window, item->window)) clerk = o;
    }
    assert_non_null(clerk);
    assert_non_null(other);
    PackageOpen open = {.code = "kcg", .input = application(NULL, &place)};
    assert_int_equal(open_it(&open, actor_officer(other)).refusal, REFUSED_OTHER_WINDOW);
    assert_int_equal(store_number(store(), 0, "SELECT count(*) FROM package", ""), 0);
    char id[40];
    snprintf(id, sizeof id, "%s", clerk->id);
    WindowTurn turn = open_it(&open, actor_officer(clerk));
    assert_int_equal(turn.refusal, REFUSED_NOTHING);
    int mine = 0, theirs = 0;
    for (const Value *c = value_get(turn.result, "cases")->first; c; c = c->next) {
        CaseFile *file = case_load(store(), arena, value_int(c, "case_id", 0));
        bool own = !strcmp(file->standing.window, item->window);
        assert_string_equal(file->standing.first_handler, own ? id : "");
        if (own) assert_int_equal(file->standing.material[1], MATERIAL_OK);
        else assert_int_equal(file->standing.material[1], MATERIAL_UNSEEN);
        own ? mine++ : theirs++;
    }
    assert_true(mine >= 1 && theirs >= 1);
}

static void make_account(Scene *scene, WindowTurn *turn)
{
    *(int64_t *)turn->input = citizen_create(scene->store, &(Citizen){.identity = "420115199003077847", .name = "周小红", .phone = "13800138001"}, turn->now);
}

static WindowTurn erase_account(int64_t account, Actor actor)
{
    PersonErase erase = {.desk = "account", .id = account, .reason = "本人要求"};
    WindowTurn turn = {.arena = arena, .actor = actor, .now = hall_time, .work = office_erase_person, .input = &erase};
    window_do(window, &turn);
    return turn;
}

/* 个人信息保护法 第四十七条: a package under way still needs her account, even while none of its cases is open. */
static void an_account_stays_while_its_package_is_under_way(void **state)
{
    (void)state;
    int64_t account = 0;
    WindowTurn making = {.arena = arena, .actor = actor_operator(), .now = hall_time, .work = make_account, .input = &account};
    window_do(window, &making);
    int place = 0;
    PackageOpen open = {.code = "kcg", .input = application(NULL, &place)};
    WindowTurn opening = open_it(&open, actor_citizen(account, ""));
    assert_int_equal(opening.refusal, REFUSED_NOTHING);
    WindowTurn erasing = erase_account(account, actor_operator());
    assert_int_equal(erasing.refusal, REFUSED_ACCOUNT_NEEDED);
    assert_non_null(strstr(erasing.detail, "一件事 1 件"));
    for (const Value *c = value_get(opening.result, "cases")->first; c; c = c->next) {
        CaseAct act = {.act = ACT_WITHDRAW, .case_id = value_int(c, "case_id", 0), .input = value_object(arena), .holder = true};
        value_set_str(arena, (Value *)act.input, "reason", "不开了");
        WindowTurn turn = {.arena = arena, .actor = actor_citizen(account, ""), .now = hall_time, .work = case_act, .input = &act};
        window_do(window, &turn);
        assert_int_equal(turn.refusal, REFUSED_NOTHING);
    }
    erasing = erase_account(account, actor_operator());
    assert_int_equal(erasing.refusal, REFUSED_ACCOUNT_NEEDED);
    assert_string_equal(erasing.detail, "在办办件 0 件，一件事 1 件");
    WindowTurn ticking = {.arena = arena, .actor = actor_clock(), .now = hall_time, .work = package_tick};
    window_do(window, &ticking);
    assert_int_equal(erase_account(account, actor_citizen(account, "")).refusal, REFUSED_NO_RIGHT);
    assert_int_equal(erase_account(account, actor_operator()).refusal, REFUSED_NOTHING);
    assert_int_equal(store_number(store(), 0, "SELECT count(*) FROM citizen", ""), 0);
    assert_int_equal(erase_account(account, actor_operator()).refusal, REFUSED_NO_SUCH_ACCOUNT);
    assert_true(replay_check(store(), arena, NULL).ok);
}

int main(void)
{
#define HALL(test) cmocka_unit_test_setup_teardown(test, opened, closed)
    const struct CMUnitTest tests[] = {HALL(a_file_waits_for_the_case_that_needs_it), HALL(a_file_goes_with_the_first_case), HALL(one_form_is_one_package),
                                       HALL(what_is_not_asked_for_goes_nowhere), HALL(taken_at_the_counter),
                                       HALL(an_account_stays_while_its_package_is_under_way)};
    return cmocka_run_group_tests_name("packages at the window", tests, NULL, NULL);
}
