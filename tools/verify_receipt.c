/* verify_receipt.c: checks a receipt of Yichuang (一窗) on the citizen's own machine, offline. Links nothing of the server: only libcrypto
 * (SHA-256, Ed25519) and jansson (JSON). Written from docs/LEDGER.md.
 *
 *     verify_receipt RECEIPT.json [--key KEY | --key-file FILE]
 *
 * Exit code: 0 proven, 1 not proven, 2 wrong usage or unreadable file. Without a key taken from a place the holder trusts nothing is
 * proven, because anybody can make a log and a key of his own; then the checks only say whether the receipt is of one piece. */
#include <jansson.h>
#include <openssl/evp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH = 32, SALT = 16, SIGNATURE = 64, PROOF_MAX = 64, FILE_MAX = 512 * 1024, NOTE_MAX = 4096, NAME_MAX_BYTES = 200, KEY_MAX = 400 };
#define SIZE_MAX_LOG (1ll << 48)

typedef struct Receipt {
    const char *statement, *person, *checkpoint, *key;
    uint8_t salt[SALT], person_salt[SALT], proof[PROOF_MAX][HASH];
    int64_t index, size;
    size_t proof_count;
    json_t *facts;
} Receipt;

typedef struct Head {
    char origin[NAME_MAX_BYTES + 1];
    int64_t size;
    uint8_t root[HASH];
    char time[64];
} Head;

/* ---- telling ---- */

static FILE *out_file;
static int failures;

/* Text from the receipt never steers the terminal: control characters and direction overrides become a question mark. */
static void say_safe(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        bool c1 = p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F;
        bool turn = p[0] == 0xE2 && ((p[1] == 0x80 && ((p[2] >= 0xAA && p[2] <= 0xAE) || p[2] == 0x8E || p[2] == 0x8F)) || (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9));
        if (c1 || turn) { fputc('?', out_file); p += c1 ? 1 : 2; }
        else fputc(*p < 0x20 || *p == 0x7F ? '?' : *p, out_file);
    }
}

static bool check(bool good, const char *zh, const char *en)
{
    fprintf(out_file, "%s %s\n       %s\n", good ? "[通过 ok]  " : "[不符 BAD] ", zh, en);
    if (!good) failures++;
    return good;
}

static void note(const char *zh, const char *en) { fprintf(out_file, "[注意 note] %s\n       %s\n", zh, en); }

/* ---- hashing ---- */

static void sha256(uint8_t out[HASH], int parts, ...)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    va_list args;
    bool good = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
    va_start(args, parts);
    for (int i = 0; i < parts && good; i++) {
        const void *data = va_arg(args, const void *);
        size_t bytes = va_arg(args, size_t);
        good = EVP_DigestUpdate(context, data, bytes);
    }
    va_end(args);
    good = good && EVP_DigestFinal_ex(context, out, NULL);
    EVP_MD_CTX_free(context);
    if (!good) { fprintf(stderr, "verify_receipt: SHA-256 is not available\n"); exit(2); }
}

static void pair(uint8_t out[HASH], const uint8_t left[HASH], const uint8_t right[HASH])
{
    uint8_t l[HASH], r[HASH];
    memcpy(l, left, HASH);
    memcpy(r, right, HASH);
    sha256(out, 3, "\x01", (size_t)1, l, (size_t)HASH, r, (size_t)HASH);
}

/* RFC 9162 section 2.1.3.2. */
static bool inclusion_holds(const Receipt *r, const uint8_t leaf[HASH], const uint8_t root[HASH])
{
    uint64_t at = (uint64_t)r->index, last = (uint64_t)r->size - 1;
    uint8_t hash[HASH];
    memcpy(hash, leaf, HASH);
    for (size_t i = 0; i < r->proof_count; i++) {
        if (!last) return false;
        if (at & 1 || at == last) {
            pair(hash, r->proof[i], hash);
            while (!(at & 1) && at) { at >>= 1; last >>= 1; }
        } else {
            pair(hash, hash, r->proof[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return !last && !memcmp(hash, root, HASH);
}

/* ---- encodings: each value has exactly one accepted writing ---- */

static bool hex_parse(const char *text, uint8_t *out, size_t bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (!text || strlen(text) != bytes * 2) return false;
    for (size_t i = 0; i < bytes; i++) {
        const char *high = strchr(digits, text[2 * i]), *low = strchr(digits, text[2 * i + 1]);
        if (!high || !low) return false;
        out[i] = (uint8_t)((high - digits) << 4 | (low - digits));
    }
    return true;
}

static bool base64_parse(const char *text, size_t length, uint8_t *out, size_t bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t padding = (3 - bytes % 3) % 3, made = 0;
    uint32_t bits = 0;
    int have = 0;
    if (length != (bytes + 2) / 3 * 4) return false;
    for (size_t i = 0; i < length - padding; i++) {
        const char *found = text[i] ? strchr(letters, text[i]) : NULL;
        if (!found) return false;
        bits = bits << 6 | (uint32_t)(found - letters);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[made++] = (uint8_t)(bits >> have);
            bits &= (1u << have) - 1;
        }
    }
    for (size_t i = length - padding; i < length; i++) if (text[i] != '=') return false;
    return made == bytes && !bits;
}

/* ---- the receipt ---- */

static const char *text_of(const json_t *object, const char *key) { return json_string_value(json_object_get(object, key)); }

static bool null_or_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_null(value) || json_is_string(value);
}

static const char *parse_receipt(const json_t *json, Receipt *r)
{
    static const char *const keys[] = {"format", "statement", "salt", "person", "person_salt", "index", "size", "proof", "checkpoint", "key"};
    const char *person_salt;
    if (!json_is_object(json) || json_object_size(json) != sizeof keys / sizeof *keys) return "not an object of ten members";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) if (!json_object_get(json, keys[i])) return "a member is missing";
    if (!text_of(json, "format") || strcmp(text_of(json, "format"), "yichuang-receipt/1")) return "format is not yichuang-receipt/1";
    if (!(r->statement = text_of(json, "statement"))) return "statement";
    if (!hex_parse(text_of(json, "salt"), r->salt, SALT)) return "salt";
    if (!null_or_text(json, "person") || !null_or_text(json, "person_salt")) return "person";
    r->person = text_of(json, "person");
    person_salt = text_of(json, "person_salt");
    if (!r->person != !person_salt || (person_salt && !hex_parse(person_salt, r->person_salt, SALT))) return "person_salt";
    if (!json_is_integer(json_object_get(json, "index")) || !json_is_integer(json_object_get(json, "size"))) return "index or size";
    r->index = json_integer_value(json_object_get(json, "index"));
    r->size = json_integer_value(json_object_get(json, "size"));
    if (r->index < 0 || r->size <= r->index || r->size > SIZE_MAX_LOG) return "index or size";
    const json_t *proof = json_object_get(json, "proof");
    if (!json_is_array(proof) || (r->proof_count = json_array_size(proof)) > PROOF_MAX) return "proof";
    for (size_t i = 0; i < r->proof_count; i++) if (!hex_parse(json_string_value(json_array_get(proof, i)), r->proof[i], HASH)) return "proof";
    if (!(r->checkpoint = text_of(json, "checkpoint")) || strlen(r->checkpoint) > NOTE_MAX) return "checkpoint";
    if (!(r->key = text_of(json, "key")) || strlen(r->key) > KEY_MAX) return "key";
    r->facts = json_loads(r->statement, JSON_REJECT_DUPLICATES, NULL);
    return json_is_object(r->facts) ? NULL : "statement is not a JSON object";
}

/* Copies one non-empty line; false at an empty, endless or long one. */
static bool take_line(const char **at, char *out, size_t room)
{
    const char *end = strchr(*at, '\n');
    if (!end || end == *at || (size_t)(end - *at) >= room) return false;
    memcpy(out, *at, (size_t)(end - *at));
    out[end - *at] = 0;
    *at = end + 1;
    return true;
}

static bool parse_head(const char *text, Head *head)
{
    char size[24], root[64], line[512];
    if (!take_line(&text, head->origin, sizeof head->origin) || !take_line(&text, size, sizeof size) || !take_line(&text, root, sizeof root)) return false;
    if (strspn(size, "0123456789") != strlen(size) || strlen(size) > 15 || (size[0] == '0' && size[1])) return false;
    head->size = strtoll(size, NULL, 10);
    if (!base64_parse(root, strlen(root), head->root, HASH)) return false;
    while (*text && *text != '\n') {
        if (!take_line(&text, line, sizeof line)) return false;
        if (!strncmp(line, "time ", 5) && !head->time[0]) snprintf(head->time, sizeof head->time, "%.63s", line + 5);
    }
    return *text == '\n';
}

/* name+id+base64(0x01 || key): the id is the first four bytes of SHA-256(name || newline || 0x01 || key). */
static bool parse_key(const char *text, char name[NAME_MAX_BYTES + 1], uint8_t id[4], uint8_t key[32])
{
    const char *first = strchr(text, '+'), *second = first ? strchr(first + 1, '+') : NULL;
    uint8_t record[33], stated[4], hash[HASH];
    char hex[9];
    if (!second || first == text || first - text > NAME_MAX_BYTES || second - first != 9) return false;
    memcpy(name, text, (size_t)(first - text));
    name[first - text] = 0;
    memcpy(hex, first + 1, 8);
    hex[8] = 0;
    if (strpbrk(name, " \t\r\n") || !hex_parse(hex, stated, 4)) return false;
    if (!base64_parse(second + 1, strlen(second + 1), record, sizeof record) || record[0] != 1) return false;
    sha256(hash, 3, name, strlen(name), "\n", (size_t)1, record, sizeof record);
    memcpy(id, hash, 4);
    memcpy(key, record + 1, 32);
    return !memcmp(stated, id, 4);
}

static bool ed25519_holds(const uint8_t key[32], const uint8_t signature[SIGNATURE], const char *text, size_t bytes)
{
    EVP_PKEY *public_key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = public_key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, public_key) == 1
        && EVP_DigestVerify(context, signature, SIGNATURE, (const unsigned char *)text, bytes) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public_key);
    return good;
}

/* A signed note: text, an empty line, signature lines "— name base64(id || signature)". */
static bool signature_holds(const char *checkpoint, const Head *head, const char *key_text)
{
    static const char dash[] = "\xE2\x80\x94 ";
    char name[NAME_MAX_BYTES + 1];
    uint8_t id[4], key[32], line[4 + SIGNATURE];
    if (!parse_key(key_text, name, id, key) || strcmp(name, head->origin)) return false;
    const char *gap = NULL;
    for (const char *at = checkpoint; (at = strstr(at, "\n\n")); at++) gap = at;
    if (!gap) return false;
    bool holds = false;
    for (const char *at = gap + 2; *at;) {
        const char *end = strchr(at, '\n');
        if (!end || strncmp(at, dash, sizeof dash - 1)) return false;
        const char *who = at + sizeof dash - 1, *space = memchr(who, ' ', (size_t)(end - who));
        at = end + 1;
        if (!space) return false;
        if ((size_t)(space - who) != strlen(name) || memcmp(who, name, strlen(name))) continue;
        if (!base64_parse(space + 1, (size_t)(end - space - 1), line, sizeof line) || memcmp(line, id, 4)) continue;
        if (!ed25519_holds(key, line + 4, checkpoint, (size_t)(gap - checkpoint) + 1)) return false;
        holds = true;
    }
    return holds;
}

/* ---- what the receipt says, and the checks ---- */

static void show_value(const char *name, const json_t *value)
{
    if (!value) return;
    fprintf(out_file, "  ");
    say_safe(name);
    fprintf(out_file, ": ");
    if (json_is_string(value)) {
        say_safe(json_string_value(value));
    } else {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        if (text) say_safe(text);
        free(text);
    }
    fputc('\n', out_file);
}

static void show(const Receipt *r, const Head *head)
{
    static const struct { const char *key, *name; } lines[] = {
        {"seq", "日志序号 entry"}, {"at", "时间 time"}, {"kind", "事项 kind"}, {"actor", "经办 actor"}, {"case", "办件编号 case"},
    };
    const char *key;
    json_t *value;
    fprintf(out_file, "\n回执记载 What the receipt says\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) show_value(lines[i].name, json_object_get(r->facts, lines[i].key));
    json_object_foreach(json_object_get(r->facts, "body"), key, value) show_value(key, value);
    json_t *person = r->person ? json_loads(r->person, JSON_REJECT_DUPLICATES, NULL) : NULL;
    json_object_foreach(person, key, value) show_value(key, value);
    json_decref(person);
    fprintf(out_file, "  日志 log: ");
    say_safe(head->origin);
    fprintf(out_file, ", 共 %lld 项 entries", (long long)head->size);
    if (head->time[0]) { fprintf(out_file, ", 签署于 signed at "); say_safe(head->time); }
    fprintf(out_file, "\n\n");
}

static void check_person(const Receipt *r)
{
    uint8_t stated[HASH], hash[HASH];
    const json_t *member = json_object_get(r->facts, "person");
    if (!member && !r->person) return;
    if (member && !r->person) { note("不含个人信息部分（未附或已依法删除）,其余不受影响", "no personal data in it (left out or erased); the rest stands without it"); return; }
    sha256(hash, 2, r->person_salt, (size_t)SALT, r->person, strlen(r->person));
    check(hex_parse(json_string_value(member), stated, HASH) && !memcmp(hash, stated, HASH), "个人信息与记载一致", "the personal data is what was recorded");
}

static bool check_receipt(Receipt *r, const char *trusted)
{
    Head head = {0};
    uint8_t commitment[HASH], leaf[HASH];
    bool head_good = parse_head(r->checkpoint, &head);
    const json_t *seq = json_object_get(r->facts, "seq");
    show(r, &head);
    check(json_is_integer(seq) && json_integer_value(seq) == r->index + 1, "记载的序号与日志位置一致", "the entry's number is its place in the log");
    check_person(r);
    check(head_good && head.size == r->size, "日志头格式正确，长度与回执一致", "the log head is well formed and as long as the receipt says");
    sha256(commitment, 2, r->salt, (size_t)SALT, r->statement, strlen(r->statement));
    sha256(leaf, 2, "", (size_t)1, commitment, (size_t)HASH);
    check(head_good && inclusion_holds(r, leaf, head.root), "该项记载在日志之中，未被改动", "the entry is in the log, unchanged");
    check(head_good && signature_holds(r->checkpoint, &head, r->key), "日志头签名有效", "the signature on the log head holds");
    if (!trusted) { note("未核对公钥：请用 --key 给出中心公布的公钥", "the key was not compared: give the centre's published key with --key"); return false; }
    check(!strcmp(trusted, r->key), "签名公钥与给出的公钥一致", "the signing key is the one given");
    return !failures;
}

/* 0 proven, 1 not. */
static int verify_receipt(const char *json, size_t bytes, const char *trusted, FILE *out)
{
    Receipt receipt = {0};
    out_file = out;
    failures = 0;
    json_t *tree = json_loadb(json, bytes, JSON_REJECT_DUPLICATES, NULL);
    const char *problem = tree ? parse_receipt(tree, &receipt) : "not JSON";
    bool proven = false;
    if (problem) {
        check(false, "文件不是完整的回执", problem);
    } else {
        check(true, "回执格式完整", "the receipt is well formed");
        proven = check_receipt(&receipt, trusted);
    }
    json_decref(receipt.facts);
    json_decref(tree);
    if (proven) fprintf(out, "\n结论：已证明。上述记载确由该中心记入日志，且未被改动。\nProven: this centre entered these facts in its log, and they are unchanged.\n");
    else if (!failures) fprintf(out, "\n结论：回执自身完整，但未核对公钥，尚不能证明由谁签发。\nNot proven yet: the receipt is of one piece, but who signed it is open until the key is compared.\n");
    else fprintf(out, "\n结论：不能证明。回执被改动、不完整，或不是该中心签发。\nNot proven: the receipt was changed, is incomplete, or was not signed by this centre.\n");
    return proven ? 0 : 1;
}

#ifndef FUZZING
static char *read_whole(const char *path, size_t limit, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    char *data = file ? malloc(limit + 1) : NULL;
    *bytes = data ? fread(data, 1, limit + 1, file) : 0;
    bool good = data && !ferror(file) && *bytes <= limit;
    if (file) fclose(file);
    if (!good) {
        fprintf(stderr, "verify_receipt: 无法读取或文件过大 cannot read, or too large: %s\n", path);
        free(data);
        return NULL;
    }
    data[*bytes] = 0;
    return data;
}

static int usage(int code)
{
    fprintf(code ? stderr : stdout,
        "用法 usage: verify_receipt RECEIPT.json [--key KEY | --key-file FILE]\n"
        "  KEY 为中心公布的公钥（名称+标识+base64) is the centre's published key (name+id+base64)\n"
        "退出码 exit code: 0 已证明 proven, 1 未证明 not proven, 2 用法错误或无法读取 wrong usage or unreadable\n");
    return code;
}

int main(int argc, char **argv)
{
    const char *path = NULL, *key = NULL, *key_path = NULL;
    size_t bytes;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) return usage(0);
        if (!strcmp(argv[i], "--key") && i + 1 < argc && !key) key = argv[++i];
        else if (!strcmp(argv[i], "--key-file") && i + 1 < argc && !key_path) key_path = argv[++i];
        else if (argv[i][0] == '-' || path) return usage(2);
        else path = argv[i];
    }
    if (!path || (key && key_path)) return usage(2);
    char *key_text = key_path ? read_whole(key_path, KEY_MAX, &bytes) : NULL;
    if (key_path && !key_text) return 2;
    if (key_text) {
        key_text[strcspn(key_text, " \t\r\n")] = 0;
        key = key_text;
    }
    char *json = read_whole(path, FILE_MAX, &bytes);
    int code = json ? verify_receipt(json, bytes, key, stdout) : 2;
    free(json);
    free(key_text);
    return code;
}
#endif
