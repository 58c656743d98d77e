/* certificate.c: the register of certificates for the staff, and the public list of decisions (XK-40): granted, withdrawn, revoked, cancelled. */
#include "certificates/certificates.h"
#include "base/text.h"
#include "pages/case_view.h"
#include "pages/desk_form.h"
#include "pages/item_view.h"
#include "pages/office.h"
#include "pages/words.h"
#include "people/identity.h"
#include <string.h>

enum { ROWS = 30, SOON_DAYS = 60 };

static bool english(Request *request) { return visitor_english(visitor_of(request)); }
static Store *store_of(Request *request) { return hall_of(request)->scene->store; }

static const char *item_name(Request *request, const char *code)
{
    const Item *item = catalog_item_newest(hall_of(request)->scene->catalog, code);
    return item ? words_item(request, item) : code;
}

/* Persons are masked; the name of a firm is public as it is. */
static const char *holder(Request *request, int64_t case_id)
{
    const CaseFile *file = case_load(store_of(request), request->arena, case_id);
    const char *name = file ? value_str(file->person, "applicant_name") : NULL, *identity = file ? value_str(file->person, "identity") : NULL;
    if (name && identity && identity_good(identity_check(identity, IDENTITY_CREDIT, visitor_of(request)->today))) return name;
    return name ? identity_mask_name(request->arena, name) : page_message(request, "case.erased");
}

static const char *day_or(Request *request, Day day, const char *key) { return day_is_none(day) ? page_message(request, key) : day_text(request->arena, day); }

static void set_row(Request *request, Value *row, const Certificate *c)
{
    Arena *a = request->arena;
    Day today = visitor_of(request)->today;
    const char *state = certificate_state_name(c, today);
    bool valid = !strcmp(state, "valid"), expired = !strcmp(state, "expired");
    CertificateState shown = expired ? CERTIFICATE_EXPIRED : c->state;
    value_set_int(a, row, "id", c->id);
    value_set_str(a, row, "url", arena_printf(a, "/desk/certificates/%lld", (long long)c->id));
    value_set_str(a, row, "number", c->number);
    value_set_str(a, row, "item_name", item_name(request, c->item));
    value_set_str(a, row, "holder", holder(request, c->case_id));
    value_set_str(a, row, "valid_from", day_text(a, c->valid_from));
    value_set_str(a, row, "valid_to", day_or(request, c->valid_to, "certificate.no_expiry"));
    value_set_str(a, row, "state_text", !strcmp(state, "not_yet") ? page_message(request, "certificate.not_yet") : english(request) ? certificate_state_en(shown) : certificate_state_zh(shown));
    value_set_bool(a, row, "valid", valid);
    value_set_str(a, row, "waits", !day_is_none(c->renewal) ? page_message(request, "register.renewal_waits") : !day_is_none(c->change) ? page_message(request, "register.change_waits") : NULL);
}

/* ---- the register ---- */

/* An officer sees her department's; supervisors and the centre see all. */
static const char *department_seen(Request *request)
{
    Visitor *v = visitor_of(request);
    RightScope centre = {.department = ""};
    return right_has(&v->actor, RIGHT_SEE_CASE, &centre) || text_blank(v->actor.department) ? NULL : v->actor.department;
}

static void register_page(Request *request)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    Value *view = page_view(request, "certificates");
    const char *shown = office_query(request, "show"), *number = office_query(request, "number");
    static const char *const tabs[] = {"", "waiting", "expiring", "ended"};
    CertificateFilter f = {.department = department_seen(request), .state = CERTIFICATE_STATES, .expiring_by = DAY_NONE, .limit = ROWS, .offset = (office_page(request) - 1) * ROWS};
    if (!strcmp(shown, "waiting")) f.waiting = true;
    else if (!strcmp(shown, "expiring")) f.expiring_by = day_plus(v->today, SOON_DAYS);
    else if (!strcmp(shown, "ended")) f.state = CERTIFICATE_EXPIRED;
    Value *parts = value_set_list(a, view, "tabs");
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        Value *tab = value_push_object(a, parts);
        const OfficePair pair = {"show", tabs[i]};
        value_set_str(a, tab, "url", office_url(request, "/desk/certificates", &pair, 1));
        value_set_str(a, tab, "name", page_message(request, arena_printf(a, "register.show_%s", *tabs[i] ? tabs[i] : "all")));
        value_set_bool(a, tab, "current", !strcmp(tabs[i], shown));
    }
    int count;
    Certificate *rows;
    const Certificate *one = *number ? certificate_by_number(store_of(request), a, text_trim(a, number)) : NULL;
    if (*number) { count = one && (!f.department || text_equal(f.department, one->department)); rows = (Certificate *)one; }
    else rows = certificates_list(store_of(request), a, &f, &count);
    Value *list = value_set_list(a, view, "certificates");
    for (int i = 0; i < count; i++) set_row(request, value_push_object(a, list), &rows[i]);
    value_set_str(a, view, "number", number);
    const OfficePair pairs[] = {{"show", shown}};
    if (!*number) office_set_pages(request, view, "/desk/certificates", pairs, 1, office_page(request), certificates_count(store_of(request), &f), ROWS);
    page_show(request, 200, "certificates", view);
}

static void one_page(Request *request)
{
    int64_t id;
    Arena *a = request->arena;
    const Certificate *c = text_parse_int(request_param(request, "id"), 1, INT64_MAX, &id) ? certificate_load(store_of(request), a, id) : NULL;
    const CaseFile *file = c ? case_load(store_of(request), a, c->case_id) : NULL;
    if (!file || !visitor_may(request, RIGHT_SEE_CASE, file)) { page_refusal(request, c ? REFUSED_NO_RIGHT : REFUSED_NO_SUCH_CERTIFICATE, NULL); return; }
    Value *view = page_view(request, "certificates"), *out = value_set_object(a, view, "certificate");
    set_row(request, out, c);
    value_set_str(a, out, "case_number", file->number);
    value_set_str(a, out, "case_url", arena_printf(a, "/desk/cases/%s", file->number));
    value_set_str(a, out, "renewal", day_is_none(c->renewal) ? NULL : day_text(a, c->renewal));
    value_set_str(a, out, "change", day_is_none(c->change) ? NULL : day_text(a, c->change));
    value_set_str(a, out, "reminded", day_is_none(c->reminded) ? NULL : day_text(a, c->reminded));
    value_set(a, view, "events", case_events(request, file, true));
    value_set(a, view, "documents", case_documents(request, file));
    const char *names[12];
    int n = 0;
    bool valid = !strcmp(certificate_state_name(c, visitor_of(request)->today), "valid"), ended = c->state != CERTIFICATE_VALID || !valid;
    if (!day_is_none(c->renewal)) { names[n++] = "renew"; names[n++] = "refuse_renewal"; }
    else if (valid && !day_is_none(c->valid_to)) names[n++] = "apply_renewal";
    if (!day_is_none(c->change)) { names[n++] = "change"; names[n++] = "refuse_change"; }
    else if (valid) names[n++] = "apply_change";
    if (valid) names[n++] = "withdraw";
    if (c->state == CERTIFICATE_VALID || c->state == CERTIFICATE_EXPIRED) {
        if (certificate_untrue(hall_of(request)->scene->store, a, c->case_id)) names[n++] = "carry_out";
        names[n++] = "revoke";
    }
    if (c->state != CERTIFICATE_CANCELLED && (ended || valid)) names[n++] = "cancel";
    names[n] = NULL;
    desk_form_acts(request, view, &certificates_desk, names, "certificate", arena_printf(a, "%lld", (long long)id), arena_printf(a, "/desk/certificates/%lld", (long long)id));
    page_show(request, 200, "certificate", view);
}

/* ---- what was decided, for everybody ---- */

static void publications_page(Request *request)
{
    Arena *a = request->arena;
    Value *view = page_view(request, "publications"), *list = value_set_list(a, view, "decisions");
    int count, page = office_page(request);
    int64_t total = documents_public_count(store_of(request));
    const IssuedDocument **rows = documents_public(store_of(request), a, ROWS, (page - 1) * ROWS, &count);
    for (int i = 0; i < count; i++) {
        const IssuedDocument *d = rows[i];
        const CaseFile *file = d->case_id ? case_load(store_of(request), a, d->case_id) : NULL;
        const Item *item = file ? case_item(hall_of(request)->scene, file) : NULL;
        Value *row = value_push_object(a, list);
        Buf url = buf_new(a);
        buf_str(&url, "/certificates?number=");
        page_percent(&url, d->number);
        value_set_str(a, row, "title", document_title(a, document_kind(d->kind), d->record, english(request)));
        value_set_str(a, row, "number", d->number);
        value_set_str(a, row, "url", url.text);
        value_set_str(a, row, "item_name", item ? words_item(request, item) : "");
        value_set_str(a, row, "holder", file ? holder(request, d->case_id) : "");
        value_set_str(a, row, "organ", value_str_or(d->record, "organ", ""));
        value_set_str(a, row, "date", day_text(a, d->day));
        value_set_bool(a, row, "taken", !strcmp(d->kind, "F30") || !strcmp(d->kind, "F31") || !strcmp(d->kind, "F32"));
    }
    office_set_pages(request, view, "/publications", NULL, 0, page, total, ROWS);
    page_show(request, 200, "publications", view);
}

const Route certificate_routes[] = {
    {HTTP_GET, "/publications", publications_page, ROUTE_OPEN, "许可结果公开 decisions, for everybody to consult"},
    {HTTP_GET, "/desk/certificates", register_page, RIGHT_SEE_CASE, "证照登记簿 the register of certificates"},
    {HTTP_GET, "/desk/certificates/:id", one_page, RIGHT_SEE_CASE, "one certificate and its life"},
    {0},
};
