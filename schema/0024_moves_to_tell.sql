-- 0024_moves_to_tell.sql: who is still to be told of days the calendar has moved (DC-11). Made with the calendar's own event, worked off by the clock in slices.

-- operational: one row per change of the calendar that moved cases, until everybody has been told.
CREATE TABLE notice_moves (
    event_seq INTEGER PRIMARY KEY,          -- the cause, as in case_redated
    last_case INTEGER NOT NULL              -- applicants of cases up to this one have been told
) STRICT;

-- operational: how many of her cases each first handler has seen moved so far; she is told once, at the end.
CREATE TABLE notice_moves_of (
    event_seq INTEGER NOT NULL,
    officer   TEXT NOT NULL,
    cases     INTEGER NOT NULL,
    PRIMARY KEY (event_seq, officer)
) STRICT, WITHOUT ROWID;
