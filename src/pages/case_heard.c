/* case_heard.c: see case_heard.h. */
#include "pages/case_heard.h"
#include "people/identity.h"
#include "pages/words.h"
#include <string.h>


static const char *document_url(Request *request, const CaseFile *file, const char *kind)
{
    const IssuedDocument *d = document_latest(hall_of(request)->scene->store, request->arena, file->id, kind);
    return d ? arena_printf(request->arena, "/documents/%lld.pdf", (long long)d->id) : NULL;
}

/* ---- the hearing ---- */

bool case_hearing(Request *request, Value *out, const CaseFile *file)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    const Event *notice = case_last_event(request, file, "case.hearing_noticed"), *recusal = case_last_event(request, file, "case.recusal_decided");
    if (!notice) return false;
    Value *hearing = value_set_object(a, out, "hearing");
    bool decided = recusal && recusal->seq > notice->seq;              /* granted or denied, it names who presides then */
    value_set_str(a, hearing, "at", value_str_or(notice->body, "at", ""));
    value_set_str(a, hearing, "place", value_str_or(notice->body, "place", ""));
    value_set_str(a, hearing, "chair", value_str_or((decided ? recusal : notice)->body, "chair_name", ""));
    value_set_str(a, hearing, "openness", page_message(request, value_bool(notice->body, "public") ? "heard.public" : "heard.closed"));
    value_set_str(a, hearing, "document_url", document_url(request, file, "F16"));
    value_set_bool(a, hearing, "held", !day_is_none(s->hearing_held));
    value_set_str(a, hearing, "record", !day_is_none(s->hearing_held) ? s->transcript : NULL);
    value_set_bool(a, hearing, "waits", s->recusal == RECUSAL_ASKED);
    value_set_bool(a, hearing, "denied", s->recusal == RECUSAL_DENIED);
    return true;
}

static const char *hold_by(Request *request, const Standing *s)
{
    DeadlineTerms terms;
    if (!day_is_none(s->hearing_held) || s->outcome != OUTCOME_NONE || !standing_clock(s, CLOCK_HEARING, &terms)) return NULL;
    return day_text(request->arena, deadline_compute(hall_of(request)->scene->calendar, &terms).due);
}

/* ---- what was said ---- */

static const char *who(Request *request, const CaseFile *file, int64_t no, bool unmasked)
{
    Arena *a = request->arena;
    const char *name = no ? value_str(file->person, arena_printf(a, "party%lld", (long long)no)) : value_str(file->person, "applicant_name");
    const char *shown = !name ? page_message(request, "case.erased") : unmasked ? name : identity_mask_name(a, name);
    const char *role = no ? arena_printf(a, "%s%lld", page_message(request, "heard.party"), (long long)no) : page_message(request, "heard.applicant");
    return arena_printf(a, "%s %s", role, shown);
}

static void answer(Request *request, Value *list, const Event *e)
{
    Arena *a = request->arena;
    for (Value *row = list->first; row; row = row->next) {
        if (value_int(row, "party", 0) != value_int(e->body, "party", 0) || value_get(row, "answer")->kind == VALUE_OBJECT) continue;
        Value *out = value_set_object(a, row, "answer");
        value_set_str(a, out, "verdict", page_message(request, value_bool(e->body, "adopted") ? "heard.adopted" : "heard.not_adopted"));
        value_set_str(a, out, "reason", value_str_or(e->body, "reason", ""));
        value_set_str(a, out, "time", instant_text_short(a, e->at));
    }
}

Value *case_statements(Request *request, const CaseFile *file, int of, bool unmasked)
{
    Arena *a = request->arena;
    Value *list = value_list(a);
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a));) {
        bool said = !strcmp(e->kind, "case.stated");
        int64_t no = value_int(e->body, "party", 0);
        if ((!said && strcmp(e->kind, "case.statement_answered")) || (of >= 0 && no != of)) continue;
        if (!said) { answer(request, list, e); continue; }
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "party", no);
        value_set_str(a, row, "who", who(request, file, no, unmasked));
        value_set_str(a, row, "time", instant_text_short(a, e->at));
        value_set_str(a, row, "text", unmasked && e->person ? value_str(e->person, arena_printf(a, "statement%lld", (long long)value_int(e->body, "statement", 0))) : NULL);
        value_set_str(a, row, "answer", NULL);
    }
    return list;
}

/* ---- the applicant ---- */

void case_heard_view(Request *request, Value *view, const CaseFile *file, const Facts *facts)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    const Calendar *calendar = facts->calendar;
    Day ask_by = standing_ask_by(calendar, &s->parties[0]);
    bool state = facts->item && process_may(a, ACT_STATE, facts) == REFUSED_NOTHING;
    bool ask = facts->item && process_may(a, ACT_ASK_HEARING, facts) == REFUSED_NOTHING && !day_is_none(ask_by) && !s->parties[0].asked && !day_after(facts->today, ask_by);
    bool decided = s->outcome != OUTCOME_NONE;
    DeadlineTerms terms;
    if (!state && !ask && !s->parties[0].stated && day_is_none(s->hearing_noticed) && day_is_none(s->sent) && day_is_none(s->defaulted)) return;
    Value *out = value_set_object(a, view, "heard");
    value_set_bool(a, out, "may_state", state);
    value_set_str(a, out, "ask", ask ? day_text(a, ask_by) : NULL);
    value_set_bool(a, out, "may_recuse", facts->item && process_may(a, ACT_ASK_RECUSAL, facts) == REFUSED_NOTHING);
    value_set_str(a, out, "asked", day_is_none(s->hearing_noticed) ? hold_by(request, s) : NULL);
    bool back = !day_is_none(s->replied);
    value_set_str(a, out, "above", !day_is_none(s->sent) && !back ? day_text(a, s->sent) : NULL);
    value_set_str(a, out, "above_done", !day_is_none(s->sent) && back ? day_text(a, s->replied) : NULL);
    value_set_int(a, out, "above_days", day_is_none(s->sent) ? 0 : calendar_workdays_between(calendar, s->sent, back ? s->replied : facts->today));
    value_set_str(a, out, "defaulted", standing_clock(s, CLOCK_ISSUE, &terms) && !decided ? day_text(a, deadline_compute(calendar, &terms).due) : NULL);
    value_set(a, out, "statements", case_statements(request, file, 0, true));
    case_hearing(request, out, file);
}

/* ---- the desk ---- */

static void told(Request *request, Value *list, const CaseFile *file, int no, bool unmasked)
{
    Arena *a = request->arena;
    const Calendar *calendar = hall_of(request)->scene->calendar;
    const Party *p = &file->standing.parties[no];
    Day state_by = standing_state_by(calendar, p), ask_by = standing_ask_by(calendar, p);
    if (day_is_none(p->told) && day_is_none(p->hearing_told) && !p->stated) return;
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "who", who(request, file, no, unmasked));
    value_set_str(a, row, "told", day_is_none(p->told) ? NULL : day_text(a, p->told));
    value_set_str(a, row, "state_by", day_is_none(state_by) || p->stated ? NULL : day_text(a, state_by));
    value_set_str(a, row, "stated", page_message(request, !p->stated ? "heard.silent" : p->answered ? "heard.answered" : "heard.waits"));
    value_set_bool(a, row, "waits", p->stated && !p->answered);
    value_set_str(a, row, "ask_by", day_is_none(ask_by) ? NULL : day_text(a, ask_by));
    value_set_bool(a, row, "asked", p->asked);
}

static void visit(Request *request, Value *out, const CaseFile *file)
{
    Arena *a = request->arena;
    const Event *sent = case_last_event(request, file, "case.visit_assigned"), *done = case_last_event(request, file, "case.visited");
    const Event *e = done ? done : sent;
    if (!e) return;
    Value *visit = value_set_object(a, out, "visit");
    Buf names = buf_new(a);
    const Value *officers = value_get(e->body, "officers");
    for (const Value *o = officers ? officers->first : NULL; o; o = o->next) buf_printf(&names, "%s%s（%s）", names.length ? "、" : "", value_str_or(o, "name", ""), value_str_or(o, "certificate", ""));
    value_set_str(a, visit, "at", value_str_or(e->body, "at", ""));
    value_set_str(a, visit, "place", value_str_or(e->body, "place", ""));
    value_set_str(a, visit, "officers", names.text ? names.text : "");
    value_set_str(a, visit, "conclusion", !done ? NULL : page_message(request, !strcmp(value_str_or(done->body, "conclusion", ""), "pass") ? "heard.passed" : "heard.failed"));
}

static void above(Request *request, Value *out, const CaseFile *file)
{
    Arena *a = request->arena;
    const Event *sent = case_last_event(request, file, "case.forwarded"), *back = case_last_event(request, file, "case.replied_from_above");
    if (!sent) return;
    Value *above = value_set_object(a, out, "above");
    value_set_str(a, above, "organ", value_str_or(sent->body, "upper_organ", ""));
    value_set_str(a, above, "sent", day_text(a, instant_day(sent->at)));
    bool answered = back && back->seq > sent->seq;
    const char *result = answered ? value_str_or(back->body, "result", "") : "";
    value_set_str(a, above, "replied", answered ? day_text(a, instant_day(back->at)) : NULL);
    value_set_str(a, above, "result", !answered ? NULL : page_message(request, !strcmp(result, "granted") ? "heard.above_granted" : !strcmp(result, "refused") ? "heard.above_refused" : "heard.above_returned"));
    value_set_str(a, above, "document", answered ? value_str_or(back->body, "document", "") : NULL);
}

void case_heard_desk(Request *request, Value *view, const CaseFile *file, bool unmasked)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    Value *out = value_object(a), *parties = value_set_list(a, out, "parties");
    for (int no = 0; no <= s->party_count; no++) told(request, parties, file, no, unmasked);
    value_set_bool(a, out, "any_parties", parties->count > 0);
    Value *said = value_set(a, out, "statements", case_statements(request, file, -1, unmasked));
    value_set_bool(a, out, "masked", said->count > 0 && !unmasked);
    value_set_bool(a, out, "announced", s->hearing_announced);
    value_set_bool(a, out, "by_law", s->hearing_by_law && day_is_none(s->hearing_noticed));
    value_set_str(a, out, "hold_by", hold_by(request, s));
    bool hearing = case_hearing(request, out, file);
    visit(request, out, file);
    above(request, out, file);
    bool anything = parties->count || said->count || hearing || s->hearing_announced || (s->hearing_by_law && !stage_concluded(s->stage)) || value_get(out, "visit") || value_get(out, "above");
    if (anything) value_set(a, view, "heard", out);
}
