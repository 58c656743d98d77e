/* throttle.h: token buckets, one per key, in a table that cannot grow. One thread only; time is an argument.
 *
 * Places are by a keyed hash, eight to a set. In a full set the fullest bucket gives way, of equal ones the longest unused: a flood of fresh
 * keys makes the throttle forget harmless callers first, and nobody outside can aim at another key's set.
 */
#ifndef PEOPLE_THROTTLE_H
#define PEOPLE_THROTTLE_H
#include "base/day.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct Throttle Throttle;
/* Each key may spend `burst` at once and regains `per_minute` per minute. keys: capacity, rounded up to a power of two. */
Throttle *throttle_new(int keys, int burst, int per_minute);
void throttle_free(Throttle *throttle);
/* Spends one. False: nothing left; *wait_seconds (may be NULL) until one is there again, at least 1. */
bool throttle_take(Throttle *throttle, const char *key, Instant now, int *wait_seconds);
/* Is there one to spend? Spends nothing: for limits on failures (ask first, take after the failure). */
bool throttle_would(const Throttle *throttle, const char *key, Instant now, int *wait_seconds);
void throttle_forget(Throttle *throttle, const char *key);
/* Network part of an address: IPv4 whole, IPv6 its /64, so that one household is one key. out at least 64 bytes. */
void throttle_address(const char *address, char *out, size_t bytes);
#endif
