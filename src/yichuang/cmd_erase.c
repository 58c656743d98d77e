/* cmd_erase.c: yichuang erase: a concluded case's personal data leaves the tables, the log and the uploads; the log stays provable. */
#include "window/office_act.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>

int cmd_erase(int argc, char **argv)
{
    const char *directory = default_directory(), *reason = NULL, *number = NULL;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"reason", "TEXT", "删除的理由（记入账本）", "why (goes into the log)", &reason, NULL},
        {0}};
    int count, code = options_read(argc, argv, "erase CASE-NUMBER --reason TEXT [--data DIR]", options, &number, 1, &count);
    if (code >= 0) return code;
    if (!count || !reason) { fprintf(stderr, "请给出办件编号和理由 name the case and give the reason: --help\n"); return 2; }
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Arena *arena = arena_new();
    const CaseFile *file = case_find(window_scene(window)->store, arena, number);
    PersonErase erase = {.case_id = file ? file->id : 0, .reason = reason};
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = office_erase_person, .input = &erase};
    window_do(window, &turn);
    code = 1;
    if (turn.fault) fprintf(stderr, "没有删除：存储出错 nothing was erased: the store failed\n");
    else if (turn.refusal) {
        const RefusalText *text = refusal_text(turn.refusal);
        fprintf(stderr, "没有删除 nothing was erased: %s %s %s\n  %s %s\n", text->zh, text->en, turn.detail ? turn.detail : "", text->remedy_zh, text->remedy_en);
    } else {
        printf("已删除 %s 的个人信息和所交文件；账本仍可核验\nerased the personal data and files of %s; the log still proves\n", number, number);
        code = 0;
    }
    arena_free(arena);
    window_close(window);
    return code;
}
