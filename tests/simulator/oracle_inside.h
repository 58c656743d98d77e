/* oracle_inside.h: what the files of the oracle's fold share: oracle_case.c, and by chapter oracle_joint.c. */
#ifndef SIMULATOR_ORACLE_INSIDE_H
#define SIMULATOR_ORACLE_INSIDE_H
#include "oracle.h"
#include <string.h>

typedef struct Fold {
    Oracle *o;
    Matter *m;
    const Event *e;
    const Value *b;
    Day today;
    const char *officer;            /* "" when no officer did it */
    int party;                      /* the interested party who did it herself; 0: somebody else */
    int64_t days;                   /* the days the doer named; 0: none, the usual time */
} Fold;

static inline bool is(const char *a, const char *b) { return !strcmp(a, b); }
bool among(const char *list, const char *word);
void says(const Fold *f, const char *key, Day expected);
void must_say(const Fold *f, const char *key, const char *rule);
int64_t number(const Fold *f, const Value *row);

/* oracle_joint.c: joint handling (DOMAIN 3.3), read a second time, for items with one or two co-departments */
void fold_co_copied(Fold *f);
void fold_co_signed(Fold *f);
void fold_co_completeness(Fold *f);
void fold_co_spoke(Fold *f);
void fold_co_defaulted(Fold *f);
void fold_co_visited(Fold *f);
void fold_co_met(Fold *f);
void fold_co_supplied(Fold *f);
void fold_co_heard(const Fold *f);              /* before the one notice */
void fold_co_decided(const Fold *f, bool granted);

void heard_before_decision(Fold *f, bool grant);        /* XK-35, XK-36, XK-46 to XK-48, XK-34b */
void party_told(Fold *f);
void stated(Fold *f);
void statement_answered(Fold *f);
void hearing_told(Fold *f);
void hearing_announced(Fold *f);
void hearing_asked(Fold *f);
void hearing_noticed(Fold *f);
void recusal_asked(Fold *f);
void recusal_decided(Fold *f);
void hearing_held(Fold *f);
void hearing_reported(Fold *f);
void visit_assigned(Fold *f);
void visited(Fold *f);
void forwarded(Fold *f);
void asked_from_above(Fold *f);
void supplied_above(Fold *f);
void replied_from_above(Fold *f);
void reply_told(Fold *f);
void defaulted(Fold *f);
void terminated(Fold *f);
#endif
