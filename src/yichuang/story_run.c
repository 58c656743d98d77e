/* story_run.c: tells a story: each line becomes a turn at a real window over a store in memory, with a clock the story sets. See story.h. */
#include "base/embed.h"
#include "base/text.h"
#include "people/account.h"
#include "people/identity.h"
#include "window/desk_act.h"
#include "window/package_act.h"
#include "window/notice_act.h"
#include "window/replay.h"
#include "yichuang/story.h"
#include <stdlib.h>
#include <string.h>

static Instant story_now;                      /* the hall's clock; one story at a time */
static Instant story_clock(void) { return story_now; }

void story_trouble(StoryRun *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (!run->trouble) run->trouble = arena_vprintf(run->arena, format, args);
    va_end(args);
}

Day story_day(StoryRun *run, const char *key, Day otherwise)
{
    const char *text = story_field(run->line, key);
    Day day;
    if (!text) return otherwise;
    if (day_parse(text, &day)) return day;
    story_trouble(run, "%s 不是日期：%s", key, text);
    return otherwise;
}

/* citizen (who proved the case is hers), party:1 (who proved to be that interested party), stranger (who proved nothing), account:7, clock, machine, operator, nobody, or an officer's user name. */
Actor story_actor(StoryRun *run, const char *who)
{
    int64_t account;
    if (!strcmp(who, "citizen") || !strcmp(who, "stranger") || !strncmp(who, "party:", 6)) return actor_citizen(0, "");
    if (!strncmp(who, "account:", 8) && text_parse_int(who + 8, 1, 1000000, &account)) return actor_citizen(account, "");
    if (!strcmp(who, "clock")) return actor_clock();
    if (!strcmp(who, "exchange")) return actor_machine("wuhan", MACHINE_EXCHANGE);
    if (!strcmp(who, "machine")) return actor_machine("city", MACHINE_SUBMIT | MACHINE_QUERY);
    if (!strcmp(who, "operator")) return actor_operator();
    if (!strcmp(who, "nobody")) return (Actor){.kind = ACTOR_NOBODY, .id = "", .name = "", .department = "", .window = ""};
    const People *people = window_scene(run->window)->people;
    if (!people_officer(people, who)) story_trouble(run, "没有这个人：%s", who);
    Actor actor = people_actor(people, who, instant_day(run->line->at));
    actor = actor_keep(run->arena, &actor);                                 /* outlive a reload of the snapshots */
    actor.name = "";
    return actor;
}

/* ---- one turn, and its fault loop ---- */

static void turn_once(StoryRun *run, const Actor *actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    run->turn = (WindowTurn){.arena = run->arena, .actor = *actor, .now = story_now, .work = work, .input = input};
    window_do(run->window, &run->turn);
}

/* A turn that failed must have left nothing behind: neither entries in the log nor cases. */
static void check_untouched(StoryRun *run, int64_t size, int64_t cases, long nth)
{
    Scene *scene = window_scene(run->window);
    if (ledger_size(scene->ledger) != size) story_trouble(run, "第%ld次调用出错后日志由%lld条变为%lld条 a fault left entries behind", nth, (long long)size, (long long)ledger_size(scene->ledger));
    if (cases_total(scene->store) != cases) story_trouble(run, "第%ld次调用出错后留下了办件 a fault left a case behind", nth);
    if (run->turn.event_seq > size && !run->turn.fault) story_trouble(run, "出错的一次被当成完成 a failed turn passes for done");
}

enum { FAULTS_MOST = 100000 };

void story_turn(StoryRun *run, const Actor *actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    if (run->trouble) return;
    if (!run->faults) { turn_once(run, actor, work, input); return; }
    for (long nth = 1; nth < FAULTS_MOST && !run->trouble; nth++) {
        Scene *scene = window_scene(run->window);
        int64_t size = ledger_size(scene->ledger), cases = cases_total(scene->store);
        fault_arm(nth);
        turn_once(run, actor, work, input);
        fault_arm(0);
        if (!run->turn.fault) return;
        run->injected++;
        check_untouched(run, size, cases, nth);
    }
}

/* ---- acts on cases ---- */

static char *sample_identity(Arena *arena)
{
    static const char first[] = "42011519900307451";
    return arena_printf(arena, "%s%c", first, identity_check_citizen(first));
}

/* "1,2,3" as {no, way, ok?}; ok: "all" or "1,2". */
static void set_materials(StoryRun *run, Value *input, const char *numbers)
{
    Value *list = value_set_list(run->arena, input, "materials");
    const char *ok = story_field(run->line, "ok");
    char **parts, **good = NULL;
    int good_count = ok && *ok ? text_split(run->arena, ok, ',', &good) : 0, count = *numbers ? text_split(run->arena, numbers, ',', &parts) : 0;
    for (int i = 0; i < count; i++) {
        int64_t no;
        if (!text_parse_int(parts[i], -1000, 1000, &no)) { story_trouble(run, "materials 应如 1,2,3"); return; }
        Value *row = value_push_object(run->arena, list);
        value_set_int(run->arena, row, "no", no);
        value_set_str(run->arena, row, "way", "paper");
        for (int k = 0; k < good_count; k++) if (!strcmp(good[k], parts[i]) || !strcmp(good[k], "all")) value_set_bool(run->arena, row, "ok", true);
    }
}

static void add_checks(StoryRun *run, Value *list, const char *result)
{
    const char *numbers = story_field(run->line, result);
    char **parts;
    int count = numbers && *numbers ? text_split(run->arena, numbers, ',', &parts) : 0;
    for (int i = 0; i < count; i++) {
        int64_t no;
        if (!text_parse_int(parts[i], -1000, 1000, &no)) { story_trouble(run, "%s 应如 1,2", result); return; }
        Value *row = value_push_object(run->arena, list);
        value_set_int(run->arena, row, "no", no);
        value_set_str(run->arena, row, "result", result);
    }
}

/* "1:须加盖公章,2:须提供原件" */
static void set_missing(StoryRun *run, Value *input, const char *text)
{
    Value *list = value_set_list(run->arena, input, "missing");
    char **rows, **parts;
    int count = *text ? text_split(run->arena, text, ',', &rows) : 0;
    for (int i = 0; i < count; i++) {
        int64_t no;
        int n = text_split(run->arena, rows[i], ':', &parts);
        if (!text_parse_int(parts[0], -1000, 1000, &no)) { story_trouble(run, "missing 应如 2:须提供原件"); return; }
        Value *row = value_push_object(run->arena, list);
        value_set_int(run->arena, row, "no", no);
        if (n > 1) value_set_str(run->arena, row, "requirement", parts[1]);
    }
}

/* fee=1x2 or fee=2x1@30.00: published row, quantity, amount where the standard is in words; fee=餐饮备案:1x1 is a row of another item (joint cases). */
static void set_fees(StoryRun *run, Value *input, const char *text)
{
    Value *list = value_set_list(run->arena, input, "rows");
    char **rows, **parts, **amount, **of;
    int count = *text ? text_split(run->arena, text, ',', &rows) : 0;
    for (int i = 0; i < count; i++) {
        int64_t no, quantity = 1;
        Money money = {-1};
        int named = text_split(run->arena, rows[i], ':', &of);
        bool priced = text_split(run->arena, of[named - 1], '@', &amount) == 2;
        int n = text_split(run->arena, amount[0], 'x', &parts);
        if (!text_parse_int(parts[0], -1000, 1000, &no) || (n > 1 && !text_parse_int(parts[1], -1000000, 10000000, &quantity)) || (priced && !money_parse(amount[1], &money))) {
            story_trouble(run, "fee 应如 1x2 或 2x1@30.00");
            return;
        }
        Value *row = value_push_object(run->arena, list);
        value_set_int(run->arena, row, "no", no);
        value_set_int(run->arena, row, "quantity", quantity);
        if (named == 2) value_set_str(run->arena, row, "item", story_item_code(run, of[0]));
        if (priced) value_set_int(run->arena, row, "amount_fen", money.fen);
    }
}

/* owed=3,4 */
static void set_owed(StoryRun *run, Value *input, const char *numbers)
{
    Value *list = value_set_list(run->arena, input, "owed");
    char **parts;
    int count = *numbers ? text_split(run->arena, numbers, ',', &parts) : 0;
    for (int i = 0; i < count; i++) {
        int64_t no;
        if (!text_parse_int(parts[i], -1000, 1000, &no)) { story_trouble(run, "owed 应如 2,3"); return; }
        value_set_int(run->arena, value_push_object(run->arena, list), "no", no);
    }
}

static void set_correction(StoryRun *run, Value *input)
{
    static const char *const keys[] = {"place", "before", "after"};
    Value *row = value_push_object(run->arena, value_set_list(run->arena, input, "corrections"));
    for (int i = 0; i < 3; i++) if (story_field(run->line, keys[i])) value_set_str(run->arena, row, keys[i], story_field(run->line, keys[i]));
}

/* "张晓三:申请人,李四" as rows of two keys: participants {name, role}, statements {name, text}, officers {id, certificate}. */
static void set_pairs(StoryRun *run, Value *input, const char *key, const char *first, const char *second)
{
    const char *text = story_field(run->line, key);
    if (!text) return;
    Value *list = value_set_list(run->arena, input, key);
    char **rows, **parts;
    int count = *text ? text_split(run->arena, text, ',', &rows) : 0;
    for (int i = 0; i < count; i++) {
        int n = text_split(run->arena, rows[i], ':', &parts);
        Value *row = value_push_object(run->arena, list);
        value_set_str(run->arena, row, first, parts[0]);
        if (n > 1) value_set_str(run->arena, row, second, parts[1]);
    }
}

static bool special(const char *key)
{
    static const char *const keys[] = {"owed", "case", "by", "item", "key", "ok", "missing", "nonconforming", "materials", "fee", "place", "before", "after", "participants", "statements", "views", "officers", "children", "attendees"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) if (!strcmp(keys[i], key)) return true;
    return false;
}

static void set_plain(StoryRun *run, Value *input, const StoryField *field)
{
    int64_t number;
    bool yes;
    bool count = !strcmp(field->key, "days") || !strcmp(field->key, "due_days") || !strcmp(field->key, "party") || !strcmp(field->key, "no");
    if (count && text_parse_int(field->value, -1000000, 1000000, &number)) value_set_int(run->arena, input, field->key, number);
    else if (story_truth(field->value, &yes)) value_set_bool(run->arena, input, field->key, yes);
    else value_set_str(run->arena, input, field->key, field->value);
}

/* Who applies when the story does not care: 张晓三, in person, with a number whose check digit is right. */
static void set_applicant(StoryRun *run, Value *input)
{
    value_set_str(run->arena, input, "applicant_kind", "person");
    value_set_str(run->arena, input, "applicant_name", "张晓三");
    value_set_str(run->arena, input, "identity", sample_identity(run->arena));
    value_set_str(run->arena, input, "phone", "13800138000");
    value_set_bool(run->arena, input, "truth", true);
}

static Value *act_input(StoryRun *run, Act act)
{
    const StoryLine *line = run->line;
    Value *input = value_object(run->arena);
    if (act == ACT_RECEIVE) set_applicant(run, input);
    if (story_field(line, "materials")) set_materials(run, input, story_field(line, "materials"));
    if (act == ACT_ACCEPT_DEFERRED && story_field(line, "owed")) set_owed(run, input, story_field(line, "owed"));
    if (act == ACT_CHECK || act == ACT_CHECK_OWED) {
        Value *list = value_set_list(run->arena, input, "checks");
        add_checks(run, list, "ok");
        add_checks(run, list, "missing");
        add_checks(run, list, "nonconforming");
    }
    story_joint_input(run, act, input);
    if ((act == ACT_SUPPLEMENT || act == ACT_COMPLETENESS) && story_field(line, "missing")) set_missing(run, input, story_field(line, "missing"));
    if (act == ACT_CORRECT) set_correction(run, input);
    set_pairs(run, input, "participants", "name", "role");
    set_pairs(run, input, "statements", "name", "text");
    set_pairs(run, input, "views", "name", "text");
    if (act != ACT_JOINT_VISIT) set_pairs(run, input, "officers", "id", "certificate");
    if (act != ACT_CORRECT && story_field(line, "place")) value_set_str(run->arena, input, "place", story_field(line, "place"));
    if (story_field(line, "fee")) set_fees(run, input, story_field(line, "fee"));
    for (int i = 0; i < line->field_count; i++) if (!special(line->fields[i].key)) set_plain(run, input, &line->fields[i]);
    return input;
}

/* Acts that are the applicant's own unless the story says otherwise. */
static bool applicants_own(Act act)
{
    return act == ACT_RECEIVE || act == ACT_SUPPLY || act == ACT_WITHDRAW || act == ACT_STATE || act == ACT_ASK_HEARING || act == ACT_ASK_RECUSAL || act == ACT_COMMIT ||
           act == ACT_SUPPLY_OWED || act == ACT_SUPPLY_ABOVE || act == ACT_ASK_REEXAMINATION;
}

static void tell_act(StoryRun *run, Act act)
{
    const StoryLine *line = run->line;
    const char *who = story_field(line, "by"), *item = story_field(line, "item");
    if (!who) who = applicants_own(act) ? "citizen" : "wang";
    int64_t id = 0, party = 0;
    if (!strncmp(who, "party:", 6) && !text_parse_int(who + 6, 1, 100, &party)) { story_trouble(run, "party: 应为利害关系人序号"); return; }
    if (act != ACT_RECEIVE && !text_parse_int(story_field(line, "case") ? story_field(line, "case") : "1", 1, 1000000, &id)) { story_trouble(run, "case 应为办件序号"); return; }
    Actor actor = story_actor(run, who);
    CaseAct input = {.act = act, .case_id = id, .item = item ? story_item_code(run, item) : NULL, .input = act_input(run, act), .holder = !strcmp(who, "citizen"), .party = (int)party,
                     .idempotency_key = story_field(line, "key"), .idempotency_scope = "story"};
    run->case_id = id;
    story_turn(run, &actor, case_act, &input);
    if (run->turn.case_id) run->case_id = run->turn.case_id;
}

/* The clock: groups until nothing is left to do. */
static void tell_tick(StoryRun *run)
{
    Actor clock = actor_clock();
    int64_t acted = 0, id = 0;
    if (story_field(run->line, "case") && text_parse_int(story_field(run->line, "case"), 1, 1000000, &id)) run->case_id = id;
    static void (*const works[])(Scene *, WindowTurn *) = {case_tick, desk_tick, package_tick};
    WindowTurn last = {0};                     /* the line speaks of the last thing that happened */
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        do {
            story_turn(run, &clock, works[i], NULL);
            if (run->trouble) return;
            acted += value_int(run->turn.result, "acted", 0);
            if (run->turn.case_id) run->case_id = run->turn.case_id;
            if (run->turn.event_seq || !i) last = run->turn;
        } while (value_bool(run->turn.result, "more"));
    }
    run->turn = last;
    run->turn.result = value_object(run->arena);
    value_set_int(run->arena, run->turn.result, "acted", acted);
}

/* The clock's warnings, in groups until none is due. */
static void tell_warn(StoryRun *run)
{
    Actor clock = actor_clock();
    int64_t warned = 0;
    do {
        story_turn(run, &clock, notice_tick, NULL);
        if (run->trouble) return;
        warned += value_int(run->turn.result, "acted", 0);
        if (run->turn.case_id) run->case_id = run->turn.case_id;
    } while (value_bool(run->turn.result, "more"));
    value_set_int(run->arena, run->turn.result, "acted", warned);
}

static void tell_see(StoryRun *run)
{
    int64_t id = 1;
    if (story_field(run->line, "case") && !text_parse_int(story_field(run->line, "case"), 1, 1000000, &id)) story_trouble(run, "case 应为办件序号");
    run->case_id = id;
}

static void tell_line(StoryRun *run)
{
    Act act;
    Scene *scene = window_scene(run->window);
    if (scene->stale) scene_load(scene);
    if (run->line->at.ms) story_now = run->line->at;
    run->turn = (WindowTurn){0};
    run->case_id = 0;
    run->trouble = NULL;
    run->events_before = ledger_size(scene->ledger);
    if (act_parse(run->line->verb, &act)) tell_act(run, act);
    else if (!strcmp(run->line->verb, "tick")) tell_tick(run);
    else if (!strcmp(run->line->verb, "warn")) tell_warn(run);
    else if (!strcmp(run->line->verb, "see")) tell_see(run);
    else if (story_desk_verb(run->line->verb)) story_desk(run);
    else story_office(run);
}

/* ---- the whole story ---- */

/* What was wanted and did not come; NULL when all came. A line without wants must simply succeed. */
static const char *difference(StoryRun *run)
{
    if (run->trouble) return run->trouble;
    if (run->turn.fault) return arena_printf(run->arena, "故障 fault: %s", fault_name(run->turn.fault));
    bool refusal_wanted = false;
    for (int i = 0; i < run->line->want_count; i++) refusal_wanted |= !strncmp(run->line->wants[i].words[0], "REFUSED_", 8);
    if (run->turn.refusal != REFUSED_NOTHING && !refusal_wanted)
        return arena_printf(run->arena, "被拒绝 got %s %s", refusal_text(run->turn.refusal)->code, run->turn.detail ? run->turn.detail : "");
    for (int i = 0; i < run->line->want_count; i++) {
        const char *got = story_want_check(run, &run->line->wants[i]);
        if (got) return got;
    }
    return NULL;
}

static void tell(StoryRun *run, const Story *story, bool quiet, FILE *out, StoryCount *count)
{
    run->story = story;
    for (int i = 0; i < story->count; i++) {
        run->line = &story->lines[i];
        tell_line(run);
        const char *got = difference(run);
        count->lines++;
        count->differences += got != NULL;
        if (!quiet && !got) fprintf(out, "  ok   %4d  %s  => %s\n", run->line->number, run->line->text, story_outcome(run));
        if (got) fprintf(out, "  FAIL %s:%d: %s\n       %s\n", story->path, run->line->number, run->line->text, got);
    }
}

/* The log, folded anew, must give the tables the story left, and every series of papers must be without gaps. */
static void verify(StoryRun *run, FILE *out, StoryCount *count)
{
    const char *gap = NULL;
    Scene *scene = window_scene(run->window);
    ReplayFinding finding = replay_check(scene->store, run->arena, NULL);
    bool gapless = documents_gapless(scene->store, run->arena, &gap);
    if (finding.ok && gapless) return;
    count->differences++;
    if (!finding.ok) fprintf(out, "  FAIL %s: 重放不符 replay differs at %lld: %s %s\n", run->story->path, (long long)finding.first_bad_seq, finding.zh, finding.en);
    if (!gapless) fprintf(out, "  FAIL %s: 文书编号不连续 document numbers have a gap: %s\n", run->story->path, gap);
}

StoryCount story_run(const Story *story, const StoryOptions *options, FILE *out)
{
    StoryCount count = {0}, hall = {0};
    StoryRun run = {.arena = arena_new()};
    const char *error;
    size_t bytes;
    const char *text = (const char *)embed_find(run.arena, "data/story/hall.txt", &bytes);
    const Story *opening = story_parse(run.arena, "data/story/hall.txt", text, bytes, (Instant){0}, &error);
    if (!opening) fault_raise(FAULT_FILE, "%s", error);
    story_now = opening->lines[0].at;
    WindowOptions window = {.memory = true, .create = true, .clock = story_clock};
    run.window = window_open(&window);
    run.line = &opening->lines[0];
    story_hall(&run);
    tell(&run, opening, true, out, &hall);
    count.differences += hall.differences;
    run.faults = options->faults;
    if (!hall.differences) tell(&run, story, options->quiet, out, &count);
    run.faults = false;
    verify(&run, out, &count);
    count.injected = run.injected;
    window_close(run.window);
    arena_free(run.arena);
    return count;
}
