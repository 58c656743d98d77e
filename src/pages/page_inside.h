/* page_inside.h: shared by hall.c and page.c only. */
#ifndef PAGES_PAGE_INSIDE_H
#define PAGES_PAGE_INSIDE_H
#include "pages/hall.h"
void page_cache_drop(Hall *hall);
#endif
