/* render_paint.c: a sheet's blocks, one after the other, on pages; twice: once to count the pages, once to draw. */
#include "documents/render.h"
#include "documents/sheet.h"
#include "base/day.h"
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static PangoAlignment alignment(const Value *block, const char *otherwise) {
    const char *a = value_str_or(block, "align", otherwise);
    return !strcmp(a, "center") ? PANGO_ALIGN_CENTER : !strcmp(a, "right") ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static double text_width(const Painter *p) { return p->right - p->left; }

static double one_line(Painter *p, const char *text, const Style *style) {
    PangoLayout *layout = render_text_layout(p, text, style, -1);
    int wide = 0;
    pango_layout_get_size(layout, &wide, NULL);
    g_object_unref(layout);
    return (double)wide / PANGO_SCALE;
}

/* The size at which a one-line heading fits the width, never above `most`. */
static double fitting(Painter *p, const char *text, const char *family, double most) {
    Style style = {family, most, true, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1};
    double w = one_line(p, text, &style);
    return w > text_width(p) ? fmax(most * text_width(p) / w * 0.98, 11) : most;
}

static void english(Painter *p, const Value *block, double size, PangoAlignment align) {
    const char *en = value_str(block, "en");
    if (!en) return;
    Style style = {SERIF, size, false, INK_GREY, align, 0, 1.4};
    render_text_flow(p, en, &style, p->left, text_width(p), 0);
}

static void paint_organ(Painter *p, const Value *block) {
    const char *text = value_str_or(block, "text", "");
    Style style = {SERIF, fitting(p, text, SERIF, 26 * p->scale), true, INK_RED, PANGO_ALIGN_CENTER, 0, 1.35};
    render_text_flow(p, text, &style, p->left, text_width(p), 0);
    english(p, block, 9, PANGO_ALIGN_CENTER);
    p->y += 3;
    if (p->cr) {
        cairo_set_source_rgb(p->cr, INK_RED.r, INK_RED.g, INK_RED.b);
        cairo_rectangle(p->cr, p->left, p->y, text_width(p), 1.8);
        cairo_rectangle(p->cr, p->left, p->y + 3, text_width(p), 0.6);
        cairo_fill(p->cr);
    }
    p->y += 9;
}

static void paint_title(Painter *p, const Value *block) {
    const char *text = value_str_or(block, "text", "");
    double most = value_bool(p->sheet, "frame") ? 32 : 21;
    Style style = {SANS, fmax(fitting(p, text, SANS, most * p->scale), 14 * p->scale), true, INK_BLACK, PANGO_ALIGN_CENTER, 0, 1.5};
    p->y += 8 * p->scale;
    render_text_flow(p, text, &style, p->left, text_width(p), 0);
    english(p, block, 10 * p->scale, PANGO_ALIGN_CENTER);
    p->y += 8 * p->scale;
}

static void paint_number(Painter *p, const Value *block) {
    Style style = {SERIF, p->size * 0.92, false, INK_BLACK, PANGO_ALIGN_RIGHT, 0, 1.5};
    const char *text = value_str_or(block, "text", ""), *left = value_str(block, "left");
    if (left && one_line(p, left, &style) + one_line(p, text, &style) + p->size > text_width(p)) {      /* no room beside it: beneath */
        render_text_flow(p, text, &style, p->left, text_width(p), 0);
        render_text_flow(p, left, &style, p->left, text_width(p), 0);
        return;
    }
    if (left) {
        Style beside = style;
        beside.align = PANGO_ALIGN_LEFT;
        render_text_at(p, left, &beside, p->left, p->y, text_width(p));
    }
    render_text_flow(p, text, &style, p->left, text_width(p), 0);
}

static Style para_style(const Painter *p, const Value *block) {
    bool small = value_bool(block, "small"), plain = value_get(block, "indent") && !value_bool(block, "indent");
    double size = p->size * (small ? 0.8 : 1);
    return (Style){value_bool(block, "bold") ? SANS : SERIF, size, value_bool(block, "bold"), small ? INK_GREY : INK_BLACK, alignment(block, "left"), plain ? 0 : 2 * size, small ? 1.5 : 1.75};
}

static void paint_para(Painter *p, const Value *block, double after) {
    Style style = para_style(p, block), under = {SERIF, p->size * 0.72, false, INK_GREY, style.align, 0, 1.4};
    double english_height = value_str(block, "en") ? render_text_height(p, value_str(block, "en"), &under, text_width(p)) : 0;
    if (english_height < (p->bottom - p->top) / 3) after += english_height;       /* not on another page than the Chinese */
    render_text_flow(p, value_str_or(block, "text", ""), &style, p->left, text_width(p), after);
    english(p, block, p->size * 0.72, style.align);
    p->y += 2 * p->scale;
}

static void paint_heading(Painter *p, const Value *block, bool table_next) {
    Style style = {SANS, p->size, true, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.6};
    if (!render_page_room(p, style.size * (table_next ? 8 : 9))) render_page_break(p);          /* never the last line of a page */
    p->y += 4 * p->scale;
    render_text_flow(p, value_str_or(block, "text", ""), &style, p->left, text_width(p), 0);
    english(p, block, p->size * 0.72, PANGO_ALIGN_LEFT);
    p->y += 2 * p->scale;
}

static void paint_mono(Painter *p, const Value *block) {
    Style style = {MONO, 6.8 * p->scale, false, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.4};
    const char *text = value_str_or(block, "text", "");
    double pad = 5, height = render_text_height(p, text, &style, text_width(p) - 2 * pad) + 2 * pad;
    if (!render_page_room(p, height) && height < p->bottom - p->top) render_page_break(p);
    if (height > p->bottom - p->top) {
        render_text_flow(p, text, &style, p->left + pad, text_width(p) - 2 * pad, 0);
    } else {
        if (p->cr) {
            cairo_set_source_rgb(p->cr, INK_PALE.r, INK_PALE.g, INK_PALE.b);
            cairo_rectangle(p->cr, p->left, p->y, text_width(p), height);
            cairo_fill(p->cr);
        }
        render_text_at(p, text, &style, p->left + pad, p->y + pad, text_width(p) - 2 * pad);
        p->y += height;
    }
    p->y += 5 * p->scale;
}

enum { SIGN_GAP = 9 };
static double sign_height(const Painter *p, const Value *block) { return value_str(block, "ring") ? 45 * MM + SIGN_GAP : p->size * 1.7 * 2 + 10; }

/* Organ over date, the seal across both. The column is as wide as the organ's name needs, up to two thirds of the page. */
static void paint_sign(Painter *p, const Value *block) {
    double height = sign_height(p, block);
    const char *organ = value_str_or(block, "organ", ""), *date = value_str_or(block, "date", ""), *ring = value_str(block, "ring");
    if (!render_page_room(p, height)) render_page_break(p);
    if (value_bool(block, "bottom")) p->y = p->bottom - height;
    Style style = {SERIF, p->size, false, INK_BLACK, PANGO_ALIGN_CENTER, 0, 1.8};
    if (ring) p->y += SIGN_GAP;
    if (ring) height -= SIGN_GAP;
    double wide = fmin(fmax(one_line(p, organ, &style) + 6, 62 * MM), text_width(p) * 0.66), x = p->right - wide, middle = p->y + height / 2, gap = ring ? 2.6 * MM : 0;
    if (ring) render_seal(p, x + wide / 2, p->y + height / 2, ring, value_str(block, "seal"));
    double organ_height = render_text_height(p, organ, &style, wide);
    render_text_at(p, organ, &style, x, fmax(middle - gap - organ_height, p->y), wide);
    render_text_at(p, date, &style, x, middle + gap, wide);
    p->y = fmax(p->y + height + 4, p->beside);                     /* what follows stands below the code beside it, too */
    p->beside = 0;
}

static void paint_receipt(Painter *p, const Value *block) {
    const Value *fields = value_get(block, "fields");
    int n = fields ? fields->count : 0;
    if (n < 1) return;
    double height = p->size * (value_str(fields->first, "en") ? 3.1 : 2.4), each = text_width(p) / n;
    if (!render_page_room(p, height)) render_page_break(p);
    render_signature_line(p, fields, p->y + p->size * 0.6, each);
    p->y += height;
}

void render_signature_line(Painter *p, const Value *fields, double y, double each) {
    Style style = {SERIF, p->size * 0.9, false, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.5}, under = {SERIF, p->size * 0.62, false, INK_GREY, PANGO_ALIGN_LEFT, 0, 1.3};
    double x = p->left;
    for (const Value *f = fields->first; f; f = f->next, x += each) {
        const char *text = f->kind == VALUE_STRING ? f->string : value_str_or(f, "text", "");
        render_text_at(p, text, &style, x, y, -1);
        if (value_str(f, "en")) render_text_at(p, value_str(f, "en"), &under, x, y + style.size * 1.4, -1);
        double used = one_line(p, text, &style) + 3;
        if (p->cr && used < each - 20) {
            cairo_set_source_rgb(p->cr, 0, 0, 0);
            cairo_set_line_width(p->cr, 0.6);
            cairo_move_to(p->cr, x + used, y + style.size * 1.4);
            cairo_line_to(p->cr, x + each - 10, y + style.size * 1.4);
            cairo_stroke(p->cr);
        }
    }
}

static double qr_side(const Value *block) { return (strlen(value_str_or(block, "data", "")) > 300 ? 40 : 26) * MM; }

/* Left of the signature that follows: text beneath the code, nothing used up. */
static void paint_qr_beside(Painter *p, const Value *block, double height) {
    Style style = {SERIF, p->size * 0.72, false, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.4};
    const Value *lines = value_get(block, "lines");
    double side = fmin(qr_side(block), 30 * MM), own = SIGN_GAP + side + 3;
    for (const Value *l = lines ? lines->first : NULL; l; l = l->next) own += render_text_height(p, l->kind == VALUE_STRING ? l->string : "", &style, text_width(p) * 0.5);
    if (!render_page_room(p, fmax(height, own))) render_page_break(p);
    render_qr(p, p->left, p->y + SIGN_GAP, side, value_str(block, "data"));
    double at = p->y + SIGN_GAP + side + 3;
    for (const Value *l = lines ? lines->first : NULL; l; l = l->next)
        at += render_text_at(p, l->kind == VALUE_STRING ? l->string : "", &style, p->left, at, text_width(p) * 0.5);
    p->beside = at + 2;
}

static void paint_qr_block(Painter *p, const Value *block, bool last) {
    double side = qr_side(block), pad = 6;
    bool corner = value_bool(block, "corner");
    if (!corner && !render_page_room(p, side + pad)) render_page_break(p);
    double y = corner || last ? p->bottom - side : p->y + pad;
    if (last && !corner && y < p->y + pad) y = p->y + pad;
    render_qr(p, p->left, y, side, value_str(block, "data"));
    Style style = {SERIF, p->size * 0.78, false, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.45};
    const Value *lines = value_get(block, "lines");
    double x = p->left + side + 8, width = corner ? 90 * MM : p->right - x, sum = 0;
    for (const Value *l = lines ? lines->first : NULL; l; l = l->next) sum += render_text_height(p, l->kind == VALUE_STRING ? l->string : "", &style, width);
    double at = corner ? y + fmax(side - sum, 0) : y + fmax((side - sum) / 2, 0);
    for (const Value *l = lines ? lines->first : NULL; l; l = l->next) at += render_text_at(p, l->kind == VALUE_STRING ? l->string : "", &style, x, at, width);
    if (!corner) p->y = y + fmax(side, sum) + pad;
}

static void paint_banner(Painter *p, const Value *block) {
    const char *text = value_str_or(block, "text", ""), *qr = value_str(block, "qr");
    double side = qr ? 23 * MM * fmax(p->scale, 0.8) : 0, width = text_width(p) - side - (qr ? 10 : 0), top = p->y;
    Style tag = {SANS, 9 * p->scale, true, INK_RED, PANGO_ALIGN_LEFT, 0, 1.5};
    Style name = {SANS, 19 * p->scale, true, INK_BLACK, PANGO_ALIGN_LEFT, 0, 1.3};
    Style sub = {SERIF, 8.6 * p->scale, false, INK_GREY, PANGO_ALIGN_LEFT, 0, 1.5};
    while (name.size > 11 * p->scale && render_text_height(p, text, &name, width) > 2 * name.size * name.leading + 1) name.size -= 1;
    p->y += render_text_at(p, value_str_or(block, "tag", ""), &tag, p->left, p->y, width);
    p->y += render_text_at(p, text, &name, p->left, p->y, width);
    if (value_str(block, "en")) p->y += render_text_at(p, value_str(block, "en"), &sub, p->left, p->y, width);
    p->y += render_text_at(p, value_str_or(block, "sub", ""), &sub, p->left, p->y, width);
    if (qr) render_qr(p, p->right - side, top, side, qr);
    p->y = fmax(p->y, top + side) + 4;
    if (p->cr) {
        cairo_set_source_rgb(p->cr, INK_RED.r, INK_RED.g, INK_RED.b);
        cairo_rectangle(p->cr, p->left, p->y, text_width(p), 1.5);
        cairo_fill(p->cr);
    }
    p->y += 7 * p->scale;
}

static void paint_rule(Painter *p) {
    if (!render_page_room(p, 12)) return;
    if (p->cr) {
        cairo_set_source_rgb(p->cr, INK_GREY.r, INK_GREY.g, INK_GREY.b);
        cairo_set_line_width(p->cr, 0.5);
        double dashes[] = {3, 2};
        cairo_set_dash(p->cr, dashes, 2, 0);
        cairo_move_to(p->cr, p->left, p->y + 6);
        cairo_line_to(p->cr, p->right, p->y + 6);
        cairo_stroke(p->cr);
        cairo_set_dash(p->cr, NULL, 0, 0);
    }
    p->y += 12;
}

static void paint_block(Painter *p, const Value *b, const Value *next) {
    const char *t = value_str_or(b, "t", "");
    if (next && value_bool(next, "beside") && next->next) next = next->next;
    double after = next && !strcmp(value_str_or(next, "t", ""), "sign") ? sign_height(p, next) : 0;
    if (!strcmp(t, "organ")) paint_organ(p, b);
    else if (!strcmp(t, "title")) paint_title(p, b);
    else if (!strcmp(t, "number")) paint_number(p, b);
    else if (!strcmp(t, "para")) paint_para(p, b, after);
    else if (!strcmp(t, "heading")) paint_heading(p, b, next && !strcmp(value_str_or(next, "t", ""), "table"));
    else if (!strcmp(t, "table")) render_table(p, b);
    else if (!strcmp(t, "mono")) paint_mono(p, b);
    else if (!strcmp(t, "sign")) paint_sign(p, b);
    else if (!strcmp(t, "receipt")) paint_receipt(p, b);
    else if (!strcmp(t, "qr")) after > 0 && value_bool(b, "beside") ? paint_qr_beside(p, b, after) : paint_qr_block(p, b, !next);
    else if (!strcmp(t, "banner")) paint_banner(p, b);
    else if (!strcmp(t, "rule")) paint_rule(p);
    else if (!strcmp(t, "space")) {
        int64_t mm = value_int(b, "mm", 4);
        p->y += (mm > 0 && mm < 200 ? (double)mm : 0) * MM * p->scale;
    }
}

void render_pages(Painter *p) {
    const Value *blocks = value_get(p->sheet, "blocks");
    int n = 0;
    p->page = 0;
    render_page_start(p);
    for (const Value *b = blocks && blocks->kind == VALUE_LIST ? blocks->first : NULL; b && n < SHEET_BLOCKS_MAX && p->page <= SHEET_PAGES_MAX; b = b->next, n++)
        if (b->kind == VALUE_OBJECT) paint_block(p, b, b->next);
    render_page_end(p);
}

static void set_paper(Painter *p) {
    const char *paper = value_str_or(p->sheet, "paper", "A4");
    bool fit = value_bool(p->sheet, "fit"), frame = value_bool(p->sheet, "frame");
    double w = 210, h = 297;
    if (!strcmp(paper, "A4L")) { w = 297; h = 210; }
    if (!strcmp(paper, "A5L")) { w = 210; h = 148; }
    double side = frame ? 32 : fit ? 14 : 26, head = frame ? 28 : fit ? 11 : 22, foot = frame ? 26 : fit ? 12 : 20;
    p->width = w * MM;
    p->height = h * MM;
    p->left = side * MM;
    p->right = p->width - side * MM;
    p->top = head * MM;
    p->bottom = p->height - foot * MM;
    if (value_get(p->sheet, "page_signs")) p->bottom -= SIGNS_HEIGHT;
}

static void set_scale(Painter *p, double scale) {
    int64_t tenths = value_int(p->sheet, "size", 120);
    p->scale = scale;
    p->size = (tenths >= 60 && tenths <= 240 ? (double)tenths / 10 : 12) * scale;
}

/* Counts the pages; a sheet that must fit shrinks until it takes one (down to about half), or grows a little when there is little to say. */
static void measure(Painter *p) {
    bool fit = value_bool(p->sheet, "fit");
    if (!fit) {                                                /* a few lines too many for one page are set a little closer; no page with only a seal */
        for (double scale = 1; scale > 0.87; scale -= 0.03) {
            set_scale(p, scale);
            render_pages(p);
            p->pages = p->page;
            if (p->pages == 1) return;
            if (p->pages > 2) break;
        }
    }
    for (double scale = fit ? 1.16 : 1;; scale -= 0.04) {
        set_scale(p, scale);
        render_pages(p);
        p->pages = p->page;
        if (!fit || p->pages == 1 || scale < 0.48) return;
    }
}

void render_measure(Painter *p) {
    set_paper(p);
    measure(p);
}

typedef struct { unsigned char *data; size_t length, room; } Output;

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int length) {
    Output *out = closure;
    if (out->length + length > SHEET_PDF_BYTES) return CAIRO_STATUS_WRITE_ERROR;
    if (out->length + length > out->room) {
        size_t room = (out->length + length) * 2;
        unsigned char *more = realloc(out->data, room);
        if (!more) return CAIRO_STATUS_NO_MEMORY;
        out->data = more;
        out->room = room;
    }
    memcpy(out->data + out->length, data, length);
    out->length += length;
    return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, Arena *arena, const Value *sheet) {
    const char *created = value_str_or(sheet, "created", "2026-01-01");
    Day day;
    if (!day_parse(created, &day)) created = "2026-01-01";
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, render_clean(arena, value_str_or(sheet, "title", "")));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Yichuang");
    /* the document's own date, not the clock's: made again, the file has the same bytes */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, arena_printf(arena, "%sT00:00:00+08:00", created));
}

int render_page_count(Arena *arena, PangoContext *pango, const Value *sheet) {
    Painter p = {.arena = arena, .pango = pango, .sheet = sheet};
    render_measure(&p);
    return p.pages;
}

unsigned char *render_sheet(Arena *arena, PangoContext *pango, const Value *sheet, size_t *bytes, const char **error) {
    Painter p = {.arena = arena, .pango = pango, .sheet = sheet};
    render_measure(&p);
    if (p.pages >= SHEET_PAGES_MAX) {
        *error = "too many pages";
        return NULL;
    }
    Output out = {0};
    p.surface = cairo_pdf_surface_create_for_stream(take, &out, p.width, p.height);
    set_metadata(p.surface, arena, sheet);
    p.cr = cairo_create(p.surface);
    render_pages(&p);
    cairo_status_t status = cairo_status(p.cr);
    cairo_destroy(p.cr);
    cairo_surface_finish(p.surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(p.surface);
    cairo_surface_destroy(p.surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        *error = cairo_status_to_string(status);
        free(out.data);
        return NULL;
    }
    *bytes = out.length;
    return out.data;
}
