/* decide_inside.h: what the deciding functions share. One function per act, a ladder of refusals that ends in the event; grouped in files by
 * chapter of the law: decide.c (receipt to delivery), decide_<chapter>.c. Private to src/process.
 */
#ifndef PROCESS_DECIDE_INSIDE_H
#define PROCESS_DECIDE_INSIDE_H
#include "process/process.h"

typedef struct Turn {            /* what every guard sees */
    Arena *arena;
    const Facts *facts;
    const Standing *s;
    const Value *input;
    Verdict *verdict;            /* body and person are made by the decider */
} Turn;

/* Always false, so that a guard reads `return turn_refuse(...)`. */
bool turn_refuse(Turn *t, Refusal refusal, const char *detail);
char *turn_field(Turn *t, const char *key);                          /* trimmed; "" when absent */
/* A text within LIMIT_TEXT_CHARACTERS into the event; needs: refused when blank; takes: left out when blank. */
bool turn_needs_text(Turn *t, Value *into, const char *key, Refusal refusal);
bool turn_takes_text(Turn *t, Value *into, const char *key);
bool turn_known_material(Turn *t, int64_t no);                       /* XK-31: else refused */
bool turn_take_materials(Turn *t, Value *into, bool asked_only);
/* Names the event and its papers from the table's row. */
void turn_event(Turn *t, Act act);
void turn_set_day(Turn *t, const char *key, Day day);                /* into the body */
/* The last lawful day of a limit that begins on `from`, by the calendar in force. */
Day turn_due(Turn *t, Day from, int limit, LimitUnit unit);
void turn_authorised(Turn *t);                                       /* the letter of authority that this decision rests on, into the body */
bool turn_gives_certificate(const Item *item);
#endif
