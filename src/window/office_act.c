/* office_act.c: acts of the office; see office_act.h. Imports of items and departments stand in office_import.c. */
#include "window/office_act.h"
#include "base/text.h"
#include "people/rights.h"
#include <string.h>

/* Under which of her posts it is done; the first right asked for is what the act is about. */
static void note_post(WindowTurn *turn, Right right, const RightScope *scope)
{
    Actor post;
    if (!turn->post && right_post(&turn->actor, right, scope, &post)) turn->post = arena_memdup(turn->arena, &post, sizeof post);
}

/* The right over a department's affairs; "" for the whole centre: a chief's or a head's right in her own department does not reach that. True: go on. */
static bool may_in(WindowTurn *turn, Right right, const char *department)
{
    RightScope scope = {.department = department};
    if (right_has(&turn->actor, right, &scope)) { note_post(turn, right, &scope); return true; }
    window_refuse(turn, turn->actor.kind == ACTOR_NOBODY ? REFUSED_NOT_SIGNED_IN : REFUSED_NO_RIGHT, right_zh(right));
    return false;
}

bool office_may(WindowTurn *turn, Right right) { return may_in(turn, right, ""); }

static void record(Scene *scene, WindowTurn *turn, const char *kind, Value *body)
{
    Event event = {.kind = kind, .body = body};
    window_record(scene, turn, &event);
}

/* A body builder either gives the body or says in Chinese why not. The place of the text, not the text: the builder, in the same call, may run after. */
static void record_or_refuse(Scene *scene, WindowTurn *turn, const char *kind, Value *body, const char *const *problem)
{
    if (body) record(scene, turn, kind, body);
    else window_refuse(turn, REFUSED_FIELD_INVALID, *problem);
}

/* "lead.基本建设" = "001": who leads joint cases of that type of project (DOMAIN 3.3-2). */
static bool names_a_lead(const Scene *scene, const Value *setting)
{
    const char *type = text_starts(setting->key, "lead.") ? setting->key + 5 : "";
    return !text_blank(type) && text_characters(type) <= LIMIT_NAME_CHARACTERS && setting->kind == VALUE_STRING && catalog_department(scene->catalog, setting->string);
}

void office_configure(Scene *scene, WindowTurn *turn)
{
    static const char *const known[] = {"name", "name_en", "area", "district", "public_url", "payee", "payee_account", "offhours_receipt", "closing_minute", "demo",
        "reexamination_days", "commitment_months", "commitment_bar_months", "question_days", "owed_grace_days"};
    const Value *settings = turn->input;
    if (!office_may(turn, RIGHT_ADMIN_USERS)) return;
    for (const Value *m = settings->first; m; m = m->next) {
        bool found = names_a_lead(scene, m);
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) found |= !strcmp(known[i], m->key);
        if (!found || m->kind != VALUE_STRING || text_blank(m->string)) { window_refuse(turn, REFUSED_FIELD_INVALID, m->key); return; }
    }
    record(scene, turn, "centre.configured", value_copy(turn->arena, settings));
}

/* ---- calendar ---- */

static void problems_of_calendar(WindowTurn *turn, const CalendarTable *table)
{
    turn->result = value_object(turn->arena);
    Value *errors = value_set_list(turn->arena, turn->result, "errors");
    for (int i = 0; i < table->problem_count && i < LIMIT_CALENDAR_PROBLEMS; i++) {
        Value *one = value_push_object(turn->arena, errors);
        value_set_int(turn->arena, one, "row", table->problems[i].row);
        value_set_str(turn->arena, one, "column", table->problems[i].column);
        value_set_str(turn->arena, one, "zh", table->problems[i].zh);
        value_set_str(turn->arena, one, "en", table->problems[i].en);
    }
    window_refuse(turn, REFUSED_IMPORT_INVALID, table->problem_count ? table->problems[0].zh : NULL);
}

void office_import_holidays(Scene *scene, WindowTurn *turn)
{
    const FileImport *import = turn->input;
    if (!office_may(turn, RIGHT_EDIT_CALENDAR)) return;
    CalendarTable table = calendar_parse_text(turn->arena, import->bytes, import->size);
    if (!table.days) { problems_of_calendar(turn, &table); return; }
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "days", table.count);
    if (import->dry_run) return;
    record(scene, turn, "calendar.imported", calendar_import_body(turn->arena, import->source, table.days, table.count));
}

void office_override_calendar(Scene *scene, WindowTurn *turn)
{
    const CalendarChange *change = turn->input;
    if (!office_may(turn, RIGHT_EDIT_CALENDAR)) return;
    const char *fault = calendar_override_fault(&change->change, NULL);
    if (fault) { window_refuse(turn, REFUSED_FIELD_INVALID, fault); return; }
    record(scene, turn, "calendar.overridden", calendar_override_body(turn->arena, &change->change, change->withdrawn));
}

/* ---- catalogue: one item ---- */

static void refuse_catalog(WindowTurn *turn, const CatalogRefusal *refusal)
{
    Refusal named = !strcmp(refusal->code, "LINT_ERRORS") ? REFUSED_ITEM_LINT : !strcmp(refusal->code, "NOT_PUBLISHED") ? REFUSED_ITEM_NOT_IN_FORCE : REFUSED_FIELD_INVALID;
    window_refuse(turn, named, arena_printf(turn->arena, "%s %s", refusal->zh, refusal->remedy_zh ? refusal->remedy_zh : ""));
}

void office_publish_item(Scene *scene, WindowTurn *turn)
{
    const ItemPublish *publish = turn->input;
    if (!office_may(turn, RIGHT_PUBLISH)) return;
    const Item *draft = catalog_item_newest(scene->catalog, publish->code);
    if (!draft) { window_refuse(turn, REFUSED_NO_SUCH_ITEM, publish->code); return; }
    if (draft->state != ITEM_DRAFT) { window_refuse(turn, REFUSED_NO_CHANGE, draft->name); return; }
    CatalogRefusal refusal = catalog_may_publish(scene->catalog, turn->arena, draft, publish->from);
    if (refusal.code) { refuse_catalog(turn, &refusal); return; }
    record(scene, turn, "item.published", catalog_event_published(turn->arena, draft, publish->from));
}

void office_withdraw_item(Scene *scene, WindowTurn *turn)
{
    const ItemWithdraw *withdraw = turn->input;
    if (!office_may(turn, RIGHT_PUBLISH)) return;
    const Item *item = catalog_item_at(scene->catalog, withdraw->code, instant_day(turn->now));
    if (!item) { window_refuse(turn, REFUSED_ITEM_NOT_IN_FORCE, withdraw->code); return; }
    if (text_blank(withdraw->reason)) { window_refuse(turn, REFUSED_REASON_MISSING, NULL); return; }
    CatalogRefusal refusal = catalog_may_withdraw(scene->catalog, turn->arena, withdraw->code, withdraw->last);
    if (refusal.code) { refuse_catalog(turn, &refusal); return; }
    record(scene, turn, "item.withdrawn", catalog_event_withdrawn(turn->arena, item, withdraw->last, withdraw->reason));
}

/* ---- people ---- */

void office_appoint(Scene *scene, WindowTurn *turn)
{
    const Officer *officer = turn->input;
    const char *problem = NULL;
    if (!office_may(turn, RIGHT_ADMIN_USERS)) return;
    if (text_blank(officer->document)) { window_refuse(turn, REFUSED_APPOINTMENT_DOCUMENT, officer->name); return; }
    if (officer->beside) {
        record_or_refuse(scene, turn, "officer.post_added", people_event_post_added(turn->arena, scene->people, officer, &problem), &problem);
        return;
    }
    const Officer *known = people_officer(scene->people, officer->id);
    bool in_post = known && officer_active(known, instant_day(turn->now));
    Value *body = in_post ? people_event_changed(turn->arena, scene->people, officer, &problem) : people_event_appointed(turn->arena, scene->people, officer, &problem);
    record_or_refuse(scene, turn, in_post ? "officer.changed" : "officer.appointed", body, &problem);
}

/* Would anybody administer accounts on the day after, were this post of hers gone? */
static bool last_admin_post(const Scene *scene, Arena *arena, int64_t appointment, Day today)
{
    const Officer **admins;
    int count = people_with_role(scene->people, arena, ROLE_ADMIN, NULL, today, &admins);
    Actor her = count == 1 ? people_actor(scene->people, admins[0]->id, today) : (Actor){0}, one;
    if (count > 1) return false;
    bool other = false, this = false;
    for (int at = 0; count && actor_post(&her, &at, &one);) if (one.roles & ROLE_ADMIN) { if (one.post == appointment) this = true; else other = true; }
    return this && !other;
}

void office_end_post(Scene *scene, WindowTurn *turn)
{
    const PostEnd *end = turn->input;
    const char *problem = NULL;
    if (!office_may(turn, RIGHT_ADMIN_USERS)) return;
    if (last_admin_post(scene, turn->arena, end->appointment, instant_day(turn->now))) { window_refuse(turn, REFUSED_LAST_ADMINISTRATOR, NULL); return; }
    record_or_refuse(scene, turn, "officer.post_ended", people_event_post_ended(turn->arena, scene->people, end->appointment, end->last, end->document, &problem), &problem);
}

void office_dismiss(Scene *scene, WindowTurn *turn)
{
    const OfficerDismiss *dismiss = turn->input;
    const char *problem = NULL;
    if (!office_may(turn, RIGHT_ADMIN_USERS)) return;
    const Officer *officer = people_officer(scene->people, dismiss->id), **admins;
    if (!officer) { window_refuse(turn, REFUSED_NO_SUCH_OFFICER, dismiss->id); return; }
    Day today = instant_day(turn->now);
    if ((people_roles(scene->people, officer->id, today) & ROLE_ADMIN) && people_with_role(scene->people, turn->arena, ROLE_ADMIN, NULL, today, &admins) <= 1) {
        window_refuse(turn, REFUSED_LAST_ADMINISTRATOR, NULL);
        return;
    }
    record_or_refuse(scene, turn, "officer.dismissed", people_event_dismissed(turn->arena, scene->people, dismiss->id, dismiss->last, dismiss->reason, &problem), &problem);
}

void office_grant(Scene *scene, WindowTurn *turn)
{
    const Authority *row = turn->input;
    const char *problem = NULL;
    if (!may_in(turn, RIGHT_GRANT_AUTHORITY, row->department)) return;
    record_or_refuse(scene, turn, "authority.granted", people_event_granted(turn->arena, scene->people, row, &problem), &problem);
}

void office_revoke(Scene *scene, WindowTurn *turn)
{
    const AuthorityRevoke *revoke = turn->input;
    const char *problem = NULL, *department = "";
    const AuthorityBook *book = &scene->people->book;
    for (int i = 0; i < book->row_count; i++) if (book->rows[i].id == revoke->id) department = book->rows[i].department;
    if (!may_in(turn, RIGHT_GRANT_AUTHORITY, department)) return;
    record_or_refuse(scene, turn, "authority.revoked", people_event_revoked(turn->arena, scene->people, revoke->id, revoke->last, revoke->document, &problem), &problem);
}

void office_substitute(Scene *scene, WindowTurn *turn)
{
    const Substitute *pair = turn->input;
    const char *problem = NULL;
    const Officer *a = people_officer(scene->people, pair->a), *b = people_officer(scene->people, pair->b);
    /* A head pairs two of her own; across departments it is the centre's to record. */
    bool one_department = a && b && text_equal(a->department, b->department);
    if (!may_in(turn, RIGHT_GRANT_AUTHORITY, one_department ? a->department : "")) return;
    record_or_refuse(scene, turn, "substitute.named", people_event_substitute(turn->arena, scene->people, pair, &problem), &problem);
}

void office_absence(Scene *scene, WindowTurn *turn)
{
    const Absence *absence = turn->input;
    const char *problem = NULL;
    const Officer *officer = people_officer(scene->people, absence->officer);
    RightScope scope = {.department = officer ? officer->department : "", .window = officer ? officer->window : ""};
    if (!right_has(&turn->actor, RIGHT_RECORD_ABSENCE, &scope)) { window_refuse(turn, REFUSED_NO_RIGHT, right_zh(RIGHT_RECORD_ABSENCE)); return; }
    note_post(turn, RIGHT_RECORD_ABSENCE, &scope);
    record_or_refuse(scene, turn, "absence.recorded", people_event_absence(turn->arena, scene->people, absence, &problem), &problem);
}

void office_end_absence(Scene *scene, WindowTurn *turn)
{
    const AbsenceEnd *end = turn->input;
    const char *problem = NULL;
    RightScope scope = {0};
    for (int i = 0; i < scene->people->book.absence_count; i++) {
        const Absence *row = &scene->people->book.absences[i];
        const Officer *officer = row->id == end->id ? people_officer(scene->people, row->officer) : NULL;
        if (officer) scope = (RightScope){.department = officer->department, .window = officer->window};
    }
    if (!right_has(&turn->actor, RIGHT_RECORD_ABSENCE, &scope)) { window_refuse(turn, REFUSED_NO_RIGHT, right_zh(RIGHT_RECORD_ABSENCE)); return; }
    note_post(turn, RIGHT_RECORD_ABSENCE, &scope);
    record_or_refuse(scene, turn, "absence.ended", people_event_absence_ended(turn->arena, scene->people, end->id, end->last, &problem), &problem);
}
