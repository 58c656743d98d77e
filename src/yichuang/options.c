/* options.c: see options.h. */
#include "yichuang/options.h"
#include "yichuang/commands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *default_directory(void)
{
    const char *named = getenv("YICHUANG_DATA");
    return named && *named ? named : "data-yichuang";
}

static void help(FILE *out, const char *usage, const Option *options)
{
    fprintf(out, "用法 usage: yichuang %s\n", usage);
    for (const Option *o = options; o->name; o++)
        fprintf(out, "  --%s%s%-*s %s  %s\n", o->name, o->value ? " " : "", (int)(16 - strlen(o->name)), o->value ? o->value : "", o->zh, o->en);
}

static const Option *find(const Option *options, const char *word, size_t length)
{
    for (const Option *o = options; o->name; o++)
        if (strlen(o->name) == length && !strncmp(o->name, word, length)) return o;
    return NULL;
}

int options_read(int argc, char **argv, const char *usage, const Option *options, const char **rest, int most, int *count)
{
    int words = 0;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (!strcmp(word, "--help") || !strcmp(word, "-h")) { help(stdout, usage, options); return 0; }
        if (strncmp(word, "--", 2)) {
            if (!rest || words >= most) { fprintf(stderr, "多余的参数 unexpected argument: %s\n", word); help(stderr, usage, options); return 2; }
            rest[words++] = word;
            continue;
        }
        const char *equals = strchr(word, '=');
        const Option *option = find(options, word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2));
        if (!option) { fprintf(stderr, "没有这个选项 no such option: %s\n", word); help(stderr, usage, options); return 2; }
        if (option->flag) {
            if (equals) { fprintf(stderr, "该选项不带值 this option takes no value: --%s\n", option->name); return 2; }
            *option->flag = true;
        } else if (equals) *option->text = equals + 1;
        else if (i + 1 < argc) *option->text = argv[++i];
        else { fprintf(stderr, "缺少选项的值 a value is missing: --%s %s\n", option->name, option->value); return 2; }
    }
    if (count) *count = words;
    return -1;
}
