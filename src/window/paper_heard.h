/* paper_heard.h: the papers of those who must be heard, of hearings and of verification on the spot (F13-F17, X07, X08), for paper.c only. */
#ifndef WINDOW_PAPER_HEARD_H
#define WINDOW_PAPER_HEARD_H
#include "window/paper.h"

/* Adds the case's facts of this kind of paper. False: it is none of these. */
bool paper_heard_facts(Arena *arena, const Paper *paper, Value *facts);
#endif
