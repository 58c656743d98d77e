-- 0008_redated.sql: what a change of the calendar did to open cases (DC-11, DC-12). Written only by cases_redate, in the fold of the event that changed it.

-- One row per event that changed the meaning of any day; an import that changes none leaves no row.
CREATE TABLE redating (
    event_seq INTEGER PRIMARY KEY,          -- the cause: calendar.imported, calendar.overridden, centre.configured
    at        INTEGER NOT NULL,             -- ms
    version   INTEGER NOT NULL,             -- calendar version from then on
    kind      TEXT NOT NULL CHECK (kind IN ('imported', 'overridden', 'withdrawn', 'configured')),
    source    TEXT NOT NULL,                -- the notice or document; '' when the centre's settings changed
    days      TEXT NOT NULL,                -- JSON: the days that changed, the years whose notice came
    looked    INTEGER NOT NULL,             -- open cases whose period touches those days
    moved     INTEGER NOT NULL              -- of them, those in case_redated
) STRICT;

-- One row per case and cause: the days before and after. A case whose days stayed but are no longer provisional has a row too.
CREATE TABLE case_redated (
    event_seq       INTEGER NOT NULL,
    case_id         INTEGER NOT NULL,
    clock           INTEGER NOT NULL,       -- calendar.h ClockKind that mattered; 0: the applicant's day to supply what is missing
    old_due         INTEGER,                -- NULL: stopped
    new_due         INTEGER,
    old_statutory   INTEGER,
    new_statutory   INTEGER,
    old_promised    INTEGER,
    new_promised    INTEGER,
    old_provisional INTEGER NOT NULL,
    new_provisional INTEGER NOT NULL,
    PRIMARY KEY (event_seq, case_id)        -- rows of a cause are written in order of cases; a case is looked up under each cause, of which there are few
) STRICT, WITHOUT ROWID;
