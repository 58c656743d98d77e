/* enquiries.c: who may ask, refer, answer; see enquiries.h. */
#include "enquiries/enquiries.h"
#include "base/text.h"
#include <string.h>

static const DeskChoice channels[] = {{"counter", "当面", "at the counter"}, {"phone", "电话", "by phone"}, {"online", "网上", "online"}, {"letter", "来信", "by letter"}, {0}};

static const char *const states[][2] = {
    [ENQUIRY_OPEN] = {"待答复", "open"}, [ENQUIRY_REFERRED] = {"已转办，待答复", "led on, open"},
    [ENQUIRY_ANSWERED] = {"已答复", "answered"}, [ENQUIRY_REDIRECTED] = {"已指引至其他机关", "led to another organ"},
};
const char *enquiry_state_zh(EnquiryState state) { return states[state][0]; }
const char *enquiry_state_en(EnquiryState state) { return states[state][1]; }
bool enquiry_closed(EnquiryState state) { return state >= ENQUIRY_ANSWERED; }

static const DeskField asked_fields[] = {
    {"question", DESK_AREA, "询问内容", "Question", DESK_REQUIRED | DESK_PERSONAL},
    {"channel", DESK_CHOICE, "询问方式", "Channel", DESK_REQUIRED, channels},
    {"item", DESK_ITEM, "有关事项编码", "Item code"},
    {"asker", DESK_TEXT, "询问人", "Who asks", DESK_PERSONAL},
    {"phone", DESK_TEXT, "联系电话", "Phone", DESK_PERSONAL, .hint_zh = "不能当场答复的，留下电话以便回复", .hint_en = "to call back when the answer takes time"}, {0}};
static const DeskField refer_fields[] = {
    {"enquiry", DESK_COUNT, "询问编号", "Enquiry", DESK_REQUIRED, .low = 1, .high = INT32_MAX},
    {"department", DESK_DEPARTMENT, "转给部门", "To department", DESK_REQUIRED},
    {"officer", DESK_OFFICER, "转给人员", "To officer"},
    {"reason", DESK_TEXT, "转办原因", "Why", DESK_REQUIRED}, {0}};
static const DeskField answer_fields[] = {
    {"enquiry", DESK_COUNT, "询问编号", "Enquiry", DESK_REQUIRED, .low = 1, .high = INT32_MAX},
    {"answer", DESK_AREA, "答复内容", "Answer", DESK_REQUIRED | DESK_PERSONAL}, {0}};
static const DeskField redirect_fields[] = {
    {"enquiry", DESK_COUNT, "询问编号", "Enquiry", DESK_REQUIRED, .low = 1, .high = INT32_MAX},
    {"organ", DESK_TEXT, "应向哪个机关询问", "The organ to ask", DESK_REQUIRED},
    {"where", DESK_TEXT, "地址、电话", "Address, phone", DESK_REQUIRED}, {0}};

static bool ask(DeskTurn *t)
{
    value_set_str(t->arena, t->body, "officer", t->actor->id);
    value_set_str(t->arena, t->body, "department", t->actor->department);
    return true;
}

/* The open enquiry of the field; NULL: refused. */
static const Enquiry *open_enquiry(DeskTurn *t)
{
    const Enquiry *e = enquiry_load(t->store, t->arena, desk_count(t, "enquiry"));
    if (!e) { desk_refuse(t, REFUSED_NO_SUCH_ENQUIRY, NULL); return NULL; }
    if (enquiry_closed(e->state)) { desk_refuse(t, REFUSED_ENQUIRY_CLOSED, enquiry_state_zh(e->state)); return NULL; }
    return e;
}

/* The first asked, whom it was led to, or anybody of the department that was asked as a whole. */
static bool holds(const DeskTurn *t, const Enquiry *e)
{
    if (text_equal(t->actor->id, e->first_asked) || (*e->officer && text_equal(t->actor->id, e->officer))) return true;
    return !*e->officer && *e->department && actor_in_department(t->actor, e->department);
}

static bool handle(DeskTurn *t)
{
    const Enquiry *e = open_enquiry(t);
    if (!e) return false;
    if (!holds(t, e)) return desk_refuse(t, REFUSED_NOT_YOUR_ENQUIRY, desk_officer_name(t, e->first_asked));
    value_set_str(t->arena, t->body, "first_asked", e->first_asked);
    return true;
}

static bool refer(DeskTurn *t)
{
    if (!handle(t)) return false;
    const Officer *to = people_officer(t->people, desk_text(t, "officer"));
    if (to && !text_equal(to->department, desk_text(t, "department"))) return desk_refuse(t, REFUSED_FIELD_INVALID, "转给人员：不是该部门的人员");
    return true;
}

static const DeskAct acts[] = {
    {"ask", "登记询问", "Log an enquiry", "B6", "首问责任制", "first-asked responsibility", "enquiry.asked", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, asked_fields, ask},
    {"refer", "转办询问", "Lead an enquiry on", "B6", "首问责任制", "first-asked responsibility", "enquiry.referred", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, refer_fields, refer},
    {"answer", "答复询问", "Answer an enquiry", "B6", "首问责任制", "first-asked responsibility", "enquiry.answered", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, answer_fields, handle},
    {"redirect", "指引至其他机关", "Lead to another organ", "B6", "首问责任制", "first-asked responsibility", "enquiry.redirected", DESK_BY_SOMEWHERE, RIGHT_ENQUIRIES, redirect_fields, handle},
    {0}};

const Desk enquiries_desk = {.name = "enquiry", .zh = "首问登记", .en = "Enquiries", .acts = acts, .apply = enquiries_apply, .page = "/enquiries"};
