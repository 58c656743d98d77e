-- 0010_reform.sql: clearance rounds (A6), the list of what must be in the hall (D1), re-engineering records (A7).
-- A matter is an item of the catalogue, or a name that stands in none (before the catalogue, or outside it): item '' then.

CREATE TABLE reform_round (
    id INTEGER PRIMARY KEY,                 -- number of the event reform.round_opened
    name TEXT NOT NULL,
    day INTEGER NOT NULL,                   -- of the document
    document TEXT NOT NULL,
    closed INTEGER                          -- day; NULL: open
) STRICT;

CREATE TABLE reform_clearance (
    id INTEGER PRIMARY KEY,                 -- number of the event
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,                     -- entered merged delegated cancelled
    department TEXT NOT NULL,
    item TEXT NOT NULL,
    matter TEXT NOT NULL,                   -- its name as it was
    target TEXT NOT NULL,                   -- merged: item it went into; delegated: organ it came from; '' else
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    day INTEGER NOT NULL                    -- of the act
) STRICT;
CREATE INDEX reform_clearance_round ON reform_clearance (round, id);
CREATE INDEX reform_clearance_item ON reform_clearance (item, id);

CREATE TABLE reform_entry (
    id INTEGER PRIMARY KEY,                 -- number of the event reform.entry_listed
    department TEXT NOT NULL,
    item TEXT NOT NULL,
    matter TEXT NOT NULL,
    document TEXT NOT NULL,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,                   -- why it is still outside, as last told; '' when it was inside
    plan INTEGER,                           -- day by which it shall be in
    removed INTEGER                         -- day; NULL: on the list
) STRICT;
CREATE INDEX reform_entry_department ON reform_entry (department, id);

CREATE TABLE reform_record (
    id INTEGER PRIMARY KEY,                 -- number of the event reform.reengineered
    department TEXT NOT NULL,
    item TEXT NOT NULL,
    matter TEXT NOT NULL,
    day INTEGER NOT NULL,
    document TEXT NOT NULL,
    note TEXT NOT NULL,
    places_before INTEGER, places_after INTEGER,         -- NULL: not known
    steps_before INTEGER, steps_after INTEGER,
    days_before INTEGER, days_after INTEGER,             -- 0: on the spot
    materials_before INTEGER, materials_after INTEGER
) STRICT;
