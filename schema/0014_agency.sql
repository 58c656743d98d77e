-- 0014_agency.sql: handling on behalf of the applicant (申报代办制, B5): entrustments, the stages gone through, the cases they include.
-- Who entrusted stands in the events' personal part only.

CREATE TABLE agency (
    id INTEGER PRIMARY KEY,                 -- number of the event agency.entrusted
    agent TEXT NOT NULL,                    -- officer
    department TEXT NOT NULL,               -- that leads
    matter TEXT NOT NULL,
    state INTEGER NOT NULL,                 -- agency.h AgencyState
    opened INTEGER NOT NULL,                -- day
    valid_to INTEGER NOT NULL,              -- day: end of the entrustment
    ended INTEGER,                          -- day
    stages INTEGER NOT NULL,
    finished INTEGER NOT NULL,              -- stages done
    report INTEGER                          -- number of the event with the closure report
) STRICT;
CREATE INDEX agency_agent ON agency (agent, id);

CREATE TABLE agency_stage (
    id INTEGER PRIMARY KEY,                 -- number of the event agency.stage_begun
    agency INTEGER NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL,                    -- centre, city, province, outside
    organ TEXT NOT NULL,
    began INTEGER NOT NULL,                 -- day
    due INTEGER NOT NULL,                   -- day
    finished INTEGER,                       -- day
    result TEXT NOT NULL,
    case_id INTEGER NOT NULL                -- the case this stage is; 0 none
) STRICT;
CREATE INDEX agency_stage_agency ON agency_stage (agency, id);
CREATE INDEX agency_stage_case ON agency_stage (case_id) WHERE case_id > 0;
