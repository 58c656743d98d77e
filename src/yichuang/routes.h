/* routes.h: the site map. */
#ifndef YICHUANG_ROUTES_H
#define YICHUANG_ROUTES_H
#include "http/route.h"
extern const Route *const site_map[];
#endif
