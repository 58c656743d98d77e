/* search.c: scoring items against what a citizen typed. See search.h.
 *
 * The query becomes a few terms, each with a weight: the words typed, the same without verbs ("我要办健康证" -> "健康证"), the official
 * words of every everyday word found in it, and, for Latin letters, the words whose pinyin or initials they are. An item's score is the
 * best term's; ties go to the shorter name, then the smaller code.
 */
#include "catalog/search.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/limits.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

enum { HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF, MAX_TERMS = 24, MAX_TARGETS = 8 };

typedef struct { const char *word, *initials, *pinyin; const char *targets[MAX_TARGETS]; int target_count; } Synonym;

struct SearchWords {
    Synonym *synonyms;
    int synonym_count;
    const char **syllables;      /* by character - HAN_FIRST; NULL: none */
};

typedef struct { const char *plain, *initials, *pinyin; } Name;

struct SearchText {
    const Item *item;
    Name *names;                 /* the name, then the aliases */
    int name_count;
    const char *result, *text;   /* what it gives; materials, scope, conditions */
    const char *english;
};

/* ---- normal form ---- */

static void put_utf8(Buf *out, uint32_t c)
{
    char b[4];
    if (c < 0x80) { buf_char(out, (char)c); return; }
    if (c < 0x800) { b[0] = (char)(0xC0 | c >> 6); b[1] = (char)(0x80 | (c & 63)); buf_add(out, b, 2); return; }
    if (c < 0x10000) {
        b[0] = (char)(0xE0 | c >> 12); b[1] = (char)(0x80 | (c >> 6 & 63)); b[2] = (char)(0x80 | (c & 63));
        buf_add(out, b, 3);
        return;
    }
    b[0] = (char)(0xF0 | c >> 18); b[1] = (char)(0x80 | (c >> 12 & 63)); b[2] = (char)(0x80 | (c >> 6 & 63)); b[3] = (char)(0x80 | (c & 63));
    buf_add(out, b, 4);
}

static bool dropped(uint32_t c)
{
    if (c < 0x80) return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
    return (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFFE0) || c == 0xA0 || c == 0xB7 ||
           (c >= 0xFF5F && c <= 0xFF65);
}

char *search_normalise(Arena *arena, const char *text)
{
    Buf out = buf_sized(arena, strlen(text) + 1);
    for (uint32_t c; (c = text_next(&text));) {
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;            /* full width */
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
        if (!dropped(c)) put_utf8(&out, c);
    }
    return out.text;
}

static void letters(const SearchWords *words, Buf *initials, Buf *pinyin, const char *text)
{
    for (uint32_t c; (c = text_next(&text));) {
        const char *syllable = c >= HAN_FIRST && c <= HAN_LAST && words->syllables ? words->syllables[c - HAN_FIRST] : NULL;
        if (syllable) {
            buf_char(initials, syllable[0]);
            buf_str(pinyin, syllable);
        } else if (c < 0x80) {
            buf_char(initials, (char)c);
            buf_char(pinyin, (char)c);
        }
    }
}

static Name name_of(const SearchWords *words, Arena *arena, const char *text)
{
    Name name = {.plain = search_normalise(arena, text)};
    Buf initials = buf_new(arena), pinyin = buf_new(arena);
    letters(words, &initials, &pinyin, name.plain);
    name.initials = initials.text;
    name.pinyin = pinyin.text;
    return name;
}

char *search_initials(const SearchWords *words, Arena *arena, const char *text)
{
    return arena_strdup(arena, name_of(words, arena, text).initials);
}

/* ---- the language part ---- */

static void read_pinyin(Arena *arena, SearchWords *words, const char *table)
{
    char **lines, **cells;
    int count = text_split(arena, table, '\n', &lines);
    words->syllables = ARENA_ARRAY(arena, const char *, HAN_LAST - HAN_FIRST + 1);
    for (int i = 0; i < count; i++) {
        if (lines[i][0] == '#' || !lines[i][0]) continue;
        int n = text_split(arena, lines[i], ' ', &cells);
        long first = strtol(cells[0], NULL, 16);
        for (int k = 1; k < n; k++) {
            long at = first + k - 1 - HAN_FIRST;
            if (at >= 0 && at <= HAN_LAST - HAN_FIRST && cells[k][0] >= 'a' && cells[k][0] <= 'z') words->syllables[at] = cells[k];
        }
    }
}

static void read_synonyms(Arena *arena, SearchWords *words, const char *text)
{
    char **lines, **sides, **targets;
    int count = text_split(arena, text, '\n', &lines);
    words->synonyms = ARENA_ARRAY(arena, Synonym, count + 1);
    for (int i = 0; i < count; i++) {
        if (lines[i][0] == '#' || text_split(arena, lines[i], '=', &sides) != 2) continue;
        Name name = name_of(words, arena, sides[0]);
        Synonym *s = &words->synonyms[words->synonym_count];
        *s = (Synonym){.word = name.plain, .initials = name.initials, .pinyin = name.pinyin};
        int n = text_split(arena, sides[1], ',', &targets);
        for (int k = 0; k < n && s->target_count < MAX_TARGETS; k++) {
            const char *target = search_normalise(arena, targets[k]);
            if (*target) s->targets[s->target_count++] = target;
        }
        if (*s->word && s->target_count) words->synonym_count++;
    }
}

SearchWords *search_words(Arena *arena, const char *synonyms, const char *pinyin)
{
    SearchWords *words = ARENA_NEW(arena, SearchWords);
    read_pinyin(arena, words, pinyin ? pinyin : "");
    read_synonyms(arena, words, synonyms ? synonyms : "");
    return words;
}

SearchWords *search_words_embedded(Arena *arena)
{
    size_t bytes;
    const uint8_t *synonyms = embed_find(arena, "data/synonyms/items.txt", &bytes), *pinyin = embed_find(arena, "data/pinyin/syllables.txt", &bytes);
    return search_words(arena, (const char *)synonyms, (const char *)pinyin);
}

/* ---- items prepared ---- */

static void add_texts(Arena *arena, Buf *out, const Value *list)
{
    for (const Value *v = list ? list->first : NULL; v; v = v->next) {
        buf_str(out, search_normalise(arena, v->kind == VALUE_STRING ? v->string : value_str_or(v, "name", "")));
        buf_char(out, ' ');
    }
}

SearchText *search_prepare(const SearchWords *words, Arena *arena, const Item *item)
{
    SearchText *text = ARENA_NEW(arena, SearchText);
    text->item = item;
    text->names = ARENA_ARRAY(arena, Name, item->alias_count + 1);
    text->names[text->name_count++] = name_of(words, arena, item->name);
    for (int i = 0; i < item->alias_count; i++) text->names[text->name_count++] = name_of(words, arena, item->aliases[i]);
    text->result = search_normalise(arena, item->result_name);
    text->english = search_normalise(arena, item->name_en);
    Buf all = buf_new(arena);
    static const char *const keys[] = {"scope", "topic", "notes"};
    add_texts(arena, &all, value_get(item->body, "materials"));
    add_texts(arena, &all, value_get(item->body, "conditions"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        buf_str(&all, search_normalise(arena, value_str_or(item->body, keys[i], "")));
        buf_char(&all, ' ');
    }
    text->text = all.text;
    return text;
}

/* ---- the query as terms ---- */

typedef struct { const char *text; size_t length; int characters; int weight; bool latin, synonym; const char *why; } Term;     /* weight in percent */
typedef struct { Term terms[MAX_TERMS]; int count; } Terms;

static bool latin_only(const char *text)
{
    bool letter = false;
    for (; *text; text++) {
        if (*text >= 'a' && *text <= 'z') letter = true;
        else if (*text < '0' || *text > '9') return false;
    }
    return letter;
}

static void add_term(Terms *terms, const char *text, int weight, bool synonym, const char *why)
{
    size_t length = strlen(text);
    if (!length) return;
    for (int i = 0; i < terms->count; i++) {
        if (strcmp(terms->terms[i].text, text) || terms->terms[i].synonym != synonym) continue;
        if (terms->terms[i].weight < weight) { terms->terms[i].weight = weight; terms->terms[i].why = why; }
        return;
    }
    if (terms->count < MAX_TERMS)
        terms->terms[terms->count++] = (Term){text, length, (int)text_characters(text), weight, latin_only(text), synonym, why};
}

/* Words that say "I want to do", not what. Longest first. */
static const char *const openings[] = {"请问一下", "请问", "我想要", "我要", "我想", "想要", "如何", "怎么样", "怎样", "怎么", "去哪里", "去哪", "哪里", "哪儿", "在哪里", "可以",
    "需要", "申请办理", "办理", "申办", "申领", "申请", "开办", "开一家", "开一个", "开个", "开家", "开设", "新办", "新开", "领取", "登记一个", "补办", "办一个", "办一张", "办个", "办张",
    "领个", "领一张", "弄个", "拿个", "考个", "办", "开", "领", "弄", "搞", "拿", "查", "想", "要"};
static const char *const endings[] = {"需要什么材料", "要什么材料", "需要哪些材料", "要带什么", "带什么材料", "怎么办理", "如何办理", "怎么办", "怎么弄", "怎么申请", "怎么开", "怎么领", "在哪里办", "在哪办",
    "去哪里办", "去哪办", "哪里办", "哪办", "多少钱", "要多久", "多久", "流程", "手续", "办理", "申请", "办事指南", "指南", "材料", "吗", "呢", "的", "了"};

static const char *strip(Arena *arena, const char *text)
{
    char *rest = arena_strdup(arena, text);
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof openings / sizeof *openings && !again; i++) {
            size_t n = strlen(openings[i]);
            if (!strncmp(rest, openings[i], n) && text_characters(rest + n) >= 2) { rest += n; again = true; }
        }
        for (size_t i = 0; i < sizeof endings / sizeof *endings && !again; i++) {
            size_t n = strlen(endings[i]), all = strlen(rest);
            if (all > n && !strcmp(rest + all - n, endings[i])) {
                char *shorter = arena_strndup(arena, rest, all - n);
                if (text_characters(shorter) >= 2) { rest = shorter; again = true; }
            }
        }
    }
    return rest;
}

static void add_targets(Terms *terms, const Synonym *s, int weight, const char *why)
{
    for (int i = 0; i < s->target_count; i++) add_term(terms, s->targets[i], weight - 3 * i, true, why);
}

/* Everyday words in the query; a word inside a longer one that was also found says nothing ("居住证" is not "住证"). */
static void add_synonyms(const SearchWords *words, Terms *terms, const char *whole, const char *stripped)
{
    int whole_characters = (int)text_characters(stripped);
    for (int i = 0; i < words->synonym_count; i++) {
        const Synonym *s = &words->synonyms[i];
        if (!strcmp(s->word, stripped) || !strcmp(s->word, whole)) { add_targets(terms, s, 130, "synonym"); continue; }
        if (!strstr(whole, s->word)) continue;
        bool inside = false;
        for (int k = 0; k < words->synonym_count && !inside; k++)
            inside = k != i && strlen(words->synonyms[k].word) > strlen(s->word) && strstr(words->synonyms[k].word, s->word) && strstr(whole, words->synonyms[k].word);
        int covered = 100 * (int)text_characters(s->word) / (whole_characters ? whole_characters : 1);
        if (!inside) add_targets(terms, s, 60 + (covered > 100 ? 100 : covered) * 55 / 100, "synonym");
    }
}

static void add_pinyin(const SearchWords *words, Terms *terms, const char *query)
{
    size_t length = strlen(query);
    for (int i = 0; i < words->synonym_count && length >= 2; i++) {
        const Synonym *s = &words->synonyms[i];
        if (!strcmp(s->initials, query) || !strcmp(s->pinyin, query)) add_targets(terms, s, 115, "pinyin");
    }
}

static Terms terms_of(const SearchWords *words, Arena *arena, const char *query)
{
    Terms terms = {.count = 0};
    const char *whole = search_normalise(arena, query);
    const char *stripped = strip(arena, whole);
    add_term(&terms, stripped, 100, false, "name");
    add_term(&terms, whole, 100, false, "name");
    if (latin_only(stripped)) add_pinyin(words, &terms, stripped);
    add_synonyms(words, &terms, whole, stripped);
    return terms;
}

/* ---- scoring ---- */

static int coverage(const Term *term, const char *plain) { return (int)(100 * term->length / (strlen(plain) + 1)); }

static int score_name(const Name *name, const Term *term, bool alias)
{
    const char *at = strstr(name->plain, term->text);
    if (!strcmp(name->plain, term->text)) return alias ? 950 : 1000;
    if (at) return (alias ? 600 : 650) + coverage(term, name->plain) + (at == name->plain ? 30 : 0);
    return 0;
}

static int score_letters(const Name *name, const Term *term)
{
    if (term->length < 2) return 0;
    if (!strcmp(name->initials, term->text) || !strcmp(name->pinyin, term->text)) return 900;
    if (!strncmp(name->initials, term->text, term->length)) return 560;
    if (term->length >= 3 && strstr(name->initials, term->text)) return 520;
    if (term->length >= 4 && strstr(name->pinyin, term->text)) return 540;
    return 0;
}

/* Share of the term's character pairs found in the text, in percent. */
static int pairs_found(const char *text, const Term *term)
{
    int pairs = 0, found = 0;
    const char *at = term->text, *second = at;
    text_next(&second);
    while (*second && pairs < 32) {
        const char *end = second;
        char pair[9];
        text_next(&end);
        memcpy(pair, at, (size_t)(end - at));
        pair[end - at] = 0;
        pairs++;
        found += strstr(text, pair) != NULL;
        at = second;
        second = end;
    }
    return pairs ? 100 * found / pairs : 0;
}

/* The official words an everyday word stands for: all that counts is the order in which they are listed. */
static int score_synonym(const SearchText *text, const Term *term)
{
    for (int i = 0; i < text->name_count; i++) if (strstr(text->names[i].plain, term->text)) return 750;
    return 0;
}

static int score_item(const SearchText *text, const Term *term)
{
    int best = 0;
    if (term->synonym) return score_synonym(text, term);
    if (term->length >= 6 && strspn(term->text, "0123456789") == term->length && text_starts(text->item->code, term->text)) return 1000;
    for (int i = 0; i < text->name_count; i++) {
        int score = score_name(&text->names[i], term, i > 0);
        if (!score && term->latin) score = score_letters(&text->names[i], term);
        if (score > best) best = score;
    }
    if (!best && term->latin && term->length >= 4 && strstr(text->english, term->text)) best = 570 + coverage(term, text->english);
    if (best || term->latin) return best;
    if (strstr(text->result, term->text)) return 500 + coverage(term, text->result);
    if (term->characters >= 3) {
        for (int i = 0; i < text->name_count; i++) {
            int share = pairs_found(text->names[i].plain, term);
            if (share >= 50 && 4 * share > best) best = 4 * share;
        }
    }
    if (!best && strstr(text->text, term->text)) best = 150;
    return best;
}

static int better(const void *a, const void *b)
{
    const SearchHit *x = a, *y = b;
    if (x->score != y->score) return y->score - x->score;
    size_t nx = strlen(x->item->name), ny = strlen(y->item->name);
    if (nx != ny) return nx < ny ? -1 : 1;
    return strcmp(x->item->code, y->item->code);
}

static const char *bounded(Arena *arena, const char *query)
{
    const char *end = query;
    if (!query || !text_is_utf8(query, strlen(query))) return "";
    for (int i = 0; i < LIMIT_SEARCH_CHARACTERS && *end; i++) text_next(&end);
    return arena_strndup(arena, query, (size_t)(end - query));
}

SearchHit *search_rank(const SearchWords *words, Arena *arena, SearchText *const *texts, int text_count, const char *query, int limit, int *count)
{
    Terms terms = terms_of(words, arena, bounded(arena, query));
    SearchHit *hits = ARENA_ARRAY(arena, SearchHit, text_count + 1);
    int n = 0;
    for (int i = 0; i < text_count; i++) {
        SearchHit hit = {.item = texts[i]->item};
        for (int k = 0; k < terms.count; k++) {
            int score = score_item(texts[i], &terms.terms[k]) * terms.terms[k].weight / 100;
            if (score > hit.score) { hit.score = score; hit.why = terms.terms[k].latin ? "pinyin" : score < 200 ? "text" : terms.terms[k].why; }
        }
        if (hit.score) hits[n++] = hit;
    }
    if (n) qsort(hits, (size_t)n, sizeof *hits, better);
    *count = n < limit ? n : limit < 0 ? 0 : limit;
    return hits;
}
