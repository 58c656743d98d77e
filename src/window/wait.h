/* wait.h: a turn taken to the window by a thread that waits for it: couriers. Never on the loop thread. */
#ifndef WINDOW_WAIT_H
#define WINDOW_WAIT_H
#include "window/window.h"

/* One turn as the clock; false: not taken, failed or refused. result may be NULL. Raises nothing. */
bool window_wait(OneWindow *window, Arena *arena, void (*work)(Scene *, WindowTurn *), const void *input, Value **result);
#endif
