/* story.h: a story file: acts at the window in the law's words, and what must come of each. Grammar: docs/STORIES.md.
 *
 *   story_parse.c   text to lines (pure)        story_hall.c   set-up lines: items, officers, authority, calendar
 *   story_desk.c    acts of the desks beside the case
 *   story_run.c     lines to turns at a window  story_want.c   what stands after `->`, compared with what came
 */
#ifndef YICHUANG_STORY_H
#define YICHUANG_STORY_H
#include "window/case_act.h"
#include "window/window.h"
#include <stdio.h>

enum { STORY_FIELDS = 40, STORY_WANTS = 24, STORY_WORDS = 8 };

typedef struct StoryField { const char *key, *value; } StoryField;
typedef struct StoryWant { const char *words[STORY_WORDS]; int count; } StoryWant;

typedef struct StoryLine {
    int number;                         /* in the file, from 1 */
    const char *text;                   /* as written, trimmed */
    Instant at;                         /* ms 0: before any date was written */
    const char *verb, *subject;         /* subject: the one bare word, or NULL */
    StoryField fields[STORY_FIELDS];
    int field_count;
    StoryWant wants[STORY_WANTS];
    int want_count;
} StoryLine;

typedef struct Story {
    const char *path, *rule;            /* rule: text of the first "# 规则:" line, "" without one */
    StoryLine *lines;
    int count;
} Story;

/* NULL and *error ("path:12: ...") when the text is not a story. from: no line may be earlier (ms 0: any). */
Story *story_parse(Arena *arena, const char *path, const char *text, size_t bytes, Instant from, const char **error);
const char *story_field(const StoryLine *line, const char *key);       /* NULL: not given */
bool story_truth(const char *text, bool *out);                         /* yes, no */

/* One story being told in a centre of its own, in memory. */
typedef struct StoryRun {
    Arena *arena;
    OneWindow *window;
    const Story *story;
    const StoryLine *line;
    bool faults;                        /* fail every store, memory and file call of each turn once before it succeeds */
    long injected;                      /* faults survived */
    WindowTurn turn;                    /* of the line under way */
    int64_t case_id;                    /* the line is about this case; 0 none */
    int64_t events_before;
    const char *trouble;                /* why the line cannot be carried out or what a fault spoilt; NULL */
} StoryRun;

typedef struct StoryOptions { bool faults, quiet; } StoryOptions;
typedef struct StoryCount { int lines, differences; long injected; } StoryCount;
/* Tells one story and prints each line with its outcome. */
StoryCount story_run(const Story *story, const StoryOptions *options, FILE *out);

/* The standing hall every story begins in: data/story/hall.txt, after the fixed part that has no grammar. */
void story_hall(StoryRun *run);
/* Set-up lines and acts of the office. False: not one of these verbs. */
bool story_office(StoryRun *run);
bool story_office_verb(const char *verb);
/* desk.act: an act of a desk beside the case. */
void story_desk(StoryRun *run);
bool story_desk_verb(const char *verb);
const char *story_referred(StoryRun *run, const char *text);            /* @enquiry.asked as the number of the last such event */
/* One turn, now; with faults on, every call of it fails once first. */
void story_turn(StoryRun *run, const Actor *actor, void (*work)(Scene *, WindowTurn *), const void *input);
void story_trouble(StoryRun *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Day of a field; `otherwise` when it is not given; trouble when it is no date. */
Day story_day(StoryRun *run, const char *key, Day otherwise);
const char *story_item_code(StoryRun *run, const char *name);          /* by name, or the text itself when there is none */
Actor story_actor(StoryRun *run, const char *who);

/* story_joint.c */
void story_joint_rules(StoryRun *run, Value *body, const char *text);      /* co=012,013:5:012:safety into an item's body */
void story_joint_input(StoryRun *run, Act act, Value *input);
const char *story_joint_check(StoryRun *run, const StoryWant *want);
const char *story_joint_todo(StoryRun *run, const StoryWant *want);

/* NULL when the line came out as wanted, else what came instead. */
const char *story_want_check(StoryRun *run, const StoryWant *want);
const char *story_want_problem(Arena *arena, const StoryWant *want);   /* NULL: well formed */
char *story_outcome(StoryRun *run);                                    /* what came, in a few words */
#endif
