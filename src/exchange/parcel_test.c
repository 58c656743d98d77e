/* parcel_test.c: the envelope between two centres: what is written is read back, what is not one is refused, and only its own key and log prove it. */
#include "exchange/exchange.h"
#include "base/embed.h"
#include "ledger/ledger.h"
#include "ledger/receipt.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* A log with one event case.forwarded, as the sender has it. */
typedef struct Sender { Store *store; Ledger *ledger; char key_path[64]; const char *key; int64_t seq; } Sender;

static const char *const BODY = "{\"item\":\"4201150110101700\",\"item_version\":2,\"item_hash\":\"0123456789ab\",\"upper_organ\":\"武汉市住房和城乡建设局\",\"recommendation\":\"grant\","
    "\"opinion\":\"初审\\\"合格\\\"\",\"materials\":[{\"no\":1,\"way\":\"paper\",\"originals\":1},{\"no\":2,\"way\":\"upload\",\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]}";

static const Value *parse(Arena *arena, const char *json)
{
    const char *error;
    const Value *v = value_parse(arena, json, strlen(json), &error);
    if (!v) fail_msg("%s: %s", json, error);
    return v;
}

static void open_sender(Sender *s, Arena *arena, const char *kind, const char *body)
{
    static int number;
    snprintf(s->key_path, sizeof s->key_path, "/tmp/parcel-test-%d-%d.key", (int)getpid(), number++);
    ledger_key_create(s->key_path);
    s->store = store_open(":memory:", STORE_WRITE);
    store_script(s->store, "CREATE TABLE schema_version (file TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
    size_t bytes;
    store_script(s->store, (const char *)embed_find(arena, "schema/0002_ledger.sql", &bytes));
    s->ledger = ledger_open(s->store, s->key_path, "yichuang.local/420115");
    s->key = ledger_key_text(s->ledger);
    store_begin(s->store);
    Event event = {.at = instant_at(day_of(2026, 3, 4), 10, 0, 0), .kind = kind, .actor = "officer:zhao", .case_id = 7, .case_number = "420115-20260304-00001", .body = parse(arena, body)};
    ledger_append(s->ledger, arena, &event);
    ledger_seal(s->ledger, event.at);
    store_commit(s->store);
    s->seq = event.seq;
}

static void close_sender(Sender *s)
{
    ledger_close(s->ledger);
    store_close(s->store);
    unlink(s->key_path);
}

/* Two centres with a log each, and the arena of a test. */
typedef struct Centres { Arena *arena; Sender from, to; } Centres;

static int open_centres(void **state)
{
    Centres *c = calloc(1, sizeof *c);
    c->arena = arena_new();
    open_sender(&c->from, c->arena, "case.forwarded", BODY);
    open_sender(&c->to, c->arena, "case.forwarded", BODY);
    *state = c;
    return 0;
}

static int close_centres(void **state)
{
    Centres *c = *state;
    close_sender(&c->from);
    close_sender(&c->to);
    arena_free(c->arena);
    free(c);
    return 0;
}

static Value *forward_of(Arena *arena, const Sender *s, const char *to)
{
    Value *all = parcel_open(arena, PARCEL_FORWARD, s->key, to, s->seq, instant_at(day_of(2026, 3, 4), 10, 0, 0), "420115-20260304-00001", "");
    value_set(arena, all, "item", value_copy(arena, parse(arena, "{\"code\":\"4201150110101700\",\"name\":\"资质核定\",\"version\":2,\"hash\":\"0123456789ab\"}")));
    value_set_str(arena, all, "upper_organ", "武汉市住房和城乡建设局");
    value_set_str(arena, all, "recommendation", "grant");
    value_set_str(arena, all, "opinion", "初审\"合格\"");
    value_set(arena, all, "applicant", value_copy(arena, parse(arena, "{\"applicant_kind\":\"person\",\"applicant_name\":\"张晓三\",\"identity\":\"11010519491231002X\",\"phone\":\"13800138000\"}")));
    value_set(arena, all, "materials", value_copy(arena, parse(arena, "[{\"no\":1,\"name\":\"申请表\",\"way\":\"paper\",\"originals\":1},{\"no\":2,\"name\":\"营业执照\",\"way\":\"upload\","
        "\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"file\":\"执照.pdf\",\"type\":\"application/pdf\",\"bytes\":3000}]")));
    return all;
}

static char *close_forward(Arena *arena, const Sender *s, Value *all)
{
    const char *problem;
    char *text = parcel_close(arena, all, ledger_receipt_first(s->store, arena, s->key, s->seq, false), &problem);
    if (!text) fail_msg("%s", problem);
    return text;
}

static const Parcel *take(Arena *arena, const char *text)
{
    const char *problem;
    const Parcel *p = parcel_parse(arena, text, strlen(text), &problem);
    if (!p) fail_msg("%s", problem);
    return p;
}

static void test_written_is_read_back(void **state)
{
    Centres *c = *state;
    Arena *a = c->arena;
    const char *problem;
    const char *text = close_forward(a, &c->from, forward_of(a, &c->from, c->to.key));
    const Parcel *p = take(a, text);
    assert_int_equal(p->kind, PARCEL_FORWARD);
    assert_int_equal(p->seq, c->from.seq);
    assert_string_equal(p->number, "420115-20260304-00001");
    assert_int_equal(p->file_count, 1);
    assert_string_equal(p->files[0].file, "执照.pdf");
    assert_true(parcel_proven(a, p, &problem));
    const char *note = ledger_sign(c->from.ledger, a, parcel_note_text(a, p));
    assert_true(parcel_signed(a, p, note));
    assert_false(parcel_signed(a, p, ledger_sign(c->to.ledger, a, parcel_note_text(a, p))));
    assert_false(parcel_signed(a, p, arena_printf(a, "x%s", note)));
    assert_false(parcel_signed(a, p, ""));
    assert_false(parcel_signed(a, p, NULL));
    /* the same parcel with one byte more of opinion: the old signature says nothing of it */
    Value *other = forward_of(a, &c->from, c->to.key);
    value_set_str(a, other, "opinion", "初审\"合格\"。");
    const Parcel *changed = take(a, close_forward(a, &c->from, other));
    assert_false(parcel_signed(a, changed, note));
}

/* Signed by the right key, but saying something else than the sender's own log: not proven. */
static void test_only_what_the_log_says_is_proven(void **state)
{
    Centres *c = *state;
    Arena *a = c->arena;
    const char *problem;
    static const struct { const char *key, *json; } changes[] = {
        {"opinion", "\"初审不合格\""}, {"recommendation", "\"refuse\""}, {"upper_organ", "\"武汉市公安局\""}, {"number", "\"420115-20260304-00002\""},
        {"item", "{\"code\":\"4201150110101700\",\"name\":\"资质核定\",\"version\":3,\"hash\":\"0123456789ab\"}"}, {"item", "{\"code\":\"1\",\"name\":\"资质核定\",\"version\":2,\"hash\":\"0123456789ab\"}"},
        {"materials", "[{\"no\":1,\"name\":\"申请表\",\"way\":\"paper\"}]"},
        {"materials", "[{\"no\":1,\"name\":\"申请表\",\"way\":\"paper\"},{\"no\":2,\"name\":\"营业执照\",\"way\":\"upload\",\"sha256\":\"baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        Value *all = forward_of(a, &c->from, c->to.key);
        const Value *wrapped = parse(a, arena_printf(a, "[%s]", changes[i].json));
        value_set(a, all, changes[i].key, value_copy(a, wrapped->first));
        const Parcel *p = take(a, close_forward(a, &c->from, all));
        if (parcel_proven(a, p, &problem)) fail_msg("%s %s was proven", changes[i].key, changes[i].json);
    }
    /* another centre's receipt, and another event's */
    const Value *theirs = ledger_receipt_first(c->to.store, a, c->to.key, c->to.seq, false);
    const char *text = parcel_close(a, forward_of(a, &c->from, c->to.key), theirs, &problem);
    assert_non_null(text);
    assert_false(parcel_proven(a, take(a, text), &problem));
    close_sender(&c->from);
    open_sender(&c->from, a, "case.noted", BODY);
    assert_false(parcel_proven(a, take(a, close_forward(a, &c->from, forward_of(a, &c->from, c->to.key))), &problem));
}

static char *replaced(Arena *a, const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    assert_non_null(at);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void test_what_is_no_parcel(void **state)
{
    Centres *c = *state;
    Arena *a = c->arena;
    const char *problem;
    const char *good = close_forward(a, &c->from, forward_of(a, &c->from, c->to.key));
    static const char *const changes[][2] = {
        {"{\"format\"", " {\"format\""}, {"yichuang-parcel/1", "yichuang-parcel/2"}, {"\"kind\":\"forward\"", "\"kind\":\"result\""}, {"\"kind\":\"forward\"", "\"kind\":\"gift\""},
        {"\"number\":", "\"more\":1,\"number\":"}, {"\"opinion\":", "\"opinions\":"}, {"\"recommendation\":\"grant\"", "\"recommendation\":\"perhaps\""},
        {"\"applicant_kind\":\"person\"", "\"applicant_kind\":\"dog\""}, {"\"phone\":\"13800138000\"", "\"phone\":13800138000"}, {"\"no\":2", "\"no\":1"}, {"\"no\":2", "\"no\":61"}, {"\"no\":2", "\"no\":0"},
        {"\"bytes\":3000", "\"bytes\":99999999"}, {",\"bytes\":3000", ""}, {",\"type\":\"application/pdf\"", ""}, {"\"version\":2", "\"version\":-1"}, {"\"number\":\"420115-20260304-00001\",", ""},
        {"\"at\":\"2026-03-04T", "\"at\":\"2026-13-04T"}, {"\"receipt\":{", "\"receipt\":[{"}, {"\"from\":\"yichuang.local/420115+", "\"from\":\"yichuang.local/420116+"}, {"\"materials\":[", "\"materials\":[3,"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const char *text = replaced(a, good, changes[i][0], changes[i][1]);
        if (parcel_parse(a, text, strlen(text), &problem)) fail_msg("%s was taken", changes[i][1]);
        assert_non_null(problem);
    }
    /* a whole number with a leading zero in the id, or another centre's id */
    const char *id = parcel_id(a, c->from.key, c->from.seq), *dash = strchr(id, '-');
    const char *bad_ids[] = {arena_printf(a, "%.*s-0%s", (int)(dash - id), id, dash + 1), parcel_id(a, c->to.key, c->from.seq), "x-1", "-", ""};
    for (size_t i = 0; i < sizeof bad_ids / sizeof *bad_ids; i++) {
        const char *text = replaced(a, good, id, bad_ids[i]);
        if (parcel_parse(a, text, strlen(text), &problem)) fail_msg("id %s was taken", bad_ids[i]);
    }
    for (size_t cut = 0; cut < strlen(good); cut += 7) assert_null(parcel_parse(a, good, cut, &problem));
    char *long_one = arena_alloc(a, LIMIT_PARCEL_BYTES + 2);
    memset(long_one, ' ', LIMIT_PARCEL_BYTES + 1);
    assert_null(parcel_parse(a, long_one, LIMIT_PARCEL_BYTES + 1, &problem));
}

static void test_fingerprints(void **state)
{
    (void)state;
    Arena *a = arena_new();
    const char *key = "yichuang.local/420115+13d60209+AaHE0C8npbbI/+CcRnF0jMLTM+AVuEyH/ndFl+hCtejP";
    assert_string_equal(key_fingerprint(a, key), "3023 281d 5665 d181 c207 8c0f ae10 ab2c");
    assert_true(key_fingerprint_is(key, "3023281d5665d181c2078c0fae10ab2c"));
    assert_true(key_fingerprint_is(key, " 3023 281D 5665 D181 C207 8C0F AE10 AB2C "));
    static const char *const wrong[] = {"", "3023", "3023281d5665d181c2078c0fae10ab2d", "3023281d5665d181c2078c0fae10ab2c0", "3023-281d-5665-d181-c207-8c0f-ae10-ab2c", "0023281d5665d181c2078c0fae10ab2c"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(key_fingerprint_is(key, wrong[i]));
    arena_free(a);
}

static void test_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"https://zwfw.gov.cn", "https://zwfw.gov.cn:8443", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80", "https://[2001:db8::1]"};
    static const char *const bad[] = {"", "zwfw.gov.cn", "http://zwfw.gov.cn", "https://", "https://a/b", "https://a/", "https://a?x", "https://a#x", "https://u@a", "https://a:0", "https://a:99999", "https://a:x",
        "http://127.0.0.1.evil.cn", "http://localhost@evil.cn", "file:///etc/passwd", "https://a b", "https://[::1", "https://甲", "ftp://a"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) if (!peer_url_good(good[i])) fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) if (peer_url_good(bad[i])) fail_msg("%s", bad[i]);
}

#define BETWEEN_CENTRES(test) cmocka_unit_test_setup_teardown(test, open_centres, close_centres)
int main(void)
{
    const struct CMUnitTest tests[] = {
        BETWEEN_CENTRES(test_written_is_read_back), BETWEEN_CENTRES(test_only_what_the_log_says_is_proven), BETWEEN_CENTRES(test_what_is_no_parcel),
        cmocka_unit_test(test_fingerprints), cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
