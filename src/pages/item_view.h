/* item_view.h: an item as the templates want it, and small things the pages share. */
#ifndef PAGES_ITEM_VIEW_H
#define PAGES_ITEM_VIEW_H
#include "pages/hall.h"

Value *item_guide(Request *request, const Item *item);                 /* guide.html's item */
Value *item_card(Request *request, const Item *item);                  /* a row of card.html and hall.html */
const char *item_limit(Request *request, int limit, const char *unit); /* 7 个工作日, in the reader's language */
const char *item_audience(Request *request, const Item *item);
const char *item_why(Request *request, const SearchHit *hit);          /* why it was found, or NULL */
bool item_is_form(const Material *material);                           /* the application itself: the blank form stands beside it */
bool item_online(const Item *item);                                    /* may be applied for online */

void page_percent(Buf *out, const char *text);                         /* one percent-encoded piece of a URL */
const char *page_back(Request *request, const char *back, const char *otherwise);    /* a local path only */
void page_pdf(Request *request, const Value *sheet, const char *filename);           /* drawn on a worker, then shown inline */
#endif
