/* act_form_lanes.c: forms of the lanes and of the talk between window and back office, as far as they depend on the case; see act_form.h. */
#include "pages/act_form_lanes.h"
#include "base/text.h"
#include <string.h>

typedef struct Rows { Arena *arena; FieldRow *list; int count; } Rows;

static Rows rows_new(Arena *a, int most) { return (Rows){a, ARENA_ARRAY(a, FieldRow, most + 1), 0}; }
static void add(Rows *rows, FieldRow row) { rows->list[rows->count++] = row; }
static const char *key_of(Arena *a, int no) { return arena_printf(a, "s%d", no); }
static const char *name_of(Arena *a, const Material *m, const char *after) { return arena_printf(a, "%d. %s%s", m->no, m->name, after); }

/* ---- owed materials ---- */

static bool may_owe(const CaseFile *file, const Material *m) { return m->deferrable && file->standing.material[m->no] != MATERIAL_OK; }
static bool to_check(const CaseFile *file, const Material *m) { return file->standing.owed[m->no] && file->standing.handed[m->no] && file->standing.material[m->no] == MATERIAL_UNSEEN; }

static const FieldRow *deferred_fields(Arena *a, const CaseFile *file, const Item *item)
{
    Rows rows = rows_new(a, item->material_count + 2);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (may_owe(file, m)) add(&rows, (FieldRow){key_of(a, m->no), FIELD_CHECK, name_of(a, m, "　暂缺，承诺后补"), name_of(a, m, " owed")});
    }
    add(&rows, (FieldRow){"until", FIELD_DATE, "承诺补交日期", "To be handed in by", "今日之后，不晚于承诺办结日", "after today, not after the promised last day", "10", true});
    add(&rows, (FieldRow){"signed", FIELD_CHECK, "申请人已签署容缺受理承诺书", "The applicant has signed the undertaking"});
    return rows.list;
}

static const FieldRow *supply_fields(Arena *a, const CaseFile *file, const Item *item)
{
    Rows rows = rows_new(a, item->material_count + 1);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (file->standing.owed[m->no]) add(&rows, (FieldRow){key_of(a, m->no), FIELD_CHECK, name_of(a, m, "　已补交"), name_of(a, m, " handed in")});
    }
    add(&rows, (FieldRow){"in_order", FIELD_CHECK, "以上材料已当场核对，齐全合规", "I have checked these: in order"});
    return rows.list;
}

static const FieldRow *check_fields(Arena *a, const CaseFile *file, const Item *item)
{
    static const FieldOption results[] = {{"", "尚未核对", "not checked"}, {"ok", "齐全合规", "in order"}, {"nonconforming", "不符合要求", "not in order"}, {0}};
    Rows rows = rows_new(a, item->material_count);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (to_check(file, m)) add(&rows, (FieldRow){key_of(a, m->no), FIELD_SELECT, name_of(a, m, ""), name_of(a, m, ""), NULL, NULL, NULL, false, NULL, results});
    }
    return rows.list;
}

/* ---- officers ---- */

static const FieldOption *officers(Request *request, const Facts *facts, bool can_hold)
{
    Arena *a = request->arena;
    const People *people = facts->people;
    FieldOption *options = ARENA_ARRAY(a, FieldOption, people->officer_count + 2);
    int count = 0;
    options[count++] = (FieldOption){"", "请选择", "choose"};
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        Actor actor = people_actor(people, o->id, facts->today);
        bool fits = can_hold ? process_can_hold(facts, &actor) == REFUSED_NOTHING : text_equal(o->department, facts->standing->department) || (*o->window && text_equal(o->window, facts->standing->window));
        if (!fits || !(actor_roles(&actor) & ~(unsigned)(ROLE_ADMIN | ROLE_SUPERVISOR))) continue;
        const char *shown = arena_printf(a, "%s（%s）", o->name, o->post);
        options[count++] = (FieldOption){o->id, shown, shown};
    }
    return options;
}

static const FieldRow *officer_fields(Request *request, Act act, const Facts *facts)
{
    Rows rows = rows_new(request->arena, 3);
    bool first = act == ACT_CHANGE_FIRST_HANDLER;
    add(&rows, (FieldRow){"to", FIELD_SELECT, first ? "新的首办人" : "改派给", first ? "New first handler" : "Reassign to", NULL, NULL, NULL, true, NULL, officers(request, facts, !first)});
    if (first) add(&rows, (FieldRow){"document", FIELD_TEXT, "岗位变动文件", "Document of the post change", "文号", "number", "20", true});
    add(&rows, (FieldRow){"reason", FIELD_TEXT, "理由", "Reason", NULL, NULL, "", true});
    return rows.list;
}

/* ---- questions ---- */


/* The questions that wait for this officer's side, in their own words. */
static const FieldRow *answer_fields(Request *request, const CaseFile *file, const Facts *facts)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    FieldOption *options = ARENA_ARRAY(a, FieldOption, STANDING_QUESTIONS + 2);
    int count = 0;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a));) {
        if (strcmp(e->kind, "case.asked")) continue;
        for (int i = 0; i < s->open_count; i++) {
            const OpenQuestion *open = &s->open[i];
            bool mine = open->to_window ? actor_at_window(facts->actor, s->window) : actor_in_department(facts->actor, s->department);
            if (open->no != value_int(e->body, "no", 0) || !mine || !strcmp(open->by, facts->actor->id)) continue;
            const char *text = value_str_or(e->body, "text", ""), *end = text;
            for (int n = 0; *end && n < 40; n++) text_next(&end);
            const char *shown = arena_printf(a, "%d. %s%s", open->no, arena_strndup(a, text, (size_t)(end - text)), *end ? "…" : "");
            options[count++] = (FieldOption){arena_printf(a, "%d", open->no), shown, shown};
        }
    }
    store_done(q);
    Rows rows = rows_new(a, 2);
    add(&rows, (FieldRow){"no", FIELD_SELECT, "答复哪一问", "Which question", NULL, NULL, NULL, true, NULL, options});
    add(&rows, (FieldRow){"text", FIELD_AREA, "答复", "Answer", NULL, NULL, NULL, true});
    return rows.list;
}

static const FieldRow *ask_fields(Request *request, const Facts *facts)
{
    static const FieldOption to_office[] = {{"office", "问后台", "the back office"}, {0}}, to_window[] = {{"window", "问窗口", "the window"}, {0}},
                             both[] = {{"office", "问后台", "the back office"}, {"window", "问窗口", "the window"}, {0}};
    const Standing *s = facts->standing;
    bool window = actor_at_window(facts->actor, s->window), office = actor_in_department(facts->actor, s->department);
    Rows rows = rows_new(request->arena, 2);
    add(&rows, (FieldRow){"to", FIELD_SELECT, "问谁", "Whom", NULL, NULL, NULL, true, NULL, window && office ? both : window ? to_office : to_window});
    add(&rows, (FieldRow){"text", FIELD_AREA, "问什么", "Question", "申请人看不到内容；期限照常计算", "not seen by the applicant; no clock stops", NULL, true});
    return rows.list;
}

const FieldRow *lane_fields(Request *request, Act act, const CaseFile *file, const Item *item)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    Facts facts = case_facts(v->hall->scene, file, item, &v->actor, false, v->today);
    switch (act) {
    case ACT_ACCEPT_DEFERRED: return deferred_fields(a, file, item);
    case ACT_SUPPLY_OWED: return supply_fields(a, file, item);
    case ACT_CHECK_OWED: return check_fields(a, file, item);
    case ACT_REASSIGN:
    case ACT_CHANGE_FIRST_HANDLER: return officer_fields(request, act, &facts);
    case ACT_ANSWER: return answer_fields(request, file, &facts);
    case ACT_ASK: return ask_fields(request, &facts);
    default: return NULL;
    }
}

/* ---- from the form to the act's input ---- */

void lane_input(Arena *a, Act act, const Value *typed, const CaseFile *file, const Item *item, Value *input)
{
    const char *no = value_str(typed, "no");
    int64_t number = 0;
    if (act == ACT_ANSWER && no && text_parse_int(no, 1, QUESTIONS_MOST, &number)) value_set_int(a, input, "no", number);
    if (act != ACT_ACCEPT_DEFERRED && act != ACT_SUPPLY_OWED && act != ACT_CHECK_OWED) return;
    Value *list = value_set_list(a, input, act == ACT_ACCEPT_DEFERRED ? "owed" : act == ACT_SUPPLY_OWED ? "materials" : "checks");
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        const char *key = key_of(a, m->no), *result = value_str(typed, key);
        if (act == ACT_CHECK_OWED ? text_blank(result) || !to_check(file, m) : !value_bool(typed, key)) continue;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", m->no);
        if (act == ACT_CHECK_OWED) value_set_str(a, row, "result", result);
        if (act != ACT_SUPPLY_OWED) continue;
        value_set_str(a, row, "way", "paper");
        value_set_int(a, row, "originals", m->originals);
        value_set_int(a, row, "copies", m->copies);
        if (value_bool(typed, "in_order")) value_set_bool(a, row, "ok", true);
    }
}

void lane_filled(Arena *a, Act act, const CaseFile *file, const Item *item, Value *out)
{
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (act == ACT_ACCEPT_DEFERRED && may_owe(file, m)) value_set_bool(a, out, key_of(a, m->no), true);
    }
    if (act == ACT_NOT_NEEDED) value_set_str(a, out, "basis", "《中华人民共和国行政许可法》第三十二条第一款第一项");
}

Refusal lane_would_be(Request *request, Act act, const Facts *facts, int64_t case_id)
{
    const Item *item = facts->item;
    if (act == ACT_ACCEPT_DEFERRED) {
        Standing rest = *facts->standing;
        if (standing_materials_complete(&rest, item)) return REFUSED_MATERIALS_COMPLETE;
        for (int i = 0; i < item->material_count; i++) {
            const Material *m = &item->materials[i];
            if (!m->deferrable) continue;
            rest.material[m->no] = MATERIAL_OK;
            for (int k = 0; k < rest.together.count; k++) rest.together.co[k].missing &= ~((uint64_t)1 << (m->no - 1));
        }
        return standing_materials_complete(&rest, item) ? REFUSED_NOTHING : REFUSED_MATERIALS_INCOMPLETE;
    }
    if (act == ACT_CHECK_OWED) {
        const Standing *s = facts->standing;
        for (int no = 1; no <= s->material_count; no++) if (s->owed[no] && s->handed[no] && s->material[no] == MATERIAL_UNSEEN) return REFUSED_NOTHING;
        return REFUSED_NOT_OWED;                                   /* nothing has come that could be checked */
    }
    if (item->quota <= 0 || (act != ACT_GRANT && act != ACT_SETTLE)) return REFUSED_NOTHING;
    QuotaFacts quota = quota_facts(hall_of(request)->scene->store, request->arena, item->code, case_id, item->quota, item_quota_since(item, visitor_of(request)->today));
    return quota.granted >= quota.limit ? REFUSED_QUOTA_USED_UP : quota.ahead ? REFUSED_QUOTA_ORDER : REFUSED_NOTHING;
}
