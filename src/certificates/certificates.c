/* certificates.c: who may renew, change, withdraw, revoke, cancel, on what ground, with which paper; see certificates.h. */
#include "certificates/certificates.h"
#include "base/text.h"
#include <assert.h>
#include <string.h>

enum { REMIND_WORKDAYS = 30, IN_TIME_DAYS = 30, LOOK_AHEAD_DAYS = 70 /* thirty working days are never more, long holidays included */ };

static const char *const states[CERTIFICATE_STATES][3] = {
    [CERTIFICATE_VALID] = {"valid", "有效", "valid"}, [CERTIFICATE_EXPIRED] = {"expired", "已过有效期", "expired"}, [CERTIFICATE_WITHDRAWN] = {"withdrawn", "已撤回", "withdrawn"},
    [CERTIFICATE_REVOKED] = {"revoked", "已撤销", "revoked"}, [CERTIFICATE_CANCELLED] = {"cancelled", "已注销", "cancelled"},
};
const char *certificate_state_zh(CertificateState state) { return states[state][1]; }
const char *certificate_state_en(CertificateState state) { return states[state][2]; }

const char *certificate_state_name(const Certificate *c, Day today)
{
    if (c->state != CERTIFICATE_VALID) return states[c->state][0];
    if (day_after(c->valid_from, today)) return "not_yet";
    bool over = !day_is_none(c->valid_to) && day_before(c->valid_to, today);
    return over && day_is_none(c->renewal) ? "expired" : "valid";        /* XK-50: with a renewal undecided, silence renews */
}

Day certificate_remind_day(const Calendar *calendar, Day valid_to) { return calendar_days_before(calendar, valid_to, REMIND_WORKDAYS, UNIT_WORKDAY); }
Day certificate_in_time(Day valid_to) { return day_plus(valid_to, -IN_TIME_DAYS); }

Day certificate_renewed_to(const Calendar *calendar, const Certificate *c, const Item *item)
{
    Day first = day_plus(c->valid_to, 1);
    if (item && item->result_months > 0 && item->result_months <= 600) {
        DeadlineTerms terms = {.event = first, .limit = item->result_months, .unit = UNIT_MONTH};
        return day_plus(deadline_compute(calendar, &terms).raw, -1);
    }
    Day began = day_is_none(c->term_from) ? c->valid_from : c->term_from;      /* not from the first day of all: each renewal would double the term */
    return day_plus(c->valid_to, c->valid_to.n - began.n + 1);
}

/* ---- what every act begins with ---- */

typedef struct Matter { const Certificate *c; const Item *item; } Matter;

static bool matter_of(DeskTurn *t, Matter *m)
{
    m->c = certificate_load(t->store, t->arena, desk_count(t, "certificate"));
    if (!m->c) return desk_refuse(t, REFUSED_NO_SUCH_CERTIFICATE, NULL);
    m->item = catalog_item_newest(t->catalog, m->c->item);
    t->file = case_load(t->store, t->arena, m->c->case_id);
    if (!m->item || !t->file) return desk_refuse(t, REFUSED_NO_SUCH_CERTIFICATE, m->c->number);
    value_set_str(t->arena, t->body, "number", m->c->number);
    return true;
}

static bool must_be_valid(DeskTurn *t, const Matter *m)
{
    if (!strcmp(certificate_state_name(m->c, t->today), "valid")) return true;
    return desk_refuse(t, REFUSED_CERTIFICATE_NOT_VALID, certificate_state_zh(m->c->state == CERTIFICATE_VALID ? CERTIFICATE_EXPIRED : m->c->state));
}

/* C1: a decision on a certificate needs what the decision that gave it needed. */
static bool authorised(DeskTurn *t, const Matter *m, AuthorityRight right)
{
    RightScope scope = {.department = m->c->department, .window = m->c->window};
    if (!desk_may(t, RIGHT_DECIDE, &scope)) return false;
    AuthorityBasis basis = people_authorises(t->people, t->actor->id, m->item->code, m->item->department, right, t->today);
    if (!basis.row) return desk_refuse(t, REFUSED_NO_AUTHORITY, m->item->name);
    value_set_str(t->arena, t->body, "authority", basis.row->document);
    if (basis.substitute) value_set_str(t->arena, t->body, "substitute_for", basis.substitute->a);
    return true;
}

/* The holder herself, shown by the query code of her case or by her account; or the window on her written request. */
static bool asks(DeskTurn *t, const Matter *m)
{
    const Standing *s = &t->file->standing;
    if (t->actor->kind == ACTOR_CITIZEN && (t->holder || (t->actor->account && t->actor->account == s->account))) return true;
    RightScope scope = {.department = m->c->department, .window = m->c->window};
    if (t->actor->kind == ACTOR_OFFICER) return desk_may(t, RIGHT_RECEIVE, &scope);
    return desk_refuse(t, t->actor->kind == ACTOR_NOBODY ? REFUSED_NOT_SIGNED_IN : REFUSED_NOT_THE_APPLICANT, NULL);
}

static void on_paper(DeskTurn *t, const Matter *m)
{
    t->legal_body = m->item->legal_body;
    t->document_fields = value_object(t->arena);
    value_set_str(t->arena, t->document_fields, "original_number", m->c->number);
    value_set_str(t->arena, t->document_fields, "certificate_kind", m->item->result_name);
    value_set_str(t->arena, t->document_fields, "item_kind", m->item->kind);
    value_set_str(t->arena, t->document_fields, "item", m->item->name);
}

static void on_paper_text(DeskTurn *t, const char *key, const char *text)
{
    if (text && *text) value_set_str(t->arena, t->document_fields, key, text);
}

static const char *choice_zh(const DeskChoice *choices, const char *value)
{
    for (; choices->value; choices++) if (!strcmp(choices->value, value)) return choices->zh;
    return value;
}

/* ---- renewal (XK-50) ---- */

static bool apply_renewal(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m) || !asks(t, &m)) return false;
    if (day_is_none(m.c->valid_to)) return desk_refuse(t, REFUSED_CERTIFICATE_NO_EXPIRY, m.c->number);
    if (!day_is_none(m.c->renewal)) return desk_refuse(t, REFUSED_ALREADY_APPLIED, day_text(t->arena, m.c->renewal));
    if (m.c->state == CERTIFICATE_EXPIRED || day_before(m.c->valid_to, t->today)) return desk_refuse(t, REFUSED_RENEWAL_AFTER_EXPIRY, day_text(t->arena, m.c->valid_to));
    if (!must_be_valid(t, &m)) return false;
    value_set_str(t->arena, t->body, "expires_on", day_text(t->arena, m.c->valid_to));
    value_set_bool(t->arena, t->body, "in_time", !day_after(t->today, certificate_in_time(m.c->valid_to)));
    return true;
}

static bool refusal_complete(DeskTurn *t)
{
    if (text_blank(desk_text(t, "reason"))) return desk_refuse(t, REFUSED_REASON_MISSING, NULL);
    return !text_blank(desk_text(t, "basis")) || desk_refuse(t, REFUSED_BASIS_MISSING, NULL);
}

static bool renew(DeskTurn *t)
{
    Matter m;
    Day to = desk_day(t, "valid_to");
    if (!matter_of(t, &m) || !authorised(t, &m, AUTHORITY_DECIDE)) return false;
    if (day_is_none(m.c->renewal)) return desk_refuse(t, REFUSED_NOT_APPLIED, NULL);
    if (day_before(m.c->valid_to, t->today)) return desk_refuse(t, REFUSED_DEEMED_RENEWED, day_text(t->arena, m.c->valid_to));
    if (day_is_none(to)) to = certificate_renewed_to(t->calendar, m.c, m.item);
    if (!day_after(to, m.c->valid_to)) return desk_refuse(t, REFUSED_CERTIFICATE_DATES, day_text(t->arena, to));
    value_set_str(t->arena, t->body, "expires_on", day_text(t->arena, m.c->valid_to));
    value_set_str(t->arena, t->body, "valid_to", day_text(t->arena, to));
    on_paper(t, &m);
    value_set_bool(t->arena, t->document_fields, "granted", true);
    on_paper_text(t, "expires_on", day_text(t->arena, m.c->valid_to));
    on_paper_text(t, "valid_to", day_text(t->arena, to));
    on_paper_text(t, "applied_on", day_text(t->arena, m.c->renewal));
    return true;
}

static bool refuse_renewal(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m) || !authorised(t, &m, AUTHORITY_REFUSE) || !refusal_complete(t)) return false;
    if (day_is_none(m.c->renewal)) return desk_refuse(t, REFUSED_NOT_APPLIED, NULL);
    if (day_before(m.c->valid_to, t->today)) return desk_refuse(t, REFUSED_DEEMED_RENEWED, day_text(t->arena, m.c->valid_to));
    on_paper(t, &m);
    value_set_bool(t->arena, t->document_fields, "granted", false);
    on_paper_text(t, "expires_on", day_text(t->arena, m.c->valid_to));
    on_paper_text(t, "applied_on", day_text(t->arena, m.c->renewal));
    on_paper_text(t, "reason", desk_text(t, "reason"));
    on_paper_text(t, "basis", desk_text(t, "basis"));
    return true;
}

/* Silence until the last day renews (XK-50): the clock writes it down on the first day after. */
static bool deem_renewed(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m)) return false;
    if (m.c->state != CERTIFICATE_VALID || day_is_none(m.c->renewal) || day_is_none(m.c->valid_to) || !day_before(m.c->valid_to, t->today)) return desk_refuse(t, REFUSED_TOO_EARLY_DEEMED, NULL);
    Day to = certificate_renewed_to(t->calendar, m.c, m.item);
    value_set_str(t->arena, t->body, "expires_on", day_text(t->arena, m.c->valid_to));
    value_set_str(t->arena, t->body, "valid_to", day_text(t->arena, to));
    on_paper(t, &m);
    value_set_bool(t->arena, t->document_fields, "granted", true);
    value_set_bool(t->arena, t->document_fields, "deemed", true);
    on_paper_text(t, "expires_on", day_text(t->arena, m.c->valid_to));
    on_paper_text(t, "valid_to", day_text(t->arena, to));
    on_paper_text(t, "applied_on", day_text(t->arena, m.c->renewal));
    return true;
}

/* ---- change (XK-49) ---- */

static bool apply_change(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m) || !asks(t, &m) || !must_be_valid(t, &m)) return false;
    return day_is_none(m.c->change) || desk_refuse(t, REFUSED_ALREADY_APPLIED, day_text(t->arena, m.c->change));
}

static bool decide_change(DeskTurn *t, bool granted)
{
    Matter m;
    if (!matter_of(t, &m) || !authorised(t, &m, granted ? AUTHORITY_DECIDE : AUTHORITY_REFUSE) || !must_be_valid(t, &m)) return false;
    if (day_is_none(m.c->change)) return desk_refuse(t, REFUSED_NOT_APPLIED, NULL);
    if (!granted && !refusal_complete(t)) return false;
    on_paper(t, &m);
    value_set_bool(t->arena, t->document_fields, "granted", granted);
    on_paper_text(t, "content", desk_text(t, "content"));
    on_paper_text(t, "before", desk_text(t, "before"));
    on_paper_text(t, "reason", desk_text(t, "reason"));
    on_paper_text(t, "basis", desk_text(t, "basis"));
    return true;
}

static bool change(DeskTurn *t) { return decide_change(t, true); }
static bool refuse_change(DeskTurn *t) { return decide_change(t, false); }

/* ---- taking back ---- */

static const DeskChoice causes[] = {{"law_changed", "所依据的法律、法规、规章修改或者废止", "the law it rests on was changed or repealed"},
                                    {"circumstances_changed", "准予许可所依据的客观情况发生重大变化", "the facts it rests on changed materially"}, {0}};

/* XK-08: only for these two causes, for the public interest, and with compensation for the loss. */
static bool withdraw(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m) || !authorised(t, &m, AUTHORITY_DECIDE) || !must_be_valid(t, &m)) return false;
    on_paper(t, &m);
    on_paper_text(t, "cause", choice_zh(causes, desk_text(t, "cause")));
    static const char *const same[] = {"public_interest", "compensation", "heard", "reason", "basis"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) on_paper_text(t, same[i], desk_text(t, same[i]));
    return true;
}

static const DeskChoice faults[] = {
    {"abuse", "工作人员滥用职权、玩忽职守作出", "abuse of power or neglect of duty"}, {"beyond_power", "超越法定职权作出", "beyond the organ's power"},
    {"procedure", "违反法定程序作出", "against the legal procedure"}, {"unqualified", "对不具备申请资格或者不符合法定条件的申请人准予", "the applicant was not qualified or did not meet the conditions"},
    {"other", "依法可以撤销的其他情形", "another case the law names"}, {"fraud", "以欺骗、贿赂等不正当手段取得", "obtained by fraud or bribery"}, {0}};

/* XK-69: five faults of the organ, then it may revoke and compensates; fraud, then it must, and the gain is not protected; never against a major public interest. */
static bool revoke(DeskTurn *t)
{
    Matter m;
    bool fraud = !strcmp(desk_text(t, "ground"), "fraud");
    if (!matter_of(t, &m) || !authorised(t, &m, AUTHORITY_DECIDE)) return false;
    if (m.c->state != CERTIFICATE_VALID && m.c->state != CERTIFICATE_EXPIRED) return desk_refuse(t, REFUSED_CERTIFICATE_NOT_VALID, certificate_state_zh(m.c->state));
    if (desk_truth(t, "public_harm")) return desk_refuse(t, REFUSED_REVOCATION_HARM, NULL);
    if (!fraud && text_blank(desk_text(t, "compensation"))) return desk_refuse(t, REFUSED_COMPENSATION_MISSING, choice_zh(faults, desk_text(t, "ground")));
    on_paper(t, &m);
    on_paper_text(t, "ground", choice_zh(faults, desk_text(t, "ground")));
    on_paper_text(t, "compensation", fraud ? "被许可人基于行政许可取得的利益不受保护" : desk_text(t, "compensation"));
    static const char *const same[] = {"facts", "heard", "reason", "basis"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) on_paper_text(t, same[i], desk_text(t, same[i]));
    return true;
}

/* YH-40: the verification found the commitment untrue and proposed to revoke. Who holds the authority carries the proposal out in one step: facts and ground are
 * those of the verification on record, the holder's statement is hers to add. */
static bool carry_out(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m) || !authorised(t, &m, AUTHORITY_DECIDE)) return false;
    const Event *verified = t->file->standing.commitment_false ? certificate_untrue(t->store, t->arena, m.c->case_id) : NULL;
    if (!verified) return desk_refuse(t, REFUSED_NOT_PROPOSED, m.c->number);
    if (m.c->state != CERTIFICATE_VALID && m.c->state != CERTIFICATE_EXPIRED) return desk_refuse(t, REFUSED_CERTIFICATE_NOT_VALID, certificate_state_zh(m.c->state));
    if (desk_truth(t, "public_harm")) return desk_refuse(t, REFUSED_REVOCATION_HARM, NULL);
    const struct { const char *key, *text; } said[] = {
        {"facts", value_str_or(verified->body, "findings", "")}, {"reason", arena_printf(t->arena, "经%s，申请人的承诺不实", value_str_or(verified->body, "method", "核查"))},
        {"basis", "《行政许可法》第六十九条第二款、第七十九条"}, {"heard", desk_text(t, "heard")}};
    on_paper(t, &m);
    value_set_str(t->arena, t->body, "ground", "fraud");
    value_set_int(t->arena, t->body, "verification", verified->seq);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        value_set_str(t->arena, t->body, said[i].key, said[i].text);
        on_paper_text(t, said[i].key, said[i].text);
    }
    on_paper_text(t, "ground", choice_zh(faults, "fraud"));
    on_paper_text(t, "compensation", "被许可人基于行政许可取得的利益不受保护");
    return true;
}

static const DeskChoice ends[] = {
    {"expired", "有效期届满未延续", "expired without renewal"}, {"died", "公民死亡或者丧失行为能力", "the person died or lost capacity"}, {"ended", "法人或者其他组织依法终止", "the organisation ended"},
    {"taken_back", "行政许可依法被撤销、撤回，或者证件依法被吊销", "revoked, withdrawn, or the licence was cancelled as a penalty"},
    {"force_majeure", "因不可抗力导致许可事项无法实施", "made impossible by force majeure"}, {"other", "法律、法规规定的其他情形", "another case the law names"}, {0}};

static bool ground_holds(DeskTurn *t, const Matter *m, const char *ground)
{
    const char *state = certificate_state_name(m->c, t->today);
    bool taken_back = m->c->state == CERTIFICATE_WITHDRAWN || m->c->state == CERTIFICATE_REVOKED;
    if (m->c->state == CERTIFICATE_CANCELLED) return desk_refuse(t, REFUSED_CERTIFICATE_NOT_VALID, certificate_state_zh(m->c->state));
    if (!strcmp(ground, "expired") && strcmp(state, "expired")) return desk_refuse(t, REFUSED_CANCEL_GROUND, certificate_state_zh(m->c->state));
    if (!strcmp(ground, "taken_back") && !taken_back && text_blank(desk_text(t, "penalty"))) return desk_refuse(t, REFUSED_CANCEL_GROUND, "须先作出撤销或撤回决定，或写明吊销的处罚决定书文号");
    return true;
}

static bool cancel(DeskTurn *t)
{
    Matter m;
    const char *ground = desk_text(t, "ground");
    if (!matter_of(t, &m) || !authorised(t, &m, AUTHORITY_DECIDE) || !ground_holds(t, &m, ground)) return false;
    on_paper(t, &m);
    on_paper_text(t, "ground", choice_zh(ends, ground));
    on_paper_text(t, "facts", desk_text(t, "facts"));
    on_paper_text(t, "effective_on", day_text(t->arena, t->today));
    return true;
}

/* ---- the clock ---- */

static bool remind(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m)) return false;
    if (m.c->state != CERTIFICATE_VALID || !day_is_none(m.c->reminded) || day_is_none(m.c->valid_to)) return desk_refuse(t, REFUSED_NO_CHANGE, NULL);
    if (day_before(m.c->valid_to, t->today) || day_before(t->today, certificate_remind_day(t->calendar, m.c->valid_to))) return desk_refuse(t, REFUSED_NO_CHANGE, NULL);      /* DC-10: not before its day */
    value_set_str(t->arena, t->body, "expires_on", day_text(t->arena, m.c->valid_to));
    value_set_str(t->arena, t->body, "apply_by", day_text(t->arena, certificate_in_time(m.c->valid_to)));
    return true;
}

static bool expire(DeskTurn *t)
{
    Matter m;
    if (!matter_of(t, &m)) return false;
    if (strcmp(certificate_state_name(m.c, t->today), "expired") || m.c->state == CERTIFICATE_EXPIRED) return desk_refuse(t, REFUSED_NO_CHANGE, NULL);
    value_set_str(t->arena, t->body, "expired_on", day_text(t->arena, m.c->valid_to));
    return true;
}

/* ---- the table ---- */

#define NUMBER {"certificate", DESK_COUNT, "证照登记号", "Register number", DESK_REQUIRED, .low = 1, .high = INT32_MAX, .hint_zh = "证照登记簿中的序号", .hint_en = "as in the register"}
static const DeskField only_fields[] = {NUMBER, {0}};
static const DeskField change_fields[] = {NUMBER, {"content", DESK_AREA, "要求变更的内容", "What is to be changed", DESK_REQUIRED | DESK_PERSONAL}, {"why", DESK_AREA, "变更理由", "Why", DESK_PERSONAL}, {0}};
static const DeskField renew_fields[] = {NUMBER, {"valid_to", DESK_DATE, "延续后有效期至", "Valid to", 0, .hint_zh = "不填即按公布的有效期", .hint_en = "blank: as published"}, {0}};
static const DeskField refuse_renewal_fields[] = {NUMBER, {"reason", DESK_AREA, "不予延续的理由", "Reasons"}, {"basis", DESK_AREA, "法律依据", "Legal basis"}, {0}};
static const DeskField decide_change_fields[] = {NUMBER, {"content", DESK_AREA, "变更后的内容", "As changed", DESK_REQUIRED}, {"before", DESK_AREA, "变更前的内容", "As it was"}, {0}};
static const DeskField refuse_change_fields[] = {NUMBER, {"content", DESK_AREA, "申请变更的内容", "What was asked", DESK_REQUIRED}, {"reason", DESK_AREA, "不予变更的理由", "Reasons"}, {"basis", DESK_AREA, "法律依据", "Legal basis"}, {0}};
static const DeskField withdraw_fields[] = {
    NUMBER, {"cause", DESK_CHOICE, "撤回的法定原因", "Cause", DESK_REQUIRED, causes}, {"public_interest", DESK_AREA, "公共利益的需要", "Public interest", DESK_REQUIRED},
    {"compensation", DESK_AREA, "财产损失的补偿", "Compensation", DESK_REQUIRED}, {"heard", DESK_AREA, "陈述申辩及采纳情况", "Statements heard", DESK_REQUIRED},
    {"reason", DESK_AREA, "理由", "Reasons", DESK_REQUIRED}, {"basis", DESK_AREA, "法律依据", "Legal basis", DESK_REQUIRED}, {0}};
static const DeskField carry_fields[] = {
    NUMBER, {"heard", DESK_AREA, "陈述申辩及采纳情况", "Statements heard", DESK_REQUIRED},
    {"public_harm", DESK_TRUTH, "撤销可能对公共利益造成重大损害", "Revoking would gravely harm the public interest"}, {0}};
static const DeskField revoke_fields[] = {
    NUMBER, {"ground", DESK_CHOICE, "撤销的法定情形", "Ground", DESK_REQUIRED, faults}, {"facts", DESK_AREA, "查明的事实", "Facts found", DESK_REQUIRED},
    {"reason", DESK_AREA, "理由", "Reasons", DESK_REQUIRED}, {"basis", DESK_AREA, "法律依据", "Legal basis", DESK_REQUIRED}, {"heard", DESK_AREA, "陈述申辩及采纳情况", "Statements heard", DESK_REQUIRED},
    {"compensation", DESK_AREA, "对合法权益损害的赔偿", "Compensation", 0, .hint_zh = "以欺骗、贿赂取得的除外", .hint_en = "not when obtained by fraud"},
    {"public_harm", DESK_TRUTH, "撤销可能对公共利益造成重大损害", "Revoking would gravely harm the public interest"}, {0}};
static const DeskField cancel_fields[] = {
    NUMBER, {"ground", DESK_CHOICE, "注销的法定情形", "Ground", DESK_REQUIRED, ends}, {"facts", DESK_AREA, "事实", "Facts", DESK_REQUIRED},
    {"penalty", DESK_TEXT, "吊销处罚决定书文号", "Number of the penalty decision", 0, .hint_zh = "因吊销而注销时填写", .hint_en = "when cancelled after a penalty"}, {0}};

#define ART(n, m) "《行政许可法》" n, "Administrative Permit Law " m
static const DeskAct acts[] = {
    {"apply_renewal", "申请延续", "Apply for renewal", "XK-50", ART("第五十条", "art. 50"), "certificate.renewal_applied", DESK_BY_ANYBODY, RIGHT_RECEIVE, only_fields, apply_renewal},
    {"renew", "准予延续", "Renew", "XK-50", ART("第五十条", "art. 50"), "certificate.renewed", DESK_BY_SOMEWHERE, RIGHT_DECIDE, renew_fields, renew, "F29"},
    {"refuse_renewal", "不予延续", "Refuse to renew", "XK-50", ART("第五十条", "art. 50"), "certificate.renewal_refused", DESK_BY_SOMEWHERE, RIGHT_DECIDE, refuse_renewal_fields, refuse_renewal, "F29", true},
    {"deem_renewed", "视为准予延续", "Deemed renewed", "XK-50", ART("第五十条第二款", "art. 50(2)"), "certificate.deemed_renewed", DESK_BY_CLOCK, RIGHT_RUN_CLOCK, only_fields, deem_renewed, "F29"},
    {"apply_change", "申请变更", "Apply for a change", "XK-49", ART("第四十九条", "art. 49"), "certificate.change_applied", DESK_BY_ANYBODY, RIGHT_RECEIVE, change_fields, apply_change},
    {"change", "准予变更", "Grant the change", "XK-49", ART("第四十九条", "art. 49"), "certificate.changed", DESK_BY_SOMEWHERE, RIGHT_DECIDE, decide_change_fields, change, "F28"},
    {"refuse_change", "不予变更", "Refuse the change", "XK-49", ART("第四十九条", "art. 49"), "certificate.change_refused", DESK_BY_SOMEWHERE, RIGHT_DECIDE, refuse_change_fields, refuse_change, "F28", true},
    {"withdraw", "撤回许可", "Withdraw the permit", "XK-08", ART("第八条第二款", "art. 8(2)"), "certificate.withdrawn", DESK_BY_SOMEWHERE, RIGHT_DECIDE, withdraw_fields, withdraw, "F30", true},
    {"revoke", "撤销许可", "Revoke the permit", "XK-69", ART("第六十九条", "art. 69"), "certificate.revoked", DESK_BY_SOMEWHERE, RIGHT_DECIDE, revoke_fields, revoke, "F31", true},
    {"carry_out", "按核查结论撤销许可", "Revoke: the commitment was untrue", "YH-40", ART("第六十九条第二款", "art. 69(2)"), "certificate.revoked", DESK_BY_SOMEWHERE, RIGHT_DECIDE, carry_fields, carry_out, "F31", true},
    {"cancel", "注销许可", "Cancel the permit", "XK-70", ART("第七十条", "art. 70"), "certificate.cancelled", DESK_BY_SOMEWHERE, RIGHT_DECIDE, cancel_fields, cancel, "F32", true},
    {"remind", "到期提醒", "Remind of the expiry", "DC-10", ART("第五十条第一款", "art. 50(1)"), "certificate.reminded", DESK_BY_CLOCK, RIGHT_RUN_CLOCK, only_fields, remind},
    {"expire", "有效期届满", "Expire", "XK-70", ART("第七十条第一项", "art. 70(1)"), "certificate.expired", DESK_BY_CLOCK, RIGHT_RUN_CLOCK, only_fields, expire},
    {0}};

static const DeskAct *duty(DeskTurn *t)
{
    const Certificate *c = certificate_due(t->store, t->arena, t->today, day_plus(t->today, LOOK_AHEAD_DAYS));
    if (!c) return NULL;
    Value *input = value_object(t->arena);
    value_set_int(t->arena, input, "certificate", c->id);
    t->input = input;
    if (day_before(c->valid_to, t->today)) return desk_act_named(&certificates_desk, day_is_none(c->renewal) ? "expire" : "deem_renewed");
    return day_before(t->today, certificate_remind_day(t->calendar, c->valid_to)) ? NULL : desk_act_named(&certificates_desk, "remind");
}

const Desk certificates_desk = {.name = "certificate", .zh = "证照登记簿", .en = "Register of certificates", .acts = acts, .apply = certificates_apply, .duty = duty, .page = "/desk/certificates", .follows_cases = true};
