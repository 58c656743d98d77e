/* package_act.c: where packages join the cases; see package_act.h. */
#include "window/package_act.h"
#include "base/fault.h"
#include "base/text.h"
#include <string.h>

static const char *const personal[] = {"applicant_name", "identity", "phone", "email", "address", "project", "agent_name", "agent_identity"};

/* What a case of the package is received with: the shared facts, and those of the shared materials that its item asks for. */
static Value *input_for(Arena *arena, const Item *item, const Value *given, const Value *handed)
{
    Value *input = value_object(arena);
    for (const Value *m = given->first; m; m = m->next)
        if (strcmp(m->key, "materials")) value_set(arena, input, m->key, value_copy(arena, m));
    value_set_bool(arena, input, "truth", true);
    value_set(arena, input, "materials", package_materials_for(arena, item, handed));
    return input;
}

static void record(Scene *scene, WindowTurn *turn, const char *kind, Value *body, Value *person, const CaseFile *file)
{
    Event event = {.kind = kind, .body = body, .person = person, .case_id = file ? file->id : 0, .case_number = file ? file->number : NULL};
    window_record(scene, turn, &event);
}

/* Would the case be received? REFUSED_NOTHING: yes. */
static Refusal would_receive(Scene *scene, WindowTurn *turn, const Actor *actor, const PackageStep *step, const Value *given, const Value *handed, const char **detail)
{
    const Item *item = catalog_item_at(scene->catalog, step->item, instant_day(turn->now));
    if (!item) { *detail = step->step; return REFUSED_ITEM_NOT_IN_FORCE; }
    Facts facts = case_facts(scene, NULL, item, actor, false, instant_day(turn->now));
    Verdict verdict = process_decide(turn->arena, ACT_RECEIVE, &facts, input_for(turn->arena, item, given, handed));
    *detail = verdict.detail ? arena_printf(turn->arena, "%s：%s", step->step, verdict.detail) : step->step;
    return verdict.refusal;
}

/* Receives the case of one step and binds it to the package. False: refused, and the turn says why. */
static bool receive(Scene *scene, WindowTurn *turn, const Actor *actor, int64_t package, const PackageStep *step, const Value *given, const Value *handed)
{
    const Item *item = catalog_item_at(scene->catalog, step->item, instant_day(turn->now));
    if (!item) { window_refuse(turn, REFUSED_ITEM_NOT_IN_FORCE, step->step); return false; }
    CaseAct act = {.act = ACT_RECEIVE, .item = item->code, .input = input_for(turn->arena, item, given, handed)};
    WindowTurn one = {.arena = turn->arena, .actor = *actor, .now = turn->now, .input = &act};
    case_act(scene, &one);
    if (one.refusal != REFUSED_NOTHING) { window_refuse(turn, one.refusal, one.detail); return false; }
    const CaseFile *file = case_load(scene->store, turn->arena, one.case_id);
    Value *body = value_object(turn->arena);
    value_set_int(turn->arena, body, "package", package);
    value_set_int(turn->arena, body, "place", step->place);
    value_set_str(turn->arena, body, "step", step->step);
    record(scene, turn, "package.case_opened", body, NULL, file);
    Value *row = value_push_object(turn->arena, (Value *)value_get(turn->result, "cases"));
    value_set_str(turn->arena, row, "step", step->step);
    value_set_int(turn->arena, row, "case_id", file->id);
    value_set_str(turn->arena, row, "number", file->number);
    return true;
}

void package_open(Scene *scene, WindowTurn *turn)
{
    const PackageOpen *open = turn->input;
    const PackageTheme *theme = package_theme(scene->store, turn->arena, open->code ? open->code : "");
    if (!theme || theme->retired) { window_refuse(turn, REFUSED_NO_SUCH_PACKAGE, open->code); return; }
    if (!value_bool(open->input, "truth")) { window_refuse(turn, REFUSED_TRUTH_UNDECLARED, NULL); return; }
    int count;
    const PackageStep *steps = package_theme_steps(scene->store, turn->arena, theme->code, &count);
    const Value *handed = value_get(open->input, "materials");
    const char *detail = NULL;
    for (int i = 0; i < count; i++) {
        Refusal refusal = would_receive(scene, turn, &turn->actor, &steps[i], open->input, handed, &detail);
        if (refusal != REFUSED_NOTHING) { window_refuse(turn, refusal, detail); return; }
    }
    Value *body = value_object(turn->arena), *person = value_object(turn->arena), *list = value_set_list(turn->arena, body, "steps");
    value_set_str(turn->arena, body, "code", theme->code);
    value_set_str(turn->arena, body, "name", theme->name);
    value_set_int(turn->arena, body, "defined", theme->defined);
    value_set_int(turn->arena, body, "account", turn->actor.account);
    value_set_str(turn->arena, body, "applicant_kind", value_str_or(open->input, "applicant_kind", "person"));
    value_set(turn->arena, body, "materials", handed ? value_copy(turn->arena, handed) : value_list(turn->arena));
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(turn->arena, list);
        value_set_str(turn->arena, row, "step", steps[i].step);
        value_set_str(turn->arena, row, "item", steps[i].item);
        value_set_int(turn->arena, row, "after", steps[i].after);
    }
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        if (value_str(open->input, personal[i])) value_set_str(turn->arena, person, personal[i], value_str(open->input, personal[i]));
    if (value_bool(open->input, "entrusted")) value_set_bool(turn->arena, body, "entrusted", true);
    record(scene, turn, "package.opened", body, person, NULL);
    int64_t id = turn->event_seq;
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "id", id);
    value_set_list(turn->arena, turn->result, "cases");
    for (int i = 0; i < count; i++)
        if (!steps[i].after && !receive(scene, turn, &turn->actor, id, &steps[i], open->input, handed))
            fault_raise(FAULT_STORE, "package %s: step %s would be received and was not", theme->code, steps[i].step);     /* nothing of the turn may stay */
}

/* ---- the clock ---- */

typedef enum { STEP_DONE, STEP_WAITS, STEP_FAILED } StepState;      /* granted; undecided or not opened; ended otherwise */

static StepState step_state(Scene *scene, Arena *arena, const PackageStep *step, bool *concluded)
{
    const CaseFile *file = step->case_id ? case_load(scene->store, arena, step->case_id) : NULL;
    *concluded = file && stage_concluded(file->standing.stage);
    if (!file) return STEP_WAITS;
    if (file->standing.outcome == OUTCOME_GRANTED) return STEP_DONE;
    return *concluded || file->standing.outcome == OUTCOME_REFUSED ? STEP_FAILED : STEP_WAITS;
}

/* What the later cases are received with: the first event of the package, while it is not erased. */
static Value *given_at(Arena *arena, const Event *opened)
{
    Value *given = value_copy(arena, opened->person);
    value_set_str(arena, given, "applicant_kind", value_str_or(opened->body, "applicant_kind", "person"));
    value_set_str(arena, given, "channel", "online");
    if (value_bool(opened->body, "entrusted")) value_set_bool(arena, given, "entrusted", true);
    return given;
}

static void stop(Scene *scene, WindowTurn *turn, const Package *package, const char *step, const char *why)
{
    Value *body = value_object(turn->arena);
    value_set_int(turn->arena, body, "package", package->id);
    value_set_str(turn->arena, body, "step", step);
    value_set_str(turn->arena, body, "reason", why);
    record(scene, turn, "package.blocked", body, NULL, NULL);
}

/* True when something was done. */
static bool advance(Scene *scene, WindowTurn *turn, const Package *package)
{
    int count, finished = 0;
    uint32_t done = 0, failed = 0;
    PackageStep *steps = package_children(scene->store, turn->arena, package->id, &count);
    bool acted = false;
    for (int i = 0; i < count; i++) {
        bool concluded;
        StepState state = step_state(scene, turn->arena, &steps[i], &concluded);
        if (state == STEP_DONE) done |= 1u << i;
        if (state == STEP_FAILED) failed |= 1u << i;
        finished += concluded;
    }
    Actor applicant = actor_citizen(package->account, "");
    const Event *opened = package_opening(scene->store, turn->arena, package->id);
    for (int i = 0; i < count; i++) {
        if (steps[i].case_id || (steps[i].after & ~done & ~failed)) continue;
        if (steps[i].after & failed) { stop(scene, turn, package, steps[i].step, "前置环节未获准予"); return true; }
        if (!opened || !opened->person) { stop(scene, turn, package, steps[i].step, "申请人信息已抹去"); return true; }
        turn->result = turn->result ? turn->result : value_object(turn->arena);
        if (!value_get(turn->result, "cases")) value_set_list(turn->arena, turn->result, "cases");
        if (!receive(scene, turn, &applicant, package->id, &steps[i], given_at(turn->arena, opened), value_get(opened->body, "materials"))) {
            stop(scene, turn, package, steps[i].step, refusal_text(turn->refusal)->zh);
            window_refuse(turn, REFUSED_NOTHING, NULL);
            return true;
        }
        acted = true;
    }
    if (!acted && finished == count) {
        Value *body = value_object(turn->arena);
        value_set_int(turn->arena, body, "package", package->id);
        record(scene, turn, "package.finished", body, NULL, NULL);
        acted = true;
    }
    return acted;
}

void package_tick(Scene *scene, WindowTurn *turn)
{
    int acted = 0, seen = 0;
    for (int64_t id = package_touched(scene->store, 0); id && seen < PACKAGE_TICK_GROUP; id = package_touched(scene->store, id), seen++) {
        const Package *package = package_load(scene->store, turn->arena, id);
        acted += advance(scene, turn, package);
    }
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "acted", acted);
    value_set_bool(turn->arena, turn->result, "more", seen == PACKAGE_TICK_GROUP && acted > 0);
}
