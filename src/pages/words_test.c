/* words_test.c: every fixed word of the demonstration district has its English; no word stands in the table twice. */
#include "pages/words.h"
#include "base/embed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static int column(const char *head, const char *name)
{
    int at = 0;
    for (const char *c = head; *c && *c != '\n'; at++) {
        size_t n = strcspn(c, ",\r\n");
        if (n == strlen(name) && !strncmp(c, name, n)) return at;
        c += n + (c[n] == ',');
    }
    return -1;
}

/* Calls each with the cells of one column; quoted cells count as one, their lines each by itself. */
static void each_cell(const char *path, const char *name, void (*each)(const char *cell))
{
    Arena *arena = arena_new();
    size_t size;
    const char *text = (const char *)embed_find(arena, path, &size);
    assert_non_null(text);
    if (!strncmp(text, "\xef\xbb\xbf", 3)) text += 3;
    int wanted = column(text, name), at = 0, seen = 0;
    assert_true(wanted >= 0);
    bool quoted = false, first = true;
    char cell[20000];
    size_t n = 0;
    for (const char *c = text;; c++) {
        if (*c == '"') { quoted = !quoted; continue; }
        if (*c && (quoted || (*c != ',' && *c != '\n'))) { if (*c != '\r' && n < sizeof cell - 1) cell[n++] = *c; continue; }
        cell[n] = 0;
        if (at == wanted && !first) {
            for (char *line = strtok(cell, "\n"); line; line = strtok(NULL, "\n")) { each(line); seen++; }
        }
        n = 0;
        at = *c == ',' ? at + 1 : 0;
        if (*c != ',') first = false;
        if (!*c) break;
    }
    assert_true(seen > 20);
    arena_free(arena);
}

static void has_english(const char *zh)
{
    if (!words_en(zh)) fail_msg("no English for %s", zh);
}

static void step_has_english(const char *cell)
{
    char copy[400];
    assert_true(strlen(cell) < sizeof copy);
    strcpy(copy, cell);
    char *post = strchr(copy, '|');
    assert_non_null(post);
    *post++ = 0;
    post[strcspn(post, "|")] = 0;
    has_english(copy);
    has_english(post);
}

static void the_district_has_its_english(void **state)
{
    (void)state;
    static const char *const columns[] = {"事项类型", "办件类型", "主题", "办理方式", "申请方式", "送达方式", "特别程序"};
    for (size_t i = 0; i < 6; i++) each_cell("data/district/items.csv", columns[i], has_english);
    each_cell("data/district/items.csv", "办理流程", step_has_english);
    each_cell("data/district/departments.csv", "name", has_english);
}

static void unknown_words_stay(void **state)
{
    (void)state;
    assert_null(words_en("没有这个词"));
    assert_null(words_en(""));
    assert_null(words_en(NULL));
    assert_string_equal(words_en("卫生健康局"), "Health");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_district_has_its_english), cmocka_unit_test(unknown_words_stay)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
