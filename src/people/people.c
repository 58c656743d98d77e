/* people.c: see people.h. Roles, actors, the checks before an event about officers or authority, and the event bodies. */
#include "people/people.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

static const struct { Role role; const char *name, *zh, *en; } roles_named[] = {
    {ROLE_CLERK, "clerk", "窗口人员", "window clerk"},
    {ROLE_CHIEF, "chief", "首席代表", "chief representative"},
    {ROLE_BACKOFFICE, "backoffice", "后台审批", "back office"},
    {ROLE_SUPERVISOR, "supervisor", "督查", "supervisor"},
    {ROLE_LEADER, "leader", "领导", "leader"},
    {ROLE_ADMIN, "admin", "管理员", "administrator"},
};
enum { ROLE_NAMES = sizeof roles_named / sizeof *roles_named };

/* ---- roles ---- */

const char *role_name(Role role)
{
    for (int i = 0; i < ROLE_NAMES; i++) if (roles_named[i].role == role) return roles_named[i].name;
    return "";
}

const char *role_zh(Role role)
{
    for (int i = 0; i < ROLE_NAMES; i++) if (roles_named[i].role == role) return roles_named[i].zh;
    return "";
}

const char *role_en(Role role)
{
    for (int i = 0; i < ROLE_NAMES; i++) if (roles_named[i].role == role) return roles_named[i].en;
    return "";
}

char *role_list_zh(Arena *arena, unsigned roles)
{
    Buf out = buf_new(arena);
    for (int i = 0; i < ROLE_NAMES; i++) {
        if (!(roles & (unsigned)roles_named[i].role)) continue;
        if (out.length) buf_str(&out, "、");
        buf_str(&out, roles_named[i].zh);
    }
    return out.text;
}

static unsigned one_role(const char *name, size_t length)
{
    for (int i = 0; i < ROLE_NAMES; i++)
        if (strlen(roles_named[i].name) == length && !memcmp(roles_named[i].name, name, length)) return (unsigned)roles_named[i].role;
    return 0;
}

bool roles_parse(const char *text, unsigned *out)
{
    unsigned mask = 0;
    for (const char *at = text; at;) {
        size_t length = strcspn(at, "|");
        unsigned role = one_role(at, length);
        if (!role || mask & role) return false;
        mask |= role;
        at = at[length] ? at + length + 1 : NULL;
    }
    *out = mask;
    return mask != 0;
}

Value *roles_value(Arena *arena, unsigned roles)
{
    Value *list = value_list(arena);
    for (int i = 0; i < ROLE_NAMES; i++) if (roles & (unsigned)roles_named[i].role) value_push_str(arena, list, roles_named[i].name);
    return list;
}

unsigned roles_of(const Value *list)
{
    unsigned mask = 0;
    if (!list || list->kind != VALUE_LIST) return 0;
    for (const Value *v = list->first; v; v = v->next) {
        unsigned role = v->kind == VALUE_STRING ? one_role(v->string, strlen(v->string)) : 0;
        if (!role) return 0;
        mask |= role;
    }
    return mask;
}

/* ---- actors ---- */

Actor actor_citizen(int64_t account, const char *name)
{
    return (Actor){.kind = ACTOR_CITIZEN, .id = "", .name = name ? name : "", .department = "", .window = "", .account = account};
}

Actor actor_officer(const Officer *officer)
{
    return (Actor){.kind = ACTOR_OFFICER, .id = officer->id, .name = officer->name, .department = officer->department, .window = officer->window, .roles = officer->roles};
}

static bool holds_on(const Appointment *a, Day day) { return !day_before(day, a->from) && (day_is_none(a->to) || !day_after(day, a->to)); }

static Actor under(const Actor *actor, const Appointment *post)
{
    Actor one = *actor;
    one.department = post->department, one.window = post->window, one.roles = post->roles, one.post = post->id, one.post_name = post->post;
    return one;
}

bool actor_post(const Actor *actor, int *at, Actor *one)
{
    int from = (*at)++;
    *one = *actor;
    while (from && from <= actor->post_count && (actor->posts[from - 1].id == actor->post || !holds_on(&actor->posts[from - 1], actor->day))) from = (*at)++;
    if (from > actor->post_count && from) return false;
    if (from) *one = under(actor, &actor->posts[from - 1]);
    one->posts = NULL, one->post_count = 0;
    return true;
}

bool actor_at_window(const Actor *actor, const char *window)
{
    Actor one;
    for (int at = 0; actor_post(actor, &at, &one);) if (!text_blank(one.window) && text_equal(one.window, window)) return true;
    return false;
}

bool actor_in_department(const Actor *actor, const char *department)
{
    Actor one;
    for (int at = 0; actor_post(actor, &at, &one);) if (!text_blank(one.department) && text_equal(one.department, department)) return true;
    return false;
}

unsigned actor_roles(const Actor *actor)
{
    Actor one;
    unsigned roles = 0;
    for (int at = 0; actor_post(actor, &at, &one);) roles |= one.roles;
    return roles;
}

bool actor_has_posts(const Actor *actor)
{
    Actor one;
    int at = 0;
    return actor_post(actor, &at, &one) && actor_post(actor, &at, &one);
}

Actor actor_under(const Actor *actor, int64_t appointment)
{
    for (int i = 0; i < actor->post_count; i++)
        if (actor->posts[i].id == appointment && holds_on(&actor->posts[i], actor->day)) return under(actor, &actor->posts[i]);
    return *actor;
}

void actor_set_post(Arena *arena, Value *body, const Actor *under)
{
    value_set_int(arena, body, "acted_by_appointment", under->post);
    value_set_str(arena, body, "acted_as", under->post_name ? under->post_name : "");
    value_set_str(arena, body, "acted_for", under->department);
}

Actor actor_keep(Arena *arena, const Actor *actor)
{
    Actor kept = *actor;
    kept.id = arena_strdup(arena, actor->id ? actor->id : "");
    kept.name = arena_strdup(arena, actor->name ? actor->name : "");
    kept.department = arena_strdup(arena, actor->department ? actor->department : "");
    kept.window = arena_strdup(arena, actor->window ? actor->window : "");
    if (actor->post_name) kept.post_name = arena_strdup(arena, actor->post_name);
    if (!actor->post_count) return kept;
    Appointment *posts = arena_memdup(arena, actor->posts, (size_t)actor->post_count * sizeof *posts);
    for (int i = 0; i < actor->post_count; i++) {
        posts[i].officer = kept.id;
        posts[i].department = arena_strdup(arena, posts[i].department);
        posts[i].window = arena_strdup(arena, posts[i].window);
        posts[i].post = arena_strdup(arena, posts[i].post);
        posts[i].document = arena_strdup(arena, posts[i].document);
    }
    kept.posts = posts;
    return kept;
}

Actor actor_machine(const char *name, unsigned scopes)
{
    return (Actor){.kind = ACTOR_MACHINE, .id = name, .name = name, .department = "", .window = "", .scopes = scopes};
}

Actor actor_clock(void) { return (Actor){.kind = ACTOR_CLOCK, .id = "", .name = "到期自动处理", .department = "", .window = ""}; }
Actor actor_operator(void) { return (Actor){.kind = ACTOR_OPERATOR, .id = "", .name = "系统操作员", .department = "", .window = ""}; }

char *actor_text(Arena *arena, const Actor *actor)
{
    switch (actor->kind) {
    case ACTOR_OFFICER: return arena_join(arena, "officer:", actor->id, NULL);
    case ACTOR_MACHINE: return arena_join(arena, "machine:", actor->id, NULL);
    case ACTOR_CITIZEN: return arena_strdup(arena, "citizen");
    case ACTOR_CLOCK: return arena_strdup(arena, "clock");
    case ACTOR_OPERATOR: return arena_strdup(arena, "operator");
    case ACTOR_NOBODY: break;
    }
    return arena_strdup(arena, "nobody");
}

/* ---- the snapshot ---- */

const Officer *people_officer(const People *people, const char *id)
{
    int low = 0, high = people && id ? people->officer_count : 0;
    while (low < high) {
        int middle = (low + high) / 2, order = strcmp(id, people->officers[middle].id);
        if (!order) return &people->officers[middle];
        if (order < 0) high = middle; else low = middle + 1;
    }
    return NULL;
}

bool officer_active(const Officer *officer, Day day)
{
    return officer && !day_before(day, officer->from) && (day_is_none(officer->to) || !day_after(day, officer->to));
}

int people_appointments(const People *people, const char *officer, const Appointment **out)
{
    int first = 0, high = people->appointment_count, count = 0;
    while (first < high) {
        int middle = (first + high) / 2;
        if (strcmp(people->appointments[middle].officer, officer) < 0) first = middle + 1; else high = middle;
    }
    while (first + count < people->appointment_count && !strcmp(people->appointments[first + count].officer, officer)) count++;
    if (out) *out = people->appointments + first;
    return count;
}

const Appointment *people_post(const People *people, const char *officer, Day day)
{
    const Appointment *own;
    for (int i = people_appointments(people, officer, &own) - 1; i >= 0; i--)
        if (!own[i].beside && holds_on(&own[i], day)) return &own[i];
    return NULL;
}

unsigned people_roles(const People *people, const char *officer, Day day)
{
    Actor actor = people_actor(people, officer, day);
    return actor_roles(&actor);
}

Actor people_actor(const People *people, const char *id, Day day)
{
    const Officer *officer = people_officer(people, id);
    Actor nobody = {.kind = ACTOR_NOBODY, .id = "", .name = "", .department = "", .window = ""};
    if (!people->appointment_count) return officer_active(officer, day) ? actor_officer(officer) : nobody;
    const Appointment *post = officer ? people_post(people, id, day) : NULL;
    if (!post) return nobody;
    Actor actor = {.kind = ACTOR_OFFICER, .id = officer->id, .name = officer->name, .department = post->department, .window = post->window, .roles = post->roles,
                   .post = post->id, .post_name = post->post, .day = day};
    actor.post_count = people_appointments(people, id, &actor.posts);
    return actor;
}

/* May what depends on a post be done by or through her that day? */
static bool in_post(const People *people, const char *officer, Day day) { return people_actor(people, officer, day).kind == ACTOR_OFFICER; }

AuthorityBasis people_authorises(const People *people, const char *officer, const char *item, const char *department, AuthorityRight right, Day day)
{
    AuthorityBasis none = {0};
    if (!in_post(people, officer, day)) return none;
    AuthorityBasis basis = authority_valid(&people->book, officer, item, department, right, day);
    if (!basis.substitute || in_post(people, basis.substitute->a, day)) return basis;
    /* She stands in for several, and the best row is that of an A who has left: look at each pair alone. */
    for (int i = 0; i < people->book.substitute_count; i++) {
        AuthorityBook one = people->book;
        one.substitutes = &people->book.substitutes[i], one.substitute_count = 1;
        if (!in_post(people, one.substitutes->a, day)) continue;
        basis = authority_valid(&one, officer, item, department, right, day);
        if (basis.row) return basis;
    }
    return none;
}

int people_with_role(const People *people, Arena *arena, unsigned roles, const char *department, Day day, const Officer ***out)
{
    int count = 0;
    *out = ARENA_ARRAY(arena, const Officer *, people->officer_count + 1);
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        Actor then = people_actor(people, o->id, day);
        Actor one;
        bool has = false;
        for (int at = 0; then.kind == ACTOR_OFFICER && actor_post(&then, &at, &one);) has = has || (one.roles & roles && (!department || text_equal(one.department, department)));
        if (has) (*out)[count++] = o;
    }
    return count;
}

/* ---- checks ---- */

static bool code_good(const char *text, size_t most)
{
    size_t n = strlen(text);
    if (n < 1 || n > most) return false;
    for (const char *p = text; *p; p++)
        if (!((*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'))) return false;
    return true;
}

static bool id_good(const char *id)
{
    size_t n = id ? strlen(id) : 0;
    if (n < 2 || n > 32 || id[0] < 'a' || id[0] > 'z') return false;
    for (const char *p = id; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || strchr(".-_", *p))) return false;
    return true;
}

static bool line_good(const char *text, size_t most)
{
    return !text_blank(text) && text_is_utf8(text, strlen(text)) && !strpbrk(text, "\r\n\t") && text_characters(text) <= most;
}

static const char *span_problem(Day from, Day to)
{
    if (day_is_none(from)) return "缺少起始日期";
    return !day_is_none(to) && day_before(to, from) ? "终止日期早于起始日期" : NULL;
}

const char *officer_problem(Arena *arena, const Officer *o)
{
    if (!id_good(o->id)) return arena_printf(arena, "用户名“%s”不合规:应为2至32个小写字母、数字或 . - _,以字母开头", o->id ? o->id : "");
    if (!identity_name(o->name)) return "姓名不合规";
    if (o->department && *o->department && !code_good(o->department, 12)) return "部门代码不合规";
    if (o->window && *o->window && !code_good(o->window, 12)) return "窗口代码不合规";
    if (!o->roles || o->roles & ~(unsigned)ROLE_ALL) return "至少要有一个角色,且须为已知角色";
    if (o->roles & (ROLE_CHIEF | ROLE_BACKOFFICE) && text_blank(o->department)) return "首席代表和后台审批人员须属于一个部门";
    if (o->roles & ROLE_CLERK && text_blank(o->window)) return "窗口人员须属于一个窗口";
    if (!line_good(o->post, LIMIT_NAME_CHARACTERS)) return "缺少岗位名称";
    return span_problem(o->from, o->to);
}

static const char *appointment_problem(Arena *arena, const Officer *o)
{
    const char *problem = officer_problem(arena, o);
    return problem || line_good(o->document, 100) ? problem : "缺少任职文件文号";
}

/* ---- event bodies ---- */

static void set_day(Arena *arena, Value *body, const char *key, Day day)
{
    if (day_is_none(day)) value_set_str(arena, body, key, NULL);
    else value_set_str(arena, body, key, day_text(arena, day));
}

static Value *officer_body(Arena *arena, const Officer *o)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "id", o->id);
    value_set_str(arena, body, "name", o->name);
    value_set_str(arena, body, "department", o->department ? o->department : "");
    value_set_str(arena, body, "window", o->window ? o->window : "");
    value_set(arena, body, "roles", roles_value(arena, o->roles));
    value_set_str(arena, body, "post", o->post);
    set_day(arena, body, "from", o->from);
    set_day(arena, body, "to", o->to);
    value_set_str(arena, body, "document", o->document);
    return body;
}

Value *people_event_appointed(Arena *arena, const People *people, const Officer *officer, const char **problem)
{
    const Officer *now = people ? people_officer(people, officer->id) : NULL;
    *problem = appointment_problem(arena, officer);
    if (!*problem && now && (day_is_none(now->to) || !day_before(now->to, officer->from)))
        *problem = arena_printf(arena, "用户名“%s”已有在岗人员", officer->id);
    return *problem ? NULL : officer_body(arena, officer);
}

Value *people_event_changed(Arena *arena, const People *people, const Officer *officer, const char **problem)
{
    *problem = appointment_problem(arena, officer);
    if (!*problem && people && !people_officer(people, officer->id)) *problem = arena_printf(arena, "没有用户名为“%s”的人员", officer->id);
    return *problem ? NULL : officer_body(arena, officer);
}

Value *people_event_post_added(Arena *arena, const People *people, const Officer *officer, const char **problem)
{
    const Appointment *own = NULL;
    int count = people ? people_appointments(people, officer->id ? officer->id : "", &own) : 0;
    *problem = appointment_problem(arena, officer);
    if (!*problem && people && !people_post(people, officer->id, officer->from)) *problem = "兼任须以在岗为前提：该日没有本职任职";
    for (int i = 0; i < count && !*problem; i++) {
        bool meets = (day_is_none(own[i].to) || !day_before(own[i].to, officer->from)) && (day_is_none(officer->to) || !day_after(own[i].from, officer->to));
        if (meets && text_equal(own[i].department, officer->department) && text_equal(own[i].window, officer->window) && own[i].roles == officer->roles)
            *problem = arena_printf(arena, "该岗位已凭%s任职，期限重叠", own[i].document);
    }
    return *problem ? NULL : officer_body(arena, officer);
}

Value *people_event_post_ended(Arena *arena, const People *people, int64_t appointment, Day last, const char *document, const char **problem)
{
    const Appointment *row = NULL;
    for (int i = 0; people && i < people->appointment_count; i++) if (people->appointments[i].id == appointment && people->appointments[i].beside) row = &people->appointments[i];
    *problem = NULL;
    if (!row) *problem = "没有这一项兼任";
    else if (day_is_none(last)) *problem = "缺少兼任终止日期";
    else if (day_before(last, day_plus(row->from, -1))) *problem = "终止日期早于任职日期";
    else if (!day_is_none(row->to) && day_before(row->to, last)) *problem = "该任职在此日期之前已经终止";
    else if (!line_good(document, 100)) *problem = "缺少免职文件文号";
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_str(arena, body, "id", row->officer);
    value_set_int(arena, body, "appointment", appointment);
    set_day(arena, body, "last", last);
    value_set_str(arena, body, "document", document);
    return body;
}

Value *people_event_dismissed(Arena *arena, const People *people, const char *id, Day last, const char *reason, const char **problem)
{
    const Officer *now = people ? people_officer(people, id) : NULL;
    *problem = NULL;
    if (!id_good(id)) *problem = "用户名不合规";
    else if (people && !now) *problem = arena_printf(arena, "没有用户名为“%s”的人员", id);
    else if (day_is_none(last)) *problem = "缺少离岗日期";
    else if (now && day_before(last, day_plus(now->from, -1))) *problem = "离岗日期早于到岗日期";
    else if (now && !day_is_none(now->to) && day_after(last, now->to))       /* only an appointment gives days in post */
        *problem = arena_printf(arena, "已登记的任职到%s为止，延长须另行任命", day_text(arena, now->to));
    else if (!line_good(reason, LIMIT_NAME_CHARACTERS)) *problem = "缺少离岗事由";
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_str(arena, body, "id", id);
    set_day(arena, body, "last", last);
    value_set_str(arena, body, "reason", reason);
    return body;
}

static const char *authority_problem(Arena *arena, const People *people, const Authority *row)
{
    if (!id_good(row->officer)) return "授权对象不合规";
    const Officer *officer = people ? people_officer(people, row->officer) : NULL;
    if (people && !officer) return arena_printf(arena, "没有用户名为“%s”的人员", row->officer);
    if (!row->department || !code_good(row->department, 12)) return "部门代码不合规";
    if (!row->item || (strcmp(row->item, "*") && !code_good(row->item, 36))) return "事项编码不合规(全部事项写 *)";
    if (!row->rights || row->rights & ~(unsigned)AUTHORITY_ALL) return "至少要授予一项权限";
    if (!line_good(row->document, 100)) return "缺少授权书文号";
    return span_problem(row->from, row->to);
}

Value *people_event_granted(Arena *arena, const People *people, const Authority *row, const char **problem)
{
    *problem = authority_problem(arena, people, row);
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_str(arena, body, "officer", row->officer);
    value_set_str(arena, body, "department", row->department);
    value_set_str(arena, body, "item", row->item);
    value_set(arena, body, "rights", authority_rights_value(arena, row->rights));
    set_day(arena, body, "from", row->from);
    set_day(arena, body, "to", row->to);
    value_set_str(arena, body, "document", row->document);
    return body;
}

Value *people_event_revoked(Arena *arena, const People *people, int64_t id, Day last, const char *document, const char **problem)
{
    const Authority *row = NULL;
    for (int i = 0; people && i < people->book.row_count; i++) if (people->book.rows[i].id == id) row = &people->book.rows[i];
    *problem = NULL;
    if (id <= 0 || (people && !row)) *problem = "没有这一条授权";
    else if (day_is_none(last)) *problem = "缺少授权终止日期";
    else if (row && !day_is_none(row->to) && day_before(row->to, last)) *problem = "该授权在此日期之前已经终止";
    else if (!line_good(document, 100)) *problem = "缺少撤销文件文号";
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_int(arena, body, "authority", id);
    set_day(arena, body, "last", last);
    value_set_str(arena, body, "document", document);
    return body;
}

Value *people_event_substitute(Arena *arena, const People *people, const Substitute *pair, const char **problem)
{
    *problem = NULL;
    if (!id_good(pair->a) || !id_good(pair->b)) *problem = "AB角用户名不合规";
    else if (!strcmp(pair->a, pair->b)) *problem = "A角和B角不能是同一人";
    else if (people && !people_officer(people, pair->a)) *problem = arena_printf(arena, "没有用户名为“%s”的人员", pair->a);
    else if (people && !people_officer(people, pair->b)) *problem = arena_printf(arena, "没有用户名为“%s”的人员", pair->b);
    else if (!line_good(pair->document, 100)) *problem = "缺少AB角文件文号";
    else *problem = span_problem(pair->from, pair->to);
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_str(arena, body, "a", pair->a);
    value_set_str(arena, body, "b", pair->b);
    set_day(arena, body, "from", pair->from);
    set_day(arena, body, "to", pair->to);
    value_set_str(arena, body, "document", pair->document);
    return body;
}

bool absence_reason_good(const char *reason)
{
    static const char *const known[] = {"公出", "会议", "培训", "休假", "轮休", "其他"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) if (text_equal(reason, known[i])) return true;
    return false;
}

Value *people_event_absence(Arena *arena, const People *people, const Absence *absence, const char **problem)
{
    *problem = NULL;
    if (!id_good(absence->officer)) *problem = "用户名不合规";
    else if (people && !people_officer(people, absence->officer)) *problem = arena_printf(arena, "没有用户名为“%s”的人员", absence->officer);
    else if (day_is_none(absence->to)) *problem = "缺少离岗终止日期";
    else if (!absence_reason_good(absence->reason)) *problem = "离岗事由应为:公出、会议、培训、休假、轮休、其他";
    else *problem = span_problem(absence->from, absence->to);
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_str(arena, body, "officer", absence->officer);
    set_day(arena, body, "from", absence->from);
    set_day(arena, body, "to", absence->to);
    value_set_str(arena, body, "reason", absence->reason);
    return body;
}

Value *people_event_absence_ended(Arena *arena, const People *people, int64_t id, Day last, const char **problem)
{
    const Absence *row = NULL;
    for (int i = 0; people && i < people->book.absence_count; i++) if (people->book.absences[i].id == id) row = &people->book.absences[i];
    *problem = NULL;
    if (id <= 0 || (people && !row)) *problem = "没有这一条离岗登记";
    else if (day_is_none(last)) *problem = "缺少离岗终止日期";
    else if (row && (day_before(row->to, last) || day_before(last, day_plus(row->from, -1)))) *problem = "返岗日期不在离岗期间";
    if (*problem) return NULL;
    Value *body = value_object(arena);
    value_set_int(arena, body, "absence", id);
    set_day(arena, body, "last", last);
    return body;
}
