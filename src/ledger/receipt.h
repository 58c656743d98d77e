/* receipt.h: the receipt that proves (可验证回执): one entry, its place in the log, and a signed log head; format in docs/LEDGER.md. */
#ifndef LEDGER_RECEIPT_H
#define LEDGER_RECEIPT_H
#include "ledger/ledger.h"

enum { RECEIPT_LIMIT_BYTES = 512 * 1024, RECEIPT_FINDINGS_MAX = 12 };

/* The receipt for an event against the newest log head; value_json gives the file. key_text from ledger_key_text.
 * with_person puts the personal data in (for the person herself). NULL when the event is not under a signed head yet. */
Value *ledger_receipt(Store *store, Arena *arena, const char *key_text, int64_t seq, bool with_person);

/* The same against the first head that covers the event: made again at any time it is the same receipt, byte for byte. */
Value *ledger_receipt_first(Store *store, Arena *arena, const char *key_text, int64_t seq, bool with_person);

typedef struct Receipt {           /* a well-formed receipt; not thereby a true one */
    const char *statement, *person, *checkpoint, *key;
    uint8_t salt[LEDGER_SALT_BYTES], person_salt[LEDGER_SALT_BYTES];
    bool has_person_salt;
    int64_t index, size;
    Hash proof[MERKLE_PROOF_MAX];
    int proof_count;
    Hash leaf;                     /* of salt and statement */
    const Value *facts;            /* the statement, parsed */
} Receipt;

/* Pure. NULL, or *error (English, arena) says what is malformed. */
Receipt *ledger_receipt_parse(Arena *arena, const char *json, size_t bytes, const char **error);

typedef enum { FINDING_GOOD, FINDING_BAD, FINDING_OPEN } FindingKind;   /* open: neither shown nor refuted */
typedef struct ReceiptFinding {
    FindingKind kind;
    const char *code;              /* form, entry, person, proof, head, signature, key */
    const char *zh, *en;
} ReceiptFinding;

typedef struct ReceiptReport {
    bool intact;                   /* all of one piece: entry, proof, head and the key it names fit each other */
    bool proven;                   /* intact, and the key is the one the caller trusts */
    int count;
    ReceiptFinding findings[RECEIPT_FINDINGS_MAX];
    Receipt *receipt;              /* NULL when malformed */
} ReceiptReport;

/* Pure. trusted_key NULL: nothing is proven, because anybody can make a log and a key of his own; intact is all one can learn. */
ReceiptReport ledger_receipt_verify(Arena *arena, const char *json, size_t bytes, const char *trusted_key);
#endif
