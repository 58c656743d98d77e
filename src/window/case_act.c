/* case_act.c: one case act, from facts to the recorded event; see case_act.h. */
#include "window/case_act.h"
#include "base/text.h"
#include "cases/lanes.h"
#include "people/account.h"
#include "people/identity.h"
#include "window/paper.h"
#include <string.h>

const Item *case_item(const Scene *scene, const CaseFile *file)
{
    return catalog_item_version(scene->catalog, file->standing.item, file->standing.item_version);
}

Facts case_facts(const Scene *scene, const CaseFile *file, const Item *item, const Actor *actor, bool holder, Day today)
{
    const Department *department = item ? catalog_department(scene->catalog, item->department) : NULL;
    return (Facts){.standing = file ? &file->standing : NULL, .item = item, .department_name = department ? department->name : "",
                   .calendar = scene->calendar, .catalog = scene->catalog, .leads = scene->centre->leads, .people = scene->people, .actor = actor, .holder = holder, .today = today,
                   .rules = &scene->centre->rules};
}

/* What lies outside the case itself: the queue of a limited item, a bar on this applicant. Looked up only for acts that ask for it. */
static void look_around(const Scene *scene, Arena *arena, Act act, const CaseFile *file, const Value *input, Facts *facts)
{
    const Item *item = facts->item;
    if (item->quota > 0 && file && (act == ACT_GRANT || act == ACT_SETTLE || act == ACT_REFUSE)) {
        QuotaFacts *quota = ARENA_NEW(arena, QuotaFacts);
        *quota = quota_facts(scene->store, arena, item->code, file->id, item->quota, item_quota_since(item, facts->today));
        facts->quota = quota;
    }
    if (act != ACT_RECEIVE && act != ACT_COMMIT) return;
    const char *identity = act == ACT_RECEIVE ? value_str(input, "identity") : value_str(file->person, "identity");
    const char *number = identity_normal(arena, identity ? identity : "");
    facts->bar = bar_on(scene->store, arena, number, item->code, facts->today);
    /* Handed in at the counter, where the clerk sees the document: it is hers who has an account under that number and name. A stranger's online form proves nothing. */
    Citizen she;
    if (act == ACT_RECEIVE && facts->actor->kind == ACTOR_OFFICER && citizen_find_identity(scene->store, arena, number, &she) && text_equal(she.name, text_trim(arena, value_str_or(input, "applicant_name", ""))))
        facts->account = she.account;
}

/* One client's key must never meet another's, not even by design: so not a hash whose collisions anybody can compute. */
static int64_t key_number(const Secret *secret, const char *scope, const char *key, Arena *arena)
{
    uint8_t mac[SECRET_MAC_BYTES];
    uint64_t number;
    Buf text = buf_sized(arena, 120);
    buf_int(&text, (int64_t)strlen(scope));
    buf_char(&text, ' ');
    buf_str(&text, scope);
    buf_char(&text, ' ');
    buf_str(&text, key);
    secret_mac(secret, "idempotency", text.text, mac);
    memcpy(&number, mac, sizeof number);
    return (int64_t)(number & INT64_MAX);
}

/* FNV-1a over the contents, without writing them out: tells whether the same key came with the same contents, for its own client only. */
static uint64_t hash_bytes(uint64_t h, const void *data, size_t n)
{
    for (const unsigned char *p = data; n--; p++) h = (h ^ *p) * 1099511628211u;
    return (h ^ 0xff) * 1099511628211u;
}

static uint64_t hash_value(uint64_t h, const Value *v)
{
    unsigned char kind = (unsigned char)(v->kind * 2 + v->boolean);
    h = hash_bytes(h, &kind, 1);
    if (v->key) h = hash_bytes(h, v->key, strlen(v->key));
    if (v->kind == VALUE_INT) h = hash_bytes(h, &v->integer, sizeof v->integer);
    if (v->kind == VALUE_STRING) h = hash_bytes(h, v->string, strlen(v->string));
    for (const Value *m = v->first; m; m = m->next) h = hash_value(h, m);
    return (h ^ 0xfe) * 1099511628211u;
}

static int64_t content_hash(const char *item, const Value *input)
{
    return (int64_t)(hash_value(hash_bytes(1469598103934665603u, item, strlen(item)), input) & INT64_MAX);
}

CaseKey case_key(const Scene *scene, Arena *arena, const char *scope, const char *key, const char *what, const Value *input)
{
    return (CaseKey){key_number(scene->secret, scope ? scope : "", key, arena), content_hash(what, input)};
}

/* True when the key was used before: the turn is answered. */
static bool repeated(Scene *scene, WindowTurn *turn, const CaseAct *act, CaseKey *key)
{
    *key = case_key(scene, turn->arena, act->idempotency_scope, act->idempotency_key, act->item, act->input);
    bool same = false;
    int64_t before = case_idempotent(scene->store, key->key, key->content, instant_day(turn->now), &same);
    if (!before) return false;
    if (!same) window_refuse(turn, REFUSED_IDEMPOTENCY_CONFLICT, NULL);
    turn->case_id = before;
    turn->repeated = same;
    return true;
}

/* Numbers and checks the papers of a verdict; they become part of the event's body. False: refused. */
static bool issue_papers(Scene *scene, WindowTurn *turn, const Verdict *verdict, const Event *event, const CaseFile *file, const Item *item)
{
    for (int i = 0; i < 4 && verdict->documents[i]; i++) {
        Paper paper = {.scene = scene, .kind = verdict->documents[i], .event = event, .file = file, .item = item, .brief = true};
        Value *context = paper_facts(turn->arena, &paper);
        for (const Value *m = event->person ? event->person->first : NULL; m; m = m->next)
            value_set(turn->arena, context, m->key, arena_memdup(turn->arena, m, sizeof *m));      /* for the check alone: the node is new, its contents are shared */
        DocumentDraft draft = {.kind = verdict->documents[i], .body = catalog_body(scene->catalog, item->legal_body), .district = scene->centre->district,
                               .item_kind = item->kind, .case_id = file ? file->id : 0, .day = instant_day(turn->now),
                               .fields = paper_fields(turn->arena, &paper), .context = context};
        if (!paper_issue(scene, turn, event, &draft)) return false;
    }
    return true;
}

static void keep_files(Scene *scene, WindowTurn *turn, const CaseAct *act, int64_t case_id)
{
    for (int i = 0; i < act->file_count; i++) {
        const CaseActFile *f = &act->files[i];
        case_upload_add(scene->store, case_id, f->material, f->name, f->type, f->sha256, f->data, f->bytes, turn->now);
    }
}

/* What whoever opened the case is told at once, so that nobody has to read it back: number, dates, number of the receipt. */
static Value *opening_result(Arena *arena, const Event *event)
{
    const Value *documents = value_get(event->body, "documents");
    Value *result = value_object(arena);
    value_lend_str(arena, result, "number", event->case_number);                /* all of it stands in the turn's arena already */
    value_lend_str(arena, result, "received", value_str(event->body, "received"));
    value_lend_str(arena, result, "notice_by", value_str(event->body, "notice_by"));
    value_lend_str(arena, result, "document", documents ? value_str(documents->first, "number") : NULL);
    return result;
}

/* Every material handed in so far, the newest of each number, with its hash where it is a file: what goes up with a forwarded case (XK-35). */
static const Value *handed_in(Scene *scene, Arena *arena, const CaseFile *file)
{
    const Value *newest[LIMIT_MATERIALS_PER_ITEM + 1] = {0};
    Query *q = ledger_read_case(scene->store, file->id);
    for (Event *e; (e = ledger_next(q, arena));) {
        bool above = !strcmp(e->kind, "case.supplied_above");       /* there a row's own number is its place in what was asked for */
        if (!above && strcmp(e->kind, "case.received") && strcmp(e->kind, "case.supplied")) continue;
        const Value *list = value_get(e->body, "materials");
        for (const Value *m = list ? list->first : NULL; m; m = m->next) {
            int64_t no = value_int(m, above ? "material" : "no", 0);
            if (no < 1 || no > LIMIT_MATERIALS_PER_ITEM) continue;
            Value *one = value_copy(arena, m);
            value_set_int(arena, one, "no", no);
            newest[no] = one;
        }
    }
    Value *all = value_list(arena);
    for (int no = 1; no <= file->standing.material_count; no++) {
        if (!file->standing.handed[no]) continue;
        if (newest[no]) value_push(all, value_copy(arena, newest[no]));
        else value_set_int(arena, value_push_object(arena, all), "no", no);      /* found by the clerk's check, not named at receipt */
    }
    return all;
}

/* What was decided and what the verification found: the ground on which a decision without a certificate is revoked. */
static const Value *found_untrue(Scene *scene, Arena *arena, const CaseFile *file)
{
    Value *found = value_object(arena);
    Query *q = ledger_read_case(scene->store, file->id);
    for (Event *e; (e = ledger_next(q, arena));) {
        bool decided = !strcmp(e->kind, "case.granted") || !strcmp(e->kind, "case.settled");
        const Value *papers = decided ? value_get(e->body, "documents") : NULL;
        for (const Value *p = papers ? papers->first : NULL; p; p = p->next)
            if (text_equal(value_str(p, "kind"), "F21") || text_equal(value_str(p, "kind"), "F23")) value_set_str(arena, found, "decision", value_str(p, "number"));
        if (strcmp(e->kind, "case.commitment_verified")) continue;
        value_set_int(arena, found, "verification", e->seq);
        value_set_str(arena, found, "method", value_str_or(e->body, "method", "核查"));
        value_set_str(arena, found, "findings", value_str_or(e->body, "findings", ""));
    }
    return found;
}

/* What the organ above asked for last, as its act has it. */
static const Value *asked_above(Scene *scene, Arena *arena, const CaseFile *file)
{
    const Value *rows = NULL;
    Query *q = ledger_read_case(scene->store, file->id);
    for (Event *e; (e = ledger_next(q, arena));) if (!strcmp(e->kind, "case.asked_from_above")) rows = value_get(e->body, "materials");
    return rows;
}

/* Decides and records one act on a case that is loaded (or being opened). False: refused, and the turn says why. */
static bool act_once(Scene *scene, WindowTurn *turn, const CaseAct *act, const CaseFile *file, const Item *item, const Actor *actor)
{
    Day today = instant_day(turn->now);
    Facts facts = case_facts(scene, file, item, actor, act->holder, today);
    facts.party = act->party;
    look_around(scene, turn->arena, act->act, file, act->input, &facts);
    if (act->act == ACT_SUPPLY_ABOVE) facts.asked_above = asked_above(scene, turn->arena, file);
    if (act->act == ACT_REVOKE_DECISION) facts.untrue = found_untrue(scene, turn->arena, file);
    if (act->act == ACT_FORWARD) facts.handed = handed_in(scene, turn->arena, file);
    Verdict verdict = process_decide(turn->arena, act->act, &facts, act->input);
    if (verdict.refusal != REFUSED_NOTHING) {
        window_refuse(turn, verdict.refusal, verdict.detail);
        return false;
    }
    Event event = {.at = turn->now, .kind = verdict.event, .actor = actor_text(turn->arena, actor), .body = verdict.body, .person = verdict.person};
    event.case_id = file ? file->id : case_next_id(scene->store);
    event.case_number = file ? file->number : case_next_number(scene->store, turn->arena, scene->centre->area, today);
    if (!issue_papers(scene, turn, &verdict, &event, file, item)) return false;
    window_record(scene, turn, &event);
    keep_files(scene, turn, act, event.case_id);
    if (!file) turn->result = opening_result(turn->arena, &event);
    return true;
}

/* What the clock owes this case comes first, so that nobody acts on a case the law has already moved. True when it acted. */
static bool clock_first(Scene *scene, WindowTurn *turn, const CaseFile *file, const Item *item)
{
    Act duty = process_clock_duty(&file->standing, scene->calendar, instant_day(turn->now));
    if (duty == ACT_COUNT) return false;
    Actor clock = actor_clock();
    CaseAct act = {.act = duty, .case_id = file->id, .input = value_object(turn->arena)};
    if (act_once(scene, turn, &act, file, item, &clock)) return true;
    window_refuse(turn, REFUSED_NOTHING, NULL);
    return false;
}

static void open_case(Scene *scene, WindowTurn *turn, CaseAct *act)
{
    CaseKey key = {0};
    if (act->idempotency_key && repeated(scene, turn, act, &key)) return;
    const Item *item = act->item ? catalog_item_at(scene->catalog, act->item, instant_day(turn->now)) : NULL;
    if (!item) {
        bool known = act->item && catalog_item_newest(scene->catalog, act->item);
        window_refuse(turn, known ? REFUSED_ITEM_NOT_IN_FORCE : REFUSED_NO_SUCH_ITEM, act->item);
        return;
    }
    Value *input = value_shallow(turn->arena, act->input);
    value_set_str(turn->arena, input, "received", day_text(turn->arena, calendar_receipt_day(scene->calendar, turn->now, scene->centre->offhours, scene->centre->closing_minute)));
    act->input = input;
    if (act_once(scene, turn, act, NULL, item, &turn->actor) && act->idempotency_key)
        case_idempotent_keep(scene->store, key.key, key.content, instant_day(turn->now), turn->case_id);
}

void case_act(Scene *scene, WindowTurn *turn)
{
    CaseAct act = *(const CaseAct *)turn->input;
    if (!act.input) act.input = value_object(turn->arena);
    if (act.act == ACT_RECEIVE) {
        open_case(scene, turn, &act);
        return;
    }
    CaseFile *file = case_load(scene->store, turn->arena, act.case_id);
    const Item *item = file ? case_item(scene, file) : NULL;
    if (!file || !item) {
        window_refuse(turn, file ? REFUSED_NO_SUCH_ITEM : REFUSED_NO_SUCH_CASE, NULL);
        return;
    }
    turn->case_id = file->id;
    while (process_row(act.act)->by.kind != BY_CLOCK && clock_first(scene, turn, file, item))      /* one duty may bring the next: deemed accepted, and the promise long over */
        file = case_load(scene->store, turn->arena, act.case_id);
    act_once(scene, turn, &act, file, item, &turn->actor);
}

void case_tick(Scene *scene, WindowTurn *turn)
{
    int count, acted = 0;
    int64_t *ids = cases_clock_due(scene->store, turn->arena, instant_day(turn->now), CASE_TICK_GROUP, &count);
    for (int i = 0; i < count; i++) {
        CaseFile *file = case_load(scene->store, turn->arena, ids[i]);
        const Item *item = case_item(scene, file);
        while (item && clock_first(scene, turn, file, item)) {
            acted++;
            file = case_load(scene->store, turn->arena, ids[i]);
        }
    }
    turn->result = value_object(turn->arena);
    value_set_int(turn->arena, turn->result, "acted", acted);
    value_set_bool(turn->arena, turn->result, "more", count == CASE_TICK_GROUP && acted > 0);
}
