/* case_lanes.c: see case_lanes.h. The queue is public: numbers and places, no names (XK-57). */
#include "pages/case_lanes.h"
#include "base/text.h"
#include "cases/lanes.h"
#include "pages/words.h"
#include <string.h>

static bool may(Request *request, Act act, const CaseFile *file, const Item *item)
{
    Visitor *v = visitor_of(request);
    if (!item) return false;
    Facts facts = case_facts(v->hall->scene, file, item, &v->actor, v->case_access == file->id, v->today);
    return process_may(request->arena, act, &facts) == REFUSED_NOTHING;
}

bool case_lanes_wait(Request *request, const CaseFile *file, const Item *item)
{
    return may(request, ACT_SUPPLY_OWED, file, item) || may(request, ACT_ASK_REEXAMINATION, file, item) || may(request, ACT_COMMIT, file, item);
}

static void todo_owed(Request *request, Value *todo, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    Value *out = value_set_object(a, todo, "owed"), *list = value_set_list(a, out, "list");
    value_set_str(a, out, "until", day_text(a, day_is_none(s->owed_final) ? s->owed_by : s->owed_final));
    value_set_bool(a, out, "reminded", !day_is_none(s->owed_final));
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (!s->owed[m->no]) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", m->no);
        value_set_str(a, row, "name", m->name);
        value_set_str(a, row, "requirement", *m->requirement ? m->requirement : NULL);
        value_set_bool(a, row, "waits", s->handed[m->no] && s->material[m->no] == MATERIAL_UNSEEN);
    }
}

void case_commitment(Request *request, Value *out, const Item *item)
{
    Arena *a = request->arena;
    const Value *conditions = value_get(item->body, "conditions");
    Value *list = value_set_list(a, out, "conditions"), *instead = value_set_list(a, out, "instead");
    for (const Value *c = conditions ? conditions->first : NULL; c; c = c->next) value_set_str(a, value_push_object(a, list), "text", c->string);
    for (int i = 0; i < item->material_count; i++) if (item->materials[i].committable) value_set_str(a, value_push_object(a, instead), "text", item->materials[i].name);
    value_set_str(a, out, "liability", value_str_or(item->body, "commitment_liability", ""));
    value_set_str(a, out, "basis", value_str_or(item->body, "commitment_basis", ""));
}

void case_lanes_todo(Request *request, Value *todo, const CaseFile *file, const Item *item)
{
    if (may(request, ACT_SUPPLY_OWED, file, item)) todo_owed(request, todo, file, item);
    if (may(request, ACT_COMMIT, file, item)) case_commitment(request, value_set_object(request->arena, todo, "commitment"), item);
    if (!may(request, ACT_ASK_REEXAMINATION, file, item)) return;
    Value *out = value_set_object(request->arena, todo, "reexamination");
    value_set_str(request->arena, out, "until", day_is_none(file->standing.reexamination_by) ? "" : day_text(request->arena, file->standing.reexamination_by));
}

void case_lanes_view(Request *request, Value *view, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    if (!item || s->quota <= 0 || stage_concluded(s->stage) || s->outcome != OUTCOME_NONE || day_is_none(s->accepted)) return;
    QuotaFacts quota = quota_facts(hall_of(request)->scene->store, a, s->item, file->id, s->quota, item_quota_since(item, visitor_of(request)->today));
    Value *out = value_set_object(a, view, "queue");
    value_set_int(a, out, "position", quota.position);
    value_set_int(a, out, "limit", quota.limit);
    value_set_int(a, out, "granted", quota.granted);
    value_set_str(a, out, "url", arena_printf(a, "/items/%s/queue", s->item));
}

void queue_page(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    const Item *item = catalog_item_newest(v->hall->scene->catalog, request_param(request, "code"));
    if (!item || item->state == ITEM_DRAFT || item->quota <= 0) { page_refusal(request, REFUSED_NO_SUCH_ITEM, NULL); return; }
    int count, granted, place = 0;
    QuotaRow *rows = quota_queue(v->hall->scene->store, a, item->code, item_quota_since(item, v->today), &count, &granted);
    Value *view = page_view(request, "items"), *list = value_set_list(a, view, "rows");
    value_set_str(a, view, "item_name", words_item(request, item));
    value_set_str(a, view, "item_url", arena_printf(a, "/items/%s", item->code));
    value_set_str(a, view, "words", value_str_or(item->body, "quantity_limit", ""));
    value_set_int(a, view, "limit", item->quota);
    value_set_str(a, view, "since", day_is_none(item_quota_since(item, v->today)) ? NULL : day_text(a, item_quota_since(item, v->today)));
    value_set_int(a, view, "granted", granted);
    value_set_int(a, view, "left", granted < item->quota ? item->quota - granted : 0);
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, list);
        bool waits = rows[i].state == 1;
        value_set_str(a, row, "place", waits ? arena_printf(a, "%d", ++place) : "—");
        value_set_str(a, row, "number", rows[i].number);
        value_set_str(a, row, "day", day_text(a, rows[i].day));
        value_set_str(a, row, "state", page_message(request, waits ? "queue.waiting" : "queue.unqualified"));
    }
    page_show(request, 200, "queue", view);
}
