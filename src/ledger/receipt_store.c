/* receipt_store.c: making a receipt from the rows; see receipt.h. */
#include "ledger/receipt.h"
#include "store/store.h"
#include "base/fault.h"
#include <string.h>

static char *hex_text(Arena *arena, const uint8_t *data, size_t bytes)
{
    Buf out = buf_new(arena);
    buf_hex(&out, data, bytes);
    return out.text;
}

/* The statement must come from the stored text itself, byte for byte, not from a tree written again. */
static bool load(Store *store, Arena *arena, int64_t seq, Event *event, const char **body, const char **person)
{
    static const struct { int column; size_t offset, bytes; } blobs[] = {
        {6, offsetof(Event, salt), LEDGER_SALT_BYTES}, {7, offsetof(Event, person_salt), LEDGER_SALT_BYTES}, {8, offsetof(Event, person_hash), LEDGER_HASH_BYTES},
    };
    size_t bytes;
    Query *q = store_query(store, "SELECT at, kind, actor, case_id, case_number, body, salt, person_salt, person_hash, person FROM event WHERE seq = ?1", "i", seq);
    if (!store_row(q)) return false;
    *event = (Event){.seq = seq, .at = store_instant(q, 0), .kind = store_text(q, 1, arena), .actor = store_text(q, 2, arena),
        .case_id = store_int(q, 3), .case_number = store_text(q, 4, arena)};
    *body = store_text(q, 5, arena);
    *person = store_text(q, 9, arena);
    for (size_t i = 0; i < sizeof blobs / sizeof *blobs; i++) {
        const uint8_t *data = store_blob(q, blobs[i].column, arena, &bytes);
        if (data && bytes == blobs[i].bytes) memcpy((uint8_t *)event + blobs[i].offset, data, bytes);
    }
    store_done(q);
    return true;
}

Value *ledger_receipt(Store *store, Arena *arena, const char *key_text, int64_t seq, bool with_person)
{
    Event event;
    Checkpoint head;
    Hash proof[MERKLE_PROOF_MAX];
    const char *body, *person, *note = ledger_head(store, arena, &head);
    if (!note || seq < 1 || seq > head.size || !load(store, arena, seq, &event, &body, &person)) return NULL;
    int count = ledger_prove_inclusion(store, arena, seq - 1, head.size, proof);
    if (count < 0) fault_raise(FAULT_STORE, "the log cannot prove entry %lld: run verify", (long long)seq);
    Buf statement = buf_new(arena);
    ledger_statement(&statement, &event, body);
    bool personal = with_person && person && ledger_has_person_hash(&event);
    Value *receipt = value_object(arena);
    value_set_str(arena, receipt, "format", "yichuang-receipt/1");
    value_set_str(arena, receipt, "statement", statement.text);
    value_set_str(arena, receipt, "salt", hex_text(arena, event.salt, sizeof event.salt));
    value_set_str(arena, receipt, "person", personal ? person : NULL);
    value_set_str(arena, receipt, "person_salt", personal ? hex_text(arena, event.person_salt, sizeof event.person_salt) : NULL);
    value_set_int(arena, receipt, "index", seq - 1);
    value_set_int(arena, receipt, "size", head.size);
    Value *path = value_set_list(arena, receipt, "proof");
    for (int i = 0; i < count; i++) value_push_str(arena, path, hex_text(arena, proof[i].b, sizeof proof[i].b));
    value_set_str(arena, receipt, "checkpoint", note);
    value_set_str(arena, receipt, "key", key_text);
    return receipt;
}
