/* story_parse.c: the text of a story into lines, fields and wants; pure, and hardened against any bytes. See story.h. */
#include "base/limits.h"
#include "base/text.h"
#include "yichuang/story.h"
#include <string.h>

typedef struct Reader {
    Arena *arena;
    const char *path;
    int number;
    const char **error;
    Instant last;
    bool dated;              /* some line bore a date */
} Reader;

static bool wrong(Reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool wrong(Reader *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *r->error = arena_printf(r->arena, "%s:%d: %s", r->path, r->number, arena_vprintf(r->arena, format, args));
    va_end(args);
    return false;
}

const char *story_field(const StoryLine *line, const char *key)
{
    for (int i = 0; i < line->field_count; i++)
        if (!strcmp(line->fields[i].key, key)) return line->fields[i].value;
    return NULL;
}

bool story_truth(const char *text, bool *out)
{
    *out = text_equal(text, "yes");
    return *out || text_equal(text, "no");
}

/* The line without its remark: '#' at the start or after a space, outside quotes. */
static char *without_remark(Arena *arena, const char *line, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '"') quoted = !quoted;
        if (line[i] == '#' && !quoted && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) length = i;
    }
    return text_trim(arena, arena_strndup(arena, line, length));
}

static bool blank(char c) { return c == ' ' || c == '\t'; }

/* The next word from *at; quotes may stand anywhere in it and are taken off. stop: a character that also ends a word, outside quotes. NULL: none left. */
static char *next_word(Reader *r, const char **at, char stop, bool *bad)
{
    while (blank(**at)) (*at)++;
    if (!**at || (stop && **at == stop)) return NULL;
    const char *start = *at;
    char *word = arena_alloc(r->arena, strlen(start) + 1), *to = word;
    bool quoted = false;
    for (; **at && (quoted || (!blank(**at) && !(stop && **at == stop))); (*at)++) {
        if (**at == '"') quoted = !quoted;
        else *to++ = **at;
    }
    *to = 0;
    if (quoted) *bad = true;
    return word;
}

/* YYYY-MM-DD, and HH:MM when it follows. Without a time: 10:00, or later when an earlier line of that day was later. */
static bool take_time(Reader *r, const char **at, StoryLine *line)
{
    bool bad = false;
    const char *rest = *at;
    char *word = next_word(r, &rest, 0, &bad);
    Day day;
    if (!day_parse(word, &day)) { line->at = r->last; return true; }
    *at = rest;
    word = next_word(r, &rest, 0, &bad);
    Instant when = instant_at(day, 10, 0, 0);
    int64_t hour, minute;
    bool timed = word && strlen(word) == 5 && word[2] == ':' && text_parse_int(arena_strndup(r->arena, word, 2), 0, 23, &hour) && text_parse_int(word + 3, 0, 59, &minute);
    if (timed) {
        *at = rest;
        when = instant_at(day, (int)hour, (int)minute, 0);
    } else if (r->last.ms > when.ms && day_equal(instant_day(r->last), day)) {
        when = r->last;
    }
    if (when.ms < r->last.ms) return wrong(r, "时间不能倒退：早于前一行 the story goes back in time");
    line->at = r->last = when;
    r->dated = true;
    return true;
}

static bool verb_known(const char *verb)
{
    Act act;
    return act_parse(verb, &act) || !strcmp(verb, "see") || !strcmp(verb, "tick") || !strcmp(verb, "warn") || story_office_verb(verb) || story_desk_verb(verb);
}

static bool take_field(Reader *r, StoryLine *line, char *word)
{
    char *equals = strchr(word, '=');
    if (!equals || equals == word) {
        if (line->subject) return wrong(r, "多余的词“%s”（字段写作 key=value） one word too many", word);
        line->subject = word;
        return true;
    }
    *equals = 0;
    if (story_field(line, word)) return wrong(r, "字段“%s”写了两次 this field is given twice", word);
    if (line->field_count == STORY_FIELDS) return wrong(r, "字段过多 too many fields");
    line->fields[line->field_count++] = (StoryField){word, equals + 1};
    return true;
}

static bool take_wants(Reader *r, const char *at, StoryLine *line)
{
    for (;;) {
        if (line->want_count == STORY_WANTS) return wrong(r, "期望过多 too many expectations");
        StoryWant *want = &line->wants[line->want_count];
        bool bad = false;
        for (char *word; (word = next_word(r, &at, ',', &bad));) {
            if (want->count == STORY_WORDS) return wrong(r, "一项期望的词过多 too many words in one expectation");
            want->words[want->count++] = word;
        }
        if (bad) return wrong(r, "引号不成对 a quote is not closed");
        if (!want->count) return wrong(r, "“->”后缺少期望 an expectation is missing after ->");
        const char *problem = story_want_problem(r->arena, want);
        if (problem) return wrong(r, "%s", problem);
        line->want_count++;
        if (*at != ',') return true;
        at++;
    }
}

static bool take_line(Reader *r, const char *text, StoryLine *line)
{
    const char *at = text;
    bool bad = false;
    line->number = r->number;
    line->text = text;
    if (!take_time(r, &at, line)) return false;
    char *word = next_word(r, &at, 0, &bad);
    if (!word) return wrong(r, "日期后缺少动作 an act is missing after the date");
    if (!verb_known(word)) return wrong(r, "不认识的动作“%s” this act is not known", word);
    line->verb = word;
    while ((word = next_word(r, &at, 0, &bad))) {
        if (bad) return wrong(r, "引号不成对 a quote is not closed");
        if (!strcmp(word, "->")) return take_wants(r, at, line);
        if (!take_field(r, line, word)) return false;
    }
    return bad ? wrong(r, "引号不成对 a quote is not closed") : true;
}

Story *story_parse(Arena *arena, const char *path, const char *text, size_t bytes, Instant from, const char **error)
{
    Reader r = {.arena = arena, .path = path, .error = error, .last = from};
    *error = NULL;
    if (!text_is_utf8(text, bytes)) { wrong(&r, "不是UTF-8文本 not UTF-8 text"); return NULL; }
    int lines = 1;
    for (size_t i = 0; i < bytes; i++) lines += text[i] == '\n';
    if (lines > LIMIT_STORY_LINES) { wrong(&r, "超过%d行 too many lines", LIMIT_STORY_LINES); return NULL; }
    Story *story = ARENA_NEW(arena, Story);
    *story = (Story){.path = path, .rule = "", .lines = ARENA_ARRAY(arena, StoryLine, lines)};
    for (const char *at = text, *end = text + bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);
        if (length && at[length - 1] == '\r') length--;
        r.number++;
        if (!*story->rule && length > 2 && at[0] == '#') {
            const char *title = text_trim(arena, arena_strndup(arena, at + 1, length - 1));
            if (text_starts(title, "规则:") || text_starts(title, "规则：")) story->rule = text_trim(arena, title + (title[6] == ':' ? 7 : 9));
        }
        char *plain = without_remark(arena, at, length);
        if (*plain && !take_line(&r, plain, &story->lines[story->count++])) return NULL;
        at = stop ? stop + 1 : end;
    }
    if (!story->count) { r.number = 1; wrong(&r, "没有一行动作 no line does anything"); return NULL; }
    return story;
}
