/* paper_joint.c: who signed for the copies of a joint case and what each department said in writing; see paper_joint.h. */
#include "window/paper_joint.h"
#include "base/text.h"
#include "process/joint.h"
#include <string.h>

const char *paper_signer(Arena *arena, const char *name, const char *post)
{
    return *name && *post ? arena_printf(arena, "%s（%s）", name, post) : name;
}

/* As the event froze it; an event of before names the officer only. */
static const char *signer_of(Scene *scene, Arena *arena, const Event *event)
{
    const char *name = value_str(event->body, "signer");
    if (name) return paper_signer(arena, name, value_str_or(event->body, "signer_post", ""));
    const Officer *officer = strncmp(event->actor, "officer:", 8) ? NULL : people_officer(scene->people, event->actor + 8);
    return officer ? paper_signer(arena, officer->name, officer->post) : "";
}

/* The row of the department named `name`, as both the copies and the signatures call it. */
static Value *row_named(const Value *rows, const char *name)
{
    for (Value *row = rows ? rows->first : NULL; row; row = row->next) if (text_equal(value_str(row, "name"), name)) return row;
    return NULL;
}

void paper_joint_signed(Scene *scene, Arena *arena, const Event *copied, Value *facts)
{
    const Value *rows = value_get(facts, "windows");
    Query *q = ledger_read_case(scene->store, copied->case_id);
    for (Event *e; (e = ledger_next(q, arena));) {
        if (e->seq <= copied->seq || strcmp(e->kind, "case.copy_signed")) continue;
        Value *row = row_named(rows, value_str_or(e->body, "name", ""));
        if (!row) continue;
        value_set_str(arena, row, "receiver", signer_of(scene, arena, e));
        value_set_str(arena, row, "received_at", instant_text_short(arena, e->at));
    }
    store_done(q);
}

void paper_joint_written(Scene *scene, Arena *arena, int64_t case_id, int64_t until, Value *rows)
{
    Query *q = ledger_read_case(scene->store, case_id);
    for (Event *e; (e = ledger_next(q, arena));) {
        bool given = !strcmp(e->kind, "case.opinion_given"), silent = !strcmp(e->kind, "case.opinion_defaulted");
        if ((!given && !silent) || (until > 0 && e->seq >= until)) continue;
        const char *name = value_str_or(e->body, "name", "");
        CoOpinion opinion = CO_SILENT;
        Value *row = row_named(rows, name);
        if (!row) row = value_push_object(arena, rows);
        const char *conditions = value_str_or(e->body, "conditions", ""), *added = *conditions ? arena_printf(arena, "（条件：%s）", conditions) : "";
        bool parsed = given && co_opinion_parse(value_str(e->body, "conclusion"), &opinion);
        value_set_str(arena, row, "name", name);
        value_set_str(arena, row, "opinion", silent ? "逾期未提出意见，视为同意" : arena_printf(arena, "（书面）%s。%s%s", parsed ? co_opinion_zh(opinion) : "", value_str_or(e->body, "opinion", ""), added));
        value_set_str(arena, row, "by", silent ? "" : signer_of(scene, arena, e));
        value_set_str(arena, row, "on", day_text(arena, instant_day(e->at)));
    }
    store_done(q);
}
