/* postman.h: carries parcels to other centres by HTTPS (libcurl): a thread for each centre that has something to come, and one that looks who has.
 *
 * A centre that takes the call and never answers occupies its own lane, for at most POST_SILENT_SECONDS a request; then it rests (exchange_wait) and the lane
 * is free. The others go on beside it, up to POST_LANES centres at a time. Of each parcel a lane asks which is due, lets the window seal it, sends it, and lets the window settle what was answered. Nothing stands in its memory alone: a parcel
 * whose answer was lost is sent again, and the receiver answers as before. It follows no redirect, uses no proxy, and logs no token and no contents.
 */
#ifndef WINDOW_POSTMAN_H
#define WINDOW_POSTMAN_H
#include "documents/renderer.h"
#include "window/window.h"

typedef struct Postman Postman;
typedef struct PostmanOptions {
    OneWindow *window;                   /* started */
    Renderer *renderer;                  /* for the papers of results; thread-safe, outlives the postman */
    const char *ca_file;                 /* certificates to trust instead of the system's; NULL: the system's */
} PostmanOptions;

enum { POST_SECONDS = 60, POST_SILENT_SECONDS = 30, POST_CONNECT_SECONDS = 10, POST_ROUNDS = 3, POST_LANES = 16 };
Postman *postman_start(const PostmanOptions *options);
void postman_stop(Postman *postman);     /* breaks off what is under way: the next start sends it again; NULL is allowed */
#endif
