/* api_desks.c: reading the desks beside the case: packages, enquiries, entrustments, meetings and duty, what reform did.
 * Names are masked and words of the people concerned are left out, whoever asks: what was asked, answered or said stays with the centre. */
#include "agency/agency.h"
#include "api/api.h"
#include "base/text.h"
#include "enquiries/enquiries.h"
#include "meetings/meetings.h"
#include "packages/packages.h"
#include "people/identity.h"
#include "reform/reform.h"
#include <string.h>

static Store *store_of(Request *request) { return hall_of(request)->scene->store; }
static int limit_of(const ApiCall *call) { return api_query_int(call, "limit", 20); }
static int offset_of(const ApiCall *call) { return api_query_int(call, "offset", 0); }
static bool asked(const ApiCall *call, const char *name) { return api_query(call, name) && !strcmp(api_query(call, name), "true"); }
static const char *day_or_null(Arena *a, Day day) { return day_is_none(day) ? NULL : day_text(a, day); }

static const char *officer_name(Request *request, const char *id)
{
    const Officer *officer = people_officer(hall_of(request)->scene->people, id);
    return officer ? officer->name : id;
}

static const char *item_name(Request *request, const char *code)
{
    const Item *item = *code ? catalog_item_newest(hall_of(request)->scene->catalog, code) : NULL;
    return item ? item->name : code;
}

static void both(Arena *a, Value *one, const char *key, const char *zh, const char *en)
{
    Value *words = value_set_object(a, one, key);
    value_set_str(a, words, "zh", zh);
    value_set_str(a, words, "en", en);
}

static bool number_of(Request *request, int64_t *id) { return text_parse_int(request_param(request, "id"), 1, INT64_MAX, id); }

static void nothing_here(Request *request) { api_problem(request, API_NOT_FOUND, NULL, "没有这个编号", "there is nothing of this number"); }

/* ---- packages ---- */

void api_packages(Request *request, ApiCall *call)
{
    (void)call;
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    int count, steps;
    const PackageTheme *themes = package_themes(store_of(request), a, &count);
    Value *reply = value_object(a), *list = value_set_list(a, reply, "packages");
    for (int i = 0; i < count; i++) {
        const PackageStep *all = package_theme_steps(store_of(request), a, themes[i].code, &steps);
        Value *one = value_push_object(a, list), *rows = NULL;
        value_set_str(a, one, "code", themes[i].code);
        value_set_str(a, one, "name", themes[i].name);
        value_set_str(a, one, "name_en", themes[i].name_en);
        rows = value_set_list(a, one, "steps");
        for (int k = 0; k < steps; k++) {
            Value *row = value_push_object(a, rows), *after;
            value_set_str(a, row, "step", all[k].step);
            value_set_str(a, row, "item", all[k].item);
            value_set_str(a, row, "item_name", item_name(request, all[k].item));
            after = value_set_list(a, row, "after");
            for (int b = 0; b < k; b++) if (all[k].after & 1u << b) value_push_str(a, after, all[b].step);
        }
        const Value *materials = package_materials(a, v->hall->scene->catalog, all, steps, v->today);
        value_set(a, one, "materials", value_copy(a, materials));
    }
    api_reply_tagged(request, reply);
}

static void package_cases(Request *request, Value *one, int64_t id)
{
    Arena *a = request->arena;
    int count;
    const PackageStep *steps = package_children(store_of(request), a, id, &count);
    Value *list = value_set_list(a, one, "cases");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = steps[i].case_id ? case_load(store_of(request), a, steps[i].case_id) : NULL;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "step", steps[i].step);
        value_set_str(a, row, "item", steps[i].item);
        value_set_str(a, row, "number", file ? file->number : NULL);
        value_set_str(a, row, "stage", file ? stage_name(file->standing.stage) : NULL);
    }
}

void api_package_applications(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int count, limit = limit_of(call), offset = offset_of(call);
    const Package *rows = packages_list(store_of(request), a, asked(call, "open"), limit, offset, &count);
    Value *reply = value_object(a), *list = value_set_list(a, reply, "applications");
    static const char *const states[] = {[PACKAGE_OPEN] = "open", [PACKAGE_FINISHED] = "finished", [PACKAGE_BLOCKED] = "blocked"};
    for (int i = 0; i < count; i++) {
        Value *one = value_push_object(a, list);
        value_set_int(a, one, "id", rows[i].id);
        value_set_str(a, one, "package", rows[i].code);
        value_set_str(a, one, "state", states[rows[i].state]);
        value_set_str(a, one, "opened", day_text(a, rows[i].opened));
        value_set_str(a, one, "ended", day_or_null(a, rows[i].ended));
        package_cases(request, one, rows[i].id);
    }
    api_page(request, reply, (int)packages_count(store_of(request), asked(call, "open")), limit, offset);
    api_reply(request, 200, reply);
}

/* ---- the first asked ---- */

void api_enquiries(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int count;
    EnquiryFilter filter = {.open_only = asked(call, "open"), .department = api_query(call, "department"), .limit = limit_of(call), .offset = offset_of(call)};
    const Enquiry *rows = enquiries_list(store_of(request), a, &filter, &count);
    Value *reply = value_object(a), *list = value_set_list(a, reply, "enquiries");
    static const char *const states[] = {[ENQUIRY_OPEN] = "open", [ENQUIRY_REFERRED] = "referred", [ENQUIRY_ANSWERED] = "answered", [ENQUIRY_REDIRECTED] = "redirected"};
    for (int i = 0; i < count; i++) {
        Value *one = value_push_object(a, list);
        value_set_int(a, one, "id", rows[i].id);
        value_set_str(a, one, "asked", instant_text(a, rows[i].at));
        value_set_str(a, one, "channel", rows[i].channel);
        value_set_str(a, one, "item", rows[i].item);
        value_set_str(a, one, "state", states[rows[i].state]);
        value_set_str(a, one, "first_asked", officer_name(request, rows[i].first_asked));
        value_set_str(a, one, "department", rows[i].department);
        value_set_int(a, one, "referrals", rows[i].referrals);
        value_set_str(a, one, "ended", rows[i].ended.ms ? instant_text(a, rows[i].ended) : NULL);
    }
    api_page(request, reply, (int)enquiries_count(store_of(request), &filter), filter.limit, filter.offset);
    api_reply(request, 200, reply);
}

/* ---- handling on behalf ---- */

static void set_agency(Request *request, Value *one, const Agency *row)
{
    Arena *a = request->arena;
    static const char *const states[] = {[AGENCY_OPEN] = "open", [AGENCY_CLOSED] = "closed", [AGENCY_STOPPED] = "stopped"};
    const Event *opening = agency_opening(store_of(request), a, row->id);
    const char *name = opening ? value_str(opening->person, "applicant_name") : NULL;
    value_set_int(a, one, "id", row->id);
    value_set_str(a, one, "matter", row->matter);
    value_set_str(a, one, "department", row->department);
    value_set_str(a, one, "agent", officer_name(request, row->agent));
    value_set_str(a, one, "applicant", name ? identity_mask_name(a, name) : NULL);
    value_set_str(a, one, "state", states[row->state]);
    value_set_str(a, one, "opened", day_text(a, row->opened));
    value_set_str(a, one, "valid_to", day_text(a, row->valid_to));
    value_set_str(a, one, "ended", day_or_null(a, row->ended));
    value_set_int(a, one, "stages", row->stages);
    value_set_int(a, one, "finished", row->finished);
}

void api_agencies(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int count, limit = limit_of(call), offset = offset_of(call);
    const Agency *rows = agency_list(store_of(request), a, NULL, asked(call, "open"), limit, offset, &count);
    Value *reply = value_object(a), *list = value_set_list(a, reply, "agencies");
    for (int i = 0; i < count; i++) set_agency(request, value_push_object(a, list), &rows[i]);
    api_page(request, reply, (int)agency_count(store_of(request), NULL, asked(call, "open")), limit, offset);
    api_reply(request, 200, reply);
}

void api_agency(Request *request, ApiCall *call)
{
    (void)call;
    Arena *a = request->arena;
    int64_t id;
    int count;
    const Agency *row = number_of(request, &id) ? agency_load(store_of(request), a, id) : NULL;
    if (!row) { nothing_here(request); return; }
    Value *reply = value_object(a), *list;
    set_agency(request, reply, row);
    const AgencyStage *stages = agency_stages(store_of(request), a, id, &count);
    list = value_set_list(a, reply, "way");
    for (int i = 0; i < count; i++) {
        const CaseFile *file = stages[i].case_id ? case_load(store_of(request), a, stages[i].case_id) : NULL;
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "name", stages[i].name);
        value_set_str(a, one, "place", stages[i].place);
        value_set_str(a, one, "organ", stages[i].organ);
        value_set_str(a, one, "began", day_text(a, stages[i].began));
        value_set_str(a, one, "due", day_text(a, stages[i].due));
        value_set_str(a, one, "finished", day_or_null(a, stages[i].finished));
        value_set_str(a, one, "number", file ? file->number : NULL);
    }
    api_reply(request, 200, reply);
}

/* ---- meetings and duty: when, about what, led by whom; not what was said ---- */

void api_meetings(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int count, limit = limit_of(call), offset = offset_of(call);
    const Meeting *rows = meetings_list(store_of(request), a, limit, offset, &count);
    static const char *const states[] = {[MEETING_CALLED] = "called", [MEETING_HELD] = "held", [MEETING_CANCELLED] = "cancelled"};
    Value *reply = value_object(a), *list = value_set_list(a, reply, "meetings");
    for (int i = 0; i < count; i++) {
        Value *one = value_push_object(a, list);
        const Event *minuted = rows[i].minutes ? ledger_event(store_of(request), a, rows[i].minutes) : NULL;
        value_set_int(a, one, "id", rows[i].id);
        value_set_str(a, one, "kind", rows[i].kind);
        value_set_str(a, one, "title", rows[i].title);
        value_set_str(a, one, "day", day_text(a, rows[i].day));
        value_set_str(a, one, "department", rows[i].department);
        value_set_str(a, one, "chair", officer_name(request, rows[i].chair));
        value_set_str(a, one, "state", states[rows[i].state]);
        value_set_int(a, one, "cases", rows[i].cases);
        value_set_str(a, one, "conclusion", minuted ? value_str(minuted->body, "conclusion") : NULL);
    }
    api_page(request, reply, (int)meetings_count(store_of(request)), limit, offset);
    api_reply(request, 200, reply);
}

void api_duty(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int count;
    Day day = visitor_of(request)->today;
    if (api_query(call, "week")) day_parse(api_query(call, "week"), &day);
    const DutyWeek *rows = duty_list(store_of(request), a, week_of(day), &count);
    Value *reply = value_object(a), *list;
    value_set_str(a, reply, "week", day_text(a, week_of(day)));
    list = value_set_list(a, reply, "duty");
    for (int i = 0; i < count; i++) {
        Value *one = value_push_object(a, list);
        value_set_str(a, one, "department", rows[i].department);
        value_set_str(a, one, "head", *rows[i].officer ? officer_name(request, rows[i].officer) : NULL);
        value_set_bool(a, one, "signed_in", rows[i].in.ms != 0);
        value_set_int(a, one, "decisions", rows[i].decisions);
        value_set_int(a, one, "answered", rows[i].answered);
    }
    api_reply(request, 200, reply);
}

/* ---- what reform did ---- */

static void set_rates(Arena *a, Value *one, const ReformRecord *matters, int count, const char *department)
{
    Value *list = value_set_list(a, one, "measures");
    for (int m = 0; m < REFORM_MEASURES; m++) {
        ReformRate rate = reform_rate(matters, count, department, (ReformMeasure)m);
        int tenths = 0;
        Value *row = value_push_object(a, list);
        value_set_str(a, row, "measure", reform_measure_key((ReformMeasure)m));
        both(a, row, "name", reform_measure_zh((ReformMeasure)m), reform_measure_en((ReformMeasure)m));
        value_set_int(a, row, "matters", rate.matters);
        value_set_int(a, row, "before", rate.before);
        value_set_int(a, row, "after", rate.after);
        if (reform_reduction(rate, &tenths)) value_set_int(a, row, "reduction_tenths", tenths);
    }
}

void api_reform_rates(Request *request, ApiCall *call)
{
    Arena *a = request->arena;
    int records, count;
    const char *department = api_query(call, "department");
    if (department && !catalog_department(hall_of(request)->scene->catalog, department)) {
        api_problem(request, API_BAD_QUERY, NULL, "department：没有这个部门", "department: there is no such department");
        return;
    }
    const ReformRecord *all = reform_records(store_of(request), a, &records), *matters = reform_matters(a, all, records, &count);
    Value *reply = value_object(a);
    value_set_str(a, reply, "department", department);
    set_rates(a, reply, matters, count, department);
    api_reply_tagged(request, reply);
}
