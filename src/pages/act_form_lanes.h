/* act_form_lanes.h: what act_form.c asks for acts of the lanes (告知承诺, 容缺, 复核, 特办) and of window and back office. */
#ifndef PAGES_ACT_FORM_LANES_H
#define PAGES_ACT_FORM_LANES_H
#include "cases/lanes.h"
#include "pages/field.h"

const FieldRow *lane_fields(Request *request, Act act, const CaseFile *file, const Item *item);      /* NULL: not one of these acts */
void lane_input(Arena *arena, Act act, const Value *typed, const CaseFile *file, const Item *item, Value *input);
void lane_filled(Arena *arena, Act act, const CaseFile *file, const Item *item, Value *out);
/* What the law would say of owed materials and of a limited number, before the input is known. */
Refusal lane_would_be(Request *request, Act act, const Facts *facts, int64_t case_id);
#endif
