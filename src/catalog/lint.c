/* lint.c: the rules an item must pass before it goes live, as a table: id, severity, words, article, function. See lint.h. */
#include "catalog/lint.h"
#include "base/limits.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_FINDINGS = 200 };

typedef struct Lint {
    Arena *arena;
    const Catalog *catalog;
    const Item *item;
    const Value *body;
    const LintRule *rule;
    LintFinding *findings;
    int count;
} Lint;

static void found(Lint *lint, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void found(Lint *lint, const char *format, ...)
{
    if (lint->count == MAX_FINDINGS) return;
    va_list args;
    va_start(args, format);
    const LintRule *r = lint->rule;
    lint->findings[lint->count++] = (LintFinding){r->id, r->severity, r->zh, r->en, r->article, arena_vprintf(lint->arena, format, args)};
    va_end(args);
}

static const char *said(const Lint *lint, const char *key) { return value_str_or(lint->body, key, ""); }
static bool says(const Lint *lint, const char *key) { return !text_blank(value_str(lint->body, key)); }

static const Value *first(const Lint *lint, const char *key)
{
    const Value *list = value_get(lint->body, key);
    return list ? list->first : NULL;
}

static bool holds(const Lint *lint, const char *key, const char *word)
{
    for (const Value *v = first(lint, key); v; v = v->next) if (text_equal(v->string, word)) return true;
    return false;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++) if (!strcmp(word, *words)) return true;
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

/* ---- identity ---- */

static void check_code(Lint *lint)
{
    const char *code = lint->item->code;
    if (strlen(code) != 16 || strspn(code, "0123456789") != 16) { found(lint, "编码“%s”不是 16 位数字", code); return; }
    if (strncmp(code + 6, lint->item->department, 3)) found(lint, "编码第 7–9 位 %.3s 与主管部门 %s 不一致", code + 6, lint->item->department);
    if (strncmp(code + 9, lint->item->kind, 2)) found(lint, "编码第 10–11 位 %.2s 与事项类型 %s 不一致", code + 9, lint->item->kind);
}

static void check_words(Lint *lint)
{
    static const char *const modes[] = {"即办件", "承诺件", "联办件", "上报件", NULL};
    size_t n = text_characters(lint->item->name);
    if (n > LIMIT_NAME_CHARACTERS) found(lint, "事项名称 %zu 字，超过 200 字", n);
    if (!is_one_of(lint->item->mode, modes)) found(lint, "办件类型“%s”不在 即办件、承诺件、联办件、上报件 之中", lint->item->mode);
    if (!item_kind_name(lint->item->kind)) found(lint, "事项类型“%s”不在代码表 A.1 之中", lint->item->kind);
    for (const Value *v = first(lint, "service_objects"); v; v = v->next)
        if (strlen(v->string) != 1 || v->string[0] < '1' || v->string[0] > '6') found(lint, "服务对象“%s”不在代码表 A.4 之中", v->string);
}

/* ---- six publications, XK-30 ---- */

static void check_blocks(Lint *lint)
{
    Publication blocks[BLOCK_COUNT];
    item_publications(lint->item, blocks);
    for (int i = 0; i < BLOCK_COUNT; i++)
        if (!blocks[i].present) found(lint, "缺“%s”：%s", blocks[i].zh, blocks[i].missing_zh);
}

/* ---- limits: L1-L3 ---- */

/* A promise in working days under a statutory limit in calendar days holds when even with weekends it fits. */
static bool promise_fits(const Item *item)
{
    if (!strcmp(item->promised_unit, item->statutory_unit)) return item->promised_limit <= item->statutory_limit;
    if (!strcmp(item->promised_unit, "workday")) return item->promised_limit + 2 * ((item->promised_limit + 4) / 5) <= item->statutory_limit;
    return item->promised_limit <= item->statutory_limit;      /* n calendar days never exceed n working days */
}

static bool limit_known(int limit, const char *unit) { return limit >= 0 && (!strcmp(unit, "workday") || !strcmp(unit, "calendar_day")); }

static void check_l1(Lint *lint)
{
    const Item *item = lint->item;
    if (!limit_known(item->statutory_limit, item->statutory_unit)) found(lint, "法定办结时限或其单位没有填写");
    else if (!limit_known(item->promised_limit, item->promised_unit)) found(lint, "承诺办结时限或其单位没有填写");
    else if (item->statutory_limit > LIMIT_DEADLINE_DAYS) found(lint, "法定时限 %d 过大", item->statutory_limit);
    else if (!promise_fits(item)) found(lint, "承诺时限 %d 超过法定时限 %d", item->promised_limit, item->statutory_limit);
}

static void check_l2(Lint *lint)
{
    const Item *item = lint->item;
    if (item_is_instant(item) && item->promised_limit != 0) found(lint, "即办件的承诺时限应为当场办结，现为 %d", item->promised_limit);
    if (item->promised_limit == 0 && (!strcmp(item->mode, "承诺件") || !strcmp(item->mode, "上报件")))
        found(lint, "承诺当场办结，办件类型却是%s", item->mode);
}

static void check_l3(Lint *lint)
{
    const Item *item = lint->item;
    if (item->promised_limit > 0 && item->promised_limit == item->statutory_limit && !strcmp(item->promised_unit, item->statutory_unit) && !says(lint, "promised_note"))
        found(lint, "承诺时限与法定时限同为 %d，未说明理由", item->promised_limit);
}

/* ---- visits, fees, phones, steps: L4-L7 ---- */

static void check_l4(Lint *lint)
{
    int64_t visits = value_int(lint->body, "visits", 0);
    if (visits < 0) found(lint, "到现场次数不得为负数");
    if (visits > 0 && !says(lint, "visits_reason")) found(lint, "到现场 %d 次，未说明原因", (int)visits);
    if (visits == 0 && !holds(lint, "channels", "网上") && !holds(lint, "channels", "邮寄")) found(lint, "到现场 0 次，却不能网上或邮寄申请");
    if (visits == 0 && !holds(lint, "delivery", "邮寄送达") && !holds(lint, "delivery", "电子送达")) found(lint, "到现场 0 次，结果却不能邮寄或电子送达");
}

static void check_l5(Lint *lint)
{
    const Item *item = lint->item;
    const char *charges = said(lint, "charges");
    bool charged = !strcmp(charges, "收费");
    if (!charged && strcmp(charges, "不收费")) { found(lint, "是否收费没有写明"); return; }
    if (!charged && item->fee_count) found(lint, "写明不收费，却列有 %d 个收费项目", item->fee_count);
    if (!charged && value_bool(lint->body, "pay_online")) found(lint, "写明不收费，却开通网上支付");
    if (charged && !item->fee_count) found(lint, "写明收费，却没有收费项目");
    for (int i = 0; i < item->fee_count; i++) {
        const FeeRow *fee = &item->fees[i];
        if (text_blank(fee->name)) found(lint, "第 %d 个收费项目没有名称", i + 1);
        if (text_blank(fee->basis)) found(lint, "收费项目“%s”没有依据", fee->name);
        if (text_blank(fee->standard)) found(lint, "收费项目“%s”没有标准", fee->name);
        if (fee->amount.fen < 0) found(lint, "收费项目“%s”的金额为负", fee->name);
    }
}

/* 027-81000123, or with an extension 027-81000123-8001. */
static bool phone_good(const char *phone)
{
    size_t area = strspn(phone, "0123456789");
    if (phone[0] != '0' || area < 3 || area > 4 || phone[area] != '-') return false;
    size_t number = strspn(phone + area + 1, "0123456789");
    const char *rest = phone + area + 1 + number;
    return number >= 7 && number <= 8 && (!*rest || (*rest == '-' && rest[1] && strspn(rest + 1, "0123456789") == strlen(rest + 1)));
}

static void check_l6(Lint *lint)
{
    const char *consult = said(lint, "consult_phone"), *supervise = said(lint, "supervise_phone");
    if (!phone_good(consult)) found(lint, "咨询电话“%s”缺失，或没有区号", consult);
    if (!phone_good(supervise)) found(lint, "监督电话“%s”缺失，或没有区号", supervise);
    if (*consult && !strcmp(consult, supervise)) found(lint, "咨询电话与监督电话相同：%s", consult);
}

static void check_l7(Lint *lint)
{
    static const char *const order[] = {"受理", "审核", "审批", "办结", "送达", NULL};
    const Item *item = lint->item;
    int at = 0, days = 0;
    for (int i = 0; i < item->step_count; i++) {
        days += item->steps[i].days;
        if (item->steps[i].days < 0) found(lint, "环节“%s”的时限为负", item->steps[i].name);
        for (int k = 0; order[k]; k++)
            if (!strcmp(item->steps[i].name, order[k])) { if (k == at) at++; else found(lint, "环节“%s”次序不对或重复", order[k]); }
    }
    if (at < 5) found(lint, "办理流程缺少环节“%s”", order[at]);
    if (days != item->promised_limit && item->promised_limit >= 0) found(lint, "各环节时限合计 %d，与承诺时限 %d 不符", days, item->promised_limit);
}

/* ---- conditions and materials: L8, L9 ---- */

static void check_l8(Lint *lint)
{
    static const char *const verbs[] = {"提交", "提供", "递交", "携带", "出具", "交验", NULL};
    for (const Value *v = first(lint, "conditions"); v; v = v->next) {
        for (int i = 0; verbs[i]; i++) if (text_starts(v->string, verbs[i])) found(lint, "申请条件“%s”写的是材料", v->string);
        for (int i = 0; i < lint->item->material_count; i++)
            if (!strcmp(v->string, lint->item->materials[i].name)) found(lint, "申请条件“%s”就是一项材料", v->string);
    }
}

/* Does the list hold a material that speaks of this proof? The last four characters of its name are enough. */
static bool proof_listed(const Lint *lint, const char *proof)
{
    const char *tail = proof;
    for (size_t n = text_characters(proof); n > 4; n--) text_next(&tail);
    for (int i = 0; i < lint->item->material_count; i++)
        if (strstr(lint->item->materials[i].name, tail) || strstr(lint->item->materials[i].requirement, tail)) return true;
    return false;
}

/* A proof named between 《 and 》 after 取得 or 持有, ending in 证, 书 or 批复, must be asked for or fetched. */
static void check_l8b(Lint *lint)
{
    for (const Value *v = first(lint, "conditions"); v; v = v->next) {
        const char *open = strstr(v->string, "《"), *close = open ? strstr(open, "》") : NULL;
        if (!close || !(strstr(v->string, "取得") || strstr(v->string, "持有"))) continue;
        const char *proof = arena_strndup(lint->arena, open + 3, (size_t)(close - open - 3));
        if ((ends_with(proof, "证") || ends_with(proof, "书") || ends_with(proof, "批复")) && !proof_listed(lint, proof))
            found(lint, "条件中的证明《%s》不在材料目录内", proof);
    }
}

/* 等 is elastic except as a part of a word: 等级, 等候, 等额, 等效. */
static bool elastic_deng(const char *name)
{
    for (const char *p = name; (p = strstr(p, "等")); p += 3)
        if (strncmp(p + 3, "级", 3) && strncmp(p + 3, "候", 3) && strncmp(p + 3, "额", 3) && strncmp(p + 3, "效", 3)) return true;
    return false;
}

static void check_l9(Lint *lint)
{
    static const char *const words[] = {"其他", "其它", "相关", "有关", "必要的", "需要的材料", NULL};
    for (int i = 0; i < lint->item->material_count; i++) {
        const char *name = lint->item->materials[i].name;
        bool elastic = elastic_deng(name);
        for (int k = 0; words[k] && !elastic; k++) elastic = strstr(name, words[k]) != NULL;
        if (elastic) found(lint, "材料名称“%s”有兜底字样", name);
    }
}

static void check_materials(Lint *lint)
{
    static const char *const sources[] = {"申请人自备", "政府部门核发", "其他", NULL}, *const forms[] = {"paper", "electronic", "both", NULL};
    const Item *item = lint->item;
    if (item->material_count > LIMIT_MATERIALS_PER_ITEM) found(lint, "材料 %d 项，超过 60 项", item->material_count);
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (text_blank(m->name)) found(lint, "第 %d 项材料没有名称", i + 1);
        if (item_material(item, m->no) != m) found(lint, "材料序号 %d 重复", m->no);
        if (!is_one_of(m->source_type, sources)) found(lint, "材料“%s”的来源“%s”不在 申请人自备、政府部门核发、其他 之中", m->name, m->source_type);
        if (!is_one_of(m->form, forms)) found(lint, "材料“%s”的形式“%s”不可识别", m->name, m->form);
        if (m->originals < 0 || m->copies < 0 || m->originals + m->copies == 0) found(lint, "材料“%s”没有份数", m->name);
        if (!m->required && text_blank(m->when)) found(lint, "材料“%s”非必备，未写明何时需要", m->name);
    }
}

/* ---- FAQ, result, objects, joint, basis: L10-L14 ---- */

static void check_l10(Lint *lint)
{
    if (item_is_permit(lint->item) && !first(lint, "faq")) found(lint, "行政许可至少应有一个常见问题");
}

static void check_l11(Lint *lint)
{
    static const char *const types[] = {"licence", "qualification", "approval", "label", "registration", "payment", "ruling", "service", NULL};
    static const char *const licences[] = {"licence", "qualification", "label", "registration", NULL};
    const Item *item = lint->item;
    if (text_blank(item->result_name)) found(lint, "没有结果名称");
    if (!says(lint, "result_sample")) found(lint, "没有结果样本");
    if (!is_one_of(item->result_type, types)) { found(lint, "结果类型“%s”不可识别", item->result_type); return; }
    if (ends_with(item->result_name, "证") && !is_one_of(item->result_type, licences)) found(lint, "结果“%s”是证照，类型却是 %s", item->result_name, item->result_type);
    if ((ends_with(item->result_name, "批复") || ends_with(item->result_name, "批准文件")) && strcmp(item->result_type, "approval"))
        found(lint, "结果“%s”是批文，类型却是 %s", item->result_name, item->result_type);
}

static void check_l12(Lint *lint)
{
    static const char *const personal[] = {"户籍办理", "婚姻登记", "生育收养", "证件办理", "社会救助", "优待抚恤", "医疗卫生(个人)", NULL};
    static const char *const corporate[] = {"设立变更", "准营准办", "投资审批", "税收财务", "资质认证", "人力资源", NULL};
    bool person = holds(lint, "service_objects", "1"), firm = holds(lint, "service_objects", "2") || holds(lint, "service_objects", "3") || holds(lint, "service_objects", "4");
    if (!says(lint, "topic")) found(lint, "没有主题");
    if (is_one_of(said(lint, "topic"), personal) && !person) found(lint, "主题“%s”面向个人，服务对象却没有自然人", said(lint, "topic"));
    if (is_one_of(said(lint, "topic"), corporate) && !firm && !person) found(lint, "主题“%s”面向经营主体，服务对象却没有法人或经营者", said(lint, "topic"));
}

static bool listed(const Lint *lint, const char *department)
{
    for (int i = 0; i < lint->item->co_count; i++) if (text_equal(lint->item->co[i].department, department)) return true;
    return false;
}

/* DOMAIN 3.3: rules name departments that are in it; silence may count as agreement only where somebody has nothing to do with safety. */
static void check_joint_rules(Lint *lint)
{
    bool unsafe = lint->item->co_count > 0;
    for (const Value *row = first(lint, "joint_rules"); row; row = row->next) {
        const char *department = value_str_or(row, "department", "");
        char **codes;
        int count = item_code_list(lint->arena, value_str_or(row, "after", ""), &codes);
        if (!listed(lint, department)) found(lint, "联办规则中的部门 %s 不在联办部门之列", department);
        for (int i = 0; i < count; i++) if (!listed(lint, codes[i])) found(lint, "部门 %s 须等待的部门 %s 不在联办部门之列", department, codes[i]);
    }
    for (int i = 0; i < lint->item->co_count; i++) unsafe = unsafe && lint->item->co[i].safety;
    if (*lint->item->absence_default && (unsafe || lint->item->safety)) found(lint, "安全事项不适用缺席默认，却写有批准文件 %s", lint->item->absence_default);
}

static void check_l13(Lint *lint)
{
    if (!item_is_joint(lint->item)) return;
    if (!first(lint, "co_departments")) found(lint, "联办件没有列出联办部门");
    for (const Value *v = first(lint, "co_departments"); v; v = v->next) {
        if (!strcmp(v->string, lint->item->department)) found(lint, "联办部门中列了主办部门自己");
        if (lint->catalog && !catalog_department(lint->catalog, v->string)) found(lint, "联办部门 %s 不存在", v->string);
    }
    if (lint->item->co_count > LIMIT_CO_DEPARTMENTS) found(lint, "联办部门超过 %d 个", LIMIT_CO_DEPARTMENTS);
    check_joint_rules(lint);
}

static void check_l14(Lint *lint)
{
    if (!lint->item->basis_count) found(lint, "没有设定依据");
    for (int i = 0; i < lint->item->basis_count; i++) {
        if (text_blank(lint->item->basis[i].law)) found(lint, "第 %d 条依据没有法律名称", i + 1);
        if (text_blank(lint->item->basis[i].article)) found(lint, "依据《%s》没有条款", lint->item->basis[i].law);
    }
}

/* ---- permit law: XK-26a, XK-29, XK-58, DEEMED ---- */

static void check_one_window(Lint *lint)
{
    const Item *item = lint->item;
    if (text_blank(item->window)) { found(lint, "没有受理窗口"); return; }
    if (!lint->catalog) return;
    if (!catalog_window(lint->catalog, item->window)) found(lint, "受理窗口“%s”不是中心的一个窗口", item->window);
    if (!catalog_department(lint->catalog, item->department)) found(lint, "主管部门“%s”不存在", item->department);
    if (!catalog_body(lint->catalog, item->legal_body)) found(lint, "实施主体“%s”不存在", item->legal_body);
}

static void check_form_price(Lint *lint)
{
    static const char *const forms[] = {"申请书", "申请表", "表格", "格式文本", "文本费", NULL};
    const Item *item = lint->item;
    for (int i = 0; i < item->fee_count; i++)
        for (int k = 0; forms[k]; k++)
            if (strstr(item->fees[i].name, forms[k])) { found(lint, "申请书格式文本不得收费：%s", item->fees[i].name); break; }
    if (!item->agent_allowed && !says(lint, "agent_reason")) found(lint, "不许委托代理，却没有法定理由");
}

static void check_fee_basis(Lint *lint)
{
    static const char *const classes[] = {"许可收费", "登记费", "证照工本费", "资源补偿", "考试费", "政府定价服务费", NULL};
    const Item *item = lint->item;
    for (int i = 0; i < item->fee_count; i++) {
        const FeeRow *fee = &item->fees[i];
        if (!is_one_of(fee->fee_class, classes)) found(lint, "收费项目“%s”的类别“%s”不在六类之中", fee->name, fee->fee_class);
        if (!strcmp(fee->fee_class, "许可收费") && strcmp(fee->basis_level, "法律") && strcmp(fee->basis_level, "行政法规"))
            found(lint, "许可收费“%s”的依据须是法律或行政法规，现为“%s”", fee->name, fee->basis_level);
    }
}

/* ---- lanes: 容缺, 告知承诺, XK-57 ---- */

/* 容缺 is for secondary materials: never the application itself, nor all that is required; and it rests on a published rule. */
static void check_deferral(Lint *lint)
{
    static const char *const main_words[] = {"申请书", "申请表", "申请报告", "身份证", NULL};
    const Item *item = lint->item;
    int required = 0, deferrable = 0, of_required = 0;
    for (int i = 0; i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        required += m->required;
        deferrable += m->deferrable;
        of_required += m->required && m->deferrable;
        for (int k = 0; m->deferrable && main_words[k]; k++)
            if (strstr(m->name, main_words[k])) { found(lint, "主要材料“%s”不得容缺", m->name); break; }
    }
    if (deferrable && of_required == required) found(lint, "必备材料全部可容缺，等于没有主要材料");
    if (deferrable && !says(lint, "deferral_basis")) found(lint, "有可容缺的材料，却没有容缺受理的依据");
}

static void check_commitment(Lint *lint)
{
    const Item *item = lint->item;
    bool committable = false;
    for (int i = 0; i < item->material_count; i++) committable |= item->materials[i].committable;
    if (!item->commitment && committable) found(lint, "有可承诺替代的材料，办理方式却不是告知承诺");
    if (!item->commitment) return;
    if (!says(lint, "commitment_basis")) found(lint, "实行告知承诺，却没有依据");
    if (!says(lint, "commitment_liability")) found(lint, "实行告知承诺，却没有写明不实承诺的责任");
    if (!first(lint, "conditions")) found(lint, "实行告知承诺，却没有一次告知的条件");
    if (item->commitment_months < 0 || item->commitment_months > 24) found(lint, "承诺核查期限 %d 个月不在 1 至 24 之间", item->commitment_months);
}

static void check_quota(Lint *lint)
{
    if (lint->item->quota < 0) found(lint, "数量限额 %d 不是正数", lint->item->quota);
    const char *period = lint->item->quota_period;
    if (*period && strcmp(period, "年度") && strcmp(period, "季度")) found(lint, "数量限额周期应为年度或者季度（一次性的不填），现为“%s”", period);
    if (*period && lint->item->quota <= 0) found(lint, "有数量限额周期“%s”，却没有数量限额", period);
    if (lint->item->quota > 0 && !says(lint, "quantity_limit")) found(lint, "有数量限额 %d，却没有公布数量限制的说明", lint->item->quota);
}

/* XK-24: entrusted to another organ, which acts in the name of the one that entrusts it; both and what is entrusted are announced. */
static void check_entrusting(Lint *lint)
{
    const Item *item = lint->item;
    const LegalBody *organ = lint->catalog ? catalog_body(lint->catalog, item->entrusted_organ) : NULL;
    if (!*item->entrusted_organ) {
        if (*item->entrusting_document) found(lint, "写有委托文件“%s”，却没有写明受委托机关", item->entrusting_document);
        return;
    }
    if (lint->catalog && !organ) found(lint, "受委托机关“%s”不在法定主体之列：只能委托其他行政机关", item->entrusted_organ);
    if (!strcmp(item->entrusted_organ, item->legal_body)) found(lint, "受委托机关就是本机关自己，%s", "不是委托");
    if (!*item->entrusting_document) found(lint, "委托实施须有委托书并公告%s", "：缺委托文件");
}

/* XK-53, XK-54: how the best is found is announced beforehand; no compulsory training, no prescribed textbook. */
static void check_selection(Lint *lint)
{
    static const char *const banned[] = {"培训", "教材", "辅导", NULL};
    const Item *item = lint->item;
    if (!*item->selection) {
        if (*item->selection_document) found(lint, "写有择优公告“%s”，却没有写明择优方式", item->selection_document);
        return;
    }
    if (strcmp(item->selection, "招标") && strcmp(item->selection, "拍卖") && strcmp(item->selection, "考试")) found(lint, "择优方式应为招标、拍卖或者考试，现为“%s”", item->selection);
    if (!*item->selection_document) found(lint, "以%s作出决定的，应当事先公布公告或者大纲", item->selection);
    if (item_is_instant(item)) found(lint, "以%s作出决定的不能当场办结", item->selection);
    for (int k = 0; banned[k]; k++) {
        for (int i = 0; i < item->fee_count; i++) if (strstr(item->fees[i].name, banned[k])) found(lint, "不得组织强制性考前培训、指定教材或者借此收费：%s", item->fees[i].name);
        for (int i = 0; i < item->material_count; i++) if (strstr(item->materials[i].name, banned[k])) found(lint, "不得以参加培训、购买教材为条件：%s", item->materials[i].name);
    }
}

static void check_deemed(Lint *lint)
{
    if (lint->item->deemed_approval) found(lint, "已打开超时默认：只有地方规定作依据，涉及安全、保密、名额的事项不得使用");
}

/* What a published limit of quantity looks like: a number, or words that are not "none". */
static bool has_quota(const Lint *lint)
{
    static const char *const none[] = {"无", "无数量限制", "无限制", "不限", "没有", "没有数量限制", "无数量限制。", NULL};
    return value_int(lint->body, "quota", 0) > 0 || (says(lint, "quantity_limit") && !is_one_of(said(lint, "quantity_limit"), none));
}

static void check_default(Lint *lint)
{
    const Item *item = lint->item;
    if (!item->deemed_approval) {
        if (*item->deemed_document) found(lint, "写有超时默认批准文件，却没有打开超时默认");
        return;
    }
    if (!*item->deemed_document) found(lint, "打开超时默认须写明批准文件的名称和文号");
    if (item->safety) found(lint, "涉及安全的事项不得打开超时默认");
    if (item->secret) found(lint, "涉及保密的事项不得打开超时默认");
    if (has_quota(lint)) found(lint, "有数量限制的事项不得打开超时默认");
}

/* ---- the table ---- */

static const struct { LintRule rule; void (*check)(Lint *lint); } rules[] = {
    {{"CODE", LINT_ERROR, "编码与部门、类型一致", "The code agrees with department and kind", "DOMAIN 2.5"}, check_code},
    {{"WORDS", LINT_ERROR, "类型、服务对象用标准代码", "Kind, mode and service objects use the standard codes", "GB/T 39046 附录A"}, check_words},
    {{"SIX", LINT_ERROR, "六公开内容齐全", "All six publications are present", "《行政许可法》第三十条 XK-30"}, check_blocks},
    {{"L1", LINT_ERROR, "承诺时限不超过法定时限", "The promise is not longer than the statutory limit", "《行政许可法》第四十二条 XK-42a"}, check_l1},
    {{"L2", LINT_ERROR, "当场办结与即办件一致", "On the spot means an on-the-spot case", "《行政许可法》第三十四条 XK-34a"}, check_l2},
    {{"L3", LINT_WARN, "承诺等于法定应说明理由", "A promise equal to the statutory limit needs a reason", "DOMAIN 2.6"}, check_l3},
    {{"L4", LINT_ERROR, "到现场次数有理由，零次有网上或邮寄", "Visits have a reason; none means online or by post", "DOMAIN 2.6"}, check_l4},
    {{"L5", LINT_ERROR, "收费项目、标准、依据完整一致", "Fees have item, standard and basis, or none at all", "《行政许可法》第五十八条 XK-58"}, check_l5},
    {{"L6", LINT_ERROR, "咨询、监督电话各异并有区号", "Consulting and supervising telephones differ and have an area code", "DOMAIN 2.6"}, check_l6},
    {{"L7", LINT_ERROR, "流程五环节齐全，时限合计等于承诺", "The five steps are there and their days sum to the promise", "DOMAIN 2.6"}, check_l7},
    {{"L8", LINT_ERROR, "申请条件中不写材料", "Conditions contain no materials", "DOMAIN 2.6"}, check_l8},
    {{"L8b", LINT_WARN, "条件中的证明应在材料目录内", "Proofs named in conditions are in the list of materials", "DOMAIN 2.6"}, check_l8b},
    {{"L9", LINT_ERROR, "材料名称没有兜底字样", "No elastic words in the names of materials", "《优化营商环境条例》 DOMAIN 2.6"}, check_l9},
    {{"L10", LINT_WARN, "行政许可至少一个常见问题", "A permit has at least one frequent question", "DOMAIN 2.6"}, check_l10},
    {{"L11", LINT_ERROR, "结果有名称、样本，类型相符", "The result has a name and a sample, and its type fits", "《行政许可法》第三十九条 XK-39"}, check_l11},
    {{"L12", LINT_WARN, "服务对象与主题相符", "The service objects fit the topic", "DOMAIN 2.6"}, check_l12},
    {{"L13", LINT_ERROR, "联办件列出联办部门", "A joint item lists its co-departments", "《行政许可法》第二十六条 XK-26b"}, check_l13},
    {{"L14", LINT_ERROR, "依据有法律名称和条款", "Each basis has a law and an article", "《行政许可法》第三十条 XK-30"}, check_l14},
    {{"MAT", LINT_ERROR, "材料有序号、名称、来源、份数", "Each material has number, name, source and copies", "《行政许可法》第三十条 XK-30"}, check_materials},
    {{"XK-26a", LINT_ERROR, "一个窗口统一受理、统一送达", "Exactly one window receives and delivers", "《行政许可法》第二十六条 XK-26a"}, check_one_window},
    {{"XK-29", LINT_ERROR, "申请书格式文本免费，可以委托代理", "Forms are free and agents are allowed", "《行政许可法》第二十九条 XK-29"}, check_form_price},
    {{"XK-58", LINT_ERROR, "收费有类别，许可收费须有法律或行政法规依据", "Fees have a class; a permit fee rests on a law or administrative regulation", "《行政许可法》第五十八条 XK-58"}, check_fee_basis},
    {{"F34", LINT_ERROR, "超时默认有批准文件，安全、保密、名额事项不用", "Deemed approval names its document, and never where safety, secrets or a quota are touched", "DOMAIN 0.2, 3.4"}, check_default},
    {{"RONGQUE", LINT_ERROR, "容缺限于次要材料并有依据", "Only secondary materials may be promised for later, and on a published rule", "DOMAIN 1.4 3.1 容缺受理"}, check_deferral},
    {{"YH-40", LINT_ERROR, "告知承诺有依据、条件、责任", "Commitment-based approval has its basis, conditions and liability", "《优化营商环境条例》第四十条 国办发〔2020〕42号"}, check_commitment},
    {{"XK-57", LINT_ERROR, "数量限额有公布的说明", "A limited number is explained in public", "《行政许可法》第五十七条 XK-57"}, check_quota},
    {{"XK-24", LINT_ERROR, "委托其他行政机关实施有委托文件并公告", "Entrusted to another organ on an announced document", "《行政许可法》第二十四条 XK-24"}, check_entrusting},
    {{"XK-53", LINT_ERROR, "招标、拍卖、考试事先公布，不搭培训和教材", "Tender, auction, examination are announced beforehand, without training or textbooks", "《行政许可法》第五十三条、第五十四条 XK-53/54"}, check_selection},
    {{"DEEMED", LINT_WARN, "超时默认须逐项慎用", "Deemed approval is a local rule: use with care", "DOMAIN 0.2"}, check_deemed},
};
enum { RULES = sizeof rules / sizeof *rules };

int lint_rule_count(void) { return RULES; }
const LintRule *lint_rule_number(int index) { return index >= 0 && index < RULES ? &rules[index].rule : NULL; }

LintFinding *lint_item(Arena *arena, const Catalog *catalog, const Item *item, int *count)
{
    Lint lint = {.arena = arena, .catalog = catalog, .item = item, .body = item->body};
    lint.findings = ARENA_ARRAY(arena, LintFinding, MAX_FINDINGS);
    for (int severity = LINT_ERROR; severity >= LINT_WARN; severity--)
        for (int i = 0; i < RULES; i++) {
            lint.rule = &rules[i].rule;
            if ((int)lint.rule->severity == severity) rules[i].check(&lint);
        }
    *count = lint.count;
    return lint.findings;
}

int lint_errors(const LintFinding *findings, int count)
{
    int errors = 0;
    for (int i = 0; i < count; i++) errors += findings[i].severity == LINT_ERROR;
    return errors;
}

static void report_item(Arena *arena, Value *out, const Item *item, const LintFinding *findings, int count)
{
    Value *row = value_push_object(arena, out);
    value_set_str(arena, row, "code", item->code);
    value_set_str(arena, row, "name", item->name);
    value_set_int(arena, row, "version", item->version);
    value_set_str(arena, row, "state", item_state_name(item->state));
    value_set_int(arena, row, "errors", lint_errors(findings, count));
    Value *list = value_set_list(arena, row, "findings");
    for (int i = 0; i < count; i++) {
        Value *f = value_push_object(arena, list);
        value_set_str(arena, f, "rule", findings[i].rule);
        value_set_str(arena, f, "severity", findings[i].severity == LINT_ERROR ? "error" : "warn");
        value_set_bool(arena, f, "error", findings[i].severity == LINT_ERROR);
        value_set_str(arena, f, "zh", findings[i].zh);
        value_set_str(arena, f, "en", findings[i].en);
        value_set_str(arena, f, "article", findings[i].article);
        value_set_str(arena, f, "detail", findings[i].detail);
    }
}

/* Items in force on the day and open drafts. */
Value *lint_report(Arena *arena, const Catalog *catalog, Day day)
{
    Value *out = value_object(arena), *list = value_list(arena), *rule_list = value_list(arena);
    int hits[RULES] = {0}, items = 0, clean = 0, errors = 0, warnings = 0;
    for (int i = 0; i < catalog_version_count(catalog); i++) {
        const Item *item = catalog_version_number(catalog, i);
        if (item->state != ITEM_DRAFT && !item_in_force(item, day)) continue;
        int count;
        LintFinding *findings = lint_item(arena, catalog, item, &count);
        items++;
        clean += count == 0;
        errors += lint_errors(findings, count);
        warnings += count - lint_errors(findings, count);
        for (int k = 0; k < count; k++)
            for (int r = 0; r < RULES; r++) if (findings[k].rule == rules[r].rule.id) hits[r]++;
        if (count) report_item(arena, list, item, findings, count);
    }
    for (int r = 0; r < RULES; r++) {
        Value *row = value_push_object(arena, rule_list);
        value_set_str(arena, row, "id", rules[r].rule.id);
        value_set_str(arena, row, "severity", rules[r].rule.severity == LINT_ERROR ? "error" : "warn");
        value_set_str(arena, row, "zh", rules[r].rule.zh);
        value_set_str(arena, row, "en", rules[r].rule.en);
        value_set_str(arena, row, "article", rules[r].rule.article);
        value_set_int(arena, row, "hits", hits[r]);
    }
    value_set_str(arena, out, "day", day_text(arena, day));
    value_set_int(arena, out, "items", items);
    value_set_int(arena, out, "clean", clean);
    value_set_int(arena, out, "errors", errors);
    value_set_int(arena, out, "warnings", warnings);
    value_set(arena, out, "rules", rule_list);
    value_set(arena, out, "items_found", list);
    return out;
}
