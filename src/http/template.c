/* template.c: reading templates into trees, and refusing at load what would be unsafe or broken at run. See template.h. */
#include "base/embed.h"
#include "base/text.h"
#include "http/static.h"
#include "http/template_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORD = 32, ARGS = 10, DEPTH = 64 };

/* Where in the HTML a tag stands. A value is safe in text and in a quoted attribute that is no code; nowhere else. */
typedef enum { HTML_TEXT, HTML_TAG_NAME, HTML_TAG, HTML_BEFORE_VALUE, HTML_QUOTED, HTML_UNQUOTED, HTML_RAW, HTML_COMMENT } HtmlState;

typedef struct Html {
    HtmlState state;
    char quote;
    bool begun;                 /* something stands in the attribute's value already */
    char tag[WORD], attribute[WORD];
    size_t tag_bytes, attribute_bytes;
} Html;

typedef struct Reader {
    Templates *set;
    Template *template;
    const char *source, *at;
    int depth;
    Html html;
} Reader;

static Node *read_nodes(Reader *r, const char *closing, const char *opened);

/* --- faults ------------------------------------------------------------------------------------------------------------------------ */

static int line_of(const Reader *r, const char *at)
{
    int line = 1;
    for (const char *p = r->source; p < at; p++) line += *p == '\n';
    return line;
}

static void fault_at(Reader *r, const char *at, const char *what, const char *detail)
{
    if (r->template->broken) return;    /* the first tells; the rest follows from it */
    r->template->broken = true;
    buf_printf(&r->set->problems, "%s:%d: %s%s%s\n", r->template->file, line_of(r, at), what, detail ? " " : "", detail ? detail : "");
}

/* --- following the HTML ----------------------------------------------------------------------------------------------------------- */

static void add_letter(char *word, size_t *bytes, char c)
{
    if (*bytes + 1 < WORD) word[(*bytes)++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    word[*bytes] = 0;
}

static bool white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void end_tag(Html *h)
{
    bool raw = !strcmp(h->tag, "script") || !strcmp(h->tag, "style");
    h->state = raw ? HTML_RAW : HTML_TEXT;
}

static void follow_tag(Html *h, char c)
{
    if (c == '>') { end_tag(h); return; }
    if (c == '=') { h->state = HTML_BEFORE_VALUE; h->begun = false; return; }
    if (white(c)) { h->attribute_bytes = 0; return; }
    add_letter(h->attribute, &h->attribute_bytes, c);
}

/* A { counts too: <{{name}} must not become a tag by its data. */
static bool opens_tag(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!' || c == '?' || c == '{'; }

static void follow(Html *h, const char *p)
{
    char c = *p;
    switch (h->state) {
    case HTML_TEXT:
        if (!strncmp(p, "<!--", 4)) h->state = HTML_COMMENT;
        else if (c == '<' && opens_tag(p[1])) { h->state = HTML_TAG_NAME; h->tag_bytes = h->attribute_bytes = 0; h->tag[0] = h->attribute[0] = 0; }
        break;
    case HTML_TAG_NAME:
        if (c == '>') end_tag(h);
        else if (white(c) || (c == '/' && h->tag_bytes)) h->state = HTML_TAG;
        else add_letter(h->tag, &h->tag_bytes, c);
        break;
    case HTML_TAG: follow_tag(h, c); break;
    case HTML_BEFORE_VALUE:
        if (c == '"' || c == '\'') { h->state = HTML_QUOTED; h->quote = c; }
        else if (!white(c)) h->state = HTML_UNQUOTED;
        break;
    case HTML_QUOTED:
        if (c == h->quote) { h->state = HTML_TAG; h->attribute_bytes = 0; } else h->begun = true;
        break;
    case HTML_UNQUOTED:
        if (c == '>') end_tag(h);
        else if (white(c)) { h->state = HTML_TAG; h->attribute_bytes = 0; }
        break;
    case HTML_RAW:
        if (c == '<' && p[1] == '/' && !strncasecmp(p + 2, h->tag, h->tag_bytes)) { h->state = HTML_TAG_NAME; h->tag_bytes = 0; h->tag[0] = 0; }
        break;
    case HTML_COMMENT:
        if (c == '>' && !strncmp(p - 2, "--", 2)) h->state = HTML_TEXT;
        break;
    }
}

static bool among(const char *word, const char *const *words)
{
    for (; *words; words++) if (!strcmp(word, *words)) return true;
    return false;
}

/* NULL when a value of this kind may stand here. */
static const char *place_fault(Html *h, NodeKind kind)
{
    static const char *const addresses[] = {"href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href", NULL};
    static const char *const code[] = {"style", "srcdoc", "srcset", NULL};
    switch (h->state) {
    case HTML_RAW: return "a value inside <script> or <style>";
    case HTML_TAG_NAME:
    case HTML_TAG: return "a value as a tag or attribute name";
    case HTML_BEFORE_VALUE:
    case HTML_UNQUOTED: return "a value in an attribute without quotes";
    case HTML_COMMENT: return "a value inside an HTML comment";
    case HTML_QUOTED:
        if (!strncmp(h->attribute, "on", 2) || among(h->attribute, code)) return "a value in an attribute that is code:";
        if (!h->begun && among(h->attribute, addresses) && (kind == NODE_VALUE || kind == NODE_PART || kind == NODE_MESSAGE_AT))
            return "a plain value begins an address, write {{url:...}}:";
        h->begun = true;
        return NULL;
    case HTML_TEXT: return NULL;
    }
    return NULL;
}

/* --- names and paths -------------------------------------------------------------------------------------------------------------- */

static bool name_fine(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
    return *name && !name[strspn(name, letters)];
}

static bool read_builtin(Path *path, const char *name)
{
    static const struct { const char *name; Builtin builtin; } all[] = {
        {"@number", AT_NUMBER}, {"@first", AT_FIRST}, {"@last", AT_LAST}, {"@odd", AT_ODD}, {"@lang", AT_LANG}, {"@zh", AT_ZH}, {"@en", AT_EN},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i].name, name)) { path->builtin = all[i].builtin; return true; }
    return false;
}

static void read_path(Reader *r, const char *tag, const char *name, Path *path)
{
    Arena *arena = r->set->arena;
    char **parts;
    if (!strcmp(name, ".")) return;
    if (*name == '@') { if (!read_builtin(path, name)) fault_at(r, tag, "no such built-in name:", name); return; }
    if (!name_fine(name) || strchr(name, '/')) { fault_at(r, tag, "bad name:", *name ? name : "(empty)"); return; }
    path->count = text_split(arena, name, '.', &parts);
    path->names = ARENA_ARRAY(arena, const char *, path->count);
    for (int i = 0; i < path->count; i++) {
        path->names[i] = parts[i];
        if (!*parts[i]) fault_at(r, tag, "bad name:", name);
    }
}

/* `key a b.c` or `*path a b.c` */
static void read_message(Reader *r, const char *tag, const char *text, Node *node)
{
    Arena *arena = r->set->arena;
    char **words;
    int count = text_split(arena, text, ' ', &words);
    bool from_view = words[0][0] == '*';
    node->kind = from_view ? NODE_MESSAGE_AT : NODE_MESSAGE;
    node->text = words[0] + from_view;
    if (from_view) read_path(r, tag, node->text, &node->path);
    else if (!name_fine(node->text)) fault_at(r, tag, "bad message key:", node->text);
    node->args = ARENA_ARRAY(arena, Path, count);
    for (int i = 1; i < count; i++) {
        if (!*words[i]) continue;
        if (node->arg_count == ARGS) { fault_at(r, tag, "too many arguments of", node->text); return; }
        read_path(r, tag, words[i], &node->args[node->arg_count++]);
    }
}

/* --- tags ------------------------------------------------------------------------------------------------------------------------------ */

static Node *node_new(Reader *r, NodeKind kind, const char *tag)
{
    Node *node = ARENA_NEW(r->set->arena, Node);
    node->kind = kind;
    node->line = line_of(r, tag);
    return node;
}

static Node *read_value(Reader *r, const char *tag, const char *text)
{
    Node *node = node_new(r, NODE_VALUE, tag);
    if (text_starts(text, "t:")) read_message(r, tag, text + 2, node);
    else if (text_starts(text, "asset:")) {
        node->kind = NODE_TEXT;
        node->text = asset_url(r->set->arena, text + 6);
        node->bytes = strlen(node->text);
    } else {
        if (text_starts(text, "url:")) { node->kind = NODE_URL; text += 4; }
        else if (text_starts(text, "part:")) { node->kind = NODE_PART; text += 5; }
        read_path(r, tag, text, &node->path);
    }
    const char *fault = place_fault(&r->html, node->kind);
    if (fault) fault_at(r, tag, fault, text);
    return node;
}

static bool only_blocks(const Node *nodes)
{
    for (; nodes; nodes = nodes->next) {
        if (nodes->kind == NODE_BLOCK) continue;
        if (nodes->kind != NODE_TEXT) return false;
        for (size_t i = 0; i < nodes->bytes; i++) if (!white(nodes->text[i])) return false;
    }
    return true;
}

static Node *read_nested(Reader *r, const char *tag, char sigil, const char *name)
{
    Node *node = node_new(r, sigil == '#' ? NODE_SECTION : sigil == '^' ? NODE_INVERTED : sigil == '$' ? NODE_BLOCK : NODE_LAYOUT, tag);
    node->text = name;
    if (sigil == '#' || sigil == '^') read_path(r, tag, name, &node->path);
    else if (!name_fine(name)) fault_at(r, tag, "bad name:", name);
    if (++r->depth > DEPTH) { fault_at(r, tag, "nested too deep", NULL); return node; }
    Html before = r->html;
    if (sigil == '<') r->html = (Html){0};
    node->children = read_nodes(r, name, tag);
    r->depth--;
    /* The section may print nothing: what it put into an attribute does not count as its beginning. */
    if (before.state == HTML_QUOTED && r->html.state == HTML_QUOTED) r->html.begun = before.begun;
    if (sigil == '<') {
        r->html = before;
        if (!r->template->broken && !only_blocks(node->children)) fault_at(r, tag, "something other than blocks inside layout", name);
    }
    return node;
}

static Node *read_partial(Reader *r, const char *tag, const char *name)
{
    Node *node = node_new(r, NODE_PARTIAL, tag);
    node->text = name;
    if (!name_fine(name)) fault_at(r, tag, "bad name:", name);
    if (r->html.state == HTML_RAW || r->html.state == HTML_BEFORE_VALUE || r->html.state == HTML_UNQUOTED) fault_at(r, tag, "a partial where no value may stand:", name);
    return node;
}

/* A tag that prints nothing itself, alone on its line, takes the line with it. */
static bool alone_on_line(const Reader *r, const char *open, const char *close, const char **line, const char **after)
{
    const char *p = open;
    while (p > r->source && (p[-1] == ' ' || p[-1] == '\t')) p--;
    if (p > r->source && p[-1] != '\n') return false;
    const char *q = close;
    while (*q == ' ' || *q == '\t' || *q == '\r') q++;
    if (*q && *q != '\n') return false;
    *line = p;
    *after = q + (*q == '\n');
    return true;
}

typedef struct List { Node *first, *last; } List;

static void append(List *list, Node *node)
{
    if (list->last) list->last->next = node; else list->first = node;
    list->last = node;
}

static void append_text(Reader *r, List *list, const char *from, const char *to)
{
    if (to <= from) return;
    Node *node = node_new(r, NODE_TEXT, from);
    node->text = from;
    node->bytes = (size_t)(to - from);
    for (const char *p = from; p < to; p++) follow(&r->html, p);
    append(list, node);
}

/* Reads one tag at r->at. false: it closes the enclosing one (or the template is broken). */
static bool read_tag(Reader *r, List *list, const char *text_from, const char *closing)
{
    const char *open = r->at, *close = strstr(open + 2, "}}"), *line, *after;
    if (!close) { fault_at(r, open, "a tag without }}", NULL); return false; }
    char *inner = text_trim(r->set->arena, arena_strndup(r->set->arena, open + 2, (size_t)(close - open - 2)));
    r->at = close + 2;
    char sigil = *inner;
    bool silent = sigil && strchr("#^/$<>!", sigil);
    if (silent && alone_on_line(r, open, r->at, &line, &after)) {
        append_text(r, list, text_from, line);
        r->at = after;
    } else append_text(r, list, text_from, open);
    if (!silent) { append(list, read_value(r, open, inner)); return !r->template->broken; }
    char *name = text_trim(r->set->arena, inner + 1);
    if (sigil == '/') {
        if (!closing) fault_at(r, open, "closes nothing:", name);
        else if (strcmp(closing, name)) fault_at(r, open, "does not close what is open:", name);
        return false;
    }
    if (sigil == '>') append(list, read_partial(r, open, name));
    else if (sigil != '!') append(list, read_nested(r, open, sigil, name));
    return !r->template->broken;
}

static Node *read_nodes(Reader *r, const char *closing, const char *opened)
{
    List list = {0};
    for (;;) {
        const char *from = r->at, *open = strstr(from, "{{");
        if (!open) {
            append_text(r, &list, from, from + strlen(from));
            r->at = from + strlen(from);
            if (closing) fault_at(r, opened, "never closed:", closing);
            return list.first;
        }
        r->at = open;
        if (!read_tag(r, &list, from, closing)) return list.first;
    }
}

/* --- the set ----------------------------------------------------------------------------------------------------------------------------- */

Templates *templates_new(Arena *arena, const Messages *messages)
{
    Templates *set = ARENA_NEW(arena, Templates);
    set->arena = arena;
    set->messages = messages;
    set->problems = buf_new(arena);
    return set;
}

Template *template_named(const Templates *set, const char *name)
{
    for (Template *t = set->first; t; t = t->next) if (!strcmp(t->name, name)) return t;
    return NULL;
}

void templates_add(Templates *set, const char *name, const char *text)
{
    Template *template = ARENA_NEW(set->arena, Template);
    template->name = arena_strdup(set->arena, name);
    template->file = arena_printf(set->arena, "web/templates/%s.html", name);
    if (set->last) set->last->next = template; else set->first = template;
    set->last = template;
    Reader reader = {.set = set, .template = template, .source = arena_strdup(set->arena, text)};
    reader.at = reader.source;
    if (!text_is_utf8(text, strlen(text))) fault_at(&reader, reader.source, "not UTF-8 text", NULL);
    else template->nodes = read_nodes(&reader, NULL, NULL);
}

static void make_message_ready(Templates *set, Node *node)
{
    for (int language = 0; language < 2; language++) {
        Buf out = buf_new(set->arena);
        template_escape(&out, message_or_key(set->messages, (Language)language, node->text));
        node->ready[language].text = out.text;
        node->ready[language].bytes = out.length;
    }
}

static void finish_nodes(Templates *set, Template *template, Node *nodes)
{
    for (Node *n = nodes; n; n = n->next) {
        if (n->kind == NODE_MESSAGE && !n->arg_count) make_message_ready(set, n);
        if (n->kind == NODE_PARTIAL || n->kind == NODE_LAYOUT) {
            n->target = template_named(set, n->text);
            if (!n->target) {
                template->broken = true;
                buf_printf(&set->problems, "%s:%d: no template %s\n", template->file, n->line, n->text);
            }
        }
        finish_nodes(set, template, n->children);
    }
}

void templates_finish(Templates *set)
{
    for (Template *t = set->first; t; t = t->next) finish_nodes(set, t, t->nodes);
}

Templates *templates_load(Arena *arena, const Messages *messages)
{
    static const char prefix[] = "web/templates/";
    int count;
    size_t bytes;
    Templates *set = templates_new(arena, messages);
    const char **paths = embed_list(arena, prefix, &count), *tree = getenv("YICHUANG_FILES");
    for (int i = 0; i < count; i++) {
        const uint8_t *text = embed_find(arena, paths[i], &bytes);
        size_t length = strlen(paths[i]);
        if (!text || length < sizeof prefix + 5 || strcmp(paths[i] + length - 5, ".html")) continue;
        templates_add(set, arena_strndup(arena, paths[i] + sizeof prefix - 1, length - (sizeof prefix - 1) - 5), (const char *)text);
    }
    templates_finish(set);
    set->reload = tree && *tree;
    return set;
}

const char *templates_problems(const Templates *templates) { return templates->problems.text; }
bool template_exists(const Templates *templates, const char *name) { return template_named(templates, name) != NULL; }

/* --- for the tidy test ----------------------------------------------------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void collect_keys(const Node *nodes, const char **keys, int *count, int room)
{
    for (const Node *n = nodes; n; n = n->next) {
        if (n->kind == NODE_MESSAGE) { if (*count < room) keys[*count] = n->text; ++*count; }
        collect_keys(n->children, keys, count, room);
    }
}

const char **templates_message_keys(const Templates *templates, Arena *arena, int *count)
{
    int all = 0, at = 0, kept = 0;
    for (const Template *t = templates->first; t; t = t->next) collect_keys(t->nodes, NULL, &all, 0);
    const char **keys = ARENA_ARRAY(arena, const char *, all + 1);
    for (const Template *t = templates->first; t; t = t->next) collect_keys(t->nodes, keys, &at, all);
    qsort(keys, (size_t)all, sizeof *keys, compare_texts);
    for (int i = 0; i < all; i++) if (!kept || strcmp(keys[kept - 1], keys[i])) keys[kept++] = keys[i];
    *count = kept;
    return keys;
}

const char **templates_names(const Templates *templates, Arena *arena, int *count)
{
    int n = 0;
    for (const Template *t = templates->first; t; t = t->next) n++;
    const char **names = ARENA_ARRAY(arena, const char *, n + 1);
    *count = 0;
    for (const Template *t = templates->first; t; t = t->next) names[(*count)++] = t->name;
    return names;
}
