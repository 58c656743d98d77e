/* paper.c: facts of each standard document, by kind; see paper.h. */
#include "window/paper.h"
#include "seals/seals.h"
#include "base/text.h"
#include "people/identity.h"
#include "process/joint.h"
#include "window/case_act.h"
#include "window/paper_heard.h"
#include "window/paper_joint.h"
#include "window/paper_lanes.h"
#include <string.h>

typedef struct Draft { Arena *arena; const Paper *p; Value *facts; const Value *body; } Draft;

/* Brief facts name a key once: what sets one anew replaces it only when it is copied. */
static void set(Draft *d, const char *key, const char *text)
{
    if (d->p->brief && !value_get(d->facts, key)) value_lend_str(d->arena, d->facts, key, text ? text : "");
    else value_set_str(d->arena, d->facts, key, text ? text : "");
}
static void take(Draft *d, const char *key, const char *from) { set(d, key, value_str_or(d->body, from, "")); }

static const char *handler_name(Arena *arena, const Paper *p)
{
    const char *actor = p->event->actor;
    if (!strncmp(actor, "officer:", 8)) {
        const Officer *officer = people_officer(p->scene->people, actor + 8);
        const char *name = officer ? officer->name : actor + 8, *post = value_str(p->event->body, "acted_as");
        return post && *post ? arena_join(arena, name, "（", post, "）", NULL) : name;       /* who holds several posts: the one she acted under */
    }
    if (!strcmp(actor, "clock")) return "系统时钟（依法自动）";
    if (!strncmp(actor, "machine:", 8)) return arena_join(arena, "接口（", actor + 8, "）", NULL);
    return "网上办理（系统自动接收）";
}

static const LegalBody *body_of(const Paper *p) { return catalog_body(p->scene->catalog, p->item->legal_body); }

static void common(Draft *d)
{
    const Paper *p = d->p;
    const Scene *s = p->scene;
    const LegalBody *organ = body_of(p);
    set(d, "organ", organ ? organ->name : "");
    set(d, "date", day_text(d->arena, instant_day(p->event->at)));
    set(d, "item", p->item->name);
    set(d, "case_no", p->event->case_number);
    if (p->brief && !strcmp(p->kind, "F03")) return;          /* the one of every application: no row of its kind asks what follows */
    set(d, "item_en", p->item->name_en);
    set(d, "item_code", p->item->code);
    set(d, "item_kind", p->item->kind);
    set(d, "item_version_hash", p->item->hash12);
    set(d, "centre", s->centre->name);
    const Window *window = catalog_window(s->catalog, p->item->window);
    set(d, "window", window ? window->name : p->item->window);
    set(d, "contact_phone", value_str_or(p->item->body, "consult_phone", ""));
    value_set_bool(d->arena, d->facts, "demo", s->centre->demo);
}

static void remedies(Draft *d)
{
    const LegalBody *organ = body_of(d->p);
    set(d, "reconsideration", organ ? organ->reconsideration : "");
    set(d, "court", organ ? organ->court : "");
}

static const char *way_zh(const char *way)
{
    return !strcmp(way, "upload") ? "网上提交" : !strcmp(way, "shared") ? "数据共享（免提交）" : "纸质";
}

static void materials(Draft *d, const char *key)
{
    const Value *list = value_get(d->body, "materials");
    Value *rows = value_set_list(d->arena, d->facts, key);
    for (const Value *m = list ? list->first : NULL; m; m = m->next) {
        const Material *material = item_material(d->p->item, (int)value_int(m, "no", 0));
        if (!material) continue;
        Value *row = value_push_object(d->arena, rows);
        value_set_str(d->arena, row, "name", material->name);
        value_set_int(d->arena, row, "originals", value_int(m, "originals", material->originals));
        value_set_int(d->arena, row, "copies", value_int(m, "copies", material->copies));
        value_set_str(d->arena, row, "form", way_zh(value_str_or(m, "way", "paper")));
    }
    if (!rows->count) value_set_str(d->arena, value_push_object(d->arena, rows), "name", "（仅收到申请，未附材料）");
}

static char *basis_text(Draft *d)
{
    Buf out = buf_new(d->arena);
    for (int i = 0; i < d->p->item->basis_count; i++) buf_printf(&out, "%s%s%s", i ? "、" : "", d->p->item->basis[i].law, d->p->item->basis[i].article);
    return out.length ? out.text : arena_strdup(d->arena, "《中华人民共和国行政许可法》第三十二条");
}

static Day received_day(const Draft *d)
{
    Day day;
    if (d->p->file) return d->p->file->standing.received;
    return day_parse(value_str(d->body, "received"), &day) ? day : instant_day(d->p->event->at);
}

static void f03(Draft *d)
{
    materials(d, "materials");
    set(d, "receiver", handler_name(d->arena, d->p));
    set(d, "received_at", instant_text_short(d->arena, d->p->event->at));
    take(d, "notice_by", "notice_by");
    /* The code itself is worked out when the receipt is drawn (paper_drawing): at issue it only matters that there will be one. */
    if (d->p->scene->secret) set(d, "query_code", d->p->event->case_number);
}

static void f05(Draft *d)
{
    const Value *list = value_get(d->body, "missing");
    Value *rows = value_set_list(d->arena, d->facts, "supplements");
    for (const Value *m = list ? list->first : NULL; m; m = m->next) {
        Value *row = value_push_object(d->arena, rows);
        value_set_str(d->arena, row, "name", value_str_or(m, "name", ""));
        value_set_str(d->arena, row, "requirement", value_str_or(m, "requirement", ""));
        value_set_str(d->arena, row, "how", value_str_or(m, "how", "补齐后交原受理窗口，或凭查询码网上提交"));
    }
    Day by;
    set(d, "received_on", day_text(d->arena, received_day(d)));
    if (day_parse(value_str(d->body, "supply_by"), &by)) set(d, "supplement_by", arena_printf(d->arena, "%s前", day_text_zh(d->arena, by)));
}

static void f06(Draft *d)
{
    set(d, "applied_on", day_text(d->arena, received_day(d)));
    take(d, "accepted_on", "accepted");
    set(d, "basis", basis_text(d));
    take(d, "statutory_due", "statutory_due");
    take(d, "promised_due", "promised_due");
}

static void f09(Draft *d)
{
    take(d, "received_on", "accepted");
    take(d, "due_on", "silent_until");
    set(d, "cause", "自收到申请材料之日起五个工作日内未一次性告知补正，依法自收到申请材料之日起即为受理");
    const Standing *s = d->p->file ? &d->p->file->standing : NULL;
    const Officer *officer = s && s->first_handler[0] ? people_officer(d->p->scene->people, s->first_handler) : NULL;
    const Window *window = catalog_window(d->p->scene->catalog, d->p->item->window);
    set(d, "responsible", officer ? officer->name : window ? window->name : d->p->item->window);
}

static void f10(Draft *d)
{
    int64_t special = value_int(d->body, "days", 0);                 /* 特办件: its own promise, not the item's */
    set(d, "promised_days", special > 0 ? limit_text_zh(d->arena, (int)special, "workday") : limit_text_zh(d->arena, d->p->item->promised_limit, d->p->item->promised_unit));
    take(d, "promised_due", "promised_due");
}

static void f18(Draft *d)
{
    PauseKind kind = PAUSE_OTHER;
    pause_parse(value_str(d->body, "ground"), &kind);
    set(d, "ground", pause_name_zh(kind));
    take(d, "performer", "body");
    take(d, "matter", "matter");
    value_set_int(d->arena, d->facts, "days", value_int(d->body, "days", 0));
    take(d, "from", "from");
    take(d, "to", "expected_to");
}

static void f19(Draft *d)
{
    take(d, "original_due", "old_due");
    take(d, "new_due", "new_due");
    value_set_int(d->arena, d->facts, "extension_days", value_int(d->body, "days", 0));
    take(d, "reason", "reason");
    set(d, "approver", handler_name(d->arena, d->p));
    value_set_bool(d->arena, d->facts, "joint", d->p->file && d->p->file->standing.joint);
    set(d, "approver_role", d->p->file && d->p->file->standing.joint ? "本级人民政府负责人" : "本行政机关负责人");
    take(d, "approval_document", "approval");
}

static void decision(Draft *d)
{
    if (d->p->file) set(d, "accepted_on", day_text(d->arena, d->p->file->standing.accepted));
    set(d, "certificate_kind", d->p->item->result_name);
}

static void f21(Draft *d)
{
    decision(d);
    take(d, "transcript", "transcript");
    take(d, "content", "content");
    take(d, "conditions", "conditions");
    const char *published = value_str_or(d->p->item->body, "result_validity", "");
    const char *given = value_str_or(d->body, "validity", "");
    set(d, "validity", *given ? given : *published ? published : "长期有效");
}

static void f22(Draft *d)
{
    decision(d);
    take(d, "transcript", "transcript");
    const Value *bar = value_get(d->body, "bar");                                   /* XK-78 */
    value_set_bool(d->arena, d->facts, "false_materials", bar != NULL);
    set(d, "barred_until", bar && value_bool(bar, "bans_item") ? value_str_or(bar, "until", "") : "");
    take(d, "facts", "facts");
    take(d, "reason", "reason");
    take(d, "basis", "basis");
    remedies(d);
}

static void fee_lines(Draft *d, Value *rows)
{
    const Value *list = value_get(d->body, "rows");
    for (const Value *m = list ? list->first : NULL; m; m = m->next) {
        /* D8 adds standard x quantity; where the standard is in words the computed amount stands as one unit of it */
        int64_t quantity = value_int(m, "quantity", 1), amount = value_int(m, "amount_fen", 0);
        const FeeRow *fee = item_fee(d->p->item, (int)value_int(m, "no", 0) - 1);
        const char *other = value_str(m, "item");          /* a fee of a department that handles the case with this one: its standard is in the event */
        int64_t unit = other ? value_int(m, "unit_fen", 0) : fee ? fee->amount.fen : 0;
        bool by_unit = unit > 0;
        Value *row = value_push_object(d->arena, rows);
        value_set_str(d->arena, row, "name", value_str_or(m, "name", ""));
        value_set_str(d->arena, row, "basis", value_str_or(m, "basis", ""));
        value_set_int(d->arena, row, "standard", by_unit ? unit : amount);
        value_set_int(d->arena, row, "quantity", by_unit ? quantity : 1);
    }
}

static void f24(Draft *d)
{
    fee_lines(d, value_set_list(d->arena, d->facts, "lines"));
    value_set_int(d->arena, d->facts, "amount", value_int(d->body, "total_fen", 0));
    set(d, "payee", d->p->scene->centre->payee);
    set(d, "payee_account", d->p->scene->centre->payee_account);
    take(d, "due_on", "due");
}

/* 财政票据信息联: everything told in F24 since the last payment is on it; the ticket itself is the treasury's. */
static void f25(Draft *d)
{
    Value *lines = value_set_list(d->arena, d->facts, "lines");
    const char *bill = "";
    Query *q = d->p->file ? ledger_read_case(d->p->scene->store, d->p->file->id) : NULL;
    for (Event *e; q && (e = ledger_next(q, d->arena));) {
        if (d->p->event->seq && e->seq >= d->p->event->seq) continue;
        if (!strcmp(e->kind, "case.fee_paid")) { lines = value_set_list(d->arena, d->facts, "lines"); bill = ""; }
        if (strcmp(e->kind, "case.fee_noticed")) continue;
        Draft noticed = {d->arena, d->p, value_object(d->arena), e->body};
        fee_lines(&noticed, lines);
        const Value *papers = value_get(e->body, "documents");
        const char *number = papers && papers->first ? value_str_or(papers->first, "number", "") : "";
        bill = *bill ? arena_printf(d->arena, "%s、%s", bill, number) : number;
    }
    set(d, "bill_number", bill);
    take(d, "fee_code", "fee_code");
    take(d, "ticket_no", "ticket_no");
    take(d, "check_code", "check_code");
    take(d, "issuer", "issuer");
    take(d, "paid_on", "paid_on");
    take(d, "way", "way");
    value_set_int(d->arena, d->facts, "amount", value_int(d->body, "total_fen", 0));
    set(d, "payee", d->p->scene->centre->payee);
}

static void f26(Draft *d)
{
    set(d, "certificate_kind", d->p->item->result_name);
    const char *content = value_str_or(d->body, "content", "");
    set(d, "content", *content ? content : d->p->item->name);
    take(d, "valid_from", "valid_from");
    take(d, "valid_to", "valid_to");
}

/* The decision and the certificate of the case: what is being served. */
static void f27(Draft *d)
{
    Value *rows = value_set_list(d->arena, d->facts, "documents");
    static const char *const served[] = {"F21", "F22", "F23", "F26"};
    for (int i = 0; i < 4 && d->p->file; i++) {
        const IssuedDocument *document = document_latest(d->p->scene->store, d->arena, d->p->file->id, served[i]);
        if (!document) continue;
        Value *row = value_push_object(d->arena, rows);
        value_set_str(d->arena, row, "name", document_title(d->arena, document_kind(served[i]), document->record, false));
        value_set_str(d->arena, row, "number", document->number ? document->number : "");
    }
    const char *place = value_str_or(d->body, "place", "");
    const Window *window = catalog_window(d->p->scene->catalog, d->p->item->window);
    set(d, "way", delivery_way_zh(value_str_or(d->body, "way", "direct")));
    const char *way = value_str_or(d->body, "way", "");
    if (!strcmp(way, "post")) place = *place ? place : "申请人指定的收件地址";                  /* the address itself is hers, and is erased with the rest */
    if (!strcmp(way, "electronic")) place = *place ? place : "电子送达（本中心网站“我的办件”）";
    set(d, "place", *place ? place : window ? arena_printf(d->arena, "%s %s", d->p->scene->centre->name, window->name) : d->p->scene->centre->name);
    set(d, "delivered_on", day_text(d->arena, instant_day(d->p->event->at)));
    take(d, "refusal_note", "refusal_note");
}

/* ---- the organ above, default, ending ---- */

static const char *officer_name(const Draft *d, const char *id)
{
    const Officer *officer = id && *id ? people_officer(d->p->scene->people, id) : NULL;
    return officer ? officer->name : id ? id : "";
}

static void f20(Draft *d)
{
    bool grant = !strcmp(value_str_or(d->body, "recommendation", ""), "grant");
    set(d, "opinion", arena_printf(d->arena, "%s初审意见：%s。", value_str_or(d->body, "opinion", ""), grant ? "建议准予" : "建议不予"));
    materials(d, "materials");
    take(d, "sent_on", "sent");
    take(d, "upper_organ", "upper_organ");
    if (d->p->file) set(d, "accepted_on", day_text(d->arena, d->p->file->standing.accepted));
    take(d, "examined_by", "examine_by");
    set(d, "approver", handler_name(d->arena, d->p));
}

static void f34(Draft *d)
{
    take(d, "promised_due", "promised_due");
    take(d, "overdue_since", "overdue_since");
    set(d, "effect", "承诺期限届满未作出决定，按批准的超时默认办法视为同意；办理部门应当在一个工作日内补办准予决定。本通知不是许可证件");
    take(d, "issue_on", "issue_by");
    take(d, "approval_document", "approval");
    if (d->p->file) set(d, "responsible", officer_name(d, d->p->file->standing.first_handler));
}

static void f33(Draft *d)
{
    bool lapse = !strcmp(d->p->event->kind, "case.lapsed"), ended = !strcmp(d->p->event->kind, "case.terminated");
    const char *cause = value_str_or(d->body, "cause", "");
    if (ended) set(d, "cause", arena_printf(d->arena, "%s：%s", !strcmp(cause, "died") ? "申请人死亡" : !strcmp(cause, "ended") ? "申请人（法人或者其他组织）终止" : "办理的对象灭失",
                                            value_str_or(d->body, "reason", "")));
    else if (lapse) set(d, "cause", arena_printf(d->arena, "补正期限（%s）届满未补正，终止办理", value_str_or(d->body, "supply_by", "")));
    else take(d, "cause", "reason");
    if (lapse) remedies(d);
    Value *rows = value_set_list(d->arena, d->facts, "returned");
    const Standing *s = d->p->file ? &d->p->file->standing : NULL;
    for (int no = 1; s && no <= s->material_count; no++) {
        const Material *material = s->handed[no] ? item_material(d->p->item, no) : NULL;
        if (material) value_set_str(d->arena, value_push_object(d->arena, rows), "name", material->name);
    }
}

/* ---- joint handling ---- */

static const char *child_limit(Draft *d, const Value *child)
{
    Buf out = buf_new(d->arena);
    const Value *after = value_get(child, "after"), *all = value_get(d->body, "children");
    for (const Value *v = after ? after->first : NULL; v; v = v->next)
        for (const Value *c = all->first; c; c = c->next)
            if (text_equal(value_str(c, "department"), v->string)) buf_printf(&out, "%s%s", out.length ? "、" : "", value_str_or(c, "name", ""));
    const char *wait = out.length ? arena_printf(d->arena, "%s办结后", out.text) : "";
    int days = (int)value_int(child, "days", 0);
    return days ? arena_printf(d->arena, "%s%d个工作日", wait, days) : arena_printf(d->arena, "%s当日", wait);
}

static void f11(Draft *d)
{
    const Value *children = value_get(d->body, "children"), *copied = value_get(d->body, "copied");
    Value *rows = value_set_list(d->arena, d->facts, "windows"), *materials_told = value_set_list(d->arena, d->facts, "materials");
    bool chain = false;                                        /* somebody waits for somebody */
    for (const Value *c = children ? children->first : NULL; c; c = c->next) {
        const Window *window = catalog_window(d->p->scene->catalog, value_str_or(c, "window", ""));
        Value *row = value_push_object(d->arena, rows);
        value_set_str(d->arena, row, "name", value_str_or(c, "name", ""));
        value_set_str(d->arena, row, "limit", child_limit(d, c));
        if (value_str(c, "due")) value_set_str(d->arena, row, "due", value_str(c, "due"));
        if (window) value_set_str(d->arena, row, "window", window->id);
        const Value *after = value_get(c, "after");
        chain |= after && after->count;
    }
    for (const Value *m = copied ? copied->first : NULL; m; m = m->next) value_set_str(d->arena, value_push_object(d->arena, materials_told), "name", value_str_or(m, "name", ""));
    if (!materials_told->count) value_set_str(d->arena, value_push_object(d->arena, materials_told), "name", "申请书（材料待补正）");
    set(d, "lead", value_str_or(d->body, "lead_name", ""));
    set(d, "mode", value_str(d->body, "meeting_at") ? "联审会议" : chain ? JOINT_IN_ORDER : "抄告（并行书面意见）");
    take(d, "sign_by", "sign_by");
    take(d, "complete_by", "complete_by");
    take(d, "total_due", "total_due");
    take(d, "meeting_at", "meeting_at");
}

static const char *opinion_zh(const Value *row)
{
    CoOpinion opinion = CO_SILENT;
    co_opinion_parse(value_str(row, "conclusion"), &opinion);
    return co_opinion_zh(opinion);
}

static void f12(Draft *d)
{
    const Value *present = value_get(d->body, "attendees"), *absent = value_get(d->body, "absent");
    Value *people = value_set_list(d->arena, d->facts, "attendees"), *opinions = value_set_list(d->arena, d->facts, "opinions");
    if (d->p->file) paper_joint_written(d->p->scene, d->arena, d->p->file->id, d->p->event->seq, opinions);
    for (const Value *m = present ? present->first : NULL; m; m = m->next) {
        Value *row = value_push_object(d->arena, people);
        value_set_str(d->arena, row, "name", value_str_or(m, "name", ""));
        value_set_str(d->arena, row, "department", value_str_or(m, "department_name", ""));
        value_set_str(d->arena, row, "role", value_str_or(m, "post", ""));
        if (!value_str(m, "conclusion") && !value_str(m, "opinion")) continue;
        const char *verdict = opinion_zh(m), *text = value_str_or(m, "opinion", "");
        Value *said = value_push_object(d->arena, opinions);
        value_set_str(d->arena, said, "name", value_str_or(m, "department_name", ""));
        value_set_str(d->arena, said, "opinion", *verdict ? arena_printf(d->arena, "%s。%s", verdict, text) : text);
        value_set_str(d->arena, said, "by", paper_signer(d->arena, value_str_or(m, "name", ""), value_str_or(m, "post", "")));
        value_set_str(d->arena, said, "on", day_text(d->arena, instant_day(d->p->event->at)));
    }
    Buf out = buf_new(d->arena);
    for (const Value *v = absent ? absent->first : NULL; v; v = v->next) buf_printf(&out, "%s%s", out.length ? "、" : "", v->string);
    if (value_get(d->body, "defaulted")) buf_str(&out, "（已书面告知会议时间，缺席视为同意）");
    set(d, "absents", out.length ? out.text : "无");
    take(d, "at", "at");
    take(d, "place", "place");
    take(d, "chair", "chair");
    take(d, "recorder", "recorder");
    set(d, "topic", d->p->item->name);
    set(d, "conclusion", arena_printf(d->arena, "%s。%s", opinion_zh(d->body), value_str_or(d->body, "text", "")));
}

/* F13 of the joint survey: those who went are of several departments. */
static void f13_joint(Draft *d)
{
    const Value *officers = value_get(d->body, "officers");
    Value *rows = value_set_list(d->arena, d->facts, "officers");
    for (const Value *m = officers ? officers->first : NULL; m; m = m->next) {
        Value *row = value_push_object(d->arena, rows);
        value_set_str(d->arena, row, "name", value_str_or(m, "name", ""));
        value_set_str(d->arena, row, "certificate", value_str_or(m, "certificate", ""));
        value_set_str(d->arena, row, "id", value_str_or(m, "officer", ""));
        value_set_str(d->arena, row, "department", value_str_or(m, "department_name", ""));
    }
    take(d, "at", "at");
    take(d, "place", "place");
    take(d, "findings", "findings");
    take(d, "recorder", "recorder");
}

Value *paper_facts(Arena *arena, const Paper *paper)
{
    Draft draft = {arena, paper, value_object(arena), paper->event->body}, *d = &draft;
    const char *kind = paper->kind;
    common(d);
    if (!paper->brief || strcmp(kind, "F03")) set(d, "handler", handler_name(arena, paper));
    if (!strcmp(kind, "F03")) f03(d);
    else if (!strcmp(kind, "F05")) f05(d);
    else if (!strcmp(kind, "F06")) f06(d);
    else if (!strcmp(kind, "F07")) { take(d, "reason", "reason"); const char *where = value_str_or(d->body, "where", ""); set(d, "where_to_go", *where ? where : "无需办理许可，可依法自行开展；如有疑问请到咨询台咨询"); }
    else if (!strcmp(kind, "F08")) { take(d, "reason", "reason"); take(d, "basis", "basis"); take(d, "competent_organ", "organ"); remedies(d); }
    else if (!strcmp(kind, "F09")) f09(d);
    else if (!strcmp(kind, "F10")) f10(d);
    else if (!strcmp(kind, "F11")) f11(d);
    else if (!strcmp(kind, "F12")) f12(d);
    else if (!strcmp(kind, "F13") && !strcmp(paper->event->kind, "case.joint_visited")) f13_joint(d);
    else if (!strcmp(kind, "F18")) f18(d);
    else if (!strcmp(kind, "F19")) f19(d);
    else if (!strcmp(kind, "F21")) f21(d);
    else if (!strcmp(kind, "F22")) f22(d);
    else if (!strcmp(kind, "F23")) { take(d, "content", "content"); set(d, "result", paper->item->result_name); }
    else if (!strcmp(kind, "F24")) f24(d);
    else if (!strcmp(kind, "F25")) f25(d);
    else if (!strcmp(kind, "F26")) f26(d);
    else if (!strcmp(kind, "F27")) f27(d);
    else if (!strcmp(kind, "F33")) f33(d);
    else if (!strcmp(kind, "X09")) take(d, "reason", "reason");
    else if (!strcmp(kind, "F20")) f20(d);
    else if (!strcmp(kind, "F34")) f34(d);
    else if (!paper_heard_facts(arena, paper, d->facts)) paper_lane_facts(arena, paper, d->facts);
    /* personal facts at issue; when drawn, paper_drawing sets them anew from what is still there */
    const Value *person = paper->event->person && value_str(paper->event->person, "applicant_name") ? paper->event->person : paper->file ? paper->file->person : NULL;
    const char *applicant = value_str_or(person, "applicant_name", "");
    set(d, "applicant_name", applicant);
    set(d, "holder", applicant);
    set(d, "addressee", applicant);
    return d->facts;
}

Value *paper_fields(Arena *arena, const Paper *paper)
{
    Value *fields = value_object(arena);
    const char *key = !strcmp(paper->kind, "F03") ? "receiver" : !strcmp(paper->kind, "F19") ? "approver" : "handler";
    value_set_str(arena, fields, key, handler_name(arena, paper));
    if (paper->item->secret) value_set_bool(arena, fields, "withheld", true);                  /* XK-05 */
    return fields;
}

static void set_absent(Arena *arena, Value *facts, const char *key, const char *text)
{
    if (!value_get(facts, key)) value_set_str(arena, facts, key, text ? text : "");
}

void desk_paper_common(Arena *arena, Scene *scene, Value *facts, const Event *event, const CaseFile *file, const LegalBody *body)
{
    const Item *item = file ? case_item(scene, file) : NULL;
    const char *applicant = value_str_or(event->person, "applicant_name", file ? value_str_or(file->person, "applicant_name", "") : "");
    set_absent(arena, facts, "organ", body ? body->name : "");
    set_absent(arena, facts, "reconsideration", body ? body->reconsideration : "");
    set_absent(arena, facts, "court", body ? body->court : "");
    set_absent(arena, facts, "date", day_text(arena, instant_day(event->at)));
    set_absent(arena, facts, "centre", scene->centre->name);
    set_absent(arena, facts, "item", item ? item->name : "");
    set_absent(arena, facts, "item_code", item ? item->code : "");
    set_absent(arena, facts, "case_no", event->case_number);
    set_absent(arena, facts, "applicant_name", applicant);
    set_absent(arena, facts, "holder", applicant);
    set_absent(arena, facts, "addressee", applicant);
    value_set_bool(arena, facts, "demo", scene->centre->demo);
}

/* Where the QR code leads: the public check, in plain ASCII for any scanner; "" for a paper without a number, of which there is nothing to look up. */
static const char *check_url(const Scene *scene, Arena *arena, const IssuedDocument *document)
{
    if (!document->number) return "";
    Buf out = buf_new(arena);
    buf_printf(&out, "%s/check?number=", scene->centre->public_url);
    for (const unsigned char *c = (const unsigned char *)document->number; *c; c++)
        if ((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || *c == '-') buf_char(&out, (char)*c);
        else buf_printf(&out, "%%%02X", (unsigned)*c);
    return out.text;
}

/* A document of a desk: what its record froze, and the personal facts of its event or its case that are still there. */
static Value *desk_drawing(Scene *scene, Arena *arena, const IssuedDocument *document, const Event *event, const CaseFile *file)
{
    Value *facts = value_object(arena), *person = event->person ? value_copy(arena, event->person) : value_object(arena);
    for (const Value *m = file && file->person ? file->person->first : NULL; m; m = m->next)
        if (!value_get(person, m->key)) value_set(arena, person, m->key, value_copy(arena, m));
    for (const Value *m = document->record->first; m; m = m->next) value_set(arena, facts, m->key, value_copy(arena, m));
    desk_paper_common(arena, scene, facts, event, file, catalog_body(scene->catalog, document->body));
    value_set_str(arena, facts, "query_url", check_url(scene, arena, document));
    return document_facts(arena, document->record, facts, person);
}

int paper_party(Scene *scene, Arena *arena, const IssuedDocument *document)
{
    bool addressed = document->case_id && (!strcmp(document->kind, "F14") || !strcmp(document->kind, "F15"));
    const Event *event = addressed ? ledger_event(scene->store, arena, document->event_seq) : NULL;
    return event ? case_event_party(event) : 0;
}

static void log_position(Scene *scene, Arena *arena, Value *facts, const Event *event)
{
    const char *note = ledger_head_covering(scene->store, arena, event->seq);       /* not the newest: a receipt made again is the same receipt */
    value_set_int(arena, facts, "log_position", event->seq - 1);
    if (note) value_set_str(arena, facts, "log_head", note);
}

Value *paper_drawing(Scene *scene, Arena *arena, const IssuedDocument *document, const CaseFile *file, bool query_code)
{
    const Event *event = ledger_event(scene->store, arena, document->event_seq);
    if (event && strncmp(event->kind, "case.", 5)) return desk_drawing(scene, arena, document, event, file);
    const Item *item = file ? case_item(scene, file) : NULL;
    if (!event || !item) return NULL;
    Paper paper = {.scene = scene, .kind = document->kind, .event = event, .file = file, .item = item};
    Value *facts = paper_facts(arena, &paper), *person = value_object(arena);
    if (file->person) {
        person = value_copy(arena, file->person);
        value_set_str(arena, person, "applicant_id", value_str_or(file->person, "identity", ""));
    }
    /* what the kind calls personal stands in the issuing event's person part, under the kind's own key */
    const DocumentKind *kind = document_kind(document->kind);
    for (const DocumentField *f = kind ? kind->fields : NULL; f && f->key && event->person; f++)
        if ((f->flags & FACT_PERSONAL) && value_get(event->person, f->key)) value_set(arena, person, f->key, value_copy(arena, value_get(event->person, f->key)));
    if (query_code && !strcmp(document->kind, "F03")) {
        const char *code = case_query_code(arena, scene->secret, file->id, file->number);
        value_set_str(arena, facts, "query_code", code);
        value_set_str(arena, facts, "query_url", arena_printf(arena, "%s/track?code=%s", scene->centre->public_url, code));
    } else {
        value_set_str(arena, facts, "query_code", "");
        value_set_str(arena, facts, "query_url", check_url(scene, arena, document));
        int party = query_code && scene->secret && !strcmp(document->kind, "F14") ? case_event_party(event) : 0;
        value_set_str(arena, facts, "party_code", party ? case_party_code(arena, scene->secret, file->id, file->number, party) : "");
        value_set_str(arena, facts, "party_url", party ? arena_printf(arena, "%s/party", scene->centre->public_url) : "");
    }
    if (!strcmp(document->kind, "F03")) log_position(scene, arena, facts, event);
    if (!strcmp(document->kind, "F11")) paper_joint_signed(scene, arena, event, facts);
    return document_facts(arena, document->record, facts, person);
}

bool paper_issue(Scene *scene, WindowTurn *turn, const Event *event, const DocumentDraft *draft)
{
    DocumentFailures failures = {0};
    SealKind seal = document_kind(draft->kind)->seal;      /* the acceptance seal is the centre's own: not asked on the way of intake */
    if ((seal == SEAL_APPROVAL || seal == SEAL_ORGAN) && draft->body && !seal_ready(scene->store, draft->body->id, seal == SEAL_APPROVAL ? "approval" : "organ")) {
        window_refuse(turn, REFUSED_SEAL_RETIRED, draft->body->name);
        return false;
    }
    if (document_issue(scene->store, turn->arena, (Value *)event->body, draft, &failures)) return true;
    const DocumentFailure *f = &failures.list[0];
    window_refuse(turn, REFUSED_DOCUMENT_INCOMPLETE, arena_printf(turn->arena, "%s %s：%s", draft->kind, f->rule, f->zh));
    return false;
}
