/* notice_act.c: see notice_act.h. What the courier asks of the window stands in notice_send.c. */
#include "window/notice_act.h"
#include "base/text.h"
#include "people/account.h"
#include "people/identity.h"
#include "window/office_act.h"
#include <sodium.h>
#include <string.h>

/* ---- made with the event ---- */

static bool moves_dates(const Event *event) { return !strncmp(event->kind, "calendar.", 9) || !strcmp(event->kind, "centre.configured"); }

static unsigned channels_on(const Scene *scene) { return notice_channels(scene->notices) & ~scene->outbox_full; }

static void make(Scene *scene, WindowTurn *turn, const NoticeFacts *facts, int64_t account)
{
    NoticePlan *plans;
    int count = notice_plan(turn->arena, facts, &plans);
    for (int i = 0; i < count; i++) {
        bool agent = !strncmp(plans[i].recipient, "agent:", 6), applicant = !agent && !*plans[i].officer;
        if (agent && !(plans[i].row->channels & channels_on(scene) & ~(unsigned)CHANNEL_INBOX)) continue;        /* she has no inbox of her own */
        notice_make(scene->store, turn->arena, &plans[i], facts->event->seq, applicant ? account : 0, facts->event->case_id, scene->notices, channels_on(scene), turn->now);
    }
}

/* Pseudo events of one case, or of one officer, under the number of the calendar's own event: so each is told once of it. */
static void tell_move(Scene *scene, WindowTurn *turn, Arena *arena, int64_t cause, int64_t case_id, int64_t account, const Standing *standing, Value *body)
{
    Event event = {.kind = "calendar.moved", .seq = cause, .case_id = case_id, .body = body};
    WindowTurn one = {.arena = arena, .now = turn->now};
    NoticeFacts facts = {.event = &event, .standing = standing, .people = scene->people, .today = instant_day(turn->now)};
    make(scene, &one, &facts, account);
}

/* The applicants of these cases; counts the cases of each first handler. */
static void tell_applicants(Scene *scene, WindowTurn *turn, int64_t cause, const CaseRedated *rows, int count)
{
    int officers = scene->people->officer_count, *cases = ARENA_ARRAY(turn->arena, int, officers + 1);
    for (int i = 0; i < count; i++) {
        if (day_is_none(rows[i].new_due) || day_equal(rows[i].old_due, rows[i].new_due)) continue;      /* no longer provisional, but the same day: nothing to tell */
        for (int k = 0; k < officers; k++) cases[k] += !strcmp(scene->people->officers[k].id, rows[i].first_handler);
        if (!rows[i].open) continue;                                                                    /* concluded since: that day binds nobody any more */
        Value *body = value_object(turn->arena);
        value_lend_str(turn->arena, body, "due", day_text(turn->arena, rows[i].new_due));
        tell_move(scene, turn, turn->arena, cause, rows[i].case_id, rows[i].account, NULL, body);
    }
    for (int k = 0; k < officers; k++) if (cases[k]) notice_moves_count(scene->store, cause, scene->people->officers[k].id, cases[k]);
}

static void tell_handlers(Scene *scene, WindowTurn *turn, int64_t cause)
{
    for (int k = 0; k < scene->people->officer_count; k++) {
        const Officer *officer = &scene->people->officers[k];
        int64_t cases = notice_moves_counted(scene->store, cause, officer->id);
        if (!cases) continue;
        Standing standing = {0};
        snprintf(standing.first_handler, sizeof standing.first_handler, "%s", officer->id);
        snprintf(standing.department, sizeof standing.department, "%s", officer->department);
        Value *body = value_object(turn->arena);
        value_set_int(turn->arena, body, "count", cases);
        tell_move(scene, turn, turn->arena, cause, 0, 0, &standing, body);
    }
}

/* The cursor moves in the same transaction as the messages are made, and a message stands once for each event and person: so a machine that dies in
 * between loses nothing and tells nobody twice. Causes are told in their order, and a case moved twice is told twice, the last day last. */
void notice_moves_tick(Scene *scene, WindowTurn *turn)
{
    int64_t cause, last;
    int count = 0;
    turn->result = value_object(turn->arena);
    if (notice_moves_next(scene->store, &cause, &last)) {
        CaseRedated *rows = case_redated_list(scene->store, turn->arena, cause, NULL, last, NOTICE_MOVES_GROUP, &count);
        tell_applicants(scene, turn, cause, rows, count);
        if (count == NOTICE_MOVES_GROUP) notice_moves_upto(scene->store, cause, rows[count - 1].case_id);
        else {
            tell_handlers(scene, turn, cause);
            notice_moves_done(scene->store, cause);
        }
    }
    value_set_int(turn->arena, turn->result, "acted", count);
    value_set_bool(turn->arena, turn->result, "more", notice_moves_next(scene->store, &cause, &last));
}

void notices_after(Scene *scene, WindowTurn *turn, const Event *event)
{
    if (moves_dates(event)) {                                  /* DC-11: whose day has moved is told the new one, by the clock (notice_moves_tick) */
        if (case_redated_count(scene->store, event->seq, NULL)) notice_moves_begin(scene->store, event->seq);
        return;
    }
    if (!strcmp(event->kind, "case.person_erased")) notice_forget_case(scene->store, event->case_id);
    if (!notice_wanted(event->kind)) return;
    NoticeFacts facts = {.event = event, .people = scene->people, .today = instant_day(turn->now)};
    int64_t account = value_int(event->body, "account", 0);
    if (notice_needs_standing(event) && event->case_id) {
        const CaseFile *file = case_load(scene->store, turn->arena, event->case_id);
        if (!file) return;
        facts.standing = &file->standing;
        account = file->standing.account;
    } else if (event->case_id && !account && channels_on(scene) == CHANNEL_INBOX) return;        /* nobody would be reached but by the receipt in her hand */
    make(scene, turn, &facts, account);
}

/* ---- the clock's warnings ---- */

void notice_tick(Scene *scene, WindowTurn *turn)
{
    Day today = instant_day(turn->now);
    int count;
    NoticeWarning *list = notice_warnings_due(scene->store, turn->arena, today, calendar_next_workday(scene->calendar, day_plus(today, 1)), day_plus(today, NOTICE_SUPPLY_DAYS), NOTICE_TICK_GROUP, &count);
    for (int i = 0; i < count; i++) {
        const CaseFile *file = case_load(scene->store, turn->arena, list[i].case_id);
        Value *body = value_object(turn->arena);
        value_set_str(turn->arena, body, "warning", list[i].warning);
        if (!*list[i].department) value_set_str(turn->arena, body, "clock", list[i].clock);
        else {                                             /* of a joint case: whose part it is, and the card it earns (DOMAIN 3.5) */
            const Department *department = catalog_department(scene->catalog, list[i].department);
            value_set_str(turn->arena, body, "department", list[i].department);
            value_set_str(turn->arena, body, "name", department ? department->name : list[i].department);
            value_set_str(turn->arena, body, "card", "E12");
        }
        value_set_str(turn->arena, body, "due", day_text(turn->arena, list[i].due));
        value_set_str(turn->arena, body, "first_handler", file->standing.first_handler);
        Event event = {.kind = "notice.warned", .body = body, .case_id = file->id, .case_number = file->number};
        window_record(scene, turn, &event);
    }
    notice_retire(scene->store, turn->now);
    scene->outbox_full = 0;
    if (delivery_waiting(scene->store, CHANNEL_EMAIL, LIMIT_NOTICE_OUTBOX)) scene->outbox_full |= CHANNEL_EMAIL;
    if (delivery_waiting(scene->store, CHANNEL_SMS, LIMIT_NOTICE_OUTBOX)) scene->outbox_full |= CHANNEL_SMS;
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "acted", count);
    value_set_bool(turn->arena, turn->result, "more", count == NOTICE_TICK_GROUP);
}

/* ---- the administrator ---- */

static bool known_setting(const char *name)
{
    for (int i = 0; notice_setting_names[i]; i++) if (!strcmp(notice_setting_names[i], name)) return true;
    return false;
}

void notice_configure(Scene *scene, WindowTurn *turn)
{
    const NoticeConfigure *input = turn->input;
    Arena *a = turn->arena;
    if (!office_may(turn, RIGHT_ADMIN_TOKENS)) return;
    Value *whole = notice_settings_value(scene->store, a), *changed = value_object(a);
    for (const Value *m = input->settings ? input->settings->first : NULL; m; m = m->next) {
        if (m->kind != VALUE_STRING || !known_setting(m->key)) { window_refuse(turn, REFUSED_FIELD_INVALID, m->key); return; }
        if (!text_equal(value_str_or(whole, m->key, ""), m->string)) value_set_str(a, changed, m->key, m->string);
        value_set_str(a, whole, m->key, m->string);
    }
    const char *field = NULL, *problem = notice_settings_problem(whole, &field, false);
    if (problem) { window_refuse(turn, REFUSED_FIELD_INVALID, arena_printf(a, "%s：%s", field, problem)); return; }
    if (input->smtp_password && (strlen(input->smtp_password) > 200 || strpbrk(input->smtp_password, "\r\n"))) { window_refuse(turn, REFUSED_FIELD_INVALID, "smtp_password"); return; }
    if (!changed->count && !input->smtp_password && !input->new_key) { window_refuse(turn, REFUSED_NO_CHANGE, NULL); return; }
    turn->result = value_object(a);
    if (input->smtp_password) notice_secret_set(scene->store, "smtp_password", input->smtp_password);
    if (input->new_key) {
        uint8_t bytes[32];
        Buf key = buf_new(a);
        secret_random(bytes, sizeof bytes);
        buf_str(&key, "ycw_");
        buf_hex(&key, bytes, sizeof bytes);
        sodium_memzero(bytes, sizeof bytes);
        notice_secret_set(scene->store, "webhook_key", key.text);
        value_set_str(a, turn->result, "webhook_key", key.text);
    }
    if (!changed->count) return;
    Event event = {.kind = "notice.configured", .body = changed};
    window_record(scene, turn, &event);
}

void notice_retry(Scene *scene, WindowTurn *turn)
{
    const DeliveryKey *key = turn->input;
    if (!office_may(turn, RIGHT_ADMIN_TOKENS)) return;
    int again = delivery_retry(scene->store, key->notice, key->channel, turn->now);
    if (!again) { window_refuse(turn, REFUSED_NO_CHANGE, NULL); return; }
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "again", again);
}

/* ---- one's own ---- */

static const char *own_officer(const WindowTurn *turn) { return turn->actor.kind == ACTOR_OFFICER ? turn->actor.id : ""; }
static bool somebody(const WindowTurn *turn) { return *own_officer(turn) || (turn->actor.kind == ACTOR_CITIZEN && turn->actor.account > 0); }

void notice_mark_read(Scene *scene, WindowTurn *turn)
{
    if (!somebody(turn)) { window_refuse(turn, REFUSED_NOT_SIGNED_IN, NULL); return; }
    notice_read(scene->store, own_officer(turn), turn->actor.account, *(const int64_t *)turn->input, turn->now);
}

void notice_wish(Scene *scene, WindowTurn *turn)
{
    NoticeContact wish = *(const NoticeContact *)turn->input;
    bool officer = *own_officer(turn);
    if (!somebody(turn)) { window_refuse(turn, REFUSED_NOT_SIGNED_IN, NULL); return; }
    wish.phone = officer ? identity_normal(turn->arena, wish.phone) : "";
    if (*wish.email && !identity_email(wish.email)) { window_refuse(turn, REFUSED_FIELD_INVALID, "email"); return; }
    if (*wish.phone && !identity_phone(wish.phone)) { window_refuse(turn, REFUSED_FIELD_INVALID, "phone"); return; }
    if (*wish.language && strcmp(wish.language, "zh") && strcmp(wish.language, "en")) { window_refuse(turn, REFUSED_FIELD_INVALID, "language"); return; }
    notice_contact_set(scene->store, officer ? account_subject_officer(turn->arena, own_officer(turn)) : account_subject_citizen(turn->arena, turn->actor.account), &wish);
}
