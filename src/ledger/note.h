/* note.h: signed notes and log heads (C2SP signed-note, tlog-checkpoint) with Ed25519. No store, no clock. */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H
#include "base/arena.h"
#include "base/day.h"
#include "ledger/merkle.h"

enum { NOTE_NAME_MAX = 200, NOTE_TEXT_MAX = 4096, NOTE_SIGNATURES_MAX = 16 };

typedef struct NoteKey NoteKey;         /* the private half; belongs to one thread at a time */

/* A fresh Ed25519 key as PEM, mode 0600. Faults when the file exists: a log's key is never replaced by accident. */
void note_key_create(const char *path);
NoteKey *note_key_open(const char *path, const char *name);   /* name: the log's origin, no spaces, no plus. Faults. */
void note_key_free(NoteKey *key);
const char *note_key_text(const NoteKey *key);                /* the public half as name+hash+base64 */

typedef struct NoteVerifier {
    char name[NOTE_NAME_MAX + 1];
    uint8_t id[4], key[32];
} NoteVerifier;

bool note_verifier_parse(const char *text, NoteVerifier *out);     /* only the exact canonical writing */
char *note_sign(Arena *arena, const NoteKey *key, const char *text);   /* text ends with a newline */
/* True when the note is well formed and a signature by this key on it holds. *text_bytes: how much of the note is the signed text. */
bool note_verify(const NoteVerifier *verifier, const char *note, size_t *text_bytes);

typedef struct Checkpoint {
    char origin[NOTE_NAME_MAX + 1];
    int64_t size;
    Hash root;
    bool timed;
    Instant at;               /* the line "time ..." when there is one */
} Checkpoint;

char *checkpoint_text(Arena *arena, const Checkpoint *checkpoint);     /* the text to sign */
bool checkpoint_parse(const char *note, Checkpoint *out);              /* of a signed note; checks the form, not the signature */

char *base64_text(Arena *arena, const void *data, size_t bytes);
bool base64_parse(const char *text, size_t length, uint8_t *out, size_t bytes);   /* exactly bytes, canonical */
#endif
