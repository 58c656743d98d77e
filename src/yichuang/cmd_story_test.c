/* cmd_story_test.c: the story command sees every difference it must see, and says where a file is no story. */
#include "yichuang/cmd_story.h"
#include "base/file.h"
#include "yichuang/story.h"
#include <setjmp.h>
#include <stdarg.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const char *error_of(const char *text)
{
    static char kept[512];
    Arena *arena = arena_new();
    const char *error = NULL;
    Story *story = story_parse(arena, "a.txt", text, strlen(text), (Instant){0}, &error);
    snprintf(kept, sizeof kept, "%s", story ? "" : error);
    arena_free(arena);
    return kept;
}

static void test_what_is_no_story(void **state)
{
    (void)state;
    static const struct { const char *text, *where, *what; } rows[] = {
        {"", "a.txt:1: ", "no line does anything"},
        {"# only a remark\n\n", "a.txt:1: ", "no line does anything"},
        {"2026-03-02 bribe case=1\n", "a.txt:1: ", "bribe"},
        {"\n2026-03-02\n", "a.txt:2: ", "an act is missing"},
        {"2026-03-03 see\n2026-03-02 see\n", "a.txt:2: ", "back in time"},
        {"2026-03-03 09:00 see\n2026-03-03 08:59 see\n", "a.txt:2: ", "back in time"},
        {"2026-03-02 see case=1 case=2\n", "a.txt:1: ", "twice"},
        {"2026-03-02 item a b\n", "a.txt:1: ", "one word too many"},
        {"2026-03-02 accept reason=\"open\n", "a.txt:1: ", "not closed"},
        {"2026-03-02 see ->\n", "a.txt:1: ", "missing after ->"},
        {"2026-03-02 see -> stage accepted,\n", "a.txt:1: ", "missing after ->"},
        {"2026-03-02 see -> stage nowhere\n", "a.txt:1: ", "stage"},
        {"2026-03-02 see -> due tomorrow\n", "a.txt:1: ", "due"},
        {"2026-03-02 see -> due 2026-02-30\n", "a.txt:1: ", "due"},
        {"2026-03-02 see -> clock T9 due none\n", "a.txt:1: ", "clock"},
        {"2026-03-02 see -> REFUSED_NEVER\n", "a.txt:1: ", "REFUSED_NEVER"},
        {"2026-03-02 see -> day 1 from 2\n", "a.txt:1: ", "day"},
        {"2026-03-02 see -> a b c d e f g h i\n", "a.txt:1: ", "too many words"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *error = error_of(rows[i].text);
        if (strncmp(error, rows[i].where, strlen(rows[i].where)) || !strstr(error, rows[i].what)) fail_msg("%s gives “%s”", rows[i].text, error);
    }
    assert_non_null(strstr(error_of("2026-03-02 see case=\xff\n"), "UTF-8"));
}

static void test_lines_are_read(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *error;
    const char *text = "# 规则: XK-1 甲\r\n2026-03-02 16:30  pause case=1 body=\"检测 中心\" matter=\"# 不是注\"  -> paused, due none # 注\r\nsee -> why 2026-03-02 not paused T2\n2026-03-02 see\n2026-03-03 see";
    Story *story = story_parse(arena, "a", text, strlen(text), (Instant){0}, &error);
    assert_non_null(story);
    assert_string_equal(story->rule, "XK-1 甲");
    assert_int_equal(story->count, 4);
    const StoryLine *line = &story->lines[0];
    assert_int_equal(line->number, 2);
    assert_string_equal(story_field(line, "body"), "检测 中心");
    assert_string_equal(story_field(line, "matter"), "# 不是注");
    assert_null(story_field(line, "ground"));
    assert_int_equal(line->want_count, 2);
    assert_int_equal(line->at.ms, instant_at(day_of(2026, 3, 2), 16, 30, 0).ms);
    assert_int_equal(story->lines[1].at.ms, line->at.ms);                 /* without a date: when the line before it happened */
    assert_int_equal(story->lines[2].at.ms, line->at.ms);                 /* the same day, without a time: no earlier */
    assert_int_equal(story->lines[3].at.ms, instant_at(day_of(2026, 3, 3), 10, 0, 0).ms);
    arena_free(arena);
}

/* Tells a text; what was printed in *out. */
static StoryCount told(const char *text, char **out)
{
    Arena *arena = arena_new();
    const char *error;
    size_t bytes;
    Story *story = story_parse(arena, "a.txt", text, strlen(text), (Instant){0}, &error);
    if (!story) fail_msg("%s", error);
    FILE *file = open_memstream(out, &bytes);
    StoryCount count = story_run(story, &(StoryOptions){0}, file);
    fclose(file);
    arena_free(arena);
    return count;
}

#define OPENING "2026-03-02 receive item=施工许可 by=wang materials=1,2,3 ok=all\n2026-03-02 accept case=1\n"

static void test_differences_are_seen(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "accept case=1 -> accepted",                                    /* refused where an event was wanted */
        "accept case=1",                                                /* refused where nothing was written */
        "note text=甲 -> REFUSED_NO_RIGHT",                             /* done where a refusal was wanted */
        "accept case=1 -> REFUSED_NO_RIGHT",                            /* refused otherwise */
        "see -> due 2026-03-31", "see -> due none", "see -> clock T2 due 2026-03-31", "see -> clock T4 due 2026-03-31", "see -> clock T2 none", "see -> stage received",
        "see -> holder window", "see -> outcome granted", "see -> first li", "see -> number 1", "see -> version 2", "see -> accepted_on 2026-03-03", "see -> received_on none",
        "see -> supply_by 2026-03-03", "see -> cases 2", "see -> case 1", "see -> day 1 of 20", "see -> day 0 of 21", "see -> overdue", "see -> paused", "see -> due_today", "see -> provisional",
        "see -> why 2026-03-03 not weekend", "see -> why 2026-03-03 counted weekend", "see -> why 2027-03-03 counted workday", "see -> document F21", "see -> document F06 none",
        "see -> document F06 江夏住建许受〔2026〕2号", "note text=甲 -> says text 乙", "see -> person none", "see -> person applicant_name 李四", "note text=甲 -> nothing", "note text=甲 -> events 2",
        "tick -> acted 1", "see -> repeated", "accept case=1 -> REFUSED_NOT_IN_THIS_STAGE, rule XK-45", "accept case=1 -> REFUSED_NOT_IN_THIS_STAGE, detail 甲", "see case=2 -> stage accepted",
        "check case=one", "check ok=x", "absence zhao from=soon", "officer x roles=king", "note by=stranger-officer text=甲", "override date=2026-03-10 kind=feast document=甲", "item",
    };
    /* One telling for all: a difference stops nothing, so each line is to be seen by itself. */
    enum { MANY = sizeof wrong / sizeof *wrong, ROOM = 16384 };
    static char text[ROOM];
    size_t at = (size_t)snprintf(text, ROOM, "%s", OPENING);
    for (int i = 0; i < MANY; i++) at += (size_t)snprintf(text + at, ROOM - at, "%s\n", wrong[i]);
    assert_true(at < ROOM);
    char *all = NULL;
    assert_int_equal(told(text, &all).differences, MANY);
    for (int i = 0; i < MANY; i++) {
        char line[32];
        snprintf(line, sizeof line, "FAIL a.txt:%d: ", i + 3);
        if (!strstr(all, line)) fail_msg("not seen: %s\n%s", wrong[i], all);
    }
    free(all);
    char *out = NULL;
    assert_int_equal(told(OPENING "see -> due 2026-03-30, day 0 of 20, stage accepted, document F06, clock T4 none, running, certain\n", &out).differences, 0);
    assert_null(strstr(out, "FAIL"));
    free(out);
}

static int run(const char *option, const char *path)
{
    char *arguments[] = {"story", (char *)option, (char *)path, NULL};
    int count = 1 + (option != NULL) + (path != NULL), saved = dup(1), saved_error = dup(2);
    if (!option) arguments[1] = (char *)path;
    int nowhere = open("/dev/null", O_WRONLY);
    fflush(stdout);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    int code = cmd_story(count, arguments);
    fflush(stdout);
    dup2(saved, 1);
    dup2(saved_error, 2);
    close(saved);
    close(saved_error);
    close(nowhere);
    return code;
}

static void test_exit_codes(void **state)
{
    (void)state;
    char good[] = "/tmp/story-good-XXXXXX", bad[] = "/tmp/story-bad-XXXXXX", not[] = "/tmp/story-not-XXXXXX";
    close(mkstemp(good));
    close(mkstemp(bad));
    close(mkstemp(not));
    file_write(good, OPENING, strlen(OPENING), 0600);
    file_write(bad, "2026-03-02 see -> cases 7\n", 26, 0600);
    file_write(not, "not a story\n", 12, 0600);
    assert_int_equal(run(NULL, good), 0);
    assert_int_equal(run("--quiet", good), 0);
    assert_int_equal(run("--faults", good), 0);
    assert_int_equal(run(NULL, bad), 1);
    assert_int_equal(run(NULL, not), 2);
    assert_int_equal(run(NULL, "/tmp/story-absent"), 2);
    assert_int_equal(run("--unknown", good), 2);
    assert_int_equal(run(NULL, NULL), 2);
    assert_int_equal(run("--help", NULL), 0);
    unlink(good);
    unlink(bad);
    unlink(not);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_no_story), cmocka_unit_test(test_lines_are_read), cmocka_unit_test(test_differences_are_seen), cmocka_unit_test(test_exit_codes)};
    return cmocka_run_group_tests_name("story", tests, NULL, NULL);
}
