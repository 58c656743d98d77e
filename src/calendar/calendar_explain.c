/* calendar_explain.c: a deadline told day by day, each day with its reason and article, in Chinese and English; see calendar.h.
 *
 * Counts by walking, not by prefix sums: what people read is a second computation, and a test holds the two together.
 */
#include "calendar/calendar.h"
#include "base/text.h"

typedef struct { const char *id, *zh, *en; } Article;
static const Article permit_days = {"XK-82", "《行政许可法》第八十二条", "Administrative Permit Law, article 82"};
static const Article other_days = {"DC-2", "按工作日计算", "counted in working days"};
static const Article holiday_notice = {"DC-2", "国务院办公厅节假日安排通知", "State Council holiday notice"};
static const Article no_notice = {"DC-11", "暂定（节假日安排通知尚未发布）", "provisional (no holiday notice yet)"};
static const Article local_document = {"DC-12", "当地文件", "local document"};
static const Article start_day = {"DC-1", "《民法典》第二百零一条", "Civil Code, article 201"};
static const Article calendar_days = {"DC-3", "《民法典》第二百条", "Civil Code, article 200"};
static const Article last_day = {"DC-3", "《民法典》第二百零三条", "Civil Code, article 203"};
static const Article permit_pause = {"XK-45", "《行政许可法》第四十五条", "Administrative Permit Law, article 45"};
static const Article other_pause = {"DC-5", "中止期间", "suspension"};

static const struct { const char *code; const Article *article; } reasons[REASONS] = {
    [REASON_EVENT_DAY] = {"event_day", &start_day},
    [REASON_WORKDAY] = {"workday", &permit_days},
    [REASON_ADJUSTED_WORKDAY] = {"adjusted_workday", &holiday_notice},
    [REASON_LOCAL_WORKDAY] = {"local_workday", &local_document},
    [REASON_CALENDAR_DAY] = {"calendar_day", &calendar_days},
    [REASON_WEEKEND] = {"weekend", &permit_days},
    [REASON_HOLIDAY] = {"holiday", &permit_days},
    [REASON_PROVISIONAL_HOLIDAY] = {"provisional_holiday", &no_notice},
    [REASON_LOCAL_SUSPENSION] = {"local_suspension", &local_document},
    [REASON_PAUSED] = {"paused", &permit_pause},
    [REASON_PAUSE_OPEN] = {"pause_open", &permit_pause},
    [REASON_ROLLED_OVER] = {"rolled_over", &last_day},
    [REASON_ROLLED_TO] = {"rolled_to", &last_day},
};

/* The notice a row comes from. A year's notice also names the last days of December before it, always for New Year's Day. */
static int notice_year(Day day, const char *name)
{
    int year, month, in_month;
    day_split(day, &year, &month, &in_month);
    return month == 12 && text_starts(name, "元旦") ? year + 1 : year;
}

/* Why the day is no working day, or is one: by calendar alone. */
static ExplainReason calendar_reason(const Calendar *calendar, Day day)
{
    bool work = calendar_is_workday(calendar, day);
    if (calendar_day_override(calendar, day)) return work ? REASON_LOCAL_WORKDAY : REASON_LOCAL_SUSPENSION;
    if (work) return day_weekday(day) > 5 ? REASON_ADJUSTED_WORKDAY : REASON_WORKDAY;
    if (!calendar_day_name(calendar, day)) return REASON_WEEKEND;
    return calendar_is_provisional(calendar, day) ? REASON_PROVISIONAL_HOLIDAY : REASON_HOLIDAY;
}

static const char *calendar_reason_zh(Arena *arena, const Calendar *calendar, Day day)
{
    const CalendarOverride *local = calendar_day_override(calendar, day);
    const char *name = calendar_day_name(calendar, day);
    switch (calendar_reason(calendar, day)) {
    case REASON_LOCAL_WORKDAY: return arena_printf(arena, "本地正常办公（%s）", local->document);
    case REASON_LOCAL_SUSPENSION: return arena_printf(arena, "本地停止办公（%s）", local->document);
    case REASON_ADJUSTED_WORKDAY:
        return arena_printf(arena, "%s，%s调休上班（国务院办公厅关于%d年节假日安排的通知）", day_weekday_zh(day), name, notice_year(day, name));
    case REASON_HOLIDAY: return arena_printf(arena, "%s放假（国务院办公厅关于%d年节假日安排的通知）", name, notice_year(day, name));
    case REASON_PROVISIONAL_HOLIDAY: return arena_printf(arena, "%s放假（暂定：%d年通知尚未发布）", name, day_year(day));
    case REASON_WEEKEND: return "周末";
    default: return "工作日";
    }
}

static const char *calendar_reason_en(Arena *arena, const Calendar *calendar, Day day)
{
    const CalendarOverride *local = calendar_day_override(calendar, day);
    const char *name = calendar_day_name(calendar, day), *en = calendar_holiday_name_en(name);
    switch (calendar_reason(calendar, day)) {
    case REASON_LOCAL_WORKDAY: return arena_printf(arena, "open for work locally (%s)", local->document);
    case REASON_LOCAL_SUSPENSION: return arena_printf(arena, "work suspended locally (%s)", local->document);
    case REASON_ADJUSTED_WORKDAY: return arena_printf(arena, "adjusted working day for %s (State Council holiday notice for %d)", en, notice_year(day, name));
    case REASON_HOLIDAY: return arena_printf(arena, "%s (State Council holiday notice for %d)", en, notice_year(day, name));
    case REASON_PROVISIONAL_HOLIDAY: return arena_printf(arena, "%s (provisional: the notice for %d is not out)", en, day_year(day));
    case REASON_WEEKEND: return "weekend";
    default: return "working day";
    }
}

static void cite(ExplainedDay *at, const Article *article)
{
    at->article = article->id;
    at->article_zh = article->zh;
    at->article_en = article->en;
}

static void tell(ExplainedDay *at, ExplainReason reason, const char *zh, const char *en)
{
    at->reason = reason;
    at->reason_code = reasons[reason].code;
    cite(at, reasons[reason].article);
    at->text_zh = zh;
    at->text_en = en;
}

static void explain_event_day(const Deadline *deadline, ExplainedDay *at)
{
    bool same_day = !deadline->stopped && deadline->due.n == at->day.n;
    tell(at, REASON_EVENT_DAY, same_day ? "起算事件当日，当日办结" : "起算事件当日，不计入，自次日起算（《民法典》第二百零一条）",
         same_day ? "day of the event; to be done the same day" : "day of the event: not counted, counting starts the next day (Civil Code, article 201)");
}

static void explain_paused_day(Arena *arena, const Pause *pause, ExplainedDay *at)
{
    bool open = day_is_none(pause->to), permit = pause->kind != PAUSE_OTHER;
    const char *document = text_blank(pause->document) ? "" : pause->document;
    const char *law_zh = permit ? "《行政许可法》第四十五条" : "中止期间", *law_en = permit ? "Administrative Permit Law, article 45" : "suspended";
    tell(at, open ? REASON_PAUSE_OPEN : REASON_PAUSED,
         arena_printf(arena, "%s所需时间，不计入（%s%s%s）%s", pause_name_zh(pause->kind), law_zh, *document ? "；" : "", document, open ? "，尚未结束，期限停止计算" : ""),
         arena_printf(arena, "time for %s, not counted (%s%s%s)%s", pause_name_en(pause->kind), law_en, *document ? "; " : "", document,
                      open ? ", not ended yet: the clock stands" : ""));
    if (!permit) cite(at, &other_pause);
}

static void explain_open_day(Arena *arena, const Calendar *calendar, const DeadlineTerms *terms, const Deadline *deadline, ExplainedDay *at)
{
    bool workdays = terms->unit == UNIT_WORKDAY;
    const char *zh = calendar_reason_zh(arena, calendar, at->day), *en = calendar_reason_en(arena, calendar, at->day);
    bool run_out = at->count == deadline->days;         /* only days that DC-3 adds are left */
    if (run_out && at->due)
        tell(at, REASON_ROLLED_TO, arena_printf(arena, "期限末日顺延至此（《民法典》第二百零三条），%s", zh),
             arena_printf(arena, "the last day moves here (Civil Code, article 203): %s", en));
    else if (run_out)
        tell(at, REASON_ROLLED_OVER, arena_printf(arena, "%s，期限末日顺延（《民法典》第二百零三条）", zh),
             arena_printf(arena, "%s: the last day moves on (Civil Code, article 203)", en));
    else if (workdays) {
        at->counted = calendar_is_workday(calendar, at->day);
        tell(at, calendar_reason(calendar, at->day), zh, en);
        if (terms->clock == CLOCK_OTHER && reasons[at->reason].article == &permit_days) cite(at, &other_days);
    } else {
        at->counted = true;
        bool plain = calendar_reason(calendar, at->day) == REASON_WORKDAY;
        tell(at, REASON_CALENDAR_DAY, plain ? "按自然日计入" : arena_printf(arena, "按自然日计入（%s）", zh),
             plain ? "counted as a calendar day" : arena_printf(arena, "counted as a calendar day (%s)", en));
    }
    at->count += at->counted;
}

/* Counted days without the extensions: the next one counted is the first that an extension gives. */
static int days_before_extension(const Calendar *calendar, const DeadlineTerms *terms, const Deadline *deadline)
{
    DeadlineTerms plain = *terms;
    plain.extension_count = 0;
    return deadline->limit > terms->limit ? deadline_compute(calendar, &plain).days : -1;
}

static void mark_extension(Arena *arena, ClockKind clock, ExplainedDay *at)
{
    bool permit = clock == CLOCK_STATUTORY || clock == CLOCK_PROMISE;
    at->extension = true;
    at->text_zh = arena_printf(arena, "%s；自本日起为延长的期限%s", at->text_zh, permit ? "（《行政许可法》第四十二条）" : "");
    at->text_en = arena_printf(arena, "%s; the extension begins%s", at->text_en, permit ? " (Administrative Permit Law, article 42)" : "");
}

ExplainedDay *deadline_explain(Arena *arena, const Calendar *calendar, const DeadlineTerms *terms, int *count)
{
    Deadline deadline = deadline_compute(calendar, terms);
    Day end = deadline.due;
    if (deadline.stopped) {                             /* the first day of the open pause that holds the clock */
        end = terms->event;
        for (const Pause *p; (p = deadline_pause_on(terms, end)) == NULL || !day_is_none(p->to);) end = day_plus(end, 1);
    }
    int days = day_difference(terms->event, end) + 1, plain_days = days_before_extension(calendar, terms, &deadline), so_far = 0;
    ExplainedDay *all = ARENA_ARRAY(arena, ExplainedDay, days);
    for (int i = 0; i < days; i++) {
        ExplainedDay *at = &all[i];
        *at = (ExplainedDay){.day = day_plus(terms->event, i), .count = so_far};
        at->due = !deadline.stopped && at->day.n == deadline.due.n;
        at->provisional = calendar_is_provisional(calendar, at->day);
        const Pause *pause = deadline_pause_on(terms, at->day);
        if (i == 0) explain_event_day(&deadline, at);
        else if (pause) explain_paused_day(arena, pause, at);
        else explain_open_day(arena, calendar, terms, &deadline, at);
        if (at->counted && so_far == plain_days) mark_extension(arena, terms->clock, at);
        so_far = at->count;
    }
    *count = days;
    return all;
}

Value *deadline_explain_value(Arena *arena, const ExplainedDay *days, int count)
{
    Value *list = value_list(arena);
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "date", day_text(arena, days[i].day));
        value_set_str(arena, row, "weekday_zh", day_weekday_zh(days[i].day));
        value_set_bool(arena, row, "counted", days[i].counted);
        value_set_int(arena, row, "count", days[i].count);
        value_set_str(arena, row, "reason", days[i].reason_code);
        value_set_str(arena, row, "article", days[i].article);
        value_set_str(arena, row, "article_zh", days[i].article_zh);
        value_set_str(arena, row, "article_en", days[i].article_en);
        value_set_str(arena, row, "zh", days[i].text_zh);
        value_set_str(arena, row, "en", days[i].text_en);
        if (days[i].due) value_set_bool(arena, row, "due", true);
        if (days[i].extension) value_set_bool(arena, row, "extension", true);
        if (days[i].provisional) value_set_bool(arena, row, "provisional", true);
    }
    return list;
}

char *deadline_sentence_zh(Arena *arena, const DeadlineTerms *terms, const Deadline *deadline)
{
    const char *event = day_text_zh(arena, terms->event), *due = day_text_zh(arena, deadline->due);
    const char *provisional = deadline->provisional ? "（暂定：所涉年份的节假日安排尚未发布，发布后重新计算）" : "";
    const char *unit = unit_name_zh(terms->unit);
    if (deadline->stopped) return arena_printf(arena, "自%s的次日起算，已计%d日，共%d%s；期限现已停止计算，待中止事由结束后继续。", event, deadline->consumed, deadline->limit, unit);
    if (deadline->limit == 0) return arena_printf(arena, "当日办结，最迟%s。%s", due, provisional);
    return arena_printf(arena, "自%s的次日起算，共%d%s，末日为%s%s。%s", event, deadline->limit, unit, due, deadline->rolled ? "（遇休息日顺延）" : "", provisional);
}

char *deadline_sentence_en(Arena *arena, const DeadlineTerms *terms, const Deadline *deadline)
{
    const char *event = day_text(arena, terms->event), *due = day_text(arena, deadline->due);
    const char *provisional = deadline->provisional ? " Provisional: a holiday notice is not out yet; computed anew when it is." : "";
    const char *unit = unit_name_en(terms->unit);
    if (deadline->stopped)
        return arena_printf(arena, "Counted from the day after %s: day %d of %d %s; the clock stands until the pause ends.", event, deadline->consumed, deadline->limit, unit);
    if (deadline->limit == 0) return arena_printf(arena, "To be done the same day, %s at the latest.%s", due, provisional);
    return arena_printf(arena, "Counted from the day after %s, %d %s: the last day is %s%s.%s", event, deadline->limit, unit, due,
                        deadline->rolled ? " (moved on from a day off)" : "", provisional);
}

Value *deadline_value(Arena *arena, const Calendar *calendar, const DeadlineTerms *terms, Day today)
{
    Deadline deadline = deadline_compute(calendar, terms);
    const ClockFacts *clock = clock_facts(terms->clock);
    Value *v = value_object(arena);
    value_set_str(arena, v, "clock", clock->code);
    value_set_str(arena, v, "clock_zh", clock->name_zh);
    value_set_str(arena, v, "clock_en", clock->name_en);
    value_set_str(arena, v, "article", clock->article);
    value_set_str(arena, v, "article_zh", clock->article_zh);
    value_set_str(arena, v, "article_en", clock->article_en);
    value_set_str(arena, v, "from", day_text(arena, terms->event));
    value_set_int(arena, v, "limit", deadline.limit);
    value_set_str(arena, v, "unit", unit_code(terms->unit));
    value_set_str(arena, v, "unit_zh", unit_name_zh(terms->unit));
    value_set_str(arena, v, "unit_en", unit_name_en(terms->unit));
    value_set_str(arena, v, "due", deadline.stopped ? NULL : day_text(arena, deadline.due));
    value_set_str(arena, v, "due_zh", deadline.stopped ? NULL : day_text_zh(arena, deadline.due));
    value_set_bool(arena, v, "stopped", deadline.stopped);
    value_set_bool(arena, v, "rolled", deadline.rolled);
    value_set_bool(arena, v, "provisional", deadline.provisional);
    value_set_int(arena, v, "days", deadline.days);
    value_set_int(arena, v, "consumed", deadline.consumed);
    value_set_int(arena, v, "extensions_without_effect", deadline.extensions_without_effect);
    value_set_int(arena, v, "calendar_version", deadline.calendar_version);
    value_set_str(arena, v, "zh", deadline_sentence_zh(arena, terms, &deadline));
    value_set_str(arena, v, "en", deadline_sentence_en(arena, terms, &deadline));
    if (day_is_none(today)) return v;
    value_set_str(arena, v, "today", day_text(arena, today));
    value_set_int(arena, v, "day_number", deadline_day_number(calendar, terms, &deadline, today));
    value_set_int(arena, v, "remaining", deadline_remaining(calendar, terms, &deadline, today));
    value_set_str(arena, v, "state", deadline_state_code(deadline_state(terms, &deadline, today)));
    value_set_bool(arena, v, "overdue", deadline_overdue(&deadline, today));
    return v;
}
