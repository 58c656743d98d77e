/* admin_inside.h: the administration's forms, declared once: admin.c shows them, admin_act.c takes them. */
#ifndef PAGES_ADMIN_INSIDE_H
#define PAGES_ADMIN_INSIDE_H
#include "pages/office.h"

typedef enum { FORM_APPOINT, FORM_PASSWORD, FORM_CLOSE, FORM_BESIDE, FORM_POST_END, FORM_BLOCK, FORM_UNLOCK, FORM_GRANT, FORM_END, FORM_ABSENCE, FORM_BACK, FORM_SUBSTITUTE,
               FORM_HOLIDAYS, FORM_OVERRIDE, FORM_TOKEN, FORM_COUNT, FORM_NONE = -1 } AdminFormName;

typedef struct AdminForm {
    const char *part, *name;              /* part of the page; prefix of the inputs' ids */
    const char *zh, *en;                  /* title, and text of the button */
    Right right;
    const char *subject;                  /* "officer" or "row": shown only when ?officer= or ?row= names one */
    const char *action;                   /* %s: the subject */
    const FieldRow *rows;
    bool multipart, check, warning;       /* check: a second button that only looks */
} AdminForm;
const AdminForm *admin_form(AdminFormName name);

/* One check box per bit of a mask, named with this prefix: role_clerk, right_decide, scope_query. */
unsigned admin_typed_mask(const Value *typed, const char *prefix, const char *(*name)(unsigned bit), unsigned all);
const char *admin_role(unsigned bit);
const char *admin_authority(unsigned bit);
const char *admin_scope(unsigned bit);

/* What a form leaves on the page: refused with what was typed, or said once (a fresh token, the look at a holiday file). */
typedef struct AdminShown {
    AdminFormName form;
    const char *subject;
    const Value *typed, *errors, *problems;       /* problems: list row, column, zh, en of a refused holiday file */
    Refusal refusal;
    const char *detail, *token, *notice;
} AdminShown;
void admin_show(Request *request, int status, const char *part, const AdminShown *shown);

/* The handlers of admin_act.c. */
void admin_appoint(Request *request);
void admin_password(Request *request);
void admin_close(Request *request);
void admin_add_post(Request *request);
void admin_end_post(Request *request);
void admin_block(Request *request);
void admin_unlock(Request *request);
void admin_grant(Request *request);
void admin_end_authority(Request *request);
void admin_absence(Request *request);
void admin_end_absence(Request *request);
void admin_substitute(Request *request);
void admin_holidays(Request *request);
void admin_override(Request *request);
void admin_token(Request *request);
void admin_revoke_token(Request *request);
#endif
