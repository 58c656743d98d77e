/* words.c: see words.h. */
#include "pages/words.h"
#include "base/text.h"
#include <string.h>

static const struct { const char *zh, *en; } words[] = {
    /* kinds, modes, manner */
    {"行政许可", "permit"}, {"其他行政权力", "other administrative power"}, {"公共服务", "public service"}, {"行政确认", "confirmation"}, {"行政给付", "benefit"},
    {"行政裁决", "adjudication"}, {"行政奖励", "award"}, {"行政征收", "levy"}, {"行政检查", "inspection"}, {"行政处罚", "penalty"}, {"行政强制", "enforcement"},
    {"承诺件", "within days"}, {"即办件", "on the spot"}, {"联办件", "joint"}, {"上报件", "decided above"}, {"一般", "ordinary procedure"}, {"简易", "simple procedure"}, {"告知承诺", "by commitment"},
    /* topics */
    {"规划建设", "planning and building"}, {"准营准办", "business permits"}, {"环保绿化", "environment"}, {"农林牧渔", "farming and fishing"}, {"交通运输", "transport"},
    {"水务气象", "water and weather"}, {"医疗卫生", "health"}, {"公共安全", "public safety"}, {"设立变更", "setting up, changing"}, {"人力资源", "employment"}, {"城市管理", "city management"},
    {"证件办理", "papers and cards"}, {"文体教育", "culture, sport, schools"}, {"社会组织", "associations"}, {"住房房产", "housing"}, {"投资审批", "investment"}, {"司法公证", "justice, notaries"},
    {"税收财务", "tax and finance"}, {"社会保障", "social insurance"}, {"安全生产", "work safety"}, {"民族宗教", "ethnic and religious"}, {"职业资格", "professions"}, {"户籍办理", "household register"},
    {"生育收养", "birth and adoption"}, {"社会救助", "social aid"}, {"婚姻登记", "marriage"}, {"特种设备", "special equipment"}, {"质量技术", "quality"}, {"优待抚恤", "veterans' benefits"}, {"档案服务", "archives"},
    /* steps, posts, channels, delivery, sources */
    {"受理", "acceptance"}, {"审核", "review"}, {"审批", "decision"}, {"办结", "making out"}, {"送达", "delivery"},
    {"窗口受理岗", "window clerk"}, {"审核岗", "reviewer"}, {"首席代表（审批岗）", "chief representative"}, {"制证岗", "certificate desk"}, {"窗口发证岗", "window clerk"},
    {"窗口", "at the window"}, {"网上", "online"}, {"邮寄", "by post"}, {"窗口领取", "at the window"}, {"邮寄送达", "by post"}, {"电子送达", "electronically"},
    {"申请人自备", "the applicant's own"}, {"政府部门核发", "issued by an authority"}, {"其他", "other"}, {"无数量限制", "none"}, {"长期有效", "no expiry"}, {"按结果文书载明的事项一次有效", "for the one matter named in it"},
    {"专家评审", "expert review"}, {"鉴定", "appraisal"}, {"招标", "tender"}, {"检疫", "quarantine"}, {"拍卖", "auction"}, {"检测", "testing"}, {"检验", "inspection"}, {"听证", "hearing"},
    {"1个月", "1 month"}, {"3个月", "3 months"}, {"6个月", "6 months"}, {"1年", "1 year"}, {"2年", "2 years"}, {"3年", "3 years"}, {"4年", "4 years"}, {"5年", "5 years"}, {"6年", "6 years"}, {"10年", "10 years"},
    /* departments */
    {"发展和改革局", "Development and Reform"}, {"经济和信息化局", "Economy and Information"}, {"教育局", "Education"}, {"公安分局", "Public Security"}, {"民政局", "Civil Affairs"}, {"司法局", "Justice"},
    {"财政局", "Finance"}, {"人力资源和社会保障局", "Human Resources and Social Security"}, {"自然资源和规划局", "Natural Resources and Planning"}, {"生态环境分局", "Ecology and Environment"},
    {"住房和城乡建设局", "Housing and Construction"}, {"房屋管理局(不动产登记中心)", "Housing Management (Land Registry)"}, {"房屋管理局", "Housing Management"}, {"城市管理执法局", "City Management"},
    {"交通运输局", "Transport"}, {"水务局", "Water"}, {"农业农村局", "Agriculture"}, {"商务局", "Commerce"}, {"文化和旅游局(体育局、新闻出版局)", "Culture and Tourism (Sport, Press)"}, {"文化和旅游局", "Culture and Tourism"},
    {"卫生健康局", "Health"}, {"应急管理局", "Emergency Management"}, {"消防救援大队", "Fire and Rescue"}, {"市场监督管理局", "Market Regulation"}, {"税务局", "Taxation"}, {"林业和园林局", "Forestry and Parks"},
    {"医疗保障局", "Healthcare Security"}, {"烟草专卖局", "Tobacco Monopoly"}, {"退役军人事务局", "Veterans Affairs"}, {"民族宗教事务局", "Ethnic and Religious Affairs"}, {"人民防空办公室", "Civil Air Defence"},
    {"气象局", "Meteorology"}, {"残疾人联合会", "Disabled Persons' Federation"}, {"档案局", "Archives"}, {"机构编制委员会办公室", "Public Sector Reform"},
    /* windows that are not named after one department */
    {"不动产登记(房屋管理)窗口", "Land Registry (Housing) window"}, {"应急管理(消防)窗口", "Emergency (Fire) window"}, {"商务经信窗口", "Commerce and Industry window"}, {"综合窗口", "General window"},
    {"一楼A区", "1st floor, area A"}, {"一楼B区", "1st floor, area B"}, {"二楼C区", "2nd floor, area C"}, {"二楼D区", "2nd floor, area D"},
};

const char *words_en(const char *zh)
{
    for (size_t i = 0; zh && i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].zh, zh)) return words[i].en;
    return NULL;
}

/* 卫生健康局窗口 is the window of 卫生健康局. */
static const char *window_en(Arena *arena, const char *zh)
{
    static const char ending[] = "窗口";
    size_t length = strlen(zh), end = sizeof ending - 1;
    if (length <= end || strcmp(zh + length - end, ending)) return NULL;
    const char *department = words_en(arena_strndup(arena, zh, length - end));
    return department ? arena_printf(arena, "%s window", department) : NULL;
}

const char *words_shown(Request *request, const char *zh)
{
    if (!zh || !visitor_english(visitor_of(request))) return zh ? zh : "";
    const char *en = words_en(zh);
    if (!en) en = window_en(request->arena, zh);
    return en ? en : zh;
}

const char *words_shown_list(Request *request, const Value *list)
{
    Buf out = buf_new(request->arena);
    const char *between = visitor_english(visitor_of(request)) ? ", " : "、";
    for (const Value *v = list ? list->first : NULL; v; v = v->next)
        if (v->kind == VALUE_STRING) buf_printf(&out, "%s%s", out.length ? between : "", words_shown(request, v->string));
    return out.text;
}

const char *words_item(Request *request, const Item *item)
{
    return visitor_english(visitor_of(request)) && !text_blank(item->name_en) ? item->name_en : item->name;
}

const char *words_window(Request *request, const Window *window)
{
    return arena_printf(request->arena, "%s %s", window->id, words_shown(request, window->name));
}

const char *words_officer(Request *request, const char *id)
{
    const Officer *officer = people_officer(hall_of(request)->scene->people, id);
    return officer ? officer->name : id;
}

const char *words_event_officer(Request *request, const Event *event)
{
    const char *post = value_str(event->body, "acted_as");
    const char *name = words_officer(request, strncmp(event->actor, "officer:", 8) ? event->actor : event->actor + 8);
    return text_blank(post) ? name : arena_printf(request->arena, "%s（%s）", name, words_shown(request, post));
}
