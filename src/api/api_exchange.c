/* api_exchange.c: parcels from other centres (G3): the machine of a centre brings one, with its signature; the answer is our receipt of it. */
#include "api/api.h"
#include "window/exchange_act.h"
#include <string.h>

/* ---- a parcel ---- */

static void acknowledged(Request *request, WindowTurn *turn)
{
    if (turn->refusal != REFUSED_NOTHING) { api_refusal(request, turn->refusal, turn->detail); return; }
    api_reply(request, 200, turn->result);
}

/* The parcel is in the log; now its receipt, which needs the head that was signed with it: a turn of its own. */
static void received(Request *request, WindowTurn *turn)
{
    if (turn->refusal != REFUSED_NOTHING) { api_refusal(request, turn->refusal, turn->detail); return; }
    if (value_get(turn->result, "missing")) { api_reply(request, 202, turn->result); return; }
    int64_t *seq = ARENA_NEW(request->arena, int64_t);
    *seq = value_int(turn->result, "seq", 0);
    WindowTurn *next = page_new_turn(request, exchange_acknowledge, seq);
    next->actor = turn->actor;
    page_turn(request, next, acknowledged);
}

void api_exchange_parcel(Request *request, ApiCall *call)
{
    const Value *body = api_body(request, "ExchangeParcel");
    if (!body) return;
    ExchangeReceive *in = ARENA_NEW(request->arena, ExchangeReceive);
    *in = (ExchangeReceive){.envelope = value_str_or(body, "envelope", ""), .note = value_str_or(body, "note", "")};
    in->bytes = strlen(in->envelope);
    WindowTurn *turn = page_new_turn(request, exchange_receive, in);
    turn->actor = call->actor;
    page_turn(request, turn, received);
}

/* ---- what each holds of the other's log ---- */

static void compared(Request *request, WindowTurn *turn)
{
    if (turn->refusal != REFUSED_NOTHING) api_refusal(request, turn->refusal, turn->detail);
    else api_reply(request, 200, turn->result);
}

void api_exchange_heads(Request *request, ApiCall *call)
{
    const Value *body = api_body(request, "ExchangeHeads");
    if (!body) return;
    ExchangeHeads *heads = ARENA_NEW(request->arena, ExchangeHeads);
    *heads = (ExchangeHeads){call->actor.id, value_str_or(body, "head", ""), value_get(body, "parcels")};
    WindowTurn *turn = page_new_turn(request, exchange_compare, heads);
    turn->actor = call->actor;
    page_turn(request, turn, compared);
}

/* ---- a file ahead of its parcel ---- */

typedef struct Ahead { ExchangeStage stage; char sha256[PARCEL_HASH_CHARS + 1]; const Actor *actor; } Ahead;

static void hash_file(void *context)
{
    Ahead *ahead = context;
    sha256_hex(ahead->stage.content, ahead->stage.bytes, ahead->sha256);
}

static void staged(Request *request, WindowTurn *turn)
{
    const ExchangeStage *stage = turn->input;
    if (turn->refusal != REFUSED_NOTHING) { api_refusal(request, turn->refusal, turn->detail); return; }
    Value *reply = value_object(request->arena);
    value_set_str(request->arena, reply, "sha256", stage->sha256);
    value_set_int(request->arena, reply, "bytes", (int64_t)stage->bytes);
    api_reply(request, 200, reply);
}

static void hashed(Request *request, void *context)
{
    Ahead *ahead = context;
    if (strcmp(ahead->sha256, ahead->stage.sha256)) { api_refusal(request, REFUSED_PARCEL_FILE, ahead->stage.sha256); return; }
    WindowTurn *turn = page_new_turn(request, exchange_stage, &ahead->stage);
    turn->actor = *ahead->actor;
    page_turn(request, turn, staged);
}

void api_exchange_file(Request *request, ApiCall *call)
{
    Ahead *ahead = ARENA_NEW(request->arena, Ahead);
    *ahead = (Ahead){.stage = {.sha256 = api_query(call, "sha256")}, .actor = &call->actor};
    ahead->stage.content = request_body(request, &ahead->stage.bytes);
    if (!ahead->stage.bytes || ahead->stage.bytes > LIMIT_UPLOAD_BYTES) { api_refusal(request, REFUSED_PARCEL_FILE, ahead->stage.sha256); return; }
    page_offload(request, hash_file, ahead, hashed);
}
