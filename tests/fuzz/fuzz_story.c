/* fuzz_story.c: any bytes as a story file: lines with all their fields and wants well formed, or one error that names the line. */
#include "yichuang/story.h"
#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    const char *error = NULL;
    const char *text = arena_strndup(arena, (const char *)data, size);       /* a story file arrives with a NUL after it */
    Story *story = story_parse(arena, "f", text, size, (Instant){0}, &error);
    assert((story == NULL) == (error != NULL));
    if (error) assert(!strncmp(error, "f:", 2));
    for (int i = 0; story && i < story->count; i++) {
        const StoryLine *line = &story->lines[i];
        assert(line->verb && line->number >= 1 && line->field_count <= STORY_FIELDS && line->want_count <= STORY_WANTS);
        if (i > 0) assert(line->at.ms >= line[-1].at.ms && line->number > line[-1].number);
        for (int k = 0; k < line->field_count; k++) assert(story_field(line, line->fields[k].key) == line->fields[k].value);
        for (int k = 0; k < line->want_count; k++) assert(story_want_problem(arena, &line->wants[k]) == NULL);
    }
    arena_free(arena);
    return 0;
}
