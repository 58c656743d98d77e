/* standing_value.h: a Standing as a Value and back. */
#ifndef PROCESS_STANDING_VALUE_H
#define PROCESS_STANDING_VALUE_H
#include "process/process.h"

Value *standing_write(Arena *arena, const Standing *standing);
char *standing_json(Arena *arena, const Standing *standing);      /* the bytes of value_json(standing_write()) */
void standing_read(const Value *value, Standing *standing);
bool standing_parse(Arena *arena, const char *json, Standing *standing);   /* from JSON; true: these were the bytes of standing_json, read without a tree */
#endif
