/* admin_act.c: what the administration's forms do: each reads its form, hands one turn to the window, and either says no in place or shows the list again. */
#include "base/log.h"
#include "base/text.h"
#include "pages/admin_inside.h"
#include "people/account.h"
#include "people/login.h"
#include "people/password.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

/* ---- one form under way: kept while the turn waits, shown again when it is refused ---- */

typedef struct Filled {
    AdminFormName form;
    const char *subject;              /* officer or row named in the address; NULL none */
    Value *typed, *errors;
    const char *flash, *back;         /* after success */
} Filled;

static Filled *fill(Request *request, AdminFormName form, const char *subject, const char *flash)
{
    Filled *f = ARENA_NEW(request->arena, Filled);
    f->form = form;
    f->subject = subject ? arena_strdup(request->arena, subject) : NULL;
    f->typed = field_values(request, admin_form(form)->rows);
    f->errors = value_object(request->arena);
    f->flash = flash;
    f->back = arena_printf(request->arena, "/admin?part=%s", admin_form(form)->part);
    return f;
}

static void wrong(Request *request, Filled *f, const char *field, const char *message) { value_set_str(request->arena, f->errors, field, message); }

static Day day_field(Request *request, Filled *f, const char *field, bool required)
{
    Day day = DAY_NONE;
    const char *text = value_str(f->typed, field);
    if (text ? !day_parse(text, &day) : required) { wrong(request, f, field, page_message(request, "office.bad_day")); return DAY_NONE; }
    return day;
}

static const char *text_field(Request *request, Filled *f, const char *field)
{
    const char *text = value_str(f->typed, field);
    if (text) return text;
    wrong(request, f, field, page_message(request, "office.missing"));
    return "";
}

static void say_no(Request *request, const Filled *f, Refusal refusal, const char *detail)
{
    AdminShown shown = {.form = f->form, .subject = f->subject, .typed = f->typed, .errors = f->errors, .refusal = refusal, .detail = detail};
    admin_show(request, refusal ? refusal_text(refusal)->status : 422, admin_form(f->form)->part, &shown);
}

static void say_done(Request *request, const Filled *f)
{
    page_flash(request, f->flash, "");
    reply_redirect(request, 303, f->back);
}

static void settled(Request *request, WindowTurn *turn)
{
    const Filled *f = turn->context;
    if (turn->refusal) say_no(request, f, turn->refusal, turn->detail);
    else say_done(request, f);
}

static void submit(Request *request, Filled *f, void (*work)(Scene *, WindowTurn *), const void *input, size_t bytes)
{
    if (f->errors->count) { say_no(request, f, REFUSED_NOTHING, NULL); return; }
    WindowTurn *turn = page_new_turn(request, work, arena_memdup(request->arena, input, bytes));
    turn->context = f;
    page_turn(request, turn, settled);
}

/* What changes only rows has no check at the window, so the whole right is asked for here. */
static bool over_all(Request *request, Right right)
{
    if (office_over_all(request, right)) return true;
    page_refusal(request, REFUSED_NO_RIGHT, right_zh(right));
    return false;
}

static bool id_param(Request *request, const char *name, int64_t *out)
{
    if (text_parse_int(request_param(request, name), 1, INT64_MAX, out)) return true;
    reply_problem(request, 404, "no such row");
    return false;
}

/* ---- appointing, with a first password: hashed on a worker, then officer and credential in one turn ---- */

typedef struct Appointing {
    Filled *filled;
    Arena *arena;
    Officer officer;
    const char *subject, *password, *hash;        /* password NULL: stays as it is */
} Appointing;

static void appoint_work(Scene *scene, WindowTurn *turn)
{
    const Appointing *a = turn->input;
    turn->input = &a->officer;
    office_appoint(scene, turn);
    turn->input = a;
    if (!turn->refusal && a->hash) credential_set(scene->store, a->subject, a->hash, true, turn->now);
}

/* The rows are gone; the table in memory must follow, or an ended session would live on in it. */
static void end_sessions(Request *request, const char *subject) { session_table_drop_subject(hall_of(request)->sessions, subject); }

static void appointed(Request *request, WindowTurn *turn)
{
    const Appointing *a = turn->input;
    if (turn->refusal) { say_no(request, a->filled, turn->refusal, turn->detail); return; }
    if (a->hash) end_sessions(request, a->subject);
    say_done(request, a->filled);
}

static void appoint_turn(Request *request, void *context)
{
    page_turn(request, page_new_turn(request, appoint_work, context), appointed);
}

static void hash_first(void *context)
{
    Appointing *a = context;
    a->hash = password_hash(a->arena, a->password);
}

void admin_appoint(Request *request)
{
    Filled *f = fill(request, FORM_APPOINT, NULL, "flash.officer_recorded");
    Appointing *a = ARENA_NEW(request->arena, Appointing);
    const char *department = value_str(f->typed, "department"), *window = value_str(f->typed, "window"), *password = request_form(request, "password");
    a->filled = f;
    a->arena = request->arena;
    a->officer = (Officer){.id = text_field(request, f, "account"), .name = text_field(request, f, "name"), .department = department ? department : "", .window = window ? window : "",
                           .roles = admin_typed_mask(f->typed, "role_", admin_role, ROLE_ALL), .post = text_field(request, f, "post"),
                           .from = day_field(request, f, "from", true), .to = day_field(request, f, "to", false),
                           .document = text_field(request, f, "document")};
    a->subject = account_subject_officer(request->arena, a->officer.id);
    Credential known;
    bool has = credential_find(hall_of(request)->scene->store, request->arena, a->subject, &known);
    const char *problem = password && *password ? password_problem(password, a->officer.id, english(request)) : has ? NULL : page_message(request, "admin.password_needed");
    if (problem) wrong(request, f, "password", problem);
    const char *bad = f->errors->count ? NULL : officer_problem(request->arena, &a->officer);
    if (f->errors->count || bad) { say_no(request, f, bad ? REFUSED_FIELD_INVALID : REFUSED_NOTHING, bad); return; }
    if (!over_all(request, RIGHT_ADMIN_USERS)) return;
    if (!password || !*password) { appoint_turn(request, a); return; }
    a->password = password;
    page_offload(request, hash_first, a, appoint_turn);
}

/* ---- passwords, locks ---- */

typedef struct Lock { Filled *filled; Arena *arena; const char *subject, *password, *hash; bool block, unlock; } Lock;

static void lock_rows(Store *store, void *context, Instant now)
{
    const Lock *l = context;
    if (l->hash) credential_set(store, l->subject, l->hash, true, now);
    if (l->hash || l->unlock) login_unlock(store, l->subject);
    if (l->block || l->unlock) credential_block(store, l->subject, l->block);
}

static void locked(Request *request, WindowTurn *turn)
{
    const Lock *l = turn->context;
    if (l->hash || l->block) end_sessions(request, l->subject);
    log_line(LOG_INFO, "admin", "%s: %s by %s", l->subject, l->hash ? "password set" : l->block ? "sign-in blocked" : "sign-in unlocked", visitor_of(request)->actor.id);
    say_done(request, l->filled);
}

static void lock_turn(Request *request, void *context) { page_rows(request, lock_rows, context, locked); }

static void hash_new(void *context)
{
    Lock *l = context;
    l->hash = password_hash(l->arena, l->password);
}

/* The officer named in the address; NULL when the reply is given. */
static Lock *lock_of(Request *request, AdminFormName form, const char *flash)
{
    Filled *f = fill(request, form, request_param(request, "account"), flash);
    if (!over_all(request, RIGHT_ADMIN_USERS)) return NULL;
    if (!people_officer(hall_of(request)->scene->people, f->subject)) { say_no(request, f, REFUSED_NO_SUCH_OFFICER, f->subject); return NULL; }
    f->back = arena_printf(request->arena, "/admin?part=staff&officer=%s", f->subject);
    Lock *l = ARENA_NEW(request->arena, Lock);
    *l = (Lock){.filled = f, .arena = request->arena, .subject = account_subject_officer(request->arena, f->subject)};
    return l;
}

void admin_password(Request *request)
{
    Lock *l = lock_of(request, FORM_PASSWORD, "flash.password_reset");
    if (!l) return;
    l->password = request_form(request, "password");
    const char *problem = password_problem(l->password ? l->password : "", l->filled->subject, english(request));
    if (problem) {
        wrong(request, l->filled, "password", problem);
        say_no(request, l->filled, REFUSED_NOTHING, NULL);
        return;
    }
    page_offload(request, hash_new, l, lock_turn);
}

static bool last_administrator(Request *request, const char *id)
{
    const People *people = hall_of(request)->scene->people;
    const Officer *officer = people_officer(people, id), **admins;
    Day today = visitor_of(request)->today;
    return officer && (people_roles(people, id, today) & ROLE_ADMIN) && people_with_role(people, request->arena, ROLE_ADMIN, NULL, today, &admins) <= 1;
}

void admin_block(Request *request)
{
    Lock *l = lock_of(request, FORM_BLOCK, "flash.blocked");
    if (!l) return;
    if (last_administrator(request, l->filled->subject)) { say_no(request, l->filled, REFUSED_LAST_ADMINISTRATOR, NULL); return; }
    l->block = true;
    lock_turn(request, l);
}

void admin_unlock(Request *request)
{
    Lock *l = lock_of(request, FORM_UNLOCK, "flash.unlocked");
    if (!l) return;
    l->unlock = true;
    lock_turn(request, l);
}

static void dismissed(Request *request, WindowTurn *turn)
{
    const Filled *f = turn->context;
    if (!turn->refusal) end_sessions(request, account_subject_officer(request->arena, f->subject));
    settled(request, turn);
}

/* A post beside the one she holds (C1): who she is stays as recorded. */
void admin_add_post(Request *request)
{
    Filled *f = fill(request, FORM_BESIDE, request_param(request, "account"), "flash.officer_recorded");
    const Officer *known = people_officer(hall_of(request)->scene->people, f->subject);
    if (!known) { say_no(request, f, REFUSED_NO_SUCH_OFFICER, f->subject); return; }
    const char *department = value_str(f->typed, "department"), *window = value_str(f->typed, "window");
    Officer officer = {.id = f->subject, .name = arena_strdup(request->arena, known->name), .department = department ? department : "", .window = window ? window : "",
                       .roles = admin_typed_mask(f->typed, "role_", admin_role, ROLE_ALL), .post = text_field(request, f, "post"), .from = day_field(request, f, "from", true),
                       .to = day_field(request, f, "to", false), .document = text_field(request, f, "document"), .beside = true};
    f->back = arena_printf(request->arena, "/admin?part=staff&officer=%s", f->subject);
    submit(request, f, office_appoint, &officer, sizeof officer);
}

void admin_end_post(Request *request)
{
    Filled *f = fill(request, FORM_POST_END, request_param(request, "account"), "flash.officer_recorded");
    const Appointment *own;
    PostEnd end = {.last = day_field(request, f, "last", true), .document = text_field(request, f, "document")};
    const char *chosen = text_field(request, f, "appointment");
    int count = people_appointments(hall_of(request)->scene->people, f->subject, &own);
    for (int i = 0; i < count; i++) if (!strcmp(chosen, arena_printf(request->arena, "%lld", (long long)own[i].id))) end.appointment = own[i].id;      /* hers, whatever number was sent */
    submit(request, f, office_end_post, &end, sizeof end);
}

void admin_close(Request *request)
{
    Filled *f = fill(request, FORM_CLOSE, request_param(request, "account"), "flash.officer_recorded");
    OfficerDismiss dismiss = {f->subject, day_field(request, f, "last", true), text_field(request, f, "reason")};
    if (f->errors->count) { say_no(request, f, REFUSED_NOTHING, NULL); return; }
    WindowTurn *turn = page_new_turn(request, office_dismiss, arena_memdup(request->arena, &dismiss, sizeof dismiss));
    turn->context = f;
    page_turn(request, turn, dismissed);
}

/* ---- authority, absence, substitutes ---- */

void admin_grant(Request *request)
{
    Filled *f = fill(request, FORM_GRANT, NULL, "flash.authority_recorded");
    Authority row = {.officer = text_field(request, f, "officer"), .department = text_field(request, f, "department"), .item = text_field(request, f, "item"),
                     .rights = admin_typed_mask(f->typed, "right_", admin_authority, AUTHORITY_ALL), .from = day_field(request, f, "from", true),
                     .to = day_field(request, f, "to", false), .document = text_field(request, f, "document")};
    const Item *item = catalog_item_newest(hall_of(request)->scene->catalog, row.item);
    if (*row.item && strcmp(row.item, "*") && !item) wrong(request, f, "item", page_message(request, "admin.no_item"));
    else if (item && *row.department && strcmp(item->department, row.department)) wrong(request, f, "item", page_message(request, "admin.other_department"));
    if (!row.rights) wrong(request, f, "right_accept", page_message(request, "admin.no_right"));
    submit(request, f, office_grant, &row, sizeof row);
}

void admin_end_authority(Request *request)
{
    int64_t id;
    if (!id_param(request, "id", &id)) return;
    Filled *f = fill(request, FORM_END, request_param(request, "id"), "flash.authority_ended");
    AuthorityRevoke revoke = {id, day_field(request, f, "last", true), text_field(request, f, "document")};
    submit(request, f, office_revoke, &revoke, sizeof revoke);
}

void admin_absence(Request *request)
{
    Filled *f = fill(request, FORM_ABSENCE, NULL, "flash.absence_recorded");
    Absence absence = {.officer = text_field(request, f, "officer"), .from = day_field(request, f, "from", true), .to = day_field(request, f, "to", true), .reason = text_field(request, f, "reason")};
    submit(request, f, office_absence, &absence, sizeof absence);
}

void admin_end_absence(Request *request)
{
    int64_t id;
    if (!id_param(request, "id", &id)) return;
    Filled *f = fill(request, FORM_BACK, request_param(request, "id"), "flash.absence_ended");
    AbsenceEnd end = {id, day_field(request, f, "last", true)};
    submit(request, f, office_end_absence, &end, sizeof end);
}

void admin_substitute(Request *request)
{
    Filled *f = fill(request, FORM_SUBSTITUTE, NULL, "flash.substitute_named");
    Substitute pair = {.a = text_field(request, f, "a"), .b = text_field(request, f, "b"), .from = day_field(request, f, "from", true), .to = day_field(request, f, "to", false),
                       .document = text_field(request, f, "document")};
    submit(request, f, office_substitute, &pair, sizeof pair);
}

/* ---- calendar ---- */

static void holidays_done(Request *request, WindowTurn *turn)
{
    const Filled *f = turn->context;
    const FileImport *import = turn->input;
    if (!turn->refusal && !import->dry_run) { say_done(request, f); return; }
    AdminShown shown = {.form = FORM_HOLIDAYS, .typed = f->typed, .refusal = turn->refusal, .detail = turn->detail, .problems = value_get(turn->result, "errors")};
    const char *days = arena_printf(request->arena, "%lld", (long long)value_int(turn->result, "days", 0));
    if (!turn->refusal) shown.notice = message_format(hall_of(request)->messages, request->arena, visitor_of(request)->language, "admin.holidays_looked", &days, 1);
    admin_show(request, turn->refusal ? refusal_text(turn->refusal)->status : 200, "calendar", &shown);
}

void admin_holidays(Request *request)
{
    Filled *f = fill(request, FORM_HOLIDAYS, NULL, "flash.calendar_changed");
    const Upload *file = request_file(request, "file", 0);
    FileImport import = {.source = text_field(request, f, "source"), .dry_run = !text_blank(request_form(request, "check"))};
    if (!file || !file->size) wrong(request, f, "file", page_message(request, "office.no_file"));
    if (f->errors->count) { say_no(request, f, REFUSED_NOTHING, NULL); return; }
    import.bytes = file->data;
    import.size = file->size;
    WindowTurn *turn = page_new_turn(request, office_import_holidays, arena_memdup(request->arena, &import, sizeof import));
    turn->context = f;
    page_turn(request, turn, holidays_done);
}

void admin_override(Request *request)
{
    Filled *f = fill(request, FORM_OVERRIDE, NULL, "flash.calendar_changed");
    CalendarChange change = {.change = {.area = text_field(request, f, "area"), .day = day_field(request, f, "day", true), .document = text_field(request, f, "document")},
                             .withdrawn = !text_blank(request_form(request, "withdrawn"))};
    if (!calendar_kind_parse(text_field(request, f, "kind"), &change.change.kind)) wrong(request, f, "kind", page_message(request, "office.missing"));
    submit(request, f, office_override_calendar, &change, sizeof change);
}

/* ---- machine tokens: operational rows; the token is shown once and kept nowhere ---- */

typedef struct Token { Filled *filled; char token[MACHINE_TOKEN_CHARS + 1]; const char *name; unsigned scopes; int days; int64_t id; bool revoked; } Token;

static void token_rows(Store *store, void *context, Instant now)
{
    Token *t = context;
    if (t->id) t->revoked = machine_revoke(store, t->id, now);
    else t->id = machine_create(store, t->token, t->name, t->scopes, (Instant){now.ms + t->days * 86400000LL}, now);
}

static void token_made(Request *request, WindowTurn *turn)
{
    const Token *t = turn->context;
    if (!t->id) { say_no(request, t->filled, REFUSED_ALREADY_EXISTS, t->name); return; }
    log_line(LOG_INFO, "admin", "token for %s issued by %s", t->name, visitor_of(request)->actor.id);
    AdminShown shown = {.form = FORM_NONE, .token = t->token};
    admin_show(request, 200, "tokens", &shown);
}

void admin_token(Request *request)
{
    Filled *f = fill(request, FORM_TOKEN, NULL, "");
    Token *t = ARENA_NEW(request->arena, Token);
    t->filled = f;
    t->name = text_field(request, f, "name");
    t->scopes = admin_typed_mask(f->typed, "scope_", admin_scope, MACHINE_EXCHANGE | (MACHINE_EXCHANGE - 1));
    t->days = (int)value_int(f->typed, "days", 0);
    if (*t->name && !machine_name_good(t->name)) wrong(request, f, "name", page_message(request, "admin.bad_machine"));
    if (!t->scopes) wrong(request, f, "scope_submit", page_message(request, "admin.no_scope"));
    if (t->days < 1 || t->days > 1096) wrong(request, f, "days", page_message(request, "admin.bad_days"));
    if (f->errors->count) { say_no(request, f, REFUSED_NOTHING, NULL); return; }
    if (!over_all(request, RIGHT_ADMIN_TOKENS)) return;
    machine_token_new(t->token);
    page_rows(request, token_rows, t, token_made);
}

static void token_revoked(Request *request, WindowTurn *turn)
{
    const Token *t = turn->context;
    if (!t->revoked) { say_no(request, t->filled, REFUSED_NO_CHANGE, NULL); return; }
    log_line(LOG_INFO, "admin", "token %lld revoked by %s", (long long)t->id, visitor_of(request)->actor.id);
    say_done(request, t->filled);
}

void admin_revoke_token(Request *request)
{
    Token *t = ARENA_NEW(request->arena, Token);
    if (!id_param(request, "id", &t->id) || !over_all(request, RIGHT_ADMIN_TOKENS)) return;
    t->filled = fill(request, FORM_TOKEN, NULL, "flash.token_revoked");
    t->filled->typed = NULL;
    page_rows(request, token_rows, t, token_revoked);
}
