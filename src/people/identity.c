/* identity.c: see identity.h. DOMAIN 2.5: 18-digit identity number by GB 11643 (mod 11-2), credit code by GB 32100 (mod 31). */
#include "people/identity.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";   /* GB 32100: no I O S V Z */

/* GB/T 2260 province prefixes, 81-83 residence permits of Hong Kong, Macao, Taiwan, 91 foreigners' permanent residence. */
static const char *const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91";

static bool digits(const char *text, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        if (text[i] < '0' || text[i] > '9') return false;
    return true;
}

static bool province_known(const char *two)
{
    for (const char *p = provinces; *p; p += p[2] ? 3 : 2)
        if (p[0] == two[0] && p[1] == two[1]) return true;
    return false;
}

char *identity_normal(Arena *arena, const char *typed)
{
    Buf out = buf_new(arena);
    const char *at = typed ? typed : "";
    for (uint32_t c; (c = text_next(&at));) {
        c = identity_half(c);
        if (c == ' ' || c == '\t' || c == '-' || c == 0xA0 || c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014 || c == 0x200B) continue;
        if (c >= 'a' && c <= 'z') c -= 32;
        /* A character no number has is kept as '?', so that the check says "wrong character" and not "wrong length". */
        buf_char(&out, c > 0x20 && c < 0x7F ? (char)c : '?');
    }
    return out.text;
}

char identity_check_citizen(const char *first17)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (first17[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

char identity_check_credit(const char *first17)
{
    int sum = 0, weight = 1;
    for (int i = 0; i < 17; i++) {
        const char *place = first17[i] ? strchr(credit_alphabet, first17[i]) : NULL;
        if (!place) return 0;
        sum += (int)(place - credit_alphabet) * weight;
        weight = weight * 3 % 31;
    }
    return credit_alphabet[(31 - sum % 31) % 31];
}

bool identity_birth(const char *normal, Day *birth)
{
    if (strlen(normal) != 18 || !digits(normal, 6, 8)) return false;
    char text[11] = {normal[6], normal[7], normal[8], normal[9], '-', normal[10], normal[11], '-', normal[12], normal[13], 0};
    return day_parse(text, birth);
}

IdentityKind identity_kind(const char *normal)
{
    if (strlen(normal) != 18) return IDENTITY_NONE;
    if (!digits(normal, 0, 17)) {
        for (int i = 0; i < 18; i++) if (!strchr(credit_alphabet, normal[i])) return IDENTITY_NONE;
        return IDENTITY_CREDIT;
    }
    /* All digits can be either. A real date in the middle makes it a person's; otherwise the check character tells. */
    Day birth;
    if (identity_birth(normal, &birth)) return IDENTITY_CITIZEN;
    return identity_check_credit(normal) == normal[17] ? IDENTITY_CREDIT : IDENTITY_CITIZEN;
}

static IdentityVerdict check_citizen(const char *n, Day today)
{
    if (!digits(n, 0, 17) || !((n[17] >= '0' && n[17] <= '9') || n[17] == 'X')) return IDENTITY_BAD_CHARACTER;
    Day birth;
    if (!identity_birth(n, &birth) || day_after(birth, today)) return IDENTITY_BAD_DATE;
    if (identity_check_citizen(n) != n[17]) return IDENTITY_BAD_CHECK;
    return province_known(n) ? IDENTITY_OK : IDENTITY_WARN_REGION;
}

static IdentityVerdict check_credit(const char *n)
{
    for (int i = 0; i < 18; i++) if (!strchr(credit_alphabet, n[i])) return IDENTITY_BAD_CHARACTER;
    if (!digits(n, 2, 6)) return IDENTITY_BAD_CHARACTER;      /* registering organ's region, GB/T 2260 */
    if (identity_check_credit(n) != n[17]) return IDENTITY_BAD_CHECK;
    return province_known(n + 2) || !strncmp(n + 2, "10", 2) ? IDENTITY_OK : IDENTITY_WARN_REGION;   /* 10: national organs */
}

IdentityVerdict identity_check(const char *normal, IdentityKind kind, Day today)
{
    if (kind == IDENTITY_NONE || strlen(normal) != 18) return IDENTITY_BAD_LENGTH;
    return kind == IDENTITY_CITIZEN ? check_citizen(normal, today) : check_credit(normal);
}

const char *identity_text_zh(IdentityVerdict verdict)
{
    switch (verdict) {
    case IDENTITY_OK: return "号码有效";
    case IDENTITY_WARN_REGION: return "号码有效,但行政区划代码不常见,请核对";
    case IDENTITY_BAD_LENGTH: return "号码应为18位";
    case IDENTITY_BAD_CHARACTER: return "号码中有不允许的字符";
    case IDENTITY_BAD_DATE: return "号码中的出生日期不存在或在今天之后";
    case IDENTITY_BAD_CHECK: return "校验码不符,请检查是否输错";
    }
    return "";
}

const char *identity_text_en(IdentityVerdict verdict)
{
    switch (verdict) {
    case IDENTITY_OK: return "the number is good";
    case IDENTITY_WARN_REGION: return "the number is good, but its region code is unusual: please check it";
    case IDENTITY_BAD_LENGTH: return "the number must have 18 characters";
    case IDENTITY_BAD_CHARACTER: return "the number has a character that is not allowed";
    case IDENTITY_BAD_DATE: return "the date of birth in the number does not exist or lies in the future";
    case IDENTITY_BAD_CHECK: return "the check character does not match: please look for a typing error";
    }
    return "";
}

bool identity_phone(const char *normal)
{
    return strlen(normal) == 11 && digits(normal, 0, 11) && normal[0] == '1' && normal[1] >= '3';
}

bool identity_landline(const char *normal)
{
    size_t n = strlen(normal);
    return n >= 10 && n <= 12 && digits(normal, 0, n) && normal[0] == '0' && normal[1] != '0';
}

bool identity_email(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *at = text ? strchr(text, '@') : NULL, *domain = at ? at + 1 : NULL;
    if (!at || at == text || at - text > 64 || strlen(text) > LIMIT_EMAIL_CHARACTERS || text[0] == '.' || at[-1] == '.' || strstr(text, "..")) return false;
    for (const char *c = text; c < at; c++) if (!strchr(letters, *c) && !strchr(".!#$&'*+/=?^_`{|}~%-", *c)) return false;
    const char *dot = strrchr(domain, '.');
    if (!dot || strlen(dot) < 3 || !*domain) return false;
    for (const char *label = domain; label; label = strchr(label, '.') ? strchr(label, '.') + 1 : NULL) {
        size_t n = strcspn(label, ".");
        if (!n || n > 63 || label[0] == '-' || label[n - 1] == '-') return false;
        for (size_t i = 0; i < n; i++) if (!strchr(letters, label[i]) && label[i] != '-') return false;
    }
    return true;
}

static bool plain(const char *text, size_t least, const char *forbidden)
{
    if (!text || !text_is_utf8(text, strlen(text))) return false;
    size_t n = text_characters(text);
    if (n < least || n > 200) return false;
    const char *at = text;
    uint32_t first = 0, last = 0;
    for (uint32_t c; (c = text_next(&at)); last = c) {
        if (!first) first = c;
        if (c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xFFFD || c == 0xFEFF) return false;
        if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069)) return false;  /* invisible, reordering */
        if (c < 0x80 && strchr(forbidden, (int)c)) return false;
    }
    return first != ' ' && first != 0x3000 && last != ' ' && last != 0x3000;
}

bool identity_name(const char *name) { return plain(name, 1, "<>&\"\\/{}[]|;=@#%^*~`$!?:+_0123456789"); }
bool identity_organisation(const char *name) { return plain(name, 2, "<>\"\\{}[]|;=^~`$"); }

static char *masked(Arena *arena, const char *text, size_t head, size_t tail)
{
    size_t n = strlen(text);
    char *out = arena_strdup(arena, text);
    if (n < head + tail + 4) head = tail = 0;
    for (size_t i = head; i + tail < n; i++) out[i] = '*';
    return out;
}

char *identity_mask(Arena *arena, const char *normal) { return masked(arena, normal, 4, 4); }
char *identity_mask_phone(Arena *arena, const char *phone) { return masked(arena, phone, 3, 4); }

char *identity_mask_name(Arena *arena, const char *name)
{
    size_t characters = text_characters(name);
    if (!characters) return arena_strdup(arena, "");
    const char *at = name;
    text_next(&at);
    Buf out = buf_new(arena);
    if (characters > 1) buf_add(&out, name, (size_t)(at - name));
    for (size_t i = characters > 1; i < characters; i++) buf_char(&out, '*');
    return out.text;
}

char *identity_mask_email(Arena *arena, const char *email)
{
    const char *at = strchr(email, '@');
    return at && at > email ? arena_printf(arena, "%c***%s", *email, at) : arena_strdup(arena, "***");
}

char *identity_tail(Arena *arena, const char *normal)
{
    size_t n = strlen(normal);
    return arena_strdup(arena, n < 4 ? "" : normal + n - 4);
}
