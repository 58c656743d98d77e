/* fuzz_holidays.c: any bytes as a holiday file: read whole or refused whole; what is read makes a calendar and deadlines that hold together. */
#include "base/arena.h"
#include "calendar/calendar.h"
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned turns;
    Arena *arena = arena_new();
    CalendarTable table = calendar_parse_text(arena, data, size);
    assert((table.problem_count == 0) == (table.days != NULL));
    if (table.days && turns++ % 16 == 0) {           /* a calendar costs milliseconds: now and then is enough */
        const Calendar *calendar = calendar_new(arena, 1, NULL, table.days, table.count, NULL, 0);
        DeadlineTerms terms = {.event = table.days[0].day, .limit = 20, .unit = UNIT_WORKDAY};
        Deadline deadline = deadline_compute(calendar, &terms);
        assert(calendar_is_workday(calendar, deadline.due));
        assert(deadline_counted(calendar, &terms, deadline.due) == 20);
    }
    arena_free(arena);
    return 0;
}
