/* fuzz_render.c: any JSON as a sheet for the painter, and any bytes as every fact of a document: never a crash, never an endless page loop. */
#include "documents/documents.h"
#include "documents/render.h"
#include "documents/sheet.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static PangoContext *pango(void)
{
    static PangoContext *context;
    if (!context) {
        context = pango_font_map_create_context(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
        pango_context_set_language(context, pango_language_from_string("zh-cn"));
    }
    return context;
}

/* Making the font subset is slow; most runs only set the text on pages. */
static void paint(Arena *arena, const Value *sheet, bool whole)
{
    if (!whole) {
        int pages = render_page_count(arena, pango(), sheet);
        if (pages < 1 || pages > 4 * SHEET_PAGES_MAX) abort();
        return;
    }
    size_t bytes = 0;
    const char *error = NULL;
    unsigned char *pdf = render_sheet(arena, pango(), sheet, &bytes, &error);
    if (pdf && (bytes < 5 || memcmp(pdf, "%PDF-", 5))) abort();
    if (!pdf && !error) abort();
    free(pdf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 4096) return 0;
    Arena *arena = arena_new();
    const char *error = NULL;
    const Value *value = value_parse(arena, (const char *)data + 1, size - 1, &error);
    if (value && value->kind == VALUE_OBJECT) {
        paint(arena, value, size % 16 == 0);
        static const char *const papers[] = {"SHEET", "CARD"};
        int which = data[0] % (document_kind_count() + 2);
        const char *kind = which < document_kind_count() ? document_kind_number(which)->code : papers[which - document_kind_count()];
        DocumentFailures failures;
        document_check(arena, kind, value, &failures);
        paint(arena, document_sheet(arena, kind, value, data[0] & 128 ? "en" : "zh"), size % 16 == 1);
    }
    arena_free(arena);
    return 0;
}
