/* oracle_people.c: who is in post and who has authority, one row after another; see oracle.h. */
#include "oracle.h"
#include <string.h>

static bool holds(Day from, Day to, Day day) { return from.n <= day.n && (day_is_none(to) || day.n <= to.n); }

const Person *staff_person(const Staff *staff, const char *id)
{
    for (int i = 0; i < staff->people_count; i++) if (!strcmp(staff->people[i].id, id)) return &staff->people[i];
    return NULL;
}

bool staff_in_post(const Staff *staff, const char *id, Day day)
{
    const Person *person = staff_person(staff, id);
    return person && holds(person->from, person->to, day);
}

/* A letter of this officer that holds today; authority ends with the post. */
static bool letter(const Staff *staff, const char *id, const char *department, const char *item, unsigned right, Day day, const char *document)
{
    if (!staff_in_post(staff, id, day)) return false;
    for (int i = 0; i < staff->letter_count; i++) {
        const Letter *l = &staff->letters[i];
        bool for_item = !strcmp(l->item, "*") || !strcmp(l->item, item);
        if (!strcmp(l->officer, id) && !strcmp(l->department, department) && for_item && (l->rights & right) && holds(l->from, l->to, day) &&
            (!document || !strcmp(l->document, document))) return true;
    }
    return false;
}

static bool away(const Staff *staff, const char *id, Day day)
{
    for (int i = 0; i < staff->leave_count; i++) if (!strcmp(staff->leaves[i].officer, id) && holds(staff->leaves[i].from, staff->leaves[i].to, day)) return true;
    return false;
}

bool staff_authorised(const Staff *staff, const char *id, const char *department, const char *item, unsigned right, Day day, const char *document, const char *absent_officer)
{
    if (!absent_officer && letter(staff, id, department, item, right, day, document)) return true;
    for (int i = 0; i < staff->pair_count; i++) {
        const Pair *p = &staff->pairs[i];
        if (strcmp(p->b, id) || !holds(p->from, p->to, day) || (absent_officer && strcmp(p->a, absent_officer))) continue;
        if (staff_in_post(staff, id, day) && away(staff, p->a, day) && letter(staff, p->a, department, item, right, day, document)) return true;
    }
    return false;
}
