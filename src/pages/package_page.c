/* package_page.c: one thing, one application (一件事): the themes, one theme with its steps and shared materials, the application, how it goes on. */
#include "base/text.h"
#include "pages/applicant.h"
#include "pages/case_view.h"
#include "pages/desk_form.h"
#include "pages/desk_inside.h"
#include "pages/handin.h"
#include "pages/item_view.h"
#include "pages/office.h"
#include "pages/words.h"
#include "window/package_act.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }
static const char *theme_name(Request *request, const PackageTheme *theme) { return english(request) ? theme->name_en : theme->name; }

/* A step's short name is in Chinese; whoever reads English reads the item's. */
static const char *step_name(Request *request, const PackageStep *step)
{
    const Item *item = english(request) ? catalog_item_at(hall_of(request)->scene->catalog, step->item, visitor_of(request)->today) : NULL;
    return item ? words_item(request, item) : step->step;
}

static const char *waits_for(Request *request, const PackageStep *steps, uint32_t after)
{
    Buf out = buf_new(request->arena);
    for (int i = 0; i < PACKAGE_STEPS; i++)
        if (after & 1u << i) buf_printf(&out, "%s%s", out.length ? english(request) ? ", " : "、" : "", step_name(request, &steps[i]));
    return out.length ? out.text : NULL;
}

/* The longest way through the promised limits: what the whole takes when everybody keeps his promise. Working days and calendar days are named apart:
 * nobody knows before the day what the one is in the other. */
static const char *longest_way(Request *request, const PackageStep *steps, int count)
{
    struct { int working, calendar; } ends[PACKAGE_STEPS] = {0}, longest = {0};
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(hall_of(request)->scene->catalog, steps[i].item, visitor_of(request)->today);
        for (int k = 0; k < i; k++)
            if (steps[i].after & 1u << k && ends[k].working + ends[k].calendar > ends[i].working + ends[i].calendar) ends[i] = ends[k];
        if (item && text_equal(item->promised_unit, "calendar_day")) ends[i].calendar += item->promised_limit;
        else if (item) ends[i].working += item->promised_limit;
        if (ends[i].working + ends[i].calendar > longest.working + longest.calendar) longest = ends[i];
    }
    const char *working = item_limit(request, longest.working, "workday"), *calendar = item_limit(request, longest.calendar, "calendar_day");
    if (!longest.calendar) return working;
    return longest.working ? arena_printf(request->arena, "%s + %s", working, calendar) : calendar;
}

static void list_page(Request *request)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "items"), *list = value_set_list(a, view, "themes");
    int count;
    const PackageTheme *themes = package_themes(store_of(request), a, &count);
    for (int i = 0; i < count; i++) {
        int steps;
        const PackageStep *all = package_theme_steps(store_of(request), a, themes[i].code, &steps);
        Buf names = buf_new(a);
        for (int k = 0; k < steps; k++) buf_printf(&names, "%s%s", k ? " → " : "", step_name(request, &all[k]));
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", theme_name(request, &themes[i]));
        value_set_str(a, row, "url", arena_printf(a, "/packages/%s", themes[i].code));
        value_set_str(a, row, "steps", names.text);
        value_set_str(a, row, "days", longest_way(request, all, steps));
    }
    static const char *const names[] = {"define", "retire", NULL}, *const none[] = {NULL};
    desk_form_acts(request, view, &packages_desk, visitor_of(request)->actor.kind == ACTOR_OFFICER ? names : none, NULL, NULL, NULL);
    page_show(request, 200, "packages", view);
}

/* ---- one theme, and the application: by the citizen herself, or taken at the counter ---- */

typedef struct Applying {
    const char *code;                    /* of the theme */
    ApplicantPlace place;
    Value *typed, *errors;
    const Value *materials;              /* of all steps, by name */
    HandIn *handin;                      /* online */
    PackageFile *files;
} Applying;

static const char *address_of(Request *request, const char *code, ApplicantPlace place)
{
    return arena_printf(request->arena, place == APPLICANT_COUNTER ? "/desk/packages/%s" : "/packages/%s", code);
}

/* B8: an officer may take the whole when one of its steps belongs to her window. */
static bool may_take(Request *request, const PackageStep *steps, int count)
{
    Visitor *v = visitor_of(request);
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(v->hall->scene->catalog, steps[i].item, v->today);
        if (item && right_has(&v->actor, RIGHT_RECEIVE, &(RightScope){.department = item->department, .window = item->window})) return true;
    }
    return false;
}

static void set_steps(Request *request, Value *view, const PackageStep *steps, int count)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *list = value_set_list(a, view, "steps");
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(v->hall->scene->catalog, steps[i].item, v->today);
        const Department *d = item ? catalog_department(v->hall->scene->catalog, item->department) : NULL;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "step", english(request) ? arena_printf(a, "%d", i + 1) : steps[i].step);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : steps[i].item);
        value_set_str(a, row, "item_url", arena_printf(a, "/items/%s", steps[i].item));
        value_set_str(a, row, "department", d ? words_shown(request, d->name) : "");
        value_set_str(a, row, "promise", item ? item_limit(request, item->promised_limit, item->promised_unit) : "");
        value_set_str(a, row, "after", waits_for(request, steps, steps[i].after));
    }
}

/* Each shared material once: with a file online, as a tick at the counter. */
static void set_materials(Request *request, Value *view, const Applying *applying)
{
    Arena *a = request->arena;
    Value *rows = handin_show(request, view, applying->handin);
    int no = 0;
    for (const Value *m = applying->materials->first; m; m = m->next) {
        no++;
        Value *row = handin_show_one(request, rows, no, value_str(m, "name"), value_bool(m, "required"), applying->handin);
        value_set_int(a, row, "original", value_int(m, "originals", 0));
        value_set_int(a, row, "copies", value_int(m, "copies", 0));
        value_set_str(a, row, "note", message_format(hall_of(request)->messages, a, visitor_of(request)->language, "package.for_steps", (const char *[]){value_str_or(m, "steps", "")}, 1));
        value_set_bool(a, row, "given", request_form(request, arena_printf(a, "m%d", no)) != NULL);
    }
}

static void show_theme(Request *request, int status, const PackageTheme *theme, const Applying *applying, Refusal refusal, const char *detail)
{
    Arena *a = request->arena;
    bool counter = applying->place == APPLICANT_COUNTER;
    int count;
    const PackageStep *steps = package_theme_steps(store_of(request), a, theme->code, &count);
    Value *view = page_view(request, counter ? "intake" : "items");
    set_steps(request, view, steps, count);
    set_materials(request, view, applying);
    applicant_show(request, view, applying->place, applying->typed, applying->errors);
    value_set_str(a, view, "name", theme_name(request, theme));
    value_set_str(a, view, "action", address_of(request, theme->code, applying->place));
    value_set_str(a, view, "days", longest_way(request, steps, count));
    value_set_bool(a, view, "offered", !theme->retired);
    value_set_bool(a, view, "counter", counter);
    value_set_str(a, view, "counter_url", !counter && may_take(request, steps, count) ? address_of(request, theme->code, APPLICANT_COUNTER) : NULL);
    value_set_str(a, view, "idempotency", page_form_key(request));
    value_set_str(a, view, "csrf", visitor_csrf(request));
    if (refusal != REFUSED_NOTHING) page_set_refusal(request, view, refusal, detail);
    page_show(request, status, "package", view);
}

/* The theme of the address and its shared materials; NULL when the reply is given. */
static const PackageTheme *asked_theme(Request *request, Applying *applying)
{
    Arena *a = request->arena;
    const PackageTheme *theme = package_theme(store_of(request), a, request_param(request, "code"));
    if (!theme) { page_refusal(request, REFUSED_NO_SUCH_PACKAGE, NULL); return NULL; }
    int count;
    const PackageStep *steps = package_theme_steps(store_of(request), a, theme->code, &count);
    if (applying->place == APPLICANT_COUNTER && !may_take(request, steps, count)) { page_refusal(request, REFUSED_OTHER_WINDOW, theme->name); return NULL; }
    applying->code = theme->code;
    applying->materials = package_materials(a, hall_of(request)->scene->catalog, steps, count, visitor_of(request)->today);
    return theme;
}

static void show_empty(Request *request, ApplicantPlace place)
{
    Applying applying = {.place = place};
    const PackageTheme *theme = asked_theme(request, &applying);
    if (!theme) return;
    applying.typed = place == APPLICANT_ONLINE ? applicant_known(request) : NULL;
    show_theme(request, 200, theme, &applying, REFUSED_NOTHING, NULL);
}

static void theme_page(Request *request) { show_empty(request, APPLICANT_ONLINE); }
static void counter_page(Request *request) { show_empty(request, APPLICANT_COUNTER); }

static void opened(Request *request, WindowTurn *turn)
{
    const Applying *applying = turn->context;
    if (turn->refusal != REFUSED_NOTHING) {
        const PackageTheme *theme = package_theme(store_of(request), request->arena, applying->code);
        if (theme) show_theme(request, refusal_text(turn->refusal)->status, theme, applying, turn->refusal, turn->detail);
        else page_refusal(request, turn->refusal, turn->detail);
        return;
    }
    const Value *first = value_get(turn->result, "cases")->first;
    if (applying->place == APPLICANT_ONLINE) visitor_grant_case(request, value_int(first, "case_id", 0));
    reply_redirect(request, 303, arena_printf(request->arena, "/my-package/%lld?fresh=1", (long long)value_int(turn->result, "id", 0)));
}

/* What was handed in, by name: files and papers online, ticks at the counter. The files' places are those of this list. */
static Value *handed_by_name(Request *request, Applying *applying, int *files)
{
    Arena *a = request->arena;
    Value *handed = value_list(a);
    int no = 0, place = 0;
    *files = 0;
    applying->files = ARENA_ARRAY(a, PackageFile, LIMIT_UPLOADS_PER_REQUEST);
    for (const Value *m = applying->materials->first; m; m = m->next) {
        no++;
        const char *way = applying->place == APPLICANT_COUNTER && request_form(request, arena_printf(a, "m%d", no)) ? "paper" : NULL, *hash = NULL;
        for (const Value *r = applying->handin ? applying->handin->materials->first : NULL; r; r = r->next)
            if (value_int(r, "no", 0) == no) way = value_str(r, "way"), hash = value_str(r, "sha256");
        if (!way) continue;
        place++;
        Value *row = value_push_object(a, handed);
        value_set_str(a, row, "name", value_str(m, "name"));
        value_set_str(a, row, "way", way);
        if (!hash) continue;
        value_set_str(a, row, "sha256", hash);
        for (int i = 0; i < applying->handin->count; i++) {
            const CaseActFile *f = &applying->handin->files[i];
            if (f->material == no) applying->files[(*files)++] = (PackageFile){place, f->name, f->type, f->sha256, f->data, f->bytes};
        }
    }
    return handed;
}

static void submit(Request *request, void *context)
{
    Applying *applying = context;
    int files;
    Value *input = value_copy(request->arena, applying->typed), *handed = handed_by_name(request, applying, &files);
    value_set(request->arena, input, "materials", handed);
    const char *key = request_form(request, "idempotency");
    PackageOpen open = {.code = applying->code, .input = input, .files = applying->files, .file_count = files, .key = key && strlen(key) >= 16 ? key : NULL};
    WindowTurn *turn = page_new_turn(request, package_open, arena_memdup(request->arena, &open, sizeof open));
    turn->context = applying;
    page_turn(request, turn, opened);
}

static void hash(void *context) { handin_hash(((Applying *)context)->handin); }

static void take(Request *request, ApplicantPlace place)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Applying *applying = ARENA_NEW(a, Applying);
    applying->place = place;
    const PackageTheme *theme = asked_theme(request, applying);
    if (!theme) return;
    applying->typed = applicant_typed(request, place);
    applying->errors = applicant_errors(request, place, applying->typed);
    if (place == APPLICANT_ONLINE) applying->handin = handin_read_numbers(request, applying->materials->count);
    if (applying->errors->count || (applying->handin && applying->handin->error)) { show_theme(request, 422, theme, applying, REFUSED_NOTHING, NULL); return; }
    char address[64];
    throttle_address(request->remote, address, sizeof address);
    if (!v->signed_in && !throttle_take(v->hall->applications, address, v->now, NULL)) { show_theme(request, 429, theme, applying, REFUSED_TOO_MANY, NULL); return; }
    if (applying->handin && applying->handin->count) page_offload(request, hash, applying, submit);
    else submit(request, applying);
}

static void apply(Request *request) { take(request, APPLICANT_ONLINE); }
static void take_at_counter(Request *request) { take(request, APPLICANT_COUNTER); }

/* ---- how it goes on ---- */

static void progress_page(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int64_t id;
    int count = 0;
    const Package *package = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) ? package_load(store_of(request), a, id) : NULL;
    const PackageStep *steps = package ? package_children(store_of(request), a, id, &count) : NULL;
    bool holder = false, staff = false;
    for (int i = 0; i < count; i++) {
        const CaseFile *file = steps[i].case_id ? case_load(store_of(request), a, steps[i].case_id) : NULL;
        holder |= file && visitor_is_holder(request, file);
        staff |= file && v->actor.kind == ACTOR_OFFICER && visitor_may(request, RIGHT_SEE_CASE, file);
    }
    if (!holder && !staff) { reply_redirect(request, 303, "/track"); return; }       /* who may not see it does not learn whether it exists */
    const PackageTheme *theme = package_theme(store_of(request), a, package->code);
    Value *view = page_view(request, "track"), *list = value_set_list(a, view, "steps");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = steps[i].case_id ? case_load(store_of(request), a, steps[i].case_id) : NULL;
        const Item *item = catalog_item_newest(v->hall->scene->catalog, steps[i].item);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "step", english(request) ? arena_printf(a, "%d", i + 1) : steps[i].step);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : steps[i].item);
        value_set_str(a, row, "after", waits_for(request, steps, steps[i].after));
        value_set_str(a, row, "number", file ? file->number : NULL);
        value_set_str(a, row, "url", !file ? NULL : arena_printf(a, holder ? "/case/%s" : "/desk/cases/%s", file->number));
        value_set_str(a, row, "stage_text", file ? stage_text(request, file->standing.stage) : page_message(request, "package.waits"));
        value_set_str(a, row, "tone", file ? stage_tone(file->standing.stage, file->standing.outcome) : "plain");
        value_set_str(a, row, "due", file && !day_is_none(file->dates.due) ? day_text(a, file->dates.due) : NULL);
        value_set_str(a, row, "query_code", file && holder ? case_query_code(a, v->hall->scene->secret, file->id, file->number) : NULL);
    }
    value_set_str(a, view, "name", theme ? theme_name(request, theme) : package->code);
    value_set_str(a, view, "opened", day_text(a, package->opened));
    value_set_str(a, view, "state_text", english(request) ? package_state_en(package->state) : package_state_zh(package->state));
    value_set_str(a, view, "tone", package->state == PACKAGE_FINISHED ? "green" : package->state == PACKAGE_BLOCKED ? "seal" : "amber");
    value_set_bool(a, view, "holder", holder);
    value_set_bool(a, view, "fresh", request_query(request, "fresh") != NULL);
    page_show(request, 200, "my_package", view);
}

void package_tiles(Request *request, Value *view)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, view, "packages");
    int count, steps;
    const PackageTheme *themes = package_themes(store_of(request), a, &count);
    for (int i = 0; i < count; i++) {
        const PackageStep *all = package_theme_steps(store_of(request), a, themes[i].code, &steps);
        if (!may_take(request, all, steps)) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", theme_name(request, &themes[i]));
        value_set_str(a, row, "url", address_of(request, themes[i].code, APPLICANT_COUNTER));
    }
    value_set_bool(a, view, "has_packages", list->count > 0);
}

const Route package_routes[] = {
    {HTTP_GET, "/packages", list_page, ROUTE_OPEN, "一件事 one thing, one application"},
    {HTTP_GET, "/packages/:code", theme_page, ROUTE_OPEN, "one theme: its steps and materials, and the application"},
    {HTTP_POST, "/packages/:code", apply, ROUTE_OPEN, "apply for all of it"},
    {HTTP_GET, "/desk/packages/:code", counter_page, RIGHT_RECEIVE, "一件事窗口收件 a package taken at the counter"},
    {HTTP_POST, "/desk/packages/:code", take_at_counter, RIGHT_RECEIVE, "take it"},
    {HTTP_GET, "/my-package/:id", progress_page, ROUTE_OPEN, "how a package goes on"},
    {0},
};
