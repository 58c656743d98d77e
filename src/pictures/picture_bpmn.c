/* picture_bpmn.c: a picture as BPMN 2.0 XML with its diagram (BPMNDI), in the order of the OMG's schema. */
#include "pictures/pictures_inside.h"
#include "documents/documents.h"
#include <string.h>

static const char *short_id(const PictureNode *n) { return n->id; }
static bool by_clock(Act act) { return process_row(act)->by.kind == BY_CLOCK; }

/* ---- words ---- */

static void documentation(Buf *out, const char *text)
{
    if (!*text) return;
    buf_str(out, "<documentation>");
    buf_html(out, text);
    buf_str(out, "</documentation>");
}

static const char *act_words(Arena *arena, const Picture *p, Act act)
{
    const ProcessRow *row = process_row(act);
    Buf out = buf_new(arena);
    buf_printf(&out, "%s\n%s：%s", row->article_zh, "办理人", row->who_zh);
    for (int i = 0; i < 4 && row->documents[i]; i++) {
        const DocumentKind *kind = document_kind(row->documents[i]);
        buf_printf(&out, "\n文书：%s %s", row->documents[i], kind ? kind->zh : "");
    }
    buf_printf(&out, "\n期限：%s（规则 %s）", row->clocks, row->rule);
    (void)p;
    return out.text;
}

static const char *on_words(Arena *arena, const PictureNode *n, const char *text)
{
    if (!n->walked && !n->now) return text;
    return arena_printf(arena, "%s%s%s%s", text, *text ? "\n" : "", n->now ? "本办件现在此处 " : "本办件已经过 ", day_text(arena, n->on));
}

static void flow_refs(Buf *out, const Picture *p, int node)
{
    for (int i = 0; i < p->flow_count; i++) if (p->flows[i].to == node) buf_printf(out, "<incoming>flow_%d</incoming>", i);
    for (int i = 0; i < p->flow_count; i++) if (p->flows[i].from == node) buf_printf(out, "<outgoing>flow_%d</outgoing>", i);
}

/* ---- the process ---- */

static void open_tag(Buf *out, const char *tag, const PictureNode *n, const char *more)
{
    buf_printf(out, "<%s id=\"%s\"", tag, short_id(n));
    if (*n->name) { buf_str(out, " name=\""); buf_html(out, n->name); buf_char(out, '"'); }
    buf_printf(out, "%s>", more);
}

static const char *task_tag(Act act) { return by_clock(act) ? "serviceTask" : "userTask"; }

static void side_task(Arena *arena, Buf *out, const Picture *p, const PictureNode *n, Act act)
{
    const ProcessRow *row = process_row(act);
    buf_printf(out, "<%s id=\"side_%s_%s\" name=\"", task_tag(act), stage_name(n->stage), row->name);
    buf_html(out, p->english ? row->en : row->zh);
    buf_str(out, "\">");
    documentation(out, act_words(arena, p, act));
    buf_printf(out, "</%s>\n", task_tag(act));
}

static const char *stage_words(Arena *arena, const Picture *p, const PictureNode *n)
{
    const char *holder = p->lanes[n->lane].name;
    return arena_printf(arena, "由%s办理%s%s", holder, *n->note ? "；" : "", n->note);
}

static void node_xml(Arena *arena, Buf *out, const Picture *p, int i)
{
    const PictureNode *n = &p->nodes[i];
    const char *tag = "", *words = "", *more = "";
    switch (n->kind) {
    case NODE_START: tag = "startEvent"; words = "申请人提出申请，免费取得格式文本（《行政许可法》第二十九条）"; break;
    case NODE_ACT: tag = task_tag(n->act); words = act_words(arena, p, n->act); break;
    case NODE_STAGE: tag = n->side_count ? "adHocSubProcess" : "userTask"; words = stage_words(arena, p, n); break;
    case NODE_CHOICE: tag = "exclusiveGateway"; more = " gatewayDirection=\"Diverging\""; break;
    case NODE_TIMER:
        tag = "boundaryEvent";
        more = arena_printf(arena, " attachedToRef=\"%s\" cancelActivity=\"%s\"", p->nodes[n->host].id, n->warns ? "false" : "true");
        words = n->warns ? "到期未办，电子监察发出告警" : act_words(arena, p, n->act);
        break;
    case NODE_END: tag = "endEvent"; break;
    }
    open_tag(out, tag, n, more);
    documentation(out, on_words(arena, n, words));
    flow_refs(out, p, i);
    if (n->kind == NODE_START) buf_str(out, "<messageEventDefinition id=\"start_message\"/>");
    if (n->kind == NODE_TIMER) buf_printf(out, "<timerEventDefinition id=\"%s_definition\"/>", n->id);
    for (int k = 0; k < n->side_count; k++) side_task(arena, out, p, n, n->side[k]);
    buf_printf(out, "</%s>\n", tag);
}

/* What may happen at any time: an event sub-process of its own; it breaks off the rest when it ends the case. */
static const char *anytime_words(Arena *arena, const Picture *p, Act act, bool *ends)
{
    Buf out = buf_new(arena);
    buf_printf(&out, "%s\n可在下列阶段作出：", act_words(arena, p, act));
    int count = 0;
    *ends = false;
    for (int i = 0; i < p->law->move_count; i++) {
        const PictureMove *m = &p->law->moves[i];
        if (m->act != act) continue;
        buf_printf(&out, "%s%s", count++ ? "、" : "", stage_zh(m->from));
        *ends = *ends || stage_concluded(m->to);
    }
    if (p->anytime_walked[act]) buf_printf(&out, "\n本办件已经过 %s", day_text(arena, p->anytime_on[act]));
    return out.text;
}

static void anytime_xml(Arena *arena, Buf *out, const Picture *p, Act act)
{
    const ProcessRow *row = process_row(act);
    bool ends;
    const char *words = anytime_words(arena, p, act, &ends), *id = row->name, *name = p->english ? row->en : row->zh;
    buf_printf(out, "<subProcess id=\"any_%s\" name=\"", id);
    buf_html(out, name);
    buf_str(out, "\" triggeredByEvent=\"true\">");
    documentation(out, words);
    buf_printf(out, "<startEvent id=\"any_%s_start\" isInterrupting=\"%s\"><outgoing>any_%s_in</outgoing><messageEventDefinition id=\"any_%s_message\"/></startEvent>", id, ends ? "true" : "false", id, id);
    buf_printf(out, "<%s id=\"act_%s\" name=\"", task_tag(act), id);
    buf_html(out, name);
    buf_printf(out, "\"><incoming>any_%s_in</incoming><outgoing>any_%s_out</outgoing></%s>", id, id, task_tag(act));
    buf_printf(out, "<endEvent id=\"any_%s_end\"><incoming>any_%s_out</incoming>%s</endEvent>", id, id, ends ? arena_printf(arena, "<terminateEventDefinition id=\"any_%s_terminate\"/>", id) : "");
    buf_printf(out, "<sequenceFlow id=\"any_%s_in\" sourceRef=\"any_%s_start\" targetRef=\"act_%s\"/><sequenceFlow id=\"any_%s_out\" sourceRef=\"act_%s\" targetRef=\"any_%s_end\"/></subProcess>\n", id, id, id, id, id, id);
}

static void lanes_xml(Buf *out, const Picture *p)
{
    buf_str(out, "<laneSet id=\"lanes\">");
    for (int i = 0; i < p->lane_count; i++) {
        buf_printf(out, "<lane id=\"%s\" name=\"", p->lanes[i].id);
        buf_html(out, p->lanes[i].name);
        buf_str(out, "\">");
        for (int k = 0; k < p->node_count; k++) if (p->nodes[k].lane == i) buf_printf(out, "<flowNodeRef>%s</flowNodeRef>", p->nodes[k].id);
        buf_str(out, "</lane>\n");
    }
    if (p->anytime_count) {
        buf_printf(out, "<lane id=\"lane_any\" name=\"%s\">", p->english ? "At any time" : "随时可为");
        for (int i = 0; i < p->anytime_count; i++) buf_printf(out, "<flowNodeRef>any_%s</flowNodeRef>", process_row(p->anytime[i])->name);
        buf_str(out, "</lane>");
    }
    buf_str(out, "</laneSet>\n");
}

/* ---- the diagram ---- */

static void bounds(Buf *out, int x, int y, int w, int h) { buf_printf(out, "<dc:Bounds x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", x, y, w, h); }

static void shape(Buf *out, const char *id, const char *more, int x, int y, int w, int h)
{
    buf_printf(out, "<bpmndi:BPMNShape id=\"shape_%s\" bpmnElement=\"%s\"%s>", id, id, more);
    bounds(out, x, y, w, h);
}

static void node_shape(Arena *arena, Buf *out, const Picture *p, const PictureNode *n)
{
    const char *colour = n->now ? " color:background-color=\"#fdf2dc\" color:border-color=\"#b5341f\"" : n->walked ? " color:background-color=\"#e4eff3\" color:border-color=\"#0b4f6c\"" : "";
    const char *more = n->side_count ? " isExpanded=\"true\"" : n->kind == NODE_CHOICE ? " isMarkerVisible=\"true\"" : "";
    shape(out, n->id, arena_printf(arena, "%s%s", more, colour), n->x, n->y, n->w, n->h);
    if (*n->name && (n->kind == NODE_START || n->kind == NODE_END || n->kind == NODE_TIMER)) {
        buf_str(out, "<bpmndi:BPMNLabel>");
        if (n->kind == NODE_TIMER) bounds(out, n->x + 38, n->y + (n->warns ? 20 : 12), 90, 28);
        else bounds(out, n->x - 24, n->kind == NODE_START ? n->y - 20 : n->y + 40, 84, n->kind == NODE_START ? 16 : 28);
        buf_str(out, "</bpmndi:BPMNLabel>");
    }
    buf_str(out, "</bpmndi:BPMNShape>\n");
    for (int k = 0; k < n->side_count; k++) {
        shape(out, arena_printf(arena, "side_%s_%s", stage_name(n->stage), process_row(n->side[k])->name), "", n->x + 12 + k / 4 * (SIDE_W + 10), n->y + 32 + k % 4 * (SIDE_H + 8), SIDE_W, SIDE_H);
        buf_str(out, "</bpmndi:BPMNShape>\n");
    }
    (void)p;
}

static void edge(Buf *out, const char *id, const PicturePoint *points, int count)
{
    buf_printf(out, "<bpmndi:BPMNEdge id=\"edge_%s\" bpmnElement=\"%s\">", id, id);
    for (int i = 0; i < count; i++) buf_printf(out, "<di:waypoint x=\"%d\" y=\"%d\"/>", points[i].x, points[i].y);
    buf_str(out, "</bpmndi:BPMNEdge>\n");
}

static void anytime_shape(Arena *arena, Buf *out, Act act, int x, int y)
{
    const char *id = process_row(act)->name;
    int mid = y + 56;
    shape(out, arena_printf(arena, "any_%s", id), " isExpanded=\"true\"", x, y, ANY_W, ANY_H + 12);
    buf_str(out, "</bpmndi:BPMNShape>\n");
    shape(out, arena_printf(arena, "any_%s_start", id), "", x + 16, mid - 18, 36, 36);
    buf_str(out, "</bpmndi:BPMNShape>\n");
    shape(out, arena_printf(arena, "act_%s", id), "", x + 80, mid - 30, 100, 60);
    buf_str(out, "</bpmndi:BPMNShape>\n");
    shape(out, arena_printf(arena, "any_%s_end", id), "", x + 208, mid - 18, 36, 36);
    buf_str(out, "</bpmndi:BPMNShape>\n");
    edge(out, arena_printf(arena, "any_%s_in", id), (PicturePoint[]){{x + 52, mid}, {x + 80, mid}}, 2);
    edge(out, arena_printf(arena, "any_%s_out", id), (PicturePoint[]){{x + 180, mid}, {x + 208, mid}}, 2);
}

static void diagram(Arena *arena, Buf *out, const Picture *p)
{
    int per_row = (p->width - 2 * POOL_HEAD) / (ANY_W + 24), rows = 0, width = p->width + 20;
    if (per_row < 1) per_row = 1;
    if (p->anytime_count) rows = (p->anytime_count + per_row - 1) / per_row;
    int foot = rows ? rows * (ANY_H + 12 + 20) + 20 : 0;
    buf_str(out, "<bpmndi:BPMNDiagram id=\"diagram\"><bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n");
    shape(out, "pool", " isHorizontal=\"true\"", 0, 0, width, p->height + foot);
    buf_str(out, "</bpmndi:BPMNShape>\n");
    for (int i = 0; i < p->lane_count; i++) {
        shape(out, p->lanes[i].id, " isHorizontal=\"true\"", POOL_HEAD - 4, p->lanes[i].at, width - POOL_HEAD + 4, p->lanes[i].size);
        buf_str(out, "</bpmndi:BPMNShape>\n");
    }
    if (rows) {
        shape(out, "lane_any", " isHorizontal=\"true\"", POOL_HEAD - 4, p->height, width - POOL_HEAD + 4, foot);
        buf_str(out, "</bpmndi:BPMNShape>\n");
    }
    for (int i = 0; i < p->node_count; i++) node_shape(arena, out, p, &p->nodes[i]);
    for (int i = 0; i < p->flow_count; i++) edge(out, arena_printf(arena, "flow_%d", i), p->flows[i].points, p->flows[i].point_count);
    for (int i = 0; i < p->anytime_count; i++) anytime_shape(arena, out, p->anytime[i], 2 * POOL_HEAD + 14 + i % per_row * (ANY_W + 24), p->height + 20 + i / per_row * (ANY_H + 32));
    buf_str(out, "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n");
}

char *picture_bpmn(Arena *arena, const Picture *p, const char *title)
{
    Buf out = buf_sized(arena, 60000);
    buf_str(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\""
                  " xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" xmlns:color=\"http://www.omg.org/spec/BPMN/non-normative/color/1.0\"");
    buf_printf(&out, " id=\"definitions_%s\" targetNamespace=\"urn:yichuang:item:%s\" exporter=\"yichuang\">\n", p->item->code, p->item->code);
    buf_str(&out, "<collaboration id=\"collaboration\"><participant id=\"pool\" name=\"");
    buf_html(&out, title);
    buf_str(&out, "\" processRef=\"process\"/></collaboration>\n<process id=\"process\" name=\"");
    buf_html(&out, title);
    buf_str(&out, "\" isExecutable=\"false\">");
    documentation(&out, arena_printf(arena, "%s %s 第%d版 %s；法定%s，承诺%s", p->item->code, p->item->name, p->item->version, p->item->mode,
                                     limit_text_zh(arena, p->item->statutory_limit, p->item->statutory_unit), limit_text_zh(arena, p->item->promised_limit, p->item->promised_unit)));
    buf_char(&out, '\n');
    lanes_xml(&out, p);
    for (int i = 0; i < p->node_count; i++) node_xml(arena, &out, p, i);
    for (int i = 0; i < p->anytime_count; i++) anytime_xml(arena, &out, p, p->anytime[i]);
    for (int i = 0; i < p->flow_count; i++) buf_printf(&out, "<sequenceFlow id=\"flow_%d\" sourceRef=\"%s\" targetRef=\"%s\"/>\n", i, p->nodes[p->flows[i].from].id, p->nodes[p->flows[i].to].id);
    buf_str(&out, "</process>\n");
    diagram(arena, &out, p);
    buf_str(&out, "</definitions>\n");
    return out.text;
}
