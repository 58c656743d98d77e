/* account_page.c: applicants' accounts at the window: look the document's number up, then open an account, give a new first password, or change the phone.
 * The number never stands in an address. A first password is made here, hashed on a worker, shown on one page, once. */
#include "base/text.h"
#include "pages/desk_form.h"
#include "pages/office.h"
#include "pages/words.h"
#include "people/identity.h"
#include "people/password.h"
#include "window/account_act.h"
#include <string.h>

/* One request: what was typed, and what is to be done with it. */
typedef struct Asked {
    Arena *arena;
    const DeskAct *act;                  /* NULL: looking up */
    const Value *typed;
    char password[PASSWORD_FIRST_CHARS + 1];
    const char *hash;
    AccountAct input;
} Asked;

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

/* ---- showing ---- */

static const FieldRow *find_rows(Request *request)
{
    const FieldRow *rows = desk_form_rows(request, desk_act_named(&accounts_desk, "open"));
    FieldRow *out = ARENA_ARRAY(request->arena, FieldRow, 3);      /* document and number: the first two of every act */
    memcpy(out, rows, 2 * sizeof *rows);
    out[0].autocomplete = out[1].autocomplete = "off";
    out[1].width = "20";
    out[2] = (FieldRow){0};
    return out;
}

/* What stands on the document was typed when it was looked up and goes along unseen; a bearer is asked for firms only. */
static const FieldRow *act_rows(Request *request, const DeskAct *act, const Value *values)
{
    bool firm = text_equal(value_str(values, "document"), "licence");
    const FieldRow *rows = desk_form_rows(request, act);
    int count = 0;
    while (rows[count].name) count++;
    FieldRow *out = ARENA_ARRAY(request->arena, FieldRow, count + 1);
    count = 0;
    for (; rows->name; rows++) {
        if (text_starts(rows->name, "bearer_") && !firm) continue;
        FieldRow *row = &out[count++];
        *row = *rows;
        row->autocomplete = "off";
        if (row->type == FIELD_TEXT) row->width = "20";
        if (text_starts(row->name, "bearer_")) row->required = true;
        if (!strcmp(row->name, "document") || !strcmp(row->name, "identity")) row->type = FIELD_HIDDEN;
    }
    out[count] = (FieldRow){0};
    return out;
}

/* One act as a form on the page; its name as prefix keeps the ids apart. */
static void set_form(Request *request, Value *view, const char *name, const Value *values, const Value *errors)
{
    Arena *a = request->arena;
    const DeskAct *act = desk_act_named(&accounts_desk, name);
    Value *form = value_push_object(a, (Value *)value_get(view, "forms"));
    const char *prefix = arena_printf(a, "%s-", name);
    const FieldRow *rows = act_rows(request, act, values);
    value_set_str(a, form, "title", english(request) ? act->en : act->zh);
    value_set_str(a, form, "article", english(request) ? act->article_en : act->article_zh);
    value_set_str(a, form, "name", name);
    value_set_str(a, form, "action", arena_printf(a, "/desk/accounts/%s", name));
    value_set_bool(a, form, "warning", act->warning);
    value_set_bool(a, form, "gives_password", strcmp(name, "change_phone") != 0);
    value_set(a, form, "fields", field_list(request, rows, prefix, values, errors));
    if (errors) office_set_errors(request, view, prefix, rows, errors);
}

static void set_account(Request *request, Value *view, const Citizen *she)
{
    Arena *a = request->arena;
    Value *out = value_set_object(a, view, "account");
    const AccountFile *file = account_file_load(hall_of(request)->scene->store, a, she->account);
    value_set_int(a, out, "number", she->account);
    value_set_str(a, out, "name", identity_mask_name(a, she->name));
    value_set_str(a, out, "identity", identity_mask(a, she->identity));
    value_set_str(a, out, "phone", identity_mask_phone(a, she->phone));
    value_set_str(a, out, "opened", instant_text_short(a, she->created));
    value_set_str(a, out, "opened_by", file && text_starts(file->opened_by, "officer:") ? words_officer(request, file->opened_by + strlen("officer:")) : NULL);
    for (const DeskChoice *c = account_documents; file && c->value; c++)
        if (!strcmp(c->value, file->document)) value_set_str(a, out, "document", english(request) ? c->en : c->zh);
    value_set_int(a, out, "resets", file ? file->resets : 0);
    value_set_str(a, out, "reset", file && file->reset.ms ? instant_text_short(a, file->reset) : NULL);
}

/* The page as it stands: what was typed decides whether it looks up, opens, or changes. errors: of the act's own form. */
static void show(Request *request, int status, const Asked *asked, Refusal refusal, const char *detail, const Value *errors)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "intake");
    const char *number = asked ? identity_normal(a, value_str_or(asked->typed, "identity", "")) : "";
    Citizen she;
    bool looked = *number != 0, has = looked && citizen_find_identity(hall_of(request)->scene->store, a, number, &she);
    value_set_list(a, view, "forms");
    value_set(a, value_set_object(a, view, "find"), "fields", field_list(request, find_rows(request), "find-", asked ? asked->typed : NULL, asked && !asked->act ? errors : NULL));
    value_set_bool(a, view, "looked", looked);
    if (asked && !asked->act && errors) office_set_errors(request, view, "find-", find_rows(request), errors);
    if (refusal) page_set_refusal(request, view, refusal, detail);
    if (has) set_account(request, view, &she);
    static const char *const fresh[] = {"open", NULL}, *const kept[] = {"reset_password", "change_phone", NULL};
    Value *bare = value_object(a);                       /* what was confirmed in one form is not confirmed in another */
    value_set_str(a, bare, "document", looked ? value_str_or(asked->typed, "document", "") : "");
    value_set_str(a, bare, "identity", number);
    for (const char *const *name = has ? kept : fresh; looked && !(asked && !asked->act && errors) && *name; name++) {
        bool this = asked->act && !strcmp(asked->act->name, *name);
        set_form(request, view, *name, this ? asked->typed : bare, this ? errors : NULL);
    }
    page_show(request, status, "accounts", view);
}

static void page(Request *request) { show(request, 200, NULL, REFUSED_NOTHING, NULL, NULL); }

/* ---- looking up: on record, because it tells whether somebody has an account ---- */

static bool too_fast(Request *request, const Asked *asked)
{
    Visitor *v = visitor_of(request);
    int wait;
    if (throttle_take(v->hall->accounts, v->actor.id, v->now, &wait)) return false;
    reply_header(request, "Retry-After", arena_printf(request->arena, "%d", wait));
    show(request, 429, asked, REFUSED_TOO_MANY, NULL, NULL);
    return true;
}

typedef struct Look { const Asked *asked; const char *officer, *what; } Look;

static void record_look(Store *store, void *context, Instant now)
{
    const Look *look = context;
    access_record_add(store, now, look->officer, 0, look->what);
}

static void looked(Request *request, WindowTurn *turn) { show(request, 200, ((const Look *)turn->context)->asked, REFUSED_NOTHING, NULL, NULL); }

static void find(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Asked *asked = ARENA_NEW(a, Asked);
    asked->typed = field_values(request, find_rows(request));
    const char *number = identity_normal(a, value_str_or(asked->typed, "identity", "")), *document = value_str_or(asked->typed, "document", "");
    Value *errors = value_object(a);
    IdentityVerdict verdict = identity_check(number, !strcmp(document, "licence") ? IDENTITY_CREDIT : IDENTITY_CITIZEN, v->today);
    if (!*document) value_set_str(a, errors, "document", page_message(request, "office.missing"));
    if (!*number) value_set_str(a, errors, "identity", page_message(request, "apply.id_missing"));
    else if (*document && !identity_good(verdict)) value_set_str(a, errors, "identity", english(request) ? identity_text_en(verdict) : identity_text_zh(verdict));
    if (errors->count) { show(request, 422, asked, REFUSED_NOTHING, NULL, errors); return; }
    if (too_fast(request, NULL)) return;
    Citizen she;
    bool has = citizen_find_identity(v->hall->scene->store, a, number, &she);
    Look *look = ARENA_NEW(a, Look);
    *look = (Look){asked, arena_strdup(a, v->actor.id), has ? arena_printf(a, "account %lld", (long long)she.account) : "account: none of this number"};
    page_rows(request, record_look, look, looked);
}

/* ---- acting ---- */

static void done(Request *request, WindowTurn *turn)
{
    Asked *asked = turn->context;
    Arena *a = request->arena;
    if (turn->refusal) { show(request, refusal_text(turn->refusal)->status, asked, turn->refusal, turn->detail, NULL); return; }
    int64_t account = value_int(turn->result, "account", 0);
    if (asked->hash) session_table_drop_subject(hall_of(request)->sessions, account_subject_citizen(a, account));
    Value *view = page_view(request, "intake"), *out = value_set_object(a, view, "done");
    value_set_str(a, out, "title", english(request) ? asked->act->en : asked->act->zh);
    value_set_int(a, out, "number", account);
    value_set_str(a, out, "centre", words_shown(request, hall_of(request)->scene->centre->name));
    value_set_str(a, out, "name", identity_mask_name(a, value_str_or(asked->typed, "name", "")));
    value_set_str(a, out, "identity", identity_mask(a, identity_normal(a, value_str_or(asked->typed, "identity", ""))));
    value_set_str(a, out, "password", asked->hash ? asked->password : NULL);
    value_set_str(a, out, "url", arena_printf(a, "%s/login", hall_of(request)->scene->centre->public_url));
    page_show(request, 200, "accounts", view);
    explicit_bzero(asked->password, sizeof asked->password);
}

static void submit(Request *request, void *context)
{
    Asked *asked = context;
    asked->input = (AccountAct){.act = asked->act->name, .input = asked->typed, .hash = asked->hash};
    WindowTurn *turn = page_new_turn(request, account_act, &asked->input);
    turn->context = asked;
    page_turn(request, turn, done);
}

static void make_password(void *context)
{
    Asked *asked = context;
    password_first(asked->password);
    asked->hash = password_hash(asked->arena, asked->password);
}

static void act(Request *request)
{
    Arena *a = request->arena;
    Asked *asked = ARENA_NEW(a, Asked);
    asked->arena = a;
    asked->act = desk_act_named(&accounts_desk, request_param(request, "act"));
    if (!asked->act) { reply_problem(request, 404, "no such act"); return; }
    const FieldRow *rows = desk_form_rows(request, asked->act);
    asked->typed = field_values(request, rows);
    Value *errors = value_object(a);
    for (const FieldRow *row = rows; row->name; row++)
        if (row->required && row->type != FIELD_CHECK && text_blank(value_str(asked->typed, row->name))) value_set_str(a, errors, row->name, page_message(request, "office.missing"));
    if (errors->count) { show(request, 422, asked, REFUSED_NOTHING, NULL, errors); return; }
    if (too_fast(request, asked)) return;
    if (strcmp(asked->act->name, "change_phone")) page_offload(request, make_password, asked, submit);
    else submit(request, asked);
}

const Route account_routes[] = {
    {HTTP_GET, "/desk/accounts", page, RIGHT_CITIZEN_ACCOUNTS, "申请人账号 applicants' accounts"},
    {HTTP_POST, "/desk/accounts", find, RIGHT_CITIZEN_ACCOUNTS, "look one up by the number of the document shown"},
    {HTTP_POST, "/desk/accounts/:act", act, RIGHT_CITIZEN_ACCOUNTS, "open, new first password, changed phone"},
    {0}};
