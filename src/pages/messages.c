/* messages.c: the inbox of citizens (我的消息) and staff (工作消息), how each wants to be told, and the messages of one case. */
#include "pages/messages.h"
#include "base/text.h"
#include "pages/field.h"
#include "pages/words.h"
#include "people/identity.h"
#include "window/notice_act.h"
#include <string.h>

enum { ROWS = 30, CASE_ROWS = 20 };

static const char *own_officer(const Visitor *v) { return v->actor.kind == ACTOR_OFFICER ? v->actor.id : ""; }
static int64_t own_account(const Visitor *v) { return v->actor.kind == ACTOR_CITIZEN ? v->actor.account : 0; }

void messages_set_unread(Request *request, Value *user)
{
    Visitor *v = visitor_of(request);
    int unread = notice_unread(v->hall->scene->store, own_officer(v), own_account(v));
    if (unread) value_set_str(request->arena, user, "unread", unread > NOTICE_UNREAD_SHOWN ? arena_printf(request->arena, "%d+", NOTICE_UNREAD_SHOWN) : arena_printf(request->arena, "%d", unread));
}

/* ---- one message in the reader's language ---- */

static const char *text_of(Request *request, const Notice *n, const CaseFile *file, const char *part)
{
    Visitor *v = visitor_of(request);
    const Catalog *catalog = v->hall->scene->catalog;
    const Item *item = file ? case_item(v->hall->scene, file) : NULL;
    const Window *window = file ? catalog_window(catalog, file->standing.window) : NULL;
    const char *const args[] = {file ? file->number : "", item ? words_item(request, item) : file ? file->standing.item : "", n->day, window ? words_window(request, window) : "", n->extra};
    return message_format(v->hall->messages, request->arena, v->language, arena_printf(request->arena, "notice.%s.%s", n->name, part), args, 5);
}

const char *messages_title(Request *request, const Notice *n)
{
    return page_message(request, arena_printf(request->arena, "notice.%s.title", n->name));
}

static void push_message(Request *request, Value *list, const Notice *n, const CaseFile *file)
{
    Arena *a = request->arena;
    bool staff = *n->officer;
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "id", arena_printf(a, "%lld", (long long)n->id));
    value_set_str(a, row, "title", messages_title(request, n));
    value_set_str(a, row, "text", text_of(request, n, file, "text"));
    value_set_str(a, row, "time", instant_text_short(a, n->at));
    value_set_bool(a, row, "unread", n->unread);
    value_set_str(a, row, "tone", n->urgency == NOTICE_WARNS ? "warns" : n->urgency == NOTICE_ASKS ? "asks" : "");
    value_set_bool(a, row, "warns", n->urgency == NOTICE_WARNS);
    value_set_bool(a, row, "asks", n->urgency == NOTICE_ASKS);
    value_set_str(a, row, "link_text", page_message(request, file ? "messages.open" : staff ? "messages.open_desk" : "messages.open_my"));
}

Value *messages_of_case(Request *request, const CaseFile *file)
{
    int count;
    Notice *list = notice_of_case(hall_of(request)->scene->store, request->arena, file->id, CASE_ROWS, &count);
    Value *out = value_list(request->arena);
    for (int i = 0; i < count; i++) push_message(request, out, &list[i], file);
    return out;
}

/* ---- the inbox ---- */

static bool somebody(Request *request)
{
    Visitor *v = visitor_of(request);
    if (*own_officer(v) || own_account(v)) return true;
    page_refusal(request, REFUSED_NO_RIGHT, NULL);
    return false;
}

static void inbox(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Store *store = v->hall->scene->store;
    if (!somebody(request)) return;
    const char *show = request_query(request, "show"), *before = request_query(request, "before");
    bool unread_only = show && !strcmp(show, "unread"), staff = *own_officer(v);
    int64_t before_id = 0;
    if (before && !text_parse_int(before, 1, INT64_MAX, &before_id)) before_id = 0;
    int count, unread = notice_unread(store, own_officer(v), own_account(v));
    Notice *list = notice_inbox(store, a, own_officer(v), own_account(v), unread_only, before_id, ROWS + 1, &count);
    Value *view = page_view(request, "messages"), *rows = value_set_list(a, view, "messages");
    value_set_str(a, view, "title", page_message(request, staff ? "messages.work" : "messages.my"));
    value_set_str(a, view, "unread_text", unread > NOTICE_UNREAD_SHOWN ? arena_printf(a, "%d+", NOTICE_UNREAD_SHOWN) : unread ? arena_printf(a, "%d", unread) : NULL);
    value_set_bool(a, view, "unread_only", unread_only);
    value_set_str(a, view, "none_text", page_message(request, unread_only ? "messages.none_unread" : "messages.none"));
    for (int i = 0; i < count && i < ROWS; i++) push_message(request, rows, &list[i], list[i].case_id ? case_load(store, a, list[i].case_id) : NULL);
    value_set_str(a, view, "older_url", count > ROWS ? arena_printf(a, "/messages?%sbefore=%lld", unread_only ? "show=unread&" : "", (long long)list[ROWS - 1].id) : NULL);
    page_show(request, 200, "messages", view);
}

/* ---- reading ---- */

typedef struct Reading { int64_t id; const char *to; } Reading;

static void was_read(Request *request, WindowTurn *turn)
{
    const Reading *r = turn->context;
    if (turn->refusal) { page_refusal(request, turn->refusal, turn->detail); return; }
    reply_redirect(request, 303, r->to);
}

static void read_one(Request *request, int64_t id, const char *to)
{
    Reading *r = ARENA_NEW(request->arena, Reading);
    *r = (Reading){id, to};
    WindowTurn *turn = page_new_turn(request, notice_mark_read, &r->id);
    turn->context = r;
    page_turn(request, turn, was_read);
}

static void read_all(Request *request)
{
    if (!somebody(request)) return;
    page_flash(request, "flash.messages_read", "");
    read_one(request, 0, "/messages");
}

/* Opening a message reads it and leads to its case. A form, not a link: looking at a page changes nothing. */
static void open_message(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Notice n;
    int64_t id;
    if (!somebody(request)) return;
    bool found = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) && notice_load(v->hall->scene->store, a, id, &n);
    bool mine = found && (*own_officer(v) ? !strcmp(n.officer, own_officer(v)) : !*n.officer && n.account == own_account(v));
    if (!mine) { reply_problem(request, 404, "no such message"); return; }
    const CaseFile *file = n.case_id ? case_load(v->hall->scene->store, a, n.case_id) : NULL;
    const char *stay = request_form(request, "stay");
    const char *to = stay ? "/messages" : file ? arena_printf(a, *n.officer ? "/desk/cases/%s" : "/case/%s", file->number) : *n.officer ? "/desk" : "/my";
    read_one(request, id, to);
}

/* ---- how she wants to be told ---- */

static const FieldOption languages[] = {{"", "中文和英文", "Chinese and English"}, {"zh", "中文", "Chinese"}, {"en", "英文", "English"}, {0}};
static const FieldRow citizen_rows[] = {
    {"language", FIELD_SELECT, "通知语言", "Language", NULL, NULL, NULL, false, NULL, languages},
    {"email", FIELD_TEXT, "电子邮箱", "E-mail address", "申请时另填邮箱的，该办件用申请时所填的。", "An address given with an application is used for that case.", "20", false, "email", NULL},
    {"email_on", FIELD_CHECK, "发邮件通知我", "Send me e-mail", NULL, NULL, NULL, false, NULL, NULL},
    {"sms_on", FIELD_CHECK, "发短信通知我", "Send me SMS", NULL, NULL, NULL, false, NULL, NULL}, {0}};
static const FieldRow officer_rows[] = {
    {"language", FIELD_SELECT, "通知语言", "Language", NULL, NULL, NULL, false, NULL, languages},
    {"email", FIELD_TEXT, "工作邮箱", "Work e-mail", NULL, NULL, "20", false, "email", NULL},
    {"phone", FIELD_TEL, "工作手机", "Work mobile", NULL, NULL, "20", false, "tel", NULL},
    {"email_on", FIELD_CHECK, "发邮件通知我", "Send me e-mail", NULL, NULL, NULL, false, NULL, NULL},
    {"sms_on", FIELD_CHECK, "发短信通知我", "Send me SMS", "只发预警。", "Warnings only.", NULL, false, NULL, NULL}, {0}};
static const FieldRow *rows_of(const Visitor *v) { return *own_officer(v) ? officer_rows : citizen_rows; }

static void show_wishes(Request *request, int status, const Value *values, const Value *errors)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Value *view = page_view(request, "messages");
    value_set(a, view, "fields", field_list(request, rows_of(v), "", values, errors));
    value_set_bool(a, view, "email_off", !v->hall->scene->notices->email);
    value_set_bool(a, view, "sms_off", !v->hall->scene->notices->sms);
    for (const Value *e = errors ? errors->first : NULL; e; e = e->next) page_set_error(request, view, e->key, e->string);
    page_show(request, status, "message_settings", view);
}

static void wishes(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    if (!somebody(request)) return;
    NoticeContact c = notice_contact(v->hall->scene->store, a, *own_officer(v) ? account_subject_officer(a, own_officer(v)) : account_subject_citizen(a, own_account(v)));
    Value *values = value_object(a);
    value_set_str(a, values, "language", c.language);
    value_set_str(a, values, "email", c.email);
    value_set_str(a, values, "phone", c.phone);
    value_set_bool(a, values, "email_on", c.email_on);
    value_set_bool(a, values, "sms_on", c.sms_on);
    show_wishes(request, 200, values, NULL);
}

typedef struct Wish { NoticeContact contact; Value *typed; } Wish;

static void wished(Request *request, WindowTurn *turn)
{
    if (turn->refusal) { page_refusal(request, turn->refusal, turn->detail); return; }
    page_flash(request, "flash.wishes_saved", "");
    reply_redirect(request, 303, "/messages/settings");
}

static void wish(Request *request)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    if (!somebody(request)) return;
    Wish *w = ARENA_NEW(a, Wish);
    w->typed = field_values(request, rows_of(v));
    w->contact = (NoticeContact){value_str_or(w->typed, "language", ""), value_str_or(w->typed, "email", ""), identity_normal(a, value_str_or(w->typed, "phone", "")),
                                 value_bool(w->typed, "email_on"), value_bool(w->typed, "sms_on")};
    Value *errors = value_object(a);
    if (*w->contact.email && !identity_email(w->contact.email)) value_set_str(a, errors, "email", page_message(request, "messages.bad_email"));
    if (*w->contact.phone && !identity_phone(w->contact.phone)) value_set_str(a, errors, "phone", page_message(request, "messages.bad_phone"));
    if (errors->count) { show_wishes(request, 422, w->typed, errors); return; }
    page_turn(request, page_new_turn(request, notice_wish, &w->contact), wished);
}

const Route message_routes[] = {
    {HTTP_GET, "/messages", inbox, ROUTE_SIGNED_IN, "消息 messages"},
    {HTTP_POST, "/messages/read", read_all, ROUTE_SIGNED_IN, "全部标为已读 mark all as read"},
    {HTTP_POST, "/messages/:id/open", open_message, ROUTE_SIGNED_IN, "查看消息 open a message"},
    {HTTP_GET, "/messages/settings", wishes, ROUTE_SIGNED_IN, "通知方式 how I am told"},
    {HTTP_POST, "/messages/settings", wish, ROUTE_SIGNED_IN, "通知方式 how I am told"},
    {0}};
