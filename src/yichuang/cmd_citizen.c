/* cmd_citizen.c: yichuang citizen: applicants' accounts by whoever runs the machine: the same acts as at the window, on the same document.
 *
 * What stands on the document comes from standard input, one line each, never from the command line, where others could read it. The first password
 * is made here and printed once. Writing needs the data directory for itself: while the hall is open, the page for clerks does it. */
#include "base/text.h"
#include "people/password.h"
#include "window/account_act.h"
#include "yichuang/answer.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 1024 };

static const struct { const char *name, *act; bool password; } verbs[] = {{"open", "open", true}, {"password", "reset_password", true}, {"phone", "change_phone", false}};
enum { VERBS = sizeof verbs / sizeof *verbs };

static const char usage[] =
    "citizen open|password|phone --document KIND --seen [选项 options]\n"
    "  citizen open       开立申请人账号，打印初始密码 open an account, print its first password\n"
    "  citizen password   忘记密码：重设，打印新的初始密码 forgotten: print a new first password; all sessions end\n"
    "  citizen phone      变更手机号码 another mobile\n"
    "标准输入逐行读入 standard input, one line each: 证件号码 number · 姓名 name · 手机 mobile（password 不要 not for password）· 单位另加 for firms also 经办人姓名 bearer · 经办人身份号码 her number\n"
    "证件 documents: id_card 居民身份证 | temporary_id 临时居民身份证 | household 户口簿 | licence 营业执照";

/* One line of what stands on the document; asked for on a terminal. */
static bool read_field(Value *input, Arena *arena, const DeskField *field)
{
    char line[LINE_BYTES];
    if (isatty(STDIN_FILENO)) fprintf(stderr, "%s %s: ", field->zh, field->en);
    if (!fgets(line, sizeof line, stdin)) return complain("citizen", WRONG_USAGE, "标准输入缺少", "not on standard input", field->zh) == DONE;
    if (!strchr(line, '\n') && !feof(stdin)) return complain("citizen", WRONG_USAGE, "一行太长", "the line is too long", field->zh) == DONE;
    if (!text_is_utf8(line, strlen(line))) return complain("citizen", WRONG_USAGE, "应为 UTF-8 文字", "not UTF-8", field->zh) == DONE;
    value_set_str(arena, input, field->key, text_trim(arena, line));
    return true;
}

static bool read_document(Value *input, Arena *arena, const DeskAct *act, bool firm)
{
    for (const DeskField *f = act->fields; f->key; f++) {
        bool bearer = text_starts(f->key, "bearer_");
        if (f->flags & DESK_PERSONAL && (!bearer || firm) && !read_field(input, arena, f)) return false;
    }
    return true;
}

static int carry_out(Arena *arena, const char *directory, int verb, const Value *input)
{
    char password[PASSWORD_FIRST_CHARS + 1];
    AccountAct act = {.act = verbs[verb].act, .input = input};
    if (verbs[verb].password) {
        password_first(password);
        act.hash = password_hash(arena, password);
    }
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = account_act, .input = &act};
    window_do(window, &turn);
    window_close(window);
    if (turn.fault || turn.refusal) return complain_turn("citizen", &turn);
    printf("账号 account: %lld\n", (long long)value_int(turn.result, "account", 0));
    if (act.hash) printf("初始密码 first password: %s\n", password);
    explicit_bzero(password, sizeof password);
    return DONE;
}

int cmd_citizen(int argc, char **argv)
{
    const char *directory = default_directory(), *document = NULL, *word;
    bool seen = false;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"document", "KIND", "出示的证件", "document shown", &document, NULL},
        {"seen", NULL, "已当面核对证件原件", "the document itself was looked at", NULL, &seen},
        {0}};
    int count = 0, verb = 0, code = options_read(argc, argv, usage, options, &word, 1, &count);
    if (code >= 0) return code;
    while (count && verb < VERBS && strcmp(verbs[verb].name, word)) verb++;
    if (!count || verb == VERBS) return complain("citizen", WRONG_USAGE, count ? "没有这个子命令" : "缺少子命令", count ? "no such command" : "say what to do", count ? word : NULL);
    if (!document) return complain("citizen", WRONG_USAGE, "缺少证件种类", "say which document was shown", "--document");
    Arena *arena = arena_new();
    Value *input = value_object(arena);
    value_set_str(arena, input, "document", document);
    if (seen) value_set_bool(arena, input, "seen", true);
    code = read_document(input, arena, desk_act_named(&accounts_desk, verbs[verb].act), !strcmp(document, "licence")) ? carry_out(arena, directory, verb, input) : WRONG_USAGE;
    arena_free(arena);
    return code;
}
