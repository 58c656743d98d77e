-- 0002_ledger.sql: the one true record: every change of the centre's state, in order, each a leaf of a Merkle tree. Format: docs/LEDGER.md.
-- All other business tables are projections of event and can be rebuilt from it. Rows are only added; the single change ever made to one is
-- the erasure of person and person_salt, which leaves every hash below valid.

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,            -- 1, 2, 3 ... without gaps; leaf index in the tree is seq - 1
    at INTEGER NOT NULL,                -- ms; never less than in the row before
    kind TEXT NOT NULL,                 -- case.accepted
    actor TEXT NOT NULL,                -- officer:wang, citizen, clock, machine:city, operator
    case_id INTEGER NOT NULL,           -- 0: not about a case
    case_number TEXT,                   -- 办件编号 as printed; NULL when none
    body TEXT NOT NULL,                 -- JSON, facts that stay; no personal data
    person TEXT,                        -- JSON, personal data; NULL when none or erased
    salt BLOB NOT NULL,                 -- 16 random bytes: a leaf tells nothing to those who must guess the statement
    person_salt BLOB,                   -- 16 random bytes; erased together with person, so that the hash cannot be guessed back
    person_hash BLOB,                   -- SHA-256(person_salt || person), part of the statement; NULL when there never was personal data
    leaf BLOB NOT NULL                  -- SHA-256(0x00 || SHA-256(salt || statement))
) STRICT;
CREATE INDEX event_case ON event (case_id, seq) WHERE case_id > 0;

-- Tree hashes, 256 to a row (C2SP tlog-tiles). Level 0 holds leaves and is written when full; until then the leaves stand in event.
-- Higher levels grow by one hash each time a tile below them is full.
CREATE TABLE ledger_tile (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,            -- 0, 1, 2 ... within the level
    hashes BLOB NOT NULL,               -- 32 bytes each
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

-- Signed log heads, one for each group of turns committed together (C2SP tlog-checkpoint).
CREATE TABLE ledger_checkpoint (
    size INTEGER PRIMARY KEY,           -- entries covered
    root BLOB NOT NULL,
    note TEXT NOT NULL,                 -- the signed note, exactly as published
    at INTEGER NOT NULL                 -- ms; also a signed line of the note
) STRICT;
