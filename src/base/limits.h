/* limits.h: every limit on what a stranger can grow, in one place, with its unit. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H
enum {
    LIMIT_REQUEST_BODY_BYTES = 12 * 1024 * 1024,   /* whole request, uploads included */
    LIMIT_JSON_BODY_BYTES = 256 * 1024,
    LIMIT_FORM_FIELDS = 400,
    LIMIT_FIELD_BYTES = 64 * 1024,                 /* one text field */
    LIMIT_UPLOAD_BYTES = 8 * 1024 * 1024,          /* one file */
    LIMIT_UPLOADS_PER_REQUEST = 20,
    LIMIT_BODIES_IN_MEMORY_BYTES = 48 * 1024 * 1024,  /* all requests together; beyond: 503 */
    LIMIT_CONNECTIONS = 1000,
    LIMIT_CONNECTIONS_PER_ADDRESS = 400,
    LIMIT_STREAMS = 300,                           /* work lists kept up to date, in all; beyond: 503, and the page stays as it is */
    LIMIT_STREAMS_PER_SESSION = 4,
    LIMIT_STREAM_STALL_SECONDS = 30,               /* a reader who takes nothing for so long is cut off */
    LIMIT_STREAM_SECONDS = 3600,                   /* then it ends, and the browser asks anew */
    LIMIT_REQUEST_SECONDS = 30,                    /* idle or slow connection */
    LIMIT_WINDOW_QUEUE = 4096,                     /* turns waiting at the window; beyond: 503 */
    LIMIT_WINDOW_BATCH = 256,                      /* turns in one group commit */
    LIMIT_NAME_CHARACTERS = 200,
    LIMIT_TEXT_CHARACTERS = 4000,                  /* reasons, opinions, notes */
    LIMIT_SEARCH_CHARACTERS = 64,
    LIMIT_MATERIALS_PER_ITEM = 60,
    LIMIT_CO_DEPARTMENTS = 12,                     /* departments that handle one case together (XK-26b) */
    LIMIT_ITEMS = 20000,
    LIMIT_IMPORT_BYTES = 32 * 1024 * 1024,
    LIMIT_LOGIN_FAILURES = 5,                      /* then the account is locked ... */
    LIMIT_LOGIN_LOCK_SECONDS = 900,                /* ... for this long */
    LIMIT_QUERY_FAILURES_PER_MINUTE = 10,          /* query code guesses, per address */
    LIMIT_SESSIONS = 20000,
    LIMIT_SESSION_IDLE_SECONDS = 8 * 3600,
    LIMIT_SESSION_SECONDS = 24 * 3600,             /* after login, however busy */
    LIMIT_SESSIONS_PER_PERSON = 10,
    LIMIT_LOGIN_NAMES = 20000,                     /* names with failures remembered */
    LIMIT_LOGINS_PER_MINUTE = 20,                  /* per address */
    LIMIT_ACCOUNT_ACTS_PER_MINUTE = 20,            /* applicants' accounts looked up, opened and changed by one officer */
    LIMIT_ANONYMOUS_PER_MINUTE = 12,               /* applications and accounts from one address, not signed in */
    LIMIT_PAPERS_PER_MINUTE = 60,                  /* PDFs drawn for one address, not signed in */
    LIMIT_THROTTLE_KEYS = 65536,                   /* addresses one limiter remembers */
    LIMIT_PAGE_ROWS = 100,
    LIMIT_PAGE_CACHE_BYTES = 32 * 1024 * 1024,     /* pages made once for everybody, plain and compressed; beyond, the oldest go */
    LIMIT_PAGE_NODES = 1000000,                    /* template nodes written for one page */
    LIMIT_PAGE_BYTES = 8 * 1024 * 1024,            /* one page */
    LIMIT_CERTIFICATES_AT_ONCE = 500,              /* in one bulk check */
    LIMIT_AGENCY_STAGES = 60,                      /* of one entrustment */
    LIMIT_DESK_LIST = 200,                         /* lines of one list in a form of a desk */
    LIMIT_DESK_IMPORT_ROWS = 2000,                 /* rows of one file of acts of a desk */
    LIMIT_STORY_LINES = 2000,
    LIMIT_DEADLINE_DAYS = 3660,
    LIMIT_EMAIL_CHARACTERS = 200,
    LIMIT_EXCHANGE_PEERS = 200,                    /* centres ever registered */
    LIMIT_EXCHANGE_ORGANS = 200,                   /* organs, or items, of one of them */
    LIMIT_PARCEL_BYTES = 128 * 1024,               /* one envelope; files go beside it */
    LIMIT_PARCEL_FILES = 60,                       /* materials of one case */
    LIMIT_EXCHANGE_STAGED_BYTES = 256 * 1024 * 1024,  /* files one centre has sent ahead of its parcels */
    LIMIT_EXCHANGE_STAGED_DAYS = 7,                /* then they go */
    LIMIT_EXCHANGE_HELD = 50,                      /* newest parcels of each direction that two centres compare */
    LIMIT_EXCHANGE_ANSWER_BYTES = 512 * 1024,      /* what a centre may answer to a parcel */
    LIMIT_NOTICE_INBOX = 1000,                     /* messages one person keeps; the oldest go */
    LIMIT_NOTICE_INBOX_DAYS = 400,
    LIMIT_NOTICE_OUTBOX = 200000,                  /* messages waiting to be sent on one channel; beyond: the inbox only */
    LIMIT_NOTICE_OUTBOX_DAYS = 90,                 /* what was sent or dropped is known for so long */
    LIMIT_NOTICE_TRIES = 12,                       /* then the operator decides */
    LIMIT_NOTICE_STALE_DAYS = 7,                   /* older news is not sent any more */
    LIMIT_EXPLAINED_DAYS = 1100                    /* day by day, to anybody: what is longer would cost everybody's loop too much */
};
#endif
