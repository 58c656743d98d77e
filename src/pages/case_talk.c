/* case_talk.c: questions and answers between window and back office as the case desk shows them: who, when, how long it took (D3). */
#include "pages/case_view.h"
#include "pages/words.h"
#include "base/text.h"
#include <string.h>

enum { SHOWN = 60 };

/* 2 小时 5 分 */
static const char *took_text(Request *request, int64_t ms)
{
    long long minutes = ms > 0 ? ms / 60000 : 0;
    bool en = visitor_english(visitor_of(request));
    if (minutes < 60) return arena_printf(request->arena, en ? "%lld min" : "%lld 分钟", minutes);
    if (minutes < 48 * 60) return arena_printf(request->arena, en ? "%lld h %lld min" : "%lld 小时 %lld 分", minutes / 60, minutes % 60);
    return arena_printf(request->arena, en ? "%lld days" : "%lld 天", minutes / 1440);
}

static void set_question(Request *request, Value *row, const Event *e)
{
    Arena *a = request->arena;
    bool window = !strcmp(value_str_or(e->body, "to", ""), "window");
    Day due;
    value_set_int(a, row, "no", value_int(e->body, "no", 0));
    value_set_str(a, row, "by", words_event_officer(request, e));
    value_set_str(a, row, "to", page_message(request, window ? "desk.talk_to_window" : "desk.talk_to_office"));
    value_set_str(a, row, "time", instant_text_short(a, e->at));
    value_set_str(a, row, "due", value_str(e->body, "due"));
    value_set_str(a, row, "text", value_str_or(e->body, "text", ""));
    value_set_bool(a, row, "overdue", day_parse(value_str(e->body, "due"), &due) && day_after(visitor_of(request)->today, due));
}

static void set_answer(Request *request, Value *row, const Event *e)
{
    Arena *a = request->arena;
    Value *out = value_set_object(a, row, "answer");
    value_set_str(a, out, "by", words_event_officer(request, e));
    value_set_str(a, out, "time", instant_text_short(a, e->at));
    value_set_str(a, out, "took", took_text(request, e->at.ms - value_int(e->body, "asked_ms", e->at.ms)));
    value_set_bool(a, out, "late", value_bool(e->body, "late"));
    value_set_str(a, out, "text", value_str_or(e->body, "text", ""));
}

void case_talk(Request *request, Value *view, const CaseFile *file)
{
    Arena *a = request->arena;
    Value *rows[SHOWN] = {0};
    int count = 0;
    if (!file->standing.questions) return;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a));) {
        if (!strcmp(e->kind, "case.asked")) set_question(request, rows[count++ % SHOWN] = value_object(a), e);
        for (int i = 0; !strcmp(e->kind, "case.answered") && i < SHOWN && i < count; i++)
            if (value_int(rows[i], "no", 0) == value_int(e->body, "no", -1)) set_answer(request, rows[i], e);
    }
    store_done(q);
    Value *list = value_set_list(a, value_set_object(a, view, "talk"), "list");
    for (int i = count - 1; i >= 0 && i >= count - SHOWN; i--) value_push(list, rows[i % SHOWN]);
}
