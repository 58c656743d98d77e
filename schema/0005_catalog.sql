-- 0005_catalog.sql: what the centre offers. Written only by catalog_apply, from events; replay gives the same rows.

-- Organs that can bind the outside world: they own seals and number series. A department may have two (018: culture, press).
CREATE TABLE legal_body (
    id              TEXT PRIMARY KEY,      -- B011
    name            TEXT NOT NULL,
    word            TEXT NOT NULL,         -- 机关代字 in document numbers: 住建
    seal            TEXT NOT NULL,         -- text of the approval seal
    reconsideration TEXT NOT NULL,         -- 复议机关
    court           TEXT NOT NULL          -- 法院
) STRICT;

-- The centre's windows (service_window: "window" is a word of SQL).
CREATE TABLE service_window (
    id       TEXT PRIMARY KEY,             -- W05
    name     TEXT NOT NULL,
    zone     TEXT NOT NULL,                -- floor and area
    counters INTEGER NOT NULL,
    phone    TEXT NOT NULL,
    hours    TEXT NOT NULL
) STRICT;

CREATE TABLE department (
    code            TEXT PRIMARY KEY,      -- 011
    place           INTEGER NOT NULL,      -- order in the imported file
    name            TEXT NOT NULL,
    old_name        TEXT NOT NULL,         -- name when the centre opened
    window_id       TEXT NOT NULL,
    legal_body      TEXT NOT NULL,         -- its first one; items name their own
    consult_phone   TEXT NOT NULL,
    supervise_phone TEXT NOT NULL,
    valid_from      TEXT NOT NULL,         -- YYYY-MM-DD or ''
    valid_to        TEXT NOT NULL,
    successor       TEXT NOT NULL
) STRICT;

-- Every version of every item. In force on day d: state is not 'draft' and effective_from <= d <= effective_to (NULL: no end).
CREATE TABLE item_version (
    code           TEXT NOT NULL,          -- 16 digits: 6 area, 3 department, 2 kind, 3 number, 2 sub-number
    version        INTEGER NOT NULL,       -- 1, 2, 3 ... per code
    name           TEXT NOT NULL,          -- copies from the body, for people who look into the file
    department     TEXT NOT NULL,
    window_id      TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'published', 'superseded', 'withdrawn')),
    effective_from INTEGER,                -- day
    effective_to   INTEGER,                -- day, the last in force
    body           TEXT NOT NULL,          -- canonical JSON, src/catalog/item.h names the keys
    hash           TEXT NOT NULL,          -- SHA-256 of body, in hex; the first 12 digits stand on every surface
    drafted_at     INTEGER NOT NULL,       -- instant
    published_at   INTEGER,
    reason         TEXT,                   -- of withdrawal
    PRIMARY KEY (code, version)
) STRICT, WITHOUT ROWID;
