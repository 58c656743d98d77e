/* process_view.c: process pictures on pages and as files: the item's process, the case's way through it. Rules and places: src/pictures. */
#include "pages/process_view.h"
#include "pages/case_view.h"
#include "pages/words.h"
#include <string.h>

static void mark(Request *request, Picture *picture, const CaseFile *file)
{
    Arena *a = request->arena;
    Standing standing = {0};
    int count = 0, room = file->standing.events + 1;
    PictureStep *steps = ARENA_ARRAY(a, PictureStep, room);
    Query *q = ledger_read_case(hall_of(request)->scene->store, file->id);
    for (Event *e; (e = ledger_next(q, a));) if (count < room && picture_step(&standing, e, &steps[count])) count++;
    picture_mark(picture, steps, count);
}

static Picture *picture(Request *request, const Item *item, const CaseFile *file, PictureWay way, bool english)
{
    Picture *p = picture_of(request->arena, item, hall_of(request)->scene->calendar, way, english);
    if (file) mark(request, p, file);
    return p;
}

/* What officers do among themselves is not the applicant's concern. */
static void leave_out_internal(Arena *a, Value *out)
{
    const Value *all = value_get(out, "anytime");
    Value *kept = value_list(a);
    for (const Value *row = all->first; row; row = row->next) {
        Act act;
        if (!act_parse(value_str(row, "act"), &act) || !case_event_internal(process_row(act)->event)) value_push(kept, value_copy(a, row));
    }
    value_set(a, out, "anytime", kept);
}

Value *process_view(Request *request, const Item *item, const CaseFile *file, const char *base)
{
    Arena *a = request->arena;
    Visitor *v = visitor_of(request);
    const Picture *p = picture(request, item, file, PICTURE_DOWN, visitor_english(v));
    Value *out = picture_value(a, p);
    value_set_str(a, out, "item_name", words_item(request, item));
    value_set_str(a, out, "bpmn_url", arena_printf(a, "%s/process.bpmn", base));
    value_set_bool(a, out, "of_case", file != NULL);
    value_set_str(a, out, "where", NULL);
    value_set_str(a, out, "clock", NULL);
    if (v->actor.kind != ACTOR_OFFICER) leave_out_internal(a, out);
    if (!file) return out;
    ClockView clock = clock_view(request, &file->standing, file->dates.clock);
    Holder holder = standing_holder(&file->standing);
    value_set_str(a, out, "where", stage_text(request, file->standing.stage));
    value_set_str(a, out, "holder", visitor_english(v) ? holder_en(holder) : holder_zh(holder));
    value_set_str(a, out, "clock", *clock.text ? clock.text : NULL);
    return out;
}

char *process_bpmn(Request *request, const Item *item, const CaseFile *file)
{
    const Picture *p = picture(request, item, file, PICTURE_ACROSS, false);
    return picture_bpmn(request->arena, p, file ? arena_printf(request->arena, "%s %s", item->name, file->number) : item->name);
}

void process_bpmn_reply(Request *request, const Item *item, const CaseFile *file)
{
    const char *xml = process_bpmn(request, item, file);
    reply_download(request, arena_printf(request->arena, "%s.bpmn", file ? file->number : item->code), BPMN_TYPE, xml, strlen(xml));
}
