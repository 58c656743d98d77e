/* story_joint.c: joint handling in stories: short forms of its lists, and what a department's own limit must be. See story.h and docs/STORIES.md. */
#include "base/text.h"
#include "process/joint.h"
#include "yichuang/story.h"
#include <string.h>

/* children=012:10,013:5:012+014  department : days : those it waits for */
static void set_children(StoryRun *run, Value *input, const char *text)
{
    Value *list = value_set_list(run->arena, input, "children");
    char **rows, **parts, **after;
    int count = *text ? text_split(run->arena, text, ',', &rows) : 0;
    for (int i = 0; i < count; i++) {
        int64_t days;
        int n = text_split(run->arena, rows[i], ':', &parts);
        Value *row = value_push_object(run->arena, list);
        value_set_str(run->arena, row, "department", parts[0]);
        if (n > 1 && *parts[1]) {
            if (!text_parse_int(parts[1], -1000, 100000, &days)) { story_trouble(run, "children 应如 012:10,013:5:012"); return; }
            value_set_int(run->arena, row, "days", days);
        }
        if (n < 3) continue;
        Value *codes = value_set_list(run->arena, row, "after");
        int waits = *parts[2] ? text_split(run->arena, parts[2], '+', &after) : 0;
        for (int k = 0; k < waits; k++) value_push_str(run->arena, codes, after[k]);
    }
}

/* attendees=he:agree:同意,li  and officers=he:鄂执法1,li:鄂执法2: a person, then the fields named. */
static void set_people(StoryRun *run, Value *input, const char *key, const char *first, const char *second)
{
    const char *text = story_field(run->line, key);
    char **rows, **parts;
    int count = text && *text ? text_split(run->arena, text, ',', &rows) : 0;
    Value *list = value_set_list(run->arena, input, key);
    for (int i = 0; i < count; i++) {
        int n = text_split(run->arena, rows[i], ':', &parts);
        Value *row = value_push_object(run->arena, list);
        value_set_str(run->arena, row, "officer", parts[0]);
        if (n > 1) value_set_str(run->arena, row, first, parts[1]);
        if (n > 2 && second) value_set_str(run->arena, row, second, parts[2]);
    }
}

void story_joint_input(StoryRun *run, Act act, Value *input)
{
    if (act == ACT_COPY_OUT && story_field(run->line, "children")) set_children(run, input, story_field(run->line, "children"));
    if (act == ACT_JOINT_MEETING) set_people(run, input, "attendees", "conclusion", "opinion");
    if (act == ACT_JOINT_VISIT) set_people(run, input, "officers", "certificate", NULL);
    bool placed = act == ACT_JOINT_MEETING || act == ACT_JOINT_VISIT;
    if (placed && story_field(run->line, "place")) value_set_str(run->arena, input, "place", story_field(run->line, "place"));
}

void story_joint_rules(StoryRun *run, Value *body, const char *text)
{
    char **rows, **parts;
    int count = *text ? text_split(run->arena, text, ',', &rows) : 0;
    Value *codes = value_set_list(run->arena, body, "co_departments"), *rules = value_set_list(run->arena, body, "joint_rules");
    for (int i = 0; i < count; i++) {
        int64_t days;
        int n = text_split(run->arena, rows[i], ':', &parts);
        value_push_str(run->arena, codes, parts[0]);
        if (n == 1) continue;
        Value *row = value_push_object(run->arena, rules);
        value_set_str(run->arena, row, "department", parts[0]);
        if (*parts[1] && text_parse_int(parts[1], 0, 100000, &days)) value_set_int(run->arena, row, "days", days);
        if (n > 2) value_set_str(run->arena, row, "after", parts[2]);
        if (n > 3 && !strcmp(parts[3], "safety")) value_set_bool(run->arena, row, "safety", true);
    }
}

static const char *const states[] = {[JOINT_COPY] = "copy", [JOINT_CHECK] = "check", [JOINT_READY] = "ready", [JOINT_WAITS] = "waits", [JOINT_NOW] = "now", [JOINT_SPOKEN] = "spoken"};

/* co 012 due DATE · co 012 now · co 012 2 of 5 · co 012 agree · co 012 defaulted · co 012 late */
const char *story_joint_check(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = run->case_id ? case_load(window_scene(run->window)->store, run->arena, run->case_id) : NULL;
    int i = file ? joint_find(&file->standing, w->words[1]) : -1;
    if (i < 0) return arena_printf(run->arena, "%s 不是协办部门 is not one of the co-departments", w->words[1]);
    JointDay days[LIMIT_CO_DEPARTMENTS];
    const CoStanding *co = &file->standing.together.co[i];
    joint_days(&file->standing, window_scene(run->window)->calendar, instant_day(run->line->at), days);
    const char *got, *wanted = w->words[2];
    if (!strcmp(wanted, "due")) { wanted = w->words[3]; got = day_is_none(days[i].due) ? "none" : day_text(run->arena, days[i].due); }
    else if (w->count == 5) { wanted = arena_printf(run->arena, "%s of %s", w->words[2], w->words[4]); got = arena_printf(run->arena, "%d of %d", days[i].day, days[i].days); }
    else if (!strcmp(wanted, "defaulted")) got = co->defaulted ? "defaulted" : "not defaulted";
    else if (!strcmp(wanted, "late")) got = days[i].late ? "late" : "in time";
    else if (!strcmp(wanted, "agree") || !strcmp(wanted, "conditions") || !strcmp(wanted, "disagree")) got = co_opinion_name(co->opinion);
    else got = states[days[i].state];
    return !strcmp(got, wanted) ? NULL : arena_printf(run->arena, "协办 %s：应为 expected “%s”，实为 got “%s”", w->words[1], wanted, got);
}

/* How many open cases wait in the work list of a department: todo 012 1 */
const char *story_joint_todo(StoryRun *run, const StoryWant *w)
{
    const char *got = arena_printf(run->arena, "%lld", (long long)cases_co_count(window_scene(run->window)->store, w->words[1], NULL, true));
    return !strcmp(got, w->words[2]) ? NULL : arena_printf(run->arena, "待办 %s：应为 expected %s，实为 got %s", w->words[1], w->words[2], got);
}
