/* password.h: argon2id through libsodium (19 MiB, two passes: about 22 ms). Runs on a worker, never on the loop or window thread. */
#ifndef PEOPLE_PASSWORD_H
#define PEOPLE_PASSWORD_H
#include "base/arena.h"
#include <stdbool.h>

enum { PASSWORD_LEAST = 10, PASSWORD_MOST_BYTES = 512 };

/* NULL when good, else why not (zh | en with english true): at least 10 characters, at most 512 bytes, not the login name, not one character repeated. */
const char *password_problem(const char *password, const char *login, bool english);
/* A first password made by the program, to be read from paper and typed once: four groups of four, no letter or digit that is taken for another; 78 bits. */
enum { PASSWORD_FIRST_CHARS = 19 };
void password_first(char out[PASSWORD_FIRST_CHARS + 1]);
char *password_hash(Arena *arena, const char *password);            /* faults when memory for it is lacking */
/* hash NULL (unknown login): does the same work on a dummy and gives false, so that time tells nothing. */
bool password_verify(const char *hash, const char *password);
bool password_needs_rehash(const char *hash);                       /* made with other parameters: hash anew after a good login */
#endif
