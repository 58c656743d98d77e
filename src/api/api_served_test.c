/* api_served_test.c: cases with officers in them, seen through a served API: certificates, supplements, what a platform may and may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "api/api.h"
#include "base/text.h"
#include "agency/agency.h"
#include "enquiries/enquiries.h"
#include "meetings/meetings.h"
#include "people/identity.h"
#include "window/desk_act.h"
#include "window/district.h"
#include "window/package_act.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static Arena *a;
static OneWindow *window;
static Hall *hall;
static pthread_t thread;
static char place[] = "/tmp/yichuang-api-XXXXXX", token[MACHINE_TOKEN_CHARS + 1], reader[MACHINE_TOKEN_CHARS + 1];
static const Item *item;
static int64_t granted_case, asked_case;
static const char *asked_code, *certificate_number, *decision_number;

/* ---- before the doors open: acts at the window itself ---- */

static WindowTurn *at_window(Actor actor, void (*work)(Scene *, WindowTurn *), const void *input)
{
    WindowTurn *turn = ARENA_NEW(a, WindowTurn);
    *turn = (WindowTurn){.arena = a, .actor = actor, .work = work, .input = input};
    window_do(window, turn);
    assert_int_equal(turn->fault, FAULT_NONE);
    return turn;
}

static int64_t act(Actor actor, Act what, int64_t case_id, const char *json)
{
    const char *error;
    CaseAct *one = ARENA_NEW(a, CaseAct);
    *one = (CaseAct){.act = what, .case_id = case_id, .item = item->code, .input = value_parse(a, json, strlen(json), &error)};
    if (!one->input) fail_msg("%s: %s", json, error);
    WindowTurn *turn = at_window(actor, case_act, one);
    if (turn->refusal != REFUSED_NOTHING) fail_msg("%s: %s %s", process_row(what)->name, refusal_text(turn->refusal)->code, turn->detail ? turn->detail : "");
    return turn->case_id;
}

static void make_tokens(Scene *scene, WindowTurn *turn)
{
    machine_token_new(token);
    machine_token_new(reader);
    assert_true(machine_create(scene->store, token, "city", MACHINE_SUBMIT, (Instant){0}, turn->now) > 0);
    assert_true(machine_create(scene->store, reader, "reader", MACHINE_QUERY, (Instant){0}, turn->now) > 0);
}

/* An item whose result is a certificate; two persons handle it. */
static const Item *find_item(const Scene *scene)
{
    int count;
    const Item **all = catalog_items(scene->catalog, a, instant_day(instant_now()), NULL, NULL, &count);
    for (int i = 0; i < count; i++)
        if (!strcmp(all[i]->result_type, "licence") && !item_is_instant(all[i]) && !item_is_joint(all[i])) return all[i];
    fail_msg("no item fits");
    return NULL;
}

static Actor clerk(const Scene *scene)
{
    for (int i = 0; i < scene->people->officer_count; i++) {
        const Officer *o = &scene->people->officers[i];
        if (o->roles & ROLE_CLERK && !strcmp(o->window, item->window)) return actor_officer(o);
    }
    fail_msg("no clerk at %s", item->window);
    return actor_clock();
}

/* An officer of the item's department with this authority, other than `not_her`. */
static Actor authorised(const Scene *scene, AuthorityRight right, Right needed, const char *not_her)
{
    Day today = instant_day(instant_now());
    for (int i = 0; i < scene->people->officer_count; i++) {
        Actor actor = actor_officer(&scene->people->officers[i]);
        if (strcmp(actor.department, item->department) || !strcmp(actor.id, not_her) || !right_has(&actor, needed, NULL)) continue;
        if (people_authorises(scene->people, actor.id, item->code, item->department, right, today).row) return actor;
    }
    fail_msg("nobody has the authority for %s", item->code);
    return actor_clock();
}

static const char *materials(bool judged)
{
    Buf out = buf_new(a);
    for (int i = 0; i < item->material_count; i++) buf_printf(&out, "%s{\"no\":%d,\"way\":\"paper\"%s}", i ? "," : "", item->materials[i].no, judged ? ",\"ok\":true" : "");
    return out.text;
}

static const char *application(const char *name, bool judged)
{
    char first17[] = "42011519900307451";
    return arena_printf(a, "{\"applicant_kind\":\"person\",\"applicant_name\":\"%s\",\"identity\":\"%s%c\",\"phone\":\"13812345678\",\"truth\":true,\"materials\":[%s]}", name, first17,
                        identity_check_citizen(first17), materials(judged));
}

static void prepare_cases(void)
{
    const Scene *scene = window_scene(window);
    item = find_item(scene);
    Actor window_clerk = clerk(scene), chief = authorised(scene, AUTHORITY_DECIDE, RIGHT_DECIDE, ""), reviewer = authorised(scene, AUTHORITY_REVIEW, RIGHT_REVIEW, chief.id);
    granted_case = act(window_clerk, ACT_RECEIVE, 0, application("陈晓芸", true));
    act(window_clerk, ACT_ACCEPT, granted_case, "{}");
    act(reviewer, ACT_REVIEW, granted_case, "{\"conclusion\":\"approve\",\"opinion\":\"符合条件\"}");
    act(chief, ACT_GRANT, granted_case, "{\"content\":\"准予\"}");
    act(window_clerk, ACT_CERTIFY, granted_case, "{}");
    asked_case = act(actor_machine("city", MACHINE_SUBMIT), ACT_RECEIVE, 0, application("王建国", false));
    act(window_clerk, ACT_NOTE, asked_case, "{\"text\":\"内部留言\"}");
    act(window_clerk, ACT_SUPPLEMENT, asked_case, "{\"missing\":[{\"no\":1,\"requirement\":\"加盖印章\"}]}");
    const CaseFile *asked = case_load(scene->store, a, asked_case);
    asked_code = case_query_code(a, window_secret(window), asked->id, asked->number);
    certificate_number = document_latest(scene->store, a, granted_case, "F26")->number;
    decision_number = document_latest(scene->store, a, granted_case, "F21")->number;
}

static int64_t desk_row(Actor actor, const Desk *desk, const char *act, const char *json)
{
    const char *error;
    DeskInput *input = ARENA_NEW(a, DeskInput);
    *input = (DeskInput){.desk = desk, .act = desk_act_named(desk, act), .input = value_parse(a, json, strlen(json), &error)};
    if (!input->input) fail_msg("%s: %s", json, error);
    WindowTurn *turn = at_window(actor, desk_act, input);
    if (turn->refusal != REFUSED_NOTHING) fail_msg("%s: %s %s", act, refusal_text(turn->refusal)->code, turn->detail ? turn->detail : "");
    return turn->event_seq;
}

#define SECRET "XZQQ"                        /* stands in every word that must not come out */
static int64_t agency_row, package_row;

/* A row at each desk, with words in it that the API must keep to itself. */
static void prepare_desks(void)
{
    const Scene *scene = window_scene(window);
    Actor asked = clerk(scene), chief = authorised(scene, AUTHORITY_DECIDE, RIGHT_DECIDE, ""), supervisor = people_actor(scene->people, "zhou", instant_day(instant_now()));
    const char *today = day_text(a, instant_day(instant_now())), *later = day_text(a, day_plus(instant_day(instant_now()), 60));
    int64_t enquiry = desk_row(asked, &enquiries_desk, "ask", "{\"question\":\"" SECRET "\",\"channel\":\"phone\",\"asker\":\"" SECRET "\",\"phone\":\"13800138001\"}");
    desk_row(asked, &enquiries_desk, "answer", arena_printf(a, "{\"enquiry\":%lld,\"answer\":\"" SECRET "\"}", (long long)enquiry));
    desk_row(asked, &enquiries_desk, "ask", "{\"question\":\"" SECRET "\",\"channel\":\"counter\"}");
    agency_row = desk_row(asked, &agency_desk, "entrust", arena_printf(a, "{\"applicant_name\":\"欧阳震华\",\"applicant_id\":\"11010519491231002X\",\"phone\":\"13800138000\",\"matter\":\"开餐馆\",\"scope\":\"全部手续\",\"department\":\"%s\",\"agent\":\"%s\",\"valid_to\":\"%s\"}", chief.department, chief.id, later));
    desk_row(chief, &agency_desk, "begin_stage", arena_printf(a, "{\"agency\":%lld,\"name\":\"食品经营许可\",\"place\":\"centre\",\"days\":5}", (long long)agency_row));
    int64_t meeting = desk_row(supervisor, &meetings_desk, "call", arena_printf(a, "{\"kind\":\"onsite\",\"title\":\"现场办公\",\"day\":\"%s\",\"place\":\"纸坊街\",\"chair\":\"%s\",\"invited\":[\"住建局\"],\"agenda\":[\"占道\"]}", today, supervisor.id));
    desk_row(supervisor, &meetings_desk, "minute", arena_printf(a, "{\"meeting\":%lld,\"present\":[\"%s\"],\"guests\":[\"" SECRET "\"],\"text\":\"" SECRET "\",\"conclusion\":\"三日内清理\"}", (long long)meeting, supervisor.name));
    const char *error, *json = application("陈晓芸", false);
    PackageOpen *open = ARENA_NEW(a, PackageOpen);
    *open = (PackageOpen){.code = "kcg", .input = value_parse(a, json, strlen(json), &error)};
    value_set(a, (Value *)open->input, "materials", value_list(a));
    WindowTurn *turn = at_window(actor_citizen(0, ""), package_open, open);
    assert_int_equal(turn->refusal, REFUSED_NOTHING);
    package_row = value_int(turn->result, "id", 0);
}

static void *loop(void *context) { server_run(context); return NULL; }

static int open_hall(void **state)
{
    static const Route *const tables[] = {api_routes, NULL};
    (void)state;
    if (sodium_init() < 0 || !mkdtemp(place)) return -1;
    a = arena_new();
    window = window_open(&(WindowOptions){.directory = place, .create = true});
    district_load(window, instant_now(), false, NULL);
    at_window(actor_operator(), make_tokens, NULL);
    prepare_cases();
    prepare_desks();
    hall = hall_new(window, tables);
    hall->server = server_new(&(ServerOptions){.handle = hall_handle, .problem = hall_problem, .context = hall});
    window_start(window);
    return pthread_create(&thread, NULL, loop, hall->server);
}

static int close_hall(void **state)
{
    (void)state;
    static const char *const names[] = {"yichuang.db", "yichuang.db-wal", "yichuang.db-shm", "ledger.key", "ledger.pub", "secret.key", "lock"};
    Server *server = hall->server;
    server_stop(server);
    pthread_join(thread, NULL);
    hall_free(hall);
    window_close(window);
    server_free(server);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(arena_printf(a, "%s/%s", place, names[i]));
    rmdir(place);
    arena_free(a);
    return 0;
}

/* ---- asking ---- */

static const Value *ask(const char *method, const char *path, const char *bearer, const char *body, int *status)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(hall->server)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    struct timeval patience = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const char *request = arena_printf(a, "%s /api/v1%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s%s%s%sContent-Length: %zu\r\n\r\n%s", method, path, bearer ? "Authorization: Bearer " : "",
                                       bearer ? bearer : "", bearer ? "\r\n" : "", body ? "Content-Type: application/json\r\n" : "", body ? strlen(body) : 0, body ? body : "");
    assert_int_equal(write(fd, request, strlen(request)), (ssize_t)strlen(request));
    Buf reply = buf_new(a);
    char part[4096];
    for (ssize_t n; (n = read(fd, part, sizeof part)) > 0;) buf_add(&reply, part, (size_t)n);
    close(fd);
    const char *end = strstr(reply.text, "\r\n\r\n"), *error = "";
    assert_non_null(end);
    *status = atoi(reply.text + strlen("HTTP/1.1 "));
    const Value *value = value_parse(a, end + 4, strlen(end + 4), &error);
    if (!value) fail_msg("%s: %s", error, reply.text);
    return value;
}

static const char *escaped(const char *text)
{
    Buf out = buf_new(a);
    for (; *text; text++) buf_printf(&out, "%%%02X", (unsigned char)*text);
    return out.text;
}

static void certificates_are_public_but_masked(void **state)
{
    (void)state;
    int status;
    SchemaFault fault;
    const char *const numbers[] = {certificate_number, decision_number};
    for (int i = 0; i < 2; i++) {
        const Value *v = ask("GET", arena_printf(a, "/certificates/%s", escaped(numbers[i])), NULL, NULL, &status);
        assert_int_equal(status, 200);
        assert_true(schema_check(a, api_component("Certificate"), v, &fault));
        assert_string_equal(value_str(v, "number"), numbers[i]);
        assert_string_equal(value_str(v, "kind"), i ? "F21" : "F26");
        assert_string_equal(value_str(v, "status"), "valid");
        assert_true(value_bool(v, "valid"));
        assert_string_equal(value_str(v, "item"), item->code);
        assert_string_equal(value_str(v, "holder"), "陈**");
        assert_null(strstr(value_json(a, v), "晓芸"));
    }
}

static void a_platform_supplies_its_own_case(void **state)
{
    (void)state;
    int status;
    const CaseFile *granted = case_load(hall->scene->store, a, granted_case), *asked = case_load(hall->scene->store, a, asked_case);
    const char *others = arena_printf(a, "/cases/%s/acts", granted->number), *own = arena_printf(a, "/cases/%s/acts", asked->number);
    const Value *v = ask("POST", others, token, "{\"act\":\"supply\",\"materials\":[{\"no\":1,\"way\":\"upload\"}]}", &status);
    assert_int_equal(status, 404);                                          /* it does not even learn that the case exists */
    v = ask("POST", own, token, "{\"act\":\"supply\",\"materials\":[{\"no\":2,\"way\":\"upload\"}]}", &status);
    assert_int_equal(status, refusal_text(REFUSED_SUPPLY_NOT_ASKED)->status);
    assert_string_equal(value_str(v, "code"), "REFUSED_SUPPLY_NOT_ASKED");
    v = ask("POST", own, token, "{\"act\":\"supply\",\"materials\":[{\"no\":1,\"way\":\"upload\"}]}", &status);
    if (status != 200) fail_msg("%s", value_json(a, v));
    assert_string_equal(value_str(v, "stage"), "received");
    assert_string_equal(value_str(v, "act"), "supply");
}

static void notes_stay_inside(void **state)
{
    (void)state;
    int status;
    const CaseFile *asked = case_load(hall->scene->store, a, asked_case);
    const Value *v = ask("GET", arena_printf(a, "/cases/%s/events?code=%s&tail=%s", asked->number, asked_code, "451"), NULL, NULL, &status);
    assert_int_equal(status, 403);                                          /* three characters are no tail */
    const char *identity = value_str(asked->person, "identity"), *tail = identity + strlen(identity) - 4;
    v = ask("GET", arena_printf(a, "/cases/%s/events?code=%s&tail=%s", asked->number, asked_code, tail), NULL, NULL, &status);
    assert_int_equal(status, 200);
    const char *text = value_json(a, v);
    assert_null(strstr(text, "case.noted"));
    assert_null(strstr(text, "内部留言"));
    assert_non_null(strstr(text, "加盖印章"));
    v = ask("GET", arena_printf(a, "/cases/%s/events", asked->number), reader, NULL, &status);
    text = value_json(a, v);
    assert_non_null(strstr(text, "case.noted"));
    assert_null(strstr(text, "内部留言"));
    assert_null(strstr(text, "王建国"));
    v = ask("GET", arena_printf(a, "/cases/%s/events", asked->number), token, NULL, &status);       /* the platform that brought it in */
    assert_int_equal(status, 200);
    assert_null(strstr(value_json(a, v), "case.noted"));
}

static int64_t seq_of(const char *number, const char *kind)
{
    int status;
    const Value *v = ask("GET", arena_printf(a, "/cases/%s/events", number), reader, NULL, &status);
    for (const Value *e = value_get(v, "events")->first; e; e = e->next) if (!strcmp(value_str(e, "kind"), kind)) return value_int(e, "seq", 0);
    fail_msg("no %s in %s", kind, number);
    return 0;
}

/* A receipt carries the whole body: opinions and notes have none here, whoever asks. */
static void no_receipt_for_what_is_internal(void **state)
{
    (void)state;
    int status;
    const CaseFile *asked = case_load(hall->scene->store, a, asked_case), *granted = case_load(hall->scene->store, a, granted_case);
    int64_t note = seq_of(asked->number, "case.noted"), opinion = seq_of(granted->number, "case.reviewed"), grant = seq_of(granted->number, "case.granted");
    const char *identity = value_str(granted->person, "identity"), *tail = identity + strlen(identity) - 4;
    const char *code = case_query_code(a, window_secret(window), granted->id, granted->number);
    ask("GET", arena_printf(a, "/receipts/%s?seq=%lld", asked->number, (long long)note), reader, NULL, &status);
    assert_int_equal(status, 404);
    ask("GET", arena_printf(a, "/receipts/%s?seq=%lld", asked->number, (long long)note), token, NULL, &status);
    assert_int_equal(status, 404);
    ask("GET", arena_printf(a, "/receipts/%s?code=%s&tail=%s&seq=%lld", granted->number, code, tail, (long long)opinion), NULL, NULL, &status);
    assert_int_equal(status, 404);
    ask("GET", arena_printf(a, "/receipts/%s?code=%s&tail=%s&seq=%lld", granted->number, code, tail, (long long)grant), NULL, NULL, &status);
    assert_int_equal(status, 200);
    const Value *v = ask("GET", arena_printf(a, "/cases/%s/events?code=%s&tail=%s", granted->number, code, tail), NULL, NULL, &status);
    assert_int_equal(status, 200);
    assert_null(strstr(value_json(a, v), "符合条件"));
}

/* Numbers of documents follow one another: nobody reads them all in a minute. */
static void certificates_are_not_read_in_a_row(void **state)
{
    (void)state;
    int status = 0, asked = 0;
    for (; asked < 40 && status != 429; asked++) ask("GET", arena_printf(a, "/certificates/%s", escaped(certificate_number)), NULL, NULL, &status);
    assert_int_equal(status, 429);
}

static void every_clock_of_a_decided_case(void **state)
{
    (void)state;
    int status;
    const CaseFile *granted = case_load(hall->scene->store, a, granted_case);
    const Value *v = ask("GET", arena_printf(a, "/cases/%s/deadline", granted->number), reader, NULL, &status);
    assert_int_equal(status, 200);
    assert_string_equal(value_str(v, "main_clock"), "T4");
    for (const Value *c = value_get(v, "clocks")->first; c; c = c->next) {
        SchemaFault fault;
        if (!schema_check(a, api_component("Clock"), c, &fault)) fail_msg("%s %s", fault.pointer, fault.en);
        assert_true(value_get(c, "explanation")->count > 0);
    }
    v = ask("GET", arena_printf(a, "/cases/%s", granted->number), reader, NULL, &status);
    assert_string_equal(value_str(v, "outcome"), "granted");
    assert_string_equal(value_str(v, "stage"), "certified");
    assert_true(value_get(v, "documents")->count >= 4);
}

static void revoke_reader(Scene *scene, WindowTurn *turn)
{
    Machine machine;
    assert_true(machine_find(scene->store, turn->arena, reader, turn->now, &machine));
    assert_true(machine_revoke(scene->store, machine.id, turn->now));
}

static _Atomic bool revoked;
static void is_revoked(WindowTurn *turn) { (void)turn; revoked = true; }

/* Every desk: as described, by page, masked; none of the words of those concerned comes out. */
static void desks_are_read_without_their_words(void **state)
{
    (void)state;
    static const struct { const char *path, *component, *list; int rows; } all[] = {
        {"/packages", "PackageList", "packages", -1}, {"/package-applications", "PackageApplicationList", "applications", 1}, {"/package-applications?open=true", "PackageApplicationList", "applications", 1},
        {"/enquiries", "EnquiryList", "enquiries", 2}, {"/enquiries?open=true", "EnquiryList", "enquiries", 1}, {"/enquiries?department=nowhere", "EnquiryList", "enquiries", 0},
        {"/enquiries?limit=1", "EnquiryList", "enquiries", 1}, {"/enquiries?offset=2", "EnquiryList", "enquiries", 0}, {"/agencies", "AgencyList", "agencies", 1},
        {"/meetings", "MeetingList", "meetings", 1}, {"/duty", "DutyWeek", "duty", -1}, {"/reform/rates", "ReformRates", "measures", 4}, {"/reform/rates?department=011", "ReformRates", "measures", 4}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        int status;
        SchemaFault fault = {0};
        const Value *v = ask("GET", all[i].path, reader, NULL, &status);
        if (status != 200) fail_msg("%s: %d", all[i].path, status);
        if (!schema_check(a, api_component(all[i].component), v, &fault)) fail_msg("%s: %s %s", all[i].path, fault.pointer, fault.en);
        if (all[i].rows >= 0) assert_int_equal(value_get(v, all[i].list)->count, all[i].rows);
        assert_null(strstr(value_json(a, v), SECRET));
        assert_null(strstr(value_json(a, v), "1380013"));
    }
    int status;
    SchemaFault fault;
    const Value *one = ask("GET", arena_printf(a, "/agencies/%lld", (long long)agency_row), reader, NULL, &status);
    assert_int_equal(status, 200);
    assert_true(schema_check(a, api_component("Agency"), one, &fault));
    assert_int_equal(value_get(one, "way")->count, 1);
    assert_null(strstr(value_json(a, one), "欧阳震华"));
    assert_null(strstr(value_json(a, one), "11010519491231002X"));
    assert_string_equal(value_str(ask("GET", "/agencies/1", reader, NULL, &status), "code"), "API_NOT_FOUND");
    static const char *const closed[] = {"/package-applications", "/enquiries", "/agencies", "/meetings"};
    for (int i = 0; i < 4; i++) {
        ask("GET", closed[i], NULL, NULL, &status);
        assert_int_equal(status, 401);
        ask("GET", closed[i], token, NULL, &status);                  /* a submit token reads nobody else's */
        assert_int_equal(status, 403);
    }
}

/* Tokens are remembered for two seconds and no longer, however busy they are. */
static void a_revoked_token_dies_while_in_use(void **state)
{
    (void)state;
    int status, asked = 0;
    Arena *own = arena_new();
    WindowTurn turn = {.arena = own, .actor = actor_operator(), .work = revoke_reader, .done = is_revoked};
    ask("GET", "/cases", reader, NULL, &status);
    assert_int_equal(status, 200);
    assert_true(window_submit(window, &turn));
    while (!revoked) usleep(1000);
    assert_int_equal(turn.fault, FAULT_NONE);
    do {
        ask("GET", "/cases", reader, NULL, &status);
        usleep(50000);
    } while (status == 200 && ++asked < 60);
    assert_int_equal(status, 401);
    arena_free(own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificates_are_public_but_masked), cmocka_unit_test(every_clock_of_a_decided_case), cmocka_unit_test(notes_stay_inside), cmocka_unit_test(no_receipt_for_what_is_internal),
        cmocka_unit_test(a_platform_supplies_its_own_case), cmocka_unit_test(desks_are_read_without_their_words), cmocka_unit_test(a_revoked_token_dies_while_in_use), cmocka_unit_test(certificates_are_not_read_in_a_row),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
