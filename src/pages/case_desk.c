/* case_desk.c: one case on the desk: what the law allows now, the materials one by one, personal data on record only. Forms of acts: act_form.c. */
#include "base/text.h"
#include "pages/act_form.h"
#include "pages/case_heard.h"
#include "pages/case_joint.h"
#include "pages/case_view.h"
#include "pages/exchange_view.h"
#include "pages/desk_inside.h"
#include "pages/process_view.h"
#include "people/account.h"
#include "people/identity.h"
#include <string.h>

static const char BASE[] = "/desk/cases";
static const ActTyped nothing_typed = {.act = ACT_COUNT};

/* The case of the address, when this officer may see it; else NULL and the reply is made. */
static CaseFile *asked_case(Request *request)
{
    CaseFile *file = case_find(hall_of(request)->scene->store, request->arena, request_param(request, "number"));
    if (!file) { page_refusal(request, REFUSED_NO_SUCH_CASE, NULL); return NULL; }
    if (visitor_may(request, RIGHT_SEE_CASE, file)) return file;
    page_refusal(request, right_has(&visitor_of(request)->actor, RIGHT_SEE_CASE, NULL) ? REFUSED_OTHER_WINDOW : REFUSED_NO_RIGHT, right_zh(RIGHT_SEE_CASE));
    return NULL;
}

static const char *case_url(Request *request, const CaseFile *file) { return arena_printf(request->arena, "%s/%s", BASE, file->number); }

/* ---- the applicant ---- */

static void set_person(Request *request, Value *view, const CaseFile *file, bool unmasked)
{
    Arena *a = request->arena;
    const Value *p = file->person;
    const char *name = value_str(p, "applicant_name"), *identity = value_str_or(p, "identity", ""), *phone = value_str_or(p, "phone", "");
    const char *agent = value_str(p, "agent_name"), *agent_id = value_str_or(p, "agent_identity", "");
    if (!name) return;
    Value *out = value_set_object(a, view, "person");
    value_set_bool(a, out, "masked", !unmasked && visitor_may(request, RIGHT_SEE_PERSONAL, file));
    value_set_bool(a, out, "shown", unmasked);
    value_set_str(a, out, "name", unmasked ? name : identity_mask_name(a, name));
    value_set_str(a, out, "id_no", unmasked ? identity : identity_mask(a, identity));
    value_set_str(a, out, "phone", unmasked ? phone : identity_mask_phone(a, phone));
    value_set_str(a, out, "address", unmasked ? value_str(p, "address") : NULL);
    value_set_str(a, out, "legal_rep", NULL);
    value_set_str(a, out, "agent", agent ? unmasked ? agent : identity_mask_name(a, agent) : NULL);
    value_set_str(a, out, "agent_id", agent ? unmasked ? agent_id : identity_mask(a, agent_id) : NULL);
    const char *agent_phone = value_str(file->person, "agent_phone"), *email = value_str(file->person, "email");
    value_set_str(a, out, "agent_phone", agent_phone ? unmasked ? agent_phone : identity_mask_phone(a, agent_phone) : NULL);
    value_set_str(a, out, "email", email ? unmasked ? email : identity_mask_email(a, email) : NULL);
    value_set_str(a, out, "project_name", value_str(p, "project"));
    value_set_str(a, out, "notes", NULL);
    value_set_str(a, out, "fraud", NULL);
}

/* ---- materials ---- */

static const char *how_text(Request *request, const Material *m, const MaterialTrail *t, bool handed)
{
    Arena *a = request->arena;
    Buf out = buf_new(a);
    bool en = visitor_english(visitor_of(request));
    if (m->originals) buf_printf(&out, en ? "%d original(s) " : "原件 %d 份 ", m->originals);
    if (m->copies) buf_printf(&out, en ? "%d copies " : "复印件 %d 份 ", m->copies);
    const char *key = !handed ? "desk.way_none" : !t->way ? "desk.way_paper" : !strcmp(t->way, "upload") ? "desk.way_upload" : !strcmp(t->way, "shared") ? "desk.way_shared" : "desk.way_paper";
    buf_printf(&out, "%s%s", out.length ? "· " : "", page_message(request, key));
    if (handed && t->way && !strcmp(t->way, "paper") && (t->originals || t->copies))
        buf_printf(&out, en ? " (originals %lld, copies %lld)" : "（原件 %lld、复印件 %lld）", (long long)t->originals, (long long)t->copies);
    return out.text;
}

static const char *size_text(Arena *a, size_t bytes)
{
    return bytes < 1024 * 1024 ? arena_printf(a, "%zu KB", (bytes + 1023) / 1024) : arena_printf(a, "%zu.%zu MB", bytes >> 20, (bytes >> 10) % 1024 * 10 / 1024);
}

static void set_files(Request *request, Value *row, const CaseFile *file, int no, const CaseUpload *uploads, int count)
{
    Arena *a = request->arena;
    Value *files = value_set_list(a, row, "files");
    for (int i = 0; i < count; i++) {
        if (uploads[i].material != no) continue;
        Value *one = value_push_object(a, files);
        value_set_str(a, one, "name", uploads[i].name);
        value_set_str(a, one, "url", arena_printf(a, "%s/%s/files/%lld", BASE, file->number, (long long)uploads[i].id));
        value_set_str(a, one, "size_text", size_text(a, uploads[i].bytes));
    }
}

/* typed: form values by m{no} and m{no}_reason, shown instead of what the case says; NULL: nothing typed. */
static void set_materials(Request *request, Value *view, const CaseFile *file, const Item *item, const Value *typed)
{
    Arena *a = request->arena;
    const Standing *s = &file->standing;
    const MaterialTrail *trails = act_trails(request, file);
    int count = 0;
    const CaseUpload *uploads = case_uploads(hall_of(request)->scene->store, a, file->id, &count);
    Value *list = value_set_list(a, view, "materials");
    for (int i = 0; item && i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        const MaterialTrail *t = &trails[m->no];
        const char *verdict = value_str(typed, arena_printf(a, "m%d", m->no));
        uint8_t state = s->material[m->no];
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "no", m->no);
        value_set_str(a, row, "name", m->name);
        value_set_bool(a, row, "required", m->required);
        value_set_str(a, row, "when", m->required || !*m->when ? NULL : m->when);
        value_set_str(a, row, "how_text", how_text(request, m, t, s->handed[m->no]));
        value_set_bool(a, row, "ok", verdict ? !strcmp(verdict, "ok") : state == MATERIAL_OK);
        value_set_bool(a, row, "missing", verdict ? !strcmp(verdict, "missing") : state == MATERIAL_MISSING);
        value_set_bool(a, row, "bad", verdict ? !strcmp(verdict, "bad") : state == MATERIAL_NONCONFORMING);
        value_set_str(a, row, "reason", verdict ? value_str_or(typed, arena_printf(a, "m%d_reason", m->no), "") : state == MATERIAL_OK ? "" : t->note ? t->note : t->asked ? t->asked : "");
        value_set_bool(a, row, "added", t->added);
        value_set_bool(a, row, "settled", s->notices > 0 && state == MATERIAL_OK && !s->renewed[m->no]);
        set_files(request, row, file, m->no, uploads, count);
    }
}

/* ---- the log, and what a colleague said last (D3) ---- */

static void set_note(Request *request, Value *view, const Event *e)
{
    Arena *a = request->arena;
    const char *id = strncmp(e->actor, "officer:", 8) ? "" : e->actor + 8;
    const Officer *officer = people_officer(hall_of(request)->scene->people, id);
    if (strcmp(e->kind, "case.noted") || !strcmp(id, visitor_of(request)->actor.id)) return;
    Value *note = value_set_object(a, view, "note");
    value_set_str(a, note, "text", value_str_or(e->body, "text", ""));
    value_set_str(a, note, "by", officer ? officer->name : "");
    value_set_str(a, note, "time", instant_text_short(a, e->at));
}

static void set_ledger(Request *request, Value *view, const CaseFile *file)
{
    enum { SHOWN = 8 };
    Arena *a = request->arena;
    Event *last[SHOWN];
    int count = 0;
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a)); count++) last[count % SHOWN] = e;
    store_done(q);
    Value *list = value_set_list(a, view, "ledger");
    if (count) set_note(request, view, last[(count - 1) % SHOWN]);
    for (int i = count - 1; i >= 0 && i >= count - SHOWN; i--) {
        const Event *e = last[i % SHOWN];
        Buf hash = buf_new(a);
        buf_hex(&hash, e->leaf, 6);
        Value *row = value_push_object(a, list);
        value_set_int(a, row, "index", e->seq - 1);
        value_set_str(a, row, "kind", event_title(request, e));
        value_set_str(a, row, "time", instant_text_short(a, e->at));
        value_set_str(a, row, "hash_short", hash.text);
        value_set_str(a, row, "proof_url", arena_printf(a, "/receipts/%s/%lld.json", file->number, (long long)e->seq));
    }
}

/* ---- what was issued last: the clerk prints it now ---- */

static void set_fresh(Request *request, Value *view, const CaseFile *file)
{
    Arena *a = request->arena;
    int count;
    const IssuedDocument **documents = documents_of_case(hall_of(request)->scene->store, a, file->id, &count);
    int64_t last = 0;
    for (int i = 0; i < count; i++) if (documents[i]->event_seq > last) last = documents[i]->event_seq;
    if (!last || !visitor_may(request, RIGHT_SEE_PERSONAL, file)) return;        /* whoever may not open papers has none to print */
    Value *list = value_set_list(a, value_set_object(a, view, "fresh"), "list");
    for (int i = 0; i < count; i++) {
        /* the receipt too, as long as nothing but acceptance came after it: both are handed over together */
        bool receipt = !strcmp(documents[i]->kind, "F03") && (file->standing.stage == STAGE_RECEIVED || file->standing.stage == STAGE_ACCEPTED || file->standing.instant);
        if (documents[i]->event_seq != last && !receipt) continue;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "title", document_title(a, document_kind(documents[i]->kind), documents[i]->record, visitor_english(visitor_of(request))));
        value_set_str(a, row, "url", arena_printf(a, "/documents/%lld.pdf", (long long)documents[i]->id));
    }
}

/* Something handed in, or required, that nobody has judged yet. */
static bool to_be_judged(const CaseFile *file, const Item *item)
{
    for (int i = 0; item && i < item->material_count; i++) {
        const Material *m = &item->materials[i];
        if (file->standing.material[m->no] == MATERIAL_UNSEEN && (m->required || file->standing.handed[m->no])) return true;
    }
    return false;
}

/* ---- the page ---- */

typedef struct Shown { bool unmasked; const ActTyped *typed; const Value *checks; Value *view; } Shown;

/* After a refused form the address is that of the act; the switches of the shell must lead back to the case. */
static Value *case_page_view(Request *request)
{
    Value *view = page_view(request, "desk");
    value_set_str(request->arena, view, "here", arena_printf(request->arena, "%s/%s", BASE, request_param(request, "number")));
    return view;
}

/* Who has the next step, when none of the acts offered here is it: what a clerk asks herself when nothing stands open. */
static const char *next_elsewhere(const CaseFile *file, const Value *view)
{
    if (stage_concluded(file->standing.stage) || value_bool(view, "materials_first")) return NULL;
    const Value *groups = value_get(view, "groups");
    if (!groups->count) return NULL;
    for (const Value *g = groups->first; g; g = g->next)
        for (const Value *one = value_get(g, "acts")->first; one; one = one->next) if (value_bool(one, "open")) return NULL;
    return value_str(value_get(view, "case"), "holder");
}

static void show_case(Request *request, int status, const CaseFile *file, const Shown *shown)
{
    Visitor *v = visitor_of(request);
    Arena *a = request->arena;
    const Item *item = case_item(v->hall->scene, file);
    Value *view = shown->view ? shown->view : case_page_view(request);
    value_set(a, view, "case", case_head(request, file, item, BASE));
    if (item) value_set_str(a, (Value *)value_get(view, "case"), "item_name", words_item(request, item));
    set_person(request, view, file, shown->unmasked);
    set_materials(request, view, file, item, shown->checks);
    Facts facts = case_facts(v->hall->scene, file, item, &v->actor, false, v->today);
    bool may_check = item && process_may(a, ACT_CHECK, &facts) == REFUSED_NOTHING;
    value_set_bool(a, view, "may_check", may_check);
    value_set_bool(a, view, "materials_first", may_check && (shown->checks || to_be_judged(file, item)));
    set_fresh(request, view, file);
    value_set(a, view, "groups", act_groups(request, file, item, shown->typed ? shown->typed : &nothing_typed));
    value_set_str(a, view, "elsewhere", next_elsewhere(file, view));
    value_set_str(a, (Value *)value_get(view, "case"), "supply_by", file->standing.stage == STAGE_SUPPLEMENT && !day_is_none(file->standing.supply_by) ? day_text(a, file->standing.supply_by) : NULL);
    value_set(a, view, "clocks", case_clocks(request, file, BASE, file->dates.clock));
    Value *redated = case_redated_view(request, file);
    if (redated) value_set(a, view, "redated", redated);
    value_set(a, view, "documents", case_documents(request, file));
    value_set(a, view, "events", case_events(request, file, true));
    set_ledger(request, view, file);
    case_talk(request, view, file);
    case_heard_desk(request, view, file, shown->unmasked);
    Value *joint = case_joint(request, file, item, true);
    if (joint) value_set(a, view, "joint", joint);
    exchange_view(request, view, file, true);
    case_above_view(request, view, file, true);
    value_set(a, view, "process", item ? process_view(request, item, file, case_url(request, file)) : NULL);
    reply_header(request, "Cache-Control", "no-store");
    page_show(request, status, "case", view);
}

void case_desk_page(Request *request)
{
    const CaseFile *file = asked_case(request);
    if (file) show_case(request, 200, file, &(Shown){0});
}

void case_desk_deadline(Request *request)
{
    const CaseFile *file = asked_case(request);
    if (file) case_deadline_page(request, file, BASE);
}

void case_desk_bpmn(Request *request)
{
    const CaseFile *file = asked_case(request);
    const Item *item = file ? case_item(hall_of(request)->scene, file) : NULL;
    if (file && item) process_bpmn_reply(request, item, file);
    else if (file) page_refusal(request, REFUSED_NO_SUCH_ITEM, NULL);
}

/* Supervisors see every case and act on none, but they rule on what was returned. The reply is made when false. */
static bool may_act(Request *request, Act act)
{
    if (!act_reads_only(&visitor_of(request)->actor) || act == ACT_REEXAMINE) return true;
    page_refusal(request, REFUSED_NO_RIGHT, NULL);
    return false;
}

/* True when the form was filled in on the case as it stands. Otherwise somebody (or the clock) acted meanwhile, and the officer must look again. */
static bool still_current(Request *request, const CaseFile *file)
{
    int64_t revision;
    const char *given = request_form(request, "revision");
    return given && text_parse_int(given, 0, INT32_MAX, &revision) && revision == file->standing.events;
}

/* ---- checking the materials ---- */

static Value *typed_checks(Request *request, const Item *item)
{
    Arena *a = request->arena;
    Value *typed = value_object(a);
    for (int i = 0; i < item->material_count; i++) {
        const char *key = arena_printf(a, "m%d", item->materials[i].no), *reason = arena_printf(a, "%s_reason", key);
        const char *verdict = request_form(request, key), *text = request_form(request, reason);
        if (verdict && (!strcmp(verdict, "ok") || !strcmp(verdict, "missing") || !strcmp(verdict, "bad"))) value_set_str(a, typed, key, verdict);
        if (text) value_set_str(a, typed, reason, text_trim(a, text));
    }
    return typed;
}

/* Only verdicts that say something new go into the log. */
static Value *check_input(Request *request, const CaseFile *file, const Item *item, const Value *typed)
{
    Arena *a = request->arena;
    const MaterialTrail *trails = act_trails(request, file);
    Value *input = value_object(a), *checks = value_set_list(a, input, "checks");
    for (int i = 0; i < item->material_count; i++) {
        int no = item->materials[i].no;
        const char *verdict = value_str(typed, arena_printf(a, "m%d", no)), *reason = value_str_or(typed, arena_printf(a, "m%d_reason", no), "");
        if (!verdict) continue;
        uint8_t state = !strcmp(verdict, "ok") ? MATERIAL_OK : !strcmp(verdict, "missing") ? MATERIAL_MISSING : MATERIAL_NONCONFORMING;
        const char *note = state == MATERIAL_OK ? "" : reason;
        const char *before = file->standing.material[no] == MATERIAL_OK ? "" : trails[no].note ? trails[no].note : trails[no].asked ? trails[no].asked : "";
        if (state == file->standing.material[no] && !strcmp(note, before)) continue;
        Value *row = value_push_object(a, checks);
        value_set_int(a, row, "no", no);
        value_set_str(a, row, "result", state == MATERIAL_OK ? "ok" : state == MATERIAL_MISSING ? "missing" : "nonconforming");
        if (*note) value_set_str(a, row, "note", note);
    }
    return input;
}

/* A material found not in due form needs the words in which the applicant will be told. */
static bool reasons_given(Request *request, Value *view, const Item *item, const Value *typed)
{
    Arena *a = request->arena;
    bool good = true;
    for (int i = 0; i < item->material_count; i++) {
        const char *key = arena_printf(a, "m%d", item->materials[i].no);
        if (!text_equal(value_str(typed, key), "bad") || !text_blank(value_str(typed, arena_printf(a, "%s_reason", key)))) continue;
        page_set_error(request, view, arena_printf(a, "%s-reason", key), arena_printf(a, "%d. %s：%s", item->materials[i].no, item->materials[i].name, page_message(request, "desk.reason_needed")));
        good = false;
    }
    return good;
}

static void checked(Request *request, WindowTurn *turn)
{
    Scene *scene = hall_of(request)->scene;
    const CaseAct *act = turn->input;
    const CaseFile *file = case_load(scene->store, request->arena, act->case_id);
    const Item *item = case_item(scene, file);
    if (turn->refusal != REFUSED_NOTHING) {
        Value *view = case_page_view(request);
        page_set_refusal(request, view, turn->refusal, turn->detail);
        show_case(request, refusal_text(turn->refusal)->status, file, &(Shown){.view = view, .checks = typed_checks(request, item)});
        return;
    }
    bool faults = false;
    for (int no = 1; no <= file->standing.material_count; no++)
        faults = faults || file->standing.material[no] == MATERIAL_MISSING || file->standing.material[no] == MATERIAL_NONCONFORMING;
    page_flash(request, standing_materials_complete(&file->standing, item) ? "desk.done_check_complete" : faults ? "desk.done_check_faults" : "desk.done_check", "");
    reply_redirect(request, 303, case_url(request, file));
}

void case_desk_materials(Request *request)
{
    const CaseFile *file = asked_case(request);
    if (!file || !may_act(request, ACT_CHECK)) return;
    const Item *item = case_item(hall_of(request)->scene, file);
    if (!item) { page_refusal(request, REFUSED_NO_SUCH_ITEM, NULL); return; }
    const Value *typed = typed_checks(request, item);
    Value *view = case_page_view(request);
    if (!still_current(request, file)) page_set_error(request, view, NULL, page_message(request, "desk.changed"));
    else if (reasons_given(request, view, item, typed)) {
        const Value *input = check_input(request, file, item, typed);
        if (value_get(input, "checks")->count) {
            page_case_act(request, &(CaseAct){.act = ACT_CHECK, .case_id = file->id, .input = input}, checked);
            return;
        }
        page_flash(request, "desk.check_nothing", "warning");
        reply_redirect(request, 303, case_url(request, file));
        return;
    }
    show_case(request, still_current(request, file) ? 422 : 409, file, &(Shown){.view = view, .checks = typed});
}

/* ---- acts ---- */

static void acted(Request *request, WindowTurn *turn)
{
    Scene *scene = hall_of(request)->scene;
    const CaseAct *act = turn->input;
    const CaseFile *file = case_load(scene->store, request->arena, act->case_id);
    if (turn->refusal == REFUSED_NOTHING) {
        page_flash(request, arena_printf(request->arena, "desk.done_%s", process_row(act->act)->name), "");
        reply_redirect(request, 303, case_url(request, file));
        return;
    }
    const Item *item = case_item(scene, file);
    ActTyped typed = {.act = act->act};
    act_input(request, act->act, file, item, &typed.values);
    Value *view = case_page_view(request);
    page_set_refusal(request, view, turn->refusal, turn->detail);
    typed.errors = act_errors(request, view, act->act, file, item, typed.values);
    show_case(request, refusal_text(turn->refusal)->status, file, &(Shown){.view = view, .typed = &typed});
}

void case_desk_act(Request *request)
{
    Act act;
    if (!act_parse(request_param(request, "act"), &act) || !act_has_form(act)) { reply_problem(request, 404, "no such act"); return; }
    const CaseFile *file = asked_case(request);
    if (!file || !may_act(request, act)) return;
    const Item *item = case_item(hall_of(request)->scene, file);
    if (!item) { page_refusal(request, REFUSED_NO_SUCH_ITEM, NULL); return; }
    ActTyped typed = {.act = act};
    const Value *input = act_input(request, act, file, item, &typed.values);
    if (still_current(request, file)) {
        page_case_act(request, &(CaseAct){.act = act, .case_id = file->id, .input = input}, acted);
        return;
    }
    Value *view = case_page_view(request);
    page_set_error(request, view, NULL, page_message(request, "desk.changed"));
    show_case(request, 409, file, &(Shown){.view = view, .typed = &typed});
}

/* ---- personal data: shown once, on record ---- */

typedef struct Look { const char *officer, *what; int64_t case_id; } Look;

static void record_look(Store *store, void *context, Instant now)
{
    const Look *look = context;
    access_record_add(store, now, look->officer, look->case_id, look->what);
}

void case_look(Request *request, const CaseFile *file, const char *what, void (*then)(Request *, WindowTurn *))
{
    Look *look = ARENA_NEW(request->arena, Look);
    *look = (Look){arena_strdup(request->arena, visitor_of(request)->actor.id), what, file ? file->id : 0};
    page_rows(request, record_look, look, then);
}

static bool may_look(Request *request, const CaseFile *file)
{
    if (visitor_may(request, RIGHT_SEE_PERSONAL, file)) return true;
    page_refusal(request, REFUSED_NO_RIGHT, right_zh(RIGHT_SEE_PERSONAL));
    return false;
}

static void revealed(Request *request, WindowTurn *turn)
{
    const Look *look = turn->context;
    const CaseFile *file = case_load(hall_of(request)->scene->store, request->arena, look->case_id);
    show_case(request, 200, file, &(Shown){.unmasked = true});
}

void case_desk_reveal(Request *request)
{
    const CaseFile *file = asked_case(request);
    if (!file || !may_look(request, file)) return;
    const char *reason = text_trim(request->arena, request_form(request, "reason") ? request_form(request, "reason") : "");
    if (text_blank(reason) || text_characters(reason) > LIMIT_NAME_CHARACTERS) {
        Value *view = case_page_view(request);
        page_set_error(request, view, "show-reason", page_message(request, "desk.show_reason_needed"));
        show_case(request, 422, file, &(Shown){.view = view});
        return;
    }
    case_look(request, file, arena_printf(request->arena, "applicant：%s", reason), revealed);
}

/* ---- uploads ---- */

static int64_t asked_upload(Request *request, const CaseFile *file)
{
    int64_t id;
    int count;
    if (!text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id)) return 0;
    const CaseUpload *uploads = case_uploads(hall_of(request)->scene->store, request->arena, file->id, &count);
    for (int i = 0; i < count; i++) if (uploads[i].id == id) return id;
    return 0;
}

/* What a browser is told: only kinds that cannot run anything; and always to keep, never to open here. */
static const char *safe_type(const char *type)
{
    static const char *const safe[] = {"application/pdf", "image/jpeg", "image/png"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++) if (!strcmp(type, safe[i])) return safe[i];
    return "application/octet-stream";
}

static void send_file(Request *request, WindowTurn *turn)
{
    (void)turn;
    int64_t id = 0;
    CaseUpload upload;
    text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id);
    const uint8_t *bytes = case_upload_bytes(hall_of(request)->scene->store, request->arena, id, &upload);
    if (!bytes) { reply_problem(request, 404, "no such file"); return; }
    reply_download(request, upload.name, safe_type(upload.type), bytes, upload.bytes);
    reply_header(request, "Cache-Control", "no-store");
}

void case_desk_file(Request *request)
{
    const CaseFile *file = asked_case(request);
    if (!file || !may_look(request, file)) return;
    int64_t id = asked_upload(request, file);
    if (!id) { reply_problem(request, 404, "no such file"); return; }
    case_look(request, file, arena_printf(request->arena, "upload %lld", (long long)id), send_file);
}
