/* words.h: the fixed words of the catalogue (kinds, topics, departments, windows, posts) in the reader's language. What is not in the table stays as published. */
#ifndef PAGES_WORDS_H
#define PAGES_WORDS_H
#include "pages/hall.h"

const char *words_en(const char *zh);                              /* NULL: no such word */
const char *words_shown(Request *request, const char *zh);         /* for this reader; "" for NULL */
const char *words_shown_list(Request *request, const Value *list); /* 窗口领取、邮寄送达 */
const char *words_item(Request *request, const Item *item);        /* the item's name: its English one when it has one */
const char *words_window(Request *request, const Window *window);  /* W04 卫生健康局窗口 */
const char *words_officer(Request *request, const char *id);       /* her name; the account itself when there is no such officer */
const char *words_event_officer(Request *request, const Event *event);      /* who did it: of one who holds several posts with the post she acted under */
#endif
