/* api_case.c: cases for machines and for applicants with a query code: open, follow, explain, act. Personal data leaves here masked only. */
#include "api/api.h"
#include "base/text.h"
#include "pages/item_view.h"
#include "pages/process_view.h"
#include "people/identity.h"
#include "window/paper.h"
#include <string.h>

static const char *case_path(Request *request, const char *number, const char *tail) { return arena_printf(request->arena, "/api/v1/cases/%s%s", number, tail); }

/* ---- opening: the hot path. Nothing is read from the store here; what the reply says comes back from the window with the turn ---- */

static void set_receipt(Arena *a, Value *reply, const char *kind, const char *document, const char *number)
{
    Value *receipt = value_set_object(a, reply, "receipt");
    value_set_str(a, receipt, "kind", kind);
    value_set_str(a, receipt, "document", document);
    value_set_str(a, receipt, "href", arena_printf(a, "/api/v1/receipts/%s", number));
}

static Value *received(Request *request, int64_t id, const char *number, const char *stage, const char *day, const char *notice_by, const char *document, int64_t seq)
{
    Arena *a = request->arena;
    Value *reply = value_object(a);
    value_set_str(a, reply, "number", number);
    value_set_str(a, reply, "query_code", case_query_code(a, window_secret(hall_of(request)->window), id, number));
    value_set_str(a, reply, "stage", stage);
    value_set_str(a, reply, "received", day);
    value_set_str(a, reply, "notice_by", notice_by);
    set_receipt(a, reply, "F03", document, number);
    value_set_int(a, value_set_object(a, reply, "log"), "index", seq - 1);
    return reply;
}

/* The case this key opened before, as it was received. */
static Value *received_before(Request *request, int64_t case_id)
{
    Arena *a = request->arena;
    Store *store = hall_of(request)->scene->store;
    const CaseFile *file = case_load(store, a, case_id);
    Query *q = ledger_read_case(store, case_id);
    Event *opening = ledger_next(q, a);
    for (Event *e = opening; e;) e = ledger_next(q, a);
    if (!file || !opening) return NULL;
    const Value *documents = value_get(opening->body, "documents");
    Value *reply = received(request, case_id, file->number, stage_name(file->standing.stage), value_str(opening->body, "received"), value_str(opening->body, "notice_by"),
                            documents ? value_str(documents->first, "number") : NULL, opening->seq);
    value_set_bool(a, reply, "repeated", true);
    return reply;
}

static void opened(Request *request, WindowTurn *turn)
{
    if (turn->refusal != REFUSED_NOTHING) { api_refusal(request, turn->refusal, turn->detail); return; }
    const Value *r = turn->result;
    Value *reply = turn->repeated || !r ? received_before(request, turn->case_id)
        : received(request, turn->case_id, value_str(r, "number"), "received", value_str(r, "received"), value_str(r, "notice_by"), value_str(r, "document"), turn->event_seq);
    if (!reply) { api_refusal(request, REFUSED_NO_SUCH_CASE, NULL); return; }
    api_reply(request, turn->repeated ? 200 : 201, reply);
    reply_header(request, "Location", case_path(request, value_str(reply, "number"), ""));
}

static bool key_good(const char *key)
{
    size_t n = strlen(key);
    if (n < 1 || n > 200) return false;
    for (; *key; key++) if (*key < 0x21 || *key > 0x7e) return false;
    return true;
}

/* All but "item" is the application itself, as the table of the law names its fields. */
static const Value *application(Arena *a, const Value *body)
{
    Value *input = value_object(a);
    for (const Value *m = body->first; m;) {
        Value *member = (Value *)m;            /* ours alone: parsed from this request's body */
        m = m->next;
        if (strcmp(member->key, "item")) value_put(input, member->key, member);
    }
    value_set_str(a, input, "channel", "api");
    return input;
}

void api_case_open(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    const char *key = request_header(request, "Idempotency-Key");
    if (key && !key_good(key)) { api_problem(request, API_KEY_INVALID, NULL, NULL, NULL); return; }
    const Value *body = api_body(request, "CaseApplication");
    if (!body) return;
    const char *item = value_str(body, "item");
    if (!item) {
        api_problem(request, API_BAD_VALUE, "/item", "/item：缺少事项编码", "/item: the item code is missing");
        return;
    }
    CaseAct *act = ARENA_NEW(a, CaseAct);
    *act = (CaseAct){.act = ACT_RECEIVE, .item = item, .input = application(a, body), .idempotency_key = key ? arena_strdup(a, key) : NULL,
                     .idempotency_scope = arena_printf(a, "machine:%s", call->actor.id)};
    WindowTurn *turn = page_new_turn(request, case_act, act);
    turn->actor = call->actor;
    api_submit(request, turn, act, opened);
}

/* ---- following ---- */

static void set_item(Request *request, Value *reply, const Standing *s)
{
    Arena *a = request->arena;
    const Catalog *catalog = hall_of(request)->scene->catalog;
    const Item *item = catalog_item_version(catalog, s->item, s->item_version);
    Value *v = value_set_object(a, reply, "item");
    value_set_str(a, v, "code", s->item);
    value_set_str(a, v, "name", item ? item->name : s->item);
    value_set_int(a, v, "version", s->item_version);
    if (item) value_set_str(a, v, "hash12", item->hash12);
    const Department *department = catalog_department(catalog, s->department);
    const Window *window = catalog_window(catalog, s->window);
    value_set_str(a, reply, "department", s->department);
    value_set_str(a, reply, "department_name", department ? department->name : s->department);
    value_set_str(a, reply, "window", s->window);
    value_set_str(a, reply, "window_name", window ? window->name : s->window);
}

static void set_stage(Arena *a, Value *reply, Stage stage)
{
    value_set_str(a, reply, "stage", stage_name(stage));
    value_set_str(a, reply, "stage_zh", stage_zh(stage));
    value_set_str(a, reply, "stage_en", stage_en(stage));
}

static void set_day(Arena *a, Value *object, const char *key, Day day) { if (!day_is_none(day)) value_set_str(a, object, key, day_text(a, day)); }

static void set_applicant(Arena *a, Value *reply, const CaseFile *file)
{
    const char *name = value_str(file->person, "applicant_name"), *identity = value_str(file->person, "identity"), *phone = value_str(file->person, "phone");
    Value *applicant = value_set_object(a, reply, "applicant");
    value_set_bool(a, applicant, "erased", !file->person);
    if (name) value_set_str(a, applicant, "name", identity_mask_name(a, name));
    if (identity) value_set_str(a, applicant, "identity", identity_mask(a, identity));
    if (phone) value_set_str(a, applicant, "phone", identity_mask_phone(a, phone));
}

static void set_materials(Request *request, Value *reply, const CaseFile *file)
{
    static const char *const states[] = {[MATERIAL_UNSEEN] = "unseen", [MATERIAL_OK] = "ok", [MATERIAL_MISSING] = "missing", [MATERIAL_NONCONFORMING] = "nonconforming"};
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    const Item *item = case_item(hall_of(request)->scene, file);
    Value *list = value_set_list(a, reply, "materials");
    for (int no = 1; no <= s->material_count && no <= LIMIT_MATERIALS_PER_ITEM; no++) {
        const Material *material = item ? item_material(item, no) : NULL;
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", no);
        value_set_str(a, row, "name", material ? material->name : "");
        value_set_bool(a, row, "handed", s->handed[no]);
        value_set_bool(a, row, "asked", s->asked[no]);
        value_set_str(a, row, "state", states[s->material[no]]);
    }
}

static void set_documents(Request *request, Value *reply, int64_t case_id)
{
    int count;
    Arena *a = request->arena;
    const IssuedDocument **documents = documents_of_case(hall_of(request)->scene->store, a, case_id, &count);
    Value *list = value_set_list(a, reply, "documents");
    for (int i = 0; i < count; i++) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "kind", documents[i]->kind);
        value_set_str(a, row, "title", document_title(a, document_kind(documents[i]->kind), documents[i]->record, false));
        value_set_str(a, row, "title_en", document_title(a, document_kind(documents[i]->kind), documents[i]->record, true));
        value_set_str(a, row, "number", documents[i]->number);
        value_set_str(a, row, "date", day_text(a, documents[i]->day));
        value_set_bool(a, row, "valid", !documents[i]->void_reason);
    }
}

/* The clock that matters now, in short. */
static void set_clock(Request *request, Value *reply, const CaseFile *file)
{
    Arena *a = request->arena;
    DeadlineTerms terms;
    const Standing *s = &file->standing;
    if (stage_concluded(s->stage) || !standing_clock(s, standing_main_clock(s), &terms)) { value_set_str(a, reply, "clock", NULL); return; }
    const Value *all = deadline_value(a, hall_of(request)->scene->calendar, &terms, visitor_of(request)->today);
    Value *clock = value_set_object(a, reply, "clock");
    value_set_str(a, clock, "id", clock_facts(terms.clock)->id);
    static const char *const kept[] = {"clock", "clock_zh", "clock_en", "article", "from", "limit", "unit", "due", "day_number", "remaining", "state", "stopped", "provisional", "zh", "en"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const Value *v = value_get(all, kept[i]);
        if (v) value_set(a, clock, kept[i], value_copy(a, v));
    }
}

void api_case(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    const CaseFile *file = call->file;
    const Standing *s = &file->standing;
    Value *reply = value_object(a);
    value_set_str(a, reply, "number", file->number);
    set_item(request, reply, s);
    set_stage(a, reply, s->stage);
    value_set_str(a, reply, "outcome", outcome_name(s->outcome));
    value_set_bool(a, reply, "deemed", s->deemed);
    Value *holder = value_set_object(a, reply, "holder");
    value_set_str(a, holder, "zh", holder_zh(standing_holder(s)));
    value_set_str(a, holder, "en", holder_en(standing_holder(s)));
    set_applicant(a, reply, file);
    const ResultWay *way = result_way(s->result_way);
    value_set_str(a, reply, "result_way", way ? way->name : "window");
    set_day(a, reply, "received", s->received);
    set_day(a, reply, "supply_by", s->stage == STAGE_SUPPLEMENT ? s->supply_by : DAY_NONE);
    set_day(a, reply, "accepted", s->accepted);
    set_day(a, reply, "decided", s->decided);
    set_day(a, reply, "delivered", s->delivered);
    set_day(a, reply, "concluded", s->concluded);
    set_day(a, reply, "statutory_due", file->dates.statutory_due);
    set_day(a, reply, "promised_due", file->dates.promised_due);
    set_clock(request, reply, file);
    set_materials(request, reply, file);
    set_documents(request, reply, file->id);
    value_set_str(a, reply, "opened_at", instant_text(a, file->opened));
    value_set_str(a, reply, "changed_at", instant_text(a, file->changed));
    api_reply(request, 200, reply);
}

/* ---- what happened ---- */

static const ProcessRow *row_of_event(const char *kind)
{
    for (int i = 0; i < ACT_COUNT; i++) if (!strcmp(process_row((Act)i)->event, kind)) return process_row((Act)i);
    return NULL;
}

static void event_documents(Arena *a, Value *reply, const Event *event)
{
    const Value *documents = value_get(event->body, "documents");
    Value *list = value_set_list(a, reply, "documents");
    for (const Value *d = documents ? documents->first : NULL; d; d = d->next) {
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "kind", value_str(d, "kind"));
        value_set_str(a, row, "number", value_str(d, "number"));
    }
}

/* The body without what is inside business: the account's number, the papers' own records, notes between front and back. */
static void event_facts(Arena *a, Value *reply, const Event *event)
{
    Value *facts = value_set_object(a, reply, "facts");
    if (!strcmp(event->kind, "case.noted")) return;
    for (const Value *m = event->body ? event->body->first : NULL; m; m = m->next)
        if (strcmp(m->key, "account") && strcmp(m->key, "documents")) value_set(a, facts, m->key, value_copy(a, m));
}

void api_case_events(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    Value *reply = value_object(a), *list;
    value_set_str(a, reply, "number", call->file->number);
    list = value_set_list(a, reply, "events");
    Query *q = ledger_read_case(hall_of(request)->scene->store, call->file->id);
    for (Event *event; (event = ledger_next(q, a));) {
        if (!(call->actor.scopes & MACHINE_QUERY) && (case_event_internal(event->kind) || case_event_answers_party(event))) continue;
        const ProcessRow *row = row_of_event(event->kind);
        Value *one = value_push_object(a, list);
        value_set_int(a, one, "seq", event->seq);
        value_set_str(a, one, "at", instant_text(a, event->at));
        value_set_str(a, one, "kind", event->kind);
        value_set_str(a, one, "actor", event->actor);
        value_set_str(a, one, "act", row ? row->name : NULL);
        value_set_str(a, one, "zh", row ? row->zh : event->kind);
        value_set_str(a, one, "en", row ? row->en : event->kind);
        value_set_str(a, one, "rule", row ? row->rule : "");
        event_facts(a, one, event);
        event_documents(a, one, event);
    }
    api_reply(request, 200, reply);
}

/* ---- every clock, and why ---- */

/* The paper names the applicant, so only the holder of the query code gets it here; officers open it in the hall, on record. */
void api_case_document(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    Scene *scene = hall_of(request)->scene;
    const char *of = api_query(call, "of"), *lang = api_query(call, "lang");
    if (!call->holder) { api_problem(request, API_SCOPE, NULL, "文书载有申请人的姓名，只凭查询码取得", "a document names the applicant; it is given for a query code only"); return; }
    int count;
    const IssuedDocument **documents = documents_of_case(scene->store, a, call->file->id, &count), *asked = NULL;
    for (int i = 0; i < count; i++)                            /* by number, or the latest of a kind */
        if ((text_equal(documents[i]->number, of) || text_equal(documents[i]->kind, of)) && !paper_party(scene, a, documents[i])) asked = documents[i];
    const Value *facts = asked ? paper_drawing(scene, a, asked, call->file, true) : NULL;
    if (!facts) { api_problem(request, API_NOT_FOUND, NULL, "没有这份文书", "no such document"); return; }
    bool english = lang ? !strcmp(lang, "en") : call->english;
    page_pdf(request, document_sheet(a, asked->kind, facts, english ? "en" : "zh"), arena_printf(a, "%s-%s.pdf", call->file->number, asked->kind));
}

void api_case_process(Request *request, ApiCall *call)
{
    const Item *item = case_item(hall_of(request)->scene, call->file);
    if (!item) { api_refusal(request, REFUSED_NO_SUCH_ITEM, NULL); return; }
    const char *xml = process_bpmn(request, item, call->file);
    reply_bytes(request, 200, BPMN_TYPE, xml, strlen(xml));
}

void api_case_deadline(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    const Standing *s = &call->file->standing;
    const Calendar *calendar = hall_of(request)->scene->calendar;
    Value *reply = value_object(a), *list;
    bool over = stage_concluded(s->stage);
    value_set_str(a, reply, "number", call->file->number);
    value_set_str(a, reply, "stage", stage_name(s->stage));
    value_set_str(a, reply, "main_clock", over ? NULL : clock_facts(standing_main_clock(s))->id);
    value_set_str(a, reply, "calendar_hash", calendar_hash(calendar));
    list = value_set_list(a, reply, "clocks");
    for (ClockKind clock = CLOCK_SUPPLEMENT; clock < CLOCK_COUNT; clock++) {
        DeadlineTerms terms;
        int count;
        if (!standing_clock(s, clock, &terms)) continue;
        Day stopped = standing_clock_stopped(s, clock);
        Value *one = deadline_value(a, calendar, &terms, over ? DAY_NONE : visitor_of(request)->today);
        value_set_str(a, one, "id", clock_facts(clock)->id);
        if (!day_is_none(stopped)) value_set_str(a, one, "stopped_on", day_text(a, stopped));
        const ExplainedDay *days = deadline_explain(a, calendar, &terms, &count);
        value_set(a, one, "explanation", deadline_explain_value(a, days, count));
        value_push(list, one);
    }
    api_reply(request, 200, reply);
}

/* ---- lists ---- */

static Stage stage_named(const char *name)
{
    for (int i = 1; name && i < STAGE_COUNT; i++) if (!strcmp(stage_name((Stage)i), name)) return (Stage)i;
    return STAGE_NONE;
}

static Day query_day(const ApiCall *call, const char *name)
{
    Day day;
    const char *text = api_query(call, name);
    return text && day_parse(text, &day) ? day : DAY_NONE;
}

void api_cases(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int count, limit = api_query_int(call, "limit", 20), offset = api_query_int(call, "offset", 0);
    Stage stage = stage_named(api_query(call, "stage"));
    const char *concluded = api_query(call, "concluded");
    CaseFilter filter = {.window = api_query(call, "window"), .department = api_query(call, "department"), .item = api_query(call, "item"), .stage = stage,
                         .concluded = concluded ? !strcmp(concluded, "true") : stage != STAGE_NONE && stage_concluded(stage),
                         .due_from = query_day(call, "due_from"), .due_to = query_day(call, "due_to"), .offset = offset, .limit = limit};
    Store *store = hall_of(request)->scene->store;
    const CaseRow *rows = cases_list(store, a, &filter, &count);
    Value *reply = value_object(a), *list = value_set_list(a, reply, "cases");
    for (int i = 0; i < count; i++) {
        const Item *item = catalog_item_newest(hall_of(request)->scene->catalog, rows[i].item);
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "number", rows[i].number);
        value_set_str(a, one, "item", rows[i].item);
        value_set_str(a, one, "item_name", item ? item->name : rows[i].item);
        value_set_str(a, one, "department", rows[i].department);
        value_set_str(a, one, "window", rows[i].window);
        value_set_str(a, one, "applicant", rows[i].applicant);
        set_stage(a, one, rows[i].stage);
        value_set_str(a, one, "received", day_text(a, rows[i].received));
        set_day(a, one, "concluded", rows[i].concluded);
        value_set_str(a, one, "clock", clock_facts(rows[i].dates.clock)->id);
        value_set_str(a, one, "due", day_is_none(rows[i].dates.due) ? NULL : day_text(a, rows[i].dates.due));
        value_set_bool(a, one, "provisional", rows[i].dates.provisional);
        value_set_bool(a, one, "deemed", rows[i].deemed);
        value_set_str(a, one, "href", case_path(request, rows[i].number, ""));
    }
    api_page(request, reply, (int)cases_count(store, &filter), limit, offset);
    api_reply(request, 200, reply);
}

/* ---- acting ---- */

static void acted(Request *request, WindowTurn *turn)
{
    Arena *a = request->arena;
    if (turn->refusal != REFUSED_NOTHING) { api_refusal(request, turn->refusal, turn->detail); return; }
    Store *store = hall_of(request)->scene->store;
    const CaseFile *file = case_load(store, a, turn->case_id);
    const Event *event = ledger_event(store, a, turn->event_seq);
    if (!file || !event) { api_refusal(request, REFUSED_NO_SUCH_CASE, NULL); return; }
    const ProcessRow *row = row_of_event(event->kind);
    Value *reply = value_object(a);
    value_set_str(a, reply, "number", file->number);
    value_set_str(a, reply, "act", row ? row->name : event->kind);
    set_stage(a, reply, file->standing.stage);
    event_documents(a, reply, event);
    value_set_int(a, value_set_object(a, reply, "log"), "index", event->seq - 1);
    api_reply(request, 200, reply);
}

void api_case_act(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    const char *error;
    const Value *raw = api_json(request, &error);
    const char *name = value_str(raw, "act");
    Act act = ACT_COUNT;
    if (raw && raw->kind == VALUE_OBJECT && (!name || !act_parse(name, &act) || act == ACT_RECEIVE)) {
        api_problem(request, API_BAD_VALUE, "/act", "/act：应为动作名称（受理前的收件请用 POST /cases）", "/act: must name an act (to open a case use POST /cases)");
        return;
    }
    const Value *body = api_body(request, act == ACT_COUNT ? "CaseAct" : arena_printf(a, "Act.%s", process_row(act)->name));
    if (!body) return;
    CaseAct *one = ARENA_NEW(a, CaseAct);
    *one = (CaseAct){.act = act, .case_id = call->file->id, .input = body, .holder = call->holder};
    WindowTurn *turn = page_new_turn(request, case_act, one);
    turn->actor = call->actor;
    api_submit(request, turn, one, acted);
}
