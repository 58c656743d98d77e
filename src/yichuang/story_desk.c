/* story_desk.c: the lines `desk.act key=value ...`: any act of any desk beside the case, found in the desks' own tables. See story.h. */
#include "base/text.h"
#include "window/desk_act.h"
#include "window/package_act.h"
#include "yichuang/story.h"
#include <string.h>

static const DeskAct *act_of(const char *verb, const Desk **desk)
{
    const char *point = strchr(verb, '.');
    *desk = point ? desk_of_event(verb) : NULL;
    return *desk ? desk_act_named(*desk, point + 1) : NULL;
}

bool story_desk_verb(const char *verb)
{
    const Desk *desk;
    return act_of(verb, &desk) != NULL || !strcmp(verb, "package.open");
}

/* @enquiry.asked is the number of the last such event, @F26 that of the last such document: what a story cannot know beforehand. */
const char *story_referred(StoryRun *run, const char *text)
{
    Scene *scene = window_scene(run->window);
    if (text[0] != '@' || !text[1]) return text;
    if (!strchr(text, '.')) {
        const IssuedDocument *document = document_latest_of_kind(scene->store, run->arena, text + 1);
        if (document && document->number) return document->number;
    } else {
        for (int64_t seq = ledger_size(scene->ledger); seq > 0; seq--) {
            const Event *event = ledger_event(scene->store, run->arena, seq);
            if (event && !strcmp(event->kind, text + 1)) return arena_printf(run->arena, "%lld", (long long)seq);
        }
    }
    story_trouble(run, "还没有 %s nothing of this kind yet", text);
    return text;
}

static const char *case_number(StoryRun *run, const char *text)
{
    int64_t id;
    const CaseFile *file = text_parse_int(text, 1, 1000000, &id) ? case_load(window_scene(run->window)->store, run->arena, id) : NULL;
    if (!file) return text;
    run->case_id = id;
    return file->number;
}

/* The steps of a definition name items as stories do. */
static const char *steps_with_codes(StoryRun *run, const char *text)
{
    char **lines, **halves, **sides;
    Buf out = buf_new(run->arena);
    int count = text_split(run->arena, text, '|', &lines);
    for (int i = 0; i < count; i++) {
        if (text_split(run->arena, lines[i], '=', &halves) != 2) { buf_printf(&out, "%s%s", i ? "\n" : "", lines[i]); continue; }
        int n = text_split(run->arena, halves[1], '<', &sides);
        buf_printf(&out, "%s%s=%s%s%s", i ? "\n" : "", halves[0], story_item_code(run, sides[0]), n == 2 ? "<" : "", n == 2 ? sides[1] : "");
    }
    return out.text;
}

/* A list is written with | between its lines. */
static void set_field(StoryRun *run, Value *input, const DeskAct *act, const StoryField *given)
{
    const DeskField *field = act->fields;
    while (field && field->key && strcmp(field->key, given->key)) field++;
    const char *text = story_referred(run, given->value);
    if (!field || !field->key) { story_trouble(run, "%s 没有 %s 这一项 there is no such field", act->name, given->key); return; }
    if (field->type == DESK_CASE) text = case_number(run, text);
    if (field->type == DESK_ITEM) text = story_item_code(run, text);
    if (field->type == DESK_LIST && !strcmp(act->event, "package.defined")) text = steps_with_codes(run, text);
    else if (field->type == DESK_LIST) {
        char *lines = arena_strdup(run->arena, text);
        for (char *c = lines; *c; c++) if (*c == '|') *c = '\n';
        text = lines;
    }
    value_set_str(run->arena, input, given->key, text);
}

/* package.open code=qykb materials=申请书|身份证明 by=citizen: one application, shared materials by name; 张晓三 applies unless the line says who. */
static void open_package(StoryRun *run, const Actor *actor)
{
    static const char *const shared[][2] = {{"applicant_kind", "person"}, {"applicant_name", "张晓三"}, {"identity", "11010519491231002X"}, {"phone", "13800138000"}};
    Value *input = value_object(run->arena), *materials = value_set_list(run->arena, input, "materials");
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        const char *given = story_field(run->line, shared[i][0]);
        value_set_str(run->arena, input, shared[i][0], given ? given : shared[i][1]);
    }
    bool truth = true;
    if (story_field(run->line, "truth")) story_truth(story_field(run->line, "truth"), &truth);
    value_set_bool(run->arena, input, "truth", truth);
    char **names;
    int count = story_field(run->line, "materials") ? text_split(run->arena, story_field(run->line, "materials"), '|', &names) : 0;
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(run->arena, materials);
        value_set_str(run->arena, row, "name", names[i]);
        value_set_str(run->arena, row, "way", "paper");
    }
    PackageOpen open = {.code = story_field(run->line, "code"), .input = input};
    story_turn(run, actor, package_open, &open);
}

void story_desk(StoryRun *run)
{
    const Desk *desk;
    const DeskAct *act = act_of(run->line->verb, &desk);
    const char *who = story_field(run->line, "by");
    Actor actor = who ? story_actor(run, who) : actor_operator();
    if (!act) { open_package(run, &actor); return; }
    DeskInput input = {.desk = desk, .act = act, .holder = who && !strcmp(who, "citizen")};
    Value *fields = value_object(run->arena);
    for (int i = 0; i < run->line->field_count; i++)
        if (strcmp(run->line->fields[i].key, "by")) set_field(run, fields, act, &run->line->fields[i]);
    input.input = fields;
    story_turn(run, &actor, desk_act, &input);
    if (run->turn.case_id) run->case_id = run->turn.case_id;
}
