/* story_want.c: what stands after `->`: its grammar as one table, and the comparison with what came. See story.h and docs/STORIES.md. */
#include "base/text.h"
#include "cases/redate.h"
#include "cases/lanes.h"
#include "window/paper.h"
#include "yichuang/story.h"
#include <string.h>

static const char *said(StoryRun *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
static const char *said(StoryRun *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(run->arena, format, args);
    va_end(args);
    return text;
}

static const CaseFile *file_of(StoryRun *run) { return run->case_id ? case_load(window_scene(run->window)->store, run->arena, run->case_id) : NULL; }
static const Event *event_of(StoryRun *run) { return run->turn.event_seq ? ledger_event(window_scene(run->window)->store, run->arena, run->turn.event_seq) : NULL; }

static bool clock_named(const char *id, ClockKind *out)
{
    for (int i = CLOCK_SUPPLEMENT; i < CLOCK_COUNT; i++)
        if (!strcmp(clock_facts((ClockKind)i)->id, id)) { *out = (ClockKind)i; return true; }
    return false;
}

static const char *day_or_none(StoryRun *run, Day day) { return day_is_none(day) ? "none" : day_text(run->arena, day); }

static const char *same_text(StoryRun *run, const char *what, const char *wanted, const char *got)
{
    return !strcmp(wanted, got ? got : "") ? NULL : said(run, "%s：应为 expected “%s”，实为 got “%s”", what, wanted, got ? got : "");
}

static const char *same_number(StoryRun *run, const char *what, const char *wanted, int64_t got)
{
    return same_text(run, what, wanted, arena_printf(run->arena, "%lld", (long long)got));
}

/* ---- the checks; w->words[0] is the name itself ---- */

static const char *want_refusal(StoryRun *run, const StoryWant *w)
{
    return same_text(run, "拒绝 refusal", w->words[0], run->turn.refusal == REFUSED_NOTHING ? story_outcome(run) : refusal_text(run->turn.refusal)->code);
}

static const char *want_event(StoryRun *run, const StoryWant *w)
{
    const Event *event = event_of(run);
    const char *wanted = strchr(w->words[0], '.') ? w->words[0] : arena_printf(run->arena, "case.%s", w->words[0]);
    return same_text(run, "事件 event", wanted, event ? event->kind : "（无 none）");
}

static const char *want_due(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    return same_text(run, "期限 due", w->words[1], file ? day_or_none(run, file->dates.due) : "（无办件 no case）");
}

/* clock T2 due DATE | clock T2 none */
static const char *want_clock(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    ClockKind clock;
    DeadlineTerms terms;
    clock_named(w->words[1], &clock);
    if (!file || !standing_clock(&file->standing, clock, &terms)) return same_text(run, w->words[1], w->words[w->count - 1], "none");
    return same_text(run, w->words[1], w->words[w->count - 1], day_or_none(run, deadline_compute(window_scene(run->window)->calendar, &terms).due));
}

static const char *holder_name(Holder holder)
{
    static const char *const names[] = {"nobody", "window", "applicant", "reviewer", "decider", "outside", "upper", "co"};
    return names[holder];
}

static const char *want_stage(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "环节 stage", w->words[1], f ? stage_name(f->standing.stage) : ""); }
static const char *want_holder(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "持件 holder", w->words[1], f ? holder_name(standing_holder(&f->standing)) : ""); }
static const char *want_outcome(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "结果 outcome", w->words[1], f && *outcome_name(f->standing.outcome) ? outcome_name(f->standing.outcome) : "none"); }
static const char *want_first(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "首办 first handler", w->words[1], f && *f->standing.first_handler ? f->standing.first_handler : "none"); }
static const char *want_claimant(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "持件人 claimant", w->words[1], f && *f->standing.claimant ? f->standing.claimant : "none"); }
static const char *want_owed(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_number(run, "容缺待补 owed", w->words[1], f ? standing_owed(&f->standing) : 0); }
static const char *want_questions(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_number(run, "待答问询 open questions", w->words[1], f ? f->standing.open_count : 0); }

/* position 2: in the queue of a limited item (XK-57). */
static const char *want_position(StoryRun *run, const StoryWant *w)
{
    const CaseFile *f = file_of(run);
    if (!f) return "没有办件 no case";
    return same_number(run, "受理次序 position", w->words[1], quota_facts(window_scene(run->window)->store, run->arena, f->standing.item, f->id, f->standing.quota, DAY_NONE).position);
}

/* task owed|verify|reexamine|question DATE|none: what waits beside the stage, and until when. */
static const char *want_task(StoryRun *run, const StoryWant *w)
{
    static const struct { const char *name; unsigned mask; } tasks[] = {{"owed", TASK_OWED}, {"verify", TASK_VERIFY}, {"reexamine", TASK_REEXAMINE}, {"question", TASK_QUESTION_WINDOW | TASK_QUESTION_OFFICE}};
    const CaseFile *f = file_of(run);
    Day due = DAY_NONE;
    unsigned mask = f ? case_tasks(&f->standing, &due) : 0;
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (!strcmp(tasks[i].name, w->words[1])) return mask & tasks[i].mask ? same_text(run, w->words[1], w->words[2], day_or_none(run, due)) : same_text(run, w->words[1], w->words[2], "done");
    return "不认识的待办 unknown task";
}

static const char *want_number(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "办件编号 number", w->words[1], f ? f->number : ""); }
static const char *want_version(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_number(run, "事项版本 item version", w->words[1], f ? f->standing.item_version : 0); }
static const char *want_accepted_on(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "受理日 accepted on", w->words[1], f ? day_or_none(run, f->standing.accepted) : ""); }
static const char *want_received_on(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "收件日 received on", w->words[1], f ? day_or_none(run, f->standing.received) : ""); }
static const char *want_supply_by(StoryRun *run, const StoryWant *w) { const CaseFile *f = file_of(run); return same_text(run, "补正期限 supply by", w->words[1], f ? day_or_none(run, f->standing.supply_by) : ""); }
static const char *want_cases(StoryRun *run, const StoryWant *w) { return same_number(run, "办件数 cases", w->words[1], cases_total(window_scene(run->window)->store)); }
static const char *want_case(StoryRun *run, const StoryWant *w) { return same_number(run, "办件 case", w->words[1], run->turn.case_id); }
static const char *want_acted(StoryRun *run, const StoryWant *w) { return same_number(run, "时钟办理 acted", w->words[1], value_int(run->turn.result, "acted", 0)); }
static const char *want_repeated(StoryRun *run, const StoryWant *w) { (void)w; return run->turn.repeated ? NULL : "不是重复提交 not taken as a repetition"; }
static const char *want_events(StoryRun *run, const StoryWant *w) { return same_number(run, "新增事件 new events", w->words[1], ledger_size(window_scene(run->window)->ledger) - run->events_before); }

/* told wang overdue | told applicant supplement: by an event of this line. told wang none: by none of them. */
static const char *want_told(StoryRun *run, const StoryWant *w)
{
    Store *store = window_scene(run->window)->store;
    bool applicant = !strcmp(w->words[1], "applicant") || !strcmp(w->words[1], "agent");
    const char *who = applicant ? arena_printf(run->arena, "%s:%lld", w->words[1], (long long)run->case_id) : arena_printf(run->arena, "officer:%s", w->words[1]), *got = notice_newest(store, run->arena, who, run->events_before);
    return same_text(run, arena_printf(run->arena, "告知 told %s", w->words[1]), w->words[2], got ? got : "none");
}

static const char *want_detail(StoryRun *run, const StoryWant *w)
{
    return run->turn.detail && strstr(run->turn.detail, w->words[1]) ? NULL : said(run, "说明中没有“%s”：%s", w->words[1], run->turn.detail ? run->turn.detail : "（无）");
}

static const char *want_rule(StoryRun *run, const StoryWant *w)
{
    return same_text(run, "规则 rule", w->words[1], refusal_text(run->turn.refusal)->rule);
}

static const char *want_provisional(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    bool wanted = !strcmp(w->words[0], "provisional");
    return file && file->dates.provisional == wanted ? NULL : wanted ? "期限不是暂定的 the due date is not provisional" : "期限是暂定的 the due date is provisional";
}

/* The main clock of the case with its deadline; false when it does not run. */
static bool main_clock(StoryRun *run, const CaseFile *file, DeadlineTerms *terms, Deadline *deadline)
{
    if (!file || !standing_clock(&file->standing, standing_main_clock(&file->standing), terms)) return false;
    *deadline = deadline_compute(window_scene(run->window)->calendar, terms);
    return true;
}

/* day 5 of 20 */
static const char *want_day(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    DeadlineTerms terms;
    Deadline deadline;
    if (!main_clock(run, file, &terms, &deadline)) return "没有时钟在走 no clock runs";
    int k = deadline_day_number(window_scene(run->window)->calendar, &terms, &deadline, instant_day(run->line->at));
    return same_text(run, "第几日 day", arena_printf(run->arena, "%s of %s", w->words[1], w->words[3]), arena_printf(run->arena, "%d of %d", k, deadline.days));
}

static const char *want_state(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    DeadlineTerms terms;
    Deadline deadline;
    if (!main_clock(run, file, &terms, &deadline)) return "没有时钟在走 no clock runs";
    return same_text(run, "时钟 state", w->words[0], deadline_state_code(deadline_state(&terms, &deadline, instant_day(run->line->at))));
}

/* why DATE counted|not REASON [CLOCK] */
static const char *want_why(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    ClockKind clock = file ? standing_main_clock(&file->standing) : CLOCK_OTHER;
    DeadlineTerms terms;
    Day day;
    int count;
    if (w->count == 5) clock_named(w->words[4], &clock);
    if (!file || !standing_clock(&file->standing, clock, &terms)) return "没有时钟在走 no clock runs";
    day_parse(w->words[1], &day);
    const ExplainedDay *days = deadline_explain(run->arena, window_scene(run->window)->calendar, &terms, &count);
    for (int i = 0; i < count; i++) {
        if (!day_equal(days[i].day, day)) continue;
        return same_text(run, w->words[1], arena_printf(run->arena, "%s %s", w->words[2], w->words[3]), arena_printf(run->arena, "%s %s", days[i].counted ? "counted" : "not", days[i].reason_code));
    }
    return said(run, "%s 不在期限之内 is not within the period", w->words[1]);
}

/* document F06 | document F06 NUMBER | document F06 none: of the case, the newest of its kind. */
static const char *want_document(StoryRun *run, const StoryWant *w)
{
    const IssuedDocument *document = run->case_id ? document_latest(window_scene(run->window)->store, run->arena, run->case_id, w->words[1]) : NULL;
    const Event *event = run->case_id ? NULL : event_of(run);             /* of a desk: no case, so the paper of this very event */
    for (const Value *d = event && value_get(event->body, "documents") ? value_get(event->body, "documents")->first : NULL; d && !document; d = d->next)
        if (!strcmp(value_str_or(d, "kind", ""), w->words[1])) document = document_latest_of_kind(window_scene(run->window)->store, run->arena, w->words[1]);
    if (w->count == 3 && !strcmp(w->words[2], "none")) return document ? said(run, "不应有文书 %s %s", w->words[1], document->number ? document->number : "") : NULL;
    if (!document) return said(run, "没有文书 %s not issued", w->words[1]);
    return w->count == 3 ? same_text(run, "文书编号 number", w->words[2], document->number) : NULL;
}

static const char *value_words(Arena *arena, const Value *v)
{
    if (!v || v->kind == VALUE_NULL) return "";
    return v->kind == VALUE_STRING ? v->string : value_json(arena, v);
}

/* paper F22 KEY VALUE: what the newest of its kind says when it is drawn. */
static const char *want_paper(StoryRun *run, const StoryWant *w)
{
    const Scene *scene = window_scene(run->window);
    const IssuedDocument *document = run->case_id ? document_latest(scene->store, run->arena, run->case_id, w->words[1]) : NULL;
    if (!document) return said(run, "没有文书 %s not issued", w->words[1]);
    const Value *facts = paper_drawing((Scene *)scene, run->arena, document, file_of(run), false);
    return same_text(run, "文书所载 paper", w->words[3], value_words(run->arena, value_get(facts, w->words[2])));
}

/* public F21 | public F21 none: may everybody consult it (XK-40)? */
static const char *want_public(StoryRun *run, const StoryWant *w)
{
    Store *store = window_scene(run->window)->store;
    const IssuedDocument *document = run->case_id ? document_latest(store, run->arena, run->case_id, w->words[1]) : NULL;
    if (!document) return said(run, "没有文书 %s not issued", w->words[1]);
    int count;
    const IssuedDocument **rows = documents_public(store, run->arena, (int)documents_public_count(store) + 1, 0, &count);
    bool shown = false;
    for (int i = 0; i < count; i++) shown = shown || rows[i]->id == document->id;
    if (w->count == 3) return shown ? said(run, "%s 不应公开 is public", w->words[1]) : NULL;
    return shown ? NULL : said(run, "%s 应当公开，供公众查阅 is not public", w->words[1]);
}

/* says KEY VALUE: a fact of the event. */
static const char *want_says(StoryRun *run, const StoryWant *w)
{
    const Event *event = event_of(run);
    return same_text(run, w->words[1], w->words[2], event ? value_words(run->arena, value_get(event->body, w->words[1])) : "（无事件）");
}

static const char *want_person(StoryRun *run, const StoryWant *w)
{
    const CaseFile *file = file_of(run);
    if (!strcmp(w->words[1], "none")) return file && !file->person ? NULL : "个人信息仍在 personal data is still there";
    return w->count == 3 ? same_text(run, w->words[1], w->words[2], file ? value_words(run->arena, value_get(file->person, w->words[1])) : "") : NULL;
}

static const char *want_nothing(StoryRun *run, const StoryWant *w)
{
    (void)w;
    int64_t grown = ledger_size(window_scene(run->window)->ledger) - run->events_before;
    return grown ? said(run, "不应有事件，却新增%lld条 events were recorded", (long long)grown) : NULL;
}

/* What the calendar did to the case: by the calendar event of this line, or lately when the line is none. */
static const CaseRedated *lately_moved(StoryRun *run)
{
    const Event *event = event_of(run);
    int count;
    int64_t id = run->case_id ? run->case_id : 1;      /* an act of the office is about no case: the first, as everywhere */
    const CaseRedated *rows = case_redated_of(window_scene(run->window)->store, run->arena, id, &count);
    bool by_this = event && (!strncmp(event->kind, "calendar.", 9) || !strcmp(event->kind, "centre.configured"));
    return count && (!by_this || rows[count - 1].event_seq == event->seq) ? &rows[count - 1] : NULL;
}

/* redated DATE to DATE | redated none */
static const char *want_redated(StoryRun *run, const StoryWant *w)
{
    const CaseRedated *row = lately_moved(run);
    const char *got = row ? arena_printf(run->arena, "%s to %s", day_or_none(run, row->old_due), day_or_none(run, row->new_due)) : "none";
    return same_text(run, "改期 redated", w->count == 2 ? w->words[1] : arena_printf(run->arena, "%s to %s", w->words[1], w->words[3]), got);
}

static const char *want_made_certain(StoryRun *run, const StoryWant *w)
{
    const CaseRedated *row = lately_moved(run);
    (void)w;
    return row && row->old_provisional && !row->new_provisional ? NULL : "没有由暂定转为确定的改期记录 no row says that it is no longer provisional";
}

static const char *want_cause(StoryRun *run, const StoryWant *w)
{
    const CaseRedated *row = lately_moved(run);
    const Redating *cause = row ? redating_of(window_scene(run->window)->store, run->arena, row->event_seq) : NULL;
    return same_text(run, "改期原因 cause", w->words[1], cause ? cause->source : "");
}

static const char *want_moved(StoryRun *run, const StoryWant *w)
{
    const Redating *cause = redating_of(window_scene(run->window)->store, run->arena, run->turn.event_seq);
    return same_number(run, "改期件数 moved", w->words[1], cause ? cause->moved : 0);
}

/* shape: d date, t clock, c counted|not, n number, x any, e "none" or date, o literal "of", u literal "due", l literal "to", z literal "none", S stage; capital words after | are optional. */
static const struct { const char *name; const char *shape; const char *(*check)(StoryRun *, const StoryWant *); } wants[] = {
    {"due", "e", want_due}, {"clock", "tue", want_clock}, {"clock", "te", want_clock}, {"stage", "S", want_stage}, {"holder", "x", want_holder}, {"outcome", "x", want_outcome},
    {"first", "x", want_first}, {"number", "x", want_number}, {"version", "n", want_version}, {"accepted_on", "e", want_accepted_on}, {"received_on", "e", want_received_on},
    {"supply_by", "e", want_supply_by}, {"cases", "n", want_cases}, {"case", "n", want_case}, {"acted", "n", want_acted}, {"repeated", "", want_repeated}, {"told", "xx", want_told}, {"events", "n", want_events},
    {"detail", "x", want_detail}, {"rule", "x", want_rule}, {"provisional", "", want_provisional}, {"certain", "", want_provisional}, {"day", "non", want_day},
    {"running", "", want_state}, {"paused", "", want_state}, {"due_today", "", want_state}, {"overdue", "", want_state}, {"why", "dcx", want_why}, {"why", "dcxt", want_why},
    {"document", "x", want_document}, {"document", "xx", want_document}, {"says", "xx", want_says}, {"person", "x", want_person}, {"person", "xx", want_person}, {"nothing", "", want_nothing},
    {"moved", "n", want_moved}, {"redated", "ele", want_redated}, {"redated", "z", want_redated}, {"made_certain", "", want_made_certain}, {"cause", "x", want_cause},
    {"claimant", "x", want_claimant}, {"owed", "n", want_owed}, {"questions", "n", want_questions}, {"position", "n", want_position}, {"task", "xx", want_task},
    {"co", "xx", story_joint_check}, {"co", "xxe", story_joint_check}, {"co", "xnon", story_joint_check}, {"todo", "xn", story_joint_todo},
    {"paper", "xxx", want_paper}, {"public", "x", want_public}, {"public", "xz", want_public},
};

static bool shaped(char kind, const char *word)
{
    Day day;
    ClockKind clock;
    int64_t n;
    switch (kind) {
    case 'd': return day_parse(word, &day);
    case 'e': return !strcmp(word, "none") || day_parse(word, &day);
    case 't': return clock_named(word, &clock);
    case 'c': return !strcmp(word, "counted") || !strcmp(word, "not");
    case 'n': return text_parse_int(word, 0, 1000000, &n);
    case 'o': return !strcmp(word, "of");
    case 'u': return !strcmp(word, "due");
    case 'l': return !strcmp(word, "to");
    case 'z': return !strcmp(word, "none");
    case 'S':
        for (int i = 0; i < STAGE_COUNT; i++) if (!strcmp(stage_name((Stage)i), word)) return true;
        return false;
    default: return true;
    }
}

static int want_index(const StoryWant *want)
{
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        if (strcmp(wants[i].name, want->words[0]) || (int)strlen(wants[i].shape) != want->count - 1) continue;
        bool good = true;
        for (int k = 1; k < want->count; k++) good = good && shaped(wants[i].shape[k - 1], want->words[k]);
        if (good) return (int)i;
    }
    return -1;
}

static bool event_known(const char *name)
{
    if (strchr(name, '.')) return true;
    for (int i = 0; i < ACT_COUNT; i++) if (!strcmp(process_row((Act)i)->event + 5, name)) return true;
    return false;
}

/* `refused` alone is the event case.refused (不予); refusals are written by their code. `paused` alone could be both: the event is the wanted one after an act `pause`. */
static bool ambiguous_event(StoryRun *run, const char *name) { return !strcmp(name, "paused") && !strcmp(run->line->verb, "pause"); }

const char *story_want_problem(Arena *arena, const StoryWant *want)
{
    const char *name = want->words[0];
    if (!strncmp(name, "REFUSED_", 8))
        return want->count == 1 && refusal_named(name) != REFUSAL_COUNT ? NULL : arena_printf(arena, "没有这个拒绝代码“%s” no such refusal", name);
    if (want_index(want) >= 0 || (want->count == 1 && event_known(name))) return NULL;
    return arena_printf(arena, "不认识的期望“%s” this expectation is not known or not of the right form", name);
}

const char *story_want_check(StoryRun *run, const StoryWant *want)
{
    if (!strncmp(want->words[0], "REFUSED_", 8)) return want_refusal(run, want);
    int i = ambiguous_event(run, want->words[0]) ? -1 : want_index(want);
    return i >= 0 ? wants[i].check(run, want) : want_event(run, want);
}

char *story_outcome(StoryRun *run)
{
    if (run->turn.refusal != REFUSED_NOTHING) {
        const RefusalText *text = refusal_text(run->turn.refusal);
        return arena_printf(run->arena, "%s：%s%s%s", text->code, text->zh, run->turn.detail ? " " : "", run->turn.detail ? run->turn.detail : "");
    }
    const Event *event = event_of(run);
    const CaseFile *file = file_of(run);
    Buf out = buf_new(run->arena);
    if (event) buf_str(&out, !strncmp(event->kind, "case.", 5) ? event->kind + 5 : event->kind);
    else buf_str(&out, "完成 done");
    if (file && !stage_concluded(file->standing.stage)) buf_printf(&out, "，%s，due %s", stage_zh(file->standing.stage), day_or_none(run, file->dates.due));
    return out.text;
}
