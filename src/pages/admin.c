/* admin.c: administration as pages: staff, letters of authority, absence and substitutes, calendar, looks at personal data, machine tokens.
 * The forms are declared here once; what they do is admin_act.c. */
#include "base/text.h"
#include "pages/admin_inside.h"
#include "pages/words.h"
#include "people/account.h"
#include "people/login.h"
#include <string.h>

enum { ROWS = 40 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static const People *people_of(Request *request) { return hall_of(request)->scene->people; }

/* ---- the forms ---- */

static const FieldOption reasons[] = {{"公出", "公出", "on duty elsewhere"}, {"会议", "会议", "meeting"}, {"培训", "培训", "training"}, {"休假", "休假", "leave"},
                                      {"轮休", "轮休", "day off in turn"}, {"其他", "其他", "other"}, {0}};
static const FieldOption day_kinds[] = {{"holiday", "停止办公", "the centre is closed"}, {"workday", "照常办公", "the centre works"}, {0}};
static const FieldOption chosen[] = {{0}};        /* filled from the catalogue or the staff list by the field's name */

/* Where a post is and what it is: of her own post and of one beside it alike. */
#define ROWS_OF_A_POST \
    {"window", FIELD_SELECT, "窗口", "window", NULL, NULL, NULL, false, NULL, chosen}, \
    {"role_clerk", FIELD_CHECK, "窗口人员", "window clerk", "身份（可以多选）", "Capacities, one or more", NULL, false, NULL, NULL}, \
    {"role_chief", FIELD_CHECK, "首席代表", "chief representative", NULL, NULL, NULL, false, NULL, NULL}, \
    {"role_backoffice", FIELD_CHECK, "后台审批", "back office", NULL, NULL, NULL, false, NULL, NULL}, \
    {"role_supervisor", FIELD_CHECK, "督查", "supervisor", NULL, NULL, NULL, false, NULL, NULL}, \
    {"role_leader", FIELD_CHECK, "领导", "leader", NULL, NULL, NULL, false, NULL, NULL}, \
    {"role_admin", FIELD_CHECK, "管理员", "administrator", NULL, NULL, NULL, false, NULL, NULL}, \
    {"post", FIELD_TEXT, "岗位", "post", NULL, NULL, "20", true, "off", NULL}

static const FieldRow appoint_rows[] = {
    {"account", FIELD_TEXT, "用户名", "user name", "2 至 32 个小写字母、数字或 . - _，以字母开头。", "2 to 32 lower-case letters, digits, . - _, beginning with a letter.", "20", true, "off", NULL},
    {"name", FIELD_TEXT, "姓名", "name", NULL, NULL, "20", true, "off", NULL},
    {"department", FIELD_SELECT, "部门", "department", "中心人员和政府领导不选。", "None for the centre's own staff and leaders of the government.", NULL, false, NULL, chosen},
    ROWS_OF_A_POST,
    {"document", FIELD_TEXT, "任职文件文号", "document of appointment", "任命或者派驻文件。岗位的权限只在任职起止日期内有效。", "The document that appoints. What a post may do holds inside these dates only.", "20", true, "off", NULL},
    {"from", FIELD_DATE, "任职自", "appointed from", "在岗人员改任：新任职自该日起，原任职至前一日止。", "One who is in post: the new appointment begins that day, the one before ends the day before.", "10", true, NULL, NULL},
    {"to", FIELD_DATE, "任期至", "until", "不填为长期。", "Empty: no end.", "10", false, NULL, NULL},
    {"password", FIELD_PASSWORD, "首次密码", "first password", "至少 10 个字符；首次登录须更改。在岗人员不填则不变。", "At least 10 characters; to be changed at the first sign-in. Empty leaves it as it is.", "20", false, "new-password", NULL}, {0}};
static const FieldRow password_rows[] = {
    {"password", FIELD_PASSWORD, "新密码", "new password", "至少 10 个字符；下次登录须更改，现有登录全部退出。", "At least 10 characters; to be changed at the next sign-in. Every session ends.", "20", true, "new-password", NULL}, {0}};
static const FieldRow close_rows[] = {
    {"last", FIELD_DATE, "最后在岗日", "last day in post", NULL, NULL, "10", true, NULL, NULL},
    {"reason", FIELD_TEXT, "离岗事由", "reason", NULL, NULL, "20", true, "off", NULL}, {0}};
static const FieldRow beside_rows[] = {
    {"department", FIELD_SELECT, "部门", "department", "可以与本职部门不同。", "It may be another than that of her own post.", NULL, false, NULL, chosen},
    ROWS_OF_A_POST,
    {"document", FIELD_TEXT, "任职文件文号", "document of appointment", "本职不受影响；兼任只在本职在岗期间有效，权限以该部门、该窗口为限。", "Her own post stays as it is. This one holds only while she is in post, and reaches its own department and window.", "20", true, "off", NULL},
    {"from", FIELD_DATE, "任职自", "appointed from", NULL, NULL, "10", true, NULL, NULL},
    {"to", FIELD_DATE, "任期至", "until", "不填为长期。", "Empty: no end.", "10", false, NULL, NULL}, {0}};
static const FieldRow post_end_rows[] = {
    {"appointment", FIELD_SELECT, "兼任岗位", "post held beside", NULL, NULL, NULL, true, NULL, chosen},
    {"last", FIELD_DATE, "最后任职日", "last day", NULL, NULL, "10", true, NULL, NULL},
    {"document", FIELD_TEXT, "免职文件文号", "document", NULL, NULL, "20", true, "off", NULL}, {0}};
static const FieldRow none_rows[] = {{0}};
static const FieldRow grant_rows[] = {
    {"officer", FIELD_SELECT, "被授权人", "officer", NULL, NULL, NULL, true, NULL, chosen},
    {"department", FIELD_SELECT, "授权部门", "department", NULL, NULL, NULL, true, NULL, chosen},
    {"item", FIELD_TEXT, "事项编码", "item code", "16 位编码；* 为该部门全部事项。", "16 digits; * for every item of the department.", "20", true, "off", NULL},
    {"right_accept", FIELD_CHECK, "受理", "accept", NULL, NULL, NULL, false, NULL, NULL},
    {"right_review", FIELD_CHECK, "审核", "review", NULL, NULL, NULL, false, NULL, NULL},
    {"right_decide", FIELD_CHECK, "决定", "decide", NULL, NULL, NULL, false, NULL, NULL},
    {"right_seal", FIELD_CHECK, "签章", "seal", NULL, NULL, NULL, false, NULL, NULL},
    {"right_refuse", FIELD_CHECK, "不予", "refuse", NULL, NULL, NULL, false, NULL, NULL},
    {"from", FIELD_DATE, "自", "from", NULL, NULL, "10", true, NULL, NULL},
    {"to", FIELD_DATE, "至", "until", "不填为长期。", "Empty: no end.", "10", false, NULL, NULL},
    {"document", FIELD_TEXT, "授权书文号", "number of the letter", NULL, NULL, "20", true, "off", NULL}, {0}};
static const FieldRow end_rows[] = {
    {"last", FIELD_DATE, "最后有效日", "last day it holds", NULL, NULL, "10", true, NULL, NULL},
    {"document", FIELD_TEXT, "撤销文件文号", "number of the revoking document", NULL, NULL, "20", true, "off", NULL}, {0}};
static const FieldRow absence_rows[] = {
    {"officer", FIELD_SELECT, "离岗人员（A 角）", "who is away (post A)", NULL, NULL, NULL, true, NULL, chosen},
    {"from", FIELD_DATE, "自", "from", NULL, NULL, "10", true, NULL, NULL},
    {"to", FIELD_DATE, "至", "until", NULL, NULL, "10", true, NULL, NULL},
    {"reason", FIELD_SELECT, "事由", "reason", "病情属于个人隐私，不登记。", "Illness is private and is not recorded.", NULL, true, NULL, reasons}, {0}};
static const FieldRow back_rows[] = {
    {"last", FIELD_DATE, "最后离岗日", "last day away", "次日起 B 角不再代行。", "B's power ends with this day.", "10", true, NULL, NULL}, {0}};
static const FieldRow substitute_rows[] = {
    {"a", FIELD_SELECT, "A 角", "post A", NULL, NULL, NULL, true, NULL, chosen},
    {"b", FIELD_SELECT, "B 角", "post B", NULL, NULL, NULL, true, NULL, chosen},
    {"from", FIELD_DATE, "自", "from", NULL, NULL, "10", true, NULL, NULL},
    {"to", FIELD_DATE, "至", "until", "不填为长期。", "Empty: no end.", "10", false, NULL, NULL},
    {"document", FIELD_TEXT, "文件文号", "number of the document", NULL, NULL, "20", true, "off", NULL}, {0}};
static const FieldRow holidays_rows[] = {
    {"file", FIELD_FILE, "节假日表", "holiday file", "CSV：date,kind,name；kind 为 holiday、workday 或 holiday_provisional。", "CSV: date,kind,name; kind is holiday, workday or holiday_provisional.", NULL, true, NULL, NULL},
    {"source", FIELD_TEXT, "通知文号", "notice", "如 国办发明电〔2025〕7号。", "Number of the notice of the General Office of the State Council.", "20", true, "off", NULL}, {0}};
static const FieldRow override_rows[] = {
    {"day", FIELD_DATE, "日期", "day", NULL, NULL, "10", true, NULL, NULL},
    {"kind", FIELD_RADIOS, "当日", "that day", NULL, NULL, NULL, true, NULL, day_kinds},
    {"area", FIELD_TEXT, "适用地区", "area", "六位行政区划代码，含其下级。", "Six-digit division code; areas below it are included.", "10", true, "off", NULL},
    {"document", FIELD_TEXT, "依据文件", "document", NULL, NULL, "20", true, "off", NULL}, {0}};
static const FieldRow token_rows[] = {
    {"name", FIELD_TEXT, "接入系统", "system", "小写字母、数字和 -。", "Lower-case letters, digits and -.", "20", true, "off", NULL},
    {"scope_submit", FIELD_CHECK, "提交办件", "submit applications", NULL, NULL, NULL, false, NULL, NULL},
    {"scope_query", FIELD_CHECK, "查询办件", "query cases", NULL, NULL, NULL, false, NULL, NULL},
    {"scope_catalogue", FIELD_CHECK, "读取目录", "read the catalogue", NULL, NULL, NULL, false, NULL, NULL},
    {"scope_statistics", FIELD_CHECK, "读取统计", "read statistics", NULL, NULL, NULL, false, NULL, NULL},
    {"scope_exchange", FIELD_CHECK, "数据交换", "exchange", NULL, NULL, NULL, false, NULL, NULL},
    {"days", FIELD_NUMBER, "有效天数", "valid for days", "1 至 1096 天。", "1 to 1096 days.", NULL, true, NULL, NULL}, {0}};

static const AdminForm forms[FORM_COUNT] = {
    [FORM_APPOINT] = {"staff", "appoint", "新增或者变更人员", "Appoint or change", RIGHT_ADMIN_USERS, NULL, "/admin/staff", appoint_rows, false, false, false},
    [FORM_PASSWORD] = {"staff", "reset", "重设密码", "Reset the password", RIGHT_ADMIN_USERS, "officer", "/admin/staff/%s/password", password_rows, false, false, false},
    [FORM_UNLOCK] = {"staff", "unlock", "解除锁定", "Unlock the sign-in", RIGHT_ADMIN_USERS, "officer", "/admin/staff/%s/unlock", none_rows, false, false, false},
    [FORM_BLOCK] = {"staff", "block", "停止登录", "Block the sign-in", RIGHT_ADMIN_USERS, "officer", "/admin/staff/%s/block", none_rows, false, false, true},
    [FORM_BESIDE] = {"staff", "beside", "登记兼任", "Add a post beside", RIGHT_ADMIN_USERS, "officer", "/admin/staff/%s/posts", beside_rows, false, false, false},
    [FORM_POST_END] = {"staff", "postend", "免去兼任", "End a post held beside", RIGHT_ADMIN_USERS, "officer", "/admin/staff/%s/posts/end", post_end_rows, false, false, true},
    [FORM_CLOSE] = {"staff", "close", "离岗", "End the post", RIGHT_ADMIN_USERS, "officer", "/admin/staff/%s/close", close_rows, false, false, true},
    [FORM_GRANT] = {"authority", "grant", "登记授权", "Grant authority", RIGHT_GRANT_AUTHORITY, NULL, "/admin/authority", grant_rows, false, false, false},
    [FORM_END] = {"authority", "end", "终止授权", "End the authority", RIGHT_GRANT_AUTHORITY, "row", "/admin/authority/%s/end", end_rows, false, false, true},
    [FORM_ABSENCE] = {"absence", "away", "登记离岗", "Record an absence", RIGHT_RECORD_ABSENCE, NULL, "/admin/absence", absence_rows, false, false, false},
    [FORM_BACK] = {"absence", "back", "登记返岗", "Record the return", RIGHT_RECORD_ABSENCE, "row", "/admin/absence/%s/end", back_rows, false, false, false},
    [FORM_SUBSTITUTE] = {"absence", "pair", "指定 B 角", "Name a substitute", RIGHT_GRANT_AUTHORITY, NULL, "/admin/substitute", substitute_rows, false, false, false},
    [FORM_HOLIDAYS] = {"calendar", "holidays", "导入节假日安排", "Import a holiday notice", RIGHT_EDIT_CALENDAR, NULL, "/admin/calendar", holidays_rows, true, true, false},
    [FORM_OVERRIDE] = {"calendar", "override", "登记本地停办或者照常办公日", "Local closing or working day", RIGHT_EDIT_CALENDAR, NULL, "/admin/calendar/override", override_rows, false, false, false},
    [FORM_TOKEN] = {"tokens", "token", "发放接口令牌", "Issue a machine token", RIGHT_ADMIN_TOKENS, NULL, "/admin/tokens", token_rows, false, false, false},
};
const AdminForm *admin_form(AdminFormName name) { return &forms[name]; }

const char *admin_role(unsigned bit) { return role_name((Role)bit); }
const char *admin_authority(unsigned bit) { return authority_right_name((AuthorityRight)bit); }
const char *admin_scope(unsigned bit)
{
    static const char *const names[] = {"submit", "query", "catalogue", "statistics", "exchange"};
    for (unsigned i = 0; i < 5; i++) if (bit == 1u << i) return names[i];
    return "";
}

unsigned admin_typed_mask(const Value *typed, const char *prefix, const char *(*name)(unsigned bit), unsigned all)
{
    unsigned mask = 0;
    for (const Value *v = typed->first; v; v = v->next)
        for (unsigned bit = 1; bit <= all; bit <<= 1)
            if (text_starts(v->key, prefix) && v->boolean && !strcmp(v->key + strlen(prefix), name(bit))) mask |= bit;
    return mask;
}

/* ---- options from what the centre has ---- */

static const FieldOption *options_named(Request *request, const char *name)
{
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    const People *people = people_of(request);
    bool departments = !strcmp(name, "department"), windows = !strcmp(name, "window");
    int room = departments ? catalog_department_count(catalog) : windows ? catalog_window_count(catalog) : people->officer_count, n = 0;
    FieldOption *list = ARENA_ARRAY(a, FieldOption, room + 2);
    list[n++] = (FieldOption){"", "—", "—"};
    for (int i = 0; i < room; i++) {
        if (departments) {
            const Department *d = catalog_department_number(catalog, i);
            list[n++] = (FieldOption){d->code, d->name, d->name};
        } else if (windows) {
            const Window *w = catalog_window_number(catalog, i);
            const char *text = arena_printf(a, "%s %s", w->id, w->name);
            list[n++] = (FieldOption){w->id, text, text};
        } else if (officer_active(&people->officers[i], visitor_of(request)->today)) {
            const Officer *o = &people->officers[i];
            const char *text = arena_printf(a, "%s（%s）%s", o->name, o->id, o->post);
            list[n++] = (FieldOption){o->id, text, text};
        }
    }
    list[n] = (FieldOption){0};
    return list;
}

/* What she holds beside her own post, and has not ended by today. */
static int beside_list(Request *request, const char *officer, FieldOption *list)
{
    const Appointment *own;
    int count = people_appointments(people_of(request), officer, &own), n = 0;
    for (int i = 0; i < count; i++) {
        if (!own[i].beside || (!day_is_none(own[i].to) && day_before(own[i].to, visitor_of(request)->today))) continue;
        const char *text = list ? arena_printf(request->arena, "%s（%s）", own[i].post, own[i].document) : "";
        if (list) list[n] = (FieldOption){arena_printf(request->arena, "%lld", (long long)own[i].id), text, text};
        n++;
    }
    return n;
}

static const FieldOption *beside_options(Request *request, const char *officer)
{
    FieldOption *list = ARENA_ARRAY(request->arena, FieldOption, beside_list(request, officer, NULL) + 1);
    list[beside_list(request, officer, list)] = (FieldOption){0};
    return list;
}

static const FieldRow *with_options(Request *request, const FieldRow *rows, const char *subject)
{
    int count = 0;
    while (rows[count].name) count++;
    FieldRow *copy = arena_memdup(request->arena, rows, (size_t)(count + 1) * sizeof *rows);
    for (int i = 0; i < count; i++) if (copy[i].options == chosen) copy[i].options = !strcmp(copy[i].name, "appointment") ? beside_options(request, subject) : options_named(request, copy[i].name);
    return copy;
}

/* ---- what a form holds before anybody typed ---- */

static Value *officer_values(Request *request, const Officer *o)
{
    Arena *a = request->arena;
    Value *values = value_object(a);
    value_set_str(a, values, "account", o->id);
    value_set_str(a, values, "name", o->name);
    value_set_str(a, values, "department", o->department);
    value_set_str(a, values, "window", o->window);
    for (unsigned bit = 1; bit <= ROLE_ALL; bit <<= 1) value_set_bool(a, values, arena_printf(a, "role_%s", role_name((Role)bit)), (o->roles & bit) != 0);
    value_set_str(a, values, "post", o->post);
    value_set_str(a, values, "from", day_text(a, visitor_of(request)->today));
    return values;
}

static Value *first_values(Request *request, const AdminForm *form, const char *subject)
{
    Arena *a = request->arena;
    const Officer *officer = form == &forms[FORM_APPOINT] && *subject ? people_officer(people_of(request), subject) : NULL;
    if (officer) return officer_values(request, officer);
    Value *values = value_object(a);
    const char *today = day_text(a, visitor_of(request)->today);
    value_set_str(a, values, "from", today);
    value_set_str(a, values, "last", form == &forms[FORM_BACK] ? day_text(a, day_plus(visitor_of(request)->today, -1)) : today);
    if (form == &forms[FORM_OVERRIDE]) value_set_str(a, values, "area", hall_of(request)->scene->centre->area);
    if (form == &forms[FORM_TOKEN]) value_set_int(a, values, "days", 365);
    return values;
}

static void set_form(Request *request, Value *list, const AdminForm *form, const char *subject, const AdminShown *shown)
{
    Arena *a = request->arena;
    bool mine = shown && shown->form != FORM_NONE && &forms[shown->form] == form;
    Value *row = value_push_object(a, list);
    Buf piece = buf_new(a);
    for (const char *c = subject; *c; c++) buf_char(&piece, (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || strchr("._-", *c) ? *c : '-');
    value_set_str(a, row, "title", english(request) ? form->en : form->zh);
    value_set_str(a, row, "button", english(request) ? form->en : form->zh);
    value_set_str(a, row, "action", form->subject ? arena_printf(a, form->action, piece.text) : form->action);
    value_set_bool(a, row, "multipart", form->multipart);
    value_set_bool(a, row, "check", form->check);
    value_set_bool(a, row, "warning", form->warning);
    value_set_bool(a, row, "open", mine || (*subject && (form->subject || form == &forms[FORM_APPOINT]) && form->rows != none_rows && form != &forms[FORM_CLOSE] && form != &forms[FORM_BESIDE] && form != &forms[FORM_POST_END] && form != &forms[FORM_PASSWORD]));
    const Value *typed = mine && shown->typed ? shown->typed : first_values(request, form, subject);
    value_set(a, row, "fields", field_list(request, with_options(request, form->rows, subject), arena_printf(a, "%s-", form->name), typed, mine ? shown->errors : NULL));
}

static void set_forms(Request *request, Value *view, const char *part, const AdminShown *shown)
{
    const char *officer = shown && shown->subject ? shown->subject : office_query(request, "officer"), *row = shown && shown->subject ? shown->subject : office_query(request, "row");
    Value *list = value_set_list(request->arena, view, "forms");
    for (int i = 0; i < FORM_COUNT; i++) {
        const AdminForm *form = &forms[i];
        const char *subject = !strcmp(part, "staff") ? officer : row;
        if (strcmp(form->part, part) || (form->subject && !*subject) || !right_has(&visitor_of(request)->actor, form->right, NULL)) continue;
        if (!strcmp(part, "staff") && form->subject && !people_officer(people_of(request), subject)) continue;
        if (form == &forms[FORM_POST_END] && !beside_list(request, subject, NULL)) continue;
        set_form(request, list, form, subject, shown);
    }
}

/* ---- staff ---- */

static const char *end_text(Request *request, Day to) { return day_is_none(to) ? page_message(request, "admin.open_end") : day_text(request->arena, to); }

static const char *department_name(Request *request, const char *code)
{
    const Department *department = catalog_department(hall_of(request)->scene->catalog, code);
    return department ? department->name : code;
}

static void set_sign_in(Request *request, Value *row, const Officer *o)
{
    Visitor *v = visitor_of(request);
    Store *store = v->hall->scene->store;
    Credential credential;
    bool known = credential_find(store, request->arena, account_subject_officer(request->arena, o->id), &credential);
    value_set_bool(request->arena, row, "no_login", !known);
    value_set_bool(request->arena, row, "blocked", known && credential.blocked);
    LoginFacts facts = login_facts(store, request->arena, window_secret(v->hall->window), o->id);
    value_set_bool(request->arena, row, "locked", login_locked(&facts.count, v->now));
}

/* The posts one officer has held and will hold, newest first (C1). */
static void set_appointments(Request *request, Value *view)
{
    Arena *a = request->arena;
    Day today = visitor_of(request)->today;
    const Officer *officer = people_officer(people_of(request), office_query(request, "officer"));
    if (!officer) return;
    const Appointment *own, *now = people_post(people_of(request), officer->id, today);
    int count = people_appointments(people_of(request), officer->id, &own);
    value_set_str(a, view, "holder", arena_printf(a, "%s（%s）", officer->name, officer->id));
    Value *list = value_set_list(a, view, "appointments");
    for (int i = count - 1; i >= 0 && list->count < LIMIT_PAGE_ROWS; i--) {
        bool never = !day_is_none(own[i].to) && day_before(own[i].to, own[i].from), ahead = !never && day_after(own[i].from, today);
        const Window *window = catalog_window(hall_of(request)->scene->catalog, own[i].window);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "post", own[i].post);
        value_set_str(a, row, "role_text", english(request) ? role_en((Role)(own[i].roles & -own[i].roles)) : role_list_zh(a, own[i].roles));
        value_set_str(a, row, "place", arena_printf(a, "%s%s%s", department_name(request, own[i].department), window ? " · " : "", window ? words_window(request, window) : ""));
        value_set_str(a, row, "document", *own[i].document ? own[i].document : "—");
        value_set_str(a, row, "from", day_text(a, own[i].from));
        value_set_str(a, row, "to", never ? "—" : end_text(request, own[i].to));
        bool live = now && !ahead && !never && !(!day_is_none(own[i].to) && day_before(own[i].to, today));      /* a post held beside has power only while she is in post */
        value_set_bool(a, row, "live", live);
        value_set_bool(a, row, "beside", own[i].beside);
        value_set_str(a, row, "state_text", page_message(request, live ? "admin.live" : never ? "admin.replaced" : ahead ? "admin.ahead" : "admin.ended"));
    }
}

static void set_staff(Request *request, Value *view)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const People *people = people_of(request);
    const char *find = office_query(request, "find"), *department = office_query(request, "department");
    bool admin = office_over_all(request, RIGHT_ADMIN_USERS);
    int page = office_page(request), total = 0;
    Value *list = value_set_list(a, view, "staff");
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        if ((*department && strcmp(o->department, department)) || (*find && !strstr(o->name, find) && !strstr(o->id, find) && !strstr(o->post, find))) continue;
        if (total++ / ROWS != page - 1) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "account", o->id);
        value_set_str(a, row, "name", o->name);
        value_set_str(a, row, "url", admin ? arena_printf(a, "/admin?part=staff&officer=%s", o->id) : NULL);
        value_set_str(a, row, "post", o->post);
        value_set_str(a, row, "role_text", english(request) ? role_en((Role)(o->roles & -o->roles)) : role_list_zh(a, o->roles));
        value_set_str(a, row, "department", department_name(request, o->department));
        value_set_str(a, row, "window_code", o->window);
        value_set_bool(a, row, "active", officer_active(o, v->today));
        value_set_bool(a, row, "away", authority_absent(&people->book, o->id, v->today) != NULL);
        if (admin) set_sign_in(request, row, o);
    }
    Value *filters = value_set_list(a, view, "filters");
    office_filter_departments(request, filters, department);
    value_set_str(a, view, "find", find);
    const OfficePair pairs[] = {{"part", "staff"}, {"find", find}, {"department", department}};
    office_set_pages(request, view, "/admin", pairs, 3, page, total, ROWS);
    set_appointments(request, view);
}

/* ---- letters of authority ---- */

static const char *rights_text(Request *request, unsigned rights)
{
    Buf text = buf_new(request->arena);
    for (unsigned bit = 1; bit <= AUTHORITY_ALL; bit <<= 1)
        if (rights & bit) buf_printf(&text, "%s%s", text.length ? english(request) ? ", " : "、" : "", english(request) ? authority_right_name((AuthorityRight)bit) : authority_right_zh((AuthorityRight)bit));
    return text.text;
}

static void set_authorities(Request *request, Value *view)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const AuthorityBook *book = &people_of(request)->book;
    const char *find = office_query(request, "find"), *department = office_query(request, "department");
    bool may = right_has(&v->actor, RIGHT_GRANT_AUTHORITY, NULL);
    int page = office_page(request), total = 0;
    Value *list = value_set_list(a, view, "authorities");
    for (int i = 0; i < book->row_count; i++) {
        const Authority *r = &book->rows[i];
        const Item *item = catalog_item_newest(v->hall->scene->catalog, r->item);
        const char *who = words_officer(request, r->officer);
        if ((*department && strcmp(r->department, department)) || (*find && !strstr(who, find) && !strstr(r->officer, find) && !strstr(r->document, find) && !strstr(r->item, find))) continue;
        if (total++ / ROWS != page - 1) continue;
        bool live = day_is_none(r->to) || !day_before(r->to, v->today);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "officer", arena_printf(a, "%s（%s）", who, r->officer));
        value_set_str(a, row, "item_name", item ? item->name : arena_printf(a, "%s · %s", department_name(request, r->department), page_message(request, "admin.every_item")));
        value_set_str(a, row, "rights_text", rights_text(request, r->rights));
        value_set_str(a, row, "from", day_text(a, r->from));
        value_set_str(a, row, "to", end_text(request, r->to));
        value_set_str(a, row, "document", r->document);
        value_set_bool(a, row, "live", live);
        value_set_str(a, row, "end_url", live && may ? arena_printf(a, "/admin?part=authority&row=%lld", (long long)r->id) : NULL);
    }
    Value *filters = value_set_list(a, view, "filters");
    office_filter_departments(request, filters, department);
    value_set_str(a, view, "find", find);
    const OfficePair pairs[] = {{"part", "authority"}, {"find", find}, {"department", department}};
    office_set_pages(request, view, "/admin", pairs, 3, page, total, ROWS);
}

/* ---- absence and substitutes ---- */

static const char *substitutes_of(Request *request, const AuthorityBook *book, const Absence *absence)
{
    Buf text = buf_new(request->arena);
    for (int i = 0; i < book->substitute_count; i++) {
        const Substitute *s = &book->substitutes[i];
        if (strcmp(s->a, absence->officer) || day_after(s->from, absence->to) || (!day_is_none(s->to) && day_before(s->to, absence->from))) continue;
        buf_printf(&text, "%s%s", text.length ? "、" : "", words_officer(request, s->b));
    }
    return text.length ? text.text : page_message(request, "admin.no_substitute");
}

static void set_absences(Request *request, Value *view)
{
    Arena *a = request->arena;
    Day today = visitor_of(request)->today;
    const AuthorityBook *book = &people_of(request)->book;
    bool may = right_has(&visitor_of(request)->actor, RIGHT_RECORD_ABSENCE, NULL);
    Value *list = value_set_list(a, view, "absences"), *pairs = value_set_list(a, view, "substitutes");
    for (int i = book->absence_count - 1; i >= 0 && list->count < LIMIT_PAGE_ROWS; i--) {
        const Absence *absence = &book->absences[i];
        bool open = !day_before(absence->to, today), now = open && !day_after(absence->from, today);
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "officer", words_officer(request, absence->officer));
        value_set_str(a, row, "substitute", substitutes_of(request, book, absence));
        value_set_str(a, row, "from", day_text(a, absence->from));
        value_set_str(a, row, "to", day_before(absence->to, absence->from) ? "—" : day_text(a, absence->to));
        value_set_str(a, row, "reason", absence->reason);
        value_set_bool(a, row, "live", now);
        value_set_str(a, row, "back_url", open && may ? arena_printf(a, "/admin?part=absence&row=%lld", (long long)absence->id) : NULL);
    }
    for (int i = book->substitute_count - 1; i >= 0 && pairs->count < LIMIT_PAGE_ROWS; i--) {
        const Substitute *s = &book->substitutes[i];
        Value *row = value_push_object(a, pairs);
        value_set_str(a, row, "a", words_officer(request, s->a));
        value_set_str(a, row, "b", words_officer(request, s->b));
        value_set_str(a, row, "from", day_text(a, s->from));
        value_set_str(a, row, "to", end_text(request, s->to));
        value_set_str(a, row, "document", s->document);
        value_set_bool(a, row, "live", authority_absent(book, s->a, today) && !day_after(s->from, today) && (day_is_none(s->to) || !day_before(s->to, today)));
    }
}

/* ---- calendar ---- */

static void set_calendar(Request *request, Value *view)
{
    Arena *a = request->arena;
    const Scene *scene = hall_of(request)->scene;
    bool may = office_over_all(request, RIGHT_EDIT_CALENDAR);
    int count, last = calendar_last_covered(scene->calendar);
    Value *now = value_set_object(a, view, "calendar_now"), *list = value_set_list(a, view, "calendars"), *changes = value_set_list(a, view, "overrides");
    value_set_str(a, now, "years", arena_printf(a, "%d–%d", calendar_first_covered(scene->calendar), last));
    value_set_str(a, now, "provisional", arena_printf(a, "%d", last + 1));
    value_set_str(a, now, "hash", arena_strndup(a, calendar_hash(scene->calendar), 12));
    value_set_str(a, now, "workdays", arena_printf(a, "%d", calendar_workdays_in_year(scene->calendar, day_year(visitor_of(request)->today))));
    CalendarVersion *versions = calendar_history(scene->store, a, LIMIT_PAGE_ROWS, &count);
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "version", arena_printf(a, "%lld", (long long)versions[i].version));
        value_set_bool(a, row, "current", i == 0);
        value_set_str(a, row, "kind_text", page_message(request, versions[i].imported ? "admin.calendar_imported" : "admin.calendar_overridden"));
        value_set_str(a, row, "document", versions[i].source);
        value_set_str(a, row, "days", arena_printf(a, "%d", versions[i].days));
        value_set_str(a, row, "imported", instant_text_short(a, versions[i].at));
    }
    CalendarOverride *overrides = calendar_overrides(scene->store, a, &count);
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, changes);
        value_set_str(a, row, "date", day_text(a, overrides[i].day));
        value_set_str(a, row, "area", overrides[i].area);
        value_set_str(a, row, "kind", calendar_kind_code(overrides[i].kind));
        value_set_str(a, row, "kind_text", english(request) ? day_kinds[overrides[i].kind == CALENDAR_WORKDAY].en : day_kinds[overrides[i].kind == CALENDAR_WORKDAY].zh);
        value_set_str(a, row, "document", overrides[i].document);
        value_set_bool(a, row, "may", may);
    }
}

/* ---- looks at personal data; machine tokens ---- */

static void set_access(Request *request, Value *view)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    int64_t before = 0;
    text_parse_int(office_query(request, "before"), 1, INT64_MAX, &before);
    AccessRecord *records;
    int count = access_record_list(store, a, 0, before, ROWS, &records);
    Value *list = value_set_list(a, view, "access");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = records[i].case_id ? case_load(store, a, records[i].case_id) : NULL;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "time", instant_text_short(a, records[i].at));
        value_set_str(a, row, "officer", words_officer(request, records[i].officer));
        value_set_str(a, row, "number", file ? file->number : "—");
        value_set_str(a, row, "reason", records[i].what);
    }
    value_set_str(a, view, "older_url", count == ROWS ? arena_printf(a, "/admin?part=access&before=%lld", (long long)records[count - 1].id) : NULL);
}

static void set_tokens(Request *request, Value *view)
{
    Arena *a = request->arena;
    Instant now = visitor_of(request)->now;
    Machine *machines;
    int count = machine_list(hall_of(request)->scene->store, a, &machines);
    Value *list = value_set_list(a, view, "tokens");
    for (int i = 0; i < count; i++) {
        const Machine *m = &machines[i];
        bool expired = m->expires.ms && m->expires.ms <= now.ms;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "id", arena_printf(a, "%lld", (long long)m->id));
        value_set_str(a, row, "name", m->name);
        value_set_str(a, row, "scopes", machine_scopes_text(a, m->scopes));
        value_set_str(a, row, "created", instant_text_short(a, m->created));
        value_set_str(a, row, "expires", m->expires.ms ? instant_text_short(a, m->expires) : page_message(request, "admin.open_end"));
        value_set_bool(a, row, "live", !m->revoked.ms && !expired);
        value_set_str(a, row, "state_text", page_message(request, m->revoked.ms ? "admin.token_revoked" : expired ? "admin.token_expired" : "admin.live"));
    }
}

/* ---- the page ---- */

static const struct { const char *name, *truth; Right right; void (*set)(Request *, Value *); } parts[] = {
    {"staff", "is_staff", RIGHT_SEE_STAFF, set_staff}, {"authority", "is_authority", RIGHT_SEE_STAFF, set_authorities}, {"absence", "is_absence", RIGHT_SEE_STAFF, set_absences},
    {"calendar", "is_calendar", RIGHT_SEE_STAFF, set_calendar}, {"access", "is_access", RIGHT_SEE_ACCESS, set_access}, {"tokens", "is_tokens", RIGHT_ADMIN_TOKENS, set_tokens},
};
enum { PARTS = sizeof parts / sizeof *parts };

static void set_shown(Request *request, Value *view, const AdminShown *shown)
{
    Arena *a = request->arena;
    const char *prefix = shown->form == FORM_NONE ? "" : forms[shown->form].name;
    if (shown->form != FORM_NONE) office_set_errors(request, view, arena_printf(a, "%s-", prefix), forms[shown->form].rows, shown->errors);
    if (shown->refusal) page_set_refusal(request, view, shown->refusal, shown->detail);
    value_set_str(a, view, "token", shown->token);
    value_set_str(a, view, "notice", shown->notice);
    Value *list = value_set_list(a, view, "problems");
    for (const Value *p = shown->problems ? shown->problems->first : NULL; p; p = p->next) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "line", arena_printf(a, "%lld", (long long)value_int(p, "row", 0)));
        value_set_str(a, row, "heading", value_str_or(p, "column", ""));
        value_set_str(a, row, "text", value_str_or(p, english(request) ? "en" : "zh", ""));
    }
}

void admin_show(Request *request, int status, const char *part, const AdminShown *shown)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int at = 0;
    for (int i = 0; i < PARTS; i++) if (!strcmp(parts[i].name, part)) at = i;
    if (!right_has(&v->actor, parts[at].right, NULL)) { page_refusal(request, REFUSED_NO_RIGHT, right_zh(parts[at].right)); return; }
    Value *view = page_view(request, "admin"), *tabs = value_set_list(a, view, "parts");
    for (int i = 0; i < PARTS; i++) {
        if (!right_has(&v->actor, parts[i].right, NULL)) continue;
        Value *row = value_push_object(a, tabs);
        value_set_str(a, row, "name", page_message(request, arena_printf(a, "admin.%s", parts[i].name)));
        value_set_str(a, row, "url", arena_printf(a, "/admin?part=%s", parts[i].name));
        value_set_bool(a, row, "current", i == at);
    }
    if (right_has(&v->actor, RIGHT_ADMIN_TOKENS, NULL)) {        /* a page of its own, with what failed */
        Value *row = value_push_object(a, tabs);
        value_set_str(a, row, "name", page_message(request, "notices_admin.title"));
        value_set_str(a, row, "url", "/admin/notices");
        value_set_bool(a, row, "current", false);
        row = value_push_object(a, tabs);
        value_set_str(a, row, "name", page_message(request, "exchange.title"));
        value_set_str(a, row, "url", "/exchange");
        value_set_bool(a, row, "current", false);
    }
    value_set_bool(a, view, parts[at].truth, true);
    value_set_str(a, view, "part", parts[at].name);
    parts[at].set(request, view);
    if (shown) set_shown(request, view, shown);
    set_forms(request, view, parts[at].name, shown);
    page_show(request, status, "admin", view);
}

static void admin_page(Request *request) { admin_show(request, 200, office_query(request, "part"), NULL); }

/* The one table of the office's addresses. A right given here is "somewhere"; the acts themselves ask for its reach. */
const Route office_routes[] = {
    {HTTP_GET, "/supervise", supervise_page, RIGHT_SUPERVISE, "全面监管 open cases by clock"},
    {HTTP_GET, "/supervise/calendar", redated_list_page, RIGHT_SUPERVISE, "日历变更与改期 calendar changes and what they moved"},
    {HTTP_GET, "/supervise/calendar/:seq", redated_page, RIGHT_SUPERVISE, "一次日历变更动了哪些件 the cases one change moved"},
    {HTTP_GET, "/supervise.csv", supervise_csv, RIGHT_SUPERVISE, "在办件清单 open cases as CSV"},
    {HTTP_GET, "/catalogue", catalogue_page, ROUTE_STAFF, "事项目录 items and versions"},
    {HTTP_GET, "/catalogue/lint", catalogue_lint, ROUTE_STAFF, "质量检查 quality checks L1-L14"},
    {HTTP_GET, "/catalogue/export.csv", catalogue_csv, ROUTE_STAFF, "导出 catalogue as CSV"},
    {HTTP_GET, "/catalogue/export.xlsx", catalogue_xlsx, ROUTE_STAFF, "导出 catalogue as XLSX"},
    {HTTP_POST, "/catalogue/import", catalogue_import_items, RIGHT_EDIT_CATALOGUE, "导入事项 import items"},
    {HTTP_POST, "/catalogue/departments", catalogue_import_departments, RIGHT_EDIT_CATALOGUE, "导入部门 import departments, windows, legal bodies"},
    {HTTP_POST, "/catalogue/items/:code/publish", catalogue_publish, RIGHT_PUBLISH, "发布 publish a draft"},
    {HTTP_POST, "/catalogue/items/:code/withdraw", catalogue_withdraw, RIGHT_PUBLISH, "停止办理 withdraw an item"},
    {HTTP_GET, "/admin", admin_page, ROUTE_STAFF, "管理 administration"},
    {HTTP_POST, "/admin/staff", admin_appoint, RIGHT_ADMIN_USERS, "到岗、变更 appoint or change an officer"},
    {HTTP_POST, "/admin/staff/:account/password", admin_password, RIGHT_ADMIN_USERS, "重设密码 reset a password"},
    {HTTP_POST, "/admin/staff/:account/posts", admin_add_post, RIGHT_ADMIN_USERS, "登记兼任 a post beside the one she holds"},
    {HTTP_POST, "/admin/staff/:account/posts/end", admin_end_post, RIGHT_ADMIN_USERS, "免去兼任 end a post held beside"},
    {HTTP_POST, "/admin/staff/:account/close", admin_close, RIGHT_ADMIN_USERS, "离岗 end a post"},
    {HTTP_POST, "/admin/staff/:account/block", admin_block, RIGHT_ADMIN_USERS, "停止登录 block a sign-in"},
    {HTTP_POST, "/admin/staff/:account/unlock", admin_unlock, RIGHT_ADMIN_USERS, "解除锁定 unlock a sign-in"},
    {HTTP_POST, "/admin/authority", admin_grant, RIGHT_GRANT_AUTHORITY, "授权 grant authority"},
    {HTTP_POST, "/admin/authority/:id/end", admin_end_authority, RIGHT_GRANT_AUTHORITY, "终止授权 end authority"},
    {HTTP_POST, "/admin/absence", admin_absence, RIGHT_RECORD_ABSENCE, "离岗登记 record an absence"},
    {HTTP_POST, "/admin/absence/:id/end", admin_end_absence, RIGHT_RECORD_ABSENCE, "返岗登记 record the return"},
    {HTTP_POST, "/admin/substitute", admin_substitute, RIGHT_GRANT_AUTHORITY, "指定 B 角 name a substitute"},
    {HTTP_POST, "/admin/calendar", admin_holidays, RIGHT_EDIT_CALENDAR, "导入节假日 import holidays"},
    {HTTP_POST, "/admin/calendar/override", admin_override, RIGHT_EDIT_CALENDAR, "本地调整 local closing or working day"},
    {HTTP_POST, "/admin/tokens", admin_token, RIGHT_ADMIN_TOKENS, "发放令牌 issue a machine token"},
    {HTTP_POST, "/admin/tokens/:id/revoke", admin_revoke_token, RIGHT_ADMIN_TOKENS, "停用令牌 revoke a machine token"},
    {0}};
