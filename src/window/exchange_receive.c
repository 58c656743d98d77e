/* exchange_receive.c: a parcel from another centre: checked, its act done, its event recorded, its receipt given; see exchange_act.h. */
#include "window/exchange_act.h"
#include "base/text.h"
#include "ledger/receipt.h"
#include "people/account.h"
#include "window/case_act.h"
#include <string.h>

typedef struct Coming {
    Scene *scene;
    WindowTurn *turn;
    const Parcel *parcel;
    const Peer *peer;
    Value *body;                 /* of exchange.received */
    CaseFile *file;              /* the case it concerns; NULL: none of ours */
    const Item *item;            /* forward: ours */
    int as[LIMIT_PARCEL_FILES];  /* forward: for each file our number of the material; 0: kept beside the case */
} Coming;

static bool refuse(WindowTurn *turn, Refusal refusal, const char *detail)
{
    window_refuse(turn, refusal, detail);
    return false;
}

/* ---- who sent it, and is it true ---- */

static bool admitted(Coming *c, const ExchangeReceive *in)
{
    Arena *a = c->turn->arena;
    const char *problem;
    if (in->bytes > LIMIT_PARCEL_BYTES) return refuse(c->turn, REFUSED_PARCEL_TOO_LARGE, NULL);
    const Parcel *p = c->parcel = parcel_parse(a, in->envelope, in->bytes, &problem);
    if (!p) return refuse(c->turn, REFUSED_PARCEL_MALFORMED, problem);
    if (p->kind == PARCEL_ACKNOWLEDGEMENT) return refuse(c->turn, REFUSED_PARCEL_MALFORMED, "an acknowledgement is an answer, not a parcel");
    c->peer = peer_by_key(c->scene->store, a, p->from);
    if (!c->peer || strcmp(c->peer->id, c->turn->actor.id)) return refuse(c->turn, REFUSED_PARCEL_SENDER, NULL);      /* the token and the key must be the same centre's */
    if (!parcel_signed(a, p, in->note)) return refuse(c->turn, REFUSED_PARCEL_SIGNATURE, NULL);
    if (strcmp(p->to, ledger_key_text(c->scene->ledger))) return refuse(c->turn, REFUSED_PARCEL_ADDRESSEE, NULL);
    if (!parcel_proven(a, p, &problem)) return refuse(c->turn, REFUSED_PARCEL_UNPROVEN, problem);
    return true;
}

/* True: this parcel came before. The same bytes get the same answer; others under its id are a fault of the sender's. */
static bool came_before(Coming *c)
{
    const ParcelIn *before = parcel_in(c->scene->store, c->turn->arena, c->parcel->id);
    if (!before) return false;
    if (strcmp(before->sha256, c->parcel->sha256)) { refuse(c->turn, REFUSED_PARCEL_CONFLICT, c->parcel->id); return true; }
    c->turn->repeated = true;
    c->turn->case_id = before->case_id;
    c->turn->result = value_object(c->turn->arena);
    value_set_int(c->turn->arena, c->turn->result, "seq", before->seq);
    return true;
}

/* Files that have not come yet: the sender sends them and then the parcel again. True: some are missing, and the turn says which. */
static bool files_missing(Coming *c)
{
    Arena *a = c->turn->arena;
    Value *result = value_object(a), *missing = value_set_list(a, result, "missing");
    for (int i = 0; i < c->parcel->file_count; i++)
        if (!exchange_file_staged(c->scene->store, c->peer->id, c->parcel->files[i].sha256)) value_push_str(a, missing, c->parcel->files[i].sha256);
    if (!missing->count) return false;
    c->turn->result = result;
    return true;
}

/* ---- the event ---- */

static void begin_body(Coming *c)
{
    Arena *a = c->turn->arena;
    const Parcel *p = c->parcel;
    Value *b = c->body = value_object(a);
    value_set_str(a, b, "peer", c->peer->id);
    value_set_str(a, b, "parcel", p->id);
    value_set_int(a, b, "parcel_kind", p->kind);
    value_set_str(a, b, "sha256", p->sha256);
    value_set_str(a, b, "sent", instant_text(a, p->at));
    value_set_str(a, b, "number", p->number);
    if (*p->about) value_set_str(a, b, "names", p->about);
}

static void record_received(Coming *c)
{
    Arena *a = c->turn->arena;
    value_set(a, c->body, "receipt", value_copy(a, c->parcel->receipt));
    Event event = {.kind = "exchange.received", .actor = arena_printf(a, "machine:%s", c->peer->id), .body = c->body, .case_id = c->file ? c->file->id : 0, .case_number = c->file ? c->file->number : NULL};
    window_record(c->scene, c->turn, &event);
    c->turn->result = value_object(a);
    value_set_int(a, c->turn->result, "seq", event.seq);
}

/* An act on a case by the centre that sent the parcel. False: refused, and the turn says why. */
static bool act_by_peer(Coming *c, const CaseAct *act)
{
    WindowTurn *turn = c->turn;
    Actor caller = turn->actor;
    const void *input = turn->input;
    turn->actor = actor_machine(c->peer->id, MACHINE_EXCHANGE | MACHINE_SUBMIT);       /* it stands for the applicant, and for the organ above */
    turn->input = act;
    case_act(c->scene, turn);
    turn->actor = caller;
    turn->input = input;
    return turn->refusal == REFUSED_NOTHING;
}

/* What the law said no to came all the same: it is recorded with its reason, and staff on both sides see it. */
static void as_outcome(Coming *c)
{
    value_set_str(c->turn->arena, c->body, "outcome", refusal_text(c->turn->refusal)->code);
    window_refuse(c->turn, REFUSED_NOTHING, NULL);
}

/* Moves a file from those sent ahead to where it belongs. False: refused. */
static bool take_file(Coming *c, int i, ExchangeFile *out)
{
    const ParcelFile *f = &c->parcel->files[i];
    if (!exchange_file_find(c->scene->store, c->turn->arena, FILE_STAGED, c->peer->id, 0, f->sha256, out)) return refuse(c->turn, REFUSED_PARCEL_FILE, f->sha256);
    const char *type = upload_kind(out->content, out->bytes);
    if (!type || strcmp(type, f->type) || out->bytes != f->bytes) return refuse(c->turn, REFUSED_PARCEL_FILE, f->file);
    out->name = f->file;
    out->type = type;
    return true;
}

static void keep_beside(Coming *c, const ExchangeFile *file)
{
    ExchangeFile kept = *file;
    kept.ref = value_int(c->turn->result, "seq", 0);
    kept.case_id = c->file ? c->file->id : 0;
    exchange_file_add(c->scene->store, FILE_KEPT, c->peer->id, &kept, c->turn->now);
}

static void drop_staged(Coming *c)
{
    for (int i = 0; i < c->parcel->file_count; i++) exchange_staged_drop(c->scene->store, c->peer->id, c->parcel->files[i].sha256);
}

/* ---- a case sent up to us ---- */

/* Our number of a material of the same name; 0: our item does not know it, so it is kept beside the case, never asked for again (XK-35). */
static int our_material(const Item *item, const char *name)
{
    for (int i = 0; i < item->material_count; i++) if (text_equal(item->materials[i].name, name)) return item->materials[i].no;
    return 0;
}

static const Item *our_item(Coming *c)
{
    const char *theirs = value_str(value_get(c->parcel->all, "item"), "code"), *ours = peer_item(c->scene->store, c->turn->arena, c->peer->id, theirs);
    const Item *item = ours ? catalog_item_at(c->scene->catalog, ours, instant_day(c->turn->now)) : NULL;
    if (!item) refuse(c->turn, REFUSED_PARCEL_ITEM, arena_printf(c->turn->arena, "%s %s", theirs, value_str(value_get(c->parcel->all, "item"), "name")));
    return item;
}

static Value *application(Coming *c)
{
    Arena *a = c->turn->arena;
    Value *input = value_copy(a, value_get(c->parcel->all, "applicant")), *rows = value_set_list(a, input, "materials");
    bool taken[LIMIT_MATERIALS_PER_ITEM + 1] = {false};
    if (!text_blank(value_str(input, "agent_name"))) value_set_bool(a, input, "entrusted", true);       /* the centre below saw the letter of entrustment */
    value_set_bool(a, input, "truth", true);                                                            /* declared there, before the case was received */
    value_set_str(a, input, "channel", "exchange");
    for (const Value *m = value_get(c->parcel->all, "materials")->first; m; m = m->next) {
        int no = our_material(c->item, value_str(m, "name"));
        if (!no || taken[no]) continue;
        taken[no] = true;
        Value *row = value_push_object(a, rows);
        value_set_int(a, row, "no", no);
        value_set_str(a, row, "way", value_str(m, "way"));
        if (value_int(m, "originals", 0)) value_set_int(a, row, "originals", value_int(m, "originals", 0));
        if (value_int(m, "copies", 0)) value_set_int(a, row, "copies", value_int(m, "copies", 0));
        if (value_str(m, "sha256")) value_set_str(a, row, "sha256", value_str(m, "sha256"));
    }
    return input;
}

/* What the clerks above read: opinion and materials of the examination below, as they came. */
static void forward_body(Coming *c)
{
    Arena *a = c->turn->arena;
    const Value *all = c->parcel->all;
    static const char *const kept[] = {"item", "upper_organ", "recommendation", "opinion", "materials"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) value_set(a, c->body, kept[i], value_copy(a, value_get(all, kept[i])));
}

static bool open_forwarded(Coming *c)
{
    Arena *a = c->turn->arena;
    if (parcel_recalled(c->scene->store, c->parcel->id)) return refuse(c->turn, REFUSED_PARCEL_RECALLED, NULL);
    if (!(c->item = our_item(c)) || files_missing(c)) return false;
    ExchangeFile *files = ARENA_ARRAY(a, ExchangeFile, LIMIT_PARCEL_FILES);
    CaseActFile *handed = ARENA_ARRAY(a, CaseActFile, LIMIT_PARCEL_FILES);
    bool taken[LIMIT_MATERIALS_PER_ITEM + 1] = {false};
    CaseAct act = {.act = ACT_RECEIVE, .item = c->item->code, .input = application(c), .files = handed};
    for (int i = 0; i < c->parcel->file_count; i++) {
        if (!take_file(c, i, &files[i])) return false;
        int no = c->as[i] = our_material(c->item, c->parcel->files[i].name);
        if (!no || taken[no]) { c->as[i] = 0; continue; }
        taken[no] = true;
        handed[act.file_count++] = (CaseActFile){no, files[i].name, files[i].type, files[i].sha256, files[i].content, files[i].bytes};
    }
    if (!act_by_peer(c, &act)) return false;
    c->file = case_load(c->scene->store, a, c->turn->case_id);
    forward_body(c);
    record_received(c);
    for (int i = 0; i < c->parcel->file_count; i++) if (!c->as[i]) keep_beside(c, &files[i]);
    drop_staged(c);
    return true;
}

/* ---- what was decided above on a case of ours ---- */

/* Our parcel of which theirs speaks; NULL: none was sent to that centre. */
static const ParcelOut *ours_named(Coming *c, ParcelKind kind)
{
    Arena *a = c->turn->arena;
    const char *dash = strrchr(c->parcel->about, '-');
    int64_t seq;
    const ParcelOut *out = dash && text_parse_int(dash + 1, 1, INT64_MAX, &seq) ? parcel_out(c->scene->store, a, seq) : NULL;
    bool ours = out && out->kind == kind && !strcmp(out->peer, c->peer->id) && !strcmp(parcel_id(a, ledger_key_text(c->scene->ledger), out->seq), c->parcel->about);
    return ours ? out : NULL;
}

static bool take_result(Coming *c)
{
    Arena *a = c->turn->arena;
    const Value *all = c->parcel->all;
    ExchangeFile pdf;
    const ParcelOut *out = ours_named(c, PARCEL_FORWARD);
    if (!out) return refuse(c->turn, REFUSED_PARCEL_NOT_ASKED, c->parcel->about);
    if (files_missing(c) || (c->parcel->file_count && !take_file(c, 0, &pdf))) return false;
    c->file = case_load(c->scene->store, a, out->case_id);
    Value *input = value_object(a);
    static const char *const keys[] = {"result", "document", "content", "decided"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        value_set_str(a, c->body, keys[i], value_str(all, keys[i]));
        if (strcmp(keys[i], "decided")) value_set_str(a, input, keys[i], value_str(all, keys[i]));
    }
    if (value_get(all, "pdf")) value_set_str(a, c->body, "pdf", value_str(value_get(all, "pdf"), "sha256"));
    value_set_int(a, c->body, "about", out->seq);
    CaseAct act = {.act = ACT_REPLY_FROM_ABOVE, .case_id = out->case_id, .input = input};
    if (!act_by_peer(c, &act)) as_outcome(c);             /* withdrawn meanwhile, or answered by paper */
    record_received(c);
    if (c->parcel->file_count) keep_beside(c, &pdf);
    drop_staged(c);
    return true;
}

/* ---- what is asked for above: its own act here, which tells the applicant and opens the way to hand it in ---- */

static bool take_query(Coming *c)
{
    Arena *a = c->turn->arena;
    const Value *all = c->parcel->all, *asked = value_get(all, "materials");
    const ParcelOut *out = ours_named(c, PARCEL_FORWARD);
    if (!out) return refuse(c->turn, REFUSED_PARCEL_NOT_ASKED, c->parcel->about);
    c->file = case_load(c->scene->store, a, out->case_id);
    const Item *item = c->file ? case_item(c->scene, c->file) : NULL;
    const char *document = value_str(all, "document"), *until = value_str(all, "until");
    Value *input = value_object(a), *rows = value_set_list(a, input, "materials");
    for (const Value *m = asked->first; m; m = m->next) {
        Value *row = value_push(rows, value_copy(a, m));
        value_set_int(a, row, "no", item ? our_material(item, value_str(m, "name")) : 0);
    }
    value_set_str(a, input, "reason", document ? arena_printf(a, "%s一次性告知补正（%s）", c->peer->name, document) : arena_printf(a, "%s一次性告知补正", c->peer->name));
    if (until) value_set_str(a, input, "until", until);
    value_set(a, c->body, "asked", value_copy(a, asked));
    if (until) value_set_str(a, c->body, "until", until);
    if (document) value_set_str(a, c->body, "document", document);
    value_set_int(a, c->body, "about", out->seq);
    CaseAct act = {.act = ACT_ASK_FROM_ABOVE, .case_id = out->case_id, .input = input};
    if (!act_by_peer(c, &act)) as_outcome(c);
    record_received(c);
    return true;
}

/* ---- what she handed in below for what we asked ---- */

/* Row by row of our notice. Where we passed on what was asked further up, it goes further up. */
static const Value *notice_rows(Coming *c, const ParcelOut *query, bool *further)
{
    const Event *event = ledger_event(c->scene->store, c->turn->arena, query->seq);
    *further = event && !strcmp(event->kind, "case.asked_from_above");
    return event ? value_get(event->body, *further ? "materials" : "missing") : NULL;
}

static int notice_number(const Value *rows, int64_t place)
{
    const Value *row = rows ? rows->first : NULL;
    while (row && --place > 0) row = row->next;
    return row ? (int)value_int(row, "no", 0) : 0;
}

static bool take_supply(Coming *c)
{
    Arena *a = c->turn->arena;
    bool further;
    const ParcelOut *out = ours_named(c, PARCEL_QUERY);
    if (!out) return refuse(c->turn, REFUSED_PARCEL_NOT_ASKED, c->parcel->about);
    if (files_missing(c)) return false;
    c->file = case_load(c->scene->store, a, out->case_id);
    const Value *notice = notice_rows(c, out, &further), *came = value_get(c->parcel->all, "materials");
    ExchangeFile *files = ARENA_ARRAY(a, ExchangeFile, LIMIT_PARCEL_FILES);
    CaseActFile *handed = ARENA_ARRAY(a, CaseActFile, LIMIT_PARCEL_FILES);
    Value *input = value_object(a), *rows = value_set_list(a, input, "materials");
    for (const Value *m = came->first; m; m = m->next) {
        static const char *const keys[] = {"originals", "copies"};
        Value *row = value_push_object(a, rows);
        value_set_int(a, row, "no", further ? value_int(m, "no", 0) : notice_number(notice, value_int(m, "no", 0)));
        value_set_str(a, row, "way", value_str(m, "way"));
        for (int i = 0; i < 2; i++) if (value_int(m, keys[i], 0)) value_set_int(a, row, keys[i], value_int(m, keys[i], 0));
        if (value_str(m, "sha256")) value_set_str(a, row, "sha256", value_str(m, "sha256"));
    }
    CaseAct act = {.act = further ? ACT_SUPPLY_ABOVE : ACT_SUPPLY, .case_id = out->case_id, .input = input, .files = handed, .file_count = c->parcel->file_count};
    for (int i = 0; i < c->parcel->file_count; i++) {
        if (!take_file(c, i, &files[i])) return false;
        handed[i] = (CaseActFile){notice_number(notice, c->parcel->files[i].no), files[i].name, files[i].type, files[i].sha256, files[i].content, files[i].bytes};
    }
    bool taken = act_by_peer(c, &act);
    if (!taken) as_outcome(c);
    value_set(a, c->body, "materials", value_copy(a, came));
    record_received(c);
    for (int i = 0; !taken && i < c->parcel->file_count; i++) keep_beside(c, &files[i]);
    drop_staged(c);
    return true;
}

/* ---- recalled ---- */

/* The applicant's own withdrawal ends the procedure wherever it is before the decision (2.7): she withdrew at the window that stands for her here, and its log
 * proves it. That she died, that the firm ended, that the organ answered by paper: this the organ above finds itself, so its clerks are told and nothing is done. */
static void withdraw_above(Coming *c)
{
    Arena *a = c->turn->arena;
    const char *why = value_str_or(c->parcel->all, "reason", ""), *where = arena_printf(a, "申请人已在%s撤回申请（%s）", c->peer->name, c->parcel->number), *all = arena_printf(a, "%s：%s", where, why);
    Value *input = value_object(a);
    value_set_str(a, input, "reason", *why && text_characters(all) <= LIMIT_TEXT_CHARACTERS ? all : where);      /* her words stand in the parcel in any case */
    CaseAct act = {.act = ACT_WITHDRAW, .case_id = c->file->id, .input = input};
    if (!act_by_peer(c, &act)) as_outcome(c);             /* decided already, or ended */
}

static bool take_recall(Coming *c)
{
    Arena *a = c->turn->arena;
    const ParcelIn *in = parcel_in(c->scene->store, a, c->parcel->about);
    if (in && (strcmp(in->peer, c->peer->id) || in->kind != PARCEL_FORWARD)) return refuse(c->turn, REFUSED_PARCEL_NOT_ASKED, c->parcel->about);
    const char *dash = strrchr(c->parcel->about, '-');
    int64_t seq;
    if (!in && (!dash || !text_parse_int(dash + 1, 1, INT64_MAX, &seq) || strcmp(parcel_id(a, c->parcel->from, seq), c->parcel->about))) return refuse(c->turn, REFUSED_PARCEL_NOT_ASKED, c->parcel->about);
    c->file = in ? case_load(c->scene->store, a, in->case_id) : NULL;
    if (in) value_set_int(a, c->body, "about", in->seq);
    value_set_str(a, c->body, "act", value_str(c->parcel->all, "act"));
    if (value_str(c->parcel->all, "reason")) value_set_str(a, c->body, "reason", value_str(c->parcel->all, "reason"));
    if (c->file && !strcmp(value_str(c->parcel->all, "act"), "withdrawn")) withdraw_above(c);
    record_received(c);
    return true;
}

void exchange_receive(Scene *scene, WindowTurn *turn)
{
    Coming c = {.scene = scene, .turn = turn};
    turn->repeated = false;
    turn->result = NULL;
    if (!admitted(&c, turn->input)) return;
    peer_heard(scene->store, c.peer->id, turn->now);
    if (came_before(&c)) return;
    begin_body(&c);
    if (c.parcel->kind == PARCEL_FORWARD) open_forwarded(&c);
    else if (c.parcel->kind == PARCEL_RESULT) take_result(&c);
    else if (c.parcel->kind == PARCEL_QUERY) take_query(&c);
    else if (c.parcel->kind == PARCEL_SUPPLY) take_supply(&c);
    else take_recall(&c);
}

/* ---- our answer: always the same for the same parcel ---- */

void exchange_acknowledge(Scene *scene, WindowTurn *turn)
{
    Arena *a = turn->arena;
    const char *problem, *key = ledger_key_text(scene->ledger);
    int64_t seq = *(const int64_t *)turn->input;
    const Event *event = ledger_event(scene->store, a, seq);
    const Peer *peer = event ? peer_load(scene->store, a, value_str_or(event->body, "peer", "")) : NULL;
    const Value *receipt = peer ? ledger_receipt_first(scene->store, a, key, seq, false) : NULL;
    if (!receipt) { window_refuse(turn, REFUSED_NO_SUCH_PEER, NULL); return; }
    Value *all = parcel_open(a, PARCEL_ACKNOWLEDGEMENT, key, peer->key, seq, event->at, event->case_number, value_str(event->body, "parcel"));
    value_set_str(a, all, "sha256", value_str(event->body, "sha256"));
    if (value_str(event->body, "outcome")) value_set_str(a, all, "outcome", value_str(event->body, "outcome"));
    const char *envelope = parcel_close(a, all, receipt, &problem);
    const Parcel *parcel = envelope ? parcel_parse(a, envelope, strlen(envelope), &problem) : NULL;
    if (!parcel) { window_refuse(turn, REFUSED_PARCEL_MALFORMED, problem); return; }
    turn->result = value_object(a);
    value_set_str(a, turn->result, "envelope", envelope);
    value_set_str(a, turn->result, "note", ledger_sign(scene->ledger, a, parcel_note_text(a, parcel)));
}

void exchange_stage(Scene *scene, WindowTurn *turn)
{
    const ExchangeStage *stage = turn->input;
    const char *peer = turn->actor.id, *type = upload_kind(stage->content, stage->bytes);
    const Peer *known = peer_load(scene->store, turn->arena, peer);
    if (!known || !known->open) { window_refuse(turn, REFUSED_PARCEL_SENDER, NULL); return; }
    if (!type || stage->bytes > LIMIT_UPLOAD_BYTES) { window_refuse(turn, REFUSED_PARCEL_FILE, stage->sha256); return; }
    if (exchange_file_staged(scene->store, peer, stage->sha256)) return;
    if (exchange_staged_bytes(scene->store, peer) + (int64_t)stage->bytes > LIMIT_EXCHANGE_STAGED_BYTES) { window_refuse(turn, REFUSED_PARCEL_STORE, NULL); return; }
    ExchangeFile file = {.sha256 = stage->sha256, .name = "", .type = type, .bytes = stage->bytes, .content = stage->content};
    exchange_file_add(scene->store, FILE_STAGED, peer, &file, turn->now);
}
