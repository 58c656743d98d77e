/* desk_bulk.c: claim, release or reassign the ticked rows of a work list: one form, one turn, and each refused row says why. */
#include "base/text.h"
#include "pages/desk_inside.h"
#include "window/bulk_act.h"
#include <string.h>

/* Whoever could hold a case of this officer's desk: in post today, of her window or department. */
void desk_bulk_view(Request *request, Value *view)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    const People *people = v->hall->scene->people;
    bool reassign = right_has(&v->actor, RIGHT_REASSIGN, NULL);
    value_set_bool(a, view, "may_reassign", reassign);
    Value *list = value_set_list(a, view, "colleagues");
    for (int i = 0; reassign && i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        bool of_mine = !*v->actor.department || text_equal(o->department, v->actor.department) || (*v->actor.window && text_equal(o->window, v->actor.window));
        if (!of_mine || !(people_roles(people, o->id, v->today) & (ROLE_CLERK | ROLE_CHIEF | ROLE_BACKOFFICE | ROLE_LEADER))) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "value", o->id);
        value_set_str(a, row, "text", arena_printf(a, "%s（%s）", o->name, o->post));
    }
}

/* Only back to a list of this house. */
static const char *back_to(Request *request)
{
    const char *back = request_form(request, "back");
    return back && !strncmp(back, "/desk", 5) && (!back[5] || back[5] == '?') && !strpbrk(back, "\r\n\\") ? back : "/desk";
}

static void result_row(Request *request, Value *list, const Value *row)
{
    Arena *a = request->arena;
    bool en = visitor_english(visitor_of(request));
    Refusal refusal = refusal_named(value_str_or(row, "code", ""));
    const CaseFile *file = case_load(hall_of(request)->scene->store, a, value_int(row, "id", 0));
    const RefusalText *text = refusal < REFUSAL_COUNT ? refusal_text(refusal) : NULL;
    Value *out = value_push_object(a, list);
    const char *detail = value_str(row, "detail");
    value_set_str(a, out, "number", file ? file->number : "—");
    value_set_str(a, out, "url", file ? arena_printf(a, "/desk/cases/%s", file->number) : NULL);
    value_set_bool(a, out, "done", !text);
    value_set_str(a, out, "why", text ? en ? text->en : text->zh : NULL);
    value_set_str(a, out, "detail", detail);
    value_set_str(a, out, "remedy", text ? en ? text->remedy_en : text->remedy_zh : NULL);
    value_set_str(a, out, "code", text ? text->code : NULL);
}

static void bulk_done(Request *request, WindowTurn *turn)
{
    Arena *a = request->arena;
    if (turn->refusal != REFUSED_NOTHING) { page_refusal(request, turn->refusal, turn->detail); return; }
    const Value *rows = value_get(turn->result, "rows");
    if (value_int(turn->result, "done", 0) == rows->count) {
        page_flash(request, arena_printf(a, "desk.bulk_%s", process_row(((const BulkAct *)turn->input)->act)->name), "");
        reply_redirect(request, 303, back_to(request));
        return;
    }
    Value *view = page_view(request, "desk"), *list = value_set_list(a, view, "rows");
    for (const Value *row = rows->first; row; row = row->next) result_row(request, list, row);
    value_set_int(a, view, "done", value_int(turn->result, "done", 0));
    value_set_int(a, view, "refused", rows->count - value_int(turn->result, "done", 0));
    value_set_str(a, view, "back", back_to(request));
    value_set_str(a, view, "here", back_to(request));
    page_show(request, 409, "desk_bulk", view);
}

void desk_bulk(Request *request)
{
    Arena *a = request->arena;
    Act act;
    const char *asked = request_form(request, "do");
    if (!asked || !act_parse(asked, &act) || (act != ACT_CLAIM && act != ACT_RELEASE && act != ACT_REASSIGN)) { reply_problem(request, 400, "no such act on a list"); return; }
    int64_t *ids = ARENA_ARRAY(a, int64_t, LIMIT_FORM_FIELDS);       /* too many is the window's to refuse */
    int count = 0;
    for (const Field *f = request_form_next(request, "case", NULL); f && count < LIMIT_FORM_FIELDS; f = request_form_next(request, "case", f)) {
        const CaseFile *file = case_find(hall_of(request)->scene->store, a, f->value);
        bool known = file && visitor_may(request, RIGHT_SEE_CASE, file);
        for (int i = 0; known && i < count; i++) known = ids[i] != file->id;
        if (known) ids[count++] = file->id;
    }
    if (!count) {
        page_flash(request, "desk.bulk_nothing", "warning");
        reply_redirect(request, 303, back_to(request));
        return;
    }
    Value *input = value_object(a);
    const char *to = request_form(request, "to"), *reason = request_form(request, "reason");
    if (act == ACT_REASSIGN) value_set_str(a, input, "to", to ? text_trim(a, to) : "");
    if (reason) value_set_str(a, input, "reason", text_trim(a, reason));
    BulkAct *bulk = ARENA_NEW(a, BulkAct);
    *bulk = (BulkAct){act, ids, count, input};
    page_turn(request, page_new_turn(request, bulk_act, bulk), bulk_done);
}
