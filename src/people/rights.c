/* rights.c: see rights.h. The table is the rule; tests/golden/rights.txt is the same table for people. */
#include "people/rights.h"
#include "base/text.h"
#include "people/account.h"
#include <assert.h>
#include <string.h>

enum { ROLES = 6 };
typedef struct RightRow {
    const char *name, *zh, *en;
    Reach role[ROLES];        /* clerk, chief, back office, supervisor, leader, admin: in the order of the bits of Role */
    Reach citizen, clock, machine, operator_;
    unsigned scope;           /* machines need this MachineScope */
} RightRow;

#define NO REACH_NONE
#define OWN REACH_OWN
#define WIN REACH_WINDOW
#define DEP REACH_DEPARTMENT
#define DESK REACH_DESK
#define LED REACH_LED
#define GOV REACH_GOVERNMENT
#define ALL REACH_ALL
/* XK-42a: the head of the organ itself extends, so a leader of the government does not reach there; she has XK-42b.
 * Separation of powers: who administers accounts neither handles cases nor sees personal data; who supervises decides nothing. */
static const RightRow table[RIGHT_COUNT] = {
    /*                                                                              clerk chief back  sup   lead  admin    citizen clock machine operator */
    [RIGHT_APPLY]           = {"apply", "提出申请", "apply",                         {NO,   NO,   NO,   NO,   NO,   NO},   ALL, NO,  ALL, NO,  MACHINE_SUBMIT},
    [RIGHT_SEE_CASE]        = {"see_case", "查看办件", "see a case",                 {DESK, DESK, DEP,  ALL,  LED,  NO},   OWN, ALL, ALL, ALL, MACHINE_QUERY},
    [RIGHT_RECEIVE]         = {"receive", "窗口收件", "receive at the counter",      {WIN,  DESK, NO,   NO,   NO,   NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_ACCEPT]          = {"accept", "受理处理", "accept or turn away",          {WIN,  DEP,  NO,   NO,   NO,   NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_REVIEW]          = {"review", "审核", "review",                           {DEP,  DEP,  DEP,  NO,   DEP,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_DECIDE]          = {"decide", "审批决定", "decide",                       {DEP,  DEP,  DEP,  NO,   DEP,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_PAUSE]           = {"pause", "启动特别程序", "pause the clock",           {NO,   DEP,  DEP,  NO,   DEP,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_EXTEND]          = {"extend", "批准延期", "approve an extension",         {NO,   NO,   NO,   NO,   DEP,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_EXTEND_JOINT]    = {"extend_joint", "批准联办延期", "approve a joint extension", {NO, NO, NO, NO, GOV,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_DELIVER]         = {"deliver", "制证送达", "deliver the result",          {WIN,  DESK, NO,   NO,   NO,   NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_WITHDRAW]        = {"withdraw", "撤回申请", "withdraw an application",    {WIN,  DESK, NO,   NO,   NO,   NO},   OWN, NO,  NO,  NO,  0},
    [RIGHT_SEE_PERSONAL]    = {"see_personal", "查看未脱敏个人信息", "see personal data unmasked", {WIN, DESK, DEP, ALL, NO, NO}, OWN, NO, NO, NO, 0},
    [RIGHT_EDIT_CATALOGUE]  = {"edit_catalogue", "编辑事项", "edit items",           {NO,   DEP,  NO,   NO,   NO,   ALL},  NO,  NO,  NO,  ALL, 0},
    [RIGHT_PUBLISH]         = {"publish", "发布事项", "publish items",               {NO,   NO,   NO,   NO,   NO,   ALL},  NO,  NO,  NO,  ALL, 0},
    [RIGHT_EDIT_CALENDAR]   = {"edit_calendar", "维护工作日历", "keep the calendar", {NO,   NO,   NO,   NO,   NO,   ALL},  NO,  NO,  NO,  ALL, 0},
    [RIGHT_SUPERVISE]       = {"supervise", "督查督办", "supervise",                 {NO,   NO,   NO,   ALL,  LED,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_STATISTICS]      = {"statistics", "查看统计", "see statistics",           {NO,   DEP,  NO,   ALL,  LED,  ALL},  NO,  NO,  ALL, ALL, MACHINE_STATISTICS},
    [RIGHT_SEE_ACCESS]      = {"see_access", "查看个人信息调阅记录", "see who looked at personal data", {NO, NO, NO, ALL, NO, NO}, NO, NO, NO, ALL, 0},
    [RIGHT_SEE_STAFF]       = {"see_staff", "查看人员与授权", "see staff and authority", {ALL, ALL, ALL, ALL, ALL, ALL},   NO,  NO,  NO,  ALL, 0},
    [RIGHT_GRANT_AUTHORITY] = {"grant_authority", "登记授权书", "register letters of authority", {NO, NO, NO, NO, LED, ALL}, NO, NO, NO, ALL, 0},
    [RIGHT_RECORD_ABSENCE]  = {"record_absence", "登记离岗与AB角", "record absences and substitutes", {NO, DEP, NO, ALL, LED, ALL}, NO, NO, NO, ALL, 0},
    [RIGHT_ADMIN_USERS]     = {"admin_users", "管理账号", "administer accounts",     {NO,   NO,   NO,   NO,   NO,   ALL},  NO,  NO,  NO,  ALL, 0},
    [RIGHT_ADMIN_TOKENS]    = {"admin_tokens", "管理接口令牌", "administer machine tokens", {NO, NO, NO, NO, NO,   ALL},  NO,  NO,  NO,  ALL, 0},
    [RIGHT_MEETINGS]        = {"meetings", "值班与会议", "rosters and meetings",      {NO,   DEP,  NO,   ALL,  LED,  ALL},  NO,  NO,  NO,  NO,  0},
    [RIGHT_ENQUIRIES]       = {"enquiries", "首问登记与答复", "log and answer enquiries", {ALL, ALL, ALL, ALL,  ALL,  ALL},  NO,  NO,  NO,  NO,  0},
    [RIGHT_RUN_CLOCK]       = {"run_clock", "到期自动处理", "act when time runs out", {NO,  NO,   NO,   NO,   NO,   NO},   NO,  ALL, NO,  ALL, 0},
    [RIGHT_EXCHANGE]        = {"exchange", "接口交换", "exchange with other systems", {NO,  NO,   NO,   NO,   NO,   NO},   NO,  NO,  ALL, NO,  MACHINE_EXCHANGE},
    [RIGHT_REEXAMINE]       = {"reexamine", "退回件复核裁定", "re-examine returned cases", {NO, NO, NO,  ALL,  NO,   NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_SPECIAL_LANE]    = {"special_lane", "批准特办件", "approve the special lane", {NO, NO, NO,    NO,   GOV,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_REASSIGN]        = {"reassign", "改派办件", "reassign cases",             {NO,   DEP,  NO,   NO,   LED,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_FIRST_HANDLER]   = {"first_handler", "变更首办人", "change the first handler", {NO, NO, NO,   NO,   LED,  NO},   NO,  NO,  NO,  NO,  0},
    [RIGHT_CO_HANDLE]       = {"co_handle", "联办协办", "act for a co-department of a joint case", {DESK, DESK, DEP, NO, DEP, NO}, NO,  NO,  NO,  NO,  0},
    [RIGHT_CITIZEN_ACCOUNTS] = {"citizen_accounts", "办理申请人账号", "open applicants' accounts", {ALL, ALL, NO, NO, NO, NO}, NO, NO, NO, ALL, 0},
};
#undef NO
#undef OWN
#undef WIN
#undef DEP
#undef DESK
#undef LED
#undef GOV
#undef ALL

static bool same(const char *a, const char *b) { return !text_blank(a) && text_equal(a, b); }

static bool reaches(Reach reach, const Actor *actor, const RightScope *scope)
{
    if (reach == REACH_NONE) return false;
    bool government = text_blank(actor->department);
    if (!scope) return reach != REACH_GOVERNMENT || government;
    switch (reach) {
    case REACH_NONE: return false;
    case REACH_OWN: return scope->holder || (actor->account > 0 && actor->account == scope->account);
    case REACH_WINDOW: return same(actor->window, scope->window);
    case REACH_DEPARTMENT: return same(actor->department, scope->department);
    case REACH_DESK: return same(actor->window, scope->window) || same(actor->department, scope->department);
    case REACH_LED: return government || same(actor->department, scope->department);
    case REACH_GOVERNMENT: return government;
    case REACH_ALL: return true;
    }
    return false;
}

bool right_has(const Actor *actor, Right right, const RightScope *scope)
{
    assert(right >= 0 && right < RIGHT_COUNT);
    if (!actor) return false;
    if (actor->kind != ACTOR_OFFICER) {
        if (actor->kind == ACTOR_MACHINE && !(actor->scopes & table[right].scope)) return false;
        return reaches(right_reach_of_kind(actor->kind, right), actor, scope);
    }
    Actor one;                                             /* the union of what each of her posts gives, inside that post's own window and department */
    for (int at = 0; actor_post(actor, &at, &one);)
        for (int i = 0; i < ROLES; i++)
            if (one.roles & 1u << i && reaches(table[right].role[i], &one, scope)) return true;
    return false;
}

bool right_post(const Actor *actor, Right right, const RightScope *scope, Actor *post)
{
    Actor one;
    if (actor->kind != ACTOR_OFFICER || !actor_has_posts(actor)) return false;
    for (int at = 0; actor_post(actor, &at, &one);)
        if (right_has(&one, right, scope)) { *post = one; return true; }
    return false;
}

Reach right_reach_of_role(Role role, Right right)
{
    for (int i = 0; i < ROLES; i++) if ((unsigned)role == 1u << i) return table[right].role[i];
    return REACH_NONE;
}

Reach right_reach_of_kind(ActorKind kind, Right right)
{
    switch (kind) {
    case ACTOR_CITIZEN: return table[right].citizen;
    case ACTOR_CLOCK: return table[right].clock;
    case ACTOR_MACHINE: return table[right].machine;
    case ACTOR_OPERATOR: return table[right].operator_;
    case ACTOR_NOBODY: case ACTOR_OFFICER: break;
    }
    return REACH_NONE;
}

const char *right_name(Right right) { return table[right].name; }
const char *right_zh(Right right) { return table[right].zh; }
const char *right_en(Right right) { return table[right].en; }

const char *reach_name(Reach reach)
{
    static const char *const names[] = {
        [REACH_NONE] = "-", [REACH_OWN] = "own", [REACH_WINDOW] = "window", [REACH_DEPARTMENT] = "department",
        [REACH_DESK] = "desk", [REACH_LED] = "led", [REACH_GOVERNMENT] = "government", [REACH_ALL] = "all",
    };
    return names[reach];
}
