/* rights.h: who may do what. One table, pure data; the one place where rights are checked. */
#ifndef PEOPLE_RIGHTS_H
#define PEOPLE_RIGHTS_H
#include "people/people.h"

typedef enum {
    RIGHT_APPLY,              /* 提出申请 */
    RIGHT_SEE_CASE,           /* 查看办件 */
    RIGHT_RECEIVE,            /* 窗口收件 */
    RIGHT_ACCEPT,             /* 受理处理: XK-32's outcomes, correction, supplement */
    RIGHT_REVIEW,             /* 审核 */
    RIGHT_DECIDE,             /* 审批决定 (an authority row is needed besides, C1) */
    RIGHT_PAUSE,              /* 特别程序: XK-45 */
    RIGHT_EXTEND,             /* 批准延期: XK-42a, head of the organ */
    RIGHT_EXTEND_JOINT,       /* 批准联办延期: XK-42b, head of the government of this level */
    RIGHT_DELIVER,            /* 制证送达 */
    RIGHT_WITHDRAW,           /* 撤回申请 */
    RIGHT_SEE_PERSONAL,       /* 查看未脱敏个人信息 (each look is recorded) */
    RIGHT_EDIT_CATALOGUE,     /* 编辑事项 */
    RIGHT_PUBLISH,            /* 发布事项 */
    RIGHT_EDIT_CALENDAR,      /* 维护工作日历 */
    RIGHT_SUPERVISE,          /* 督查督办 */
    RIGHT_STATISTICS,         /* 查看统计 */
    RIGHT_SEE_ACCESS,         /* 查看个人信息调阅记录 */
    RIGHT_SEE_STAFF,          /* 查看人员与授权 */
    RIGHT_GRANT_AUTHORITY,    /* 登记授权书 */
    RIGHT_RECORD_ABSENCE,     /* 登记离岗与AB角 */
    RIGHT_ADMIN_USERS,        /* 管理账号 */
    RIGHT_ADMIN_TOKENS,       /* 管理接口令牌 */
    RIGHT_MEETINGS,           /* 值班与会议 */
    RIGHT_ENQUIRIES,          /* 首问登记与答复 */
    RIGHT_RUN_CLOCK,          /* 到期自动处理 */
    RIGHT_EXCHANGE,           /* 接口交换 */
    RIGHT_REEXAMINE,          /* 退回件复核裁定: the centre */
    RIGHT_SPECIAL_LANE,       /* 批准特办件: head of the centre */
    RIGHT_REASSIGN,           /* 改派办件 */
    RIGHT_FIRST_HANDLER,      /* 变更首办人: head of the department, on a post change (B1) */
    RIGHT_CO_HANDLE,          /* 联办协办: sign, check and give the opinion of one's own department in a joint case (XK-26b) */
    RIGHT_CITIZEN_ACCOUNTS,   /* 办理申请人账号: at the window, on the identity document shown */
    RIGHT_COUNT
} Right;

/* How far a right reaches. */
typedef enum {
    REACH_NONE,
    REACH_OWN,                /* 本人: the applicant's own case */
    REACH_WINDOW,             /* 本窗口 */
    REACH_DEPARTMENT,         /* 本部门 */
    REACH_DESK,               /* 本窗口或本部门 */
    REACH_LED,                /* 所领导的部门: own department; everything for a leader of the government (department "") */
    REACH_GOVERNMENT,         /* 仅本级政府领导: department "" */
    REACH_ALL                 /* 全部 */
} Reach;

/* What the right is wanted on. NULL scope: "does the actor have it anywhere at all?" (to show or hide a menu line, never to let an act through).
 * The empty scope {0}: "over the whole centre?" (imports, settings). */
typedef struct RightScope {
    const char *department;   /* of the case or item; "" or NULL unknown */
    const char *window;
    int64_t account;          /* applicant's account; 0 none */
    bool holder;              /* a citizen who proved the case is hers by query code and identity tail */
} RightScope;

bool right_has(const Actor *actor, Right right, const RightScope *scope);
/* Of an officer who holds several posts that day: the first that alone has the right. False: she holds no more than one, or none alone has it. */
bool right_post(const Actor *actor, Right right, const RightScope *scope, Actor *post);
Reach right_reach_of_role(Role role, Right right);         /* the table, for pages and the golden file */
Reach right_reach_of_kind(ActorKind kind, Right right);    /* citizens, clock, machines, operator; REACH_NONE for officers */
const char *right_name(Right right);                       /* "see_case" */
const char *right_zh(Right right);
const char *right_en(Right right);
const char *reach_name(Reach reach);                       /* "department" */
#endif
