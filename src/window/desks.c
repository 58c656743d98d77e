/* desks.c: the list of desks beside the case. A new desk is one line here, its tables in schema/ and its projections in replay_store.c. */
#include "window/desk_act.h"
#include "accounts/accounts.h"
#include "agency/agency.h"
#include "certificates/certificates.h"
#include "enquiries/enquiries.h"
#include "exchange/exchange.h"
#include "meetings/meetings.h"
#include "reform/reform.h"
#include "packages/packages.h"
#include "seals/seals.h"
#include <string.h>

const Desk *const desks[] = {
    &accounts_desk,
    &agency_desk,
    &certificates_desk,
    &enquiries_desk,
    &exchange_desk,
    &meetings_desk,
    &reform_desk,
    &packages_desk,
    &seals_desk,
    NULL,
};

const Desk *desk_named(const char *name)
{
    for (int i = 0; name && desks[i]; i++) if (!strcmp(desks[i]->name, name)) return desks[i];
    return NULL;
}

const Desk *desk_of_event(const char *kind)
{
    size_t n = strcspn(kind, ".");
    for (int i = 0; desks[i]; i++) if (strlen(desks[i]->name) == n && !strncmp(desks[i]->name, kind, n)) return desks[i];
    return NULL;
}
