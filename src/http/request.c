/* request.c: what handlers ask of a request. See http.h. */
#include "http/inside.h"
#include "http/route.h"
#include <string.h>

static const Form *query_of(Request *request)
{
    RequestInside *in = request->inside;
    if (!in->query_parsed) {
        in->query_parsed = true;
        /* A malformed query is as good as none: links from elsewhere carry all sorts of tails. */
        if (form_parse(request->arena, in->query_text, strlen(in->query_text), &in->query)) in->query = (Form){0};
    }
    return &in->query;
}

const char *request_query(Request *request, const char *name) { return form_value(query_of(request), name); }
const char *request_form(Request *request, const char *name) { return form_value(&request->inside->form, name); }
const Field *request_form_next(Request *request, const char *name, const Field *after) { return form_next(&request->inside->form, name, after); }
const Form *request_form_all(Request *request) { return &request->inside->form; }
const Upload *request_file(Request *request, const char *name, int index) { return form_file(&request->inside->form, name, index); }

const char *request_param(Request *request, const char *name)
{
    int index = request->route ? route_param_index(request->route->pattern, name) : -1;
    return index < 0 || !request->params ? NULL : request->params[index];
}

const char *request_header(Request *request, const char *name)
{
    return MHD_lookup_connection_value(request->inside->wire, MHD_HEADER_KIND, name);
}

const char *request_cookie(Request *request, const char *name) { return cookie_value(request->arena, request->inside->cookie, name); }

const Value *request_json(Request *request, const char **error)
{
    RequestInside *in = request->inside;
    const char *ignored;
    if (!error) error = &ignored;
    *error = NULL;
    if (!request_is_json(request)) { *error = "Content-Type is not application/json"; return NULL; }
    return value_parse(request->arena, in->body_length ? (const char *)in->body : "", in->body_length, error);
}

const uint8_t *request_body(Request *request, size_t *bytes)
{
    *bytes = request->inside->body_length;
    return request->inside->body ? request->inside->body : (const uint8_t *)"";
}
