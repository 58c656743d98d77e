/* cmd_verify.c: yichuang verify, backup, restore and tick: the operator's duties. */
#include "base/fault.h"
#include "base/file.h"
#include "ledger/receipt.h"
#include "ledger/verify.h"
#include "window/case_act.h"
#include "window/desk_act.h"
#include "window/exchange_act.h"
#include "window/package_act.h"
#include "window/notice_act.h"
#include "window/replay.h"
#include "window/window.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Store *open_reading(const char *directory, char path[4096])
{
    snprintf(path, 4096, "%s/yichuang.db", directory);
    if (!file_exists(path)) fault_raise(FAULT_FILE, "no data in %s", directory);
    return store_open(path, STORE_READ);
}

/* Groups until nothing is left to do. */
static int64_t all_duties(OneWindow *window, void (*work)(Scene *, WindowTurn *))
{
    int64_t acted = 0;
    for (bool more = true; more;) {
        WindowTurn turn = {.arena = arena_new(), .actor = actor_clock(), .work = work};
        window_do(window, &turn);
        if (turn.fault) fault_raise(turn.fault, "the clock's turn could not be stored");
        acted += value_int(turn.result, "acted", 0);
        more = value_bool(turn.result, "more");
        arena_free(turn.arena);
    }
    return acted;
}

int cmd_tick(int argc, char **argv)
{
    const char *directory = default_directory();
    const Option options[] = {{"data", "DIR", "数据目录", "data directory", &directory, NULL}, {0}};
    int code = options_read(argc, argv, "tick [--data DIR]", options, NULL, 0, NULL);
    if (code >= 0) return code;
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    int64_t acted = all_duties(window, case_tick), desk = all_duties(window, desk_tick) + all_duties(window, package_tick), warned = all_duties(window, notice_tick),
            moved = all_duties(window, notice_moves_tick);
    printf("到期处理 %lld 件 cases acted on: %lld\n", (long long)acted, (long long)acted);
    if (desk) printf("其他到期事项 %lld 项 other duties: %lld\n", (long long)desk, (long long)desk);
    if (warned) printf("发出预警 %lld 次 warnings given: %lld\n", (long long)warned, (long long)warned);
    if (moved) printf("告知日期变动 %lld 件 moved dates told: %lld\n", (long long)moved, (long long)moved);
    window_close(window);
    return 0;
}

/* ---- verify ---- */

static void told(int64_t done, int64_t all)
{
    if (done % 100000 == 0) fprintf(stderr, "  … 重放 replayed %lld / %lld\n", (long long)done, (long long)all);
}

/* The trusted key: --key, or the one written beside the data when it was made. */
static const char *trusted_key(Arena *arena, const char *given, const char *directory)
{
    size_t bytes;
    if (given && strchr(given, '+')) return given;
    const char *path = given ? given : arena_printf(arena, "%s/ledger.pub", directory);
    const char *text = (const char *)file_read(arena, path, 4096, &bytes);
    if (!text) fault_raise(FAULT_FILE, "cannot read the log's public key %s: %s", path, strerror(errno));
    return arena_strndup(arena, text, strcspn(text, "\r\n"));
}

int cmd_verify(int argc, char **argv)
{
    const char *directory = default_directory(), *receipt = NULL, *key = NULL;
    bool log_only = false;
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &directory, NULL},
        {"receipt", "FILE", "同时用一份回执核对账本", "check the log against this receipt too", &receipt, NULL},
        {"key", "KEY", "信任的公钥（文本或文件；默认 DIR/ledger.pub）", "the trusted public key, text or file", &key, NULL},
        {"log-only", NULL, "只查账本，不重放投影", "the log only, no replay", NULL, &log_only},
        {0}};
    int code = options_read(argc, argv, "verify [--data DIR] [--receipt FILE] [--key KEY] [--log-only]", options, NULL, 0, NULL);
    if (code >= 0) return code;
    Arena *arena = arena_new();
    char path[4096];
    size_t bytes = 0;
    const char *proof = NULL;
    if (receipt && !(proof = (const char *)file_read(arena, receipt, RECEIPT_LIMIT_BYTES, &bytes))) {
        fprintf(stderr, "读不到回执 cannot read the receipt %s: %s\n", receipt, strerror(errno));
        return 2;
    }
    const char *trusted = trusted_key(arena, key, directory);
    Store *store = open_reading(directory, path);
    store_snapshot(store);
    LedgerVerdict log = ledger_verify(store, arena, trusted, proof, bytes);
    printf("%s 账本 log: %s\n   %s\n", log.ok ? "✓" : "✗", log.zh, log.en);
    if (!log.ok && log.first_bad) printf("   第一条有误的记录 first bad entry: %lld%s\n", (long long)log.first_bad, log.last_bad > log.first_bad ? arena_printf(arena, " … %lld", (long long)log.last_bad) : "");
    bool good = log.ok;
    if (good && !log_only) {
        ReplayFinding replay = replay_check(store, arena, told);
        if (replay.ok) printf("✓ 重放 replay: %lld 条事件、%lld 个办件，与现行表一致 events and cases agree with the tables\n", (long long)replay.events, (long long)replay.cases);
        else printf("✗ 重放 replay: %s\n   %s\n", replay.zh, replay.en);
        const char *gap = NULL;
        bool gapless = documents_gapless(store, arena, &gap);
        printf("%s 文号 document numbers: %s\n", gapless ? "✓" : "✗", gapless ? "连续无缺 no gaps" : gap);
        ExchangeFinding exchange = exchange_check(store, arena);
        if (exchange.ok) printf("✓ 交换 exchange: 对方回执 %lld 份，均有效 receipts of other centres, all proven\n", (long long)exchange.receipts);
        else printf("✗ 交换 exchange: 第%lld条记录：对方回执无效，或者本账本曾由较旧备份恢复而未核对 entry %lld: %s\n", (long long)exchange.first_bad_seq, (long long)exchange.first_bad_seq, exchange.why);
        good = replay.ok && gapless && exchange.ok;
    }
    store_snapshot_end(store);
    store_close(store);
    arena_free(arena);
    return good ? 0 : 1;
}

/* ---- backup and restore: one file that holds the store and the keys ---- */

static const char *const key_files[] = {"ledger.key", "ledger.pub", "secret.key"};

int cmd_backup(int argc, char **argv)
{
    const char *directory = default_directory(), *file = NULL;
    const Option options[] = {{"data", "DIR", "数据目录", "data directory", &directory, NULL}, {0}};
    int count, code = options_read(argc, argv, "backup FILE [--data DIR]", options, &file, 1, &count);
    if (code >= 0) return code;
    if (!count) { fprintf(stderr, "请给出备份文件名 name the backup file\n"); return 2; }
    if (file_exists(file)) { fprintf(stderr, "文件已存在，不覆盖 the file exists and is not overwritten: %s\n", file); return 1; }
    Arena *arena = arena_new();
    char path[4096];
    umask(077);
    Store *store = open_reading(directory, path);
    store_backup(store, file);
    store_close(store);
    Store *copy = store_open(file, STORE_WRITE);
    store_script(copy, "CREATE TABLE backup_key (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT");
    for (size_t i = 0; i < sizeof key_files / sizeof *key_files; i++) {
        size_t bytes;
        const uint8_t *content = file_read(arena, arena_printf(arena, "%s/%s", directory, key_files[i]), 65536, &bytes);
        if (content) store_exec(copy, "INSERT INTO backup_key (name, content) VALUES (?1, ?2)", "sb", key_files[i], content, bytes);
    }
    store_checkpoint(copy, true);
    store_close(copy);
    chmod(file, 0600);
    struct stat info;
    stat(file, &info);
    printf("已备份 backed up: %s (%.1f MiB)\n内含签名密钥，请妥善保管 it holds the signing key: keep it safe\n", file, (double)info.st_size / 1048576);
    arena_free(arena);
    return 0;
}

int cmd_restore(int argc, char **argv)
{
    const char *directory = default_directory(), *file = NULL;
    const Option options[] = {{"data", "DIR", "恢复到的数据目录（须为空）", "data directory to make (must hold no data)", &directory, NULL}, {0}};
    int count, code = options_read(argc, argv, "restore FILE [--data DIR]", options, &file, 1, &count);
    if (code >= 0) return code;
    if (!count) { fprintf(stderr, "请给出备份文件名 name the backup file\n"); return 2; }
    Arena *arena = arena_new();
    const char *database = arena_printf(arena, "%s/yichuang.db", directory);
    if (!file_exists(file)) { fprintf(stderr, "没有这个文件 no such file: %s\n", file); return 1; }
    if (file_exists(database)) { fprintf(stderr, "目录中已有数据，不覆盖 there is data already, nothing is overwritten: %s\n", directory); return 1; }
    umask(077);
    if (mkdir(directory, 0700) && errno != EEXIST) { fprintf(stderr, "%s: %s\n", directory, strerror(errno)); return 1; }
    Store *backup = store_open(file, STORE_READ);
    if (!store_number(backup, 0, "SELECT count(*) FROM sqlite_master WHERE name = 'backup_key'", "")) {
        fprintf(stderr, "这不是一窗的备份 not a backup of yichuang: %s\n", file);
        store_close(backup);
        return 1;
    }
    Query *q = store_query(backup, "SELECT name, content FROM backup_key", "");
    while (store_row(q)) {
        size_t bytes;
        const char *name = store_text(q, 0, arena);
        const uint8_t *content = store_blob(q, 1, arena, &bytes);
        for (size_t i = 0; i < sizeof key_files / sizeof *key_files; i++)      /* only names we know become files */
            if (!strcmp(name, key_files[i])) file_write(arena_printf(arena, "%s/%s", directory, name), content, bytes, 0600);
    }
    store_backup(backup, database);
    store_close(backup);
    Store *store = store_open(database, STORE_WRITE);
    store_script(store, "DROP TABLE backup_key");
    store_checkpoint(store, true);
    store_close(store);
    arena_free(arena);
    printf("已恢复到 restored to %s\n请核验 now check it: yichuang verify --data %s\n", directory, directory);
    return 0;
}
