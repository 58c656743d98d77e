/* world_desk.c: acts of the desks beside the case, made from their own typed fields: a new desk or act needs no line here; see world.h.
 * What each of them must mean is judged where it has an oracle (certificates); for all of them: nothing of a refused or failed act remains, personal
 * fields stay out of the body, the clock's duties come to an end, and the log replays. */
#include "world.h"
#include "people/rights.h"
#include "window/desk_act.h"
#include "window/notice_act.h"
#include <stdio.h>
#include <string.h>

static int all_desks(void)
{
    int n = 0;
    while (desks[n]) n++;
    return n;
}

static int act_count(const Desk *desk)
{
    int n = 0;
    while (desk->acts[n].name) n++;
    return n;
}

/* ---- what was opened at the desks: something to speak of ---- */

static int act_of_event(const Desk *desk, const char *kind)
{
    for (int k = 0; k < act_count(desk); k++) if (!strcmp(desk->acts[k].event, kind)) return k;
    return COVER_DESK_ACTS - 1;                                             /* opened by a case */
}

static bool speaks_of(const DeskField *f) { return f->type == DESK_COUNT && f->low >= 1 && f->high >= 1000000; }

/* Later acts on the same thing: who holds it now, which case it is about. */
static void follow(Opened *o, const Event *e)
{
    const char *officer = value_str_or(e->body, "officer", strncmp(e->actor, "officer:", 8) ? "" : e->actor + 8), *department = value_str_or(e->body, "department", "");
    if (*officer) snprintf(o->officer, sizeof o->officer, "%s", officer);
    if (*department) snprintf(o->department, sizeof o->department, "%s", department);
    if (e->case_number) snprintf(o->number, sizeof o->number, "%s", e->case_number);
}

static void remember(World *w, int at, const Event *e)
{
    int act = act_of_event(desks[at], e->kind);
    const DeskAct *row = act < act_count(desks[at]) ? &desks[at]->acts[act] : NULL;
    for (const DeskField *f = row ? row->fields : NULL; f && f->key; f++)
        for (int i = 0; speaks_of(f) && i < IDS_KEPT; i++) {
            Opened *o = &w->opened[at][i];
            if (!o->id || o->id != value_int(e->body, f->key, 0)) continue;
            w->learned[at][act] |= 1ull << o->act;
            follow(o, e);
        }
    Opened *o = &w->opened[at][w->opened_count[at]++ % IDS_KEPT];
    const Licence *l = oracle_licence(&w->oracle, e->seq);
    *o = (Opened){.id = e->seq, .act = act};
    follow(o, e);
    if (l) snprintf(o->department, sizeof o->department, "%s", l->thing->department);
}

void desk_seen(World *w, const Event *e)
{
    bool certificate = oracle_licence(&w->oracle, e->seq) != NULL;
    const Desk *desk = certificate ? desk_named("certificate") : desk_of_event(e->kind);
    for (int i = 0; desk && i < all_desks() && i < COVER_DESKS; i++) {
        if (desks[i] != desk) continue;
        if (certificate || strcmp(desk->name, "certificate")) remember(w, i, e);
        for (int k = 0; k < act_count(desk) && k < COVER_DESK_ACTS; k++) w->cover->desk_done[i][k] += !strcmp(desk->acts[k].event, e->kind);
    }
    if (w->secret[0] && e->body) SIM_CHECK(!strstr(value_json(w->turn, e->body), w->secret), "%s holds a personal field in its body", e->kind);
}

/* Mostly something from which this act was seen to go on before; else anything of the desk; seldom nonsense. */
static int64_t known_id(World *w, int at, int act)
{
    int kept = w->opened_count[at] < IDS_KEPT ? w->opened_count[at] : IDS_KEPT;
    w->chosen = NULL;
    if (!kept || chance(w, 4)) return between(w, 1, (int)w->oracle.seen + 3);
    bool learned = chance(w, 80);
    for (int tries = 0; tries < 60; tries++) {
        int back = chance(w, 60) ? below(w, kept < 10 ? kept : 10) : below(w, kept);
        const Opened *o = &w->opened[at][(w->opened_count[at] - 1 - back) % IDS_KEPT];
        if (learned && w->learned[at][act] && !(w->learned[at][act] >> o->act & 1)) continue;
        w->chosen = o;
        return o->id;
    }
    return 1;
}

/* ---- fields ---- */

static const char *some_case(World *w)
{
    if (w->chosen && w->chosen->number[0] && chance(w, 60)) return w->chosen->number;
    if (!w->oracle.matter_count || chance(w, 5)) return "420115-20260101-99999";
    return w->oracle.matters[below(w, w->oracle.matter_count)].number;
}

static void fill(World *w, Value *input, const DeskField *f, int desk, int act, const char *department)
{
    Arena *a = w->turn;
    static const char *const codes[] = {"011", "012", "013", "014"}, *const windows[] = {"W05", "W06", "W07"};
    int choices = 0;
    switch (f->type) {
    case DESK_TEXT:
    case DESK_AREA:
        if (f->flags & DESK_PERSONAL) snprintf(w->secret, sizeof w->secret, "私密%d之%d", w->act, below(w, 1000));
        value_set_str(a, input, f->key, f->flags & DESK_PERSONAL ? w->secret : arena_printf(a, "所填%d", below(w, 1000)));
        return;
    case DESK_DATE: {
        Day today = world_today(w);
        int off = f->flags & DESK_PAST ? -below(w, 20) : f->flags & DESK_FUTURE ? below(w, 30) : between(w, -10, 30);
        if (chance(w, 40)) off = 0;
        if (strstr(f->key, "week")) off -= (day_weekday(day_plus(today, off)) + 6) % 7;      /* weeks begin on Monday */
        if (strstr(f->key, "valid_to")) off = between(w, 200, 1500);
        value_set_str(a, input, f->key, day_text(a, day_plus(today, off)));
        return;
    }
    case DESK_COUNT:
        if (speaks_of(f)) value_set_int(a, input, f->key, known_id(w, desk, act));
        else value_set_int(a, input, f->key, between(w, f->low, f->low || f->high ? f->high : 1000));
        return;
    case DESK_TRUTH: value_set_bool(a, input, f->key, chance(w, 40)); return;
    case DESK_CHOICE:
        while (f->choices[choices].value) choices++;
        value_set_str(a, input, f->key, f->choices[below(w, choices)].value);
        return;
    case DESK_OFFICER: {
        const char *of = value_str(input, "department");
        const Person *p = &w->oracle.staff.people[below(w, w->oracle.staff.people_count)];
        for (int tries = 0; of && tries < 30 && strcmp(p->department, of); tries++) p = &w->oracle.staff.people[below(w, w->oracle.staff.people_count)];
        value_set_str(a, input, f->key, p->id);
        return;
    }
    case DESK_DEPARTMENT: value_set_str(a, input, f->key, department && chance(w, 70) ? department : PICK(w, codes)); return;
    case DESK_WINDOW: value_set_str(a, input, f->key, PICK(w, windows)); return;
    case DESK_ITEM: value_set_str(a, input, f->key, w->oracle.things[below(w, w->oracle.thing_count)].code); return;
    case DESK_CASE: value_set_str(a, input, f->key, some_case(w)); return;
    case DESK_LIST:
        for (int i = between(w, 1, 4), k = 0; k < i; k++)
            value_push_str(a, k ? (Value *)value_get(input, f->key) : value_set_list(a, input, f->key), k || !strcmp(f->key, "absent") ? arena_printf(a, "第%d行", k + 1) : "王办事");       /* as all officers are called */
        return;
    }
}

static const char *keys_of(World *w, const DeskAct *act)
{
    Buf text = buf_new(w->turn);
    for (const DeskField *f = act->fields; f && f->key; f++) buf_printf(&text, "%s%s", f == act->fields ? "" : ", ", f->key);
    return text.text ? text.text : "";
}

/* ---- acts ---- */

static Doer somebody(World *w, const DeskAct *act)
{
    if (chance(w, 6)) return chance(w, 50) ? doer_operator : (Doer){.kind = DOER_NOBODY};
    if (act->by == DESK_BY_ANYBODY && chance(w, 60)) return (Doer){.kind = DOER_CITIZEN, .account = below(w, 6), .holder = chance(w, 80)};
    const Opened *o = w->chosen;
    if (o && o->officer[0] && chance(w, 40)) return doer_officer(w, o->officer);
    bool near = o && o->department[0] && chance(w, 80);
    for (int tries = 0; tries < 60; tries++) {
        const Person *p = &w->oracle.staff.people[below(w, w->oracle.staff.people_count)];
        Doer doer = doer_officer(w, p->id);
        Actor actor = world_actor(w, &doer);
        if (doer.kind != DOER_OFFICER || (near && strcmp(p->department, o->department))) continue;
        if (right_has(&actor, act->right, NULL)) return doer;
    }
    return doer_clock;
}

void world_desk(World *w)
{
    int at = below(w, all_desks());
    const Desk *desk = desks[at];
    int number = below(w, act_count(desk));
    const DeskAct *act = &desk->acts[number];
    if (act->by == DESK_BY_CLOCK && chance(w, 90)) { world_act(w); return; }
    w->cover->desk_acts++;
    Value *input = value_object(w->turn);
    w->chosen = NULL;
    for (const DeskField *f = act->fields; f && f->key; f++) if (speaks_of(f)) fill(w, input, f, at, number, NULL);
    Doer doer = somebody(w, act);
    const Person *p = staff_person(&w->oracle.staff, doer.id);
    for (const DeskField *f = act->fields; f && f->key; f++)
        if (!speaks_of(f) && (f->flags & DESK_REQUIRED || chance(w, 60))) fill(w, input, f, at, number, p && *p->department ? p->department : NULL);
    bool spoilt = chance(w, 15);
    if (spoilt) spoil(w, input, keys_of(w, act));
    for (int tries = 0; tries < 5; tries++) {                               /* the same paper, handed to one after another */
        Actor actor = world_actor(w, &doer);
        DeskInput paper = {.desk = desk, .act = act, .input = input, .holder = doer.holder};
        tell(w, 0, "%s at desk %s: %s %s", doer.kind == DOER_OFFICER ? doer.id : doer.kind == DOER_CITIZEN ? "citizen" : "somebody", desk->name, act->name, value_json(w->turn, input));
        if (world_turn(w, &actor, &doer, desk_act, &paper, 0) || w->last.fault || spoilt) break;
        if (at < COVER_DESKS && number < COVER_DESK_ACTS) w->cover->desk_refused[at][number]++;
        w->cover->refusals[w->last.refusal]++;
        doer = somebody(w, act);
    }
    w->secret[0] = 0;
    w->chosen = NULL;
}

/* ---- the clock at the desks, and the warnings ---- */

void world_desk_tick(World *w)
{
    static void (*const works[])(Scene *, WindowTurn *) = {desk_tick, notice_tick, notice_moves_tick};
    Actor actor = actor_clock();
    bool failed = false;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        bool more = true;
        for (int round = 0; more; round++) {
            SIM_CHECK(round < 200, "the clock's duties at the desks never end");
            tell(w, 0, "the clock at the %s", i ? "warnings" : "desks");
            bool done = world_turn(w, &actor, &doer_clock, works[i], NULL, 0);
            SIM_CHECK(done || w->last.fault, "the clock was refused");
            failed |= !done;
            more = done && value_bool(w->last.result, "more");
        }
    }
    Day today = world_today(w);
    for (int i = 0; !failed && i < w->oracle.licence_count; i++) {
        const char *duty = licence_duty(&w->oracle, &w->oracle.licences[i], today);
        SIM_CHECK(!duty, "the clock passed the desks and still owes %s to certificate %lld", duty, (long long)w->oracle.licences[i].id);
    }
}

void desk_report(const Cover *all)
{
    printf("\n%-32s %9s %9s\n", "act of a desk", "done", "refused");
    for (int i = 0; i < all_desks() && i < COVER_DESKS; i++)
        for (int k = 0; k < act_count(desks[i]) && k < COVER_DESK_ACTS; k++)
            printf("%-12s %-19s %9lld %9lld\n", desks[i]->name, desks[i]->acts[k].name, (long long)all->desk_done[i][k], (long long)all->desk_refused[i][k]);
}
