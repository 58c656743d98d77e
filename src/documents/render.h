/* render.h: inside of the painter process. Lengths are points (1/72 inch). */
#ifndef DOCUMENTS_RENDER_H
#define DOCUMENTS_RENDER_H
#include "base/arena.h"
#include "base/value.h"
#include <pango/pangocairo.h>
#include <stdbool.h>

#define MM (72.0 / 25.4)
#define SERIF "Noto Serif CJK SC"
#define SANS "Noto Sans CJK SC"
#define MONO "Noto Sans Mono CJK SC"
#define SIGNS_HEIGHT (13 * MM)     /* kept free at the foot of every page for page_signs */

typedef struct { double r, g, b; } Colour;
extern const Colour INK_BLACK, INK_RED, INK_GREY, INK_PALE;

typedef struct {
    Arena *arena;
    PangoContext *pango;
    cairo_surface_t *surface;      /* NULL while measuring */
    cairo_t *cr;                   /* NULL while measuring */
    const Value *sheet;
    double width, height, left, right, top, bottom;   /* paper and text area (x0, x1, y0, y1) */
    double size;                   /* body text after shrinking */
    double scale;                  /* 1, or less when the sheet must fit one page */
    double y;                      /* next free line */
    double beside;                 /* foot of the QR code beside the signature to come; 0: none */
    int page, pages;               /* this page from 1; how many (0 while measuring) */
} Painter;

typedef struct { const char *family; double size; bool bold; Colour colour; PangoAlignment align; double indent, leading; } Style;

/* render_text.c */
/* Without what could make a reader see another text than the one stored (bidirectional overrides, invisible joiners, controls), and
 * without noncharacters, which cairo refuses. */
const char *render_clean(Arena *arena, const char *text);
PangoLayout *render_text_layout(Painter *p, const char *text, const Style *style, double width);     /* width < 0: one line; caller unrefs */
double render_text_height(Painter *p, const char *text, const Style *style, double width);
double render_text_at(Painter *p, const char *text, const Style *style, double x, double y, double width);   /* gives the height used */
void render_page_start(Painter *p);
void render_page_break(Painter *p);
void render_page_end(Painter *p);
bool render_page_room(const Painter *p, double height);
void render_text_flow(Painter *p, const char *text, const Style *style, double x, double width, double after);   /* from p->y, over pages */

/* render_table.c */
void render_table(Painter *p, const Value *block);

/* render_paint.c: labels with a line to sign on, each as wide as the next. */
void render_signature_line(Painter *p, const Value *fields, double y, double each);

/* render_picture.c */
void render_seal(Painter *p, double cx, double cy, const char *ring, const char *text);
void render_qr(Painter *p, double x, double y, double side, const char *data);
void render_frame(Painter *p);

/* render_child.c: a context that knows the CJK families only; NULL when they are not installed. */
PangoContext *render_fonts(void);

/* render_paint.c: paper, size and number of pages of p->sheet; then the pages onto p->cr. */
void render_measure(Painter *p);
void render_pages(Painter *p);
/* The PDF of a sheet, in malloc memory; NULL when the sheet cannot be painted (and *error says why). */
int render_page_count(Arena *arena, PangoContext *pango, const Value *sheet);      /* without drawing */
unsigned char *render_sheet(Arena *arena, PangoContext *pango, const Value *sheet, size_t *bytes, const char **error);
#endif
