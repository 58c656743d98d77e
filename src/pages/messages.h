/* messages.h: messages as other pages show them: the count in the header, the list on a case, a title. */
#ifndef PAGES_MESSAGES_H
#define PAGES_MESSAGES_H
#include "notices/notices.h"
#include "pages/hall.h"

void messages_set_unread(Request *request, Value *user);           /* user.unread: "3", "99+"; absent when there is none */
Value *messages_of_case(Request *request, const CaseFile *file);   /* the applicant's, newest first */
const char *messages_title(Request *request, const Notice *notice);
extern const Route message_routes[], notices_admin_routes[];
#endif
