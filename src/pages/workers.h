/* workers.h: a small bounded pool of threads for slow work without the store. */
#ifndef PAGES_WORKERS_H
#define PAGES_WORKERS_H
#include <stdbool.h>

typedef struct Workers Workers;
Workers *workers_new(void);
void workers_free(Workers *workers);       /* waits for what was taken */
/* work then done, both on a worker thread; failed: work raised a fault. False: too much waits, nothing was taken. */
bool workers_submit(Workers *workers, void (*work)(void *context), void (*done)(void *context, bool failed), void *context);
#endif
