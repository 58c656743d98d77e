/* cmd_deadline.c: yichuang deadline: when a lawful period ends, and why, with the calendar carried in the binary. */
#include "yichuang/cmd_deadline.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MAX_PAUSES = 200, MAX_EXTENSIONS = 50, MAX_OVERRIDES = 400 };
enum { DONE = 0, REFUSED = 1, WRONG_USAGE = 2 };

/* The command reckons for one place; its overrides are that place's own, so any code does. */
static const char here[] = "420115";

static const char usage[] =
    "用法：yichuang deadline --from 日期 --limit N --unit workday|calendar_day|month|year [选项]\n"
    "Usage: yichuang deadline --from DATE --limit N --unit workday|calendar_day|month|year [options]\n"
    "\n"
    "计算法定期限的末日，并可逐日说明理由。起算日不计入（《民法典》第二百零一条）。\n"
    "Tells the last lawful day of a period, and why, day by day. The start day is not counted (Civil Code, article 201).\n"
    "\n"
    "  --from DATE               起算事件日，如 2026-03-02（收件、受理、决定之日） the day of the event\n"
    "  --limit N                 期限；0 为当日 the limit; 0 is the same day\n"
    "  --unit UNIT               workday 工作日，calendar_day 自然日，month 月，year 年\n"
    "  --pause A..B[:KIND]       中止期间，两端均含；A.. 为尚未结束；可重复 a pause, both ends within; A.. has not ended; may be repeated\n"
    "                            KIND: hearing tender auction inspection test quarantine appraisal expert_review\n"
    "  --extend N[@DATE]         延长 N（于 DATE 决定；逾期后决定的无效，DC-6） an extension (decided on DATE); may be repeated\n"
    "  --clock T1|T2|T3|T4       哪一个时钟；T1（补正告知）不得中止（DC-5） which clock; T1 cannot be paused\n"
    "  --override DATE:KIND:文件 本地调整（DC-12）：holiday 停止办公，workday 正常办公；可重复 a local override, with its document\n"
    "  --holidays FILE           改用此日历文件（date,kind,name，UTF-8） use this calendar file instead of the one carried\n"
    "  --today DATE              另说明当日为第几日、尚余几日 tell the day number and the days left on DATE\n"
    "  --explain                 逐日说明 every day with its reason\n"
    "  --json                    以 JSON 输出 print JSON\n"
    "  --help                    本说明 this text\n"
    "\n"
    "退出码 exit codes: 0 完成 done, 1 拒绝 refused, 2 用法错误 wrong usage\n";

typedef struct {
    DeadlineTerms terms;
    Pause pauses[MAX_PAUSES];
    Extension extensions[MAX_EXTENSIONS];
    CalendarOverride overrides[MAX_OVERRIDES];
    int override_count;
    const char *holidays;
    Day today;
    bool from, limit, unit, json, explain, help;
} Options;

static int complain(int code, const char *option, const char *value, const char *zh, const char *en)
{
    fprintf(stderr, "yichuang deadline: %s%s%s%s：%s\n", option, value ? " “" : "", value ? value : "", value ? "”" : "", zh);
    fprintf(stderr, "yichuang deadline: %s%s%s%s: %s\n", option, value ? " \"" : "", value ? value : "", value ? "\"" : "", en);
    if (code == WRONG_USAGE) fprintf(stderr, "见 see: yichuang deadline --help\n");
    return code;
}

static int bad_date(const char *option, const char *value)
{
    return complain(WRONG_USAGE, option, value, "不是 2026-03-02 这样的真实日期（1900-2199年）", "not a real date like 2026-03-02 (years 1900 to 2199)");
}

static int take_number(const char *option, const char *value, int low, int *out)
{
    int64_t number;
    if (!text_parse_int(value, low, LIMIT_DEADLINE_DAYS, &number))
        return complain(WRONG_USAGE, option, value, low ? "须为1至3660的整数" : "须为0至3660的整数", low ? "a whole number from 1 to 3660 is needed" : "a whole number from 0 to 3660 is needed");
    *out = (int)number;
    return DONE;
}

/* A..B, A.. or A..B:KIND */
static int take_pause(Arena *arena, const char *value, Options *o)
{
    if (o->terms.pause_count == MAX_PAUSES) return complain(REFUSED, "--pause", NULL, "中止期间过多（上限200个）", "too many pauses (200 at most)");
    Pause *pause = &o->pauses[o->terms.pause_count];
    const char *dots = strstr(value, ".."), *colon = strchr(value, ':');
    if (!dots || (colon && colon < dots)) return complain(WRONG_USAGE, "--pause", value, "应写作 起日..止日", "must be written FROM..TO");
    const char *from = arena_strndup(arena, value, (size_t)(dots - value));
    const char *to = colon ? arena_strndup(arena, dots + 2, (size_t)(colon - dots - 2)) : dots + 2;
    pause->kind = PAUSE_OTHER;
    pause->to = DAY_NONE;
    if (!day_parse(from, &pause->from)) return bad_date("--pause", from);
    if (*to && !day_parse(to, &pause->to)) return bad_date("--pause", to);
    if (*to && pause->to.n < pause->from.n) return complain(WRONG_USAGE, "--pause", value, "止日早于起日", "it ends before it begins");
    if (colon && !pause_parse(colon + 1, &pause->kind))
        return complain(WRONG_USAGE, "--pause", value, "事由不在《行政许可法》第四十五条所列八种之内（XK-45）", "the ground is not one of the eight of article 45 (XK-45)");
    o->terms.pause_count++;
    return DONE;
}

static int take_extension(Arena *arena, const char *value, Options *o)
{
    if (o->terms.extension_count == MAX_EXTENSIONS) return complain(REFUSED, "--extend", NULL, "延长次数过多（上限50次）", "too many extensions (50 at most)");
    Extension *extension = &o->extensions[o->terms.extension_count];
    const char *at = strchr(value, '@');
    extension->decided = DAY_NONE;
    if (at && !day_parse(at + 1, &extension->decided)) return bad_date("--extend", at + 1);
    int code = take_number("--extend", at ? arena_strndup(arena, value, (size_t)(at - value)) : value, 1, &extension->amount);
    if (code == DONE) o->terms.extension_count++;
    return code;
}

/* DATE:holiday|workday:document. The command has one place only, so the area is its own. */
static int take_override(Arena *arena, const char *value, Options *o)
{
    if (o->override_count == MAX_OVERRIDES) return complain(REFUSED, "--override", NULL, "本地调整过多（上限400日）", "too many overrides (400 at most)");
    CalendarOverride *override = &o->overrides[o->override_count];
    char **parts;
    const char *english;
    if (text_split(arena, value, ':', &parts) != 3) return complain(WRONG_USAGE, "--override", value, "应写作 日期:holiday|workday:文件", "must be written DATE:holiday|workday:DOCUMENT");
    *override = (CalendarOverride){.area = here, .document = parts[2]};
    if (!day_parse(parts[0], &override->day)) return bad_date("--override", parts[0]);
    if (!calendar_kind_parse(parts[1], &override->kind)) return complain(WRONG_USAGE, "--override", value, "类型应为 holiday 或 workday", "the kind must be holiday or workday");
    if (!text_is_utf8(parts[2], strlen(parts[2]))) return complain(WRONG_USAGE, "--override", NULL, "文件名称不是 UTF-8 文本", "the document is not UTF-8 text");
    const char *fault = calendar_override_fault(override, &english);
    if (fault) return complain(WRONG_USAGE, "--override", value, fault, english);
    for (int i = 0; i < o->override_count; i++)
        if (day_equal(o->overrides[i].day, override->day)) return complain(WRONG_USAGE, "--override", value, "同一日写了两次", "the same day stands twice");
    o->override_count++;
    return DONE;
}

static int take_option(Arena *arena, const char *option, const char *value, Options *o)
{
    if (!strcmp(option, "--from")) return o->from = true, day_parse(value, &o->terms.event) ? DONE : bad_date(option, value);
    if (!strcmp(option, "--today")) return day_parse(value, &o->today) ? DONE : bad_date(option, value);
    if (!strcmp(option, "--limit")) return o->limit = true, take_number(option, value, 0, &o->terms.limit);
    if (!strcmp(option, "--unit"))
        return o->unit = true, unit_parse(value, &o->terms.unit) ? DONE
            : complain(WRONG_USAGE, option, value, "应为 workday、calendar_day、month 或 year", "must be workday, calendar_day, month or year");
    if (!strcmp(option, "--clock"))
        return clock_parse(value, &o->terms.clock) ? DONE : complain(WRONG_USAGE, option, value, "应为 T1 至 T7、T11 至 T14 之一", "must be one of T1 to T7, T11 to T14");
    if (!strcmp(option, "--holidays")) return o->holidays = value, DONE;
    if (!strcmp(option, "--pause")) return take_pause(arena, value, o);
    if (!strcmp(option, "--extend")) return take_extension(arena, value, o);
    return take_override(arena, value, o);
}

static bool takes_value(const char *option)
{
    static const char *const names[] = {"--from", "--limit", "--unit", "--pause", "--extend", "--clock", "--override", "--holidays", "--today"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(option, names[i])) return true;
    return false;
}

static int parse_options(Arena *arena, int argc, char **argv, Options *o)
{
    *o = (Options){.today = DAY_NONE};
    o->terms.pauses = o->pauses;
    o->terms.extensions = o->extensions;
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i], *equals = strchr(option, '=');
        if (!strcmp(option, "--json")) o->json = true;
        else if (!strcmp(option, "--explain")) o->explain = true;
        else if (!strcmp(option, "--help") || !strcmp(option, "-h")) return o->help = true, DONE;
        else {
            const char *name = equals ? arena_strndup(arena, option, (size_t)(equals - option)) : option;
            if (!takes_value(name)) return complain(WRONG_USAGE, option, NULL, "不认识的参数", "unknown argument");
            const char *value = equals ? equals + 1 : ++i < argc ? argv[i] : NULL;
            if (!value) return complain(WRONG_USAGE, name, NULL, "缺少取值", "a value is missing");
            int code = take_option(arena, name, value, o);
            if (code != DONE) return code;
        }
    }
    if (!o->from) return complain(WRONG_USAGE, "--from", NULL, "缺少起算日", "the start day is missing");
    if (!o->limit) return complain(WRONG_USAGE, "--limit", NULL, "缺少期限", "the limit is missing");
    if (!o->unit) return complain(WRONG_USAGE, "--unit", NULL, "缺少期限单位", "the unit is missing");
    return DONE;
}

static int load_calendar(Arena *arena, const Options *o, Calendar **out)
{
    if (!o->holidays) {
        *out = calendar_builtin(arena, here, o->overrides, o->override_count);
        return DONE;
    }
    size_t size;
    const uint8_t *bytes = file_read(arena, o->holidays, LIMIT_IMPORT_BYTES, &size);
    if (!bytes) return complain(REFUSED, "--holidays", o->holidays, arena_printf(arena, "读不出文件（%s）", strerror(errno)), arena_printf(arena, "cannot be read (%s)", strerror(errno)));
    CalendarTable table = calendar_parse_text(arena, bytes, size);
    for (int i = 0; i < table.problem_count; i++) {
        const CalendarProblem *p = &table.problems[i];
        fprintf(stderr, "%s：第%d行 %s：%s\n%s: row %d %s: %s\n", o->holidays, p->row, p->column, p->zh, o->holidays, p->row, p->column, p->en);
    }
    if (table.problem_count) return REFUSED;
    *out = calendar_new(arena, 0, here, table.days, table.count, o->overrides, o->override_count);
    return DONE;
}

static void print_json(Arena *arena, const Calendar *calendar, const Options *o)
{
    Value *answer = deadline_value(arena, calendar, &o->terms, o->today);
    value_set_str(arena, answer, "calendar_hash", calendar_hash(calendar));
    if (o->explain) {
        int count;
        const ExplainedDay *days = deadline_explain(arena, calendar, &o->terms, &count);
        value_set(arena, answer, "explain", deadline_explain_value(arena, days, count));
    }
    printf("%s\n", value_json(arena, answer));
}

static void print_days(Arena *arena, const Calendar *calendar, const Options *o)
{
    int count;
    const ExplainedDay *days = deadline_explain(arena, calendar, &o->terms, &count);
    for (int i = 0; i < count; i++) {
        const ExplainedDay *day = &days[i];
        const char *number = day->counted ? arena_printf(arena, "%4d", day->count) : "   -";
        printf("%s %s %s  %-6s %s%s%s | %s\n", day_text(arena, day->day), day_weekday_zh(day->day), number, day->article, day->text_zh,
               day->provisional ? "（暂定）" : "", day->due ? " ←末日" : "", day->text_en);
    }
}

static void print_text(Arena *arena, const Calendar *calendar, const Options *o)
{
    Deadline deadline = deadline_compute(calendar, &o->terms);
    if (o->explain) print_days(arena, calendar, o);
    printf("%s\n", deadline.stopped ? "停止计算 stopped" : day_text(arena, deadline.due));
    printf("%s\n%s\n", deadline_sentence_zh(arena, &o->terms, &deadline), deadline_sentence_en(arena, &o->terms, &deadline));
    if (deadline.extensions_without_effect)
        printf("有%d次延长在期限届满后决定，无效（DC-6）。%d extension(s) decided after the due day have no effect.\n", deadline.extensions_without_effect, deadline.extensions_without_effect);
    if (o->terms.pause_count && !clock_facts(o->terms.clock)->pausable)
        printf("%s不得中止，所列中止期间未予扣除（DC-5）。This clock cannot be paused: the pauses were not taken out.\n", clock_facts(o->terms.clock)->name_zh);
    if (day_is_none(o->today)) return;
    int number = deadline_day_number(calendar, &o->terms, &deadline, o->today), left = deadline_remaining(calendar, &o->terms, &deadline, o->today);
    if (deadline_overdue(&deadline, o->today)) printf("%s 已逾期%d日。Overdue by %d.\n", day_text(arena, o->today), -left, -left);
    else printf("%s 为第%d日，共%d日，尚余%d日。Day %d of %d, %d left.\n", day_text(arena, o->today), number, deadline.days, left, number, deadline.days, left);
}

static int run(Arena *arena, int argc, char **argv)
{
    Options *o = ARENA_NEW(arena, Options);
    Calendar *calendar = NULL;
    const char *english;
    int code = parse_options(arena, argc, argv, o);
    if (code != DONE) return code;
    if (o->help) return fputs(usage, stdout), DONE;
    const char *fault = deadline_terms_fault(&o->terms, &english);
    if (fault) return complain(REFUSED, "--limit", NULL, fault, english);
    code = load_calendar(arena, o, &calendar);
    if (code != DONE) return code;
    if (o->json) print_json(arena, calendar, o);
    else print_text(arena, calendar, o);
    return fflush(stdout) == 0 ? DONE : REFUSED;
}

int cmd_deadline(int argc, char **argv)
{
    Arena *volatile arena = arena_new();
    volatile int code = REFUSED;
    FaultGuard guard;
    if (FAULT_GUARD(&guard)) {
        code = run(arena, argc, argv);
        fault_unguard(&guard);
    } else {
        fprintf(stderr, "yichuang deadline: %s\n", guard.text);
    }
    arena_free(arena);
    return code;
}
