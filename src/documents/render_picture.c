/* render_picture.c: seal, QR code, certificate border, all as vectors. */
#include "documents/render.h"
#include "base/text.h"
#include <math.h>
#include <qrencode.h>
#include <string.h>

static void star(cairo_t *cr, double cx, double cy, double radius) {
    cairo_new_path(cr);
    for (int i = 0; i < 10; i++) {
        double r = i % 2 ? radius * 0.381966 : radius, a = -M_PI / 2 + i * M_PI / 5;
        cairo_line_to(cr, cx + r * cos(a), cy + r * sin(a));
    }
    cairo_close_path(cr);
    cairo_fill(cr);
}

static double line_width(PangoLayout *layout) {
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.width / PANGO_SCALE;
}

/* One character standing on the ring, its foot towards the centre. squeeze narrows long names as engravers do. */
static void ring_character(Painter *p, double cx, double cy, double radius, double angle, const char *one, double size, double squeeze) {
    Style style = {SERIF, size, true, INK_RED, PANGO_ALIGN_LEFT, 0, 1};
    PangoLayout *layout = render_text_layout(p, one, &style, -1);
    cairo_save(p->cr);
    cairo_translate(p->cr, cx, cy);
    cairo_rotate(p->cr, angle);
    cairo_translate(p->cr, 0, -radius);
    cairo_scale(p->cr, squeeze, 1);
    cairo_move_to(p->cr, -line_width(layout) / 2, size * 0.88);
    pango_cairo_layout_line_path(p->cr, pango_layout_get_line_readonly(layout, 0));   /* a picture, not text to be copied */
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    g_object_unref(layout);
}

static void ring_text(Painter *p, double cx, double cy, double radius, const char *text) {
    int n = (int)text_characters(text);
    if (n < 1 || n > 60) return;
    double size = n <= 14 ? 13 : n <= 20 ? 11.5 : n <= 28 ? 9.5 : 7;
    double span = fmin((n > 16 ? 245.0 : 222.0) * M_PI / 180, n * size * 1.25 / (radius - size / 2)), step = n > 1 ? span / (n - 1) : 0;
    double squeeze = fmin(1, step * (radius - size / 2) / (size * 1.02));
    if (n == 1) squeeze = 1;
    int i = 0;
    for (const char *at = text; *at; i++) {
        const char *start = at;
        text_next(&at);
        ring_character(p, cx, cy, radius, n > 1 ? -span / 2 + i * step : 0, arena_strndup(p->arena, start, (size_t)(at - start)), size, squeeze);
    }
}

void render_seal(Painter *p, double cx, double cy, const char *ring, const char *text) {
    if (!p->cr) return;
    double radius = 21 * MM;                                   /* 42 mm across */
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    cairo_set_source_rgb(p->cr, INK_RED.r, INK_RED.g, INK_RED.b);
    cairo_set_line_width(p->cr, 1.2 * MM);
    cairo_arc(p->cr, cx, cy, radius - 0.6 * MM, 0, 2 * M_PI);
    cairo_stroke(p->cr);
    star(p->cr, cx, cy, 6.5 * MM);
    ring_text(p, cx, cy, radius - 2.4 * MM, ring);
    if (text && *text) {
        double size = text_characters(text) > 8 ? 8 : 9.5;
        Style style = {SERIF, size, true, INK_RED, PANGO_ALIGN_CENTER, 0, 1.2};
        double wide = 28 * MM;
        PangoLayout *layout = render_text_layout(p, text, &style, wide);
        PangoRectangle box;
        pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, 0), NULL, &box);
        cairo_move_to(p->cr, cx - (double)box.width / PANGO_SCALE / 2, cy + 13.8 * MM);
        pango_cairo_layout_line_path(p->cr, pango_layout_get_line_readonly(layout, 0));
        cairo_fill(p->cr);
        g_object_unref(layout);
    }
    cairo_restore(p->cr);
}

void render_qr(Painter *p, double x, double y, double side, const char *data) {
    if (!p->cr || !data || !*data || strlen(data) > 1800) return;
    QRcode *code = QRcode_encodeString8bit(data, 0, QR_ECLEVEL_M);
    if (!code) return;
    double cell = side / code->width;
    cairo_new_path(p->cr);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width;) {
            int run = 0;
            while (column + run < code->width && (code->data[row * code->width + column + run] & 1)) run++;
            if (run) cairo_rectangle(p->cr, x + column * cell, y + row * cell, run * cell, cell);
            column += run ? run : 1;
        }
    cairo_fill(p->cr);
    QRcode_free(code);
}

/* A band of interlaced waves between two lines, in the manner of security printing. */
static void wave_band(cairo_t *cr, double x0, double y0, double x1, double y1) {
    double length = hypot(x1 - x0, y1 - y0), dx = (x1 - x0) / length, dy = (y1 - y0) / length;
    int waves = (int)(length / 14 + 0.5);
    for (int phase = 0; phase < 3; phase++) {
        cairo_new_path(cr);
        int steps = waves * 12;
        for (int i = 0; i <= steps; i++) {
            double t = length * i / steps, off = 4.2 * sin(2 * M_PI * waves * i / steps + phase * 2 * M_PI / 3);
            cairo_line_to(cr, x0 + dx * t - dy * off, y0 + dy * t + dx * off);
        }
        cairo_stroke(cr);
    }
}

void render_frame(Painter *p) {
    cairo_t *cr = p->cr;
    double m = 12 * MM, in = 15 * MM, x1 = p->width, y1 = p->height;
    cairo_save(cr);
    cairo_set_source_rgb(cr, 0.72, 0.55, 0.22);
    cairo_set_line_width(cr, 0.45);
    double mid = (m + in + 4) / 2;
    wave_band(cr, mid, mid, x1 - mid, mid);
    wave_band(cr, mid, y1 - mid, x1 - mid, y1 - mid);
    wave_band(cr, mid, mid, mid, y1 - mid);
    wave_band(cr, x1 - mid, mid, x1 - mid, y1 - mid);
    cairo_set_source_rgb(cr, INK_RED.r, INK_RED.g, INK_RED.b);
    cairo_set_line_width(cr, 1.6);
    cairo_rectangle(cr, m - 2, m - 2, x1 - 2 * m + 4, y1 - 2 * m + 4);
    cairo_stroke(cr);
    cairo_set_line_width(cr, 0.7);
    cairo_rectangle(cr, in + 6, in + 6, x1 - 2 * in - 12, y1 - 2 * in - 12);
    cairo_stroke(cr);
    for (int i = 0; i < 4; i++) {
        double cx = i % 2 ? x1 - mid : mid, cy = i / 2 ? y1 - mid : mid;
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_new_path(cr);
        cairo_arc(cr, cx, cy, 8, 0, 2 * M_PI);
        cairo_fill(cr);
        cairo_set_source_rgb(cr, INK_RED.r, INK_RED.g, INK_RED.b);
        star(cr, cx, cy, 6);
    }
    cairo_restore(cr);
}
