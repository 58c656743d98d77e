/* people_test.c: roles and actors, event bodies and their checks, projections by replay, staff lists, and the demonstration district's staff. */
#include "people/people.h"
#include "base/embed.h"
#include "base/fault.h"
#include "base/text.h"
#include "people/rights.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Arena *arena;
static Store *store;
static int64_t seq;
static const char *problem;

static Store *empty_store(void)
{
    size_t bytes;
    Store *s = store_open(":memory:", STORE_WRITE);
    static const char *const files[] = {"schema/0002_ledger.sql", "schema/0004_people.sql", "schema/0026_appointment.sql", "schema/0029_posts_beside.sql"};
    for (int i = 0; i < 4; i++) store_script(s, (const char *)embed_find(arena, files[i], &bytes));
    return s;
}
static int fresh(void **state) { (void)state; store = empty_store(); seq = 0; return 0; }
static int gone(void **state) { (void)state; store_close(store); return 0; }

static Day d(const char *text) { Day day; assert_true(day_parse(text, &day)); return day; }

static int64_t happens(Store *to, const char *kind, Value *body)
{
    assert_non_null(body);
    /* As verify replays it: through its bytes. */
    const char *error, *json = value_json(arena, body);
    Value *read = value_parse(arena, json, strlen(json), &error);
    assert_non_null(read);
    Event event = {.seq = ++seq, .kind = kind, .actor = "operator", .body = read};
    assert_true(people_owns(kind));
    people_apply(to, arena, &event);
    return seq;
}

static Officer wang(void)
{
    return (Officer){"wang", "王秀兰", "019", "W04", ROLE_CLERK, "窗口人员", d("2025-01-01"), DAY_NONE, "江政务任〔2025〕019-1号"};
}

static Officer named(const char *id, unsigned roles)
{
    Officer o = wang();
    o.id = id, o.roles = roles;
    return o;
}

static void roles_written_and_read(void **state)
{
    (void)state;
    for (unsigned mask = 1; mask <= ROLE_ALL; mask++) assert_int_equal(mask, roles_of(roles_value(arena, mask)));
    unsigned out;
    assert_true(roles_parse("clerk|chief", &out) && out == (ROLE_CLERK | ROLE_CHIEF));
    static const char *const bad[] = {"", "king", "clerk|", "|clerk", "clerk|clerk", "Clerk", "clerk chief", "clerkchief"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(roles_parse(bad[i], &out));
    assert_string_equal("窗口人员、首席代表", role_list_zh(arena, ROLE_CLERK | ROLE_CHIEF));
    assert_string_equal("督查", role_zh(ROLE_SUPERVISOR));
    assert_string_equal("administrator", role_en(ROLE_ADMIN));
    assert_string_equal("", role_name((Role)64));
}

static void actors_as_text(void **state)
{
    (void)state;
    Officer o = wang();
    Actor a = actor_officer(&o), m = actor_machine("city", 1), c = actor_citizen(17, "张三"), k = actor_clock(), op = actor_operator(), nobody = {0};
    assert_string_equal("officer:wang", actor_text(arena, &a));
    assert_string_equal("machine:city", actor_text(arena, &m));
    assert_string_equal("citizen", actor_text(arena, &c));       /* never a number: the log stays for ever */
    assert_string_equal("clock", actor_text(arena, &k));
    assert_string_equal("operator", actor_text(arena, &op));
    assert_string_equal("nobody", actor_text(arena, &nobody));
}

static void officer_checks(void **state)
{
    (void)state;
    Officer good = wang(), o;
    assert_null(officer_problem(arena, &good));
#define BAD(change) do { o = wang(); change; assert_non_null(officer_problem(arena, &o)); } while (0)
    BAD(o.id = "W"); BAD(o.id = "Wang"); BAD(o.id = "1wang"); BAD(o.id = ""); BAD(o.id = NULL); BAD(o.id = "wang:x"); BAD(o.id = "wang xiu"); BAD(o.id = "王秀兰");
    BAD(o.id = "abcdefghijabcdefghijabcdefghijabc"); BAD(o.name = ""); BAD(o.name = "<b>"); BAD(o.roles = 0); BAD(o.roles = 64); BAD(o.post = ""); BAD(o.post = "a\nb");
    BAD(o.window = ""); BAD(o.department = "01 1"); BAD(o.from = DAY_NONE); BAD(o.to = d("2024-12-31"));
    BAD((o.roles = ROLE_CHIEF, o.department = "")); BAD((o.roles = ROLE_BACKOFFICE, o.department = ""));
#undef BAD
}

static void appointed_changed_dismissed(void **state)
{
    (void)state;
    Officer o = wang();
    happens(store, "officer.appointed", people_event_appointed(arena, NULL, &o, &problem));
    People *p = people_load(store, arena);
    assert_int_equal(1, p->officer_count);
    const Officer *found = people_officer(p, "wang");
    assert_string_equal("王秀兰", found->name);
    assert_true(day_is_none(found->to));
    assert_null(people_officer(p, "li"));
    assert_null(people_officer(p, NULL));
    assert_null(people_event_appointed(arena, p, &o, &problem));           /* in post already */
    assert_non_null(problem);
    o.roles = ROLE_CLERK | ROLE_CHIEF, o.post = "首席代表";
    happens(store, "officer.changed", people_event_changed(arena, p, &o, &problem));
    Officer li = named("li", ROLE_CLERK);
    assert_null(people_event_changed(arena, p, &li, &problem));
    p = people_load(store, arena);
    assert_int_equal(ROLE_CLERK | ROLE_CHIEF, people_officer(p, "wang")->roles);
    assert_null(people_event_dismissed(arena, p, "li", d("2026-01-31"), "调离", &problem));
    assert_null(people_event_dismissed(arena, p, "wang", d("2024-12-30"), "调离", &problem));
    assert_null(people_event_dismissed(arena, p, "wang", DAY_NONE, "调离", &problem));
    assert_null(people_event_dismissed(arena, p, "wang", d("2026-01-31"), " ", &problem));
    happens(store, "officer.dismissed", people_event_dismissed(arena, p, "wang", d("2026-01-31"), "调离", &problem));
    p = people_load(store, arena);
    assert_int_equal(ACTOR_OFFICER, people_actor(p, "wang", d("2026-01-31")).kind);
    assert_int_equal(ACTOR_NOBODY, people_actor(p, "wang", d("2026-02-01")).kind);
    assert_int_equal(ACTOR_NOBODY, people_actor(p, "wang", d("2024-12-31")).kind);
    assert_int_equal(ACTOR_NOBODY, people_actor(p, "li", d("2026-01-31")).kind);
    o.from = d("2026-01-31");
    assert_null(people_event_appointed(arena, p, &o, &problem));           /* she still is there that day */
    o.from = d("2026-03-01");
    happens(store, "officer.appointed", people_event_appointed(arena, p, &o, &problem));
    p = people_load(store, arena);
    assert_int_equal(ACTOR_OFFICER, people_actor(p, "wang", d("2026-03-01")).kind);
}

/* C1: a post's rights hold inside the dates of its appointment: before, between and after there is another post or none. */
static void appointments_hold_inside_their_days(void **state)
{
    (void)state;
    Officer o = wang();
    int64_t first = happens(store, "officer.appointed", people_event_appointed(arena, NULL, &o, &problem));
    People *p = people_load(store, arena);
    Officer chief = o;
    chief.roles = ROLE_CHIEF, chief.post = "首席代表", chief.from = d("2026-04-01"), chief.to = d("2026-06-30"), chief.window = "W05", chief.document = NULL;
    assert_null(people_event_changed(arena, p, &chief, &problem));
    assert_string_equal(problem, "缺少任职文件文号");
    assert_null(people_event_appointed(arena, NULL, &chief, &problem));
    chief.document = "江政务任〔2026〕019-2号";
    int64_t second = happens(store, "officer.changed", people_event_changed(arena, p, &chief, &problem));
    p = people_load(store, arena);
    assert_int_equal(p->appointment_count, 2);
    assert_int_equal(people_actor(p, "wang", d("2026-03-31")).roles, ROLE_CLERK);                /* not yet begun */
    assert_string_equal(people_actor(p, "wang", d("2026-03-31")).window, "W04");
    assert_int_equal(people_actor(p, "wang", d("2026-04-01")).roles, ROLE_CHIEF);
    assert_string_equal(people_actor(p, "wang", d("2026-06-30")).window, "W05");
    assert_int_equal(people_actor(p, "wang", d("2026-07-01")).kind, ACTOR_NOBODY);                /* expired, and the clerk's post does not come back */
    assert_int_equal(people_post(p, "wang", d("2026-03-31"))->id, first);
    assert_int_equal(people_post(p, "wang", d("2026-04-01"))->id, second);
    assert_null(people_post(p, "wang", d("2024-12-31")));
    assert_null(people_post(p, "nobody", d("2026-04-01")));
    assert_true(day_equal(people_officer(p, "wang")->from, d("2025-01-01")));                     /* moved, not newly come */
    assert_string_equal(people_officer(p, "wang")->document, "江政务任〔2026〕019-2号");
    const Officer **found;
    assert_int_equal(people_with_role(p, arena, ROLE_CHIEF, "019", d("2026-03-31"), &found), 0);
    assert_int_equal(people_with_role(p, arena, ROLE_CHIEF, "019", d("2026-04-01"), &found), 1);
    Authority row = {0, "wang", "019", "*", AUTHORITY_DECIDE, d("2025-01-01"), DAY_NONE, "江政务授〔2025〕019-1号"};
    happens(store, "authority.granted", people_event_granted(arena, p, &row, &problem));
    p = people_load(store, arena);
    assert_non_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, d("2026-06-30")).row);
    assert_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, d("2026-07-01")).row);    /* the letter holds still, the post does not */
}

/* A gap between two appointments is no post; one replaced before it began covers no day. */
static void must(const Value *body, const char *why) { if (!body) fail_msg("%s", why); }

/* Posts side by side: the union inside each post's own place and days; gone with the post she is in, or when it ends itself; replayed to the same. */
static void posts_side_by_side(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Appointment own[] = {
        {.id = 1, .officer = "xu", .department = "011", .window = "W05", .post = "窗口人员", .document = "a", .roles = ROLE_CLERK, .from = day_of(2026, 3, 2), .to = day_of(2026, 3, 20)},
        {.id = 2, .officer = "xu", .department = "012", .window = "W06", .post = "首席代表", .document = "b", .roles = ROLE_CHIEF, .from = day_of(2026, 3, 5), .to = DAY_NONE, .beside = true}};
    Officer xu = {.id = "xu", .name = "徐静", .department = "011", .window = "W05", .roles = ROLE_CLERK, .post = "窗口人员", .from = day_of(2026, 3, 2), .to = day_of(2026, 3, 20), .document = "a"};
    People people = {.officers = &xu, .officer_count = 1, .appointments = own, .appointment_count = 2};
    Actor before = people_actor(&people, "xu", day_of(2026, 3, 4)), both = people_actor(&people, "xu", day_of(2026, 3, 5)), after = people_actor(&people, "xu", day_of(2026, 3, 21));
    assert_false(actor_has_posts(&before));
    assert_true(actor_has_posts(&both));
    assert_int_equal(after.kind, ACTOR_NOBODY);                      /* 兼任 needs a post to stand beside */
    assert_int_equal(actor_roles(&both), ROLE_CLERK | ROLE_CHIEF);
    assert_true(actor_at_window(&both, "W06") && actor_at_window(&both, "W05") && !actor_at_window(&before, "W06") && !actor_at_window(&both, ""));
    assert_true(actor_in_department(&both, "012") && !actor_in_department(&both, "013"));
    assert_true(right_has(&both, RIGHT_PAUSE, &(RightScope){.department = "012"}));
    assert_false(right_has(&both, RIGHT_PAUSE, &(RightScope){.department = "011"}));      /* chief there, clerk here: the roles do not mix */
    assert_false(right_has(&before, RIGHT_PAUSE, &(RightScope){.department = "012"}));
    Actor kept = actor_keep(a, &both), under = actor_under(&kept, 2), same = actor_under(&kept, 99);
    assert_string_equal(under.department, "012");
    assert_true(actor_has_posts(&under) && right_has(&under, RIGHT_RECEIVE, &(RightScope){.window = "W05"}));
    assert_int_equal(same.post, 1);
    assert_ptr_not_equal(kept.posts, both.posts);
    Actor one, citizen = actor_citizen(7, "x");
    int at = 0, seen = 0;
    while (actor_post(&under, &at, &one)) seen++;
    assert_int_equal(seen, 2);
    at = 0;
    assert_true(actor_post(&citizen, &at, &one) && one.account == 7 && !actor_post(&citizen, &at, &one));
    const Officer **found;
    assert_int_equal(people_with_role(&people, a, ROLE_CHIEF, "012", day_of(2026, 3, 6), &found), 1);
    assert_int_equal(people_with_role(&people, a, ROLE_CHIEF, "011", day_of(2026, 3, 6), &found), 0);
    assert_int_equal(people_post(&people, "xu", day_of(2026, 3, 6))->id, 1);

    Officer more = {.id = "xu", .name = "徐静", .department = "013", .window = "W05", .roles = ROLE_CLERK, .post = "窗口人员", .from = day_of(2026, 3, 6), .to = DAY_NONE, .document = "c", .beside = true};
    must(people_event_post_added(a, &people, &more, &problem), problem);
    more.document = "";
    assert_null(people_event_post_added(a, &people, &more, &problem));
    more.document = "c", more.from = day_of(2026, 3, 21);                                  /* not in post then */
    assert_null(people_event_post_added(a, &people, &more, &problem));
    more.department = "012", more.window = "W06", more.roles = ROLE_CHIEF, more.from = day_of(2026, 3, 10);
    assert_null(people_event_post_added(a, &people, &more, &problem));                 /* that very post, days overlapping */
    must(people_event_post_ended(a, &people, 2, day_of(2026, 3, 9), "d", &problem), problem);
    assert_null(people_event_post_ended(a, &people, 1, day_of(2026, 3, 9), "d", &problem));       /* her own post is changed or ended as ever */
    assert_null(people_event_post_ended(a, &people, 2, day_of(2026, 3, 3), "d", &problem));
    assert_null(people_event_post_ended(a, &people, 2, DAY_NONE, "d", &problem));
    assert_null(people_event_post_ended(a, &people, 2, day_of(2026, 3, 9), "", &problem));
    arena_free(a);
}

static void appointments_with_gaps_and_replaced(void **state)
{
    (void)state;
    Officer o = wang();
    o.to = d("2026-01-31");
    happens(store, "officer.appointed", people_event_appointed(arena, NULL, &o, &problem));
    o.from = d("2026-03-01"), o.to = DAY_NONE, o.document = "江政务任〔2026〕019-3号";
    happens(store, "officer.appointed", people_event_appointed(arena, people_load(store, arena), &o, &problem));
    Officer other = o;
    other.roles = ROLE_CHIEF, other.from = d("2026-02-20"), other.document = "江政务任〔2026〕019-4号";
    People *p = people_load(store, arena);
    assert_int_equal(people_actor(p, "wang", d("2026-02-15")).kind, ACTOR_NOBODY);
    happens(store, "officer.changed", people_event_changed(arena, p, &other, &problem));
    p = people_load(store, arena);
    const Appointment *own;
    assert_int_equal(people_appointments(p, "wang", &own), 3);
    assert_true(day_before(own[1].to, own[1].from));
    assert_int_equal(people_roles(p, "wang", d("2026-03-01")), ROLE_CHIEF);
    assert_int_equal(people_roles(p, "wang", d("2026-02-19")), 0);
    assert_int_equal(people_roles(p, "wang", d("2026-01-31")), ROLE_CLERK);
    happens(store, "officer.dismissed", people_event_dismissed(arena, p, "wang", d("2026-03-10"), "调离", &problem));
    p = people_load(store, arena);
    assert_int_equal(people_roles(p, "wang", d("2026-03-10")), ROLE_CHIEF);
    assert_int_equal(people_roles(p, "wang", d("2026-03-11")), 0);
    assert_int_equal(people_appointments(p, "li", &own), 0);
}

/* What the schema file makes of an older store is what the fold makes of the same events. */
static void appointments_of_an_older_store(void **state)
{
    (void)state;
    static const struct { const char *kind, *body; } told[] = {
        {"officer.appointed", "{\"id\":\"wang\",\"name\":\"王\",\"department\":\"019\",\"window\":\"W04\",\"roles\":[\"clerk\",\"chief\"],\"post\":\"甲\",\"from\":\"2025-01-01\",\"to\":null}"},
        {"officer.appointed", "{\"id\":\"li\",\"name\":\"李\",\"department\":\"\",\"window\":\"\",\"roles\":[\"admin\"],\"post\":\"乙\",\"from\":\"2024-02-29\",\"to\":\"2025-12-31\"}"},
        {"officer.changed", "{\"id\":\"wang\",\"name\":\"王\",\"department\":\"019\",\"window\":\"\",\"roles\":[\"backoffice\",\"leader\"],\"post\":\"丙\",\"from\":\"2025-06-01\",\"to\":\"2026-06-30\",\"document\":\"任1号\"}"},
        {"officer.changed", "{\"id\":\"wang\",\"name\":\"王\",\"department\":\"019\",\"window\":\"\",\"roles\":[\"supervisor\"],\"post\":\"丁\",\"from\":\"2025-06-01\",\"to\":null}"},
        {"officer.dismissed", "{\"id\":\"wang\",\"last\":\"2026-01-31\",\"reason\":\"调离\"}"},
        {"officer.appointed", "{\"id\":\"wang\",\"name\":\"王\",\"department\":\"019\",\"window\":\"W04\",\"roles\":[\"clerk\"],\"post\":\"戊\",\"from\":\"2026-03-01\",\"to\":null}"},
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const char *error;
        happens(store, told[i].kind, value_parse(arena, told[i].body, strlen(told[i].body), &error));
        store_exec(store, "INSERT INTO event (seq, at, kind, actor, case_id, body, salt, leaf) VALUES (?1, 0, ?2, 'operator', 0, ?3, x'00', x'00')", "iss", seq, told[i].kind, told[i].body);
    }
    size_t bytes;
    const char *file = (const char *)embed_find(arena, "schema/0026_appointment.sql", &bytes);
    store_script(store, "ALTER TABLE appointment RENAME TO folded; DROP INDEX appointment_officer;");
    store_script(store, file);
    store_script(store, (const char *)embed_find(arena, "schema/0029_posts_beside.sql", &bytes));
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM appointment", ""), 5);
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM (SELECT * FROM appointment EXCEPT SELECT * FROM folded)", ""), 0);
    assert_int_equal(store_number(store, 0, "SELECT count(*) FROM (SELECT * FROM folded EXCEPT SELECT * FROM appointment)", ""), 0);
}

static Authority letter(const char *officer, unsigned rights)
{
    return (Authority){0, officer, "019", "*", rights, d("2025-01-01"), DAY_NONE, "江政务授〔2025〕019-1号"};
}

static void c1_granted_and_revoked(void **state)
{
    (void)state;
    Officer o = wang();
    happens(store, "officer.appointed", people_event_appointed(arena, NULL, &o, &problem));
    People *p = people_load(store, arena);
    Authority a = letter("wang", AUTHORITY_DECIDE);
    int64_t id = happens(store, "authority.granted", people_event_granted(arena, p, &a, &problem));
    p = people_load(store, arena);
    AuthorityBasis basis = people_authorises(p, "wang", "4201150192001100", "019", AUTHORITY_DECIDE, d("2026-11-23"));
    assert_int_equal(id, basis.row->id);
    assert_string_equal("江政务授〔2025〕019-1号", basis.row->document);
    assert_null(people_authorises(p, "wang", "4201150192001100", "019", AUTHORITY_REFUSE, d("2026-11-23")).row);
    assert_null(people_event_revoked(arena, p, 999, d("2026-11-20"), "撤1", &problem));
    assert_null(people_event_revoked(arena, p, id, d("2026-11-20"), "", &problem));
    assert_null(people_event_revoked(arena, p, id, DAY_NONE, "撤1", &problem));
    happens(store, "authority.revoked", people_event_revoked(arena, p, id, d("2026-11-20"), "江政务撤〔2026〕1号", &problem));
    p = people_load(store, arena);
    assert_non_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, d("2026-11-20")).row);
    assert_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, d("2026-11-21")).row);
    assert_null(people_event_revoked(arena, p, id, d("2026-11-25"), "撤2", &problem));     /* a revocation never lengthens */
    Authority bad = letter("li", AUTHORITY_DECIDE);
    assert_null(people_event_granted(arena, p, &bad, &problem));
#define BAD(change) do { bad = letter("wang", AUTHORITY_DECIDE); change; assert_null(people_event_granted(arena, p, &bad, &problem)); assert_non_null(problem); } while (0)
    BAD(bad.rights = 0); BAD(bad.rights = 32); BAD(bad.document = ""); BAD(bad.document = NULL); BAD(bad.item = ""); BAD(bad.item = "%"); BAD(bad.item = NULL);
    BAD(bad.department = ""); BAD(bad.department = NULL); BAD(bad.from = DAY_NONE); BAD(bad.to = d("2024-01-01"));
#undef BAD
}

static void c7_substitutes_and_absences(void **state)
{
    (void)state;
    Officer a = named("chen", ROLE_CHIEF), b = named("wang", ROLE_CLERK), c = named("zhao", ROLE_BACKOFFICE);
    happens(store, "officer.appointed", people_event_appointed(arena, NULL, &a, &problem));
    happens(store, "officer.appointed", people_event_appointed(arena, NULL, &b, &problem));
    happens(store, "officer.appointed", people_event_appointed(arena, NULL, &c, &problem));
    Authority first = letter("chen", AUTHORITY_ALL), second = letter("zhao", AUTHORITY_DECIDE);
    int64_t chens = happens(store, "authority.granted", people_event_granted(arena, NULL, &first, &problem));
    int64_t zhaos = happens(store, "authority.granted", people_event_granted(arena, NULL, &second, &problem));
    People *p = people_load(store, arena);
    Substitute pair = {0, "chen", "wang", d("2025-01-01"), DAY_NONE, "江政务人〔2025〕19号"}, other = pair, self = pair;
    other.a = "zhao", self.a = "wang";
    assert_null(people_event_substitute(arena, p, &self, &problem));
    happens(store, "substitute.named", people_event_substitute(arena, p, &pair, &problem));
    happens(store, "substitute.named", people_event_substitute(arena, p, &other, &problem));
    p = people_load(store, arena);
    Day day = d("2026-11-23");
    assert_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, day).row);       /* chen is at her post */
    Absence away = {0, "chen", d("2026-11-23"), d("2026-11-24"), "公出"}, ill = away, endless = away;
    ill.reason = "病假", endless.to = DAY_NONE;
    assert_null(people_event_absence(arena, p, &ill, &problem));                             /* illness does not go into a log that stays for ever */
    assert_null(people_event_absence(arena, p, &endless, &problem));
    happens(store, "absence.recorded", people_event_absence(arena, p, &away, &problem));
    away.officer = "zhao";
    happens(store, "absence.recorded", people_event_absence(arena, p, &away, &problem));
    p = people_load(store, arena);
    AuthorityBasis basis = people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, day);
    assert_int_equal(zhaos, basis.row->id);                                                  /* of two, the later row */
    assert_string_equal("zhao", basis.substitute->a);
    assert_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, d("2026-11-25")).row);
    /* When that A has left, she still stands in for the other. */
    happens(store, "officer.dismissed", people_event_dismissed(arena, p, "zhao", d("2026-11-01"), "调离", &problem));
    p = people_load(store, arena);
    basis = people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, day);
    assert_int_equal(chens, basis.row->id);
    /* And when B herself has left, nothing. */
    happens(store, "officer.dismissed", people_event_dismissed(arena, p, "wang", d("2026-11-01"), "退休", &problem));
    p = people_load(store, arena);
    assert_null(people_authorises(p, "wang", "A", "019", AUTHORITY_DECIDE, day).row);
    assert_null(people_authorises(p, "nobody", "A", "019", AUTHORITY_DECIDE, day).row);
}

static bool applies(const char *kind, const char *json)
{
    const char *error;
    Event event = {.seq = 1, .kind = kind, .body = value_parse(arena, json, strlen(json), &error)};
    FaultGuard guard;
    if (!FAULT_GUARD(&guard)) return false;
    people_apply(store, arena, &event);
    fault_unguard(&guard);
    return true;
}

static void damaged_events_are_faults(void **state)
{
    (void)state;
    assert_false(applies("officer.appointed", "{}"));
    assert_false(applies("officer.appointed", "{\"id\":\"wang\",\"name\":\"王\",\"department\":\"\",\"window\":\"\",\"roles\":[\"king\"],\"post\":\"x\",\"from\":\"2025-01-01\",\"to\":null}"));
    assert_false(applies("officer.appointed", "{\"id\":\"wang\",\"name\":\"王\",\"department\":\"\",\"window\":\"\",\"roles\":[\"admin\"],\"post\":\"x\",\"from\":\"2025-02-30\",\"to\":null}"));
    assert_false(applies("authority.granted", "{\"officer\":\"wang\",\"department\":\"019\",\"item\":\"*\",\"rights\":[],\"from\":\"2025-01-01\",\"to\":null,\"document\":\"x\"}"));
    assert_false(applies("absence.recorded", "{\"officer\":\"wang\",\"from\":\"2025-01-01\",\"to\":null,\"reason\":\"公出\"}"));
    assert_true(applies("case.accepted", "{}"));                /* not ours: left alone */
    assert_false(people_owns("case.accepted"));
    assert_int_equal(0, store_number(store, 0, "SELECT count(*) FROM officer", ""));
}

/* ---- lists ---- */

static PeopleImport *import_text(const char *officers, const char *authority)
{
    PeopleRow *a, *b = NULL;
    int n = people_csv(arena, officers, &a, &problem), m = 0;
    assert_true(n >= 0);
    if (authority) m = people_csv(arena, authority, &b, &problem);
    assert_true(m >= 0);
    return people_import(arena, a, n, b, m);
}

#define OFFICERS "id,name,department,window,roles,post,from,to,document\n"
#define LETTERS "officer,department,item,rights,from,to,document,substitute_of\n"

static void csv_is_strict(void **state)
{
    (void)state;
    PeopleRow *rows;
    assert_int_equal(2, people_csv(arena, "\xEF\xBB\xBF" "a,b\r\n\"x \"\"y\"\",\nz\", c \n\n", &rows, &problem));
    assert_string_equal("a", rows[0].cells[0]);
    assert_string_equal("x \"y\",\nz", rows[1].cells[0]);
    assert_string_equal("c", rows[1].cells[1]);
    assert_int_equal(2, rows[1].line);
    assert_int_equal(0, people_csv(arena, "", &rows, &problem));
    assert_int_equal(1, people_csv(arena, "a,,", &rows, &problem));
    assert_int_equal(3, rows[0].count);
    static const char *const bad[] = {"\"open", "a\"b", "\"a\"b,c", "a\rb", "\xFF\xFE", "a\x01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        problem = NULL;
        assert_int_equal(-1, people_csv(arena, bad[i], &rows, &problem));
        assert_non_null(problem);
    }
    char wide[200] = "";
    for (int i = 0; i < 60; i++) strcat(wide, "a,");
    assert_int_equal(-1, people_csv(arena, wide, &rows, &problem));
}

static void list_errors_say_row_column_reason(void **state)
{
    (void)state;
    PeopleImport *in = import_text(OFFICERS "wang,王秀兰,019,W04,clerk,窗口人员,2025-01-01,,任1号\n"
                                            "li,李四,019,W04,king,窗口人员,2025-01-01,,任1号\n"
                                            "zhao,赵五,019,W04,clerk,窗口人员,2025-13-01,,任1号\n"
                                            "wang,王五,019,W04,clerk,窗口人员,2025-01-01,,任1号\n"
                                            "qian,钱六,019\n"
                                            "sun,孙七,019,,clerk,窗口人员,2025-01-01,,任1号\n",
                                   LETTERS "nobody,019,*,all,2025-01-01,,授1,\n"
                                           "wang,019,*,reign,2025-01-01,,授1,\n"
                                           "wang,011,*,all,2025-01-01,,授1,\n"
                                           "wang,019,*,all,2025-01-01,,,\n"
                                           "wang,019,,,2025-01-01,,授1,wang\n");
    assert_int_equal(10, in->error_count);
    static const char *const expected[] = {
        "officers.csv 第3行 roles列:“king”中有未知、重复或缺少的角色", "officers.csv 第4行 from列:日期应写作 YYYY-MM-DD", "officers.csv 第5行 name列:用户名“wang”在前为王秀兰：同一用户名的各行须为同一人的各个岗位",
        "officers.csv 第6行:应有9列,实有3列", "officers.csv 第7行:窗口人员须属于一个窗口", "authority.csv 第2行 officer列:人员表中没有“nobody”",
        "authority.csv 第3行 rights列:“reign”中有未知、重复或缺少的权限", "authority.csv 第4行 department列:与该人员所属部门不同", "authority.csv 第5行:缺少授权书文号",
        "authority.csv 第6行:AB角行的department、item、rights列应为空",
    };
    for (int i = 0; i < 10; i++) assert_string_equal(expected[i], in->errors[i]);
    const char **kinds;
    Value **bodies;
    assert_int_equal(0, people_import_events(arena, in, &kinds, &bodies));         /* nothing of a bad list is used */
    assert_int_equal(1, import_text("id,name\n", NULL)->error_count);
    assert_int_equal(1, import_text("", NULL)->error_count);
}

/* 兼任 in a list: a further row of the same person; each post with its days; letters for the department of any of her posts. */
static void list_with_posts_beside(void **state)
{
    (void)state;
    PeopleImport *in = import_text(OFFICERS "xu,徐静,011,W05,clerk,窗口人员,2025-01-01,2025-12-31,任1号\n"
                                            "chen,陈志强,019,W04,chief,首席代表,2025-01-01,,任2号\n"
                                            "xu,徐静,012,W06,chief,卫健首席代表,2025-03-01,,任3号\n",
                                   LETTERS "xu,012,*,decide,2025-03-01,,授1,\nxu,011,*,review,2025-03-01,,授2,\n");
    const char **kinds;
    Value **bodies;
    if (in->error_count) fail_msg("%s", in->errors[0]);
    int n = people_import_events(arena, in, &kinds, &bodies);
    assert_int_equal(5, n);
    assert_string_equal("officer.appointed", kinds[0]);
    assert_string_equal("officer.post_added", kinds[2]);
    for (int i = 0; i < n; i++) happens(store, kinds[i], bodies[i]);
    People *p = people_load(store, arena);
    assert_int_equal(2, p->officer_count);
    assert_int_equal(ROLE_CLERK, people_roles(p, "xu", d("2025-02-28")));
    assert_int_equal(ROLE_CLERK | ROLE_CHIEF, people_roles(p, "xu", d("2025-03-01")));
    assert_int_equal(0, people_roles(p, "xu", d("2026-01-01")));           /* the post beside stands only while her own does */
    assert_non_null(people_authorises(p, "xu", "A1", "012", AUTHORITY_DECIDE, d("2025-03-02")).row);

    in = import_text(OFFICERS "xu,徐静,011,W05,clerk,窗口人员,2025-01-01,2025-12-31,任1号\n"
                              "xu,徐静,011,W05,clerk,窗口人员,2025-06-01,,任1号\n"
                              "xu,徐静,012,W06,chief,卫健首席代表,2026-03-01,,任3号\n"
                              "xu,徐静,012,W06,chief,卫健首席代表,2025-03-01,,\n"
                              "xu,徐静,012,W06,chief,卫健首席代表,2025-03-01,,任3号\n"
                              "xu,徐静,012,W06,chief,卫健首席代表,2025-05-01,,任4号\n",
                     LETTERS "xu,013,*,decide,2025-03-01,,授1,\n");
    static const char *const expected[] = {"officers.csv 第3行:该岗位已凭任1号任职，期限重叠", "officers.csv 第4行:兼任须以在岗为前提：该日没有本职任职", "officers.csv 第5行 document列:缺少任职文件文号",
                                           "officers.csv 第7行:该岗位已凭任3号任职，期限重叠", "authority.csv 第2行 department列:与该人员所属部门不同"};
    assert_int_equal(5, in->error_count);
    for (int i = 0; i < 5; i++) assert_string_equal(expected[i], in->errors[i]);
    assert_int_equal(0, people_import_events(arena, in, &kinds, &bodies));
}

static void same_rows_by_replay(void **state)
{
    (void)state;
    static const char officers[] = OFFICERS "chen,陈志强,019,W04,chief,首席代表,2025-01-01,,任2号\nwang,王秀兰,019,W04,clerk,窗口人员,2025-01-01,2027-12-31,任3号\n";
    static const char letters[] = LETTERS "chen,019,*,all,2025-01-01,,授1,\nwang,,,,2025-01-01,,人1,chen\n";
    PeopleImport *in = import_text(officers, letters);
    assert_int_equal(0, in->error_count);
    const char **kinds;
    Value **bodies;
    int n = people_import_events(arena, in, &kinds, &bodies);
    assert_int_equal(4, n);
    Store *other = empty_store();
    for (int round = 0; round < 2; round++) {
        seq = 0;
        for (int i = 0; i < n; i++) happens(round ? other : store, kinds[i], bodies[i]);
    }
    People *a = people_load(store, arena), *b = people_load(other, arena);
    assert_int_equal(2, a->officer_count);
    assert_int_equal(a->officer_count, b->officer_count);
    for (int i = 0; i < a->officer_count; i++) assert_string_equal(a->officers[i].name, b->officers[i].name);
    assert_int_equal(a->book.rows[0].id, b->book.rows[0].id);
    assert_true(day_equal(d("2027-12-31"), people_officer(a, "wang")->to));
    store_close(other);
}

static const char *embedded(const char *path)
{
    size_t bytes;
    const char *text = (const char *)embed_find(arena, path, &bytes);
    assert_non_null(text);
    return text;
}

static bool has_role(const People *p, unsigned role, const char *department, Day day)
{
    const Officer **found;
    return people_with_role(p, arena, role, department, day, &found) > 0;
}

/* The demonstration district: every department can receive, review, decide and extend; 011 has four at its window. */
static void district_staff(void **state)
{
    (void)state;
    PeopleImport *in = import_text(embedded("data/district/officers.csv"), embedded("data/district/authority.csv"));
    if (in->error_count) fail_msg("%s", in->errors[0]);
    const char **kinds;
    Value **bodies;
    int n = people_import_events(arena, in, &kinds, &bodies);
    for (int i = 0; i < n; i++) happens(store, kinds[i], bodies[i]);
    People *p = people_load(store, arena);
    Day day = d("2026-11-23");
    assert_int_equal(in->officer_count, p->officer_count);
    for (int i = 1; i <= 33; i++) {
        const char *department = arena_printf(arena, "%03d", i);
        assert_true(has_role(p, ROLE_CHIEF, department, day) && has_role(p, ROLE_BACKOFFICE, department, day) && has_role(p, ROLE_LEADER, department, day));
        const Officer **chief;
        people_with_role(p, arena, ROLE_CHIEF, department, day, &chief);
        for (unsigned right = 1; right < AUTHORITY_ALL; right *= 2) assert_non_null(people_authorises(p, chief[0]->id, "A1", department, (AuthorityRight)right, day).row);
        assert_true(*chief[0]->window);
        bool b = false;
        for (int k = 0; k < p->book.substitute_count; k++) b |= !strcmp(p->book.substitutes[k].a, chief[0]->id);
        assert_true(b);
    }
    for (int w = 1; w <= 25; w++) {
        const char *window = arena_printf(arena, "W%02d", w);
        int clerks = 0;
        for (int i = 0; i < p->officer_count; i++) clerks += !strcmp(p->officers[i].window, window) && p->officers[i].roles & ROLE_CLERK;
        assert_true(clerks >= 1);
    }
    int at_011 = 0;
    for (int i = 0; i < p->officer_count; i++) at_011 += !strcmp(p->officers[i].department, "011") && *p->officers[i].window;
    assert_int_equal(4, at_011);                                 /* 建设局 38 items by 4 staff */
    assert_true(has_role(p, ROLE_SUPERVISOR, "", day) && has_role(p, ROLE_LEADER, "", day) && has_role(p, ROLE_ADMIN, "", day));
    static const char *const demo[] = {"wang", "chen", "liu", "zhao", "zhou", "huang", "admin"};
    for (size_t i = 0; i < sizeof demo / sizeof *demo; i++) assert_int_equal(ACTOR_OFFICER, people_actor(p, demo[i], day).kind);
}

static void random_bytes_break_nothing(void **state)
{
    (void)state;
    uint32_t seed = 3;
    static const char pieces[][12] = {"wang", ",", ",", ",", "\n", "\"", "clerk", "2025-01-01", "019", "W04", "王秀兰", "*", "all", "\r\n", "|"};
    for (int round = 0; round < 3000; round++) {
        char text[600] = OFFICERS;
        for (int i = 0; i < 40; i++) { seed = seed * 1664525 + 1013904223; strcat(text, pieces[(seed >> 8) % 15]); }
        PeopleRow *rows;
        int n = people_csv(arena, text, &rows, &problem);
        if (n >= 0) people_import(arena, rows, n, rows, n);
        if (round % 50 == 0) arena_reset(arena);
    }
}

#define ROWS(test) cmocka_unit_test_setup_teardown(test, fresh, gone)
int main(void)
{
    arena = arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_written_and_read), cmocka_unit_test(actors_as_text), cmocka_unit_test(officer_checks), ROWS(appointed_changed_dismissed),
        ROWS(c1_granted_and_revoked), ROWS(appointments_hold_inside_their_days), cmocka_unit_test(posts_side_by_side), ROWS(appointments_with_gaps_and_replaced), ROWS(appointments_of_an_older_store), ROWS(c7_substitutes_and_absences), ROWS(damaged_events_are_faults), cmocka_unit_test(csv_is_strict),
        cmocka_unit_test(list_errors_say_row_column_reason), ROWS(list_with_posts_beside), ROWS(same_rows_by_replay), ROWS(district_staff), cmocka_unit_test(random_bytes_break_nothing),
    };
    int failed = cmocka_run_group_tests_name("people", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
