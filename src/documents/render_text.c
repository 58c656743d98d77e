/* render_text.c: text on pages: layouts without markup, lines that flow over page ends. */
#include "documents/render.h"
#include "documents/sheet.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

const Colour INK_BLACK = {0, 0, 0}, INK_RED = {0.78, 0.05, 0.08}, INK_GREY = {0.35, 0.35, 0.35}, INK_PALE = {0.93, 0.94, 0.96};

const char *render_clean(Arena *arena, const char *text) {
    Buf out = buf_sized(arena, strlen(text) + 1);
    for (const char *at = text, *start = at; *at; start = at) {
        uint32_t c = text_next(&at);
        bool hidden = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFC
                      || (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        if (!hidden) buf_add(&out, start, (size_t)(at - start));
    }
    return out.text;
}

PangoLayout *render_text_layout(Painter *p, const char *text, const Style *style, double width) {
    PangoLayout *layout = pango_layout_new(p->pango);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, style->family);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    if (width >= 0) pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, style->align);
    if (style->indent != 0) pango_layout_set_indent(layout, (int)(style->indent * PANGO_SCALE));
    pango_layout_set_text(layout, render_clean(p->arena, text ? text : ""), -1);
    return layout;
}

/* Noto CJK has tall built-in line boxes; lines are set on a fixed grid of size x leading instead. */
static double line_pitch(const Style *style) { return style->size * (style->leading > 0 ? style->leading : 1.5); }

double render_text_height(Painter *p, const char *text, const Style *style, double width) {
    PangoLayout *layout = render_text_layout(p, text, style, width);
    int lines = pango_layout_get_line_count(layout);
    g_object_unref(layout);
    return lines * line_pitch(style);
}

static void show_line(Painter *p, PangoLayoutLine *line, const Style *style, double x, double y, double offset) {
    if (!p->cr) return;
    cairo_set_source_rgb(p->cr, style->colour.r, style->colour.g, style->colour.b);
    /* the Han box is 0.88 above and 0.12 below the base line; centre it in the pitch */
    cairo_move_to(p->cr, x + offset, y + (line_pitch(style) - style->size) / 2 + style->size * 0.88);
    pango_cairo_show_layout_line(p->cr, line);
}

/* Draws lines from number `first` while they fit above `limit`; gives the number of the first line not drawn. */
static int show_lines(Painter *p, PangoLayout *layout, const Style *style, double x, double *y, double limit, int first) {
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    int n = 0;
    do {
        if (n >= first) {
            if (*y + line_pitch(style) > limit + 0.01) break;
            PangoRectangle box;
            pango_layout_iter_get_line_extents(iter, NULL, &box);
            show_line(p, pango_layout_iter_get_line_readonly(iter), style, x, *y, (double)box.x / PANGO_SCALE);
            *y += line_pitch(style);
        }
        n++;
    } while (pango_layout_iter_next_line(iter));
    if (n < first) n = first;
    pango_layout_iter_free(iter);
    return n;
}

double render_text_at(Painter *p, const char *text, const Style *style, double x, double y, double width) {
    PangoLayout *layout = render_text_layout(p, text, style, width);
    double at = y;
    show_lines(p, layout, style, x, &at, INFINITY, 0);
    g_object_unref(layout);
    return at - y;
}

/* No line of a paragraph alone at the foot of a page or at the head of the next; where nothing stands on the page yet, as it comes. */
static double without_stray_line(const Painter *p, double limit, double pitch, int done, int count) {
    int room = (int)((fmin(limit, p->bottom) - p->y + 0.01) / pitch), left = count - done, take = room;
    if (room < 1 || room >= left) return limit;
    if (left - take == 1) take--;
    if (take == 1 && done == 0) take = 0;
    return take == room || (take == 0 && p->y < p->top + pitch) ? limit : p->y + take * pitch;
}

/* after: height of what must stand on the same page as the last two lines (the signature: no sealed page without text). */
void render_text_flow(Painter *p, const char *text, const Style *style, double x, double width, double after) {
    PangoLayout *layout = render_text_layout(p, text, style, width);
    int count = pango_layout_get_line_count(layout), done = 0;
    while (done < count) {
        double left = (count - done) * line_pitch(style), limit = p->bottom;
        bool fits = render_page_room(p, left), alone = fits && after > 0 && !render_page_room(p, left + after) && p->y > p->top;
        if (alone) limit = fmin(limit, p->y + (count - done > 2 ? left - 2 * line_pitch(style) : 0));
        limit = without_stray_line(p, limit, line_pitch(style), done, count);
        int next = show_lines(p, layout, style, x, &p->y, limit, done);
        if (next < count) {
            if (p->page >= SHEET_PAGES_MAX) break;
            render_page_break(p);
        }
        done = next;
    }
    g_object_unref(layout);
}

bool render_page_room(const Painter *p, double height) { return p->y + height <= p->bottom + 0.01; }

void render_page_start(Painter *p) {
    p->page++;
    p->y = p->top;
    if (p->cr && value_bool(p->sheet, "frame")) render_frame(p);
    const char *running = value_str(p->sheet, "running");
    if (p->page == 1 || !running || value_bool(p->sheet, "frame") || value_bool(p->sheet, "fit")) return;
    Style small = {SANS, 8, false, INK_GREY, PANGO_ALIGN_LEFT, 0, 1.4};
    if (p->cr) {
        render_text_at(p, running, &small, p->left, p->top - 16, p->right - p->left);
        cairo_set_source_rgb(p->cr, INK_GREY.r, INK_GREY.g, INK_GREY.b);
        cairo_set_line_width(p->cr, 0.5);
        cairo_move_to(p->cr, p->left, p->top - 3);
        cairo_line_to(p->cr, p->right, p->top - 3);
        cairo_stroke(p->cr);
    }
    p->y += 4;
}

void render_page_end(Painter *p) {
    if (!p->cr) return;
    Style small = {SANS, 8, false, INK_GREY, PANGO_ALIGN_LEFT, 0, 1.4};
    bool frame = value_bool(p->sheet, "frame");
    const Value *signs = value_get(p->sheet, "page_signs");
    double edge = p->bottom + (signs ? SIGNS_HEIGHT : 0), y = frame ? p->height - 23 * MM : p->height - (p->height - edge) * 0.62;
    if (signs && signs->kind == VALUE_LIST && signs->count) render_signature_line(p, signs, p->bottom + SIGNS_HEIGHT - p->size * 2.2, (p->right - p->left) / signs->count);
    const char *foot = value_str(p->sheet, "foot");
    bool fit = value_bool(p->sheet, "fit");
    if (fit) small.size = 7.5;
    if (frame) small.align = PANGO_ALIGN_CENTER;
    if (foot) render_text_at(p, foot, &small, p->left, y, p->right - p->left - (frame || fit ? 0 : 70));
    if (!frame && !fit && (p->pages > 1 || signs)) {       /* who signs each page must see that none is missing */
        small.align = PANGO_ALIGN_RIGHT;
        render_text_at(p, arena_printf(p->arena, "第 %d 页  共 %d 页", p->page, p->pages), &small, p->left, y, p->right - p->left);
    }
    cairo_show_page(p->cr);
}

void render_page_break(Painter *p) {
    render_page_end(p);
    render_page_start(p);
}
