/* standing_value.h: a Standing as a Value and back. */
#ifndef PROCESS_STANDING_VALUE_H
#define PROCESS_STANDING_VALUE_H
#include "process/process.h"

Value *standing_write(Arena *arena, const Standing *standing);
char *standing_json(Arena *arena, const Standing *standing);      /* the bytes of value_json(standing_write()) */
void standing_read(const Value *value, Standing *standing);
bool standing_parse(Arena *arena, const char *json, Standing *standing);   /* from JSON; true: these were the bytes of standing_json, read without a tree */
/* Standings with the same pattern are the same but for the applicant's account, at which no clock looks: so they have the same days by any calendar.
 * 64 bits of BLAKE2b over the text of standing_json without the account; 0 for a joint case, whose co-departments have days of their own.
 * Stored with every case: another way to compute it needs a schema step that computes it anew. */
int64_t standing_pattern(const char *json);
#endif
