/* fuzz_act.c: any JSON as the input of any act at any stage by anybody: an answer always; what is done folds into a standing that holds.
 * First byte: act; second: who; third: stage; fourth: item; the rest is the JSON. */
#include "process/test_world.h"
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static World *world;
    static Standing standings[WORLD_ITEMS][STAGE_COUNT];
    static Day days[WORLD_ITEMS][STAGE_COUNT];
    if (!world) {
        world = world_new(arena_new());
        for (int item = 0; item < WORLD_ITEMS; item++)
            for (int stage = 0; stage < STAGE_COUNT; stage++) {
                world_reach(world, item, (Stage)stage);
                standings[item][stage] = world->standing;
                days[item][stage] = world->today;
            }
    }
    if (size < 4) return 0;
    Arena *arena = arena_new();
    const char *error = NULL;
    const Value *input = value_parse(arena, (const char *)data + 4, size - 4, &error);
    if (input) {
        int stage = data[2] % STAGE_COUNT, item = data[3] % WORLD_ITEMS;
        world->standing = standings[item][stage];
        world->today = days[item][stage];
        world->item = world->items[item];
        world->event_count = 0;
        Verdict verdict = world_act(world, arena, (Who)(data[1] % WHO_COUNT), (Act)(data[0] % ACT_COUNT), input);
        if (verdict.refusal == REFUSED_NOTHING) {
            Standing back;
            standing_check(&world->standing);
            const char *json = value_json(arena, standing_write(arena, &world->standing));
            standing_read(value_parse(arena, json, strlen(json), NULL), &back);
            assert(!strcmp(json, value_json(arena, standing_write(arena, &back))));
        } else {
            assert(refusal_text(verdict.refusal)->code);
        }
    } else {
        assert(error);
    }
    arena_free(arena);
    return 0;
}
