/* picture_law.c: walks the table of the law for one item: which acts happen to it, by whom, from which stage to which. */
#include "pictures/pictures.h"
#include "base/text.h"
#include "people/account.h"
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* ---- one of each who may act ---- */

typedef struct Probe { int lane; Actor actor; bool holder; } Probe;
enum { PROBES = 10, SPOTS = STAGE_COUNT * 8, OFFICERS = 8 };
typedef struct Ask {
    Arena *arena;
    const Item *item;
    const Calendar *calendar;
    People people;
    Officer officers[OFFICERS];
    Authority rows[3];
    Probe probes[PROBES];
    Day today;
} Ask;

static const char *partner_of(const Item *item)
{
    const Value *list = value_get(item->body, "co_departments");
    return list && list->first && list->first->string ? list->first->string : "~";
}

/* A hall of probes: a clerk, a reviewer, a chief representative and a head of the item's department, the head of government, and a partner's officers. */
static Ask *ask_new(Arena *arena, const Item *item, const Calendar *calendar)
{
    Ask *ask = ARENA_NEW(arena, Ask);
    const char *own = *item->department ? item->department : "000", *window = *item->window ? item->window : "W", *partner = partner_of(item);
    const Officer officers[OFFICERS] = {          /* a snapshot is ordered by id */
        {"chief", "", own, window, ROLE_CHIEF, "", {0}, DAY_NONE}, {"clerk", "", own, window, ROLE_CLERK, "", {0}, DAY_NONE},
        {"government", "", "", "", ROLE_LEADER, "", {0}, DAY_NONE}, {"head", "", own, "", ROLE_LEADER, "", {0}, DAY_NONE},
        {"partner", "", partner, "~", ROLE_CHIEF, "", {0}, DAY_NONE}, {"partner.clerk", "", partner, "~", ROLE_CLERK, "", {0}, DAY_NONE},
        {"reviewer", "", own, "", ROLE_BACKOFFICE, "", {0}, DAY_NONE}, {"supervisor", "", "", "", ROLE_SUPERVISOR, "", {0}, DAY_NONE},
    };
    const Authority rows[3] = {{1, "chief", own, "*", AUTHORITY_ALL, {0}, DAY_NONE, "1"}, {2, "partner", partner, "*", AUTHORITY_ALL, {0}, DAY_NONE, "2"}, {3, "reviewer", own, "*", AUTHORITY_REVIEW, {0}, DAY_NONE, "3"}};
    memcpy(ask->officers, officers, sizeof officers);
    memcpy(ask->rows, rows, sizeof rows);
    ask->arena = arena;
    ask->calendar = calendar;
    ask->today = day_of(2026, 3, 2);
    Item *copy = arena_memdup(arena, item, sizeof *item);      /* a draft has its picture too */
    copy->state = ITEM_PUBLISHED;
    copy->from = ask->today;
    copy->to = DAY_NONE;
    ask->item = copy;
    ask->people = (People){.officers = ask->officers, .officer_count = OFFICERS, .book = {.rows = ask->rows, .row_count = 3}};
    const struct { int lane, officer; } by[] = {{LANE_WINDOW, 1}, {LANE_REVIEWER, 6}, {LANE_DECIDER, 0}, {LANE_HEAD, 3}, {LANE_HEAD, 2}, {LANE_PARTNER, 5}, {LANE_PARTNER, 4}, {LANE_CENTRE, 7}};
    ask->probes[0] = (Probe){LANE_APPLICANT, actor_citizen(0, ""), true};
    for (int i = 0; i < OFFICERS; i++) ask->probes[1 + i] = (Probe){by[i].lane, actor_officer(&ask->officers[by[i].officer]), false};
    ask->probes[PROBES - 1] = (Probe){LANE_WINDOW, actor_clock(), false};
    return ask;
}

static Facts facts_of(const Ask *ask, const Standing *standing, const Probe *probe)
{
    return (Facts){.standing = standing->stage == STAGE_NONE ? NULL : standing, .item = ask->item, .department_name = "", .calendar = ask->calendar,
                   .people = &ask->people, .actor = &probe->actor, .holder = probe->holder, .today = ask->today};
}

static int lane_of_holder(const Standing *standing)
{
    Holder holder = standing->stage == STAGE_NONE ? HOLDER_APPLICANT : standing_holder(standing);
    switch (holder) {
    case HOLDER_APPLICANT: return LANE_APPLICANT;
    case HOLDER_WINDOW:
    case HOLDER_NOBODY: return LANE_WINDOW;
    case HOLDER_REVIEWER: return LANE_REVIEWER;
    case HOLDER_DECIDER: return LANE_DECIDER;
    case HOLDER_CO: return LANE_PARTNER;
    default: return LANE_HOLDER + (int)holder;
    }
}

/* Whoever held the case before it was put aside, and will again. */
static int lane_of_return(const Standing *standing)
{
    Standing back = *standing;
    if (standing->resumes_to == STAGE_NONE || stage_concluded(standing->stage)) return -1;
    back.stage = standing->resumes_to;
    return lane_of_holder(&back);
}

/* The clock acts by its own duty, long after every limit has run out. */
static bool clock_would(const Ask *ask, const Standing *standing, Act act)
{
    return process_clock_duty(standing, ask->calendar, day_plus(ask->today, 20 * 366)) == act;
}

/* What the post alone says, for acts that also wait for something: a question asked, a hearing held. */
static bool has_right(const Ask *ask, const Standing *s, const ProcessRow *row, const Probe *probe)
{
    bool opened = s->stage != STAGE_NONE;
    RightScope scope = {.department = opened ? s->department : ask->item->department, .window = opened ? s->window : ask->item->window, .holder = probe->holder};
    if (probe->lane == LANE_APPLICANT && row->by.kind == BY_SUPPLIER) return true;
    return right_has(&probe->actor, row->by.right, &scope);
}

/* Who may do this act in this standing, as index of a probe; -1: nobody. Whoever holds the case comes first; the applicant opens no case, the window takes it in.
 * by_post: who would, as far as rights go. */
static int who_may(const Ask *ask, const Standing *standing, Act act, bool by_post)
{
    int holder = lane_of_holder(standing), back = lane_of_return(standing), found = -1;
    const ProcessRow *row = process_row(act);
    if (row->by.kind == BY_CLOCK) return by_post || clock_would(ask, standing, act) ? PROBES - 1 : -1;
    for (int i = 0; i < PROBES - 1; i++) {
        const Probe *probe = &ask->probes[i];
        if (probe->lane == LANE_APPLICANT && row->from & 1u << STAGE_NONE) continue;
        Facts facts = facts_of(ask, standing, probe);
        if (by_post ? !has_right(ask, standing, row, probe) : process_may(ask->arena, act, &facts) != REFUSED_NOTHING) continue;
        if (probe->lane == holder || probe->lane == LANE_APPLICANT) return i;
        if (found < 0 || (probe->lane == back && ask->probes[found].lane != back)) found = i;
    }
    return found;
}

/* ---- what happens then ---- */

/* An application in due form: the opening act is really decided, so that its event says what the law wants to know of the item. */
static const Value *opening(const Ask *ask, Act act)
{
    static const char input[] = "{\"applicant_kind\":\"person\",\"applicant_name\":\"张晓三\",\"identity\":\"11010519491231002X\",\"phone\":\"13800138000\",\"truth\":true,\"materials\":[]}";
    const char *error;
    Standing none = {0};
    Facts facts = facts_of(ask, &none, &ask->probes[1]);
    Verdict verdict = process_decide(ask->arena, act, &facts, value_parse(ask->arena, input, strlen(input), &error));
    return verdict.refusal == REFUSED_NOTHING ? verdict.body : value_object(ask->arena);
}

/* What the act may say, as far as the table lists it: nothing, and each value of each of its choices ("ruling upheld|overturned"). */
static Value **sayings(Arena *arena, const char *fields, int *count)
{
    enum { MOST = 40 };
    char **parts, **values;
    Value **bodies = ARENA_ARRAY(arena, Value *, MOST);
    int n = text_split(arena, fields, ',', &parts);
    bodies[0] = value_object(arena);
    *count = 1;
    for (int i = 0; i < n; i++) {
        char *part = text_trim(arena, parts[i]), *space = strchr(part, ' ');
        if (!space || strchr(part, '[') || !strchr(space, '|')) continue;
        *space = 0;
        if (part[0] && part[strlen(part) - 1] == '?') part[strlen(part) - 1] = 0;
        int choices = text_split(arena, text_trim(arena, space + 1), '|', &values);
        for (int k = 0; k < choices && *count < MOST; k++) {
            bodies[*count] = value_object(arena);
            value_set_str(arena, bodies[(*count)++], part, values[k]);
        }
    }
    return bodies;
}

/* Joint handling goes on only when its events say whom it is about: copied to all, then the first of them signs and speaks. */
static const Value *joint_body(const Ask *ask, const Standing *standing, Act act, int probe)
{
    const char *error;
    Value *body = value_object(ask->arena);
    if (act == ACT_COPY_OUT && probe >= 0) {
        Facts facts = facts_of(ask, standing, &ask->probes[probe]);
        Verdict verdict = process_decide(ask->arena, act, &facts, value_parse(ask->arena, "{}", 2, &error));
        return verdict.refusal == REFUSED_NOTHING ? verdict.body : body;
    }
    if (standing->together.count) value_set_str(ask->arena, body, "department", standing->together.co[0].department);
    if (act == ACT_CO_OPINION) value_set_str(ask->arena, body, "conclusion", "agree");
    return body;
}

/* The same place in the law: as far as what may be done next depends on it. */
static bool same_spot(const Standing *a, const Standing *b)
{
    const CoStanding *x = &a->together.co[0], *y = &b->together.co[0];
    return a->stage == b->stage && a->resumes_to == b->resumes_to && a->together.count == b->together.count &&
           (!a->together.count || (day_is_none(x->signed_on) == day_is_none(y->signed_on) && (x->opinion == CO_SILENT) == (y->opinion == CO_SILENT)));
}

static Standing after(const Ask *ask, const Standing *standing, Act act, int probe, const Value *body)
{
    Standing next = *standing;
    Event event = {.seq = standing->events + 1, .at = instant_at(ask->today, 10, 0, 0), .kind = process_row(act)->event,
                   .actor = actor_text(ask->arena, &ask->probes[probe < 0 ? 1 : probe].actor), .body = standing->stage == STAGE_NONE ? opening(ask, act) : act >= ACT_COPY_OUT && act <= ACT_JOINT_MEETING ? joint_body(ask, standing, act, probe) : body};
    standing_fold(&next, &event);
    return next;
}

/* ---- the walk ---- */

typedef bool Allowed[ACT_COUNT][STAGE_COUNT];

static void add_move(PictureLaw *law, Stage from, Act act, Stage to, int lane)
{
    for (int i = 0; i < law->move_count; i++)
        if (law->moves[i].from == from && law->moves[i].act == act && law->moves[i].to == to) return;
    law->moves[law->move_count++] = (PictureMove){from, act, to, lane};
}

static bool stopped(const Standing *s) { return s->pause_count > 0 && day_is_none(s->pauses[s->pause_count - 1].to); }

/* Once decided only delivery has a clock. */
static ClockKind running(const Standing *s)
{
    ClockKind clock = s->stage == STAGE_NONE || stage_concluded(s->stage) ? CLOCK_OTHER : standing_main_clock(s);
    return s->outcome != OUTCOME_NONE && clock != CLOCK_DELIVERY ? CLOCK_OTHER : clock;
}

/* skip: what other items may and this one may not is left out (skip[act][stage]); NULL: only what somebody may here and now. */
static PictureLaw *walk(Arena *arena, const Item *item, const Calendar *calendar, const Allowed *skip, Allowed *seen)
{
    Ask *ask = ask_new(arena, item, calendar);
    PictureLaw *law = ARENA_NEW(arena, PictureLaw);
    Standing *spots = ARENA_ARRAY(arena, Standing, SPOTS);
    int count = 1;
    law->moves = ARENA_ARRAY(arena, PictureMove, ACT_COUNT * SPOTS);
    for (int i = 0; i < count; i++) {
        const Standing *here = &spots[i];
        PictureStage *stage = &law->stages[here->stage];
        if (!stage->reached) *stage = (PictureStage){true, stopped(here), lane_of_holder(here), running(here)};
        for (Act act = 0; act < ACT_COUNT; act++) {
            if (!(process_row(act)->from & 1u << here->stage)) continue;
            int probe = who_may(ask, here, act, false);
            if (seen && probe >= 0) (*seen)[act][here->stage] = true;
            if (probe < 0 && skip && (*skip)[act][here->stage]) continue;
            if (probe < 0) probe = who_may(ask, here, act, true);
            int lane = process_row(act)->by.kind == BY_CLOCK ? lane_of_holder(here) : probe >= 0 ? ask->probes[probe].lane : lane_of_holder(here), ways;
            Value **says = sayings(arena, process_row(act)->fields, &ways);
            for (int k = 0; k < (here->stage == STAGE_NONE ? 1 : ways); k++) {
                Standing next = after(ask, here, act, probe, says[k]);
                add_move(law, here->stage, act, next.stage, lane);
                int at = 0;
                while (at < count && !same_spot(&spots[at], &next)) at++;
                if (at == count && count < SPOTS) spots[count++] = next;
            }
        }
    }
    return law;
}

/* ---- what any item at all allows ---- */

/* The same for ever in one program: found out once. Two threads that come first at once write the same. */
static Allowed allowed;
static atomic_bool known;

static void try_item(Arena *arena, const Calendar *calendar, int i, Allowed *seen)
{
    static const char *const modes[] = {"承诺件", "即办件", "联办件", "上报件"};
    const char *error, *json = arena_printf(arena, "{\"code\":\"0\",\"department\":\"001\",\"window\":\"W01\",\"kind\":\"%s\",\"mode\":\"%s\",\"co_departments\":[\"002\"],\"absence_default\":\"1\",\"two_person\":%s,\"result_type\":\"%s\","
        "\"statutory_limit\":20,\"statutory_unit\":\"workday\",\"promised_limit\":%d,\"promised_unit\":\"workday\",\"form\":\"告知承诺\",\"charges\":\"收费\",\"fees\":[{\"name\":\"费\",\"amount_fen\":100}],"
        "\"special_procedures\":[\"听证\"],\"materials\":[{\"name\":\"材料\",\"deferrable\":%s,\"committable\":true}]}", i & 4 ? "01" : "10", modes[i & 3], i & 8 ? "true" : "false", i & 16 ? "licence" : "approval", (i & 3) == 1 ? 0 : 10, i & 32 ? "true" : "false");
    const Value *body = value_parse(arena, json, strlen(json), &error);
    walk(arena, item_of_body(arena, item_body_canonical(arena, body)), calendar, NULL, seen);
}

static void try_all(const Calendar *calendar)
{
    FaultOwned owned;
    Arena *arena = arena_owned(&owned);
    Allowed seen = {{false}};
    for (int i = 0; i < 64; i++) { try_item(arena, calendar, i, &seen); arena_reset(arena); }
    fault_release(&owned);
    memcpy(allowed, seen, sizeof seen);
    atomic_store(&known, true);
}

static bool ever(Act act)
{
    for (int stage = 0; stage < STAGE_COUNT; stage++) if (allowed[act][stage]) return true;
    return false;
}

/* An act that always waits for something goes with the other acts of its rule: where none of those is open to this item, neither is it (no owed
 * materials where none may be owed). Where all acts of a rule wait, they are shown. */
static bool goes_with_its_rule(const PictureLaw *law, Act act)
{
    bool others = false;
    if (ever(act)) return true;
    for (Act other = 0; other < ACT_COUNT; other++) {
        if (strcmp(process_row(other)->rule, process_row(act)->rule) || !ever(other)) continue;
        others = true;
        for (int i = 0; i < law->move_count; i++) if (law->moves[i].act == other) return true;
    }
    return !others;
}

static void leave_out(PictureLaw *law)
{
    bool keep[ACT_COUNT];
    int kept = 0;
    for (Act act = 0; act < ACT_COUNT; act++) keep[act] = goes_with_its_rule(law, act);
    for (int i = 0; i < law->move_count; i++) if (keep[law->moves[i].act]) law->moves[kept++] = law->moves[i];
    law->move_count = kept;
}

static int by_table(const PictureMove *a, const PictureMove *b)
{
    return a->from != b->from ? (int)a->from - (int)b->from : a->act != b->act ? (int)a->act - (int)b->act : (int)a->to - (int)b->to;
}

PictureLaw *picture_law(Arena *arena, const Item *item, const Calendar *calendar)
{
    if (!atomic_load(&known)) try_all(calendar);
    PictureLaw *law = walk(arena, item, calendar, &allowed, NULL);
    leave_out(law);
    for (int i = 1; i < law->move_count; i++)
        for (int k = i; k > 0 && by_table(&law->moves[k - 1], &law->moves[k]) > 0; k--) {
            PictureMove keep = law->moves[k];
            law->moves[k] = law->moves[k - 1];
            law->moves[k - 1] = keep;
        }
    return law;
}

bool picture_step(Standing *standing, const Event *event, PictureStep *step)
{
    for (Act act = 0; act < ACT_COUNT; act++) {
        if (strcmp(process_row(act)->event, event->kind)) continue;
        *step = (PictureStep){act, standing->stage, standing->stage, instant_day(event->at)};
        standing_apply(standing, event);
        step->after = standing->stage;
        return true;
    }
    return false;
}
