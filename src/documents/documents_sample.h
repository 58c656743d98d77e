/* documents_sample.h: complete facts of every kind, for the tests only. */
#ifndef DOCUMENTS_DOCUMENTS_SAMPLE_H
#define DOCUMENTS_DOCUMENTS_SAMPLE_H
#include "documents/documents.h"
#include <string.h>

static inline Value *sample_parse(Arena *arena, const char *json) {
    const char *error = NULL;
    Value *v = value_parse(arena, json, strlen(json), &error);
    if (!v) fprintf(stderr, "sample: %s\n", error);
    return v;
}

static const char SAMPLE_COMMON[] =
    "{\"organ\":\"武汉市江夏区住房和城乡建设局\",\"date\":\"2026-11-23\",\"item\":\"建筑工程施工许可证核发\",\"item_code\":\"4201150110100300\","
    "\"case_no\":\"420115-20261123-00001\",\"applicant_name\":\"湖北江夏春和置业有限公司\",\"applicant_id\":\"91420115MA4K2N5X7P\","
    "\"centre\":\"江夏区政务服务中心\",\"item_version_hash\":\"9f3c51a7be02d4\",\"query_code\":\"7KQ4M-N2XWA\",\"query_url\":\"https://hall.example/q/420115-20261123-00001\","
    "\"window\":\"W05 住建窗口\",\"contact_phone\":\"027-81820011\",\"demo\":true,"
    "\"reconsideration\":\"武汉市江夏区人民政府\",\"court\":\"武汉市江夏区人民法院\"}";

/* One value of each fact name, in the words a clerk would use. */
static const char SAMPLE_OWN[] =
    "{\"request\":\"申请核发“春和苑”一期1#—4#楼建筑工程施工许可证。\",\"legal_representative\":\"李春和\",\"agent\":\"王小明\",\"agent_id\":\"420115199003078515\",\"contact\":\"王小明\",\"phone\":\"13800000001\","
    "\"scope\":\"提交申请材料、补正材料、领取证件\",\"valid_from\":\"2026-11-23\",\"valid_to\":\"2027-11-22\","
    "\"materials\":[{\"name\":\"建筑工程施工许可申请表\",\"form\":\"纸质\",\"originals\":2,\"copies\":0,\"pages\":6},{\"name\":\"建设工程规划许可证\",\"form\":\"纸质\",\"originals\":0,\"copies\":1,\"pages\":2},"
    "{\"name\":\"施工图设计文件审查合格书\",\"form\":\"纸质\",\"originals\":1,\"copies\":0,\"pages\":3},{\"name\":\"保证工程质量和安全的具体措施\",\"form\":\"纸质\",\"originals\":1,\"copies\":0,\"pages\":18},{\"name\":\"建设资金安排落实承诺书\",\"form\":\"纸质\",\"originals\":1,\"copies\":0,\"pages\":1}],"
    "\"receiver\":\"张敏\",\"received_at\":\"2026-11-23 09:30\",\"t1_due\":\"2026-11-30\",\"handler\":\"张敏\","
    "\"corrections\":[{\"place\":\"申请表第2页“建设规模”\",\"before\":\"12500平方米\",\"after\":\"15200平方米\"},{\"place\":\"申请表第1页“联系电话”\",\"before\":\"138000000\",\"after\":\"13800000001\"}],"
    "\"supplements\":[{\"name\":\"施工图设计文件审查合格书\",\"problem\":\"缺少审查机构印章\",\"requirement\":\"《建筑工程施工许可管理办法》第四条第五项：施工图设计文件已审查合格\",\"how\":\"由审查机构加盖印章后提交原件1份\"},"
    "{\"name\":\"建设资金安排落实承诺书\",\"problem\":\"未提交\",\"requirement\":\"建设单位盖章，承诺资金到位不少于合同价的百分之五十\",\"how\":\"按窗口提供的格式文本填写，提交原件1份\"}],"
    "\"received_on\":\"2026-11-23\",\"supplement_by\":\"2026年12月7日前\",\"applied_on\":\"2026-11-23\",\"accepted_on\":\"2026-11-24\",\"statutory_due\":\"2026-12-22\",\"promised_due\":\"2026-12-03\","
    "\"basis\":\"《行政许可法》第三十二条第一款第五项\",\"reason\":\"申请的工程位于武汉市东湖新技术开发区管理范围内，依照《湖北省开发区条例》，该范围内的施工许可由开发区建设管理机构办理。\","
    "\"where_to_go\":\"直接组织施工，并于开工前向街道办事处备案。\",\"competent_organ\":\"武汉东湖新技术开发区建设管理局\","
    "\"due_on\":\"2026-11-30\",\"cause\":\"经办窗口在五个工作日内未告知补正，也未作出受理决定\",\"responsible\":\"张敏（住建窗口）\",\"promised_days\":\"7个工作日\",\"window\":\"W05 住建窗口\","
    "\"lead\":\"住房和城乡建设局\",\"windows\":[{\"name\":\"自然资源和规划局\",\"limit\":\"5个工作日\"},{\"name\":\"消防救援大队\",\"limit\":\"3个工作日\"}],"
    "\"attendees\":[{\"name\":\"住房和城乡建设局 赵一\"},{\"name\":\"自然资源和规划局 钱二\"}],\"opinions\":[{\"name\":\"自然资源和规划局\",\"opinion\":\"同意\"}],\"conclusion\":\"同意办理，各部门按期出具意见。\","
    "\"at\":\"2026-11-25 14:00\",\"place\":\"江夏区纸坊街春和苑工地\",\"officers\":[{\"name\":\"孙三\",\"certificate\":\"鄂A0001\"},{\"name\":\"周四\",\"certificate\":\"鄂A0002\"}],\"findings\":\"现场围挡、出入口、用电与申报一致。\","
    "\"party\":\"相邻权人陈某\",\"matter\":\"日照影响\",\"state_by\":\"2026-12-01\",\"ask_days\":5,\"how\":\"书面向住建窗口提出\","
    "\"hearing_at\":\"2026-12-10 09:00\",\"chair\":\"吴五\",\"public\":true,\"participants\":[{\"name\":\"申请人\"}],\"statements\":[{\"name\":\"申请人\",\"text\":\"略\"}],\"evidence\":\"日照分析报告\","
    "\"ground\":\"专家评审\",\"performer\":\"武汉市城乡建设专家库评审组\",\"days\":15,\"days_unit\":\"个工作日\",\"from\":\"2026-11-25\",\"to\":\"2026-12-15\","
    "\"original_due\":\"2026-12-22\",\"new_due\":\"2027-01-06\",\"extension_days\":10,\"approver\":\"刘局长\",\"approver_role\":\"本行政机关负责人\",\"approval_document\":\"江夏住建批〔2026〕3号\","
    "\"opinion\":\"材料齐全，初审合格。\",\"sent_on\":\"2026-11-25\",\"upper_organ\":\"武汉市城乡建设局\","
    "\"content\":\"准予“春和苑”一期1#—4#楼建筑工程施工，建设规模15200平方米，合同价人民币肆仟贰佰万元。\",\"conditions\":\"开工前落实扬尘防治措施。\",\"validity\":\"自发证之日起三个月内开工\",\"certificate_kind\":\"建筑工程施工许可证\","
    "\"facts\":\"申请人提交的施工图设计文件未经审查；现场核查时工程已于2026年11月10日擅自开工。\",\"result\":\"建筑工程施工许可证（编号见证件）\","
    "\"lines\":[{\"name\":\"特种设备检验费\",\"basis\":\"《特种设备安全法》第二十五条\",\"standard\":36050,\"quantity\":3},{\"name\":\"不动产登记费\",\"basis\":\"发改价格规〔2016〕2559号\",\"standard\":8000,\"quantity\":1}],"
    "\"amount\":116150,\"payee\":\"武汉市江夏区财政局非税收入专户\",\"payee_account\":\"演示账户 0000 0000 0000 0000\","
    "\"payer\":\"湖北江夏春和置业有限公司\",\"fee_code\":\"103044901\",\"ticket_no\":\"0012345678\",\"check_code\":\"a1b2c3\",\"issuer\":\"郑六\","
    "\"holder\":\"湖北江夏春和置业有限公司\",\"documents\":[{\"name\":\"准予行政许可决定书\",\"number\":\"江夏住建许准〔2026〕12号\"},{\"name\":\"建筑工程施工许可证\",\"number\":\"江夏住建许证〔2026〕9号\"}],"
    "\"addressee\":\"湖北江夏春和置业有限公司\",\"way\":\"直接送达\",\"delivered_on\":\"2026-12-04\",\"recipient\":\"王小明\","
    "\"granted\":false,\"original_number\":\"江夏住建许证〔2025〕7号\",\"expires_on\":\"2026-12-31\",\"public_interest\":\"城市轨道交通建设\",\"compensation\":\"依法补偿直接损失\","
    "\"returned\":[{\"name\":\"建设工程规划许可证\",\"form\":\"纸质\",\"originals\":0,\"copies\":1}],\"overdue_since\":\"2026-12-04\",\"effect\":\"自超时次日起视为同意\",\"issue_on\":\"2026-12-05\"}";

static inline Value *sample_facts(Arena *arena, const char *code) {
    const DocumentKind *kind = document_kind(code);
    Value *own = sample_parse(arena, SAMPLE_OWN), *facts = sample_parse(arena, SAMPLE_COMMON), *wanted = value_object(arena);
    for (const DocumentField *f = kind->fields; f->key; f++)
        if (value_get(own, f->key)) value_set(arena, wanted, f->key, value_copy(arena, value_get(own, f->key)));
    facts = document_facts(arena, facts, wanted, NULL);
    if (kind->word) value_set_str(arena, facts, "number", document_number_text(arena, "江夏住建", arena_printf(arena, "许%s", kind->word), 2026, 12));
    if (value_get(facts, "basis")) value_set_str(arena, facts, "basis", kind->basis);
    if (!strcmp(code, "F06")) value_set_str(arena, facts, "basis", "《行政许可法》第三十二条第一款第五项");
    if (!strcmp(code, "F33")) value_set_str(arena, facts, "cause", "申请人于2026年11月26日书面申请撤回。");
    if (!strcmp(code, "F03")) {
        value_set_str(arena, facts, "t1_due", "2026-11-30");
        value_set_str(arena, facts, "log_position", "10482");
        value_set_str(arena, facts, "log_head", "hall.example/jiangxia\n10483\nm3vRkqf8Dk0N1zq1yq5hY0w2V0kX8uQ3l7mO6Rr5c2E=\n\n— hall.example/jiangxia 8Q0rS1l2o1X9c5dVw7m3Kx0b6gB4hT2nL9pYzJcR8eWqUaFvIoMkDtGyHxNsPbCjZuQl5r==");
        value_set_str(arena, facts, "receipt_text", "YC1:420115-20261123-00001:7KQ4MN2XWA:10482:m3vRkqf8Dk0N1zq1yq5hY0w2V0kX8uQ3l7mO6Rr5c2E");
    }
    return facts;
}

static const char SAMPLE_ITEM[] =
    "{\"code\":\"4201150110100300\",\"name\":\"建筑工程施工许可证核发\",\"kind\":\"01\",\"kind_name\":\"行政许可\",\"mode\":\"承诺件\",\"department_name\":\"住房和城乡建设局\","
    "\"legal_body_name\":\"武汉市江夏区住房和城乡建设局\",\"window_name\":\"W05 住建窗口\",\"window_zone\":\"二楼B区\",\"version\":3,\"hash12\":\"9f3c51a7be02\",\"effective_from\":\"2026-07-01\","
    "\"centre\":\"江夏区政务服务中心\",\"public_url\":\"https://hall.example/items/4201150110100300\",\"statutory_text\":\"7个工作日\",\"promised_text\":\"3个工作日\",\"demo\":true,"
    "\"basis\":[{\"law\":\"《建筑法》\",\"article\":\"第七条\"},{\"law\":\"《建筑工程施工许可管理办法》\",\"article\":\"第二条\"}],\"service_object_names\":[\"企业法人\",\"事业法人\",\"社会组织法人\"],"
    "\"scope\":\"在本区行政区域内从事各类房屋建筑及其附属设施的建造、装修装饰和与其配套的线路、管道、设备的安装，以及城镇市政基础设施工程的施工\","
    "\"conditions\":[\"已经办理该建筑工程用地批准手续\",\"依法应当办理建设工程规划许可证的，已经取得建设工程规划许可证\",\"需要拆迁的，其拆迁进度符合施工要求\",\"已经确定建筑施工企业\",\"有满足施工需要的资金安排、施工图纸及技术资料\",\"有保证工程质量和安全的具体措施\"],"
    "\"prohibitions\":[\"不得将应当申请领取施工许可证的工程项目分解为若干限额以下的工程项目\"],\"quantity_limit\":\"无\",\"channels\":[\"窗口\",\"网上\"],\"agent_allowed\":true,"
    "\"materials\":[{\"no\":1,\"name\":\"建筑工程施工许可申请表\",\"source_type\":\"申请人自备\",\"issuer\":\"\",\"originals\":2,\"copies\":0,\"required\":true,\"form\":\"both\",\"requirement\":\"建设单位盖章\"},"
    "{\"no\":2,\"name\":\"建设工程规划许可证\",\"source_type\":\"政府部门核发\",\"issuer\":\"自然资源和规划局\",\"originals\":0,\"copies\":1,\"required\":true,\"form\":\"electronic\",\"shared\":true,\"requirement\":\"\"},"
    "{\"no\":3,\"name\":\"施工图设计文件审查合格书\",\"source_type\":\"其他\",\"issuer\":\"审查机构\",\"originals\":1,\"copies\":0,\"required\":true,\"form\":\"both\",\"requirement\":\"加盖审查专用章\"},"
    "{\"no\":4,\"name\":\"保证工程质量和安全的具体措施\",\"source_type\":\"申请人自备\",\"issuer\":\"\",\"originals\":1,\"copies\":0,\"required\":true,\"form\":\"paper\",\"requirement\":\"\"},"
    "{\"no\":5,\"name\":\"拆迁许可证\",\"source_type\":\"政府部门核发\",\"issuer\":\"住房和城乡建设局\",\"originals\":0,\"copies\":1,\"required\":false,\"form\":\"paper\",\"when\":\"需要拆迁时\",\"requirement\":\"\"}],"
    "\"steps\":[{\"name\":\"受理\",\"post\":\"窗口\",\"days\":0},{\"name\":\"审核\",\"post\":\"审批科\",\"days\":1},{\"name\":\"审批\",\"post\":\"首席代表\",\"days\":1},{\"name\":\"办结\",\"post\":\"窗口\",\"days\":1},{\"name\":\"送达\",\"post\":\"窗口\",\"days\":0}],"
    "\"fees\":[],\"result_name\":\"建筑工程施工许可证\",\"result_validity\":\"自发证之日起三个月内开工\",\"delivery\":[\"窗口领取\",\"邮寄送达\"],\"delivery_days\":1,\"visits\":1,\"visits_reason\":\"\","
    "\"rights\":[\"陈述、申辩；申请行政复议或者提起行政诉讼\"],\"duties\":[\"如实提交材料并对实质内容的真实性负责\"],\"consult_phone\":\"027-81820011\",\"supervise_phone\":\"027-81820012\","
    "\"address\":\"江夏区文化大道99号\",\"hours\":\"工作日 9:00—12:00，13:30—17:00\",\"transport\":\"地铁7号线纸坊大街站\",\"progress\":\"凭办件编号和查询码查询\",\"mistakes\":[\"申请表未盖公章\",\"建设规模与规划许可证不一致\"]}";
#endif
