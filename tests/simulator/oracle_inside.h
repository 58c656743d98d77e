/* oracle_inside.h: what the files of the oracle's fold share: oracle_case.c (receipt to delivery) and oracle_heard.c (hearings, visits, the organ above). */
#ifndef SIMULATOR_ORACLE_INSIDE_H
#define SIMULATOR_ORACLE_INSIDE_H
#include "oracle.h"

typedef struct Fold {
    Oracle *o;
    Matter *m;
    const Event *e;
    const Value *b;
    Day today;
    const char *officer;            /* "" when no officer did it */
    int64_t days;                   /* the days the doer named; 0: none, the usual time */
} Fold;

void says(const Fold *f, const char *key, Day expected);
void must_say(const Fold *f, const char *key, const char *rule);
bool among(const char *list, const char *word);

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
void visit_assigned(Fold *f);
void visited(Fold *f);
void forwarded(Fold *f);
void asked_from_above(Fold *f);
void replied_from_above(Fold *f);
void reply_told(Fold *f);
void defaulted(Fold *f);
void terminated(Fold *f);
#endif
