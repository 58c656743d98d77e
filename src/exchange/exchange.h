/* exchange.h: the desk of the exchange with other centres (G3): who they are and whose keys we trust, which case went where, what came back.
 *
 *   case.forwarded to an organ that a centre serves ──▶ exchange_out WAITING ──acknowledged by its receipt──▶ RECEIVED THERE ──result comes──▶ the act reply_from_above
 *   a parcel from a centre ──▶ a case of ours (exchange_in) ──decided──▶ exchange_out WAITING ──acknowledged──▶ done
 *
 * A centre is named by acts of the administrator on a document; its key is compared with the fingerprint on that document, because nobody can know at the
 * first meeting whose key it is. Facts are folded here; what the courier does (tries, tokens, bytes under way) is operational: post_store.c.
 */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H
#include "desk/desk.h"
#include "exchange/parcel.h"

extern const Desk exchange_desk;
extern const DeskChoice exchange_levels[];
void exchange_apply(Store *store, Arena *arena, const Event *event);

typedef struct Peer { const char *id, *name, *level, *url, *key, *document; const Value *organs, *items; Instant since; bool open; } Peer;
const Peer *peer_load(Store *store, Arena *arena, const char *id);                       /* NULL: none */
const Peer *peer_by_key(Store *store, Arena *arena, const char *key);                    /* an open one; NULL: none */
/* The open centre that takes this item of ours for this organ; NULL: none, the papers go by hand. */
const Peer *peer_for(Store *store, Arena *arena, const char *organ, const char *item);
Peer *peers_list(Store *store, Arena *arena, int *count);                                /* open ones first, by id */
bool peer_url_good(const char *url);                                                     /* https, or http on this machine; no path, query or user in it */

typedef struct PeerItem { const char *peer, *theirs, *ours, *document; } PeerItem;
PeerItem *peer_items(Store *store, Arena *arena, const char *peer, int *count);
const char *peer_item(Store *store, Arena *arena, const char *peer, const char *theirs);  /* our code; NULL: not mapped */

typedef struct ParcelOut {
    int64_t seq, case_id, dropped, acknowledged;         /* events; 0: not */
    const char *peer, *about, *parcel, *sha256, *number, *outcome;
    ParcelKind kind;
    Instant at, acknowledged_at, received_at;            /* ms 0: not */
} ParcelOut;
typedef struct ParcelIn { int64_t seq, case_id, about; const char *peer, *parcel, *sha256, *number, *outcome; ParcelKind kind; Instant at; } ParcelIn;
const ParcelOut *parcel_out(Store *store, Arena *arena, int64_t seq);                    /* NULL: none */
const ParcelOut *parcel_out_of_case(Store *store, Arena *arena, int64_t case_id, ParcelKind kind);      /* the newest of the kind; NULL: none */
const ParcelIn *parcel_in(Store *store, Arena *arena, const char *parcel);               /* NULL: none */
const ParcelIn *parcel_in_seq(Store *store, Arena *arena, int64_t seq);
const ParcelIn *parcel_in_of_case(Store *store, Arena *arena, int64_t case_id, ParcelKind kind);        /* the newest; NULL: none */
bool parcel_recalled(Store *store, const char *parcel);                                  /* it was recalled before it came */
ParcelOut *parcels_out(Store *store, Arena *arena, bool waiting, int limit, int *count);                 /* waiting: oldest first; else acknowledged ones, newest first */
ParcelIn *parcels_in(Store *store, Arena *arena, int limit, int *count);                 /* newest first */
ParcelIn *parcels_in_of(Store *store, Arena *arena, const char *peer, int limit, int *count);                 /* newest first */
ParcelOut *parcels_acknowledged_by(Store *store, Arena *arena, const char *peer, int limit, int *count);      /* newest first */
/* Our log is not the one we signed for that centre: it was restored from an older backup, or copied (exchange.behind). */
typedef struct BehindFinding { int64_t seq, size, here, settled; const char *peer, *why; const Value *lost; Instant at; } BehindFinding;
BehindFinding *findings_list(Store *store, Arena *arena, int limit, int *count);         /* open ones first, newest first */
int64_t finding_open(Store *store, const char *peer);                                    /* the oldest nobody has taken up; peer NULL: any; 0 none */
bool finding_known(Store *store, const char *peer, int64_t size);
int exchange_events(Store *store, Arena *arena, int64_t **seqs);                          /* all events of this desk; count */

/* ---- operational: post_store.c ---- */
typedef struct ParcelTry { int tries; Instant due, changed; const char *reason; } ParcelTry;
/* The first parcel to send now: waiting, due, to an open centre that is not left in peace, and after everything earlier of its case. 0: none. */
int64_t parcel_due(Store *store, Instant now);
int64_t parcel_due_at(Store *store, const char *peer, Instant now);                      /* the same for one centre */
const char **peers_due(Store *store, Arena *arena, Instant now, int *count);             /* centres for which a parcel is due, who waited longest first */
void parcel_try(Store *store, Arena *arena, int64_t seq, ParcelTry *out);
void parcel_try_set(Store *store, int64_t seq, int tries, Instant due, const char *reason, Instant now);
void parcel_try_now(Store *store, int64_t seq, Instant now);                             /* 0: all, and every centre */
typedef struct Sealed { const char *envelope, *note, *sha256; } Sealed;
bool parcel_sealed(Store *store, Arena *arena, int64_t seq, Sealed *out);
void parcel_seal(Store *store, int64_t seq, int64_t case_id, const Sealed *sealed);
void parcel_settled(Store *store, int64_t seq);                                          /* bytes, paper and tries of it go */
void exchange_erase(Store *store, int64_t case_id);                                      /* all bytes kept for a case, with its personal data */

typedef enum { FILE_OURS, FILE_STAGED, FILE_KEPT } FileOwner;                             /* schema: exchange_file.owner */
typedef struct ExchangeFile { int64_t id, ref, case_id; const char *sha256, *name, *type; size_t bytes; const uint8_t *content; } ExchangeFile;
void exchange_file_add(Store *store, FileOwner owner, const char *peer, const ExchangeFile *file, Instant now);
bool exchange_file_find(Store *store, Arena *arena, FileOwner owner, const char *peer, int64_t ref, const char *sha256, ExchangeFile *out);     /* with content; peer NULL: any */
ExchangeFile *exchange_files(Store *store, Arena *arena, int64_t ref, int *count);       /* FILE_KEPT of one parcel, without content */
bool exchange_file_load(Store *store, Arena *arena, int64_t id, ExchangeFile *out);      /* FILE_KEPT; false: none */
bool exchange_file_staged(Store *store, const char *peer, const char *sha256);
int64_t exchange_staged_bytes(Store *store, const char *peer);
void exchange_staged_drop(Store *store, const char *peer, const char *sha256);
void exchange_staged_expire(Store *store, Instant before);

typedef struct PeerContact { Instant answered, failed, due, heard; int failures; const char *reason; } PeerContact;
void peer_contact(Store *store, Arena *arena, const char *peer, PeerContact *out);
void peer_answered(Store *store, const char *peer, Instant now);
void peer_failed(Store *store, const char *peer, const char *reason, Instant due, Instant now);
void peer_heard(Store *store, const char *peer, Instant now);
int64_t peer_waiting(Store *store, const char *peer);
void peer_token_set(Store *store, const char *peer, const char *token);                  /* NULL: forget it */
bool peer_token(Store *store, Arena *arena, const char *peer, const char **token);
#endif
