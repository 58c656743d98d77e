/* calendar_explain_test.c: what people read about a deadline: every reason, its article and its words. */
#include "calendar/calendar.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static Arena *arena;
static const Calendar *national;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    national = calendar_builtin(arena, NULL, NULL, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Day d(const char *text)
{
    Day day;
    assert_true(day_parse(text, &day));
    return day;
}

static const ExplainedDay *on(const Calendar *calendar, const DeadlineTerms *terms, const char *date)
{
    int count;
    const ExplainedDay *days = deadline_explain(arena, calendar, terms, &count);
    Day day = d(date);
    int index = day.n - days[0].day.n;
    assert_true(index >= 0 && index < count);
    return &days[index];
}

static void expect(const ExplainedDay *day, bool counted, int count, const char *code, const char *article, const char *zh, const char *en)
{
    assert_int_equal(day->counted, counted);
    assert_int_equal(day->count, count);
    assert_string_equal(day->reason_code, code);
    assert_string_equal(day->article, article);
    assert_string_equal(day->text_zh, zh);
    assert_string_equal(day->text_en, en);
}

static void test_v03_spring_festival(void **state)
{
    (void)state;
    DeadlineTerms terms = {.event = d("2026-02-12"), .limit = 20, .unit = UNIT_WORKDAY, .clock = CLOCK_STATUTORY};
    expect(on(national, &terms, "2026-02-12"), false, 0, "event_day", "DC-1", "起算事件当日，不计入，自次日起算（《民法典》第二百零一条）",
           "day of the event: not counted, counting starts the next day (Civil Code, article 201)");
    expect(on(national, &terms, "2026-02-13"), true, 1, "workday", "XK-82", "工作日", "working day");
    expect(on(national, &terms, "2026-02-14"), true, 2, "adjusted_workday", "DC-2", "星期六，春节调休上班（国务院办公厅关于2026年节假日安排的通知）",
           "adjusted working day for Spring Festival (State Council holiday notice for 2026)");
    expect(on(national, &terms, "2026-02-17"), false, 2, "holiday", "XK-82", "春节放假（国务院办公厅关于2026年节假日安排的通知）",
           "Spring Festival (State Council holiday notice for 2026)");
    expect(on(national, &terms, "2026-03-01"), false, 7, "weekend", "XK-82", "周末", "weekend");
    const ExplainedDay *last = on(national, &terms, "2026-03-18");
    assert_true(last->due && last->counted);
    assert_string_equal(last->article_zh, "《行政许可法》第八十二条");
    assert_string_equal(last->article_en, "Administrative Permit Law, article 82");
    assert_int_equal(last->count, 20);
}

static void test_the_notice_of_new_years_day_is_next_years(void **state)
{
    (void)state;
    DeadlineTerms terms = {.event = d("2018-12-28"), .limit = 2, .unit = UNIT_WORKDAY};
    assert_non_null(strstr(on(national, &terms, "2018-12-29")->text_zh, "关于2019年节假日安排"));
    assert_non_null(strstr(on(national, &terms, "2018-12-31")->text_en, "notice for 2019"));
}

static void test_pause_with_ground_and_document(void **state)
{
    (void)state;
    Pause pauses[] = {{d("2026-03-09"), d("2026-03-20"), PAUSE_EXPERT_REVIEW, "江夏住建特〔2026〕3号"}, {d("2026-03-24"), d("2026-03-24"), PAUSE_OTHER, NULL}};
    DeadlineTerms terms = {.event = d("2026-03-02"), .limit = 20, .unit = UNIT_WORKDAY, .clock = CLOCK_STATUTORY, .pauses = pauses, .pause_count = 2};
    expect(on(national, &terms, "2026-03-14"), false, 4, "paused", "XK-45", "专家评审所需时间，不计入（《行政许可法》第四十五条；江夏住建特〔2026〕3号）",
           "time for expert review, not counted (Administrative Permit Law, article 45; 江夏住建特〔2026〕3号)");
    expect(on(national, &terms, "2026-03-24"), false, 5, "paused", "DC-5", "中止所需时间，不计入（中止期间）", "time for suspension, not counted (suspended)");
    assert_int_equal(on(national, &terms, "2026-03-23")->count, 5);
}

static void test_open_pause_ends_the_list_on_its_first_day(void **state)
{
    (void)state;
    Pause pauses[] = {{d("2026-03-09"), d("2026-03-20"), PAUSE_HEARING, NULL}, {d("2026-03-12"), DAY_NONE, PAUSE_TEST, "特4号"}};
    DeadlineTerms terms = {.event = d("2026-03-02"), .limit = 20, .unit = UNIT_WORKDAY, .clock = CLOCK_STATUTORY, .pauses = pauses, .pause_count = 2};
    int count;
    const ExplainedDay *days = deadline_explain(arena, national, &terms, &count);
    assert_string_equal(day_text(arena, days[count - 1].day), "2026-03-12");
    assert_string_equal(days[count - 1].reason_code, "pause_open");
    assert_non_null(strstr(days[count - 1].text_zh, "期限停止计算"));
    assert_false(days[count - 1].due);
    terms.event = d("2026-03-15");                             /* the pause is older than the event */
    days = deadline_explain(arena, national, &terms, &count);
    assert_int_equal(count, 1);
    Deadline deadline = deadline_compute(national, &terms);
    assert_string_equal(deadline_sentence_zh(arena, &terms, &deadline), "自2026年3月15日的次日起算，已计0日，共20个工作日；期限现已停止计算，待中止事由结束后继续。");
}

static void test_extension_boundary(void **state)
{
    (void)state;
    Extension extension = {10, d("2026-03-25"), "延1号"};
    DeadlineTerms terms = {.event = d("2026-03-02"), .limit = 20, .unit = UNIT_WORKDAY, .clock = CLOCK_STATUTORY, .extensions = &extension, .extension_count = 1};
    assert_false(on(national, &terms, "2026-03-30")->extension);
    const ExplainedDay *first = on(national, &terms, "2026-03-31");
    assert_true(first->extension);
    assert_int_equal(first->count, 21);
    assert_string_equal(first->text_zh, "工作日；自本日起为延长的期限（《行政许可法》第四十二条）");
    assert_true(on(national, &terms, "2026-04-14")->due);
    terms.clock = CLOCK_OTHER;                                 /* a period of another law does not cite this one */
    assert_string_equal(on(national, &terms, "2026-03-31")->text_zh, "工作日；自本日起为延长的期限");
    assert_string_equal(on(national, &terms, "2026-03-31")->article, "DC-2");
    assert_string_equal(on(national, &terms, "2026-04-06")->article, "DC-2");
}

static void test_calendar_days_and_rolling(void **state)
{
    (void)state;
    DeadlineTerms terms = {.event = d("2026-08-03"), .limit = 60, .unit = UNIT_CALENDAR_DAY};      /* V20 */
    expect(on(national, &terms, "2026-08-04"), true, 1, "calendar_day", "DC-3", "按自然日计入", "counted as a calendar day");
    expect(on(national, &terms, "2026-08-08"), true, 5, "calendar_day", "DC-3", "按自然日计入（周末）", "counted as a calendar day (weekend)");
    assert_int_equal(on(national, &terms, "2026-10-02")->count, 60);
    expect(on(national, &terms, "2026-10-03"), false, 60, "rolled_over", "DC-3", "国庆节放假（国务院办公厅关于2026年节假日安排的通知），期限末日顺延（《民法典》第二百零三条）",
           "National Day (State Council holiday notice for 2026): the last day moves on (Civil Code, article 203)");
    expect(on(national, &terms, "2026-10-08"), false, 60, "rolled_to", "DC-3", "期限末日顺延至此（《民法典》第二百零三条），工作日",
           "the last day moves here (Civil Code, article 203): working day");
}

static void test_same_day(void **state)
{
    (void)state;
    DeadlineTerms terms = {.event = d("2026-03-02"), .limit = 0, .unit = UNIT_WORKDAY};
    int count;
    const ExplainedDay *days = deadline_explain(arena, national, &terms, &count);
    assert_int_equal(count, 1);
    assert_true(days[0].due);
    assert_string_equal(days[0].text_zh, "起算事件当日，当日办结");
    Deadline deadline = deadline_compute(national, &terms);
    assert_string_equal(deadline_sentence_zh(arena, &terms, &deadline), "当日办结，最迟2026年3月2日。");
}

static void test_provisional_days_say_so(void **state)
{
    (void)state;
    DeadlineTerms terms = {.event = d("2026-12-10"), .limit = 20, .unit = UNIT_WORKDAY};
    const ExplainedDay *day = on(national, &terms, "2027-01-01");
    expect(day, false, 15, "provisional_holiday", "DC-11", "元旦放假（暂定：2027年通知尚未发布）", "New Year's Day (provisional: the notice for 2027 is not out)");
    assert_true(day->provisional);
    assert_false(on(national, &terms, "2026-12-31")->provisional);
    Deadline deadline = deadline_compute(national, &terms);
    assert_non_null(strstr(deadline_sentence_zh(arena, &terms, &deadline), "暂定"));
    assert_non_null(strstr(deadline_sentence_en(arena, &terms, &deadline), "Provisional"));
}

static void test_local_override_names_its_document(void **state)
{
    (void)state;
    CalendarOverride overrides[] = {{"420000", d("2020-02-03"), CALENDAR_HOLIDAY, "鄂政办发电〔2020〕6号"}, {"420115", d("2020-02-08"), CALENDAR_WORKDAY, "夏政〔2020〕2号"}};
    const Calendar *local = calendar_builtin(arena, "420115", overrides, 2);
    DeadlineTerms terms = {.event = d("2020-01-20"), .limit = 10, .unit = UNIT_WORKDAY};
    expect(on(local, &terms, "2020-02-03"), false, 3, "local_suspension", "DC-12", "本地停止办公（鄂政办发电〔2020〕6号）", "work suspended locally (鄂政办发电〔2020〕6号)");
    expect(on(local, &terms, "2020-02-08"), true, 8, "local_workday", "DC-12", "本地正常办公（夏政〔2020〕2号）", "open for work locally (夏政〔2020〕2号)");
}

static void test_values_for_json_and_pages(void **state)
{
    (void)state;
    Extension extension = {10, d("2026-04-30"), NULL};
    DeadlineTerms terms = {.event = d("2026-03-02"), .limit = 20, .unit = UNIT_WORKDAY, .clock = CLOCK_STATUTORY, .extensions = &extension, .extension_count = 1};
    Value *v = deadline_value(arena, national, &terms, d("2026-03-10"));
    assert_string_equal(value_str(v, "due"), "2026-03-30");
    assert_string_equal(value_str(v, "due_zh"), "2026年3月30日");
    assert_string_equal(value_str(v, "clock"), "statutory");
    assert_string_equal(value_str(v, "state"), "running");
    assert_int_equal(value_int(v, "day_number", -1), 6);
    assert_int_equal(value_int(v, "remaining", -1), 14);
    assert_int_equal(value_int(v, "extensions_without_effect", -1), 1);
    assert_false(value_bool(v, "overdue"));
    assert_string_equal(value_str(v, "zh"), "自2026年3月2日的次日起算，共20个工作日，末日为2026年3月30日。");
    assert_string_equal(value_str(v, "en"), "Counted from the day after 2026-03-02, 20 working days: the last day is 2026-03-30.");
    assert_null(value_get(deadline_value(arena, national, &terms, DAY_NONE), "state"));
    int count;
    const ExplainedDay *days = deadline_explain(arena, national, &terms, &count);
    Value *list = deadline_explain_value(arena, days, count);
    assert_int_equal(list->count, 29);
    assert_string_equal(value_str(list->first, "date"), "2026-03-02");
    assert_string_equal(value_str(list->first, "weekday_zh"), "星期一");
    assert_true(value_bool(list->last, "due"));
    const char *error;
    char *json = value_json(arena, list);
    assert_non_null(value_parse(arena, json, strlen(json), &error));
    Pause open = {d("2026-03-09"), DAY_NONE, PAUSE_TEST, NULL};
    terms.pauses = &open;
    terms.pause_count = 1;
    v = deadline_value(arena, national, &terms, d("2026-03-10"));
    assert_null(value_str(v, "due"));
    assert_true(value_bool(v, "stopped"));
    assert_string_equal(value_str(v, "state"), "paused");
    assert_string_equal(value_str(v, "en"), "Counted from the day after 2026-03-02: day 4 of 30 working days; the clock stands until the pause ends.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_v03_spring_festival), cmocka_unit_test(test_the_notice_of_new_years_day_is_next_years),
        cmocka_unit_test(test_pause_with_ground_and_document), cmocka_unit_test(test_open_pause_ends_the_list_on_its_first_day),
        cmocka_unit_test(test_extension_boundary), cmocka_unit_test(test_calendar_days_and_rolling), cmocka_unit_test(test_same_day),
        cmocka_unit_test(test_provisional_days_say_so), cmocka_unit_test(test_local_override_names_its_document),
        cmocka_unit_test(test_values_for_json_and_pages),
    };
    return cmocka_run_group_tests_name("calendar_explain", tests, setup, teardown);
}
