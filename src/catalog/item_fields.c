/* item_fields.c: see item_fields.h. Order matters: it is the canonical order, and so part of every item's hash. Append only. */
#include "catalog/item_fields.h"
#include <stddef.h>

static const ItemField basis_row[] = {
    {"law", "法律", FIELD_TEXT}, {"article", "条款", FIELD_TEXT}, {"text", "原文", FIELD_TEXT}, {0},
};
static const ItemField material_row[] = {
    {"no", "序号", FIELD_NUMBER}, {"name", "名称", FIELD_TEXT}, {"source_type", "来源", FIELD_TEXT, 0, "申请人自备"}, {"issuer", "出具单位", FIELD_TEXT},
    {"originals", "原件份数", FIELD_NUMBER, 1}, {"copies", "复印件份数", FIELD_NUMBER}, {"required", "必备", FIELD_TRUTH, 1},
    {"form", "形式", FIELD_TEXT, 0, "both"}, {"requirement", "要求", FIELD_TEXT}, {"basis", "依据", FIELD_TEXT}, {"shared", "可免提交", FIELD_TRUTH},
    {"when", "适用情形", FIELD_TEXT}, {0},
};
static const ItemField step_row[] = {
    {"name", "环节", FIELD_TEXT}, {"post", "岗位", FIELD_TEXT}, {"days", "时限", FIELD_NUMBER}, {0},
};
static const ItemField fee_row[] = {
    {"name", "项目", FIELD_TEXT}, {"fee_class", "类别", FIELD_TEXT}, {"standard", "标准", FIELD_TEXT}, {"amount_fen", "金额(元)", FIELD_MONEY},
    {"unit", "单位", FIELD_TEXT}, {"basis", "依据", FIELD_TEXT}, {"basis_level", "依据层级", FIELD_TEXT}, {"reduction", "减免", FIELD_TEXT}, {0},
};
static const ItemField faq_row[] = { {"q", "问", FIELD_TEXT}, {"a", "答", FIELD_TEXT}, {0} };

const ItemField item_fields[] = {
    {"code", "实施编码", FIELD_TEXT},
    {"name", "事项名称", FIELD_TEXT},
    {"aliases", "别名", FIELD_TEXTS},
    {"department", "主管部门", FIELD_TEXT},
    {"legal_body", "实施主体", FIELD_TEXT},
    {"window", "受理窗口", FIELD_TEXT},
    {"kind", "事项类型", FIELD_TEXT},
    {"level", "行使层级", FIELD_TEXT, 0, "4"},
    {"mode", "办件类型", FIELD_TEXT},
    {"form", "办理方式", FIELD_TEXT, 0, "一般"},
    {"basis", "设定依据", FIELD_ROWS, .row = basis_row},
    {"service_objects", "服务对象", FIELD_TEXTS},
    {"topic", "主题", FIELD_TEXT},
    {"scope", "适用范围", FIELD_TEXT},
    {"conditions", "申请条件", FIELD_TEXTS},
    {"prohibitions", "禁止性要求", FIELD_TEXTS},
    {"quantity_limit", "数量限制", FIELD_TEXT},
    {"materials", "申请材料", FIELD_ROWS, .row = material_row},
    {"channels", "申请方式", FIELD_TEXTS},
    {"steps", "办理流程", FIELD_ROWS, .row = step_row},
    {"co_departments", "联办部门", FIELD_TEXTS},
    {"statutory_limit", "法定办结时限", FIELD_NUMBER, -1},
    {"statutory_unit", "法定时限单位", FIELD_TEXT},
    {"statutory_note", "法定时限说明", FIELD_TEXT},
    {"promised_limit", "承诺办结时限", FIELD_NUMBER, -1},
    {"promised_unit", "承诺时限单位", FIELD_TEXT},
    {"promised_note", "承诺时限说明", FIELD_TEXT},
    {"special_procedures", "特别程序", FIELD_TEXTS},
    {"charges", "是否收费", FIELD_TEXT},
    {"fees", "收费项目", FIELD_ROWS, .row = fee_row},
    {"pay_online", "网上支付", FIELD_TRUTH},
    {"result_name", "结果名称", FIELD_TEXT},
    {"result_type", "结果类型", FIELD_TEXT},
    {"result_sample", "结果样本", FIELD_TEXT},
    {"result_validity", "结果有效期", FIELD_TEXT},
    {"result_months", "有效期(月)", FIELD_NUMBER},
    {"delivery", "送达方式", FIELD_TEXTS},
    {"delivery_days", "送达期限(工作日)", FIELD_NUMBER, 10},
    {"visits", "到现场次数", FIELD_NUMBER},
    {"visits_reason", "到现场原因", FIELD_TEXT},
    {"agent_allowed", "可委托代办", FIELD_TRUTH, 1},
    {"agent_reason", "不可代办理由", FIELD_TEXT},
    {"two_person", "审查决定分离", FIELD_TRUTH, 1},
    {"deemed_approval", "超时默认", FIELD_TRUTH},
    {"rights", "申请人权利", FIELD_TEXTS},
    {"duties", "申请人义务", FIELD_TEXTS},
    {"consult_phone", "咨询电话", FIELD_TEXT},
    {"supervise_phone", "监督电话", FIELD_TEXT},
    {"address", "办理地点", FIELD_TEXT},
    {"hours", "办理时间", FIELD_TEXT},
    {"transport", "交通指引", FIELD_TEXT},
    {"progress", "进程查询", FIELD_TEXT},
    {"faq", "常见问题", FIELD_ROWS, .row = faq_row},
    {"mistakes", "常见错误", FIELD_TEXTS},
    {"notes", "备注", FIELD_TEXT},
    {"name_en", "英文名称", FIELD_TEXT},
    {"safety", "涉及安全", FIELD_TRUTH, .sparse = true},
    {"secret", "涉及保密", FIELD_TRUTH, .sparse = true},
    {"deemed_document", "超时默认批准文件", FIELD_TEXT, .sparse = true},
    {0},
};
