/* simulator.c: random acts by random actors over random calendars, judged by a second reading of the law.
 *
 *   simulator [--seed N] [--acts N] [--worlds N] [--jobs N] [--twice] [--joint] [--verbose]
 *
 * World k of a run has seed N + k; each is a process of its own. A failure says the seed and the act; `--seed N --acts A` runs it again.
 * --twice runs the first world a second time: it must give the same bytes. --joint: every item that can be is handled by two departments. docs/TESTING.md says what is judged.
 */
#include "world.h"
#include "base/log.h"
#include "base/text.h"
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- what is remembered for the case of a failure ---- */

enum { LINES = 6000, LINE = 400, SHOWN_CASE = 40, SHOWN_LAST = 16, CHECK_EVERY = 250, MIDDLE_EVERY = 2500, ACT_SECONDS = 60, END_SECONDS = 300 };
static struct { int64_t case_id; char text[LINE]; } lines[LINES];
static int line_count;
static World world;
static bool verbose, all_joint;

void tell(World *w, int64_t case_id, const char *format, ...)
{
    char *text = lines[line_count % LINES].text;
    lines[line_count % LINES].case_id = case_id;
    Arena *arena = arena_new();
    int n = snprintf(text, LINE, "#%d %s ", w->act, instant_text_short(arena, w->now));
    arena_free(arena);
    va_list args;
    va_start(args, format);
    vsnprintf(text + n, (size_t)(LINE - n), format, args);
    va_end(args);
    line_count++;
    if (verbose) puts(text);
}

static void show_lines(void)
{
    int from = line_count > LINES ? line_count - LINES : 0;
    int64_t id = 0;
    for (int i = line_count - 1; i >= from && !id; i--) id = lines[i % LINES].case_id;
    int wanted = 0, skip;
    for (int i = from; i < line_count; i++) wanted += id && lines[i % LINES].case_id == id;
    skip = wanted > SHOWN_CASE ? wanted - SHOWN_CASE : 0;
    if (wanted) printf("the last acts on case %lld:\n", (long long)id);
    for (int i = from; i < line_count; i++) if (id && lines[i % LINES].case_id == id && skip-- <= 0) printf("  %s\n", lines[i % LINES].text);
    printf("the last acts of all:\n");
    for (int i = line_count - SHOWN_LAST < from ? from : line_count - SHOWN_LAST; i < line_count; i++) printf("  %s\n", lines[i % LINES].text);
}

static const char *again(uint64_t seed, int act)
{
    static char text[120];
    snprintf(text, sizeof text, "simulator%s --seed %llu --acts %d", all_joint ? " --joint" : "", (unsigned long long)seed, act);
    return text;
}

_Noreturn void sim_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("\nFAILED seed %llu act %d: ", (unsigned long long)world.seed, world.act);
    vprintf(format, args);
    printf("\n");
    va_end(args);
    if (line_count) show_lines();
    if (!world.cover) exit(1);                                              /* before any world: the tables do not fit each other */
    printf("run again: %s\n", again(world.seed, world.act));
    va_start(args, format);
    world.cover->failed_act = world.act;
    vsnprintf(world.cover->failure, sizeof world.cover->failure, format, args);
    va_end(args);
    fflush(stdout);
    _exit(1);
}

/* An assertion of the product, or the machine's own. */
static void on_signal(int signal_)
{
    signal(signal_, SIG_DFL);
    sim_fail("signal %d (%s)", signal_, strsignal(signal_));
}

/* ---- one world ---- */

/* Mostly minutes, sometimes hours, seldom a day or weeks. */
static void pass_time(World *w)
{
    int kind = below(w, 1000);
    int64_t minutes = kind < 800 ? between(w, 1, 40) : kind < 960 ? between(w, 60, 300) : kind < 995 ? between(w, 480, 1800) : between(w, 3 * 1440, 20 * 1440);
    w->now.ms += minutes * 60000 + below(w, 60000);
}

static void step(World *w)
{
    alarm(ACT_SECONDS);                                                     /* an act that never ends is a failure, not a wait */
    pass_time(w);
    arena_reset(w->turn);
    w->cover->acts++;
    if (world_today(w).n > w->last_tick.n && chance(w, 25)) world_tick(w);
    else if (chance(w, 4)) world_office(w);
    else if (chance(w, 9)) world_desk(w);
    else world_act(w);
    if (w->act % CHECK_EVERY == 0) check_all(w);
    if (w->act % MIDDLE_EVERY == 0) { alarm(END_SECONDS); check_end(w); }
}

static int run_world(uint64_t seed, int acts, Cover *cover)
{
    World *w = &world;
    signal(SIGABRT, on_signal);
    signal(SIGALRM, on_signal);
    log_level = LOG_ERROR + 1;                                              /* the faults are ours */
    *w = (World){.seed = seed, .random = seed * 0x2545F4914F6CDD1Du + 1, .lasting = arena_new(), .turn = arena_new(), .cover = cover};
    w->oracle.matter_room = acts + 10;
    w->oracle.matters = calloc((size_t)w->oracle.matter_room, sizeof(Matter));
    w->oracle.licence_room = acts + 10;
    w->oracle.licences = calloc((size_t)w->oracle.licence_room, sizeof(Licence));
    w->fault_percent = chance(w, 50) ? 0 : between(w, 1, 12);
    w->open_wanted = between(w, 8, 60);
    w->joint_percent = between(w, 10, 60);
    if (all_joint) w->joint_percent = 100;
    world_open(w);
    for (w->act = 1; w->act <= acts; w->act++) step(w);
    w->act = acts;
    alarm(END_SECONDS);
    check_all(w);
    check_end(w);
    window_close(w->window);
    cover->whole = true;
    fflush(stdout);
    return 0;
}

/* ---- the run ---- */

typedef struct Options { uint64_t seed; int acts, worlds, jobs; bool twice; } Options;

static void usage(void)
{
    fprintf(stderr, "usage: simulator [--seed N] [--acts N] [--worlds N] [--jobs N] [--twice] [--joint] [--verbose]\n");
    exit(2);
}

static int64_t number(const char *text, int64_t most)
{
    int64_t n;
    if (!text || !text_parse_int(text, 0, most, &n)) usage();
    return n;
}

static Options parse(int argc, char **argv)
{
    Options o = {.seed = (uint64_t)time(NULL) % 1000000000, .acts = 1000, .worlds = 1, .jobs = 1};
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--seed")) o.seed = (uint64_t)number(argv[++i], INT64_MAX - 1000000);
        else if (!strcmp(argv[i], "--acts")) o.acts = (int)number(argv[++i], 1000000);
        else if (!strcmp(argv[i], "--worlds")) o.worlds = (int)number(argv[++i], 1000000);
        else if (!strcmp(argv[i], "--jobs")) o.jobs = (int)number(argv[++i], 1000000);
        else if (!strcmp(argv[i], "--twice")) o.twice = true;
        else if (!strcmp(argv[i], "--joint")) all_joint = true;
        else if (!strcmp(argv[i], "--verbose")) verbose = true;
        else usage();
    }
    if (o.worlds < 1 || o.jobs < 1 || o.acts < 1) usage();
    return o;
}

/* All worlds, `jobs` at a time; the one past the last is the first again. Count of those that failed. */
static int run_all(const Options *o, Cover *covers, int total)
{
    int running = 0, failed = 0;
    for (int i = 0; i < total || running;) {
        if (i < total && running < o->jobs) {
            fflush(stdout);
            pid_t child = fork();
            if (child < 0) { perror("fork"); exit(2); }
            if (!child) _exit(run_world(o->seed + (uint64_t)(i % o->worlds), o->acts, &covers[i]));
            i++;
            running++;
            continue;
        }
        int status;
        wait(&status);
        running--;
        failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return failed;
}

static void report(const Cover *all)
{
    printf("\n%-16s %9s %9s %9s\n", "act", "done", "refused", "must");
    for (int act = 0; act < ACT_COUNT; act++) printf("%-16s %9lld %9lld %9lld\n", process_row((Act)act)->name, (long long)all->done[act], (long long)all->refused[act], (long long)all->sure[act]);
    desk_report(all);
    printf("\nstages seen:");
    for (int stage = 1; stage < STAGE_COUNT; stage++) printf(" %s %lld", stage_name((Stage)stage), (long long)all->stages[stage]);
    printf("\nrefusals seen:");
    for (int r = 1; r < REFUSAL_COUNT; r++) if (all->refusals[r]) printf(" %s %lld", refusal_text((Refusal)r)->code, (long long)all->refusals[r]);
    printf("\n%lld acts: %lld of the office, %lld at the desks, %lld of the clock; %lld faults survived; %lld calendar changes; %lld comparisons\n", (long long)all->acts, (long long)all->office, (long long)all->desk_acts, (long long)all->ticks,
           (long long)all->faults, (long long)all->redated, (long long)all->compared);
}

static void sum(Cover *all, const Cover *c)
{
    all->acts += c->acts, all->office += c->office, all->desk_acts += c->desk_acts, all->ticks += c->ticks, all->faults += c->faults, all->redated += c->redated, all->compared += c->compared, all->checks += c->checks;
    for (int i = 0; i < ACT_COUNT; i++) all->done[i] += c->done[i], all->refused[i] += c->refused[i], all->sure[i] += c->sure[i];
    for (int i = 0; i < COVER_DESKS; i++)
        for (int k = 0; k < COVER_DESK_ACTS; k++) all->desk_done[i][k] += c->desk_done[i][k], all->desk_refused[i][k] += c->desk_refused[i][k];
    for (int i = 0; i < STAGE_COUNT; i++) all->stages[i] += c->stages[i];
    for (int i = 0; i < REFUSAL_COUNT; i++) all->refusals[i] += c->refusals[i];
}

/* In a long run every act must have happened and every stage been reached: else the simulator no longer simulates. */
static int unseen(const Cover *all)
{
    int missing = 0;
    for (int act = 0; act < ACT_COUNT; act++) if (!all->done[act]) { missing++; printf("FAILED act %s never happened\n", process_row((Act)act)->name); }
    for (int stage = 1; stage < STAGE_COUNT; stage++) if (!all->stages[stage]) { missing++; printf("FAILED stage %s was never reached\n", stage_name((Stage)stage)); }
    return missing;
}

int main(int argc, char **argv)
{
    Options o = parse(argc, argv);
    printf("seed %llu, %d worlds of %d acts\n", (unsigned long long)o.seed, o.worlds, o.acts);
    check_tables();
    int total = o.worlds + o.twice, passed = 1;
    Cover *covers = mmap(NULL, sizeof(Cover) * (size_t)total, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), all = {0};
    if (covers == MAP_FAILED) { perror("mmap"); return 2; }
    int failed = run_all(&o, covers, total);
    for (int i = 0; i < total; i++) {
        sum(&all, &covers[i]);
        passed += covers[i].whole ? 1 + covers[i].checks : 0;
    }
    report(&all);
    if (all.acts >= 20000) { int missing = unseen(&all); failed += missing; passed += !missing; }
    if (o.twice && covers[0].whole && covers[o.worlds].whole) {
        bool same = !strcmp(covers[0].digest, covers[o.worlds].digest);
        printf("seed %llu twice: %s %s %s\n", (unsigned long long)o.seed, covers[0].digest, same ? "is" : "DIFFERS FROM", covers[o.worlds].digest);
        passed += same;
        failed += !same;
    }
    for (int i = 0; i < total; i++) {
        uint64_t seed = o.seed + (uint64_t)(i % o.worlds);
        if (!covers[i].whole) printf("FAILED seed %llu act %d: %s\n  run again: %s\n", (unsigned long long)seed, covers[i].failed_act, covers[i].failure, again(seed, covers[i].failed_act ? covers[i].failed_act : o.acts));
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
