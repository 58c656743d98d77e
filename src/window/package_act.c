/* package_act.c: where packages join the cases; see package_act.h. */
#include "window/package_act.h"
#include "base/fault.h"
#include "base/text.h"
#include <string.h>

static const char *const personal[] = {"applicant_name", "identity", "phone", "email", "address", "project", "agent_name", "agent_identity"};

/* What was given for the whole package, and what one case is received with. */
typedef struct Given { const Value *facts, *handed; const PackageFile *files; int file_count; } Given;
typedef struct Received { Value *input; CaseActFile *files; int file_count; } Received;

static const PackageFile *file_at(const Given *given, int64_t place)
{
    for (int i = 0; i < given->file_count; i++) if (given->files[i].place == place) return &given->files[i];
    return NULL;
}

/* The shared facts, and those of the shared materials that this item asks for. seen: by the officer who receives it. */
static Received input_for(Arena *arena, const Item *item, const Given *given, bool seen)
{
    Received r = {.input = value_object(arena), .files = ARENA_ARRAY(arena, CaseActFile, LIMIT_UPLOADS_PER_REQUEST)};
    for (const Value *m = given->facts->first; m; m = m->next)
        if (strcmp(m->key, "materials")) value_set(arena, r.input, m->key, value_copy(arena, m));
    Value *list = package_materials_for(arena, item, given->handed);
    for (Value *m = list->first; m; m = m->next) {
        const PackageFile *f = value_str(m, "sha256") ? file_at(given, value_int(m, "place", 0)) : NULL;
        if (f && r.file_count < LIMIT_UPLOADS_PER_REQUEST) r.files[r.file_count++] = (CaseActFile){(int)value_int(m, "no", 0), f->name, f->type, f->sha256, f->data, f->bytes};
        if (seen) value_set_bool(arena, m, "ok", true);
    }
    value_set_bool(arena, r.input, "truth", true);
    value_set(arena, r.input, "materials", list);
    return r;
}

static bool may_receive(const Actor *officer, const Item *item)
{
    return officer->kind == ACTOR_OFFICER && right_has(officer, RIGHT_RECEIVE, &(RightScope){.department = item->department, .window = item->window});
}

static void record(Scene *scene, WindowTurn *turn, const char *kind, Value *body, Value *person, const CaseFile *file)
{
    Event event = {.kind = kind, .body = body, .person = person, .case_id = file ? file->id : 0, .case_number = file ? file->number : NULL};
    window_record(scene, turn, &event);
}

/* In whose name the case of one step is received: the officer's where it belongs to her window, else the applicant's (who stands before her). */
static Actor receiver(const Actor *actor, const Item *item)
{
    return actor->kind == ACTOR_OFFICER && !may_receive(actor, item) ? actor_citizen(0, "") : *actor;
}

/* Would the case be received? REFUSED_NOTHING: yes. */
static Refusal would_receive(Scene *scene, WindowTurn *turn, const PackageStep *step, const Given *given, const char **detail)
{
    const Item *item = catalog_item_at(scene->catalog, step->item, instant_day(turn->now));
    if (!item) { *detail = step->step; return REFUSED_ITEM_NOT_IN_FORCE; }
    Actor actor = receiver(&turn->actor, item);
    Facts facts = case_facts(scene, NULL, item, &actor, false, instant_day(turn->now));
    Verdict verdict = process_decide(turn->arena, ACT_RECEIVE, &facts, input_for(turn->arena, item, given, may_receive(&actor, item)).input);
    *detail = verdict.detail ? arena_printf(turn->arena, "%s：%s", step->step, verdict.detail) : step->step;
    return verdict.refusal;
}

/* Receives the case of one step and binds it to the package. False: refused, and the turn says why. */
static bool receive(Scene *scene, WindowTurn *turn, const Actor *whose, int64_t package, const PackageStep *step, const Given *given)
{
    const Item *item = catalog_item_at(scene->catalog, step->item, instant_day(turn->now));
    if (!item) { window_refuse(turn, REFUSED_ITEM_NOT_IN_FORCE, step->step); return false; }
    Actor actor = receiver(whose, item);
    Received received = input_for(turn->arena, item, given, may_receive(&actor, item));
    CaseAct act = {.act = ACT_RECEIVE, .item = item->code, .input = received.input, .files = received.files, .file_count = received.file_count};
    WindowTurn one = {.arena = turn->arena, .actor = actor, .now = turn->now, .input = &act};
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

/* B8: one of its steps belongs to the officer's window, or it is not hers to take. */
static bool window_of_it(Scene *scene, const WindowTurn *turn, const PackageStep *steps, int count)
{
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_at(scene->catalog, steps[i].item, instant_day(turn->now));
        if (item && may_receive(&turn->actor, item)) return true;
    }
    return false;
}

/* True when this form was taken before: the turn is answered. */
static bool taken_before(Scene *scene, WindowTurn *turn, const PackageOpen *open, CaseKey *key)
{
    *key = case_key(scene, turn->arena, arena_printf(turn->arena, "package %s", actor_text(turn->arena, &turn->actor)), open->key, open->code, open->input);
    bool same = false;
    int64_t before = case_idempotent(scene->store, key->key, key->content, instant_day(turn->now), &same);
    const Package *package = before ? package_of_case(scene->store, turn->arena, before) : NULL;
    if (!package) return false;
    if (!same) { window_refuse(turn, REFUSED_IDEMPOTENCY_CONFLICT, NULL); return true; }
    turn->repeated = true;
    turn->case_id = before;
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "id", package->id);
    Value *row = value_push_object(turn->arena, value_set_list(turn->arena, turn->result, "cases"));
    value_set_int(turn->arena, row, "case_id", before);
    return true;
}

void package_open(Scene *scene, WindowTurn *turn)
{
    const PackageOpen *open = turn->input;
    const PackageTheme *theme = package_theme(scene->store, turn->arena, open->code ? open->code : "");
    CaseKey key = {0};
    if (!theme || theme->retired) { window_refuse(turn, REFUSED_NO_SUCH_PACKAGE, open->code); return; }
    if (open->key && taken_before(scene, turn, open, &key)) return;
    if (!value_bool(open->input, "truth")) { window_refuse(turn, REFUSED_TRUTH_UNDECLARED, NULL); return; }
    int count;
    const PackageStep *steps = package_theme_steps(scene->store, turn->arena, theme->code, &count);
    Given given = {open->input, value_get(open->input, "materials"), open->files, open->file_count};
    if (turn->actor.kind == ACTOR_OFFICER && !window_of_it(scene, turn, steps, count)) { window_refuse(turn, REFUSED_OTHER_WINDOW, theme->name); return; }
    const char *detail = NULL;
    for (int i = 0; i < count; i++) {
        Refusal refusal = would_receive(scene, turn, &steps[i], &given, &detail);
        if (refusal != REFUSED_NOTHING) { window_refuse(turn, refusal, detail); return; }
    }
    Value *body = value_object(turn->arena), *person = value_object(turn->arena), *list = value_set_list(turn->arena, body, "steps");
    value_set_str(turn->arena, body, "code", theme->code);
    value_set_str(turn->arena, body, "name", theme->name);
    value_set_int(turn->arena, body, "defined", theme->defined);
    value_set_int(turn->arena, body, "account", turn->actor.account);
    value_set_str(turn->arena, body, "applicant_kind", value_str_or(open->input, "applicant_kind", "person"));
    value_set_str(turn->arena, body, "channel", turn->actor.kind == ACTOR_OFFICER ? "window" : value_str_or(open->input, "channel", "online"));
    value_set(turn->arena, body, "materials", given.handed ? value_copy(turn->arena, given.handed) : value_list(turn->arena));
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
    Value *cases = value_set_list(turn->arena, turn->result, "cases");
    for (int i = 0; i < open->file_count; i++) package_file_keep(scene->store, id, &open->files[i]);
    for (int i = 0; i < count; i++)
        if (!steps[i].after && !receive(scene, turn, &turn->actor, id, &steps[i], &given))
            fault_raise(FAULT_STORE, "package %s: step %s would be received and was not", theme->code, steps[i].step);     /* nothing of the turn may stay */
    if (open->key) case_idempotent_keep(scene->store, key.key, key.content, instant_day(turn->now), value_int(cases->first, "case_id", 0));
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
    value_set_str(arena, given, "channel", value_str_or(opened->body, "channel", "online"));
    if (value_bool(opened->body, "entrusted")) value_set_bool(arena, given, "entrusted", true);
    return given;
}

/* The end of a package stands in the history of one of its cases, so that whoever applied is told of it as of any news of her case. */
static void end(Scene *scene, WindowTurn *turn, const Package *package, const char *kind, int64_t case_id, const char *step, const char *why)
{
    const PackageTheme *theme = package_theme(scene->store, turn->arena, package->code);
    Value *body = value_object(turn->arena);
    value_set_int(turn->arena, body, "package", package->id);
    value_set_str(turn->arena, body, "name", theme ? theme->name : package->code);
    if (step) value_set_str(turn->arena, body, "step", step);
    if (why) value_set_str(turn->arena, body, "reason", why);
    record(scene, turn, kind, body, NULL, case_load(scene->store, turn->arena, case_id));
    package_files_drop(scene->store, package->id);
}

/* The newest case of the package among these steps. */
static int64_t newest_case(const PackageStep *steps, int count, uint32_t among)
{
    int64_t newest = 0;
    for (int i = 0; i < count; i++) if (among & 1u << i && steps[i].case_id > newest) newest = steps[i].case_id;
    return newest;
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
        int64_t before = newest_case(steps, count, steps[i].after & failed ? steps[i].after & failed : UINT32_MAX);
        if (steps[i].after & failed) { end(scene, turn, package, "package.blocked", before, steps[i].step, "前置环节未获准予"); return true; }
        if (!opened || !opened->person) { end(scene, turn, package, "package.blocked", before, steps[i].step, "申请人信息已抹去"); return true; }
        turn->result = turn->result ? turn->result : value_object(turn->arena);
        if (!value_get(turn->result, "cases")) value_set_list(turn->arena, turn->result, "cases");
        Given given = {.facts = given_at(turn->arena, opened), .handed = value_get(opened->body, "materials")};
        given.files = package_files(scene->store, turn->arena, package->id, &given.file_count);
        if (!receive(scene, turn, &applicant, package->id, &steps[i], &given)) {
            end(scene, turn, package, "package.blocked", before, steps[i].step, refusal_text(turn->refusal)->zh);
            window_refuse(turn, REFUSED_NOTHING, NULL);
            return true;
        }
        acted = true;
    }
    if (!acted && finished == count) {
        end(scene, turn, package, "package.finished", newest_case(steps, count, UINT32_MAX), NULL, NULL);
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
