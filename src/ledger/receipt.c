/* receipt.c: reading and checking receipts; see receipt.h. Making them is receipt_store.c. */
#include "ledger/receipt.h"
#include "base/text.h"
#include <string.h>

static const char *const KEYS[] = {"format", "statement", "salt", "person", "person_salt", "index", "size", "proof", "checkpoint", "key"};
enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

/* Lower case only: each value has one writing, so that any change of the file is a change of meaning. */
static bool hex_parse(const char *hex, uint8_t *out, size_t bytes)
{
    if (!hex || strspn(hex, "0123456789abcdef") != strlen(hex)) return false;
    return text_hex_parse(hex, out, bytes);
}

static bool text_or_null(const Value *object, const char *key, const char **out)
{
    const Value *value = value_get(object, key);
    *out = value_str(object, key);
    return value && (value->kind == VALUE_NULL || value->kind == VALUE_STRING);
}

static bool keys_known(const Value *object)
{
    if (object->kind != VALUE_OBJECT || object->count != KEY_COUNT) return false;
    for (int i = 0; i < KEY_COUNT; i++) if (!value_get(object, KEYS[i])) return false;
    return true;
}

static const char *parse_proof(const Value *list, Receipt *out)
{
    if (!list || list->kind != VALUE_LIST || list->count > MERKLE_PROOF_MAX) return "proof is not a list of at most 64 hashes";
    for (const Value *v = list->first; v; v = v->next)
        if (v->kind != VALUE_STRING || !hex_parse(v->string, out->proof[out->proof_count++].b, sizeof(Hash))) return "proof holds something that is not a hash";
    return NULL;
}

static const char *parse_fields(Arena *arena, const Value *json, Receipt *out)
{
    const char *person_salt, *problem;
    if (!keys_known(json)) return "not an object with exactly the ten keys of a receipt";
    if (!text_equal(value_str(json, "format"), "yichuang-receipt/1")) return "format is not yichuang-receipt/1";
    if (!(out->statement = value_str(json, "statement"))) return "statement is not text";
    if (!hex_parse(value_str(json, "salt"), out->salt, sizeof out->salt)) return "salt is not 32 lower-case hex digits";
    if (!text_or_null(json, "person", &out->person)) return "person is neither text nor null";
    if (!text_or_null(json, "person_salt", &person_salt)) return "person_salt is neither text nor null";
    if (person_salt && !(out->has_person_salt = hex_parse(person_salt, out->person_salt, sizeof out->person_salt))) return "person_salt is not 32 lower-case hex digits";
    if ((out->person != NULL) != out->has_person_salt) return "person and person_salt go together";
    out->index = value_int(json, "index", -1);
    out->size = value_int(json, "size", -1);
    if (out->index < 0 || out->size <= out->index || out->size > 1ll << MERKLE_HEIGHT) return "index and size are not a place in a log";
    if ((problem = parse_proof(value_get(json, "proof"), out))) return problem;
    if (!(out->checkpoint = value_str(json, "checkpoint"))) return "checkpoint is not text";
    if (!(out->key = value_str(json, "key"))) return "key is not text";
    out->facts = value_parse(arena, out->statement, strlen(out->statement), &problem);
    if (!out->facts || out->facts->kind != VALUE_OBJECT) return "statement is not a JSON object";
    return NULL;
}

Receipt *ledger_receipt_parse(Arena *arena, const char *json, size_t bytes, const char **error)
{
    if (bytes > RECEIPT_LIMIT_BYTES) { *error = "larger than 512 KiB"; return NULL; }
    const Value *tree = value_parse(arena, json, bytes, error);
    if (!tree) return NULL;
    Receipt *out = ARENA_NEW(arena, Receipt);
    if ((*error = parse_fields(arena, tree, out))) return NULL;
    Hash commitment;
    merkle_sha256(&commitment, out->salt, sizeof out->salt, out->statement, strlen(out->statement));
    merkle_leaf(&out->leaf, &commitment);
    return out;
}

static void add(ReceiptReport *report, FindingKind kind, const char *code, const char *zh, const char *en)
{
    report->findings[report->count++] = (ReceiptFinding){kind, code, zh, en};
    if (kind == FINDING_BAD) report->intact = false;
}

static void check(ReceiptReport *report, bool good, const char *code, const char *zh_good, const char *en_good, const char *zh_bad, const char *en_bad)
{
    if (good) add(report, FINDING_GOOD, code, zh_good, en_good);
    else add(report, FINDING_BAD, code, zh_bad, en_bad);
}

static void check_entry(ReceiptReport *report, const Receipt *r)
{
    check(report, value_int(r->facts, "seq", -1) == r->index + 1, "entry",
        "记载的序号与其在日志中的位置一致", "the entry's number is its place in the log",
        "记载的序号与其在日志中的位置不符", "the entry's number is not its place in the log");
}

static void check_person(ReceiptReport *report, const Receipt *r)
{
    uint8_t stated[LEDGER_HASH_BYTES];
    Hash hash;
    const Value *member = value_get(r->facts, "person");
    if (!member && !r->person) return;
    if (member && !r->person) {
        add(report, FINDING_OPEN, "person", "本回执不含个人信息部分（未附或已依法删除）,其余内容不受影响",
            "the personal data is not in this receipt (left out or erased); the rest stands without it");
        return;
    }
    bool good = member && hex_parse(member->kind == VALUE_STRING ? member->string : NULL, stated, sizeof stated);
    if (good) merkle_sha256(&hash, r->person_salt, sizeof r->person_salt, r->person, strlen(r->person));
    check(report, good && !memcmp(hash.b, stated, sizeof stated), "person",
        "个人信息与记载时一致", "the personal data is what was recorded",
        "个人信息与记载时不一致", "the personal data is not what was recorded");
}

static void check_head(ReceiptReport *report, const Receipt *r, const Checkpoint *head, bool head_good)
{
    check(report, head_good && head->size == r->size, "head",
        "日志头格式正确，长度与回执一致", "the log head is well formed and as long as the receipt says",
        "日志头格式错误或长度与回执不符", "the log head is malformed or not as long as the receipt says");
    check(report, head_good && merkle_verify_inclusion((uint64_t)r->index, (uint64_t)r->size, &r->leaf, r->proof, r->proof_count, &head->root), "proof",
        "该项记载确在日志之中，内容未被改动", "the entry is in the log, unchanged",
        "证明路径不成立：记载内容、随机盐、位置或证明被改动", "the proof fails: entry, salt, place or proof was changed");
}

static void check_key(ReceiptReport *report, const Receipt *r, const Checkpoint *head, bool head_good, const char *trusted_key)
{
    NoteVerifier verifier;
    size_t text_bytes;
    bool holds = head_good && note_verifier_parse(r->key, &verifier) && !strcmp(verifier.name, head->origin) && note_verify(&verifier, r->checkpoint, &text_bytes);
    check(report, holds, "signature",
        "日志头的数字签名有效", "the signature on the log head holds",
        "日志头的数字签名无效", "the signature on the log head does not hold");
    if (!trusted_key) {
        add(report, FINDING_OPEN, "key", "未核对公钥：请从中心公布处取得公钥后再核验，否则不能证明由该中心签发",
            "the key was not compared: get the centre's published key, or who signed this stays unproven");
        return;
    }
    bool same = text_equal(trusted_key, r->key);
    check(report, same, "key",
        "签名公钥与您提供的公钥一致", "the signing key is the one you gave",
        "签名公钥与您提供的公钥不一致", "the signing key is not the one you gave");
    report->proven = report->intact;
}

ReceiptReport ledger_receipt_verify(Arena *arena, const char *json, size_t bytes, const char *trusted_key)
{
    ReceiptReport report = {.intact = true};
    const char *error;
    Checkpoint head;
    Receipt *r = report.receipt = ledger_receipt_parse(arena, json, bytes, &error);
    if (!r) {
        add(&report, FINDING_BAD, "form", "文件不是完整的回执", arena_printf(arena, "not a whole receipt: %s", error));
        return report;
    }
    add(&report, FINDING_GOOD, "form", "回执格式完整", "the receipt is well formed");
    bool head_good = checkpoint_parse(r->checkpoint, &head);
    check_entry(&report, r);
    check_person(&report, r);
    check_head(&report, r, &head, head_good);
    check_key(&report, r, &head, head_good, trusted_key);
    return report;
}
