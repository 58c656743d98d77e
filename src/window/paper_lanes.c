/* paper_lanes.c: facts of the papers of the lanes: return and ruling (X01, X02), owed materials (X03, X06), commitment (X04); see paper.h. */
#include "window/paper_lanes.h"
#include "base/text.h"
#include <string.h>

typedef struct Lane { Arena *arena; const Paper *p; const Value *body; Value *facts; } Lane;

static void set(Lane *l, const char *key, const char *text) { value_set_str(l->arena, l->facts, key, text ? text : ""); }
static const char *said(const Lane *l, const char *key) { return value_str_or(l->body, key, ""); }

static void remedies(Lane *l)
{
    const LegalBody *organ = catalog_body(l->p->scene->catalog, l->p->item->legal_body);
    set(l, "reconsideration", organ ? organ->reconsideration : "");
    set(l, "court", organ ? organ->court : "");
}

/* 退回件通知书 */
static void returned(Lane *l)
{
    bool not_needed = !strcmp(l->p->event->kind, "case.not_needed");
    const char *organ = said(l, "organ"), *where = said(l, "where"), *basis = said(l, "basis");
    set(l, "ground", not_needed ? "依法不需要取得行政许可" : "依法不属于本机关职权范围");
    set(l, "where_to_go", *organ ? organ : *where ? where : "");
    set(l, "re_examine_at", arena_printf(l->arena, "%s业务科", l->p->scene->centre->name));
    set(l, "re_examine_by", said(l, "reexamination_by"));
    set(l, "reason", said(l, "reason"));
    set(l, "basis", *basis ? basis : "《中华人民共和国行政许可法》第三十二条第一款第一项");
    remedies(l);
    Value *rows = value_set_list(l->arena, l->facts, "returned");
    const Standing *s = l->p->file ? &l->p->file->standing : NULL;
    for (int no = 1; s && no <= s->material_count; no++) {
        const Material *m = s->handed[no] ? item_material(l->p->item, no) : NULL;
        if (m) value_set_str(l->arena, value_push_object(l->arena, rows), "name", m->name);
    }
}

/* 退回件复核裁定书 */
static void ruled(Lane *l)
{
    const CaseFile *file = l->p->file;
    const IssuedDocument *notice = file ? document_latest(l->p->scene->store, l->arena, file->id, "X01") : NULL;
    bool accept = !strcmp(said(l, "ruling"), "accept");
    value_set_bool(l->arena, l->facts, "granted", accept);
    set(l, "original_number", notice && notice->number ? notice->number : "");
    set(l, "requested_on", file ? day_text(l->arena, file->standing.reexamination_asked) : "");
    set(l, "facts", said(l, "facts"));
    set(l, "ruling", accept ? "撤销原退回，由原受理窗口依法受理；收到申请材料的日期仍为原收件日" : "维持原退回");
    set(l, "reason", said(l, "reason"));
    set(l, "basis", said(l, "basis"));
    remedies(l);
}

static void owed_rows(Lane *l, const char *due)
{
    const Value *list = value_get(l->body, "owed");
    Value *rows = value_set_list(l->arena, l->facts, "missing");
    for (const Value *m = list ? list->first : NULL; m; m = m->next) {
        const Material *material = item_material(l->p->item, (int)value_int(m, "no", 0));
        Value *row = value_push_object(l->arena, rows);
        value_set_str(l->arena, row, "name", value_str_or(m, "name", ""));
        value_set_str(l->arena, row, "requirement", material && *material->requirement ? material->requirement : "与公布的要求一致");
        value_set_str(l->arena, row, "due", due);
    }
}

/* 容缺受理承诺书, 容缺受理补办通知书 */
static void owed(Lane *l)
{
    const char *due = *said(l, "final") ? said(l, "final") : said(l, "until");
    owed_rows(l, due);
    set(l, "due_on", due);
    set(l, "accepted_on", said(l, "accepted"));
    set(l, "consequence", "到期没有补齐的，经催告仍不补齐，本次受理终止，转为一次性告知补正；补正期内仍不补齐的，按补交不来办结");
}

/* 告知承诺书: what the published version says; nothing of it can change after. */
static void commitment(Lane *l)
{
    const Item *item = l->p->item;
    const Value *conditions = value_get(item->body, "conditions");
    Value *rows = value_set_list(l->arena, l->facts, "conditions"), *materials = value_set_list(l->arena, l->facts, "materials");
    for (const Value *c = conditions ? conditions->first : NULL; c; c = c->next) value_set_str(l->arena, value_push_object(l->arena, rows), "name", c->string);
    for (int i = 0; i < item->material_count; i++) {
        if (item->materials[i].committable || !item->materials[i].required) continue;
        value_set_str(l->arena, value_push_object(l->arena, materials), "name", item->materials[i].name);
    }
    set(l, "basis", value_str_or(item->body, "commitment_basis", ""));
    set(l, "supervision", "作出准予决定后，实施机关在公布的期限内对承诺内容进行核查，必要时进行现场核查");
    set(l, "liability", value_str_or(item->body, "commitment_liability", ""));
}

/* 撤销行政许可决定书 of a decision for which there is no certificate */
static void decision_revoked(Lane *l)
{
    static const char *const same[] = {"original_number", "facts", "ground", "compensation", "heard", "reason", "basis"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) set(l, same[i], said(l, same[i]));
    remedies(l);
}

bool paper_lane_facts(Arena *arena, const Paper *paper, Value *facts)
{
    static const struct { const char *kind; void (*write)(Lane *); } papers[] = {{"X01", returned}, {"X02", ruled}, {"X03", owed}, {"X04", commitment}, {"X06", owed}, {"F31", decision_revoked}};
    Lane lane = {arena, paper, paper->event->body, facts};
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (!strcmp(paper->kind, papers[i].kind)) { papers[i].write(&lane); return true; }
    return false;
}
