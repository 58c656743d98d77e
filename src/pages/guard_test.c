/* guard_test.c: what strangers and colleagues may not do, over HTTP: papers and pages of others, pages kept for everybody, passwords guessed from a stolen session. */
#define _GNU_SOURCE           /* memmem */
#include "agency/agency.h"
#include "base/file.h"
#include "enquiries/enquiries.h"
#include "cases/redate.h"
#include "base/text.h"
#include "pages/hall.h"
#include "pages/item_view.h"
#include "window/case_act.h"
#include "window/desk_act.h"
#include "people/account.h"
#include "window/district.h"
#include "window/office_act.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define ITEM "4201150190100400"
static Arena *arena;
static OneWindow *window;
static Hall *hall;
static pthread_t loop;
static char directory[] = "/tmp/yichuang-guard-XXXXXX";

typedef struct Reply { int status; const char *head, *body; size_t bytes; } Reply;

/* cookie: of the browser, NULL for none; "Name: value" is another header instead. */
static Reply ask(const char *method, const char *path, const char *cookie, const char *form)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(hall->server)), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    const char *request = arena_printf(arena, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%sConnection: close\r\n%s%s\r\n%s", method, path,
        cookie ? arena_printf(arena, "%s%s", text_starts(cookie, "Accept") ? "" : "Cookie: ", cookie) : "", cookie ? "\r\n" : "",
        form ? arena_printf(arena, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n", strlen(form)) : "", "", form ? form : "");
    for (size_t sent = 0, all = strlen(request); sent < all;) {
        ssize_t n = write(fd, request + sent, all - sent);
        assert_true(n > 0);
        sent += (size_t)n;
    }
    Buf all = buf_new(arena);
    char chunk[65536];
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0;) buf_add(&all, chunk, (size_t)n);
    close(fd);
    char *end = strstr(all.text, "\r\n\r\n");
    assert_non_null(end);
    *end = 0;
    return (Reply){atoi(all.text + 9), all.text, end + 4, all.length - (size_t)(end + 4 - all.text)};
}

static Reply get(const char *path, const char *cookie) { return ask("GET", path, cookie, NULL); }

static const char *between(const char *text, const char *before, const char *after)
{
    const char *from = text ? strstr(text, before) : NULL, *to = from ? strstr(from + strlen(before), after) : NULL;
    return to ? arena_strndup(arena, from + strlen(before), (size_t)(to - from - (ptrdiff_t)strlen(before))) : NULL;
}

static const char *csrf_of(const char *path, const char *cookie) { return between(get(path, cookie).body, "name=\"_csrf\" value=\"", "\""); }

/* The cookie of one who has signed in. */
static const char *sign_in(const char *account, const char *password)
{
    Reply page = get("/login", "a=1");
    const char *pre = arena_printf(arena, "yc_pre=%s", between(page.head, "yc_pre=", ";"));
    Reply r = ask("POST", "/login", pre, arena_printf(arena, "_csrf=%s&account=%s&password=%s", between(page.body, "name=\"_csrf\" value=\"", "\""), account, password));
    assert_int_equal(r.status, 303);
    return arena_printf(arena, "yc=%s", between(r.head, "Set-Cookie: yc=", ";"));
}

/* ---- a case of somebody, opened before the doors ---- */

static int64_t case_id, paper, erased_id, calendar_change;

static int64_t at_window(Actor actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn turn = {.arena = arena, .actor = actor, .work = work, .input = input};
    window_do(window, &turn);
    assert_int_equal(turn.fault, FAULT_NONE);
    if (turn.refusal != REFUSED_NOTHING) fail_msg("%s %s", refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
    return turn.case_id;
}

static int64_t open_one(CaseActFile *file)
{
    static const char json[] = "{\"applicant_kind\":\"person\",\"applicant_name\":\"陈晓芸\",\"identity\":\"420115199003077847\",\"phone\":\"13800138000\",\"truth\":true,\"channel\":\"online\","
                               "\"materials\":[{\"no\":1,\"way\":\"paper\"}]}";
    const char *error;
    CaseAct act = {.act = ACT_RECEIVE, .item = ITEM, .input = value_parse(arena, json, strlen(json), &error), .files = file, .file_count = file != NULL};
    return at_window(actor_citizen(0, ""), case_act, &act);
}

/* A version of the item that touches a secret (XK-05), and a case decided under it. */
static void make_secret(Scene *scene, WindowTurn *turn)
{
    Day today = instant_day(turn->now);
    Value *body = value_copy(turn->arena, catalog_item_at(scene->catalog, ITEM, today)->body);
    value_set_bool(turn->arena, body, "secret", true);
    Item *draft = item_of_body(turn->arena, item_body_canonical(turn->arena, body));
    draft->version = catalog_draft_version(scene->catalog, ITEM);
    Event drafted = {.kind = "item.drafted", .body = catalog_event_drafted(turn->arena, draft->version, draft->body)};
    window_record(scene, turn, &drafted);
    Event published = {.kind = "item.published", .body = catalog_event_published(turn->arena, draft, today)};
    window_record(scene, turn, &published);
}

static void by_whom_it_may(int64_t id, Act act, const char *json)
{
    const char *error;
    Scene *scene = window_scene(window);
    const CaseFile *file = case_load(scene->store, arena, id);
    Day today = instant_day(instant_now());
    for (int i = 0; i < scene->people->officer_count; i++) {
        Actor actor = people_actor(scene->people, scene->people->officers[i].id, today);
        Facts facts = case_facts(scene, file, case_item(scene, file), &actor, false, today);
        if (process_may(arena, act, &facts) != REFUSED_NOTHING) continue;
        at_window(actor, case_act, &(CaseAct){.act = act, .case_id = id, .input = value_parse(arena, json, strlen(json), &error)});
        return;
    }
    fail_msg("nobody may %s", process_row(act)->name);
}

static const char *secret_number;
static int64_t heard_id, answered_seq;

/* A neighbour is told, speaks, and is answered in words that repeat hers. */
static void hear_a_neighbour(const char *checks)
{
    const char *error, *said = "{\"party\":1,\"text\":\"挡了我家的光\"}";
    heard_id = open_one(NULL);
    by_whom_it_may(heard_id, ACT_CHECK, checks);
    by_whom_it_may(heard_id, ACT_ACCEPT, "{}");
    by_whom_it_may(heard_id, ACT_TELL_PARTY, "{\"party\":\"王大有\",\"matter\":\"相邻采光\"}");
    at_window(actor_citizen(0, ""), case_act, &(CaseAct){.act = ACT_STATE, .case_id = heard_id, .input = value_parse(arena, said, strlen(said), &error), .party = 1});
    by_whom_it_may(heard_id, ACT_ANSWER_STATEMENT, "{\"party\":1,\"adopted\":false,\"reason\":\"所称挡光经测不成立\"}");
    for (int64_t seq = 1; !answered_seq; seq++)
        if (!strcmp(ledger_event(window_scene(window)->store, arena, seq)->kind, "case.statement_answered")) answered_seq = seq;
}

static void decide_in_secret(void)
{
    at_window(actor_operator(), make_secret, NULL);
    scene_load(window_scene(window));
    int64_t id = open_one(NULL);
    const Item *item = catalog_item_at(window_scene(window)->catalog, ITEM, instant_day(instant_now()));
    Buf checks = buf_new(arena);
    for (int i = 0; i < item->material_count; i++) buf_printf(&checks, "%s{\"no\":%d,\"result\":\"ok\"}", i ? "," : "", item->materials[i].no);
    by_whom_it_may(id, ACT_CHECK, arena_printf(arena, "{\"checks\":[%s]}", checks.text));
    by_whom_it_may(id, ACT_ACCEPT, "{}");
    by_whom_it_may(id, ACT_REVIEW, "{\"conclusion\":\"approve\",\"opinion\":\"符合规定\"}");
    by_whom_it_may(id, ACT_GRANT, "{\"content\":\"准予\"}");
    by_whom_it_may(id, ACT_CERTIFY, "{\"content\":\"涉密内容\"}");
    by_whom_it_may(id, ACT_DELIVER, "{\"way\":\"direct\",\"recipient\":\"陈晓芸\"}");
    hear_a_neighbour(arena_printf(arena, "{\"checks\":[%s]}", checks.text));
    secret_number = document_latest(window_scene(window)->store, arena, id, "F26")->number;
}

static int64_t at_desk(const char *officer, const Desk *desk, const char *act, const char *json)
{
    const char *error;
    DeskInput input = {.desk = desk, .act = desk_act_named(desk, act), .input = value_parse(arena, json, strlen(json), &error)};
    WindowTurn turn = {.arena = arena, .actor = people_actor(window_scene(window)->people, officer, instant_day(instant_now())), .work = desk_act, .input = &input};
    window_do(window, &turn);
    if (turn.refusal != REFUSED_NOTHING) fail_msg("%s %s", refusal_text(turn.refusal)->code, turn.detail ? turn.detail : "");
    return turn.event_seq;
}

static int64_t enquiry, entrusted_paper;

static void keep_desks(void)
{
    enquiry = at_desk("wang", &enquiries_desk, "ask", "{\"question\":\"我母亲张秀英的病历\",\"channel\":\"phone\"}");
    int64_t agency = at_desk("wang", &agency_desk, "entrust", "{\"applicant_name\":\"李光明\",\"applicant_id\":\"11010519491231002X\",\"phone\":\"13800138000\",\"matter\":\"开餐馆\",\"scope\":\"全部手续\","
                             "\"department\":\"019\",\"agent\":\"wang\",\"valid_to\":\"2199-12-31\"}");
    entrusted_paper = document_of_event(window_scene(window)->store, arena, agency)->id;
}

/* Somebody of the staff of another department than this one, who may open papers of her own. */
static const char *colleague_elsewhere(const char *not)
{
    const People *people = window_scene(window)->people;
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        Actor actor = people_actor(people, o->id, instant_day(instant_now()));
        if (text_blank(o->department) || text_equal(o->department, not) || !right_has(&actor, RIGHT_SEE_PERSONAL, NULL) || right_has(&actor, RIGHT_SEE_PERSONAL, &(RightScope){.department = ""})) continue;
        return o->id;
    }
    return NULL;
}

static char elsewhere[SESSION_TOKEN_CHARS + 1];         /* her session; she has no password */

static void sit_elsewhere(Scene *scene, WindowTurn *turn)
{
    const char *colleague = colleague_elsewhere("019");
    assert_non_null(colleague);
    Session session = {.created = turn->now, .seen = turn->now};
    session_token_new(elsewhere);
    session_token_hash(elsewhere, &session.hash);
    snprintf(session.subject, sizeof session.subject, "officer:%s", colleague);
    session_create(scene->store, &session, turn->now);
}

static void open_cases(void)
{
    static uint8_t scan[60000];
    for (size_t i = 0; i + 10 < sizeof scan; i += 10) memcpy(scan + i, i ? "identitaet" : "%PDF-1.4 x", 10);
    CaseActFile file = {1, "陈晓芸身份证.pdf", "application/pdf", "00", scan, sizeof scan};
    case_id = open_one(NULL);
    paper = document_latest(window_scene(window)->store, arena, case_id, "F03")->id;
    erased_id = open_one(&file);
    int count = 0;
    case_uploads(window_scene(window)->store, arena, erased_id, &count);
    assert_int_equal(1, count);
    Value *why = value_object(arena);
    value_set_str(arena, why, "reason", "不办了");
    at_window(actor_citizen(0, ""), case_act, &(CaseAct){.act = ACT_WITHDRAW, .case_id = erased_id, .input = why, .holder = true});
    at_window(actor_operator(), office_erase_person, &(PersonErase){erased_id, "保存期满"});
    Day closed = calendar_workday_after(window_scene(window)->calendar, instant_day(instant_now()), 1);
    at_window(actor_operator(), office_override_calendar, &(CalendarChange){.change = {.area = "420115", .day = closed, .kind = CALENDAR_HOLIDAY, .document = "防汛令第7号"}});
    decide_in_secret();
    keep_desks();
    at_window(actor_operator(), sit_elsewhere, NULL);
    calendar_change = redating_list(window_scene(window)->store, arena, 0, 1, &count)->event_seq;
}

static int looks(void)
{
    Store *store = store_open(window_database(window), STORE_READ);
    AccessRecord *list;
    int count = access_record_list(store, arena, case_id, 0, 100, &list);
    store_close(store);
    return count;
}

/* ---- tests ---- */

/* What one stranger typed into the address must not be what everybody gets. */
static void a_kept_page_knows_no_address(void **state)
{
    (void)state;
    assert_non_null(strstr(get("/?first=evil", "a=1").body, "yc-"));
    assert_null(strstr(get("/", "a=1").body, "evil"));
    assert_null(strstr(get("/", "a=1").body, "first"));
    get("/items/" ITEM "?first=evil", "a=1");
    assert_null(strstr(get("/items/" ITEM, "a=1").body, "evil"));
    assert_non_null(strstr(get("/items/" ITEM, "a=1").body, "back=%2Fitems%2F" ITEM));
}

/* What a change of the calendar moved: for supervisors as a list, on the case for whoever may see it. */
static void moved_days_are_shown_with_their_cause(void **state)
{
    (void)state;
    Store *store = store_open(window_database(window), STORE_READ);
    int count;
    const CaseRedated *moved = case_redated_of(store, arena, case_id, &count);
    store_close(store);
    assert_int_equal(1, count);
    const char *one = arena_printf(arena, "/supervise/calendar/%lld", (long long)calendar_change), *zhou = sign_in("zhou", "demo-supervise-2026");
    assert_int_equal(303, get("/supervise/calendar", "a=1").status);
    assert_int_equal(403, get("/supervise/calendar", sign_in("wang", "demo-clerk-2026")).status);
    Reply list = get("/supervise/calendar", zhou), r = get(one, zhou);
    assert_non_null(strstr(list.body, "防汛令第7号"));
    assert_non_null(strstr(list.body, one));
    assert_non_null(strstr(r.body, moved->number));
    assert_non_null(strstr(r.body, day_text(arena, moved->old_due)));
    assert_non_null(strstr(r.body, day_text(arena, moved->new_due)));
    assert_null(strstr(get(arena_printf(arena, "%s?after=%lld", one, (long long)case_id), zhou).body, moved->number));
    static const char *const wrong[] = {"/supervise/calendar/1", "/supervise/calendar/x", "/supervise/calendar/-1", "/supervise/calendar/99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_int_equal(404, get(wrong[i], zhou).status);
    assert_int_equal(404, get(arena_printf(arena, "%s?after=x", one), zhou).status);
    const char *line = arena_printf(arena, "由 %s 改为 %s", day_text(arena, moved->old_due), day_text(arena, moved->new_due));
    assert_non_null(strstr(get(arena_printf(arena, "/desk/cases/%s", moved->number), zhou).body, line));
    assert_non_null(strstr(get(arena_printf(arena, "/desk/cases/%s/deadline", moved->number), zhou).body, line));
    assert_null(strstr(get(arena_printf(arena, "/desk/cases/%s", moved->number), "a=1").body, line));
}

/* Kept pages are given to strangers before a route is looked for: never to others, and never for another method. */
static void a_kept_page_is_for_strangers(void **state)
{
    (void)state;
    const char *path = "/items/" ITEM, *none = NULL;
    Reply first = get(path, none), again = get(path, none), head = ask("HEAD", path, none, NULL), packed = get(path, "Accept-Encoding: gzip");
    assert_int_equal(200, first.status);
    assert_string_equal(first.body, again.body);
    assert_int_equal(200, head.status);
    assert_int_equal(0, head.bytes);
    assert_non_null(strstr(packed.head, "Content-Encoding: gzip"));
    assert_non_null(strstr(packed.head, "Vary: Cookie, Accept-Encoding"));
    assert_true(packed.bytes < first.bytes / 2);
    assert_int_equal(405, ask("POST", path, none, "a=1").status);
    assert_non_null(strstr(get(path, "lang=en").body, "lang=\"en\""));
    assert_non_null(strstr(get(path, none).body, "lang=\"zh"));
    assert_non_null(strstr(get(arena_printf(arena, "%s?lang=en", path), none).body, "lang=\"en\""));
    Reply li = get(path, arena_printf(arena, "%s\r\nAccept-Encoding: gzip", sign_in("li", "demo-clerk-2026")));
    assert_null(strstr(li.head, "Content-Encoding"));         /* hers holds her form token: never compressed */
    assert_non_null(strstr(li.body, "/logout"));
    assert_null(strstr(get(path, none).body, "/logout"));
}

/* One address of a hundred bytes was thirty megabytes of calendar. */
static void no_century_day_by_day(void **state)
{
    (void)state;
    static const char *const long_ones[] = {"/deadline?from=1990-01-01&limit=3660&pause=1990-01-02..2190-01-01", "/deadline?from=2026-11-23&limit=3660&extend=3660", "/deadline?from=2026-11-23&limit=20&pause=2026-11-24..2199-01-01"};
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        Reply r = get(long_ones[i], "a=1");
        assert_int_equal(422, r.status);
        assert_true(r.bytes < 50000);
    }
    assert_int_equal(200, get("/deadline?from=2026-11-23&limit=60&pause=2026-12-01..2026-12-20", "a=1").status);
}

/* A paper names the applicant: for staff it is a look at personal data, and on record like any other. */
static void a_paper_is_a_look(void **state)
{
    (void)state;
    const char *path = arena_printf(arena, "/documents/%lld.pdf", (long long)paper);
    assert_int_equal(404, get(path, "a=1").status);
    assert_int_equal(404, get(path, sign_in("admin", "demo-admin-2026")).status);
    int before = looks();
    Reply r = get(path, sign_in("zhou", "demo-supervise-2026"));
    assert_int_equal(200, r.status);
    assert_memory_equal("%PDF-", r.body, 5);
    assert_int_equal(before + 1, looks());
}

/* A PDF costs as much as a password; a stranger gets enough of them for a day's papers, not for a flood. */
static void papers_are_counted(void **state)
{
    (void)state;
    /* All but three are spent beforehand, and in an hour's time, so that none comes back while a slow machine paints. */
    const int left = 3;
    Instant later = {instant_now().ms + 3600 * 1000LL};
    char key[64];
    throttle_address("127.0.0.1", key, sizeof key);
    for (int i = 0; i < LIMIT_PAPERS_PER_MINUTE - left; i++) throttle_take(hall->papers, key, later, NULL);
    int status = 0, drawn = 0;
    for (; drawn < 3 * left && status != 429; drawn++) status = get("/items/" ITEM "/card.pdf", "a=1").status;
    assert_int_equal(429, status);
    assert_in_range(drawn, 2, left + 1);        /* some were drawn, not all that was asked for */
}

/* A screen of the hall is everybody's: what one opened by her code is closed when she leaves, and before the next one is somebody. */
static void what_a_code_opened_is_closed_again(void **state)
{
    (void)state;
    Store *store = store_open(window_database(window), STORE_READ);
    const CaseFile *file = case_load(store, arena, case_id);
    store_close(store);
    const char *page = arena_printf(arena, "/case/%s", file->number), *code = case_query_code(arena, window_secret(window), case_id, file->number);
    Reply form = get("/track", "a=1");
    const char *pre = arena_printf(arena, "yc_pre=%s", between(form.head, "yc_pre=", ";"));
    Reply in = ask("POST", "/track", pre, arena_printf(arena, "_csrf=%s&code=%s&tail=7847", between(form.body, "name=\"_csrf\" value=\"", "\""), code));
    assert_int_equal(303, in.status);
    const char *both = arena_printf(arena, "%s; yc_case=%s", pre, between(in.head, "yc_case=", ";"));
    Reply mine = get(page, both), home = get("/", both);
    assert_int_equal(200, mine.status);
    assert_non_null(strstr(mine.body, "action=\"/logout\""));
    assert_non_null(strstr(home.body, "action=\"/logout\""));
    assert_null(strstr(get("/", "a=1").body, "/logout"));                       /* hers was not kept for everybody */
    const char *csrf = between(mine.body, "name=\"_csrf\" value=\"", "\"");
    assert_int_equal(403, ask("POST", "/logout", both, "_csrf=x").status);
    Reply out = ask("POST", "/logout", both, arena_printf(arena, "_csrf=%s", csrf));
    assert_int_equal(303, out.status);
    assert_non_null(strstr(out.head, "yc_case=; "));
    assert_non_null(strstr(out.head, "yc_party=; "));
    Reply next = ask("POST", "/login", both, arena_printf(arena, "_csrf=%s&account=wang&password=demo-clerk-2026", csrf));
    assert_int_equal(303, next.status);
    assert_non_null(strstr(next.head, "yc_case=; "));
    assert_non_null(strstr(next.head, "yc_party=; "));
}

/* The applicant hears that her neighbour was answered, not with which words. */
static void an_answer_to_a_neighbour_is_hers(void **state)
{
    (void)state;
    Store *store = store_open(window_database(window), STORE_READ);
    const CaseFile *file = case_load(store, arena, heard_id);
    store_close(store);
    Reply form = get("/track", "a=1");
    const char *pre = arena_printf(arena, "yc_pre=%s", between(form.head, "yc_pre=", ";"));
    Reply in = ask("POST", "/track", pre, arena_printf(arena, "_csrf=%s&code=%s&tail=7847", between(form.body, "name=\"_csrf\" value=\"", "\""), case_query_code(arena, window_secret(window), heard_id, file->number)));
    const char *both = arena_printf(arena, "%s; yc_case=%s", pre, between(in.head, "yc_case=", ";"));
    Reply r = get(arena_printf(arena, "/case/%s", file->number), both);
    assert_int_equal(200, r.status);
    assert_null(strstr(r.body, "挡光"));
    assert_null(strstr(r.body, "挡了我家"));
    const char *receipt = arena_printf(arena, "/receipts/%s/%lld.json", file->number, (long long)answered_seq);
    assert_int_equal(404, get(receipt, both).status);
    assert_int_equal(200, get(receipt, sign_in("zhou", "demo-supervise-2026")).status);
}

/* XK-05: of what touches a secret the public may ask whether it holds, not who holds it and for what; it is on no board. */
static void a_secret_result_is_nobodys_news(void **state)
{
    (void)state;
    Buf path = buf_new(arena);
    buf_str(&path, "/certificates?number=");
    page_percent(&path, secret_number);
    Reply r = get(path.text, "a=1");
    assert_int_equal(200, r.status);
    assert_non_null(strstr(r.body, secret_number));
    assert_null(strstr(r.body, "陈"));
    assert_null(strstr(r.body, "涉密内容"));
    assert_null(strstr(get("/board", "a=1").body, "陈*"));
}

/* What was asked, and the power of attorney of one department, are not everybody's of the staff. */
static void desks_of_others_keep_their_words(void **state)
{
    (void)state;
    const char *page = arena_printf(arena, "/enquiries/%lld", (long long)enquiry), *pdf = arena_printf(arena, "/documents/%lld.pdf", (long long)entrusted_paper);
    const char *wang = sign_in("wang", "demo-clerk-2026"), *zhou = sign_in("zhou", "demo-supervise-2026"), *other = arena_printf(arena, "yc=%s", elsewhere);
    assert_non_null(strstr(get(page, wang).body, "张秀英"));
    assert_non_null(strstr(get(page, zhou).body, "张秀英"));
    Reply r = get(page, other);
    assert_int_equal(200, r.status);
    assert_null(strstr(r.body, "张秀英"));
    assert_int_equal(404, get(pdf, other).status);
    assert_int_equal(200, get(pdf, wang).status);
}

/* Old passwords cannot be tried without end from a session left open. */
static void old_passwords_are_not_tried_for_ever(void **state)
{
    (void)state;
    const char *li = sign_in("li", "demo-clerk-2026"), *csrf = csrf_of("/password", li);
    int status = 0, tries = 0;
    for (; tries < 60 && status != 429; tries++)
        status = ask("POST", "/password", li, arena_printf(arena, "_csrf=%s&old_password=wrong-%d&new_password=Quite-another-9&again=Quite-another-9", csrf, tries)).status;
    assert_int_equal(429, status);
    assert_true(tries < 40);
}

/* Whoever else has a login on this machine has no business in the file of all cases. */
static void the_data_are_the_owners_alone(void **state)
{
    (void)state;
    static const char *const names[] = {"yichuang.db", "yichuang.db-wal", "yichuang.db-shm", "secret.key", "ledger.key"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct stat info;
        assert_int_equal(0, stat(arena_printf(arena, "%s/%s", directory, names[i]), &info));
        if (info.st_mode & 077) fail_msg("%s is %o", names[i], info.st_mode & 0777);
    }
}

/* Erased is erased: the scans too, and what the pages still show of the case names nobody. */
static void erased_with_the_files(void **state)
{
    (void)state;
    Store *store = store_open(window_database(window), STORE_READ);
    int count = 1;
    case_uploads(store, arena, erased_id, &count);
    const CaseFile *file = case_load(store, arena, erased_id);
    store_close(store);
    assert_int_equal(0, count);
    assert_null(file->person);
    Reply r = get(arena_printf(arena, "/desk/cases/%s", file->number), sign_in("zhou", "demo-supervise-2026"));
    assert_int_equal(200, r.status);
    assert_null(strstr(r.body, "晓芸"));
    assert_null(strstr(r.body, "19900307"));
    store = store_open(window_database(window), STORE_READ);
    char *copy = arena_printf(arena, "%s/copy.db", directory);
    store_backup(store, copy);
    store_close(store);
    size_t bytes;
    const uint8_t *whole = file_read(arena, copy, 1u << 30, &bytes);
    assert_non_null(whole);
    assert_null(memmem(whole, bytes, "identitaet", 10));
}

/* ---- one hall for all ---- */

extern const Route enquiry_routes[], guide_routes[], apply_routes[], case_routes[], proof_routes[], login_routes[], desk_routes[], office_routes[];
static const Route *const tables[] = {enquiry_routes, guide_routes, apply_routes, case_routes, proof_routes, login_routes, desk_routes, office_routes, NULL};
static void *run_loop(void *server) { server_run(server); return NULL; }

static int open_hall(void **state)
{
    (void)state;
    arena = arena_new();
    assert_non_null(mkdtemp(directory));
    umask(022);
    window = window_open(&(WindowOptions){.directory = directory, .create = true});
    district_load(window, instant_now(), true, NULL);
    open_cases();
    hall = hall_new(window, tables);
    hall->server = server_new(&(ServerOptions){.handle = hall_handle, .problem = hall_problem, .context = hall});
    window_start(window);
    pthread_create(&loop, NULL, run_loop, hall->server);
    return 0;
}

static int close_hall(void **state)
{
    (void)state;
    Server *server = hall->server;
    server_stop(server);
    pthread_join(loop, NULL);
    hall_free(hall);
    window_close(window);
    server_free(server);
    int result = system(arena_printf(arena, "rm -rf %s", directory));
    arena_free(arena);
    return result ? -1 : 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "render")) return render_child_main(0, 1);       /* the renderer starts this program again as its painter */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kept_page_knows_no_address), cmocka_unit_test(moved_days_are_shown_with_their_cause), cmocka_unit_test(a_kept_page_is_for_strangers), cmocka_unit_test(a_paper_is_a_look), cmocka_unit_test(no_century_day_by_day), cmocka_unit_test(the_data_are_the_owners_alone), cmocka_unit_test(erased_with_the_files),
        cmocka_unit_test(what_a_code_opened_is_closed_again), cmocka_unit_test(a_secret_result_is_nobodys_news), cmocka_unit_test(an_answer_to_a_neighbour_is_hers), cmocka_unit_test(desks_of_others_keep_their_words),
        cmocka_unit_test(papers_are_counted), cmocka_unit_test(old_passwords_are_not_tried_for_ever),
    };
    return cmocka_run_group_tests_name("guard", tests, open_hall, close_hall);
}
