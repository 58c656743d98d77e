/* decide_fee.c: money (XK-58, XK-59, YH-25): the notice of what is owed, from the published rows only, and the treasury's receipt for what was paid. */
#include "process/decide_inside.h"
#include "base/text.h"
#include <string.h>

bool notice_fee(Turn *t)
{
    const Value *list = value_get(t->input, "rows");
    Value *body = t->verdict->body = value_object(t->arena), *kept = value_set_list(t->arena, body, "rows");
    int64_t total = 0;
    if (!day_is_none(t->s->together.billed)) return turn_refuse(t, REFUSED_BILLED_ALREADY, day_text(t->arena, t->s->together.billed));
    for (const Value *row = list && list->kind == VALUE_LIST ? list->first : NULL; row; row = row->next) {
        int64_t no = value_int(row, "no", 0), quantity = value_int(row, "quantity", 1), given = value_int(row, "amount_fen", -1);
        const Item *of = NULL;
        const FeeRow *fee = joint_fee(t, row, &of);
        if (!fee) return turn_refuse(t, REFUSED_FEE_NOT_PUBLISHED, NULL);
        if (strstr(fee->name, "听证")) return turn_refuse(t, REFUSED_HEARING_FREE, fee->name);      /* XK-47: whatever the list says */
        if (quantity < 1 || quantity > 1000000) return turn_refuse(t, REFUSED_FIELD_INVALID, "quantity");
        int64_t amount = fee->amount.fen ? fee->amount.fen * quantity : given;
        if (amount < 0 || (fee->amount.fen && given >= 0 && given != amount)) return turn_refuse(t, REFUSED_FEE_ABOVE_STANDARD, fee->name);
        Value *one = value_push_object(t->arena, kept);
        value_set_int(t->arena, one, "no", no);
        if (of != t->facts->item) { value_set_str(t->arena, one, "item", of->code); value_set_str(t->arena, one, "department", of->department); value_set_int(t->arena, one, "unit_fen", fee->amount.fen); }
        value_set_str(t->arena, one, "name", fee->name);
        value_set_str(t->arena, one, "standard", fee->standard);
        value_set_str(t->arena, one, "basis", fee->basis);
        value_set_int(t->arena, one, "quantity", quantity);
        value_set_int(t->arena, one, "amount_fen", amount);
        total += amount;
    }
    if (!kept->count) return turn_refuse(t, REFUSED_FEE_NOT_PUBLISHED, NULL);
    value_set_int(t->arena, body, "total_fen", total);
    int64_t days = value_int(t->input, "due_days", 15);
    if (days < 1 || days > PAUSE_DAYS_MOST) return turn_refuse(t, REFUSED_FIELD_INVALID, "due_days");
    turn_set_day(t, "due", turn_due(t, t->facts->today, (int)days, UNIT_CALENDAR_DAY));
    turn_event(t, ACT_NOTICE_FEE);
    return true;
}

/* A word of the treasury's receipt: letters and digits as they are printed on it, `least` to `most` of them. */
static bool ticket_word(Turn *t, const char *key, int least, int most)
{
    char *text = turn_field(t, key);
    int n = (int)strlen(text);
    bool good = n >= least && n <= most;
    for (int i = 0; good && i < n; i++) good = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= 'a' && text[i] <= 'z');
    if (!good) return turn_refuse(t, REFUSED_TICKET_INVALID, key);
    value_set_str(t->arena, t->verdict->body, key, text);
    return true;
}

/* All that was told in F24 and is not yet paid, on one receipt: what the window takes is what the notice says, no more and no less. */
bool record_payment(Turn *t)
{
    Value *body = t->verdict->body = value_object(t->arena), *person = value_object(t->arena);
    const char *paid = turn_field(t, "paid_on");
    Day on = t->facts->today;
    if (t->s->unpaid_fen <= 0) return turn_refuse(t, REFUSED_NOTHING_UNPAID, NULL);
    if (!ticket_word(t, "ticket_no", 6, 20) || !ticket_word(t, "check_code", 4, 20) || !ticket_word(t, "fee_code", 4, 20)) return false;
    if (*paid && !day_parse(paid, &on)) return turn_refuse(t, REFUSED_FIELD_INVALID, "paid_on");
    if (day_after(on, t->facts->today) || day_before(on, t->s->billed)) return turn_refuse(t, REFUSED_FIELD_INVALID, arena_printf(t->arena, "paid_on：应在 %s 至今日之间", day_text(t->arena, t->s->billed)));
    if (!turn_needs_text(t, body, "issuer", REFUSED_TICKET_INVALID) || !turn_takes_text(t, body, "way") || !turn_takes_text(t, person, "payer")) return false;
    turn_set_day(t, "paid_on", on);
    value_set_int(t->arena, body, "total_fen", t->s->unpaid_fen);
    if (person->count) t->verdict->person = person;
    turn_event(t, ACT_RECORD_PAYMENT);
    return true;
}
