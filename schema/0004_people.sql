-- People: officers and their letters of authority (C1, C2, C7), and the operational rows about sign-in.

-- Officers. One row per user name as the events last left it; her history is in the ledger.
CREATE TABLE officer (
    id         TEXT PRIMARY KEY,              -- user name, "wang"
    name       TEXT NOT NULL,
    department TEXT NOT NULL,                 -- '' for the centre itself and leaders of the government
    window     TEXT NOT NULL,                 -- '' for none
    roles      INTEGER NOT NULL CHECK (roles > 0),   -- bits: 1 clerk, 2 chief, 4 back office, 8 supervisor, 16 leader, 32 administrator
    post       TEXT NOT NULL,
    from_day   INTEGER NOT NULL,
    to_day     INTEGER,                       -- last day in post; NULL: open
    left_why   TEXT                           -- reason given when she was dismissed
) STRICT;

-- Lines of letters of authority (授权书): no decision without one that holds that day.
CREATE TABLE authority (
    id         INTEGER PRIMARY KEY,           -- number of the event that granted it
    officer    TEXT NOT NULL,
    department TEXT NOT NULL,
    item       TEXT NOT NULL,                 -- item code, or '*' for every item of the department
    rights     INTEGER NOT NULL CHECK (rights BETWEEN 1 AND 31),   -- bits: 1 accept, 2 review, 4 decide, 8 seal, 16 refuse
    from_day   INTEGER NOT NULL,
    to_day     INTEGER,                       -- last day it holds; a revocation shortens it; NULL: open
    document   TEXT NOT NULL,                 -- number of the letter
    revoked_by TEXT                           -- number of the document that ended it early
) STRICT;
CREATE INDEX authority_officer ON authority (officer, id);

-- A/B posts: b holds a's authority on days for which a's absence stands recorded.
CREATE TABLE substitute (
    id       INTEGER PRIMARY KEY,
    a        TEXT NOT NULL,
    b        TEXT NOT NULL CHECK (b <> a),
    from_day INTEGER NOT NULL,
    to_day   INTEGER,
    document TEXT NOT NULL
) STRICT;

CREATE TABLE absence (
    id       INTEGER PRIMARY KEY,
    officer  TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day   INTEGER NOT NULL,
    reason   TEXT NOT NULL
) STRICT;

-- operational: password hashes (argon2id). subject is 'officer:wang' or 'citizen:17'.
CREATE TABLE credential (
    subject     TEXT PRIMARY KEY,
    hash        TEXT NOT NULL,
    changed     INTEGER NOT NULL,             -- instant
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    blocked     INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1))
) STRICT;

-- operational: failed logins. key is the subject, or '?' and an HMAC of a name nobody has; at most LIMIT_LOGIN_NAMES rows.
CREATE TABLE login_failure (
    key          TEXT PRIMARY KEY,
    known        INTEGER NOT NULL,            -- 0 for names nobody has: these give way first
    failures     INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    locked_until INTEGER NOT NULL             -- 0: not locked
) STRICT;
CREATE INDEX login_failure_order ON login_failure (known, last);

-- operational: sessions; only the SHA-256 of the token is kept.
CREATE TABLE session (
    hash        BLOB PRIMARY KEY,
    subject     TEXT NOT NULL,
    created     INTEGER NOT NULL,
    seen        INTEGER NOT NULL,             -- up to five minutes behind the truth
    must_change INTEGER NOT NULL
) STRICT;
CREATE INDEX session_subject ON session (subject, seen);
CREATE INDEX session_seen ON session (seen);

-- operational: tokens of other systems; only the SHA-256 is kept.
CREATE TABLE machine_token (
    id      INTEGER PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    scopes  INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,                 -- 0: never
    revoked INTEGER NOT NULL DEFAULT 0        -- 0: live
) STRICT;

-- operational: accounts of applicants. Personal data, erased on request; AUTOINCREMENT so that an erased number is never given again.
CREATE TABLE citizen (
    account  INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL UNIQUE,            -- identity number (GB 11643) or credit code (GB 32100), normal form
    name     TEXT NOT NULL,
    phone    TEXT NOT NULL,
    created  INTEGER NOT NULL
) STRICT;
CREATE INDEX citizen_phone ON citizen (phone);

-- operational: who looked at personal data without the mask.
CREATE TABLE access_record (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    officer TEXT NOT NULL,
    case_id INTEGER NOT NULL,                 -- 0: not about one case
    what    TEXT NOT NULL
) STRICT;
CREATE INDEX access_record_case ON access_record (case_id, id);
