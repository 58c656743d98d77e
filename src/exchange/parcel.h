/* parcel.h: what travels between two centres (G3): one canonical JSON text, signed by the centre that sends it. Pure: no store, no clock.
 *
 *   forward          a case sent up (F20): item with version and hash, opinion, who applies, every material with its SHA-256, the sender's receipt
 *   result           what became of it above: granted, refused or returned, by which document, with the SHA-256 of its PDF
 *   query            what the organ above asks the applicant to add (F05), before it accepts
 *   supply           what she handed in below for that, row by row of the query, every file with its SHA-256
 *   recall           the case below ended, or was answered by paper, before anything came from above by parcel
 *   acknowledgement  the answer to each of these: the receiver's receipt of its own event exchange.received, which names the parcel and its hash
 *
 * Signed is a note (ledger/note.h) over "yichuang-parcel/1", the id, whom it is for, and the SHA-256 and length of the envelope's exact bytes. Files go
 * beside it, known by their SHA-256. An id is the first 16 hex digits of SHA-256 of the sender's key and the number of the event: one centre can never use
 * another's. The receipt inside (yichuang-receipt/1) proves that the event stands in the sender's log; parcel_proven checks that it is this very event.
 *
 * An envelope has exactly the members of its kind, in canonical JSON, within LIMIT_PARCEL_BYTES; anything else is no parcel.
 */
#ifndef EXCHANGE_PARCEL_H
#define EXCHANGE_PARCEL_H
#include "base/day.h"
#include "base/limits.h"
#include "base/value.h"

typedef enum ParcelKind { PARCEL_FORWARD = 1, PARCEL_RESULT, PARCEL_RECALL, PARCEL_ACKNOWLEDGEMENT, PARCEL_QUERY, PARCEL_SUPPLY, PARCEL_KINDS } ParcelKind;
const char *parcel_kind_name(ParcelKind kind);          /* "forward" */
const char *parcel_kind_zh(ParcelKind kind);
const char *parcel_kind_en(ParcelKind kind);

enum { PARCEL_HASH_CHARS = 64, PARCEL_ID_MOST = 40, PARCEL_NOTE_MOST = 1024 };
typedef struct ParcelFile { int64_t no; const char *name, *file, *type, *sha256; size_t bytes; } ParcelFile;       /* no 0: not a material */

typedef struct Parcel {                      /* a well-formed one; not thereby a true one */
    ParcelKind kind;
    const char *id, *from, *to;              /* keys as name+hash+base64 */
    int64_t seq;                             /* of the sender's event, from the id */
    Instant at;
    const char *number;                      /* the sender's number of the case; "" when it has none */
    const char *about;                       /* id of the parcel it answers or recalls; "" none */
    const Value *all, *receipt;
    ParcelFile files[LIMIT_PARCEL_FILES];
    int file_count;
    char sha256[PARCEL_HASH_CHARS + 1];      /* of the envelope's bytes */
    size_t bytes;
} Parcel;

/* NULL: *problem (English, arena) says what is malformed. */
Parcel *parcel_parse(Arena *arena, const char *envelope, size_t bytes, const char **problem);
/* An envelope to be filled in: the members every kind has, in their order. Then the kind's own; then parcel_close. */
Value *parcel_open(Arena *arena, ParcelKind kind, const char *from, const char *to, int64_t seq, Instant at, const char *number, const char *about);
/* The text, with the receipt last. NULL: parcel_parse would not take it back, and *problem says why: nothing of the kind may leave the house. */
char *parcel_close(Arena *arena, Value *envelope, const Value *receipt, const char **problem);

char *parcel_id(Arena *arena, const char *key_text, int64_t seq);
char *parcel_note_text(Arena *arena, const Parcel *parcel);             /* what is signed */
bool parcel_signed(Arena *arena, const Parcel *parcel, const char *note);      /* by the key it comes from */
/* The receipt inside is proven by the sender's key and speaks of this very parcel; else *problem. */
bool parcel_proven(Arena *arena, const Parcel *parcel, const char **problem);

/* How a key is compared by eye: the first 32 hex digits of SHA-256 of its text, in groups of four. As typed: case and spaces do not matter. */
char *key_fingerprint(Arena *arena, const char *key_text);
bool key_fingerprint_is(const char *key_text, const char *typed);
void sha256_hex(const void *data, size_t bytes, char out[PARCEL_HASH_CHARS + 1]);
#endif
