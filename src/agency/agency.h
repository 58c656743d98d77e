/* agency.h: the desk that goes the way for the applicant, free of charge (申报代办制, B5, DOMAIN 3.2): entrusted, stage by stage, here and at the city
 * and the province, with a log, until the closure report.
 *
 *   entrust (F02) ─▶ OPEN ─ begin_stage / finish_stage / tell, as often as needed ─▶ close (X05, every stage finished) ─▶ CLOSED
 *                      └─ stop (X05; one of four causes) ─▶ STOPPED          hand_over: another agent, by the head of the agents
 */
#ifndef AGENCY_AGENCY_H
#define AGENCY_AGENCY_H
#include "desk/desk.h"

typedef enum { AGENCY_OPEN, AGENCY_CLOSED, AGENCY_STOPPED } AgencyState;
typedef struct Agency {
    int64_t id, report;                      /* report: number of the event with the closure report; 0 none */
    const char *agent, *department, *matter;
    AgencyState state;
    Day opened, valid_to, ended;
    int stages, finished;
} Agency;
typedef struct AgencyStage {
    int64_t id, agency, case_id;
    const char *name, *place, *organ, *result;
    Day began, due, finished;
} AgencyStage;

extern const Desk agency_desk;
extern const DeskChoice agency_places[];
void agency_apply(Store *store, Arena *arena, const Event *event);
const Agency *agency_load(Store *store, Arena *arena, int64_t id);                            /* NULL: none */
Agency *agency_list(Store *store, Arena *arena, const char *agent, bool open_only, int limit, int offset, int *count);
int64_t agency_count(Store *store, const char *agent, bool open_only);
/* The event that entrusted it: its personal part says by whom, while it is not erased. */
const Event *agency_opening(Store *store, Arena *arena, int64_t id);
AgencyStage *agency_stages(Store *store, Arena *arena, int64_t agency, int *count);
const AgencyStage *agency_stage(Store *store, Arena *arena, int64_t id);
const char *agency_state_zh(AgencyState state);
const char *agency_state_en(AgencyState state);
#endif
