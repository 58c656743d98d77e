/* act_form.h: the acts of the case desk as forms: one field table per act gives both the inputs and the act's input (process_row(act)->fields). */
#ifndef PAGES_ACT_FORM_H
#define PAGES_ACT_FORM_H
#include "pages/field.h"

/* What the case's events say of one material, beside its state in the standing. Texts are NULL when there is none. */
typedef struct MaterialTrail {
    const char *way, *note, *asked;        /* handed in how; the clerk's remark; what the supplement notice asked */
    int64_t originals, copies;
    bool added;                            /* came with the supplement */
} MaterialTrail;
MaterialTrail *act_trails(Request *request, const CaseFile *file);        /* by material number, 0..LIMIT_MATERIALS_PER_ITEM */

/* What was typed into one act's form and did not go through; act ACT_COUNT: nothing. */
typedef struct ActTyped { Act act; const Value *values, *errors; } ActTyped;

/* May the officer be offered this act as a form of the desk at all (the counter, the check of materials and the clock have no form here)? */
bool act_has_form(Act act);
bool act_reads_only(const Actor *actor);       /* supervisors: no forms at all */
/* case.html's `groups`: every act the law allows now, and those not allowed for a reason the officer should know. */
Value *act_groups(Request *request, const CaseFile *file, const Item *item, const ActTyped *typed);
/* The act's input from the posted form. *typed: the values as typed, to show again. */
const Value *act_input(Request *request, Act act, const CaseFile *file, const Item *item, const Value **typed);
/* Required fields of the act that are still empty: their ids go into the error summary of the view, their texts into the returned errors. */
const Value *act_errors(Request *request, Value *view, Act act, const CaseFile *file, const Item *item, const Value *typed);
/* act_form_heard.c: the forms of parties, hearings, visits and the organ above. fields: NULL when the act is none of these. */
bool act_left_behind(const Facts *facts);      /* is there a published material that was not sent up, so that the organ above may ask for it (XK-35)? */
const FieldRow *act_heard_fields(Request *request, Act act, const CaseFile *file, const Item *item);
void act_heard_filled(Request *request, Act act, const CaseFile *file, const Item *item, Value *out);
void act_heard_input(Request *request, Act act, const Value *typed, Value *input);
#endif
