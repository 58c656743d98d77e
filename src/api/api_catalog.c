/* api_catalog.c: items, departments, windows: the catalogue as published, with the hash of every version. */
#include "api/api.h"
#include "base/text.h"
#include "pages/process_view.h"
#include <string.h>

static Value *hit_value(Request *request, const Item *item, const char *why)
{
    Value *one = catalog_item_brief(hall_of(request)->scene->catalog, request->arena, item);
    if (why) value_set_str(request->arena, one, "why", why);
    value_set_str(request->arena, one, "href", arena_printf(request->arena, "/api/v1/items/%s", item->code));
    return one;
}

static bool fits(const Item *item, const char *department, const char *window)
{
    return (!department || !strcmp(item->department, department)) && (!window || !strcmp(item->window, window));
}

void api_items(Request *request, ApiCall *call)
{
    enum { HITS = 200 };
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Day today = visitor_of(request)->today;
    const char *q = api_query(call, "q"), *department = api_query(call, "department"), *window = api_query(call, "window");
    int count, total = 0, limit = api_query_int(call, "limit", 20), offset = api_query_int(call, "offset", 0);
    Value *reply = value_object(a), *list = value_set_list(a, reply, "items");
    if (!text_blank(q)) {
        const SearchHit *hits = catalog_search(catalog, a, today, q, HITS, &count);
        for (int i = 0; i < count; i++) {
            if (!fits(hits[i].item, department, window)) continue;
            if (total >= offset && total < offset + limit) value_push(list, hit_value(request, hits[i].item, hits[i].why));
            total++;
        }
    } else {
        const Item **items = catalog_items(catalog, a, today, department, window, &total);
        for (int i = offset; i < total && i < offset + limit; i++) value_push(list, hit_value(request, items[i], NULL));
    }
    value_set_str(a, reply, "catalogue_hash", hall_of(request)->scene->catalogue_hash);
    api_page(request, reply, total, limit, offset);
    api_reply_tagged(request, reply);
}

void api_item(Request *request, ApiCall *call)
{
    const Catalog *catalog = hall_of(request)->scene->catalog;
    const char *code = request_param(request, "code");
    int version = api_query_int(call, "version", 0);
    const Item *item = version ? catalog_item_version(catalog, code, version) : catalog_item_at(catalog, code, visitor_of(request)->today);
    if (item && item->state == ITEM_DRAFT) item = NULL;             /* drafts are nobody's business yet */
    if (!item) { api_refusal(request, REFUSED_NO_SUCH_ITEM, code); return; }
    api_reply_tagged(request, catalog_item_value(catalog, request->arena, item));
}

void api_item_process(Request *request, ApiCall *call)
{
    (void)call;
    const char *code = request_param(request, "code");
    const Item *item = catalog_item_at(hall_of(request)->scene->catalog, code, visitor_of(request)->today);
    if (!item) { api_refusal(request, REFUSED_NO_SUCH_ITEM, code); return; }
    const char *xml = process_bpmn(request, item, NULL);
    reply_bytes(request, 200, BPMN_TYPE, xml, strlen(xml));
}

void api_item_versions(Request *request, ApiCall *call)
{
    (void)call;
    int count;
    Arena *a = request->arena;
    const char *code = request_param(request, "code");
    const Item **versions = catalog_versions(hall_of(request)->scene->catalog, a, code, &count);
    Value *reply = value_object(a), *list;
    value_set_str(a, reply, "code", code);
    list = value_set_list(a, reply, "versions");
    for (int i = 0; i < count; i++) {
        const Item *item = versions[i];
        if (item->state == ITEM_DRAFT) continue;
        Value *one = value_push_object(a, list);
        value_set_int(a, one, "version", item->version);
        value_set_str(a, one, "name", item->name);
        value_set_str(a, one, "state", item_state_name(item->state));
        value_set_str(a, one, "effective_from", day_text(a, item->from));
        value_set_str(a, one, "effective_to", day_text(a, item->to));
        value_set_str(a, one, "hash", item->hash);
        value_set_str(a, one, "hash12", item->hash12);
        value_set_str(a, one, "href", arena_printf(a, "/api/v1/items/%s?version=%d", item->code, item->version));
    }
    if (!list->count) { api_refusal(request, REFUSED_NO_SUCH_ITEM, code); return; }
    api_reply_tagged(request, reply);
}

void api_departments(Request *request, ApiCall *call)
{
    (void)call;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Value *reply = value_object(request->arena), *list = value_set_list(request->arena, reply, "departments");
    for (int i = 0; i < catalog_department_count(catalog); i++) value_push(list, catalog_department_value(catalog, request->arena, catalog_department_number(catalog, i)));
    api_reply_tagged(request, reply);
}

void api_windows(Request *request, ApiCall *call)
{
    (void)call;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    Value *reply = value_object(request->arena), *list = value_set_list(request->arena, reply, "windows");
    for (int i = 0; i < catalog_window_count(catalog); i++) value_push(list, catalog_window_value(catalog, request->arena, catalog_window_number(catalog, i)));
    api_reply_tagged(request, reply);
}
