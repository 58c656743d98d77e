/* fuzz_multipart.c: multipart bodies from arbitrary bytes. A first line, if there is one, is the content type; else the boundary is X. */
#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/form.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) { if (!truth) abort(); }

static void check(const Form *form, const uint8_t *data, size_t size)
{
    int files = 0;
    for (const Field *f = form->first; f; f = f->next) require(*f->name && text_is_utf8(f->value, strlen(f->value)) && strlen(f->value) <= LIMIT_FIELD_BYTES);
    for (const Upload *u = form->uploads; u; u = u->next, files++) {
        require(u->data >= data && u->data + u->size <= data + size && u->size <= LIMIT_UPLOAD_BYTES);
        require(*u->filename && !strpbrk(u->filename, "/\\") && text_is_utf8(u->filename, strlen(u->filename)));
    }
    require(files == form->files && files <= LIMIT_UPLOADS_PER_REQUEST && form->fields <= LIMIT_FORM_FIELDS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Form form = {0};
    const uint8_t *line = memchr(data, '\n', size);
    const char *type = "multipart/form-data; boundary=X";
    if (line && size && data[0] == 'm') {
        type = arena_strndup(arena, (const char *)data, (size_t)(line - data));
        size -= (size_t)(line + 1 - data);
        data = line + 1;
    }
    if (!multipart_parse(arena, type, data, size, &form)) check(&form, data, size);
    arena_free(arena);
    return 0;
}
