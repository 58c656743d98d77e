/* handin.c: see handin.h. A file's kind is what its first bytes say, not what its name says. */
#include "pages/handin.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

const char *handin_kind(const Upload *file) { return upload_kind(file->data, file->size); }

static void problem(HandIn *h, int no, const char *key)
{
    if (h->error) return;
    h->error = key;
    h->error_no = no;
}

static void take_file(Request *request, HandIn *h, int no, const Upload *file)
{
    const char *type = handin_kind(file);
    if (!type) { problem(h, no, "apply.file_kind"); return; }
    if (h->count >= LIMIT_UPLOADS_PER_REQUEST) { problem(h, no, "apply.file_many"); return; }
    Value *row = value_push_object(request->arena, h->materials);
    value_set_int(request->arena, row, "no", no);
    value_set_str(request->arena, row, "way", "upload");
    value_set_str(request->arena, row, "sha256", "0000000000000000000000000000000000000000000000000000000000000000");
    h->files[h->count++] = (CaseActFile){no, arena_strdup(request->arena, file->filename), type, NULL, file->data, file->size};
}

/* Reads one material of the form into h. */
static void read_one(Request *request, HandIn *h, int no, bool files_alone)
{
    Arena *a = request->arena;
    const char *how = request_form(request, arena_printf(a, "m%d_how", no));
    const Upload *file = request_file(request, arena_printf(a, "m%d_file", no), 0);
    if (file && file->size > 0) take_file(request, h, no, file);
    else if (how && !strcmp(how, "upload")) problem(h, no, "apply.file_missing");
    else if (!files_alone && how && !strcmp(how, "paper")) {
        Value *row = value_push_object(a, h->materials);
        value_set_int(a, row, "no", no);
        value_set_str(a, row, "way", "paper");
    }
}

static HandIn *nothing_yet(Arena *a)
{
    HandIn *h = ARENA_NEW(a, HandIn);
    h->materials = value_list(a);
    h->files = ARENA_ARRAY(a, CaseActFile, LIMIT_UPLOADS_PER_REQUEST);
    return h;
}

HandIn *handin_read(Request *request, const Item *item, const bool *only, bool files_alone)
{
    HandIn *h = nothing_yet(request->arena);
    for (int i = 0; i < item->material_count; i++)
        if (!only || only[item->materials[i].no]) read_one(request, h, item->materials[i].no, files_alone);
    return h;
}

HandIn *handin_read_numbers(Request *request, int count)
{
    HandIn *h = nothing_yet(request->arena);
    for (int no = 1; no <= count; no++) read_one(request, h, no, false);
    return h;
}

Value *handin_show(Request *request, Value *view, const HandIn *handin)
{
    Arena *a = request->arena;
    value_set_str(a, view, "accept", ".pdf,.jpg,.jpeg,.png");
    value_set_str(a, view, "accept_text", page_message(request, "apply.accept_text"));
    if (handin && handin->error)
        page_set_error(request, view, arena_printf(a, "m%d", handin->error_no), arena_printf(a, "%d. %s", handin->error_no, page_message(request, handin->error)));
    return value_set_list(a, view, "materials");
}

Value *handin_show_one(Request *request, Value *rows, int no, const char *name, bool required, const HandIn *handin)
{
    Arena *a = request->arena;
    const char *how = request_form(request, arena_printf(a, "m%d_how", no));
    if (!how) how = required ? "paper" : "none";
    Value *row = value_push_object(a, rows);
    value_set_int(a, row, "no", no);
    value_set_str(a, row, "name", name);
    value_set_bool(a, row, "required", required);
    value_set_str(a, row, "note", NULL);
    value_set_str(a, row, "blank_url", NULL);
    value_set_str(a, row, "error", handin && handin->error && handin->error_no == no ? page_message(request, handin->error) : NULL);
    value_set_bool(a, row, "how_upload", !strcmp(how, "upload"));
    value_set_bool(a, row, "how_paper", !strcmp(how, "paper"));
    value_set_bool(a, row, "how_none", !strcmp(how, "none"));
    return row;
}

void handin_hash(void *context)
{
    HandIn *h = context;
    static const char digits[] = "0123456789abcdef";
    int at = 0;
    for (Value *row = h->materials->first; row; row = row->next) {
        char *hex = (char *)value_str(row, "sha256");
        if (!hex) continue;
        unsigned char hash[crypto_hash_sha256_BYTES];
        crypto_hash_sha256(hash, h->files[at].data, h->files[at].bytes);
        for (int i = 0; i < (int)crypto_hash_sha256_BYTES; i++) { hex[2 * i] = digits[hash[i] >> 4]; hex[2 * i + 1] = digits[hash[i] & 15]; }
        h->files[at++].sha256 = hex;
    }
}
