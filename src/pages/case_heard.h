/* case_heard.h: those who must be heard (XK-36, XK-46 to XK-48), verification on the spot and the organ above, as pages show them: the applicant's own
 * part, an interested party's page, the desk's card. What others said or are called is never shown to a citizen. */
#ifndef PAGES_CASE_HEARD_H
#define PAGES_CASE_HEARD_H
#include "pages/case_view.h"

/* case_public.html `heard`; absent when there is nothing to say. */
void case_heard_view(Request *request, Value *view, const CaseFile *file, const Facts *facts);
/* case.html `heard`. unmasked: names and words as they are (a look on record). */
void case_heard_desk(Request *request, Value *view, const CaseFile *file, bool unmasked);
/* `hearing` into out: at, place, chair, openness, held, waits; nothing before the notice. True when it was set. */
bool case_hearing(Request *request, Value *out, const CaseFile *file);
/* What party `of` said (-1: everybody), oldest first: list of who, time, text (null: masked), answer (object verdict, reason, time, or null). */
Value *case_statements(Request *request, const CaseFile *file, int of, bool unmasked);

/* The paper is the notice of the party who looks: hers to open. */
bool party_may_open(Request *request, const CaseFile *file, const IssuedDocument *document);
void party_document(Request *request, const CaseFile *file, const IssuedDocument *document);

/* case_public.c: the way in to one case by a code and one thing more that its owner knows (`second`: the field's name); page: the template. Errors are message
 * keys, NULL when right; wait: seconds until another try (0: none). */
void page_way_in(Request *request, int status, const char *page, const char *second, const char *code_error, const char *second_error, int wait);
#endif
