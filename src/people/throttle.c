/* throttle.c: see throttle.h. */
#include "people/throttle.h"
#include "base/fault.h"
#include "people/secret.h"
#include <arpa/inet.h>
#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 8, WHOLE = 60000 };          /* a token is 60000 parts, so that a minute's worth per millisecond is a whole number */

typedef struct Bucket { uint64_t key; int64_t level, at; } Bucket;      /* key 0: empty. level in parts at the time `at` (ms) */
struct Throttle {
    int64_t burst, per_ms;                 /* parts */
    size_t sets;
    uint8_t hash_key[crypto_shorthash_KEYBYTES];
    Bucket *buckets;
};

Throttle *throttle_new(int keys, int burst, int per_minute)
{
    assert(keys > 0 && burst > 0 && per_minute > 0);
    size_t sets = 1;
    while (sets * WAYS < (size_t)keys) sets *= 2;
    Throttle *t = calloc(1, sizeof *t);
    Bucket *buckets = calloc(sets * WAYS, sizeof *buckets);
    if (!t || !buckets) {
        free(t), free(buckets);
        fault_raise(FAULT_MEMORY, "out of memory: throttle");
    }
    *t = (Throttle){.burst = (int64_t)burst * WHOLE, .per_ms = per_minute, .sets = sets, .buckets = buckets};
    secret_random(t->hash_key, sizeof t->hash_key);
    return t;
}

void throttle_free(Throttle *throttle)
{
    if (!throttle) return;
    free(throttle->buckets);
    free(throttle);
}

static uint64_t hashed(const Throttle *t, const char *key)
{
    uint64_t h;
    crypto_shorthash((uint8_t *)&h, (const uint8_t *)key, strlen(key), t->hash_key);
    return h ? h : 1;
}

static int64_t level_now(const Throttle *t, const Bucket *b, Instant now)
{
    int64_t passed = now.ms - b->at;
    if (passed <= 0) return b->level;      /* a clock set back gives nothing and takes nothing */
    if (passed > t->burst / t->per_ms) return t->burst;
    int64_t level = b->level + passed * t->per_ms;
    return level < t->burst ? level : t->burst;
}

static Bucket *find(const Throttle *t, uint64_t h)
{
    Bucket *set = t->buckets + (h & (t->sets - 1)) * WAYS;
    for (int i = 0; i < WAYS; i++) if (set[i].key == h) return &set[i];
    return NULL;
}

static Bucket *take_place(Throttle *t, uint64_t h, Instant now)
{
    Bucket *set = t->buckets + (h & (t->sets - 1)) * WAYS, *worst = NULL;
    int64_t worst_level = 0;
    for (int i = 0; i < WAYS; i++) {
        if (!set[i].key) { worst = &set[i]; break; }
        int64_t level = level_now(t, &set[i], now);
        if (!worst || level > worst_level || (level == worst_level && set[i].at < worst->at)) worst = &set[i], worst_level = level;
    }
    *worst = (Bucket){h, t->burst, now.ms};
    return worst;
}

static bool enough(const Throttle *t, int64_t level, int *wait_seconds)
{
    int64_t lacking = WHOLE - level;
    if (wait_seconds) *wait_seconds = lacking <= 0 ? 0 : (int)((lacking + t->per_ms * 1000 - 1) / (t->per_ms * 1000));
    return lacking <= 0;
}

bool throttle_take(Throttle *throttle, const char *key, Instant now, int *wait_seconds)
{
    uint64_t h = hashed(throttle, key);
    Bucket *b = find(throttle, h);
    if (!b) b = take_place(throttle, h, now);
    b->level = level_now(throttle, b, now);
    if (now.ms > b->at) b->at = now.ms;
    if (!enough(throttle, b->level, wait_seconds)) return false;
    b->level -= WHOLE;
    return true;
}

bool throttle_would(const Throttle *throttle, const char *key, Instant now, int *wait_seconds)
{
    const Bucket *b = find(throttle, hashed(throttle, key));
    return enough(throttle, b ? level_now(throttle, b, now) : throttle->burst, wait_seconds);
}

void throttle_forget(Throttle *throttle, const char *key)
{
    Bucket *b = find(throttle, hashed(throttle, key));
    if (b) *b = (Bucket){0};
}

void throttle_address(const char *address, char *out, size_t bytes)
{
    struct in6_addr six;
    assert(bytes >= 64);
    if (!address || !strchr(address, ':') || inet_pton(AF_INET6, address, &six) != 1) {
        snprintf(out, bytes, "%.60s", address ? address : "");
        return;
    }
    if (IN6_IS_ADDR_V4MAPPED(&six)) { inet_ntop(AF_INET, six.s6_addr + 12, out, (socklen_t)bytes); return; }
    memset(six.s6_addr + 8, 0, 8);
    char text[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, &six, text, sizeof text);
    snprintf(out, bytes, "%.50s/64", text);
}
