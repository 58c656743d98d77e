/* seals.c: lodging, handing on and retiring seals; registering delegations; see seals.h. */
#include "seals/seals.h"
#include "base/text.h"
#include <string.h>

const DeskChoice seal_kinds[] = {{"approval", "行政审批专用章", "approval seal"}, {"organ", "机关印章", "seal of the organ"}, {0}};

static bool lodge(DeskTurn *t)
{
    const LegalBody *body = catalog_body(t->catalog, desk_text(t, "body"));
    if (!body) return desk_refuse(t, REFUSED_FIELD_INVALID, "法定主体：没有这个代码");
    if (seal_in_use(t->store, t->arena, body->id, desk_text(t, "kind"), desk_text(t, "window"))) return desk_refuse(t, REFUSED_SEAL_THERE, body->name);
    value_set_str(t->arena, t->body, "name", body->name);
    return true;
}

static const Seal *seal_of(DeskTurn *t)
{
    const Seal *seal = seal_load(t->store, t->arena, desk_count(t, "seal"));
    if (!seal) { desk_refuse(t, REFUSED_NO_SUCH_SEAL, NULL); return NULL; }
    if (!day_is_none(seal->to)) { desk_refuse(t, REFUSED_SEAL_RETIRED, seal->why); return NULL; }
    return seal;
}

static void name_body(DeskTurn *t, const Seal *seal)
{
    const LegalBody *body = catalog_body(t->catalog, seal->body);
    value_set_str(t->arena, t->body, "name", body ? body->name : seal->body);
}

static bool hand_on(DeskTurn *t)
{
    const Seal *seal = seal_of(t);
    if (!seal) return false;
    value_set_str(t->arena, t->body, "previous", seal->keeper);
    name_body(t, seal);
    return !text_equal(seal->keeper, desk_text(t, "keeper")) || desk_refuse(t, REFUSED_NO_CHANGE, NULL);
}

static bool retire(DeskTurn *t)
{
    const Seal *seal = seal_of(t);
    if (!seal) return false;
    value_set_str(t->arena, t->body, "keeper", seal->keeper);      /* who is told */
    name_body(t, seal);
    return true;
}

static bool delegate(DeskTurn *t)
{
    Day from = desk_day(t, "from"), to = desk_day(t, "to");
    return day_is_none(to) || !day_before(to, from) || desk_refuse(t, REFUSED_FIELD_INVALID, "至：不得早于自");
}

static bool take_back(DeskTurn *t)
{
    const Delegation *d = delegation_load(t->store, t->arena, desk_count(t, "delegation"));
    if (!d) return desk_refuse(t, REFUSED_NO_SUCH_SEAL, NULL);
    value_set_str(t->arena, t->body, "department", d->department);     /* whose chiefs are told */
    value_set_str(t->arena, t->body, "power", d->power);
    return !*d->ended_by || desk_refuse(t, REFUSED_NO_CHANGE, d->ended_by);
}

#define SEAL {"seal", DESK_COUNT, "印章登记号", "Seal", DESK_REQUIRED, .low = 1, .high = INT32_MAX}
static const DeskField lodge_fields[] = {
    {"body", DESK_TEXT, "法定主体代码", "Legal body", DESK_REQUIRED}, {"kind", DESK_CHOICE, "印章种类", "Kind", DESK_REQUIRED, seal_kinds}, {"window", DESK_WINDOW, "存放窗口", "Window", DESK_REQUIRED},
    {"keeper", DESK_OFFICER, "保管人", "Keeper", DESK_REQUIRED}, {"document", DESK_TEXT, "启用文件", "Document", DESK_REQUIRED}, {0}};
static const DeskField hand_fields[] = {SEAL, {"keeper", DESK_OFFICER, "新保管人", "New keeper", DESK_REQUIRED}, {"document", DESK_TEXT, "移交文件", "Document", DESK_REQUIRED}, {0}};
static const DeskField retire_fields[] = {SEAL, {"reason", DESK_TEXT, "停用原因", "Why", DESK_REQUIRED}, {"document", DESK_TEXT, "停用文件", "Document", DESK_REQUIRED}, {0}};
static const DeskField delegate_fields[] = {
    {"organ", DESK_TEXT, "下放机关", "Organ that delegates", DESK_REQUIRED}, {"department", DESK_DEPARTMENT, "承接部门", "Department", DESK_REQUIRED}, {"power", DESK_TEXT, "下放的权力", "Power", DESK_REQUIRED},
    {"item", DESK_ITEM, "事项编码", "Item"}, {"document", DESK_TEXT, "下放文件", "Document", DESK_REQUIRED}, {"from", DESK_DATE, "自", "From", DESK_REQUIRED}, {"to", DESK_DATE, "至", "To"}, {0}};
static const DeskField back_fields[] = {{"delegation", DESK_COUNT, "下放登记号", "Delegation", DESK_REQUIRED, .low = 1, .high = INT32_MAX}, {"document", DESK_TEXT, "收回文件", "Document", DESK_REQUIRED}, {0}};

static const DeskAct acts[] = {
    {"lodge", "印章进驻窗口", "Lodge a seal at a window", "C3", "审批专用章管理制度", "rules on approval seals", "seal.lodged", DESK_BY_CENTRE, RIGHT_GRANT_AUTHORITY, lodge_fields, lodge},
    {"hand_on", "移交保管", "Hand a seal on", "C3", "审批专用章管理制度", "rules on approval seals", "seal.handed_on", DESK_BY_CENTRE, RIGHT_GRANT_AUTHORITY, hand_fields, hand_on},
    {"retire", "停用印章", "Retire a seal", "C3", "审批专用章管理制度", "rules on approval seals", "seal.retired", DESK_BY_CENTRE, RIGHT_GRANT_AUTHORITY, retire_fields, retire, .warning = true},
    {"delegate", "登记权力下放", "Register a delegated power", "C6", "上级机关下放文件", "document of the organ above", "seal.delegated", DESK_BY_CENTRE, RIGHT_GRANT_AUTHORITY, delegate_fields, delegate},
    {"take_back", "登记收回", "Register that it was taken back", "C6", "上级机关收回文件", "document of the organ above", "seal.taken_back", DESK_BY_CENTRE, RIGHT_GRANT_AUTHORITY, back_fields, take_back, .warning = true},
    {0}};

const Desk seals_desk = {.name = "seal", .zh = "印章与权力下放", .en = "Seals and delegated powers", .acts = acts, .apply = seals_apply, .page = "/seals"};
