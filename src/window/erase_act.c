/* erase_act.c: personal data leaves the tables, the log and the uploads when what it was needed for is over; the log stays provable: each entry keeps its
 * salted hash, and a later entry says that and why the data is gone (docs/LEDGER.md). Of a case: all its entries, the certificates' among them.
 * Of a desk: the entries of one enquiry, entrustment, package or meeting. Of an applicant's account: its row, and the entries of the window's acts on it. */
#include "agency/agency.h"
#include "base/text.h"
#include "cases/lanes.h"
#include "certificates/certificates.h"
#include "enquiries/enquiries.h"
#include "exchange/exchange.h"
#include "meetings/meetings.h"
#include "packages/packages.h"
#include "people/account.h"
#include "window/office_act.h"
#include <stdio.h>
#include <string.h>

enum { ENTRIES_MOST = 1000 };

/* ---- one case ---- */

/* Why the data of a concluded case is still needed; NULL: it is not. */
static const char *case_needed(Scene *scene, Arena *arena, const CaseFile *file, Day today)
{
    if (!stage_concluded(file->standing.stage)) return "办件尚未办结，个人信息仍为办理所必需";
    if (bar_rests_on(scene->store, file->id, today)) return "限制期（第七十八条、第七十九条）未满，记录仍为必需";
    const Certificate *certificate = certificate_of_case(scene->store, arena, file->id);
    bool lives = certificate && certificate->state == CERTIFICATE_VALID && strcmp(certificate_state_name(certificate, today), "expired");      /* XK-50: silence may yet renew it */
    if (lives)
        return arena_printf(arena, "证照 %s 仍然有效，持证人信息仍为必需", certificate->number);
    return NULL;
}

static void erase_case(Scene *scene, WindowTurn *turn, const CaseFile *file, const char *reason)
{
    Query *q = ledger_read_case(scene->store, file->id);
    int64_t seqs[ENTRIES_MOST];
    int count = 0;
    for (Event *e; count < ENTRIES_MOST && (e = ledger_next(q, turn->arena));) seqs[count++] = e->seq;
    store_done(q);
    for (int i = 0; i < count; i++) ledger_erase_person(scene->store, seqs[i]);
    case_uploads_erase(scene->store, file->id);          /* copies of identity cards say more than any field */
    exchange_erase(scene->store, file->id);              /* and so does a parcel still under way */
    Value *body = value_object(turn->arena);
    value_set_str(turn->arena, body, "reason", reason);
    Event event = {.kind = "case.person_erased", .body = body, .case_id = file->id, .case_number = file->number};
    window_record(scene, turn, &event);
}

/* ---- of a desk ---- */

/* What each desk needs its personal data for. *found false: there is no such row. The text says why it is still needed; NULL: it is not. */
static const char *enquiry_needed(Scene *scene, Arena *arena, int64_t id, bool *found)
{
    const Enquiry *e = enquiry_load(scene->store, arena, id);
    *found = e != NULL;
    return e && e->state != ENQUIRY_ANSWERED && e->state != ENQUIRY_REDIRECTED ? "询问尚未答复" : NULL;
}

static const char *agency_needed(Scene *scene, Arena *arena, int64_t id, bool *found)
{
    const Agency *a = agency_load(scene->store, arena, id);
    *found = a != NULL;
    return a && a->state != AGENCY_CLOSED && a->state != AGENCY_STOPPED ? "代办尚未结束" : NULL;
}

static const char *meeting_needed(Scene *scene, Arena *arena, int64_t id, bool *found)
{
    const Meeting *m = meeting_load(scene->store, arena, id);
    *found = m != NULL;
    return m && m->state == MEETING_CALLED ? "会议尚未召开" : NULL;
}

static const char *package_needed(Scene *scene, Arena *arena, int64_t id, bool *found)
{
    const Package *p = package_load(scene->store, arena, id);
    *found = p != NULL;
    return p && p->state == PACKAGE_OPEN ? "一件事尚未办结，后面的环节仍需申请人信息" : NULL;
}

/* 个人信息保护法 第四十七条: the purpose is reached when nothing of hers is under way. */
static const char *account_needed(Scene *scene, Arena *arena, int64_t id, bool *found)
{
    Citizen citizen;
    *found = citizen_find(scene->store, arena, id, &citizen);
    int64_t packages = store_number(scene->store, 0, "SELECT count(*) FROM package WHERE account = ?1 AND state = ?2", "ii", id, (int64_t)PACKAGE_OPEN);
    int64_t cases = store_number(scene->store, 0, "SELECT count(*) FROM case_file WHERE account = ?1 AND account > 0 AND open = 1", "i", id);
    return cases || packages ? arena_printf(arena, "在办办件 %lld 件，一件事 %lld 件", (long long)cases, (long long)packages) : NULL;
}

static const struct Kind { const char *desk; Refusal missing, still; const char *(*needed)(Scene *scene, Arena *arena, int64_t id, bool *found); } kinds[] = {
    {"enquiry", REFUSED_NO_SUCH_ENQUIRY, REFUSED_NOT_IN_THIS_STAGE, enquiry_needed}, {"agency", REFUSED_NO_SUCH_AGENCY, REFUSED_NOT_IN_THIS_STAGE, agency_needed},
    {"meeting", REFUSED_NO_SUCH_MEETING, REFUSED_NOT_IN_THIS_STAGE, meeting_needed}, {"package", REFUSED_NO_SUCH_PACKAGE, REFUSED_NOT_IN_THIS_STAGE, package_needed},
    {"account", REFUSED_NO_SUCH_ACCOUNT, REFUSED_ACCOUNT_NEEDED, account_needed}};
enum { KINDS = sizeof kinds / sizeof *kinds };

bool office_erases(const char *desk)
{
    for (int i = 0; i < KINDS; i++) if (!strcmp(kinds[i].desk, desk)) return true;
    return false;
}

/* Numbers of the entries outside cases that speak of this row and still hold personal data: its first, and those that name it in their body. */
static int entries_of(Scene *scene, const char *desk, int64_t id, int64_t *seqs)
{
    char low[32], high[32], path[32];
    snprintf(low, sizeof low, "%s.", desk);
    snprintf(high, sizeof high, "%s/", desk);              /* the character after the dot: all kinds of this desk and no others */
    snprintf(path, sizeof path, "$.%s", desk);
    int count = 0;
    Query *q = store_query(scene->store, "SELECT seq FROM event WHERE kind > ?1 AND kind < ?2 AND person IS NOT NULL AND case_id = 0 AND (seq = ?3 OR json_extract(body, ?4) = ?3) ORDER BY seq", "ssis", low, high, id, path);
    while (count < ENTRIES_MOST && store_row(q)) seqs[count++] = store_int(q, 0);
    store_done(q);
    return count;
}

/* One entry says of one entry that it is erased. Count of those erased. */
static int erase_row(Scene *scene, WindowTurn *turn, const char *desk, int64_t id, const char *reason)
{
    int64_t seqs[ENTRIES_MOST];
    int count = entries_of(scene, desk, id, seqs);
    for (int i = 0; i < count; i++) {
        ledger_erase_person(scene->store, seqs[i]);
        Value *body = value_object(turn->arena);
        value_set_str(turn->arena, body, "reason", reason);
        value_set_int(turn->arena, body, desk, id);
        value_set_int(turn->arena, body, "seq", seqs[i]);
        Event event = {.kind = arena_printf(turn->arena, "%s.person_erased", desk), .body = body};
        window_record(scene, turn, &event);
    }
    if (!strcmp(desk, "package")) package_files_drop(scene->store, id);
    return count;
}

/* The cases of a package hold the same person: all of them, or nothing. False: the turn is refused. */
static bool erase_cases_of(Scene *scene, WindowTurn *turn, int64_t package, const char *reason, int *erased)
{
    int count;
    const PackageStep *steps = package_children(scene->store, turn->arena, package, &count);
    for (int i = 0; i < count; i++) {
        const CaseFile *file = steps[i].case_id ? case_load(scene->store, turn->arena, steps[i].case_id) : NULL;
        const char *needed = file && file->person ? case_needed(scene, turn->arena, file, instant_day(turn->now)) : NULL;
        if (needed) { window_refuse(turn, REFUSED_NOT_IN_THIS_STAGE, arena_printf(turn->arena, "%s：%s", file->number, needed)); return false; }
    }
    for (int i = 0; i < count; i++) {
        const CaseFile *file = steps[i].case_id ? case_load(scene->store, turn->arena, steps[i].case_id) : NULL;
        if (!file || !file->person) continue;
        erase_case(scene, turn, file, reason);
        ++*erased;
    }
    return true;
}

/* The row, with password, sessions, wishes and messages, and what the entries of the window's acts on it hold; then the log says that it was done.
 * Only the command does this, with the hall closed: no table of sessions in memory needs to hear of it. */
static void erase_account(Scene *scene, WindowTurn *turn, int64_t account, const char *reason)
{
    erase_row(scene, turn, "account", account, reason);
    citizen_erase(scene->store, account);
    Value *body = value_object(turn->arena);
    value_set_int(turn->arena, body, "account", account);
    value_set_str(turn->arena, body, "reason", reason);
    Event event = {.kind = "account.erased", .body = body};
    window_record(scene, turn, &event);
}

static void erase_of_desk(Scene *scene, WindowTurn *turn, const PersonErase *erase)
{
    const struct Kind *kind = NULL;
    for (int i = 0; i < KINDS; i++) if (!strcmp(kinds[i].desk, erase->desk)) kind = &kinds[i];
    if (!kind) { window_refuse(turn, REFUSED_FIELD_INVALID, erase->desk); return; }
    bool found = false;
    int erased = 0;
    const char *needed = kind->needed(scene, turn->arena, erase->id, &found);
    if (!found) { window_refuse(turn, kind->missing, NULL); return; }
    if (needed) { window_refuse(turn, kind->still, needed); return; }
    if (!strcmp(erase->desk, "account")) { erase_account(scene, turn, erase->id, erase->reason); return; }
    if (!strcmp(erase->desk, "package") && !erase_cases_of(scene, turn, erase->id, erase->reason, &erased)) return;
    erased += erase_row(scene, turn, erase->desk, erase->id, erase->reason);
    if (!erased) window_refuse(turn, REFUSED_NO_CHANGE, NULL);
}

/* ---- the act ---- */

void office_erase_person(Scene *scene, WindowTurn *turn)
{
    const PersonErase *erase = turn->input;
    if (!office_may(turn, RIGHT_ADMIN_USERS)) return;
    if (erase->desk) {
        if (text_blank(erase->reason)) { window_refuse(turn, REFUSED_REASON_MISSING, NULL); return; }
        erase_of_desk(scene, turn, erase);
        return;
    }
    CaseFile *file = case_load(scene->store, turn->arena, erase->case_id);
    if (!file) { window_refuse(turn, REFUSED_NO_SUCH_CASE, NULL); return; }
    const char *needed = case_needed(scene, turn->arena, file, instant_day(turn->now));
    if (needed) { window_refuse(turn, REFUSED_NOT_IN_THIS_STAGE, needed); return; }
    if (text_blank(erase->reason)) { window_refuse(turn, REFUSED_REASON_MISSING, NULL); return; }
    if (!file->person) { window_refuse(turn, REFUSED_NO_CHANGE, NULL); return; }
    erase_case(scene, turn, file, erase->reason);
}
