/* item.h: one version of one item (事项) of the catalogue: everything a citizen may be asked, told or charged.
 *
 * The truth is `body`, a canonical Value: the same facts always give the same JSON bytes, and `hash` is SHA-256 over them. What the
 * program needs often (limits, materials, fees, switches) is also there as plain C, read from the body by item_of_body.
 *
 * Keys of the body, in canonical order (strings unless said; every key is present, empty text or -1 for a limit when unknown):
 *   code(16) name aliases[str] department(3-digit code) legal_body window kind(A.1 code: 01 行政许可, 05 给付, 07 确认, 09 裁决, 10 其他, 20 公共服务)
 *   level(A.2, "4" 县) mode(即办件|承诺件|联办件|上报件) form(一般|简易|告知承诺) basis[{law,article,text}] service_objects[A.4 code] topic
 *   scope conditions[str] prohibitions[str] quantity_limit
 *   materials[{no int,name,source_type,issuer,originals int,copies int,required bool,form paper|electronic|both,requirement,basis,shared bool,when}]
 *   channels[窗口|网上|邮寄|自助] steps[{name,post,days int}] co_departments[code]
 *   statutory_limit int, statutory_unit workday|calendar_day, statutory_note, promised_limit int, promised_unit, promised_note
 *   special_procedures[str]  charges(不收费|收费|"" unknown) fees[{name,fee_class,standard,amount_fen int,unit,basis,basis_level,reduction}]  pay_online bool
 *   result_name result_type(XK-39: licence|qualification|approval|label|registration|payment|ruling|service) result_sample result_validity result_months int
 *   delivery[窗口领取|邮寄送达|电子送达] delivery_days int
 *   visits int, visits_reason, agent_allowed bool, agent_reason, two_person bool, deemed_approval bool
 *   joint_rules[{department,days int,after,safety bool}] absence_default (both only when given)
 *   rights[str] duties[str] consult_phone supervise_phone address hours transport progress
 *   faq[{q,a}] mistakes[str] notes name_en
 * Only when they say something (younger than published versions, whose bytes must stay):
 *   materials[].deferrable bool, materials[].committable bool, deferral_basis commitment_basis commitment_liability commitment_months int, quota int, quota_period( | 年度 | 季度)
 *   safety bool, secret bool, deemed_document, verification(现场核查 | 检验检测: XK-34b, XK-55), hearing_by_law bool (XK-46),
 *   upper_organ (上报件: the organ that decides), entrusted_organ (a legal body's id) entrusting_document (XK-24),
 *   selection(招标 | 拍卖 | 考试) selection_document (XK-53, XK-54), promise_document (approval of a promise longer than the version before, DOMAIN 3.2)
 */
#ifndef CATALOG_ITEM_H
#define CATALOG_ITEM_H
#include "base/arena.h"
#include "base/day.h"
#include "base/value.h"
#include <stdbool.h>

typedef enum { ITEM_DRAFT, ITEM_PUBLISHED, ITEM_SUPERSEDED, ITEM_WITHDRAWN } ItemState;
const char *item_state_name(ItemState state);                     /* draft published superseded withdrawn */
bool item_state_parse(const char *name, ItemState *out);

typedef struct {
    int no;                             /* 1, 2, 3 ... as printed; a case refers to a material by this number */
    const char *name;
    const char *source_type;            /* 申请人自备 | 政府部门核发 | 其他 */
    const char *issuer;                 /* who issues it, "" when the applicant writes it */
    int originals, copies;
    bool required;                      /* false: needed only `when` */
    const char *form;                   /* paper | electronic | both */
    const char *requirement, *basis;
    bool shared;                        /* the centre can fetch it itself (免提交) */
    const char *when;                   /* "换领时", "" always */
    bool deferrable;                    /* 可容缺: secondary; may be promised for a later day (容缺受理) */
    bool committable;                   /* 可承诺替代: a written commitment stands in its place (告知承诺) */
} Material;

typedef struct { const char *name, *post; int days; } ItemStep;   /* 受理 审核 审批 办结 送达; days sum to the promise */

typedef struct {
    const char *name, *fee_class;       /* 许可收费 登记费 证照工本费 资源补偿 考试费 政府定价服务费 */
    const char *standard;               /* as published, in words */
    Money amount;                       /* 0: settled by the text of the standard, entered on the bill with its computation */
    const char *unit;                   /* 件, 证, 本 ... */
    const char *basis, *basis_level;    /* 法律 | 行政法规 | 地方性法规 | 规章 | 规范性文件 */
    const char *reduction;
} FeeRow;

typedef struct { const char *law, *article, *text; } LegalBasis;

/* XK-34b: the substance is verified on the spot; XK-55: inspected or tested by a technical standard, officers sent within five working days. */
typedef enum { ITEM_VERIFIES_NOTHING, ITEM_VERIFIES, ITEM_INSPECTS } ItemVerification;
typedef struct {
    const char *department;             /* code */
    int days;                           /* working days of its own; -1: as long as the promise */
    const char *after;                  /* codes it waits for: "004、021"; "" none */
    bool safety;                        /* its silence never counts as agreement */
} CoRule;

typedef struct Item {
    const char *code, *name, *name_en;  /* name_en: "" when there is none; show name then */
    int version;                        /* 1, 2, 3 ... per code */
    ItemState state;
    Day from, to;                       /* in force from..to, both included; DAY_NONE: not yet / open end */
    const char *hash;                   /* 64 hex digits */
    const char *hash12;                 /* the first 12, shown on every surface */
    const Value *body;
    const char *department, *legal_body, *window;        /* ids; resolve with catalog_department() ... */
    const char *kind, *kind_name, *mode;                 /* "01", "行政许可", "承诺件" */
    const char *statutory_unit, *promised_unit;          /* workday | calendar_day */
    int statutory_limit, promised_limit;                 /* 0: on the spot */
    bool agent_allowed, two_person, deemed_approval;
    bool commitment;                                     /* 办理方式 告知承诺: the applicant may choose it (YH-40) */
    int commitment_months;                               /* later verification within so many months; 0: the centre's default */
    int quota;                                           /* 数量限额: grants in all, or in each period (XK-57); 0: no limit */
    const char *quota_period;                            /* 年度 or 季度; "": once, in all */
    ItemVerification verification;
    bool hearing_by_law;                                 /* XK-46: law, regulation or rule requires a hearing */
    const char *upper_organ;                             /* 上报件: the organ above that decides; "" otherwise */
    const char *entrusted_organ, *entrusting_document;   /* XK-24: handled for the legal body by this organ, on this announced document; "" otherwise */
    const char *selection, *selection_document;          /* XK-53, XK-54: who is granted is found by 招标, 拍卖 or 考试, announced in this document; "" otherwise */
    const char *promise_document;                        /* the centre's approval of a longer promise; "" otherwise */
    const char *result_name, *result_type;
    int result_months;                                   /* 0: no expiry */
    bool safety, secret;                                 /* 涉及公共安全、人身健康 / 涉及国家秘密: never deemed approved, never by absence */
    const char *deemed_document;                         /* number of the document that switched deemed_approval on (F34); "" while it is off */
    const Material *materials; int material_count;
    const ItemStep *steps; int step_count;
    const FeeRow *fees; int fee_count;
    const LegalBasis *basis; int basis_count;
    const CoRule *co; int co_count;                      /* departments that handle it together (联办件) */
    const char *absence_default;                         /* number of the paper that lets their silence count as agreement; "": it never does */
    const char **aliases; int alias_count;
} Item;

bool item_is_permit(const Item *item);          /* kind 01: the whole 行政许可法 applies (XK-03) */
bool item_is_instant(const Item *item);         /* 即办件: accept, decide and deliver in one act (XK-34a) */
bool item_is_joint(const Item *item);           /* 联办件 */
bool item_is_forwarded(const Item *item);       /* 上报件: examined here, decided by the organ above (XK-35) */
/* First day of the period in which a limited number is counted today (XK-57); DAY_NONE: it is counted once and for all. */
Day item_quota_since(const Item *item, Day today);
bool item_may_default(const Item *item);        /* 超时默认 is switched on, and the item is none of those it may never touch (DOMAIN 3.4) */
bool item_in_force(const Item *item, Day day);  /* published, superseded and withdrawn versions within from..to */
const Material *item_material(const Item *item, int no);       /* NULL: not in the published list (XK-31) */
const FeeRow *item_fee(const Item *item, int index);           /* NULL: not published (XK-58) */

const char *item_kind_name(const char *code);   /* "01" -> "行政许可"; NULL when unknown */
const char *item_kind_code(const char *name);   /* "行政许可" -> "01"; NULL when unknown */
char *limit_text_zh(Arena *arena, int limit, const char *unit);  /* 当场办结 | 7个工作日 | 20日 */
char *limit_text_en(Arena *arena, int limit, const char *unit);

/* Any body, even a short one, brought to canonical form: all keys, fixed order, defaults. Unknown keys are dropped. */
Value *item_body_canonical(Arena *arena, const Value *body);
char *item_hash(Arena *arena, const Value *canonical_body);      /* 64 hex digits */
/* The plain C view of a canonical body. State draft, version 0, no dates. Strings point into the body. */
Item *item_of_body(Arena *arena, const Value *canonical_body);

/* The codes in "004、021": runs of ASCII letters and digits. Count. */
int item_code_list(Arena *arena, const char *text, char ***codes);

/* The six publications (六公开). A block is present when a reader finds in it what the rule asks for. */
typedef enum { BLOCK_CONTENT, BLOCK_PROCEDURE, BLOCK_BASIS, BLOCK_REQUIREMENTS, BLOCK_TIME, BLOCK_FEE, BLOCK_COUNT } PublicationBlock;
typedef struct { const char *key, *zh, *en; bool present; const char *missing_zh, *missing_en; } Publication;
void item_publications(const Item *item, Publication out[BLOCK_COUNT]);
#endif
