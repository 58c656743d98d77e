/* process_test.c: the law table: every act at every stage by everybody against tests/golden/process.txt (UPDATE_GOLDEN=1 writes it), and its rows. */
#include "process/test_world.h"
#include "base/buf.h"
#include "base/file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

/* One letter per answer; the legend is printed at the head of the golden file. */
static const struct { Refusal refusal; char letter; const char *words; } letters[] = {
    {REFUSED_NOTHING, '+', "可以 may"}, {REFUSED_NOT_IN_THIS_STAGE, '.', "本环节不能 not in this stage"}, {REFUSED_ALREADY_CONCLUDED, 'e', "已办结 concluded"},
    {REFUSED_DECIDED_ALREADY, 'd', "已决定 decided already"}, {REFUSED_SUPPLEMENT_TWICE, '2', "已告知补正 told once already"}, {REFUSED_SUPPLEMENT_LATE, 'l', "逾期告知 told too late"},
    {REFUSED_NOT_SIGNED_IN, 's', "未登录 not signed in"}, {REFUSED_NO_RIGHT, 'n', "无此权限 no right"}, {REFUSED_OTHER_WINDOW, 'w', "属另一窗口或部门 another window's or department's"},
    {REFUSED_NO_AUTHORITY, 'a', "无有效授权 no authority"}, {REFUSED_SELF_REVIEW, 'r', "审核人不得决定 the reviewer may not decide"}, {REFUSED_NOT_THE_APPLICANT, 'p', "非申请人 not the applicant"},
    {REFUSED_ONLY_THE_CLOCK, 'k', "只由时钟 only the clock"}, {REFUSED_NOT_THE_HEAD, 'h', "非有权负责人 not the head"}, {REFUSED_NOT_ON_THE_SPOT, 'o', "非即办件 not on the spot"},
    {REFUSED_COMMITMENT_NOT_OFFERED, 'c', "不实行告知承诺 no commitment offered"}, {REFUSED_NOTHING_TO_VERIFY, 'v', "无待核查承诺 nothing to verify"},
    {REFUSED_NOT_DEFERRABLE, 'm', "无可容缺材料 nothing may be owed"}, {REFUSED_NOT_OWED, '0', "无容缺待补 nothing owed"}, {REFUSED_REEXAMINATION_NOT_ASKED, 'q', "未申请复核 not asked for"},
    {REFUSED_NO_SUCH_QUESTION, 'u', "无待答问询 no question waits"}, {REFUSED_NOT_CLAIMED, 'i', "无人认领 not claimed"}, {REFUSED_NOT_OF_THIS_DESK, 't', "非持件岗位 not of this desk"},
    {REFUSED_NOTHING_UNPAID, 'F', "无待缴费用 nothing unpaid"}, {REFUSED_FEE_NOT_PUBLISHED, 'f', "无公布收费 no published fee"}, {REFUSED_EXTENDED_ALREADY, 'x', "已延长 extended already"},
    {REFUSED_NOTHING_STATED, 'm', "没有待处理的陈述 nothing stated"}, {REFUSED_HEARING_NOT_TOLD, 't', "未告知听证权利 hearing not told"}, {REFUSED_HEARING_NOT_DUE, 'u', "无须听证 no hearing due"},
    {REFUSED_HEARING_NOT_YET, 'y', "尚未通知听证 no notice of a hearing"}, {REFUSED_RECUSAL_NOT_ASKED, 'q', "无回避申请 no recusal asked"},
    {REFUSED_VISIT_UNASSIGNED, 'v', "未指派核查 nobody sent"}, {REFUSED_DECIDED_HERE, 'b', "本机关决定 decided here"}, {REFUSED_REPLY_TOLD, 'z', "无待告知的批复 no answer to tell"},
    {REFUSED_NOT_JOINT, 'j', "非联办 not joint"}, {REFUSED_NOT_COPIED, 'c', "未抄告 not copied out"}, {REFUSED_COPIED_ALREADY, 'C', "已抄告 copied out already"},
    {REFUSED_CO_SIGNED_ALREADY, 'S', "已签收 signed already"}, {REFUSED_CO_NOT_SIGNED, 'U', "未签收 not signed"}, {REFUSED_CO_SPOKEN, 'Q', "已提意见 has spoken"}, {REFUSED_SUPPLY_NOT_ASKED, 'N', "未被要求 not asked for"}, {REFUSED_SUPPLY_LATE, 'T', "逾期补正 supplied too late"}, {REFUSED_NOT_THE_LEAD, 'L', "非牵头 not the lead"},
    {REFUSED_NOT_PROPOSED, 'P', "未提请撤销 no revocation proposed"},
};

static char letter_of(Refusal refusal)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) if (letters[i].refusal == refusal) return letters[i].letter;
    return '?';
}

static void write_block(Buf *out, World *w, int item, Act act)
{
    const ProcessRow *row = process_row(act);
    buf_printf(out, "\n%s %s  %s  [%s]\n%-14s", row->name, row->zh, row->rule, w->items[item]->name, "");
    for (int who = 0; who < WHO_COUNT; who++) buf_printf(out, " %-9s", world_who[who].name);
    buf_str(out, "\n");
    for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
        world_reach(w, item, (Stage)stage);
        if (w->standing.stage != (Stage)stage) continue;         /* items without a certificate never stand at CERTIFIED */
        Buf line = buf_new(w->arena);
        bool any = false;
        for (int who = 0; who < WHO_COUNT; who++) {
            Actor actor = world_actor(w, (Who)who);
            Facts facts = world_facts(w, &actor, (Who)who);
            Refusal refusal = process_may(w->arena, act, &facts);
            char letter = letter_of(refusal);
            assert_int_not_equal(letter, '?');
            any |= refusal != REFUSED_NOT_IN_THIS_STAGE && refusal != REFUSED_ALREADY_CONCLUDED;
            buf_printf(&line, who + 1 < WHO_COUNT ? " %-9c" : " %c", letter);
        }
        if (any) buf_printf(out, "%-14s%s\n", stage_name((Stage)stage), line.text);
        else if (stage_concluded((Stage)stage)) assert_true(strspn(line.text, " e") == line.length || stage == STAGE_NONE);
    }
}

static void test_golden_table(void **state)
{
    (void)state;
    static const char path[] = "tests/golden/process.txt";
    Arena *arena = arena_new();
    World *w = world_new(arena);
    Buf out = buf_new(arena);
    buf_str(&out, "谁在什么环节可以做什么（process_may）。每格一个字母；整行为“.”或“e”的环节省略。\nWho may do what at which stage. Stages where nobody may are left out.\n\n");
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) buf_printf(&out, "  %c %s\n", letters[i].letter, letters[i].words);
    buf_str(&out, "\n  clerk2、chief2 属另一部门、另一窗口；head 本机关负责人；gov 本级政府负责人；applicant 已凭查询码证明是本人的申请人\n");
    for (int act = 0; act < ACT_COUNT; act++) write_block(&out, w, act == ACT_SETTLE ? 2 : act == ACT_NOTICE_FEE ? 1 : act == ACT_COMMIT || act == ACT_ACCEPT_DEFERRED ? 4 : act >= ACT_COPY_OUT && act <= ACT_JOINT_MEETING ? 3 : 0, (Act)act);
    write_block(&out, w, 3, ACT_EXTEND);
    write_block(&out, w, 1, ACT_GRANT);
    write_block(&out, w, 0, ACT_SETTLE);
    write_block(&out, w, 5, ACT_FORWARD);
    if (getenv("UPDATE_GOLDEN")) file_write(path, out.text, out.length, 0644);
    size_t bytes;
    const char *golden = (const char *)file_read(arena, path, 1 << 20, &bytes);
    assert_non_null(golden);
    assert_string_equal(out.text, golden);
    arena_free(arena);
}

static void test_rows_are_complete(void **state)
{
    (void)state;
    for (int act = 0; act < ACT_COUNT; act++) {
        const ProcessRow *row = process_row((Act)act);
        Act parsed;
        assert_int_equal(row->act, act);
        assert_true(act_parse(row->name, &parsed) && parsed == (Act)act);
        assert_true(*row->zh && *row->en && *row->rule && *row->article_zh && *row->article_en && *row->who_zh && *row->who_en && *row->clocks && row->fields);
        assert_true(!strncmp(row->event, "case.", 5));
        assert_true(row->from && row->from < 1u << STAGE_COUNT);
        for (int other = 0; other < act; other++) {
            assert_string_not_equal(row->name, process_row((Act)other)->name);
            assert_string_not_equal(row->event, process_row((Act)other)->event);
        }
        for (int stage = 0; stage < STAGE_COUNT; stage++)          /* nothing leaves a concluded stage, but a return that the centre overturns; a decision that is revoked is concluded still */
            if (stage_concluded((Stage)stage)) assert_false(row->from & 1u << stage && row->to != STAGE_NONE && !stage_concluded(row->to));
    }
    Act none;
    assert_false(act_parse("bribe", &none) || act_parse("", &none) || act_parse(NULL, &none));
}

static void test_every_stage_is_reached(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
        world_reach(w, 0, (Stage)stage);
        assert_int_equal(w->standing.stage, stage);
        assert_true(*stage_name((Stage)stage) && *stage_zh((Stage)stage) && *stage_en((Stage)stage));
        if (stage == STAGE_NONE) continue;
        Holder holder = standing_holder(&w->standing);
        assert_int_equal(holder == HOLDER_NOBODY, stage_concluded((Stage)stage));
        assert_true(*holder_zh(holder) && *holder_en(holder));
    }
    arena_free(arena);
}

/* What process_may forbids, process_decide forbids too, with the same reason, whatever the input. */
static void test_may_and_decide_agree(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    Value *input = value_object(arena);
    for (int item = 0; item < WORLD_ITEMS; item++)
        for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
            world_reach(w, item, (Stage)stage);
            for (int act = 0; act < ACT_COUNT; act++)
                for (int who = 0; who < WHO_COUNT; who++) {
                    Actor actor = world_actor(w, (Who)who);
                    Facts facts = world_facts(w, &actor, (Who)who);
                    Refusal may = process_may(arena, (Act)act, &facts);
                    Verdict verdict = process_decide(arena, (Act)act, &facts, input);
                    if (may != REFUSED_NOTHING) assert_int_not_equal(verdict.refusal, REFUSED_NOTHING);
                    if (verdict.refusal == REFUSED_NOTHING) assert_true(act == ACT_ACCEPT || act == ACT_DEEM_ACCEPTED || act == ACT_LAPSE || act == ACT_CERTIFY || act == ACT_CLAIM || act == ACT_RELEASE || act == ACT_COPY_OUT || act == ACT_SIGN_COPY);   /* acts without required input */
                }
        }
    arena_free(arena);
}

static void test_decision_names_its_authority(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    world_reach(w, 0, STAGE_REVIEWED);
    Verdict verdict = world_do(w, WHO_HEAD, ACT_GRANT, "{\"content\":\"准予\"}");
    assert_int_equal(verdict.refusal, REFUSED_NOTHING);
    assert_string_equal(value_str(verdict.body, "authority"), "授权4号");
    assert_int_equal(verdict.authority->row->id, 4);
    assert_string_equal(verdict.documents[0], "F21");
    world_reach(w, 1, STAGE_REVIEWED);                              /* her letter names the other item only */
    assert_int_equal(world_do(w, WHO_HEAD, ACT_GRANT, "{\"content\":\"准予\"}").refusal, REFUSED_NO_AUTHORITY);
    arena_free(arena);
}

static void test_personal_data_stays_out_of_the_body(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    world_reach(w, 0, STAGE_DELIVERED);
    for (int i = 0; i < w->event_count; i++) {
        const char *json = value_json(arena, w->events[i].body);
        assert_null(strstr(json, "张晓三"));
        assert_null(strstr(json, "11010519491231002X"));
        assert_null(strstr(json, "13800138000"));
    }
    arena_free(arena);
}

static void test_clocks_of_a_standing(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    DeadlineTerms terms;
    static const struct { Stage stage; ClockKind main; bool t1, t2, t4; } rows[] = {
        {STAGE_RECEIVED, CLOCK_SUPPLEMENT, true, false, false}, {STAGE_SUPPLEMENT, CLOCK_OTHER, true, false, false}, {STAGE_ACCEPTED, CLOCK_PROMISE, true, true, false},
        {STAGE_REVIEWED, CLOCK_PROMISE, true, true, false}, {STAGE_PAUSED, CLOCK_PROMISE, true, true, false}, {STAGE_GRANTED, CLOCK_DELIVERY, true, true, true},
        {STAGE_CERTIFIED, CLOCK_DELIVERY, true, true, true}, {STAGE_REFUSED, CLOCK_PROMISE, true, true, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_reach(w, 0, rows[i].stage);
        assert_int_equal(standing_main_clock(&w->standing), rows[i].main);
        assert_int_equal(standing_clock(&w->standing, CLOCK_SUPPLEMENT, &terms), rows[i].t1);
        assert_int_equal(terms.pause_count, 0);                     /* DC-5 */
        assert_int_equal(standing_clock(&w->standing, CLOCK_STATUTORY, &terms), rows[i].t2);
        assert_int_equal(standing_clock(&w->standing, CLOCK_PROMISE, &terms), rows[i].t2);
        assert_int_equal(standing_clock(&w->standing, CLOCK_DELIVERY, &terms), rows[i].t4);
        assert_false(standing_clock(&w->standing, CLOCK_OTHER, &terms));
    }
    arena_free(arena);
}

/* XK-03: silence has its effect for permits only. */
static void test_silence(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    world_reach(w, 0, STAGE_RECEIVED);
    assert_int_equal(process_clock_duty(&w->standing, w->calendar, day_of(2026, 3, 9)), ACT_COUNT);
    assert_int_equal(process_clock_duty(&w->standing, w->calendar, day_of(2026, 3, 10)), ACT_DEEM_ACCEPTED);
    world_reach(w, 3, STAGE_RECEIVED);
    assert_int_equal(process_clock_duty(&w->standing, w->calendar, day_of(2026, 4, 10)), ACT_COUNT);
    world_reach(w, 0, STAGE_SUPPLEMENT);
    assert_int_equal(process_clock_duty(&w->standing, w->calendar, w->standing.supply_by), ACT_COUNT);
    assert_int_equal(process_clock_duty(&w->standing, w->calendar, day_plus(w->standing.supply_by, 1)), ACT_LAPSE);
    arena_free(arena);
}

/* Free text: blank is refused, 4000 characters pass, 4001 do not; the text is trimmed. */
static void test_text_limits(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    World *w = world_new(arena);
    Buf text = buf_new(arena);
    for (int i = 0; i < LIMIT_TEXT_CHARACTERS; i++) buf_str(&text, "字");
    for (int extra = 0; extra < 2; extra++) {
        world_reach(w, 0, STAGE_ACCEPTED);
        Value *input = value_object(arena);
        value_set_str(arena, input, "text", arena_printf(arena, "  %s%s ", text.text, extra ? "多" : ""));
        Verdict verdict = world_act(w, arena, WHO_CLERK, ACT_NOTE, input);
        assert_int_equal(verdict.refusal, extra ? REFUSED_FIELD_INVALID : REFUSED_NOTHING);
        if (!extra) assert_string_equal(value_str(verdict.body, "text"), text.text);
    }
    world_reach(w, 0, STAGE_ACCEPTED);
    assert_int_equal(world_do(w, WHO_CLERK, ACT_NOTE, "{\"text\":\"　 \"}").refusal, REFUSED_OPINION_MISSING);
    assert_int_equal(world_do(w, WHO_CLERK, ACT_NOTE, "{\"text\":7}").refusal, REFUSED_OPINION_MISSING);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_table), cmocka_unit_test(test_rows_are_complete), cmocka_unit_test(test_every_stage_is_reached), cmocka_unit_test(test_may_and_decide_agree),
        cmocka_unit_test(test_decision_names_its_authority), cmocka_unit_test(test_personal_data_stays_out_of_the_body), cmocka_unit_test(test_clocks_of_a_standing),
        cmocka_unit_test(test_silence), cmocka_unit_test(test_text_limits),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
