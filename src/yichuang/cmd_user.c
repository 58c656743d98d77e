/* cmd_user.c: yichuang user: officers, their passwords and locks, and tokens for other systems, by whoever runs the machine.
 *
 * A password comes from standard input (a terminal asks twice, without echo), never from the command line, where others could read it.
 * Writing needs the data directory for itself: while the hall is open, use the staff pages. */
#include "base/text.h"
#include "people/account.h"
#include "people/login.h"
#include "people/password.h"
#include "window/office_act.h"
#include "yichuang/answer.h"
#include "yichuang/commands.h"
#include "yichuang/options.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { WORDS = 2 };
enum { LINE_BYTES = PASSWORD_MOST_BYTES + 3 };

typedef enum { USER_LIST, USER_ADD, USER_PASSWORD, USER_LOCK, USER_UNLOCK, USER_ROLE, USER_POST, USER_END_POST, USER_DISMISS, USER_TOKEN, USER_TOKENS, USER_REVOKE } UserVerb;

static const struct { const char *name; UserVerb verb; bool takes_word, writes; } verbs[] = {
    {"list", USER_LIST, false, false},      {"add", USER_ADD, true, true},       {"password", USER_PASSWORD, true, true}, {"lock", USER_LOCK, true, true},
    {"unlock", USER_UNLOCK, true, true},    {"role", USER_ROLE, true, true},     {"dismiss", USER_DISMISS, true, true},   {"token", USER_TOKEN, true, true},
    {"tokens", USER_TOKENS, false, false},  {"revoke", USER_REVOKE, true, true}, {"post", USER_POST, true, true},         {"endpost", USER_END_POST, true, true},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

static const char usage[] =
    "user list|add|password|lock|unlock|role|post|endpost|dismiss|token|tokens|revoke [ID] [选项 options]\n"
    "  user list                                     人员名单 the officers\n"
    "  user add ID --name 姓名 --roles R --post 岗位 --document 任职文件文号  任用；密码由标准输入读入 appoint; password from standard input\n"
    "  user password ID                              重设密码 set a new password (standard input)\n"
    "  user lock ID | user unlock ID                 停用、恢复账号 block or free the account\n"
    "  user role ID --roles R --document 任职文件文号 [--from DATE] [--post 岗位]  改任：自该日起为新的任职 another appointment from that day on\n"
    "  user post ID --roles R --post 岗位 --document 任职文件文号 [--department] [--window] [--from] [--to]  兼任：本职不变 a further post beside her own\n"
    "  user endpost ID --appointment N --document 免职文件文号 [--last DATE]  免去一项兼任（编号见名单） end a post held beside; its number is in the list\n"
    "  user dismiss ID --last DATE --reason 事由      离岗 leave the post\n"
    "  user token NAME --scopes S                    发放接口令牌（只显示一次） a machine token, shown once\n"
    "  user tokens | user revoke NUMBER              令牌名单、作废 list, revoke tokens\n"
    "角色 roles: clerk|chief|backoffice|supervisor|leader|admin   范围 scopes: submit|query|catalogue|statistics|exchange";

/* What is to be done, complete and checked as far as it can be without the data. */
typedef struct UserOrder {
    UserVerb verb;
    const char *id;
    Officer officer;             /* add, role, post */
    OfficerDismiss dismiss;
    PostEnd end;
    const char *hash;            /* add, password */
    bool final;                  /* the officer need not change the password */
    const char *token;
    unsigned scopes;
    int64_t number;
} UserOrder;

/* ---- the one write ---- */

/* An administrator, and no other who is in post can sign in. */
static bool last_admin(Scene *scene, WindowTurn *turn, const Officer *officer)
{
    const Officer **admins;
    int count = people_with_role(scene->people, turn->arena, ROLE_ADMIN, NULL, instant_day(turn->now), &admins), others = 0;
    for (int i = 0; i < count; i++) {
        Credential credential;
        if (admins[i] == officer) continue;
        others += credential_find(scene->store, turn->arena, account_subject_officer(turn->arena, admins[i]->id), &credential) && !credential.blocked;
    }
    return people_roles(scene->people, officer->id, instant_day(turn->now)) & ROLE_ADMIN && !others;
}

static void change_roles(Scene *scene, WindowTurn *turn, const UserOrder *order, const Officer *known)
{
    if (!officer_active(known, instant_day(turn->now))) { turn->detail = "该人员不在岗 this officer is not in post"; return; }
    if (!(order->officer.roles & ROLE_ADMIN) && last_admin(scene, turn, known)) { window_refuse(turn, REFUSED_LAST_ADMINISTRATOR, NULL); return; }
    Officer changed = *known;
    changed.roles = order->officer.roles;
    changed.from = order->officer.from;
    changed.document = order->officer.document;
    if (order->officer.post) changed.post = order->officer.post;
    turn->input = &changed;
    office_appoint(scene, turn);
}

static void add_post(Scene *scene, WindowTurn *turn, const UserOrder *order, const Officer *known)
{
    Officer post = order->officer;
    post.name = known->name;
    post.beside = true;
    turn->input = &post;
    office_appoint(scene, turn);
}

/* Hers, whatever number was given. */
static void end_post(Scene *scene, WindowTurn *turn, const UserOrder *order)
{
    const Appointment *own;
    int count = people_appointments(scene->people, order->id, &own);
    bool hers = false;
    for (int i = 0; i < count; i++) hers |= own[i].beside && own[i].id == order->end.appointment;
    if (!hers) { turn->detail = "该人员没有这一项兼任 this officer holds no such post beside her own"; return; }
    turn->input = &order->end;
    office_end_post(scene, turn);
}

static void carry_out_token(Scene *scene, WindowTurn *turn, const UserOrder *order)
{
    if (order->verb == USER_REVOKE) {
        if (!machine_revoke(scene->store, order->number, turn->now)) turn->detail = "没有这个有效令牌 no such live token";
    } else if (!machine_create(scene->store, order->token, order->id, order->scopes, (Instant){0}, turn->now))
        turn->detail = "已有同名的有效令牌，请先作废 a live token of this name exists: revoke it first";
}

/* Everything `yichuang user` writes is written here, in one turn at the window, as the operator. turn->detail without a refusal: why nothing was done. */
static void user_carry_out(Scene *scene, WindowTurn *turn)
{
    const UserOrder *order = turn->input;
    if (order->verb == USER_TOKEN || order->verb == USER_REVOKE) { carry_out_token(scene, turn, order); return; }
    const Officer *known = people_officer(scene->people, order->id);
    const char *subject = account_subject_officer(turn->arena, order->id);
    if (order->verb == USER_ADD) {
        if (officer_active(known, instant_day(turn->now))) { turn->detail = "该用户名已有在岗人员 the user name is taken"; return; }
        turn->input = &order->officer;
        office_appoint(scene, turn);
        if (turn->refusal) return;
        credential_set(scene->store, subject, order->hash, !order->final, turn->now);
        credential_block(scene->store, subject, false);            /* one who left and comes back */
        return;
    }
    if (!known) { window_refuse(turn, REFUSED_NO_SUCH_OFFICER, order->id); return; }
    switch (order->verb) {
    case USER_PASSWORD:
        credential_set(scene->store, subject, order->hash, !order->final, turn->now);
        login_unlock(scene->store, subject);
        break;
    case USER_LOCK:
        if (last_admin(scene, turn, known)) window_refuse(turn, REFUSED_LAST_ADMINISTRATOR, NULL);
        else if (!credential_block(scene->store, subject, true)) turn->detail = "该人员还没有密码 this officer has no password yet";
        break;
    case USER_UNLOCK:
        login_unlock(scene->store, subject);
        if (!credential_block(scene->store, subject, false)) turn->detail = "该人员还没有密码 this officer has no password yet";
        break;
    case USER_ROLE:
        change_roles(scene, turn, order, known);
        break;
    case USER_POST:
        add_post(scene, turn, order, known);
        break;
    case USER_END_POST:
        end_post(scene, turn, order);
        break;
    case USER_DISMISS:
        if (last_admin(scene, turn, known)) { window_refuse(turn, REFUSED_LAST_ADMINISTRATOR, NULL); return; }
        turn->input = &order->dismiss;
        office_dismiss(scene, turn);
        if (!turn->refusal) credential_block(scene->store, subject, true);
        break;
    default:
        break;
    }
}

static int write_order(Arena *arena, const char *directory, const UserOrder *order)
{
    OneWindow *window = window_open(&(WindowOptions){.directory = directory});
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = user_carry_out, .input = order};
    window_do(window, &turn);
    window_close(window);
    if (turn.fault || turn.refusal) return complain_turn("user", &turn);
    if (turn.detail) return complain("user", REFUSED, "没有办理", "not done", turn.detail);
    return DONE;
}

/* ---- passwords from standard input ---- */

static bool read_line(char *out)
{
    if (!fgets(out, LINE_BYTES, stdin)) return false;
    size_t n = strlen(out);
    bool whole = n && out[n - 1] == '\n';
    if (!whole && !feof(stdin)) return false;          /* longer than any password may be */
    while (n && (out[n - 1] == '\n' || out[n - 1] == '\r')) out[--n] = 0;
    return true;
}

static bool ask(const char *prompt, char *out)
{
    struct termios before, quiet;
    if (tcgetattr(STDIN_FILENO, &before)) return read_line(out);
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    fprintf(stderr, "%s", prompt);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    bool got = read_line(out);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return got;
}

/* The hash of the password typed or piped; NULL after telling why not, with *code. */
static const char *take_password(Arena *arena, const char *id, int *code)
{
    char first[LINE_BYTES] = "", again[LINE_BYTES] = "";
    const char *hash = NULL, *why = NULL;
    *code = WRONG_USAGE;
    if (!ask("密码 password: ", first)) complain("user", *code, "标准输入没有密码", "no password on standard input", NULL);
    else if ((why = password_problem(first, id, false))) *code = complain("user", REFUSED, why, password_problem(first, id, true), NULL);
    else if (isatty(STDIN_FILENO) && (!ask("再输入一次 once more: ", again) || strcmp(first, again))) *code = complain("user", REFUSED, "两次输入不同", "the two differ", NULL);
    else hash = password_hash(arena, first);
    explicit_bzero(first, sizeof first);
    explicit_bzero(again, sizeof again);
    return hash;
}

/* ---- lists (reading only; the hall may be open) ---- */

/* The posts she holds beside, or will: with the number that ends each. */
static void print_beside(Arena *arena, const People *people, const char *officer, Day today)
{
    const Appointment *own;
    int count = people_appointments(people, officer, &own);
    for (int i = 0; i < count; i++) {
        const Appointment *p = &own[i];
        if (!p->beside || (!day_is_none(p->to) && day_before(p->to, today))) continue;
        printf("  兼任 beside %lld\t%s\t%s\t%s\t%s\t%s..%s\t%s\n", (long long)p->id, *p->department ? p->department : "-", *p->window ? p->window : "-", role_list_zh(arena, p->roles), p->post,
               day_text(arena, p->from), day_text(arena, p->to), p->document);
    }
}

static int print_officers(Arena *arena, Store *store, const char *department)
{
    const People *people = people_load(store, arena);
    for (int i = 0; i < people->officer_count; i++) {
        const Officer *o = &people->officers[i];
        if (department && strcmp(o->department, department)) continue;
        Credential credential = {0};
        bool has = credential_find(store, arena, account_subject_officer(arena, o->id), &credential);
        printf("%s\t%s\t%s\t%s\t%s\t%s\t%s..%s\t%s\n", o->id, o->name, *o->department ? o->department : "-", *o->window ? o->window : "-", role_list_zh(arena, o->roles), o->post,
               day_text(arena, o->from), day_text(arena, o->to), !has ? "无密码 no password" : credential.blocked ? "停用 blocked" : credential.must_change ? "须改密码 must change" : "正常 ready");
        print_beside(arena, people, o->id, instant_day(instant_now()));
    }
    return DONE;
}

static int print_tokens(Arena *arena, Store *store)
{
    Machine *all;
    int count = machine_list(store, arena, &all);
    for (int i = 0; i < count; i++)
        printf("%lld\t%s\t%s\t%s\t%s\n", (long long)all[i].id, all[i].name, machine_scopes_text(arena, all[i].scopes), instant_text_short(arena, all[i].created),
               all[i].revoked.ms ? "已作废 revoked" : "有效 live");
    return DONE;
}

static int print_list(Arena *arena, const char *directory, UserVerb verb, const char *department)
{
    Store *store = data_reading("user", arena, directory);
    if (!store) return REFUSED;
    int code = verb == USER_TOKENS ? print_tokens(arena, store) : print_officers(arena, store, department);
    store_close(store);
    return code;
}

/* ---- from words to an order ---- */

typedef struct Given { const char *directory, *name, *department, *window, *roles, *post, *from, *to, *last, *reason, *scopes, *document, *appointment; bool final; } Given;

static bool given_day(const char *text, Day otherwise, Day *out)
{
    *out = otherwise;
    return !text || day_parse(text, out);
}

static int order_officer(Arena *arena, const Given *given, UserOrder *order, Day today)
{
    Officer *o = &order->officer;
    *o = (Officer){.id = order->id, .name = given->name, .department = given->department ? given->department : "", .window = given->window ? given->window : "", .post = given->post, .document = given->document};
    if (!given->roles || !roles_parse(given->roles, &o->roles)) return complain("user", WRONG_USAGE, "角色缺少或不认识", "roles are missing or unknown", given->roles);
    if (text_blank(o->document)) return complain("user", WRONG_USAGE, "缺少任职文件文号", "the number of the document of appointment is needed", "--document");
    if (order->verb == USER_ROLE) return given_day(given->from, today, &o->from) ? -1 : complain("user", WRONG_USAGE, "日期应写作 YYYY-MM-DD", "dates are YYYY-MM-DD", NULL);
    if (!given_day(given->from, today, &o->from) || !given_day(given->to, DAY_NONE, &o->to)) return complain("user", WRONG_USAGE, "日期应写作 YYYY-MM-DD", "dates are YYYY-MM-DD", NULL);
    if (order->verb == USER_POST) return -1;                 /* whose post it is, the data say */
    const char *problem = officer_problem(arena, o);
    return problem ? complain("user", WRONG_USAGE, problem, "the officer's data are not complete", NULL) : -1;
}

static int order_dismiss(const Given *given, UserOrder *order, Day today)
{
    order->dismiss = (OfficerDismiss){.id = order->id, .reason = given->reason};
    if (text_blank(given->reason)) return complain("user", WRONG_USAGE, "缺少事由", "a reason is needed", "--reason");
    return given_day(given->last, today, &order->dismiss.last) ? -1 : complain("user", WRONG_USAGE, "日期应写作 YYYY-MM-DD", "dates are YYYY-MM-DD", given->last);
}

static int order_end_post(const Given *given, UserOrder *order, Day today)
{
    order->end.document = given->document;
    if (!text_parse_int(given->appointment ? given->appointment : "", 1, INT64_MAX, &order->end.appointment)) return complain("user", WRONG_USAGE, "请写兼任编号（见名单）", "give the number of the post, as in the list", "--appointment");
    if (text_blank(given->document)) return complain("user", WRONG_USAGE, "缺少免职文件文号", "the number of the document that ends it is needed", "--document");
    return given_day(given->last, today, &order->end.last) ? -1 : complain("user", WRONG_USAGE, "日期应写作 YYYY-MM-DD", "dates are YYYY-MM-DD", given->last);
}

/* -1: the order is complete. */
static int fill_order(Arena *arena, const Given *given, UserOrder *order)
{
    Day today = instant_day(instant_now());
    int code = -1;
    order->final = given->final;
    if (order->verb == USER_TOKEN) {
        if (!machine_name_good(order->id)) return complain("user", WRONG_USAGE, "令牌名应为2至32个小写字母、数字或连字符", "a token's name is 2 to 32 small letters, digits or -", order->id);
        if (!given->scopes || !machine_scopes_parse(given->scopes, &order->scopes)) return complain("user", WRONG_USAGE, "范围缺少或不认识", "scopes are missing or unknown", given->scopes);
        char *token = arena_alloc(arena, MACHINE_TOKEN_CHARS + 1);
        machine_token_new(token);
        order->token = token;
    }
    if (order->verb == USER_REVOKE && !text_parse_int(order->id, 1, INT64_MAX, &order->number)) return complain("user", WRONG_USAGE, "请写令牌编号", "give the token's number", order->id);
    if (order->verb == USER_ADD || order->verb == USER_ROLE || order->verb == USER_POST) code = order_officer(arena, given, order, today);
    if (order->verb == USER_END_POST) code = order_end_post(given, order, today);
    if (order->verb == USER_DISMISS) code = order_dismiss(given, order, today);
    if (code < 0 && (order->verb == USER_ADD || order->verb == USER_PASSWORD) && !(order->hash = take_password(arena, order->id, &code))) return code;
    return code < 0 || order->hash ? -1 : code;
}

static int run_order(Arena *arena, const Given *given, const char *const *words, int count)
{
    int which = 0;
    if (!count) return complain("user", WRONG_USAGE, "缺少子命令", "say what to do", NULL);
    while (which < VERBS && strcmp(verbs[which].name, words[0])) which++;
    if (which == VERBS) return complain("user", WRONG_USAGE, "没有这个子命令", "no such command", words[0]);
    if (count != 1 + verbs[which].takes_word) return complain("user", WRONG_USAGE, verbs[which].takes_word ? "缺少用户名、令牌名或编号" : "多余的参数", verbs[which].takes_word ? "a name or number is needed" : "unexpected argument", NULL);
    if (!verbs[which].writes) return print_list(arena, given->directory, verbs[which].verb, given->department);
    UserOrder order = {.verb = verbs[which].verb, .id = words[count - 1]};
    int code = fill_order(arena, given, &order);
    if (code >= 0) return code;
    code = write_order(arena, given->directory, &order);
    if (code == DONE && order.token) printf("%s\n", order.token);
    else if (code == DONE) printf("已办理 done: %s %s\n", words[0], order.id);
    return code;
}

int cmd_user(int argc, char **argv)
{
    Given given = {.directory = default_directory()};
    const Option options[] = {
        {"data", "DIR", "数据目录", "data directory", &given.directory, NULL},
        {"name", "NAME", "姓名", "name", &given.name, NULL},
        {"department", "CODE", "部门代码", "department code", &given.department, NULL},
        {"window", "CODE", "窗口代码", "window code", &given.window, NULL},
        {"roles", "R|R", "角色", "roles", &given.roles, NULL},
        {"post", "POST", "岗位", "post", &given.post, NULL},
        {"document", "NO", "任职文件文号", "number of the document of appointment", &given.document, NULL},
        {"from", "DATE", "到岗日期（默认今天）", "first day in post (today)", &given.from, NULL},
        {"to", "DATE", "任期最后一天", "last day in post", &given.to, NULL},
        {"last", "DATE", "离岗前最后一天（默认今天）", "last day before leaving (today)", &given.last, NULL},
        {"reason", "TEXT", "离岗事由", "why the officer leaves", &given.reason, NULL},
        {"appointment", "N", "兼任编号", "number of the post held beside", &given.appointment, NULL},
        {"scopes", "S|S", "令牌范围", "scopes of the token", &given.scopes, NULL},
        {"final", NULL, "首次登录不必改密码", "the password need not be changed at first login", NULL, &given.final},
        {0}};
    const char *words[WORDS];
    int count = 0, code = options_read(argc, argv, usage, options, words, WORDS, &count);
    if (code >= 0) return code;
    Arena *arena = arena_new();
    code = run_order(arena, &given, words, count);
    arena_free(arena);
    return code;
}
