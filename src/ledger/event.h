/* event.h: what happened, as the ledger keeps it. Every change of the centre's state is one of these. */
#ifndef LEDGER_EVENT_H
#define LEDGER_EVENT_H
#include "base/day.h"
#include "base/value.h"
#include <stdint.h>

enum { LEDGER_SALT_BYTES = 16, LEDGER_HASH_BYTES = 32 };

typedef struct Event {
    int64_t seq;              /* 1, 2, 3 ... without gaps; the leaf index in the log is seq - 1 */
    Instant at;               /* never earlier than the event before */
    const char *kind;         /* "case.accepted": past tense, module first */
    const char *actor;        /* "officer:wang", "citizen", "clock", "machine:city", "operator" */
    int64_t case_id;          /* 0 when the event is not about a case */
    const char *case_number;  /* as printed for people, "420115-20261123-00001"; NULL when none */
    const Value *body;        /* facts that stay for ever; no personal data */
    const Value *person;      /* personal data, erasable; NULL when none or erased */
    uint8_t salt[LEDGER_SALT_BYTES];
    uint8_t person_salt[LEDGER_SALT_BYTES];       /* meaningless when person_hash is all zero */
    uint8_t person_hash[LEDGER_HASH_BYTES];       /* SHA-256(person_salt || person JSON); all zero when there never was any */
    uint8_t leaf[LEDGER_HASH_BYTES];              /* RFC 6962 leaf hash of the commitment SHA-256(salt || statement), see docs/LEDGER.md */
} Event;
#endif
