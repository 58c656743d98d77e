/* renderer.h: the server's side of the PDF renderer, which is a child process (`yichuang render`) without network or files.
 *
 * The child is started at the first request, answers one request at a time, and is ended and started again when it fails, hangs or has
 * made many documents. The same sheet gives the same bytes, in any process, on the same package versions.
 */
#ifndef DOCUMENTS_RENDERER_H
#define DOCUMENTS_RENDERER_H
#include "base/arena.h"
#include "base/value.h"
#include <stddef.h>
#include <stdint.h>

typedef struct Renderer Renderer;
/* command: argv of the child, NULL-terminated, kept by the caller; NULL means { "/proc/self/exe", "render", NULL }. Starts nothing yet. */
Renderer *renderer_new(const char *const *command);
void renderer_free(Renderer *renderer);            /* ends the child; NULL is allowed */
/* The PDF of a sheet (document_sheet). Thread-safe: callers wait for each other. FAULT_PEER when the child fails twice or takes too long. */
const uint8_t *renderer_pdf(Renderer *renderer, Arena *arena, const Value *sheet, size_t *bytes);
void renderer_patience(Renderer *renderer, int seconds);        /* how long one document may take; 20 unless told, before first use */
int renderer_restarts(Renderer *renderer);         /* times the child was replaced after a failure */

/* The child: reads requests on `in`, writes answers on `out`, until end of file. Loads fonts, then closes the door (seccomp, rlimits). */
int render_child_main(int in, int out);
#endif
