/* messages.h: every text of the pages in Chinese and English, from web/messages/<subject>.txt.
 *
 * A line is `key | 中文 | English`; # starts a comment line; blank lines are skipped. {0} {1} ... mark places for values.
 * A | inside a text is written \|. A key is [a-z0-9_.-]+, unique over all files.
 */
#ifndef HTTP_MESSAGES_H
#define HTTP_MESSAGES_H
#include "base/arena.h"
#include "base/buf.h"

typedef enum { LANGUAGE_ZH, LANGUAGE_EN } Language;
const char *language_code(Language language);                   /* "zh-CN", "en": for <html lang> */

typedef struct Messages Messages;

Messages *messages_new(Arena *arena);
Messages *messages_load(Arena *arena);                          /* every embedded .txt of web/messages */
void messages_add(Messages *messages, const char *file, const char *text);
/* NULL when the key is unknown. English falls back to Chinese when its text is empty. */
const char *message(const Messages *messages, Language language, const char *key);
const char *message_or_key(const Messages *messages, Language language, const char *key);
/* With {0} {1} ... replaced by args (count of them); unknown key gives the key itself. Not escaped. */
char *message_format(const Messages *messages, Arena *arena, Language language, const char *key, const char *const *args, int count);
int messages_count(const Messages *messages);
/* "" when all is well; otherwise one line per malformed line, duplicate key, missing translation, or placeholder in one language only. */
const char *messages_problems(const Messages *messages);
#endif
