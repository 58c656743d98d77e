/* standing_inside.h: what the files that fold a standing share: standing.c (receipt to delivery), standing_chapters.c (the rest), standing_joint.c (DOMAIN 3.3). Private to src/process. */
#ifndef PROCESS_STANDING_INSIDE_H
#define PROCESS_STANDING_INSIDE_H
#include "process/process.h"

const char *officer_of(const Event *event);                          /* the officer who acted; "" for anybody else */
Day day_in(const Value *body, const char *key, Day otherwise);

void chapters_received(Standing *s, const Value *body);              /* what the item asks beyond papers; nothing has happened yet */
void chapters_apply(Standing *s, Act act, const Event *event, Day today);
void chapters_check(const Standing *s);
bool chapters_clock(const Standing *s, ClockKind clock, DeadlineTerms *terms);

void joint_begin(Standing *s);                                         /* no day is known */
void joint_apply(Standing *s, Act act, const Value *body, Day today);  /* after the act's own fold */
Value *joint_write(Arena *arena, const Standing *s);                   /* NULL: not copied out */
void joint_read(const Value *v, Standing *s);
#endif
