/* desk.c: the staff's work list: what this officer should do now, most urgent first; and the addresses of the whole desk. */
#include "base/text.h"
#include "pages/case_joint.h"
#include "pages/case_view.h"
#include "pages/desk_inside.h"
#include "pages/item_view.h"
#include <stdlib.h>
#include <string.h>

#define AT(stage) (1u << (stage))
enum { ROWS = 25, MINE_MOST = 1000, FOUND_ITEMS = 30 };

/* ---- what is mine: the cases that wait for this officer ---- */

typedef struct Mine { const char *window, *department; unsigned window_stages, department_stages; } Mine;

static Mine mine_of(const Actor *actor)
{
    Mine m = {0};
    if (actor->roles & ROLE_CLERK && *actor->window) {
        m.window = actor->window;
        m.window_stages = AT(STAGE_RECEIVED) | AT(STAGE_SUPPLEMENT) | AT(STAGE_GRANTED) | AT(STAGE_CERTIFIED) | AT(STAGE_REFUSED);
    }
    if (actor->roles & (ROLE_CHIEF | ROLE_BACKOFFICE | ROLE_LEADER) && *actor->department) {
        m.department = actor->department;
        m.department_stages = AT(STAGE_ACCEPTED) | AT(STAGE_REVIEWED) | AT(STAGE_PAUSED);
    }
    return m;
}

static bool authorised(const Visitor *v, const Item *item, AuthorityRight right)
{
    return people_authorises(v->hall->scene->people, v->actor.id, item->code, item->department, right, v->today).row != NULL;
}

/* A case of the department waits for those who hold authority for its next act; a decider reviews only when that is her whole authority. */
static bool waits_for(const Visitor *v, const CaseRow *row)
{
    const Item *item = catalog_item_newest(v->hall->scene->catalog, row->item);
    if (!item) return false;
    bool decides = authorised(v, item, AUTHORITY_DECIDE);
    switch (row->stage) {
    case STAGE_ACCEPTED: return item->two_person ? authorised(v, item, AUTHORITY_REVIEW) && (!decides || !(actor_roles(&v->actor) & (ROLE_CHIEF | ROLE_LEADER))) : decides;
    case STAGE_REVIEWED: return decides;
    case STAGE_PAUSED: return actor_roles(&v->actor) & ROLE_BACKOFFICE;
    default: return true;
    }
}

static int by_urgency(const void *a, const void *b)
{
    const CaseRow *x = a, *y = b;
    bool none_x = day_is_none(x->dates.due), none_y = day_is_none(y->dates.due);
    if (none_x != none_y) return none_x - none_y;
    if (!none_x && x->dates.due.n != y->dates.due.n) return x->dates.due.n < y->dates.due.n ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

typedef struct Rows { CaseRow *list; int count; } Rows;

static bool holds(const Rows *rows, int64_t id)
{
    for (int i = 0; i < rows->count; i++) if (rows->list[i].id == id) return true;
    return false;
}

static void gather(Request *request, Rows *rows, CaseFilter filter, bool judged, bool unique)
{
    Visitor *v = visitor_of(request);
    filter.due_from = filter.due_to = DAY_NONE;
    filter.limit = LIMIT_PAGE_ROWS;
    for (int count = filter.limit; count == filter.limit && rows->count < MINE_MOST; filter.offset += filter.limit) {
        CaseRow *page = cases_list(v->hall->scene->store, request->arena, &filter, &count);
        for (int i = 0; i < count && rows->count < MINE_MOST; i++)
            if ((!judged || waits_for(v, &page[i])) && (!unique || !holds(rows, page[i].id))) rows->list[rows->count++] = page[i];
    }
}

static Rows my_rows(Request *request)
{
    Rows rows = {ARENA_ARRAY(request->arena, CaseRow, MINE_MOST), 0};
    Actor one;
    for (int at = 0; actor_post(&visitor_of(request)->actor, &at, &one);) {      /* by any of her posts */
        Mine m = mine_of(&one);
        if (m.window) gather(request, &rows, (CaseFilter){.window = m.window, .stages = m.window_stages}, false, rows.count > 0);
        if (m.department) gather(request, &rows, (CaseFilter){.department = m.department, .stages = m.department_stages}, true, rows.count > 0);
    }
    qsort(rows.list, (size_t)rows.count, sizeof *rows.list, by_urgency);
    return rows;
}

/* ---- tabs ---- */

typedef enum { TAB_MINE, TAB_WINDOW, TAB_DEPARTMENT, TAB_JOINT, TAB_TASKS, TAB_DONE, TAB_COUNT } Tab;
static const char *const tab_names[TAB_COUNT] = {"mine", "window", "department", "joint", "tasks", "done"};

typedef struct Desk {
    Tab tab;
    const char *find, *tone, *held;    /* held: "" all, "none" nobody yet, "me" */
    int page;
    bool all_copied;                   /* of the joint cases also those that wait for somebody else */
    bool centre;                       /* sees the whole centre: supervisors */
    bool has[TAB_COUNT];
    Rows mine, tasks;
} Desk;

/* What waits beside the stages: questions, owed materials, commitments to verify; for the centre's supervisors, re-examinations. */
static Rows task_rows(Request *request, bool centre)
{
    Visitor *v = visitor_of(request);
    Store *store = v->hall->scene->store;
    Rows rows = {ARENA_ARRAY(request->arena, CaseRow, 3 * LIMIT_PAGE_ROWS), 0};
    const struct { unsigned tasks; const char *window, *department; bool wanted; } lists[] = {
        {TASK_REEXAMINE | TASK_VERIFY, NULL, NULL, centre},
        {TASK_QUESTION_WINDOW | TASK_OWED, v->actor.window, NULL, *v->actor.window != 0},
        {TASK_QUESTION_OFFICE | TASK_VERIFY, NULL, v->actor.department, *v->actor.department != 0}};
    for (int i = 0; i < 3; i++) {
        int count = 0;
        CaseRow *found = lists[i].wanted ? cases_with_task(store, request->arena, lists[i].tasks, lists[i].window, lists[i].department, &count) : NULL;
        for (int k = 0; k < count; k++) if (!holds(&rows, found[k].id)) rows.list[rows.count++] = found[k];
    }
    return rows;
}

static bool held_so(const Desk *desk, const Visitor *v, const CaseRow *row)
{
    return !*desk->held || !strcmp(row->claimant, !strcmp(desk->held, "me") ? v->actor.id : "");
}

/* Joint cases copied to this window or department (3.3-3): what waits for it, or all. */
static int64_t joint_count(const Visitor *v, bool todo) { return cases_co_count(v->hall->scene->store, *v->actor.department ? v->actor.department : NULL, *v->actor.window ? v->actor.window : NULL, todo); }
static CaseRow *joint_list(Request *request, bool todo, int offset, int limit, int *count)
{
    const Visitor *v = visitor_of(request);
    return cases_co_list(v->hall->scene->store, request->arena, *v->actor.department ? v->actor.department : NULL, *v->actor.window ? v->actor.window : NULL, todo, offset, limit, count);
}

static CaseFilter tab_filter(const Visitor *v, const Desk *desk, Tab tab)
{
    CaseFilter f = {.due_from = DAY_NONE, .due_to = DAY_NONE, .concluded = tab == TAB_DONE};
    bool window = tab == TAB_WINDOW || (tab == TAB_DONE && !*v->actor.department) || (tab == TAB_DONE && v->actor.roles == ROLE_CLERK);
    if (window && *v->actor.window) f.window = v->actor.window;
    else if (!desk->centre) f.department = v->actor.department;
    if (tab != TAB_DONE && *desk->held) f.claimant = !strcmp(desk->held, "me") ? v->actor.id : "";
    return f;
}

static Desk desk_asked(Request *request)
{
    Visitor *v = visitor_of(request);
    const Actor *actor = &v->actor;
    Mine m = mine_of(actor);
    Desk desk = {.centre = right_has(actor, RIGHT_SEE_CASE, &(RightScope){0})};
    const char *tab = request_query(request, "tab"), *page = request_query(request, "page"), *find = request_query(request, "find"), *tone = request_query(request, "clock"), *held = request_query(request, "held");
    int64_t number = 1;
    desk.has[TAB_MINE] = m.window || m.department;
    desk.has[TAB_WINDOW] = *actor->window != 0;
    desk.has[TAB_DEPARTMENT] = *actor->department || desk.centre;
    desk.has[TAB_TASKS] = desk.has[TAB_WINDOW] || desk.has[TAB_DEPARTMENT];
    desk.has[TAB_JOINT] = (desk.has[TAB_WINDOW] || *actor->department) && right_has(actor, RIGHT_CO_HANDLE, NULL);
    desk.has[TAB_DONE] = desk.has[TAB_WINDOW] || desk.has[TAB_DEPARTMENT];
    desk.tab = desk.has[TAB_MINE] ? TAB_MINE : TAB_DEPARTMENT;
    for (int i = 0; i < TAB_COUNT; i++) if (tab && desk.has[i] && !strcmp(tab, tab_names[i])) desk.tab = (Tab)i;
    if (page && text_parse_int(page, 1, 100000, &number)) desk.page = (int)number;
    else desk.page = 1;
    desk.find = find ? text_trim(request->arena, find) : "";
    desk.tone = tone ? tone : "";
    desk.all_copied = held && !strcmp(held, "all");
    desk.held = held && (!strcmp(held, "me") || !strcmp(held, "none")) ? held : "";
    if (desk.has[TAB_TASKS]) desk.tasks = task_rows(request, desk.centre);
    if (desk.has[TAB_MINE]) desk.mine = my_rows(request);
    return desk;
}

static const char *desk_url(Request *request, const Desk *desk, Tab tab, const char *tone, int page)
{
    Buf url = buf_new(request->arena);
    buf_printf(&url, "/desk?tab=%s", tab_names[tab]);
    if (*tone) buf_printf(&url, "&clock=%s", tone);
    if (*desk->held) buf_printf(&url, "&held=%s", desk->held);
    else if (tab == TAB_JOINT && desk->all_copied) buf_str(&url, "&held=all");
    if (*desk->find) { buf_str(&url, "&find="); page_percent(&url, desk->find); }
    if (page > 1) buf_printf(&url, "&page=%d", page);
    return url.text;
}

static void set_tabs(Request *request, Value *view, const Desk *desk)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "tabs");
    Desk plain = *desk;
    plain.find = plain.held = "";
    plain.all_copied = false;
    for (int i = 0; i < TAB_COUNT; i++) {
        if (!desk->has[i]) continue;
        CaseFilter f = tab_filter(v, &plain, (Tab)i);
        Value *row = value_push_object(a, list);
        const char *key = i == TAB_DEPARTMENT && desk->centre ? "desk.tab_centre" : arena_printf(a, "desk.tab_%s", tab_names[i]);
        value_set_str(a, row, "name", page_message(request, key));
        value_set_str(a, row, "url", desk_url(request, &plain, (Tab)i, "", 1));
        if (i == TAB_MINE && desk->mine.count == MINE_MOST) value_set_str(a, row, "count", arena_printf(a, "%d+", MINE_MOST));
        else value_set_int(a, row, "count", i == TAB_MINE ? desk->mine.count : i == TAB_TASKS ? desk->tasks.count : i == TAB_JOINT ? joint_count(v, true) : cases_count(v->hall->scene->store, &f));
        value_set_bool(a, row, "current", !*desk->find && i == (int)desk->tab);
    }
}

/* ---- in whose hands: all, nobody's yet, mine (D3) ---- */

static int64_t held_count(Request *request, const Desk *desk, const char *held)
{
    Visitor *v = visitor_of(request);
    Desk so = *desk;
    so.held = held;
    if (desk->tab == TAB_MINE || desk->tab == TAB_TASKS) {
        const Rows *rows = desk->tab == TAB_MINE ? &desk->mine : &desk->tasks;
        int count = 0;
        for (int i = 0; i < rows->count; i++) count += held_so(&so, v, &rows->list[i]);
        return count;
    }
    CaseFilter f = tab_filter(v, &so, desk->tab);
    return cases_count(v->hall->scene->store, &f);
}

static void set_held(Request *request, Value *view, const Desk *desk)
{
    static const char *const kinds[] = {"", "none", "me"}, *const keys[] = {"desk.held_all", "desk.held_none", "desk.held_me"};
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "held");
    if (desk->tab == TAB_DONE || *desk->find) return;
    for (int all = 0; desk->tab == TAB_JOINT && all < 2; all++) {
        Desk so = *desk;
        so.all_copied = all;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", page_message(request, all ? "desk.joint_all" : "desk.joint_todo"));
        value_set_int(a, row, "count", joint_count(visitor_of(request), !all));
        value_set_str(a, row, "url", desk_url(request, &so, TAB_JOINT, "", 1));
        value_set_bool(a, row, "current", desk->all_copied == all);
    }
    for (int i = 0; desk->tab != TAB_JOINT && i < 3; i++) {
        Desk so = *desk;
        so.held = kinds[i];
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", page_message(request, keys[i]));
        value_set_int(a, row, "count", held_count(request, desk, kinds[i]));
        value_set_str(a, row, "url", desk_url(request, &so, desk->tab, desk->tone, 1));
        value_set_bool(a, row, "current", !strcmp(desk->held, kinds[i]));
    }
}

/* ---- clocks at a glance ---- */

static const char *const tones[] = {"red", "amber", "blue", "green", "paused"};
enum { TONES = sizeof tones / sizeof *tones };

/* Which cases of a list have a clock of this colour: the same borders as clock_tone. */
static bool tone_filter(const Visitor *v, const char *tone, CaseFilter *f)
{
    Day next = calendar_workday_after(v->hall->scene->calendar, v->today, 1);
    Day soon = day_plus(calendar_next_workday(v->hall->scene->calendar, day_plus(next, 1)), -1);      /* the last day with at most one working day left */
    if (!strcmp(tone, "red")) f->due_to = day_plus(v->today, -1);
    else if (!strcmp(tone, "amber")) f->due_from = f->due_to = v->today;
    else if (!strcmp(tone, "blue")) { f->due_from = day_plus(v->today, 1); f->due_to = soon; }
    else if (!strcmp(tone, "green")) f->due_from = day_plus(soon, 1);
    else if (!strcmp(tone, "paused")) f->stages = AT(STAGE_PAUSED) | AT(STAGE_SUPPLEMENT);
    else return false;
    return true;
}

static int64_t tone_count(Request *request, const Desk *desk, const char *tone)
{
    Visitor *v = visitor_of(request);
    if (desk->tab == TAB_MINE) {
        int count = 0;
        for (int i = 0; i < desk->mine.count; i++) count += held_so(desk, v, &desk->mine.list[i]) && !strcmp(clock_tone(request, &desk->mine.list[i].dates, desk->mine.list[i].stage), tone);
        return count;
    }
    CaseFilter f = tab_filter(v, desk, desk->tab);
    return tone_filter(v, tone, &f) ? cases_count(v->hall->scene->store, &f) : 0;
}

static void set_tally(Request *request, Value *view, const Desk *desk)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "tally");
    if (desk->tab == TAB_DONE || desk->tab == TAB_TASKS || desk->tab == TAB_JOINT || *desk->find) return;
    for (int i = 0; i < TONES; i++) {
        Value *row = value_push_object(a, list);
        bool current = !strcmp(desk->tone, tones[i]);
        value_set_str(a, row, "tone", tones[i]);
        value_set_str(a, row, "name", clock_words(request, tones[i]));
        value_set_int(a, row, "count", tone_count(request, desk, tones[i]));
        value_set_str(a, row, "url", desk_url(request, desk, desk->tab, current ? "" : tones[i], 1));
        value_set_bool(a, row, "current", current);
    }
}

/* ---- rows ---- */

/* The most urgent of what waits beside the stage, with its day. */
static const char *task_text(Request *request, const Standing *s)
{
    static const struct { unsigned task; const char *key; } tasks[] = {{TASK_REEXAMINE, "desk.task_reexamine"}, {TASK_QUESTION_WINDOW, "desk.task_question_window"},
        {TASK_QUESTION_OFFICE, "desk.task_question_office"}, {TASK_OWED, "desk.task_owed"}, {TASK_VERIFY, "desk.task_verify"}};
    Day due;
    unsigned mask = case_tasks(s, &due);
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        if (!(mask & tasks[i].task)) continue;
        const char *text = page_message(request, tasks[i].key);
        return day_is_none(due) ? text : arena_printf(request->arena, "%s（%s）", text, day_text(request->arena, due));
    }
    return NULL;
}

static const char *next_text(Request *request, const CaseFile *file)
{
    const Standing *s = &file->standing;
    Visitor *v = visitor_of(request);
    if (stage_concluded(s->stage)) return NULL;
    const Item *item = case_item(v->hall->scene, file);
    const char *key = arena_printf(request->arena, "desk.next_%s", stage_name(s->stage));
    const char *joint = case_joint_next(request, s, item);
    bool faults = false;
    if (joint) return joint;
    for (int no = 1; no <= s->material_count; no++) faults = faults || s->material[no] == MATERIAL_MISSING || s->material[no] == MATERIAL_NONCONFORMING;
    if (s->stage == STAGE_RECEIVED && faults) key = "desk.next_faults";
    if (s->stage == STAGE_RECEIVED && item && standing_materials_complete(s, item)) key = "desk.next_complete";
    if (s->stage == STAGE_ACCEPTED && !s->two_person) key = "desk.next_reviewed";
    return page_message(request, key);
}

static void show_row(Request *request, Value *list, const CaseRow *row, Tab tab)
{
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    const CaseFile *file = case_load(scene->store, a, row->id);
    const Item *item = catalog_item_newest(scene->catalog, row->item);
    if (!file) return;
    bool done = stage_concluded(row->stage);
    const char *tone = clock_tone(request, &row->dates, row->stage);
    ClockView clock = clock_view(request, &file->standing, row->dates.clock);
    Holder holder = standing_holder(&file->standing);
    bool english = visitor_english(visitor_of(request));
    const Officer *claimant = *file->standing.claimant ? people_officer(scene->people, file->standing.claimant) : NULL;
    Value *out = value_push_object(a, list);
    value_set_str(a, out, "number", row->number);
    value_set_str(a, out, "url", arena_printf(a, "/desk/cases/%s", row->number));
    value_set_str(a, out, "item_name", item ? words_item(request, item) : row->item);
    value_set_str(a, out, "applicant", *row->applicant ? row->applicant : page_message(request, "case.erased"));
    const char *together = holder == HOLDER_CO ? case_joint_holders(request, &file->standing) : NULL;
    value_set_str(a, out, "holder", together ? together : english ? holder_en(holder) : holder_zh(holder));
    value_set_str(a, out, "state_text", stage_text(request, row->stage));
    value_set_str(a, out, "tone", stage_tone(row->stage, file->standing.outcome));
    value_set_str(a, out, "clock_tone", tone);
    value_set_str(a, out, "clock_text", clock.running && clock.limit && !done ? arena_printf(a, "%d/%d", clock.day, clock.limit) : clock_words(request, tone));
    value_set_str(a, out, "clock_words", clock.running && clock.limit && !done ? clock_words(request, tone) : NULL);
    bool due = !done && !day_is_none(row->dates.due);
    value_set_str(a, out, "due", done ? day_text(a, row->concluded) : due ? day_text(a, row->dates.due) : "—");
    value_set_bool(a, out, "provisional", due && row->dates.provisional);
    value_set_int(a, out, "due_sort", done ? row->concluded.n : due ? row->dates.due.n : INT32_MAX);
    value_set_str(a, out, "next_text", next_text(request, file));
    value_set_str(a, out, "first_handler", row->first_handler);
    value_set_str(a, out, "claimant", claimant ? claimant->name : NULL);
    value_set_str(a, out, "task_text", task_text(request, &file->standing));
    value_set(a, out, "badges", case_badges(request, &file->standing));
    if (tab == TAB_JOINT) case_joint_row(request, out, &file->standing);
}

static Rows tab_rows(Request *request, const Desk *desk, int64_t *total)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Rows rows = {ARENA_ARRAY(a, CaseRow, ROWS), 0};
    int from = (desk->page - 1) * ROWS;
    if (desk->tab == TAB_MINE || desk->tab == TAB_TASKS) {
        const Rows *all = desk->tab == TAB_MINE ? &desk->mine : &desk->tasks;
        *total = 0;
        for (int i = 0; i < all->count; i++) {
            const CaseRow *row = &all->list[i];
            if (!held_so(desk, v, row)) continue;
            if (*desk->tone && strcmp(clock_tone(request, &row->dates, row->stage), desk->tone)) continue;
            if (*total >= from && rows.count < ROWS) rows.list[rows.count++] = *row;
            ++*total;
        }
        return rows;
    }
    if (desk->tab == TAB_JOINT) {
        *total = joint_count(v, !desk->all_copied);
        rows.list = joint_list(request, !desk->all_copied, from, ROWS, &rows.count);
        return rows;
    }
    CaseFilter f = tab_filter(v, desk, desk->tab);
    if (*desk->tone && desk->tab != TAB_DONE) tone_filter(v, desk->tone, &f);
    *total = cases_count(v->hall->scene->store, &f);
    f.limit = ROWS;
    f.offset = from;
    rows.list = cases_list(v->hall->scene->store, a, &f, &rows.count);
    return rows;
}

/* ---- finding ---- */

static const CaseFile *by_number(Request *request, const char *typed)
{
    Visitor *v = visitor_of(request);
    Scene *scene = v->hall->scene;
    int64_t short_number;
    const CaseFile *file = case_find(scene->store, request->arena, typed);
    if (!file && text_parse_int(typed, 1, 99999, &short_number)) {          /* today's 12 is 420115-20261123-00012 */
        int y, m, d;
        day_split(v->today, &y, &m, &d);
        file = case_find(scene->store, request->arena, arena_printf(request->arena, "%s-%04d%02d%02d-%05d", scene->centre->area, y, m, d, (int)short_number));
    }
    return file && visitor_may(request, RIGHT_SEE_CASE, file) ? file : NULL;
}

/* Cases of the items that the words find, open ones first, within what this officer may see. */
static Rows found_rows(Request *request, const Desk *desk)
{
    Visitor *v = visitor_of(request);
    Rows rows = {ARENA_ARRAY(request->arena, CaseRow, MINE_MOST), 0};
    int count;
    SearchHit *hits = catalog_search(v->hall->scene->catalog, request->arena, v->today, desk->find, FOUND_ITEMS, &count);
    for (int concluded = 0; concluded < 2; concluded++)
        for (int i = 0; i < count && rows.count < LIMIT_PAGE_ROWS; i++) {
            CaseFilter f = tab_filter(v, desk, desk->has[TAB_DEPARTMENT] ? TAB_DEPARTMENT : TAB_WINDOW);
            f.item = hits[i].item->code;
            f.concluded = concluded;
            gather(request, &rows, f, false, false);
        }
    if (rows.count > LIMIT_PAGE_ROWS) rows.count = LIMIT_PAGE_ROWS;
    return rows;
}

/* ---- the page ---- */

static void set_pages(Request *request, Value *view, const Desk *desk, int64_t total)
{
    Arena *a = request->arena;
    int last = (int)((total + ROWS - 1) / ROWS);
    if (last <= 1) return;
    Value *pages = value_set_object(a, view, "pages");
    value_set_str(a, pages, "previous", desk->page > 1 ? desk_url(request, desk, desk->tab, desk->tone, desk->page - 1) : NULL);
    value_set_str(a, pages, "next", desk->page < last ? desk_url(request, desk, desk->tab, desk->tone, desk->page + 1) : NULL);
    Value *list = value_set_list(a, pages, "list");
    for (int i = 1; i <= last; i++) {
        if (i != 1 && i != last && abs(i - desk->page) > 2) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "number", i);
        value_set_str(a, row, "url", desk_url(request, desk, desk->tab, desk->tone, i));
        value_set_bool(a, row, "current", i == desk->page);
    }
}

/* Who holds several posts sits at one of them: its window and department are the lists she sees, and it is the post she acts under where it alone suffices. */
static void set_posts(Request *request, Value *view)
{
    const Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Actor one;
    if (!actor_has_posts(&v->actor)) return;
    value_set_bool(a, view, "has_posts", true);
    Value *list = value_set_list(a, view, "posts");
    for (int at = 0; actor_post(&v->actor, &at, &one);) {
        const Department *department = catalog_department(v->hall->scene->catalog, one.department);
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "id", one.post);
        value_set_str(a, row, "name", arena_printf(a, "%s%s%s", department ? words_shown(request, department->name) : "", department ? " · " : "", words_shown(request, one.post_name ? one.post_name : "")));
        value_set_bool(a, row, "current", one.post == v->actor.post);
    }
}

static void take_post(Request *request)
{
    int64_t post;
    Actor chosen = visitor_of(request)->actor;
    if (text_parse_int(request_form(request, "post"), 1, INT64_MAX, &post)) chosen = actor_under(&chosen, post);
    reply_cookie(request, "yc_post", arena_printf(request->arena, "%lld", (long long)chosen.post), 24 * 3600);
    reply_redirect(request, 303, "/desk");
}

static void desk_page(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    if (!right_has(&v->actor, RIGHT_SEE_CASE, NULL)) { reply_redirect(request, 303, right_has(&v->actor, RIGHT_SEE_STAFF, NULL) ? "/admin" : "/"); return; }
    Desk desk = desk_asked(request);
    const CaseFile *exact = *desk.find ? by_number(request, desk.find) : NULL;
    if (exact) { reply_redirect(request, 303, arena_printf(a, "/desk/cases/%s", exact->number)); return; }
    int64_t total = 0;
    Rows rows = *desk.find ? found_rows(request, &desk) : tab_rows(request, &desk, &total);
    Value *view = page_view(request, "desk");
    set_posts(request, view);
    set_tabs(request, view, &desk);
    set_tally(request, view, &desk);
    set_held(request, view, &desk);
    Value *list = value_set_list(a, view, "rows");
    for (int i = 0; i < rows.count; i++) show_row(request, list, &rows.list[i], *desk.find ? TAB_MINE : desk.tab);
    value_set_str(a, view, "find", desk.find);
    value_set_bool(a, view, "done", desk.tab == TAB_DONE && !*desk.find);
    value_set_bool(a, view, "may_intake", right_has(&v->actor, RIGHT_RECEIVE, NULL));
    bool bulk = desk.tab != TAB_DONE && desk.tab != TAB_JOINT && !*desk.find && rows.count && actor_roles(&v->actor) & ~(unsigned)(ROLE_SUPERVISOR | ROLE_ADMIN);
    value_set_bool(a, view, "bulk", bulk);
    if (bulk) desk_bulk_view(request, view);
    value_set_str(a, view, "back", desk_url(request, &desk, desk.tab, desk.tone, desk.page));
    value_set_bool(a, view, "live", desk.tab != TAB_DONE && !*desk.find);
    if (!*desk.find) set_pages(request, view, &desk, total);
    page_show(request, 200, "desk", view);
}

const Route desk_routes[] = {
    {HTTP_GET, "/desk", desk_page, ROUTE_STAFF, "工作台 work list"},
    {HTTP_GET, "/desk/live", desk_live, ROUTE_STAFF, "列表更新 server-sent events: the work list has changed"},
    {HTTP_POST, "/desk/post", take_post, ROUTE_STAFF, "以哪一岗位办理 which of several posts she sits at"},
    {HTTP_POST, "/desk/bulk", desk_bulk, ROUTE_STAFF, "批量认领改派 claim, release or reassign the ticked cases"},
    {HTTP_GET, "/desk/intake", intake_page, RIGHT_RECEIVE, "窗口收件 intake at the counter"},
    {HTTP_POST, "/desk/intake", intake_take, RIGHT_RECEIVE, "窗口收件 take a case at the counter"},
    {HTTP_GET, "/desk/cases/:number", case_desk_page, ROUTE_STAFF, "办件 the case desk"},
    {HTTP_GET, "/desk/cases/:number/deadline", case_desk_deadline, ROUTE_STAFF, "期限 deadline of the case, day by day"},
    {HTTP_GET, "/desk/cases/:number/process.bpmn", case_desk_bpmn, ROUTE_STAFF, "流程图文件 the case's way through the process, BPMN 2.0"},
    {HTTP_GET, "/desk/cases/:number/files/:id", case_desk_file, ROUTE_STAFF, "材料 an uploaded material, on record"},
    {HTTP_POST, "/desk/cases/:number/materials", case_desk_materials, ROUTE_STAFF, "核验材料 verdict per material"},
    {HTTP_POST, "/desk/cases/:number/acts/:act", case_desk_act, ROUTE_STAFF, "办理 one act of the law's table"},
    {HTTP_POST, "/desk/cases/:number/show", case_desk_reveal, ROUTE_STAFF, "查看个人信息 personal data unmasked, on record"},
    {0}};
