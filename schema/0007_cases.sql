-- 0007_cases.sql: the case file, a projection of the "case." events; uploads and idempotency keys beside it.
-- Hot indexes follow time: ids grow, due days are shared by all cases of a day, so inserts stay on a few pages.

CREATE TABLE case_file (
    id INTEGER PRIMARY KEY,                 -- 1, 2, 3 ...
    number TEXT NOT NULL,                   -- 办件编号; unique by construction (day counter), found through its own index
    item TEXT NOT NULL,
    department TEXT NOT NULL,
    "window" TEXT NOT NULL,
    stage INTEGER NOT NULL,                 -- process.h Stage
    open INTEGER NOT NULL,                  -- 1 until concluded
    account INTEGER NOT NULL,               -- applicant's account, 0 none
    first_handler TEXT NOT NULL,
    received INTEGER NOT NULL,              -- day
    concluded INTEGER,                      -- day
    deemed INTEGER NOT NULL,                -- 1: accepted by silence
    clock INTEGER NOT NULL,                 -- calendar.h ClockKind that matters now
    due INTEGER,                            -- its last lawful day; NULL: stopped or none
    duty INTEGER,                           -- day after which the clock itself must act (deemed acceptance, lapse); NULL: none
    statutory_due INTEGER,
    promised_due INTEGER,
    provisional INTEGER NOT NULL,
    calendar_version INTEGER NOT NULL,
    opened INTEGER NOT NULL,                -- ms
    changed INTEGER NOT NULL,               -- ms
    standing TEXT NOT NULL                  -- JSON of the whole standing
) STRICT;
CREATE UNIQUE INDEX case_file_number ON case_file (number);
CREATE INDEX case_file_open ON case_file ("window", due, id) WHERE open = 1;
CREATE INDEX case_file_department ON case_file (department, due, id) WHERE open = 1;
CREATE INDEX case_file_duty ON case_file (duty) WHERE duty IS NOT NULL;
CREATE INDEX case_file_concluded ON case_file ("window", id) WHERE open = 0;
CREATE INDEX case_file_account ON case_file (account, id) WHERE account > 0;

-- Personal facts of a case. Erasing the row leaves the case whole.
CREATE TABLE case_person (
    case_id INTEGER PRIMARY KEY,
    facts TEXT NOT NULL                     -- JSON
) STRICT;

CREATE TABLE case_counter (
    day INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE case_upload (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    material INTEGER NOT NULL,              -- published number of the material
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    sha256 TEXT NOT NULL,                   -- also in the event, so the ledger proves the bytes
    bytes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;                                   -- operational
CREATE INDEX case_upload_case ON case_upload (case_id);

CREATE TABLE case_idempotency (
    day INTEGER NOT NULL,                   -- first by day, so that old keys leave in one range and new ones stay together
    key_hash INTEGER NOT NULL,
    content_hash INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    PRIMARY KEY (day, key_hash)
) STRICT, WITHOUT ROWID;                    -- operational
