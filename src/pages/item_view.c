/* item_view.c: an item as the templates want it; see item_view.h and the view contracts at the top of guide.html and card.html. */
#include "pages/item_view.h"
#include "base/text.h"
#include "pages/words.h"
#include <string.h>

void page_percent(Buf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_.~", c)) buf_char(out, (char)c);
        else buf_printf(out, "%%%02X", c);
    }
}

const char *page_back(Request *request, const char *back, const char *otherwise)
{
    (void)request;
    if (!back || back[0] != '/' || back[1] == '/' || back[1] == '\\' || strlen(back) > 1000) return otherwise;
    for (const char *c = back; *c; c++) if ((unsigned char)*c <= 0x20 || (unsigned char)*c > 0x7e || *c == '\\') return otherwise;
    return back;
}

const char *item_limit(Request *request, int limit, const char *unit)
{
    return visitor_english(visitor_of(request)) ? limit_text_en(request->arena, limit, unit) : limit_text_zh(request->arena, limit, unit);
}

bool item_is_form(const Material *material)
{
    static const char *const ends[] = {"申请表", "申请书", "登记表", "审核表", "信息表", "申报表", "备案表"};
    size_t length = strlen(material->name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (length >= end && !strcmp(material->name + length - end, ends[i])) return true;
    }
    return false;
}

bool item_online(const Item *item)
{
    const Value *channels = value_get(item->body, "channels");
    for (const Value *v = channels ? channels->first : NULL; v; v = v->next)
        if (v->string && !strcmp(v->string, "网上")) return true;
    return false;
}

const char *item_audience(Request *request, const Item *item)
{
    static const char *const zh[] = {"", "自然人", "企业法人", "事业法人", "社会组织法人", "行政机关", "其他"};
    static const char *const en[] = {"", "persons", "companies", "public institutions", "social organisations", "government bodies", "others"};
    const Value *codes = value_get(item->body, "service_objects");
    Buf text = buf_new(request->arena);
    bool english = visitor_english(visitor_of(request));
    for (const Value *v = codes ? codes->first : NULL; v; v = v->next) {
        int code = v->string ? v->string[0] - '0' : 0;
        if (code < 1 || code > 6) continue;
        buf_printf(&text, "%s%s", text.length ? english ? ", " : "、" : "", (english ? en : zh)[code]);
    }
    return text.text;
}

const char *item_why(Request *request, const SearchHit *hit)
{
    if (!hit->why || !strcmp(hit->why, "name")) return NULL;
    if (!strcmp(hit->why, "alias") && hit->item->alias_count)
        return arena_printf(request->arena, "%s%s", page_message(request, "items.why_alias"), hit->item->aliases[0]);
    return page_message(request, arena_printf(request->arena, "items.why_%s", hit->why));
}

static void copy(Arena *a, Value *to, const char *key, const Value *from, const char *source)
{
    const char *text = value_str(from, source);
    if (!text_blank(text)) value_set_str(a, to, key, text);
}

static void copy_list(Arena *a, Value *to, const char *key, const Value *body)
{
    const Value *list = value_get(body, key);
    value_set(a, to, key, list ? value_copy(a, list) : value_list(a));
}

/* Optional keys are set to null where absent, so that the page's own value does not show through (a name is looked up outward). */
static void optional(Arena *a, Value *row, const char *key, const char *text) { value_set_str(a, row, key, text_blank(text) ? NULL : text); }

static void materials(Request *request, Value *out, const Item *item)
{
    Arena *a = request->arena;
    bool english = visitor_english(visitor_of(request));
    Value *list = value_set_list(a, out, "materials");
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        Value *row = value_push_object(a, list);
        bool paper = !strcmp(m->form, "paper"), electronic = !strcmp(m->form, "electronic");
        value_set_str(a, row, "name", m->name);
        value_set_bool(a, row, "deferrable", m->deferrable);
        value_set_bool(a, row, "committable", m->committable);
        value_set_bool(a, row, "required", m->required);
        value_set_str(a, row, "source", *m->issuer ? arena_printf(a, "%s（%s）", words_shown(request, m->source_type), m->issuer) : words_shown(request, m->source_type));
        value_set_int(a, row, "original", m->originals);
        value_set_int(a, row, "copies", m->copies);
        value_set_str(a, row, "form", english ? paper ? "paper" : electronic ? "electronic" : "paper or electronic" : paper ? "纸质" : electronic ? "电子" : "纸质或电子");
        Buf note = buf_new(a);
        if (!text_blank(m->when)) buf_printf(&note, "%s。", m->when);
        buf_str(&note, m->requirement);
        if (m->shared) buf_printf(&note, "%s%s", note.length ? "。" : "", page_message(request, "guide.shared"));
        optional(a, row, "note", note.text);
        optional(a, row, "law", m->basis);
        value_set_str(a, row, "blank_url", item_is_form(m) ? arena_printf(a, "/items/%s/blank.pdf", item->code) : NULL);
        value_set_str(a, row, "sample_url", NULL);
    }
}

static void steps(Request *request, Value *out, const Item *item)
{
    Arena *a = request->arena;
    Value *list = value_set_list(a, out, "steps");
    for (int i = 0; i < item->step_count; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", words_shown(request, item->steps[i].name));
        value_set_str(a, row, "who", words_shown(request, item->steps[i].post));
        value_set_str(a, row, "days_text", item->steps[i].days ? item_limit(request, item->steps[i].days, item->promised_unit) : NULL);
        value_set_str(a, row, "detail", NULL);
    }
}

static void fees(Arena *a, Value *out, const Item *item)
{
    Value *list = value_set_list(a, out, "fees");
    value_set_bool(a, out, "free", item->fee_count == 0);
    for (int i = 0; i < item->fee_count; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "name", item->fees[i].name);
        value_set_str(a, row, "standard", item->fees[i].standard);
        value_set_str(a, row, "basis", item->fees[i].basis);
        optional(a, row, "reduction", item->fees[i].reduction);
    }
}

static void basis(Arena *a, Value *out, const Item *item)
{
    Value *list = value_set_list(a, out, "basis");
    for (int i = 0; i < item->basis_count; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "law", item->basis[i].law);
        value_set_str(a, row, "article", item->basis[i].article);
        optional(a, row, "text", item->basis[i].text);
    }
}

static void channels(Request *request, Value *out, const Item *item, const Window *window)
{
    Arena *a = request->arena;
    const Value *names = value_get(item->body, "channels");
    Value *list = value_set_list(a, out, "channels");
    for (const Value *v = names ? names->first : NULL; v; v = v->next) {
        Value *row = value_push_object(a, list);
        bool online = v->string && !strcmp(v->string, "网上");
        value_set_str(a, row, "name", words_shown(request, v->string));
        value_set_str(a, row, "place", online ? page_message(request, "guide.online_place") : window ? arena_printf(a, "%s %s", words_window(request, window), words_shown(request, window->zone)) : "");
        value_set_str(a, row, "time", online ? page_message(request, "guide.online_time") : window ? window->hours : "");
    }
}

static void faq(Arena *a, Value *out, const Item *item)
{
    const Value *rows = value_get(item->body, "faq");
    Value *list = value_set_list(a, out, "faq");
    for (const Value *v = rows ? rows->first : NULL; v; v = v->next) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "question", value_str_or(v, "q", ""));
        value_set_str(a, row, "answer", value_str_or(v, "a", ""));
    }
}

/* A worked example: taken today, promised by then (what the citizen wants to know). */
static void sample(Request *request, Value *out, const Item *item)
{
    Visitor *v = visitor_of(request);
    DeadlineTerms terms = {.event = v->today, .limit = item->promised_limit};
    if (!item->promised_limit || !unit_parse(item->promised_unit, &terms.unit)) return;
    Deadline deadline = deadline_compute(v->hall->scene->calendar, &terms);
    Value *row = value_set_object(request->arena, out, "sample_due");
    value_set_str(request->arena, row, "from", day_text(request->arena, v->today));
    value_set_str(request->arena, row, "to", day_text(request->arena, deadline.due));
    value_set_int(request->arena, row, "days", item->promised_limit);
}

static void bodies(Request *request, Value *out, const Item *item)
{
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    const LegalBody *body = catalog_body(catalog, item->legal_body);
    const Window *window = catalog_window(catalog, item->window);
    const Department *department = catalog_department(catalog, item->department);
    Buf co = buf_new(a);
    const Value *codes = value_get(item->body, "co_departments");
    for (const Value *v = codes ? codes->first : NULL; v; v = v->next) {
        const Department *d = catalog_department(catalog, v->string);
        buf_printf(&co, "%s%s", co.length ? "、" : "", words_shown(request, d ? d->name : v->string));
    }
    value_set_str(a, out, "department", words_shown(request, department ? department->name : ""));
    value_set_str(a, out, "department_url", arena_printf(a, "/items?department=%s", item->department));
    value_set_str(a, out, "accept_body", window ? arena_printf(a, "%s（%s）", words_shown(request, window->name), window->id) : "");
    value_set_str(a, out, "decide_body", body ? body->name : "");
    if (co.length) value_set_str(a, out, "co_bodies", co.text);
    const LegalBody *entrusted = catalog_body(catalog, item->entrusted_organ);
    if (entrusted) value_set_str(a, out, "entrusted", arena_printf(a, "%s（%s）", entrusted->name, item->entrusting_document));      /* XK-24: announced */
    if (*item->selection) value_set_str(a, out, "selection", arena_printf(a, "%s（%s）", words_shown(request, item->selection), item->selection_document));
    value_set_str(a, out, "window_code", item->window);
    value_set_str(a, out, "window_name", window ? words_shown(request, window->name) : item->window);
    value_set_str(a, out, "window_url", arena_printf(a, "/windows/%s", item->window));
    value_set_str(a, out, "published_by", hall_of(request)->scene->centre->name);
    channels(request, out, item, window);
}

static void words(Request *request, Value *out, const Item *item)
{
    static const char *const levels[] = {"", "国家级", "省级", "市级", "县（区）级", "镇（街道）级", "村（社区）级", "分级"};
    Arena *a = request->arena;
    const char *level = value_str_or(item->body, "level", "4");
    value_set_str(a, out, "kind", words_shown(request, item->kind_name));
    value_set_str(a, out, "mode", words_shown(request, item->mode));
    value_set_bool(a, out, "permit", item_is_permit(item));
    value_set_bool(a, out, "instant", item_is_instant(item));
    value_set_bool(a, out, "joint", item_is_joint(item));
    value_set_bool(a, out, "forwarded", !strcmp(item->mode, "上报件"));
    value_set_str(a, out, "audience", item_audience(request, item));
    value_set_str(a, out, "level", level[0] >= '1' && level[0] <= '7' ? levels[level[0] - '0'] : "");
    copy(a, out, "scope", item->body, "scope");
    value_set_str(a, out, "queue_url", item->quota > 0 ? arena_printf(a, "/items/%s/queue", item->code) : NULL);
    value_set_str(a, out, "quantity", words_shown(request, value_str_or(item->body, "quantity_limit", "")));
    value_set_str(a, out, "ways", words_shown(request, value_str_or(item->body, "form", "")));
    copy(a, out, "limit_note", item->body, "promised_note");
    copy(a, out, "visits_note", item->body, "visits_reason");
    value_set_int(a, out, "visits", value_int(item->body, "visits", 0));
    value_set_str(a, out, "special", words_shown_list(request, value_get(item->body, "special_procedures")));
    value_set_str(a, out, "delivery", words_shown_list(request, value_get(item->body, "delivery")));
    int64_t days = value_int(item->body, "delivery_days", 0);
    if (days > 0) value_set_str(a, out, "delivery_days", item_limit(request, (int)days, "workday"));
    static const char *const texts[] = {"consult_phone", "supervise_phone", "address", "hours", "transport"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) copy(a, out, texts[i], item->body, texts[i]);
}

Value *item_guide(Request *request, const Item *item)
{
    Arena *a = request->arena;
    Value *out = value_object(a);
    value_set_str(a, out, "code", item->code);
    value_set_str(a, out, "name", words_item(request, item));
    value_set_str(a, out, "name_zh", words_item(request, item) == item->name ? NULL : item->name);
    value_set_str(a, out, "url", arena_printf(a, "/items/%s", item->code));
    words(request, out, item);
    bodies(request, out, item);
    basis(a, out, item);
    materials(request, out, item);
    steps(request, out, item);
    fees(a, out, item);
    faq(a, out, item);
    sample(request, out, item);
    static const char *const lists[] = {"conditions", "prohibitions", "rights", "duties"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) copy_list(a, out, lists[i], item->body);
    value_set_str(a, out, "promise_text", item_limit(request, item->promised_limit, item->promised_unit));
    value_set_str(a, out, "statutory_text", item_limit(request, item->statutory_limit, item->statutory_unit));
    Value *result = value_push_object(a, value_set_list(a, out, "results"));
    value_set_str(a, result, "name", item->result_name);
    optional(a, result, "type", page_message(request, arena_printf(a, "guide.result_%s", item->result_type)));
    optional(a, result, "validity", words_shown(request, value_str_or(item->body, "result_validity", "")));
    value_set_str(a, result, "sample_url", NULL);
    value_set_int(a, out, "version", item->version);
    value_set_str(a, out, "effective", day_text(a, item->from));
    value_set_str(a, out, "hash", item->hash);
    value_set_str(a, out, "hash_short", item->hash12);
    return out;
}

static const char *fee_text(Request *request, const Item *item)
{
    if (!item->fee_count) return page_message(request, "guide.free");
    Buf text = buf_new(request->arena);
    for (int i = 0; i < item->fee_count; i++) buf_printf(&text, "%s%s %s", i ? "；" : "", item->fees[i].name, item->fees[i].standard);
    return text.text;
}

Value *item_card(Request *request, const Item *item)
{
    Arena *a = request->arena;
    Value *row = value_object(a), *list = value_set_list(a, row, "materials");
    value_set_str(a, row, "name", words_item(request, item));
    value_set_str(a, row, "code", item->code);
    value_set_str(a, row, "url", arena_printf(a, "/items/%s", item->code));
    value_set_str(a, row, "mode", words_shown(request, item->mode));
    value_set_bool(a, row, "instant", item_is_instant(item));
    value_set_str(a, row, "promise_text", item_limit(request, item->promised_limit, item->promised_unit));
    value_set_str(a, row, "statutory_text", item_limit(request, item->statutory_limit, item->statutory_unit));
    value_set_str(a, row, "fee_text", fee_text(request, item));
    value_set_str(a, row, "window_code", item->window);
    for (int i = 0; i < item->material_count; i++) value_push_str(a, list, item->materials[i].name);
    Buf text = buf_new(a);
    for (int i = 0; i < item->basis_count; i++) buf_printf(&text, "%s%s%s", i ? "、" : "", item->basis[i].law, item->basis[i].article);
    value_set_str(a, row, "basis_text", text.text);
    value_set_str(a, row, "hash_short", item->hash12);
    value_set_int(a, row, "version", item->version);
    return row;
}
