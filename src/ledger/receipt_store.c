/* receipt_store.c: making a receipt from the rows; see receipt.h. */
#include "ledger/receipt.h"
#include "base/fault.h"

static char *hex_text(Arena *arena, const uint8_t *data, size_t bytes)
{
    Buf out = buf_new(arena);
    buf_hex(&out, data, bytes);
    return out.text;
}

static Value *receipt_under(Store *store, Arena *arena, const char *key_text, int64_t seq, bool with_person, const char *note)
{
    Checkpoint head;
    Hash proof[MERKLE_PROOF_MAX];
    const char *body, *person;
    if (note && !checkpoint_parse(note, &head)) fault_raise(FAULT_STORE, "a log head cannot be read: run verify");
    const Event *event = note && seq >= 1 && seq <= head.size ? ledger_event_text(store, arena, seq, &body, &person) : NULL;
    if (!event) return NULL;
    int count = ledger_prove_inclusion(store, arena, seq - 1, head.size, proof);
    if (count < 0) fault_raise(FAULT_STORE, "the log cannot prove entry %lld: run verify", (long long)seq);
    Buf statement = buf_new(arena);
    ledger_statement(&statement, event, body);
    bool personal = with_person && person && ledger_has_person_hash(event);
    Value *receipt = value_object(arena);
    value_set_str(arena, receipt, "format", "yichuang-receipt/1");
    value_set_str(arena, receipt, "statement", statement.text);
    value_set_str(arena, receipt, "salt", hex_text(arena, event->salt, sizeof event->salt));
    value_set_str(arena, receipt, "person", personal ? person : NULL);
    value_set_str(arena, receipt, "person_salt", personal ? hex_text(arena, event->person_salt, sizeof event->person_salt) : NULL);
    value_set_int(arena, receipt, "index", seq - 1);
    value_set_int(arena, receipt, "size", head.size);
    Value *path = value_set_list(arena, receipt, "proof");
    for (int i = 0; i < count; i++) value_push_str(arena, path, hex_text(arena, proof[i].b, sizeof proof[i].b));
    value_set_str(arena, receipt, "checkpoint", note);
    value_set_str(arena, receipt, "key", key_text);
    return receipt;
}

Value *ledger_receipt(Store *store, Arena *arena, const char *key_text, int64_t seq, bool with_person)
{
    Checkpoint head;
    return receipt_under(store, arena, key_text, seq, with_person, ledger_head(store, arena, &head));
}

Value *ledger_receipt_first(Store *store, Arena *arena, const char *key_text, int64_t seq, bool with_person)
{
    return receipt_under(store, arena, key_text, seq, with_person, ledger_head_covering(store, arena, seq));
}
