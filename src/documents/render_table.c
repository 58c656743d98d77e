/* render_table.c: bordered tables whose rows, and even single cells, run over page ends. */
#include "documents/render.h"
#include "documents/sheet.h"
#include <math.h>
#include <string.h>

enum { COLUMNS_MAX = 10 };
typedef struct {
    PangoLayout *zh, *en;          /* en beneath, smaller */
    Style style, small;
    double x, width;
    int done, lines, en_lines;     /* lines drawn of zh then en */
    bool fill;
} Cell;
typedef struct { double x[COLUMNS_MAX + 1]; int columns; double pad_x, pad_y; bool bare, small; } Grid;

static Grid grid_of(Painter *p, const Value *block) {
    Grid g = {.pad_x = 4.5 * p->scale, .pad_y = 3 * p->scale, .bare = value_bool(block, "bare"), .small = value_bool(block, "small")};
    if (g.bare) g.pad_y *= 2;
    const Value *widths = value_get(block, "widths");
    int64_t sum = 0;
    for (const Value *w = widths ? widths->first : NULL; w && g.columns < COLUMNS_MAX; w = w->next) {
        sum += w->integer > 0 && w->integer < 1000 ? w->integer : 1;
        g.columns++;
    }
    if (!g.columns) { g.columns = 1; sum = 1; }
    double at = p->left;
    int i = 0;
    for (const Value *w = widths ? widths->first : NULL; i < g.columns; w = w ? w->next : NULL, i++) {
        g.x[i] = at;
        at += (p->right - p->left) * (double)(w && w->integer > 0 && w->integer < 1000 ? w->integer : 1) / (double)sum;
    }
    g.x[g.columns] = p->right;
    return g;
}

static const Value *cell_value(const Value *cell, const char **text) {
    *text = cell->kind == VALUE_STRING ? cell->string : value_str_or(cell, "text", "");
    return cell->kind == VALUE_OBJECT ? cell : NULL;
}

static int row_cells(Painter *p, const Grid *g, const Value *row, bool head, Cell out[COLUMNS_MAX]) {
    int n = 0, column = 0;
    for (const Value *c = row->first; c && column < g->columns; c = c->next) {
        Cell *cell = &out[n++];
        memset(cell, 0, sizeof *cell);
        const char *text;
        const Value *more = cell_value(c, &text);
        const char *align = value_str_or(more, "align", head ? "center" : "left"), *en = value_str(more, "en");
        int64_t span = value_int(more, "span", 1);
        if (span < 1) span = 1;
        if (span > g->columns - column || !c->next) span = g->columns - column;
        double size = p->size * (g->small ? 0.82 : 0.9);
        cell->style = (Style){head || value_bool(more, "bold") ? SANS : SERIF, size, head, INK_BLACK,
                              !strcmp(align, "center") ? PANGO_ALIGN_CENTER : !strcmp(align, "right") ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, 0, 1.35};
        if (value_bool(more, "bold")) cell->style.bold = true;
        cell->small = cell->style;
        cell->small.size = size * 0.74;
        cell->small.bold = false;
        cell->small.colour = INK_GREY;
        cell->fill = head || value_bool(more, "fill");
        cell->x = g->x[column];
        cell->width = g->x[column + span] - cell->x;
        cell->zh = render_text_layout(p, text, &cell->style, cell->width - 2 * g->pad_x);
        cell->lines = pango_layout_get_line_count(cell->zh);
        if (en && *en) {
            cell->en = render_text_layout(p, en, &cell->small, cell->width - 2 * g->pad_x);
            cell->en_lines = pango_layout_get_line_count(cell->en);
        }
        column += (int)span;
    }
    return n;
}

static double pitch(const Style *s) { return s->size * s->leading; }

static double cell_rest(const Cell *c) {
    int zh = c->lines - c->done, en = c->en_lines;
    if (zh < 0) { en += zh; zh = 0; }
    return zh * pitch(&c->style) + (en > 0 ? en : 0) * pitch(&c->small);
}

static double rest(const Cell *cells, int n) {
    double most = 0;
    for (int i = 0; i < n; i++) most = fmax(most, cell_rest(&cells[i]));
    return most;
}

static void draw_line(Painter *p, PangoLayout *layout, int line, const Style *s, double x, double y, double width) {
    if (!p->cr) return;
    PangoLayoutLine *l = pango_layout_get_line_readonly(layout, line);
    PangoRectangle box;
    pango_layout_line_get_extents(l, NULL, &box);
    double wide = (double)box.width / PANGO_SCALE, off = s->align == PANGO_ALIGN_CENTER ? (width - wide) / 2 : s->align == PANGO_ALIGN_RIGHT ? width - wide : 0;
    cairo_set_source_rgb(p->cr, s->colour.r, s->colour.g, s->colour.b);
    cairo_move_to(p->cr, x + off, y + (pitch(s) - s->size) / 2 + s->size * 0.88);
    pango_cairo_show_layout_line(p->cr, l);
}

/* Draws of one cell what fits in height (its whole rest when it fits, then vertically centred). */
static void draw_cell(Painter *p, const Grid *g, Cell *c, double y, double height) {
    double left = cell_rest(c), at = y + (left < height ? (height - left) / 2 : 0), limit = y + height + 0.01;
    while (c->done < c->lines + c->en_lines) {
        bool en = c->done >= c->lines;
        const Style *s = en ? &c->small : &c->style;
        if (at + pitch(s) > limit) break;
        draw_line(p, en ? c->en : c->zh, en ? c->done - c->lines : c->done, s, c->x + g->pad_x, at, c->width - 2 * g->pad_x);
        at += pitch(s);
        c->done++;
    }
}

static void draw_slice(Painter *p, const Grid *g, Cell *cells, int n, double height) {
    double full = height + 2 * g->pad_y;
    for (int i = 0; i < n; i++) {
        if (p->cr && cells[i].fill && !g->bare) {
            cairo_set_source_rgb(p->cr, INK_PALE.r, INK_PALE.g, INK_PALE.b);
            cairo_rectangle(p->cr, cells[i].x, p->y, cells[i].width, full);
            cairo_fill(p->cr);
        }
        draw_cell(p, g, &cells[i], p->y + g->pad_y, height);
        if (p->cr && !g->bare) {
            cairo_set_source_rgb(p->cr, 0, 0, 0);
            cairo_set_line_width(p->cr, 0.6);
            cairo_rectangle(p->cr, cells[i].x, p->y, cells[i].width, full);
            cairo_stroke(p->cr);
        }
    }
    p->y += full;
}

static void free_cells(Cell *cells, int n) {
    for (int i = 0; i < n; i++) {
        g_object_unref(cells[i].zh);
        if (cells[i].en) g_object_unref(cells[i].en);
    }
}

static void draw_row(Painter *p, const Grid *g, const Value *row, bool head, const Value *repeat);

static void break_before(Painter *p, const Grid *g, const Value *repeat) {
    render_page_break(p);
    if (repeat) draw_row(p, g, repeat, true, NULL);
}

static void draw_row(Painter *p, const Grid *g, const Value *row, bool head, const Value *repeat) {
    Cell cells[COLUMNS_MAX];
    int n = row_cells(p, g, row, head, cells);
    double whole = rest(cells, n), line = p->size * 1.35;
    if (!n) return;
    bool splits = whole > (p->bottom - p->top) / 3;            /* only tall rows are cut; others move whole */
    if (!render_page_room(p, (splits ? 3 * line : whole) + 2 * g->pad_y)) break_before(p, g, repeat);
    while (whole > 0 && p->page <= SHEET_PAGES_MAX) {
        double room = p->bottom - p->y - 2 * g->pad_y;
        if (whole <= room + 0.01) { draw_slice(p, g, cells, n, whole); break; }
        double before = whole;
        draw_slice(p, g, cells, n, fmax(room, line));
        whole = rest(cells, n);
        if (whole >= before) break;                            /* a page too small for one line: stop rather than turn for ever */
        if (whole > 0) break_before(p, g, repeat);
    }
    free_cells(cells, n);
}

static double row_height(Painter *p, const Grid *g, const Value *row, bool head) {
    Cell cells[COLUMNS_MAX];
    int n = row_cells(p, g, row, head, cells);
    double height = n ? rest(cells, n) + 2 * g->pad_y : 0;
    free_cells(cells, n);
    return height;
}

void render_table(Painter *p, const Value *block) {
    Grid g = grid_of(p, block);
    const Value *head = value_get(block, "head"), *rows = value_get(block, "rows");
    if (p->y > p->top && !value_bool(p->sheet, "fit")) p->y += 2.5 * p->scale;
    const Value *first = rows && rows->kind == VALUE_LIST && rows->first && rows->first->kind == VALUE_LIST ? rows->first : NULL;
    if (head && head->kind == VALUE_LIST && head->count && first) {          /* a head never stands alone at the foot of a page */
        double both = row_height(p, &g, head, true) + fmin(row_height(p, &g, first, false), (p->bottom - p->top) / 3);
        if (!render_page_room(p, both)) render_page_break(p);
    }
    if (head && head->kind == VALUE_LIST && head->count) draw_row(p, &g, head, true, NULL);
    else head = NULL;
    for (const Value *row = rows && rows->kind == VALUE_LIST ? rows->first : NULL; row; row = row->next)
        if (row->kind == VALUE_LIST) draw_row(p, &g, row, false, head);
    p->y += (g.bare ? 5 : 8) * p->scale;
}
