/* fuzz_parcel.c: whatever another centre sends as a parcel: never a crash, and what is taken is written back as it came. */
#include "exchange/parcel.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* First the note, up to a zero byte, then the envelope; without one it is all envelope. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    const uint8_t *zero = size ? memchr(data, 0, size) : NULL;
    const char *note = zero ? arena_strndup(arena, (const char *)data, (size_t)(zero - data)) : "", *problem = NULL;
    const char *envelope = zero ? (const char *)zero + 1 : (const char *)data;
    size_t bytes = zero ? size - (size_t)(zero - data) - 1 : size;
    const Parcel *parcel = parcel_parse(arena, envelope, bytes, &problem);
    if (!parcel) {
        if (!problem) abort();
    } else {
        const char *again = value_json(arena, parcel->all);
        if (strlen(again) != bytes || memcmp(again, envelope, bytes) || parcel->file_count > LIMIT_PARCEL_FILES) abort();
        if (parcel_signed(arena, parcel, note) && strcmp(note, parcel_note_text(arena, parcel)) == 0) abort();      /* a signature is more than the text */
        parcel_proven(arena, parcel, &problem);
    }
    arena_free(arena);
    return 0;
}
