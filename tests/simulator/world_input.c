/* world_input.c: one generator for each act of the table, and how an input is spoilt; see world.h.
 *
 * A new act of the house needs a function and a row in the table at the end, and a row in oracle_case.c. A generator says true when its input is sound
 * and, by the oracle's own knowledge of the case, nothing stands against the act; then the window must do it. When in doubt say false. */
#include "world.h"
#include "base/text.h"
#include "people/identity.h"
#include <stdio.h>
#include <string.h>

static Arena *arena(Try *t) { return t->w->turn; }
static void put(Try *t, const char *key, const char *text) { value_set_str(arena(t), t->input, key, text); }
static void put_number(Try *t, const char *key, int64_t n) { value_set_int(arena(t), t->input, key, n); }
static void perhaps(Try *t, const char *key, const char *text) { if (chance(t->w, 40)) put(t, key, text); }
static bool officer(const Try *t) { return t->doer->kind == DOER_OFFICER; }

/* ---- applicants ---- */

static const char *citizen(World *w)
{
    char first[18];
    snprintf(first, sizeof first, "420115%04d%02d%02d%03d", between(w, 1950, 2003), between(w, 1, 12), between(w, 1, 28), below(w, 1000));
    return arena_printf(w->turn, "%s%c", first, identity_check_citizen(first));
}

static const char *organisation(World *w)
{
    static const char digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char first[18] = "91420115";
    for (int i = 8; i < 17; i++) first[i] = digits[below(w, 31)];
    first[17] = 0;
    return arena_printf(w->turn, "%s%c", first, identity_check_credit(first));
}

/* Names that nothing else in a body could hold. */
static const char *name(World *w, bool firm)
{
    static const char *const family[] = {"赵", "钱", "孙", "李", "周", "吴"}, *const given[] = {"蓿", "芏", "茉", "芾", "蕲", "藓"};
    return arena_printf(w->turn, "%s%s%s%s", PICK(w, family), PICK(w, given), PICK(w, given), firm ? "商行" : "");
}

static Value *material(Try *t, Value *list, int64_t no, bool ok)
{
    static const char *const ways[] = {"paper", "upload", "shared"};
    Value *row = value_push_object(arena(t), list);
    value_set_int(arena(t), row, "no", no);
    value_set_str(arena(t), row, "way", PICK(t->w, ways));
    if (chance(t->w, 30)) value_set_int(arena(t), row, "originals", between(t->w, 0, 3));
    if (ok) value_set_bool(arena(t), row, "ok", true);
    return row;
}

static bool receive(Try *t)
{
    static const char *const channels[] = {"online", "mail", "kiosk"};
    World *w = t->w;
    bool firm = chance(w, 30), agent = chance(w, 20), careful = chance(w, 60);
    put(t, "applicant_kind", firm ? "firm" : "person");
    put(t, "applicant_name", name(w, firm));
    put(t, "identity", firm ? organisation(w) : citizen(w));
    put(t, "phone", arena_printf(w->turn, "139%08d", below(w, 100000000)));
    perhaps(t, "address", "纸坊街道1号");
    perhaps(t, "project", "某项目");
    value_set_bool(arena(t), t->input, "truth", true);
    put(t, "channel", PICK(w, channels));
    if (agent) {
        put(t, "agent_name", name(w, false));
        put(t, "agent_identity", citizen(w));
        value_set_bool(arena(t), t->input, "entrusted", true);
    }
    Value *list = value_set_list(arena(t), t->input, "materials");
    for (int no = 1; t->thing && no <= t->thing->material_count; no++)
        if (chance(w, careful ? 96 : 60)) material(t, list, no, officer(t) && chance(w, 70));
    bool bans = false, again = w->oracle.matter_count && chance(w, 12);
    const Matter *before = again ? &w->oracle.matters[below(w, w->oracle.matter_count)] : NULL;
    if (before && *before->identity && !before->erased) {                    /* somebody who was here before */
        put(t, "applicant_kind", before->identity[0] == '9' ? "firm" : "person");
        put(t, "applicant_name", before->name);
        put(t, "identity", before->identity);
    }
    bool barred = t->thing && oracle_barred(&w->oracle, value_str(t->input, "identity"), t->thing->code, world_today(w), &bans), commits = t->thing && chance(w, t->thing->commitment ? 40 : 2);
    if (commits) value_set_bool(arena(t), t->input, "commitment", true);
    return t->thing && (!agent || t->thing->agent_allowed) && !bans && (!commits || (t->thing->commitment && !barred));
}

/* ---- the window's examination (XK-32) ---- */

static bool check(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "checks");
    bool sound = true;
    if (!t->m) return false;
    for (int no = 1; no <= t->thing->material_count; no++) {
        if (!chance(t->w, 70)) continue;
        bool good = !co_missing(t->m, no) && chance(t->w, t->m->handed[no] ? 85 : 30);
        Value *row = value_push_object(arena(t), list);
        value_set_int(arena(t), row, "no", no);
        value_set_str(arena(t), row, "result", good ? "ok" : t->m->handed[no] ? "nonconforming" : "missing");
        if (chance(t->w, 20)) value_set_str(arena(t), row, "note", "已看");
        if (!good && t->m->notices && t->m->good[no] && !t->m->anew[no]) sound = false;        /* XK-72 */
    }
    return sound && list->count;
}

static bool correct(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "corrections");
    for (int i = between(t->w, 1, 3); i > 0; i--) {
        Value *row = value_push_object(arena(t), list);
        value_set_str(arena(t), row, "place", "申请书第二栏");
        value_set_str(arena(t), row, "before", "甲");
        value_set_str(arena(t), row, "after", "乙");
    }
    return true;
}

/* YH-40: the commitment stands in its place, and nobody may ask for it. */
static bool covered(const Try *t, int no) { return t->m->committed && t->thing->committable[no]; }

static bool supplement(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "missing");
    if (!t->m) return false;
    Day today = world_today(t->w);
    const Oracle *o = &t->w->oracle;
    bool sound = day_is_none(t->m->copied) || !co_unheard(t->m) || today.n > co_check_by(o, t->m).n || today.n >= matter_t1(o, t->m).due.n, all = co_missed(t->m) || chance(t->w, 85);
    for (int no = 1; no <= t->thing->material_count; no++) {
        bool lawful = !t->m->good[no] && (!t->m->notices || t->m->anew[no]) && !covered(t, no);
        if (!lawful && !chance(t->w, t->m->good[no] ? 3 : 25)) continue;
        if (lawful && !all && chance(t->w, 40)) continue;
        sound &= lawful;
        Value *row = value_push_object(arena(t), list);
        value_set_int(arena(t), row, "no", no);
        value_set_str(arena(t), row, "requirement", "须提供原件");
        if (chance(t->w, 30)) value_set_str(arena(t), row, "how", "到原窗口补交");
    }
    if (chance(t->w, 60)) put_number(t, "days", between(t->w, 1, chance(t->w, 80) ? 20 : 90));
    return sound && list->count && !matter_complete(t->m);
}

static bool supply(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "materials");
    if (!t->m) return false;
    bool sound = true, all = chance(t->w, 75);
    for (int no = 1; no <= t->thing->material_count; no++) {
        if (!t->m->asked[no] && !chance(t->w, 2)) continue;
        if (t->m->asked[no] && !all && chance(t->w, 50)) continue;
        sound &= t->m->asked[no];
        material(t, list, no, officer(t) && chance(t->w, 60));
    }
    return sound && list->count;
}

static bool accept(Try *t) { return t->m && *t->m->stage && matter_complete(t->m); }

static bool not_needed(Try *t)
{
    put(t, "reason", "该事项已取消许可");
    perhaps(t, "where", "自行办理");
    return t->m && t->m->reexamination != 3;
}

static bool not_competent(Try *t)
{
    put(t, "reason", "不属本机关职权");
    put(t, "basis", "《某法》第一条");
    put(t, "organ", "另一个机关");
    return t->m && t->m->reexamination != 3;
}

/* ---- decision ---- */

static bool settle(Try *t)
{
    static const char *const ways[] = {"direct", "post", "electronic"};
    put(t, "content", "准予");
    perhaps(t, "recipient", "本人");
    if (chance(t->w, 50)) put(t, "way", PICK(t->w, ways));
    if (text_equal(value_str(t->input, "way"), "electronic")) value_set_bool(arena(t), t->input, "consent", true);
    return t->m && ((t->thing->instant && day_is_none(t->m->copied)) || co_may_decide(t->m, true)) && !matter_not_ready(&t->w->oracle, t->m, true, true, world_today(t->w)) && (t->thing->instant || t->m->committed) && matter_complete(t->m) && matter_next_in_queue(&t->w->oracle, t->m);
}

static bool review(Try *t)
{
    put(t, "conclusion", chance(t->w, 80) ? "approve" : "reject");
    put(t, "opinion", "符合条件");
    return t->m && strcmp(t->m->chair, t->doer->id);
}

/* Where two persons are required, somebody else than the reviewer, after the review (XK-34b). */
static bool second_person(const Try *t)
{
    return t->m && (!t->thing->two_person || (!strcmp(t->m->stage, "reviewed") && strcmp(t->m->reviewer, t->doer->id)));
}

/* Everybody heard, somebody sent to look, the organ above agreed; and the record of the hearing is named. */
static bool heard(Try *t, bool grant, bool here)
{
    if (!t->m) return false;
    if (t->m->record[0]) put(t, "transcript", t->m->record);
    return !matter_not_ready(&t->w->oracle, t->m, grant, here, world_today(t->w));
}

static bool grant(Try *t)
{
    put(t, "content", "准予");
    perhaps(t, "conditions", "按图施工");
    perhaps(t, "validity", "三年");
    return heard(t, true, true) && second_person(t) && !matter_owes(t->m) && matter_next_in_queue(&t->w->oracle, t->m) && co_may_decide(t->m, true);
}

static bool refuse(Try *t)
{
    put(t, "facts", "经查");
    put(t, "reason", "不符合条件");
    put(t, "basis", "《某法》第二条");
    if (chance(t->w, 25)) put(t, "falsehood", chance(t->w, 50) ? "safety" : "plain");
    return heard(t, false, true) && second_person(t) && co_may_decide(t->m, false);
}

/* ---- the clock ---- */

static bool pause_clock(Try *t)
{
    static const char *const grounds[] = {"hearing", "tender", "auction", "inspection", "test", "quarantine", "appraisal", "expert_review"};
    put(t, "ground", PICK(t->w, grounds));
    put_number(t, "days", between(t->w, 1, chance(t->w, 90) ? 30 : 365));
    put(t, "body", "某检测机构");
    put(t, "matter", "检测");
    return t->m && t->m->gap_count < 16 && day_is_none(t->m->defaulted);
}

static bool resume(Try *t)
{
    put(t, "result", "合格");
    return true;
}

static bool extend(Try *t)
{
    int most = t->thing && t->thing->joint ? 15 : 10;
    int days = between(t->w, 1, most);
    put_number(t, "days", days);
    put(t, "reason", "案情复杂");
    put(t, "approval", "批示〔1〕");
    if (!t->m || t->m->extension || day_is_none(t->m->accepted) || !day_is_none(t->m->defaulted)) return false;
    Day today = world_today(t->w);
    Matter longer = *t->m;                                                   /* and it must move the day: DC-3 may have moved it further already */
    longer.extension = days;
    for (int which = 1; which >= 0; which--) {
        Day now = matter_limit(&t->w->oracle, t->m, which).due;
        if (today.n <= now.n) return matter_limit(&t->w->oracle, &longer, which).due.n > now.n;
    }
    return false;
}

/* ---- money, delivery, ending ---- */

static bool notice_fee(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "rows");
    int all = t->thing ? t->thing->fee_count : 0;
    for (int no = 1; no <= all; no++) {
        if (no > 1 && chance(t->w, 40)) continue;
        int quantity = between(t->w, 1, 5);
        Value *row = value_push_object(arena(t), list);
        value_set_int(arena(t), row, "no", no);
        value_set_int(arena(t), row, "quantity", quantity);
        if (!t->thing->fee_fen[no]) value_set_int(arena(t), row, "amount_fen", between(t->w, 1, 100000));
        else if (chance(t->w, 40)) value_set_int(arena(t), row, "amount_fen", t->thing->fee_fen[no] * quantity);
    }
    if (chance(t->w, 40)) put_number(t, "due_days", between(t->w, 1, 60));
    return all > 0 && t->m && !t->m->billed;
}

static bool record_payment(Try *t)
{
    put(t, "ticket_no", arena_printf(arena(t), "%010d", below(t->w, 1000000000)));
    put(t, "check_code", "a1b2c3");
    put(t, "fee_code", "103042701");
    put(t, "issuer", "财政局");
    perhaps(t, "way", "扫码");
    perhaps(t, "payer", "蓿芏商行");
    if (t->m && !day_is_none(t->m->told_fee) && chance(t->w, 40))
        put(t, "paid_on", day_text(arena(t), day_plus(t->m->told_fee, below(t->w, world_today(t->w).n - t->m->told_fee.n + 1))));
    return t->m && t->m->unpaid > 0;
}

static bool certify(Try *t)
{
    perhaps(t, "content", "许可内容");
    if (!t->m || day_is_none(t->m->decided)) return false;
    if (chance(t->w, 20)) put(t, "valid_from", day_text(arena(t), day_plus(t->m->decided, below(t->w, 10))));
    if (chance(t->w, 20)) put(t, "valid_to", day_text(arena(t), day_plus(t->m->decided, between(t->w, 400, 2000))));
    return thing_certificate(t->thing);
}

static bool deliver(Try *t)
{
    static const char *const ways[] = {"direct", "direct", "left", "entrusted", "post", "notice", "electronic"};
    const char *way = PICK(t->w, ways);
    put(t, "way", way);
    put(t, "recipient", "本人");
    perhaps(t, "place", "窗口");
    if (!strcmp(way, "electronic")) value_set_bool(arena(t), t->input, "consent", true);
    if (!strcmp(way, "left")) {
        put(t, "witness", "见证人");
        put(t, "refusal_note", "拒收");
    }
    return t->m && (strcmp(t->m->stage, "granted") || !thing_certificate(t->thing));
}

static bool withdraw(Try *t)
{
    put(t, "reason", "不办了");
    return true;
}

static bool note(Try *t)
{
    put(t, "text", "请补看图纸");
    return true;
}

/* ---- lanes ---- */

static bool commit(Try *t)
{
    bool bans;
    value_set_bool(arena(t), t->input, "signed", true);
    return t->m && t->thing->commitment && !t->m->committed && !t->m->erased && !oracle_barred(&t->w->oracle, t->m->identity, t->thing->code, world_today(t->w), &bans);
}

static bool verify_commitment(Try *t)
{
    put(t, "result", chance(t->w, 40) ? "true" : "false");
    put(t, "method", "现场核查");
    put(t, "findings", "经查");
    if (chance(t->w, 40)) value_set_bool(arena(t), t->input, "safety", true);
    return t->m && t->m->committed && t->m->granted && day_is_none(t->m->verified);
}

static bool revoke_decision(Try *t)
{
    bool licence = false;
    for (int i = 0; t->m && i < t->w->oracle.licence_count; i++) licence |= t->w->oracle.licences[i].matter == t->m->id;
    put(t, "heard", "未提出异议");
    return t->m && t->m->untrue && !licence;
}

static bool accept_deferred(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "owed");
    if (!t->m || day_is_none(t->m->received) || !day_is_none(t->m->accepted)) return false;
    bool rest = true;
    for (int no = 1; no <= t->thing->material_count; no++) {
        bool covered = t->m->committed && t->thing->committable[no], fine = t->m->good[no] || covered || (!t->thing->required[no] && !t->m->handed[no]);
        if (fine) continue;
        if (t->thing->deferrable[no]) value_set_int(arena(t), value_push_object(arena(t), list), "no", no);
        else rest = false;
    }
    Matter then = *t->m;
    Day today = world_today(t->w), day = day_is_none(then.supplied) ? today : then.supplied;
    then.accepted = day.n < then.received.n ? then.received : day;
    Day promised = matter_limit(&t->w->oracle, &then, 1).due, until = day_plus(today, between(t->w, 1, 12));
    if (until.n > promised.n) until = promised;
    put(t, "until", day_text(arena(t), until));
    value_set_bool(arena(t), t->input, "signed", true);
    return rest && list->count && until.n > today.n;
}

static bool supply_owed(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "materials");
    for (int no = 1; t->m && no <= t->thing->material_count; no++)
        if (t->m->owed[no] && chance(t->w, 75)) material(t, list, no, officer(t) && chance(t->w, 60));
    return t->m && list->count;
}

static bool check_owed(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "checks");
    bool sound = true;
    for (int no = 1; t->m && no <= t->thing->material_count; no++) {
        if (!t->m->owed[no] || !t->m->handed[no]) continue;
        Value *row = value_push_object(arena(t), list);
        value_set_int(arena(t), row, "no", no);
        bool good = chance(t->w, 70);
        sound &= !good || !co_missing(t->m, no);                             /* 3.3-4 */
        value_set_str(arena(t), row, "result", good ? "ok" : "nonconforming");
    }
    return t->m && list->count && sound;
}

static bool ask_reexamination(Try *t)
{
    put(t, "reason", "不服退回");
    return t->m && !t->m->reexamination && !day_is_none(t->m->reexamination_by) && world_today(t->w).n <= t->m->reexamination_by.n;
}

static bool reexamine(Try *t)
{
    put(t, "ruling", chance(t->w, 60) ? "accept" : "uphold");
    put(t, "facts", "经查");
    put(t, "reason", "应予受理");
    put(t, "basis", "《某法》第三条");
    return t->m && t->m->reexamination == 1 && !t->m->erased;                /* a ruling needs its addressee */
}

static bool special_lane(Try *t)
{
    static const char *const grounds[] = {"major_project", "emergency", "livelihood"};
    int most = t->thing && t->thing->limit[1] > 1 ? t->thing->limit[1] : 2, days = between(t->w, 1, most);
    put(t, "ground", PICK(t->w, grounds));
    put(t, "reason", "重大项目");
    put_number(t, "days", days);
    return t->m && *t->m->stage && matter_shorter(&t->w->oracle, t->m, days, world_today(t->w));
}

/* ---- front and back ---- */

static bool ask(Try *t)
{
    bool window = chance(t->w, 50);
    put(t, "to", window ? "window" : "office");
    put(t, "text", "请核对");
    return t->m && officer(t) && oracle_of_side(&t->w->oracle, t->m, t->doer->id, !window) && t->m->open_count < ASKED_MOST && t->m->questions < 200;
}

static bool answer(Try *t)
{
    put(t, "text", "已核对");
    for (int i = 0; t->m && officer(t) && i < t->m->open_count; i++) {
        const Asked *q = &t->m->open[i];
        if (!strcmp(q->by, t->doer->id) || !oracle_of_side(&t->w->oracle, t->m, t->doer->id, q->to_window)) continue;
        put_number(t, "no", q->no);
        return true;
    }
    return false;
}

static bool claim(Try *t) { return t->m && officer(t) && !*t->m->claimant && oracle_can_hold(&t->w->oracle, t->m, t->doer->id, world_today(t->w)); }

static bool release(Try *t)
{
    perhaps(t, "reason", "轮休");
    return t->m && officer(t) && !strcmp(t->m->claimant, t->doer->id);
}

/* Somebody for whom `fits` holds; NULL: nobody. */
static const char *officer_who(Try *t, bool (*fits)(const Try *, const char *))
{
    const Staff *s = &t->w->oracle.staff;
    for (int i = 0, from = below(t->w, s->people_count + 1); t->m && i < s->people_count; i++) {
        const char *id = s->people[(from + i) % s->people_count].id;
        if (staff_in_post(s, id, world_today(t->w)) && fits(t, id)) return id;
    }
    return NULL;
}

static bool can_hold(const Try *t, const char *id) { return strcmp(t->m->claimant, id) && oracle_can_hold(&t->w->oracle, t->m, id, world_today(t->w)); }
static bool of_the_desk(const Try *t, const char *id)
{
    return strcmp(t->m->first_handler, id) && (oracle_of_side(&t->w->oracle, t->m, id, true) || oracle_of_side(&t->w->oracle, t->m, id, false));
}

static bool reassign(Try *t)
{
    const char *to = officer_who(t, can_hold);
    put(t, "to", to ? to : "o1");
    put(t, "reason", "工作安排");
    return to != NULL;
}

static bool change_first_handler(Try *t)
{
    const char *to = officer_who(t, of_the_desk), *first = t->m ? t->m->first_handler : "";
    put(t, "to", to ? to : "o1");
    put(t, "document", "人任〔1〕");
    put(t, "reason", "调离");
    return to && !(staff_in_post(&t->w->oracle.staff, first, world_today(t->w)) && (oracle_of_side(&t->w->oracle, t->m, first, true) || oracle_of_side(&t->w->oracle, t->m, first, false)));
}

/* ---- those with a stake, hearings, visits, the organ above ---- */

static bool tell_party(Try *t)
{
    put(t, "party", chance(t->w, 70) ? "邻居甲" : "某某商行");
    perhaps(t, "phone", "13700000000");
    put(t, "matter", "相邻采光");
    if (chance(t->w, 60)) put_number(t, "days", between(t->w, 1, 15));
    return t->m && t->m->stake_count < 16;
}

/* A party of the case; the applicant where nobody may speak for another. */
static int party(Try *t)
{
    int no = t->doer->party ? t->doer->party : t->m && officer(t) ? below(t->w, t->m->stake_count + 1) : 0;
    if (t->m && no > t->m->stake_count) no = 0;
    put_number(t, "party", no);
    return no;
}

static bool state_view(Try *t)
{
    int no = party(t);
    put(t, "text", "不同意");
    return t->m && t->m->statements < 20 && !(t->doer->party && t->m->stakes[no].stated && !t->m->stakes[no].answered);
}

static bool answer_statement(Try *t)
{
    int no = 0;
    for (int i = 0; t->m && i <= t->m->stake_count; i++) if (t->m->stakes[i].stated && !t->m->stakes[i].answered) no = i;
    put_number(t, "party", no);
    value_set_bool(arena(t), t->input, "adopted", chance(t->w, 50));
    put(t, "reason", "经核实");
    return t->m && t->m->stakes[no].stated && !t->m->stakes[no].answered;
}

static bool tell_hearing(Try *t)
{
    int no = party(t);
    put(t, "matter", "相邻通行");
    perhaps(t, "proposed", "拟准予");
    return t->m && day_is_none(t->m->stakes[no].right) && day_is_none(t->m->hearing_held);
}

static bool announce_hearing(Try *t)
{
    put(t, "ground", chance(t->w, 50) ? "law" : "public_interest");
    put(t, "matter", "公共利益");
    return t->m && !t->m->announced && day_is_none(t->m->hearing_held);
}

static bool ask_hearing(Try *t)
{
    int no = party(t);
    perhaps(t, "reason", "影响重大");
    return t->m && day_is_none(t->m->hearing_held) && stake_may_ask(&t->w->oracle, &t->m->stakes[no], world_today(t->w));
}

static const char *somebody_of(Try *t, const char *not_this)
{
    const Staff *staff = &t->w->oracle.staff;
    for (int tries = 0; t->m && tries < 30; tries++) {
        const char *id = staff->people[below(t->w, staff->people_count)].id;
        if (matter_chair_fit(&t->w->oracle, t->m, id, world_today(t->w)) && strcmp(id, not_this)) return id;
    }
    return NULL;
}

static bool notice_hearing(Try *t)
{
    Day today = world_today(t->w), on = today;
    while (!notice_in_time(&t->w->oracle, today, on)) on = day_plus(on, 1);
    Day first = on;
    on = day_plus(on, below(t->w, 12));
    const char *chair = somebody_of(t, "");
    put(t, "at", arena_printf(arena(t), "%s 09:30", day_text(arena(t), on)));
    put(t, "place", "三楼听证室");
    put(t, "chair", chair ? chair : "nobody");
    bool open = chance(t->w, 80);
    value_set_bool(arena(t), t->input, "public", open);
    if (!open) put(t, "private_reason", "商业秘密");
    if (!t->m || !chair || !matter_hearing_owed(t->m)) return false;
    if (day_is_none(t->m->hearing_asked)) return true;
    Day last = days_end(&t->w->oracle.days, t->m->hearing_asked, 20, true, NULL, 0).due;
    return on.n <= last.n || first.n > last.n;
}

static bool ask_recusal(Try *t)
{
    party(t);
    put(t, "reason", "亲属");
    return t->m && !day_is_none(t->m->noticed) && day_is_none(t->m->hearing_held) && !t->m->recusal;
}

static bool decide_recusal(Try *t)
{
    bool granted = chance(t->w, 50);
    const char *chair = granted && t->m ? somebody_of(t, t->m->chair) : NULL;
    value_set_bool(arena(t), t->input, "granted", granted);
    put(t, "reason", "经查");
    if (chair) put(t, "chair", chair);
    return t->m && t->m->recusal == 1 && day_is_none(t->m->hearing_held) && (!granted || chair);
}

static bool record_hearing(Try *t)
{
    Value *row = value_push_object(arena(t), value_set_list(arena(t), t->input, "participants"));
    value_set_str(arena(t), row, "name", "邻居甲");
    value_set_str(arena(t), row, "role", "利害关系人");
    row = value_push_object(arena(t), value_set_list(arena(t), t->input, "statements"));
    value_set_str(arena(t), row, "name", "邻居甲");
    value_set_str(arena(t), row, "text", "反对");
    put(t, "evidence", "照片");
    if (chance(t->w, 70)) value_set_bool(arena(t), t->input, "signed", true);
    else put(t, "refusal_note", "拒签");
    return t->m && !day_is_none(t->m->noticed) && day_is_none(t->m->hearing_held) && t->m->recusal != 1 && world_today(t->w).n >= t->m->hearing_on.n;
}

static bool report_hearing(Try *t)
{
    Value *row = value_push_object(arena(t), value_set_list(arena(t), t->input, "views"));
    value_set_str(arena(t), row, "name", "邻居甲");
    value_set_str(arena(t), row, "text", "反对");
    put(t, "facts", "间距符合标准");
    put(t, "conclusion", "建议准予");
    return t->m && !day_is_none(t->m->hearing_held) && day_is_none(t->m->reported) && !strcmp(t->m->chair, t->doer->id);
}

static void visitor(Try *t, Value *list, const char *id)
{
    Value *row = value_push_object(arena(t), list);
    value_set_str(arena(t), row, "id", id);
    value_set_str(arena(t), row, "certificate", arena_printf(arena(t), "鄂%d", list->count));
}

static bool assign_visit(Try *t)
{
    const Staff *staff = &t->w->oracle.staff;
    Value *list = value_set_list(arena(t), t->input, "officers");
    for (int i = 0, from = below(t->w, staff->people_count); i < staff->people_count && list->count < 2; i++) {
        const char *id = staff->people[(from + i) % staff->people_count].id;
        if (staff_in_post(staff, id, world_today(t->w)) && (!t->m || strcmp(id, t->m->chair))) visitor(t, list, id);
    }
    put(t, "at", arena_printf(arena(t), "%s 10:00", day_text(arena(t), day_plus(world_today(t->w), below(t->w, 5)))));
    put(t, "place", "一号地块");
    put(t, "matter", "核对场地");
    return t->m && list->count == 2;
}

static bool record_visit(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "officers");
    bool there = false, sound = true;
    for (int i = 0; t->m && i < t->m->visitor_count; i++) {
        visitor(t, list, t->m->visitors[i]);
        there |= !strcmp(t->m->visitors[i], t->doer->id);
        sound &= staff_in_post(&t->w->oracle.staff, t->m->visitors[i], world_today(t->w)) && strcmp(t->m->visitors[i], t->m->chair);
    }
    put(t, "at", arena_printf(arena(t), "%s 10:00", day_text(arena(t), world_today(t->w))));
    put(t, "place", "一号地块");
    put(t, "findings", "相符");
    put(t, "conclusion", chance(t->w, 80) ? "pass" : "fail");
    put(t, "present", "在场人");
    value_set_bool(arena(t), t->input, "signed", true);
    return t->m && !day_is_none(t->m->assigned) && there && sound;
}

static bool forward(Try *t)
{
    bool yes = chance(t->w, 75);
    put(t, "opinion", "初审意见");
    put(t, "recommendation", yes ? "grant" : "refuse");
    perhaps(t, "upper_organ", "某市某局");
    return t->m && t->thing->above && second_person(t) && heard(t, yes, false);
}

static bool ask_from_above(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "materials");
    put(t, "reason", "核对");
    for (int no = 1; t->m && no <= t->thing->material_count; no++) if (!t->m->handed[no]) value_set_int(arena(t), value_push_object(arena(t), list), "no", no);
    return t->m && list->count;
}

static bool supply_above(Try *t)
{
    Value *list = value_set_list(arena(t), t->input, "materials");
    bool sound = t->m != NULL;
    for (int no = 1; t->m && no <= t->m->above_rows; no++) {
        if (chance(t->w, 40)) continue;
        Value *row = value_push_object(arena(t), list);
        value_set_int(arena(t), row, "no", no);
        value_set_str(arena(t), row, "way", "paper");
        sound &= t->m->above_no[no - 1] != 0;
    }
    return sound && list->count;
}

static bool reply_from_above(Try *t)
{
    static const char *const results[] = {"granted", "granted", "granted", "refused", "returned"};
    put(t, "result", PICK(t->w, results));
    put(t, "document", "市批〔2026〕1号");
    put(t, "content", "同意");
    return true;
}

static bool tell_reply(Try *t)
{
    static const char *const ways[] = {"phone", "message", "window", "post"};
    put(t, "way", PICK(t->w, ways));
    return t->m && !day_is_none(t->m->replied) && day_is_none(t->m->reply_told);
}

static bool terminate(Try *t)
{
    static const char *const causes[] = {"died", "ended", "object_gone"};
    put(t, "cause", PICK(t->w, causes));
    put(t, "reason", "证明");
    return true;
}

/* The clock's own: lawful exactly when it owes them. */
static bool silence(Try *t)
{
    return t->m && t->doer->kind == DOER_CLOCK && matter_duty(&t->w->oracle, t->m, world_today(t->w));
}

/* ---- joint handling (3.3) ---- */

static bool joint(const Try *t) { return t->m && t->thing->joint; }
static bool copied(const Try *t) { return joint(t) && !day_is_none(t->m->copied); }
static int critical(const Thing *thing, const int days[CO_MOST])
{
    if (thing->co_count < 2) return days[0];
    return thing->co[1].after ? days[0] + days[1] : days[0] > days[1] ? days[0] : days[1];
}

static bool copy_out(Try *t)
{
    if (!joint(t)) return false;
    int whole = co_promise_days(t->m), alone = t->m->special_days ? t->m->special_days : t->thing->workdays[1] ? t->thing->limit[1] : 0, days[CO_MOST] = {0};
    for (int i = 0; i < t->thing->co_count; i++) days[i] = t->thing->co[i].days < 0 ? alone : t->thing->co[i].days;
    Value *list = chance(t->w, 50) ? value_set_list(arena(t), t->input, "children") : NULL;
    for (int i = 0; list && i < t->thing->co_count; i++) {
        if (chance(t->w, 30)) continue;
        Value *row = value_push_object(arena(t), list);
        days[i] = between(t->w, 0, whole < 0 ? 0 : whole);
        value_set_str(arena(t), row, "department", t->thing->co[i].department);
        value_set_int(arena(t), row, "days", days[i]);
    }
    if (chance(t->w, 30)) put(t, "meeting_at", arena_printf(arena(t), "%s 09:00", day_text(arena(t), day_plus(world_today(t->w), below(t->w, 10)))));
    return day_is_none(t->m->copied) && critical(t->thing, days) <= (whole < 0 ? 0 : whole);
}

/* A co-department for whose part this doer may act now, named in the input; -1: none, and another is named. */
static int part_of(Try *t, bool letter, bool (*ready)(const Matter *, int))
{
    if (!copied(t)) return -1;
    int all = t->thing->co_count, from = below(t->w, all), found = -1;
    for (int k = 0; k < all && found < 0; k++) {
        int i = (from + k) % all;
        if (t->doer->kind == DOER_OFFICER && oracle_of_co(&t->w->oracle, t->m, i, t->doer->id, letter, world_today(t->w)) && ready(t->m, i)) found = i;
    }
    put(t, "department", t->thing->co[found < 0 ? from : found].department);
    return found;
}

static bool unsigned_yet(const Matter *m, int i) { return day_is_none(m->co[i].signed_on); }
static bool signed_for(const Matter *m, int i) { return !unsigned_yet(m, i); }
static bool may_speak(const Matter *m, int i)
{
    const CoPart *part = &m->co[i];
    return signed_for(m, i) && co_turn(m, i) && (!part->opinion[0] || (!strcmp(part->opinion, "disagree") && !part->defaulted));
}

static bool sign_copy(Try *t) { return part_of(t, false, unsigned_yet) >= 0; }

static bool completeness(Try *t)
{
    bool complete = chance(t->w, 70), sound = part_of(t, false, signed_for) >= 0;
    put(t, "result", complete ? "complete" : "missing");
    if (complete || !t->m) return sound;
    Value *list = value_set_list(arena(t), t->input, "missing");
    for (int no = 1; no <= t->thing->material_count; no++) {
        if (t->m->notices && !t->m->anew[no] && !chance(t->w, 3)) continue;
        if (!chance(t->w, 40)) continue;
        sound &= (!t->m->notices || t->m->anew[no]) && !covered(t, no);
        Value *row = value_push_object(arena(t), list);
        value_set_int(arena(t), row, "no", no);
        value_set_str(arena(t), row, "requirement", "须加盖公章");
    }
    return sound && list->count;
}

static const char *opinion(Try *t) { static const char *const words[] = {"agree", "agree", "conditions", "disagree"}; return PICK(t->w, words); }

static bool co_opinion(Try *t)
{
    put(t, "conclusion", opinion(t));
    put(t, "opinion", "已审");
    put(t, "conditions", "开业前整改");
    return part_of(t, true, may_speak) >= 0;
}

/* Of the department, in post, and with a letter when she must speak for it; NULL: nobody just now. */
static const Person *from(Try *t, const char *department, bool letter, const char *besides)
{
    Staff *s = &t->w->oracle.staff;
    for (int i = 0, at = below(t->w, s->people_count); i < s->people_count; i++) {
        const Person *p = &s->people[(at + i) % s->people_count];
        if (strcmp(p->department, department) || !staff_in_post(s, p->id, world_today(t->w)) || (besides && !strcmp(besides, p->id))) continue;
        if (!letter || staff_authorised(s, p->id, department, t->thing->code, MAY_REVIEW, world_today(t->w), NULL, NULL)) return p;
    }
    return NULL;
}

static Value *named(Try *t, Value *list, const Person *p)
{
    Value *row = value_push_object(arena(t), list);
    value_set_str(arena(t), row, "officer", p ? p->id : "nobody");
    return row;
}

static bool joint_visit(Try *t)
{
    put(t, "at", arena_printf(arena(t), "%s 09:00", day_text(arena(t), world_today(t->w))));
    put(t, "place", "工地");
    put(t, "findings", "与申请一致");
    if (!joint(t)) return false;
    Value *list = value_set_list(arena(t), t->input, "officers");
    const Person *a = from(t, t->thing->department, false, NULL), *b = a ? from(t, chance(t->w, 50) ? t->thing->co[below(t->w, t->thing->co_count)].department : t->thing->department, false, a->id) : NULL;
    value_set_str(arena(t), named(t, list, a), "certificate", "鄂执法1");
    value_set_str(arena(t), named(t, list, b), "certificate", "鄂执法2");
    return a && b && copied(t) && day_is_none(t->m->co_visited);
}

static bool joint_meeting(Try *t)
{
    put(t, "at", arena_printf(arena(t), "%s 09:00", day_text(arena(t), world_today(t->w))));
    put(t, "place", "联审室");
    put(t, "conclusion", opinion(t));
    put(t, "text", "会议认为");
    if (!joint(t)) return false;
    Value *list = value_set_list(arena(t), t->input, "attendees");
    for (int i = 0; i < t->thing->co_count; i++) {
        const Person *p = chance(t->w, 80) ? from(t, t->thing->co[i].department, true, NULL) : NULL;
        if (!p) continue;
        Value *row = named(t, list, p);
        value_set_str(arena(t), row, "conclusion", opinion(t));
        value_set_str(arena(t), row, "opinion", "发言");
    }
    return list->count && copied(t);
}

/* ---- the table: act, function, how often among the acts of a stage, of joint cases only ---- */

static const Generator generators[] = {
    {"receive", receive, 0},
    {"check", check, 30},
    {"correct", correct, 4},
    {"supplement", supplement, 25},
    {"supply", supply, 40},
    {"accept", accept, 40},
    {"deem_accepted", silence, 2},
    {"not_needed", not_needed, 4},
    {"not_competent", not_competent, 4},
    {"settle", settle, 18},
    {"review", review, 25},
    {"grant", grant, 18},
    {"refuse", refuse, 7},
    {"pause", pause_clock, 12},
    {"resume", resume, 25},
    {"extend", extend, 8},
    {"notice_fee", notice_fee, 4},
    {"record_payment", record_payment, 8},
    {"certify", certify, 25},
    {"deliver", deliver, 25},
    {"withdraw", withdraw, 2},
    {"lapse", silence, 2},
    {"note", note, 4},
    {"tell_party", tell_party, 2},
    {"state", state_view, 4},
    {"answer_statement", answer_statement, 12},
    {"tell_hearing", tell_hearing, 4},
    {"announce_hearing", announce_hearing, 1},
    {"ask_hearing", ask_hearing, 8},
    {"notice_hearing", notice_hearing, 10},
    {"ask_recusal", ask_recusal, 3},
    {"decide_recusal", decide_recusal, 10},
    {"record_hearing", record_hearing, 20},
    {"report_hearing", report_hearing, 20},
    {"assign_visit", assign_visit, 6},
    {"record_visit", record_visit, 20},
    {"forward", forward, 18},
    {"ask_from_above", ask_from_above, 3},
    {"supply_above", supply_above, 6},
    {"reply_from_above", reply_from_above, 20},
    {"tell_reply", tell_reply, 6},
    {"overdue_default", silence, 1},
    {"terminate", terminate, 1},
    {"commit", commit, 12},
    {"verify_commitment", verify_commitment, 10},
    {"revoke_decision", revoke_decision, 20},
    {"accept_deferred", accept_deferred, 30},
    {"supply_owed", supply_owed, 30},
    {"check_owed", check_owed, 30},
    {"remind_owed", silence, 1},
    {"lapse_owed", silence, 1},
    {"ask_reexamination", ask_reexamination, 20},
    {"reexamine", reexamine, 20},
    {"special_lane", special_lane, 2},
    {"ask", ask, 2},
    {"answer", answer, 4},
    {"claim", claim, 3},
    {"release", release, 3},
    {"reassign", reassign, 1},
    {"change_first_handler", change_first_handler, 2},
    {"copy_out", copy_out, 120, true},
    {"sign_copy", sign_copy, 120, true},
    {"completeness", completeness, 90, true},
    {"co_opinion", co_opinion, 40, true},
    {"default_opinion", silence, 2, true},
    {"joint_visit", joint_visit, 8, true},
    {"joint_meeting", joint_meeting, 10, true},
};

const Generator *generator_of(const char *act)
{
    for (size_t i = 0; i < sizeof generators / sizeof *generators; i++) if (!strcmp(generators[i].act, act)) return &generators[i];
    return NULL;
}

void check_tables(void)
{
    for (int act = 0; act < ACT_COUNT; act++) {
        const ProcessRow *row = process_row((Act)act);
        SIM_CHECK(generator_of(row->name), "act %s has no generator (tests/simulator/world_input.c)", row->name);
        SIM_CHECK(oracle_knows(row->event), "event %s of act %s has no row in the oracle (tests/simulator/oracle_case.c)", row->event, row->name);
        for (int stage = 0; stage < STAGE_COUNT; stage++) {
            bool house = row->from & (1u << stage);
            SIM_CHECK(house == oracle_from(row->event, stage ? stage_name((Stage)stage) : ""), "act %s from stage %s: the table says %s, the oracle %s", row->name, stage_name((Stage)stage), house ? "yes" : "no", house ? "no" : "yes");
        }
    }
}

/* ---- hostile inputs ---- */

/* The next key of a row's fields ("days, reason, rows [{no, quantity}], due_days?"); its words ("a|b|c") or list follow. NULL at the end. */
static const char *next_key(const char *at, char key[64])
{
    size_t n = 0;
    while (*at == ' ' || *at == ',') at++;
    if (!*at) return NULL;
    while (*at && *at != ' ' && *at != ',' && *at != '?' && n < 63) key[n++] = *at++;
    key[n] = 0;
    for (int depth = 0; *at && (depth || *at != ','); at++) depth += *at == '[' || *at == '{' ? 1 : *at == ']' || *at == '}' ? -1 : 0;
    return at;
}

static const char *random_key(World *w, const char *fields)
{
    char key[64];
    const char *chosen = NULL;
    int seen = 0;
    for (const char *at = fields; (at = next_key(at, key));) if (!below(w, ++seen)) chosen = arena_strdup(w->turn, key);
    return chosen;
}

static Value *nonsense(World *w)
{
    static const char *const texts[] = {"", " ", "　", "0", "-1", "99999999999999999999", "2026-02-30", "approve|reject", "direct", "<b>\"'&", "ok", "%s%n", "甲"};
    static const int64_t numbers[] = {0, -1, 1, 7, 366, 1000001, INT64_MAX, INT64_MIN};
    switch (below(w, 6)) {
    case 0: return value_integer(w->turn, PICK(w, numbers));
    case 1: return value_list(w->turn);
    case 2: return value_object(w->turn);
    case 3: return value_string(w->turn, NULL);
    case 4: {
        int count = between(w, 1, 3000);
        char *text = arena_alloc(w->turn, (size_t)count * 3 + 1);
        for (int i = 0; i < count; i++) memcpy(text + 3 * i, "长", 3);
        return value_string(w->turn, text);
    }
    default: return value_string(w->turn, PICK(w, texts));
    }
}

static void remove_key(Value *object, const char *key)
{
    Value *before = NULL;
    for (Value *m = object->first; m; before = m, m = m->next) {
        if (!m->key || strcmp(m->key, key)) continue;
        if (before) before->next = m->next; else object->first = m->next;
        if (object->last == m) object->last = before;
        object->count--;
        return;
    }
}

static void spoil_rows(World *w, Value *list)
{
    if (!list->count) {
        Value *row = value_push_object(w->turn, list);
        value_set_int(w->turn, row, "no", below(w, 4));
        return;
    }
    Value *row = list->first;
    for (int i = below(w, list->count); i > 0; i--) row = row->next;
    switch (below(w, 4)) {
    case 0: value_push(list, value_copy(w->turn, row)); break;               /* twice */
    case 1: value_push(list, nonsense(w)); break;
    case 2: if (row->kind == VALUE_OBJECT) value_set_int(w->turn, row, "no", between(w, -1, 60)); break;
    default:
        if (row->kind == VALUE_OBJECT && row->count) {
            Value *m = row->first;
            for (int i = below(w, row->count); i > 0; i--) m = m->next;
            value_set(w->turn, row, arena_strdup(w->turn, m->key), nonsense(w));
        }
    }
}

void spoil(World *w, Value *input, const char *fields)
{
    for (int i = between(w, 1, 2); i > 0; i--) {
        const char *key = random_key(w, fields);
        if (!key || !*key) { value_set(w->turn, input, "unknown", nonsense(w)); continue; }
        Value *now = (Value *)value_get(input, key);
        switch (below(w, 3)) {
        case 0: remove_key(input, key); break;
        case 1: if (now && now->kind == VALUE_LIST) { spoil_rows(w, now); break; } /* fall through */
        default: value_set(w->turn, input, key, nonsense(w));
        }
    }
}
