/* cmd_erase.c: yichuang erase: personal data of what is over (a case, an enquiry, an entrustment, a meeting, a package, an account) leaves the tables, the log and the
 * uploads; the log stays provable. */
#include "base/text.h"
#include "window/office_act.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>
#include <string.h>

/* "420115-20260302-00001", or "enquiry:12"; an account also by the number of a case of hers, which is what she has in hand. False: it is none of these. */
static bool aim(Scene *scene, Arena *arena, const char *what, PersonErase *erase)
{
    const char *colon = strchr(what, ':');
    if (!colon) {
        const CaseFile *file = case_find(scene->store, arena, what);
        erase->case_id = file ? file->id : 0;
        return true;
    }
    erase->desk = arena_strndup(arena, what, (size_t)(colon - what));
    if (!office_erases(erase->desk)) return false;
    if (text_parse_int(colon + 1, 1, INT64_MAX, &erase->id)) return true;
    const CaseFile *file = !strcmp(erase->desk, "account") ? case_find(scene->store, arena, colon + 1) : NULL;
    if (file) erase->id = file->standing.account;
    return file != NULL;
}

int cmd_erase(int argc, char **argv)
{
    const char *directory = default_directory(), *reason = NULL, *number = NULL;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"reason", "TEXT", "删除的理由（记入账本）", "why (goes into the log)", &reason, NULL},
        {0}};
    int count, code = options_read(argc, argv, "erase CASE-NUMBER | enquiry:N | agency:N | meeting:N | package:N | account:N  --reason TEXT [--data DIR]", options, &number, 1, &count);
    if (code >= 0) return code;
    if (!count || !reason) { fprintf(stderr, "请给出办件编号和理由 name the case and give the reason: --help\n"); return 2; }
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Arena *arena = arena_new();
    PersonErase erase = {.reason = reason};
    if (!aim(window_scene(window), arena, number, &erase)) {
        fprintf(stderr, "请写办件编号，或者 enquiry:N agency:N meeting:N package:N account:N   name a case, or a row of a desk as shown: --help\n");
        arena_free(arena);
        window_close(window);
        return 2;
    }
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = office_erase_person, .input = &erase};
    window_do(window, &turn);
    code = 1;
    if (turn.fault) fprintf(stderr, "没有删除：存储出错 nothing was erased: the store failed\n");
    else if (turn.refusal) {
        const RefusalText *text = refusal_text(turn.refusal);
        fprintf(stderr, "没有删除 nothing was erased: %s %s %s\n  %s %s\n  %s %s\n", text->zh, text->en, turn.detail ? turn.detail : "", text->remedy_zh, text->remedy_en,
                text->article_zh, text->article_en);
    } else if (erase.desk && !strcmp(erase.desk, "account")) {
        printf("已删除账号 %lld 及其密码、登录、通知；她各办件中的个人信息按办件另行删除\nerased account %lld with password, sessions and messages; what her cases hold is erased case by case\n",
               (long long)erase.id, (long long)erase.id);
        code = 0;
    } else {
        printf("已删除 %s 的个人信息和所交文件；账本仍可核验\nerased the personal data and files of %s; the log still proves\n", number, number);
        code = 0;
    }
    arena_free(arena);
    window_close(window);
    return code;
}
