/* template_render.c: writing pages from compiled templates. See template.h. */
#include "base/fault.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/template_inside.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { DEEPEST = 64 };

/* The elements around the current place, innermost first. */
typedef struct Frame {
    const Value *value;
    const struct Frame *outer;
    int number, total;          /* in a list; total 0: not in one */
} Frame;

/* What a page says about its layout's blocks. */
typedef struct Blocks {
    const Node *nodes;
    const struct Blocks *derived;   /* of the page that uses this layout as its own: its blocks win */
    const struct Blocks *inside;    /* in force where the blocks' contents were written */
} Blocks;

typedef struct Writer {
    const Templates *set;
    Arena *arena;
    Buf *out;
    Language language;
    int depth, nodes;
} Writer;

static void write_nodes(Writer *w, const Node *nodes, const Frame *frame, const Blocks *blocks, bool is_layout);

/* --- text --------------------------------------------------------------------------------------------------------------------------- */

void template_escape(Buf *out, const char *text)
{
    static const char *const escapes[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    const char *plain = text;
    for (; *text; text++) {
        const char *escape = escapes[(unsigned char)*text];
        if (!escape) continue;
        buf_add(out, plain, (size_t)(text - plain));
        buf_str(out, escape);
        plain = text + 1;
    }
    buf_add(out, plain, (size_t)(text - plain));
}

static bool png_data(const char *url)
{
    static const char head[] = "data:image/png;base64,";
    if (strncmp(url, head, sizeof head - 1)) return false;
    url += sizeof head - 1;
    return !url[strspn(url, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")];
}

bool url_is_safe(const char *url)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
    for (const unsigned char *p = (const unsigned char *)url; *p; p++)
        if (*p <= 0x20 || *p == 0x7F || *p == '\\') return false;      /* browsers drop some of these: java<TAB>script: */
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (!strncasecmp(url, schemes[i], strlen(schemes[i]))) return true;
    if (url[0] == '/' && url[1] == '/') return false;                   /* another host */
    if (!url[strcspn(url, ":")] || url[strcspn(url, ":/?#")] != ':') return *url != 0;
    return png_data(url);
}

static void write_part(Buf *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", hex[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        char three[3] = {'%', hex[c >> 4], hex[c & 15]};
        if (strchr(plain, c)) buf_char(out, (char)c);
        else buf_add(out, three, 3);
    }
}

/* --- looking up ------------------------------------------------------------------------------------------------------------------- */

static const Value *member(const Value *object, const char *name)
{
    if (!object || object->kind != VALUE_OBJECT) return NULL;
    for (const Value *m = object->first; m; m = m->next)
        if (m->key[0] == name[0] && !strcmp(m->key, name)) return m;
    return NULL;
}

static const Value *look_up(const Frame *frame, const Path *path)
{
    if (!path->count) return frame->value;
    for (; frame; frame = frame->outer) {
        const Value *found = member(frame->value, path->names[0]);
        if (!found) continue;
        for (int i = 1; i < path->count && found; i++) found = member(found, path->names[i]);
        return found;
    }
    return NULL;
}

static const Frame *list_frame(const Frame *frame)
{
    while (frame && !frame->total) frame = frame->outer;
    return frame;
}

static bool builtin_true(const Writer *w, const Frame *frame, Builtin builtin)
{
    const Frame *list = list_frame(frame);
    switch (builtin) {
    case AT_ZH: return w->language == LANGUAGE_ZH;
    case AT_EN: return w->language == LANGUAGE_EN;
    case AT_LANG: return true;
    case AT_NUMBER: return list != NULL;
    case AT_FIRST: return list && list->number == 1;
    case AT_LAST: return list && list->number == list->total;
    case AT_ODD: return list && list->number % 2;
    case AT_NOTHING: break;
    }
    return false;
}

static bool truthy(const Value *value)
{
    if (!value) return false;
    switch (value->kind) {
    case VALUE_NULL: return false;
    case VALUE_BOOL: return value->boolean;
    case VALUE_INT: return value->integer != 0;
    case VALUE_STRING: return value->string[0] != 0;
    case VALUE_LIST: return value->first != NULL;
    case VALUE_OBJECT: return true;
    }
    return false;
}

/* The text a path stands for, unescaped. digits: room for a number. */
static const char *text_of(const Writer *w, const Frame *frame, const Path *path, char digits[24])
{
    const Value *value;
    if (path->builtin == AT_LANG) return language_code(w->language);
    if (path->builtin == AT_NUMBER) {
        const Frame *list = list_frame(frame);
        snprintf(digits, 24, "%d", list ? list->number : 0);
        return digits;
    }
    if (path->builtin) return builtin_true(w, frame, path->builtin) ? "true" : "false";
    if (!(value = look_up(frame, path))) return "";
    switch (value->kind) {
    case VALUE_STRING: return value->string;
    case VALUE_INT: snprintf(digits, 24, "%lld", (long long)value->integer); return digits;
    case VALUE_BOOL: return value->boolean ? "true" : "false";
    default: return "";
    }
}

/* --- writing ------------------------------------------------------------------------------------------------------------------------- */

static void write_message(Writer *w, const Node *node, const Frame *frame)
{
    char digits[10][24], key_digits[24];
    const char *args[10] = {0}, *key = node->text;
    if (node->kind == NODE_MESSAGE_AT) key = text_of(w, frame, &node->path, key_digits);
    for (int i = 0; i < node->arg_count; i++) args[i] = text_of(w, frame, &node->args[i], digits[i]);
    template_escape(w->out, message_format(w->set->messages, w->arena, w->language, key, args, node->arg_count));
}

static void write_section(Writer *w, const Node *node, const Frame *frame, const Blocks *blocks)
{
    if (node->path.builtin) {
        if (builtin_true(w, frame, node->path.builtin)) write_nodes(w, node->children, frame, blocks, false);
        return;
    }
    const Value *value = look_up(frame, &node->path);
    if (!truthy(value)) return;
    if (value->kind == VALUE_BOOL) { write_nodes(w, node->children, frame, blocks, false); return; }
    Frame inner = {.value = value, .outer = frame};
    if (value->kind != VALUE_LIST) { write_nodes(w, node->children, &inner, blocks, false); return; }
    inner.total = value->count;
    for (const Value *element = value->first; element; element = element->next) {
        inner.value = element;
        inner.number++;
        write_nodes(w, node->children, &inner, blocks, false);
    }
}

static void write_block(Writer *w, const Node *block, const Frame *frame, const Blocks *blocks)
{
    const Node *chosen = NULL;
    const Blocks *of = NULL;
    for (const Blocks *b = blocks; b; b = b->derived)
        for (const Node *n = b->nodes; n; n = n->next)
            if (n->kind == NODE_BLOCK && !strcmp(n->text, block->text)) { chosen = n; of = b; }
    if (chosen) write_nodes(w, chosen->children, frame, of->inside, false);
    else write_nodes(w, block->children, frame, blocks, false);
}

static void write_layout(Writer *w, const Node *node, const Frame *frame, const Blocks *blocks, bool chained)
{
    Blocks ours = {.nodes = node->children, .derived = chained ? blocks : NULL, .inside = blocks};
    write_nodes(w, node->target->nodes, frame, &ours, true);
}

static void write_node(Writer *w, const Node *n, const Frame *frame, const Blocks *blocks, bool is_layout)
{
    char digits[24];
    const char *text;
    switch (n->kind) {
    case NODE_TEXT: buf_add(w->out, n->text, n->bytes); break;
    case NODE_VALUE: template_escape(w->out, text_of(w, frame, &n->path, digits)); break;
    case NODE_URL: text = text_of(w, frame, &n->path, digits); template_escape(w->out, url_is_safe(text) ? text : "#"); break;
    case NODE_PART: write_part(w->out, text_of(w, frame, &n->path, digits)); break;
    case NODE_MESSAGE:
        if (n->arg_count) write_message(w, n, frame);
        else buf_add(w->out, n->ready[w->language].text, n->ready[w->language].bytes);
        break;
    case NODE_MESSAGE_AT: write_message(w, n, frame); break;
    case NODE_SECTION: write_section(w, n, frame, blocks); break;
    case NODE_INVERTED:
        if (n->path.builtin ? !builtin_true(w, frame, n->path.builtin) : !truthy(look_up(frame, &n->path))) write_nodes(w, n->children, frame, blocks, false);
        break;
    case NODE_PARTIAL: write_nodes(w, n->target->nodes, frame, blocks, false); break;
    case NODE_LAYOUT: write_layout(w, n, frame, blocks, is_layout); break;
    case NODE_BLOCK: write_block(w, n, frame, blocks); break;
    }
}

static void write_nodes(Writer *w, const Node *nodes, const Frame *frame, const Blocks *blocks, bool is_layout)
{
    if (++w->depth > DEEPEST) fault_raise(FAULT_FILE, "templates nested deeper than %d", DEEPEST);
    for (const Node *n = nodes; n; n = n->next) {
        /* Lists within lists multiply: depth alone bounds nothing. */
        if (++w->nodes > LIMIT_PAGE_NODES || w->out->length > LIMIT_PAGE_BYTES) fault_raise(FAULT_FILE, "a page of more than %d nodes or %d bytes", LIMIT_PAGE_NODES, LIMIT_PAGE_BYTES);
        write_node(w, n, frame, blocks, is_layout);
    }
    w->depth--;
}

Buf template_render(const Templates *set, Arena *arena, const char *name, const Value *view, Language language)
{
    if (set->reload) set = templates_load(arena, messages_load(arena));
    if (set->reload && *templates_problems(set)) fault_raise(FAULT_FILE, "%.200s", templates_problems(set));
    const Template *template = template_named(set, name);
    if (!template) fault_raise(FAULT_FILE, "no template %.100s", name);
    if (template->broken) fault_raise(FAULT_FILE, "template %.100s did not compile", name);
    Buf out = buf_sized(arena, 16000);
    Writer writer = {.set = set, .arena = arena, .out = &out, .language = language};
    Frame frame = {.value = view};
    write_nodes(&writer, template->nodes, &frame, NULL, false);
    return out;
}
