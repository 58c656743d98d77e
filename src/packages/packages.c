/* packages.c: themes of cases that belong together, their order, and their shared materials; see packages.h. */
#include "packages/packages.h"
#include "base/text.h"
#include <string.h>

static const char *const states[][2] = {[PACKAGE_OPEN] = {"办理中", "under way"}, [PACKAGE_FINISHED] = {"全部办结", "all concluded"}, [PACKAGE_BLOCKED] = {"前置环节未获准予，已停止", "stopped: an earlier step was not granted"}};
const char *package_state_zh(PackageState state) { return states[state][0]; }
const char *package_state_en(PackageState state) { return states[state][1]; }

/* ---- definitions ---- */

static int step_named(const PackageStep *steps, int count, const char *name)
{
    for (int i = 0; i < count; i++) if (!strcmp(steps[i].step, name)) return i;
    return -1;
}

static bool parse_line(Arena *arena, const char *line, PackageStep *steps, int at, const char **why)
{
    char **halves, **sides, **names;
    PackageStep *s = &steps[at];
    int parts = text_split(arena, line, '=', &halves);
    if (parts != 2 || text_blank(halves[0])) { *why = arena_printf(arena, "%s：应写为 环节=事项编码 或 环节=事项编码<前一环节+另一环节", line); return false; }
    int n = text_split(arena, halves[1], '<', &sides);
    *s = (PackageStep){.place = at, .step = text_trim(arena, halves[0]), .item = text_trim(arena, sides[0])};
    if (n > 2 || step_named(steps, at, s->step) >= 0) { *why = arena_printf(arena, "%s：环节重复或格式不正确", s->step); return false; }
    int count = n == 2 ? text_split(arena, sides[1], '+', &names) : 0;
    for (int i = 0; i < count; i++) {
        int earlier = step_named(steps, at, text_trim(arena, names[i]));
        if (earlier < 0) { *why = arena_printf(arena, "%s：前面没有环节“%s”", s->step, names[i]); return false; }
        s->after |= 1u << earlier;
    }
    return true;
}

PackageStep *package_steps_parse(Arena *arena, const Value *lines, int *count, const char **why)
{
    PackageStep *steps = ARENA_ARRAY(arena, PackageStep, PACKAGE_STEPS + 1);
    *count = 0;
    for (const Value *line = lines ? lines->first : NULL; line; line = line->next) {
        if (*count == PACKAGE_STEPS) { *why = arena_printf(arena, "不超过%d个环节", PACKAGE_STEPS); return NULL; }
        if (!parse_line(arena, line->string, steps, *count, why)) return NULL;
        ++*count;
    }
    if (*count < 2) { *why = "一件事至少由两个环节组成"; return NULL; }
    return steps;
}

static bool define(DeskTurn *t)
{
    int count;
    const char *why = NULL;
    PackageStep *steps = package_steps_parse(t->arena, value_get(t->body, "steps"), &count, &why);
    if (!steps) return desk_refuse(t, REFUSED_PACKAGE_STEPS, why);
    Value *list = value_list(t->arena);
    for (int i = 0; i < count; i++) {
        if (!catalog_item_newest(t->catalog, steps[i].item)) return desk_refuse(t, REFUSED_NO_SUCH_ITEM, steps[i].item);
        Value *row = value_push_object(t->arena, list);
        value_set_str(t->arena, row, "step", steps[i].step);
        value_set_str(t->arena, row, "item", steps[i].item);
        value_set_int(t->arena, row, "after", steps[i].after);
    }
    value_set(t->arena, t->body, "steps", list);
    return true;
}

static bool retire(DeskTurn *t)
{
    const PackageTheme *theme = package_theme(t->store, t->arena, desk_text(t, "code"));
    if (!theme || theme->retired) return desk_refuse(t, REFUSED_NO_SUCH_PACKAGE, desk_text(t, "code"));
    return true;
}

/* ---- materials ---- */

static Value *named(Value *list, const char *name)
{
    for (Value *v = list->first; v; v = v->next) if (text_equal(value_str(v, "name"), name)) return v;
    return NULL;
}

Value *package_materials(Arena *arena, const Catalog *catalog, const PackageStep *steps, int count, Day today)
{
    Value *list = value_list(arena);
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(catalog, steps[i].item, today);
        for (int k = 0; item && k < item->material_count; k++) {
            const Material *m = &item->materials[k];
            Value *row = named(list, m->name);
            if (!row) {
                row = value_push_object(arena, list);
                value_set_str(arena, row, "name", m->name);
                value_set_str(arena, row, "steps", steps[i].step);
                value_set_bool(arena, row, "required", m->required);
                value_set_int(arena, row, "originals", m->originals);
                value_set_int(arena, row, "copies", m->copies);
                continue;
            }
            if (m->required) value_set_bool(arena, row, "required", true);
            if (value_int(row, "originals", 0) < m->originals) value_set_int(arena, row, "originals", m->originals);
            if (value_int(row, "copies", 0) < m->copies) value_set_int(arena, row, "copies", m->copies);
            value_set_str(arena, row, "steps", arena_printf(arena, "%s、%s", value_str_or(row, "steps", ""), steps[i].step));
        }
    }
    return list;
}

Value *package_materials_for(Arena *arena, const Item *item, const Value *handed)
{
    Value *list = value_list(arena);
    for (int k = 0; k < item->material_count; k++) {
        int place = 0;
        for (const Value *h = handed ? handed->first : NULL; h; h = h->next) {
            place++;
            if (!text_equal(value_str(h, "name"), item->materials[k].name)) continue;
            Value *row = value_push_object(arena, list);
            value_set_int(arena, row, "no", item->materials[k].no);
            value_set_str(arena, row, "way", value_str_or(h, "way", "paper"));
            value_set_int(arena, row, "place", place);
            if (value_str(h, "sha256")) value_set_str(arena, row, "sha256", value_str(h, "sha256"));
            break;
        }
    }
    return list;
}

/* ---- the table: opening, going on and ending join cases, so the window does them (window/package_act.c) ---- */

static const DeskField define_fields[] = {
    {"code", DESK_TEXT, "主题编码", "Code", DESK_REQUIRED}, {"name", DESK_TEXT, "一件事名称", "Name", DESK_REQUIRED}, {"name_en", DESK_TEXT, "英文名称", "English name", DESK_REQUIRED},
    {"steps", DESK_LIST, "环节", "Steps", DESK_REQUIRED, .hint_zh = "每行一个：环节=事项编码，有前置的写：环节=事项编码<前置环节+前置环节", .hint_en = "one per line: step=item, or step=item<earlier+earlier"}, {0}};
static const DeskField retire_fields[] = {{"code", DESK_TEXT, "主题编码", "Code", DESK_REQUIRED}, {"reason", DESK_TEXT, "停用原因", "Why", DESK_REQUIRED}, {0}};

static const DeskAct acts[] = {
    {"define", "发布一件事", "Publish a package", "B8", "《优化营商环境条例》第三十五条、第三十六条", "Regulation on Optimising the Business Environment arts 35, 36", "package.defined", DESK_BY_CENTRE, RIGHT_PUBLISH, define_fields, define},
    {"retire", "停用一件事", "Retire a package", "B8", "《优化营商环境条例》第三十五条", "Regulation on Optimising the Business Environment art. 35", "package.retired", DESK_BY_CENTRE, RIGHT_PUBLISH, retire_fields, retire, .warning = true},
    {0}};

const Desk packages_desk = {.name = "package", .zh = "一件事", .en = "Packages", .acts = acts, .apply = packages_apply, .page = "/packages", .follows_cases = true};
