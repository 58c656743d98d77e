/* document_layout.h: inside of documents: how layouts say facts and push blocks (sheet.h). */
#ifndef DOCUMENTS_DOCUMENT_LAYOUT_H
#define DOCUMENTS_DOCUMENT_LAYOUT_H
#include "documents/documents.h"

typedef struct {
    Arena *arena;
    const DocumentKind *kind;      /* NULL for SHEET and CARD */
    const Value *facts;
    bool en;
    Value *sheet, *blocks;
} Paper;

/* Facts in words; "" when absent. */
const char *say(const Paper *p, const char *key);
const char *say_day(const Paper *p, const char *key);              /* 2026年3月18日 */
const char *say_instant(const Paper *p, const char *key);          /* 2026年3月18日 09:30 */
const char *say_clause(const Paper *p, const char *key);               /* without the full stop at its end: for the middle of a sentence */
const char *say_day_en(const Paper *p, const char *key);               /* 18 March 2026 */
const char *say_instant_en(const Paper *p, const char *key);           /* 18 March 2026, 09:30 */
const char *say_item_en(const Paper *p);                               /* the item's English name when there is one */
bool paper_is_permit(const Paper *p);
const char *say_law(const Paper *p);                                   /* the kind's basis, or the item's own when it is no permit */
const char *say_law_en(const Paper *p);

/* Blocks. en may be NULL; it is shown only when the paper is in English too. */
Value *put_block(Paper *p, const char *type);
void put_para(Paper *p, const char *zh, const char *en);               /* indented by two characters */
void put_plain(Paper *p, const char *zh, const char *en);              /* not indented */
void put_small(Paper *p, const char *zh, const char *en);
void put_heading(Paper *p, const char *zh, const char *en);
/* widths like "1 4 2", heads like "序号|材料名称|份数" and "No.|Material|Copies"; gives the rows list. */
Value *put_table(Paper *p, const char *widths, const char *heads, const char *heads_en, bool small_text);
Value *put_row(Paper *p, Value *rows);
void put_cell(Paper *p, Value *row, const char *text);
void put_cell_center(Paper *p, Value *row, const char *text);
void put_cell_span(Paper *p, Value *row, const char *text, int columns);
void put_label(Paper *p, Value *row, const char *zh, const char *en);  /* shaded, centred */
void put_pair(Paper *p, Value *rows, const char *zh, const char *en, const char *text);         /* a row: label, wide text (4-column grid) */
void put_pairs(Paper *p, Value *rows, const char *zh1, const char *en1, const char *text1, const char *zh2, const char *en2, const char *text2);
Value *put_facts_table(Paper *p);                                      /* 4-column grid of label, text, label, text */
void put_case_rows(Paper *p, Value *rows);                             /* applicant, id, item, case no. */
void put_list_table(Paper *p, const char *key, const char *columns, const char *widths, const char *heads, const char *heads_en);   /* a list fact, numbered; widths and heads count the number column; columns nobody fills are left out */
void put_addressee(Paper *p);
void put_sign(Paper *p);
void put_receipt(Paper *p, const char *zh1, const char *en1, const char *zh2, const char *en2);     /* zh2 NULL: one line only */
void put_page_signs(Paper *p, const char *zh, const char *en);         /* "在场人|记录人": lines to sign on at the foot of every page */
void put_query(Paper *p);
void put_joint_answers(Paper *p);                                      /* F11, after the seal */
void put_upper_receipt(Paper *p);                                      /* F20, after the seal */

/* Bodies: false when the kind is none of theirs. */
typedef struct { const char *code; void (*paint)(Paper *p); } Layout;
bool layout_of(Paper *p, const Layout *layouts, size_t count);
bool layout_case(Paper *p);        /* F03-F10, F18, F19, F33 */
bool layout_joint(Paper *p);       /* F11-F17, F20, X07, X08 */
bool layout_decision(Paper *p);    /* F21-F25, F27 */
bool layout_life(Paper *p);        /* F28-F32, F34 */
bool layout_centre(Paper *p);      /* X01-X06, X09 */
void layout_certificate(Paper *p); /* F26: the whole sheet */
void layout_application(Paper *p); /* F01, F02: the whole sheet */
void layout_sheet(Paper *p);       /* SHEET */
void layout_card(Paper *p);        /* CARD */
#endif
