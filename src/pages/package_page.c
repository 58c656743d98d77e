/* package_page.c: one thing, one application (一件事): the themes, one theme with its steps and shared materials, the application, how it goes on. */
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/desk_form.h"
#include "pages/field.h"
#include "pages/item_view.h"
#include "pages/office.h"
#include "pages/words.h"
#include "people/identity.h"
#include "window/package_act.h"
#include <string.h>

static const FieldOption kinds[] = {{"person", "个人", "a person"}, {"firm", "企业或组织", "a firm or organisation"}, {0}};
static const FieldRow fields[] = {
    {"applicant_kind", FIELD_RADIOS, "申请人类型", "Applicant", NULL, NULL, "", true, NULL, kinds},
    {"applicant_name", FIELD_TEXT, "姓名或单位名称", "Name", "与证件一致", "as on the identity document", "20", true, "name"},
    {"identity", FIELD_TEXT, "证件号码", "Identity number or credit code", "个人填公民身份号码，单位填统一社会信用代码", "citizen identity number, or unified social credit code", "20", true, "off"},
    {"phone", FIELD_TEL, "联系电话", "Phone", NULL, NULL, "20", true, "tel"},
    {"address", FIELD_TEXT, "联系地址", "Address", NULL, NULL, "", false, "street-address"},
    {"truth", FIELD_CHECK, "我已知悉，并对申请材料实质内容的真实性负责", "I understand, and I answer for the truth of what I hand in", NULL, NULL, "", true},
    {0}};

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }
static const char *theme_name(Request *request, const PackageTheme *theme) { return english(request) ? theme->name_en : theme->name; }

static const char *waits_for(Request *request, const PackageStep *steps, uint32_t after)
{
    Buf out = buf_new(request->arena);
    for (int i = 0; i < PACKAGE_STEPS; i++)
        if (after & 1u << i) buf_printf(&out, "%s%s", out.length ? "、" : "", steps[i].step);
    return out.length ? out.text : NULL;
}

/* The longest way through the promised limits, in working days where they are in working days: what the whole takes when everybody keeps his promise. */
static int longest_way(Request *request, const PackageStep *steps, int count)
{
    int ends[PACKAGE_STEPS] = {0}, longest = 0;
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(hall_of(request)->scene->catalog, steps[i].item, visitor_of(request)->today);
        int begin = 0;
        for (int k = 0; k < i; k++) if (steps[i].after & 1u << k && ends[k] > begin) begin = ends[k];
        ends[i] = begin + (item ? item->promised_limit : 0);
        if (ends[i] > longest) longest = ends[i];
    }
    return longest;
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
        for (int k = 0; k < steps; k++) buf_printf(&names, "%s%s", k ? " → " : "", all[k].step);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", theme_name(request, &themes[i]));
        value_set_str(a, row, "url", arena_printf(a, "/packages/%s", themes[i].code));
        value_set_str(a, row, "steps", names.text);
        value_set_int(a, row, "days", longest_way(request, all, steps));
    }
    static const char *const names[] = {"define", "retire", NULL}, *const none[] = {NULL};
    desk_form_acts(request, view, &packages_desk, visitor_of(request)->actor.kind == ACTOR_OFFICER ? names : none, NULL, NULL, NULL);
    page_show(request, 200, "packages", view);
}

/* ---- one theme, and the application ---- */

static void show_theme(Request *request, int status, const PackageTheme *theme, const Value *typed, const Value *errors, Refusal refusal, const char *detail)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int count;
    const PackageStep *steps = package_theme_steps(store_of(request), a, theme->code, &count);
    Value *view = page_view(request, "items"), *list = value_set_list(a, view, "steps");
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(v->hall->scene->catalog, steps[i].item, v->today);
        const Department *d = item ? catalog_department(v->hall->scene->catalog, item->department) : NULL;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "step", steps[i].step);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : steps[i].item);
        value_set_str(a, row, "item_url", arena_printf(a, "/items/%s", steps[i].item));
        value_set_str(a, row, "department", d ? words_shown(request, d->name) : "");
        value_set_str(a, row, "promise", item ? item_limit(request, item->promised_limit, item->promised_unit) : "");
        value_set_str(a, row, "after", waits_for(request, steps, steps[i].after));
    }
    Value *materials = value_set(a, view, "materials", package_materials(a, v->hall->scene->catalog, steps, count, v->today));
    int64_t no = 0;
    for (Value *m = materials->first; m; m = m->next) {
        value_set_int(a, m, "no", ++no);
        value_set_bool(a, m, "given", value_bool(typed, arena_printf(a, "m%lld", (long long)no)));
    }
    value_set_str(a, view, "name", theme_name(request, theme));
    value_set_str(a, view, "code", theme->code);
    value_set_int(a, view, "days", longest_way(request, steps, count));
    value_set_bool(a, view, "offered", !theme->retired);
    value_set_str(a, view, "csrf", visitor_csrf(request));
    value_set(a, view, "fields", field_list(request, fields, "", typed, errors));
    if (errors) office_set_errors(request, view, "", fields, errors);
    if (refusal != REFUSED_NOTHING) page_set_refusal(request, view, refusal, detail);
    page_show(request, status, "package", view);
}

static const PackageTheme *asked_theme(Request *request)
{
    const PackageTheme *theme = package_theme(store_of(request), request->arena, request_param(request, "code"));
    if (!theme) page_refusal(request, REFUSED_NO_SUCH_PACKAGE, NULL);
    return theme;
}

static void theme_page(Request *request)
{
    const PackageTheme *theme = asked_theme(request);
    if (!theme) return;
    Value *typed = value_object(request->arena);
    value_set_str(request->arena, typed, "applicant_kind", "person");
    show_theme(request, 200, theme, typed, NULL, REFUSED_NOTHING, NULL);
}

typedef struct Applying { const char *code; const Value *typed; } Applying;

static void opened(Request *request, WindowTurn *turn)
{
    const Applying *applying = turn->context;
    if (turn->refusal != REFUSED_NOTHING) {
        const PackageTheme *theme = package_theme(store_of(request), request->arena, applying->code);
        if (theme) show_theme(request, refusal_text(turn->refusal)->status, theme, applying->typed, NULL, turn->refusal, turn->detail);
        else page_refusal(request, turn->refusal, turn->detail);
        return;
    }
    const Value *first = value_get(turn->result, "cases")->first;
    visitor_grant_case(request, value_int(first, "case_id", 0));
    reply_redirect(request, 303, arena_printf(request->arena, "/my-package/%lld?fresh=1", (long long)value_int(turn->result, "id", 0)));
}

static void apply(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const PackageTheme *theme = asked_theme(request);
    if (!theme) return;
    int count;
    const PackageStep *steps = package_theme_steps(store_of(request), a, theme->code, &count);
    const Value *materials = package_materials(a, v->hall->scene->catalog, steps, count, v->today);
    Value *typed = field_values(request, fields), *errors = value_object(a), *input = value_copy(a, typed), *handed = value_set_list(a, input, "materials");
    int no = 0;
    for (const Value *m = materials->first; m; m = m->next) {
        const char *key = arena_printf(a, "m%d", ++no);
        if (!request_form(request, key)) continue;
        value_set_bool(a, typed, key, true);
        Value *row = value_push_object(a, handed);
        value_set_str(a, row, "name", value_str(m, "name"));
        value_set_str(a, row, "way", "paper");
    }
    for (const FieldRow *row = fields; row->name; row++) {
        const Value *given = value_get(typed, row->name);
        bool empty = !given || given->kind == VALUE_NULL || (given->kind == VALUE_STRING && text_blank(given->string)) || (given->kind == VALUE_BOOL && !given->boolean);
        if (row->required && empty) value_set_str(a, errors, row->name, page_message(request, "office.missing"));
    }
    if (errors->count) { show_theme(request, 422, theme, typed, errors, REFUSED_NOTHING, NULL); return; }
    char address[64];
    throttle_address(request->remote, address, sizeof address);
    if (!v->signed_in && !throttle_take(v->hall->applications, address, v->now, NULL)) { show_theme(request, 429, theme, typed, NULL, REFUSED_TOO_MANY, NULL); return; }
    Applying *applying = ARENA_NEW(a, Applying);
    *applying = (Applying){.code = arena_strdup(a, theme->code), .typed = typed};
    PackageOpen open = {.code = applying->code, .input = input};
    WindowTurn *turn = page_new_turn(request, package_open, arena_memdup(a, &open, sizeof open));
    turn->context = applying;
    page_turn(request, turn, opened);
}

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
        value_set_str(a, row, "step", steps[i].step);
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
    value_set_bool(a, view, "fresh", holder && request_query(request, "fresh"));
    page_show(request, 200, "my_package", view);
}

const Route package_routes[] = {
    {HTTP_GET, "/packages", list_page, ROUTE_OPEN, "一件事 one thing, one application"},
    {HTTP_GET, "/packages/:code", theme_page, ROUTE_OPEN, "one theme: its steps and materials, and the application"},
    {HTTP_POST, "/packages/:code", apply, ROUTE_OPEN, "apply for all of it"},
    {HTTP_GET, "/my-package/:id", progress_page, ROUTE_OPEN, "how a package goes on"},
    {0},
};
