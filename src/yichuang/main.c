/* main.c: one binary, its subcommands. */
#include "base/fault.h"
#include "yichuang/commands.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef YICHUANG_VERSION
#define YICHUANG_VERSION "0.1.0"
#endif

static int cmd_version(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--help")) { fprintf(stderr, "用法 usage: yichuang version\n"); return 2; }
    if (argc > 1) { printf("用法 usage: yichuang version\n打印版本号 prints the version\n"); return 0; }
    puts("yichuang " YICHUANG_VERSION);
    return 0;
}

static const struct Command { const char *name; int (*run)(int argc, char **argv); const char *zh, *en; } commands[] = {
    {"serve", cmd_serve, "开门：提供网页和接口", "open the doors: serve pages and API"},
    {"init", cmd_init, "建立数据目录（--demo 载入演示区）", "make a data directory (--demo: the demonstration district)"},
    {"import", cmd_import, "导入事项、部门、节假日", "bring in items, departments, holidays"},
    {"export", cmd_export, "导出事项", "write items out"},
    {"deadline", cmd_deadline, "计算并解释办理期限", "compute a due date and say why, day by day"},
    {"story", cmd_story, "运行规则故事文件", "run story files"},
    {"verify", cmd_verify, "核验账本、投影和回执", "check the log, the tables and a receipt"},
    {"backup", cmd_backup, "备份为一个文件", "back up into one file"},
    {"restore", cmd_restore, "由备份恢复", "restore from a backup"},
    {"tick", cmd_tick, "时钟：处理到期的法定后果", "the clock: do what the law says is due"},
    {"erase", cmd_erase, "删除已办结办件的个人信息，或者申请人账号", "erase the personal data of a concluded case, or an applicant's account"},
    {"notices", cmd_notices, "未送出的通知：查看、重发", "messages not delivered: list, try again"},
    {"exchange", cmd_exchange, "数据交换：待送达、令牌、回执", "the exchange with other centres: what waits, tokens, receipts"},
    {"user", cmd_user, "人员与密码", "officers and passwords"},
    {"citizen", cmd_citizen, "申请人账号：开立、重设密码、变更手机", "applicants' accounts: open, new password, another phone"},
    {"render", cmd_render, "（内部）文书绘制进程", "(internal) the process that draws documents"},
    {"version", cmd_version, "版本", "the version"},
};

static void usage(FILE *out)
{
    fprintf(out, "一窗 yichuang：一个窗口受理、收费、拿证，并能自证。 One window, and it proves what it did.\n用法 usage: yichuang 命令 COMMAND [--help] ...\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) fprintf(out, "  %-9s %s  %s\n", commands[i].name, commands[i].zh, commands[i].en);
    fprintf(out, "\n退出码 exit codes: 0 完成 done, 1 拒绝或有发现 refused or found something, 2 用法错误 wrong usage\n");
}

int main(int argc, char **argv)
{
    if (sodium_init() < 0) { fprintf(stderr, "yichuang: libsodium\n"); return 1; }
    if (argc < 2) { usage(stderr); return 2; }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) { usage(stdout); return 0; }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name)) continue;
        FaultGuard guard;
        if (FAULT_GUARD(&guard)) {
            int code = commands[i].run(argc - 1, argv + 1);
            fault_unguard(&guard);
            return code;
        }
        fprintf(stderr, "yichuang %s: %s\n", argv[1], guard.text);
        return 1;
    }
    fprintf(stderr, "没有这个命令 no such command: %s\n", argv[1]);
    usage(stderr);
    return 2;
}
