/* desk_test.c: the clerk's day over HTTP, form by form, without script: counter, checks, every act, refusals with their article, personal data on record. */
#include "pages/act_form.h"
#include "pages/desk_inside.h"
#include "people/account.h"
#include "window/district.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define ITEM "4201150190100400"        /* 医疗机构执业登记: promised, two persons, six materials, a licence */
#define JOINT "4201150110102200"        /* 历史建筑外部修缮 */
#define INSTANT "4201150190701200"     /* 出生医学证明签发: on the spot; wang may decide it */
#define ELSEWHERE "4201150220101000"   /* 食品经营许可: another window's */
#define IDENTITY "420115199003077847"

static Arena *arena;
static OneWindow *window;
static Hall *hall;
static pthread_t loop;
static char directory[] = "/tmp/yichuang-desk-XXXXXX";

/* ---- a browser of few words ---- */

typedef struct Reply { int status; const char *head, *body; } Reply;
typedef struct Client { const char *pre, *session, *csrf; } Client;

static Reply exchange(const char *request)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(hall->server)), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
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
    return (Reply){atoi(all.text + 9), all.text, end + 4};
}

static const char *between(const char *text, const char *before, const char *after)
{
    const char *from = text ? strstr(text, before) : NULL, *to;
    if (!from) return NULL;
    from += strlen(before);
    to = strstr(from, after);
    return to ? arena_strndup(arena, from, (size_t)(to - from)) : NULL;
}

static const char *cookies(const Client *c)
{
    return arena_printf(arena, "%s%s; %s%s", c->pre ? "yc_pre=" : "a=", c->pre ? c->pre : "1", c->session ? "yc=" : "b=", c->session ? c->session : "1");
}

static Reply get(const Client *c, const char *path)
{
    return exchange(arena_printf(arena, "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nConnection: close\r\n\r\n", path, cookies(c)));
}

static void encode(Buf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char ch = (unsigned char)*text;
        if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_') buf_char(out, (char)ch);
        else buf_printf(out, "%%%02X", ch);
    }
}

/* fields: "name=value|name=value" */
static Reply post(const Client *c, const char *path, const char *fields)
{
    Buf body = buf_new(arena);
    buf_printf(&body, "_csrf=%s", c->csrf ? c->csrf : "");
    char *rest = arena_strdup(arena, fields), *one;
    while (rest && *rest) {
        one = rest;
        if ((rest = strchr(rest, '|'))) *rest++ = 0;
        char *value = strchr(one, '=');
        assert_non_null(value);
        *value++ = 0;
        buf_char(&body, '&');
        encode(&body, one);
        buf_char(&body, '=');
        encode(&body, value);
    }
    return exchange(arena_printf(arena, "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
        path, cookies(c), body.length, body.text));
}

static const char *location(Reply r) { return between(r.head, "\r\nLocation: ", "\r\n") ? between(r.head, "\r\nLocation: ", "\r\n") : between(arena_printf(arena, "%s\r\n", r.head), "\r\nLocation: ", "\r\n"); }
static bool says(Reply r, const char *text) { return strstr(r.body, text) != NULL; }
static const char *token(Reply r) { return between(r.body, "name=\"_csrf\" value=\"", "\""); }

static Client sign_in(const char *user, const char *password)
{
    Client c = {0};
    Reply r = get(&c, "/login");
    c.pre = between(r.head, "yc_pre=", ";");
    c.csrf = token(r);
    r = post(&c, "/login", arena_printf(arena, "account=%s|password=%s", user, password));
    assert_int_equal(r.status, 303);
    c.session = between(r.head, "Set-Cookie: yc=", ";");
    assert_non_null(c.session);
    c.csrf = token(get(&c, "/login"));
    return c;
}

static Client wang, chen, liu, li, zhou;

/* ---- the desk's own forms ---- */

static const char *applicant = "applicant_kind=person|applicant_name=陈晓芸|identity=" IDENTITY "|phone=13800138000|truth=1";
static const char all_six[] = "m1=1|m2=1|m3=1|m4=1|m5=1|m6=1";

static Reply counter(const Client *c, const char *item, const char *go, const char *materials)
{
    Reply form = get(c, arena_printf(arena, "/desk/intake?item=%s", item));
    assert_int_equal(form.status, 200);
    const char *key = between(form.body, "name=\"idempotency\" value=\"", "\"");
    assert_non_null(key);
    return post(c, "/desk/intake", arena_printf(arena, "item=%s|do=%s|idempotency=%s|%s%s%s", item, go, key, applicant, *materials ? "|" : "", materials));
}

static const char *taken(const char *item, const char *go, const char *materials)
{
    Reply r = counter(&wang, item, go, materials);
    assert_int_equal(r.status, 303);
    return location(r);                                  /* /desk/cases/420115-... */
}

static Reply act(const Client *c, const char *path, const char *name, const char *fields)
{
    const char *revision = between(get(c, path).body, "name=\"revision\" value=\"", "\"");
    return post(c, arena_printf(arena, "%s/acts/%s", path, name), arena_printf(arena, "revision=%s%s%s", revision ? revision : "0", *fields ? "|" : "", fields));
}

static Reply check(const Client *c, const char *path, const char *fields)
{
    const char *revision = between(get(c, path).body, "name=\"revision\" value=\"", "\"");
    return post(c, arena_printf(arena, "%s/materials", path), arena_printf(arena, "revision=%s|%s", revision, fields));
}

static void done(Reply r) { if (r.status != 303) fail_msg("not done: %d %s", r.status, between(r.body, "govuk-error-summary__title\">", "<")); }
static bool offers(Reply page, const char *name) { return strstr(page.body, arena_printf(arena, "/acts/%s\"", name)) != NULL; }

static const CaseFile *file_of(const char *path)
{
    Store *store = store_open(window_database(window), STORE_READ);
    const CaseFile *file = case_find(store, arena, path + strlen("/desk/cases/"));
    assert_non_null(file);
    store_close(store);
    return file;
}
static void stands(const char *path, Stage stage) { assert_string_equal(stage_name(file_of(path)->standing.stage), stage_name(stage)); }

/* ---- who comes in ---- */

static void the_desk_is_for_staff(void **state)
{
    (void)state;
    Client nobody = {0};
    static const char *const pages[] = {"/desk", "/desk/intake", "/desk/cases/420115-20260101-00001"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        Reply r = get(&nobody, pages[i]);
        assert_int_equal(r.status, 303);
        assert_non_null(strstr(location(r), "/login"));
    }
    Client forged = wang;
    forged.csrf = "0000000000000000000000000000000000000000000000000000000000000000";
    assert_int_equal(post(&forged, "/desk/intake", "item=" ITEM).status, 403);
    assert_int_equal(get(&liu, "/desk/intake").status, 403);             /* the back office takes no cases at the counter */
    assert_int_equal(get(&wang, "/desk/cases/420115-20260101-99999").status, 404);
}

/* ---- the counter ---- */

static void the_counter_keeps_what_was_typed(void **state)
{
    (void)state;
    Reply r = post(&wang, "/desk/intake", "item=" ITEM "|do=receive|applicant_kind=person|applicant_name=李四<b>|identity=420115199003077840|phone=12|m2=1|m2_copies=7");
    assert_int_equal(r.status, 422);
    assert_true(says(r, "value=\"420115199003077840\""));
    assert_true(says(r, "李四&lt;b&gt;"));
    assert_true(says(r, "name=\"m2\" value=\"1\" data-tick=\"material\" checked"));
    assert_true(says(r, "name=\"m2_copies\" inputmode=\"numeric\" value=\"7\""));
    assert_true(says(r, "href=\"#identity\"") && says(r, "href=\"#phone\"") && says(r, "href=\"#truth\""));
    r = post(&wang, "/desk/intake", arena_printf(arena, "item=" ITEM "|do=receive|%s|agent_name=李四", applicant));
    assert_int_equal(r.status, 422);                                     /* XK-29: an agent with number and letter of authority */
    assert_true(says(r, "href=\"#entrusted\"") && says(r, "href=\"#agent_identity\""));
    assert_int_equal(post(&wang, "/desk/intake", "item=" ELSEWHERE).status, 403);      /* XK-26a */
    assert_int_equal(post(&wang, "/desk/intake", "item=nothing").status, 404);
}

static void one_form_is_one_case(void **state)
{
    (void)state;
    const char *key = between(get(&wang, "/desk/intake?item=" ITEM).body, "name=\"idempotency\" value=\"", "\"");
    const char *form = arena_printf(arena, "item=" ITEM "|do=receive|idempotency=%s|%s", key, applicant);
    const char *first = location(post(&wang, "/desk/intake", form)), *again = location(post(&wang, "/desk/intake", form));
    assert_string_equal(first, again);
    Reply other = post(&wang, "/desk/intake", arena_printf(arena, "%s|address=别处", form));
    assert_int_equal(other.status, 409);                                 /* same key, other contents */
}

static void the_counter_in_one_step(void **state)
{
    (void)state;
    stands(taken(ITEM, "receive", all_six), STAGE_RECEIVED);
    stands(taken(ITEM, "accept", all_six), STAGE_ACCEPTED);
    stands(taken(ITEM, "accept", "m1=1"), STAGE_RECEIVED);               /* XK-32-5: not complete, so received only */
    Reply form = get(&wang, "/desk/intake?item=" INSTANT);
    Buf ticks = buf_new(arena);
    for (int no = 1; no <= LIMIT_MATERIALS_PER_ITEM; no++)
        if (strstr(form.body, arena_printf(arena, "id=\"m%d\"", no))) buf_printf(&ticks, "%sm%d=1", ticks.length ? "|" : "", no);
    assert_true(says(form, "value=\"instant\""));
    stands(taken(INSTANT, "instant", ticks.text), STAGE_DELIVERED);      /* XK-34a */
    assert_false(says(get(&wang, "/desk/intake?item=" ITEM), "value=\"instant\""));
}

/* ---- from acceptance to delivery ---- */

static void a_case_from_counter_to_delivery(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "accept", all_six);
    Reply page = get(&liu, path);
    assert_true(offers(page, "review") && !offers(page, "grant") && !offers(page, "accept"));
    assert_false(strstr(page.body, "value=\"approve\" checked"));        /* neither conclusion is picked for her */
    Reply r = act(&liu, path, "review", "");
    assert_int_equal(r.status, 422);
    assert_true(says(r, "《行政许可法》") && says(r, "href=\"#review-opinion\""));
    assert_int_equal(act(&chen, path, "grant", "content=x").status, 409);          /* two persons: review first */
    done(act(&liu, path, "review", "conclusion=approve|opinion=符合条件"));
    assert_int_equal(act(&liu, path, "grant", "content=x").status, 403);         /* C1: no authority to decide */
    assert_true(offers(get(&chen, path), "grant"));
    assert_int_equal(act(&chen, path, "pause", "ground=|days=3|body=x|matter=y").status, 422);       /* XK-45 */
    assert_int_equal(act(&chen, path, "pause", "ground=appraisal|days=三|body=x|matter=y").status, 422);
    done(act(&chen, path, "pause", "ground=appraisal|days=3|body=区鉴定所|matter=场地检测"));
    stands(path, STAGE_PAUSED);
    done(act(&chen, path, "resume", "result=合格"));
    assert_int_equal(act(&chen, path, "grant", "content=").status, 422);
    done(act(&chen, path, "grant", "content=准予执业登记"));
    page = get(&wang, path);
    assert_true(offers(page, "certify") && !offers(page, "deliver"));
    assert_int_equal(act(&wang, path, "certify", "valid_to=2001-01-01").status, 422);
    done(act(&wang, path, "certify", ""));
    r = act(&wang, path, "deliver", "way=electronic|recipient=陈晓芸");
    assert_int_equal(r.status, 422);                                     /* consent */
    assert_true(says(r, "value=\"陈晓芸\""));
    done(act(&wang, path, "deliver", "way=direct|recipient=陈晓芸"));
    stands(path, STAGE_DELIVERED);
    assert_false(strstr(get(&wang, path).body, "/acts/"));
}

/* XK-34b: what the visit found is said by those who went; no form says it for them, and a record without a conclusion is none. */
static void no_finding_is_picked_beforehand(void **state)
{
    (void)state;
    static const char went[] = "officer1=liu|certificate1=A1|officer2=wang|certificate2=A2|at_date=%s|at_time=09:30|place=纸坊大街|%s";
    const char *path = taken(ITEM, "accept", all_six), *today = day_text(arena, instant_day(instant_now()));
    done(act(&liu, path, "assign_visit", arena_printf(arena, went, today, "matter=布局")));
    Reply page = get(&liu, path);
    assert_true(offers(page, "record_visit"));
    for (const char *at = page.body; (at = strstr(at, "<input ")); at++) {
        const char *input = arena_strndup(arena, at, strcspn(at, ">"));
        if (strstr(input, "type=\"radio\"") && strstr(input, " checked")) fail_msg("%s", input);
    }
    Reply r = act(&liu, path, "record_visit", arena_printf(arena, went, today, "findings=相符|present=陈晓芸|signed=1"));
    assert_int_equal(r.status, 422);
    assert_true(says(r, "href=\"#record_visit-conclusion\"") && !says(r, "value=\"pass\" checked") && says(r, "相符</textarea>"));
    r = act(&liu, path, "record_visit", arena_printf(arena, went, today, "findings=不相符|conclusion=fail|present=陈晓芸"));
    assert_true(r.status == 422 && says(r, "value=\"fail\" checked"));
    done(act(&liu, path, "record_visit", arena_printf(arena, went, today, "findings=相符|present=陈晓芸|signed=1|conclusion=pass")));
}

/* 3.3: with many departments the order is chosen as a whole; the ticks of each stand folded, and count only when they are what was chosen. */
static void an_order_of_many_is_chosen_as_a_whole(void **state)
{
    (void)state;
    static const CoRule five[] = {{"001", 3, "", false}, {"002", 3, "001", false}, {"003", 3, "", false}, {"004", 3, "", false}, {"005", 3, "", true}};
    const Catalog *catalogs[] = {hall->scene->catalog, window_scene(window)->catalog};      /* nobody else is at the window */
    Item saved[2];
    for (int i = 0; i < 2; i++) {
        Item *item = (Item *)catalog_item_at(catalogs[i], JOINT, instant_day(instant_now()));
        saved[i] = *item;
        item->co = five;
        item->co_count = 5;
    }
    Reply r = counter(&li, JOINT, "receive", "m1=1|m2=1|m3=1|m4=1");
    assert_int_equal(r.status, 303);
    const char *path = location(r), *days = "d1=3|d2=3|d3=3|d4=3|d5=3";
    r = get(&li, path);
    int folds = 0;
    for (const char *at = r.body; (at = strstr(at, "yc-fold\"")); at++) folds++;
    assert_int_equal(folds, 5);
    assert_true(says(r, "在发展和改革局之后）") && says(r, "value=\"ticked\" checked"));
    r = act(&li, path, "copy_out", arena_printf(arena, "order=line|%s", days));              /* 5 x 3 days, one after the other: longer than the whole */
    assert_true(r.status == 409 || r.status == 422);
    assert_true(says(r, "value=\"line\" checked") && says(r, "3日→"));
    done(act(&li, path, "copy_out", arena_printf(arena, "order=together|a2_1=1|%s", days)));
    const JointStanding *j = &file_of(path)->standing.together;
    assert_int_equal(j->count, 5);
    for (int i = 0; i < 5; i++) assert_int_equal(j->co[i].after, 0);
    r = counter(&li, JOINT, "receive", "m1=1|m2=1|m3=1|m4=1");
    path = location(r);
    done(act(&li, path, "copy_out", arena_printf(arena, "order=ticked|a2_1=1|a3_1=1|%s", days)));
    j = &file_of(path)->standing.together;
    assert_true(j->co[1].after == 1 && j->co[2].after == 1 && !j->co[3].after);
    for (int i = 0; i < 2; i++) *(Item *)catalog_item_at(catalogs[i], JOINT, instant_day(instant_now())) = saved[i];
}

static void who_reviewed_does_not_decide(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "accept", all_six);
    assert_true(says(get(&chen, path), "先由审核人提交审核意见"));
    done(act(&chen, path, "review", "conclusion=reject|opinion=不符合"));
    Reply r = act(&chen, path, "refuse", "facts=x|reason=y|basis=z");
    assert_int_equal(r.status, 403);
    assert_true(says(r, "REFUSED_SELF_REVIEW"));
    Client sun = sign_in("sun", "demo-chief-2026");
    assert_int_equal(act(&sun, path, "extend", "days=11|reason=复杂|approval=批1号").status, 422);    /* XK-42a */
    done(act(&sun, path, "extend", "days=10|reason=复杂|approval=批1号"));
    assert_int_equal(act(&sun, path, "refuse", "facts=x|reason=|basis=z").status, 422);               /* XK-38 */
    done(act(&sun, path, "refuse", "facts=x|reason=y|basis=z"));
    stands(path, STAGE_REFUSED);
}

/* ---- checking and the one notice ---- */

static void one_notice_from_the_checks(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "receive", "m1=1|m2=1");
    Reply r = check(&wang, path, "m3=bad|m4=missing");
    assert_int_equal(r.status, 422);                                     /* a fault needs its words */
    assert_true(says(r, "href=\"#m3-reason\"") && says(r, "id=\"m4-missing\" name=\"m4\" value=\"missing\" checked"));
    assert_int_equal(file_of(path)->standing.events, 1);
    done(check(&wang, path, "m3=bad|m3_reason=复印件不清楚|m4=missing"));
    done(check(&wang, path, "m3=bad|m3_reason=复印件不清楚|m4=missing"));
    assert_int_equal(file_of(path)->standing.events, 2);                 /* what says nothing new is not written */
    Reply page = get(&wang, path);
    assert_true(offers(page, "supplement") && !offers(page, "accept"));
    assert_true(says(page, "复印件不清楚</textarea>"));                   /* the remark becomes the notice */
    assert_int_equal(act(&wang, path, "accept", "").status, 409);        /* XK-32-5 */
    assert_int_equal(act(&wang, path, "supplement", "days=15").status, 422);
    done(act(&wang, path, "supplement", "days=15|s3=请重新提交|s4=请提交|s5=请提交|s6=请提交"));
    stands(path, STAGE_SUPPLEMENT);
    r = act(&wang, path, "supply", "");
    assert_int_equal(r.status, 422);
    assert_true(says(r, "请勾选申请人补交的材料"));
    done(act(&wang, path, "supply", "s3=1"));
    stands(path, STAGE_SUPPLEMENT);
    done(act(&wang, path, "supply", "s4=1|s5=1|s6=1|in_order=1"));
    stands(path, STAGE_RECEIVED);
    assert_int_equal(check(&wang, path, "m1=bad|m1_reason=x").status, 409);      /* XK-32-4: not what was settled before */
    done(check(&wang, path, "m3=ok"));
    done(act(&wang, path, "accept", ""));
    stands(path, STAGE_ACCEPTED);
}

static void other_ends(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "receive", "m1=1");
    Reply r = act(&wang, path, "correct", "place=第二栏|before=a");
    assert_int_equal(r.status, 422);
    assert_true(says(r, "value=\"第二栏\"") && says(r, "href=\"#correct-after\""));
    done(act(&wang, path, "correct", "place=第二栏|before=a|after=b"));
    assert_int_equal(act(&wang, path, "not_competent", "organ=other|organ_other=卫生健康局|reason=x|basis=y").status, 422);   /* XK-32-2: not itself */
    done(act(&wang, path, "not_competent", "organ=other|organ_other=省卫生健康委|reason=x|basis=y"));
    stands(path, STAGE_NOT_COMPETENT);
    path = taken(ITEM, "receive", "");
    assert_int_equal(act(&wang, path, "not_needed", "").status, 422);
    done(act(&wang, path, "not_needed", "reason=依法不需要"));
    stands(path, STAGE_NOT_NEEDED);
    path = taken(ITEM, "accept", all_six);
    done(act(&wang, path, "withdraw", "reason=书面申请"));
    stands(path, STAGE_WITHDRAWN);
    assert_int_equal(act(&wang, path, "note", "text=x").status, 409);
}

static void no_fee_but_the_published(void **state)
{
    (void)state;
    Client yang = sign_in("yangxueqin", "demo-clerk-2026");
    Reply r = counter(&yang, "4201150042000100", "receive", "m1=1");      /* 居民身份证: 20 yuan each */
    const char *path = location(r);
    assert_int_equal(act(&yang, path, "notice_fee", "due_days=15").status, 422);
    assert_int_equal(act(&yang, path, "notice_fee", "due_days=15|f9=1").status, 422);
    assert_int_equal(act(&yang, path, "notice_fee", "due_days=15|f1=-3").status, 422);
    done(act(&yang, path, "notice_fee", "due_days=15|f1=2|f1_amount=99999"));
    assert_true(says(get(&yang, path), "缴费通知书"));
    const char *none = taken(ITEM, "receive", "");
    assert_false(offers(get(&wang, none), "notice_fee"));
}

/* ---- stale pages, foreign cases, personal data ---- */

static void a_stale_page_changes_nothing(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "receive", all_six);
    Reply r = post(&wang, arena_printf(arena, "%s/acts/not_needed", path), "revision=7|reason=不需要办理");
    assert_int_equal(r.status, 409);
    assert_true(says(r, "不需要办理</textarea>"));
    assert_int_equal(post(&wang, arena_printf(arena, "%s/acts/not_needed", path), "reason=x").status, 409);
    assert_int_equal(post(&wang, arena_printf(arena, "%s/materials", path), "revision=x|m1=missing").status, 409);
    assert_int_equal(file_of(path)->standing.events, 1);
    static const char *const not_here[] = {"receive", "check", "deem_accepted", "lapse", "nothing"};
    for (size_t i = 0; i < sizeof not_here / sizeof *not_here; i++) assert_int_equal(act(&wang, path, not_here[i], "").status, 404);
}

static int64_t looks(int64_t case_id)
{
    AccessRecord *list;
    Store *store = store_open(window_database(window), STORE_READ);
    int count = access_record_list(store, arena, case_id, 0, 100, &list);
    store_close(store);
    return count;
}

static void personal_data_only_on_record(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "receive", ""), *show = arena_printf(arena, "%s/show", path);
    int64_t id = file_of(path)->id;
    Reply page = get(&wang, path);
    assert_false(says(page, IDENTITY) || says(page, "陈晓芸") || says(page, "13800138000"));
    assert_int_equal(post(&wang, show, "reason=　").status, 422);
    assert_int_equal(looks(id), 0);
    Reply r = post(&wang, show, "reason=核对身份");
    assert_int_equal(r.status, 200);
    assert_true(says(r, IDENTITY) && says(r, "陈晓芸"));
    assert_int_equal(looks(id), 1);
    assert_false(says(get(&wang, path), IDENTITY));
    assert_int_equal(get(&li, path).status, 403);                        /* another department's clerk */
    assert_int_equal(post(&li, show, "reason=x").status, 403);
    assert_int_equal(act(&li, path, "note", "text=x").status, 403);
    assert_int_equal(looks(id), 1);
    page = get(&zhou, path);                                             /* the supervisor reads */
    assert_int_equal(page.status, 200);
    assert_false(strstr(page.body, "/acts/"));
    assert_int_equal(act(&zhou, path, "note", "text=x").status, 403);
    assert_int_equal(get(&wang, arena_printf(arena, "%s/files/1", path)).status, 404);
    assert_int_equal(get(&wang, arena_printf(arena, "%s/deadline?clock=T9", path)).status, 200);
}

static void a_note_stands_on_top_for_the_other(void **state)
{
    (void)state;
    const char *path = taken(ITEM, "accept", all_six);
    done(act(&wang, path, "note", "text=请<b>尽快</b>审核"));
    assert_true(says(get(&liu, path), "王秀兰留言"));
    assert_false(says(get(&liu, path), "<b>尽快"));
    assert_false(says(get(&wang, path), "王秀兰留言"));
}

/* ---- the list ---- */

static void the_list_says_what_waits_for_me(void **state)
{
    (void)state;
    const char *received = taken(ITEM, "receive", ""), *accepted = taken(ITEM, "accept", all_six);
    assert_true(says(get(&wang, "/desk"), received) && !says(get(&wang, "/desk"), accepted));
    assert_true(says(get(&liu, "/desk"), accepted) && !says(get(&liu, "/desk"), received));
    assert_false(says(get(&chen, "/desk"), accepted));                   /* two persons: not hers before the review */
    done(act(&liu, accepted, "review", "conclusion=approve|opinion=符合"));
    assert_true(says(get(&chen, "/desk"), accepted) && !says(get(&liu, "/desk"), accepted));
    assert_string_equal(location(get(&wang, arena_printf(arena, "/desk?find=%s", received + strlen("/desk/cases/")))), received);
    static const char *const odd[] = {"/desk?tab=x&page=0&clock=zz", "/desk?tab=done&page=999", "/desk?tab=window&clock=red", "/desk?tab=department&clock=green", "/desk?find=%3Cb%3E",
                                      "/desk?find=99999", "/desk/intake?find=jkz", "/desk/intake?find=%27%22"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) assert_int_equal(get(&wang, odd[i]).status, 200);
}

/* Whatever is typed into any form, the desk answers: done, or refused with a page; never a fault. */
static void nothing_typed_is_a_fault(void **state)
{
    (void)state;
    static const char *const values[] = {"", "x", "-1", "99999999999999999999", "2026-02-30", "<script>", "准予", "other", "direct", "approve", "appraisal", "1"};
    static const char *const names[] = {"content", "reason", "basis", "facts", "organ", "days", "due_days", "ground", "body", "matter", "result", "approval", "way", "recipient", "opinion",
                                        "conclusion", "valid_to", "valid_from", "s1", "s3", "f1", "text", "place", "before", "after"};
    unsigned seed = 20261123;
    const char *path = taken(ITEM, "receive", all_six);
    const Client *who[] = {&wang, &chen, &liu};
    for (int round = 0; round < 150; round++) {
        if (stage_concluded(file_of(path)->standing.stage)) path = taken(ITEM, round & 1 ? "accept" : "receive", all_six);
        Act which = (Act)(rand_r(&seed) % ACT_COUNT);
        Buf form = buf_new(arena);
        for (int i = 0; i < 12; i++) buf_printf(&form, "%s%s=%s", i ? "|" : "", names[rand_r(&seed) % (sizeof names / sizeof *names)], values[rand_r(&seed) % (sizeof values / sizeof *values)]);
        Reply r = act(who[rand_r(&seed) % 3], path, process_row(which)->name, form.text);
        if (r.status >= 500 || r.status < 300) fail_msg("%s with %s: %d", process_row(which)->name, form.text, r.status);
        assert_false(says(r, "<script>x") || says(r, "\"<script>\""));
    }
}

/* ---- lists that keep themselves up to date ---- */

static int open_list(const Client *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(hall->server)), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval limit = {.tv_sec = 5};
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const char *ask = arena_printf(arena, "GET /desk/live HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", cookies(c));
    assert_int_equal(write(fd, ask, strlen(ask)), (ssize_t)strlen(ask));
    return fd;
}

/* What is heard until the text comes; NULL: the end, or five seconds of nothing. */
static const char *hears(int fd, const char *wanted)
{
    Buf all = buf_new(arena);
    char part[4096];
    for (ssize_t n; (n = read(fd, part, sizeof part)) > 0;) {
        buf_add(&all, part, (size_t)n);
        if (strstr(all.text, wanted)) return all.text;
    }
    return NULL;
}

static bool is_quiet(int fd)
{
    struct timeval limit = {.tv_usec = 400000};
    char part[256];
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    bool quiet = read(fd, part, sizeof part) < 0;
    limit.tv_sec = 5;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return quiet;
}

/* Those whose window or department it is hear of it, numbers only; others do not, and strangers cannot listen. */
static void a_list_is_told_what_concerns_it(void **state)
{
    (void)state;
    Client nobody = {0}, other = li, admin = sign_in("admin", "demo-admin-2026");
    int at = open_list(&nobody);
    assert_non_null(hears(at, "303"));
    close(at);
    at = open_list(&admin);
    assert_non_null(hears(at, "403"));                                   /* who sees no cases hears of none */
    close(at);
    int hers = open_list(&wang), others = open_list(&other), all = open_list(&zhou);
    assert_non_null(hears(hers, "retry"));
    assert_non_null(hears(others, "retry"));
    assert_non_null(hears(all, "retry"));
    taken(ITEM, "receive", all_six);
    const char *told = hears(hers, "event: list");
    assert_non_null(told);
    assert_true(strstr(told, "\"open\":") && strstr(told, "\"unclaimed\":"));
    assert_null(strstr(told, "陈晓芸"));
    assert_non_null(hears(all, "event: list"));
    assert_true(is_quiet(others));
    close(hers);
    close(others);
    close(all);
}

/* Four of one session: the oldest gives way to a fifth. Who signs out hears no more. */
static void the_oldest_list_gives_way_and_a_sign_out_ends_it(void **state)
{
    (void)state;
    Client c = sign_in("chen", "demo-chief-2026");
    int fds[LIMIT_STREAMS_PER_SESSION + 1];
    for (int i = 0; i <= LIMIT_STREAMS_PER_SESSION; i++) {
        fds[i] = open_list(&c);
        assert_non_null(hears(fds[i], "retry"));
    }
    assert_null(hears(fds[0], "event: never"));                           /* let go: the end comes */
    close(fds[0]);
    taken(ITEM, "receive", all_six);
    for (int i = 1; i <= LIMIT_STREAMS_PER_SESSION; i++) assert_non_null(hears(fds[i], "event: list"));
    assert_int_equal(post(&c, "/logout", "a=b").status, 303);
    for (int i = 1; i <= LIMIT_STREAMS_PER_SESSION; i++) { assert_null(hears(fds[i], "event: never")); close(fds[i]); }
}

/* ---- many at once ---- */

static void many_at_once_each_for_itself(void **state)
{
    (void)state;
    const char *one = taken(ITEM, "receive", all_six), *two = taken(ITEM, "receive", all_six);
    done(act(&wang, two, "withdraw", "reason=不办了"));
    Reply r = post(&wang, "/desk/bulk", arena_printf(arena, "do=claim|case=%s|case=%s|case=420115-20260101-99999", one + strlen("/desk/cases/"), two + strlen("/desk/cases/")));
    assert_int_equal(r.status, 409);
    assert_true(says(r, one) && says(r, two) && says(r, "REFUSED_"));
    assert_string_equal(file_of(one)->standing.claimant, "wang");
    assert_string_equal(file_of(two)->standing.claimant, "");
    assert_int_equal(post(&wang, "/desk/bulk", "do=grant|case=1").status, 400);
    assert_int_equal(post(&wang, "/desk/bulk", "do=claim").status, 303);
    Client forged = wang;
    forged.csrf = "0";
    assert_int_equal(post(&forged, "/desk/bulk", "do=claim").status, 403);
}

/* ---- the hall for all tests ---- */

static const Route *const tables[] = {login_routes, desk_routes, desk_form_routes, account_routes, case_routes, NULL};
static void look_again(void *context) { desk_live_tick(context); }
static void *run_loop(void *server) { server_run(server); return NULL; }

static int open_hall(void **state)
{
    (void)state;
    arena = arena_new();
    assert_non_null(mkdtemp(directory));
    window = window_open(&(WindowOptions){.directory = directory, .create = true});
    district_load(window, instant_now(), true, NULL);
    hall = hall_new(window, tables);
    hall->server = server_new(&(ServerOptions){.handle = hall_handle, .problem = hall_problem, .context = hall});
    server_every(hall->server, 50, look_again, hall);
    window_start(window);
    pthread_create(&loop, NULL, run_loop, hall->server);
    wang = sign_in("wang", "demo-clerk-2026");
    chen = sign_in("chen", "demo-chief-2026");
    liu = sign_in("liu", "demo-review-2026");
    li = sign_in("li", "demo-clerk-2026");
    zhou = sign_in("zhou", "demo-supervise-2026");
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
    arena_free(arena);
    return system(arena_printf(arena = arena_new(), "rm -rf %s", directory)) ? -1 : (arena_free(arena), 0);
}

/* XK-33: on the document, by clerks only; looked up on record; a first password opens the page that changes it and nothing else; a reset ends every session. */
static void an_account_at_the_window(void **state)
{
    (void)state;
    static const char number[] = "document=id_card|identity=11010519491231002X", named[] = "document=id_card|identity=11010519491231002X|name=李光明";
    assert_int_equal(get(&liu, "/desk/accounts").status, 403);
    assert_int_equal(get(&zhou, "/desk/accounts").status, 403);
    assert_int_equal(get(&wang, "/desks/account/open").status, 404);                     /* it has a page of its own, with the first password */
    assert_int_equal(post(&wang, "/desks/account/open", arena_printf(arena, "%s|phone=13800138000|seen=1", named)).status, 404);
    assert_int_equal(post(&wang, "/desk/accounts", "document=id_card|identity=110105194912310021").status, 422);
    Reply r = post(&wang, "/desk/accounts", number);
    assert_true(r.status == 200 && says(r, "/desk/accounts/open") && !says(r, "/desk/accounts/reset_password"));
    AccessRecord *looks;
    assert_true(access_record_list(hall->scene->store, arena, 0, 0, 1, &looks) == 1);
    assert_string_equal(looks[0].what, "account: none of this number");
    assert_int_equal(post(&wang, "/desk/accounts/open", arena_printf(arena, "%s|phone=13800138000", named)).status, 422);      /* nobody looked at it */
    r = post(&wang, "/desk/accounts/open", arena_printf(arena, "%s|phone=13800138000|seen=1", named));
    const char *first = between(r.body, "id=\"first-password\">", "<");
    assert_non_null(first);
    assert_false(says(r, "11010519491231002X"));
    Client her = sign_in("11010519491231002X", first);
    assert_string_equal(location(get(&her, "/my")), "/password");
    r = post(&wang, "/desk/accounts/reset_password", "document=id_card|identity=11010519491231002X|name=李光名|seen=1");
    assert_int_equal(r.status, 409);
    assert_null(strstr(strstr(r.body, "change_phone-seen"), " checked"));                  /* confirmed in one form is not confirmed in the other */
    r = post(&wang, "/desk/accounts/reset_password", arena_printf(arena, "%s|seen=1", named));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(location(get(&her, "/my")), "/login"));                         /* at once, though the table in memory knew her */
    her = sign_in("11010519491231002X", between(r.body, "id=\"first-password\">", "<"));
    r = post(&wang, "/desk/accounts/change_phone", arena_printf(arena, "%s|phone=13900139000|seen=1", named));
    assert_true(r.status == 200 && !says(r, "first-password"));
    r = post(&wang, "/desk/accounts", number);
    assert_true(says(r, "139****9000") && says(r, "李**") && !says(r, "李光明") && says(r, "1 次"));
    int status = 200;
    for (int i = 0; i <= LIMIT_ACCOUNT_ACTS_PER_MINUTE && status == 200; i++) status = post(&chen, "/desk/accounts", number).status;
    assert_int_equal(status, 429);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_desk_is_for_staff), cmocka_unit_test(the_counter_keeps_what_was_typed), cmocka_unit_test(one_form_is_one_case),
        cmocka_unit_test(the_counter_in_one_step), cmocka_unit_test(a_case_from_counter_to_delivery), cmocka_unit_test(no_finding_is_picked_beforehand), cmocka_unit_test(who_reviewed_does_not_decide), cmocka_unit_test(an_order_of_many_is_chosen_as_a_whole),
        cmocka_unit_test(one_notice_from_the_checks), cmocka_unit_test(other_ends), cmocka_unit_test(no_fee_but_the_published),
        cmocka_unit_test(a_stale_page_changes_nothing), cmocka_unit_test(personal_data_only_on_record), cmocka_unit_test(a_note_stands_on_top_for_the_other),
        cmocka_unit_test(the_list_says_what_waits_for_me), cmocka_unit_test(a_list_is_told_what_concerns_it),
        cmocka_unit_test(the_oldest_list_gives_way_and_a_sign_out_ends_it), cmocka_unit_test(many_at_once_each_for_itself), cmocka_unit_test(nothing_typed_is_a_fault), cmocka_unit_test(an_account_at_the_window),
    };
    return cmocka_run_group_tests_name("desk", tests, open_hall, close_hall);
}
