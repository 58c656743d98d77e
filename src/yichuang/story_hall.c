/* story_hall.c: the hall in which stories are told, and the lines that change it: items, officers, authority, absences, calendar, settings. */
#include "base/embed.h"
#include "base/text.h"
#include "window/notice_act.h"
#include "window/office_act.h"
#include "yichuang/story.h"
#include <stdlib.h>
#include <string.h>

/* Five departments at three windows, with bodies that seal and sue. 局 names are those of the demonstration district. */
static const char fixed[] =
    "{\"bodies\":["
    "{\"id\":\"B011\",\"name\":\"武汉市江夏区住房和城乡建设局\",\"word\":\"住建\",\"seal\":\"武汉市江夏区住房和城乡建设局 行政审批专用章\",\"reconsideration\":\"武汉市江夏区人民政府\",\"court\":\"武汉市江夏区人民法院\"},"
    "{\"id\":\"B012\",\"name\":\"武汉市江夏区卫生健康局\",\"word\":\"卫健\",\"seal\":\"武汉市江夏区卫生健康局 行政审批专用章\",\"reconsideration\":\"武汉市江夏区人民政府\",\"court\":\"武汉市江夏区人民法院\"},"
    "{\"id\":\"B013\",\"name\":\"武汉市江夏区人力资源和社会保障局\",\"word\":\"人社\",\"seal\":\"武汉市江夏区人力资源和社会保障局 行政审批专用章\",\"reconsideration\":\"武汉市江夏区人民政府\",\"court\":\"武汉市江夏区人民法院\"}],"
    "\"windows\":["
    "{\"id\":\"W05\",\"name\":\"住建窗口\",\"zone\":\"A\",\"counters\":2,\"phone\":\"027-81000105\",\"hours\":\"9:00-17:00\"},"
    "{\"id\":\"W06\",\"name\":\"卫健窗口\",\"zone\":\"A\",\"counters\":1,\"phone\":\"027-81000106\",\"hours\":\"9:00-17:00\"},"
    "{\"id\":\"W15\",\"name\":\"综合窗口\",\"zone\":\"B\",\"counters\":1,\"phone\":\"027-81000115\",\"hours\":\"9:00-17:00\"}],"
    "\"departments\":["
    "{\"code\":\"011\",\"name\":\"住房和城乡建设局\",\"old_name\":\"建设局\",\"window\":\"W05\",\"legal_body\":\"B011\",\"consult_phone\":\"027-81000105\",\"supervise_phone\":\"027-81000100\",\"valid_from\":\"2004-07-01\",\"valid_to\":\"\",\"successor\":\"\"},"
    "{\"code\":\"012\",\"name\":\"卫生健康局\",\"old_name\":\"卫生局\",\"window\":\"W06\",\"legal_body\":\"B012\",\"consult_phone\":\"027-81000106\",\"supervise_phone\":\"027-81000100\",\"valid_from\":\"2004-07-01\",\"valid_to\":\"\",\"successor\":\"\"},"
    "{\"code\":\"013\",\"name\":\"人力资源和社会保障局\",\"old_name\":\"人事局\",\"window\":\"W05\",\"legal_body\":\"B013\",\"consult_phone\":\"027-81000107\",\"supervise_phone\":\"027-81000100\",\"valid_from\":\"2004-07-01\",\"valid_to\":\"\",\"successor\":\"\"},"
    "{\"code\":\"001\",\"name\":\"发展和改革局\",\"old_name\":\"计划委员会\",\"window\":\"W15\",\"legal_body\":\"B011\",\"consult_phone\":\"027-81000115\",\"supervise_phone\":\"027-81000100\",\"valid_from\":\"2004-07-01\",\"valid_to\":\"\",\"successor\":\"\"},"
    "{\"code\":\"014\",\"name\":\"交通运输局\",\"old_name\":\"交通局\",\"window\":\"W15\",\"legal_body\":\"B011\",\"consult_phone\":\"027-81000115\",\"supervise_phone\":\"027-81000100\",\"valid_from\":\"2004-07-01\",\"valid_to\":\"\",\"successor\":\"\"}]}";

static void hall_work(Scene *scene, WindowTurn *turn)
{
    Event event = {.kind = "catalog.departments_imported", .body = value_parse(turn->arena, fixed, sizeof fixed - 1, NULL)};
    window_record(scene, turn, &event);
}

void story_hall(StoryRun *run)
{
    Actor operator_ = actor_operator();
    size_t bytes;
    Value *settings = value_object(run->arena);
    static const char *const facts[][2] = {{"name", "江夏区政务服务中心"}, {"name_en", "Jiangxia District Administrative Service Centre"}, {"area", "420115"},
                                           {"district", "江夏"}, {"public_url", "http://127.0.0.1:8080"}, {"demo", "1"}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) value_set_str(run->arena, settings, facts[i][0], facts[i][1]);
    story_turn(run, &operator_, office_configure, settings);
    const uint8_t *holidays = embed_find(run->arena, "data/holidays/national.csv", &bytes);
    FileImport import = {.bytes = holidays, .size = bytes, .source = "国务院办公厅历年节假日安排通知"};
    story_turn(run, &operator_, office_import_holidays, &import);
    story_turn(run, &operator_, hall_work, NULL);
}

/* ---- items ---- */

static const char *given(StoryRun *run, const char *key, const char *otherwise)
{
    const char *text = story_field(run->line, key);
    return text ? text : otherwise;
}

static bool truth(StoryRun *run, const char *key, bool otherwise)
{
    const char *text = story_field(run->line, key);
    bool yes = otherwise;
    if (text && !story_truth(text, &yes)) story_trouble(run, "%s 应为 yes 或 no", key);
    return yes;
}

const char *story_item_code(StoryRun *run, const char *name)
{
    const Catalog *catalog = window_scene(run->window)->catalog;
    for (int i = 0; name && i < catalog_version_count(catalog); i++)
        if (!strcmp(catalog_version_number(catalog, i)->name, name)) return arena_strdup(run->arena, catalog_version_number(catalog, i)->code);   /* outlives a reload */
    return name;
}

/* The next free code of the department and kind: 420115 ddd kk nnnnn. */
static const char *new_code(StoryRun *run, const char *department, const char *kind)
{
    return arena_printf(run->arena, "420115%s%s%05d", department, kind, catalog_version_count(window_scene(run->window)->catalog) + 1);
}

/* "20", "60/calendar_day" */
static void set_limit(StoryRun *run, Value *body, const char *key, const char *otherwise)
{
    char **parts;
    int64_t n;
    int count = text_split(run->arena, given(run, key, otherwise), '/', &parts);
    if (count > 2 || !text_parse_int(parts[0], 0, 3660, &n)) { story_trouble(run, "%s 应如 20 或 60/calendar_day", key); return; }
    value_set_int(run->arena, body, arena_printf(run->arena, "%s_limit", key), n);
    value_set_str(run->arena, body, arena_printf(run->arena, "%s_unit", key), count == 2 ? parts[1] : "workday");
}

/* "申请书,身份证明,场地证明?"; a question mark: needed only in some cases; ~: may be owed (容缺); !: a commitment stands in its place. */
static void set_materials(StoryRun *run, Value *body, const char *names)
{
    Value *list = value_set_list(run->arena, body, "materials");
    char **parts;
    int count = *names ? text_split(run->arena, names, ',', &parts) : 0;
    for (int i = 0; i < count; i++) {
        size_t n = strlen(parts[i]);
        char mark = n ? parts[i][n - 1] : 0;
        bool optional = mark == '?';
        Value *row = value_push_object(run->arena, list);
        value_set_str(run->arena, row, "name", optional || mark == '~' || mark == '!' ? arena_strndup(run->arena, parts[i], n - 1) : parts[i]);
        value_set_bool(run->arena, row, "required", !optional);
        if (mark == '~') value_set_bool(run->arena, row, "deferrable", true);
        if (mark == '!') value_set_bool(run->arena, row, "committable", true);
        if (optional) value_set_str(run->arena, row, "when", "依情形需要时");
    }
}

/* "证照工本费:10.00,检测费:0"; an amount of 0 is settled by the words of the standard. */
static void set_fees(StoryRun *run, Value *body, const char *fees)
{
    Value *list = value_set_list(run->arena, body, "fees");
    char **rows, **parts;
    int count = fees ? text_split(run->arena, fees, ',', &rows) : 0;
    value_set_str(run->arena, body, "charges", count ? "收费" : "不收费");
    for (int i = 0; i < count; i++) {
        Money amount;
        if (text_split(run->arena, rows[i], ':', &parts) != 2 || !money_parse(parts[1], &amount)) { story_trouble(run, "fees 应如 证照工本费:10.00"); return; }
        Value *row = value_push_object(run->arena, list);
        value_set_str(run->arena, row, "name", parts[0]);
        value_set_str(run->arena, row, "fee_class", given(run, "fee_class", "证照工本费"));
        value_set_str(run->arena, row, "standard", amount.fen ? arena_printf(run->arena, "%s元/件", parts[1]) : "按公布的计算办法");
        value_set_int(run->arena, row, "amount_fen", amount.fen);
        value_set_str(run->arena, row, "unit", "件");
        value_set_str(run->arena, row, "basis", "《中华人民共和国行政许可法》第五十八条");
        value_set_str(run->arena, row, "basis_level", given(run, "fee_level", "行政法规"));
    }
}

static void push_text(StoryRun *run, Value *body, const char *key, const char *text) { value_push_str(run->arena, value_set_list(run->arena, body, key), text); }

static void set_steps(StoryRun *run, Value *body, int64_t days)
{
    static const char *const names[] = {"受理", "审核", "审批", "办结", "送达"};
    Value *list = value_set_list(run->arena, body, "steps");
    for (int i = 0; i < 5; i++) {
        Value *row = value_push_object(run->arena, list);
        value_set_str(run->arena, row, "name", names[i]);
        value_set_str(run->arena, row, "post", i == 1 ? "审核岗" : i == 2 ? "首席代表" : "窗口");
        value_set_int(run->arena, row, "days", i == 1 ? days : 0);
    }
}

/* commitment=yes [commitment_basis= commitment_liability= commitment_months=] */
static void set_commitment(StoryRun *run, Value *body)
{
    int64_t months = 0;
    if (!truth(run, "commitment", false)) return;
    value_set_str(run->arena, body, "form", "告知承诺");
    value_set_str(run->arena, body, "commitment_basis", given(run, "commitment_basis", "国办发〔2020〕42号"));
    value_set_str(run->arena, body, "commitment_liability", given(run, "commitment_liability", "承诺不实的，依法撤销决定并记入信用记录"));
    if (!text_parse_int(given(run, "commitment_months", "0"), 0, 120, &months)) story_trouble(run, "commitment_months 应为月数");
    value_set_int(run->arena, body, "commitment_months", months);
}

/* quota=2 [quantity_limit="本区共2个"] */
static void set_quota(StoryRun *run, Value *body)
{
    int64_t quota = 0;
    if (!text_parse_int(given(run, "quota", "0"), -100, 1000000, &quota)) story_trouble(run, "quota 应为整数");
    if (!quota) return;
    value_set_int(run->arena, body, "quota", quota);
    if (story_field(run->line, "quota_period")) value_set_str(run->arena, body, "quota_period", story_field(run->line, "quota_period"));
    value_set_str(run->arena, body, "quantity_limit", given(run, "quantity_limit", arena_printf(run->arena, "本区共%lld个，按受理先后顺序作出决定", (long long)quota)));
}

/* What is the same for every item told of: a complete publication (XK-30), so that stories write only what matters to them. */
static Value *item_body(StoryRun *run, const char *code, const char *department, const char *kind)
{
    Arena *a = run->arena;
    Value *b = value_object(a);
    const char *result = given(run, "result", "approval");
    bool licence = !strcmp(result, "licence");
    value_set_str(a, b, "code", code);
    value_set_str(a, b, "name", run->line->subject);
    value_set_str(a, b, "department", department);
    value_set_str(a, b, "legal_body", given(run, "body", arena_printf(a, "B%s", department)));
    value_set_str(a, b, "window", given(run, "window", !strcmp(department, "012") ? "W06" : "W05"));
    value_set_str(a, b, "kind", kind);
    set_limit(run, b, "statutory", "20");
    set_limit(run, b, "promised", given(run, "statutory", "20"));
    value_set_str(a, b, "mode", given(run, "mode", value_int(b, "promised_limit", 0) ? "承诺件" : "即办件"));
    value_set_str(a, b, "promised_note", "按法定期限承诺");
    set_steps(run, b, value_int(b, "promised_limit", 0));
    set_materials(run, b, given(run, "materials", "申请书,身份证明"));
    set_fees(run, b, story_field(run->line, "fees"));
    Value *basis = value_push_object(a, value_set_list(a, b, "basis"));
    value_set_str(a, basis, "law", "《中华人民共和国行政许可法》");
    value_set_str(a, basis, "article", "第十二条");
    push_text(run, b, "service_objects", "1");
    value_set_str(a, b, "topic", "准营准办");
    value_set_str(a, b, "scope", "本区范围内");
    push_text(run, b, "conditions", "符合法定条件和标准");
    push_text(run, b, "channels", "窗口");
    value_push_str(a, (Value *)value_get(b, "channels"), "网上");
    char **ways;
    int way_count = text_split(a, given(run, "delivery", "窗口领取,邮寄送达"), ',', &ways);
    Value *delivery = value_set_list(a, b, "delivery");
    for (int i = 0; i < way_count; i++) value_push_str(a, delivery, ways[i]);
    value_set_str(a, b, "result_name", licence ? "许可证" : "准予决定书");
    value_set_str(a, b, "result_type", result);
    value_set_str(a, b, "result_sample", "样本");
    int64_t months = 0;
    if (!text_parse_int(given(run, "months", "0"), 0, 1200, &months)) story_trouble(run, "months 应为月数");
    value_set_int(a, b, "result_months", months);
    value_set_bool(a, b, "agent_allowed", truth(run, "agent", true));
    if (!truth(run, "agent", true)) value_set_str(a, b, "agent_reason", "法律规定应当由本人到场办理");
    value_set_bool(a, b, "two_person", truth(run, "two_person", true));
    /* 超时默认 (F34): on when its document is named */
    value_set_bool(a, b, "deemed_approval", story_field(run->line, "deemed") != NULL || truth(run, "deemed_on", false));
    value_set_str(a, b, "deemed_document", given(run, "deemed", ""));
    value_set_bool(a, b, "safety", truth(run, "safety", false));
    value_set_bool(a, b, "secret", truth(run, "secret", false));
    value_set_str(a, b, "quantity_limit", given(run, "quantity", ""));
    value_set_str(a, b, "verification", given(run, "verification", ""));
    value_set_bool(a, b, "hearing_by_law", truth(run, "hearing", false));
    value_set_str(a, b, "upper_organ", given(run, "upper", ""));
    value_set_str(a, b, "entrusted_organ", given(run, "entrusted", ""));
    value_set_str(a, b, "entrusting_document", given(run, "entrusting", ""));
    value_set_str(a, b, "selection", given(run, "selection", ""));
    value_set_str(a, b, "selection_document", given(run, "selection_document", ""));
    value_set_str(a, b, "promise_document", given(run, "promise_document", ""));
    value_set_str(a, b, "consult_phone", "027-81000105");
    value_set_str(a, b, "supervise_phone", "027-81000100");
    value_set_str(a, b, "address", "江夏区政务服务中心一楼");
    if (strchr(given(run, "materials", ""), '~') && !story_field(run->line, "deferral_basis")) value_set_str(a, b, "deferral_basis", "《江夏区政务服务容缺受理办法》第四条");
    if (story_field(run->line, "deferral_basis")) value_set_str(a, b, "deferral_basis", story_field(run->line, "deferral_basis"));
    set_commitment(run, b);
    set_quota(run, b);
    if (story_field(run->line, "co")) story_joint_rules(run, b, story_field(run->line, "co"));
    value_set_str(a, b, "absence_default", given(run, "absence", ""));
    if (story_field(run->line, "without")) value_set(a, b, story_field(run->line, "without"), value_string(a, NULL));
    return b;
}

typedef struct ItemLine { const Value *body; const char *code; Day from; bool publish; } ItemLine;

/* Draft and publication in one turn; what the lint forbids leaves no trace. */
static void item_work(Scene *scene, WindowTurn *turn)
{
    const ItemLine *line = turn->input;
    Value *canonical = item_body_canonical(turn->arena, line->body);
    Item *draft = item_of_body(turn->arena, canonical);
    draft->version = catalog_draft_version(scene->catalog, line->code);
    CatalogRefusal refusal = {0};
    if (line->publish) refusal = catalog_may_publish(scene->catalog, turn->arena, draft, line->from);
    if (refusal.code) { window_refuse(turn, REFUSED_ITEM_LINT, refusal.zh); return; }
    Event drafted = {.kind = "item.drafted", .body = catalog_event_drafted(turn->arena, draft->version, canonical)};
    window_record(scene, turn, &drafted);
    if (!line->publish) return;
    Event published = {.kind = "item.published", .body = catalog_event_published(turn->arena, draft, line->from)};
    window_record(scene, turn, &published);
}

static Day today(StoryRun *run) { return instant_day(run->line->at); }

static void do_item(StoryRun *run, const Actor *by)
{
    const char *department = given(run, "department", "011"), *kind = given(run, "kind", "01"), *name = run->line->subject;
    const char *code = story_item_code(run, name);
    if (code == name) code = new_code(run, department, kind);
    ItemLine line = {.body = item_body(run, code, department, kind), .code = code, .from = story_day(run, "from", today(run)), .publish = truth(run, "publish", true)};
    story_turn(run, by, item_work, &line);
}

static void do_publish(StoryRun *run, const Actor *by)
{
    ItemPublish publish = {.code = story_item_code(run, run->line->subject), .from = story_day(run, "from", today(run))};
    story_turn(run, by, office_publish_item, &publish);
}

static void do_retire(StoryRun *run, const Actor *by)
{
    ItemWithdraw withdraw = {.code = story_item_code(run, run->line->subject), .last = story_day(run, "last", today(run)), .reason = story_field(run->line, "reason")};
    story_turn(run, by, office_withdraw_item, &withdraw);
}

/* ---- people ---- */

static void do_officer(StoryRun *run, const Actor *by)
{
    Officer officer = {.id = run->line->subject, .name = given(run, "name", ""), .department = given(run, "department", ""), .window = given(run, "window", ""),
                       .post = given(run, "post", "工作人员"), .document = given(run, "document", "夏组任〔2026〕1号"), .from = story_day(run, "from", today(run)), .to = story_day(run, "to", DAY_NONE)};
    officer.beside = *given(run, "beside", "") != 0;
    if (!roles_parse(given(run, "roles", ""), &officer.roles)) story_trouble(run, "roles 应如 clerk|chief");
    else story_turn(run, by, office_appoint, &officer);
}

/* endpost bai: the newest post she holds beside her own. */
static void do_end_post(StoryRun *run, const Actor *by)
{
    PostEnd end = {.last = story_day(run, "last", today(run)), .document = given(run, "document", "")};
    const Appointment *own;
    int count = people_appointments(window_scene(run->window)->people, run->line->subject, &own);
    for (int i = 0; i < count; i++) if (own[i].beside) end.appointment = own[i].id;
    story_turn(run, by, office_end_post, &end);
}

static void do_dismiss(StoryRun *run, const Actor *by)
{
    OfficerDismiss dismiss = {.id = run->line->subject, .last = story_day(run, "last", today(run)), .reason = given(run, "reason", "调离")};
    story_turn(run, by, office_dismiss, &dismiss);
}

static void do_authority(StoryRun *run, const Actor *by)
{
    const char *item = given(run, "item", "*");
    Authority row = {.officer = run->line->subject, .department = given(run, "department", "011"), .item = story_item_code(run, item),
                     .from = story_day(run, "from", today(run)), .to = story_day(run, "to", DAY_NONE), .document = given(run, "document", "夏政务授〔2026〕1号")};
    if (!authority_rights_parse(given(run, "rights", ""), &row.rights)) story_trouble(run, "rights 应如 review|decide");
    else story_turn(run, by, office_grant, &row);
}

static void do_revoke(StoryRun *run, const Actor *by)
{
    const AuthorityBook *book = &window_scene(run->window)->people->book;
    AuthorityRevoke revoke = {.last = story_day(run, "last", day_plus(today(run), -1)), .document = given(run, "document", "夏政务授撤〔2026〕1号")};
    for (int i = 0; i < book->row_count; i++)
        if (text_equal(book->rows[i].officer, run->line->subject)) revoke.id = book->rows[i].id;
    story_turn(run, by, office_revoke, &revoke);
}

static void do_substitute(StoryRun *run, const Actor *by)
{
    Substitute pair = {.a = given(run, "a", ""), .b = given(run, "b", ""), .from = story_day(run, "from", today(run)), .to = story_day(run, "to", DAY_NONE),
                       .document = given(run, "document", "夏政务AB〔2026〕1号")};
    story_turn(run, by, office_substitute, &pair);
}

static void do_absence(StoryRun *run, const Actor *by)
{
    Absence absence = {.officer = run->line->subject, .from = story_day(run, "from", today(run)), .to = story_day(run, "to", today(run)), .reason = given(run, "reason", "公出")};
    story_turn(run, by, office_absence, &absence);
}

/* ---- calendar, settings, erasure ---- */

/* Who is told of moved days hears it from the clock, which in a story comes at once; the line still speaks of its own turn. */
static void told_of_moves(StoryRun *run)
{
    Actor clock = actor_clock();
    WindowTurn own = run->turn;
    do story_turn(run, &clock, notice_moves_tick, NULL);
    while (!run->trouble && value_bool(run->turn.result, "more"));
    if (!run->trouble) run->turn = own;
}

/* override date=2026-03-10 kind=holiday|workday document="..." [area=420115] [withdrawn=yes] */
static void do_override(StoryRun *run, const Actor *by)
{
    CalendarChange change = {.change = {.area = given(run, "area", "420115"), .day = story_day(run, "date", DAY_NONE), .document = given(run, "document", "")}, .withdrawn = truth(run, "withdrawn", false)};
    if (!calendar_kind_parse(given(run, "kind", "holiday"), &change.change.kind)) story_trouble(run, "kind 应为 holiday 或 workday");
    else {
        story_turn(run, by, office_override_calendar, &change);
        told_of_moves(run);
    }
}

/* holidays "2027-01-01,holiday,元旦;2027-10-01,holiday,国庆节" source="..." */
static void do_holidays(StoryRun *run, const Actor *by)
{
    char *text = arena_printf(run->arena, "date,kind,name\n%s\n", run->line->subject);
    for (char *c = text; *c; c++) if (*c == ';') *c = '\n';
    FileImport import = {.bytes = (const uint8_t *)text, .size = strlen(text), .source = given(run, "source", "国务院办公厅通知")};
    story_turn(run, by, office_import_holidays, &import);
    told_of_moves(run);
}

static void do_configure(StoryRun *run, const Actor *by)
{
    Value *settings = value_object(run->arena);
    for (int i = 0; i < run->line->field_count; i++)
        if (strcmp(run->line->fields[i].key, "by")) value_set_str(run->arena, settings, run->line->fields[i].key, run->line->fields[i].value);
    story_turn(run, by, office_configure, settings);
    told_of_moves(run);
}

static void do_erase(StoryRun *run, const Actor *by)
{
    int64_t id = 0;
    static const char *const of_desks[] = {"enquiry", "agency", "meeting", "package", "account"};
    for (size_t i = 0; i < sizeof of_desks / sizeof *of_desks; i++) {
        const char *row = story_field(run->line, of_desks[i]);
        if (!row) continue;
        PersonErase erase = {.reason = given(run, "reason", ""), .desk = of_desks[i], .id = atoll(story_referred(run, row))};
        story_turn(run, by, office_erase_person, &erase);
        return;
    }
    if (!text_parse_int(given(run, "case", "1"), 1, 1000000, &id)) { story_trouble(run, "case 应为办件序号"); return; }
    run->case_id = id;
    PersonErase erase = {.case_id = id, .reason = given(run, "reason", "")};
    story_turn(run, by, office_erase_person, &erase);
}

static const struct { const char *verb; bool subject; void (*tell)(StoryRun *, const Actor *); } verbs[] = {
    {"item", true, do_item}, {"publish", true, do_publish}, {"retire", true, do_retire}, {"officer", true, do_officer}, {"dismiss", true, do_dismiss}, {"endpost", true, do_end_post},
    {"authority", true, do_authority}, {"revoke", true, do_revoke}, {"substitute", false, do_substitute}, {"absence", true, do_absence},
    {"override", false, do_override}, {"holidays", true, do_holidays}, {"configure", false, do_configure}, {"erase", false, do_erase},
};

bool story_office_verb(const char *verb)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) if (!strcmp(verbs[i].verb, verb)) return true;
    return false;
}

bool story_office(StoryRun *run)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].verb, run->line->verb)) continue;
        if (verbs[i].subject && !run->line->subject) { story_trouble(run, "%s 之后应写名称", run->line->verb); return true; }
        const char *by = story_field(run->line, "by");
        Actor actor = by ? story_actor(run, by) : actor_operator();
        verbs[i].tell(run, &actor);
        return true;
    }
    return false;
}
