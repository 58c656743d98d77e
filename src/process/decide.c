/* decide.c: process_decide: one function per act, each a ladder of refusals that ends in the event; see process.h. */
#include "process/decide_inside.h"
#include "process/joint.h"
#include "base/text.h"
#include "people/identity.h"
#include "people/rights.h"
#include <assert.h>
#include <string.h>

bool turn_refuse(Turn *t, Refusal refusal, const char *detail)
{
    t->verdict->refusal = refusal;
    t->verdict->detail = detail;
    return false;
}

/* ---- who ---- */

bool standing_right(const Actor *actor, Right right, const Standing *s, bool holder)
{
    RightScope scope = {.department = s->department, .window = s->window, .account = s->account, .holder = holder};
    bool seeing = right == RIGHT_SEE_CASE || right == RIGHT_SEE_PERSONAL;
    if (right != RIGHT_CO_HANDLE && right_has(actor, right, &scope)) return true;
    if (!seeing && right != RIGHT_CO_HANDLE) return false;
    for (int i = 0; i < s->together.count; i++) {
        scope = (RightScope){.department = s->together.co[i].department, .window = s->together.co[i].window};
        if (right_has(actor, right, &scope)) return true;
    }
    scope = (RightScope){.department = s->together.lead, .window = s->together.lead_window};
    return seeing && s->together.count && right_has(actor, right, &scope);
}

/* Of a case to be opened: the item's. */
static RightScope scope_of(const Facts *facts)
{
    return (RightScope){
        .department = facts->item ? facts->item->department : "", .window = facts->item ? facts->item->window : "",
        .account = facts->actor->account, .holder = facts->holder,
    };
}

static Refusal may_by_right(const Facts *facts, Right right)
{
    RightScope scope = scope_of(facts);
    if (facts->standing ? standing_right(facts->actor, right, facts->standing, facts->holder) : right_has(facts->actor, right, &scope)) return REFUSED_NOTHING;
    if (facts->actor->kind == ACTOR_NOBODY) return REFUSED_NOT_SIGNED_IN;
    if (facts->actor->kind == ACTOR_CITIZEN) return REFUSED_NOT_THE_APPLICANT;
    return right_has(facts->actor, right, NULL) ? REFUSED_OTHER_WINDOW : REFUSED_NO_RIGHT;
}

/* A decision needs the right of the post and a valid authority row for this item on this day (C1). */
static Refusal may_by_authority(Arena *arena, const Facts *facts, Right right, AuthorityRight authority, const AuthorityBasis **basis)
{
    Refusal refusal = may_by_right(facts, right);
    if (refusal != REFUSED_NOTHING) return refusal;
    if (facts->actor->kind != ACTOR_OFFICER) return REFUSED_NO_AUTHORITY;
    AuthorityBasis found = people_authorises(facts->people, facts->actor->id, facts->item->code, facts->item->department, authority, facts->today);
    if (!found.row) return REFUSED_NO_AUTHORITY;
    if (basis) *basis = arena_memdup(arena, &found, sizeof found);
    return REFUSED_NOTHING;
}

static Refusal may_decide(Arena *arena, const Facts *facts, AuthorityRight authority, const AuthorityBasis **basis)
{
    Refusal refusal = may_by_authority(arena, facts, RIGHT_DECIDE, authority, basis);
    if (refusal != REFUSED_NOTHING) return refusal;
    const Standing *s = facts->standing;
    if (s->two_person && s->stage == STAGE_ACCEPTED) return REFUSED_NOT_IN_THIS_STAGE;      /* review comes first */
    if (s->two_person && s->reviewer[0] && !strcmp(s->reviewer, facts->actor->id)) return REFUSED_SELF_REVIEW;
    return REFUSED_NOTHING;
}

static Refusal may_extend(const Facts *facts)
{
    bool joint = facts->standing->joint;
    Refusal refusal = may_by_right(facts, joint ? RIGHT_EXTEND_JOINT : RIGHT_EXTEND);
    return refusal == REFUSED_NO_RIGHT || refusal == REFUSED_OTHER_WINDOW ? REFUSED_NOT_THE_HEAD : refusal;
}

/* An interested party who came with the code of her notice: she states, asks for a hearing, asks that the chair stand aside (XK-36, XK-47, XK-48). */
static Refusal may_speak(Act act, const Facts *facts)
{
    bool speaks = act == ACT_STATE || act == ACT_ASK_HEARING || act == ACT_ASK_RECUSAL;
    return speaks && facts->standing && facts->party > 0 && facts->party <= facts->standing->party_count ? REFUSED_NOTHING : REFUSED_NOT_THE_APPLICANT;
}

static Refusal who(Arena *arena, Act act, const Facts *facts, const AuthorityBasis **basis)
{
    const AuthorityBasis *ignored;
    const By *by = &process_row(act)->by;
    ActorKind kind = facts->actor->kind;
    bool deciding = basis != NULL;             /* then the decider itself says, with names, what stands against it */
    if (!basis) basis = &ignored;
    if (facts->party && kind == ACTOR_CITIZEN) return may_speak(act, facts);
    switch (by->kind) {
    case BY_RIGHT: return may_by_right(facts, by->right);
    case BY_RECEIVER: return may_by_right(facts, kind == ACTOR_CITIZEN || kind == ACTOR_MACHINE ? RIGHT_APPLY : by->right);
    case BY_SUPPLIER: return may_by_right(facts, kind == ACTOR_CITIZEN ? RIGHT_SEE_CASE : kind == ACTOR_MACHINE ? RIGHT_APPLY : by->right);   /* anybody may apply, but supply only her own case */
    case BY_OFFICER: return kind == ACTOR_OFFICER ? may_by_right(facts, by->right) : REFUSED_NO_RIGHT;
    case BY_ABOVE: return kind == ACTOR_OFFICER || kind == ACTOR_MACHINE ? may_by_right(facts, kind == ACTOR_MACHINE ? RIGHT_EXCHANGE : by->right) : REFUSED_NO_RIGHT;
    case BY_WITHDRAWER: return may_by_right(facts, kind == ACTOR_MACHINE ? RIGHT_EXCHANGE : by->right);
    case BY_AUTHORITY: return may_by_authority(arena, facts, by->right, by->authority, basis);
    case BY_DECIDER: return may_decide(arena, facts, by->authority, basis);
    case BY_HEAD: return may_extend(facts);
    case BY_CO: return joint_may_co(act, facts, false, deciding);
    case BY_CO_AUTHORITY: return joint_may_co(act, facts, true, deciding);
    case BY_LEAD: return joint_may_lead(facts, by->right);
    case BY_CLOCK: return kind == ACTOR_CLOCK ? REFUSED_NOTHING : REFUSED_ONLY_THE_CLOCK;
    }
    return REFUSED_NO_RIGHT;
}

/* ---- when ---- */

/* What was asked for has run out: here, or at the organ above, which sent the case back. */
static bool supplied_late(Act act, const Standing *s)
{
    bool sent_back = s->stage == STAGE_REVIEWED && !day_is_none(s->replied) && s->reply == OUTCOME_NONE;
    return (act == ACT_SUPPLY && s->stage == STAGE_LAPSED) || (act == ACT_SUPPLY_ABOVE && sent_back);
}

static Refusal stage_allows(Act act, const Facts *facts)
{
    const Standing *s = facts->standing;
    Stage stage = s ? s->stage : STAGE_NONE;
    if (process_row(act)->from & (1u << stage)) return s ? chapter_allows(act, facts) : REFUSED_NOTHING;
    if (s && supplied_late(act, s)) return REFUSED_SUPPLY_LATE;
    if (s && stage_concluded(stage)) return REFUSED_ALREADY_CONCLUDED;
    if (s && (act == ACT_GRANT || act == ACT_REFUSE || act == ACT_WITHDRAW) && s->outcome != OUTCOME_NONE) return REFUSED_DECIDED_ALREADY;
    if (s && act == ACT_SUPPLEMENT && s->stage == STAGE_ACCEPTED && s->deemed) return REFUSED_SUPPLEMENT_LATE;
    if (s && act == ACT_SUPPLEMENT && s->stage == STAGE_SUPPLEMENT) return REFUSED_SUPPLEMENT_TWICE;
    return REFUSED_NOT_IN_THIS_STAGE;
}

static bool instant_lane(Act act, const Facts *facts) { return act == ACT_SETTLE && !facts->standing->instant && !facts->standing->committed; }

Refusal process_may(Arena *arena, Act act, const Facts *facts)
{
    Refusal refusal = stage_allows(act, facts);
    if (refusal != REFUSED_NOTHING) return refusal;
    if (instant_lane(act, facts)) return REFUSED_NOT_ON_THE_SPOT;
    if (act == ACT_EXTEND && facts->standing->extension.amount) return REFUSED_EXTENDED_ALREADY;
    if (act == ACT_NOTICE_FEE && !facts->item->fee_count && !facts->standing->together.count) return REFUSED_FEE_NOT_PUBLISHED;
    if (act == ACT_CERTIFY && !turn_gives_certificate(facts->item)) return REFUSED_CERTIFICATE_NOT_PUBLISHED;
    if (act == ACT_DELIVER && facts->standing->stage == STAGE_GRANTED && turn_gives_certificate(facts->item)) return REFUSED_NOT_IN_THIS_STAGE;     /* certify first */
    refusal = lane_bars(act, facts);
    if (refusal == REFUSED_NOTHING) refusal = joint_may(act, facts);
    if (refusal != REFUSED_NOTHING) return refusal;
    refusal = who(arena, act, facts, NULL);
    return refusal != REFUSED_NOTHING ? refusal : desk_bars(act, facts);
}

/* ---- fields ---- */

char *turn_field(Turn *t, const char *key)
{
    return text_trim(t->arena, value_str_or(t->input, key, ""));
}

/* A needed text within the limit for free text, set into the event; else refused. */
bool turn_needs_text(Turn *t, Value *into, const char *key, Refusal refusal)
{
    char *text = turn_field(t, key);
    if (text_blank(text)) return turn_refuse(t, refusal, NULL);
    if (text_characters(text) > LIMIT_TEXT_CHARACTERS) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：不超过%d字", key, LIMIT_TEXT_CHARACTERS));
    value_set_str(t->arena, into, key, text);
    return true;
}

bool turn_takes_text(Turn *t, Value *into, const char *key)
{
    char *text = turn_field(t, key);
    if (text_characters(text) > LIMIT_TEXT_CHARACTERS) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：不超过%d字", key, LIMIT_TEXT_CHARACTERS));
    if (*text) value_set_str(t->arena, into, key, text);
    return true;
}

bool turn_known_material(Turn *t, int64_t no)
{
    if (no >= 1 && no <= LIMIT_MATERIALS_PER_ITEM && item_material(t->facts->item, (int)no)) return true;
    return turn_refuse(t, REFUSED_MATERIAL_NOT_PUBLISHED, arena_printf(t->arena, "材料%lld", (long long)no));
}

/* Materials handed in: every one from the published list (XK-31). A clerk's own eyes (`ok`) count as the check. */
bool turn_take_materials(Turn *t, Value *into, bool asked_only)
{
    const Value *list = value_get(t->input, "materials");
    Value *kept = value_set_list(t->arena, into, "materials");
    bool clerk = t->facts->actor->kind == ACTOR_OFFICER;
    bool seen[LIMIT_MATERIALS_PER_ITEM + 1] = {false};
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (!turn_known_material(t, no)) return false;
        if (asked_only && !t->s->asked[no]) return turn_refuse(t, REFUSED_SUPPLY_NOT_ASKED, item_material(t->facts->item, (int)no)->name);
        if (seen[no]) continue;
        seen[no] = true;
        Value *one = value_push_object(t->arena, kept);
        value_set_int(t->arena, one, "no", no);
        value_set_str(t->arena, one, "way", value_str_or(row, "way", "paper"));
        if (value_int(row, "originals", 0) > 0) value_set_int(t->arena, one, "originals", value_int(row, "originals", 0));
        if (value_int(row, "copies", 0) > 0) value_set_int(t->arena, one, "copies", value_int(row, "copies", 0));
        if (value_str(row, "sha256")) value_set_str(t->arena, one, "sha256", value_str(row, "sha256"));
        if (clerk && value_bool(row, "ok")) value_set_bool(t->arena, one, "ok", true);
    }
    return true;
}

void turn_event(Turn *t, Act act)
{
    const ProcessRow *row = process_row(act);
    t->verdict->event = row->event;
    if (!t->verdict->body) t->verdict->body = value_object(t->arena);
    memcpy(t->verdict->documents, row->documents, sizeof row->documents);
}

void turn_set_day(Turn *t, const char *key, Day day) { value_set_str(t->arena, t->verdict->body, key, day_text(t->arena, day)); }

/* The last lawful day of a clock as it stands after this act, put into the event so that the paper and the log say the same. */
Day turn_due(Turn *t, Day from, int limit, LimitUnit unit)
{
    DeadlineTerms terms = {.event = from, .limit = limit, .unit = unit, .clock = CLOCK_OTHER};
    return deadline_compute(t->facts->calendar, &terms).due;
}

/* ---- receive ---- */

/* Where messages may go besides the phone; never needed. */
static bool takes_email(Turn *t, Value *person, const char *key)
{
    char *text = turn_field(t, key);
    if (!*text) return true;
    if (!identity_email(text)) return turn_refuse(t, REFUSED_FIELD_INVALID, key);
    value_set_str(t->arena, person, key, text);
    return true;
}

static bool applicant(Turn *t, Value *person)
{
    char *name = turn_field(t, "applicant_name"), *identity = identity_normal(t->arena, value_str_or(t->input, "identity", "")), *phone = identity_normal(t->arena, value_str_or(t->input, "phone", ""));
    bool firm = text_equal(value_str(t->input, "applicant_kind"), "firm");
    if (text_blank(name)) return turn_refuse(t, REFUSED_APPLICANT_MISSING, NULL);
    if (!(firm ? identity_organisation(name) : identity_name(name))) return turn_refuse(t, REFUSED_FIELD_INVALID, "applicant_name");
    IdentityVerdict verdict = identity_check(identity, firm ? IDENTITY_CREDIT : IDENTITY_CITIZEN, t->facts->today);
    if (!identity_good(verdict)) return turn_refuse(t, REFUSED_IDENTITY_INVALID, identity_text_zh(verdict));
    if (!identity_phone(phone) && !identity_landline(phone)) return turn_refuse(t, REFUSED_CONTACT_MISSING, NULL);
    value_set_str(t->arena, person, "applicant_name", name);
    value_set_str(t->arena, person, "identity", identity);
    value_set_str(t->arena, person, "phone", phone);
    if (!takes_email(t, person, "email")) return false;
    value_set_str(t->arena, t->verdict->body, "applicant_kind", firm ? "firm" : "person");
    return turn_takes_text(t, person, "address") && turn_takes_text(t, person, "project");
}

static bool agent(Turn *t, Value *person)
{
    char *name = turn_field(t, "agent_name"), *identity = identity_normal(t->arena, value_str_or(t->input, "agent_identity", ""));
    if (text_blank(name) && text_blank(identity)) return true;
    if (!t->facts->item->agent_allowed) return turn_refuse(t, REFUSED_AGENT_NOT_ALLOWED, NULL);
    if (!identity_name(name)) return turn_refuse(t, REFUSED_AGENT_UNPROVEN, "agent_name");
    if (!identity_good(identity_check(identity, IDENTITY_CITIZEN, t->facts->today))) return turn_refuse(t, REFUSED_IDENTITY_INVALID, "代理人证件号码");
    if (!value_bool(t->input, "entrusted")) return turn_refuse(t, REFUSED_AGENT_UNPROVEN, NULL);
    value_set_str(t->arena, person, "agent_name", name);
    value_set_str(t->arena, person, "agent_identity", identity);
    char *phone = identity_normal(t->arena, value_str_or(t->input, "agent_phone", ""));
    if (*phone && !identity_phone(phone)) return turn_refuse(t, REFUSED_FIELD_INVALID, "agent_phone");
    if (*phone) value_set_str(t->arena, person, "agent_phone", phone);
    value_set_bool(t->arena, t->verdict->body, "agent", true);
    return takes_email(t, person, "agent_email");
}

/* What the item asks beyond papers is frozen with its version; most items ask nothing, and their events say nothing. */
static void asked_beyond_papers(Turn *t, Value *body)
{
    const Item *item = t->facts->item;
    if (item->verification != ITEM_VERIFIES_NOTHING) value_set_str(t->arena, body, "verification", item->verification == ITEM_INSPECTS ? "inspection" : "substance");
    if (item->hearing_by_law) value_set_bool(t->arena, body, "hearing_by_law", true);
    if (item_is_forwarded(item)) value_set_bool(t->arena, body, "decided_above", true);
    if (item_may_default(item)) value_set_bool(t->arena, body, "may_default", true);
}

/* XK-44: asked once, here; what is fetched at the window says nothing. Electronic service needs the consent that this choice is; post needs an address. */
static bool takes_result_way(Turn *t, Value *body, const Value *person)
{
    const char *asked = turn_field(t, "result_way");
    const ResultWay *way = result_way(asked);
    if (!way || !result_way_offered(t->facts->item, way)) return turn_refuse(t, REFUSED_RESULT_WAY, way ? way->zh : asked);
    if (!strcmp(way->name, "post") && text_blank(value_str(person, "address"))) return turn_refuse(t, REFUSED_RESULT_ADDRESS, NULL);
    if (strcmp(way->name, "window")) value_set_str(t->arena, body, "result_way", way->name);
    return true;
}

/* The way of delivery the applicant asked for. */
static const char *asked_way(const Turn *t) { return result_way(t->s->result_way)->service; }

/* Electronic service needs her consent (民事诉讼法 art. 90 by analogy): given with the application, or now. */
static bool consents(Turn *t, Value *body, const char *way)
{
    if (strcmp(way, "electronic")) return true;
    bool asked = !strcmp(asked_way(t), way);
    if (!asked && !value_bool(t->input, "consent")) return turn_refuse(t, REFUSED_CONSENT_ELECTRONIC, NULL);
    value_set_str(t->arena, body, "consent", asked ? "application" : "delivery");
    return true;
}

static bool receive(Turn *t)
{
    const Item *item = t->facts->item;
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena);
    if (!item_in_force(item, t->facts->today)) return turn_refuse(t, REFUSED_ITEM_NOT_IN_FORCE, item->name);
    value_set_str(t->arena, body, "item", item->code);
    value_set_int(t->arena, body, "item_version", item->version);
    value_set_str(t->arena, body, "item_hash", item->hash12);
    value_set_str(t->arena, body, "item_name", item->name);
    value_set_str(t->arena, body, "department", item->department);
    value_set_str(t->arena, body, "window", item->window);
    value_set_bool(t->arena, body, "permit", item_is_permit(item));                       /* XK-03 */
    value_set_bool(t->arena, body, "instant", item_is_instant(item));
    value_set_bool(t->arena, body, "joint", item_is_joint(item));
    value_set_bool(t->arena, body, "two_person", item->two_person);
    value_set_int(t->arena, body, "statutory_limit", item->statutory_limit);
    value_set_str(t->arena, body, "statutory_unit", item->statutory_unit);
    value_set_int(t->arena, body, "promised_limit", item->promised_limit);
    value_set_str(t->arena, body, "promised_unit", item->promised_unit);
    value_set_int(t->arena, body, "material_count", item->material_count);
    asked_beyond_papers(t, body);
    int64_t account = t->facts->actor->account ? t->facts->actor->account : t->facts->account;
    if (account) value_set_int(t->arena, body, "account", account);
    if (!applicant(t, person) || !agent(t, person) || !takes_result_way(t, body, person)) return false;
    if (!value_bool(t->input, "truth")) return turn_refuse(t, REFUSED_TRUTH_UNDECLARED, NULL);
    if (!turn_take_materials(t, body, false) || !lane_receive(t)) return false;
    const char *channel = value_str_or(t->input, "channel", "");
    value_set_str(t->arena, body, "channel", t->facts->actor->kind == ACTOR_OFFICER ? "window" : *channel ? channel : "online");
    Day received;
    if (!day_parse(value_str(t->input, "received"), &received)) received = t->facts->today;       /* the window's caller settles DC-7 */
    turn_set_day(t, "received", received);
    turn_set_day(t, "notice_by", turn_due(t, received, clock_facts(CLOCK_SUPPLEMENT)->limit, UNIT_WORKDAY));
    t->verdict->person = person;
    turn_event(t, ACT_RECEIVE);
    if (value_bool(body, "commitment")) t->verdict->documents[1] = "X04";
    return true;
}

/* ---- examination of the materials (XK-32) ---- */

static bool check(Turn *t)
{
    const Value *list = value_get(t->input, "checks");
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "checks");
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        const char *result = value_str_or(row, "result", "");
        if (!turn_known_material(t, no)) return false;
        if (strcmp(result, "ok") && strcmp(result, "missing") && strcmp(result, "nonconforming")) return turn_refuse(t, REFUSED_FIELD_INVALID, "result");
        if (!strcmp(result, "ok") && joint_claims(t->s, no)) return turn_refuse(t, REFUSED_CO_CLAIMS, item_material(t->facts->item, (int)no)->name);
        if (strcmp(result, "ok") && t->s->notices > 0 && t->s->material[no] == MATERIAL_OK && !t->s->renewed[no])
            return turn_refuse(t, REFUSED_MATERIAL_ALREADY_JUDGED, item_material(t->facts->item, (int)no)->name);
        Value *one = value_push_object(t->arena, kept);
        value_set_int(t->arena, one, "no", no);
        value_set_str(t->arena, one, "result", result);
        const char *note = value_str(row, "note");
        if (!text_blank(note)) value_set_str(t->arena, one, "note", note);
    }
    if (!kept->count) return turn_refuse(t, REFUSED_FIELD_INVALID, "checks");
    turn_event(t, ACT_CHECK);
    return true;
}

static bool correct(Turn *t)
{
    const Value *list = value_get(t->input, "corrections");
    Value *person = value_object(t->arena), *kept = value_set_list(t->arena, person, "corrections");   /* what is corrected may be personal */
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        Turn one = *t;
        one.input = row;
        Value *entry = value_push_object(t->arena, kept);
        if (!turn_needs_text(&one, entry, "place", REFUSED_CORRECTION_EMPTY) || !turn_needs_text(&one, entry, "before", REFUSED_CORRECTION_EMPTY) ||
            !turn_needs_text(&one, entry, "after", REFUSED_CORRECTION_EMPTY)) return false;
    }
    if (!kept->count) return turn_refuse(t, REFUSED_CORRECTION_EMPTY, NULL);
    t->verdict->person = person;
    turn_event(t, ACT_CORRECT);
    value_set_int(t->arena, t->verdict->body, "count", kept->count);
    return true;
}

static bool supplement(Turn *t)
{
    const Value *list = value_get(t->input, "missing");
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "missing");
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) == ACT_DEEM_ACCEPTED) return turn_refuse(t, REFUSED_SUPPLEMENT_LATE, NULL);
    if (standing_materials_complete(t->s, t->facts->item)) return turn_refuse(t, REFUSED_MATERIALS_COMPLETE, NULL);      /* XK-32-5: it must be accepted */
    if (!joint_heard(t)) return false;
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0);
        if (!turn_known_material(t, no)) return false;
        const char *name = item_material(t->facts->item, (int)no)->name;
        if (t->s->notices > 0 && !t->s->renewed[no]) return turn_refuse(t, REFUSED_SUPPLEMENT_TWICE, name);   /* XK-32-4, E06 */
        if (!lane_uncovered(t, no)) return false;
        if (t->s->material[no] == MATERIAL_OK) return turn_refuse(t, REFUSED_MATERIAL_ALREADY_JUDGED, name);
        Turn one = *t;
        one.input = row;
        Value *entry = value_push_object(t->arena, kept);
        value_set_int(t->arena, entry, "no", no);
        value_set_str(t->arena, entry, "name", name);
        if (!turn_needs_text(&one, entry, "requirement", REFUSED_SUPPLEMENT_EMPTY) || !turn_takes_text(&one, entry, "how")) return false;
    }
    if (!kept->count) return turn_refuse(t, REFUSED_SUPPLEMENT_EMPTY, NULL);
    if (!joint_told(t, kept)) return false;
    int64_t days = value_int(t->input, "days", SUPPLEMENT_DAYS_DEFAULT);
    if (days < 1 || days > PAUSE_DAYS_MOST) return turn_refuse(t, REFUSED_FIELD_INVALID, "days：1至365");
    turn_set_day(t, "supply_by", turn_due(t, t->facts->today, (int)days, UNIT_CALENDAR_DAY));
    value_set_int(t->arena, body, "notice", t->s->notices + 1);
    turn_event(t, ACT_SUPPLEMENT);
    return true;
}

static bool supply(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_take_materials(t, body, true)) return false;
    if (!value_get(body, "materials")->count) return turn_refuse(t, REFUSED_FIELD_INVALID, "materials");
    turn_event(t, ACT_SUPPLY);
    return true;
}

void turn_acceptance(Turn *t, Day accepted)
{
    turn_set_day(t, "accepted", accepted);
    turn_set_day(t, "statutory_due", turn_due(t, accepted, t->s->statutory_limit, t->s->statutory_unit));
    turn_set_day(t, "promised_due", turn_due(t, accepted, t->s->promised_limit, t->s->promised_unit));
    if (t->s->special) value_set_int(t->arena, t->verdict->body, "days", t->s->promised_limit);      /* the promise is not the item's */
}

Day turn_accepted_day(const Turn *t)
{
    Day accepted = day_is_none(t->s->supplied) ? t->facts->today : t->s->supplied;        /* DC-8 */
    return day_before(accepted, t->s->received) ? t->s->received : accepted;              /* DC-7: never before the legal day of receipt */
}

static bool accept(Turn *t)
{
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) == ACT_DEEM_ACCEPTED) return turn_refuse(t, REFUSED_NOT_IN_THIS_STAGE, "已视为受理");
    if (!standing_materials_complete(t->s, t->facts->item)) return turn_refuse(t, REFUSED_MATERIALS_INCOMPLETE, NULL);
    turn_event(t, ACT_ACCEPT);
    turn_acceptance(t, turn_accepted_day(t));
    if (!t->s->instant) t->verdict->documents[1] = "F10";                                 /* 承诺单 goes with a promised case */
    return true;
}

static bool deem_accepted(Turn *t)
{
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) != ACT_DEEM_ACCEPTED) return turn_refuse(t, REFUSED_TOO_EARLY_DEEMED, NULL);
    turn_event(t, ACT_DEEM_ACCEPTED);
    DeadlineTerms terms;
    standing_clock(t->s, CLOCK_SUPPLEMENT, &terms);
    turn_set_day(t, "silent_until", deadline_compute(t->facts->calendar, &terms).due);
    turn_acceptance(t, terms.event);                                                           /* V05: from receipt, not from day five */
    return true;
}

static bool not_needed(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING) || !turn_takes_text(t, body, "where") || !turn_takes_text(t, body, "basis")) return false;
    turn_event(t, ACT_NOT_NEEDED);
    return lane_return(t);
}

static bool not_competent(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING) || !turn_needs_text(t, body, "basis", REFUSED_BASIS_MISSING) ||
        !turn_needs_text(t, body, "organ", REFUSED_REDIRECT_MISSING)) return false;
    if (text_equal(value_str(body, "organ"), t->facts->department_name)) return turn_refuse(t, REFUSED_REDIRECT_SELF, NULL);
    turn_event(t, ACT_NOT_COMPETENT);
    return lane_return(t);
}

/* ---- decision ---- */

void turn_authorised(Turn *t)
{
    if (!t->verdict->authority) return;
    value_set_str(t->arena, t->verdict->body, "authority", t->verdict->authority->row->document);
    if (t->verdict->authority->substitute) value_set_str(t->arena, t->verdict->body, "substitute_for", t->verdict->authority->substitute->a);
}

bool turn_gives_certificate(const Item *item)
{
    return !strcmp(item->result_type, "licence") || !strcmp(item->result_type, "qualification") || !strcmp(item->result_type, "registration") || !strcmp(item->result_type, "label");
}

/* Dates of the certificate: from the decision on; to what is given, or the published validity, or open. */
static bool certificate(Turn *t, Day decided)
{
    Day from = decided, to = DAY_NONE;
    const char *given_from = value_str(t->input, "valid_from"), *given_to = value_str(t->input, "valid_to");
    if (!text_blank(given_from) && (!day_parse(given_from, &from) || day_before(from, decided))) return turn_refuse(t, REFUSED_CERTIFICATE_DATES, given_from);
    if (!text_blank(given_to)) { if (!day_parse(given_to, &to)) return turn_refuse(t, REFUSED_CERTIFICATE_DATES, given_to); }
    else if (t->facts->item->result_months > 0 && t->facts->item->result_months <= 600) {
        DeadlineTerms terms = {.event = from, .limit = t->facts->item->result_months, .unit = UNIT_MONTH};
        to = day_plus(deadline_compute(t->facts->calendar, &terms).raw, -1);
    }
    if (!day_is_none(to) && !day_after(to, from)) return turn_refuse(t, REFUSED_CERTIFICATE_DATES, given_to);
    turn_set_day(t, "valid_from", from);
    if (!day_is_none(to)) turn_set_day(t, "valid_to", to);
    return true;
}

static bool settle(Turn *t)
{
    if (!t->s->instant && !t->s->committed) return turn_refuse(t, REFUSED_NOT_ON_THE_SPOT, NULL);
    if (!lane_may_grant(t)) return false;
    if (!standing_materials_complete(t->s, t->facts->item)) return turn_refuse(t, REFUSED_MATERIALS_INCOMPLETE, NULL);
    if (!turn_verified(t)) return false;
    if ((t->s->together.count || !t->s->instant) && !joint_decidable(t, true)) return false;      /* a commitment does not speak for the co-departments */
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena);
    if (!turn_heard(t, OUTCOME_GRANTED) || !turn_verified(t) || !turn_answered_above(t, OUTCOME_GRANTED)) return false;
    if (!turn_needs_text(t, body, "content", REFUSED_CONTENT_MISSING) || !turn_takes_text(t, person, "recipient")) return false;
    const char *way = value_str_or(t->input, "way", asked_way(t));
    if (!delivery_way_zh(way)) return turn_refuse(t, REFUSED_DELIVERY_WAY, way);
    value_set_str(t->arena, body, "way", way);
    if (!consents(t, body, way)) return false;
    turn_event(t, ACT_SETTLE);
    if (turn_gives_certificate(t->facts->item)) {
        if (!certificate(t, t->facts->today)) return false;
        t->verdict->documents[1] = "F26";
    }
    if (person->count) t->verdict->person = person;
    lane_granted(t);
    turn_authorised(t);
    return true;
}

static bool review(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    const char *conclusion = value_str_or(t->input, "conclusion", "");
    if (t->s->chair[0] && !strcmp(t->s->chair, t->facts->actor->id)) return turn_refuse(t, REFUSED_HEARING_CHAIR, NULL);      /* XK-48: who presides does not examine */
    if (strcmp(conclusion, "approve") && strcmp(conclusion, "reject")) return turn_refuse(t, REFUSED_OPINION_MISSING, "conclusion");
    value_set_str(t->arena, body, "conclusion", conclusion);
    if (!turn_needs_text(t, body, "opinion", REFUSED_OPINION_MISSING)) return false;
    turn_event(t, ACT_REVIEW);
    turn_authorised(t);
    return true;
}

static bool grant(Turn *t)
{
    if (!joint_decidable(t, true)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!lane_may_grant(t)) return false;
    if (*t->facts->item->selection && !turn_needs_text(t, body, "selection_record", REFUSED_SELECTION_UNNAMED)) return false;
    if (!turn_heard(t, OUTCOME_GRANTED) || !turn_verified(t) || !turn_answered_above(t, OUTCOME_GRANTED)) return false;
    if (!turn_needs_text(t, body, "content", REFUSED_CONTENT_MISSING) || !turn_takes_text(t, body, "conditions") || !turn_takes_text(t, body, "validity")) return false;
    turn_event(t, ACT_GRANT);
    turn_set_day(t, "deliver_by", turn_due(t, t->facts->today, clock_facts(CLOCK_DELIVERY)->limit, UNIT_WORKDAY));
    lane_granted(t);
    turn_authorised(t);
    return true;
}

static bool refuse_permit(Turn *t)
{
    if (!joint_decidable(t, false)) return false;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!lane_refusal(t)) return false;
    if (!turn_heard(t, OUTCOME_REFUSED) || !turn_answered_above(t, OUTCOME_REFUSED)) return false;
    if (!turn_needs_text(t, body, "facts", REFUSED_REASON_MISSING) || !turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING) ||
        !turn_needs_text(t, body, "basis", REFUSED_BASIS_MISSING)) return false;
    turn_event(t, ACT_REFUSE);
    turn_authorised(t);
    return true;
}

/* ---- the clock ---- */

static bool pause_clock(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    PauseKind kind;
    int64_t days = value_int(t->input, "days", 0);
    const char *ground = value_str_or(t->input, "ground", "");
    if (!pause_parse(ground, &kind) || kind == PAUSE_OTHER) return turn_refuse(t, REFUSED_PAUSE_GROUND, ground);
    if (days < 1 || days > PAUSE_DAYS_MOST) return turn_refuse(t, REFUSED_PAUSE_DAYS, NULL);
    if (t->s->pause_count >= STANDING_PAUSES) return turn_refuse(t, REFUSED_FIELD_INVALID, "特别程序次数过多");
    value_set_str(t->arena, body, "ground", ground);
    value_set_int(t->arena, body, "days", days);
    if (!turn_needs_text(t, body, "body", REFUSED_PAUSE_NOTICE) || !turn_needs_text(t, body, "matter", REFUSED_PAUSE_NOTICE)) return false;
    turn_set_day(t, "from", t->facts->today);
    turn_set_day(t, "expected_to", turn_due(t, day_plus(t->facts->today, -1), (int)days, UNIT_WORKDAY));
    turn_event(t, ACT_PAUSE);
    return true;
}

static bool resume(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "result", REFUSED_OPINION_MISSING)) return false;
    turn_set_day(t, "to", t->facts->today);
    turn_event(t, ACT_RESUME);
    return true;
}

static bool extend(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (t->s->extension.amount) return turn_refuse(t, REFUSED_EXTENDED_ALREADY, NULL);
    int64_t days = value_int(t->input, "days", 0);
    int most = t->s->joint ? EXTENSION_MOST_JOINT : EXTENSION_MOST;
    if (days < 1 || days > most) return turn_refuse(t, REFUSED_EXTENSION_TOO_LONG, arena_printf(t->arena, "1至%d个工作日", most));
    /* XK-42 lengthens the statutory limit; a promise already broken stays broken (DC-6), and then the notice names the statutory days. */
    DeadlineTerms terms;
    standing_clock(t->s, CLOCK_PROMISE, &terms);
    Deadline before = deadline_compute(t->facts->calendar, &terms);
    bool broken = deadline_overdue(&before, t->facts->today);
    if (broken) {
        standing_clock(t->s, CLOCK_STATUTORY, &terms);
        before = deadline_compute(t->facts->calendar, &terms);
    }
    if (deadline_overdue(&before, t->facts->today)) return turn_refuse(t, REFUSED_EXTENSION_LATE, day_text(t->arena, before.due));
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING) || !turn_needs_text(t, body, "approval", REFUSED_NOT_THE_HEAD)) return false;
    value_set_int(t->arena, body, "days", days);
    Extension added = {.amount = (int)days, .decided = t->facts->today};
    terms.extensions = &added;
    terms.extension_count = 1;
    Deadline after = deadline_compute(t->facts->calendar, &terms);
    if (day_equal(before.due, after.due)) return turn_refuse(t, REFUSED_EXTENSION_NO_EFFECT, day_text(t->arena, before.due));      /* DC-3 had moved it there */
    if (!day_is_none(before.due)) { turn_set_day(t, "old_due", before.due); turn_set_day(t, "new_due", after.due); }
    if (broken) value_set_bool(t->arena, body, "statutory_only", true);
    turn_event(t, ACT_EXTEND);
    return true;
}

/* ---- delivery, ending ---- */

static bool certify(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_gives_certificate(t->facts->item)) return turn_refuse(t, REFUSED_CERTIFICATE_NOT_PUBLISHED, t->facts->item->result_name);
    if (!turn_takes_text(t, body, "content") || !certificate(t, t->s->decided)) return false;
    turn_event(t, ACT_CERTIFY);
    return true;
}

static bool deliver(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena);
    const char *way = value_str_or(t->input, "way", *t->s->result_way ? asked_way(t) : "");
    if (t->s->stage == STAGE_GRANTED && turn_gives_certificate(t->facts->item)) return turn_refuse(t, REFUSED_NOT_IN_THIS_STAGE, "请先制证（F26）");
    if (!delivery_way_zh(way)) return turn_refuse(t, REFUSED_DELIVERY_WAY, way);
    value_set_str(t->arena, body, "way", way);
    if (!consents(t, body, way)) return false;
    if (!turn_needs_text(t, person, "recipient", REFUSED_RECIPIENT_MISSING) || !turn_takes_text(t, body, "place")) return false;
    if (!turn_takes_text(t, person, "witness") || !turn_takes_text(t, body, "refusal_note")) return false;      /* left at the place: F27 asks for both */
    t->verdict->person = person;
    turn_event(t, ACT_DELIVER);
    return true;
}

static bool withdraw(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    turn_event(t, ACT_WITHDRAW);
    if (t->facts->actor->kind == ACTOR_MACHINE) t->verdict->documents[1] = NULL;      /* her written request lies at the window below, where she withdrew */
    return true;
}

static bool lapse(Turn *t)
{
    if (process_clock_duty(t->s, t->facts->calendar, t->facts->today) != ACT_LAPSE) return turn_refuse(t, REFUSED_LAPSE_EARLY, NULL);
    turn_event(t, ACT_LAPSE);
    turn_set_day(t, "supply_by", t->s->supply_by);
    return true;
}

static bool note(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!turn_needs_text(t, body, "text", REFUSED_OPINION_MISSING)) return false;
    turn_event(t, ACT_NOTE);
    return true;
}

static bool (*const deciders[ACT_COUNT])(Turn *) = {
    [ACT_RECEIVE] = receive, [ACT_CHECK] = check, [ACT_CORRECT] = correct, [ACT_SUPPLEMENT] = supplement, [ACT_SUPPLY] = supply,
    [ACT_ACCEPT] = accept, [ACT_DEEM_ACCEPTED] = deem_accepted, [ACT_NOT_NEEDED] = not_needed, [ACT_NOT_COMPETENT] = not_competent,
    [ACT_SETTLE] = settle, [ACT_REVIEW] = review, [ACT_GRANT] = grant, [ACT_REFUSE] = refuse_permit, [ACT_PAUSE] = pause_clock,
    [ACT_RESUME] = resume, [ACT_EXTEND] = extend, [ACT_NOTICE_FEE] = notice_fee, [ACT_RECORD_PAYMENT] = record_payment, [ACT_CERTIFY] = certify, [ACT_DELIVER] = deliver,
    [ACT_WITHDRAW] = withdraw, [ACT_LAPSE] = lapse, [ACT_NOTE] = note,
    [ACT_COMMIT] = decide_commit, [ACT_VERIFY_COMMITMENT] = decide_verify_commitment, [ACT_REVOKE_DECISION] = decide_revoke_decision, [ACT_ACCEPT_DEFERRED] = decide_accept_deferred, [ACT_SUPPLY_OWED] = decide_supply_owed,
    [ACT_CHECK_OWED] = decide_check_owed, [ACT_REMIND_OWED] = decide_remind_owed, [ACT_LAPSE_OWED] = decide_lapse_owed, [ACT_ASK_REEXAMINATION] = decide_ask_reexamination,
    [ACT_REEXAMINE] = decide_reexamine, [ACT_SPECIAL_LANE] = decide_special_lane,
    [ACT_ASK] = decide_ask, [ACT_ANSWER] = decide_answer, [ACT_CLAIM] = decide_claim, [ACT_RELEASE] = decide_release, [ACT_REASSIGN] = decide_reassign,
    [ACT_CHANGE_FIRST_HANDLER] = decide_change_first_handler,
    [ACT_TELL_PARTY] = tell_party, [ACT_STATE] = state, [ACT_ANSWER_STATEMENT] = answer_statement, [ACT_TELL_HEARING] = tell_hearing, [ACT_ANNOUNCE_HEARING] = announce_hearing,
    [ACT_ASK_HEARING] = ask_hearing, [ACT_NOTICE_HEARING] = notice_hearing, [ACT_ASK_RECUSAL] = ask_recusal, [ACT_DECIDE_RECUSAL] = decide_recusal,
    [ACT_RECORD_HEARING] = record_hearing, [ACT_REPORT_HEARING] = report_hearing, [ACT_ASSIGN_VISIT] = assign_visit, [ACT_RECORD_VISIT] = record_visit, [ACT_FORWARD] = forward,
    [ACT_ASK_FROM_ABOVE] = ask_from_above, [ACT_SUPPLY_ABOVE] = supply_above, [ACT_REPLY_FROM_ABOVE] = reply_from_above, [ACT_TELL_REPLY] = tell_reply,
    [ACT_OVERDUE_DEFAULT] = overdue_default, [ACT_TERMINATE] = terminate_case,
    [ACT_COPY_OUT] = joint_copy_out, [ACT_SIGN_COPY] = joint_sign_copy, [ACT_COMPLETENESS] = joint_completeness, [ACT_CO_OPINION] = joint_opinion,
    [ACT_DEFAULT_OPINION] = joint_default_opinion, [ACT_JOINT_VISIT] = joint_visit, [ACT_JOINT_MEETING] = joint_meeting,
};

/* Who holds several posts acts under the first that alone would do; the log and the papers say which. */
static void record_post(Arena *arena, Act act, const Facts *facts, Verdict *verdict)
{
    Actor one;
    Facts alone = *facts;
    alone.actor = &one;
    if (facts->actor->kind != ACTOR_OFFICER || !actor_has_posts(facts->actor)) return;
    for (int at = 0; actor_post(facts->actor, &at, &one);) {
        if (who(arena, act, &alone, NULL) != REFUSED_NOTHING) continue;
        actor_set_post(arena, verdict->body, &one);
        return;
    }
}

Verdict process_decide(Arena *arena, Act act, const Facts *facts, const Value *input)
{
    Verdict verdict = {.refusal = facts->item ? REFUSED_NOTHING : REFUSED_NO_SUCH_ITEM};
    Turn turn = {.arena = arena, .facts = facts, .s = facts->standing, .input = input, .verdict = &verdict};
    if (verdict.refusal == REFUSED_NOTHING) verdict.refusal = stage_allows(act, facts);
    if (verdict.refusal == REFUSED_NOTHING && facts->item && facts->standing) verdict.refusal = joint_may(act, facts);
    if (verdict.refusal == REFUSED_NOTHING) verdict.refusal = who(arena, act, facts, &verdict.authority);
    if (verdict.refusal == REFUSED_NOTHING && !deciders[act](&turn)) assert(verdict.refusal != REFUSED_NOTHING);
    if (verdict.refusal != REFUSED_NOTHING) return (Verdict){.refusal = verdict.refusal, .detail = verdict.detail};
    assert(verdict.event && verdict.body);
    record_post(arena, act, facts, &verdict);
    return verdict;
}
