/* cmd_import_test.c: yichuang import and export on a real data directory: round trips, previews, errors with their place, exit codes. */
#include "base/file.h"
#include "base/text.h"
#include "yichuang/test_command.h"

static char items[80];

/* Runs a command with the words given and --data; what it prints on both channels is in `output`. */
static int run(int (*command)(int, char **), ...)
{
    char *argv[24];
    int argc = 0;
    va_list words;
    va_start(words, command);
    for (char *word; (word = va_arg(words, char *));) argv[argc++] = word;
    va_end(words);
    argv[argc++] = "--data";
    argv[argc++] = directory;
    return captured(command, argc, argv);
}

static void prints(const char *text)
{
    size_t size;
    const char *said = (const char *)file_read(arena, output, 1 << 24, &size);
    assert_non_null(said);
    if (!strstr(said, text)) print_error("wanted %s in:\n%s\n", text, said);
    assert_non_null(strstr(said, text));
}

static char *file_with(const char *name, const char *text)
{
    char *path = arena_printf(arena, "%s/%s", directory, name);
    file_write(path, text, strlen(text), 0600);
    return path;
}

static int start(void **state)
{
    (void)state;
    arena = arena_new();
    strcpy(directory, "/tmp/yichuang-import-XXXXXX");
    if (!mkdtemp(directory)) return -1;
    snprintf(output, sizeof output, "%s/output", directory);
    snprintf(items, sizeof items, "%s/items.csv", directory);
    window_close(window_open(&(WindowOptions){.directory = directory, .create = true}));
    file_with("departments.csv", "code,name,window,legal_body\n019,卫生健康局,W04,B019\n");
    file_with("windows.csv", "id,name,zone\nW04,卫生窗口,一楼\n");
    file_with("bodies.csv", "id,name,word,seal,reconsideration,court\nB019,卫生健康局,卫健,章,区政府,区法院\n");
    file_with("items.csv", "实施编码,事项名称,主管部门,受理窗口,事项类型\n4201150192001100,健康证,卫生健康局,W04,公共服务\n");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    int code = system(arena_printf(arena, "rm -r %s", directory));
    arena_free(arena);
    return code;
}

static void departments_then_items(void **state)
{
    (void)state;
    char *departments = arena_printf(arena, "%s/departments.csv", directory);
    assert_int_equal(run(cmd_import, "import", "departments", departments, "--dry-run", NULL), 0);
    prints("dry run");
    assert_int_equal(run(cmd_import, "import", "departments", departments, NULL), 0);
    prints("departments 1");
    assert_int_equal(run(cmd_import, "import", "items", items, "--dry-run", NULL), 0);
    prints("new 1");
    assert_int_equal(run(cmd_import, "import", "items", items, NULL), 0);
    prints("drafts 1");
    prints("留作草稿");
    assert_int_equal(run(cmd_import, "import", "items", items, NULL), 0);
    prints("unchanged 1");
    assert_int_equal(run(cmd_export, "export", "items", NULL), 0);        /* drafts are not in force */
    prints("items written: 0");
}

static void errors_change_nothing(void **state)
{
    (void)state;
    char *bad = file_with("bad.csv", "实施编码,事项名称,承诺办结时限\n4201150192001100,健康证,1\n4201150192001200,二,很快\n");
    assert_int_equal(run(cmd_import, "import", "items", bad, NULL), 1);
    prints("row 3");
    prints("column C");
    prints("承诺办结时限");
    assert_int_equal(run(cmd_import, "import", "departments", bad, NULL), 1);
    assert_int_equal(run(cmd_import, "import", "items", file_with("none.csv", ""), NULL), 1);
    assert_int_equal(run(cmd_import, "import", "items", "/nowhere/items.csv", NULL), 1);
    prints("/nowhere/items.csv");
    assert_int_equal(run(cmd_import, "import", "holidays", bad, NULL), 1);
}

static void holidays_by_any_spreadsheet(void **state)
{
    (void)state;
    char *utf8 = file_with("h.csv", "date,kind,name\n2026-10-01,holiday,国庆节\n");
    char *gb = file_with("g.csv", "date,kind,name\n2026-10-01,holiday,\xB9\xFA\xC7\xEC\xBD\xDA\n");
    assert_int_equal(run(cmd_import, "import", "holidays", utf8, "--dry-run", NULL), 0);
    prints("calendar days 1");
    assert_int_equal(run(cmd_import, "import", "holidays", gb, "--dry-run", NULL), 0);
    prints("calendar days 1");
}

static void wrong_usage(void **state)
{
    (void)state;
    assert_int_equal(run(cmd_import, "import", NULL), 2);
    assert_int_equal(run(cmd_import, "import", "items", NULL), 2);
    assert_int_equal(run(cmd_import, "import", "people", items, NULL), 2);
    assert_int_equal(run(cmd_import, "import", "items", items, "--from", "2026-02-30", NULL), 2);
    assert_int_equal(run(cmd_import, "import", "items", items, "--nonsense", NULL), 2);
    assert_int_equal(run(cmd_import, "import", "--help", NULL), 0);
    prints("GB18030");
    assert_int_equal(run(cmd_export, "export", NULL), 2);
    assert_int_equal(run(cmd_export, "export", "people", NULL), 2);
    assert_int_equal(run(cmd_export, "export", "items", "--format", "pdf", NULL), 2);
    assert_int_equal(run(cmd_export, "export", "items", "--day", "today", NULL), 2);
    assert_int_equal(run(cmd_export, "export", "--help", NULL), 0);
}

static void export_to_files(void **state)
{
    (void)state;
    size_t size;
    char *xlsx = arena_printf(arena, "%s/out.xlsx", directory), *csv = arena_printf(arena, "%s/out.csv", directory);
    assert_int_equal(run(cmd_export, "export", "items", "--output", xlsx, NULL), 0);
    const uint8_t *bytes = file_read(arena, xlsx, 1 << 24, &size);
    assert_memory_equal(bytes, "PK", 2);
    assert_int_equal(run(cmd_export, "export", "items", "--output", csv, NULL), 0);
    bytes = file_read(arena, csv, 1 << 24, &size);
    assert_memory_equal(bytes, "\xEF\xBB\xBF", 3);
    assert_non_null(strstr((const char *)bytes, "实施编码"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(departments_then_items), cmocka_unit_test(errors_change_nothing), cmocka_unit_test(holidays_by_any_spreadsheet),
        cmocka_unit_test(wrong_usage), cmocka_unit_test(export_to_files),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
