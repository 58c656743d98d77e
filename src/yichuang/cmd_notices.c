/* cmd_notices.c: yichuang notices: what could not be delivered and why; trying again. No names and no addresses are shown: there are none in these rows. */
#include "base/text.h"
#include "window/notice_act.h"
#include "yichuang/answer.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>
#include <string.h>

enum { WORDS = 2, ROWS = 1000 };

static const char usage[] =
    "notices list|retry [ID|all] [--data DIR]\n"
    "  notices list                未送出的消息和原因；有则退出码为 1 what failed and why; exit code 1 when there is any\n"
    "  notices retry ID|all        重新列入发送（办事大厅须已关闭，或用管理页面） queue again; the hall must be closed, or use the administrator's page\n"
    "  ID: 如 as in list: 12/email";

static void print_channel(Store *store, NoticeChannel channel, bool on)
{
    DeliveryCounts n = delivery_counts(store, channel);
    printf("%s\t%s\t待发 waiting %lld\t发送中 under way %lld\t已发 sent %lld\t不发 dropped %lld\t失败 failed %lld\n", channel_name(channel), on ? "开通 on" : "关闭 off",
           (long long)n.waiting, (long long)n.under_way, (long long)n.sent, (long long)n.dropped, (long long)n.dead);
}

static int print_list(Arena *arena, const char *directory)
{
    int count;
    Store *store = data_reading("notices", arena, directory);
    if (!store) return REFUSED;
    const NoticeSettings *settings = notice_settings_load(store, arena);
    print_channel(store, CHANNEL_EMAIL, settings->email);
    print_channel(store, CHANNEL_SMS, settings->sms);
    Delivery *dead = delivery_dead(store, arena, ROWS, &count);
    for (int i = 0; i < count; i++) {
        Notice n = {.name = "?"};
        notice_load(store, arena, dead[i].notice, &n);
        const CaseFile *file = n.case_id ? case_load(store, arena, n.case_id) : NULL;
        printf("%lld/%s\t%s\t%s\t%s\t%d\t%s\n", (long long)dead[i].notice, channel_name(dead[i].channel), instant_text_short(arena, dead[i].changed), n.name, file ? file->number : "-", dead[i].tries, dead[i].reason);
    }
    store_close(store);
    return count ? REFUSED : DONE;
}

static bool key_of(Arena *arena, const char *word, DeliveryKey *key)
{
    char **parts;
    if (!strcmp(word, "all")) return true;
    return text_split(arena, word, '/', &parts) == 2 && text_parse_int(parts[0], 1, INT64_MAX, &key->notice) && channel_parse(parts[1], &key->channel);
}

static int retry(Arena *arena, const char *directory, const char *word)
{
    DeliveryKey key = {0};
    if (!key_of(arena, word, &key)) return complain("notices", WRONG_USAGE, "请写 all 或如 12/email", "say all, or as in 12/email", word);
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = notice_retry, .input = &key};
    window_do(window, &turn);
    window_close(window);
    if (turn.refusal == REFUSED_NO_CHANGE && !turn.fault) return complain("notices", REFUSED, "没有这样的失败消息", "nothing of the kind has failed", word);
    if (turn.fault || turn.refusal) return complain_turn("notices", &turn);
    printf("重新列入发送 queued again: %lld\n", (long long)value_int(turn.result, "again", 0));
    return DONE;
}

int cmd_notices(int argc, char **argv)
{
    const char *directory = default_directory();
    const Option options[] = {{"data", "DIR", "数据目录", "data directory", &directory, NULL}, {0}};
    const char *words[WORDS];
    int count = 0, code = options_read(argc, argv, usage, options, words, WORDS, &count);
    if (code >= 0) return code;
    Arena *arena = arena_new();
    if (count == 1 && !strcmp(words[0], "list")) code = print_list(arena, directory);
    else if (count == 2 && !strcmp(words[0], "retry")) code = retry(arena, directory, words[1]);
    else code = complain("notices", WRONG_USAGE, "请写 list 或 retry ID|all", "say list, or retry ID|all", count ? words[0] : NULL);
    arena_free(arena);
    return code;
}
