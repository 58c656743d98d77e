/* template.h: HTML pages from a Value tree. Mustache-like; whatever comes from data is escaped, there is no syntax to avoid it.
 *
 *   {{name}}  {{a.b}}  {{.}}      text, escaped (& < > " '). Missing and null print nothing; integers print as digits, truths as true/false
 *   {{#x}}..{{/x}}                for each element of a list; once with the object, string or integer as current; once for true
 *   {{^x}}..{{/x}}                when x is absent, null, false, 0, "" or an empty list (an object is never empty). {{#x}} skips exactly then
 *   {{t:key}}  {{t:key a b.c}}    message in the reader's language, {0} {1} from the paths; escaped
 *   {{t:*path a}}                 message whose key is the text at path (state names and the like)
 *   {{url:path}}                  an address: relative, http(s), mailto, tel or PNG data; anything else prints # (javascript: never passes)
 *   {{part:path}}                 one percent-encoded piece of an address: href="/items/{{part:code}}"
 *   {{asset:app.css}}             /assets/<hash>/app.css
 *   {{>partials/summary}}         another template, same data
 *   {{<layout}}..{{$block}}..{{/block}}..{{/layout}}    layout inheritance; {{$block}}default{{/block}} in the layout
 *   {{! comment }}
 *   Inside a list: {{@number}} (from 1), {{#@first}} {{#@last}} {{^@last}} {{#@odd}}. Anywhere: {{@lang}} (zh-CN, en), {{#@zh}} {{#@en}}.
 *   A name is looked up in the current element, then outward through the enclosing sections to the whole view. {{a.b}}: the first that has a decides.
 *   A section, partial, layout, block or comment tag alone on its line leaves no line behind.
 *
 * Refused at load, with file and line: unclosed or crossed tags, unknown partials and layouts, a value in an unquoted attribute, in <script> or
 * <style>, in an on... attribute, and a plain {{x}} at the start of href, src, action or formaction (write {{url:x}}).
 */
#ifndef HTTP_TEMPLATE_H
#define HTTP_TEMPLATE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/value.h"
#include "http/messages.h"

typedef struct Templates Templates;

/* All embedded web/templates/. Lives in arena. Names leave out prefix and .html: "home", "partials/summary". With YICHUANG_FILES set every
 * rendering reads the source tree anew. Rendering is safe from any thread. */
Templates *templates_load(Arena *arena, const Messages *messages);
const char *templates_problems(const Templates *templates);     /* "" or one line per fault: "web/templates/home.html:12: ..." */

/* For tests: from texts. templates_finish must follow the last one. */
Templates *templates_new(Arena *arena, const Messages *messages);
void templates_add(Templates *templates, const char *name, const char *text);
void templates_finish(Templates *templates);

/* Faults (FAULT_FILE) when there is no such template, it did not compile, it nests deeper than 64, or the page outgrows LIMIT_PAGE_NODES or LIMIT_PAGE_BYTES. */
Buf template_render(const Templates *templates, Arena *arena, const char *name, const Value *view, Language language);
bool template_exists(const Templates *templates, const char *name);

/* For the tidy test: every literal message key used, sorted, once each; and every template name. */
const char **templates_message_keys(const Templates *templates, Arena *arena, int *count);
const char **templates_names(const Templates *templates, Arena *arena, int *count);

/* What {{url:}} lets through. */
bool url_is_safe(const char *url);
#endif
