/* letter.c: an e-mail, a webhook body and its signature, from one letter; see letter.h. */
#include "notices/letter.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

char *letter_id(Arena *arena, const Secret *secret, int64_t event_seq, const char *recipient, NoticeChannel channel)
{
    uint8_t mac[SECRET_MAC_BYTES];
    secret_mac(secret, "notice", arena_printf(arena, "%lld %s %s", (long long)event_seq, recipient, channel_name(channel)), mac);
    Buf hex = buf_new(arena);
    buf_hex(&hex, mac, 16);
    return hex.text;
}

/* ---- e-mail ---- */

static void base64(Buf *out, const char *text, size_t n)
{
    size_t room = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);
    char *code = arena_alloc(out->arena, room);
    sodium_bin2base64(code, room, (const uint8_t *)text, n, sodium_base64_VARIANT_ORIGINAL);
    buf_str(out, code);
}

/* RFC 2047: encoded words of at most 75 characters, cut between characters, one to a line. */
static void header_text(Buf *out, const char *text)
{
    enum { MOST = 42 };                     /* bytes of UTF-8 in one word: 56 of base64 */
    bool first = true;
    while (*text) {
        const char *at = text;
        while (*at) {
            const char *next = at;
            uint32_t c = text_next(&next);
            if (!c || next - text > MOST) break;
            at = next;
        }
        if (at == text) break;
        buf_str(out, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        base64(out, text, (size_t)(at - text));
        buf_str(out, "?=");
        text = at;
        first = false;
    }
}

static void header_date(Buf *out, Instant at)
{
    static const char *const days[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int y, m, d;
    Day day = instant_day(at);
    day_split(day, &y, &m, &d);
    int64_t seconds = (at.ms - instant_at(day, 0, 0, 0).ms) / 1000;
    buf_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0800\r\n", days[day_weekday(day)], d, months[m], y, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void paragraph(Buf *out, const Letter *l, bool english)
{
    buf_printf(out, "%s\r\n", english ? l->text_en : l->text_zh);
    if (*l->link) buf_printf(out, "%s%s\r\n", english ? "Open: " : "查看：", l->link);
    buf_printf(out, "\r\n%s\r\n%s\r\n", english ? l->hall_en : l->hall_zh,
               english ? "Sent by the system; replies are not read. How you are told can be changed under My messages; written notices required by law are served in any case."
                       : "本邮件由系统发送，请勿回复。可在“我的消息”中更改通知方式；法定书面告知不受影响，仍依法送达。");
}

/* The body in base64, so that no line begins with a dot, none is too long and no server rewrites it. */
static void mail_body(Buf *out, const Letter *l)
{
    Buf text = buf_new(out->arena);
    bool zh = strcmp(l->language, "en") != 0, en = strcmp(l->language, "zh") != 0;
    if (zh) paragraph(&text, l, false);
    if (zh && en) buf_str(&text, "\r\n----------------------------------------\r\n\r\n");
    if (en) paragraph(&text, l, true);
    Buf code = buf_new(out->arena);
    base64(&code, text.text, text.length);
    for (size_t at = 0; at < code.length; at += 76) {
        buf_add(out, code.text + at, code.length - at < 76 ? code.length - at : 76);
        buf_str(out, "\r\n");
    }
}

char *letter_mail(Arena *arena, const Letter *l)
{
    Buf out = buf_new(arena);
    const char *domain = strchr(l->from, '@');
    header_date(&out, l->at);
    buf_str(&out, "From: ");
    header_text(&out, strcmp(l->language, "en") ? l->hall_zh : l->hall_en);
    buf_printf(&out, "\r\n <%s>\r\nTo: <%s>\r\nMessage-ID: <%s@%s>\r\nSubject: ", l->from, l->to, l->id, domain ? domain + 1 : "yichuang.invalid");
    header_text(&out, !strcmp(l->language, "en") ? l->title_en : *l->language ? l->title_zh : arena_printf(arena, "%s %s", l->title_zh, l->title_en));
    buf_str(&out, "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    mail_body(&out, l);
    return out.text;
}

/* ---- webhook ---- */

char *letter_json(Arena *arena, const Letter *l)
{
    Value *body = value_object(arena);
    value_set_str(arena, body, "id", l->id);
    value_set_str(arena, body, "to", l->to);
    value_set_str(arena, body, "language", *l->language ? l->language : "zh");
    value_set_str(arena, body, "text_zh", arena_printf(arena, "【%s】%s", l->hall_zh, l->text_zh));
    value_set_str(arena, body, "text_en", arena_printf(arena, "[%s] %s", l->hall_en, l->text_en));
    value_set_str(arena, body, "kind", l->kind);
    value_set_str(arena, body, "case_number", l->case_number);
    value_set_str(arena, body, "link", l->link);
    return value_json(arena, body);
}

char *letter_signature(Arena *arena, const char *key, int64_t seconds, const char *body)
{
    uint8_t mac[crypto_auth_hmacsha256_BYTES];
    const char *stamp = arena_printf(arena, "%lld.", (long long)seconds);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const uint8_t *)key, strlen(key));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)stamp, strlen(stamp));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)body, strlen(body));
    crypto_auth_hmacsha256_final(&state, mac);
    Buf out = buf_new(arena);
    buf_str(&out, "v1=");
    buf_hex(&out, mac, sizeof mac);
    return out.text;
}
