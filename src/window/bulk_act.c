/* bulk_act.c: see bulk_act.h. */
#include "window/bulk_act.h"

void bulk_act(Scene *scene, WindowTurn *turn)
{
    const BulkAct *bulk = turn->input;
    int done = 0;
    if (bulk->count > LIMIT_PAGE_ROWS) {           /* the rest must not be left out without a word */
        window_refuse(turn, REFUSED_FIELD_INVALID, arena_printf(turn->arena, "一次不超过%d件，所选%d件", LIMIT_PAGE_ROWS, bulk->count));
        return;
    }
    Value *result = value_object(turn->arena), *rows = value_set_list(turn->arena, result, "rows");
    for (int i = 0; i < bulk->count; i++) {
        CaseAct one = {.act = bulk->act, .case_id = bulk->ids[i], .input = bulk->input};
        turn->input = &one;
        window_refuse(turn, REFUSED_NOTHING, NULL);
        case_act(scene, turn);
        Value *row = value_push_object(turn->arena, rows);
        value_set_int(turn->arena, row, "id", bulk->ids[i]);
        value_set_str(turn->arena, row, "code", turn->refusal == REFUSED_NOTHING ? "" : refusal_text(turn->refusal)->code);
        value_set_str(turn->arena, row, "detail", turn->detail);
        done += turn->refusal == REFUSED_NOTHING;
    }
    window_refuse(turn, REFUSED_NOTHING, NULL);
    turn->input = bulk;                            /* the turn may run once more */
    value_set_int(turn->arena, result, "done", done);
    turn->result = result;
}
