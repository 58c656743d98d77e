-- The calendar of legal days (DOMAIN 1.2). Two rows never change their meaning: a later event closes a row (version_to) and opens another,
-- so the calendar as it stood at any version can be loaded again and an old deadline explained with the days known at that time.

-- One row per calendar event. Versions count 1, 2, 3 ... without gaps; each computed deadline names the one it used.
CREATE TABLE calendar_version (
    version   INTEGER PRIMARY KEY,
    event_seq INTEGER NOT NULL UNIQUE,        -- the ledger entry that made it
    at        INTEGER NOT NULL,               -- instant of that event
    kind      TEXT NOT NULL CHECK (kind IN ('imported', 'overridden')),
    source    TEXT NOT NULL,                  -- file or notice of an import; document of an override
    days      INTEGER NOT NULL                -- rows the event named
) STRICT;

-- Days on which the national calendar differs from Monday to Friday (DC-2), or is provisional (DC-11).
CREATE TABLE calendar_day (
    day          INTEGER NOT NULL,
    version_from INTEGER NOT NULL REFERENCES calendar_version (version),
    version_to   INTEGER,                     -- first version in which the row no longer holds; NULL: holds now
    kind         TEXT NOT NULL CHECK (kind IN ('holiday', 'workday', 'holiday_provisional')),
    name         TEXT NOT NULL,
    PRIMARY KEY (day, version_from)
) STRICT, WITHOUT ROWID;

-- Local suspensions and local working days, by document, for an area and all areas below it (DC-12).
CREATE TABLE calendar_override (
    area         TEXT NOT NULL,               -- six-digit division code; 420000 covers all of 42xxxx
    day          INTEGER NOT NULL,
    version_from INTEGER NOT NULL REFERENCES calendar_version (version),
    version_to   INTEGER,
    kind         TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
    document     TEXT NOT NULL,               -- the document that orders it, as cited to people
    PRIMARY KEY (area, day, version_from)
) STRICT, WITHOUT ROWID;
