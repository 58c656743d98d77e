/* picture_value.c: a picture as the template wants it: an SVG in numbers, and the same as a list for readers who do not see it and for narrow screens. */
#include "pictures/pictures_inside.h"
#include "documents/documents.h"
#include <string.h>

/* ---- the drawing ---- */

static void lanes(Arena *a, Value *out, const Picture *p)
{
    Value *list = value_set_list(a, out, "lanes");
    for (int i = 0; i < p->lane_count; i++) {
        Value *lane = value_push_object(a, list);
        value_set_str(a, lane, "name", p->lanes[i].name);
        value_set_int(a, lane, "x", p->lanes[i].at);
        value_set_int(a, lane, "width", p->lanes[i].size);
        value_set_int(a, lane, "middle", p->lanes[i].at + p->lanes[i].size / 2);
        value_set_bool(a, lane, "odd", i % 2);
    }
}

static void lines(Arena *a, Value *out, const PictureNode *n)
{
    Value *list = value_set_list(a, out, "lines");
    int height = n->name_lines * LINE + (n->line_count - n->name_lines) * NOTE_LINE, y = n->y + (n->h - height) / 2;
    for (int i = 0; i < n->line_count; i++) {
        Value *line = value_push_object(a, list);
        bool name = i < n->name_lines;
        value_set_str(a, line, "text", n->lines[i]);
        value_set_int(a, line, "y", y + (name ? 13 : 11));
        value_set_bool(a, line, "note", !name);
        y += name ? LINE : NOTE_LINE;
    }
}

static void nodes(Arena *a, Value *out, const Picture *p)
{
    static const char *const kinds[] = {[NODE_START] = "start", [NODE_ACT] = "act", [NODE_STAGE] = "stage", [NODE_CHOICE] = "choice", [NODE_TIMER] = "timer", [NODE_END] = "end"};
    Value *list = value_set_list(a, out, "nodes");
    for (int i = 0; i < p->node_count; i++) {
        const PictureNode *n = &p->nodes[i];
        bool box = n->kind == NODE_ACT || n->kind == NODE_STAGE;
        if (n->warns || (!box && n->w == 0)) continue;
        int cx = n->x + n->w / 2, cy = n->y + n->h / 2, r = n->w / 2;
        Value *node = value_push_object(a, list);
        value_set_str(a, node, "kind", kinds[n->kind]);
        value_set_str(a, node, "title", n->name);
        value_set_bool(a, node, "box", box);
        value_set_bool(a, node, "stage", n->kind == NODE_STAGE);
        value_set_bool(a, node, "round", n->kind == NODE_START || n->kind == NODE_END || n->kind == NODE_TIMER);
        value_set_bool(a, node, "timer", n->kind == NODE_TIMER);
        value_set_bool(a, node, "end", n->kind == NODE_END);
        value_set_str(a, node, "diamond", n->kind == NODE_CHOICE ? arena_printf(a, "%d,%d %d,%d %d,%d %d,%d", cx, n->y, n->x + n->w, cy, cx, n->y + n->h, n->x, cy) : NULL);
        value_set_str(a, node, "hands", n->kind == NODE_TIMER ? arena_printf(a, "M%d %dV%dH%d", cx, cy - 6, cy, cx + 5) : NULL);
        const int numbers[] = {n->x, n->y, n->w, n->h, cx, cy, r, r - 4};
        static const char *const names[] = {"x", "y", "w", "h", "cx", "cy", "r", "inner"};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) value_set_int(a, node, names[k], numbers[k]);
        value_set_str(a, node, "label", n->kind == NODE_START ? n->name : NULL);
        value_set_int(a, node, "below", n->y + n->h + 14);
        value_set_bool(a, node, "walked", n->walked);
        value_set_bool(a, node, "now", n->now);
        lines(a, node, n);
    }
}

static void flows(Arena *a, Value *out, const Picture *p)
{
    Value *list = value_set_list(a, out, "flows");
    for (int walked = 0; walked < 2; walked++)                      /* what was walked lies on top */
        for (int i = 0; i < p->flow_count; i++) {
            const PictureFlow *f = &p->flows[i];
            if (f->warns || f->walked != walked) continue;
            Buf d = buf_new(a);
            for (int k = 0; k < f->point_count; k++) buf_printf(&d, "%c%d %d", k ? 'L' : 'M', f->points[k].x, f->points[k].y);
            Value *flow = value_push_object(a, list);
            value_set_str(a, flow, "d", d.text);
            value_set_bool(a, flow, "walked", f->walked);
        }
}

/* ---- the list ---- */

static const char *documents(Arena *a, const Picture *p, const ProcessRow *row)
{
    Buf out = buf_new(a);
    for (int i = 0; i < 4 && row->documents[i]; i++) {
        const DocumentKind *kind = document_kind(row->documents[i]);
        buf_printf(&out, "%s%s", i ? p->english ? ", " : "、" : "", !kind ? row->documents[i] : p->english ? kind->en : kind->zh);
    }
    return out.length ? out.text : NULL;
}

static void way(Arena *a, Value *list, const Picture *p, const PictureMove *m)
{
    const ProcessRow *row = process_row(m->act);
    bool stays = m->to == m->from;
    const char *to = p->english ? stage_en(m->to) : stage_zh(m->to);
    for (const Value *had = list->first; had; had = had->next)
        if (!strcmp(value_str_or(had, "act", ""), row->name)) {    /* the same act leads to several stages */
            value_set_str(a, (Value *)had, "to", arena_printf(a, "%s / %s", value_str_or(had, "to", ""), to));
            return;
        }
    Value *one = value_push_object(a, list);
    value_set_str(a, one, "act", row->name);
    value_set_str(a, one, "name", p->english ? row->en : row->zh);
    value_set_str(a, one, "who", row->by.kind == BY_CLOCK ? NULL : picture_lane_name(a, p->item, m->lane, p->english));
    value_set_bool(a, one, "clock", row->by.kind == BY_CLOCK);
    value_set_str(a, one, "to", stays && !picture_leaves(p->law, m->from, m->act) ? NULL : to);
    value_set_str(a, one, "documents", documents(a, p, row));
    value_set_str(a, one, "article", p->english ? row->article_en : row->article_zh);
    value_set_bool(a, one, "ends", stage_concluded(m->to));
    bool walked = false;
    Day on = DAY_NONE;
    for (int i = 0; i < p->node_count; i++) {
        const PictureNode *n = &p->nodes[i];
        if (n->kind == NODE_ACT && n->act == m->act && n->walked) { walked = true; on = n->on; }
    }
    value_set_str(a, one, "on", walked ? day_text(a, on) : NULL);
}

static void stage(Arena *a, Value *list, const Picture *p, const PictureNode *n)
{
    Value *out = value_push_object(a, list);
    value_set_str(a, out, "name", n->name);
    value_set_str(a, out, "holder", p->lanes[n->lane].name);
    value_set_str(a, out, "limit", *n->note ? n->note : NULL);
    value_set_bool(a, out, "now", n->now);
    value_set_bool(a, out, "walked", n->walked);
    value_set_str(a, out, "on", n->walked ? day_text(a, n->on) : NULL);
    Value *ways = value_set_list(a, out, "ways"), *side = value_set_list(a, out, "side");
    for (int i = 0; i < p->law->move_count; i++) {
        const PictureMove *m = &p->law->moves[i];
        if (m->from == n->stage && !picture_anytime(p, m->act)) way(a, picture_leaves(p->law, m->from, m->act) ? ways : side, p, m);
    }
}

static void stages(Arena *a, Value *out, const Picture *p)
{
    Value *list = value_set_list(a, out, "stages");
    int rows = 0;
    for (int i = 0; i < p->node_count; i++) if (p->nodes[i].row > rows) rows = p->nodes[i].row;
    for (int row = 0; row <= rows; row++)
        for (int i = 0; i < p->node_count; i++) if (p->nodes[i].kind == NODE_STAGE && p->nodes[i].row == row) stage(a, list, p, &p->nodes[i]);
}

static void anytime(Arena *a, Value *out, const Picture *p)
{
    Value *list = value_set_list(a, out, "anytime");
    for (int i = 0; i < p->anytime_count; i++) {
        const ProcessRow *row = process_row(p->anytime[i]);
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "act", row->name);
        value_set_str(a, one, "name", p->english ? row->en : row->zh);
        value_set_str(a, one, "who", p->english ? row->who_en : row->who_zh);
        value_set_str(a, one, "on", p->anytime_walked[row->act] ? day_text(a, p->anytime_on[row->act]) : NULL);
    }
}

Value *picture_value(Arena *a, const Picture *p)
{
    Value *out = value_object(a);
    value_set_int(a, out, "width", p->width);
    value_set_int(a, out, "height", p->height);
    value_set_int(a, out, "head", p->head);
    value_set_str(a, out, "view_box", arena_printf(a, "0 0 %d %d", p->width, p->height));
    lanes(a, out, p);
    nodes(a, out, p);
    flows(a, out, p);
    stages(a, out, p);
    anytime(a, out, p);
    return out;
}
