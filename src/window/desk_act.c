/* desk_act.c: one act of a desk, from facts to the recorded event; see desk_act.h. */
#include "window/case_act.h"
#include "window/desk_act.h"
#include "window/paper.h"
#include <assert.h>
#include <string.h>

static DeskTurn facts_of(Scene *scene, WindowTurn *turn, const Actor *actor)
{
    return (DeskTurn){.arena = turn->arena, .store = scene->store, .calendar = scene->calendar, .people = scene->people, .catalog = scene->catalog,
                      .actor = actor, .now = turn->now, .today = instant_day(turn->now), .seq = ledger_size(scene->ledger) + 1};
}

/* Numbers the act's document into the event's body. False: refused. */
static bool issue(Scene *scene, WindowTurn *turn, const DeskTurn *decided, const Event *event)
{
    const LegalBody *body = catalog_body(scene->catalog, decided->legal_body ? decided->legal_body : "");
    Value *context = value_copy(turn->arena, decided->document_fields ? decided->document_fields : value_object(turn->arena));
    desk_paper_common(turn->arena, scene, context, event, decided->file, body);
    const Item *item = decided->file ? case_item(scene, decided->file) : NULL;
    if (item && item->secret) value_set_bool(turn->arena, decided->document_fields, "withheld", true);      /* XK-05 */
    for (const Value *m = decided->person ? decided->person->first : NULL; m; m = m->next) value_set(turn->arena, context, m->key, value_copy(turn->arena, m));
    DocumentDraft draft = {.kind = decided->document, .body = body, .district = scene->centre->district, .item_kind = value_str_or(decided->document_fields, "item_kind", "01"),
                           .case_id = event->case_id, .day = decided->today, .fields = decided->document_fields, .context = context};
    assert(body);
    return paper_issue(scene, turn, event, &draft);
}

static bool act_once(Scene *scene, WindowTurn *turn, const DeskAct *act, DeskTurn *t)
{
    if (!desk_decide(act, t)) {
        window_refuse(turn, t->refusal, t->detail);
        return false;
    }
    Event event = {.at = turn->now, .kind = act->event, .actor = actor_text(turn->arena, t->actor), .body = t->body, .person = t->person};
    if (t->file) {
        event.case_id = t->file->id;
        event.case_number = t->file->number;
    }
    if (t->document && !issue(scene, turn, t, &event)) return false;
    window_record(scene, turn, &event);
    assert(turn->event_seq == t->seq);
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "id", turn->event_seq);
    const Value *documents = value_get(t->body, "documents");
    if (documents && documents->first) value_set_str(turn->arena, turn->result, "document", value_str(documents->first, "number"));
    return true;
}

void desk_act(Scene *scene, WindowTurn *turn)
{
    const DeskInput *input = turn->input;
    DeskTurn t = facts_of(scene, turn, &turn->actor);
    t.input = input->input ? input->input : value_object(turn->arena);
    t.holder = input->holder;
    act_once(scene, turn, input->act, &t);
}

void desk_tick(Scene *scene, WindowTurn *turn)
{
    Actor clock = actor_clock();
    int acted = 0;
    for (int i = 0; desks[i] && acted < DESK_TICK_GROUP; i++) {
        for (bool more = desks[i]->duty != NULL; more && acted < DESK_TICK_GROUP;) {
            DeskTurn t = facts_of(scene, turn, &clock);
            const DeskAct *duty = desks[i]->duty(&t);
            if (!t.input) t.input = value_object(turn->arena);
            more = duty && act_once(scene, turn, duty, &t);      /* a refused duty must not be asked for again in this round */
            acted += more;
            if (more && desks[i]->refreshes) scene_load(scene);
        }
    }
    window_refuse(turn, REFUSED_NOTHING, NULL);
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "acted", acted);
    value_set_bool(turn->arena, turn->result, "more", acted == DESK_TICK_GROUP);
}
