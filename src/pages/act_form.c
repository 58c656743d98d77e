/* act_form.c: see act_form.h. The law stands in process/; here are only the words of the forms and which inputs make up an act's input. */
#include "pages/act_form.h"
#include "base/text.h"
#include "pages/act_form_joint.h"
#include "pages/act_form_lanes.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

/* ---- the words of each act: what it does, what its button says ---- */

typedef struct ActText { const char *zh, *en, *button_zh, *button_en, *tone; } ActText;
static const ActText texts[ACT_COUNT] = {
    [ACT_ACCEPT] = {"材料齐全、符合法定形式的，当场受理，出具受理通知书（F06）；承诺件同时出具承诺单（F10）。办理期限自受理次日起算。",
                    "Complete and in due form: accept and issue F06 (with F10 for promised cases). The limit runs from tomorrow.", "受理并出具受理通知书", "Accept and issue the notice", "seal"},
    [ACT_SETTLE] = {"即办件：一次完成受理、决定、送达，出具当场办结单（F23）。", "On-the-spot item: accepted, decided and delivered in one act (F23).", "当场办结", "Settle now", "seal"},
    [ACT_SUPPLEMENT] = {"缺什么、怎么补，这一次全部写清；不得再次要求第一次就能发现的问题。出具补正告知书（F05）。不需要补正的材料，请留空。",
                        "Say everything that is missing, once: what could be seen now may not be asked later. Issues F05. Leave blank what needs nothing.", "出具一次性告知书", "Issue the one-time notice", "seal"},
    [ACT_SUPPLY] = {"申请人到窗口补交材料时在此登记。补齐当日重新起算告知期限。", "For materials the applicant brings to the counter.", "登记补交的材料", "Record what was supplied", ""},
    [ACT_CORRECT] = {"可以当场更正的错误，由申请人当场更正并签字，出具当场更正确认单（F04）。", "Errors that can be mended here are mended by the applicant, who signs (F04).", "记录当场更正", "Record the correction", ""},
    [ACT_NOT_NEEDED] = {"申请事项依法不需要办理的，即时告知不受理（F07），本件办结。", "Nothing is needed by law for this matter: tell at once (F07). Ends the case.", "出具不受理告知书", "Issue the notice", "warning"},
    [ACT_NOT_COMPETENT] = {"不属于本机关职权的，即时作出不予受理决定（F08），并告知向哪个机关申请，本件办结。", "Another organ's power: decide at once (F08) and name that organ. Ends the case.", "出具不予受理决定书", "Issue the decision", "warning"},
    [ACT_REVIEW] = {"审核通过后转决定人；审核人与决定人不得为同一人。", "Goes on to the decider, who must be another person.", "提交审核意见", "Hand in the review", "seal"},
    [ACT_GRANT] = {"出具准予决定书（F21），十个工作日内送达。", "Issues the decision (F21), to be delivered within ten working days.", "作出准予决定", "Grant", "seal"},
    [ACT_REFUSE] = {"出具不予决定书（F22）：说明理由，告知复议和诉讼权利。", "Issues the refusal (F22) with reasons and remedies.", "作出不予决定", "Refuse", "warning"},
    [ACT_PAUSE] = {"限法定八种情形，书面告知所需时间（F18）。自今日起不计入办理期限。", "Eight grounds only, told in writing (F18). From today the clock stands still.", "出具告知书并中止计时", "Issue the notice and stop the clock", "warning"},
    [ACT_RESUME] = {"特别程序结束当日登记结果，次日恢复计时。", "Record the result on the day the procedure ends; the clock goes on tomorrow.", "登记结果并恢复计时", "Record and resume", "seal"},
    [ACT_EXTEND] = {"经本机关负责人批准可以延长一次，不超过十个工作日，告知申请人理由（F19）。", "Once, by the head of the organ, at most ten working days, with reasons (F19).", "批准延期", "Extend", "warning"},
    [ACT_NOTICE_FEE] = {"只能按公布的项目和标准收费，缴入财政账户，出具缴费通知书（F24）。", "Published items and standards only, payable to the treasury (F24).", "出具缴费通知书", "Issue the fee notice", ""},
    [ACT_RECORD_PAYMENT] = {"缴费后，对照财政票据登记（F25）。窗口不经手没有财政票据的款项。", "After payment, copied from the treasury's receipt (F25). Nothing is taken without one.", "登记缴费", "Record the payment", "seal"},
    [ACT_CERTIFY] = {"制作证照（F26），附公开核验码。", "Makes the certificate (F26) with its public check code.", "制证", "Make the certificate", "seal"},
    [ACT_DELIVER] = {"登记送达并出具送达回证（F27），本件办结。", "Records the delivery (F27) and ends the case.", "登记送达", "Record the delivery", "seal"},
    [ACT_WITHDRAW] = {"凭申请人书面撤回申请办理，材料退还，本件办结。", "On the applicant's written request. Materials go back; ends the case.", "登记撤回", "Record the withdrawal", "warning"},
    [ACT_NOTE] = {"给前台或后台同事的留言，申请人看不到。", "For colleagues at the window and in the back office; the applicant does not see it.", "留言", "Leave the note", ""},
    [ACT_COMMIT] = {"申请人选择告知承诺：一次性告知条件、要求和不实承诺的责任，申请人签署承诺书（X04），被承诺替代的材料不再索要。", "The applicant commits in writing (X04); the proofs it stands for are not asked for.", "登记承诺", "Record the commitment", "seal"},
    [ACT_VERIFY_COMMITMENT] = {"以告知承诺方式准予的，在期限内核查承诺是否属实；不属实的，提请撤销并记入限制。", "Was the commitment true? If not, the permit is proposed for revocation and the applicant is barred.", "登记核查结果", "Record the verification", "seal"},
    [ACT_REVOKE_DECISION] = {"核查认定承诺不实、又没有颁发证照的，听取陈述申辩后撤销准予决定（F31）；事实取自核查记录。", "Verified untrue and no certificate issued: after she was heard the decision is revoked (F31), on the facts of the verification.", "撤销决定", "Revoke the decision", "warning"},
    [ACT_ACCEPT_DEFERRED] = {"主要材料齐全、次要材料暂缺的，凭申请人承诺先予受理（F06、X03、X06）；补齐之前不得准予。", "The main materials are there; the secondary ones are promised. No grant before they come.", "容缺受理", "Accept with materials owed", "seal"},
    [ACT_SUPPLY_OWED] = {"申请人到窗口补交容缺材料时在此登记。", "For owed materials the applicant brings to the counter.", "登记补交", "Record what was brought", "seal"},
    [ACT_CHECK_OWED] = {"网上补交的容缺材料，核对后才算补齐。", "What was sent online counts only when it has been checked.", "登记核验结果", "Record the result", "seal"},
    [ACT_ASK_REEXAMINATION] = {"凭申请人书面申请，请中心复核退回是否恰当。", "On the applicant's written request the centre re-examines the return.", "登记复核申请", "Record the request", ""},
    [ACT_REEXAMINE] = {"维持的告知救济权利；裁定受理的，办件从收件环节继续，收件日不变（X02）。", "Upheld: remedies are told. Overturned: the case goes on from receipt, the day unchanged (X02).", "作出复核裁定", "Give the ruling", "seal"},
    [ACT_SPECIAL_LANE] = {"重大项目、应急等，由中心负责人批准，另定更短的承诺时限，全程留痕。", "For major projects and emergencies: a shorter promise, on record.", "转为特办件", "Put on the special lane", "warning"},
    [ACT_ASK] = {"窗口与后台互相问询，一个工作日内答复；不停表，申请人看不到内容。", "Answered within one working day; no clock stops, the applicant does not see the words.", "发出问询", "Ask", ""},
    [ACT_ANSWER] = {"答复对方的问询；用时自动记录。", "The time it took is recorded.", "答复", "Answer", "seal"},
    [ACT_CLAIM] = {"认领后，本件显示在您手上。", "The case is then shown as in your hands.", "认领本件", "Claim it", ""},
    [ACT_RELEASE] = {"放回后，本岗位其他人员可以认领。", "Others of the desk can then claim it.", "放回", "Release it", ""},
    [ACT_REASSIGN] = {"改派给本岗位在岗人员，写明理由；首办人的责任不变。", "To another officer of this desk, with the reason; the first handler stays responsible.", "改派", "Reassign", ""},
    [ACT_CHANGE_FIRST_HANDLER] = {"首办人负责到底；只有经批准的岗位变动，凭文件才能变更。", "Only on an approved post change, with its document.", "变更首办人", "Change the first handler", "warning"},
    [ACT_TELL_PARTY] = {"本件直接关系他人重大利益的，告知该利害关系人并听取意见（F14）。期限届满或意见处理之前，不得准予。", "Somebody else has a major interest: tell her (F14). Nothing is granted while her time runs or her statement waits.", "出具告知书", "Issue the notice", ""},
    [ACT_STATE] = {"申请人、利害关系人到窗口陈述申辩的，在此如实记录。", "For statements made at the window, in the speaker's own words.", "记录陈述申辩", "Record the statement", ""},
    [ACT_ANSWER_STATEMENT] = {"逐条写明是否采纳及理由；处理之前不得作出决定。", "Adopted or not, and why. Nothing is decided before.", "记录处理意见", "Record the answer", "seal"},
    [ACT_TELL_HEARING] = {"直接涉及申请人与他人之间重大利益关系的，告知要求听证的权利（F15），五个工作日内可以提出。", "Tell of the right to a hearing (F15): five working days to ask for it.", "出具听证告知书", "Issue the notice", ""},
    [ACT_ANNOUNCE_HEARING] = {"依法应当听证或者涉及公共利益的重大事项，向社会公告并举行听证（F15）。公告即刻列入听证公告。", "A hearing by law or in the public interest, announced to everybody (F15) on the public list.", "公告听证", "Announce", "warning"},
    [ACT_ASK_HEARING] = {"申请人、利害关系人到窗口提出听证申请的，在此登记；二十个工作日内组织听证，不收费用。", "For requests made at the window. The hearing follows within twenty working days, free of charge.", "登记听证申请", "Record the request", ""},
    [ACT_NOTICE_HEARING] = {"举行的七个工作日之前通知（F16）；主持人须是审查人员以外的本机关人员。公开举行的列入听证公告。", "Notice seven working days before (F16); the chair must not examine the case. Public hearings are listed.", "出具听证通知书", "Issue the notice", "seal"},
    [ACT_ASK_RECUSAL] = {"认为主持人与本件有直接利害关系的，可以申请回避。", "For requests made at the window that the chair stand aside.", "登记回避申请", "Record the request", ""},
    [ACT_DECIDE_RECUSAL] = {"本机关负责人决定；准予回避的，同时另定主持人。", "By the head of the organ; when granted, another chair is named.", "作出回避决定", "Decide", "seal"},
    [ACT_RECORD_HEARING] = {"听证笔录（F17）交参加人确认后签字；拒签的注明。决定须写明所依据的笔录文号。", "The record (F17) is signed by those present, or the refusal noted. The decision must name it.", "制作听证笔录", "Make the record", "seal"},
    [ACT_REPORT_HEARING] = {"由听证主持人向决定人报告：各方意见、查明的情况和处理意见（X08）。作出决定仍以听证笔录为据。", "By the chair, for whoever decides (X08). The decision still rests on the record.", "提交听证报告", "Hand in the report", "seal"},
    [ACT_ASSIGN_VISIT] = {"两名以上人员，写明执法证号（现场核查通知书）。检验检测类自受理起五个工作日内指派。", "Two officers or more, with certificates. For inspections within five working days of acceptance.", "指派核查", "Send them", ""},
    [ACT_RECORD_VISIT] = {"由被指派的人员记录（F13），被核查方签字；拒签的注明。核查合格才可准予。", "By those who were sent (F13), signed by the applicant's side or the refusal noted. Needed before a grant.", "制作核查笔录", "Make the record", "seal"},
    [ACT_FORWARD] = {"初审意见和全部材料报上级机关决定（F20），材料随件锁定。三个工作日内报送。", "The opinion and every material go up (F20) and are locked. Within three working days.", "报送上级机关", "Send up", "seal"},
    [ACT_ASK_FROM_ABOVE] = {"上级机关要求补充的材料。已随件报送的，不得要求申请人重复提供。", "What the upper organ asks for. What was sent up may not be asked again.", "登记上级要求", "Record", ""},
    [ACT_REPLY_FROM_ABOVE] = {"照批复文书登记；两个工作日内告知申请人。", "From the document. The applicant is told within two working days.", "登记上级批复", "Record the answer", "seal"},
    [ACT_TELL_REPLY] = {"把上级批复告知申请人。", "Tell the applicant what came from above.", "登记已告知", "Record that she was told", "seal"},
    [ACT_TERMINATE] = {"限于申请人死亡、法人终止或者办理对象灭失；出具终止办理通知书（F33），本件办结。", "Only when the applicant died, the firm ended or the object is gone (F33). Ends the case.", "终止办理", "End the case", "warning"},
    [ACT_COPY_OUT] = {"收件当日或者次日，把申请材料抄告协办部门（F11），协办窗口签收。各部门的时限和先后已按公布的规则填好，都在总时限之内。", "The same or the next working day: copies to the co-departments (F11), each window signs. Limits stand as published; all lie within the whole.",
                      "抄告协办部门", "Send the copies", "seal"},
    [ACT_SIGN_COPY] = {"收到抄告的当日或者次日签收。", "Sign on the day it came, or the next working day.", "签收", "Sign for it", "seal"},
    [ACT_COMPLETENESS] = {"申请材料是否齐全、符合法定形式，在此一次说清；由受理窗口并入唯一的一份补正告知书（F05）。", "Say once what is missing: it goes into the one notice of the accepting window (F05).", "提交材料意见", "Hand in", "seal"},
    [ACT_CO_OPINION] = {"本部门对本件的书面意见；附条件或者不同意的，写明条件、理由和依据。", "Your department's written opinion; conditions and disagreement with reasons and basis.", "提交部门意见", "Give the opinion", "seal"},
    [ACT_JOINT_VISIT] = {"各部门一起到现场，一次看完；两名以上人员，写明执法证号，制作踏勘笔录（F13）。", "All departments on the spot, once: two officers or more with certificates; makes the record (F13).", "制作踏勘笔录", "Make the record", ""},
    [ACT_JOINT_MEETING] = {"牵头部门召集，各部门首席代表带全权出席、当场发表意见，制作联审会议纪要（F12）。未出席的部门照实登记。", "Called by the lead; chiefs attend with full power and speak for their departments. Makes the minutes (F12).", "制作会议纪要", "Make the minutes", "seal"},
};

bool act_reads_only(const Actor *actor) { return !(actor_roles(actor) & ~(unsigned)ROLE_SUPERVISOR); }
bool act_has_form(Act act) { return act >= 0 && act < ACT_COUNT && texts[act].zh; }

/* ---- fields that are the same for every case ---- */

static const FieldOption conclusions[] = {{"approve", "符合条件，建议准予", "meets the conditions: grant"}, {"reject", "不符合条件，建议不予", "does not meet them: refuse"}, {0}};
static const FieldOption grounds[] = {
    {"", "请选择法定情形", "choose the ground"}, {"hearing", "听证", "hearing"}, {"tender", "招标", "tender"}, {"auction", "拍卖", "auction"}, {"inspection", "检验", "inspection"},
    {"test", "检测", "test"}, {"quarantine", "检疫", "quarantine"}, {"appraisal", "鉴定", "appraisal"}, {"expert_review", "专家评审", "expert review"}, {0}};
static const FieldOption ways[] = {
    {"direct", "直接送达（窗口领取）", "in person"}, {"post", "邮寄送达", "by post"}, {"electronic", "电子送达", "electronically"}, {"entrusted", "委托送达", "by an entrusted body"},
    {"left", "留置送达", "left at the place"}, {"notice", "公告送达", "by public notice"}, {0}};

static const FieldRow settle_rows[] = {
    {"content", FIELD_AREA, "办理结果", "Result", "写明准予的内容，印在办结单上", "printed on the slip", NULL, true},
    {"recipient", FIELD_TEXT, "领取人", "Handed to", "不填即为申请人本人", "blank: the applicant", "20"},
    {"way", FIELD_SELECT, "送达方式", "Way", "已按申请时选择的方式填好", "as the applicant asked", NULL, true, NULL, ways},
    {"consent", FIELD_CHECK, "申请人同意电子送达（电子送达时必须）", "The applicant consents to electronic delivery", NULL, NULL, NULL},
    {"valid_to", FIELD_DATE, "有效期至", "Valid to", "不填即按公布的有效期", "blank: as published", "10"}, {0}};
static const FieldRow correct_rows[] = {
    {"place", FIELD_TEXT, "更正处", "Where", "例如：申请表第二栏", "for example: form, box 2", "", true},
    {"before", FIELD_TEXT, "更正前", "Before", NULL, NULL, "", true}, {"after", FIELD_TEXT, "更正后", "After", NULL, NULL, "", true}, {0}};
static const FieldRow not_needed_rows[] = {
    {"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true}, {"where", FIELD_TEXT, "可以怎样办", "What to do instead", NULL, NULL, ""},
    {"basis", FIELD_TEXT, "依据", "Basis", "印在退回件通知书上", "printed on the notice of return", ""}, {0}};
static const FieldRow review_rows[] = {
    {"conclusion", FIELD_RADIOS, "审核结论", "Conclusion", NULL, NULL, NULL, true, NULL, conclusions},
    {"opinion", FIELD_AREA, "审核意见", "Opinion", "核对了什么，结论依据什么", "what was examined, on what it rests", NULL, true}, {0}};
static const FieldRow grant_rows[] = {
    {"content", FIELD_AREA, "准予内容", "What is granted", "印在决定书上", "printed on the decision", NULL, true},
    {"conditions", FIELD_AREA, "附带要求", "Conditions", NULL, NULL, NULL}, {"validity", FIELD_TEXT, "有效期", "Validity", NULL, NULL, "20"},
    {"transcript", FIELD_TEXT, "所依据的听证笔录文号（举行过听证的）", "Record of the hearing it rests on (when one was held)", NULL, NULL, "20"}, {0}};
static const FieldOption falsehoods[] = {{"none", "没有", "none"}, {"plain", "有", "yes"}, {"safety", "有，且直接关系公共安全等（一年内不得再申请）", "yes, touching public safety (barred for a year)"}, {0}};
static const FieldRow refuse_rows[] = {
    {"facts", FIELD_AREA, "查明的事实", "Facts found", NULL, NULL, NULL, true}, {"reason", FIELD_AREA, "不予的理由", "Reasons", NULL, NULL, NULL, true},
    {"basis", FIELD_AREA, "法律依据", "Legal basis", "写明法律名称和条款", "law and article", NULL, true},
    {"falsehood", FIELD_SELECT, "隐瞒情况或者提供虚假材料（第七十八条）", "Facts hidden or false materials (art. 78)", NULL, NULL, NULL, false, NULL, falsehoods},
    {"transcript", FIELD_TEXT, "所依据的听证笔录文号（举行过听证的）", "Record of the hearing it rests on (when one was held)", NULL, NULL, "20"}, {0}};
static const FieldRow pause_rows[] = {
    {"ground", FIELD_SELECT, "法定情形", "Ground", NULL, NULL, NULL, true, NULL, grounds},
    {"days", FIELD_NUMBER, "预计所需工作日", "Working days expected", NULL, NULL, NULL, true},
    {"body", FIELD_TEXT, "实施机构", "Body carrying it out", NULL, NULL, "", true}, {"matter", FIELD_AREA, "检验、鉴定等的内容", "What is examined", NULL, NULL, NULL, true}, {0}};
static const FieldRow resume_rows[] = {{"result", FIELD_AREA, "特别程序的结果", "Result of the procedure", NULL, NULL, NULL, true}, {0}};
static const FieldRow extend_rows[] = {
    {"days", FIELD_NUMBER, "延长工作日", "Working days", "最多十个；联办件最多十五个", "at most ten; fifteen for joint cases", NULL, true},
    {"reason", FIELD_AREA, "延长的理由", "Reasons", NULL, NULL, NULL, true}, {"approval", FIELD_TEXT, "批准文号", "Approval", NULL, NULL, "20", true}, {0}};
static const FieldRow certify_rows[] = {
    {"content", FIELD_AREA, "证照载明的内容", "Contents", NULL, NULL, NULL},
    {"valid_from", FIELD_DATE, "有效期自", "Valid from", "不填即自决定之日", "blank: the day of the decision", "10"},
    {"valid_to", FIELD_DATE, "有效期至", "Valid to", "不填即按公布的有效期", "blank: as published", "10"}, {0}};
static const FieldRow deliver_rows[] = {
    {"way", FIELD_SELECT, "送达方式", "Way", "已按申请时选择的方式填好", "as the applicant asked", NULL, true, NULL, ways},
    {"recipient", FIELD_TEXT, "签收人", "Received by", NULL, NULL, "20", true},
    {"place", FIELD_TEXT, "送达地点", "Place", "不填即为本窗口；邮寄、电子送达不必填", "blank: this window; not needed by post or electronically", ""},
    {"consent", FIELD_CHECK, "申请人同意电子送达（电子送达时必须）", "The applicant consents to electronic delivery", NULL, NULL, NULL},
    {"witness", FIELD_TEXT, "见证人（留置送达时填写）", "Witness (when left at the place)", NULL, NULL, "20"},
    {"refusal_note", FIELD_TEXT, "拒收事由（留置送达时填写）", "Why it was not taken (when left)", NULL, NULL, ""}, {0}};
static const FieldRow withdraw_rows[] = {{"reason", FIELD_TEXT, "撤回原因", "Reason", "凭申请人书面申请", "on a written request", "", true}, {0}};
static const FieldRow payment_rows[] = {
    {"ticket_no", FIELD_TEXT, "票据号码", "Ticket no.", NULL, NULL, "20", true}, {"check_code", FIELD_TEXT, "校验码", "Check code", NULL, NULL, "10", true},
    {"fee_code", FIELD_TEXT, "收费项目编码", "Fee code", NULL, NULL, "10", true}, {"issuer", FIELD_TEXT, "开票人", "Issued by", NULL, NULL, "20", true},
    {"paid_on", FIELD_DATE, "缴款日期", "Paid on", "不填即今日", "blank: today", "10"}, {"way", FIELD_TEXT, "缴款方式", "Paid by", NULL, NULL, "10"},
    {"payer", FIELD_TEXT, "缴款人", "Payer", "不填即申请人", "blank: the applicant", "20"}, {0}};
static const FieldRow note_rows[] = {{"text", FIELD_AREA, "留言内容", "Note", NULL, NULL, NULL, true}, {0}};

static const FieldOption verdicts[] = {{"true", "属实", "true"}, {"false", "不属实：提请撤销并限制", "untrue: propose revocation"}, {0}};
static const FieldOption rulings[] = {{"uphold", "维持原退回", "uphold the return"}, {"accept", "撤销退回，应予受理", "overturn: to be accepted"}, {0}};
static const FieldOption lanes[] = {{"", "请选择情形", "choose"}, {"major_project", "重大项目", "major project"}, {"emergency", "应急", "emergency"}, {"livelihood", "民生急需", "urgent need"}, {0}};
static const FieldRow commit_rows[] = {{"signed", FIELD_CHECK, "申请人已阅读告知内容并签署告知承诺书", "The applicant has read and signed the commitment"}, {0}};
static const FieldRow verify_rows[] = {
    {"result", FIELD_RADIOS, "核查结果", "Result", NULL, NULL, NULL, true, NULL, verdicts}, {"method", FIELD_TEXT, "核查方式", "Method", "现场核查、数据比对等", "on site, data comparison", "", true},
    {"findings", FIELD_AREA, "核查情况", "Findings", NULL, NULL, NULL, true}, {"safety", FIELD_CHECK, "直接关系公共安全、人身健康、生命财产安全", "Touches public safety, health, life or property"}, {0}};
static const FieldRow revoke_rows[] = {
    {"heard", FIELD_AREA, "陈述申辩及采纳情况", "Statements heard", "未提出的写明未提出", "say so when she said nothing", NULL, true},
    {"public_harm", FIELD_CHECK, "撤销可能对公共利益造成重大损害", "Revoking would gravely harm the public interest"}, {0}};
static const FieldRow ask_reexamination_rows[] = {{"reason", FIELD_AREA, "申请复核的理由", "Reasons", "凭申请人书面申请", "on a written request", NULL, true}, {0}};
static const FieldRow reexamine_rows[] = {
    {"ruling", FIELD_RADIOS, "裁定", "Ruling", NULL, NULL, NULL, true, NULL, rulings}, {"facts", FIELD_AREA, "查明的事实", "Facts found", NULL, NULL, NULL, true},
    {"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true}, {"basis", FIELD_AREA, "依据", "Basis", NULL, NULL, NULL, true}, {0}};
static const FieldRow special_rows[] = {
    {"ground", FIELD_SELECT, "情形", "Ground", NULL, NULL, NULL, true, NULL, lanes}, {"days", FIELD_NUMBER, "特办承诺时限（工作日）", "Promise (working days)", "只能缩短", "only shorter", NULL, true},
    {"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true}, {0}};
static const FieldRow release_rows[] = {{"reason", FIELD_TEXT, "原因", "Reason", NULL, NULL, ""}, {0}};

/* What a hearing, a visit or the organ above asks for: the fields are in act_form_heard.c. */
static const FieldRow *const fixed[ACT_COUNT] = {
    [ACT_COMMIT] = commit_rows, [ACT_VERIFY_COMMITMENT] = verify_rows, [ACT_REVOKE_DECISION] = revoke_rows, [ACT_ASK_REEXAMINATION] = ask_reexamination_rows, [ACT_REEXAMINE] = reexamine_rows,
    [ACT_SPECIAL_LANE] = special_rows, [ACT_RELEASE] = release_rows,
    [ACT_SETTLE] = settle_rows, [ACT_CORRECT] = correct_rows, [ACT_NOT_NEEDED] = not_needed_rows, [ACT_REVIEW] = review_rows, [ACT_GRANT] = grant_rows,
    [ACT_REFUSE] = refuse_rows, [ACT_PAUSE] = pause_rows, [ACT_RESUME] = resume_rows, [ACT_EXTEND] = extend_rows, [ACT_CERTIFY] = certify_rows,
    [ACT_DELIVER] = deliver_rows, [ACT_WITHDRAW] = withdraw_rows, [ACT_NOTE] = note_rows, [ACT_RECORD_PAYMENT] = payment_rows,
};

/* ---- what the events say of each material ---- */

static void trail_of(const Event *e, MaterialTrail *trails)
{
    const char *kind = e->kind;
    bool supplied = !strcmp(kind, "case.supplied") || !strcmp(kind, "case.owed_supplied"), checked = !strcmp(kind, "case.checked") || !strcmp(kind, "case.owed_checked");
    bool asked = !strcmp(kind, "case.supplement_asked") || !strcmp(kind, "case.owed_lapsed");
    const Value *list = value_get(e->body, asked ? "missing" : checked ? "checks" : supplied || !strcmp(kind, "case.received") ? "materials" : "");
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (no < 1 || no > LIMIT_MATERIALS_PER_ITEM) continue;
        MaterialTrail *t = &trails[no];
        if (checked) t->note = value_str(row, "note");
        else if (asked) t->asked = value_str(row, "requirement");
        else {
            *t = (MaterialTrail){.way = value_str_or(row, "way", "paper"), .originals = value_int(row, "originals", 0), .copies = value_int(row, "copies", 0),
                                 .added = supplied, .asked = t->asked};
        }
    }
}

MaterialTrail *act_trails(Request *request, const CaseFile *file)
{
    MaterialTrail *trails = ARENA_ARRAY(request->arena, MaterialTrail, LIMIT_MATERIALS_PER_ITEM + 1);
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, request->arena));) trail_of(e, trails);
    store_done(q);
    const char **claims = joint_claimed(request, file);
    for (int no = 1; no <= LIMIT_MATERIALS_PER_ITEM; no++)
        if (claims[no]) trails[no].note = text_blank(trails[no].note) ? claims[no] : arena_printf(request->arena, "%s；%s", trails[no].note, claims[no]);
    return trails;
}

/* ---- fields that depend on the case ---- */

typedef struct Rows { Arena *arena; FieldRow *list; int count; } Rows;

static Rows rows_new(Arena *a, int most) { return (Rows){a, ARENA_ARRAY(a, FieldRow, most + 1), 0}; }
static FieldRow *add(Rows *rows, FieldRow row)
{
    rows->list[rows->count] = row;
    return &rows->list[rows->count++];
}

static const char *numbered(Arena *a, const Material *m, const char *after) { return arena_printf(a, "%d. %s%s", m->no, m->name, after); }

/* One text per material that may be asked for now: after a first notice only what came with the supplement (XK-32-4). */
static const FieldRow *supplement_fields(Request *request, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    Rows rows = rows_new(a, item->material_count + 1);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (s->material[m->no] == MATERIAL_OK || (s->notices && !s->renewed[m->no])) continue;
        const char *name = numbered(a, m, "");
        add(&rows, (FieldRow){arena_printf(a, "s%d", m->no), FIELD_AREA, name, name});
    }
    add(&rows, (FieldRow){"days", FIELD_NUMBER, "补正期限（自然日）", "Days to supply (calendar days)", NULL, NULL, NULL, true});
    return rows.list;
}

static const FieldRow *supply_fields(Request *request, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Rows rows = rows_new(a, item->material_count + 1);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (!file->standing.asked[m->no]) continue;
        add(&rows, (FieldRow){arena_printf(a, "s%d", m->no), FIELD_CHECK, numbered(a, m, "　已补交"), numbered(a, m, " handed in")});
    }
    add(&rows, (FieldRow){"in_order", FIELD_CHECK, "以上补交材料已当场核对，齐全合规", "I have checked these: in order"});
    return rows.list;
}

static const FieldRow *fee_fields(Request *request, const Item *item)
{
    Arena *a = request->arena;
    Rows rows = rows_new(a, item->fee_count * 2 + 1);
    for (int i = 0; i < item->fee_count; i++) {
        const FeeRow *fee = &item->fees[i];
        const char *hint = arena_printf(a, "%s（%s）", fee->standard, fee->basis);
        add(&rows, (FieldRow){arena_printf(a, "f%d", i + 1), FIELD_NUMBER, arena_printf(a, "%s：数量", fee->name), arena_printf(a, "%s: quantity", fee->name), hint, hint});
        if (!fee->amount.fen)
            add(&rows, (FieldRow){arena_printf(a, "f%d_amount", i + 1), FIELD_TEXT, arena_printf(a, "%s：按标准算得的金额（元）", fee->name), arena_printf(a, "%s: amount by the standard (yuan)", fee->name), NULL, NULL, "10"});
    }
    add(&rows, (FieldRow){"due_days", FIELD_NUMBER, "缴费期限（自然日）", "Days to pay", NULL, NULL, NULL, true});
    return rows.list;
}

static const char OTHER_ORGAN[] = "other";

static const FieldRow *organ_fields(Request *request, const CaseFile *file)
{
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    int count = catalog_department_count(catalog), at = 0;
    FieldOption *options = ARENA_ARRAY(a, FieldOption, count + 3);
    options[at++] = (FieldOption){"", "请选择有权办理的机关", "choose the competent organ"};
    for (int i = 0; i < count; i++) {
        const Department *d = catalog_department_number(catalog, i);
        if (strcmp(d->code, file->standing.department)) options[at++] = (FieldOption){d->name, d->name, d->name};
    }
    options[at] = (FieldOption){OTHER_ORGAN, "其他机关（在下面写明）", "another one (name it below)"};
    Rows rows = rows_new(a, 4);
    add(&rows, (FieldRow){"organ", FIELD_SELECT, "向哪个机关申请", "Competent organ", NULL, NULL, NULL, true, NULL, options});
    add(&rows, (FieldRow){"organ_other", FIELD_TEXT, "其他机关的名称", "Name of another organ", NULL, NULL, ""});
    add(&rows, (FieldRow){"reason", FIELD_AREA, "理由", "Reasons", NULL, NULL, NULL, true});
    add(&rows, (FieldRow){"basis", FIELD_AREA, "法律依据", "Legal basis", NULL, NULL, NULL, true});
    return rows.list;
}

/* Who is granted was found by tender, auction or examination (XK-53, XK-54): its record is asked for, of such items alone. */
static const FieldRow *grant_fields(Arena *a, const Item *item)
{
    if (!*item->selection) return grant_rows;
    Rows rows = rows_new(a, (int)(sizeof grant_rows / sizeof *grant_rows) + 1);
    add(&rows, (FieldRow){"selection_record", FIELD_TEXT, "招标、拍卖、考试结果的文号", "Record of tender, auction or examination", NULL, NULL, "20", true});
    for (const FieldRow *row = grant_rows; row->name; row++) add(&rows, *row);
    return rows.list;
}

static const FieldRow *fields_of(Request *request, Act act, const CaseFile *file, const Item *item)
{
    static const FieldRow none[] = {{0}};
    const FieldRow *lane = lane_fields(request, act, file, item);
    if (!lane) lane = joint_fields(request, act, file, item);
    if (lane) return lane;
    switch (act) {
    case ACT_SUPPLEMENT: return supplement_fields(request, file, item);
    case ACT_SUPPLY: return supply_fields(request, file, item);
    case ACT_NOTICE_FEE: return fee_fields(request, item);
    case ACT_NOT_COMPETENT: return organ_fields(request, file);
    case ACT_GRANT: return grant_fields(request->arena, item);
    default: return fixed[act] ? fixed[act] : act_heard_fields(request, act, file, item) ? act_heard_fields(request, act, file, item) : none;
    }
}

/* ---- what stands in a form before anybody types: only what the case itself already says ---- */

static const char *first_basis(Arena *a, const Item *item) { return item->basis_count ? arena_printf(a, "%s%s", item->basis[0].law, item->basis[0].article) : NULL; }

static void supplement_filled(Request *request, const CaseFile *file, const Item *item, Value *out)
{
    Arena *a = request->arena;
    const MaterialTrail *trails = act_trails(request, file);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        uint8_t state = file->standing.material[m->no];
        const char *note = trails[m->no].note, *text = NULL;
        if (state == MATERIAL_NONCONFORMING) text = note;
        else if (state == MATERIAL_MISSING || (m->required && !file->standing.handed[m->no])) {
            text = note ? note : arena_printf(a, "请提交《%s》", m->name);
            if (!note && m->originals) text = arena_printf(a, "%s，原件%d份", text, m->originals);
            if (!note && m->copies) text = arena_printf(a, "%s，复印件%d份", text, m->copies);
        }
        if (text) value_set_str(a, out, arena_printf(a, "s%d", m->no), text);
    }
    value_set_int(a, out, "days", SUPPLEMENT_DAYS_DEFAULT);
}

/* Where the limited number is used up, that is the lawful reason, and it is said as the law says it (XK-57). */
static void quota_refusal(Request *request, const CaseFile *file, const Item *item, Value *out)
{
    Arena *a = request->arena;
    QuotaFacts quota = quota_facts(hall_of(request)->scene->store, a, item->code, file->id, item->quota, item_quota_since(item, visitor_of(request)->today));
    if (quota.granted < quota.limit) return;
    value_set_str(a, out, "facts", arena_printf(a, "本事项数量限额为%d，已按受理先后顺序作出准予决定%d件", quota.limit, quota.granted));
    value_set_str(a, out, "reason", "有数量限制的行政许可，按照受理申请的先后顺序作出决定，数量限额已经用完");
    value_set_str(a, out, "basis", "《中华人民共和国行政许可法》第五十七条");
}

/* The way she asked for when she applied; electronic was her consent. */
static void fill_asked_way(Arena *arena, Value *out, const char *asked)
{
    value_set_str(arena, out, "way", result_way(asked)->service);
    value_set_bool(arena, out, "consent", !strcmp(asked, "electronic"));
}

static const Value *filled(Request *request, Act act, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Value *out = value_object(a);
    switch (act) {
    case ACT_SUPPLEMENT: supplement_filled(request, file, item, out); break;
    case ACT_SUPPLY:
        for (int no = 1; no <= LIMIT_MATERIALS_PER_ITEM; no++) if (file->standing.asked[no]) value_set_bool(a, out, arena_printf(a, "s%d", no), true);
        break;
    case ACT_DELIVER: fill_asked_way(a, out, file->standing.result_way); break;
    case ACT_SETTLE:
        fill_asked_way(a, out, file->standing.result_way);
        /* fall through */
    case ACT_GRANT:
        value_set_str(a, out, "content", arena_printf(a, "准予办理：%s", item->name));
        if (act == ACT_GRANT) value_set_str(a, out, "validity", value_str(item->body, "result_validity"));
        if (act == ACT_GRANT) value_set_str(a, out, "transcript", file->standing.transcript);
        break;
    case ACT_ACCEPT_DEFERRED:
    case ACT_NOT_NEEDED: lane_filled(a, act, file, item, out); break;
    case ACT_REFUSE:
        value_set_str(a, out, "basis", first_basis(a, item));
        value_set_str(a, out, "transcript", file->standing.transcript);
        if (item->quota > 0) quota_refusal(request, file, item, out);
        break;
    case ACT_NOTICE_FEE:
        if (item->fee_count == 1) value_set_int(a, out, "f1", 1);
        value_set_int(a, out, "due_days", 15);
        break;
    default:
        act_heard_filled(request, act, file, item, out);
        joint_filled(request, act, file, item, out);
        break;
    }
    return out;
}

/* ---- from the form to the act's input ---- */

/* Digits or nothing: a number field that holds anything else must not fall back to a default. */
static void numbers(Arena *a, const FieldRow *rows, Value *input)
{
    for (; rows->name; rows++)
        if (rows->type == FIELD_NUMBER && value_str(input, rows->name)) value_set_int(a, input, rows->name, -1);
}

static void supplement_input(Arena *a, const Value *typed, const Item *item, Value *input)
{
    Value *missing = value_set_list(a, input, "missing");
    for (int i = 0; i < item->material_count; i++) {
        const char *text = value_str(typed, arena_printf(a, "s%d", item->materials[i].no));
        if (text_blank(text)) continue;
        Value *row = value_push_object(a, missing);
        value_set_int(a, row, "no", item->materials[i].no);
        value_set_str(a, row, "requirement", text);
    }
}

static void supply_input(Arena *a, const Value *typed, const Item *item, Value *input)
{
    Value *materials = value_set_list(a, input, "materials");
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (!value_bool(typed, arena_printf(a, "s%d", m->no))) continue;
        Value *row = value_push_object(a, materials);
        value_set_int(a, row, "no", m->no);
        value_set_str(a, row, "way", "paper");
        value_set_int(a, row, "originals", m->originals);
        value_set_int(a, row, "copies", m->copies);
        if (value_bool(typed, "in_order")) value_set_bool(a, row, "ok", true);
    }
}

static void fee_input(Arena *a, const Value *typed, const Item *item, Value *input)
{
    Value *rows = value_set_list(a, input, "rows");
    for (int i = 0; i < item->fee_count; i++) {
        const char *quantity = arena_printf(a, "f%d", i + 1), *amount = value_str(typed, arena_printf(a, "f%d_amount", i + 1));
        if (!value_get(typed, quantity) && text_blank(amount)) continue;
        Value *row = value_push_object(a, rows);
        Money money;
        value_set_int(a, row, "no", i + 1);
        value_set_int(a, row, "quantity", value_get(typed, quantity) ? value_int(typed, quantity, -1) : 1);
        if (amount) value_set_int(a, row, "amount_fen", money_parse(amount, &money) ? money.fen : -1);
    }
}

const Value *act_input(Request *request, Act act, const CaseFile *file, const Item *item, const Value **typed)
{
    Arena *a = request->arena;
    const FieldRow *rows = fields_of(request, act, file, item);
    Value *values = field_values(request, rows), *input = value_copy(a, values);
    *typed = values;
    numbers(a, rows, input);
    if (act == ACT_SUPPLEMENT) supplement_input(a, values, item, input);
    if (act == ACT_SUPPLY) supply_input(a, values, item, input);
    if (act == ACT_NOTICE_FEE) fee_input(a, values, item, input);
    lane_input(a, act, values, file, item, input);
    act_heard_input(request, act, values, input);
    joint_input(request, act, values, file, item, input);
    if (act == ACT_CORRECT) value_push(value_set_list(a, input, "corrections"), value_copy(a, values));
    const char *other = value_str(values, "organ_other");
    if (act == ACT_NOT_COMPETENT && text_equal(value_str(values, "organ"), OTHER_ORGAN)) value_set_str(a, input, "organ", other);
    return input;
}

static const char *id_prefix(Arena *a, Act act) { return arena_printf(a, "%s-", process_row(act)->name); }

/* No row of the list was filled in: the rows are s1 s2 ..., f1 f2 ... */
static bool nothing_picked(const Value *typed)
{
    for (const Value *v = typed->first; v; v = v->next)
        if ((v->key[0] == 's' || v->key[0] == 'f') && v->key[1] >= '1' && v->key[1] <= '9' && (v->kind != VALUE_BOOL || v->boolean)) return false;
    return true;
}

const Value *act_errors(Request *request, Value *view, Act act, const CaseFile *file, const Item *item, const Value *typed)
{
    Arena *a = request->arena;
    Value *errors = value_object(a);
    for (const FieldRow *row = fields_of(request, act, file, item); row->name; row++) {
        const Value *value = value_get(typed, row->name);
        bool bad_number = row->type == FIELD_NUMBER && value && value->kind == VALUE_STRING;
        if ((!row->required || value) && !bad_number) continue;
        const char *label = english(request) ? row->en : row->zh;
        const char *text = arena_printf(a, english(request) ? bad_number ? "Whole number, please: %s" : "Please fill in: %s" : bad_number ? "请填写数字：%s" : "请填写：%s", label);
        value_set_str(a, errors, row->name, text);
        page_set_error(request, view, arena_printf(a, "%s%s", id_prefix(a, act), row->name), text);
    }
    bool missing = act == ACT_COMPLETENESS && text_equal(value_str(typed, "result"), "missing");
    const char *empty = missing ? "desk.supplement_nothing" : act == ACT_SUPPLY ? "desk.supply_nothing" : act == ACT_NOTICE_FEE ? "desk.fee_nothing" : act == ACT_SUPPLEMENT ? "desk.supplement_nothing" : NULL;
    if (empty && nothing_picked(typed)) {
        const FieldRow *first = fields_of(request, act, file, item);
        value_set_str(a, errors, first->name, page_message(request, empty));
        page_set_error(request, view, arena_printf(a, "%s%s", id_prefix(a, act), first->name), page_message(request, empty));
    }
    return errors;
}

/* ---- which acts are shown ---- */

typedef struct ActGroup { const char *key; Act acts[16]; } ActGroup;        /* ended by ACT_COUNT */
static const ActGroup groups[] = {
    {"desk.group_accept", {ACT_ACCEPT, ACT_ACCEPT_DEFERRED, ACT_SETTLE, ACT_SUPPLEMENT, ACT_SUPPLY, ACT_SUPPLY_OWED, ACT_CHECK_OWED, ACT_COMMIT, ACT_CORRECT, ACT_NOT_NEEDED, ACT_NOT_COMPETENT, ACT_COUNT}},
    {"desk.group_joint", {ACT_SIGN_COPY, ACT_COMPLETENESS, ACT_CO_OPINION, ACT_COPY_OUT, ACT_JOINT_VISIT, ACT_JOINT_MEETING, ACT_COUNT}},
    {"desk.group_return", {ACT_REEXAMINE, ACT_ASK_REEXAMINATION, ACT_COUNT}},
    {"desk.group_decide", {ACT_REVIEW, ACT_GRANT, ACT_REFUSE, ACT_FORWARD, ACT_REPLY_FROM_ABOVE, ACT_TELL_REPLY, ACT_ASK_FROM_ABOVE, ACT_VERIFY_COMMITMENT, ACT_REVOKE_DECISION, ACT_COUNT}},
    {"desk.group_heard", {ACT_ANSWER_STATEMENT, ACT_RECORD_HEARING, ACT_REPORT_HEARING, ACT_DECIDE_RECUSAL, ACT_NOTICE_HEARING, ACT_ASK_HEARING, ACT_ASK_RECUSAL, ACT_STATE, ACT_TELL_PARTY, ACT_TELL_HEARING,
                          ACT_ANNOUNCE_HEARING, ACT_RECORD_VISIT, ACT_ASSIGN_VISIT, ACT_COUNT}},
    {"desk.group_deliver", {ACT_CERTIFY, ACT_DELIVER, ACT_NOTICE_FEE, ACT_RECORD_PAYMENT, ACT_COUNT}},
    {"desk.group_clock", {ACT_RESUME, ACT_PAUSE, ACT_EXTEND, ACT_SPECIAL_LANE, ACT_COUNT}},
    {"desk.group_talk", {ACT_ANSWER, ACT_ASK, ACT_NOTE, ACT_CLAIM, ACT_RELEASE, ACT_REASSIGN, ACT_CHANGE_FIRST_HANDLER, ACT_COUNT}},
    {"desk.group_other", {ACT_WITHDRAW, ACT_TERMINATE, ACT_COUNT}},
};

static bool is_certificate(const Item *item)
{
    static const char *const types[] = {"licence", "qualification", "registration", "label"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) if (!strcmp(item->result_type, types[i])) return true;
    return false;
}

/* What the law would say to this act before its input is known. */
static Refusal would_be(Request *request, Act act, const Facts *facts, int64_t case_id)
{
    const Standing *s = facts->standing;
    Refusal refusal = process_may(request->arena, act, facts);
    if (refusal != REFUSED_NOTHING) return refusal;
    bool complete = standing_materials_complete(s, facts->item);
    if ((act == ACT_ACCEPT || act == ACT_SETTLE) && !complete) return REFUSED_MATERIALS_INCOMPLETE;
    if (act == ACT_SUPPLEMENT && complete) return REFUSED_MATERIALS_COMPLETE;
    if (act == ACT_ASK_FROM_ABOVE && !act_left_behind(facts)) return REFUSED_DUPLICATE_ASKED;
    refusal = joint_would_be(request->arena, act, facts);
    return refusal != REFUSED_NOTHING ? refusal : lane_would_be(request, act, facts, case_id);
}

/* A refusal tells something when the officer could otherwise expect to do this here; the rest would be noise. */
static bool worth_telling(Act act, Refusal refusal, const Facts *facts)
{
    const Standing *s = facts->standing;
    bool decider = actor_roles(facts->actor) & (ROLE_CHIEF | ROLE_BACKOFFICE);
    if (joint_worth_telling(act, refusal, facts)) return true;
    if (act == ACT_VERIFY_COMMITMENT || act == ACT_CLAIM || act == ACT_ANSWER) return false;
    switch (refusal) {
    case REFUSED_MATERIALS_INCOMPLETE: return act != ACT_ACCEPT_DEFERRED;
    case REFUSED_QUOTA_ORDER:
    case REFUSED_QUOTA_USED_UP:
    case REFUSED_MATERIALS_OWED:
    case REFUSED_SELF_REVIEW:
    case REFUSED_EXTENDED_ALREADY: return true;
    case REFUSED_NO_AUTHORITY: return act == ACT_SETTLE || (act == ACT_REVIEW && decider && s->two_person) || (act == ACT_GRANT && decider && s->stage == STAGE_REVIEWED);
    case REFUSED_NOT_IN_THIS_STAGE: return act == ACT_GRANT && s->stage == STAGE_ACCEPTED && s->two_person;
    default: return false;
    }
}

/* The act that comes next by the law's order: it stands unfolded. */
static Act next_act(const Facts *facts)
{
    const Standing *s = facts->standing;
    switch (s->stage) {
    case STAGE_RECEIVED:
        if (standing_materials_complete(s, facts->item)) return s->instant ? ACT_SETTLE : ACT_ACCEPT;
        for (int no = 1; no <= s->material_count; no++)
            if (s->material[no] == MATERIAL_MISSING || s->material[no] == MATERIAL_NONCONFORMING) return ACT_SUPPLEMENT;
        return ACT_COUNT;
    case STAGE_SUPPLEMENT: return ACT_SUPPLY;
    case STAGE_ACCEPTED: return s->two_person ? ACT_REVIEW : ACT_GRANT;
    case STAGE_REVIEWED: return s->decided_above && (day_is_none(s->replied) || s->reply == OUTCOME_NONE) ? ACT_FORWARD : s->reply == OUTCOME_REFUSED ? ACT_REFUSE : ACT_GRANT;
    case STAGE_FORWARDED: return ACT_REPLY_FROM_ABOVE;
    case STAGE_PAUSED: return ACT_RESUME;
    case STAGE_GRANTED: return is_certificate(facts->item) ? ACT_CERTIFY : ACT_DELIVER;
    case STAGE_CERTIFIED:
    case STAGE_REFUSED: return ACT_DELIVER;
    default: return ACT_COUNT;
    }
}

static const char *blocked_text(Request *request, Act act, Refusal refusal, const Facts *facts)
{
    const RefusalText *text = refusal_text(refusal);
    if (act == ACT_GRANT && refusal == REFUSED_QUOTA_ORDER) return arena_printf(request->arena, "%s %s", page_message(request, "desk.quota_first"), english(request) ? text->remedy_en : text->remedy_zh);
    if (act == ACT_GRANT && refusal == REFUSED_NOT_IN_THIS_STAGE && facts->standing->two_person) return page_message(request, "desk.review_first");
    const char *who = joint_waits_for(request->arena, act, refusal, facts);
    if (who) return arena_printf(request->arena, english(request) ? "%s (%s) %s" : "%s（%s）%s", english(request) ? text->en : text->zh, who, english(request) ? text->remedy_en : text->remedy_zh);
    return english(request) ? arena_printf(request->arena, "%s %s", text->en, text->remedy_en) : arena_printf(request->arena, "%s%s", text->zh, text->remedy_zh);
}

static void show_act(Request *request, Value *list, Act act, Refusal refusal, const Facts *facts, const CaseFile *file, const ActTyped *typed, bool open)
{
    Arena *a = request->arena;
    bool en = english(request), again = typed->act == act;
    const ProcessRow *row = process_row(act);
    const ActText *text = &texts[act];
    Value *out = value_push_object(a, list);
    value_set_str(a, out, "act", row->name);
    value_set_str(a, out, "title", en ? row->en : row->zh);
    value_set_str(a, out, "about", en ? text->en : text->zh);
    value_set_str(a, out, "article", en ? row->article_en : row->article_zh);
    value_set_str(a, out, "button", en ? text->button_en : text->button_zh);
    value_set_str(a, out, "tone", *text->tone && refusal == REFUSED_NOTHING ? text->tone : NULL);
    value_set_bool(a, out, "open", open);
    value_set_str(a, out, "blocked", refusal == REFUSED_NOTHING ? NULL : blocked_text(request, act, refusal, facts));
    if (refusal != REFUSED_NOTHING) { value_set_list(a, out, "fields"); return; }
    const FieldRow *fields = fields_of(request, act, file, facts->item);
    const Value *values = again ? typed->values : filled(request, act, file, facts->item);
    value_set(a, out, "fields", field_list(request, fields, id_prefix(a, act), values, again ? typed->errors : NULL));
}

Value *act_groups(Request *request, const CaseFile *file, const Item *item, const ActTyped *typed)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Facts facts = case_facts(v->hall->scene, file, item, &v->actor, false, v->today);
    Act joint = item ? joint_next(a, &facts) : ACT_COUNT;
    Act next = typed->act != ACT_COUNT ? typed->act : joint != ACT_COUNT ? joint : item ? next_act(&facts) : ACT_COUNT;
    /* an on-the-spot case whose officer may not decide is accepted like any other */
    /* who could decide this case would spend that by reviewing it */
    if (next == ACT_REVIEW && typed->act == ACT_COUNT && actor_roles(&v->actor) & (ROLE_CHIEF | ROLE_LEADER)) next = ACT_COUNT;
    if (next == ACT_SETTLE && typed->act == ACT_COUNT && would_be(request, next, &facts, file->id) != REFUSED_NOTHING) next = ACT_ACCEPT;
    Value *out = value_list(a);
    bool centre = act_reads_only(&v->actor);              /* supervisors act on no case, but rule on what was returned */
    for (size_t g = 0; item && g < sizeof groups / sizeof *groups; g++) {
        Value *acts = value_list(a);
        for (const Act *act = groups[g].acts; *act != ACT_COUNT; act++) {
            if (centre && *act != ACT_REEXAMINE) continue;
            Refusal refusal = would_be(request, *act, &facts, file->id);
            if (refusal != REFUSED_NOTHING && !worth_telling(*act, refusal, &facts)) continue;
            show_act(request, acts, *act, refusal, &facts, file, typed, refusal == REFUSED_NOTHING && *act == next);
        }
        if (!acts->count) continue;
        Value *group = value_push_object(a, out);
        value_set_str(a, group, "title", page_message(request, groups[g].key));
        value_set(a, group, "acts", acts);
    }
    return out;
}
