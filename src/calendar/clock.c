/* clock.c: the names and the law of the clocks, units and pause grounds: tables only; see calendar.h. */
#include "calendar/calendar.h"
#include <string.h>

static const ClockFacts clocks[] = {
    [CLOCK_OTHER] = {"", "other", "其他期限", "Other period", "DC-1", "《民法典》第二百条至第二百零四条", "Civil Code, articles 200-204", 0, UNIT_WORKDAY, true},
    [CLOCK_SUPPLEMENT] = {"T1", "supplement", "补正告知期限", "Supplement notice", "XK-32-4", "《行政许可法》第三十二条第一款第四项",
                          "Administrative Permit Law, article 32(1)4", 5, UNIT_WORKDAY, false},
    [CLOCK_STATUTORY] = {"T2", "statutory", "法定办结时限", "Statutory limit", "XK-42a", "《行政许可法》第四十二条", "Administrative Permit Law, article 42",
                         0, UNIT_WORKDAY, true},
    [CLOCK_PROMISE] = {"T3", "promise", "承诺办结时限", "Promised limit", "XK-42a", "《行政许可法》第四十二条；限时承诺办理制",
                       "Administrative Permit Law, article 42; promised-limit handling", 0, UNIT_WORKDAY, true},
    [CLOCK_DELIVERY] = {"T4", "delivery", "颁发送达期限", "Delivery limit", "XK-44", "《行政许可法》第四十四条", "Administrative Permit Law, article 44",
                        10, UNIT_WORKDAY, true},
    [CLOCK_VISIT] = {"T5", "visit", "指派检验检测人员期限", "Sending inspectors", "XK-55", "《行政许可法》第五十五条第二款", "Administrative Permit Law, article 55(2)",
                     5, UNIT_WORKDAY, false},
    [CLOCK_HEARING_ASK] = {"T6", "hearing_ask", "申请听证期限", "Asking for a hearing", "XK-47", "《行政许可法》第四十七条第一款", "Administrative Permit Law, article 47(1)",
                           5, UNIT_WORKDAY, false},
    [CLOCK_HEARING] = {"T7", "hearing", "组织听证期限", "Holding the hearing", "XK-47", "《行政许可法》第四十七条第一款", "Administrative Permit Law, article 47(1)",
                       20, UNIT_WORKDAY, false},
    [CLOCK_EXAMINE] = {"T11", "examine", "下级机关审查期限", "Prior examination", "XK-43", "《行政许可法》第四十三条", "Administrative Permit Law, article 43",
                       20, UNIT_WORKDAY, true},
    [CLOCK_SEND_UP] = {"T12", "send_up", "报送上级机关期限", "Sending up", "3.1", "六件制（上报件）：三个工作日内报送", "Case kinds of the centre: sent up within three working days",
                       3, UNIT_WORKDAY, false},
    [CLOCK_TELL_REPLY] = {"T13", "tell_reply", "告知上级批复期限", "Telling what came from above", "3.1", "六件制（上报件）：批复后两个工作日内告知", "Case kinds of the centre: told within two working days",
                          2, UNIT_WORKDAY, false},
    [CLOCK_ISSUE] = {"T14", "issue", "超时默认补办期限", "Decision owed after a default", "3.4", "超时默认制：一个工作日内补办", "Default system of the centre: within one working day",
                     1, UNIT_WORKDAY, false},
};
enum { CLOCKS = sizeof clocks / sizeof *clocks };

static const struct { const char *code, *zh, *en; } units[] = {
    [UNIT_WORKDAY] = {"workday", "个工作日", "working days"},
    [UNIT_CALENDAR_DAY] = {"calendar_day", "日", "calendar days"},
    [UNIT_MONTH] = {"month", "个月", "months"},
    [UNIT_YEAR] = {"year", "年", "years"},
};
enum { UNITS = sizeof units / sizeof *units };

static const struct { const char *code, *zh, *en; } pauses[PAUSE_KINDS] = {
    [PAUSE_OTHER] = {"other", "中止", "suspension"},
    [PAUSE_HEARING] = {"hearing", "听证", "hearing"},
    [PAUSE_TENDER] = {"tender", "招标", "tender"},
    [PAUSE_AUCTION] = {"auction", "拍卖", "auction"},
    [PAUSE_INSPECTION] = {"inspection", "检验", "inspection"},
    [PAUSE_TEST] = {"test", "检测", "test"},
    [PAUSE_QUARANTINE] = {"quarantine", "检疫", "quarantine"},
    [PAUSE_APPRAISAL] = {"appraisal", "鉴定", "appraisal"},
    [PAUSE_EXPERT_REVIEW] = {"expert_review", "专家评审", "expert review"},
};

const ClockFacts *clock_facts(ClockKind clock) { return &clocks[clock]; }

bool clock_parse(const char *code, ClockKind *out)
{
    for (int i = 0; code && i < CLOCKS; i++)
        if (!strcmp(code, clocks[i].code) || (*code && !strcmp(code, clocks[i].id))) { *out = (ClockKind)i; return true; }
    return false;
}

const char *unit_code(LimitUnit unit) { return units[unit].code; }
const char *unit_name_zh(LimitUnit unit) { return units[unit].zh; }
const char *unit_name_en(LimitUnit unit) { return units[unit].en; }

bool unit_parse(const char *code, LimitUnit *out)
{
    for (int i = 0; code && i < UNITS; i++)
        if (!strcmp(code, units[i].code)) { *out = (LimitUnit)i; return true; }
    return false;
}

const char *pause_code(PauseKind kind) { return pauses[kind].code; }
const char *pause_name_zh(PauseKind kind) { return pauses[kind].zh; }
const char *pause_name_en(PauseKind kind) { return pauses[kind].en; }

bool pause_parse(const char *code, PauseKind *out)
{
    for (int i = 0; code && i < PAUSE_KINDS; i++)
        if (!strcmp(code, pauses[i].code)) { *out = (PauseKind)i; return true; }
    return false;
}
