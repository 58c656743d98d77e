/* answer.c: what the subcommands answer alike; see answer.h. */
#include "yichuang/answer.h"
#include "process/refusal.h"
#include <stdio.h>
#include <unistd.h>

int complain(const char *command, int code, const char *zh, const char *en, const char *what)
{
    fprintf(stderr, "yichuang %s: %s%s%s\nyichuang %s: %s%s%s\n", command, zh, what ? "：" : "", what ? what : "", command, en, what ? ": " : "", what ? what : "");
    if (code == WRONG_USAGE) fprintf(stderr, "见 see: yichuang %s --help\n", command);
    return code;
}

int complain_turn(const char *command, const WindowTurn *turn)
{
    if (turn->fault) return complain(command, REFUSED, "存储失败，什么也没有改变", "the store failed, nothing was changed", fault_name(turn->fault));
    return complain(command, REFUSED, refusal_text(turn->refusal)->zh, refusal_text(turn->refusal)->en, turn->detail);
}

Store *data_reading(const char *command, Arena *arena, const char *directory)
{
    const char *path = arena_printf(arena, "%s/yichuang.db", directory);
    if (!access(path, R_OK)) return store_open(path, STORE_READ);
    complain(command, REFUSED, "没有数据", "there is no data", path);
    return NULL;
}
