/* paper_lanes.h: the papers of the lanes (returned cases, owed materials, commitments), for paper.c only. */
#ifndef WINDOW_PAPER_LANES_H
#define WINDOW_PAPER_LANES_H
#include "window/paper.h"

/* Adds the case's facts of this kind of paper. False: it is none of these. */
bool paper_lane_facts(Arena *arena, const Paper *paper, Value *facts);
#endif
