/* act_form_joint.h: what act_form.c asks for the acts of joint handling (XK-26b, DOMAIN 3.3): copy, signature, completeness, opinion, visit, meeting. */
#ifndef PAGES_ACT_FORM_JOINT_H
#define PAGES_ACT_FORM_JOINT_H
#include "pages/field.h"

const FieldRow *joint_fields(Request *request, Act act, const CaseFile *file, const Item *item);     /* NULL: not one of these acts */
void joint_filled(Request *request, Act act, const CaseFile *file, const Item *item, Value *out);
void joint_input(Request *request, Act act, const Value *typed, const CaseFile *file, const Item *item, Value *input);
/* What the co-departments miss, by material number, 0..LIMIT_MATERIALS_PER_ITEM, in their words; NULL: nobody misses it (3.3-4). */
const char **joint_claimed(Request *request, const CaseFile *file);
/* What the law would say to other acts because of the co-departments, before the input is known: the notice (3.3-4), the decision (XK-26b). */
Refusal joint_would_be(Arena *arena, Act act, const Facts *facts);
/* Should the officer be told why not? Only of her own department's part, and of the decision. */
bool joint_worth_telling(Act act, Refusal refusal, const Facts *facts);
const char *joint_waits_for(Arena *arena, Act act, Refusal refusal, const Facts *facts);             /* names behind such a refusal; NULL: none */
/* The act of a joint case that is this officer's to do next; ACT_COUNT: none. */
Act joint_next(Arena *arena, const Facts *facts);
#endif
