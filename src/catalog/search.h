/* search.h: finding an item by what a citizen types: two-character words, everyday words, pinyin initials.
 *
 * No index table: a few hundred or thousand items are scored in memory (under 1 ms for 229). SearchWords is the language part
 * (synonyms, verbs that carry no meaning, pinyin), loaded once per process; SearchText is an item prepared for comparing.
 */
#ifndef CATALOG_SEARCH_H
#define CATALOG_SEARCH_H
#include "catalog/item.h"
#include <stddef.h>

typedef struct SearchWords SearchWords;
typedef struct SearchText SearchText;
typedef struct { const Item *item; int score; const char *why; } SearchHit;   /* why: name | alias | synonym | pinyin | text */

/* synonyms: lines "everyday word = official word, official word"; pinyin: the table of data/pinyin/syllables.txt. Either may be "". */
SearchWords *search_words(Arena *arena, const char *synonyms, const char *pinyin);
SearchWords *search_words_embedded(Arena *arena);
/* Half width, lower case, no spaces or punctuation: "ＫＴＶ 开业！" -> "ktv开业". */
char *search_normalise(Arena *arena, const char *text);
char *search_initials(const SearchWords *words, Arena *arena, const char *text);   /* 健康证 -> jkz; other letters stay */

SearchText *search_prepare(const SearchWords *words, Arena *arena, const Item *item);
SearchHit *search_rank(const SearchWords *words, Arena *arena, SearchText *const *texts, int text_count, const char *query, int limit, int *count);
#endif
