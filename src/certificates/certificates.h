/* certificates.h: the life of a certificate after it was handed out (E3): change, renewal, withdrawal, revocation, cancellation, expiry.
 *
 *                          apply_renewal ─▶ (renewal waits) ─ decide_renewal (F29) ─▶ VALID, longer (or refused: as it was)
 *   issued (F26) ─▶ VALID ─┤                       └── silence until the last day: deem_renewed by the clock (F29, XK-50)
 *                          apply_change ──▶ (change waits) ── decide_change (F28) ──▶ VALID, changed (or refused: as it was)
 *                          withdraw (F30, XK-08) ─▶ WITHDRAWN ─┐
 *                          revoke (F31, XK-69) ───▶ REVOKED ───┤
 *                          expire (clock) ────────▶ EXPIRED ───┴─ cancel (F32, XK-70) ─▶ CANCELLED;   cancel also from VALID on other grounds
 *
 * Days: XK-50 asks for a renewal thirty days before expiry. DC-10: the reminder goes out thirty working days before, an application is in time
 * until thirty calendar days before, and one that is later but before expiry is taken all the same: lateness alone is no ground to refuse.
 */
#ifndef CERTIFICATES_CERTIFICATES_H
#define CERTIFICATES_CERTIFICATES_H
#include "desk/desk.h"

typedef enum { CERTIFICATE_VALID, CERTIFICATE_EXPIRED, CERTIFICATE_WITHDRAWN, CERTIFICATE_REVOKED, CERTIFICATE_CANCELLED, CERTIFICATE_STATES } CertificateState;

typedef struct Certificate {
    int64_t id, case_id, last_event;
    const char *number, *item, *department, *window;
    CertificateState state;
    Day valid_from, valid_to;                /* valid_to DAY_NONE: no expiry */
    Day since, reminded, renewal, change;    /* DAY_NONE: not */
    Day term_from;                           /* first day of the last renewal; DAY_NONE: never renewed */
} Certificate;

extern const Desk certificates_desk;
void certificates_apply(Store *store, Arena *arena, const Event *event);

const Certificate *certificate_load(Store *store, Arena *arena, int64_t id);                       /* NULL: none */
const Certificate *certificate_by_number(Store *store, Arena *arena, const char *number);
const Certificate *certificate_of_case(Store *store, Arena *arena, int64_t case_id);
/* The verification that found the commitment of this case untrue (YH-40); NULL: none. */
const Event *certificate_untrue(Store *store, Arena *arena, int64_t case_id);
/* state CERTIFICATE_STATES: any. expiring_by: valid ones that expire until then (DAY_NONE: any). waiting: only those with an undecided application. */
typedef struct CertificateFilter { const char *department; CertificateState state; Day expiring_by; bool waiting; int limit, offset; } CertificateFilter;
Certificate *certificates_list(Store *store, Arena *arena, const CertificateFilter *filter, int *count);
int64_t certificates_count(Store *store, const CertificateFilter *filter);
/* The soonest valid one that is past its last day, or expires until then and was not reminded of: for the clock. NULL: none. */
const Certificate *certificate_due(Store *store, Arena *arena, Day today, Day until);

/* "valid", "expired", ...; of a valid one whose first day has not come: "not_yet". The state on that day, also when the clock has not yet said so. */
const char *certificate_state_name(const Certificate *certificate, Day today);
const char *certificate_state_zh(CertificateState state);
const char *certificate_state_en(CertificateState state);
/* DC-10: the day the reminder goes out, and the last day an application is in time. */
Day certificate_remind_day(const Calendar *calendar, Day valid_to);
Day certificate_in_time(Day valid_to);
/* The new last day of a renewal: as many months as the item publishes, else as long as the last term. */
Day certificate_renewed_to(const Calendar *calendar, const Certificate *certificate, const Item *item);
#endif
