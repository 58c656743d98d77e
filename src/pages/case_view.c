/* case_view.c: see case_view.h. Days and deadlines in case_deadline.c. */
#include "window/desk_act.h"
#include "exchange/exchange.h"
#include "pages/case_joint.h"
#include "pages/case_view.h"
#include "base/text.h"
#include "pages/item_view.h"
#include "process/joint.h"
#include "people/identity.h"
#include "window/paper.h"
#include "window/paper_joint.h"
#include "pages/words.h"
#include <string.h>

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
const char *stage_text(Request *request, Stage stage) { return english(request) ? stage_en(stage) : stage_zh(stage); }

const char *stage_tone(Stage stage, Outcome outcome)
{
    switch (stage) {
    case STAGE_SUPPLEMENT:
    case STAGE_PAUSED: return "amber";
    case STAGE_GRANTED:
    case STAGE_CERTIFIED: return "green";
    case STAGE_REFUSED:
    case STAGE_REVOKED: return "seal";
    case STAGE_DELIVERED: return outcome == OUTCOME_REFUSED ? "seal" : "green";
    case STAGE_RECEIVED:
    case STAGE_ACCEPTED:
    case STAGE_FORWARDED:
    case STAGE_REVIEWED: return "teal";
    default: return "plain";
    }
}

/* ---- clocks ---- */

const char *clock_name(Request *request, ClockKind clock)
{
    static const char *const keys[] = {"clock.other", "clock.supplement", "clock.statutory", "clock.promise", "clock.delivery"};
    if (clock <= CLOCK_DELIVERY) return page_message(request, keys[clock]);
    return english(request) ? clock_facts(clock)->name_en : clock_facts(clock)->name_zh;
}

const char *clock_words(Request *request, const char *tone) { return page_message(request, arena_printf(request->arena, "desk.clock_%s", tone)); }

const char *clock_tone(Request *request, const CaseDates *dates, Stage stage)
{
    Visitor *v = visitor_of(request);
    if (stage_concluded(stage)) return "done";
    if (stage == STAGE_PAUSED || stage == STAGE_SUPPLEMENT) return "paused";
    if (day_is_none(dates->due)) return "done";
    if (day_before(dates->due, v->today)) return "red";
    if (day_equal(dates->due, v->today)) return "amber";
    return calendar_workdays_between(v->hall->scene->calendar, v->today, dates->due) <= 1 ? "blue" : "green";
}

ClockView clock_view(Request *request, const Standing *standing, ClockKind clock)
{
    Visitor *v = visitor_of(request);
    const Calendar *calendar = v->hall->scene->calendar;
    ClockView view = {.tone = "done", .text = ""};
    DeadlineTerms terms;
    bool decided = standing->stage == STAGE_REFUSED && clock != CLOCK_DELIVERY;        /* T1-T3 stopped with the refusal (XK-38) */
    if (decided || stage_concluded(standing->stage) || !standing_clock(standing, clock, &terms)) {
        view.words = clock_words(request, view.tone);
        return view;
    }
    Deadline deadline = deadline_compute(calendar, &terms);
    int left = deadline_remaining(calendar, &terms, &deadline, v->today);
    DeadlineState state = deadline_state(&terms, &deadline, v->today);
    view.running = true;
    view.day = deadline_day_number(calendar, &terms, &deadline, v->today);
    view.limit = deadline.days;
    view.tone = state == DEADLINE_PAUSED ? "paused" : state == DEADLINE_OVERDUE ? "red" : state == DEADLINE_DUE_TODAY ? "amber" : left <= 1 ? "blue" : "green";
    view.words = clock_words(request, view.tone);
    const char *unit = english(request) ? unit_name_en(terms.unit) : unit_name_zh(terms.unit);
    if (state == DEADLINE_OVERDUE) view.text = arena_printf(request->arena, english(request) ? "%d %s overdue" : "已超期 %d %s", -left, unit);
    else view.text = arena_printf(request->arena, english(request) ? "day %d of %d %s" : "第 %d 天，共 %d %s", view.day, view.limit, unit);
    return view;
}

/* ---- rows and heads ---- */

Value *case_my_row(Request *request, const CaseRow *row)
{
    Arena *a = request->arena;
    const Item *item = catalog_item_newest(hall_of(request)->scene->catalog, row->item);
    const char *tone = clock_tone(request, &row->dates, row->stage);
    Value *out = value_object(a);
    value_set_str(a, out, "number", row->number);
    value_set_str(a, out, "url", arena_printf(a, "/case/%s", row->number));
    value_set_str(a, out, "item_name", item ? words_item(request, item) : row->item);
    value_set_str(a, out, "state_text", stage_text(request, row->stage));
    value_set_str(a, out, "tone", stage_tone(row->stage, OUTCOME_GRANTED));
    value_set_str(a, out, "clock_text", clock_words(request, tone));
    value_set_str(a, out, "clock_tone", tone);
    value_set_str(a, out, "due", day_is_none(row->dates.due) ? NULL : day_text(a, row->dates.due));
    value_set_bool(a, out, "provisional", row->dates.provisional);
    value_set_str(a, out, "received", day_text(a, row->received));
    value_set_str(a, out, "todo_text", row->stage == STAGE_SUPPLEMENT ? page_message(request, "case.supplement") : row->stage == STAGE_CERTIFIED ? page_message(request, "case.collect") : NULL);
    return out;
}

static const char *channel_text(Request *request, const Event *received)
{
    const char *channel = received ? value_str_or(received->body, "channel", "") : "";
    return page_message(request, arena_printf(request->arena, "channel.%s", !strcmp(channel, "window") || !strcmp(channel, "api") ? channel : "online"));
}

static const Event *opening_event(Request *request, const CaseFile *file)
{
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    const Event *event = ledger_next(q, request->arena);
    store_done(q);
    return event;
}

static void set_holder(Request *request, Value *out, const CaseFile *file, const Item *item)
{
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    Holder holder = standing_holder(&file->standing);
    const Window *window = catalog_window(scene->catalog, file->standing.window);
    const Department *department = catalog_department(scene->catalog, file->standing.department);
    const char *role = english(request) ? holder_en(holder) : holder_zh(holder);
    const char *body = holder == HOLDER_WINDOW && window ? words_shown(request, window->name) : (holder == HOLDER_REVIEWER || holder == HOLDER_DECIDER) && department ? words_shown(request, department->name) : role;
    if (holder == HOLDER_CO && case_joint_holders(request, &file->standing)) body = case_joint_holders(request, &file->standing);
    value_set_str(a, out, "holder_body", body);
    value_set_str(a, out, "holder_role", body == role ? "" : role);
    value_set_str(a, out, "holder", body == role ? body : arena_printf(a, "%s · %s", body, role));
    value_set_str(a, out, "holder_phone", item ? value_str_or(item->body, "consult_phone", "") : "");
    value_set_str(a, out, "since", day_text(a, instant_day(file->changed)));
    value_set_str(a, out, "window_code", file->standing.window);
    value_set_str(a, out, "window_name", words_shown(request, window ? window->name : ""));
    value_set_str(a, out, "department", words_shown(request, department ? department->name : ""));
}

static void badge(Request *request, Value *list, const char *tone, const char *text)
{
    Value *row = value_push_object(request->arena, list);
    value_set_str(request->arena, row, "tone", tone);
    value_set_str(request->arena, row, "text", text);
}

Value *case_badges(Request *request, const Standing *s)
{
    Arena *a = request->arena;
    Value *list = value_list(a);
    bool open = !stage_concluded(s->stage);
    if (s->special) badge(request, list, "seal", page_message(request, "badge.special"));
    if (s->committed) badge(request, list, "teal", page_message(request, "badge.commitment"));
    if (s->commitment_false) badge(request, list, "amber", page_message(request, "badge.commitment_false"));
    if (open && standing_owed(s))
        badge(request, list, "amber", arena_printf(a, "%s %d · %s", page_message(request, "badge.owed"), standing_owed(s), day_text(a, day_is_none(s->owed_final) ? s->owed_by : s->owed_final)));
    if (s->reexamination == REEXAMINATION_ASKED) badge(request, list, "amber", page_message(request, "badge.reexamination"));
    if (s->reexamination == REEXAMINATION_OVERTURNED) badge(request, list, "teal", page_message(request, "badge.overturned"));
    return list;
}

/* The window waits for a word of the back office, or the other way round; the words are theirs alone. */
static const char *talk_text(Request *request, const Standing *s)
{
    if (stage_concluded(s->stage) || !s->open_count) return NULL;
    return page_message(request, s->open[0].to_window ? "case.with_window" : "case.with_back_office");
}

static void set_clock(Request *request, Value *out, const CaseFile *file, const char *base)
{
    Arena *a = request->arena;
    ClockView clock = clock_view(request, &file->standing, file->dates.clock);
    value_set_str(a, out, "clock_text", clock.text);
    value_set_str(a, out, "clock_tone", clock.tone);
    value_set_str(a, out, "clock_words", clock.words);
    if (clock.running && clock.limit) {
        value_set_int(a, out, "day", clock.day);
        value_set_int(a, out, "limit", clock.limit);
        value_set_str(a, out, "meter_tone", !strcmp(clock.tone, "red") || !strcmp(clock.tone, "amber") || !strcmp(clock.tone, "green") ? clock.tone : "");
    }
    bool due = !day_is_none(file->dates.due) && !stage_concluded(file->standing.stage) && file->standing.stage != STAGE_REFUSED;
    value_set_str(a, out, "due", due ? day_text(a, file->dates.due) : NULL);
    value_set_str(a, out, "due_kind", clock_name(request, file->dates.clock));
    value_set_bool(a, out, "provisional", file->dates.provisional);
    value_set_str(a, out, "statutory_due", day_is_none(file->dates.statutory_due) ? NULL : day_text(a, file->dates.statutory_due));
    value_set_str(a, out, "deadline_url", arena_printf(a, "%s/%s/deadline", base, file->number));
}

Value *case_head(Request *request, const CaseFile *file, const Item *item, const char *base)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    Value *out = value_object(a);
    const char *name = value_str(file->person, "applicant_name");
    const Officer *handler = *s->first_handler ? people_officer(hall_of(request)->scene->people, s->first_handler) : NULL;
    value_set_str(a, out, "number", file->number);
    value_set_str(a, out, "item_name", item ? words_item(request, item) : s->item);
    value_set_str(a, out, "item_url", arena_printf(a, "/items/%s?version=%d", s->item, s->item_version));
    value_set_str(a, out, "applicant", name ? identity_mask_name(a, name) : page_message(request, "case.erased"));
    value_set_str(a, out, "received", day_text(a, s->received));
    value_set_str(a, out, "state_text", stage_text(request, s->stage));
    value_set_str(a, out, "tone", stage_tone(s->stage, s->outcome));
    value_set_str(a, out, "first_handler", handler ? handler->name : NULL);
    const Officer *claimant = *s->claimant ? people_officer(hall_of(request)->scene->people, s->claimant) : NULL;
    value_set_str(a, out, "claimant", claimant ? claimant->name : NULL);
    value_set(a, out, "badges", case_badges(request, s));
    value_set_str(a, out, "talk", talk_text(request, s));
    value_set_str(a, out, "channel_text", channel_text(request, opening_event(request, file)));
    const ResultWay *way = result_way(s->result_way);
    value_set_str(a, out, "result_text", way ? english(request) ? way->en : way->zh : NULL);
    value_set_int(a, out, "version", s->item_version);
    value_set_str(a, out, "hash_short", item ? item->hash12 : "");
    value_set_int(a, out, "revision", s->events);
    set_holder(request, out, file, item);
    set_clock(request, out, file, base);
    return out;
}

/* ---- progress ---- */

static void step(Request *request, Value *list, const char *key, Day day, bool current, const char *note)
{
    Value *row = value_push_object(request->arena, list);
    value_set_str(request->arena, row, "name", page_message(request, key));
    value_set_str(request->arena, row, "date", day_is_none(day) ? NULL : day_text(request->arena, day));
    value_set_bool(request->arena, row, "done", !day_is_none(day));
    value_set_bool(request->arena, row, "current", current);
    value_set_str(request->arena, row, "note", note);
}

Value *case_steps(Request *request, const CaseFile *file)
{
    const Standing *s = &file->standing;
    Value *list = value_list(request->arena);
    Stage g = s->stage;
    step(request, list, "step.received", s->received, g == STAGE_RECEIVED, NULL);
    if (s->notices) step(request, list, "step.supplement", s->supplied, g == STAGE_SUPPLEMENT, NULL);
    if (g == STAGE_NOT_NEEDED || g == STAGE_NOT_COMPETENT || g == STAGE_WITHDRAWN || g == STAGE_LAPSED || g == STAGE_TERMINATED) {
        if (!day_is_none(s->accepted)) step(request, list, "step.accepted", s->accepted, false, NULL);
        step(request, list, "step.ended", s->concluded, true, stage_text(request, g));
        return list;
    }
    step(request, list, "step.accepted", s->accepted, g == STAGE_ACCEPTED || (g == STAGE_PAUSED && s->resumes_to == STAGE_ACCEPTED), s->deemed ? page_message(request, "step.deemed") : NULL);
    step(request, list, "step.decided", s->decided, g == STAGE_REVIEWED || g == STAGE_FORWARDED || (g == STAGE_PAUSED && s->resumes_to == STAGE_REVIEWED), NULL);
    step(request, list, "step.delivered", s->delivered, g == STAGE_GRANTED || g == STAGE_CERTIFIED || g == STAGE_REFUSED || g == STAGE_DELIVERED, NULL);
    if (g == STAGE_REVOKED) step(request, list, "step.ended", s->concluded, true, stage_text(request, g));
    return list;
}

/* ---- documents ---- */

Value *case_documents(Request *request, const CaseFile *file)
{
    Arena *a = request->arena;
    int count;
    const IssuedDocument **documents = documents_of_case(hall_of(request)->scene->store, a, file->id, &count);
    Value *list = value_list(a);
    bool may_open = visitor_is_holder(request, file) || visitor_may(request, RIGHT_SEE_PERSONAL, file);        /* papers name the applicant */
    for (int i = 0; i < count; i++) {
        const IssuedDocument *d = documents[i];
        const DocumentKind *kind = document_kind(d->kind);
        if (visitor_of(request)->actor.kind != ACTOR_OFFICER && paper_party(hall_of(request)->scene, a, d)) continue;       /* another's notice bears another's name */
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "title", document_title(a, kind, d->record, english(request)));
        value_set_str(a, row, "number", d->number ? d->number : "");
        value_set_str(a, row, "date", day_text(a, d->day));
        value_set_str(a, row, "url", may_open ? arena_printf(a, "/documents/%lld.pdf", (long long)d->id) : NULL);
        value_set_str(a, row, "other_url", may_open ? arena_printf(a, "/documents/%lld.pdf?lang=%s", (long long)d->id, english(request) ? "zh" : "en") : NULL);
        value_set_bool(a, row, "adverse", kind->adverse == ADVERSE_ALWAYS);
        value_set_str(a, row, "by", value_str_or(d->record, "handler", value_str_or(d->record, "receiver", "")));
        value_set_str(a, row, "delivered", NULL);
        value_set_str(a, row, "kind", d->kind);
    }
    return list;
}

typedef struct Drawing { Request *request; const Value *sheet; } Drawing;

void case_document_pdf(Request *request, const CaseFile *file, const IssuedDocument *document, bool with_code)
{
    Arena *a = request->arena;
    Value *facts = paper_drawing(hall_of(request)->scene, a, document, file, with_code);
    if (facts && file && !strcmp(document->kind, "F11") && visitor_of(request)->actor.kind == ACTOR_OFFICER)       /* opinions are among the departments until the minutes */
        paper_joint_written(hall_of(request)->scene, a, file->id, 0, value_set_list(a, facts, "opinions"));
    if (!facts) { reply_problem(request, 404, "no such document"); return; }
    page_pdf(request, document_sheet(a, document->kind, facts, english(request) ? "en" : "zh"), arena_printf(a, "%s-%s.pdf", file ? file->number : arena_printf(a, "%lld", (long long)document->id), document->kind));
}

/* ---- what has happened ---- */

const Event *case_last_event(Request *request, const CaseFile *file, const char *kind)
{
    const Event *found = NULL;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, request->arena));) if (!strcmp(e->kind, kind)) found = e;
    return found;
}

const char *event_title(Request *request, const Event *event)
{
    for (int act = 0; act < ACT_COUNT; act++)
        if (!strcmp(process_row((Act)act)->event, event->kind)) return english(request) ? process_row((Act)act)->en : process_row((Act)act)->zh;
    const Desk *desk = desk_of_event(event->kind);
    for (const DeskAct *act = desk ? desk->acts : NULL; act && act->name; act++)
        if (!strcmp(act->event, event->kind)) return english(request) ? act->en : act->zh;
    if (!strcmp(event->kind, "exchange.received"))
        return page_message(request, arena_printf(request->arena, "event.%s.%s", event->kind, parcel_kind_name((ParcelKind)value_int(event->body, "parcel_kind", PARCEL_FORWARD))));
    return page_message(request, arena_printf(request->arena, "event.%s", event->kind));
}

static const char *actor_shown(Request *request, const Event *event)
{
    if (!strncmp(event->actor, "officer:", 8)) {
        const Officer *officer = people_officer(hall_of(request)->scene->people, event->actor + 8);
        const Department *department = officer ? catalog_department(hall_of(request)->scene->catalog, officer->department) : NULL;
        if (!officer) return "";
        const char *as = value_str(event->body, "acted_as");      /* who holds several posts: the one she acted under */
        const Department *then = as ? catalog_department(hall_of(request)->scene->catalog, value_str_or(event->body, "acted_for", "")) : NULL;
        if (as) return arena_printf(request->arena, "%s%s%s（%s）", then ? words_shown(request, then->name) : "", then ? " · " : "", officer->name, words_shown(request, as));
        return department ? arena_printf(request->arena, "%s · %s", words_shown(request, department->name), officer->name) : officer->name;
    }
    if (!strcmp(event->actor, "clock")) return page_message(request, "actor.clock");
    if (!strncmp(event->actor, "machine:", 8)) {
        const Peer *peer = peer_load(hall_of(request)->scene->store, request->arena, event->actor + 8);
        return peer ? peer->name : page_message(request, "actor.machine");
    }
    if (!strcmp(event->actor, "operator")) return page_message(request, "actor.operator");
    if (case_event_party(event)) return arena_printf(request->arena, "%s%d", page_message(request, "heard.party"), case_event_party(event));
    return page_message(request, "actor.citizen");
}

/* What a co-department said of the materials, or of the case, with its words. */
static const char *co_words(Request *request, const Event *event)
{
    Arena *a = request->arena;
    const Value *list = value_get(event->body, "missing");
    CoOpinion opinion;
    if (co_opinion_parse(value_str(event->body, "conclusion"), &opinion)) {
        const char *said = english(request) ? co_opinion_en(opinion) : co_opinion_zh(opinion), *text = value_str_or(event->body, "opinion", value_str_or(event->body, "text", "")), *conditions = value_str_or(event->body, "conditions", "");
        return arena_printf(a, *conditions ? "%s：%s（%s）" : "%s：%s", said, text, conditions);
    }
    if (!list || !list->count) return page_message(request, "joint.complete");
    Buf out = buf_new(a);
    for (const Value *row = list->first; row; row = row->next) buf_printf(&out, "%s%lld. %s：%s", out.length ? "；" : "", (long long)value_int(row, "no", 0), value_str_or(row, "name", ""), value_str_or(row, "requirement", ""));
    return out.text;
}

/* The one text of an event a reader wants: reasons, opinions, what was granted. Review opinions and notes are for staff. */
static const char *event_text(Request *request, const Event *event, bool staff)
{
    static const char *const keys[] = {"reason", "content", "organ", "result", "matter", "facts"};
    if (!staff && (case_event_internal(event->kind) || case_event_answers_party(event))) return NULL;
    if (staff && (!strcmp(event->kind, "case.completeness_given") || !strcmp(event->kind, "case.opinion_given") || !strcmp(event->kind, "case.joint_met"))) return co_words(request, event);
    if (!strcmp(event->kind, "case.commitment_verified")) {
        const char *found = page_message(request, text_equal(value_str(event->body, "result"), "true") ? "event.commitment_true" : "event.commitment_false");
        return staff ? arena_printf(request->arena, "%s：%s", found, value_str_or(event->body, "findings", "")) : found;
    }
    if (staff && value_str(event->body, "opinion")) return value_str(event->body, "opinion");
    if (staff && value_str(event->body, "text")) return value_str(event->body, "text");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (value_str(event->body, keys[i])) return value_str(event->body, keys[i]);
    return NULL;
}

Value *case_events(Request *request, const CaseFile *file, bool staff)
{
    enum { MOST = 200 };
    Arena *a = request->arena;
    Event *events[MOST];
    int count = 0;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; count < MOST && (e = ledger_next(q, a));) events[count++] = e;
    store_done(q);
    Value *list = value_list(a);
    for (int i = count - 1; i >= 0; i--) {
        const Event *e = events[i];
        if (!staff && (!strcmp(e->kind, "case.noted") || !strcmp(e->kind, "case.checked") || !strcmp(e->kind, "notice.warned") || !strcmp(e->kind, "case.claimed") || !strcmp(e->kind, "case.released") || !strcmp(e->kind, "case.reassigned"))) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "title", event_title(request, e));
        value_set_str(a, row, "by", actor_shown(request, e));
        value_set_str(a, row, "time", instant_text_short(a, e->at));
        value_set_str(a, row, "text", event_text(request, e, staff));
        value_set_str(a, row, "tone", !strcmp(e->actor, "clock") ? "clock" : !strcmp(e->kind, "case.refused") || !strcmp(e->kind, "case.not_competent") ? "refused" : "");
        value_set_str(a, row, "url", staff ? arena_printf(a, "/receipts/%s/%lld.json", file->number, (long long)e->seq) : NULL);
        value_set_str(a, row, "url_text", staff ? arena_printf(a, "%s %lld", page_message(request, "event.proof"), (long long)e->seq - 1) : NULL);
    }
    return list;
}
