/* handin.h: materials handed in through a form: m{no}_how, m{no}_file. Kept as bytes beside the event, which holds their SHA-256. */
#ifndef PAGES_HANDIN_H
#define PAGES_HANDIN_H
#include "pages/hall.h"

typedef struct HandIn {
    Value *materials;                /* list for the act's input: {no, way, sha256?} */
    CaseActFile *files;
    int count;
    const char *error;               /* message key of the first thing wrong, NULL: none */
    int error_no;                    /* of that material */
} HandIn;

/* The media type of a file a window can open and print, by its first bytes: PDF, JPEG, PNG. NULL: none of them. */
const char *handin_kind(const Upload *file);
/* Reads the form's materials of the item. only: which numbers to look at (NULL: all). Hashes are still to be made (handin_hash on a worker). */
HandIn *handin_read(Request *request, const Item *item, const bool *only, bool files_alone);
/* The same for a form whose materials are numbered 1 to count by the page itself (the shared materials of a package). */
HandIn *handin_read_numbers(Request *request, int count);
/* For partials/handin: the list "materials" of the view (returned, empty), accept, accept_text, and the summary of what was wrong; then its rows one by one.
 * The caller adds original, copies, note, blank_url to a row. handin NULL: nothing was sent yet. */
Value *handin_show(Request *request, Value *view, const HandIn *handin);
Value *handin_show_one(Request *request, Value *rows, int no, const char *name, bool required, const HandIn *handin);
void handin_hash(void *handin);      /* SHA-256 of every file, into files and materials; for page_offload */
#endif
