/* render_child.c: the painter process: opens its fonts, shuts every door, then answers sheets with PDFs.
 *
 * Question: 4 bytes length (big endian), JSON of a sheet. Answer: 4 bytes length, 1 byte 'P' and the PDF, or 'E' and a line of text.
 */
#define _GNU_SOURCE
#include "documents/render.h"
#include "documents/renderer.h"
#include "documents/sheet.h"
#include <cairo-ft.h>
#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <linux/sched.h>
#include <pango/pangofc-fontmap.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Only the CJK families of fonts-noto-cjk, whatever else the machine has: other fonts would change line ends and bytes. */
static const char FONTS[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
    "<dir>/usr/share/fonts/opentype/noto</dir><cachedir>/var/cache/fontconfig</cachedir>"
    "<selectfont><acceptfont><glob>*/Noto*CJK-*.ttc</glob></acceptfont><rejectfont><glob>*</glob>"
#define NOT(family) "<pattern><patelt name=\"family\"><string>" family "</string></patelt></pattern>"
    NOT("Noto Serif CJK JP") NOT("Noto Serif CJK KR") NOT("Noto Serif CJK TC") NOT("Noto Serif CJK HK")
    NOT("Noto Sans CJK JP") NOT("Noto Sans CJK KR") NOT("Noto Sans CJK TC") NOT("Noto Sans CJK HK")
    NOT("Noto Sans Mono CJK JP") NOT("Noto Sans Mono CJK KR") NOT("Noto Sans Mono CJK TC") NOT("Noto Sans Mono CJK HK")
#undef NOT
    "</rejectfont></selectfont></fontconfig>";

PangoContext *render_fonts(void) {
    FcConfig *config = FcConfigCreate();
    if (!config || !FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)FONTS, FcTrue) || !FcConfigBuildFonts(config)) return NULL;
    FcFontSet *set = FcConfigGetFonts(config, FcSetSystem);
    if (!set || set->nfont == 0) return NULL;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    PangoContext *pango = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(pango, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(pango, FALSE);
    pango_context_set_language(pango, pango_language_from_string("zh-cn"));
    return pango;
}

/* Opens every face and holds it for the life of the process: a face that is let go would have to be opened again, behind closed doors. */
static bool hold_faces(PangoContext *pango) {
    static const struct { const char *family; PangoWeight weight; } FACES[] = {
        {SERIF, PANGO_WEIGHT_NORMAL}, {SERIF, PANGO_WEIGHT_BOLD}, {SANS, PANGO_WEIGHT_NORMAL}, {SANS, PANGO_WEIGHT_BOLD}, {MONO, PANGO_WEIGHT_NORMAL}};
    for (size_t i = 0; i < sizeof FACES / sizeof *FACES; i++) {
        PangoFontDescription *wish = pango_font_description_new();
        pango_font_description_set_family_static(wish, FACES[i].family);
        pango_font_description_set_weight(wish, FACES[i].weight);
        pango_font_description_set_absolute_size(wish, 12 * PANGO_SCALE);
        PangoFont *font = pango_context_load_font(pango, wish);                       /* kept */
        pango_font_description_free(wish);
        if (!font) return false;
        cairo_scaled_font_t *scaled = cairo_scaled_font_reference(pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
        if (cairo_scaled_font_status(scaled) != CAIRO_STATUS_SUCCESS) return false;
        PangoFontDescription *is = pango_font_describe(font);
        bool right = !strcmp(pango_font_description_get_family(is), FACES[i].family);
        pango_font_description_free(is);
        if (!right) return false;
        if (!cairo_ft_scaled_font_lock_face(scaled)) return false;                    /* opens the file; locked for ever, so cairo never closes it */
    }
    return true;
}

/* One small sheet in every face, through the whole of the machinery: what is drawn here first can be drawn when the doors are shut. The foot is the only
 * place of the plain sans face. */
static bool warm(Arena *arena, PangoContext *pango) {
    static const char SHEET[] =
        "{\"title\":\"warm\",\"created\":\"2026-01-01\",\"foot\":\"暖 a1★\",\"blocks\":[{\"t\":\"organ\",\"text\":\"暖\",\"en\":\"warm\"},{\"t\":\"title\",\"text\":\"暖\"},"
        "{\"t\":\"para\",\"text\":\"暖 a1★\"},{\"t\":\"mono\",\"text\":\"a\"},{\"t\":\"table\",\"widths\":[1],\"head\":[\"暖\"],\"rows\":[[\"暖\"]]},{\"t\":\"sign\",\"organ\":\"暖\",\"ring\":\"暖\",\"seal\":\"暖\"}]}";
    const char *error = NULL;
    const Value *sheet = value_parse(arena, SHEET, sizeof SHEET - 1, &error);
    size_t bytes;
    unsigned char *pdf = sheet ? render_sheet(arena, pango, sheet, &bytes, &error) : NULL;
    bool good = pdf != NULL;
    free(pdf);
    arena_reset(arena);
    return good;
}

static void limit(int what, rlim_t most) {
    struct rlimit r = {most, most};
    setrlimit(what, &r);
}

/* After this the process can compute, and read and write the descriptors it has; nothing else. */
static bool shut_doors(void) {
#ifdef __SANITIZE_ADDRESS__
    return true;                                               /* the sanitizer itself reads /proc and more */
#else
    static const int CALLS[] = {
        SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(mmap), SCMP_SYS(munmap),
        SCMP_SYS(mprotect), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
        SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getpid), SCMP_SYS(gettid),
        SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall), SCMP_SYS(getrandom), SCMP_SYS(tgkill), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(poll)};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EACCES));
    if (!filter) return false;
    bool good = true;
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, CALLS[i], 0) == 0;
    /* pango matches fonts in a thread of its own: threads yes, processes no */
    good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)) == 0;
    good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
    /* cairo asks whether the font file is readable before it uses the face it already holds: "yes", without looking */
    good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(0), SCMP_SYS(access), 0) == 0;
    static const int DEADLY[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(ptrace), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(kill)};
    for (size_t i = 0; i < sizeof DEADLY / sizeof *DEADLY; i++) good &= seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, DEADLY[i], 0) == 0;
    good &= seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0;
    good = good && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
#endif
}

static bool read_whole(int fd, void *data, size_t bytes) {
    char *at = data;
    while (bytes) {
        ssize_t n = read(fd, at, bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        bytes -= (size_t)n;
    }
    return true;
}

static bool write_whole(int fd, const void *data, size_t bytes) {
    const char *at = data;
    while (bytes) {
        ssize_t n = write(fd, at, bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        bytes -= (size_t)n;
    }
    return true;
}

static bool answer(int out, char kind, const void *data, size_t bytes) {
    uint32_t n = (uint32_t)bytes + 1;
    unsigned char head[5] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n, (unsigned char)kind};
    return write_whole(out, head, sizeof head) && write_whole(out, data, bytes);
}

static bool serve_one(Arena *arena, PangoContext *pango, int in, int out) {
    unsigned char head[4];
    if (!read_whole(in, head, sizeof head)) return false;
    size_t length = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    if (length > SHEET_REQUEST_BYTES) return false;            /* no way to find the next request */
    char *json = arena_alloc(arena, length + 1);
    if (!read_whole(in, json, length)) return false;
    const char *error = NULL;
    const Value *sheet = value_parse(arena, json, length, &error);
    if (sheet && sheet->kind != VALUE_OBJECT) { sheet = NULL; error = "a sheet is an object"; }
    size_t bytes = 0;
    unsigned char *pdf = sheet ? render_sheet(arena, pango, sheet, &bytes, &error) : NULL;
    bool good = pdf ? answer(out, 'P', pdf, bytes) : answer(out, 'E', error ? error : "?", strlen(error ? error : "?"));
    free(pdf);
    arena_reset(arena);
    return good;
}

int render_child_main(int in, int out) {
    if (in <= 2 && out <= 2) close_range(3, ~0U, 0);           /* whatever the server had open */
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
#ifndef __SANITIZE_ADDRESS__
    limit(RLIMIT_AS, (rlim_t)1 << 30);
#endif
    prctl(PR_SET_DUMPABLE, 0);
    setenv("TZ", "UTC0", 1);                                   /* else the C library looks for /etc/localtime each time */
    Arena *arena = arena_new();
    PangoContext *pango = render_fonts();
    if (!pango || !hold_faces(pango) || !warm(arena, pango)) {
        fprintf(stderr, "render: fonts-noto-cjk (Noto Serif CJK SC, Noto Sans CJK SC) not found in /usr/share/fonts/opentype/noto\n");
        return 1;
    }
    if (!shut_doors()) {
        fprintf(stderr, "render: cannot install the seccomp filter\n");
        return 1;
    }
    while (serve_one(arena, pango, in, out)) {}
    _exit(0);       /* nothing to flush; exit handlers of libraries may want calls that are shut */
}
