/* district_cases.c: example cases of the demonstration district, so that a new clerk finds work on her desk: joint cases (DOMAIN 3.3) under way. See district.h.
 *
 * Each act is done by the first officer who may, through the window, like anybody's: what is refused ends the loading. */
#include "window/district.h"
#include "base/fault.h"
#include "people/account.h"
#include "window/case_act.h"
#include <string.h>

typedef struct Telling { OneWindow *window; Arena *arena; Instant at; int64_t account; } Telling;
typedef struct Step { Act act; const char *input, *department; } Step;        /* department: whose officer; NULL any */

static WindowTurn turn_of(Telling *t, Actor actor, CaseAct *act)
{
    WindowTurn turn = {.arena = t->arena, .actor = actor, .now = t->at, .work = case_act, .input = act};
    window_do(t->window, &turn);
    if (turn.fault) fault_raise(turn.fault, "an example case failed at %s", process_row(act->act)->name);
    if (turn.refusal) fault_raise(FAULT_FILE, "an example case was refused: %s %s %s", process_row(act->act)->name, refusal_text(turn.refusal)->zh, turn.detail ? turn.detail : "");
    return turn;
}

static void step(Telling *t, int64_t id, const Step *step)
{
    Scene *scene = window_scene(t->window);
    Day today = instant_day(t->at);
    const CaseFile *file = case_load(scene->store, t->arena, id);
    for (int i = 0; i < scene->people->officer_count; i++) {
        const Officer *officer = &scene->people->officers[i];
        if (step->department && strcmp(officer->department, step->department)) continue;
        Actor actor = people_actor(scene->people, officer->id, today);
        Facts facts = case_facts(scene, file, case_item(scene, file), &actor, false, today);
        if (process_may(t->arena, step->act, &facts) != REFUSED_NOTHING) continue;
        turn_of(t, actor, &(CaseAct){.act = step->act, .case_id = id, .input = value_parse(t->arena, step->input, strlen(step->input), NULL)});
        return;
    }
    fault_raise(FAULT_FILE, "nobody may %s in an example case", process_row(step->act)->name);
}

static int64_t received(Telling *t, const char *code, const char *project)
{
    const Item *item = catalog_item_at(window_scene(t->window)->catalog, code, instant_day(t->at));
    Value *input = value_object(t->arena), *materials = value_set_list(t->arena, input, "materials");
    if (!item) fault_raise(FAULT_FILE, "the item %s of an example case is missing", code);
    value_set_str(t->arena, input, "applicant_kind", "person");
    value_set_str(t->arena, input, "applicant_name", "陈晓芸");
    value_set_str(t->arena, input, "identity", district_accounts(&(int){0})[0].login);
    value_set_str(t->arena, input, "phone", "13800138000");
    value_set_str(t->arena, input, "project", project);
    value_set_bool(t->arena, input, "truth", true);
    for (int i = 0; i < item->material_count; i++) {
        Value *row = value_push_object(t->arena, materials);
        value_set_int(t->arena, row, "no", item->materials[i].no);
        value_set_str(t->arena, row, "way", "paper");
    }
    return turn_of(t, actor_citizen(t->account, ""), &(CaseAct){.act = ACT_RECEIVE, .item = code, .input = input}).case_id;
}

static void told(Telling *t, const char *code, const char *project, const Step *steps)
{
    int64_t id = received(t, code, project);
    for (; steps->input; steps++) step(t, id, steps);
}

void district_cases(OneWindow *window, Instant at)
{
    /* 旅馆业特种行业许可: copied to fire brigade and health; health (the first demonstration clerk's) has not signed yet */
    static const Step copied[] = {{ACT_COPY_OUT, "{}"}, {ACT_SIGN_COPY, "{}", "021"}, {0}};
    /* 历史建筑外部修缮: accepted; planning has it now, culture waits for planning */
    static const Step accepted[] = {
        {ACT_COPY_OUT, "{}"}, {ACT_SIGN_COPY, "{}", "009"}, {ACT_SIGN_COPY, "{}", "018"},
        {ACT_COMPLETENESS, "{\"result\":\"complete\"}", "009"}, {ACT_COMPLETENESS, "{\"result\":\"complete\"}", "018"},
        {ACT_CHECK, "{\"checks\":[{\"no\":1,\"result\":\"ok\"},{\"no\":2,\"result\":\"ok\"},{\"no\":3,\"result\":\"ok\"},{\"no\":4,\"result\":\"ok\"}]}"}, {ACT_ACCEPT, "{}"}, {0}};
    Scene *scene = window_scene(window);
    if (scene->stale) scene_load(scene);
    if (!scene->centre->demo || cases_total(scene->store)) return;
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    Citizen citizen = {0};
    citizen_find_identity(scene->store, arena, district_accounts(&(int){0})[0].login, &citizen);      /* none: the case is found by its query code alone */
    Telling telling = {window, arena, at, citizen.account};
    told(&telling, "4201150040100500", "江夏湖畔旅馆", copied);
    told(&telling, "4201150110102200", "中山舰旧址陈列楼外墙修缮", accepted);
    fault_release(&owned);
}
