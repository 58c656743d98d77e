/* documents.c: from facts to a sheet: what all documents share (head, tail, ways to say a fact). */
#include "documents/document_layout.h"
#include "base/text.h"
#include <string.h>

/* ---- facts ---- */

/* Facts are not changed afterwards, so texts and members may be shared. The keys of one object differ, so only those that were there before can clash. */
static void merge(Arena *arena, Value *into, const Value *from) {
    for (const Value *f = from && from->kind == VALUE_OBJECT ? from->first : NULL; f; f = f->next) {
        Value *place = (Value *)value_get(into, f->key);
        if (!place) place = value_put(into, f->key, ARENA_NEW(arena, Value));
        Value *next = place->next;
        *place = *f;
        place->next = next;
    }
}

Value *document_facts(Arena *arena, const Value *record, const Value *case_facts, const Value *personal) {
    Value *facts = value_object(arena);
    merge(arena, facts, record);
    merge(arena, facts, case_facts);
    merge(arena, facts, personal);
    return facts;
}

const char *say(const Paper *p, const char *key) {
    const Value *v = value_get(p->facts, key);
    if (v && v->kind == VALUE_INT) return arena_printf(p->arena, "%lld", (long long)v->integer);
    if (v && v->kind == VALUE_STRING) return v->string;
    if (!strcmp(key, "holder") || !strcmp(key, "addressee") || !strcmp(key, "payer")) return value_str_or(p->facts, "applicant_name", "");
    return "";
}

const char *say_day(const Paper *p, const char *key) {
    const Value *v = value_get(p->facts, key);
    Day day;
    if (v && v->kind == VALUE_INT && v->integer > -100000 && v->integer < 100000) return day_text_zh(p->arena, (Day){(int32_t)v->integer});
    if (v && v->kind == VALUE_STRING) return day_parse(v->string, &day) ? day_text_zh(p->arena, day) : v->string;
    return "";
}

const char *say_instant(const Paper *p, const char *key) {
    const Value *v = value_get(p->facts, key);
    if (!v || v->kind != VALUE_INT) {
        const char *text = say(p, key);
        Day day;
        if (strlen(text) < 16 || !day_parse(arena_strndup(p->arena, text, 10), &day)) return say_day(p, key);
        return arena_printf(p->arena, "%s %.5s", day_text_zh(p->arena, day), text + 11);
    }
    Instant at = {v->integer};
    const char *text = instant_text_short(p->arena, at);
    return strlen(text) >= 16 ? arena_printf(p->arena, "%s %s", day_text_zh(p->arena, instant_day(at)), text + 11) : text;
}

const char *say_clause(const Paper *p, const char *key) {
    char *text = text_trim(p->arena, say(p, key));
    static const char *const STOPS[] = {"。", "；", "."};
    for (size_t i = 0; i < sizeof STOPS / sizeof *STOPS; i++) {
        size_t n = strlen(text), m = strlen(STOPS[i]);
        if (n > m && !strcmp(text + n - m, STOPS[i])) text[n - m] = 0;
    }
    return text;
}

static const char *day_en(const Paper *p, Day day) {
    static const char *const MONTHS[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
    int year, month, date;
    day_split(day, &year, &month, &date);
    return arena_printf(p->arena, "%d %s %d", date, MONTHS[month - 1], year);
}

const char *say_day_en(const Paper *p, const char *key) {
    const Value *v = value_get(p->facts, key);
    Day day;
    if (v && v->kind == VALUE_INT && v->integer > -100000 && v->integer < 100000) return day_en(p, (Day){(int32_t)v->integer});
    return v && v->kind == VALUE_STRING ? day_parse(v->string, &day) ? day_en(p, day) : v->string : "";
}

const char *say_instant_en(const Paper *p, const char *key) {
    const Value *v = value_get(p->facts, key);
    const char *text = v && v->kind == VALUE_INT ? instant_text_short(p->arena, (Instant){v->integer}) : say(p, key);
    Day day;
    if (strlen(text) < 16 || !day_parse(arena_strndup(p->arena, text, 10), &day)) return text;
    return arena_printf(p->arena, "%s, %.5s", day_en(p, day), text + 11);
}

const char *say_item_en(const Paper *p) { return *say(p, "item_en") ? say(p, "item_en") : say(p, "item"); }

bool paper_is_permit(const Paper *p) { return text_equal(value_str_or(p->facts, "item_kind", "01"), "01"); }

const char *say_law(const Paper *p) {
    const char *own = say(p, "basis");
    if (*own) return own;
    return paper_is_permit(p) ? p->kind->basis : "本事项的办理规定";
}

const char *say_law_en(const Paper *p) { return paper_is_permit(p) && !*say(p, "basis") ? p->kind->basis_en : "legal basis as cited in the Chinese text"; }

/* ---- blocks ---- */

Value *put_block(Paper *p, const char *type) {
    Value *b = value_push_object(p->arena, p->blocks);
    value_set_str(p->arena, b, "t", type);
    return b;
}

static Value *text_block(Paper *p, const char *type, const char *zh, const char *en) {
    Value *b = put_block(p, type);
    value_set_str(p->arena, b, "text", zh);
    if (p->en && en) value_set_str(p->arena, b, "en", en);
    return b;
}

void put_para(Paper *p, const char *zh, const char *en) { text_block(p, "para", zh, en); }
void put_plain(Paper *p, const char *zh, const char *en) { value_set_bool(p->arena, text_block(p, "para", zh, en), "indent", false); }
void put_heading(Paper *p, const char *zh, const char *en) { text_block(p, "heading", zh, en); }

void put_small(Paper *p, const char *zh, const char *en) {
    Value *b = text_block(p, "para", zh, en);
    value_set_bool(p->arena, b, "small", true);
    value_set_bool(p->arena, b, "indent", false);
}

Value *put_table(Paper *p, const char *widths, const char *heads, const char *heads_en, bool small_text) {
    Value *b = put_block(p, "table"), *w = value_set_list(p->arena, b, "widths");
    char **parts, **en = NULL;
    int n = text_split(p->arena, widths, ' ', &parts);
    for (int i = 0; i < n; i++) {
        int64_t wide = 1;
        text_parse_int(parts[i], 1, 999, &wide);
        value_push(w, value_integer(p->arena, wide));
    }
    if (heads) {
        Value *h = value_set_list(p->arena, b, "head");
        n = text_split(p->arena, heads, '|', &parts);
        int m = heads_en ? text_split(p->arena, heads_en, '|', &en) : 0;
        for (int i = 0; i < n; i++) {
            Value *c = value_push_object(p->arena, h);
            value_set_str(p->arena, c, "text", parts[i]);
            if (p->en && i < m) value_set_str(p->arena, c, "en", en[i]);
        }
    }
    if (small_text) value_set_bool(p->arena, b, "small", true);
    return value_set_list(p->arena, b, "rows");
}

Value *put_row(Paper *p, Value *rows) { return value_push(rows, value_list(p->arena)); }
void put_cell(Paper *p, Value *r, const char *text) { value_push_str(p->arena, r, text ? text : ""); }

void put_cell_center(Paper *p, Value *r, const char *text) {
    Value *c = value_push_object(p->arena, r);
    value_set_str(p->arena, c, "text", text ? text : "");
    value_set_str(p->arena, c, "align", "center");
}

void put_cell_span(Paper *p, Value *r, const char *text, int columns) {
    Value *c = value_push_object(p->arena, r);
    value_set_str(p->arena, c, "text", text ? text : "");
    value_set_int(p->arena, c, "span", columns);
}

void put_label(Paper *p, Value *r, const char *zh, const char *en) {
    Value *c = value_push_object(p->arena, r);
    value_set_str(p->arena, c, "text", zh);
    if (p->en && en) value_set_str(p->arena, c, "en", en);
    value_set_str(p->arena, c, "align", "center");
    value_set_bool(p->arena, c, "fill", true);
}

void put_pair(Paper *p, Value *rows, const char *zh, const char *en, const char *text) {
    Value *r = put_row(p, rows);
    put_label(p, r, zh, en);
    put_cell_span(p, r, text, 3);
}

void put_pairs(Paper *p, Value *rows, const char *zh1, const char *en1, const char *text1, const char *zh2, const char *en2, const char *text2) {
    Value *r = put_row(p, rows);
    put_label(p, r, zh1, en1);
    put_cell(p, r, text1);
    put_label(p, r, zh2, en2);
    put_cell(p, r, text2);
}

Value *put_facts_table(Paper *p) { return put_table(p, "18 34 18 30", NULL, NULL, false); }

void put_case_rows(Paper *p, Value *rows) {
    const char *id = document_masked_id(p->arena, say(p, "applicant_id"));
    if (*say(p, "applicant_id")) put_pairs(p, rows, "申请人", "Applicant", say(p, "applicant_name"), "证件号码", "ID no.", id);
    else put_pair(p, rows, "申请人", "Applicant", say(p, "applicant_name"));
    put_pair(p, rows, "事项", "Item", say(p, "item"));
    if (*say(p, "item_code")) put_pairs(p, rows, "办件编号", "Case no.", say(p, "case_no"), "事项编码", "Item code", say(p, "item_code"));
    else put_pair(p, rows, "办件编号", "Case no.", say(p, "case_no"));
}

/* Does any element of the list say this? An empty column is not drawn. */
static bool column_says(const Value *list, const char *key) {
    for (const Value *e = list && list->kind == VALUE_LIST ? list->first : NULL; e; e = e->next) {
        const Value *v = value_get(e, key);
        if (v && (v->kind == VALUE_INT || (v->kind == VALUE_STRING && *v->string))) return true;
    }
    return false;
}

static void list_cell(Paper *p, Value *r, const Value *e, const Value *v, bool first) {
    if (v && v->kind == VALUE_INT) put_cell_center(p, r, v->integer ? arena_printf(p->arena, "%lld", (long long)v->integer) : "—");
    Day day;
    if (v && v->kind == VALUE_INT) return;
    if (v && v->kind == VALUE_STRING && day_parse(v->string, &day)) put_cell_center(p, r, day_text_zh(p->arena, day));
    else put_cell(p, r, v && v->kind == VALUE_STRING ? v->string : e->kind == VALUE_STRING && first ? e->string : "");
}

void put_list_table(Paper *p, const char *key, const char *columns, const char *widths, const char *heads, const char *heads_en) {
    char **keys, **wide, **zh, **en;
    int n = text_split(p->arena, columns, ' ', &keys), number = 0;
    text_split(p->arena, widths, ' ', &wide);
    text_split(p->arena, heads, '|', &zh);
    text_split(p->arena, heads_en, '|', &en);
    const Value *list = value_get(p->facts, key);
    Buf w = buf_new(p->arena), h = buf_new(p->arena), he = buf_new(p->arena);
    buf_str(&w, wide[0]);
    buf_str(&h, zh[0]);
    buf_str(&he, en[0]);
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && !column_says(list, keys[i])) continue;
        keys[kept++] = keys[i];
        buf_printf(&w, " %s", wide[i + 1]);
        buf_printf(&h, "|%s", zh[i + 1]);
        buf_printf(&he, "|%s", en[i + 1]);
    }
    Value *rows = put_table(p, w.text, h.text, he.text, false);
    for (const Value *e = list && list->kind == VALUE_LIST ? list->first : NULL; e; e = e->next) {
        Value *r = put_row(p, rows);
        put_cell_center(p, r, arena_printf(p->arena, "%d", ++number));
        for (int i = 0; i < kept; i++) list_cell(p, r, e, value_get(e, keys[i]), i == 0);
    }
}

/* Whom it is for, known from others of the same name by the masked number (DOMAIN 4.1), where no table of the paper says it. */
void put_addressee(Paper *p) {
    static const char *const TABLED[] = {"F10", "F21", "F23", "F28", NULL};
    const char *name = say(p, "applicant_name"), *id = document_masked_id(p->arena, say(p, "applicant_id"));
    bool tabled = !*id || (!strcmp(p->kind->code, "F29") && value_bool(p->facts, "granted"));
    for (const char *const *t = TABLED; *t; t++) tabled |= !strcmp(*t, p->kind->code);
    if (*name) put_plain(p, arena_printf(p->arena, tabled ? "%s：" : "%s（证件号码：%s）：", name, id), NULL);
}

void put_sign(Paper *p) {
    Value *b = put_block(p, "sign");
    value_set_str(p->arena, b, "organ", say(p, "organ"));
    value_set_str(p->arena, b, "date", say_day(p, "date"));
    if (!p->kind || p->kind->seal == SEAL_NONE || !*say(p, "organ")) return;
    value_set_str(p->arena, b, "ring", say(p, "organ"));
    const char *text = "";
    if (p->kind->seal == SEAL_ACCEPTANCE) text = paper_is_permit(p) ? "行政许可受理专用章" : "政务服务受理专用章";
    if (p->kind->seal == SEAL_APPROVAL) text = "行政审批专用章";
    value_set_str(p->arena, b, "seal", text);
}

static void put_line_to_sign(Paper *p, Value *fields, const char *zh, const char *en) {
    if (!p->en || !en) { value_push_str(p->arena, fields, zh); return; }
    Value *f = value_push_object(p->arena, fields);
    value_set_str(p->arena, f, "text", zh);
    value_set_str(p->arena, f, "en", en);
}

void put_receipt(Paper *p, const char *zh1, const char *en1, const char *zh2, const char *en2) {
    Value *fields = value_set_list(p->arena, put_block(p, "receipt"), "fields");
    put_line_to_sign(p, fields, zh1, en1);
    if (zh2) put_line_to_sign(p, fields, zh2, en2);
}

void put_page_signs(Paper *p, const char *zh, const char *en) {
    char **a, **b;
    int n = text_split(p->arena, zh, '|', &a), m = text_split(p->arena, en, '|', &b);
    Value *fields = value_set_list(p->arena, p->sheet, "page_signs");
    for (int i = 0; i < n; i++) put_line_to_sign(p, fields, a[i], i < m ? b[i] : NULL);
}

/* The QR, beside the signature when one follows: the short receipt when there is one, else the address of the query page. */
void put_query(Paper *p) {
    const char *data = *say(p, "receipt_text") ? say(p, "receipt_text") : say(p, "query_url");
    if (!*data) return;
    Value *b = put_block(p, "qr"), *lines = value_set_list(p->arena, b, "lines");
    value_set_str(p->arena, b, "data", data);
    value_set_bool(p->arena, b, "beside", true);
    if (*say(p, "case_no")) value_push_str(p->arena, lines, arena_printf(p->arena, "办件编号 %s", say(p, "case_no")));
    if (*say(p, "query_code")) value_push_str(p->arena, lines, arena_printf(p->arena, "查询码 %s", say(p, "query_code")));
    value_push_str(p->arena, lines, *say(p, "receipt_text") ? "扫码核验本件，也可凭办件编号和查询码查询办理进度" : *say(p, "query_code") ? "扫码查询办理进度、核验本件真伪" : "扫码核验本件真伪");
    if (*say(p, "query_url")) value_push_str(p->arena, lines, arena_strndup(p->arena, say(p, "query_url"), strcspn(say(p, "query_url"), "?")));
    if (p->en) value_push_str(p->arena, lines, *say(p, "query_code") ? "Scan to check this document and follow the case." : "Scan to check this document.");
}

/* ---- the whole ---- */

/* What a kind has at its end besides remedies, QR code, seal and "signed by": WHOLE ones end themselves. */
enum { NO_SEAL = 1, NO_RECEIPT = 2, NO_QUERY = 4, NO_CONTACT = 8, RECORD = NO_SEAL | NO_RECEIPT | NO_QUERY | NO_CONTACT, OWN_PAPER = 16 /* of the applicant: no red head, no contact line */ };
typedef struct { const char *code, *zh1, *en1, *zh2, *en2; int leave; } Tail;
static const Tail USUAL = {NULL, "签收人（签字）", "Received by", "签收日期", "Date", 0};
static const Tail TAILS[] = {
    {"F04", "申请人（签字）", "Applicant", "经办人（签字）", "Handled by", NO_CONTACT}, {"F11", .leave = NO_RECEIPT}, {"F12", .leave = NO_RECEIPT | NO_CONTACT}, {"F13", .leave = RECORD}, {"F17", .leave = RECORD}, {"F20", .leave = NO_RECEIPT}, {"F25", .leave = NO_SEAL | NO_RECEIPT}, {"F27", .leave = NO_RECEIPT | NO_CONTACT},
    {"X03", "承诺人（签字或盖章）", "Undertaken by", "日期", "Date", NO_SEAL | NO_QUERY | OWN_PAPER}, {"X04", "承诺人（签字或盖章）", "Committed by", "日期", "Date", 0},
    {"X05", "委托人（签字）", "Entrusted by", "日期", "Date", 0}, {"X08", .leave = RECORD},
    {"X09", "申请人（签字或盖章）", "Applicant", "日期", "Date", NO_SEAL | NO_QUERY | OWN_PAPER}};

static const Tail *tail_of(const Paper *p) {
    for (size_t i = 0; i < sizeof TAILS / sizeof *TAILS; i++) if (!strcmp(p->kind->code, TAILS[i].code)) return &TAILS[i];
    return &USUAL;
}

static void head(Paper *p) {
    bool own = tail_of(p)->leave & OWN_PAPER;
    const char *number = say(p, "number"), *case_no = *say(p, "case_no") ? arena_printf(p->arena, "办件编号：%s", say(p, "case_no")) : "";
    if (*say(p, "organ") && !own) value_set_str(p->arena, put_block(p, "organ"), "text", say(p, "organ"));
    if (!own && (*number || *case_no)) {
        Value *b = put_block(p, "number");
        value_set_str(p->arena, b, "text", *number ? number : case_no);
        if (*number && *case_no) value_set_str(p->arena, b, "left", case_no);
    }
    Value *title = put_block(p, "title");
    value_set_str(p->arena, title, "text", document_title(p->arena, p->kind, p->facts, false));
    if (!p->en) return;
    value_set_str(p->arena, title, "en", document_title(p->arena, p->kind, p->facts, true));
    Value *note = put_block(p, "para");
    value_set_str(p->arena, note, "text", "English for information only; the Chinese text prevails.  英文供参考，以中文为准。");
    value_set_bool(p->arena, note, "small", true);
    value_set_bool(p->arena, note, "indent", false);
    value_set_str(p->arena, note, "align", "center");
}

/* Whom to ask: what the body does not say already. */
static void contact(Paper *p) {
    static const struct { const char *key, *zh, *en; } PARTS[] = {{"window", "办理窗口", "Window"}, {"handler", "经办人", "Handled by"}, {"contact_phone", "咨询电话", "Telephone"}};
    Buf zh = buf_new(p->arena), en = buf_new(p->arena);
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        if (!*say(p, PARTS[i].key)) continue;
        buf_printf(&zh, "%s%s：%s", zh.length ? "　　" : "", PARTS[i].zh, say(p, PARTS[i].key));
        buf_printf(&en, "%s%s: %s", en.length ? "; " : "", PARTS[i].en, say(p, PARTS[i].key));
    }
    if (zh.length) put_small(p, zh.text, en.text);
}

static void tail(Paper *p) {
    const Tail *t = tail_of(p);
    bool adverse = p->kind->adverse == ADVERSE_ALWAYS || (p->kind->adverse == ADVERSE_WHEN_REFUSED && !value_bool(p->facts, "granted"));
    bool posted = value_bool(p->facts, "announcement") && (!strcmp(p->kind->code, "F15") || !strcmp(p->kind->code, "F32"));       /* nobody signs for a public notice */
    const char *organ = say(p, "reconsideration"), *court = say(p, "court");
    /* F32 and an ending by the organ's own act (F33 of a lapse) take something away, too: the way out is told where it is known */
    bool told = !strcmp(p->kind->code, "F07") || !strcmp(p->kind->code, "F33") || (!strcmp(p->kind->code, "F32") && !posted);
    if (adverse || (told && *organ && *court))
        put_para(p, document_remedies(p->arena, *organ ? organ : "＿＿＿＿", *court ? court : "＿＿＿＿"), document_remedies_en(p->arena, organ, court));
    if (!strcmp(p->kind->code, "F03")) return;        /* its own tail stands before the log head */
    if (!(t->leave & NO_QUERY)) put_query(p);
    if (!(t->leave & NO_SEAL)) put_sign(p);
    if (!(t->leave & NO_RECEIPT) && !posted) put_receipt(p, t->zh1, t->en1, t->zh2, t->en2);
    if (!strcmp(p->kind->code, "F11")) put_joint_answers(p);
    if (!strcmp(p->kind->code, "F20")) put_upper_receipt(p);
    if (!(t->leave & (OWN_PAPER | NO_CONTACT))) contact(p);
}

bool layout_of(Paper *p, const Layout *layouts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!strcmp(p->kind->code, layouts[i].code)) {
            layouts[i].paint(p);
            return true;
        }
    return false;
}

static const char *short_hash(const Paper *p) {
    const char *hash = say(p, "item_version_hash");
    return strlen(hash) == 64 ? arena_strndup(p->arena, hash, 12) : hash;
}

static void foot(Paper *p) {
    Buf out = buf_new(p->arena);
    if (value_str(p->facts, "void_reason")) buf_printf(&out, "【已作废：%s】", say(p, "void_reason"));
    if (value_bool(p->facts, "demo")) buf_str(&out, "演示文书，不具法律效力。");
    if (*say(p, "centre")) buf_str(&out, say(p, "centre"));
    if (p->kind && *say(p, "item_version_hash")) buf_printf(&out, "  事项版本 %s", short_hash(p));
    if (out.length) value_set_str(p->arena, p->sheet, "foot", out.text);
}

const Value *document_sheet(Arena *arena, const char *code, const Value *facts, const char *lang) {
    Paper p = {.arena = arena, .kind = document_kind(code), .facts = facts, .en = text_equal(lang, "en"), .sheet = value_object(arena)};
    const Value *date = value_get(facts, "date");
    const char *created = date && date->kind == VALUE_INT ? day_text(arena, (Day){(int32_t)date->integer}) : value_str(facts, "date");
    value_set_str(arena, p.sheet, "paper", "A4");
    value_set_int(arena, p.sheet, "size", p.en ? 112 : 126);
    value_set_str(arena, p.sheet, "created", created ? created : value_str_or(facts, "effective_from", "2026-01-01"));
    value_set_str(arena, p.sheet, "title", p.kind ? arena_printf(arena, "%s %s", document_title(arena, p.kind, facts, false), say(&p, "number")) : say(&p, "name"));
    p.blocks = value_set_list(arena, p.sheet, "blocks");
    foot(&p);
    if (text_equal(code, "SHEET")) layout_sheet(&p);
    else if (text_equal(code, "CARD")) layout_card(&p);
    else if (!p.kind) put_para(&p, "没有这种文书。", "Unknown document.");
    else if (!strcmp(code, "F01") || !strcmp(code, "F02")) layout_application(&p);
    else if (!strcmp(code, "F26")) layout_certificate(&p);
    else {
        value_set_str(arena, p.sheet, "running", value_str_or(p.sheet, "title", ""));
        head(&p);
        if (!layout_case(&p) && !layout_joint(&p) && !layout_decision(&p) && !layout_life(&p)) layout_centre(&p);
        tail(&p);
    }
    return p.sheet;
}
