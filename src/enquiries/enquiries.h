/* enquiries.h: the desk of the first asked (首问责任制, B6, DOMAIN 3.2): every enquiry is logged by whoever was asked first, and stays hers until it is
 * answered, however often it is led on to somebody who knows.
 *
 *   asked ──▶ OPEN ──refer──▶ REFERRED ──refer──▶ REFERRED ...     answer (by whoever holds it) ──▶ ANSWERED     redirect (another organ's) ──▶ REDIRECTED
 */
#ifndef ENQUIRIES_ENQUIRIES_H
#define ENQUIRIES_ENQUIRIES_H
#include "desk/desk.h"

typedef enum { ENQUIRY_OPEN, ENQUIRY_REFERRED, ENQUIRY_ANSWERED, ENQUIRY_REDIRECTED } EnquiryState;
typedef struct Enquiry {
    int64_t id;
    Instant at, ended;                       /* ended ms 0: open */
    const char *first_asked, *channel, *item, *department, *officer, *ended_by;
    EnquiryState state;
    int referrals;
} Enquiry;

extern const Desk enquiries_desk;

const Enquiry *enquiry_load(Store *store, Arena *arena, int64_t id);                    /* NULL: none */
void enquiries_apply(Store *store, Arena *arena, const Event *event);
/* Newest first. mine: NULL any, else those first asked of or held by this officer. */
typedef struct EnquiryFilter { bool open_only; const char *mine, *department; int limit, offset; } EnquiryFilter;
Enquiry *enquiries_list(Store *store, Arena *arena, const EnquiryFilter *filter, int *count);
int64_t enquiries_count(Store *store, const EnquiryFilter *filter);
/* The events of one enquiry, in the order of the log. */
int64_t *enquiry_events(Store *store, Arena *arena, int64_t id, int *count);
const char *enquiry_state_zh(EnquiryState state);
const char *enquiry_state_en(EnquiryState state);
bool enquiry_closed(EnquiryState state);
#endif
