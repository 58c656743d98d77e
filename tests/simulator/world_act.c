/* world_act.c: one turn at the window and what must be true of it; acts on cases by random doers; the passing of time; see world.h. */
#include "world.h"
#include "base/fault.h"
#include "people/account.h"
#include "store/store.h"
#include <stdio.h>
#include <string.h>

uint64_t any(World *w)
{
    uint64_t z = (w->random += 0x9E3779B97F4A7C15u);                        /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
int below(World *w, int n) { return (int)(any(w) % (uint64_t)n); }
int between(World *w, int low, int high) { return low + below(w, high - low + 1); }
bool chance(World *w, int percent) { return below(w, 100) < percent; }
Day world_today(const World *w) { return instant_day(w->now); }

/* ---- who ---- */

const Doer doer_operator = {.kind = DOER_OPERATOR}, doer_clock = {.kind = DOER_CLOCK};

Doer doer_officer(const World *w, const char *id)
{
    Doer doer = {.kind = staff_in_post(&w->oracle.staff, id, world_today(w)) ? DOER_OFFICER : DOER_NOBODY};
    snprintf(doer.id, sizeof doer.id, "%s", id);
    return doer;
}

/* Strings live in the turn's arena: the window loads its own people anew whenever they change. */
Actor world_actor(World *w, const Doer *doer)
{
    const Person *p = staff_person(&w->oracle.staff, doer->id);
    switch (doer->kind) {
    case DOER_CITIZEN: return actor_citizen(doer->account, "");
    case DOER_CLOCK: return actor_clock();
    case DOER_MACHINE: return actor_machine("city", MACHINE_SUBMIT | MACHINE_QUERY);
    case DOER_OPERATOR: return actor_operator();
    case DOER_OFFICER: return (Actor){.kind = ACTOR_OFFICER, .id = arena_strdup(w->turn, doer->id), .name = "王办事", .department = arena_strdup(w->turn, p->department), .window = arena_strdup(w->turn, p->window), .roles = p->roles};
    case DOER_NOBODY: break;
    }
    return (Actor){.kind = ACTOR_NOBODY, .id = "", .name = "", .department = "", .window = ""};
}

/* ---- one turn ---- */

static int64_t log_size(World *w) { return store_number(window_scene(w->window)->store, 0, "SELECT max(seq) FROM event", ""); }

enum { TOUCHED_MOST = 400 };

/* Every event since the last look, to the oracle; the cases they are about, to the comparison. Events of a refused turn: the clock's alone. */
static int read_events(World *w, const Doer *doer, bool refused, int64_t touched[TOUCHED_MOST])
{
    int count = 0;
    Query *q = ledger_read(window_scene(w->window)->store, w->oracle.seen + 1);
    for (Event *e; (e = ledger_next(q, w->turn));) {
        SIM_CHECK(e->seq == ++w->oracle.seen, "the log skips from %lld to %lld", (long long)w->oracle.seen - 1, (long long)e->seq);
        SIM_CHECK(e->at.ms == w->now.ms, "event %lld is dated otherwise than its turn", (long long)e->seq);
        SIM_CHECK(!refused || !strcmp(e->actor, "clock"), "a refused act left event %s", e->kind);
        if (!strncmp(e->kind, "case.", 5)) oracle_event(&w->oracle, e, doer);
        oracle_certificate_event(&w->oracle, e);
        desk_seen(w, e);
        if (strncmp(e->kind, "case.", 5)) continue;
        for (int act = 0; act < ACT_COUNT; act++) w->cover->done[act] += !strcmp(process_row((Act)act)->event, e->kind);
        if (count < TOUCHED_MOST) touched[count++] = e->case_id;
    }
    return count;
}

bool world_turn(World *w, const Actor *actor, const Doer *doer, void (*work)(Scene *, WindowTurn *), const void *input, int64_t case_id)
{
    int64_t touched[TOUCHED_MOST];
    bool armed = chance(w, w->fault_percent);
    if (armed) fault_arm(between(w, 1, chance(w, 50) ? 30 : 150));
    w->last = (WindowTurn){.arena = w->turn, .actor = *actor, .now = w->now, .work = work, .input = input};
    window_do(w->window, &w->last);
    fault_arm(0);                                                           /* before any look of our own */
    WindowTurn *turn = &w->last;
    w->cover->faults += turn->fault != FAULT_NONE;
    tell(w, case_id, "    %s%s%s", turn->fault ? "fault" : turn->refusal ? refusal_text(turn->refusal)->code : "done", turn->detail && turn->refusal ? ": " : "", turn->detail && turn->refusal ? turn->detail : "");
    SIM_CHECK(armed || !turn->fault, "a fault nobody injected: %s", fault_name(turn->fault));
    if (turn->fault) SIM_CHECK(log_size(w) == w->oracle.seen, "a turn that failed left %lld events", (long long)(log_size(w) - w->oracle.seen));
    int count = read_events(w, doer, turn->refusal != REFUSED_NOTHING, touched);
    if (case_id && (turn->fault || turn->refusal) && count < TOUCHED_MOST) touched[count++] = case_id;      /* and nothing happened to it */
    for (int i = 0; i < count; i++) {
        Matter *m = oracle_matter(&w->oracle, touched[i]);
        if (m) check_case(w, m);
    }
    return !turn->fault && !turn->refusal;
}

/* ---- an act on a case ---- */

static Doer stranger(World *w)
{
    switch (below(w, 9)) {
    case 8: return (Doer){.kind = DOER_CITIZEN, .party = 1 + below(w, 3)};
    case 0: return (Doer){.kind = DOER_NOBODY};
    case 1: return (Doer){.kind = DOER_CITIZEN, .account = below(w, 6)};
    case 2: return (Doer){.kind = DOER_CITIZEN, .holder = true};
    case 3: return (Doer){.kind = DOER_MACHINE};
    case 4: return doer_clock;
    case 5: return doer_operator;
    default: return doer_officer(w, w->oracle.staff.people[below(w, w->oracle.staff.people_count)].id);
    }
}

/* Nearly the right one: in post, of the department or the window, with whatever roles and letters, perhaps the reviewer herself. */
static Doer neighbour(World *w, const Matter *m, const Thing *thing)
{
    const Staff *s = &w->oracle.staff;
    if (m && m->reviewer[0] && chance(w, 25)) return doer_officer(w, m->reviewer);
    for (int tries = 0; thing && tries < 40; tries++) {
        const Person *p = &s->people[below(w, s->people_count)];
        if (staff_in_post(s, p->id, world_today(w)) && (!strcmp(p->department, thing->department) || !strcmp(p->window, thing->window))) return doer_officer(w, p->id);
    }
    return stranger(w);
}

/* Mostly somebody who may, found by trying; else whoever comes along. */
static Doer somebody(World *w, const char *event, const Matter *m, const Thing *thing)
{
    Day today = world_today(w);
    int luck = below(w, 100);
    if (luck < 12) return stranger(w);
    if (luck < 32) return neighbour(w, m, thing);
    Doer party = {.kind = DOER_CITIZEN, .party = m ? 1 + below(w, m->stake_count + 1) : 0};
    if (party.party && luck < 60 && oracle_may(&w->oracle, event, m, thing, &party, today)) return party;
    int all = w->oracle.staff.people_count + 3, from = below(w, all);
    for (int i = 0; i < all; i++) {
        int at = (from + i) % all;
        Doer doer = at == 0 ? (Doer){.kind = DOER_CITIZEN, .account = m ? m->account : below(w, 6), .holder = m && !m->account} : at == 1 ? (Doer){.kind = DOER_MACHINE} : at == 2 ? doer_clock
                            : doer_officer(w, w->oracle.staff.people[at - 3].id);
        if (oracle_may(&w->oracle, event, m, thing, &doer, today)) return doer;
    }
    return stranger(w);
}

/* Acts of joint handling are rare on cases that one department handles alone. What the organ above asks for is asked seldom, and then handed in soon;
 * so with what is granted on a commitment: verified soon, and revoked where untrue. */
static int weight_of(const Matter *m, Act act)
{
    const Generator *g = generator_of(process_row(act)->name);
    if (act == ACT_SUPPLY_ABOVE && m->above_rows) return 20 * g->weight;
    if (act == ACT_REVOKE_DECISION && m->untrue) return 20 * g->weight;
    if (act == ACT_VERIFY_COMMITMENT && m->committed && m->granted && day_is_none(m->verified)) return 30 * g->weight;
    return g->joint && !(m->thing && m->thing->joint) ? 1 : g->weight;
}

/* By the weights of the acts that the stage allows; now and then any act at all. */
static Act choose(World *w, const Matter *m)
{
    int total = 0;
    if (!m || chance(w, 10)) return (Act)(1 + below(w, ACT_COUNT - 1));
    for (int act = 1; act < ACT_COUNT; act++) if (oracle_from(process_row((Act)act)->event, m->stage)) total += weight_of(m, (Act)act);
    int at = total ? below(w, total) : 0;
    for (int act = 1; total && act < ACT_COUNT; act++) {
        if (!oracle_from(process_row((Act)act)->event, m->stage)) continue;
        at -= weight_of(m, (Act)act);
        if (at < 0) return (Act)act;
    }
    return (Act)(1 + below(w, ACT_COUNT - 1));
}

static const char *who(const Doer *doer)
{
    static const char *const names[] = {"nobody", "citizen", "", "clock", "machine", "operator"};
    return doer->kind == DOER_OFFICER ? doer->id : names[doer->kind];
}

static void attempt(World *w, Act act, int64_t id, const Thing *thing)
{
    Matter *m = oracle_matter(&w->oracle, id);
    const ProcessRow *row;
    Value *made;
    Doer doer;
    bool sound, opens = act == ACT_RECEIVE;
    if (m) thing = m->thing;
    for (int tries = 0; ; tries++) {                                        /* mostly an act with some prospect */
        row = process_row(act);
        doer = somebody(w, row->event, m, thing);
        Try try = {w, m, thing, &doer, made = value_object(w->turn)};
        sound = generator_of(row->name)->make(&try);
        if (sound || opens || tries == 4 || chance(w, 25)) break;
        act = choose(w, m);
    }
    if (chance(w, 18)) { spoil(w, made, row->fields); sound = false; }
    doer.days = value_int(made, "days", value_int(made, "due_days", 0));
    if (act == ACT_EXTEND || act == ACT_PAUSE) doer.days = 0;
    Actor actor = world_actor(w, &doer);
    CaseAct input = {.act = act, .case_id = id, .item = act == ACT_RECEIVE && thing ? thing->code : NULL, .input = made, .holder = doer.holder, .party = doer.party};
    Day today = world_today(w);
    const char *duty = m ? matter_duty(&w->oracle, m, today) : NULL;
    bool silence = m && duty && !strcmp(duty, row->event);
    bool sure = sound && oracle_may(&w->oracle, row->event, m, thing, &doer, today) && (!duty || silence) && (thing && (m || oracle_thing(&w->oracle, thing->code, today) == thing));
    tell(w, id, "%s: %s %s %s%lld in %s: %s", who(&doer), sure ? "surely" : sound ? "soundly" : "badly", row->name, m ? "case " : "new case for ", m ? (long long)m->id : 0LL, m ? m->stage : "nothing", value_json(w->turn, made));
    bool done = world_turn(w, &actor, &doer, case_act, &input, id);
    w->cover->sure[act] += sure;
    if (!done && !w->last.fault) { w->cover->refused[act]++; w->cover->refusals[w->last.refusal]++; }
    SIM_CHECK(done || !sure || w->last.fault, "%s by %s was refused (%s %s), though nothing in the law stands against it", row->name, who(&doer), refusal_text(w->last.refusal)->code, w->last.detail ? w->last.detail : "");
}

void world_receive(World *w)
{
    Day today = world_today(w);
    for (int tries = 0; tries < 20; tries++) {
        const Thing *t = &w->oracle.things[below(w, w->oracle.thing_count)];
        if (oracle_thing(&w->oracle, t->code, today) != t && !chance(w, 5)) continue;
        attempt(w, ACT_RECEIVE, 0, t);
        return;
    }
}

void world_act(World *w)
{
    int64_t id = 0, open = 0;
    for (int i = 0; i < w->oracle.matter_count; i++) open += matter_open(&w->oracle.matters[i]);
    if (!open || chance(w, open < w->open_wanted ? 35 : 3)) { world_receive(w); return; }
    int64_t nth = below(w, (int)open);
    for (int i = 0; i < w->oracle.matter_count && !id; i++) if (matter_open(&w->oracle.matters[i]) && !nth--) id = i + 1;
    if (chance(w, 9)) id = between(w, -1, w->oracle.matter_count + 2);       /* a concluded one, or none */
    attempt(w, choose(w, oracle_matter(&w->oracle, id)), id, NULL);
}

/* The clock comes, like anybody else, and does all it owes. */
void world_tick(World *w)
{
    Actor actor = actor_clock();
    bool more = true;
    w->cover->ticks++;
    while (more) {
        tell(w, 0, "the clock");
        if (!world_turn(w, &actor, &doer_clock, case_tick, NULL, 0)) {
            SIM_CHECK(w->last.fault, "the clock was refused");
            return;
        }
        more = value_bool(w->last.result, "more");
    }
    world_desk_tick(w);
    w->last_tick = world_today(w);
    for (int i = 0; i < w->oracle.matter_count; i++) {
        const Matter *m = &w->oracle.matters[i];
        const char *duty = matter_open(m) ? matter_duty(&w->oracle, m, w->last_tick) : NULL;
        SIM_CHECK(!duty, "the clock passed and still owes %s to case %lld", duty, (long long)m->id);
    }
}
