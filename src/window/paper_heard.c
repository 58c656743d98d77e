/* paper_heard.c: see paper_heard.h. What the notice said stands in the record and the report too: each paper reads the events before its own. */
#include "window/paper_heard.h"
#include <string.h>

typedef struct Draft { Arena *arena; const Paper *p; Value *facts; const Value *body; } Draft;

static void set(Draft *d, const char *key, const char *text) { value_set_str(d->arena, d->facts, key, text ? text : ""); }
static void take(Draft *d, const char *key, const char *from) { set(d, key, value_str_or(d->body, from, "")); }

/* A personal fact: of this event, or of the case as it stands (erased: gone from both). */
static const Value *personal(const Draft *d, const char *key)
{
    const Value *of_event = d->p->event->person ? value_get(d->p->event->person, key) : NULL;
    return of_event ? of_event : d->p->file && d->p->file->person ? value_get(d->p->file->person, key) : NULL;
}

static void take_personal(Draft *d, const char *key, const char *from)
{
    const Value *v = personal(d, from);
    if (v) value_set(d->arena, d->facts, key, value_copy(d->arena, v));
}

static const char *party_key(Draft *d) { return arena_printf(d->arena, "party%lld", (long long)value_int(d->body, "party", 0)); }

static void take_party(Draft *d)
{
    if (value_int(d->body, "party", 0) > 0) take_personal(d, "party", party_key(d));
    else take_personal(d, "party", "applicant_name");
}

/* The body of the newest event of a kind before this one; NULL when there was none. */
static const Value *earlier(const Draft *d, const char *kind)
{
    const Value *found = NULL;
    Query *q = d->p->file ? ledger_read_case(d->p->scene->store, d->p->file->id) : NULL;
    for (Event *e; q && (e = ledger_next(q, d->arena));)
        if (!strcmp(e->kind, kind) && (!d->p->event->seq || e->seq < d->p->event->seq)) found = e->body;
    return found;
}

static const char *hearing_matter(const Draft *d)
{
    const Value *told = earlier(d, "case.hearing_told"), *announced = earlier(d, "case.hearing_announced");
    const char *own = value_str_or(d->body, "matter", "");
    return *own ? own : announced ? value_str_or(announced, "matter", "") : told ? value_str_or(told, "matter", "") : d->p->item->name;
}

static void officers(Draft *d)
{
    const Value *list = value_get(d->body, "officers");
    if (list) value_set(d->arena, d->facts, "officers", value_copy(d->arena, list));
}

static void f13(Draft *d)
{
    take(d, "at", "at");
    take(d, "place", "place");
    officers(d);
    take(d, "findings", "findings");
    set(d, "conclusion", !strcmp(value_str_or(d->body, "conclusion", ""), "pass") ? "符合要求" : "不符合要求");
    take_personal(d, "present", "visit_present");
    take_personal(d, "remark", "visit_remark");
    take(d, "refusal_note", "refusal_note");
}

static void x07(Draft *d)
{
    take(d, "at", "at");
    take(d, "place", "place");
    take(d, "matter", "matter");
    officers(d);
}

static const char *where_to_say(Draft *d)
{
    const Window *window = catalog_window(d->p->scene->catalog, d->p->item->window);
    return arena_printf(d->arena, "向%s%s书面或者口头提出；申请人凭回执上的查询码、利害关系人凭陈述申辩告知书上的查询码，也可以在网上提出", d->p->scene->centre->name, window ? window->name : "");
}

static void f14(Draft *d)
{
    take_party(d);
    take(d, "matter", "matter");
    take(d, "state_by", "state_by");
    set(d, "how", where_to_say(d));
    set(d, "content", d->p->item->name);
}

static void f15(Draft *d)
{
    bool announced = !strcmp(d->p->event->kind, "case.hearing_announced");
    const char *how = value_str_or(d->body, "how", "");
    if (!announced) take_party(d);
    set(d, "matter", hearing_matter(d));
    value_set_int(d->arena, d->facts, "ask_days", clock_facts(CLOCK_HEARING_ASK)->limit);
    set(d, "how", *how ? how : where_to_say(d));
    take(d, "ask_by", "ask_by");
    take(d, "proposed", "proposed");
    value_set_bool(d->arena, d->facts, "announcement", announced);
}

static void f16(Draft *d)
{
    take(d, "hearing_at", "at");
    take(d, "place", "place");
    take(d, "chair", "chair_name");
    value_set_bool(d->arena, d->facts, "public", value_bool(d->body, "public"));
    take(d, "private_reason", "private_reason");
    set(d, "matter", hearing_matter(d));
    take(d, "recorder", "recorder");
    take(d, "examiner", "examiner_name");
}

/* Time, place, chair and matter of the hearing, as its record and its report repeat them. */
static void hearing(Draft *d)
{
    const Value *notice = earlier(d, "case.hearing_noticed");
    set(d, "at", notice ? value_str_or(notice, "at", "") : "");
    set(d, "place", notice ? value_str_or(notice, "place", "") : "");
    set(d, "recorder", notice ? value_str_or(notice, "recorder", "") : "");
    take(d, "chair", "chair_name");
    take(d, "examiner", "examiner_name");
    value_set_bool(d->arena, d->facts, "public", notice && value_bool(notice, "public"));
    set(d, "matter", hearing_matter(d));
}

static void f17(Draft *d)
{
    const char *ended = value_str_or(d->body, "ended_at", "");
    hearing(d);
    if (*ended) set(d, "ended_at", ended);
    take_personal(d, "participants", "hearing_participants");
    take_personal(d, "statements", "hearing_statements");
    take(d, "evidence", "evidence");
    take(d, "refusal_note", "refusal_note");
}

static void x08(Draft *d)
{
    hearing(d);
    take(d, "transcript", "transcript");
    take(d, "facts", "facts");
    take_personal(d, "views", "views");
    take(d, "conclusion", "conclusion");
}

bool paper_heard_facts(Arena *arena, const Paper *paper, Value *facts)
{
    static const struct { const char *kind; void (*write)(Draft *); } papers[] = {{"F13", f13}, {"F14", f14}, {"F15", f15}, {"F16", f16}, {"F17", f17}, {"X07", x07}, {"X08", x08}};
    Draft draft = {arena, paper, facts, paper->event->body};
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (!strcmp(paper->kind, papers[i].kind)) { papers[i].write(&draft); return true; }
    return false;
}
