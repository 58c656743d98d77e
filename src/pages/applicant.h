/* applicant.h: who applies, through whom, for what: the one form part of an application for an item, of one taken at the counter, and of a package (一件事).
 * The fields bear the keys of ACT_RECEIVE's input, so what was typed is the input. The window checks again and has the last word. */
#ifndef PAGES_APPLICANT_H
#define PAGES_APPLICANT_H
#include "pages/field.h"

/* Who sits at the keyboard. It changes the statement of truth (signed on paper at the counter) and keeps a clerk's browser from offering her own data. */
typedef enum { APPLICANT_ONLINE, APPLICANT_COUNTER } ApplicantPlace;

/* What was typed, by the keys of the input; channel is set to "online" or "window". */
Value *applicant_typed(Request *request, ApplicantPlace place);
/* What a signed-in citizen need not type again; NULL: nobody is signed in. */
Value *applicant_known(Request *request);
/* Everything that is wrong with what was typed, at once: texts by field name. An object without members: nothing. */
Value *applicant_errors(Request *request, ApplicantPlace place, const Value *typed);
/* fields_applicant, fields_agent, fields_matter, fields_result, fields_truth and agent_open for the page, and the summary of the errors. typed, errors may be NULL. */
void applicant_show(Request *request, Value *view, ApplicantPlace place, const Value *typed, const Value *errors);
#endif
