/* querycode.c: see querycode.h. */
#include "people/querycode.h"
#include "base/text.h"
#include "people/identity.h"
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";     /* Crockford: no I L O U */

static void make(const Secret *secret, const char *case_number, char out[QUERYCODE_CHARS + 1])
{
    uint8_t mac[SECRET_MAC_BYTES];
    secret_mac(secret, "querycode", case_number, mac);
    uint64_t bits = 0;
    for (int i = 0; i < 7; i++) bits = bits << 8 | mac[i];              /* 56 bits, of which the upper 50 are used */
    for (int i = 0; i < QUERYCODE_CHARS; i++) out[i] = alphabet[bits >> (51 - 5 * i) & 31];
    out[QUERYCODE_CHARS] = 0;
}

void querycode_make(const Secret *secret, const char *case_number, char out[QUERYCODE_SHOWN + 1])
{
    char code[QUERYCODE_CHARS + 1];
    make(secret, case_number, code);
    memcpy(out, code, 5);
    out[5] = '-';
    memcpy(out + 6, code + 5, 6);
}

bool querycode_normal(const char *typed, char out[QUERYCODE_CHARS + 1])
{
    int n = 0;
    const char *at = typed ? typed : "";
    for (uint32_t c; (c = text_next(&at));) {
        c = identity_half(c);
        if (c == ' ' || c == '\t' || c == '-' || c == 0xA0 || (c >= 0x2010 && c <= 0x2015)) continue;
        if (c >= 'a' && c <= 'z') c -= 32;
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (n == QUERYCODE_CHARS || c > 0x7F || !strchr(alphabet, (int)c)) return false;
        out[n++] = (char)c;
    }
    out[n] = 0;
    return n == QUERYCODE_CHARS;
}

bool querycode_check(const Secret *secret, const char *case_number, const char *typed)
{
    char given[QUERYCODE_CHARS + 1], expected[QUERYCODE_CHARS + 1];
    make(secret, case_number, expected);
    return querycode_normal(typed, given) && text_equal_secret(given, expected);
}
