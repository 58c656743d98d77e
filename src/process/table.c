/* table.c: the law of a case as data: one row per act; and the names of stages and holders. See the diagram in process.h. */
#include "process/process.h"
#include <assert.h>
#include <string.h>

#define AT(stage) (1u << (stage))
enum {
    BEFORE_ACCEPTANCE = AT(STAGE_RECEIVED) | AT(STAGE_SUPPLEMENT),
    UNDER_EXAMINATION = AT(STAGE_ACCEPTED) | AT(STAGE_REVIEWED),
    HEARD = AT(STAGE_ACCEPTED) | AT(STAGE_REVIEWED) | AT(STAGE_PAUSED),
    BEFORE_DECISION = AT(STAGE_RECEIVED) | AT(STAGE_SUPPLEMENT) | AT(STAGE_ACCEPTED) | AT(STAGE_REVIEWED) | AT(STAGE_PAUSED) | AT(STAGE_FORWARDED),
    OPEN = AT(STAGE_RECEIVED) | AT(STAGE_SUPPLEMENT) | AT(STAGE_ACCEPTED) | AT(STAGE_REVIEWED) | AT(STAGE_PAUSED) | AT(STAGE_GRANTED) | AT(STAGE_CERTIFIED) | AT(STAGE_REFUSED) | AT(STAGE_FORWARDED)
};

static const ProcessRow rows[ACT_COUNT] = {
    [ACT_RECEIVE] = {ACT_RECEIVE, "receive", "收件", "Receive", "XK-29", "《行政许可法》第二十九条、第三十二条", "Administrative Permit Law arts 29, 32",
        "case.received", AT(STAGE_NONE), STAGE_RECEIVED, "申请人、代理人、窗口人员", "applicant, agent, window clerk", "T1 starts", {"F03"},
        "applicant_kind person|firm, applicant_name, identity, phone, email?, address?, agent_name?, agent_identity?, agent_phone?, agent_email?, entrusted?, project?, result_way? window|post|electronic, truth, channel, materials [{no, way, originals?, copies?, sha256?, file?, ok?}]", {BY_RECEIVER, RIGHT_RECEIVE}},
    [ACT_CHECK] = {ACT_CHECK, "check", "核验材料", "Check materials", "XK-32", "《行政许可法》第三十二条第一款", "Administrative Permit Law art. 32(1)",
        "case.checked", AT(STAGE_RECEIVED), STAGE_NONE, "窗口人员", "window clerk", "none", {0}, "checks [{no, result ok|missing|nonconforming, note?}]", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_CORRECT] = {ACT_CORRECT, "correct", "当场更正", "Correct on the spot", "XK-32-3", "《行政许可法》第三十二条第一款第三项", "Administrative Permit Law art. 32(1)3",
        "case.corrected", AT(STAGE_RECEIVED), STAGE_NONE, "窗口人员", "window clerk", "none", {"F04"}, "corrections [{place, before, after}]", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_SUPPLEMENT] = {ACT_SUPPLEMENT, "supplement", "一次性告知补正", "Give the one-time supplement notice", "XK-32-4", "《行政许可法》第三十二条第一款第四项", "Administrative Permit Law art. 32(1)4",
        "case.supplement_asked", AT(STAGE_RECEIVED), STAGE_SUPPLEMENT, "窗口人员", "window clerk", "T1 stops", {"F05"}, "missing [{no, requirement, how?}], days?", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_SUPPLY] = {ACT_SUPPLY, "supply", "补正材料", "Supply what was asked", "DC-8", "《行政许可法》第三十二条第一款第五项", "Administrative Permit Law art. 32(1)5",
        "case.supplied", AT(STAGE_SUPPLEMENT), STAGE_NONE, "申请人、窗口人员", "applicant, window clerk", "T1 starts anew for what is new, once all is supplied", {0},
        "materials [{no, way, originals?, copies?, sha256?, file?, ok?}]", {BY_SUPPLIER, RIGHT_ACCEPT}},
    [ACT_ACCEPT] = {ACT_ACCEPT, "accept", "受理", "Accept", "XK-32-5", "《行政许可法》第三十二条第一款第五项、第二款", "Administrative Permit Law art. 32(1)5, (2)",
        "case.accepted", AT(STAGE_RECEIVED), STAGE_ACCEPTED, "窗口人员", "window clerk", "T1 stops; T2 and T3 start", {"F06"}, "", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_DEEM_ACCEPTED] = {ACT_DEEM_ACCEPTED, "deem_accepted", "视为受理", "Deemed accepted", "XK-32-4", "《行政许可法》第三十二条第一款第四项", "Administrative Permit Law art. 32(1)4",
        "case.deemed_accepted", AT(STAGE_RECEIVED), STAGE_ACCEPTED, "时钟", "the clock", "T2 and T3 start on the day of receipt", {"F09"}, "", {BY_CLOCK, RIGHT_RUN_CLOCK}},
    [ACT_NOT_NEEDED] = {ACT_NOT_NEEDED, "not_needed", "告知不受理（不需许可）", "Tell that no permit is needed", "XK-32-1", "《行政许可法》第三十二条第一款第一项", "Administrative Permit Law art. 32(1)1",
        "case.not_needed", AT(STAGE_RECEIVED), STAGE_NOT_NEEDED, "窗口人员", "window clerk", "T1 stops", {"F07"}, "reason, where?", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_NOT_COMPETENT] = {ACT_NOT_COMPETENT, "not_competent", "不予受理（不属本机关职权）", "Refuse acceptance: another organ's power", "XK-32-2", "《行政许可法》第三十二条第一款第二项", "Administrative Permit Law art. 32(1)2",
        "case.not_competent", AT(STAGE_RECEIVED), STAGE_NOT_COMPETENT, "窗口人员", "window clerk", "T1 stops", {"F08"}, "reason, basis, organ", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_SETTLE] = {ACT_SETTLE, "settle", "当场办结", "Settle on the spot", "XK-34a", "《行政许可法》第三十四条第二款、第五十六条", "Administrative Permit Law arts 34(2), 56",
        "case.settled", AT(STAGE_RECEIVED), STAGE_DELIVERED, "持有决定授权的窗口人员或首席代表", "officer with authority to decide", "all stop", {"F23"}, "content, recipient?, way?, consent?, valid_to?", {BY_AUTHORITY, RIGHT_DECIDE, AUTHORITY_DECIDE}},
    [ACT_REVIEW] = {ACT_REVIEW, "review", "审核", "Review", "XK-34", "《行政许可法》第三十四条", "Administrative Permit Law art. 34",
        "case.reviewed", AT(STAGE_ACCEPTED), STAGE_REVIEWED, "持有审核授权的人员", "officer with authority to review", "none", {0}, "conclusion approve|reject, opinion", {BY_AUTHORITY, RIGHT_REVIEW, AUTHORITY_REVIEW}},
    [ACT_GRANT] = {ACT_GRANT, "grant", "准予", "Grant", "XK-37/38", "《行政许可法》第三十八条第一款", "Administrative Permit Law art. 38(1)",
        "case.granted", UNDER_EXAMINATION, STAGE_GRANTED, "持有决定授权的人员（非审核人）", "officer with authority to decide, not the reviewer", "T2 and T3 stop; T4 starts", {"F21"}, "content, conditions?, validity?, transcript?, selection_record?", {BY_DECIDER, RIGHT_DECIDE, AUTHORITY_DECIDE}},
    [ACT_REFUSE] = {ACT_REFUSE, "refuse", "不予", "Refuse", "XK-37/38", "《行政许可法》第三十八条第二款", "Administrative Permit Law art. 38(2)",
        "case.refused", UNDER_EXAMINATION, STAGE_REFUSED, "持有不予授权的人员（非审核人）", "officer with authority to refuse, not the reviewer", "T2 and T3 stop", {"F22"}, "facts, reason, basis, transcript?, false_materials?", {BY_DECIDER, RIGHT_DECIDE, AUTHORITY_REFUSE}},
    [ACT_PAUSE] = {ACT_PAUSE, "pause", "特别程序（中止计时）", "Stop the clock for a special procedure", "XK-45", "《行政许可法》第四十五条", "Administrative Permit Law art. 45",
        "case.paused", UNDER_EXAMINATION, STAGE_PAUSED, "本部门办理人员", "officers of the department", "T2 and T3 stop from today", {"F18"}, "ground hearing|tender|auction|inspection|test|quarantine|appraisal|expert_review, days, body, matter", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_RESUME] = {ACT_RESUME, "resume", "恢复计时", "Resume", "XK-45", "《行政许可法》第四十五条", "Administrative Permit Law art. 45",
        "case.resumed", AT(STAGE_PAUSED), STAGE_NONE, "本部门办理人员", "officers of the department", "T2 and T3 go on after today", {0}, "result", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_EXTEND] = {ACT_EXTEND, "extend", "延长期限", "Extend", "XK-42a", "《行政许可法》第四十二条", "Administrative Permit Law art. 42",
        "case.extended", UNDER_EXAMINATION, STAGE_NONE, "本机关负责人（联办：本级政府负责人）", "head of the organ (joint cases: of the government)", "T2 and T3 lengthen, once", {"F19"}, "days, reason, approval", {BY_HEAD, RIGHT_EXTEND}},
    [ACT_NOTICE_FEE] = {ACT_NOTICE_FEE, "notice_fee", "缴费通知", "Give the fee notice", "XK-59", "《行政许可法》第五十八条、第五十九条", "Administrative Permit Law arts 58, 59",
        "case.fee_noticed", UNDER_EXAMINATION | AT(STAGE_RECEIVED) | AT(STAGE_GRANTED), STAGE_NONE, "窗口人员", "window clerk", "none", {"F24"}, "rows [{no, quantity, amount_fen?, item?}], due_days?", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_RECORD_PAYMENT] = {ACT_RECORD_PAYMENT, "record_payment", "登记缴费", "Record the payment", "XK-59", "《行政许可法》第五十九条", "Administrative Permit Law art. 59",
        "case.fee_paid", OPEN, STAGE_NONE, "窗口人员", "window clerk", "none", {"F25"}, "ticket_no, check_code, fee_code, issuer, paid_on?, way?, payer?", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_CERTIFY] = {ACT_CERTIFY, "certify", "制证", "Make out the certificate", "XK-39", "《行政许可法》第三十九条、第四十四条", "Administrative Permit Law arts 39, 44",
        "case.certified", AT(STAGE_GRANTED), STAGE_CERTIFIED, "窗口人员", "window clerk", "none", {"F26"}, "content?, valid_from?, valid_to?", {BY_RIGHT, RIGHT_DELIVER}},
    [ACT_DELIVER] = {ACT_DELIVER, "deliver", "送达", "Deliver", "XK-44", "《行政许可法》第四十四条", "Administrative Permit Law art. 44",
        "case.delivered", AT(STAGE_GRANTED) | AT(STAGE_CERTIFIED) | AT(STAGE_REFUSED), STAGE_DELIVERED, "窗口人员", "window clerk", "T4 stops", {"F27"}, "way direct|left|entrusted|post|notice|electronic, recipient, place?, consent?, witness?, refusal_note?", {BY_RIGHT, RIGHT_DELIVER}},
    [ACT_WITHDRAW] = {ACT_WITHDRAW, "withdraw", "撤回申请", "Withdraw", "2.7", "依申请行政行为，决定作出前申请人可以撤回", "Before the decision the applicant may withdraw",
        "case.withdrawn", BEFORE_DECISION, STAGE_WITHDRAWN, "申请人、窗口人员（凭书面申请）；下级中心经数据交换转来", "applicant, or the clerk on a written request; the centre below through the exchange", "all stop", {"F33", "X09"}, "reason", {BY_WITHDRAWER, RIGHT_WITHDRAW}},
    [ACT_LAPSE] = {ACT_LAPSE, "lapse", "补交不来办结", "Lapse: not supplied", "2.7", "补正期限届满未补正", "Nothing supplied by the end of the time told",
        "case.lapsed", AT(STAGE_SUPPLEMENT), STAGE_LAPSED, "时钟", "the clock", "all stop", {"F33"}, "", {BY_CLOCK, RIGHT_RUN_CLOCK}},
    [ACT_NOTE] = {ACT_NOTE, "note", "前后台留言", "Note between window and back office", "D3", "前后互动", "front and back work together",
        "case.noted", OPEN, STAGE_NONE, "本窗口、本部门人员", "officers of the window or department", "none", {0}, "text", {BY_OFFICER, RIGHT_SEE_CASE}},

    /* ---- lanes: 告知承诺, 容缺, 退回件复核, 特办件 (decide_lanes.c) ---- */
    [ACT_COMMIT] = {ACT_COMMIT, "commit", "作出告知承诺", "Make the commitment", "YH-40", "《优化营商环境条例》第四十条；国办发〔2020〕42号", "Business Environment Regulations art. 40; State Council Office 2020 no. 42",
        "case.committed", AT(STAGE_RECEIVED), STAGE_NONE, "申请人、窗口人员（凭签署的承诺书）", "applicant, or the clerk on the signed commitment", "none", {"X04"}, "signed", {BY_SUPPLIER, RIGHT_ACCEPT}},
    [ACT_VERIFY_COMMITMENT] = {ACT_VERIFY_COMMITMENT, "verify_commitment", "核查承诺", "Verify the commitment", "YH-40", "《优化营商环境条例》第四十条；《行政许可法》第六十九条、第七十九条；国办发〔2020〕42号", "Business Environment Regulations art. 40; Administrative Permit Law arts 69, 79; State Council Office 2020 no. 42",
        "case.commitment_verified", AT(STAGE_GRANTED) | AT(STAGE_CERTIFIED) | AT(STAGE_DELIVERED), STAGE_NONE, "本部门办理人员", "officers of the department", "none", {0}, "result true|false, method, findings, safety?", {BY_OFFICER, RIGHT_REVIEW}},
    [ACT_REVOKE_DECISION] = {ACT_REVOKE_DECISION, "revoke_decision", "按核查结论撤销决定", "Revoke the decision: the commitment was untrue", "YH-40", "《行政许可法》第六十九条第二款、第三款、第七十九条；《优化营商环境条例》第四十条", "Administrative Permit Law arts 69(2), (3), 79; Business Environment Regulations art. 40",
        "case.decision_revoked", AT(STAGE_GRANTED) | AT(STAGE_DELIVERED), STAGE_REVOKED, "持有决定授权的人员", "officer with authority to decide", "T4 stops", {"F31"}, "heard, public_harm?", {BY_AUTHORITY, RIGHT_DECIDE, AUTHORITY_DECIDE}},
    [ACT_ACCEPT_DEFERRED] = {ACT_ACCEPT_DEFERRED, "accept_deferred", "容缺受理", "Accept with secondary materials owed", "RONGQUE", "容缺受理制度；《优化营商环境条例》第三十五条", "Deferred-material rule of the centre; Business Environment Regulations art. 35",
        "case.accepted_deferred", AT(STAGE_RECEIVED), STAGE_ACCEPTED, "窗口人员", "window clerk", "T1 stops; T2 and T3 start", {"F06", "X03", "X06"}, "owed [{no}], until, signed", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_SUPPLY_OWED] = {ACT_SUPPLY_OWED, "supply_owed", "补交容缺材料", "Hand in what is owed", "RONGQUE", "容缺受理制度", "Deferred-material rule of the centre",
        "case.owed_supplied", UNDER_EXAMINATION | AT(STAGE_PAUSED), STAGE_NONE, "申请人、窗口人员", "applicant, window clerk", "none", {0}, "materials [{no, way, originals?, copies?, sha256?, file?, ok?}]", {BY_SUPPLIER, RIGHT_ACCEPT}},
    [ACT_CHECK_OWED] = {ACT_CHECK_OWED, "check_owed", "核验补交的容缺材料", "Check what was owed", "RONGQUE", "容缺受理制度", "Deferred-material rule of the centre",
        "case.owed_checked", UNDER_EXAMINATION | AT(STAGE_PAUSED), STAGE_NONE, "窗口人员", "window clerk", "none", {0}, "checks [{no, result ok|nonconforming, note?}]", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_REMIND_OWED] = {ACT_REMIND_OWED, "remind_owed", "催告补交容缺材料", "Remind of what is owed", "RONGQUE", "容缺受理制度", "Deferred-material rule of the centre",
        "case.owed_reminded", UNDER_EXAMINATION, STAGE_NONE, "时钟", "the clock", "none", {"X06"}, "", {BY_CLOCK, RIGHT_RUN_CLOCK}},
    [ACT_LAPSE_OWED] = {ACT_LAPSE_OWED, "lapse_owed", "容缺逾期转一次性告知补正", "Owed and not supplied: back to the one-time notice", "RONGQUE", "容缺受理制度；《行政许可法》第三十二条第一款第四项", "Deferred-material rule of the centre; Administrative Permit Law art. 32(1)4",
        "case.owed_lapsed", UNDER_EXAMINATION, STAGE_SUPPLEMENT, "时钟", "the clock", "T2 and T3 end; after all is supplied T1 starts anew", {"F05"}, "", {BY_CLOCK, RIGHT_RUN_CLOCK}},
    [ACT_ASK_REEXAMINATION] = {ACT_ASK_REEXAMINATION, "ask_reexamination", "申请复核", "Ask the centre for re-examination", "RETURN", "退回件复核制度", "Re-examination of returned cases",
        "case.reexamination_asked", AT(STAGE_NOT_NEEDED) | AT(STAGE_NOT_COMPETENT), STAGE_NONE, "申请人、窗口人员（凭书面申请）", "applicant, or the clerk on a written request", "none", {0}, "reason", {BY_SUPPLIER, RIGHT_WITHDRAW}},
    [ACT_REEXAMINE] = {ACT_REEXAMINE, "reexamine", "复核裁定", "Rule on the returned case", "RETURN", "退回件复核制度", "Re-examination of returned cases",
        "case.reexamined", AT(STAGE_NOT_NEEDED) | AT(STAGE_NOT_COMPETENT), STAGE_NONE, "中心督查人员", "the centre's supervisor", "overturned: T1 goes on from the original day of receipt", {"X02"}, "ruling uphold|accept, facts, reason, basis", {BY_OFFICER, RIGHT_REEXAMINE}},
    [ACT_SPECIAL_LANE] = {ACT_SPECIAL_LANE, "special_lane", "转为特办件", "Put on the special lane", "SPECIAL", "特办件制度", "Special-lane rule of the centre",
        "case.special_lane", BEFORE_DECISION, STAGE_NONE, "中心负责人", "head of the centre", "T3 shortens", {0}, "ground major_project|emergency|livelihood, days, reason", {BY_OFFICER, RIGHT_SPECIAL_LANE}},

    /* ---- front and back: 前后互动, 认领, 首办 (decide_front_back.c) ---- */
    [ACT_ASK] = {ACT_ASK, "ask", "前后台问询", "Ask the other side", "D3", "前后互动", "front and back work together",
        "case.asked", OPEN, STAGE_NONE, "本窗口、本部门人员", "officers of the window or department", "none", {0}, "to office|window, text", {BY_OFFICER, RIGHT_SEE_CASE}},
    [ACT_ANSWER] = {ACT_ANSWER, "answer", "答复问询", "Answer", "D3", "前后互动", "front and back work together",
        "case.answered", OPEN, STAGE_NONE, "被问询一方人员", "officers of the side that was asked", "none", {0}, "no, text", {BY_OFFICER, RIGHT_SEE_CASE}},
    [ACT_CLAIM] = {ACT_CLAIM, "claim", "认领", "Claim", "D3", "前后互动；持件到人", "who holds it is always a named person",
        "case.claimed", OPEN, STAGE_NONE, "持件岗位人员", "officers of the desk that holds it", "none", {0}, "", {BY_OFFICER, RIGHT_SEE_CASE}},
    [ACT_RELEASE] = {ACT_RELEASE, "release", "放回", "Release", "D3", "前后互动；持件到人", "who holds it is always a named person",
        "case.released", OPEN, STAGE_NONE, "认领人", "who claimed it", "none", {0}, "reason?", {BY_OFFICER, RIGHT_SEE_CASE}},
    [ACT_REASSIGN] = {ACT_REASSIGN, "reassign", "改派", "Reassign", "D3", "前后互动；持件到人", "who holds it is always a named person",
        "case.reassigned", OPEN, STAGE_NONE, "首席代表、本部门负责人", "chief representative, head of the department", "none", {0}, "to, reason", {BY_OFFICER, RIGHT_REASSIGN}},
    [ACT_CHANGE_FIRST_HANDLER] = {ACT_CHANGE_FIRST_HANDLER, "change_first_handler", "变更首办人", "Change the first handler", "B1", "首办负责制", "first-handler responsibility",
        "case.first_handler_changed", OPEN, STAGE_NONE, "本部门负责人（凭岗位变动文件）", "head of the department, on the document of the post change", "none", {0}, "to, document, reason", {BY_OFFICER, RIGHT_FIRST_HANDLER}},

    /* Others with a stake, hearings, verification on the spot, the organ above, default and ending (decide_hearing.c, decide_visit.c, decide_forward.c). */
    [ACT_TELL_PARTY] = {ACT_TELL_PARTY, "tell_party", "告知利害关系人", "Tell an interested party", "XK-36", "《行政许可法》第三十六条", "Administrative Permit Law art. 36",
        "case.party_told", HEARD, STAGE_NONE, "本部门办理人员", "officers of the department", "none: the time to state is not excluded (DC-5)", {"F14"},
        "party, address?, phone?, matter, days?", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_STATE] = {ACT_STATE, "state", "陈述申辩", "State and defend", "XK-36", "《行政许可法》第三十六条", "Administrative Permit Law art. 36",
        "case.stated", HEARD, STAGE_NONE, "申请人、利害关系人；到窗口提出的由窗口记录", "applicant and interested parties, or the clerk for them", "none", {0},
        "party int:0..16, text", {BY_RIGHT, RIGHT_WITHDRAW}},
    [ACT_ANSWER_STATEMENT] = {ACT_ANSWER_STATEMENT, "answer_statement", "处理陈述申辩意见", "Answer a statement", "XK-36", "《行政许可法》第三十六条", "Administrative Permit Law art. 36",
        "case.statement_answered", HEARD, STAGE_NONE, "本部门审查人员", "examining officers of the department", "none", {0},
        "party, adopted, reason", {BY_OFFICER, RIGHT_REVIEW}},
    [ACT_TELL_HEARING] = {ACT_TELL_HEARING, "tell_hearing", "告知听证权利", "Tell of the right to a hearing", "XK-47", "《行政许可法》第四十七条", "Administrative Permit Law art. 47",
        "case.hearing_told", HEARD, STAGE_NONE, "本部门办理人员", "officers of the department", "T6 starts", {"F15"},
        "party int:0..16, matter, proposed?, how?", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_ANNOUNCE_HEARING] = {ACT_ANNOUNCE_HEARING, "announce_hearing", "公告听证", "Announce a hearing", "XK-46", "《行政许可法》第四十六条", "Administrative Permit Law art. 46",
        "case.hearing_announced", HEARD, STAGE_NONE, "本部门办理人员", "officers of the department", "none", {"F15"},
        "ground law|public_interest, matter, how?", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_ASK_HEARING] = {ACT_ASK_HEARING, "ask_hearing", "申请听证", "Ask for a hearing", "XK-47", "《行政许可法》第四十七条", "Administrative Permit Law art. 47",
        "case.hearing_asked", HEARD, STAGE_NONE, "申请人、利害关系人；到窗口提出的由窗口记录", "applicant and interested parties, or the clerk for them", "T6 stops; T7 starts", {0},
        "party, reason?", {BY_RIGHT, RIGHT_WITHDRAW}},
    [ACT_NOTICE_HEARING] = {ACT_NOTICE_HEARING, "notice_hearing", "听证通知", "Give notice of the hearing", "XK-48", "《行政许可法》第四十八条", "Administrative Permit Law art. 48",
        "case.hearing_noticed", HEARD, STAGE_NONE, "本部门办理人员", "officers of the department", "none: the pause of XK-45 has a notice of its own (F18)", {"F16"},
        "at, place, chair, recorder?, public bool, private_reason?", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_ASK_RECUSAL] = {ACT_ASK_RECUSAL, "ask_recusal", "申请主持人回避", "Ask that the chair stand aside", "XK-48", "《行政许可法》第四十八条", "Administrative Permit Law art. 48",
        "case.recusal_asked", HEARD, STAGE_NONE, "申请人、利害关系人；到窗口提出的由窗口记录", "applicant and interested parties, or the clerk for them", "none", {0},
        "party, reason", {BY_RIGHT, RIGHT_WITHDRAW}},
    [ACT_DECIDE_RECUSAL] = {ACT_DECIDE_RECUSAL, "decide_recusal", "决定回避", "Decide on the chair", "XK-48", "《行政许可法》第四十八条", "Administrative Permit Law art. 48",
        "case.recusal_decided", HEARD, STAGE_NONE, "本机关负责人", "head of the organ", "none", {0},
        "granted, reason, chair?", {BY_RIGHT, RIGHT_EXTEND}},
    [ACT_RECORD_HEARING] = {ACT_RECORD_HEARING, "record_hearing", "听证笔录", "Record the hearing", "XK-48", "《行政许可法》第四十八条", "Administrative Permit Law art. 48",
        "case.hearing_held", HEARD, STAGE_NONE, "本部门办理人员", "officers of the department", "T7 stops", {"F17"},
        "participants [{name, role?}], statements [{name, text}], evidence, signed, refusal_note?, ended_at?", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_REPORT_HEARING] = {ACT_REPORT_HEARING, "report_hearing", "听证报告", "Report on the hearing", "XK-48", "《行政许可法》第四十八条", "Administrative Permit Law art. 48",
        "case.hearing_reported", HEARD, STAGE_NONE, "听证主持人", "the chair of the hearing", "none", {"X08"},
        "facts, views [{name, text}], conclusion", {BY_OFFICER, RIGHT_SEE_CASE}},
    [ACT_ASSIGN_VISIT] = {ACT_ASSIGN_VISIT, "assign_visit", "指派现场核查", "Send officers to verify", "XK-55", "《行政许可法》第三十四条第三款、第五十五条第二款", "Administrative Permit Law arts 34(3), 55(2)",
        "case.visit_assigned", HEARD, STAGE_NONE, "本部门办理人员", "officers of the department", "T5 stops", {"X07"},
        "officers [{id, certificate}], at, place, matter", {BY_RIGHT, RIGHT_PAUSE}},
    [ACT_RECORD_VISIT] = {ACT_RECORD_VISIT, "record_visit", "现场核查笔录", "Record the verification", "XK-34b", "《行政许可法》第三十四条第三款、第五十五条", "Administrative Permit Law arts 34(3), 55",
        "case.visited", HEARD, STAGE_NONE, "被指派的核查人员", "the officers sent", "none", {"F13"},
        "officers? [{id, certificate}], at?, place?, findings, conclusion pass|fail, present?, signed, refusal_note?", {BY_OFFICER, RIGHT_REVIEW}},
    [ACT_FORWARD] = {ACT_FORWARD, "forward", "报上级机关", "Send up to the upper organ", "XK-35", "《行政许可法》第三十五条、第四十三条", "Administrative Permit Law arts 35, 43",
        "case.forwarded", UNDER_EXAMINATION, STAGE_FORWARDED, "持有决定授权的人员（非审核人）", "officer with authority to decide, not the reviewer", "T11 and T12 stop", {"F20"},
        "opinion, recommendation grant|refuse, upper_organ?", {BY_DECIDER, RIGHT_DECIDE, AUTHORITY_DECIDE}},
    [ACT_ASK_FROM_ABOVE] = {ACT_ASK_FROM_ABOVE, "ask_from_above", "上级机关要求补充", "The upper organ asks for more", "XK-35", "《行政许可法》第三十五条", "Administrative Permit Law art. 35",
        "case.asked_from_above", AT(STAGE_FORWARDED), STAGE_NONE, "本部门办理人员；上级中心经数据交换", "officers of the department; the centre above through the exchange", "none", {0},
        "materials [{no, name?, requirement?, how?}], reason, until?", {BY_ABOVE, RIGHT_REVIEW}},
    [ACT_SUPPLY_ABOVE] = {ACT_SUPPLY_ABOVE, "supply_above", "补交上级要求的材料", "Hand in what the upper organ asks for", "XK-35", "《行政许可法》第三十二条第一款第四项、第三十五条", "Administrative Permit Law arts 32(1)4, 35",
        "case.supplied_above", AT(STAGE_FORWARDED), STAGE_NONE, "申请人、窗口人员", "applicant, window clerk", "none here; T1 above starts anew", {0},
        "materials [{no, way, originals?, copies?, sha256?, file?}]", {BY_SUPPLIER, RIGHT_ACCEPT}},
    [ACT_REPLY_FROM_ABOVE] = {ACT_REPLY_FROM_ABOVE, "reply_from_above", "登记上级批复", "Record what came from above", "XK-35", "《行政许可法》第三十五条", "Administrative Permit Law art. 35",
        "case.replied_from_above", AT(STAGE_FORWARDED), STAGE_REVIEWED, "本部门办理人员；上级中心经数据交换", "officers of the department; the centre above through the exchange", "T13 starts", {0},
        "result granted|refused|returned, document, content", {BY_ABOVE, RIGHT_REVIEW}},
    [ACT_TELL_REPLY] = {ACT_TELL_REPLY, "tell_reply", "告知上级批复", "Tell the applicant what came from above", "3.1", "六件制（上报件）", "Case kinds of the centre: forwarded case",
        "case.reply_told", AT(STAGE_REVIEWED) | AT(STAGE_ACCEPTED) | AT(STAGE_GRANTED) | AT(STAGE_CERTIFIED) | AT(STAGE_REFUSED), STAGE_NONE, "本窗口、本部门人员", "officers of the window or department", "T13 stops", {0},
        "way phone|message|window|post, note?", {BY_OFFICER, RIGHT_SEE_CASE}},
    [ACT_OVERDUE_DEFAULT] = {ACT_OVERDUE_DEFAULT, "overdue_default", "超时默认", "Default by lapse of time", "3.4", "超时默认制（逐项批准，默认关闭）", "Default system of the centre, approved item by item",
        "case.defaulted", UNDER_EXAMINATION, STAGE_NONE, "时钟", "the clock", "T14 starts", {"F34"},
        "", {BY_CLOCK, RIGHT_RUN_CLOCK}},
    [ACT_TERMINATE] = {ACT_TERMINATE, "terminate", "终止办理", "End the case", "2.7", "申请人死亡、法人终止或者办理的对象灭失", "The applicant died, the firm ended or the object is gone",
        "case.terminated", BEFORE_DECISION, STAGE_TERMINATED, "本部门办理人员", "officers of the department", "all stop", {"F33"},
        "cause died|ended|object_gone, reason", {BY_RIGHT, RIGHT_PAUSE}},
    /* joint handling, DOMAIN 3.3 */
    [ACT_COPY_OUT] = {ACT_COPY_OUT, "copy_out", "抄告协办部门", "Copy to the co-departments", "XK-26b", "《行政许可法》第二十六条第二款；联合办理制", "Administrative Permit Law art. 26(2); joint handling",
        "case.copied_out", AT(STAGE_RECEIVED) | AT(STAGE_SUPPLEMENT) | UNDER_EXAMINATION | AT(STAGE_PAUSED), STAGE_NONE, "受理窗口人员", "clerk of the accepting window", "child limits are set, within T3", {"F11"},
        "project_type?, children? [{department, days?, after? [text]}], meeting_at?", {BY_RIGHT, RIGHT_ACCEPT}},
    [ACT_SIGN_COPY] = {ACT_SIGN_COPY, "sign_copy", "签收抄告", "Sign for the copy", "3.3-3", "联合办理制：协办窗口当日或次日签收", "joint handling: each co-window signs, the same or the next working day",
        "case.copy_signed", BEFORE_DECISION, STAGE_NONE, "协办部门人员", "officers of the co-department", "none", {0}, "department?", {BY_CO, RIGHT_CO_HANDLE}},
    [ACT_COMPLETENESS] = {ACT_COMPLETENESS, "completeness", "协办材料意见", "Say whether the materials are complete", "3.3-4", "《行政许可法》第三十二条第一款第四项；联合办理制", "Administrative Permit Law art. 32(1)4; joint handling",
        "case.completeness_given", AT(STAGE_RECEIVED), STAGE_NONE, "协办部门人员", "officers of the co-department", "none", {0}, "department?, result complete|missing, missing? [{no, requirement}]", {BY_CO, RIGHT_CO_HANDLE}},
    [ACT_CO_OPINION] = {ACT_CO_OPINION, "co_opinion", "协办部门意见", "Give the co-department's opinion", "3.3-5", "《行政许可法》第二十六条第二款；联合办理制（抄告）", "Administrative Permit Law art. 26(2); joint handling, in writing",
        "case.opinion_given", UNDER_EXAMINATION | AT(STAGE_PAUSED), STAGE_NONE, "协办部门持有审核授权的人员", "officer of the co-department with authority to review", "the child's limit stops", {0},
        "department?, conclusion agree|conditions|disagree, opinion, conditions?", {BY_CO_AUTHORITY, RIGHT_CO_HANDLE, AUTHORITY_REVIEW}},
    [ACT_DEFAULT_OPINION] = {ACT_DEFAULT_OPINION, "default_opinion", "缺席默认", "Silence taken as agreement", "3.3-6", "联合办理制：缺席默认（经批准开启，不适用于安全事项）", "joint handling: absence counts as agreement (where approved, never for safety)",
        "case.opinion_defaulted", UNDER_EXAMINATION, STAGE_NONE, "时钟", "the clock", "the child's limit stops", {0}, "", {BY_CLOCK, RIGHT_RUN_CLOCK}},
    [ACT_JOINT_VISIT] = {ACT_JOINT_VISIT, "joint_visit", "联合踏勘", "Joint site visit", "3.3-5", "《行政许可法》第三十四条第三款、第二十六条第二款", "Administrative Permit Law arts 34(3), 26(2)",
        "case.joint_visited", UNDER_EXAMINATION, STAGE_NONE, "牵头部门人员", "officers of the lead department", "none", {"F13"}, "at, place, officers [{officer, certificate}], findings, present?, remark?, recorder?", {BY_LEAD, RIGHT_REVIEW}},
    [ACT_JOINT_MEETING] = {ACT_JOINT_MEETING, "joint_meeting", "联审会议", "Joint meeting", "3.3-5", "《行政许可法》第二十六条第二款；联合办理制（联审会）", "Administrative Permit Law art. 26(2); joint handling, by meeting",
        "case.joint_met", UNDER_EXAMINATION, STAGE_NONE, "牵头部门人员", "officers of the lead department", "the limits of those present stop", {"F12"},
        "at, place, attendees [{officer, conclusion? agree|conditions|disagree, opinion?}], conclusion agree|conditions|disagree, text, recorder?", {BY_LEAD, RIGHT_REVIEW}},
};

const ProcessRow *process_row(Act act) { assert(act >= 0 && act < ACT_COUNT); return &rows[act]; }

bool act_parse(const char *name, Act *out)
{
    for (int i = 0; name && i < ACT_COUNT; i++)
        if (!strcmp(rows[i].name, name)) { *out = (Act)i; return true; }
    return false;
}

static const struct { const char *name, *zh, *en; } stages[STAGE_COUNT] = {
    [STAGE_NONE] = {"none", "未收件", "not received"},
    [STAGE_RECEIVED] = {"received", "已收件待受理", "received"},
    [STAGE_SUPPLEMENT] = {"supplement", "待补正", "waiting for supplements"},
    [STAGE_ACCEPTED] = {"accepted", "已受理审查中", "accepted, under examination"},
    [STAGE_REVIEWED] = {"reviewed", "已审核待决定", "reviewed, to be decided"},
    [STAGE_PAUSED] = {"paused", "特别程序（中止计时）", "special procedure, clock stopped"},
    [STAGE_GRANTED] = {"granted", "准予，待送达", "granted, to be delivered"},
    [STAGE_CERTIFIED] = {"certified", "证照已制，待领取", "certificate ready"},
    [STAGE_REFUSED] = {"refused", "不予，待送达", "refused, to be delivered"},
    [STAGE_DELIVERED] = {"delivered", "已办结", "concluded"},
    [STAGE_NOT_NEEDED] = {"not_needed", "不需许可（已办结）", "no permit needed (concluded)"},
    [STAGE_NOT_COMPETENT] = {"not_competent", "不予受理（已办结）", "not competent (concluded)"},
    [STAGE_WITHDRAWN] = {"withdrawn", "已撤回", "withdrawn"},
    [STAGE_LAPSED] = {"lapsed", "补交不来办结", "lapsed: not supplied"},
    [STAGE_FORWARDED] = {"forwarded", "已上报上级机关", "sent up to the upper organ"},
    [STAGE_REVOKED] = {"revoked", "决定已撤销", "decision revoked"},
    [STAGE_TERMINATED] = {"terminated", "已终止办理", "ended without a decision"},
};
const char *stage_name(Stage stage) { return stages[stage].name; }
const char *stage_zh(Stage stage) { return stages[stage].zh; }
const char *stage_en(Stage stage) { return stages[stage].en; }

bool stage_concluded(Stage stage)
{
    return stage == STAGE_DELIVERED || stage == STAGE_NOT_NEEDED || stage == STAGE_NOT_COMPETENT || stage == STAGE_WITHDRAWN || stage == STAGE_LAPSED ||
           stage == STAGE_TERMINATED || stage == STAGE_REVOKED;
}

static const char *const holders[][2] = {
    [HOLDER_NOBODY] = {"无（已办结）", "nobody (concluded)"},
    [HOLDER_WINDOW] = {"受理窗口", "the window"},
    [HOLDER_APPLICANT] = {"申请人（待补正）", "the applicant (to supplement)"},
    [HOLDER_REVIEWER] = {"部门审核岗", "the department's reviewer"},
    [HOLDER_DECIDER] = {"部门决定岗（首席代表）", "the decider (chief representative)"},
    [HOLDER_OUTSIDE] = {"特别程序实施机构", "the body carrying out the special procedure"},
    [HOLDER_UPPER] = {"上级机关", "the upper organ"},
    [HOLDER_CO] = {"协办部门", "the co-departments"},
};
const char *holder_zh(Holder holder) { return holders[holder][0]; }
const char *holder_en(Holder holder) { return holders[holder][1]; }

const char *outcome_name(Outcome outcome)
{
    return outcome == OUTCOME_GRANTED ? "granted" : outcome == OUTCOME_REFUSED ? "refused" : "";
}

const ResultWay *result_way(const char *name)
{
    static const ResultWay ways[] = {
        {"window", "窗口领取", "窗口领取", "fetched at the window", "direct"}, {"post", "邮寄送达", "邮寄送达", "by post", "post"}, {"electronic", "电子送达", "电子送达", "electronically", "electronic"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (!strcmp(ways[i].name, name && *name ? name : "window")) return &ways[i];
    return NULL;
}

bool result_way_offered(const Item *item, const ResultWay *way)
{
    const Value *list = value_get(item->body, "delivery");
    bool offered = !strcmp(way->name, "window");
    for (const Value *v = list && list->kind == VALUE_LIST ? list->first : NULL; v && !offered; v = v->next) offered = v->kind == VALUE_STRING && !strcmp(v->string, way->published);
    return offered;
}

const char *delivery_way_zh(const char *name)
{
    static const char *const ways[][2] = {
        {"direct", "直接送达"}, {"left", "留置送达"}, {"entrusted", "委托送达"}, {"post", "邮寄送达"}, {"notice", "公告送达"}, {"electronic", "电子送达"},
    };
    for (size_t i = 0; name && i < sizeof ways / sizeof *ways; i++)
        if (!strcmp(ways[i][0], name)) return ways[i][1];
    return NULL;
}
