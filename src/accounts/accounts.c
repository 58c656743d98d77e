/* accounts.c: opening an applicant's account, a new first password, a changed phone: each on the identity document shown; see accounts.h. */
#include "accounts/accounts.h"
#include "base/text.h"
#include "people/account.h"
#include "people/identity.h"
#include <string.h>

const DeskChoice account_documents[] = {
    {"id_card", "居民身份证", "resident identity card"}, {"temporary_id", "临时居民身份证", "temporary identity card"}, {"household", "居民户口簿", "household register"},
    {"licence", "营业执照或者其他登记证书（单位）", "business licence or registration (firms)"}, {0}};

/* A firm does not come itself: who shows its licence says who she is, and that she may. */
static bool bearer(DeskTurn *t)
{
    const char *name = desk_text(t, "bearer_name"), *number = identity_normal(t->arena, desk_text(t, "bearer_identity"));
    if (!identity_name(name)) return desk_refuse(t, REFUSED_BEARER_MISSING, NULL);
    IdentityVerdict verdict = identity_check(number, IDENTITY_CITIZEN, t->today);
    if (!identity_good(verdict)) return desk_refuse(t, REFUSED_IDENTITY_INVALID, arena_printf(t->arena, "经办人：%s", identity_text_zh(verdict)));
    value_set_str(t->arena, t->person, "bearer_identity", number);
    return true;
}

/* What every act begins with: the document was looked at, and its number holds. */
static bool shown(DeskTurn *t)
{
    const char *number = identity_normal(t->arena, desk_text(t, "identity"));
    bool licence = !strcmp(desk_text(t, "document"), "licence");
    if (!desk_truth(t, "seen")) return desk_refuse(t, REFUSED_DOCUMENT_UNSEEN, NULL);
    IdentityVerdict verdict = identity_check(number, licence ? IDENTITY_CREDIT : IDENTITY_CITIZEN, t->today);
    if (!identity_good(verdict)) return desk_refuse(t, REFUSED_IDENTITY_INVALID, identity_text_zh(verdict));
    value_set_str(t->arena, t->person, "identity", number);
    return !licence || bearer(t);
}

static bool open_account(DeskTurn *t)
{
    if (!shown(t)) return false;
    Citizen she = {.identity = desk_text(t, "identity"), .name = desk_text(t, "name"), .phone = desk_text(t, "phone")}, other;
    const char *problem = citizen_problem(t->arena, &she, t->today, false);
    if (problem) return desk_refuse(t, REFUSED_FIELD_INVALID, problem);
    if (citizen_find_identity(t->store, t->arena, she.identity, &other)) return desk_refuse(t, REFUSED_ACCOUNT_EXISTS, NULL);
    value_set_str(t->arena, t->person, "name", she.name);
    value_set_str(t->arena, t->person, "phone", she.phone);
    return true;
}

/* The account of the document shown, bearing the name that stands on it. */
static bool hers(DeskTurn *t, Citizen *she)
{
    if (!shown(t)) return false;
    if (!citizen_find_identity(t->store, t->arena, desk_text(t, "identity"), she)) return desk_refuse(t, REFUSED_NO_SUCH_ACCOUNT, NULL);
    if (strcmp(she->name, desk_text(t, "name"))) return desk_refuse(t, REFUSED_DOCUMENT_DIFFERS, NULL);
    value_set_int(t->arena, t->body, "account", she->account);
    return true;
}

static bool reset_password(DeskTurn *t)
{
    Citizen she;
    return hers(t, &she);
}

static bool change_phone(DeskTurn *t)
{
    Citizen she;
    if (!hers(t, &she)) return false;
    const char *phone = identity_normal(t->arena, desk_text(t, "phone"));
    if (!identity_phone(phone)) return desk_refuse(t, REFUSED_FIELD_INVALID, "手机号码：请填写11位手机号码");
    if (!strcmp(phone, she.phone)) return desk_refuse(t, REFUSED_NO_CHANGE, NULL);
    value_set_str(t->arena, t->person, "phone", phone);
    return true;
}

#define DOCUMENT {"document", DESK_CHOICE, "出示的证件", "Document shown", DESK_REQUIRED, account_documents}
#define NUMBER {"identity", DESK_TEXT, "证件号码", "Number of the document", DESK_REQUIRED | DESK_PERSONAL, .hint_zh = "公民身份号码或者统一社会信用代码，照证件填写", .hint_en = "identity number or credit code, as on the document"}
#define NAME {"name", DESK_TEXT, "姓名或单位名称", "Name", DESK_REQUIRED | DESK_PERSONAL, .hint_zh = "照证件填写", .hint_en = "as on the document"}
#define PHONE(zh, en) {"phone", DESK_TEXT, zh, en, DESK_REQUIRED | DESK_PERSONAL, .hint_zh = "11位手机号码", .hint_en = "mobile, 11 digits"}
#define BEARER {"bearer_name", DESK_TEXT, "经办人姓名（单位填写）", "Who comes for the firm", DESK_PERSONAL}, {"bearer_identity", DESK_TEXT, "经办人身份号码（单位填写）", "Her identity number (firms)", DESK_PERSONAL}
#define SEEN {"seen", DESK_TRUTH, "已当面核对证件原件：人证相符；单位的，经办人已交验授权", "I have looked at the document itself: it is hers; for a firm, she showed her authority", DESK_REQUIRED}
static const DeskField open_fields[] = {DOCUMENT, NUMBER, NAME, PHONE("手机号码", "Mobile"), BEARER, SEEN, {0}};
static const DeskField reset_fields[] = {DOCUMENT, NUMBER, NAME, BEARER, SEEN, {0}};
static const DeskField phone_fields[] = {DOCUMENT, NUMBER, NAME, PHONE("新手机号码", "New mobile"), BEARER, SEEN, {0}};

static const DeskAct acts[] = {
    {"open", "开立申请人账号", "Open an applicant's account", "XK-33", "《行政许可法》第三十三条；《个人信息保护法》第六条、第十三条", "Administrative Permit Law art. 33; Personal Information Protection Law arts 6, 13", "account.opened", DESK_BY_SOMEWHERE, RIGHT_CITIZEN_ACCOUNTS, open_fields, open_account},
    {"reset_password", "重设密码", "Give a new first password", "XK-33", "《行政许可法》第三十三条；《个人信息保护法》第五十一条", "Administrative Permit Law art. 33; Personal Information Protection Law art. 51", "account.password_reset", DESK_BY_SOMEWHERE, RIGHT_CITIZEN_ACCOUNTS, reset_fields, reset_password, .warning = true},
    {"change_phone", "变更手机号码", "Change the phone", "XK-33", "《行政许可法》第三十三条；《个人信息保护法》第四十六条", "Administrative Permit Law art. 33; Personal Information Protection Law art. 46", "account.phone_changed", DESK_BY_SOMEWHERE, RIGHT_CITIZEN_ACCOUNTS, phone_fields, change_phone},
    {0}};

const Desk accounts_desk = {.name = "account", .zh = "申请人账号", .en = "Applicants' accounts", .acts = acts, .apply = accounts_apply, .page = "/desk/accounts", .own_pages = true};
