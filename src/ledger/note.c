/* note.c: see note.h. */
#include "ledger/note.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/text.h"
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALGORITHM_ED25519 = 1, SIGNATURE_BYTES = 64, KEY_FILE_LIMIT = 4096 };
static const char DASH[] = "\xE2\x80\x94 ";    /* em dash and a space begin a signature line */

struct NoteKey {
    EVP_PKEY *private_key;
    EVP_MD_CTX *ready;          /* begun with the key: copied for each signature, as beginning anew looks the algorithm up by name */
    char name[NOTE_NAME_MAX + 1];
    uint8_t id[4];
    char text[NOTE_NAME_MAX + 64];
};

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64_write(char *out, const uint8_t *data, size_t bytes)
{
    for (size_t i = 0; i < bytes; i += 3) {
        uint32_t three = (uint32_t)data[i] << 16 | (i + 1 < bytes ? data[i + 1] : 0u) << 8 | (i + 2 < bytes ? data[i + 2] : 0u);
        *out++ = BASE64[three >> 18];
        *out++ = BASE64[three >> 12 & 63];
        *out++ = i + 1 < bytes ? BASE64[three >> 6 & 63] : '=';
        *out++ = i + 2 < bytes ? BASE64[three & 63] : '=';
    }
    *out = 0;
}

char *base64_text(Arena *arena, const void *data, size_t bytes)
{
    char *text = arena_alloc(arena, (bytes + 2) / 3 * 4 + 1);
    base64_write(text, data, bytes);
    return text;
}

bool base64_parse(const char *text, size_t length, uint8_t *out, size_t bytes)
{
    if (length != (bytes + 2) / 3 * 4) return false;
    uint32_t bits = 0;
    int have = 0;
    size_t made = 0, padding = (3 - bytes % 3) % 3;
    for (size_t i = 0; i < length; i++) {
        if (i >= length - padding) { if (text[i] != '=') return false; continue; }
        const char *found = text[i] ? strchr(BASE64, text[i]) : NULL;
        if (!found) return false;
        bits = bits << 6 | (uint32_t)(found - BASE64);
        if ((have += 6) < 8) continue;
        have -= 8;
        out[made++] = (uint8_t)(bits >> have);
        bits &= (1u << have) - 1;
    }
    return made == bytes && !bits;      /* left-over bits must be zero, so that each value has one writing */
}

static bool name_good(const char *name)
{
    size_t length = strlen(name);
    return length && length <= NOTE_NAME_MAX && !strpbrk(name, "+ \t\r\n") && text_is_utf8(name, length);
}

static void key_id(const char *name, const uint8_t key[32], uint8_t id[4])
{
    uint8_t tail[34] = {'\n', ALGORITHM_ED25519};
    Hash hash;
    memcpy(tail + 2, key, 32);
    merkle_sha256(&hash, name, strlen(name), tail, sizeof tail);
    memcpy(id, hash.b, 4);
}

void note_key_create(const char *path)
{
    if (file_exists(path)) fault_raise(FAULT_FILE, "key exists already: %.150s", path);
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    BIO *memory = BIO_new(BIO_s_mem());
    char *data = NULL, text[KEY_FILE_LIMIT];
    long bytes = 0;
    bool made = key && memory && PEM_write_bio_PKCS8PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL)
        && (bytes = BIO_get_mem_data(memory, &data)) > 0 && bytes < KEY_FILE_LIMIT;
    if (made) memcpy(text, data, (size_t)bytes);
    BIO_free(memory);
    EVP_PKEY_free(key);
    if (!made) fault_raise(FAULT_MEMORY, "cannot make an Ed25519 key");
    file_write(path, text, (size_t)bytes, 0600);
    OPENSSL_cleanse(text, sizeof text);
}

NoteKey *note_key_open(const char *path, const char *name)
{
    uint8_t data[KEY_FILE_LIMIT], record[33] = {ALGORITHM_ED25519};
    size_t bytes = 0, length = 32;
    if (!name_good(name)) fault_raise(FAULT_FILE, "not a log name: %.150s", name);
    FILE *file = fopen(path, "re");     /* not file_read: the key must not linger in an arena */
    if (!file) fault_raise(FAULT_FILE, "cannot read the log's key %.150s", path);
    bytes = fread(data, 1, sizeof data, file);
    fclose(file);
    BIO *memory = BIO_new_mem_buf(data, (int)bytes);
    EVP_PKEY *private_key = memory ? PEM_read_bio_PrivateKey(memory, NULL, NULL, (void *)"") : NULL;
    BIO_free(memory);
    OPENSSL_cleanse(data, sizeof data);
    if (!private_key || EVP_PKEY_get_id(private_key) != EVP_PKEY_ED25519 || !EVP_PKEY_get_raw_public_key(private_key, record + 1, &length)) {
        EVP_PKEY_free(private_key);
        fault_raise(FAULT_FILE, "not an Ed25519 key: %.150s", path);
    }
    NoteKey *key = calloc(1, sizeof *key);
    if (!key) fault_raise(FAULT_MEMORY, "out of memory: key");
    char encoded[48];
    key->private_key = private_key;
    key->ready = EVP_MD_CTX_new();
    if (!key->ready || EVP_DigestSignInit(key->ready, NULL, NULL, NULL, private_key) != 1) {
        note_key_free(key);
        fault_raise(FAULT_MEMORY, "out of memory: key");
    }
    snprintf(key->name, sizeof key->name, "%s", name);
    key_id(name, record + 1, key->id);
    base64_write(encoded, record, sizeof record);
    snprintf(key->text, sizeof key->text, "%s+%02x%02x%02x%02x+%s", name, key->id[0], key->id[1], key->id[2], key->id[3], encoded);
    return key;
}

void note_key_free(NoteKey *key)
{
    if (!key) return;
    EVP_MD_CTX_free(key->ready);
    EVP_PKEY_free(key->private_key);
    free(key);
}

const char *note_key_text(const NoteKey *key) { return key->text; }

bool note_verifier_parse(const char *text, NoteVerifier *out)
{
    const char *first = text ? strchr(text, '+') : NULL;
    const char *second = first ? strchr(first + 1, '+') : NULL;
    uint8_t record[33];
    char id[9];
    if (!second || second - first != 9 || first - text > NOTE_NAME_MAX) return false;
    *out = (NoteVerifier){0};
    memcpy(out->name, text, (size_t)(first - text));
    if (!name_good(out->name)) return false;
    if (!base64_parse(second + 1, strlen(second + 1), record, sizeof record) || record[0] != ALGORITHM_ED25519) return false;
    memcpy(out->key, record + 1, 32);
    key_id(out->name, out->key, out->id);
    snprintf(id, sizeof id, "%02x%02x%02x%02x", out->id[0], out->id[1], out->id[2], out->id[3]);
    return !memcmp(first + 1, id, 8);
}

char *note_sign(Arena *arena, const NoteKey *key, const char *text)
{
    uint8_t line[4 + SIGNATURE_BYTES];
    size_t length = SIGNATURE_BYTES;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    memcpy(line, key->id, 4);
    bool good = context && EVP_MD_CTX_copy_ex(context, key->ready) == 1
        && EVP_DigestSign(context, line + 4, &length, (const uint8_t *)text, strlen(text)) == 1;
    EVP_MD_CTX_free(context);
    if (!good) fault_raise(FAULT_MEMORY, "cannot sign the log head");
    return arena_printf(arena, "%s\n%s%s %s\n", text, DASH, key->name, base64_text(arena, line, sizeof line));
}

static bool signature_holds(const uint8_t key[32], const uint8_t signature[SIGNATURE_BYTES], const char *text, size_t bytes)
{
    EVP_PKEY *public_key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = public_key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, public_key) == 1
        && EVP_DigestVerify(context, signature, SIGNATURE_BYTES, (const uint8_t *)text, bytes) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public_key);
    return good;
}

bool note_verify(const NoteVerifier *verifier, const char *note, size_t *text_bytes)
{
    size_t name_length = strlen(verifier->name), total = strlen(note);
    bool holds = false;
    int lines = 0;
    if (total > NOTE_TEXT_MAX || !text_is_utf8(note, total)) return false;
    const char *gap = NULL;     /* the LAST empty line divides text and signatures */
    for (const char *at = note; (at = strstr(at, "\n\n")); at++) gap = at;
    if (!gap) return false;
    *text_bytes = (size_t)(gap - note) + 1;
    for (const char *at = gap + 2; *at;) {
        const char *end = strchr(at, '\n');
        uint8_t line[4 + SIGNATURE_BYTES];
        if (!end || ++lines > NOTE_SIGNATURES_MAX || strncmp(at, DASH, sizeof DASH - 1)) return false;
        const char *name = at + sizeof DASH - 1;
        const char *space = memchr(name, ' ', (size_t)(end - name));
        at = end + 1;
        if (!space || space == name) return false;
        if ((size_t)(space - name) != name_length || memcmp(name, verifier->name, name_length)) continue;    /* somebody else's signature */
        if (!base64_parse(space + 1, (size_t)(end - space - 1), line, sizeof line) || memcmp(line, verifier->id, 4)) continue;
        if (!signature_holds(verifier->key, line + 4, note, *text_bytes)) return false;
        holds = true;
    }
    return holds;
}

char *checkpoint_text(Arena *arena, const Checkpoint *checkpoint)
{
    Buf out = buf_new(arena);
    buf_printf(&out, "%s\n%lld\n%s\n", checkpoint->origin, (long long)checkpoint->size, base64_text(arena, checkpoint->root.b, sizeof checkpoint->root.b));
    if (checkpoint->timed) buf_printf(&out, "time %s\n", instant_text(arena, checkpoint->at));
    return out.text;
}

/* Copies one line without its newline into out; false when it is empty, too long or not ended. */
static bool take_line(const char **at, char *out, size_t room)
{
    const char *end = strchr(*at, '\n');
    if (!end || end == *at || (size_t)(end - *at) >= room) return false;
    memcpy(out, *at, (size_t)(end - *at));
    out[end - *at] = 0;
    *at = end + 1;
    return true;
}

bool checkpoint_parse(const char *note, Checkpoint *out)
{
    char size[24], root[48], line[512];
    *out = (Checkpoint){0};
    if (!take_line(&note, out->origin, sizeof out->origin) || !take_line(&note, size, sizeof size) || !take_line(&note, root, sizeof root)) return false;
    if (!name_good(out->origin) || !text_parse_int(size, 0, 1ll << 48, &out->size) || (size[0] == '0' && size[1])) return false;
    if (!base64_parse(root, strlen(root), out->root.b, sizeof out->root.b)) return false;
    while (*note && *note != '\n') {      /* further lines are for others to understand */
        if (!take_line(&note, line, sizeof line)) return false;
        if (!strncmp(line, "time ", 5) && !out->timed) out->timed = instant_parse(line + 5, &out->at);
    }
    return *note == '\n';
}
