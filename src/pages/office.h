/* office.h: what the office's pages (supervision, catalogue, administration) share. */
#ifndef PAGES_OFFICE_H
#define PAGES_OFFICE_H
#include "pages/field.h"

/* ---- lists: filters and page numbers. An address is path?name=value&... of the pairs that are not empty ---- */
typedef struct OfficePair { const char *name, *value; } OfficePair;
const char *office_url(Request *request, const char *path, const OfficePair *pairs, int count);
const char *office_query(Request *request, const char *name);          /* "" when absent or too long */
int office_page(Request *request);                                     /* ?page=, at least 1 */
void office_set_pages(Request *request, Value *view, const char *path, const OfficePair *pairs, int count, int page, int64_t total, int rows);
/* A select of view.filters; gives its option list, which opens with "any". */
Value *office_filter(Request *request, Value *filters, const char *name, const char *label_key);
void office_option(Request *request, Value *options, const char *value, const char *text, const char *picked);
void office_filter_departments(Request *request, Value *filters, const char *picked);
void office_filter_windows(Request *request, Value *filters, const char *picked);
/* What was wrong with a form, at the top of the page, in the order of its fields; rows give the labels, prefix the ids. */
void office_set_errors(Request *request, Value *view, const char *prefix, const FieldRow *rows, const Value *errors);
bool office_over_all(Request *request, Right right);                   /* does the visitor have it over the whole centre? */
const char *office_csv_cell(Arena *arena, const char *text);           /* quoted; a formula made harmless */

/* Handlers of catalogue_page.c, supervise.c and redated.c, for the one table of routes in admin.c. */
void supervise_page(Request *request);
void supervise_csv(Request *request);
void redated_list_page(Request *request);          /* redated.c */
void redated_page(Request *request);
void catalogue_page(Request *request);
void catalogue_lint(Request *request);
void catalogue_csv(Request *request);
void catalogue_xlsx(Request *request);
void catalogue_import_items(Request *request);
void catalogue_import_departments(Request *request);
void catalogue_publish(Request *request);
void catalogue_withdraw(Request *request);
#endif
