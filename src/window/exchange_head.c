/* exchange_head.c: each centre shows the other what it holds of its log. A log that was restored from an older backup is found out by its own signature; see exchange_act.h. */
#include "window/exchange_act.h"
#include "base/text.h"
#include "cases/cases.h"
#include "ledger/receipt.h"
#include <string.h>

/* ---- what we hold of theirs ---- */

typedef struct Held { Arena *arena; Value *list; const char *head; int64_t size; } Held;

/* Their receipt in one of our events: its head, when it is the longest yet; the number of their entry. 0: none. */
static int64_t hold(Held *h, Store *store, int64_t seq)
{
    const char *error;
    const Event *event = ledger_event(store, h->arena, seq);
    const Value *kept = event ? value_get(event->body, "receipt") : NULL;
    const char *json = kept ? value_json(h->arena, kept) : "";
    const Receipt *receipt = kept ? ledger_receipt_parse(h->arena, json, strlen(json), &error) : NULL;
    if (!receipt) return 0;
    if (receipt->size > h->size) { h->size = receipt->size; h->head = receipt->checkpoint; }
    return receipt->index + 1;
}

/* number: theirs of the case; case_id: ours, by whose number they can ask us for it should they have lost theirs. */
static void list(Held *h, Store *store, int64_t entry, const char *parcel, ParcelKind kind, const char *number, int64_t case_id)
{
    const CaseFile *file = case_id ? case_load(store, h->arena, case_id) : NULL;
    Value *row = value_push_object(h->arena, h->list);
    value_set_int(h->arena, row, "event", entry);
    value_set_str(h->arena, row, "parcel", parcel);
    value_set_str(h->arena, row, "kind", parcel_kind_name(kind));
    value_set_str(h->arena, row, "number", number);
    if (file) value_set_str(h->arena, row, "case", file->number);
}

Value *exchange_held(Store *store, Arena *arena, const char *peer)
{
    int count;
    Value *held = value_object(arena);
    Held h = {.arena = arena, .head = "", .list = value_list(arena)};
    const ParcelIn *in = parcels_in_of(store, arena, peer, LIMIT_EXCHANGE_HELD, &count);
    for (int i = 0; i < count; i++) { int64_t entry = hold(&h, store, in[i].seq); if (entry) list(&h, store, entry, in[i].parcel, in[i].kind, in[i].number, in[i].case_id); }
    const ParcelOut *out = parcels_acknowledged_by(store, arena, peer, LIMIT_EXCHANGE_HELD, &count);
    for (int i = 0; i < count; i++) { int64_t entry = hold(&h, store, out[i].acknowledged); if (entry) list(&h, store, entry, out[i].parcel, out[i].kind, out[i].number, out[i].case_id); }
    value_set_str(arena, held, "head", h.head);
    value_set(arena, held, "parcels", h.list);
    return held;
}

/* ---- what they hold of ours ---- */

/* Nobody but us can have signed it, so nobody can make this up. NULL: our log holds it, or it is no head of ours. */
static const char *torn(Scene *scene, Arena *a, const char *note, Checkpoint *theirs)
{
    NoteVerifier verifier;
    Checkpoint ours;
    size_t bytes;
    if (!*note || !note_verifier_parse(ledger_key_text(scene->ledger), &verifier) || !note_verify(&verifier, note, &bytes)) return NULL;
    if (!checkpoint_parse(note, theirs) || strcmp(theirs->origin, verifier.name) || theirs->size < 1) return NULL;
    if (theirs->size > ledger_size(scene->ledger)) return "shorter";
    const char *here = ledger_head_covering(scene->store, a, theirs->size);
    bool same = here && checkpoint_parse(here, &ours) && ours.size == theirs->size && !memcmp(&ours.root, &theirs->root, sizeof ours.root);
    return same || !here ? NULL : "other";
}

/* A parcel they speak of that our log knows nothing of any more: ours that they took, or theirs that we acknowledged. */
static bool lost(Scene *scene, Arena *a, const Value *row)
{
    int64_t event = value_int(row, "event", 0);
    const char *parcel = value_str_or(row, "parcel", "");
    if (!strcmp(parcel, parcel_id(a, ledger_key_text(scene->ledger), event))) {
        const ParcelOut *out = parcel_out(scene->store, a, event);
        return !out || strcmp(parcel_kind_name(out->kind), value_str_or(row, "kind", ""));
    }
    const ParcelIn *in = parcel_in(scene->store, a, parcel);
    return !in || in->seq != event;
}

static const Value *what_is_lost(Scene *scene, Arena *a, const Value *parcels)
{
    Value *kept = value_list(a);
    for (const Value *row = parcels ? parcels->first : NULL; row && kept->count < LIMIT_EXCHANGE_HELD; row = row->next) {
        const char *parcel = value_str_or(row, "parcel", ""), *kind = value_str_or(row, "kind", ""), *number = value_str_or(row, "number", "");
        const char *theirs = value_str_or(row, "case", "");
        if (row->kind != VALUE_OBJECT || text_characters(theirs) > 80 || strlen(parcel) > PARCEL_ID_MOST || strlen(kind) > 20 || text_characters(number) > 80 || !lost(scene, a, row)) continue;
        Value *one = value_push_object(a, kept);
        value_set_int(a, one, "event", value_int(row, "event", 0));
        value_set_str(a, one, "parcel", parcel);
        value_set_str(a, one, "kind", kind);
        value_set_str(a, one, "number", number);
        value_set_str(a, one, "theirs", theirs);
    }
    return kept;
}

void exchange_compare(Scene *scene, WindowTurn *turn)
{
    const ExchangeHeads *heads = turn->input;
    Arena *a = turn->arena;
    Checkpoint theirs;
    const Peer *peer = peer_load(scene->store, a, heads->peer);
    turn->result = NULL;
    if (!peer || !peer->open) { window_refuse(turn, REFUSED_PARCEL_SENDER, NULL); return; }
    const char *why = torn(scene, a, heads->head, &theirs);
    if (why && !finding_known(scene->store, peer->id, theirs.size)) {
        Value *body = value_object(a);
        value_set_str(a, body, "peer", peer->id);
        value_set_int(a, body, "size", theirs.size);
        value_set_int(a, body, "here", ledger_size(scene->ledger));
        value_set_str(a, body, "why", why);
        value_set(a, body, "lost", value_copy(a, what_is_lost(scene, a, heads->parcels)));
        Event event = {.kind = "exchange.behind", .actor = arena_printf(a, "machine:%s", peer->id), .body = body};
        window_record(scene, turn, &event);
    }
    turn->result = exchange_held(scene->store, a, peer->id);
}
