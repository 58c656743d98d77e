/* api_files.c: materials that come as files: multipart/form-data with the application in the part "json" and each file in "material_N". */
#include "api/api.h"
#include "base/text.h"
#include "pages/handin.h"
#include <sodium.h>
#include <string.h>

typedef struct Parcel {
    CaseActFile files[LIMIT_UPLOADS_PER_REQUEST];
    Value *rows[LIMIT_UPLOADS_PER_REQUEST];          /* of the input's materials: each file's own */
    int count, unlike;                               /* unlike: which file is not what its sha256 says; -1 none */
    WindowTurn *turn;
    void (*then)(Request *request, WindowTurn *turn);
} Parcel;

const char *api_json_part(Request *request)
{
    const char *type = request_header(request, "Content-Type");
    return type && text_starts(type, "multipart/form-data") ? request_form(request, "json") : NULL;
}

static Value *material_row(Arena *a, Value *input, int64_t no)
{
    Value *list = (Value *)value_get(input, "materials");
    if (!list) list = value_set_list(a, input, "materials");
    for (Value *row = list->first; row; row = row->next)
        if (value_int(row, "no", 0) == no) return row;
    Value *row = value_push_object(a, list);
    value_set_int(a, row, "no", no);
    return row;
}

static bool refused(Request *request, const char *name, const char *zh, const char *en)
{
    const char *pointer = arena_printf(request->arena, "/%.40s", name);
    api_problem(request, API_BAD_VALUE, pointer, arena_printf(request->arena, "%s：%s", pointer, zh), arena_printf(request->arena, "%s: %s", pointer, en));
    return false;
}

static bool take(Request *request, Parcel *parcel, Value *input, const Upload *file)
{
    int64_t no;
    const char *type = handin_kind(file);
    if (!text_starts(file->name, "material_") || !text_parse_int(file->name + strlen("material_"), 1, LIMIT_MATERIALS_PER_ITEM, &no))
        return refused(request, "(file)", "文件部分应名为 material_序号", "a file part must be named material_NUMBER");
    if (!type) return refused(request, file->name, "只接受 PDF、JPEG、PNG", "only PDF, JPEG and PNG are taken");
    for (int i = 0; i < parcel->count; i++)
        if (parcel->files[i].material == no) return refused(request, file->name, "同一材料只能有一个文件", "one file for each material");
    if (parcel->count == LIMIT_UPLOADS_PER_REQUEST) return refused(request, file->name, "文件过多", "too many files");
    Value *row = material_row(request->arena, input, no);
    value_set_str(request->arena, row, "way", "upload");
    parcel->rows[parcel->count] = row;
    parcel->files[parcel->count++] = (CaseActFile){.material = (int)no, .name = arena_strdup(request->arena, file->filename), .type = type, .data = file->data, .bytes = file->size};
    return true;
}

/* On a worker: megabytes take milliseconds that the loop does not have. */
static void hash_files(void *context)
{
    Parcel *parcel = context;
    for (int i = 0; i < parcel->count; i++) {
        unsigned char hash[crypto_hash_sha256_BYTES];
        CaseActFile *file = &parcel->files[i];
        Buf hex = buf_new(parcel->turn->arena);
        crypto_hash_sha256(hash, file->data, file->bytes);
        buf_hex(&hex, hash, sizeof hash);
        file->sha256 = hex.text;
        const char *said = value_str(parcel->rows[i], "sha256");
        if (said && strcmp(said, hex.text)) parcel->unlike = i;
        value_set_str(parcel->turn->arena, parcel->rows[i], "sha256", hex.text);
    }
}

static void submit(Request *request, void *context)
{
    Parcel *parcel = context;
    if (parcel->unlike >= 0) refused(request, arena_printf(request->arena, "material_%d", parcel->files[parcel->unlike].material), "文件与所报 SHA-256 不符", "the file does not have the SHA-256 given");
    else page_turn(request, parcel->turn, parcel->then);
}

void api_submit(Request *request, WindowTurn *turn, CaseAct *act, void (*then)(Request *, WindowTurn *))
{
    const Upload *file = api_json_part(request) ? request_form_all(request)->uploads : NULL;
    if (!file) { page_turn(request, turn, then); return; }
    Parcel *parcel = ARENA_NEW(request->arena, Parcel);
    parcel->unlike = -1;
    parcel->turn = turn;
    parcel->then = then;
    turn->arena = request->arena;
    for (; file; file = file->next)
        if (!take(request, parcel, (Value *)act->input, file)) return;         /* the input is ours alone: parsed from this request */
    act->files = parcel->files;
    act->file_count = parcel->count;
    page_offload(request, hash_files, parcel, submit);
}
