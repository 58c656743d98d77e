/* pictures.h: process pictures: what the table of the law makes of one item, as lanes, tasks, gateways and clocks; drawn on pages and given as BPMN 2.0.
 *
 * Nothing here names an act or a stage of its own accord. picture_law walks the law: from no case at all it asks, in every standing it reaches,
 * each act of the table whether anybody may do it on this item (process_may, with one officer of each kind), folds what happened into the
 * standing, and goes on from there. So an act added to the table is in the pictures. An act that fits other items only (settling on the spot, fees)
 * is told from one that only waits for something (a hearing not yet held) by trying items of every kind: what no item allows yet is shown everywhere.
 *
 *   item ──picture_law──▶ moves (from, act, to) ──picture_of──▶ nodes and flows ──layout──▶ places ──▶ picture_value (SVG) | picture_bpmn (XML)
 *                                                 case's events ──picture_mark──┘
 *
 * Pure: no store, no clock. Time is spent once per picture, about a millisecond.
 */
#ifndef PICTURES_PICTURES_H
#define PICTURES_PICTURES_H
#include "base/buf.h"
#include "process/process.h"

/* ---- the law of one item ---- */

typedef enum { LANE_APPLICANT, LANE_WINDOW, LANE_REVIEWER, LANE_DECIDER, LANE_HEAD, LANE_PARTNER, LANE_CENTRE, LANE_HOLDER /* + Holder: any other who may hold a case */ } LaneKey;

typedef struct PictureMove {
    Stage from;
    Act act;
    Stage to;                        /* from itself: the stage stays */
    int lane;                        /* LaneKey, of who does it */
} PictureMove;
typedef struct PictureStage { bool reached, stopped; int lane; ClockKind clock; } PictureStage;      /* lane of who holds it; clock: the one that runs, or is stopped */
typedef struct PictureLaw {
    PictureMove *moves;  int move_count;           /* in order of the table within a stage, each once */
    PictureStage stages[STAGE_COUNT];
} PictureLaw;
PictureLaw *picture_law(Arena *arena, const Item *item, const Calendar *calendar);

/* ---- the picture ---- */

typedef enum { NODE_START, NODE_ACT, NODE_STAGE, NODE_CHOICE, NODE_TIMER, NODE_END } NodeKind;
typedef enum { PICTURE_DOWN /* for pages: lanes stand side by side */, PICTURE_ACROSS /* for BPMN tools: lanes lie one above the other */ } PictureWay;

typedef struct PicturePoint { int x, y; } PicturePoint;
typedef struct PictureNode {
    NodeKind kind;
    Act act;                         /* ACT, TIMER (of the act it sets off), END (that it ends) */
    bool warns;                      /* TIMER that sets off no act, and its END, the alarm: only in BPMN */
    Stage stage;                     /* STAGE, CHOICE, TIMER: of which; END: which it reaches */
    int lane;                        /* index into lanes */
    int host;                        /* TIMER: the node it sits on; END: the act it stands beside; else -1 */
    const char *id;                  /* "act_accept": the same in every output */
    const char *name, *note;         /* note: second line, may be "" */
    const Act *side;  int side_count;        /* STAGE: what may also be done here, the stage staying */
    const char **lines;  int line_count;     /* name broken to fit, then note */
    int name_lines;                  /* how many of lines are the name */
    int row, x, y, w, h;
    bool walked, now;
    Day on;                          /* when it was walked last */
} PictureNode;
typedef struct PictureFlow {
    int from, to;
    bool walked, warns;              /* warns: from a limit's timer to its alarm; only in BPMN */
    PicturePoint points[8];  int point_count;
} PictureFlow;
typedef struct PictureLane { int key; const char *id, *name; int at, size; } PictureLane;         /* at, size across the flow */
typedef struct Picture {
    const Item *item;
    const PictureLaw *law;
    bool english;
    PictureWay way;
    PictureLane *lanes;  int lane_count;
    PictureNode *nodes;  int node_count;
    PictureFlow *flows;  int flow_count;
    Act *anytime;  int anytime_count;        /* acts that many stages allow: drawn beside, once */
    bool anytime_walked[ACT_COUNT];
    Day anytime_on[ACT_COUNT];
    int width, height, head;                 /* head: room for the lanes' names along the flow */
} Picture;
enum { PICTURE_ANYTIME_STAGES = 4 };         /* allowed in so many stages: an act for any time */

Picture *picture_of(Arena *arena, const Item *item, const Calendar *calendar, PictureWay way, bool english);

/* One event of a case, in order, into the picture: what was done, and where the case stands after it. */
typedef struct PictureStep { Act act; Stage before, after; Day day; } PictureStep;
void picture_mark(Picture *picture, const PictureStep *steps, int count);
/* The steps of a case from its events: a fold; standing begins as {0}. False when the event is none of the table's. */
bool picture_step(Standing *standing, const Event *event, PictureStep *step);

const char *picture_lane_name(Arena *arena, const Item *item, int key, bool english);
char *picture_clock_text(Arena *arena, const Item *item, ClockKind clock, bool english);      /* 5 个工作日; "" when the law names none */

/* For partials/process.html: the drawing, and the same as a list. */
Value *picture_value(Arena *arena, const Picture *picture);
/* BPMN 2.0 with diagram, UTF-8. A marked picture is coloured and says where the case stands. title: name of the process. */
char *picture_bpmn(Arena *arena, const Picture *picture, const char *title);
#endif
