/* item.c: bodies made canonical, hashed, and seen as plain C; the six publications. See item.h. */
#include "catalog/item.h"
#include "base/buf.h"
#include "base/text.h"
#include "catalog/item_fields.h"
#include <openssl/sha.h>
#include <string.h>

static const struct { const char *code, *name; } kinds[] = {      /* GB/T 39046 A.1 */
    {"01", "行政许可"}, {"02", "行政处罚"}, {"03", "行政强制"}, {"04", "行政征收"}, {"05", "行政给付"}, {"06", "行政检查"},
    {"07", "行政确认"}, {"08", "行政奖励"}, {"09", "行政裁决"}, {"10", "其他行政权力"}, {"20", "公共服务"},
};
static const char *const states[] = {"draft", "published", "superseded", "withdrawn"};

const char *item_state_name(ItemState state) { return states[state]; }

bool item_state_parse(const char *name, ItemState *out)
{
    for (int i = 0; i < 4; i++)
        if (text_equal(name, states[i])) { *out = (ItemState)i; return true; }
    return false;
}

const char *item_kind_name(const char *code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) if (text_equal(code, kinds[i].code)) return kinds[i].name;
    return NULL;
}

const char *item_kind_code(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) if (text_equal(name, kinds[i].name)) return kinds[i].code;
    return NULL;
}

char *limit_text_zh(Arena *arena, int limit, const char *unit)
{
    if (limit < 0) return arena_strdup(arena, "");
    if (limit == 0) return arena_strdup(arena, "当场办结");
    return arena_printf(arena, text_equal(unit, "calendar_day") ? "%d日" : "%d个工作日", limit);
}

char *limit_text_en(Arena *arena, int limit, const char *unit)
{
    if (limit < 0) return arena_strdup(arena, "");
    if (limit == 0) return arena_strdup(arena, "on the spot");
    return arena_printf(arena, "%d %s day%s", limit, text_equal(unit, "calendar_day") ? "calendar" : "working", limit == 1 ? "" : "s");
}

/* ---- canonical form ---- */

static void canonical_object(Arena *arena, Value *out, const Value *in, const ItemField *fields);

/* Trimmed, line ends as LF: what a browser's text area or an office program sends is the same text. */
static char *clean(Arena *arena, const char *text)
{
    char *copy = text_trim(arena, text), *out = copy;
    for (const char *p = copy; *p; p++) if (*p != '\r') *out++ = *p;
    *out = 0;
    return copy;
}

static const char *text_of(Arena *arena, const Value *in, const ItemField *field)
{
    const char *text = value_str(in, field->key);
    if (text_blank(text)) return field->otherwise_text ? field->otherwise_text : "";
    return clean(arena, text);
}

static bool row_blank(const Value *row, const ItemField *fields)
{
    for (; fields->key; fields++)
        if (fields->kind == FIELD_TEXT && !fields->otherwise_text && !text_blank(value_str(row, fields->key))) return false;
    return true;
}

static void canonical_rows(Arena *arena, Value *out, const Value *list, const ItemField *field)
{
    int number = 0;
    for (const Value *row = list ? list->first : NULL; row; row = row->next) {
        if (row_blank(row, field->row)) continue;
        Value *made = value_push_object(arena, out);
        canonical_object(arena, made, row, field->row);
        number++;
        if (value_get(made, "no") && value_int(made, "no", 0) <= 0) value_set_int(arena, made, "no", number);
    }
}

/* A sparse field is left out while it holds its default: an empty text or list, a number or truth as it would be anyway. */
static bool says_nothing(const Value *in, const ItemField *field)
{
    const Value *v = value_get(in, field->key);
    if (field->kind == FIELD_TEXT) return text_blank(value_str(in, field->key));
    if (field->kind == FIELD_TEXTS || field->kind == FIELD_ROWS) return !v || !v->first;
    if (field->kind == FIELD_TRUTH) return !v || v->kind != VALUE_BOOL || v->boolean == (field->otherwise != 0);
    return value_int(in, field->key, field->otherwise) == field->otherwise;
}

static void canonical_object(Arena *arena, Value *out, const Value *in, const ItemField *fields)
{
    for (const ItemField *f = fields; f->key; f++) {
        const Value *given = value_get(in, f->key);
        if (f->sparse && says_nothing(in, f)) continue;
        switch (f->kind) {
        case FIELD_TEXT: value_set_str(arena, out, f->key, text_of(arena, in, f)); break;
        case FIELD_NUMBER:
        case FIELD_MONEY: value_set_int(arena, out, f->key, value_int(in, f->key, f->otherwise)); break;
        case FIELD_TRUTH: value_set_bool(arena, out, f->key, given && given->kind == VALUE_BOOL ? given->boolean : f->otherwise != 0); break;
        case FIELD_TEXTS: {
            Value *list = value_set_list(arena, out, f->key);
            for (const Value *v = given ? given->first : NULL; v; v = v->next)
                if (v->kind == VALUE_STRING && !text_blank(v->string)) value_push_str(arena, list, clean(arena, v->string));
            break;
        }
        case FIELD_ROWS: canonical_rows(arena, value_set_list(arena, out, f->key), given, f); break;
        }
    }
}

Value *item_body_canonical(Arena *arena, const Value *body)
{
    Value *out = value_object(arena);
    canonical_object(arena, out, body, item_fields);
    return out;
}

char *item_hash(Arena *arena, const Value *canonical_body)
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    const char *json = value_json(arena, canonical_body);
    SHA256((const unsigned char *)json, strlen(json), digest);
    Buf hex = buf_sized(arena, 2 * sizeof digest + 1);
    buf_hex(&hex, digest, sizeof digest);
    return hex.text;
}

/* ---- the plain C view ---- */

static int list_count(const Value *body, const char *key)
{
    const Value *list = value_get(body, key);
    return list ? list->count : 0;
}

static const Value *list_first(const Value *body, const char *key)
{
    const Value *list = value_get(body, key);
    return list ? list->first : NULL;
}

static void read_materials(Arena *arena, Item *item)
{
    Material *out = ARENA_ARRAY(arena, Material, list_count(item->body, "materials") + 1);
    item->materials = out;
    for (const Value *row = list_first(item->body, "materials"); row; row = row->next, out++, item->material_count++)
        *out = (Material){
            .no = (int)value_int(row, "no", 0), .name = value_str_or(row, "name", ""), .source_type = value_str_or(row, "source_type", ""),
            .issuer = value_str_or(row, "issuer", ""), .originals = (int)value_int(row, "originals", 0), .copies = (int)value_int(row, "copies", 0),
            .required = value_bool(row, "required"), .form = value_str_or(row, "form", ""), .requirement = value_str_or(row, "requirement", ""),
            .basis = value_str_or(row, "basis", ""), .shared = value_bool(row, "shared"), .when = value_str_or(row, "when", ""),
            .deferrable = value_bool(row, "deferrable"), .committable = value_bool(row, "committable"),
        };
}

static void read_steps_fees_basis(Arena *arena, Item *item)
{
    ItemStep *step = ARENA_ARRAY(arena, ItemStep, list_count(item->body, "steps") + 1);
    item->steps = step;
    for (const Value *row = list_first(item->body, "steps"); row; row = row->next, item->step_count++)
        *step++ = (ItemStep){value_str_or(row, "name", ""), value_str_or(row, "post", ""), (int)value_int(row, "days", 0)};

    FeeRow *fee = ARENA_ARRAY(arena, FeeRow, list_count(item->body, "fees") + 1);
    item->fees = fee;
    for (const Value *row = list_first(item->body, "fees"); row; row = row->next, item->fee_count++)
        *fee++ = (FeeRow){value_str_or(row, "name", ""), value_str_or(row, "fee_class", ""), value_str_or(row, "standard", ""),
                          {value_int(row, "amount_fen", 0)}, value_str_or(row, "unit", ""), value_str_or(row, "basis", ""),
                          value_str_or(row, "basis_level", ""), value_str_or(row, "reduction", "")};

    LegalBasis *basis = ARENA_ARRAY(arena, LegalBasis, list_count(item->body, "basis") + 1);
    item->basis = basis;
    for (const Value *row = list_first(item->body, "basis"); row; row = row->next, item->basis_count++)
        *basis++ = (LegalBasis){value_str_or(row, "law", ""), value_str_or(row, "article", ""), value_str_or(row, "text", "")};

    item->aliases = ARENA_ARRAY(arena, const char *, list_count(item->body, "aliases") + 1);
    for (const Value *v = list_first(item->body, "aliases"); v; v = v->next)
        item->aliases[item->alias_count++] = v->string ? v->string : "";
}

int item_code_list(Arena *arena, const char *text, char ***codes)
{
    static const char part[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    int count = 0;
    *codes = ARENA_ARRAY(arena, char *, strlen(text) + 1);
    while (*(text += strcspn(text, part))) {
        size_t n = strspn(text, part);
        (*codes)[count++] = arena_strndup(arena, text, n);
        text += n;
    }
    return count;
}

/* Every department listed is one of them; its rule adds its days, whom it waits for and whether it is about safety. */
static void read_co(Arena *arena, Item *item)
{
    CoRule *co = ARENA_ARRAY(arena, CoRule, list_count(item->body, "co_departments") + 1);
    item->co = co;
    for (const Value *v = list_first(item->body, "co_departments"); v; v = v->next, co++, item->co_count++) {
        *co = (CoRule){.department = v->string ? v->string : "", .days = -1, .after = ""};
        for (const Value *row = list_first(item->body, "joint_rules"); row; row = row->next) {
            if (!text_equal(value_str(row, "department"), co->department)) continue;
            co->days = (int)value_int(row, "days", -1);
            co->after = value_str_or(row, "after", "");
            co->safety = value_bool(row, "safety");
        }
    }
    item->absence_default = value_str_or(item->body, "absence_default", "");
}

Item *item_of_body(Arena *arena, const Value *body)
{
    Item *item = ARENA_NEW(arena, Item);
    item->body = body;
    item->code = value_str_or(body, "code", "");
    item->name = value_str_or(body, "name", "");
    item->name_en = value_str_or(body, "name_en", "");
    item->from = item->to = DAY_NONE;
    item->hash = item_hash(arena, body);
    item->hash12 = arena_strndup(arena, item->hash, 12);
    item->department = value_str_or(body, "department", "");
    item->legal_body = value_str_or(body, "legal_body", "");
    item->window = value_str_or(body, "window", "");
    item->kind = value_str_or(body, "kind", "");
    item->kind_name = item_kind_name(item->kind);
    if (!item->kind_name) item->kind_name = "";
    item->mode = value_str_or(body, "mode", "");
    item->statutory_unit = value_str_or(body, "statutory_unit", "");
    item->promised_unit = value_str_or(body, "promised_unit", "");
    item->statutory_limit = (int)value_int(body, "statutory_limit", -1);
    item->promised_limit = (int)value_int(body, "promised_limit", -1);
    item->agent_allowed = value_bool(body, "agent_allowed");
    item->two_person = value_bool(body, "two_person");
    item->deemed_approval = value_bool(body, "deemed_approval");
    item->commitment = !strcmp(value_str_or(body, "form", ""), "告知承诺");
    item->commitment_months = (int)value_int(body, "commitment_months", 0);
    item->quota = (int)value_int(body, "quota", 0);
    item->quota_period = value_str_or(body, "quota_period", "");
    const char *verification = value_str_or(body, "verification", "");
    item->verification = !strcmp(verification, "检验检测") ? ITEM_INSPECTS : !strcmp(verification, "现场核查") ? ITEM_VERIFIES : ITEM_VERIFIES_NOTHING;
    item->hearing_by_law = value_bool(body, "hearing_by_law");
    item->upper_organ = value_str_or(body, "upper_organ", "");
    item->entrusted_organ = value_str_or(body, "entrusted_organ", "");
    item->entrusting_document = value_str_or(body, "entrusting_document", "");
    item->selection = value_str_or(body, "selection", "");
    item->selection_document = value_str_or(body, "selection_document", "");
    item->promise_document = value_str_or(body, "promise_document", "");
    item->result_name = value_str_or(body, "result_name", "");
    item->result_type = value_str_or(body, "result_type", "");
    item->result_months = (int)value_int(body, "result_months", 0);
    item->safety = value_bool(body, "safety");
    item->secret = value_bool(body, "secret");
    item->deemed_document = value_str_or(body, "deemed_document", "");
    read_materials(arena, item);
    read_steps_fees_basis(arena, item);
    read_co(arena, item);
    return item;
}

bool item_is_permit(const Item *item) { return !strcmp(item->kind, "01"); }
bool item_is_instant(const Item *item) { return !strcmp(item->mode, "即办件"); }
bool item_is_joint(const Item *item) { return !strcmp(item->mode, "联办件"); }
bool item_is_forwarded(const Item *item) { return !strcmp(item->mode, "上报件"); }
Day item_quota_since(const Item *item, Day today)
{
    bool year = !strcmp(item->quota_period, "年度");
    if (!year && strcmp(item->quota_period, "季度")) return DAY_NONE;
    int y, month, day;
    day_split(today, &y, &month, &day);
    return day_of(y, year ? 1 : (month - 1) / 3 * 3 + 1, 1);
}

bool item_may_default(const Item *item) { return item->deemed_approval && *item->deemed_document && !item->safety && !item->secret && !item->quota; }

bool item_in_force(const Item *item, Day day)
{
    if (item->state == ITEM_DRAFT || day_is_none(item->from) || day_before(day, item->from)) return false;
    return day_is_none(item->to) || !day_after(day, item->to);
}

const Material *item_material(const Item *item, int no)
{
    for (int i = 0; i < item->material_count; i++) if (item->materials[i].no == no) return &item->materials[i];
    return NULL;
}

const FeeRow *item_fee(const Item *item, int index)
{
    return index >= 0 && index < item->fee_count ? &item->fees[index] : NULL;
}

/* ---- six publications ---- */

static bool said(const Item *item, const char *key)
{
    const Value *v = value_get(item->body, key);
    return v && (v->kind == VALUE_STRING ? !text_blank(v->string) : v->count > 0);
}

static bool basis_said(const Item *item)
{
    for (int i = 0; i < item->basis_count; i++)
        if (text_blank(item->basis[i].law) || text_blank(item->basis[i].article)) return false;
    return item->basis_count > 0;
}

static bool unit_known(const char *unit) { return !strcmp(unit, "workday") || !strcmp(unit, "calendar_day"); }

static bool fee_said(const Item *item)
{
    const char *charges = value_str_or(item->body, "charges", "");
    if (!strcmp(charges, "不收费")) return true;
    if (strcmp(charges, "收费") || !item->fee_count) return false;
    for (int i = 0; i < item->fee_count; i++)
        if (text_blank(item->fees[i].name) || text_blank(item->fees[i].standard)) return false;
    return true;
}

void item_publications(const Item *item, Publication out[BLOCK_COUNT])
{
    static const Publication blank[BLOCK_COUNT] = {
        {"content", "许可内容", "Content", false, "须写明事项名称、适用范围、服务对象和办理结果", "name, scope, whom it serves and the result must be stated"},
        {"procedure", "办事程序", "Procedure", false, "须写明办理流程、申请方式、受理窗口和办理地点", "steps, channels, window and place must be stated"},
        {"basis", "政策依据", "Legal basis", false, "须写明法律名称和条款", "law and article must be stated"},
        {"requirements", "申报要求", "Requirements", false, "须写明申请条件和全部申请材料目录", "conditions and the full list of materials must be stated"},
        {"time", "服务时限", "Time limits", false, "须写明法定时限和承诺时限及其单位", "statutory and promised limits with units must be stated"},
        {"fee", "收费项目及标准", "Fees and standards", false, "须写明不收费，或写明每一收费项目和标准", "either free of charge, or every fee with its standard"},
    };
    memcpy(out, blank, sizeof blank);
    out[BLOCK_CONTENT].present = said(item, "name") && said(item, "scope") && said(item, "service_objects") && said(item, "result_name");
    out[BLOCK_PROCEDURE].present = item->step_count > 0 && said(item, "channels") && said(item, "window") && said(item, "address");
    out[BLOCK_BASIS].present = basis_said(item);
    out[BLOCK_REQUIREMENTS].present = said(item, "conditions") && item->material_count > 0;
    out[BLOCK_TIME].present = item->statutory_limit >= 0 && item->promised_limit >= 0 && unit_known(item->statutory_unit) && unit_known(item->promised_unit);
    out[BLOCK_FEE].present = fee_said(item);
}
