/* test_command.h: a subcommand run as from a shell, on a data directory of its own: standard input, what it prints, its exit code. For the tests of this module only. */
#ifndef YICHUANG_TEST_COMMAND_H
#define YICHUANG_TEST_COMMAND_H
#include "window/window.h"
#include "yichuang/commands.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Arena *arena;
static char directory[64], output[128];

/* Runs the command; what it prints on both channels is in `output`. */
static inline int captured(int (*command)(int, char **), int argc, char **argv)
{
    fflush(stdout), fflush(stderr);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO), to = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(to, STDOUT_FILENO), dup2(to, STDERR_FILENO);
    int code = command(argc, argv);
    fflush(stdout), fflush(stderr);
    dup2(out, STDOUT_FILENO), dup2(err, STDERR_FILENO);
    close(out), close(err), close(to);
    return code;
}

/* Runs the command with the words given (ended by NULL) and --data, with text as standard input; what it prints is in `output`. */
static inline int run_command(int (*command)(int, char **), char *name, const char *typed, va_list words)
{
    char *argv[24] = {name}, input[80];
    int argc = 1;
    for (char *word; (word = va_arg(words, char *));) argv[argc++] = word;
    argv[argc++] = "--data";
    argv[argc++] = directory;
    snprintf(input, sizeof input, "%s/input", directory);
    FILE *file = fopen(input, "w");
    assert_non_null(file);
    fputs(typed, file);
    fclose(file);
    assert_non_null(freopen(input, "r", stdin));
    return captured(command, argc, argv);
}

static inline char *printed(void)
{
    char *text = arena_alloc(arena, 20000);
    FILE *file = fopen(output, "r");
    assert_non_null(file);
    text[fread(text, 1, 19999, file)] = 0;
    fclose(file);
    return text;
}

/* A fresh directory with an empty centre in it. */
static inline int fresh(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/cmd_test_XXXXXX");
    if (!mkdtemp(directory)) return 1;
    snprintf(output, sizeof output, "%s/output", directory);
    window_close(window_open(&(WindowOptions){.directory = directory, .create = true}));
    return 0;
}

static inline int gone(void **state)
{
    (void)state;
    char line[100];
    snprintf(line, sizeof line, "rm -r '%s'", directory);
    return system(line);
}
#endif
