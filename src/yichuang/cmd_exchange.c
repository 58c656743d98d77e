/* cmd_exchange.c: yichuang exchange: what waits for other centres and why; tokens; trying again; their receipts. No names are shown: there are none in these rows. */
#include "base/text.h"
#include "window/exchange_act.h"
#include "yichuang/answer.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <stdio.h>
#include <string.h>

enum { WORDS = 2, ROWS = 1000 };

static const char usage[] =
    "exchange list|key|token PEER|retry|receipt SEQ [--data DIR]\n"
    "  exchange list               待送达的交换包和原因；有则退出码为 1 what waits and why; exit code 1 when there is any\n"
    "  exchange key                本中心的公钥和指纹 our own key and its fingerprint\n"
    "  exchange token PEER         保存对方发来的令牌（标准输入；大厅须已关闭） keep the token they gave us, from standard input; the hall must be closed\n"
    "  exchange retry              全部立即发送（大厅须已关闭） send everything at once; the hall must be closed\n"
    "  exchange receipt SEQ        对方回执，写到标准输出 their receipt, to standard output; check it with verify_receipt";

static int print_list(Arena *arena, const char *directory)
{
    int count;
    Store *store = data_reading("exchange", arena, directory);
    if (!store) return REFUSED;
    const Peer *peers = peers_list(store, arena, &count);
    for (int i = 0; i < count; i++) {
        PeerContact contact;
        peer_contact(store, arena, peers[i].id, &contact);
        printf("%s\t%s\t%s\t待送达 waiting %lld\t最近答复 answered %s\t%s\n", peers[i].id, peers[i].name, peers[i].open ? "交换中 open" : "已终止 ended", (long long)peer_waiting(store, peers[i].id),
               contact.answered.ms ? instant_text_short(arena, contact.answered) : "-", contact.failures ? contact.reason : "");
    }
    const ParcelOut *out = parcels_out(store, arena, true, ROWS, &count);
    for (int i = 0; i < count; i++) {
        ParcelTry tried;
        parcel_try(store, arena, out[i].seq, &tried);
        printf("%lld\t%s\t%s\t%s\t%d\t%s\n", (long long)out[i].seq, instant_text_short(arena, out[i].at), parcel_kind_name(out[i].kind), out[i].peer, tried.tries, tried.reason);
    }
    int found;
    const BehindFinding *behind = findings_list(store, arena, ROWS, &found);
    for (int i = 0; i < found; i++) {
        if (behind[i].settled) continue;
        printf("!\t%s\t%s\t本账本曾签出 %lld 条的账本头，现不包含（由较旧备份恢复）；失去的交换包 %d 个，请核对后登记 this log signed a head of %lld entries that it does not contain; parcels lost: %d\n",
               behind[i].peer, instant_text_short(arena, behind[i].at), (long long)behind[i].size, behind[i].lost->count, (long long)behind[i].size, behind[i].lost->count);
        count++;
    }
    store_close(store);
    return count ? REFUSED : DONE;
}

static int turned(const WindowTurn *turn)
{
    if (turn->fault || turn->refusal) return complain_turn("exchange", turn);
    printf("完成 done\n");
    return DONE;
}

static int print_key(const char *directory)
{
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    Arena *arena = arena_new();
    printf("%s\n%s\n", window_key_text(window), key_fingerprint(arena, window_key_text(window)));
    arena_free(arena);
    window_close(window);
    return DONE;
}

/* From standard input, so that it stands in no list of processes and no history of a shell. */
static int keep_token(Arena *arena, const char *directory, const char *peer)
{
    char line[200] = "";
    if (!fgets(line, sizeof line, stdin)) line[0] = 0;
    ExchangeToken given = {peer, line};
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = exchange_token_set, .input = &given};
    window_do(window, &turn);
    window_close(window);
    return turned(&turn);
}

static int retry(Arena *arena, const char *directory)
{
    int64_t all = 0;
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = exchange_try_now, .input = &all};
    window_do(window, &turn);
    window_close(window);
    return turned(&turn);
}

static int print_receipt(Arena *arena, const char *directory, const char *word)
{
    int64_t seq;
    if (!text_parse_int(word, 1, INT64_MAX, &seq)) return complain("exchange", WRONG_USAGE, "请写记录序号", "give the number of the event", word);
    Store *store = data_reading("exchange", arena, directory);
    if (!store) return REFUSED;
    const Event *event = ledger_event(store, arena, seq);
    const Value *receipt = event && !strncmp(event->kind, "exchange.", 9) ? value_get(event->body, "receipt") : NULL;
    if (receipt) printf("%s\n", value_json(arena, receipt));
    store_close(store);
    return receipt ? DONE : complain("exchange", REFUSED, "没有这份回执", "there is no such receipt", word);
}

int cmd_exchange(int argc, char **argv)
{
    const char *directory = default_directory();
    const Option options[] = {{"data", "DIR", "数据目录", "data directory", &directory, NULL}, {0}};
    const char *words[WORDS];
    int count = 0, code = options_read(argc, argv, usage, options, words, WORDS, &count);
    if (code >= 0) return code;
    Arena *arena = arena_new();
    if (count == 1 && !strcmp(words[0], "list")) code = print_list(arena, directory);
    else if (count == 1 && !strcmp(words[0], "key")) code = print_key(directory);
    else if (count == 2 && !strcmp(words[0], "token")) code = keep_token(arena, directory, words[1]);
    else if (count == 1 && !strcmp(words[0], "retry")) code = retry(arena, directory);
    else if (count == 2 && !strcmp(words[0], "receipt")) code = print_receipt(arena, directory, words[1]);
    else code = complain("exchange", WRONG_USAGE, "请写 list、key、token、retry 或 receipt", "say list, key, token, retry or receipt", count ? words[0] : NULL);
    arena_free(arena);
    return code;
}
