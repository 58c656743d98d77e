/* paper.h: what a standard document says, from the event that issued it. The same facts are used to check it at issue and to draw it at any time after,
 * so a paper made again is the same paper: only immutable things go in (the event, the item's version, the case's receipt) and what can be erased; F11 alone also
 * shows the signatures that came after it. */
#ifndef WINDOW_PAPER_H
#define WINDOW_PAPER_H
#include "window/window.h"

typedef struct Paper {
    Scene *scene;
    const char *kind;             /* "F06" */
    const Event *event;           /* the one that issues or issued it */
    const CaseFile *file;         /* the case before the event (at issue) or now (when drawn); NULL for F03 of a case being opened */
    const Item *item;
    bool brief;                   /* the facts are looked at and dropped within the turn: texts are not copied */
} Paper;

/* The facts of the case for this kind (part 2 of documents.h), without personal ones. */
Value *paper_facts(Arena *arena, const Paper *paper);
/* What is frozen in the event because it is nowhere else in the log: names of officers as they were. */
Value *paper_fields(Arena *arena, const Paper *paper);
/* Everything to draw an issued document: record, case facts, personal facts (NULL person: erased), log position and head. NULL: no such document.
 * query_code: print it (only for the applicant and the window). */
Value *paper_drawing(Scene *scene, Arena *arena, const IssuedDocument *document, const CaseFile *file, bool query_code);
/* For documents of the desks: what all of them say (organ, date, centre, and of the case or item when there is one), into facts. body NULL: nothing of it. */
void desk_paper_common(Arena *arena, Scene *scene, Value *facts, const Event *event, const CaseFile *file, const LegalBody *body);
/* The interested party whom a notice is addressed to (F14, F15): 0 the applicant, or everybody. Such a paper is not for the applicant to open. */
int paper_party(Scene *scene, Arena *arena, const IssuedDocument *document);
/* Checks the draft, its seal (C3) too, and numbers it into the event's body. False: the turn is refused and says why. */
bool paper_issue(Scene *scene, WindowTurn *turn, const Event *event, const DocumentDraft *draft);
#endif
