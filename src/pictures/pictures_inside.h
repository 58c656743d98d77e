/* pictures_inside.h: between the files of this room. */
#ifndef PICTURES_PICTURES_INSIDE_H
#define PICTURES_PICTURES_INSIDE_H
#include "pictures/pictures.h"

enum { BOX_W = 128, STAGE_W = 148, END_R = 11, CHOICE = 34, START_R = 13, TIMER_R = 10, LINE = 17, NOTE_LINE = 15, SIDE_W = 100, SIDE_H = 46, ANY_W = 262, ANY_H = 92, POOL_HEAD = 34 };
bool picture_leaves(const PictureLaw *law, Stage stage, Act act);        /* somewhere else, at least sometimes */
bool picture_anytime(const Picture *picture, Act act);
bool picture_ends(const Picture *picture, Stage stage);                 /* concluded, and nothing but acts for any time is left to do */
void picture_layout(Arena *arena, Picture *picture);
#endif
