/* case_above.c: what the organ above asks the applicant to add to a case that was sent up: shown to her and to the window, handed in at either (XK-35). */
#include "pages/case_view.h"
#include "pages/exchange_view.h"
#include "pages/handin.h"
#include "window/case_act.h"
#include "base/text.h"

static const Value *asked_rows(Request *request, const CaseFile *file, const Event **event)
{
    *event = standing_asked_above(&file->standing) ? case_last_event(request, file, "case.asked_from_above") : NULL;
    return *event ? value_get((*event)->body, "materials") : NULL;
}

void case_above_view(Request *request, Value *view, const CaseFile *file, bool staff)
{
    Arena *a = request->arena;
    const Event *event, *sent = case_last_event(request, file, "case.forwarded");
    const Value *rows = asked_rows(request, file, &event);
    const char *waits = file->standing.above_waits, *until = day_is_none(file->standing.above_by) ? NULL : day_text(a, file->standing.above_by);
    if (!rows || !sent || (staff && !visitor_may(request, RIGHT_ACCEPT, file))) return;
    const IssuedDocument *notice = document_of_event(hall_of(request)->scene->store, a, event->seq);
    Value *above = value_set_object(a, view, "above"), *list = value_set_list(a, above, "list");
    value_set_str(a, above, "organ", value_str_or(sent->body, "upper_organ", ""));
    value_set_str(a, above, "until", until);
    value_set_bool(a, above, "over", until && day_after(visitor_of(request)->today, file->standing.above_by));
    value_set_str(a, above, "reason", value_str_or(event->body, "reason", ""));
    value_set_bool(a, above, "staff", staff);
    value_set_bool(a, above, "carried", file->standing.above_exchange);
    value_set_str(a, above, "document_url", notice ? arena_printf(a, "/documents/%lld.pdf", (long long)notice->id) : NULL);
    value_set_str(a, above, "action", arena_printf(a, staff ? "/desk/cases/%s/above" : "/case/%s/above", file->number));
    int no = 0;
    for (const Value *m = rows->first; m; m = m->next) {
        if (waits[no++] != '1') continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", no);
        value_set_str(a, row, "name", value_str_or(m, "name", ""));
        value_set_str(a, row, "requirement", value_str(m, "requirement"));
        value_set_str(a, row, "how", value_str(m, "how"));
    }
}

/* ---- handing in ---- */

typedef struct Above { HandIn *handin; int64_t case_id; const char *back; bool holder; } Above;

static void handed(Request *request, WindowTurn *turn)
{
    const Above *above = turn->context;
    if (turn->refusal) { page_refusal(request, turn->refusal, turn->detail); return; }
    page_flash(request, "exchange.above_done", "");
    reply_redirect(request, 303, above->back);
}

static void hash(void *context) { handin_hash(((Above *)context)->handin); }

static void supply(Request *request, void *context)
{
    Above *above = context;
    Value *input = value_object(request->arena);
    value_set(request->arena, input, "materials", value_copy(request->arena, above->handin->materials));
    CaseAct act = {.act = ACT_SUPPLY_ABOVE, .case_id = above->case_id, .input = input, .holder = above->holder, .files = above->handin->files, .file_count = above->handin->count};
    WindowTurn *turn = page_new_turn(request, case_act, arena_memdup(request->arena, &act, sizeof act));
    turn->context = above;
    page_turn(request, turn, handed);
}

/* The form numbers its rows as they were asked for; the files are kept under our own number of the material, 0 where we publish none. */
static void hand_in(Request *request, const CaseFile *file, bool holder, const char *back)
{
    const Event *event;
    const Value *rows = asked_rows(request, file, &event);
    if (!rows) { page_refusal(request, REFUSED_SUPPLY_NOT_ASKED, NULL); return; }
    Above *above = ARENA_NEW(request->arena, Above);
    *above = (Above){handin_read_numbers(request, (int)rows->count), file->id, back, holder};
    if (above->handin->error || !above->handin->materials->count) {
        page_flash(request, above->handin->error ? above->handin->error : "apply.file_missing", "error");
        reply_redirect(request, 303, back);
        return;
    }
    for (int i = 0; i < above->handin->count; i++) {
        const Value *row = rows->first;
        for (int no = above->handin->files[i].material; row && --no > 0;) row = row->next;
        above->handin->files[i].material = row ? (int)value_int(row, "no", 0) : 0;
    }
    page_offload(request, hash, above, supply);
}

static void by_applicant(Request *request)
{
    const CaseFile *file = case_find(hall_of(request)->scene->store, request->arena, request_param(request, "number"));
    if (!file || !visitor_is_holder(request, file)) { reply_redirect(request, 303, "/track"); return; }
    hand_in(request, file, visitor_of(request)->case_access == file->id, arena_printf(request->arena, "/case/%s", file->number));
}

static void by_window(Request *request)
{
    const CaseFile *file = case_find(hall_of(request)->scene->store, request->arena, request_param(request, "number"));
    if (!file) { page_refusal(request, REFUSED_NO_SUCH_CASE, NULL); return; }
    if (!visitor_may(request, RIGHT_ACCEPT, file)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_ACCEPT)); return; }
    hand_in(request, file, false, arena_printf(request->arena, "/desk/cases/%s", file->number));
}

const Route above_routes[] = {
    {HTTP_POST, "/case/:number/above", by_applicant, ROUTE_OPEN, "补交上级要求的材料 hand in what the organ above asks for"},
    {HTTP_POST, "/desk/cases/:number/above", by_window, RIGHT_ACCEPT, "登记补交上级要求的材料 the same, at the window"},
    {0}};
