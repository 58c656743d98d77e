/* document_layout_item.c: papers made from an item's published version: 一张纸, window card, application form (A4, A5, XK-29, XK-30). */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

#define F(...) arena_printf(p->arena, __VA_ARGS__)

static const Value *list_of(const Paper *p, const char *key) {
    const Value *v = value_get(p->facts, key);
    return v && v->kind == VALUE_LIST ? v : NULL;
}

/* "1. a  2. b" (numbered) or "a、b". */
static const char *joined(const Paper *p, const char *key, bool numbered) {
    Buf out = buf_new(p->arena);
    const Value *list = list_of(p, key);
    int n = 0;
    for (const Value *e = list ? list->first : NULL; e; e = e->next) {
        if (e->kind != VALUE_STRING) continue;
        n++;
        if (numbered && list->count > 1) buf_printf(&out, "%s%d. ", n > 1 ? "\n" : "", n);
        else if (n > 1) buf_str(&out, "、");
        buf_str(&out, e->string);
    }
    return out.text;
}

static const char *basis_text(const Paper *p) {
    Buf out = buf_new(p->arena);
    const Value *list = list_of(p, "basis");
    int n = 0;
    for (const Value *e = list ? list->first : NULL; e; e = e->next) {
        if (n++) buf_str(&out, "；");
        const char *name = value_str_or(e, "law", "");
        buf_printf(&out, *name && !strstr(name, "《") ? "《%s》%s" : "%s%s", name, value_str_or(e, "article", ""));
    }
    return n ? out.text : say(p, "basis");
}

static const char *steps_text(const Paper *p) {
    Buf out = buf_new(p->arena);
    const Value *list = list_of(p, "steps");
    for (const Value *e = list ? list->first : NULL; e; e = e->next) {
        if (e != list->first) buf_str(&out, " → ");
        buf_str(&out, value_str_or(e, "name", ""));
        const char *post = value_str_or(e, "post", "");
        int64_t days = value_int(e, "days", 0);
        if (*post && days > 0) buf_printf(&out, "（%s，%lld日）", post, (long long)days);
        else if (*post) buf_printf(&out, "（%s）", post);
        else if (days > 0) buf_printf(&out, "（%lld日）", (long long)days);
    }
    return out.text;
}

static const char *fees_text(const Paper *p) {
    Buf out = buf_new(p->arena);
    const Value *list = list_of(p, "fees");
    for (const Value *e = list ? list->first : NULL; e; e = e->next) {
        if (e != list->first) buf_str(&out, "\n");
        buf_printf(&out, "%s：%s", value_str_or(e, "name", ""), value_str_or(e, "standard", ""));
        if (*value_str_or(e, "basis", "")) buf_printf(&out, "（依据：%s）", value_str_or(e, "basis", ""));
        if (*value_str_or(e, "reduction", "")) buf_printf(&out, "；减免：%s", value_str_or(e, "reduction", ""));
    }
    return out.length ? out.text : "不收费";
}

static const char *copies_text(const Paper *p, const Value *m) {
    int64_t originals = value_int(m, "originals", 0), copies = value_int(m, "copies", 0);
    if (originals && copies) return F("原件%lld 复印件%lld", (long long)originals, (long long)copies);
    if (originals) return F("原件%lld", (long long)originals);
    if (copies) return F("复印件%lld", (long long)copies);
    return "—";
}

static const char *form_text(const Value *m) {
    const char *form = value_str_or(m, "form", "");
    const char *zh = value_str(m, "form_zh");
    return zh ? zh : !strcmp(form, "paper") ? "纸质" : !strcmp(form, "electronic") ? "电子" : "纸质或电子";
}

static void materials_table(Paper *p) {
    const Value *list = list_of(p, "materials");
    if (!list || !list->count) return;
    Value *rows = put_table(p, "6 38 13 13 30", "序号|申请材料|份数|形式|来源和要求", "No.|Material|Copies|Form|Source, requirement", true);
    int n = 0;
    for (const Value *m = list->first; m; m = m->next) {
        Value *r = put_row(p, rows);
        const char *when = value_str_or(m, "when", ""), *issuer = value_str_or(m, "issuer", ""), *source = value_str_or(m, "source_type", "");
        Buf name = buf_new(p->arena), note = buf_new(p->arena);
        buf_str(&name, value_str_or(m, "name", ""));
        if (*when) buf_printf(&name, "（%s）", when);
        else if (value_get(m, "required") && !value_bool(m, "required")) buf_str(&name, "（需要时）");
        buf_str(&note, *issuer ? issuer : source);
        if (value_bool(m, "shared")) buf_str(&note, "；免提交");
        if (*value_str_or(m, "requirement", "")) buf_printf(&note, "%s%s", note.length ? "；" : "", value_str_or(m, "requirement", ""));
        put_cell_center(p, r, F("%lld", (long long)value_int(m, "no", ++n)));
        put_cell(p, r, name.text);
        put_cell_center(p, r, copies_text(p, m));
        put_cell_center(p, r, form_text(m));
        put_cell(p, r, note.text);
    }
}

static void item_foot(Paper *p) {
    Buf out = buf_new(p->arena);
    buf_printf(&out, "公布版本 v%s  %s  ", *say(p, "version") ? say(p, "version") : "—", say(p, "hash12"));
    if (*say_day(p, "effective_from")) buf_printf(&out, "%s起施行  ", say_day(p, "effective_from"));
    buf_str(&out, "公布以外的材料不得要求提供，公布以外的费用不得收取。");
    if (value_bool(p->facts, "demo")) buf_str(&out, "演示数据，仅作示意。");
    value_set_str(p->arena, p->sheet, "foot", out.text);
}

static void banner(Paper *p, const char *tag, const char *tag_en) {
    Value *b = put_block(p, "banner");
    value_set_str(p->arena, b, "tag", p->en ? F("%s  %s", tag, tag_en) : tag);
    value_set_str(p->arena, b, "text", say(p, "name"));
    value_set_str(p->arena, b, "sub", F("%s  ·  %s  ·  事项编码 %s", *say(p, "centre") ? say(p, "centre") : "政务服务中心", say(p, "department_name"), say(p, "code")));
    const char *url = say(p, "public_url");        /* the centre's own address, or already the item's */
    if (*url) value_set_str(p->arena, b, "qr", strstr(url, say(p, "code")) && *say(p, "code") ? url : F("%s/items/%s", url, say(p, "code")));
}

static void told(Paper *p, Value *rows, const char *zh, const char *en, const char *text) {
    if (text && *text) put_pair(p, rows, zh, en, text);
}

static const char *visits_text(const Paper *p) {
    int64_t n = value_int(p->facts, "visits", -1);
    return n < 0 ? "" : n == 0 ? "不用到现场" : *say(p, "visits_reason") ? F("最多%lld次（%s）", (long long)n, say(p, "visits_reason")) : F("最多%lld次", (long long)n);
}

static const char *result_text(const Paper *p) {
    Buf out = buf_new(p->arena);
    buf_str(&out, say(p, "result_name"));
    if (*say(p, "result_validity")) buf_printf(&out, "；有效期：%s", say(p, "result_validity"));
    if (*joined(p, "delivery", false)) buf_printf(&out, "；送达：%s", joined(p, "delivery", false));
    if (value_int(p->facts, "delivery_days", 0) > 0) buf_printf(&out, "（办结后%s日内）", say(p, "delivery_days"));
    return out.text;
}

static const char *where(const Paper *p) {
    const char *zone = say(p, "window_zone"), *window = say(p, "window_name"), *address = say(p, "address");
    if (*window && strstr(address, window)) return address;
    return F("%s%s%s%s%s", address, *address ? "  " : "", zone, *zone ? "  " : "", window);
}

static const char *how_text(const Paper *p) {
    const char *agent = !value_get(p->facts, "agent_allowed") ? "" : value_bool(p->facts, "agent_allowed") ? "；可以委托他人代办" : F("；须本人办理%s", say(p, "agent_reason"));
    return F("%s%s", joined(p, "channels", false), agent);
}

static Value *sheet_grid(Paper *p) {
    return put_table(p, "13 38 13 36", NULL, NULL, true);
}

void layout_sheet(Paper *p) {
    value_set_bool(p->arena, p->sheet, "fit", true);
    value_set_int(p->arena, p->sheet, "size", 118);
    item_foot(p);
    banner(p, "一张纸说清楚 · 办事指南", "Service guide on one sheet");
    Value *rows = sheet_grid(p);
    put_pairs(p, rows, "承诺时限", "Promised limit", say(p, "promised_text"), "法定时限", "Statutory limit", say(p, "statutory_text"));
    put_pairs(p, rows, "收费", "Fee", fees_text(p), "到现场次数", "Visits", visits_text(p));
    put_pairs(p, rows, "受理窗口", "Window", where(p), "办理时间", "Hours", say(p, "hours"));
    put_pairs(p, rows, "咨询电话", "Telephone", say(p, "consult_phone"), "监督电话", "Complaints", say(p, "supervise_phone"));
    told(p, rows, "申请条件", "Conditions", joined(p, "conditions", true));
    told(p, rows, "禁止性要求", "Not allowed", joined(p, "prohibitions", true));
    materials_table(p);
    rows = sheet_grid(p);
    told(p, rows, "申请方式", "How to apply", how_text(p));
    told(p, rows, "办理流程", "Steps", steps_text(p));
    told(p, rows, "办理结果", "Result", result_text(p));
    told(p, rows, "特别程序", "Special procedures", joined(p, "special_procedures", false));
    put_pairs(p, rows, "事项类型", "Kind", F("%s  %s", say(p, "kind_name"), say(p, "mode")), "服务对象", "For whom", *joined(p, "service_object_names", false) ? joined(p, "service_object_names", false) : "不限");
    told(p, rows, "决定机构", "Decided by", say(p, "legal_body_name"));
    told(p, rows, "联合办理", "Together with", joined(p, "co_department_names", false));
    told(p, rows, "办理依据", "Legal basis", basis_text(p));
    told(p, rows, "适用范围", "Scope", say(p, "scope"));
    told(p, rows, "数量限制", "Quantity", say(p, "quantity_limit"));
    told(p, rows, "权利", "Your rights", joined(p, "rights", true));
    told(p, rows, "义务", "Your duties", joined(p, "duties", true));
    told(p, rows, "常见错误", "Common mistakes", joined(p, "mistakes", true));
    told(p, rows, "进度查询", "Progress", say(p, "progress"));
    told(p, rows, "交通", "Getting there", say(p, "transport"));
}

void layout_card(Paper *p) {
    value_set_str(p->arena, p->sheet, "paper", "A5L");
    value_set_bool(p->arena, p->sheet, "fit", true);
    value_set_int(p->arena, p->sheet, "size", 130);
    item_foot(p);
    banner(p, "窗口办事须知", "Window card");
    Buf names = buf_new(p->arena);
    const Value *list = list_of(p, "materials");
    int n = 0;
    for (const Value *m = list ? list->first : NULL; m; m = m->next) {
        n++;
        if (n > 1) buf_str(&names, "  ");
        buf_printf(&names, "%d. %s", n, value_str_or(m, "name", ""));
        const char *when = value_str_or(m, "when", "");
        if (*when) buf_printf(&names, "（%s）", when);
    }
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "几天办好", "How long", say(p, "promised_text"), "收多少钱", "Fee", fees_text(p));
    told(p, rows, "要带什么", "Bring", names.text);
    told(p, rows, "什么条件", "Conditions", joined(p, "conditions", false));
    told(p, rows, "怎么办理", "Steps", steps_text(p));
    told(p, rows, "得到什么", "Result", say(p, "result_name"));
    told(p, rows, "在哪里办", "Where", F("%s    电话 %s", where(p), say(p, "consult_phone")));
    told(p, rows, "监督电话", "Complaints", say(p, "supervise_phone"));
}

/* ---- the applicant's own papers ---- */

/* Room to write by hand, or what is known. */
static const char *blank_or(const Paper *p, const char *key, bool blank) { return blank ? "\n" : say(p, key); }

static void application(Paper *p, bool blank) {
    put_plain(p, F("%s：", *say(p, "organ") ? say(p, "organ") : *say(p, "legal_body_name") ? say(p, "legal_body_name") : "＿＿＿＿＿＿＿＿"), NULL);
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "申请人", "Applicant", blank_or(p, "applicant_name", blank), "证件号码", "ID / credit code", blank ? "" : say(p, "applicant_id"));
    put_pairs(p, rows, "法定代表人", "Legal representative", blank_or(p, "legal_representative", blank), "联系人", "Contact", blank_or(p, "contact", blank));
    put_pairs(p, rows, "联系电话", "Telephone", blank_or(p, "phone", blank), "通信地址", "Address", blank_or(p, "address", blank));
    put_pairs(p, rows, "委托代理人", "Agent", blank_or(p, "agent", blank), "代理人证件", "Agent's ID", blank_or(p, "agent_id", blank));
    put_pair(p, rows, "申请事项", "Item", F("%s%s", *say(p, "item") ? say(p, "item") : say(p, "name"), *say(p, "code") ? F("（%s）", say(p, "code")) : ""));
    put_pair(p, rows, "申请内容", "Request", blank ? "\n\n\n\n" : say(p, "request"));
    const Value *list = list_of(p, "materials");
    if (list && list->count) {
        Value *m = put_table(p, "8 58 20 14", "序号|提交的申请材料|份数|已提交", "No.|Materials|Copies|Here", true);
        int n = 0;
        for (const Value *e = list->first; e; e = e->next) {
            Value *r = put_row(p, m);
            put_cell_center(p, r, F("%d", ++n));
            put_cell(p, r, F("%s%s", value_str_or(e, "name", ""), *value_str_or(e, "when", "") ? F("（%s）", value_str(e, "when")) : ""));
            put_cell_center(p, r, copies_text(p, e));
            put_cell_center(p, r, blank ? "□" : "√");
        }
    }
    put_para(p, paper_is_permit(p) ? "本人（单位）如实提交有关材料和反映真实情况，并对申请材料实质内容的真实性负责（《行政许可法》第三十一条）。"
                         : "本人（单位）如实提交有关材料和反映真实情况，并对申请材料实质内容的真实性负责。", "I state that what I submit is true.");
    put_receipt(p, "申请人（签字或盖章）", "Applicant", blank ? "日期" : F("日期  %s", say_day(p, "date")), "Date");
    put_small(p, "本申请书格式文本免费提供，可以复印，不要求填写与申请事项无关的内容（《行政许可法》第二十九条、第三十一条、第五十八条）。", "This form is free of charge.");
}

static void mandate(Paper *p) {
    put_plain(p, F("%s：", *say(p, "organ") ? say(p, "organ") : "＿＿＿＿＿＿＿＿"), NULL);
    put_para(p, F("委托人现委托下列代理人代为办理“%s”：", say(p, "item")), F("The principal entrusts the agent below with “%s”:", say_item_en(p)));
    Value *rows = put_facts_table(p);
    put_pairs(p, rows, "委托人", "Principal", say(p, "applicant_name"), "证件号码", "ID / credit code", say(p, "applicant_id"));
    put_pairs(p, rows, "代理人", "Agent", say(p, "agent"), "证件号码", "ID no.", say(p, "agent_id"));
    put_pair(p, rows, "委托权限", "Scope", say(p, "scope"));
    put_pair(p, rows, "委托期限", "Period", F("%s至%s", say_day(p, "valid_from"), say_day(p, "valid_to")));
    put_para(p, "代理人在上列权限和期限内的行为，委托人予以承认。变更或者撤销委托的，委托人书面通知办理机关。", "What the agent does within this scope and period binds the principal. A change or end of the mandate is notified in writing.");
    value_set_int(p->arena, put_block(p, "space"), "mm", 8);
    put_receipt(p, "委托人（签字或盖章）", "Principal", "代理人（签字）", "Agent");
    put_receipt(p, "日期", "Date", NULL, NULL);
}

void layout_application(Paper *p) {
    bool blank = value_bool(p->facts, "blank");
    Value *facts = document_facts(p->arena, p->facts, NULL, NULL);
    if (!value_get(facts, "item_kind") && value_str(facts, "kind") && strlen(value_str(facts, "kind")) == 2) value_set_str(p->arena, facts, "item_kind", value_str(facts, "kind"));
    p->facts = facts;
    if (blank && *say(p, "hash12")) item_foot(p);
    value_set_int(p->arena, p->sheet, "size", 114);
    Value *title = put_block(p, "title");
    value_set_str(p->arena, title, "text", document_title(p->arena, p->kind, p->facts, false));
    if (p->en) value_set_str(p->arena, title, "en", p->kind->en);
    if (!strcmp(p->kind->code, "F02")) mandate(p);
    else application(p, blank);
    if (!blank) put_query(p);
}
