/* exchange_act.h: the exchange with other centres at the window (G3): parcels sealed and settled, parcels received, and what came in them done.
 *
 *   the sender                                                   the receiver
 *   exchange_seal     event ─▶ envelope, signed, kept  ── HTTP ─▶ exchange_receive      checks, does the act, event exchange.received      (turn 1)
 *   exchange_settle   event exchange.acknowledged     ◀── HTTP ── exchange_acknowledge  its own receipt of that event, signed              (turn 2)
 *
 * Delivery is at least once, the effect exactly once: a parcel is known by its id, and the same bytes get the same answer whenever they come. So nothing
 * between the commits must be remembered by anybody: killed anywhere, the sender sends again. A reply is a turn of its own, because a receipt needs the
 * signed head, which the first turn's commit makes.
 */
#ifndef WINDOW_EXCHANGE_ACT_H
#define WINDOW_EXCHANGE_ACT_H
#include "exchange/exchange.h"
#include "window/window.h"

/* ---- the courier's; actor: the clock ---- */

/* Input. Result {envelope, note, id, peer, url, token, files: [{sha256}]}; NULL: it is not waiting any more. pdf: the paper of a result, drawn by the
 * courier beforehand (exchange_paper says which); NULL: without. Sealed once: later tries get the same bytes. */
typedef struct ExchangeSeal { int64_t seq; const uint8_t *pdf; size_t pdf_bytes; } ExchangeSeal;
void exchange_seal(Scene *scene, WindowTurn *turn);
/* The document whose PDF goes with a result that is not sealed yet; NULL: none. For the courier's reading scene. */
const IssuedDocument *exchange_paper(Store *store, Arena *arena, int64_t seq);
/* A file of a parcel of ours, found by its hash. False: it is gone. */
bool exchange_content(Store *store, Arena *arena, int64_t seq, const char *sha256, const uint8_t **content, size_t *bytes);

typedef enum { POST_ACKNOWLEDGED, POST_UNREACHED /* no answer: the whole centre rests */, POST_AGAIN /* it answered, but not with an acknowledgement */,
    POST_FAILED /* we could not make it: nothing was sent */ } PostOutcome;
typedef struct ExchangeSettle { int64_t seq; PostOutcome outcome; const char *reason; const char *envelope; size_t bytes; const char *note; } ExchangeSettle;
/* An acknowledgement that does not hold is a POST_AGAIN: result {"acknowledged": bool, "reason"}. */
void exchange_settle(Scene *scene, WindowTurn *turn);
/* How a reason begins when it is no refusal's code: what kind of trouble it is; words in English, for those who look into it, follow. */
#define REASON_LINE "LINE"               /* the centre was not reached: connect, timeout, name, certificate, cut */
#define REASON_TOKEN "TOKEN"             /* it does not take our token */
#define REASON_ANSWER "ANSWER"           /* what it answered is no acknowledgement */
#define REASON_SEAL "SEAL"               /* the parcel cannot be made here */
/* Seconds to wait after so many failures in a row: 1, 2, 4 ... never more than ten minutes for a centre that does not answer, an hour for a parcel it refuses. */
int exchange_wait(int failures, int most);
enum { EXCHANGE_WAIT_CENTRE = 600, EXCHANGE_WAIT_PARCEL = 3600 };

/* ---- the other centre's; actor: the machine whose token it showed ---- */
typedef struct ExchangeReceive { const char *envelope; size_t bytes; const char *note; } ExchangeReceive;
/* Result {seq: the event exchange.received} or {missing: [sha256 of files to send first]}. Refused: nothing was done. turn->repeated: it came before. */
void exchange_receive(Scene *scene, WindowTurn *turn);
void exchange_acknowledge(Scene *scene, WindowTurn *turn);       /* input const int64_t *: that seq; result {envelope, note}; the same bytes for ever */
typedef struct ExchangeStage { const char *sha256; const uint8_t *content; size_t bytes; } ExchangeStage;       /* the hash was compared by the caller */
void exchange_stage(Scene *scene, WindowTurn *turn);             /* a file ahead of its parcel */

/* ---- the administrator's: right ADMIN_TOKENS ---- */
typedef struct ExchangeToken { const char *peer, *token; } ExchangeToken;          /* token "": forget it. Event exchange.token_set, without the token */
void exchange_token_set(Scene *scene, WindowTurn *turn);
void exchange_try_now(Scene *scene, WindowTurn *turn);           /* input const int64_t *: exchange_out.seq; 0 all */

/* ---- what each holds of the other's log ---- */
/* {head: the longest signed head of theirs that we hold, "" none; parcels: the newest exchanged with them, [{event: the entry of THEIR log, parcel, kind, number: theirs of the case, case: ours}]} */
Value *exchange_held(Store *store, Arena *arena, const char *peer);
/* What they hold of ours, compared with our log. Result: exchange_held. A head that we signed and our log does not contain is recorded once (exchange.behind). */
typedef struct ExchangeHeads { const char *peer, *head; const Value *parcels; } ExchangeHeads;
void exchange_compare(Scene *scene, WindowTurn *turn);

/* The minute's duty: files nobody asked for go. */
void exchange_tick(Scene *scene, WindowTurn *turn);

/* Every receipt of another centre in this ledger, checked again under the key that was in force when it came; and no finding that this log was set back left
 * to itself. For `verify`. */
typedef struct ExchangeFinding { bool ok; int64_t receipts, first_bad_seq; const char *why; } ExchangeFinding;
ExchangeFinding exchange_check(Store *store, Arena *arena);
#endif
