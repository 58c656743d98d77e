/* answer.h: what the subcommands answer alike: exit codes, complaints in both languages, the hall's data opened for reading. */
#ifndef YICHUANG_ANSWER_H
#define YICHUANG_ANSWER_H
#include "window/window.h"

enum { DONE = 0, REFUSED = 1, WRONG_USAGE = 2 };

/* On stderr, Chinese first; what (may be NULL) is the thing it is about. Gives code, which ends the command. */
int complain(const char *command, int code, const char *zh, const char *en, const char *what);
int complain_turn(const char *command, const WindowTurn *turn);      /* of a turn that failed or was refused */

/* The data of a directory, for reading while the hall is open. NULL: there is none, told on stderr. The caller closes it. */
Store *data_reading(const char *command, Arena *arena, const char *directory);
#endif
