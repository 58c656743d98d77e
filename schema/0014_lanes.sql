-- 0014_lanes.sql: who of a desk holds a case, what waits to be done beside its stage, the queue of limited items, bars on applicants.
-- All are projections of the "case." events.

ALTER TABLE case_file ADD COLUMN claimant TEXT NOT NULL DEFAULT '';     -- officer who claimed it on the desk where it lies; '' nobody
ALTER TABLE case_file ADD COLUMN tasks INTEGER NOT NULL DEFAULT 0;      -- mask of cases.h CaseTask
ALTER TABLE case_file ADD COLUMN task_due INTEGER;                      -- day: the earliest of them; NULL: none or without a day
CREATE INDEX case_file_tasks ON case_file (task_due, id) WHERE tasks > 0;

-- XK-57: cases of items with a limited number, in the order of acceptance: legal day, moment, place in the log.
CREATE TABLE case_order (
    case_id INTEGER PRIMARY KEY,
    item TEXT NOT NULL,
    day INTEGER NOT NULL,                   -- legal day of acceptance
    at INTEGER NOT NULL,                    -- ms: of acceptance; accepted by silence: of receipt
    seq INTEGER NOT NULL,                   -- of the event
    state INTEGER NOT NULL                  -- 1 waiting, 2 found unqualified, 3 granted, 4 out of the queue
) STRICT;
CREATE INDEX case_order_item ON case_order (item, state, day, at, seq);

-- XK-78, XK-79 and untrue commitments. The applicant is found through case_person, so that erasing it leaves nothing here that names anybody.
CREATE TABLE applicant_bar (
    case_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,                   -- event that set it
    rule TEXT NOT NULL,                     -- XK-78 | XK-79
    item TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,             -- last day it holds
    bans_item INTEGER NOT NULL,             -- 1: no application for this item either
    PRIMARY KEY (case_id, seq)
) STRICT;
