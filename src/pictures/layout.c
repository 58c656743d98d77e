/* layout.c: places for a picture. Every node stands in a cell (row along the flow, lane across it); lines run in the gutters between lanes and the gaps
 * between rows, each on a track of its own, so no line ever passes through a node. The same picture always gets the same places.
 *
 * One way of reckoning serves both drawings: `main` runs with the flow and `cross` runs over the lanes; DOWN: main is y, ACROSS: main is x. */
#include "pictures/pictures_inside.h"
#include "base/text.h"
#include <string.h>

enum { MAX_NODES = 2 + ACT_COUNT * 4 + STAGE_COUNT * 4, MAX_LANES = LANE_HOLDER + 33, TRACK = 9 };

typedef struct Run { int low, high, key, track; } Run;             /* a piece of a line in a gutter or gap */
typedef struct Runs { Run *list; int count, tracks; } Runs;
typedef struct Layout {
    Arena *arena;
    Picture *p;
    int order[MAX_NODES], order_count, rows;
    bool seen[MAX_NODES];
    int *cell;                                                      /* [row * lanes + lane]: node + 1, -1 kept free for a line, 0 empty */
    Runs gutters[MAX_LANES + 1], *gaps;
    int row_at[MAX_NODES], row_size[MAX_NODES], lane_at[MAX_LANES], lane_size[MAX_LANES], gutter_at[MAX_LANES + 1], gap_at[MAX_NODES + 1];
    struct Route { int gutter, gutter_run, gap, gap_run, side; } *routes;      /* per flow; gutter -1: straight; side it leaves by: -1 low, 1 high, 0 with the flow */
} Layout;

static bool placed(const PictureNode *n) { return n->kind != NODE_TIMER && (n->kind != NODE_END || n->host < 0); }
static bool down(const Layout *l) { return l->p->way == PICTURE_DOWN; }

/* ---- text broken to fit ---- */

static int advance(uint32_t c, int size) { return c < 0x2E80 ? size * 11 / 20 : size; }

static int wrap(Arena *arena, const char *text, int width, int size, const char **lines, int count)
{
    Buf line = buf_new(arena);
    int used = 0;
    while (*text) {
        const char *at = text;
        uint32_t c = text_next(&text);
        if (c != ' ' && c < 0x2E80) while (*text && *text != ' ' && (unsigned char)*text < 0x80) text++;      /* a word stays whole */
        int need = 0;
        for (const char *w = at; w < text;) need += advance(text_next(&w), size);
        bool closing = c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF09 || c == 0xFF1B;               /* 、。，）； begin no line */
        if (used + need > width && used && !closing) {
            lines[count++] = line.text;
            line = buf_new(arena);
            used = 0;
            if (c == ' ') continue;
        }
        buf_add(&line, at, (size_t)(text - at));
        used += need;
    }
    if (line.length) lines[count++] = line.text;
    return count;
}

static void set_lines(Layout *l, PictureNode *n)
{
    Arena *a = l->arena;
    int width = (n->kind == NODE_STAGE ? STAGE_W : BOX_W) - 14;
    n->lines = ARENA_ARRAY(a, const char *, 48);
    n->line_count = n->name_lines = wrap(a, n->name, width, 14, n->lines, 0);
    if (*n->note) n->line_count = wrap(a, n->note, width, 12, n->lines, n->line_count);
    if (!n->side_count) return;
    Buf side = buf_new(a);
    buf_str(&side, l->p->english ? "may: " : "可：");
    for (int i = 0; i < n->side_count && i < 4; i++) buf_printf(&side, "%s%s", i ? l->p->english ? ", " : "、" : "", l->p->english ? process_row(n->side[i])->en : process_row(n->side[i])->zh);
    if (n->side_count > 4) buf_str(&side, l->p->english ? " …" : "等");
    n->line_count = wrap(a, side.text, width, 12, n->lines, n->line_count);
}

static void set_size(Layout *l, PictureNode *n)
{
    switch (n->kind) {
    case NODE_START: n->w = n->h = down(l) ? 2 * START_R : 36; return;
    case NODE_CHOICE: n->w = n->h = down(l) ? CHOICE : 50; return;
    case NODE_TIMER: n->w = n->h = down(l) ? 2 * TIMER_R : 36; return;
    case NODE_END: n->w = n->h = down(l) ? 2 * END_R : 36; return;
    default: break;
    }
    set_lines(l, n);
    if (down(l)) {
        n->w = n->kind == NODE_STAGE ? STAGE_W : BOX_W;
        n->h = 14 + n->name_lines * LINE + (n->line_count - n->name_lines) * NOTE_LINE;
        if (n->h < 40) n->h = 40;
        return;
    }
    int columns = (n->side_count + 3) / 4, rows = n->side_count < 4 ? n->side_count : 4;
    n->w = n->side_count ? columns * (SIDE_W + 10) + 14 : n->kind == NODE_STAGE ? 120 : 110;
    n->h = n->side_count ? 40 + rows * (SIDE_H + 8) : n->kind == NODE_STAGE ? 84 : 74;
    if (n->w < 124 && n->side_count) n->w = 124;
}

/* ---- order: every node after those that lead to it, but for ways back; side ways before the main one ---- */

static bool comes_back(const Picture *p, Stage from, Stage to)
{
    for (int i = 0; i < p->law->move_count; i++) if (p->law->moves[i].from == to && p->law->moves[i].to == from) return true;
    return false;
}

static int weight(const Picture *p, const PictureNode *n, Stage from)
{
    int best = 0;
    for (int i = 0; n->kind == NODE_ACT && i < p->law->move_count; i++) {
        const PictureMove *m = &p->law->moves[i];
        if (m->act != n->act || m->from != from || m->to == m->from) continue;
        int one = stage_concluded(m->to) ? 0 : comes_back(p, from, m->to) ? 1 : process_row(m->act)->by.kind == BY_CLOCK ? 2 : 3;
        if (one > best) best = one;
    }
    return n->kind == NODE_ACT ? best : n->kind == NODE_END ? 0 : 3;
}

static void visit(Layout *l, int at)
{
    const Picture *p = l->p;
    int next[MAX_NODES], count = 0;
    l->seen[at] = true;
    for (int i = 0; i < p->flow_count; i++) {
        const PictureNode *from = &p->nodes[p->flows[i].from];
        bool mine = p->flows[i].from == at || (from->kind == NODE_TIMER && from->host == at);
        if (mine && placed(&p->nodes[p->flows[i].to])) next[count++] = p->flows[i].to;
    }
    Stage stage = p->nodes[at].stage;
    for (int i = 0; i < count; i++) if (p->nodes[at].kind == NODE_STAGE && p->nodes[next[i]].kind == NODE_ACT && !l->seen[next[i]]) visit(l, next[i]);      /* its choice stands next to it */
    for (int w = 3; w >= 0; w--)
        for (int i = 0; i < count; i++) {
            int child = next[w == 3 ? i : count - 1 - i];
            if (!l->seen[child] && weight(p, &p->nodes[child], stage) == w) visit(l, child);
        }
    l->order[l->order_count++] = at;
}

/* ---- cells ---- */

static int lane_of(const Layout *l, int node) { return l->p->nodes[node].lane; }
static int *cell_at(const Layout *l, int row, int lane) { return &l->cell[row * l->p->lane_count + lane]; }

static bool free_between(const Layout *l, int row, int a, int b)
{
    for (int lane = (a < b ? a : b) + 1; lane < (a < b ? b : a); lane++) if (*cell_at(l, row, lane)) return false;
    return true;
}

static void place(Layout *l, int at)
{
    Picture *p = l->p;
    PictureNode *n = &p->nodes[at];
    int last = -1, row = -1, before = 0;
    for (int i = 0; i < p->flow_count; i++) {
        if (p->flows[i].to != at) continue;
        int from = p->flows[i].from;
        bool timer = p->nodes[from].kind == NODE_TIMER;
        if (timer) from = p->nodes[from].host;
        if (p->nodes[from].row < 0) continue;                       /* a way back */
        before++;
        if (p->nodes[from].row >= row) { row = p->nodes[from].row; last = timer ? -1 : from; }
    }
    int lane = n->lane;
    bool beside = before && last >= 0 && lane_of(l, last) != lane && !*cell_at(l, row, lane) && free_between(l, row, lane_of(l, last), lane) && p->nodes[last].kind != NODE_CHOICE;
    if (beside)
        for (int k = (lane < lane_of(l, last) ? lane : lane_of(l, last)) + 1; k < (lane < lane_of(l, last) ? lane_of(l, last) : lane); k++) *cell_at(l, row, k) = -1;
    else for (row++; *cell_at(l, row, lane); row++) {}
    n->row = row;
    *cell_at(l, row, lane) = at + 1;
    if (row + 1 > l->rows) l->rows = row + 1;
}

/* ---- ways of the lines ---- */

static bool empty_below(const Layout *l, int lane, int from, int to)
{
    for (int row = from + 1; row < to; row++) if (*cell_at(l, row, lane) > 0) return false;
    return true;
}

static int add_run(Layout *l, Runs *runs, int a, int b, int key)
{
    if (!runs->list) runs->list = ARENA_ARRAY(l->arena, Run, l->p->flow_count + 1);
    Run run = {a < b ? a : b, a < b ? b : a, key, 0};
    for (bool clash = true; clash;) {
        clash = false;
        for (int i = 0; i < runs->count && !clash; i++) {
            const Run *other = &runs->list[i];
            clash = other->track == run.track && other->key != run.key && other->low <= run.high && run.low <= other->high;
        }
        if (clash) run.track++;
    }
    if (run.track + 1 > runs->tracks) runs->tracks = run.track + 1;
    runs->list[runs->count] = run;
    return runs->count++;
}

static bool clear_between(const Layout *l, int row, int a, int b)
{
    for (int k = (a < b ? a : b) + 1; k < (a < b ? b : a); k++) if (*cell_at(l, row, k) > 0) return false;
    return true;
}

static const PictureNode *source(const Picture *p, const PictureFlow *f)
{
    const PictureNode *from = &p->nodes[f->from];
    return from->kind == NODE_TIMER ? &p->nodes[from->host] : from;
}

/* First where each line leaves: straight on, straight across, or by a side into the gutter there. */
static void leave(Layout *l, int flow)
{
    const Picture *p = l->p;
    const PictureFlow *f = &p->flows[flow];
    const PictureNode *to = &p->nodes[f->to], *from = source(p, f);
    struct Route *r = &l->routes[flow];
    bool timer = p->nodes[f->from].kind == NODE_TIMER;
    *r = (struct Route){-1, 0, -1, 0, 0};
    if (!placed(to)) return;
    if (!timer && from->lane == to->lane && to->row > from->row && empty_below(l, from->lane, from->row, to->row)) return;
    r->side = to->lane > from->lane ? 1 : to->lane < from->lane ? -1 : to->row > from->row ? -1 : 1;
    if (!timer && from->row == to->row && clear_between(l, from->row, from->lane, to->lane)) return;
    if (timer) r->side = -1;
    r->gutter = r->side < 0 ? from->lane : from->lane + 1;
}

static bool leaves_by(const Layout *l, int node, int side)
{
    for (int i = 0; i < l->p->flow_count; i++)
        if (l->p->flows[i].from == node && l->routes[i].side == side) return true;
    return false;
}

/* Then where it arrives: at the side when the gutter lies there and nothing leaves by it, else through the gap before the node. */
static void arrive(Layout *l, int flow)
{
    const Picture *p = l->p;
    const PictureFlow *f = &p->flows[flow];
    const PictureNode *to = &p->nodes[f->to], *from = source(p, f);
    struct Route *r = &l->routes[flow];
    if (r->gutter < 0) return;
    int side = r->gutter == to->lane ? -1 : r->gutter == to->lane + 1 ? 1 : 0;
    bool direct = side && !leaves_by(l, f->to, side);
    int key = p->nodes[f->from].kind == NODE_CHOICE ? f->from : MAX_NODES + f->to;
    r->gutter_run = add_run(l, &l->gutters[r->gutter], from->row * 2, direct ? to->row * 2 : to->row * 2 - 1, key);
    if (direct) return;
    r->gap = to->row;
    r->gap_run = add_run(l, &l->gaps[r->gap], r->gutter * 2, to->lane * 2 + 1, MAX_NODES + f->to);
}

/* ---- measures ---- */

static int main_size(const Layout *l, const PictureNode *n) { return down(l) ? n->h : n->w; }
static int cross_size(const Layout *l, const PictureNode *n) { return down(l) ? n->w : n->h; }

/* What stands beside a node within its cell: the ends of an act, and in BPMN the alarm below a stage. */
static void beside(const Layout *l, int at, int *along, int *over)
{
    *along = *over = 0;
    for (int i = 0; i < l->p->node_count; i++) {
        const PictureNode *n = &l->p->nodes[i];
        if (n->kind != NODE_END || n->host < 0) continue;
        if (n->host == at) { if (down(l)) *over = 40; else *along = 80; }
        if (!down(l) && l->p->nodes[n->host].host == at) *over = 84;
    }
}

static void measure(Layout *l)
{
    Picture *p = l->p;
    int more[MAX_NODES] = {0}, wide[MAX_LANES] = {0}, along, over;
    for (int i = 0; i < p->node_count; i++) {
        const PictureNode *n = &p->nodes[i];
        if (!placed(n) || n->row < 0) continue;
        if (main_size(l, n) > l->row_size[n->row]) l->row_size[n->row] = main_size(l, n);
        if (cross_size(l, n) > l->lane_size[n->lane]) l->lane_size[n->lane] = cross_size(l, n);
        beside(l, i, &along, &over);
        int half = main_size(l, n) / 2 + along, side = cross_size(l, n) / 2 + over;
        if (half > more[n->row]) more[n->row] = half;
        if (side > wide[n->lane]) wide[n->lane] = side;
    }
    int gap = down(l) ? 18 : 34, gutter = down(l) ? 18 : 24, at = p->head;
    for (int r = 0; r <= l->rows; r++) {
        l->gap_at[r] = at;
        at += gap + TRACK * l->gaps[r].tracks;
        if (r == l->rows) break;
        l->row_at[r] = at + l->row_size[r] / 2;                     /* the middle */
        at = l->row_at[r] + (more[r] > l->row_size[r] / 2 ? more[r] : l->row_size[r] / 2);
    }
    *(down(l) ? &p->height : &p->width) = at;
    at = down(l) ? 0 : 0;
    for (int c = 0; c <= p->lane_count; c++) {
        l->gutter_at[c] = at;
        at += gutter + TRACK * l->gutters[c].tracks;
        if (c == p->lane_count) break;
        p->lanes[c].at = c ? at - 6 : 0;
        l->lane_at[c] = at + l->lane_size[c] / 2;
        at = l->lane_at[c] + (wide[c] > l->lane_size[c] / 2 ? wide[c] : l->lane_size[c] / 2);
    }
    *(down(l) ? &p->width : &p->height) = at;
    for (int c = 0; c < p->lane_count; c++) p->lanes[c].size = (c + 1 < p->lane_count ? p->lanes[c + 1].at : at) - p->lanes[c].at;
}

typedef struct Spot { int main, cross; } Spot;
static Spot middle(const Layout *l, const PictureNode *n) { return (Spot){down(l) ? n->y + n->h / 2 : n->x + n->w / 2, down(l) ? n->x + n->w / 2 : n->y + n->h / 2}; }

static void put(const Layout *l, PictureNode *n, Spot centre)
{
    n->x = (down(l) ? centre.cross : centre.main) - n->w / 2;
    n->y = (down(l) ? centre.main : centre.cross) - n->h / 2;
}

static void put_all(Layout *l)
{
    Picture *p = l->p;
    for (int i = 0; i < p->node_count; i++) {
        PictureNode *n = &p->nodes[i];
        if (placed(n) && n->row >= 0) put(l, n, (Spot){l->row_at[n->row], l->lane_at[n->lane]});
    }
    for (int pass = 0; pass < 2; pass++)                            /* timers first: alarms stand by them */
        for (int i = 0; i < p->node_count; i++) {
            PictureNode *n = &p->nodes[i], *host = n->host >= 0 ? &p->nodes[n->host] : NULL;
            if (!host || (n->kind == NODE_END) != (pass == 1)) continue;
            Spot at = middle(l, host);
            if (n->kind == NODE_TIMER) {
                bool warns = n->warns;
                put(l, n, (Spot){at.main + main_size(l, host) / 2 - (warns ? 30 : 0), at.cross + (warns ? 1 : -1) * cross_size(l, host) / 2});
            } else if (host->kind == NODE_TIMER) put(l, n, (Spot){at.main, at.cross + 62});
            else { n->x = host->x + host->w + (down(l) ? 16 : 40); n->y = host->y + (host->h - n->h) / 2; }
        }
}

static void draw(Layout *l, int flow)
{
    Picture *p = l->p;
    PictureFlow *f = &p->flows[flow];
    const PictureNode *from = &p->nodes[f->from], *to = &p->nodes[f->to];
    const struct Route *r = &l->routes[flow];
    Spot a = middle(l, from), b = middle(l, to), path[8];
    int n = 0, ha = main_size(l, from) / 2, hb = main_size(l, to) / 2, ca = cross_size(l, from) / 2, cb = cross_size(l, to) / 2;
    bool same = down(l) ? from->y + from->h / 2 == to->y + to->h / 2 : from->x + from->w / 2 == to->x + to->w / 2;
    if (to->kind == NODE_END && to->host >= 0 && !f->warns) {                        /* beside its act, to the right */
        f->points[0] = (PicturePoint){from->x + from->w, from->y + from->h / 2};
        f->points[1] = (PicturePoint){to->x, to->y + to->h / 2};
        f->point_count = 2;
        return;
    }
    if (r->gutter < 0 && same) {
        int sign = b.cross > a.cross ? 1 : -1;
        path[n++] = (Spot){a.main, a.cross + sign * ca};
        path[n++] = (Spot){b.main, b.cross - sign * cb};
    } else if (r->gutter < 0) {
        path[n++] = (Spot){a.main + ha, a.cross};
        path[n++] = (Spot){b.main - hb, b.cross};
    } else {
        int lane = from->kind == NODE_TIMER ? p->nodes[from->host].lane : from->lane;
        int track = l->gutter_at[r->gutter] + 8 + TRACK * l->gutters[r->gutter].list[r->gutter_run].track;
        /* what faces it across the gutter in the same row must not lie on the same line: arrivals a little after the middle, low ways out a little before */
        bool box_a = from->kind == NODE_ACT || from->kind == NODE_STAGE, box_b = to->kind == NODE_ACT || to->kind == NODE_STAGE;
        int out = a.main - (box_a && r->side < 0 ? 7 : 0), in = b.main + (box_b ? 7 : 0);
        path[n++] = (Spot){out, a.cross + (r->gutter == lane ? -ca : ca)};
        path[n++] = (Spot){out, track};
        if (r->gap < 0) {
            path[n++] = (Spot){in, track};
            path[n++] = (Spot){in, b.cross + (r->gutter == to->lane ? -cb : cb)};
        } else {
            int gap = l->gap_at[r->gap] + 8 + TRACK * l->gaps[r->gap].list[r->gap_run].track;
            path[n++] = (Spot){gap, track};
            path[n++] = (Spot){gap, b.cross};
            path[n++] = (Spot){b.main - hb, b.cross};
        }
    }
    for (int i = 0; i < n; i++) f->points[i] = down(l) ? (PicturePoint){path[i].cross, path[i].main} : (PicturePoint){path[i].main, path[i].cross};
    f->point_count = n;
}

void picture_layout(Arena *arena, Picture *p)
{
    Layout *l = ARENA_NEW(arena, Layout);
    l->arena = arena;
    l->p = p;
    p->head = p->way == PICTURE_DOWN ? 36 : 2 * POOL_HEAD;
    for (int i = 0; i < p->node_count; i++) {
        p->nodes[i].row = -1;
        set_size(l, &p->nodes[i]);
    }
    l->cell = ARENA_ARRAY(arena, int, (MAX_NODES + 1) * p->lane_count);
    l->gaps = ARENA_ARRAY(arena, Runs, MAX_NODES + 1);
    l->routes = ARENA_ARRAY(arena, struct Route, p->flow_count + 1);
    visit(l, 0);
    for (int i = l->order_count - 1; i >= 0; i--) place(l, l->order[i]);
    for (int i = 0; i < p->flow_count; i++) leave(l, i);
    for (int i = 0; i < p->flow_count; i++) arrive(l, i);
    measure(l);
    put_all(l);
    for (int i = 0; i < p->flow_count; i++) draw(l, i);
}
