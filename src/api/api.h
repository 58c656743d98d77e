/* api.h: /api/v1: the centre for machines. One table of endpoints (endpoint.c) makes the routes, the checks of query and access, and the OpenAPI document.
 *
 *   request ─▶ api_handle ─▶ query string against the endpoint's line ─▶ access ─▶ answer ─▶ JSON, or a problem document (RFC 9457)
 *
 * Who may come: anybody (OPEN); a machine with a token of the right scope; or the applicant, who shows query code and identity tail (?code=&tail=).
 * Browser sessions count for nothing here, so there is nothing to forge across sites. No rules of law here: refusals come from the window.
 */
#ifndef API_API_H
#define API_API_H
#include "api/schema.h"
#include "pages/hall.h"

typedef enum {
    ACCESS_OPEN,
    ACCESS_SUBMIT,                 /* token with scope submit */
    ACCESS_QUERY,                  /* token with scope query */
    ACCESS_EXCHANGE,               /* token with scope exchange: another centre; what it brings is signed besides */
    ACCESS_CASE,                   /* the :number's case: query token, the submit token that opened it, or its query code */
    ACCESS_INSIDE                  /* this machine itself, or a statistics token */
} ApiAccess;

typedef struct ApiCall {
    const struct Endpoint *endpoint;
    Form query;
    Actor actor;                   /* ACTOR_MACHINE; ACTOR_CITIZEN for the holder of a query code; ACTOR_NOBODY */
    bool holder;                   /* shown query code and identity tail */
    CaseFile *file;                /* ACCESS_CASE: the case */
    bool english;
} ApiCall;

typedef struct Endpoint {
    HttpMethod method;
    const char *pattern;
    void (*answer)(Request *request, ApiCall *call);
    const char *id;                /* operationId */
    const char *tag, *zh, *en;
    ApiAccess access;
    const char *query;             /* schema line of the query string; lists may be repeated */
    const char *body, *reply;      /* "@Component", or a media type for what is not JSON; "" none */
} Endpoint;
extern const Route api_routes[];      /* one row for each endpoint, in the same order; ended by a row without pattern */
int api_endpoint_count(void);
const Endpoint *api_endpoint(int index);
void api_handle(Request *request);

/* The OpenAPI 3.1 document, from the endpoints, the table of the law and the refusals. Pure. */
Value *api_openapi(Arena *arena, const char *server_url);
/* The shape of a component ("CaseApplication", "Act.supply"); NULL when there is none. Kept for ever; one thread. */
const Schema *api_component(const char *name);

/* ---- api_problem.c ---- */
typedef enum {
    API_BAD_QUERY, API_BAD_JSON, API_UNKNOWN_MEMBER, API_WRONG_TYPE, API_BAD_VALUE, API_MEDIA_TYPE, API_NO_TOKEN, API_BAD_TOKEN, API_SCOPE, API_CODE_WRONG,
    API_NOT_FOUND, API_INSIDE_ONLY, API_KEY_INVALID, API_PROBLEMS
} ApiProblem;
typedef struct ApiProblemText { const char *code; int status; const char *zh, *en, *remedy_zh, *remedy_en; } ApiProblemText;
const ApiProblemText *api_problem_text(ApiProblem problem);
/* Pure: the document. pointer may be NULL. */
Value *api_problem_value(Arena *arena, ApiProblem problem, const char *pointer, const char *detail, bool english);
Value *api_refusal_value(Arena *arena, Refusal refusal, const char *detail, bool english);
void api_too_many(Request *request, int wait);      /* 429 with Retry-After; api_access.c */
void api_problem(Request *request, ApiProblem problem, const char *pointer, const char *zh, const char *en);
void api_refusal(Request *request, Refusal refusal, const char *detail);
void api_fault(Request *request, const SchemaFault *fault);
void api_problem_list(Request *request, ApiCall *call);
void api_problem_page(Request *request, ApiCall *call);

/* ---- api_access.c ---- */
bool language_wants_english(const char *accept_language);         /* pure; NULL: no */
const char *bearer_token(const char *authorization);              /* pure; NULL: not of that form */
/* False: replied. Fills actor, holder, file. */
bool api_admit(Request *request, ApiCall *call);

/* ---- replying ---- */
void api_reply(Request *request, int status, const Value *value);
void api_reply_tagged(Request *request, const Value *value);       /* with ETag; 304 when the reader has it */
const char *api_query(const ApiCall *call, const char *name);      /* NULL: not given */
int api_query_int(const ApiCall *call, const char *name, int otherwise);
/* The JSON of the body, not yet checked; NULL and *error when it is none. */
const Value *api_json(Request *request, const char **error);
/* The same, checked against the component; NULL: replied. */
const Value *api_body(Request *request, const char *component);
/* ---- api_files.c ---- */
const char *api_json_part(Request *request);                       /* of a multipart body; NULL: the body is none, or has no such part */
/* page_turn of a case act; files of a multipart body go along, hashed on a worker first. act is the turn's input. */
void api_submit(Request *request, WindowTurn *turn, CaseAct *act, void (*then)(Request *request, WindowTurn *turn));

/* limit and offset of a list: {total, limit, offset, next?} */
void api_page(Request *request, Value *reply, int total, int limit, int offset);

/* ---- answers, by subject ---- */
void api_openapi_show(Request *, ApiCall *);
void api_items(Request *, ApiCall *);
void api_item(Request *, ApiCall *);
void api_item_versions(Request *, ApiCall *);
void api_item_process(Request *, ApiCall *);
void api_departments(Request *, ApiCall *);
void api_windows(Request *, ApiCall *);
void api_deadline(Request *, ApiCall *);
void api_calendar(Request *, ApiCall *);
void api_redated(Request *, ApiCall *);
void api_case_open(Request *, ApiCall *);
void api_cases(Request *, ApiCall *);
void api_case(Request *, ApiCall *);
void api_case_events(Request *, ApiCall *);
void api_case_deadline(Request *, ApiCall *);
void api_case_document(Request *, ApiCall *);
void api_case_process(Request *, ApiCall *);
void api_case_act(Request *, ApiCall *);
void api_receipt(Request *, ApiCall *);
void api_receipt_proof(Request *, ApiCall *);
void api_receipt_verify(Request *, ApiCall *);
void api_certificate(Request *, ApiCall *);
void api_certificates_check(Request *, ApiCall *);
void api_packages(Request *, ApiCall *);
void api_package_applications(Request *, ApiCall *);
void api_enquiries(Request *, ApiCall *);
void api_agencies(Request *, ApiCall *);
void api_agency(Request *, ApiCall *);
void api_meetings(Request *, ApiCall *);
void api_duty(Request *, ApiCall *);
void api_reform_rates(Request *, ApiCall *);
void api_log_key(Request *, ApiCall *);
void api_log_consistency(Request *, ApiCall *);
void api_log_file(Request *, ApiCall *);
void api_exchange_parcel(Request *, ApiCall *);
void api_exchange_file(Request *, ApiCall *);
void api_exchange_heads(Request *, ApiCall *);
void api_health(Request *, ApiCall *);
void api_metrics(Request *, ApiCall *);
#endif
