/* decide_hearing.c: others with a stake and hearings (XK-36, XK-46 to XK-48): who is told, heard and answered before anything is decided. */
#include "process/decide_inside.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

enum { PARTICIPANTS_MOST = 60, STATEMENTS_IN_RECORD = 200 };

/* ---- what must have happened before ---- */

static bool somebody_waits(const Standing *s)
{
    for (int i = 0; i <= s->party_count; i++) if (s->parties[i].stated && !s->parties[i].answered) return true;
    return false;
}

static bool somebody_told(const Standing *s)
{
    for (int i = 0; i <= s->party_count; i++) if (!day_is_none(s->parties[i].hearing_told)) return true;
    return false;
}

static Refusal hearing_allows(Act act, const Standing *s)
{
    if (act == ACT_REPORT_HEARING) return day_is_none(s->hearing_held) ? REFUSED_HEARING_NOT_YET : day_is_none(s->hearing_reported) ? REFUSED_NOTHING : REFUSED_HEARING_ALREADY;
    if (!day_is_none(s->hearing_held)) return REFUSED_HEARING_ALREADY;
    switch (act) {
    case ACT_ANNOUNCE_HEARING: return s->hearing_announced ? REFUSED_HEARING_ALREADY : REFUSED_NOTHING;
    case ACT_ASK_HEARING: return somebody_told(s) ? REFUSED_NOTHING : REFUSED_HEARING_NOT_TOLD;
    case ACT_NOTICE_HEARING: return standing_hearing_due(s) ? REFUSED_NOTHING : REFUSED_HEARING_NOT_DUE;
    case ACT_ASK_RECUSAL: return day_is_none(s->hearing_noticed) ? REFUSED_HEARING_NOT_YET : s->recusal != RECUSAL_NONE ? REFUSED_RECUSAL_PENDING : REFUSED_NOTHING;
    case ACT_DECIDE_RECUSAL: return s->recusal == RECUSAL_ASKED ? REFUSED_NOTHING : REFUSED_RECUSAL_NOT_ASKED;
    case ACT_RECORD_HEARING: return day_is_none(s->hearing_noticed) ? REFUSED_HEARING_NOT_YET : s->recusal == RECUSAL_ASKED ? REFUSED_RECUSAL_PENDING : REFUSED_NOTHING;
    default: return REFUSED_NOTHING;
    }
}

Refusal chapter_allows(Act act, const Facts *facts)
{
    const Standing *s = facts->standing;
    switch (act) {
    case ACT_PAUSE:
    case ACT_EXTEND:
    case ACT_REFUSE: return day_is_none(s->defaulted) ? REFUSED_NOTHING : REFUSED_DEFAULTED;      /* the applicant was told that the grant is owed */
    case ACT_ANSWER_STATEMENT: return somebody_waits(s) ? REFUSED_NOTHING : REFUSED_NOTHING_STATED;
    case ACT_TELL_HEARING:
    case ACT_ANNOUNCE_HEARING:
    case ACT_ASK_HEARING:
    case ACT_NOTICE_HEARING:
    case ACT_ASK_RECUSAL:
    case ACT_DECIDE_RECUSAL:
    case ACT_RECORD_HEARING:
    case ACT_REPORT_HEARING: return hearing_allows(act, s);
    case ACT_RECORD_PAYMENT: return s->unpaid_fen > 0 ? REFUSED_NOTHING : REFUSED_NOTHING_UNPAID;
    case ACT_RECORD_VISIT: return day_is_none(s->visit_assigned) ? REFUSED_VISIT_UNASSIGNED : REFUSED_NOTHING;
    case ACT_SUPPLY_ABOVE: return standing_asked_above(s) ? REFUSED_NOTHING : REFUSED_SUPPLY_NOT_ASKED;
    case ACT_FORWARD: return s->decided_above ? REFUSED_NOTHING : REFUSED_DECIDED_HERE;
    case ACT_TELL_REPLY: return day_is_none(s->replied) || !day_is_none(s->reply_told) ? REFUSED_REPLY_TOLD : REFUSED_NOTHING;
    default: return REFUSED_NOTHING;
    }
}

/* ---- what stands between the case and its decision ---- */

static bool told_may_still_ask(const Turn *t, const Party *p)
{
    Day by = standing_ask_by(t->facts->calendar, p);
    return !day_is_none(by) && !p->asked && !day_after(t->facts->today, by);
}

static bool told_may_still_state(const Turn *t, const Party *p)
{
    Day by = standing_state_by(t->facts->calendar, p);
    return !day_is_none(by) && !p->stated && !day_after(t->facts->today, by);
}

bool turn_heard(Turn *t, Outcome outcome)
{
    const Standing *s = t->s;
    for (int i = 0; i <= s->party_count; i++) {
        const Party *p = &s->parties[i];
        const char *who = i ? arena_printf(t->arena, "利害关系人%d", i) : "申请人";
        if (p->stated && !p->answered) return turn_refuse(t, REFUSED_STATEMENT_UNANSWERED, who);
        if (outcome == OUTCOME_GRANTED && told_may_still_state(t, p))
            return turn_refuse(t, REFUSED_PARTY_PERIOD, arena_printf(t->arena, "%s：%s", who, day_text(t->arena, standing_state_by(t->facts->calendar, p))));
        if (day_is_none(s->hearing_held) && told_may_still_ask(t, p))
            return turn_refuse(t, REFUSED_HEARING_RIGHT_RUNNING, arena_printf(t->arena, "%s：%s", who, day_text(t->arena, standing_ask_by(t->facts->calendar, p))));
    }
    if (standing_hearing_due(s)) return turn_refuse(t, REFUSED_HEARING_DUE, NULL);
    if (day_is_none(s->hearing_held)) return true;
    char *named = turn_field(t, "transcript");
    if (!*s->transcript || strcmp(named, s->transcript)) return turn_refuse(t, REFUSED_TRANSCRIPT_UNNAMED, s->transcript);
    value_set_str(t->arena, t->verdict->body, "transcript", named);
    return true;
}

/* ---- parties (XK-36) ---- */

/* The party an act is about: 0 the applicant. Whoever is no officer speaks for herself only. False: refused. */
static bool about_party(Turn *t)
{
    int64_t no = value_int(t->input, "party", 0);
    if (no < 0 || no > t->s->party_count) return turn_refuse(t, REFUSED_PARTY_UNKNOWN, NULL);
    if (t->facts->actor->kind == ACTOR_CITIZEN && no != t->facts->party) return turn_refuse(t, REFUSED_NOT_THE_APPLICANT, NULL);
    value_set_int(t->arena, t->verdict->body, "party", no);
    return true;
}

static const Party *party_of(const Turn *t) { return &t->s->parties[value_int(t->verdict->body, "party", 0)]; }

bool tell_party(Turn *t)
{
    Arena *a = t->arena;
    Value *body = t->verdict->body = value_object(a), *person = value_object(a);
    int no = t->s->party_count + 1;
    char *name = turn_field(t, "party"), *phone = turn_field(t, "phone"), *address = turn_field(t, "address");
    int64_t days = value_int(t->input, "days", STATE_DAYS_DEFAULT);
    if (no > STANDING_PARTIES) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(a, "利害关系人不超过%d名", STANDING_PARTIES));
    if (!identity_name(name) && !identity_organisation(name)) return turn_refuse(t, REFUSED_PARTY_UNKNOWN, NULL);
    if (text_characters(phone) > 30 || text_characters(address) > LIMIT_NAME_CHARACTERS) return turn_refuse(t, REFUSED_FIELD_INVALID, "phone、address");
    if (days < 1 || days > STATE_DAYS_MOST) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(a, "days：1至%d", STATE_DAYS_MOST));
    value_set_str(a, person, arena_printf(a, "party%d", no), name);
    if (*phone) value_set_str(a, person, arena_printf(a, "party%d_phone", no), phone);
    if (*address) value_set_str(a, person, arena_printf(a, "party%d_address", no), address);
    value_set_int(a, body, "party", no);
    if (!turn_needs_text(t, body, "matter", REFUSED_CONTENT_MISSING)) return false;
    value_set_int(a, body, "days", days);
    turn_set_day(t, "state_by", turn_due(t, t->facts->today, (int)days, UNIT_WORKDAY));
    t->verdict->person = person;
    turn_event(t, ACT_TELL_PARTY);
    return true;
}

bool state(Turn *t)
{
    Arena *a = t->arena;
    Value *person = value_object(a), *said = value_object(a);
    t->verdict->body = value_object(a);
    if (!about_party(t)) return false;
    if (t->facts->party && party_of(t)->stated && !party_of(t)->answered) return turn_refuse(t, REFUSED_TOO_MANY, "上次的陈述尚未处理，补充意见请到窗口提出");      /* or one party's words would use up everybody's */
    if (t->s->statements >= STATEMENTS_MOST) return turn_refuse(t, REFUSED_TOO_MANY, arena_printf(a, "一个办件不超过%d次", STATEMENTS_MOST));
    if (!turn_needs_text(t, said, "text", REFUSED_CONTENT_MISSING)) return false;
    int no = t->s->statements + 1;
    value_set_int(a, t->verdict->body, "statement", no);
    value_set_str(a, person, arena_printf(a, "statement%d", no), value_str(said, "text"));      /* her own words are hers */
    t->verdict->person = person;
    turn_event(t, ACT_STATE);
    return true;
}

/* Yes or no has to be said: saying nothing is no decision. */
static bool said(Turn *t, const char *key, const char *detail, bool *yes)
{
    const Value *value = value_get(t->input, key);
    *yes = value && value->kind == VALUE_BOOL && value->boolean;
    return (value && value->kind == VALUE_BOOL) || turn_refuse(t, REFUSED_FIELD_INVALID, detail);
}

bool answer_statement(Turn *t)
{
    bool adopted;
    Value *body = t->verdict->body = value_object(t->arena);
    if (!about_party(t)) return false;
    if (!party_of(t)->stated || party_of(t)->answered) return turn_refuse(t, REFUSED_NOTHING_STATED, NULL);
    if (!said(t, "adopted", "须写明是否采纳", &adopted)) return false;
    value_set_bool(t->arena, body, "adopted", adopted);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    turn_event(t, ACT_ANSWER_STATEMENT);
    return true;
}

/* ---- the right to a hearing (XK-46, XK-47) ---- */

bool tell_hearing(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    if (!about_party(t)) return false;
    if (!day_is_none(party_of(t)->hearing_told)) return turn_refuse(t, REFUSED_HEARING_ALREADY, NULL);
    if (!turn_needs_text(t, body, "matter", REFUSED_CONTENT_MISSING) || !turn_takes_text(t, body, "proposed") || !turn_takes_text(t, body, "how")) return false;
    turn_set_day(t, "ask_by", turn_due(t, t->facts->today, clock_facts(CLOCK_HEARING_ASK)->limit, UNIT_WORKDAY));
    turn_event(t, ACT_TELL_HEARING);
    return true;
}

bool announce_hearing(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    const char *ground = value_str_or(t->input, "ground", t->s->hearing_by_law ? "law" : "");
    if (strcmp(ground, "law") && strcmp(ground, "public_interest")) return turn_refuse(t, REFUSED_FIELD_INVALID, "ground：law 或 public_interest");
    value_set_str(t->arena, body, "ground", ground);
    if (!turn_needs_text(t, body, "matter", REFUSED_CONTENT_MISSING) || !turn_takes_text(t, body, "how")) return false;
    turn_event(t, ACT_ANNOUNCE_HEARING);
    return true;
}

bool ask_hearing(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena), *said = value_object(t->arena);
    if (!about_party(t)) return false;
    const Party *p = party_of(t);
    Day by = standing_ask_by(t->facts->calendar, p);
    if (day_is_none(by)) return turn_refuse(t, REFUSED_HEARING_NOT_TOLD, NULL);
    if (p->asked) return turn_refuse(t, REFUSED_HEARING_ALREADY, NULL);
    if (day_after(t->facts->today, by)) return turn_refuse(t, REFUSED_HEARING_ASKED_LATE, day_text(t->arena, by));
    if (!turn_takes_text(t, said, "reason")) return false;
    if (said->count) {
        value_set_str(t->arena, person, arena_printf(t->arena, "hearing_reason%lld", (long long)value_int(body, "party", 0)), value_str(said, "reason"));
        t->verdict->person = person;
    }
    Day asked = day_is_none(t->s->hearing_asked) ? t->facts->today : t->s->hearing_asked;
    turn_set_day(t, "hold_by", turn_due(t, asked, clock_facts(CLOCK_HEARING)->limit, UNIT_WORKDAY));
    turn_event(t, ACT_ASK_HEARING);
    return true;
}

/* ---- notice and chair (XK-48) ---- */

static const char *name_of(const Turn *t, const char *id)
{
    const Officer *officer = people_officer(t->facts->people, id);
    return officer ? officer->name : id;
}

/* Chair and examiner by name, as they were; of two of one name the examiner is told apart by her id. */
static void set_names(Turn *t, const char *chair)
{
    Value *body = t->verdict->body;
    const char *reviewer = t->s->reviewer, *name = name_of(t, reviewer);
    value_set_str(t->arena, body, "chair", chair);
    value_set_str(t->arena, body, "chair_name", name_of(t, chair));
    if (*reviewer) value_set_str(t->arena, body, "examiner_name", strcmp(name, name_of(t, chair)) ? name : arena_printf(t->arena, "%s（%s）", name, reviewer));
}

static bool chair_fit(Turn *t, const char *id)
{
    const Officer *officer = people_officer(t->facts->people, id);
    bool serves = officer && !day_before(t->facts->today, officer->from) && (day_is_none(officer->to) || !day_after(t->facts->today, officer->to)) &&
                  !strcmp(officer->department, t->s->department);
    if (serves && strcmp(id, t->s->reviewer) && !standing_visitor(t->s, id)) return true;
    return turn_refuse(t, REFUSED_HEARING_CHAIR, officer ? officer->name : id);
}

/* "2026-07-10 09:00" into the body, and its day. */
bool turn_needs_moment(Turn *t, const char *key, Day *day)
{
    char *text = turn_field(t, key);
    int64_t hour, minute;
    bool good = strlen(text) == 16 && (text[10] == ' ' || text[10] == 'T') && text[13] == ':' && day_parse(arena_strndup(t->arena, text, 10), day) &&
                text_parse_int(arena_strndup(t->arena, text + 11, 2), 0, 23, &hour) && text_parse_int(arena_strndup(t->arena, text + 14, 2), 0, 59, &minute);
    if (!good) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：应如 2026-07-10 09:00", key));
    value_set_str(t->arena, t->verdict->body, key, arena_printf(t->arena, "%.10s %s", text, text + 11));
    return true;
}

/* The first day on which a hearing could lawfully be held when its notice goes out today (DC-9). */
static Day earliest_hearing(const Turn *t)
{
    Day day = t->facts->today;
    for (int i = 0; i < 60 && day_before(calendar_days_before(t->facts->calendar, day, HEARING_NOTICE_DAYS, UNIT_WORKDAY), t->facts->today); i++) day = day_plus(day, 1);
    return day;
}

/* T7: within twenty working days of the request; where that can no longer be kept the hearing is still owed, and the event says it is late (E17). */
static bool within_twenty_days(Turn *t, Day on)
{
    if (day_is_none(t->s->hearing_asked)) return true;
    Day last = turn_due(t, t->s->hearing_asked, clock_facts(CLOCK_HEARING)->limit, UNIT_WORKDAY);
    if (!day_after(on, last)) return true;
    if (!day_after(earliest_hearing(t), last)) return turn_refuse(t, REFUSED_HEARING_TOO_LATE, day_text(t->arena, last));
    value_set_bool(t->arena, t->verdict->body, "late", true);
    return true;
}

bool notice_hearing(Turn *t)
{
    Arena *a = t->arena;
    Value *body = t->verdict->body = value_object(a);
    Day on;
    if (!turn_needs_moment(t, "at", &on)) return false;
    Day last = calendar_days_before(t->facts->calendar, on, HEARING_NOTICE_DAYS, UNIT_WORKDAY);
    if (day_after(t->facts->today, last)) return turn_refuse(t, REFUSED_HEARING_NOTICE_SHORT, arena_printf(a, "最迟 %s 通知；今日通知的，最早 %s 举行", day_text(a, last), day_text(a, earliest_hearing(t))));
    if (!within_twenty_days(t, on)) return false;
    turn_set_day(t, "on", on);
    char *chair = turn_field(t, "chair");
    if (!chair_fit(t, chair)) return false;
    set_names(t, chair);
    bool public = !value_get(t->input, "public") || value_bool(t->input, "public");
    value_set_bool(a, body, "public", public);
    if (!turn_needs_text(t, body, "place", REFUSED_CONTENT_MISSING) || !turn_takes_text(t, body, "recorder") || !turn_takes_text(t, body, "matter")) return false;
    if (!public && !turn_needs_text(t, body, "private_reason", REFUSED_HEARING_PRIVATE)) return false;
    turn_event(t, ACT_NOTICE_HEARING);
    return true;
}

bool ask_recusal(Turn *t)
{
    Value *said = value_object(t->arena), *person = value_object(t->arena);
    t->verdict->body = value_object(t->arena);
    if (!about_party(t) || !turn_needs_text(t, said, "reason", REFUSED_REASON_MISSING)) return false;
    value_set_str(t->arena, person, "recusal_reason", value_str(said, "reason"));
    value_set_str(t->arena, t->verdict->body, "chair", t->s->chair);
    t->verdict->person = person;
    turn_event(t, ACT_ASK_RECUSAL);
    return true;
}

bool decide_recusal(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena);
    bool granted;
    char *chair = turn_field(t, "chair");
    if (!said(t, "granted", "须写明是否准予回避", &granted)) return false;
    value_set_bool(t->arena, body, "granted", granted);
    if (!turn_needs_text(t, body, "reason", REFUSED_REASON_MISSING)) return false;
    if (granted && (!strcmp(chair, t->s->chair) || !*chair)) return turn_refuse(t, REFUSED_HEARING_CHAIR, "准予回避的，须另行指定主持人");
    if (granted && !chair_fit(t, chair)) return false;
    set_names(t, granted ? chair : t->s->chair);
    turn_event(t, ACT_DECIDE_RECUSAL);
    return true;
}

/* ---- the record (XK-48) ---- */

/* Rows of texts, personal: {name, role?} or {name, text}. Count of them; -1: refused. */
static int take_rows(Turn *t, Value *person, const char *from, const char *to, const char *second, bool second_needed, int most)
{
    const Value *list = value_get(t->input, from);
    Value *kept = value_set_list(t->arena, person, to);
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        Turn one = *t;
        one.input = row;
        if (kept->count >= most) { turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "%s：不超过%d项", from, most)); return -1; }
        Value *entry = value_push_object(t->arena, kept);
        if (!turn_needs_text(&one, entry, "name", REFUSED_TRANSCRIPT_INCOMPLETE)) return -1;
        if (second_needed ? !turn_needs_text(&one, entry, second, REFUSED_TRANSCRIPT_INCOMPLETE) : !turn_takes_text(&one, entry, second)) return -1;
    }
    return kept->count;
}

/* Signed by those present, or the note why not. */
bool turn_signed(Turn *t, Refusal refusal)
{
    bool signed_ = value_bool(t->input, "signed");
    value_set_bool(t->arena, t->verdict->body, "signed", signed_);
    return signed_ ? turn_takes_text(t, t->verdict->body, "refusal_note") : turn_needs_text(t, t->verdict->body, "refusal_note", refusal);
}

bool record_hearing(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena);
    if (day_before(t->facts->today, t->s->hearing_on)) return turn_refuse(t, REFUSED_HEARING_NOT_YET, day_text(t->arena, t->s->hearing_on));
    int present = take_rows(t, person, "participants", "hearing_participants", "role", false, PARTICIPANTS_MOST);
    if (present < 0) return false;
    int said = take_rows(t, person, "statements", "hearing_statements", "text", true, STATEMENTS_IN_RECORD);
    if (said < 0) return false;
    if (!present || !said) return turn_refuse(t, REFUSED_TRANSCRIPT_INCOMPLETE, present ? "statements" : "participants");
    if (!turn_needs_text(t, body, "evidence", REFUSED_TRANSCRIPT_INCOMPLETE) || !turn_signed(t, REFUSED_TRANSCRIPT_INCOMPLETE)) return false;
    value_set_int(t->arena, body, "participants", present);
    value_set_int(t->arena, body, "statements", said);
    set_names(t, t->s->chair);
    t->verdict->person = person;
    turn_event(t, ACT_RECORD_HEARING);
    return true;
}

/* The chair's own report to whoever decides: what was found, who said what, what should follow. The decision still rests on the record. */
bool report_hearing(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena);
    if (strcmp(t->facts->actor->id, t->s->chair)) return turn_refuse(t, REFUSED_NOT_THE_CHAIR, name_of(t, t->s->chair));
    int views = take_rows(t, person, "views", "views", "text", true, PARTICIPANTS_MOST);
    if (views < 0) return false;
    if (!views) return turn_refuse(t, REFUSED_TRANSCRIPT_INCOMPLETE, "views");
    if (!turn_needs_text(t, body, "facts", REFUSED_TRANSCRIPT_INCOMPLETE) || !turn_needs_text(t, body, "conclusion", REFUSED_TRANSCRIPT_INCOMPLETE)) return false;
    value_set_str(t->arena, body, "transcript", t->s->transcript);
    value_set_int(t->arena, body, "views", views);
    set_names(t, t->s->chair);
    t->verdict->person = person;
    turn_event(t, ACT_REPORT_HEARING);
    return true;
}
