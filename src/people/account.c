/* account.c: see account.h. The pure part: subjects, checks of a citizen's account, machine tokens and their scopes. */
#include "people/account.h"
#include "base/buf.h"
#include "base/text.h"
#include "people/identity.h"
#include "people/session.h"
#include <string.h>

char *account_subject_officer(Arena *arena, const char *id) { return arena_printf(arena, "officer:%s", id); }
char *account_subject_citizen(Arena *arena, int64_t account) { return arena_printf(arena, "citizen:%lld", (long long)account); }

const char *citizen_problem(Arena *arena, Citizen *citizen, Day today, bool english)
{
    citizen->identity = identity_normal(arena, citizen->identity);
    citizen->phone = identity_normal(arena, citizen->phone);
    citizen->name = text_trim(arena, citizen->name ? citizen->name : "");
    IdentityKind kind = identity_kind(citizen->identity);
    IdentityVerdict verdict = identity_check(citizen->identity, kind, today);
    if (!identity_good(verdict)) return english ? identity_text_en(verdict) : identity_text_zh(verdict);
    if (!(kind == IDENTITY_CREDIT ? identity_organisation(citizen->name) : identity_name(citizen->name)))
        return english ? "please enter the name as on the document" : "请按证件填写姓名或单位名称";
    if (!identity_phone(citizen->phone)) return english ? "please enter a mobile phone number of 11 digits" : "请填写11位手机号码";
    return NULL;
}

/* ---- machine tokens ---- */

static const struct { MachineScope scope; const char *name; } scopes_named[] = {
    {MACHINE_SUBMIT, "submit"}, {MACHINE_QUERY, "query"}, {MACHINE_CATALOGUE, "catalogue"}, {MACHINE_STATISTICS, "statistics"}, {MACHINE_EXCHANGE, "exchange"},
};
enum { SCOPE_NAMES = sizeof scopes_named / sizeof *scopes_named };

void machine_token_new(char token[MACHINE_TOKEN_CHARS + 1])
{
    _Static_assert(MACHINE_TOKEN_CHARS == 3 + SESSION_TOKEN_CHARS, "yc_ and a session-sized token");
    memcpy(token, "yc_", 3);
    session_token_new(token + 3);
}

bool machine_name_good(const char *name)
{
    size_t n = name ? strlen(name) : 0;
    return n >= 2 && n <= 32 && name[0] >= 'a' && name[0] <= 'z' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

bool machine_scopes_parse(const char *text, unsigned *out)
{
    unsigned mask = 0;
    for (const char *at = text; at;) {
        size_t length = strcspn(at, "|");
        unsigned scope = 0;
        for (int i = 0; i < SCOPE_NAMES; i++)
            if (strlen(scopes_named[i].name) == length && !memcmp(scopes_named[i].name, at, length)) scope = (unsigned)scopes_named[i].scope;
        if (!scope || mask & scope) return false;
        mask |= scope;
        at = at[length] ? at + length + 1 : NULL;
    }
    *out = mask;
    return mask != 0;
}

char *machine_scopes_text(Arena *arena, unsigned scopes)
{
    Buf out = buf_new(arena);
    for (int i = 0; i < SCOPE_NAMES; i++) {
        if (!(scopes & (unsigned)scopes_named[i].scope)) continue;
        if (out.length) buf_char(&out, '|');
        buf_str(&out, scopes_named[i].name);
    }
    return out.text;
}
