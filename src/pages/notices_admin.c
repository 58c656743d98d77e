/* notices_admin.c: the administrator's page of sending: mail server, webhook and its key, what waits, what failed and why, trying again. */
#include "base/text.h"
#include "pages/admin_inside.h"
#include "pages/messages.h"
#include "window/notice_act.h"
#include <string.h>

static const FieldOption securities[] = {{"starttls", "STARTTLS（端口 587）", "STARTTLS (port 587)"}, {"tls", "TLS（端口 465）", "TLS (port 465)"}, {"plain", "不加密（仅限本机）", "none (this machine only)"}, {0}};
static const FieldRow setting_rows[] = {
    {"email", FIELD_CHECK, "开通邮件通知", "Send e-mail", NULL, NULL, NULL, false, NULL, NULL},
    {"smtp_host", FIELD_TEXT, "邮件服务器", "Mail server", NULL, NULL, "20", false, "off", NULL},
    {"smtp_port", FIELD_TEXT, "端口", "Port", NULL, NULL, "4", false, "off", NULL},
    {"smtp_tls", FIELD_SELECT, "加密", "Encryption", NULL, NULL, NULL, false, NULL, securities},
    {"smtp_user", FIELD_TEXT, "用户名", "User name", "服务器不要求登录的不填。", "Empty when the server asks for none.", "20", false, "off", NULL},
    {"smtp_password", FIELD_PASSWORD, "密码", "Password", "不填则不变。", "Empty leaves it as it is.", "20", false, "new-password", NULL},
    {"mail_from", FIELD_TEXT, "发件邮箱", "Sender's address", NULL, NULL, "20", false, "off", NULL},
    {"sms", FIELD_CHECK, "开通短信接口", "Send by webhook (SMS)", NULL, NULL, NULL, false, NULL, NULL},
    {"webhook_url", FIELD_TEXT, "短信网关地址", "Address of the gateway", "https 地址；http 只允许本机。不跟随跳转。", "An https address; http on this machine only. Redirects are not followed.", "", false, "off", NULL},
    {"sms_hours", FIELD_TEXT, "短信发送时段", "Hours for SMS", "如 8-21，其余时间的短信次日早上再发；0-24 为不限。", "As in 8-21: at other times SMS wait for the morning. 0-24: any time.", "10", false, "off", NULL},
    {"retry_seconds", FIELD_TEXT, "首次重试间隔（秒）", "Seconds before the first retry", "以后每次加倍，最长六小时，共 12 次。", "Doubled each time, six hours at most, 12 tries in all.", "4", false, "off", NULL}, {0}};

static bool english(Request *request) { return visitor_english(visitor_of(request)); }

static void push_channel(Request *request, Value *list, NoticeChannel channel, const char *key, bool on)
{
    Arena *a = request->arena;
    DeliveryCounts n = delivery_counts(hall_of(request)->scene->store, channel);
    Value *row = value_push_object(a, list);
    value_set_str(a, row, "name", page_message(request, key));
    value_set_bool(a, row, "on", on);
    const struct { const char *name; int64_t count; } cells[] = {{"waiting", n.waiting}, {"under_way", n.under_way}, {"sent", n.sent}, {"dropped", n.dropped}, {"dead", n.dead}};
    for (int i = 0; i < 5; i++) value_set_str(a, row, cells[i].name, arena_printf(a, "%lld", (long long)cells[i].count));
}

static void set_dead(Request *request, Value *view)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    int count;
    Delivery *dead = delivery_dead(store, a, LIMIT_PAGE_ROWS, &count);
    Value *list = value_set_list(a, view, "dead");
    for (int i = 0; i < count; i++) {
        Notice n;
        if (!notice_load(store, a, dead[i].notice, &n)) continue;
        const CaseFile *file = n.case_id ? case_load(store, a, n.case_id) : NULL;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "time", instant_text_short(a, dead[i].changed));
        value_set_str(a, row, "title", messages_title(request, &n));
        value_set_str(a, row, "number", file ? file->number : "");
        value_set_str(a, row, "channel", page_message(request, dead[i].channel == CHANNEL_EMAIL ? "notices_admin.email" : "notices_admin.sms"));
        value_set_str(a, row, "channel_name", channel_name(dead[i].channel));
        value_set_str(a, row, "notice", arena_printf(a, "%lld", (long long)n.id));
        value_set_str(a, row, "reason", dead[i].reason);
        value_set_str(a, row, "tries", arena_printf(a, "%d", dead[i].tries));
    }
    value_set_bool(a, view, "any_dead", count > 0);
}

static Value *current_values(Request *request)
{
    Arena *a = request->arena;
    Value *raw = notice_settings_value(hall_of(request)->scene->store, a), *values = value_object(a);
    for (const FieldRow *row = setting_rows; row->name; row++)
        if (row->type == FIELD_CHECK) value_set_bool(a, values, row->name, !strcmp(value_str_or(raw, row->name, ""), "1"));
        else if (row->type != FIELD_PASSWORD) value_set_str(a, values, row->name, value_str_or(raw, row->name, !strcmp(row->name, "smtp_port") ? "587" : !strcmp(row->name, "retry_seconds") ? "60" : !strcmp(row->name, "sms_hours") ? "8-21" : ""));
    return values;
}

static void show(Request *request, int status, const Value *values, const Value *errors, const char *key)
{
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    Value *view = page_view(request, "admin"), *channels = value_set_list(a, view, "channels");
    const char *ignored;
    push_channel(request, channels, CHANNEL_EMAIL, "notices_admin.email", scene->notices->email);
    push_channel(request, channels, CHANNEL_SMS, "notices_admin.sms", scene->notices->sms);
    set_dead(request, view);
    value_set_str(a, view, "key", key);
    value_set_bool(a, view, "key_set", notice_secret_find(scene->store, a, "webhook_key", &ignored));
    value_set(a, view, "fields", field_list(request, setting_rows, "", values ? values : current_values(request), errors));
    for (const Value *e = errors ? errors->first : NULL; e; e = e->next) page_set_error(request, view, e->key, e->string);
    page_show(request, status, "admin_notices", view);
}

static void page(Request *request) { show(request, 200, NULL, NULL, NULL); }

/* ---- acting ---- */

typedef struct Change { NoticeConfigure configure; Value *typed; } Change;

static void configured(Request *request, WindowTurn *turn)
{
    const char *key = value_str(turn->result, "webhook_key");
    if (turn->refusal == REFUSED_NO_CHANGE || (!turn->refusal && !key)) { page_flash(request, "flash.notices_saved", ""); reply_redirect(request, 303, "/admin/notices"); return; }
    if (turn->refusal) { page_refusal(request, turn->refusal, turn->detail); return; }
    show(request, 200, NULL, NULL, key);
}

static void configure(Request *request)
{
    Arena *a = request->arena;
    Change *c = ARENA_NEW(a, Change);
    Value *settings = value_object(a), *errors = value_object(a);
    c->typed = field_values(request, setting_rows);
    for (const FieldRow *row = setting_rows; row->name; row++)
        if (row->type == FIELD_CHECK) value_set_str(a, settings, row->name, value_bool(c->typed, row->name) ? "1" : "0");
        else if (row->type != FIELD_PASSWORD) value_set_str(a, settings, row->name, value_str_or(c->typed, row->name, ""));
    const char *field = NULL, *problem = notice_settings_problem(settings, &field, english(request)), *password = request_form(request, "smtp_password");
    if (problem) {
        value_set_str(a, errors, field, problem);
        show(request, 422, c->typed, errors, NULL);
        return;
    }
    c->configure = (NoticeConfigure){.settings = settings, .smtp_password = text_blank(password) ? NULL : password};
    WindowTurn *turn = page_new_turn(request, notice_configure, &c->configure);
    page_turn(request, turn, configured);
}

static void new_key(Request *request)
{
    Change *c = ARENA_NEW(request->arena, Change);
    c->configure = (NoticeConfigure){.new_key = true};
    WindowTurn *turn = page_new_turn(request, notice_configure, &c->configure);
    page_turn(request, turn, configured);
}

static void retried(Request *request, WindowTurn *turn)
{
    if (turn->refusal && turn->refusal != REFUSED_NO_CHANGE) { page_refusal(request, turn->refusal, turn->detail); return; }
    page_flash(request, "flash.notices_again", "");
    reply_redirect(request, 303, "/admin/notices");
}

static void retry(Request *request)
{
    DeliveryKey *key = ARENA_NEW(request->arena, DeliveryKey);
    const char *id = request_form(request, "notice"), *channel = request_form(request, "channel");
    if (id && (!text_parse_int(id, 1, INT64_MAX, &key->notice) || !channel_parse(channel, &key->channel))) { reply_problem(request, 404, "no such message"); return; }
    page_turn(request, page_new_turn(request, notice_retry, key), retried);
}

const Route notices_admin_routes[] = {
    {HTTP_GET, "/admin/notices", page, RIGHT_ADMIN_TOKENS, "通知发送 sending messages"},
    {HTTP_POST, "/admin/notices", configure, RIGHT_ADMIN_TOKENS, "通知发送设置 settings of sending"},
    {HTTP_POST, "/admin/notices/key", new_key, RIGHT_ADMIN_TOKENS, "签名密钥 signing key of the webhook"},
    {HTTP_POST, "/admin/notices/retry", retry, RIGHT_ADMIN_TOKENS, "重发 try again"},
    {0}};
