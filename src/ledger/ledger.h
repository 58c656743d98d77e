/* ledger.h: append a leaf, prove it, check the log. Format of everything here: docs/LEDGER.md.
 *
 * One Ledger belongs to the one writer thread and stands on its writing Store; readers need only a Store.
 *     append   seq, salts, person hash and leaf are filled in, the row is inserted, the tree grows in memory
 *     seal     once for each group of turns, before commit: the head is signed and stored
 * The tree in memory follows the transaction: ledger_mark before a savepoint and ledger_undo after rolling back to it; ledger_reload after
 * rolling back the whole transaction. An event that could not be read back (ledger_readable) is a fault. A fault inside append or seal leaves the Ledger to reload itself at its next use.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H
#include "base/arena.h"
#include "base/buf.h"
#include "ledger/event.h"
#include "ledger/merkle.h"
#include "ledger/note.h"

typedef struct Store Store;
typedef struct Query Query;
typedef struct Ledger Ledger;

/* origin: the log's name for ever, "yichuang.local/420115". Reads a few rows whatever the length of the log. Faults when the key
 * cannot be read or the tree in the store does not give the head that was signed last. */
Ledger *ledger_open(Store *store, const char *key_path, const char *origin);
void ledger_close(Ledger *ledger);                       /* NULL is allowed; the Store stays open */
void ledger_key_create(const char *path);                /* Ed25519, mode 0600; faults when the file exists */
/* A signed note over a text of the centre's own, with the log's key. The text's first line must never be the log's origin: then no log head can be forged by it. */
char *ledger_sign(const Ledger *ledger, Arena *arena, const char *text);
const char *ledger_key_text(const Ledger *ledger);       /* public key as name+hash+base64; fixed after open, any thread may read it */
int64_t ledger_size(const Ledger *ledger);

/* In: at, kind, actor, case_id, case_number, body, person. Out: seq, at (moved up to the event before, if earlier), salts, person_hash, leaf. */
void ledger_append(Ledger *ledger, Arena *arena, Event *event);
void ledger_seal(Ledger *ledger, Instant now);           /* nothing to do when the head already covers every entry */
void ledger_reload(Ledger *ledger);

typedef struct LedgerMark { MerkleFrontier frontier; Instant last; } LedgerMark;
LedgerMark ledger_mark(Ledger *ledger);
void ledger_undo(Ledger *ledger, const LedgerMark *mark);

/* Erases personal data and its salt for ever; hashes, leaf and every receipt stay valid. True when there was something to erase. */
bool ledger_erase_person(Store *store, int64_t seq);

/* The exact text an event commits to, and the commitment SHA-256(salt || statement). Pure. */
void ledger_statement(Buf *out, const Event *event, const char *body_json);
void ledger_commitment(const Event *event, const char *statement, size_t bytes, Hash *out);
bool ledger_has_person_hash(const Event *event);
/* Whether the event can be read back for ever: valid UTF-8, nested no deeper than value_parse takes. */
bool ledger_readable(const Event *event, const char *body_json, const char *person_json);

/* Reading. One event, or NULL. Or many: Query *q = ledger_read(store, 1); while ((event = ledger_next(q, arena))) ... ; store_done stops early. */
Event *ledger_event(Store *store, Arena *arena, int64_t seq);
Event *ledger_event_text(Store *store, Arena *arena, int64_t seq, const char **body, const char **person);   /* the stored JSON, exactly; no trees */
Query *ledger_read(Store *store, int64_t first_seq);
Query *ledger_read_case(Store *store, int64_t case_id);
Event *ledger_next(Query *query, Arena *arena);

/* Heads and proofs from a reading Store. NULL or -1 when the log is not that long. */
char *ledger_head(Store *store, Arena *arena, Checkpoint *out);                     /* the newest signed note; NULL for an empty log */
char *ledger_head_covering(Store *store, Arena *arena, int64_t seq);                /* the first signed head that holds the event; the same for ever; NULL: none yet */
int ledger_heads(Store *store, Arena *arena, Checkpoint *out, int most);            /* newest first; count */
int ledger_prove_inclusion(Store *store, Arena *arena, int64_t index, int64_t size, Hash proof[MERKLE_PROOF_MAX]);
int ledger_prove_consistency(Store *store, Arena *arena, int64_t old_size, int64_t size, Hash proof[MERKLE_PROOF_MAX]);
bool ledger_range_root(Store *store, Arena *arena, MerkleRange range, Hash *out);   /* range as in a tree that is not longer than the log */

/* C2SP tlog-tiles. path is what follows the log's prefix: "checkpoint", "tile/0/x001/234", "tile/0/005.p/17", "tile/entries/000".
 * Gives the body or NULL (404). *settled: the answer will never change and may be cached for ever. */
typedef struct TilePath {
    bool entries;
    int level, width;       /* width 1..256 */
    int64_t number;
} TilePath;
bool tile_path_parse(const char *path, TilePath *out);
char *tile_path_text(Arena *arena, const TilePath *tile);
const uint8_t *ledger_serve(Store *store, Arena *arena, const char *path, size_t *bytes, const char **content_type, bool *settled);
#endif
