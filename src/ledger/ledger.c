/* ledger.c: what an event commits to, and the paths of tiles. Pure; the rows are in ledger_store.c. */
#include "ledger/ledger.h"
#include "base/text.h"
#include <string.h>

bool ledger_has_person_hash(const Event *event)
{
    static const uint8_t none[LEDGER_HASH_BYTES];
    return memcmp(event->person_hash, none, sizeof none) != 0;
}

/* Written by hand rather than through a Value: the order and the absence of keys are the format, and this runs for every append. */
void ledger_statement(Buf *out, const Event *event, const char *body_json)
{
    buf_str(out, "{\"seq\":");
    buf_int(out, event->seq);
    buf_str(out, ",\"at\":");
    buf_json(out, instant_text(out->arena, event->at));
    buf_str(out, ",\"kind\":");
    buf_json(out, event->kind);
    buf_str(out, ",\"actor\":");
    buf_json(out, event->actor);
    if (event->case_number) { buf_str(out, ",\"case\":"); buf_json(out, event->case_number); }
    if (event->case_id) { buf_str(out, ",\"case_id\":"); buf_int(out, event->case_id); }
    if (ledger_has_person_hash(event)) {
        buf_str(out, ",\"person\":\"");
        buf_hex(out, event->person_hash, sizeof event->person_hash);
        buf_char(out, '"');
    }
    buf_str(out, ",\"body\":");
    buf_str(out, body_json);
    buf_char(out, '}');
}

static bool sound_text(const char *text)
{
    for (;; text++) {                  /* DEL is lawful in JSON, though text_is_utf8 takes it for a control */
        size_t length = strcspn(text, "\x7F");
        if (!text_is_utf8(text, length)) return false;
        text += length;
        if (!*text) return true;
    }
}

static bool shallow(const Value *value, int room)
{
    if (room < 0) return false;
    for (const Value *v = value ? value->first : NULL; v; v = v->next) if (!shallow(v, room - 1)) return false;
    return true;
}

bool ledger_readable(const Event *event, const char *body_json, const char *person_json)
{
    enum { DEPTH = 32 };
    return sound_text(event->kind) && sound_text(event->actor) && (!event->case_number || sound_text(event->case_number))
        && sound_text(body_json) && shallow(event->body, DEPTH) && (!person_json || sound_text(person_json)) && shallow(event->person, DEPTH);
}

void ledger_commitment(const Event *event, const char *statement, size_t bytes, Hash *out)
{
    merkle_sha256(out, event->salt, sizeof event->salt, statement, bytes);
}

/* "x001/x234/067" is 1234067: groups of three digits, all but the last marked x, and no needless leading group. */
static bool number_parse(const char **at, int64_t *out)
{
    int64_t number = 0;
    for (int groups = 0; groups < 6; groups++) {
        bool more = **at == 'x';
        const char *digits = *at + more;
        for (int i = 0; i < 3; i++) {
            if (digits[i] < '0' || digits[i] > '9') return false;
            number = number * 10 + (digits[i] - '0');
        }
        *at = digits + 3;
        if (!groups && more && !number) return false;
        if (!more) { *out = number; return true; }
        if (**at != '/') return false;
        ++*at;
    }
    return false;
}

bool tile_path_parse(const char *path, TilePath *out)
{
    *out = (TilePath){.width = MERKLE_TILE};
    if (!text_starts(path, "tile/")) return false;
    path += 5;
    if (text_starts(path, "entries/")) {
        out->entries = true;
        path += 8;
    } else {
        if (path[0] < '0' || path[0] > '9' || path[1] != '/') return false;   /* six levels hold 2^48 entries */
        out->level = path[0] - '0';
        path += 2;
    }
    if (!number_parse(&path, &out->number)) return false;
    if (!*path) return true;
    int64_t width;
    if (!text_starts(path, ".p/") || path[3] == '0' || !text_parse_int(path + 3, 1, MERKLE_TILE - 1, &width)) return false;
    out->width = (int)width;
    return true;
}

char *tile_path_text(Arena *arena, const TilePath *tile)
{
    char *number = arena_printf(arena, "%03d", (int)(tile->number % 1000));
    for (int64_t rest = tile->number / 1000; rest; rest /= 1000) number = arena_printf(arena, "x%03d/%s", (int)(rest % 1000), number);
    const char *part = tile->width < MERKLE_TILE ? arena_printf(arena, ".p/%d", tile->width) : "";
    return tile->entries ? arena_printf(arena, "tile/entries/%s%s", number, part) : arena_printf(arena, "tile/%d/%s%s", tile->level, number, part);
}
