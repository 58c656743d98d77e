/* decide_visit.c: verification on the spot (XK-34b, XK-55, D7): two officers at least, with their certificates, sent first and recorded after. */
#include "process/decide_inside.h"
#include "base/text.h"
#include <string.h>

static bool in_service(const Turn *t, const Officer *officer)
{
    return officer && !day_before(t->facts->today, officer->from) && (day_is_none(officer->to) || !day_after(t->facts->today, officer->to));
}

/* D7: distinct officers in service, each with a certificate of her own. `sent`: they must be those who were sent. */
static bool take_officers(Turn *t, bool sent)
{
    const Value *list = value_get(t->input, "officers");
    Value *kept = value_set_list(t->arena, t->verdict->body, "officers");
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        Turn one = *t;
        one.input = row;
        char *id = turn_field(&one, "id"), *certificate = turn_field(&one, "certificate");
        const Officer *officer = people_officer(t->facts->people, id);
        if (!in_service(t, officer) || text_blank(certificate) || text_characters(certificate) > 40) return turn_refuse(t, REFUSED_VISIT_OFFICERS, officer ? officer->name : id);
        if (sent && !standing_visitor(t->s, id)) return turn_refuse(t, REFUSED_VISIT_UNASSIGNED, officer->name);
        if (!strcmp(id, t->s->chair)) return turn_refuse(t, REFUSED_HEARING_CHAIR, officer->name);      /* XK-48: who presides does not examine */
        for (const Value *other = kept->first; other; other = other->next)
            if (!strcmp(value_str(other, "id"), id) || !strcmp(value_str(other, "certificate"), certificate)) return turn_refuse(t, REFUSED_VISIT_OFFICERS, officer->name);
        if (kept->count >= VISITORS_MOST) return turn_refuse(t, REFUSED_VISIT_OFFICERS, arena_printf(t->arena, "不超过%d人", VISITORS_MOST));
        Value *one_kept = value_push_object(t->arena, kept);
        value_set_str(t->arena, one_kept, "id", id);
        value_set_str(t->arena, one_kept, "name", officer->name);
        value_set_str(t->arena, one_kept, "certificate", certificate);
    }
    return kept->count >= VISITORS_FEWEST || turn_refuse(t, REFUSED_VISIT_OFFICERS, arena_printf(t->arena, "现为%d人", kept->count));
}

bool assign_visit(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    Day on;
    if (!take_officers(t, false) || !turn_needs_moment(t, "at", &on)) return false;
    if (day_before(on, t->facts->today)) return turn_refuse(t, REFUSED_FIELD_INVALID, "at：不得早于今日");
    if (!turn_needs_text(t, body, "place", REFUSED_CONTENT_MISSING) || !turn_needs_text(t, body, "matter", REFUSED_CONTENT_MISSING)) return false;
    DeadlineTerms terms;
    if (standing_clock(t->s, CLOCK_VISIT, &terms) && day_is_none(t->s->visit_assigned)) {
        Deadline deadline = deadline_compute(t->facts->calendar, &terms);
        if (deadline_overdue(&deadline, t->facts->today)) value_set_bool(t->arena, body, "late", true);       /* T5 is broken; the inspection is still owed */
    }
    turn_event(t, ACT_ASSIGN_VISIT);
    return true;
}

bool record_visit(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena), *said = value_object(t->arena);
    const char *conclusion = value_str_or(t->input, "conclusion", "");
    Day on;
    if (!standing_visitor(t->s, t->facts->actor->id)) return turn_refuse(t, REFUSED_VISIT_UNASSIGNED, NULL);
    if (!take_officers(t, true) || !turn_needs_moment(t, "at", &on)) return false;
    if (day_after(on, t->facts->today) || day_before(on, t->s->visit_assigned)) return turn_refuse(t, REFUSED_FIELD_INVALID, "at：应在指派之日至今日之间");
    if (strcmp(conclusion, "pass") && strcmp(conclusion, "fail")) return turn_refuse(t, REFUSED_VISIT_INCOMPLETE, "conclusion");
    value_set_str(t->arena, body, "conclusion", conclusion);
    if (!turn_needs_text(t, body, "place", REFUSED_VISIT_INCOMPLETE) || !turn_needs_text(t, body, "findings", REFUSED_VISIT_INCOMPLETE)) return false;
    if (!turn_takes_text(t, said, "present") || !turn_takes_text(t, said, "remark")) return false;
    if (value_str(said, "present")) value_set_str(t->arena, person, "visit_present", value_str(said, "present"));
    if (value_str(said, "remark")) value_set_str(t->arena, person, "visit_remark", value_str(said, "remark"));
    if (value_bool(t->input, "signed") && !value_str(said, "present")) return turn_refuse(t, REFUSED_VISIT_INCOMPLETE, "present");
    if (!turn_signed(t, REFUSED_VISIT_INCOMPLETE)) return false;
    if (person->count) t->verdict->person = person;
    turn_event(t, ACT_RECORD_VISIT);
    return true;
}

bool turn_verified(Turn *t)
{
    if (t->s->verification == VERIFICATION_NONE || !day_is_none(t->s->visited)) return true;
    return turn_refuse(t, REFUSED_VISIT_MISSING, NULL);
}
