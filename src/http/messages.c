/* messages.c: the catalogue of page texts. See messages.h. */
#include "http/messages.h"
#include "base/embed.h"
#include "base/fault.h"
#include "base/text.h"
#include <string.h>

typedef struct Entry {
    const char *key, *zh, *en;
    struct Entry *next;         /* in the same bucket */
} Entry;

enum { BUCKETS = 4096, PLACES = 10 };

struct Messages {
    Arena *arena;
    Entry *bucket[BUCKETS];
    int count;
    Buf problems;
};

const char *language_code(Language language) { return language == LANGUAGE_EN ? "en" : "zh-CN"; }

static unsigned hash(const char *key)
{
    unsigned h = 2166136261u;
    for (; *key; key++) h = (h ^ (unsigned char)*key) * 16777619u;
    return h % BUCKETS;
}

static const Entry *find(const Messages *messages, const char *key)
{
    for (const Entry *e = messages->bucket[hash(key)]; e; e = e->next)
        if (!strcmp(e->key, key)) return e;
    return NULL;
}

Messages *messages_new(Arena *arena)
{
    Messages *messages = ARENA_NEW(arena, Messages);
    messages->arena = arena;
    messages->problems = buf_new(arena);
    return messages;
}

/* --- reading lines ---------------------------------------------------------------------------------------------------------------- */

/* Splits at | (not \|), at most `most` parts, trimmed. */
static int split_line(Arena *arena, const char *line, char **parts, int most)
{
    int count = 0;
    Buf part = buf_new(arena);
    for (;; line++) {
        if (*line == '\\' && line[1] == '|') { buf_char(&part, '|'); line++; continue; }
        if (*line && *line != '|') { buf_char(&part, *line); continue; }
        if (count == most) return most + 1;
        parts[count++] = text_trim(arena, part.text);
        part = buf_new(arena);
        if (!*line) return count;
    }
}

static bool key_fine(const char *key)
{
    return *key && !key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_.-")];
}

/* Which of {0}..{9} a text has, as bits. */
static unsigned places(const char *text)
{
    unsigned found = 0;
    for (const char *p = text; (p = strchr(p, '{')); p++)
        if (p[1] >= '0' && p[1] <= '9' && p[2] == '}') found |= 1u << (p[1] - '0');
    return found;
}

static void add_line(Messages *m, const char *file, int number, const char *line)
{
    char *parts[3];
    Arena *arena = m->arena;
    if (split_line(arena, line, parts, 3) != 3) { buf_printf(&m->problems, "%s:%d: not `key | zh | en`\n", file, number); return; }
    if (!key_fine(parts[0])) { buf_printf(&m->problems, "%s:%d: bad key '%s'\n", file, number, parts[0]); return; }
    if (find(m, parts[0])) { buf_printf(&m->problems, "%s:%d: key %s twice\n", file, number, parts[0]); return; }
    if (!*parts[1]) buf_printf(&m->problems, "%s:%d: %s has no Chinese text\n", file, number, parts[0]);
    if (!*parts[2]) buf_printf(&m->problems, "%s:%d: %s has no English text\n", file, number, parts[0]);
    else if (places(parts[1]) != places(parts[2])) buf_printf(&m->problems, "%s:%d: %s has other places in English than in Chinese\n", file, number, parts[0]);
    Entry *entry = ARENA_NEW(arena, Entry);
    *entry = (Entry){parts[0], parts[1], parts[2], m->bucket[hash(parts[0])]};
    m->bucket[hash(parts[0])] = entry;
    m->count++;
}

void messages_add(Messages *messages, const char *file, const char *text)
{
    if (!text_is_utf8(text, strlen(text))) { buf_printf(&messages->problems, "%s: not UTF-8\n", file); return; }
    for (int number = 1; *text; number++) {
        size_t bytes = strcspn(text, "\n");
        char *line = text_trim(messages->arena, arena_strndup(messages->arena, text, bytes));
        if (*line && *line != '#') add_line(messages, file, number, line);
        text += bytes + (text[bytes] == '\n');
    }
}

Messages *messages_load(Arena *arena)
{
    int count;
    size_t bytes;
    Messages *messages = messages_new(arena);
    const char **paths = embed_list(arena, "web/messages/", &count);
    for (int i = 0; i < count; i++) {
        const uint8_t *text = embed_find(arena, paths[i], &bytes);
        if (text) messages_add(messages, paths[i], (const char *)text);
    }
    return messages;
}

/* --- asking ------------------------------------------------------------------------------------------------------------------------- */

const char *message(const Messages *messages, Language language, const char *key)
{
    const Entry *entry = messages && key ? find(messages, key) : NULL;
    if (!entry) return NULL;
    return language == LANGUAGE_EN && *entry->en ? entry->en : entry->zh;
}

const char *message_or_key(const Messages *messages, Language language, const char *key)
{
    const char *text = message(messages, language, key);
    return text ? text : key;
}

char *message_format(const Messages *messages, Arena *arena, Language language, const char *key, const char *const *args, int count)
{
    Buf out = buf_new(arena);
    for (const char *p = message_or_key(messages, language, key); *p; p++) {
        bool place = p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}';
        if (!place || p[1] - '0' >= count) { buf_char(&out, *p); continue; }
        buf_str(&out, args[p[1] - '0']);
        p += 2;
    }
    return out.text;
}

int messages_count(const Messages *messages) { return messages->count; }
const char *messages_problems(const Messages *messages) { return messages->problems.text; }
