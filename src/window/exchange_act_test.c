/* exchange_act_test.c: two centres in one program: parcels up and down, once each, and every no one of them can say to the other. */
#include "window/test_hall.h"
#include "base/text.h"
#include "ledger/note.h"
#include "ledger/receipt.h"
#include "notices/notices.h"
#include "people/account.h"
#include "window/desk_act.h"
#include "window/exchange_act.h"
#include "window/office_act.h"

static const char ITEM[] = "4201150110101700", ORGAN[] = "武汉市住房和城乡建设局";
static const char ALL_IN_ORDER[] = "{\"checks\":[{\"no\":1,\"result\":\"ok\"},{\"no\":2,\"result\":\"ok\"},{\"no\":3,\"result\":\"ok\"},{\"no\":4,\"result\":\"ok\"}]}";
static const char UPPER_ITEM[] = "4201150110101200", UPPER_ORGAN[] = "湖北省住房和城乡建设厅";       /* the province decides it itself; two of its materials bear the names of ours */
static OneWindow *district, *city, *province;
static Arena *arena;
static const uint8_t PAPER[] = "%PDF-1.4 a drawing", SEALED[] = "%PDF-1.4 the licence with its seal";
static char paper_hash[PARCEL_HASH_CHARS + 1], sealed_hash[PARCEL_HASH_CHARS + 1];

static OneWindow *hall(void)
{
    WindowOptions options = {.memory = true, .create = true, .clock = hall_clock};
    OneWindow *window = window_open(&options);
    district_load(window, hall_time, false, NULL);
    return window;
}

static const char *key_of(OneWindow *window) { return ledger_key_text(window_scene(window)->ledger); }
static Store *store_of(OneWindow *window) { return window_scene(window)->store; }

static Value *parse(const char *json)
{
    const char *error;
    Value *v = value_parse(arena, json, strlen(json), &error);
    if (!v) fail_msg("%s: %s", json, error);
    return v;
}

static WindowTurn run(OneWindow *window, Actor actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = arena, .actor = actor, .work = work, .input = input};
    window_do(window, &turn);
    assert_int_equal(turn.fault, FAULT_NONE);
    return turn;
}

static Actor officer(OneWindow *window, const char *id) { return people_actor(window_scene(window)->people, id, instant_day(hall_time)); }

static WindowTurn desk(OneWindow *window, const char *act, const char *json)
{
    const Desk *d = desk_named("exchange");
    DeskInput input = {.desk = d, .act = desk_act_named(d, act), .input = parse(json)};
    return run(window, actor_operator(), desk_act, &input);
}

static void done(WindowTurn turn)
{
    if (turn.refusal) fail_msg("%s %s", refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
}

static void act_on(OneWindow *window, const char *who, Act act, int64_t id, const char *json)
{
    CaseAct input = {.act = act, .case_id = id, .input = parse(json), .holder = !strcmp(who, "citizen")};
    done(run(window, !strcmp(who, "citizen") ? actor_citizen(0, "") : officer(window, who), case_act, &input));
}

static CaseFile *file_of(OneWindow *window, int64_t id) { return case_load(store_of(window), arena, id); }

/* A case received, examined and sent up below; its number in the file. */
static int64_t forwarded(bool with_file)
{
    Value *input = hall_application(arena, true);
    value_set(arena, input, "materials", parse(with_file ? arena_printf(arena, "[{\"no\":1,\"way\":\"paper\",\"originals\":1,\"ok\":true},{\"no\":2,\"way\":\"upload\",\"sha256\":\"%s\",\"ok\":true},{\"no\":3,\"way\":\"paper\",\"ok\":true},{\"no\":4,\"way\":\"paper\",\"ok\":true}]", paper_hash)
                                                         : "[{\"no\":1,\"ok\":true},{\"no\":2,\"ok\":true},{\"no\":3,\"ok\":true},{\"no\":4,\"ok\":true}]"));
    CaseActFile file = {2, "执照.pdf", "application/pdf", paper_hash, PAPER, sizeof PAPER};
    CaseAct receive = {.act = ACT_RECEIVE, .item = ITEM, .input = input, .files = &file, .file_count = with_file};
    WindowTurn turn = run(district, officer(district, "li"), case_act, &receive);
    done(turn);
    act_on(district, "li", ACT_ACCEPT, turn.case_id, "{}");
    act_on(district, "wu", ACT_REVIEW, turn.case_id, "{\"conclusion\":\"approve\",\"opinion\":\"符合\"}");
    act_on(district, "zhang", ACT_FORWARD, turn.case_id, arena_printf(arena, "{\"opinion\":\"初审合格\",\"recommendation\":\"grant\",\"upper_organ\":\"%s\"}", ORGAN));
    return turn.case_id;
}

typedef struct Post { int64_t seq; const char *envelope, *note; } Post;
static Post sealed(OneWindow *window)
{
    Post post = {.seq = parcel_due(store_of(window), hall_time)};
    assert_true(post.seq > 0);
    ExchangeSeal seal = {.seq = post.seq};
    WindowTurn turn = run(window, actor_clock(), exchange_seal, &seal);
    assert_non_null(turn.result);
    post.envelope = value_str(turn.result, "envelope");
    post.note = value_str(turn.result, "note");
    return post;
}

static Actor machine(const char *name) { return actor_machine(name, MACHINE_EXCHANGE); }
static WindowTurn post_to(OneWindow *window, const char *as, const char *envelope, const char *note)
{
    ExchangeReceive in = {envelope, strlen(envelope), note};
    return run(window, machine(as), exchange_receive, &in);
}

static WindowTurn acknowledgement(OneWindow *window, int64_t seq) { return run(window, machine("x"), exchange_acknowledge, arena_memdup(arena, &seq, sizeof seq)); }

static bool settle(OneWindow *window, int64_t seq, const char *envelope, const char *note)
{
    ExchangeSettle in = {.seq = seq, .outcome = POST_ACKNOWLEDGED, .reason = "", .envelope = envelope, .bytes = strlen(envelope), .note = note};
    return value_bool(run(window, actor_clock(), exchange_settle, &in).result, "acknowledged");
}

/* The whole way of one parcel. Gives the event exchange.received of the receiver. */
static int64_t carry(OneWindow *from, OneWindow *to, const char *as)
{
    Post post = sealed(from);
    WindowTurn turn = post_to(to, as, post.envelope, post.note);
    done(turn);
    const Value *missing = value_get(turn.result, "missing");
    if (missing) {
        const uint8_t *content;
        size_t bytes;
        assert_true(exchange_content(store_of(from), arena, post.seq, missing->first->string, &content, &bytes));
        ExchangeStage stage = {missing->first->string, content, bytes};
        done(run(to, machine(as), exchange_stage, &stage));
        turn = post_to(to, as, post.envelope, post.note);
        done(turn);
    }
    int64_t seq = value_int(turn.result, "seq", 0);
    assert_true(seq > 0);
    WindowTurn ack = acknowledgement(to, seq);
    assert_true(settle(from, post.seq, value_str(ack.result, "envelope"), value_str(ack.result, "note")));
    return seq;
}

static const char *upload_hash(OneWindow *window, int64_t id, int material)
{
    int count;
    const CaseUpload *uploads = case_uploads(store_of(window), arena, id, &count);
    for (int i = count - 1; i >= 0; i--) if (uploads[i].material == material) return uploads[i].sha256;
    return "";
}

static int64_t case_of(OneWindow *window, int64_t received) { return parcel_in_seq(store_of(window), arena, received)->case_id; }

static void check_both(void)
{
    hall_verify(district);
    hall_verify(city);
    ExchangeFinding a = exchange_check(store_of(district), arena), b = exchange_check(store_of(city), arena);
    if (!a.ok) fail_msg("district %lld %s", (long long)a.first_bad_seq, a.why);
    if (!b.ok) fail_msg("city %lld %s", (long long)b.first_bad_seq, b.why);
    assert_true(a.receipts > 0 && b.receipts > 0);
}

static void check_all(void)
{
    check_both();
    hall_verify(province);
    ExchangeFinding top = exchange_check(store_of(province), arena);
    if (!top.ok) fail_msg("province %lld %s", (long long)top.first_bad_seq, top.why);
    assert_true(top.receipts > 0);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    log_level = LOG_ERROR + 1;
    hall_time = instant_at(day_of(2026, 3, 2), 9, 0, 0);
    sha256_hex(PAPER, sizeof PAPER, paper_hash);
    sha256_hex(SEALED, sizeof SEALED, sealed_hash);
    district = hall();
    city = hall();
    done(desk(district, "register", arena_printf(arena, "{\"peer\":\"wuhan\",\"name\":\"武汉市政务服务中心\",\"level\":\"city\",\"url\":\"https://zwfw.wuhan.example\",\"key\":\"%s\",\"fingerprint\":\"%s\",\"organs\":\"%s\",\"document\":\"函\"}",
        key_of(city), key_fingerprint(arena, key_of(city)), ORGAN)));
    done(desk(city, "register", arena_printf(arena, "{\"peer\":\"jiangxia\",\"name\":\"江夏区政务服务中心\",\"level\":\"county\",\"url\":\"https://zwfw.jiangxia.example\",\"key\":\"%s\",\"fingerprint\":\"%s\",\"document\":\"函\"}",
        key_of(district), key_fingerprint(arena, key_of(district)))));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    window_close(district);
    window_close(city);
    if (province) window_close(province);
    arena_free(arena);
    return 0;
}

/* ---- up and back ---- */

static void test_a_case_goes_up_and_its_end_comes_back(void **state)
{
    (void)state;
    int64_t below = forwarded(true);
    Post first = sealed(district);
    assert_int_equal(post_to(city, "jiangxia", first.envelope, first.note).refusal, REFUSED_PARCEL_ITEM);
    assert_int_equal(cases_total(store_of(city)), 0);
    done(desk(city, "map", arena_printf(arena, "{\"peer\":\"jiangxia\",\"theirs\":\"%s\",\"ours\":\"%s\",\"document\":\"函\"}", ITEM, ITEM)));
    int64_t seq = carry(district, city, "jiangxia");
    const CaseFile *above = file_of(city, parcel_in_seq(store_of(city), arena, seq)->case_id);
    assert_int_equal(above->standing.stage, STAGE_RECEIVED);
    assert_string_equal(value_str(above->person, "applicant_name"), "张晓三");
    const ParcelOut *out = parcel_out_of_case(store_of(district), arena, below, PARCEL_FORWARD);
    assert_true(out->acknowledged > 0);
    assert_string_equal(out->number, above->number);
    int count;
    const CaseUpload *uploads = case_uploads(store_of(city), arena, above->id, &count);
    assert_int_equal(count, 1);
    assert_int_equal(uploads[0].material, 2);
    assert_string_equal(uploads[0].sha256, paper_hash);
    /* the personal data travelled once and is kept nowhere twice: neither events' bodies nor bytes under way hold it */
    Sealed gone;
    assert_false(parcel_sealed(store_of(district), arena, out->seq, &gone));
    assert_null(strstr(value_json(arena, ledger_event(store_of(city), arena, seq)->body), "张晓三"));
    assert_null(strstr(value_json(arena, ledger_event(store_of(district), arena, out->acknowledged)->body), "11010519491231002X"));
    /* every part above is the sender's: number, opinion, hash of the item's version */
    const Value *body = ledger_event(store_of(city), arena, seq)->body;
    assert_string_equal(value_str(body, "number"), file_of(district, below)->number);
    assert_string_equal(value_str(body, "opinion"), "初审合格");

    act_on(city, "citizen", ACT_WITHDRAW, above->id, "{\"reason\":\"申请人撤回\"}");
    int64_t back = carry(city, district, "wuhan");
    const Event *reply = NULL;
    Query *q = ledger_read_case(store_of(district), below);
    for (Event *e; (e = ledger_next(q, arena));) if (!strcmp(e->kind, "case.replied_from_above")) { assert_null(reply); reply = e; }
    assert_non_null(reply);
    assert_string_equal(reply->actor, "machine:wuhan");
    assert_string_equal(value_str(reply->body, "result"), "returned");
    assert_int_equal(file_of(district, below)->standing.stage, STAGE_REVIEWED);
    assert_string_equal(parcel_in_seq(store_of(district), arena, back)->outcome, "");
    assert_int_equal(parcel_due(store_of(district), hall_time), 0);
    assert_int_equal(parcel_due(store_of(city), hall_time), 0);
    check_both();
}

static void test_the_same_parcel_has_one_effect_and_one_answer(void **state)
{
    (void)state;
    forwarded(false);
    Post post = sealed(district), again = sealed(district);
    assert_string_equal(post.envelope, again.envelope);
    assert_string_equal(post.note, again.note);
    int64_t before = cases_total(store_of(city));
    WindowTurn one = post_to(city, "jiangxia", post.envelope, post.note);
    done(one);
    int64_t seq = value_int(one.result, "seq", 0);
    const char *ack = value_str(acknowledgement(city, seq).result, "envelope");
    hall_time.ms += 3600 * 1000;
    forwarded(false);                                        /* the log grows meanwhile */
    WindowTurn two = post_to(city, "jiangxia", post.envelope, post.note);
    done(two);
    assert_true(two.repeated);
    assert_int_equal(value_int(two.result, "seq", 0), seq);
    assert_string_equal(value_str(acknowledgement(city, seq).result, "envelope"), ack);
    assert_int_equal(cases_total(store_of(city)), before + 1);
    /* the answer twice is one event */
    const char *note = value_str(acknowledgement(city, seq).result, "note");
    assert_true(settle(district, post.seq, ack, note));
    int64_t size = ledger_size(window_scene(district)->ledger);
    assert_false(settle(district, post.seq, ack, note));
    assert_int_equal(ledger_size(window_scene(district)->ledger), size);
    carry(district, city, "jiangxia");
    check_both();
}

/* ---- every no ---- */

static char *replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* Signed anew by the district itself: what a faulty or hostile centre could send. */
static const char *signed_anew(OneWindow *window, const char *envelope)
{
    const char *problem;
    const Parcel *p = parcel_parse(arena, envelope, strlen(envelope), &problem);
    if (!p) fail_msg("%s", problem);
    return ledger_sign(window_scene(window)->ledger, arena, parcel_note_text(arena, p));
}

static void test_what_a_centre_refuses(void **state)
{
    (void)state;
    forwarded(false);
    Post post = sealed(district);
    int64_t cases = cases_total(store_of(city)), size = ledger_size(window_scene(city)->ledger);
    assert_int_equal(post_to(city, "jiangxia", "{}", post.note).refusal, REFUSED_PARCEL_MALFORMED);
    assert_int_equal(post_to(city, "jiangxia", post.envelope, "").refusal, REFUSED_PARCEL_SIGNATURE);
    assert_int_equal(post_to(city, "wuchang", post.envelope, post.note).refusal, REFUSED_PARCEL_SENDER);              /* another centre's token */
    assert_int_equal(post_to(district, "wuhan", post.envelope, post.note).refusal, REFUSED_PARCEL_SENDER);            /* its own, sent back to it */
    const char *other = replaced(post.envelope, "初审合格", "初审不合");
    assert_int_equal(post_to(city, "jiangxia", other, post.note).refusal, REFUSED_PARCEL_SIGNATURE);
    assert_int_equal(post_to(city, "jiangxia", other, signed_anew(district, other)).refusal, REFUSED_PARCEL_UNPROVEN);
    const char *elsewhere = replaced(post.envelope, arena_printf(arena, "\"to\":\"%s\"", key_of(city)), arena_printf(arena, "\"to\":\"%s\"", key_of(district)));
    assert_int_equal(post_to(city, "jiangxia", elsewhere, signed_anew(district, elsewhere)).refusal, REFUSED_PARCEL_ADDRESSEE);
    char *huge = arena_alloc(arena, LIMIT_PARCEL_BYTES + 2);
    memset(huge, ' ', LIMIT_PARCEL_BYTES + 1);
    assert_int_equal(post_to(city, "jiangxia", huge, post.note).refusal, REFUSED_PARCEL_TOO_LARGE);
    assert_int_equal(cases_total(store_of(city)), cases);
    assert_int_equal(ledger_size(window_scene(city)->ledger), size);

    done(post_to(city, "jiangxia", post.envelope, post.note));
    const char *phone = replaced(post.envelope, "13800138000", "13800138001");           /* not in the log, so it proves; the id was used */
    assert_int_equal(post_to(city, "jiangxia", phone, signed_anew(district, phone)).refusal, REFUSED_PARCEL_CONFLICT);
    WindowTurn ack = acknowledgement(city, parcel_in(store_of(city), arena, parcel_id(arena, key_of(district), post.seq))->seq);
    assert_int_equal(post_to(district, "wuhan", value_str(ack.result, "envelope"), value_str(ack.result, "note")).refusal, REFUSED_PARCEL_MALFORMED);      /* an answer is no parcel */

    ExchangeStage script = {paper_hash, (const uint8_t *)"<html>", 6}, paper = {paper_hash, PAPER, sizeof PAPER};
    assert_int_equal(run(city, machine("jiangxia"), exchange_stage, &script).refusal, REFUSED_PARCEL_FILE);
    assert_int_equal(run(city, machine("nobody"), exchange_stage, &paper).refusal, REFUSED_PARCEL_SENDER);
    done(run(city, machine("jiangxia"), exchange_stage, &paper));
    done(run(city, machine("jiangxia"), exchange_stage, &paper));
    assert_int_equal(exchange_staged_bytes(store_of(city), "jiangxia"), sizeof PAPER);
    ExchangeFile big = {.sha256 = "x", .name = "", .type = "", .bytes = LIMIT_EXCHANGE_STAGED_BYTES, .content = PAPER};
    store_begin(store_of(city));
    store_exec(store_of(city), "UPDATE exchange_file SET bytes = ?1 WHERE owner = 1", "i", (int64_t)big.bytes);
    store_commit(store_of(city));
    ExchangeStage more = {arena_printf(arena, "%064d", 1), PAPER, sizeof PAPER};
    assert_int_equal(run(city, machine("jiangxia"), exchange_stage, &more).refusal, REFUSED_PARCEL_STORE);
    hall_time.ms += (LIMIT_EXCHANGE_STAGED_DAYS + 1) * 86400000LL;
    run(city, actor_clock(), exchange_tick, NULL);
    assert_int_equal(exchange_staged_bytes(store_of(city), "jiangxia"), 0);
    done(desk(city, "close", "{\"peer\":\"jiangxia\",\"reason\":\"试\",\"document\":\"函\"}"));
    assert_int_equal(post_to(city, "jiangxia", post.envelope, post.note).refusal, REFUSED_PARCEL_SENDER);
}

static void test_what_counts_as_an_acknowledgement(void **state)
{
    (void)state;
    forwarded(false);
    Post post = sealed(district);
    WindowTurn turn = post_to(city, "jiangxia", post.envelope, post.note);
    done(turn);
    WindowTurn ack = acknowledgement(city, value_int(turn.result, "seq", 0));
    const char *envelope = value_str(ack.result, "envelope"), *note = value_str(ack.result, "note");
    assert_false(settle(district, post.seq, "", ""));
    assert_false(settle(district, post.seq, "{}", note));
    assert_false(settle(district, post.seq, envelope, ""));
    assert_false(settle(district, post.seq, post.envelope, post.note));                   /* our own parcel back */
    const char *mine = signed_anew(district, envelope);                                   /* signed by ourselves */
    assert_false(settle(district, post.seq, envelope, mine));
    const char *hash = replaced(envelope, "\"sha256\":\"", "\"sha256\":\"0");
    assert_false(settle(district, post.seq, hash, note));
    ParcelTry tried;
    parcel_try(store_of(district), arena, post.seq, &tried);
    assert_int_equal(tried.tries, 6);
    assert_true(tried.due.ms > hall_time.ms && tried.due.ms <= hall_time.ms + EXCHANGE_WAIT_PARCEL * 1000LL);
    assert_int_equal(parcel_due(store_of(district), hall_time), 0);                        /* not before its time */
    run(district, actor_operator(), exchange_try_now, arena_memdup(arena, &post.seq, sizeof post.seq));
    assert_int_equal(parcel_due(store_of(district), hall_time), post.seq);
    assert_true(settle(district, post.seq, envelope, note));
}

/* ---- the case ends below, or was answered by paper ---- */

static void test_recall(void **state)
{
    (void)state;
    /* never sent: not sent any more, and the recall goes all the same, because nobody knows what arrived */
    int64_t quiet = forwarded(false);
    Post lost = sealed(district);
    act_on(district, "citizen", ACT_WITHDRAW, quiet, "{\"reason\":\"不办了\"}");
    assert_true(parcel_out(store_of(district), arena, lost.seq)->dropped > 0);
    int64_t cases = cases_total(store_of(city));
    carry(district, city, "jiangxia");
    assert_int_equal(post_to(city, "jiangxia", lost.envelope, lost.note).refusal, REFUSED_PARCEL_RECALLED);       /* it was on its way */
    assert_int_equal(cases_total(store_of(city)), cases);

    /* sent and then answered by paper: the result that comes later changes nothing below, and is kept */
    int64_t below = forwarded(false);
    int64_t seq = carry(district, city, "jiangxia");
    int64_t above = parcel_in_seq(store_of(city), arena, seq)->case_id;
    act_on(district, "li", ACT_REPLY_FROM_ABOVE, below, "{\"result\":\"granted\",\"document\":\"武住建批〔2026〕8号\",\"content\":\"同意\"}");
    int64_t told = carry(district, city, "jiangxia");
    const ParcelIn *recall = parcel_in_seq(store_of(city), arena, told);
    assert_int_equal(recall->kind, PARCEL_RECALL);
    assert_int_equal(recall->case_id, above);
    assert_string_equal(value_str(ledger_event(store_of(city), arena, told)->body, "act"), "answered");
    act_on(city, "citizen", ACT_WITHDRAW, above, "{\"reason\":\"不办了\"}");
    int64_t back = carry(city, district, "wuhan");
    assert_string_equal(parcel_in_seq(store_of(district), arena, back)->outcome, "REFUSED_NOT_IN_THIS_STAGE");
    assert_int_equal(file_of(district, below)->standing.reply, OUTCOME_GRANTED);
    const ParcelOut *result = parcel_out_of_case(store_of(city), arena, above, PARCEL_RESULT);
    assert_string_equal(result->outcome, "REFUSED_NOT_IN_THIS_STAGE");
    check_both();
}

/* The applicant's withdrawal below is her withdrawal above, as the law's own act and once; what was decided before it came stays decided (2.7). */
static void test_a_withdrawal_below_ends_the_case_above(void **state)
{
    (void)state;
    int64_t below = forwarded(false), above = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->case_id;
    act_on(city, "li", ACT_CHECK, above, ALL_IN_ORDER);
    act_on(city, "li", ACT_ACCEPT, above, "{}");
    act_on(district, "citizen", ACT_WITHDRAW, below, "{\"reason\":\"项目取消\"}");
    const ParcelIn *recall = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"));
    assert_string_equal(recall->outcome, "");
    assert_int_equal(file_of(city, above)->standing.stage, STAGE_WITHDRAWN);
    assert_non_null(document_latest(store_of(city), arena, above, "F33"));
    assert_int_equal(parcel_due(store_of(city), hall_time), 0);                            /* nobody is told what they said themselves */

    below = forwarded(false);
    above = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->case_id;
    act_on(city, "li", ACT_NOT_NEEDED, above, "{\"reason\":\"已取消许可\"}");
    act_on(district, "citizen", ACT_WITHDRAW, below, "{\"reason\":\"项目取消\"}");
    assert_string_equal(parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->outcome, "REFUSED_ALREADY_CONCLUDED");
    assert_int_equal(file_of(city, above)->standing.stage, STAGE_NOT_NEEDED);
    carry(city, district, "wuhan");

    /* that she died, each organ finds itself */
    below = forwarded(false);
    above = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->case_id;
    act_on(district, "zhang", ACT_TERMINATE, below, "{\"cause\":\"died\",\"reason\":\"户籍注销证明\"}");
    carry(district, city, "jiangxia");
    assert_int_equal(file_of(city, above)->standing.stage, STAGE_RECEIVED);
    act_on(city, "zhang", ACT_TERMINATE, above, "{\"cause\":\"died\",\"reason\":\"户籍注销证明\"}");
    carry(city, district, "wuhan");
    check_both();
}

/* A centre that hangs holds up nobody: each has its own turn. */
static void test_each_centre_has_its_own_turn(void **state)
{
    (void)state;
    int count;
    forwarded(false);
    const char **peers = peers_due(store_of(district), arena, hall_time, &count);
    assert_int_equal(count, 1);
    assert_string_equal(peers[0], "wuhan");
    assert_int_equal(parcel_due_at(store_of(district), "wuhan", hall_time), parcel_due(store_of(district), hall_time));
    assert_int_equal(parcel_due_at(store_of(district), "hubei", hall_time), 0);
    ExchangeSettle failed = {.seq = parcel_due(store_of(district), hall_time), .outcome = POST_UNREACHED, .reason = REASON_LINE " timeout"};
    run(district, actor_clock(), exchange_settle, &failed);
    peers_due(store_of(district), arena, hall_time, &count);
    assert_int_equal(count, 0);
    hall_time.ms += 1000;
    carry(district, city, "jiangxia");
}

/* A supplement asked for above is told below, word for word; what she hands in below goes up, and T1 above starts anew (XK-32-4, XK-35). */
static void test_what_is_asked_above_is_handed_in_below(void **state)
{
    (void)state;
    int64_t below = forwarded(false);
    int64_t above = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->case_id;
    act_on(city, "li", ACT_CHECK, above, "{\"checks\":[{\"no\":1,\"result\":\"ok\"},{\"no\":3,\"result\":\"ok\"}]}");
    act_on(city, "li", ACT_SUPPLEMENT, above, "{\"missing\":[{\"no\":4,\"requirement\":\"须加盖公章\",\"how\":\"到档案室盖章\"},{\"no\":2,\"requirement\":\"执照已过期\"}],\"days\":10}");
    Post post = sealed(city);
    const char *other = replaced(post.envelope, "须加盖公章", "须重新缴费");
    assert_int_equal(post_to(district, "wuhan", other, signed_anew(city, other)).refusal, REFUSED_PARCEL_UNPROVEN);
    other = replaced(post.envelope, "\"document\":\"", "\"document\":\"他");
    assert_int_equal(post_to(district, "wuhan", other, signed_anew(city, other)).refusal, REFUSED_PARCEL_UNPROVEN);
    int64_t seq = carry(city, district, "wuhan");
    const Event *event = ledger_event(store_of(district), arena, seq);
    assert_int_equal(event->case_id, below);
    assert_string_equal(value_str(value_get(event->body, "asked")->first, "requirement"), "须加盖公章");
    assert_string_equal(value_str(event->body, "until"), "2026-03-12");
    assert_null(value_str(event->body, "outcome"));
    const CaseFile *file = file_of(district, below);
    assert_int_equal(file->standing.stage, STAGE_FORWARDED);
    assert_string_equal(file->standing.above_waits, "11");
    assert_string_equal(day_text(arena, file->standing.above_by), "2026-03-12");

    /* one of the two with its file, by herself; nothing that was not asked, and nobody but her or the window */
    CaseActFile paper = {4, "盖章件.pdf", "application/pdf", paper_hash, PAPER, sizeof PAPER};
    CaseAct supply = {.act = ACT_SUPPLY_ABOVE, .case_id = below, .holder = true, .files = &paper, .file_count = 1,
                      .input = parse(arena_printf(arena, "{\"materials\":[{\"no\":1,\"way\":\"upload\",\"sha256\":\"%s\"}]}", paper_hash))};
    CaseAct strange = supply, wrong = supply;
    strange.holder = false;
    wrong.input = parse("{\"materials\":[{\"no\":3,\"way\":\"paper\"}]}");
    assert_int_equal(run(district, actor_citizen(0, ""), case_act, &strange).refusal, REFUSED_NOT_THE_APPLICANT);
    assert_int_equal(run(district, actor_citizen(0, ""), case_act, &wrong).refusal, REFUSED_SUPPLY_NOT_ASKED);
    done(run(district, actor_citizen(0, ""), case_act, &supply));
    assert_int_equal(run(district, actor_citizen(0, ""), case_act, &supply).refusal, REFUSED_SUPPLY_NOT_ASKED);
    assert_int_equal(parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->kind, PARCEL_SUPPLY);
    const CaseFile *there = file_of(city, above);
    assert_int_equal(there->standing.stage, STAGE_SUPPLEMENT);                                 /* one is still owed */
    assert_true(there->standing.handed[4] && !there->standing.asked[4] && there->standing.asked[2]);
    int count;
    const CaseUpload *uploads = case_uploads(store_of(city), arena, above, &count);
    assert_int_equal(count, 1);
    assert_string_equal(uploads[0].sha256, paper_hash);
    assert_int_equal(uploads[0].material, 4);

    /* the other as paper at the window: named as paper, and the clock above starts anew */
    hall_time.ms += 86400000LL;
    act_on(district, "li", ACT_SUPPLY_ABOVE, below, "{\"materials\":[{\"no\":2,\"way\":\"paper\",\"copies\":1}]}");
    post = sealed(district);
    other = replaced(post.envelope, "\"copies\":1", "\"copies\":2");
    done(post_to(city, "jiangxia", post.envelope, post.note));
    assert_int_equal(post_to(city, "jiangxia", other, signed_anew(district, other)).refusal, REFUSED_PARCEL_CONFLICT);
    carry(district, city, "jiangxia");
    there = file_of(city, above);
    assert_int_equal(there->standing.stage, STAGE_RECEIVED);
    assert_int_equal(there->standing.supplied.n, instant_day(hall_time).n);
    assert_int_equal(standing_asked_above(&file_of(district, below)->standing), 0);
    act_on(city, "citizen", ACT_WITHDRAW, above, "{\"reason\":\"不办了\"}");
    carry(city, district, "wuhan");

    check_both();
}

static bool told(OneWindow *window, int64_t id, const char *name)
{
    int count;
    const Notice *list = notice_of_case(store_of(window), arena, id, 20, &count);
    for (int i = 0; i < count; i++) if (!strcmp(list[i].name, name)) return strcmp(list[i].extra, ORGAN) == 0;
    return false;
}

/* What reaches the centre above after the last day is not taken: she and the clerks below learn it by name, the case comes back, and goes up again with it. */
static void test_what_comes_too_late_above(void **state)
{
    (void)state;
    CaseActFile paper = {4, "盖章件.pdf", "application/pdf", paper_hash, PAPER, sizeof PAPER};
    CaseAct supply = {.act = ACT_SUPPLY_ABOVE, .holder = true, .files = &paper, .file_count = 1, .input = parse(arena_printf(arena, "{\"materials\":[{\"no\":1,\"way\":\"upload\",\"sha256\":\"%s\"}]}", paper_hash))};
    int count;
    int64_t below = forwarded(false), above = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"))->case_id;
    act_on(city, "li", ACT_SUPPLEMENT, above, "{\"missing\":[{\"no\":4,\"requirement\":\"须加盖公章\"}],\"days\":1}");
    carry(city, district, "wuhan");
    supply.case_id = below;
    done(run(district, actor_citizen(0, ""), case_act, &supply));
    hall_time.ms += 5 * 86400000LL;
    const ParcelIn *late = parcel_in_seq(store_of(city), arena, carry(district, city, "jiangxia"));
    assert_string_equal(late->outcome, "REFUSED_SUPPLY_LATE");
    exchange_files(store_of(city), arena, late->seq, &count);
    assert_int_equal(count, 1);
    assert_string_equal(parcel_out_of_case(store_of(district), arena, below, PARCEL_SUPPLY)->outcome, "REFUSED_SUPPLY_LATE");
    assert_true(told(district, below, "supply_lost"));
    assert_int_equal(file_of(district, below)->standing.stage, STAGE_FORWARDED);              /* it waits for what comes from above */
    carry(city, district, "wuhan");
    assert_int_equal(file_of(district, below)->standing.stage, STAGE_REVIEWED);
    assert_int_equal(run(district, actor_citizen(0, ""), case_act, &supply).refusal, REFUSED_SUPPLY_LATE);
    act_on(district, "li", ACT_TELL_REPLY, below, "{\"way\":\"phone\"}");
    act_on(district, "zhang", ACT_FORWARD, below, arena_printf(arena, "{\"opinion\":\"补齐后重新上报\",\"recommendation\":\"grant\",\"upper_organ\":\"%s\"}", ORGAN));
    int64_t again = case_of(city, carry(district, city, "jiangxia"));
    assert_int_not_equal(again, above);
    assert_string_equal(upload_hash(city, again, 4), paper_hash);                              /* what she added goes with it */
    act_on(city, "citizen", ACT_WITHDRAW, again, "{\"reason\":\"不办了\"}");
    carry(city, district, "wuhan");

    /* taken in time: nobody is told anything of the kind */
    assert_false(told(district, forwarded(false), "supply_lost"));
    carry(district, city, "jiangxia");
    check_both();
}

/* ---- three centres, one above the other ---- */

/* District, city, province: each knows only its neighbours, and the city is both above and below. */
static void chained(void)
{
    if (province) return;
    province = hall();
    done(desk(city, "register", arena_printf(arena, "{\"peer\":\"hubei\",\"name\":\"湖北省政务服务中心\",\"level\":\"province\",\"url\":\"https://zwfw.hubei.example\",\"key\":\"%s\",\"fingerprint\":\"%s\",\"organs\":\"%s\",\"document\":\"函\"}",
        key_of(province), key_fingerprint(arena, key_of(province)), UPPER_ORGAN)));
    done(desk(province, "register", arena_printf(arena, "{\"peer\":\"wuhan\",\"name\":\"武汉市政务服务中心\",\"level\":\"city\",\"url\":\"https://zwfw.wuhan.example\",\"key\":\"%s\",\"fingerprint\":\"%s\",\"document\":\"函\"}",
        key_of(city), key_fingerprint(arena, key_of(city)))));
    done(desk(province, "map", arena_printf(arena, "{\"peer\":\"wuhan\",\"theirs\":\"%s\",\"ours\":\"%s\",\"document\":\"函\"}", ITEM, UPPER_ITEM)));
}

/* From the district's window to the province's. */
static void sent_to_the_top(int64_t *below, int64_t *middle, int64_t *top)
{
    chained();
    *below = forwarded(true);
    *middle = case_of(city, carry(district, city, "jiangxia"));
    act_on(city, "li", ACT_CHECK, *middle, ALL_IN_ORDER);
    act_on(city, "li", ACT_ACCEPT, *middle, "{}");
    act_on(city, "wu", ACT_REVIEW, *middle, "{\"conclusion\":\"approve\",\"opinion\":\"符合\"}");
    act_on(city, "zhang", ACT_FORWARD, *middle, arena_printf(arena, "{\"opinion\":\"复核合格\",\"recommendation\":\"grant\",\"upper_organ\":\"%s\"}", UPPER_ORGAN));
    *top = case_of(province, carry(city, province, "wuhan"));
}

static void test_a_case_goes_up_through_two_centres(void **state)
{
    (void)state;
    int64_t below, middle, top;
    sent_to_the_top(&below, &middle, &top);
    assert_string_equal(value_str(file_of(province, top)->person, "applicant_name"), "张晓三");
    assert_string_equal(upload_hash(province, top, 2), paper_hash);                            /* the licence handed in at the district, seen through two centres */

    /* asked for at the top, told at the bottom: word for word, with the last day, and the city hands on what it is told */
    act_on(province, "li", ACT_CHECK, top, "{\"checks\":[{\"no\":1,\"result\":\"ok\"}]}");
    act_on(province, "li", ACT_SUPPLEMENT, top, "{\"missing\":[{\"no\":2,\"requirement\":\"执照副本须加盖公章\"},{\"no\":3,\"requirement\":\"缺少图纸\",\"how\":\"按比例绘制\"}],\"days\":10}");
    carry(province, city, "hubei");
    assert_int_equal(standing_asked_above(&file_of(city, middle)->standing), 2);
    int64_t told = carry(city, district, "wuhan");
    const Event *query = ledger_event(store_of(district), arena, told);
    assert_string_equal(value_str(query->body, "until"), day_text(arena, day_plus(instant_day(hall_time), 10)));
    assert_string_equal(value_str(value_get(query->body, "asked")->first->next, "how"), "按比例绘制");
    assert_int_equal(standing_asked_above(&file_of(district, below)->standing), 2);

    /* handed in at the bottom, both at once, one with its file: up through both */
    CaseActFile plan = {2, "盖章执照.pdf", "application/pdf", sealed_hash, SEALED, sizeof SEALED};
    CaseAct supply = {.act = ACT_SUPPLY_ABOVE, .case_id = below, .holder = true, .files = &plan, .file_count = 1,
                      .input = parse(arena_printf(arena, "{\"materials\":[{\"no\":1,\"way\":\"upload\",\"sha256\":\"%s\"},{\"no\":2,\"way\":\"paper\",\"copies\":2}]}", sealed_hash))};
    done(run(district, actor_citizen(0, ""), case_act, &supply));
    carry(district, city, "jiangxia");
    assert_int_equal(standing_asked_above(&file_of(city, middle)->standing), 0);
    assert_int_equal(case_of(province, carry(city, province, "wuhan")), top);
    assert_int_equal(file_of(province, top)->standing.stage, STAGE_RECEIVED);                  /* T1 starts anew there, and nowhere else */
    assert_string_equal(upload_hash(province, top, 2), sealed_hash);
    assert_int_equal(file_of(city, middle)->standing.stage, STAGE_FORWARDED);

    /* decided at the top; each organ below decides by what came from above it, and the last tells the applicant */
    act_on(province, "li", ACT_CHECK, top, "{\"checks\":[{\"no\":1,\"result\":\"ok\"},{\"no\":2,\"result\":\"ok\"},{\"no\":3,\"result\":\"ok\"},{\"no\":4,\"result\":\"ok\"},{\"no\":5,\"result\":\"ok\"}]}");
    act_on(province, "li", ACT_ACCEPT, top, "{}");
    act_on(province, "wu", ACT_REVIEW, top, "{\"conclusion\":\"approve\",\"opinion\":\"符合\"}");
    act_on(province, "zhang", ACT_GRANT, top, "{\"content\":\"准予核定为一级资质\"}");
    carry(province, city, "hubei");
    assert_int_equal(file_of(city, middle)->standing.reply, OUTCOME_GRANTED);
    assert_int_equal(parcel_due(store_of(city), hall_time), 0);                                /* the city's own decision goes down, not the province's */
    act_on(city, "zhang", ACT_GRANT, middle, "{\"content\":\"依省厅批复准予\"}");
    carry(city, district, "wuhan");
    assert_int_equal(file_of(district, below)->standing.reply, OUTCOME_GRANTED);
    act_on(district, "zhang", ACT_GRANT, below, "{\"content\":\"依上级批复准予\"}");
    assert_int_equal(file_of(district, below)->standing.stage, STAGE_GRANTED);
    assert_int_equal(parcel_due(store_of(district), hall_time) + parcel_due(store_of(city), hall_time) + parcel_due(store_of(province), hall_time), 0);
    check_all();
}

/* Her withdrawal at the bottom ends the procedure at each level, and nobody is told what they said themselves. */
static void test_a_withdrawal_goes_up_through_two_centres(void **state)
{
    (void)state;
    int64_t below, middle, top;
    sent_to_the_top(&below, &middle, &top);
    act_on(district, "citizen", ACT_WITHDRAW, below, "{\"reason\":\"项目取消\"}");
    carry(district, city, "jiangxia");
    assert_int_equal(file_of(city, middle)->standing.stage, STAGE_WITHDRAWN);
    carry(city, province, "wuhan");
    assert_int_equal(file_of(province, top)->standing.stage, STAGE_WITHDRAWN);
    assert_int_equal(parcel_due(store_of(city), hall_time) + parcel_due(store_of(province), hall_time), 0);
    check_all();
}

/* A centre can answer only what was sent to it, and no other centre's parcels. */
static void test_results_of_strangers(void **state)
{
    (void)state;
    forwarded(false);
    int64_t seq = carry(district, city, "jiangxia"), above = parcel_in_seq(store_of(city), arena, seq)->case_id;
    act_on(city, "citizen", ACT_WITHDRAW, above, "{\"reason\":\"不办了\"}");
    Post post = sealed(city);
    const ParcelIn *in = parcel_in_seq(store_of(city), arena, seq);
    const char *other = replaced(post.envelope, arena_printf(arena, "\"about\":\"%s\"", in->parcel), arena_printf(arena, "\"about\":\"%s\"", parcel_id(arena, key_of(district), 1)));
    assert_int_equal(post_to(district, "wuhan", other, signed_anew(city, other)).refusal, REFUSED_PARCEL_NOT_ASKED);
    const char *granted = replaced(post.envelope, "\"result\":\"returned\"", "\"result\":\"granted\"");
    assert_int_equal(post_to(district, "wuhan", granted, signed_anew(city, granted)).refusal, REFUSED_PARCEL_UNPROVEN);      /* its own log says otherwise */
    carry(city, district, "wuhan");
    check_both();
}

/* ---- patience, secrets, erasure ---- */

static void test_patience(void **state)
{
    (void)state;
    assert_int_equal(exchange_wait(1, 600), 1);
    assert_int_equal(exchange_wait(2, 600), 2);
    assert_int_equal(exchange_wait(10, 600), 512);
    assert_int_equal(exchange_wait(11, 600), 600);
    assert_int_equal(exchange_wait(1000000, 3600), 3600);
    forwarded(false);
    forwarded(false);
    Post post = sealed(district);
    ExchangeSettle failed = {.seq = post.seq, .outcome = POST_UNREACHED, .reason = "Couldn't connect to server"};
    run(district, actor_clock(), exchange_settle, &failed);
    assert_int_equal(parcel_due(store_of(district), hall_time), 0);                        /* the other parcel waits too: the centre is down */
    PeerContact contact;
    peer_contact(store_of(district), arena, "wuhan", &contact);
    assert_int_equal(contact.failures, 1);
    hall_time.ms += 1000;
    assert_true(parcel_due(store_of(district), hall_time) > 0);
    run(district, actor_clock(), exchange_settle, &failed);
    peer_contact(store_of(district), arena, "wuhan", &contact);
    assert_int_equal(contact.due.ms - hall_time.ms, 2000);
    hall_time.ms += 2000;
    carry(district, city, "jiangxia");
    carry(district, city, "jiangxia");
    peer_contact(store_of(district), arena, "wuhan", &contact);
    assert_int_equal(contact.failures, 0);
}

static void test_tokens_are_no_facts(void **state)
{
    (void)state;
    const char *kept, *secret = "yc_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    ExchangeToken given = {"wuhan", secret}, bad = {"wuhan", "yc_short"}, nobody = {"tianmen", secret}, none = {"wuhan", ""};
    assert_int_equal(run(district, officer(district, "li"), exchange_token_set, &given).refusal, REFUSED_NO_RIGHT);
    assert_int_equal(run(district, actor_operator(), exchange_token_set, &bad).refusal, REFUSED_FIELD_INVALID);
    assert_int_equal(run(district, actor_operator(), exchange_token_set, &nobody).refusal, REFUSED_NO_SUCH_PEER);
    WindowTurn turn = run(district, actor_operator(), exchange_token_set, &given);
    done(turn);
    assert_true(peer_token(store_of(district), arena, "wuhan", &kept));
    assert_string_equal(kept, secret);
    assert_null(strstr(value_json(arena, ledger_event(store_of(district), arena, turn.event_seq)->body), "0123456789"));
    done(run(district, actor_operator(), exchange_token_set, &none));
    assert_false(peer_token(store_of(district), arena, "wuhan", &kept));
}

static void test_erased_with_the_person(void **state)
{
    (void)state;
    int64_t below = forwarded(true);
    Post post = sealed(district);
    Sealed kept;
    assert_true(parcel_sealed(store_of(district), arena, post.seq, &kept));
    act_on(district, "citizen", ACT_WITHDRAW, below, "{\"reason\":\"不办了\"}");
    PersonErase erase = {below, "依申请"};
    done(run(district, actor_operator(), office_erase_person, &erase));
    assert_false(parcel_sealed(store_of(district), arena, post.seq, &kept));
    carry(district, city, "jiangxia");                                                     /* the recall holds nobody's data and still goes */
    check_both();
}

/* What a log that was set back by an older backup has signed before, the other centre still holds: found out once, by its own signature, until it is taken up. */
static const char *lost_head(int events)
{
    Ledger *ledger = window_scene(city)->ledger;
    Checkpoint cp;
    store_begin(store_of(city));
    for (int i = 0; i < events; i++) {
        Event event = {.at = hall_time, .kind = "exchange.token_set", .actor = "operator", .body = value_object(arena)};
        ledger_append(ledger, arena, &event);
    }
    ledger_seal(ledger, hall_time);
    const char *head = ledger_head(store_of(city), arena, &cp);
    store_rollback(store_of(city));
    ledger_reload(ledger);
    return head;
}

static WindowTurn compared(const char *head, const Value *parcels)
{
    ExchangeHeads heads = {"jiangxia", head, parcels};
    WindowTurn turn = run(city, machine("jiangxia"), exchange_compare, &heads);
    done(turn);
    return turn;
}

static void test_a_log_set_back_is_found(void **state)
{
    (void)state;
    int count;
    Checkpoint held;
    int64_t below = forwarded(false), seq = carry(district, city, "jiangxia");
    const Value *holds = exchange_held(store_of(district), arena, "wuhan"), *here = exchange_held(store_of(city), arena, "jiangxia");
    assert_true(checkpoint_parse(value_str(holds, "head"), &held));
    assert_true(held.size >= seq);
    const char *ours = file_of(district, below)->number;                                            /* by which the other side finds the case, when we have lost ours */
    bool named = false;
    for (const Value *row = value_get(holds, "parcels")->first; row; row = row->next) named |= value_int(row, "event", 0) == seq && text_equal(value_str(row, "case"), ours);      /* the entry of the other's log */
    assert_true(named);
    WindowTurn turn = compared(value_str(holds, "head"), value_get(holds, "parcels"));              /* all is well */
    assert_string_equal(value_str(turn.result, "head"), value_str(here, "head"));
    compared("", NULL);
    compared("not a note", NULL);
    compared(value_str(here, "head"), NULL);                                                        /* theirs, not ours: it proves nothing */
    assert_int_equal(finding_open(store_of(city), NULL), 0);
    ExchangeHeads stranger = {"nobody", "", NULL};
    assert_int_equal(run(city, machine("nobody"), exchange_compare, &stranger).refusal, REFUSED_PARCEL_SENDER);

    Value *lost = value_copy(arena, value_get(holds, "parcels"));
    value_set_int(arena, lost->first, "event", seq + 1000);                                         /* acknowledged under an entry that is gone */
    const char *longer = lost_head(7);
    int64_t found = compared(longer, lost).event_seq;
    assert_true(found > 0);
    assert_int_equal(compared(longer, lost).event_seq, 0);                                          /* once */
    const BehindFinding *list = findings_list(store_of(city), arena, 10, &count);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].why, "shorter");
    assert_int_equal(list[0].lost->count, 1);
    assert_string_equal(value_str(list[0].lost->first, "theirs"), value_str(lost->first, "case"));
    assert_int_equal(exchange_check(store_of(city), arena).first_bad_seq, found);
    assert_false(exchange_check(store_of(city), arena).ok);
    done(desk(city, "take_up", "{\"peer\":\"jiangxia\",\"done\":\"已逐件核对补办\",\"document\":\"武政务〔2026〕9号\"}"));
    assert_int_equal(desk(city, "take_up", "{\"peer\":\"jiangxia\",\"done\":\"已核对\",\"document\":\"武政务〔2026〕9号\"}").refusal, REFUSED_NO_CHANGE);
    assert_true(exchange_check(store_of(city), arena).ok);
    compared(longer, lost);
    assert_int_equal(finding_open(store_of(city), NULL), 0);                                        /* taken up is taken up */

    const char *other = lost_head(1);
    forwarded(false);
    carry(district, city, "jiangxia");
    compared(other, NULL);                                                                          /* the log went on after it was set back, and has others in their place */
    list = findings_list(store_of(city), arena, 10, &count);
    assert_string_equal(list[0].why, "other");
    done(desk(city, "take_up", "{\"peer\":\"jiangxia\",\"done\":\"已逐件核对补办\",\"document\":\"武政务〔2026〕9号\"}"));
    check_both();
}

static void test_a_receipt_that_does_not_hold_is_found(void **state)
{
    (void)state;
    forwarded(false);
    int64_t seq = carry(district, city, "jiangxia");
    store_begin(store_of(city));
    store_exec(store_of(city), "UPDATE event SET body = replace(body, '初审合格', '初审不合') WHERE seq = ?1", "i", seq);
    ExchangeFinding finding = exchange_check(store_of(city), arena);
    store_rollback(store_of(city));
    assert_false(finding.ok);
    assert_int_equal(finding.first_bad_seq, seq);
    assert_true(exchange_check(store_of(city), arena).ok);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_case_goes_up_and_its_end_comes_back), cmocka_unit_test(test_the_same_parcel_has_one_effect_and_one_answer), cmocka_unit_test(test_what_counts_as_an_acknowledgement),
        cmocka_unit_test(test_recall), cmocka_unit_test(test_a_withdrawal_below_ends_the_case_above), cmocka_unit_test(test_each_centre_has_its_own_turn), cmocka_unit_test(test_what_is_asked_above_is_handed_in_below), cmocka_unit_test(test_what_comes_too_late_above), cmocka_unit_test(test_a_case_goes_up_through_two_centres), cmocka_unit_test(test_a_withdrawal_goes_up_through_two_centres),
        cmocka_unit_test(test_results_of_strangers), cmocka_unit_test(test_patience), cmocka_unit_test(test_tokens_are_no_facts), cmocka_unit_test(test_erased_with_the_person),
        cmocka_unit_test(test_a_log_set_back_is_found), cmocka_unit_test(test_a_receipt_that_does_not_hold_is_found), cmocka_unit_test(test_what_a_centre_refuses),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
