/* case_view.h: a case as the templates want it, for the applicant, the desk and the supervisor alike: one wording everywhere. */
#ifndef PAGES_CASE_VIEW_H
#define PAGES_CASE_VIEW_H
#include "pages/hall.h"

/* Where a clock is: words and colour. tone green | blue (nearly due) | amber (due today) | red | paused | done. */
typedef struct ClockView { const char *tone, *words, *text; int day, limit; bool running; } ClockView;   /* text: 第 3 天，共 7 个工作日; "" when none runs */
ClockView clock_view(Request *request, const Standing *standing, ClockKind clock);
/* From a list row alone, without the standing: red, amber, blue, green, paused, done. */
const char *clock_tone(Request *request, const CaseDates *dates, Stage stage);
const char *clock_words(Request *request, const char *tone);
const char *stage_tone(Stage stage, Outcome outcome);                  /* tag colour: teal green amber seal plain */
const char *stage_text(Request *request, Stage stage);
const char *clock_name(Request *request, ClockKind clock);             /* 承诺办结日 ... */

Value *case_my_row(Request *request, const CaseRow *row);              /* my.html */
/* The keys that case_public.html and case.html share in `case`. base: "/case" or "/desk/cases". */
Value *case_head(Request *request, const CaseFile *file, const Item *item, const char *base);
/* Into `talk`: questions and answers between window and back office, newest first; for staff only. */
void case_talk(Request *request, Value *view, const CaseFile *file);
Value *case_badges(Request *request, const Standing *standing);        /* list tone, text: 特办件, 告知承诺, 容缺 ... */
Value *case_steps(Request *request, const CaseFile *file);             /* list for the progress bar */
Value *case_documents(Request *request, const CaseFile *file);         /* list title number date url adverse by */
/* Timeline, newest first. staff: names of officers and internal notes too. */
Value *case_events(Request *request, const CaseFile *file, bool staff);
Value *case_redated_view(Request *request, const CaseFile *file);      /* redated.c: partials/redated; NULL: no change of the calendar has moved it */
Value *case_clocks(Request *request, const CaseFile *file, const char *base, ClockKind current);
/* deadline.html's `result` for any terms; stopped_on: the day the clock was stopped by its act, DAY_NONE while it runs. */
Value *deadline_result(Request *request, const DeadlineTerms *terms, const char *start_event, const char *basis, Day stopped_on);
/* Pauses of the case with the numbers of their notices, for explanations. Lives in request->arena. */
void case_name_pauses(Request *request, const CaseFile *file, DeadlineTerms *terms);
/* Shared by /case/:number/deadline and /desk/cases/:number/deadline. */
void case_deadline_page(Request *request, const CaseFile *file, const char *base);
/* An issued document as PDF, after the caller has checked who asks. with_code: print the query code on the receipt. */
/* An officer looks at personal data: records it, and goes on to `then` only when the record is durable. */
void case_look(Request *request, const CaseFile *file, const char *what, void (*then)(Request *request, WindowTurn *turn));
void case_document_pdf(Request *request, const CaseFile *file, const IssuedDocument *document, bool with_code);
const Event *case_last_event(Request *request, const CaseFile *file, const char *kind);      /* NULL: there was none */
const char *event_title(Request *request, const Event *event);
#endif
