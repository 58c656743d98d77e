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
    "{\"organ\":\"武汉市江夏区住房和城乡建设局\",\"date\":\"2026-11-23\",\"item\":\"建筑工程施工许可证核发\",\"item_en\":\"Issue of a construction work permit\",\"item_code\":\"4201150110100300\","
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
    "\"lead\":\"住房和城乡建设局\",\"windows\":[{\"name\":\"自然资源和规划局\",\"window\":\"W07\",\"limit\":\"5个工作日\",\"due\":\"2026-12-01\"},{\"name\":\"消防救援大队\",\"window\":\"W19\",\"limit\":\"3个工作日\",\"due\":\"2026-11-27\"},{\"name\":\"人民防空办公室\",\"window\":\"W11\",\"limit\":\"5个工作日\",\"due\":\"2026-12-01\"}],"
    "\"mode\":\"联审会\",\"complete_by\":\"2026-11-26\",\"total_due\":\"2026-12-03\",\"meeting_at\":\"2026-11-30 14:30\",\"meeting_place\":\"江夏区政务服务中心三楼联审会议室\","
    "\"attendees\":[{\"name\":\"赵一\",\"department\":\"住房和城乡建设局\",\"role\":\"首席代表（主持）\"},{\"name\":\"钱二\",\"department\":\"自然资源和规划局\",\"role\":\"首席代表\"},{\"name\":\"何文\",\"department\":\"人民防空办公室\",\"role\":\"首席代表\"}],"
    "\"absents\":\"消防救援大队（未到会，涉及安全，不适用缺席默认，另行书面出具意见）\",\"topic\":\"“春和苑”一期1#—4#楼建筑工程施工许可联合审查\","
    "\"opinions\":[{\"name\":\"自然资源和规划局\",\"opinion\":\"同意\",\"basis\":\"《城乡规划法》第四十条\",\"by\":\"钱二\"},{\"name\":\"人民防空办公室\",\"opinion\":\"同意，须按审定图纸修建防空地下室\",\"basis\":\"《人民防空法》第二十二条\",\"by\":\"何文\"}],"
    "\"conclusion\":\"同意办理。消防救援大队于2026年12月1日前出具书面意见，其余部门意见以本纪要为准，不再另行行文。\","
    "\"at\":\"2026-11-25 14:00\",\"ended_at\":\"2026-11-25 15:20\",\"place\":\"江夏区纸坊街春和苑工地\",\"officers\":[{\"name\":\"孙三\",\"certificate\":\"鄂A0001\",\"department\":\"住房和城乡建设局\"},{\"name\":\"周四\",\"certificate\":\"鄂A0002\",\"department\":\"住房和城乡建设局\"}],\"recorder\":\"周四\","
    "\"present\":\"王小明\",\"present_role\":\"建设单位现场负责人\",\"checks\":[{\"item\":\"施工场地围挡\",\"finding\":\"已沿用地红线连续设置，高度2.5米\",\"result\":\"符合\"},{\"item\":\"出入口和道路\",\"finding\":\"设一处出入口，已硬化，配有冲洗设施\",\"result\":\"符合\"},{\"item\":\"临时用电\",\"finding\":\"三级配电、两级保护，与方案一致\",\"result\":\"符合\"}],"
    "\"answers\":[{\"question\":\"我们是武汉市江夏区住房和城乡建设局的工作人员，这是我们的执法证件，请过目。现依法对你单位申请的事项进行现场核查，你是否申请回避？\",\"answer\":\"看清楚了，不申请回避。\"},{\"question\":\"工程是否已经开工？\",\"answer\":\"没有开工，只做了围挡和场地平整。\"}],"
    "\"findings\":\"现场围挡、出入口、临时用电与申报材料一致，未发现开工迹象。\",\"remark\":\"以上记录与现场情况相符，没有补充。\","
    "\"party\":\"陈立\",\"matter\":\"拟建2#楼距你所有的纸坊街文化大道16号住宅21米，可能影响该住宅冬至日的日照。\",\"state_by\":\"2026-12-01\",\"ask_days\":5,\"ask_by\":\"2026-11-30\",\"how\":\"书面向住建窗口提出，也可以凭本通知书文号在网上提出\","
    "\"proposed\":\"拟准予施工许可；日照分析报告显示冬至日满窗日照不少于2小时。\","
    "\"hearing_at\":\"2026-12-10 09:00\",\"chair\":\"吴五\",\"examiner\":\"孙三\",\"public\":true,\"participants\":[{\"name\":\"王小明\",\"role\":\"申请人的代理人\"},{\"name\":\"陈立\",\"role\":\"利害关系人\"},{\"name\":\"孙三\",\"role\":\"审查人员\"}],"
    "\"statements\":[{\"name\":\"孙三（审查人员）\",\"text\":\"提出审查意见：申请材料齐全，日照分析报告由有资质的单位编制，建议准予。\"},{\"name\":\"陈立（利害关系人）\",\"text\":\"报告没有计入2#楼屋顶的电梯机房，要求补充计算。\"},{\"name\":\"王小明（申请人的代理人）\",\"text\":\"机房高度在报告第6页已经计入，当庭出示原件。\"}],\"evidence\":\"1. 日照分析报告（原件，当庭出示，各方查看）\\n2. 施工图总平面图\","
    "\"ground\":\"专家评审\",\"performer\":\"武汉市城乡建设专家库评审组\",\"days\":15,\"days_unit\":\"个工作日\",\"from\":\"2026-11-25\",\"to\":\"2026-12-15\","
    "\"original_due\":\"2026-12-22\",\"new_due\":\"2027-01-06\",\"extension_days\":10,\"approver\":\"刘局长\",\"approver_role\":\"本行政机关负责人\",\"approval_document\":\"江夏住建批〔2026〕3号\","
    "\"opinion\":\"材料齐全，初审合格。\",\"sent_on\":\"2026-11-25\",\"upper_organ\":\"武汉市城乡建设局\","
    "\"content\":\"准予“春和苑”一期1#—4#楼建筑工程施工，建设规模15200平方米，合同价人民币肆仟贰佰万元。\",\"conditions\":\"开工前落实扬尘防治措施。\",\"before\":\"建设规模12500平方米\",\"heard\":\"已告知你单位陈述申辩的权利，你单位未提出异议。\",\"effective_on\":\"2026-12-31\",\"bill_number\":\"江夏住建许缴〔2026〕5号\",\"paid_on\":\"2026-11-23\",\"validity\":\"自发证之日起三个月内开工\",\"certificate_kind\":\"建筑工程施工许可证\","
    "\"facts\":\"申请人提交的施工图设计文件未经审查；现场核查时工程已于2026年11月10日擅自开工。\",\"result\":\"建筑工程施工许可证（编号见证件）\","
    "\"lines\":[{\"name\":\"特种设备检验费\",\"basis\":\"《特种设备安全法》第二十五条\",\"standard\":36050,\"quantity\":3},{\"name\":\"不动产登记费\",\"basis\":\"发改价格规〔2016〕2559号\",\"standard\":8000,\"quantity\":1}],"
    "\"amount\":116150,\"payee\":\"武汉市江夏区财政局非税收入专户\",\"payee_account\":\"演示账户 0000 0000 0000 0000\","
    "\"payer\":\"湖北江夏春和置业有限公司\",\"fee_code\":\"103044901\",\"ticket_no\":\"0012345678\",\"check_code\":\"a1b2c3\",\"issuer\":\"郑六\","
    "\"holder\":\"湖北江夏春和置业有限公司\",\"documents\":[{\"name\":\"准予行政许可决定书\",\"number\":\"江夏住建许准〔2026〕12号\"},{\"name\":\"建筑工程施工许可证\",\"number\":\"江夏住建许证〔2026〕9号\"}],"
    "\"addressee\":\"湖北江夏春和置业有限公司\",\"way\":\"直接送达\",\"delivered_on\":\"2026-12-04\",\"recipient\":\"王小明\","
    "\"granted\":false,\"original_number\":\"江夏住建许证〔2025〕7号\",\"expires_on\":\"2026-12-31\",\"public_interest\":\"城市轨道交通建设\",\"compensation\":\"依法补偿直接损失\","
    "\"returned\":[{\"name\":\"建设工程规划许可证\",\"form\":\"纸质\",\"originals\":0,\"copies\":1}],\"overdue_since\":\"2026-12-04\",\"effect\":\"该事项视为同意，后续环节不得以缺少该项前置结果为由拒绝办理\",\"issue_on\":\"2026-12-07\","
    "\"deputy\":\"许静（代办员）\",\"entrusted_on\":\"2026-11-16\",\"finished_on\":\"2026-11-20\",\"outcome\":\"五个环节全部办结，证照已由代办员送达委托人。\","
    "\"stages\":[{\"name\":\"营业执照\",\"place\":\"区市场监督管理局窗口\",\"from\":\"2026-11-16\",\"to\":\"2026-11-17\",\"result\":\"已领取\"},{\"name\":\"印章刻制备案\",\"place\":\"区公安分局窗口\",\"from\":\"2026-11-17\",\"to\":\"2026-11-17\",\"result\":\"已领取\"},{\"name\":\"外商投资信息报告\",\"place\":\"市商务局\",\"from\":\"2026-11-18\",\"to\":\"2026-11-20\",\"result\":\"已办结\"}],"
    "\"missing\":[{\"name\":\"法定代表人身份证复印件\",\"requirement\":\"加盖单位公章\",\"due\":\"2026-12-01\"},{\"name\":\"建设资金安排落实承诺书\",\"requirement\":\"原件1份\",\"due\":\"2026-12-01\"}],"
    "\"consequence\":\"逾期未补交的，终止办理并退还已交材料，产生的损失由本单位承担。\",\"re_examine_at\":\"江夏区政务服务中心业务科\",\"re_examine_by\":\"2026-11-30\",\"requested_on\":\"2026-11-24\","
    "\"ruling\":\"维持住建窗口的退回件通知。\",\"transcript\":\"江夏住建许听录〔2026〕2号\",\"views\":[{\"name\":\"申请人\",\"text\":\"日照影响在国家标准以内，应予准许。\"},{\"name\":\"利害关系人\",\"text\":\"要求补充计算电梯机房的遮挡。\"}],"
    "\"supervision\":\"本机关在作出决定后两个月内，通过现场检查、数据比对等方式核查承诺内容。\",\"liability\":\"承诺不实的，依法撤销行政许可决定并予以处罚，记入信用记录。\",\"verify_by\":\"2027-01-23\"}";

/* What one name cannot mean for all kinds. */
static inline void sample_special(Arena *arena, const char *code, Value *facts) {
    static const struct { const char *code, *key, *text; } SAY[] = {
        {"F25", "way", "银行转账"}, {"F14", "content", "“春和苑”一期1#—4#楼建筑工程施工"}, {"F30", "compensation", "按评估结果补偿直接损失人民币贰拾万元，自本决定生效之日起三十日内支付"}, {"F27", "place", "江夏区政务服务中心一楼 W05 住建窗口"}, {"F21", "scope", "江夏区纸坊街“春和苑”一期用地红线范围内"},
        {"F22", "reason", "未取得施工许可证擅自施工，且施工图设计文件未经审查，不符合《建筑工程施工许可管理办法》第四条规定的条件。"},
        {"F13", "conclusion", "符合申请事项的现场条件。"}, {"F16", "matter", "“春和苑”一期工程2#楼日照影响"}, {"F17", "matter", "“春和苑”一期工程2#楼日照影响"}, {"F17", "recorder", "郑六"}, {"F16", "recorder", "郑六"},
        {"F17", "at", "2026-12-10 09:00"}, {"F17", "ended_at", "2026-12-10 11:05"}, {"F17", "place", "江夏区政务服务中心三楼听证室"}, {"F16", "place", "江夏区政务服务中心三楼听证室"},
        {"X08", "at", "2026-12-10 09:00"}, {"X08", "place", "江夏区政务服务中心三楼听证室"}, {"X08", "facts", "日照分析报告已经计入电梯机房，冬至日满窗日照为2小时18分，符合《城市居住区规划设计标准》。"},
        {"X08", "matter", "“春和苑”一期工程2#楼日照影响"}, {"X08", "conclusion", "建议准予行政许可。"}, {"F12", "at", "2026-11-30 14:30"}, {"F12", "place", "江夏区政务服务中心三楼联审会议室"}, {"F12", "chair", "赵一"}, {"F12", "recorder", "郑六"},
        {"F28", "content", "建设规模由12500平方米变更为15200平方米"}, {"F28", "reason", "建设工程规划许可证载明的建设规模仍为12500平方米，申请变更的规模没有规划依据。"}, {"F29", "reason", "申请延续时施工现场已停工六个月，不再具备法定条件。"},
        {"F30", "cause", "准予行政许可所依据的客观情况发生重大变化：该地块列入城市轨道交通建设用地。"}, {"F30", "reason", "该地块已由武汉市人民政府批准为轨道交通7号线延长线建设用地，原许可的工程不能继续建设。"},
        {"F31", "ground", "以欺骗、贿赂等不正当手段取得行政许可"}, {"F31", "reason", "申请人提交的施工图审查合格书系伪造，被许可人以欺骗手段取得行政许可，应当予以撤销。"}, {"F31", "compensation", "被许可人基于该行政许可取得的利益不受保护，不予赔偿（《行政许可法》第六十九条第四款）"},
        {"F31", "facts", "经向审查机构核实，你单位提交的审查合格书（编号SC-2026-118）并非该机构出具。"}, {"F32", "ground", "行政许可有效期届满未延续"}, {"F32", "facts", "该许可有效期至2026年10月31日，期满前未收到延续申请。"}, {"F32", "effective_on", "2026-11-23"},
        {"F34", "approval_document", "江夏政务〔2026〕8号"}, {"F34", "date", "2026-12-04"}, {"X01", "ground", "不属于本机关职权范围"}, {"X02", "facts", "申请的工程位于开发区管理范围内，区住房和城乡建设局没有该范围内的许可职权。"}, {"X07", "matter", "施工场地围挡、出入口、临时用电"},
        {"X05", "organ", "江夏区政务服务中心"}, {"X02", "organ", "江夏区政务服务中心"}, {"X09", "reason", "建设方案调整，待规划变更后重新申请。"}};
    for (size_t i = 0; i < sizeof SAY / sizeof *SAY; i++)
        if (!strcmp(SAY[i].code, code)) value_set_str(arena, facts, SAY[i].key, SAY[i].text);
    if (!strcmp(code, "X01") || !strcmp(code, "X02")) value_set_str(arena, facts, "basis", "《行政许可法》第三十二条第一款第二项");
    if (!strcmp(code, "X04")) {
        Value *list = value_set_list(arena, facts, "conditions");
        static const char *const CONDITIONS[] = {"有与经营规模相适应的场所", "有经过培训的从业人员", "场所符合消防安全要求"};
        for (int i = 0; i < 3; i++) value_set_str(arena, value_push_object(arena, list), "name", CONDITIONS[i]);
    }
}

static inline Value *sample_facts(Arena *arena, const char *code) {
    const DocumentKind *kind = document_kind(code);
    Value *own = sample_parse(arena, SAMPLE_OWN), *facts = sample_parse(arena, SAMPLE_COMMON), *wanted = value_object(arena);
    for (const DocumentField *f = kind->fields; f->key; f++)
        if (value_get(own, f->key) && !(code[0] == 'X' && !strcmp(f->key, "conditions"))) value_set(arena, wanted, f->key, value_copy(arena, value_get(own, f->key)));
    facts = document_facts(arena, facts, wanted, NULL);
    if (kind->word) value_set_str(arena, facts, "number", document_number_text(arena, "江夏住建", arena_printf(arena, "许%s", kind->word), 2026, 12));
    if (value_get(facts, "basis")) value_set_str(arena, facts, "basis", kind->basis);
    if (!strcmp(code, "F06")) value_set_str(arena, facts, "basis", "《行政许可法》第三十二条第一款第五项");
    sample_special(arena, code, facts);
    if (!strcmp(code, "F33")) {                                /* her own wish: nothing to appeal against */
        value_set_str(arena, facts, "cause", "申请人于2026年11月26日书面申请撤回。");
        value_set_str(arena, facts, "reconsideration", "");
    }
    if (strcmp(code, "F03")) {                                 /* the query code is on the receipt only */
        value_set_str(arena, facts, "query_code", "");
        value_set_str(arena, facts, "query_url", arena_printf(arena, "https://hall.example/check?number=%s", value_str_or(facts, "number", "")));
    }
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
