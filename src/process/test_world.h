/* test_world.h: a small hall without a store: items, officers with authority, a calendar, and cases folded from their events.
 * Included by the tests of this module and by the fuzz target of acts only. */
#ifndef PROCESS_TEST_WORLD_H
#define PROCESS_TEST_WORLD_H
#include "people/account.h"
#include "process/process.h"
#include "process/standing_value.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Who acts, as seen from an item of department 011 at window W05. */
typedef enum {
    WHO_NOBODY, WHO_STRANGER, WHO_HOLDER, WHO_MACHINE, WHO_OPERATOR, WHO_CLOCK, WHO_CLERK, WHO_OTHER_CLERK, WHO_CHIEF, WHO_OTHER_CHIEF, WHO_BACK,
    WHO_SUPERVISOR, WHO_HEAD, WHO_GOVERNMENT, WHO_ADMIN, WHO_COUNT
} Who;
static const struct { const char *name; Officer officer; } world_who[WHO_COUNT] = {
    [WHO_NOBODY] = {"nobody", {0}}, [WHO_STRANGER] = {"stranger", {0}}, [WHO_HOLDER] = {"applicant", {0}}, [WHO_MACHINE] = {"machine", {0}},
    [WHO_OPERATOR] = {"operator", {0}}, [WHO_CLOCK] = {"clock", {0}},
    [WHO_CLERK] = {"clerk", {"wang", "王建国", "011", "W05", ROLE_CLERK, "窗口人员", {0}, DAY_NONE}},
    [WHO_OTHER_CLERK] = {"clerk2", {"ma", "马兰", "012", "W06", ROLE_CLERK, "窗口人员", {0}, DAY_NONE}},
    [WHO_CHIEF] = {"chief", {"zhao", "赵明", "011", "W05", ROLE_CHIEF, "首席代表", {0}, DAY_NONE}},
    [WHO_OTHER_CHIEF] = {"chief2", {"he", "何平", "012", "W06", ROLE_CHIEF, "首席代表", {0}, DAY_NONE}},
    [WHO_BACK] = {"back", {"li", "李芳", "011", "", ROLE_BACKOFFICE, "审核员", {0}, DAY_NONE}},
    [WHO_SUPERVISOR] = {"superv", {"zhou", "周正", "", "", ROLE_SUPERVISOR, "督查员", {0}, DAY_NONE}},
    [WHO_HEAD] = {"head", {"sun", "孙立", "011", "", ROLE_LEADER, "局长", {0}, DAY_NONE}},
    [WHO_GOVERNMENT] = {"gov", {"qian", "钱伟", "", "", ROLE_LEADER, "副区长", {0}, DAY_NONE}},
    [WHO_ADMIN] = {"admin", {"admin", "林静", "", "", ROLE_ADMIN, "管理员", {0}, DAY_NONE}},
};

enum { WORLD_ITEMS = 7 };       /* 0 two persons, certificate; 1 one person, fee; 2 on the spot; 3 joint, no permit; 4 commitment, owed materials, limited number; 5 decided above; 6 inspected, may default */
typedef struct World {
    Arena *arena;
    Calendar *calendar;
    People people;
    const Item *items[WORLD_ITEMS];
    Day today;
    Standing standing;          /* stage NONE: no case yet */
    const Item *item;           /* of the case, or to be received */
    Event events[400];
    int event_count;
    const QuotaFacts *quota;    /* of the case; NULL none */
    const ApplicantBar *bar;
} World;

#define WORLD_TRANSCRIPT "江夏住建许听录〔2026〕1号"

static const char *const world_item_bodies[WORLD_ITEMS] = {
    "{\"code\":\"4201150110100001\",\"name\":\"施工许可\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"01\",\"mode\":\"承诺件\",\"statutory_limit\":20,\"statutory_unit\":\"workday\",\"promised_limit\":15,\"promised_unit\":\"workday\","
    "\"two_person\":true,\"result_type\":\"licence\",\"result_name\":\"许可证\",\"result_months\":36,\"materials\":[{\"name\":\"申请书\"},{\"name\":\"身份证明\"},{\"name\":\"场地证明\",\"required\":false,\"when\":\"租用时\"}]}",
    "{\"code\":\"4201150110100002\",\"name\":\"收费许可\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"01\",\"mode\":\"承诺件\",\"statutory_limit\":60,\"statutory_unit\":\"calendar_day\",\"promised_limit\":10,\"promised_unit\":\"workday\","
    "\"two_person\":false,\"agent_allowed\":false,\"result_type\":\"approval\",\"result_name\":\"批复\",\"charges\":\"收费\",\"fees\":[{\"name\":\"工本费\",\"standard\":\"10元\",\"amount_fen\":1000},{\"name\":\"检测费\",\"standard\":\"按办法\"}],\"materials\":[{\"name\":\"申请书\"},{\"name\":\"身份证明\"}]}",
    "{\"code\":\"4201150110100003\",\"name\":\"即办登记\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"01\",\"mode\":\"即办件\",\"statutory_limit\":5,\"statutory_unit\":\"workday\",\"promised_limit\":0,\"promised_unit\":\"workday\","
    "\"two_person\":false,\"result_type\":\"registration\",\"result_name\":\"登记证\",\"materials\":[{\"name\":\"申请书\"}]}",
    "{\"code\":\"4201150111000004\",\"name\":\"联合审批\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"10\",\"mode\":\"联办件\",\"statutory_limit\":45,\"statutory_unit\":\"workday\",\"promised_limit\":45,\"promised_unit\":\"workday\","
    "\"two_person\":true,\"result_type\":\"approval\",\"result_name\":\"批复\",\"co_departments\":[\"012\"],\"absence_default\":\"江政务〔2026〕9号\",\"materials\":[{\"name\":\"申请书\"},{\"name\":\"身份证明\"}]}",
    "{\"code\":\"4201150110100005\",\"name\":\"承诺许可\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"01\",\"mode\":\"承诺件\",\"form\":\"告知承诺\",\"statutory_limit\":20,\"statutory_unit\":\"workday\",\"promised_limit\":10,\"promised_unit\":\"workday\","
    "\"two_person\":true,\"result_type\":\"licence\",\"result_name\":\"许可证\",\"quota\":3,\"materials\":[{\"name\":\"申请书\"},{\"name\":\"验资证明\",\"committable\":true},{\"name\":\"场地证明\",\"deferrable\":true}]}",
    "{\"code\":\"4201150110100006\",\"name\":\"上报许可\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"01\",\"mode\":\"上报件\",\"statutory_limit\":20,\"statutory_unit\":\"workday\",\"promised_limit\":20,\"promised_unit\":\"workday\","
    "\"two_person\":true,\"upper_organ\":\"武汉市住房和城乡建设局\",\"result_type\":\"approval\",\"result_name\":\"批复\",\"materials\":[{\"name\":\"申请书\"},{\"name\":\"身份证明\",\"required\":false,\"when\":\"需要时\"}]}",
    "{\"code\":\"4201150110100007\",\"name\":\"检验许可\",\"department\":\"011\",\"window\":\"W05\",\"kind\":\"01\",\"mode\":\"承诺件\",\"statutory_limit\":20,\"statutory_unit\":\"workday\",\"promised_limit\":5,\"promised_unit\":\"workday\","
    "\"two_person\":false,\"verification\":\"检验检测\",\"deemed_approval\":true,\"deemed_document\":\"江夏政务〔2026〕8号\",\"result_type\":\"approval\",\"result_name\":\"批复\",\"materials\":[{\"name\":\"申请书\"}]}",
};

static World *world_new(Arena *arena)
{
    World *w = ARENA_NEW(arena, World);
    Officer *officers = ARENA_ARRAY(arena, Officer, WHO_COUNT);
    static const Authority rows[] = {
        {3, "he", "012", "*", AUTHORITY_ALL, {0}, DAY_NONE, "授权3号"}, {2, "li", "011", "*", AUTHORITY_REVIEW, {0}, DAY_NONE, "授权2号"},
        {4, "sun", "011", "4201150110100001", AUTHORITY_DECIDE, {0}, DAY_NONE, "授权4号"}, {1, "zhao", "011", "*", AUTHORITY_ALL, {0}, DAY_NONE, "授权1号"},
    };
    w->arena = arena;
    w->calendar = calendar_builtin(arena, "420115", NULL, 0);
    for (int i = WHO_CLERK; i < WHO_COUNT; i++) {                  /* a snapshot is ordered by id */
        int at = w->people.officer_count++;
        for (; at > 0 && strcmp(officers[at - 1].id, world_who[i].officer.id) > 0; at--) officers[at] = officers[at - 1];
        officers[at] = world_who[i].officer;
    }
    w->people.officers = officers;
    w->people.book = (AuthorityBook){.rows = rows, .row_count = 4};
    for (int i = 0; i < WORLD_ITEMS; i++) {
        const char *error = NULL;
        Value *body = value_parse(arena, world_item_bodies[i], strlen(world_item_bodies[i]), &error);
        assert(body);
        Item *item = item_of_body(arena, item_body_canonical(arena, body));
        item->version = 1;
        item->state = ITEM_PUBLISHED;
        item->from = day_of(2020, 1, 1);
        w->items[i] = item;
    }
    w->today = day_of(2026, 3, 2);
    w->item = w->items[0];
    return w;
}

static Actor world_actor(const World *w, Who who)
{
    switch (who) {
    case WHO_NOBODY: return (Actor){.kind = ACTOR_NOBODY, .id = "", .department = "", .window = ""};
    case WHO_STRANGER:
    case WHO_HOLDER: return actor_citizen(0, "");
    case WHO_MACHINE: return actor_machine("city", MACHINE_SUBMIT | MACHINE_QUERY);
    case WHO_OPERATOR: return actor_operator();
    case WHO_CLOCK: return actor_clock();
    default: (void)w; return actor_officer(&world_who[who].officer);
    }
}

static Facts world_facts(const World *w, const Actor *actor, Who who)
{
    return (Facts){.standing = w->standing.stage == STAGE_NONE ? NULL : &w->standing, .item = w->item, .department_name = "住房和城乡建设局", .calendar = w->calendar,
                   .people = &w->people, .actor = actor, .holder = who == WHO_HOLDER, .today = w->today, .quota = w->quota, .bar = w->bar};
}

/* Decides; when it happened, the event is folded in and kept. */
static Verdict world_act(World *w, Arena *arena, Who who, Act act, const Value *input)
{
    Actor actor = world_actor(w, who);
    Facts facts = world_facts(w, &actor, who);
    Verdict verdict = process_decide(arena, act, &facts, input);
    if (verdict.refusal != REFUSED_NOTHING) return verdict;
    if (verdict.documents[0] && !strcmp(verdict.documents[0], "F17")) {                     /* its number, as the window would have given it */
        Value *paper = value_push_object(arena, value_set_list(arena, verdict.body, "documents"));
        value_set_str(arena, paper, "kind", "F17");
        value_set_str(arena, paper, "number", WORLD_TRANSCRIPT);
    }
    Event event = {.seq = w->event_count + 1, .at = instant_at(w->today, 10, 0, 0), .kind = verdict.event, .actor = actor_text(arena, &actor), .body = verdict.body, .person = verdict.person};
    standing_apply(&w->standing, &event);
    assert(w->event_count < (int)(sizeof w->events / sizeof *w->events));
    w->events[w->event_count++] = event;
    return verdict;
}

static Verdict world_do(World *w, Who who, Act act, const char *json)
{
    const char *error = NULL;
    Value *input = value_parse(w->arena, json, strlen(json), &error);
    assert(input);
    return world_act(w, w->arena, who, act, input);
}

#define WORLD_APPLICANT "\"applicant_kind\":\"person\",\"applicant_name\":\"张晓三\",\"identity\":\"11010519491231002X\",\"phone\":\"13800138000\",\"truth\":true"

/* Brings a fresh case of this item to a stage by lawful acts. */
static void world_reach(World *w, int item, Stage stage)
{
    static const char grant[] = "{\"content\":\"准予\"}";
    memset(&w->standing, 0, sizeof w->standing);
    w->event_count = 0;
    w->item = w->items[stage == STAGE_FORWARDED ? 5 : stage == STAGE_REVOKED ? 4 : item];
    w->today = day_of(2026, 3, 2);
    if (stage == STAGE_NONE) return;
    bool faulted = stage == STAGE_SUPPLEMENT || stage == STAGE_LAPSED;
    world_do(w, WHO_CLERK, ACT_RECEIVE, faulted ? "{" WORLD_APPLICANT ",\"materials\":[{\"no\":1}]}" :
             stage == STAGE_REVOKED ? "{" WORLD_APPLICANT ",\"commitment\":true,\"materials\":[{\"no\":1,\"ok\":true}]}" : "{" WORLD_APPLICANT ",\"materials\":[{\"no\":1,\"ok\":true}]}");
    if (stage == STAGE_RECEIVED) return;
    if (stage == STAGE_NOT_NEEDED) { world_do(w, WHO_CLERK, ACT_NOT_NEEDED, "{\"reason\":\"不需许可\"}"); return; }
    if (stage == STAGE_NOT_COMPETENT) { world_do(w, WHO_CLERK, ACT_NOT_COMPETENT, "{\"reason\":\"非本机关\",\"basis\":\"某法\",\"organ\":\"市局\"}"); return; }
    if (stage == STAGE_WITHDRAWN) { world_do(w, WHO_HOLDER, ACT_WITHDRAW, "{\"reason\":\"不办了\"}"); return; }
    if (stage == STAGE_TERMINATED) { world_do(w, WHO_BACK, ACT_TERMINATE, "{\"cause\":\"died\",\"reason\":\"死亡证明\"}"); return; }
    if (stage == STAGE_SUPPLEMENT || stage == STAGE_LAPSED) {
        world_do(w, WHO_CLERK, ACT_SUPPLEMENT, "{\"missing\":[{\"no\":1,\"requirement\":\"缺章\"}],\"days\":5}");
        if (stage == STAGE_SUPPLEMENT) return;
        w->today = day_plus(w->standing.supply_by, 1);
        world_do(w, WHO_CLOCK, ACT_LAPSE, "{}");
        return;
    }
    for (int no = 1; no <= w->item->material_count; no++) world_do(w, WHO_CLERK, ACT_CHECK, no == 1 ? "{\"checks\":[{\"no\":1,\"result\":\"ok\"}]}" : no == 2 ? "{\"checks\":[{\"no\":2,\"result\":\"ok\"}]}" : "{\"checks\":[{\"no\":3,\"result\":\"ok\"}]}");
    world_do(w, WHO_CLERK, ACT_ACCEPT, "{}");
    if (stage == STAGE_ACCEPTED) return;
    if (stage == STAGE_PAUSED) { world_do(w, WHO_BACK, ACT_PAUSE, "{\"ground\":\"test\",\"days\":5,\"body\":\"检测中心\",\"matter\":\"检测\"}"); return; }
    if (w->item->co_count) {
        world_do(w, WHO_CLERK, ACT_COPY_OUT, "{}");
        world_do(w, WHO_OTHER_CLERK, ACT_SIGN_COPY, "{}");
        world_do(w, WHO_OTHER_CHIEF, ACT_CO_OPINION, "{\"conclusion\":\"agree\",\"opinion\":\"同意\"}");
    }
    world_do(w, WHO_BACK, ACT_REVIEW, "{\"conclusion\":\"approve\",\"opinion\":\"符合\"}");
    if (stage == STAGE_REVIEWED) return;
    if (stage == STAGE_FORWARDED) { world_do(w, WHO_CHIEF, ACT_FORWARD, "{\"opinion\":\"初审合格\",\"recommendation\":\"grant\"}"); return; }
    if (stage == STAGE_REFUSED) { world_do(w, WHO_CHIEF, ACT_REFUSE, "{\"facts\":\"甲\",\"reason\":\"乙\",\"basis\":\"丙\"}"); return; }
    world_do(w, WHO_CHIEF, ACT_GRANT, grant);
    if (stage == STAGE_GRANTED) return;
    if (stage == STAGE_REVOKED) {
        world_do(w, WHO_BACK, ACT_VERIFY_COMMITMENT, "{\"result\":\"false\",\"method\":\"现场核查\",\"findings\":\"不实\"}");
        world_do(w, WHO_CHIEF, ACT_REVOKE_DECISION, "{\"heard\":\"未提出异议\"}");
        return;
    }
    world_do(w, WHO_CLERK, ACT_CERTIFY, "{}");
    if (stage == STAGE_CERTIFIED) return;
    world_do(w, WHO_CLERK, ACT_DELIVER, "{\"way\":\"direct\",\"recipient\":\"张晓三\"}");
}
#endif
