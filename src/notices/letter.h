/* letter.h: what goes on the wire: an e-mail as RFC 5322 text, a webhook as JSON with its signature. Pure. */
#ifndef NOTICES_LETTER_H
#define NOTICES_LETTER_H
#include "base/day.h"
#include "base/value.h"
#include "people/secret.h"
#include "notices/notices.h"

typedef struct Letter {
    const char *id;                      /* letter_id */
    const char *to;                      /* address or phone */
    const char *title_zh, *title_en, *text_zh, *text_en;
    const char *language;                /* "zh", "en", "" both */
    const char *kind;                    /* name of the notice */
    const char *case_number, *link;      /* "" none */
    const char *from, *hall_zh, *hall_en;
    Instant at;                          /* of the event */
} Letter;

/* The same for the same event, person and channel, whatever happens to the machine; tells nothing of any of them. 32 hex digits. */
char *letter_id(Arena *arena, const Secret *secret, int64_t event_seq, const char *recipient, NoticeChannel channel);
char *letter_mail(Arena *arena, const Letter *letter);                   /* lines end with CRLF; ASCII only */
char *letter_json(Arena *arena, const Letter *letter);
/* "v1=" and HMAC-SHA256(key, TIMESTAMP "." BODY) in hex. key: the bytes of the text as the administrator sees it. */
char *letter_signature(Arena *arena, const char *key, int64_t seconds, const char *body);
#endif
