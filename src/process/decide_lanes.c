/* decide_lanes.c: commitment (告知承诺), owed materials (容缺), returned cases re-examined (复核), the special lane (特办件), limited numbers (XK-57). */
#include "process/decide_inside.h"
#include "base/text.h"
#include "process/joint.h"
#include <string.h>

enum { BAR_MONTHS_FALSEHOOD = 12, BAR_MONTHS_FRAUD = 36 };          /* XK-78: one year; XK-79: three years; for what touches safety */

const ProcessRules process_rules_default = {.reexamination_days = 10, .commitment_months = 2, .commitment_bar_months = 12, .question_days = 1, .owed_grace_days = 5};
const ProcessRules *turn_rules(const Facts *facts) { return facts->rules ? facts->rules : &process_rules_default; }

static Day months_after(const Turn *t, int months)
{
    DeadlineTerms terms = {.event = t->facts->today, .limit = months, .unit = UNIT_MONTH, .clock = CLOCK_OTHER};
    return deadline_compute(t->facts->calendar, &terms).raw;
}

static bool any_deferrable(const Item *item)
{
    for (int i = 0; i < item->material_count; i++) if (item->materials[i].deferrable) return true;
    return false;
}

static bool quota_full(const Facts *facts) { return facts->quota && facts->quota->granted >= facts->quota->limit; }

/* Settled on the spot is certified the same day, whether the item gives a certificate or not. */
static bool has_certificate(const Facts *facts) { return !day_is_none(facts->standing->certified) && turn_gives_certificate(facts->item); }

Refusal lane_bars(Act act, const Facts *facts)
{
    const Standing *s = facts->standing;
    switch (act) {
    case ACT_COMMIT: return !facts->item->commitment ? REFUSED_COMMITMENT_NOT_OFFERED : s->committed ? REFUSED_COMMITTED_ALREADY : facts->bar ? REFUSED_COMMITMENT_BARRED : REFUSED_NOTHING;
    case ACT_VERIFY_COMMITMENT: return !s->committed || !day_is_none(s->verified) || s->outcome != OUTCOME_GRANTED ? REFUSED_NOTHING_TO_VERIFY : REFUSED_NOTHING;
    case ACT_REVOKE_DECISION: return !s->commitment_false ? REFUSED_NOT_PROPOSED : has_certificate(facts) ? REFUSED_CERTIFICATE_OUT : REFUSED_NOTHING;
    case ACT_ACCEPT_DEFERRED: return any_deferrable(facts->item) ? REFUSED_NOTHING : REFUSED_NOT_DEFERRABLE;
    case ACT_SUPPLY_OWED:
    case ACT_CHECK_OWED: return standing_owed(s) ? REFUSED_NOTHING : REFUSED_NOT_OWED;
    case ACT_NOT_NEEDED:
    case ACT_NOT_COMPETENT: return s->reexamination == REEXAMINATION_OVERTURNED ? REFUSED_RETURNED_AGAIN : REFUSED_NOTHING;
    case ACT_ASK_REEXAMINATION:
        if (s->reexamination != REEXAMINATION_NONE) return REFUSED_REEXAMINED_ALREADY;
        return !day_is_none(s->reexamination_by) && day_after(facts->today, s->reexamination_by) ? REFUSED_REEXAMINATION_LATE : REFUSED_NOTHING;
    case ACT_REEXAMINE: return s->reexamination == REEXAMINATION_ASKED ? REFUSED_NOTHING : REFUSED_REEXAMINATION_NOT_ASKED;
    case ACT_GRANT: return standing_owed(s) ? REFUSED_MATERIALS_OWED : REFUSED_NOTHING;
    default: return REFUSED_NOTHING;
    }
}

static bool barred(Turn *t, Act act)
{
    Refusal refusal = lane_bars(act, t->facts);
    return refusal != REFUSED_NOTHING && !turn_refuse(t, refusal, NULL);
}

/* ---- commitment (YH-40) ---- */

static const char *bar_words(Turn *t) { return arena_printf(t->arena, "%s，至%s", t->facts->bar->rule, day_text_zh(t->arena, t->facts->bar->until)); }

static bool commitment(Turn *t, const char *key)
{
    if (!t->facts->item->commitment) return turn_refuse(t, REFUSED_COMMITMENT_NOT_OFFERED, NULL);
    if (t->facts->bar) return turn_refuse(t, REFUSED_COMMITMENT_BARRED, bar_words(t));
    if (!value_bool(t->input, key)) return turn_refuse(t, REFUSED_COMMITMENT_UNSIGNED, NULL);
    return true;
}

bool lane_receive(Turn *t)
{
    const Item *item = t->facts->item;
    const ApplicantBar *bar = t->facts->bar;
    if (bar && bar->bans_item && text_equal(bar->item, item->code)) return turn_refuse(t, REFUSED_APPLICANT_BARRED, bar_words(t));
    if (item->quota > 0) value_set_int(t->arena, t->verdict->body, "quota", item->quota);
    if (item->commitment) value_set_int(t->arena, t->verdict->body, "verify_months", item->commitment_months > 0 ? item->commitment_months : turn_rules(t->facts)->commitment_months);
    if (!value_bool(t->input, "commitment")) return true;
    if (!commitment(t, "commitment")) return false;
    value_set_bool(t->arena, t->verdict->body, "commitment", true);
    return true;
}

bool lane_uncovered(Turn *t, int64_t no)
{
    const Material *material = item_material(t->facts->item, (int)no);
    return !t->s->committed || !material || !material->committable || turn_refuse(t, REFUSED_COMMITMENT_STANDS, material->name);
}

bool decide_commit(Turn *t)
{
    if (t->s->committed) return turn_refuse(t, REFUSED_COMMITTED_ALREADY, NULL);
    if (!commitment(t, "signed")) return false;
    turn_event(t, ACT_COMMIT);
    value_set_bool(t->arena, t->verdict->body, "commitment", true);
    return true;
}

void lane_granted(Turn *t)
{
    int months = t->s->verify_months > 0 ? t->s->verify_months : turn_rules(t->facts)->commitment_months;
    if (t->s->committed) turn_set_day(t, "verify_by", turn_due(t, t->facts->today, months, UNIT_MONTH));
}

/* What the applicant may not do for a while: no commitment anywhere and, where safety is touched, no application for this item. */
static void set_bar(Turn *t, const char *rule, int months, bool bans_item)
{
    Value *bar = value_set_object(t->arena, t->verdict->body, "bar");
    value_set_str(t->arena, bar, "rule", rule);
    value_set_str(t->arena, bar, "until", day_text(t->arena, months_after(t, months)));
    value_set_bool(t->arena, bar, "bans_item", bans_item);
}

bool decide_verify_commitment(Turn *t)
{
    if (barred(t, ACT_VERIFY_COMMITMENT)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    const char *result = value_str_or(t->input, "result", "");
    if (strcmp(result, "true") && strcmp(result, "false")) return turn_refuse(t, REFUSED_OPINION_MISSING, "result");
    value_set_str(t->arena, body, "result", result);
    if (!turn_needs_text(t, body, "method", REFUSED_OPINION_MISSING) || !turn_needs_text(t, body, "findings", REFUSED_OPINION_MISSING)) return false;
    turn_event(t, ACT_VERIFY_COMMITMENT);
    value_set_bool(t->arena, body, "late", !day_is_none(t->s->verify_by) && day_after(t->facts->today, t->s->verify_by));
    if (!strcmp(result, "true")) return true;
    bool safety = value_bool(t->input, "safety") || t->facts->item->safety;
    value_set_bool(t->arena, body, "propose_revocation", true);       /* XK-69: the permit's own desk decides on it */
    set_bar(t, "XK-79", safety ? BAR_MONTHS_FRAUD : turn_rules(t->facts)->commitment_bar_months, safety);
    return true;
}

/* XK-69: what was obtained by deceit is revoked, unless that gravely harms the public; the gain is not protected; she is heard before. Facts and ground are those of the
 * verification on record. The bar came with the verification (XK-79) and stays. */
bool decide_revoke_decision(Turn *t)
{
    if (barred(t, ACT_REVOKE_DECISION)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "heard", REFUSED_STATEMENT_UNHEARD)) return false;
    if (value_bool(t->input, "public_harm")) return turn_refuse(t, REFUSED_REVOCATION_HARM, NULL);
    const Value *untrue = t->facts->untrue;
    turn_event(t, ACT_REVOKE_DECISION);
    value_set_str(t->arena, body, "original_number", value_str_or(untrue, "decision", ""));
    value_set_int(t->arena, body, "verification", value_int(untrue, "verification", 0));
    value_set_str(t->arena, body, "ground", "以欺骗、贿赂等不正当手段取得");
    value_set_str(t->arena, body, "facts", value_str_or(untrue, "findings", ""));
    value_set_str(t->arena, body, "reason", arena_printf(t->arena, "经%s，申请人的承诺不实", value_str_or(untrue, "method", "核查")));
    value_set_str(t->arena, body, "basis", "《行政许可法》第六十九条第二款、第七十九条");
    value_set_str(t->arena, body, "compensation", "被许可人基于行政许可取得的利益不受保护");
    turn_authorised(t);
    return true;
}

/* ---- owed materials (容缺) ---- */

/* Everything but what is to be owed is in order. */
static bool rest_complete(const Turn *t, const bool *owed)
{
    Standing rest = *t->s;
    for (int no = 1; no <= rest.material_count; no++) {
        if (!owed[no]) continue;
        rest.material[no] = MATERIAL_OK;
        for (int i = 0; i < rest.together.count; i++) rest.together.co[i].missing &= ~((uint64_t)1 << (no - 1));      /* whoever found it missing, it may be owed */
    }
    return standing_materials_complete(&rest, t->facts->item);
}

static bool take_owed(Turn *t, Value *body, bool *owed)
{
    const Value *list = value_get(t->input, "owed");
    Value *kept = value_set_list(t->arena, body, "owed");
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (!turn_known_material(t, no)) return false;
        const Material *m = item_material(t->facts->item, (int)no);
        if (!m->deferrable) return turn_refuse(t, REFUSED_NOT_DEFERRABLE, m->name);
        if (t->s->material[no] == MATERIAL_OK) return turn_refuse(t, REFUSED_MATERIAL_ALREADY_JUDGED, m->name);
        if (owed[no]) continue;
        owed[no] = true;
        Value *one = value_push_object(t->arena, kept);
        value_set_int(t->arena, one, "no", no);
        value_set_str(t->arena, one, "name", m->name);
    }
    return kept->count || turn_refuse(t, REFUSED_NOT_DEFERRABLE, "没有列出容缺的材料");
}

bool decide_accept_deferred(Turn *t)
{
    bool owed[LIMIT_MATERIALS_PER_ITEM + 1] = {false};
    Day by;
    if (barred(t, ACT_ACCEPT_DEFERRED)) return false;
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) == ACT_DEEM_ACCEPTED) return turn_refuse(t, REFUSED_NOT_IN_THIS_STAGE, "已视为受理");
    if (standing_materials_complete(t->s, t->facts->item)) return turn_refuse(t, REFUSED_MATERIALS_COMPLETE, NULL);
    Value *body = t->verdict->body = value_object(t->arena);
    if (!take_owed(t, body, owed)) return false;
    if (!rest_complete(t, owed)) return turn_refuse(t, REFUSED_MATERIALS_INCOMPLETE, NULL);
    turn_event(t, ACT_ACCEPT_DEFERRED);
    turn_acceptance(t, turn_accepted_day(t));
    Day promised = DAY_NONE;
    day_parse(value_str(body, "promised_due"), &promised);
    if (!day_parse(value_str(t->input, "until"), &by) || !day_after(by, t->facts->today) || (!day_is_none(promised) && day_after(by, promised)))
        return turn_refuse(t, REFUSED_OWED_DATE, day_is_none(promised) ? NULL : arena_printf(t->arena, "承诺办结日为%s", day_text_zh(t->arena, promised)));
    if (!value_bool(t->input, "signed")) return turn_refuse(t, REFUSED_UNDERTAKING_UNSIGNED, NULL);
    turn_set_day(t, "until", by);
    if (!t->s->instant) t->verdict->documents[3] = "F10";
    return true;
}

static bool all_owed(Turn *t, const Value *list)
{
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (!turn_known_material(t, no)) return false;
        if (!t->s->owed[no]) return turn_refuse(t, REFUSED_NOT_OWED, item_material(t->facts->item, (int)no)->name);
    }
    return true;
}

bool decide_supply_owed(Turn *t)
{
    if (barred(t, ACT_SUPPLY_OWED)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_take_materials(t, body, false) || !all_owed(t, value_get(body, "materials"))) return false;
    if (!value_get(body, "materials")->count) return turn_refuse(t, REFUSED_FIELD_INVALID, "materials");
    turn_event(t, ACT_SUPPLY_OWED);
    return true;
}

bool decide_check_owed(Turn *t)
{
    if (barred(t, ACT_CHECK_OWED)) return false;
    const Value *list = value_get(t->input, "checks");
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "checks");
    if (!list || list->kind != VALUE_LIST || !list->count) return turn_refuse(t, REFUSED_FIELD_INVALID, "checks");
    if (!all_owed(t, list)) return false;
    for (const Value *row = list->first; row; row = row->next) {
        const char *result = value_str_or(row, "result", ""), *note = value_str(row, "note");
        int64_t no = value_int(row, "no", 0);
        if (!t->s->handed[no]) return turn_refuse(t, REFUSED_NOT_OWED, "尚未补交");
        if (strcmp(result, "ok") && strcmp(result, "nonconforming")) return turn_refuse(t, REFUSED_FIELD_INVALID, "result");
        if (!strcmp(result, "ok") && joint_claims(t->s, no)) return turn_refuse(t, REFUSED_CO_CLAIMS, item_material(t->facts->item, (int)no)->name);      /* still the one a co-department misses */
        Value *one = value_push_object(t->arena, kept);
        value_set_int(t->arena, one, "no", no);
        value_set_str(t->arena, one, "result", result);
        if (!text_blank(note)) value_set_str(t->arena, one, "note", note);
    }
    turn_event(t, ACT_CHECK_OWED);
    return true;
}

/* What is still owed, as the papers list it. */
static void list_owed(Turn *t, const char *key)
{
    Value *list = value_set_list(t->arena, t->verdict->body, key);
    for (int no = 1; no <= t->s->material_count; no++) {
        const Material *m = t->s->owed[no] ? item_material(t->facts->item, no) : NULL;
        if (!m) continue;
        Value *one = value_push_object(t->arena, list);
        value_set_int(t->arena, one, "no", no);
        value_set_str(t->arena, one, "name", m->name);
        value_set_str(t->arena, one, "requirement", arena_printf(t->arena, "容缺受理时承诺%s前补交，至今未补齐", day_text_zh(t->arena, t->s->owed_by)));
    }
}

bool decide_remind_owed(Turn *t)
{
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) != ACT_REMIND_OWED) return turn_refuse(t, REFUSED_LAPSE_EARLY, NULL);
    turn_event(t, ACT_REMIND_OWED);
    turn_set_day(t, "final", turn_due(t, t->facts->today, turn_rules(t->facts)->owed_grace_days, UNIT_WORKDAY));
    turn_set_day(t, "accepted", t->s->accepted);
    list_owed(t, "owed");
    return true;
}

bool decide_lapse_owed(Turn *t)
{
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) != ACT_LAPSE_OWED) return turn_refuse(t, REFUSED_LAPSE_EARLY, NULL);
    turn_event(t, ACT_LAPSE_OWED);
    list_owed(t, "missing");
    turn_set_day(t, "supply_by", turn_due(t, t->facts->today, SUPPLEMENT_DAYS_DEFAULT, UNIT_CALENDAR_DAY));
    value_set_int(t->arena, t->verdict->body, "notice", t->s->notices + 1);
    return true;
}

/* ---- returned cases ---- */

bool lane_return(Turn *t)
{
    if (t->s->reexamination == REEXAMINATION_OVERTURNED) return turn_refuse(t, REFUSED_RETURNED_AGAIN, NULL);
    turn_set_day(t, "reexamination_by", turn_due(t, t->facts->today, turn_rules(t->facts)->reexamination_days, UNIT_WORKDAY));
    t->verdict->documents[1] = "X01";
    return true;
}

bool decide_ask_reexamination(Turn *t)
{
    if (barred(t, ACT_ASK_REEXAMINATION)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    turn_event(t, ACT_ASK_REEXAMINATION);
    return true;
}

bool decide_reexamine(Turn *t)
{
    if (barred(t, ACT_REEXAMINE)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    const char *ruling = value_str_or(t->input, "ruling", "");
    if (strcmp(ruling, "uphold") && strcmp(ruling, "accept")) return turn_refuse(t, REFUSED_OPINION_MISSING, "ruling");
    value_set_str(t->arena, body, "ruling", ruling);
    if (!turn_needs_text(t, body, "facts", REFUSED_REASON_MISSING) || !turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING) ||
        !turn_needs_text(t, body, "basis", REFUSED_BASIS_MISSING)) return false;
    turn_event(t, ACT_REEXAMINE);
    return true;
}

/* ---- special lane ---- */

static Day promised_due(const Turn *t, int limit, LimitUnit unit)
{
    DeadlineTerms terms;
    if (!standing_clock(t->s, CLOCK_PROMISE, &terms)) terms = (DeadlineTerms){.event = t->facts->today, .clock = CLOCK_PROMISE};
    terms.limit = limit;
    terms.unit = unit;
    return deadline_compute(t->facts->calendar, &terms).due;
}

bool decide_special_lane(Turn *t)
{
    static const char *const grounds[] = {"major_project", "emergency", "livelihood"};
    Value *body = t->verdict->body = value_object(t->arena);
    const char *ground = value_str_or(t->input, "ground", "");
    bool known = false;
    for (int i = 0; i < 3; i++) known |= !strcmp(ground, grounds[i]);
    if (!known) return turn_refuse(t, REFUSED_SPECIAL_GROUND, ground);
    value_set_str(t->arena, body, "ground", ground);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    int64_t days = value_int(t->input, "days", 0);
    if (days < 1 || days > PAUSE_DAYS_MOST) return turn_refuse(t, REFUSED_SPECIAL_NOT_SHORTER, NULL);
    Day before = promised_due(t, t->s->promised_limit, t->s->promised_unit), after = promised_due(t, (int)days, UNIT_WORKDAY);
    bool accepted = !day_is_none(t->s->accepted);
    /* with the clock stopped there is no last day to compare: then the days themselves must be fewer */
    bool shorter = day_is_none(before) || day_is_none(after) ? t->s->promised_unit == UNIT_WORKDAY && days < t->s->promised_limit : day_before(after, before);
    if (!shorter || (accepted && !day_is_none(after) && day_before(after, t->facts->today)))
        return turn_refuse(t, REFUSED_SPECIAL_NOT_SHORTER, day_is_none(before) ? NULL : arena_printf(t->arena, "现承诺办结日%s", day_text_zh(t->arena, before)));
    value_set_int(t->arena, body, "days", days);
    if (!day_is_none(before)) turn_set_day(t, "old_due", before);
    turn_event(t, ACT_SPECIAL_LANE);
    if (accepted && !day_is_none(after)) {
        turn_set_day(t, "promised_due", after);
        t->verdict->documents[0] = "F10";                             /* the new promise, in writing */
    }
    return true;
}

/* ---- limited numbers (XK-57) ---- */

bool lane_may_grant(Turn *t)
{
    const QuotaFacts *quota = t->facts->quota;
    if (standing_owed(t->s)) return turn_refuse(t, REFUSED_MATERIALS_OWED, NULL);
    if (quota_full(t->facts)) return turn_refuse(t, REFUSED_QUOTA_USED_UP, arena_printf(t->arena, "限额%d，已准予%d", quota->limit, quota->granted));
    if (quota && quota->ahead > 0) return turn_refuse(t, REFUSED_QUOTA_ORDER, quota->first_ahead);
    return true;
}

/* Refusals that have a cause of their own: the number is used up; the applicant deceived. */
bool lane_refusal(Turn *t)
{
    const char *falsehood = value_str_or(t->input, "falsehood", "");
    if (value_bool(t->input, "quota")) {
        if (!quota_full(t->facts)) return turn_refuse(t, REFUSED_QUOTA_NOT_USED_UP, NULL);
        Value *input = value_copy(t->arena, t->input);
        const QuotaFacts *q = t->facts->quota;
        value_set_bool(t->arena, t->verdict->body, "quota_used_up", true);
        if (text_blank(value_str(input, "facts"))) value_set_str(t->arena, input, "facts", arena_printf(t->arena, "本事项数量限额为%d，已按受理先后顺序作出准予决定%d件", q->limit, q->granted));
        if (text_blank(value_str(input, "reason"))) value_set_str(t->arena, input, "reason", "有数量限制的行政许可，按照受理申请的先后顺序作出决定，数量限额已经用完");
        if (text_blank(value_str(input, "basis"))) value_set_str(t->arena, input, "basis", "《中华人民共和国行政许可法》第五十七条");
        t->input = input;
    }
    if (!*falsehood || !strcmp(falsehood, "none")) return true;
    if (strcmp(falsehood, "plain") && strcmp(falsehood, "safety")) return turn_refuse(t, REFUSED_FIELD_INVALID, "falsehood");
    set_bar(t, "XK-78", BAR_MONTHS_FALSEHOOD, !strcmp(falsehood, "safety"));
    return true;
}
