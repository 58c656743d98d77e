/* decide_inside.h: what the deciding functions share. One function per act, a ladder of refusals that ends in the event; grouped in files by
 * chapter of the law: decide.c (receipt to delivery), decide_<chapter>.c. Private to src/process.
 */
#ifndef PROCESS_DECIDE_INSIDE_H
#define PROCESS_DECIDE_INSIDE_H
#include "process/process.h"

typedef struct Turn {            /* what every guard sees */
    Arena *arena;
    const Facts *facts;
    const Standing *s;
    const Value *input;
    Verdict *verdict;            /* body and person are made by the decider */
} Turn;

/* Always false, so that a guard reads `return turn_refuse(...)`. */
bool turn_refuse(Turn *t, Refusal refusal, const char *detail);
char *turn_field(Turn *t, const char *key);                          /* trimmed; "" when absent */
/* A text within LIMIT_TEXT_CHARACTERS into the event; needs: refused when blank; takes: left out when blank. */
bool turn_needs_text(Turn *t, Value *into, const char *key, Refusal refusal);
bool turn_takes_text(Turn *t, Value *into, const char *key);
bool turn_known_material(Turn *t, int64_t no);                       /* XK-31: else refused */
bool turn_take_materials(Turn *t, Value *into, bool asked_only);
/* Names the event and its papers from the table's row. */
void turn_event(Turn *t, Act act);
void turn_set_day(Turn *t, const char *key, Day day);                /* into the body */
/* The last lawful day of a limit that begins on `from`, by the calendar in force. */
Day turn_due(Turn *t, Day from, int limit, LimitUnit unit);
void turn_authorised(Turn *t);                                       /* the letter of authority that this decision rests on, into the body */
bool turn_gives_certificate(const Item *item);
Day turn_accepted_day(const Turn *t);                                /* DC-7, DC-8 */
void turn_acceptance(Turn *t, Day accepted);                         /* day of acceptance and both last days, into the body */

/* decide_lanes.c: 告知承诺, 容缺, 退回件复核, 特办件, XK-57 */
const ProcessRules *turn_rules(const Facts *facts);
Refusal lane_bars(Act act, const Facts *facts);                      /* what can be said before the input is known */
bool lane_receive(Turn *t);                                          /* bars, quota and commitment of an application, into the body */
bool lane_return(Turn *t);                                           /* 退回件: until when the centre may be asked; the paper X01 */
bool lane_uncovered(Turn *t, int64_t no);                            /* may this material still be asked for? A commitment stands in the place of some (YH-40) */
bool lane_may_grant(Turn *t);                                        /* nothing owed; XK-57 */
void lane_granted(Turn *t);                                          /* the day by which a commitment is verified */
bool lane_refusal(Turn *t);                                          /* XK-57 used up, XK-78 falsehood; `input` may be filled */
bool decide_commit(Turn *t);
bool decide_verify_commitment(Turn *t);
bool decide_revoke_decision(Turn *t);
bool decide_accept_deferred(Turn *t);
bool decide_supply_owed(Turn *t);
bool decide_check_owed(Turn *t);
bool decide_remind_owed(Turn *t);
bool decide_lapse_owed(Turn *t);
bool decide_ask_reexamination(Turn *t);
bool decide_reexamine(Turn *t);
bool decide_special_lane(Turn *t);

/* decide_front_back.c: 前后互动, 认领, 改派, 首办 */
Refusal desk_bars(Act act, const Facts *facts);
bool decide_ask(Turn *t);
bool decide_answer(Turn *t);
bool decide_claim(Turn *t);
bool decide_release(Turn *t);
bool decide_reassign(Turn *t);
bool decide_change_first_handler(Turn *t);

/* ---- chapters ---- */

/* What must have happened for an act beside the stage: a statement to answer, a right told, a hearing noticed ... REFUSED_NOTHING: it has. */
Refusal chapter_allows(Act act, const Facts *facts);
/* "2026-07-10 09:00" into the body, and its day; else refused. */
bool turn_needs_moment(Turn *t, const char *key, Day *day);
bool turn_signed(Turn *t, Refusal refusal);                          /* signed, or the note why not; else refused */
/* What stands between the case and its decision: parties and hearings (XK-36, 46-48), verification (XK-34b), the organ above (XK-35), a default. */
bool turn_heard(Turn *t, Outcome outcome);
bool turn_verified(Turn *t);
bool turn_answered_above(Turn *t, Outcome outcome);
/* decide_hearing.c */
bool tell_party(Turn *t);
bool state(Turn *t);
bool answer_statement(Turn *t);
bool tell_hearing(Turn *t);
bool announce_hearing(Turn *t);
bool ask_hearing(Turn *t);
bool notice_hearing(Turn *t);
bool ask_recusal(Turn *t);
bool decide_recusal(Turn *t);
bool record_hearing(Turn *t);
bool report_hearing(Turn *t);

/* decide_fee.c */
bool notice_fee(Turn *t);
bool record_payment(Turn *t);

/* decide_visit.c */
bool assign_visit(Turn *t);
bool record_visit(Turn *t);
/* decide_forward.c */
bool forward(Turn *t);
bool ask_from_above(Turn *t);
bool supply_above(Turn *t);
bool reply_from_above(Turn *t);
bool tell_reply(Turn *t);
bool overdue_default(Turn *t);
bool terminate_case(Turn *t);
/* ---- joint handling: decide_joint.c ---- */
bool joint_copy_out(Turn *t);
bool joint_sign_copy(Turn *t);
bool joint_completeness(Turn *t);
bool joint_opinion(Turn *t);
bool joint_default_opinion(Turn *t);
bool joint_visit(Turn *t);
bool joint_meeting(Turn *t);
Refusal joint_may(Act act, const Facts *facts);                      /* as far as the standing says, whoever asks */
Refusal joint_may_lead(const Facts *facts, Right right);
Refusal joint_may_co(Act act, const Facts *facts, bool authority, bool deciding);
bool joint_part(const Standing *s, const Actor *officer);            /* of a department that has not spoken yet */
bool joint_heard(Turn *t);                                           /* nobody who may still say what is missing is outstanding */
bool joint_told(Turn *t, const Value *told);                         /* the one notice holds what every co-department misses */
bool joint_decidable(Turn *t, bool granting);                        /* every co-department has spoken, and none against */
const FeeRow *joint_fee(const Turn *t, const Value *row, const Item **of);      /* NULL: not published by anybody in this case */
#endif
