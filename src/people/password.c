/* password.c: see password.h. */
#include "people/password.h"
#include "base/fault.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { PASSES = 2, MEMORY_BYTES = 19 * 1024 * 1024 };

/* Of no password: the work done for a login name that does not exist. Same parameters as ours. */
static const char dummy[] = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static void ready(void)
{
    if (sodium_init() < 0) fault_raise(FAULT_PEER, "libsodium cannot start (no random source?)");
}

static bool all_same(const char *text)
{
    const char *at = text;
    uint32_t first = text_next(&at);
    for (uint32_t c; (c = text_next(&at));) if (c != first) return false;
    return true;
}

const char *password_problem(const char *password, const char *login, bool english)
{
    size_t bytes = password ? strlen(password) : 0;
    if (!bytes || !text_is_utf8(password, bytes) || text_characters(password) < PASSWORD_LEAST)
        return english ? "a password has at least 10 characters" : "密码至少10个字符";
    if (bytes > PASSWORD_MOST_BYTES) return english ? "a password has at most 512 bytes" : "密码最长512字节";
    if (login && !strcasecmp(password, login)) return english ? "the password must not be the login name" : "密码不能与登录名相同";
    if (all_same(password)) return english ? "the password must not be one character repeated" : "密码不能全是同一个字符";
    return NULL;
}

void password_first(char out[PASSWORD_FIRST_CHARS + 1])
{
    static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
    ready();
    for (int i = 0; i < PASSWORD_FIRST_CHARS; i++) out[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
    out[PASSWORD_FIRST_CHARS] = 0;
}

char *password_hash(Arena *arena, const char *password)
{
    ready();
    char *out = arena_alloc(arena, crypto_pwhash_STRBYTES);
    if (fault_injected() || crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13))
        fault_raise(FAULT_MEMORY, "out of memory for a password hash");
    return out;
}

bool password_verify(const char *hash, const char *password)
{
    ready();
    size_t bytes = strlen(password);
    if (bytes > PASSWORD_MOST_BYTES) bytes = PASSWORD_MOST_BYTES + 1;     /* never good, and no more work than the longest allowed */
    bool good = !crypto_pwhash_str_verify(hash ? hash : dummy, password, bytes);
    return good && hash && bytes <= PASSWORD_MOST_BYTES;
}

bool password_needs_rehash(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY_BYTES) != 0;
}
