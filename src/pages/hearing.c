/* hearing.c: the public list of hearings (听证公告, XK-46, XK-48): those announced, and those held in public; nothing personal is on it. */
#include "pages/case_view.h"
#include "pages/words.h"
#include <string.h>

enum { LOOKED_AT = 200, SHOWN = 50 };

/* The newest notice of the case wins over older ones, and any notice over its announcement: the list is read newest first. */
static bool seen(const int64_t *cases, int count, int64_t id)
{
    for (int i = 0; i < count; i++) if (cases[i] == id) return true;
    return false;
}

static const char *matter_of(Store *store, Arena *arena, int64_t case_id, const Item *item)
{
    const char *announced = NULL, *told = NULL;                          /* what was written for everybody goes before what one party was told */
    Query *q = ledger_read_case(store, case_id);
    for (Event *e; (e = ledger_next(q, arena));)
        if (!strcmp(e->kind, "case.hearing_announced")) announced = value_str(e->body, "matter");
        else if (!strcmp(e->kind, "case.hearing_told")) told = value_str(e->body, "matter");
    return announced ? announced : told ? told : item ? item->name : "";
}

static void hearings_page(Request *request)
{
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    int64_t shown[LOOKED_AT];
    int count, seen_count = 0;
    Value *view = page_view(request, "publications"), *list = value_set_list(a, view, "hearings");
    const IssuedDocument **papers = documents_of_hearings(scene->store, a, LOOKED_AT, &count);
    for (int i = 0; i < count && list->count < SHOWN; i++) {
        const IssuedDocument *d = papers[i];
        const Event *event = d->case_id && !seen(shown, seen_count, d->case_id) ? ledger_event(scene->store, a, d->event_seq) : NULL;
        bool notice = event && !strcmp(event->kind, "case.hearing_noticed"), announced = event && !strcmp(event->kind, "case.hearing_announced");
        if (!notice && !announced) continue;
        shown[seen_count++] = d->case_id;
        if (notice && !value_bool(event->body, "public")) continue;
        const CaseFile *file = case_load(scene->store, a, d->case_id);
        const Item *item = file ? case_item(scene, file) : NULL;
        if (!file || stage_concluded(file->standing.stage)) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "number", d->number);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : "");
        value_set_str(a, row, "matter", matter_of(scene->store, a, d->case_id, item));
        value_set_str(a, row, "organ", value_str_or(d->record, "organ", ""));
        value_set_str(a, row, "at", notice ? value_str(event->body, "at") : NULL);
        value_set_str(a, row, "place", notice ? value_str_or(event->body, "place", "") : "");
        value_set_bool(a, row, "held", !day_is_none(file->standing.hearing_held));
    }
    page_show(request, 200, "hearings", view);
}

const Route hearing_routes[] = {
    {HTTP_GET, "/hearings", hearings_page, ROUTE_OPEN, "听证公告 hearings, for everybody"},
    {0}};
