-- 0028_case_standing.sql: the standing of a case beside its row, no longer in it. The row then holds only what lists, counts and clocks look at: about a
-- third of the bytes. A changed holiday writes the days of every open case, and a page written for one day holds three times as many cases.
-- The table is written anew, not altered: a column taken out of each row would leave its pages two thirds empty.

CREATE TABLE case_standing (
    case_id INTEGER PRIMARY KEY,
    standing TEXT NOT NULL                  -- JSON of the whole standing
) STRICT;
INSERT INTO case_standing (case_id, standing) SELECT id, standing FROM case_file ORDER BY id;

ALTER TABLE case_file RENAME TO case_file_before;
DROP INDEX case_file_number;
DROP INDEX case_file_open;
DROP INDEX case_file_department;
DROP INDEX case_file_duty;
DROP INDEX case_file_concluded;
DROP INDEX case_file_account;
DROP INDEX case_file_tasks;

-- Columns as 0007 and 0014_lanes explain them.
CREATE TABLE case_file (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    item TEXT NOT NULL,
    department TEXT NOT NULL,
    "window" TEXT NOT NULL,
    stage INTEGER NOT NULL,
    open INTEGER NOT NULL,
    account INTEGER NOT NULL,
    first_handler TEXT NOT NULL,
    received INTEGER NOT NULL,
    concluded INTEGER,
    deemed INTEGER NOT NULL,
    clock INTEGER NOT NULL,
    due INTEGER,
    duty INTEGER,
    statutory_due INTEGER,
    promised_due INTEGER,
    provisional INTEGER NOT NULL,
    calendar_version INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    claimant TEXT NOT NULL DEFAULT '',
    tasks INTEGER NOT NULL DEFAULT 0,
    task_due INTEGER
) STRICT;
INSERT INTO case_file (id, number, item, department, "window", stage, open, account, first_handler, received, concluded, deemed, clock, due, duty, statutory_due, promised_due, provisional,
                       calendar_version, opened, changed, claimant, tasks, task_due)
SELECT id, number, item, department, "window", stage, open, account, first_handler, received, concluded, deemed, clock, due, duty, statutory_due, promised_due, provisional,
       calendar_version, opened, changed, claimant, tasks, task_due FROM case_file_before ORDER BY id;
DROP TABLE case_file_before;

-- The id, being the key of the table, is the last column of each of them anyway.
CREATE UNIQUE INDEX case_file_number ON case_file (number);
CREATE INDEX case_file_open ON case_file ("window", due) WHERE open = 1;
CREATE INDEX case_file_department ON case_file (department, due) WHERE open = 1;
CREATE INDEX case_file_duty ON case_file (duty) WHERE duty IS NOT NULL;
CREATE INDEX case_file_concluded ON case_file ("window") WHERE open = 0;
CREATE INDEX case_file_account ON case_file (account) WHERE account > 0;
CREATE INDEX case_file_tasks ON case_file (task_due) WHERE tasks > 0;
