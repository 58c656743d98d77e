/* paper_joint.h: who signed for the copies of a joint case and what each department said in writing, for F11 and F12. */
#ifndef WINDOW_PAPER_JOINT_H
#define WINDOW_PAPER_JOINT_H
#include "window/paper.h"

/* "何文（首席代表）" */
const char *paper_signer(Arena *arena, const char *name, const char *post);
/* F11: signed by and signed at of each co-department, as it stands when the paper is drawn; until then the table is blank, to be signed by hand. */
void paper_joint_signed(Scene *scene, Arena *arena, const Event *copied, Value *facts);
/* Each department's last opinion in writing (or by default) before event `until` (0: up to now), one row each: department, opinion, by, on. */
void paper_joint_written(Scene *scene, Arena *arena, int64_t case_id, int64_t until, Value *rows);
#endif
