/* notice_send.c: what the courier asks of the window: a delivery taken, about to be handed over, done or not; see notice_act.h. */
#include "window/notice_act.h"
#include "notices/letter.h"
#include "window/case_act.h"
#include "people/account.h"
#include "people/identity.h"
#include <string.h>

void notice_recover(Scene *scene, WindowTurn *turn)
{
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "recovered", delivery_recover(scene->store, turn->now));
}

/* ---- where she is reached: looked up now, because it may have been erased or switched off since ---- */

typedef struct Destination { const char *to, *language, *why; } Destination;       /* to NULL: why not */

static Destination reach_officer(Scene *scene, Arena *arena, const Notice *notice, NoticeChannel channel, Day today)
{
    const Officer *officer = people_officer(scene->people, notice->officer);
    NoticeContact contact = notice_contact(scene->store, arena, account_subject_officer(arena, notice->officer));
    const char *to = channel == CHANNEL_EMAIL ? contact.email : contact.phone;
    if (!officer || !officer_active(officer, today)) return (Destination){.why = "no longer in post"};
    if (!(channel == CHANNEL_EMAIL ? contact.email_on : contact.sms_on)) return (Destination){.why = "not wanted"};
    return *to ? (Destination){to, contact.language, NULL} : (Destination){.why = "no address"};
}

static Destination reach_applicant(Scene *scene, Arena *arena, const Notice *notice, const CaseFile *file, NoticeChannel channel)
{
    bool agent = !strncmp(notice->recipient, "agent:", 6), email = channel == CHANNEL_EMAIL;
    NoticeContact contact = {"", "", "", true, true};
    Citizen citizen;
    if (!file || !file->person) return (Destination){.why = "personal data erased"};
    const char *to = value_str(file->person, agent ? email ? "agent_email" : "agent_phone" : email ? "email" : "phone");
    bool account = !agent && notice->account && citizen_find(scene->store, arena, notice->account, &citizen);
    if (account) {
        contact = notice_contact(scene->store, arena, account_subject_citizen(arena, notice->account));
        if (!(email ? contact.email_on : contact.sms_on)) return (Destination){.why = "not wanted"};
        if ((!to || !*to) && email) to = contact.email;
        if ((!to || !*to) && !email) to = citizen.phone;
    }
    if (to && *to && !email && !identity_phone(to)) return (Destination){.why = "no mobile number"};
    return to && *to ? (Destination){to, contact.language, NULL} : (Destination){.why = "no address"};
}

/* ---- the letter ---- */

static void set_case(Scene *scene, Arena *a, Value *out, const Notice *notice, const CaseFile *file)
{
    const Item *item = file ? case_item(scene, file) : NULL;
    const Window *window = file ? catalog_window(scene->catalog, file->standing.window) : NULL;
    const char *name_en = item ? item->name_en : NULL;
    value_set_str(a, out, "number", file ? file->number : "");
    value_set_str(a, out, "item_zh", item ? item->name : "");
    value_set_str(a, out, "item_en", name_en && *name_en ? name_en : item ? item->name : "");
    value_set_str(a, out, "place_zh", window ? arena_printf(a, "%s %s", window->id, window->name) : "");
    value_set_str(a, out, "place_en", window ? window->id : "");
    const char *path = !file ? *notice->officer ? "/desk" : "/my" : arena_printf(a, *notice->officer ? "/desk/cases/%s" : "/case/%s", file->number);
    value_set_str(a, out, "link", arena_printf(a, "%s%s", scene->centre->public_url, path));
}

static void set_way(Scene *scene, Arena *a, Value *out, NoticeChannel channel)
{
    const NoticeSettings *s = scene->notices;
    const char *secret = "";
    notice_secret_find(scene->store, a, channel == CHANNEL_EMAIL ? "smtp_password" : "webhook_key", &secret);
    value_set_str(a, out, "secret", secret);
    value_set_str(a, out, "from", s->mail_from);
    value_set_str(a, out, "host", s->smtp_host);
    value_set_int(a, out, "port", s->smtp_port);
    value_set_int(a, out, "tls", s->smtp_tls);
    value_set_str(a, out, "user", s->smtp_user);
    value_set_str(a, out, "url", s->webhook_url);
}

static bool drop(Scene *scene, WindowTurn *turn, const Delivery *d, const char *why)
{
    delivery_move(scene->store, d->notice, d->channel, DELIVERY_WAITING, DELIVERY_DROPPED, d->tries, d->due, why, turn->now);
    return false;
}

static bool still_wanted(Scene *scene, WindowTurn *turn, const Delivery *d, const Notice *notice)
{
    if (!(notice_channels(scene->notices) & d->channel)) return drop(scene, turn, d, "channel switched off");
    if (turn->now.ms - notice->at.ms > LIMIT_NOTICE_STALE_DAYS * 86400000LL && !d->tries && d->changed.ms == notice->at.ms) return drop(scene, turn, d, "too old");
    return true;
}

void notice_claim(Scene *scene, WindowTurn *turn)
{
    const DeliveryKey *key = turn->input;
    Arena *a = turn->arena;
    Delivery d;
    Notice notice;
    turn->result = NULL;
    if (!delivery_load(scene->store, a, key->notice, key->channel, &d) || d.state != DELIVERY_WAITING || d.due.ms > turn->now.ms) return;
    if (!notice_load(scene->store, a, d.notice, &notice)) { drop(scene, turn, &d, "no message"); return; }
    if (!still_wanted(scene, turn, &d, &notice)) return;
    const CaseFile *file = notice.case_id ? case_load(scene->store, a, notice.case_id) : NULL;
    Destination destination = *notice.officer ? reach_officer(scene, a, &notice, d.channel, instant_day(turn->now)) : reach_applicant(scene, a, &notice, file, d.channel);
    if (!destination.to) { drop(scene, turn, &d, destination.why); return; }
    if (!delivery_move(scene->store, d.notice, d.channel, DELIVERY_WAITING, DELIVERY_SENDING, d.tries + 1, d.due, "", turn->now)) return;
    Value *out = turn->result = value_object(a);
    value_set_str(a, out, "id", letter_id(a, scene->secret, notice.event_seq, notice.recipient, d.channel));
    value_set_str(a, out, "to", destination.to);
    value_set_str(a, out, "language", destination.language);
    value_set_str(a, out, "name", notice.name);
    value_set_str(a, out, "day", notice.day);
    value_set_str(a, out, "extra", notice.extra);
    value_set_int(a, out, "at", notice.at.ms);
    value_set_str(a, out, "hall_zh", scene->centre->name);
    value_set_str(a, out, "hall_en", scene->centre->name_en);
    set_case(scene, a, out, &notice, file);
    set_way(scene, a, out, d.channel);
}

void notice_handing(Scene *scene, WindowTurn *turn)
{
    const DeliveryKey *key = turn->input;
    Delivery d;
    bool sending = delivery_load(scene->store, turn->arena, key->notice, key->channel, &d) && d.state == DELIVERY_SENDING;
    if (!sending || !delivery_move(scene->store, d.notice, d.channel, DELIVERY_SENDING, DELIVERY_HANDING, d.tries, d.due, "", turn->now)) window_refuse(turn, REFUSED_NO_CHANGE, NULL);
}

void notice_settle(Scene *scene, WindowTurn *turn)
{
    const DeliverySettle *settle = turn->input;
    Delivery d;
    if (!delivery_load(scene->store, turn->arena, settle->key.notice, settle->key.channel, &d) || (d.state != DELIVERY_SENDING && d.state != DELIVERY_HANDING)) return;
    bool again = settle->outcome == OUTCOME_AGAIN && d.tries < LIMIT_NOTICE_TRIES;
    Instant due = again ? (Instant){turn->now.ms + notice_retry_seconds(scene->notices->retry_seconds, d.tries) * 1000} : d.due;
    const char *reason = settle->outcome == OUTCOME_AGAIN && !again ? arena_printf(turn->arena, "given up after %d tries: %s", d.tries, settle->reason) : settle->reason;
    delivery_move(scene->store, d.notice, d.channel, d.state, settle->outcome == OUTCOME_SENT ? DELIVERY_SENT : again ? DELIVERY_WAITING : DELIVERY_DEAD, d.tries, due, reason, turn->now);
}
