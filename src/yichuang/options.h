/* options.h: reading the subcommands' options: --name VALUE, --name=VALUE and --flag. */
#ifndef YICHUANG_OPTIONS_H
#define YICHUANG_OPTIONS_H
#include <stdbool.h>

typedef struct Option {
    const char *name;            /* "data" for --data */
    const char *value;           /* "DIR"; NULL: a flag */
    const char *zh, *en;
    const char **text;           /* where the value goes */
    bool *flag;                  /* or the flag */
} Option;

/* Parses argv; rest (may be NULL when no words are allowed) receives up to most other words, *count of them. usage is the line after "yichuang ".
 * -1: go on. Otherwise the exit code: 0 after --help, 2 after an error (told on stderr). Options end with name NULL. */
int options_read(int argc, char **argv, const char *usage, const Option *options, const char **rest, int most, int *count);
#endif
