/* wait.c: see wait.h. */
#include "window/wait.h"
#include <pthread.h>

typedef struct Wait { pthread_mutex_t mutex; pthread_cond_t done; bool ready; } Wait;

static void turn_done(WindowTurn *turn)
{
    Wait *wait = turn->owner;
    pthread_mutex_lock(&wait->mutex);
    wait->ready = true;
    pthread_cond_signal(&wait->done);
    pthread_mutex_unlock(&wait->mutex);
}

bool window_wait(OneWindow *window, Arena *arena, void (*work)(Scene *, WindowTurn *), const void *input, Value **result)
{
    Wait wait = {.mutex = PTHREAD_MUTEX_INITIALIZER, .done = PTHREAD_COND_INITIALIZER};
    WindowTurn turn = {.arena = arena, .actor = actor_clock(), .work = work, .input = input, .done = turn_done, .owner = &wait};
    if (!window_submit(window, &turn)) return false;
    pthread_mutex_lock(&wait.mutex);
    while (!wait.ready) pthread_cond_wait(&wait.done, &wait.mutex);
    pthread_mutex_unlock(&wait.mutex);
    if (result) *result = turn.result;
    return turn.fault == FAULT_NONE && turn.refusal == REFUSED_NOTHING;
}
