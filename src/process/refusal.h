/* refusal.h: every way the law (or the house) says no, as named values with article and remedy.
 *
 * A refusal is a value that is shown to a person: what is refused and why, the article it rests on, and what the person can do now.
 * The table in refusal.c is the only place where these texts stand.
 */
#ifndef PROCESS_REFUSAL_H
#define PROCESS_REFUSAL_H
#include "base/value.h"

typedef enum Refusal {
    REFUSED_NOTHING = 0,                 /* not a refusal: the act is done */
    REFUSED_NO_SUCH_CASE,
    REFUSED_NO_SUCH_ITEM,
    REFUSED_ITEM_NOT_IN_FORCE,           /* no published version on that day */
    REFUSED_NOT_IN_THIS_STAGE,           /* the table has no row from here for this act */
    REFUSED_ALREADY_CONCLUDED,
    REFUSED_NOT_SIGNED_IN,
    REFUSED_NO_RIGHT,
    REFUSED_OTHER_WINDOW,                /* XK-26a: the case belongs to another window */
    REFUSED_NO_AUTHORITY,                /* C1: no valid authority row for this item and right on this day */
    REFUSED_APPOINTMENT_DOCUMENT,        /* C1: no post without the document that appoints to it */
    REFUSED_SELF_REVIEW,                 /* the reviewer may not decide where two persons are required */
    REFUSED_NOT_THE_APPLICANT,
    REFUSED_ONLY_THE_CLOCK,
    REFUSED_NOT_THE_HEAD,                /* XK-42: extension needs the head of the organ (of the government for joint cases) */
    REFUSED_APPLICANT_MISSING,           /* D1 */
    REFUSED_IDENTITY_INVALID,            /* GB 11643, GB 32100 */
    REFUSED_CONTACT_MISSING,
    REFUSED_AGENT_UNPROVEN,              /* XK-29: agent without entrustment */
    REFUSED_AGENT_NOT_ALLOWED,
    REFUSED_TRUTH_UNDECLARED,            /* XK-31 */
    REFUSED_MATERIAL_NOT_PUBLISHED,      /* publicity lock: XK-31, YH-35 */
    REFUSED_FEE_NOT_PUBLISHED,           /* publicity lock: XK-58, XK-59, YH-25 */
    REFUSED_FEE_ABOVE_STANDARD,
    REFUSED_MATERIALS_INCOMPLETE,        /* XK-32-5: accept only when complete */
    REFUSED_MATERIALS_COMPLETE,          /* nothing to supplement, so no notice */
    REFUSED_MATERIAL_ALREADY_JUDGED,
    REFUSED_SUPPLEMENT_EMPTY,            /* XK-32-4 */
    REFUSED_SUPPLEMENT_LATE,             /* after five working days: deemed accepted */
    REFUSED_SUPPLEMENT_TWICE,            /* E06, XK-72: a second notice for what could be seen the first time */
    REFUSED_SUPPLY_NOT_ASKED,
    REFUSED_SUPPLY_LATE,                 /* the notice has run out and the case lapsed */
    REFUSED_CORRECTION_EMPTY,            /* XK-32-3 */
    REFUSED_REASON_MISSING,              /* XK-38, XK-72 */
    REFUSED_BASIS_MISSING,
    REFUSED_REDIRECT_MISSING,            /* XK-32-2: name the competent organ */
    REFUSED_REDIRECT_SELF,
    REFUSED_TOO_EARLY_DEEMED,            /* clock: the five days are not over */
    REFUSED_PAUSE_GROUND,                /* XK-45: not one of the eight */
    REFUSED_PAUSE_DAYS,                  /* XK-45: expected days must be told */
    REFUSED_PAUSE_NOTICE,                /* XK-45: no written notice (body and matter) */
    REFUSED_EXTENDED_ALREADY,            /* XK-42: once */
    REFUSED_EXTENSION_TOO_LONG,          /* D6 */
    REFUSED_EXTENSION_LATE,              /* DC-6 */
    REFUSED_EXTENSION_NO_EFFECT,         /* DC-3: with the days asked for the last day is the same */
    REFUSED_NOT_ON_THE_SPOT,             /* XK-34a, XK-56 */
    REFUSED_OPINION_MISSING,
    REFUSED_CONTENT_MISSING,             /* F21: what is granted */
    REFUSED_DECIDED_ALREADY,             /* D10 */
    REFUSED_CERTIFICATE_DATES,
    REFUSED_CERTIFICATE_NOT_PUBLISHED,   /* the item's result is no certificate */
    REFUSED_DELIVERY_WAY,                /* F27 */
    REFUSED_RECIPIENT_MISSING,
    REFUSED_CONSENT_ELECTRONIC,          /* electronic delivery needs consent */
    REFUSED_LAPSE_EARLY,
    /* others with a stake, hearings, verification, the organ above, default, ending */
    REFUSED_PARTY_UNKNOWN,               /* XK-36 */
    REFUSED_PARTY_PERIOD,                /* XK-36: her time to state is running */
    REFUSED_STATEMENT_UNANSWERED,        /* XK-36 */
    REFUSED_NOTHING_STATED,              /* XK-36 */
    REFUSED_HEARING_NOT_TOLD,            /* XK-47: the five days have not begun */
    REFUSED_HEARING_ASKED_LATE,          /* XK-47 */
    REFUSED_HEARING_ALREADY,             /* XK-47 */
    REFUSED_HEARING_RIGHT_RUNNING,       /* XK-47: the five days are running */
    REFUSED_HEARING_DUE,                 /* XK-72: owed and not held */
    REFUSED_HEARING_NOT_DUE,             /* XK-48: neither asked for nor announced */
    REFUSED_HEARING_NOTICE_SHORT,        /* DC-9: seven working days before */
    REFUSED_HEARING_TOO_LATE,            /* XK-47: within twenty working days (T7) */
    REFUSED_HEARING_CHAIR,               /* XK-48: must not examine the case */
    REFUSED_HEARING_PRIVATE,             /* XK-48: the ground must be stated */
    REFUSED_HEARING_FREE,                /* XK-47 */
    REFUSED_RECUSAL_PENDING,             /* XK-48 */
    REFUSED_RECUSAL_NOT_ASKED,           /* XK-48 */
    REFUSED_HEARING_NOT_YET,             /* XK-48: no notice, or before its day */
    REFUSED_TRANSCRIPT_INCOMPLETE,       /* XK-48 */
    REFUSED_NOT_THE_CHAIR,               /* XK-48: the report is the chair's own */
    REFUSED_TRANSCRIPT_UNNAMED,          /* XK-48: the decision names the record it rests on */
    REFUSED_VISIT_OFFICERS,              /* D7: two distinct ones, with certificates */
    REFUSED_VISIT_UNASSIGNED,            /* XK-55: not sent */
    REFUSED_VISIT_INCOMPLETE,            /* XK-34b */
    REFUSED_VISIT_MISSING,               /* XK-34b: verified on the spot first */
    REFUSED_NOT_FORWARDED,               /* XK-35: the upper organ has not answered */
    REFUSED_DECIDED_HERE,                /* XK-35: nothing is sent up */
    REFUSED_DUPLICATE_ASKED,             /* XK-35: the upper organ has it */
    REFUSED_REPLY_INVALID,               /* XK-35 */
    REFUSED_REPLY_OTHERWISE,             /* XK-35: the upper organ decided otherwise */
    REFUSED_REPLY_TOLD,                  /* 3.1 */
    REFUSED_DEFAULT_EARLY,               /* 3.4 */
    REFUSED_DEFAULTED,                   /* 3.4: the grant is owed */
    REFUSED_TERMINATE_CAUSE,             /* 2.7: three causes only */
    REFUSED_DOCUMENT_INCOMPLETE,         /* D1-D13: a required field of a document is missing */
    REFUSED_FIELD_INVALID,               /* a field is of the wrong form or too long */
    REFUSED_IDEMPOTENCY_CONFLICT,        /* same key, other contents */
    REFUSED_TOO_MANY,                    /* rate limit */
    REFUSED_ITEM_LINT,                   /* a six-publications block is missing: the item cannot go live */
    REFUSED_ALREADY_EXISTS,
    REFUSED_NO_SUCH_OFFICER,
    REFUSED_LAST_ADMINISTRATOR,
    REFUSED_IMPORT_INVALID,
    REFUSED_NO_CHANGE,
    REFUSED_NO_SUCH_CERTIFICATE,         /* E3 */
    REFUSED_CERTIFICATE_NOT_VALID,
    REFUSED_CERTIFICATE_NO_EXPIRY,       /* XK-50 */
    REFUSED_ALREADY_APPLIED,
    REFUSED_NOT_APPLIED,
    REFUSED_RENEWAL_AFTER_EXPIRY,
    REFUSED_DEEMED_RENEWED,              /* XK-50: silence has renewed it */
    REFUSED_COMPENSATION_MISSING,        /* XK-69 */
    REFUSED_NOT_PROPOSED,                /* YH-40: no verification proposes to revoke it */
    REFUSED_CERTIFICATE_OUT,             /* YH-40: there is a certificate, and the register revokes it */
    REFUSED_STATEMENT_UNHEARD,           /* she was not heard before the revocation */
    REFUSED_REVOCATION_HARM,
    REFUSED_CANCEL_GROUND,               /* XK-70 */
    REFUSED_DUTY_PAST,                   /* C4 */
    REFUSED_NOT_A_HEAD,
    REFUSED_DUTY_SIGNED,
    REFUSED_NO_DUTY,
    REFUSED_NO_SUCH_MEETING,             /* C5, B7, G2 */
    REFUSED_MEETING_CLOSED,
    REFUSED_MEETING_NOT_YET,
    REFUSED_NOT_ON_THE_AGENDA,
    REFUSED_AGENDA_OPEN,
    REFUSED_NOT_YOUR_TASK,
    REFUSED_NO_SUCH_PACKAGE,             /* B8 */
    REFUSED_PACKAGE_STEPS,
    REFUSED_NO_SUCH_SEAL,                /* C3, C6 */
    REFUSED_SEAL_THERE,
    REFUSED_SEAL_RETIRED,
    REFUSED_NO_SUCH_AGENCY,              /* B5 */
    REFUSED_AGENCY_ENDED,
    REFUSED_NOT_THE_AGENT,
    REFUSED_ENTRUSTMENT_OVER,
    REFUSED_STAGES_OPEN,
    REFUSED_NO_SUCH_ENQUIRY,             /* B6 */
    REFUSED_ENQUIRY_CLOSED,
    REFUSED_NOT_YOUR_ENQUIRY,
    REFUSED_COMMITMENT_NOT_OFFERED,      /* the item does not offer it */
    REFUSED_COMMITMENT_UNSIGNED,         /* read and signed, or none */
    REFUSED_COMMITMENT_BARRED,           /* XK-78, XK-79: a bar is in force */
    REFUSED_COMMITTED_ALREADY,
    REFUSED_COMMITMENT_STANDS,
    REFUSED_SELECTION_UNNAMED,           /* XK-53, XK-54: who won the tender, the auction, passed the examination */
    REFUSED_NOTHING_TO_VERIFY,           /* not granted on a commitment, or verified before */
    REFUSED_APPLICANT_BARRED,            /* XK-78, XK-79: of this item, where safety is touched */
    REFUSED_NOT_DEFERRABLE,              /* 容缺: only what the item version marks */
    REFUSED_UNDERTAKING_UNSIGNED,
    REFUSED_OWED_DATE,
    REFUSED_NOT_OWED,
    REFUSED_MATERIALS_OWED,              /* no grant while something is owed */
    REFUSED_REEXAMINED_ALREADY,
    REFUSED_REEXAMINATION_LATE,
    REFUSED_REEXAMINATION_NOT_ASKED,
    REFUSED_RETURNED_AGAIN,              /* the centre overturned the return */
    REFUSED_SPECIAL_GROUND,
    REFUSED_SPECIAL_NOT_SHORTER,
    REFUSED_QUOTA_ORDER,                 /* an earlier accepted, qualified application waits */
    REFUSED_QUOTA_USED_UP,
    REFUSED_QUOTA_NOT_USED_UP,
    REFUSED_QUESTIONS_OPEN,
    REFUSED_NO_SUCH_QUESTION,
    REFUSED_SELF_ANSWER,
    REFUSED_CLAIMED_BY_ANOTHER,
    REFUSED_NOT_CLAIMED,
    REFUSED_NOT_OF_THIS_DESK,
    REFUSED_FIRST_HANDLER_STAYS,         /* B1: reassigning is not handing over responsibility */
    REFUSED_NO_SUCH_ROUND,               /* A6 */
    REFUSED_ROUND_CLOSED,
    REFUSED_REFORM_MATTER,               /* neither item nor name, or both */
    REFUSED_CLEARED_ALREADY,
    REFUSED_ITEM_STILL_IN_FORCE,         /* A6: merged or cancelled on paper, but the catalogue still offers it */
    REFUSED_ENTRY_LISTED_ALREADY,        /* D1 */
    REFUSED_ENTRY_REASON,
    REFUSED_ENTRY_INSIDE,
    REFUSED_NO_SUCH_ENTRY,
    REFUSED_REFORM_NO_FIGURES,           /* A7 */
    /* joint handling */
    REFUSED_NOT_JOINT,                       /* the item is not one of joint handling */
    REFUSED_NOT_COPIED,                      /* DOMAIN 3.3-3: nothing was copied to the co-departments yet */
    REFUSED_COPIED_ALREADY,
    REFUSED_CO_UNKNOWN,                      /* not one of the departments published for this item */
    REFUSED_CO_CYCLE,                        /* child limits wait for one another in a circle */
    REFUSED_CO_PATH_TOO_LONG,                /* DOMAIN 3.3-9: the critical path is longer than the master */
    REFUSED_PROJECT_TYPE,                    /* DOMAIN 3.3-2: no lead is named for this type */
    REFUSED_NOT_THE_LEAD,
    REFUSED_CO_SIGNED_ALREADY,
    REFUSED_CO_NOT_SIGNED,                   /* DOMAIN 3.3-3: sign first */
    REFUSED_CO_NOT_HEARD,                    /* DOMAIN 3.3-4: one notice, so wait for all */
    REFUSED_CO_LEFT_OUT,                     /* the one notice must hold all that is missing */
    REFUSED_CO_CLAIMS,                       /* a co-department says it is missing; only it can take that back */
    REFUSED_CO_WAITS,                        /* not its turn in the graph */
    REFUSED_CO_SPOKEN,
    REFUSED_CO_OUTSTANDING,                  /* decide only when all have spoken */
    REFUSED_CO_DISAGREES,                    /* without a meeting that overcomes it */
    REFUSED_CO_NOT_DEFAULTED,                /* clock: no silence counts as agreement now */
    REFUSED_SURVEY_ALONE,                    /* D7 */
    REFUSED_SURVEY_INCOMPLETE,                /* F13 */
    REFUSED_VISITED_ALREADY,                 /* one site survey for all */
    REFUSED_MEETING_EMPTY,                   /* F12: no co-department was there */
    REFUSED_MEETING_INCOMPLETE,              /* F12 */
    REFUSED_NOTHING_UNPAID,              /* XK-59: no notice waits for payment */
    REFUSED_TICKET_INVALID,              /* XK-59: the treasury's receipt, in full */
    REFUSED_BILLED_ALREADY,                  /* DOMAIN 3.3-7: all fees told once */
    REFUSED_NO_SUCH_PEER,                    /* G3: no such centre, or the exchange with it was ended */
    REFUSED_PEER_KNOWN,
    REFUSED_PEER_KEY,                        /* not the writing of a public key */
    REFUSED_PEER_FINGERPRINT,                /* not the key the letter speaks of */
    REFUSED_PEER_ORGAN_TAKEN,                /* another centre serves that organ already */
    REFUSED_PARCEL_MALFORMED,                /* G3: what came from a centre */
    REFUSED_PARCEL_TOO_LARGE,
    REFUSED_PARCEL_SENDER,                   /* signed by nobody we exchange with */
    REFUSED_PARCEL_SIGNATURE,
    REFUSED_PARCEL_ADDRESSEE,                /* meant for another centre */
    REFUSED_PARCEL_UNPROVEN,                 /* the sender's receipt inside does not hold */
    REFUSED_PARCEL_CONFLICT,                 /* the same id came before with other contents */
    REFUSED_PARCEL_ITEM,                     /* none of our items was matched to it */
    REFUSED_PARCEL_RECALLED,
    REFUSED_PARCEL_NOT_ASKED,                /* it answers or recalls what was never exchanged with that centre */
    REFUSED_PARCEL_FILE,                     /* a file that is not what its hash says, or of a kind we do not take */
    REFUSED_PARCEL_STORE,                    /* too many files sent ahead */
    REFUSED_NO_SUCH_ACCOUNT,
    REFUSED_ACCOUNT_NEEDED,                  /* an applicant's account with cases or packages under way is not erased */
    REFUSED_ACCOUNT_EXISTS,
    REFUSED_DOCUMENT_UNSEEN,                 /* an account is opened and changed on the document itself, not on what is said of it */
    REFUSED_DOCUMENT_DIFFERS,                /* the name on it is not the account's */
    REFUSED_BEARER_MISSING,                  /* who comes for a firm */
    REFUSED_RESULT_WAY,                      /* the result in a way the item does not offer */
    REFUSED_RESULT_ADDRESS,                  /* by post, but where to */
    REFUSAL_COUNT
} Refusal;

typedef struct RefusalText {
    const char *code;          /* "REFUSED_SUPPLEMENT_TWICE", stable, used by the API and stories */
    int status;                /* HTTP status of the problem document */
    const char *rule;          /* rule id of the domain notes: "XK-32-4" */
    const char *article_zh, *article_en;
    const char *zh, *en;                  /* what is refused and why */
    const char *remedy_zh, *remedy_en;    /* what to do now */
} RefusalText;

const RefusalText *refusal_text(Refusal refusal);
Refusal refusal_named(const char *code);      /* REFUSAL_COUNT when there is none */
/* {code, rule, article, title, remedy, detail} in one language, for templates and RFC 9457 documents. detail may be NULL. */
Value *refusal_value(Arena *arena, Refusal refusal, const char *detail, const char *language);
#endif
