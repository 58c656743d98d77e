/* verify.h: checking a whole log from its rows, in constant memory, and against one later receipt. */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H
#include "ledger/receipt.h"

typedef struct LedgerVerdict {
    bool ok;
    int64_t entries, heads, erased;      /* read; erased: entries whose personal data is gone (hash kept) */
    int64_t first_bad, last_bad;         /* the first bad entry lies here (equal: it is this one); 0 when the fault lies in no entry */
    const char *code;                    /* gap, time, form, entry, person, erased, tile, head, missing, unsealed, receipt, rebuilt; NULL when ok */
    const char *zh, *en;                 /* one sentence each; also when ok */
} LedgerVerdict;

/* key_text: the public key this log must be signed with. receipt NULL: without. Text of the verdict lives in arena. Use on a snapshot. */
LedgerVerdict ledger_verify(Store *store, Arena *arena, const char *key_text, const char *receipt, size_t receipt_bytes);
#endif
