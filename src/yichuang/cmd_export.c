/* cmd_export.c: yichuang export items: the catalogue in force as CSV or XLSX, which import reads back without a change. */
#include "base/fault.h"
#include "base/file.h"
#include "base/text.h"
#include "catalog/item_sheet.h"
#include "window/scene.h"
#include "yichuang/answer.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct { const char *directory, *output, *format, *day; } Given;

static bool wants_xlsx(const Given *given)
{
    if (given->format) return !strcmp(given->format, "xlsx");
    size_t n = given->output ? strlen(given->output) : 0;
    return n > 5 && !strcmp(given->output + n - 5, ".xlsx");
}

static int run(Arena *arena, const Given *given, Day day)
{
    const char *path = arena_printf(arena, "%s/yichuang.db", given->directory);
    if (!file_exists(path)) return complain("export", REFUSED, "数据目录里没有数据，请先 yichuang init", "there is no data in the directory: run yichuang init first", NULL);
    Scene *scene = scene_open(store_open(path, STORE_READ), NULL);
    size_t size;
    const uint8_t *bytes;
    if (wants_xlsx(given)) bytes = item_export_xlsx(arena, scene->catalog, day, &size);
    else {
        bytes = (const uint8_t *)item_export_csv(arena, scene->catalog, day);
        size = strlen((const char *)bytes);
    }
    int count = catalog_item_count(scene->catalog, day);
    scene_close(scene);
    if (given->output) file_write(given->output, bytes, size, 0644);
    else if (fwrite(bytes, 1, size, stdout) != size || fflush(stdout)) return complain("export", REFUSED, "写不出去", "could not write", NULL);
    fprintf(stderr, "导出事项 items written: %d\n", count);
    return DONE;
}

int cmd_export(int argc, char **argv)
{
    Given given = {.directory = default_directory()};
    Day day = instant_day(instant_now());
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &given.directory, NULL},
        {"output", "FILE", "写到文件（默认标准输出）", "write to FILE (standard output)", &given.output, NULL},
        {"format", "csv|xlsx", "格式（默认按文件名，否则 csv）", "format (by the file's name, else csv)", &given.format, NULL},
        {"day", "DATE", "该日有效的版本（默认今天）", "versions in force on that day (today)", &given.day, NULL},
        {0}};
    const char *words[1];
    int count = 0, code = options_read(argc, argv, "export items [--output FILE] [--format csv|xlsx] [--day DATE] [--data DIR]", options, words, 1, &count);
    if (code >= 0) return code;
    if (count != 1 || strcmp(words[0], "items")) return complain("export", WRONG_USAGE, "只能导出 items", "only items can be written out", NULL);
    if (given.format && strcmp(given.format, "csv") && strcmp(given.format, "xlsx")) return complain("export", WRONG_USAGE, "格式只有 csv 和 xlsx", "the format is csv or xlsx", NULL);
    if (given.day && !day_parse(given.day, &day)) return complain("export", WRONG_USAGE, "日期应写作 2026-01-01", "a date is written 2026-01-01", NULL);
    if (wants_xlsx(&given) && !given.output && isatty(STDOUT_FILENO)) return complain("export", WRONG_USAGE, "XLSX 请用 --output 写到文件", "write XLSX to a file with --output", NULL);
    Arena *arena = arena_new();
    code = run(arena, &given, day);
    arena_free(arena);
    return code;
}
