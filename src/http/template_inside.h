/* template_inside.h: compiled templates, between template.c (reading) and template_render.c (writing). Private to src/http. */
#ifndef HTTP_TEMPLATE_INSIDE_H
#define HTTP_TEMPLATE_INSIDE_H
#include "http/template.h"

typedef enum {
    NODE_TEXT, NODE_VALUE, NODE_URL, NODE_PART, NODE_MESSAGE, NODE_MESSAGE_AT, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL, NODE_LAYOUT, NODE_BLOCK
} NodeKind;

typedef enum { AT_NOTHING, AT_NUMBER, AT_FIRST, AT_LAST, AT_ODD, AT_LANG, AT_ZH, AT_EN } Builtin;

typedef struct Path {
    Builtin builtin;
    int count;                  /* 0: the current element */
    const char **names;
} Path;

typedef struct Node {
    NodeKind kind;
    int line, arg_count;
    struct Node *next, *children;
    const char *text;           /* NODE_TEXT; the key, partial, layout or block name of others */
    size_t bytes;
    Path path, *args;
    struct { const char *text; size_t bytes; } ready[2];    /* NODE_MESSAGE without arguments: escaped, by language */
    struct Template *target;    /* of a partial or layout */
} Node;

typedef struct Template {
    const char *name, *file;
    Node *nodes;
    bool broken;
    struct Template *next;
} Template;

struct Templates {
    Arena *arena;
    const Messages *messages;
    Template *first, *last;
    bool reload;                /* development: read the tree at every rendering */
    Buf problems;
};

Template *template_named(const Templates *templates, const char *name);
void template_escape(Buf *out, const char *text);
#endif
