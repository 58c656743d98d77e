/* child.h: the server and other programs as children, for benchmarks and fault tests: start, read what they say, stop, find their neighbours. */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct Child { pid_t pid; int out, port; double started; } Child;

__attribute__((unused)) static double child_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A file beside this program: the programs of one build stand in one directory or one above. */
__attribute__((unused)) static const char *child_beside(const char *name)
{
    char self[PATH_MAX] = {0}, *path = malloc(PATH_MAX);        /* kept: a few names in a short life */
    if (!path || readlink("/proc/self/exe", self, sizeof self - 1) < 0) return name;
    const char *directory = dirname(self);
    snprintf(path, PATH_MAX, "%s/%s", directory, name);
    if (access(path, R_OK)) snprintf(path, PATH_MAX, "%s/../%s", directory, name);
    return path;
}

/* environment: pairs, ended by NULL; may be NULL. The child dies with us. */
__attribute__((unused)) static Child child_start(const char *const *argv, const char *const *environment)
{
    int ends[2];
    Child child = {.pid = -1, .started = child_seconds()};
    if (pipe(ends)) { perror("pipe"); exit(2); }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fflush(stdout);
    child.pid = fork();
    if (child.pid < 0) { perror("fork"); exit(2); }
    if (!child.pid) {
        dup2(ends[1], 1);
        close(ends[1]);
        for (int i = 0; environment && environment[i]; i += 2) setenv(environment[i], environment[i + 1], 1);
        execv(argv[0], (char *const *)argv);
        perror(argv[0]);
        _exit(127);
    }
    close(ends[1]);
    child.out = ends[0];
    return child;
}

/* A line of what it says, without its end; false when it says no more or the time is up. */
__attribute__((unused)) static bool child_line(Child *child, char *line, size_t room, double patience)
{
    size_t have = 0;
    double end = child_seconds() + patience;
    while (have + 1 < room) {
        struct pollfd wait = {.fd = child->out, .events = POLLIN};
        double left = end - child_seconds();
        if (left <= 0 || poll(&wait, 1, (int)(left * 1000) + 1) <= 0) return false;
        ssize_t got = read(child->out, line + have, 1);
        if (got <= 0) { line[have] = 0; return have > 0; }
        if (line[have] == '\n') break;
        have++;
    }
    line[have] = 0;
    return true;
}

/* Everything it says until it ends; its exit code, -signal when killed. */
__attribute__((unused)) static int child_finish(Child *child, char *text, size_t room, struct rusage *usage)
{
    size_t have = 0;
    struct rusage ignored;
    int status;
    for (char piece[4096]; ;) {
        ssize_t got = read(child->out, piece, sizeof piece);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        for (ssize_t i = 0; i < got && text && have + 1 < room; i++) text[have++] = piece[i];
    }
    if (text && room) text[have] = 0;
    close(child->out);
    while (wait4(child->pid, &status, 0, usage ? usage : &ignored) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* The server on a free port, once it says that it is open. pid -1: it did not open in time. */
__attribute__((unused)) static Child child_serve(const char *data, const char *const *environment, double patience)
{
    const char *argv[] = {child_beside("yichuang"), "serve", "--data", data, "--port", "0", NULL};
    Child child = child_start(argv, environment);
    char line[1000];
    while (child_line(&child, line, sizeof line, patience)) {
        const char *where = strstr(line, "http://127.0.0.1:");
        if (!where) continue;
        child.port = atoi(where + 17);
        return child;
    }
    kill(child.pid, SIGKILL);
    child_finish(&child, NULL, 0, NULL);
    child.pid = -1;
    return child;
}

__attribute__((unused)) static int child_stop(Child *child, int signal, struct rusage *usage)
{
    kill(child->pid, signal);
    return child_finish(child, NULL, 0, usage);
}

/* Runs to the end. */
__attribute__((unused)) static int child_run(const char *const *argv, char *text, size_t room)
{
    Child child = child_start(argv, NULL);
    return child_finish(&child, text, room, NULL);
}

__attribute__((unused)) static void child_copy(const char *from, const char *to)
{
    const char *away[] = {"/bin/rm", "-rf", to, NULL}, *copy[] = {"/bin/cp", "-r", from, to, NULL};
    child_run(away, NULL, 0);
    if (child_run(copy, NULL, 0)) { fprintf(stderr, "cannot copy %s to %s\n", from, to); exit(2); }
}

__attribute__((unused)) static void child_remove(const char *path)
{
    const char *away[] = {"/bin/rm", "-rf", path, NULL};
    child_run(away, NULL, 0);
}
#endif
