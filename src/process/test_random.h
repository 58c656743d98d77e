/* test_random.h: random inputs for acts: mostly sensible, often not, sometimes nonsense. Needs test_world.h first; tests of this module only. */
#ifndef PROCESS_TEST_RANDOM_H
#define PROCESS_TEST_RANDOM_H

static Day random_today = {20500};              /* set by walks: dates asked for lie near it */
static uint64_t random_state = 88172645463325252u;
static unsigned random_below(unsigned n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 11) % n;
}
#define PICK(array) (array)[random_below(sizeof(array) / sizeof *(array))]

static const char *random_text(Arena *arena)
{
    static const char *const texts[] = {"", "  ", "符合条件", "甲", "《某法》第一条", "张晓三", "direct", "left", "electronic", "approve", "reject", "hearing", "test", "other", "firm", "person",
                                        "2026-03-10", "2999-01-01", "not a day", "住房和城乡建设局", "市局", "11010519491231002X", "13800138000", "ok", "missing", "nonconforming"};
    (void)arena;
    return PICK(texts);
}

static Value *random_value(Arena *arena, int depth)
{
    static const int64_t numbers[] = {0, 1, 2, 3, 5, 10, 15, 16, 30, -1, 60, 61, 365, 366, 1000000, INT64_MAX, INT64_MIN};
    switch (random_below(depth > 2 ? 4 : 6)) {
    case 0: return value_string(arena, random_text(arena));
    case 1: return value_integer(arena, PICK(numbers));
    case 2: return value_string(arena, NULL);
    case 3: return value_string(arena, "yes");
    case 4: {
        Value *list = value_list(arena);
        for (unsigned i = random_below(4); i > 0; i--) value_push(list, random_value(arena, depth + 1));
        return list;
    }
    default: {
        static const char *const keys[] = {"no", "result", "requirement", "place", "before", "after", "ok", "way", "quantity", "amount_fen", "note"};
        Value *object = value_object(arena);
        for (unsigned i = random_below(4); i > 0; i--) value_set(arena, object, PICK(keys), random_value(arena, depth + 1));
        return object;
    }
    }
}

static Value *random_rows(Arena *arena, Act act)
{
    static const char *const results[] = {"ok", "ok", "missing", "nonconforming", "?"};
    Value *list = value_list(arena);
    for (unsigned i = random_below(4); i > 0; i--) {
        Value *row = value_push_object(arena, list);
        value_set_int(arena, row, "no", random_below(8) ? 1 + (int64_t)random_below(3) : (int64_t)random_below(5));
        if (random_below(2)) value_set_bool(arena, row, "ok", true);
        if (random_below(8)) value_set_str(arena, row, "requirement", "须加盖公章");
        value_set_str(arena, row, "result", PICK(results));
        if (act == ACT_NOTICE_FEE) { value_set_int(arena, row, "quantity", (int64_t)random_below(4)); if (random_below(2)) value_set_int(arena, row, "amount_fen", 1000 * (int64_t)random_below(4)); }
        if (random_below(8)) { value_set_str(arena, row, "place", "第一页"); value_set_str(arena, row, "before", "甲"); value_set_str(arena, row, "after", "乙"); }
    }
    return list;
}


/* Parties, hearings, visits, the organ above. */
static void random_chapters(Arena *arena, Act act, Value *in)
{
    if (act == ACT_ASK_FROM_ABOVE) value_set_int(arena, value_push_object(arena, value_set_list(arena, in, "materials")), "no", 2);
    if (act == ACT_SUPPLY_ABOVE) value_set_int(arena, value_push_object(arena, value_set_list(arena, in, "materials")), "no", 1);
    static const char *const officers[] = {"li", "zhao", "sun", "wang", "he", "nobody"};
    static const char *const results[] = {"granted", "granted", "refused", "returned", "?"};
    Value *list = value_set_list(arena, in, "officers");
    for (unsigned i = 0, n = 1 + random_below(3); i < n; i++) {
        Value *row = value_push_object(arena, list);
        value_set_str(arena, row, "id", i < 2 && random_below(6) ? officers[i] : PICK(officers));
        value_set_str(arena, row, "certificate", arena_printf(arena, "鄂A%u", i + !random_below(9)));
    }
    if (random_below(2)) value_set_int(arena, in, "party", (int64_t)random_below(4));
    else value_set_str(arena, in, "party", "李四");
    value_set_str(arena, in, "at", arena_printf(arena, "%s 09:00", day_text(arena, day_plus(random_today, random_below(3) ? (int)random_below(40) : 0))));
    value_set_str(arena, in, "chair", PICK(officers));
    value_set_str(arena, in, "evidence", "图纸");
    value_set_str(arena, in, "present", "张晓三");
    value_set_str(arena, in, "findings", "相符");
    value_set_str(arena, in, "document", "市批〔2026〕1号");
    value_set_str(arena, in, "transcript", random_below(4) ? "江夏住建许听录〔2026〕1号" : "别的笔录");
    value_set_bool(arena, in, "signed", random_below(4));
    value_set_bool(arena, in, "granted", random_below(2));
    if (random_below(4)) value_set_bool(arena, in, "adopted", random_below(2));
    value_set_bool(arena, in, "public", random_below(4));
    value_set_str(arena, in, "recommendation", random_below(6) ? "grant" : "refuse");
    value_set_str(arena, in, "cause", random_below(3) ? "died" : "tired");
    value_set_str(arena, in, "place", "一号地块");
    value_set_str(arena, in, "private_reason", random_below(2) ? "商业秘密" : "");
    Value *row = value_push_object(arena, value_set_list(arena, in, "participants"));
    value_set_str(arena, row, "name", "张晓三");
    row = value_push_object(arena, value_set_list(arena, in, "statements"));
    value_set_str(arena, row, "name", "张晓三");
    value_set_str(arena, row, "text", random_below(9) ? "说明情况" : "");
    row = value_push_object(arena, value_set_list(arena, in, "views"));
    value_set_str(arena, row, "name", "张晓三");
    value_set_str(arena, row, "text", random_below(9) ? "同意" : "");
    value_set_str(arena, in, "ticket_no", random_below(9) ? "4200123456" : "四二");
    value_set_str(arena, in, "check_code", "a1b2c3");
    value_set_str(arena, in, "fee_code", "103042701");
    value_set_str(arena, in, "issuer", "财政局");
    if (!random_below(4)) value_set_str(arena, in, "paid_on", day_text(arena, day_plus(random_today, 1 - (int)random_below(4))));
    if (!random_below(4)) value_set_str(arena, in, "result", PICK(results));
    else value_set_str(arena, in, "result", "granted");
}

/* Keys of every act at once: process_decide ignores what an act does not ask for. */
static Value *random_input(Arena *arena, Act act)
{
    static const char *const texts[] = {"reason", "basis", "organ", "where", "content", "facts", "opinion", "text", "body", "matter", "result", "approval", "recipient", "conditions", "witness"};
    static const char *const lists[] = {"materials", "checks", "missing", "corrections", "rows", "owed"};
    static const char *const grounds[] = {"hearing", "tender", "auction", "inspection", "test", "quarantine", "appraisal", "expert_review", "other", "会议"};
    static const char *const ways[] = {"direct", "left", "entrusted", "post", "notice", "electronic", "drone"};
    Value *in = value_object(arena);
    value_set_str(arena, in, "applicant_kind", "person");
    value_set_str(arena, in, "applicant_name", random_below(20) ? "张晓三" : "");
    value_set_str(arena, in, "identity", random_below(20) ? "11010519491231002X" : "110105194912310021");
    value_set_str(arena, in, "phone", random_below(20) ? "13800138000" : "1");
    value_set_bool(arena, in, "truth", random_below(20));
    if (!random_below(6)) { value_set_str(arena, in, "agent_name", "王小二"); value_set_str(arena, in, "agent_identity", "11010519491231002X"); value_set_bool(arena, in, "entrusted", random_below(2)); }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) if (random_below(12)) value_set_str(arena, in, texts[i], "依法办理");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) value_set(arena, in, lists[i], random_rows(arena, act));
    static const char *const conclusions[] = {"agree", "agree", "conditions", "disagree", "perhaps"};
    bool joint = act >= ACT_COPY_OUT && act <= ACT_JOINT_MEETING;
    value_set_str(arena, in, "conclusion", joint ? PICK(conclusions) : random_below(8) ? act == ACT_RECORD_VISIT ? "pass" : "approve" : "fail");
    value_set_str(arena, in, "ground", act == ACT_ANNOUNCE_HEARING ? "public_interest" : PICK(grounds));
    value_set_str(arena, in, "way", act == ACT_TELL_REPLY ? "phone" : PICK(ways));
    random_chapters(arena, act, in);
    if (joint) {
        value_set_str(arena, in, "at", random_below(8) ? "2024-12-30 09:30" : "soon");
        value_set_str(arena, in, "findings", "与申请一致");
        value_set_str(arena, in, "place", random_below(8) ? "工地" : "");
        if (act == ACT_COMPLETENESS) value_set_str(arena, in, "result", random_below(4) ? "complete" : random_below(4) ? "missing" : "?");
        static const char *const people_named[] = {"he", "he", "li", "zhao", "ma", "nobody"};
        static const char *const named[] = {"attendees", "officers"};
        for (int k = 0; k < 2; k++) {
            Value *list = value_set_list(arena, in, named[k]);
            for (unsigned i = random_below(4); i > 0; i--) {
                Value *row = value_push_object(arena, list);
                value_set_str(arena, row, "officer", PICK(people_named));
                value_set_str(arena, row, "conclusion", PICK(conclusions));
                value_set_str(arena, row, "opinion", random_below(8) ? "同意" : "");
                if (random_below(8)) value_set_str(arena, row, "certificate", "鄂执法001");
            }
        }
        if (!random_below(3)) {
            Value *row = value_push_object(arena, value_set_list(arena, in, "children"));
            value_set_str(arena, row, "department", random_below(4) ? "012" : "099");
            value_set_int(arena, row, "days", (int64_t)(random_below(4) ? random_below(6) : random_below(60)));
        }
    }
    static const char *const lanes[] = {"uphold", "accept", "uphold", "?"}, *const officers[] = {"wang", "zhao", "li", "sun", "ma", "nobody"}, *const specials[] = {"major_project", "emergency", "?"};
    value_set_str(arena, in, "ruling", PICK(lanes));
    value_set_str(arena, in, "to", act == ACT_ASK ? random_below(2) ? "office" : "window" : PICK(officers));
    if (act == ACT_SPECIAL_LANE) value_set_str(arena, in, "ground", PICK(specials));
    if (act == ACT_VERIFY_COMMITMENT) value_set_str(arena, in, "result", random_below(2) ? "true" : "false");
    if (act == ACT_RECEIVE) value_set_bool(arena, in, "commitment", !random_below(3));
    value_set_bool(arena, in, "signed", random_below(8));
    value_set_bool(arena, in, "safety", random_below(2));
    value_set_str(arena, in, "method", "现场核查");
    value_set_str(arena, in, "findings", "与承诺一致");
    if (random_below(4)) value_set_str(arena, in, "heard", "未提出异议");
    if (act == ACT_REVOKE_DECISION) value_set_bool(arena, in, "public_harm", !random_below(4));
    value_set_str(arena, in, "document", "夏人任〔2026〕3号");
    value_set_str(arena, in, "until", random_below(5) ? day_text(arena, day_plus(random_today, (int)random_below(12))) : "2025-06-30");
    if (act == ACT_ACCEPT_DEFERRED && random_below(5)) value_set_int(arena, value_push_object(arena, value_set_list(arena, in, "owed")), "no", 3);
    if ((act == ACT_SUPPLY_OWED || act == ACT_CHECK_OWED) && random_below(5)) {
        Value *row = value_push_object(arena, value_set_list(arena, in, act == ACT_CHECK_OWED ? "checks" : "materials"));
        value_set_int(arena, row, "no", 3);
        value_set_str(arena, row, "result", random_below(2) ? "ok" : "nonconforming");
        value_set_bool(arena, row, "ok", random_below(3) == 0);
    }
    value_set_bool(arena, in, "consent", random_below(2));
    value_set_int(arena, in, "days", (int64_t)random_below(18));
    if (!random_below(10)) value_set_str(arena, in, "valid_to", random_below(2) ? "2030-01-01" : "2020-01-01");
    if (!random_below(10)) {                                   /* nonsense in one place */
        static const char *const any[] = {"materials", "checks", "missing", "rows", "days", "reason", "ground", "applicant_name", "identity", "truth", "received", "valid_from", "corrections", "agent_name",
                                           "party", "at", "chair", "officers", "participants", "statements", "transcript", "result", "views", "ticket_no", "paid_on"};
        value_set(arena, in, PICK(any), random_value(arena, 0));
    }
    return in;
}
#endif
