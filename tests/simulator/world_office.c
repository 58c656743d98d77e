/* world_office.c: acts of the office while cases are open: staff come and go, letters, leave, days off, new versions; see world.h. */
#include "world.h"
#include <stdio.h>
#include <string.h>

static bool by_operator(World *w, void (*work)(Scene *, WindowTurn *), const void *input)
{
    Actor actor = world_actor(w, &doer_operator);
    return world_turn(w, &actor, &doer_operator, work, input, 0);
}

static Person *somebody(World *w)
{
    Staff *s = &w->oracle.staff;
    return &s->people[below(w, s->people_count)];
}

static void hire(World *w)
{
    static const char *const departments[] = {"011", "012", "013", "014"}, *const windows[] = {"W05", "W06", "W05", "W07"};
    static const unsigned roles[] = {IS_CLERK, IS_CHIEF, IS_BACK, IS_LEADER, IS_CLERK | IS_CHIEF, IS_BACK | IS_LEADER};
    int at = below(w, 4);
    world_hire(w, departments[at], windows[at], PICK(w, roles));
}

static void dismiss(World *w)
{
    Staff *s = &w->oracle.staff;
    Person *p = somebody(w);
    if (s->leave_count && chance(w, 50)) p = (Person *)staff_person(s, s->leaves[s->leave_count - 1 - below(w, s->leave_count < 4 ? s->leave_count : 4)].officer);      /* one who is away, and stood in for */
    OfficerDismiss input = {.id = p->id, .last = day_plus(world_today(w), between(w, -2, 3)), .reason = "调离"};
    tell(w, 0, "dismiss %s, last day %d from today", p->id, input.last.n - world_today(w).n);
    if (p->roles & IS_ADMIN || w->oracle.staff.people_count < 18) return;
    if (by_operator(w, office_dismiss, &input)) p->to = input.last;
}

/* Other roles, another department: the same person from today on as she is now. */
static void move(World *w)
{
    Person *p = somebody(w), moved = *p;
    if (!staff_in_post(&w->oracle.staff, p->id, world_today(w)) || !*p->department || !*p->window) return;
    static const unsigned roles[] = {IS_CLERK, IS_CHIEF, IS_CLERK | IS_BACK};
    moved.roles = PICK(w, roles);
    Officer officer = {.id = p->id, .name = "王办事", .department = p->department, .window = p->window, .roles = moved.roles, .post = "工作人员", .from = p->from, .to = p->to, .document = "夏组任〔2026〕2号"};
    tell(w, 0, "%s gets roles %u instead of %u", p->id, moved.roles, p->roles);
    if (by_operator(w, office_appoint, &officer)) *p = moved;
}

static void letter(World *w)
{
    Staff *s = &w->oracle.staff;
    const Person *p = somebody(w);
    if (s->letter_count >= LETTERS_MOST) return;
    Letter *l = &s->letters[s->letter_count];
    Day today = world_today(w);
    *l = (Letter){.rights = (unsigned)between(w, 1, 31), .from = day_plus(today, between(w, -5, 10))};
    l->to = chance(w, 50) ? DAY_NONE : day_plus(l->from, below(w, 60));
    snprintf(l->officer, sizeof l->officer, "%s", p->id);
    snprintf(l->department, sizeof l->department, "%s", *p->department && chance(w, 80) ? p->department : "012");
    snprintf(l->item, sizeof l->item, "%s", chance(w, 60) ? "*" : w->oracle.things[below(w, w->oracle.thing_count)].code);
    snprintf(l->document, sizeof l->document, "授权〔%d〕", s->letter_count + 1);
    Authority row = {.officer = l->officer, .department = l->department, .item = l->item, .rights = l->rights, .from = l->from, .to = l->to, .document = l->document};
    tell(w, 0, "letter for %s in %s, item %s, rights %u", l->officer, l->department, l->item, l->rights);
    if (!by_operator(w, office_grant, &row)) return;
    l->id = w->last.event_seq;
    s->letter_count++;
}

static void revoke(World *w)
{
    Staff *s = &w->oracle.staff;
    if (!s->letter_count) return;
    Letter *l = &s->letters[below(w, s->letter_count)];
    AuthorityRevoke input = {.id = l->id, .last = day_plus(world_today(w), between(w, -2, 2)), .document = "撤销〔1〕"};
    tell(w, 0, "revoke letter %s of %s", l->document, l->officer);
    if (by_operator(w, office_revoke, &input)) l->to = input.last;
}

static void pair(World *w)
{
    Staff *s = &w->oracle.staff;
    const Person *a = somebody(w), *b = somebody(w);
    for (int tries = 0; tries < 30 && (a == b || strcmp(a->department, b->department)); tries++) b = somebody(w);      /* mostly of one department */
    if (s->pair_count >= LETTERS_MOST) return;
    Pair *p = &s->pairs[s->pair_count];
    *p = (Pair){.from = day_plus(world_today(w), between(w, -5, 3))};
    p->to = chance(w, 60) ? DAY_NONE : day_plus(p->from, below(w, 90));
    snprintf(p->a, sizeof p->a, "%s", a->id);
    snprintf(p->b, sizeof p->b, "%s", b->id);
    Substitute input = {.a = p->a, .b = p->b, .from = p->from, .to = p->to, .document = "AB〔1〕"};
    tell(w, 0, "%s stands in for %s", p->b, p->a);
    if (by_operator(w, office_substitute, &input)) s->pair_count++;
}

static void leave(World *w)
{
    Staff *s = &w->oracle.staff;
    if (s->leave_count >= LETTERS_MOST) return;
    Leave *l = &s->leaves[s->leave_count];
    *l = (Leave){.from = day_plus(world_today(w), between(w, -1, 3))};
    l->to = day_plus(l->from, below(w, 25));
    snprintf(l->officer, sizeof l->officer, "%s", somebody(w)->id);
    Absence input = {.officer = l->officer, .from = l->from, .to = l->to, .reason = "公出"};
    tell(w, 0, "%s is away for %d days", l->officer, l->to.n - l->from.n + 1);
    if (!by_operator(w, office_absence, &input)) return;
    l->id = w->last.event_seq;
    s->leave_count++;
}

static void back(World *w)
{
    Staff *s = &w->oracle.staff;
    if (!s->leave_count) return;
    Leave *l = &s->leaves[below(w, s->leave_count)];
    AbsenceEnd input = {.id = l->id, .last = day_plus(world_today(w), between(w, -2, 1))};
    tell(w, 0, "%s is back", l->officer);
    if (by_operator(w, office_end_absence, &input)) l->to = input.last;
}

/* Often a day on which something ends. */
static Day some_day(World *w)
{
    const Oracle *o = &w->oracle;
    Day today = world_today(w);
    for (int tries = 0; o->matter_count && tries < 30; tries++) {
        const Matter *m = &o->matters[below(w, o->matter_count)];
        Day day = !strcmp(m->stage, "supplement") ? m->supply_by : m->due;
        if (matter_open(m) && !day_is_none(day) && day.n > today.n - 20) return day;
    }
    return day_plus(today, between(w, -20, 45));
}

/* DC-12: province, city, district, or a neighbour whom it does not concern. */
static void override(World *w)
{
    static const char *const areas[] = {"420000", "420100", "420115", "420116"};
    int area = below(w, 4);
    bool withdrawn = chance(w, 25), holiday = chance(w, 60);
    CalendarChange input = {.change = {.area = areas[area], .day = chance(w, 60) ? some_day(w) : day_plus(world_today(w), between(w, -20, 45)), .kind = holiday ? CALENDAR_HOLIDAY : CALENDAR_WORKDAY, .document = "停办〔1〕"}, .withdrawn = withdrawn};
    tell(w, 0, "%s in %s: %s", day_text(w->turn, input.change.day), areas[area], withdrawn ? "withdrawn" : holiday ? "off" : "worked");
    if (!by_operator(w, office_override_calendar, &input)) return;
    if (area < DAYS_AREAS) days_local(&w->oracle.days, area, input.change.day, withdrawn ? MARK_NONE : holiday ? MARK_HOLIDAY : MARK_WORKDAY);
    world_redate(w);
}

/* A run of days at once, as an epidemic orders it. */
static void suspension(World *w)
{
    Day from = day_plus(world_today(w), between(w, 0, 20));
    for (int i = between(w, 2, 8); i > 0; i--) {
        CalendarChange input = {.change = {.area = "420100", .day = day_plus(from, i), .kind = CALENDAR_HOLIDAY, .document = "停办〔2〕"}};
        if (by_operator(w, office_override_calendar, &input)) days_local(&w->oracle.days, 1, input.change.day, MARK_HOLIDAY);
    }
    tell(w, 0, "the city stops work for some days from %s", day_text(w->turn, from));
    world_redate(w);
}

static void notice(World *w)
{
    int year = day_year(world_today(w)) + below(w, 2);
    world_notice(w, year, chance(w, 25));
}

/* A new version: other limits, other materials. Open cases keep theirs. */
static void version(World *w)
{
    const Thing *old = &w->oracle.things[below(w, w->oracle.thing_count)];
    if (!day_is_none(old->to)) return;
    Thing t = world_random_thing(w, 1), kept = *old;
    memcpy(t.code, kept.code, sizeof t.code);
    memcpy(t.name, kept.name, sizeof t.name);
    memcpy(t.department, kept.department, sizeof t.department);
    memcpy(t.window, kept.window, sizeof t.window);
    world_co_departments(w, &t);
    t.permit = kept.permit;
    t.version = kept.version + 1;
    world_add_thing(w, &t);
}

static void withdraw(World *w)
{
    Thing *t = &w->oracle.things[below(w, w->oracle.thing_count)];
    int in_force = 0;
    for (int i = 0; i < w->oracle.thing_count; i++) in_force += day_is_none(w->oracle.things[i].to);
    if (!day_is_none(t->to) || in_force < 6) return;
    ItemWithdraw input = {.code = t->code, .last = day_plus(world_today(w), below(w, 5)), .reason = "法律修改"};
    tell(w, 0, "item %s withdrawn", t->code);
    if (by_operator(w, office_withdraw_item, &input)) t->to = input.last;
}

/* Personal data leaves; the case and the log stay. */
static void erase(World *w)
{
    if (!w->oracle.matter_count) return;
    Matter *m = &w->oracle.matters[below(w, w->oracle.matter_count)];
    PersonErase input = {.case_id = m->id, .reason = "本人申请"};
    Actor actor = world_actor(w, &doer_operator);
    bool bar_runs = !day_is_none(m->bar_until) && world_today(w).n <= m->bar_until.n;      /* XK-78, XK-79: its record is still needed */
    bool held = false;                                                      /* XK-05: a certificate that is valid, or that silence may yet renew, keeps its holder */
    for (int i = 0; i < w->oracle.licence_count; i++) {
        const Licence *l = &w->oracle.licences[i];
        held = held || (l->matter == m->id && !strcmp(l->state, "valid") && (day_is_none(l->to) || world_today(w).n <= l->to.n || !day_is_none(l->renewal)));
    }
    bool could = !matter_open(m) && !m->erased && !bar_runs && !held;
    tell(w, m->id, "erase the person of case %lld", (long long)m->id);
    bool done = world_turn(w, &actor, &doer_operator, office_erase_person, &input, m->id);
    SIM_CHECK(done == could || w->last.fault, "erasure of case %lld in %s: %s", (long long)m->id, m->stage, done ? "done" : "refused");
}

/* Somebody who may not: nothing may come of it. */
static void intruder(World *w)
{
    Doer doer = doer_officer(w, somebody(w)->id);
    const Person *p = staff_person(&w->oracle.staff, doer.id);
    if (p && p->roles & IS_ADMIN) return;
    Actor actor = world_actor(w, &doer);
    CalendarChange input = {.change = {.area = "420115", .day = world_today(w), .kind = CALENDAR_HOLIDAY, .document = "停办〔3〕"}};
    tell(w, 0, "%s orders a day off", doer.id);
    bool done = world_turn(w, &actor, &doer, office_override_calendar, &input, 0);
    SIM_CHECK(!done, "%s may change the calendar", doer.id);
}

void world_office(World *w)
{
    static void (*const acts[])(World *) = {hire, dismiss, move, letter, letter, letter, revoke, pair, pair, leave, leave, leave, back, override, override, override, suspension, notice, notice, version, withdraw, erase, erase, intruder};
    w->cover->office++;
    PICK(w, acts)(w);
}
