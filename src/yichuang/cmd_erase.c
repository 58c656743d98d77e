/* cmd_erase.c: yichuang erase: personal data of what is over (a case, an enquiry, an entrustment, a meeting, a package) leaves the tables, the log and the
 * uploads; the log stays provable. */
#include "base/text.h"
#include "window/office_act.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>
#include <string.h>

/* "420115-20260302-00001", or "enquiry:12". False: it is neither. */
static bool aim(Scene *scene, Arena *arena, const char *what, PersonErase *erase)
{
    const char *colon = strchr(what, ':');
    if (!colon) {
        const CaseFile *file = case_find(scene->store, arena, what);
        erase->case_id = file ? file->id : 0;
        return true;
    }
    erase->desk = arena_strndup(arena, what, (size_t)(colon - what));
    return office_erases(erase->desk) && text_parse_int(colon + 1, 1, INT64_MAX, &erase->id);
}

int cmd_erase(int argc, char **argv)
{
    const char *directory = default_directory(), *reason = NULL, *number = NULL;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"reason", "TEXT", "删除的理由（记入账本）", "why (goes into the log)", &reason, NULL},
        {0}};
    int count, code = options_read(argc, argv, "erase CASE-NUMBER | enquiry:N | agency:N | meeting:N | package:N  --reason TEXT [--data DIR]", options, &number, 1, &count);
    if (code >= 0) return code;
    if (!count || !reason) { fprintf(stderr, "请给出办件编号和理由 name the case and give the reason: --help\n"); return 2; }
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Arena *arena = arena_new();
    PersonErase erase = {.reason = reason};
    if (!aim(window_scene(window), arena, number, &erase)) {
        fprintf(stderr, "请写办件编号，或者 enquiry:N agency:N meeting:N package:N   name a case, or a row of a desk as shown: --help\n");
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
        fprintf(stderr, "没有删除 nothing was erased: %s %s %s\n  %s %s\n", text->zh, text->en, turn.detail ? turn.detail : "", text->remedy_zh, text->remedy_en);
    } else {
        printf("已删除 %s 的个人信息和所交文件；账本仍可核验\nerased the personal data and files of %s; the log still proves\n", number, number);
        code = 0;
    }
    arena_free(arena);
    window_close(window);
    return code;
}
