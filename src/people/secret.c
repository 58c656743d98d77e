/* secret.c: see secret.h. */
#include "people/secret.h"
#include "base/fault.h"
#include "base/file.h"
#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static void ready(void)
{
    if (sodium_init() < 0) fault_raise(FAULT_PEER, "libsodium cannot start (no random source?)");
}

void secret_random(void *out, size_t bytes)
{
    ready();
    randombytes_buf(out, bytes);
}

Secret *secret_open(Arena *arena, const char *path)
{
    Secret *secret = ARENA_NEW(arena, Secret);
    if (!file_exists(path)) {
        secret_random(secret->bytes, SECRET_BYTES);
        file_write(path, secret->bytes, SECRET_BYTES, 0600);
        return secret;
    }
    struct stat st;
    if (stat(path, &st)) fault_raise(FAULT_FILE, "cannot read %.150s", path);
    if (st.st_mode & 077) fault_raise(FAULT_FILE, "%.150s is open to others: chmod 600 it", path);
    size_t bytes = 0;
    const uint8_t *data = file_read(arena, path, SECRET_BYTES, &bytes);
    if (!data || bytes != SECRET_BYTES) fault_raise(FAULT_FILE, "%.150s is not a key of %d bytes", path, SECRET_BYTES);
    memcpy(secret->bytes, data, SECRET_BYTES);
    return secret;
}

void secret_mac(const Secret *secret, const char *purpose, const char *text, uint8_t out[SECRET_MAC_BYTES])
{
    _Static_assert(crypto_auth_hmacsha256_BYTES == SECRET_MAC_BYTES, "HMAC-SHA256 is 32 bytes");
    /* Taking up the key is half of a short MAC's work: each thread keeps the state that has done it. */
    static _Thread_local struct { bool made; uint8_t key[SECRET_BYTES]; crypto_auth_hmacsha256_state state; } kept;
    if (!kept.made || memcmp(kept.key, secret->bytes, SECRET_BYTES)) {
        ready();
        crypto_auth_hmacsha256_init(&kept.state, secret->bytes, SECRET_BYTES);
        memcpy(kept.key, secret->bytes, SECRET_BYTES);
        kept.made = true;
    }
    crypto_auth_hmacsha256_state state = kept.state;
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)purpose, strlen(purpose) + 1);   /* the NUL parts purpose from text */
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, out);
}
