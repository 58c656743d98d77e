/* commands.h: the subcommands. argv[0] is the subcommand's own name. Exit codes: 0 done, 1 refused or found something, 2 wrong usage. */
#ifndef YICHUANG_COMMANDS_H
#define YICHUANG_COMMANDS_H
int cmd_serve(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_deadline(int argc, char **argv);
int cmd_story(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_backup(int argc, char **argv);
int cmd_restore(int argc, char **argv);
int cmd_tick(int argc, char **argv);
int cmd_user(int argc, char **argv);
int cmd_citizen(int argc, char **argv);
int cmd_erase(int argc, char **argv);
int cmd_notices(int argc, char **argv);
int cmd_exchange(int argc, char **argv);
int cmd_render(int argc, char **argv);

/* Where data lives when --data is not given: $YICHUANG_DATA, or ./data-yichuang. */
const char *default_directory(void);
#endif
