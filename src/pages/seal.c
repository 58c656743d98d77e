/* seal.c: which seal is kept where and what it was used on; powers delegated from above. For the staff. */
#include "seals/seals.h"
#include "base/text.h"
#include "pages/desk_form.h"
#include "pages/office.h"
#include "pages/words.h"
#include <string.h>

enum { USES = 100 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }

static void set_seal(Request *request, Value *row, const Seal *s)
{
    Arena *a = request->arena;
    const LegalBody *body = catalog_body(hall_of(request)->scene->catalog, s->body);
    const Window *window = catalog_window(hall_of(request)->scene->catalog, s->window);
    bool approval = !strcmp(s->kind, "approval");
    value_set_str(a, row, "url", arena_printf(a, "/seals/%lld", (long long)s->id));
    value_set_str(a, row, "body", body ? body->name : s->body);
    value_set_str(a, row, "kind", english(request) ? seal_kinds[!approval].en : seal_kinds[!approval].zh);
    value_set_str(a, row, "window", window ? arena_printf(a, "%s %s", s->window, words_shown(request, window->name)) : s->window);
    value_set_str(a, row, "keeper", words_officer(request, s->keeper));
    value_set_str(a, row, "document", s->document);
    value_set_str(a, row, "from", day_text(a, s->from));
    value_set_str(a, row, "retired", day_is_none(s->to) ? NULL : arena_printf(a, "%s %s", day_text(a, s->to), s->why));
}

static void list_page(Request *request)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "seals"), *list = value_set_list(a, view, "seals"), *powers = value_set_list(a, view, "delegations");
    int count;
    const Seal *seals = seals_list(store_of(request), a, &count);
    for (int i = 0; i < count; i++) set_seal(request, value_push_object(a, list), &seals[i]);
    const Delegation *rows = delegations_list(store_of(request), a, &count);
    for (int i = 0; i < count; i++) {
        const Delegation *d = &rows[i];
        const Department *department = catalog_department(hall_of(request)->scene->catalog, d->department);
        const Item *item = *d->item ? catalog_item_newest(hall_of(request)->scene->catalog, d->item) : NULL;
        Value *row = value_push_object(a, powers);
        value_set_str(a, row, "organ", d->organ);
        value_set_str(a, row, "department", department ? words_shown(request, department->name) : d->department);
        value_set_str(a, row, "power", d->power);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : "");
        value_set_str(a, row, "document", d->document);
        value_set_str(a, row, "from", day_text(a, d->from));
        value_set_str(a, row, "to", day_is_none(d->to) ? "" : day_text(a, d->to));
        value_set_str(a, row, "ended_by", *d->ended_by ? d->ended_by : NULL);
        value_set_str(a, row, "end_url", *d->ended_by || !desk_form_may(request, desk_act_named(&seals_desk, "take_back")) ? NULL : arena_printf(a, "/desks/seal/take_back?delegation=%lld", (long long)d->id));
    }
    static const char *const names[] = {"lodge", "delegate", NULL};
    desk_form_acts(request, view, &seals_desk, names, NULL, NULL, NULL);
    page_show(request, 200, "seals", view);
}

static void one_page(Request *request)
{
    Arena *a = request->arena;
    int64_t id;
    int count;
    const Seal *seal = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) ? seal_load(store_of(request), a, id) : NULL;
    if (!seal) { page_refusal(request, REFUSED_NO_SUCH_SEAL, NULL); return; }
    Value *view = page_view(request, "seals"), *list = value_set_list(a, view, "uses");
    set_seal(request, value_set_object(a, view, "seal"), seal);
    const IssuedDocument **uses = documents_of_body(store_of(request), a, seal->body, USES, &count);
    for (int i = 0; i < count; i++) {
        const DocumentKind *kind = document_kind(uses[i]->kind);
        SealKind wanted = !strcmp(seal->kind, "approval") ? SEAL_APPROVAL : SEAL_ORGAN;
        if (!kind || kind->seal != wanted || day_before(uses[i]->day, seal->from) || (!day_is_none(seal->to) && day_after(uses[i]->day, seal->to))) continue;
        const Event *event = ledger_event(store_of(request), a, uses[i]->event_seq);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "number", uses[i]->number ? uses[i]->number : "");
        value_set_str(a, row, "title", document_title(a, kind, uses[i]->record, english(request)));
        value_set_str(a, row, "case_number", event && event->case_number ? event->case_number : "");
        value_set_str(a, row, "time", event ? instant_text_short(a, event->at) : "");
        value_set_str(a, row, "by", !event ? "" : !strncmp(event->actor, "officer:", 8) ? words_officer(request, event->actor + 8) : page_message(request, "actor.clock"));
    }
    static const char *const names[] = {"hand_on", "retire", NULL}, *const none[] = {NULL};
    desk_form_acts(request, view, &seals_desk, day_is_none(seal->to) ? names : none, "seal", arena_printf(a, "%lld", (long long)id), arena_printf(a, "/seals/%lld", (long long)id));
    page_show(request, 200, "seal", view);
}

const Route seal_routes[] = {
    {HTTP_GET, "/seals", list_page, RIGHT_SEE_STAFF, "印章与权力下放 seals at the windows, delegated powers"},
    {HTTP_GET, "/seals/:id", one_page, RIGHT_SEE_STAFF, "one seal and every use of it"},
    {0},
};
