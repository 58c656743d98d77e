/* cmd_deadline.h: yichuang deadline: when a lawful period ends, and why, from the command line. */
#ifndef YICHUANG_CMD_DEADLINE_H
#define YICHUANG_CMD_DEADLINE_H

/* argv[0] is "deadline". Exit codes: 0 done, 1 refused, 2 wrong usage. Prints on stdout, errors on stderr. */
int cmd_deadline(int argc, char **argv);
#endif
