/* notices.c: the table: which event tells whom what, and its plan; settings and their checks. Pure. See notices.h. */
#include "notices/notices.h"
#include "base/text.h"
#include "people/identity.h"
#include <assert.h>
#include <pthread.h>
#include <string.h>

enum { ALL = CHANNEL_INBOX | CHANNEL_EMAIL | CHANNEL_SMS, MAIL = CHANNEL_INBOX | CHANNEL_EMAIL, IN = CHANNEL_INBOX };

/* Rows of one event stand together. Of several rows that reach the same person the first one counts. */
static const NoticeRow rows[] = {
    {"case.received", NULL, TO_APPLICANT, "received", NOTICE_PLAIN, ALL, "notice_by", NULL},
    {"case.supplement_asked", NULL, TO_APPLICANT, "supplement", NOTICE_ASKS, ALL, "supply_by", NULL},
    {"case.supplied", NULL, TO_FIRST | TO_HOLDER, "supplied", NOTICE_ASKS, IN, NULL, NULL},
    {"case.accepted", NULL, TO_APPLICANT, "accepted", NOTICE_PLAIN, ALL, "promised_due", NULL},
    {"case.accepted", NULL, TO_HOLDER, "handed", NOTICE_ASKS, IN, "promised_due", NULL},
    {"case.deemed_accepted", NULL, TO_APPLICANT, "deemed", NOTICE_PLAIN, ALL, "accepted", NULL},
    {"case.deemed_accepted", NULL, TO_FIRST | TO_WINDOW | TO_CHIEF | TO_SUPERVISOR, "deemed_staff", NOTICE_WARNS, MAIL, "silent_until", NULL},
    {"case.deemed_accepted", NULL, TO_HOLDER, "handed", NOTICE_ASKS, IN, "promised_due", NULL},
    {"case.not_needed", NULL, TO_APPLICANT, "not_needed", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.not_competent", NULL, TO_APPLICANT, "not_competent", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.settled", NULL, TO_APPLICANT, "settled", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.reviewed", NULL, TO_HOLDER, "handed_decide", NOTICE_ASKS, IN, NULL, NULL},
    {"case.granted", NULL, TO_APPLICANT, "granted", NOTICE_PLAIN, ALL, "deliver_by", NULL},
    {"case.granted", NULL, TO_FIRST | TO_HOLDER, "granted_staff", NOTICE_ASKS, IN, "deliver_by", NULL},
    {"case.refused", NULL, TO_APPLICANT, "refused", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.refused", NULL, TO_FIRST | TO_HOLDER, "refused_staff", NOTICE_ASKS, IN, NULL, NULL},
    {"case.paused", NULL, TO_APPLICANT, "paused", NOTICE_PLAIN, ALL, "expected_to", NULL},
    {"case.paused", NULL, TO_FIRST, "paused_staff", NOTICE_PLAIN, IN, "expected_to", NULL},
    {"case.resumed", NULL, TO_APPLICANT, "resumed", NOTICE_PLAIN, MAIL, NULL, NULL},
    {"case.resumed", NULL, TO_FIRST | TO_HOLDER, "resumed_staff", NOTICE_ASKS, IN, NULL, NULL},
    {"case.extended", NULL, TO_APPLICANT, "extended", NOTICE_PLAIN, ALL, "new_due", NULL},
    {"case.extended", NULL, TO_FIRST | TO_HOLDER, "extended_staff", NOTICE_PLAIN, IN, "new_due", NULL},
    {"case.fee_noticed", NULL, TO_APPLICANT, "fee", NOTICE_ASKS, ALL, "due", "total_fen"},
    {"case.certified", NULL, TO_APPLICANT, "certified", NOTICE_ASKS, ALL, NULL, NULL},
    {"case.delivered", NULL, TO_APPLICANT, "delivered", NOTICE_PLAIN, MAIL, NULL, NULL},
    {"case.withdrawn", NULL, TO_APPLICANT, "withdrawn", NOTICE_PLAIN, MAIL, NULL, NULL},
    {"case.withdrawn", NULL, TO_FIRST | TO_WINDOW, "withdrawn_staff", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.lapsed", NULL, TO_APPLICANT, "lapsed", NOTICE_PLAIN, ALL, "supply_by", NULL},
    {"case.lapsed", NULL, TO_FIRST | TO_WINDOW, "lapsed_staff", NOTICE_PLAIN, IN, "supply_by", NULL},
    /* joint handling (DOMAIN 3.3) */
    {"case.copied_out", NULL, TO_APPLICANT, "joint", NOTICE_PLAIN, IN, NULL, "lead_name"},
    {"case.copied_out", NULL, TO_CO, "co_copied", NOTICE_ASKS, MAIL, "sign_by", NULL},
    {"case.copied_out", "card=E12", TO_FIRST | TO_CHIEF | TO_SUPERVISOR, "co_copied_late", NOTICE_WARNS, MAIL, "by", NULL},
    {"case.completeness_given", NULL, TO_FIRST | TO_WINDOW, "co_checked", NOTICE_PLAIN, IN, NULL, "name"},
    {"case.opinion_given", NULL, TO_FIRST | TO_HOLDER, "co_opinion", NOTICE_PLAIN, IN, NULL, "name"},
    {"case.opinion_defaulted", NULL, TO_FIRST | TO_CO | TO_SUPERVISOR, "co_defaulted", NOTICE_WARNS, MAIL, "by", "name"},
    {"case.joint_met", NULL, TO_FIRST | TO_CO, "co_met", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.asked", "to=office", TO_OFFICE, "question", NOTICE_ASKS, IN, "due", NULL},
    {"case.asked", "to=window", TO_FIRST | TO_WINDOW, "question", NOTICE_ASKS, IN, "due", NULL},
    {"case.answered", NULL, TO_FIRST | TO_HOLDER | TO_WINDOW, "answer", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.reassigned", NULL, TO_NAMED, "reassigned", NOTICE_ASKS, MAIL, NULL, NULL, "to"},
    {"case.reassigned", NULL, TO_FIRST, "reassigned_first", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.first_handler_changed", NULL, TO_NAMED, "first_handler", NOTICE_ASKS, MAIL, NULL, NULL, "to"},
    {"case.accepted_deferred", NULL, TO_APPLICANT, "deferred", NOTICE_ASKS, ALL, "until", NULL},
    {"case.accepted_deferred", NULL, TO_HOLDER, "handed", NOTICE_ASKS, IN, "promised_due", NULL},
    {"case.owed_reminded", NULL, TO_APPLICANT, "owed", NOTICE_ASKS, ALL, "final", NULL},
    {"case.owed_reminded", NULL, TO_FIRST | TO_WINDOW, "owed_staff", NOTICE_WARNS, MAIL, "final", NULL},
    {"case.owed_supplied", NULL, TO_FIRST | TO_WINDOW, "supplied", NOTICE_ASKS, IN, NULL, NULL},
    {"case.owed_lapsed", NULL, TO_APPLICANT, "owed_lapsed", NOTICE_ASKS, ALL, "supply_by", NULL},
    {"case.owed_lapsed", NULL, TO_FIRST | TO_WINDOW, "owed_lapsed_staff", NOTICE_WARNS, MAIL, "supply_by", NULL},
    {"case.commitment_verified", NULL, TO_APPLICANT, "commitment_verified", NOTICE_PLAIN, MAIL, NULL, NULL},
    {"case.reexamination_asked", NULL, TO_FIRST | TO_WINDOW | TO_SUPERVISOR, "reexamination", NOTICE_WARNS, MAIL, "reexamination_by", NULL},
    {"case.reexamined", NULL, TO_APPLICANT, "reexamined", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.reexamined", NULL, TO_FIRST | TO_WINDOW, "reexamined_staff", NOTICE_WARNS, MAIL, NULL, NULL},
    {"case.special_lane", NULL, TO_APPLICANT, "special_lane", NOTICE_PLAIN, MAIL, "promised_due", NULL},
    {"case.special_lane", NULL, TO_FIRST | TO_HOLDER, "special_lane_staff", NOTICE_WARNS, MAIL, "promised_due", NULL},
    {"case.party_told", NULL, TO_APPLICANT, "party_told", NOTICE_PLAIN, ALL, "state_by", NULL},
    {"case.stated", NULL, TO_FIRST | TO_HOLDER, "stated", NOTICE_ASKS, IN, NULL, NULL},
    {"case.statement_answered", NULL, TO_APPLICANT, "statement_answered", NOTICE_PLAIN, MAIL, NULL, NULL},
    {"case.hearing_told", NULL, TO_APPLICANT, "hearing_told", NOTICE_ASKS, ALL, "ask_by", NULL},
    {"case.hearing_asked", NULL, TO_FIRST | TO_HOLDER | TO_CHIEF, "hearing_asked", NOTICE_ASKS, MAIL, "hold_by", NULL},
    {"case.hearing_noticed", NULL, TO_APPLICANT, "hearing_noticed", NOTICE_ASKS, ALL, NULL, NULL},
    {"case.hearing_noticed", NULL, TO_NAMED, "hearing_chair", NOTICE_ASKS, MAIL, NULL, NULL, "chair"},
    {"case.visit_assigned", NULL, TO_APPLICANT, "visit", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.visit_assigned", NULL, TO_FIRST, "visit_staff", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.forwarded", NULL, TO_APPLICANT, "forwarded", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.forwarded", NULL, TO_FIRST, "forwarded_staff", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.asked_from_above", NULL, TO_APPLICANT, "asked_above", NOTICE_ASKS, ALL, NULL, "reason"},
    {"case.supplied_above", NULL, TO_FIRST | TO_WINDOW, "supplied_above", NOTICE_PLAIN, IN, NULL, NULL},
    {"exchange.acknowledged", "lost=supply", TO_APPLICANT, "supply_lost", NOTICE_ASKS, ALL, NULL, "upper_organ"},
    {"exchange.acknowledged", "lost=supply", TO_FIRST | TO_WINDOW, "supply_lost_staff", NOTICE_WARNS, MAIL, NULL, "upper_organ"},
    {"case.asked_from_above", NULL, TO_FIRST | TO_WINDOW, "asked_from_above", NOTICE_ASKS, MAIL, NULL, NULL},
    {"case.replied_from_above", NULL, TO_FIRST | TO_WINDOW, "replied_from_above", NOTICE_ASKS, MAIL, "tell_by", NULL},
    {"case.reply_told", NULL, TO_APPLICANT, "reply_told", NOTICE_ASKS, ALL, NULL, NULL},
    {"case.defaulted", NULL, TO_APPLICANT, "defaulted", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.defaulted", NULL, TO_FIRST | TO_CHIEF | TO_SUPERVISOR, "defaulted_staff", NOTICE_WARNS, MAIL, "overdue_since", NULL},
    {"case.terminated", NULL, TO_APPLICANT, "terminated", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.terminated", NULL, TO_FIRST | TO_WINDOW, "terminated_staff", NOTICE_PLAIN, IN, NULL, NULL},
    {"case.decision_revoked", NULL, TO_APPLICANT, "decision_revoked", NOTICE_PLAIN, ALL, NULL, NULL},
    {"case.decision_revoked", NULL, TO_FIRST | TO_SUPERVISOR, "decision_revoked_staff", NOTICE_WARNS, IN, NULL, NULL},
    {"agency.entrusted", NULL, TO_NAMED, "agency", NOTICE_ASKS, MAIL, NULL, NULL, "officer"},
    {"agency.handed_over", NULL, TO_NAMED, "agency", NOTICE_ASKS, MAIL, NULL, NULL, "officer"},
    {"package.blocked", NULL, TO_APPLICANT, "package_blocked", NOTICE_ASKS, ALL, NULL, "step"},
    {"package.blocked", NULL, TO_FIRST, "package_blocked_staff", NOTICE_PLAIN, IN, NULL, "step"},
    {"package.finished", NULL, TO_APPLICANT, "package_finished", NOTICE_PLAIN, ALL, NULL, "name"},
    {"seal.lodged", NULL, TO_NAMED, "seal_kept", NOTICE_ASKS, MAIL, NULL, "name", "keeper"},                 /* C3: who keeps it answers for each use */
    {"seal.handed_on", NULL, TO_NAMED, "seal_kept", NOTICE_ASKS, MAIL, NULL, "name", "keeper"},
    {"seal.handed_on", NULL, TO_NAMED, "seal_handed_on", NOTICE_PLAIN, IN, NULL, "name", "previous"},
    {"seal.retired", NULL, TO_NAMED | TO_SUPERVISOR, "seal_retired", NOTICE_WARNS, MAIL, NULL, "name", "keeper"},
    {"seal.delegated", NULL, TO_CHIEF, "delegated", NOTICE_ASKS, MAIL, "from", "power"},
    {"seal.taken_back", NULL, TO_CHIEF, "taken_back", NOTICE_WARNS, MAIL, NULL, "power"},
    {"reform.item_entered", NULL, TO_CHIEF, "reform_entered", NOTICE_PLAIN, IN, NULL, "matter"},
    {"reform.item_merged", NULL, TO_CHIEF, "reform_merged", NOTICE_PLAIN, IN, NULL, "matter"},
    {"reform.item_delegated", NULL, TO_CHIEF, "reform_delegated", NOTICE_ASKS, MAIL, NULL, "matter"},
    {"reform.item_cancelled", NULL, TO_CHIEF, "reform_cancelled", NOTICE_WARNS, MAIL, NULL, "matter"},
    {"reform.entry_listed", NULL, TO_CHIEF, "entry_listed", NOTICE_ASKS, MAIL, "plan", "matter"},             /* D1: what must be in the hall */
    {"reform.entry_explained", NULL, TO_SUPERVISOR, "entry_explained", NOTICE_PLAIN, IN, "plan", "matter"},
    {"reform.entry_removed", NULL, TO_CHIEF, "entry_removed", NOTICE_PLAIN, IN, NULL, "matter"},
    {"meeting.rostered", NULL, TO_NAMED, "duty", NOTICE_ASKS, MAIL, "week", NULL, "officer"},
    {"meeting.week_empty", NULL, TO_NAMED | TO_CHIEF | TO_SUPERVISOR, "duty_missed", NOTICE_WARNS, MAIL, "week", NULL, "officer"},
    {"meeting.task_set", NULL, TO_NAMED, "task", NOTICE_ASKS, MAIL, "due", NULL, "officer"},
    {"enquiry.referred", NULL, TO_NAMED | TO_CHIEF, "enquiry", NOTICE_ASKS, IN, NULL, NULL, "officer"},
    {"certificate.reminded", NULL, TO_APPLICANT, "certificate_expiring", NOTICE_ASKS, ALL, "expires_on", "apply_by"},      /* DC-10 */
    {"certificate.renewal_applied", NULL, TO_CHIEF, "certificate_applied", NOTICE_ASKS, IN, NULL, "number"},
    {"certificate.renewed", NULL, TO_APPLICANT, "certificate_renewed", NOTICE_PLAIN, ALL, "valid_to", "number"},
    {"certificate.deemed_renewed", NULL, TO_APPLICANT, "certificate_renewed", NOTICE_PLAIN, ALL, "valid_to", "number"},
    {"certificate.deemed_renewed", NULL, TO_FIRST | TO_CHIEF | TO_SUPERVISOR, "certificate_deemed_staff", NOTICE_WARNS, MAIL, NULL, "number"},
    {"certificate.renewal_refused", NULL, TO_APPLICANT, "certificate_not_renewed", NOTICE_PLAIN, ALL, NULL, "number"},
    {"certificate.change_applied", NULL, TO_CHIEF, "certificate_applied", NOTICE_ASKS, IN, NULL, "number"},
    {"certificate.changed", NULL, TO_APPLICANT, "certificate_changed", NOTICE_PLAIN, ALL, NULL, "number"},
    {"certificate.change_refused", NULL, TO_APPLICANT, "certificate_not_changed", NOTICE_PLAIN, ALL, NULL, "number"},
    {"certificate.withdrawn", NULL, TO_APPLICANT, "certificate_ended", NOTICE_PLAIN, ALL, NULL, "number"},
    {"certificate.revoked", NULL, TO_APPLICANT, "certificate_ended", NOTICE_PLAIN, ALL, NULL, "number"},
    {"certificate.cancelled", NULL, TO_APPLICANT, "certificate_ended", NOTICE_PLAIN, ALL, NULL, "number"},
    {"certificate.expired", NULL, TO_APPLICANT, "certificate_expired", NOTICE_PLAIN, ALL, "expired_on", "number"},
    {"case.noted", NULL, TO_FIRST | TO_HOLDER | TO_WINDOW, "note", NOTICE_PLAIN, IN, NULL, NULL},
    {"notice.warned", "warning=due_soon", TO_FIRST | TO_HOLDER, "due_soon", NOTICE_WARNS, ALL, "due", NULL},
    {"notice.warned", "warning=overdue", TO_FIRST | TO_HOLDER | TO_CHIEF | TO_SUPERVISOR, "overdue", NOTICE_WARNS, ALL, "due", NULL},
    {"notice.warned", "warning=overdue", TO_APPLICANT, "overdue_applicant", NOTICE_PLAIN, IN, "due", NULL},
    {"notice.warned", "warning=co_uncopied", TO_FIRST | TO_WINDOW | TO_CHIEF | TO_SUPERVISOR, "co_uncopied", NOTICE_WARNS, ALL, "due", NULL},        /* E12 */
    {"notice.warned", "warning=co_unsigned", TO_FIRST | TO_CO | TO_SUPERVISOR, "co_unsigned", NOTICE_WARNS, ALL, "due", "name"},
    {"notice.warned", "warning=co_unchecked", TO_FIRST | TO_CO | TO_SUPERVISOR, "co_unchecked", NOTICE_WARNS, ALL, "due", "name"},
    {"notice.warned", "warning=co_silent", TO_FIRST | TO_CO | TO_SUPERVISOR, "co_silent", NOTICE_WARNS, ALL, "due", "name"},
    {"notice.warned", "warning=supply_soon", TO_APPLICANT, "supply_soon", NOTICE_ASKS, ALL, "due", NULL},
    /* DC-11: made by the window for each case a change of the calendar has moved (case_redated) */
    {"calendar.moved", NULL, TO_APPLICANT, "moved", NOTICE_PLAIN, MAIL, "due", NULL},
    {"calendar.moved", NULL, TO_FIRST, "moved_staff", NOTICE_PLAIN, IN, NULL, "count"},
};
enum { ROWS = sizeof rows / sizeof *rows };

const NoticeRow *notice_row(int i) { return i >= 0 && i < ROWS ? &rows[i] : NULL; }

/* Every event asks this table, so its rows are found by kind: the first one through a hash, the others each from the one before it. */
enum { SLOTS = 256 };
_Static_assert(ROWS < SLOTS / 2, "the table of kinds stays half empty");
static short first_row[SLOTS], next_row[ROWS];            /* row + 1; 0: none */

static unsigned slot_of(const char *kind)
{
    unsigned hash = 0;
    for (; *kind; kind++) hash = hash * 31 + (unsigned char)*kind;
    return hash % SLOTS;
}

static int find_slot(const char *kind)
{
    unsigned slot = slot_of(kind);
    while (first_row[slot] && strcmp(rows[first_row[slot] - 1].event, kind)) slot = (slot + 1) % SLOTS;
    return (int)slot;
}

static void index_rows(void)
{
    for (int i = ROWS - 1; i >= 0; i--) {
        int slot = find_slot(rows[i].event);
        next_row[i] = first_row[slot];
        first_row[slot] = (short)(i + 1);
    }
}

/* The first row that begins with this kind, and the one after it in the order of the table; -1: none. */
static int rows_of(const char *kind)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, index_rows);
    return first_row[find_slot(kind)] - 1;
}
static int row_after(int i) { return next_row[i] - 1; }

bool notice_wanted(const char *kind) { return rows_of(kind) >= 0; }

/* Of a row of the event's kind. */
static bool speaks(const NoticeRow *row, const Event *event)
{
    if (!row->when) return true;
    for (const Value *m = event->body ? event->body->first : NULL; m; m = m->next) {
        size_t n = strlen(m->key);
        if (m->kind == VALUE_STRING && !strncmp(row->when, m->key, n) && row->when[n] == '=') return !strcmp(row->when + n + 1, m->string);
    }
    return false;
}

/* The receipt of a case tells only the applicant, whose account stands in the event: no case need be read on the busiest way. */
bool notice_needs_standing(const Event *event)
{
    for (int i = rows_of(event->kind); i >= 0; i = row_after(i)) if (speaks(&rows[i], event) && (rows[i].to & ~(unsigned)TO_APPLICANT || strcmp(event->kind, "case.received"))) return true;
    return false;
}

/* ---- whom ---- */

typedef struct Planning {
    Arena *arena;
    const NoticeFacts *facts;
    const NoticeRow *row;
    NoticePlan *plans;
    int count;
} Planning;

static const char *fact(Planning *p, const char *key)
{
    const Value *value = key ? value_get(p->facts->event->body, key) : NULL;
    size_t n = key ? strlen(key) : 0;
    if (!value) return "";
    if (value->kind == VALUE_STRING) return value->string;
    if (value->kind != VALUE_INT) return "";
    if (n > 4 && !strcmp(key + n - 4, "_fen")) return money_text(p->arena, (Money){value->integer});
    return arena_printf(p->arena, "%lld", (long long)value->integer);
}

static void add(Planning *p, const char *recipient, const char *officer)
{
    if (p->count == NOTICE_PLANS) return;
    for (int i = 0; i < p->count; i++) if (!strcmp(p->plans[i].recipient, recipient)) return;
    p->plans[p->count++] = (NoticePlan){.row = p->row, .recipient = recipient, .officer = officer, .day = fact(p, p->row->day), .extra = fact(p, p->row->extra)};
}

static bool did_it(const Planning *p, const char *officer)
{
    const char *actor = p->facts->event->actor;
    return p->row->urgency != NOTICE_WARNS && actor && !strncmp(actor, "officer:", 8) && !strcmp(actor + 8, officer);
}

static void add_officer(Planning *p, const Officer *officer)
{
    if (officer_active(officer, p->facts->today) && !did_it(p, officer->id)) add(p, arena_printf(p->arena, "officer:%s", officer->id), officer->id);
}

static void add_role(Planning *p, unsigned roles, const char *department, const char *window)
{
    const Officer **list;
    int count = people_with_role(p->facts->people, p->arena, roles, department, p->facts->today, &list);
    for (int i = 0; i < count; i++) if (!window || !strcmp(list[i]->window, window)) add_officer(p, list[i]);
}

/* The department of the case; of what is about none, the one its body names. */
static const char *department(const Planning *p)
{
    return p->facts->standing ? p->facts->standing->department : value_str_or(p->facts->event->body, "department", "");
}

static void add_chiefs(Planning *p)
{
    if (*department(p)) add_role(p, ROLE_CHIEF, department(p), NULL);
}

static void add_named(Planning *p)
{
    const Officer *officer = people_officer(p->facts->people, value_str_or(p->facts->event->body, p->row->person, ""));
    if (officer) add_officer(p, officer);
}

/* B1: for life. While she is away her substitutes hear it as well; when she has left, the department answers for the case. */
static void add_first(Planning *p)
{
    const char *id = p->facts->standing->first_handler;
    const AuthorityBook *book = &p->facts->people->book;
    const Officer *officer = *id ? people_officer(p->facts->people, id) : NULL;
    if (!officer) return;
    if (!officer_active(officer, p->facts->today)) { add_chiefs(p); return; }
    add_officer(p, officer);
    if (!authority_absent(book, id, p->facts->today)) return;
    for (int i = 0; i < book->substitute_count; i++) {
        const Substitute *s = &book->substitutes[i];
        if (strcmp(s->a, id) || day_after(s->from, p->facts->today) || (!day_is_none(s->to) && day_before(s->to, p->facts->today))) continue;
        const Officer *b = people_officer(p->facts->people, s->b);
        if (b) add_officer(p, b);
    }
}

/* Those who act for a co-department: its chief representatives, and the clerks of the window the copies go to. */
static void add_co(Planning *p)
{
    const JointStanding *j = &p->facts->standing->together;
    const char *named = value_str(p->facts->event->body, "department");
    for (int i = 0; i < j->count; i++) {
        if (named && strcmp(named, j->co[i].department)) continue;
        add_role(p, ROLE_CHIEF, j->co[i].department, NULL);
        if (*j->co[i].window) add_role(p, ROLE_CLERK, j->co[i].department, j->co[i].window);
    }
}

static void add_window(Planning *p) { add_role(p, ROLE_CLERK, NULL, p->facts->standing->window); }

/* A case somebody has claimed is hers alone. */
static void add_holder(Planning *p)
{
    const Officer *claimant = p->facts->standing->claimant[0] ? people_officer(p->facts->people, p->facts->standing->claimant) : NULL;
    if (claimant && officer_active(claimant, p->facts->today)) { add_officer(p, claimant); return; }
    switch (standing_holder(p->facts->standing)) {
    case HOLDER_WINDOW: add_window(p); break;
    case HOLDER_REVIEWER: add_role(p, ROLE_BACKOFFICE, p->facts->standing->department, NULL); break;
    case HOLDER_DECIDER: add_chiefs(p); break;
    case HOLDER_CO: {                                  /* those who have not spoken */
        const JointStanding *j = &p->facts->standing->together;
        for (int i = 0; i < j->count; i++) if (j->co[i].opinion == CO_SILENT) add_role(p, ROLE_CHIEF, j->co[i].department, NULL);
        break;
    }
    case HOLDER_APPLICANT: case HOLDER_OUTSIDE: case HOLDER_UPPER: case HOLDER_NOBODY: break;
    }
}

static void add_applicant(Planning *p)
{
    const Event *event = p->facts->event;
    bool agent = p->facts->standing ? p->facts->standing->has_agent : value_bool(event->body, "agent");
    add(p, arena_printf(p->arena, "applicant:%lld", (long long)event->case_id), "");
    if (agent) add(p, arena_printf(p->arena, "agent:%lld", (long long)event->case_id), "");
}

int notice_plan(Arena *arena, const NoticeFacts *facts, NoticePlan **out)
{
    Planning p = {.arena = arena, .facts = facts, .plans = ARENA_ARRAY(arena, NoticePlan, NOTICE_PLANS)};
    for (int i = rows_of(facts->event->kind); i >= 0; i = row_after(i)) {
        if (!speaks(&rows[i], facts->event)) continue;
        p.row = &rows[i];
        if (p.row->to & TO_APPLICANT && facts->event->case_id) add_applicant(&p);
        if (p.row->to & TO_NAMED) add_named(&p);
        if (p.row->to & TO_FIRST && facts->standing) add_first(&p);
        if (p.row->to & TO_HOLDER && facts->standing) add_holder(&p);
        if (p.row->to & TO_WINDOW && facts->standing) add_window(&p);
        if (p.row->to & TO_CO && facts->standing) add_co(&p);
        if (p.row->to & TO_OFFICE && facts->standing) add_role(&p, ROLE_BACKOFFICE, department(&p), NULL);
        if (p.row->to & TO_CHIEF) add_chiefs(&p);
        if (p.row->to & TO_SUPERVISOR) add_role(&p, ROLE_SUPERVISOR, NULL, NULL);
    }
    *out = p.plans;
    return p.count;
}

/* ---- when ---- */

Instant notice_sms_due(const NoticeSettings *s, Instant now)
{
    Day today = instant_day(now);
    int64_t since = now.ms - instant_at(today, 0, 0, 0).ms, hour = 3600 * 1000;
    if (since < s->sms_from * hour) return instant_at(today, s->sms_from, 0, 0);
    if (since >= s->sms_until * hour) return instant_at(day_plus(today, 1), s->sms_from, 0, 0);
    return now;
}

int64_t notice_retry_seconds(int first, int tries)
{
    enum { MOST = 6 * 3600 };
    int64_t seconds = first;
    for (int i = 1; i < tries && seconds < MOST; i++) seconds *= 2;
    return seconds < MOST ? seconds : MOST;
}

/* ---- settings ---- */

const char *const notice_setting_names[] = {"email", "smtp_host", "smtp_port", "smtp_tls", "smtp_user", "mail_from", "sms", "webhook_url", "sms_hours", "retry_seconds", NULL};

static const char *setting(const Value *settings, const char *name, const char *otherwise)
{
    const char *text = value_str(settings, name);
    return text && *text ? text : otherwise;
}

static bool tls_parse(const char *name, MailTls *out)
{
    static const char *const names[] = {[MAIL_PLAIN] = "plain", [MAIL_STARTTLS] = "starttls", [MAIL_TLS] = "tls"};
    for (int i = 0; i < 3; i++) if (!strcmp(names[i], name)) { *out = (MailTls)i; return true; }
    return false;
}

/* "8-21" */
static bool hours_parse(const char *text, int *from, int *until)
{
    const char *dash = strchr(text, '-');
    char first[4] = "";
    int64_t a, b;
    if (!dash || dash - text > 2) return false;
    memcpy(first, text, (size_t)(dash - text));
    if (!text_parse_int(first, 0, 23, &a) || !text_parse_int(dash + 1, 1, 24, &b) || a >= b) return false;
    *from = (int)a;
    *until = (int)b;
    return true;
}

NoticeSettings *notice_settings_of(Arena *arena, const Value *settings)
{
    NoticeSettings *s = ARENA_NEW(arena, NoticeSettings);
    int64_t number;
    s->email = !strcmp(setting(settings, "email", "0"), "1");
    s->sms = !strcmp(setting(settings, "sms", "0"), "1");
    s->smtp_host = arena_strdup(arena, setting(settings, "smtp_host", ""));
    s->smtp_user = arena_strdup(arena, setting(settings, "smtp_user", ""));
    s->mail_from = arena_strdup(arena, setting(settings, "mail_from", ""));
    s->webhook_url = arena_strdup(arena, setting(settings, "webhook_url", ""));
    s->smtp_port = text_parse_int(setting(settings, "smtp_port", "587"), 1, 65535, &number) ? (int)number : 587;
    if (!tls_parse(setting(settings, "smtp_tls", "starttls"), &s->smtp_tls)) s->smtp_tls = MAIL_STARTTLS;
    if (!hours_parse(setting(settings, "sms_hours", "8-21"), &s->sms_from, &s->sms_until)) s->sms_from = 8, s->sms_until = 21;
    s->retry_seconds = text_parse_int(setting(settings, "retry_seconds", "60"), 1, 3600, &number) ? (int)number : 60;
    return s;
}

/* Letters, digits, dots and hyphens, or an address in brackets: it becomes part of an address we connect to. */
static bool host_good(const char *host)
{
    size_t n = strlen(host);
    if (!n || n > 253) return false;
    if (host[0] == '[') return host[n - 1] == ']' && n > 3 && strspn(host + 1, "0123456789abcdefABCDEF:.") == n - 2;
    return strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == n && host[0] != '-' && host[0] != '.';
}

static bool local(const char *host) { return !strcmp(host, "127.0.0.1") || !strcmp(host, "localhost") || !strcmp(host, "[::1]"); }

/* https anywhere, http on this machine only: phone numbers do not cross a network in the clear. No user name in it, nothing but visible ASCII. */
static bool url_good(const char *url)
{
    size_t n = strlen(url), scheme = text_starts(url, "https://") ? 8 : text_starts(url, "http://") ? 7 : 0, length = strcspn(url + scheme, "/:?#");
    char host[256];
    if (!scheme || n > 500) return false;
    for (const char *c = url; *c; c++) if (*c <= 0x20 || *c >= 0x7F || strchr("\"<>\\^`{|}@#", *c)) return false;
    if (url[scheme] == '[') length = strcspn(url + scheme, "]") + 1;
    if (length >= sizeof host || length > strlen(url + scheme)) return false;
    memcpy(host, url + scheme, length);
    host[length] = 0;
    int64_t port;
    const char *rest = url + scheme + length;
    char digits[8] = "";
    if (*rest == ':') { size_t k = strcspn(rest + 1, "/?"); if (!k || k > 5) return false; memcpy(digits, rest + 1, k); digits[k] = 0; }
    if (*digits && !text_parse_int(digits, 1, 65535, &port)) return false;
    return host_good(host) && (scheme == 8 || local(host));
}

static const char *wrong(const char **field, const char *name, bool english, const char *zh, const char *en)
{
    *field = name;
    return english ? en : zh;
}

const char *notice_settings_problem(const Value *settings, const char **field, bool english)
{
    const char *host = setting(settings, "smtp_host", ""), *from = setting(settings, "mail_from", ""), *url = setting(settings, "webhook_url", ""), *user = setting(settings, "smtp_user", "");
    const char *port = setting(settings, "smtp_port", "587"), *tls = setting(settings, "smtp_tls", "starttls"), *retry = setting(settings, "retry_seconds", "60");
    int64_t number;
    MailTls mode;
    bool email = !strcmp(setting(settings, "email", "0"), "1"), sms = !strcmp(setting(settings, "sms", "0"), "1");
    if (*host ? !host_good(host) : email) return wrong(field, "smtp_host", english, "请填写邮件服务器的主机名或地址", "give the mail server's host name or address");
    if (!text_parse_int(port, 1, 65535, &number)) return wrong(field, "smtp_port", english, "端口应为 1 至 65535", "the port is 1 to 65535");
    if (!tls_parse(tls, &mode)) return wrong(field, "smtp_tls", english, "加密方式应为 starttls、tls 或 plain", "encryption is starttls, tls or plain");
    if (mode == MAIL_PLAIN && *host && !local(host)) return wrong(field, "smtp_tls", english, "不加密只允许连接本机的邮件服务器", "without encryption only a mail server on this machine is allowed");
    if (strlen(user) > 200 || strpbrk(user, "\r\n")) return wrong(field, "smtp_user", english, "用户名不正确", "this is no user name");
    if (*from ? !identity_email(from) : email) return wrong(field, "mail_from", english, "请填写发件邮箱", "give the sender's address");
    if (*url ? !url_good(url) : sms) return wrong(field, "webhook_url", english, "请填写 https 地址（http 只允许本机）", "give an https address (http only on this machine)");
    int hour_from, hour_until;
    if (!hours_parse(setting(settings, "sms_hours", "8-21"), &hour_from, &hour_until)) return wrong(field, "sms_hours", english, "应如 8-21；0-24 为不限", "as in 8-21; 0-24 is any time");
    if (!text_parse_int(retry, 1, 3600, &number)) return wrong(field, "retry_seconds", english, "应为 1 至 3600 秒", "1 to 3600 seconds");
    return NULL;
}

/* ---- names ---- */

const char *delivery_state_name(DeliveryState state)
{
    static const char *const names[] = {"waiting", "sending", "handing", "sent", "dead", "dropped"};
    return names[state];
}

const char *channel_name(NoticeChannel channel) { return channel == CHANNEL_EMAIL ? "email" : channel == CHANNEL_SMS ? "sms" : "inbox"; }

bool channel_parse(const char *name, NoticeChannel *out)
{
    if (name && !strcmp(name, "email")) *out = CHANNEL_EMAIL;
    else if (name && !strcmp(name, "sms")) *out = CHANNEL_SMS;
    else return false;
    return true;
}
