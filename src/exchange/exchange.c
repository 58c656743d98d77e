/* exchange.c: the acts by which other centres are named, changed and let go; see exchange.h. */
#include "exchange/exchange.h"
#include "base/text.h"
#include "ledger/note.h"
#include "people/account.h"
#include <string.h>

const DeskChoice exchange_levels[] = {{"province", "省级", "province"}, {"city", "市级", "city"}, {"county", "县（区）级", "county or district"}, {"town", "乡镇（街道）", "town or street"}, {0}};

static const DeskField register_fields[] = {
    {"peer", DESK_TEXT, "中心代号", "Short name", DESK_REQUIRED, .hint_zh = "小写字母、数字和 -，与发给对方的令牌同名", .hint_en = "lower-case letters, digits, -; the name of the token given to them"},
    {"name", DESK_TEXT, "中心名称", "Name of the centre", DESK_REQUIRED},
    {"level", DESK_CHOICE, "级别", "Level", DESK_REQUIRED, exchange_levels},
    {"url", DESK_TEXT, "对方地址", "Address", DESK_REQUIRED, .hint_zh = "如 https://zwfw.example.gov.cn", .hint_en = "as in https://zwfw.example.gov.cn"},
    {"key", DESK_AREA, "对方账本公钥", "Public key of their ledger", DESK_REQUIRED, .hint_zh = "对方“数据交换”页上的整行公钥", .hint_en = "the whole line shown on their exchange page"},
    {"fingerprint", DESK_TEXT, "公钥指纹", "Fingerprint of the key", DESK_REQUIRED, .hint_zh = "按来函抄录，不要从公钥计算", .hint_en = "copied from the letter, never worked out from the key"},
    {"organs", DESK_LIST, "由其受理的机关", "Organs served there", .hint_zh = "一行一个，与事项的“上级决定机关”一致；仅接收对方来件的可以不填", .hint_en = "one a line, as the items name the organ above; empty when it only sends to us"},
    {"items", DESK_LIST, "限于本中心事项", "Only these items of ours", .hint_zh = "一行一个事项编码；不填即不限", .hint_en = "one item code a line; empty: all"},
    {"document", DESK_TEXT, "依据文件（文号）", "Document", DESK_REQUIRED}, {0}};
static const DeskField change_fields[] = {
    {"peer", DESK_TEXT, "中心代号", "Short name", DESK_REQUIRED},
    {"name", DESK_TEXT, "中心名称", "Name of the centre", DESK_REQUIRED},
    {"level", DESK_CHOICE, "级别", "Level", DESK_REQUIRED, exchange_levels},
    {"url", DESK_TEXT, "对方地址", "Address", DESK_REQUIRED},
    {"organs", DESK_LIST, "由其受理的机关", "Organs served there"},
    {"items", DESK_LIST, "限于本中心事项", "Only these items of ours"},
    {"document", DESK_TEXT, "依据文件（文号）", "Document", DESK_REQUIRED}, {0}};
static const DeskField rekey_fields[] = {
    {"peer", DESK_TEXT, "中心代号", "Short name", DESK_REQUIRED},
    {"key", DESK_AREA, "新的账本公钥", "Their new public key", DESK_REQUIRED},
    {"fingerprint", DESK_TEXT, "公钥指纹", "Fingerprint of the key", DESK_REQUIRED, .hint_zh = "按来函抄录", .hint_en = "copied from the letter"},
    {"document", DESK_TEXT, "依据文件（文号）", "Document", DESK_REQUIRED}, {0}};
static const DeskField close_fields[] = {
    {"peer", DESK_TEXT, "中心代号", "Short name", DESK_REQUIRED},
    {"reason", DESK_AREA, "原因", "Why", DESK_REQUIRED},
    {"document", DESK_TEXT, "依据文件（文号）", "Document", DESK_REQUIRED}, {0}};
static const DeskField take_up_fields[] = {
    {"peer", DESK_TEXT, "中心代号", "Short name", DESK_REQUIRED},
    {"done", DESK_AREA, "核对和补办情况", "What was compared and taken up", DESK_REQUIRED, .hint_zh = "逐件写明：哪些件与对方核对过，怎样补办", .hint_en = "case by case: compared with them, and what was done"},
    {"document", DESK_TEXT, "依据文件（文号）", "Document", DESK_REQUIRED}, {0}};
static const DeskField map_fields[] = {
    {"peer", DESK_TEXT, "中心代号", "Short name", DESK_REQUIRED},
    {"theirs", DESK_TEXT, "对方事项编码", "Their item code", DESK_REQUIRED},
    {"ours", DESK_ITEM, "本中心事项编码", "Our item code", DESK_REQUIRED},
    {"document", DESK_TEXT, "依据文件（文号）", "Document", DESK_REQUIRED}, {0}};

/* ---- checks ---- */

/* https, or http on this machine; host and port only: the addresses below it are the program's own. */
bool peer_url_good(const char *url)
{
    char host[256];
    bool plain = text_starts(url, "http://");
    size_t scheme = plain ? 7 : text_starts(url, "https://") ? 8 : 0;
    const char *begin = url + scheme, *end = begin + strcspn(begin, "/:"), *rest;
    int64_t port;
    if (*begin == '[') { end = strchr(begin, ']'); if (end) end++; }
    if (!scheme || !end || end == begin || (size_t)(end - begin) >= sizeof host) return false;
    memcpy(host, begin, (size_t)(end - begin));
    host[end - begin] = 0;
    for (const char *c = host; *c; c++) if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-[]:", *c)) return false;
    rest = end;
    if (*rest == ':' && !text_parse_int(rest + 1, 1, 65535, &port)) return false;
    if (*rest && *rest != ':') return false;
    return !plain || !strcmp(host, "127.0.0.1") || !strcmp(host, "localhost") || !strcmp(host, "[::1]");
}

/* The centre of the field, still open; NULL: refused. */
static const Peer *open_peer(DeskTurn *t)
{
    const Peer *peer = peer_load(t->store, t->arena, desk_text(t, "peer"));
    if (!peer || !peer->open) { desk_refuse(t, REFUSED_NO_SUCH_PEER, desk_text(t, "peer")); return NULL; }
    return peer;
}

static bool list_good(DeskTurn *t, const char *key, const char *label, bool codes)
{
    const Value *list = value_get(t->body, key);
    if (!list) { value_set_list(t->arena, t->body, key); return true; }
    if (list->count > LIMIT_EXCHANGE_ORGANS) return desk_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：不超过%d行", label, LIMIT_EXCHANGE_ORGANS));
    for (const Value *one = list->first; codes && one; one = one->next)
        if (!catalog_item_newest(t->catalog, one->string)) return desk_refuse(t, REFUSED_NO_SUCH_ITEM, one->string);
    return true;
}

/* Nobody else may serve the same organ for the same items: a case goes to one centre. */
static bool organs_free(DeskTurn *t, const char *self)
{
    int count;
    const Peer *peers = peers_list(t->store, t->arena, &count);
    const Value *organs = value_get(t->body, "organs"), *items = value_get(t->body, "items");
    for (int i = 0; i < count; i++) {
        if (!peers[i].open || !strcmp(peers[i].id, self)) continue;
        bool meet = !items->count || !peers[i].items->count;
        for (const Value *a = items->first; a && !meet; a = a->next)
            for (const Value *b = peers[i].items->first; b && !meet; b = b->next) meet = !strcmp(a->string, b->string);
        for (const Value *a = organs->first; a && meet; a = a->next)
            for (const Value *b = peers[i].organs->first; b; b = b->next)
                if (!strcmp(a->string, b->string)) return desk_refuse(t, REFUSED_PEER_ORGAN_TAKEN, arena_printf(t->arena, "%s：%s", a->string, peers[i].name));
    }
    return true;
}

static bool address_and_scope(DeskTurn *t)
{
    if (!peer_url_good(desk_text(t, "url"))) return desk_refuse(t, REFUSED_FIELD_INVALID, "对方地址：应为 https 地址，不带路径（http 只允许本机）");
    return list_good(t, "organs", "由其受理的机关", false) && list_good(t, "items", "限于本中心事项", true) && organs_free(t, desk_text(t, "peer"));
}

/* The key, trimmed, well formed, of nobody else, and the one the letter speaks of. */
static bool key_trusted(DeskTurn *t)
{
    NoteVerifier verifier;
    const char *key = text_trim(t->arena, desk_text(t, "key"));
    if (!note_verifier_parse(key, &verifier)) return desk_refuse(t, REFUSED_PEER_KEY, NULL);
    if (!key_fingerprint_is(key, desk_text(t, "fingerprint"))) return desk_refuse(t, REFUSED_PEER_FINGERPRINT, NULL);
    if (peer_by_key(t->store, t->arena, key)) return desk_refuse(t, REFUSED_PEER_KNOWN, "公钥");
    value_set_str(t->arena, t->body, "key", key);
    value_set_str(t->arena, t->body, "fingerprint", key_fingerprint(t->arena, key));
    return true;
}

/* ---- acts ---- */

static bool register_peer(DeskTurn *t)
{
    int count;
    if (!machine_name_good(desk_text(t, "peer"))) return desk_refuse(t, REFUSED_FIELD_INVALID, "中心代号：小写字母、数字和 -，2至32位，字母开头");
    if (peer_load(t->store, t->arena, desk_text(t, "peer"))) return desk_refuse(t, REFUSED_PEER_KNOWN, desk_text(t, "peer"));
    peers_list(t->store, t->arena, &count);
    if (count >= LIMIT_EXCHANGE_PEERS) return desk_refuse(t, REFUSED_TOO_MANY, NULL);
    return key_trusted(t) && address_and_scope(t);
}

static bool change_peer(DeskTurn *t) { return open_peer(t) && address_and_scope(t); }
static bool rekey_peer(DeskTurn *t) { return open_peer(t) && key_trusted(t); }
static bool close_peer(DeskTurn *t) { return open_peer(t) != NULL; }

static bool map_item(DeskTurn *t)
{
    const Peer *peer = open_peer(t);
    if (!peer) return false;
    const char *before = peer_item(t->store, t->arena, peer->id, desk_text(t, "theirs"));
    return !text_equal(before, desk_text(t, "ours")) || desk_refuse(t, REFUSED_NO_CHANGE, NULL);
}

/* After a restore: what the other centre holds and we lost has been compared and taken up by hand. */
static bool take_up(DeskTurn *t)
{
    return finding_open(t->store, desk_text(t, "peer")) || desk_refuse(t, REFUSED_NO_CHANGE, NULL);
}

static const DeskAct acts[] = {
    {"register", "登记交换中心", "Register a centre", "G3", "上下级中心数据交换", "exchange with centres above and below", "exchange.registered", DESK_BY_CENTRE, RIGHT_ADMIN_TOKENS, register_fields, register_peer},
    {"change", "变更交换中心", "Change a centre", "G3", "上下级中心数据交换", "exchange with centres above and below", "exchange.changed", DESK_BY_CENTRE, RIGHT_ADMIN_TOKENS, change_fields, change_peer},
    {"rekey", "更换对方公钥", "Replace their key", "G3", "上下级中心数据交换", "exchange with centres above and below", "exchange.rekeyed", DESK_BY_CENTRE, RIGHT_ADMIN_TOKENS, rekey_fields, rekey_peer, .warning = true},
    {"map", "对应事项", "Match an item", "G3", "上下级中心数据交换", "exchange with centres above and below", "exchange.mapped", DESK_BY_CENTRE, RIGHT_ADMIN_TOKENS, map_fields, map_item},
    {"take_up", "登记恢复核对", "Record what was taken up", "G3", "上下级中心数据交换", "exchange with centres above and below", "exchange.taken_up", DESK_BY_CENTRE, RIGHT_ADMIN_TOKENS, take_up_fields, take_up},
    {"close", "终止交换", "End the exchange", "G3", "上下级中心数据交换", "exchange with centres above and below", "exchange.closed", DESK_BY_CENTRE, RIGHT_ADMIN_TOKENS, close_fields, close_peer, .warning = true},
    {0}};

const Desk exchange_desk = {.name = "exchange", .zh = "数据交换", .en = "Exchange", .acts = acts, .apply = exchange_apply, .page = "/exchange", .follows_cases = true};
