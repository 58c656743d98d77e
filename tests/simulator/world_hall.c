/* world_hall.c: a random hall: its calendar, departments, windows, items and officers; see world.h. */
#include "world.h"
#include "base/text.h"
#include "people/identity.h"
#include <stdio.h>
#include <string.h>

static const char *const departments[] = {"011", "012", "013", "014"};
static const char *const windows[] = {"W05", "W06", "W05", "W07"};      /* two departments share one window */

/* ---- calendar ---- */

/* Open cases move with the calendar; concluded ones stay as they were. */
void world_redate(World *w)
{
    for (int i = 0; i < w->oracle.matter_count; i++) if (matter_open(&w->oracle.matters[i])) matter_redate(&w->oracle, &w->oracle.matters[i]);
    w->cover->redated++;
    check_duties(w);
}

/* A year's notice: seven holidays of one to eight days, some weekends worked instead; a provisional list names single days only. */
void world_notice(World *w, int year, bool provisional)
{
    DayMark rows[120];
    int count = 0;
    static const int months[] = {1, 2, 4, 5, 6, 9, 10};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        bool national = months[i] == 10;
        Day from = day_of(year, months[i], national ? 1 : between(w, 1, 20));
        int length = provisional ? 1 : national ? between(w, 3, 8) : between(w, 1, 8);
        for (int k = 0; k < length; k++) {
            Day d = day_plus(from, k);
            bool twice = day_year(d) != year;
            for (int r = 0; r < count; r++) twice |= day_equal(rows[r].day, d);
            if (!twice) rows[count++] = (DayMark){d, provisional ? MARK_PROVISIONAL : MARK_HOLIDAY};
        }
        for (int k = below(w, 3); !provisional && k > 0; k--) {
            Day d = day_plus(from, chance(w, 50) ? length + below(w, 6) : -1 - below(w, 6));
            bool twice = day_weekday(d) <= 5;
            for (int r = 0; r < count; r++) twice |= day_equal(rows[r].day, d);
            if (!twice) rows[count++] = (DayMark){d, MARK_WORKDAY};          /* may lie in the year before or after */
        }
    }
    Buf text = buf_new(w->turn);
    buf_str(&text, "date,kind,name\n");
    for (int i = 0; i < count; i++)
        buf_printf(&text, "%s,%s,节%d\n", day_text(w->turn, rows[i].day), rows[i].mark == MARK_PROVISIONAL ? "holiday_provisional" : rows[i].mark == MARK_HOLIDAY ? "holiday" : "workday", i + 1);
    FileImport import = {.bytes = (const uint8_t *)text.text, .size = text.length, .source = arena_printf(w->turn, "%d年放假通知", year)};
    Actor actor = world_actor(w, &doer_operator);
    tell(w, 0, "%s notice of %d, %d days", provisional ? "provisional" : "whole", year, count);
    if (!world_turn(w, &actor, &doer_operator, office_import_holidays, &import, 0)) return;
    days_notice(&w->oracle.days, rows, count);
    world_redate(w);
}

/* ---- items ---- */

static void limit(World *w, Thing *t)
{
    static const int limits[] = {1, 2, 3, 5, 7, 10, 15, 20, 20, 30, 45, 60};
    t->workdays[0] = t->workdays[1] = !chance(w, 30);
    t->limit[0] = PICK(w, limits);
    t->limit[1] = chance(w, 40) ? t->limit[0] : between(w, 1, t->limit[0]);
    if (t->instant) t->limit[1] = 0;
    if (t->instant && chance(w, 50)) t->limit[0] = 0;
}

/* The departments that handle it too: never the lead itself (L13). One; with --joint also two, of which the second may wait for the first, within the promise (3.3-9). */
void world_co_departments(World *w, Thing *t)
{
    static const int others[] = {0, 1, 2};                                  /* of `departments` */
    int most = t->workdays[1] ? t->limit[1] : 0;
    memset(t->co, 0, sizeof t->co);
    t->co_count = 0;
    t->silence = t->joint && chance(w, 50);
    if (!t->joint) return;
    int wanted = w->joint_percent < 100 ? 1 : between(w, 1, CO_MOST), from = below(w, 3);
    for (int k = 0; k < 3 && t->co_count < wanted; k++) {
        int at = others[(from + k) % 3];
        if (!strcmp(departments[at], t->department)) continue;
        CoOf *co = &t->co[t->co_count++];
        snprintf(co->department, sizeof co->department, "%s", departments[at]);
        snprintf(co->window, sizeof co->window, "%s", windows[at]);
        co->days = !t->workdays[1] || chance(w, 30) ? -1 : between(w, 0, most);
        co->safety = chance(w, 20);
    }
    bool all_safety = true;
    for (int i = 0; i < t->co_count; i++) all_safety = all_safety && t->co[i].safety;
    t->silence = t->silence && !all_safety;                                 /* 3.3-6 */
    if (t->co_count < 2 || !chance(w, 50)) return;
    t->co[1].after = true;
    t->co[0].days = between(w, 0, most);
    t->co[1].days = between(w, 0, most - t->co[0].days);
}

Thing world_random_thing(World *w, int number)
{
    static const char *const results[] = {"approval", "approval", "licence", "qualification", "registration", "label", "service"};
    int at = below(w, 4);
    Thing t = {.permit = chance(w, 75), .instant = chance(w, 22), .two_person = chance(w, 60), .agent_allowed = chance(w, 80), .from = world_today(w), .to = DAY_NONE, .version = 1};
    t.joint = !t.instant && chance(w, w->joint_percent);
    t.above = !t.instant && !t.joint && chance(w, 15);
    t.verify = t.instant || !chance(w, 20) ? 0 : between(w, 1, 2);
    t.hearing = !t.instant && chance(w, 4);
    t.may_default = !t.instant && chance(w, 20);
    snprintf(t.department, sizeof t.department, "%s", departments[at]);
    snprintf(t.window, sizeof t.window, "%s", windows[at]);
    snprintf(t.code, sizeof t.code, "420115%s%s%05d", t.department, t.permit ? "01" : "10", number);
    snprintf(t.name, sizeof t.name, "模拟事项%d", number);
    snprintf(t.result, sizeof t.result, "%s", PICK(w, results));
    t.months = chance(w, 50) ? between(w, 1, 60) : 0;
    limit(w, &t);
    world_co_departments(w, &t);
    t.material_count = between(w, 1, MATERIALS_MOST);
    for (int no = 1; no <= t.material_count; no++) t.required[no] = no == 1 || chance(w, 70);
    t.commitment = chance(w, 40);
    t.quota = chance(w, 25) ? between(w, 1, 4) : 0;
    t.may_default = t.may_default && !t.quota;
    for (int no = 2; no <= t.material_count; no++) {
        t.committable[no] = t.commitment && chance(w, 40);
        t.deferrable[no] = chance(w, 35);
    }
    t.fee_count = chance(w, 50) ? between(w, 1, FEES_MOST) : 0;
    for (int no = 1; no <= t.fee_count; no++) t.fee_fen[no] = chance(w, 70) ? between(w, 1, 50000) : 0;
    return t;
}

static void list_of(Arena *a, Value *body, const char *key, const char *one, const char *other)
{
    Value *list = value_set_list(a, body, key);
    value_push_str(a, list, one);
    if (other) value_push_str(a, list, other);
}

static void rows_of(Arena *a, Value *b, const Thing *t)
{
    static const char *const steps[] = {"受理", "审核", "审批", "办结", "送达"};
    Value *list = value_set_list(a, b, "steps");
    for (int i = 0; i < 5; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", steps[i]);
        value_set_str(a, row, "post", i == 1 ? "审核岗" : i == 2 ? "首席代表" : "窗口");
        value_set_int(a, row, "days", i == 1 ? t->limit[1] : 0);
    }
    list = value_set_list(a, b, "materials");
    for (int no = 1; no <= t->material_count; no++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", arena_printf(a, "%s材料之%d", t->name, no));
        value_set_bool(a, row, "required", t->required[no]);
        if (!t->required[no]) value_set_str(a, row, "when", "依情形需要时");
        value_set_bool(a, row, "deferrable", t->deferrable[no]);
        value_set_bool(a, row, "committable", t->committable[no]);
        if (t->deferrable[no]) value_set_str(a, b, "deferral_basis", "《模拟区容缺受理办法》第三条");
    }
    list = value_set_list(a, b, "fees");
    value_set_str(a, b, "charges", t->fee_count ? "收费" : "不收费");
    for (int no = 1; no <= t->fee_count; no++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", arena_printf(a, "费用%d", no));
        value_set_str(a, row, "fee_class", "证照工本费");
        value_set_str(a, row, "standard", t->fee_fen[no] ? arena_printf(a, "%s元/件", money_text(a, (Money){t->fee_fen[no]})) : "按公布的计算办法");
        value_set_int(a, row, "amount_fen", t->fee_fen[no]);
        value_set_str(a, row, "unit", "件");
        value_set_str(a, row, "basis", "《中华人民共和国行政许可法》第五十八条");
        value_set_str(a, row, "basis_level", "行政法规");
    }
}

static Value *body_of(Arena *a, const Thing *t)
{
    Value *b = value_object(a), *basis;
    value_set_str(a, b, "code", t->code);
    value_set_str(a, b, "name", t->name);
    value_set_str(a, b, "department", t->department);
    value_set_str(a, b, "legal_body", arena_printf(a, "B%s", t->department));
    value_set_str(a, b, "window", t->window);
    value_set_str(a, b, "kind", t->permit ? "01" : "10");
    static const char *const keys[] = {"statutory", "promised"};
    for (int i = 0; i < 2; i++) {
        value_set_int(a, b, arena_printf(a, "%s_limit", keys[i]), t->limit[i]);
        value_set_str(a, b, arena_printf(a, "%s_unit", keys[i]), t->workdays[i] ? "workday" : "calendar_day");
    }
    value_set_str(a, b, "mode", t->instant ? "即办件" : t->joint ? "联办件" : t->above ? "上报件" : "承诺件");
    if (t->above) value_set_str(a, b, "upper_organ", "某市某局");
    if (t->verify) value_set_str(a, b, "verification", t->verify == 2 ? "检验检测" : "现场核查");
    value_set_bool(a, b, "hearing_by_law", t->hearing);
    value_set_bool(a, b, "deemed_approval", t->may_default);
    if (t->may_default) value_set_str(a, b, "deemed_document", "江夏政务〔2026〕8号");
    value_set_str(a, b, "promised_note", "按法定期限承诺");
    rows_of(a, b, t);
    basis = value_push_object(a, value_set_list(a, b, "basis"));
    value_set_str(a, basis, "law", "《中华人民共和国行政许可法》");
    value_set_str(a, basis, "article", "第十二条");
    if (t->commitment) {
        value_set_str(a, b, "form", "告知承诺");
        value_set_str(a, b, "commitment_basis", "国办发〔2020〕42号");
        value_set_str(a, b, "commitment_liability", "承诺不实的，依法撤销");
    }
    if (t->quota) value_set_str(a, b, "quantity_limit", "本区数量有限");
    value_set_int(a, b, "quota", t->quota);
    list_of(a, b, "service_objects", "1", NULL);
    list_of(a, b, "conditions", "符合法定条件和标准", NULL);
    list_of(a, b, "channels", "窗口", "网上");
    list_of(a, b, "delivery", "窗口领取", "邮寄送达");
    if (t->joint) list_of(a, b, "co_departments", t->co[0].department, t->co_count > 1 ? t->co[1].department : NULL);
    for (int i = 0; i < t->co_count; i++) {
        Value *row = value_push_object(a, i ? (Value *)value_get(b, "joint_rules") : value_set_list(a, b, "joint_rules"));
        value_set_str(a, row, "department", t->co[i].department);
        value_set_int(a, row, "days", t->co[i].days);
        if (t->co[i].after) value_set_str(a, row, "after", t->co[0].department);
        value_set_bool(a, row, "safety", t->co[i].safety);
    }
    if (t->silence) value_set_str(a, b, "absence_default", "政办〔2026〕9号");
    value_set_str(a, b, "topic", "准营准办");
    value_set_str(a, b, "scope", "本区范围内");
    value_set_str(a, b, "promise_document", "政办〔2026〕1号");             /* a new version may promise more days (3.2-3) */
    value_set_str(a, b, "result_name", thing_certificate(t) ? "许可证" : "准予决定书");
    value_set_str(a, b, "result_type", t->result);
    value_set_str(a, b, "result_sample", "样本");
    value_set_int(a, b, "result_months", t->months);
    value_set_bool(a, b, "agent_allowed", t->agent_allowed);
    if (!t->agent_allowed) value_set_str(a, b, "agent_reason", "法律规定应当由本人到场办理");
    value_set_bool(a, b, "two_person", t->two_person);
    value_set_str(a, b, "consult_phone", "027-81000105");
    value_set_str(a, b, "supervise_phone", "027-81000100");
    value_set_str(a, b, "address", "江夏区政务服务中心一楼");
    return b;
}

/* Draft and publication in one turn, as the catalogue's own rules allow. */
static void publish_work(Scene *scene, WindowTurn *turn)
{
    const Thing *t = turn->input;
    Value *canonical = item_body_canonical(turn->arena, body_of(turn->arena, t));
    Item *draft = item_of_body(turn->arena, canonical);
    draft->version = catalog_draft_version(scene->catalog, t->code);
    CatalogRefusal refusal = catalog_may_publish(scene->catalog, turn->arena, draft, t->from);
    if (refusal.code) { window_refuse(turn, REFUSED_ITEM_LINT, arena_strdup(turn->arena, refusal.zh)); return; }
    Event drafted = {.kind = "item.drafted", .body = catalog_event_drafted(turn->arena, draft->version, canonical)};
    window_record(scene, turn, &drafted);
    Event published = {.kind = "item.published", .body = catalog_event_published(turn->arena, draft, t->from)};
    window_record(scene, turn, &published);
}

/* A new version begins where the one in force ends: yesterday is its last day, unless it began today. */
void world_add_thing(World *w, Thing *t)
{
    Oracle *o = &w->oracle;
    Thing *before = NULL;
    for (int i = 0; i < o->thing_count; i++) if (!strcmp(o->things[i].code, t->code) && day_is_none(o->things[i].to)) before = &o->things[i];
    if (o->thing_count >= THINGS_MOST || (before && before->from.n >= t->from.n)) return;
    Actor actor = world_actor(w, &doer_operator);
    tell(w, 0, "publish %s version %d, %d/%d %s%s%s%s%s, %d materials", t->code, t->version, t->limit[0], t->limit[1], t->workdays[0] ? "workdays" : "days", t->permit ? " permit" : "",
         t->instant ? " instant" : "", t->joint ? " joint" : "", t->two_person ? " two" : "", t->material_count);
    if (!world_turn(w, &actor, &doer_operator, publish_work, t, 0)) {
        SIM_CHECK(w->last.fault, "item %s cannot be published: %s", t->code, w->last.detail ? w->last.detail : "");
        return;
    }
    if (before) before->to = day_plus(t->from, -1);
    o->things[o->thing_count++] = *t;
}

/* ---- staff ---- */

void world_hire(World *w, const char *department, const char *window, unsigned roles)
{
    Staff *s = &w->oracle.staff;
    if (s->people_count >= OFFICERS_MOST) return;
    Person *p = &s->people[s->people_count];
    Person fresh = {.roles = roles, .from = day_plus(world_today(w), -below(w, 3)), .to = DAY_NONE};
    snprintf(fresh.id, sizeof fresh.id, "o%d", ++w->officer_serial);
    memcpy(fresh.department, department, strlen(department));
    memcpy(fresh.window, window, strlen(window));
    *p = fresh;
    Officer officer = {.id = p->id, .name = "王办事", .department = p->department, .window = p->window, .roles = roles, .post = "工作人员", .from = p->from, .to = p->to, .document = "夏组任〔2026〕1号"};
    Actor actor = world_actor(w, &doer_operator);
    tell(w, 0, "appoint %s of '%s' at '%s' with roles %u", p->id, p->department, p->window, roles);
    if (world_turn(w, &actor, &doer_operator, office_appoint, &officer, 0)) s->people_count++;
    else SIM_CHECK(w->last.fault, "officer %s cannot be appointed: %s", p->id, w->last.detail ? w->last.detail : "");
}

static void letters(World *w)
{
    Staff *s = &w->oracle.staff;
    for (int i = 0; i < s->people_count; i++) {
        const Person *p = &s->people[i];
        if (!*p->department || chance(w, 25) || !(p->roles & (IS_CLERK | IS_CHIEF | IS_BACK | IS_LEADER))) continue;
        Letter *l = &s->letters[s->letter_count];
        *l = (Letter){.rights = p->roles & IS_CHIEF ? 31 : (unsigned)between(w, 1, 31), .from = day_plus(world_today(w), -1), .to = DAY_NONE};
        memcpy(l->officer, p->id, sizeof l->officer);
        memcpy(l->department, p->department, sizeof l->department);
        snprintf(l->item, sizeof l->item, "*");
        snprintf(l->document, sizeof l->document, "授权〔%d〕", s->letter_count + 1);
        Authority row = {.officer = l->officer, .department = l->department, .item = l->item, .rights = l->rights, .from = l->from, .to = l->to, .document = l->document};
        Actor actor = world_actor(w, &doer_operator);
        if (!world_turn(w, &actor, &doer_operator, office_grant, &row, 0)) continue;
        l->id = w->last.event_seq;
        s->letter_count++;
    }
}

/* ---- opening ---- */

static void departments_work(Scene *scene, WindowTurn *turn)
{
    Arena *a = turn->arena;
    Value *body = value_object(a), *bodies = value_set_list(a, body, "bodies"), *places = value_set_list(a, body, "windows"), *list = value_set_list(a, body, "departments");
    for (size_t i = 0; i < sizeof departments / sizeof *departments; i++) {
        const char *name = arena_printf(a, "模拟%zu局", i + 1);
        Value *organ = value_push_object(a, bodies), *department = value_push_object(a, list);
        value_set_str(a, organ, "id", arena_printf(a, "B%s", departments[i]));
        value_set_str(a, organ, "name", name);
        value_set_str(a, organ, "word", arena_printf(a, "模%zu", i + 1));
        value_set_str(a, organ, "seal", arena_printf(a, "%s 行政审批专用章", name));
        value_set_str(a, organ, "reconsideration", "模拟区人民政府");
        value_set_str(a, organ, "court", "模拟区人民法院");
        static const char *const facts[][2] = {{"consult_phone", "027-81000105"}, {"supervise_phone", "027-81000100"}, {"valid_from", ""}, {"valid_to", ""}, {"successor", ""}};
        value_set_str(a, department, "code", departments[i]);
        value_set_str(a, department, "name", name);
        value_set_str(a, department, "old_name", name);
        value_set_str(a, department, "window", windows[i]);
        value_set_str(a, department, "legal_body", arena_printf(a, "B%s", departments[i]));
        for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) value_set_str(a, department, facts[k][0], facts[k][1]);
        if (i == 2) continue;                                               /* its window is there already */
        Value *place = value_push_object(a, places);
        value_set_str(a, place, "id", windows[i]);
        value_set_str(a, place, "name", arena_printf(a, "%s窗口", windows[i]));
        value_set_str(a, place, "zone", "A");
        value_set_int(a, place, "counters", 2);
        value_set_str(a, place, "phone", "027-81000105");
        value_set_str(a, place, "hours", "9:00-17:00");
    }
    Event event = {.kind = "catalog.departments_imported", .body = body};
    window_record(scene, turn, &event);
}

static void settings(World *w)
{
    Oracle *o = &w->oracle;
    Value *facts = value_object(w->turn);
    o->next_workday_receipt = chance(w, 50);
    o->closing_minute = between(w, 16 * 60, 18 * 60);
    value_set_str(w->turn, facts, "name", "模拟区政务服务中心");
    value_set_str(w->turn, facts, "area", "420115");
    value_set_str(w->turn, facts, "district", "模拟");
    value_set_str(w->turn, facts, "offhours_receipt", o->next_workday_receipt ? "next_workday" : "same_day");
    value_set_str(w->turn, facts, "closing_minute", arena_printf(w->turn, "%d", o->closing_minute));
    Actor actor = world_actor(w, &doer_operator);
    tell(w, 0, "the centre: a filing after %d:%02d %s", o->closing_minute / 60, o->closing_minute % 60, o->next_workday_receipt ? "counts as of the next working day" : "counts as of the same day");
    world_turn(w, &actor, &doer_operator, office_configure, facts, 0);
}

void world_open(World *w)
{
    int year = between(w, 2026, 2030), percent = w->fault_percent;
    WindowOptions options = {.memory = true, .create = true};
    w->fault_percent = 0;
    w->now = instant_at(day_of(year, between(w, 1, 12), between(w, 1, 28)), 8, 0, 0);
    w->last_tick = world_today(w);
    w->window = window_open(&options);
    w->oracle.things = ARENA_ARRAY(w->lasting, Thing, THINGS_MOST);
    days_settle(&w->oracle.days);
    settings(w);
    if (chance(w, 90)) world_notice(w, year, false);
    if (chance(w, 60)) world_notice(w, year + 1, chance(w, 50));
    Actor actor = world_actor(w, &doer_operator);
    world_turn(w, &actor, &doer_operator, departments_work, NULL, 0);
    for (int i = between(w, 6, 12), n = 1; n <= i; n++) {
        Thing t = world_random_thing(w, n);
        world_add_thing(w, &t);
        arena_reset(w->turn);
    }
    for (int i = 0; i < 4; i++) {
        world_hire(w, departments[i], windows[i], IS_CLERK);
        world_hire(w, departments[i], windows[i], IS_CHIEF);
        world_hire(w, departments[i], "", IS_BACK);
        world_hire(w, departments[i], "", IS_BACK);
        world_hire(w, departments[i], "", IS_LEADER);
    }
    world_hire(w, "011", "W05", IS_CLERK | IS_BACK);
    world_hire(w, "", "W06", IS_CLERK);
    world_hire(w, "", "", IS_LEADER);
    world_hire(w, "", "", IS_SUPERVISOR);
    world_hire(w, "", "", IS_ADMIN);
    letters(w);
    w->fault_percent = percent;
}
