/* reform.c: what may be said of rounds, entries and records, and the rates they give; see reform.h. */
#include "reform/reform.h"
#include "base/text.h"
#include <string.h>

#define DOCUMENT {"document", DESK_TEXT, "文件", "Document", DESK_REQUIRED, .hint_zh = "发文机关和文号", .hint_en = "organ and number"}
#define MATTER {"item", DESK_ITEM, "事项编码", "Item code"}, \
    {"matter", DESK_TEXT, "事项名称", "Name of the matter", .hint_zh = "目录中没有编码的，写名称", .hint_en = "when the catalogue has no code for it"}
#define ROUND {"round", DESK_COUNT, "清理批次", "Round", DESK_REQUIRED, .low = 1, .high = INT32_MAX}
#define DEPARTMENT {"department", DESK_DEPARTMENT, "部门", "Department", DESK_REQUIRED}
#define REASON {"reason", DESK_AREA, "理由", "Reason", DESK_REQUIRED}
enum { MOST = 100000 };
#define FIGURE(key, zh, en) {key, DESK_COUNT, zh, en, .low = 0, .high = MOST}

static const DeskField open_fields[] = {{"name", DESK_TEXT, "批次名称", "Name", DESK_REQUIRED}, {"date", DESK_DATE, "文件日期", "Date of the document", DESK_REQUIRED | DESK_PAST}, DOCUMENT, {0}};
static const DeskField close_fields[] = {ROUND, {0}};
static const DeskField clear_fields[] = {ROUND, DEPARTMENT, MATTER, DOCUMENT, REASON, {0}};
static const DeskField merge_fields[] = {ROUND, DEPARTMENT, MATTER, {"into", DESK_ITEM, "并入事项编码", "Merged into (code)", DESK_REQUIRED}, DOCUMENT, REASON, {0}};
static const DeskField delegate_fields[] = {ROUND, DEPARTMENT, MATTER, {"organ", DESK_TEXT, "原行使机关", "Organ it comes from", DESK_REQUIRED}, DOCUMENT, REASON, {0}};
static const DeskField list_fields[] = {DEPARTMENT, MATTER, DOCUMENT, {"reason", DESK_AREA, "未进驻理由", "Why it is outside"}, {"plan", DESK_DATE, "计划进驻日期", "To be in by"}, {0}};
static const DeskField explain_fields[] = {{"entry", DESK_COUNT, "清单编号", "Entry", DESK_REQUIRED, .low = 1, .high = INT32_MAX},
    {"reason", DESK_AREA, "未进驻理由", "Why it is outside", DESK_REQUIRED}, {"plan", DESK_DATE, "计划进驻日期", "To be in by", DESK_FUTURE}, {0}};
static const DeskField remove_fields[] = {{"entry", DESK_COUNT, "清单编号", "Entry", DESK_REQUIRED, .low = 1, .high = INT32_MAX}, DOCUMENT, REASON, {0}};
static const DeskField record_fields[] = {DEPARTMENT, MATTER, {"date", DESK_DATE, "日期", "Date", DESK_REQUIRED | DESK_PAST}, DOCUMENT,
    FIGURE("places_before", "原跑动地点", "Places before"), FIGURE("places_after", "现跑动地点", "Places after"), FIGURE("steps_before", "原办理环节", "Steps before"),
    FIGURE("steps_after", "现办理环节", "Steps after"), FIGURE("days_before", "原办理天数", "Days before"), FIGURE("days_after", "现办理天数", "Days after"),
    FIGURE("materials_before", "原申请材料", "Materials before"), FIGURE("materials_after", "现申请材料", "Materials after"),
    {"note", DESK_AREA, "说明", "Note", .hint_zh = "当场办结的天数填 0；不知道的不填", .hint_en = "0 days: on the spot; leave out what is not known"}, {0}};

/* ---- what several acts ask ---- */

/* An item of the department, or a name: exactly one. The name is kept as it is today. */
static bool matter_of(DeskTurn *t)
{
    const char *item = desk_text(t, "item"), *matter = desk_text(t, "matter");
    if (!*item == !*matter) return desk_refuse(t, REFUSED_REFORM_MATTER, NULL);
    if (!*item) return true;
    const Item *newest = catalog_item_newest(t->catalog, item);
    if (!text_equal(newest->department, desk_text(t, "department"))) return desk_refuse(t, REFUSED_FIELD_INVALID, "部门：不是该事项的主管部门");
    value_set_str(t->arena, t->body, "matter", newest->name);
    return true;
}

static const ReformRound *open_round(DeskTurn *t)
{
    const ReformRound *round = reform_round(t->store, t->arena, desk_count(t, "round"));
    if (!round) desk_refuse(t, REFUSED_NO_SUCH_ROUND, NULL);
    else if (!day_is_none(round->closed)) desk_refuse(t, REFUSED_ROUND_CLOSED, round->name);
    else return round;
    return NULL;
}

static bool clear(DeskTurn *t, const char *kind)
{
    const ReformRound *round = open_round(t);
    if (!round || !matter_of(t)) return false;
    if (reform_cleared(t->store, round->id, kind, desk_text(t, "item"), desk_text(t, "matter"))) return desk_refuse(t, REFUSED_CLEARED_ALREADY, desk_text(t, "matter"));
    return true;
}

/* In the catalogue without an end announced. */
static bool in_force_for_good(const DeskTurn *t, const char *item)
{
    const Item *now = *item ? catalog_item_at(t->catalog, item, t->today) : NULL;
    return now && day_is_none(now->to);
}

static bool gone(DeskTurn *t)
{
    if (in_force_for_good(t, desk_text(t, "item"))) return desk_refuse(t, REFUSED_ITEM_STILL_IN_FORCE, desk_text(t, "matter"));
    return true;
}

/* ---- rounds ---- */

static bool close_round(DeskTurn *t) { return open_round(t) != NULL; }

static bool enter(DeskTurn *t)
{
    if (!clear(t, "entered")) return false;
    const char *item = desk_text(t, "item");
    if (*item && !catalog_item_at(t->catalog, item, t->today)) return desk_refuse(t, REFUSED_ITEM_NOT_IN_FORCE, desk_text(t, "matter"));
    return true;
}

static bool merge(DeskTurn *t)
{
    if (!clear(t, "merged")) return false;
    const char *into = desk_text(t, "into");
    if (text_equal(into, desk_text(t, "item"))) return desk_refuse(t, REFUSED_FIELD_INVALID, "并入事项编码：不能并入自己");
    if (!in_force_for_good(t, into)) return desk_refuse(t, REFUSED_ITEM_NOT_IN_FORCE, into);
    return gone(t);
}

static bool delegate(DeskTurn *t) { return clear(t, "delegated"); }
static bool cancel(DeskTurn *t) { return clear(t, "cancelled") && gone(t); }

/* ---- the list of what must be in ---- */

bool reform_inside(const Catalog *catalog, const char *item, Day today)
{
    const Item *now = *item ? catalog_item_at(catalog, item, today) : NULL;
    return now && catalog_window(catalog, now->window);
}

static bool list(DeskTurn *t)
{
    if (!matter_of(t)) return false;
    const char *department = desk_text(t, "department"), *item = desk_text(t, "item"), *matter = desk_text(t, "matter");
    if (reform_listed(t->store, department, item, matter)) return desk_refuse(t, REFUSED_ENTRY_LISTED_ALREADY, matter);
    if (!reform_inside(t->catalog, item, t->today) && !*desk_text(t, "reason")) return desk_refuse(t, REFUSED_ENTRY_REASON, matter);
    return true;
}

static const ReformEntry *standing_entry(DeskTurn *t)
{
    const ReformEntry *entry = reform_entry(t->store, t->arena, desk_count(t, "entry"));
    if (entry && day_is_none(entry->removed)) return entry;
    desk_refuse(t, REFUSED_NO_SUCH_ENTRY, NULL);
    return NULL;
}

/* Whose entry it is and what it is called: for those who are told. */
static void name_entry(DeskTurn *t, const ReformEntry *entry)
{
    value_set_str(t->arena, t->body, "department", entry->department);
    value_set_str(t->arena, t->body, "matter", entry->matter);
}

static bool explain(DeskTurn *t)
{
    const ReformEntry *entry = standing_entry(t);
    if (!entry) return false;
    RightScope scope = {.department = entry->department};
    if (!desk_may(t, RIGHT_EDIT_CATALOGUE, &scope)) return false;
    if (reform_inside(t->catalog, entry->item, t->today)) return desk_refuse(t, REFUSED_ENTRY_INSIDE, entry->matter);
    name_entry(t, entry);
    return true;
}

static bool remove_entry(DeskTurn *t)
{
    const ReformEntry *entry = standing_entry(t);
    if (entry) name_entry(t, entry);
    return entry != NULL;
}

ReformEntryTally *reform_entry_tally(Arena *arena, const ReformEntry *entries, int count, const Catalog *catalog, Day today, int *departments)
{
    ReformEntryTally *tally = ARENA_ARRAY(arena, ReformEntryTally, count + 1);
    *departments = 0;
    for (int i = 0; i < count; i++) {
        int at = 0;
        while (at < *departments && strcmp(tally[at].department, entries[i].department)) at++;
        if (at == *departments) tally[(*departments)++].department = entries[i].department;
        tally[at].listed++;
        tally[at].inside += reform_inside(catalog, entries[i].item, today);
    }
    return tally;
}

/* ---- before and after ---- */

static const char *const measures[REFORM_MEASURES][3] = {
    [REFORM_PLACES] = {"places", "跑动地点", "places"}, [REFORM_STEPS] = {"steps", "办理环节", "steps"}, [REFORM_DAYS] = {"days", "办理天数", "days"}, [REFORM_MATERIALS] = {"materials", "申请材料", "materials"},
};
const char *reform_measure_key(ReformMeasure m) { return measures[m][0]; }
const char *reform_measure_zh(ReformMeasure m) { return measures[m][1]; }
const char *reform_measure_en(ReformMeasure m) { return measures[m][2]; }

static bool reengineer(DeskTurn *t)
{
    if (!matter_of(t)) return false;
    for (int m = 0; m < REFORM_MEASURES; m++)
        if (value_get(t->body, arena_printf(t->arena, "%s_after", measures[m][0]))) return true;
    return desk_refuse(t, REFUSED_REFORM_NO_FIGURES, desk_text(t, "matter"));
}

static bool same_matter(const ReformRecord *a, const ReformRecord *b)
{
    return *a->item || *b->item ? !strcmp(a->item, b->item) : !strcmp(a->matter, b->matter) && !strcmp(a->department, b->department);
}

ReformRecord *reform_matters(Arena *arena, const ReformRecord *records, int count, int *matters)
{
    ReformRecord *all = ARENA_ARRAY(arena, ReformRecord, count + 1);
    *matters = 0;
    for (int i = 0; i < count; i++) {
        int at = 0;
        while (at < *matters && !same_matter(&all[at], &records[i])) at++;
        if (at == *matters) { all[(*matters)++] = records[i]; continue; }
        ReformRecord *one = &all[at];
        for (int m = 0; m < REFORM_MEASURES; m++) {
            if (one->before[m] == REFORM_UNKNOWN && one->after[m] == REFORM_UNKNOWN) one->before[m] = records[i].before[m];
            if (records[i].after[m] != REFORM_UNKNOWN) one->after[m] = records[i].after[m];
        }
        one->day = records[i].day;
        one->document = records[i].document;
        one->matter = records[i].matter;
        if (*records[i].note) one->note = records[i].note;
    }
    return all;
}

ReformRate reform_rate(const ReformRecord *all, int count, const char *department, ReformMeasure m)
{
    ReformRate rate = {0};
    for (int i = 0; i < count; i++) {
        if (department && strcmp(all[i].department, department)) continue;
        if (all[i].before[m] == REFORM_UNKNOWN || all[i].after[m] == REFORM_UNKNOWN) continue;
        rate.matters++;
        rate.before += all[i].before[m];
        rate.after += all[i].after[m];
    }
    return rate;
}

bool reform_reduction(ReformRate rate, int *tenths)
{
    if (rate.before <= 0) return false;
    int64_t less = ((int64_t)rate.before - rate.after) * 1000, half = rate.before / 2;
    *tenths = (int)((less >= 0 ? less + half : less - half) / rate.before);
    return true;
}

/* ---- the table ---- */

#define A6 "A6", "清理行政审批事项", "clearance of approval items"
#define D1 "D1", "应进必进", "what must be in the hall"
#define A7 "A7", "简化审批环节、压缩办件时间", "fewer steps, shorter times"
static const DeskAct acts[] = {
    {"open_round", "开展一批清理", "Open a clearance round", A6, "reform.round_opened", DESK_BY_CENTRE, RIGHT_PUBLISH, open_fields},
    {"enter", "事项进驻", "Enter an item", A6, "reform.item_entered", DESK_BY_CENTRE, RIGHT_PUBLISH, clear_fields, enter},
    {"merge", "事项合并", "Merge an item", A6, "reform.item_merged", DESK_BY_CENTRE, RIGHT_PUBLISH, merge_fields, merge},
    {"delegate", "上级下放事项", "Item delegated from above", A6, "reform.item_delegated", DESK_BY_CENTRE, RIGHT_PUBLISH, delegate_fields, delegate},
    {"cancel", "事项取消", "Cancel an item", A6, "reform.item_cancelled", DESK_BY_CENTRE, RIGHT_PUBLISH, clear_fields, cancel, .warning = true},
    {"close_round", "结束一批清理", "Close a round", A6, "reform.round_closed", DESK_BY_CENTRE, RIGHT_PUBLISH, close_fields, close_round},
    {"list", "列入应进必进清单", "Put on the entry list", D1, "reform.entry_listed", DESK_BY_CENTRE, RIGHT_PUBLISH, list_fields, list},
    {"explain", "说明未进驻理由", "Say why it is outside", D1, "reform.entry_explained", DESK_BY_SOMEWHERE, RIGHT_EDIT_CATALOGUE, explain_fields, explain},
    {"remove", "移出应进必进清单", "Take off the entry list", D1, "reform.entry_removed", DESK_BY_CENTRE, RIGHT_PUBLISH, remove_fields, remove_entry, .warning = true},
    {"reengineer", "登记流程再造前后对比", "Record before and after", A7, "reform.reengineered", DESK_BY_DEPARTMENT, RIGHT_EDIT_CATALOGUE, record_fields, reengineer},
    {0}};

const Desk reform_desk = {.name = "reform", .zh = "审改台账", .en = "Reform", .acts = acts, .apply = reform_apply, .page = "/reform/rounds"};
