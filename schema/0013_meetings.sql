-- 0013_meetings.sql: bureau heads' weekly duty at the window (C4), approval meetings (C5), on-site meetings (B7), other regular meetings (G2).

CREATE TABLE duty_week (
    department TEXT NOT NULL,
    week INTEGER NOT NULL,                  -- day: its Monday
    officer TEXT NOT NULL,                  -- '' : nobody was rostered, and the centre said so
    signed_in INTEGER,                      -- ms of the first sign-in
    signed_out INTEGER,                     -- ms of the last sign-out
    decisions INTEGER NOT NULL,             -- decisions she made on cases while on duty that week
    answered INTEGER NOT NULL,              -- questions she reported as answered
    warned INTEGER NOT NULL,                -- 1: the week passed empty, and that was recorded
    PRIMARY KEY (department, week)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,                 -- number of the event meeting.called
    kind TEXT NOT NULL,                     -- approval, onsite, chiefs, window, leaders
    title TEXT NOT NULL,
    day INTEGER NOT NULL,
    department TEXT NOT NULL,               -- that leads; '' : the centre
    chair TEXT NOT NULL,
    state INTEGER NOT NULL,                 -- meetings.h MeetingState
    cases INTEGER NOT NULL,
    minutes INTEGER                         -- number of the event that holds the minutes
) STRICT;
CREATE INDEX meeting_day ON meeting (day);

CREATE TABLE meeting_case (
    meeting INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    added INTEGER NOT NULL,                 -- number of the event
    decision TEXT NOT NULL,                 -- '' until decided
    decided INTEGER,                        -- number of the event
    PRIMARY KEY (meeting, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_case_case ON meeting_case (case_id);

CREATE TABLE meeting_task (
    id INTEGER PRIMARY KEY,                 -- number of the event meeting.task_set
    meeting INTEGER NOT NULL,
    officer TEXT NOT NULL,
    due INTEGER NOT NULL,                   -- day
    done INTEGER                            -- day
) STRICT;
CREATE INDEX meeting_task_meeting ON meeting_task (meeting);
