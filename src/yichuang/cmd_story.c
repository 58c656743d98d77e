/* cmd_story.c: yichuang story FILE...: each file in a fresh centre in memory, every line with its outcome. Grammar: docs/STORIES.md. */
#include "yichuang/cmd_story.h"
#include "base/file.h"
#include "base/log.h"
#include "yichuang/story.h"
#include <errno.h>
#include <string.h>

enum { DONE = 0, DIFFERS = 1, WRONG_USAGE = 2, STORY_BYTES = 1024 * 1024 };

static const char usage[] =
    "用法：yichuang story [--quiet] [--faults] 文件…\n"
    "Usage: yichuang story [--quiet] [--faults] FILE...\n"
    "\n"
    "在内存中的一个新中心里逐行讲述故事文件，把每一行的结果与“->”后所写的对照。\n"
    "Tells each story file in a fresh centre in memory and compares every line with what stands after `->`.\n"
    "\n"
    "  --quiet     只打印不符之处和每个文件的结论 only differences and one line for each file\n"
    "  --faults    让每一行的每一次存储、内存、文件调用都先失败一次，失败后不得留下任何痕迹\n"
    "              fail every store, memory and file call of every line once: nothing may be left behind, and then the act succeeds\n"
    "  --help      本说明 this text\n"
    "\n"
    "退出码 exit codes: 0 全部相符 all as told, 1 有不符 a difference, 2 用法或文件有误 wrong usage, or not a story\n";

static int tell_file(const char *path, const StoryOptions *options, long *injected)
{
    Arena *arena = arena_new();
    size_t bytes;
    const char *error;
    const char *text = (const char *)file_read(arena, path, STORY_BYTES, &bytes);
    if (!text) {
        fprintf(stderr, "yichuang story: %s: %s\n", path, strerror(errno));
        arena_free(arena);
        return WRONG_USAGE;
    }
    Story *story = story_parse(arena, path, text, bytes, (Instant){0}, &error);
    if (!story) {
        fprintf(stderr, "yichuang story: %s\n", error);
        arena_free(arena);
        return WRONG_USAGE;
    }
    if (!options->quiet) printf("%s  %s\n", path, story->rule);
    StoryCount count = story_run(story, options, stdout);
    *injected += count.injected;
    printf("%s  %s  (%d", count.differences ? "FAIL" : "PASS", path, count.lines);
    if (options->faults) printf(" lines, %ld faults", count.injected);
    printf("%s)\n", options->faults ? "" : " lines");
    arena_free(arena);
    return count.differences ? DIFFERS : DONE;
}

static int tell_guarded(const char *path, const StoryOptions *options, long *injected)
{
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        int code = tell_file(path, options, injected);
        fault_unguard(&guard);
        return code;
    }
    printf("FAIL  %s  %s: %s\n", path, fault_name(guard.kind), guard.text);
    return DIFFERS;
}

int cmd_story(int argc, char **argv)
{
    StoryOptions options = {0};
    int first = 1, differs = 0;
    long injected = 0;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (!strcmp(argv[first], "--quiet") || !strcmp(argv[first], "-q")) options.quiet = true;
        else if (!strcmp(argv[first], "--faults")) options.faults = true;
        else if (!strcmp(argv[first], "--help")) { fputs(usage, stdout); return DONE; }
        else { fprintf(stderr, "yichuang story: 不认识的选项 unknown option %s\n%s", argv[first], usage); return WRONG_USAGE; }
    }
    if (first == argc) { fputs(usage, stderr); return WRONG_USAGE; }
    if (options.faults) log_level = LOG_ERROR + 1;            /* the faults are ours: no need to log each */
    int worst = DONE;
    for (int i = first; i < argc; i++) {
        int code = tell_guarded(argv[i], &options, &injected);
        differs += code == DIFFERS;
        if (code > worst) worst = code;
        fflush(stdout);                                       /* should a later one end the process, this one has been told */
    }
    printf("%d 个故事 stories, %d 个不符 differ", argc - first, differs);
    if (options.faults) printf(", %ld 次故障 faults survived", injected);
    printf("\n");
    return worst;
}
