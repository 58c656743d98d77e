/* routes.c: the site map: every address of the hall, by the desk that answers it. `yichuang serve --routes` prints it. */
#include "yichuang/routes.h"
#include "api/api.h"
#include "pages/hall.h"
#include "pages/messages.h"

const Route *const site_map[] = {
    guide_routes,       /* what the centre offers */
    apply_routes,       /* one window takes the application */
    case_routes,        /* the applicant follows it */
    party_routes,       /* whoever has a stake in it is heard */
    proof_routes,       /* and can prove it */
    login_routes,
    message_routes,     /* everybody is told */
    desk_routes,        /* the staff handle it */
    account_routes,     /* an account for whoever shows her document */
    office_routes,      /* the centre is run */
    desk_form_routes,   /* desks beside the case: any act of theirs */
    hearing_routes,     /* hearings announced to everybody */
    certificate_routes, /* certificates live on; decisions are public */
    meeting_routes,     /* heads on duty, meetings */
    package_routes,     /* one thing, one application */
    seal_routes,        /* seals at the windows */
    agency_routes,      /* the centre goes the way for the applicant */
    reform_routes,      /* before and after, the entry list, rounds of clearance */
    exchange_routes,    /* centres above and below */
    above_routes,       /* what the organ above asks for */
    enquiry_routes,     /* the first asked answers */
    notices_admin_routes,
    api_routes,         /* machines do the same */
    NULL,
};
