/* notices_test.c: the table of notices is whole, its plan reaches the right persons once, settings and letters are what they must be. Pure. */
#include "notices/letter.h"
#include "notices/notices.h"
#include "base/embed.h"
#include "base/text.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static Arena *arena;
static Day today;

static Officer officers[] = {
    {"back1", "李审", "011", "", ROLE_BACKOFFICE, "审批", {0}, DAY_NONE}, {"back2", "陈审", "011", "", ROLE_BACKOFFICE, "审批", {0}, DAY_NONE},
    {"chief", "赵代", "011", "W05", ROLE_CHIEF, "首席代表", {0}, DAY_NONE}, {"hu", "胡月", "011", "W05", ROLE_CLERK, "窗口", {0}, DAY_NONE},
    {"left", "旧人", "011", "W05", ROLE_CLERK, "窗口", {0}, {100}}, {"other", "别窗", "012", "W06", ROLE_CLERK, "窗口", {0}, DAY_NONE},
    {"wang", "王建国", "011", "W05", ROLE_CLERK, "窗口", {0}, DAY_NONE}, {"watch", "周督", "", "", ROLE_SUPERVISOR, "督查", {0}, DAY_NONE},
};
static Substitute pairs[] = {{1, "wang", "hu", {0}, DAY_NONE, "文1号"}};
static Absence absences[] = {{2, "wang", {0}, {0}, "休假"}};
static People people = {.officers = officers, .officer_count = sizeof officers / sizeof *officers};

static Standing standing_in(Stage stage)
{
    Standing s = {.stage = stage, .account = 7, .two_person = true, .department = "011", .window = "W05", .first_handler = "wang"};
    return s;
}

/* "officer:hu applicant:5", in the order of the plan. */
static const char *reached(const char *kind, const char *actor, const Standing *standing, Value *body, const NoticePlan **plans)
{
    Event event = {.kind = kind, .seq = 9, .case_id = 5, .actor = actor, .body = body ? body : value_object(arena)};
    NoticeFacts facts = {.event = &event, .standing = standing, .people = &people, .today = today};
    NoticePlan *list;
    int count = notice_plan(arena, &facts, &list);
    Buf out = buf_new(arena);
    for (int i = 0; i < count; i++) buf_printf(&out, "%s%s", i ? " " : "", list[i].recipient);
    if (plans) *plans = list;
    return out.text;
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    today = day_of(2026, 11, 23);
    people.book = (AuthorityBook){.substitutes = pairs, .substitute_count = 1};
    return 0;
}
static int teardown(void **state) { (void)state; arena_free(arena); return 0; }

static void test_every_row_has_its_texts_in_both_languages(void **state)
{
    (void)state;
    size_t bytes;
    const char *file = (const char *)embed_find(arena, "web/messages/notice.txt", &bytes);
    assert_non_null(file);
    int count = 0;
    for (const NoticeRow *row; (row = notice_row(count)); count++) {
        static const char *const parts[] = {"title", "text"};
        for (int i = 0; i < 2; i++) {
            const char *line = strstr(file, arena_printf(arena, "\nnotice.%s.%s | ", row->name, parts[i]));
            if (!line) fail_msg("no text notice.%s.%s", row->name, parts[i]);
            char **cells;
            assert_int_equal(text_split(arena, arena_strndup(arena, line + 1, strcspn(line + 1, "\n")), '|', &cells), 3);
            assert_false(text_blank(cells[1]));
            assert_false(text_blank(cells[2]));
        }
        assert_true(row->to && row->channels & CHANNEL_INBOX && notice_wanted(row->event));
    }
    assert_true(count > 30);
    assert_null(notice_row(count));
    assert_null(notice_row(-1));
    /* and no text of a notice is left over */
    for (const char *at = file; (at = strstr(at, "\nnotice.")); at++) {
        const char *name = arena_strndup(arena, at + 8, strcspn(at + 8, "."));
        bool used = false;
        for (int i = 0; notice_row(i); i++) used |= !strcmp(notice_row(i)->name, name);
        if (!used) fail_msg("no row uses notice.%s", name);
    }
}

static void test_the_applicant_is_told_and_her_agent(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_SUPPLEMENT);
    const NoticePlan *plans;
    Value *body = value_object(arena);
    value_set_str(arena, body, "supply_by", "2026-12-23");
    assert_string_equal(reached("case.supplement_asked", "officer:wang", &s, body, &plans), "applicant:5");
    assert_string_equal(plans[0].day, "2026-12-23");
    assert_string_equal(plans[0].officer, "");
    assert_int_equal(plans[0].row->urgency, NOTICE_ASKS);
    s.has_agent = true;
    assert_string_equal(reached("case.supplement_asked", "officer:wang", &s, NULL, NULL), "applicant:5 agent:5");
    Value *opening = value_object(arena);
    value_set_bool(arena, opening, "agent", true);
    assert_string_equal(reached("case.received", "citizen", NULL, opening, NULL), "applicant:5 agent:5");
    assert_string_equal(reached("case.checked", "officer:wang", &s, NULL, NULL), "");
}

static void test_money_is_written_as_money(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_ACCEPTED);
    const NoticePlan *plans;
    Value *body = value_object(arena);
    value_set_int(arena, body, "total_fen", 123450);
    value_set_str(arena, body, "due", "2026-12-08");
    assert_string_equal(reached("case.fee_noticed", "officer:wang", &s, body, &plans), "applicant:5");
    assert_string_equal(plans[0].extra, "1234.50");
    assert_string_equal(plans[0].day, "2026-12-08");
}

static void test_who_did_it_is_not_told_but_warned(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_RECEIVED);
    assert_string_equal(reached("case.supplied", "citizen", &s, NULL, NULL), "officer:wang officer:hu");
    assert_string_equal(reached("case.supplied", "officer:wang", &s, NULL, NULL), "officer:hu");
    Value *overdue = value_object(arena);
    value_set_str(arena, overdue, "warning", "overdue");
    assert_string_equal(reached("notice.warned", "officer:wang", &s, overdue, NULL), "officer:wang officer:hu officer:chief officer:watch applicant:5");
}

static void test_the_first_handler_hears_every_warning_for_life(void **state)
{
    (void)state;
    static const Stage stages[] = {STAGE_RECEIVED, STAGE_ACCEPTED, STAGE_REVIEWED, STAGE_GRANTED, STAGE_CERTIFIED};
    for (int i = 0; notice_row(i); i++) {
        const NoticeRow *row = notice_row(i);
        bool of_no_case = !strncmp(row->event, "meeting.", 8) || !strncmp(row->event, "seal.", 5) || !strncmp(row->event, "reform.", 7);
        if (row->urgency != NOTICE_WARNS || of_no_case) continue;
        assert_true(row->to & TO_FIRST);
        for (size_t k = 0; k < sizeof stages / sizeof *stages; k++) {
            Standing s = standing_in(stages[k]);
            Value *body = value_object(arena);
            if (row->when) value_set_str(arena, body, arena_strndup(arena, row->when, strcspn(row->when, "=")), strchr(row->when, '=') + 1);
            assert_non_null(strstr(reached(row->event, "clock", &s, body, NULL), "officer:wang"));
        }
    }
}

/* E12: the department that is late, at its own window, and no other; with the first handler and the supervisors. */
static void test_a_late_co_department_is_warned(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_RECEIVED);
    s.joint = true;
    s.together.count = 2;
    strcpy(s.together.co[0].department, "012");
    strcpy(s.together.co[0].window, "W06");
    strcpy(s.together.co[1].department, "013");
    Value *body = value_object(arena);
    value_set_str(arena, body, "warning", "co_unsigned");
    value_set_str(arena, body, "department", "012");
    assert_string_equal(reached("notice.warned", "clock", &s, body, NULL), "officer:wang officer:other officer:watch");
    value_set_str(arena, body, "department", "013");
    assert_string_equal(reached("notice.warned", "clock", &s, body, NULL), "officer:wang officer:watch");
    assert_string_equal(reached("case.copied_out", "officer:wang", &s, NULL, NULL), "applicant:5 officer:other");
}

static void test_away_her_substitute_hears_too_and_gone_the_chief(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_PAUSED);
    assert_string_equal(reached("case.paused", "officer:chief", &s, NULL, NULL), "applicant:5 officer:wang");
    absences[0].from = absences[0].to = today;
    people.book.absences = absences;
    people.book.absence_count = 1;
    assert_string_equal(reached("case.paused", "officer:chief", &s, NULL, NULL), "applicant:5 officer:wang officer:hu");
    strcpy(s.first_handler, "left");
    assert_string_equal(reached("case.paused", "officer:hu", &s, NULL, NULL), "applicant:5 officer:chief");
    strcpy(s.first_handler, "");
    assert_string_equal(reached("case.paused", "officer:hu", &s, NULL, NULL), "applicant:5");
}

static void test_the_case_is_handed_to_whose_turn_it_is(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_ACCEPTED);
    assert_string_equal(reached("case.accepted", "officer:wang", &s, NULL, NULL), "applicant:5 officer:back1 officer:back2");
    s.stage = STAGE_REVIEWED;
    assert_string_equal(reached("case.reviewed", "officer:back1", &s, NULL, NULL), "officer:chief");
    s.stage = STAGE_GRANTED;
    assert_string_equal(reached("case.granted", "officer:chief", &s, NULL, NULL), "applicant:5 officer:wang officer:hu");
}

static void test_a_warning_speaks_by_its_kind(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_SUPPLEMENT);
    Value *body = value_object(arena);
    value_set_str(arena, body, "warning", "supply_soon");
    assert_string_equal(reached("notice.warned", "clock", &s, body, NULL), "applicant:5");
    value_set_str(arena, body, "warning", "no such");
    assert_string_equal(reached("notice.warned", "clock", &s, body, NULL), "");
}

static void test_claimed_named_and_asked(void **state)
{
    (void)state;
    Standing s = standing_in(STAGE_ACCEPTED);
    strcpy(s.claimant, "back2");
    assert_string_equal(reached("case.accepted", "officer:wang", &s, NULL, NULL), "applicant:5 officer:back2");        /* hers alone */
    Value *body = value_object(arena);
    value_set_str(arena, body, "to", "back1");
    assert_string_equal(reached("case.reassigned", "officer:chief", &s, body, NULL), "officer:back1 officer:wang");
    value_set_str(arena, body, "to", "nobody");
    assert_string_equal(reached("case.reassigned", "officer:chief", &s, body, NULL), "officer:wang");
    value_set_str(arena, body, "to", "office");
    assert_string_equal(reached("case.asked", "officer:wang", &s, body, NULL), "officer:back1 officer:back2");
    value_set_str(arena, body, "to", "window");
    assert_string_equal(reached("case.asked", "officer:back1", &s, body, NULL), "officer:wang officer:hu");
    Value *task = value_object(arena);
    value_set_str(arena, task, "officer", "hu");
    value_set_str(arena, task, "department", "011");
    Event event = {.kind = "meeting.week_empty", .seq = 3, .body = task, .actor = "clock"};
    NoticePlan *plans;
    assert_int_equal(notice_plan(arena, &(NoticeFacts){.event = &event, .people = &people, .today = today}, &plans), 3);
    assert_string_equal(plans[0].officer, "hu");
    assert_string_equal(plans[1].officer, "chief");
    assert_string_equal(plans[2].officer, "watch");
}

static void test_receipts_need_no_case_read(void **state)
{
    (void)state;
    assert_false(notice_needs_standing(&(Event){.kind = "case.received"}));
    assert_true(notice_needs_standing(&(Event){.kind = "case.accepted"}));
    assert_true(notice_needs_standing(&(Event){.kind = "case.certified"}));
    assert_false(notice_wanted("item.published"));
}

static void test_nobody_is_woken(void **state)
{
    (void)state;
    static const struct { int hour, minute, later_day, at_hour, at_minute; } rows[] = {{0, 0, 0, 8, 0}, {7, 59, 0, 8, 0}, {8, 0, 0, 8, 0}, {12, 30, 0, 12, 30}, {20, 59, 0, 20, 59}, {21, 0, 1, 8, 0}, {23, 59, 1, 8, 0}};
    const NoticeSettings *usual = notice_settings_of(arena, value_object(arena)), always = {.sms_from = 0, .sms_until = 24};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(notice_sms_due(&always, instant_at(today, rows[i].hour, rows[i].minute, 0)).ms, instant_at(today, rows[i].hour, rows[i].minute, 0).ms);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(notice_sms_due(usual, instant_at(today, rows[i].hour, rows[i].minute, 0)).ms, instant_at(day_plus(today, rows[i].later_day), rows[i].at_hour, rows[i].at_minute, 0).ms);
}

static void test_retries_double_to_six_hours(void **state)
{
    (void)state;
    static const int64_t wanted[] = {60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600};
    for (int i = 0; i < 11; i++) assert_int_equal(notice_retry_seconds(60, i + 1), wanted[i]);
    assert_int_equal(notice_retry_seconds(3600, 100), 21600);
}

static void test_settings_are_checked_as_a_whole(void **state)
{
    (void)state;
    static const struct { const char *settings, *field; } rows[] = {
        {"{}", NULL}, {"{\"email\":\"1\"}", "smtp_host"}, {"{\"email\":\"1\",\"smtp_host\":\"mail.gov.cn\"}", "mail_from"},
        {"{\"email\":\"1\",\"smtp_host\":\"mail.gov.cn\",\"mail_from\":\"hall@gov.cn\"}", NULL},
        {"{\"smtp_host\":\"mail.gov.cn/x\"}", "smtp_host"}, {"{\"smtp_host\":\"a b\"}", "smtp_host"}, {"{\"smtp_host\":\"-oProxy\"}", "smtp_host"}, {"{\"smtp_host\":\"[::1]\",\"smtp_tls\":\"plain\"}", NULL},
        {"{\"smtp_host\":\"mail.gov.cn\",\"smtp_tls\":\"plain\"}", "smtp_tls"}, {"{\"smtp_host\":\"127.0.0.1\",\"smtp_tls\":\"plain\"}", NULL}, {"{\"smtp_tls\":\"ssl3\"}", "smtp_tls"},
        {"{\"smtp_port\":\"0\"}", "smtp_port"}, {"{\"smtp_port\":\"65536\"}", "smtp_port"}, {"{\"retry_seconds\":\"0\"}", "retry_seconds"}, {"{\"sms_hours\":\"0-24\"}", NULL}, {"{\"sms_hours\":\"21-8\"}", "sms_hours"}, {"{\"sms_hours\":\"8\"}", "sms_hours"}, {"{\"sms_hours\":\"8-25\"}", "sms_hours"}, {"{\"sms_hours\":\"-5-7\"}", "sms_hours"}, {"{\"mail_from\":\"hall\"}", "mail_from"},
        {"{\"smtp_user\":\"a\\r\\nRCPT\"}", "smtp_user"},
        {"{\"sms\":\"1\"}", "webhook_url"}, {"{\"webhook_url\":\"https://sms.gov.cn/send\"}", NULL}, {"{\"webhook_url\":\"https://sms.gov.cn:8443/send?a=1\"}", NULL},
        {"{\"webhook_url\":\"http://sms.gov.cn/send\"}", "webhook_url"}, {"{\"webhook_url\":\"http://127.0.0.1:9000/x\"}", NULL}, {"{\"webhook_url\":\"http://localhost/x\"}", NULL}, {"{\"webhook_url\":\"http://[::1]:80/\"}", NULL},
        {"{\"webhook_url\":\"http://localhost.evil.cn/x\"}", "webhook_url"}, {"{\"webhook_url\":\"http://127.0.0.1@evil.cn/\"}", "webhook_url"}, {"{\"webhook_url\":\"file:///etc/passwd\"}", "webhook_url"},
        {"{\"webhook_url\":\"https://\"}", "webhook_url"}, {"{\"webhook_url\":\"https://a:99999/\"}", "webhook_url"}, {"{\"webhook_url\":\"https://a:x/\"}", "webhook_url"}, {"{\"webhook_url\":\"gopher://a/\"}", "webhook_url"},
        {"{\"webhook_url\":\"https://a/ b\"}", "webhook_url"}, {"{\"webhook_url\":\"https://[::1\"}", "webhook_url"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int english = 0; english < 2; english++) {
            const Value *settings = value_parse(arena, rows[i].settings, strlen(rows[i].settings), NULL);
            const char *field = NULL, *problem = notice_settings_problem(settings, &field, english);
            assert_non_null(settings);
            if (!rows[i].field != !problem || (problem && strcmp(field, rows[i].field))) fail_msg("%s: %s %s", rows[i].settings, problem ? field : "good", problem ? problem : "");
        }
    const char *json = "{\"email\":\"1\",\"smtp_port\":\"2525\",\"smtp_tls\":\"tls\",\"retry_seconds\":\"5\"}";
    NoticeSettings *s = notice_settings_of(arena, value_parse(arena, json, strlen(json), NULL));
    assert_true(s->email && !s->sms && s->smtp_port == 2525 && s->smtp_tls == MAIL_TLS && s->retry_seconds == 5);
    assert_int_equal(notice_channels(s), CHANNEL_INBOX | CHANNEL_EMAIL);
    s = notice_settings_of(arena, value_object(arena));
    assert_true(!s->email && !s->sms && s->smtp_port == 587 && s->smtp_tls == MAIL_STARTTLS && s->retry_seconds == 60);
}

/* ---- letters ---- */

static Letter letter(void)
{
    return (Letter){.id = "00112233445566778899aabbccddeeff", .to = "zhang@example.cn", .title_zh = "请补正材料", .title_en = "Please complete your materials", .text_zh = "您的“施工许可”需要补正材料。",
                    .text_en = "Case lacks materials.", .language = "", .kind = "supplement", .case_number = "420115-20261123-00001", .link = "http://127.0.0.1:8080/case/420115-20261123-00001",
                    .from = "hall@jiangxia.gov.cn", .hall_zh = "江夏区政务服务中心", .hall_en = "Jiangxia Centre", .at = instant_at(day_of(2026, 11, 23), 9, 5, 7)};
}

static const char *decoded(const char *base64, size_t n)
{
    char *out = arena_alloc(arena, n + 4), *clean = arena_alloc(arena, n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) if (base64[i] != '\r' && base64[i] != '\n') clean[k++] = base64[i];
    int bytes = EVP_DecodeBlock((unsigned char *)out, (const unsigned char *)clean, (int)k);
    assert_true(bytes >= 0);
    return out;
}

static const char *mail_text(const char *mail)
{
    const char *body = strstr(mail, "\r\n\r\n");
    assert_non_null(body);
    return decoded(body + 4, strlen(body + 4));
}

static void test_a_mail_is_plain_ascii_with_short_lines(void **state)
{
    (void)state;
    Letter l = letter();
    const char *mail = letter_mail(arena, &l);
    size_t line = 0;
    for (const char *c = mail; *c; c++) {
        assert_true((unsigned char)*c < 0x80);
        if (*c == '\n') { assert_true(c[-1] == '\r'); line = 0; } else line++;
        assert_true(line <= 79);
    }
    assert_non_null(strstr(mail, "Date: Mon, 23 Nov 2026 09:05:07 +0800\r\n"));
    assert_non_null(strstr(mail, "\r\n <hall@jiangxia.gov.cn>\r\nTo: <zhang@example.cn>\r\nMessage-ID: <00112233445566778899aabbccddeeff@jiangxia.gov.cn>\r\n"));
    assert_non_null(strstr(mail, "Auto-Submitted: auto-generated\r\n"));
    assert_string_equal(mail, letter_mail(arena, &l));                      /* the same letter is the same bytes */
    const char *subject = strstr(mail, "Subject: =?UTF-8?B?");
    assert_non_null(subject);
    subject += strlen("Subject: =?UTF-8?B?");
    assert_non_null(strstr(decoded(subject, strcspn(subject, "?")), "请补正材料"));
}

static void test_a_mail_speaks_the_readers_language(void **state)
{
    (void)state;
    Letter l = letter();
    const char *both = mail_text(letter_mail(arena, &l));
    assert_non_null(strstr(both, "需要补正材料"));
    assert_non_null(strstr(both, "lacks materials"));
    assert_non_null(strstr(both, "法定书面告知不受影响"));
    l.language = "en";
    assert_null(strstr(mail_text(letter_mail(arena, &l)), "材料"));
    assert_non_null(strstr(mail_text(letter_mail(arena, &l)), l.link));
    l.language = "zh";
    assert_null(strstr(mail_text(letter_mail(arena, &l)), "lacks"));
}

static void test_a_long_title_is_cut_between_characters(void **state)
{
    (void)state;
    Letter l = letter();
    Buf title = buf_new(arena);
    for (int i = 0; i < 100; i++) buf_str(&title, i % 3 ? "件" : "a");
    l.title_zh = title.text;
    l.language = "zh";
    const char *mail = letter_mail(arena, &l), *at = strstr(mail, "Subject: ");
    Buf whole = buf_new(arena);
    for (const char *end = strstr(at, "\r\nMIME"); (at = strstr(at, "=?UTF-8?B?")) && at < end;) {
        at += 10;
        size_t n = strcspn(at, "?");
        assert_true(n <= 63);
        const char *word = decoded(at, n);
        assert_true(text_is_utf8(word, strlen(word)));
        buf_str(&whole, word);
    }
    assert_string_equal(whole.text, title.text);
}

static void test_the_webhook_says_what_the_api_document_says(void **state)
{
    (void)state;
    Letter l = letter();
    l.to = "13800138000";
    Value *body = value_parse(arena, letter_json(arena, &l), strlen(letter_json(arena, &l)), NULL);
    assert_non_null(body);
    static const char *const keys[] = {"id", "to", "language", "text_zh", "text_en", "kind", "case_number", "link"};
    assert_int_equal(body->count, 8);
    for (int i = 0; i < 8; i++) assert_non_null(value_str(body, keys[i]));
    assert_string_equal(value_str(body, "language"), "zh");
    assert_string_equal(value_str(body, "text_zh"), "【江夏区政务服务中心】您的“施工许可”需要补正材料。");
    assert_string_equal(value_str(body, "to"), "13800138000");
}

static void test_the_signature_is_that_of_another_implementation(void **state)
{
    (void)state;
    const char *signature = letter_signature(arena, "ycw_secret", 1763859907, "{\"id\":\"1\"}"), *stamped = "1763859907.{\"id\":\"1\"}";
    unsigned char mac[32];
    unsigned n = 0;
    HMAC(EVP_sha256(), "ycw_secret", 10, (const unsigned char *)stamped, strlen(stamped), mac, &n);
    Buf hex = buf_new(arena);
    buf_str(&hex, "v1=");
    buf_hex(&hex, mac, n);
    assert_string_equal(signature, hex.text);
    assert_string_not_equal(signature, letter_signature(arena, "ycw_secret", 1763859908, "{\"id\":\"1\"}"));
    assert_string_not_equal(signature, letter_signature(arena, "ycw_secres", 1763859907, "{\"id\":\"1\"}"));
}

static void test_the_id_is_the_same_for_ever_and_tells_nothing(void **state)
{
    (void)state;
    Secret secret = {{1, 2, 3}}, other = {{9}};
    const char *id = letter_id(arena, &secret, 77, "applicant:5", CHANNEL_EMAIL);
    assert_int_equal(strlen(id), 32);
    assert_string_equal(id, letter_id(arena, &secret, 77, "applicant:5", CHANNEL_EMAIL));
    assert_string_not_equal(id, letter_id(arena, &secret, 77, "applicant:5", CHANNEL_SMS));
    assert_string_not_equal(id, letter_id(arena, &secret, 78, "applicant:5", CHANNEL_EMAIL));
    assert_string_not_equal(id, letter_id(arena, &secret, 77, "agent:5", CHANNEL_EMAIL));
    assert_string_not_equal(id, letter_id(arena, &other, 77, "applicant:5", CHANNEL_EMAIL));
}

static void test_names(void **state)
{
    (void)state;
    NoticeChannel channel;
    assert_true(channel_parse("email", &channel) && channel == CHANNEL_EMAIL);
    assert_true(channel_parse("sms", &channel) && channel == CHANNEL_SMS);
    assert_false(channel_parse("inbox", &channel) || channel_parse(NULL, &channel));
    assert_string_equal(channel_name(CHANNEL_SMS), "sms");
    assert_string_equal(delivery_state_name(DELIVERY_DEAD), "dead");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_row_has_its_texts_in_both_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_applicant_is_told_and_her_agent, setup, teardown),
        cmocka_unit_test_setup_teardown(test_money_is_written_as_money, setup, teardown),
        cmocka_unit_test_setup_teardown(test_who_did_it_is_not_told_but_warned, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_first_handler_hears_every_warning_for_life, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_late_co_department_is_warned, setup, teardown),
        cmocka_unit_test_setup_teardown(test_away_her_substitute_hears_too_and_gone_the_chief, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_case_is_handed_to_whose_turn_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_warning_speaks_by_its_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(test_claimed_named_and_asked, setup, teardown),
        cmocka_unit_test_setup_teardown(test_receipts_need_no_case_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nobody_is_woken, setup, teardown),
        cmocka_unit_test_setup_teardown(test_retries_double_to_six_hours, setup, teardown),
        cmocka_unit_test_setup_teardown(test_settings_are_checked_as_a_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_mail_is_plain_ascii_with_short_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_mail_speaks_the_readers_language, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_long_title_is_cut_between_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_webhook_says_what_the_api_document_says, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_signature_is_that_of_another_implementation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_id_is_the_same_for_ever_and_tells_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_names, setup, teardown),
    };
    return cmocka_run_group_tests_name("notices", tests, NULL, NULL);
}
