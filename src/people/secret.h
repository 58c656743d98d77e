/* secret.h: the server's own secret (DIR/secret.key) and what is made from it. Never logged. */
#ifndef PEOPLE_SECRET_H
#define PEOPLE_SECRET_H
#include "base/arena.h"
#include <stddef.h>
#include <stdint.h>

enum { SECRET_BYTES = 32, SECRET_MAC_BYTES = 32 };
typedef struct Secret { uint8_t bytes[SECRET_BYTES]; } Secret;

/* Reads the key file; makes it (0600, random) when absent. A file of another size, or open to others, is a fault. */
Secret *secret_open(Arena *arena, const char *path);
void secret_random(void *out, size_t bytes);
/* HMAC-SHA256(secret, purpose 0x00 text). Two purposes never give related answers. */
void secret_mac(const Secret *secret, const char *purpose, const char *text, uint8_t out[SECRET_MAC_BYTES]);
#endif
