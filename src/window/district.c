/* district.c: the demonstration district through the same window as everybody's data; see district.h. */
#include "window/district.h"
#include "window/account_act.h"
#include "base/embed.h"
#include "people/account.h"
#include "people/password.h"
#include "window/desk_import.h"
#include "packages/packages.h"
#include "seals/seals.h"
#include "window/desk_act.h"
#include "window/office_act.h"
#include <string.h>

typedef struct Loading { OneWindow *window; Arena *arena; Instant at; } Loading;

static void run(Loading *l, const char *what, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = l->arena, .actor = actor_operator(), .now = l->at, .work = work, .input = input};
    window_do(l->window, &turn);
    if (turn.fault) fault_raise(turn.fault, "loading %s failed", what);
    if (turn.refusal) fault_raise(FAULT_FILE, "loading %s was refused: %s %s", what, refusal_text(turn.refusal)->zh, turn.detail ? turn.detail : "");
}

static const uint8_t *file(Loading *l, const char *path, size_t *size)
{
    const uint8_t *bytes = embed_find(l->arena, path, size);
    if (!bytes) fault_raise(FAULT_FILE, "%s is missing from the program", path);
    return bytes;
}

static void configure(Loading *l)
{
    static const char *const settings[][2] = {
        {"name", "武汉市江夏区政务服务中心"}, {"name_en", "Jiangxia District Government Service Centre"}, {"area", "420115"}, {"district", "江夏"},
        {"payee", "武汉市江夏区财政局非税收入专户"}, {"payee_account", "演示账户 4200 0000 0000 0000"}, {"demo", "1"},
    };
    Value *value = value_object(l->arena);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) value_set_str(l->arena, value, settings[i][0], settings[i][1]);
    run(l, "settings", office_configure, value);
}

static void holidays(Loading *l)
{
    FileImport national = {.source = "国务院办公厅历年部分节假日安排的通知；2027年为暂定"};
    /* one table: the national notices and the provisional year after them */
    size_t a, b;
    const uint8_t *first = file(l, "data/holidays/national.csv", &a), *second = file(l, "data/holidays/provisional_2027.csv", &b);
    Buf both = buf_sized(l->arena, a + b + 2);
    buf_add(&both, first, a);
    const char *rows = strstr((const char *)second, "date,kind,name");
    rows = rows ? strchr(rows, '\n') : NULL;
    buf_str(&both, "\n");
    if (rows) buf_str(&both, rows + 1);
    national.bytes = (const uint8_t *)both.text;
    national.size = both.length;
    run(l, "holidays", office_import_holidays, &national);
}

static void departments(Loading *l)
{
    DepartmentsImport import = {0};
    import.departments = file(l, "data/district/departments.csv", &import.departments_size);
    import.windows = file(l, "data/district/windows.csv", &import.windows_size);
    import.bodies = file(l, "data/district/bodies.csv", &import.bodies_size);
    run(l, "departments", office_import_departments, &import);
}

static void items(Loading *l)
{
    ItemsImport import = {.from = instant_day(l->at)};
    import.bytes = file(l, "data/district/items.csv", &import.size);
    run(l, "items", office_import_items, &import);
}

/* The themes of 一件事: code, name, name_en, step, item, after; rows of one code follow one another. */
static void packages(Loading *l)
{
    size_t size;
    const char *why = NULL;
    PeopleRow *rows;
    int count = people_csv(l->arena, (const char *)file(l, "data/district/packages.csv", &size), &rows, &why);
    if (count < 0) fault_raise(FAULT_FILE, "packages: %s", why);
    for (int i = 1; i < count;) {                      /* row 0: the headings */
        const char *code = rows[i].cells[0];
        Value *input = value_object(l->arena), *steps = value_set_list(l->arena, input, "steps");
        static const char *const same[] = {"code", "name", "name_en"};
        for (int k = 0; k < 3; k++) value_set_str(l->arena, input, same[k], rows[i].cells[k]);
        for (; i < count && rows[i].count == 6 && !strcmp(rows[i].cells[0], code); i++)
            value_push_str(l->arena, steps, arena_printf(l->arena, "%s=%s%s%s", rows[i].cells[3], rows[i].cells[4], *rows[i].cells[5] ? "<" : "", rows[i].cells[5]));
        if (i < count && rows[i].count != 6) fault_raise(FAULT_FILE, "packages.csv line %d: six columns are needed", rows[i].line);
        DeskInput define = {.desk = &packages_desk, .act = desk_act_named(&packages_desk, "define"), .input = input};
        run(l, "packages", desk_act, &define);
    }
}

static void officers_work(Scene *scene, WindowTurn *turn)
{
    const PeopleImport *import = turn->input;
    const char **kinds;
    Value **bodies;
    int count = people_import_events(turn->arena, import, &kinds, &bodies);
    for (int i = 0; i < count; i++) {
        Event event = {.kind = kinds[i], .body = bodies[i]};
        window_record(scene, turn, &event);
    }
}

static PeopleImport *officers(Loading *l)
{
    size_t size;
    const char *problem = NULL;
    PeopleRow *staff, *authority;
    int staff_rows = people_csv(l->arena, (const char *)file(l, "data/district/officers.csv", &size), &staff, &problem);
    int authority_rows = people_csv(l->arena, (const char *)file(l, "data/district/authority.csv", &size), &authority, &problem);
    if (staff_rows < 0 || authority_rows < 0) fault_raise(FAULT_FILE, "staff list: %s", problem);
    PeopleImport *import = people_import(l->arena, staff, staff_rows, authority, authority_rows);
    if (import->error_count) fault_raise(FAULT_FILE, "staff list: %s", import->errors[0]);
    run(l, "officers", officers_work, import);
    return import;
}

/* The source's own eight examples of what reform did, and its items as the list of what must be in the hall. */
static void reform(Loading *l, const char *act, const char *path, const char *const *unique)
{
    const Desk *desk = desk_named("reform");
    DeskImport import = {.desk = desk, .act = desk_act_named(desk, act), .unique = unique};
    import.bytes = file(l, path, &import.size);
    run(l, path, desk_import, &import);
}

/* Each legal body's two seals at the window of its items, kept by the chief representative there. */
static void seals(Loading *l)
{
    Scene *scene = window_scene(l->window);
    scene_load(scene);
    static const char *const kinds[] = {"approval", "organ"};
    for (int b = 0; b < catalog_body_count(scene->catalog); b++) {
        const char *body = arena_strdup(l->arena, catalog_body_number(scene->catalog, b)->id);
        const Item *item = NULL;
        for (int i = 0; i < catalog_version_count(scene->catalog) && !item; i++)
            if (!strcmp(catalog_version_number(scene->catalog, i)->legal_body, body)) item = catalog_version_number(scene->catalog, i);
        const Officer **chiefs;
        if (!item || !people_with_role(scene->people, l->arena, ROLE_CHIEF, item->department, instant_day(l->at), &chiefs)) continue;
        for (int k = 0; k < 2; k++) {
            Value *input = value_object(l->arena);
            value_set_str(l->arena, input, "body", body);
            value_set_str(l->arena, input, "kind", kinds[k]);
            value_set_str(l->arena, input, "window", item->window);
            value_set_str(l->arena, input, "keeper", chiefs[0]->id);
            value_set_str(l->arena, input, "document", "江政务印〔2025〕1号");
            DeskInput lodge = {.desk = &seals_desk, .act = desk_act_named(&seals_desk, "lodge"), .input = input};
            run(l, "seals", desk_act, &lodge);
        }
    }
}

/* ---- demo accounts ---- */

static const DemoAccount accounts[] = {
    {"申请人（个人）", "citizen", "420115199003077847", "demo-citizen-2026"},
    {"窗口人员", "window clerk", "", "demo-clerk-2026"},
    {"首席代表", "chief representative", "", "demo-chief-2026"},
    {"后台审批", "back office", "", "demo-review-2026"},
    {"督查", "supervisor", "", "demo-supervise-2026"},
    {"管理员", "administrator", "", "demo-admin-2026"},
};
static DemoAccount shown[sizeof accounts / sizeof *accounts];
static char logins[sizeof accounts / sizeof *accounts][STANDING_ID];

/* The first officer of a role in the department that has the most business (住房和城乡建设局), or anywhere. */
static int password_row(const Officer *officer);

static const Officer *officer_with(const People *people, Role role, int row)
{
    const Officer *any = NULL;
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        if (!(o->roles & role) || password_row(o) != row) continue;
        if (!strcmp(o->department, "019")) return o;         /* 卫生健康局: 健康证, and what a first visitor tries */
        if (!any) any = o;
    }
    return any;
}

const DemoAccount *district_accounts(int *count)
{
    *count = (int)(sizeof accounts / sizeof *accounts);
    return shown;
}

static void name_accounts(const People *people)
{
    static const Role roles[] = {0, ROLE_CLERK, ROLE_CHIEF, ROLE_BACKOFFICE, ROLE_SUPERVISOR, ROLE_ADMIN};
    memcpy(shown, accounts, sizeof accounts);
    for (size_t i = 1; i < sizeof roles / sizeof *roles; i++) {
        const Officer *officer = officer_with(people, roles[i], (int)i);
        strncpy(logins[i], officer ? officer->id : "", STANDING_ID - 1);
        shown[i].login = logins[i];
    }
}

enum { PASSWORD_ROLES = 5 };
typedef struct Passwords { const char *hash[PASSWORD_ROLES + 1]; } Passwords;      /* by row of accounts */

/* Which demonstration password an officer has: that of her highest post, so that any desk can be tried. 0: none. */
static int password_row(const Officer *officer)
{
    static const struct { Role role; int row; } order[] = {{ROLE_ADMIN, 5}, {ROLE_SUPERVISOR, 4}, {ROLE_CHIEF, 2}, {ROLE_LEADER, 2}, {ROLE_BACKOFFICE, 3}, {ROLE_CLERK, 1}};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (officer->roles & order[i].role) return order[i].row;
    return 0;
}

static void passwords_work(Scene *scene, WindowTurn *turn)
{
    const Passwords *p = turn->input;
    for (int i = 0; i < scene->people->officer_count; i++) {
        const Officer *officer = &scene->people->officers[i];
        int row = password_row(officer);
        if (row) credential_set(scene->store, account_subject_officer(turn->arena, officer->id), p->hash[row], false, turn->now);
    }
    static const char *const she[][2] = {{"document", "id_card"}, {"identity", "420115199003077847"}, {"name", "陈晓芸"}, {"phone", "13800138000"}, {"seen", "yes"}};
    Value *input = value_object(turn->arena);
    for (size_t i = 0; i < sizeof she / sizeof *she; i++) value_set_str(turn->arena, input, she[i][0], she[i][1]);
    turn->input = &(AccountAct){.act = "open", .input = input, .hash = p->hash[0], .final = true};
    account_act(scene, turn);
    turn->input = p;
}

static void set_passwords(Loading *l)
{
    Passwords *p = ARENA_NEW(l->arena, Passwords);
    for (int i = 0; i <= PASSWORD_ROLES; i++) p->hash[i] = password_hash(l->arena, accounts[i].password);
    run(l, "passwords", passwords_work, p);
}

void district_load(OneWindow *window, Instant at, bool passwords, void (*progress)(const char *zh, const char *en))
{
    Loading loading = {window, arena_new(), at}, *l = &loading;
    if (window_scene(window)->centre->configured) {
        name_accounts(window_scene(window)->people);
        arena_free(l->arena);
        return;
    }
    configure(l);
    if (progress) progress("载入工作日历（2004—2027）", "working calendar 2004-2027");
    holidays(l);
    if (progress) progress("载入部门、窗口和法律主体", "departments, windows, legal bodies");
    departments(l);
    if (progress) progress("载入并发布 229 个事项", "229 items, checked and published");
    items(l);
    packages(l);
    if (progress) progress("载入人员与授权书", "officers and letters of authority");
    officers(l);
    if (window_scene(window)->stale) scene_load(window_scene(window));
    seals(l);
    static const char *const entry_keys[] = {"department", "item", "matter", NULL}, *const record_keys[] = {"department", "item", "matter", "date", NULL};
    if (progress) progress("载入应进必进清单和流程再造对比", "entry list, before and after");
    reform(l, "list", "data/district/entries.csv", entry_keys);
    reform(l, "reengineer", "data/district/reform.csv", record_keys);
    name_accounts(window_scene(window)->people);
    if (passwords) {
        if (progress) progress("设置演示账号", "demonstration accounts");
        set_passwords(l);
    }
    arena_free(l->arena);
}
