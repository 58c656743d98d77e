/* desk_form.h: any act of any desk as a form: /desks/DESK/ACT, fields from the desk's own table (desk/desk.h). */
#ifndef PAGES_DESK_FORM_H
#define PAGES_DESK_FORM_H
#include "pages/field.h"
#include "window/desk_act.h"

/* The fields as form rows, in the request's arena. */
const FieldRow *desk_form_rows(Request *request, const DeskAct *act);
/* "/desks/certificate/revoke?number=..."; value NULL: without. */
const char *desk_form_url(Arena *arena, const char *desk, const char *act, const char *key, const char *value);
/* May the visitor be shown this act at all (the window says the last word)? */
bool desk_form_may(Request *request, const DeskAct *act);
/* Into view.acts: list title, url, warning: the acts of a desk this visitor may begin; each opens with key=value filled in (key NULL: empty).
 * back: where to go afterwards, NULL: the desk's page. names: which acts, in this order, ended by NULL; NULL: all. */
void desk_form_acts(Request *request, Value *view, const Desk *desk, const char *const *names, const char *key, const char *value, const char *back);

extern const Route desk_form_routes[];
#endif
