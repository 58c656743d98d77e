/* bench/redate.c: one holiday changed with a million open cases: every case whose days move gets its new days and a row that says why, in one durable turn.
 *
 *   redate [--cases 1000000] [--rounds 3] [--directory DIR] [--store DIR]
 *
 * The cases are handed in and accepted through the window itself, on ten working days, over the items of the demonstration district that promise ten to
 * thirty working days; one in ten still waits for acceptance. So all of them run across the day that is changed: the worst case. --store keeps
 * the filled store there and uses it again.
 * Measured, each from the act to its answer after the durable commit, through the window's own thread: the day made a holiday (all move), the same again (none may move), withdrawn (all move back), and a day
 * on which hardly anything is due (few move). Then once more made a holiday after the machine has been told to forget the file (posix_fadvise): as on a
 * machine that has just been started, or whose memory others wanted. Exit 1 when the median of the first or the one from a forgotten file is ten seconds
 * or more, or the second moves anything.
 */
#include "child.h"
#include "base/log.h"
#include "cases/redate.h"
#include "cases/tally.h"
#include "window/case_act.h"
#include "window/district.h"
#include "window/notice_act.h"
#include "window/office_act.h"
#include <fcntl.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>

enum { GROUP = 128, DAYS = 10, ITEMS = 12, ROUNDS_MOST = 20 };
static struct { long cases; int rounds; const char *directory, *store; } opt = {1000000, 3, "/var/tmp", NULL};
static _Atomic int64_t hall_ms;
static sem_t finished;
static atomic_int outstanding, failed;

static Instant hall_clock(void) { return (Instant){atomic_load(&hall_ms)}; }
static void set_clock(Day day) { atomic_store(&hall_ms, instant_at(day, 10, 0, 0).ms); }

static void turn_done(WindowTurn *turn)
{
    if (turn->fault || turn->refusal) {
        if (!failed++) fprintf(stderr, "redate: %s %s\n", refusal_text(turn->refusal)->code, turn->detail ? turn->detail : "");
    }
    if (atomic_fetch_sub(&outstanding, 1) == 1) sem_post(&finished);
}

typedef struct Work { const Item *item; Actor receiver, accepter; } Work;

static bool able(const Scene *scene, Arena *arena, Act act, const CaseFile *file, const Item *item, Day today, Actor *out)
{
    for (int i = 0; i < scene->people->officer_count; i++) {
        *out = people_actor(scene->people, scene->people->officers[i].id, today);
        Facts facts = case_facts(scene, file, item, out, false, today);
        if (process_may(arena, act, &facts) == REFUSED_NOTHING) return true;
    }
    return false;
}

static Value *application(Arena *arena, const Item *item, unsigned n)
{
    Value *input = value_object(arena), *materials = value_set_list(arena, input, "materials");
    value_set_str(arena, input, "applicant_kind", "person");
    value_set_str(arena, input, "applicant_name", "欧阳建国");
    value_set_str(arena, input, "identity", "420115199003077847");
    value_set_str(arena, input, "phone", "13800138000");
    value_set_str(arena, input, "project", arena_printf(arena, "第%u号申请", n));
    value_set_bool(arena, input, "truth", true);
    for (int i = 0; i < item->material_count; i++) {
        if (!item->materials[i].required) continue;
        Value *row = value_push_object(arena, materials);
        value_set_int(arena, row, "no", item->materials[i].no);
        value_set_bool(arena, row, "ok", true);
    }
    return input;
}

static void set_turn(WindowTurn *turn, Actor actor, Act act, const Item *item, int64_t id)
{
    Arena *arena = arena_new();
    CaseAct *input = ARENA_NEW(arena, CaseAct);
    if (act == ACT_RECEIVE) *input = (CaseAct){.act = act, .item = item->code, .input = application(arena, item, (unsigned)id)};
    else *input = (CaseAct){.act = act, .case_id = id, .input = value_object(arena)};
    *turn = (WindowTurn){.arena = arena, .actor = actor, .work = case_act, .input = input, .done = turn_done};
}

/* Items that promise ten to thirty working days and officers who may take them. */
static int find_work(OneWindow *window, Arena *arena, Day today, Work *work)
{
    const Scene *scene = window_scene(window);
    int count, found = 0;
    const Item **items = catalog_items(scene->catalog, arena, today, NULL, NULL, &count);
    for (int i = 0; i < count && found < ITEMS; i++) {
        const Item *item = items[i];
        if (item_is_instant(item) || strcmp(item->promised_unit, "workday") || item->promised_limit < 10 || item->promised_limit > 30) continue;
        Work one = {.item = item};
        if (!able(scene, arena, ACT_RECEIVE, NULL, item, today, &one.receiver)) continue;
        CaseAct act = {.act = ACT_RECEIVE, .item = item->code, .input = application(arena, item, 0)};
        WindowTurn turn = {.arena = arena, .actor = one.receiver, .work = case_act, .input = &act};
        window_do(window, &turn);
        if (turn.refusal || turn.fault || !able(scene, arena, ACT_ACCEPT, case_load(scene->store, arena, turn.case_id), item, today, &one.accepter)) continue;
        work[found++] = one;
    }
    return found;
}

static void fill(const char *data, Day first)
{
    static WindowTurn turns[2 * GROUP];
    Work work[ITEMS];
    Arena *arena = arena_new();
    set_clock(first);
    OneWindow *window = window_open(&(WindowOptions){.directory = data, .create = true, .clock = hall_clock});
    double start = child_seconds();
    district_load(window, hall_clock(), false, NULL);
    int kinds = find_work(window, arena, first, work);
    if (!kinds) { fprintf(stderr, "redate: no item to work on\n"); exit(2); }
    int64_t id = case_next_id(window_scene(window)->store);
    Calendar *calendar = calendar_builtin(arena, NULL, NULL, 0);
    window_start(window);
    for (int d = 0; d < DAYS; d++) {
        set_clock(calendar_workday_after(calendar, first, d));
        for (long done = 0; done < opt.cases / DAYS; done += GROUP) {
            int count = 0;
            for (int i = 0; i < GROUP; i++, id++) {
                const Work *w = &work[id % kinds];
                set_turn(&turns[count++], w->receiver, ACT_RECEIVE, w->item, id);
                if (d >= DAYS - 3 && id % 3 == 0) continue;                   /* still to be accepted */
                set_turn(&turns[count++], w->accepter, ACT_ACCEPT, w->item, id);
            }
            outstanding = count;
            for (int i = 0; i < count; i++) window_submit(window, &turns[i]);
            sem_wait(&finished);
            for (int i = 0; i < count; i++) arena_free(turns[i].arena);
            if (failed) { fprintf(stderr, "redate: %d acts were not done\n", (int)failed); exit(2); }
        }
    }
    window_close(window);
    arena_free(arena);
    printf("%lld cases of %d items written in %.0f s\n", (long long)id - 1, kinds, child_seconds() - start);
    fflush(stdout);
}

/* ---- measuring ---- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *list, int count)
{
    qsort(list, (size_t)count, sizeof *list, ascending);
    return list[count / 2];
}

/* seconds: until the answer; closed: until the window has taken the next turn too; processor: of the window's thread, until the answer. */
typedef struct Change { double seconds, closed, processor; int64_t moved, looked; } Change;

static double processor_start, processor_end;

static double thread_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void change_work(Scene *scene, WindowTurn *turn)
{
    processor_start = thread_seconds();
    office_override_calendar(scene, turn);
    const Redating *redating = turn->event_seq ? redating_of(scene->store, turn->arena, turn->event_seq) : NULL;
    Change *out = turn->context;
    if (redating) out->moved = redating->moved, out->looked = redating->looked;
}

static void next_work(Scene *scene, WindowTurn *turn) { (void)scene; (void)turn; }

static void change_done(WindowTurn *turn)
{
    (void)turn;
    processor_end = thread_seconds();
    sem_post(&finished);
}

static Change change(OneWindow *window, Day day, bool withdrawn)
{
    Arena *arena = arena_new();
    Change out = {0};
    CalendarChange input = {.change = {.area = "420115", .day = day, .kind = CALENDAR_HOLIDAY, .document = "江夏区防汛指挥部令第1号"}, .withdrawn = withdrawn};
    WindowTurn turn = {.arena = arena, .actor = actor_operator(), .work = change_work, .input = &input, .done = change_done, .context = &out};
    WindowTurn next = {.arena = arena_new(), .actor = actor_operator(), .work = next_work, .done = change_done};
    double start = child_seconds();
    window_submit(window, &turn);
    sem_wait(&finished);
    out.seconds = child_seconds() - start;
    out.processor = processor_end - processor_start;
    if (turn.fault || turn.refusal) { fprintf(stderr, "redate: the change was not taken: %s\n", refusal_text(turn.refusal)->code); exit(2); }
    window_submit(window, &next);
    sem_wait(&finished);
    out.closed = child_seconds() - start;
    arena_free(next.arena);
    arena_free(arena);
    return out;
}

/* The first slices of messages, as the clock has them made. Cases told. */
static int64_t tell(OneWindow *window, double *seconds, double *longest)
{
    enum { SLICES = 200 };
    double start = child_seconds();
    int64_t told = 0;
    bool more = true;
    *longest = 0;
    for (int i = 0; i < SLICES && more; i++) {
        WindowTurn turn = {.arena = arena_new(), .actor = actor_clock(), .work = notice_moves_tick, .done = change_done};
        double began = child_seconds();
        window_submit(window, &turn);
        sem_wait(&finished);
        if (turn.fault) { fprintf(stderr, "redate: a slice of messages failed\n"); exit(2); }
        more = value_bool(turn.result, "more");
        told += value_int(turn.result, "acted", 0);
        if (child_seconds() - began > *longest) *longest = child_seconds() - began;
        arena_free(turn.arena);
    }
    *seconds = child_seconds() - start;
    return told;
}

/* What the officer waits for who opens the list of her window: its first page of open cases. The longest of all windows, before the window starts. */
static double first_page(OneWindow *window, WatchTally *slowest, Arena *arena)
{
    double longest = 0;
    Store *store = window_scene(window)->store;
    Day today = day_of(2026, 11, 23);
    int windows, count;
    const WatchTally *tally = watch_tally(store, arena, WATCH_BY_WINDOW, NULL, today, today, &windows);
    for (int i = 0; i < windows; i++) {
        CaseFilter filter = {.window = tally[i].code, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = 50};
        double start = child_seconds();
        cases_list(store, arena, &filter, &count);
        if (child_seconds() - start < longest) continue;
        longest = child_seconds() - start;
        *slowest = tally[i];
    }
    return longest;
}

static void show(const char *title, double *seconds, int count, Change last)
{
    double middle = median(seconds, count);
    printf("%-34s %7.2f s (%.2f - %.2f)   %lld cases looked at, %lld moved; the last: processor %.2f s, window open again after %.2f s\n", title, middle, seconds[0], seconds[count - 1],
        (long long)last.looked, (long long)last.moved, last.processor, last.closed);
    fflush(stdout);
}

/* Nothing of the file is in memory afterwards, but for what the window's own connection keeps. */
static void forget(const char *database)
{
    static const char *const parts[] = {"", "-wal"};
    for (int i = 0; i < 2; i++) {
        char path[PATH_MAX + 50];
        snprintf(path, sizeof path, "%s%s", database, parts[i]);
        int file = open(path, O_RDONLY);
        if (file < 0) continue;
        fdatasync(file);                                    /* what is not yet on the disk would stay */
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        close(file);
    }
}

/* true: both bars kept */
static bool measure(const char *data, const char *database, Day day, Day far)
{
    double on[ROUNDS_MOST], again[ROUNDS_MOST], off[ROUNDS_MOST], few[2 * ROUNDS_MOST];
    Change moved = {0}, same = {0}, back = {0}, rare = {0};
    set_clock(day_plus(day, -1));
    OneWindow *window = window_open(&(WindowOptions){.directory = data, .clock = hall_clock});
    int64_t wrong = 0;
    double slices, longest;
    Arena *arena = arena_new();
    WatchTally slowest = {0};
    double page = first_page(window, &slowest, arena);
    printf("%-34s %7.2f ms, window %s with %lld open cases (the slowest of all)\n", "first page of a window's list", page * 1e3, slowest.code, (long long)slowest.open);
    arena_free(arena);
    window_start(window);
    for (int i = 0; i < opt.rounds; i++) {
        on[i] = (moved = change(window, day, false)).seconds;
        again[i] = (same = change(window, day, false)).seconds;
        wrong += same.moved;
        off[i] = (back = change(window, day, true)).seconds;
        few[2 * i] = (rare = change(window, far, false)).seconds;
        few[2 * i + 1] = change(window, far, true).seconds;
    }
    forget(database);
    Change cold = change(window, day, false), warm = change(window, day, true);
    wrong += cold.moved != moved.moved || warm.moved != moved.moved;
    show("a day becomes a holiday", on, opt.rounds, moved);
    show("the same again", again, opt.rounds, same);
    show("withdrawn", off, opt.rounds, back);
    show("a day with little due", few, 2 * opt.rounds, rare);
    show("a holiday, the file forgotten", &cold.seconds, 1, cold);
    int64_t told = tell(window, &slices, &longest);
    printf("%-34s %7.2f s for %lld cases, the longest slice %.0f ms\n", "messages, in slices of the clock", slices, (long long)told, longest * 1e3);
    window_close(window);
    bool kept = on[opt.rounds / 2] < 10 && cold.seconds < 10 && !wrong;
    printf("bar: under ten seconds, and nothing the second time: %s\n", kept ? "kept" : "MISSED");
    return kept;
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--cases")) opt.cases = atol(argv[i + 1]);
        else if (!strcmp(argv[i], "--rounds")) opt.rounds = atoi(argv[i + 1]) > 0 && atoi(argv[i + 1]) <= ROUNDS_MOST ? atoi(argv[i + 1]) : 3;
        else if (!strcmp(argv[i], "--directory")) opt.directory = argv[i + 1];
        else if (!strcmp(argv[i], "--store")) opt.store = argv[i + 1];
        else { fprintf(stderr, "redate: unknown option %s\n", argv[i]); return 2; }
    }
    char place[PATH_MAX], data[PATH_MAX + 20], database[PATH_MAX + 40];
    sem_init(&finished, 0, 0);
    log_level = LOG_ERROR;
    snprintf(place, sizeof place, "%s/yichuang-redate-XXXXXX", opt.directory);
    if (!opt.store && !mkdtemp(place)) { perror(place); return 2; }
    snprintf(data, sizeof data, "%s", opt.store ? opt.store : place);
    snprintf(database, sizeof database, "%s/yichuang.db", data);
    if (access(database, F_OK)) fill(data, day_of(2026, 11, 9));
    bool kept = measure(data, database, day_of(2026, 11, 23), day_of(2026, 12, 31));
    if (!opt.store) child_remove(place);
    return !kept;
}
