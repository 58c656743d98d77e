/* picture.c: from the moves of an item's law to nodes and flows: stages as places where a case rests, acts as tasks, choices, clocks and ends. */
#include "pictures/pictures_inside.h"
#include <assert.h>
#include <string.h>

enum { NODES = 2 + ACT_COUNT * 4 + STAGE_COUNT * 4, FLOWS = NODES * 3 };

/* ---- words ---- */

const char *picture_lane_name(Arena *arena, const Item *item, int key, bool english)
{
    static const char *const names[][2] = {
        [LANE_APPLICANT] = {"申请人", "Applicant"}, [LANE_WINDOW] = {"受理窗口", "Window"}, [LANE_REVIEWER] = {"部门审核岗", "Reviewer"},
        [LANE_DECIDER] = {"部门决定岗", "Decider"}, [LANE_HEAD] = {"机关负责人", "Head of the organ"}, [LANE_PARTNER] = {"协办部门", "Partner departments"},
        [LANE_CENTRE] = {"政务服务中心", "The centre"},
    };
    if (key >= LANE_HOLDER) return english ? holder_en((Holder)(key - LANE_HOLDER)) : holder_zh((Holder)(key - LANE_HOLDER));
    if (key == LANE_WINDOW && *item->window) return arena_printf(arena, "%s %s", names[key][english], item->window);
    return names[key][english];
}

char *picture_clock_text(Arena *arena, const Item *item, ClockKind clock, bool english)
{
    const ClockFacts *facts = clock == CLOCK_OTHER ? NULL : clock_facts(clock);
    if (clock == CLOCK_STATUTORY || clock == CLOCK_PROMISE) {
        int limit = clock == CLOCK_PROMISE ? item->promised_limit : item->statutory_limit;
        const char *unit = clock == CLOCK_PROMISE ? item->promised_unit : item->statutory_unit;
        return english ? limit_text_en(arena, limit, unit) : limit_text_zh(arena, limit, unit);
    }
    if (!facts || !facts->limit) return arena_strdup(arena, "");
    return english ? limit_text_en(arena, facts->limit, unit_code(facts->unit)) : limit_text_zh(arena, facts->limit, unit_code(facts->unit));
}

/* What the item publishes about this act: the days of its step (L7: 受理 审核 审批 办结 送达). */
static const char *step_days(Arena *arena, const Picture *p, Act act)
{
    static const struct { const char *step; Act act; } steps[] = {{"受理", ACT_ACCEPT}, {"审核", ACT_REVIEW}, {"审批", ACT_GRANT}, {"办结", ACT_CERTIFY}, {"送达", ACT_DELIVER}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (int k = 0; steps[i].act == act && k < p->item->step_count; k++) {
            const ItemStep *step = &p->item->steps[k];
            if (!strcmp(step->name, steps[i].step) && step->days > 0) return arena_printf(arena, p->english ? "%d days" : "%d天", step->days);
        }
    return NULL;
}

static const char *act_note(Arena *arena, const Picture *p, Act act)
{
    const ProcessRow *row = process_row(act);
    const char *days = step_days(arena, p, act);
    Buf out = buf_new(arena);
    for (int i = 0; i < 4 && row->documents[i]; i++) buf_printf(&out, "%s%s", i ? " " : "", row->documents[i]);
    if (days) buf_printf(&out, "%s%s", out.length ? " · " : "", days);
    return out.text;
}

static const char *stage_note(Arena *arena, const Picture *p, Stage stage)
{
    ClockKind clock = p->law->stages[stage].clock;
    if (p->law->stages[stage].stopped) return p->english ? "clock stopped" : "期限停止计算";
    const char *text = clock == CLOCK_OTHER ? "" : picture_clock_text(arena, p->item, clock, p->english);
    if (!*text) return "";
    if (clock == CLOCK_PROMISE) return arena_printf(arena, p->english ? "promised: %s" : "承诺%s", text);
    if (clock == CLOCK_SUPPLEMENT) return arena_printf(arena, p->english ? "within %s" : "%s内", text);
    if (clock == CLOCK_DELIVERY) return arena_printf(arena, p->english ? "within %s" : "%s内送达", text);
    return text;
}

/* ---- questions about the moves ---- */

bool picture_leaves(const PictureLaw *law, Stage stage, Act act)
{
    for (int i = 0; i < law->move_count; i++)
        if (law->moves[i].from == stage && law->moves[i].act == act && law->moves[i].to != stage) return true;
    return false;
}

/* Allowed in many stages, and in each either staying or ending the case: drawn once, beside. */
static bool any_time(const PictureLaw *law, Act act)
{
    unsigned stages = 0;
    for (int i = 0; i < law->move_count; i++) {
        const PictureMove *m = &law->moves[i];
        if (m->act != act) continue;
        if (m->to != m->from && !stage_concluded(m->to)) return false;
        stages |= 1u << m->from;
    }
    return __builtin_popcount(stages) >= PICTURE_ANYTIME_STAGES;
}

bool picture_anytime(const Picture *p, Act act)
{
    for (int i = 0; i < p->anytime_count; i++) if (p->anytime[i] == act) return true;
    return false;
}

bool picture_ends(const Picture *p, Stage stage)
{
    if (!stage_concluded(stage)) return false;
    for (int i = 0; i < p->law->move_count; i++)
        if (p->law->moves[i].from == stage && !picture_anytime(p, p->law->moves[i].act)) return false;
    return true;
}

static bool by_clock(Act act) { return process_row(act)->by.kind == BY_CLOCK; }

/* ---- nodes ---- */

static int lane_index(const Picture *p, int key)
{
    for (int i = 0; i < p->lane_count; i++) if (p->lanes[i].key == key) return i;
    return 0;
}

static int node_find(const Picture *p, NodeKind kind, int act, int stage)
{
    for (int i = 0; i < p->node_count; i++) {
        const PictureNode *n = &p->nodes[i];
        if (n->kind == kind && (act < 0 || n->act == (Act)act) && (stage < 0 || n->stage == (Stage)stage)) return i;
    }
    return -1;
}

static int add_node(Picture *p, NodeKind kind, Act act, Stage stage, int lane, const char *id, const char *name, const char *note)
{
    assert(p->node_count < NODES);
    p->nodes[p->node_count] = (PictureNode){.kind = kind, .act = act, .stage = stage, .lane = lane, .host = -1, .id = id, .name = name, .note = note, .on = DAY_NONE};
    return p->node_count++;
}

static int add_flow(Picture *p, int from, int to)
{
    for (int i = 0; i < p->flow_count; i++) if (p->flows[i].from == from && p->flows[i].to == to) return i;
    assert(p->flow_count < FLOWS);
    p->flows[p->flow_count] = (PictureFlow){.from = from, .to = to};
    return p->flow_count++;
}

static void add_lanes(Arena *arena, Picture *p)
{
    const PictureLaw *law = p->law;
    int last = LANE_HOLDER + 32;
    p->lanes = ARENA_ARRAY(arena, PictureLane, last + 1);
    for (int key = 0; key <= last; key++) {
        bool used = key == LANE_APPLICANT;
        for (int s = 0; s < STAGE_COUNT; s++) used = used || (s != STAGE_NONE && law->stages[s].reached && !picture_ends(p, (Stage)s) && law->stages[s].lane == key);
        for (int i = 0; i < law->move_count; i++) {
            const PictureMove *m = &law->moves[i];
            used = used || (m->lane == key && m->to != m->from && !picture_anytime(p, m->act));
        }
        if (used) p->lanes[p->lane_count++] = (PictureLane){.key = key, .id = arena_printf(arena, "lane_%d", key), .name = picture_lane_name(arena, p->item, key, p->english)};
    }
}

/* A task for every act that moves the case, once, whatever stage it is done in. */
static void add_acts(Arena *arena, Picture *p)
{
    const PictureLaw *law = p->law;
    for (int i = 0; i < law->move_count; i++) {
        const PictureMove *m = &law->moves[i];
        if (m->to == m->from || picture_anytime(p, m->act) || node_find(p, NODE_ACT, m->act, -1) >= 0) continue;
        const ProcessRow *row = process_row(m->act);
        add_node(p, NODE_ACT, m->act, m->from, lane_index(p, m->lane), arena_printf(arena, "act_%s", row->name), p->english ? row->en : row->zh, act_note(arena, p, m->act));
    }
}

static void add_side(Arena *arena, const Picture *p, PictureNode *node)
{
    Act *side = ARENA_ARRAY(arena, Act, ACT_COUNT);
    for (int i = 0; i < p->law->move_count; i++) {
        const PictureMove *m = &p->law->moves[i];
        if (m->from == node->stage && m->to == m->from && !picture_anytime(p, m->act) && !picture_leaves(p->law, m->from, m->act)) side[node->side_count++] = m->act;
    }
    node->side = side;
}

/* What happens by itself when such a clock runs out is told by the law; under a promise something else runs out. */
static bool set_by_law(ClockKind clock) { return clock != CLOCK_OTHER && clock_facts(clock)->limit > 0; }

/* The stage itself, a choice when officers have several ways on, a clock for what happens by itself. */
static void add_stage(Arena *arena, Picture *p, Stage stage)
{
    int lane = lane_index(p, p->law->stages[stage].lane), ways = 0;
    const char *name = stage_name(stage);
    int at = add_node(p, NODE_STAGE, ACT_COUNT, stage, lane, arena_printf(arena, "stage_%s", name), p->english ? stage_en(stage) : stage_zh(stage), stage_note(arena, p, stage));
    add_side(arena, p, &p->nodes[at]);
    for (Act act = 0; act < ACT_COUNT; act++)
        if (!by_clock(act) && !picture_anytime(p, act) && picture_leaves(p->law, stage, act)) ways++;
    bool ends = stage_concluded(stage);          /* concluded, unless somebody still does something */
    int choice = ways + ends > 1 ? add_node(p, NODE_CHOICE, ACT_COUNT, stage, lane, arena_printf(arena, "choice_%s", name), "", "") : -1;
    if (choice >= 0) add_flow(p, at, choice);
    if (ends) add_flow(p, choice >= 0 ? choice : at, add_node(p, NODE_END, ACT_COUNT, stage, lane, arena_printf(arena, "end_%s", name), p->english ? "concluded" : "办结", ""));
    for (Act act = 0; act < ACT_COUNT; act++) {
        if (picture_anytime(p, act) || !picture_leaves(p->law, stage, act)) continue;
        int to = node_find(p, NODE_ACT, act, -1);
        if (!by_clock(act)) { add_flow(p, choice >= 0 ? choice : at, to); continue; }
        ClockKind clock = p->law->stages[stage].clock;
        const char *limit = set_by_law(clock) ? picture_clock_text(arena, p->item, clock, p->english) : "";
        int timer = add_node(p, NODE_TIMER, act, stage, lane, arena_printf(arena, "timer_%s_%s", name, process_row(act)->name), *limit ? limit : p->english ? "time is up" : "期限届满", "");
        p->nodes[timer].host = at;
        add_flow(p, timer, to);
    }
}

/* Limits that set off no act: they warn the supervisors (E03, E04, E14). On the first stage in which the clock matters. */
static void add_warnings(Arena *arena, Picture *p)
{
    for (ClockKind clock = CLOCK_SUPPLEMENT; clock <= CLOCK_DELIVERY; clock++) {
        int at = -1;
        bool acts = false;
        for (int i = 0; i < p->node_count; i++) {
            if (p->nodes[i].kind == NODE_STAGE && at < 0 && p->law->stages[p->nodes[i].stage].clock == clock) at = i;
            acts = acts || (p->nodes[i].kind == NODE_TIMER && set_by_law(clock) && p->law->stages[p->nodes[i].stage].clock == clock);
        }
        const char *text = at < 0 ? "" : picture_clock_text(arena, p->item, clock, p->english);
        if (at < 0 || acts || !*text) continue;
        const char *name = clock_facts(clock)->code;
        int timer = add_node(p, NODE_TIMER, ACT_COUNT, p->nodes[at].stage, p->nodes[at].lane, arena_printf(arena, "timer_%s", name),
                             clock == CLOCK_PROMISE ? arena_printf(arena, p->english ? "promise: %s, statutory: %s" : "承诺%s（法定%s）", text, picture_clock_text(arena, p->item, CLOCK_STATUTORY, p->english)) : text, "");
        int alarm = add_node(p, NODE_END, ACT_COUNT, p->nodes[at].stage, p->nodes[at].lane, arena_printf(arena, "alarm_%s", name), p->english ? "overdue: supervision" : "逾期：监察督办", "");
        p->nodes[timer].host = at;
        p->nodes[alarm].host = timer;
        p->nodes[timer].warns = p->nodes[alarm].warns = true;
        p->flows[add_flow(p, timer, alarm)].warns = true;
    }
}

/* Where acts lead: to a stage, to an end of their own, or to one of several stages (what resumes goes back where it came from). */
static void join_acts(Arena *arena, Picture *p)
{
    int acts = p->node_count;
    for (int i = 0; i < acts; i++) {
        if (p->nodes[i].kind != NODE_ACT) continue;
        int targets[STAGE_COUNT], count = 0;
        for (int k = 0; k < p->law->move_count; k++) {
            const PictureMove *m = &p->law->moves[k];
            int known = 0;
            while (known < count && targets[known] != (int)m->to) known++;
            if (m->act == p->nodes[i].act && picture_leaves(p->law, m->from, m->act) && known == count) targets[count++] = (int)m->to;
        }
        const char *name = process_row(p->nodes[i].act)->name;
        int from = i;
        if (count > 1) {
            from = add_node(p, NODE_CHOICE, p->nodes[i].act, STAGE_NONE, p->nodes[i].lane, arena_printf(arena, "back_%s", name), "", "");
            add_flow(p, i, from);
        }
        for (int k = 0; k < count; k++) {
            Stage to = (Stage)targets[k];
            if (!picture_ends(p, to)) { add_flow(p, from, node_find(p, NODE_STAGE, -1, to)); continue; }
            int end = add_node(p, NODE_END, p->nodes[i].act, to, p->nodes[i].lane, arena_printf(arena, "end_%s_%s", name, stage_name(to)), p->english ? stage_en(to) : stage_zh(to), "");
            p->nodes[end].host = i;
            add_flow(p, from, end);
        }
    }
}

Picture *picture_of(Arena *arena, const Item *item, const Calendar *calendar, PictureWay way, bool english)
{
    Picture *p = ARENA_NEW(arena, Picture);
    PictureLaw *law = picture_law(arena, item, calendar);
    *p = (Picture){.item = item, .law = law, .english = english, .way = way};
    p->nodes = ARENA_ARRAY(arena, PictureNode, NODES);
    p->flows = ARENA_ARRAY(arena, PictureFlow, FLOWS);
    p->anytime = ARENA_ARRAY(arena, Act, ACT_COUNT);
    for (Act act = 0; act < ACT_COUNT; act++) {
        if (any_time(law, act)) p->anytime[p->anytime_count++] = act;
        p->anytime_on[act] = DAY_NONE;
    }
    add_lanes(arena, p);
    int start = add_node(p, NODE_START, ACT_COUNT, STAGE_NONE, lane_index(p, LANE_APPLICANT), "start", english ? "applies" : "提出申请", "");
    add_acts(arena, p);
    for (int s = 0; s < STAGE_COUNT; s++)
        if (s != STAGE_NONE && law->stages[s].reached && !picture_ends(p, (Stage)s)) add_stage(arena, p, (Stage)s);
    for (Act act = 0; act < ACT_COUNT; act++) if (picture_leaves(law, STAGE_NONE, act)) add_flow(p, start, node_find(p, NODE_ACT, act, -1));
    join_acts(arena, p);
    add_warnings(arena, p);
    picture_layout(arena, p);
    return p;
}

/* ---- a case in it ---- */

static void walk_node(Picture *p, int i, Day day)
{
    if (i < 0) return;
    p->nodes[i].walked = true;
    p->nodes[i].on = day;
}

static void walk_flow(Picture *p, int from, int to)
{
    for (int i = 0; i < p->flow_count; i++) if (p->flows[i].from == from && p->flows[i].to == to) p->flows[i].walked = true;
}

/* From the stage over choice or clock to the act, and on to where it led. */
static void walk_move(Picture *p, const PictureStep *step)
{
    int act = node_find(p, NODE_ACT, step->act, -1), stage = step->before == STAGE_NONE ? 0 : node_find(p, NODE_STAGE, -1, step->before);
    if (act < 0) return;
    for (int i = 0; i < p->flow_count; i++) {
        int from = p->flows[i].from;
        if (p->flows[i].to != act) continue;
        const PictureNode *n = &p->nodes[from];
        if (from != stage && !((n->kind == NODE_CHOICE || n->kind == NODE_TIMER) && n->stage == step->before)) continue;
        walk_node(p, from, step->day);
        p->flows[i].walked = true;
        walk_flow(p, stage, from);
    }
    walk_node(p, act, step->day);
    int way = act, back = node_find(p, NODE_CHOICE, step->act, STAGE_NONE);
    if (back >= 0) { walk_node(p, back, step->day); walk_flow(p, act, way = back); }
    int to = picture_ends(p, step->after) ? node_find(p, NODE_END, step->act, step->after) : node_find(p, NODE_STAGE, -1, step->after);
    walk_node(p, to, step->day);
    walk_flow(p, way, to);
}

void picture_mark(Picture *p, const PictureStep *steps, int count)
{
    Stage stage = STAGE_NONE;
    int end = -1;
    walk_node(p, 0, count ? steps[0].day : DAY_NONE);
    for (int i = 0; i < count; i++) {
        const PictureStep *step = &steps[i];
        p->anytime_walked[step->act] = true;
        p->anytime_on[step->act] = step->day;
        if (step->after != step->before) walk_move(p, step);
        stage = step->after;
        end = node_find(p, NODE_END, step->act, stage);
    }
    int now = picture_ends(p, stage) ? end : node_find(p, NODE_STAGE, -1, stage);
    if (now >= 0) p->nodes[now].now = true;
}
